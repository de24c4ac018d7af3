/* SPDX-License-Identifier: Apache-2.0 */
/* The run behind `tearline check`. */
#ifndef TL_CLI_CHECK_H
#define TL_CLI_CHECK_H

#include "cli/options.h"
#include "pipeline/redact.h"
#include "pipeline/stream.h"

struct tl_check {
    struct tl_stream stream; /* the inputs */
    const struct tl_policy *policy;
    const struct tl_release_options *options;
    const struct tl_jsonl_fields *fields;
    const struct tl_watch *watch;
};

/* Says on standard output what exceeds, in the order of the inputs; the worst status wins. */
enum tl_status tl_check_run(const struct tl_check *check);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* The run behind `tearline check`. */
#ifndef TL_CLI_CHECK_H
#define TL_CLI_CHECK_H

#include "cli/options.h"
#include "pipeline/redact.h"
#include "pipeline/stream.h"

struct tl_check_form; /* cli/check_form.h */

struct tl_check {
    struct tl_stream stream; /* the inputs */
    const struct tl_policy *policy;
    const struct tl_release_options *options;
    const struct tl_jsonl_fields *fields;
    const struct tl_watch *watch;
    const struct tl_check_form *form; /* how it is said */
    bool tells_notes;
};

/* The names of the forms, NULL at the end, and the form of the name at `index`. */
extern const char *const tl_check_formats[];
const struct tl_check_form *tl_check_form_at(size_t index);

/* Says on standard output what exceeds, in the order of the inputs; the worst status wins. */
enum tl_status tl_check_run(const struct tl_check *check);

/* The worker's part, for one parcel of a frame; `shared` is the struct tl_check. */
void tl_check_parcel(const void *shared, struct tl_worker *worker, struct tl_batch *batch,
                     struct tl_parcel *parcel);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* A run of `verify` at work; of verify.c and verify_cable.c alone. */
#ifndef TL_PIPELINE_VERIFYING_H
#define TL_PIPELINE_VERIFYING_H

#include "pipeline/feed.h"
#include "pipeline/jsonl.h"
#include "pipeline/repeat.h"
#include "pipeline/verify.h"

struct tl_verifying {
    const struct tl_verify_request *request;
    struct tl_verify_outcome *out;
    struct tl_err *err;
    struct tl_arena arena;
    struct tl_log_reader log;
    struct tl_verify_policy policy;
    bool has_run;
    bool has_policy;
    struct tl_feed original;
    struct tl_feed release;
    struct tl_logged_case at_hand;
    size_t max_cable;
    enum tl_frame_kind framing; /* as the run was asked for it */
    struct tl_jsonl_fields fields;
    struct tl_repeats_logged repeats;
    const char *source; /* of the log, that ORIGINAL is; NULL: not yet known */
};

/* Something differs: at a byte of original or release, or of the cable as a whole. */
void tl_verifying_differ(struct tl_verifying *run, const char *slug, enum tl_side side, size_t offset,
                         const char *text);

/* Holds the cable at hand, all records of which were read, against the next frames. */
enum tl_status tl_verifying_hold(struct tl_verifying *run);

#endif

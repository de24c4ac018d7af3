/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cables that come again in a run, over all its inputs (DESIGN 7): one number of one post is one cable.  For
 * the writer, which sees them in order.
 */
#ifndef TL_PIPELINE_REPEAT_H
#define TL_PIPELINE_REPEAT_H

#include "base/seen.h"
#include "ledger/verify.h"
#include "pipeline/stream.h"

/* Where the cables of an input begin in the run. */
struct tl_repeat_input {
    size_t input;
    uint64_t first;  /* which cable of the run its first is, from 1 */
    uint64_t before; /* how many of them its numbers leave out */
};

struct tl_repeats {
    const char *const *paths; /* borrowed; of the inputs */
    struct tl_seen seen;
    struct tl_arena arena;
    TL_VEC(struct tl_repeat_input) inputs;
};

/* `paths` by the index that parcels have.  Free with tl_repeats_release. */
void tl_repeats_init(struct tl_repeats *repeats, const char *const *paths);
void tl_repeats_release(struct tl_repeats *repeats);

/*
 * Takes the next cable, which has its post and number.  True when an earlier cable of the run had the same:
 * then the parcel's `repeats` says which.
 */
bool tl_repeats_see(struct tl_repeats *repeats, struct tl_parcel *parcel);

/* Appends "it has the post and number of cable 3, in NAME". */
void tl_repeat_tell(struct tl_buf *out, const struct tl_earlier *earlier);

/* Where the cables of a source begin in a log. */
struct tl_logged_input {
    tl_slice source;
    uint64_t first;
};

/* The same over the cables of one log, for `verify`.  Zeroed is empty. */
struct tl_repeats_logged {
    struct tl_seen seen;
    struct tl_arena arena;
    TL_VEC(struct tl_logged_input) inputs; /* in order */
    tl_slice post;                         /* of the first cable: most logs have one alone */
    uint32_t number;
    uint64_t count;
};

void tl_repeats_logged_release(struct tl_repeats_logged *repeats);

/* The earlier cable with the post and number of this one: in this log; or, where its records name one of
 * another input, whose cables are in another log, as they say. */
struct tl_repeated tl_repeats_logged_see(struct tl_repeats_logged *repeats,
                                         const struct tl_logged_case *at_hand);

#endif

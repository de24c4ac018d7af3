/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cables that come again in a run, over all its inputs (DESIGN 7): one number of one post is one cable.  For
 * the writer, which sees them in order.
 */
#ifndef TL_PIPELINE_REPEAT_H
#define TL_PIPELINE_REPEAT_H

#include "base/seen.h"
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

#endif

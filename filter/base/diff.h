/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What two sequences have in common, in order: the longest run of pairs that are the same (E. W. Myers, "An
 * O(ND) Difference Algorithm and Its Variations", Algorithmica 1, 1986; linear space).
 *
 * The work is bounded.  Where it would be too much, the rest is called different: whoever asks what one
 * sequence shows and the other does not is told too much and never too little.
 */
#ifndef TL_BASE_DIFF_H
#define TL_BASE_DIFF_H

#include "base/arena.h"

/* True when item `a` of the first sequence is the same as item `b` of the second. */
typedef bool tl_diff_same(const void *context, size_t a, size_t b);

/* For each of the `a_count` items, the item of the other sequence that it is paired with, or TL_NONE; they
 * rise.  Arena-owned; NULL when there is no item. */
size_t *tl_diff(struct tl_arena *arena, size_t a_count, size_t b_count, tl_diff_same *same,
                const void *context);

#endif

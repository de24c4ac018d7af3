/* SPDX-License-Identifier: Apache-2.0 */
/* Edit distance: for damaged level words (DESIGN M1) and for "did you mean" in messages. */
#ifndef TL_BASE_NEAREST_H
#define TL_BASE_NEAREST_H

#include "base/slice.h"

/*
 * Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`, ASCII case folded.
 * Words longer than 63 bytes are SIZE_MAX apart.
 */
size_t tl_edit_distance(tl_slice a, tl_slice b);

/* False when more than `most` edits part the two, by their lengths and letters alone; true says nothing. */
bool tl_edits_may_do(tl_slice a, tl_slice b, size_t most);

/* The distance where it is `most` or less, else SIZE_MAX. */
size_t tl_edit_distance_within(tl_slice a, tl_slice b, size_t most);

/* The word of `words` (count items, NULLs skipped) nearest to `word` at distance `most` or less, or NULL. */
const char *tl_nearest(tl_slice word, const char *const *words, size_t count, size_t most);

#endif

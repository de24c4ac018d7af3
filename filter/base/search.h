/* SPDX-License-Identifier: Apache-2.0 */
/* Where an offset stands among items in the order of the text, and a word among items in bytewise order. */
#ifndef TL_BASE_SEARCH_H
#define TL_BASE_SEARCH_H

#include "base/slice.h"

/* Number of the `count` offsets below `limit`.  `first` is the first one, and each next stands `stride` bytes
 * behind it; they never fall. */
static inline size_t tl_offsets_below(const size_t *first, size_t count, size_t stride, size_t limit)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (*(const size_t *)(const void *)((const unsigned char *)first + middle * stride) < limit) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Number of them at or below `limit`. */
static inline size_t tl_offsets_up_to(const size_t *first, size_t count, size_t stride, size_t limit)
{
    return limit == SIZE_MAX ? count : tl_offsets_below(first, count, stride, limit + 1);
}

/* The same over the field of items that are sorted by it; `items` may be NULL when there are none.  `items`
 * and `count` are evaluated more than once. */
#define TL_COUNT_BELOW(items, count, field, limit)                                                           \
    ((count) == 0 ? (size_t)0 : tl_offsets_below(&(items)->field, (count), sizeof(*(items)), (limit)))
#define TL_COUNT_UP_TO(items, count, field, limit)                                                           \
    ((count) == 0 ? (size_t)0 : tl_offsets_up_to(&(items)->field, (count), sizeof(*(items)), (limit)))

/* Number of the `count` words before `word` in bytewise order; `first` and `stride` as above. */
static inline size_t tl_words_before(const tl_slice *first, size_t count, size_t stride, tl_slice word)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const void *at = (const unsigned char *)(const void *)first + middle * stride;
        if (tl_slice_cmp(*(const tl_slice *)at, word) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}
#define TL_COUNT_BEFORE(items, count, field, word)                                                           \
    ((count) == 0 ? (size_t)0 : tl_words_before(&(items)->field, (count), sizeof(*(items)), (word)))

/* Index of the last of `count` items when `count` were found up to an offset; 0 when none was. */
static inline size_t tl_last_of(size_t count)
{
    return count == 0 ? 0 : count - 1;
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* qsort that takes an empty array: the standard's may not be given a null pointer, even for no items. */
#ifndef TL_BASE_SORT_H
#define TL_BASE_SORT_H

#include <stdlib.h>

/* Sorts `count` items of `size` bytes; `items` may be NULL when there are none.  Not stable. */
static inline void tl_sort(void *items, size_t count, size_t size, int (*order)(const void *, const void *))
{
    if (count > 1) {
        qsort(items, count, size, order);
    }
}

#endif

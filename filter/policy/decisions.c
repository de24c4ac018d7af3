/* SPDX-License-Identifier: Apache-2.0 */
/* Asking the decisions of a file. */
#include "policy/decisions.h"

#include <stdlib.h>

const char *tl_ruling_name(enum tl_ruling_do does)
{
    switch (does) {
    case TL_RULING_WITHHOLD:
        return "withhold";
    case TL_RULING_EXCISE:
        return "excise";
    case TL_RULING_RELEASE:
        return "release";
    case TL_RULING_POLICY:
        return "policy";
    }
    return "withhold";
}

void tl_rulings_free(struct tl_rulings *rulings)
{
    if (rulings != NULL) {
        struct tl_arena arena = rulings->arena;
        free(rulings);
        tl_arena_release(&arena);
    }
}

/* The run of `order` whose rulings `compare` finds equal to `key`. */
static struct tl_ruled_on run_of(const struct tl_rulings *rulings, const size_t *order, const void *key,
                                 int (*compare)(const struct tl_ruling *ruling, const void *key))
{
    size_t low = 0;
    size_t high = rulings->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (compare(&rulings->list[order[middle]], key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    size_t end = low;
    while (end < rulings->count && compare(&rulings->list[order[end]], key) == 0) {
        end++;
    }
    return (struct tl_ruled_on){order + low, end - low};
}

static int compare_hash(const struct tl_ruling *ruling, const void *key)
{
    return memcmp(ruling->original.bytes, ((const struct tl_hash *)key)->bytes, TL_HASH);
}

static int compare_cable(const struct tl_ruling *ruling, const void *key)
{
    return tl_slice_cmp(ruling->cable, *(const tl_slice *)key);
}

struct tl_ruled_on tl_rulings_of_hash(const struct tl_rulings *rulings, const struct tl_hash *original)
{
    return run_of(rulings, rulings->by_hash, original, compare_hash);
}

struct tl_ruled_on tl_rulings_of_cable(const struct tl_rulings *rulings, tl_slice mrn)
{
    const tl_slice name = mrn.len > 0 ? mrn : TL_CABLE_UNKNOWN;
    return run_of(rulings, rulings->by_cable, &name, compare_cable);
}

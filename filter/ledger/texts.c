/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/texts.h"

#include "base/sort.h"

void tl_texts_add(struct tl_arena *arena, struct tl_texts *texts, tl_slice bytes)
{
    *TL_PUSH(arena, &texts->list) = (struct tl_text){tl_sha256_one(bytes), bytes};
    texts->is_sorted = false;
}

static int hash_order(const void *a, const void *b)
{
    const struct tl_text *x = a;
    const struct tl_text *y = b;
    return memcmp(x->hash.bytes, y->hash.bytes, TL_HASH);
}

bool tl_texts_find(struct tl_texts *texts, const struct tl_hash *hash, tl_slice *out)
{
    if (!texts->is_sorted) {
        tl_sort(texts->list.items, texts->list.count, sizeof(struct tl_text), hash_order);
        texts->is_sorted = true;
    }
    size_t low = 0;
    for (size_t high = texts->list.count; low < high;) {
        const size_t middle = low + (high - low) / 2;
        const int order = memcmp(texts->list.items[middle].hash.bytes, hash->bytes, TL_HASH);
        if (order == 0) {
            *out = texts->list.items[middle].bytes;
            return true;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Originals and releases at hand, found by their SHA-256: a log names its cables by it. */
#ifndef TL_LEDGER_TEXTS_H
#define TL_LEDGER_TEXTS_H

#include "base/arena.h"
#include "base/digest.h"

struct tl_text {
    struct tl_hash hash;
    tl_slice bytes;
};

/* Zeroed storage is empty. */
struct tl_texts {
    TL_VEC(struct tl_text) list;
    bool is_sorted;
};

/* Adds a text; `bytes` must stay. */
void tl_texts_add(struct tl_arena *arena, struct tl_texts *texts, tl_slice bytes);

/* False when there is none. */
bool tl_texts_find(struct tl_texts *texts, const struct tl_hash *hash, tl_slice *out);

#endif

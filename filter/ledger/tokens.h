/* SPDX-License-Identifier: Apache-2.0 */
/* A release as words, signs and marks: what is compared when two texts are. */
#ifndef TL_LEDGER_TOKENS_H
#define TL_LEDGER_TOKENS_H

#include "cable/cable.h"

enum tl_token_class {
    TL_TOKEN_WORD = 0, /* letters and digits */
    TL_TOKEN_SIGN,     /* any other sign */
    TL_TOKEN_LABEL,    /* of a label: a sign, a number, a letter, a short word */
    TL_TOKEN_MARKING,  /* of a level, a portion mark or a caption: a sign, a registered word; a struck mark */
    TL_TOKEN_MARK      /* a mark of a release (marking/mark.h) */
};

struct tl_token {
    enum tl_token_class class;
    struct tl_span span; /* in the bytes of the cable */
};

struct tl_tokens {
    TL_VEC(struct tl_token) list;
};

/* Splits a cable; blanks are nothing.  Arena-owned, in order, disjoint. */
void tl_tokens_of(struct tl_arena *arena, const struct tl_cable *cable, struct tl_tokens *out);

#endif

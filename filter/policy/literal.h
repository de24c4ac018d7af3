/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every match of a regex must hold, derived from its tree (DESIGN 7).
 *
 *   literals    at least one of them stands in every match, so many bytes behind its begin
 *   opening     which bytes may stand at the first places of a match, and before it
 *
 * Literals are in small letters and are looked for without regard to the case of ASCII letters.
 */
#ifndef TL_POLICY_LITERAL_H
#define TL_POLICY_LITERAL_H

#include "policy/regex_tree.h"

enum {
    TL_LITERAL_BYTES = 24, /* longest literal */
    TL_OPENING = 8         /* places of an opening */
};

/* No bound of a distance. */
#define TL_FAR UINT32_MAX

struct tl_literal {
    unsigned char bytes[TL_LITERAL_BYTES];
    uint32_t len;
    uint32_t least, most;   /* bytes from the begin of the match to the literal; most may be TL_FAR */
    struct tl_byte_set gap; /* the bytes that may stand there */
};

struct tl_literals {
    TL_VEC(struct tl_literal) list; /* empty: the regex has none */
    uint64_t cost; /* what places in text like a cable's cost, in 2^-32 nanoseconds a byte; see literal.c */
};

/* The literals of a tree; arena.  `scratch`, which may be the same arena, is left with what was needed to
 * find them. */
void tl_literals_of(struct tl_arena *arena, struct tl_arena *scratch, const struct tl_regex_node *root,
                    struct tl_literals *out);

/*
 * Places are counted in bytes as long as all characters before are ASCII; what is said of a character beyond
 * ASCII is `has_other` of its first place, and nothing of the places behind it.
 */
struct tl_opening {
    struct tl_byte_set at[TL_OPENING];
    bool may_end[TL_OPENING]; /* the text may end before this place */
    struct tl_byte_set
        before; /* what may stand before a match that begins with ASCII; never says no to others */
};

void tl_opening_of(const struct tl_regex_node *root, struct tl_opening *out);

/* How often a place of text like a cable's has this opening, in 2^-32: in prose or in capitals, whichever is
 * more. */
uint64_t tl_opening_share(const struct tl_opening *opening);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tree of a regex, as far as it is understood: what its matches are made of, byte by byte.
 *
 * The tree is a superset: every match of the regex is a text of the tree, never the other way round.  A part
 * that may be anything is ANY, and a pattern with a construct that is not known for certain has no tree.
 *
 * Bytes below 0x80 are exact.  Of the rest only "something else may stand here" is known: with UTF and UCP,
 * \d, \w and most classes reach far beyond ASCII.  One thing is left out on purpose: caseless s and k match
 * U+017F and U+212A too, the only such pairs of ASCII and the rest.  Who trusts a tree must not trust it on
 * texts that hold one of them (tl_regex_odd).
 */
#ifndef TL_POLICY_REGEX_TREE_H
#define TL_POLICY_REGEX_TREE_H

#include "base/arena.h"

/* Bytes below 0x80 as bits, and whether a character beyond ASCII may stand there. */
struct tl_byte_set {
    uint64_t ascii[2];
    bool has_other;
};

static inline bool tl_byte_set_has(const struct tl_byte_set *set, unsigned char c)
{
    return c >= 0x80 ? set->has_other : (set->ascii[c >> 6] >> (c & 63) & 1) != 0;
}

enum tl_regex_node_type {
    TL_NODE_ANY = 0, /* any text of any length */
    TL_NODE_EMPTY,   /* no text: an assertion */
    TL_NODE_SET,     /* one character */
    TL_NODE_CAT,     /* its children in order */
    TL_NODE_ALT,     /* one of its children */
    TL_NODE_REPEAT   /* its child, `least` to `most` times */
};

#define TL_REPEAT_FOREVER UINT32_MAX

struct tl_regex_node {
    enum tl_regex_node_type type;
    struct tl_byte_set set; /* of a set; of an assertion with `has_before` */
    bool is_wide;           /* of a set: it may hold bytes that the regex does not */
    bool is_boundary;       /* of an assertion: \b */
    bool has_before; /* of an assertion: an ASCII byte before it is one of `set`; nothing is said of other
                        characters, nor of the begin of the text */
    tl_slice exact;  /* of a set that is one character beyond ASCII: its bytes, else empty */
    uint32_t least, most; /* of a repeat */
    struct tl_regex_node *first, *last, *next;
};

/* Classes that PCRE2 was asked about, so that each is asked once.  Zeroed is empty. */
struct tl_regex_classes {
    struct tl_arena *arena;
    TL_VEC(struct tl_regex_class {
        tl_slice text;
        bool is_caseless;
        struct tl_byte_set set;
        bool is_known;
    })
    list;
};

/* The tree of a pattern that compiles with the options of tl_regex_compile, or NULL; arena. */
struct tl_regex_node *tl_regex_tree(struct tl_arena *arena, struct tl_regex_classes *classes,
                                    tl_slice pattern, bool is_caseless);

/* True when the text holds a character that is an ASCII letter to caseless rules: U+017F or U+212A. */
bool tl_regex_odd(tl_slice text);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cables made from a seed, with what their author meant: which words stand at which level.
 *
 * Words that carry meaning are random tokens, each used in one part only, so that a token in a release tells
 * which part it came from.  The same seed gives the same bytes on every machine.
 */
#ifndef TL_TESTS_PROP_GENERATE_H
#define TL_TESTS_PROP_GENERATE_H

#include "base/arena.h"
#include "base/buf.h"
#include "marking/level.h"

struct rng {
    uint64_t state;
};

struct rng rng_of(uint64_t seed, uint64_t stream);
uint64_t rng_next(struct rng *rng);
size_t rng_below(struct rng *rng, size_t bound); /* 0 .. bound - 1 */
bool rng_one_in(struct rng *rng, size_t n);

/* What a cable may have beside plain numbered paragraphs; each stands in some of the seeds only. */
enum {
    GEN_CAPTIONS = 1u << 0, /* words that are controls of every portion */
    GEN_DAMAGE = 1u << 1,   /* marks with letters or brackets lost */
    GEN_ODD = 1u << 2,      /* bytes that are no UTF-8, blanks that do not look like one, form feeds */
    GEN_BREAKS = 1u << 3,   /* page breaks inside paragraphs */
    GEN_ENCLOSED = 1u << 4, /* cables inside paragraphs */
    GEN_NAMES = 1u << 5,    /* a name after a title, and again elsewhere */
    GEN_NO_CLASS = 1u << 6, /* no classification line */
    GEN_HEADERS = 1u << 7,  /* free text where headers stand */
    GEN_SETS = 1u << 8,     /* COMMENT set off, text after blank lines, tables, marks inside text */
    GEN_TAIL = 1u << 9,     /* signature, message attributes */
    GEN_ALL = (1u << 10) - 1
};

enum gen_part_kind {
    GEN_SUBJECT,
    GEN_PASS_LINE,
    GEN_EO_EVENT,
    GEN_TAGS_TAIL,
    GEN_REF_TAIL,
    GEN_AUTHORITY_TAIL,
    GEN_PARAGRAPH,
    GEN_SUB,
    GEN_BULLET,
    GEN_COMMENT,
    GEN_CONTINUED,
    GEN_QUOTED,
    GEN_AFTER_QUOTE,
    GEN_RAISED,
    GEN_TABLE,
    GEN_SIGNATURE,
    GEN_ATTRIBUTES
};

/* A run of text of one level. */
struct gen_part {
    enum gen_part_kind kind;
    enum tl_rank rank;   /* what its author meant; UNKNOWN: nobody claims a level */
    bool is_overall;     /* it has the level of the cable */
    bool is_vague;       /* nobody can say that it may leave: its mark is damaged, or it stands after one */
    struct tl_span mark; /* of its mark in the cable; empty when none */
    struct tl_span text; /* all of it */
    size_t first_word;
    size_t word_count;
    /* the plan */
    const char *label;
    const char *mark_text;
    size_t damage; /* 0: none */
    bool has_break;
    unsigned name; /* bits: 1 after its title, 2 in full, 4 the surname alone */
};

enum { GEN_WORD = 16 };

struct gen_cable {
    struct tl_arena arena;
    struct tl_buf bytes;
    uint64_t seed;
    unsigned features; /* that this cable has */
    bool is_archive;
    enum tl_rank overall;
    TL_VEC(struct gen_part) parts;
    TL_VEC(char *) words;
    char given[GEN_WORD];
    char surname[GEN_WORD];
};

/*
 * Fills `out`, which gen_release frees.  Features are drawn from `allowed`.  Text of parts at `secret` and
 * above (and of those that have the level of a cable that is so) is drawn from `words` instead of `seed`: two
 * cables that differ in `words` alone differ inside such parts alone.
 */
void gen_cable(uint64_t seed, uint64_t words, enum tl_rank secret, unsigned allowed, struct gen_cable *out);
void gen_release(struct gen_cable *cable);

/* Damages `text` in one place or a few: drops, doubles, swaps and changes bytes; appends the result. */
void gen_mutate(struct rng *rng, tl_slice text, struct tl_buf *out);

/* `count` bytes of the sort that cables are made of. */
void gen_noise(struct rng *rng, size_t count, struct tl_buf *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A marking as a value, and the lattice over markings (markings.md 1 and 5).
 *
 * Every slice inside a marking is borrowed from the parsed text, from static tables, or from the arena that
 * was given; a marking lives as long as the shortest of them.  Zeroed memory is an invalid marking of level
 * UNKNOWN: nothing releases it.
 */
#ifndef TL_MARKING_MARKING_H
#define TL_MARKING_MARKING_H

#include "base/arena.h"
#include "marking/level.h"

/* An unordered set of words (order of appearance is kept for rel_to and joint). */
struct tl_words {
    const tl_slice *item;
    size_t count;
};

bool tl_words_has(struct tl_words words, tl_slice word);

/* The union, without doubles; arena-owned.  Order: those of `a`, then what `b` adds. */
struct tl_words tl_words_union(struct tl_arena *arena, struct tl_words a, struct tl_words b);

/* `words` and one more, without doubles; arena-owned. */
struct tl_words tl_words_with(struct tl_arena *arena, struct tl_words words, tl_slice word);

struct tl_marking {
    tl_slice text; /* as written, with its parentheses where it has some */
    bool is_valid;
    const char *reason;  /* static slug of markings.md 4 when not valid, else NULL */
    enum tl_level level; /* when not valid: the highest level readable in it, or UNKNOWN */
    tl_slice owner;      /* empty: USA; else JOINT, NATO, FGI or trigraphs */
    struct tl_words sci; /* as written between slashes: "SI-G", "TK" */
    struct tl_words sap;
    struct tl_words aea;    /* RD, FRD, TFNI, CNWDI, SG14, DCNI, UCNI */
    struct tl_words fgi;    /* country codes; "*" is a concealed source */
    struct tl_words dissem; /* NOFORN, ORCON, ..., canonical names */
    struct tl_words nonic;  /* SBU, LOU, EXDIS, ..., canonical names */
    struct tl_words rel_to; /* as written, USA first when it is there */
    struct tl_words display_to;
    struct tl_words joint;
    struct tl_words nato_ctl;
    struct tl_words unknown; /* words no table knows; unreleasable unless allowed by name */
    bool is_entire_text;
    bool is_rel_inherit; /* REL without a list: the banner's list */
    bool is_no_rel;      /* set by a join: releasability is empty although no word says NOFORN */
};

/* True for a level and nothing else. */
bool tl_marking_is_bare(const struct tl_marking *m);

/* Bare level `level`, valid, no controls. */
struct tl_marking tl_marking_of_level(enum tl_level level);

/* Level and controls of a rank: CUI gives level U with the control CUI. */
struct tl_marking tl_marking_of_rank(enum tl_rank rank);

/* What nobody can read, with the level that is still readable in it: invalid, so that nothing releases it. */
struct tl_marking tl_marking_damaged(enum tl_level level);

/* CUI when level U carries a control that makes it so (markings.md 1). */
enum tl_rank tl_marking_rank(const struct tl_marking *m);

/* True when any control, foreign owner or release caveat stands beside the level (not the CU words). */
bool tl_marking_has_control(const struct tl_marking *m);

/* True when the marking carries the canonical word in any of its sets. */
bool tl_marking_has_word(const struct tl_marking *m, tl_slice word);

/* True when the two say the same in the same words and order, `text` aside: all that is judged of one holds
 * of the other. */
bool tl_marking_same(const struct tl_marking *a, const struct tl_marking *b);

/* To whom a marking lets its text go by itself (markings.md 5).  Zeroed: to nobody. */
struct tl_reach {
    bool is_all;           /* unclassified without a release caveat */
    bool is_unknown_list;  /* REL without a list: the banner's */
    struct tl_words codes; /* foreign codes, expanded, without USA */
};

/* Arena-owned.  Controls that need leave are judged elsewhere (decide.h). */
struct tl_reach tl_marking_reach(struct tl_arena *arena, const struct tl_marking *m);

/* Tetragraphs that may be expanded become their members; others and trigraphs stay.  Arena-owned. */
struct tl_words tl_codes_expand(struct tl_arena *arena, struct tl_words codes);

/* What of `words` is in `other` too, in the order of `words`.  Arena-owned. */
struct tl_words tl_words_common(struct tl_arena *arena, struct tl_words words, struct tl_words other);

/* `words` without `word`.  Arena-owned. */
struct tl_words tl_words_without(struct tl_arena *arena, struct tl_words words, tl_slice word);

/* Every word of `words` is in `other`. */
bool tl_words_within(struct tl_words words, struct tl_words other);

/* Foreign owners and sources: codes of owner, JOINT partners but USA, and FGI; "NATO", "JOINT" for a bare
 * JOINT,
 * "*" for a concealed source.  Arena-owned. */
struct tl_words tl_marking_foreign(struct tl_arena *arena, const struct tl_marking *m);

/*
 * The join: highest level, union of controls, intersection of releasability; invalid if one is.
 * `text` is that of `a`.  Commutative and associative but for `text` and order inside sets.
 */
struct tl_marking tl_marking_join(struct tl_arena *arena, const struct tl_marking *a,
                                  const struct tl_marking *b);

/* True when `a` may be handled as `b`: level within, controls a subset, releasability a superset. */
bool tl_marking_within(const struct tl_marking *a, const struct tl_marking *b);

#endif

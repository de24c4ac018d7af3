/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two releases of one cable: what one withholds and the other shows, and what somebody who holds both can
 * read.
 *
 * The portions of the two are paired by label and kind, in order, and the words of each pair are compared.
 * Where it is not certain that two words are one and the same, they count as shown by one side alone: too
 * much is told and never too little.  Levels, portion marks and registered captions that differ are counted
 * apart; they are what re-marking (DESIGN M16) makes of one original.  Words in them that are not registered
 * (marking/registered.h), and long ones in a label, are text.  A mark that one side has where the other has
 * nothing tells that something stood there, and counts as shown.
 */
#ifndef TL_LEDGER_COMPARE_H
#define TL_LEDGER_COMPARE_H

#include "cable/cable.h"

enum tl_side { TL_SIDE_A = 0, TL_SIDE_B, TL_SIDES };

/* A run of text that one side shows and the other does not.  Slices are borrowed from the releases. */
struct tl_shown {
    enum tl_side side;     /* that shows it */
    tl_slice text;         /* from its first to its last word or sign; a mark alone */
    tl_slice mark;         /* what the other side has in its place; empty: nothing tells that it is gone */
    size_t words;          /* 0: signs, or a mark alone */
    bool is_mark;          /* it shows no text, only that something is gone */
    size_t line[TL_SIDES]; /* from 1; of the other side: where it is not; 0: no place */
};

/* A portion in which something is shown by one side alone. */
struct tl_compared {
    const struct tl_portion *portion; /* of A, where it is paired and not withheld */
    TL_VEC(struct tl_shown) shown;
    tl_slice together; /* what both give, blanks as one space; what one side alone shows is between « » */
};

struct tl_comparison {
    TL_VEC(struct tl_compared) portions;
    size_t words[TL_SIDES]; /* shown by this side alone */
    size_t marks;           /* that stand in both: the union does not tell what is there */
    size_t markings;        /* levels, portion marks, captions that differ */
    bool is_other_cable;    /* their posts and numbers are known and differ; nothing was compared */
};

/* Compares two cables as read; everything lives in the arena and borrows from them. */
void tl_compare(struct tl_arena *arena, const struct tl_cable *a, const struct tl_cable *b,
                struct tl_comparison *out);

#endif

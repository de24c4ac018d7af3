/* SPDX-License-Identifier: Apache-2.0 */
/* The marking grammar inside its parentheses; shared by the files grammar*.c, validity.c and portion.c only.
 */
#ifndef TL_MARKING_GRAMMAR_H
#define TL_MARKING_GRAMMAR_H

#include "marking/control.h"
#include "marking/marking.h"

struct tl_grammar {
    struct tl_arena *arena;
    struct tl_marking *m;
    bool is_portion;
    bool is_cosmic;     /* COSMIC, CTS */
    bool is_cui_head;   /* CUI or CONTROLLED heads it: category words follow */
    bool is_nato_ts;    /* NATO TOP SECRET, which must be COSMIC */
    size_t segment;     /* index of the segment at hand; the head is 0 */
    bool is_last;       /* it is the last one */
    const char *reason; /* first thing wrong, NULL: nothing */
};

/* Keeps the first reason; "unknown_control", which leave may lift (decide.h), stands only where nothing else
 * is wrong. */
void tl_grammar_fail(struct tl_grammar *g, const char *reason);

/* Parses a folded body: head, then segments.  Fills g->m but not validity. */
void tl_grammar_body(struct tl_grammar *g, tl_slice body);

/* Parses one segment (between "//"); tokens between single slashes. */
void tl_grammar_segment(struct tl_grammar *g, tl_slice segment);

/* Parses the head of a marking that begins with "//": owner and level. */
void tl_grammar_foreign_head(struct tl_grammar *g, tl_slice head);

/* True when a US head begins like a foreign one ("NATO SECRET", "DEU S"). */
bool tl_grammar_is_foreign_head(tl_slice head);

/* Length of the NATO word in one piece that `text` begins with ("CTS", "NSAT"), and its level; 0: none. */
size_t tl_grammar_nato_at(tl_slice text, enum tl_level *level);

/* A list of codes parted by commas, blanks or "and"; bad codes fail. */
void tl_grammar_codes(struct tl_grammar *g, tl_slice list, struct tl_words *out);

/* The rules of markings.md 4 that look at the whole marking; the first that fails is the reason, or NULL. */
const char *tl_grammar_validity(const struct tl_grammar *g);

/* Canonical form of an SCI item for decisions: "COMINT" -> "SI", "TALENT KEYHOLE-X" -> "TK-X". */
tl_slice tl_sci_canonical(struct tl_arena *arena, tl_slice item);

/* The next part of `*rest` up to `separator`; false when there is none left.  "a//b" has an empty part. */
bool tl_part_next(tl_slice *rest, const char *separator, tl_slice *part);

#endif

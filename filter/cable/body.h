/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The body in the making, shared by body.c, running.c and opening.c only.
 *
 *   body.c     which line is what: numbers, labels, headings, enclosures
 *   running.c  the running paragraph: what a line goes on with, and at which level
 *   opening.c  how a portion opens: label, mark, and marks in pieces
 *
 * Portions are added in the order of the text; pointers to them hold until the next is added.
 */
#ifndef TL_CABLE_BODY_H
#define TL_CABLE_BODY_H

#include "cable/reader.h"
#include "marking/start.h"

struct tl_body {
    struct tl_reader *r;
    size_t current; /* portion that text goes on with, or TL_NONE */
    size_t group;   /* first portion of the running paragraph, or TL_NONE */
    size_t sub;     /* running sub-paragraph, or TL_NONE */
    size_t sub_indent;
    struct tl_marking parent;     /* level of the running paragraph, raised by what raised it */
    struct tl_marking parent_low; /* its lenient reading */
    bool is_parent_uncertain;     /* what inherits from it counts as low as it does (M4) */
    struct tl_marking strict;     /* the paragraph and its sub-paragraphs so far (M3) */
    size_t first_line;            /* of the running paragraph */
    unsigned char delimiter;      /* '.' or ')' of the paragraph numbers; 0: none yet */
    bool is_section_start;
    bool after_blank;        /* a blank line or furniture stands before this line */
    bool is_damaged;         /* this line opens with a mark that cannot be read */
    enum tl_level damage;    /* the level that is readable in it */
    size_t enclosed_until;   /* last line of an enclosure, or TL_NONE */
    bool has_left_enclosure; /* text is the outer paragraph's again */
    size_t heading_until;    /* last line of the running heading, or TL_NONE */
    bool is_bare;            /* the paragraph has a mark and no number: a blank line ends it */
    bool is_closed;          /* END SUMMARY, or its like, ended what the mark covers */
};

/* --- running.c */

/* The portion that text goes on with; there must be one. */
struct tl_portion *tl_body_current(struct tl_body *b);

bool tl_body_same_level(const struct tl_marking *a, const struct tl_marking *b);

/* A portion of the running paragraph that begins with `core`. */
struct tl_portion *tl_body_begin_portion(struct tl_body *b, enum tl_kind kind, struct tl_span core,
                                         const struct tl_marking *effective,
                                         const struct tl_marking *lenient);

/* A new paragraph begins with line `index`; its first portion is yet to come. */
void tl_body_begin_paragraph(struct tl_body *b, size_t index);

/* The level of the current portion is what the later text of its paragraph inherits. */
void tl_body_settle_paragraph(struct tl_body *b);

/* What the line at `index` reads as raises the current portion (M2). */
void tl_body_raise_current(struct tl_body *b, size_t index);

/* The line goes on with the current portion; what reads as a higher mark begins a raised one (M2). */
void tl_body_extend(struct tl_body *b, size_t index);

/* A portion for text that was set off: its level stands over the list that follows it. */
void tl_body_begin_set_off(struct tl_body *b, size_t index, const struct tl_marking *effective,
                           const struct tl_marking *lenient, enum tl_from from);
void tl_body_raise_list(struct tl_body *b, const struct tl_marking *level);

/* Text that from here on has another level than the portion before it; goes on with it where it has not. */
void tl_body_begin_continuation(struct tl_body *b, size_t index, const struct tl_marking *effective,
                                const struct tl_marking *lenient, enum tl_from from);

/* --- opening.c */

/* "(S//REL TO USA, AUS, / GBR) text": takes a list of codes that goes on with the next line into `start`. */
void tl_body_take_wrapped(const struct tl_body *b, size_t index, struct tl_start *start);

/* Looks for a mark in pieces where a mark stands; says so in `is_damaged` and `damage`. */
void tl_body_look_for_damage(struct tl_body *b, size_t index, const struct tl_start *start);

/* True when a mark stands at the start, whole or in pieces: it opens a portion of its own. */
bool tl_body_is_marked(const struct tl_body *b, const struct tl_start *start);

/* Label, number and own mark of the current portion, which begins with line `index`. */
void tl_body_take_start(struct tl_body *b, const struct tl_start *start, size_t index);

/* Text set off by a mark in pieces: the overall, and what is readable of the mark. */
void tl_body_begin_torn(struct tl_body *b, const struct tl_start *start, size_t index);

#endif

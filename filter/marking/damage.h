/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Marks that nobody can read any more (DESIGN M1, M2; markings.md 4, last line, and 8).
 *
 *   (SF/N/) text     (CFN/) text     US) text     )C( text     (CONFIDEN)IAL text     (S5//NF) text
 *
 * What is judged here stands where a mark stands and parses as none.  The question is whether it may once
 * have been one; if so it is a claim that nobody can read, and never less than what is still readable in it.
 * Pure functions on values; `text` and bodies are as the eye reads them (cable/eye.h).
 */
#ifndef TL_MARKING_DAMAGE_H
#define TL_MARKING_DAMAGE_H

#include "marking/level.h"

/* How sure a place is to hold a mark. */
enum tl_mark_place {
    TL_PLACE_LINE = 0, /* the start of a line inside a paragraph */
    TL_PLACE_START     /* after a label, or set off by a blank line */
};

/*
 * The level of a mark or body whose first word is a misspelt or clipped level: "(CONFIDENTAL)", "SECRT//NF",
 * "CONF" (DESIGN M1: within edit distance two of one level; clipped to four letters or more); UNKNOWN when it
 * is near to none.
 */
enum tl_level tl_damaged_level(tl_slice body);

/*
 * True when `text` opens with what may once have been a mark.  The level that is still readable in it goes to
 * `level`; UNKNOWN when there is none.  "(ANNEX II)", "(UNGA)", "(1)" and words of prose are none.
 */
bool tl_damaged_mark_at(tl_slice text, enum tl_mark_place place, enum tl_level *level);

#endif

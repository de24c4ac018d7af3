/* SPDX-License-Identifier: Apache-2.0 */
/* The words that a classification line begins with (markings.md 3.2; cable_anatomy.md 5). */
#ifndef TL_MARKING_LEVEL_WORD_H
#define TL_MARKING_LEVEL_WORD_H

#include "marking/level.h"

struct tl_level_word {
    tl_slice words;      /* as written: "LIMITED OFFICIAL USE" */
    tl_slice letters;    /* without blanks: letter-spaced, or to compare a damaged one */
    uint32_t letter_set; /* tl_letter_set of `letters` */
    enum tl_level level;
    tl_slice name; /* the control that goes with level U; empty: none */
};

enum { TL_LEVEL_WORDS = 10, TL_LONG_LEVEL_WORDS = 8, TL_LEVEL_EDITS = 2 };

/* What is longer stands before what it begins with.  The long ones come first: only they have damaged forms.
 */
extern const struct tl_level_word tl_level_words[TL_LEVEL_WORDS];

/* The capitals of a text as a set; other bytes share their bits. */
uint32_t tl_letter_set(tl_slice text);

/* False when `letters`, whose set is `set`, is no damaged form of the word; true says nothing. */
bool tl_level_word_may_be(const struct tl_level_word *word, tl_slice letters, uint32_t set);

/*
 * False for nearly every line: no level word, and no title or name of a level of two letters or more, stands
 * at its start, whole, letter-spaced or damaged; nor would one if what is no letter or digit were taken off
 * its end.  True says nothing.
 */
bool tl_level_word_may_open(tl_slice line);

#endif

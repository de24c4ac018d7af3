/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Levels and ranks, their order and their words (markings.md 1; E.O. 13526 1.2(a)).
 *
 * Zeroed memory is UNKNOWN, which stands above everything (DESIGN M1).
 */
#ifndef TL_MARKING_LEVEL_H
#define TL_MARKING_LEVEL_H

#include "base/slice.h"

enum tl_level {
    TL_LEVEL_UNKNOWN = 0,
    TL_LEVEL_U,
    TL_LEVEL_R, /* RESTRICTED: non-US and JOINT only */
    TL_LEVEL_C,
    TL_LEVEL_S,
    TL_LEVEL_TS
};

/* A level, with CUI for level U that carries SBU, LOU, FOUO, CUI or their like. */
enum tl_rank { TL_RANK_UNKNOWN = 0, TL_RANK_U, TL_RANK_CUI, TL_RANK_R, TL_RANK_C, TL_RANK_S, TL_RANK_TS };

/* Strictly above; UNKNOWN is above everything but itself. */
bool tl_level_above(enum tl_level a, enum tl_level b);
bool tl_rank_above(enum tl_rank a, enum tl_rank b);
enum tl_level tl_level_max(enum tl_level a, enum tl_level b);
enum tl_rank tl_rank_max(enum tl_rank a, enum tl_rank b);

/* "U", "R", "C", "S", "TS", "UNKNOWN"; and with "CUI" for ranks. */
const char *tl_level_name(enum tl_level level);
const char *tl_rank_name(enum tl_rank rank);

/* "UNCLASSIFIED", "CONFIDENTIAL", ...; "UNKNOWN" for unknown.  For messages and banners. */
const char *tl_level_title(enum tl_level level);
const char *tl_rank_title(enum tl_rank rank);

/*
 * The rank a user or a policy names: U, CUI (also SBU, LOU, FOUO), R, C, S, TS and the long words, any case.
 * False when it is none; never gives UNKNOWN.
 */
bool tl_rank_find(tl_slice word, enum tl_rank *out);

/*
 * Length of the level word at the start of `text`, letter ("S", "TS") or title ("TOP SECRET", one or more
 * blanks between), longest first; 0 when there is none.  Upper case only.  The word must end: SECRETARY has
 * none.
 */
size_t tl_level_at(tl_slice text, enum tl_level *out);

/* The level a misspelt word is near to: edit distance one or two to exactly one level title (LIMITED OFFICIAL
 * USE counts as U with `is_lou`); UNKNOWN when it is none, is exact, or stands between two. */
enum tl_level tl_level_near(tl_slice word, bool *is_lou);

/* True when a word of `text` can end before `at`: no ASCII letter, digit, apostrophe or non-ASCII byte there.
 */
bool tl_word_ends(tl_slice text, size_t at);

#endif

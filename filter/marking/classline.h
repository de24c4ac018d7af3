/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The classification line of a telegram and its relatives: page banners, page lines, ZNY (markings.md 3.2;
 * cable_anatomy.md 4.4, 5, 8; ACP 127).  Spans are relative to the line given.
 */
#ifndef TL_MARKING_CLASSLINE_H
#define TL_MARKING_CLASSLINE_H

#include "marking/marking.h"

enum { TL_CLASSLINE_WORDS = 8 };

/* A line that starts with a level, plain or letter-spaced. */
struct tl_classline {
    bool is_found;             /* the line begins with a level word, whole or damaged */
    bool is_damaged;           /* the level word is within edit distance two of one level */
    bool is_whole;             /* the grammar reads all of the line */
    struct tl_marking marking; /* level, LOU/SBU/EFTO, and controls on the line; text is the line */
    struct tl_span level;      /* bytes of the level words, "C O N F I D E N T I A L" */
    size_t fit_end;            /* how far the grammar reads */
    tl_slice post;             /* "LA PAZ", empty when none */
    uint32_t number;           /* of the MRN, 0 when none */
    uint32_t section;          /* of SECTION n OF m; 0 when none */
    uint32_t sections;
    struct tl_span words[TL_CLASSLINE_WORDS]; /* controls on the line, with their leading separator */
    tl_slice names[TL_CLASSLINE_WORDS];       /* canonical name of each */
    size_t word_count;
};

/* Reads `line` (no line end).  `out->is_found` is false when it does not begin with a level word. */
void tl_classline_parse(struct tl_arena *arena, tl_slice line, struct tl_classline *out);

/* A transmission security line: ZNR UUUUU, ZNY CCCCC ZZH. */
struct tl_zny {
    bool is_found;          /* the line begins ZNR or ZNY */
    enum tl_rank rank;      /* UNKNOWN when the letters do not agree or are unknown */
    bool is_special;        /* a suffix such as /AAAAA: an unknown control */
    struct tl_span prosign; /* bytes of ZNR or ZNY */
    struct tl_span letters; /* bytes of the five letters */
};

void tl_zny_parse(tl_slice line, struct tl_zny *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signs: what one look at each byte of a text says.  They save most lines every other look.
 *
 * A sign never decides: where it stands, the reader that asked looks in full.
 */
#ifndef TL_CABLE_SIGN_H
#define TL_CABLE_SIGN_H

#include "base/slice.h"

enum tl_sign {
    /* a byte of the kind stands in it */
    TL_SIGN_BRACKET = 1 << 0, /* ( ) [ ] { } < > */
    TL_SIGN_SLASH = 1 << 1,
    TL_SIGN_COLON = 1 << 2,
    TL_SIGN_DASH = 1 << 3,
    TL_SIGN_LOWER = 1 << 4,
    TL_SIGN_UPPER = 1 << 5,
    TL_SIGN_DIGIT = 1 << 6,
    TL_SIGN_ODD = 1 << 7,     /* not ASCII, or a control that is no blank */
    TL_SIGN_CODED = 1 << 8,   /* '=' or '&', with which encodings begin */
    TL_SIGN_OTHER = 1 << 9,   /* what is none of these */
    TL_SIGN_SQUARE = 1 << 10, /* '[', with which marks of a release begin: a bracket too */
    /* several do */
    TL_SIGN_LONG_WORD = 1 << 11, /* TL_LONG_WORD bytes or more without a blank */
    TL_SIGN_CLUE = 1 << 12,      /* letters of an instruction or a stamp (opener.c) */
    TL_SIGN_BEGIN = 1 << 13,     /* "BEGI", any case */
    TL_SIGN_END = 1 << 14,       /* "END ", any case */
    /* of a line */
    TL_SIGN_OF = 1 << 15,         /* "OF", where no small letters stand beside its marks */
    TL_SIGN_LEVEL = 1 << 16,      /* it may begin with a level word (marking/level_word.h) */
    TL_SIGN_OPENER = 1 << 17,     /* an instruction or a stamp may stand there (opener.c) */
    TL_SIGN_SMALL_WORD = 1 << 18, /* it begins as prose does (marking/start.h), with a small letter */
    TL_SIGN_WORD = 1 << 19,       /* the same with a capital, and has small letters too */
    TL_SIGN_LAST_DIGIT = 1 << 20, /* its text ends with a digit */
    TL_SIGN_LAST_OTHER = 1 << 21, /* its text ends with neither letter nor digit */
    TL_SIGN_LABEL = 1 << 22,      /* it may have a label of the header (envelope.h) */
    /* of a text again */
    TL_SIGN_NEAR = 1 << 23,    /* three letters of DECLASSIF, which damage cannot all break (opener.c) */
    TL_SIGN_WITHHELD = 1 << 24 /* a mark of a release that withholds stands in it (marking/mark.h) */
};

/* A release has many marks, and none of them is what a reader looks for.  The masks, which are letters, count
 * as text. */
struct tl_signs {
    unsigned all;
    unsigned beside; /* of what stands beside its marks; the same where there is none */
};

/* What a text begins with: a letter of either case by itself, else the sort of byte; nothing: 0. */
enum tl_initial {
    TL_INITIAL_A = 1 << 0, /* and so on to Z */
    TL_INITIAL_LETTER = (1 << 26) - 1,
    TL_INITIAL_DIGIT = 1 << 26,
    TL_INITIAL_BRACKET = 1 << 27,
    TL_INITIAL_ODD = 1 << 28,
    TL_INITIAL_OTHER = 1 << 29
};

enum { TL_LONG_WORD = 60 };

/* The table that says it: asked for once, it serves many texts. */
struct tl_look;
const struct tl_look *tl_look(void);
unsigned tl_look_at(const struct tl_look *look, tl_slice text);

/* All but those of a line. */
unsigned tl_signs_of(tl_slice text);

/* The same, and what stands beside the marks of a release. */
struct tl_signs tl_signs_beside_marks(tl_slice text);

/* Only those that a byte by itself has: the first of enum tl_sign, up to TL_SIGN_SQUARE. */
unsigned tl_sorts_of(tl_slice text);

/* enum tl_initial of the first byte. */
uint32_t tl_initial_of(const struct tl_look *look, tl_slice text);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Struck marks: the old words of a declassified record, left lined through (32 CFR 2001.25; DESIGN M16):
 *
 *   [-(C)-] (U)   [-C O N F I D E N T I A L-] UNCLAS   [-ZNY CCCCC-] ZNR UUUUU   [-NODIS-]
 *
 * A struck mark is no marking.  A text is one only when it is byte for byte what this file can write:
 * registered words, parted by blanks from what stands round it, and before the words that took their place,
 * which are lower; only captions stand alone.  `[-(C)-] any text` and `[-ANY TEXT-]` are text like any other.
 */
#ifndef TL_MARKING_STRUCK_H
#define TL_MARKING_STRUCK_H

#include "base/buf.h"
#include "marking/level.h"

/* What the lines of a cable say for a rank (ACP 127: letters of CONFIDENTIAL and above are spaced). */
struct tl_rank_words {
    enum tl_rank rank;
    const char *class_line; /* "C O N F I D E N T I A L" */
    const char *banner;     /* "CONFIDENTIAL" */
    const char *zny;        /* "ZNY CCCCC" */
};

/* NULL for UNKNOWN: no line says that. */
const struct tl_rank_words *tl_rank_words(enum tl_rank rank);

/* A struck mark in a text. */
struct tl_struck {
    size_t len;          /* of the mark, "[-" to "-]"; 0: there is none */
    struct tl_span gone; /* what a reader takes out of the text: the mark with one blank beside it */
};

/* The struck mark that begins at `at`. */
struct tl_struck tl_struck_at(tl_slice text, size_t at);

/* Appends what takes the place of `old` in `text`: "[-(C)-] (U)" for the words `now`, or "[-NODIS-]" where
 * `now` is empty.  `name` is the registered name of a caption, for one that is not spelt as the register
 * spells it.  False, and nothing appended, where that would be no struck mark: words that are not registered
 * are never printed again. */
bool tl_struck_write(struct tl_buf *out, tl_slice text, struct tl_span old, tl_slice now, tl_slice name);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a portion starts: label, then mark (markings.md 2.1; cable_anatomy.md 9.1, 9.3, 9.9).
 *
 *   [¶1.](#) (C) text     1.(SBU) text     3. A. (S) text     -- (C) text     SUBJECT: (U) TEXT
 *   (C) 3. text           1. C) text       7. ((S) text       1. C - ENTIRE TEXT
 *
 * Judges one logical line (furniture lifted out) and no context: whether a number is in sequence, whether
 * "(C)" is the third letter of a list, and whether a lower-case or broken mark may raise is the caller's to
 * decide.  It finds no mark in the middle of a line.
 */
#ifndef TL_MARKING_START_H
#define TL_MARKING_START_H

#include "marking/marking.h"

/* What sort of label stands before the text.  The last label of a chain decides: "3. A." is a LETTER. */
enum tl_start_label {
    TL_START_NONE = 0,
    TL_START_NUMBER, /* "1." "1)" "(1)" "¶1." "[¶1.](#)" "2.1." */
    TL_START_LETTER, /* "A." "a)" "(a)"; every single letter, "i." too */
    TL_START_ROMAN,  /* "ii." "IV)" "(iii)": two letters or more */
    TL_START_BULLET, /* "-" "--" "*" "•" "·" "o" */
    TL_START_HEADING /* "SUBJECT:" "Comment:" "SUMMARY" */
};

/* What sort of mark stands at the start. */
enum tl_start_mark {
    TL_START_UNMARKED = 0,
    TL_START_MARKED, /* "(S//NF)" in one pair of parentheses, followed by a blank, '.', ':' or the end; its
                        body may still be invalid: tl_portion_parse judges that */
    TL_START_BROKEN, /* "C)" after a label, "((S)", "[U]", "(S//NF" never closed, "(C)text", full-width
                        parentheses, an invisible character before it: it never lowers */
    TL_START_ENTIRE  /* "C - ENTIRE TEXT", "ENTIRE TEXT CONFIDENTIAL" without parentheses */
};

/* All spans are relative to the line given. */
struct tl_start {
    enum tl_start_label label_kind;
    struct tl_span label;  /* "3. A. ", "[¶1.](#) ", "SUBJECT: ": all labels and the blanks after them */
    struct tl_span number; /* of the last label: "A", "1", "2.1", "SUBJECT"; empty for bullets */
    enum tl_start_label outer_kind; /* of "3. A.": NUMBER; NONE when there is one label */
    struct tl_span outer;           /* of "3. A.": "3" */
    bool
        has_delimiter; /* false: "3 (C)", "¶3 (C)", "Comment (C)": a number or word without '.', ')' or ':' */
    bool is_parenthesised; /* the label is "(1)", "(a)" */
    bool is_swapped;       /* the mark stands before the label: "(C) 3. text" */
    enum tl_start_mark mark_kind;
    struct tl_span mark; /* "(S//NF)"; "C)"; "C - ENTIRE TEXT"; empty when UNMARKED */
    bool is_lower_case;  /* the mark's level is in lower-case letters: "(c)" */
    bool is_damaged;     /* ENTIRE: the level word is only near to a level ("CONFIDFNTIAL") */
    size_t text_begin;   /* first byte after label, mark, the mark's '.' or ':' and blanks */
};

/*
 * Reads the start of `line` (one logical line, no line end needed; one newline is taken inside a REL TO
 * list). True when there is a label or a mark; `out` is zeroed first, and text_begin is set in any case.
 *
 * A parenthesis is a mark only when its body begins like one (tl_portion_looks_marked), holds "//" or
 * non-ASCII bytes, or is one word near to a level word; "(ANNEX II)" and "(A)" are none ("(A)" is a label).
 * "1.4(c)" and "1.4 (C)" are citations: neither label nor mark.
 */
bool tl_portion_start(tl_slice line, struct tl_start *out);

/* True for nearly every text: it begins with a word of letters that is no label, no heading and no mark, and
 * no portion starts there. */
bool tl_opens_as_prose(tl_slice line);

/* True for a text that begins with a word of letters that is no label, unless it be a heading: neither number
 * nor mark stands at its start. */
bool tl_opens_with_word(tl_slice line);

#endif

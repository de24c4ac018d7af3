/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The register of control words: one table, a source per row (CAPCO Manual 2016 sections F, H and appendix B;
 * 5 FAH-2 H-440 for the captions; markings.md 3 and 3.1; cable_anatomy.md 6).
 */
#ifndef TL_MARKING_CONTROL_H
#define TL_MARKING_CONTROL_H

#include "base/slice.h"
#include "marking/marking.h"

enum tl_control_class {
    TL_CONTROL_UNKNOWN = 0,
    TL_CONTROL_SCI,
    TL_CONTROL_SAP,
    TL_CONTROL_AEA,
    TL_CONTROL_DISSEM,
    TL_CONTROL_NONIC,
    TL_CONTROL_NATO
};

struct tl_control {
    const char *word; /* as it is written: "NF", "NOFORN", "ROGER CHANNEL" */
    const char *name; /* canonical: "NOFORN" */
    enum tl_control_class class;
    bool is_cui;          /* makes level U a CUI (SBU, LOU, FOUO, ...) */
    bool is_caption;      /* stands as a caption of a State telegram (DESIGN M9) */
    bool is_distribution; /* SIPDIS: no control at all */
    bool is_banner_word; /* NOFORN, ORCON, PROPIN, IMCON, SCI words on a class line (DESIGN M9, last sentence)
                          */
    const char *source;
};

/* The row of a word, blanks inside folded to one, ASCII case as written only; NULL when unknown. */
const struct tl_control *tl_control_find(tl_slice word);

/* The first row that carries the canonical name ("NOFORN", "SBU-NF"); NULL when unknown. */
const struct tl_control *tl_control_named(tl_slice name);

/* The row that `text` starts with, longest first, ending at a blank, comma, slash, semicolon or the end; its
 * length goes to `len`.  NULL: none. */
const struct tl_control *tl_control_at(tl_slice text, size_t *len);

/* The row at `index`, or NULL behind the last: to walk the register. */
const struct tl_control *tl_control_row(size_t index);

/* The caption that a line of captions starts with, longest first ("NODIS", "ROGER CHANNEL"); its length in
 * bytes goes to `len`.  The word must end at a blank, comma, slash, semicolon or the end.  NULL: none. */
const struct tl_control *tl_caption_at(tl_slice line, size_t *len);

/* The set of `m` that words of this class stand in; UNKNOWN: the words no table knows. */
struct tl_words *tl_control_set(struct tl_marking *m, enum tl_control_class class);

/* True for a country trigraph of ISO 3166-1 alpha-3 or a tetragraph of the CAPCO annexes. */
bool tl_country_known(tl_slice code);

/* Members of a tetragraph that may be expanded (FVEY, ACGU), NULL-terminated; NULL: opaque (CAPCO annex C).
 */
const char *const *tl_country_members(tl_slice code);

#endif

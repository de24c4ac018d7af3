/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Declassification instructions (markings.md 7; E.O. 10501, 10964, 11652, 12065, 12356, 12958, 13292, 13526;
 * 32 CFR 2001).  Read and reported always; what may free text is decided elsewhere (DESIGN M10).
 */
#ifndef TL_MARKING_DECL_H
#define TL_MARKING_DECL_H

#include "base/date.h"
#include "marking/marking.h"

enum tl_decl_type {
    TL_DECL_INVALID = 0, /* reason says why */
    TL_DECL_MISSING,     /* no instruction */
    TL_DECL_DATE,
    TL_DECL_GDS,
    TL_DECL_XGDS,
    TL_DECL_ADS,
    TL_DECL_RDS,
    TL_DECL_OADR,
    TL_DECL_X,
    TL_DECL_MR,
    TL_DECL_DNI_ONLY,
    TL_DECL_TREATY,
    TL_DECL_EXEMPT,
    TL_DECL_COMMINGLED,
    TL_DECL_EVENT,
    TL_DECL_DURATION,
    TL_DECL_NA,
    TL_DECL_GROUP /* E.O. 10501 groups 1 to 4 */
};

struct tl_decl {
    enum tl_decl_type type;
    int eo;                   /* number of the order, 0 when none is named */
    struct tl_date date;      /* what the line itself says; zeroed: none */
    struct tl_date calc_date; /* computed, for reports only (11652 GDS: also what M10 may honour) */
    struct tl_date auto_date; /* E.O. 13526 3.3(a), for reports only */
    struct tl_date source_date;
    int years;             /* of a duration */
    struct tl_words codes; /* "X1", "25X1", "50X1-HUM", "1" of XGDS-1 */
    tl_slice event;        /* as written; text of the cable */
    tl_slice by;           /* the classifier's name in brackets; text of the cable */
    const char *reason;    /* static slug when invalid */
    const char *warning;   /* static slug or NULL */
    bool is_honorable; /* a plain date, 12065 dated GDS, computed 11652 GDS, or duration, valid, later than
                          a known document date, under an order in force on it and within the years of
                          that order: the only ones M10 may honour */
};

/* "date", "gds", ..., as the vectors name them. */
const char *tl_decl_type_name(enum tl_decl_type type);

/*
 * Parses one instruction: "E.O. 12958: DECL: 11/06/2018", "Declassify On: OADR", or an empty line (MISSING).
 * `doc_date` may be zeroed (unknown).  `level` is the cable's, for computed dates.
 */
void tl_decl_parse(struct tl_arena *arena, tl_slice line, struct tl_date doc_date, enum tl_level level,
                   struct tl_decl *out);

/* The date on which its kind may be honoured, or a zeroed date; whether M10 may, `is_honorable` says. */
struct tl_date tl_decl_honour_date(const struct tl_decl *decl, struct tl_date doc_date);

/* True when `text` holds what has the shape of a date, valid or not. */
bool tl_decl_states_date(tl_slice text);

/* Index of the most restrictive of `count` instructions (markings.md 7.2, hierarchy). */
size_t tl_decl_most_restrictive(const struct tl_decl *decls, size_t count);

#endif

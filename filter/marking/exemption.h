/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The codes of exemptions and of reasons for classification: the statute or order, and its subject in neutral
 * words.  All of them, and all that is said of them, come from rules/exemption-codes.yaml when the program is
 * built.
 */
#ifndef TL_MARKING_EXEMPTION_H
#define TL_MARKING_EXEMPTION_H

#include "base/date.h"
#include "base/slice.h"

/* A part of a statute or an executive order that codes belong to. */
struct tl_order {
    const char *name;    /* "eo-13526" */
    const char *title;   /* "E.O. 13526 1.4" */
    struct tl_date from; /* documents could be marked with its codes from this day */
    struct tl_date end;  /* until the day before this one; zeroed: still */
    int age;             /* in years, that a document must have */
    int age_end;         /* and must not have reached; 0: any */
};

struct tl_exemption {
    const char *code;    /* "(b)(1)" */
    size_t len;          /* of the code */
    const char *order;   /* name of the order */
    const char *title;   /* "5 U.S.C. 552(b)(1)" */
    const char *subject; /* "matter properly classified under an Executive order" */
};

/* The row of a code; NULL: there is no such code. */
const struct tl_exemption *tl_exemption_find(tl_slice code);

/* The row at `index`, or NULL behind the last. */
const struct tl_exemption *tl_exemption_row(size_t index);

/* The order of this name; NULL: there is none. */
const struct tl_order *tl_order_find(tl_slice name);

/* The order of a code. */
const struct tl_order *tl_exemption_order(const struct tl_exemption *exemption);

/* True when documents of this day could be marked with codes of the order. */
bool tl_order_held(const struct tl_order *order, struct tl_date day);

/* True for a reason for classification, 1.4(a) to 1.4(h) and those of earlier orders: they carry a record for
 * 25 years, unlike the exemptions 3.3, 25X and 50X. */
bool tl_order_is_reason(const struct tl_order *order);

#endif

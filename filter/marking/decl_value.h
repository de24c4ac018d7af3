/* SPDX-License-Identifier: Apache-2.0 */
/* Values of declassification instructions: shared by the files decl*.c only. */
#ifndef TL_MARKING_DECL_VALUE_H
#define TL_MARKING_DECL_VALUE_H

#include "marking/decl.h"

/* Reading position in the value; helpers skip blanks after what they take. */
struct tl_decl_reader {
    struct tl_arena *arena;
    tl_slice rest;
    struct tl_date doc_date;
    int eo;
    struct tl_decl *out;
};

void tl_decl_fail(struct tl_decl_reader *r, const char *reason);

/* Takes a word (any case) that ends there; blanks in it stand for one or more. */
bool tl_decl_take(struct tl_decl_reader *r, const char *word);

/* Takes one byte. */
bool tl_decl_take_byte(struct tl_decl_reader *r, unsigned char byte);

enum tl_decl_found { TL_DECL_NO_DATE = 0, TL_DECL_BAD_DATE, TL_DECL_GOOD_DATE };

/*
 * Reads a date at the front of `text`: its length goes to `len`.  BAD_DATE has the shape of a date and names
 * no day.  A year of two digits is the first that is not before `base_year`.
 */
enum tl_decl_found tl_decl_date_at(tl_slice text, int base_year, struct tl_date *out, size_t *len);

/* The year that two-digit years start from: that of the document, else the one in which the order took
 * effect. */
int tl_decl_base_year(int eo, struct tl_date doc_date);

/* True for the orders of markings.md 7.1. */
bool tl_decl_order_known(int number);

/*
 * Why the order cannot have set this date on a document of `doc_date`: it was not in force then, or it lets
 * no date lie so far ahead.  A static slug; NULL when it can, or when the document's date is unknown.
 */
const char *tl_decl_order_objects(int eo, struct tl_date doc_date, struct tl_date date);

/* "10 YEARS" at the front: takes it and sets type and years.  False when it is none. */
bool tl_decl_duration(struct tl_decl_reader *r);

/* Reads the value; fills type, date, codes, ...; computed dates are not its business. */
void tl_decl_value(struct tl_decl_reader *r);

#endif

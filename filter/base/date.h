/* SPDX-License-Identifier: Apache-2.0 */
/* Civil dates of the Gregorian calendar.  No clock is read here but in tl_date_today. */
#ifndef TL_BASE_DATE_H
#define TL_BASE_DATE_H

#include "base/slice.h"

/* Zeroed means "no date". */
struct tl_date {
    int year;  /* 1..9999 */
    int month; /* 1..12 */
    int day;   /* 1..31 */
};

/* True when it names a day of the calendar. */
bool tl_date_valid(struct tl_date date);

/* <0, 0, >0 as `a` is before, on, or after `b`. */
int tl_date_cmp(struct tl_date a, struct tl_date b);

/* The same day `years` later; 29 February becomes 1 March, the later day (markings.md 7.2). */
struct tl_date tl_date_add_years(struct tl_date date, int years);

/* Reads YYYY-MM-DD, nothing around it. */
bool tl_date_parse_iso(tl_slice text, struct tl_date *out);

enum { TL_DATE_TEXT = 16 };

/* Writes YYYY-MM-DD and NUL; returns `out`.  A zeroed date gives "". */
const char *tl_date_render(struct tl_date date, char out[TL_DATE_TEXT]);

/* Month of an English name of three letters or more, any case ("NOV", "November"); 0 when it is none. */
int tl_month_find(tl_slice word);

/* Today, UTC.  The one reader of a clock; its caller records what it used (DESIGN M18). */
struct tl_date tl_date_today(void);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* The executive orders on classification: when each was in force, and how far ahead it let a date lie. */
#include "marking/decl_value.h"

/* One row an order, in the order of their dates; an order ends where `until` begins. */
static const struct order {
    int number;
    struct tl_date from;
    struct tl_date until; /* zeroed: still in force */
    int years;            /* the furthest date it allows, from the document; 0: it sets no limit */
} orders[] = {
    {10501, {1953, 12, 15}, {1972, 6, 1}, 0},   /* 18 FR 7049, sec. 20 */
    {10964, {1961, 9, 20}, {1972, 6, 1}, 0},    /* 26 FR 8932, amends 10501: the groups */
    {11652, {1972, 6, 1}, {1978, 12, 1}, 11},   /* 37 FR 5209, sec. 5(A): end of the tenth full year */
    {12065, {1978, 12, 1}, {1982, 8, 1}, 6},    /* 43 FR 28949, sec. 1-401 and 7 */
    {12356, {1982, 8, 1}, {1995, 10, 14}, 0},   /* 47 FR 14874, sec. 1.4(a) and 6.2 */
    {12958, {1995, 10, 14}, {2010, 6, 27}, 25}, /* 60 FR 19825, sec. 6.1(c) */
    {13292, {2003, 3, 25}, {2010, 6, 27}, 25},  /* 68 FR 15315, amends 12958: sec. 1.6(b) */
    {13526, {2010, 6, 27}, {0, 0, 0}, 25},      /* 75 FR 707, sec. 1.5(b) and 6.3 */
    {0, {1982, 8, 1}, {0, 0, 0}, 25},           /* "Declassify on:" with no order: 32 CFR 2001 */
};

static const struct order *find(int number)
{
    for (size_t i = 0; i < TL_COUNT(orders); i++) {
        if (orders[i].number == number) {
            return &orders[i];
        }
    }
    return NULL;
}

bool tl_decl_order_known(int number)
{
    return number != 0 && find(number) != NULL;
}

int tl_decl_base_year(int eo, struct tl_date doc_date)
{
    const struct order *order = find(eo == 0 ? 12958 : eo); /* "Declassify On:" became usual with 12958 */
    return doc_date.year > 0 ? doc_date.year : order == NULL ? 0 : order->from.year;
}

const char *tl_decl_order_objects(int eo, struct tl_date doc_date, struct tl_date date)
{
    static const struct tl_date longer = {2003, 3, 25}; /* E.O. 13292 made the ten years of 1.6(b) 25 */
    const struct order *order = find(eo);
    if (doc_date.year == 0) {
        return NULL;
    }
    if (order == NULL || tl_date_cmp(doc_date, order->from) < 0) {
        return "order_not_in_force";
    }
    if (order->until.year > 0 && tl_date_cmp(doc_date, order->until) >= 0) {
        return "order_superseded";
    }
    const int years = eo == 12958 && tl_date_cmp(doc_date, longer) < 0 ? 10 : order->years;
    struct tl_date last = {doc_date.year + years, doc_date.month, doc_date.day};
    if (years == 25) {
        last = (struct tl_date){last.year, 12, 31}; /* 25 years end with their year: E.O. 13526 3.3(a) */
    }
    const bool is_far = years > 0 && tl_date_cmp(date, last) > 0;
    return is_far ? "date_beyond_order" : NULL;
}

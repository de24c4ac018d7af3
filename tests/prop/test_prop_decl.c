/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Instructions made from a seed, on documents of every year.
 *
 *   1. what is honoured has one date readable in it at most, of a day after the document, under an order in
 * force on the document's day; with no document date nothing is honoured
 *   2. a line that states a plain date and another value is not honoured, and no change of one byte makes it
 * so
 *   3. the first holds for every line again after any change of one byte
 */
#include "marking/decl.h"
#include "prop/prop.h"

/* Written down again here, with the first day after each (markings.md 7.1). */
static const struct {
    int number;
    int from;
    int until;
} orders[] = {
    {11652, 19720601, 19781201}, {12065, 19781201, 19820801}, {12356, 19820801, 19951014},
    {12958, 19951014, 20100627}, {13292, 20030325, 20100627}, {13526, 20100627, 99991231},
    {0, 19820801, 99991231},
};

static const char *const labels[] = {"E.O. 11652: ",       "E.O. 12065: ",   "E.O. 12356: DECL: ",
                                     "E.O. 12958: DECL: ", "EO 13292 DECL ", "E.O. 13526: DECL: ",
                                     "Declassify on: ",    "E.O. 10501: ",   "E.O. 12958: N/A ",
                                     "E.O. 13527: DECL: ", "E.O. "};
static const char *const values[] = {"",       "GDS",           "GDS ",     "DECL: ", "OADR",     "X1",
                                     "1.6X4",  "25X1",          "MR",       "XGDS-2", "10 YEARS", "RDS-1 ",
                                     "XDS-1 ", "UPON CLOSURE ", "GROUP 4 ", "N/A",    "50X1-HUM", "ADS ",
                                     "DECLAS "};
static const char *const dates[] = {"",         "11/06/2018", "8/7/85",     "2028-11-06",   "20331231",
                                    "12-31-80", "02/30/2018", "6 NOV 2009", "March 4, 1999"};
static const char *const ends[] = {"",     " (MARLOWE, ANN)", " OR-M", " (9/9/99)", " OR 1/1/2030",   ", X1",
                                   " 25X", " TAGS: PREL",     ".",     " (X1)",     " UNLESS RENEWED"};

/* A plain date or schedule, and another value beside it. */
static const char *const plain[] = {"E.O. 12958: DECL: 11/06/2018", "E.O. 12065: GDS 8/7/84",
                                    "E.O. 13526: DECL: 20281106", "E.O. 12356: DECL: 5 MAY 1994"};
static const char *const others[] = {" OR 11/06/2029", ", 25X1",        " OADR",       " AND 1/1/1999",
                                     " X1,X6",         " 50X1-HUM",     "; 20301231",  " UPON CLOSURE",
                                     " UNLESS HELD",   " RDS-1 1/1/99", " (1/1/1999)", " OR-1/1/1999"};

static int day_of(struct tl_date date)
{
    return date.year * 10000 + date.month * 100 + date.day;
}

static size_t dates_in(tl_slice line)
{
    size_t count = 0;
    for (size_t at = 0; at < line.len; at++) {
        const bool is_start = tl_is_alnum(line.ptr[at]) && (at == 0 || !tl_is_alnum(line.ptr[at - 1]));
        size_t end = at;
        while (end < line.len && (tl_is_alnum(line.ptr[end]) || memchr("/-", line.ptr[end], 2) != NULL)) {
            end++;
        }
        if (is_start && tl_decl_states_date(tl_slice_sub(line, at, end))) {
            count++;
            at = end;
        }
    }
    return count;
}

static bool in_force(int number, int day)
{
    for (size_t i = 0; i < TL_COUNT(orders); i++) {
        if (orders[i].number == number) {
            return day >= orders[i].from && day < orders[i].until;
        }
    }
    return false;
}

/* Why what was honoured must not have been; NULL when it may, or was not. */
static const char *objection(const struct tl_decl *decl, tl_slice line, struct tl_date doc_date)
{
    if (!decl->is_honorable) {
        return NULL;
    }
    const struct tl_date date = tl_decl_honour_date(decl, doc_date);
    if (decl->type != TL_DECL_DATE && decl->type != TL_DECL_GDS && decl->type != TL_DECL_DURATION) {
        return "its kind is never honoured";
    }
    if (doc_date.year == 0 || !tl_date_valid(date) || tl_date_cmp(date, doc_date) <= 0) {
        return "its date is not after the document";
    }
    if (decl->codes.count > 0 || decl->event.len > 0 || decl->reason != NULL || dates_in(line) > 1) {
        return "it states more than a date";
    }
    return in_force(decl->eo, day_of(doc_date)) ? NULL : "its order was not in force";
}

static bool parse(struct tl_arena *arena, tl_slice line, struct tl_date doc_date, enum tl_level level)
{
    struct tl_decl decl;
    tl_decl_parse(arena, line, doc_date, level, &decl);
    const char *what = objection(&decl, line, doc_date);
    if (what != NULL) {
        prop_fail(NULL, what, NULL, line);
    }
    return decl.is_honorable;
}

/* Every change of one byte to one of a few, its loss, and its doubling. */
static void change_each_byte(tl_slice line, struct tl_date doc_date, bool is_held)
{
    static const char bytes[] = "0129XDGO/-.,:;() A";
    for (size_t at = 0; at < line.len; at++) {
        for (size_t how = 0; how < sizeof(bytes) + 1; how++) {
            struct tl_arena arena = {0};
            struct tl_buf changed = {0};
            tl_buf_add(&changed, tl_slice_sub(line, 0, at));
            if (how + 1 < sizeof(bytes)) {
                tl_buf_byte(&changed, (unsigned char)bytes[how]);
            } else if (how + 1 > sizeof(bytes)) {
                tl_buf_byte(&changed, line.ptr[at]);
                tl_buf_byte(&changed, line.ptr[at]);
            }
            tl_buf_add(&changed, tl_slice_sub(line, at + 1, line.len));
            if (parse(&arena, tl_buf_slice(&changed), doc_date, TL_LEVEL_C) && is_held) {
                prop_fail(NULL, "one byte frees a line with two values", NULL, tl_buf_slice(&changed));
            }
            tl_buf_release(&changed);
            tl_arena_release(&arena);
        }
    }
}

static void test(uint64_t seed)
{
    static const struct tl_date document[] = {{2008, 11, 7}, {1979, 3, 2}, {2011, 1, 1}, {1984, 5, 5}};
    struct rng rng = rng_of(seed, 7);
    struct tl_arena arena = {0};
    const struct tl_date doc_date = {1950 + (int)rng_below(&rng, 70), 1 + (int)rng_below(&rng, 12),
                                     1 + (int)rng_below(&rng, 28)};
    const char *line =
        tl_arena_format(&arena, "%s%s%s%s", labels[rng_below(&rng, TL_COUNT(labels))],
                        values[rng_below(&rng, TL_COUNT(values))], dates[rng_below(&rng, TL_COUNT(dates))],
                        ends[rng_below(&rng, TL_COUNT(ends))]);
    (void)parse(&arena, tl_str(line), doc_date, (enum tl_level)rng_below(&rng, 6));
    if (parse(&arena, tl_str(line), (struct tl_date){0}, TL_LEVEL_C)) {
        prop_fail(NULL, "honoured without a document date", NULL, tl_str(line));
    }
    change_each_byte(tl_str(line), doc_date, false);
    const size_t which = seed % TL_COUNT(plain);
    if (!parse(&arena, tl_str(plain[which]), document[which], TL_LEVEL_C)) {
        prop_fail(NULL, "a plain date is not honoured", NULL, tl_str(plain[which]));
    }
    const char *both =
        tl_arena_format(&arena, "%s%s", plain[which], others[seed / TL_COUNT(plain) % TL_COUNT(others)]);
    if (parse(&arena, tl_str(both), document[which], TL_LEVEL_C)) {
        prop_fail(NULL, "two values are honoured", NULL, tl_str(both));
    }
    change_each_byte(tl_str(both), document[which], true);
    tl_arena_release(&arena);
}

int main(void)
{
    return prop_main(400, test);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Declassification instructions: what each value is, what is computed from it, and what may be honoured. */
#include <criterion/criterion.h>

#include "marking/decl.h"

static struct tl_date date_of(const char *iso)
{
    struct tl_date date = {0};
    cr_assert(iso == NULL || tl_date_parse_iso(tl_str(iso), &date), "%s", iso);
    return date;
}

static bool is_date(struct tl_date date, const char *iso)
{
    return tl_date_cmp(date, date_of(iso)) == 0;
}

Test(decl, values_of_each_order)
{
    static const struct {
        const char *line;
        enum tl_decl_type type;
        const char *date;
        const char *code; /* the first */
        const char *source;
    } rows[] = {
        {"E.O. 10501: GROUP 3", TL_DECL_GROUP, NULL, "3", "E.O. 10964 1(a)"},
        {"E.O. 10501: GROUP 5", TL_DECL_INVALID, NULL, NULL, "E.O. 10964 1(a): four groups"},
        {"E.O. 11652: GDS", TL_DECL_GDS, NULL, NULL, "E.O. 11652 5(A)"},
        {"E.O. 11652 gds.", TL_DECL_GDS, NULL, NULL, "as transmitted"},
        {"E.O. 11652: GDS DECLAS DEC 31, 1980", TL_DECL_GDS, "1980-12-31", NULL, "as transmitted"},
        {"E.O. 11652: XGDS - 4", TL_DECL_XGDS, NULL, "4", "E.O. 11652 5(B)"},
        {"E.O. 11652: XGDS-5", TL_DECL_INVALID, NULL, NULL, "E.O. 11652 5(B): four paragraphs"},
        {"E.O. 11652: ADS 12/31/80", TL_DECL_ADS, "1980-12-31", NULL, "E.O. 11652 4(A)"},
        {"E.O. 11652: ADS UPON CLOSURE", TL_DECL_ADS, NULL, NULL, "E.O. 11652 4(A)"},
        {"E.O. 12065: GDS 4/5/85 (O'DARE, T. J.) OR-P-3", TL_DECL_GDS, "1985-04-05", NULL,
         "E.O. 12065 1-401"},
        {"E.O. 12065: GDS 4-5-85 (MARL0WE) OR-P/E", TL_DECL_GDS, "1985-04-05", NULL, "a letter misread"},
        {"E.O. 12065GDS 4/5/85", TL_DECL_GDS, "1985-04-05", NULL, "blanks lost"},
        {"E.O. 12065: RDS-4 4/5/99 (MARLOWE, ANN) OR-M", TL_DECL_RDS, "1999-04-05", "4", "E.O. 12065 1-402"},
        {"E.O. 12065: XDS-1 4/5/99", TL_DECL_XGDS, "1999-04-05", "1", "E.O. 12065 1-402"},
        {"E.O. 12356: DECL; 5/6/92", TL_DECL_DATE, "1992-05-06", NULL, "E.O. 12356 1.4"},
        {"E.O. 12356: DECL: OADR", TL_DECL_OADR, NULL, NULL, "E.O. 12356 1.4"},
        {"E.O. 12958: DECL: 1.6 X1/X5", TL_DECL_X, NULL, "X1", "E.O. 12958 1.6(d)"},
        {"E.O. 13526: DECL: 50X1-FOO", TL_DECL_INVALID, NULL, NULL, "32 CFR 2001.26"},
        {"E.O. 13526: DECL: 25X1-human", TL_DECL_EXEMPT, NULL, "50X1-HUM", "32 CFR 2001.26"},
        {"25X1, EO 12951", TL_DECL_EXEMPT, NULL, "25X1-EO12951", "E.O. 12951 classifies no cable"},
        {"E.O. 11652: UPON WITHDRAWAL OF BOTH", TL_DECL_EVENT, NULL, NULL, "any other text"},
        /* a second value hides nowhere */
        {"E.O. 12065: GDS 8/7/85 (MARLOWE 9/9/99)", TL_DECL_INVALID, NULL, NULL, "two values"},
        {"E.O. 12065: GDS 8/7/85 OR-8/7/99", TL_DECL_INVALID, NULL, NULL, "two values"},
        {"E.O. 12065: GDS 8/7/85 OR-P-31", TL_DECL_INVALID, NULL, NULL, "two values"},
        {"E.O. 12065: GDS 8/7/85 (UPON REVIEW)", TL_DECL_INVALID, NULL, NULL, "two values"},
        {"E.O. 12065: GDS 8/7/85 (X1)", TL_DECL_INVALID, NULL, NULL, "two values"},
        {"E.O. 12065: GDS 8/7/85 (MARLOWE", TL_DECL_INVALID, NULL, NULL, "an open bracket hides its end"},
        {"E.O. 12958: DECL: 11/06/2018 (MARLOWE, ANN)", TL_DECL_INVALID, NULL, NULL,
         "12065 alone names officers"},
        {"E.O. 12958: DECL: 11/06/2018 TAGS-PREL", TL_DECL_DATE, "2018-11-06", NULL, "run on"},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct tl_arena arena = {0};
        struct tl_decl decl;
        tl_decl_parse(&arena, tl_str(rows[i].line), (struct tl_date){0}, TL_LEVEL_UNKNOWN, &decl);
        cr_expect_eq(decl.type, rows[i].type, "%s: %s (%s)", rows[i].line, tl_decl_type_name(decl.type),
                     rows[i].source);
        cr_expect(rows[i].type == TL_DECL_INVALID || is_date(decl.date, rows[i].date), "%s", rows[i].line);
        cr_expect(rows[i].code == NULL ||
                      (decl.codes.count > 0 && tl_slice_eq(decl.codes.item[0], tl_str(rows[i].code))),
                  "%s", rows[i].line);
        cr_expect(!decl.is_honorable, "%s: no document date", rows[i].line);
        tl_arena_release(&arena);
    }
}

Test(decl, dates_that_are_calculated)
{
    static const struct {
        const char *line;
        const char *doc_date;
        enum tl_level level;
        const char *calc;
        const char *automatic;
        const char *source;
    } rows[] = {
        {"E.O. 11652: GDS", "1974-01-09", TL_LEVEL_C, "1980-12-31", "1999-12-31", "E.O. 11652 5(A)(3)"},
        {"E.O. 11652: GDS", "1974-12-31", TL_LEVEL_S, "1982-12-31", "1999-12-31", "E.O. 11652 5(A)(2)"},
        {"E.O. 11652: GDS", "1975-01-01", TL_LEVEL_TS, "1985-12-31", "2000-12-31", "E.O. 11652 5(A)(1)"},
        {"E.O. 11652: GDS", "1975-01-01", TL_LEVEL_UNKNOWN, NULL, "2000-12-31", "no level, no schedule"},
        {"E.O. 12958: DECL: X1", "1998-07-01", TL_LEVEL_C, "2023-07-01", "2023-12-31", "32 CFR 2001.22(e)"},
        {"E.O. 12356: DECL: OADR", "1988-02-29", TL_LEVEL_S, "2013-03-01", "2013-12-31", "the later day"},
        {"Declassify on: DCI Only", "2000-02-29", TL_LEVEL_S, "2025-03-01", "2025-12-31",
         "32 CFR 2001.22(e)"},
        {"", "2004-03-01", TL_LEVEL_C, "2029-03-01", "2029-12-31", "missing"},
        {"E.O. 12958: N/A", "2005-06-07", TL_LEVEL_C, "2030-06-07", "2030-12-31", "N/A on classified text"},
        {"E.O. 12958: N/A", "2005-06-07", TL_LEVEL_U, NULL, NULL, "right on unclassified text"},
        {"E.O. 12958: DECL: 02/30/2020", "2005-06-07", TL_LEVEL_C, "2030-06-07", "2030-12-31", "unreadable"},
        {"E.O. 12958: DECL: 10 YEARS", "2004-02-29", TL_LEVEL_C, "2014-03-01", "2029-12-31", "the later day"},
        {"Declassify on: Source Marked X4; date of source 5/10/97", NULL, TL_LEVEL_C, "2022-05-10",
         "2022-12-31", "32 CFR 2001.22(e)"},
        {"E.O. 13526: DECL: 25X1", "2012-02-29", TL_LEVEL_S, "2062-03-01", "2062-12-31",
         "E.O. 13526 3.3(h)(1)"},
        {"E.O. 13526: DECL: 25X6", "2012-02-29", TL_LEVEL_S, "2062-03-01", NULL, "foreign: not automatic"},
        {"E.O. 13526: DECL: 50X3, 20801231", "2012-02-29", TL_LEVEL_S, NULL, "2087-12-31", "3.3(h)(2)"},
        {"E.O. 13526: DECL: 50X1-HUM", "2012-02-29", TL_LEVEL_S, NULL, NULL, "not automatic"},
        {"E.O. 13526: DECL: 75X1, 20951231", "2012-02-29", TL_LEVEL_S, NULL, NULL, "3.3(h)(3): its own date"},
        {"N/A to RD portions. See source list for NSI portions.", "2012-02-29", TL_LEVEL_S, NULL, NULL,
         "Atomic Energy Act"},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct tl_arena arena = {0};
        struct tl_decl decl;
        tl_decl_parse(&arena, tl_str(rows[i].line), date_of(rows[i].doc_date), rows[i].level, &decl);
        cr_expect(is_date(decl.calc_date, rows[i].calc), "%zu %s: calculated %d (%s)", i, rows[i].line,
                  decl.calc_date.year, rows[i].source);
        cr_expect(is_date(decl.auto_date, rows[i].automatic), "%zu %s: automatic %d (%s)", i, rows[i].line,
                  decl.auto_date.year, rows[i].source);
        tl_arena_release(&arena);
    }
}

Test(decl, only_an_order_in_force_is_honoured_and_within_its_years)
{
    static const struct {
        const char *line;
        const char *doc_date;
        const char *warning; /* NULL: it is honoured */
        const char *source;
    } rows[] = {
        {"E.O. 11652: GDS", "1972-06-01", NULL, "37 FR 5209"},
        {"E.O. 11652: GDS", "1972-05-31", "order_not_in_force", "37 FR 5209"},
        {"E.O. 11652: GDS", "1978-11-30", NULL, "43 FR 28949"},
        {"E.O. 11652: GDS", "1978-12-01", "order_superseded", "43 FR 28949"},
        {"E.O. 11652: GDS", "1985-01-01", "order_superseded", "43 FR 28949"},
        {"E.O. 12065: GDS 8/7/85", "1979-08-07", NULL, "E.O. 12065 1-401: six years"},
        {"E.O. 12065: GDS 8/8/85", "1979-08-07", "date_beyond_order", "E.O. 12065 1-401: six years"},
        {"E.O. 12065: GDS 1/1/84", "1978-11-30", "order_not_in_force", "43 FR 28949"},
        {"E.O. 12065: GDS 1/1/84", "1982-08-01", "order_superseded", "47 FR 14874"},
        {"E.O. 12356: DECL: 1/1/99", "1982-08-01", NULL, "47 FR 14874: no limit"},
        {"E.O. 12356: DECL: 1/1/99", "1995-10-14", "order_superseded", "60 FR 19825"},
        {"E.O. 12958: DECL: 1/1/05", "1995-10-13", "order_not_in_force", "60 FR 19825"},
        {"E.O. 12958: DECL: 1/1/05", "1995-10-14", NULL, "60 FR 19825"},
        {"E.O. 12958: DECL: 1/2/09", "1999-01-01", "date_beyond_order", "E.O. 12958 1.6(b): ten years"},
        {"E.O. 12958: DECL: 1/1/2028", "2003-03-25", NULL, "68 FR 15315: 25 years"},
        {"E.O. 12958: DECL: 12/31/2032", "2007-03-02", NULL, "25 years end with their year"},
        {"E.O. 12958: DECL: 1/1/2033", "2007-03-02", "date_beyond_order", "68 FR 15315: 25 years"},
        {"E.O. 12958: DECL: 1/1/2020", "2010-06-27", "order_superseded", "75 FR 707"},
        {"E.O. 13292: DECL: 1/1/2020", "2003-03-24", "order_not_in_force", "68 FR 15315"},
        {"E.O. 13526: DECL: 1/1/2020", "2010-06-26", "order_not_in_force", "75 FR 707"},
        {"E.O. 13526: DECL: 1/1/2020", "2010-06-27", NULL, "75 FR 707"},
        {"E.O. 12958: DECL: 10 YEARS", "1999-01-01", NULL, "E.O. 12958 1.6(b)"},
        {"E.O. 12958: DECL: 11 YEARS", "1999-01-01", "date_beyond_order", "E.O. 12958 1.6(b)"},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct tl_arena arena = {0};
        struct tl_decl decl;
        tl_decl_parse(&arena, tl_str(rows[i].line), date_of(rows[i].doc_date), TL_LEVEL_C, &decl);
        cr_expect_eq(decl.is_honorable, rows[i].warning == NULL, "%s on %s (%s)", rows[i].line,
                     rows[i].doc_date, rows[i].source);
        cr_expect((decl.warning == NULL) == (rows[i].warning == NULL) &&
                      (decl.warning == NULL || strcmp(decl.warning, rows[i].warning) == 0),
                  "%s on %s: %s", rows[i].line, rows[i].doc_date, decl.warning == NULL ? "-" : decl.warning);
        tl_arena_release(&arena);
    }
}

Test(decl, kinds_that_an_order_does_not_have_are_not_honoured)
{
    static const struct {
        const char *line;
        const char *doc_date;
    } rows[] = {
        {"E.O. 12065: 8/7/84", "1979-08-07"},       {"E.O. 11652: 8/7/78", "1974-08-07"},
        {"E.O. 12065: 5 YEARS", "1979-08-07"},      {"E.O. 12958: GDS", "2007-03-02"},
        {"E.O. 12958: GDS 3/3/2010", "2007-03-02"}, {"E.O. 11652: GDS DECLAS DEC 31, 1980", "1974-01-09"},
        {"E.O. 11652: ADS 12/31/80", "1974-01-09"}, {"E.O. 12065: RDS-1 4/5/84", "1979-08-07"},
        {"E.O. 12065: XDS-1 4/5/84", "1979-08-07"}, {"E.O. 10501: GROUP 4", "1965-01-01"},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct tl_arena arena = {0};
        struct tl_decl decl;
        tl_decl_parse(&arena, tl_str(rows[i].line), date_of(rows[i].doc_date), TL_LEVEL_C, &decl);
        cr_expect(!decl.is_honorable && tl_decl_honour_date(&decl, date_of(rows[i].doc_date)).year == 0, "%s",
                  rows[i].line);
        tl_arena_release(&arena);
    }
}

Test(decl, the_stronger_of_two_binds_in_either_order)
{
    static const struct {
        const char *stronger;
        const char *weaker;
    } rows[] = {
        {"N/A to NATO portions. See source list for NSI portions.", "50X1-HUM"},
        {"50X1-HUM", "75X1, 20951231"},
        {"75X2, 20951231", "50X3, 20801231"},
        {"50X3, 20801231", "25X1, EO 12951"},
        {"25X1, EO 12951", "25X4, 20581231"},
        {"25X6, 25X1, 20501231", "25X2, 20501231"},
        {"25X4, 20581231", "25X4"},
        {"25X4", "20301231"},
        {"20301231", "UPON CLOSURE OF MISSION"},
        {"UPON CLOSURE OF MISSION", "X1"},
        {"25 YEARS", "10 YEARS"},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct tl_arena arena = {0};
        struct tl_decl pair[2];
        for (size_t first = 0; first < 2; first++) {
            tl_decl_parse(&arena, tl_str(rows[i].stronger), (struct tl_date){0}, TL_LEVEL_C, &pair[first]);
            tl_decl_parse(&arena, tl_str(rows[i].weaker), (struct tl_date){0}, TL_LEVEL_C, &pair[1 - first]);
            cr_expect_eq(tl_decl_most_restrictive(pair, 2), first, "%s, %s", rows[i].stronger,
                         rows[i].weaker);
        }
        tl_arena_release(&arena);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Why each portion has its level, and what keeps a date from freeing anything. */
#include <criterion/criterion.h>

#include "cable/cable.h"

/* The body begins on line 16. */
#define HEAD_WITH(line, eo)                                                                                  \
    "ZNY CCCCC ZZH\nP 021405Z MAR 07\nFM AMEMBASSY PORT ARDENT\nTO RUEHC/SECSTATE WASHDC PRIORITY 4455\n\n"  \
    "" line " PORT ARDENT 000504\n\nSIPDIS\n\n" eo "TAGS: PREL\nSUBJECT: (U) TALKS\n\nREF: NOVA SELA 44\n\n"
#define EO "E.O. 12958: DECL: 03/02/2017\n"
#define HEAD HEAD_WITH("C O N F I D E N T I A L", EO)

static struct tl_arena arena;
static struct tl_cable cable;

static void read_text(const char *text)
{
    const struct tl_cable_options options = {0};
    tl_cable_parse(&arena, tl_str(text), &options, &cable);
}

static const struct tl_portion *portion_at(const char *needle)
{
    const size_t at = tl_slice_find(cable.bytes, tl_str(needle), 0);
    for (size_t i = 0; i < cable.elements.count; i++) {
        const struct tl_element *element = &cable.elements.items[i];
        if (element->span.begin <= at && at < element->span.end) {
            return &cable.portions.items[element->portion];
        }
    }
    cr_assert_fail("%s is in no element", needle);
    return NULL;
}

Test(why, each_portion_says_what_settled_its_level)
{
    static const struct {
        const char *text;
        const char *needle;
        const char *why;
        size_t line;
    } rows[] = {
        {HEAD "1. (U) alpha\n", "alpha", "own", 16},
        {HEAD "1. (U) alpha\n", "NOVA SELA", "overall", 6},
        {HEAD "1. (U) alpha\n", "TALKS", "own", 12},
        {HEAD "1. alpha\n", "alpha", "overall", 6},
        {HEAD "1. (U) x\nA. alpha\nB. y\n", "alpha", "inherited", 16},
        {HEAD "1. (C) x\n  A. (U) y\nz\n  B. alpha\n", "alpha", "inherited", 16},
        {HEAD "1. (U) x\n-- (C) alpha\n", "alpha", "own", 17},
        {HEAD "1. (U) x\ny\nThe (C) alpha\n", "alpha", "raised", 18},
        {HEAD "1. (U) x (S//NF) alpha\n", "alpha", "raised", 16},
        {HEAD "1. (U) x\nQUOTE\nS E C R E T NOVA SELA 000077\nalpha\nUNQUOTE\n", "alpha", "enclosed", 18},
        {HEAD "1. (U//NIGHTJAR) alpha\n", "alpha", "damaged", 16},
        {HEAD "1. U) alpha\n", "alpha", "damaged", 16},
        {"1. (C - ENTIRE TEXT) x\n\n2. alpha\n", "alpha", "entire-text", 1},
        {"1. (C) x\n\n2. alpha\n", "alpha", "overall", 1},
        {"1. alpha\n", "alpha", "overall", 0},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        read_text(rows[i].text);
        const struct tl_portion *portion = portion_at(rows[i].needle);
        cr_expect(strcmp(tl_why_name(portion->why), rows[i].why) == 0 && portion->why_line == rows[i].line,
                  "row %zu: %s, line %zu; expected %s, line %zu", i, tl_why_name(portion->why),
                  portion->why_line, rows[i].why, rows[i].line);
    }
    tl_arena_release(&arena);
}

Test(why, a_second_cable_raises_the_first)
{
    read_text(HEAD_WITH(
        "UNCLAS", EO) "1. (U) alpha\n\nVZCZCXYZ0078\nPP RUEHC\nDE RUEHNS #0078 0611405\n"
                      "ZNY SSSSS ZZH\nP 021505Z MAR 07\nFM AMEMBASSY NOVA SELA\nTO RUEHC/SECSTATE WASHDC\n\n"
                      "S E C R E T NOVA SELA 000078\n\nTAGS: PREL\nSUBJECT: (U) BERTHS\n\n1. (U) bravo\n");
    cr_expect(strcmp(tl_why_name(portion_at("alpha")->why), "second-start") == 0);
    tl_arena_release(&arena);
}

Test(kept_by, the_first_thing_that_keeps_a_date_from_freeing)
{
    static const struct {
        const char *text;
        const char *kept_by; /* NULL: nothing */
    } rows[] = {
        {HEAD "1. (C) alpha\n", NULL},
        {HEAD_WITH("C O N F I D E N T I A L", "") "1. (C) alpha\n", "decl-none"},
        {HEAD "1. (C) alpha\n\n2. (C) DECL: 1/1/20\n", "decl-several"},
        {HEAD_WITH("C O N F I D E N T I A L", "E.O. 12356: DECL: OADR\n") "1. (C) alpha\n", "decl-not-plain"},
        {HEAD_WITH("S E C R E T", EO) "1. (C) alpha\n", "decl-claims-differ"},
        {HEAD_WITH("C O N F I D E N T I A L", "") "1. (C) DECL: 1/1/20\n", "decl-not-in-header"},
        {HEAD_WITH("C O N F I D E N T I A L NOFORN", EO) "1. (C) alpha\n", "decl-controls"},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        read_text(rows[i].text);
        const char *kept_by = cable.kept_by;
        const bool is_same = kept_by == rows[i].kept_by || (kept_by != NULL && rows[i].kept_by != NULL &&
                                                            strcmp(kept_by, rows[i].kept_by) == 0);
        cr_expect(is_same, "row %zu: %s", i, kept_by == NULL ? "nothing" : kept_by);
        const bool is_plain = cable.plain != NULL;
        cr_expect(is_plain || kept_by != NULL, "row %zu", i);
    }
    tl_arena_release(&arena);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Values of an audit: codes, cells, characters, amounts, shares, names of cables, residue. */
#include <criterion/criterion.h>

#include "ledger/audit_filter.h"
#include "ledger/audit_public.h"
#include "ledger/audit_table.h"
#include "ledger/html.h"
#include "ledger/residue.h"
#include "marking/exemption.h"
#include "marking/mark.h"

static void expect_text(struct tl_buf *buf, const char *text)
{
    cr_expect(tl_slice_eq(tl_buf_slice(buf), tl_str(text)), "\"%.*s\" and not \"%s\"", (int)buf->len,
              (const char *)buf->ptr, text);
    tl_buf_release(buf);
}

Test(audit, each_code_stands_once_and_belongs_to_an_order)
{
    size_t count = 0;
    for (const struct tl_exemption *row; (row = tl_exemption_row(count)) != NULL; count++) {
        struct tl_buf mark = {0};
        const tl_slice code = tl_str(row->code);
        tl_mark_excised(&mark, (struct tl_words){&code, 1});
        cr_expect_eq(tl_mark_at(tl_buf_slice(&mark), 0).kind, TL_MARK_EXCISED, "%s", row->code);
        cr_expect_eq(tl_exemption_find(code), row, "%s", row->code);
        cr_expect(row->len == strlen(row->code) &&
                  (row->code[0] == '(' || tl_is_digit((unsigned char)row->code[0])));
        cr_expect(strlen(row->title) > 0 && strlen(row->subject) > 0);
        cr_expect(tl_date_valid(tl_exemption_order(row)->from), "%s", row->code);
        tl_buf_release(&mark);
    }
    cr_expect_gt(count, 90);
    cr_expect_null(tl_exemption_find(TL_LIT("(b)(10)")));
    cr_expect_null(tl_exemption_find(TL_LIT("1.5(h)")));
}

Test(audit, codes_hold_for_their_years)
{
    static const struct {
        const char *code;
        struct tl_date day;
        bool is_held, is_reason;
    } cases[] = {
        {"1.4(d)", {2003, 3, 24}, false, true},   {"1.4(d)", {2003, 3, 25}, true, true},
        {"1.5(d)", {2003, 9, 21}, true, true},    {"1.5(d)", {2003, 9, 22}, false, true},
        {"1.3(a)(5)", {1988, 1, 1}, true, true},  {"1.3(a)(5)", {2008, 1, 1}, false, true},
        {"3.3(b)(1)", {2020, 1, 1}, true, false}, {"(b)(1)", {2020, 1, 1}, true, false},
        {"1-301(c)", {1980, 5, 5}, true, true},   {"5(B)(2)", {1980, 5, 5}, false, true},
        {"50X1-HUM", {2009, 1, 1}, false, false},
    };
    for (size_t i = 0; i < TL_COUNT(cases); i++) {
        const struct tl_exemption *row = tl_exemption_find(tl_str(cases[i].code));
        cr_assert_not_null(row, "%s", cases[i].code);
        const struct tl_order *order = tl_exemption_order(row);
        cr_expect_eq(tl_order_held(order, cases[i].day), cases[i].is_held, "%s in %d", cases[i].code,
                     cases[i].day.year);
        cr_expect_eq(tl_order_is_reason(order), cases[i].is_reason, "%s", cases[i].code);
    }
}

Test(audit, text_stays_text_in_html)
{
    static const struct {
        const char *text, *as;
    } cases[] = {
        {"a<b>&\"'c", "a&lt;b&gt;&amp;&quot;&#39;c"},
        {"&lt;", "&amp;lt;"},
        {"x\xe2\x80\xae\x1b\x7fy", "x[U+202E][U+001B][U+007F]y"},
        {"\xe9\xfft", "\xc3\xa9\xc3\xbft"},
        {"a\r\n\tb", "a\n\tb"},
        {"\xef\xbb\xbf\xc2\xad\xe2\x80\x8b", "[U+FEFF][U+00AD][U+200B]"},
    };
    for (size_t i = 0; i < TL_COUNT(cases); i++) {
        struct tl_buf out = {0};
        tl_html_text(&out, tl_str(cases[i].text));
        expect_text(&out, cases[i].as);
    }
}

Test(audit, cells_are_no_formulas)
{
    static const struct {
        const char *text, *as;
    } cases[] = {
        {"plain", "plain"},   {"a,b", "\"a,b\""},    {"a\"b", "\"a\"\"b\""}, {"=1+1", "'=1+1"},
        {"@x", "'@x"},        {"-1,2", "\"'-1,2\""}, {"+1", "'+1"},          {"a\nb", "\"a?b\""},
        {"\xe9", "\xc3\xa9"}, {"a=1", "a=1"},
    };
    for (size_t i = 0; i < TL_COUNT(cases); i++) {
        struct tl_buf out = {0};
        tl_csv_cell(&out, tl_str(cases[i].text), true);
        expect_text(&out, cases[i].as);
    }
}

Test(audit, an_amount_is_a_bucket)
{
    static const struct {
        const char *mark, *amount;
    } cases[] = {
        {"[WITHHELD C (b)(1)]", ""},
        {"[WITHHELD C (b)(1) 1.4(b), a few lines]", "a few lines"},
        {"[WITHHELD C (b)(1), 1 line]", "a few lines"},
        {"[WITHHELD C (b)(1), 5 lines]", "some lines"},
        {"[WITHHELD C (b)(1), 160 lines]", "many lines"},
        {"[WITHHELD C (b)(1), 12 words]", ""},
        {"[(b)(6)]", ""},
    };
    for (size_t i = 0; i < TL_COUNT(cases); i++) {
        const struct tl_logged_change change = {.replacement = tl_str(cases[i].mark)};
        const tl_slice amount = tl_change_amount(&change);
        cr_expect(tl_slice_eq(amount, tl_str(cases[i].amount)), "%s: %.*s", cases[i].mark, (int)amount.len,
                  (const char *)amount.ptr);
    }
    cr_expect_eq(tl_per_mille(1, 3), 333);
    cr_expect_eq(tl_per_mille(0, 0), 1000);
    cr_expect_eq(tl_per_mille(UINT64_MAX, UINT64_MAX), 1000);
}

Test(audit, a_cable_is_found_as_people_write_it)
{
    static const struct {
        const char *asked, *name;
        bool is_found;
    } cases[] = {
        {"TOKYO 3100", "TOKYO 3100", true},
        {"tokyo 003100", "TOKYO 3100", true},
        {"Port Ardent301", "PORT ARDENT 301", true},
        {"TOKYO 310", "TOKYO 3100", false},
        {"TOKYO 31", "TOKYO 310", false},
        {"OSAKA 3100", "TOKYO 3100", false},
        {"TOKYO 3010", "TOKYO 310", false},
    };
    for (size_t i = 0; i < TL_COUNT(cases); i++) {
        const struct tl_audit_filter filter = {.cable = tl_str(cases[i].asked)};
        const struct tl_audited_cable cable = {.name = tl_str(cases[i].name)};
        cr_expect_eq(tl_audit_wants_cable(&filter, &cable), cases[i].is_found, "%s", cases[i].asked);
    }
}

/* One change of a cable of which the log promises so many. */
static void publish_one(struct tl_arena *arena, enum tl_kind element, enum tl_edit_action action,
                        enum tl_verdict verdict, uint64_t promised, struct tl_public_cable *out)
{
    struct tl_audited_cable cable = {.of = {.mrn = TL_LIT("PORT ARDENT 301"),
                                            .verdict = verdict,
                                            .has_counts = true,
                                            .counts = {.changes = promised}}};
    *TL_PUSH(arena, &cable.changes) = (struct tl_audited_change){
        1, {.action = action, .has_element = true, .element = element, .number = TL_LIT("any text at all")}};
    tl_audit_publish(arena, &cable, out);
}

Test(audit, the_public_edition_hides_a_number_that_the_release_hides)
{
    const enum tl_verdict changed = TL_VERDICT_CHANGED;
    struct tl_arena arena = {0};
    struct tl_public_cable public;
    publish_one(&arena, TL_KIND_PARAGRAPH, TL_EDIT_EXCISED, changed, 1, &public);
    cr_expect(public.mrn.len > 0 && public.change_count == 1 && public.changes[0].number.len == 0);
    publish_one(&arena, TL_KIND_CLASSIFICATION_LINE, TL_EDIT_EXCISED, changed, 1, &public);
    cr_expect(public.mrn.len == 0 && public.change_count == 1);
    publish_one(&arena, TL_KIND_CLASSIFICATION_LINE, TL_EDIT_REMARKED, changed, 1, &public);
    cr_expect(public.mrn.len > 0 && public.change_count == 0);
    tl_arena_release(&arena);
}

Test(audit, the_public_edition_tells_no_number_of_what_did_not_leave_or_of_a_log_that_was_cut)
{
    struct tl_arena arena = {0};
    struct tl_public_cable public;
    publish_one(&arena, TL_KIND_PARAGRAPH, TL_EDIT_EXCISED, TL_VERDICT_DENIED, 1, &public);
    cr_expect(public.mrn.len == 0 && public.change_count == 0);
    publish_one(&arena, TL_KIND_PARAGRAPH, TL_EDIT_EXCISED, TL_VERDICT_CHANGED, 2, &public);
    cr_expect_eq(public.mrn.len, 0);
    tl_arena_release(&arena);
}

#define HEAD "UNCLAS PORT ARDENT 000301\n\nSUBJECT: TALKS\n\n"

Test(audit, residue_is_what_stands_elsewhere)
{
    static const char original[] =
        HEAD "1. (U) Mr. Marlow called 555-0143 about the berths.\n\n2. (U) The tall Marlow left; "
             "call 0143 about the lodestone.\n\n3. (C) The lodestone and the winter of 2007 are gone.\n";
    static const char release[] =
        HEAD "1. (U) Mr. [(b)(6)] called [(b)(6)] about the berths.\n\n2. (U) The tall Marlow left; "
             "call 0143 about the lodestone.\n\n3. [WITHHELD C (b)(1)]\n";
    static const struct {
        enum tl_leftover_kind kind;
        const char *word;
        size_t line, release_line;
    } expected[] = {{TL_LEFTOVER_NAME, "Marlow", 5, 7},
                    {TL_LEFTOVER_NUMBER, "0143", 5, 7},
                    {TL_LEFTOVER_RARE, "lodestone", 9, 7}};
    const struct tl_cable_options none = {0};
    struct tl_arena arena = {0};
    struct tl_cable a;
    struct tl_cable b;
    struct tl_residue residue;
    tl_cable_parse(&arena, tl_str(original), &none, &a);
    tl_cable_parse(&arena, tl_str(release), &none, &b);
    tl_residue_find(&arena, &a, &b, &residue);
    cr_assert_eq(residue.list.count, TL_COUNT(expected), "%zu", residue.list.count);
    for (size_t i = 0; i < TL_COUNT(expected); i++) {
        const struct tl_leftover *left = &residue.list.items[i];
        cr_expect_eq(left->kind, expected[i].kind);
        cr_expect(tl_slice_eq(left->word, tl_str(expected[i].word)), "%zu", i);
        cr_expect(left->line == expected[i].line && left->release_line == expected[i].release_line);
    }
    tl_residue_find(&arena, &b, &b, &residue);
    cr_expect_eq(residue.list.count, 0);
    tl_arena_release(&arena);
}

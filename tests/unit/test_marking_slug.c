/* SPDX-License-Identifier: Apache-2.0 */
/* The table of slugs, and every step of a decision that fails (tests/lint/slugs.sh proves that none lacks).
 */
#include <criterion/criterion.h>

#include "marking/decide.h"
#include "marking/portion.h"
#include "marking/slug.h"

Test(slug, every_row_says_what_and_by_which_paper)
{
    const struct tl_slug *row;
    size_t count = 0;
    for (; (row = tl_slug_row(count)) != NULL; count++) {
        const tl_slice text = tl_str(row->text);
        cr_expect(text.len > 5 && !tl_slice_ends(text, TL_LIT(".")), "%s: %s", row->slug, row->text);
        cr_expect(row->source != NULL && row->source[0] != '\0', "%s has no source", row->slug);
        cr_expect(row->help == NULL || tl_slice_ends(tl_str(row->help), TL_LIT(".")), "%s: %s", row->slug,
                  row->help);
        cr_expect(tl_slug_find(row->slug) == row, "%s stands twice", row->slug);
    }
    cr_expect(count > 90, "%zu rows", count);
    cr_expect(tl_slug_find("no such slug") == NULL);
    cr_expect(tl_slug_find(NULL) == NULL);
}

Test(slug, reasons_of_a_decision_are_told_in_the_words_of_the_table)
{
    for (int reason = TL_REASON_UNDECIDED; reason <= TL_REASON_UNMARKED; reason++) {
        const struct tl_slug *row = tl_slug_find(tl_reason_name((enum tl_reason)reason));
        cr_assert(row != NULL, "%s", tl_reason_name((enum tl_reason)reason));
        cr_expect(strcmp(row->text, tl_reason_text((enum tl_reason)reason)) == 0);
    }
    cr_expect(strcmp(tl_reason_name((enum tl_reason)99), "undecided") == 0);
}

/* The first failure is the answer of tl_decide, for every mark, maximum and audience here. */
Test(decide_all, agrees_with_the_decision)
{
    static const char *const marks[] = {
        "(U)",
        "(SBU)",
        "(C)",
        "(S//NF)",
        "(TS//SI-G/TK//OC/REL TO USA, GBR)",
        "(//DEU S)",
        "(//CTS//BALK)",
        "(S//FGI//NF)",
        "(S//NOFORM)",
        "(S//RELIDO)",
        "(S//RD-N//NF)",
        "(S//REL)",
        "(S//NF//ND)",
        "(S//SAR-A//NF)",
        "(ANNEX)",
        "(C//DISPLAY ONLY GBR)",
        "(U//FOUO)",
        "(S//FOUO)",
        "(//JOINT S GBR USA)",
    };
    static const char *const allows[][4] = {{NULL}, {"ORCON", "SI-G", "TK"}, {"FGI", "NODIS", "SAR-A"}};
    struct tl_arena arena = {0};
    for (size_t i = 0; i < TL_COUNT(marks); i++) {
        struct tl_marking m;
        tl_portion_parse(&arena, tl_str(marks[i]), &m);
        for (size_t k = 0; k < 5 * 3 * TL_COUNT(allows); k++) {
            static const enum tl_rank ranks[] = {TL_RANK_U, TL_RANK_CUI, TL_RANK_C, TL_RANK_S, TL_RANK_TS};
            struct tl_ceiling ceiling = {.max = ranks[k % 5], .is_public = k / 5 % 3 == 0};
            struct tl_failure failures[TL_FAILURES_MAX];
            ceiling.audience = tl_words_with(&arena, ceiling.audience, TL_LIT("USA"));
            if (k / 5 % 3 == 1) {
                ceiling.audience = tl_words_with(&arena, ceiling.audience, TL_LIT("GBR"));
            }
            for (size_t a = 0; a < 4 && allows[k / 15][a] != NULL; a++) {
                ceiling.allow = tl_words_with(&arena, ceiling.allow, tl_str(allows[k / 15][a]));
            }
            const enum tl_reason reason = tl_decide(&m, &ceiling, NULL);
            const size_t count = tl_decide_all(&arena, &m, &ceiling, NULL, failures);
            cr_expect((count == 0) == (reason == TL_REASON_OK), "%s %zu", marks[i], k);
            cr_expect(count == 0 || failures[0].reason == reason, "%s %zu: %s", marks[i], k,
                      tl_reason_name(reason));
            for (size_t f = 1; f < count; f++) {
                cr_expect(failures[f].reason > failures[f - 1].reason, "%s: out of order", marks[i]);
            }
        }
    }
    tl_arena_release(&arena);
}

Test(decide_all, names_what_allow_lacks)
{
    struct tl_arena arena = {0};
    struct tl_ceiling ceiling = {.max = TL_RANK_TS};
    struct tl_failure failures[TL_FAILURES_MAX];
    struct tl_marking m;
    ceiling.audience = tl_words_with(&arena, ceiling.audience, TL_LIT("USA"));
    tl_portion_parse(&arena, TL_LIT("(TS//SI-G/TK//SAR-AB//FGI DEU//OC/PR/NF)"), &m);
    const size_t count = tl_decide_all(&arena, &m, &ceiling, NULL, failures);
    cr_assert(count == 4, "%zu", count);
    for (size_t i = 0; i < count; i++) {
        ceiling.allow = tl_words_union(&arena, ceiling.allow, failures[i].lacking);
    }
    cr_expect(ceiling.allow.count == 6, "%zu words", ceiling.allow.count);
    cr_expect(tl_decide(&m, &ceiling, NULL) == TL_REASON_OK);
    const struct tl_ceiling nobody = {.max = TL_RANK_TS};
    cr_expect(tl_decide_all(&arena, &m, &nobody, NULL, failures) == 1);
    cr_expect(failures[0].reason == TL_REASON_UNDECIDED);
    tl_arena_release(&arena);
}

/* M20: a marking for messages keeps the order of the register, and is a valid mark where all its words are.
 */
Test(render_safe, is_the_mark_again)
{
    static const struct {
        const char *mark;
        const char *safe;
    } rows[] = {
        {"(S//NF)", "(S//NF)"},
        {"(TS//SI-G/TK//OC/REL TO USA, FVEY)", "(TS//SI-G/TK//OC/REL TO USA, FVEY)"},
        {"(S//FGI DEU//NF)", "(S//FGI DEU//NF)"},
        {"(S//FGI//NF)", "(S//FGI//NF)"},
        {"(//CTS//BOHEMIA)", "(//CTS//BOHEMIA)"},
        {"(//JOINT S GBR USA)", "(//JOINT S GBR USA)"},
        {"(S//REL)", "(S//REL)"},
        {"(S//DISPLAY ONLY GBR)", "(S//DISPLAY ONLY GBR)"},
        {"(S//NF//XD)", "(S//NF//EXDIS)"},
        {"(S//NIGHTJAR)", "(S//?)"},
        {"(S//SAR-NIGHTJAR//NF)", "(S//?//NF)"},
    };
    struct tl_arena arena = {0};
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct tl_marking m;
        struct tl_buf out = {0};
        tl_portion_parse(&arena, tl_str(rows[i].mark), &m);
        tl_marking_render_safe(&m, true, &out);
        cr_expect(tl_slice_eq(tl_buf_slice(&out), tl_str(rows[i].safe)), "%s: %.*s", rows[i].mark,
                  (int)out.len, (const char *)out.ptr);
        tl_buf_release(&out);
    }
    tl_arena_release(&arena);
}

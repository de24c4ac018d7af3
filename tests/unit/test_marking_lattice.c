/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lattice and the decision, by exhaustion over a finite set of markings and audiences: joining is
 * commutative, associative, idempotent and monotone, and nothing that is stricter is ever easier to release.
 */
#include <criterion/criterion.h>

#include "marking/decide.h"
#include "marking/portion.h"

static const char *const marks[] = {
    "(U)",
    "(SBU)",
    "(U//FOUO)",
    "(U//REL TO USA, GBR)",
    "(U//SBU-NF)",
    "(C)",
    "(C//NF)",
    "(C//REL TO USA, GBR)",
    "(S)",
    "(S//RELIDO)",
    "(S//NF)",
    "(S//OC/NF)",
    "(S//REL TO USA, FVEY)",
    "(S//REL TO USA, JPN)",
    "(S//DISPLAY ONLY GBR)",
    "(S//SI//NF)",
    "(TS//SI-G//OC/NF)",
    "(S//FGI DEU//REL TO USA, GBR)",
    "(//GBR S)",
    "(//NS)",
    "(//JOINT S GBR USA)",
    "(S//RD//NF)",
    "(S//NF//ND)",
    "(S//REL)",
    "(S//NOFORM)",
    "(TS//SAR-AB//NF)",
    "(S//USA/GBR EYES ONLY)",
    "(C//DS)",
    "(ANNEX)",
};

enum { MARKS = TL_COUNT(marks), CEILINGS = 12 };

static struct tl_arena arena;
static struct tl_marking all[MARKS];

static void parse_all(void)
{
    for (size_t i = 0; i < MARKS; i++) {
        tl_portion_parse(&arena, tl_str(marks[i]), &all[i]);
    }
}

static void free_all(void)
{
    tl_arena_release(&arena);
}

TestSuite(lattice, .init = parse_all, .fini = free_all);

static bool is_same(const struct tl_marking *a, const struct tl_marking *b)
{
    return tl_marking_within(a, b) && tl_marking_within(b, a) && a->is_valid == b->is_valid &&
           a->level == b->level;
}

Test(lattice, join_is_commutative_and_idempotent)
{
    for (size_t i = 0; i < MARKS; i++) {
        const struct tl_marking self = tl_marking_join(&arena, &all[i], &all[i]);
        cr_expect(is_same(&self, &all[i]), "%s with itself", marks[i]);
        for (size_t k = 0; k < MARKS; k++) {
            const struct tl_marking ab = tl_marking_join(&arena, &all[i], &all[k]);
            const struct tl_marking ba = tl_marking_join(&arena, &all[k], &all[i]);
            cr_expect(is_same(&ab, &ba), "%s and %s", marks[i], marks[k]);
            cr_expect(tl_marking_within(&all[i], &ab), "%s within its join with %s", marks[i], marks[k]);
        }
    }
}

/* Bare markings are judged at once; the same with a control goes the whole way. */
Test(lattice, bare_markings_stand_in_the_order_of_levels)
{
    for (enum tl_level a = TL_LEVEL_U; a <= TL_LEVEL_TS; a++) {
        for (enum tl_level b = TL_LEVEL_U; b <= TL_LEVEL_TS; b++) {
            struct tl_marking x = tl_marking_of_level(a);
            struct tl_marking y = tl_marking_of_level(b);
            cr_expect_eq(tl_marking_within(&x, &y), !tl_level_above(a, b));
            x.dissem = tl_words_with(&arena, x.dissem, TL_LIT("NOFORN"));
            y.dissem = tl_words_with(&arena, y.dissem, TL_LIT("NOFORN"));
            cr_expect_eq(tl_marking_within(&x, &y), !tl_level_above(a, b));
        }
    }
}

Test(lattice, join_is_associative)
{
    for (size_t i = 0; i < MARKS; i++) {
        for (size_t k = 0; k < MARKS; k++) {
            for (size_t n = 0; n < MARKS; n++) {
                const struct tl_marking ab = tl_marking_join(&arena, &all[i], &all[k]);
                const struct tl_marking bc = tl_marking_join(&arena, &all[k], &all[n]);
                const struct tl_marking left = tl_marking_join(&arena, &ab, &all[n]);
                const struct tl_marking right = tl_marking_join(&arena, &all[i], &bc);
                cr_expect(is_same(&left, &right), "%s, %s, %s", marks[i], marks[k], marks[n]);
            }
        }
    }
}

static const tl_slice nations[] = {TL_LIT("USA"), TL_LIT("GBR"), TL_LIT("JPN"), TL_LIT("DEU")};
static const tl_slice leave[] = {TL_LIT("SI"),    TL_LIT("ORCON"), TL_LIT("FOUO"), TL_LIT("FGI"),
                                 TL_LIT("GBR"),   TL_LIT("NATO"),  TL_LIT("RD"),   TL_LIT("SBU"),
                                 TL_LIT("JOINT"), TL_LIT("NOFORM")};

/* Maxima U, CUI, S, TS; audiences of one to three; with and without leave. */
static struct tl_ceiling ceiling_at(size_t index)
{
    static const enum tl_rank ranks[] = {TL_RANK_U, TL_RANK_CUI, TL_RANK_S, TL_RANK_TS};
    struct tl_ceiling ceiling = {.max = ranks[index % 4], .audience = {nations, index / 4 + 1}};
    ceiling.allow = index % 2 == 0 ? (struct tl_words){leave, TL_COUNT(leave)} : (struct tl_words){NULL, 0};
    return ceiling;
}

Test(lattice, stricter_is_never_easier_to_release)
{
    for (size_t c = 0; c < CEILINGS; c++) {
        const struct tl_ceiling ceiling = ceiling_at(c);
        for (size_t i = 0; i < MARKS; i++) {
            const bool is_free = tl_decide(&all[i], &ceiling, NULL) == TL_REASON_OK;
            for (size_t k = 0; k < MARKS && !is_free; k++) {
                const struct tl_marking joined = tl_marking_join(&arena, &all[i], &all[k]);
                cr_expect_neq(tl_decide(&joined, &ceiling, NULL), TL_REASON_OK, "%s with %s, ceiling %zu",
                              marks[i], marks[k], c);
            }
            for (size_t level = all[i].level; level <= TL_LEVEL_TS && !is_free; level++) {
                struct tl_marking raised = all[i];
                raised.level = (enum tl_level)level;
                cr_expect_neq(tl_decide(&raised, &ceiling, NULL), TL_REASON_OK, "%s raised, ceiling %zu",
                              marks[i], c);
            }
        }
    }
}

Test(lattice, zeroed_memory_releases_nothing)
{
    const struct tl_marking nothing = {0};
    const struct tl_ceiling nobody = {0};
    for (size_t c = 0; c < CEILINGS; c++) {
        const struct tl_ceiling ceiling = ceiling_at(c);
        cr_expect_neq(tl_decide(&nothing, &ceiling, NULL), TL_REASON_OK);
    }
    for (size_t i = 0; i < MARKS; i++) {
        cr_expect_neq(tl_decide(&all[i], &nobody, NULL), TL_REASON_OK, "%s to nobody", marks[i]);
    }
}

struct decision {
    const char *mark;
    enum tl_rank max;
    size_t readers; /* of nations; 0: public */
    const char *allow;
    enum tl_reason reason;
};

static const struct decision decisions[] = {
    {"(U)", TL_RANK_U, 0, NULL, TL_REASON_OK},
    {"(SBU)", TL_RANK_U, 0, NULL, TL_REASON_CONTROL},
    {"(SBU)", TL_RANK_CUI, 0, "SBU", TL_REASON_OK},
    {"(SBU)", TL_RANK_CUI, 0, NULL, TL_REASON_CONTROL},
    {"(C)", TL_RANK_TS, 0, NULL, TL_REASON_LEVEL},
    {"(U//NF)", TL_RANK_U, 0, NULL, TL_REASON_NOFORN},
    {"(U//NF)", TL_RANK_U, 0, "NOFORN", TL_REASON_NOFORN},
    {"(SBU)", TL_RANK_C, 1, NULL, TL_REASON_OK},
    {"(SBU)", TL_RANK_C, 2, NULL, TL_REASON_CONTROL},
    {"(C)", TL_RANK_C, 2, NULL, TL_REASON_NO_RELEASE_DECISION},
    {"(S//REL TO USA, GBR)", TL_RANK_S, 2, NULL, TL_REASON_OK},
    {"(S//REL TO USA, GBR)", TL_RANK_S, 3, NULL, TL_REASON_NOT_IN_REL_TO},
    {"(S//REL)", TL_RANK_S, 1, NULL, TL_REASON_OK},
    {"(S//REL)", TL_RANK_S, 2, NULL, TL_REASON_REL_WITHOUT_LIST},
    {"(S//SI//NF)", TL_RANK_S, 1, NULL, TL_REASON_COMPARTMENT},
    {"(S//COMINT//NF)", TL_RANK_S, 1, "SI", TL_REASON_OK},
    {"(S//NF//ND)", TL_RANK_S, 1, "ND", TL_REASON_OK},
    {"(S//NOFORM)", TL_RANK_S, 1, "NOFORM", TL_REASON_OK},
    {"(S//NOFORM)", TL_RANK_S, 1, NULL, TL_REASON_INVALID},
    {"(C//DS)", TL_RANK_S, 1, NULL, TL_REASON_CONTROL},
};

Test(lattice, decides_in_the_fixed_order)
{
    for (size_t i = 0; i < TL_COUNT(decisions); i++) {
        const struct decision *row = &decisions[i];
        const tl_slice allow = tl_str(row->allow);
        const struct tl_ceiling ceiling = {.max = row->max,
                                           .is_public = row->readers == 0,
                                           .audience = {nations, row->readers},
                                           .allow = {&allow, row->allow != NULL}};
        struct tl_marking m;
        tl_portion_parse(&arena, tl_str(row->mark), &m);
        const enum tl_reason reason = tl_decide(&m, &ceiling, NULL);
        cr_expect_eq(reason, row->reason, "%s (row %zu): %s", row->mark, i, tl_reason_name(reason));
    }
}

/* What fails one step of markings.md 5 each, in their order. */
static void fail_step(size_t step, struct tl_marking *m)
{
    static const tl_slice words[] = {TL_LIT(""),   TL_LIT(""),     TL_LIT("NOFORN"), TL_LIT("TK"),
                                     TL_LIT("BP"), TL_LIT("TFNI"), TL_LIT("DEU"),    TL_LIT("PROPIN")};
    struct tl_words *const sets[] = {NULL, NULL, &m->dissem, &m->sci, &m->sap, &m->aea, &m->fgi, &m->dissem};
    if (step == 0) {
        m->is_valid = false;
        m->reason = "empty_segment";
    } else if (step == 1) {
        m->level = TL_LEVEL_TS;
    } else if (step == 8) {
        m->rel_to = (struct tl_words){nations, 2};
    } else {
        *sets[step] = tl_words_with(&arena, *sets[step], words[step]);
    }
}

Test(lattice, names_the_first_reason_of_any_two)
{
    static const enum tl_reason steps[] = {TL_REASON_INVALID,     TL_REASON_LEVEL,   TL_REASON_NOFORN,
                                           TL_REASON_COMPARTMENT, TL_REASON_SAP,     TL_REASON_AEA,
                                           TL_REASON_FOREIGN,     TL_REASON_CONTROL, TL_REASON_NOT_IN_REL_TO};
    const struct tl_ceiling ceiling = {
        .max = TL_RANK_S, .audience = {nations, 3}, .allow = {leave, TL_COUNT(leave) - 4}};
    for (size_t i = 0; i < TL_COUNT(steps); i++) {
        for (size_t k = i; k < TL_COUNT(steps); k++) {
            struct tl_marking m = tl_marking_of_level(TL_LEVEL_S);
            fail_step(i, &m);
            fail_step(k, &m);
            const enum tl_reason reason = tl_decide(&m, &ceiling, NULL);
            /* FGI in the leave lifts DEU */
            const bool is_lifted = steps[i] == TL_REASON_FOREIGN;
            const enum tl_reason expected = !is_lifted ? steps[i]
                                            : k == i   ? TL_REASON_NO_RELEASE_DECISION
                                                       : steps[k];
            cr_expect_eq(reason, expected, "steps %zu and %zu: %s", i, k, tl_reason_name(reason));
        }
    }
}

/* Why a foreign reader does not get what nobody let go: the last step, reason by reason. */
Test(lattice, says_why_a_reader_is_not_reached)
{
    static const struct {
        const char *mark;
        const char *banner;
        size_t readers;
        enum tl_reason reason;
    } rows[] = {
        {"(U)", NULL, 2, TL_REASON_OK},
        {"(U//RELIDO)", NULL, 2, TL_REASON_RELIDO},
        {"(S//RELIDO)", NULL, 2, TL_REASON_RELIDO},
        {"(S//REL TO USA, GBR/RELIDO)", NULL, 2, TL_REASON_OK},
        {"(S//DISPLAY ONLY GBR)", NULL, 2, TL_REASON_DISPLAY_ONLY},
        {"(S//REL TO USA, GBR/DISPLAY ONLY JPN)", NULL, 3, TL_REASON_NOT_IN_REL_TO},
        {"(S)", NULL, 2, TL_REASON_NO_RELEASE_DECISION},
        {"(S)", NULL, 1, TL_REASON_OK},
        {"(S//USA/GBR EYES ONLY)", NULL, 2, TL_REASON_OK},
        {"(S//USA/GBR EYES ONLY)", NULL, 3, TL_REASON_NOT_IN_REL_TO},
        {"(S//REL)", "SECRET//REL TO USA, GBR", 2, TL_REASON_OK},
        {"(S//REL)", "SECRET//REL TO USA, GBR", 3, TL_REASON_NOT_IN_REL_TO},
        {"(S//REL)", "SECRET//NOFORN", 2, TL_REASON_REL_WITHOUT_LIST},
        {"(//GBR S)", NULL, 2, TL_REASON_NO_RELEASE_DECISION},
        {"(//JOINT S GBR USA)", NULL, 2, TL_REASON_OK},
        {"(//JOINT S GBR USA)", NULL, 3, TL_REASON_NOT_IN_REL_TO},
        {"(U//NOFORM)", NULL, 1, TL_REASON_OK},
        {"(U//NOFORM)", NULL, 2, TL_REASON_NO_RELEASE_DECISION},
        {"(U//NOFORM)", NULL, 0, TL_REASON_INVALID},
        {"(U//NOFORM//REL TO USA, XX)", NULL, 1, TL_REASON_INVALID},
        {"(S//NOFORM//NF/REL TO USA, GBR)", NULL, 1, TL_REASON_INVALID},
        {"(S//GBR)", NULL, 1, TL_REASON_INVALID},
        {"(U//FISA)", NULL, 0, TL_REASON_CONTROL},
        {"(U//UCNI)", NULL, 0, TL_REASON_AEA},
        {"(U//REL TO ,)", NULL, 0, TL_REASON_INVALID},
        {"(U//FGI AND)", NULL, 0, TL_REASON_INVALID},
    };
    static const tl_slice words[] = {TL_LIT("FGI"),    TL_LIT("GBR"),  TL_LIT("JOINT"),
                                     TL_LIT("NOFORM"), TL_LIT("FISA"), TL_LIT("UCNI")};
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        const struct tl_ceiling ceiling = {.max = TL_RANK_S,
                                           .is_public = rows[i].readers == 0,
                                           .audience = {nations, rows[i].readers},
                                           .allow = {words, TL_COUNT(words)}};
        struct tl_marking m;
        struct tl_marking banner;
        tl_portion_parse(&arena, tl_str(rows[i].mark), &m);
        tl_banner_parse(&arena, tl_str(rows[i].banner), &banner);
        const enum tl_reason reason = tl_decide(&m, &ceiling, rows[i].banner == NULL ? NULL : &banner);
        cr_expect_eq(reason, rows[i].reason, "%s to %zu: %s", rows[i].mark, rows[i].readers,
                     tl_reason_name(reason));
    }
}

/* Two that cannot be read: what leave lifts on one of them does not lift the other. */
Test(lattice, a_join_keeps_what_no_leave_lifts)
{
    static const tl_slice words[] = {TL_LIT("FOO"), TL_LIT("WAIVED")};
    const struct tl_ceiling ceiling = {.max = TL_RANK_TS, .audience = {nations, 1}, .allow = {words, 2}};
    struct tl_marking a;
    struct tl_marking b;
    tl_portion_parse(&arena, TL_LIT("(S//FOO)"), &a);
    tl_portion_parse(&arena, TL_LIT("(S//NF//WAIVED)"), &b);
    const struct tl_marking ab = tl_marking_join(&arena, &a, &b);
    cr_expect_eq(tl_decide(&a, &ceiling, NULL), TL_REASON_OK);
    cr_expect_eq(tl_decide(&b, &ceiling, NULL), TL_REASON_INVALID);
    cr_expect_eq(tl_decide(&ab, &ceiling, NULL), TL_REASON_INVALID);
}

Test(lattice, noforn_binds_in_whatever_set_it_stands)
{
    const tl_slice word = TL_LIT("NOFORN");
    struct tl_marking m = tl_marking_of_level(TL_LEVEL_U);
    const struct tl_ceiling ceiling = {.max = TL_RANK_U, .is_public = true};
    m.unknown = (struct tl_words){&word, 1};
    cr_expect_eq(tl_decide(&m, &ceiling, NULL), TL_REASON_NOFORN);
}

/* "(S FGI//NF)" lost the slashes of "(S//FGI//NF)": leave for FGI by name lifts no concealed source. */
Test(lattice, leave_by_name_lifts_no_word_that_lost_its_place)
{
    static const char *const lost[] = {"(S FGI//NF)", "(S\nFGI//NF)", "(S NATO)", "(S//XX//REL)"};
    static tl_slice usa[] = {{(const unsigned char *)"USA", 3}};
    static tl_slice named[] = {{(const unsigned char *)"FGI", 3}, {(const unsigned char *)"NATO", 4}};
    const struct tl_ceiling ceiling = {.max = TL_RANK_TS, .audience = {usa, 1}, .allow = {named, 2}};
    struct tl_arena own = {0};
    for (size_t i = 0; i < TL_COUNT(lost); i++) {
        struct tl_marking m;
        tl_portion_parse(&own, tl_str(lost[i]), &m);
        cr_expect_neq(tl_decide(&m, &ceiling, NULL), TL_REASON_OK, "%s", lost[i]);
    }
    tl_arena_release(&own);
}

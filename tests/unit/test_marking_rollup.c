/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Banner roll-up: every row of the release table of markings.md 6, and what holds for any portions: the order
 * of portions does not show, a roll-up rolls up to itself, reads back, and is never below a portion, but for
 * the words that the section lets drop.
 */
#include <criterion/criterion.h>

#include "marking/portion.h"
#include "marking/rollup.h"

enum { MOST = 4, ROUNDS = 4000 };

static struct tl_arena arena;

static void end(void)
{
    tl_arena_release(&arena);
}

TestSuite(rollup_table, .fini = end);

static const struct {
    const char *portions[MOST];
    const char *banner;
} rows[] = {
    /* no portion has FD&R */
    {{"(C)", "(S)", "(U)"}, "SECRET"},
    {{"(U//FOUO)", "(C)"}, "CONFIDENTIAL"},
    /* any NOFORN, or SBU-NF or LES-NF in a classified or mixed document */
    {{"(S//NF)", "(C//REL TO USA, GBR)"}, "SECRET//NOFORN"},
    {{"(S//NF)", "(S//RELIDO)"}, "SECRET//NOFORN"},
    {{"(S//NF)", "(S//DISPLAY ONLY IRQ)"}, "SECRET//NOFORN"},
    {{"(S//NF)", "(C)"}, "SECRET//NOFORN"},
    {{"(U//NF)", "(C)"}, "CONFIDENTIAL//NOFORN"},
    {{"(U//SBU-NF)", "(S//REL TO USA, AUS)"}, "SECRET//NOFORN"},
    {{"(U//LES-NF)", "(S)"}, "SECRET//NOFORN//LES"},
    {{"(U//SBU-NF)", "(U//REL TO USA, GBR)"}, "UNCLASSIFIED//NOFORN//SBU"},
    {{"(U//SBU-NF)", "(U)"}, "UNCLASSIFIED//SBU-NF"},
    {{"(S//NF//SBU-NF)", "(C)"}, "SECRET//NOFORN"},
    /* all REL TO, with and without common codes */
    {{"(S//REL TO USA, AUS, GBR)", "(C//REL TO USA, GBR)"}, "SECRET//REL TO USA, GBR"},
    {{"(S//REL TO USA, FVEY)", "(C//REL TO USA, ACGU)"}, "SECRET//REL TO USA, AUS, CAN, GBR"},
    {{"(U//REL TO USA, GBR)", "(C//REL TO USA, GBR, JPN)", "(U)"}, "CONFIDENTIAL//REL TO USA, GBR"},
    {{"(S//REL TO USA, JPN, ISAF)", "(C//REL TO USA, ISAF, JPN)"}, "SECRET//REL TO USA, JPN, ISAF"},
    {{"(S//REL TO USA, AUS)", "(C//REL TO USA, JPN)"}, "SECRET//NOFORN"},
    {{"(S//REL TO USA, NATO)", "(C//REL TO USA, GBR)"}, "SECRET//NOFORN"},
    /* all RELIDO, REL TO beside it on some or on all */
    {{"(S//RELIDO)", "(TS//RELIDO)"}, "TOP SECRET//RELIDO"},
    {{"(S//RELIDO)", "(S//REL TO USA, GBR/RELIDO)"}, "SECRET//RELIDO"},
    {{"(S//REL TO USA, GBR/RELIDO)", "(C//REL TO USA, FVEY/RELIDO)"}, "SECRET//REL TO USA, GBR/RELIDO"},
    {{"(U//FISA)", "(S//RELIDO)"}, "SECRET//RELIDO/FISA"},
    /* REL TO with RELIDO alone, unmarked, DISPLAY ONLY */
    {{"(S//REL TO USA, GBR)", "(C//RELIDO)"}, "SECRET//NOFORN"},
    {{"(S//REL TO USA, GBR)", "(C)"}, "SECRET//NOFORN"},
    {{"(S//REL TO USA, GBR)", "(C//DISPLAY ONLY IRQ)"}, "SECRET//NOFORN"},
    {{"(S//REL TO USA, GBR)", "(U//FISA)"}, "SECRET//NOFORN/FISA"},
    /* RELIDO with DISPLAY ONLY, and with unmarked */
    {{"(S//RELIDO)", "(C//DISPLAY ONLY IRQ)"}, "SECRET//NOFORN"},
    {{"(S//RELIDO)", "(C)"}, "SECRET//NOFORN"},
    /* DISPLAY ONLY with DISPLAY ONLY or REL TO */
    {{"(S//DISPLAY ONLY IRQ, AFG)", "(C//DISPLAY ONLY AFG)"}, "SECRET//DISPLAY ONLY AFG"},
    {{"(S//DISPLAY ONLY GBR)", "(C//REL TO USA, FVEY)"}, "SECRET//DISPLAY ONLY GBR"},
    {{"(S//DISPLAY ONLY IRQ)", "(C//DISPLAY ONLY AFG)"}, "SECRET//NOFORN"},
    {{"(S//DISPLAY ONLY IRQ)", "(C)"}, "SECRET//NOFORN"},
    /* REL TO and DISPLAY ONLY, both common */
    {{"(S//REL TO USA, GBR/DISPLAY ONLY AFG)", "(C//REL TO USA, GBR/DISPLAY ONLY AFG, IRQ)"},
     "SECRET//REL TO USA, GBR/DISPLAY ONLY AFG"},
    /* what conveys, what drops */
    {{"(S//OC/NF)", "(S//OC-USGOV/NF)"}, "SECRET//ORCON/NOFORN"},
    {{"(S//NF/PR)", "(TS//SI//RS/NF)", "(S//NF/FISA)"}, "TOP SECRET//SI//RSEN/NOFORN/PROPIN/FISA"},
    {{"(U//FOUO)", "(U//SBU)"}, "UNCLASSIFIED//SBU"},
    {{"(U//FOUO)", "(U//NF)"}, "UNCLASSIFIED//FOUO/NOFORN"},
    {{"(CUI//PRVCY)", "(C)"}, "CONFIDENTIAL//CUI/PRVCY"},
    {{"(U//LES)", "(U//SSI)", "(S//NF)"}, "SECRET//NOFORN//LES/SSI"},
    {{"(C//XD)", "(C//ND)"}, "CONFIDENTIAL//NOFORN//NODIS"},
    {{"(U//DCNI)", "(U//UCNI)"}, "UNCLASSIFIED//DOD UCNI/DOE UCNI"},
    {{"(U//UCNI)", "(C)"}, "CONFIDENTIAL"},
    /* trees, programs, Atomic Energy Act, sources */
    {{"(TS//TK-BLFH ABCD//NF)", "(TS//TK-IDIT//NF)"}, "TOP SECRET//TK-BLFH ABCD-IDIT//NOFORN"},
    {{"(TS//SI-G 9B//NF)", "(TS//SI-G A1//NF)", "(TS//SI-1X//NF)"}, "TOP SECRET//SI-1X-G 9B A1//NOFORN"},
    {{"(S//SAR-ZZ//NF)", "(S//HVSACO//NF)", "(S//SAR-AA//NF)"}, "SECRET//SAR-AA/ZZ/HVSACO//NOFORN"},
    {{"(S//TFNI//NF)", "(S//FRD//NF)", "(S//RD-CNWDI-SG 18 2//NF)"},
     "SECRET//RD-CNWDI-SIGMA 2 18/FRD/TFNI//NOFORN"},
    {{"(S//FGI NATO JPN//NF)", "(//DEU S//NF)"}, "SECRET//FGI DEU JPN NATO//NOFORN"},
    {{"(S//FGI DEU//NF)", "(S//FGI//NF)"}, "SECRET//FGI//NOFORN"},
    {{"(//GBR R//REL TO USA, GBR)", "(U)"}, "CONFIDENTIAL//FGI GBR//REL TO USA, GBR"},
    {{"(//JOINT S USA GBR//REL TO USA, GBR)", "(U)"}, "//JOINT SECRET GBR USA//REL TO USA, GBR"},
    {{"(//JOINT S GBR USA//REL TO USA, GBR)", "(C//REL TO USA, GBR)"}, "SECRET//FGI GBR//REL TO USA, GBR"},
};

static size_t read_row(const char *const texts[MOST], struct tl_marking out[MOST])
{
    size_t count = 0;
    for (; count < MOST && texts[count] != NULL; count++) {
        tl_portion_parse(&arena, tl_str(texts[count]), &out[count]);
        cr_assert(out[count].is_valid, "%s: %s", texts[count], out[count].reason);
    }
    return count;
}

static tl_slice rendered(const struct tl_marking *m)
{
    struct tl_buf text = {0};
    tl_banner_render(m, &text);
    const tl_slice out = tl_arena_dup(&arena, tl_buf_slice(&text));
    tl_buf_release(&text);
    return out;
}

Test(rollup_table, gives_every_row)
{
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct tl_marking portions[MOST];
        struct tl_marking rolled;
        tl_rollup(&arena, portions, read_row(rows[i].portions, portions), NULL, &rolled);
        const tl_slice text = rendered(&rolled);
        cr_expect(rolled.is_valid && tl_slice_eq(text, tl_str(rows[i].banner)), "%s: %.*s", rows[i].banner,
                  (int)text.len, (const char *)text.ptr);
    }
}

static const char *const marks[] = {"(U)",
                                    "(C)",
                                    "(S)",
                                    "(TS)",
                                    "(SBU)",
                                    "(LOU)",
                                    "(CUI)",
                                    "(CUI//PRVCY/SP-CTI//NF)",
                                    "(U//FOUO)",
                                    "(U//SBU-NF)",
                                    "(U//LES-NF)",
                                    "(U//LES)",
                                    "(U//SSI)",
                                    "(U//DS)",
                                    "(C//DS)",
                                    "(U//DSEN)",
                                    "(U//FISA)",
                                    "(U//DCNI)",
                                    "(U//UCNI)",
                                    "(U//NF)",
                                    "(U//RELIDO)",
                                    "(U//REL TO USA, GBR)",
                                    "(C//NF)",
                                    "(S//NF/PR)",
                                    "(C//REL TO USA, GBR)",
                                    "(S//REL TO USA, FVEY)",
                                    "(S//REL TO USA, JPN, NATO)",
                                    "(S//RELIDO)",
                                    "(S//REL TO USA, GBR/RELIDO)",
                                    "(S//DISPLAY ONLY IRQ, GBR)",
                                    "(S//REL TO USA, GBR/DISPLAY ONLY IRQ)",
                                    "(S//OC/NF)",
                                    "(S//OC-USGOV/NF)",
                                    "(S//RS/IMC/NF)",
                                    "(TS//SI//NF)",
                                    "(TS//SI-G ABCD EFGH/TK-BLFH XY//OC/NF)",
                                    "(TS//HCS-P JJJ//OC/NF)",
                                    "(TS//COMINT-GAMMA//OC/NF)",
                                    "(S//SAR-BP/CA-X YY//NF)",
                                    "(S//HVSACO)",
                                    "(TS//SAR-AB//NF//WAIVED)",
                                    "(S//RD//NF)",
                                    "(S//RD-N-SG 14//NF)",
                                    "(S//FRD-SG 2 20//NF)",
                                    "(S//TFNI//NF)",
                                    "(S//FGI DEU//NF)",
                                    "(S//FGI//NF)",
                                    "(S//FGI JPN NATO//REL TO USA, JPN)",
                                    "(//GBR S)",
                                    "(//CAN R)",
                                    "(//DEU TS//NF)",
                                    "(//NS)",
                                    "(//JOINT S GBR USA//REL TO USA, GBR)",
                                    "(//JOINT S CAN GBR USA)",
                                    "(S//NF//XD)",
                                    "(S//NF//ND)",
                                    "(C//STADIS)",
                                    "(C//ROGER CHANNEL)",
                                    "(S//ACCM-FIRE/WATER//NF)",
                                    "(S//WNINTEL/NOCONTRACT)",
                                    "(S//NF//LES/SSI)",
                                    "(S//CUI//NF)",
                                    "(S//NF//SBU-NF)"};

enum { MARKS = TL_COUNT(marks) };

static struct tl_marking all[MARKS];

static void read_marks(void)
{
    for (size_t i = 0; i < MARKS; i++) {
        tl_portion_parse(&arena, tl_str(marks[i]), &all[i]);
        cr_assert(all[i].is_valid, "%s: %s", marks[i], all[i].reason);
    }
}

TestSuite(rollup_any, .init = read_marks, .fini = end);

/* Marsaglia's xorshift64: the same choices in every run. */
static uint64_t state = 88172645463325252ULL;

static size_t any_below(size_t limit)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (size_t)(state % limit);
}

static bool is_same_set(struct tl_words a, struct tl_words b)
{
    return tl_words_within(a, b) && tl_words_within(b, a);
}

static bool is_same(const struct tl_marking *a, const struct tl_marking *b)
{
    return a->level == b->level && a->is_valid == b->is_valid && tl_slice_eq(a->owner, b->owner) &&
           is_same_set(a->sci, b->sci) && is_same_set(a->sap, b->sap) && is_same_set(a->aea, b->aea) &&
           is_same_set(a->fgi, b->fgi) && is_same_set(a->dissem, b->dissem) &&
           is_same_set(a->nonic, b->nonic) && is_same_set(a->rel_to, b->rel_to) &&
           is_same_set(a->display_to, b->display_to) && is_same_set(a->joint, b->joint) &&
           is_same_set(a->nato_ctl, b->nato_ctl);
}

static size_t choose(struct tl_marking out[MOST], size_t index[MOST])
{
    const size_t count = 1 + any_below(MOST);
    for (size_t i = 0; i < count; i++) {
        index[i] = any_below(MARKS);
        out[i] = all[index[i]];
    }
    return count;
}

Test(rollup_any, the_order_of_portions_does_not_show)
{
    for (size_t round = 0; round < ROUNDS; round++) {
        struct tl_marking portions[MOST];
        struct tl_marking first;
        struct tl_marking again;
        size_t index[MOST];
        const size_t count = choose(portions, index);
        tl_rollup(&arena, portions, count, NULL, &first);
        for (size_t i = count; i > 1; i--) { /* Fisher and Yates */
            const size_t other = any_below(i);
            const struct tl_marking kept = portions[i - 1];
            portions[i - 1] = portions[other];
            portions[other] = kept;
        }
        tl_rollup(&arena, portions, count, NULL, &again);
        cr_expect(is_same(&first, &again), "%s with %zu more", marks[index[0]], count - 1);
        end();
        read_marks();
    }
}

Test(rollup_any, rolls_up_to_itself_and_reads_back)
{
    for (size_t round = 0; round < ROUNDS; round++) {
        struct tl_marking portions[MOST];
        struct tl_marking rolled;
        struct tl_marking again;
        struct tl_marking read;
        size_t index[MOST];
        tl_rollup(&arena, portions, choose(portions, index), NULL, &rolled);
        tl_rollup(&arena, &rolled, 1, NULL, &again);
        cr_expect(is_same(&rolled, &again), "%s: again", marks[index[0]]);
        const tl_slice text = rendered(&rolled);
        tl_banner_parse(&arena, text, &read);
        read.sci = again.sci; /* leaves are written as a tree */
        cr_expect(is_same(&rolled, &read), "%.*s reads back: %s", (int)text.len, (const char *)text.ptr,
                  read.is_valid ? "otherwise" : read.reason);
        end();
        read_marks();
    }
}

/* The portion as the banner has to show it: without what markings.md 6 lets drop from this banner. */
static struct tl_marking expected_of(struct tl_marking m, const struct tl_marking *banner)
{
    static const char *const classified_drops[] = {"SBU", "SBU-NF", "LES-NF", "LOU", "LIMDIS", "EFTO"};
    const bool is_classified = banner->level != TL_LEVEL_U;
    m.dissem = tl_words_without(&arena, m.dissem, TL_LIT("FOUO"));
    if (tl_words_has(banner->dissem, TL_LIT("ORCON"))) {
        m.dissem = tl_words_without(&arena, m.dissem, TL_LIT("ORCON-USGOV"));
    }
    if (tl_words_has(banner->nonic, TL_LIT("NODIS"))) {
        m.nonic = tl_words_without(&arena, m.nonic, TL_LIT("EXDIS"));
    }
    for (size_t i = 0; i < TL_COUNT(classified_drops) && is_classified; i++) {
        m.nonic = tl_words_without(&arena, m.nonic, tl_str(classified_drops[i]));
    }
    if (is_classified) {
        m.aea = tl_words_without(&arena, tl_words_without(&arena, m.aea, TL_LIT("DCNI")), TL_LIT("UCNI"));
    }
    if (tl_words_has(banner->dissem, TL_LIT("NOFORN"))) { /* says what the NF of these says */
        m.nonic =
            tl_words_without(&arena, tl_words_without(&arena, m.nonic, TL_LIT("SBU-NF")), TL_LIT("LES-NF"));
    }
    if (tl_words_has(banner->nonic, TL_LIT("SBU-NF"))) {
        m.nonic = tl_words_without(&arena, m.nonic, TL_LIT("SBU"));
    }
    if (tl_words_has(banner->nonic, TL_LIT("LES-NF"))) {
        m.nonic = tl_words_without(&arena, m.nonic, TL_LIT("LES"));
    }
    return m;
}

Test(rollup_any, is_never_below_a_portion)
{
    for (size_t round = 0; round < ROUNDS; round++) {
        struct tl_marking portions[MOST];
        struct tl_marking rolled;
        size_t index[MOST];
        const size_t count = choose(portions, index);
        tl_rollup(&arena, portions, count, NULL, &rolled);
        for (size_t i = 0; i < count; i++) {
            const struct tl_marking alone = expected_of(portions[i], &rolled);
            struct tl_marking one;
            struct tl_marking above = rolled;
            tl_rollup(&arena, &alone, 1, NULL,
                      &one); /* an owner shows as its source, an item as its leaves */
            above.fgi = tl_words_has(above.fgi, TL_LIT("*"))
                            ? tl_words_union(&arena, above.fgi, tl_marking_foreign(&arena, &one))
                            : above.fgi;
            above.sci = tl_words_union(&arena, above.sci, one.sci); /* SI stands in SI-G */
            const tl_slice text = rendered(&rolled);
            cr_expect(tl_level_max(rolled.level, portions[i].level) == rolled.level &&
                          tl_marking_within(&one, &above),
                      "%s over %.*s", marks[index[i]], (int)text.len, (const char *)text.ptr);
        }
        end();
        read_marks();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Two releases: all that one shows alone is told, and nothing that both show. */
#include <stdio.h>

#include <criterion/criterion.h>

#include "ledger/compare.h"

#define HEAD "UNCLAS PORT ARDENT 000301\n\nSUBJECT: TALKS\n\n"

struct pair {
    struct tl_arena arena;
    struct tl_cable cable[TL_SIDES];
    struct tl_comparison of;
};

static void compare(struct pair *p, const char *a, const char *b)
{
    const struct tl_cable_options none = {0};
    *p = (struct pair){0};
    tl_cable_parse(&p->arena, tl_str(a), &none, &p->cable[TL_SIDE_A]);
    tl_cable_parse(&p->arena, tl_str(b), &none, &p->cable[TL_SIDE_B]);
    tl_compare(&p->arena, &p->cable[TL_SIDE_A], &p->cable[TL_SIDE_B], &p->of);
}

static void expect_words(const struct pair *p, size_t a, size_t b)
{
    cr_expect_eq(p->of.words[TL_SIDE_A], a, "A alone: %zu", p->of.words[TL_SIDE_A]);
    cr_expect_eq(p->of.words[TL_SIDE_B], b, "B alone: %zu", p->of.words[TL_SIDE_B]);
    cr_expect((p->of.portions.count > 0) == (a + b > 0), "%zu portions", p->of.portions.count);
}

static void expect_together(const struct pair *p, const char *text)
{
    for (size_t i = 0; i < p->of.portions.count; i++) {
        if (tl_slice_eq(p->of.portions.items[i].together, tl_str(text))) {
            return;
        }
    }
    cr_expect(false, "not told: %s", text);
    for (size_t i = 0; i < p->of.portions.count; i++) {
        const tl_slice told = p->of.portions.items[i].together;
        cr_log_info("told: %.*s\n", (int)told.len, (const char *)told.ptr);
    }
}

Test(compare, each_shows_what_the_other_withholds)
{
    struct pair p;
    compare(
        &p, HEAD "1. (U) Envoy [(b)(6)] met Mira Vetch.\n\n2. [WITHHELD C (b)(1)]\n\n3. (U) Post agrees.\n",
        HEAD "1. (U) Envoy Ivo Marlow met [(b)(6)].\n\n2. (C) The pier is mined.\n\n3. (U) Post agrees.\n");
    expect_words(&p, 2, 6);
    expect_together(&p, "1. (U) Envoy \xc2\xabIvo Marlow\xc2\xbb met \xc2\xabMira Vetch\xc2\xbb.");
    expect_together(&p, "2. \xc2\xab(C) The pier is mined.\xc2\xbb");
    cr_assert_eq(p.of.portions.count, 2);
    const struct tl_shown *first = &p.of.portions.items[0].shown.items[0];
    cr_expect_eq(first->side, TL_SIDE_B);
    cr_expect(tl_slice_eq(first->text, TL_LIT("Ivo Marlow")) && tl_slice_eq(first->mark, TL_LIT("[(b)(6)]")));
    cr_expect(first->line[TL_SIDE_A] == 5 && first->line[TL_SIDE_B] == 5 && first->words == 2);
    tl_arena_release(&p.arena);
}

/* Words of a withheld paragraph that stand in another one are told all the same. */
Test(compare, the_words_of_another_paragraph_are_not_taken_for_it)
{
    struct pair p;
    compare(&p,
            HEAD "1. (U) a\n\n2. [WITHHELD C (b)(1)]\n\n3. (U) The talks about the pier of Vetch opened.\n",
            HEAD "1. (U) a\n\n2. (C) The talks about the pier of Vetch failed.\n\n3. [WITHHELD C (b)(1)]\n");
    expect_words(&p, 8, 8);
    tl_arena_release(&p.arena);
}

Test(compare, the_same_and_what_both_withhold_are_silent)
{
    static const char *const releases[] = {
        HEAD "1. (U) Envoy [(b)(6)] left.\n\n2. [WITHHELD C (b)(1)]\n",
        HEAD "1. (U) Envoy [PERSON 1] left.\n\n2. [WITHHELD C (b)(1) 1.4(b), 2 lines]\n",
        HEAD "1. (U)  Envoy XXXXX\nleft.\n\n2. [EXCISED]\n",
    };
    for (size_t i = 0; i < TL_COUNT(releases); i++) {
        for (size_t k = 0; k < TL_COUNT(releases); k++) {
            struct pair p;
            compare(&p, releases[i], releases[k]);
            expect_words(&p, 0, 0);
            cr_expect_eq(p.of.marks, 2, "%zu %zu: %zu", i, k, p.of.marks);
            tl_arena_release(&p.arena);
        }
    }
}

Test(compare, levels_and_captions_are_no_text)
{
    struct pair p;
    compare(
        &p, "ZNR UUUUU ZZH\n" HEAD "1. (U) a\n",
        "ZNY CCCCC ZZH\nC O N F I D E N T I A L PORT ARDENT 000301\n\nNODIS\n\nSUBJECT: TALKS\n\n1. (C) a\n");
    expect_words(&p, 0, 0);
    cr_expect_geq(p.of.markings, 3);
    tl_arena_release(&p.arena);
    /* a word that no register knows is text */
    compare(&p, HEAD "1. (U) a\n",
            "UNCLAS PORT ARDENT 000301\n\nNIGHTJAR CHANNEL\n\nSUBJECT: TALKS\n\n1. (U) a\n");
    cr_expect_gt(p.of.words[TL_SIDE_B], 0);
    tl_arena_release(&p.arena);
}

Test(compare, what_is_gone_without_a_mark_is_told)
{
    struct pair p;
    compare(&p, HEAD "1. (U) a\n", HEAD "1. (U) a\n\n2. (U) The pier is open.\nVETCH\n");
    cr_expect_eq(p.of.words[TL_SIDE_A], 0);
    cr_expect_eq(p.of.words[TL_SIDE_B], 5);
    cr_assert_gt(p.of.portions.count, 0);
    cr_expect_eq(p.of.portions.items[0].shown.items[0].mark.len, 0);
    tl_arena_release(&p.arena);
}

Test(compare, two_cables_are_not_compared)
{
    struct pair p;
    compare(&p, HEAD "1. (U) a\n", "UNCLAS NOVA SELA 000301\n\n1. (U) b\n");
    cr_expect(p.of.is_other_cable && p.of.portions.count == 0);
    tl_arena_release(&p.arena);
    compare(&p, HEAD "1. (U) a\n", "UNCLAS [(b)(6)]\n\n1. (U) a b\n");
    cr_expect(!p.of.is_other_cable);
    tl_arena_release(&p.arena);
}

/* What stands in a mark, a banner or a label and is in no register is text like any other. */
Test(compare, free_words_of_marks_are_text)
{
    static const struct {
        const char *a, *b;
        size_t words[TL_SIDES];
    } pairs[] = {
        {HEAD "1. (U//VETCH OWNS THE PIER) a\n", HEAD "1. (U) a\n", {4, 0}},
        {HEAD "1. (U) a\n\n2. [WITHHELD C (b)(1)]\n", HEAD "1. (U) a\n\n2. (C//MINED PIER)\n", {0, 2}},
        {HEAD "1. (S//SAR-NIGHTJAR//NF) a\n", HEAD "1. (U) a\n", {1, 0}},
        {"SECRET//NIGHTJAR PIER PORT ARDENT 000301\n\n1. (U) a\n",
         "UNCLAS PORT ARDENT 000301\n\n1. (U) a\n",
         {2, 0}},
        /* registered words, however many */
        {HEAD "1. (S//REL TO USA, GBR) a\n\n2. (TS//SI-G/TK//OC/NF) b\n",
         HEAD "1. (U) a\n\n2. (SBU) b\n",
         {0, 0}},
        {"T O P  S E C R E T PORT ARDENT 000301\n\nSIPDIS\n\nROGER CHANNEL, NOFORN\n\n1. (C - ENTIRE TEXT) "
         "a\n",
         "UNCLAS PORT ARDENT 000301\n\nSIPDIS\n\n1. (U) a\n",
         {0, 0}},
    };
    for (size_t i = 0; i < TL_COUNT(pairs); i++) {
        for (enum tl_side side = TL_SIDE_A; side < TL_SIDES; side++) {
            struct pair p;
            compare(&p, side == TL_SIDE_A ? pairs[i].a : pairs[i].b,
                    side == TL_SIDE_A ? pairs[i].b : pairs[i].a);
            cr_log_info("pair %zu", i);
            expect_words(&p, pairs[i].words[side], pairs[i].words[TL_SIDE_B - side]);
            tl_arena_release(&p.arena);
        }
    }
}

/* A mark tells that something stood there; signs tell what. */
Test(compare, what_is_no_word_is_told_too)
{
    static const struct {
        const char *a, *b;
        bool is_mark;
    } pairs[] = {
        {HEAD "1. (U) a\n\n2. [WITHHELD C (b)(1)]\n\n3. (U) b\n", HEAD "1. (U) a\n\n3. (U) b\n", true},
        {HEAD "1. (U) a\n\n2. [WITHHELD C (b)(1)]\n", HEAD "1. (U) a\n\n2.\n", true},
        {HEAD "1. (U) a\n\n2. [WITHHELD C (b)(1)]\n[WITHHELD C (b)(1)]\n",
         HEAD "1. (U) a\n\n2. [WITHHELD C (b)(1)]\n", true},
        {HEAD "1. (U) a [(b)(6)] b\n", HEAD "1. (U) a b\n", true},
        {HEAD "1. (U) a (?) b\n", HEAD "1. (U) a b\n", false},
        {HEAD "1. (U) a.\n", HEAD "1. (U) a?\n", false},
    };
    for (size_t i = 0; i < TL_COUNT(pairs); i++) {
        struct pair p;
        compare(&p, pairs[i].a, pairs[i].b);
        cr_assert_eq(p.of.portions.count, 1, "pair %zu", i);
        const struct tl_shown *shown = &p.of.portions.items[0].shown.items[0];
        cr_expect(shown->words == 0 && shown->is_mark == pairs[i].is_mark && shown->text.len > 0, "pair %zu",
                  i);
        tl_arena_release(&p.arena);
        compare(&p, pairs[i].b, pairs[i].a);
        cr_expect_eq(p.of.portions.count, 1, "pair %zu", i);
        tl_arena_release(&p.arena);
    }
}

/* Wherever a word is put in, in a mark and a label as well, the two differ. */
Test(compare, no_place_hides_a_word)
{
    static const char text[] =
        "VZCZCXYZ0301\nPP RUEHC RUEHXV\nDE RUEHPD #0301 0611405\nZNY SSSSS ZZH\nFM AMEMBASSY PORT ARDENT\n\n"
        "S E C R E T PORT ARDENT 000301\n\nNODIS\n\nE.O. 12958: DECL: 03/02/2017\nTAGS: PREL\n"
        "SUBJECT: (U) TALKS\n\nClassified By: A for reasons 1.4(b)\n\n[\xc2\xb6"
        "1.](#) (S//NF) The pier [(b)(6)] of\n"
        "Vetch.\n\nSECRET//NOFORN\n\n2. (C) A. [WITHHELD C (b)(1)]\n\nB. (U) [PERSON 1]\n\n3. [-(C)-] (U) "
        "x\nSECRET\n";
    char other[sizeof(text) + 8];
    for (size_t at = 0; at < sizeof(text); at++) {
        struct pair p;
        (void)snprintf(other, sizeof(other), "%.*s VETCH %s", (int)at, text, text + at);
        compare(&p, text, other);
        cr_expect(p.of.is_other_cable || p.of.portions.count > 0, "byte %zu: %s", at, text + at);
        tl_arena_release(&p.arena);
    }
}

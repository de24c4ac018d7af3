/* SPDX-License-Identifier: Apache-2.0 */
/* Two releases: all that one shows alone is told, and nothing that both show. */
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
    cr_expect((p->of.portions.count > 0) == (a + b > 0));
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

/* SPDX-License-Identifier: Apache-2.0 */
/* What a reviewer's release lifts of a marking: the level, and of the controls those that it names. */
#include <criterion/criterion.h>

#include "marking/lift.h"
#include "marking/portion.h"

struct row {
    const char *portion;
    const char *named; /* one word; empty: none */
    const char *lacking;
    enum tl_rank rank; /* of what is left */
    bool has_unknown;
};

Test(marking_lift, lifts_no_more_than_it_names)
{
    static const struct row rows[] = {
        {"(C)", "", "", TL_RANK_U, false},
        {"(TS)", "", "", TL_RANK_U, false},
        {"(S//NF)", "", "NOFORN", TL_RANK_U, false},
        {"(S//NF)", "NOFORN", "", TL_RANK_U, false},
        {"(S//NF)", "ORCON", "NOFORN", TL_RANK_U, false},
        {"(S//REL TO USA, GBR)", "", "REL TO", TL_RANK_U, false},
        {"(S//REL TO USA, GBR)", "REL TO", "", TL_RANK_U, false},
        {"(TS//SI-G//NF)", "SI", "SI-G NOFORN", TL_RANK_U, false},
        {"(S//FGI GBR)", "", "GBR", TL_RANK_U, false},
        {"(//GBR S)", "", "GBR", TL_RANK_U, false},
        {"(SBU)", "", "", TL_RANK_CUI, false},
        {"(SBU)", "SBU", "", TL_RANK_U, false},
        {"(U//LES)", "", "LES", TL_RANK_U, false},
        {"(C//QUUXX)", "QUUXX", "", TL_RANK_U, true},
    };
    struct tl_arena arena = {0};
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct tl_marking marking;
        const tl_slice word = tl_str(rows[i].named);
        tl_portion_parse(&arena, tl_str(rows[i].portion), &marking);
        const struct tl_lift lift = tl_marking_lift(&arena, &marking, (struct tl_words){&word, word.len > 0},
                                                    (struct tl_words){NULL, 0});
        struct tl_buf lacking = {0};
        for (size_t k = 0; k < lift.lacking.count; k++) {
            tl_buf_str(&lacking, k == 0 ? "" : " ");
            tl_buf_add(&lacking, lift.lacking.item[k]);
        }
        cr_expect(tl_slice_eq(tl_buf_slice(&lacking), tl_str(rows[i].lacking)), "%s: lacks %.*s",
                  rows[i].portion, (int)lacking.len, (const char *)lacking.ptr);
        cr_expect(lift.has_unknown == rows[i].has_unknown, "%s", rows[i].portion);
        cr_expect(tl_marking_rank(&lift.marking) == rows[i].rank, "%s", rows[i].portion);
        tl_buf_release(&lacking);
    }
    tl_arena_release(&arena);
}

Test(marking_lift, words_are_those_of_the_register)
{
    cr_expect(tl_lift_known(TL_LIT("NF")) && tl_lift_known(TL_LIT("REL TO")) &&
              tl_lift_known(TL_LIT("NODIS")));
    cr_expect(!tl_lift_known(TL_LIT("QUUXX")));
    cr_expect(tl_slice_eq(tl_lift_word(TL_LIT("NF")), TL_LIT("NOFORN")));
    cr_expect(tl_slice_eq(tl_lift_shown(TL_LIT("NOFORN")), TL_LIT("NOFORN")));
    cr_expect(tl_slice_eq(tl_lift_shown(TL_LIT("SI-QUUXX")), TL_LIT("?")));
}

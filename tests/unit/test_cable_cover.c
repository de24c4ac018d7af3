/* SPDX-License-Identifier: Apache-2.0 */
/* What the mark of a portion does not cover, and what raises inside it (DESIGN M2, M3, M5, M9). */
#include <criterion/criterion.h>

#include "base/buf.h"
#include "cable/cable.h"

#define HEAD                                                                                                 \
    "ZNY CCCCC ZZH\nP 021405Z MAR 07\nFM AMEMBASSY PORT ARDENT\nTO RUEHC/SECSTATE WASHDC PRIORITY 4455\n\n"  \
    "C O N F I D E N T I A L PORT ARDENT 000504\n\nSIPDIS\n\nE.O. 12958: DECL: 03/02/2017\nTAGS: PREL\n"

struct row {
    const char *text;
    const char *rank; /* of the portion that holds "alpha" */
};

static const char *rank_of(const struct tl_cable *cable, const char *needle)
{
    const size_t at = tl_slice_find(cable->bytes, tl_str(needle), 0);
    for (size_t i = 0; i < cable->elements.count; i++) {
        const struct tl_element *element = &cable->elements.items[i];
        if (element->span.begin <= at && at < element->span.end) {
            return tl_rank_name(tl_marking_rank(&cable->portions.items[element->portion].effective));
        }
    }
    return "none";
}

static void expect_rows(const struct row *rows, size_t count, const char *before, const char *after)
{
    for (size_t i = 0; i < count; i++) {
        const struct tl_cable_options options = {0};
        struct tl_arena arena = {0};
        struct tl_cable cable;
        struct tl_buf text = {0};
        tl_buf_str(&text, before);
        tl_buf_str(&text, rows[i].text);
        tl_buf_str(&text, after);
        tl_cable_parse(&arena, tl_buf_slice(&text), &options, &cable);
        cr_expect_str_eq(rank_of(&cable, "alpha"), rows[i].rank, "row %zu: %s is %s", i, rows[i].text,
                         rank_of(&cable, "alpha"));
        tl_buf_release(&text);
        tl_arena_release(&arena);
    }
}

#define BODY HEAD "SUBJECT: (U) TALKS\n\n1. (C) x.\n\n"

Test(cover, set_off_text_that_opens_something_counts_at_the_overall)
{
    static const struct row rows[] = {
        {"The harbour of alpha\nand its friends in town", "C"}, /* a heading over lines */
        {"Alpha TOWN\nOR alpha HARBOUR\nAND PIERS", "C"},
        {"Who Owns (alpha)?", "C"},
        {"Who owns alpha?", "U"},
        {"+ alpha goes.", "C"},
        {">> alpha goes.", "C"},
        {"\xE2\x80\x94 alpha goes.", "C"},
        {"--alpha goes.", "C"},
        {"2.1 alpha goes.", "C"},
        {"2a. alpha goes.", "C"},
        {"3 alpha goes.", "C"},
        {"3 . alpha goes.", "C"},
        {"l0. alpha goes.", "C"},
        {"Para 3: alpha goes.", "C"},
        {"No. 3 alpha goes.", "C"},
        {"**3.** alpha goes.", "C"},
        {"Embassy Comment: alpha goes.", "C"},
        {"BIO NOTE: alpha goes.", "C"},
        {"RECOMMENDATION: alpha goes.", "C"},
        {"Quotas of alpha: none.", "U"},
        {"All of it is alpha, he said.", "U"},
        {"\"Quoted\" alpha goes.", "U"},
    };
    expect_rows(rows, TL_COUNT(rows), BODY "2. (U) y.\n\n", "\n\n3. (C) z.\n");
}

Test(cover, a_heading_stands_where_its_underline_or_the_next_paragraph_says)
{
    static const struct row rows[] = {
        {"2. (U) y.\n\nPIERS OF alpha\n3. (C) z.\n", "C"},
        {"2. (U) y.\nPIERS OF alpha\n--------------\n\n3. (C) z.\n", "C"},
        {"2. (U) y\nof alpha\n3. (C) z.\n", "U"},
        {"2. (U) y of pages\n\nCONFIDENTIAL\n\nPAGE 02  PORT ARDENT 000504 021405Z\n\nalpha and\nmore\n\n3. "
         "(C) z.\n",
         "C"},
        {"2. (U) y of pages\n\nCONFIDENTIAL\n\nPAGE 02  PORT ARDENT 000504 021405Z\n\nalpha and\nmore.\n\n3. "
         "(C) z.\n",
         "U"},
    };
    expect_rows(rows, TL_COUNT(rows), BODY, "");
}

Test(cover, a_mark_covers_to_the_end_of_what_it_opens)
{
    static const struct row rows[] = {
        {"1. (C) x.\n\n2. (U) Summary. y. End summary.\n\nThe alpha goes.\n\n3. (C) z.\n", "C"},
        {"1. (C) x.\n\n2. (U) Summary. y. End summary.\n\n3. (U) The alpha goes.\n\nThen z.\n", "U"},
        {"(U) y.\n\nThe alpha goes.\n\n(C) z.\n", "C"}, /* no numbers: a blank line ends a paragraph */
        {"(U) y.\nThe alpha goes.\n\n(C) z.\n", "U"},
        {"(U) y goes\n\nCONFIDENTIAL\n\nPAGE 02  PORT ARDENT 000504 021405Z\n\non to alpha.\n\n(C) z.\n",
         "U"},
    };
    expect_rows(rows, TL_COUNT(rows), HEAD "SUBJECT: (U) TALKS\n\n", "");
}

Test(cover, an_item_without_a_mark_is_not_of_the_item_before)
{
    static const struct row rows[] = {
        {"  + alpha goes.\n", "C"},  {"  \xE2\x80\x93 alpha goes.\n", "C"}, {"  -alpha goes.\n", "C"},
        {"  C. alpha goes.\n", "C"}, {"  2) alpha goes.\n", "C"},           {"  ii. alpha goes.\n", "C"},
        {"  B, alpha goes.\n", "C"}, {"  alpha goes on.\n", "U"},           {"  and 3 alpha.\n", "U"},
    };
    expect_rows(rows, TL_COUNT(rows), BODY "2. (C) y.\n  A. (U) y\n", "\n3. (C) z.\n");
}

Test(cover, marks_inside_a_line_raise_where_a_portion_may_begin)
{
    static const struct row rows[] = {
        {"goes on.(C) alpha", "C"},
        {"goes on.  3.(C) alpha", "C"},
        {"goes on. Comment (C): alpha", "C"},
        {"goes on. -- (C) alpha", "C"},
        {"goes on. \"(C) alpha", "C"},
        {"| of the berths here | (C) alpha |", "C"},
        {"of the berths     (C) alpha", "C"},
        {"goes on. (Begin confidential) alpha", "C"},
        {"goes on. BEGIN CONFIDENTIAL. alpha", "C"},
        {"as POM 76 (C) said of alpha", "U"}, /* a cited title */
        {"under Section 408 (C) of alpha", "U"},
    };
    expect_rows(rows, TL_COUNT(rows), BODY "2. (U) The talk of the harbour ", "\n\n3. (C) z.\n");
}

Test(cover, words_behind_the_own_mark_raise)
{
    static const struct row rows[] = {
        {"2. (U) CONFIDENTIAL: alpha", "C"},
        {"2. (U) C - alpha", "C"},
        {"2. l(C) alpha", "UNKNOWN"},
        {"2. 8(S) alpha", "S"},
        {"2. (A) alpha", "C"},
        {"2. (1) alpha", "C"},
        {"2. y\n  A. (5) alpha", "UNKNOWN"},
        {"2. (A) y; (B) z\n(C) alpha", "C"},
        {"2. (U) Confidential talks: alpha", "U"},
    };
    expect_rows(rows, TL_COUNT(rows), BODY, "\n\n3. (C) z.\n");
}

Test(cover, level_lines_in_dress_open_an_enclosure)
{
    static const struct row rows[] = {
        {"S-E-C-R-E-T LONDON 44", "S"},
        {"S E C R E T LONDON", "S"},
        {"*** SECRET ***", "S"},
        {"\"SECRET\"", "S"},
        {"SECRET.", "S"},
        {"SECRET MEMORANDUM", "S"},
        {"UK TOP SECRET", "TS"},
        {"Reason: 1.4(b)", "C"},
        {"Declassify on: 3/2/2017", "C"},
        {"Secret talks went on here.", "U"},
        {"SECRETARY ROSE", "U"},
    };
    expect_rows(rows, TL_COUNT(rows), BODY "2. (U) The text follows.\n", "\nThe alpha goes.\n\n3. (U) z.\n");
}

Test(cover, an_enclosure_ends_where_nothing_else_is_said)
{
    static const struct row rows[] = {
        {"END TEXTBOOK BANS", "S"},
        {"end text of it goes on", "S"},
        {"(BEGIN TEXT OF ANNEX)\ny\nEND TEXT OF ANNEX", "S"},
        {"He wrote: BEGIN TEXT\ny\nEND TEXT", "S"},
        {"END TEXT.", "U"},
        {"(End text.)", "U"},
        {"--- END OF TEXT ---", "U"},
    };
    expect_rows(rows, TL_COUNT(rows), BODY "2. (U) y.\nBEGIN TEXT\nSECRET LONDON 44\ny\n",
                "\nalpha goes.\n\n3. (U) z.\n");
}

Test(cover, a_subject_has_the_mark_at_its_end_only_where_it_stands_apart)
{
    static const struct row rows[] = {
        {"THE alpha TALKS (U)", "U"},    {"THE alpha TALKS (C) (U)", "C"},
        {"THE alpha TALKS (C)(U)", "C"}, {"THE alpha TALKS ((U)", "C"},
        {"THE alpha TALKSx(U)", "C"},    {"(U) TALKS ON THE BERTHS IN TOWN; THEN (C) alpha", "C"},
    };
    expect_rows(rows, TL_COUNT(rows), HEAD "SUBJECT: ", "\n\n1. (C) x.\n");
}

Test(cover, a_caption_counts_wherever_it_stands_in_its_line)
{
    const struct tl_cable_options options = {0};
    struct tl_arena arena = {0};
    struct tl_cable cable;
    tl_cable_parse(&arena,
                   TL_LIT("ZNR UUUUU ZZH\nP 021405Z MAR 07\nFM AMEMBASSY PORT ARDENT\nTO SECSTATE WASHDC\n\n"
                          "UNCLAS PORT ARDENT 000504\n\nSIPDIS\n\nQUENTHORPE TO ROSE AT HOME EYES ONLY\n\n"
                          "E.O. 12958: N/A\nTAGS: PREL\nSUBJECT: TALKS\n\n1. alpha.\n"),
                   &options, &cable);
    cr_expect_gt(cable.controls.count, 0);
    tl_arena_release(&arena);
}

Test(cover, the_rest_of_a_wrapped_mark_opens_nothing)
{
    static const struct row rows[] = {
        {"2. (S//REL TO USA, AUS,\nGBR) alpha goes.\n", "S"},
        {"SUMMARY: (S//REL TO USA, AUS,\nGBR) alpha goes.\n", "S"},
        {"2. (U//REL TO USA, AUS,\nGBR) (S//NF) alpha goes.\n", "S"},
    };
    expect_rows(rows, TL_COUNT(rows), BODY, "");
}

Test(cover, a_control_word_behind_the_own_mark_is_a_control)
{
    const struct tl_cable_options options = {0};
    struct tl_arena arena = {0};
    struct tl_cable cable;
    tl_cable_parse(&arena, TL_LIT(BODY "2. (U) NOFORN: alpha goes.\n\n3. (C) z.\n"), &options, &cable);
    const struct tl_marking *last = &cable.portions.items[cable.portions.count - 2].effective;
    cr_expect(tl_words_has(last->dissem, TL_LIT("NOFORN")));
    tl_arena_release(&arena);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Levels of portions: what governs, what inherits, what raises (DESIGN M1 to M5, M9, M10). */
#include <criterion/criterion.h>

#include "base/buf.h"
#include "cable/cable.h"
#include "read_text.h"

#define HEAD_WITH(zny, line)                                                                                 \
    zny "P 021405Z MAR 07\nFM AMEMBASSY PORT ARDENT\nTO RUEHC/SECSTATE WASHDC PRIORITY 4455\n\n" line        \
        " PORT ARDENT 000504\n\nSIPDIS\n\nE.O. 12958: DECL: 03/02/2017\nTAGS: PREL\nSUBJECT: (U) TALKS\n\n"  \
        "REF: NOVA SELA 44\n\nClassified By: A. Signer for reasons 1.4(b) and (d)\n\n"
#define HEAD HEAD_WITH("ZNY CCCCC ZZH\n", "C O N F I D E N T I A L")

/* The rank of the portion that holds the first `needle`. */
static const char *rank_at(const struct read *read, const char *needle)
{
    const size_t at = tl_slice_find(read->cable.bytes, tl_str(needle), 0);
    for (size_t i = 0; i < read->cable.elements.count; i++) {
        const struct tl_element *element = &read->cable.elements.items[i];
        if (element->span.begin <= at && at < element->span.end) {
            return tl_rank_name(tl_marking_rank(&read->cable.portions.items[element->portion].effective));
        }
    }
    return "none";
}

Test(levels, a_banner_below_a_portion_is_said)
{
    static const struct {
        const char *body;
        bool is_found;
    } rows[] = {{"1. (S) alpha\n", true},
                {"1. (C) alpha\n", false},
                {"1. (U) alpha\n", false},
                {"1. (S// alpha\n", false}};
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct read read;
        struct tl_buf text = {0};
        tl_buf_str(&text, HEAD);
        tl_buf_str(&text, rows[i].body);
        tl_buf_byte(&text, '\0');
        read_text(&read, (const char *)text.ptr);
        cr_expect_eq(tl_cable_has_finding(&read.cable, "banner-below-portions"), rows[i].is_found, "row %zu",
                     i);
        tl_arena_release(&read.arena);
        tl_buf_release(&text);
    }
}

Test(levels, each_text_has_the_level_that_governs_it)
{
    static const struct {
        const char *body;
        const char *needle;
        const char *rank;
    } rows[] = {
        /* own marks */
        {"1. (U) alpha\n\n2. (C) bravo\n", "alpha", "U"},
        {"1. (U) alpha\n\n2. (C) bravo\n", "bravo", "C"},
        {"1.(U) alpha\n", "alpha", "U"},
        {"[\xc2\xb6"
         "1.](#) (U) alpha\n",
         "alpha", "U"},
        /* lower case and damage never lower */
        {"1. (u) alpha\n", "alpha", "C"},
        {"1. U) alpha\n", "alpha", "C"},
        {"1. alpha\n", "alpha", "C"},
        {"1. (\xd0\xa1) alpha\n", "alpha", "C"},
        /* M2: near misses raise */
        {"2. (U) x\n-- (C) alpha\n", "alpha", "C"},
        {"2. (U) x\n-- (C) y\n-- alpha\n", "alpha", "C"},
        {"2. (U) x\n3 (C) alpha\n", "alpha", "C"},
        {"2. (U) x\nPARA 3: (C) alpha\n", "alpha", "C"},
        {"2. (U) x\nl3. (C) alpha\n", "alpha", "C"},
        {"2. (U) x\nComment (C): alpha\n", "alpha", "C"},
        {"2. (U) x\n   A. C) alpha\n", "alpha", "C"},
        {"2. (U) He said so. (S//NF) alpha\n", "alpha", "S"},
        {"1. (U) Two options: (A) go (B) stay.\n\n(C) alpha\n", "alpha", "C"},
        {"1. (U) x\nSECRET//NOFORN alpha\n", "alpha", "S"},
        {"2. (U) x\n3. (X) alpha\n", "alpha", "C"},
        {"2. (U) x\n(C\xe2\x80\x8b) alpha\n", "alpha", "C"},
        {"2. (U) x\n(S\xc2\xa0//NF) alpha\n", "alpha", "S"},
        {"2. (U) x\n\xe2\x93\x88 alpha\n", "alpha", "S"},
        {"2. (U) x\n(CONFIDENTAL) alpha\n", "alpha", "C"},
        {"2. (U) x\n(TOPSECRET) alpha\n", "alpha", "TS"},
        {"2. (U) x\n(C alpha\n", "alpha", "C"},
        {"2. (U) x\n3.1 (C) alpha\n", "alpha", "C"},
        {"2. (U) x\n(U)(C) alpha\n", "alpha", "C"},
        {"2. (U) he saw Smith (B) there\n(C) alpha\n", "alpha", "C"},
        {"2. (U) as section 408 (B) of the act says\n(C) alpha\n", "alpha", "C"},
        {"2. (U) x\n\xc3\x9cn\xc3\xaft\xc3\xa9"
         "d N\xc3\xa4t\xc3\xaf\xc3\xb6ns C\xc3\xb6 (C) alpha\n",
         "alpha", "C"},
        {"2. (U) x\nBEGIN SECRET. alpha\n", "alpha", "S"},
        {"2. (U) x\nCONFIDENTIAL: alpha\n", "alpha", "C"},
        {"2. (U) x\n<C> alpha\n", "alpha", "C"},
        /* proven list letters and citations do not */
        {"1. (U) We\n(A) go\n(B) stay\n(C) alpha\n", "alpha", "U"},
        {"1. (U) Under Article 5 (C) alpha\n", "alpha", "U"},
        {"1. (U) Under 1.4 (C) alpha\n", "alpha", "U"},
        {"1. (U) The member(s) alpha\n", "alpha", "U"},
        /* M3: inheritance */
        {"1. (C) a\nA. (U) b\nB. alpha\n", "alpha", "C"},
        {"1. (U) a\nA. (S) b\nalpha\n", "alpha", "S"},
        {"1. (C) a\nA. (U) b\n\nalpha\n", "alpha", "C"},
        {"1. (C) a\n   A. (U) b\n   alpha\n", "alpha", "U"},
        {"2. (U) a\n\nCOMMENT: alpha\n", "alpha", "C"},
        {"2. (U) a\n\nalpha goes on.\n", "alpha", "U"},
        {"1. (U) a\n7. alpha\n", "alpha", "C"},
        {"2. (U) a\n\n2. alpha\n", "alpha", "C"},
        {"1. (U) a.\n\nAn Unmarked alpha\n\n2. (U) b\n", "alpha", "C"},
        {"1. (U) a\n\n2. (U) b\nSIGNERNAME\n", "SIGNERNAME", "C"},
        /* M5: enclosures */
        {"1. (U) Text follows.\nBEGIN TEXT\nS E C R E T NOVA SELA 00044\nalpha\nEND TEXT\n\n2. (C) b\n",
         "alpha", "S"},
        {"1. (U) Text follows.\nBEGIN TEXT\nS E C R E T NOVA SELA 00044\nx\nEND TEXT\nalpha\n2. (C) b\n",
         "alpha", "U"},
        {"1. (U) x\n> S E C R E T NOVA SELA 00044\nalpha\n", "alpha", "S"},
        {"1. (U) x\nClassification: SECRET\nalpha\n", "alpha", "S"},
        {"1. (U) x\nS E C R E T NOVA SELA 44\nhe wrote END TEXT in it\nalpha\n", "alpha", "S"},
        {"2. (U) x\n\n----------\nalpha\n----------\n\n3. (U) y\n", "alpha", "C"},
        /* SUBJECT */
        {"1. (C) a\n", "TALKS", "U"},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct read read;
        struct tl_buf text = {0};
        tl_buf_str(&text, HEAD);
        tl_buf_str(&text, rows[i].body);
        tl_buf_byte(&text, '\0');
        read_text(&read, (const char *)text.ptr);
        cr_expect_str_eq(rank_at(&read, rows[i].needle), rows[i].rank, "row %zu: %s", i, rows[i].body);
        tl_arena_release(&read.arena);
        tl_buf_release(&text);
    }
}

/* "(C) LONDON 9" behind "(B)" is a reference; without its predecessor, or with other text, it may be a
 * mark. */
/* What raises nothing because of where it stands is told; citations, list letters and lower marks are not. */
Test(levels, a_mark_in_mid_sentence_is_said)
{
    static const struct {
        const char *body;
        bool is_found;
    } rows[] = {{"1. (U) The minister said today that (S//NF) the crane fell.\n", true},
                {"1. (U) The minister said today that the crane (C) fell into the sea.\n", true},
                {"1. (U) The minister said\nthat it was known since 1998 that (TS) the crane fell.\n", true},
                {"1. (C) The minister said today that (S) the crane fell.\n", true},
                {"1. (S) The minister said today that (C) the crane fell.\n", false},
                {"1. (U) The minister said today that the crane fell. (S) It is old.\n", false},
                {"1. (U) The minister cited to us the text of Article 5 (C) of the treaty.\n", false},
                {"1. (U) The minister named to us three: (A) the crane, (B) the pier, (C) the sea.\n", false},
                {"1. (U) The minister (Ret) and others (NATO, EU) of the pier (see below) left.\n", false}};
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct read read;
        struct tl_buf text = {0};
        tl_buf_str(&text, HEAD);
        tl_buf_str(&text, rows[i].body);
        tl_buf_byte(&text, '\0');
        read_text(&read, (const char *)text.ptr);
        cr_expect_eq(tl_cable_has_finding(&read.cable, "mark-in-sentence"), rows[i].is_found, "row %zu", i);
        cr_expect(!rows[i].is_found || !tl_cable_has_finding(&read.cable, "raised"), "row %zu", i);
        tl_arena_release(&read.arena);
        tl_buf_release(&text);
    }
}

Test(levels, a_letter_of_a_reference_is_no_mark)
{
    static const struct {
        const char *lines;
        bool is_mark;
    } rows[] = {
        {"REF: (A) LONDON 7\n     (B) STATE 8\n     (C) LONDON 9\n\n1. x\n", false},
        {"REFS: (A) LONDON 7 (B) STATE 8\n(C) LONDON 9\n\n1. x\n", false},
        {"REF: LONDON 7\n(C) LONDON 9\n\n1. x\n", true},
        {"REF: (A) LONDON 7\n(B) STATE 8\n\n(C) LONDON 9\n\n1. x\n", true},
        {"REF: (A) LONDON 7\n(B) STATE 8\n(C) the minister wept\n\n1. x\n", true},
        {"REF: (A) LONDON 7\n(B) STATE 8\n(S) LONDON 9\n\n1. x\n", true},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct read read;
        bool is_mark = false;
        read_text(&read, rows[i].lines);
        for (size_t k = 0; k < read.cable.portions.count; k++) {
            is_mark = is_mark || tl_span_len(read.cable.portions.items[k].mark) > 0;
        }
        cr_expect_eq(is_mark, rows[i].is_mark, "%s", rows[i].lines);
        tl_arena_release(&read.arena);
    }
}

Test(levels, the_overall_is_the_highest_claim)
{
    static const struct {
        const char *text;
        enum tl_rank overall;
        const char *finding; /* NULL: none asked */
    } rows[] = {
        {HEAD "1. (U) a\n", TL_RANK_C, "compilation"},
        {HEAD "1. (S) a\n", TL_RANK_S, NULL},
        {HEAD_WITH("ZNY SSSSS ZZH\n", "C O N F I D E N T I A L") "1. a\n", TL_RANK_S, "claims-differ"},
        {HEAD_WITH("ZNR UUUUU ZZH\n", "UNCLAS") "1. a\n", TL_RANK_U, NULL},
        {HEAD_WITH("ZNY CCCAC ZZH\n", "UNCLAS") "1. a\n", TL_RANK_UNKNOWN, NULL},
        {HEAD_WITH("", "C O N F I D E N T I  L") "1. a\n", TL_RANK_C, "damaged-claim"},
        {HEAD_WITH("", "UNCLAS") "1. a\n\nSECRET\n", TL_RANK_S, NULL},
        {"1. alpha\n\n2. bravo\n", TL_RANK_UNKNOWN, "no-claim"},
        {"", TL_RANK_UNKNOWN, "no-claim"},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct read read;
        read_text(&read, rows[i].text);
        cr_expect(tl_marking_rank(&read.cable.overall) == rows[i].overall, "row %zu: %s", i,
                  tl_rank_name(tl_marking_rank(&read.cable.overall)));
        cr_expect(rows[i].finding == NULL || tl_cable_has_finding(&read.cable, rows[i].finding),
                  "row %zu: no %s", i, rows[i].finding);
        tl_arena_release(&read.arena);
    }
}

Test(levels, an_assumed_level_never_lowers)
{
    struct tl_arena arena = {0};
    struct tl_cable cable;
    const struct tl_cable_options options = {.assume = TL_RANK_U};
    tl_cable_parse(&arena, tl_str(HEAD "1. a\n"), &options, &cable);
    cr_expect(tl_marking_rank(&cable.overall) == TL_RANK_C);
    tl_cable_parse(&arena, tl_str("1. a\n"), &options, &cable);
    cr_expect(tl_marking_rank(&cable.overall) == TL_RANK_U);
    tl_arena_release(&arena);
}

Test(levels, captions_stand_over_every_portion_but_header_facts)
{
    struct read read;
    read_text(&read, "P 021405Z MAR 07\nFM AMEMBASSY PORT ARDENT\n\nUNCLAS PORT ARDENT 000504\n\nEXDIS\n\n"
                     "TAGS: PREL\nSUBJECT: (U) TALKS\n\n1. (U) alpha\n");
    for (size_t i = 0; i < read.cable.portions.count; i++) {
        const struct tl_portion *portion = &read.cable.portions.items[i];
        const bool has = tl_marking_has_word(&portion->effective, TL_LIT("EXDIS"));
        cr_expect(has != tl_kind_is_header_fact(portion->kind), "%s", tl_kind_name(portion->kind));
    }
    tl_arena_release(&read.arena);
}

Test(levels, furniture_must_name_this_cable)
{
    struct read read;
    read_text(&read,
              "P 021405Z MAR 77\nFM AMEMBASSY PORT ARDENT\n\nC O N F I D E N T I A L PORT ARDENT 504\n\n"
              "E.O. 11652: GDS\nTAGS: PREL\nSUBJ: TALKS\n\n1. THE DOSSIER, ON\n"
              "PAGE 12 OF THE REPORT NAMES HIM\nCONFIDENTIAL\n\n\nCONFIDENTIAL\n\n\n"
              "PAGE 02        PORT ARDENT 00504  021530Z\n\n\nAND MORE.\n");
    size_t furniture = 0;
    for (size_t i = 0; i < read.cable.portions.count; i++) {
        const struct tl_portion *portion = &read.cable.portions.items[i];
        if (portion->kind == TL_KIND_FURNITURE) {
            furniture++;
            cr_expect(portion->inside != TL_NONE, "furniture inside the paragraph");
        }
    }
    cr_expect_eq(furniture, 3);
    cr_expect_str_eq(rank_at(&read, "PAGE 12"), "C");
    tl_arena_release(&read.arena);
}

Test(levels, one_plain_date_may_free_and_anything_else_blocks)
{
    static const struct {
        const char *text;
        bool is_plain;
    } rows[] = {
        {HEAD "1. (C) a\n", true},
        {HEAD "1. (S) a\n", false},
        {HEAD "1. (C) a\n\nClassified by DAS, A/GIS on 11/30/2015 - Class: CONFIDENTIAL - Declassify on: "
              "12/04/2037\n",
         false},
        {HEAD_WITH("ZNY SSSSS ZZH\n", "C O N F I D E N T I A L") "1. (C) a\n", false},
        {HEAD "1. (C) a\nDeclassify on: 25X1-human\n", false},
        {HEAD "1. (C) To be declassified upon withdrawal.\n", false},
        {HEAD "1. (C) a\n(S) more\n", false},
        {HEAD "1. (U) GDS 2040\n\n2. (C) a\n", false},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct read read;
        read_text(&read, rows[i].text);
        cr_expect((read.cable.plain != NULL) == rows[i].is_plain, "row %zu", i);
        tl_arena_release(&read.arena);
    }
}

Test(levels, elements_tile_odd_bytes)
{
    static const char *const texts[] = {"\n\n\n",        "\xff\xfe\x00",      "\r\r\r",   "1.",
                                        "(C)",           "SUBJECT:",          "\x0c\x0c", "NNNN\nNNNN\n",
                                        "PAGE 01 A 1\n", "Message Attributes"};
    for (size_t i = 0; i < TL_COUNT(texts); i++) {
        struct read read;
        read_text(&read, texts[i]);
        size_t at = 0;
        for (size_t k = 0; k < read.cable.elements.count; k++) {
            cr_expect_eq(read.cable.elements.items[k].span.begin, at, "text %zu", i);
            at = read.cable.elements.items[k].span.end;
        }
        cr_expect_eq(at, read.cable.bytes.len, "text %zu", i);
        tl_arena_release(&read.arena);
    }
}

/* The first level words in a span by a look at every claim. */
static struct tl_span level_words_by_claims(const struct tl_cable *cable, struct tl_span in)
{
    struct tl_span first = {in.end, in.end};
    for (size_t i = 0; i < cable->claims.count; i++) {
        const struct tl_claim *claim = &cable->claims.items[i];
        const bool is_line = claim->from == TL_CLAIM_CLASSIFICATION_LINE || claim->from == TL_CLAIM_ZNY ||
                             claim->from == TL_CLAIM_BANNER || claim->from == TL_CLAIM_PAGE_LINE;
        if (is_line && !claim->is_enclosed && tl_span_meets(claim->level, in) &&
            claim->level.begin < first.begin) {
            first = claim->level;
        }
    }
    return first;
}

Test(levels, level_words_are_those_of_lines_that_say_a_level)
{
    struct read read;
    size_t found = 0;
    read_text(&read,
              HEAD "1. (C) alpha\n\nC O N F I D E N T I A L\n\nPAGE 02        PORT ARDENT 00504  021405Z\n\n"
                   "goes on\n\n2. (U) bravo\nBEGIN TEXT\nS E C R E T NOVA SELA 000611\ncharlie\nEND TEXT\n");
    for (size_t begin = 0; begin < read.cable.bytes.len; begin++) {
        for (size_t end = begin + 1; end <= read.cable.bytes.len && end < begin + 60; end++) {
            const struct tl_span in = {begin, end};
            const struct tl_span words = tl_cable_level_words(&read.cable, in);
            const struct tl_span walked = level_words_by_claims(&read.cable, in);
            cr_assert(words.begin == walked.begin && words.end == walked.end, "%zu-%zu", begin, end);
            found += tl_span_len(words) > 0;
        }
    }
    cr_expect(found > 100);
    cr_expect(read.cable.level_words.count >= 3, "%zu", read.cable.level_words.count);
    tl_arena_release(&read.arena);
}

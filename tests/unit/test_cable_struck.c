/* SPDX-License-Identifier: Apache-2.0 */
/* A cable with struck marks reads as the one without them, and everything keeps its place in the bytes
 * (DESIGN M16). */
#include <criterion/criterion.h>

#include "base/buf.h"
#include "cable/view.h"
#include "read_text.h"

#define REST                                                                                                 \
    "SIPDIS\n\nE.O. 12958: DECL: 03/02/2017\nTAGS: PREL\nSUBJECT: [-(C)-] (U) TALKS\n\nREF: NOVA SELA "      \
    "44\n\n"
#define STRUCK_HEAD                                                                                          \
    "[-CONFIDENTIAL-] UNCLASSIFIED\n\n[-ZNY CCCCC-] ZNR UUUUU ZZH\nP 021405Z MAR 07\nFM AMEMBASSY PORT "     \
    "ARDENT\nTO RUEHC/SECSTATE WASHDC PRIORITY 4455\n\n"                                                     \
    "[-C O N F I D E N T I A L-] UNCLAS [-NOFORN-] PORT ARDENT 000504\n\n[-NODIS-]\n" REST
#define HEAD                                                                                                 \
    "ZNY CCCCC ZZH\nP 021405Z MAR 07\nFM AMEMBASSY PORT ARDENT\nTO RUEHC/SECSTATE WASHDC PRIORITY "          \
    "4455\n\nC O N F I D E N T I A L PORT ARDENT 000504\n\n" REST

static const struct tl_portion *portion_with(const struct read *read, const char *needle)
{
    const size_t at = tl_slice_find(read->cable.bytes, tl_str(needle), 0);
    for (size_t i = 0; i < read->cable.elements.count; i++) {
        const struct tl_element *element = &read->cable.elements.items[i];
        if (element->span.begin <= at && at < element->span.end) {
            return &read->cable.portions.items[element->portion];
        }
    }
    cr_assert_fail("%s stands in no element", needle);
    return NULL;
}

static bool is_text(const struct read *read, struct tl_span span, const char *text)
{
    return tl_slice_eq(tl_span_of(read->cable.bytes, span), tl_str(text));
}

Test(cable_struck, struck_words_claim_nothing)
{
    struct read read;
    read_text(&read, STRUCK_HEAD
              "1. [-(C)-] (U) alpha\n\n   A. [-(S)-] (U) bravo\n\n2. (U) charlie\n"
              "[-CONFIDENTIAL-] UNCLASSIFIED\n\nPAGE 02  PORT ARDENT 000504 021405Z\n\ngoes on.\n\n"
              "[-CONFIDENTIAL-] UNCLASSIFIED\n");
    cr_expect_eq(tl_marking_rank(&read.cable.overall), TL_RANK_U);
    cr_expect_eq(read.cable.controls.count, 0);
    cr_expect(read.cable.number == 504 && tl_slice_eq(read.cable.post, TL_LIT("PORT ARDENT")));
    for (size_t i = 0; i < read.cable.claims.count; i++) {
        const struct tl_claim *claim = &read.cable.claims.items[i];
        cr_expect(claim->from == TL_CLAIM_AUTHORITY || tl_marking_rank(&claim->marking) == TL_RANK_U,
                  "claim %zu", i);
    }
    cr_expect(tl_cable_has_finding(&read.cable, "struck-mark"));
    cr_expect_eq(read.cable.captions.count, 1, "SIPDIS alone");
    cr_expect_eq(portion_with(&read, "[-CONFIDENTIAL-] UNCLASSIFIED\n\nPAGE")->kind, TL_KIND_FURNITURE);
    cr_expect_eq(portion_with(&read, "bravo")->kind, TL_KIND_SUB_PARAGRAPH);
    cr_expect_eq(portion_with(&read, "goes on")->kind, TL_KIND_PARAGRAPH);
    tl_arena_release(&read.arena);
}

Test(cable_struck, places_are_those_of_the_bytes)
{
    struct read read;
    size_t at = 0;
    read_text(&read, STRUCK_HEAD "1. [-(C)-] (U) alpha\n\n2. (U) bravo\n[-NODIS-]");
    for (size_t i = 0; i < read.cable.elements.count; i++) {
        cr_expect_eq(read.cable.elements.items[i].span.begin, at);
        at = read.cable.elements.items[i].span.end;
    }
    cr_expect_eq(at, read.cable.bytes.len);
    const struct tl_portion *alpha = portion_with(&read, "alpha");
    cr_expect(is_text(&read, alpha->core, "1. [-(C)-] (U) alpha"));
    cr_expect(is_text(&read, alpha->label, "1. "));
    cr_expect(is_text(&read, alpha->mark, "[-(C)-] (U)"));
    cr_expect(tl_slice_eq(alpha->own.text, TL_LIT("(U)")));
    cr_expect_eq(alpha->line, tl_cable_line(&read.cable, alpha->core.begin));
    cr_expect(is_text(&read, portion_with(&read, "SUBJECT")->core, "SUBJECT: [-(C)-] (U) TALKS"));
    bool has_zny = false;
    bool has_class_line = false;
    for (size_t i = 0; i < read.cable.claims.count; i++) {
        const struct tl_claim *claim = &read.cable.claims.items[i];
        has_zny = has_zny || (claim->from == TL_CLAIM_ZNY && is_text(&read, claim->level, "UUUUU"));
        has_class_line =
            has_class_line ||
            (claim->from == TL_CLAIM_CLASSIFICATION_LINE && is_text(&read, claim->level, "UNCLAS") &&
             is_text(&read, claim->span, "UNCLAS [-NOFORN-] PORT ARDENT 000504"));
    }
    cr_expect(has_zny && has_class_line);
    tl_arena_release(&read.arena);
}

/* What is no struck mark is text at its own level, and what is one lowers nothing. */
Test(cable_struck, forged_marks_lower_nothing)
{
    static const struct {
        const char *body;
        const char *needle;
        enum tl_rank rank;
    } rows[] = {
        {"1. [-(C)-] alpha\n\n2. (C) x\n", "alpha", TL_RANK_UNKNOWN},
        {"1. [-(U)-] alpha\n\n2. (C) x\n", "alpha", TL_RANK_UNKNOWN},
        {"1. [-(C)-] alpha (U)\n\n2. (C) x\n", "alpha", TL_RANK_UNKNOWN},
        {"1. [-UNCLAS-] alpha\n\n2. (C) x\n", "alpha", TL_RANK_C},
        {"1. (C) [-(C)-] (U) alpha\n", "alpha", TL_RANK_C},
        {"1. (U) [-(C)-] alpha\n\n2. (C) x\n", "alpha", TL_RANK_UNKNOWN},
        {"1. [-alpha-] (U) bravo\n\n2. (C) x\n", "alpha", TL_RANK_C},
        {"1. (U) [-bravo-]\n\n[-UNCLASSIFIED-]\nalpha\n\n2. (C) x\n", "alpha", TL_RANK_C},
        {"1. (U) x\n\n[-CONFIDENTIAL-] UNCLASSIFIED\nalpha goes on.\n\n2. (C) x\n", "alpha", TL_RANK_U},
        {"1. [-(S)-] (U) alpha\n\n2. (C) x\n", "alpha", TL_RANK_U},
        {"1. (U) x\n[-NODIS-]\n(C) alpha\n\n2. (C) x\n", "alpha", TL_RANK_C},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct read read;
        struct tl_buf text = {0};
        tl_buf_str(&text, HEAD);
        tl_buf_str(&text, rows[i].body);
        tl_buf_byte(&text, '\0');
        read_text(&read, (const char *)text.ptr);
        const enum tl_rank rank = tl_marking_rank(&portion_with(&read, rows[i].needle)->effective);
        cr_expect(rank == rows[i].rank, "row %zu: %s", i, tl_rank_name(rank));
        tl_buf_release(&text);
        tl_arena_release(&read.arena);
    }
}

/* M4 sees (U) paragraphs under a class line that says more, whatever is struck in them. */
Test(cable_struck, compilation_is_not_disarmed)
{
    struct read read;
    read_text(&read, HEAD "1. [-(C)-] (U) alpha\n\n2. (U) bravo\n");
    cr_expect(read.cable.is_compiled);
    tl_arena_release(&read.arena);
}

Test(cable_struck, nothing_but_marks_is_text)
{
    struct read read;
    read_text(&read, "[-NODIS-]");
    cr_expect(read.cable.elements.count == 1 && read.cable.struck.count == 0);
    tl_arena_release(&read.arena);
}

/* No rule sees a struck word, and none parts a name. */
Test(cable_struck, the_view_holds_none)
{
    struct read read;
    struct tl_view view;
    read_text(&read, HEAD "1. [-(C)-] (U) John [-NODIS-] Smith [-NODI-]\n");
    const struct tl_portion *portion = portion_with(&read, "John");
    (void)tl_view_build(&read.arena, &read.cable, portion->core, NULL, 0, NULL, 0, TL_READING_PLAIN, &view);
    cr_expect(tl_slice_eq(view.text, TL_LIT("1. (U) John Smith [-NODI-]")), "%.*s", (int)view.text.len,
              (const char *)view.text.ptr);
    const size_t name = tl_slice_find(view.text, TL_LIT("John Smith"), 0);
    const struct tl_span in = tl_view_original(&view, (struct tl_span){name, name + 10});
    cr_expect(is_text(&read, in, "John [-NODIS-] Smith"));
    tl_arena_release(&read.arena);
}

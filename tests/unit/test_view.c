/* SPDX-License-Identifier: Apache-2.0 */
/* The view: what a reader sees of a range, in every reading, and the way back to the bytes. */
#include <criterion/criterion.h>

#include "base/utf8.h"
#include "cable/fold.h"
#include "cable/view.h"

#define ATOM "\xef\xbf\xbc"
#define NFD_E "e\xcc\x81"
#define NFC_E "\xc3\xa9"

static struct tl_cable cable_of(tl_slice bytes)
{
    return (struct tl_cable){.bytes = bytes};
}

static bool build(struct tl_arena *arena, tl_slice bytes, enum tl_reading reading, struct tl_view *view)
{
    const struct tl_cable cable = cable_of(bytes);
    return tl_view_build(arena, &cable, (struct tl_span){0, bytes.len}, NULL, 0, NULL, 0, reading, view);
}

static bool same(tl_slice a, const char *b)
{
    return tl_slice_eq(a, tl_str(b));
}

/* NULL: the reading does not differ and is not built. */
static const struct {
    tl_slice bytes;
    const char *plain;
    const char *joined;
    const char *folded;
} readings[] = {
    {TL_LIT(""), "", NULL, NULL},
    {TL_LIT(" \r\n\t "), "", NULL, NULL},
    {TL_LIT("  Tell   the\r\r\n Post\tnow.\n"), "Tell the Post now.", NULL, NULL},
    {TL_LIT("a\xc2\xa0"
            "b\xe3\x80\x80"
            "c\xe2\x80\xa8"
            "d\xe2\xa0\x80"
            "e"),
     "a b c d e", NULL, NULL},
    {TL_LIT("CON-\r\nSOLIDATED"), "CON-SOLIDATED", "CONSOLIDATED", NULL},
    {TL_LIT("CON- \n\n  SOLIDATED"), "CON-SOLIDATED", "CONSOLIDATED", NULL},
    {TL_LIT("CON- SOLIDATED"), "CON- SOLIDATED", NULL, NULL},
    {TL_LIT("CON-SOLIDATED"), "CON-SOLIDATED", NULL, NULL},
    {TL_LIT("555-\n0142"), "555-0142", NULL, NULL},
    {TL_LIT("dash --\nnext"), "dash -- next", NULL, NULL},
    {TL_LIT("end -\nnext"), "end - next", NULL, NULL},
    {TL_LIT("end-"), "end-", NULL, NULL},
    {TL_LIT("end-\n"), "end-", NULL, NULL},
    {TL_LIT("end-\n(x"), "end- (x", NULL, NULL},
    {TL_LIT("Caf" NFD_E "-\nbar"), "Caf" NFC_E "-bar", "Caf" NFC_E "bar", NULL},
    {TL_LIT("Tar\xc2\xadren"), "Tarren", NULL, NULL},
    {TL_LIT("Tar\xc2\xad\nren"), "Tar ren", "Tarren", NULL},
    {TL_LIT("Tar\xe2\x80\x90\nren"), "Tar\xe2\x80\x90ren", "Tarren", "Tar-ren"},
    {TL_LIT("Tar\xe2\x80\x8bren \xef\xbb\xbfx\x01\x7f\x1by"), "Tarren xy", NULL, NULL},
    {TL_LIT("e\xcc\x81"), NFC_E, NULL, NULL},
    {TL_LIT("\xe2\x84\xab"), "\xc3\x85", NULL, NULL},
    {TL_LIT("a\xcc\x81\xcc\xa3"), "\xe1\xba\xa1\xcc\x81", NULL, NULL},
    {TL_LIT("\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab"), "\xed\x95\x9c", NULL, NULL},
    {TL_LIT("\xe6\x9d\xb1\xe4\xba\xac"), "\xe6\x9d\xb1\xe4\xba\xac", NULL, NULL},
    {TL_LIT("M\xfcller\x92s"), "M\xc3\xbcller\xe2\x80\x99s", NULL, "M\xc3\xbcller's"},
    {TL_LIT("\xef\xbc\xb4\xef\xbd\x81rren"), "\xef\xbc\xb4\xef\xbd\x81rren", NULL, "Tarren"},
    {TL_LIT("T\xd0\xb0rr\xd0\xb5n"), "T\xd0\xb0rr\xd0\xb5n", NULL, "Tarren"},
    {TL_LIT("\xef\xac\x81nd \xe2\x80\x9cX\xe2\x80\x9d"), "\xef\xac\x81nd \xe2\x80\x9cX\xe2\x80\x9d", NULL,
     "find \"X\""},
    {TL_LIT("\xd1\x91x"), "\xd1\x91x", NULL, "\xc3\xabx"},
    {TL_LIT("a" ATOM "b"),
     "a\xef\xbf\xbd"
     "b",
     NULL, NULL},
    {TL_LIT("[\xc2\xb6"
            "1.](#) (C) x [PHUM](#) [Y]()"),
     "\xc2\xb6"
     "1. (C) x PHUM Y",
     NULL, NULL},
    {TL_LIT("Tar[](#)ren"), "Tarren", NULL, NULL},
    {TL_LIT("[a] (b) [c](http://d) [e"), "[a] (b) [c](http://d) [e", NULL, NULL},
    {TL_LIT("[a\nb](#)"), "[a b](#)", NULL, NULL},
    {TL_LIT("[abc](#Tarren) x"), "abc x" ATOM "Tarren", NULL, NULL},
    {TL_LIT("saw [EXCISED] and [(b)(6)]."), "saw " ATOM " and " ATOM ".", NULL, NULL},
    {TL_LIT("[EXCISED]"), ATOM, NULL, NULL},
};

Test(view, readings_of_one_text)
{
    for (size_t i = 0; i < TL_COUNT(readings); i++) {
        const char *const expected[] = {readings[i].plain, readings[i].joined, readings[i].folded};
        for (int k = 0; k < (int)TL_COUNT(expected); k++) {
            struct tl_arena arena = {0};
            struct tl_view view;
            const bool is_built = build(&arena, readings[i].bytes, (enum tl_reading)k, &view);
            cr_expect(is_built == (expected[k] != NULL), "row %zu reading %d", i, k);
            cr_expect(!is_built || expected[k] == NULL || same(view.text, expected[k]),
                      "row %zu reading %d: %.*s", i, k, (int)view.text.len, (const char *)view.text.ptr);
            tl_arena_release(&arena);
        }
    }
}

Test(view, both_changes_at_once)
{
    struct tl_arena arena = {0};
    struct tl_view view;
    cr_assert(build(&arena,
                    TL_LIT("\xef\xbc\xb4"
                           "ar-\nren"),
                    TL_READING_FOLDED_JOINED, &view));
    cr_expect(same(view.text, "Tarren"));
    cr_expect(!build(&arena,
                     TL_LIT("\xef\xbc\xb4"
                            "arren"),
                     TL_READING_FOLDED_JOINED, &view));
    tl_arena_release(&arena);
}

/* `word` of the view maps to bytes [begin, end). */
static const struct {
    tl_slice bytes;
    enum tl_reading reading;
    const char *word;
    struct tl_span in;
} maps[] = {
    {TL_LIT("  met  Tarren."), TL_READING_PLAIN, "Tarren", {7, 13}},
    {TL_LIT("met Tar\xe2\x80\x8bren."), TL_READING_PLAIN, "Tarren", {4, 13}},
    {TL_LIT("met Tar-\r\nren."), TL_READING_JOINED, "Tarren", {4, 13}},
    {TL_LIT("met Tar-\r\nren."), TL_READING_PLAIN, "Tar-ren", {4, 13}},
    {TL_LIT("met R" NFD_E "my."), TL_READING_PLAIN, "R" NFC_E "my", {4, 10}},
    {TL_LIT("met R\xe9my."), TL_READING_PLAIN, "R" NFC_E "my", {4, 8}},
    {TL_LIT("\xef\xac\x81nd"), TL_READING_FOLDED, "find", {0, 5}},
    {TL_LIT("\xef\xac\x81nd"), TL_READING_FOLDED, "ind", {0, 5}},
    {TL_LIT("Koro\n \nTarren"), TL_READING_PLAIN, "Koro Tarren", {0, 13}},
    {TL_LIT("[PHUM](#) x"), TL_READING_PLAIN, "PHUM", {1, 5}},
    {TL_LIT("[PHUM](#Tarren)"), TL_READING_PLAIN, "Tarren", {8, 14}},
    {TL_LIT("a\xcc\x81\xcc\xa3."), TL_READING_PLAIN, "\xe1\xba\xa1\xcc\x81", {0, 5}},
};

Test(view, maps_back_to_the_original)
{
    for (size_t i = 0; i < TL_COUNT(maps); i++) {
        struct tl_arena arena = {0};
        struct tl_view view;
        cr_assert(build(&arena, maps[i].bytes, maps[i].reading, &view), "row %zu", i);
        const tl_slice word = tl_str(maps[i].word);
        const size_t at = tl_slice_find(view.text, word, 0);
        cr_assert(at != TL_NONE, "row %zu", i);
        const struct tl_span in = tl_view_original(&view, (struct tl_span){at, at + word.len});
        cr_expect(in.begin == maps[i].in.begin && in.end == maps[i].in.end, "row %zu: %zu-%zu", i, in.begin,
                  in.end);
        const struct tl_span none = tl_view_original(&view, (struct tl_span){at, at});
        cr_expect(none.begin == none.end, "row %zu", i);
        tl_arena_release(&arena);
    }
}

Test(view, holes_vanish_with_their_line_ends)
{
    static const tl_slice bytes = TL_LIT("met PADI-\n\nPAGE 02\n\nLLA now\nPAGE 03\n");
    static const struct tl_span holes[] = {{0, 0}, {11, 19}, {28, 36}};
    const struct tl_cable cable = cable_of(bytes);
    struct tl_arena arena = {0};
    struct tl_view view;
    cr_assert(tl_view_build(&arena, &cable, (struct tl_span){0, bytes.len}, holes, 3, NULL, 0,
                            TL_READING_JOINED, &view));
    cr_expect(same(view.text, "met PADILLA now"));
    const struct tl_span in = tl_view_original(&view, (struct tl_span){4, 11});
    cr_expect(in.begin == 4 && in.end == 23);
    tl_arena_release(&arena);
}

Test(view, cuts_are_atoms_between_segments)
{
    static const tl_slice bytes = TL_LIT("one Tarren two XXXXX" ATOM " three");
    static const struct tl_span cuts[] = {{4, 10}};
    const struct tl_cable cable = cable_of(bytes);
    struct tl_arena arena = {0};
    struct tl_view view;
    cr_assert(tl_view_build(&arena, &cable, (struct tl_span){0, bytes.len}, NULL, 0, cuts, 1,
                            TL_READING_PLAIN, &view));
    cr_expect(same(view.text, "one " ATOM " two " ATOM "\xef\xbf\xbd three"));
    cr_assert(view.segments.count == 3);
    static const char *const parts[] = {"one ", " two ", "\xef\xbf\xbd three"};
    for (size_t i = 0; i < TL_COUNT(parts); i++) {
        cr_expect(same(tl_span_of(view.text, view.segments.items[i]), parts[i]), "segment %zu", i);
    }
    tl_arena_release(&arena);
}

Test(view, a_range_sees_its_own_holes_and_cuts_only)
{
    static const tl_slice bytes = TL_LIT("aaa bbb ccc ddd eee");
    static const struct tl_span spans[] = {{0, 3}, {8, 11}, {16, 19}};
    const struct tl_cable cable = cable_of(bytes);
    struct tl_arena arena = {0};
    struct tl_view view;
    cr_assert(
        tl_view_build(&arena, &cable, (struct tl_span){4, 15}, spans, 3, NULL, 0, TL_READING_PLAIN, &view));
    cr_expect(same(view.text, "bbb ddd"));
    cr_assert(
        tl_view_build(&arena, &cable, (struct tl_span){4, 15}, NULL, 0, spans, 3, TL_READING_PLAIN, &view));
    cr_expect(same(view.text, "bbb " ATOM " ddd"));
    cr_assert(tl_view_build(&arena, &cable, (struct tl_span){2, 9}, spans, 3, spans + 1, 1, TL_READING_PLAIN,
                            &view));
    cr_expect(same(view.text, "bbb " ATOM));
    cr_expect(tl_view_characters(&view, (struct tl_span){0, view.text.len}) == 5);
    tl_arena_release(&arena);
}

static const struct {
    tl_slice bytes;
    const char *slug;
} doubts[] = {
    {TL_LIT("plain text, 100 % = fine & dandy; AT&amp;T\n=====\nx =\ny"), NULL},
    {TL_LIT("caf" NFC_E " \xe2\x80\x94 M\xfcller\x92s"), NULL},
    {TL_LIT("a\xe2\x80\xae"
            "b"),
     "bidi"},
    {TL_LIT("a\xe2\x80\x8f"
            "b"),
     "bidi"},
    {TL_LIT("a\xe2\x81\xa6"
            "b"),
     "bidi"},
    {TL_LIT("a\xd8\x9c"
            "b"),
     "bidi"},
    {TL_LIT("Tarr\x08"
            "een"),
     "backspace"},
    {TL_LIT("a\0b, and more of it"), "nul"},
    {TL_LIT("\xff\xfeT\0a\0"), "utf16"},
    {TL_LIT("T\0a\0r\0r\0e\0n\0"), "utf16"},
    {TL_LIT("\0T\0a\0r\0r\0e\0n"), "utf16"},
    {TL_LIT("Tar\x1b[0mren"), "escape"},
    {TL_LIT("met Tar=\nren"), "quoted-printable"},
    {TL_LIT("caf=C3=A9 and so on =\r\nmore"), "quoted-printable"},
    {TL_LIT("a=B2 and c=3D"), NULL},
    {TL_LIT("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2\r\n"
            "d3h5ejAxMjM0NTY3ODlBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWmFiY2RlZmdo\r\n"),
     "base64"},
    {TL_LIT("-----------------------------------------------------------------\n"
            "XYXYXYXYXYXYXYXYXYXYXYXYXYXYXYXYXYXYXYXYXYXYXYXYXYXYXYXYXYXYXYXYX\n"),
     NULL},
    {TL_LIT("Tar&#114;en"), "entity"},
    {TL_LIT("Tar&#x72;en"), "entity"},
    {TL_LIT("R&eacute;my"), "entity"},
    {TL_LIT("Koro&nbsp;Tarren"), "entity"},
    {TL_LIT("a &lt; b &amp; c &para; R&D; M&A;"), NULL},
};

Test(view, what_nobody_can_read_is_doubt)
{
    for (size_t i = 0; i < TL_COUNT(doubts); i++) {
        const char *slug = tl_view_doubt(doubts[i].bytes);
        cr_expect((slug == NULL) == (doubts[i].slug == NULL) &&
                      (slug == NULL || strcmp(slug, doubts[i].slug) == 0),
                  "row %zu: %s", i, slug == NULL ? "none" : slug);
    }
}

Test(view, the_fold_table_is_sorted_and_beyond_ascii)
{
    for (size_t i = 0; i < tl_fold_size(); i++) {
        cr_expect(tl_fold_code(i) >= 0x80 && (i == 0 || tl_fold_code(i - 1) < tl_fold_code(i)), "item %zu",
                  i);
    }
    unsigned char out[TL_FOLD_ROOM];
    size_t count = 0;
    for (uint32_t code = 0xff01; code <= 0xff5e; code++) {
        cr_expect(tl_fold_char(code, out, &count) && count == 1 && out[0] == code - 0xff01 + '!', "%x", code);
    }
}

/* Any bytes give valid UTF-8 whose map stays inside the range; segments hold all but atoms. */
Test(view, any_bytes_give_a_sound_view)
{
    static const char *const pieces[] = {"a",
                                         "-",
                                         "\n",
                                         "[",
                                         "](#)",
                                         "](#b)",
                                         "\xcc\x81",
                                         "\xc3",
                                         "\xa9",
                                         "\xe2\x80",
                                         "\x8b",
                                         "XXXXX",
                                         "\xef\xbc\xa1",
                                         " ",
                                         "\xc2\xad",
                                         "\xe1\x85\xa1",
                                         "\xe1\x84\x92",
                                         "\xf0\x9d\x85\xa0",
                                         "[EXCISED]"};
    uint32_t seed = 7;
    for (int round = 0; round < 20000; round++) {
        struct tl_buf bytes = {0};
        struct tl_arena arena = {0};
        for (int i = 0; i < 24; i++) {
            seed = seed * 1664525u + 1013904223u;
            tl_buf_str(&bytes, pieces[(seed >> 16) % TL_COUNT(pieces)]);
        }
        const struct tl_cable cable = cable_of(tl_buf_slice(&bytes));
        const struct tl_span holes[] = {{3, 5}, {9, 9}, {10, 14}};
        const struct tl_span cuts[] = {{6, 7}, {12, 12}, {16, 20}};
        const struct tl_span range = {2, bytes.len - 1};
        for (int reading = 0; reading < TL_READING_COUNT; reading++) {
            struct tl_view view;
            if (!tl_view_build(&arena, &cable, range, holes, 3, cuts, 3, (enum tl_reading)reading, &view)) {
                continue;
            }
            cr_assert(tl_utf8_valid(view.text));
            for (size_t i = 0; i < view.text.len; i++) {
                const struct tl_span from = tl_view_original(&view, (struct tl_span){i, i + 1});
                cr_assert(from.begin >= range.begin && from.begin <= from.end && from.end <= range.end);
            }
            size_t last = 0;
            for (size_t i = 0; i < view.segments.count; i++) {
                const struct tl_span segment = view.segments.items[i];
                cr_assert(segment.begin < segment.end && segment.end <= view.text.len &&
                          segment.begin >= last);
                cr_assert(tl_slice_find(tl_span_of(view.text, segment), TL_LIT(ATOM), 0) == TL_NONE);
                last = segment.end;
            }
        }
        tl_arena_release(&arena);
        tl_buf_release(&bytes);
    }
}

/* Inputs that are quadratic for a careless reader. */
Test(view, hostile_texts_take_linear_time, .timeout = 20)
{
    static const char *const pieces[] = {"[", "[a](#", "\xcc\x81", "\xcc\xa3\xcc\x81", "-\n",
                                         "X", "&",     "=\n",      "\xe1\x85\xa1"};
    for (size_t i = 0; i < TL_COUNT(pieces); i++) {
        struct tl_buf bytes = {0};
        struct tl_arena arena = {0};
        struct tl_view view;
        for (size_t k = 0; k < 300000; k++) {
            tl_buf_str(&bytes, pieces[i]);
        }
        (void)build(&arena, tl_buf_slice(&bytes), TL_READING_PLAIN, &view);
        (void)build(&arena, tl_buf_slice(&bytes), TL_READING_FOLDED_JOINED, &view);
        (void)tl_view_doubt(tl_buf_slice(&bytes));
        tl_arena_release(&arena);
        tl_buf_release(&bytes);
    }
}

/* An empty hole before each byte makes the view look at each character alone. */
Test(view, reads_words_as_it_reads_characters)
{
    static const char letters[] = "aaabZ9..,(]  \n\n--X\t\r\x7f\x01\xc3\xa9";
    uint32_t seed = 11;
    for (int round = 0; round < 20000; round++) {
        char text[40];
        struct tl_span holes[sizeof(text)];
        size_t count = 0;
        struct tl_arena arena = {0};
        for (size_t i = 0; i < sizeof(text); i++) {
            seed = seed * 1664525u + 1013904223u;
            text[i] = letters[(seed >> 16) % (round % 2 == 0 ? 20 : sizeof(letters) - 1)];
            text[i] = i > 3 && text[i] == 'X' && text[i - 1] == 'X' ? 'Y' : text[i]; /* no mask */
            if (((unsigned char)text[i] & 0xc0) != 0x80) {
                holes[count++] = (struct tl_span){i, i};
            }
        }
        const struct tl_cable cable = cable_of((tl_slice){(const unsigned char *)text, sizeof(text)});
        const struct tl_span range = {(size_t)round % 3, sizeof(text)};
        struct tl_views words;
        tl_views_build(&arena, &cable, range, NULL, 0, NULL, 0, &words);
        for (int i = 0; i < TL_READING_COUNT; i++) {
            struct tl_view one;
            const bool has =
                tl_view_build(&arena, &cable, range, holes, count, NULL, 0, (enum tl_reading)i, &one);
            cr_assert(has == words.has[i], "reading %d of %.40s", i, text);
            const struct tl_view *view = &words.view[i];
            cr_assert(!has || tl_slice_eq(view->text, one.text), "reading %d of %.40s", i, text);
            for (size_t k = 0; has && k < one.text.len; k++) {
                const struct tl_span a = tl_view_original(view, (struct tl_span){k, k + 1});
                const struct tl_span b = tl_view_original(&one, (struct tl_span){k, k + 1});
                cr_assert(a.begin == b.begin && a.end == b.end, "byte %zu of %.40s", k, text);
            }
        }
        tl_arena_release(&arena);
    }
}

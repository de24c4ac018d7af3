/* SPDX-License-Identifier: Apache-2.0 */
/* Names that propagate: what becomes one, and where it is found again. */
#include <criterion/criterion.h>

#include <stdio.h>

#include "release/match.h"
#include "release/stopwords.h"

static const struct tl_rule both = {
    .id = {(const unsigned char *)"p", 1}, .propagates_full = true, .propagates_surname = true};

static void name_add(struct tl_arena *arena, const char *text, struct tl_names *names)
{
    const struct tl_match match = {.rule = &both, .text = tl_str(text)};
    tl_names_add(arena, &match, names);
}

static const struct {
    const char *text;
    const char *names; /* "|" between; surnames in angle brackets */
} made[] = {
    {"Koro Tarren", "Koro Tarren|<Tarren>"},
    {"Tarren", "Tarren"},
    {"TARREN, Koro J.", "TARREN, Koro J|<TARREN>"},
    {"Koro Tarren, Jr.", "Koro Tarren, Jr|<Tarren>"},
    {"Koro Tarren III", "Koro Tarren III|<Tarren>"},
    {"Ana de la Varga", "Ana de la Varga|<Varga>|<de la Varga>"},
    {"Omar al-Sadrani", "Omar al-Sadrani|<al-Sadrani>|<Sadrani>"},
    {"Joost van der Molle", "Joost van der Molle|<Molle>|<van der Molle>"},
    {"VARGA LOPAR, Ana", "VARGA LOPAR, Ana|<LOPAR>|<VARGA>|<VARGA LOPAR>"},
    {"Ana Varga Lopar", "Ana Varga Lopar|<Lopar>|<Varga>"},
    {"Ana T. Varga Lopar", "Ana T. Varga Lopar|<Lopar>|<Varga>"},
    {"Koro J. Tarren", "Koro J. Tarren|<Tarren>"},
    {"Ana Varga de Lopar", "Ana Varga de Lopar|<Lopar>|<de Lopar>|<Varga>"},
    {"Koro Tarren's", "Koro Tarren|<Tarren>"},
    {"(Koro Tarren).", "Koro Tarren|<Tarren>"},
    {"Koro Tarren J.'s", "Koro Tarren J|<Tarren>"},
    {"Li Wu", "Li Wu"},
    {"Wu", ""},
    {"China", ""},
    {"MINISTER", ""},
    {"Koro M\xc3\xbcrrel", "Koro M\xc3\xbcrrel|Koro Murrel|<M\xc3\xbcrrel>|<Murrel>"},
    {"", ""},
    {" , ", ""},
};

Test(names, a_match_makes_full_names_and_surnames)
{
    for (size_t i = 0; i < TL_COUNT(made); i++) {
        struct tl_arena arena = {0};
        struct tl_names names = {0};
        struct tl_buf out = {0};
        name_add(&arena, made[i].text, &names);
        name_add(&arena, made[i].text, &names); /* no doubles */
        for (size_t k = 0; k < names.list.count; k++) {
            const struct tl_name *name = &names.list.items[k];
            tl_buf_format(&out, name->is_surname ? "%s<%.*s>" : "%s%.*s", k == 0 ? "" : "|",
                          (int)name->text.len, (const char *)name->text.ptr);
        }
        cr_expect(tl_slice_eq(tl_buf_slice(&out), tl_str(made[i].names)), "%s: %.*s", made[i].text,
                  (int)out.len, (const char *)out.ptr);
        tl_buf_release(&out);
        tl_arena_release(&arena);
    }
}

/* Where "Koro Tarren" and "Tarren" stand; only the widest hit of each place is listed. */
static const struct {
    tl_slice bytes;
    const char *spans;
} found[] = {
    {TL_LIT("told Koro Tarren now"), "5-16"},
    {TL_LIT("told KORO TARREN now"), "5-16"},
    {TL_LIT("told Tarren, tarren"), "5-11 13-19"},
    {TL_LIT("Tarren's and Tarren\xe2\x80\x99s and Tarren-led"), "0-6 13-19 28-34"},
    {TL_LIT("Tarrens Tarren1 1Tarren xTarren \xc3\xa9Tarren Tarren\xc3\xa9"), ""},
    {TL_LIT("Tarre\xc5\x84 Tarren\xcc\x81 Tarren\xe0\xa4\xbe"), ""},
    {TL_LIT("(Tarren) 'Tarren' Koro/Tarren"), "1-7 10-16 23-29"},
    {TL_LIT("Koro\r\r\n      Tarren"), "0-19"},
    {TL_LIT("Koro Tar-\nren"), "0-13"},
    {TL_LIT("Ko\xe2\x80\x8bro Tar\xc2\xadren \x92"), "0-16"},
    {TL_LIT("K\xd0\xbero T\xd0\xb0rren"), "0-13"},
    {TL_LIT("\xef\xbc\xab\xef\xbd\x8f\xef\xbd\x92\xef\xbd\x8f\xe3\x80\x80Tarren"), "0-21"},
    {TL_LIT("[Koro](#) Tarren [x](#Tarren)"), "1-16 22-28"},
    {TL_LIT("Tar[EXCISED]ren"), ""},
};

Test(names, are_found_again_as_whole_words)
{
    for (size_t i = 0; i < TL_COUNT(found); i++) {
        struct tl_arena arena = {0};
        struct tl_names names = {0};
        struct tl_name_hits hits = {0};
        const struct tl_cable cable = {.bytes = found[i].bytes};
        const struct tl_range range = {.span = {0, found[i].bytes.len}};
        char text[200] = "";
        size_t used = 0;
        size_t end = 0;
        name_add(&arena, "Koro Tarren", &names);
        tl_match_names(&arena, &cable, &range, &names, &hits);
        for (size_t k = 0; k < hits.list.count; k++) {
            const struct tl_span in = hits.list.items[k].in;
            if (in.end > end) {
                used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%zu-%zu", used == 0 ? "" : " ",
                                         in.begin, in.end);
                end = in.end;
            }
        }
        cr_expect(strcmp(text, found[i].spans) == 0, "row %zu: %s", i, text);
        tl_arena_release(&arena);
    }
}

/* Each name is found in each text of its row. */
static const struct {
    const char *name;
    tl_slice texts[4];
} scripts[] = {
    {"\xd0\x98\xd0\xb2\xd0\xb0\xd1\x80\xd0\xb8\xd0\xbd",
     {TL_LIT("\xd0\x98\xd0\xb2\xd0\xb0\xd1\x80\xd0\xb8\xd0\xbd"),
      TL_LIT("\xd0\x98\xd0\x92\xd0\x90\xd0\xa0\xd0\x98\xd0\x9d.")}},
    {"R\xc3\xa9mard",
     {TL_LIT("R\xc3\xa9mard"), TL_LIT("Re\xcc\x81mard"), TL_LIT("R\xe9mard"), TL_LIT("REMARD")}},
    {"Stra\xc3\x9f"
     "erin",
     {TL_LIT("STRASSERIN"), TL_LIT("Stra\xdf"
                                   "erin")}},
    {"O'Tarril",
     {TL_LIT("O\xe2\x80\x99Tarril"), TL_LIT("O\x92"
                                            "TARRIL")}},
    {"O\xe2\x80\x99Tarril", {TL_LIT("O'TARRIL"), TL_LIT("O\xe2\x80\x99Tarril")}},
    {"\xef\xbc\xb4\xef\xbd\x81rren", {TL_LIT("Tarren"), TL_LIT("TARREN")}},
    {"Tarr\xc4\xb1k", {TL_LIT("TARRIK"), TL_LIT("Tarrik")}},
};

Test(names, of_any_script_and_spelling)
{
    for (size_t i = 0; i < TL_COUNT(scripts); i++) {
        for (size_t k = 0; k < TL_COUNT(scripts[i].texts) && scripts[i].texts[k].len > 0; k++) {
            struct tl_arena arena = {0};
            struct tl_names names = {0};
            struct tl_name_hits hits = {0};
            const struct tl_cable cable = {.bytes = scripts[i].texts[k]};
            const struct tl_range range = {.span = {0, cable.bytes.len}};
            name_add(&arena, scripts[i].name, &names);
            tl_match_names(&arena, &cable, &range, &names, &hits);
            cr_expect(hits.list.count > 0 && hits.list.items[0].in.begin == 0, "row %zu text %zu", i, k);
            tl_arena_release(&arena);
        }
    }
}

Test(names, survive_folding_line_ends_and_page_breaks)
{
    static const char *const joints[] = {
        " ", "\n", "\r\n", "\r\r\n", "\n\nPAGE 02\n\n", "\r\n\r\nPAGE 02\r\n", "-"};
    for (size_t i = 0; i < TL_COUNT(joints); i++) {
        struct tl_arena arena = {0};
        struct tl_names names = {0};
        struct tl_name_hits hits = {0};
        const char *text = tl_arena_format(&arena, "he told Koro%sTarren of it", joints[i]);
        const struct tl_cable cable = {.bytes = tl_str(text)};
        const size_t page = tl_slice_find(cable.bytes, TL_LIT("PAGE 02"), 0);
        const struct tl_span hole = {page, page + 8};
        const struct tl_range range = {
            .span = {0, cable.bytes.len}, .holes = &hole, .hole_count = page != TL_NONE};
        name_add(&arena, "Koro Tarren", &names);
        tl_match_names(&arena, &cable, &range, &names, &hits);
        const bool is_full = hits.list.count == 2 && hits.list.items[0].in.begin == 8;
        cr_expect(joints[i][0] == '-' ? hits.list.count == 1 : is_full, "joint %zu", i);
        tl_arena_release(&arena);
    }
}

Test(names, what_a_joined_reading_found_is_a_name_too)
{
    struct tl_arena arena = {0};
    struct tl_names names = {0};
    struct tl_match match = {.rule = &both, .text = TL_LIT("Tar-ren")};
    match.readings[TL_READING_PLAIN] = match.text;
    match.readings[TL_READING_JOINED] = TL_LIT("Tarren");
    tl_names_add(&arena, &match, &names);
    cr_assert(names.list.count == 2);
    cr_expect(tl_slice_eq(names.list.items[1].text, TL_LIT("Tarren")));
    tl_arena_release(&arena);
}

/* Every name that goes on where another one ends is found, whatever parts its words. */
Test(names, that_begin_alike_are_all_found)
{
    static const char *const list[] = {"Koro",
                                       "Koro Tarren",
                                       "Koro Tarren-Varga",
                                       "Koro T. O'Molle",
                                       "Koro Stra\xc3\x9f"
                                       "e Wu",
                                       "Tarren"};
    static const struct {
        tl_slice bytes;
        size_t hits;
    } texts[] = {
        {TL_LIT("a Koro b"), 1},
        {TL_LIT("a KORO TARREN b"), 3},
        {TL_LIT("a Koro Tarren-Varga b"), 4},
        {TL_LIT("a Koro Tarren-Vargas b"), 3},
        {TL_LIT("a Koro T. O'Molle b"), 2},
        {TL_LIT("a Koro T. O'Moll b"), 1},
        {TL_LIT("a Koro STRASSE Wu b"), 2},
        {TL_LIT("a Koro. Tarren b"), 2},
        {TL_LIT("Koro"), 1},
        {TL_LIT("Korox Tarren"), 1},
    };
    for (size_t i = 0; i < TL_COUNT(texts); i++) {
        struct tl_arena arena = {0};
        struct tl_names names = {0};
        struct tl_name_hits hits = {0};
        const struct tl_rule full = {.id = TL_LIT("p"), .propagates_full = true};
        const struct tl_cable cable = {.bytes = texts[i].bytes};
        const struct tl_range range = {.span = {0, texts[i].bytes.len}};
        for (size_t k = 0; k < TL_COUNT(list); k++) {
            const struct tl_match match = {.rule = &full, .text = tl_str(list[k])};
            tl_names_add(&arena, &match, &names);
        }
        tl_match_names(&arena, &cable, &range, &names, &hits);
        cr_expect(hits.list.count == texts[i].hits, "%s: %zu", (const char *)texts[i].bytes.ptr,
                  hits.list.count);
        tl_arena_release(&arena);
    }
}

Test(names, the_stop_list_is_sorted_and_in_small_letters)
{
    for (size_t i = 0; i < tl_stop_words_count(); i++) {
        const char *word = tl_stop_words_item(i);
        cr_expect(i == 0 || strcmp(tl_stop_words_item(i - 1), word) < 0, "%s", word);
        cr_expect(strspn(word, "abcdefghijklmnopqrstuvwxyz") == strlen(word) && strlen(word) >= 4, "%s",
                  word);
        cr_expect(tl_stop_word(tl_str(word)), "%s", word);
    }
    cr_expect(tl_stop_word(TL_LIT("CHINA")) && !tl_stop_word(TL_LIT("Tarren")) && !tl_stop_word(TL_LIT("")));
}

/* Nobody looks at each name for each word that they begin with. */
Test(names, that_begin_alike_take_linear_time, .timeout = 30)
{
    enum { NAMES = 50000 };
    struct tl_arena arena = {0};
    struct tl_names names = {0};
    struct tl_name_hits hits = {0};
    struct tl_buf bytes = {0};
    for (int i = 0; i < NAMES; i++) {
        const char *name = tl_arena_format(&arena, "Koro Tarren%d", i);
        name_add(&arena, name, &names);
        tl_buf_format(&bytes, "told %s ", name);
    }
    const struct tl_cable cable = {.bytes = tl_buf_slice(&bytes)};
    const struct tl_range range = {.span = {0, bytes.len}};
    tl_match_names(&arena, &cable, &range, &names, &hits);
    cr_expect(hits.list.count == 2 * (size_t)NAMES); /* whole, and by surname */
    tl_buf_release(&bytes);
    tl_arena_release(&arena);
}

Test(names, many_names_in_a_large_text_take_linear_time, .timeout = 30)
{
    struct tl_arena arena = {0};
    struct tl_names names = {0};
    struct tl_name_hits hits = {0};
    struct tl_buf bytes = {0};
    for (int i = 0; i < 100; i++) {
        name_add(&arena, tl_arena_format(&arena, "Koro Tarren%c%c", 'a' + i % 26, 'a' + i / 26), &names);
    }
    while (bytes.len < 4 * 1024 * 1024) {
        tl_buf_str(&bytes, "the minister told the embassy of a plan that Tarrenzz had ");
    }
    const struct tl_cable cable = {.bytes = tl_buf_slice(&bytes)};
    const struct tl_range range = {.span = {0, bytes.len}};
    tl_match_names(&arena, &cable, &range, &names, &hits);
    cr_expect(hits.list.count == 0);
    tl_buf_release(&bytes);
    tl_arena_release(&arena);
}

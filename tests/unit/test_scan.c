/* SPDX-License-Identifier: Apache-2.0 */
/* Rules found by the literal scan: windows of a search, texts that trick folding, and hostile work. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <time.h>

#include "policy/filter.h"
#include "policy/regex.h"
#include "release/match.h"
#include "release/scan.h"

/* A policy of one rule with its filter; free it with one_free. */
struct one {
    struct tl_arena arena;
    struct tl_rule rule;
    struct tl_policy policy;
};

static void one_make(struct one *one, const char *pattern, bool is_caseless)
{
    struct tl_regex_error error = {0};
    *one = (struct one){.rule = {.id = TL_LIT("r"),
                                 .pattern = tl_str(pattern),
                                 .kinds = UINT32_MAX,
                                 .case_ = is_caseless ? TL_CASE_ANY : TL_CASE_WRITTEN}};
    one->rule.code = tl_regex_compile(one->rule.pattern, is_caseless, &error);
    cr_assert(one->rule.code != NULL, "%s: %s", pattern, error.text);
    one->policy = (struct tl_policy){.rules = &one->rule, .rule_count = 1};
    one->policy.filter = tl_filter_make(&one->arena, &one->rule, 1);
}

static void one_free(struct one *one)
{
    pcre2_code_free(one->rule.code);
    tl_arena_release(&one->arena);
}

static void one_match(struct one *one, tl_slice bytes, struct tl_matches *matches)
{
    struct tl_matcher *matcher = tl_matcher_new();
    const struct tl_cable cable = {.bytes = bytes};
    const struct tl_range range = {.span = {0, bytes.len}, .kind = TL_KIND_PARAGRAPH};
    tl_match_rules(matcher, &one->arena, &cable, &one->policy, (struct tl_date){0}, &range, NULL, NULL,
                   matches);
    tl_matcher_free(matcher);
}

/* Scans one segment of a text for the first time. */
static void segment_scan(struct tl_scan *scan, struct tl_arena *arena, const struct tl_filter *filter,
                         tl_slice text, struct tl_span segment)
{
    struct tl_looker looker = {0};
    struct tl_sights sights;
    const size_t count = segment.begin < segment.end ? 1 : 0;
    const struct tl_view view = {.text = text, .segments = {&segment, count, count}};
    tl_sights_make(&looker, arena, filter, &view, NULL, NULL, &sights);
    tl_scan_begin(scan, filter, TL_KIND_COUNT);
    tl_scan_segment(scan, text, segment, &sights);
    tl_looker_release(&looker);
}

/* The windows of the rule in a text, as "begin-end begin-end". */
static const char *windows_render(struct one *one, tl_slice text, char *out, size_t room)
{
    struct tl_scan scan = {0};
    size_t used = 0;
    out[0] = '\0';
    segment_scan(&scan, &one->arena, one->policy.filter, text, (struct tl_span){0, text.len});
    for (size_t i = 0; i < scan.windows[0].count; i++) {
        used += (size_t)snprintf(out + used, room - used, "%s%zu-%zu", i == 0 ? "" : " ",
                                 scan.windows[0].items[i].begin, scan.windows[0].items[i].end);
    }
    tl_scan_release(&scan);
    return out;
}

static const struct {
    const char *pattern;
    tl_slice text;
    const char *windows;
} rows[] = {
    {"Tarren", TL_LIT("Tarren and TARREN, tarren"), "0-0"}, /* the case is judged too */
    {"(?i)Tarren", TL_LIT("Tarren and TARREN, tarren"), "0-0 11-11 19-19"},
    {"\\bTarren", TL_LIT("xTarren Tarren"), "8-8"},
    {"[a-z]{2,4}-Tarren", TL_LIT("ab-Tarren abcdefgh-Tarren"), "0-0 14-16"},
    {"[a-z]+-Tarren", TL_LIT("ab cd-Tarren"), "3-4"},
    {"[a-z ]+-Tarren", TL_LIT("x1abcdefghijkl mnopqrstuv-Tarren"), "2-24"},
    {"[a-z ]+-Tarren", TL_LIT("a-Tarren-Tarren"), "0-0 3-7"},
    {"\\w+@x", TL_LIT("\xc3\xa9\xc3\xa9@x 1@x"), "0-0 2-2 7-7"},
    {".{3}@x", TL_LIT("12@x"), ""},
    {"\\d{3}-\\d{2}", TL_LIT("x 123-45, 123-4"), "2-2"},
    {"\\d{3}-\\d{2}",
     TL_LIT("\xc3\xa9 123-45 and much more \xc3\xa9"
            "123-45"),
     "0-0 3-3 24-24 26-26"},
    {"[a-z\\x{e9}]\\d{3}-\\d{2}",
     TL_LIT("x123-45 \xc3\xa9"
            "123-45 z123-45"),
     "0-0 8-8 17-17"},
};

Test(scan, windows_are_where_a_match_may_begin)
{
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct one one;
        char text[300];
        one_make(&one, rows[i].pattern, false);
        cr_assert(tl_rule_has_literal(&one.policy, &one.rule), "%s", rows[i].pattern);
        windows_render(&one, rows[i].text, text, sizeof(text));
        cr_expect(strcmp(text, rows[i].windows) == 0, "%s: %s", rows[i].pattern, text);
        one_free(&one);
    }
}

/* The next number of a fixed sequence (xorshift). */
static uint32_t next_number(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* Text of what openings are made of, with odd letters here and there. */
static size_t random_text(uint32_t *state, unsigned char *text, size_t room)
{
    static const char *const pieces[] = {"0", "7", "a", "f", "x",        "B",  "Q",
                                         "-", ".", " ", " ", "\xc3\xa9", "MHz"};
    const size_t wanted = next_number(state) % room;
    size_t len = 0;
    for (;;) {
        const char *piece =
            pieces[next_number(state) % (next_number(state) % 8 == 0 ? TL_COUNT(pieces) : 11)];
        if (len + strlen(piece) > wanted) {
            return len;
        }
        memcpy(text + len, piece, strlen(piece));
        len += strlen(piece);
    }
}

/* Looked for at once, openings stand where each of them stands when every place is looked at alone. */
Test(scan, openings_looked_for_at_once_are_those_of_each_place)
{
    static const char *const patterns[] = {
        "\\b[0-9a-f]{3,9}\\b", "\\b\\d{3}-\\d{2}", "[A-Z]{2}\\d{4}", "\\d\\.\\d{2}", "[A-Z][a-z]?\\d",
        "\\w{2}-\\d",          "\\B\\d{2}[A-Z]",   "[a-f0]{8}",      "\\d{2}",       "[\\x{e9}B]\\d{2}"};
    struct tl_rule rules[TL_COUNT(patterns)] = {0};
    struct tl_arena arena = {0};
    struct tl_scan scan = {0};
    uint32_t state = 12345;
    for (size_t i = 0; i < TL_COUNT(patterns); i++) {
        struct tl_regex_error error = {0};
        rules[i] = (struct tl_rule){.pattern = tl_str(patterns[i]), .kinds = UINT32_MAX};
        rules[i].code = tl_regex_compile(rules[i].pattern, false, &error);
        cr_assert(rules[i].code != NULL, "%s: %s", patterns[i], error.text);
    }
    for (size_t from = 0; from < TL_COUNT(patterns); from++) { /* of fewer rules other places tell */
        const size_t count = TL_COUNT(patterns) - from;
        const struct tl_filter *filter = tl_filter_make(&arena, rules + from, count);
        for (int n = 0; n < 400; n++) {
            unsigned char bytes[96];
            const tl_slice text = {bytes, random_text(&state, bytes, sizeof(bytes))};
            struct tl_span segment = {text.len / 3, text.len};
            while (segment.begin < text.len && (bytes[segment.begin] & 0xc0) == 0x80) {
                segment.begin++;
            }
            segment_scan(&scan, &arena, filter, text, segment);
            for (uint32_t r = 0; r < count; r++) {
                const struct tl_windows *windows = &scan.windows[r];
                for (size_t at = segment.begin, w = 0;
                     filter->rules[r].kind == TL_FILTER_OPENING && at < segment.end; at++) {
                    while (w < windows->count && windows->items[w].end < at) {
                        w++;
                    }
                    const bool is_found = w < windows->count && windows->items[w].begin <= at;
                    const bool may =
                        (bytes[at] & 0xc0) != 0x80 && tl_filter_may_open(filter, r, text, at, segment.end);
                    cr_assert(is_found == may, "%s at %zu of %.*s", patterns[from + r], at, (int)text.len,
                              bytes);
                }
            }
        }
    }
    tl_scan_release(&scan);
    for (size_t i = 0; i < TL_COUNT(patterns); i++) {
        pcre2_code_free(rules[i].code);
    }
    tl_arena_release(&arena);
}

/* A text of words, some of which are literals or begin like them. */
static size_t literal_text(uint32_t *state, unsigned char *text, size_t room)
{
    static const char *const pieces[] = {"tarren",   "tar",    "arren", " ",       "quenthorpe",
                                         "quen",     "thorpe", " x",    "SELBORN", "12-",
                                         "\xc3\xa9", "rpeta",  "3",     "\n"};
    size_t len = 0;
    for (;;) {
        const char *piece = pieces[next_number(state) % TL_COUNT(pieces)];
        if (len + strlen(piece) > room) {
            return len;
        }
        memcpy(text + len, piece, strlen(piece));
        len += strlen(piece);
    }
}

static void sights_expect(const struct tl_filter *filter, const struct tl_sights *a,
                          const struct tl_sights *b, const char *what)
{
    cr_assert(a->literals.count == b->literals.count, "%s: %zu and %zu literals", what, a->literals.count,
              b->literals.count);
    for (size_t i = 0; i < a->literals.count; i++) {
        cr_assert(a->literals.items[i].end == b->literals.items[i].end &&
                      a->literals.items[i].state == b->literals.items[i].state,
                  "%s: literal %zu", what, i);
    }
    for (size_t g = 0; g < filter->opening_groups; g++) {
        cr_assert(a->openings[g].list.count == b->openings[g].list.count, "%s: openings", what);
        for (size_t i = 0; i < a->openings[g].list.count; i++) {
            cr_assert(a->openings[g].list.items[i].at == b->openings[g].list.items[i].at &&
                          a->openings[g].list.items[i].rules == b->openings[g].list.items[i].rules,
                      "%s: opening %zu", what, i);
        }
    }
}

/* The rules that the two tests below look for. */
struct several {
    struct tl_arena arena;
    struct tl_rule rules[8];
    const struct tl_filter *filter;
    struct tl_looker looker;
};

static void several_make(struct several *several)
{
    static const char *const patterns[] = {"tarren",      "quenthorpe", "rpetar",        "(?i)selborn",
                                           "[a-z]+arren", "\\d{2}-\\d", "thorpe(?=tar)", "(?i)en.?quen"};
    *several = (struct several){0};
    for (size_t i = 0; i < TL_COUNT(patterns); i++) {
        struct tl_regex_error error = {0};
        several->rules[i] = (struct tl_rule){.pattern = tl_str(patterns[i]), .kinds = UINT32_MAX};
        several->rules[i].code = tl_regex_compile(several->rules[i].pattern, false, &error);
        cr_assert(several->rules[i].code != NULL, "%s: %s", patterns[i], error.text);
    }
    several->filter = tl_filter_make(&several->arena, several->rules, TL_COUNT(patterns));
}

static void several_free(struct several *several)
{
    for (size_t i = 0; i < TL_COUNT(several->rules); i++) {
        pcre2_code_free(several->rules[i].code);
    }
    tl_looker_release(&several->looker);
    tl_arena_release(&several->arena);
}

/* Where literals end by one walk over the whole segment. */
static void literals_by_walk(struct several *several, tl_slice text, struct tl_span segment,
                             struct tl_sights *out)
{
    const struct tl_filter *filter = several->filter;
    size_t state = 0;
    out->literals.count = 0;
    for (size_t at = segment.begin; at < segment.end; at++) {
        state = filter->next[state + filter->class_of[text.ptr[at]]];
        if (state >= filter->first_found * filter->class_count) {
            *TL_PUSH(&several->arena, &out->literals) = (struct tl_sight_literal){at + 1, state};
        }
    }
}

/* A long segment is read in lanes; what they find is what one walk finds. */
Test(scan, lanes_see_what_one_walk_sees)
{
    static unsigned char bytes[2000];
    struct several several;
    uint32_t state = 99;
    several_make(&several);
    for (int n = 0; n < 2000; n++) {
        struct tl_sights sights;
        struct tl_sights walked;
        const tl_slice text = {bytes, literal_text(&state, bytes, 1 + next_number(&state) % sizeof(bytes))};
        struct tl_span segment = {next_number(&state) % (text.len + 1), text.len};
        segment.begin = segment.begin == text.len ? 0 : segment.begin;
        const size_t count = text.len > 0;
        const struct tl_view view = {.text = text, .segments = {&segment, count, count}};
        tl_sights_make(&several.looker, &several.arena, several.filter, &view, NULL, NULL, &sights);
        walked = (struct tl_sights){.openings = sights.openings};
        literals_by_walk(&several, text, segment, &walked);
        sights_expect(several.filter, &sights, &walked, "walk");
    }
    several_free(&several);
}

/* What is taken over from a text with fewer cuts gives the windows that are there when all is looked for. */
Test(scan, what_was_seen_before_need_not_be_looked_for)
{
    static unsigned char bytes[900];
    struct several several;
    uint32_t state = 4711;
    size_t taken = 0;
    several_make(&several);
    for (int n = 0; n < 1500; n++) {
        struct tl_arena arena = {0};
        struct tl_view whole;
        struct tl_view rest;
        struct tl_sights seen;
        struct tl_sights again;
        struct tl_sights fresh;
        struct tl_scan a = {0};
        struct tl_scan b = {0};
        struct tl_span cuts[3];
        const struct tl_cable cable = {.bytes = {bytes, literal_text(&state, bytes, sizeof(bytes))}};
        const struct tl_span all = {0, cable.bytes.len};
        size_t at = 0;
        for (size_t i = 0; i < TL_COUNT(cuts); i++) {
            cuts[i].begin = at + next_number(&state) % 250;
            cuts[i].end = at = cuts[i].begin + 1 + next_number(&state) % 20;
        }
        (void)tl_view_build(&arena, &cable, all, NULL, 0, NULL, 0, TL_READING_PLAIN, &whole);
        (void)tl_view_build(&arena, &cable, all, NULL, 0, cuts, TL_COUNT(cuts), TL_READING_PLAIN, &rest);
        tl_sights_make(&several.looker, &arena, several.filter, &whole, NULL, NULL, &seen);
        tl_sights_make(&several.looker, &arena, several.filter, &rest, &whole, &seen, &again);
        tl_sights_make(&several.looker, &arena, several.filter, &rest, NULL, NULL, &fresh);
        tl_scan_begin(&a, several.filter, TL_KIND_COUNT);
        tl_scan_begin(&b, several.filter, TL_KIND_COUNT);
        for (size_t i = 0; i < rest.segments.count; i++) {
            const struct tl_span segment = rest.segments.items[i];
            tl_scan_segment(&a, rest.text, segment, &again);
            tl_scan_segment(&b, rest.text, segment, &fresh);
        }
        cr_assert(a.touched_count == b.touched_count, "%.*s", (int)rest.text.len, rest.text.ptr);
        for (size_t r = 0; r < TL_COUNT(several.rules); r++) {
            cr_assert(a.windows[r].count == b.windows[r].count, "rule %zu", r);
            for (size_t i = 0; i < a.windows[r].count; i++) {
                cr_assert(a.windows[r].items[i].begin == b.windows[r].items[i].begin &&
                          a.windows[r].items[i].end == b.windows[r].items[i].end);
            }
        }
        taken += tl_view_place(&whole, cuts[0].begin > 0 ? 0 : cuts[0].end) != TL_NONE;
        tl_scan_release(&a);
        tl_scan_release(&b);
        tl_arena_release(&arena);
    }
    cr_assert(taken > 1000);
    several_free(&several);
}

/* What caseless rules match beyond ASCII must be found, whatever the literals say. */
Test(scan, the_long_s_and_the_kelvin_sign_hide_nothing)
{
    static const struct {
        const char *pattern;
        tl_slice text;
    } cases[] = {
        {"source", TL_LIT("a \xc5\xbfource here")},
        {"KOROMO", TL_LIT("met \xe2\x84\xaaoromo")},
        {"\xc5\xbfource", TL_LIT("a source here")},
        {"[s-z]ource", TL_LIT("a \xc5\xbfource here")},
        {"\\d{3}-\\d\\dk", TL_LIT("123-45\xe2\x84\xaa")},
        {"\xc3\xa9tudes", TL_LIT("the \xc3\x89tude\xc5\xbf")},
    };
    for (size_t i = 0; i < TL_COUNT(cases); i++) {
        struct one one;
        struct tl_matches matches = {0};
        one_make(&one, cases[i].pattern, true);
        one_match(&one, cases[i].text, &matches);
        cr_expect(matches.list.count == 1 && matches.undecided == NULL, "%s", cases[i].pattern);
        one_free(&one);
    }
}

/* A search goes on behind its last match, also inside a window, and no match is found twice. */
Test(scan, matches_are_left_to_right_and_apart)
{
    static const struct {
        const char *pattern;
        tl_slice text;
        size_t count;
    } cases[] = {
        {"[a-z-]{1,6}-q7", TL_LIT("ab-q7-q7 cd-q7"), 2},
        {"q7.{0,3}q7", TL_LIT("q7q7q7q7 q7q7"), 2},
        {"(?:q7)+", TL_LIT("q7q7 q7"), 2},
        {"q7q7", TL_LIT("q7q7q7"), 1},
        {"q7(?=q7)", TL_LIT("q7q7q7"), 2},
        {"(?<=q7)q7", TL_LIT("q7q7q7"), 2},
        {"(?>k|[a-z.]+?K?)qqqj", TL_LIT("kqqqj aqqqj aaqqqj"), 3},
    };
    for (size_t i = 0; i < TL_COUNT(cases); i++) {
        struct one one;
        struct tl_matches matches = {0};
        one_make(&one, cases[i].pattern, false);
        one_match(&one, cases[i].text, &matches);
        cr_expect(matches.list.count == cases[i].count, "%s: %zu", cases[i].pattern, matches.list.count);
        one_free(&one);
    }
}

/* The engines of PCRE2 differ on what calls itself and on atomic groups: one of them must do, with JIT or
 * without. */
Test(scan, patterns_that_engines_do_not_do_alike_run_in_one)
{
    static const struct {
        const char *pattern;
        bool is_alone;
    } cases[] = {
        {"[^q](?R){0,2}[\\]@-]", true},
        {"(q|x)(?1)z", true},
        {"(q)(?-1)z", true},
        {"(?+1)(q)z", true},
        {"(?<n>q)(?&n)z", true},
        {"(?<n>q)(?P>n)z", true},
        {"(q)\\g<1>z", true},
        {"(q)\\g'1'z", true},
        {"(?<n>q)\\g{n}z", false},
        {"(q)\\1z(?-i)x", false},
        {"(?i)q(?#R)z", false},
        {"(?>k|[\\w.]+?K?)qqqj", true},
        {"(*atomic:q|z)x", true},
        {"q++(?=z)(?<!x)", false},
    };
    uint32_t has_jit = 0;
    (void)pcre2_config(PCRE2_CONFIG_JIT, &has_jit);
    for (size_t i = 0; i < TL_COUNT(cases); i++) {
        struct one one;
        size_t size = 0;
        one_make(&one, cases[i].pattern, false);
        cr_assert(pcre2_pattern_info(one.rule.code, PCRE2_INFO_JITSIZE, &size) == 0);
        cr_expect((size > 0) == (has_jit != 0 && !cases[i].is_alone), "%s", cases[i].pattern);
        one_free(&one);
    }
}

static double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* A second is fifty times what any of them needs: it tells a bound from none on a busy machine. */
Test(scan, hostile_patterns_end_on_ten_kilobytes, .timeout = 60)
{
    static const char *const patterns[] = {
        "(a+)+$",
        "^(a+)+$",
        "(a|a)*b",
        "(a|aa)+$",
        "(a*)*b",
        "(?:a|a){14}[XY]",
        "(?:a|a){9}[XY]",
        "[a-z]+ ?[a-z]+[XY]",
        "^(?:(a)|b)*[XY]",
        "(?:(a)|b)*[XY]",
        "(.*)*X",
        "(\\w+\\s*)+X",
        "(x+x+)+y",
        "(?:a?){20}a{20}",
        "(?:a+b?)+c",
        "(\\w+ )*\\w+@",
        "\\b(?:\\w+ )*\\w+9",
        "[a-z ]+@[a-z ]+@",
    };
    for (size_t i = 0; i < TL_COUNT(patterns) * 3; i++) {
        struct tl_buf bytes = {0};
        struct tl_matches matches = {0};
        struct one one;
        for (size_t k = 0; k < 10000; k++) {
            tl_buf_byte(&bytes, i % 3 == 0 ? 'a' : i % 3 == 1 ? "aaaaaa "[k % 7] : "aaaa@"[k % 5]);
        }
        tl_buf_str(&bytes, " 9!");
        one_make(&one, patterns[i / 3], false);
        const double begin = cpu_seconds();
        one_match(&one, tl_buf_slice(&bytes), &matches);
        cr_expect(cpu_seconds() - begin < 1, "%s", patterns[i / 3]);
        one_free(&one);
        tl_buf_release(&bytes);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Running rules over views: what is found, in which bytes, and what cannot be decided. */
#include <criterion/criterion.h>

#include <stdio.h>

#include "release/match.h"

static const struct tl_date today = {2026, 5, 1};

/* A rule with these fields and its compiled regex; free its code. */
static struct tl_rule rule_make(const char *id, const char *pattern, bool is_jit)
{
    int code = 0;
    PCRE2_SIZE at = 0;
    struct tl_rule rule = {.id = tl_str(id), .pattern = tl_str(pattern), .kinds = 1u << TL_KIND_PARAGRAPH};
    rule.code =
        pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_UCP, &code, &at, NULL);
    cr_assert(rule.code != NULL, "%s: error %d at %zu", pattern, code, at);
    if (is_jit) {
        (void)pcre2_jit_compile(rule.code, PCRE2_JIT_COMPLETE);
    }
    const int group = pcre2_substring_number_from_name(rule.code, (PCRE2_SPTR) "hit");
    rule.group = group > 0 ? (uint32_t)group : 0;
    return rule;
}

static void match_all(struct tl_arena *arena, const struct tl_policy *policy, tl_slice bytes,
                      struct tl_matches *matches)
{
    struct tl_matcher *matcher = tl_matcher_new();
    const struct tl_cable cable = {.bytes = bytes};
    const struct tl_range range = {.span = {0, bytes.len}, .kind = TL_KIND_PARAGRAPH};
    tl_match_rules(matcher, arena, &cable, policy, today, &range, NULL, NULL, matches);
    tl_matcher_free(matcher);
}

/* The matches as "begin-end:text begin-end:text". */
static const char *matches_render(const struct tl_matches *matches, char *out, size_t room)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < matches->list.count; i++) {
        const struct tl_match *match = &matches->list.items[i];
        used += (size_t)snprintf(out + used, room - used, "%s%zu-%zu:%.*s%s", i == 0 ? "" : " ",
                                 match->in.begin, match->in.end, (int)match->text.len,
                                 (const char *)match->text.ptr, match->is_check_failed ? "!" : "");
    }
    return out;
}

static const struct {
    const char *pattern;
    tl_slice bytes;
    const char *found; /* NULL: undecided */
} rows[] = {
    {"Tarren", TL_LIT("met Tarren and Tarren."), "4-10:Tarren 15-21:Tarren"},
    {"Tarren", TL_LIT("nobody"), ""},
    {"Koro Tarren", TL_LIT("met Koro\r\r\n   Tarren."), "4-20:Koro Tarren"},
    {"Tarren", TL_LIT("met Tar-\nren."), "4-12:Tarren"},
    {"Tar-?ren", TL_LIT("met Tar-\nren."), "4-12:Tar-ren"},
    {"Tarren", TL_LIT("met Tar\xe2\x80\x8bren \x92"), "4-13:Tarren"},
    {"Tarren", TL_LIT("met \xef\xbc\xb4\xef\xbd\x81rren"), "4-14:Tarren"},
    {"Tarren", TL_LIT("met T\xd0\xb0rr\xd0\xb5n"), "4-12:Tarren"},
    {"R\xc3\xa9my", TL_LIT("met Re\xcc\x81my, \xff"), "4-10:R\xc3\xa9my"},
    {"R\xc3\xa9my", TL_LIT("met R\xe9my"), "4-8:R\xc3\xa9my"},
    {"DCM (?<hit>\\w+)", TL_LIT("told DCM Tarren now"), "9-15:Tarren"},
    {"DCM (?<hit>\\w+)?", TL_LIT("told DCM (x"), "5-9:DCM "},
    {"(?=DCM (?<hit>\\w+))DCM", TL_LIT("told DCM Tarren"), "9-15:Tarren"},
    {"(?<=(?<hit>\\w{3}) )Tarren", TL_LIT("DCM Tarren"), "0-3:DCM"},
    {"a*", TL_LIT("baab"), "1-3:aa"},
    {"x*", TL_LIT("\xc3\xa9\xc3\xa9"), ""},
    {"\\w+", TL_LIT("saw [EXCISED] now"), "0-3:saw 14-17:now"},
    {"^saw|now$", TL_LIT("saw saw [EXCISED] saw now now"), "0-3:saw 26-29:now"},
    {"(?s)saw.*now", TL_LIT("saw [EXCISED] now"), ""},
    {"Tarren$", TL_LIT("[Tarren](#x)"), "1-7:Tarren"},
    {"Tarren", TL_LIT("[a](#Tarren)"), "5-11:Tarren"},
    {"^(a+)+$", TL_LIT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"), NULL},
};

Test(match, finds_spans_of_original_bytes)
{
    for (size_t i = 0; i < TL_COUNT(rows) * 2; i++) {
        const size_t row = i / 2;
        struct tl_arena arena = {0};
        struct tl_rule rule = rule_make("r", rows[row].pattern, i % 2 == 0);
        const struct tl_policy policy = {.rules = &rule, .rule_count = 1};
        struct tl_matches matches = {0};
        char text[400];
        match_all(&arena, &policy, rows[row].bytes, &matches);
        cr_expect((matches.undecided != NULL) == (rows[row].found == NULL), "row %zu", row);
        cr_expect(rows[row].found == NULL ||
                      strcmp(matches_render(&matches, text, sizeof(text)), rows[row].found) == 0,
                  "row %zu: %s", row, text);
        pcre2_code_free(rule.code);
        tl_arena_release(&arena);
    }
}

Test(match, context_words_must_be_near)
{
    static const tl_slice words[] = {TL_LIT("passport"), TL_LIT("date of birth")};
    static const struct {
        tl_slice bytes;
        bool is_found;
    } cases[] = {
        {TL_LIT("passport 12345"), true},
        {TL_LIT("PASSPORT NO. 12345"), true},
        {TL_LIT("12345 (passport)"), true},
        {TL_LIT("12345 is the passport"), false},
        {TL_LIT("passports 12345"), false},
        {TL_LIT("12345"), false},
        {TL_LIT("Date of\n Birth: 12345"), true},
        {TL_LIT("p\xd0\xb0ssport 12345"), true},
        {TL_LIT("passport \xc3\xa9\xc3\xa9\xc3\xa9 12345"), true},
    };
    for (size_t i = 0; i < TL_COUNT(cases); i++) {
        struct tl_arena arena = {0};
        struct tl_rule rule = rule_make("r", "\\d{5}", true);
        rule.near_words = (struct tl_words){words, TL_COUNT(words)};
        rule.near_within = 5;
        const struct tl_policy policy = {.rules = &rule, .rule_count = 1};
        struct tl_matches matches = {0};
        match_all(&arena, &policy, cases[i].bytes, &matches);
        cr_expect((matches.list.count == 1) == cases[i].is_found, "case %zu", i);
        pcre2_code_free(rule.code);
        tl_arena_release(&arena);
    }
}

Test(match, a_failed_check_is_told_only_where_the_rule_keeps)
{
    for (int keeps = 0; keeps < 2; keeps++) {
        struct tl_arena arena = {0};
        struct tl_rule rule = rule_make("r", "\\b\\d{16}\\b", true);
        rule.validator = TL_VALIDATOR_LUHN;
        rule.is_kept_on_fail = keeps == 1;
        const struct tl_policy policy = {.rules = &rule, .rule_count = 1};
        struct tl_matches matches = {0};
        char text[200];
        match_all(&arena, &policy, TL_LIT("4111111111111111 4111111111111112"), &matches);
        const char *expected = keeps == 1 ? "0-16:4111111111111111 17-33:4111111111111112!"
                                          : "0-16:4111111111111111 17-33:4111111111111112";
        cr_expect(strcmp(matches_render(&matches, text, sizeof(text)), expected) == 0, "%s", text);
        pcre2_code_free(rule.code);
        tl_arena_release(&arena);
    }
}

Test(match, exceptions_are_equality_of_the_whole_hit_in_named_rules)
{
    static const tl_slice texts[] = {TL_LIT("AMEMBASSY  TOKYO"), TL_LIT("SECSTATE")};
    static const tl_slice rules[] = {TL_LIT("a")};
    static const struct {
        const char *rule;
        tl_slice bytes;
        struct tl_date until;
        bool is_kept;
    } cases[] = {
        {"a", TL_LIT("to SECSTATE now"), {2026, 5, 1}, true},
        {"a", TL_LIT("to SECSTATE now"), {2026, 4, 30}, false},
        {"a",
         TL_LIT("to \xef\xbc\xb3"
                "ECSTATE now"),
         {2026, 5, 1},
         true},
        {"a", TL_LIT("to AMEMBASSY\n TOKYO now"), {2027, 1, 1}, true},
        {"a", TL_LIT("to SECSTATE TARREN now"), {2027, 1, 1}, false},
        {"b", TL_LIT("to SECSTATE now"), {2027, 1, 1}, false},
    };
    for (size_t i = 0; i < TL_COUNT(cases); i++) {
        struct tl_arena arena = {0};
        struct tl_rule rule = rule_make(cases[i].rule, "to (?<hit>\\p{Lu}+(?: \\p{Lu}+)*)", true);
        const struct tl_exception exception = {
            .texts = {texts, 2}, .rules = {rules, 1}, .until = cases[i].until};
        const struct tl_policy policy = {
            .rules = &rule, .rule_count = 1, .exceptions = &exception, .exception_count = 1};
        struct tl_matches matches = {0};
        match_all(&arena, &policy, cases[i].bytes, &matches);
        cr_assert(matches.list.count == 1, "case %zu", i);
        cr_expect((matches.list.items[0].exception != NULL) == cases[i].is_kept, "case %zu", i);
        pcre2_code_free(rule.code);
        tl_arena_release(&arena);
    }
}

static bool is_not_b(const struct tl_rule *rule, const void *context)
{
    (void)context;
    return !tl_slice_eq(rule->id, TL_LIT("b"));
}

Test(match, order_kinds_holes_and_wanted_rules)
{
    struct tl_arena arena = {0};
    struct tl_rule rules[] = {rule_make("z", "Tarren", true), rule_make("b", "Tarren", true),
                              rule_make("a", "Tarren", true), rule_make("c", "Koro Tarren", true)};
    rules[3].kinds = 1u << TL_KIND_SUBJECT;
    const struct tl_policy policy = {.rules = rules, .rule_count = TL_COUNT(rules)};
    const tl_slice bytes = TL_LIT("Koro\nPAGE 2\nTarren");
    const struct tl_span hole = {5, 12};
    const struct tl_cable cable = {.bytes = bytes};
    struct tl_range range = {
        .span = {0, bytes.len}, .holes = &hole, .hole_count = 1, .kind = TL_KIND_PARAGRAPH};
    struct tl_matcher *matcher = tl_matcher_new();
    struct tl_matches matches = {0};
    tl_match_rules(matcher, &arena, &cable, &policy, today, &range, is_not_b, NULL, &matches);
    cr_assert(matches.list.count == 2);
    cr_expect(matches.list.items[0].rule == &rules[2] && matches.list.items[1].rule == &rules[0]);
    matches = (struct tl_matches){0};
    range.kind = TL_KIND_COUNT;
    tl_match_rules(matcher, &arena, &cable, &policy, today, &range, NULL, NULL, &matches);
    char text[200];
    cr_expect(strcmp(matches_render(&matches, text, sizeof(text)),
                     "0-18:Koro Tarren 12-18:Tarren 12-18:Tarren 12-18:Tarren") == 0,
              "%s", text);
    for (size_t i = 0; i < TL_COUNT(rules); i++) {
        pcre2_code_free(rules[i].code);
    }
    tl_matcher_free(matcher);
    tl_arena_release(&arena);
}

Test(match, work_on_a_hostile_text_is_bounded, .timeout = 20)
{
    struct tl_arena arena = {0};
    struct tl_rule rule = rule_make("r", "(?:a|a){14}[XY]", true);
    const struct tl_policy policy = {.rules = &rule, .rule_count = 1};
    struct tl_matches matches = {0};
    struct tl_buf bytes = {0};
    for (size_t i = 0; i < 200000; i++) {
        tl_buf_str(&bytes, "a");
    }
    match_all(&arena, &policy, tl_buf_slice(&bytes), &matches);
    cr_expect(matches.undecided == &rule || matches.list.count == 0);
    pcre2_code_free(rule.code);
    tl_buf_release(&bytes);
    tl_arena_release(&arena);
}

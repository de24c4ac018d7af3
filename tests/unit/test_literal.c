/* SPDX-License-Identifier: Apache-2.0 */
/* What is derived from a regex: its literals, its opening, and that no letter has a partner nobody thought
 * of. */
#include <criterion/criterion.h>

#include <stdio.h>

#include "base/utf8.h"
#include "policy/filter.h"
#include "policy/regex.h"

/* The literals of a pattern as "text@least-most text@least", with `*` for no bound; "-" without any, "lost"
 * when the pattern is not understood. */
static const char *literals_render(const char *pattern, bool is_caseless, char *out, size_t room)
{
    struct tl_arena arena = {0};
    struct tl_regex_classes classes = {.arena = &arena};
    struct tl_literals literals = {0};
    const struct tl_regex_node *tree = tl_regex_tree(&arena, &classes, tl_str(pattern), is_caseless);
    size_t used = 0;
    snprintf(out, room, "%s", tree == NULL ? "lost" : "-");
    if (tree != NULL) {
        tl_literals_of(&arena, &arena, tree, &literals);
    }
    for (size_t i = 0; i < literals.list.count; i++) {
        const struct tl_literal *literal = &literals.list.items[i];
        used += (size_t)snprintf(out + used, room - used, "%s%.*s@%u", i == 0 ? "" : " ", (int)literal->len,
                                 (const char *)literal->bytes, literal->least);
        if (literal->most == TL_FAR) {
            used += (size_t)snprintf(out + used, room - used, "-*");
        } else if (literal->most != literal->least) {
            used += (size_t)snprintf(out + used, room - used, "-%u", literal->most);
        }
    }
    tl_arena_release(&arena);
    return out;
}

static const struct {
    const char *pattern;
    bool is_caseless;
    const char *literals;
} rows[] = {
    {"Tarren", false, "tarren@0"},
    {"(?i)Tarren", false, "tarren@0"},
    {"Tarren", true, "tarren@0"},
    /* alternation is union, concatenation the best part */
    {"Tarren|Koromo", false, "tarren@0 koromo@0"},
    {"Tarren|\\w+", false, "-"},
    {"Tarren|", false, "-"},
    {"\\b(?:Mr|Mrs)\\.? Tarren", false, "mr. tarren@0 mr tarren@0 mrs. tarren@0 mrs tarren@0"},
    {"\\w{2,4} Tarren", false, " tarren@2-16"},
    {"\\d{3}-Tarren", false, "-tarren@3-12"},
    {"[a-z]{2,4}-Tarren", false, "-tarren@2-4"},
    {"[a-z]+-Tarren", false, "-tarren@1-*"},
    {".*Tarren", false, "tarren@0-*"},
    {"Tar(?:r|l)en", false, "tarren@0 tarlen@0"},
    {"Tarr[ae]n", false, "tarran@0 tarren@0"},
    {"Tar[a-z]Koromo", false, "koromo@4"},
    {"(?:Tarren)?Koromo", false, "tarrenkoromo@0 koromo@0"},
    {"(?:Tarren)*Koromo", false, "koromo@0-*"},
    {"(?:Tarren)+", false, "tarren@0"},
    {"(?:Tarren){0}Koromo", false, "koromo@0"},
    {"(?:ab){3}", false, "ababab@0"},
    {"q{2,}", false, "-"},
    {"(?:Koromo \\d+|Tarren \\d+)x", false, "koromo @0 tarren @0"},
    {"a|ab|abc", false, "a@0"},
    /* beyond ASCII */
    {"R\xc3\xa9my", false, "r\xc3\xa9my@0"},
    {"R\xc3\xa9my", true, "my@2-5"},
    {"R\\x{e9}my", false, "r\xc3\xa9my@0"},
    {"\\x54arren", false, "tarren@0"},
    {"(?i)\xc5\xbf", false, "-"},
    {"(?i)\xe2\x84\xaa", false, "-"},
    {"\\pLTarren", false, "tarren@1-4"},
    /* options hold to the end of their group, over its branches */
    {"(?i)\xc3\xa9|Tarren\xc3\xa9", false, "-"},
    {"(?:(?i)a\xc3\xa9|b\xc3\xa9)q\xc3\xa9", false, "q\xc3\xa9@2-5"},
    {"(?i:\xc3\xa9)\xc3\xa9q", false, "\xc3\xa9q@1-4"},
    {"(?-i)Tarren", true, "tarren@0"},
    {"(?s).Tarren", false, "tarren@1-4"},
    {"(?x) Tar ren", false, "lost"},
    {"(?xx:[Tar ren])", false, "lost"},
    {"(?^:Tarren)", false, "lost"},
    {"(?n)(Tarren)", false, "lost"},
    /* what stands there and is not part of the match */
    {"(?=Tarren)T", false, "t@0"},
    {"(?!Tarren)Koromo", false, "koromo@0"},
    {"(?<=Tarren )Koromo", false, "koromo@0"},
    {"Koromo(?= Tarren)", false, "koromo@0"},
    {"(?:(?=Tarren))?x", false, "x@0"},
    /* anything may stand there */
    {"(Tarren|Koromo) \\1", false, "tarren @0 koromo @0"},
    {"(a)\\1Tarren", false, "tarren@1-*"},
    {"\\RTarren", false, "tarren@0-*"},
    {"\\XTarren", false, "tarren@0-*"},
    /* what is not known for certain */
    {"\\KTarren", false, "lost"},
    {"\\GTarren", false, "lost"},
    {"\\QTarren\\E", false, "lost"},
    {"Tarren\\E", false, "lost"},
    {"Tarren(?R)?", false, "lost"},
    {"(Tarren)(?1)", false, "lost"},
    {"(?<n>Tarren)(?&n)", false, "lost"},
    {"(?<n>Tarren)\\k<n>", false, "lost"},
    {"(Tarren)\\g{1}", false, "lost"},
    {"(Tarren)(?(1)x|y)", false, "lost"},
    {"Tarren(?C1)", false, "lost"},
    {"(*COMMIT)Tarren", false, "lost"},
    {"(*atomic:Tarren)", false, "lost"},
    {"(?*Tarren)x", false, "lost"},
    {"\\N{U+54}arren", false, "lost"},
    {"\\o{124}arren", false, "lost"},
    {"\\012Tarren", false, "lost"},
    {"\\cATarren", false, "lost"},
    {"Tarren{,3}", false, "lost"},
    {"Tarren{ 1,3 }", false, "lost"},
    {"Tarren{", false, "lost"},
    {"Tarren(?#x)?", false, "lost"},
    {"Tarren(?i)?", false, "lost"},
    {"[[:foo:]]", false, "lost"},
    {"[[:<:]]Tarren", false, "lost"},
    {"[\\Qa]\\E]Tarren", false, "lost"},
    /* classes end where PCRE2 ends them */
    {"[]x]Tarren", false, "]tarren@0 xtarren@0"},
    {"[^]x]Tarren", false, "tarren@1-4"},
    {"[a\\]b]Tarren", false, "]tarren@0 atarren@0 btarren@0"},
    {"[[:alpha:]]]Tarren", false, "]tarren@1-4"},
    {"[a[b]Tarren", false, "[tarren@0 atarren@0 btarren@0"},
    {"[-a]Tarren", false, "-tarren@0 atarren@0"},
    {"[ab]{2}Tarren", false, "aatarren@0 abtarren@0 batarren@0 bbtarren@0"},
    {"\\(Tarren\\)", false, "(tarren)@0"},
    {"(?|(Tarren)|(Koromo))", false, "tarren@0 koromo@0"},
    {"(?>Tarren|Tar)ren", false, "tarren@0"},
    {"(?'n'Tarren)(?P<m>x)", false, "tarrenx@0"},
    {"Tarren(?#Koromo)", false, "tarren@0"},
};

Test(literal, every_match_holds_one)
{
    char text[2000];
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        literals_render(rows[i].pattern, rows[i].is_caseless, text, sizeof(text));
        cr_expect(strcmp(text, rows[i].literals) == 0, "%s: %s, not %s", rows[i].pattern, text,
                  rows[i].literals);
    }
}

/* Where a match of a pattern may begin in a text, as its offsets. */
static const struct {
    const char *pattern;
    const char *text;
    const char *places;
} openings[] = {
    {"\\d{3}-\\d{2}", "123-45 1234-5 x", "0"},
    {"\\b\\d{3}-", "1123-4 123-4", "7"},
    {"(?<![\\w.])[A-Z]{2}/",
     "AB/ .AB/ xAB/ \xc3\xa9"
     "AB/",
     "0 16"},
    {"(?<!\\d|zz)q1", "q1 1q1 zq1", "0 8"},
    {"(?<=x)q1", "q1 xq1 yq1", "0 4"},
    {"(?<!.)q1", "q1 xq1", "0 4"},
    {"(?:ab|c)?x1", "abx1 cx1 x1", "0 2 5 6 9"},
    {"x\\d\\z", "x1 x12 x1", "0 3 7"},
    {"x1q?", "x1", "0"},
    {"x1q", "x1", ""},
    {"x\\pLq1", "x\xc3\xa9q1 xaq1 xaq2", "0 6"},
    {"x\\1?(a)", "xa xb x", "0 3 6"},
};

Test(literal, openings_say_where_a_match_may_begin)
{
    for (size_t i = 0; i < TL_COUNT(openings); i++) {
        struct tl_arena arena = {0};
        struct tl_regex_classes classes = {.arena = &arena};
        struct tl_opening opening;
        const tl_slice text = tl_str(openings[i].text);
        struct tl_filter_group group = {.other = {0}};
        const struct tl_filter_rule rule = {.kind = TL_FILTER_OPENING, .bit = 1};
        const struct tl_filter filter = {.rules = &rule, .rule_count = 1, .groups = &group};
        char found[200] = "";
        size_t used = 0;
        tl_opening_of(tl_regex_tree(&arena, &classes, tl_str(openings[i].pattern), false), &opening);
        for (size_t k = 0; k < TL_OPENING; k++) {
            for (unsigned char c = 0; c < 0x80; c++) {
                group.at[k][c] = tl_byte_set_has(&opening.at[k], c);
                group.before[c] = tl_byte_set_has(&opening.before, c);
            }
            group.other[k] = opening.at[k].has_other;
            group.may_end[k] = opening.may_end[k];
        }
        for (size_t at = 0; at < text.len; at++) {
            if ((text.ptr[at] & 0xc0) != 0x80 && tl_filter_may_open(&filter, 0, text, at, text.len)) {
                used +=
                    (size_t)snprintf(found + used, sizeof(found) - used, "%s%zu", used == 0 ? "" : " ", at);
            }
        }
        cr_expect(strcmp(found, openings[i].places) == 0, "%s: %s", openings[i].pattern, found);
        tl_arena_release(&arena);
    }
}

/* Asks PCRE2 about every character beyond ASCII whether a caseless ASCII character matches it. */
Test(literal, two_characters_alone_are_ascii_letters_to_caseless_rules, .timeout = 60)
{
    struct tl_buf all = {0};
    for (uint32_t code = 0x80; code < 0x110000; code++) {
        if (code < 0xd800 || code > 0xdfff) {
            tl_buf_char(&all, code);
        }
    }
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(data);
    for (unsigned char c = ' '; c < 0x7f; c++) {
        struct tl_regex_error error = {0};
        const unsigned char pattern[] = {'[', '\\', c, ']', 0};
        const unsigned char word[] = {'[', c, ']', 0};
        pcre2_code *code =
            tl_regex_compile(tl_str((const char *)(tl_is_alnum(c) ? word : pattern)), true, &error);
        cr_assert(code != NULL, "%c", c);
        for (size_t at = 0; at < all.len; at = ends[1]) {
            if (pcre2_match(code, all.ptr, all.len, at, PCRE2_NO_UTF_CHECK, data, NULL) < 1) {
                break;
            }
            const tl_slice found = {all.ptr + ends[0], ends[1] - ends[0]};
            cr_expect(tl_regex_odd(found), "%c matches U+%04X", c, (unsigned)tl_char_at(found, 0).code);
        }
        pcre2_code_free(code);
    }
    cr_expect(tl_regex_odd(TL_LIT("a\xc5\xbf")) && tl_regex_odd(TL_LIT("\xe2\x84\xaa")));
    cr_expect(!tl_regex_odd(TL_LIT("ks\xc5\xbe\xe2\x84\xab")));
    pcre2_match_data_free(data);
    tl_buf_release(&all);
}

static struct tl_rule rule_make(const char *pattern, enum tl_case case_)
{
    struct tl_regex_error error = {0};
    struct tl_rule rule = {.id = TL_LIT("r"), .pattern = tl_str(pattern), .case_ = case_};
    rule.code = tl_regex_compile(rule.pattern, case_ == TL_CASE_ANY, &error);
    cr_assert(rule.code != NULL, "%s: %s", pattern, error.text);
    return rule;
}

Test(literal, a_rule_is_known_to_run_whole)
{
    static const struct {
        const char *pattern;
        bool has_literal;
    } cases[] = {
        {"Tarren", true},      {"\\b\\d{3}-\\d{2}-\\d{4}\\b", true},
        {"\\w+ \\w+", false},  {"\\ATarren", false}, /* PCRE2 anchors it itself */
        {".*Tarren", false},                         /* and this one at lines */
        {"(?x)Tarren", false}, {"[a-z]{2,9}", false},
        {"\\w+@\\w+", true},
    };
    for (size_t i = 0; i < TL_COUNT(cases); i++) {
        struct tl_arena arena = {0};
        struct tl_rule rule = rule_make(cases[i].pattern, TL_CASE_WRITTEN);
        struct tl_policy policy = {.rules = &rule, .rule_count = 1};
        cr_expect(!tl_rule_has_literal(&policy, &rule)); /* no filter */
        policy.filter = tl_filter_make(&arena, &rule, 1);
        cr_expect(tl_rule_has_literal(&policy, &rule) == cases[i].has_literal, "%s", cases[i].pattern);
        const bool is_anchored = cases[i].pattern[0] == '.' || cases[i].pattern[1] == 'A';
        cr_expect((tl_rule_cost(&rule) == 0) == is_anchored);
        pcre2_code_free(rule.code);
        tl_arena_release(&arena);
    }
}

/* Literals are shortened, and in the end rules run whole, before the automaton grows beyond its bound. */
Test(literal, many_rules_have_one_small_automaton, .timeout = 60)
{
    enum { RULES = 10000 };
    static struct tl_rule rules[RULES];
    static char patterns[RULES][32];
    struct tl_arena arena = {0};
    uint64_t state = 1;
    for (size_t i = 0; i < RULES; i++) {
        for (size_t k = 0; k < 16; k++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            patterns[i][k] = (char)('a' + (state >> 33) % 26);
        }
        rules[i] = rule_make(patterns[i], TL_CASE_ANY);
    }
    const struct tl_filter *filter = tl_filter_make(&arena, rules, RULES);
    cr_expect(filter->state_count > 10000 && filter->state_count <= UINT16_MAX);
    cr_expect(filter->whole_count == 0 && filter->literal_count == RULES);
    for (size_t i = 0; i < RULES; i++) {
        pcre2_code_free(rules[i].code);
    }
    tl_arena_release(&arena);
}

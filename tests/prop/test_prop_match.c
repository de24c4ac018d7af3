/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the literal scan lets through is all there is: on random regexes and texts, and with every shipped
 * pack on every cable of the corpus, the spans are those of each regex alone.
 */
#include "base/io.h"
#include "base/utf8.h"
#include "prop/plain.h"
#include "prop/prop.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

/* Every so many seeds there are more rules than a group of the filter has room for. */
enum { RULES = 6, RULES_MOST = 500, MANY = 50, TEXTS = 12, DEPTH = 4 };

static size_t matches_seen;
static size_t kinds_seen[3];

/* --- regexes -------------------------------------------------------------------------------------------- */

static const char *const characters[] = {
    "q",        "z",        "K",   "s",  "S", "7", "@", " ", "x", "xq", "-",       "\\.",
    "\xc3\xa9", "\xc5\xbf", "k",   "zq", "Z", "j", "_", "1", "/", "J",  "\\x{e9}", "\xe2\x84\xaa",
    "\\x71",    "j7",       "qqq", "\\-"};
static const char *const classes[] = {
    "\\d",     "\\w",   "\\s",   "\\W",         "\\D",       "\\p{Lu}", "\\p{L}",       "[qz]",
    "[^q]",    "[a-z]", "[0-9]", "[A-Z7]",      "[\\w.]",    ".",       "[[:alpha:]]",  "[]q]",
    "[^]q]",   "[s-z]", "\\pL",  "[\xc3\xa9z]", "\\h",       "\\S",     "[\\]@-]",      "[K]",
    "\\P{Lu}", "\\X",   "\\R",   "[j-]",        "[^\\d\\s]", "\\N",     "[[:^digit:]]", "[\\x{e9}-\\x{ff}]"};
static const char *const repeats[] = {"?",  "*",  "+",  "{2}", "{1,3}", "{0,2}", "??",
                                      "*?", "+?", "++", "?+",  "{2,}",  "{3}"};
static const char *const asserts[] = {"\\b",           "\\B",    "^",           "$",       "\\A",   "\\z",
                                      "\\Z",           "(?<!q)", "(?<![\\w.])", "(?<=z)",  "(?!q)", "(?=\\w)",
                                      "(?<!q|zz)",     "(?<! )", "(?i)",        "(?-i)",   "(?s)",  "(?#q)",
                                      "(?<!\xc3\xa9)", "(?<!.)", "(?<=\\b)",    "(?=.*z)", "\\G"};
static const char *const opens[] = {"(",     "(?:", "(?>", "(?i:", "(?<n>", "(?|",
                                    "(?-i:", "(?=", "(?!", "(?s:", "(?m-i:"};

#define PICK(rng, list) ((list)[rng_below((rng), TL_COUNT(list))])

static void regex_add(struct rng *rng, size_t depth, struct tl_buf *out)
{
    const size_t parts = 1 + rng_below(rng, 4);
    for (size_t i = 0; i < parts; i++) {
        const size_t what = rng_below(rng, 20);
        if (what < 9 || (depth == 0 && what >= 14)) {
            tl_buf_str(out, PICK(rng, characters));
        } else if (what < 12) {
            tl_buf_str(out, PICK(rng, classes));
        } else if (what < 14) {
            tl_buf_str(out, PICK(rng, asserts));
            continue;
        } else if (what < 19) {
            tl_buf_str(out, PICK(rng, opens));
            const size_t branches = 1 + rng_below(rng, 3);
            for (size_t k = 0; k < branches; k++) {
                tl_buf_str(out, k > 0 ? "|" : "");
                regex_add(rng, depth - 1, out);
            }
            tl_buf_str(out, ")");
        } else {
            tl_buf_str(out, rng_one_in(rng, 4) ? "(?R)" : rng_one_in(rng, 3) ? "\\Qq.z\\E" : "\\1");
        }
        if (rng_one_in(rng, 4)) {
            tl_buf_str(out, PICK(rng, repeats));
        }
    }
}

/* --- texts ---------------------------------------------------------------------------------------------- */

static void text_add(struct rng *rng, struct tl_buf *out)
{
    static const char *const pieces[] = {"q",
                                         "z",
                                         "k",
                                         "K",
                                         "s",
                                         "S",
                                         " ",
                                         "7",
                                         "1",
                                         "@",
                                         ".",
                                         "-",
                                         "x",
                                         "\xc3\xa9",
                                         "\xc3\x89",
                                         "\n",
                                         "j",
                                         "J",
                                         "qz",
                                         "zq",
                                         "_",
                                         "/",
                                         "xq",
                                         "e\xcc\x81",
                                         "[EXCISED]",
                                         "  ",
                                         "\xef\xbd\x91",
                                         "qqq",
                                         "j7",
                                         "Z",
                                         "q-\nz",
                                         "\xe2\x80\x8b",
                                         "]",
                                         "\xd0\xb5",
                                         "[z](#q)"};
    const size_t count = 1 + rng_below(rng, 60);
    const bool is_odd = rng_one_in(rng, 6);
    for (size_t i = 0; i < count; i++) {
        if (is_odd && rng_one_in(rng, 8)) {
            tl_buf_str(out, rng_one_in(rng, 2) ? "\xc5\xbf" : "\xe2\x84\xaa");
        } else {
            tl_buf_str(out, PICK(rng, pieces));
        }
    }
}

static void judge(struct rng *rng, const struct tl_policy *policy)
{
    struct tl_buf text = {0};
    text_add(rng, &text);
    const struct tl_cable cable = {.bytes = tl_buf_slice(&text)};
    const struct tl_span hole = {text.len / 4, text.len / 3};
    const struct tl_span cut = {text.len / 2, text.len / 2 + text.len / 8};
    struct tl_range range = {.span = {0, text.len}, .kind = TL_KIND_COUNT};
    if (rng_one_in(rng, 3)) {
        range.holes = &hole;
        range.hole_count = 1;
    }
    if (rng_one_in(rng, 3)) {
        range.cuts = &cut;
        range.cut_count = 1;
    }
    const char *id = plain_differs(policy, &cable, &range);
    if (id != NULL) {
        const struct tl_rule *rule = tl_policy_rule(policy, tl_str(id));
        prop_fail(NULL, "a rule finds other spans than its regex alone", (const char *)rule->pattern.ptr,
                  cable.bytes);
    }
    struct tl_arena arena = {0};
    struct tl_view view;
    (void)tl_view_build(&arena, &cable, range.span, NULL, 0, NULL, 0, TL_READING_PLAIN, &view);
    for (size_t i = 0; i < policy->rule_count; i++) {
        const char *what = plain_denied(&policy->rules[i], view.text, &matches_seen);
        if (what != NULL) {
            prop_fail(NULL, what, (const char *)policy->rules[i].pattern.ptr, view.text);
        }
    }
    tl_arena_release(&arena);
    tl_buf_release(&text);
}

static void test(uint64_t seed)
{
    struct rng seeds = rng_of(seed, 7);
    struct rng rng = {rng_next(&seeds)}; /* else the numbers of one seed are those of the next, one behind */
    struct tl_arena arena = {0};
    static struct tl_rule rules[RULES_MOST];
    struct tl_policy policy = {.rules = rules};
    const size_t wanted = seed % MANY == 0 ? RULES_MOST : RULES;
    for (size_t tries = 0; policy.rule_count < wanted && tries < 5000; tries++) {
        struct tl_buf pattern = {0};
        regex_add(&rng, 1 + rng_below(&rng, DEPTH), &pattern);
        const tl_slice copy = tl_arena_dup(&arena, tl_buf_slice(&pattern));
        policy.rule_count += plain_rule(tl_arena_format(&arena, "r%zu", policy.rule_count), copy,
                                        rng_one_in(&rng, 3), &rules[policy.rule_count]);
        tl_buf_release(&pattern);
    }
    policy.filter = tl_filter_make(&arena, rules, policy.rule_count);
    for (size_t i = 0; i < policy.rule_count; i++) {
        kinds_seen[policy.filter->rules[i].kind]++;
    }
    for (size_t i = 0; i < (wanted == RULES ? TEXTS : 2); i++) {
        judge(&rng, &policy);
    }
    for (size_t i = 0; i < policy.rule_count; i++) {
        pcre2_code_free(rules[i].code);
    }
    tl_arena_release(&arena);
}

/* --- packs and corpus ----------------------------------------------------------------------------------- */

static void test_cable(const struct tl_policy *pack, tl_slice bytes, const char *name)
{
    const struct tl_cable cable = {.bytes = bytes};
    const struct tl_range range = {.span = {0, bytes.len}, .kind = TL_KIND_COUNT};
    const char *id = plain_differs(pack, &cable, &range);
    if (id != NULL) {
        fprintf(stderr, "%s: rule %s finds other spans than its regex alone\n", name, id);
        prop_fail(NULL, "a shipped rule finds other spans than its regex alone", id, bytes);
    }
}

static void test_corpus(const struct tl_policy *pack)
{
    DIR *dir = opendir(TL_TEST_ROOT "/corpus");
    const struct dirent *entry;
    char path[600];
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        struct tl_buf bytes = {0};
        struct tl_err err;
        snprintf(path, sizeof(path), "%s/corpus/%s", TL_TEST_ROOT, entry->d_name);
        if (tl_slice_ends(tl_str(entry->d_name), TL_LIT(".txt")) &&
            tl_read_file(path, 1 << 20, &bytes, &err) == TL_OK) {
            test_cable(pack, tl_buf_slice(&bytes), entry->d_name);
        }
        tl_buf_release(&bytes);
    }
    if (dir != NULL) {
        closedir(dir);
    }
}

/* The texts of a pack's own tests, which its rules are sure to hit. */
static void test_own(const struct tl_policy *pack)
{
    for (size_t i = 0; i < pack->rule_count; i++) {
        for (size_t k = 0; k < pack->rules[i].test_count; k++) {
            test_cable(pack, pack->rules[i].tests[k].text, "a test of a rule");
            if (plain_denied(&pack->rules[i], pack->rules[i].tests[k].text, &matches_seen) != NULL) {
                prop_fail(NULL, "a literal or an opening of a shipped rule is wrong",
                          (const char *)pack->rules[i].id.ptr, pack->rules[i].tests[k].text);
            }
        }
    }
}

static void test_packs(void)
{
    static const char *const packs[] = {
        "persons",      "contact",         "identifiers",        "network",
        "places-times", "sources-methods", "foreign-government", "exemption-codes"};
    for (size_t i = 0; i < TL_COUNT(packs); i++) {
        struct tl_arena arena = {0};
        struct tl_diags diags = {.arena = &arena};
        char path[600];
        snprintf(path, sizeof(path), "%s/rules/%s.yaml", TL_TEST_ROOT, packs[i]);
        struct tl_policy *pack = tl_policy_load_pack(path, &diags);
        if (pack == NULL) {
            prop_fail(NULL, "a shipped pack does not load", packs[i], TL_LIT(""));
        } else {
            test_own(pack);
            test_corpus(pack);
            tl_policy_free(pack);
        }
        tl_arena_release(&arena);
    }
}

int main(void)
{
    if (getenv("TL_SEED") == NULL) {
        test_packs();
    }
    const int status = prop_main(1000, test);
    printf("%zu matches; %zu rules run whole, %zu by literals, %zu by openings\n", matches_seen,
           kinds_seen[0], kinds_seen[1], kinds_seen[2]);
    return status;
}

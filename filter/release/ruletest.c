/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running the tests of rules (DESIGN section 4): each as written, folded at 69 columns, with a page break
 * inside, and in upper case where the rule is to hit there.  They run through the same view and matcher as a
 * release.
 */
#include <utf8proc.h>

#include "base/utf8.h"
#include "policy/validator.h"
#include "release/release.h"
#include "release/text.h"

enum variant { AS_WRITTEN = 0, FOLDED, PAGE_BREAK, UPPER_CASE, VARIANTS };

enum {
    FOLD_COLUMNS = 69,
    MUTANT_HEAD = 4,   /* leading digits stay: they say which country, network or area it is */
    MUTANT_DIGITS = 7, /* a hit with fewer has no shape of its own */
    MUTANTS = 64,      /* for each hit */
    MUTANT_SHARE = 99  /* percent that a rule must find */
};

static const char *const variant_names[VARIANTS] = {"as written", "folded at 69 columns",
                                                    "with a page break inside", "in upper case"};

/* A text made from a test, the span that is expected in it, and its furniture. */
struct made {
    tl_slice text;
    struct tl_span span;
    struct tl_span hole;
    bool has_hole;
};

struct runner {
    const struct tl_policy *policy;
    struct tl_matcher *matcher;
    struct tl_diags *diags;
    struct tl_rule_tests *counts;
};

/* The blank to break at: the first inside the span, else the first of the text. */
static size_t break_point(const struct tl_rule_test *test)
{
    for (size_t i = test->span.begin; i < test->span.end; i++) {
        if (test->text.ptr[i] == ' ') {
            return i;
        }
    }
    return tl_slice_find(test->text, TL_LIT(" "), 0);
}

static bool make_page_break(struct tl_arena *arena, const struct tl_rule_test *test, struct made *out)
{
    static const char furniture[] =
        "\nUNCLASSIFIED\n\n\nUNCLASSIFIED\n\n\nPAGE 02  KESTREL 00001  010000Z\n\n\n";
    const size_t at = break_point(test);
    if (at == TL_NONE) {
        return false;
    }
    struct tl_buf buf = {0};
    tl_buf_add(&buf, tl_slice_sub(test->text, 0, at));
    tl_buf_str(&buf, furniture);
    tl_buf_add(&buf, tl_slice_sub(test->text, at + 1, test->text.len));
    const size_t more = sizeof(furniture) - 2;
    *out = (struct made){.text = tl_arena_dup(arena, tl_buf_slice(&buf)),
                         .span = test->span,
                         .hole = {at + 1, at + sizeof(furniture) - 1},
                         .has_hole = true};
    out->span.begin += test->span.begin > at ? more : 0;
    out->span.end += test->span.end > at ? more : 0;
    tl_buf_release(&buf);
    return true;
}

/* Every blank that would pass column 69 becomes a line end; lengths do not change. */
static bool make_folded(struct tl_arena *arena, const struct tl_rule_test *test, struct made *out)
{
    const tl_slice copy = tl_arena_dup(arena, test->text);
    unsigned char *bytes = tl_arena_alloc(arena, copy.len + 1, 1);
    size_t column = 0;
    size_t blank = TL_NONE;
    bool has_changed = false;
    if (copy.len > 0) {
        memcpy(bytes, copy.ptr, copy.len);
    }
    for (size_t i = 0; i < copy.len; i++, column++) {
        if (bytes[i] == ' ') {
            blank = i;
        }
        if (column >= FOLD_COLUMNS && blank != TL_NONE) {
            bytes[blank] = '\n';
            column = i - blank;
            blank = TL_NONE;
            has_changed = true;
        }
    }
    *out = (struct made){.text = {bytes, copy.len}, .span = test->span};
    if (!has_changed) { /* too short to fold: break it where the span is */
        const size_t at = break_point(test);
        if (at == TL_NONE) {
            return false;
        }
        bytes[at] = '\n';
    }
    return true;
}

static bool make_upper(struct tl_arena *arena, const struct tl_rule_test *test, struct made *out)
{
    struct tl_buf buf = {0};
    struct tl_span span = {TL_NONE, 0};
    for (size_t at = 0; at < test->text.len;) {
        const struct tl_char c = tl_char_at(test->text, at);
        span.begin = at == test->span.begin ? buf.len : span.begin;
        tl_buf_char(&buf, (uint32_t)utf8proc_toupper((utf8proc_int32_t)c.code));
        at += c.len;
        span.end = at == test->span.end ? buf.len : span.end;
    }
    *out = (struct made){.text = tl_arena_dup(arena, tl_buf_slice(&buf)), .span = span};
    tl_buf_release(&buf);
    return true;
}

static bool make(struct tl_arena *arena, const struct tl_rule_test *test, enum variant variant,
                 struct made *out)
{
    switch (variant) {
    case AS_WRITTEN:
        *out = (struct made){.text = test->text, .span = test->span};
        return true;
    case FOLDED:
        return make_folded(arena, test, out);
    case PAGE_BREAK:
        return make_page_break(arena, test, out);
    case UPPER_CASE:
        return make_upper(arena, test, out);
    case VARIANTS:
        break;
    }
    return false;
}

static bool is_rule(const struct tl_rule *rule, const void *context)
{
    return rule == context;
}

/* Does the rule do what the test says?  A hit must be exactly the span; a miss must find nothing. */
static bool holds(struct runner *run, struct tl_arena *arena, const struct tl_rule *rule, bool is_hit,
                  const struct made *made)
{
    struct tl_text text;
    struct tl_matches matches = {0};
    tl_text_init(arena, made->text, &text);
    text.holes = &made->hole;
    text.hole_count = made->has_hole;
    tl_text_match(run->matcher, arena, &text, run->policy, is_rule, rule, NULL, 0, &matches);
    if (matches.undecided != NULL) {
        return false;
    }
    size_t live = 0;
    bool has_span = false;
    for (size_t i = 0; i < matches.list.count; i++) {
        const struct tl_match *match = &matches.list.items[i];
        if (!match->is_check_failed || !rule->is_kept_on_fail) {
            live++;
            has_span = has_span || (match->in.begin == made->span.begin && match->in.end == made->span.end);
        }
    }
    return is_hit ? has_span : live == 0;
}

static void report(struct runner *run, const struct tl_rule *rule, const struct tl_rule_test *test,
                   enum variant variant, bool is_warning, const char *slug, const char *what)
{
    struct tl_diags *diags = run->diags;
    struct tl_diag *diag = TL_PUSH(diags->arena, &diags->list);
    *diag = (struct tl_diag){.is_warning = is_warning, .slug = slug, .place = test->place};
    diag->file = run->policy->sources[rule->source].path;
    diag->text = tl_arena_format(diags->arena, "rule %.*s: this test %s, %s", (int)rule->id.len,
                                 (const char *)rule->id.ptr, what, variant_names[variant]);
    diags->errors += !is_warning;
    run->counts->failures += !is_warning;
}

/* One test in one variant. */
static void run_variant(struct runner *run, const struct tl_rule *rule, const struct tl_rule_test *test,
                        enum variant variant)
{
    struct tl_arena arena = {0};
    struct made made;
    const bool is_hit = test->kind == TL_TEST_HIT || test->kind == TL_TEST_TODO_HIT;
    const bool is_todo = test->kind == TL_TEST_TODO_HIT || test->kind == TL_TEST_TODO_MISS;
    const bool is_soft = variant == UPPER_CASE && rule->case_ == TL_CASE_WRITTEN;
    if (make(&arena, test, variant, &made)) {
        const bool is_met = holds(run, &arena, rule, is_hit, &made);
        run->counts->variants++;
        if (is_todo && is_met && variant == AS_WRITTEN) {
            report(run, rule, test, variant, true, "rule.todo_passes",
                   "is marked todo and passes: make it a test");
        } else if (!is_todo && !is_met && is_soft && is_hit) {
            report(run, rule, test, variant, true, "rule.upper_case",
                   "misses; say `case: any` or `case: exact`");
        } else if (!is_todo && !is_met && !is_soft) {
            report(run, rule, test, variant, false, is_hit ? "rule.test_misses" : "rule.test_hits",
                   is_hit ? "misses what it must find" : "hits what it must leave");
        }
    }
    tl_arena_release(&arena);
}

/* --- mutation --------------------------------------------------------------------------------------------
 */

/* The next of a row of numbers that look random (Vigna's splitmix64): the same in every run. */
static uint64_t next_number(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static size_t count_digits(tl_slice text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += tl_is_digit(text.ptr[i]) ? 1 : 0;
    }
    return count;
}

/* True when the run of digits around `at` touches a small letter: "0x11", "ed25519" are words. */
static bool is_in_word(tl_slice text, size_t at)
{
    size_t begin = at;
    size_t end = at;
    while (begin > 0 && tl_is_digit(text.ptr[begin - 1])) {
        begin--;
    }
    while (end < text.len && tl_is_digit(text.ptr[end])) {
        end++;
    }
    return (begin > 0 && tl_is_lower(text.ptr[begin - 1])) || (end < text.len && tl_is_lower(text.ptr[end]));
}

/* The test with other digits in its span, behind the first. */
static struct made make_mutant(struct tl_arena *arena, const struct tl_rule_test *test, uint64_t *state)
{
    unsigned char *bytes = tl_arena_alloc(arena, test->text.len + 1, 1);
    memcpy(bytes, test->text.ptr, test->text.len);
    for (size_t i = test->span.begin, digits = 0; i < test->span.end; i++) {
        if (tl_is_digit(bytes[i]) && ++digits > MUTANT_HEAD && !is_in_word(test->text, i)) {
            bytes[i] = (unsigned char)('0' + next_number(state) % 10);
        }
    }
    return (struct made){.text = {bytes, test->text.len}, .span = test->span};
}

/* Addresses and dates are of a shape only where their check holds; a number with a false check digit goes
 * like the true one, unless the rule keeps it. */
static bool is_of_shape(const struct tl_rule *rule, const struct made *made)
{
    const bool is_shape = rule->validator == TL_VALIDATOR_IPV4 || rule->validator == TL_VALIDATOR_IPV6;
    return (!is_shape && !rule->is_kept_on_fail) ||
           tl_validator_check(rule->validator, tl_span_of(made->text, made->span));
}

/* How many mutants of one hit are found; `missed` is the first that is not. */
static void run_mutants(struct runner *run, const struct tl_rule *rule, const struct tl_rule_test *test,
                        struct tl_rule_tests *counts, tl_slice *missed)
{
    const struct made written = {.text = test->text, .span = test->span};
    const tl_slice hit = tl_span_of(test->text, test->span);
    uint64_t state = test->place.line;
    if (test->kind != TL_TEST_HIT || count_digits(hit) < MUTANT_DIGITS ||
        tl_validator_check(TL_VALIDATOR_DATE, hit) || !is_of_shape(rule, &written)) {
        return; /* a date has a calendar, not a shape */
    }
    for (size_t i = 0; i < MUTANTS; i++) {
        struct tl_arena arena = {0};
        const struct made made = make_mutant(&arena, test, &state);
        if (is_of_shape(rule, &made)) {
            const bool is_found = holds(run, &arena, rule, true, &made);
            counts->mutants++;
            counts->mutants_found += is_found ? 1 : 0;
            if (!is_found && missed->len == 0) {
                *missed = tl_arena_dup(run->diags->arena, tl_span_of(made.text, made.span));
            }
        }
        tl_arena_release(&arena);
    }
}

static void run_mutation(struct runner *run, const struct tl_rule *rule)
{
    struct tl_rule_tests counts = {0};
    tl_slice missed = {0};
    for (size_t i = 0; i < rule->test_count; i++) {
        run_mutants(run, rule, &rule->tests[i], &counts, &missed);
    }
    run->counts->mutants += counts.mutants;
    run->counts->mutants_found += counts.mutants_found;
    if (counts.mutants_found * 100 < counts.mutants * MUTANT_SHARE) {
        struct tl_diags *diags = run->diags;
        struct tl_diag *diag = TL_PUSH(diags->arena, &diags->list);
        *diag = (struct tl_diag){.is_warning = true, .slug = "rule.mutation", .place = rule->place};
        diag->file = run->policy->sources[rule->source].path;
        diag->text = tl_arena_format(
            diags->arena, "rule %.*s finds %zu of %zu strings of the shape of its tests; '%.*s' is not found",
            (int)rule->id.len, (const char *)rule->id.ptr, counts.mutants_found, counts.mutants,
            (int)missed.len, (const char *)missed.ptr);
    }
}

void tl_rules_test(const struct tl_policy *policy, struct tl_diags *diags, struct tl_rule_tests *out)
{
    struct runner run = {policy, tl_matcher_new(), diags, out};
    *out = (struct tl_rule_tests){.rules = policy->rule_count};
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct tl_rule *rule = &policy->rules[i];
        out->tests += rule->test_count;
        for (size_t k = 0; k < rule->test_count; k++) {
            for (enum variant variant = AS_WRITTEN; variant < VARIANTS; variant++) {
                if (variant != UPPER_CASE || rule->case_ != TL_CASE_EXACT) {
                    run_variant(&run, rule, &rule->tests[k], variant);
                }
            }
        }
        run_mutation(&run, rule);
    }
    tl_matcher_free(run.matcher);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Findings that are not errors: what is legal and still a likely mistake (DESIGN section 4). */
#include "policy/fields.h"
#include "policy/filter.h"
#include "policy/regex.h"
#include "policy/validator.h"

enum {
    LITERAL_LEAST = 4,   /* letters of a literal that an id can give away */
    EXPIRES_SOON = 30,   /* days */
    EXCEPTION_LONG = 60, /* bytes: longer than a name or an office */
    EXCEPTION_SHORT = 3
};

/* One run of lint. */
struct lint {
    const struct tl_policy *policy;
    struct tl_date today;
    struct tl_diags *diags;
};

#define TELL_RULE(lint, rule, slug, ...)                                                                     \
    tl_policy_tell((lint)->policy, (rule)->source, (rule)->place, true, (slug), (lint)->diags, __VA_ARGS__)

/* Id of a rule for "%.*s". */
#define ID(rule) (int)(rule)->id.len, (const char *)(rule)->id.ptr

/* --- rules: tests -----------------------------------------------------------------------------------------
 */

static bool is_hit(const struct tl_rule_test *test)
{
    return test->kind == TL_TEST_HIT || test->kind == TL_TEST_TODO_HIT;
}

static void lint_tests(const struct lint *lint, const struct tl_rule *rule)
{
    size_t hits = 0;
    size_t misses = 0;
    for (size_t i = 0; i < rule->test_count; i++) {
        hits += rule->tests[i].kind == TL_TEST_HIT ? 1 : 0;
        misses += rule->tests[i].kind == TL_TEST_MISS ? 1 : 0;
    }
    if (hits == 0 || misses == 0) {
        TELL_RULE(lint, rule, "lint.rule.untested", "%.*s has no %s test: a rule needs one of each", ID(rule),
                  hits > 0     ? "'miss'"
                  : misses > 0 ? "'hit'"
                               : "'hit' and no 'miss'");
    }
}

static void lint_check_digits(const struct lint *lint, const struct tl_rule *rule)
{
    bool has_digit = false;
    bool has_hit = false;
    for (size_t i = 0; i < rule->test_count; i++) {
        const tl_slice found = tl_span_of(rule->tests[i].text, rule->tests[i].span);
        has_hit = has_hit || is_hit(&rule->tests[i]);
        for (size_t j = 0; j < found.len && is_hit(&rule->tests[i]); j++) {
            has_digit = has_digit || tl_is_digit(found.ptr[j]);
        }
    }
    if (rule->validator != TL_VALIDATOR_NONE && has_hit && !has_digit) {
        TELL_RULE(lint, rule, "lint.rule.check", "%.*s checks %s, but no 'hit' of its tests has a digit",
                  ID(rule), tl_validator_name(rule->validator));
    }
}

static void lint_near(const struct lint *lint, const struct tl_rule *rule)
{
    for (size_t i = 0; i < rule->near_words.count; i++) {
        const tl_slice word = rule->near_words.item[i];
        bool is_seen = false;
        for (size_t j = 0; j < rule->test_count; j++) {
            is_seen = is_seen || (is_hit(&rule->tests[j]) &&
                                  tl_slice_find_fold(rule->tests[j].text, word, 0) != TL_NONE);
        }
        if (!is_seen) {
            TELL_RULE(lint, rule, "lint.rule.near",
                      "%.*s wants '%.*s' near, but no 'hit' of its tests has it", ID(rule), (int)word.len,
                      (const char *)word.ptr);
        }
    }
}

/* --- rules: the regex -------------------------------------------------------------------------------------
 */

static void lint_star(const struct lint *lint, const struct tl_rule *rule)
{
    struct tl_regex_scan scan = {.pattern = rule->pattern};
    enum tl_regex_token_type before = TL_REGEX_END;
    for (;;) {
        const struct tl_regex_token token = tl_regex_next(&scan);
        if (token.type == TL_REGEX_END) {
            return;
        }
        if (token.type == TL_REGEX_REPEAT && token.is_unbounded && before == TL_REGEX_DOT) {
            TELL_RULE(lint, rule, "lint.rule.star",
                      "%.*s repeats . without bound: it runs to the end of the element; write .{0,40}",
                      ID(rule));
            return;
        }
        before = token.type;
    }
}

/* The id without its pack's: `persons.title` of the pack `persons` is `title`. */
static tl_slice own_id(const struct lint *lint, const struct tl_rule *rule)
{
    const tl_slice pack = lint->policy->sources[rule->source].id;
    const bool has_pack = pack.len > 0 && rule->id.len > pack.len + 1 && tl_slice_starts(rule->id, pack) &&
                          rule->id.ptr[pack.len] == '.';
    return has_pack ? tl_slice_sub(rule->id, pack.len + 1, rule->id.len) : rule->id;
}

static void tell_leak(const struct lint *lint, const struct tl_rule *rule, tl_slice literal)
{
    if (literal.len >= LITERAL_LEAST && tl_slice_find_fold(own_id(lint, rule), literal, 0) != TL_NONE) {
        TELL_RULE(lint, rule, "lint.rule.id",
                  "the id %.*s holds '%.*s', which the rule removes: ids stand in logs; rename it", ID(rule),
                  (int)literal.len, (const char *)literal.ptr);
    }
}

/* The id of a rule must not give away what the rule is there to remove. */
static void lint_id(const struct lint *lint, const struct tl_rule *rule)
{
    const struct tl_span group = tl_regex_group(rule->pattern, rule->group);
    struct tl_regex_scan scan = {.pattern = tl_span_of(rule->pattern, group)};
    unsigned char word[64];
    size_t len = 0;
    for (;;) {
        const struct tl_regex_token token = tl_regex_next(&scan);
        const bool is_letter =
            token.type == TL_REGEX_LITERAL && (tl_is_alnum(token.byte) || token.byte >= 0x80);
        if (is_letter && len < sizeof(word)) {
            word[len++] = token.byte;
            continue;
        }
        tell_leak(lint, rule, (tl_slice){word, len});
        len = 0;
        if (token.type == TL_REGEX_END) {
            return;
        }
    }
}

/* A group that may be empty lets a match go by with nothing removed. */
static void lint_group(const struct lint *lint, const struct tl_rule *rule)
{
    struct tl_regex_error error = {0};
    const struct tl_span group = tl_regex_group(rule->pattern, rule->group);
    if (rule->group == 0 || tl_span_len(group) == rule->pattern.len) {
        return;
    }
    pcre2_code *code = tl_regex_compile(tl_span_of(rule->pattern, group), false, &error);
    pcre2_code_free(code);
    if (code == NULL && strcmp(error.slug, "policy.regex.empty") == 0) {
        TELL_RULE(lint, rule, "lint.rule.group",
                  "the group that %.*s excises can be empty; let it require something", ID(rule));
    }
}

/* A rule that no literal finds is tried at every byte of every cable. */
static void lint_speed(const struct lint *lint, const struct tl_rule *rule)
{
    const uint32_t cost = tl_rule_cost(rule);
    if (cost > 0 && !tl_rule_has_literal(lint->policy, rule)) {
        TELL_RULE(lint, rule, "lint.rule.speed",
                  "%.*s holds no text that every match must have, so it runs on every byte: about %u ms for "
                  "1 MB; let it require a word, a mark or a shape of digits",
                  ID(rule), (unsigned)cost);
    }
}

/* --- rules: the rest --------------------------------------------------------------------------------------
 */

static bool removes(enum tl_action action)
{
    return action == TL_ACTION_WITHHOLD || action == TL_ACTION_EXCISE || action == TL_ACTION_PSEUDONYM ||
           action == TL_ACTION_MASK;
}

static void lint_codes(const struct lint *lint, const struct tl_rule *rule)
{
    if (removes(rule->action) && rule->exemptions.count == 0) {
        TELL_RULE(lint, rule, "lint.rule.exemption",
                  "%.*s removes text and neither it nor its pack names an exemption", ID(rule));
    }
    if (rule->why.len == 0) {
        TELL_RULE(lint, rule, "lint.rule.why", "%.*s does not say why; reviewers read that sentence",
                  ID(rule));
    }
    if (!removes(rule->action) && (rule->propagates_full || rule->propagates_surname)) {
        TELL_RULE(lint, rule, "lint.rule.propagate", "%.*s propagates, but its action is %s", ID(rule),
                  tl_action_name(rule->action));
    }
}

static void lint_same_pattern(const struct lint *lint, size_t index)
{
    const struct tl_rule *rule = &lint->policy->rules[index];
    for (size_t i = 0; i < index; i++) {
        const struct tl_rule *other = &lint->policy->rules[i];
        if (other->case_ == rule->case_ && tl_slice_eq(other->pattern, rule->pattern)) {
            TELL_RULE(lint, rule, "lint.rule.same", "%.*s has the regex of %.*s", ID(rule), ID(other));
            return;
        }
    }
}

static void lint_rule(const struct lint *lint, const struct tl_rule *rule)
{
    lint_tests(lint, rule);
    lint_check_digits(lint, rule);
    lint_near(lint, rule);
    lint_star(lint, rule);
    lint_id(lint, rule);
    lint_group(lint, rule);
    lint_speed(lint, rule);
    lint_codes(lint, rule);
}

/* --- exceptions -------------------------------------------------------------------------------------------
 */

static struct tl_date add_days(struct tl_date date, int days)
{
    date.day += days;
    while (!tl_date_valid(date) && date.day > 28) {
        struct tl_date last = date;
        last.day = 31;
        while (!tl_date_valid(last)) {
            last.day--;
        }
        date.day -= last.day;
        date.year += date.month == 12 ? 1 : 0;
        date.month = date.month % 12 + 1;
    }
    return date;
}

static void lint_texts(const struct lint *lint, const struct tl_exception *exception)
{
    for (size_t i = 0; i < exception->texts.count; i++) {
        const tl_slice text = exception->texts.item[i];
        if (text.len > EXCEPTION_LONG) {
            tl_policy_tell(
                lint->policy, 0, exception->place, true, "lint.exception.long", lint->diags,
                "an excepted text is longer than %d bytes: an exception keeps a name, not a passage",
                EXCEPTION_LONG);
        } else if (text.len <= EXCEPTION_SHORT) {
            tl_policy_tell(lint->policy, 0, exception->place, true, "lint.exception.short", lint->diags,
                           "the excepted text '%.*s' is so short that it keeps what was not meant",
                           (int)text.len, (const char *)text.ptr);
        }
    }
}

static void lint_exception(const struct lint *lint, const struct tl_exception *exception)
{
    char until[TL_DATE_TEXT];
    (void)tl_date_render(exception->until, until);
    if (tl_date_cmp(lint->today, exception->until) > 0) {
        tl_policy_tell(lint->policy, 0, exception->place, true, "lint.exception.expired", lint->diags,
                       "this exception ended on %s and keeps nothing; renew it or remove it", until);
    } else if (tl_date_cmp(add_days(lint->today, EXPIRES_SOON), exception->until) > 0) {
        tl_policy_tell(lint->policy, 0, exception->place, true, "lint.exception.expiring", lint->diags,
                       "this exception ends on %s, within %d days", until, EXPIRES_SOON);
    }
    lint_texts(lint, exception);
}

/* --- the policy -------------------------------------------------------------------------------------------
 */

static void tell_policy(const struct lint *lint, const char *slug, const char *text)
{
    tl_policy_tell(lint->policy, 0, (struct tl_place){0, 0}, true, slug, lint->diags, "%s", text);
}

static void lint_allow(const struct lint *lint)
{
    static const char *const audience_words[] = {"NOFORN", "REL TO", "REL", "EYES", "RELIDO", "DISPLAY ONLY"};
    const struct tl_words allow = lint->policy->ceiling.allow;
    for (size_t i = 0; i < TL_COUNT(audience_words); i++) {
        if (tl_words_has(allow, tl_str(audience_words[i]))) {
            tl_policy_tell(lint->policy, 0, (struct tl_place){0, 0}, true, "lint.policy.allow", lint->diags,
                           "%s in allow changes nothing: it is judged by the audience alone",
                           audience_words[i]);
        }
    }
}

static void lint_settings(const struct lint *lint)
{
    const struct tl_policy *policy = lint->policy;
    if (policy->ceiling.is_public && !(policy->drop & (1u << TL_KIND_ATTRIBUTES))) {
        tell_policy(
            lint, "lint.policy.attributes",
            "a release to the public keeps the archive's attributes, which name people; drop: [attributes]");
    }
    if (policy->ceiling.is_public && policy->rule_count == 0) {
        tell_policy(lint, "lint.policy.rules",
                    "a release to the public without rules removes no names; add a pack");
    }
    if (policy->exemptions[TL_RANK_C].count == 0) {
        tell_policy(
            lint, "lint.policy.exemptions",
            "withhold.exemptions names no code for C and above: withheld portions would read 'code needed'");
    }
    lint_allow(lint);
}

void tl_policy_lint(const struct tl_policy *policy, struct tl_date today, struct tl_diags *diags)
{
    const struct lint lint = {policy, today, diags};
    /* A pack alone has no ceiling: only its rules are judged. */
    if (policy->ceiling.max != TL_RANK_UNKNOWN) {
        lint_settings(&lint);
    }
    for (size_t i = 0; i < policy->rule_count; i++) {
        lint_rule(&lint, &policy->rules[i]);
        lint_same_pattern(&lint, i);
    }
    for (size_t i = 0; i < policy->exception_count; i++) {
        lint_exception(&lint, &policy->exceptions[i]);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "release/lint.h"

#include "release/release.h"
#include "release/text.h"

/* True when whatever `other` takes is gone as surely, and as far, as if `rule` had taken it. */
static bool may_shadow(const struct tl_rule *other, const struct tl_rule *rule)
{
    return other != rule && other->action <= rule->action && (rule->kinds & ~other->kinds) == 0 &&
           (other->propagates_full || !rule->propagates_full) &&
           (other->propagates_surname || !rule->propagates_surname);
}

static bool takes(const struct tl_matches *matches, const struct tl_rule *other, struct tl_span span)
{
    for (size_t i = 0; i < matches->list.count; i++) {
        const struct tl_match *match = &matches->list.items[i];
        if (match->rule == other && !match->is_check_failed && tl_span_holds(match->in, span)) {
            return true;
        }
    }
    return false;
}

/* Which rules take the spans of all hits of `rule`: flags by index.  False when it has no hit. */
static bool find_shadows(const struct tl_lint *lint, struct tl_matcher *matcher, const struct tl_rule *rule,
                         bool *shadows)
{
    const struct tl_policy *policy = lint->policy;
    bool has_hit = false;
    for (size_t k = 0; k < policy->rule_count; k++) {
        shadows[k] = may_shadow(&policy->rules[k], rule);
    }
    for (size_t i = 0; i < rule->test_count; i++) {
        struct tl_arena arena = {0};
        struct tl_text text;
        struct tl_matches matches = {0};
        if (rule->tests[i].kind != TL_TEST_HIT) {
            continue;
        }
        has_hit = true;
        tl_text_init(&arena, rule->tests[i].text, &text);
        tl_text_match(matcher, &arena, &text, policy, NULL, NULL, NULL, 0, &matches);
        for (size_t k = 0; k < policy->rule_count; k++) {
            shadows[k] = shadows[k] && takes(&matches, &policy->rules[k], rule->tests[i].span);
        }
        tl_arena_release(&arena);
    }
    return has_hit;
}

/* The rule that makes `rule` idle; NULL: none.  Of two that do so to each other the first stays. */
static const struct tl_rule *shadow_of(const struct tl_lint *lint, struct tl_matcher *matcher,
                                       const struct tl_rule *rule, bool *shadows, bool *back)
{
    const struct tl_policy *policy = lint->policy;
    if (!find_shadows(lint, matcher, rule, shadows)) {
        return NULL;
    }
    for (size_t k = 0; k < policy->rule_count; k++) {
        const struct tl_rule *other = &policy->rules[k];
        if (shadows[k] &&
            (other < rule || !find_shadows(lint, matcher, other, back) || !back[rule - policy->rules])) {
            return other;
        }
    }
    return NULL;
}

static void lint_shadows(const struct tl_lint *lint)
{
    const struct tl_policy *policy = lint->policy;
    struct tl_arena arena = {0};
    struct tl_matcher *matcher = tl_matcher_new();
    bool *shadows = tl_arena_alloc(&arena, policy->rule_count + 1, sizeof(*shadows));
    bool *back = tl_arena_alloc(&arena, policy->rule_count + 1, sizeof(*back));
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct tl_rule *rule = &policy->rules[i];
        const struct tl_rule *other = shadow_of(lint, matcher, rule, shadows, back);
        if (other != NULL) {
            TL_TELL_RULE(
                lint, rule, "lint.rule.shadowed",
                "%.*s takes whatever the tests of %.*s name: remove the rule, or add a 'hit' that only "
                "it finds",
                TL_ID(other), TL_ID(rule));
        }
    }
    tl_matcher_free(matcher);
    tl_arena_release(&arena);
}

void tl_rules_lint(const struct tl_lint *lint)
{
    struct tl_rule_tests counts;
    lint_shadows(lint);
    tl_policy_lint_texts(lint->policy, lint->diags);
    tl_rules_test(lint->policy, lint->diags, &counts);
}

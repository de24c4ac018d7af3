/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/lint.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/check.h"

#define CONTRACT "a rule shows what it finds and what it leaves (rules/README.md)"
#define LOGS "logs and audits show ids, titles and reasons; the text stays inside"
#define ENGINE "PCRE2's match limit; a rule that runs out of steps withholds the whole paragraph"
#define LAW "rules/exemption-codes.yaml; 5 U.S.C. 552(b): the exemption stands at the place of deletion"
#define IDLE "what never runs protects nothing, and its reader believes that it does"
#define TERM "an exception has an end, an owner and a reason"

/* In the order in which they are looked for; those of other rooms last. */
static const struct tl_lint_check checks[] = {
    {"lint.rule.untested", "a rule has fewer than three hits or three misses among its tests",
     "Add a `hit` for each form that the regex has, and a `miss` for each look-alike.", CONTRACT,
     .rule = tl_lint_untested},
    {"lint.rule.check", "a rule checks digits where none can stand",
     "Take the check away, or let `excise` name the group with the number.", CONTRACT,
     .rule = tl_lint_check_digits},
    {"lint.rule.near", "a word of `near` stands in no test", "Add a `hit` with the word.", CONTRACT,
     .rule = tl_lint_near},
    {"lint.rule.star", "a dot is repeated without bound", "Write a bound: .{0,40}.", ENGINE,
     .rule = tl_lint_star},
    {"lint.rule.id", "an id, a title or a reason holds what the rule removes",
     "Rename it, so that it does not tell what was there.", LOGS, .rule = tl_lint_id},
    {"lint.rule.group", "the group that goes can be empty", "Let it require a character.", ENGINE,
     .rule = tl_lint_group},
    {"lint.rule.names", "two groups of a regex have one name", "Give each group a name of its own.",
     "with (?J) PCRE2 takes the first that is set", .rule = tl_lint_names},
    {"lint.rule.speed", "a rule has no text that every match must hold",
     "Let it require a word, a mark or a shape of digits.", "the literal filter (DESIGN 7)",
     .rule = tl_lint_speed},
    {"lint.rule.steps", "there is a text on which the regex runs out of steps",
     "Bound what repeats, or make it possessive: ++, {0,9}+.", ENGINE, .rule = tl_lint_steps},
    {"lint.rule.mark", "a rule takes the marks that a release carries",
     "Let the regex not match inside square brackets, nor XXXXX.",
     "a release that is redacted again does not change (DESIGN M17)", .rule = tl_lint_mark},
    {"lint.rule.exemption", "a rule removes text and names no exemption", "Add `exemptions`.", LAW,
     .rule = tl_lint_exemption},
    {"lint.rule.codes", "a rule names a code that no release can bear today",
     "Name a code of the order that holds.", LAW, .rule = tl_lint_codes},
    {"lint.rule.why", "a rule does not say why", "Add `why`.", "reviewers and logs read that sentence",
     .rule = tl_lint_why},
    {"lint.rule.propagate", "a rule propagates what it does not remove", "Remove `propagate`.", IDLE,
     .rule = tl_lint_propagate},
    {"lint.rule.elements", "a rule runs only where this policy leaves nothing",
     "Disable it, or do not drop these elements.", IDLE, .rule = tl_lint_elements},
    {"lint.rule.same", "two rules have one regex", "Keep one of them.", IDLE, .rule = tl_lint_same},
    {"lint.exception.expired", "an exception has ended", "Renew it or remove it.", TERM,
     .exception = tl_lint_expired},
    {"lint.exception.expiring", "an exception ends soon", "Renew it in time.", TERM,
     .exception = tl_lint_expiring},
    {"lint.exception.long", "an exception keeps a passage", "Name only the name that may stay.", TERM,
     .exception = tl_lint_long},
    {"lint.exception.short", "an exception keeps a text that is nearly nothing", "Write more of it.", TERM,
     .exception = tl_lint_short},
    {"lint.policy.attributes", "a public release keeps the archive's attributes", "Add drop: [attributes].",
     "they name drafter and addressees", .policy = tl_lint_attributes},
    {"lint.policy.rules", "a public release has no rules", "Add a pack.", "(U) text holds names",
     .policy = tl_lint_no_rules},
    {"lint.policy.exemptions", "no code stands for what is withheld", "Add withhold.exemptions.", LAW,
     .policy = tl_lint_no_exemptions},
    {"lint.policy.codes", "the policy names a code that no release can bear today",
     "Name a code of the order that holds; `reasons: authority` adds those of the cable.", LAW,
     .policy = tl_lint_policy_codes},
    {"lint.policy.allow", "`allow` names a word that it does not decide", "Remove it: the audience decides.",
     "DESIGN M9", .policy = tl_lint_allow},
    /* --- release/lint.c, release/ruletest.c */
    {"lint.rule.shadowed", "all that the tests of a rule name is taken by another rule as well",
     "Remove the rule, or add a `hit` that only this rule finds.", IDLE, NULL, NULL, NULL},
    {"lint.text.leak", "an id, a title or a reason holds what some rule removes",
     "Say it in other words, which do not tell what was there.", LOGS, NULL, NULL, NULL},
    {"rule.test_misses", "a rule misses a `hit` of its tests", "Correct the regex or the test.", CONTRACT,
     NULL, NULL, NULL},
    {"rule.test_hits", "a rule finds something in a `miss` of its tests", "Correct the regex or the test.",
     CONTRACT, NULL, NULL, NULL},
    {"rule.todo_passes", "a test that is marked todo passes", "Make it a `hit` or a `miss`.", CONTRACT, NULL,
     NULL, NULL},
    {"rule.upper_case", "a rule misses its hits in upper case", "Say `case: any` or `case: exact`.",
     "telegrams come in capitals", NULL, NULL, NULL},
    {"rule.mutation", "a rule knows its tests by heart", "Let the regex describe the shape.", CONTRACT, NULL,
     NULL, NULL},
};

const struct tl_lint_check *tl_lint_check(size_t index)
{
    return index < TL_COUNT(checks) ? &checks[index] : NULL;
}

static bool has_row(const char *slug)
{
    for (size_t i = 0; i < TL_COUNT(checks); i++) {
        if (strcmp(checks[i].slug, slug) == 0) {
            return true;
        }
    }
    return false;
}

void tl_lint_tell(const struct tl_lint *lint, size_t source, struct tl_place place, const char *slug,
                  const char *format, ...)
{
    char text[600];
    va_list args;
    TL_CHECK(has_row(slug));
    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    tl_policy_tell(lint->policy, source, place, true, slug, lint->diags, "%s", text);
}

void tl_policy_lint(const struct tl_lint *lint)
{
    const struct tl_policy *policy = lint->policy;
    /* A pack alone has no ceiling: only its rules are judged. */
    for (size_t i = 0; policy->ceiling.max != TL_RANK_UNKNOWN && i < TL_COUNT(checks); i++) {
        if (checks[i].policy != NULL) {
            checks[i].policy(lint);
        }
    }
    for (size_t k = 0; k < policy->rule_count; k++) {
        for (size_t i = 0; i < TL_COUNT(checks); i++) {
            if (checks[i].rule != NULL) {
                checks[i].rule(lint, &policy->rules[k]);
            }
        }
    }
    for (size_t k = 0; k < policy->exception_count; k++) {
        for (size_t i = 0; i < TL_COUNT(checks); i++) {
            if (checks[i].exception != NULL) {
                checks[i].exception(lint, &policy->exceptions[k]);
            }
        }
    }
}

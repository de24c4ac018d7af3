/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The findings of `policy lint`, one row a kind; what is legal and still a likely mistake (DESIGN section 4).
 *
 *   lint.c            the table, and the run over rules, exceptions and policy
 *   lint_rule.c       tests, words, codes of one rule
 *   lint_regex.c      what its regex can do
 *   lint_steps.c      texts that cost its regex many steps
 *   lint_policy.c     settings, elements, exceptions
 *   release/lint.c    what only the matcher can tell: tests that are not met, rules that others make idle
 */
#ifndef TL_POLICY_LINT_H
#define TL_POLICY_LINT_H

#include "policy/policy.h"

/* One run of lint. */
struct tl_lint {
    const struct tl_policy *policy;
    struct tl_date today; /* judges `until` and which orders hold */
    bool tells_time;      /* findings on speed also say what this machine took: no two runs are alike */
    struct tl_diags *diags;
};

/* A kind of finding.  One of the three functions looks for it; none where another room does. */
struct tl_lint_check {
    const char *slug;   /* "lint.rule.star" */
    const char *title;  /* what is the matter, a clause */
    const char *way;    /* the way out, a sentence */
    const char *source; /* why it is a mistake: the clause, the paper or the engine that says so */
    void (*rule)(const struct tl_lint *lint, const struct tl_rule *rule);
    void (*exception)(const struct tl_lint *lint, const struct tl_exception *exception);
    void (*policy)(const struct tl_lint *lint);
};

/* The row at `index` of all kinds, those of every room; NULL behind the last. */
const struct tl_lint_check *tl_lint_check(size_t index);

/* Runs all checks of this room. */
void tl_policy_lint(const struct tl_lint *lint);

/* Tells a finding at a place of source `source`.  The slug must have a row. */
void tl_lint_tell(const struct tl_lint *lint, size_t source, struct tl_place place, const char *slug,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Of one rule, at its begin or at its regex. */
#define TL_TELL_RULE(lint, rule, slug, ...)                                                                  \
    tl_lint_tell((lint), (rule)->source, (rule)->place, (slug), __VA_ARGS__)
#define TL_TELL_REGEX(lint, rule, slug, ...)                                                                 \
    tl_lint_tell((lint), (rule)->source, (rule)->match_place, (slug), __VA_ARGS__)

/* Id of a rule for "%.*s". */
#define TL_ID(rule) (int)(rule)->id.len, (const char *)(rule)->id.ptr

/* True for an action that takes text out. */
bool tl_action_removes(enum tl_action action);

/* Milliseconds that the regex of a rule takes for `text` on this machine, from a clock, until it is done or
 * the matcher would give up. */
double tl_lint_time(const struct tl_rule *rule, tl_slice text);

/* --- the checks, by file; each tells its own slug ------------------------------------------------------- */

void tl_lint_untested(const struct tl_lint *lint, const struct tl_rule *rule);
void tl_lint_check_digits(const struct tl_lint *lint, const struct tl_rule *rule);
void tl_lint_near(const struct tl_lint *lint, const struct tl_rule *rule);
void tl_lint_id(const struct tl_lint *lint, const struct tl_rule *rule);
void tl_lint_why(const struct tl_lint *lint, const struct tl_rule *rule);
void tl_lint_exemption(const struct tl_lint *lint, const struct tl_rule *rule);
void tl_lint_codes(const struct tl_lint *lint, const struct tl_rule *rule);
void tl_lint_propagate(const struct tl_lint *lint, const struct tl_rule *rule);
void tl_lint_same(const struct tl_lint *lint, const struct tl_rule *rule);
void tl_lint_mark(const struct tl_lint *lint, const struct tl_rule *rule);

void tl_lint_star(const struct tl_lint *lint, const struct tl_rule *rule);
void tl_lint_group(const struct tl_lint *lint, const struct tl_rule *rule);
void tl_lint_names(const struct tl_lint *lint, const struct tl_rule *rule);
void tl_lint_speed(const struct tl_lint *lint, const struct tl_rule *rule);
void tl_lint_steps(const struct tl_lint *lint, const struct tl_rule *rule);

void tl_lint_elements(const struct tl_lint *lint, const struct tl_rule *rule);
void tl_lint_expired(const struct tl_lint *lint, const struct tl_exception *exception);
void tl_lint_expiring(const struct tl_lint *lint, const struct tl_exception *exception);
void tl_lint_long(const struct tl_lint *lint, const struct tl_exception *exception);
void tl_lint_short(const struct tl_lint *lint, const struct tl_exception *exception);
void tl_lint_allow(const struct tl_lint *lint);
void tl_lint_attributes(const struct tl_lint *lint);
void tl_lint_no_rules(const struct tl_lint *lint);
void tl_lint_no_exemptions(const struct tl_lint *lint);
void tl_lint_policy_codes(const struct tl_lint *lint);

/* What is wrong with a list of codes for a release that is judged today; NULL: nothing.  Arena. */
const char *tl_codes_fault(struct tl_arena *arena, struct tl_words codes, struct tl_date today);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* What can be said of settings, of elements and of exceptions. */
#include "policy/lint.h"

enum {
    EXPIRES_SOON = 30,   /* days */
    EXCEPTION_LONG = 60, /* bytes: longer than a name or an office */
    EXCEPTION_SHORT = 3
};

#define TELL_EXCEPTION(lint, exception, slug, ...)                                                           \
    tl_lint_tell((lint), 0, (exception)->place, (slug), __VA_ARGS__)

/* --- elements */

/* What is dropped leaves no text for a rule; a rule that propagates is heard elsewhere. */
void tl_lint_elements(const struct tl_lint *lint, const struct tl_rule *rule)
{
    const uint32_t dead = lint->policy->drop | (1u << TL_KIND_WITHHELD);
    const bool propagates = rule->propagates_full || rule->propagates_surname;
    if ((rule->kinds & ~dead) == 0 && !propagates) {
        TL_TELL_RULE(
            lint, rule, "lint.rule.elements",
            "%.*s runs only in elements of which this policy leaves nothing; disable it here, or take "
            "them out of 'drop'",
            TL_ID(rule));
    }
}

/* --- exceptions */

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

static bool has_ended(const struct tl_lint *lint, const struct tl_exception *exception)
{
    return tl_date_cmp(lint->today, exception->until) > 0;
}

void tl_lint_expired(const struct tl_lint *lint, const struct tl_exception *exception)
{
    char until[TL_DATE_TEXT];
    if (has_ended(lint, exception)) {
        TELL_EXCEPTION(lint, exception, "lint.exception.expired",
                       "this exception ended on %s and keeps nothing; renew it or remove it",
                       tl_date_render(exception->until, until));
    }
}

void tl_lint_expiring(const struct tl_lint *lint, const struct tl_exception *exception)
{
    char until[TL_DATE_TEXT];
    if (!has_ended(lint, exception) &&
        tl_date_cmp(add_days(lint->today, EXPIRES_SOON), exception->until) > 0) {
        TELL_EXCEPTION(lint, exception, "lint.exception.expiring",
                       "this exception ends on %s, within %d days; renew it in time",
                       tl_date_render(exception->until, until), EXPIRES_SOON);
    }
}

void tl_lint_long(const struct tl_lint *lint, const struct tl_exception *exception)
{
    for (size_t i = 0; i < exception->texts.count; i++) {
        if (exception->texts.item[i].len > EXCEPTION_LONG) {
            TELL_EXCEPTION(lint, exception, "lint.exception.long",
                           "an excepted text is longer than %d bytes: an exception keeps a name, not a "
                           "passage; name only "
                           "what may stay",
                           EXCEPTION_LONG);
        }
    }
}

void tl_lint_short(const struct tl_lint *lint, const struct tl_exception *exception)
{
    for (size_t i = 0; i < exception->texts.count; i++) {
        const tl_slice text = exception->texts.item[i];
        if (text.len <= EXCEPTION_SHORT) {
            TELL_EXCEPTION(
                lint, exception, "lint.exception.short",
                "the excepted text '%.*s' is so short that it keeps what was not meant; write more of it",
                (int)text.len, (const char *)text.ptr);
        }
    }
}

/* --- settings */

void tl_lint_allow(const struct tl_lint *lint)
{
    static const char *const audience_words[] = {"NOFORN", "REL TO", "REL", "EYES", "RELIDO", "DISPLAY ONLY"};
    const struct tl_policy *policy = lint->policy;
    for (size_t i = 0; i < TL_COUNT(audience_words); i++) {
        if (tl_words_has(policy->ceiling.allow, tl_str(audience_words[i]))) {
            tl_lint_tell(lint, 0, policy->places.release, "lint.policy.allow",
                         "%s in allow changes nothing: it is judged by the audience alone; remove it",
                         audience_words[i]);
        }
    }
}

void tl_lint_attributes(const struct tl_lint *lint)
{
    const struct tl_policy *policy = lint->policy;
    if (policy->ceiling.is_public && !(policy->drop & (1u << TL_KIND_ATTRIBUTES))) {
        tl_lint_tell(
            lint, 0, policy->places.release, "lint.policy.attributes",
            "a release to the public keeps the archive's attributes, which name people; drop: [attributes]");
    }
}

void tl_lint_no_rules(const struct tl_lint *lint)
{
    if (lint->policy->ceiling.is_public && lint->policy->rule_count == 0) {
        tl_lint_tell(lint, 0, lint->policy->places.release, "lint.policy.rules",
                     "a release to the public without rules removes no names; add a pack");
    }
}

/* The place of `withhold`, else of `release`. */
static struct tl_place place_of_withhold(const struct tl_policy *policy)
{
    return policy->places.withhold.line > 0 ? policy->places.withhold : policy->places.release;
}

void tl_lint_no_exemptions(const struct tl_lint *lint)
{
    const struct tl_policy *policy = lint->policy;
    if (policy->exemptions[TL_RANK_C].count == 0) {
        tl_lint_tell(lint, 0, place_of_withhold(policy), "lint.policy.exemptions",
                     "withhold.exemptions names no code for C and above: withheld portions would read 'code "
                     "needed'; add one");
    }
}

void tl_lint_policy_codes(const struct tl_lint *lint)
{
    const struct tl_policy *policy = lint->policy;
    for (enum tl_rank rank = TL_RANK_U; rank <= TL_RANK_TS; rank++) {
        const char *fault = tl_codes_fault(lint->diags->arena, policy->exemptions[rank], lint->today);
        if (fault != NULL) {
            tl_lint_tell(lint, 0, place_of_withhold(policy), "lint.policy.codes", "withhold.exemptions: %s",
                         fault);
            return;
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What a policy opens beyond the defaults: one sentence each, for the log, lint and show (DESIGN section 4).
 */
#include "policy/fields.h"
#include "policy/openness.h"
#include "policy/validator.h"

struct sentences {
    struct tl_policy *policy;
    TL_VEC(tl_slice) list;
};

static void add(struct sentences *sentences, const char *text)
{
    *TL_PUSH(&sentences->policy->arena, &sentences->list) = tl_str(text);
}

static void find_settings(struct sentences *sentences)
{
    for (size_t i = 0; tl_setting(i) != NULL; i++) {
        const char *sentence = tl_setting(i)->opened(tl_setting(i)->value(sentences->policy));
        if (sentence != NULL) {
            add(sentences, sentence);
        }
    }
}

static void find_rules(struct sentences *sentences, struct tl_words disabled)
{
    const struct tl_policy *policy = sentences->policy;
    struct tl_arena *arena = &sentences->policy->arena;
    for (size_t i = 0; i < disabled.count; i++) {
        add(sentences, tl_arena_format(arena, "%.*s is disabled", (int)disabled.item[i].len,
                                       (const char *)disabled.item[i].ptr));
    }
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct tl_rule *rule = &policy->rules[i];
        if (tl_rule_keeps_failed(rule)) {
            add(sentences, tl_arena_format(arena, "%.*s keeps what fails the check %s", (int)rule->id.len,
                                           (const char *)rule->id.ptr, tl_validator_name(rule->validator)));
        }
    }
}

static void find_exceptions(struct sentences *sentences)
{
    const struct tl_policy *policy = sentences->policy;
    struct tl_arena *arena = &sentences->policy->arena;
    for (size_t i = 0; i < policy->exception_count; i++) {
        const struct tl_exception *exception = &policy->exceptions[i];
        char until[TL_DATE_TEXT];
        for (size_t j = 0; j < exception->rules.count; j++) {
            const tl_slice rule = exception->rules.item[j];
            add(sentences, tl_arena_format(arena, "%.*s keeps %zu excepted text%s until %s", (int)rule.len,
                                           (const char *)rule.ptr, exception->texts.count,
                                           exception->texts.count == 1 ? "" : "s",
                                           tl_date_render(exception->until, until)));
        }
    }
}

void tl_loosenings_find(struct tl_policy *policy, struct tl_words disabled)
{
    struct sentences sentences = {.policy = policy};
    const struct tl_words allow = policy->ceiling.allow;
    for (size_t i = 0; i < allow.count; i++) {
        add(&sentences, tl_arena_format(&policy->arena, "%.*s may leave", (int)allow.item[i].len,
                                        (const char *)allow.item[i].ptr));
    }
    find_settings(&sentences);
    find_rules(&sentences, disabled);
    find_exceptions(&sentences);
    policy->loosenings = sentences.list.items;
    policy->loosening_count = sentences.list.count;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a policy says about itself stands in logs, answers and reports: ids, titles, reasons.  None of it may
 * hold what its own rules remove.  (Exemptions are codes of a fixed form.)
 */
#include "release/release.h"
#include "release/text.h"

struct lint {
    const struct tl_policy *policy;
    struct tl_matcher *matcher;
    struct tl_diags *diags;
};

/* A text of the policy, where it stands, and what messages call it: "why of persons.title". */
struct said {
    tl_slice text;
    const char *what;
    tl_slice of;
    size_t source;
    struct tl_place place;
};

static bool removes(const struct tl_rule *rule, const void *context)
{
    (void)context;
    return rule->action != TL_ACTION_FLAG;
}

/* The first rule that takes something out of the text; NULL: none. */
static const struct tl_rule *rule_against(const struct lint *lint, tl_slice said)
{
    struct tl_arena arena = {0};
    struct tl_text text;
    struct tl_matches matches = {0};
    tl_text_init(&arena, said, &text);
    tl_text_match(lint->matcher, &arena, &text, lint->policy, removes, NULL, NULL, 0, &matches);
    const struct tl_rule *rule = matches.undecided;
    for (size_t i = 0; i < matches.list.count && rule == NULL; i++) {
        const struct tl_match *match = &matches.list.items[i];
        rule = match->is_check_failed ? NULL : match->rule;
    }
    tl_arena_release(&arena);
    return rule;
}

static void lint_said(const struct lint *lint, const struct said *said)
{
    const struct tl_rule *rule = rule_against(lint, said->text);
    if (rule != NULL) {
        tl_policy_tell(
            lint->policy, said->source, said->place, true, "lint.text.leak", lint->diags,
            "the %s%s%.*s holds what %.*s removes, and stands in logs and answers; say it in other words",
            said->what, said->of.len > 0 ? " of " : "", (int)said->of.len, (const char *)said->of.ptr,
            (int)rule->id.len, (const char *)rule->id.ptr);
    }
}

/* An id as it is written, and as words. */
static void lint_id(const struct lint *lint, const struct said *said)
{
    unsigned char words[256];
    struct said id = *said;
    if (rule_against(lint, said->text) == NULL && said->text.len < sizeof(words)) {
        for (size_t i = 0; i < said->text.len; i++) {
            const unsigned char c = said->text.ptr[i];
            words[i] = tl_is_word(c) ? c : ' ';
        }
        id.text = (tl_slice){words, said->text.len};
    }
    lint_said(lint, &id);
}

void tl_policy_lint_texts(const struct tl_policy *policy, struct tl_diags *diags)
{
    const struct lint lint = {policy, tl_matcher_new(), diags};
    const tl_slice none = {0};
    for (size_t i = 0; i < policy->source_count; i++) {
        const struct tl_source *source = &policy->sources[i];
        const struct tl_place top = {1, 1};
        lint_id(&lint, &(struct said){source->id, "id", none, i, top});
        lint_said(&lint, &(struct said){source->title, "title", source->id, i, top});
    }
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct tl_rule *rule = &policy->rules[i];
        lint_id(&lint, &(struct said){rule->id, "id", rule->id, rule->source, rule->place});
        lint_said(&lint, &(struct said){rule->why, "why", rule->id, rule->source, rule->place});
    }
    for (size_t i = 0; i < policy->exception_count; i++) {
        const struct tl_exception *exception = &policy->exceptions[i];
        lint_said(&lint, &(struct said){exception->why, "why", TL_LIT("an exception"), 0, exception->place});
    }
    tl_matcher_free(lint.matcher);
}

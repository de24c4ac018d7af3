/* SPDX-License-Identifier: Apache-2.0 */
/* How rules of one id, and exceptions, differ in what they let out. */
#include "policy/diff.h"
#include "policy/validator.h"

/* Two rules of one id. */
struct pair {
    const struct tl_rule *a, *b;
    tl_slice key;
    struct tl_policy_differences *out;
};

static tl_slice key_of(struct tl_policy_differences *out, const struct tl_rule *rule)
{
    return tl_str(tl_arena_format(out->arena, "rule %.*s", (int)rule->id.len, (const char *)rule->id.ptr));
}

/* A difference between two things that are of a rule that removes nothing either way is told apart. */
static enum tl_diff_way way_of(const struct pair *pair, bool lets_out)
{
    const bool removes = pair->a->action != TL_ACTION_FLAG || pair->b->action != TL_ACTION_FLAG;
    return !removes ? TL_DIFF_OTHER : lets_out ? TL_DIFF_MORE : TL_DIFF_LESS;
}

static void doubt(const struct pair *pair, const char *text)
{
    if (way_of(pair, true) == TL_DIFF_OTHER) {
        tl_diff_add(pair->out, TL_DIFF_OTHER, pair->key, "%s", text);
    } else {
        tl_diff_doubt(pair->out, pair->key, text);
    }
}

static void diff_action(const struct pair *pair)
{
    if (pair->a->action != pair->b->action) {
        tl_diff_add(pair->out, pair->b->action > pair->a->action ? TL_DIFF_MORE : TL_DIFF_LESS, pair->key,
                    "action %s -> %s", tl_action_name(pair->a->action), tl_action_name(pair->b->action));
    }
}

static void diff_pattern(const struct pair *pair)
{
    const bool propagates = pair->a->propagates_full || pair->a->propagates_surname;
    if (!tl_slice_eq(pair->a->pattern, pair->b->pattern)) {
        doubt(pair, "another regex: what only the old one finds may leave");
    } else if ((pair->a->case_ == TL_CASE_ANY) != (pair->b->case_ == TL_CASE_ANY)) {
        doubt(pair, "upper and lower case are read in another way, in what must not stand there too");
    } else if (pair->a->group != pair->b->group && pair->b->group == 0 && !propagates) {
        tl_diff_add(pair->out, way_of(pair, false), pair->key, "the whole match goes, not only a group");
    } else if (pair->a->group != pair->b->group) {
        doubt(pair, "another group goes");
    }
}

static void diff_kinds(const struct pair *pair)
{
    for (size_t i = 0; i < TL_KIND_COUNT; i++) {
        const bool was = (pair->a->kinds >> i & 1u) != 0;
        const bool is = (pair->b->kinds >> i & 1u) != 0;
        if (was != is) {
            tl_diff_add(pair->out, way_of(pair, was), pair->key, "%s in %s", is ? "runs" : "no longer runs",
                        tl_kind_name((enum tl_kind)i));
        }
    }
}

static bool has_all(struct tl_words words, struct tl_words wanted)
{
    bool has = true;
    for (size_t i = 0; has && i < wanted.count; i++) {
        has = tl_words_has(words, wanted.item[i]);
    }
    return has;
}

/* Context is asked for: fewer words or less distance let more go by; none asks for nothing. */
static void diff_near(const struct pair *pair)
{
    const struct tl_rule *a = pair->a;
    const struct tl_rule *b = pair->b;
    const bool asks_less =
        b->near_words.count == 0 || (a->near_words.count > 0 && has_all(b->near_words, a->near_words) &&
                                     b->near_within >= a->near_within);
    const bool asks_more =
        a->near_words.count == 0 || (b->near_words.count > 0 && has_all(a->near_words, b->near_words) &&
                                     a->near_within >= b->near_within);
    if (asks_less && asks_more) {
        return;
    }
    if (!asks_less && !asks_more) {
        doubt(pair, "other words must be near");
        return;
    }
    tl_diff_add(pair->out, way_of(pair, asks_more), pair->key, "%s context is asked for",
                asks_more ? "more" : "less");
}

static void diff_check(const struct pair *pair)
{
    const bool kept = tl_rule_keeps_failed(pair->a);
    const bool keeps = tl_rule_keeps_failed(pair->b);
    if (kept != keeps) {
        tl_diff_add(pair->out, way_of(pair, keeps), pair->key, "what fails the check %s %s",
                    tl_validator_name(keeps ? pair->b->validator : pair->a->validator),
                    keeps ? "is kept" : "goes too");
    } else if (keeps && pair->a->validator != pair->b->validator) {
        doubt(pair, "another check decides what is kept");
    } else if (pair->a->validator != pair->b->validator) {
        tl_diff_add(pair->out, TL_DIFF_OTHER, pair->key, "another check, which keeps nothing");
    }
}

static void diff_propagation(const struct pair *pair)
{
    const struct {
        const char *name;
        bool was, is;
    } rows[] = {
        {"full", pair->a->propagates_full, pair->b->propagates_full},
        {"surname", pair->a->propagates_surname, pair->b->propagates_surname},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        if (rows[i].was != rows[i].is) {
            tl_diff_add(pair->out, way_of(pair, rows[i].was), pair->key, "%s the %s name",
                        rows[i].is ? "looks again for" : "no longer looks again for", rows[i].name);
        }
    }
}

static void diff_rest(const struct pair *pair)
{
    const struct tl_rule *a = pair->a;
    const struct tl_rule *b = pair->b;
    if (!has_all(a->exemptions, b->exemptions) || !has_all(b->exemptions, a->exemptions)) {
        tl_diff_add(pair->out, TL_DIFF_OTHER, pair->key, "other exemptions");
    }
    if (!tl_slice_eq(a->why, b->why)) {
        tl_diff_add(pair->out, TL_DIFF_OTHER, pair->key, "another reason");
    }
}

static void diff_rule(const struct tl_rule *a, const struct tl_rule *b, struct tl_policy_differences *out)
{
    const struct pair pair = {a, b, key_of(out, a), out};
    diff_action(&pair);
    diff_pattern(&pair);
    diff_kinds(&pair);
    diff_near(&pair);
    diff_check(&pair);
    diff_propagation(&pair);
    diff_rest(&pair);
}

/* A rule that only one of them has. */
static void diff_lone(const struct tl_rule *rule, bool is_new, struct tl_policy_differences *out)
{
    const bool flags = rule->action == TL_ACTION_FLAG;
    const char *what = flags ? "it only calls a person" : tl_action_name(rule->action);
    tl_diff_add(out,
                flags    ? TL_DIFF_OTHER
                : is_new ? TL_DIFF_LESS
                         : TL_DIFF_MORE,
                key_of(out, rule), "%s (%s)", is_new ? "is new" : "is gone or disabled", what);
}

void tl_diff_rules(const struct tl_policy *a, const struct tl_policy *b, struct tl_policy_differences *out)
{
    for (size_t i = 0; i < a->rule_count; i++) {
        const struct tl_rule *other = tl_policy_rule(b, a->rules[i].id);
        if (other == NULL) {
            diff_lone(&a->rules[i], false, out);
        } else {
            diff_rule(&a->rules[i], other, out);
        }
    }
    for (size_t i = 0; i < b->rule_count; i++) {
        if (tl_policy_rule(a, b->rules[i].id) == NULL) {
            diff_lone(&b->rules[i], true, out);
        }
    }
}

/* --- exceptions */

/* The exception of `policy` that keeps this text of this rule longest; NULL: none does. */
static const struct tl_exception *keeper_of(const struct tl_policy *policy, tl_slice text, tl_slice rule)
{
    const struct tl_exception *found = NULL;
    for (size_t i = 0; i < policy->exception_count; i++) {
        const struct tl_exception *exception = &policy->exceptions[i];
        if (tl_words_has(exception->texts, text) && tl_words_has(exception->rules, rule) &&
            (found == NULL || tl_date_cmp(exception->until, found->until) > 0)) {
            found = exception;
        }
    }
    return found;
}

/* What `b` keeps and `a` does not, or not as long; `way` says which of them is the new one. */
static void diff_kept(const struct tl_policy *a, const struct tl_policy *b, enum tl_diff_way way,
                      struct tl_policy_differences *out)
{
    for (size_t i = 0; i < b->exception_count; i++) {
        const struct tl_exception *exception = &b->exceptions[i];
        for (size_t k = 0; k < exception->texts.count * exception->rules.count; k++) {
            const tl_slice text = exception->texts.item[k / exception->rules.count];
            const tl_slice rule = exception->rules.item[k % exception->rules.count];
            const struct tl_exception *other = keeper_of(a, text, rule);
            char until[TL_DATE_TEXT];
            if (other == NULL || tl_date_cmp(exception->until, other->until) > 0) {
                tl_diff_add(out, way, TL_LIT("exception"), "'%.*s' of %.*s %s until %s", (int)text.len,
                            (const char *)text.ptr, (int)rule.len, (const char *)rule.ptr,
                            way == TL_DIFF_MORE ? "is kept" : "was kept",
                            tl_date_render(exception->until, until));
            }
        }
    }
}

void tl_diff_exceptions(const struct tl_policy *a, const struct tl_policy *b,
                        struct tl_policy_differences *out)
{
    diff_kept(a, b, TL_DIFF_MORE, out);
    diff_kept(b, a, TL_DIFF_LESS, out);
}

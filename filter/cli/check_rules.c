/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/check_rules.h"

#include "marking/slug.h"

/* Source of the rows: DESIGN M7, M16, section 4 (drop, on-doubt), section 7 (repeats, fields of a record). */
static const struct {
    const char *id;
    const char *title;
    const char *help;
} own[TL_CHECK_OWN] = {
    [TL_CHECK_UNREADABLE] = {"doubt/unreadable", "the text cannot be read with certainty",
                             "Look at the bytes of the original: signs that turn the direction of text, NUL, "
                             "UTF-16 or encoded text hide what a portion says."},
    [TL_CHECK_DROP] = {"policy/drop", "the policy removes this element whatever its level",
                       "See `drop` in the policy."},
    [TL_CHECK_REMARK] = {"policy/remark", "the line says more than what may pass",
                         "Classification line, ZNY letters, banners and captions would be marked anew for "
                         "what remains.  See `banner` in the policy."},
    [TL_CHECK_DENIED] = {"cable/denied", "the cable is denied as a whole",
                         "The policy says `on-doubt: deny`, and something is in doubt."},
    [TL_CHECK_REPEATED] = {"cable/repeated", "an earlier cable of the run has the same post and number",
                           "One number of a post is one cable: look at both."},
    [TL_CHECK_CHANGED] = {"cable/changed", "the cable would not be released as it is",
                          "Run `redact` and look at its change log."},
    [TL_CHECK_FIELD_DROPPED] = {"record/dropped", "the record of the cable has fields that would be dropped",
                                "Name fields that may stay with --keep-fields, or leave them out."},
    [TL_CHECK_FIELD_WITHHELD] = {"record/withheld", "a field of the record would be withheld",
                                 "Fields count at the level of the whole cable."},
    [TL_CHECK_FIELD_EXCISED] = {"record/excised", "something would be excised in a field of the record",
                                "A rule of the policy, or a name it found in the cable, hits in it."},
    [TL_CHECK_FIELD_DENIED] = {"record/denied", "a rule denies the cable for a field of its record",
                               "See the rules of the policy with `action: deny`."},
};

/* Why a marking holds a portion, each a rule "marking/SLUG". */
static const struct {
    enum tl_reason reason;
    const char *id;
} markings[] = {
    {TL_REASON_UNDECIDED, "marking/undecided"},
    {TL_REASON_INVALID, "marking/invalid"},
    {TL_REASON_LEVEL, "marking/level"},
    {TL_REASON_NOFORN, "marking/noforn"},
    {TL_REASON_COMPARTMENT, "marking/compartment"},
    {TL_REASON_SAP, "marking/sap"},
    {TL_REASON_AEA, "marking/aea"},
    {TL_REASON_FOREIGN, "marking/foreign"},
    {TL_REASON_CONTROL, "marking/control"},
    {TL_REASON_NOT_IN_REL_TO, "marking/not_in_rel_to"},
    {TL_REASON_NO_RELEASE_DECISION, "marking/no_release_decision"},
    {TL_REASON_RELIDO, "marking/relido_needs_decision"},
    {TL_REASON_DISPLAY_ONLY, "marking/display_only"},
    {TL_REASON_REL_WITHOUT_LIST, "marking/rel_without_list"},
    {TL_REASON_CONTROL_SURVIVES, "marking/control_survives"},
    {TL_REASON_UNMARKED, "marking/unmarked_no_banner"},
};

enum { BUILT_IN = TL_CHECK_OWN + TL_COUNT(markings) };

size_t tl_check_rule_count(const struct tl_policy *policy)
{
    return BUILT_IN + policy->rule_count;
}

tl_slice tl_check_rule_id(const struct tl_policy *policy, size_t index)
{
    if (index < TL_CHECK_OWN) {
        return tl_str(own[index].id);
    }
    if (index < BUILT_IN) {
        return tl_str(markings[index - TL_CHECK_OWN].id);
    }
    return policy->rules[index - BUILT_IN].id;
}

/* "The level is above the maximum", from the clause of a slug. */
static struct tl_check_rule of_marking(struct tl_arena *arena, size_t index)
{
    const struct tl_slug *row = tl_slug_find(tl_reason_name(markings[index].reason));
    const char *title = tl_reason_text(markings[index].reason);
    const bool has_help = row != NULL && row->help != NULL;
    return (struct tl_check_rule){
        .id = tl_str(markings[index].id),
        .title = tl_str(title),
        .help =
            tl_str(tl_arena_format(arena, "A portion may not pass: %s%s%s%s.%s%s", title,
                                   row != NULL ? " (" : "", row != NULL ? row->source : "",
                                   row != NULL ? ")" : "", has_help ? "  " : "", has_help ? row->help : ""))};
}

/* What an action does, as a sentence begins. */
static const char *would_be(enum tl_action action)
{
    switch (action) {
    case TL_ACTION_DENY:
        return "The whole cable would be denied";
    case TL_ACTION_WITHHOLD:
        return "The portion around it would be withheld";
    case TL_ACTION_EXCISE:
        return "It would be excised";
    case TL_ACTION_PSEUDONYM:
        return "It would be replaced by a pseudonym";
    case TL_ACTION_MASK:
        return "It would be masked";
    case TL_ACTION_FLAG:
        return "It would be noted in the log, and stay";
    }
    return "It would be withheld";
}

struct tl_check_rule tl_check_rule(struct tl_arena *arena, const struct tl_policy *policy, size_t index)
{
    if (index < TL_CHECK_OWN) {
        return (struct tl_check_rule){tl_str(own[index].id), tl_str(own[index].title),
                                      tl_str(own[index].help)};
    }
    if (index < BUILT_IN) {
        return of_marking(arena, index - TL_CHECK_OWN);
    }
    const struct tl_rule *rule = &policy->rules[index - BUILT_IN];
    const tl_slice source = policy->sources[rule->source].id;
    return (struct tl_check_rule){
        .id = rule->id,
        .title = rule->why.len > 0 ? rule->why : rule->id,
        .help = tl_str(tl_arena_format(arena, "%s by this rule of %.*s.", would_be(rule->action),
                                       (int)source.len, (const char *)source.ptr))};
}

size_t tl_check_rule_of(const struct tl_policy *policy, const struct tl_rule *rule)
{
    return rule == NULL ? TL_CHECK_CHANGED : BUILT_IN + (size_t)(rule - policy->rules);
}

size_t tl_check_rule_of_portion(const struct tl_policy *policy, const struct tl_portion *portion,
                                const struct tl_decision *decision)
{
    switch (decision->cause) {
    case TL_CAUSE_RULE:
    case TL_CAUSE_PROPAGATED:
        return tl_check_rule_of(policy, decision->rule);
    case TL_CAUSE_ELEMENT:
        return TL_CHECK_DROP;
    case TL_CAUSE_DOUBT:
    case TL_CAUSE_MARKING:
    case TL_CAUSE_BANNER:
    case TL_CAUSE_DECISION:
        break;
    }
    if (portion->doubt != NULL) {
        return TL_CHECK_UNREADABLE;
    }
    for (size_t i = 0; i < TL_COUNT(markings); i++) {
        if (markings[i].reason == decision->reason) {
            return TL_CHECK_OWN + i;
        }
    }
    return TL_CHECK_CHANGED;
}

size_t tl_check_rule_of_edit(const struct tl_policy *policy, const struct tl_edit *edit)
{
    if (edit->rule != NULL) {
        return tl_check_rule_of(policy, edit->rule);
    }
    switch (edit->cause) {
    case TL_CAUSE_BANNER:
        return TL_CHECK_REMARK;
    case TL_CAUSE_ELEMENT:
        return TL_CHECK_DROP;
    case TL_CAUSE_RULE:
    case TL_CAUSE_PROPAGATED:
    case TL_CAUSE_DOUBT:
    case TL_CAUSE_MARKING:
    case TL_CAUSE_DECISION:
        break;
    }
    return TL_CHECK_CHANGED;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of a policy or a pack (DESIGN section 4). */
#include "base/limits.h"
#include "policy/fields.h"
#include "policy/regex.h"
#include "policy/validator.h"

enum { NEAR_MOST = 2000 /* characters: a page */ };

/* A rule while it is read: what can only be judged when all its keys are known. */
struct draft {
    struct tl_rule rule;
    const struct tl_yaml *match;  /* scalar */
    const struct tl_yaml *excise; /* scalar, or NULL */
    const struct tl_yaml *on_fail;
};

static const char *const action_names[] = {
    [TL_ACTION_DENY] = "deny",           [TL_ACTION_WITHHOLD] = "withhold", [TL_ACTION_EXCISE] = "excise",
    [TL_ACTION_PSEUDONYM] = "pseudonym", [TL_ACTION_MASK] = "mask",         [TL_ACTION_FLAG] = "flag",
};

const char *tl_action_name(enum tl_action action)
{
    return action_names[action];
}

static void read_id(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    struct draft *draft = into;
    (void)tl_read_id(reading, node, "the id", &draft->rule.id);
}

static void read_why(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    struct draft *draft = into;
    (void)tl_read_text(reading, node, "why", &draft->rule.why);
}

static void read_match(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    struct draft *draft = into;
    tl_slice text;
    if (!tl_read_text(reading, node, "the regex", &text)) {
        return;
    }
    if (node->style == TL_YAML_PLAIN || node->style == TL_YAML_DOUBLE) {
        tl_node_error(
            reading, node, "policy.regex.quotes",
            "a regex stands in single quotes, where a backslash is a backslash: match: '\\bDCM\\b'; %s",
            node->style == TL_YAML_PLAIN ? "this one has no quotes" : "this one has double quotes");
        return;
    }
    if (node->style == TL_YAML_FOLDED || text.ptr[text.len - 1] == '\n') {
        tl_node_error(reading, node, "policy.regex.block",
                      "this form adds a blank or a line end to the regex; use single quotes or |-");
        return;
    }
    draft->match = node;
    draft->rule.match_place = node->place;
    draft->rule.pattern = text;
}

static void read_excise(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    struct draft *draft = into;
    tl_slice text;
    if (tl_read_text(reading, node, "excise", &text)) {
        draft->excise = node;
    }
}

static void read_elements(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    struct draft *draft = into;
    if (node->type == TL_YAML_SCALAR && tl_slice_eq(node->text, TL_LIT("all"))) {
        return;
    }
    if (tl_read_kinds(reading, node, &draft->rule.kinds) && draft->rule.kinds == 0) {
        tl_node_error(reading, node, "policy.empty",
                      "elements is empty, so the rule runs nowhere; leave it out for all");
    }
}

static void read_near_words(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    struct draft *draft = into;
    if (!tl_read_words(reading, node, "near words", &draft->rule.near_words)) {
        return;
    }
    const size_t count = draft->rule.near_words.count;
    if (count == 0 || count > TL_NEAR_WORDS) {
        tl_node_error(reading, node, "policy.near", "near takes 1 to %d words", TL_NEAR_WORDS);
    }
}

static void read_near_within(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    struct draft *draft = into;
    uint32_t within = 0;
    if (tl_read_number(reading, node, "within", 1, NEAR_MOST, &within)) {
        draft->rule.near_within = within;
    }
}

static void read_near(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    static const struct tl_field fields[] = {
        {"words", true, read_near_words},
        {"within", true, read_near_within},
    };
    (void)tl_fields_read(reading, node, "near", fields, TL_COUNT(fields), into);
}

static void read_check(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    struct draft *draft = into;
    const char *names[TL_VALIDATOR_DATE + 1] = {0};
    for (size_t i = TL_VALIDATOR_LUHN; i < TL_COUNT(names); i++) {
        names[i] = tl_validator_name((enum tl_validator)i);
    }
    size_t index = 0;
    if (tl_read_choice(reading, node, "check", names, TL_COUNT(names), &index)) {
        draft->rule.validator = (enum tl_validator)index;
    }
}

static void read_on_check_fail(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    static const char *const names[] = {"excise", "keep"};
    struct draft *draft = into;
    size_t index = 0;
    draft->on_fail = node;
    if (tl_read_choice(reading, node, "on-check-fail", names, TL_COUNT(names), &index)) {
        draft->rule.is_kept_on_fail = index == 1;
    }
}

static void read_action(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    struct draft *draft = into;
    size_t index = 0;
    if (tl_read_choice(reading, node, "action", action_names, TL_COUNT(action_names), &index)) {
        draft->rule.action = (enum tl_action)index;
    }
}

static void read_case(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    static const char *const names[] = {
        [TL_CASE_WRITTEN] = "written", [TL_CASE_ANY] = "any", [TL_CASE_EXACT] = "exact"};
    struct draft *draft = into;
    size_t index = 0;
    if (tl_read_choice(reading, node, "case", names, TL_COUNT(names), &index)) {
        draft->rule.case_ = (enum tl_case)index;
    }
}

static void read_propagate(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    static const char *const names[] = {"full", "surname"};
    struct draft *draft = into;
    if (node->type == TL_YAML_SCALAR && tl_slice_eq(node->text, TL_LIT("none"))) {
        return;
    }
    if (!tl_read_list(reading, node, "propagate")) {
        return;
    }
    for (const struct tl_yaml *item = node->first; item != NULL; item = item->next) {
        size_t index = 0;
        if (tl_read_choice(reading, item, "propagate", names, TL_COUNT(names), &index)) {
            bool *flag = index == 0 ? &draft->rule.propagates_full : &draft->rule.propagates_surname;
            if (*flag) {
                tl_node_error(reading, item, "policy.twice", "propagate names '%s' twice; remove one",
                              names[index]);
            }
            *flag = true;
        }
    }
}

static void read_exemptions(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    struct draft *draft = into;
    (void)tl_read_exemptions(reading, node, &draft->rule.exemptions);
}

static void read_tests(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    struct draft *draft = into;
    tl_rule_tests_read(reading, node, &draft->rule);
}

/* The group that `excise` names, by name or number. */
static void find_group(struct tl_reading *reading, struct draft *draft)
{
    const tl_slice name = draft->excise->text;
    const char *quoted = tl_quote(reading->config->arena, name);
    uint32_t groups = 0;
    (void)pcre2_pattern_info(draft->rule.code, PCRE2_INFO_CAPTURECOUNT, &groups);
    if (tl_is_digit(name.ptr[0])) {
        if (!tl_slice_number(name, &draft->rule.group) || draft->rule.group > groups) {
            tl_node_error(reading, draft->excise, "policy.group",
                          "there is no group %s: the regex has %u; 0 is the whole hit", quoted,
                          (unsigned)groups);
        }
        return;
    }
    const int number = pcre2_substring_number_from_name(draft->rule.code, name.ptr); /* NUL-terminated */
    if (number > 0) {
        draft->rule.group = (uint32_t)number;
    } else if (number == PCRE2_ERROR_NOUNIQUESUBSTRING) {
        tl_node_error(reading, draft->excise, "policy.group",
                      "the regex has more than one group called %s; use one", quoted);
    } else {
        tl_node_error(reading, draft->excise, "policy.group",
                      "the regex has no group called %s; write (?<%.*s>...) around what goes", quoted,
                      (int)name.len, (const char *)name.ptr);
    }
}

static void compile(struct tl_reading *reading, struct draft *draft)
{
    struct tl_regex_error error = {0};
    draft->rule.code = tl_regex_compile(draft->rule.pattern, draft->rule.case_ == TL_CASE_ANY, &error);
    if (draft->rule.code == NULL) {
        tl_config_error(reading->config, tl_yaml_place_at(reading->config, draft->match, error.offset),
                        error.slug, "%s", error.text);
        return;
    }
    if (draft->excise != NULL) {
        find_group(reading, draft);
    }
}

static void read_rule(struct tl_reading *reading, const struct tl_yaml *node)
{
    static const struct tl_field fields[] = {
        {"id", true, read_id},
        {"why", false, read_why},
        {"match", true, read_match},
        {"excise", false, read_excise},
        {"elements", false, read_elements},
        {"near", false, read_near},
        {"check", false, read_check},
        {"on-check-fail", false, read_on_check_fail},
        {"action", false, read_action},
        {"case", false, read_case},
        {"propagate", false, read_propagate},
        {"exemptions", false, read_exemptions},
        {"tests", false, read_tests},
    };
    struct draft draft = {.rule = {.action = TL_ACTION_EXCISE,
                                   .kinds = TL_KINDS_ALL,
                                   .exemptions = reading->pack_exemptions,
                                   .source = reading->source,
                                   .place = node->place}};
    if (!tl_fields_read(reading, node, "a rule", fields, TL_COUNT(fields), &draft)) {
        return;
    }
    if (draft.on_fail != NULL && tl_yaml_find(node, "check") == NULL) {
        tl_node_error(reading, draft.on_fail, "policy.check",
                      "on-check-fail says nothing without 'check'; add one or remove it");
    }
    if (draft.match != NULL) {
        compile(reading, &draft);
    }
    if (reading->rules.count == TL_MAX_RULES) {
        tl_node_error(reading, node, "policy.too_many_rules", "more than %d rules; split the policy",
                      TL_MAX_RULES);
    }
    if (reading->rules.count >= TL_MAX_RULES || draft.rule.id.len == 0) {
        pcre2_code_free(draft.rule.code);
        return;
    }
    *TL_PUSH(reading->config->arena, &reading->rules) = draft.rule;
}

void tl_rules_read(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    (void)into;
    if (!tl_read_list(reading, node, "rules")) {
        return;
    }
    for (const struct tl_yaml *item = node->first; item != NULL; item = item->next) {
        read_rule(reading, item);
    }
}

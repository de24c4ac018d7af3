/* SPDX-License-Identifier: Apache-2.0 */
/* Exceptions: texts that a reviewer keeps, with a reason, a name and an end (DESIGN section 4). */
#include "policy/fields.h"

static void read_texts(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    struct tl_exception *exception = into;
    if (tl_read_words(reading, node, "text", &exception->texts) && exception->texts.count == 0 &&
        node->count == 0) {
        tl_node_error(reading, node, "policy.empty",
                      "text is empty, so the exception keeps nothing; remove it");
    }
}

static void read_rules(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    struct tl_exception *exception = into;
    if (tl_read_words(reading, node, "rules", &exception->rules) && exception->rules.count == 0 &&
        node->count == 0) {
        tl_node_error(reading, node, "policy.empty", "rules is empty; name the rules whose hits are kept");
    }
}

static void read_why(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    struct tl_exception *exception = into;
    (void)tl_read_text(reading, node, "why", &exception->why);
}

static void read_by(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    struct tl_exception *exception = into;
    (void)tl_read_text(reading, node, "by", &exception->by);
}

static void read_until(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    struct tl_exception *exception = into;
    tl_slice text;
    struct tl_date date = {0, 0, 0};
    if (!tl_read_text(reading, node, "until", &text)) {
        return;
    }
    if (!tl_date_parse_iso(text, &date) || !tl_date_valid(date)) {
        tl_node_error(reading, node, "policy.date",
                      "until must be a day of the calendar as YYYY-MM-DD, not %s",
                      tl_quote(reading->config->arena, text));
        return;
    }
    exception->until = date;
}

/* The nearest rule id, or what to do. */
static const char *suggest_rule(struct tl_reading *reading, tl_slice id)
{
    struct tl_arena *arena = reading->config->arena;
    const char **names = tl_arena_alloc(arena, reading->rules.count + 1, sizeof(*names));
    for (size_t i = 0; i < reading->rules.count; i++) {
        names[i] = (const char *)reading->rules.items[i].id.ptr; /* NUL follows: yaml.h */
    }
    return reading->rules.count == 0 ? "; the policy has no rules"
                                     : tl_suggest(arena, id, names, reading->rules.count);
}

static bool has_rule(const struct tl_reading *reading, tl_slice id)
{
    for (size_t i = 0; i < reading->rules.count; i++) {
        if (tl_slice_eq(reading->rules.items[i].id, id)) {
            return true;
        }
    }
    return false;
}

/* One exception, again, now that all rules are known; `node` is its list of rules. */
static void check_rules(struct tl_reading *reading, const struct tl_yaml *node)
{
    if (node == NULL || node->type != TL_YAML_SEQUENCE) {
        return;
    }
    const struct tl_words disabled = {reading->disabled.items, reading->disabled.count};
    for (const struct tl_yaml *item = node->first; item != NULL; item = item->next) {
        if (item->type != TL_YAML_SCALAR || item->text.len == 0) {
            continue;
        }
        const char *quoted = tl_quote(reading->config->arena, item->text);
        if (tl_words_has(disabled, item->text)) {
            tl_node_error(
                reading, item, "policy.exception.rule",
                "the rule %s is disabled in this policy, so there is nothing to keep; remove it here",
                quoted);
        } else if (!has_rule(reading, item->text)) {
            tl_node_error(reading, item, "policy.exception.rule", "there is no rule %s%s", quoted,
                          suggest_rule(reading, item->text));
        }
    }
}

void tl_exceptions_check(struct tl_reading *reading, const struct tl_yaml *root)
{
    const struct tl_yaml *list = tl_yaml_find(root, "exceptions");
    if (reading->is_partial || list == NULL || list->type != TL_YAML_SEQUENCE) {
        return;
    }
    for (const struct tl_yaml *item = list->first; item != NULL; item = item->next) {
        check_rules(reading, tl_yaml_find(item, "rules"));
    }
}

void tl_exceptions_read(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    static const struct tl_field fields[] = {
        {"text", true, read_texts}, {"rules", true, read_rules}, {"why", true, read_why},
        {"by", true, read_by},      {"until", true, read_until},
    };
    (void)into;
    if (!tl_read_list(reading, node, "exceptions")) {
        return;
    }
    for (const struct tl_yaml *item = node->first; item != NULL; item = item->next) {
        struct tl_exception exception = {.place = item->place};
        if (tl_fields_read(reading, item, "an exception", fields, TL_COUNT(fields), &exception)) {
            *TL_PUSH(reading->config->arena, &reading->exceptions) = exception;
        }
    }
}

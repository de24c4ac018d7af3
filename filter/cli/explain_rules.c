/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/explain_rules.h"

#include "base/json.h"

static const struct tl_portion *portion_of(const struct tl_cable *cable, const struct tl_explained_rule *one)
{
    return &cable->portions.items[one->portion];
}

/* A label that is a number or a letter: no other text of a cable comes out. */
static bool is_number(tl_slice number)
{
    bool is_plain = number.len > 0 && number.len <= 8;
    for (size_t i = 0; is_plain && i < number.len; i++) {
        is_plain = tl_is_alnum(number.ptr[i]) || number.ptr[i] == '.';
    }
    return is_plain;
}

static size_t count_of(const struct tl_explained_rules *explained, bool misses)
{
    size_t count = 0;
    for (size_t i = 0; i < explained->list.count; i++) {
        count += tl_outcome_is_miss(explained->list.items[i].outcome) == misses ? 1 : 0;
    }
    return count;
}

/* --- for people */

static void put_place(const char *path, const struct tl_cable *cable, const struct tl_explained_rule *one,
                      struct tl_buf *out)
{
    const struct tl_portion *portion = portion_of(cable, one);
    tl_buf_format(out, "%s:%zu: bytes %zu to %zu, %s", path, tl_cable_line(cable, one->in.begin),
                  one->in.begin, one->in.end, tl_kind_name(portion->kind));
    if (is_number(portion->number)) {
        tl_buf_str(out, " ");
        tl_buf_add(out, portion->number);
    }
}

static void put_one(const char *path, const struct tl_cable *cable, const struct tl_explained_rule *one,
                    struct tl_buf *out)
{
    const struct tl_rule *rule = one->rule;
    put_place(path, cable, one, out);
    tl_buf_format(out, ": %.*s (%s): %s\n", (int)rule->id.len, (const char *)rule->id.ptr,
                  tl_action_name(rule->action), tl_outcome_text(one->outcome));
    if (rule->why.len > 0) {
        tl_buf_format(out, "    the rule  %.*s\n", (int)rule->why.len, (const char *)rule->why.ptr);
    }
    if (one->literal.len > 0) {
        tl_buf_format(out, "    led by    '%.*s'\n", (int)one->literal.len, (const char *)one->literal.ptr);
    } else if (one->outcome != TL_OUTCOME_PROPAGATED) {
        tl_buf_str(out, "    led by    the shape of the text\n");
    }
    if (one->exception != NULL) {
        char until[TL_DATE_TEXT];
        tl_buf_format(out, "    kept      by %.*s until %s: %.*s\n", (int)one->exception->by.len,
                      (const char *)one->exception->by.ptr, tl_date_render(one->exception->until, until),
                      (int)one->exception->why.len, (const char *)one->exception->why.ptr);
    }
    tl_buf_format(out, "    changes   %s\n", tl_outcome_change(one->outcome));
}

void tl_explain_rules_text(const char *path, const struct tl_cable *cable,
                           const struct tl_explained_rules *explained, struct tl_buf *out)
{
    for (int misses = 0; misses < 2; misses++) {
        tl_buf_format(out, "%s%zu %s\n", misses > 0 ? "\n" : "", count_of(explained, misses > 0),
                      misses > 0 ? "near misses" : "hits");
        for (size_t i = 0; i < explained->list.count; i++) {
            const struct tl_explained_rule *one = &explained->list.items[i];
            if (tl_outcome_is_miss(one->outcome) == (misses > 0)) {
                put_one(path, cable, one, out);
            }
        }
    }
}

/* --- for machines */

static void put_object(const struct tl_cable *cable, const struct tl_explained_rule *one,
                       struct tl_json *json)
{
    const struct tl_portion *portion = portion_of(cable, one);
    tl_json_object(json);
    tl_json_put_str(json, "action", tl_action_name(one->rule->action));
    tl_json_put_int(json, "begin", one->in.begin);
    tl_json_put_str(json, "changes", tl_outcome_change(one->outcome));
    tl_json_put_str(json, "element", tl_kind_name(portion->kind));
    tl_json_put_int(json, "end", one->in.end);
    tl_json_put_int(json, "line", tl_cable_line(cable, one->in.begin));
    if (one->literal.len > 0) {
        tl_json_put_slice(json, "literal", one->literal);
    }
    if (is_number(portion->number)) {
        tl_json_put_slice(json, "number", portion->number);
    }
    tl_json_put_str(json, "outcome", tl_outcome_name(one->outcome));
    tl_json_put_slice(json, "rule", one->rule->id);
    tl_json_put_str(json, "text", tl_outcome_text(one->outcome));
    if (one->exception != NULL) {
        char until[TL_DATE_TEXT];
        tl_json_put_str(json, "until", tl_date_render(one->exception->until, until));
    }
    if (one->rule->why.len > 0) {
        tl_json_put_slice(json, "why", one->rule->why);
    }
    tl_json_object_end(json);
}

static void put_list(const char *key, bool misses, const struct tl_cable *cable,
                     const struct tl_explained_rules *explained, struct tl_json *json)
{
    tl_json_key(json, key);
    tl_json_array(json);
    for (size_t i = 0; i < explained->list.count; i++) {
        const struct tl_explained_rule *one = &explained->list.items[i];
        if (tl_outcome_is_miss(one->outcome) == misses) {
            put_object(cable, one, json);
        }
    }
    tl_json_array_end(json);
}

void tl_explain_rules_json(const char *path, const struct tl_cable *cable,
                           const struct tl_explained_rules *explained, struct tl_buf *out)
{
    struct tl_json json = {.out = out};
    tl_json_object(&json);
    tl_json_put_str(&json, "file", path);
    put_list("hits", false, cable, explained, &json);
    put_list("near_misses", true, cable, explained, &json);
    tl_json_object_end(&json);
    tl_buf_str(out, "\n");
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/fields.h"

#include "base/check.h"
#include "marking/exemption.h"

enum { ID_BYTES = 64, TEXT_BYTES = 100000 };

static const struct tl_field *field_find(const struct tl_field *fields, size_t count, tl_slice name,
                                         size_t *index)
{
    for (size_t i = 0; i < count; i++) {
        if (tl_slice_eq(name, tl_str(fields[i].name))) {
            *index = i;
            return &fields[i];
        }
    }
    return NULL;
}

static void tell_unknown(struct tl_reading *reading, const struct tl_yaml *key, const char *what,
                         const struct tl_field *fields, size_t count)
{
    const char *names[TL_FIELDS_MAX];
    for (size_t i = 0; i < count; i++) {
        names[i] = fields[i].name;
    }
    struct tl_arena *arena = reading->config->arena;
    tl_node_error(reading, key, "policy.key.unknown", "%s has no key %s%s", what,
                  tl_config_quote(reading->config, key->text), tl_suggest(arena, key->text, names, count));
}

bool tl_fields_read(struct tl_reading *reading, const struct tl_yaml *node, const char *what,
                    const struct tl_field *fields, size_t count, void *into)
{
    struct tl_place seen[TL_FIELDS_MAX] = {{0, 0}};
    TL_CHECK(count <= TL_FIELDS_MAX);
    if (node->type != TL_YAML_MAPPING) {
        if (node->type != TL_YAML_BAD) {
            tl_node_error(reading, node, "policy.type", "%s must be a mapping of keys to values", what);
        }
        return false;
    }
    for (const struct tl_yaml *value = node->first; value != NULL; value = value->next) {
        size_t index = 0;
        const struct tl_field *field = field_find(fields, count, value->key->text, &index);
        if (field == NULL) {
            tell_unknown(reading, value->key, what, fields, count);
        } else if (seen[index].line > 0) {
            tl_node_error(reading, value->key, "policy.key.twice",
                          "%s has the key '%s' twice, first in line %zu; remove one", what, field->name,
                          seen[index].line);
        } else {
            seen[index] = value->key->place;
            if (value->type != TL_YAML_BAD) {
                field->read(reading, value, into);
            }
        }
    }
    for (size_t i = 0; i < count && !reading->config->is_partial; i++) {
        if (fields[i].is_required && seen[i].line == 0) {
            tl_node_error(reading, node, "policy.key.missing", "%s lacks the key '%s'", what, fields[i].name);
        }
    }
    return true;
}

bool tl_read_text(struct tl_reading *reading, const struct tl_yaml *node, const char *what, tl_slice *out)
{
    if (node->type == TL_YAML_BAD) {
        return false;
    }
    if (node->type != TL_YAML_SCALAR) {
        tl_node_error(reading, node, "policy.type", "%s must be a text, not a list or a mapping", what);
        return false;
    }
    if (tl_slice_trim(node->text).len == 0) {
        tl_node_error(reading, node, "policy.empty", "%s is empty; give it a value or remove the key", what);
        return false;
    }
    if (node->text.len > TEXT_BYTES) {
        tl_node_error(reading, node, "policy.long", "%s is longer than %d bytes", what, TEXT_BYTES);
        return false;
    }
    *out = node->text;
    return true;
}

bool tl_read_choice(struct tl_reading *reading, const struct tl_yaml *node, const char *what,
                    const char *const *names, size_t count, size_t *out)
{
    tl_slice text;
    if (!tl_read_text(reading, node, what, &text)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (names[i] != NULL && tl_slice_eq(text, tl_str(names[i]))) {
            *out = i;
            return true;
        }
    }
    struct tl_arena *arena = reading->config->arena;
    tl_node_error(reading, node, "policy.value", "%s cannot be %s%s", what,
                  tl_config_quote(reading->config, text), tl_suggest(arena, text, names, count));
    return false;
}

bool tl_read_number(struct tl_reading *reading, const struct tl_yaml *node, const char *what, uint32_t least,
                    uint32_t most, uint32_t *out)
{
    tl_slice text;
    if (!tl_read_text(reading, node, what, &text)) {
        return false;
    }
    uint32_t number = 0;
    if (!tl_slice_number(text, &number) || number < least || number > most) {
        tl_node_error(reading, node, "policy.number", "%s must be a whole number from %u to %u, not %s", what,
                      (unsigned)least, (unsigned)most, tl_config_quote(reading->config, text));
        return false;
    }
    *out = number;
    return true;
}

bool tl_read_list(struct tl_reading *reading, const struct tl_yaml *node, const char *what)
{
    if (node->type == TL_YAML_SEQUENCE) {
        return true;
    }
    if (node->type != TL_YAML_BAD) {
        tl_node_error(reading, node, "policy.type", "%s must be a list: write [a, b]", what);
    }
    return false;
}

bool tl_read_words(struct tl_reading *reading, const struct tl_yaml *node, const char *what,
                   struct tl_words *out)
{
    if (!tl_read_list(reading, node, what)) {
        return false;
    }
    TL_VEC(tl_slice) words = {0};
    const char *one = tl_arena_format(reading->config->arena, "an item of %s", what);
    for (const struct tl_yaml *item = node->first; item != NULL; item = item->next) {
        tl_slice text;
        if (!tl_read_text(reading, item, one, &text)) {
            continue;
        }
        if (tl_words_has((struct tl_words){words.items, words.count}, text)) {
            tl_node_error(reading, item, "policy.twice", "%s names %s twice; remove one", what,
                          tl_config_quote(reading->config, text));
            continue;
        }
        *TL_PUSH(reading->config->arena, &words) = text;
    }
    *out = (struct tl_words){words.items, words.count};
    return true;
}

bool tl_read_exemptions(struct tl_reading *reading, const struct tl_yaml *node, struct tl_words *out)
{
    if (!tl_read_words(reading, node, "exemptions", out)) {
        return false;
    }
    for (const struct tl_yaml *item = node->first; item != NULL; item = item->next) {
        if (item->type == TL_YAML_SCALAR && item->text.len > 0 && tl_exemption_find(item->text) == NULL) {
            tl_node_error(reading, item, "policy.exemption",
                          "%s is no exemption; known forms are (b)(1) to (b)(9), (b)(7)(C), (j)(2), (k)(2), "
                          "1.4(d), 3.3(b)(1), 25X1 and 50X1-HUM: rules/exemption-codes.yaml has them all",
                          tl_config_quote(reading->config, item->text));
        }
    }
    return true;
}

static void add_kind(struct tl_reading *reading, const struct tl_yaml *item, uint32_t *bits)
{
    enum tl_kind kind;
    tl_slice text;
    if (!tl_read_text(reading, item, "an element", &text)) {
        return;
    }
    if (!tl_kind_find(text, &kind)) {
        const char *names[TL_KIND_COUNT];
        for (size_t i = 0; i < TL_KIND_COUNT; i++) {
            names[i] = tl_kind_name((enum tl_kind)i);
        }
        struct tl_arena *arena = reading->config->arena;
        tl_node_error(reading, item, "policy.kind", "no element is called %s%s",
                      tl_config_quote(reading->config, text),
                      tl_suggest(arena, text, names, TL_COUNT(names)));
        return;
    }
    if (*bits & (1u << kind)) {
        tl_node_error(reading, item, "policy.twice", "the element %s is named twice; remove one",
                      tl_kind_name(kind));
    }
    *bits |= 1u << kind;
}

bool tl_read_kinds(struct tl_reading *reading, const struct tl_yaml *node, uint32_t *out)
{
    uint32_t bits = 0;
    if (!tl_read_list(reading, node, "a list of elements")) {
        return false;
    }
    for (const struct tl_yaml *item = node->first; item != NULL; item = item->next) {
        add_kind(reading, item, &bits);
    }
    *out = bits;
    return true;
}

bool tl_read_id(struct tl_reading *reading, const struct tl_yaml *node, const char *what, tl_slice *out)
{
    tl_slice text;
    if (!tl_read_text(reading, node, what, &text)) {
        return false;
    }
    bool is_fine = text.len <= ID_BYTES && tl_is_alnum(text.ptr[0]);
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char c = text.ptr[i];
        is_fine = is_fine && (tl_is_alnum(c) || c == '.' || c == '-' || c == '_');
    }
    if (!is_fine) {
        tl_node_error(reading, node, "policy.id",
                      "%s %s must be letters, digits, dots, hyphens and underscores, at most %d", what,
                      tl_config_quote(reading->config, text), ID_BYTES);
        return false;
    }
    *out = text;
    return true;
}

void tl_read_version(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    (void)into;
    uint32_t version = 0;
    if (node->type != TL_YAML_SCALAR || !tl_slice_number(node->text, &version) || version != 1) {
        tl_node_error(reading, node, "policy.version",
                      "this program reads version 1 of policies, packs and decisions; write 1 here");
    }
}

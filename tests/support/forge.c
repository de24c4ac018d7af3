/* SPDX-License-Identifier: Apache-2.0 */
#include "support/forge.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/digest.h"

enum { PATH = 100, MOST_SEEN = 6 };

struct forge {
    json_t *schema;
    json_t *records; /* of the log; each is changed and changed back */
    void *context;
    forgery_taker *take;
    struct tl_buf out;
    size_t record; /* index of the one at hand */
    const char *type;
};

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text == NULL ? "" : text;
}

static json_t *schema_load(void)
{
    json_t *schema = json_load_file(TL_TEST_ROOT "/filter/schema/log.schema.json", 0, NULL);
    TL_CHECK(schema != NULL);
    return schema;
}

/* The schema of a record. */
static json_t *of_type(json_t *schema, const char *type)
{
    return json_object_get(json_object_get(schema, "$defs"), type);
}

/* --- logs */

static json_t *log_read(tl_slice log)
{
    json_t *records = json_array();
    for (size_t at = 0; at < log.len;) {
        const size_t end = tl_slice_find(log, TL_LIT("\n"), at);
        TL_CHECK(end != TL_NONE);
        json_array_append_new(records,
                              json_loadb((const char *)log.ptr + at, end - at, JSON_ALLOW_NUL, NULL));
        at = end + 1;
    }
    return records;
}

/* Counts a word among objects of `count` and `id`. */
static void tally_add(json_t *tally, const char *word)
{
    size_t i = 0;
    json_t *item;
    json_array_foreach(tally, i, item)
    {
        const int order = strcmp(text_of(item, "id"), word);
        if (order == 0) {
            json_object_set_new(item, "count",
                                json_integer(json_integer_value(json_object_get(item, "count")) + 1));
            return;
        }
        if (order > 0) {
            break;
        }
    }
    json_array_insert_new(tally, i, json_pack("{s:i,s:s}", "count", 1, "id", word));
}

static void tally_all(json_t *tally, const json_t *words, const json_t *but)
{
    size_t i;
    json_t *word;
    json_array_foreach(words, i, word)
    {
        bool is_there = false;
        for (size_t k = 0; k < json_array_size(but); k++) {
            is_there = is_there || json_equal(json_array_get(but, k), word);
        }
        if (!is_there && json_is_string(word)) {
            tally_add(tally, json_string_value(word));
        }
    }
}

/* Makes all counts right: those of cables, and those of the end. */
static void count_again(json_t *records)
{
    static const char *const parts[] = {"change",  "changes",  "covered", "covered",
                                        "finding", "findings", "kept",    "kept"};
    json_t *counts = NULL;
    json_t *actions = json_array();
    json_t *exemptions = json_array();
    json_t *rules = json_array();
    size_t i;
    json_t *record;
    json_array_foreach(records, i, record)
    {
        const char *type = text_of(record, "type");
        if (strcmp(type, "cable") == 0) {
            counts = json_object_get(record, "counts");
        }
        for (size_t k = 0; k < TL_COUNT(parts); k += 2) {
            if (strcmp(type, "cable") == 0 && json_object_get(counts, parts[k + 1]) != NULL) {
                json_object_set_new(counts, parts[k + 1], json_integer(0));
            } else if (strcmp(type, parts[k]) == 0 && json_object_get(counts, parts[k + 1]) != NULL) {
                const json_int_t count = json_integer_value(json_object_get(counts, parts[k + 1]));
                json_object_set_new(counts, parts[k + 1], json_integer(count + 1));
            }
        }
        if (strcmp(type, "change") == 0) {
            tally_add(actions, text_of(record, "action"));
            tally_all(exemptions, json_object_get(record, "exemptions"), NULL);
            tally_all(exemptions, json_object_get(record, "reasons"), json_object_get(record, "exemptions"));
            tally_all(rules, json_object_get(record, "rules"), NULL);
        }
        if (strcmp(type, "end") == 0) {
            json_object_set(record, "actions", actions);
            json_object_set(record, "exemptions", exemptions);
            json_object_set(record, "rules", rules);
            json_object_set_new(record, "records", json_integer((json_int_t)json_array_size(records)));
        }
    }
    json_decref(actions);
    json_decref(exemptions);
    json_decref(rules);
}

static void write_again(const json_t *records, struct tl_buf *out)
{
    char prev[TL_HEX];
    size_t i;
    json_t *record;
    memset(prev, '0', TL_HEX - 1);
    prev[TL_HEX - 1] = '\0';
    tl_buf_reset(out);
    json_array_foreach(records, i, record)
    {
        json_object_del(record, "hash");
        json_object_set_new(record, "prev", json_string(prev));
        char *rest = json_dumps(record, JSON_COMPACT | JSON_SORT_KEYS);
        const struct tl_hash hash = tl_sha256_one(tl_str(rest));
        json_object_set_new(record, "hash", json_string(tl_hash_hex(&hash, prev)));
        char *line = json_dumps(record, JSON_COMPACT | JSON_SORT_KEYS);
        tl_buf_format(out, "%s\n", line);
        free(rest);
        free(line);
    }
}

/* --- one forgery */

static bool is_counted(const char *type, const char *field)
{
    return strcmp(type, "end") == 0 || strncmp(field, "counts.", strlen("counts.")) == 0;
}

static void hand_out(struct forge *f, const char *field, const char *what)
{
    json_t *copy = json_deep_copy(f->records);
    if (!is_counted(f->type, field)) {
        count_again(copy);
    }
    write_again(copy, &f->out);
    f->take(f->context, &(struct forgery){f->record + 1, f->type, field, what, tl_buf_slice(&f->out)});
    json_decref(copy);
}

/* --- other values of one field */

/* Up to MOST_SEEN values that stand in other places under the same key. */
static void seen_elsewhere(const json_t *node, const char *key, const json_t *own, json_t *out)
{
    const char *name;
    json_t *child;
    size_t i;
    if (json_is_object(node)) {
        json_object_foreach((json_t *)(uintptr_t)node, name, child)
        {
            bool is_new = strcmp(name, key) == 0 && json_is_string(child) && !json_equal(child, own);
            for (size_t k = 0; k < json_array_size(out); k++) {
                is_new = is_new && !json_equal(json_array_get(out, k), child);
            }
            if (is_new && json_array_size(out) < MOST_SEEN) {
                json_array_append(out, child);
            }
            seen_elsewhere(child, key, own, out);
        }
    } else if (json_is_array(node)) {
        json_array_foreach((json_t *)(uintptr_t)node, i, child)
        {
            seen_elsewhere(child, key, own, out);
        }
    }
}

/* A string of the same form. */
static void other_strings(const char *text, const json_t *schema, json_t *out)
{
    const char *pattern = text_of(schema, "pattern");
    char *copy = strdup(text);
    TL_CHECK(copy != NULL);
    const size_t len = strlen(copy);
    if (pattern[0] == '\0') {
        json_array_append_new(out, json_sprintf("%sx", text));
        if (len > 0) {
            json_array_append_new(out, json_string(""));
        }
    } else if (len > 0) {
        copy[len - 1] = copy[len - 1] == '1' ? '2' : '1'; /* a digit of a date or of a hash */
        json_array_append_new(out, json_string(copy));
    }
    free(copy);
}

static json_t *others_of(const struct forge *f, const json_t *value, const char *key, const json_t *schema)
{
    json_t *out = json_array();
    const json_t *choices = json_object_get(schema, "enum");
    size_t i;
    json_t *choice;
    json_array_foreach(choices, i, choice)
    {
        if (!json_equal(choice, value)) {
            json_array_append(out, choice);
        }
    }
    if (choices != NULL || json_object_get(schema, "const") != NULL) {
        return out;
    }
    if (json_is_integer(value)) {
        json_array_append_new(out, json_integer(json_integer_value(value) + 1));
        if (json_integer_value(value) > 0) {
            json_array_append_new(out, json_integer(json_integer_value(value) - 1));
        }
    } else if (json_is_string(value)) {
        other_strings(json_string_value(value), schema, out);
        if (text_of(schema, "pattern")[0] == '\0') {
            seen_elsewhere(f->records, key, value, out);
        }
    }
    return out;
}

/* Some value of this form, for a field that is not there. */
static json_t *sample(const json_t *schema)
{
    const json_t *properties = json_object_get(schema, "properties");
    const char *pattern = text_of(schema, "pattern");
    const char *name;
    json_t *part;
    if (json_object_get(schema, "const") != NULL) {
        return json_incref(json_object_get(schema, "const"));
    }
    if (json_object_get(schema, "enum") != NULL) {
        return json_incref(json_array_get(json_object_get(schema, "enum"), 0));
    }
    if (strcmp(text_of(schema, "type"), "integer") == 0) {
        return json_integer(1);
    }
    if (strcmp(text_of(schema, "type"), "array") == 0) {
        json_t *list = json_array();
        json_array_append_new(list, sample(json_object_get(schema, "items")));
        if (json_integer_value(json_object_get(schema, "minItems")) == 2) {
            json_array_append_new(list, sample(json_object_get(schema, "items")));
        }
        return list;
    }
    if (properties != NULL) {
        json_t *object = json_object();
        json_object_foreach((json_t *)(uintptr_t)properties, name, part)
        {
            json_object_set_new(object, name, sample(part));
        }
        return object;
    }
    return strstr(pattern, "{64}") != NULL  ? json_sprintf("%064d", 7)
           : strstr(pattern, "{4}") != NULL ? json_string("2007-03-02")
           : pattern[0] != '\0'             ? json_string("07")
                                            : json_string("x");
}

/* --- all of a record */

static void forge_node(struct forge *f, json_t *node, const json_t *schema, const char *path);

/* A value in its place, which is changed and changed back. */
struct slot {
    json_t *in; /* object or array */
    const char *key;
    size_t index;
};

static void slot_set(const struct slot *slot, json_t *value)
{
    if (json_is_object(slot->in)) {
        json_object_set(slot->in, slot->key, value);
    } else {
        json_array_set(slot->in, slot->index, value);
    }
}

static void forge_list(struct forge *f, const struct slot *slot, json_t *list, const char *path)
{
    static const char *const whats[] = {"the last taken out", "the last doubled", "the first two swapped"};
    const size_t count = json_array_size(list);
    for (int kind = 0; kind < 3 && count > 0; kind++) {
        json_t *other = json_copy(list);
        if (kind == 0) {
            json_array_remove(other, count - 1);
        } else if (kind == 1) {
            json_array_append(other, json_array_get(list, count - 1));
        } else if (count > 1) {
            json_array_set(other, 0, json_array_get(list, 1));
            json_array_set(other, 1, json_array_get(list, 0));
        }
        if (!json_equal(other, list) && json_array_size(other) > 0) {
            json_incref(list);
            slot_set(slot, other);
            hand_out(f, path, whats[kind]);
            slot_set(slot, list);
            json_decref(list);
        }
        json_decref(other);
    }
}

static void forge_value(struct forge *f, const struct slot *slot, json_t *value, const json_t *schema,
                        const char *key, const char *path)
{
    if (json_is_object(value)) {
        forge_node(f, value, schema, path);
        return;
    }
    if (json_is_array(value)) {
        forge_list(f, slot, value, path);
        for (size_t i = 0; i < json_array_size(value); i++) {
            const struct slot item = {value, NULL, i};
            forge_value(f, &item, json_array_get(value, i), json_object_get(schema, "items"), key, path);
        }
        return;
    }
    json_t *others = others_of(f, value, key, schema);
    json_incref(value);
    for (size_t i = 0; i < json_array_size(others); i++) {
        slot_set(slot, json_array_get(others, i));
        hand_out(f, path, "another value");
    }
    slot_set(slot, value);
    json_decref(value);
    json_decref(others);
}

static bool is_required(const json_t *schema, const char *key)
{
    const json_t *required = json_object_get(schema, "required");
    for (size_t i = 0; i < json_array_size(required); i++) {
        if (strcmp(json_string_value(json_array_get(required, i)), key) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_of_the_chain(const char *key)
{
    return strcmp(key, "hash") == 0 || strcmp(key, "prev") == 0;
}

/* Each member of an object: changed, taken out, put in. */
static void forge_node(struct forge *f, json_t *node, const json_t *schema, const char *path)
{
    const json_t *properties = json_object_get(schema, "properties");
    const char *key;
    json_t *of;
    json_object_foreach((json_t *)(uintptr_t)properties, key, of)
    {
        char name[PATH];
        (void)snprintf(name, sizeof(name), "%s%s%s", path, path[0] == '\0' ? "" : ".", key);
        json_t *value = json_object_get(node, key);
        const struct slot slot = {node, key, 0};
        if (is_of_the_chain(key)) {
            continue;
        }
        if (value == NULL) {
            json_object_set_new(node, key, sample(of));
            hand_out(f, name, "put in");
            json_object_del(node, key);
            continue;
        }
        forge_value(f, &slot, value, of, key, name);
        if (!is_required(schema, key)) {
            json_incref(value);
            json_object_del(node, key);
            hand_out(f, name, "taken out");
            json_object_set_new(node, key, value);
        }
    }
}

/* The record itself: taken out, doubled, put behind the next. */
static void forge_record(struct forge *f)
{
    json_t *record = json_array_get(f->records, f->record);
    json_t *next = json_array_get(f->records, f->record + 1);
    if (strcmp(f->type, "run") == 0 || strcmp(f->type, "cable") == 0 || strcmp(f->type, "end") == 0) {
        return;
    }
    json_incref(record);
    json_array_remove(f->records, f->record);
    hand_out(f, "", "taken out");
    json_array_insert(f->records, f->record, record);
    json_array_insert(f->records, f->record, record);
    hand_out(f, "", "doubled");
    json_array_remove(f->records, f->record);
    if (strcmp(text_of(next, "type"), "end") != 0) {
        json_incref(next);
        json_array_remove(f->records, f->record + 1);
        json_array_insert(f->records, f->record, next);
        hand_out(f, "", "put behind the next");
        json_array_remove(f->records, f->record);
        json_array_insert(f->records, f->record + 1, next);
        json_decref(next);
    }
    json_decref(record);
}

void forge_all(tl_slice log, void *context, forgery_taker *take)
{
    struct forge f = {.schema = schema_load(), .records = log_read(log), .context = context, .take = take};
    for (f.record = 0; f.record < json_array_size(f.records); f.record++) {
        json_t *record = json_array_get(f.records, f.record);
        char type[PATH];
        (void)snprintf(type, sizeof(type), "%s", text_of(record, "type"));
        f.type = type;
        forge_node(&f, record, of_type(f.schema, type), "");
        forge_record(&f);
    }
    json_decref(f.records);
    json_decref(f.schema);
    tl_buf_release(&f.out);
}

void forge_one(tl_slice log, const char *type, const char *field, json_t *value, struct tl_buf *out)
{
    json_t *records = log_read(log);
    const char *dot = strchr(field, '.');
    char outer[PATH];
    size_t i;
    json_t *record;
    (void)snprintf(outer, sizeof(outer), "%.*s", dot == NULL ? 0 : (int)(dot - field), field);
    json_array_foreach(records, i, record)
    {
        json_t *in = dot == NULL ? record : json_object_get(record, outer);
        in = json_is_array(in) ? json_array_get(in, 0) : in;
        const char *key = dot == NULL ? field : dot + 1;
        if (strcmp(text_of(record, "type"), type) == 0 && json_object_get(in, key) != NULL) {
            json_object_set(in, key, value);
            break;
        }
    }
    TL_CHECK(i < json_array_size(records));
    write_again(records, out);
    json_decref(value);
    json_decref(records);
}

static void take_fields(void *context, void (*take)(void *, const char *, const char *), const char *type,
                        const json_t *schema, const char *path)
{
    const char *key;
    json_t *of;
    json_object_foreach(json_object_get(schema, "properties"), key, of)
    {
        const json_t *inner = json_object_get(of, "items") != NULL ? json_object_get(of, "items") : of;
        char name[PATH];
        (void)snprintf(name, sizeof(name), "%s%s%s", path, path[0] == '\0' ? "" : ".", key);
        if (json_object_get(inner, "properties") != NULL) {
            take_fields(context, take, type, inner, name);
        } else {
            take(context, type, name);
        }
    }
}

void forge_schema(void *context, void (*take)(void *context, const char *type, const char *field))
{
    json_t *schema = schema_load();
    const char *type;
    json_t *of;
    json_object_foreach(json_object_get(schema, "$defs"), type, of)
    {
        take_fields(context, take, type, of, "");
    }
    json_decref(schema);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "pipeline/jsonl.h"

#include <inttypes.h>
#include <jansson.h>

#include "base/check.h"
#include "base/json.h"
#include "base/sort.h"
#include "base/utf8.h"
#include "marking/mark.h"

/* A field that may leave. */
struct field {
    tl_slice name;
    enum { IS_TEXT = 0, IS_ID, IS_KEPT } use;
};

static int by_name(const void *a, const void *b)
{
    const struct field *x = a;
    const struct field *y = b;
    return tl_slice_cmp(x->name, y->name);
}

/* All names, sorted; how many. */
static size_t all_fields(const struct tl_jsonl_fields *fields, struct field list[TL_JSONL_KEEP + 2])
{
    size_t count = 0;
    list[count++] = (struct field){fields->text, IS_TEXT};
    if (fields->id.len > 0) {
        list[count++] = (struct field){fields->id, IS_ID};
    }
    for (size_t i = 0; i < fields->keep.count && i < TL_JSONL_KEEP; i++) {
        list[count++] = (struct field){fields->keep.item[i], IS_KEPT};
    }
    tl_sort(list, count, sizeof(*list), by_name);
    return count;
}

bool tl_jsonl_fields_valid(const struct tl_jsonl_fields *fields, const char **why)
{
    struct field list[TL_JSONL_KEEP + 2];
    *why = "too many fields are kept";
    if (fields->keep.count > TL_JSONL_KEEP) {
        return false;
    }
    const size_t count = all_fields(fields, list);
    for (size_t i = 0; i < count; i++) {
        *why = "the name of a field is empty, longer than 47 bytes, or no UTF-8";
        if (list[i].name.len == 0 || list[i].name.len > TL_JSON_KEY || !tl_utf8_valid(list[i].name) ||
            memchr(list[i].name.ptr, '\0', list[i].name.len) != NULL) {
            return false;
        }
        *why = "one field is named twice";
        if (i > 0 && tl_slice_eq(list[i - 1].name, list[i].name)) {
            return false;
        }
    }
    return true;
}

static json_t *member(const struct tl_jsonl *object, tl_slice name)
{
    return json_object_getn(object->json, (const char *)name.ptr, name.len);
}

static tl_slice string_of(const json_t *value)
{
    return (tl_slice){(const unsigned char *)json_string_value(value), json_string_length(value)};
}

void tl_jsonl_prepare(void)
{
    json_object_seed(0);
}

const char *tl_jsonl_read(const struct tl_jsonl_fields *fields, tl_slice line, struct tl_jsonl *out)
{
    json_error_t error;
    *out = (struct tl_jsonl){
        .json = json_loadb((const char *)line.ptr, line.len, JSON_REJECT_DUPLICATES, &error)};
    if (!json_is_object((json_t *)out->json)) {
        return "frame-json";
    }
    const json_t *text = member(out, fields->text);
    if (!json_is_string(text)) {
        return "frame-json-text";
    }
    out->text = string_of(text);
    return tl_slice_trim(out->text).len == 0 ? "frame-empty" : NULL;
}

void tl_jsonl_release(struct tl_jsonl *object)
{
    json_decref(object->json);
    *object = (struct tl_jsonl){.json = NULL};
}

/* A word that tells nothing but which record this is. */
static bool is_identifier(tl_slice word)
{
    for (size_t i = 0; i < word.len; i++) {
        if (!tl_is_alnum(word.ptr[i]) && memchr("._:/@-", word.ptr[i], 6) == NULL) {
            return false;
        }
    }
    return word.len > 0 && word.len <= TL_JSONL_ID;
}

/* The text of a value that is one: what rules are run on. */
static bool text_of(struct tl_arena *arena, const json_t *value, tl_slice *out)
{
    switch (json_typeof(value)) {
    case JSON_STRING:
        *out = string_of(value);
        return true;
    case JSON_INTEGER:
        *out = tl_str(tl_arena_format(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value)));
        return true;
    case JSON_TRUE:
        *out = TL_LIT("true");
        return true;
    case JSON_FALSE:
        *out = TL_LIT("false");
        return true;
    case JSON_NULL:
        *out = TL_LIT("null");
        return true;
    case JSON_OBJECT:
    case JSON_ARRAY:
    case JSON_REAL:
        break;
    }
    return false;
}

/* The value as it came; it is no text. */
static void put_value(struct tl_json *json, const json_t *value)
{
    if (json_is_integer(value)) {
        tl_json_signed(json, json_integer_value(value));
    } else if (json_is_boolean(value)) {
        tl_json_bool(json, json_is_true(value));
    } else {
        TL_CHECK(json_is_null(value));
        tl_json_null(json);
    }
}

static void put_id(struct tl_arena *arena, const struct tl_release *release, const json_t *value,
                   struct tl_json *json, struct tl_jsonl_result *result)
{
    tl_slice text = {NULL, 0};
    const bool is_word = (json_is_string(value) || json_is_integer(value)) && text_of(arena, value, &text);
    if (!is_word || !is_identifier(text) || !tl_release_is_clean(arena, release, text)) {
        result->slug = "frame-fields";
    } else if (json_is_integer(value)) {
        put_value(json, value);
    } else {
        tl_json_slice(json, text);
    }
}

static void put_kept(struct tl_arena *arena, const struct tl_release *release, const json_t *value,
                     tl_slice text, struct tl_json *json, struct tl_jsonl_result *result)
{
    struct tl_buf field = {0};
    switch (tl_release_field(arena, release, text, &field)) {
    case TL_FIELD_WITHHELD:
        result->withheld++;
        tl_json_slice(json, tl_buf_slice(&field));
        break;
    case TL_FIELD_CHANGED:
        result->changed++;
        tl_json_slice(json, tl_buf_slice(&field));
        break;
    case TL_FIELD_KEPT:
        if (json_is_string(value)) {
            tl_json_slice(json, text);
        } else {
            put_value(json, value);
        }
        break;
    case TL_FIELD_DENIED:
        result->is_denied = true;
        tl_json_null(json);
        break;
    }
    tl_buf_release(&field);
}

void tl_jsonl_put(struct tl_arena *arena, const struct tl_jsonl_fields *fields, const struct tl_jsonl *object,
                  const struct tl_release *release, struct tl_jsonl_result *result, struct tl_buf *out)
{
    struct field list[TL_JSONL_KEEP + 2];
    struct tl_json json = {.out = out};
    const size_t begin = out->len;
    const size_t count = all_fields(fields, list);
    size_t used = 0;
    *result = (struct tl_jsonl_result){.slug = NULL};
    tl_json_object(&json);
    for (size_t i = 0; i < count; i++) {
        const json_t *value = member(object, list[i].name);
        tl_slice text = {NULL, 0};
        if (value == NULL || (list[i].use == IS_KEPT && !text_of(arena, value, &text))) {
            continue;
        }
        used++;
        tl_json_key_slice(&json, list[i].name);
        if (list[i].use == IS_TEXT) {
            tl_json_slice(&json, release->bytes);
        } else if (list[i].use == IS_ID) {
            put_id(arena, release, value, &json, result);
            if (result->slug != NULL) {
                break;
            }
        } else {
            put_kept(arena, release, value, text, &json, result);
        }
    }
    result->dropped = json_object_size(object->json) - used;
    if (result->slug != NULL || result->is_denied) {
        out->len = begin;
        return;
    }
    tl_json_object_end(&json);
    tl_buf_byte(out, '\n');
}

/* --- what was put */

static void put_again(struct tl_json *json, const json_t *value)
{
    if (json_is_string(value)) {
        tl_json_slice(json, string_of(value));
    } else {
        put_value(json, value);
    }
}

static bool holds_mark(tl_slice text)
{
    for (size_t at = 0; at < text.len; at++) {
        if (tl_mark_at(text, at).kind != TL_MARK_NONE) {
            return true;
        }
    }
    return false;
}

static const char *compare_fields(const struct tl_jsonl_fields *fields, const struct tl_jsonl *before,
                                  const struct tl_jsonl *after, struct tl_buf *again)
{
    struct field list[TL_JSONL_KEEP + 2];
    struct tl_json json = {.out = again};
    const size_t count = all_fields(fields, list);
    size_t used = 0;
    tl_json_object(&json);
    for (size_t i = 0; i < count; i++) {
        const json_t *value = member(after, list[i].name);
        const json_t *was = member(before, list[i].name);
        if (value == NULL && was != NULL && !json_is_object(was) && !json_is_array(was) &&
            !json_is_real(was)) {
            return "a field that leaves is not in the line";
        }
        if (value == NULL) {
            continue;
        }
        used++;
        if (json_is_object(value) || json_is_array(value) || json_is_real(value)) {
            return "a field of the line is no text, and none like that leaves";
        }
        tl_json_key_slice(&json, list[i].name);
        put_again(&json, value);
        if (list[i].use == IS_TEXT ||
            (was != NULL && json_equal((json_t *)(uintptr_t)value, (json_t *)(uintptr_t)was))) {
            continue;
        }
        if (list[i].use == IS_ID || was == NULL || !json_is_string(value) || !holds_mark(string_of(value))) {
            return "a field of the line is not that of the original, and no mark says that it was changed";
        }
    }
    tl_json_object_end(&json);
    tl_buf_byte(again, '\n');
    return used == json_object_size(after->json) ? NULL
                                                 : "the line has a field that the run did not let leave";
}

const char *tl_jsonl_compare(const struct tl_jsonl_fields *fields, tl_slice original, tl_slice release)
{
    struct tl_jsonl before = {.json = NULL};
    struct tl_jsonl after = {.json = NULL};
    struct tl_buf again = {0};
    const char *what = NULL;
    (void)tl_jsonl_read(fields, original, &before);
    (void)tl_jsonl_read(fields, release, &after);
    if (!json_is_object((json_t *)after.json) || after.text.ptr == NULL) {
        what = "the line holds no cable";
    } else if (json_is_object((json_t *)before.json)) {
        what = compare_fields(fields, &before, &after, &again);
        if (what == NULL && !tl_slice_eq(tl_slice_sub(tl_buf_slice(&again), 0, again.len - 1), release)) {
            what = "the line is not written as releases are";
        }
    }
    tl_buf_release(&again);
    tl_jsonl_release(&before);
    tl_jsonl_release(&after);
    return what;
}

/* What became of a field, by what stands in the line. */
static enum tl_field fate_of(const json_t *was, const json_t *is, tl_slice after)
{
    const struct tl_mark mark = tl_mark_at(after, 0);
    if (json_equal((json_t *)(uintptr_t)was, (json_t *)(uintptr_t)is)) {
        return TL_FIELD_KEPT;
    }
    return mark.kind == TL_MARK_WITHHELD && mark.len == after.len ? TL_FIELD_WITHHELD : TL_FIELD_CHANGED;
}

size_t tl_jsonl_fields(struct tl_arena *arena, const struct tl_jsonl_fields *fields,
                       const struct tl_jsonl *before, const struct tl_jsonl *after,
                       struct tl_verify_field **out)
{
    struct field list[TL_JSONL_KEEP + 2];
    const size_t count = all_fields(fields, list);
    size_t found = 0;
    *out = tl_arena_alloc(arena, count, sizeof(**out));
    for (size_t i = 0; i < count; i++) {
        const json_t *was = member(before, list[i].name);
        const json_t *is = after == NULL ? was : member(after, list[i].name);
        struct tl_verify_field *field = &(*out)[found];
        *field = (struct tl_verify_field){.is_identifier = list[i].use == IS_ID, .fate = TL_FIELD_KEPT};
        if (list[i].use == IS_TEXT || was == NULL) {
            continue;
        }
        const bool is_text = text_of(arena, was, &field->before);
        field->is_odd = field->is_identifier &&
                        (!(json_is_string(was) || json_is_integer(was)) || !is_identifier(field->before));
        if (is != NULL && is_text && text_of(arena, is, &field->after)) {
            field->fate = fate_of(was, is, field->after);
            found++;
        } else {
            found += field->is_odd;
        }
    }
    return found;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/log_line.h"

#include <jansson.h>

#include "base/check.h"
#include "base/json.h"
#include "ledger/keys.h"

enum { DEPTH = TL_JSON_DEPTH - 1, KEY_BYTES = 48 };

static tl_slice string_of(const json_t *value)
{
    return (tl_slice){(const unsigned char *)json_string_value(value), json_string_length(value)};
}

/* Writes `value` again, without the member `left_out` of the outermost object; false when no writer of ours
 * would. */
static bool render(const json_t *value, const char *left_out, struct tl_json *json, size_t depth);

static bool render_array(const json_t *array, struct tl_json *json, size_t depth)
{
    bool is_good = true;
    tl_json_array(json);
    for (size_t i = 0; i < json_array_size(array) && is_good; i++) {
        is_good = render(json_array_get(array, i), NULL, json, depth + 1);
    }
    if (is_good) {
        tl_json_array_end(json);
    }
    return is_good;
}

static bool render_object(json_t *object, const char *left_out, struct tl_json *json, size_t depth)
{
    const char *key;
    const char *before = "";
    json_t *value;
    tl_json_object(json);
    json_object_foreach(object, key, value)
    {
        if (strlen(key) >= KEY_BYTES || strcmp(before, key) >= 0) {
            return false;
        }
        before = key;
        if (depth == 0 &&
            (strcmp(key, TL_KEY_HASH) == 0 || (left_out != NULL && strcmp(key, left_out) == 0))) {
            continue;
        }
        tl_json_key_slice(json, tl_str(key));
        if (!render(value, NULL, json, depth + 1)) {
            return false;
        }
    }
    tl_json_object_end(json);
    return true;
}

static bool render(const json_t *value, const char *left_out, struct tl_json *json, size_t depth)
{
    if (depth > DEPTH) {
        return false;
    }
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return render_object((json_t *)(uintptr_t)value, left_out, json, depth);
    case JSON_ARRAY:
        return render_array(value, json, depth);
    case JSON_STRING:
        tl_json_slice(json, string_of(value));
        return true;
    case JSON_INTEGER:
        if (json_integer_value(value) < 0) {
            return false;
        }
        tl_json_int(json, (uint64_t)json_integer_value(value));
        return true;
    case JSON_REAL:
    case JSON_TRUE:
    case JSON_FALSE:
    case JSON_NULL:
        return false;
    }
    return false;
}

/* The line must be `rest` with `,"hash":"..."` put in somewhere: what was parsed has nothing else. */
static bool is_rest_with_hash(tl_slice text, tl_slice rest, tl_slice hex)
{
    struct tl_buf member = {0};
    tl_buf_str(&member, ",\"hash\":\"");
    tl_buf_add(&member, hex);
    tl_buf_str(&member, "\"");
    const size_t extra = member.len;
    bool is_good = false;
    for (size_t at = 0; !is_good && text.len == rest.len + extra;) {
        at = tl_slice_find(text, tl_buf_slice(&member), at);
        if (at == TL_NONE) {
            break;
        }
        is_good = tl_slice_eq(tl_slice_sub(text, 0, at), tl_slice_sub(rest, 0, at)) &&
                  tl_slice_eq(tl_slice_sub(text, at + extra, text.len), tl_slice_sub(rest, at, rest.len));
        at++;
    }
    tl_buf_release(&member);
    return is_good;
}

static tl_slice text_of(const struct tl_log_line *line, const char *key)
{
    const json_t *value = json_object_get(line->json, key);
    return json_is_string(value) ? string_of(value) : (tl_slice){0};
}

enum tl_status tl_log_line_read(const char *name, tl_slice text, uint64_t number, struct tl_log_line *out,
                                struct tl_err *err)
{
    struct tl_buf rest = {0};
    struct tl_json json = {.out = &rest};
    enum tl_status status = TL_OK;
    const unsigned long long shown = number;
    *out = (struct tl_log_line){.json = NULL};
    json_t *object =
        json_loadb((const char *)text.ptr, text.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    out->json = object;
    if (object == NULL || !json_is_object(object) || !render(object, NULL, &json, 0)) {
        status = tl_fail(err, TL_DATA, "log.form", "%s:%llu: this is no record of a change log", name, shown);
        goto out;
    }
    out->type = text_of(out, TL_KEY_TYPE);
    out->prev = text_of(out, TL_KEY_PREV);
    out->hash = tl_sha256_one(tl_buf_slice(&rest));
    char hex[TL_HEX];
    const tl_slice own = tl_str(tl_hash_hex(&out->hash, hex));
    const tl_slice hash = text_of(out, TL_KEY_HASH);
    if (out->type.len == 0 || out->prev.len != TL_HEX - 1 || hash.len != TL_HEX - 1 ||
        !is_rest_with_hash(text, tl_buf_slice(&rest), hash)) {
        status = tl_fail(err, TL_DATA, "log.form", "%s:%llu: this record is not in the form of a change log",
                         name, shown);
    } else if (!tl_slice_eq(hash, own)) {
        status = tl_fail(err, TL_NO, "log.chain", "%s:%llu: this record was changed: its hash is not its own",
                         name, shown);
    }
out:
    tl_buf_release(&rest);
    return status;
}

void tl_log_line_release(struct tl_log_line *line)
{
    json_decref(line->json);
    *line = (struct tl_log_line){0};
}

void tl_log_line_without(const struct tl_log_line *line, const char *key, struct tl_buf *out)
{
    struct tl_json json = {.out = out};
    TL_CHECK(render(line->json, key, &json, 0));
}

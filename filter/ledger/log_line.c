/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/log_line.h"

#include <jansson.h>

#include "base/json.h"

enum { DEPTH = TL_JSON_DEPTH - 1, KEY_BYTES = 48 };

static tl_slice string_of(const json_t *value)
{
    return (tl_slice){(const unsigned char *)json_string_value(value), json_string_length(value)};
}

/* Writes `value` again, all members of the outermost object but `hash`; false when no writer of ours would.
 */
static bool render(const json_t *value, struct tl_json *json, size_t depth);

static bool render_array(const json_t *array, struct tl_json *json, size_t depth)
{
    bool is_good = true;
    tl_json_array(json);
    for (size_t i = 0; i < json_array_size(array) && is_good; i++) {
        is_good = render(json_array_get(array, i), json, depth + 1);
    }
    if (is_good) {
        tl_json_array_end(json);
    }
    return is_good;
}

static bool render_object(json_t *object, struct tl_json *json, size_t depth)
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
        if (depth == 0 && strcmp(key, "hash") == 0) {
            continue;
        }
        tl_json_key_slice(json, tl_str(key));
        if (!render(value, json, depth + 1)) {
            return false;
        }
    }
    tl_json_object_end(json);
    return true;
}

static bool render(const json_t *value, struct tl_json *json, size_t depth)
{
    if (depth > DEPTH) {
        return false;
    }
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return render_object((json_t *)(uintptr_t)value, json, depth);
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

enum tl_status tl_log_line_read(tl_slice text, uint64_t number, struct tl_log_line *out, struct tl_err *err)
{
    struct tl_buf rest = {0};
    struct tl_json json = {.out = &rest};
    enum tl_status status = TL_OK;
    const unsigned long long shown = number;
    *out = (struct tl_log_line){.number = number};
    json_t *object =
        json_loadb((const char *)text.ptr, text.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    out->json = object;
    if (object == NULL || !json_is_object(object) || !render(object, &json, 0)) {
        status = tl_fail(err, TL_DATA, "log.form", "line %llu of the log is no record", shown);
        goto out;
    }
    out->type = tl_log_line_text(out, "type");
    out->prev = tl_log_line_text(out, "prev");
    out->hash = tl_sha256_one(tl_buf_slice(&rest));
    char hex[TL_HEX];
    const tl_slice own = tl_str(tl_hash_hex(&out->hash, hex));
    const tl_slice hash = tl_log_line_text(out, "hash");
    if (out->type.len == 0 || out->prev.len != TL_HEX - 1 || hash.len != TL_HEX - 1 ||
        !is_rest_with_hash(text, tl_buf_slice(&rest), hash)) {
        status = tl_fail(err, TL_DATA, "log.form", "line %llu of the log is not in its one form", shown);
    } else if (!tl_slice_eq(hash, own)) {
        status = tl_fail(err, TL_NO, "log.chain", "line %llu of the log was changed: its hash is not its own",
                         shown);
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

static json_t *member(const struct tl_log_line *line, const char *key)
{
    return json_object_get(line->json, key);
}

tl_slice tl_log_line_text(const struct tl_log_line *line, const char *key)
{
    const json_t *value = member(line, key);
    return json_is_string(value) ? string_of(value) : (tl_slice){0};
}

bool tl_log_line_int(const struct tl_log_line *line, const char *key, uint64_t *out)
{
    const json_t *value = member(line, key);
    if (!json_is_integer(value) || json_integer_value(value) < 0) {
        return false;
    }
    *out = (uint64_t)json_integer_value(value);
    return true;
}

bool tl_log_line_span(const struct tl_log_line *line, const char *key, struct tl_span *out)
{
    const json_t *value = member(line, key);
    const json_t *begin = json_array_get(value, 0);
    const json_t *end = json_array_get(value, 1);
    if (json_array_size(value) != 2 || !json_is_integer(begin) || !json_is_integer(end) ||
        json_integer_value(begin) < 0 || json_integer_value(end) < json_integer_value(begin)) {
        return false;
    }
    *out = (struct tl_span){(size_t)json_integer_value(begin), (size_t)json_integer_value(end)};
    return true;
}

static int hex_digit(unsigned char c)
{
    return tl_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool add_hex(tl_slice hex, struct tl_buf *out)
{
    for (size_t i = 0; i + 1 < hex.len; i += 2) {
        const int high = hex_digit(hex.ptr[i]);
        const int low = hex_digit(hex.ptr[i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        tl_buf_byte(out, (unsigned char)(high * 16 + low));
    }
    return hex.len % 2 == 0;
}

bool tl_log_line_hash(const struct tl_log_line *line, const char *key, struct tl_hash *out)
{
    struct tl_buf bytes = {0};
    const bool is_good = add_hex(tl_log_line_text(line, key), &bytes) && bytes.len == TL_HASH;
    if (is_good) {
        memcpy(out->bytes, bytes.ptr, TL_HASH);
    }
    tl_buf_release(&bytes);
    return is_good;
}

bool tl_log_line_replacement(const struct tl_log_line *line, struct tl_buf *out)
{
    if (json_is_string(member(line, "replacement"))) {
        tl_buf_add(out, tl_log_line_text(line, "replacement"));
        return member(line, "replacement_hex") == NULL;
    }
    return json_is_string(member(line, "replacement_hex")) &&
           add_hex(tl_log_line_text(line, "replacement_hex"), out);
}

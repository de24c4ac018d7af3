/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"

#include <inttypes.h>

#include "base/check.h"
#include "base/utf8.h"

static void before_value(struct tl_json *json)
{
    if (json->is_after_key) {
        json->is_after_key = false;
        return;
    }
    if (json->depth > 0) {
        if (json->has_items[json->depth - 1]) {
            tl_buf_byte(json->out, ',');
        }
        json->has_items[json->depth - 1] = true;
    }
}

static void open_level(struct tl_json *json, unsigned char bracket)
{
    before_value(json);
    TL_CHECK(json->depth < TL_JSON_DEPTH);
    json->has_items[json->depth] = false;
    json->last_key[json->depth][0] = '\0';
    json->depth++;
    tl_buf_byte(json->out, bracket);
}

static void close_level(struct tl_json *json, unsigned char bracket)
{
    TL_CHECK(json->depth > 0 && !json->is_after_key);
    json->depth--;
    tl_buf_byte(json->out, bracket);
}

void tl_json_object(struct tl_json *json)
{
    open_level(json, '{');
}

void tl_json_object_end(struct tl_json *json)
{
    close_level(json, '}');
}

void tl_json_array(struct tl_json *json)
{
    open_level(json, '[');
}

void tl_json_array_end(struct tl_json *json)
{
    close_level(json, ']');
}

void tl_json_key(struct tl_json *json, const char *key)
{
    TL_CHECK(json->depth > 0 && !json->is_after_key);
    char *last = json->last_key[json->depth - 1];
    const size_t len = strlen(key);
    TL_CHECK(len < sizeof(json->last_key[0]) && strcmp(last, key) < 0);
    memcpy(last, key, len + 1);
    tl_json_str(json, key);
    tl_buf_byte(json->out, ':');
    json->is_after_key = true;
}

static void put_escaped(struct tl_buf *out, uint32_t code)
{
    static const struct {
        uint32_t code;
        const char *text;
    } shorts[] = {{'"', "\\\""}, {'\\', "\\\\"}, {'\b', "\\b"}, {'\t', "\\t"},
                  {'\n', "\\n"}, {'\f', "\\f"},  {'\r', "\\r"}};
    for (size_t i = 0; i < TL_COUNT(shorts); i++) {
        if (shorts[i].code == code) {
            tl_buf_str(out, shorts[i].text);
            return;
        }
    }
    if (code < 0x20) {
        tl_buf_format(out, "\\u%04x", (unsigned)code);
    } else {
        tl_buf_char(out, code);
    }
}

void tl_json_slice(struct tl_json *json, tl_slice text)
{
    before_value(json);
    tl_buf_byte(json->out, '"');
    for (size_t at = 0; at < text.len;) {
        const struct tl_char c = tl_char_at(text, at);
        put_escaped(json->out, c.code);
        at += c.len;
    }
    tl_buf_byte(json->out, '"');
}

void tl_json_str(struct tl_json *json, const char *text)
{
    tl_json_slice(json, tl_str(text));
}

void tl_json_int(struct tl_json *json, uint64_t value)
{
    before_value(json);
    tl_buf_format(json->out, "%" PRIu64, value);
}

void tl_json_signed(struct tl_json *json, int64_t value)
{
    before_value(json);
    tl_buf_format(json->out, "%" PRId64, value);
}

void tl_json_bool(struct tl_json *json, bool value)
{
    before_value(json);
    tl_buf_str(json->out, value ? "true" : "false");
}

void tl_json_null(struct tl_json *json)
{
    before_value(json);
    tl_buf_str(json->out, "null");
}

void tl_json_put_slice(struct tl_json *json, const char *key, tl_slice text)
{
    tl_json_key(json, key);
    tl_json_slice(json, text);
}

void tl_json_put_str(struct tl_json *json, const char *key, const char *text)
{
    tl_json_put_slice(json, key, tl_str(text));
}

void tl_json_put_int(struct tl_json *json, const char *key, uint64_t value)
{
    tl_json_key(json, key);
    tl_json_int(json, value);
}

void tl_json_put_bool(struct tl_json *json, const char *key, bool value)
{
    tl_json_key(json, key);
    tl_json_bool(json, value);
}

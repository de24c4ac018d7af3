/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"

#include "base/check.h"
#include "base/utf8.h"

/* Writes the comma where one is due. */
static inline void before_item(struct tl_json *json)
{
    if (json->next == TL_JSON_MORE && json->depth > 0) {
        tl_buf_byte(json->out, ',');
    }
}

static inline void before_value(struct tl_json *json)
{
    before_item(json);
    json->next = TL_JSON_MORE;
}

static void open_level(struct tl_json *json, unsigned char bracket)
{
    before_item(json);
    TL_CHECK(json->depth < TL_JSON_DEPTH);
    json->depth++;
    json->last_key[json->depth] = (tl_slice){NULL, 0};
    json->next = TL_JSON_FIRST;
    tl_buf_byte(json->out, bracket);
}

static void close_level(struct tl_json *json, unsigned char bracket)
{
    TL_CHECK(json->depth > 0 && json->next != TL_JSON_VALUE);
    json->depth--;
    json->next = TL_JSON_MORE;
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

/* --- strings */

/* What stands for a byte after a backslash (RFC 8785 3.2.2.2): a letter of its own, or `u` and four digits.
 */
static const unsigned char escapes[0x80] = {
    'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'b', 't', 'n', 'u', 'f', 'r', 'u', 'u',         'u',
    'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', ['"'] = '"', ['\\'] = '\\'};

static bool is_plain(unsigned char byte)
{
    return byte < 0x80 && escapes[byte] == 0;
}

/* Eight bytes at once: a control, a quotation mark, a backslash or no ASCII leaves a highest bit. */
static bool are_plain(uint64_t bytes)
{
    const uint64_t each = 0x0101010101010101;
    const uint64_t quotes = bytes ^ each * '"';
    const uint64_t backslashes = bytes ^ each * '\\';
    return ((bytes | (bytes - each * 0x20) | (quotes - each) | (backslashes - each)) & each * 0x80) == 0;
}

/* Copies what stands for itself at the start of `text`; returns its length. */
static inline size_t copy_plain(unsigned char *to, tl_slice text)
{
    size_t at = 0;
    for (uint64_t bytes; at + sizeof(bytes) <= text.len; at += sizeof(bytes)) {
        memcpy(&bytes, text.ptr + at, sizeof(bytes));
        if (!are_plain(bytes)) {
            break;
        }
        memcpy(to + at, &bytes, sizeof(bytes));
    }
    for (; at < text.len && is_plain(text.ptr[at]); at++) {
        to[at] = text.ptr[at];
    }
    return at;
}

/* Appends the character at `at` that does not stand for itself, or is none of ASCII; returns its length. */
static size_t put_other(struct tl_buf *out, tl_slice text, size_t at)
{
    const struct tl_char c = tl_char_at(text, at);
    if (c.code >= TL_COUNT(escapes)) {
        tl_buf_char(out, c.code);
    } else if (escapes[c.code] == 'u') {
        tl_buf_format(out, "\\u%04x", (unsigned)c.code);
    } else {
        tl_buf_byte(out, '\\');
        tl_buf_byte(out, escapes[c.code]);
    }
    return c.len;
}

static void put_string(struct tl_buf *out, tl_slice text)
{
    unsigned char *to = tl_buf_room(out, text.len + 2);
    *to = '"';
    size_t at = copy_plain(to + 1, text);
    out->len += at + 1;
    while (at < text.len) {
        at += put_other(out, text, at);
        const tl_slice rest = tl_slice_sub(text, at, text.len);
        const size_t plain = copy_plain(tl_buf_room(out, rest.len), rest);
        out->len += plain;
        at += plain;
    }
    tl_buf_byte(out, '"');
}

/* The same for plain ASCII. */
static inline void put_plain_string(struct tl_buf *out, tl_slice text)
{
    unsigned char *to = tl_buf_room(out, text.len + 2);
    to[0] = '"';
    memcpy(to + 1, text.ptr, text.len);
    to[text.len + 1] = '"';
    out->len += text.len + 2;
}

/* --- keys */

/* True when `key` may follow `last`; most keys differ in their first byte. */
static inline bool is_after(tl_slice last, tl_slice key)
{
    if (last.len > 0 && key.len > 0 && last.ptr[0] != key.ptr[0]) {
        return last.ptr[0] < key.ptr[0];
    }
    return tl_slice_cmp(last, key) < 0;
}

static inline void before_key(struct tl_json *json, tl_slice key)
{
    tl_slice *last = &json->last_key[json->depth];
    TL_CHECK(json->depth > 0 && json->next != TL_JSON_VALUE && is_after(*last, key));
    *last = key;
    before_item(json);
    json->next = TL_JSON_VALUE;
}

unsigned char *tl_json_key_begin(struct tl_json *json, tl_slice key)
{
    before_key(json, key);
    return tl_buf_room(json->out, key.len + 3);
}

void tl_json_key_slice(struct tl_json *json, tl_slice key)
{
    TL_CHECK(key.len <= TL_JSON_KEY);
    before_key(json, key);
    put_string(json->out, key);
    tl_buf_byte(json->out, ':');
}

/* --- values */

void tl_json_plain(struct tl_json *json, tl_slice text)
{
    before_value(json);
    put_plain_string(json->out, text);
}

void tl_json_slice(struct tl_json *json, tl_slice text)
{
    before_value(json);
    put_string(json->out, text);
}

void tl_json_str(struct tl_json *json, const char *text)
{
    tl_json_slice(json, tl_str(text));
}

void tl_json_int(struct tl_json *json, uint64_t value)
{
    before_value(json);
    tl_buf_number(json->out, value);
}

void tl_json_signed(struct tl_json *json, int64_t value)
{
    before_value(json);
    if (value < 0) {
        tl_buf_byte(json->out, '-');
    }
    tl_buf_number(json->out, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
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

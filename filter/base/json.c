/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"

#include "base/check.h"
#include "base/utf8.h"

/* Writes the comma where one is due before a value. */
static inline void before_value(struct tl_json *json)
{
    if (json->next == TL_JSON_MORE && json->depth > 0) {
        tl_buf_byte(json->out, ',');
    }
    json->next = TL_JSON_MORE;
}

static void open_level(struct tl_json *json, unsigned char bracket)
{
    before_value(json);
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

/* Copies eight bytes, or four, when all of them are plain. */
static inline bool copy_eight(unsigned char *to, const unsigned char *from)
{
    uint64_t bytes;
    memcpy(&bytes, from, sizeof(bytes));
    if (!are_plain(bytes)) {
        return false;
    }
    memcpy(to, &bytes, sizeof(bytes));
    return true;
}

static inline bool copy_four(unsigned char *to, const unsigned char *from)
{
    uint32_t bytes;
    memcpy(&bytes, from, sizeof(bytes));
    if (!are_plain(bytes | (uint64_t)bytes << 32)) {
        return false;
    }
    memcpy(to, &bytes, sizeof(bytes));
    return true;
}

/* Copies what stands for itself at the start of `text`; returns its length.  The last bytes are looked at
 * together, with some before them once more: most strings are short. */
static inline size_t copy_plain(unsigned char *to, tl_slice text)
{
    size_t at = 0;
    while (at + 8 <= text.len && copy_eight(to + at, text.ptr + at)) {
        at += 8;
    }
    if (text.len >= 8 && at + 8 > text.len) {
        if (copy_eight(to + text.len - 8, text.ptr + text.len - 8)) {
            return text.len;
        }
    } else if (text.len >= 4 && text.len < 8 && copy_four(to, text.ptr) &&
               copy_four(to + text.len - 4, text.ptr + text.len - 4)) {
        return text.len;
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
    tl_buf_byte(out, '"');
    for (;;) {
        const size_t plain = copy_plain(tl_buf_room(out, text.len + 1), text);
        out->len += plain;
        if (plain == text.len) {
            break;
        }
        const size_t done = plain + put_other(out, text, plain);
        text = (tl_slice){text.ptr + done, text.len - done};
    }
    tl_buf_byte(out, '"');
}

/* --- keys */

/* Most names are too short for a call of the C library to pay.  Their last bytes are copied together with
 * some before them once more. */
static inline void copy_name(unsigned char *to, tl_slice name)
{
    const unsigned char *from = name.ptr;
    const size_t len = name.len;
    if (len > 16) {
        memcpy(to, from, len);
    } else if (len >= 8) {
        memcpy(to, from, 8);
        memcpy(to + len - 8, from + len - 8, 8);
    } else if (len >= 4) {
        memcpy(to, from, 4);
        memcpy(to + len - 4, from + len - 4, 4);
    } else if (len > 0) {
        to[0] = from[0];
        to[len / 2] = from[len / 2];
        to[len - 1] = from[len - 1];
    }
}

static inline bool is_larger(tl_slice key, tl_slice last)
{
    size_t at = 0;
    while (at < last.len && at < key.len && last.ptr[at] == key.ptr[at]) {
        at++;
    }
    return at < key.len && (at == last.len || last.ptr[at] < key.ptr[at]);
}

/* The key counts in the order. */
static inline void take_key(struct tl_json *json, tl_slice key)
{
    tl_slice *last = &json->last_key[json->depth];
    TL_CHECK(json->depth > 0 && json->next != TL_JSON_VALUE && is_larger(key, *last));
    *last = key;
}

static inline void put_key(struct tl_json *json, tl_slice key)
{
    take_key(json, key);
    unsigned char *to = tl_buf_room(json->out, key.len + 4);
    const size_t comma = json->next == TL_JSON_MORE;
    to[0] = ','; /* written over when none is due */
    to += comma;
    to[0] = '"';
    copy_name(to + 1, key);
    to[key.len + 1] = '"';
    to[key.len + 2] = ':';
    json->out->len += comma + key.len + 3;
    json->next = TL_JSON_VALUE;
}

void tl_json_key_plain(struct tl_json *json, tl_slice key)
{
    put_key(json, key);
}

void tl_json_key_slice(struct tl_json *json, tl_slice key)
{
    TL_CHECK(key.len <= TL_JSON_KEY);
    take_key(json, key);
    before_value(json);
    put_string(json->out, key);
    tl_buf_byte(json->out, ':');
    json->next = TL_JSON_VALUE;
}

void tl_json_skip(struct tl_json *json, const char *key)
{
    take_key(json, tl_str(key));
}

/* --- values */

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

/* --- members */

void tl_json_member_slice(struct tl_json *json, tl_slice key, tl_slice text)
{
    put_key(json, key);
    json->next = TL_JSON_MORE;
    put_string(json->out, text);
}

void tl_json_member_plain(struct tl_json *json, tl_slice key, tl_slice text)
{
    put_key(json, key);
    json->next = TL_JSON_MORE;
    unsigned char *to = tl_buf_room(json->out, text.len + 2);
    to[0] = '"';
    copy_name(to + 1, text);
    to[text.len + 1] = '"';
    json->out->len += text.len + 2;
}

void tl_json_member_int(struct tl_json *json, tl_slice key, uint64_t value)
{
    put_key(json, key);
    json->next = TL_JSON_MORE;
    tl_buf_number(json->out, value);
}

void tl_json_member_pair(struct tl_json *json, tl_slice key, uint64_t first, uint64_t second)
{
    put_key(json, key);
    json->next = TL_JSON_MORE;
    unsigned char *begin = tl_buf_room(json->out, 2 * TL_DIGITS + 3);
    unsigned char *to = begin;
    *to++ = '[';
    to += tl_put_number(to, first);
    *to++ = ',';
    to += tl_put_number(to, second);
    *to++ = ']';
    json->out->len += (size_t)(to - begin);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing JSON in RFC 8785 form: no blanks, keys sorted, strings escaped as little as allowed.
 *
 * The writer appends to a buffer the caller owns.  Keys of one object must be given in ascending byte
 * order; a key out of order is a broken invariant and ends the process, so no log line can be unsorted.
 */
#ifndef TL_BASE_JSON_H
#define TL_BASE_JSON_H

#include "base/buf.h"

enum { TL_JSON_DEPTH = 8, TL_JSON_KEY = 47 /* longest key of somebody else, in bytes */ };

/* What may come next. */
enum tl_json_next {
    TL_JSON_FIRST = 0, /* of an object or array, or the whole text */
    TL_JSON_MORE,      /* behind a comma */
    TL_JSON_VALUE      /* of the key before it */
};

/* Zeroed storage with `out` set is ready. */
struct tl_json {
    struct tl_buf *out; /* borrowed */
    size_t depth;
    enum tl_json_next next;
    tl_slice last_key[TL_JSON_DEPTH + 1]; /* by depth; borrowed; to prove the order */
};

void tl_json_object(struct tl_json *json);
void tl_json_object_end(struct tl_json *json);
void tl_json_array(struct tl_json *json);
void tl_json_array_end(struct tl_json *json);

/*
 * The key of the next value, larger than the key before it in this object.  It must stay until the next key
 * or the end of its object.
 *
 *     tl_json_key        a name of the program: plain ASCII, written as it is
 *     tl_json_key_slice  a name of somebody else: at most TL_JSON_KEY bytes, written as a string is
 */
void tl_json_key_slice(struct tl_json *json, tl_slice key);

/* Checks the order, and makes room: where `"key":` is to be written.  Used by tl_json_key. */
unsigned char *tl_json_key_begin(struct tl_json *json, tl_slice key);

/* Written where it is asked for, since most keys are known there to the letter. */
static inline void tl_json_key(struct tl_json *json, const char *key)
{
    const tl_slice name = tl_str(key);
    unsigned char *to = tl_json_key_begin(json, name);
    to[0] = '"';
    memcpy(to + 1, name.ptr, name.len);
    to[name.len + 1] = '"';
    to[name.len + 2] = ':';
    json->out->len += name.len + 3;
}

/* A string; bytes that are not UTF-8 are written as their cp1252 characters. */
void tl_json_slice(struct tl_json *json, tl_slice text);
void tl_json_str(struct tl_json *json, const char *text);

/* A string of plain ASCII that the program made, such as a hash; written as it is. */
void tl_json_plain(struct tl_json *json, tl_slice text);
void tl_json_int(struct tl_json *json, uint64_t value);
void tl_json_signed(struct tl_json *json, int64_t value);
void tl_json_bool(struct tl_json *json, bool value);
void tl_json_null(struct tl_json *json);

/* Key and value in one. */
static inline void tl_json_put_slice(struct tl_json *json, const char *key, tl_slice text)
{
    tl_json_key(json, key);
    tl_json_slice(json, text);
}

static inline void tl_json_put_str(struct tl_json *json, const char *key, const char *text)
{
    tl_json_put_slice(json, key, tl_str(text));
}

static inline void tl_json_put_int(struct tl_json *json, const char *key, uint64_t value)
{
    tl_json_key(json, key);
    tl_json_int(json, value);
}

static inline void tl_json_put_bool(struct tl_json *json, const char *key, bool value)
{
    tl_json_key(json, key);
    tl_json_bool(json, value);
}

#endif

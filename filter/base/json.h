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
 *     tl_json_skip       a name of the program, whose member somebody else puts in here later
 */
void tl_json_key_plain(struct tl_json *json, tl_slice key);
void tl_json_key_slice(struct tl_json *json, tl_slice key);
void tl_json_skip(struct tl_json *json, const char *key);

static inline void tl_json_key(struct tl_json *json, const char *key)
{
    tl_json_key_plain(json, tl_str(key));
}

/* A string; bytes that are not UTF-8 are written as their cp1252 characters. */
void tl_json_slice(struct tl_json *json, tl_slice text);
void tl_json_str(struct tl_json *json, const char *text);

void tl_json_int(struct tl_json *json, uint64_t value);
void tl_json_signed(struct tl_json *json, int64_t value);
void tl_json_bool(struct tl_json *json, bool value);
void tl_json_null(struct tl_json *json);

/*
 * Key and value in one, as most members are written; an array of two numbers is one of these values.  What is
 * `plain` is ASCII that needs no escapes and that the program made, such as a hash or a name of its own.
 */
void tl_json_member_slice(struct tl_json *json, tl_slice key, tl_slice text);
void tl_json_member_plain(struct tl_json *json, tl_slice key, tl_slice text);
void tl_json_member_int(struct tl_json *json, tl_slice key, uint64_t value);
void tl_json_member_pair(struct tl_json *json, tl_slice key, uint64_t first, uint64_t second);

/* The same for keys as they are mostly given: the compiler knows the length of a constant. */
static inline void tl_json_put_slice(struct tl_json *json, const char *key, tl_slice text)
{
    tl_json_member_slice(json, tl_str(key), text);
}

static inline void tl_json_put_str(struct tl_json *json, const char *key, const char *text)
{
    tl_json_member_slice(json, tl_str(key), tl_str(text));
}

static inline void tl_json_put_plain(struct tl_json *json, const char *key, const char *text)
{
    tl_json_member_plain(json, tl_str(key), tl_str(text));
}

static inline void tl_json_put_int(struct tl_json *json, const char *key, uint64_t value)
{
    tl_json_member_int(json, tl_str(key), value);
}

static inline void tl_json_put_pair(struct tl_json *json, const char *key, uint64_t first, uint64_t second)
{
    tl_json_member_pair(json, tl_str(key), first, second);
}

static inline void tl_json_put_bool(struct tl_json *json, const char *key, bool value)
{
    tl_json_key(json, key);
    tl_json_bool(json, value);
}

#endif

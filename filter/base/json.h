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

enum { TL_JSON_DEPTH = 8, TL_JSON_KEY = 47 /* longest key, in bytes */ };

/* Zeroed storage with `out` set is ready. */
struct tl_json {
    struct tl_buf *out; /* borrowed */
    size_t depth;
    bool has_items[TL_JSON_DEPTH];
    bool is_after_key;
    char last_key[TL_JSON_DEPTH][TL_JSON_KEY + 1]; /* to prove the order */
};

void tl_json_object(struct tl_json *json);
void tl_json_object_end(struct tl_json *json);
void tl_json_array(struct tl_json *json);
void tl_json_array_end(struct tl_json *json);

/* The key of the next value; at most TL_JSON_KEY bytes, larger than the key before it in this object. */
void tl_json_key(struct tl_json *json, const char *key);

/* A string; bytes that are not UTF-8 are written as their cp1252 characters. */
void tl_json_slice(struct tl_json *json, tl_slice text);
void tl_json_str(struct tl_json *json, const char *text);
void tl_json_int(struct tl_json *json, uint64_t value);
void tl_json_signed(struct tl_json *json, int64_t value);
void tl_json_bool(struct tl_json *json, bool value);
void tl_json_null(struct tl_json *json);

/* Key and value in one. */
void tl_json_put_slice(struct tl_json *json, const char *key, tl_slice text);
void tl_json_put_str(struct tl_json *json, const char *key, const char *text);
void tl_json_put_int(struct tl_json *json, const char *key, uint64_t value);
void tl_json_put_bool(struct tl_json *json, const char *key, bool value);

#endif

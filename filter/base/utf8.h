/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Characters.  Decoding is per sequence (DESIGN M7): what is well-formed UTF-8 is UTF-8, any other byte is
 * its cp1252 character.  Code points are uint32_t.
 */
#ifndef TL_BASE_UTF8_H
#define TL_BASE_UTF8_H

#include "base/buf.h"

/* One decoded character. */
struct tl_char {
    uint32_t code; /* Unicode scalar value */
    size_t len;    /* bytes it takes in the input, 1 to 4 */
    bool is_stray; /* the byte was not UTF-8 and was read as cp1252 */
};

/* Decodes the character at `at`, which must be inside `s`. */
struct tl_char tl_char_at(tl_slice s, size_t at);

/* True when all of `s` is well-formed UTF-8 (Unicode table 3-7). */
bool tl_utf8_valid(tl_slice s);

/* Writes `code` as UTF-8 into `out` (4 bytes of room) and returns its length. */
size_t tl_utf8_encode(uint32_t code, unsigned char out[4]);

/* Appends `code` as UTF-8. */
void tl_buf_char(struct tl_buf *buf, uint32_t code);

#endif

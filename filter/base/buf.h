/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A growing byte buffer on the heap.  Zeroed storage is an empty buffer; `tl_buf_release` frees it.
 * Exhaustion ends the process (check.h), so nothing here fails.
 */
#ifndef TL_BASE_BUF_H
#define TL_BASE_BUF_H

#include "base/slice.h"

struct tl_buf {
    unsigned char *ptr; /* owned */
    size_t len;
    size_t room;
};

/* Makes room for `more` bytes where there is none; used by tl_buf_room. */
void tl_buf_grow(struct tl_buf *buf, size_t more);

/* Where the next `more` bytes may be written; whoever writes there adds their number to `len`. */
static inline unsigned char *tl_buf_room(struct tl_buf *buf, size_t more)
{
    if (buf->room - buf->len < more) {
        tl_buf_grow(buf, more);
    }
    return buf->ptr + buf->len;
}

static inline void tl_buf_add(struct tl_buf *buf, tl_slice bytes)
{
    if (bytes.len > 0) {
        memcpy(tl_buf_room(buf, bytes.len), bytes.ptr, bytes.len);
        buf->len += bytes.len;
    }
}

static inline void tl_buf_byte(struct tl_buf *buf, unsigned char byte)
{
    *tl_buf_room(buf, 1) = byte;
    buf->len++;
}

static inline void tl_buf_str(struct tl_buf *buf, const char *text)
{
    tl_buf_add(buf, tl_str(text));
}

enum { TL_DIGITS = 20 /* of the largest number */ };

/* Writes `value` in decimal where there is room for TL_DIGITS; returns the number of digits. */
size_t tl_put_number(unsigned char *to, uint64_t value);

static inline void tl_buf_number(struct tl_buf *buf, uint64_t value)
{
    buf->len += tl_put_number(tl_buf_room(buf, TL_DIGITS), value);
}

void tl_buf_format(struct tl_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* `bytes` in lower-case hexadecimal digits, and back; false when they are none, or an odd number. */
void tl_buf_hex(struct tl_buf *buf, tl_slice bytes);
bool tl_buf_unhex(struct tl_buf *buf, tl_slice digits);

/* Empties the buffer and keeps its room. */
void tl_buf_reset(struct tl_buf *buf);
void tl_buf_release(struct tl_buf *buf);

/* Borrowed view of what the buffer holds; ends with the next change. */
static inline tl_slice tl_buf_slice(const struct tl_buf *buf)
{
    return (tl_slice){buf->ptr, buf->len};
}

#endif

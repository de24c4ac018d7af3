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

void tl_buf_add(struct tl_buf *buf, tl_slice bytes);
void tl_buf_str(struct tl_buf *buf, const char *text);
void tl_buf_byte(struct tl_buf *buf, unsigned char byte);
void tl_buf_format(struct tl_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Empties the buffer and keeps its room. */
void tl_buf_reset(struct tl_buf *buf);
void tl_buf_release(struct tl_buf *buf);

/* Borrowed view of what the buffer holds; ends with the next change. */
static inline tl_slice tl_buf_slice(const struct tl_buf *buf)
{
    return (tl_slice){buf->ptr, buf->len};
}

#endif

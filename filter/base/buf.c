/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"

enum { FIRST_BYTES = 256 };

static void buf_room(struct tl_buf *buf, size_t more)
{
    if (buf->room - buf->len >= more) {
        return;
    }
    size_t room = buf->room == 0 ? FIRST_BYTES : buf->room;
    while (room - buf->len < more) {
        if (room > SIZE_MAX / 2) {
            tl_out_of_memory();
        }
        room *= 2;
    }
    unsigned char *grown = realloc(buf->ptr, room);
    if (grown == NULL) {
        tl_out_of_memory();
    }
    buf->ptr = grown;
    buf->room = room;
}

void tl_buf_add(struct tl_buf *buf, tl_slice bytes)
{
    if (bytes.len > 0) {
        buf_room(buf, bytes.len);
        memcpy(buf->ptr + buf->len, bytes.ptr, bytes.len);
        buf->len += bytes.len;
    }
}

void tl_buf_str(struct tl_buf *buf, const char *text)
{
    tl_buf_add(buf, tl_str(text));
}

void tl_buf_byte(struct tl_buf *buf, unsigned char byte)
{
    buf_room(buf, 1);
    buf->ptr[buf->len++] = byte;
}

void tl_buf_format(struct tl_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    TL_CHECK(length >= 0);
    buf_room(buf, (size_t)length + 1);
    va_start(args, format);
    (void)vsnprintf((char *)buf->ptr + buf->len, (size_t)length + 1, format, args);
    va_end(args);
    buf->len += (size_t)length;
}

void tl_buf_reset(struct tl_buf *buf)
{
    buf->len = 0;
}

void tl_buf_release(struct tl_buf *buf)
{
    free(buf->ptr);
    *buf = (struct tl_buf){0};
}

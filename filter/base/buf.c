/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"

enum { FIRST_BYTES = 256 };

void tl_buf_grow(struct tl_buf *buf, size_t more)
{
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

size_t tl_put_number(unsigned char *to, uint64_t value)
{
    size_t count = 1;
    for (uint64_t bound = 10; count < TL_DIGITS && value >= bound; bound *= 10) {
        count++;
    }
    for (size_t i = count; i > 0; i--) {
        to[i - 1] = (unsigned char)('0' + value % 10);
        value /= 10;
    }
    return count;
}

void tl_buf_format(struct tl_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    TL_CHECK(length >= 0);
    char *end = (char *)tl_buf_room(buf, (size_t)length + 1);
    va_start(args, format);
    (void)vsnprintf(end, (size_t)length + 1, format, args);
    va_end(args);
    buf->len += (size_t)length;
}

void tl_buf_hex(struct tl_buf *buf, tl_slice bytes)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < bytes.len; i++) {
        tl_buf_byte(buf, (unsigned char)digits[bytes.ptr[i] >> 4]);
        tl_buf_byte(buf, (unsigned char)digits[bytes.ptr[i] & 15]);
    }
}

static int hex_digit(unsigned char c)
{
    return tl_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool tl_buf_unhex(struct tl_buf *buf, tl_slice digits)
{
    for (size_t i = 0; i + 1 < digits.len; i += 2) {
        const int high = hex_digit(digits.ptr[i]);
        const int low = hex_digit(digits.ptr[i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        tl_buf_byte(buf, (unsigned char)(high * 16 + low));
    }
    return digits.len % 2 == 0;
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

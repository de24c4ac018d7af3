/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

#include "base/check.h"

/* cp1252 0x80-0x9f (Unicode mapping table CP1252.TXT); the five holes read as the C1 control itself. */
static const uint16_t cp1252[32] = {
    0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
};

static bool is_tail(unsigned char c)
{
    return (c & 0xc0) == 0x80;
}

/* Length of the well-formed sequence at the start of `s`, or 0 (Unicode table 3-7). */
static size_t sequence_length(tl_slice s)
{
    const unsigned char a = s.ptr[0];
    if (a < 0x80) {
        return 1;
    }
    if (a >= 0xc2 && a <= 0xdf) {
        return s.len >= 2 && is_tail(s.ptr[1]) ? 2 : 0;
    }
    if (a >= 0xe0 && a <= 0xef) {
        if (s.len < 3 || !is_tail(s.ptr[1]) || !is_tail(s.ptr[2])) {
            return 0;
        }
        const bool overlong = a == 0xe0 && s.ptr[1] < 0xa0;
        const bool surrogate = a == 0xed && s.ptr[1] > 0x9f;
        return overlong || surrogate ? 0 : 3;
    }
    if (a >= 0xf0 && a <= 0xf4) {
        if (s.len < 4 || !is_tail(s.ptr[1]) || !is_tail(s.ptr[2]) || !is_tail(s.ptr[3])) {
            return 0;
        }
        const bool overlong = a == 0xf0 && s.ptr[1] < 0x90;
        const bool beyond = a == 0xf4 && s.ptr[1] > 0x8f;
        return overlong || beyond ? 0 : 4;
    }
    return 0;
}

struct tl_char tl_char_at(tl_slice s, size_t at)
{
    TL_CHECK(at < s.len);
    const tl_slice rest = {s.ptr + at, s.len - at};
    const unsigned char a = rest.ptr[0];
    const size_t len = sequence_length(rest);
    switch (len) {
    case 1:
        return (struct tl_char){a, 1, false};
    case 2:
        return (struct tl_char){(uint32_t)(a & 0x1f) << 6 | (rest.ptr[1] & 0x3f), 2, false};
    case 3:
        return (struct tl_char){(uint32_t)(a & 0x0f) << 12 | (uint32_t)(rest.ptr[1] & 0x3f) << 6 |
                                    (rest.ptr[2] & 0x3f),
                                3, false};
    case 4:
        return (struct tl_char){(uint32_t)(a & 0x07) << 18 | (uint32_t)(rest.ptr[1] & 0x3f) << 12 |
                                    (uint32_t)(rest.ptr[2] & 0x3f) << 6 | (rest.ptr[3] & 0x3f),
                                4, false};
    default:
        return (struct tl_char){a < 0xa0 ? cp1252[a - 0x80] : a, 1, true};
    }
}

bool tl_utf8_valid(tl_slice s)
{
    for (size_t at = 0; at < s.len;) {
        const size_t len = sequence_length((tl_slice){s.ptr + at, s.len - at});
        if (len == 0) {
            return false;
        }
        at += len;
    }
    return true;
}

size_t tl_utf8_encode(uint32_t code, unsigned char out[4])
{
    if (code < 0x80) {
        out[0] = (unsigned char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (unsigned char)(0xc0 | code >> 6);
        out[1] = (unsigned char)(0x80 | (code & 0x3f));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (unsigned char)(0xe0 | code >> 12);
        out[1] = (unsigned char)(0x80 | (code >> 6 & 0x3f));
        out[2] = (unsigned char)(0x80 | (code & 0x3f));
        return 3;
    }
    out[0] = (unsigned char)(0xf0 | (code >> 18 & 0x07));
    out[1] = (unsigned char)(0x80 | (code >> 12 & 0x3f));
    out[2] = (unsigned char)(0x80 | (code >> 6 & 0x3f));
    out[3] = (unsigned char)(0x80 | (code & 0x3f));
    return 4;
}

void tl_buf_char(struct tl_buf *buf, uint32_t code)
{
    unsigned char bytes[4];
    tl_buf_add(buf, (tl_slice){bytes, tl_utf8_encode(code, bytes)});
}

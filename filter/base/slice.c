/* SPDX-License-Identifier: Apache-2.0 */
#include "base/slice.h"

tl_slice tl_str(const char *s)
{
    return s == NULL ? (tl_slice){NULL, 0} : (tl_slice){(const unsigned char *)s, strlen(s)};
}

tl_slice tl_slice_sub(tl_slice s, size_t begin, size_t end)
{
    if (end > s.len) {
        end = s.len;
    }
    if (begin >= end) {
        return (tl_slice){NULL, 0};
    }
    return (tl_slice){s.ptr + begin, end - begin};
}

bool tl_slice_eq(tl_slice a, tl_slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool tl_slice_eq_fold(tl_slice a, tl_slice b)
{
    return a.len == b.len && tl_slice_starts_fold(a, b);
}

bool tl_slice_starts(tl_slice s, tl_slice prefix)
{
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}

bool tl_slice_starts_fold(tl_slice s, tl_slice prefix)
{
    if (s.len < prefix.len) {
        return false;
    }
    for (size_t i = 0; i < prefix.len; i++) {
        if (tl_to_upper(s.ptr[i]) != tl_to_upper(prefix.ptr[i])) {
            return false;
        }
    }
    return true;
}

bool tl_slice_ends(tl_slice s, tl_slice suffix)
{
    return s.len >= suffix.len && tl_slice_eq(tl_slice_sub(s, s.len - suffix.len, s.len), suffix);
}

int tl_slice_cmp(tl_slice a, tl_slice b)
{
    const size_t n = a.len < b.len ? a.len : b.len;
    const int order = n == 0 ? 0 : memcmp(a.ptr, b.ptr, n);
    if (order != 0) {
        return order;
    }
    return a.len < b.len ? -1 : a.len > b.len;
}

size_t tl_slice_find(tl_slice s, tl_slice needle, size_t from)
{
    while (needle.len > 0 && from < s.len && s.len - from >= needle.len) {
        const unsigned char *hit = memchr(s.ptr + from, needle.ptr[0], s.len - from - needle.len + 1);
        if (hit == NULL) {
            return TL_NONE;
        }
        from = (size_t)(hit - s.ptr);
        if (memcmp(hit, needle.ptr, needle.len) == 0) {
            return from;
        }
        from++;
    }
    return TL_NONE;
}

size_t tl_slice_find_fold(tl_slice s, tl_slice needle, size_t from)
{
    for (; needle.len > 0 && from < s.len && s.len - from >= needle.len; from++) {
        if (tl_slice_starts_fold(tl_slice_sub(s, from, s.len), needle)) {
            return from;
        }
    }
    return TL_NONE;
}

tl_slice tl_slice_trim(tl_slice s)
{
    while (s.len > 0 && tl_is_blank(s.ptr[0])) {
        s.ptr++;
        s.len--;
    }
    while (s.len > 0 && tl_is_blank(s.ptr[s.len - 1])) {
        s.len--;
    }
    return s;
}

bool tl_slice_number(tl_slice s, uint32_t *out)
{
    uint32_t value = 0;
    if (s.len == 0 || s.len > 9) {
        return false;
    }
    for (size_t i = 0; i < s.len; i++) {
        if (!tl_is_digit(s.ptr[i])) {
            return false;
        }
        value = value * 10 + (uint32_t)(s.ptr[i] - '0');
    }
    *out = value;
    return true;
}

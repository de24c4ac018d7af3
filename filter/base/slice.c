/* SPDX-License-Identifier: Apache-2.0 */
#include "base/slice.h"

bool tl_slice_same_fold(tl_slice s, tl_slice prefix)
{
    for (size_t i = 0; i < prefix.len; i++) {
        if (s.ptr[i] != prefix.ptr[i] && tl_to_upper(s.ptr[i]) != tl_to_upper(prefix.ptr[i])) {
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
    if (needle.len == 0 || needle.len > s.len) {
        return TL_NONE;
    }
    const unsigned char upper = tl_to_upper(needle.ptr[0]);
    const unsigned char lower = tl_to_lower(needle.ptr[0]);
    for (size_t i = from; i <= s.len - needle.len; i++) {
        if ((s.ptr[i] == upper || s.ptr[i] == lower) &&
            tl_slice_eq_fold((tl_slice){s.ptr + i, needle.len}, needle)) {
            return i;
        }
    }
    return TL_NONE;
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

struct tl_letters tl_slice_letters(tl_slice s)
{
    struct tl_letters letters = {0, 0};
    for (size_t i = 0; i < s.len; i++) {
        letters.upper += tl_is_upper(s.ptr[i]);
        letters.lower += tl_is_lower(s.ptr[i]);
    }
    return letters;
}

/* tl_is_word of sixteen bytes. */
static inline tl_bytes16 are_words(const unsigned char *bytes)
{
    tl_bytes16 c;
    memcpy(&c, bytes, sizeof(c));
    return (tl_bytes16)((c | 0x20) - 'a' < 26) | (tl_bytes16)(c - '0' < 10) | (tl_bytes16)(c >= 0x80);
}

/* A word begins where a byte of a word has none before it. */
size_t tl_slice_words(tl_slice s)
{
    enum { STEP = sizeof(tl_bytes16), MOST = UINT8_MAX * STEP };
    size_t words = s.len > 0 && tl_is_word(s.ptr[0]);
    size_t at = 1;
    while (at < s.len && s.len - at >= STEP) {
        const size_t end = s.len - at > MOST ? at + MOST : s.len;
        tl_bytes16 begun = {0}; /* in each sixteenth byte: 255 at most */
        for (; end - at >= STEP; at += STEP) {
            begun -= are_words(s.ptr + at) & ~are_words(s.ptr + at - 1);
        }
        for (size_t i = 0; i < STEP; i++) {
            words += begun[i];
        }
    }
    for (; at < s.len; at++) {
        words += tl_is_word(s.ptr[at]) && !tl_is_word(s.ptr[at - 1]);
    }
    return words;
}

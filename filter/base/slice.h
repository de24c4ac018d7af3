/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Slices and spans: how every room speaks of bytes.
 *
 * A slice is borrowed: it never owns what it points to and dies with it.  A span is a half-open range
 * of offsets into the bytes of one cable.  Both are passed by value.  NUL is data, never an end.
 */
#ifndef TL_BASE_SLICE_H
#define TL_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Borrowed bytes.  A zeroed slice is empty. */
typedef struct tl_slice {
    const unsigned char *ptr;
    size_t len;
} tl_slice;

/* Half-open range [begin, end) of byte offsets. */
struct tl_span {
    size_t begin;
    size_t end;
};

/* An index that points to nothing. */
#define TL_NONE ((size_t)-1)

/* A slice over a string literal. */
#define TL_LIT(s) ((tl_slice){(const unsigned char *)("" s), sizeof(s) - 1})

/* The same as an initialiser in a table, which thus knows the length. */
#define TL_TEXT(s)                                                                                           \
    {                                                                                                        \
        (const unsigned char *)("" s), sizeof(s) - 1                                                         \
    }

/* Number of items of an array. */
#define TL_COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* A slice over a NUL-terminated string; NULL gives the empty slice. */
static inline tl_slice tl_str(const char *s)
{
    return s == NULL ? (tl_slice){NULL, 0} : (tl_slice){(const unsigned char *)s, strlen(s)};
}

/* The part of `s` in [begin, end); both are clamped to the slice. */
static inline tl_slice tl_slice_sub(tl_slice s, size_t begin, size_t end)
{
    if (end > s.len) {
        end = s.len;
    }
    if (begin >= end) {
        return (tl_slice){NULL, 0};
    }
    return (tl_slice){s.ptr + begin, end - begin};
}

/* The bytes of `text` that `span` names; clamped. */
static inline tl_slice tl_span_of(tl_slice text, struct tl_span span)
{
    return tl_slice_sub(text, span.begin, span.end);
}

static inline size_t tl_span_len(struct tl_span span)
{
    return span.end > span.begin ? span.end - span.begin : 0;
}

/* True when the two spans share at least one byte. */
static inline bool tl_span_meets(struct tl_span a, struct tl_span b)
{
    return a.begin < b.end && b.begin < a.end;
}

/* True when `outer` holds every byte of `inner`. */
static inline bool tl_span_holds(struct tl_span outer, struct tl_span inner)
{
    return outer.begin <= inner.begin && inner.end <= outer.end;
}

static inline bool tl_slice_eq(tl_slice a, tl_slice b)
{
    return a.len == b.len && (a.len == 0 || (a.ptr[0] == b.ptr[0] && memcmp(a.ptr, b.ptr, a.len) == 0));
}

static inline bool tl_slice_starts(tl_slice s, tl_slice prefix)
{
    return s.len >= prefix.len &&
           (prefix.len == 0 || (s.ptr[0] == prefix.ptr[0] && memcmp(s.ptr, prefix.ptr, prefix.len) == 0));
}
bool tl_slice_ends(tl_slice s, tl_slice suffix);

/* Bytewise order, shorter first on a tie: <0, 0, >0. */
int tl_slice_cmp(tl_slice a, tl_slice b);

/* Offset of the first `needle` in `s` at or after `from`, or TL_NONE.  An empty needle is never found. */
size_t tl_slice_find(tl_slice s, tl_slice needle, size_t from);
size_t tl_slice_find_fold(tl_slice s, tl_slice needle, size_t from);

/* ASCII classes that never look at the locale. */
static inline bool tl_is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}
static inline bool tl_is_upper(unsigned char c)
{
    return c >= 'A' && c <= 'Z';
}
static inline bool tl_is_lower(unsigned char c)
{
    return c >= 'a' && c <= 'z';
}
static inline bool tl_is_alpha(unsigned char c)
{
    return tl_is_lower(c | 0x20); /* the cases are that bit apart */
}
static inline bool tl_is_alnum(unsigned char c)
{
    return tl_is_alpha(c) || tl_is_digit(c);
}
static inline bool tl_is_blank(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r'); /* HT, LF, VT, FF, CR */
}

/* An ASCII letter or digit, or a byte of any other character. */
static inline bool tl_is_word(unsigned char c)
{
    return tl_is_alnum(c) || c >= 0x80;
}

/* Sixteen bytes, compared all at once: 0xff where it is so. */
typedef unsigned char tl_bytes16 __attribute__((vector_size(16)));

/* Number of runs of such bytes. */
size_t tl_slice_words(tl_slice s);

/* ASCII letters of `s`, by case. */
struct tl_letters {
    size_t upper;
    size_t lower;
};
struct tl_letters tl_slice_letters(tl_slice s);

/* `s` without leading and trailing blanks (space, tab, CR, LF, FF, VT). */
static inline tl_slice tl_slice_trim(tl_slice s)
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

static inline unsigned char tl_to_upper(unsigned char c)
{
    return tl_is_lower(c) ? (unsigned char)(c - 'a' + 'A') : c;
}
static inline unsigned char tl_to_lower(unsigned char c)
{
    return tl_is_upper(c) ? (unsigned char)(c - 'A' + 'a') : c;
}

/* True when `s`, which is as long at least, begins as `prefix`; the two below ask it. */
bool tl_slice_same_fold(tl_slice s, tl_slice prefix);

/* Equality, and what a slice begins with, that fold ASCII letters only. */
static inline bool tl_slice_starts_fold(tl_slice s, tl_slice prefix)
{
    return s.len >= prefix.len && (prefix.len == 0 || (tl_to_upper(s.ptr[0]) == tl_to_upper(prefix.ptr[0]) &&
                                                       tl_slice_same_fold(s, prefix)));
}
static inline bool tl_slice_eq_fold(tl_slice a, tl_slice b)
{
    return a.len == b.len && tl_slice_starts_fold(a, b);
}

/* Reads an unsigned decimal of 1 to 9 digits that fills `s`; false otherwise. */
bool tl_slice_number(tl_slice s, uint32_t *out);

#endif

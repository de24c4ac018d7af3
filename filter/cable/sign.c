/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two bytes a step.  Each place of each clue has a bit; those of the clues that fit so far move up with each
 * byte that may stand at the next place (the shift-and method of Baeza-Yates and Gonnet), by two with each
 * step.  A row for the first byte of a step and one for the second say together which places may be reached.
 * A clue that ends with the first byte of a step is seen at a place of its own behind its last, where any
 * byte may stand.
 */
#include "cable/sign.h"

#include <threads.h>

#include "base/check.h"
#include "marking/mark.h"

/* The sign of each byte: later rows win; a blank has none. */
static const struct {
    unsigned char first;
    unsigned char last;
    unsigned sign;
} ranges[] = {
    {0x00, 0x08, TL_SIGN_ODD},   {0x0e, 0x1f, TL_SIGN_ODD},   {0x7f, 0xff, TL_SIGN_ODD},
    {0x21, 0x7e, TL_SIGN_OTHER}, {'0', '9', TL_SIGN_DIGIT},   {'A', 'Z', TL_SIGN_UPPER},
    {'a', 'z', TL_SIGN_LOWER},   {'(', ')', TL_SIGN_BRACKET}, {'[', '[', TL_SIGN_BRACKET | TL_SIGN_SQUARE},
    {']', ']', TL_SIGN_BRACKET}, {'{', '{', TL_SIGN_BRACKET}, {'}', '}', TL_SIGN_BRACKET},
    {'<', '<', TL_SIGN_BRACKET}, {'>', '>', TL_SIGN_BRACKET}, {'/', '/', TL_SIGN_SLASH},
    {':', ':', TL_SIGN_COLON},   {'-', '-', TL_SIGN_DASH},    {'&', '&', TL_SIGN_CODED},
    {'=', '=', TL_SIGN_CODED},
};

enum { CLUE_PLACES = 4, CLUE_BITS = 64 };

/* Clues: the bytes that may stand at each place, letters in any case.  What is looked for in full has one of
 * them, and few other texts do.
 *
 * DECLASSIF is DEC, LAS, SIF.  Two edits leave one of the three whole, unless one of them reaches two: a swap
 * of C and L, which makes LCA, and the other edit is then in SIF; the swap of S and S changes nothing. */
static const struct {
    const char *places[CLUE_PLACES];
    enum tl_sign sign;
} clues[] = {
    {{"D", "E", "C", "L"}, TL_SIGN_CLUE}, /* DECL, DECLAS, DECLASSIF */
    {{"C", "L", "A", "S"}, TL_SIGN_CLUE}, /* RECLASSIF, CLASS: */
    {{"E", "X", "EC"}, TL_SIGN_CLUE},     /* EXECUTIVE ORDER:, EXEMPT FROM, EXCLUDED FROM AUTO */
    {{"W", "N", "G"}, TL_SIGN_CLUE},      /* DOWNGRAD */
    {{"E", "R", "I", "V"}, TL_SIGN_CLUE}, /* DERIVED FROM */
    {{"N", "U", "A"}, TL_SIGN_CLUE},      /* MANUAL REVIEW */
    {{"A", "D", "R"}, TL_SIGN_CLUE},      /* OADR */
    {{"GRXA", "D", "S"}, TL_SIGN_CLUE},   /* GDS, XGDS, RDS, XDS, ADS */
    {{"257", "05", "X"}, TL_SIGN_CLUE},   /* 25X, 50X, 75X */
    {{"X", "12345678"}, TL_SIGN_CLUE},    /* X1 to X8 */
    {{"B", "E", "G", "I"}, TL_SIGN_BEGIN},
    /* END SUMMARY */
    {{"E", "N", "D", " "}, TL_SIGN_END},
    /* DECLASSIF */
    {{"D", "E", "C"}, TL_SIGN_NEAR},
    {{"L", "AC", "AS"}, TL_SIGN_NEAR},
    {{"S", "I", "F"}, TL_SIGN_NEAR},
};

struct tl_look {
    uint64_t first[256];      /* the places that may be reached with it as the first byte of a step */
    uint64_t second[256];     /* as the second */
    uint64_t starts;          /* the two places of each clue that a step may begin with */
    uint64_t ends;            /* the last place of each clue, and that behind it */
    uint32_t sorts[256];      /* the sign of each byte */
    uint16_t clue[CLUE_BITS]; /* whose place it is */
};

static struct tl_look look;

static once_flag is_made = ONCE_FLAG_INIT;

/* `bytes` may stand at place `bit`. */
static void add_place(const char *bytes, size_t bit)
{
    for (; *bytes != '\0'; bytes++) {
        const unsigned char cases[] = {tl_to_upper((unsigned char)*bytes),
                                       tl_to_lower((unsigned char)*bytes)};
        for (size_t i = 0; i < TL_COUNT(cases); i++) {
            look.second[cases[i]] |= (uint64_t)1 << bit;
            look.first[cases[i]] |= (uint64_t)1 << (bit + 1);
        }
    }
}

static void add_any(uint64_t *rows, size_t bit)
{
    for (size_t byte = 0; byte < 256; byte++) {
        rows[byte] |= (uint64_t)1 << bit;
    }
}

static void make_look(void)
{
    size_t bit = 0;
    for (size_t i = 0; i < TL_COUNT(ranges); i++) {
        for (unsigned byte = ranges[i].first; byte <= ranges[i].last; byte++) {
            look.sorts[byte] = ranges[i].sign;
        }
    }
    for (size_t i = 0; i < TL_COUNT(clues); i++) {
        look.starts |= (uint64_t)3 << bit;
        add_any(look.first, bit); /* what stands before a clue */
        for (size_t place = 0; place < CLUE_PLACES && clues[i].places[place] != NULL; place++) {
            add_place(clues[i].places[place], bit++);
        }
        TL_CHECK(bit < CLUE_BITS);
        add_any(look.second, bit); /* what stands behind it */
        look.ends |= (uint64_t)3 << (bit - 1);
        look.clue[bit - 1] = look.clue[bit] = (uint16_t)i;
        bit++;
    }
}

/* True when TL_LONG_WORD bytes stand without a blank: each such run covers every TL_LONG_WORDth byte. */
static bool has_long_word(tl_slice text)
{
    for (size_t begin = 0; text.len - begin >= TL_LONG_WORD;) {
        size_t at = begin + TL_LONG_WORD;
        while (at > begin && !tl_is_blank(text.ptr[at - 1])) {
            at--;
        }
        if (at == begin) {
            return true;
        }
        begin = at;
    }
    return false;
}

const struct tl_look *tl_look(void)
{
    call_once(&is_made, make_look);
    return &look;
}

/* What was seen of a text so far. */
struct seen {
    uint64_t run;  /* the places that are reached */
    uint64_t hits; /* that ever were */
    unsigned signs;
};

static inline void see(const struct tl_look *by, struct seen *seen, const unsigned char *bytes)
{
    const unsigned char first = bytes[0];
    const unsigned char second = bytes[1];
    seen->run = (seen->run << 2 | by->starts) & (by->first[first] & by->second[second]);
    seen->hits |= seen->run;
    seen->signs |= by->sorts[first];
    seen->signs |= by->sorts[second];
}

unsigned tl_look_at(const struct tl_look *by, tl_slice text)
{
    struct seen seen = {0, 0, 0};
    size_t at = 0;
    for (; at + 8 <= text.len; at += 8) {
        see(by, &seen, text.ptr + at);
        see(by, &seen, text.ptr + at + 2);
        see(by, &seen, text.ptr + at + 4);
        see(by, &seen, text.ptr + at + 6);
    }
    for (; at + 2 <= text.len; at += 2) {
        see(by, &seen, text.ptr + at);
    }
    if (at < text.len) { /* no clue has the byte that is taken for the one behind it */
        seen.hits |= (seen.run << 2 | by->starts) & by->first[text.ptr[at]] & by->second['\0'];
        seen.signs |= by->sorts[text.ptr[at]];
    }
    for (uint64_t hits = seen.hits & by->ends; hits != 0; hits &= hits - 1) {
        seen.signs |= (unsigned)clues[by->clue[__builtin_ctzll(hits)]].sign;
    }
    return seen.signs | (text.len >= TL_LONG_WORD && has_long_word(text) ? TL_SIGN_LONG_WORD : 0u);
}

unsigned tl_signs_of(tl_slice text)
{
    return tl_look_at(tl_look(), text);
}

unsigned tl_sorts_of(tl_slice text)
{
    const struct tl_look *by = tl_look();
    unsigned sorts = 0;
    for (size_t at = 0; at < text.len; at++) {
        sorts |= by->sorts[text.ptr[at]];
    }
    return sorts;
}

struct tl_signs tl_signs_beside_marks(tl_slice text)
{
    const struct tl_look *by = tl_look();
    struct tl_signs signs = {0, 0};
    size_t begin = 0;
    for (size_t at = 0; at < text.len;) {
        const unsigned char *open = memchr(text.ptr + at, '[', text.len - at);
        if (open == NULL) {
            break;
        }
        at = (size_t)(open - text.ptr);
        const struct tl_mark mark = tl_mark_at(text, at);
        if (mark.kind == TL_MARK_NONE) {
            at++;
            continue;
        }
        signs.beside |= tl_look_at(by, tl_slice_sub(text, begin, at));
        signs.all |= tl_look_at(by, tl_slice_sub(text, at, at + mark.len)) |
                     (mark.kind == TL_MARK_WITHHELD ? TL_SIGN_WITHHELD : 0u);
        at += mark.len;
        begin = at;
    }
    signs.beside |= tl_look_at(by, tl_slice_sub(text, begin, text.len)) | (signs.all & TL_SIGN_WITHHELD);
    /* no clue has a bracket in it: only the length of words goes over the ends of marks */
    signs.all |= signs.beside | (begin > 0 && has_long_word(text) ? TL_SIGN_LONG_WORD : 0u);
    return signs;
}

uint32_t tl_initial_of(const struct tl_look *by, tl_slice text)
{
    if (text.len == 0) {
        return 0;
    }
    const unsigned char byte = text.ptr[0];
    if (tl_is_alpha(byte)) {
        return (uint32_t)TL_INITIAL_A << (tl_to_upper(byte) - 'A');
    }
    const unsigned sign = by->sorts[byte];
    return (sign & TL_SIGN_DIGIT) != 0     ? TL_INITIAL_DIGIT
           : (sign & TL_SIGN_BRACKET) != 0 ? TL_INITIAL_BRACKET
           : (sign & TL_SIGN_ODD) != 0     ? TL_INITIAL_ODD
                                           : TL_INITIAL_OTHER;
}

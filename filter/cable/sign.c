/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One table, one step a byte.  A row has the sign of its byte above, and below a bit for each place in a clue
 * where the byte may stand.  The bits of the clues that fit so far move up by one with each byte (the
 * shift-and method of Baeza-Yates and Gonnet); one that arrives at the last place of its clue is a hit.
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

enum { CLUE_PLACES = 4, SIGN_BITS = 11, CLUE_BITS = 64 - SIGN_BITS };

/* Clues: the bytes that may stand at each place, letters in any case.  What is looked for in full has one of
 * them, and few other texts do.  `by_three` is the sign of the first three places by themselves.
 *
 * DECLASSIF is DEC, LAS, SIF.  Two edits leave one of the three whole, unless one of them reaches two: a swap
 * of C and L, which makes LCA, and the other edit is then in SIF; the swap of S and S changes nothing. */
static const struct {
    const char *places[CLUE_PLACES];
    enum tl_sign sign;
    unsigned by_three;
} clues[] = {
    {{"D", "E", "C", "L"}, TL_SIGN_CLUE, TL_SIGN_NEAR}, /* DECL, DECLAS, DECLASSIF */
    {{"C", "L", "A", "S"}, TL_SIGN_CLUE, 0},            /* RECLASSIF, CLASS: */
    {{"E", "X", "EC", "CML"}, TL_SIGN_CLUE, 0}, /* EXECUTIVE ORDER:, EXEMPT FROM, EXCLUDED FROM AUTO */
    {{"O", "W", "N", "G"}, TL_SIGN_CLUE, 0},    /* DOWNGRAD */
    {{"E", "R", "I", "V"}, TL_SIGN_CLUE, 0},    /* DERIVED FROM */
    {{"N", "U", "A", "L"}, TL_SIGN_CLUE, 0},    /* MANUAL REVIEW */
    {{"O", "A", "D", "R"}, TL_SIGN_CLUE, 0},
    {{"GRXA", "D", "S"}, TL_SIGN_CLUE, 0}, /* GDS, XGDS, RDS, XDS, ADS */
    {{"257", "05", "X"}, TL_SIGN_CLUE, 0}, /* 25X, 50X, 75X */
    {{"X", "12345678"}, TL_SIGN_CLUE, 0},
    {{"B", "E", "G", "I"}, TL_SIGN_BEGIN, 0},
    {{"E", "N", "D", " "}, TL_SIGN_END, 0},
    {{"O", "F", " \t\r\f\v"}, TL_SIGN_OF, 0},
    {{"L", "AC", "AS"}, TL_SIGN_NEAR, 0},
    {{"S", "I", "F"}, TL_SIGN_NEAR, 0},
};

struct tl_look {
    uint64_t rows[256];
    uint64_t starts; /* the first place of each clue */
    uint64_t ends; /* the places that are hits: the last of each, and the third of those with a sign for it */
    unsigned signs[CLUE_BITS]; /* of each place that is one */
};

static struct tl_look look;

static once_flag is_made = ONCE_FLAG_INIT;

static void add_place(const char *bytes, uint64_t bit)
{
    for (; *bytes != '\0'; bytes++) {
        look.rows[tl_to_upper((unsigned char)*bytes)] |= bit;
        look.rows[tl_to_lower((unsigned char)*bytes)] |= bit;
    }
}

static void make_look(void)
{
    uint64_t signs[256] = {0};
    size_t bits = 0;
    for (size_t i = 0; i < TL_COUNT(ranges); i++) {
        for (unsigned byte = ranges[i].first; byte <= ranges[i].last; byte++) {
            signs[byte] = ranges[i].sign;
        }
    }
    for (size_t byte = 0; byte < TL_COUNT(signs); byte++) {
        look.rows[byte] = signs[byte] << CLUE_BITS;
    }
    for (size_t i = 0; i < TL_COUNT(clues); i++) {
        look.starts |= (uint64_t)1 << bits;
        for (size_t place = 0; place < CLUE_PLACES && clues[i].places[place] != NULL; place++) {
            TL_CHECK(bits < CLUE_BITS);
            look.signs[bits] = place == 2 ? clues[i].by_three : 0;
            add_place(clues[i].places[place], (uint64_t)1 << bits++);
        }
        look.signs[bits - 1] |= clues[i].sign;
    }
    for (size_t bit = 0; bit < bits; bit++) {
        look.ends |= look.signs[bit] != 0 ? (uint64_t)1 << bit : 0;
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

/* What was seen of a text so far. */
struct seen {
    uint64_t run;  /* the places that are reached */
    uint64_t hits; /* that ever were */
    uint64_t all;  /* the rows of all bytes together */
};

static inline void see(const struct tl_look *by, struct seen *seen, unsigned char byte)
{
    const uint64_t row = by->rows[byte];
    seen->run = (seen->run << 1 | by->starts) & row;
    seen->hits |= seen->run;
    seen->all |= row;
}

const struct tl_look *tl_look(void)
{
    call_once(&is_made, make_look);
    return &look;
}

/* Each step waits for the one before, but two halves of a text do not wait for each other: the second begins
 * so far back that no clue is cut. */
unsigned tl_look_at(const struct tl_look *by, tl_slice text)
{
    struct seen first = {0, 0, 0};
    struct seen second = {0, 0, 0};
    const size_t half = text.len / 2 + CLUE_PLACES / 2;
    const size_t back = half < text.len ? text.len - half : 0; /* where the second half begins */
    size_t at = 0;
    for (; back > 0 && at < half; at++) {
        see(by, &first, text.ptr[at]);
        see(by, &second, text.ptr[back + at]);
    }
    for (; at < text.len && back == 0; at++) {
        see(by, &first, text.ptr[at]);
    }
    unsigned signs =
        (unsigned)((first.all | second.all) >> CLUE_BITS) | (has_long_word(text) ? TL_SIGN_LONG_WORD : 0u);
    for (uint64_t hits = (first.hits | second.hits) & by->ends; hits != 0; hits &= hits - 1) {
        signs |= by->signs[__builtin_ctzll(hits)];
    }
    return signs;
}

unsigned tl_signs_of(tl_slice text)
{
    return tl_look_at(tl_look(), text);
}

unsigned tl_sorts_of(tl_slice text)
{
    const struct tl_look *by = tl_look();
    uint64_t all = 0;
    for (size_t at = 0; at < text.len; at++) {
        all |= by->rows[text.ptr[at]];
    }
    return (unsigned)(all >> CLUE_BITS);
}

struct tl_signs tl_signs_beside_marks(tl_slice text)
{
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
        signs.beside |= tl_signs_of(tl_slice_sub(text, begin, at));
        signs.all |= tl_signs_of(tl_slice_sub(text, at, at + mark.len)) |
                     (mark.kind == TL_MARK_WITHHELD ? TL_SIGN_WITHHELD : 0u);
        at += mark.len;
        begin = at;
    }
    signs.beside |= tl_signs_of(tl_slice_sub(text, begin, text.len)) | (signs.all & TL_SIGN_WITHHELD);
    /* no clue has a bracket in it: only the length of words goes over the ends of marks */
    signs.all |= signs.beside | (begin > 0 && has_long_word(text) ? TL_SIGN_LONG_WORD : 0u);
    return signs;
}

uint32_t tl_initial_of(tl_slice text)
{
    if (text.len == 0) {
        return 0;
    }
    const unsigned char byte = text.ptr[0];
    if (tl_is_alpha(byte)) {
        return (uint32_t)TL_INITIAL_A << (tl_to_upper(byte) - 'A');
    }
    const unsigned sign = (unsigned)(tl_look()->rows[byte] >> CLUE_BITS);
    return (sign & TL_SIGN_DIGIT) != 0     ? TL_INITIAL_DIGIT
           : (sign & TL_SIGN_BRACKET) != 0 ? TL_INITIAL_BRACKET
           : (sign & TL_SIGN_ODD) != 0     ? TL_INITIAL_ODD
                                           : TL_INITIAL_OTHER;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where an instruction may stand outside the E.O. line: the words that open one, whole or damaged (M1).
 *
 * Few lines have the sign of one (sign.c); on those, three letters of an opener are looked for at each byte,
 * and what they let through is compared in full.
 */
#include <threads.h>

#include "base/nearest.h"
#include "cable/reader.h"

/* What states an instruction outside the E.O. line (E.O. 10501 to 13526; 32 CFR 2001.20 to 2001.26).  Each
 * has a clue in sign.c. `is_word`: only as a whole word; else anywhere; any case but `is_capitals`. */
static const struct {
    tl_slice text;
    bool is_word;
    bool is_capitals;
} openers[] = {
    {TL_TEXT("EXECUTIVE ORDER:"), false, false},
    {TL_TEXT("DECLASSIF"), false, false},
    {TL_TEXT("RECLASSIF"), false, false},
    {TL_TEXT("DOWNGRAD"), false, false},
    {TL_TEXT("DERIVED FROM"), false, false},
    {TL_TEXT("EXEMPT FROM"), false, false},
    {TL_TEXT("EXCLUDED FROM AUTO"), false, false},
    {TL_TEXT("MANUAL REVIEW"), false, false},
    {TL_TEXT("DECL"), true, false},
    {TL_TEXT("DECLAS"), true, false},
    {TL_TEXT("OADR"), true, false},
    {TL_TEXT("GDS"), true, false},
    {TL_TEXT("XGDS"), true, false},
    {TL_TEXT("RDS"), true, false},
    {TL_TEXT("XDS"), true, false},
    {TL_TEXT("ADS"), true, true},
    {TL_TEXT("25X"), true, false},
    {TL_TEXT("50X"), true, false},
    {TL_TEXT("75X"), true, false},
    {TL_TEXT("X1"), true, false},
    {TL_TEXT("X2"), true, false},
    {TL_TEXT("X3"), true, false},
    {TL_TEXT("X4"), true, false},
    {TL_TEXT("X5"), true, false},
    {TL_TEXT("X6"), true, false},
    {TL_TEXT("X7"), true, false},
    {TL_TEXT("X8"), true, false},
    {TL_TEXT("CLASS:"), false, false}, /* a stamp: somebody classified it again */
};

/* By byte. */
static struct {
    uint32_t at[3][256];   /* the openers that have it as first, second, third letter */
    uint16_t in_word[256]; /* IN_WORD for letters and digits, with a bit for each letter of DECLASSIF */
} bytes;

static once_flag is_made = ONCE_FLAG_INIT;

enum { LEAST_DAMAGED = 8, MOST_DAMAGED = 18, MOST_EDITS = 2, IN_WORD = 1 << 8, DECLASSIF = IN_WORD - 1 };

static void make_bytes(void)
{
    static const char letters[] = "DECLASIF"; /* as many as DECLASSIF has bits */
    for (size_t i = 0; i < TL_COUNT(openers); i++) {
        const tl_slice text = openers[i].text;
        const uint32_t bit = (uint32_t)1 << i;
        for (size_t k = 0; k < TL_COUNT(bytes.at); k++) {
            for (unsigned byte = 0; k >= text.len && byte < 256; byte++) {
                bytes.at[k][byte] |= bit; /* "X1": anything may follow */
            }
            if (k < text.len) {
                bytes.at[k][text.ptr[k]] |= bit;
                bytes.at[k][tl_to_lower(text.ptr[k])] |= bit;
            }
        }
    }
    for (unsigned byte = 0; byte < 256; byte++) {
        bytes.in_word[byte] = tl_is_alnum((unsigned char)byte) ? IN_WORD : 0;
    }
    for (size_t i = 0; letters[i] != '\0'; i++) {
        bytes.in_word[(unsigned char)letters[i]] |= (uint16_t)(1 << i);
        bytes.in_word[tl_to_lower((unsigned char)letters[i])] |= (uint16_t)(1 << i);
    }
}

/* The openers of which three letters stand at `at`, as bits. */
static uint32_t openers_like(tl_slice line, size_t at)
{
    const uint32_t bits = bytes.at[0][line.ptr[at]] & bytes.at[1][line.ptr[at + 1]];
    return bits == 0 ? 0 : bits & bytes.at[2][at + 2 < line.len ? line.ptr[at + 2] : ' '];
}

/* One of the openers of `bits` stands at the start of `text`; of a stamp's "Class:" its word, the colon may
 * follow on the next line. */
static bool opens_at(tl_slice text, uint32_t bits)
{
    for (size_t i = 0; bits != 0; i++, bits >>= 1) {
        if ((bits & 1) != 0) {
            tl_slice opener = openers[i].text;
            opener.len -= opener.ptr[opener.len - 1] == ':';
            if (tl_slice_starts_fold(text, opener)) {
                return true;
            }
        }
    }
    return false;
}

static bool may_open(tl_slice line)
{
    for (size_t i = 0; i + 1 < line.len; i++) {
        const uint32_t bits = openers_like(line, i);
        if (bits != 0 && opens_at(tl_slice_sub(line, i, line.len), bits)) {
            return true;
        }
    }
    return false;
}

/* Two edits can take two letters of DECLASSIF at most; `seen` has the bits of those of a word. */
static bool is_near_by_letters(unsigned seen)
{
    unsigned missing = DECLASSIF & ~seen;
    for (size_t i = 0; i < MOST_EDITS; i++) {
        missing &= missing - 1;
    }
    return missing == 0;
}

/* The next word from `*at` on that may be a damaged DECLASSIFY by its length and letters; `*at` moves behind
 * it. Such a word is long: most bytes are passed over. */
static tl_slice next_near(tl_slice line, size_t *at)
{
    const uint16_t *in_word = bytes.in_word;
    size_t begin = *at;
    while (begin + LEAST_DAMAGED <= line.len) {
        size_t end = begin + LEAST_DAMAGED;
        unsigned seen = 0;
        while (end > begin && in_word[line.ptr[end - 1]] != 0) {
            seen |= in_word[line.ptr[--end]];
        }
        if (end > begin) { /* the next word that is long enough begins here or later */
            begin = end;
            continue;
        }
        for (end = begin + LEAST_DAMAGED; end < line.len && in_word[line.ptr[end]] != 0; end++) {
            seen |= in_word[line.ptr[end]];
        }
        const struct tl_span word = {begin, end};
        begin = end < line.len ? end + 1 : end;
        if (tl_span_len(word) <= MOST_DAMAGED && is_near_by_letters(seen)) {
            *at = begin;
            return tl_span_of(line, word);
        }
    }
    return (tl_slice){NULL, 0};
}

size_t tl_damaged_opener_at(tl_slice line)
{
    static const char *const words[] = {"DECLASSIFY", "DECLASSIFIED", "DECLASSIFICATION"};
    call_once(&is_made, make_bytes);
    size_t at = 0;
    for (tl_slice word = next_near(line, &at); word.len > 0; word = next_near(line, &at)) {
        if (!tl_slice_starts_fold(word, TL_LIT("CLASSIF")) &&
            !tl_slice_starts_fold(word, TL_LIT("UNCLASSIF")) &&
            tl_nearest(word, words, TL_COUNT(words), MOST_EDITS) != NULL) {
            return (size_t)(word.ptr - line.ptr);
        }
    }
    return TL_NONE;
}

void tl_find_openers(struct tl_reader *r)
{
    call_once(&is_made, make_bytes);
    for (size_t i = 0; i < r->lines.list.count; i++) {
        struct tl_line *item = &r->lines.list.items[i];
        if ((item->signs & (TL_SIGN_CLUE | TL_SIGN_NEAR)) == 0) {
            continue;
        }
        const tl_slice line = tl_line_trim(&r->lines, i);
        size_t at = 0;
        const bool has_opener = (item->signs & TL_SIGN_CLUE) != 0 && may_open(line);
        const bool has_near = (item->signs & TL_SIGN_NEAR) != 0 && next_near(line, &at).len > 0;
        const unsigned opener = has_opener || has_near ? TL_SIGN_OPENER : 0u;
        item->signs |= opener;
        item->beside |= opener;
    }
}

/* Where the opener stands in `line`, or TL_NONE. */
static size_t find_opener(tl_slice line, size_t index)
{
    const tl_slice text = openers[index].text;
    for (size_t at = tl_slice_find_fold(line, text, 0); at != TL_NONE;
         at = tl_slice_find_fold(line, text, at + 1)) {
        const size_t end = at + text.len;
        const bool is_code = tl_is_digit(text.ptr[0]); /* "25X1" goes on with its number */
        const bool is_whole = (at == 0 || !tl_is_alnum(line.ptr[at - 1])) &&
                              (is_code || end == line.len || !tl_is_alnum(line.ptr[end]));
        const bool is_written = !openers[index].is_capitals || tl_slice_eq(tl_slice_sub(line, at, end), text);
        if ((is_whole || !openers[index].is_word) && is_written) {
            return at;
        }
    }
    return TL_NONE;
}

size_t tl_opener_at(tl_slice line, size_t *next)
{
    uint32_t bits = 0;
    call_once(&is_made, make_bytes);
    for (size_t i = 0; i + 1 < line.len; i++) {
        bits |= openers_like(line, i);
    }
    while (*next < TL_COUNT(openers)) {
        const size_t i = (*next)++;
        const size_t at = (bits >> i & 1) != 0 ? find_opener(line, i) : TL_NONE;
        if (at != TL_NONE) {
            return at;
        }
    }
    return TL_NONE;
}

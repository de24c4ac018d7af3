/* SPDX-License-Identifier: Apache-2.0 */
#include "marking/level_word.h"

#include "base/nearest.h"

/* clang-format off */
#define L(letter) ((uint32_t)1 << ((letter) & 31))
#define SECRET_SET (L('S') | L('E') | L('C') | L('R') | L('T'))
#define CLASSIFIED_SET (L('C') | L('L') | L('A') | L('S') | L('I') | L('F') | L('E') | L('D'))
#define ROW(words, letters, set, level, name) {TL_TEXT(words), TL_TEXT(letters), set, level, name}
#define NO_NAME {NULL, 0}

const struct tl_level_word tl_level_words[TL_LEVEL_WORDS] = {
    ROW("SENSITIVE BUT UNCLASSIFIED", "SENSITIVEBUTUNCLASSIFIED",
        CLASSIFIED_SET | L('N') | L('T') | L('V') | L('B') | L('U'), TL_LEVEL_U, TL_TEXT("SBU")),
    ROW("LIMITED OFFICIAL USE", "LIMITEDOFFICIALUSE",
        CLASSIFIED_SET | L('M') | L('T') | L('O') | L('U'), TL_LEVEL_U, TL_TEXT("LOU")),
    ROW("CONFIDENTIAL", "CONFIDENTIAL",
        L('C') | L('O') | L('N') | L('F') | L('I') | L('D') | L('E') | L('T') | L('A') | L('L'),
        TL_LEVEL_C, NO_NAME),
    ROW("UNCLASSIFIED", "UNCLASSIFIED", CLASSIFIED_SET | L('U') | L('N'), TL_LEVEL_U, NO_NAME),
    ROW("RESTRICTED", "RESTRICTED", SECRET_SET | L('I') | L('D'), TL_LEVEL_R, NO_NAME),
    ROW("TOP SECRET", "TOPSECRET", SECRET_SET | L('O') | L('P'), TL_LEVEL_TS, NO_NAME),
    ROW("SECRET", "SECRET", SECRET_SET, TL_LEVEL_S, NO_NAME),
    ROW("UNCLAS", "UNCLAS", L('U') | L('N') | L('C') | L('L') | L('A') | L('S'), TL_LEVEL_U, NO_NAME),
    ROW("SBU", "SBU", L('S') | L('B') | L('U'), TL_LEVEL_U, TL_TEXT("SBU")),
    ROW("LOU", "LOU", L('L') | L('O') | L('U'), TL_LEVEL_U, TL_TEXT("LOU")),
};
/* clang-format on */

enum {
    LEAST_DAMAGED = 6,
    MOST_LETTERS = 24 + TL_LEVEL_EDITS,
    LEAST_LETTERS = LEAST_DAMAGED - TL_LEVEL_EDITS
};

uint32_t tl_letter_set(tl_slice text)
{
    uint32_t set = 0;
    for (size_t i = 0; i < text.len; i++) {
        set |= L(text.ptr[i]);
    }
    return set;
}

/* Each letter more or less is an edit. */
static inline bool is_as_long(const struct tl_level_word *word, size_t len)
{
    return word->letters.len <= len + TL_LEVEL_EDITS && len <= word->letters.len + TL_LEVEL_EDITS;
}

/* More letters than edits may do. */
static inline bool is_too_many(uint32_t set)
{
    for (size_t i = 0; i < TL_LEVEL_EDITS; i++) {
        set &= set - 1;
    }
    return set != 0;
}

bool tl_level_word_may_be(const struct tl_level_word *word, tl_slice letters, uint32_t set)
{
    /* each edit takes one letter at most, and brings one at most */
    return word->letters.len >= LEAST_DAMAGED && is_as_long(word, letters.len) &&
           !is_too_many(word->letter_set & ~set) && !is_too_many(set & ~word->letter_set) &&
           tl_edits_may_do(letters, word->letters, TL_LEVEL_EDITS);
}

/* True when `letters` may be a damaged form of a word; `*alive` keeps those, as bits, that it may yet become:
 * letters that came are not lost again. */
static bool may_be_any(tl_slice letters, uint32_t set, unsigned *alive)
{
    for (unsigned rest = *alive; rest != 0; rest &= rest - 1) {
        const struct tl_level_word *word = &tl_level_words[__builtin_ctz(rest)];
        if (is_too_many(set & ~word->letter_set)) {
            *alive &= ~(rest & -rest);
        } else if (is_as_long(word, letters.len) && tl_level_word_may_be(word, letters, set)) {
            return true;
        }
    }
    return false;
}

/* The words of the line up to one of them, signs left out, may be a damaged level word: no level word has a
 * sign, and leaving one out brings no text farther from it. */
static bool may_be_damaged(tl_slice line)
{
    unsigned char letters[MOST_LETTERS];
    size_t len = 0;
    uint32_t set = 0;
    unsigned alive = (1u << TL_LONG_LEVEL_WORDS) - 1;
    for (size_t at = 0; at < line.len; at++) {
        const unsigned char c = line.ptr[at];
        if (tl_is_upper(c)) {
            if (len == MOST_LETTERS) {
                return false;
            }
            set |= L(c);
            letters[len++] = c;
        } else if (c == ' ' || c == '\t') {
            if (len >= LEAST_LETTERS && may_be_any((tl_slice){letters, len}, set, &alive)) {
                return true;
            }
            if (alive == 0) {
                return false;
            }
        } else if (tl_is_alnum(c)) {
            return false;
        }
    }
    return may_be_any((tl_slice){letters, len}, set, &alive);
}

bool tl_level_word_may_open(tl_slice line)
{
    static const uint32_t initials = L('S') | L('L') | L('C') | L('U') | L('R') | L('T');
    line = tl_slice_trim(line);
    if (line.len < 2 || tl_is_lower(line.ptr[0]) || tl_is_lower(line.ptr[1])) {
        return false; /* two capitals, or one by itself */
    }
    if (tl_is_upper(line.ptr[0]) && (L(line.ptr[0]) & initials) != 0) {
        if (tl_is_blank(line.ptr[1]) || tl_slice_starts(line, TL_LIT("TS"))) {
            return true;
        }
        for (size_t i = 0; i < TL_LEVEL_WORDS; i++) {
            const unsigned char *first = tl_level_words[i].words.ptr; /* three bytes of the shortest */
            if (line.len >= 3 && line.ptr[0] == first[0] && line.ptr[1] == first[1] &&
                line.ptr[2] == first[2]) {
                return true;
            }
        }
    }
    return may_be_damaged(line);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Whole words without regard to case, in letters of any script.  Texts are those of views: valid UTF-8, NFC.
 */
#ifndef TL_RELEASE_CASELESS_H
#define TL_RELEASE_CASELESS_H

#include "base/arena.h"

/* A text folded to small letters once, to be compared often.  Zeroed is empty and equals nothing. */
struct tl_caseless {
    const uint32_t *codes; /* arena */
    size_t count;
    uint32_t hash; /* of its first word, as tl_caseless_hash gives it */
};

struct tl_caseless tl_caseless_make(struct tl_arena *arena, tl_slice text);

/* True when both fold to the same. */
bool tl_caseless_same(const struct tl_caseless *a, const struct tl_caseless *b);

/* True for what words are made of: letters, numbers and combining marks. */
bool tl_caseless_is_word(uint32_t code);

/* True when a word may end at `at`. */
bool tl_caseless_ends(tl_slice text, size_t at);

/* The hash of the word that begins at `at`, without regard to case; `end` is the offset after it.  A text
 * that begins with no word gives an empty word. */
uint32_t tl_caseless_hash(tl_slice text, size_t at, size_t *end);

/* The offset after `key` when it stands at `at` and ends there as a word, else TL_NONE. */
size_t tl_caseless_match(tl_slice text, size_t at, const struct tl_caseless *key);

/* Reads a text word by word from the begin of a word on; the hash is that of all that was read, folded. */
struct tl_caseless_reader {
    tl_slice text;
    size_t at; /* the end of the last word */
    uint32_t hash;
};

/* Makes ready to read from `at`, where a word begins. */
struct tl_caseless_reader tl_caseless_read(tl_slice text, size_t at);

/* Reads on to the end of the next word, but no further than `stop`: false when none ends there. */
bool tl_caseless_next(struct tl_caseless_reader *reader, size_t stop);

#endif

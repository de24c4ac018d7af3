/* SPDX-License-Identifier: Apache-2.0 */
#include "release/caseless.h"

#include <utf8proc.h>

#include "base/utf8.h"

enum { HASH_SEED = 0x811c9dc5, HASH_PRIME = 0x01000193, SHARP_S = 0xdf }; /* FNV-1a, 32 bits */

/* Folds the character at `at` into one or two codes; returns its length.  Upper then lower, so that the long
 * s, the final sigma, the dotless i and the Kelvin sign meet their letters; sharp s is two. */
static size_t fold_at(tl_slice text, size_t at, uint32_t out[2], size_t *count)
{
    const unsigned char c = text.ptr[at];
    *count = 1;
    if (c < 0x80) {
        out[0] = tl_to_lower(c);
        return 1;
    }
    const struct tl_char character = tl_char_at(text, at);
    const utf8proc_int32_t lower =
        utf8proc_tolower(utf8proc_toupper(utf8proc_tolower((utf8proc_int32_t)character.code)));
    out[0] = (uint32_t)lower;
    if (out[0] == SHARP_S) {
        out[0] = 's';
        out[1] = 's';
        *count = 2;
    }
    return character.len;
}

bool tl_caseless_is_word(uint32_t code)
{
    if (code < 0x80) {
        return tl_is_alnum((unsigned char)code);
    }
    const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

bool tl_caseless_ends(tl_slice text, size_t at)
{
    return at >= text.len || !tl_caseless_is_word(tl_char_at(text, at).code);
}

/* Goes on with `hash` over the word characters at `at`. */
static uint32_t hash_word(uint32_t hash, tl_slice text, size_t at, size_t *end)
{
    for (;;) {
        uint32_t codes[2];
        size_t count = 0;
        for (; at < text.len && tl_is_alnum(text.ptr[at]); at++) { /* ASCII, as fold_at folds it */
            hash = (hash ^ tl_to_lower(text.ptr[at])) * HASH_PRIME;
        }
        if (at == text.len || text.ptr[at] < 0x80 || !tl_caseless_is_word(tl_char_at(text, at).code)) {
            break;
        }
        at += fold_at(text, at, codes, &count);
        for (size_t i = 0; i < count; i++) {
            hash = (hash ^ codes[i]) * HASH_PRIME;
        }
    }
    *end = at;
    return hash;
}

uint32_t tl_caseless_hash(tl_slice text, size_t at, size_t *end)
{
    return hash_word(HASH_SEED, text, at, end);
}

struct tl_caseless_reader tl_caseless_read(tl_slice text, size_t at)
{
    return (struct tl_caseless_reader){text, at, HASH_SEED};
}

bool tl_caseless_next(struct tl_caseless_reader *reader, size_t stop)
{
    const tl_slice text = reader->text;
    size_t at = reader->at;
    while (at < text.len && at < stop && tl_caseless_ends(text, at)) { /* what parts words */
        uint32_t codes[2];
        size_t count = 0;
        at += fold_at(text, at, codes, &count);
        for (size_t i = 0; i < count; i++) {
            reader->hash = (reader->hash ^ codes[i]) * HASH_PRIME;
        }
    }
    const size_t begin = at;
    reader->hash = hash_word(reader->hash, text, at, &reader->at);
    return reader->at > begin && reader->at <= stop;
}

struct tl_caseless tl_caseless_make(struct tl_arena *arena, tl_slice text)
{
    uint32_t *codes = tl_arena_alloc(arena, text.len * 2 + 1, sizeof(uint32_t));
    size_t used = 0;
    for (size_t at = 0; at < text.len;) {
        size_t count = 0;
        at += fold_at(text, at, codes + used, &count);
        used += count;
    }
    size_t end = 0;
    return (struct tl_caseless){codes, used, tl_caseless_hash(text, 0, &end)};
}

bool tl_caseless_same(const struct tl_caseless *a, const struct tl_caseless *b)
{
    return a->count == b->count && memcmp(a->codes, b->codes, a->count * sizeof(uint32_t)) == 0;
}

size_t tl_caseless_match(tl_slice text, size_t at, const struct tl_caseless *key)
{
    size_t used = 0;
    while (used < key->count && at < text.len) {
        uint32_t codes[2];
        size_t count = 0;
        at += fold_at(text, at, codes, &count);
        for (size_t i = 0; i < count; i++) {
            if (used == key->count || key->codes[used] != codes[i]) {
                return TL_NONE;
            }
            used++;
        }
    }
    return key->count > 0 && used == key->count && tl_caseless_ends(text, at) ? at : TL_NONE;
}

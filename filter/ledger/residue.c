/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/residue.h"

#include "base/search.h"
#include "base/sort.h"
#include "ledger/compare.h"
#include "ledger/tokens.h"
#include "release/match.h"

enum {
    NUMBER_DIGITS = 3,
    NAME_LETTERS = 4,
    RARE_LETTERS = 5,
    NAME_TIMES = 12, /* what stands more often in the original is no secret that a word gives away */
    RARE_TIMES = 3
};

const char *tl_leftover_name(enum tl_leftover_kind kind)
{
    static const char *const names[] = {
        [TL_LEFTOVER_NAME] = "name", [TL_LEFTOVER_NUMBER] = "number", [TL_LEFTOVER_RARE] = "rare word"};
    return names[kind];
}

/* A word of a text: `key` in small letters. */
struct word {
    tl_slice key;
    size_t at;
    size_t told; /* of the first of a key: as which leftover, from 1; 0: none */
};

struct words {
    TL_VEC(struct word) list; /* by key, then by place */
};

static int word_order(const void *a, const void *b)
{
    const struct word *x = a;
    const struct word *y = b;
    const int order = tl_slice_cmp(x->key, y->key);
    return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

static tl_slice small(struct tl_arena *arena, tl_slice word)
{
    unsigned char *copy = tl_arena_alloc(arena, word.len, 1);
    for (size_t i = 0; i < word.len; i++) {
        copy[i] = tl_to_lower(word.ptr[i]);
    }
    return (tl_slice){copy, word.len};
}

static const struct tl_portion *portion_at(const struct tl_cable *cable, size_t at)
{
    const size_t count = TL_COUNT_UP_TO(cable->elements.items, cable->elements.count, span.begin, at);
    return count == 0 ? NULL : &cable->portions.items[cable->elements.items[count - 1].portion];
}

/* Words of the whole text, or with `is_body` those outside of the facts of the header. */
static struct words words_of(struct tl_arena *arena, const struct tl_cable *cable, bool is_body)
{
    struct words words = {0};
    struct tl_tokens tokens;
    tl_tokens_of(arena, cable, &tokens);
    for (size_t i = 0; i < tokens.list.count; i++) {
        const struct tl_token *token = &tokens.list.items[i];
        const struct tl_portion *portion = portion_at(cable, token->span.begin);
        const bool is_header = portion != NULL && tl_kind_is_header_fact(portion->kind);
        if (token->class == TL_TOKEN_WORD && !(is_body && is_header)) {
            *TL_PUSH(arena, &words.list) =
                (struct word){small(arena, tl_span_of(cable->bytes, token->span)), token->span.begin, 0};
        }
    }
    tl_sort(words.list.items, words.list.count, sizeof(struct word), word_order);
    return words;
}

/* The first of the words with this key; its number goes to `times`. */
static struct word *find(struct words *words, tl_slice key, size_t *times)
{
    const size_t low = TL_COUNT_BEFORE(words->list.items, words->list.count, key, key);
    *times = 0;
    while (low + *times < words->list.count && tl_slice_eq(words->list.items[low + *times].key, key)) {
        ++*times;
    }
    return *times == 0 ? NULL : &words->list.items[low];
}

static size_t digits_of(tl_slice word)
{
    size_t digits = 0;
    for (size_t i = 0; i < word.len; i++) {
        digits += tl_is_digit(word.ptr[i]);
    }
    return digits;
}

static bool is_year(tl_slice word)
{
    return word.len == 4 && digits_of(word) == 4 &&
           (tl_slice_starts(word, TL_LIT("19")) || tl_slice_starts(word, TL_LIT("20")));
}

/* What the word would be when it is left over; false: nothing. */
static bool kind_of(tl_slice word, tl_slice key, bool has_small, size_t times, enum tl_leftover_kind *out)
{
    if (digits_of(word) >= NUMBER_DIGITS) {
        *out = TL_LEFTOVER_NUMBER;
        return !is_year(word);
    }
    if (word.len < NAME_LETTERS || tl_stop_word(key)) {
        return false;
    }
    const bool is_capital = has_small && !tl_is_lower(word.ptr[0]);
    *out = is_capital ? TL_LEFTOVER_NAME : TL_LEFTOVER_RARE;
    return is_capital ? times <= NAME_TIMES : times <= RARE_TIMES && word.len >= RARE_LETTERS;
}

struct search {
    struct tl_arena *arena;
    const struct tl_cable *original, *release;
    struct words in_original, in_release;
    bool has_small;
    struct tl_residue *out;
};

static void look_at(struct search *search, tl_slice word)
{
    const size_t at = (size_t)(word.ptr - search->original->bytes.ptr);
    const tl_slice key = small(search->arena, word);
    size_t times = 0;
    size_t released = 0;
    enum tl_leftover_kind kind;
    struct word *first = find(&search->in_release, key, &released);
    (void)find(&search->in_original, key, &times);
    if (first == NULL || !kind_of(word, key, search->has_small, times, &kind)) {
        return;
    }
    if (first->told > 0) {
        search->out->list.items[first->told - 1].withheld++;
        return;
    }
    first->told = search->out->list.count + 1;
    *TL_PUSH(search->arena, &search->out->list) =
        (struct tl_leftover){.kind = kind,
                             .word = word,
                             .line = tl_cable_line(search->original, at),
                             .portion = portion_at(search->original, at),
                             .release_line = tl_cable_line(search->release, first->at),
                             .release_portion = portion_at(search->release, first->at),
                             .withheld = 1,
                             .released = released};
}

static void look_at_words(struct search *search, tl_slice text)
{
    for (size_t at = 0; at < text.len;) {
        size_t end = at;
        while (end < text.len && tl_is_word(text.ptr[end])) {
            end++;
        }
        if (end > at) {
            look_at(search, tl_slice_sub(text, at, end));
        }
        at = end + 1;
    }
}

void tl_residue_find(struct tl_arena *arena, const struct tl_cable *original, const struct tl_cable *release,
                     struct tl_residue *out)
{
    struct tl_comparison comparison;
    const struct tl_letters letters = tl_slice_letters(original->bytes);
    *out = (struct tl_residue){0};
    tl_compare(arena, release, original, &comparison);
    out->is_other_cable = comparison.is_other_cable;
    struct search search = {.arena = arena,
                            .original = original,
                            .release = release,
                            .in_original = words_of(arena, original, false),
                            .in_release = words_of(arena, release, true),
                            .has_small = letters.lower > letters.upper / 4,
                            .out = out};
    for (size_t i = 0; i < comparison.portions.count; i++) {
        for (size_t k = 0; k < comparison.portions.items[i].shown.count; k++) {
            const struct tl_shown *shown = &comparison.portions.items[i].shown.items[k];
            if (shown->side == TL_SIDE_B) {
                look_at_words(&search, shown->text);
            }
        }
    }
}

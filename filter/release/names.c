/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names that propagate (DESIGN M13): what a match makes a name of, and where names stand again.
 *
 * Names are indexed by their hash, and by the hashes of what they begin with: behind each word of a text it
 * is read on for as long as a name may go on so.
 */
#include <utf8proc.h>

#include "base/check.h"
#include "base/sort.h"
#include "base/utf8.h"
#include "cable/fold.h"
#include "release/match.h"

enum {
    LEAST_LETTERS = 4, /* of a single word (M13) */
    FIRST_SLOTS = 16,  /* a power of two */
    UTF8_MOST = 4      /* bytes of a character */
};

static const char *const suffixes[] = {"jr", "jr.", "sr",   "sr.", "ii",   "iii",
                                       "iv", "esq", "esq.", "phd", "ph.d."};

/* Words that belong to the surname behind them. */
static const char *const particles[] = {
    "de",  "del", "della", "degli", "di",  "da",  "das", "do",    "dos", "du",   "des",
    "la",  "las", "le",    "lo",    "los", "van", "von", "der",   "den", "het",  "ter",
    "ten", "zu",  "zur",   "af",    "av",  "al",  "el",  "ul",    "bin", "bint", "ibn",
    "ben", "abu", "umm",   "ould",  "st",  "st.", "san", "santa", "e",   "y",    "und",
};

/* Particles that are written together with the surname. */
static const char *const joined_particles[] = {"al-", "el-", "ul-",  "as-",  "at-",  "an-", "ad-",
                                               "ar-", "az-", "ash-", "bin-", "ben-", "d'",  "l'"};

static bool list_has(const char *const *list, size_t count, tl_slice word)
{
    for (size_t i = 0; i < count; i++) {
        if (tl_slice_eq_fold(word, tl_str(list[i]))) {
            return true;
        }
    }
    return false;
}

static size_t code_after(tl_slice text, size_t at, uint32_t *code)
{
    const struct tl_char c = tl_char_at(text, at);
    *code = c.code;
    return c.len;
}

/* `name` without what is no part of a word at its ends. */
static tl_slice ends_trim(tl_slice name)
{
    uint32_t code = 0;
    size_t begin = 0;
    for (size_t len = 0; begin < name.len; begin += len) {
        len = code_after(name, begin, &code);
        if (tl_caseless_is_word(code)) {
            break;
        }
    }
    size_t end = begin;
    for (size_t at = begin; at < name.len;) {
        at += code_after(name, at, &code);
        end = tl_caseless_is_word(code) ? at : end;
    }
    return tl_slice_sub(name, begin, end);
}

/* The same, and without a possessive: a name begins and ends with a word. */
static tl_slice name_trim(tl_slice name)
{
    static const char *const possessives[] = {"'s", "\xe2\x80\x99s", "'S", "\xe2\x80\x99S"};
    name = ends_trim(name);
    for (size_t i = 0; i < TL_COUNT(possessives); i++) {
        const tl_slice ending = tl_str(possessives[i]);
        if (name.len > ending.len && tl_slice_ends(name, ending)) {
            return ends_trim(tl_slice_sub(name, 0, name.len - ending.len));
        }
    }
    return name;
}

/* M13: several words, or one of four letters that is not in the stop list. */
static bool is_eligible(tl_slice name)
{
    size_t letters = 0;
    for (size_t at = 0; at < name.len;) {
        uint32_t code = 0;
        at += code_after(name, at, &code);
        if (code == ' ') {
            return true;
        }
        const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
        letters += category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
    }
    return letters >= LEAST_LETTERS && !tl_stop_word(name);
}

static void slot_add(struct tl_names *names, size_t index)
{
    struct tl_name *name = &names->list.items[index];
    size_t *slot = &names->slots[name->hash & (names->slot_count - 1)];
    name->next = *slot;
    *slot = index + 1;
}

static void slots_grow(struct tl_arena *arena, struct tl_names *names)
{
    if (names->list.count < names->slot_count) {
        return;
    }
    names->slot_count = names->slot_count == 0 ? FIRST_SLOTS : names->slot_count * 2;
    names->slots = tl_arena_alloc(arena, names->slot_count, sizeof(names->slots[0]));
    for (size_t i = 0; i < names->list.count; i++) {
        slot_add(names, i);
    }
}

/* Index of the first name of this slot, from 1, or 0. */
static size_t slot_first(const struct tl_names *names, uint32_t hash)
{
    return names->slot_count == 0 ? 0 : names->slots[hash & (names->slot_count - 1)];
}

/* The place of this hash among what names begin with, or a free one. */
static uint32_t *begin_find(const struct tl_names *names, uint32_t hash)
{
    size_t at = hash & (names->begin_room - 1);
    while (names->begins[at] != 0 && names->begins[at] != hash) {
        at = (at + 1) & (names->begin_room - 1);
    }
    return &names->begins[at];
}

static void begin_add(struct tl_arena *arena, struct tl_names *names, uint32_t hash)
{
    if (names->begin_count * 2 >= names->begin_room) {
        const uint32_t *old = names->begins;
        const size_t count = names->begin_room;
        names->begin_room = count == 0 ? FIRST_SLOTS : count * 2;
        names->begins = tl_arena_alloc(arena, names->begin_room, sizeof(names->begins[0]));
        for (size_t i = 0; i < count; i++) {
            if (old[i] != 0) {
                *begin_find(names, old[i]) = old[i];
            }
        }
    }
    uint32_t *place = begin_find(names, hash | 1);
    names->begin_count += *place == 0;
    *place = hash | 1;
}

/* Adds one spelling of a name. */
static void spelling_add(struct tl_arena *arena, const struct tl_match *match, tl_slice text, bool is_surname,
                         struct tl_names *names)
{
    text = name_trim(text);
    if (text.len == 0 || !is_eligible(text)) {
        return;
    }
    const struct tl_caseless key = tl_caseless_make(arena, text);
    struct tl_caseless_reader reader = tl_caseless_read(text, 0);
    while (tl_caseless_next(&reader, text.len)) {
        continue;
    }
    for (size_t i = slot_first(names, reader.hash); i != 0; i = names->list.items[i - 1].next) {
        const struct tl_name *name = &names->list.items[i - 1];
        if (name->rule == match->rule && tl_caseless_same(&name->key, &key)) {
            return;
        }
    }
    slots_grow(arena, names);
    struct tl_name *name = TL_PUSH(arena, &names->list);
    *name =
        (struct tl_name){tl_arena_dup(arena, text), match->rule, match->in, is_surname, key, reader.hash, 0};
    slot_add(names, names->list.count - 1);
    reader = tl_caseless_read(text, 0);
    while (tl_caseless_next(&reader, text.len)) {
        begin_add(arena, names, reader.hash);
    }
    const size_t most = key.count * UTF8_MOST;
    names->longest = most > names->longest ? most : names->longest;
}

/* `text` with confusables folded to ASCII, or without accents. */
static tl_slice respell(struct tl_arena *arena, tl_slice text, bool drops_accents)
{
    struct tl_buf out = {0};
    for (size_t at = 0; at < text.len;) {
        unsigned char ascii[TL_FOLD_ROOM];
        utf8proc_int32_t parts[8];
        uint32_t code = 0;
        size_t count = 0;
        int boundary = 0;
        at += code_after(text, at, &code);
        if (!drops_accents && tl_fold_char(code, ascii, &count)) {
            tl_buf_add(&out, (tl_slice){ascii, count});
            continue;
        }
        const utf8proc_ssize_t found = utf8proc_decompose_char(
            (utf8proc_int32_t)code, parts, 8, UTF8PROC_DECOMPOSE | UTF8PROC_STABLE, &boundary);
        const bool has_base = drops_accents && found > 1 && parts[0] < 0x250; /* Latin letters only */
        tl_buf_char(&out, has_base ? (uint32_t)parts[0] : code);
    }
    const tl_slice copy = tl_arena_dup(arena, tl_buf_slice(&out));
    tl_buf_release(&out);
    return copy;
}

static bool is_ascii(tl_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

/* Adds a name in all its spellings. */
static void name_add(struct tl_arena *arena, const struct tl_match *match, tl_slice text, bool is_surname,
                     struct tl_names *names)
{
    spelling_add(arena, match, text, is_surname, names);
    if (!is_ascii(text)) {
        spelling_add(arena, match, respell(arena, text, false), is_surname, names);
        spelling_add(arena, match, respell(arena, text, true), is_surname, names);
    }
}

/* The last word of `text`; `begin` is where it begins. */
static tl_slice last_word(tl_slice text, size_t *begin)
{
    size_t at = text.len;
    while (at > 0 && text.ptr[at - 1] != ' ') {
        at--;
    }
    *begin = at;
    return tl_slice_sub(text, at, text.len);
}

/* `text` without "Jr.", "III" and their like at its end, and without the comma before them. */
static tl_slice suffix_drop(tl_slice text)
{
    for (;;) {
        size_t begin = 0;
        const tl_slice word = last_word(text, &begin);
        if (begin == 0 || !list_has(suffixes, TL_COUNT(suffixes), word)) {
            return text;
        }
        text = tl_slice_trim(tl_slice_sub(text, 0, begin));
        if (text.len > 0 && text.ptr[text.len - 1] == ',') {
            text.len--;
        }
    }
}

/* Surname of "Given Middle Surname, Jr." or of "SURNAME, Given", with its particles before it, and the word
 * before them where it is not the first: it may be a surname too. */
static void surname_add(struct tl_arena *arena, const struct tl_match *match, tl_slice text,
                        struct tl_names *names)
{
    text = suffix_drop(tl_slice_trim(text));
    const size_t comma = tl_slice_find(text, TL_LIT(","), 0);
    const bool is_inverted = comma != TL_NONE;
    text = suffix_drop(tl_slice_trim(tl_slice_sub(text, 0, is_inverted ? comma : text.len)));
    size_t begin = 0;
    const tl_slice word = last_word(text, &begin);
    size_t first = begin;
    while (first > 0) {
        size_t before = 0;
        const tl_slice particle = last_word(tl_slice_trim(tl_slice_sub(text, 0, first)), &before);
        if (!list_has(particles, TL_COUNT(particles), particle)) {
            break;
        }
        first = before;
    }
    name_add(arena, match, word, true, names);
    if (first < begin) {
        name_add(arena, match, tl_slice_sub(text, first, text.len), true, names);
    }
    /* Two surnames, as in Spanish and Portuguese: "Ana Garcia Lopez" is called Garcia. */
    size_t before = 0;
    const tl_slice other = last_word(tl_slice_trim(tl_slice_sub(text, 0, first)), &before);
    if (before > 0 || is_inverted) {
        name_add(arena, match, other, true, names);
    }
    if (is_inverted && begin > 0) { /* all that stands before the comma: "GARCIA LOPEZ, Ana" */
        name_add(arena, match, text, true, names);
    }
    for (size_t i = 0; i < TL_COUNT(joined_particles); i++) {
        const tl_slice particle = tl_str(joined_particles[i]);
        if (tl_slice_starts_fold(word, particle)) {
            name_add(arena, match, tl_slice_sub(word, particle.len, word.len), true, names);
        }
    }
}

void tl_names_add(struct tl_arena *arena, const struct tl_match *match, struct tl_names *names)
{
    tl_slice texts[TL_READING_COUNT + 1];
    size_t count = 0;
    texts[count++] = match->text;
    for (size_t i = 0; i < TL_READING_COUNT; i++) {
        if (match->readings[i].len > 0 && !tl_slice_eq(match->readings[i], match->text)) {
            texts[count++] = match->readings[i];
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (match->rule->propagates_full) {
            name_add(arena, match, texts[i], false, names);
        }
        if (match->rule->propagates_surname) {
            surname_add(arena, match, texts[i], names);
        }
    }
}

/* By place, then by name. */
static int name_hit_cmp(const void *left, const void *right)
{
    const struct tl_name_hit *a = left;
    const struct tl_name_hit *b = right;
    if (a->in.begin != b->in.begin) {
        return a->in.begin < b->in.begin ? -1 : 1;
    }
    if (a->in.end != b->in.end) {
        return a->in.end < b->in.end ? -1 : 1;
    }
    return a->name == b->name ? 0 : a->name < b->name ? -1 : 1;
}

/* Finds names that begin at `at`, where a word begins. */
static void names_at(struct tl_arena *arena, const struct tl_view *view, tl_slice text, size_t at,
                     const struct tl_names *names, struct tl_name_hits *found)
{
    const size_t stop = text.len - at > names->longest ? at + names->longest : text.len;
    struct tl_caseless_reader reader = tl_caseless_read(text, at);
    while (tl_caseless_next(&reader, stop) && *begin_find(names, reader.hash | 1) != 0) {
        for (size_t i = slot_first(names, reader.hash); i != 0; i = names->list.items[i - 1].next) {
            const struct tl_name *name = &names->list.items[i - 1];
            const size_t to = name->hash == reader.hash ? tl_caseless_match(text, at, &name->key) : TL_NONE;
            if (to == reader.at) {
                struct tl_name_hit *hit = TL_PUSH(arena, &found->list);
                *hit = (struct tl_name_hit){name, tl_view_original(view, (struct tl_span){at, to})};
            }
        }
    }
}

/* Finds names in one segment of a view. */
static void segment_names(struct tl_arena *arena, const struct tl_view *view, struct tl_span segment,
                          const struct tl_names *names, struct tl_name_hits *found)
{
    const tl_slice text = tl_slice_sub(view->text, 0, segment.end);
    for (size_t at = segment.begin; at < segment.end;) {
        size_t end = 0;
        const uint32_t hash = tl_caseless_hash(text, at, &end);
        if (end == at) {
            at++; /* bytes of a character that is no part of a word */
            while (at < segment.end && (text.ptr[at] & 0xc0) == 0x80) {
                at++;
            }
            continue;
        }
        if (*begin_find(names, hash | 1) != 0) {
            names_at(arena, view, text, at, names, found);
        }
        at = end;
    }
}

void tl_match_names(struct tl_arena *arena, const struct tl_cable *cable, const struct tl_range *range,
                    const struct tl_names *names, struct tl_name_hits *out)
{
    if (names->list.count == 0) {
        return;
    }
    TL_CHECK(names->slot_count > 0);
    struct tl_arena scratch = {0};
    struct tl_name_hits found = {0};
    struct tl_read own;
    if (range->read == NULL) {
        tl_range_read(&scratch, cable, range, NULL, &own);
    }
    const struct tl_views *views = range->read != NULL ? &range->read->views : &own.views;
    for (int i = 0; i < TL_READING_COUNT; i++) {
        const struct tl_view *view = &views->view[i];
        for (size_t k = 0; views->has[i] && k < view->segments.count; k++) {
            segment_names(&scratch, view, view->segments.items[k], names, &found);
        }
    }
    if (found.list.count > 1) {
        tl_sort(found.list.items, found.list.count, sizeof(found.list.items[0]), name_hit_cmp);
    }
    for (size_t i = 0; i < found.list.count; i++) {
        if (i == 0 || name_hit_cmp(&found.list.items[i - 1], &found.list.items[i]) != 0) {
            *TL_PUSH(arena, &out->list) = found.list.items[i];
        }
    }
    tl_arena_release(&scratch);
}

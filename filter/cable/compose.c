/* SPDX-License-Identifier: Apache-2.0 */
#include "cable/compose.h"

#include <utf8proc.h>

#include "base/check.h"
#include "base/utf8.h"
#include "cable/fold.h"

/* The longest canonical decomposition of one character has 4 parts; utf8proc asks for no more. */
enum { PARTS = 8, FIRST_COMBINING = 0x300, FIRST_DECOMPOSABLE = 0xc0 };

void tl_composer_init(struct tl_composer *composer, struct tl_arena *arena, size_t room, bool folds)
{
    *composer = (struct tl_composer){.arena = arena, .room = room, .folds = folds};
    composer->text = tl_arena_alloc(arena, room, 1);
}

/* What is written next stands in the original byte for byte, from `from` on. */
static void run_begin(struct tl_composer *composer, uint32_t from)
{
    const uint32_t at = (uint32_t)composer->len;
    if (composer->pieces.count > 0) {
        const struct tl_piece *last = &composer->pieces.items[composer->pieces.count - 1];
        if (last->is_run && from - last->from == at - last->at) {
            return;
        }
    }
    *TL_PUSH(composer->arena, &composer->pieces) = (struct tl_piece){at, from, 0, true};
}

static void write_glyph(struct tl_composer *composer, struct tl_glyph glyph)
{
    unsigned char bytes[4];
    size_t len = 1;
    if (glyph.code < 0x80 && glyph.to == glyph.from + 1) {
        TL_CHECK(composer->room > composer->len);
        run_begin(composer, glyph.from);
        composer->text[composer->len++] = (unsigned char)glyph.code;
        return;
    }
    if (glyph.code < 0x80) {
        bytes[0] = (unsigned char)glyph.code;
    } else {
        len = tl_utf8_encode(glyph.code, bytes);
    }
    TL_CHECK(composer->room - composer->len >= len);
    const uint32_t at = (uint32_t)composer->len;
    *TL_PUSH(composer->arena, &composer->pieces) = (struct tl_piece){at, glyph.from, glyph.to, false};
    for (size_t i = 0; i < len; i++) {
        composer->text[composer->len++] = bytes[i];
    }
}

static int class_of(uint32_t code)
{
    return code < FIRST_COMBINING ? 0 : utf8proc_get_property((utf8proc_int32_t)code)->combining_class;
}

/* The primary composite of two characters, or 0. */
static uint32_t pair_compose(uint32_t a, uint32_t b)
{
    utf8proc_int32_t pair[2] = {(utf8proc_int32_t)a, (utf8proc_int32_t)b};
    const utf8proc_ssize_t count = utf8proc_normalize_utf32(pair, 2, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    return count == 1 ? (uint32_t)pair[0] : 0;
}

static void widen(struct tl_glyph *glyph, const struct tl_glyph *part)
{
    if (part->from < glyph->from) {
        glyph->from = part->from;
    }
    if (part->to > glyph->to) {
        glyph->to = part->to;
    }
}

/* Canonical order: a stable insertion sort by combining class; a run is short.  Marks that changed places
 * stand for the originals of all of them, so that a span's ends never fall between them. */
static void run_order(struct tl_composer *composer)
{
    bool is_moved = false;
    for (size_t i = 1; i < composer->count; i++) {
        const struct tl_glyph glyph = composer->run[i];
        const int class = class_of(glyph.code);
        size_t k = i;
        while (class != 0 && k > 0 && class_of(composer->run[k - 1].code) > class) {
            composer->run[k] = composer->run[k - 1];
            k--;
            is_moved = true;
        }
        composer->run[k] = glyph;
    }
    struct tl_glyph all = composer->run[composer->count - 1];
    for (size_t i = 1; is_moved && i < composer->count; i++) {
        widen(&all, &composer->run[i]);
    }
    for (size_t i = 1; is_moved && i < composer->count; i++) {
        widen(&composer->run[i], &all);
    }
}

/* Composes the marks of the run with its base (UAX #15 D117), when there is one. */
static void run_compose(struct tl_composer *composer)
{
    if (composer->count < 2) {
        return;
    }
    run_order(composer);
    if (class_of(composer->run[0].code) != 0) {
        return;
    }
    size_t kept = 1;
    int before = 0; /* class of the last mark that stays */
    for (size_t i = 1; i < composer->count; i++) {
        const struct tl_glyph mark = composer->run[i];
        const int class = class_of(mark.code);
        const bool is_blocked = kept > 1 && before >= class;
        const uint32_t composed = is_blocked ? 0 : pair_compose(composer->run[0].code, mark.code);
        if (composed != 0) {
            composer->run[0].code = composed;
            widen(&composer->run[0], &mark);
        } else {
            composer->run[kept++] = mark;
            before = class;
        }
    }
    composer->count = kept;
}

void tl_composer_flush(struct tl_composer *composer)
{
    run_compose(composer);
    for (size_t i = 0; i < composer->count; i++) {
        write_glyph(composer, composer->run[i]);
    }
    composer->count = 0;
}

void tl_composer_put(struct tl_composer *composer, struct tl_glyph glyph)
{
    tl_composer_flush(composer);
    write_glyph(composer, glyph);
}

void tl_composer_copy(unsigned char *text, tl_slice words)
{
    memcpy(text, words.ptr, words.len);
    for (unsigned char *end = memchr(text, '\n', words.len); end != NULL;
         end = memchr(end, '\n', words.len - (size_t)(end - text))) {
        *end = ' ';
    }
}

void tl_composer_words(struct tl_composer *composer, tl_slice words, uint32_t at)
{
    const size_t count = words.len - 1; /* the last one waits: a mark may follow */
    tl_composer_flush(composer);
    if (count > 0) {
        unsigned char *text = composer->text + composer->len;
        TL_CHECK(composer->room - composer->len > count);
        run_begin(composer, at);
        tl_composer_copy(text, tl_slice_sub(words, 0, count));
        composer->len += count;
    }
    composer->run[0] = (struct tl_glyph){words.ptr[count], at + (uint32_t)count, at + (uint32_t)count + 1};
    composer->count = 1;
}

/* Adds one decomposed character. */
static void part_add(struct tl_composer *composer, struct tl_glyph part)
{
    if (class_of(part.code) == 0) {
        if (part.code >= FIRST_COMBINING && composer->count > 0) {
            /* Hangul and some Indic vowels: a base that joins the base before it */
            run_compose(composer);
            const uint32_t composed =
                composer->count == 1 ? pair_compose(composer->run[0].code, part.code) : 0;
            if (composed != 0) {
                composer->run[0].code = composed;
                widen(&composer->run[0], &part);
                return;
            }
        }
        tl_composer_flush(composer);
    } else if (composer->count == TL_COMPOSE_RUN) {
        tl_composer_flush(composer);
    }
    composer->run[composer->count++] = part;
}

static void part_fold(struct tl_composer *composer, struct tl_glyph part)
{
    unsigned char ascii[TL_FOLD_ROOM];
    size_t count = 0;
    if (part.code < 0x80 || !tl_fold_char(part.code, ascii, &count)) {
        part_add(composer, part);
        return;
    }
    composer->has_folded = true;
    for (size_t i = 0; composer->folds && i < count; i++) {
        part_add(composer, (struct tl_glyph){ascii[i], part.from, part.to});
    }
    if (!composer->folds) {
        part_add(composer, part);
    }
}

void tl_composer_add(struct tl_composer *composer, struct tl_glyph glyph)
{
    if (glyph.code < FIRST_DECOMPOSABLE) {
        part_fold(composer, glyph);
        return;
    }
    utf8proc_int32_t parts[PARTS];
    int boundary = 0;
    const utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)glyph.code, parts, PARTS,
                                                           UTF8PROC_DECOMPOSE | UTF8PROC_STABLE, &boundary);
    if (count < 1 || count > PARTS) {
        part_fold(composer, glyph);
        return;
    }
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        part_fold(composer, (struct tl_glyph){(uint32_t)parts[i], glyph.from, glyph.to});
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writing end of a view: characters go in one by one, UTF-8 in normal form NFC comes out, and each byte
 * knows the original bytes of its character.
 *
 * Text is normalised in short runs (a base and what combines with it), as UAX #15 describes, so the work is
 * linear and the map is kept: a composed character stands for the union of the originals it is made of.
 */
#ifndef TL_CABLE_COMPOSE_H
#define TL_CABLE_COMPOSE_H

#include "base/arena.h"

/* A character and the original bytes it stands for. */
struct tl_glyph {
    uint32_t code;
    uint32_t from;
    uint32_t to;
};

/*
 * Where a stretch of the text comes from; the next piece begins where it ends.  A run is ASCII that stands in
 * the original byte for byte, from `from` on; else each byte of the piece stands for [from, to).
 */
struct tl_piece {
    uint32_t at; /* of the text */
    uint32_t from;
    uint32_t to; /* of a run: nothing */
    bool is_run;
};

/* A run longer than this is written as it is (the Stream-Safe Text Format of UAX #15 allows 30). */
enum { TL_COMPOSE_RUN = 64 };

/* Set up with tl_composer_init; everything it holds is arena-owned. */
struct tl_composer {
    struct tl_arena *arena;
    unsigned char *text;
    TL_VEC(struct tl_piece) pieces;
    size_t len;
    size_t room;
    bool folds;                          /* fold confusables (fold.h) */
    bool has_folded;                     /* some character was folded, or would have been */
    struct tl_glyph run[TL_COMPOSE_RUN]; /* decomposed, not yet written */
    size_t count;
};

/* Room for `room` bytes of text. */
void tl_composer_init(struct tl_composer *composer, struct tl_arena *arena, size_t room, bool folds);

void tl_composer_add(struct tl_composer *composer, struct tl_glyph glyph);

/* The same for ASCII words that begin at original byte `at`, at least one character, and none that is blank
 * at the end; a line end is a space. */
void tl_composer_words(struct tl_composer *composer, tl_slice words, uint32_t at);

/* Writes the same words to `text`, which has room for them. */
void tl_composer_copy(unsigned char *text, tl_slice words);

/* Writes what is pending. */
void tl_composer_flush(struct tl_composer *composer);

/* Writes what is pending, then `glyph` as it is. */
void tl_composer_put(struct tl_composer *composer, struct tl_glyph glyph);

#endif

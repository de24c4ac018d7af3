/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The view (DESIGN M7): part of a cable as a person reads it, as valid UTF-8, with a map back to bytes.
 *
 * Blanks and line wraps are one space; furniture, struck marks, soft hyphens, ignorable code points and
 * markdown link syntax are gone; NFC.  A cut (a removed span, or a mark in the text) is one U+FFFC atom;
 * matching runs on the segments between atoms, so that no rule can match one.
 */
#ifndef TL_CABLE_VIEW_H
#define TL_CABLE_VIEW_H

#include "cable/cable.h"

/* How the same bytes may be read; the hits of all are united. */
enum tl_reading {
    TL_READING_PLAIN = 0, /* a hyphen at a line end stays: "CON-SOLIDATED" */
    TL_READING_JOINED,    /* hyphen at a line end goes: "CONSOLIDATED" */
    TL_READING_FOLDED,    /* plain, with full-width forms and confusables folded to ASCII */
    TL_READING_FOLDED_JOINED,
    TL_READING_COUNT
};

struct tl_view {
    tl_slice text;                 /* UTF-8, arena */
    const struct tl_piece *pieces; /* where the text comes from, in its order (compose.h); arena */
    size_t piece_count;
    TL_VEC(struct tl_span) segments; /* of text, between atoms, in order */
    size_t visible;  /* text before this offset is what a reader sees; link targets that hold text follow it,
                        each behind an atom, so that no name leaves inside `[X](#NAME)` */
    bool is_ascii;   /* but for atoms */
    unsigned others; /* of PLAIN: the readings that may say something else, as bits */
};

/*
 * Builds the view of `range` of the cable.  `holes` are spans that vanish (furniture), `cuts` spans that
 * become atoms; both sorted and disjoint, in original bytes.  Marks already in the text (`tl_mark_at`) are
 * atoms too. Returns false when this reading is the same as an earlier one (PLAIN is always built).
 */
bool tl_view_build(struct tl_arena *arena, const struct tl_cable *cable, struct tl_span range,
                   const struct tl_span *holes, size_t hole_count, const struct tl_span *cuts,
                   size_t cut_count, enum tl_reading reading, struct tl_view *out);

/* All readings of a range that differ. */
struct tl_views {
    struct tl_view view[TL_READING_COUNT];
    bool has[TL_READING_COUNT]; /* PLAIN always */
};

/* The same for all readings; those that cannot differ from the plain one are not built. */
void tl_views_build(struct tl_arena *arena, const struct tl_cable *cable, struct tl_span range,
                    const struct tl_span *holes, size_t hole_count, const struct tl_span *cuts,
                    size_t cut_count, struct tl_views *out);

/* The original bytes of text[span); an empty span gives an empty span. */
struct tl_span tl_view_original(const struct tl_view *view, struct tl_span span);

/* The offset in the text of what stands at this byte of the original, where it stands there byte for byte and
 * visible; else TL_NONE. */
size_t tl_view_place(const struct tl_view *view, size_t original);

/* Number of characters in text[span). */
size_t tl_view_characters(const struct tl_view *view, struct tl_span span);

/* What cannot be judged by a view (M7): bidi control, backspace, NUL, UTF-16, quoted-printable or base64
 * body. A static slug, or NULL. */
const char *tl_view_doubt(tl_slice bytes);

#endif

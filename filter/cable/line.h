/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lines of a cable.  A line ends at LF, CR LF, CR CR LF (ACP 127 page ends), or a lone CR; a form feed is
 * a blank.  Lines borrow from the bytes.
 */
#ifndef TL_CABLE_LINE_H
#define TL_CABLE_LINE_H

#include "base/arena.h"
#include "base/check.h"

/* What the reader found a line to be, before it looks at its neighbours' meaning. */
enum tl_line_role {
    TL_LINE_TEXT = 0,
    TL_LINE_BLANK,
    TL_LINE_PAGE,   /* furniture: a page line that names this cable */
    TL_LINE_BANNER, /* furniture: a bare level line of a page break */
    TL_LINE_STAMP,  /* furniture: running heads and release stamps */
    TL_LINE_CAPTION /* furniture: a caption repeated at a page break */
};

/* What bytes a line holds; one look at each byte saves most lines all others. */
enum tl_sign {
    TL_SIGN_BRACKET = 1 << 0, /* ( ) [ ] { } < > */
    TL_SIGN_SLASH = 1 << 1,
    TL_SIGN_COLON = 1 << 2,
    TL_SIGN_DASH = 1 << 3,
    TL_SIGN_LOWER = 1 << 4,
    TL_SIGN_UPPER = 1 << 5,
    TL_SIGN_DIGIT = 1 << 6,
    TL_SIGN_ODD = 1 << 7,       /* not ASCII, or a control that is no blank */
    TL_SIGN_CODED = 1 << 8,     /* '=' or '&', with which encodings begin */
    TL_SIGN_LONG_WORD = 1 << 9, /* TL_LONG_WORD bytes or more without a blank */
    TL_SIGN_OTHER = 1 << 10,    /* what is none of these */
    TL_SIGN_OPENER = 1 << 11    /* an instruction or a stamp may stand there (instruction.c) */
};

enum { TL_LONG_WORD = 60 };

struct tl_line {
    struct tl_span span; /* without its line end */
    struct tl_span core; /* its text, without blanks round it and without a byte order mark */
    unsigned signs;      /* of the span: enum tl_sign */
    size_t next;         /* where the next line begins */
    enum tl_line_role role;
};

struct tl_lines {
    TL_VEC(struct tl_line) list;
    tl_slice bytes;
    unsigned signs; /* of all lines together */
};

/* Splits `bytes`; the last line may lack its end.  An empty input has no lines. */
void tl_lines_split(struct tl_arena *arena, tl_slice bytes, struct tl_lines *out);

/* The signs of a text, as a line has them. */
unsigned tl_signs_of(tl_slice text);

/* The bytes of line `index`, without its end. */
tl_slice tl_line_text(const struct tl_lines *lines, size_t index);

/* The same, trimmed. */
static inline tl_slice tl_line_trim(const struct tl_lines *lines, size_t index)
{
    TL_CHECK(index < lines->list.count);
    const struct tl_span core = lines->list.items[index].core;
    return (tl_slice){lines->bytes.ptr + core.begin, core.end - core.begin};
}

/* Number of leading blanks, tabs counted to the next multiple of 8; form feeds count nothing. */
size_t tl_line_indent(const struct tl_lines *lines, size_t index);

/* Index of the line that holds byte `offset`. */
size_t tl_line_at(const struct tl_lines *lines, size_t offset);

static inline bool tl_line_is_furniture(const struct tl_line *line)
{
    return line->role != TL_LINE_TEXT && line->role != TL_LINE_BLANK;
}

#endif

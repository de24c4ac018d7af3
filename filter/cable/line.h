/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lines of a cable.  A line ends at LF, CR LF, CR CR LF (ACP 127 page ends), or a lone CR; a form feed is
 * a blank.  Lines borrow from the bytes.
 */
#ifndef TL_CABLE_LINE_H
#define TL_CABLE_LINE_H

#include "base/arena.h"
#include "base/check.h"
#include "cable/sign.h"

/* What the reader found a line to be, before it looks at its neighbours' meaning. */
enum tl_line_role {
    TL_LINE_TEXT = 0,
    TL_LINE_BLANK,
    TL_LINE_PAGE,   /* furniture: a page line that names this cable */
    TL_LINE_BANNER, /* furniture: a bare level line of a page break */
    TL_LINE_STAMP,  /* furniture: running heads and release stamps */
    TL_LINE_CAPTION /* furniture: a caption repeated at a page break */
};

/* An answer that is looked for when it is asked for. */
enum tl_known { TL_KNOWN_NOT_YET = 0, TL_KNOWN_NO, TL_KNOWN_YES };

/* When a line is one of the address block; looked for when it is asked for. */
enum tl_line_address {
    TL_ADDRESS_NOT_YET = 0,
    TL_ADDRESS_NEVER,
    TL_ADDRESS_BELOW, /* below another */
    TL_ADDRESS_ALWAYS
};

struct tl_line {
    struct tl_span span; /* without its line end */
    struct tl_span core; /* its text, without blanks round it and without a byte order mark */
    size_t next;         /* where the next line begins */
    unsigned signs;      /* of the span: enum tl_sign */
    unsigned beside;     /* the same beside the marks of a release */
    uint32_t initial;    /* of the core: enum tl_initial */
    enum tl_line_role role;
    enum tl_known opens_body; /* tl_opens_body: several parts of the reader ask it of a line of a header */
    enum tl_line_address address; /* tl_address_at: the same */
};

struct tl_lines {
    TL_VEC(struct tl_line) list;
    tl_slice bytes;
    unsigned signs; /* of all lines together */
};

/* Splits `bytes`; the last line may lack its end.  An empty input has no lines. */
void tl_lines_split(struct tl_arena *arena, tl_slice bytes, struct tl_lines *out);

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

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The framing `zczc`: telegraph messages one after the other (ACP 127), and `auto`, which looks whether a
 * text is such a stream.
 *
 * What opens a frame is read as widely as anybody might read it, and what ends one as narrowly: a doubtful
 * start inside a frame rejects it, and a doubtful end leaves it open until the next start does.
 */
#include "cable/envelope.h"
#include "pipeline/framing.h"

enum {
    ENVELOPE_WITHIN = 6,
    MOST_CRS = 64, /* of one line end */
    LOOK_AHEAD = 128
};

/* What an empty line is made of: blanks, and controls that print nothing. */
static bool is_space(unsigned char c)
{
    return c <= 0x20 || c == 0x7f;
}

static void line_byte(struct tl_frame_line *line, unsigned char c)
{
    if (is_space(c)) {
        *(line->len == 0 ? &line->indent : &line->gap) += 1;
        return;
    }
    for (; line->gap > 0; line->gap--, line->len++) {
        if (line->len < sizeof(line->head)) {
            line->head[line->len] = ' ';
        }
    }
    if (line->len < sizeof(line->head)) {
        line->head[line->len] = c;
    }
    line->len++;
}

/* "ZCZC", "VZCZC", with the calls that may stand before ("JJJJJSSSSS", "VV "). */
static bool is_start(tl_slice head)
{
    static const tl_slice before[] = {TL_LIT("JJJJJSSSSS"), TL_LIT(" "), TL_LIT("VV"), TL_LIT(" "),
                                      TL_LIT("V")};
    for (size_t i = 0; i < TL_COUNT(before); i++) {
        while (tl_slice_starts(head, before[i])) {
            head = tl_slice_sub(head, before[i].len, head.len);
            if (i % 2 == 0) {
                break; /* calls stand once, blanks repeat */
            }
        }
    }
    return tl_slice_starts(head, TL_LIT("ZCZC"));
}

/* True for what a start or an end may begin with: most lines are told from both by one byte. */
static bool may_tell(unsigned char c)
{
    return c == 'J' || c == 'V' || c == 'Z' || c == 'N';
}

static enum tl_frame_line_kind line_kind(const struct tl_framer *framer)
{
    const struct tl_frame_line *line = &framer->line;
    const tl_slice head = {line->head, line->len < sizeof(line->head) ? line->len : sizeof(line->head)};
    if (line->indent > framer->cap) {
        return TL_FRAME_OTHER;
    }
    if (line->len == 0) {
        return TL_FRAME_BLANK;
    }
    if (!may_tell(head.ptr[0])) {
        return TL_FRAME_OTHER;
    }
    if (is_start(head)) {
        return TL_FRAME_START;
    }
    return line->indent == 0 && tl_slice_eq(head, TL_LIT("NNNN")) ? TL_FRAME_END : TL_FRAME_OTHER;
}

/* The first line end from `at` on, or the end of what is in hand. */
static size_t line_stop(tl_slice rest, size_t at)
{
    while (at < rest.len) {
        const unsigned char *from = rest.ptr + at;
        const size_t step = rest.len - at < LOOK_AHEAD ? rest.len - at : LOOK_AHEAD;
        const unsigned char *end = memchr(from, '\n', step);
        const size_t most = end == NULL ? step : (size_t)(end - from);
        const unsigned char *cr = memchr(from, '\r', most);
        if (cr != NULL || end != NULL) {
            return at + (cr != NULL ? (size_t)(cr - from) : most);
        }
        at += step;
    }
    return at;
}

/* Takes the bytes of the line up to `stop`, its end or the end of what is in hand.  Of a line whose end is in
 * hand no more is kept than says what it is. */
static void line_scan(struct tl_framer *framer, tl_slice rest, size_t stop)
{
    struct tl_frame_line *line = &framer->line;
    const bool is_whole = stop < rest.len;
    for (size_t at = framer->scanned; at < stop && line->len <= sizeof(line->head); at++) {
        line_byte(line, rest.ptr[at]);
        if (is_whole && line->len == 1 && !may_tell(line->head[0])) {
            break;
        }
    }
    line->has_bytes = line->has_bytes || stop > framer->scanned;
    framer->scanned = stop;
}

/* True for most lines, of which nothing need be kept: in hand up to their line end, and told by one byte. */
static bool is_other(const struct tl_framer *framer, tl_slice rest, size_t stop)
{
    const size_t begin = framer->scanned;
    return begin < stop && stop < rest.len && rest.ptr[stop] == '\n' && !framer->line.has_bytes &&
           !is_space(rest.ptr[begin]) && !may_tell(rest.ptr[begin]);
}

bool tl_frame_line_next(struct tl_framer *framer, size_t *end, enum tl_frame_line_kind *kind)
{
    const tl_slice rest = tl_framer_rest(framer);
    const size_t stop = line_stop(rest, framer->scanned);
    size_t at = stop;
    if (is_other(framer, rest, stop)) {
        *kind = TL_FRAME_OTHER;
        framer->scanned = *end = stop + 1;
        return true;
    }
    line_scan(framer, rest, stop);
    while (at < rest.len && at - stop < MOST_CRS && rest.ptr[at] == '\r') {
        at++;
    }
    if (at < rest.len && rest.ptr[at] == '\n') {
        at++;
    } else if (at == rest.len && at - stop < MOST_CRS) {
        /* no line end, or CRs that an LF may follow */
        if (!framer->is_ended || (at == stop && !framer->line.has_bytes)) {
            return false;
        }
    }
    *end = at;
    *kind = line_kind(framer);
    framer->line = (struct tl_frame_line){.len = 0};
    framer->scanned = at;
    return true;
}

/* --- zczc */

enum state {
    BETWEEN = 0, /* no frame is open */
    IN_START,    /* nothing but starts and blank lines so far */
    IN_BODY
};

static void refuse(struct tl_framer *framer, const char *slug)
{
    if (framer->slug == NULL) {
        framer->slug = slug;
    }
}

/* Drops what will not be handed out, as soon as its lines are known. */
static void drop(struct tl_framer *framer, size_t count)
{
    if (framer->slug != NULL) {
        tl_framer_take(framer, count);
    }
}

static void begin_garbage(struct tl_framer *framer)
{
    if (framer->slug == NULL) {
        tl_framer_open(framer);
        framer->slug = "frame-garbage";
    }
}

/* A line of an open frame.  True when it ends the frame: `out` is that. */
static bool line_inside(struct tl_framer *framer, size_t end, enum tl_frame_line_kind kind,
                        struct tl_frame *out)
{
    if (end > framer->cap) {
        refuse(framer, "frame-too-large");
    }
    if (kind == TL_FRAME_START && framer->state == IN_BODY) {
        refuse(framer, "frame-start-inside");
    }
    if (kind == TL_FRAME_OTHER) {
        framer->state = IN_BODY;
    }
    if (kind == TL_FRAME_END) {
        framer->state = BETWEEN;
        tl_framer_close(framer, end, 0, framer->slug == NULL ? end : 0, out);
        return true;
    }
    drop(framer, end);
    return false;
}

/* The frame at hand begins with the line at hand.  True when that ends a run of garbage: `out` is that. */
static bool begin_frame(struct tl_framer *framer, struct tl_frame *out)
{
    const bool is_garbage = framer->slug != NULL;
    if (is_garbage) {
        tl_framer_close(framer, 0, 0, 0, out);
    }
    tl_framer_open(framer);
    framer->state = IN_START;
    return is_garbage;
}

/* A line between frames.  True when it ends a run of garbage: `out` is that. */
static bool line_between(struct tl_framer *framer, size_t end, enum tl_frame_line_kind kind,
                         struct tl_frame *out)
{
    if (kind == TL_FRAME_START) {
        const bool is_garbage = begin_frame(framer, out);
        (void)line_inside(framer, end, kind, NULL); /* a start ends no frame */
        return is_garbage;
    }
    if (kind != TL_FRAME_BLANK) {
        begin_garbage(framer);
    }
    tl_framer_take(framer, end);
    return false;
}

/* The line at hand is not in hand whole: what is known of it already.  True as line_between. */
static bool line_partial(struct tl_framer *framer, struct tl_frame *out)
{
    const struct tl_frame_line *line = &framer->line;
    const bool is_start = line_kind(framer) == TL_FRAME_START;
    const bool is_known = is_start || line->indent > framer->cap || line->len > sizeof(line->head) ||
                          (line->len > 0 && line->gap > sizeof(line->head));
    bool is_garbage = false;
    if (framer->state == BETWEEN) {
        if (!is_known) {
            return false;
        }
        if (is_start) {
            is_garbage = begin_frame(framer, out);
        } else {
            begin_garbage(framer);
        }
    }
    if (framer->state != BETWEEN && framer->scanned > framer->cap) {
        refuse(framer, "frame-too-large");
    }
    drop(framer, framer->scanned);
    return is_garbage;
}

bool tl_frame_next_zczc(struct tl_framer *framer, struct tl_frame *out)
{
    size_t end = 0;
    enum tl_frame_line_kind kind = TL_FRAME_OTHER;
    while (tl_frame_line_next(framer, &end, &kind)) {
        if (framer->state == BETWEEN ? line_between(framer, end, kind, out)
                                     : line_inside(framer, end, kind, out)) {
            return true;
        }
    }
    if (line_partial(framer, out)) {
        return true;
    }
    if (!framer->is_ended || (framer->state == BETWEEN && framer->slug == NULL)) {
        return false;
    }
    if (framer->state != BETWEEN) {
        refuse(framer, "frame-truncated");
    }
    framer->state = BETWEEN;
    tl_framer_close(framer, tl_framer_rest(framer).len, 0, 0, out);
    return true;
}

/* --- auto */

enum look { AT_FIRST = 0, AT_ENVELOPE, AT_END, AT_NEXT };

/* A routing, DE or ZNY line. */
static bool is_envelope(tl_slice line)
{
    return line.len > 0 && tl_is_alpha(line.ptr[0]) && !tl_is_message_start(line) &&
           !tl_slice_eq(line, TL_LIT("BT")) &&
           (tl_is_envelope_line(line) || tl_slice_starts(line, TL_LIT("ZNY ")) ||
            tl_slice_starts(line, TL_LIT("ZNR ")));
}

/* What one line more decides. */
static enum tl_frame_kind look_at(struct tl_framer *framer, tl_slice line, enum tl_frame_line_kind kind)
{
    switch ((enum look)framer->state) {
    case AT_FIRST:
        if (kind == TL_FRAME_BLANK) {
            return TL_FRAME_AUTO;
        }
        framer->state = AT_ENVELOPE;
        return kind == TL_FRAME_START ? TL_FRAME_AUTO : TL_FRAME_FILE;
    case AT_ENVELOPE:
        framer->since++;
        if (is_envelope(tl_slice_trim(line))) {
            framer->state = AT_END;
            return TL_FRAME_AUTO;
        }
        return framer->since == ENVELOPE_WITHIN ? TL_FRAME_FILE : TL_FRAME_AUTO;
    case AT_END:
        framer->state = kind == TL_FRAME_END ? AT_NEXT : AT_END;
        return TL_FRAME_AUTO;
    case AT_NEXT:
        if (kind == TL_FRAME_OTHER) {
            framer->state = AT_END;
        }
        return kind == TL_FRAME_START ? TL_FRAME_ZCZC : TL_FRAME_AUTO;
    }
    return TL_FRAME_FILE;
}

enum tl_frame_kind tl_frame_decide(struct tl_framer *framer)
{
    enum tl_frame_kind found = TL_FRAME_AUTO;
    while (found == TL_FRAME_AUTO) {
        const size_t begin = framer->line_begin;
        size_t end = 0;
        enum tl_frame_line_kind kind = TL_FRAME_OTHER;
        if (tl_frame_line_next(framer, &end, &kind)) {
            framer->line_begin = end;
            found = end > framer->cap
                        ? TL_FRAME_FILE
                        : look_at(framer, tl_slice_sub(tl_framer_rest(framer), begin, end), kind);
        } else if (framer->is_ended || framer->scanned > framer->cap) {
            found = TL_FRAME_FILE;
        } else {
            return TL_FRAME_AUTO;
        }
    }
    framer->state = BETWEEN;
    framer->scanned = 0;
    framer->line = (struct tl_frame_line){.len = 0};
    return found;
}

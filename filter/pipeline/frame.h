/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Taking the cables of a stream apart (DESIGN 7; one file a framing).
 *
 * Bytes are fed as they come, in pieces of any size; frames come out, the same ones whatever the pieces were:
 *
 *     tl_framer_feed(&framer, bytes);
 *     while (tl_framer_next(&framer, &frame)) { ... }    until the input ends, then
 *     tl_framer_end(&framer);
 *     while (tl_framer_next(&framer, &frame)) { ... }
 *
 * A frame is a cable, whole, or is rejected, whole: bytes that are no cable are counted and dropped, and
 * never handed out.  Of what is rejected no end is waited for beyond TL_SKIPPED_CABLES caps, nor in `file`
 * beyond the cap: then nothing can follow, and its length is told as that limit, or as one byte more than the
 * cap.  At most the cap, what was fed last and the framing itself are in memory.
 *
 *   framing  a cable is                                             rejected
 *   file     the whole input                                        longer than the cap
 *   zczc     a line ZCZC or VZCZC up to a line NNNN, both with it   another start inside, no NNNN, bytes
 * between nul      what stands before a NUL                               without its NUL, empty len32    a
 * length (u32, big-endian) and as many bytes           length 0 or over the cap: nothing can follow jsonl the
 * text field of the object on a line                 see json_frame.h auto     zczc when the first line that
 * is not blank is a start with a routing, DE or ZNY line within six lines and some NNNN line is followed by
 * another start, else file.  It looks at no more than the first bytes up to the cap; where they decide
 * nothing, the input is `file`.
 *
 * Two starts with nothing but blank lines between are one start.  A line NNNN that somebody planted in a
 * body, with a forged start behind it, cannot be told from two cables: zczc is for streams whose maker is
 * trusted.
 */
#ifndef TL_PIPELINE_FRAME_H
#define TL_PIPELINE_FRAME_H

#include "base/buf.h"

enum tl_frame_kind {
    TL_FRAME_AUTO = 0,
    TL_FRAME_FILE,
    TL_FRAME_ZCZC,
    TL_FRAME_NUL,
    TL_FRAME_LEN32,
    TL_FRAME_JSONL,
    TL_FRAME_KINDS
};

/* "auto", "file", ...; the names end with NULL. */
extern const char *const tl_frame_names[TL_FRAME_KINDS + 1];

/* The framing that the record of a cable names; FILE when it names none. */
enum tl_frame_kind tl_frame_of_name(tl_slice name);

struct tl_frame {
    const char *slug; /* NULL: a cable; else why it is rejected: "frame-truncated" and its like; static */
    uint64_t at;      /* its first byte in the source */
    uint64_t length;  /* bytes that it takes there, framing included */
    uint64_t skip;    /* bytes of framing before its cable */
    uint64_t line;    /* of the first byte of its cable, from 1; lines end at LF */
    uint64_t column;  /* of that byte in its line, from 1, in bytes */
    tl_slice bytes;   /* the cable without framing (jsonl: the line; zczc: all); empty when rejected */
};

/* The line that the scanner is in: enough to say what it is, however long it gets. */
struct tl_frame_line {
    unsigned char head[32]; /* of what follows its leading blanks */
    size_t len;             /* bytes from its first to its last byte that is no blank */
    size_t gap;             /* blanks after it */
    size_t indent;          /* blanks before it */
    bool has_bytes;
};

struct tl_framer {
    enum tl_frame_kind kind; /* as asked; of AUTO, what was decided as soon as it is */
    size_t cap;
    struct tl_buf buf;  /* owned */
    size_t begin;       /* of `buf`: the first byte that is still needed */
    uint64_t offset;    /* of that byte in the source */
    uint64_t lines;     /* line ends before it */
    uint64_t line_at;   /* where the line begins that it stands in */
    size_t scanned;     /* bytes behind `begin` that were looked at */
    bool is_ended;      /* tl_framer_end was called */
    bool is_dead;       /* no frame can follow; the rest of the input is of no use */
    bool is_done;       /* file: all was said */
    const char *slug;   /* of the frame at hand: why it will be rejected */
    struct tl_frame at; /* of the frame at hand: where it began */
    int state;          /* of the framing */
    size_t since;       /* auto: lines since the start */
    size_t line_begin;  /* auto: where the line at hand begins */
    struct tl_frame_line line;
};

/* Zeroed storage after this.  `cap` is the largest cable. */
void tl_framer_init(struct tl_framer *framer, enum tl_frame_kind kind, size_t cap);
void tl_framer_release(struct tl_framer *framer);

/* Adds bytes; slices of earlier frames end here. */
void tl_framer_feed(struct tl_framer *framer, tl_slice bytes);

/* The input has ended. */
void tl_framer_end(struct tl_framer *framer);

/* The next frame, or false when more bytes are needed, or all was said.  Its slice lives until the next feed.
 */
bool tl_framer_next(struct tl_framer *framer, struct tl_frame *out);

/* Gives up: what was taken in and is no whole frame is rejected with `slug`.  False when there is nothing. */
bool tl_framer_cut(struct tl_framer *framer, const char *slug, struct tl_frame *out);

/* Appends the release of a cable, framed as it came.  Not for jsonl. */
void tl_frame_put(enum tl_frame_kind kind, tl_slice release, struct tl_buf *out);

/* True when `release` is one frame again, and no reader of the stream can take it for more or for less. */
bool tl_frame_holds(enum tl_frame_kind kind, tl_slice release);

#endif

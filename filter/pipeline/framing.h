/* SPDX-License-Identifier: Apache-2.0 */
/* What the framings share; nobody outside this room includes it. */
#ifndef TL_PIPELINE_FRAMING_H
#define TL_PIPELINE_FRAMING_H

#include "pipeline/frame.h"

/* Each looks for the next frame in what was fed. */
bool tl_frame_next_file(struct tl_framer *framer, struct tl_frame *out);
bool tl_frame_next_zczc(struct tl_framer *framer, struct tl_frame *out);
bool tl_frame_next_nul(struct tl_framer *framer, struct tl_frame *out);
bool tl_frame_next_len32(struct tl_framer *framer, struct tl_frame *out);
bool tl_frame_next_jsonl(struct tl_framer *framer, struct tl_frame *out);

/* Decides AUTO: FILE or ZCZC, or AUTO while more bytes are needed. */
enum tl_frame_kind tl_frame_decide(struct tl_framer *framer);

/* What is in hand. */
static inline tl_slice tl_framer_rest(const struct tl_framer *framer)
{
    return tl_slice_sub(tl_buf_slice(&framer->buf), framer->begin, framer->buf.len);
}

/* Drops the first `count` bytes of what is in hand. */
void tl_framer_take(struct tl_framer *framer, size_t count);

/* The frame at hand begins at the first byte in hand. */
void tl_framer_open(struct tl_framer *framer);

/* Ends the frame at hand `count` bytes on: rejected with `framer->slug`, or a cable of `cable` bytes that
 * begin `skip` bytes on. */
void tl_framer_close(struct tl_framer *framer, size_t count, size_t skip, size_t cable, struct tl_frame *out);

/* Lines */

enum tl_frame_line_kind { TL_FRAME_OTHER = 0, TL_FRAME_BLANK, TL_FRAME_START, TL_FRAME_END };

/*
 * Looks for the end of the line at hand from `framer->scanned` on, which moves.  False when it is not in
 * hand; with the input at its end, the last line needs no line end, and an empty rest is none.  `end` is
 * where the next line begins, from the first byte in hand.  A line ends at LF, CR LF, CR CR LF or CR.
 */
bool tl_frame_line_next(struct tl_framer *framer, size_t *end, enum tl_frame_line_kind *kind);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Texts that `verify` reads beside a log, one frame at a time. */
#ifndef TL_PIPELINE_FEED_H
#define TL_PIPELINE_FEED_H

#include "pipeline/frame.h"
#include "pipeline/input.h"
#include "pipeline/verify.h"

/* A text that is read frame by frame.  Zeroed with `text` set is closed. */
struct tl_feed {
    const struct tl_verify_text *text;
    struct tl_input input;
    struct tl_framer framer;
    enum tl_frame_kind kind;
    size_t cap;
    bool is_open;
    bool is_at_end;
    bool is_taken;      /* file: its one frame was handed out */
    struct tl_buf file; /* owned; of a file */
    uint64_t behind;    /* where the last frame ended */
};

/* Opens it as a stream of frames of this kind, of at most `cap` bytes each. */
enum tl_status tl_feed_open(struct tl_feed *feed, enum tl_frame_kind kind, size_t cap, struct tl_err *err);
void tl_feed_close(struct tl_feed *feed);

/* The next frame, until the next call; `has` is false at the end. */
enum tl_status tl_feed_next(struct tl_feed *feed, struct tl_frame *frame, bool *has, struct tl_err *err);

#endif

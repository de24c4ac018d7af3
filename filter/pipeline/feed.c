/* SPDX-License-Identifier: Apache-2.0 */
#include "pipeline/feed.h"

#include <stdlib.h>

#include "base/check.h"
#include "base/io.h"

enum { CHUNK = 256 * 1024 };

enum tl_status tl_feed_open(struct tl_feed *feed, enum tl_frame_kind kind, size_t cap, struct tl_err *err)
{
    feed->kind = kind;
    feed->cap = cap;
    feed->is_open = true;
    if (kind != TL_FRAME_FILE) {
        tl_framer_init(&feed->framer, kind, cap);
    }
    if (feed->text->bytes.ptr == NULL) {
        return kind == TL_FRAME_FILE ? tl_read_file(feed->text->path, cap, &feed->file, err)
                                     : tl_input_open(&feed->input, feed->text->path, err);
    }
    if (kind == TL_FRAME_FILE) {
        tl_buf_add(&feed->file, feed->text->bytes);
    } else {
        tl_framer_feed(&feed->framer, feed->text->bytes);
        tl_framer_end(&feed->framer);
        feed->is_at_end = true;
    }
    return TL_OK;
}

void tl_feed_close(struct tl_feed *feed)
{
    tl_framer_release(&feed->framer);
    tl_input_close(&feed->input);
    tl_buf_release(&feed->file);
}

enum tl_status tl_feed_next(struct tl_feed *feed, struct tl_frame *frame, bool *has, struct tl_err *err)
{
    *has = true;
    if (feed->kind == TL_FRAME_FILE) {
        *has = !feed->is_taken;
        feed->is_taken = true;
        *frame = (struct tl_frame){.length = feed->file.len, .bytes = tl_buf_slice(&feed->file)};
        return TL_OK;
    }
    while (!tl_framer_next(&feed->framer, frame)) {
        if (feed->framer.is_dead) {
            *has = false;
            return TL_OK;
        }
        unsigned char *bytes = malloc(CHUNK);
        size_t got = 0;
        if (bytes == NULL) {
            tl_out_of_memory();
        }
        const bool was_at_end = feed->is_at_end;
        const enum tl_input_result result =
            was_at_end ? TL_INPUT_END : tl_input_read(&feed->input, true, bytes, CHUNK, &got, err);
        if (result == TL_INPUT_DATA) {
            tl_framer_feed(&feed->framer, (tl_slice){bytes, got});
        } else if (result == TL_INPUT_END && !was_at_end) {
            feed->is_at_end = true;
            tl_framer_end(&feed->framer);
        }
        free(bytes);
        if (result == TL_INPUT_FAILED) {
            return err->status;
        }
        if (was_at_end || result == TL_INPUT_STOPPED) {
            *has = false;
            return TL_OK;
        }
    }
    return TL_OK;
}

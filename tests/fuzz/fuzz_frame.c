/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Framings: frames lie in order and inside the input, what is handed out is that part of it, and pieces of
 * any size give the same.  The first byte of a seed names the framing, the second the cap, the third the
 * pieces.
 */
#include <string.h>

#include "base/digest.h"
#include "fuzz/fuzz.h"
#include "marking/slug.h"
#include "pipeline/frame.h"
#include "pipeline/jsonl.h"

enum { HEAD = 3, LEN32_HEAD = 4 };

/* Where a frame stands in the input: behind the length, or at its begin. */
static void check_frame(const struct tl_framer *framer, const struct tl_frame *frame, tl_slice input,
                        size_t cap, uint64_t *last)
{
    HOLD(frame->at >= *last && frame->length <= input.len - frame->at, "frames lie in order in the input");
    HOLD(frame->bytes.len <= cap, "no cable is longer than the cap");
    HOLD(frame->line >= 1, "lines count from 1");
    *last = frame->at + frame->length;
    if (frame->slug != NULL) {
        HOLD(frame->bytes.len == 0, "what is rejected is not handed out");
        HOLD(tl_slug_find(frame->slug) != NULL, "a slug has a reason");
        return;
    }
    const size_t begin = (size_t)frame->at + (framer->kind == TL_FRAME_LEN32 ? LEN32_HEAD : 0);
    HOLD(tl_slice_eq(frame->bytes, tl_slice_sub(input, begin, begin + frame->bytes.len)),
         "a cable is a part of the input");
    HOLD(framer->kind == TL_FRAME_JSONL || tl_frame_holds(framer->kind, frame->bytes),
         "a cable that came as one frame is one frame");
}

/* A digest of all frames. */
static struct tl_hash read_all(enum tl_frame_kind kind, size_t cap, tl_slice input, size_t step)
{
    struct tl_framer framer;
    struct tl_frame frame;
    struct tl_buf told = {0};
    uint64_t last = 0;
    tl_framer_init(&framer, kind, cap);
    for (size_t at = 0; at < input.len || !framer.is_ended; at += step) {
        if (at < input.len) {
            tl_framer_feed(&framer, tl_slice_sub(input, at, at + step));
        } else {
            tl_framer_end(&framer);
        }
        while (tl_framer_next(&framer, &frame)) {
            check_frame(&framer, &frame, input, cap, &last);
            tl_buf_format(&told, "%zu %zu %zu %s\n", (size_t)frame.at, (size_t)frame.length,
                          (size_t)frame.line, frame.slug == NULL ? "" : frame.slug);
            tl_buf_add(&told, frame.bytes);
        }
    }
    const struct tl_hash hash = tl_sha256_one(tl_buf_slice(&told));
    tl_buf_release(&told);
    tl_framer_release(&framer);
    return hash;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < HEAD) {
        return 0;
    }
    const enum tl_frame_kind kind = (enum tl_frame_kind)(data[0] % TL_FRAME_KINDS);
    const size_t cap = data[1] == 0xff ? 1000000 : (size_t)data[1] + 1;
    const tl_slice input = {data + HEAD, size - HEAD};
    const struct tl_hash whole = read_all(kind, cap, input, size);
    const struct tl_hash pieces = read_all(kind, cap, input, (size_t)data[2] % 64 + 1);
    HOLD(memcmp(&whole, &pieces, sizeof(whole)) == 0, "pieces give the same frames");
    if (kind == TL_FRAME_JSONL) {
        const struct tl_jsonl_fields fields = {.text = TL_LIT("text")};
        struct tl_jsonl object;
        const char *slug = tl_jsonl_read(&fields, input, &object);
        HOLD((slug != NULL) || object.text.len > 0, "a line that is read has a text");
        tl_jsonl_release(&object);
    }
    return 0;
}

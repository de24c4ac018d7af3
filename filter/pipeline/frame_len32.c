/* SPDX-License-Identifier: Apache-2.0 */
/* The framing `len32`: a length of four bytes, most significant first, and as many bytes of cable. */
#include "pipeline/framing.h"

enum { HEAD = 4 };

static bool end_here(struct tl_framer *framer, const char *slug, size_t count, struct tl_frame *out)
{
    framer->slug = slug;
    tl_framer_close(framer, count, 0, 0, out);
    framer->is_dead = true;
    return true;
}

bool tl_frame_next_len32(struct tl_framer *framer, struct tl_frame *out)
{
    const tl_slice rest = tl_framer_rest(framer);
    if (rest.len == 0) {
        return false;
    }
    tl_framer_open(framer);
    if (rest.len < HEAD) {
        return framer->is_ended && end_here(framer, "frame-truncated", rest.len, out);
    }
    const uint32_t len = (uint32_t)rest.ptr[0] << 24 | (uint32_t)rest.ptr[1] << 16 |
                         (uint32_t)rest.ptr[2] << 8 | (uint32_t)rest.ptr[3];
    if (len == 0 || len > framer->cap) {
        return end_here(framer, "frame-length", HEAD, out); /* where the next one begins, nobody knows */
    }
    if (rest.len - HEAD < len) {
        return framer->is_ended && end_here(framer, "frame-truncated", rest.len, out);
    }
    tl_framer_close(framer, HEAD + (size_t)len, HEAD, len, out);
    if (tl_slice_trim(out->bytes).len == 0) {
        out->slug = "frame-empty";
        out->bytes = (tl_slice){NULL, 0};
    }
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The framing `file`: the whole input is one cable. */
#include "pipeline/framing.h"

bool tl_frame_next_file(struct tl_framer *framer, struct tl_frame *out)
{
    const tl_slice rest = tl_framer_rest(framer);
    if (framer->offset == 0 && framer->slug == NULL) {
        tl_framer_open(framer);
    }
    if (rest.len > framer->cap) { /* no end of it is waited for: nothing can follow */
        framer->slug = "frame-too-large";
        framer->is_dead = true;
        tl_framer_close(framer, framer->cap + 1, 0, 0, out);
        return true;
    }
    if (!framer->is_ended || framer->is_done) {
        return false;
    }
    framer->is_done = true;
    if (framer->slug == NULL && tl_slice_trim(rest).len == 0) {
        tl_framer_take(framer, rest.len);
        return false; /* nothing at all, which is told of the input and not of a cable */
    }
    tl_framer_close(framer, rest.len, 0, rest.len, out);
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The framing `file`: the whole input is one cable. */
#include "pipeline/framing.h"

bool tl_frame_next_file(struct tl_framer *framer, struct tl_frame *out)
{
    const tl_slice rest = tl_framer_rest(framer);
    if (framer->offset == 0 && framer->slug == NULL) {
        tl_framer_open(framer);
    }
    if (framer->slug == NULL && rest.len > framer->cap) {
        framer->slug = "frame-too-large";
    }
    if (framer->slug != NULL && !framer->is_ended) {
        tl_framer_take(framer, rest.len);
        return false;
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

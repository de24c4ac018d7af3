/* SPDX-License-Identifier: Apache-2.0 */
/* The framings whose frames end at one byte: `nul`, and the lines of `jsonl`. */
#include "pipeline/framing.h"

/* What stands before the next `mark`; the mark goes with the frame.  `needs_mark`: the last frame too. */
static bool next_before(struct tl_framer *framer, unsigned char mark, bool needs_mark, struct tl_frame *out)
{
    const tl_slice rest = tl_framer_rest(framer);
    const tl_slice fresh = tl_slice_sub(rest, framer->scanned, rest.len);
    const unsigned char *found = fresh.len > 0 ? memchr(fresh.ptr, mark, fresh.len) : NULL;
    if (framer->slug == NULL) {
        tl_framer_open(framer);
    }
    const size_t len = found == NULL ? rest.len : (size_t)(found - rest.ptr);
    framer->scanned = len;
    if (framer->slug == NULL && len > framer->cap) {
        framer->slug = "frame-too-large";
    }
    if (found != NULL) {
        tl_framer_close(framer, len + 1, 0, framer->slug == NULL ? len : 0, out);
        return true;
    }
    if (framer->slug != NULL && !framer->is_ended) {
        tl_framer_take(framer, rest.len);
    }
    if (!framer->is_ended || (rest.len == 0 && framer->slug == NULL)) {
        return false;
    }
    if (needs_mark && framer->slug == NULL) {
        framer->slug = "frame-truncated";
    }
    tl_framer_close(framer, rest.len, 0, framer->slug == NULL ? rest.len : 0, out);
    return true;
}

bool tl_frame_next_nul(struct tl_framer *framer, struct tl_frame *out)
{
    if (!next_before(framer, '\0', true, out)) {
        return false;
    }
    if (out->slug == NULL && tl_slice_trim(out->bytes).len == 0) {
        out->slug = "frame-empty";
        out->bytes = (tl_slice){NULL, 0};
    }
    return true;
}

/* Blank lines are no frames. */
bool tl_frame_next_jsonl(struct tl_framer *framer, struct tl_frame *out)
{
    while (next_before(framer, '\n', false, out)) {
        if (out->slug != NULL || tl_slice_trim(out->bytes).len > 0) {
            return true;
        }
    }
    return false;
}

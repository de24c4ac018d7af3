/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/replay.h"

#include <inttypes.h>

#include "ledger/commitment.h"

void tl_replay_begin(struct tl_replay *replay, struct tl_arena *arena, tl_slice original)
{
    *replay = (struct tl_replay){.arena = arena, .original = original};
}

enum tl_status tl_replay_change(struct tl_replay *replay, uint64_t line,
                                const struct tl_logged_change *change, struct tl_err *err)
{
    const struct tl_span in = change->in;
    if (in.begin < replay->read || in.end > replay->original.len) {
        return tl_fail(err, TL_NO, "replay.change",
                       "record %" PRIu64 ": bytes %zu to %zu of the original do not lie behind the change "
                       "before, or not in the original",
                       line, in.begin, in.end);
    }
    tl_buf_add(&replay->out, tl_slice_sub(replay->original, replay->read, in.begin));
    replay->read = in.end;
    const struct tl_span out = {replay->out.len, replay->out.len + change->replacement.len};
    tl_buf_add(&replay->out, change->replacement);
    *TL_PUSH(replay->arena, &replay->list) =
        (struct tl_replayed){.record = line, .seq = change->seq, .in = in, .out = out};
    if (out.begin != change->out.begin || out.end != change->out.end) {
        return tl_fail(err, TL_NO, "replay.change",
                       "record %" PRIu64 ": the change stands at bytes %zu to %zu of the release, not where "
                       "it says",
                       line, out.begin, out.end);
    }
    const struct tl_hash commitment = tl_commitment_make(&change->nonce, tl_span_of(replay->original, in));
    if (memcmp(commitment.bytes, change->commitment.bytes, TL_HASH) != 0) {
        return tl_fail(err, TL_NO, "replay.commitment",
                       "record %" PRIu64 ": bytes %zu to %zu of the original are not what was committed to",
                       line, in.begin, in.end);
    }
    return TL_OK;
}

void tl_replay_end(struct tl_replay *replay)
{
    tl_buf_add(&replay->out, tl_slice_sub(replay->original, replay->read, replay->original.len));
    replay->read = replay->original.len;
}

const struct tl_replayed *tl_replay_find(const struct tl_replay *replay, size_t offset)
{
    size_t low = 0; /* the first that ends behind the byte */
    for (size_t high = replay->list.count; low < high;) {
        const size_t middle = low + (high - low) / 2;
        if (replay->list.items[middle].out.end <= offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < replay->list.count && replay->list.items[low].out.begin <= offset ? &replay->list.items[low]
                                                                                   : NULL;
}

void tl_replay_release(struct tl_replay *replay)
{
    tl_buf_release(&replay->out);
}

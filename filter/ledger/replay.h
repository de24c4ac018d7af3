/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The edits of a log, applied to an original again: does a release follow?
 *
 *     tl_replay_begin(&replay, &arena, original);
 *     tl_replay_change(&replay, line, &change, &err);      for each, in order
 *     tl_replay_end(&replay);                              replay.out is the release
 *
 * Every byte of the result is one of the original that no change names, or of a replacement.
 */
#ifndef TL_LEDGER_REPLAY_H
#define TL_LEDGER_REPLAY_H

#include "ledger/reading.h"

/* A change that was applied. */
struct tl_replayed {
    uint64_t record; /* line of the log */
    uint64_t seq;
    struct tl_span in, out;
};

/* Storage need not be initialised; free it with tl_replay_release. */
struct tl_replay {
    struct tl_arena *arena;          /* borrowed */
    tl_slice original;               /* borrowed */
    size_t read;                     /* of the original, that is behind */
    struct tl_buf out;               /* owned */
    TL_VEC(struct tl_replayed) list; /* in order */
};

void tl_replay_begin(struct tl_replay *replay, struct tl_arena *arena, tl_slice original);

/*
 * Applies one change, of record `line` of the log.  TL_NO, slugs "replay.change" (it overlaps, or does not
 * stand where it says; nothing is applied) and "replay.commitment" (what stands there in the original is not
 * what was committed to; it is applied all the same).
 */
enum tl_status tl_replay_change(struct tl_replay *replay, uint64_t line,
                                const struct tl_logged_change *change, struct tl_err *err);
void tl_replay_end(struct tl_replay *replay);

/* The change that byte `offset` of the result comes from; NULL: it is one of the original. */
const struct tl_replayed *tl_replay_find(const struct tl_replay *replay, size_t offset);

void tl_replay_release(struct tl_replay *replay);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The posts and numbers of the last cables of a run, to tell when one comes again (DESIGN 7).
 *
 * 64 bits of the SHA-256 of post and number stand for a cable: none that comes again is missed, and two that
 * are not the same are taken for it once in 2^44 cables, which is doubt and no more.  Memory is 16 bytes a
 * cable of `most`, and is touched as it fills; from the cable TL_SEEN_STREAM on all of it is, so that the
 * peak of a stream does not depend on its length.  Not for several threads.
 */
#ifndef TL_BASE_SEEN_H
#define TL_BASE_SEEN_H

#include "base/slice.h"

enum { TL_SEEN_MOST = 1000000, TL_SEEN_STREAM = 4096 };

struct tl_seen {
    uint64_t *prints; /* owned; a ring, one a cable; 0: it has no number */
    uint32_t *nexts;  /* owned; of each, the one before it in its chain, from 1; 0: none */
    uint32_t *heads;  /* owned; the newest of each chain, from 1; 0: none */
    size_t most;
    uint64_t added; /* over all time */
};

/* Room for `most` cables, at least one.  Free with tl_seen_release. */
void tl_seen_init(struct tl_seen *seen, size_t most);

/*
 * Remembers the next cable by what its post is called, blanks aside, and its number.  Returns which cable of
 * the last `most` was the last of the same post and number, counted from 1 over all that were added, or 0.  A
 * cable without a number counts, and is nobody's double.
 */
uint64_t tl_seen_add(struct tl_seen *seen, tl_slice post, uint32_t number);

/* Leaves it zeroed; zeroed storage may be released. */
void tl_seen_release(struct tl_seen *seen);

#endif

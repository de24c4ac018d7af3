/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The posts and numbers of the last cables of a run, to tell when one comes again (DESIGN 7).
 *
 * Exact for the last `most` cables, whatever they are called; of fixed size, which is touched as it fills (36
 * bytes a cable).  Not for several threads.
 */
#ifndef TL_BASE_SEEN_H
#define TL_BASE_SEEN_H

#include "base/slice.h"

enum { TL_SEEN_MOST = 1000000 };

struct tl_seen_entry;

struct tl_seen {
    struct tl_seen_entry *entries; /* owned; a ring */
    uint32_t *heads;               /* owned; first entry of each chain, from 1; 0: none */
    size_t most;
    size_t added; /* over all time */
};

/* Room for `most` cables, at least one.  Free with tl_seen_release. */
void tl_seen_init(struct tl_seen *seen, size_t most);

/*
 * Remembers a cable by what its post is called, blanks aside, and its number; `seq` counts from 1.  Returns
 * the `seq` of the last cable of the same post and number, or 0.  A cable without a number is nobody's
 * double.
 */
uint64_t tl_seen_add(struct tl_seen *seen, tl_slice post, uint32_t number, uint64_t seq);

/* Leaves it zeroed; zeroed storage may be released. */
void tl_seen_release(struct tl_seen *seen);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pool of workers between one reader and one writer that sees everything in order.
 *
 *   reader thread ──> ring of 2j+4 items ──> j workers ──> the calling thread, in order
 *
 * Items are storage of the pool, zeroed once and used again and again, so what they own (buffers) stays with
 * them until `drop`.  Memory is bounded by the ring.  What is finished goes to the writer as one group, the
 * longest there is: whoever syncs, syncs once a group.
 */
#ifndef TL_BASE_POOL_H
#define TL_BASE_POOL_H

#include "base/error.h"

enum { TL_POOL_WORKERS = 256 };

struct tl_pool_job {
    void *context;
    size_t item_size;

    /* Fills the next item; false when there is none any more.  Always the same thread. */
    bool (*read)(void *context, void *item);

    /* Works on one item.  Several at a time, but no two with one `worker` (0 to workers - 1). */
    void (*work)(void *context, size_t worker, void *item);

    /* Takes `count` items in order.  The calling thread.  False: nothing more is wanted. */
    bool (*write)(void *context, void *const *items, size_t count);

    /* Called once after `write` said false: `read` must come back soon and say false. */
    void (*cancel)(void *context);

    /* Frees what an item owns. */
    void (*drop)(void *context, void *item);
};

/* Runs the job with `workers` (1 to TL_POOL_WORKERS) threads and one more to read; TL_TEMPORARY when no
 * thread can be made.  All signals are blocked in its threads. */
enum tl_status tl_pool_run(const struct tl_pool_job *job, size_t workers, struct tl_err *err);

/* How many items such a pool has, and so the most that are written at once. */
size_t tl_pool_items(size_t workers);

/* The number of processors that this process may use. */
size_t tl_pool_processors(void);

#endif

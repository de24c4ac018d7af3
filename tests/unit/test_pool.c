/* SPDX-License-Identifier: Apache-2.0 */
/* The pool: order, reuse of items, ends that come early. */
#include <criterion/criterion.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/pool.h"

enum { ITEMS = 3000 };

struct item {
    size_t number;
    size_t square;
    unsigned char *owned;
};

struct job {
    size_t read, end;
    size_t written, stop_at;
    size_t groups, largest;
    atomic_size_t dropped, working, most;
    bool is_cancelled, is_in_order;
};

static bool read_item(void *context, void *item)
{
    struct job *job = context;
    struct item *next = item;
    if (job->read == job->end) {
        return false;
    }
    next->number = job->read++;
    next->owned = next->owned == NULL ? malloc(1) : next->owned;
    return true;
}

static void work(void *context, size_t worker, void *item)
{
    struct job *job = context;
    struct item *at = item;
    (void)worker;
    const size_t working = atomic_fetch_add(&job->working, 1) + 1;
    if (working > atomic_load(&job->most)) {
        atomic_store(&job->most, working);
    }
    for (size_t i = 0; i < at->number % 7; i++) {
        (void)sched_yield();
    }
    at->square = at->number * at->number;
    (void)atomic_fetch_sub(&job->working, 1);
}

static bool write_items(void *context, void *const *items, size_t count)
{
    struct job *job = context;
    job->groups++;
    job->largest = count > job->largest ? count : job->largest;
    for (size_t i = 0; i < count; i++) {
        const struct item *item = items[i];
        job->is_in_order =
            job->is_in_order && item->number == job->written && item->square == job->written * job->written;
        job->written++;
    }
    return job->written < job->stop_at;
}

static void cancel(void *context)
{
    struct job *job = context;
    job->is_cancelled = true;
}

static void drop(void *context, void *item)
{
    struct job *job = context;
    struct item *at = item;
    free(at->owned);
    (void)atomic_fetch_add(&job->dropped, 1);
}

static struct job run_pool(size_t workers, size_t end, size_t stop_at)
{
    struct job job = {.end = end, .stop_at = stop_at, .is_in_order = true};
    struct tl_err err = {0};
    const struct tl_pool_job pool = {&job, sizeof(struct item), read_item, work, write_items, cancel, drop};
    cr_expect(tl_pool_run(&pool, workers, &err) == TL_OK, "%s", err.text);
    cr_expect(job.is_in_order, "%zu workers: out of order", workers);
    cr_expect(job.dropped == tl_pool_items(workers));
    cr_expect(job.most <= workers && job.largest <= tl_pool_items(workers));
    return job;
}

Test(pool, everything_comes_out_in_order)
{
    static const size_t workers[] = {1, 2, 3, 8, 32};
    for (size_t i = 0; i < TL_COUNT(workers); i++) {
        const struct job job = run_pool(workers[i], ITEMS, SIZE_MAX);
        cr_expect(job.written == ITEMS && !job.is_cancelled);
    }
}

Test(pool, nothing_is_fine_too)
{
    const struct job job = run_pool(2, 0, SIZE_MAX);
    cr_expect(job.written == 0 && job.groups == 0);
}

Test(pool, a_writer_that_has_enough_ends_it)
{
    static const size_t stops[] = {1, 5, 100};
    for (size_t i = 0; i < TL_COUNT(stops); i++) {
        const struct job job = run_pool(3, SIZE_MAX, stops[i]);
        cr_expect(job.is_cancelled && job.written >= stops[i]);
        cr_expect(job.read <= job.written + tl_pool_items(3) + 1, "it went on reading");
    }
}

Test(pool, there_is_a_processor)
{
    cr_expect(tl_pool_processors() >= 1 && tl_pool_processors() <= TL_POOL_WORKERS);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "base/pool.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>

#include "base/check.h"

enum state { FREE = 0, FILLED, DONE };

/* Positions count up for ever; a position's slot is its remainder.  written <= taken <= filled. */
struct pool {
    const struct tl_pool_job *job;
    pthread_mutex_t lock;
    pthread_cond_t has_room; /* for the reader */
    pthread_cond_t has_work; /* for workers */
    pthread_cond_t has_done; /* for the writer */
    size_t slots;
    unsigned char *items; /* owned */
    enum state *states;   /* owned */
    size_t filled;        /* items read */
    size_t taken;         /* items that a worker has, or had */
    size_t written;       /* items that the writer has, or had, and gave back */
    bool is_read;         /* the reader has ended */
    bool is_cancelled;
};

struct worker {
    struct pool *pool;
    size_t index;
    pthread_t thread;
};

static void *item_at(const struct pool *pool, size_t position)
{
    return pool->items + position % pool->slots * pool->job->item_size;
}

static void *read_all(void *context)
{
    struct pool *pool = context;
    bool is_more = true;
    TL_CHECK(pthread_mutex_lock(&pool->lock) == 0);
    while (is_more) {
        while (pool->filled - pool->written == pool->slots && !pool->is_cancelled) {
            TL_CHECK(pthread_cond_wait(&pool->has_room, &pool->lock) == 0);
        }
        if (pool->is_cancelled) {
            break;
        }
        void *item = item_at(pool, pool->filled);
        TL_CHECK(pthread_mutex_unlock(&pool->lock) == 0);
        is_more = pool->job->read(pool->job->context, item);
        TL_CHECK(pthread_mutex_lock(&pool->lock) == 0);
        if (is_more) {
            pool->states[pool->filled % pool->slots] = FILLED;
            pool->filled++;
            TL_CHECK(pthread_cond_signal(&pool->has_work) == 0);
        }
    }
    pool->is_read = true;
    TL_CHECK(pthread_cond_broadcast(&pool->has_work) == 0 && pthread_cond_signal(&pool->has_done) == 0);
    TL_CHECK(pthread_mutex_unlock(&pool->lock) == 0);
    return NULL;
}

static void *work_all(void *context)
{
    const struct worker *worker = context;
    struct pool *pool = worker->pool;
    TL_CHECK(pthread_mutex_lock(&pool->lock) == 0);
    for (;;) {
        while (pool->taken == pool->filled && !pool->is_read && !pool->is_cancelled) {
            TL_CHECK(pthread_cond_wait(&pool->has_work, &pool->lock) == 0);
        }
        if (pool->taken == pool->filled || pool->is_cancelled) {
            break;
        }
        const size_t position = pool->taken++;
        TL_CHECK(pthread_mutex_unlock(&pool->lock) == 0);
        pool->job->work(pool->job->context, worker->index, item_at(pool, position));
        TL_CHECK(pthread_mutex_lock(&pool->lock) == 0);
        pool->states[position % pool->slots] = DONE;
        if (position == pool->written) {
            TL_CHECK(pthread_cond_signal(&pool->has_done) == 0);
        }
    }
    TL_CHECK(pthread_mutex_unlock(&pool->lock) == 0);
    return NULL;
}

/* The calling thread: groups of what is done, in order. */
static void write_all(struct pool *pool, void **group)
{
    bool is_cancelling = false;
    TL_CHECK(pthread_mutex_lock(&pool->lock) == 0);
    while (!is_cancelling) {
        size_t count = 0;
        while (pool->written + count < pool->filled &&
               pool->states[(pool->written + count) % pool->slots] == DONE) {
            group[count] = item_at(pool, pool->written + count);
            count++;
        }
        if (count == 0 && pool->is_read && pool->written == pool->filled) {
            break;
        }
        if (count == 0) {
            TL_CHECK(pthread_cond_wait(&pool->has_done, &pool->lock) == 0);
            continue;
        }
        TL_CHECK(pthread_mutex_unlock(&pool->lock) == 0);
        is_cancelling = !pool->job->write(pool->job->context, group, count);
        TL_CHECK(pthread_mutex_lock(&pool->lock) == 0);
        for (size_t i = 0; i < count; i++) {
            pool->states[(pool->written + i) % pool->slots] = FREE;
        }
        pool->written += count;
        pool->is_cancelled = is_cancelling;
        TL_CHECK(pthread_cond_signal(&pool->has_room) == 0);
    }
    TL_CHECK(pthread_cond_broadcast(&pool->has_work) == 0);
    TL_CHECK(pthread_mutex_unlock(&pool->lock) == 0);
    if (is_cancelling) {
        pool->job->cancel(pool->job->context);
    }
}

/* Starts up to `workers` threads and the reader; how many workers there are, 0 when it cannot be done. */
static size_t start_all(struct pool *pool, struct worker *list, size_t workers, pthread_t *reader)
{
    sigset_t all;
    sigset_t before;
    size_t started = 0;
    (void)sigfillset(&all);
    TL_CHECK(pthread_sigmask(SIG_SETMASK, &all, &before) == 0);
    for (; started < workers; started++) {
        list[started] = (struct worker){.pool = pool, .index = started};
        if (pthread_create(&list[started].thread, NULL, work_all, &list[started]) != 0) {
            break;
        }
    }
    if (started > 0 && pthread_create(reader, NULL, read_all, pool) != 0) {
        TL_CHECK(pthread_mutex_lock(&pool->lock) == 0);
        pool->is_cancelled = true;
        TL_CHECK(pthread_cond_broadcast(&pool->has_work) == 0);
        TL_CHECK(pthread_mutex_unlock(&pool->lock) == 0);
        for (; started > 0; started--) {
            TL_CHECK(pthread_join(list[started - 1].thread, NULL) == 0);
        }
    }
    TL_CHECK(pthread_sigmask(SIG_SETMASK, &before, NULL) == 0);
    return started;
}

enum tl_status tl_pool_run(const struct tl_pool_job *job, size_t workers, struct tl_err *err)
{
    TL_CHECK(workers >= 1 && workers <= TL_POOL_WORKERS);
    struct pool pool = {.job = job, .slots = tl_pool_items(workers)};
    struct worker *list = calloc(workers, sizeof(*list));
    void **group = calloc(pool.slots, sizeof(*group));
    pthread_t reader;
    enum tl_status status = TL_OK;
    pool.items = calloc(pool.slots, job->item_size);
    pool.states = calloc(pool.slots, sizeof(*pool.states));
    if (list == NULL || group == NULL || pool.items == NULL || pool.states == NULL) {
        tl_out_of_memory();
    }
    TL_CHECK(pthread_mutex_init(&pool.lock, NULL) == 0 && pthread_cond_init(&pool.has_room, NULL) == 0 &&
             pthread_cond_init(&pool.has_work, NULL) == 0 && pthread_cond_init(&pool.has_done, NULL) == 0);
    const size_t started = start_all(&pool, list, workers, &reader);
    if (started == 0) {
        status = tl_fail(err, TL_TEMPORARY, "pool.threads", "cannot start a thread; try again, or say -j 1");
    } else {
        write_all(&pool, group);
        TL_CHECK(pthread_mutex_lock(&pool.lock) == 0);
        TL_CHECK(pthread_cond_signal(&pool.has_room) == 0);
        TL_CHECK(pthread_mutex_unlock(&pool.lock) == 0);
        TL_CHECK(pthread_join(reader, NULL) == 0);
    }
    for (size_t i = 0; i < started; i++) {
        TL_CHECK(pthread_join(list[i].thread, NULL) == 0);
    }
    for (size_t i = 0; i < pool.slots; i++) {
        job->drop(job->context, item_at(&pool, i));
    }
    (void)pthread_cond_destroy(&pool.has_done);
    (void)pthread_cond_destroy(&pool.has_work);
    (void)pthread_cond_destroy(&pool.has_room);
    (void)pthread_mutex_destroy(&pool.lock);
    free(pool.states);
    free(pool.items);
    free(group);
    free(list);
    return status;
}

size_t tl_pool_items(size_t workers)
{
    return 2 * workers + 4; /* one in each hand, one waiting for it, and some for reader and writer */
}

size_t tl_pool_processors(void)
{
    cpu_set_t set;
    const int count = sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;
    return count < 1 ? 1 : count > TL_POOL_WORKERS ? TL_POOL_WORKERS : (size_t)count;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "pipeline/stream.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/pool.h"
#include "pipeline/input.h"
#include "pipeline/jsonl.h"
#include "pipeline/stop.h"
#include "release/match.h"

/*
 * A byte of a cable in hand costs about nine, with its release, records and buffers that grow: so all batches
 * together hold so many, however many workers there are, and one sync of the log serves up to so many.
 */
enum {
    READ_BYTES = 256 * 1024,
    POOL_BYTES = 768 * 1024,
    LEAST_BATCH = 8 * 1024, /* of frames, before the last one */
    BATCH_PARCELS = 256
};

struct run {
    const struct tl_stream *stream;
    const struct tl_stream_job *job;
    struct tl_worker *workers; /* owned */
    struct tl_batch **group;   /* owned; of the writer */
    size_t group_room;
    size_t batch_bytes; /* of frames in a batch, before the last one */

    /* of the reader's thread */
    struct tl_input input;
    struct tl_framer framer;
    size_t next; /* index of the path that is open, or comes next */
    bool is_open;
    uint64_t taken;  /* bytes of this input */
    uint64_t frames; /* of this input */
    uint64_t seq;
    unsigned char *chunk; /* owned */
};

uint64_t tl_stream_total(const char *const *paths, size_t count)
{
    uint64_t total = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t size = 0;
        if (!tl_input_size(paths[i], &size)) {
            return 0;
        }
        total += size;
    }
    return total;
}

static void batch_reset(struct tl_batch *batch, const struct tl_stream_job *job)
{
    tl_buf_reset(&batch->bytes);
    tl_buf_reset(&batch->out);
    tl_buf_reset(&batch->told);
    tl_buf_reset(&batch->sealed);
    tl_arena_release(&batch->arena);
    memset(&batch->parcels, 0, sizeof(batch->parcels));
    if (batch->has_draft) {
        tl_log_draft_reset(&batch->draft);
    } else if (job->run != NULL) {
        tl_log_draft_init(&batch->draft, job->run);
        batch->has_draft = true;
    }
}

static void drop_batch(void *context, void *item)
{
    struct tl_batch *batch = item;
    (void)context;
    tl_buf_release(&batch->bytes);
    tl_buf_release(&batch->out);
    tl_buf_release(&batch->told);
    tl_buf_release(&batch->sealed);
    tl_arena_release(&batch->arena);
    if (batch->has_draft) {
        tl_log_release(&batch->draft);
    }
}

/* --- the reader */

static void push_frame(struct run *run, struct tl_batch *batch, const struct tl_frame *frame)
{
    struct tl_parcel *parcel = TL_PUSH(&batch->arena, &batch->parcels);
    *parcel = (struct tl_parcel){.kind = TL_PARCEL_FRAME,
                                 .input = run->next,
                                 .framing = run->framer.kind,
                                 .frame = *frame,
                                 .seq = ++run->seq,
                                 .nth = ++run->frames};
    if (parcel->framing == TL_FRAME_AUTO) {
        parcel->framing = TL_FRAME_FILE; /* given up before anything was decided */
    }
    tl_buf_add(&batch->bytes, frame->bytes); /* the slice is set anew when no more is added */
}

static void push_end(struct run *run, struct tl_batch *batch, const struct tl_err *err)
{
    struct tl_parcel *parcel = TL_PUSH(&batch->arena, &batch->parcels);
    *parcel = (struct tl_parcel){
        .kind = TL_PARCEL_END, .input = run->next, .status = err->status, .slug = err->slug};
    parcel->frame.at = run->taken;
    parcel->told.begin = batch->told.len;
    if (err->status != TL_OK) {
        tl_tell(&batch->told, "%s", err->text);
    }
    parcel->told.end = batch->told.len;
    if (run->is_open) {
        tl_input_close(&run->input);
        tl_framer_release(&run->framer);
    }
    run->is_open = false;
    run->next++;
}

static void open_next(struct run *run, struct tl_batch *batch)
{
    struct tl_err err = {0};
    run->taken = 0;
    run->frames = 0;
    run->seq = run->stream->is_numbered_anew ? 0 : run->seq;
    if (tl_input_open(&run->input, run->stream->paths[run->next], &err) != TL_OK) {
        push_end(run, batch, &err);
        return;
    }
    tl_framer_init(&run->framer, run->stream->frame, run->stream->max_cable);
    run->is_open = true;
}

/* Nothing more is read.  What was cut off is told: bytes that were taken in, files that go on, files not
 * opened. */
static void stop(struct run *run, struct tl_batch *batch)
{
    struct tl_err err = {0};
    struct tl_frame frame;
    uint64_t size = 0;
    const size_t left = run->stream->count - run->next - (run->is_open ? 1 : 0);
    bool is_cut = false;
    if (run->is_open) {
        const char *path = run->stream->paths[run->next];
        is_cut = tl_framer_cut(&run->framer, "frame-stopped", &frame);
        if (is_cut) {
            push_frame(run, batch, &frame);
        }
        is_cut = is_cut || (run->input.is_regular && tl_input_size(path, &size) && run->taken < size);
    }
    if (is_cut) {
        (void)tl_fail(&err, TL_TEMPORARY, "input.stopped",
                      "stopped by a signal before the end of %s; inputs not read: %zu",
                      tl_input_name(run->stream->paths[run->next]), left);
    } else if (left > 0) {
        (void)tl_fail(&err, TL_TEMPORARY, "input.stopped", "stopped by a signal; inputs not read: %zu", left);
    }
    push_end(run, batch, &err);
    run->next = run->stream->count;
}

/* The input has no more bytes, or cannot be read on (`err`). */
static void end_input(struct run *run, struct tl_batch *batch, struct tl_err *err)
{
    struct tl_frame frame;
    if (tl_framer_cut(&run->framer, "frame-truncated", &frame)) {
        push_frame(run, batch, &frame);
    }
    if (err->status == TL_OK && run->frames == 0) {
        (void)tl_fail(err, TL_DATA, "input.empty", "%s is empty: there is no cable in it",
                      tl_input_name(run->stream->paths[run->next]));
    }
    push_end(run, batch, err);
}

/* One step on the open input.  False: the batch has all that can be had without waiting. */
static bool read_step(struct run *run, struct tl_batch *batch)
{
    struct tl_frame frame;
    struct tl_err err = {0};
    size_t got = 0;
    if (tl_framer_next(&run->framer, &frame)) {
        push_frame(run, batch, &frame);
        return true;
    }
    if (run->framer.is_ended || run->framer.is_dead) {
        end_input(run, batch, &err);
        return true;
    }
    switch (tl_input_read(&run->input, batch->parcels.count == 0, run->chunk, READ_BYTES, &got, &err)) {
    case TL_INPUT_DATA:
        tl_framer_feed(&run->framer, (tl_slice){run->chunk, got});
        run->taken += got;
        break;
    case TL_INPUT_END:
        tl_framer_end(&run->framer);
        break;
    case TL_INPUT_WAIT:
        return false;
    case TL_INPUT_STOPPED:
        stop(run, batch);
        break;
    case TL_INPUT_FAILED:
        end_input(run, batch, &err);
        break;
    }
    return true;
}

static bool read_batch(void *context, void *item)
{
    struct run *run = context;
    struct tl_batch *batch = item;
    bool is_more = true;
    batch_reset(batch, run->job);
    while (is_more && batch->bytes.len < run->batch_bytes && batch->parcels.count < BATCH_PARCELS) {
        if (run->is_open) {
            is_more = read_step(run, batch);
        } else if (run->next == run->stream->count) {
            break;
        } else if (tl_stop_asked()) {
            stop(run, batch);
        } else {
            open_next(run, batch);
        }
    }
    return batch->parcels.count > 0;
}

/* --- the workers */

struct tl_matcher *tl_worker_matcher(struct tl_worker *worker)
{
    if (worker->matcher == NULL) {
        worker->matcher = tl_matcher_new();
    }
    return worker->matcher;
}

void tl_worker_release(struct tl_worker *worker)
{
    tl_arena_release(&worker->arena);
    tl_matcher_free(worker->matcher);
    *worker = (struct tl_worker){.matcher = NULL};
}

static void work_batch(void *context, size_t worker, void *item)
{
    struct run *run = context;
    struct tl_batch *batch = item;
    size_t at = 0;
    for (size_t i = 0; i < batch->parcels.count; i++) {
        struct tl_parcel *parcel = &batch->parcels.items[i];
        if (parcel->kind == TL_PARCEL_FRAME) {
            const size_t len = parcel->frame.bytes.len;
            parcel->frame.bytes = tl_slice_sub(tl_buf_slice(&batch->bytes), at, at + len);
            at += len;
            run->job->work(run->job->shared, &run->workers[worker], batch, parcel);
            tl_arena_clear(&run->workers[worker].arena);
        }
    }
    TL_CHECK(at == batch->bytes.len);
}

static bool write_batches(void *context, void *const *items, size_t count)
{
    const struct run *run = context;
    TL_CHECK(count <= run->group_room);
    for (size_t i = 0; i < count; i++) {
        run->group[i] = items[i];
    }
    return run->job->write(run->job->context, run->group, count);
}

static void cancel(void *context)
{
    (void)context;
    tl_stop_ask(); /* the reader may be waiting for bytes */
}

enum tl_status tl_stream_run(const struct tl_stream *stream, const struct tl_stream_job *job,
                             struct tl_err *err)
{
    struct run run = {.stream = stream, .job = job};
    const struct tl_pool_job pool = {.context = &run,
                                     .item_size = sizeof(struct tl_batch),
                                     .read = read_batch,
                                     .work = work_batch,
                                     .write = write_batches,
                                     .cancel = cancel,
                                     .drop = drop_batch};
    run.group_room = tl_pool_items(stream->workers);
    run.batch_bytes = POOL_BYTES / run.group_room > LEAST_BATCH ? POOL_BYTES / run.group_room : LEAST_BATCH;
    run.group = calloc(run.group_room, sizeof(struct tl_batch *));
    run.workers = calloc(stream->workers, sizeof(*run.workers));
    run.chunk = malloc(READ_BYTES);
    if (run.workers == NULL || run.group == NULL || run.chunk == NULL) {
        tl_out_of_memory();
    }
    if (stream->frame == TL_FRAME_JSONL) {
        tl_jsonl_prepare();
    }
    const enum tl_status status = tl_pool_run(&pool, stream->workers, err);
    if (run.is_open) {
        tl_input_close(&run.input);
        tl_framer_release(&run.framer);
    }
    for (size_t i = 0; i < stream->workers; i++) {
        tl_worker_release(&run.workers[i]);
    }
    free(run.chunk);
    free(run.workers);
    free(run.group);
    return status;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running a stream: inputs are read one after the other, taken apart into frames, worked on by several
 * threads, and handed on in order.
 *
 *   inputs ──> frames ──> batches ──> workers ──> the job's writer, in order
 *
 * A batch is what one worker takes at a time: as many whole frames as are there without waiting, up to a
 * bound. So a slow producer's cable goes on at once, and a fast one's go on in groups.
 */
#ifndef TL_PIPELINE_STREAM_H
#define TL_PIPELINE_STREAM_H

#include "ledger/log.h"
#include "pipeline/frame.h"

struct tl_stream {
    const char *const *paths; /* "-": standard input */
    size_t count;
    enum tl_frame_kind frame;
    size_t max_cable;      /* bytes */
    size_t workers;        /* 1 to TL_POOL_WORKERS */
    bool is_numbered_anew; /* cables are numbered from 1 in each input */
};

enum tl_parcel_kind {
    TL_PARCEL_FRAME = 0, /* a cable or a rejected frame */
    TL_PARCEL_END        /* the input has ended */
};

/* What the reader made of a frame, and the worker of that. */
struct tl_parcel {
    enum tl_parcel_kind kind;
    size_t input; /* index of the path */
    enum tl_frame_kind framing;
    struct tl_frame frame; /* of END: `at` is how many bytes were read */
    uint64_t seq;          /* number of the cable in its log, from 1 */
    uint64_t nth;          /* of the cables of its input, from 1 */

    enum tl_status status; /* of the cable; of END: of the input */
    const char *slug;      /* what went wrong, so that there is no answer; NULL: nothing; static */
    struct tl_span told;   /* lines for standard error, of the batch's `told` */
    struct tl_span out;    /* what leaves, of the batch's `out` */
    struct tl_span sealed; /* what is sealed, of the batch's `sealed` */
    bool has_release;      /* `out` may leave */
    bool has_log;
    struct tl_log_part log;  /* of the batch's draft */
    tl_slice post;           /* who it is; arena of the batch; empty: unknown */
    uint32_t number;         /* 0: unknown */
    struct tl_hash original; /* SHA-256 of the cable, where decisions of a reviewer are given */
    bool has_original;
    struct tl_earlier repeats; /* given when it comes again: which it was */
};

/* Zeroed storage is empty.  Everything is owned. */
struct tl_batch {
    struct tl_buf bytes; /* of its frames */
    struct tl_buf out;
    struct tl_buf told;
    struct tl_buf sealed;
    struct tl_log draft;
    bool has_draft;
    struct tl_arena arena;
    TL_VEC(struct tl_parcel) parcels;
};

/* What a worker keeps from cable to cable. */
struct tl_worker {
    struct tl_arena arena;      /* emptied after each cable */
    struct tl_matcher *matcher; /* owned; tl_worker_matcher */
};

/* The matcher of a worker, made for the first who asks. */
struct tl_matcher *tl_worker_matcher(struct tl_worker *worker);

/* Frees what a worker owns. */
void tl_worker_release(struct tl_worker *worker);

struct tl_stream_job {
    const struct tl_log_run *run; /* drafts are made for it; NULL: none are */
    const void *shared;           /* what all workers read */
    void *context;                /* of the writer */

    /* Works on one frame.  Several threads; nothing but the parcel, its batch and the worker may be written.
     */
    void (*work)(const void *shared, struct tl_worker *worker, struct tl_batch *batch,
                 struct tl_parcel *parcel);

    /* Takes batches in order, in the calling thread.  False: nothing can be written any more. */
    bool (*write)(void *context, struct tl_batch *const *batches, size_t count);
};

/* TL_OK when all was handed to the job, whatever it made of it; what failed before is in END parcels. */
enum tl_status tl_stream_run(const struct tl_stream *stream, const struct tl_stream_job *job,
                             struct tl_err *err);

/* The total of the sizes of all inputs, when all are files; else 0. */
uint64_t tl_stream_total(const char *const *paths, size_t count);

#endif

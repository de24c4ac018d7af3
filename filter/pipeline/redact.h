/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `redact` over a stream: each cable is parsed, released, logged and written, in the order of the input.
 *
 *   worker   parse -> release -> second reading -> framed bytes, and the log records but for their chain
 *   writer   chain the records of all that is ready -> store what is sealed -> store the log
 *            -> write the releases -> tell
 *
 * What fails stops at its arrow: without its log on disk no release is written.  One sync of the log serves
 * all cables that are ready, so the slower the disk, the larger the groups, up to what the pool holds.
 *
 * The writer remembers the posts and numbers of the run.  A cable that has those of an earlier one is done
 * again before it is chained, with a finding that names both, as doubt (DESIGN 7).
 */
#ifndef TL_PIPELINE_REDACT_H
#define TL_PIPELINE_REDACT_H

#include "ledger/seal.h"
#include "pipeline/jsonl.h"
#include "pipeline/stream.h"

/* Where the releases and the log of one input go. */
struct tl_target {
    const char *output; /* NULL: standard output */
    const char *log;    /* NULL: no log */
    const char *sealed; /* NULL: nothing is sealed */
};

/* Who is told of lines for standard error, and of what is done. */
struct tl_watch {
    void *context;
    void (*tell)(void *context, tl_slice lines);
    void (*progress)(void *context, uint64_t cables, uint64_t bytes); /* may be NULL */
};

struct tl_redact {
    struct tl_stream stream;         /* the inputs; numbered anew where each has a log of its own */
    const struct tl_target *targets; /* one an input */
    bool is_forced;                  /* an existing log is replaced */
    unsigned mode;                   /* of a new release */
    const struct tl_log_run *run;
    const struct tl_release_options *options;
    const struct tl_jsonl_fields *fields;
    const struct tl_watch *watch;
    const struct tl_seal *seal; /* NULL: nothing is sealed */
};

/* Releases all targets; the worst status wins. */
enum tl_status tl_redact_run(const struct tl_redact *redact);

/* The worker's part, for one parcel of a frame; `shared` is the struct tl_redact. */
void tl_redact_parcel(const void *shared, struct tl_worker *worker, struct tl_batch *batch,
                      struct tl_parcel *parcel);

#endif

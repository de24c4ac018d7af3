/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `redact` over a stream: each cable is parsed, released, logged and written, in the order of the input.
 *
 *   worker   parse -> release -> second reading -> framed bytes, and the log records but for their chain
 *   writer   chain the records of all that is ready -> store the log -> write the releases -> tell
 *
 * What fails stops at its arrow: without its log on disk no release is written.  One sync of the log serves
 * all cables that are ready, so the slower the disk, the larger the groups, up to what the pool holds.
 *
 * The writer remembers the posts and numbers of the run.  A cable that has those of an earlier one is done
 * again before it is chained, with a finding that names both, as doubt (DESIGN 7).
 */
#ifndef TL_PIPELINE_REDACT_H
#define TL_PIPELINE_REDACT_H

#include "pipeline/jsonl.h"
#include "pipeline/stream.h"

/* One input and where its releases and log go. */
struct tl_target {
    const char *input;  /* "-": standard input */
    const char *output; /* NULL: standard output */
    const char *log;    /* NULL: no log */
};

/* Who is told of lines for standard error, and of what is done. */
struct tl_watch {
    void *context;
    void (*tell)(void *context, tl_slice lines);
    void (*progress)(void *context, uint64_t cables, uint64_t bytes); /* may be NULL */
};

struct tl_redact {
    const struct tl_target *targets;
    size_t count;
    bool is_log_per_target; /* one log each; else one log for all, or none */
    bool is_forced;         /* an existing log is replaced */
    unsigned mode;          /* of a new release */
    enum tl_frame_kind frame;
    size_t max_cable;
    size_t workers;
    const struct tl_log_run *run;
    const struct tl_release_options *options;
    const struct tl_jsonl_fields *fields;
    const struct tl_watch *watch;
};

/* Releases all targets; the worst status wins. */
enum tl_status tl_redact_run(const struct tl_redact *redact);

/* The worker's part, for one parcel of a frame; `shared` is the struct tl_redact. */
void tl_redact_parcel(const void *shared, struct tl_worker *worker, struct tl_batch *batch,
                      struct tl_parcel *parcel);

/* What both `redact` and `check` say of a frame that is no cable.  Appends one line to the batch's `told`. */
void tl_parcel_tell_rejected(struct tl_batch *batch, struct tl_parcel *parcel, const char *path,
                             size_t max_cable, const char *slug);

/* "NAME", or "NAME: cable 3" in a stream; arena. */
const char *tl_parcel_name(struct tl_arena *arena, const struct tl_parcel *parcel, const char *path);

#endif

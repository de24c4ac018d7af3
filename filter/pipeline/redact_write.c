/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writer's part of `redact`: parcels come in order, in groups of all that is ready.
 *
 *   chain the records of the group -> store the log, once -> write the releases -> tell
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.h"
#include "base/io.h"
#include "pipeline/logfile.h"
#include "pipeline/redact.h"
#include "pipeline/repeat.h"
#include "pipeline/ruled.h"
#include "pipeline/stop.h"

/* A parcel of the batches that are written. */
struct cursor {
    size_t batch;
    size_t parcel;
};

struct writer {
    const struct tl_redact *redact;
    struct tl_repeats repeats;
    struct tl_ruled_cables ruled;
    struct tl_worker worker; /* for cables that are done again */
    struct tl_logfile file;  /* of the log at hand */
    struct tl_logfile vault; /* of what is sealed beside it */
    struct tl_buf sealed;    /* not yet stored */
    struct tl_log log;
    bool is_logging;       /* `log` was begun and not ended */
    struct tl_outfile out; /* of the input at hand, once it has a release */
    bool is_log_lost;      /* the log at hand failed: no more is written to it */
    bool is_input_broken;  /* log or output of the input at hand failed: no more of it is written */
    bool is_broken;        /* nothing more can be written */
    tl_slice run;          /* releases for standard output that lie behind one another */
    struct tl_buf told;
    enum tl_status status;
    uint64_t cables;
    uint64_t read_before; /* bytes of the inputs before */
};

static void count_status(struct writer *writer, enum tl_status status)
{
    writer->status = tl_status_worse(writer->status, status);
}

static void fail(struct writer *writer, const struct tl_err *err)
{
    tl_tell(&writer->told, "%s", err->text);
    count_status(writer, err->status);
}

/* --- the log */

/* Appends to a file, which is opened when it is not yet there. */
static enum tl_status store(struct writer *writer, struct tl_logfile *file, const char *path, tl_slice bytes)
{
    struct tl_err err = {0};
    const enum tl_status status = file->is_open
                                      ? tl_logfile_append(file, bytes, &err)
                                      : tl_logfile_open(file, path, writer->redact->is_forced, bytes, &err);
    if (status != TL_OK) {
        fail(writer, &err);
    }
    return status;
}

/* Stores what is sealed, and then what the log holds. */
static bool store_log(struct writer *writer, const struct tl_target *target)
{
    const tl_slice lines = tl_buf_slice(&writer->log.out);
    enum tl_status status = TL_OK;
    if (writer->is_log_lost) {
        tl_buf_reset(&writer->log.out);
        return false;
    }
    if (!writer->is_logging || lines.len == 0) {
        return true;
    }
    if (writer->sealed.len > 0 || (target->sealed != NULL && !writer->vault.is_open)) {
        status = store(writer, &writer->vault, target->sealed, tl_buf_slice(&writer->sealed));
        tl_buf_reset(&writer->sealed);
    }
    if (status == TL_OK) {
        status = store(writer, &writer->file, target->log, lines);
    }
    tl_buf_reset(&writer->log.out);
    writer->is_log_lost = status != TL_OK;
    return status == TL_OK;
}

static void end_log(struct writer *writer)
{
    struct tl_err err = {0};
    if (!writer->is_logging) {
        return;
    }
    if (writer->file.is_open && !writer->is_log_lost) {
        tl_log_end(&writer->log);
        (void)store_log(writer, &(struct tl_target){.log = writer->file.path});
    }
    if (tl_logfile_close(&writer->file, &err) != TL_OK || tl_logfile_close(&writer->vault, &err) != TL_OK) {
        fail(writer, &err);
    }
    tl_log_release(&writer->log);
    writer->is_logging = false;
    writer->is_log_lost = false;
}

static void join_log(struct writer *writer, struct tl_batch *batch, const struct tl_parcel *parcel)
{
    if (!parcel->has_log) {
        return;
    }
    if (!writer->is_logging) {
        tl_log_init(&writer->log, writer->redact->run);
        writer->is_logging = true;
    }
    tl_log_join(&writer->log, &batch->draft, &parcel->log);
    tl_buf_add(&writer->sealed, tl_span_of(tl_buf_slice(&batch->sealed), parcel->sealed));
}

/* --- releases */

/* A release in a file is there whole or not at all: what a full disk cut is taken back. */
static enum tl_status put_stdout(tl_slice bytes, struct tl_err *err)
{
    struct stat info;
    const int flags = fcntl(STDOUT_FILENO, F_GETFL);
    const bool is_file =
        fstat(STDOUT_FILENO, &info) == 0 && S_ISREG(info.st_mode) && flags >= 0 && (flags & O_APPEND) == 0;
    const off_t at = is_file ? lseek(STDOUT_FILENO, 0, SEEK_CUR) : -1;
    const enum tl_status status = tl_write_all(STDOUT_FILENO, "standard output", bytes, err);
    if (status != TL_OK && at >= 0 && ftruncate(STDOUT_FILENO, at) != 0) {
        return tl_fail(err, TL_IO, "output.cut", "cannot write standard output, and its end is cut off: %s",
                       strerror(errno));
    }
    return status;
}

static void flush_stdout(struct writer *writer)
{
    struct tl_err err = {0};
    const tl_slice run = writer->run;
    writer->run = (tl_slice){NULL, 0};
    if (run.len > 0 && !writer->is_broken && put_stdout(run, &err) != TL_OK) {
        fail(writer, &err);
        writer->is_broken = true;
    }
}

static void put_file(struct writer *writer, const char *path, tl_slice bytes)
{
    struct tl_err err = {0};
    enum tl_status status = TL_OK;
    if (!writer->out.is_open) {
        status = tl_outfile_open(&writer->out, path, writer->redact->mode, &err);
    }
    if (status == TL_OK) {
        status = tl_outfile_write(&writer->out, bytes, &err);
    }
    if (status != TL_OK) {
        tl_outfile_discard(&writer->out);
        writer->is_input_broken = true;
        fail(writer, &err);
    }
}

static void put_release(struct writer *writer, const struct tl_target *target, tl_slice bytes)
{
    if (target->output != NULL) {
        put_file(writer, target->output, bytes);
        return;
    }
    if (writer->run.len > 0 && writer->run.ptr + writer->run.len == bytes.ptr) {
        writer->run.len += bytes.len;
        return;
    }
    flush_stdout(writer);
    writer->run = bytes;
}

static void end_input(struct writer *writer)
{
    struct tl_err err = {0};
    if (writer->out.is_open && tl_outfile_commit(&writer->out, &err) != TL_OK) {
        fail(writer, &err);
    }
    writer->is_input_broken = false;
}

/* --- groups */

/* What was logged goes out: parcels [from, to).  The log is on disk. */
static void release_group(struct writer *writer, struct tl_batch *const *batches, struct cursor from,
                          struct cursor to)
{
    while (from.batch < to.batch || (from.batch == to.batch && from.parcel < to.parcel)) {
        const struct tl_batch *batch = batches[from.batch];
        if (from.parcel == batch->parcels.count) {
            from = (struct cursor){from.batch + 1, 0};
            continue;
        }
        const struct tl_parcel *parcel = &batch->parcels.items[from.parcel++];
        const bool is_frame = parcel->kind == TL_PARCEL_FRAME;
        tl_buf_add(&writer->told, tl_span_of(tl_buf_slice(&batch->told), parcel->told));
        count_status(writer, parcel->status);
        writer->cables += is_frame;
        if (is_frame && parcel->has_release && !writer->is_broken && !writer->is_input_broken) {
            put_release(writer, &writer->redact->targets[parcel->input],
                        tl_span_of(tl_buf_slice(&batch->out), parcel->out));
        } else if (!is_frame) {
            end_input(writer);
        }
    }
    flush_stdout(writer);
}

static void flush(struct writer *writer, struct tl_batch *const *batches, struct cursor from,
                  struct cursor to, const struct tl_target *target)
{
    if (!store_log(writer, target)) {
        writer->is_input_broken = true; /* nothing that is not logged leaves */
        writer->is_broken = !writer->redact->stream.is_numbered_anew;
    }
    release_group(writer, batches, from, to);
}

static void look_for_repeat(struct writer *writer, struct tl_batch *batch, struct tl_parcel *parcel)
{
    if (tl_repeats_see(&writer->repeats, parcel)) {
        tl_redact_parcel(writer->redact, &writer->worker, batch, parcel);
        tl_arena_release(&writer->worker.arena);
    }
}

static void watch(struct writer *writer, const struct tl_batch *last)
{
    const struct tl_watch *watch = writer->redact->watch;
    if (writer->told.len > 0) {
        watch->tell(watch->context, tl_buf_slice(&writer->told));
        tl_buf_reset(&writer->told);
    }
    if (watch->progress != NULL && last->parcels.count > 0) {
        const struct tl_parcel *parcel = &last->parcels.items[last->parcels.count - 1];
        const uint64_t of_input =
            parcel->kind == TL_PARCEL_FRAME ? parcel->frame.at + parcel->frame.length : 0;
        watch->progress(watch->context, writer->cables, writer->read_before + of_input);
    }
}

static bool write_batches(void *context, struct tl_batch *const *batches, size_t count)
{
    struct writer *writer = context;
    struct cursor from = {0, 0};
    const struct tl_target *target = NULL;
    for (size_t b = 0; b < count; b++) {
        for (size_t i = 0; i < batches[b]->parcels.count; i++) {
            struct tl_parcel *parcel = &batches[b]->parcels.items[i];
            target = &writer->redact->targets[parcel->input];
            if (parcel->kind == TL_PARCEL_FRAME) {
                look_for_repeat(writer, batches[b], parcel);
                tl_ruled_cables_see(&writer->ruled, parcel);
                join_log(writer, batches[b], parcel);
                continue;
            }
            if (writer->redact->stream.is_numbered_anew) {
                const struct cursor to = {b, i + 1};
                flush(writer, batches, from, to, target);
                end_log(writer);
                from = to;
            }
        }
    }
    flush(writer, batches, from, (struct cursor){count, 0}, target);
    for (size_t b = 0; b < count; b++) {
        for (size_t i = 0; i < batches[b]->parcels.count; i++) {
            const struct tl_parcel *parcel = &batches[b]->parcels.items[i];
            writer->read_before += parcel->kind == TL_PARCEL_END ? parcel->frame.at : 0;
        }
    }
    watch(writer, batches[count - 1]);
    return !writer->is_broken;
}

enum tl_status tl_redact_run(const struct tl_redact *redact)
{
    struct tl_err err = {0};
    struct writer writer = {.redact = redact};
    bool has_log = false;
    for (size_t i = 0; i < redact->stream.count; i++) {
        has_log = has_log || redact->targets[i].log != NULL;
    }
    const struct tl_stream_job job = {.context = &writer,
                                      .run = has_log ? redact->run : NULL,
                                      .shared = redact,
                                      .work = tl_redact_parcel,
                                      .write = write_batches};
    tl_repeats_init(&writer.repeats, redact->stream.paths);
    tl_ruled_cables_init(&writer.ruled, redact->options->rulings);
    if (tl_stream_run(&redact->stream, &job, &err) != TL_OK) {
        fail(&writer, &err);
    }
    tl_outfile_discard(&writer.out); /* of an input that was broken off */
    end_log(&writer);
    count_status(&writer, tl_ruled_cables_end(&writer.ruled, &writer.told));
    if (writer.told.len > 0) {
        redact->watch->tell(redact->watch->context, tl_buf_slice(&writer.told));
    }
    tl_repeats_release(&writer.repeats);
    tl_ruled_cables_release(&writer.ruled);
    tl_worker_release(&writer.worker);
    tl_buf_release(&writer.told);
    tl_buf_release(&writer.sealed);
    return writer.status;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Releasing cable after cable.
 *
 *   read -> parse -> release -> log on disk -> release in place
 *
 * What fails stops at its arrow: without its log on disk no release is written, and without a release that
 * passed its second reading nothing but a log record is.
 */
#include "base/io.h"
#include "cli/common.h"
#include "cli/redact.h"

struct run {
    const struct tl_plan *plan;
    const struct tl_log_run *settings;
    const struct tl_release_options *options;
    struct tl_logfile file; /* of the log at hand */
    struct tl_log log;
    bool is_logging; /* `log` was begun and not ended */
    bool is_broken;  /* the log or standard output is gone: nothing more can be written */
};

static enum tl_status told(const struct tl_err *err)
{
    tl_err_print(err);
    return err->status;
}

/* Stores what the log holds; opens the file when it is not yet there.  Nothing of a cable goes on when it
 * fails. */
static enum tl_status store_log(struct run *run, const char *path)
{
    struct tl_err err = {0};
    const tl_slice lines = tl_buf_slice(&run->log.out);
    const enum tl_status status = run->file.is_open
                                      ? tl_logfile_append(&run->file, lines, &err)
                                      : tl_logfile_open(&run->file, path, run->plan->is_forced, lines, &err);
    tl_buf_reset(&run->log.out);
    if (status != TL_OK) {
        run->is_broken = true;
        return told(&err);
    }
    return TL_OK;
}

static void begin_log(struct run *run)
{
    if (!run->is_logging) {
        tl_log_init(&run->log, run->settings);
        run->is_logging = true;
    }
}

static enum tl_status end_log(struct run *run)
{
    struct tl_err err = {0};
    enum tl_status status = TL_OK;
    if (!run->is_logging) {
        return TL_OK;
    }
    if (run->file.is_open && !run->is_broken) {
        tl_log_end(&run->log);
        status = store_log(run, run->file.path);
    }
    const enum tl_status closed = tl_logfile_close(&run->file, &err);
    if (closed != TL_OK) {
        run->is_broken = true;
        status = tl_status_worse(status, told(&err));
    }
    tl_log_release(&run->log);
    run->is_logging = false;
    return status;
}

static enum tl_status write_release(struct run *run, const struct tl_target *target, tl_slice bytes)
{
    struct tl_outfile file = {0};
    struct tl_err err = {0};
    if (target->output == NULL) {
        const enum tl_status status = tl_emit(bytes);
        run->is_broken = status != TL_OK;
        return status;
    }
    enum tl_status status = tl_outfile_open(&file, target->output, tl_release_mode(), &err);
    if (status == TL_OK) {
        status = tl_outfile_write(&file, bytes, &err);
        status = status == TL_OK ? tl_outfile_commit(&file, &err) : status;
        tl_outfile_discard(&file);
    }
    return status == TL_OK ? TL_OK : told(&err);
}

/* The records of one cable, stored; a log of its own is ended too. */
static enum tl_status log_target(struct run *run, const struct tl_target *target,
                                 const struct tl_cable *cable, const struct tl_release *release,
                                 const char *slug)
{
    const struct tl_log_source source = {.name = target->input};
    if (target->log == NULL) {
        return TL_OK;
    }
    begin_log(run);
    if (release != NULL) {
        tl_log_cable(&run->log, &source, release);
    } else {
        tl_log_failed(&run->log, &source, cable, slug);
    }
    const enum tl_status status = store_log(run, target->log);
    if (!run->plan->is_log_per_target) {
        return status;
    }
    const enum tl_status ended = end_log(run);
    run->is_broken = false; /* the next cable has a log of its own */
    return tl_status_worse(status, ended);
}

static enum tl_status release_target(struct run *run, const struct tl_target *target,
                                     const struct tl_release *release)
{
    const enum tl_status decided = tl_release_status(release);
    const enum tl_status logged = log_target(run, target, release->cable, release, NULL);
    if (logged != TL_OK) {
        return logged;
    }
    if (release->verdict == TL_VERDICT_DENIED) {
        tl_tell_denied(target->input, release);
        return decided == TL_OK ? TL_NO : decided;
    }
    if (decided != TL_OK && decided != TL_DOUBT) {
        return decided;
    }
    const enum tl_status written = write_release(run, target, release->bytes);
    if (decided == TL_DOUBT && written == TL_OK) {
        tl_tell_doubt(target->input, release);
    }
    return tl_status_worse(decided, written);
}

static enum tl_status redact_target(struct run *run, const struct tl_target *target)
{
    struct tl_buf bytes = {0};
    struct tl_arena arena = {0};
    struct tl_cable cable;
    struct tl_release release = {0};
    struct tl_err err = {0};
    enum tl_status status = tl_open_cable(target->input, &bytes);
    if (status != TL_OK) {
        goto out;
    }
    const struct tl_cable_options options = {.assume = run->options->assume};
    tl_cable_parse(&arena, tl_buf_slice(&bytes), &options, &cable);
    status = tl_release_make(&arena, &cable, run->settings->policy, run->options, &release, &err);
    if (status == TL_OK) {
        status = release_target(run, target, &release);
        goto out;
    }
    tl_warn("%s: %s; nothing of it is written", tl_shown_name(target->input), err.text);
    if (status == TL_INTERNAL) {
        status = tl_status_worse(status, log_target(run, target, &cable, NULL, err.slug));
    }
out:
    tl_arena_release(&arena);
    tl_buf_release(&bytes);
    return status;
}

enum tl_status tl_plan_run(const struct tl_plan *plan, const struct tl_log_run *settings,
                           const struct tl_release_options *options)
{
    struct run run = {.plan = plan, .settings = settings, .options = options};
    enum tl_status status = TL_OK;
    for (size_t i = 0; i < plan->count && !run.is_broken; i++) {
        status = tl_status_worse(status, redact_target(&run, &plan->targets[i]));
    }
    return tl_status_worse(status, end_log(&run));
}

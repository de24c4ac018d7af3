/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/progress.h"

#include <errno.h>
#include <inttypes.h>
#include <time.h>
#include <unistd.h>

#include "base/io.h"
#include "pipeline/stop.h"

static const uint64_t second = 1000000000;

static uint64_t now(void)
{
    struct timespec at;
    return clock_gettime(CLOCK_MONOTONIC, &at) == 0 ? (uint64_t)at.tv_sec * second + (uint64_t)at.tv_nsec : 0;
}

static void show(tl_slice text)
{
    struct tl_err err;
    (void)tl_write_all(STDERR_FILENO, "standard error", text,
                       &err); /* there is no second place to complain to */
}

void tl_progress_render(struct tl_buf *out, uint64_t cables, uint64_t bytes, uint64_t total,
                        uint64_t elapsed_ns)
{
    const double seconds = (double)elapsed_ns / (double)second;
    const double rate = seconds > 0 ? (double)bytes / seconds : 0;
    tl_buf_format(out, "%" PRIu64 " cable%s, %.1f MB/s", cables, cables == 1 ? "" : "s", rate / 1e6);
    if (total > bytes && rate > 0) {
        tl_buf_format(out, ", %.0f s left", (double)(total - bytes) / rate);
    }
}

void tl_progress_begin(struct tl_progress *progress, bool is_quiet, uint64_t total)
{
    *progress = (struct tl_progress){.is_shown = !is_quiet && isatty(STDERR_FILENO) == 1, .total = total};
    progress->begin = progress->is_shown ? now() : 0;
    progress->last = progress->begin;
}

enum tl_status tl_progress_open(struct tl_progress *progress, bool is_quiet, const struct tl_stream *stream)
{
    if (!tl_stop_install()) {
        tl_warn("cannot take signals: %s", strerror(errno));
        return TL_TEMPORARY;
    }
    tl_progress_begin(progress, is_quiet, tl_stream_total(stream->paths, stream->count));
    return TL_OK;
}

static void erase(struct tl_progress *progress)
{
    if (progress->is_drawn) {
        show(TL_LIT("\r\033[K"));
        progress->is_drawn = false;
    }
}

void tl_progress_end(struct tl_progress *progress)
{
    erase(progress);
    progress->is_shown = false;
}

void tl_progress_tell(void *context, tl_slice lines)
{
    erase(context);
    show(lines);
}

static void draw(void *context, uint64_t cables, uint64_t bytes)
{
    struct tl_progress *progress = context;
    const uint64_t at = progress->is_shown ? now() : 0;
    struct tl_buf line = {0};
    if (!progress->is_shown || at - progress->last < second / 10) {
        return;
    }
    progress->last = at;
    tl_buf_str(&line, "\r");
    tl_progress_render(&line, cables, bytes, progress->total, at - progress->begin);
    tl_buf_str(&line, "\033[K");
    show(tl_buf_slice(&line));
    tl_buf_release(&line);
    progress->is_drawn = true;
}

struct tl_watch tl_progress_watch(struct tl_progress *progress)
{
    return (struct tl_watch){.context = progress, .tell = tl_progress_tell, .progress = draw};
}

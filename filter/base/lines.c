/* SPDX-License-Identifier: Apache-2.0 */
#include "base/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/limits.h"

enum { CHUNK = 64 * 1024, MEGABYTE = 1024 * 1024 };

void tl_lines_memory(struct tl_lines *lines, tl_slice text, const char *name)
{
    *lines = (struct tl_lines){.name = name, .fd = -1, .memory = text};
}

enum tl_status tl_lines_open(struct tl_lines *lines, const char *path, struct tl_err *err)
{
    const bool is_standard = strcmp(path, "-") == 0;
    tl_lines_memory(lines, (tl_slice){0}, is_standard ? "standard input" : path);
    lines->fd = is_standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (lines->fd < 0) {
        return tl_fail(err, TL_NOINPUT, "input.open", "cannot open %s: %s", path, strerror(errno));
    }
    return TL_OK;
}

void tl_lines_close(struct tl_lines *lines)
{
    if (lines->fd > STDIN_FILENO) {
        (void)close(lines->fd); /* nothing was written: a failed close loses nothing */
    }
    lines->fd = -1;
    tl_buf_release(&lines->bytes);
}

void tl_lines_stop(struct tl_lines *lines)
{
    lines->is_at_end = true;
    lines->memory = (tl_slice){NULL, 0};
    tl_buf_reset(&lines->bytes);
    lines->begin = 0;
}

static enum tl_status refuse(struct tl_lines *lines, const char *slug, const char *what, struct tl_err *err)
{
    tl_lines_stop(lines);
    return tl_fail(err, TL_DATA, slug, "%s:%" PRIu64 ": %s", lines->name, ++lines->count, what);
}

static enum tl_status fill(struct tl_lines *lines, struct tl_err *err)
{
    struct tl_buf *bytes = &lines->bytes;
    if (lines->begin > 0) {
        memmove(bytes->ptr, bytes->ptr + lines->begin, bytes->len - lines->begin);
        bytes->len -= lines->begin;
        lines->begin = 0;
    }
    if (bytes->len > TL_MAX_LOG_LINE) {
        char what[80];
        (void)snprintf(what, sizeof(what), "this line is longer than %d MiB, which no record is",
                       TL_MAX_LOG_LINE / MEGABYTE);
        return refuse(lines, "lines.long", what, err);
    }
    for (;;) {
        unsigned char *room = tl_buf_room(bytes, CHUNK);
        const ssize_t got = read(lines->fd, room, CHUNK);
        if (got >= 0) {
            bytes->len += (size_t)got;
            lines->is_at_end = got == 0;
            return TL_OK;
        }
        if (errno != EINTR) {
            lines->is_at_end = true;
            return errno == EISDIR ? tl_fail(err, TL_NOINPUT, "input.directory",
                                             "%s is a directory, not a change log", lines->name)
                                   : tl_fail(err, TL_IO, "input.read", "cannot read %s: %s", lines->name,
                                             strerror(errno));
        }
    }
}

enum tl_status tl_lines_next(struct tl_lines *lines, tl_slice *line, struct tl_err *err)
{
    enum tl_status status = TL_OK;
    size_t looked_at = 0;
    *line = (tl_slice){0};
    lines->is_at_end = lines->is_at_end || lines->fd < 0;
    while (status == TL_OK) {
        const tl_slice rest = lines->memory.ptr != NULL
                                  ? tl_slice_sub(lines->memory, lines->begin, lines->memory.len)
                                  : tl_slice_sub(tl_buf_slice(&lines->bytes), lines->begin, lines->bytes.len);
        const size_t end = tl_slice_find(rest, TL_LIT("\n"), looked_at);
        const size_t known = end == TL_NONE ? rest.len : end;
        if (known > looked_at && memchr(rest.ptr + looked_at, '\0', known - looked_at) != NULL) {
            return refuse(lines, "lines.binary", "this is no text: it holds a NUL byte", err);
        }
        looked_at = rest.len;
        if (end != TL_NONE) {
            *line = tl_slice_sub(rest, 0, end);
            line->ptr = rest.ptr; /* of an empty line too */
            lines->begin += end + 1;
            lines->count++;
            return TL_OK;
        }
        if (lines->is_at_end) {
            lines->begin += rest.len;
            if (rest.len > 0) {
                lines->count++;
                return tl_fail(err, TL_DATA, "lines.cut", "%s:%" PRIu64 ": the file is cut off in this line",
                               lines->name, lines->count);
            }
            return TL_OK;
        }
        status = fill(lines, err);
    }
    return status;
}

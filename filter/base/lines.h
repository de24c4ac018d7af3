/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lines of a file or of memory, one at a time: no more than one line and a chunk is in memory.
 *
 * A NUL stands in no line of ours, so that a device or a binary file is known by its first bytes, and a line
 * has a limit (limits.h, TL_MAX_LOG_LINE).
 */
#ifndef TL_BASE_LINES_H
#define TL_BASE_LINES_H

#include "base/buf.h"
#include "base/error.h"

/* Storage need not be initialised; `count` may be read. */
struct tl_lines {
    const char *name; /* in messages */
    uint64_t count;   /* lines so far */
    int fd;           /* -1: memory */
    bool is_at_end;
    struct tl_buf bytes; /* owned; read and not yet used up, from `begin` */
    size_t begin;
    tl_slice memory;
};

/* Opens a file ("-": standard input).  `path` must outlive it.  TL_NOINPUT. */
enum tl_status tl_lines_open(struct tl_lines *lines, const char *path, struct tl_err *err);

/* The lines of what lies in memory; borrowed. */
void tl_lines_memory(struct tl_lines *lines, tl_slice text, const char *name);

/*
 * The next line without its LF, until the next call; a NULL pointer at the end.
 *
 *     TL_DATA  "lines.cut"     the last line has no LF; the end follows
 *     TL_DATA  "lines.long"    longer than the limit; the end follows
 *     TL_DATA  "lines.binary"  a NUL; the end follows
 *     TL_IO    "input.read", TL_NOINPUT "input.directory"; the end follows
 */
enum tl_status tl_lines_next(struct tl_lines *lines, tl_slice *line, struct tl_err *err);

/* Nothing more is read: the end follows. */
void tl_lines_stop(struct tl_lines *lines);

void tl_lines_close(struct tl_lines *lines);

#endif

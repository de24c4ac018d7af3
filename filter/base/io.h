/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files and descriptors.  Every write, sync and close is checked; a short write is an error.
 * Messages name the file and the system's reason, never what was in it.
 */
#ifndef TL_BASE_IO_H
#define TL_BASE_IO_H

#include "base/buf.h"
#include "base/error.h"

/*
 * Appends the whole file (or standard input for "-") to `out`.  More than `cap` bytes is TL_DATA, slug
 * "input.too_large"; a missing or unreadable file or a directory is TL_NOINPUT, a failed read TL_IO.
 */
enum tl_status tl_read_file(const char *path, size_t cap, struct tl_buf *out, struct tl_err *err);

/* Writes all of `bytes` to a descriptor; EPIPE and a full disk are TL_IO.  `name` is for the message. */
enum tl_status tl_write_all(int fd, const char *name, tl_slice bytes, struct tl_err *err);

/* A file that appears under its name whole or not at all.  Zeroed storage is closed. */
struct tl_outfile {
    int fd; /* -1 or 0 in zeroed storage means not open; never standard input */
    bool is_open;
    bool is_direct;  /* the target is a device or pipe: written in place */
    char *path;      /* owned; the final name */
    char *temporary; /* owned; beside the final name */
};

/* Opens a temporary file beside `path`, created with `mode`; TL_CANTCREATE when that fails. */
enum tl_status tl_outfile_open(struct tl_outfile *file, const char *path, unsigned mode, struct tl_err *err);
enum tl_status tl_outfile_write(struct tl_outfile *file, tl_slice bytes, struct tl_err *err);

/* Syncs, closes and renames to the final name; on failure nothing is left behind.  TL_IO or TL_CANTCREATE. */
enum tl_status tl_outfile_commit(struct tl_outfile *file, struct tl_err *err);

/* Closes and removes the temporary file; harmless after commit. */
void tl_outfile_discard(struct tl_outfile *file);

/* True when the two paths name the same existing file (device and inode). */
bool tl_same_file(const char *a, const char *b);

/* True when `path` exists and is a directory. */
bool tl_is_directory(const char *path);

#endif

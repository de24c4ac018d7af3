/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where releases and logs go: their names, what they must never be, and a log file that is on disk under its
 * name before any release of what it tells.
 */
#ifndef TL_CLI_SINK_H
#define TL_CLI_SINK_H

#include "base/error.h"

/* A file that is only appended to.  Zeroed storage is closed. */
struct tl_logfile {
    int fd;
    bool is_open;
    const char *path; /* borrowed */
};

/*
 * Creates the log at `path` with mode 0600 and `first` as its first bytes, stored on disk under its name.  An
 * existing regular file is TL_CANTCREATE without `is_forced`, and is replaced in one step with it; a device
 * or pipe is written as it is.  TL_IO when the bytes cannot be stored: then nothing is left.
 */
enum tl_status tl_logfile_open(struct tl_logfile *file, const char *path, bool is_forced, tl_slice first,
                               struct tl_err *err);

/* Appends and waits until it is on disk. */
enum tl_status tl_logfile_append(struct tl_logfile *file, tl_slice bytes, struct tl_err *err);
enum tl_status tl_logfile_close(struct tl_logfile *file, struct tl_err *err);

/* The last part of a path: "b.txt" of "a/b.txt".  Borrowed. */
const char *tl_base_name(const char *path);

/* DIR and NAME joined, with SUFFIX; arena-owned. */
const char *tl_path_join(struct tl_arena *arena, const char *dir, const char *name, const char *suffix);

/* True when both would be one file: the same inode, or the same name in one folder where it does not exist
 * yet. */
bool tl_same_target(const char *a, const char *b);

/* True when `inner` (a folder, which exists or not) is `outer` or lies inside it. */
bool tl_path_inside(const char *inner, const char *outer);

/* The folder that a file lies in; arena-owned. */
const char *tl_path_parent(struct tl_arena *arena, const char *path);

/* Files that must not be written: inputs, policies, keys, logs.  Zeroed storage is empty; arena-owned. */
struct tl_file_id {
    uint64_t device;
    uint64_t inode;
    const char *path; /* borrowed */
};

struct tl_fileset {
    TL_VEC(struct tl_file_id) list;
    bool is_sorted;
};

/* Adds the file at `path` ("-": standard input), when it exists and is a regular file. */
void tl_fileset_add(struct tl_arena *arena, struct tl_fileset *set, const char *path);

/* The path under which the file at `path` ("-": standard output) is in the set, or NULL. */
const char *tl_fileset_find(struct tl_fileset *set, const char *path);

/* The mode of a new release: 0666 without what the user's umask takes away. */
unsigned tl_release_mode(void);

#endif

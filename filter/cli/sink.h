/* SPDX-License-Identifier: Apache-2.0 */
/* Where releases and logs go, and what they must never be. */
#ifndef TL_CLI_SINK_H
#define TL_CLI_SINK_H

#include "base/error.h"

/* True when both would be one file: the same inode, or the same name in one folder where it does not exist
 * yet. */
bool tl_same_target(const char *a, const char *b);

/* True when `inner` (a folder, which exists or not) is `outer` or lies inside it. */
bool tl_path_inside(const char *inner, const char *outer);

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

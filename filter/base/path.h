/* SPDX-License-Identifier: Apache-2.0 */
/* Names of files, as strings. */
#ifndef TL_BASE_PATH_H
#define TL_BASE_PATH_H

#include "base/arena.h"

/* The last part of a path: "b.txt" of "a/b.txt".  Borrowed. */
const char *tl_base_name(const char *path);

/* DIR and NAME joined, with SUFFIX; arena-owned. */
const char *tl_path_join(struct tl_arena *arena, const char *dir, const char *name, const char *suffix);

/* The folder that a file lies in; arena-owned. */
const char *tl_path_parent(struct tl_arena *arena, const char *path);

#endif

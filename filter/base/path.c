/* SPDX-License-Identifier: Apache-2.0 */
#include "base/path.h"

const char *tl_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

const char *tl_path_join(struct tl_arena *arena, const char *dir, const char *name, const char *suffix)
{
    const size_t len = strlen(dir);
    return tl_arena_format(arena, "%s%s%s%s", dir, len > 0 && dir[len - 1] == '/' ? "" : "/", name, suffix);
}

const char *tl_path_parent(struct tl_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return ".";
    }
    const size_t len = slash == path ? 1 : (size_t)(slash - path);
    return (const char *)tl_arena_dup(arena, (tl_slice){(const unsigned char *)path, len}).ptr;
}

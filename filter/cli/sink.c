/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/sort.h"

/* The real path of a file or folder, of which the last parts need not exist; NULL when nothing can be said.
 */
static const char *real_path(struct tl_arena *arena, const char *path)
{
    char real[PATH_MAX];
    if (realpath(path, real) != NULL) {
        return (const char *)tl_arena_dup(arena, tl_str(real)).ptr;
    }
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/') {
        len--;
    }
    const char *bare = (const char *)tl_arena_dup(arena, tl_slice_sub(tl_str(path), 0, len)).ptr;
    const char *parent = tl_path_parent(arena, bare);
    if (len <= 1 || strcmp(parent, bare) == 0) {
        return NULL;
    }
    const char *base = strcmp(bare, ".") == 0 ? NULL : real_path(arena, parent);
    return base == NULL ? NULL : tl_path_join(arena, base, tl_base_name(bare), "");
}

bool tl_same_target(const char *a, const char *b)
{
    struct stat x;
    struct stat y;
    if (stat(a, &x) == 0 && stat(b, &y) == 0) {
        /* Two uses of one device, such as /dev/null, harm nobody. */
        return x.st_dev == y.st_dev && x.st_ino == y.st_ino && S_ISREG(x.st_mode);
    }
    struct tl_arena arena = {0};
    const char *real_a = real_path(&arena, a);
    const char *real_b = real_path(&arena, b);
    const bool is_same = real_a != NULL && real_b != NULL && strcmp(real_a, real_b) == 0;
    tl_arena_release(&arena);
    return is_same;
}

bool tl_path_inside(const char *inner, const char *outer)
{
    struct tl_arena arena = {0};
    const char *in = real_path(&arena, inner);
    const char *out = real_path(&arena, outer);
    bool is_inside = false;
    if (in != NULL && out != NULL) {
        const size_t len = strlen(out);
        is_inside = strncmp(in, out, len) == 0 && (in[len] == '\0' || in[len] == '/' || out[len - 1] == '/');
    }
    tl_arena_release(&arena);
    return is_inside;
}

unsigned tl_release_mode(void)
{
    const mode_t mask = umask(0);
    (void)umask(mask);
    return 0666U & ~(unsigned)mask;
}

static bool file_id(const char *path, int standard, struct tl_file_id *out)
{
    struct stat info;
    const bool is_there = strcmp(path, "-") == 0 ? fstat(standard, &info) == 0 : stat(path, &info) == 0;
    if (!is_there || !S_ISREG(info.st_mode)) {
        return false;
    }
    *out = (struct tl_file_id){(uint64_t)info.st_dev, (uint64_t)info.st_ino, path};
    return true;
}

static int file_id_order(const void *a, const void *b)
{
    const struct tl_file_id *x = a;
    const struct tl_file_id *y = b;
    if (x->device != y->device) {
        return x->device < y->device ? -1 : 1;
    }
    return x->inode < y->inode ? -1 : x->inode > y->inode;
}

void tl_fileset_add(struct tl_arena *arena, struct tl_fileset *set, const char *path)
{
    struct tl_file_id id;
    if (file_id(path, STDIN_FILENO, &id)) {
        *TL_PUSH(arena, &set->list) = id;
        set->is_sorted = false;
    }
}

const char *tl_fileset_find(struct tl_fileset *set, const char *path)
{
    struct tl_file_id id;
    if (set->list.count == 0 || !file_id(path, STDOUT_FILENO, &id)) {
        return NULL;
    }
    if (!set->is_sorted) {
        tl_sort(set->list.items, set->list.count, sizeof(id), file_id_order);
        set->is_sorted = true;
    }
    const struct tl_file_id *found =
        bsearch(&id, set->list.items, set->list.count, sizeof(id), file_id_order);
    return found == NULL ? NULL : found->path;
}

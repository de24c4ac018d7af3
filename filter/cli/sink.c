/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "base/sort.h"

static enum tl_status sync_file(int fd, const char *path, struct tl_err *err)
{
    if (fsync(fd) == 0 || errno == EINVAL || errno == EROFS) {
        return TL_OK; /* a device or pipe cannot be synced, and need not be */
    }
    return tl_fail(err, TL_IO, "log.sync", "cannot store %s: %s", path, strerror(errno));
}

static enum tl_status sync_parent(const char *path, struct tl_err *err)
{
    struct tl_arena arena = {0};
    const int fd = open(tl_path_parent(&arena, path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    tl_arena_release(&arena);
    if (fd < 0) {
        return tl_fail(err, TL_IO, "log.sync", "cannot store the folder of %s: %s", path, strerror(errno));
    }
    const enum tl_status status = sync_file(fd, path, err);
    (void)close(fd); /* opened for reading: nothing can be lost */
    return status;
}

static enum tl_status cannot_create(const char *path, int reason, struct tl_err *err)
{
    if (reason == EEXIST) {
        return tl_fail(err, TL_CANTCREATE, "log.exists",
                       "the log %s exists and is never overwritten; name another one, or say --force", path);
    }
    return tl_fail(err, TL_CANTCREATE, "log.create", "cannot create the log %s: %s", path, strerror(reason));
}

/* The file gets its name only with its first bytes in it; link() refuses an existing name, rename() replaces
 * it. */
static enum tl_status open_named(struct tl_logfile *file, bool is_forced, tl_slice first, struct tl_err *err)
{
    struct tl_arena arena = {0};
    enum tl_status status = TL_OK;
    const char *path = file->path;
    const tl_slice name =
        tl_str(tl_path_join(&arena, tl_path_parent(&arena, path), ".tearline-log-XXXXXX", ""));
    char *temporary = (char *)(uintptr_t)tl_arena_dup(&arena, name).ptr;
    file->fd = mkostemp(temporary, O_CLOEXEC);
    if (file->fd < 0) {
        status = cannot_create(path, errno, err);
        goto out;
    }
    status = fchmod(file->fd, 0600) == 0 ? tl_write_all(file->fd, path, first, err)
                                         : cannot_create(path, errno, err);
    if (status == TL_OK) {
        status = sync_file(file->fd, path, err);
    }
    if (status == TL_OK && (is_forced ? rename(temporary, path) : link(temporary, path)) != 0) {
        status = cannot_create(path, errno, err);
    }
    if (status != TL_OK || !is_forced) {
        (void)unlink(temporary); /* the log has its own name by now, or nothing may be left */
    }
    if (status == TL_OK) {
        status = sync_parent(path, err);
    }
    if (status != TL_OK) {
        (void)close(file->fd);
    }
out:
    tl_arena_release(&arena);
    return status;
}

enum tl_status tl_logfile_open(struct tl_logfile *file, const char *path, bool is_forced, tl_slice first,
                               struct tl_err *err)
{
    struct stat info;
    enum tl_status status = TL_OK;
    *file = (struct tl_logfile){.fd = -1, .path = path};
    if (lstat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
        return cannot_create(path, EISDIR, err);
    }
    if (stat(path, &info) != 0 || S_ISREG(info.st_mode)) {
        status = open_named(file, is_forced, first, err);
    } else {
        file->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
        status = file->fd < 0 ? cannot_create(path, errno, err) : tl_write_all(file->fd, path, first, err);
        if (status != TL_OK && file->fd >= 0) {
            (void)close(file->fd);
        }
    }
    file->is_open = status == TL_OK;
    return status;
}

enum tl_status tl_logfile_append(struct tl_logfile *file, tl_slice bytes, struct tl_err *err)
{
    const enum tl_status status = tl_write_all(file->fd, file->path, bytes, err);
    return status == TL_OK ? sync_file(file->fd, file->path, err) : status;
}

enum tl_status tl_logfile_close(struct tl_logfile *file, struct tl_err *err)
{
    if (!file->is_open) {
        return TL_OK;
    }
    file->is_open = false;
    if (close(file->fd) != 0) {
        return tl_fail(err, TL_IO, "log.close", "cannot store %s: %s", file->path, strerror(errno));
    }
    return TL_OK;
}

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

/* SPDX-License-Identifier: Apache-2.0 */
#include "pipeline/logfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "base/path.h"

/* The data, and of the rest what is needed to find it again. */
static enum tl_status sync_file(int fd, const char *path, struct tl_err *err)
{
    if (fdatasync(fd) == 0 || errno == EINVAL || errno == EROFS) {
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
    enum tl_status status = TL_OK;
    if (fsync(fd) != 0 && errno != EINVAL && errno != EROFS) {
        status = tl_fail(err, TL_IO, "log.sync", "cannot store the folder of %s: %s", path, strerror(errno));
    }
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

/* SPDX-License-Identifier: Apache-2.0 */
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.h"

enum { READ_BYTES = 256 * 1024 };

static enum tl_status read_descriptor(int fd, const char *name, size_t cap, struct tl_buf *out,
                                      struct tl_err *err)
{
    enum tl_status status = TL_OK;
    unsigned char *chunk = malloc(READ_BYTES);
    if (chunk == NULL) {
        tl_out_of_memory();
    }
    for (;;) {
        const ssize_t got = read(fd, chunk, READ_BYTES);
        if (got == 0) {
            break;
        }
        if (got < 0) {
            if (errno == EINTR) {
                continue;
            }
            status = errno == EISDIR
                         ? tl_fail(err, TL_NOINPUT, "input.directory", "%s is a directory, not a cable", name)
                         : tl_fail(err, TL_IO, "input.read", "cannot read %s: %s", name, strerror(errno));
            break;
        }
        if ((size_t)got > cap || out->len > cap - (size_t)got) {
            status = tl_fail(err, TL_DATA, "input.too_large", "%s is larger than the limit of %zu bytes",
                             name, cap);
            break;
        }
        tl_buf_add(out, (tl_slice){chunk, (size_t)got});
    }
    free(chunk);
    return status;
}

enum tl_status tl_read_file(const char *path, size_t cap, struct tl_buf *out, struct tl_err *err)
{
    if (strcmp(path, "-") == 0) {
        return read_descriptor(STDIN_FILENO, "standard input", cap, out, err);
    }
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        return tl_fail(err, TL_NOINPUT, "input.open", "cannot open %s: %s", path, strerror(errno));
    }
    const enum tl_status status = read_descriptor(fd, path, cap, out, err);
    (void)close(fd); /* nothing was written: a failed close loses nothing */
    return status;
}

enum tl_status tl_write_all(int fd, const char *name, tl_slice bytes, struct tl_err *err)
{
    while (bytes.len > 0) {
        const ssize_t put = write(fd, bytes.ptr, bytes.len);
        if (put < 0) {
            if (errno == EINTR) {
                continue;
            }
            return tl_fail(err, TL_IO, "output.write", "cannot write %s: %s", name, strerror(errno));
        }
        bytes.ptr += put;
        bytes.len -= (size_t)put;
    }
    return TL_OK;
}

static char *temporary_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    const size_t dir = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    const size_t size = strlen(path) + sizeof(".tearline-XXXXXX.") + 1;
    char *name = malloc(size);
    if (name == NULL) {
        tl_out_of_memory();
    }
    (void)snprintf(name, size, "%.*s.tearline-XXXXXX", (int)dir, path);
    return name;
}

enum tl_status tl_outfile_open(struct tl_outfile *file, const char *path, unsigned mode, struct tl_err *err)
{
    struct stat info;
    *file = (struct tl_outfile){.fd = -1};
    if (stat(path, &info) == 0 && !S_ISREG(info.st_mode)) {
        file->is_direct = true;
        file->fd = S_ISDIR(info.st_mode) ? -1 : open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
        errno = S_ISDIR(info.st_mode) ? EISDIR : errno;
    } else {
        file->temporary = temporary_name(path);
        file->fd = mkostemp(file->temporary, O_CLOEXEC);
    }
    if (file->fd < 0 || (!file->is_direct && fchmod(file->fd, mode) != 0)) {
        const int reason = errno;
        file->is_open = file->fd >= 0;
        tl_outfile_discard(file);
        return tl_fail(err, TL_CANTCREATE, "output.create", "cannot create %s: %s", path, strerror(reason));
    }
    file->is_open = true;
    file->path = strdup(path);
    if (file->path == NULL) {
        tl_out_of_memory();
    }
    return TL_OK;
}

enum tl_status tl_outfile_write(struct tl_outfile *file, tl_slice bytes, struct tl_err *err)
{
    return tl_write_all(file->fd, file->path, bytes, err);
}

/* Makes the rename itself durable. */
static bool sync_directory(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *dir = slash == NULL ? strdup(".") : strndup(path, (size_t)(slash - path) + 1);
    if (dir == NULL) {
        tl_out_of_memory();
    }
    const int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(dir);
    if (fd < 0) {
        return false;
    }
    const bool done = fsync(fd) == 0 || errno == EINVAL;
    return close(fd) == 0 && done;
}

enum tl_status tl_outfile_commit(struct tl_outfile *file, struct tl_err *err)
{
    enum tl_status status = TL_OK;
    TL_CHECK(file->is_open);
    if (!file->is_direct && fsync(file->fd) != 0) {
        status = tl_fail(err, TL_IO, "output.sync", "cannot store %s: %s", file->path, strerror(errno));
        goto out;
    }
    const int closed = close(file->fd);
    file->is_open = false;
    if (closed != 0) {
        status = tl_fail(err, TL_IO, "output.close", "cannot store %s: %s", file->path, strerror(errno));
        goto out;
    }
    if (file->is_direct) {
        goto out;
    }
    if (rename(file->temporary, file->path) != 0) {
        status =
            tl_fail(err, TL_CANTCREATE, "output.rename", "cannot create %s: %s", file->path, strerror(errno));
        goto out;
    }
    free(file->temporary);
    file->temporary = NULL;
    if (!sync_directory(file->path)) {
        status = tl_fail(err, TL_IO, "output.sync", "cannot store the directory of %s: %s", file->path,
                         strerror(errno));
    }
out:
    tl_outfile_discard(file);
    return status;
}

void tl_outfile_discard(struct tl_outfile *file)
{
    if (file->is_open) {
        (void)close(file->fd);
    }
    if (file->temporary != NULL) {
        (void)unlink(file->temporary);
    }
    free(file->temporary);
    free(file->path);
    *file = (struct tl_outfile){.fd = -1};
}

bool tl_same_file(const char *a, const char *b)
{
    struct stat x;
    struct stat y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

bool tl_is_directory(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

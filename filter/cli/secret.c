/* SPDX-License-Identifier: Apache-2.0 */
/* Files that only their owner may read: who has a run secret can guess what commitments commit to, and who
 * has a key can sign or open what is sealed. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "base/limits.h"
#include "cli/redact.h"

enum { SHORTEST = 16 };

/* The descriptor is judged and read, so that what was judged is what is read. */
static enum tl_status read_private(const char *what, const char *path, struct tl_buf *out, struct tl_err *err)
{
    struct stat info;
    enum tl_status status = TL_OK;
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0) {
        return tl_fail(err, TL_CONFIG, "secret.open", "cannot open the %s %s: %s", what, path,
                       strerror(errno));
    }
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        status = tl_fail(err, TL_CONFIG, "secret.file", "the %s %s is not a regular file", what, path);
    } else if ((info.st_mode & 077) != 0) {
        status =
            tl_fail(err, TL_PERMISSION, "secret.mode",
                    "the %s %s can be used by others than its owner; say chmod 600 %s", what, path, path);
    } else {
        unsigned char bytes[4096];
        for (;;) {
            const ssize_t got = read(fd, bytes, sizeof(bytes));
            if (got > 0 && out->len + (size_t)got <= TL_MAX_SECRET) {
                tl_buf_add(out, (tl_slice){bytes, (size_t)got});
                continue;
            }
            if (got > 0) {
                status = tl_fail(err, TL_CONFIG, "secret.long", "the %s %s is too large", what, path);
            } else if (got < 0) {
                status = tl_fail(err, TL_IO, "secret.read", "cannot read the %s %s: %s", what, path,
                                 strerror(errno));
            }
            break;
        }
    }
    (void)close(fd); /* opened for reading: nothing can be lost */
    return status;
}

enum tl_status tl_private_read(const char *what, const char *path, struct tl_buf *out)
{
    struct tl_err err = {0};
    enum tl_status status = read_private(what, path, out, &err);
    if (status == TL_OK && out->len == 0) {
        status =
            tl_fail(&err, TL_CONFIG, "secret.empty", "the %s %s is empty: there is no key in it", what, path);
    }
    if (status != TL_OK) {
        tl_err_print(&err);
    }
    return status;
}

enum tl_status tl_secret_read(const char *path, struct tl_buf *out)
{
    struct tl_err err = {0};
    enum tl_status status = read_private("run secret", path, out, &err);
    if (status == TL_OK && out->len < SHORTEST) {
        status = tl_fail(&err, TL_CONFIG, "secret.short",
                         "the run secret %s has fewer than %d bytes; say head -c 32 /dev/urandom > %s", path,
                         SHORTEST, path);
    }
    if (status != TL_OK) {
        tl_err_print(&err);
    }
    return status;
}

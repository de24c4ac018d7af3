/* SPDX-License-Identifier: Apache-2.0 */
#include "pipeline/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/stop.h"

const char *tl_input_name(const char *path)
{
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

bool tl_input_size(const char *path, uint64_t *size)
{
    struct stat info;
    const bool is_there = strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &info) == 0 : stat(path, &info) == 0;
    if (!is_there || !S_ISREG(info.st_mode) || info.st_size < 0) {
        return false;
    }
    *size = (uint64_t)info.st_size;
    return true;
}

/* A pipe without a writer must not hold the run: it is opened without waiting, and waited for in poll. */
enum tl_status tl_input_open(struct tl_input *input, const char *path, struct tl_err *err)
{
    struct stat info;
    *input = (struct tl_input){.fd = STDIN_FILENO, .path = path};
    if (strcmp(path, "-") != 0) {
        input->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
        if (input->fd < 0) {
            return tl_fail(err, TL_NOINPUT, "input.open", "cannot open %s: %s", path, strerror(errno));
        }
    }
    input->is_open = true;
    if (fstat(input->fd, &info) == 0) {
        input->is_regular = S_ISREG(info.st_mode);
    }
    return TL_OK;
}

void tl_input_close(struct tl_input *input)
{
    if (input->is_open && input->fd != STDIN_FILENO) {
        (void)close(input->fd); /* nothing was written: a failed close loses nothing */
    }
    input->is_open = false;
}

static enum tl_input_result failed(const struct tl_input *input, int reason, struct tl_err *err)
{
    const char *name = tl_input_name(input->path);
    if (reason == EISDIR) {
        (void)tl_fail(err, TL_NOINPUT, "input.directory", "%s is a directory, not a cable", name);
    } else {
        (void)tl_fail(err, TL_IO, "input.read", "cannot read %s: %s", name, strerror(reason));
    }
    return TL_INPUT_FAILED;
}

enum tl_input_result tl_input_read(struct tl_input *input, bool may_wait, unsigned char *bytes, size_t room,
                                   size_t *got, struct tl_err *err)
{
    for (;;) {
        struct pollfd polled[] = {{input->fd, POLLIN, 0}, {tl_stop_descriptor(), POLLIN, 0}};
        if (tl_stop_asked()) {
            return TL_INPUT_STOPPED;
        }
        const int count = input->is_regular ? 1 : poll(polled, TL_COUNT(polled), may_wait ? -1 : 0);
        if (count < 0 && errno != EINTR) {
            return failed(input, errno, err);
        }
        if (count == 0 && !may_wait) {
            return TL_INPUT_WAIT;
        }
        if (count <= 0 || polled[1].revents != 0 || (!input->is_regular && polled[0].revents == 0)) {
            continue;
        }
        const ssize_t taken = read(input->fd, bytes, room);
        if (taken > 0) {
            *got = (size_t)taken;
            return TL_INPUT_DATA;
        }
        if (taken == 0) {
            return TL_INPUT_END;
        }
        if (errno != EINTR && errno != EAGAIN) {
            return failed(input, errno, err);
        }
    }
}

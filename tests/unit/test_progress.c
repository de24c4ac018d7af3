/* SPDX-License-Identifier: Apache-2.0 */
/* Progress: what it says, that it is for terminals, and that it tears no message. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "cli/progress.h"

static void expect_text(const char *text, uint64_t cables, uint64_t bytes, uint64_t total, uint64_t ms)
{
    struct tl_buf out = {0};
    tl_progress_render(&out, cables, bytes, total, ms * 1000000);
    cr_expect(tl_slice_eq(tl_buf_slice(&out), tl_str(text)), "%.*s, not %s", (int)out.len,
              (const char *)out.ptr, text);
    tl_buf_release(&out);
}

Test(progress, it_says_how_far_and_how_long)
{
    expect_text("1 cable, 2.0 MB/s", 1, 2000000, 0, 1000);
    expect_text("1204 cables, 12.5 MB/s, 8 s left", 1204, 25000000, 125000000, 2000);
    expect_text("7 cables, 1.0 MB/s", 7, 1000, 1000, 1);
    expect_text("0 cables, 0.0 MB/s", 0, 0, 1000, 0);
}

/* Puts `fd` in the place of standard error; returns what was there. */
static int replace_stderr(int fd)
{
    const int before = dup(STDERR_FILENO);
    cr_assert(before >= 0 && dup2(fd, STDERR_FILENO) == STDERR_FILENO);
    return before;
}

static void show(bool is_quiet)
{
    struct tl_progress progress;
    tl_progress_begin(&progress, is_quiet, 1000);
    const struct tl_watch watch = tl_progress_watch(&progress);
    watch.progress(watch.context, 1, 100); /* too soon */
    (void)usleep(120 * 1000);
    watch.progress(watch.context, 2, 200);
    watch.progress(watch.context, 3, 300); /* too soon */
    watch.tell(watch.context, TL_LIT("tearline: a message\n"));
    tl_progress_end(&progress);
}

/* All that comes out at `end`, which ends with `last`; a terminal hands it over in pieces. */
static tl_slice read_all(int end, const char *last, unsigned char *bytes, size_t room)
{
    tl_slice text = {bytes, 0};
    struct pollfd ready = {.fd = end, .events = POLLIN};
    while (text.len < room && poll(&ready, 1, tl_slice_ends(text, tl_str(last)) ? 50 : 5000) == 1) {
        const ssize_t got = read(end, bytes + text.len, room - text.len);
        cr_assert(got > 0);
        text.len += (size_t)got;
    }
    return text;
}

/* What came out at the other end of a pipe or terminal. */
static void expect_shown(int end, int own, bool is_quiet, const char *begin, const char *last)
{
    unsigned char bytes[500];
    const int before = replace_stderr(own);
    show(is_quiet);
    cr_assert(dup2(before, STDERR_FILENO) == STDERR_FILENO);
    (void)close(before);
    const tl_slice text = read_all(end, last, bytes, sizeof(bytes));
    const size_t at = tl_slice_find(text, tl_str(last), 0);
    cr_expect(tl_slice_starts(text, tl_str(begin)) && at != TL_NONE && at + strlen(last) == text.len, "%.*s",
              (int)text.len, (const char *)text.ptr);
}

Test(progress, a_pipe_has_messages_alone)
{
    int ends[2];
    cr_assert(pipe(ends) == 0);
    expect_shown(ends[0], ends[1], false, "tearline: a message\n", "tearline: a message\n");
    (void)close(ends[0]);
    (void)close(ends[1]);
}

Test(progress, a_terminal_has_it_on_one_line_that_messages_clear)
{
    struct termios raw;
    const int end = posix_openpt(O_RDWR | O_NOCTTY);
    if (end < 0 || grantpt(end) != 0 || unlockpt(end) != 0) {
        return; /* no terminals here */
    }
    const int own = open(ptsname(end), O_RDWR | O_NOCTTY);
    cr_assert(own >= 0 && tcgetattr(own, &raw) == 0);
    cfmakeraw(&raw);
    cr_assert(tcsetattr(own, TCSANOW, &raw) == 0);
    expect_shown(end, own, false, "\r2 cables, ", "\033[K\r\033[Ktearline: a message\n");
    expect_shown(end, own, true, "tearline: a message\n", "tearline: a message\n");
    (void)close(own);
    (void)close(end);
}

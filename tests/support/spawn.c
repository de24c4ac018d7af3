/* SPDX-License-Identifier: Apache-2.0 */
#include "support/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PIPE_COUNT = 3, READER = 0, WRITER = 1, DEFAULT_TIMEOUT_S = 20 };

static long now_ms(void)
{
    struct timespec at;
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

static void shut(int *fd)
{
    if (*fd >= 0) {
        (void)close(*fd);
        *fd = -1;
    }
}

static void set_actions(posix_spawn_file_actions_t *actions, const struct spawn_request *request,
                        int pipes[PIPE_COUNT][2])
{
    if (request->input_path != NULL) {
        (void)posix_spawn_file_actions_addopen(actions, 0, request->input_path, O_RDONLY, 0);
    } else {
        (void)posix_spawn_file_actions_adddup2(actions, pipes[0][READER], 0);
    }
    if (request->output_path != NULL) {
        (void)posix_spawn_file_actions_addopen(actions, 1, request->output_path, O_WRONLY | O_CREAT, 0600);
    } else if (request->output == SPAWN_CLOSED) {
        (void)posix_spawn_file_actions_addclose(actions, 1);
    } else {
        (void)posix_spawn_file_actions_adddup2(actions, pipes[1][WRITER], 1);
    }
    (void)posix_spawn_file_actions_adddup2(actions, pipes[2][WRITER], 2);
    (void)posix_spawn_file_actions_addclosefrom_np(actions, 3);
    if (request->dir != NULL) {
        (void)posix_spawn_file_actions_addchdir_np(actions, request->dir);
    }
}

static bool start(const struct spawn_request *request, int pipes[PIPE_COUNT][2], pid_t *pid)
{
    char path[] = "PATH=/usr/local/bin:/usr/bin:/bin";
    char locale[] = "LC_ALL=C";
    char zone[] = "TZ=UTC";
    char home[] = "HOME=/nonexistent";
    char asan[] = "ASAN_OPTIONS=detect_leaks=1:exitcode=99";
    char ubsan[] = "UBSAN_OPTIONS=print_stacktrace=1:exitcode=99";
    char *environment[] = {path, locale, zone, home, asan, ubsan, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigset_t usual;
    (void)posix_spawn_file_actions_init(&actions);
    (void)posix_spawnattr_init(&attributes);
    set_actions(&actions, request, pipes);
    (void)sigemptyset(&none);
    (void)sigemptyset(&usual);
    (void)sigaddset(&usual, SIGPIPE);
    (void)posix_spawnattr_setsigmask(&attributes, &none);
    (void)posix_spawnattr_setsigdefault(&attributes, &usual);
    (void)posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    const int status = posix_spawn(pid, request->argv[0], &actions, &attributes,
                                   (char *const *)(uintptr_t)request->argv, environment);
    (void)posix_spawn_file_actions_destroy(&actions);
    (void)posix_spawnattr_destroy(&attributes);
    return status == 0;
}

/* Takes what is there; false at the end. */
static bool drain(int fd, struct tl_buf *out)
{
    unsigned char bytes[65536];
    const ssize_t got = read(fd, bytes, sizeof(bytes));
    if (got > 0) {
        tl_buf_add(out, (tl_slice){bytes, (size_t)got});
    }
    return got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN));
}

/* Feeds and reads until both outputs have ended; false when the time is over. */
static bool serve(const struct spawn_request *request, int pipes[PIPE_COUNT][2], struct spawn_result *result)
{
    const long end = now_ms() + 1000L * (request->timeout_s > 0 ? request->timeout_s : DEFAULT_TIMEOUT_S);
    size_t fed = 0;
    int *in = &pipes[0][WRITER];
    int *out = &pipes[1][READER];
    int *err = &pipes[2][READER];
    while (*out >= 0 || *err >= 0) {
        if (*in >= 0 && fed == request->input.len) {
            shut(in);
        }
        struct pollfd polled[] = {{*in, POLLOUT, 0}, {*out, POLLIN, 0}, {*err, POLLIN, 0}};
        const long left = end - now_ms();
        if (left <= 0) {
            return false;
        }
        if (poll(polled, 3, (int)left) <= 0) {
            continue;
        }
        if (polled[0].revents != 0) {
            const ssize_t put = write(*in, request->input.ptr + fed, request->input.len - fed);
            if (put > 0) {
                fed += (size_t)put;
            } else if (errno != EAGAIN && errno != EINTR) {
                shut(in);
            }
        }
        if (polled[1].revents != 0 && !drain(*out, &result->out)) {
            shut(out);
        }
        if (polled[2].revents != 0 && !drain(*err, &result->err)) {
            shut(err);
        }
    }
    return true;
}

static int status_of(pid_t pid, bool is_ended, const struct spawn_result *result)
{
    int status = 0;
    if (!is_ended) {
        (void)kill(pid, SIGKILL);
    }
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    const tl_slice told = tl_buf_slice(&result->err);
    if (tl_slice_find(told, TL_LIT("Sanitizer"), 0) != TL_NONE ||
        tl_slice_find(told, TL_LIT("runtime error:"), 0) != TL_NONE) {
        (void)fwrite(told.ptr, 1, told.len, stderr);
        return SPAWN_SANITIZER;
    }
    if (!is_ended) {
        return SPAWN_TIMEOUT;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : SPAWN_SIGNAL + WTERMSIG(status);
}

void spawn(const struct spawn_request *request, struct spawn_result *result)
{
    int pipes[PIPE_COUNT][2] = {{-1, -1}, {-1, -1}, {-1, -1}};
    pid_t pid = -1;
    *result = (struct spawn_result){.status = SPAWN_FAILED};
    (void)signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < PIPE_COUNT; i++) {
        if (pipe2(pipes[i], O_CLOEXEC) != 0) {
            goto out;
        }
    }
    (void)fcntl(pipes[0][WRITER], F_SETFL, O_NONBLOCK);
    if (request->output == SPAWN_NO_READER) {
        shut(&pipes[1][READER]);
    }
    if (start(request, pipes, &pid)) {
        shut(&pipes[0][READER]);
        shut(&pipes[1][WRITER]);
        shut(&pipes[2][WRITER]);
        const bool is_ended = serve(request, pipes, result);
        result->status = status_of(pid, is_ended, result);
    }
out:
    for (int i = 0; i < PIPE_COUNT; i++) {
        shut(&pipes[i][READER]);
        shut(&pipes[i][WRITER]);
    }
}

bool spawn_begin(const struct spawn_request *request, struct spawned *spawned)
{
    int pipes[PIPE_COUNT][2] = {{-1, -1}, {-1, -1}, {-1, -1}};
    pid_t pid = -1;
    bool is_started = true;
    (void)signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < PIPE_COUNT; i++) {
        is_started = is_started && pipe2(pipes[i], O_CLOEXEC) == 0;
    }
    is_started = is_started && start(request, pipes, &pid);
    shut(&pipes[0][READER]);
    shut(&pipes[1][WRITER]);
    shut(&pipes[2][WRITER]);
    *spawned = (struct spawned){(int)pid, pipes[0][WRITER], pipes[1][READER], pipes[2][READER]};
    return is_started;
}

void spawn_send(const struct spawned *spawned, tl_slice bytes)
{
    while (bytes.len > 0) {
        const ssize_t put = write(spawned->in, bytes.ptr, bytes.len);
        if (put <= 0) {
            return;
        }
        bytes = tl_slice_sub(bytes, (size_t)put, bytes.len);
    }
}

void spawn_end_input(struct spawned *spawned)
{
    shut(&spawned->in);
}

bool spawn_wait_for(const struct spawned *spawned, struct spawn_result *result, const char *text)
{
    const long end = now_ms() + 1000L * DEFAULT_TIMEOUT_S;
    while (tl_slice_find(tl_buf_slice(&result->out), tl_str(text), 0) == TL_NONE) {
        struct pollfd polled = {spawned->out, POLLIN, 0};
        const long left = end - now_ms();
        if (left <= 0 || (poll(&polled, 1, (int)left) > 0 && !drain(spawned->out, &result->out))) {
            return false;
        }
    }
    return true;
}

void spawn_signal(const struct spawned *spawned, int number)
{
    (void)kill(spawned->pid, number);
}

void spawn_finish(struct spawned *spawned, struct spawn_result *result)
{
    static const struct spawn_request none = {.timeout_s = DEFAULT_TIMEOUT_S};
    int pipes[PIPE_COUNT][2] = {{-1, -1}, {spawned->out, -1}, {spawned->err, -1}};
    const bool is_ended = serve(&none, pipes, result);
    result->status = status_of((pid_t)spawned->pid, is_ended, result);
    shut(&pipes[1][READER]);
    shut(&pipes[2][READER]);
    shut(&spawned->in);
    *spawned = (struct spawned){0, -1, -1, -1};
}

void spawn_release(struct spawn_result *result)
{
    tl_buf_release(&result->out);
    tl_buf_release(&result->err);
}

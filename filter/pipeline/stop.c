/* SPDX-License-Identifier: Apache-2.0 */
#include "pipeline/stop.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/error.h"

/* A signal handler reaches nothing else: the only mutable state of the process that is not on a stack. */
static atomic_int asked;
static atomic_int signals;
static int ends[2] = {-1, -1};

static void wake(void)
{
    const int reason = errno;
    const ssize_t ignored = write(ends[1], "", 1); /* full: it is readable already */
    (void)ignored;
    errno = reason;
}

static void on_signal(int number)
{
    (void)number;
    if (atomic_fetch_add(&signals, 1) > 0) {
        _exit(TL_TEMPORARY);
    }
    atomic_store(&asked, 1);
    wake();
}

static bool take(int number)
{
    struct sigaction action = {.sa_flags = SA_RESTART};
    struct sigaction before;
    action.sa_handler = on_signal;
    (void)sigemptyset(&action.sa_mask);
    return sigaction(number, NULL, &before) == 0 &&
           (before.sa_handler == SIG_IGN || sigaction(number, &action, NULL) == 0);
}

bool tl_stop_install(void)
{
    if (ends[0] < 0 && pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
        return false;
    }
    return signal(SIGPIPE, SIG_IGN) != SIG_ERR && take(SIGTERM) && take(SIGINT);
}

void tl_stop_ask(void)
{
    atomic_store(&asked, 1);
    wake();
}

bool tl_stop_asked(void)
{
    return atomic_load(&asked) != 0;
}

bool tl_stop_by_signal(void)
{
    return atomic_load(&signals) != 0;
}

int tl_stop_descriptor(void)
{
    return ends[0];
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running a program as a stranger would: descriptors 0 to 2 and no other, a small environment of its own, an
 * end.  (Criterion leaves descriptors and variables behind that would keep pipes open and make runs differ.)
 */
#ifndef TL_TESTS_SUPPORT_SPAWN_H
#define TL_TESTS_SUPPORT_SPAWN_H

#include "base/buf.h"

/* What standard output is. */
enum spawn_output {
    SPAWN_CAPTURED,
    SPAWN_CLOSED,   /* descriptor 1 is not open at all */
    SPAWN_NO_READER /* a pipe whose reader has gone */
};

/* Statuses beside the program's own. */
enum { SPAWN_FAILED = 1000, SPAWN_TIMEOUT, SPAWN_SANITIZER, SPAWN_SIGNAL = 2000 /* + its number */ };

struct spawn_request {
    const char *const *argv; /* argv[0] is the path of the program */
    const char *dir;         /* working directory; NULL: ours */
    tl_slice input;          /* standard input, when input_path is NULL */
    const char *input_path;
    const char *output_path; /* standard output goes to this file or device, over `output` */
    enum spawn_output output;
    int timeout_s; /* 0: 20 */
};

struct spawn_result {
    int status;
    struct tl_buf out;
    struct tl_buf err;
};

/* Fills `result`, which the caller gives to spawn_release.  A sanitizer's report is a status of its own. */
void spawn(const struct spawn_request *request, struct spawn_result *result);
void spawn_release(struct spawn_result *result);

/* A program that is spoken to while it runs. */
struct spawned {
    int pid;
    int in, out, err; /* our ends; -1: closed */
};

/* Starts it: `input` of the request is not sent.  False when that fails. */
bool spawn_begin(const struct spawn_request *request, struct spawned *spawned);

/* Sends bytes that a pipe can hold. */
void spawn_send(const struct spawned *spawned, tl_slice bytes);
void spawn_end_input(struct spawned *spawned);

/* Reads its standard output until `text` stands in it; false when it ends, or 20 s are over. */
bool spawn_wait_for(const struct spawned *spawned, struct spawn_result *result, const char *text);

/* Sends a signal. */
void spawn_signal(const struct spawned *spawned, int number);

/* Reads all that is left until it ends, and fills `result`.  Does not end its input. */
void spawn_finish(struct spawned *spawned, struct spawn_result *result);

#endif

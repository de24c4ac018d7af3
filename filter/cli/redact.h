/* SPDX-License-Identifier: Apache-2.0 */
/* What `tearline redact` settles and checks before anything is written: where everything goes, and the key.
 */
#ifndef TL_CLI_REDACT_H
#define TL_CLI_REDACT_H

#include "cli/options.h"
#include "cli/sink.h"
#include "pipeline/redact.h"

/* Who gets what.  Arena-owned. */
struct tl_plan {
    const char *const *inputs; /* borrowed; "-": standard input */
    struct tl_target *targets; /* one an input */
    size_t count;
    const char *log;        /* one log for all, or NULL */
    bool is_log_per_target; /* one log each */
    bool is_forced;         /* --force: an existing log is replaced */
};

/* What the user asked for, as given. */
struct tl_plan_request {
    const struct tl_command *command;
    const char *const *inputs;
    size_t count;
    const char *output; /* NULL: standard output */
    const char *log;    /* "none": no log */
    bool is_forced;
    bool is_sealed; /* beside each log a file LOG.sealed */
};

/*
 * Settles names: TL_USAGE for what makes no sense (a log in the folder of releases among it), TL_CANTCREATE
 * for two inputs of one name.  Tells what is wrong.
 */
enum tl_status tl_plan_make(struct tl_arena *arena, const struct tl_plan_request *request,
                            struct tl_plan *out);

/* TL_PERMISSION when an output or log is an input, the policy, a pack, one of `keys` (keys and decisions;
 * NULL: none) or the other; TL_CANTCREATE when a log exists and nothing forces it.  Tells what is wrong. */
enum tl_status tl_plan_check(struct tl_arena *arena, const struct tl_plan *plan,
                             const struct tl_policy *policy, const char *const *keys, size_t key_count);

/* Reads a run secret: a file of 16 bytes or more that only its owner can read.  TL_PERMISSION when others
 * can. */
enum tl_status tl_secret_read(const char *path, struct tl_buf *out);

/* Reads any file that only its owner may read; `what` says what it is ("signing key").  Tells what is wrong.
 */
enum tl_status tl_private_read(const char *what, const char *path, struct tl_buf *out);

#endif

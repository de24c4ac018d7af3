/* SPDX-License-Identifier: Apache-2.0 */
/* What redact, check and inspect do alike: policies, dates and cables as files. */
#ifndef TL_CLI_COMMON_H
#define TL_CLI_COMMON_H

#include "cli/options.h"
#include "policy/policy.h"
#include "release/release.h"

/* Loads a policy and tells all its errors and warnings on standard error.  TL_CONFIG when it has errors. */
enum tl_status tl_open_policy(const char *path, struct tl_policy **out);

struct tl_rulings;

/* Reads a file of decisions (NULL: none, and `*out` is NULL) and tells all its errors.  `options` has the
 * dates of the run: a decision is of its day or before; where no date was settled, today's is, and recorded.
 * NULL: a decision may be of any day. */
enum tl_status tl_open_rulings(const char *path, struct tl_release_options *options, struct tl_rulings **out);

/* The positions of the date options in a command's table. */
struct tl_date_options {
    size_t as_of;
    size_t as_of_future;
};

/* Reads --as-of into `out->as_of`; a day after today is TL_USAGE without --as-of-future (M10). */
enum tl_status tl_open_dates(const struct tl_args *args, const struct tl_date_options *options,
                             struct tl_release_options *out);

/*
 * Joins dates and policy: `declassification: dates` without --as-of is TL_CONFIG.  Sets `judged_on`: the
 * as-of date, else today when the policy has exceptions to judge, else nothing, so that a run that needs no
 * clock reads none.
 */
enum tl_status tl_settle_dates(const struct tl_policy *policy, struct tl_release_options *options);

/* Reads one cable and tells what is wrong: TL_NOINPUT, TL_IO, or TL_DATA when it is empty or too large. */
enum tl_status tl_open_cable(const char *path, struct tl_buf *out);

/* The inputs of a command: its operands, or "-" when there is none.  "-" given twice is TL_USAGE. */
enum tl_status tl_open_inputs(struct tl_args *args);

#endif

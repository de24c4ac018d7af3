/* SPDX-License-Identifier: Apache-2.0 */
/* The tests of rules as JUnit XML, as Jenkins and its like read it: one suite a file, one case a test. */
#ifndef TL_CLI_JUNIT_H
#define TL_CLI_JUNIT_H

#include "policy/policy.h"

/* Adds the suite of the file at `path`; `diags` hold what its tests told.  `policy` NULL: it did not load. */
void tl_junit_suite(struct tl_buf *out, const char *path, const struct tl_policy *policy,
                    const struct tl_diags *diags);

#endif

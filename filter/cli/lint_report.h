/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Findings of `policy lint` for machines: one report for all files of the command line.
 *
 *     begin -> a file after the other -> end
 */
#ifndef TL_CLI_LINT_REPORT_H
#define TL_CLI_LINT_REPORT_H

#include "base/error.h"

/* Zeroed is ready. */
struct tl_lint_report {
    bool is_sarif;
    struct tl_buf items; /* owned; findings, each behind a comma */
    struct tl_buf notes; /* owned; files that could not be judged */
};

/* Adds what was told of one file; errors are of a file that no policy could be made of. */
void tl_lint_report_file(struct tl_lint_report *report, const struct tl_diags *diags);

/* Adds that a file could not be judged. */
void tl_lint_report_fault(struct tl_lint_report *report, const char *path, enum tl_status status);

/* Writes the report, and frees it. */
void tl_lint_report_end(struct tl_lint_report *report, enum tl_status status, struct tl_buf *out);

#endif

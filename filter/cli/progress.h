/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a run shows on standard error: its messages, whole lines in order, and on a terminal how far it is.
 * Progress is never written anywhere but to a terminal, and its clock reaches nothing else (DESIGN M18).
 */
#ifndef TL_CLI_PROGRESS_H
#define TL_CLI_PROGRESS_H

#include "pipeline/redact.h"

/* Zeroed storage shows no progress. */
struct tl_progress {
    bool is_shown;
    bool is_drawn;
    uint64_t total;       /* bytes; 0: not known */
    uint64_t begin, last; /* nanoseconds */
};

/* Shows progress when standard error is a terminal and `is_quiet` does not forbid it. */
void tl_progress_begin(struct tl_progress *progress, bool is_quiet, uint64_t total);

/* The same for a run over inputs, which also takes the signals that stop it.  TL_TEMPORARY, and told, when it
 * cannot. */
enum tl_status tl_progress_open(struct tl_progress *progress, bool is_quiet, const struct tl_stream *stream);
void tl_progress_end(struct tl_progress *progress);

/* How the run reaches it; borrowed. */
struct tl_watch tl_progress_watch(struct tl_progress *progress);

/* Writes message lines where no progress is torn by them. */
void tl_progress_tell(void *context, tl_slice lines);

/* Appends "1204 cables, 12.3 MB/s, 8 s left". */
void tl_progress_render(struct tl_buf *out, uint64_t cables, uint64_t bytes, uint64_t total,
                        uint64_t elapsed_ns);

#endif

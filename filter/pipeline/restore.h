/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Putting back what was taken out, after a successful appeal.
 *
 *   log + release + sealed file + key  ──>  a new release, and a log of its own that names the one it follows
 *
 * The original is not needed.  Nothing is put back that does not open the commitment of its change.  A
 * portion that was above what the release was released as comes back marked (U): it is declassified, by
 * whoever decided.
 */
#ifndef TL_PIPELINE_RESTORE_H
#define TL_PIPELINE_RESTORE_H

#include "ledger/seal.h"

struct tl_restore {
    const char *log;
    const char *sealed;
    const char *release;     /* as the run wrote it: a file, or a stream framed as the log says */
    uint64_t cable;          /* 0: the only one */
    const uint64_t *changes; /* in ascending order */
    size_t count;
    const struct tl_seal_key *key;
    const char *by;
    const char *why;
    const struct tl_signing_key *signing_key; /* NULL: nobody signs */
};

/*
 * Appends the new release and its log.  TL_NO: the log is not whole, the release is not the one that was
 * logged, the key does not open what is sealed, or what it opens is not what was committed to.  TL_DATA: no
 * such cable or change; nothing sealed of it.
 */
enum tl_status tl_restore_run(const struct tl_restore *restore, struct tl_buf *release, struct tl_buf *log,
                              struct tl_err *err);

#endif

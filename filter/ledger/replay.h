/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a change log again: is its chain whole, and does a release follow from its original?
 *
 * A log is input like any other and may be hostile: a line is accepted only when it is byte for byte what the
 * writer would have written.  Messages name line numbers and never quote the log, which is as sensitive as
 * its cables.
 */
#ifndef TL_LEDGER_REPLAY_H
#define TL_LEDGER_REPLAY_H

#include "base/digest.h"
#include "base/error.h"

/* What the chain of a log says; hashes in hexadecimal. */
struct tl_chain {
    uint64_t records;
    uint64_t cables;
    bool is_ended;     /* the last record is `end`, and its count of records is right */
    char last[TL_HEX]; /* hash of the last record */
};

/*
 * Checks every line, the form of its record, `prev` and `hash`.  TL_DATA, slug "log.form", for a line that is
 * no record; TL_NO, slug "log.chain", for one that does not follow from the line before; TL_NO, slug
 * "log.end", for a wrong count in `end`.  A log without `end` is cut off: TL_OK with `is_ended` false.
 */
enum tl_status tl_chain_check(tl_slice log, struct tl_chain *out, struct tl_err *err);

/*
 * Applies the changes of cable number `cable` (from 1) to `original` and appends the release to `out`.  TL_NO
 * when it does not follow: slugs "replay.original" (another original), "replay.change" (changes that overlap,
 * or do not stand where they say), "replay.commitment" (a commitment to another text), "replay.release" (the
 * result has another hash), "replay.denied" (a cable without a release), "replay.cable" (no such cable).  The
 * chain is not checked here.
 */
enum tl_status tl_replay(tl_slice log, uint64_t cable, tl_slice original, struct tl_buf *out,
                         struct tl_err *err);

#endif

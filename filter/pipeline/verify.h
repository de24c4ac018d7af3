/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `verify` over a stream: the log is read once, and beside it the original and the release, framed as the log
 * says, one cable at a time.
 *
 *     log       run ── cable change change ── cable change ── end
 *     original  ───────[frame]────────────────[frame]
 *     release   ───────[frame]────────────────[frame]
 *
 * Whatever differs goes into one list (ledger/verify.h): the chain of the log, its counts, a frame that is
 * not where the log says, a byte of a release that no record explains.
 */
#ifndef TL_PIPELINE_VERIFY_H
#define TL_PIPELINE_VERIFY_H

#include "ledger/verify.h"

struct tl_public_key; /* ledger/signature.h */

/* A file, or what lies in memory; borrowed. */
struct tl_verify_text {
    const char *path; /* what messages call it; "-": standard input; NULL: there is none */
    tl_slice bytes;   /* with a pointer: what is read instead of the file */
};

struct tl_verify_request {
    struct tl_verify_text log;
    struct tl_verify_text original;
    struct tl_verify_text release;          /* none: nothing was released */
    const struct tl_policy *policy;         /* NULL: edits only */
    const struct tl_rulings *rulings;       /* decisions of a reviewer, with a policy; NULL: none */
    const struct tl_public_key *public_key; /* NULL: a signature is not looked at */
};

enum tl_signature_state {
    TL_SIGNATURE_NONE = 0,
    TL_SIGNATURE_UNCHECKED, /* there is one, and no key was given */
    TL_SIGNATURE_GOOD,
    TL_SIGNATURE_BAD
};

/* Zeroed before; freed with tl_verify_release. */
struct tl_verify_outcome {
    struct tl_differences differences;
    uint64_t records;
    uint64_t cables;   /* of the log */
    uint64_t verified; /* of them, held against original and release */
    uint64_t denied;   /* of those: nothing left */
    uint64_t changes;
    char log_hash[TL_HEX]; /* of the last record; empty: none was read */
    struct tl_date as_of;  /* of the run */
    bool is_as_of_given;
    enum tl_rank assume;
    bool follows; /* the run puts text back; its decisions are not those of a policy */
    enum tl_signature_state signature;
    char signed_by[TL_HEX];
};

/*
 * TL_OK: all was read, whatever differs is in the outcome.  TL_DATA, slug "verify.source": the log is of
 * several inputs, and none of them is called as ORIGINAL is; TL_NOINPUT, TL_IO: something cannot be read;
 * TL_CONFIG: the policy needs what the run does not say; TL_USAGE, slug "verify.decisions.missing": the run
 * had decisions of a reviewer, and none are given.
 */
enum tl_status tl_verify_run(const struct tl_verify_request *request, struct tl_verify_outcome *out,
                             struct tl_err *err);

void tl_verify_outcome_release(struct tl_verify_outcome *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commitments to removed text (DESIGN section 6).  A plain hash of a name could be guessed; a commitment
 * tells nothing until its nonce is given away, and then proves that one text and no other.
 */
#ifndef TL_LEDGER_COMMITMENT_H
#define TL_LEDGER_COMMITMENT_H

#include "base/digest.h"

/* HMAC-SHA-256(secret, SHA-256(original) || SHA-256(policy and packs) || u64be cable || u64be change): no two
 * changes of any two cables or policies have one nonce, even under one secret. */
struct tl_hash tl_nonce_make(tl_slice secret, const struct tl_hash *original, const struct tl_hash *policy,
                             uint64_t cable, uint64_t change);

/* SHA-256(nonce || text). */
struct tl_hash tl_commitment_make(const struct tl_hash *nonce, tl_slice text);

#endif

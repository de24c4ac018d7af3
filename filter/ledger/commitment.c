/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/commitment.h"

struct tl_hash tl_nonce_make(tl_slice secret, const struct tl_hash *original, const struct tl_hash *policy,
                             uint64_t cable, uint64_t change)
{
    unsigned char cable_bytes[8];
    unsigned char change_bytes[8];
    const tl_slice parts[] = {tl_hash_slice(original), tl_hash_slice(policy), tl_u64be(cable, cable_bytes),
                              tl_u64be(change, change_bytes)};
    return tl_hmac(secret, parts, TL_COUNT(parts));
}

struct tl_hash tl_commitment_make(const struct tl_hash *nonce, tl_slice text)
{
    const tl_slice parts[] = {tl_hash_slice(nonce), text};
    return tl_sha256(parts, TL_COUNT(parts));
}

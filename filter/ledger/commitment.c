/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/commitment.h"

struct tl_hash tl_nonce_make(tl_slice secret, const struct tl_hash *original, const struct tl_hash *policy,
                             uint64_t cable, uint64_t change)
{
    unsigned char text[2 * TL_HASH + 16];
    memcpy(text, original->bytes, TL_HASH);
    memcpy(text + TL_HASH, policy->bytes, TL_HASH);
    (void)tl_u64be(cable, text + 2 * TL_HASH);
    (void)tl_u64be(change, text + 2 * TL_HASH + 8);
    return tl_hmac(secret, &(tl_slice){text, sizeof(text)}, 1);
}

struct tl_hash tl_commitment_make(const struct tl_hash *nonce, tl_slice text)
{
    const tl_slice parts[] = {tl_hash_slice(nonce), text};
    return tl_sha256(parts, TL_COUNT(parts));
}

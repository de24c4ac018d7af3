/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256, HMAC-SHA-256 and random bytes, by OpenSSL libcrypto. */
#ifndef TL_BASE_DIGEST_H
#define TL_BASE_DIGEST_H

#include "base/slice.h"

enum { TL_HASH = 32, TL_HEX = 65 };

struct tl_hash {
    unsigned char bytes[TL_HASH];
};

/* SHA-256 of the concatenation of `count` parts.  A libcrypto failure ends the process (check.h). */
struct tl_hash tl_sha256(const tl_slice *parts, size_t count);
struct tl_hash tl_sha256_one(tl_slice part);

/* HMAC-SHA-256 of the concatenation of `count` parts under `key`. */
struct tl_hash tl_hmac(tl_slice key, const tl_slice *parts, size_t count);

/* Lower-case hexadecimal and NUL; returns `out`. */
const char *tl_hash_hex(const struct tl_hash *hash, char out[TL_HEX]);

/* Back; false when `digits` are not those of a hash. */
bool tl_hash_from_hex(tl_slice digits, struct tl_hash *out);

static inline tl_slice tl_hash_slice(const struct tl_hash *hash)
{
    return (tl_slice){hash->bytes, TL_HASH};
}

/* 32 bytes from the system's generator, for a run secret that no one gave. */
struct tl_hash tl_random_secret(void);

/* `value` as eight bytes, most significant first; returns a slice over `out`. */
tl_slice tl_u64be(uint64_t value, unsigned char out[8]);

#endif

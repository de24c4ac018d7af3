/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include "base/check.h"

struct tl_hash tl_sha256(const tl_slice *parts, size_t count)
{
    struct tl_hash hash;
    unsigned length = 0;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    TL_CHECK(context != NULL && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1);
    for (size_t i = 0; i < count; i++) {
        TL_CHECK(EVP_DigestUpdate(context, parts[i].ptr, parts[i].len) == 1);
    }
    TL_CHECK(EVP_DigestFinal_ex(context, hash.bytes, &length) == 1 && length == TL_HASH);
    EVP_MD_CTX_free(context);
    return hash;
}

struct tl_hash tl_sha256_one(tl_slice part)
{
    return tl_sha256(&part, 1);
}

struct tl_hash tl_hmac(tl_slice key, const tl_slice *parts, size_t count)
{
    struct tl_hash hash;
    size_t length = 0;
    char digest[] = "SHA256";
    const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                 OSSL_PARAM_construct_end()};
    EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    TL_CHECK(mac != NULL);
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(mac);
    TL_CHECK(context != NULL && EVP_MAC_init(context, key.ptr, key.len, params) == 1);
    for (size_t i = 0; i < count; i++) {
        TL_CHECK(EVP_MAC_update(context, parts[i].ptr, parts[i].len) == 1);
    }
    TL_CHECK(EVP_MAC_final(context, hash.bytes, &length, TL_HASH) == 1 && length == TL_HASH);
    EVP_MAC_CTX_free(context);
    EVP_MAC_free(mac);
    return hash;
}

const char *tl_hash_hex(const struct tl_hash *hash, char out[TL_HEX])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < TL_HASH; i++) {
        out[2 * i] = digits[hash->bytes[i] >> 4];
        out[2 * i + 1] = digits[hash->bytes[i] & 15];
    }
    out[TL_HEX - 1] = '\0';
    return out;
}

struct tl_hash tl_random_secret(void)
{
    struct tl_hash secret;
    TL_CHECK(RAND_priv_bytes(secret.bytes, TL_HASH) == 1);
    return secret;
}

tl_slice tl_u64be(uint64_t value, unsigned char out[8])
{
    for (size_t i = 0; i < 8; i++) {
        out[i] = (unsigned char)(value >> (56 - 8 * i));
    }
    return (tl_slice){out, 8};
}

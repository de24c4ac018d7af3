/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/check.h"

enum { KEPT_KEY = 64 };

/*
 * What a thread keeps: finding an algorithm and setting it up costs more than hashing a line, and takes a
 * lock of the library (performance.md 5).
 */
struct kept {
    EVP_MD_CTX *sha256;   /* works */
    EVP_MD_CTX *prepared; /* as `sha256` is before it works */
    EVP_MAC_CTX *hmac;    /* under `key`; NULL: not set up */
    unsigned char key[KEPT_KEY];
    size_t key_len;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t slot;

static void release_kept(void *memory)
{
    struct kept *kept = memory;
    EVP_MD_CTX_free(kept->sha256);
    EVP_MD_CTX_free(kept->prepared);
    EVP_MAC_CTX_free(kept->hmac);
    explicit_bzero(kept, sizeof(*kept));
    free(kept);
}

static void make_slot(void)
{
    TL_CHECK(pthread_key_create(&slot, release_kept) == 0);
}

static struct kept *kept_of_thread(void)
{
    TL_CHECK(pthread_once(&once, make_slot) == 0);
    struct kept *kept = pthread_getspecific(slot);
    if (kept == NULL) {
        kept = calloc(1, sizeof(*kept));
        TL_CHECK(kept != NULL && pthread_setspecific(slot, kept) == 0);
        kept->sha256 = EVP_MD_CTX_new();
        kept->prepared = EVP_MD_CTX_new();
        TL_CHECK(kept->sha256 != NULL && kept->prepared != NULL &&
                 EVP_DigestInit_ex(kept->prepared, EVP_sha256(), NULL) == 1);
    }
    return kept;
}

/* To begin again costs the library more than a copy of a context that has begun. */
struct tl_hash tl_sha256(const tl_slice *parts, size_t count)
{
    struct tl_hash hash;
    unsigned length = 0;
    const struct kept *kept = kept_of_thread();
    EVP_MD_CTX *context = kept->sha256;
    TL_CHECK(EVP_MD_CTX_copy_ex(context, kept->prepared) == 1);
    for (size_t i = 0; i < count; i++) {
        TL_CHECK(EVP_DigestUpdate(context, parts[i].ptr, parts[i].len) == 1);
    }
    TL_CHECK(EVP_DigestFinal_ex(context, hash.bytes, &length) == 1 && length == TL_HASH);
    return hash;
}

struct tl_hash tl_sha256_one(tl_slice part)
{
    return tl_sha256(&part, 1);
}

static EVP_MAC_CTX *hmac_make(tl_slice key)
{
    char digest[] = "SHA256";
    const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                 OSSL_PARAM_construct_end()};
    EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    TL_CHECK(mac != NULL);
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(mac);
    EVP_MAC_free(mac);
    TL_CHECK(context != NULL && EVP_MAC_init(context, key.ptr, key.len, params) == 1);
    return context;
}

/* The thread's context, under this key. */
static EVP_MAC_CTX *hmac_begin(struct kept *kept, tl_slice key)
{
    if (kept->hmac != NULL && key.len > 0 && tl_slice_eq(key, (tl_slice){kept->key, kept->key_len})) {
        TL_CHECK(EVP_MAC_init(kept->hmac, NULL, 0, NULL) == 1);
        return kept->hmac;
    }
    EVP_MAC_CTX_free(kept->hmac);
    kept->hmac = hmac_make(key);
    kept->key_len = key.len <= KEPT_KEY ? key.len : 0;
    if (kept->key_len > 0) {
        memcpy(kept->key, key.ptr, key.len);
    }
    return kept->hmac;
}

struct tl_hash tl_hmac(tl_slice key, const tl_slice *parts, size_t count)
{
    struct tl_hash hash;
    size_t length = 0;
    EVP_MAC_CTX *context = hmac_begin(kept_of_thread(), key);
    for (size_t i = 0; i < count; i++) {
        TL_CHECK(EVP_MAC_update(context, parts[i].ptr, parts[i].len) == 1);
    }
    TL_CHECK(EVP_MAC_final(context, hash.bytes, &length, TL_HASH) == 1 && length == TL_HASH);
    return hash;
}

/* Without a table, so that the compiler takes many at once. */
const char *tl_hash_hex(const struct tl_hash *hash, char out[TL_HEX])
{
    unsigned char nibbles[TL_HEX - 1];
    for (size_t i = 0; i < TL_HASH; i++) {
        nibbles[2 * i] = hash->bytes[i] >> 4;
        nibbles[2 * i + 1] = hash->bytes[i] & 15;
    }
    for (size_t i = 0; i < TL_HEX - 1; i++) {
        out[i] = (char)(nibbles[i] + (nibbles[i] < 10 ? '0' : 'a' - 10));
    }
    out[TL_HEX - 1] = '\0';
    return out;
}

bool tl_hash_from_hex(tl_slice digits, struct tl_hash *out)
{
    struct tl_buf bytes = {0};
    const bool is_good = tl_buf_unhex(&bytes, digits) && bytes.len == TL_HASH;
    if (is_good) {
        memcpy(out->bytes, bytes.ptr, TL_HASH);
    }
    tl_buf_release(&bytes);
    return is_good;
}

struct tl_hash tl_random_secret(void)
{
    struct tl_hash secret;
    TL_CHECK(RAND_priv_bytes(secret.bytes, TL_HASH) == 1);
    return secret;
}

tl_slice tl_u64be(uint64_t value, unsigned char out[8])
{
    const unsigned char bytes[8] = {(unsigned char)(value >> 56), (unsigned char)(value >> 48),
                                    (unsigned char)(value >> 40), (unsigned char)(value >> 32),
                                    (unsigned char)(value >> 24), (unsigned char)(value >> 16),
                                    (unsigned char)(value >> 8),  (unsigned char)value};
    memcpy(out, bytes, sizeof(bytes));
    return (tl_slice){out, sizeof(bytes)};
}

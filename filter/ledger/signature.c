/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/signature.h"

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdlib.h>

#include "base/check.h"
#include "ledger/pem.h"

/* Both kinds of key are one of libcrypto. */
struct tl_signing_key {
    EVP_PKEY *key;
};

struct tl_public_key {
    EVP_PKEY *key;
};

enum tl_status tl_signing_key_read(tl_slice pem, const char *name, struct tl_signing_key **out,
                                   struct tl_err *err)
{
    EVP_PKEY *key = tl_pem_private_key(pem);
    if (key == NULL || EVP_PKEY_get_base_id(key) != EVP_PKEY_ED25519) {
        EVP_PKEY_free(key);
        return tl_fail(err, TL_CONFIG, "key.form",
                       "%s is no Ed25519 private key in PEM without a pass phrase; make one with: openssl "
                       "genpkey -algorithm ed25519",
                       name);
    }
    *out = calloc(1, sizeof(**out));
    if (*out == NULL) {
        tl_out_of_memory();
    }
    (*out)->key = key;
    return TL_OK;
}

void tl_signing_key_free(struct tl_signing_key *key)
{
    if (key != NULL) {
        EVP_PKEY_free(key->key);
        free(key);
    }
}

static EVP_PKEY *public_of_certificate(tl_slice pem)
{
    X509 *certificate = tl_pem_certificate(pem);
    EVP_PKEY *key = certificate == NULL ? NULL : X509_get_pubkey(certificate);
    X509_free(certificate);
    return key;
}

enum tl_status tl_public_key_read(tl_slice pem, const char *name, struct tl_public_key **out,
                                  struct tl_err *err)
{
    EVP_PKEY *key = tl_pem_public_key(pem);
    key = key == NULL ? public_of_certificate(pem) : key;
    if (key == NULL || EVP_PKEY_get_base_id(key) != EVP_PKEY_ED25519) {
        EVP_PKEY_free(key);
        return tl_fail(err, TL_CONFIG, "key.form",
                       "%s is no Ed25519 public key or certificate in PEM; make one of a private key with: "
                       "openssl pkey -pubout",
                       name);
    }
    *out = calloc(1, sizeof(**out));
    if (*out == NULL) {
        tl_out_of_memory();
    }
    (*out)->key = key;
    return TL_OK;
}

void tl_public_key_free(struct tl_public_key *key)
{
    if (key != NULL) {
        EVP_PKEY_free(key->key);
        free(key);
    }
}

static struct tl_hash id_of(const EVP_PKEY *key)
{
    unsigned char *der = NULL;
    const int length = i2d_PUBKEY(key, &der);
    TL_CHECK(length > 0);
    const struct tl_hash hash = tl_sha256_one((tl_slice){der, (size_t)length});
    OPENSSL_free(der);
    return hash;
}

struct tl_hash tl_signing_key_id(const struct tl_signing_key *key)
{
    return id_of(key->key);
}

struct tl_hash tl_public_key_id(const struct tl_public_key *key)
{
    return id_of(key->key);
}

void tl_sign(const struct tl_signing_key *key, tl_slice text, unsigned char out[TL_SIGNATURE])
{
    size_t length = TL_SIGNATURE;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    TL_CHECK(context != NULL && EVP_DigestSignInit(context, NULL, NULL, NULL, key->key) == 1 &&
             EVP_DigestSign(context, out, &length, text.ptr, text.len) == 1 && length == TL_SIGNATURE);
    EVP_MD_CTX_free(context);
}

bool tl_signature_holds(const struct tl_public_key *key, tl_slice text, tl_slice signature)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    TL_CHECK(context != NULL && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key->key) == 1);
    const bool holds = signature.len == TL_SIGNATURE &&
                       EVP_DigestVerify(context, signature.ptr, signature.len, text.ptr, text.len) == 1;
    EVP_MD_CTX_free(context);
    return holds;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/pem.h"

#include <limits.h>
#include <openssl/pem.h>

#include "base/check.h"

BIO *tl_bio_of(tl_slice bytes)
{
    TL_CHECK(bytes.len <= INT_MAX);
    BIO *bio = BIO_new_mem_buf(bytes.len == 0 ? (const void *)"" : bytes.ptr, (int)bytes.len);
    TL_CHECK(bio != NULL);
    return bio;
}

static int no_phrase(char *buffer, int size, int is_writing, void *context)
{
    (void)buffer;
    (void)size;
    (void)is_writing;
    (void)context;
    return -1;
}

EVP_PKEY *tl_pem_private_key(tl_slice pem)
{
    BIO *bio = tl_bio_of(pem);
    EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, no_phrase, NULL);
    BIO_free(bio);
    return key;
}

EVP_PKEY *tl_pem_public_key(tl_slice pem)
{
    BIO *bio = tl_bio_of(pem);
    EVP_PKEY *key = PEM_read_bio_PUBKEY(bio, NULL, no_phrase, NULL);
    BIO_free(bio);
    return key;
}

X509 *tl_pem_certificate(tl_slice pem)
{
    BIO *bio = tl_bio_of(pem);
    X509 *certificate = PEM_read_bio_X509(bio, NULL, no_phrase, NULL);
    BIO_free(bio);
    return certificate;
}

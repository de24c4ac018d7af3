/* SPDX-License-Identifier: Apache-2.0 */
#include "support/keys.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static void need(bool is_good)
{
    if (!is_good) {
        fprintf(stderr, "cannot make a key\n");
        abort();
    }
}

static void put(const struct folder *folder, const char *name, const char *ending, BIO *bio)
{
    char *bytes = NULL;
    char file[64];
    const long length = BIO_get_mem_data(bio, &bytes);
    (void)snprintf(file, sizeof(file), "%s.%s", name, ending);
    file_put(folder, file, (tl_slice){(const unsigned char *)bytes, (size_t)length});
    need(chmod(in_folder(folder, file), 0600) == 0);
    BIO_free(bio);
}

static void put_key(const struct folder *folder, const char *name, EVP_PKEY *key)
{
    BIO *bio = BIO_new(BIO_s_mem());
    need(key != NULL && PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) == 1);
    put(folder, name, "key", bio);
}

void keys_put_ed25519(const struct folder *folder, const char *name)
{
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    BIO *bio = BIO_new(BIO_s_mem());
    put_key(folder, name, key);
    need(PEM_write_bio_PUBKEY(bio, key) == 1);
    put(folder, name, "pub", bio);
    EVP_PKEY_free(key);
}

void keys_put_certificate(const struct folder *folder, const char *name, bool is_rsa)
{
    EVP_PKEY *key = is_rsa ? EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048)
                           : EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
    X509 *certificate = X509_new();
    BIO *bio = BIO_new(BIO_s_mem());
    put_key(folder, name, key);
    X509_NAME *subject = X509_get_subject_name(certificate);
    need(X509_set_version(certificate, 2) == 1 &&
         ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1) == 1 &&
         X509_gmtime_adj(X509_getm_notBefore(certificate), 0) != NULL &&
         X509_gmtime_adj(X509_getm_notAfter(certificate), 24L * 3600) != NULL &&
         X509_set_pubkey(certificate, key) == 1 &&
         X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0) ==
             1 &&
         X509_set_issuer_name(certificate, subject) == 1 && X509_sign(certificate, key, EVP_sha256()) > 0 &&
         PEM_write_bio_X509(bio, certificate) == 1);
    put(folder, name, "crt", bio);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

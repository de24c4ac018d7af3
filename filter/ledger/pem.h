/* SPDX-License-Identifier: Apache-2.0 */
/* Keys and certificates in PEM (RFC 7468).  No one is asked for a pass phrase. */
#ifndef TL_LEDGER_PEM_H
#define TL_LEDGER_PEM_H

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "base/slice.h"

/* Bytes, borrowed, as the library reads them; at most INT_MAX.  Owned: BIO_free. */
BIO *tl_bio_of(tl_slice bytes);

/* What a text holds, or NULL when it holds none.  Owned: EVP_PKEY_free, X509_free. */
EVP_PKEY *tl_pem_private_key(tl_slice pem);
EVP_PKEY *tl_pem_public_key(tl_slice pem);
X509 *tl_pem_certificate(tl_slice pem);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signed logs (DESIGN 6): the end record is signed with Ed25519 (RFC 8032), by OpenSSL libcrypto.
 *
 * What is signed is the line of the end record without its members `hash` and `signature`.  It holds `prev`,
 * so the signature covers the whole chain; it holds `signed_by`, the SHA-256 of the public key (DER), so it
 * says whose it is.
 */
#ifndef TL_LEDGER_SIGNATURE_H
#define TL_LEDGER_SIGNATURE_H

#include "base/digest.h"
#include "base/error.h"

enum { TL_SIGNATURE = 64 }; /* bytes */

struct tl_signing_key; /* opaque; owned */
struct tl_public_key;  /* opaque; owned */

/* Reads a private key (PEM, PKCS #8, not encrypted).  TL_CONFIG, slug "key.form", when it is none of Ed25519.
 */
enum tl_status tl_signing_key_read(tl_slice pem, const char *name, struct tl_signing_key **out,
                                   struct tl_err *err);
void tl_signing_key_free(struct tl_signing_key *key);

/* The same for a public key, or a certificate that has one. */
enum tl_status tl_public_key_read(tl_slice pem, const char *name, struct tl_public_key **out,
                                  struct tl_err *err);
void tl_public_key_free(struct tl_public_key *key);

/* SHA-256 of the public key in DER. */
struct tl_hash tl_signing_key_id(const struct tl_signing_key *key);
struct tl_hash tl_public_key_id(const struct tl_public_key *key);

void tl_sign(const struct tl_signing_key *key, tl_slice text, unsigned char out[TL_SIGNATURE]);
bool tl_signature_holds(const struct tl_public_key *key, tl_slice text, tl_slice signature);

#endif

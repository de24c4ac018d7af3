/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sealing: what was taken out of a cable, kept for the holders of certificates (RFC 5652, RFC 5083).
 *
 * A sealed file is JSON Lines, one object a cable with a release:
 *
 *     {"cable":3,"cms":"MII...","original_sha256":"..."}
 *
 * `cms` is CMS AuthEnvelopedData (AES-256-GCM) in base64 of DER; RSA keys are wrapped with OAEP, keys of
 * elliptic curves by ECDH.  Inside is an object of the same cable with the text of each change, padded to
 * whole kilobytes:
 *
 *     {"cable":3,"changes":[{"seq":1,"text":"..."}],"original_sha256":"..."}
 *
 * Nothing can be recovered without one of the keys.  The file binds nothing: the commitments of the log do,
 * and whoever opens a text holds it against its commitment.  Sealing draws fresh keys, so two runs give two
 * files.
 */
#ifndef TL_LEDGER_SEAL_H
#define TL_LEDGER_SEAL_H

#include "release/release.h"

struct tl_seal; /* opaque; owned, tl_seal_free; shared by threads once it is complete */

struct tl_seal *tl_seal_new(void);
void tl_seal_free(struct tl_seal *seal);

/* Adds the holder of a certificate (PEM).  TL_CONFIG, slug "seal.certificate", when it is none, or has no key
 * that can be encrypted to. */
enum tl_status tl_seal_add(struct tl_seal *seal, tl_slice pem, const char *name, struct tl_err *err);

/* SHA-256 of each certificate (DER), in hexadecimal, as the run record names them; arena. */
struct tl_words tl_seal_ids(const struct tl_seal *seal, struct tl_arena *arena);

/* Appends the line of a cable, number `cable` of its log. */
void tl_seal_put(const struct tl_seal *seal, const struct tl_release *release, uint64_t cable,
                 struct tl_buf *out);

struct tl_seal_key; /* opaque; owned, tl_seal_key_free */

/* Reads a private key and its certificate (PEM).  TL_CONFIG, slugs "seal.key" and "seal.certificate". */
enum tl_status tl_seal_key_read(tl_slice key_pem, const char *key_name, tl_slice cert_pem,
                                const char *cert_name, struct tl_seal_key **out, struct tl_err *err);
void tl_seal_key_free(struct tl_seal_key *key);

/* A text that was sealed. */
struct tl_sealed_text {
    uint64_t change;
    tl_slice text; /* arena */
};

struct tl_sealed {
    TL_VEC(struct tl_sealed_text) list;
};

/* The cable that a line of a sealed file is of, or 0 when it is no such line. */
uint64_t tl_seal_cable(tl_slice line);

/* Opens a line.  TL_NO, slug "seal.open", when the key does not open it or it was changed; TL_DATA, slug
 * "seal.form", when it is no sealed line. */
enum tl_status tl_seal_open(const struct tl_seal_key *key, struct tl_arena *arena, tl_slice line,
                            struct tl_sealed *out, struct tl_err *err);

#endif

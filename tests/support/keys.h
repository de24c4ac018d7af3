/* SPDX-License-Identifier: Apache-2.0 */
/* Fresh keys and certificates in PEM, with mode 0600, in a folder of a test.  What goes wrong ends the test.
 */
#ifndef TL_TESTS_SUPPORT_KEYS_H
#define TL_TESTS_SUPPORT_KEYS_H

#include "support/program.h"

/* NAME.key and NAME.pub, of Ed25519. */
void keys_put_ed25519(const struct folder *folder, const char *name);

/* NAME.key and NAME.crt: a self-signed certificate; RSA of 2048 bits, or P-256. */
void keys_put_certificate(const struct folder *folder, const char *name, bool is_rsa);

#endif

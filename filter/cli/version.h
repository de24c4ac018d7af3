/* SPDX-License-Identifier: Apache-2.0 */
/* What `--version` says: the program, and the libraries it runs with. */
#ifndef TL_CLI_VERSION_H
#define TL_CLI_VERSION_H

#include "base/error.h"

/* Prints the versions of tearline and of PCRE2 (with JIT), OpenSSL, libfyaml, jansson and utf8proc to
 * standard output. TL_IO when that fails. */
enum tl_status tl_version_print(void);

#endif

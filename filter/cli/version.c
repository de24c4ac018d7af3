/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/version.h"

#include <jansson.h>
#include <libfyaml.h>
#include <openssl/crypto.h>
#include <utf8proc.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "cli/options.h"
#include "tearline.h"

enum tl_status tl_version_print(void)
{
    struct tl_buf out = {0};
    char pcre2[64] = "";
    uint32_t has_jit = 0;
    (void)pcre2_config(PCRE2_CONFIG_VERSION, pcre2);
    (void)pcre2_config(PCRE2_CONFIG_JIT, &has_jit);
    tl_buf_format(&out, "tearline %s\nPCRE2 %s, JIT %s\n%s\nlibfyaml %s\njansson %s\nutf8proc %s\n",
                  TEARLINE_VERSION, pcre2, has_jit != 0 ? "yes" : "no", OpenSSL_version(OPENSSL_VERSION),
                  fy_library_version(), jansson_version_str(), utf8proc_version());
    const enum tl_status status = tl_emit_buf(&out);
    tl_buf_release(&out);
    return status;
}

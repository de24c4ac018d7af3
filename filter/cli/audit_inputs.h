/* SPDX-License-Identifier: Apache-2.0 */
/* Originals and releases that an audit looks at: a file or all files of a folder, each of them one cable or a
 * stream of cables (zczc, nul, len32). */
#ifndef TL_CLI_AUDIT_INPUTS_H
#define TL_CLI_AUDIT_INPUTS_H

#include "cli/options.h"
#include "ledger/texts.h"

/* Reads the texts at `path`; they live in the arena.  Tells what is wrong: TL_NOINPUT, TL_DATA, TL_IO. */
enum tl_status tl_open_texts(struct tl_arena *arena, const char *path, struct tl_texts *out);

#endif

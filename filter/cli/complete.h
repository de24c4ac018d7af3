/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Completion of command lines, from the tables of the commands: `tearline __complete WORD...` prints what the
 * last word may become, one a line, and `:files` where a file may stand.  filter/completion asks it.
 */
#ifndef TL_CLI_COMPLETE_H
#define TL_CLI_COMPLETE_H

#include "cli/options.h"

/* The command word that asks; as argv[0] it makes tl_args_read complete and not read. */
#define TL_COMPLETE "__complete"

/* Prints the candidates for the last of `count` words behind the command word. */
enum tl_status tl_complete_command(const struct tl_command *command, size_t count, char *const *words);

/* Prints those of `candidates` (ends with NULL) that begin with `word`. */
enum tl_status tl_complete_words(const char *word, const char *const *candidates);

#endif

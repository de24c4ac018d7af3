/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Entry points of the commands.  argv[0] is the command word; the result is the exit status (DESIGN section
 * 5). Standard output is flushed, closed and checked by main.
 */
#ifndef TL_CLI_COMMANDS_H
#define TL_CLI_COMMANDS_H

int tl_cmd_redact(int argc, char **argv);
int tl_cmd_check(int argc, char **argv);
int tl_cmd_verify(int argc, char **argv);
int tl_cmd_reveal(int argc, char **argv);
int tl_cmd_restore(int argc, char **argv);
int tl_cmd_decisions(int argc, char **argv);
int tl_cmd_inspect(int argc, char **argv);
int tl_cmd_audit(int argc, char **argv);
int tl_cmd_compare(int argc, char **argv);
int tl_cmd_policy(int argc, char **argv);
int tl_cmd_explain(int argc, char **argv);

#endif

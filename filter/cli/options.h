/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Command lines: one table a command, from which parsing, `--help` and suggestions all follow.
 *
 * A command declares an enum of its options, a table indexed by that enum, and a struct tl_command; it calls
 * tl_args_read and then looks at `values[OPTION]`.  Every mistake of the user is one line on standard error
 * that names the reason and the way out, and exit status 2.
 *
 *     enum { OPT_POLICY, OPT_JSON, OPT_COUNT };
 *     static const struct tl_option options[OPT_COUNT] = {
 *         [OPT_POLICY] = {"policy", 'p', "POLICY", "the policy that says what may leave"},
 *         [OPT_JSON] = {"json", 0, NULL, "one JSON object a line"},
 *     };
 *     static const struct tl_command command = {"explain", "[options] WORD...", "answers one question", NULL,
 *                                               options, OPT_COUNT};
 *
 * `--help` (`-h`) is known to every command and need not stand in the table.
 */
#ifndef TL_CLI_OPTIONS_H
#define TL_CLI_OPTIONS_H

#include "base/date.h"
#include "base/error.h"
#include "marking/marking.h"

enum { TL_OPTIONS_MAX = 24, TL_OPTIONS_COMMON = 2, TL_REPEATS_MAX = 32 };

struct tl_option {
    const char *name;     /* long name without the hyphens */
    char letter;          /* short name; 0: none */
    const char *argument; /* name of its argument, "FILE", or its values, "text|json"; "FILE..." may repeat;
                             NULL: a flag */
    const char *help;     /* what it does; '\n' starts a new help line */
};

struct tl_command {
    const char *name;     /* "redact" */
    const char *synopsis; /* what follows the name: "-p POLICY --log FILE [FILE...]"; small words stand for
                             themselves: "lint|test FILE..." */
    const char *summary;  /* one sentence */
    const char *details;  /* printed after the options; NULL: nothing */
    const struct tl_option *options;
    size_t option_count; /* at most TL_OPTIONS_MAX */
};

/* What the user gave.  All strings are borrowed from argv. */
struct tl_args {
    const struct tl_command *command;
    const char *values[TL_OPTIONS_MAX];  /* per option: its argument; "" for a flag; NULL: not given */
    const char *repeats[TL_REPEATS_MAX]; /* all arguments of the option that may repeat, in order */
    size_t repeat_count;
    char **files; /* operands, in order */
    size_t file_count;
};

/*
 * Parses argv (argv[0] is the command word).  False when the command is over: the help was printed (status
 * TL_OK, TL_IO when that failed), completion was asked for (complete.h), or a mistake was told (TL_USAGE).
 * Options and operands may be mixed; `--` ends options;
 * `--name=value`, `-pVALUE` and joined flags work; an option given twice is a mistake, but for the one that
 * may repeat.  Reorders argv.
 */
bool tl_args_read(const struct tl_command *command, int argc, char **argv, struct tl_args *args,
                  enum tl_status *status);

/* Prints one line of usage error with the way to the help; returns TL_USAGE. */
enum tl_status tl_usage(const struct tl_command *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The level that an option names; not given leaves `out` alone.  An unknown word is TL_USAGE with the nearest
 * one. */
enum tl_status tl_args_rank(const struct tl_args *args, size_t option, enum tl_rank *out);

/* The date (YYYY-MM-DD) that an option gives; not given leaves `out` alone. */
enum tl_status tl_args_date(const struct tl_args *args, size_t option, struct tl_date *out);

/* Index of the option's argument among `words`; not given leaves `out` alone.  `words` ends with NULL. */
enum tl_status tl_args_choice(const struct tl_args *args, size_t option, const char *const *words,
                              size_t *out);

/* The words of a list "A, B C", parted by commas and without blanks around them.  Empty when not given. */
struct tl_words tl_args_list(struct tl_arena *arena, const struct tl_args *args, size_t option);

/* The same for any text. */
struct tl_words tl_list_split(struct tl_arena *arena, tl_slice text);

/* The options of a command, those that every command has behind its own. */
size_t tl_option_total(const struct tl_command *command);
const struct tl_option *tl_option_at(const struct tl_command *command, size_t i);
bool tl_option_repeats(const struct tl_option *option);

/* Appends the help of a command. */
void tl_command_help(const struct tl_command *command, struct tl_buf *out);

/* The word of `words` (ends with NULL) that `word` is likely to mean, or NULL. */
const char *tl_did_you_mean(const char *word, const char *const *words);

/* Writes to standard output now; a failure is told and is TL_IO.  Commands write with this and never with
 * stdio. */
enum tl_status tl_emit(tl_slice bytes);

/* The same for a buffer, which is emptied. */
enum tl_status tl_emit_buf(struct tl_buf *buf);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/options.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/check.h"
#include "base/io.h"
#include "base/nearest.h"
#include "cli/complete.h"
#include "cli/version.h"

enum { HELP_COLUMN = 26, MOST_TYPOS = 2 };

/* What every command has, after the rows of its own table. */
static const struct tl_option common_options[] = {
    {"help", 'h', NULL, "print this help"},
    {"version", 'V', NULL, "print the versions of the program and of what it is built on"},
};

size_t tl_option_total(const struct tl_command *command)
{
    TL_CHECK(TL_COUNT(common_options) == TL_OPTIONS_COMMON);
    return command->option_count + TL_COUNT(common_options);
}

const struct tl_option *tl_option_at(const struct tl_command *command, size_t i)
{
    return i < command->option_count ? &command->options[i] : &common_options[i - command->option_count];
}

enum tl_status tl_usage(const struct tl_command *command, const char *format, ...)
{
    char text[400];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    tl_warn("%s: %s (see tearline %s --help)", command->name, text, command->name);
    return TL_USAGE;
}

const char *tl_did_you_mean(const char *word, const char *const *words)
{
    size_t count = 0;
    while (words[count] != NULL) {
        count++;
    }
    const size_t len = strlen(word);
    return len < 2 ? NULL : tl_nearest(tl_str(word), words, count, len < 5 ? 1 : MOST_TYPOS);
}

static enum tl_status unknown_option(const struct tl_command *command, const char *name)
{
    const char *words[TL_OPTIONS_MAX + TL_COUNT(common_options) + 1] = {NULL};
    for (size_t i = 0; i < tl_option_total(command); i++) {
        words[i] = tl_option_at(command, i)->name;
    }
    const char *guess = tl_did_you_mean(name, words);
    if (guess != NULL) {
        return tl_usage(command, "there is no option --%s; did you mean --%s?", name, guess);
    }
    return tl_usage(command, "there is no option --%s", name);
}

/* What one command line is parsed with. */
struct parser {
    struct tl_args *args;
    int argc;
    char **argv;
    int at; /* index of the word being read */
    bool is_help;
    bool is_version;
};

bool tl_option_repeats(const struct tl_option *option)
{
    return option->argument != NULL && tl_slice_ends(tl_str(option->argument), TL_LIT("..."));
}

static enum tl_status set_value(struct parser *parser, size_t i, const char *value)
{
    const struct tl_command *command = parser->args->command;
    if (i >= command->option_count) {
        parser->is_help = parser->is_help || i == command->option_count;
        parser->is_version = parser->is_version || i > command->option_count;
        return TL_OK;
    }
    const struct tl_option *option = tl_option_at(command, i);
    if (tl_option_repeats(option)) {
        if (parser->args->repeat_count == TL_REPEATS_MAX) {
            return tl_usage(command, "--%s is given more than %d times", option->name, TL_REPEATS_MAX);
        }
        parser->args->repeats[parser->args->repeat_count++] = value;
    } else if (parser->args->values[i] != NULL) {
        return tl_usage(command, "--%s is given twice; give it once", option->name);
    }
    parser->args->values[i] = value;
    return TL_OK;
}

/* The argument of an option is the next word, which may not look like an option: `--log --force` is a slip.
 */
static enum tl_status take_next(struct parser *parser, size_t i)
{
    const struct tl_command *command = parser->args->command;
    const struct tl_option *option = tl_option_at(command, i);
    const char *next = parser->at + 1 < parser->argc ? parser->argv[parser->at + 1] : NULL;
    if (next == NULL) {
        return tl_usage(command, "--%s needs %s after it", option->name, option->argument);
    }
    if (next[0] == '-' && next[1] != '\0') {
        return tl_usage(command, "--%s needs %s after it, not %s; write --%s=%s if that is meant",
                        option->name, option->argument, next, option->name, next);
    }
    parser->at++;
    return set_value(parser, i, next);
}

static enum tl_status read_long(struct parser *parser, const char *word)
{
    const struct tl_command *command = parser->args->command;
    const char *equals = strchr(word, '=');
    const tl_slice name =
        equals == NULL ? tl_str(word) : tl_slice_sub(tl_str(word), 0, (size_t)(equals - word));
    for (size_t i = 0; i < tl_option_total(command); i++) {
        const struct tl_option *option = tl_option_at(command, i);
        if (!tl_slice_eq(name, tl_str(option->name))) {
            continue;
        }
        if (option->argument == NULL) {
            return equals == NULL ? set_value(parser, i, "")
                                  : tl_usage(command, "--%s takes no argument", option->name);
        }
        return equals == NULL ? take_next(parser, i) : set_value(parser, i, equals + 1);
    }
    char shown[64];
    (void)snprintf(shown, sizeof(shown), "%.*s", name.len > 60 ? 60 : (int)name.len, word);
    return unknown_option(command, shown);
}

static enum tl_status read_letters(struct parser *parser, const char *letters)
{
    const struct tl_command *command = parser->args->command;
    for (; *letters != '\0'; letters++) {
        size_t i = 0;
        while (i < tl_option_total(command) && tl_option_at(command, i)->letter != *letters) {
            i++;
        }
        if (i == tl_option_total(command)) {
            return tl_usage(command, "there is no option -%c", *letters);
        }
        if (tl_option_at(command, i)->argument != NULL) {
            return letters[1] == '\0' ? take_next(parser, i) : set_value(parser, i, letters + 1);
        }
        const enum tl_status status = set_value(parser, i, "");
        if (status != TL_OK) {
            return status;
        }
    }
    return TL_OK;
}

/* Operands are gathered at the front of argv, behind the command word. */
static enum tl_status read_words(struct parser *parser)
{
    enum tl_status status = TL_OK;
    bool is_ended = false;
    for (parser->at = 1; parser->at < parser->argc && status == TL_OK; parser->at++) {
        char *word = parser->argv[parser->at];
        if (is_ended || word[0] != '-' || word[1] == '\0') {
            parser->args->files[parser->args->file_count++] = word;
        } else if (strcmp(word, "--") == 0) {
            is_ended = true;
        } else if (word[1] == '-') {
            status = read_long(parser, word + 2);
        } else {
            status = read_letters(parser, word + 1);
        }
    }
    return status;
}

bool tl_args_read(const struct tl_command *command, int argc, char **argv, struct tl_args *args,
                  enum tl_status *status)
{
    TL_CHECK(command->option_count <= TL_OPTIONS_MAX);
    if (strcmp(argv[0], TL_COMPLETE) == 0) {
        *status = tl_complete_command(command, (size_t)argc - 1, argv + 1);
        return false;
    }
    *args = (struct tl_args){.command = command, .files = argv + 1};
    struct parser parser = {.args = args, .argc = argc, .argv = argv};
    *status = read_words(&parser);
    if (*status != TL_OK) {
        return false;
    }
    if (parser.is_help) {
        struct tl_buf help = {0};
        tl_command_help(command, &help);
        *status = tl_emit_buf(&help);
        tl_buf_release(&help);
        return false;
    }
    if (parser.is_version) {
        *status = tl_version_print();
        return false;
    }
    return true;
}

static void option_help(const struct tl_option *option, struct tl_buf *out)
{
    const size_t begin = out->len;
    if (option->letter != 0) {
        tl_buf_format(out, "  -%c, --%s", option->letter, option->name);
    } else {
        tl_buf_format(out, "      --%s", option->name);
    }
    if (option->argument != NULL) {
        tl_buf_format(out, " %s", option->argument);
    }
    if (out->len - begin + 2 > HELP_COLUMN) {
        tl_buf_format(out, "\n%*s", HELP_COLUMN, "");
    } else {
        tl_buf_format(out, "%*s", (int)(HELP_COLUMN - (out->len - begin)), "");
    }
    for (const char *at = option->help; *at != '\0'; at++) {
        tl_buf_byte(out, (unsigned char)*at);
        if (*at == '\n') {
            tl_buf_format(out, "%*s", HELP_COLUMN, "");
        }
    }
    tl_buf_byte(out, '\n');
}

void tl_command_help(const struct tl_command *command, struct tl_buf *out)
{
    tl_buf_format(out, "usage: tearline %s %s\n\n%s\n\noptions:\n", command->name, command->synopsis,
                  command->summary);
    for (size_t i = 0; i < tl_option_total(command); i++) {
        option_help(tl_option_at(command, i), out);
    }
    if (command->details != NULL) {
        tl_buf_format(out, "\n%s\n", command->details);
    }
}

enum tl_status tl_args_rank(const struct tl_args *args, size_t option, enum tl_rank *out)
{
    static const char *const words[] = {"U",          "CUI",          "R",      "C",          "S",
                                        "TS",         "SBU",          "LOU",    "FOUO",       "UNCLASSIFIED",
                                        "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET", NULL};
    const char *value = args->values[option];
    if (value == NULL || tl_rank_find(tl_str(value), out)) {
        return TL_OK;
    }
    const char *name = tl_option_at(args->command, option)->name;
    const char *guess = tl_did_you_mean(value, words);
    if (guess != NULL) {
        return tl_usage(args->command, "--%s: %s is not a level; did you mean %s?", name, value, guess);
    }
    return tl_usage(args->command, "--%s: %s is not a level; say one of U, CUI, R, C, S, TS", name, value);
}

enum tl_status tl_args_date(const struct tl_args *args, size_t option, struct tl_date *out)
{
    const char *value = args->values[option];
    if (value == NULL || tl_date_parse_iso(tl_str(value), out)) {
        return TL_OK;
    }
    return tl_usage(args->command, "--%s: %s is not a date; write it as 2008-11-07",
                    tl_option_at(args->command, option)->name, value);
}

enum tl_status tl_args_choice(const struct tl_args *args, size_t option, const char *const *words,
                              size_t *out)
{
    const char *value = args->values[option];
    if (value == NULL) {
        return TL_OK;
    }
    char known[200] = "";
    for (size_t i = 0; words[i] != NULL; i++) {
        if (strcmp(value, words[i]) == 0) {
            *out = i;
            return TL_OK;
        }
        const size_t used = strlen(known);
        (void)snprintf(known + used, sizeof(known) - used, "%s%s", used > 0 ? ", " : "", words[i]);
    }
    const char *name = tl_option_at(args->command, option)->name;
    const char *guess = tl_did_you_mean(value, words);
    if (guess != NULL) {
        return tl_usage(args->command, "--%s: %s is not known; did you mean %s?", name, value, guess);
    }
    return tl_usage(args->command, "--%s: %s is not known; say one of %s", name, value, known);
}

struct tl_words tl_list_split(struct tl_arena *arena, tl_slice text)
{
    TL_VEC(tl_slice) items = {0};
    for (size_t begin = 0; begin <= text.len;) {
        const size_t comma = tl_slice_find(text, TL_LIT(","), begin);
        const size_t end = comma == TL_NONE ? text.len : comma;
        const tl_slice word = tl_slice_trim(tl_slice_sub(text, begin, end));
        if (word.len > 0) {
            *TL_PUSH(arena, &items) = word;
        }
        begin = end + 1;
    }
    return (struct tl_words){items.items, items.count};
}

struct tl_words tl_args_list(struct tl_arena *arena, const struct tl_args *args, size_t option)
{
    return tl_list_split(arena, tl_str(args->values[option]));
}

enum tl_status tl_emit(tl_slice bytes)
{
    struct tl_err err = {0};
    const enum tl_status status = tl_write_all(STDOUT_FILENO, "standard output", bytes, &err);
    if (status != TL_OK) {
        tl_err_print(&err);
    }
    return status;
}

enum tl_status tl_emit_buf(struct tl_buf *buf)
{
    const enum tl_status status = tl_emit(tl_buf_slice(buf));
    tl_buf_reset(buf);
    return status;
}

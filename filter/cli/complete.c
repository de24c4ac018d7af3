/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/complete.h"

#include <stdio.h>

static const char *const levels[] = {"U", "CUI", "R", "C", "S", "TS", NULL};

/* Names of arguments and operands that are files or directories. */
static const char *const files[] = {"FILE", "DIR", "PATH", "POLICY", "LOG", "KEY", "CERT"};

static void put_if(struct tl_buf *out, tl_slice typed, tl_slice candidate)
{
    if (candidate.len > 0 && tl_slice_starts(candidate, typed)) {
        tl_buf_add(out, candidate);
        tl_buf_byte(out, '\n');
    }
}

/* True for a word to be typed as it stands: small letters, digits and hyphens between them. */
static bool is_literal(tl_slice word)
{
    for (size_t i = 0; i < word.len; i++) {
        if (!tl_is_lower(word.ptr[i]) && !(i > 0 && (tl_is_digit(word.ptr[i]) || word.ptr[i] == '-'))) {
            return false;
        }
    }
    return word.len > 0;
}

static bool is_file(tl_slice word)
{
    const size_t dots = tl_slice_find(word, TL_LIT("..."), 0);
    for (size_t i = 0; i < TL_COUNT(files); i++) {
        if (tl_slice_eq(tl_slice_sub(word, 0, dots), tl_str(files[i]))) {
            return true;
        }
    }
    return false;
}

/* "text|json|sarif", "FILE|DIR|none", "LEVEL": what may stand in its place. */
static void put_values(struct tl_buf *out, tl_slice argument, tl_slice typed)
{
    bool has_file = false;
    for (size_t begin = 0; begin <= argument.len;) {
        const size_t bar = tl_slice_find(argument, TL_LIT("|"), begin);
        const tl_slice word = tl_slice_sub(argument, begin, bar);
        begin = bar == TL_NONE ? argument.len + 1 : bar + 1;
        has_file = has_file || is_file(word);
        if (is_literal(word)) {
            put_if(out, typed, word);
        }
    }
    for (size_t i = 0; tl_slice_eq(argument, TL_LIT("LEVEL")) && levels[i] != NULL; i++) {
        put_if(out, typed, tl_str(levels[i]));
    }
    tl_buf_str(out, has_file ? ":files\n" : "");
}

/* The words of the synopsis that are typed as they stand: "lint|test|show FILE..." has three.  False: none.
 */
static bool put_verbs(struct tl_buf *out, const char *synopsis, tl_slice typed)
{
    const tl_slice text = tl_str(synopsis);
    bool has_any = false;
    for (size_t begin = 0; begin < text.len;) {
        const size_t blank = tl_slice_find(text, TL_LIT(" "), begin);
        const tl_slice words = tl_slice_sub(text, begin, blank);
        const size_t bar = tl_slice_find(words, TL_LIT("|"), 0);
        begin = blank == TL_NONE ? text.len : blank + 1;
        if (is_literal(tl_slice_sub(words, 0, bar))) {
            has_any = true;
            put_values(out, words, typed);
        }
    }
    return has_any;
}

/* What stands before the word that is typed. */
struct before {
    bool is_given[TL_OPTIONS_MAX + TL_OPTIONS_COMMON];
    const struct tl_option *open; /* whose argument comes next; NULL: none */
    size_t operands;
    bool is_ended;
};

static size_t find_option(const struct tl_command *command, tl_slice name, char letter)
{
    size_t i = 0;
    while (i < tl_option_total(command) &&
           (letter != 0 ? tl_option_at(command, i)->letter != letter
                        : !tl_slice_eq(name, tl_str(tl_option_at(command, i)->name)))) {
        i++;
    }
    return i;
}

static void read_word(const struct tl_command *command, tl_slice word, struct before *before)
{
    if (before->open != NULL) {
        before->open = NULL;
    } else if (before->is_ended || word.len < 2 || word.ptr[0] != '-') {
        before->operands++;
    } else if (tl_slice_eq(word, TL_LIT("--"))) {
        before->is_ended = true;
    } else {
        const bool is_long = word.ptr[1] == '-';
        const size_t equals = tl_slice_find(word, TL_LIT("="), 0);
        const size_t i = is_long ? find_option(command, tl_slice_sub(word, 2, equals), 0)
                                 : find_option(command, word, (char)word.ptr[1]);
        if (i < tl_option_total(command)) {
            before->is_given[i] = true;
            before->open =
                (is_long ? equals == TL_NONE : word.len == 2) && tl_option_at(command, i)->argument != NULL
                    ? tl_option_at(command, i)
                    : NULL;
        }
    }
}

static void put_options(struct tl_buf *out, const struct tl_command *command, const struct before *before,
                        tl_slice typed)
{
    for (size_t i = 0; i < tl_option_total(command); i++) {
        const struct tl_option *option = tl_option_at(command, i);
        char name[64];
        (void)snprintf(name, sizeof(name), "--%s", option->name);
        if (!before->is_given[i] || tl_option_repeats(option)) {
            put_if(out, typed, tl_str(name));
        }
    }
}

enum tl_status tl_complete_command(const struct tl_command *command, size_t count, char *const *words)
{
    struct before before = {0};
    struct tl_buf out = {0};
    for (size_t i = 0; i + 1 < count; i++) {
        read_word(command, tl_str(words[i]), &before);
    }
    const tl_slice typed = count > 0 ? tl_str(words[count - 1]) : TL_LIT("");
    const size_t equals = tl_slice_find(typed, TL_LIT("="), 0);
    if (before.open != NULL) {
        put_values(&out, tl_str(before.open->argument), typed);
    } else if (!before.is_ended && equals != TL_NONE && tl_slice_starts(typed, TL_LIT("--"))) {
        const size_t i = find_option(command, tl_slice_sub(typed, 2, equals), 0);
        if (i < tl_option_total(command) && tl_option_at(command, i)->argument != NULL) {
            put_values(&out, tl_str(tl_option_at(command, i)->argument),
                       tl_slice_sub(typed, equals + 1, typed.len));
        }
    } else if (!before.is_ended && tl_slice_starts(typed, TL_LIT("-"))) {
        put_options(&out, command, &before, typed);
    } else if (before.operands > 0 || !put_verbs(&out, command->synopsis, typed)) {
        tl_buf_str(&out, ":files\n");
    }
    const enum tl_status status = tl_emit_buf(&out);
    tl_buf_release(&out);
    return status;
}

enum tl_status tl_complete_words(const char *word, const char *const *candidates)
{
    struct tl_buf out = {0};
    for (size_t i = 0; candidates[i] != NULL; i++) {
        put_if(&out, tl_str(word), tl_str(candidates[i]));
    }
    const enum tl_status status = tl_emit_buf(&out);
    tl_buf_release(&out);
    return status;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/regex.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/check.h"

/* --- the scanner ---------------------------------------------------------------------------------------- */

/* End of a class that begins at `at` with its bracket; a ] in first place is text, [:name:] is one item. */
static size_t class_end(tl_slice pattern, size_t at)
{
    at++;
    at += at < pattern.len && pattern.ptr[at] == '^' ? 1 : 0;
    at += at < pattern.len && pattern.ptr[at] == ']' ? 1 : 0;
    while (at < pattern.len && pattern.ptr[at] != ']') {
        if (pattern.ptr[at] == '[' && at + 1 < pattern.len && pattern.ptr[at + 1] == ':') {
            const size_t close = tl_slice_find(pattern, TL_LIT(":]"), at + 2);
            at = close == TL_NONE ? at + 1 : close + 2;
        } else if (pattern.ptr[at] == '\\' && at + 1 < pattern.len && pattern.ptr[at + 1] == 'Q') {
            const size_t close = tl_slice_find(pattern, TL_LIT("\\E"), at + 2);
            at = close == TL_NONE ? pattern.len : close + 2;
        } else {
            at += pattern.ptr[at] == '\\' ? 2 : 1;
        }
    }
    return at < pattern.len ? at + 1 : pattern.len;
}

/* End of an escape that is no literal: its braces, angle brackets or digits belong to it. */
static size_t escape_end(tl_slice pattern, size_t at)
{
    const unsigned char letter = pattern.ptr[at + 1];
    size_t end = at + 2;
    if (end < pattern.len && strchr("xopPNgkugG", letter) != NULL) {
        const char open = (char)pattern.ptr[end];
        const char *close = open == '{' ? "}" : open == '<' ? ">" : open == '\'' ? "'" : NULL;
        if (close != NULL) {
            const size_t found = tl_slice_find(pattern, tl_str(close), end + 1);
            return found == TL_NONE ? pattern.len : found + 1;
        }
        if (letter == 'p' || letter == 'P') {
            return end + 1;
        }
    }
    const size_t most = letter == 'x' ? 2 : letter == 'c' ? 1 : tl_is_digit(letter) ? 2 : 0;
    for (size_t i = 0; i < most && end < pattern.len; i++) {
        const unsigned char c = pattern.ptr[end];
        const bool is_hex = tl_is_digit(c) || (tl_to_lower(c) >= 'a' && tl_to_lower(c) <= 'f');
        if (letter != 'c' && !(letter == 'x' ? is_hex : tl_is_digit(c))) {
            break;
        }
        end++;
    }
    return end;
}

/* True when `{...}` at `at` is a quantifier; gives its end and whether it has no upper bound. */
static bool braces_repeat(tl_slice pattern, size_t at, size_t *end, bool *is_unbounded)
{
    size_t i = at + 1;
    const size_t digits = i;
    while (i < pattern.len && tl_is_digit(pattern.ptr[i])) {
        i++;
    }
    if (i == digits || i == pattern.len) {
        return false;
    }
    *is_unbounded = false;
    if (pattern.ptr[i] == ',') {
        i++;
        *is_unbounded = i < pattern.len && pattern.ptr[i] == '}';
        while (i < pattern.len && tl_is_digit(pattern.ptr[i])) {
            i++;
        }
    }
    if (i == pattern.len || pattern.ptr[i] != '}') {
        return false;
    }
    *end = i + 1;
    return true;
}

/* A parenthesis: which kind of group it opens, and how long its opening is. */
static void open_group(tl_slice pattern, size_t at, struct tl_regex_token *token)
{
    const tl_slice rest = tl_slice_sub(pattern, at, pattern.len);
    const unsigned char third = rest.len > 2 ? rest.ptr[2] : 0;
    const unsigned char fourth = rest.len > 3 ? rest.ptr[3] : 0;
    token->type = TL_REGEX_CAPTURE;
    token->span.end = at + 1;
    if (tl_slice_starts(rest, TL_LIT("(*")) && (tl_is_upper(third) || third == ':')) {
        token->type = TL_REGEX_VERB;
    } else if (tl_slice_starts(rest, TL_LIT("(*"))) {
        token->type = TL_REGEX_OPEN; /* (*atomic: and its like */
        const size_t colon = tl_slice_find(pattern, TL_LIT(":"), at);
        token->span.end = colon == TL_NONE ? at + 2 : colon + 1;
        return;
    } else if (tl_slice_starts(rest, TL_LIT("(?"))) {
        const bool is_named = (third == '<' && fourth != '=' && fourth != '!') || third == '\'' ||
                              (third == 'P' && fourth == '<');
        if (is_named) {
            const size_t close = tl_slice_find(pattern, third == '\'' ? TL_LIT("'") : TL_LIT(">"), at + 3);
            token->span.end = close == TL_NONE ? pattern.len : close + 1;
            return;
        }
        token->type = TL_REGEX_OPEN;
        token->span.end = at + 3;
        if (third == '<') {
            token->span.end = at + 4;
        } else if (strchr(":=!>|(", third) == NULL || third == 0) {
            size_t end = at + 2; /* options, a comment, a callout, a call */
            while (end < pattern.len && pattern.ptr[end] != ')' &&
                   !(third != '#' && pattern.ptr[end] == ':')) {
                end++;
            }
            const bool is_closed = end >= pattern.len || pattern.ptr[end] == ')';
            token->type = is_closed ? TL_REGEX_OPTION : TL_REGEX_OPEN;
            token->span.end = end < pattern.len ? end + 1 : pattern.len;
        } else if (third == '(') {
            token->span.end = at + 2; /* a condition: its parentheses are read as a group of their own */
        }
    }
    if (token->type == TL_REGEX_VERB) {
        const size_t close = tl_slice_find(pattern, TL_LIT(")"), at);
        token->span.end = close == TL_NONE ? pattern.len : close + 1;
    }
}

static void read_backslash(struct tl_regex_scan *scan, struct tl_regex_token *token)
{
    const tl_slice pattern = scan->pattern;
    const unsigned char next = scan->at + 1 < pattern.len ? pattern.ptr[scan->at + 1] : 0;
    if (next == 0 || tl_is_alnum(next)) {
        token->type = TL_REGEX_ESCAPE;
        token->span.end = next == 0 ? pattern.len : escape_end(pattern, scan->at);
        return;
    }
    token->type = TL_REGEX_LITERAL;
    token->byte = next;
    token->span.end = scan->at + 2;
}

static void read_plain(struct tl_regex_scan *scan, struct tl_regex_token *token)
{
    const tl_slice pattern = scan->pattern;
    token->byte = pattern.ptr[scan->at];
    switch (token->byte) {
    case '.':
        token->type = TL_REGEX_DOT;
        break;
    case '[':
        token->type = TL_REGEX_CLASS;
        token->span.end = class_end(pattern, scan->at);
        break;
    case '(':
        open_group(pattern, scan->at, token);
        break;
    case ')':
        token->type = TL_REGEX_CLOSE;
        break;
    case '|':
        token->type = TL_REGEX_OR;
        break;
    case '^':
    case '$':
        token->type = TL_REGEX_ANCHOR;
        break;
    case '*':
    case '+':
    case '?':
        token->type = TL_REGEX_REPEAT;
        token->is_unbounded = token->byte != '?';
        break;
    case '{':
        if (braces_repeat(pattern, scan->at, &token->span.end, &token->is_unbounded)) {
            token->type = TL_REGEX_REPEAT;
        }
        break;
    default:
        break;
    }
    if (token->type == TL_REGEX_REPEAT && token->span.end < pattern.len &&
        (pattern.ptr[token->span.end] == '?' || pattern.ptr[token->span.end] == '+')) {
        token->span.end++;
    }
}

struct tl_regex_token tl_regex_next(struct tl_regex_scan *scan)
{
    struct tl_regex_token token = {.type = TL_REGEX_END, .span = {scan->at, scan->at}};
    const tl_slice rest = tl_slice_sub(scan->pattern, scan->at, scan->pattern.len);
    if (tl_slice_starts(rest, scan->is_quoted ? TL_LIT("\\E") : TL_LIT("\\Q"))) {
        scan->is_quoted = !scan->is_quoted;
        scan->at += 2;
        return tl_regex_next(scan);
    }
    if (rest.len == 0) {
        return token;
    }
    token.type = TL_REGEX_LITERAL;
    token.span.end = scan->at + 1;
    if (scan->is_quoted) {
        token.byte = rest.ptr[0];
    } else if (rest.ptr[0] == '\\') {
        read_backslash(scan, &token);
    } else {
        read_plain(scan, &token);
    }
    scan->at = token.span.end;
    return token;
}

struct tl_span tl_regex_group(tl_slice pattern, uint32_t number)
{
    struct tl_regex_scan scan = {.pattern = pattern};
    const struct tl_span all = {0, pattern.len};
    uint32_t captures = 0;
    size_t depth = 0;
    size_t opened_at = 0; /* depth inside the group; 0: not found yet */
    size_t begin = 0;
    if (number == 0) {
        return all;
    }
    for (;;) {
        const struct tl_regex_token token = tl_regex_next(&scan);
        if (token.type == TL_REGEX_END) {
            return all;
        }
        if (token.type == TL_REGEX_OPEN || token.type == TL_REGEX_CAPTURE) {
            depth++;
            captures += token.type == TL_REGEX_CAPTURE ? 1 : 0;
            if (token.type == TL_REGEX_CAPTURE && captures == number) {
                opened_at = depth;
                begin = token.span.end;
            }
        } else if (token.type == TL_REGEX_CLOSE) {
            if (opened_at > 0 && depth == opened_at) {
                return (struct tl_span){begin, token.span.begin};
            }
            depth -= depth > 0 ? 1 : 0;
        }
    }
}

/* --- compilation ---------------------------------------------------------------------------------------- */

__attribute__((format(printf, 4, 5))) static void refuse(struct tl_regex_error *error, const char *slug,
                                                         size_t offset, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)vsnprintf(error->text, sizeof(error->text), format, args);
    va_end(args);
    error->slug = slug;
    error->offset = offset;
}

/* What compiles and still must not stand in a rule. */
static bool check_text(tl_slice pattern, struct tl_regex_error *error)
{
    struct tl_regex_scan scan = {.pattern = pattern};
    for (;;) {
        const struct tl_regex_token token = tl_regex_next(&scan);
        const tl_slice text = tl_span_of(pattern, token.span);
        if (token.type == TL_REGEX_END) {
            return true;
        }
        if (token.type == TL_REGEX_VERB) {
            refuse(error, "policy.regex.verb", token.span.begin,
                   "(*...) verbs change limits, newlines or what other matches see; write the rule without "
                   "them");
            return false;
        }
        if (token.type == TL_REGEX_ESCAPE && tl_slice_eq(text, TL_LIT("\\K"))) {
            refuse(error, "policy.regex.reset", token.span.begin,
                   "\\K hides a part of the match; name what goes with a group and 'excise' instead");
            return false;
        }
    }
}

/*
 * True for what the two engines of PCRE2 10.42 do not do alike, so that one of them alone must do it, with
 * JIT or without: calls of the pattern or of a group ([^q](?R){0,2}x), and atomic groups, in which JIT misses
 * matches ((?>k|\w+?K?)x on "aax").
 */
static bool is_engine_dependent(tl_slice pattern)
{
    struct tl_regex_scan scan = {.pattern = pattern};
    for (;;) {
        const struct tl_regex_token token = tl_regex_next(&scan);
        const tl_slice text = tl_span_of(pattern, token.span);
        const unsigned char third = text.len > 2 ? text.ptr[2] : 0;
        const unsigned char fourth = text.len > 3 ? text.ptr[3] : 0;
        if (token.type == TL_REGEX_END) {
            return false;
        }
        if (token.type == TL_REGEX_ESCAPE && tl_slice_starts(text, TL_LIT("\\g")) &&
            (third == '<' || third == '\'')) {
            return true;
        }
        if (token.type == TL_REGEX_OPEN &&
            (tl_slice_starts(text, TL_LIT("(?>")) || tl_slice_starts(text, TL_LIT("(*")))) {
            return true;
        }
        if (token.type == TL_REGEX_OPTION &&
            (third == 'R' || third == '&' || third == '+' || tl_is_digit(third) ||
             (third == '-' && tl_is_digit(fourth)) || (third == 'P' && fourth == '>'))) {
            return true;
        }
    }
}

static int note_callout(pcre2_callout_enumerate_block *block, void *data)
{
    *(size_t *)data = block->pattern_position;
    return 1;
}

static bool check_compiled(const pcre2_code *code, tl_slice pattern, struct tl_regex_error *error)
{
    size_t callout = TL_NONE;
    if (pcre2_callout_enumerate(code, note_callout, &callout) != 0) {
        refuse(error, "policy.regex.callout", callout < pattern.len ? callout : 0,
               "callouts (?C) call the program back; remove it");
        return false;
    }
    uint32_t can_be_empty = 1;
    TL_CHECK(pcre2_pattern_info(code, PCRE2_INFO_MATCHEMPTY, &can_be_empty) == 0);
    if (can_be_empty != 0) {
        refuse(error, "policy.regex.empty", 0,
               "this regex can match the empty string (or cannot be proved not to), which finds nothing "
               "everywhere; "
               "let one part of it be required");
        return false;
    }
    return true;
}

/* A limit of the places where a match may begin lets a match start only where literals say (filter.h). */
static pcre2_code *compile(tl_slice pattern, bool is_caseless, int *error, PCRE2_SIZE *offset)
{
    const uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT |
                             (is_caseless ? PCRE2_CASELESS : 0u);
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (context == NULL) {
        tl_out_of_memory();
    }
    /* Whatever the library was built with: one policy means the same everywhere (DESIGN M18). */
    TL_CHECK(pcre2_set_newline(context, PCRE2_NEWLINE_LF) == 0);
    TL_CHECK(pcre2_set_bsr(context, PCRE2_BSR_UNICODE) == 0);
    pcre2_code *code = pcre2_compile(pattern.ptr, pattern.len, options, error, offset, context);
    pcre2_compile_context_free(context);
    return code;
}

bool tl_regex_ascii(tl_slice item, bool is_caseless, uint64_t out[2])
{
    int error = 0;
    PCRE2_SIZE offset = 0;
    out[0] = out[1] = 0;
    pcre2_code *code = compile(item, is_caseless, &error, &offset);
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    if (data == NULL) {
        tl_out_of_memory();
    }
    bool is_item = code != NULL;
    for (unsigned char c = 0; is_item && c < 0x80; c++) {
        const int count = pcre2_match(code, &c, 1, 0, PCRE2_ANCHORED, data, NULL);
        const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(data);
        is_item = count == PCRE2_ERROR_NOMATCH || (count == 1 && ends[0] == 0 && ends[1] == 1);
        out[c >> 6] |= (uint64_t)(count == 1) << (c & 63);
    }
    pcre2_match_data_free(data);
    pcre2_code_free(code);
    return is_item;
}

pcre2_code *tl_regex_compile(tl_slice pattern, bool is_caseless, struct tl_regex_error *error)
{
    int code_error = 0;
    PCRE2_SIZE offset = 0;
    if (!check_text(pattern, error)) {
        return NULL;
    }
    pcre2_code *code = compile(pattern, is_caseless, &code_error, &offset);
    if (code == NULL) {
        PCRE2_UCHAR message[160] = {0};
        (void)pcre2_get_error_message(code_error, message, sizeof(message));
        refuse(error,
               code_error == PCRE2_ERROR_BACKSLASH_C_CALLER_DISABLED ? "policy.regex.byte"
                                                                     : "policy.regex.compile",
               offset < pattern.len ? offset : pattern.len, "the regex does not compile: %s",
               (const char *)message);
        return NULL;
    }
    if (!check_compiled(code, pattern, error)) {
        pcre2_code_free(code);
        return NULL;
    }
    if (!is_engine_dependent(pattern)) {
        (void)pcre2_jit_compile(code,
                                PCRE2_JIT_COMPLETE); /* without JIT the interpreter does the same, slower */
    }
    return code;
}

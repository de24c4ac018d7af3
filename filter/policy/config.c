/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/config.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/io.h"
#include "base/limits.h"
#include "base/nearest.h"
#include "base/utf8.h"

enum {
    QUOTE_BYTES = 60,    /* of policy text inside a message */
    LINE_BYTES = 2000,   /* a longer line is not shown */
    BAD_LINES = 8,       /* more lines with characters that must not be: not a text */
    SUGGEST_DISTANCE = 3 /* edits from a known word that still count as a slip */
};

bool tl_is_bidi(uint32_t code)
{
    return code == 0x061c || code == 0x200e || code == 0x200f || (code >= 0x202a && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069);
}

/* What neither a parser nor a terminal gets to see. */
static bool is_hidden(struct tl_char c)
{
    const bool is_control = (c.code < 0x20 && c.code != '\t' && c.code != '\n' && c.code != '\r') ||
                            (c.code >= 0x7f && c.code < 0xa0);
    return is_control || c.is_stray || tl_is_bidi(c.code);
}

tl_slice tl_config_clean(struct tl_arena *arena, tl_slice bytes)
{
    unsigned char *out = tl_arena_alloc(arena, bytes.len + 1, 1);
    for (size_t at = 0; at < bytes.len;) {
        const struct tl_char c = tl_char_at(bytes, at);
        if (is_hidden(c)) {
            memset(out + at, '?', c.len);
        } else {
            memcpy(out + at, bytes.ptr + at, c.len);
        }
        at += c.len;
    }
    return (tl_slice){out, bytes.len};
}

static const char *line_of(struct tl_arena *arena, tl_slice shown, size_t line)
{
    size_t begin = 0;
    for (size_t at = 1; at < line; at++) {
        const size_t end = tl_slice_find(shown, TL_LIT("\n"), begin);
        if (end == TL_NONE) {
            return NULL;
        }
        begin = end + 1;
    }
    const size_t found = tl_slice_find(shown, TL_LIT("\n"), begin);
    tl_slice text = tl_slice_sub(shown, begin, found == TL_NONE ? shown.len : found);
    if (text.len > LINE_BYTES) {
        return NULL;
    }
    unsigned char *copy = (unsigned char *)(uintptr_t)tl_arena_dup(arena, text).ptr;
    for (size_t i = 0; i < text.len; i++) {
        copy[i] = copy[i] == '\r' ? ' ' : copy[i];
    }
    return (const char *)copy;
}

void tl_diag_add(struct tl_diags *diags, bool is_warning, const char *slug, const char *file, tl_slice shown,
                 struct tl_place place, const char *text)
{
    if (!is_warning && diags->errors > TL_MAX_ERRORS) {
        diags->errors++;
        return;
    }
    if (!is_warning && diags->errors == TL_MAX_ERRORS) {
        slug = "policy.too_many_errors";
        text = "more errors follow; mend these first and run again";
        place = (struct tl_place){0, 0};
    }
    struct tl_diag *diag = TL_PUSH(diags->arena, &diags->list);
    diag->is_warning = is_warning;
    diag->slug = slug;
    diag->place = place;
    diag->file = (const char *)tl_arena_dup(diags->arena, tl_str(file)).ptr;
    diag->text = (const char *)tl_config_clean(diags->arena, tl_str(text)).ptr;
    diag->line = place.line == 0 ? NULL : line_of(diags->arena, shown, place.line);
    diags->errors += is_warning ? 0 : 1;
}

void tl_config_error(struct tl_config *config, struct tl_place place, const char *slug, const char *format,
                     ...)
{
    char text[600];
    va_list args;
    va_start(args, format);
    const int length = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (length < 0 || (size_t)length >= sizeof(text)) {
        memcpy(text + sizeof(text) - 4, "...", 4);
    }
    for (char *c = text; *c != '\0'; c++) {
        *c = *c == '\n' || *c == '\r' || *c == '\t' ? ' ' : *c;
    }
    tl_diag_add(config->diags, false, slug, config->path, config->told.len > 0 ? config->told : config->shown,
                place, text);
}

struct tl_place tl_config_place(struct tl_config *config, size_t offset)
{
    if (config->cursor.line == 0 || offset < config->cursor.offset) {
        config->cursor.offset = 0;
        config->cursor.line = 1;
        config->cursor.begin = 0;
    }
    size_t at = config->cursor.offset;
    for (; at < offset && at < config->bytes.len; at++) {
        if (config->bytes.ptr[at] == '\n') {
            config->cursor.line++;
            config->cursor.begin = at + 1;
        }
    }
    config->cursor.offset = at;
    return (struct tl_place){config->cursor.line, at - config->cursor.begin + 1};
}

static void tell_character(struct tl_config *config, size_t at, struct tl_char c)
{
    const struct tl_place place = tl_config_place(config, at);
    if (c.is_stray) {
        tl_config_error(config, place, "config.utf8", "byte 0x%02x is not UTF-8; save the file as UTF-8",
                        config->bytes.ptr[at]);
    } else if (c.code == 0) {
        tl_config_error(config, place, "config.nul", "a NUL byte is not text; remove it");
    } else if (!tl_is_bidi(c.code)) {
        tl_config_error(config, place, "config.control", "U+%04X is a control character; remove it",
                        (unsigned)c.code);
    } else {
        tl_config_error(config, place, "config.bidi",
                        "U+%04X is a bidi control, which makes a line read as another; remove it",
                        (unsigned)c.code);
    }
}

/* Tells what is no text: once a line.  False when it is too much for a text. */
static bool check_characters(struct tl_config *config)
{
    size_t bad_lines = 0;
    size_t told_line = 0;
    for (size_t at = 0; at < config->bytes.len;) {
        const struct tl_char c = tl_char_at(config->bytes, at);
        if (is_hidden(c)) {
            const size_t line = tl_config_place(config, at).line;
            if (line != told_line) {
                tell_character(config, at, c);
                told_line = line;
                bad_lines++;
            }
        }
        if (bad_lines > BAD_LINES) {
            tl_config_error(config, (struct tl_place){0, 0}, "config.not_text",
                            "this is not a text in UTF-8; nothing more of it is read");
            return false;
        }
        at += c.len;
    }
    return true;
}

static bool has_word(tl_slice bytes, tl_slice word)
{
    size_t at = tl_slice_find(bytes, word, 0);
    while (at != TL_NONE && at > 0 && tl_is_alnum(bytes.ptr[at - 1])) {
        at = tl_slice_find(bytes, word, at + 1);
    }
    return at != TL_NONE;
}

/* A cable, a key or decisions that were named by mistake must not be quoted: only what says that it is what
 * was asked for is.  NULL, or what is wrong. */
static const char *foreign(const struct tl_config *config)
{
    const bool has_decisions = has_word(config->bytes, TL_LIT("tearline-decisions"));
    const bool has_policy = has_word(config->bytes, TL_LIT("tearline-policy")) ||
                            has_word(config->bytes, TL_LIT("tearline-rules"));
    if (config->is_decisions) {
        return has_decisions
                   ? NULL
                   : "no file of decisions: it does not say, in UTF-8, tearline-decisions: 1; nothing "
                     "of it is shown";
    }
    if (has_decisions && !has_policy) {
        return "a file of decisions, and no policy or rule pack: give it with --decisions; nothing of it is "
               "shown";
    }
    return has_word(config->bytes, TL_LIT("tearline-"))
               ? NULL
               : "neither a policy nor a rule pack: it does not say, in UTF-8, tearline-policy: 1 or "
                 "tearline-rules: 1; nothing of it is shown";
}

bool tl_config_read(struct tl_config *config, const char *path, struct tl_err *err)
{
    struct tl_buf buf = {0};
    config->path = (const char *)tl_arena_dup(config->arena, tl_str(path)).ptr;
    const enum tl_status status = tl_read_file(path, TL_MAX_CONFIG, &buf, err);
    if (status == TL_OK) {
        config->bytes = tl_arena_dup(config->arena, tl_buf_slice(&buf));
        config->shown = tl_config_clean(config->arena, config->bytes);
    }
    tl_buf_release(&buf);
    if (status != TL_OK) {
        config->is_partial = true;
        return false;
    }
    const char *what = tl_slice_trim(config->bytes).len > 0 ? foreign(config) : NULL;
    if (what != NULL) {
        config->is_partial = true;
        (void)tl_fail(err, TL_CONFIG, "config.foreign", "%s", what);
        return false;
    }
    if (config->is_decisions) {
        config->told = tl_config_hide(config->arena, config->shown);
    }
    if (!check_characters(config)) {
        config->is_partial = true;
    }
    return true;
}

/* --- what of decisions is told */

/* The key that a line begins with, behind blanks, dashes and a brace; `column` is where. */
static tl_slice key_of(tl_slice line, size_t *column)
{
    size_t begin = 0;
    while (begin < line.len && memchr(" -{", line.ptr[begin], 3) != NULL) {
        begin++;
    }
    size_t end = begin;
    while (end < line.len && (tl_is_alnum(line.ptr[end]) || line.ptr[end] == '-')) {
        end++;
    }
    *column = begin;
    return end < line.len && line.ptr[end] == ':' ? tl_slice_sub(line, begin, end) : (tl_slice){NULL, 0};
}

static bool is_told_key(tl_slice key)
{
    static const char *const keys[] = {
        "tearline-decisions", "decisions", "cable", "sha256", "portion", "line", "do", "date", "exemptions"};
    for (size_t i = 0; i < TL_COUNT(keys); i++) {
        if (tl_slice_eq(key, tl_str(keys[i]))) {
            return true;
        }
    }
    return false;
}

/* True when every key in the line is told, those of a mapping in braces too. */
static bool is_told(tl_slice line)
{
    bool is_told = true;
    for (size_t at = 0; at < line.len && is_told; at++) {
        size_t begin = at;
        if (line.ptr[at] != ':' || (at + 1 < line.len && !tl_is_blank(line.ptr[at + 1]))) {
            continue;
        }
        while (begin > 0 && (tl_is_alnum(line.ptr[begin - 1]) || line.ptr[begin - 1] == '-')) {
            begin--;
        }
        is_told = is_told_key(tl_slice_sub(line, begin, at));
    }
    return is_told;
}

tl_slice tl_config_hide(struct tl_arena *arena, tl_slice bytes)
{
    unsigned char *out = tl_arena_alloc(arena, bytes.len + 1, 1);
    size_t hidden = TL_NONE; /* the column of a key that is hidden: what stands deeper goes on with it */
    memcpy(out, bytes.ptr, bytes.len);
    for (size_t begin = 0, end; begin < bytes.len; begin = end + 1) {
        const size_t found = tl_slice_find(bytes, TL_LIT("\n"), begin);
        end = found == TL_NONE ? bytes.len : found;
        const tl_slice line = tl_slice_sub(bytes, begin, end);
        size_t column = 0;
        const tl_slice key = key_of(line, &column);
        if (tl_slice_trim(line).len == 0) {
            continue;
        }
        const bool goes_on = hidden != TL_NONE && column > hidden;
        if (!goes_on && key.len > 0 && is_told(line)) {
            hidden = TL_NONE;
            continue;
        }
        hidden = goes_on ? hidden : column;
        for (size_t i = begin; i < end; i++) {
            out[i] = tl_is_blank(bytes.ptr[i]) ? bytes.ptr[i] : '?';
        }
    }
    return (tl_slice){out, bytes.len};
}

const char *tl_config_quote(const struct tl_config *config, tl_slice text)
{
    return config->is_decisions ? "'...'" : tl_quote(config->arena, text);
}

const char *tl_quote(struct tl_arena *arena, tl_slice text)
{
    size_t len = text.len;
    if (len > QUOTE_BYTES) {
        len = QUOTE_BYTES;
        while (len > 0 && (text.ptr[len] & 0xc0) == 0x80) {
            len--;
        }
    }
    return tl_arena_format(arena, "'%.*s%s'", (int)len, (const char *)text.ptr, len < text.len ? "..." : "");
}

const char *tl_join_names(struct tl_arena *arena, const char *const *names, size_t count)
{
    struct tl_buf buf = {0};
    for (size_t i = 0; i < count; i++) {
        if (names[i] != NULL) {
            tl_buf_format(&buf, "%s%s", buf.len > 0 ? ", " : "", names[i]);
        }
    }
    const char *joined = (const char *)tl_arena_dup(arena, tl_buf_slice(&buf)).ptr;
    tl_buf_release(&buf);
    return joined;
}

const char *tl_suggest(struct tl_arena *arena, tl_slice word, const char *const *names, size_t count)
{
    /* A slip leaves at least half of a word standing. */
    const size_t most = word.len / 2 < SUGGEST_DISTANCE ? word.len / 2 : SUGGEST_DISTANCE;
    const char *near = tl_nearest(word, names, count, most);
    if (near != NULL) {
        return tl_arena_format(arena, " (did you mean '%s'?)", near);
    }
    return count > 24 ? "" : tl_arena_format(arena, "; known are %s", tl_join_names(arena, names, count));
}

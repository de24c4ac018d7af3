/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/wrap.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

enum { LINE_CHARACTERS = 79, LONGEST_LINE = 2000 };

/* No control character of a cable reaches a terminal. */
static void put_character(struct tl_buf *out, struct tl_char c)
{
    const bool is_control = c.code < 0x20 || (c.code >= 0x7f && c.code < 0xa0) ||
                            (c.code >= 0x200b && c.code <= 0x200f) ||
                            (c.code >= 0x2028 && c.code <= 0x202e) || (c.code >= 0x2066 && c.code <= 0x2069);
    tl_buf_char(out, is_control ? '?' : c.code);
}

static size_t put_word(struct tl_buf *out, tl_slice word)
{
    size_t characters = 0;
    for (size_t at = 0; at < word.len; characters++) {
        const struct tl_char c = tl_char_at(word, at);
        put_character(out, c);
        at += c.len;
    }
    return characters;
}

static size_t characters_of(tl_slice word)
{
    size_t characters = 0;
    for (size_t at = 0; at < word.len; characters++) {
        at += tl_char_at(word, at).len;
    }
    return characters;
}

/* The end of the word at `at`; "E.O. 13526" and "32 CFR 2001" stay on one line. */
static size_t word_end(tl_slice text, size_t at)
{
    size_t end = at;
    while (end < text.len && text.ptr[end] != ' ') {
        end++;
    }
    const tl_slice word = tl_slice_sub(text, at, end);
    const bool is_open = tl_slice_ends(word, TL_LIT("E.O.")) || tl_slice_ends(word, TL_LIT("CFR")) ||
                         tl_slice_starts(tl_slice_sub(text, end, text.len), TL_LIT(" CFR"));
    return is_open && end + 1 < text.len ? word_end(text, end + 1) : end;
}

void tl_put_plain(struct tl_buf *out, tl_slice text)
{
    (void)put_word(out, text);
}

void tl_put_wrapped(struct tl_buf *out, size_t indent, tl_slice text)
{
    size_t used = 0;
    for (size_t at = 0; at < text.len;) {
        const size_t end = word_end(text, at);
        const tl_slice word = tl_slice_sub(text, at, end);
        if (word.len > 0 && used > 0 && used + 1 + characters_of(word) > LINE_CHARACTERS) {
            tl_buf_byte(out, '\n');
            used = 0;
        }
        if (word.len > 0) {
            for (size_t i = 0; i < (used == 0 ? indent : 1); i++) {
                tl_buf_byte(out, ' ');
            }
            used = (used == 0 ? indent : used + 1) + put_word(out, word);
        }
        at = end + 1;
    }
    tl_buf_byte(out, '\n');
}

void tl_put_line(struct tl_buf *out, size_t indent, const char *format, ...)
{
    char text[LONGEST_LINE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    tl_put_wrapped(out, indent, tl_str(text));
}

void tl_put_column(struct tl_buf *out, tl_slice text, size_t width)
{
    size_t used = put_word(out, text);
    do {
        tl_buf_byte(out, ' ');
        used++;
    } while (used < width);
}

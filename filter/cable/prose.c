/* SPDX-License-Identifier: Apache-2.0 */
#include "cable/prose.h"

#include "base/utf8.h"
#include "cable/envelope.h"
#include "marking/start.h"

enum { HEADING_BYTES = 70, HEADING_LINES = 3, SIGNATURE_BYTES = 28, LABEL_WORDS = 3, NUMBER_BYTES = 5 };

/* "COMMENT", "SUMMARY", "ACTION", "BEGIN" open something that no mark of the paragraph covers (M3). */
bool tl_is_opener(tl_slice line)
{
    static const char *const words[] = {"COMMENT", "SUMMARY", "ACTION", "BEGIN"};
    while (line.len > 0 &&
           (line.ptr[0] == '(' || line.ptr[0] == '-' || line.ptr[0] == '[' || line.ptr[0] == ' ')) {
        line.ptr++;
        line.len--;
    }
    for (size_t i = 0; i < TL_COUNT(words); i++) {
        const tl_slice word = tl_str(words[i]);
        if (tl_slice_starts_fold(line, word) && (line.len == word.len || !tl_is_alpha(line.ptr[word.len]) ||
                                                 tl_slice_starts_fold(line, TL_LIT("COMMENTS")))) {
            return true;
        }
    }
    return false;
}

/* The end of the label that a number makes: "3 ", "3:", "2.1 ", "2a.", "l0.", "1003."; 0 when none does. */
static size_t number_label(tl_slice line)
{
    size_t end = 0;
    bool has_digit = false;
    bool is_figure = true;
    while (end < line.len && (tl_is_alnum(line.ptr[end]) || (line.ptr[end] == '.' && end + 1 < line.len &&
                                                             tl_is_digit(line.ptr[end + 1])))) {
        has_digit = has_digit || tl_is_digit(line.ptr[end]);
        is_figure = is_figure && memchr("lIO", line.ptr[end], 3) != NULL;
        end++;
    }
    const bool is_number = has_digit || (is_figure && end == 2 && end < line.len && line.ptr[end] == '.');
    return is_number && end <= NUMBER_BYTES ? end : 0;
}

/* "PARA 3", "No. 3": a word that counts parts, and the number. */
static bool is_counted(tl_slice line)
{
    static const char *const words[] = {"PARA",  "PARAGRAPH", "NO",  "NR",       "ITEM",       "POINT",
                                        "ANNEX", "PART",      "TAB", "APPENDIX", "ATTACHMENT", "ENCLOSURE"};
    struct tl_cursor c = {line, 0};
    for (size_t i = 0; i < TL_COUNT(words); i++) {
        c.at = 0;
        if (tl_take_fold(&c, tl_str(words[i])) && !(c.at < line.len && tl_is_alpha(line.ptr[c.at]))) {
            (void)tl_take(&c, TL_LIT("."));
            tl_skip_blanks(&c);
            return number_label(tl_slice_sub(line, c.at, line.len)) > 0;
        }
    }
    return false;
}

/* "Embassy Comment:", "BIO NOTE:", "Concepts:": up to three words, each with a capital, and a colon. */
static bool is_worded(tl_slice line)
{
    struct tl_cursor c = {line, 0};
    for (size_t words = 0; words < LABEL_WORDS; words++) {
        const tl_slice word = tl_next_word(&c);
        if (word.len == 0 || !(tl_is_upper(word.ptr[0]) || word.ptr[0] >= 0x80)) {
            return false;
        }
        if (word.ptr[word.len - 1] == ':') {
            return word.len > 1;
        }
    }
    return false;
}

/* A sign that stands for a bullet; quotes, brackets and what stands before a number or a sum do not. */
static bool is_sign(tl_slice line)
{
    static const char others[] = "\"'`([{<$.,;:!?@&%/\\";
    const unsigned char first = line.ptr[0];
    if (first < 0x80) {
        return !tl_is_alnum(first) && strchr(others, first) == NULL;
    }
    const uint32_t code = tl_char_at(line, 0).code; /* dashes and bullets; arrows; shapes, ticks, dingbats */
    return (code >= 0x2010 && code <= 0x2015) || code == 0xa7 || code == 0xb6 || code == 0xb7 ||
           (code >= 0x2020 && code <= 0x2023) || (code >= 0x2043 && code <= 0x204d) ||
           (code >= 0x2190 && code <= 0x21ff) || (code >= 0x25a0 && code <= 0x27bf) ||
           (code >= 0x2b00 && code <= 0x2bff);
}

bool tl_opens_like_label(tl_slice line)
{
    return line.len > 0 && (is_sign(line) || number_label(line) > 0 || is_counted(line) || is_worded(line));
}

bool tl_opens_like_item(tl_slice line)
{
    const bool is_letter =
        line.len > 2 && tl_is_alpha(line.ptr[0]) && memchr(".,:;)", line.ptr[1], 5) != NULL;
    const size_t number = number_label(line);
    return line.len > 0 &&
           (is_sign(line) || is_letter ||
            (number > 0 && number < line.len && memchr(".,:;)-", line.ptr[number], 6) != NULL));
}

/* "END SUMMARY." at the end of a line: what follows is not of the summary. */
bool tl_is_closer(tl_slice line)
{
    static const char *const words[] = {"END SUMMARY", "END COMMENT", "END TEXT", "END NOTE"};
    while (line.len > 0 && !tl_is_alpha(line.ptr[line.len - 1])) {
        line.len--;
    }
    for (size_t i = 0; i < TL_COUNT(words); i++) {
        const tl_slice word = tl_str(words[i]);
        if (line.len >= word.len &&
            tl_slice_eq_fold(tl_slice_sub(line, line.len - word.len, line.len), word)) {
            return true;
        }
    }
    return false;
}

/* "-----" under a heading. */
bool tl_is_rule(tl_slice line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (memchr("-=_*~ ", line.ptr[i], 6) == NULL) {
            return false;
        }
    }
    return line.len >= 3;
}

/* A title may end so, a sentence does too: then its words have to have capitals. */
static bool has_capitals(tl_slice line)
{
    struct tl_cursor c = {line, 0};
    size_t lower = 0;
    for (tl_slice word = tl_next_word(&c); word.len > 0; word = tl_next_word(&c)) {
        lower += word.len > 3 && tl_is_lower(word.ptr[0]);
    }
    return lower == 0;
}

/* A line that ends like no sentence. */
static bool ends_like_heading(tl_slice line)
{
    const unsigned char last = line.ptr[line.len - 1];
    return memchr(".,;-]", last, 5) == NULL && (memchr(":?!)", last, 4) == NULL || has_capitals(line));
}

/* The line is not there, blank, under a heading, or begins a numbered paragraph with a mark. */
static bool ends_block(const struct tl_reader *r, size_t index)
{
    struct tl_start start;
    if (index >= r->tail_line || r->lines.list.items[index].role != TL_LINE_TEXT) {
        return true;
    }
    const tl_slice line = tl_line_trim(&r->lines, index);
    return tl_is_rule(line) ||
           (tl_portion_start(line, &start) && start.label_kind == TL_START_NUMBER && start.has_delimiter &&
            !start.is_parenthesised && start.mark_kind == TL_START_MARKED);
}

/* "TITLE" over "-----" of about its length: underlined wherever it stands; a table has a rule a column. */
static bool is_underlined(const struct tl_reader *r, size_t index)
{
    if (index + 1 >= r->tail_line || !tl_may(r, index + 1, TL_MAY_BE_RULE)) {
        return false;
    }
    const size_t line = tl_line_trim(&r->lines, index).len;
    const tl_slice rule = tl_line_trim(&r->lines, index + 1);
    return tl_is_rule(rule) && tl_slice_find(rule, TL_LIT(" "), 0) == TL_NONE && rule.len <= line + 3 &&
           rule.len + 3 >= line;
}

bool tl_is_after_break(const struct tl_reader *r, size_t index)
{
    while (index > 0 && r->lines.list.items[index - 1].role == TL_LINE_BLANK) {
        index--;
    }
    return index > 0 && tl_line_is_furniture(&r->lines.list.items[index - 1]);
}

bool tl_is_before_break(const struct tl_reader *r, size_t index)
{
    while (index < r->tail_line && r->lines.list.items[index].role == TL_LINE_BLANK) {
        index++;
    }
    return index < r->tail_line && tl_line_is_furniture(&r->lines.list.items[index]);
}

size_t tl_heading_lines(const struct tl_reader *r, size_t index)
{
    const bool is_set_off =
        index > 0 &&
        (r->lines.list.items[index - 1].role != TL_LINE_TEXT ||
         (tl_may(r, index - 1, TL_MAY_BE_RULE) && tl_is_rule(tl_line_trim(&r->lines, index - 1))));
    if (!is_set_off) { /* nearly every line */
        const size_t len = tl_line_trim(&r->lines, index).len;
        return len > 0 && len <= HEADING_BYTES && is_underlined(r, index) ? 1 : 0;
    }
    bool has_row = false; /* several are a table */
    for (size_t count = 0; count < HEADING_LINES && index + count < r->tail_line; count++) {
        const tl_slice line = tl_line_trim(&r->lines, index + count);
        const bool has_mark = count > 0 && tl_slice_find(line, TL_LIT("["), 0) != TL_NONE;
        has_row = has_row || tl_slice_find(line, TL_LIT("   "), 0) != TL_NONE;
        if (line.len == 0 || line.len > HEADING_BYTES || has_mark || (count > 0 && has_row)) {
            return 0;
        }
        if (count == 0 && is_underlined(r, index)) {
            return 1;
        }
        if (ends_block(r, index + count + 1)) {
            return ends_like_heading(line) ? count + 1 : 0;
        }
    }
    return 0;
}

/* A line of up to three words in capitals, a number of the channel perhaps behind them. */
static bool is_name(tl_slice line)
{
    while (line.len > 0 && (line.ptr[line.len - 1] == '#' || tl_is_digit(line.ptr[line.len - 1]))) {
        line.len--;
    }
    size_t words = 1;
    for (size_t i = 0; i < line.len; i++) {
        if (!tl_is_upper(line.ptr[i]) && memchr("' .-", line.ptr[i], 4) == NULL) {
            return false;
        }
        words += line.ptr[i] == ' ';
    }
    return line.len >= 2 && line.len <= SIGNATURE_BYTES && words <= 3 && tl_is_upper(line.ptr[line.len - 1]);
}

bool tl_is_signature(const struct tl_reader *r, size_t index)
{
    if (!tl_may(r, index, TL_MAY_SIGN) || !is_name(tl_line_trim(&r->lines, index))) {
        return false;
    }
    for (size_t i = index + 1; i < r->tail_line; i++) {
        if (r->lines.list.items[i].role == TL_LINE_TEXT) {
            return tl_is_message_end(tl_line_trim(&r->lines, i));
        }
    }
    return true;
}

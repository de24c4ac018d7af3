/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The grammar of a portion start:
 *
 *   start := blanks label? label? blanks mark?      or      blanks mark blanks number-label
 *
 * Labels are read by a table of readers, tried in order at each place; the mark by start_mark.c.
 */
#include "marking/start.h"

#include "base/limits.h"
#include "marking/mark.h"
#include "marking/start_mark.h"

/* One label: the bytes from its first to its delimiter, and the bare number inside. */
struct label {
    enum tl_start_label kind;
    size_t end;
    struct tl_span number;
    bool has_delimiter;
    bool is_parenthesised;
};

/* Words that head a portion.  A word marked `needs_colon` is a heading only with ':' (SUBJECT TO ... is
 * prose). */
static const struct {
    tl_slice word;
    bool needs_colon;
} headings[] = {
    {TL_TEXT("SUBJECT"), true},
    {TL_TEXT("SUBJ"), true},
    {TL_TEXT("SUMMARY AND COMMENT"), false},
    {TL_TEXT("SUMMARY AND ACTION REQUEST"), false},
    {TL_TEXT("BEGIN SUMMARY"), false},
    {TL_TEXT("END SUMMARY"), false},
    {TL_TEXT("BEGIN COMMENT"), false},
    {TL_TEXT("END COMMENT"), false},
    {TL_TEXT("EXECUTIVE SUMMARY"), false},
    {TL_TEXT("SUMMARY"), false},
    {TL_TEXT("COMMENTS"), false},
    {TL_TEXT("COMMENT"), false},
    {TL_TEXT("ACTION REQUESTED"), false},
    {TL_TEXT("ACTION REQUEST"), false},
    {TL_TEXT("ACTION"), false},
    {TL_TEXT("BACKGROUND"), false},
    {TL_TEXT("INTRODUCTION"), false},
    {TL_TEXT("RECOMMENDATION"), false},
    {TL_TEXT("CONCLUSION"), false},
    {TL_TEXT("BIO NOTE"), false},
    {TL_TEXT("NOTE"), false},
};

static bool at_end(tl_slice line, size_t at)
{
    return at >= line.len || line.ptr[at] == '\n' || line.ptr[at] == '\r';
}

static bool is_byte(tl_slice line, size_t at, unsigned char byte)
{
    return at < line.len && line.ptr[at] == byte;
}

/* A label must be followed by a blank, a mark, or the end; a number also by a letter ("4.SUMMARY"). */
static bool is_after_label(tl_slice line, size_t at)
{
    return at_end(line, at) || tl_start_blanks(line, at) > at || line.ptr[at] == '(' || line.ptr[at] == '[' ||
           line.ptr[at] == '{';
}

static size_t digits_end(tl_slice line, size_t at)
{
    size_t end = at;
    while (end < line.len && tl_is_digit(line.ptr[end])) {
        end++;
    }
    return end - at <= 3 ? end : at;
}

/* "[¶1.](#)", "[¶12](#)", "¶3.", "¶ 3" */
static bool read_pilcrow(tl_slice line, size_t at, struct label *out)
{
    static const char pilcrow[] = "\xC2\xB6";
    const bool is_link = is_byte(line, at, '[');
    size_t pos = at + is_link;
    if (!tl_slice_starts(tl_slice_sub(line, pos, line.len), tl_str(pilcrow))) {
        return false;
    }
    pos = tl_start_blanks(line, pos + 2);
    const size_t end = digits_end(line, pos);
    if (end == pos) {
        return false;
    }
    out->kind = TL_START_NUMBER;
    out->number = (struct tl_span){pos, end};
    out->has_delimiter = is_byte(line, end, '.') || is_byte(line, end, ')');
    pos = end + out->has_delimiter;
    if (is_link) {
        const tl_slice target = TL_LIT("](#");
        if (!tl_slice_starts(tl_slice_sub(line, pos, line.len), target)) {
            return false;
        }
        for (pos += target.len; pos < line.len && line.ptr[pos] != ')' && !tl_is_blank(line.ptr[pos]);
             pos++) {
        }
        if (!is_byte(line, pos, ')')) {
            return false;
        }
        pos++;
        out->has_delimiter = true;
    }
    out->end = pos;
    return true;
}

/* "1." "1)" "12." "2.1." "2.1 (C)"; "3 (C)" and "3, (C)" without a delimiter, only before a mark. */
static bool read_number(tl_slice line, size_t at, struct label *out)
{
    size_t end = digits_end(line, at);
    size_t parts = 1;
    if (end == at) {
        return false;
    }
    while (is_byte(line, end, '.') && digits_end(line, end + 1) > end + 1) {
        end = digits_end(line, end + 1);
        parts++;
    }
    out->kind = TL_START_NUMBER;
    out->number = (struct tl_span){at, end};
    out->end = end;
    if (is_byte(line, end, '.') || is_byte(line, end, ')')) {
        out->has_delimiter = true;
        out->end = end + 1;
        return is_after_label(line, out->end) || (parts == 1 && !tl_is_digit(line.ptr[out->end]));
    }
    /* "1.4(c)", "1.5 (b)", "3.3 (C)": sections of an executive order, never a start. */
    if (parts > 1 && (line.ptr[at] == '1' || line.ptr[at] == '3') && line.ptr[at + 1] == '.') {
        return false;
    }
    return tl_start_has_mark(line, tl_start_blanks(line, end));
}

/* No numeral is the mask of a release, which looks like one: "XXXXX. The talks". */
static bool is_roman(tl_slice word)
{
    const bool is_lower = word.len > 0 && tl_is_lower(word.ptr[0]);
    for (size_t i = 0; i < word.len; i++) {
        if (memchr(is_lower ? "ivx" : "IVX", word.ptr[i], 3) == NULL) {
            return false;
        }
    }
    return word.len >= 2 && word.len <= 5 && tl_mark_at(word, 0).kind == TL_MARK_NONE;
}

/* "A." "a)" "ii." "IV)" */
static bool read_letter(tl_slice line, size_t at, struct label *out)
{
    size_t end = at;
    while (end < line.len && tl_is_alpha(line.ptr[end])) {
        end++;
    }
    const tl_slice word = tl_slice_sub(line, at, end);
    if (!(word.len == 1 || is_roman(word)) || !(is_byte(line, end, '.') || is_byte(line, end, ')'))) {
        return false;
    }
    out->kind = word.len == 1 ? TL_START_LETTER : TL_START_ROMAN;
    out->number = (struct tl_span){at, end};
    out->has_delimiter = true;
    out->end = end + 1;
    return is_after_label(line, out->end);
}

/* "(1)" "(12)" "(a)" "(A)" "(iii)"; a letter that may be a level is a mark, not a label. */
static bool read_parenthesised(tl_slice line, size_t at, struct label *out)
{
    if (!is_byte(line, at, '(')) {
        return false;
    }
    size_t end = at + 1;
    while (end < line.len && tl_is_alnum(line.ptr[end]) && end - at <= 5) {
        end++;
    }
    const tl_slice word = tl_slice_sub(line, at + 1, end);
    uint32_t number;
    if (tl_slice_number(word, &number) && word.len <= 3) {
        out->kind = TL_START_NUMBER;
    } else if (is_roman(word)) {
        out->kind = TL_START_ROMAN;
    } else if (word.len == 1 && memchr("CcSsUuRrLlT", word.ptr[0], 11) == NULL) {
        out->kind = TL_START_LETTER;
    } else {
        return false;
    }
    out->number = (struct tl_span){at + 1, end};
    out->has_delimiter = true;
    out->is_parenthesised = true;
    out->end = end + 1;
    return is_byte(line, end, ')') && is_after_label(line, out->end);
}

/* "-" "--" "*" "•" "·" "o", with a blank or a mark after it */
static bool read_bullet(tl_slice line, size_t at, struct label *out)
{
    static const tl_slice bullets[] = {TL_TEXT("---"),      TL_TEXT("--"), TL_TEXT("-"),
                                       TL_TEXT("**"),       TL_TEXT("*"),  TL_TEXT("\xE2\x80\xA2"),
                                       TL_TEXT("\xC2\xB7"), TL_TEXT("o")};
    for (size_t i = 0; i < TL_COUNT(bullets) && at < line.len; i++) {
        const tl_slice bullet = bullets[i];
        const size_t end = at + bullet.len;
        if (line.ptr[at] != bullet.ptr[0] || !tl_slice_starts(tl_slice_sub(line, at, line.len), bullet)) {
            continue;
        }
        if (tl_start_blanks(line, end) > end || (bullet.ptr[0] != 'o' && tl_start_has_mark(line, end))) {
            *out = (struct label){TL_START_BULLET, end, {end, end}, true, false};
            return true;
        }
        return false;
    }
    return false;
}

/* "SUBJECT:" "Comment:" "SUMMARY." "COMMENT (C)": with a delimiter, alone on its line, or before a mark */
static bool read_heading(tl_slice line, size_t at, struct label *out)
{
    const tl_slice rest = tl_slice_sub(line, at, line.len);
    if (rest.len == 0 || !tl_is_upper(rest.ptr[0])) {
        return false;
    }
    for (size_t i = 0; i < TL_COUNT(headings); i++) {
        const tl_slice word = headings[i].word;
        if (word.ptr[0] != rest.ptr[0] || rest.len < word.len || word.ptr[1] != tl_to_upper(rest.ptr[1]) ||
            !tl_slice_starts_fold(rest, word) || !tl_word_ends(rest, word.len)) {
            continue;
        }
        const size_t end = at + word.len;
        *out = (struct label){TL_START_HEADING, end, {at, end}, false, false};
        if (is_byte(line, end, ':') || (!headings[i].needs_colon && is_byte(line, end, '.'))) {
            out->has_delimiter = true;
            out->end = end + 1;
            return true;
        }
        const size_t next = tl_start_blanks(line, end);
        return !headings[i].needs_colon && (at_end(line, next) || tl_start_has_mark(line, next));
    }
    return false;
}

/* Sorts of bytes that labels begin with. */
enum { BEGINS_DIGIT = 1, BEGINS_UPPER = 2, BEGINS_LOWER = 4, BEGINS_PAREN = 8, BEGINS_SIGN = 16 };

static unsigned sort_of(unsigned char byte)
{
    return tl_is_digit(byte)   ? BEGINS_DIGIT
           : tl_is_upper(byte) ? BEGINS_UPPER
           : tl_is_lower(byte) ? BEGINS_LOWER
           : byte == '('       ? BEGINS_PAREN
                               : BEGINS_SIGN;
}

static bool read_label(tl_slice line, size_t at, struct label *out)
{
    static const struct {
        bool (*read)(tl_slice line, size_t at, struct label *out);
        unsigned begins; /* the sorts of its first byte */
    } readers[] = {
        {read_pilcrow, BEGINS_SIGN},        {read_number, BEGINS_DIGIT},
        {read_parenthesised, BEGINS_PAREN}, {read_bullet, BEGINS_SIGN | BEGINS_LOWER},
        {read_heading, BEGINS_UPPER},       {read_letter, BEGINS_UPPER | BEGINS_LOWER},
    };
    const unsigned sort = at < line.len ? sort_of(line.ptr[at]) : 0;
    for (size_t i = 0; i < TL_COUNT(readers); i++) {
        if ((readers[i].begins & sort) != 0) {
            *out = (struct label){0};
            if (readers[i].read(line, at, out)) {
                return true;
            }
        }
    }
    *out = (struct label){0};
    return false;
}

static void take_label(struct tl_start *out, const struct label *label, size_t begin, size_t next)
{
    if (out->label_kind != TL_START_NONE) {
        out->outer_kind = out->label_kind;
        out->outer = out->number;
    } else {
        out->label.begin = begin;
    }
    out->label_kind = label->kind;
    out->number = label->number;
    out->has_delimiter = label->has_delimiter;
    out->is_parenthesised = label->is_parenthesised;
    out->label.end = next;
}

/* Up to two labels; returns where the text or the mark begins.  "1. C) text" has one label: "C)" is a broken
 * mark.  `mark` is what was found there already, where `has_mark` says so. */
static size_t read_labels(tl_slice line, size_t at, struct tl_start *out, struct tl_start_found *mark,
                          bool *has_mark)
{
    for (size_t i = 0; i < 2; i++) {
        struct label label;
        *has_mark = i > 0 && tl_start_mark_at(line, at, true, mark);
        if (*has_mark || !read_label(line, at, &label)) {
            break;
        }
        /* A chain goes down: after a letter no heading, after a heading nothing. */
        if (i > 0 && (label.kind == TL_START_HEADING || out->label_kind == TL_START_HEADING ||
                      label.kind == TL_START_BULLET)) {
            break;
        }
        const size_t next = tl_start_blanks(line, label.end);
        take_label(out, &label, at, next);
        at = next;
    }
    return at;
}

/* "(C) 3. text": a number label right after the mark. */
static void read_swapped(tl_slice line, size_t at, struct tl_start *out)
{
    struct label label = {0};
    if ((read_pilcrow(line, at, &label) || read_number(line, at, &label)) && label.has_delimiter &&
        is_after_label(line, label.end)) {
        out->is_swapped = true;
        out->text_begin = tl_start_blanks(line, label.end);
        take_label(out, &label, at, out->text_begin);
    }
}

/* Where the word at `begin` ends when nothing makes it a label or a mark, else `begin`: a label in letters
 * has its point or bracket right behind it, a mark its delimiter; a letter by itself may be a bullet. */
static size_t plain_word_end(tl_slice line, size_t begin)
{
    size_t end = begin;
    while (end < line.len && tl_is_alpha(line.ptr[end])) {
        end++;
    }
    const unsigned char next = end < line.len ? line.ptr[end] : ' ';
    const bool is_plain =
        end - begin >= 2 ? next != '.' && next != ')' && next != '/' && next != '-'
                         : end - begin == 1 && end < line.len && tl_is_blank(next) && line.ptr[begin] != 'o';
    return is_plain ? end : begin;
}

/* True when a heading begins with these two letters. */
static bool may_head(unsigned char first, unsigned char second)
{
    for (size_t i = 0; i < TL_COUNT(headings); i++) {
        if (headings[i].word.ptr[0] == first && headings[i].word.ptr[1] == tl_to_upper(second)) {
            return true;
        }
    }
    return false;
}

/* True when a plain word at `begin` is not that of "C - ENTIRE TEXT", which is in capitals. */
static bool is_not_entire(tl_slice line, size_t begin)
{
    return begin + 1 >= line.len || tl_is_lower(line.ptr[begin + 1]) ||
           tl_slice_find(tl_slice_sub(line, 0, begin + 2 * TL_MAX_MARK), TL_LIT("ENTIRE"), 0) == TL_NONE;
}

/*
 * True for what begins with a word that is no label, no heading and no mark: nearly every line.  A heading
 * begins like one of the table, a mark is in capitals.
 */
static bool is_prose(tl_slice line, size_t begin)
{
    if (plain_word_end(line, begin) == begin) {
        return false;
    }
    if (tl_is_lower(line.ptr[begin])) {
        return true;
    }
    return !may_head(line.ptr[begin], begin + 1 < line.len ? line.ptr[begin + 1] : ' ') &&
           is_not_entire(line, begin);
}

bool tl_opens_as_prose(tl_slice line)
{
    return is_prose(line, 0);
}

bool tl_opens_with_word(tl_slice line)
{
    return plain_word_end(line, 0) > 0 && (tl_is_lower(line.ptr[0]) || is_not_entire(line, 0));
}

bool tl_portion_start(tl_slice line, struct tl_start *out)
{
    *out = (struct tl_start){0};
    const size_t begin = tl_start_blanks(line, 0);
    if (is_prose(line, begin)) {
        out->text_begin = begin;
        return false;
    }
    struct tl_start_found found;
    bool has_mark = false;
    size_t at = read_labels(line, begin, out, &found, &has_mark);
    out->text_begin = at;
    if (has_mark || tl_start_mark_at(line, at, out->label_kind != TL_START_NONE, &found)) {
        out->mark_kind = found.kind;
        out->mark = found.span;
        out->is_lower_case = found.is_lower_case;
        out->is_damaged = found.is_damaged;
        at = found.span.end;
        at += is_byte(line, at, '.') || is_byte(line, at, ':');
        out->text_begin = tl_start_blanks(line, at);
        if (out->label_kind == TL_START_NONE && found.kind == TL_START_MARKED) {
            read_swapped(line, out->text_begin, out);
        } else if (out->label_kind == TL_START_HEADING && !out->has_delimiter && is_byte(line, at - 1, ':')) {
            out->has_delimiter = true; /* "Comment (C): text" */
        }
    }
    return out->label_kind != TL_START_NONE || out->mark_kind != TL_START_UNMARKED;
}

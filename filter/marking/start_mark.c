/* SPDX-License-Identifier: Apache-2.0 */
#include "marking/start_mark.h"

#include "base/limits.h"
#include "marking/portion.h"

size_t tl_start_blanks(tl_slice line, size_t at)
{
    while (at < line.len) {
        const unsigned char byte = line.ptr[at];
        if (byte == 0xC2 && at + 1 < line.len && line.ptr[at + 1] == 0xA0) {
            at += 2;
        } else if (tl_is_blank(byte) && byte != '\n') {
            at++;
        } else {
            break;
        }
    }
    return at;
}

/* Characters nobody sees, which may stand before a mark: it is then broken, not absent. */
static size_t skip_invisible(tl_slice line, size_t at)
{
    static const tl_slice invisible[] = {
        TL_TEXT("\xE2\x80\x8B"), TL_TEXT("\xE2\x80\x8C"), TL_TEXT("\xE2\x80\x8D"), TL_TEXT("\xE2\x80\x8E"),
        TL_TEXT("\xE2\x80\x8F"), TL_TEXT("\xE2\x81\xA0"), TL_TEXT("\xEF\xBB\xBF"), TL_TEXT("\xC2\xAD")};
    bool is_found = true;
    while (is_found && at < line.len && line.ptr[at] >= 0x80) {
        is_found = false;
        for (size_t i = 0; i < TL_COUNT(invisible); i++) {
            if (tl_slice_starts(tl_slice_sub(line, at, line.len), invisible[i])) {
                at = tl_start_blanks(line, at + invisible[i].len);
                is_found = true;
            }
        }
    }
    return at;
}

static unsigned char closer_of(unsigned char opener)
{
    return opener == '(' ? ')' : opener == '[' ? ']' : opener == '{' ? '}' : '\0';
}

static bool is_closer(unsigned char byte)
{
    return byte == ')' || byte == ']' || byte == '}';
}

static bool has_non_ascii(tl_slice body)
{
    for (size_t i = 0; i < body.len; i++) {
        if (body.ptr[i] >= 0x80) {
            return true;
        }
    }
    return false;
}

/* One word of five letters or more, near to a level word: "(CONFIDENTAL)", "(SERCET)". */
static bool is_near_level(tl_slice body)
{
    for (size_t i = 0; i < body.len; i++) {
        if (!tl_is_alpha(body.ptr[i])) {
            return false;
        }
    }
    bool is_lou;
    return body.len >= 5 && tl_level_near(body, &is_lou) != TL_LEVEL_UNKNOWN;
}

static bool is_mark_like(tl_slice body)
{
    body = tl_slice_trim(body);
    return tl_portion_looks_marked(body) || has_non_ascii(body) ||
           tl_slice_find(body, TL_LIT("//"), 0) != TL_NONE || is_near_level(body);
}

/* Most letters of the text are small. */
static bool is_mostly_small(tl_slice text)
{
    const struct tl_letters letters = tl_slice_letters(text);
    return letters.lower > letters.upper;
}

/* Written small, in its first word and as a whole.  "(CONFIDENTiAL)" and "(x//NF)" are damaged, not words. */
static bool is_lower_case(tl_slice body)
{
    size_t end = 0;
    while (end < body.len && body.ptr[end] != ' ' && body.ptr[end] != '/') {
        end++;
    }
    return is_mostly_small(tl_slice_sub(body, 0, end)) && is_mostly_small(body);
}

/* What may follow a mark. */
static bool is_after_mark(tl_slice line, size_t at)
{
    return at >= line.len || line.ptr[at] == '\n' || tl_start_blanks(line, at) > at || line.ptr[at] == '.' ||
           line.ptr[at] == ':';
}

/* End of the body: its first closing bracket.  One newline is allowed in a list of codes; TL_NONE: not
 * closed. */
static size_t body_end(tl_slice line, size_t begin)
{
    size_t newlines = 0;
    for (size_t at = begin; at < line.len && at - begin <= TL_MAX_MARK; at++) {
        if (is_closer(line.ptr[at])) {
            return at;
        }
        if (line.ptr[at] == '\n') {
            const tl_slice before = tl_slice_sub(line, begin, at);
            if (++newlines > 1 || (tl_slice_find(before, TL_LIT("REL"), 0) == TL_NONE &&
                                   tl_slice_find(before, TL_LIT("DISPLAY"), 0) == TL_NONE)) {
                return TL_NONE;
            }
        }
    }
    return TL_NONE;
}

/* "(C)" "((S)" "[U]" "(S//NF": everything that begins with a bracket. */
static bool read_bracketed(tl_slice line, size_t at, struct tl_start_found *out)
{
    const unsigned char opener = line.ptr[at];
    size_t begin = at + 1;
    bool is_broken = opener != '(';
    while (begin < line.len && closer_of(line.ptr[begin]) != 0 && begin - at < 3) {
        begin++;
        is_broken = true;
    }
    size_t end = body_end(line, begin);
    tl_slice body = tl_slice_sub(line, begin, end);
    if (end == TL_NONE) {
        /* never closed: the mark is its first word, and only when that reads as one */
        for (end = begin; end < line.len && !tl_is_blank(line.ptr[end]); end++) {
        }
        body = tl_slice_sub(line, begin, end);
        if (!tl_portion_looks_marked(body)) {
            return false;
        }
        *out = (struct tl_start_found){TL_START_BROKEN, {at, end}, is_lower_case(body), false};
        return true;
    }
    if (!is_mark_like(body)) {
        return false;
    }
    is_broken = is_broken || line.ptr[end] != ')';
    for (end++; end < line.len && is_closer(line.ptr[end]); end++) {
        is_broken = true;
    }
    is_broken = is_broken || !is_after_mark(line, end);
    *out = (struct tl_start_found){
        is_broken ? TL_START_BROKEN : TL_START_MARKED, {at, end}, is_lower_case(tl_slice_trim(body)), false};
    return true;
}

/* A byte of a mark without its opening; behind a delimiter a list of codes may stand: "S//REL TO USA, GBR)".
 */
static bool is_of_unopened(unsigned char byte, bool has_delimiter)
{
    return tl_is_upper(byte) || byte == '/' || byte == '-' || (has_delimiter && (byte == ' ' || byte == ','));
}

/* "C) text", "SBU) text" after a label: the opening is lost. */
static bool read_unopened(tl_slice line, size_t at, bool is_labelled, struct tl_start_found *out)
{
    size_t end = at;
    bool has_delimiter = false;
    while (end < line.len && end - at <= TL_MAX_MARK && is_of_unopened(line.ptr[end], has_delimiter)) {
        has_delimiter = has_delimiter || (end > at && line.ptr[end] == '/' && line.ptr[end - 1] == '/');
        end++;
    }
    const tl_slice body = tl_slice_sub(line, at, end);
    if (end >= line.len || line.ptr[end] != ')' || !tl_portion_looks_marked(body) ||
        (body.len == 1 && !is_labelled)) {
        return false;
    }
    *out = (struct tl_start_found){TL_START_BROKEN, {at, end + 1}, false, false};
    return true;
}

/* Full-width parentheses: a person reads a mark, a machine must not lower by it. */
static bool read_full_width(tl_slice line, size_t at, struct tl_start_found *out)
{
    const tl_slice opener = TL_LIT("\xEF\xBC\x88");
    const tl_slice closer = TL_LIT("\xEF\xBC\x89");
    const tl_slice rest = tl_slice_sub(line, at, line.len);
    if (!tl_slice_starts(rest, opener)) {
        return false;
    }
    size_t end = tl_slice_find(rest, closer, 0);
    const size_t ascii = tl_slice_find(rest, TL_LIT(")"), 0);
    end = end == TL_NONE ? ascii : end + closer.len - 1;
    if (end == TL_NONE || end > TL_MAX_MARK) {
        return false;
    }
    *out = (struct tl_start_found){TL_START_BROKEN, {at, at + end + 1}, false, false};
    return true;
}

bool tl_start_mark_at(tl_slice line, size_t at, bool is_labelled, struct tl_start_found *out)
{
    *out = (struct tl_start_found){0};
    const size_t seen = skip_invisible(line, at);
    if (seen >= line.len) {
        return false;
    }
    bool is_found = false;
    if (closer_of(line.ptr[seen]) != 0) {
        is_found = read_bracketed(line, seen, out);
    } else {
        is_found = read_full_width(line, seen, out) || read_unopened(line, seen, is_labelled, out);
        if (!is_found &&
            tl_entire_text_at(tl_slice_sub(line, seen, line.len), &out->span, &out->is_damaged)) {
            out->kind = TL_START_ENTIRE;
            out->span.begin += seen;
            out->span.end += seen;
            is_found = true;
        }
    }
    if (is_found && seen != at) {
        out->kind = TL_START_BROKEN;
    }
    return is_found;
}

bool tl_start_has_mark(tl_slice line, size_t at)
{
    struct tl_start_found found;
    return tl_start_mark_at(line, at, true, &found);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What those who released a cable stamped on it: review stamps, running heads with case and document number,
 * exemption codes in the margin, and who classified it when (cable_anatomy.md 7.5, 8.1, 8.4).
 *
 * None of it lowers anything.  A code says that text was taken out there; "Class: CONFIDENTIAL" raises.
 */
#include "cable/enclosure.h"
#include "cable/envelope.h"
#include "marking/exemption.h"
#include "marking/level.h"

enum { STAMP_LINES = 3, STAMP_REACH = 8, REVIEWERS = 4 };

bool tl_is_running_head(tl_slice line)
{
    struct tl_cursor c = {line, 0};
    return tl_take(&c, TL_LIT("UNCLASSIFIED U.S. Department of State Case No. ")) &&
           tl_next_word(&c).len > 0 && tl_slice_eq(tl_next_word(&c), TL_LIT("Doc")) &&
           tl_slice_eq(tl_next_word(&c), TL_LIT("No.")) && tl_next_word(&c).len == 9 &&
           tl_slice_eq(tl_next_word(&c), TL_LIT("Date:")) && tl_next_word(&c).len == 10 &&
           (tl_skip_blanks(&c), c.at >= line.len);
}

bool tl_is_stamp(tl_slice line)
{
    static const char review[] = "Declassified/Released US Department of State EO Systematic Review ";
    if (line.len < 12 ||
        (line.ptr[0] != 'M' && line.ptr[0] != 'U' && memchr(line.ptr, '/', line.len) == NULL)) {
        return false; /* nearly every line */
    }
    const size_t at = tl_slice_find(line, tl_str(review), 0);
    if (tl_slice_eq(line, TL_LIT("Message Text")) || tl_is_running_head(line)) {
        return true;
    }
    if (at == TL_NONE) {
        return false;
    }
    struct tl_cursor c = {line, at + sizeof(review) - 1};
    const bool is_date = tl_take_digits(&c).len > 0 && tl_month_find(tl_next_word(&c)) != 0 &&
                         (tl_skip_blanks(&c), tl_take_digits(&c).len == 4);
    size_t names = 0;
    struct tl_cursor who = {tl_slice_sub(line, 0, at), 0};
    while (tl_next_word(&who).len > 0) {
        names++;
    }
    return is_date && c.at >= line.len && names <= REVIEWERS;
}

/* "B6", "B7(C)", "1.4(D)", "25X1": one code of an exemption as the margin shows it. */
static bool is_margin_code(tl_slice word)
{
    struct tl_cursor c = {word, 0};
    if (tl_slice_eq(word, TL_LIT("NR")) || tl_exemption_find(word) != NULL) {
        return true;
    }
    if (tl_take(&c, TL_LIT("1.4")) || tl_take(&c, TL_LIT("1.5"))) {
        const tl_slice rest = tl_slice_sub(word, c.at, word.len);
        return rest.len == 3 && rest.ptr[0] == '(' && tl_is_alpha(rest.ptr[1]) && rest.ptr[2] == ')';
    }
    if (!tl_take(&c, TL_LIT("B")) || tl_take_digits(&c).len != 1) {
        return false;
    }
    const tl_slice rest = tl_slice_sub(word, c.at, word.len);
    return rest.len == 0 ||
           (rest.len == 3 && rest.ptr[0] == '(' && tl_is_upper(rest.ptr[1]) && rest.ptr[2] == ')');
}

bool tl_is_margin_line(tl_slice line)
{
    static const char *const leads[] = {"RELEASE IN PART", "RELEASE IN FULL", "DENIED IN FULL"};
    struct tl_cursor c = {line, 0};
    size_t count = 0;
    for (size_t i = 0; i < TL_COUNT(leads) && count == 0; i++) {
        count += tl_take(&c, tl_str(leads[i]));
    }
    while (c.at < line.len) {
        while (c.at < line.len && memchr(" \t,;", line.ptr[c.at], 4) != NULL) {
            c.at++;
        }
        const size_t begin = c.at;
        while (c.at < line.len && memchr(" \t,;", line.ptr[c.at], 4) == NULL) {
            c.at++;
        }
        if (c.at > begin && !is_margin_code(tl_slice_sub(line, begin, c.at))) {
            return false;
        }
        count += c.at > begin;
    }
    return count > 0;
}

/* The stamp's lines from `index` on as one, what is interleaved left out. */
static tl_slice joined(const struct tl_reader *r, size_t index)
{
    size_t len = 0;
    unsigned char *text = NULL;
    tl_slice parts[STAMP_LINES + 1];
    size_t count = 0;
    for (size_t i = index; i < r->lines.list.count && i < index + STAMP_REACH && count <= STAMP_LINES; i++) {
        const tl_slice line = tl_line_trim(&r->lines, i);
        const bool is_between = line.len == 0 || tl_line_is_furniture(&r->lines.list.items[i]) ||
                                tl_is_margin_line(line) || tl_is_stamp(line);
        if (i == index || !is_between) {
            parts[count++] = line;
            len += line.len + 1;
        }
    }
    text = tl_arena_alloc(r->arena, len + 1, 1);
    len = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < parts[i].len; k++) {
            text[len++] = parts[i].ptr[k];
        }
        text[len++] = ' ';
    }
    return (tl_slice){text, len};
}

/* "Class:" of the line itself, the colon perhaps on the next; TL_NONE: it has none. */
static size_t find_class(tl_slice text, size_t first_line)
{
    const tl_slice word = TL_LIT("Class");
    for (size_t at = 0; (at = tl_slice_find_fold(text, word, at)) != TL_NONE && at < first_line; at++) {
        struct tl_cursor c = {text, at + word.len};
        tl_skip_blanks(&c);
        if ((at == 0 || !tl_is_alpha(text.ptr[at - 1])) && tl_take(&c, TL_LIT(":"))) {
            return c.at;
        }
    }
    return TL_NONE;
}

enum tl_level tl_stamp_level(const struct tl_reader *r, size_t index)
{
    const tl_slice line = tl_line_trim(&r->lines, index);
    if ((r->lines.list.items[index].signs & TL_SIGN_OPENER) == 0 ||
        tl_slice_find_fold(line, TL_LIT("Class"), 0) == TL_NONE) {
        return TL_LEVEL_UNKNOWN;
    }
    const tl_slice text = joined(r, index);
    struct tl_cursor c = {text, find_class(text, line.len)};
    enum tl_rank rank = TL_RANK_UNKNOWN;
    bool is_lou = false;
    if (c.at == TL_NONE) {
        return TL_LEVEL_UNKNOWN;
    }
    tl_slice word = tl_next_word(&c);
    if (tl_slice_eq_fold(word, TL_LIT("TOP"))) {
        return TL_LEVEL_TS;
    }
    while (word.len > 0 && !tl_is_alpha(word.ptr[word.len - 1])) {
        word.len--;
    }
    if (word.len > 0 && tl_rank_find(word, &rank)) {
        return tl_marking_of_rank(rank).level;
    }
    return word.len >= 5 ? tl_level_near(word, &is_lou) : TL_LEVEL_UNKNOWN;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "cable/fit.h"

#include "cable/posts.h"
#include "cable/reader.h"
#include "marking/mark.h"

enum { LONGEST_TAG = 5, POST_WORDS = 4, NAME_WORDS = 12 };

static bool at_end_of_word(const struct tl_cursor *c)
{
    return c->at >= c->text.len || !tl_is_alnum(c->text.ptr[c->at]);
}

static bool take_any(struct tl_cursor *c, const char *bytes)
{
    if (c->at < c->text.len && strchr(bytes, c->text.ptr[c->at]) != NULL && c->text.ptr[c->at] != '\0') {
        c->at++;
        return true;
    }
    return false;
}

/* One of `words` as a whole word, any case. */
static bool take_word(struct tl_cursor *c, const tl_slice *words, size_t count)
{
    const size_t begin = c->at;
    for (size_t i = 0; i < count; i++) {
        if (tl_take_fold(c, words[i]) && at_end_of_word(c)) {
            return true;
        }
        c->at = begin;
    }
    return false;
}

/* 11/06/2018, 8-7-85, 20181106, 2018-11-06 */
static bool take_date(struct tl_cursor *c)
{
    const size_t begin = c->at;
    const tl_slice first = tl_take_digits(c);
    size_t parts = first.len > 0;
    while (parts > 0 && parts < 3 && take_any(c, "/-")) {
        if (tl_take_digits(c).len == 0) {
            break;
        }
        parts++;
    }
    if ((parts == 3 || (parts == 1 && (first.len == 8 || first.len <= 2 || first.len == 4))) &&
        at_end_of_word(c)) {
        return true;
    }
    c->at = begin;
    return false;
}

static bool take_month(struct tl_cursor *c)
{
    const size_t begin = c->at;
    if (tl_month_find(tl_take_letters(c)) != 0) {
        (void)take_any(c, ".,");
        return true;
    }
    c->at = begin;
    return false;
}

/* "XGDS-1", "RDS-4", "OR-P-3", "X1", "25X1-HUMAN", "1.6X1": a code word with its suffixes */
static bool take_code(struct tl_cursor *c)
{
    static const tl_slice codes[] = {
        TL_TEXT("GDS"),    TL_TEXT("XGDS"),       TL_TEXT("XDS"),   TL_TEXT("RDS"),      TL_TEXT("ADS"),
        TL_TEXT("OADR"),   TL_TEXT("MR"),         TL_TEXT("N/A"),   TL_TEXT("NA"),       TL_TEXT("DECL"),
        TL_TEXT("DECLAS"), TL_TEXT("DECLASSIFY"), TL_TEXT("ON"),    TL_TEXT("OR"),       TL_TEXT("YEARS"),
        TL_TEXT("YEAR"),   TL_TEXT("HUM"),        TL_TEXT("HUMAN"), TL_TEXT("WMD"),      TL_TEXT("X"),
        TL_TEXT("EO"),     TL_TEXT("E.O"),        TL_TEXT("AND"),   TL_TEXT("DNI ONLY"), TL_TEXT("DCI ONLY"),
        TL_TEXT("GS")};
    const size_t begin = c->at;
    for (size_t i = 0; i < TL_COUNT(codes); i++) {
        c->at = begin;
        if (!tl_take_fold(c, codes[i])) {
            continue;
        }
        while (take_any(c, "-") && c->at < c->text.len && tl_is_alnum(c->text.ptr[c->at])) {
            const size_t suffix = c->at;
            (void)tl_take_letters(c);
            (void)tl_take_digits(c);
            if (c->at - suffix > 5) {
                c->at = begin;
                return false;
            }
        }
        if (at_end_of_word(c)) {
            return true;
        }
    }
    c->at = begin;
    (void)(tl_take(c, TL_LIT("1.6")) || tl_take(c, TL_LIT("1.5")));
    (void)tl_take_digits(c);
    if (take_any(c, "Xx") && tl_take_digits(c).len >= 1) {
        if (take_any(c, "-")) {
            static const tl_slice kinds[] = {TL_TEXT("HUM"), TL_TEXT("HUMAN"), TL_TEXT("WMD")};
            return take_word(c, kinds, TL_COUNT(kinds));
        }
        if (at_end_of_word(c)) {
            return true;
        }
    }
    c->at = begin;
    return false;
}

static bool take_order(struct tl_cursor *c)
{
    const tl_slice digits = tl_slice_sub(c->text, c->at, c->text.len);
    size_t len = 0;
    while (len < digits.len && tl_is_digit(digits.ptr[len])) {
        len++;
    }
    if (len == 5 || len == 6) {
        c->at += len;
        return true;
    }
    return false;
}

static bool fit_order(struct tl_cursor *c, struct tl_fit *fit)
{
    (void)fit;
    return take_any(c, ":;,.") || take_order(c) || take_code(c) || take_date(c) || take_month(c);
}

/* A TAGS code, or [CODE](#). */
static bool fit_tags(struct tl_cursor *c, struct tl_fit *fit)
{
    (void)fit;
    const size_t begin = c->at;
    if (take_any(c, ",;:.")) {
        return true;
    }
    const bool is_link = take_any(c, "[");
    const size_t word = c->at;
    while (c->at < c->text.len && tl_is_upper(c->text.ptr[c->at])) {
        c->at++;
    }
    const size_t len = c->at - word;
    const bool is_code = len >= 2 && len <= LONGEST_TAG && at_end_of_word(c);
    if (is_code && (!is_link || tl_take(c, TL_LIT("](#)")))) {
        return true;
    }
    c->at = begin;
    return false;
}

/* "(A)", "A.", "A)", "(NOTAL)", "NOTAL", "AND" */
static bool take_ref_label(struct tl_cursor *c)
{
    static const tl_slice words[] = {TL_TEXT("NOTAL"),    TL_TEXT("AND"),   TL_TEXT("SEPTEL"),
                                     TL_TEXT("PREVIOUS"), TL_TEXT("EXDIS"), TL_TEXT("NODIS"),
                                     TL_TEXT("LIMDIS"),   TL_TEXT("DATED")};
    const size_t begin = c->at;
    const bool is_open = take_any(c, "([");
    if (take_word(c, words, TL_COUNT(words))) {
        return !is_open || take_any(c, ")]");
    }
    const tl_slice letter = tl_take_letters(c);
    if (letter.len == 1 && (is_open ? take_any(c, ")]") : take_any(c, ".):"))) {
        return true;
    }
    c->at = begin;
    const tl_slice digits = tl_take_digits(c); /* "1) STATE 44" */
    if (digits.len >= 1 && digits.len <= 2 && take_any(c, ")")) {
        return true;
    }
    c->at = begin;
    return false;
}

/* The words of a post at the cursor; empty when what stands there is none that is known: no table is
 * complete, and anybody's name followed by a number would read as a reference. */
static tl_slice take_post(struct tl_cursor *c, const struct tl_fit *fit)
{
    const size_t begin = c->at;
    size_t end = begin;
    tl_slice post = {NULL, 0};
    for (size_t words = 0; words < POST_WORDS; words++) {
        tl_skip_blanks(c);
        const tl_slice word = tl_take_letters(c);
        if (word.len < 2 || !tl_is_all_caps(word)) {
            break;
        }
        (void)take_any(c, ".");
        if (tl_is_post(tl_slice_sub(c->text, begin, c->at), fit->posts)) {
            end = c->at;
            post = tl_slice_sub(c->text, begin, end);
        }
    }
    c->at = end;
    return post;
}

/* "LA PAZ 435", "05 SAO PAULO 405", "STATE 117889", "LA PAZ A-23", and further numbers of the same post */
static bool take_ref(struct tl_cursor *c, struct tl_fit *fit)
{
    const size_t begin = c->at;
    const tl_slice year = tl_take_digits(c);
    if (year.len > 2 && year.len <= 6 && fit->has_post && at_end_of_word(c)) {
        return true; /* a further number */
    }
    tl_skip_blanks(c);
    const tl_slice post =
        year.len == 0 || year.len == 2 || year.len == 4 ? take_post(c, fit) : (tl_slice){NULL, 0};
    tl_skip_blanks(c);
    (void)tl_take(c, TL_LIT("A-"));
    const tl_slice number = tl_take_digits(c);
    if (post.len > 0 && number.len >= 1 && number.len <= 8) {
        if (take_any(c, "/")) {
            (void)tl_take_digits(c);
        }
        fit->has_post = fit->has_post || at_end_of_word(c);
        return at_end_of_word(c) || (c->at = begin, false);
    }
    c->at = begin;
    return year.len <= 2 && take_date(c);
}

static bool fit_reference(struct tl_cursor *c, struct tl_fit *fit)
{
    return take_any(c, ",;:.&") || take_ref_label(c) || take_ref(c, fit) || take_date(c) || take_month(c);
}

/* "1.4(b)", "1.5 (c)", "(d)", "b", "B,D" after a reason has begun */
static bool take_reason(struct tl_cursor *c, struct tl_fit *fit)
{
    const size_t begin = c->at;
    if (tl_take(c, TL_LIT("1.")) || tl_take(c, TL_LIT("3.3"))) {
        if (tl_take_digits(c).len <= 1 && at_end_of_word(c)) {
            fit->has_reason = true;
            return true;
        }
        c->at = begin;
        return false;
    }
    if (!fit->has_reason) {
        return false;
    }
    const bool is_open = take_any(c, "(");
    tl_skip_blanks(c);
    do {
        const tl_slice letter = tl_take_letters(c);
        if (letter.len != 1 || tl_to_lower(letter.ptr[0]) > 'h') {
            c->at = begin;
            return false;
        }
        (void)take_any(c, " ");
    } while (is_open && (take_any(c, ",;/") ? (tl_skip_blanks(c), true) : false));
    return !is_open || take_any(c, ")") || (c->at = begin, false);
}

/* A word of a name or an office: "J.", "Thomas", "A/GIS", "O'Neil-Ray"; and the small words between them. */
static bool take_name(struct tl_cursor *c, struct tl_fit *fit)
{
    static const tl_slice small[] = {TL_TEXT("of"),  TL_TEXT("the"), TL_TEXT("de"),  TL_TEXT("la"),
                                     TL_TEXT("von"), TL_TEXT("van"), TL_TEXT("der"), TL_TEXT("del"),
                                     TL_TEXT("al"),  TL_TEXT("for"), TL_TEXT("and")};
    const size_t begin = c->at;
    if (fit->has_reason || fit->names >= NAME_WORDS) {
        return false;
    }
    if (take_word(c, small, TL_COUNT(small))) {
        return true;
    }
    if (c->at >= c->text.len || !tl_is_upper(c->text.ptr[c->at])) {
        return false;
    }
    while (c->at < c->text.len &&
           (tl_is_alnum(c->text.ptr[c->at]) || strchr(".'/-", c->text.ptr[c->at]) != NULL ||
            c->text.ptr[c->at] >= 0x80)) {
        c->at++;
    }
    if (c->at < c->text.len && c->text.ptr[c->at] == ':') {
        c->at = begin; /* "SUMMARY:" opens a sentence */
        return false;
    }
    fit->names++;
    return true;
}

static bool fit_authority(struct tl_cursor *c, struct tl_fit *fit)
{
    static const tl_slice words[] = {TL_TEXT("for reasons"),   TL_TEXT("for reason"),    TL_TEXT("reasons"),
                                     TL_TEXT("reason"),        TL_TEXT("E.O"),           TL_TEXT("EO"),
                                     TL_TEXT("and"),           TL_TEXT("declassify on"), TL_TEXT("decl on"),
                                     TL_TEXT("classified by"), TL_TEXT("derived from"),  TL_TEXT("DECL")};
    const size_t begin = c->at;
    if (take_any(c, ":;,.)")) {
        return true;
    }
    if (take_word(c, words, TL_COUNT(words))) {
        const tl_slice word = tl_slice_sub(c->text, begin, c->at);
        fit->has_reason = fit->has_reason || (word.len > 3 && tl_to_lower(word.ptr[0]) != 'c');
        return true;
    }
    return take_order(c) || take_reason(c, fit) || take_date(c) || take_month(c) ||
           (fit->has_reason && take_code(c)) || take_name(c, fit);
}

static bool fit_unit(struct tl_cursor *c, struct tl_fit *fit)
{
    switch (fit->label) {
    case TL_LABEL_EO:
        return fit_order(c, fit);
    case TL_LABEL_TAGS:
        return fit_tags(c, fit);
    case TL_LABEL_REF:
        return fit_reference(c, fit);
    case TL_LABEL_AUTHORITY:
        return fit_authority(c, fit);
    case TL_LABEL_NONE:
    case TL_LABEL_SUBJECT:
        break;
    }
    return false;
}

/* The bracket group at `at`, to its closing bracket or the end of the line. */
static size_t bracket_end(tl_slice line, size_t at)
{
    const size_t close = tl_slice_find(line, TL_LIT(")"), at);
    return close == TL_NONE ? line.len : close + 1;
}

static size_t trim_end(tl_slice line, size_t begin, size_t end)
{
    while (end > begin && tl_is_blank(line.ptr[end - 1])) {
        end--;
    }
    return end;
}

/* A mark that removed a span stands for what fitted there. */
static bool take_mark(struct tl_cursor *c)
{
    const struct tl_mark mark = tl_mark_at(c->text, c->at);
    if (mark.kind == TL_MARK_NONE || mark.kind == TL_MARK_WITHHELD) {
        return false;
    }
    c->at += mark.len;
    return true;
}

bool tl_fit_next(struct tl_fit *fit, tl_slice line, size_t at, struct tl_piece *out)
{
    struct tl_cursor c = {line, at};
    tl_skip_blanks(&c);
    const size_t begin = c.at;
    if (begin >= line.len) {
        return false;
    }
    const struct tl_mark mark = tl_mark_at(line, begin);
    if (mark.kind == TL_MARK_WITHHELD) {
        *out = (struct tl_piece){{begin, begin + mark.len}, false};
        return true;
    }
    size_t end = begin;
    size_t stop = begin; /* after the last comma: what follows it may be of the sentence that does not fit */
    while (!fit->is_stopped && c.at < line.len && (take_mark(&c) || fit_unit(&c, fit))) {
        end = c.at;
        stop = line.ptr[end - 1] == ',' || line.ptr[end - 1] == ';' ? end : stop;
        tl_skip_blanks(&c);
    }
    if (fit->label == TL_LABEL_AUTHORITY && !fit->has_reason && c.at < line.len && stop > begin &&
        tl_mark_at(line, c.at).kind == TL_MARK_NONE) {
        end = stop;
        fit->is_stopped = true;
    }
    if (end > begin) {
        *out = (struct tl_piece){{begin, end}, true};
        return true;
    }
    if (line.ptr[begin] == '(' && !fit->is_stopped) {
        end = bracket_end(line, begin);
    } else {
        fit->is_stopped = true;
        end = line.len;
    }
    *out = (struct tl_piece){{begin, trim_end(line, begin, end)}, false};
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Dates as declassification lines write them (markings.md 7.1): US order only, the calendar is checked. */
#include "marking/decl_value.h"

enum { MOST_FIELDS = 3 };

/* A run of digits at `at`; its end. */
static size_t digits(tl_slice text, size_t at, int *out)
{
    size_t end = at;
    int value = 0;
    while (end < text.len && tl_is_digit(text.ptr[end]) && end - at < 9) {
        value = value * 10 + (text.ptr[end] - '0');
        end++;
    }
    *out = value;
    return end;
}

static int full_year(int year, size_t width, int base_year)
{
    if (width != 2) {
        return year;
    }
    int full = base_year - base_year % 100 + year;
    return full < base_year ? full + 100 : full;
}

static enum tl_decl_found judge(struct tl_date date, struct tl_date *out)
{
    if (!tl_date_valid(date)) {
        return TL_DECL_BAD_DATE;
    }
    *out = date;
    return TL_DECL_GOOD_DATE;
}

/* "20181106" */
static enum tl_decl_found compact(tl_slice text, struct tl_date *out, size_t *len)
{
    int value;
    const size_t end = digits(text, 0, &value);
    if (end != 8 || !tl_word_ends(text, end)) {
        return TL_DECL_NO_DATE;
    }
    *len = end;
    return judge((struct tl_date){value / 10000, value / 100 % 100, value % 100}, out);
}

/* "11/06/2018", "6/3/08", "1-8-85", "2018-11-06", "2018/11/06" */
static enum tl_decl_found numeric(tl_slice text, int base_year, struct tl_date *out, size_t *len)
{
    int field[MOST_FIELDS];
    size_t width[MOST_FIELDS];
    size_t at = 0;
    unsigned char separator = 0;
    for (size_t i = 0; i < MOST_FIELDS; i++) {
        const size_t end = digits(text, at, &field[i]);
        width[i] = end - at;
        if (width[i] == 0 || width[i] > 4) {
            return TL_DECL_NO_DATE;
        }
        at = end;
        if (i + 1 < MOST_FIELDS) {
            if (at >= text.len || (text.ptr[at] != '/' && text.ptr[at] != '-') ||
                (separator != 0 && text.ptr[at] != separator)) {
                return TL_DECL_NO_DATE;
            }
            separator = text.ptr[at++];
        }
    }
    *len = at;
    if (!tl_word_ends(text, at)) {
        return TL_DECL_BAD_DATE;
    }
    if (width[0] == 4 && width[1] <= 2 && width[2] <= 2) {
        return judge((struct tl_date){field[0], field[1], field[2]}, out);
    }
    if (width[0] > 2 || width[1] > 2 || (width[2] != 2 && width[2] != 4)) {
        return TL_DECL_BAD_DATE;
    }
    return judge((struct tl_date){full_year(field[2], width[2], base_year), field[0], field[1]}, out);
}

static size_t skip(tl_slice text, size_t at)
{
    while (at < text.len && (tl_is_blank(text.ptr[at]) || text.ptr[at] == ',')) {
        at++;
    }
    return at;
}

static size_t letters(tl_slice text, size_t at)
{
    while (at < text.len && tl_is_alpha(text.ptr[at])) {
        at++;
    }
    return at;
}

/* "31 December 2033", "DEC 31, 1980", "6 NOV 18" */
static enum tl_decl_found worded(tl_slice text, int base_year, struct tl_date *out, size_t *len)
{
    int day = 0;
    int year = 0;
    size_t at = digits(text, 0, &day);
    const bool is_day_first = at > 0;
    at = is_day_first ? skip(text, at) : at;
    const size_t month_end = letters(text, at);
    const int month = month_end - at >= 3 ? tl_month_find(tl_slice_sub(text, at, month_end)) : 0;
    if (month == 0) {
        return TL_DECL_NO_DATE;
    }
    at = skip(text, month_end + (month_end < text.len && text.ptr[month_end] == '.'));
    if (!is_day_first) {
        const size_t end = digits(text, at, &day);
        if (end == at || end - at > 2) {
            return TL_DECL_NO_DATE;
        }
        at = skip(text, end);
    }
    const size_t end = digits(text, at, &year);
    if (end == at) {
        return TL_DECL_NO_DATE;
    }
    *len = end;
    if ((end - at != 2 && end - at != 4) || !tl_word_ends(text, end)) {
        return TL_DECL_BAD_DATE;
    }
    return judge((struct tl_date){full_year(year, end - at, base_year), month, day}, out);
}

enum tl_decl_found tl_decl_date_at(tl_slice text, int base_year, struct tl_date *out, size_t *len)
{
    *len = 0;
    enum tl_decl_found found = compact(text, out, len);
    if (found == TL_DECL_NO_DATE) {
        found = numeric(text, base_year, out, len);
    }
    return found != TL_DECL_NO_DATE ? found : worded(text, base_year, out, len);
}

bool tl_decl_states_date(tl_slice text)
{
    for (size_t at = 0; at < text.len; at++) {
        struct tl_date date;
        size_t len;
        const bool is_start = tl_is_alnum(text.ptr[at]) && (at == 0 || !tl_is_alnum(text.ptr[at - 1]));
        if (is_start &&
            tl_decl_date_at(tl_slice_sub(text, at, text.len), 1995, &date, &len) != TL_DECL_NO_DATE) {
            return true;
        }
    }
    return false;
}

/* What is left of the value after the first `len` bytes. */
static void advance(struct tl_decl_reader *r, size_t len)
{
    r->rest = tl_slice_trim(tl_slice_sub(r->rest, len, r->rest.len));
}

/* "10 YEARS" */
bool tl_decl_duration(struct tl_decl_reader *r)
{
    struct tl_decl_reader ahead = *r;
    size_t end = 0;
    uint32_t years = 0;
    while (end < ahead.rest.len && tl_is_digit(ahead.rest.ptr[end])) {
        end++;
    }
    if (end > 3 || !tl_slice_number(tl_slice_sub(ahead.rest, 0, end), &years)) {
        return false;
    }
    advance(&ahead, end);
    if (!tl_decl_take(&ahead, "YEARS") && !tl_decl_take(&ahead, "YEAR") && !tl_decl_take(&ahead, "YRS")) {
        return false;
    }
    r->rest = ahead.rest;
    r->out->type = TL_DECL_DURATION;
    r->out->years = (int)years;
    if (years == 0) {
        tl_decl_fail(r, "bad_date");
    }
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"

#include <time.h>

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool tl_date_valid(struct tl_date date)
{
    return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= days_in(date.year, date.month);
}

int tl_date_cmp(struct tl_date a, struct tl_date b)
{
    if (a.year != b.year) {
        return a.year < b.year ? -1 : 1;
    }
    if (a.month != b.month) {
        return a.month < b.month ? -1 : 1;
    }
    return a.day < b.day ? -1 : a.day > b.day;
}

struct tl_date tl_date_add_years(struct tl_date date, int years)
{
    date.year += years;
    if (date.month == 2 && date.day == 29 && !is_leap(date.year)) {
        date.month = 3;
        date.day = 1;
    }
    return date;
}

bool tl_date_parse_iso(tl_slice text, struct tl_date *out)
{
    uint32_t year = 0;
    uint32_t month = 0;
    uint32_t day = 0;
    if (text.len != 10 || text.ptr[4] != '-' || text.ptr[7] != '-' ||
        !tl_slice_number(tl_slice_sub(text, 0, 4), &year) ||
        !tl_slice_number(tl_slice_sub(text, 5, 7), &month) ||
        !tl_slice_number(tl_slice_sub(text, 8, 10), &day)) {
        return false;
    }
    *out = (struct tl_date){(int)year, (int)month, (int)day};
    return tl_date_valid(*out);
}

static void put_digits(char *to, size_t count, int value)
{
    for (size_t i = count; i > 0; i--) {
        to[i - 1] = (char)('0' + value % 10);
        value /= 10;
    }
}

const char *tl_date_render(struct tl_date date, char out[TL_DATE_TEXT])
{
    out[0] = '\0';
    if (tl_date_valid(date)) {
        put_digits(out, 4, date.year);
        out[4] = '-';
        put_digits(out + 5, 2, date.month);
        out[7] = '-';
        put_digits(out + 8, 2, date.day);
        out[10] = '\0';
    }
    return out;
}

int tl_month_find(tl_slice word)
{
    static const char *const names[] = {"JANUARY",   "FEBRUARY", "MARCH",    "APRIL",
                                        "MAY",       "JUNE",     "JULY",     "AUGUST",
                                        "SEPTEMBER", "OCTOBER",  "NOVEMBER", "DECEMBER"};
    if (word.len > 3 && word.ptr[word.len - 1] == '.') {
        word.len--;
    }
    for (int i = 0; word.len >= 3 && i < 12; i++) {
        if (tl_slice_starts_fold(tl_str(names[i]), word)) {
            return i + 1;
        }
    }
    return 0;
}

struct tl_date tl_date_today(void)
{
    const time_t now = time(NULL);
    struct tm parts;
    if (gmtime_r(&now, &parts) == NULL) {
        return (struct tl_date){0};
    }
    return (struct tl_date){parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday};
}

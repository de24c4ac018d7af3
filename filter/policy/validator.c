/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/validator.h"

#include <arpa/inet.h>

static const char *const names[] = {
    [TL_VALIDATOR_NONE] = "none", [TL_VALIDATOR_LUHN] = "luhn",     [TL_VALIDATOR_MOD97] = "mod97",
    [TL_VALIDATOR_MRZ] = "mrz",   [TL_VALIDATOR_US_SSN] = "us-ssn", [TL_VALIDATOR_IPV4] = "ipv4",
    [TL_VALIDATOR_IPV6] = "ipv6", [TL_VALIDATOR_DATE] = "date",
};

enum { PACKED = 96, SSN_DIGITS = 9, LUHN_LEAST = 8, LUHN_MOST = 19, IBAN_LEAST = 15, IBAN_MOST = 34 };

bool tl_validator_find(tl_slice name, enum tl_validator *out)
{
    for (size_t i = TL_VALIDATOR_LUHN; i < TL_COUNT(names); i++) {
        if (tl_slice_eq(name, tl_str(names[i]))) {
            *out = (enum tl_validator)i;
            return true;
        }
    }
    return false;
}

const char *tl_validator_name(enum tl_validator validator)
{
    return names[validator];
}

/* `text` without blanks, no-break spaces and the bytes of `between`, in upper case; 0 when it does not fit.
 */
static size_t pack(tl_slice text, const char *between, unsigned char out[PACKED])
{
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char c = text.ptr[i];
        if (c == 0xc2 && i + 1 < text.len && text.ptr[i + 1] == 0xa0) {
            i++;
            continue;
        }
        if (tl_is_blank(c) || (c != 0 && strchr(between, c) != NULL)) {
            continue;
        }
        if (len == PACKED) {
            return 0;
        }
        out[len++] = tl_to_upper(c);
    }
    return len;
}

static bool all_digits(const unsigned char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (!tl_is_digit(text[i])) {
            return false;
        }
    }
    return len > 0;
}

/* ISO/IEC 7812-1 annex B: from the right every second digit doubled, the sum of digits a multiple of ten. */
static bool check_luhn(tl_slice text)
{
    unsigned char digits[PACKED];
    const size_t len = pack(text, "-.", digits);
    unsigned sum = 0;
    if (len < LUHN_LEAST || len > LUHN_MOST || !all_digits(digits, len)) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        unsigned digit = digits[len - 1 - i] - (unsigned)'0';
        if (i % 2 == 1) {
            digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        }
        sum += digit;
    }
    return sum % 10 == 0;
}

/* ISO 13616: country and check digits behind the rest, letters as 10 to 35; ISO 7064 MOD 97-10 gives 1. */
static bool check_mod97(tl_slice text)
{
    unsigned char iban[PACKED];
    const size_t len = pack(text, "-", iban);
    unsigned rest = 0;
    if (len < IBAN_LEAST || len > IBAN_MOST || !tl_is_upper(iban[0]) || !tl_is_upper(iban[1]) ||
        !all_digits(iban + 2, 2)) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        const unsigned char c = iban[(i + 4) % len];
        if (tl_is_digit(c)) {
            rest = (rest * 10 + c - (unsigned)'0') % 97;
        } else if (tl_is_upper(c)) {
            rest = (rest * 100 + c - (unsigned)'A' + 10) % 97;
        } else {
            return false;
        }
    }
    return rest == 1;
}

/* --- machine readable zones (ICAO 9303 parts 3 to 7) -----------------------------------------------------
 */

/* Adds bytes [begin, end) to a sum with the weights 7, 3, 1; false at a byte that no zone has. */
static bool add_weighted(const unsigned char *zone, size_t begin, size_t end, unsigned *sum, size_t *place)
{
    static const unsigned weights[] = {7, 3, 1};
    for (size_t i = begin; i < end; i++) {
        unsigned value = 0;
        if (tl_is_digit(zone[i])) {
            value = zone[i] - (unsigned)'0';
        } else if (tl_is_upper(zone[i])) {
            value = zone[i] - (unsigned)'A' + 10;
        } else if (zone[i] != '<') {
            return false;
        }
        *sum += value * weights[*place % 3];
        ++*place;
    }
    return true;
}

/* The check digit at `at` over up to four ranges; a filler stands for 0 where all it checks is filler. */
static bool digit_holds(const unsigned char *zone, size_t at, const struct tl_span *ranges, size_t count)
{
    unsigned sum = 0;
    size_t place = 0;
    for (size_t i = 0; i < count; i++) {
        if (!add_weighted(zone, ranges[i].begin, ranges[i].end, &sum, &place)) {
            return false;
        }
    }
    const unsigned char wanted = (unsigned char)('0' + sum % 10);
    return zone[at] == wanted || (zone[at] == '<' && sum == 0);
}

struct mrz_digit {
    size_t at;
    size_t count;
    struct tl_span ranges[4];
};

static bool digits_hold(const unsigned char *zone, const struct mrz_digit *digits, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!digit_holds(zone, digits[i].at, digits[i].ranges, digits[i].count)) {
            return false;
        }
    }
    return true;
}

static bool check_mrz(tl_slice text)
{
    static const struct mrz_digit td3[] = {
        {9, 1, {{0, 9}}},
        {19, 1, {{13, 19}}},
        {27, 1, {{21, 27}}},
        {42, 1, {{28, 42}}},
        {43, 3, {{0, 10}, {13, 20}, {21, 43}}},
    };
    static const struct mrz_digit td2[] = {
        {9, 1, {{0, 9}}},
        {19, 1, {{13, 19}}},
        {27, 1, {{21, 27}}},
        {35, 3, {{0, 10}, {13, 20}, {21, 35}}},
    };
    static const struct mrz_digit td1[] = {
        {14, 1, {{5, 14}}},
        {36, 1, {{30, 36}}},
        {44, 1, {{38, 44}}},
        {59, 4, {{5, 30}, {30, 37}, {38, 45}, {48, 59}}},
    };
    unsigned char zone[PACKED];
    const size_t len = pack(text, "", zone);
    const bool is_visa = len > 0 && zone[0] == 'V'; /* a visa has no digit over all: the first three hold */
    switch (len) {
    case 44:
        return digits_hold(zone, td3, TL_COUNT(td3));
    case 88:
        return digits_hold(zone + 44, td3, is_visa ? 3 : TL_COUNT(td3));
    case 36:
        return digits_hold(zone, td2, TL_COUNT(td2));
    case 72:
        return digits_hold(zone + 36, td2, is_visa ? 3 : TL_COUNT(td2));
    case 90:
        return digits_hold(zone, td1, TL_COUNT(td1));
    default:
        return false;
    }
}

/* --- numbers and addresses -------------------------------------------------------------------------------
 */

/* SSA numbering: no area 000, 666 or 900 and above, no group 00, no serial 0000; and two numbers printed in
 * advertisements, which SSA voided. */
static bool check_us_ssn(tl_slice text)
{
    unsigned char digits[PACKED];
    const size_t len = pack(text, "-.", digits);
    if (len != SSN_DIGITS || !all_digits(digits, len)) {
        return false;
    }
    const tl_slice number = {digits, len};
    const tl_slice area = tl_slice_sub(number, 0, 3);
    return !tl_slice_eq(area, TL_LIT("000")) && !tl_slice_eq(area, TL_LIT("666")) && digits[0] != '9' &&
           !tl_slice_eq(tl_slice_sub(number, 3, 5), TL_LIT("00")) &&
           !tl_slice_eq(tl_slice_sub(number, 5, 9), TL_LIT("0000")) &&
           !tl_slice_eq(number, TL_LIT("078051120")) && !tl_slice_eq(number, TL_LIT("219099999"));
}

/* An address, with a prefix length (/24) or a zone (%eth0) behind it. */
static bool check_ip(tl_slice text, int family, uint32_t longest_prefix)
{
    char address[INET6_ADDRSTRLEN + 1] = {0};
    unsigned char bytes[sizeof(struct in6_addr)];
    tl_slice host = tl_slice_trim(text);
    const size_t slash = tl_slice_find(host, TL_LIT("/"), 0);
    if (slash != TL_NONE) {
        uint32_t prefix = 0;
        if (!tl_slice_number(tl_slice_sub(host, slash + 1, host.len), &prefix) || prefix > longest_prefix) {
            return false;
        }
        host = tl_slice_sub(host, 0, slash);
    }
    const size_t zone = family == AF_INET6 ? tl_slice_find(host, TL_LIT("%"), 0) : TL_NONE;
    host = zone == TL_NONE ? host : tl_slice_sub(host, 0, zone);
    if (host.len == 0 || host.len >= sizeof(address)) {
        return false;
    }
    memcpy(address, host.ptr, host.len);
    return strlen(address) == host.len && inet_pton(family, address, bytes) == 1;
}

/* --- dates -----------------------------------------------------------------------------------------------
 */

/* Up to three parts of a date: numbers, and a month by name. */
struct date_parts {
    uint32_t numbers[3];
    size_t digits[3];
    size_t count;
    int month;       /* by name; 0: none */
    size_t month_at; /* how many numbers stand before it */
};

static bool is_ordinal(tl_slice word)
{
    return tl_slice_eq_fold(word, TL_LIT("st")) || tl_slice_eq_fold(word, TL_LIT("nd")) ||
           tl_slice_eq_fold(word, TL_LIT("rd")) || tl_slice_eq_fold(word, TL_LIT("th")) ||
           tl_slice_eq_fold(word, TL_LIT("of"));
}

static bool read_parts(tl_slice text, struct date_parts *parts)
{
    for (size_t at = 0; at < text.len;) {
        size_t end = at;
        while (end < text.len && tl_is_digit(text.ptr[end])) {
            end++;
        }
        if (end > at) {
            if (parts->count == 3 ||
                !tl_slice_number(tl_slice_sub(text, at, end), &parts->numbers[parts->count])) {
                return false;
            }
            parts->digits[parts->count++] = end - at;
            at = end;
            continue;
        }
        while (end < text.len && tl_is_alpha(text.ptr[end])) {
            end++;
        }
        const tl_slice word = tl_slice_sub(text, at, end);
        if (word.len > 0 && !is_ordinal(word)) {
            if (parts->month != 0 || tl_month_find(word) == 0) {
                return false;
            }
            parts->month = tl_month_find(word);
            parts->month_at = parts->count;
        } else if (word.len == 0 && !tl_is_blank(text.ptr[at]) && strchr("-/.,'", text.ptr[at]) == NULL) {
            return false;
        }
        at = end > at ? end : at + 1;
    }
    return true;
}

/* A day of the calendar; a year of two digits may be of either century. */
static bool is_day(uint32_t year, size_t year_digits, uint32_t month, uint32_t day)
{
    if (year > 9999 || month > 12 || day > 31 || (year_digits != 2 && year_digits != 4)) {
        return false;
    }
    const struct tl_date date = {(int)year + (year_digits == 2 ? 2000 : 0), (int)month, (int)day};
    const struct tl_date before = {(int)year + 1900, (int)month, (int)day};
    return tl_date_valid(date) || (year_digits == 2 && tl_date_valid(before));
}

/* `2024-03-15T14:30:00Z` without its time. */
static tl_slice cut_time(tl_slice text)
{
    enum { DATE_BYTES = 10 };
    const bool has_time =
        text.len > DATE_BYTES + 1 && text.ptr[DATE_BYTES] == 'T' && tl_is_digit(text.ptr[DATE_BYTES + 1]);
    return has_time ? tl_slice_sub(text, 0, DATE_BYTES) : text;
}

static bool check_date(tl_slice text)
{
    struct date_parts parts = {.count = 0};
    if (!read_parts(cut_time(tl_slice_trim(text)), &parts)) {
        return false;
    }
    const uint32_t *n = parts.numbers;
    const size_t *d = parts.digits;
    if (parts.month > 0) {
        const uint32_t month = (uint32_t)parts.month;
        if (parts.count == 1) { /* a day of any year, or a month of one */
            return is_day(2000, 4, month, n[0]) || is_day(n[0], d[0] == 4 ? 4 : 0, month, 1);
        }
        return parts.count == 2 && parts.month_at < 2 &&
               (is_day(n[1], d[1], month, n[0]) || is_day(n[0], d[0], month, n[1]));
    }
    if (parts.count == 1 && d[0] == 8) { /* 20081107 */
        return is_day(n[0] / 10000, 4, n[0] / 100 % 100, n[0] % 100);
    }
    return parts.count == 3 && (is_day(n[0], d[0], n[1], n[2]) || is_day(n[2], d[2], n[0], n[1]) ||
                                is_day(n[2], d[2], n[1], n[0]));
}

bool tl_validator_check(enum tl_validator validator, tl_slice text)
{
    switch (validator) {
    case TL_VALIDATOR_NONE:
        return true;
    case TL_VALIDATOR_LUHN:
        return check_luhn(text);
    case TL_VALIDATOR_MOD97:
        return check_mod97(text);
    case TL_VALIDATOR_MRZ:
        return check_mrz(text);
    case TL_VALIDATOR_US_SSN:
        return check_us_ssn(text);
    case TL_VALIDATOR_IPV4:
        return check_ip(text, AF_INET, 32);
    case TL_VALIDATOR_IPV6:
        return check_ip(text, AF_INET6, 128);
    case TL_VALIDATOR_DATE:
        return check_date(text);
    }
    return false;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "cable/envelope.h"

#include <threads.h>

#include "cable/reader.h"
#include "marking/mark.h"

enum { LONGEST_START = 40, LONGEST_ADDRESS = 110, ADDRESS_WORDS = 9 };

static bool at_end(const struct tl_cursor *c)
{
    return c->at >= c->text.len;
}

bool tl_is_message_start(tl_slice line)
{
    struct tl_cursor c = {line, 0};
    while (c.at < line.len && (line.ptr[c.at] < 0x20 || line.ptr[c.at] == 0x7f)) {
        c.at++; /* bells and letters shifts of the channel */
    }
    if (at_end(&c) || memchr(" \tJVZ", line.ptr[c.at], 5) == NULL) {
        return false; /* nearly every line */
    }
    (void)tl_take(&c, TL_LIT("JJJJJSSSSS"));
    tl_skip_blanks(&c);
    if (tl_take(&c, TL_LIT("VV "))) {
        tl_skip_blanks(&c);
    }
    (void)tl_take(&c, TL_LIT("V"));
    if (!tl_take(&c, TL_LIT("ZCZC")) || line.len > LONGEST_START) {
        return false;
    }
    tl_skip_blanks(&c);
    if (tl_take_letters(&c).len > 6) { /* station and channel */
        return false;
    }
    tl_skip_blanks(&c);
    (void)tl_take_digits(&c);
    tl_skip_blanks(&c);
    return at_end(&c);
}

bool tl_is_message_end(tl_slice line)
{
    static const tl_slice ends[] = {TL_TEXT("NNN"), TL_TEXT("NNNN"), TL_TEXT("NNNNMAFVVZCZ"),
                                    TL_TEXT("<< END OF DOCUMENT >>")};
    for (size_t i = 0; i < TL_COUNT(ends); i++) {
        if (tl_slice_eq(line, ends[i])) {
            return true;
        }
    }
    return false;
}

/* "RUEHKO", "RUEHWEB": a routing indicator. */
static bool is_routing(tl_slice word)
{
    return word.len >= 4 && word.len <= 8 && word.ptr[0] == 'R' && tl_is_all_caps(word);
}

static bool is_routing_line(tl_slice line)
{
    struct tl_cursor c = {line, 0};
    tl_slice word = tl_next_word(&c);
    if (word.len == 2 && word.ptr[0] == word.ptr[1] && memchr("ZOPRY", word.ptr[0], 5) != NULL) {
        word = tl_next_word(&c);
    }
    for (; word.len > 0; word = tl_next_word(&c)) {
        if (!is_routing(word) || word.ptr[1] != 'U') {
            return false;
        }
    }
    return line.len > 0 && line.len <= LONGEST_ADDRESS;
}

bool tl_de_parse(tl_slice line, uint32_t *serial)
{
    struct tl_cursor c = {line, 0};
    tl_skip_blanks(&c);
    if (at_end(&c) || line.ptr[c.at] != 'D') {
        return false; /* nearly every line */
    }
    if (!tl_slice_eq(tl_next_word(&c), TL_LIT("DE")) || !is_routing(tl_next_word(&c))) {
        return false;
    }
    tl_skip_blanks(&c);
    (void)(tl_take(&c, TL_LIT("#")) || tl_take(&c, TL_LIT("NR")));
    tl_skip_blanks(&c);
    if (!tl_slice_number(tl_take_digits(&c), serial)) {
        return false;
    }
    if (tl_take(&c, TL_LIT("/"))) {
        (void)tl_take_digits(&c);
    }
    tl_skip_blanks(&c);
    const tl_slice day = tl_take_digits(&c);
    (void)(tl_take(&c, TL_LIT("Z")) || tl_take(&c, TL_LIT("/")));
    (void)tl_take_digits(&c);
    (void)tl_take(&c, TL_LIT("Z"));
    return day.len >= 2 && at_end(&c);
}

bool tl_is_digits_and(tl_slice line, tl_slice others)
{
    bool has_digit = false;
    for (size_t i = 0; i < line.len; i++) {
        const unsigned char b = line.ptr[i];
        has_digit = has_digit || tl_is_digit(b);
        if (!tl_is_digit(b) && memchr(others.ptr, b, others.len) == NULL) {
            return false;
        }
    }
    return has_digit;
}

/* "            ------------------014714 121327Z /47", "54", "43/67", "#3100" */
static bool is_counter(tl_slice line)
{
    return line.len <= 60 && (line.len <= 6 || line.ptr[0] == '-') && tl_is_digits_and(line, TL_LIT("-/ Z#"));
}

bool tl_is_envelope_line(tl_slice line)
{
    uint32_t serial = 0;
    return tl_is_message_start(line) || is_routing_line(line) || tl_de_parse(line, &serial) ||
           tl_slice_eq(line, TL_LIT("BT")) || is_counter(line);
}

/* "P ", "O R ", "PP ", "R" before its digits: the precedences of action and information (ACP 127). */
static size_t take_precedences(struct tl_cursor *c)
{
    size_t taken = 0;
    for (; taken < 2; taken++) {
        tl_skip_blanks(c);
        size_t at = c->at;
        if (at >= c->text.len || memchr("ZOPRY", c->text.ptr[at], 5) == NULL) {
            break;
        }
        at++;
        if (at < c->text.len && c->text.ptr[at] == c->text.ptr[c->at]) {
            at++; /* doubled as on the routing line */
        }
        if (at < c->text.len && !tl_is_blank(c->text.ptr[at]) &&
            (!tl_is_digit(c->text.ptr[at]) || at + 6 >= c->text.len || !tl_is_digit(c->text.ptr[at + 5]))) {
            break; /* "O71600Z" is a damaged 0 */
        }
        c->at = at;
    }
    return taken;
}

/* `count` digits, blanks between them left out and O for 0, as one number. */
static bool take_spread_digits(struct tl_cursor *c, size_t count, uint32_t *out)
{
    unsigned char digits[8];
    for (size_t i = 0; i < count && i < sizeof(digits); i++) {
        tl_skip_blanks(c);
        if (at_end(c) || !(tl_is_digit(c->text.ptr[c->at]) || c->text.ptr[c->at] == 'O')) {
            return false;
        }
        digits[i] = c->text.ptr[c->at] == 'O' ? '0' : c->text.ptr[c->at];
        c->at++;
    }
    return count <= sizeof(digits) && tl_slice_number((tl_slice){digits, count}, out);
}

/* "NOV", "NO V", "NOVEMBER", "SEPT": the month, or 0. */
static int take_spread_month(struct tl_cursor *c)
{
    unsigned char letters[9];
    size_t len = 0;
    int month = 0;
    while (len < sizeof(letters)) {
        tl_skip_blanks(c);
        if (at_end(c) || !tl_is_upper(c->text.ptr[c->at])) {
            break;
        }
        letters[len++] = c->text.ptr[c->at++];
    }
    month = len >= 3 ? tl_month_find((tl_slice){letters, len}) : 0;
    return month;
}

/* "79", "1979", "7 3"; two digits: 50 to 99 are of the last century (cable_anatomy.md 4.5). */
static bool take_year(struct tl_cursor *c, uint32_t *year)
{
    const struct tl_cursor begin = *c;
    tl_skip_blanks(c);
    const tl_slice digits = tl_take_digits(c);
    if (digits.len == 4) {
        return tl_slice_number(digits, year);
    }
    if (digits.len == 1 || digits.len == 2) {
        *c = begin;
        if (!take_spread_digits(c, 2, year)) {
            return false;
        }
        *year += *year >= 50 ? 1900 : 2000;
        return at_end(c) || !tl_is_digit(c->text.ptr[c->at]);
    }
    return false;
}

/* Only operating signals may follow the group: "ZFF4", "ZDK", a filler of slashes. */
static size_t take_signals(struct tl_cursor c)
{
    size_t end = c.at;
    for (tl_slice word = tl_next_word(&c); word.len > 0; word = tl_next_word(&c)) {
        const bool is_signal = word.ptr[0] == 'Z' && word.len <= 5 && tl_is_all_caps(word);
        const bool is_filler = word.len <= 2 && word.ptr[0] == '/' && word.ptr[word.len - 1] == '/';
        if (!is_signal && !is_filler) {
            break;
        }
        end = c.at;
    }
    return end;
}

size_t tl_dtg_read(tl_slice line, struct tl_date *date, int *hour, int *minute)
{
    struct tl_cursor c = {line, 0};
    const size_t precedences = take_precedences(&c);
    uint32_t stamp = 0;
    uint32_t year = 0;
    if (!take_spread_digits(&c, 6, &stamp)) {
        return 0;
    }
    tl_skip_blanks(&c);
    if (!tl_take(&c, TL_LIT("Z")) && precedences == 0) {
        return 0;
    }
    const int month = take_spread_month(&c);
    if (month == 0 || !take_year(&c, &year)) {
        return 0;
    }
    *date = (struct tl_date){(int)year, month, (int)(stamp / 10000)};
    *hour = (int)(stamp / 100 % 100);
    *minute = (int)(stamp % 100);
    if (!tl_date_valid(*date) || *hour >= 24 || *minute >= 60) {
        return 0;
    }
    return take_signals(c);
}

bool tl_dtg_parse(tl_slice line, struct tl_date *date, int *hour, int *minute)
{
    return line.len > 0 && tl_dtg_read(line, date, hour, minute) == line.len;
}

/* "ARA-15", "/118", "W", "ISO-00" */
static bool is_distribution_token(tl_slice word)
{
    struct tl_cursor c = {word, 0};
    if (tl_take(&c, TL_LIT("/")) || tl_take(&c, TL_LIT(","))) {
        return tl_take_digits(&c).len > 0 && at_end(&c);
    }
    const tl_slice office = tl_take_letters(&c);
    if (at_end(&c)) {
        return office.len == 1; /* the W and R of "/118 W" */
    }
    return office.len >= 1 && office.len <= 6 && tl_is_all_caps(office) && tl_take(&c, TL_LIT("-")) &&
           tl_take_digits(&c).len == 2 && (at_end(&c) || tl_take(&c, TL_LIT(",")));
}

static bool is_distribution(tl_slice line)
{
    struct tl_cursor c = {line, 0};
    size_t tokens = 0;
    for (tl_slice word = tl_next_word(&c); word.len > 0; word = tl_next_word(&c)) {
        if (!is_distribution_token(word)) {
            return false;
        }
        tokens += word.len > 1;
    }
    return tokens > 0;
}

/* First words of names in address blocks (5 FAH-2 address indicating groups and plain-language addresses), by
 * their first letter. */
/* clang-format off */
static const tl_slice address_words[] = {
    TL_TEXT("AMEMBASSY"), TL_TEXT("AMCONSUL"), TL_TEXT("AMCONGEN"), TL_TEXT("AMCONSULATE"),
    TL_TEXT("AMEMB"), TL_TEXT("AIT"), TL_TEXT("ALL"), TL_TEXT("ASEAN"), TL_TEXT("ARAB"), TL_TEXT("AIG"),
    TL_TEXT("AEC"),
    TL_TEXT("CJCS"), TL_TEXT("CIA"), TL_TEXT("CDR"), TL_TEXT("COMUSFAIRWING"), TL_TEXT("COLLECTIVE"),
    TL_TEXT("CINC"), TL_TEXT("CINCPAC"), TL_TEXT("CENTCOM"), TL_TEXT("CDRUSSOUTHCOM"),
    TL_TEXT("DIA"), TL_TEXT("DIRNSA"), TL_TEXT("DEPT"), TL_TEXT("DEPTOF"), TL_TEXT("DEA"),
    TL_TEXT("DEPARTMENT"), TL_TEXT("DISTAFF"), TL_TEXT("DOE"),
    TL_TEXT("EC"), TL_TEXT("EUROPEAN"), TL_TEXT("ERDA"),
    TL_TEXT("FBI"), TL_TEXT("FAA"),
    TL_TEXT("GULF"),
    TL_TEXT("HQ"),
    TL_TEXT("INS"), TL_TEXT("ISLAMIC"), TL_TEXT("IRAQ"), TL_TEXT("ICAO"),
    TL_TEXT("JCS"), TL_TEXT("JOINT"),
    TL_TEXT("NSC"), TL_TEXT("NSA"), TL_TEXT("NATO"),
    TL_TEXT("OECD"), TL_TEXT("OAS"),
    TL_TEXT("POSTS"), TL_TEXT("PACOM"),
    TL_TEXT("RUEHC"),
    TL_TEXT("SECSTATE"), TL_TEXT("SECDEF"), TL_TEXT("SADC"), TL_TEXT("SACEUR"),
    TL_TEXT("TREASURY"),
    TL_TEXT("USMISSION"), TL_TEXT("USUN"), TL_TEXT("USCINCSO"), TL_TEXT("USINT"), TL_TEXT("USLO"),
    TL_TEXT("USLIAISON"), TL_TEXT("USDOC"), TL_TEXT("USIA"), TL_TEXT("USICA"), TL_TEXT("USDEL"),
    TL_TEXT("USDAO"), TL_TEXT("USOAS"), TL_TEXT("UN"), TL_TEXT("USMIN"), TL_TEXT("USREP"), TL_TEXT("USNMR"),
    TL_TEXT("USCINCPAC"), TL_TEXT("USCINCEUR"), TL_TEXT("USSOUTHCOM"), TL_TEXT("USBERLIN"),
    TL_TEXT("USNATO"), TL_TEXT("USEEC"), TL_TEXT("USEU"), TL_TEXT("USAID"),
    TL_TEXT("WHITE"), TL_TEXT("WHITEHOUSE"), TL_TEXT("WASHDC"),
};
/* clang-format on */

/* Where the words of each letter begin, and those behind it end. */
static size_t words_from['Z' - 'A' + 2];
static once_flag is_counted = ONCE_FLAG_INIT;

static void count_words(void)
{
    for (size_t i = 0; i < TL_COUNT(address_words); i++) {
        for (size_t letter = (size_t)(address_words[i].ptr[0] - 'A') + 1; letter < TL_COUNT(words_from);
             letter++) {
            words_from[letter] = i + 1;
        }
    }
}

static bool is_address_word(tl_slice word)
{
    call_once(&is_counted, count_words);
    if (word.len == 0 || !tl_is_upper(word.ptr[0])) {
        return false;
    }
    const size_t letter = (size_t)(word.ptr[0] - 'A');
    for (size_t i = words_from[letter]; i < words_from[letter + 1]; i++) {
        if (tl_slice_eq(word, address_words[i])) {
            return true;
        }
    }
    return false;
}

/* Capitals, digits, and the signs of addresses. */
static bool is_of_address(tl_slice word)
{
    for (size_t i = 0; i < word.len; i++) {
        const unsigned char b = word.ptr[i];
        if (!tl_is_upper(b) && !tl_is_digit(b) && memchr(".,'()/&-", b, 8) == NULL) {
            return false;
        }
    }
    return true;
}

static bool is_address_name(tl_slice name)
{
    struct tl_cursor c = {name, 0};
    const tl_slice first = tl_next_word(&c);
    size_t words = 0;
    if (name.len > LONGEST_ADDRESS || first.len == 0) {
        return false;
    }
    const size_t comma = first.ptr[first.len - 1] == ','; /* "WASHDC, SECSTATE" */
    if (!is_address_word(tl_slice_sub(first, 0, first.len - comma))) {
        const size_t slash = first.ptr[0] == 'R' ? tl_slice_find(first, TL_LIT("/"), 0) : TL_NONE;
        if (slash == TL_NONE || !is_routing(tl_slice_sub(first, 0, slash))) {
            return false;
        }
    }
    for (tl_slice word = first; word.len > 0; word = tl_next_word(&c), words++) {
        if (!is_of_address(word)) {
            return false;
        }
    }
    return words <= ADDRESS_WORDS;
}

bool tl_is_address_line(tl_slice line, bool is_open)
{
    static const tl_slice leads[] = {TL_TEXT("FM "), TL_TEXT("TO "), TL_TEXT("INFO "), TL_TEXT("XMT "),
                                     TL_TEXT("ZEN/")};
    static const tl_slice offices[] = {TL_TEXT("ACTION "), TL_TEXT("ORIGIN "), TL_TEXT("INFO ")};
    for (size_t i = 0; i < TL_COUNT(offices); i++) {
        const tl_slice lead = offices[i];
        if (tl_slice_starts(line, lead) && is_distribution(tl_slice_sub(line, lead.len, line.len))) {
            return true;
        }
    }
    for (size_t i = 0; i < TL_COUNT(leads); i++) {
        const tl_slice lead = leads[i];
        if (tl_slice_starts(line, lead)) {
            return is_address_name(tl_slice_trim(tl_slice_sub(line, lead.len, line.len)));
        }
    }
    return is_open && (is_address_name(line) || is_distribution(line));
}

tl_slice tl_from_post(tl_slice line)
{
    static const char *const kinds[] = {"AMEMBASSY ", "AMCONSUL ", "AMCONGEN ", "USMISSION ", "USINT "};
    struct tl_cursor c = {line, 0};
    if (!tl_take(&c, TL_LIT("FM ")) && !tl_take(&c, TL_LIT("From:"))) {
        return (tl_slice){NULL, 0};
    }
    tl_skip_blanks(&c);
    if (tl_take(&c, TL_LIT("SECSTATE "))) {
        return tl_slice_sub(line, c.at - sizeof("STATE"), c.at - 1); /* its telegrams are numbered STATE */
    }
    for (size_t i = 0; i < TL_COUNT(kinds); i++) {
        if (tl_take(&c, tl_str(kinds[i]))) {
            return tl_slice_trim(tl_slice_sub(line, c.at, line.len));
        }
    }
    return (tl_slice){NULL, 0};
}

/* "E.O. 12958:", "EO 12958", "E.OM 11652", "EMO. 11652", "E.O. XGDS" (cable_anatomy.md 7.1) */
static bool takes_order(struct tl_cursor *c)
{
    static const char *const values[] = {"GDS", "XGDS", "ADS", "N/A", "DECL"};
    if (!tl_take_fold(c, TL_LIT("E"))) {
        return false;
    }
    (void)(tl_take(c, TL_LIT(".")) || tl_take(c, TL_LIT(",")) || tl_take(c, TL_LIT("M")));
    tl_skip_blanks(c);
    if (!tl_take_fold(c, TL_LIT("O")) && !tl_take(c, TL_LIT("0"))) {
        return false;
    }
    (void)(tl_take(c, TL_LIT("M")) || tl_take(c, TL_LIT(".M")) || tl_take(c, TL_LIT(".")));
    (void)tl_take(c, TL_LIT("."));
    tl_skip_blanks(c);
    const size_t number = c->at;
    if (tl_mark_at(c->text, c->at).kind == TL_MARK_WITHHELD) {
        return true; /* of a release: what stood here is gone */
    }
    if (tl_take_digits(c).len >= 2 || tl_take(c, TL_LIT(":"))) {
        c->at = number;
        return true;
    }
    for (size_t i = 0; i < TL_COUNT(values); i++) {
        if (tl_slice_starts_fold(tl_slice_sub(c->text, c->at, c->text.len), tl_str(values[i]))) {
            return true;
        }
    }
    return false;
}

struct label_word {
    tl_slice word; /* longest first within a label */
    enum tl_label label;
    bool needs_mark; /* a delimiter must follow: REFORM and SUBJECTED are prose */
};

static const struct label_word label_words[] = {
    {TL_TEXT("TAGS"), TL_LABEL_TAGS, false},
    {TL_TEXT("TAG"), TL_LABEL_TAGS, true},
    {TL_TEXT("SUBJECT"), TL_LABEL_SUBJECT, false},
    {TL_TEXT("SUBJ"), TL_LABEL_SUBJECT, false},
    {TL_TEXT("REFERENCE(S)"), TL_LABEL_REF, true},
    {TL_TEXT("REFERENCES"), TL_LABEL_REF, true},
    {TL_TEXT("REFERENCE"), TL_LABEL_REF, true},
    {TL_TEXT("REFTELS"), TL_LABEL_REF, true},
    {TL_TEXT("REFTEL"), TL_LABEL_REF, true},
    {TL_TEXT("REFS"), TL_LABEL_REF, true},
    {TL_TEXT("REF"), TL_LABEL_REF, true},
    {TL_TEXT("CLASSIFIED BY"), TL_LABEL_AUTHORITY, false},
    {TL_TEXT("DERIVED FROM"), TL_LABEL_AUTHORITY, true},
    {TL_TEXT("DECLASSIFY ON"), TL_LABEL_AUTHORITY, true},
    {TL_TEXT("REASONS"), TL_LABEL_AUTHORITY, true},
    {TL_TEXT("REASON"), TL_LABEL_AUTHORITY, true},
};

bool tl_may_have_header_label(tl_slice line)
{
    if (line.len < 3) {
        return false;
    }
    const unsigned char second = tl_to_upper(line.ptr[1]);
    const unsigned char third = tl_to_upper(line.ptr[2]);
    switch (tl_to_upper(line.ptr[0])) {
    case 'C': /* CLASSIFIED */
        return second == 'L' && third == 'A';
    case 'D': /* DERIVED, DECLASSIFY */
        return second == 'E' && (third == 'R' || third == 'C');
    case 'E': /* E.O. */
        return second == '.' || second == ',' || second == 'M' || second == 'O' || second == '0' ||
               tl_is_blank(second);
    case 'R': /* REFERENCE, REASON */
        return second == 'E' && (third == 'F' || third == 'A');
    case 'S': /* SUBJECT */
        return second == 'U' && third == 'B';
    case 'T': /* TAGS */
        return second == 'A' && third == 'G';
    }
    return false;
}

enum tl_label tl_header_label(tl_slice line, size_t *len)
{
    struct tl_cursor c = {line, 0};
    if (!tl_may_have_header_label(line)) {
        return TL_LABEL_NONE;
    }
    const unsigned char first = tl_to_upper(line.ptr[0]);
    if (takes_order(&c)) {
        *len = c.at;
        return TL_LABEL_EO;
    }
    const unsigned char third = tl_to_upper(line.ptr[2]);
    for (size_t i = 0; i < TL_COUNT(label_words); i++) {
        const tl_slice word = label_words[i].word;
        c.at = 0;
        if (word.ptr[0] != first || word.ptr[2] != third || !tl_take_fold(&c, word)) {
            continue;
        }
        if (c.at < line.len && tl_is_alnum(line.ptr[c.at])) {
            continue;
        }
        tl_skip_blanks(&c);
        const bool has_mark = c.at < line.len && memchr(":;.-", line.ptr[c.at], 4) != NULL;
        if (!has_mark && (label_words[i].needs_mark || at_end(&c))) {
            return TL_LABEL_NONE;
        }
        c.at += has_mark;
        tl_skip_blanks(&c);
        *len = c.at;
        return label_words[i].label;
    }
    return TL_LABEL_NONE;
}

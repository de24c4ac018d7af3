/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One value of an instruction.  Readers are tried in order; each takes what it understands off the front, and
 * whatever is left over afterwards makes the instruction invalid: nothing is skipped to reach a date.
 */
#include "marking/decl_value.h"

#include "base/nearest.h"

enum { NAME_WORDS = 6 };

typedef bool value_reader(struct tl_decl_reader *r);

void tl_decl_fail(struct tl_decl_reader *r, const char *reason)
{
    r->out->type = TL_DECL_INVALID;
    r->out->reason = reason;
}

static void advance(struct tl_decl_reader *r, size_t len)
{
    r->rest = tl_slice_trim(tl_slice_sub(r->rest, len, r->rest.len));
}

bool tl_decl_take(struct tl_decl_reader *r, const char *word)
{
    size_t at = 0;
    for (; *word != '\0'; word++) {
        if (at >= r->rest.len || (*word == ' ' ? !tl_is_blank(r->rest.ptr[at])
                                               : tl_to_upper(r->rest.ptr[at]) != (unsigned char)*word)) {
            return false;
        }
        at++;
        while (*word == ' ' && at < r->rest.len && tl_is_blank(r->rest.ptr[at])) {
            at++;
        }
    }
    if (!tl_word_ends(r->rest, at)) {
        return false;
    }
    advance(r, at);
    return true;
}

bool tl_decl_take_byte(struct tl_decl_reader *r, unsigned char byte)
{
    if (r->rest.len == 0 || r->rest.ptr[0] != byte) {
        return false;
    }
    advance(r, 1);
    return true;
}

static void add_code(struct tl_decl_reader *r, tl_slice code)
{
    r->out->codes = tl_words_with(r->arena, r->out->codes, code);
}

/* A date at the front; a bad one fails.  False when there is none. */
static bool take_date(struct tl_decl_reader *r, struct tl_date *out)
{
    size_t len;
    const enum tl_decl_found found =
        tl_decl_date_at(r->rest, tl_decl_base_year(r->eo, r->doc_date), out, &len);
    if (found == TL_DECL_NO_DATE) {
        return false;
    }
    if (found == TL_DECL_BAD_DATE) {
        tl_decl_fail(r, "bad_date");
    }
    advance(r, len);
    return true;
}

/* A word of a name: letters with what joins them, and at most one digit where a letter was misread.  Words
 * that instruct are none: "(UPON CLOSURE)", "(X1)" and "(9/9/99)" are values. */
static bool is_name_word(tl_slice word)
{
    static const char *const others[] = {"UPON", "AFTER", "WHEN", "UNTIL",  "IF",   "ON",   "NOT",
                                         "OR",   "AND",   "OF",   "THE",    "TO",   "IN",   "FOR",
                                         "MR",   "OADR",  "GDS",  "XGDS",   "RDS",  "XDS",  "ADS",
                                         "BY",   "FROM",  "DECL", "REVIEW", "DATE", "ONLY", "EXCEPT"};
    size_t letter_count = 0;
    size_t digit_count = 0;
    for (size_t i = 0; i < word.len; i++) {
        const unsigned char b = word.ptr[i];
        letter_count += tl_is_alpha(b) || b >= 0x80;
        digit_count += tl_is_digit(b);
        if (!tl_is_alnum(b) && b < 0x80 && memchr(".'-", b, 3) == NULL) {
            return false;
        }
    }
    for (size_t i = 0; i < TL_COUNT(others); i++) {
        if (tl_slice_eq_fold(word, tl_str(others[i]))) {
            return false;
        }
    }
    return letter_count > 0 && (digit_count == 0 || (digit_count == 1 && letter_count >= 3));
}

/* "BOEKER, PAUL H." */
static bool is_name(tl_slice text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.len;) {
        size_t end = at;
        while (end < text.len && !tl_is_blank(text.ptr[end]) && text.ptr[end] != ',') {
            end++;
        }
        if (end > at && (!is_name_word(tl_slice_sub(text, at, end)) || ++count > NAME_WORDS)) {
            return false;
        }
        at = end + 1;
    }
    return count > 0;
}

/* "OR-M", "OR-P/E", "OR-P-3": its length, or 0.  "OR-8/7/99" is another date. */
static size_t officer_code(tl_slice text)
{
    size_t at = 2;
    if (!tl_slice_starts_fold(text, TL_LIT("OR-"))) {
        return 0;
    }
    do {
        const size_t begin = ++at;
        while (at < text.len && tl_is_alpha(text.ptr[at])) {
            at++;
        }
        if (at == begin && begin > 3 && at < text.len && tl_is_digit(text.ptr[at])) {
            at++;
        }
        if (at == begin) {
            return 0;
        }
    } while (at < text.len && (text.ptr[at] == '-' || text.ptr[at] == '/'));
    return tl_word_ends(text, at) ? at : 0;
}

/* "(BOEKER, PAUL H.)" and "OR-M" of E.O. 12065; other orders know no such thing beside a value */
static void take_officer(struct tl_decl_reader *r)
{
    if (r->eo != 12065) {
        return;
    }
    if (r->rest.len > 0 && r->rest.ptr[0] == '(') {
        const size_t end = tl_slice_find(r->rest, TL_LIT(")"), 0);
        const tl_slice name = tl_slice_trim(tl_slice_sub(r->rest, 1, end == TL_NONE ? 1 : end));
        if (!is_name(name)) {
            return;
        }
        r->out->by = name;
        advance(r, end + 1);
    }
    advance(r, officer_code(r->rest));
}

/* "-1", " 2", "-1,2": the paragraph of the order that exempts */
static void take_paragraphs(struct tl_decl_reader *r)
{
    bool is_more = true;
    tl_decl_take_byte(r, '-');
    while (is_more && r->rest.len > 0 && tl_is_digit(r->rest.ptr[0]) && tl_word_ends(r->rest, 1) &&
           (r->rest.len == 1 || (r->rest.ptr[1] != '/' && r->rest.ptr[1] != '-'))) {
        add_code(r, tl_slice_sub(r->rest, 0, 1));
        advance(r, 1);
        is_more = tl_decl_take_byte(r, ',');
    }
}

static bool read_na(struct tl_decl_reader *r)
{
    if (!tl_decl_take(r, "N/A") && !tl_decl_take(r, "NA") && !tl_decl_take(r, "N.A")) {
        return false;
    }
    r->out->type = TL_DECL_NA;
    if (tl_decl_take(r, "TO") && tl_slice_find_fold(r->rest, TL_LIT("PORTIONS"), 0) != TL_NONE) {
        r->out->type = TL_DECL_COMMINGLED;
        advance(r, r->rest.len);
    }
    return true;
}

static bool read_gds(struct tl_decl_reader *r)
{
    if (!tl_decl_take(r, "GDS")) {
        return false;
    }
    r->out->type = TL_DECL_GDS;
    if (tl_decl_take(r, "DECLAS") || tl_decl_take(r, "DECLASSIFY")) {
        tl_decl_take(r, "ON");
    }
    take_date(r, &r->out->date);
    take_officer(r);
    return true;
}

static bool read_schedule(struct tl_decl_reader *r)
{
    static const struct {
        const char *word;
        enum tl_decl_type type;
    } words[] = {{"XGDS", TL_DECL_XGDS}, {"XDS", TL_DECL_XGDS}, {"RDS", TL_DECL_RDS}, {"ADS", TL_DECL_ADS}};
    for (size_t i = 0; i < TL_COUNT(words); i++) {
        if (!tl_decl_take(r, words[i].word)) {
            continue;
        }
        r->out->type = words[i].type;
        take_paragraphs(r);
        for (size_t k = 0; i == 0 && k < r->out->codes.count; k++) {
            if (r->out->codes.item[k].ptr[0] < '1' || r->out->codes.item[k].ptr[0] > '4') {
                tl_decl_fail(r, "bad_code"); /* E.O. 11652 5(B) has four paragraphs */
                return true;
            }
        }
        if (tl_decl_take(r, "DECLAS") || tl_decl_take(r, "DECLASSIFY")) {
            tl_decl_take(r, "ON");
        }
        if (!take_date(r, &r->out->date) && words[i].type == TL_DECL_ADS && r->rest.len > 0) {
            r->out->event = r->rest;
            advance(r, r->rest.len);
        }
        take_officer(r);
        return true;
    }
    return false;
}

/* "GROUP 4", "GP-3" of E.O. 10501 as amended by 10964 */
static bool read_group(struct tl_decl_reader *r)
{
    if (!tl_decl_take(r, "GROUP") && !tl_decl_take(r, "GP")) {
        return false;
    }
    tl_decl_take_byte(r, '-');
    if (r->rest.len == 0 || r->rest.ptr[0] < '1' || r->rest.ptr[0] > '4' || !tl_word_ends(r->rest, 1)) {
        tl_decl_fail(r, "bad_code");
        return true;
    }
    r->out->type = TL_DECL_GROUP;
    add_code(r, tl_slice_sub(r->rest, 0, 1));
    advance(r, 1);
    return true;
}

/* "X1", "1.6X1", "1.6 X1", "X1,X6" of E.O. 12958 1.6(d) */
static bool read_x(struct tl_decl_reader *r)
{
    bool is_more = true;
    bool is_found = false;
    while (is_more) {
        struct tl_decl_reader ahead = *r;
        if (tl_slice_starts(ahead.rest, TL_LIT("1.6"))) {
            advance(&ahead, 3);
        }
        const bool is_x =
            ahead.rest.len >= 2 && tl_to_upper(ahead.rest.ptr[0]) == 'X' && tl_is_digit(ahead.rest.ptr[1]);
        if (!is_x) {
            break;
        }
        size_t end = 1;
        while (end < ahead.rest.len && tl_is_digit(ahead.rest.ptr[end])) {
            end++;
        }
        r->out->type = TL_DECL_X;
        is_found = true;
        if (end != 2 || ahead.rest.ptr[1] < '1' || ahead.rest.ptr[1] > '8' ||
            !tl_word_ends(ahead.rest, end)) {
            tl_decl_fail(r, "bad_code");
            return true;
        }
        add_code(r, tl_str(tl_arena_format(r->arena, "X%c", ahead.rest.ptr[1])));
        advance(&ahead, end);
        is_more = tl_decl_take_byte(&ahead, ',') || tl_decl_take_byte(&ahead, ';') ||
                  tl_decl_take_byte(&ahead, '/') || tl_decl_take_byte(&ahead, '&') ||
                  tl_decl_take(&ahead, "AND");
        r->rest = ahead.rest;
    }
    return is_found;
}

static bool read_word(struct tl_decl_reader *r)
{
    static const struct {
        const char *word;
        enum tl_decl_type type;
    } words[] = {
        {"ORIGINATING AGENCY'S DETERMINATION REQUIRED", TL_DECL_OADR},
        {"OADR", TL_DECL_OADR},
        {"MANUAL REVIEW", TL_DECL_MR},
        {"MR", TL_DECL_MR},
        {"DNI ONLY", TL_DECL_DNI_ONLY},
        {"DCI ONLY", TL_DECL_DNI_ONLY},
        {"SUBJECT TO TREATY OR INTERNATIONAL AGREEMENT", TL_DECL_TREATY},
    };
    for (size_t i = 0; i < TL_COUNT(words); i++) {
        if (tl_decl_take(r, words[i].word)) {
            r->out->type = words[i].type;
            return true;
        }
    }
    return false;
}

/* "Source Marked OADR, date of source 19940510" */
static bool read_source(struct tl_decl_reader *r)
{
    if (!tl_decl_take(r, "SOURCE MARKED")) {
        return false;
    }
    tl_decl_take_byte(r, '"');
    if (!read_x(r) && !read_word(r)) {
        tl_decl_fail(r, "unparsed");
        return true;
    }
    tl_decl_take_byte(r, '"');
    tl_decl_take_byte(r, ',');
    tl_decl_take_byte(r, ';');
    if (tl_decl_take(r, "DATE OF SOURCE")) {
        tl_decl_take_byte(r, ':');
        if (!take_date(r, &r->out->source_date)) {
            tl_decl_fail(r, "bad_date");
        }
    }
    return true;
}

/* "-HUM", " - HUM", "-human", "-WMD" after an X code; the canonical code goes to codes. */
static void add_exemption(struct tl_decl_reader *r, tl_slice code)
{
    struct tl_decl_reader ahead = *r;
    if (tl_decl_take_byte(&ahead, '-')) {
        static const char *const human[] = {"HUM", "HUMAN", "HUMINT"};
        for (size_t i = 0; i < TL_COUNT(human); i++) {
            if (code.ptr[0] != '7' && code.ptr[3] == '1' && tl_decl_take(&ahead, human[i])) {
                add_code(r, TL_LIT("50X1-HUM")); /* 25X1-human is its retired spelling */
                r->rest = ahead.rest;
                return;
            }
        }
        if (tl_slice_eq(code, TL_LIT("50X2")) && tl_decl_take(&ahead, "WMD")) {
            add_code(r, TL_LIT("50X2-WMD"));
            r->rest = ahead.rest;
            return;
        }
        tl_decl_fail(r, "bad_code");
        return;
    }
    add_code(r, code);
}

/* One code of 25X1..25X9, 50X.., 75X..; false when no code stands here. */
static bool take_exemption(struct tl_decl_reader *r)
{
    const tl_slice text = r->rest;
    if (text.len < 4 || !tl_is_digit(text.ptr[0]) || !tl_is_digit(text.ptr[1]) ||
        tl_to_upper(text.ptr[2]) != 'X' || !tl_is_digit(text.ptr[3])) {
        return false;
    }
    const tl_slice series = tl_slice_sub(text, 0, 2);
    const bool is_known = tl_slice_eq(series, TL_LIT("25")) || tl_slice_eq(series, TL_LIT("50")) ||
                          tl_slice_eq(series, TL_LIT("75"));
    r->out->type = TL_DECL_EXEMPT;
    if (!is_known || text.ptr[3] == '0' || !tl_word_ends(text, 4)) {
        tl_decl_fail(r, "bad_code");
        return true;
    }
    const tl_slice code = tl_str(tl_arena_format(r->arena, "%c%cX%c", text.ptr[0], text.ptr[1], text.ptr[3]));
    advance(r, 4);
    add_exemption(r, code);
    return true;
}

/* What follows a comma after the codes: "EO 12951", a date, or an event. */
static void take_exemption_end(struct tl_decl_reader *r)
{
    const bool is_eo = tl_decl_take(r, "EO") || tl_decl_take(r, "E.O.") || tl_decl_take(r, "E.O");
    if (is_eo) {
        if (tl_decl_take(r, "12951") && r->out->codes.count == 1 &&
            tl_words_has(r->out->codes, TL_LIT("25X1"))) {
            r->out->codes = (struct tl_words){NULL, 0};
            add_code(r, TL_LIT("25X1-EO12951"));
        } else {
            tl_decl_fail(r, "unparsed");
        }
    } else if (!take_date(r, &r->out->date) && r->rest.len > 0) {
        r->out->event = r->rest;
        advance(r, r->rest.len);
    }
}

static bool read_exemption(struct tl_decl_reader *r)
{
    if (!take_exemption(r)) {
        return false;
    }
    bool is_more = tl_decl_take_byte(r, ',') || tl_decl_take_byte(r, ';');
    while (is_more && r->out->type == TL_DECL_EXEMPT && take_exemption(r)) {
        is_more = tl_decl_take_byte(r, ',') || tl_decl_take_byte(r, ';');
    }
    if (r->out->type != TL_DECL_EXEMPT) {
        return true;
    }
    if (r->rest.len > 0) {
        take_exemption_end(r);
    }
    const bool is_undatable =
        tl_words_has(r->out->codes, TL_LIT("50X1-HUM")) || tl_words_has(r->out->codes, TL_LIT("50X2-WMD"));
    const bool is_dated = r->out->date.year > 0 || r->out->event.len > 0;
    if (is_undatable && is_dated) {
        tl_decl_fail(r, "date_with_50X1_HUM"); /* ISM-ID-00133 */
    } else if (!is_undatable && !is_dated && !tl_words_has(r->out->codes, TL_LIT("25X1-EO12951"))) {
        r->out->warning = "exemption_without_date";
    }
    return true;
}

static bool read_date(struct tl_decl_reader *r)
{
    r->out->type = TL_DECL_DATE;
    if (!take_date(r, &r->out->date)) {
        r->out->type = TL_DECL_INVALID;
        return false;
    }
    return true;
}

/* One of the codes, misspelt: "GDSS", "OADRR"; doubt, and no event. */
static bool is_near_code(tl_slice word)
{
    static const char *const words[] = {"GDS", "XGDS", "OADR", "RDS", "XDS"};
    return word.len >= 3 && word.len <= 6 && tl_nearest(word, words, TL_COUNT(words), 1) != NULL;
}

/* Any other text with a real word in it (markings.md 7.1). */
static bool read_event(struct tl_decl_reader *r)
{
    size_t run = 0;
    size_t longest = 0;
    size_t first = 0;
    while (first < r->rest.len && tl_is_alpha(r->rest.ptr[first])) {
        first++;
    }
    for (size_t i = 0; i < r->rest.len; i++) {
        run = tl_is_alpha(r->rest.ptr[i]) ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    if (longest < 4 || !tl_is_alpha(r->rest.ptr[0]) || is_near_code(tl_slice_sub(r->rest, 0, first))) {
        return false;
    }
    r->out->type = TL_DECL_EVENT;
    r->out->event = r->rest;
    advance(r, r->rest.len);
    return true;
}

static bool read_any(struct tl_decl_reader *r)
{
    static value_reader *const readers[] = {read_na,          read_gds,    read_schedule, read_group,
                                            read_x,           read_source, read_word,     read_exemption,
                                            tl_decl_duration, read_date,   read_event};
    for (size_t i = 0; i < TL_COUNT(readers); i++) {
        if (readers[i](r)) {
            return true;
        }
    }
    return false;
}

/* True when another value stands in what is left: "11/06/2018 OR 11/06/2028", "X1, 11/06/2018". */
static bool has_second_value(struct tl_decl_reader *r)
{
    struct tl_decl scratch = {0};
    struct tl_decl_reader ahead = *r;
    ahead.out = &scratch;
    tl_decl_take_byte(&ahead, ',');
    tl_decl_take_byte(&ahead, ';');
    if (!tl_decl_take(&ahead, "OR")) {
        tl_decl_take(&ahead, "AND");
    }
    return read_any(&ahead) && scratch.type != TL_DECL_EVENT;
}

void tl_decl_value(struct tl_decl_reader *r)
{
    r->rest = tl_slice_trim(r->rest);
    if (r->rest.len == 0) {
        r->out->type = TL_DECL_MISSING;
        return;
    }
    if (!read_any(r)) {
        tl_decl_fail(r, "unparsed");
        return;
    }
    tl_decl_take_byte(r, '.');
    if (r->out->type != TL_DECL_INVALID && r->rest.len > 0) {
        tl_decl_fail(r, has_second_value(r) ? "multiple_values" : "unparsed");
    }
}

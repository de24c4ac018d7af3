/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Declassification lines: label, order number, value, and what follows from them.
 *
 *   E.O. 12958: DECL: 11/06/2018      Declassify On: OADR      E.O. 12065: GDS 8/7/85 (NAME) OR-P
 *
 * The value alone is read by decl_value.c.  Nothing here frees text: `is_honorable` only says that the
 * instruction is of a kind that DESIGN M10 may honour.
 */
#include "marking/decl.h"

#include "marking/decl_value.h"

static const char *const type_names[] = {
    [TL_DECL_INVALID] = "invalid",
    [TL_DECL_MISSING] = "missing",
    [TL_DECL_DATE] = "date",
    [TL_DECL_GDS] = "gds",
    [TL_DECL_XGDS] = "xgds",
    [TL_DECL_ADS] = "ads",
    [TL_DECL_RDS] = "rds",
    [TL_DECL_OADR] = "oadr",
    [TL_DECL_X] = "x",
    [TL_DECL_MR] = "mr",
    [TL_DECL_DNI_ONLY] = "dni_only",
    [TL_DECL_TREATY] = "treaty",
    [TL_DECL_EXEMPT] = "exempt",
    [TL_DECL_COMMINGLED] = "commingled",
    [TL_DECL_EVENT] = "event",
    [TL_DECL_DURATION] = "duration",
    [TL_DECL_NA] = "na",
    [TL_DECL_GROUP] = "group",
};

const char *tl_decl_type_name(enum tl_decl_type type)
{
    return (size_t)type < TL_COUNT(type_names) ? type_names[type] : type_names[0];
}

static size_t skip_any(tl_slice line, size_t at, const char *bytes)
{
    while (at < line.len && line.ptr[at] != '\0' && strchr(bytes, line.ptr[at]) != NULL) {
        at++;
    }
    return at;
}

/* One of the words of a schedule stands at `at`. */
static bool has_follower(tl_slice line, size_t at)
{
    static const char *const followers[] = {"DECL", "GDS", "XGDS", "XDS", "RDS", "ADS", "N/A", "OADR"};
    for (size_t i = 0; i < TL_COUNT(followers); i++) {
        if (tl_slice_starts_fold(tl_slice_sub(line, at, line.len), tl_str(followers[i]))) {
            return true;
        }
    }
    return false;
}

/*
 * "E.O.", "EO", "E.OM", "EMO.", "E.o. " at `at`; returns the first byte behind it, or 0.  What follows must
 * be a number or one of the words of a schedule: "EOD WILL SWEEP" is none, nor is the "EO 12951" of 25X1.
 */
static size_t order_label_at(tl_slice line, size_t at)
{
    if (tl_to_upper(line.ptr[at]) != 'E' || (at > 0 && tl_is_alnum(line.ptr[at - 1]))) {
        return 0;
    }
    size_t pos = at + 1;
    if (pos < line.len && strchr(".,M", tl_to_upper(line.ptr[pos])) != NULL && line.ptr[pos] != '\0') {
        pos++;
    }
    pos = skip_any(line, pos, " ");
    if (pos >= line.len || tl_to_upper(line.ptr[pos]) != 'O') {
        return 0;
    }
    pos++;
    if (pos < line.len && tl_to_upper(line.ptr[pos]) == 'M' && at + 2 < pos) {
        pos++;
    }
    pos = skip_any(line, pos, ".:, \t");
    const tl_slice rest = tl_slice_sub(line, pos, line.len);
    if (tl_slice_starts(rest, TL_LIT("12951")) && tl_word_ends(rest, 5)) {
        return 0;
    }
    if (rest.len > 0 && (tl_is_digit(rest.ptr[0]) || (rest.ptr[0] == '/' && pos > at + 3))) {
        return pos;
    }
    return has_follower(line, pos) ? pos : 0;
}

/* "Declassify On:", "DECL ON:", "DECL:", "DECL." at `at`; the first byte behind it, or 0. */
static size_t decl_label_at(tl_slice line, size_t at)
{
    static const char *const words[] = {
        "DECLASSIFICATION DATE", "DECLASSIFY ON", "DECLASSIFY BY", "DECLASSIFY", "DECL ON", "DECL"};
    if (at > 0 && tl_is_alnum(line.ptr[at - 1])) {
        return 0;
    }
    const tl_slice rest = tl_slice_sub(line, at, line.len);
    for (size_t i = 0; i < TL_COUNT(words); i++) {
        const size_t len = strlen(words[i]);
        if (tl_slice_starts_fold(rest, tl_str(words[i])) && tl_word_ends(rest, len)) {
            return skip_any(line, at + len, ":;. \t");
        }
    }
    return 0;
}

/* The value ends where the next field of a header begins. */
static tl_slice value_of(tl_slice line, size_t at)
{
    static const char *const stops[] = {
        "TAGS:", "TAGS ", "TAGS-",   "TAGS;",    "SUBJECT:",      "SUBJECT;",    "SUBJ:",
        "REF:",  "REFS:", "REASON:", "REASONS:", "CLASSIFIED BY", "DERIVED FROM"};
    size_t end = line.len;
    for (size_t pos = at + 1; pos < end; pos++) {
        for (size_t i = 0; i < TL_COUNT(stops) && tl_is_blank(line.ptr[pos - 1]); i++) {
            if (tl_slice_starts_fold(tl_slice_sub(line, pos, line.len), tl_str(stops[i]))) {
                end = pos;
            }
        }
    }
    return tl_slice_sub(line, at, end);
}

/* The order's number; 0 and a failure when it is none of ours.  "11)065" and "116528" are damage. */
static size_t read_order(struct tl_decl_reader *r, tl_slice line, size_t at)
{
    uint32_t number = 0;
    size_t end = at;
    while (end < line.len && (tl_is_digit(line.ptr[end]) || (line.ptr[end] == ')' && end + 1 < line.len &&
                                                             tl_is_digit(line.ptr[end + 1])))) {
        end++;
    }
    if (end == at) {
        tl_decl_fail(r, "missing_eo");
        return at;
    }
    if (tl_slice_number(tl_slice_sub(line, at, end), &number) && tl_decl_order_known((int)number)) {
        r->eo = (int)number;
    }
    if (r->eo == 0 || (!tl_word_ends(line, end) && !has_follower(line, end))) {
        tl_decl_fail(r, "unknown_eo");
    }
    r->out->eo = r->eo;
    return skip_any(line, end, ":;.) \t");
}

/* Finds label and order; r->rest is the value. */
static void read_labels(struct tl_decl_reader *r, tl_slice line)
{
    for (size_t at = 0; at < line.len; at++) {
        size_t next = decl_label_at(line, at);
        if (next != 0) {
            r->rest = value_of(line, next);
            return;
        }
        next = order_label_at(line, at);
        if (next != 0) {
            next = read_order(r, line, next);
            const size_t label = next < line.len ? decl_label_at(line, next) : 0;
            r->rest = value_of(line, label != 0 ? label : next);
            return;
        }
    }
    r->rest = line;
}

static struct tl_date add_years(struct tl_date date, int years)
{
    return date.year == 0 ? date : tl_date_add_years(date, years);
}

/* E.O. 11652 5(A): end of the sixth, eighth or tenth full calendar year after the year of origin. */
static struct tl_date general_schedule(struct tl_date doc_date, enum tl_level level)
{
    static const int years[] = {[TL_LEVEL_C] = 6, [TL_LEVEL_S] = 8, [TL_LEVEL_TS] = 10};
    if (doc_date.year == 0 || (size_t)level >= TL_COUNT(years) || years[level] == 0) {
        return (struct tl_date){0};
    }
    return (struct tl_date){doc_date.year + years[level], 12, 31};
}

static bool is_undated_exemption(const struct tl_decl *d)
{
    return d->warning != NULL && d->codes.count > 0 && d->codes.item[0].ptr[0] == '2';
}

/* E.O. 13526 3.3(h): 25X records at 50 years, 50X ones at 75.  Foreign information (25X6), 50X1-HUM, 50X2-WMD
 * and 75X are not in the automatic scheme. */
static int automatic_years(tl_slice code)
{
    if (code.ptr[0] == '2') {
        return tl_slice_eq(code, TL_LIT("25X6")) ? 0 : 50;
    }
    return code.ptr[0] == '5' && code.len == 4 ? 75 : 0;
}

/* Dates for reports (32 CFR 2001.22(e), E.O. 13526 3.3): what is calculated frees nothing. */
static void compute(struct tl_decl *d, struct tl_date doc_date, enum tl_level level)
{
    const struct tl_date origin = d->source_date.year > 0 ? d->source_date : doc_date;
    int auto_years = 25;
    switch (d->type) {
    case TL_DECL_NA:
    case TL_DECL_MISSING:
    case TL_DECL_INVALID:
        d->calc_date = level == TL_LEVEL_U ? (struct tl_date){0} : add_years(doc_date, 25);
        break;
    case TL_DECL_OADR:
    case TL_DECL_MR:
    case TL_DECL_X:
    case TL_DECL_DNI_ONLY:
    case TL_DECL_TREATY:
        d->calc_date = add_years(origin, 25);
        break;
    case TL_DECL_EXEMPT:
        d->calc_date = is_undated_exemption(d) ? add_years(origin, 50) : (struct tl_date){0};
        auto_years = automatic_years(d->codes.item[0]);
        break;
    case TL_DECL_GDS:
        d->calc_date = d->eo == 11652 ? general_schedule(doc_date, level) : (struct tl_date){0};
        break;
    case TL_DECL_DURATION:
        d->calc_date = add_years(doc_date, d->years);
        break;
    case TL_DECL_COMMINGLED:
        auto_years = 0;
        break;
    case TL_DECL_DATE:
    case TL_DECL_XGDS:
    case TL_DECL_ADS:
    case TL_DECL_RDS:
    case TL_DECL_EVENT:
    case TL_DECL_GROUP:
        break;
    }
    if (origin.year > 0 && auto_years > 0 && level != TL_LEVEL_U) {
        d->auto_date = (struct tl_date){origin.year + auto_years, 12, 31};
    }
}

void tl_decl_parse(struct tl_arena *arena, tl_slice line, struct tl_date doc_date, enum tl_level level,
                   struct tl_decl *out)
{
    *out = (struct tl_decl){0};
    struct tl_decl_reader r = {.arena = arena, .doc_date = doc_date, .out = out};
    read_labels(&r, tl_slice_trim(line));
    if (out->reason == NULL) {
        tl_decl_value(&r);
    }
    if (out->reason == NULL && out->date.year > 0 && doc_date.year > 0 &&
        tl_date_cmp(out->date, doc_date) <= 0) {
        tl_decl_fail(&r, "date_not_after_document");
    }
    compute(out, doc_date, level);
    const struct tl_date date = tl_decl_honour_date(out, doc_date);
    const char *objection = date.year > 0 ? tl_decl_order_objects(out->eo, doc_date, date) : NULL;
    out->warning = objection != NULL ? objection : out->warning;
    out->is_honorable = out->reason == NULL && objection == NULL && doc_date.year > 0 && date.year > 0 &&
                        tl_date_cmp(date, doc_date) > 0;
}

struct tl_date tl_decl_honour_date(const struct tl_decl *decl, struct tl_date doc_date)
{
    const bool has_dates = decl->eo == 0 || decl->eo >= 12356; /* before, a date alone was no instruction */
    if (decl->reason != NULL) {
        return (struct tl_date){0};
    }
    if ((decl->type == TL_DECL_DATE && has_dates) || (decl->type == TL_DECL_GDS && decl->eo == 12065)) {
        return decl->date;
    }
    if (decl->type == TL_DECL_GDS && decl->eo == 11652 && decl->date.year == 0) {
        return decl->calc_date;
    }
    return decl->type == TL_DECL_DURATION && has_dates ? add_years(doc_date, decl->years)
                                                       : (struct tl_date){0};
}

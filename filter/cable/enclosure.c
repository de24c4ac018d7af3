/* SPDX-License-Identifier: Apache-2.0 */
#include "cable/enclosure.h"

#include "cable/envelope.h"
#include "marking/control.h"
#include "marking/decl.h"

static void claim(struct tl_reader *r, enum tl_claim_from from, const struct tl_marking *marking,
                  size_t index)
{
    const struct tl_span core = tl_line_core(r, index);
    tl_add_claim(r, from, marking, core, (struct tl_span){core.begin, core.begin}, index + 1);
    r->cable->claims.items[r->cable->claims.count - 1].is_enclosed = true;
}

/* A line of nothing but captions: their controls. */
static bool read_captions(struct tl_reader *r, tl_slice line, struct tl_marking *out)
{
    size_t at = 0;
    bool has_any = false;
    struct tl_marking sum = tl_marking_of_level(TL_LEVEL_U);
    while (at < line.len) {
        const struct tl_control *control = tl_next_caption(line, &at);
        if (control == NULL) {
            return false;
        }
        if (control->is_cui || tl_slice_eq(tl_str(control->name), TL_LIT("SENSITIVE"))) {
            const struct tl_marking cui = tl_marking_of_rank(TL_RANK_CUI);
            sum = tl_marking_join(r->arena, &sum, &cui);
            has_any = true;
        } else if (!control->is_distribution) {
            sum.nonic = tl_words_with(r->arena, sum.nonic, tl_str(control->name));
            has_any = true;
        }
    }
    *out = sum;
    return has_any;
}

/* An E.O. line that instructs claims at least C: only classified text has one. */
static bool instructs(struct tl_reader *r, tl_slice line)
{
    struct tl_decl decl;
    size_t len = 0;
    if (tl_header_label(line, &len) != TL_LABEL_EO) {
        return false;
    }
    tl_decl_parse(r->arena, line, r->cable->date, TL_LEVEL_C, &decl);
    switch (decl.type) {
    case TL_DECL_DATE:
    case TL_DECL_GDS:
    case TL_DECL_XGDS:
    case TL_DECL_ADS:
    case TL_DECL_RDS:
    case TL_DECL_OADR:
    case TL_DECL_X:
    case TL_DECL_MR:
    case TL_DECL_DNI_ONLY:
    case TL_DECL_EXEMPT:
    case TL_DECL_COMMINGLED:
    case TL_DECL_DURATION:
    case TL_DECL_GROUP:
        return true;
    case TL_DECL_EVENT:
    case TL_DECL_INVALID:
    case TL_DECL_TREATY:
        return tl_slice_find_fold(line, TL_LIT("DECL"), 0) != TL_NONE;
    case TL_DECL_MISSING:
    case TL_DECL_NA:
        return false;
    }
    return true;
}

/* "BEGIN SECRET", "BEGIN LIMITED OFFICIAL USE." */
static bool begins_level(struct tl_reader *r, tl_slice line, struct tl_marking *out)
{
    struct tl_cursor c = {line, 0};
    if (!tl_take_fold(&c, TL_LIT("BEGIN "))) {
        return false;
    }
    struct tl_classline found;
    tl_slice rest = tl_slice_trim(tl_slice_sub(line, c.at, line.len));
    while (rest.len > 0 && memchr(".:-", rest.ptr[rest.len - 1], 3) != NULL) {
        rest.len--;
    }
    tl_classline_parse(r->arena, rest, &found);
    *out = found.marking;
    return found.is_found && !found.is_damaged;
}

/* A line without what quotes it: "> SECRET", "QUOTE S E C R E T LONDON 44", "Classification: SECRET". */
static tl_slice unquoted(struct tl_arena *arena, tl_slice line)
{
    static const char *const leads[] = {"QUOTE", "BEGIN QUOTE", "BEGIN TEXT", "CLASSIFICATION", "CLASS"};
    struct tl_cursor c = {line, 0};
    while (c.at < line.len && memchr("\"'>|* \t", line.ptr[c.at], 7) != NULL) {
        c.at++;
    }
    for (size_t i = 0; i < TL_COUNT(leads); i++) {
        const struct tl_cursor begin = c;
        if (tl_take_fold(&c, tl_str(leads[i])) && c.at < line.len &&
            memchr(" :.-", line.ptr[c.at], 4) != NULL) {
            while (c.at < line.len && memchr(" :.-", line.ptr[c.at], 4) != NULL) {
                c.at++;
            }
            break;
        }
        c = begin;
    }
    const tl_slice rest = tl_slice_sub(line, c.at, line.len);
    enum tl_rank rank = TL_RANK_UNKNOWN;
    if (rest.len > 3 && tl_rank_find(rest, &rank)) { /* "Secret" alone */
        unsigned char *upper = tl_arena_alloc(arena, rest.len + 1, 1);
        for (size_t i = 0; i < rest.len; i++) {
            upper[i] = tl_to_upper(rest.ptr[i]);
        }
        return (tl_slice){upper, rest.len};
    }
    return rest;
}

/*
 * False for nearly every line.  What begins an enclosure is in capitals; or it is a level and nothing else,
 * or it begins with one of the leads of unquoted(), with BEGIN, Z of ZNY or E of E.O.; or it is a stamp.
 */
static bool may_begin(const struct tl_line *line, tl_slice text)
{
    enum { LONGEST_TITLE = 32 };
    size_t at = 0;
    if ((line->signs & TL_SIGN_LOWER) == 0 || (line->signs & (TL_SIGN_OPENER | TL_SIGN_ODD)) != 0 ||
        text.len <= LONGEST_TITLE) {
        return true;
    }
    while (at < text.len && memchr("\"'>|* \t", text.ptr[at], 7) != NULL) {
        at++;
    }
    return at < text.len && memchr("QBCZE", tl_to_upper(text.ptr[at]), 5) != NULL;
}

bool tl_enclosure_begins(struct tl_reader *r, size_t index, struct tl_marking *out)
{
    const tl_slice whole = tl_line_trim(&r->lines, index);
    if (!may_begin(&r->lines.list.items[index], whole)) {
        return false;
    }
    const tl_slice line = unquoted(r->arena, whole);
    struct tl_classline found;
    struct tl_zny zny;
    tl_zny_parse(whole, &zny);
    if (zny.is_found && tl_span_len(zny.letters) == 5) {
        *out = tl_marking_of_rank(zny.rank);
        claim(r, TL_CLAIM_ZNY, out, index);
        return true;
    }
    tl_classline_parse(r->arena, line, &found);
    if (found.is_found && found.is_whole && (found.number != 0 || found.section != 0)) {
        *out = found.marking;
        claim(r, TL_CLAIM_CLASSIFICATION_LINE, out, index);
        return true;
    }
    if (tl_level_line_parse(r->arena, line, &found) && !found.is_damaged) {
        *out = found.marking;
        claim(r, TL_CLAIM_BANNER, out, index);
        return true;
    }
    if (begins_level(r, line, out)) {
        claim(r, TL_CLAIM_BANNER, out, index);
        return true;
    }
    if (read_captions(r, line, out)) {
        claim(r, TL_CLAIM_CAPTION, out, index);
        return true;
    }
    const enum tl_level stamped = tl_stamp_level(r, index);
    if (stamped != TL_LEVEL_UNKNOWN) {
        *out = tl_marking_of_level(stamped);
        claim(r, TL_CLAIM_STAMP, out, index);
        return true;
    }
    if (instructs(r, line)) {
        *out = tl_marking_of_level(TL_LEVEL_C);
        claim(r, TL_CLAIM_BANNER, out, index);
        return true;
    }
    return false;
}

/* What opened the enclosure: looked for on its line and the three before. */
static bool is_opened_by(const struct tl_reader *r, size_t index, const char *const *words, size_t count)
{
    for (size_t i = index + 1, seen = 0; i > 0 && seen < 4; seen++) {
        const tl_slice line = tl_line_trim(&r->lines, --i);
        for (size_t k = 0; k < count; k++) {
            const size_t at = tl_slice_find_fold(line, tl_str(words[k]), 0);
            if (at != TL_NONE && (at == 0 || !tl_is_alpha(line.ptr[at - 1]))) {
                return true;
            }
        }
    }
    return false;
}

size_t tl_enclosure_end(const struct tl_reader *r, size_t index)
{
    static const char *const quotes[] = {"QUOTE", "BEGIN QUOTE"};
    static const char *const quote_ends[] = {"END QUOTE", "UNQUOTE"};
    static const char *const text_ends[] = {"END TEXT", "END OF TEXT"};
    const bool is_quote = is_opened_by(r, index, quotes, TL_COUNT(quotes));
    size_t depth = 0;
    for (size_t i = index + 1; i < r->tail_line; i++) {
        const tl_slice line = tl_line_trim(&r->lines, i);
        const bool begins = tl_slice_starts_fold(line, is_quote ? TL_LIT("QUOTE") : TL_LIT("BEGIN TEXT")) ||
                            tl_slice_starts_fold(line, TL_LIT("BEGIN QUOTE"));
        bool ends = false;
        for (size_t k = 0; k < 2; k++) {
            ends = ends || tl_slice_starts_fold(line, tl_str(is_quote ? quote_ends[k] : text_ends[k]));
        }
        depth += begins;
        if (ends && depth-- == 0) {
            return i;
        }
    }
    return TL_NONE;
}

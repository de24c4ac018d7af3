/* SPDX-License-Identifier: Apache-2.0 */
#include "cable/enclosure.h"

#include "cable/envelope.h"
#include "marking/control.h"
#include "marking/decl.h"

enum { TITLED_BYTES = 40, LINES_ROUND = 4, LONGEST_TITLE = 32 };

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
        if (control == NULL) { /* "EYES ONLY FOR THE AMBASSADOR" */
            has_any = has_any && tl_is_all_caps(line) &&
                      tl_slice_starts(tl_slice_sub(line, at, line.len), TL_LIT("FOR "));
            break;
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

static bool is_decoration(unsigned char c)
{
    return c < 0x80 && !tl_is_alnum(c) && memchr("()[]/", c, 5) == NULL;
}

/* "S-E-C-R-E-T", "S.E.C.R.E.T": letters of a title parted by another sign than a blank; the same with blanks.
 */
static tl_slice with_blanks(struct tl_arena *arena, tl_slice line)
{
    const bool is_parted =
        line.len > 4 && memchr("-._*", line.ptr[1], 4) != NULL && line.ptr[3] == line.ptr[1];
    if (!is_parted) {
        return line;
    }
    unsigned char *copy = tl_arena_alloc(arena, line.len + 1, 1);
    for (size_t i = 0; i < line.len; i++) {
        copy[i] = line.ptr[i] == line.ptr[1] ? ' ' : line.ptr[i];
    }
    return (tl_slice){copy, line.len};
}

/* "S E C R E T LONDON": letters parted by blanks are never prose, whatever stands behind them. */
static bool opens_spaced(tl_slice line, enum tl_level *level)
{
    static const struct {
        tl_slice title;
        enum tl_level level;
    } titles[] = {{TL_TEXT("C O N F I D E N T I A L"), TL_LEVEL_C},
                  {TL_TEXT("S E C R E T"), TL_LEVEL_S},
                  {TL_TEXT("T O P  S E C R E T"), TL_LEVEL_TS},
                  {TL_TEXT("T O P S E C R E T"), TL_LEVEL_TS}};
    for (size_t i = 0; i < TL_COUNT(titles); i++) {
        const tl_slice title = titles[i].title;
        if (tl_slice_starts(line, title) && (line.len == title.len || tl_is_blank(line.ptr[title.len]))) {
            *level = titles[i].level;
            return true;
        }
    }
    return false;
}

/* "CONFIDENTIAL  CONFIDENTIAL", "NATO SECRET", "UK SECRET", "SECRET UK EYES ONLY", "SECRET MEMORANDUM": a
 * title of a level on a short line of capitals, where the text round it is not in capitals. */
static bool is_titled(const struct tl_reader *r, size_t index, tl_slice line, enum tl_level *level)
{
    struct tl_cursor c = {line, 0};
    unsigned signs = 0; /* of the lines round it */
    for (size_t i = index; i > 0 && i + LINES_ROUND > index; i--) {
        signs |= r->lines.list.items[i - 1].signs;
    }
    *level = TL_LEVEL_UNKNOWN;
    if ((signs & TL_SIGN_LOWER) == 0 || line.len > TITLED_BYTES || !tl_is_all_caps(line)) {
        return false;
    }
    for (tl_slice word = tl_next_word(&c); word.len > 0; word = tl_next_word(&c)) {
        enum tl_level found = TL_LEVEL_UNKNOWN;
        if (word.len > 3 && tl_level_at(word, &found) == word.len && found != TL_LEVEL_U &&
            (*level == TL_LEVEL_UNKNOWN || tl_level_above(found, *level))) {
            *level = found;
        }
    }
    if (*level == TL_LEVEL_S && tl_slice_find(line, TL_LIT("TOP SECRET"), 0) != TL_NONE) {
        *level = TL_LEVEL_TS;
    }
    return *level != TL_LEVEL_UNKNOWN;
}

/* A line without what quotes it: "> SECRET", "QUOTE S E C R E T LONDON 44", "Classification: SECRET". */
static tl_slice unquoted(struct tl_arena *arena, tl_slice line)
{
    static const tl_slice leads[] = {TL_TEXT("QUOTE"), TL_TEXT("BEGIN QUOTE"), TL_TEXT("BEGIN TEXT"),
                                     TL_TEXT("CLASSIFICATION"), TL_TEXT("CLASS")};
    struct tl_cursor c = {line, 0};
    while (c.at < line.len && is_decoration(line.ptr[c.at])) {
        c.at++;
    }
    while (line.len > c.at && is_decoration(line.ptr[line.len - 1])) {
        line.len--;
    }
    for (size_t i = 0; i < TL_COUNT(leads); i++) {
        const struct tl_cursor begin = c;
        if (tl_take_fold(&c, leads[i]) && c.at < line.len && memchr(" :.-", line.ptr[c.at], 4) != NULL) {
            while (c.at < line.len && memchr(" :.-", line.ptr[c.at], 4) != NULL) {
                c.at++;
            }
            break;
        }
        c = begin;
    }
    const tl_slice rest = with_blanks(arena, tl_slice_sub(line, c.at, line.len));
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

/* The line is the name of a rank, and signs that decorate it. */
static bool is_rank(tl_slice line)
{
    enum tl_rank rank = TL_RANK_UNKNOWN;
    while (line.len > 0 && is_decoration(line.ptr[line.len - 1])) {
        line.len--;
    }
    return line.len <= LONGEST_TITLE && tl_rank_find(line, &rank);
}

/* A label that only classified text has. */
static bool has_claiming_label(const struct tl_line *line, tl_slice text)
{
    size_t len = 0;
    const enum tl_label label =
        tl_line_may(line, TL_MAY_HAVE_LABEL) ? tl_header_label(text, &len) : TL_LABEL_NONE;
    return label == TL_LABEL_AUTHORITY || label == TL_LABEL_EO;
}

/*
 * False for nearly every line.  What begins an enclosure is in capitals; or it is a level and nothing else,
 * or it begins with one of the leads of unquoted(), with BEGIN, Z of ZNY or E of E.O.; or it is a stamp.
 */
bool tl_enclosure_may_begin(const struct tl_reader *r, size_t index)
{
    const struct tl_line *line = &r->lines.list.items[index];
    const tl_slice text = tl_line_trim(&r->lines, index);
    size_t at = 0;
    if ((line->signs & TL_SIGN_LOWER) == 0 || (line->signs & (TL_SIGN_OPENER | TL_SIGN_ODD)) != 0 ||
        text.len <= LONGEST_TITLE) {
        const bool is_prose = tl_line_may(line, TL_MAY_BE_SHORT) && text.len > 1 && tl_is_alpha(text.ptr[1]);
        return tl_line_may(line, TL_MAY_ENCLOSE) && (!is_prose || tl_line_may(line, TL_MAY_BE_SHORT_LEAD) ||
                                                     has_claiming_label(line, text) || is_rank(text));
    }
    if (tl_is_alpha(text.ptr[0])) {
        return tl_line_may(line, TL_MAY_BE_LEAD) ||
               (tl_line_may(line, TL_MAY_BE_RANK) && (!tl_is_alpha(text.ptr[1]) || is_rank(text)));
    }
    while (at < text.len && memchr("\"'>|* \t", text.ptr[at], 7) != NULL) {
        at++;
    }
    return at < text.len && memchr("QBCZE", tl_to_upper(text.ptr[at]), 5) != NULL;
}

bool tl_enclosure_read(struct tl_reader *r, size_t index, struct tl_marking *out)
{
    const tl_slice whole = tl_line_trim(&r->lines, index);
    const tl_slice line = unquoted(r->arena, whole);
    const bool may_be_level = line.ptr != whole.ptr || tl_may(r, index, TL_MAY_BE_LEVEL);
    enum tl_level level = TL_LEVEL_UNKNOWN;
    struct tl_classline found;
    struct tl_zny zny;
    tl_zny_parse(whole, &zny);
    if (zny.is_found && tl_span_len(zny.letters) == 5) {
        *out = tl_marking_of_rank(zny.rank);
        claim(r, TL_CLAIM_ZNY, out, index);
        return true;
    }
    found.is_found = false;
    if (may_be_level) {
        tl_classline_parse(r->arena, line, &found);
    }
    if (found.is_found && found.is_whole && (found.number != 0 || found.section != 0)) {
        *out = found.marking;
        claim(r, TL_CLAIM_CLASSIFICATION_LINE, out, index);
        return true;
    }
    if (may_be_level && tl_level_line_parse(r->arena, line, &found) && !found.is_damaged) {
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
    size_t len = 0;
    const enum tl_label label = tl_header_label(line, &len);
    /* "Classified By: ...", "Reason: 1.4(b)", "DERIVED FROM: ...": only classified text has one */
    if (label == TL_LABEL_AUTHORITY || (label == TL_LABEL_EO && instructs(r, line))) {
        *out = tl_marking_of_level(TL_LEVEL_C);
        claim(r, TL_CLAIM_BANNER, out, index);
        return true;
    }
    if ((may_be_level && opens_spaced(line, &level)) || is_titled(r, index, line, &level)) {
        *out = tl_marking_of_level(level);
        claim(r, TL_CLAIM_BANNER, out, index);
        return true;
    }
    return false;
}

bool tl_enclosure_begins(struct tl_reader *r, size_t index, struct tl_marking *out)
{
    return tl_enclosure_may_begin(r, index) && tl_enclosure_read(r, index, out);
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

/* How often one of the words stands in `line` as a word of its own. */
static size_t count_words(tl_slice line, const char *const *words, size_t count)
{
    size_t found = 0;
    for (size_t k = 0; k < count; k++) {
        const tl_slice word = tl_str(words[k]);
        for (size_t at = 0; (at = tl_slice_find_fold(line, word, at)) != TL_NONE; at += word.len) {
            const size_t end = at + word.len;
            found += (at == 0 || !tl_is_alnum(line.ptr[at - 1])) &&
                     (end >= line.len || !tl_is_alnum(line.ptr[end]));
        }
    }
    return found;
}

/* "END TEXT", "(End text.)", "END TEXT OF ANNEX": the words of an end and nothing that goes on as prose. */
static bool is_end_line(tl_slice line, const char *const *words, size_t count)
{
    while (line.len > 0 && !tl_is_alnum(line.ptr[0]) && line.ptr[0] < 0x80) {
        line = tl_slice_sub(line, 1, line.len);
    }
    for (size_t k = 0; k < count; k++) {
        const tl_slice word = tl_str(words[k]);
        if (!tl_slice_starts_fold(line, word)) {
            continue;
        }
        tl_slice rest = tl_slice_sub(line, word.len, line.len);
        if (tl_slice_starts(rest, TL_LIT(".")) || tl_slice_starts(rest, TL_LIT(")")) ||
            tl_slice_starts(rest, TL_LIT("]"))) {
            return true;
        }
        const bool is_of = tl_slice_starts_fold(rest, TL_LIT(" OF ")) && tl_is_all_caps(line);
        while (rest.len > 0 && is_decoration(rest.ptr[rest.len - 1])) {
            rest.len--;
        }
        if (rest.len == 0 || is_of) {
            return true;
        }
    }
    return false;
}

size_t tl_enclosure_end(const struct tl_reader *r, size_t index)
{
    static const char *const quotes[] = {"QUOTE", "BEGIN QUOTE"};
    static const char *const quote_words[] = {"QUOTE"};
    static const char *const quote_ends[] = {"END QUOTE", "UNQUOTE"};
    static const char *const texts[] = {"BEGIN TEXT"};
    static const char *const text_ends[] = {"END TEXT", "END OF TEXT"};
    const bool is_quote = is_opened_by(r, index, quotes, TL_COUNT(quotes));
    const char *const *ends = is_quote ? quote_ends : text_ends;
    size_t depth = 0;
    for (size_t i = index + 1; i < r->tail_line; i++) {
        const tl_slice line = tl_line_trim(&r->lines, i);
        const size_t closed = count_words(line, ends, 2);
        size_t begun = count_words(line, is_quote ? quote_words : texts, 1);
        begun -= is_quote ? count_words(line, ends, 1) : 0; /* "END QUOTE" has the word too */
        if (is_end_line(line, ends, 2)) {
            if (depth-- == 0) {
                return i;
            }
        } else {
            depth += begun > closed ? begun - closed : 0;
        }
    }
    return TL_NONE;
}

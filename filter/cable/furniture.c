/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Page furniture (cable_anatomy.md 8): page lines, the banners round them, captions repeated there, running
 * heads and release stamps.
 *
 *   text / CONFIDENTIAL / blank / CONFIDENTIAL / blank / PAGE 02  LA PAZ 04170 121318Z / blank / text goes on
 *
 * A line is furniture only if it matches whole and names this cable, or is a banner or caption in an unbroken
 * run of such lines, or stands at an edge of the cable (DESIGN M6).  A level line anywhere else is a claim on
 * the text after it (M5) and is left to the body.
 */
#include "base/limits.h"
#include "cable/envelope.h"
#include "cable/reader.h"
#include "marking/control.h"
#include "marking/mark.h"
#include "marking/portion.h"

enum { LONGEST_PAGE_LINE = 120, MOST_UNKNOWN_WORDS = 3, LONGEST_UNKNOWN_BANNER = 40 };

static bool at_end(const struct tl_cursor *c)
{
    return c->at >= c->text.len;
}

/* " LA PAZ 04170": words of capitals, then the number. */
static bool take_mrn(struct tl_cursor *c, struct tl_page_line *out)
{
    tl_skip_blanks(c);
    const size_t begin = c->at;
    size_t end = begin;
    while (!at_end(c) && !tl_is_digit(c->text.ptr[c->at])) {
        const tl_slice word = tl_next_word(c);
        if (tl_slice_eq(word, TL_LIT("#"))) {
            continue;
        }
        if (word.len == 0 || !tl_is_all_caps(word) || c->at - begin > 26) {
            return false;
        }
        end = c->at;
        tl_skip_blanks(c);
    }
    out->post = tl_slice_sub(c->text, begin, end);
    if (tl_slice_eq(out->post, TL_LIT("OF"))) {
        return false; /* "PAGE 1 OF 3" names no cable */
    }
    const tl_slice number = tl_take_digits(c);
    return number.len >= 1 && number.len <= 8 && tl_slice_number(number, &out->number);
}

/* "01 OF 02" or "002 OF 003" */
static bool take_section(struct tl_cursor *c)
{
    const struct tl_cursor begin = *c;
    tl_skip_blanks(c);
    if (tl_take_digits(c).len > 0 && tl_slice_eq(tl_next_word(c), TL_LIT("OF")) &&
        (tl_skip_blanks(c), tl_take_digits(c).len > 0)) {
        return true;
    }
    *c = begin;
    return false;
}

/* What may follow the number of an archive page line: section, time, POSS DUPE, in this order. */
static bool ends_page_line(struct tl_cursor *c)
{
    (void)take_section(c);
    tl_skip_blanks(c);
    if (tl_take_digits(c).len > 0 && !tl_take(c, TL_LIT("Z"))) {
        return false;
    }
    tl_skip_blanks(c);
    (void)tl_take(c, TL_LIT("POSS DUPE"));
    tl_skip_blanks(c);
    return at_end(c);
}

static bool parse_page_line(tl_slice line, struct tl_page_line *out)
{
    struct tl_cursor c = {line, 0};
    if (tl_take(&c, TL_LIT("PAGE "))) {
        tl_skip_blanks(&c);
        if (!tl_slice_number(tl_take_digits(&c), &out->page) || at_end(&c) || !take_mrn(&c, out)) {
            return false;
        }
        const struct tl_cursor rest = c;
        if (ends_page_line(&c)) {
            return true;
        }
        c = rest;
        if (tl_take(&c, TL_LIT("/"))) { /* the section behind the serial of the station */
            (void)tl_take_digits(&c);
        }
        tl_skip_blanks(&c); /* ACP 127 page identification: the level ends the line */
        out->level = (struct tl_span){c.at, line.len};
        return out->post.len > 3 && out->post.ptr[0] == 'R' && tl_is_all_caps(tl_span_of(line, out->level));
    }
    /* "TOKYO 00003100  002 OF 003" */
    if (!take_mrn(&c, out) || out->post.len < 3 || !take_section(&c)) {
        return false;
    }
    tl_skip_blanks(&c);
    out->page = 2;
    return at_end(&c);
}

bool tl_page_line_parse(tl_slice line, struct tl_page_line *out)
{
    unsigned char copy[LONGEST_PAGE_LINE];
    *out = (struct tl_page_line){0};
    out->is_marked = tl_marks_read_as_words(line, copy, sizeof(copy));
    if (!out->is_marked) {
        return parse_page_line(line, out);
    }
    const bool is_page = parse_page_line((tl_slice){copy, line.len}, out);
    out->post = tl_marked_post(line, copy, out->post);
    return is_page;
}

/* --- marks of a release in lines that name a cable */

/* One mark as what it took: a post when a number or more of the post follows, else a number. */
static void read_mark(tl_slice line, struct tl_span mark, unsigned char *copy)
{
    struct tl_cursor c = {line, mark.end};
    tl_skip_blanks(&c);
    const bool is_glued = mark.end < line.len && c.at == mark.end;
    const tl_slice next = tl_slice_sub(line, c.at, line.len);
    const bool is_post = next.len > 0 && !is_glued && !tl_slice_starts(next, TL_LIT("SECTION")) &&
                         (tl_is_digit(next.ptr[0]) || tl_is_upper(next.ptr[0]) || next.ptr[0] == '[');
    memset(copy + mark.begin, ' ', tl_span_len(mark));
    if (is_post) {
        memset(copy + mark.begin, 'X', 2);
        return;
    }
    memset(copy + mark.begin, '0', 3);
    if (is_glued) {
        copy[mark.end - 1] = '0'; /* the Z of a time, the section of a serial */
    }
}

bool tl_marks_read_as_words(tl_slice line, unsigned char *copy, size_t size)
{
    bool has_mark = false;
    if (line.len == 0 || line.len > size || memchr(line.ptr, '[', line.len) == NULL) {
        return false;
    }
    memcpy(copy, line.ptr, line.len);
    for (size_t at = 0; at < line.len; at++) {
        const unsigned char *open = memchr(line.ptr + at, '[', line.len - at);
        if (open == NULL) {
            break;
        }
        at = (size_t)(open - line.ptr);
        const struct tl_mark mark = tl_mark_at(line, at);
        if (mark.kind == TL_MARK_WITHHELD) {
            memset(copy + at, ' ', mark.len);
        } else if (mark.kind != TL_MARK_NONE) {
            read_mark(line, (struct tl_span){at, at + mark.len}, copy);
        } else {
            continue;
        }
        has_mark = true;
        at += mark.len - 1;
    }
    return has_mark;
}

tl_slice tl_marked_post(tl_slice line, const unsigned char *copy, tl_slice post)
{
    if (post.len == 0) {
        return post;
    }
    const size_t begin = (size_t)(post.ptr - copy);
    const tl_slice original = tl_slice_sub(line, begin, begin + post.len);
    return memchr(original.ptr, '[', original.len) == NULL ? original : (tl_slice){NULL, 0};
}

/* "SECRET SI", "SECRET//NATO": a title and nothing but registered words after it. */
static bool parse_level_and_words(struct tl_arena *arena, tl_slice line, struct tl_classline *out)
{
    enum tl_level level = TL_LEVEL_UNKNOWN;
    const size_t end = tl_level_at(line, &level);
    struct tl_cursor c = {line, end};
    *out = (struct tl_classline){.is_found = true, .is_whole = true, .fit_end = line.len, .level = {0, end}};
    out->marking = tl_marking_of_level(level);
    out->marking.text = line;
    if (end < 2) {
        return false;
    }
    while (c.at < line.len && out->word_count < TL_CLASSLINE_WORDS) {
        const size_t begin = c.at;
        while (c.at < line.len && memchr(" /", line.ptr[c.at], 2) != NULL) {
            c.at++;
        }
        const size_t word = c.at;
        while (c.at < line.len && memchr(" /", line.ptr[c.at], 2) == NULL) {
            c.at++;
        }
        const tl_slice text = tl_slice_sub(line, word, c.at);
        const struct tl_control *control = tl_control_find(text);
        if (control == NULL && !tl_slice_eq(text, TL_LIT("NATO"))) {
            return false;
        }
        out->words[out->word_count] = (struct tl_span){begin, c.at};
        out->names[out->word_count++] = control == NULL ? text : tl_str(control->name);
        out->marking.unknown = tl_words_with(arena, out->marking.unknown, text);
    }
    return c.at == line.len;
}

bool tl_level_line_parse(struct tl_arena *arena, tl_slice line, struct tl_classline *out)
{
    tl_classline_parse(arena, line, out);
    if (out->is_found && out->is_whole && out->number == 0 && out->post.len == 0 && out->section == 0) {
        return true;
    }
    if (line.len <= TL_MAX_BANNER && parse_level_and_words(arena, line, out)) {
        return true;
    }
    if (tl_slice_find(line, TL_LIT("//"), 0) == TL_NONE || line.len > TL_MAX_BANNER) {
        return false;
    }
    struct tl_marking banner;
    tl_banner_parse(arena, line, &banner);
    if (!banner.is_valid) {
        return false;
    }
    *out = (struct tl_classline){.is_found = true, .is_whole = true, .marking = banner, .fit_end = line.len};
    const size_t slash = tl_slice_find(line, TL_LIT("//"), 0);
    out->level = (struct tl_span){0, slash == 0 ? line.len : slash};
    return true;
}

/* A title and up to three words nobody registered: "SECRET ZARF".  Only where a page breaks: elsewhere it is
 * text. */
static bool is_banner_of_unknown(tl_slice line, struct tl_span *words)
{
    enum tl_level level = TL_LEVEL_UNKNOWN;
    const size_t end = line.len <= LONGEST_UNKNOWN_BANNER ? tl_level_at(line, &level) : 0;
    if (end <= 2) {
        return false; /* nearly every line */
    }
    struct tl_cursor c = {line, end};
    size_t count = 0;
    for (tl_slice word = tl_next_word(&c); word.len > 0; word = tl_next_word(&c), count++) {
        if (!tl_is_all_caps(word) || tl_mark_at(word, 0).kind != TL_MARK_NONE) {
            return false;
        }
    }
    *words = (struct tl_span){end, line.len};
    return count >= 1 && count <= MOST_UNKNOWN_WORDS;
}

static bool is_stamp(const struct tl_reader *r, size_t index)
{
    const tl_slice line = tl_line_trim(&r->lines, index);
    return (tl_may(r, index, TL_MAY_BE_STAMP) && tl_is_stamp(line)) ||
           (r->is_foia && tl_is_margin_line(line));
}

/* A level at its start, or the delimiter of a banner. */
static bool may_be_level_line(const struct tl_reader *r, size_t index)
{
    const unsigned signs = r->lines.list.items[index].signs;
    return (signs & TL_SIGN_LEVEL) != 0 ||
           ((signs & TL_SIGN_SLASH) != 0 &&
            tl_slice_find(tl_line_trim(&r->lines, index), TL_LIT("//"), 0) != TL_NONE);
}

/* The role a line could have, were its neighbours to agree. */
static enum tl_line_role possible_role(const struct tl_reader *r, size_t index)
{
    const tl_slice line = tl_line_trim(&r->lines, index);
    struct tl_page_line page;
    struct tl_classline level;
    if (r->lines.list.items[index].role == TL_LINE_BLANK) {
        return TL_LINE_BLANK;
    }
    if (tl_may(r, index, TL_MAY_BE_MORE) && !r->is_foia) {
        return TL_LINE_TEXT;
    }
    /* page lines, levels and captions are capitals, but for marks of a release */
    if ((r->lines.list.items[index].beside & (TL_SIGN_LOWER | TL_SIGN_BRACKET)) == TL_SIGN_LOWER &&
        !((r->lines.list.items[index].signs & TL_SIGN_SQUARE) != 0 && tl_may(r, index, TL_MAY_BE_LEVEL))) {
        return is_stamp(r, index) ? TL_LINE_STAMP : TL_LINE_TEXT;
    }
    if (tl_may(r, index, TL_MAY_BE_PAGE) && tl_page_line_parse(line, &page) &&
        (tl_names_this_cable(r, &page) ||
         (tl_span_len(page.level) > 0 && page.number != 0 && page.number == r->cable->number))) {
        return TL_LINE_PAGE;
    }
    if (is_stamp(r, index)) {
        return TL_LINE_STAMP;
    }
    if (index != r->class_line && may_be_level_line(r, index) &&
        tl_level_line_parse(r->arena, line, &level)) {
        return TL_LINE_BANNER;
    }
    const bool is_caption = tl_may(r, index, TL_MAY_BE_CAPTION) && tl_is_caption_line(line);
    return is_caption ? TL_LINE_CAPTION : TL_LINE_TEXT;
}

/* UNCLASSIFIED over SBU is one banner in two lines. */
static void join_next_banner(struct tl_reader *r, size_t index, struct tl_marking *marking)
{
    struct tl_classline next;
    if (index + 1 < r->lines.list.count && tl_marking_rank(marking) == TL_RANK_U &&
        tl_level_line_parse(r->arena, tl_line_trim(&r->lines, index + 1), &next) &&
        tl_marking_rank(&next.marking) == TL_RANK_CUI) {
        *marking = tl_marking_join(r->arena, marking, &next.marking);
    }
}

/* A level line beside a page line with words nobody knows: it claims, the words are a control over the cable
 * (M9), and the line itself is no fact that a policy opens. */
static void claim_unknown_banner(struct tl_reader *r, size_t index, struct tl_span words)
{
    const tl_slice text = tl_line_trim(&r->lines, index);
    const size_t base = (size_t)(text.ptr - r->lines.bytes.ptr);
    const tl_slice named = tl_slice_trim(tl_span_of(text, words));
    enum tl_level level = TL_LEVEL_UNKNOWN;
    (void)tl_level_at(text, &level);
    struct tl_marking marking = tl_marking_of_level(level);
    tl_add_claim(r, TL_CLAIM_BANNER, &marking, r->lines.list.items[index].span,
                 (struct tl_span){base, base + words.begin}, index + 1);
    struct tl_caption *caption = TL_PUSH(r->arena, &r->cable->captions);
    *caption = (struct tl_caption){.word = named, .span = {base + words.begin, base + words.end}};
    tl_add_finding(r, "unknown-caption", index + 1);
    struct tl_portion *portion = tl_add_portion(r, TL_KIND_FURNITURE, tl_line_core(r, index));
    marking.unknown = tl_words_with(r->arena, marking.unknown, named);
    portion->effective = tl_marking_join(r->arena, &r->overall, &marking);
    portion->from = TL_FROM_INHERITED; /* and why: the overall */
}

static void claim_line(struct tl_reader *r, size_t index)
{
    const struct tl_line *line = &r->lines.list.items[index];
    const tl_slice text = tl_line_trim(&r->lines, index);
    const size_t base = (size_t)(text.ptr - r->lines.bytes.ptr);
    struct tl_classline found;
    struct tl_page_line page;
    struct tl_span words;
    if (line->role == TL_LINE_BANNER && !tl_level_line_parse(r->arena, text, &found) &&
        is_banner_of_unknown(text, &words)) {
        claim_unknown_banner(r, index, words);
        return;
    }
    (void)tl_add_portion(r, TL_KIND_FURNITURE, tl_line_core(r, index));
    if (line->role == TL_LINE_BANNER && tl_level_line_parse(r->arena, text, &found)) {
        join_next_banner(r, index, &found.marking);
        tl_add_claim(r, TL_CLAIM_BANNER, &found.marking, line->span,
                     (struct tl_span){base + found.level.begin, base + found.level.end}, index + 1);
        tl_add_banner_words(r, &found, base);
    }
    if (line->role == TL_LINE_CAPTION) {
        tl_add_captions(r, index);
    }
    if (line->role == TL_LINE_PAGE && tl_page_line_parse(text, &page) && tl_span_len(page.level) > 0) {
        tl_classline_parse(r->arena, tl_span_of(text, page.level), &found);
        tl_add_claim(r, TL_CLAIM_PAGE_LINE, &found.marking, line->span,
                     (struct tl_span){base + page.level.begin, base + page.level.end}, index + 1);
    }
}

/* True when nothing but such lines stands between the run and an edge: the start of the cable, its end, its
 * end mark, the header of another cable or the archive's attributes. */
static bool touches_edge(const struct tl_reader *r, size_t begin, size_t end)
{
    bool is_other = false;
    if (begin == 0 || end == r->lines.list.count || tl_is_message_end(tl_line_trim(&r->lines, begin - 1))) {
        return true;
    }
    const tl_slice next = tl_line_trim(&r->lines, end);
    return tl_is_message_end(next) || tl_header_begins(r, end, &is_other) ||
           tl_slice_eq(next, TL_LIT("Message Attributes"));
}

/* Lines of a level and unknown words that stand by themselves next to a page line, blanks between. */
static void find_unknown_banners(const struct tl_reader *r, enum tl_line_role *roles)
{
    const size_t count = r->lines.list.count;
    for (size_t i = 0; i < count; i++) {
        struct tl_span words;
        if (roles[i] != TL_LINE_TEXT || i == r->class_line || !tl_may(r, i, TL_MAY_BE_LEVEL) ||
            !is_banner_of_unknown(tl_line_trim(&r->lines, i), &words)) {
            continue;
        }
        const bool is_set_off = i + 1 >= count || roles[i + 1] != TL_LINE_TEXT;
        size_t next = i + 1;
        while (next < count && roles[next] != TL_LINE_TEXT && roles[next] != TL_LINE_PAGE) {
            next++;
        }
        size_t last = i; /* the same line may stand twice */
        while (is_set_off && next < count && roles[next] == TL_LINE_TEXT && next > last &&
               tl_slice_eq(tl_line_trim(&r->lines, next), tl_line_trim(&r->lines, i))) {
            last = next++;
            while (next < count && roles[next] != TL_LINE_TEXT && roles[next] != TL_LINE_PAGE) {
                next++;
            }
        }
        const bool is_at_edge = next >= count || tl_is_message_end(tl_line_trim(&r->lines, next));
        if (is_set_off && (is_at_edge || roles[next] == TL_LINE_PAGE)) {
            roles[i] = TL_LINE_BANNER;
        }
    }
}

void tl_read_furniture(struct tl_reader *r)
{
    const size_t count = r->lines.list.count;
    enum tl_line_role *roles = tl_arena_alloc(r->arena, count + 1, sizeof(*roles));
    for (size_t i = 0; i < count; i++) {
        r->is_foia =
            r->is_foia || (tl_may(r, i, TL_MAY_BE_HEAD) && tl_is_running_head(tl_line_trim(&r->lines, i)));
    }
    for (size_t i = 0; i < count; i++) {
        roles[i] = possible_role(r, i);
    }
    find_unknown_banners(r, roles);
    for (size_t begin = 0; begin < count;) {
        size_t end = begin;
        bool has_page = false;
        bool has_banner = false;
        while (end < count && roles[end] != TL_LINE_TEXT) {
            has_page = has_page || roles[end] == TL_LINE_PAGE;
            has_banner = has_banner || roles[end] == TL_LINE_BANNER;
            end++;
        }
        const bool is_break = has_banner && (has_page || end == r->smart_line || touches_edge(r, begin, end));
        for (size_t i = begin; i < end; i++) {
            const bool is_sure = roles[i] == TL_LINE_PAGE || roles[i] == TL_LINE_STAMP;
            const bool is_caption = roles[i] == TL_LINE_CAPTION && has_page;
            if (is_sure || is_caption || (roles[i] == TL_LINE_BANNER && is_break)) {
                r->lines.list.items[i].role = roles[i];
                claim_line(r, i);
            }
        }
        begin = end + 1;
    }
}

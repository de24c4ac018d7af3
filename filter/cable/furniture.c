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
#include "marking/portion.h"

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

bool tl_page_line_parse(tl_slice line, struct tl_page_line *out)
{
    struct tl_cursor c = {line, 0};
    *out = (struct tl_page_line){0};
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

/* Running heads and stamps that say who released it; they are no evidence of a level (anatomy R5). */
static bool is_stamp(tl_slice line)
{
    static const char review[] = "Declassified/Released US Department of State EO Systematic Review ";
    static const char foia[] = "UNCLASSIFIED U.S. Department of State Case No. ";
    const size_t at = tl_slice_find(line, tl_str(review), 0);
    if (tl_slice_eq(line, TL_LIT("Message Text"))) {
        return true;
    }
    if (at != TL_NONE) {
        struct tl_cursor c = {line, at + sizeof(review) - 1};
        const bool is_date = tl_take_digits(&c).len > 0 && tl_month_find(tl_next_word(&c)) != 0 &&
                             (tl_skip_blanks(&c), tl_take_digits(&c).len == 4);
        size_t names = 0;
        struct tl_cursor who = {tl_slice_sub(line, 0, at), 0};
        while (tl_next_word(&who).len > 0) {
            names++;
        }
        return is_date && at_end(&c) && names <= 4;
    }
    if (tl_slice_starts(line, tl_str(foia))) {
        struct tl_cursor c = {line, sizeof(foia) - 1};
        (void)tl_next_word(&c);
        return tl_slice_eq(tl_next_word(&c), TL_LIT("Doc")) && tl_slice_eq(tl_next_word(&c), TL_LIT("No.")) &&
               tl_next_word(&c).len == 9 && tl_slice_eq(tl_next_word(&c), TL_LIT("Date:")) &&
               tl_next_word(&c).len == 10 && (tl_skip_blanks(&c), at_end(&c));
    }
    return false;
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

static bool is_caption_line(tl_slice line)
{
    size_t at = 0;
    while (at < line.len) {
        if (tl_next_caption(line, &at) == NULL) {
            return false;
        }
    }
    return line.len > 0;
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
    if (tl_page_line_parse(line, &page) &&
        (tl_names_this_cable(r, page.post, page.number) ||
         (tl_span_len(page.level) > 0 && page.number == r->cable->number))) {
        return TL_LINE_PAGE;
    }
    if (is_stamp(line)) {
        return TL_LINE_STAMP;
    }
    if (index != r->class_line && tl_level_line_parse(r->arena, line, &level)) {
        return TL_LINE_BANNER;
    }
    return is_caption_line(line) ? TL_LINE_CAPTION : TL_LINE_TEXT;
}

static void claim_line(struct tl_reader *r, size_t index)
{
    const struct tl_line *line = &r->lines.list.items[index];
    const tl_slice text = tl_line_trim(&r->lines, index);
    const size_t base = (size_t)(text.ptr - r->lines.bytes.ptr);
    struct tl_classline found;
    struct tl_page_line page;
    (void)tl_add_portion(r, TL_KIND_FURNITURE, tl_line_core(r, index));
    if (line->role == TL_LINE_BANNER && tl_level_line_parse(r->arena, text, &found)) {
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
 * end mark or the archive's attributes. */
static bool touches_edge(const struct tl_reader *r, size_t begin, size_t end)
{
    if (begin == 0 || end == r->lines.list.count) {
        return true;
    }
    const tl_slice next = tl_line_trim(&r->lines, end);
    return tl_is_message_end(next) || tl_slice_eq(next, TL_LIT("Message Attributes"));
}

void tl_read_furniture(struct tl_reader *r)
{
    const size_t count = r->lines.list.count;
    enum tl_line_role *roles = tl_arena_alloc(r->arena, count + 1, sizeof(*roles));
    for (size_t i = 0; i < count; i++) {
        roles[i] = possible_role(r, i);
    }
    for (size_t begin = 0; begin < count;) {
        size_t end = begin;
        bool has_page = false;
        while (end < count && roles[end] != TL_LINE_TEXT) {
            has_page = has_page || roles[end] == TL_LINE_PAGE;
            end++;
        }
        const bool is_break = has_page || touches_edge(r, begin, end);
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

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The body: paragraphs, sub-paragraphs, headings, the signature (cable_anatomy.md 9; DESIGN M2, M3, M5).
 *
 *   line -> label and mark (marking/start.h)
 *             accepted number        -> a paragraph
 *             label with a mark      -> a sub-paragraph of its own level
 *             label without          -> its parent's level; set off by a blank line, the overall
 *             no label               -> goes on; what reads as a higher mark raises from here on
 *
 * Nothing lowers but a whole, upper-case mark at the start of a portion.
 */
#include "cable/body.h"
#include "cable/enclosure.h"
#include "cable/envelope.h"
#include "cable/prose.h"
#include "cable/raise.h"
#include "marking/mark.h"

enum { NUMBER_GAP = 3, LIST_AHEAD_LINES = 60 };

static void read_plain(struct tl_body *b, size_t index);

/* True when the number takes its place in the sequence (cable_anatomy.md 9.1).  A mark of a release that
 * stands without a label may have taken a numbered paragraph: "(C) 3. text". */
static bool accepts_number(const struct tl_body *b, const struct tl_start *start, tl_slice line,
                           uint32_t *number)
{
    const struct tl_span digits = start->outer_kind == TL_START_NUMBER ? start->outer : start->number;
    const bool has_mark = tl_body_is_marked(b, start);
    const uint32_t last = b->r->last_number;
    if (!tl_slice_number(tl_span_of(line, digits), number) || !start->has_delimiter) {
        return false;
    }
    const unsigned char delimiter = digits.end < line.len ? line.ptr[digits.end] : 0;
    if (b->delimiter != 0 && delimiter != b->delimiter && !(b->is_section_start && *number == 1)) {
        return false; /* "1)" inside paragraphs "1." is a list */
    }
    if (start->is_parenthesised && start->outer_kind != TL_START_NUMBER && !has_mark) {
        return false; /* "(1)" is of a list; "3. (A)" is not */
    }
    if (last == 0) {
        return *number == 1 || has_mark || b->after_blank;
    }
    const uint32_t taken = NUMBER_GAP * b->r->withheld_since;
    return (b->is_section_start && *number == 1) ||
           (*number > last && *number - last <= taken + (has_mark ? NUMBER_GAP : 1));
}

static void read_number(struct tl_body *b, size_t index, const struct tl_start *start, uint32_t number)
{
    struct tl_reader *r = b->r;
    const tl_slice line = tl_line_trim(&r->lines, index);
    const struct tl_span digits = start->outer_kind == TL_START_NUMBER ? start->outer : start->number;
    tl_body_begin_paragraph(b, index);
    (void)tl_body_begin_portion(b, TL_KIND_PARAGRAPH, tl_line_core(r, index), &r->overall, &r->lenient);
    tl_body_take_start(b, start, index);
    tl_body_settle_paragraph(b);
    if (r->last_number != 0 && number > r->last_number + 1) {
        tl_add_finding(r, "number-gap", index + 1);
    }
    r->last_number = number;
    r->withheld_since = 0;
    b->delimiter = digits.end < line.len ? line.ptr[digits.end] : 0;
    b->is_section_start = false;
}

/* A number out of sequence: the overall, and higher still when its mark says so; a lower mark is ignored. */
static void read_refused(struct tl_body *b, size_t index, const struct tl_start *start)
{
    struct tl_reader *r = b->r;
    if (start->mark_kind != TL_START_UNMARKED || !tl_body_same_level(&r->overall, &b->parent)) {
        tl_add_finding(r, "number-refused", index + 1);
    }
    if (b->is_damaged) {
        tl_body_begin_torn(b, start, index);
    } else {
        tl_body_begin_continuation(b, index, &r->overall, &b->parent_low, TL_FROM_OVERALL);
    }
}

static bool is_successor_ahead(const struct tl_body *b, size_t index, tl_slice label)
{
    const struct tl_reader *r = b->r;
    for (size_t i = index + 1; i < r->tail_line && i < index + LIST_AHEAD_LINES; i++) {
        const tl_slice line = tl_line_trim(&r->lines, i);
        struct tl_start start;
        if (line.len == 0 || !tl_portion_start(line, &start)) {
            continue;
        }
        if (start.label_kind == TL_START_NUMBER && start.has_delimiter) {
            return false;
        }
        const tl_slice other = tl_span_of(line, start.number);
        if (start.label_kind == TL_START_LETTER && other.len == 1 && other.ptr[0] == label.ptr[0] + 1) {
            return true;
        }
    }
    return false;
}

/* "A." is a label when "B." follows, "B." when "A." went before; else it may be an initial that a wrap put
 * there. */
static bool is_proven_label(struct tl_body *b, size_t index, const struct tl_start *start)
{
    const tl_slice line = tl_line_trim(&b->r->lines, index);
    const tl_slice label = tl_span_of(line, start->number);
    if (start->label_kind == TL_START_BULLET) {
        return true;
    }
    if (start->label_kind != TL_START_LETTER || label.len != 1) {
        return start->is_parenthesised;
    }
    const struct tl_portion *sub = b->sub == TL_NONE ? NULL : &b->r->cable->portions.items[b->sub];
    if (sub != NULL && sub->number.len == 1 && sub->number.ptr[0] + 1 == label.ptr[0]) {
        return true;
    }
    const struct tl_raise_context context = {b->first_line, index};
    return ((label.ptr[0] | 0x20) == 'a' && is_successor_ahead(b, index, label)) ||
           tl_is_list_letter(b->r, &context, start->label.begin);
}

static void begin_sub(struct tl_body *b, size_t index, const struct tl_start *start,
                      const struct tl_marking *effective, const struct tl_marking *lenient, enum tl_from from)
{
    struct tl_portion *portion =
        tl_body_begin_portion(b, TL_KIND_SUB_PARAGRAPH, tl_line_core(b->r, index), effective, lenient);
    tl_why_from(b->r, portion, from);
    portion->is_uncertain = from == TL_FROM_INHERITED && b->is_parent_uncertain;
    b->sub = b->current;
    b->sub_indent = tl_line_indent(&b->r->lines, index);
    tl_body_take_start(b, start, index);
    b->strict = tl_marking_join(b->r->arena, &b->strict, &tl_body_current(b)->effective);
    b->is_parent_uncertain |= tl_body_current(b)->is_uncertain; /* so may be what follows at the strictest */
    if (start->label_kind != TL_START_LETTER) {
        /* a bullet or "(1)" with a higher mark raises the paragraph from here on (M2) */
        b->parent = tl_marking_join(b->r->arena, &b->parent, &tl_body_current(b)->effective);
    }
}

/* "C) text", set off and of no list, may be a mark that lost its bracket: M4 counts it no higher than that.
 */
static void count_low(struct tl_body *b, tl_slice letter)
{
    enum tl_level level = TL_LEVEL_UNKNOWN;
    if (tl_level_at(letter, &level) == letter.len && letter.len > 0) {
        struct tl_portion *portion = tl_body_current(b);
        const struct tl_marking low = tl_marking_of_level(level);
        portion->is_uncertain = true;
        portion->lenient = tl_marking_within(&low, &portion->lenient) ? low : portion->lenient;
    }
}

static void read_label(struct tl_body *b, size_t index, const struct tl_start *start)
{
    struct tl_reader *r = b->r;
    const bool has_mark = tl_body_is_marked(b, start);
    const bool is_proven = is_proven_label(b, index, start);
    const tl_slice line = tl_line_trim(&r->lines, index);
    const bool is_set_off = b->after_blank;
    const struct tl_marking *level = is_set_off ? &r->overall : &b->parent;
    const struct tl_marking *low = is_set_off ? &r->lenient : &b->parent_low;
    const enum tl_from from = is_set_off ? TL_FROM_OVERALL : TL_FROM_INHERITED;
    const struct tl_mark mark = tl_mark_at(line, start->label.end);
    if (is_set_off && !has_mark) { /* the items that follow it without a blank line are of its list */
        b->parent = tl_marking_join(r->arena, &b->parent, &r->overall);
    }
    if (has_mark || is_proven || mark.kind == TL_MARK_WITHHELD) {
        begin_sub(b, index, start, level, low, from);
    } else if (is_set_off) {
        tl_body_begin_continuation(b, index, level, low, from);
        count_low(b, tl_span_of(line, start->number));
    } else if (b->sub != TL_NONE) { /* nothing proves that it is not the next item, which has no mark */
        tl_body_begin_continuation(b, index, &b->strict, &b->parent_low, TL_FROM_INHERITED);
    } else {
        read_plain(b, index);
    }
}

/* --- text without a label */

static void read_plain(struct tl_body *b, size_t index)
{
    struct tl_reader *r = b->r;
    const size_t indent = tl_line_indent(&r->lines, index);
    if (b->group == TL_NONE || b->current == TL_NONE) {
        tl_body_begin_paragraph(b, index);
        (void)tl_body_begin_portion(b, TL_KIND_PARAGRAPH, tl_line_core(r, index), &r->overall, &r->lenient);
        tl_body_raise_current(b, index);
        tl_body_settle_paragraph(b);
    } else if (b->sub == TL_NONE) {
        if (tl_body_current(b)->kind == TL_KIND_WITHHELD || b->has_left_enclosure) {
            b->has_left_enclosure = false;
            tl_body_begin_continuation(b, index, &b->strict, &b->parent_low, TL_FROM_INHERITED);
        } else {
            tl_body_extend(b, index);
        }
    } else if (!b->after_blank && indent > 0 && indent >= b->sub_indent &&
               !tl_opens_like_item(tl_line_trim(&r->lines, index))) {
        tl_body_extend(b, index);
    } else if (tl_body_same_level(&tl_body_current(b)->effective, &b->strict) &&
               tl_body_current(b)->kind != TL_KIND_WITHHELD) {
        tl_body_extend(b, index); /* the sub-paragraph is already the strictest */
    } else {
        tl_body_begin_continuation(b, index, &b->strict, &b->parent_low, TL_FROM_INHERITED);
    }
}

/* Text set off by a blank line that the mark of the running paragraph does not cover: it opens something, or
 * stands where the paragraph is over (M3).  A page break alone ends no paragraph. */
static bool is_uncovered(const struct tl_body *b, size_t index, const struct tl_start *start)
{
    const tl_slice line = tl_line_trim(&b->r->lines, index);
    if ((start->label_kind == TL_START_HEADING && start->has_delimiter) || b->is_closed ||
        tl_is_opener(line)) {
        return true;
    }
    return tl_is_after_break(b->r, index) ? tl_opens_like_item(line)
                                          : b->is_bare || tl_opens_like_label(line);
}

/* How many lines from here on are a heading.  Several lines, and lines by a page break, may as well be text
 * that goes on: they are one only where going on would lower them. */
static size_t heading_at(struct tl_body *b, size_t index)
{
    const struct tl_reader *r = b->r;
    const size_t count = tl_heading_lines(r, index);
    const bool goes_on = count > 0 && b->current != TL_NONE && b->group != TL_NONE &&
                         (count > 1 || tl_is_after_break(r, index) || tl_is_before_break(r, index + count)) &&
                         tl_marking_within(&r->overall, &tl_body_current(b)->effective);
    return goes_on ? 0 : count;
}

static void read_text(struct tl_body *b, size_t index, const struct tl_start *start)
{
    struct tl_reader *r = b->r;
    const struct tl_span core = tl_line_core(r, index);
    const tl_slice line = tl_span_of(r->lines.bytes, core);
    const struct tl_mark mark = tl_mark_at(line, 0);
    const size_t heading = heading_at(b, index);
    if (b->is_damaged && mark.kind == TL_MARK_NONE) {
        tl_body_begin_torn(b, start, index);
    } else if (mark.kind == TL_MARK_WITHHELD && mark.len == line.len) {
        (void)tl_body_begin_portion(b, TL_KIND_WITHHELD, core, &r->overall, &r->lenient);
        r->withheld_since++;
    } else if (b->current != TL_NONE && tl_body_current(b)->kind == TL_KIND_HEADING && !b->after_blank &&
               tl_is_rule(line)) {
        tl_body_current(b)->core.end = core.end;
    } else if (b->heading_until != TL_NONE && index <= b->heading_until) {
        tl_body_extend(b, index);
        b->group = TL_NONE;
    } else if (b->after_blank && b->group != TL_NONE && is_uncovered(b, index, start)) {
        tl_body_begin_continuation(b, index, &r->overall, &r->lenient, TL_FROM_OVERALL);
    } else if (heading > 0) {
        tl_body_begin_paragraph(b, index);
        (void)tl_body_begin_portion(b, TL_KIND_HEADING, core, &r->overall, &r->lenient);
        tl_body_raise_current(b, index);
        b->group = TL_NONE; /* what follows inherits nothing from a heading */
        b->heading_until = index + heading - 1;
    } else {
        read_plain(b, index);
    }
}

/* --- a mark without a label */

/* "(SBU) Background": a paragraph where text is set off; a lone letter may be of a list and only raises. */
static bool is_bare_paragraph(const struct tl_body *b, size_t index, const struct tl_start *start)
{
    const tl_slice line = tl_line_trim(&b->r->lines, index);
    const bool is_letter = tl_span_len(start->mark) == 3;
    const struct tl_raise_context context = {b->first_line, index};
    if (start->mark_kind != TL_START_MARKED || start->is_lower_case ||
        !(b->after_blank || b->current == TL_NONE)) {
        return false;
    }
    if (!is_letter) {
        return true;
    }
    const tl_slice letter = tl_slice_sub(line, start->mark.begin + 1, start->mark.begin + 2);
    return b->r->last_number == 0 && !tl_is_list_letter(b->r, &context, start->mark.begin) &&
           !is_successor_ahead(b, index, letter);
}

static void read_bare(struct tl_body *b, size_t index, const struct tl_start *start)
{
    struct tl_reader *r = b->r;
    if (!is_bare_paragraph(b, index, start)) {
        const struct tl_raise_context context = {b->first_line, index};
        if (start->mark_kind == TL_START_ENTIRE && b->r->last_number == 0) {
            tl_body_begin_paragraph(b, index);
            (void)tl_body_begin_portion(b, TL_KIND_PARAGRAPH, tl_line_core(r, index), &r->overall,
                                        &r->lenient);
            tl_body_take_start(b, start, index);
            tl_body_settle_paragraph(b);
        } else if (b->after_blank && !tl_is_list_letter(r, &context, start->mark.begin)) {
            /* ambiguous: may raise, never lowers */
            tl_add_finding(r, "ambiguous-marking", index + 1);
            if (b->is_damaged) {
                tl_body_begin_torn(b, start, index);
            } else {
                read_plain(b, index);
            }
        } else {
            read_plain(b, index);
        }
        return;
    }
    tl_body_begin_paragraph(b, index);
    (void)tl_body_begin_portion(b, TL_KIND_PARAGRAPH, tl_line_core(r, index), &r->overall, &r->lenient);
    tl_body_take_start(b, start, index);
    tl_body_settle_paragraph(b);
    b->is_bare = true;
}

/* --- enclosures (M5) */

static bool read_enclosure(struct tl_body *b, size_t index)
{
    struct tl_reader *r = b->r;
    struct tl_marking claim;
    if (!tl_enclosure_begins(r, index, &claim)) {
        return false;
    }
    const struct tl_marking outer = b->current == TL_NONE ? r->overall : tl_body_current(b)->effective;
    const struct tl_marking low = b->current == TL_NONE ? r->lenient : tl_body_current(b)->lenient;
    tl_add_finding(r, "enclosed-claim", index + 1);
    if (b->current != TL_NONE && tl_marking_within(&claim, &outer)) {
        return false;
    }
    const struct tl_marking raised = tl_marking_join(r->arena, &outer, &claim);
    struct tl_portion *portion =
        tl_body_begin_portion(b, TL_KIND_PARAGRAPH, tl_line_core(r, index), &raised, &low);
    portion->is_continuation = true;
    tl_why_set(portion, TL_WHY_ENCLOSED, index + 1);
    b->sub = TL_NONE;
    b->enclosed_until = tl_enclosure_end(r, index);
    b->strict = b->enclosed_until == TL_NONE ? tl_marking_join(r->arena, &b->strict, &raised) : b->strict;
    return true;
}

/* --- the loop */

/*
 * True for nearly every line: prose in which no reader would find anything goes on with the text of the
 * running paragraph, one line behind the other.
 */
static bool is_more(const struct tl_body *b, size_t index)
{
    const struct tl_reader *r = b->r;
    if (!tl_may(r, index, TL_MAY_BE_MORE) || r->lines.list.items[index].role != TL_LINE_TEXT ||
        b->after_blank || b->current == TL_NONE || b->group == TL_NONE || b->sub != TL_NONE ||
        b->has_left_enclosure || b->enclosed_until != TL_NONE ||
        (b->heading_until != TL_NONE && index <= b->heading_until)) {
        return false;
    }
    const struct tl_portion *current = &r->cable->portions.items[b->current];
    const bool is_ruled = tl_may(r, index - 1, TL_MAY_BE_RULE) ||
                          (index + 1 < r->tail_line && tl_may(r, index + 1, TL_MAY_BE_RULE));
    return (current->kind == TL_KIND_PARAGRAPH || current->kind == TL_KIND_SUB_PARAGRAPH) && !is_ruled &&
           current->core.end <= tl_line_core(r, index).begin && !tl_enclosure_may_begin(r, index);
}

static void read_line(struct tl_body *b, size_t index)
{
    struct tl_reader *r = b->r;
    const tl_slice line = tl_line_trim(&r->lines, index);
    struct tl_start start;
    uint32_t number = 0;
    if (b->current != TL_NONE && tl_line_core(r, index).begin < tl_body_current(b)->core.end) {
        tl_body_extend(b, index); /* the rest of a mark that wrapped, and what stands behind it */
        return;
    }
    if (b->enclosed_until != TL_NONE) {
        tl_body_extend(b, index);
        if (index >= b->enclosed_until) {
            b->enclosed_until = TL_NONE;
            b->has_left_enclosure = true;
        }
        return;
    }
    if (tl_may(r, index, TL_MAY_END_MESSAGE) && tl_is_message_end(line)) {
        (void)tl_add_portion(r, TL_KIND_END, tl_line_core(r, index));
        b->current = TL_NONE;
        b->group = TL_NONE;
        return;
    }
    if (b->current != TL_NONE && tl_is_signature(r, index)) {
        (void)tl_add_portion(r, TL_KIND_SIGNATURE, tl_line_core(r, index));
        return;
    }
    if (read_enclosure(b, index)) {
        return;
    }
    const bool is_start = tl_portion_start(line, &start);
    tl_body_take_wrapped(b, index, &start);
    tl_body_look_for_damage(b, index, &start);
    if (!is_start) {
        read_text(b, index, &start);
    } else if (start.label_kind == TL_START_NUMBER || start.outer_kind == TL_START_NUMBER) {
        if (accepts_number(b, &start, line, &number)) {
            read_number(b, index, &start, number);
        } else if (!start.has_delimiter || b->current == TL_NONE) {
            read_text(b, index, &start);
        } else if ((start.is_parenthesised && start.outer_kind != TL_START_NUMBER) ||
                   (b->delimiter != 0 && line.ptr[start.number.end] != b->delimiter)) {
            read_label(b, index, &start);
        } else {
            read_refused(b, index, &start);
        }
    } else if (start.label_kind == TL_START_NONE) {
        read_bare(b, index, &start);
    } else if (start.label_kind == TL_START_HEADING) {
        if (start.mark_kind == TL_START_MARKED && start.has_delimiter && !start.is_lower_case &&
            b->after_blank) {
            read_bare(b, index, &start);
        } else {
            read_text(b, index, &start);
        }
    } else if (b->current == TL_NONE || b->group == TL_NONE) {
        read_text(b, index, &start);
    } else {
        read_label(b, index, &start);
    }
}

size_t tl_read_body(struct tl_reader *r, size_t from)
{
    struct tl_body b = {.r = r,
                        .current = TL_NONE,
                        .group = TL_NONE,
                        .sub = TL_NONE,
                        .first_line = from,
                        .is_section_start = true,
                        .after_blank = true,
                        .enclosed_until = TL_NONE,
                        .heading_until = TL_NONE,
                        .parent = r->overall,
                        .parent_low = r->lenient,
                        .strict = r->overall};
    bool is_other = false;
    size_t i = from;
    for (; i < r->tail_line; i++) {
        const struct tl_line *line = &r->lines.list.items[i];
        if (is_more(&b, i)) {
            tl_body_current(&b)->core.end = line->core.end;
            continue;
        }
        const bool is_text = (line->beside & TL_SIGN_LOWER) != 0 && (line->signs & TL_SIGN_BRACKET) == 0;
        if (i > from && !is_text && tl_header_begins(r, i, &is_other)) {
            r->is_second_cable = r->is_second_cable || is_other;
            break;
        }
        if (line->role != TL_LINE_TEXT) {
            b.after_blank = true;
            continue;
        }
        read_line(&b, i);
        b.after_blank = false;
        b.is_closed = b.is_closed || (tl_may(r, i, TL_MAY_CLOSE) && tl_is_closer(tl_line_trim(&r->lines, i)));
    }
    return i;
}

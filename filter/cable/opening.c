/* SPDX-License-Identifier: Apache-2.0 */
/* How a portion opens: label, mark, and marks that nobody can read (DESIGN M1, M2; markings.md 2.1). */
#include "base/limits.h"
#include "cable/body.h"
#include "cable/raise.h"
#include "marking/mark.h"
#include "marking/portion.h"

enum { MOST_GLUED = 2 };

static struct tl_span shift(struct tl_span span, size_t by)
{
    return (struct tl_span){span.begin + by, span.end + by};
}

/* What stands at `at`, where a mark stands, is one that nobody can read: it closes the running portion. */
static void take_unreadable(struct tl_body *b, size_t at, size_t index)
{
    const struct tl_marking damaged = tl_marking_damaged(b->damage);
    tl_take_damaged_mark(b->r, tl_body_current(b), (struct tl_span){at, at}, &damaged);
    tl_add_finding(b->r, "unreadable-marking", index + 1);
}

/* "(S//REL TO USA, AUS, / GBR) text": a list of codes may go on with the next line (markings.md 2.1). */
void tl_body_take_wrapped(const struct tl_body *b, size_t index, struct tl_start *start)
{
    const struct tl_reader *r = b->r;
    struct tl_start wide;
    if (start->mark_kind != TL_START_BROKEN || index + 1 >= r->tail_line ||
        r->lines.list.items[index + 1].role != TL_LINE_TEXT) {
        return;
    }
    const struct tl_span core = tl_line_core(r, index);
    const tl_slice both = tl_slice_sub(r->lines.bytes, core.begin, tl_line_core(r, index + 1).end);
    if (tl_portion_start(both, &wide) && wide.mark_kind == TL_START_MARKED &&
        wide.mark.end > tl_span_len(core)) {
        *start = wide;
    }
}

/* True when a mark stands at the start, whole or in pieces: it opens a portion of its own. */
bool tl_body_is_marked(const struct tl_body *b, const struct tl_start *start)
{
    return b->is_damaged || (start->mark_kind == TL_START_MARKED && !start->is_lower_case);
}

/* "l(C) text", "8(S//NF) text": something hangs on the bracket of a mark that is whole but for it. */
static bool has_glued_mark(tl_slice text)
{
    for (size_t open = 1; open <= MOST_GLUED && open + 1 < text.len && !tl_is_blank(text.ptr[open - 1]);
         open++) {
        const size_t close = tl_slice_find(text, TL_LIT(")"), open);
        if (text.ptr[open] == '(' && close != TL_NONE && close - open < TL_MAX_MARK) {
            const tl_slice body = tl_slice_sub(text, open + 1, close);
            return tl_is_all_caps(body) && tl_portion_looks_marked(body);
        }
    }
    return false;
}

/* Looks for a mark in pieces where a mark stands; at other places it is found by what raises (raise.h). */
void tl_body_look_for_damage(struct tl_body *b, size_t index, const struct tl_start *start)
{
    const tl_slice line = tl_line_trim(&b->r->lines, index);
    const bool is_place = start->label_kind != TL_START_NONE || b->after_blank;
    b->is_damaged = start->mark_kind == TL_START_BROKEN && !start->is_lower_case;
    if (start->mark_kind == TL_START_UNMARKED && is_place) {
        /* "4. (5) text": a figure that reads as S stands as a label */
        const size_t from = start->is_parenthesised && start->outer_kind != TL_START_NONE
                                ? start->number.begin - 1
                                : start->label.end;
        const struct tl_raise_context context = {b->first_line, index};
        const tl_slice text = tl_slice_sub(line, from, line.len);
        b->is_damaged = (tl_unreadable_mark_at(text, &b->damage) || has_glued_mark(text)) &&
                        !tl_is_list_letter(b->r, &context, from);
    }
}

/* Label, number and own mark of the portion that begins with this line; a mark that withholds makes it
 * `withheld`. */
void tl_body_take_start(struct tl_body *b, const struct tl_start *start, size_t index)
{
    struct tl_reader *r = b->r;
    struct tl_portion *portion = tl_body_current(b);
    const tl_slice line = tl_span_of(r->lines.bytes, portion->core);
    const size_t base = portion->core.begin;
    const bool is_chain = start->outer_kind == TL_START_NUMBER && portion->kind == TL_KIND_PARAGRAPH;
    portion->number = tl_span_of(line, is_chain ? start->outer : start->number);
    if (!start->is_swapped) {
        portion->label = shift(start->label, base);
        portion->label.begin = base;
        portion->mark = (struct tl_span){portion->label.end, portion->label.end};
    }
    const struct tl_mark mark = tl_mark_at(line, tl_span_len(portion->label));
    if (mark.kind == TL_MARK_WITHHELD && tl_span_len(portion->label) + mark.len == line.len) {
        portion->kind = TL_KIND_WITHHELD;
        portion->withheld = mark.rank;
        return;
    }
    if (start->mark_kind == TL_START_MARKED && !start->is_lower_case) {
        portion->mark = shift(start->mark, base);
        tl_take_own_mark(r, portion);
        if (portion->mark.end > portion->core.end) { /* wrapped: the next line goes on with it */
            portion->core.end = portion->mark.end;
            return;
        }
        if (portion->own.is_entire_text &&
            tl_rank_above(tl_marking_rank(&r->overall), tl_marking_rank(&portion->own))) {
            portion->effective = tl_marking_join(r->arena, &portion->own, &r->overall); /* contradiction */
            tl_why_set(portion, TL_WHY_OVERALL, 0);
            tl_add_finding(r, "entire-text-below-overall", index + 1);
        }
    } else if (start->mark_kind == TL_START_BROKEN && !start->is_lower_case) {
        tl_take_broken_mark(r, portion, shift(start->mark, base));
    } else if (start->mark_kind == TL_START_UNMARKED && b->is_damaged) {
        take_unreadable(b, base + start->label.end, index);
    } else if (start->mark_kind == TL_START_ENTIRE) {
        struct tl_marking claim;
        const tl_slice body = tl_span_of(line, start->mark);
        tl_portion_parse(r->arena,
                         tl_str(tl_arena_format(r->arena, "(%.*s)", (int)body.len, (const char *)body.ptr)),
                         &claim);
        tl_add_claim(r, TL_CLAIM_PORTION, &claim, shift(start->mark, base), (struct tl_span){base, base},
                     index + 1);
        r->cable->claims.items[r->cable->claims.count - 1].is_damaged = start->is_damaged;
    }
    tl_body_raise_current(b, index);
}

/* Text set off by a mark in pieces: the overall, and what is readable of the mark. */
void tl_body_begin_torn(struct tl_body *b, const struct tl_start *start, size_t index)
{
    const size_t begin = tl_line_core(b->r, index).begin;
    tl_body_begin_set_off(b, index, &b->r->overall, &b->parent_low, TL_FROM_OVERALL);
    if (start->mark_kind == TL_START_BROKEN) {
        tl_take_broken_mark(b->r, tl_body_current(b), shift(start->mark, begin));
    } else {
        take_unreadable(b, begin + start->label.end, index);
    }
    tl_body_raise_list(b, &tl_body_current(b)->effective);
    b->parent_low = tl_body_current(b)->lenient;
    b->is_parent_uncertain = true;
}

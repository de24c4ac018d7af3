/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Marks in mid-sentence: what reads as a higher mark where no portion can begin raises nothing (DESIGN M2),
 * and is told, so that a person looks whether a portion does begin there.
 */
#include "cable/list.h"
#include "marking/portion.h"

enum { HEAD_CHARACTERS = 24, LONGEST_MARK = 120 };

/* What opens at `open` of a line and is closed on it, where it may be a mark; empty when it may not. */
static tl_slice mark_at(tl_slice line, size_t open)
{
    const size_t close = tl_slice_find(tl_slice_sub(line, 0, open + LONGEST_MARK), TL_LIT(")"), open);
    if (close == TL_NONE || !tl_portion_looks_marked(tl_slice_sub(line, open + 1, close))) {
        return (tl_slice){0};
    }
    return tl_slice_sub(line, open, close + 1);
}

/* True when a valid mark above the level of the portion stands in the line, in `text` of the cable, where
 * none raises. */
static bool has_mark(const struct tl_reader *r, const struct tl_portion *portion, size_t index,
                     struct tl_span text)
{
    const struct tl_raise_context context = {tl_line_at(&r->lines, portion->core.begin), index};
    const struct tl_span core = tl_line_core(r, index);
    const tl_slice line = tl_line_trim(&r->lines, index);
    const size_t end = text.end < core.end ? text.end - core.begin : line.len;
    size_t at = text.begin > core.begin ? text.begin - core.begin : 0;
    for (at = at > HEAD_CHARACTERS ? at : HEAD_CHARACTERS; (at = tl_slice_find(line, TL_LIT("("), at)) < end;
         at++) {
        const tl_slice mark = mark_at(line, at);
        struct tl_marking marking;
        if (mark.len == 0 || tl_follows_sentence(line, at) || tl_is_citation(line, at) ||
            (mark.len == 3 && tl_is_list_letter(r, &context, at))) {
            continue;
        }
        tl_portion_parse(r->arena, mark, &marking);
        if (marking.is_valid && !tl_marking_within(&marking, &portion->effective)) {
            return true;
        }
    }
    return false;
}

static void look_at_portion(struct tl_reader *r, const struct tl_portion *portion)
{
    struct tl_span text = portion->core;
    text.begin =
        portion->mark.end > text.begin && portion->mark.end < text.end ? portion->mark.end : text.begin;
    for (size_t i = tl_line_at(&r->lines, text.begin); i < r->lines.list.count; i++) {
        const struct tl_line *line = &r->lines.list.items[i];
        if (line->core.begin >= text.end) {
            return;
        }
        if ((line->signs & TL_SIGN_BRACKET) != 0 && !tl_line_is_furniture(line) &&
            has_mark(r, portion, i, text)) {
            tl_add_finding(r, "mark-in-sentence", i + 1);
        }
    }
}

void tl_look_at_sentences(struct tl_reader *r)
{
    for (size_t i = 0; i < r->cable->portions.count && (r->lines.signs & TL_SIGN_BRACKET) != 0; i++) {
        const struct tl_portion *portion = &r->cable->portions.items[i];
        if (tl_span_len(portion->core) > 0 && portion->inside == TL_NONE &&
            !tl_kind_is_header_fact(portion->kind)) {
            look_at_portion(r, portion);
        }
    }
}

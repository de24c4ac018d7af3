/* SPDX-License-Identifier: Apache-2.0 */
/* The running paragraph of a body (DESIGN M2, M3). */
#include "cable/body.h"
#include "cable/raise.h"

struct tl_portion *tl_body_current(struct tl_body *b)
{
    return &b->r->cable->portions.items[b->current];
}

bool tl_body_same_level(const struct tl_marking *a, const struct tl_marking *b)
{
    return tl_marking_within(a, b) && tl_marking_within(b, a);
}

/* A portion of the running paragraph that begins here. */
struct tl_portion *tl_body_begin_portion(struct tl_body *b, enum tl_kind kind, struct tl_span core,
                                         const struct tl_marking *effective, const struct tl_marking *lenient)
{
    struct tl_portion *portion = tl_add_portion(b->r, kind, core);
    b->current = b->r->cable->portions.count - 1;
    if (b->group == TL_NONE) {
        b->group = b->current;
    }
    portion->group = b->group;
    portion->effective = *effective;
    portion->lenient = *lenient;
    return portion;
}

void tl_body_begin_paragraph(struct tl_body *b, size_t index)
{
    b->group = TL_NONE;
    b->sub = TL_NONE;
    b->first_line = index;
    b->is_bare = false;
    b->is_closed = false;
}

/* Level of the paragraph that its later text inherits. */
void tl_body_settle_paragraph(struct tl_body *b)
{
    const struct tl_portion *portion = tl_body_current(b);
    b->parent = portion->effective;
    b->parent_low = portion->lenient;
    b->is_parent_uncertain = portion->is_uncertain;
    b->strict = portion->effective;
}

/* True for nearly every text of a line: no byte of a marking or of what follows one, and no BEGIN. */
static bool is_mere_text(const struct tl_reader *r, const struct tl_portion *portion, tl_slice text)
{
    const unsigned any = TL_SIGN_BRACKET | TL_SIGN_SLASH | TL_SIGN_ODD | TL_SIGN_COLON | TL_SIGN_DASH;
    const struct tl_line *line = &r->lines.list.items[portion->line - 1];
    return portion->core.end <= line->span.end && (line->signs & TL_SIGN_BEGIN) == 0 &&
           (tl_sorts_of(text) & any) == 0;
}

/* A portion that begins with a label without brackets and a mark that reads, behind which nothing may be one.
 */
static bool is_all_said(const struct tl_reader *r, const struct tl_portion *portion)
{
    const tl_slice label = tl_span_of(r->lines.bytes, portion->label);
    const tl_slice text = tl_slice_sub(r->lines.bytes, portion->mark.end, portion->core.end);
    return tl_span_len(portion->mark) > 0 && portion->own.is_valid &&
           portion->mark.begin == portion->label.end && portion->mark.end <= portion->core.end &&
           (tl_sorts_of(label) & (TL_SIGN_BRACKET | TL_SIGN_ODD)) == 0 &&
           (is_mere_text(r, portion, text) || !tl_may_raise(text));
}

void tl_body_raise_current(struct tl_body *b, size_t index)
{
    struct tl_reader *r = b->r;
    struct tl_portion *portion = tl_body_current(b);
    const struct tl_raise_context context = {b->first_line, index};
    struct tl_marking higher;
    if (is_all_said(r, portion)) {
        return;
    }
    if (tl_find_raise(r, &context, &portion->effective, &higher)) {
        portion->effective = tl_marking_join(r->arena, &portion->effective, &higher);
        portion->is_uncertain = true;
        tl_why_set(portion, TL_WHY_RAISED, index + 1);
        tl_add_finding(r, "raised", index + 1);
    }
}

/* The line goes on with the running portion; what reads as a higher mark begins a raised one (M2). */
void tl_body_extend(struct tl_body *b, size_t index)
{
    struct tl_reader *r = b->r;
    struct tl_span core = tl_line_core(r, index);
    const struct tl_raise_context context = {b->first_line, index};
    struct tl_portion *portion = tl_body_current(b);
    struct tl_marking higher;
    core.begin = core.begin > portion->core.end ? core.begin : portion->core.end;
    if (!tl_find_raise(r, &context, &portion->effective, &higher)) {
        portion->core.end = core.end;
        return;
    }
    const struct tl_marking low = portion->lenient;
    const enum tl_kind kind = portion->kind;
    const struct tl_marking raised = tl_marking_join(r->arena, &portion->effective, &higher);
    portion = tl_body_begin_portion(b, kind, core, &raised, &low);
    portion->is_continuation = true;
    portion->is_uncertain = true;
    portion->from = TL_FROM_INHERITED;
    tl_why_set(portion, TL_WHY_RAISED, index + 1);
    if (b->sub == TL_NONE) {
        b->parent = raised;
    }
    b->strict = tl_marking_join(r->arena, &b->strict, &raised);
    tl_add_finding(r, "raised", index + 1);
}

/* A portion of the running paragraph for text that was set off: its level stands over the list that follows
 * it. */
void tl_body_begin_set_off(struct tl_body *b, size_t index, const struct tl_marking *effective,
                           const struct tl_marking *lenient, enum tl_from from)
{
    struct tl_portion *portion =
        tl_body_begin_portion(b, TL_KIND_PARAGRAPH, tl_line_core(b->r, index), effective, lenient);
    portion->is_continuation = portion->group != b->current;
    portion->is_uncertain = from == TL_FROM_INHERITED && b->is_parent_uncertain;
    tl_why_from(b->r, portion, from);
    b->sub = TL_NONE;
}

void tl_body_raise_list(struct tl_body *b, const struct tl_marking *level)
{
    b->parent = tl_marking_join(b->r->arena, &b->parent, level);
    b->strict = tl_marking_join(b->r->arena, &b->strict, level);
}

/* Text that from here on has another level than the portion before it. */
void tl_body_begin_continuation(struct tl_body *b, size_t index, const struct tl_marking *effective,
                                const struct tl_marking *lenient, enum tl_from from)
{
    if (from == TL_FROM_OVERALL) {
        tl_body_raise_list(b, effective);
    }
    if (b->current != TL_NONE && b->group != TL_NONE && b->sub == TL_NONE &&
        tl_body_current(b)->kind != TL_KIND_WITHHELD &&
        tl_body_same_level(&tl_body_current(b)->effective, effective)) {
        tl_body_extend(b, index);
        return;
    }
    tl_body_begin_set_off(b, index, effective, lenient, from);
    tl_body_raise_current(b, index);
}

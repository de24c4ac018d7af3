/* SPDX-License-Identifier: Apache-2.0 */
/* What rules read as one: an element, or a paragraph with its sub-elements (DESIGN M7). */
#include "release/stage.h"

#include "base/search.h"

/* What rules read of a portion: its text after label and mark, which no rule may take. */
static struct tl_span text_of(const struct tl_portion *portion)
{
    struct tl_span span = tl_withheld_span(portion);
    if (portion->mark.begin == span.begin) {
        span.begin = portion->mark.end;
    } else if (portion->mark.end == span.end) {
        span.end = portion->mark.begin;
    }
    return span;
}

static void add_unit(struct tl_arena *arena, struct tl_units *out, struct tl_span span, enum tl_kind kind,
                     size_t portion)
{
    if (tl_span_len(span) > 0) {
        struct tl_unit *unit = TL_PUSH(arena, &out->list);
        *unit = (struct tl_unit){span, kind, portion};
    }
}

/* The archive's attributes are fields, one a line: a name does not go on from one to the next. */
static void add_fields(struct tl_arena *arena, const struct tl_cable *cable, size_t portion,
                       struct tl_units *out)
{
    const struct tl_span core = cable->portions.items[portion].core;
    size_t begin = core.begin;
    for (size_t at = core.begin; at <= core.end; at++) {
        if (at == core.end || cable->bytes.ptr[at] == '\n') {
            add_unit(arena, out, (struct tl_span){begin, at}, TL_KIND_ATTRIBUTES, portion);
            begin = at + 1;
        }
    }
}

void tl_units_of(struct tl_arena *arena, const struct tl_cable *cable, struct tl_units *out)
{
    for (size_t i = 0; i < cable->portions.count; i++) {
        const struct tl_portion *portion = &cable->portions.items[i];
        struct tl_span whole = text_of(portion);
        bool has_members = false;
        for (size_t k = i + 1; portion->group == i && k < cable->portions.count; k++) {
            const struct tl_portion *other = &cable->portions.items[k];
            if (other->group == i) {
                whole.end = text_of(other).end;
                has_members = true;
            } else if (other->inside == TL_NONE && other->kind != TL_KIND_FURNITURE) {
                break;
            }
        }
        if (portion->kind == TL_KIND_ATTRIBUTES) {
            add_fields(arena, cable, i, out);
            continue;
        }
        add_unit(arena, out, text_of(portion), portion->kind, i);
        if (has_members) {
            add_unit(arena, out, whole, TL_KIND_PARAGRAPH, i);
        }
    }
}

struct tl_span *tl_holes_of(struct tl_arena *arena, const struct tl_cable *cable, size_t *count)
{
    struct tl_span *holes = tl_arena_alloc(arena, cable->portions.count + 1, sizeof(*holes));
    *count = 0;
    for (size_t i = 0; i < cable->portions.count; i++) {
        if (cable->portions.items[i].kind == TL_KIND_FURNITURE) {
            holes[(*count)++] = cable->portions.items[i].span;
        }
    }
    return holes;
}

size_t tl_portion_of(const struct tl_cable *cable, size_t offset)
{
    const size_t low =
        tl_last_of(TL_COUNT_UP_TO(cable->elements.items, cable->elements.count, span.begin, offset));
    return cable->elements.count == 0 ? 0 : cable->elements.items[low].portion;
}

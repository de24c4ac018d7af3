/* SPDX-License-Identifier: Apache-2.0 */
/* What the rules of a second opinion read as one, and where it stands (DESIGN M6, M7). */
#include "base/search.h"
#include "ledger/second.h"

/* --- places in a cable */

struct tl_span tl_second_held(const struct tl_portion *portion)
{
    const bool is_labelled =
        portion->label.begin == portion->core.begin && portion->label.end <= portion->core.end;
    return (struct tl_span){is_labelled ? portion->label.end : portion->core.begin, portion->core.end};
}

size_t tl_second_portion_at(const struct tl_cable *cable, size_t offset)
{
    const size_t count = TL_COUNT_UP_TO(cable->elements.items, cable->elements.count, span.begin, offset);
    return count == 0 ? 0 : cable->elements.items[count - 1].portion;
}

bool tl_second_in_label(const struct tl_cable *cable, struct tl_span in)
{
    const struct tl_portion *portion = &cable->portions.items[tl_second_portion_at(cable, in.begin)];
    const bool is_mark = portion->mark.begin < portion->mark.end && tl_span_holds(portion->mark, in);
    return is_mark || tl_span_holds(portion->label, in) || tl_span_holds(tl_cable_level_words(cable, in), in);
}

/* The text of a portion without label and mark. */
static struct tl_span read_of(const struct tl_portion *portion)
{
    const struct tl_span held = tl_second_held(portion);
    if (portion->mark.begin == held.begin) {
        return (struct tl_span){portion->mark.end, held.end};
    }
    return (struct tl_span){held.begin, portion->mark.end == held.end ? portion->mark.begin : held.end};
}

static void add_unit(struct tl_arena *arena, struct tl_second_units *out, struct tl_second_unit unit)
{
    if (unit.span.begin < unit.span.end) {
        *TL_PUSH(arena, &out->list) = unit;
    }
}

void tl_second_units(struct tl_arena *arena, const struct tl_cable *cable, struct tl_second_units *out)
{
    const struct tl_portion *portions = cable->portions.items;
    const size_t count = cable->portions.count;
    *out = (struct tl_second_units){.holes = tl_arena_alloc(arena, count, sizeof(*out->holes))};
    for (size_t i = 0; i < count; i++) {
        struct tl_second_unit unit = {read_of(&portions[i]), portions[i].kind, i, i};
        if (portions[i].kind == TL_KIND_FURNITURE) {
            out->holes[out->hole_count++] = portions[i].span;
        }
        if (portions[i].kind == TL_KIND_ATTRIBUTES) { /* one field a line */
            const tl_slice bytes = tl_slice_sub(cable->bytes, 0, portions[i].core.end);
            for (size_t at = portions[i].core.begin; at < portions[i].core.end;) {
                const size_t found = tl_slice_find(bytes, TL_LIT("\n"), at);
                const size_t end = found == TL_NONE ? bytes.len : found;
                unit.span = (struct tl_span){at, end};
                add_unit(arena, out, unit);
                at = end + 1;
            }
            continue;
        }
        add_unit(arena, out, unit);
        if (portions[i].group != i) {
            continue;
        }
        unit.kind = TL_KIND_PARAGRAPH; /* with all that belongs to it */
        for (size_t k = i + 1; k < count; k++) {
            if (portions[k].group == i) {
                unit.last = k;
                unit.span.end = read_of(&portions[k]).end;
            } else if (portions[k].kind != TL_KIND_FURNITURE && portions[k].inside == TL_NONE) {
                break;
            }
        }
        if (unit.last > i) {
            add_unit(arena, out, unit);
        }
    }
}

/* Those of sorted, disjoint spans that meet a range. */
static const struct tl_span *spans_in(const struct tl_span *spans, size_t count, struct tl_span range,
                                      size_t *found)
{
    const size_t first = TL_COUNT_UP_TO(spans, count, end, range.begin);
    size_t end = first;
    while (end < count && spans[end].begin < range.end) {
        end++;
    }
    *found = end - first;
    return *found == 0 ? NULL : spans + first;
}

void tl_second_views(struct tl_arena *arena, const struct tl_cable *cable,
                     const struct tl_second_units *units, const struct tl_second_unit *unit,
                     const struct tl_span *atoms, size_t atom_count, struct tl_views *out)
{
    size_t hole_count = 0;
    size_t cut_count = 0;
    const struct tl_span *cuts = spans_in(atoms, atom_count, unit->span, &cut_count);
    const struct tl_span *holes = spans_in(
        units->holes, unit->kind == TL_KIND_FURNITURE ? 0 : units->hole_count, unit->span, &hole_count);
    tl_views_build(arena, cable, unit->span, holes, hole_count, cuts, cut_count, out);
}

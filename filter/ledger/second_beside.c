/* SPDX-License-Identifier: Apache-2.0 */
/* What a second opinion expects beside edits: kept hits, covered hits, findings (DESIGN M19, section 6). */
#include "base/sort.h"
#include "ledger/second.h"

void tl_second_note(struct tl_second *second, const char *slug, size_t portion, const struct tl_rule *rule)
{
    const size_t line = portion == TL_NONE ? 0 : second->cable.portions.items[portion].line;
    *TL_PUSH(second->arena, &second->notes) = (struct tl_second_note){slug, portion, line, rule};
}

static int by_place(const void *a, const void *b)
{
    const struct tl_second_kept *x = a;
    const struct tl_second_kept *y = b;
    if (x->in.begin != y->in.begin) {
        return x->in.begin < y->in.begin ? -1 : 1;
    }
    if (x->in.end != y->in.end) {
        return x->in.end < y->in.end ? -1 : 1;
    }
    if (x->rule != y->rule) {
        return tl_slice_cmp(x->rule->id, y->rule->id);
    }
    return x->order < y->order ? -1 : x->order > y->order;
}

static int by_order(const void *a, const void *b)
{
    const struct tl_second_kept *x = a;
    const struct tl_second_kept *y = b;
    return x->order < y->order ? -1 : x->order > y->order;
}

/* One rule in one place is kept once, as it was found first. */
static void settle_kept(struct tl_second *second)
{
    struct tl_second_kept *kept = second->kept.items;
    size_t count = 0;
    tl_sort(kept, second->kept.count, sizeof(*kept), by_place);
    for (size_t i = 0; i < second->kept.count; i++) {
        const struct tl_second_kept *last = count == 0 ? NULL : &kept[count - 1];
        if (last == NULL || last->rule != kept[i].rule || last->in.begin != kept[i].in.begin ||
            last->in.end != kept[i].in.end) {
            kept[count++] = kept[i];
        }
    }
    second->kept.count = count;
    tl_sort(kept, count, sizeof(*kept), by_order);
}

static void cover(struct tl_second *second, const struct tl_second_units *units, size_t index)
{
    const struct tl_portion *portion = &second->cable.portions.items[index];
    const struct tl_second_unit unit = {portion->core, portion->kind, index, index};
    struct tl_arena scratch = {0};
    struct tl_views views;
    struct tl_plain_hits hits;
    tl_second_views(&scratch, &second->cable, units, &unit, NULL, 0, &views);
    tl_plain_rules(second->plain, &scratch, &views, portion->kind, second->options.judged_on, &hits);
    for (size_t i = 0; i < hits.list.count; i++) {
        const struct tl_plain_hit *hit = &hits.list.items[i];
        const bool is_sure = hit->rule != hits.undecided && !tl_plain_is_hungry(&hits, hit->rule);
        *TL_PUSH(second->arena, &second->covered) =
            (struct tl_second_covered){hit->in, hit->rule, index, is_sure};
    }
    tl_arena_release(&scratch);
}

void tl_second_beside(struct tl_second *second)
{
    struct tl_second_units units;
    settle_kept(second);
    tl_second_units(second->arena, &second->cable, &units);
    for (size_t i = 0; i < second->cable.portions.count; i++) {
        if (!second->opinions[i].may_leave && second->cable.portions.items[i].inside == TL_NONE) {
            cover(second, &units, i);
        }
    }
}

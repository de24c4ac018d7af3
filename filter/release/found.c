/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was matched before.  The same bytes with the same cuts give the same, so a unit in which nothing
 * changed is not matched again in the next round.
 *
 * The second reading makes texts of its own of the release, and asks whether the rules read these very texts
 * before (reread.c).  Nothing but the texts decides: where they came from does not matter.
 */
#include "release/stage.h"

/* What rules and names found in a unit, around these cuts. */
struct tl_found {
    const struct tl_unit *unit;
    bool has_matches;
    bool has_names;
    struct tl_span *cuts;
    size_t cut_count;
    struct tl_read *read;         /* in which they were looked for; NULL: nobody read it */
    const struct tl_read *before; /* what was read first, around fewer cuts; or NULL */
    struct tl_matches matches;
    struct tl_name_hits names;
};

void tl_found_begin(struct tl_stage *stage, const struct tl_units *units)
{
    stage->found = tl_arena_alloc(stage->arena, units->list.count, sizeof(*stage->found));
    stage->found_count = units->list.count;
    for (size_t i = 0; i < units->list.count; i++) {
        stage->found[i].unit = &units->list.items[i];
    }
}

/* What is known of unit `index` in `range`; forgets what was found around other cuts. */
static struct tl_found *found_of(struct tl_stage *stage, size_t index, const struct tl_range *range)
{
    struct tl_found *found = &stage->found[index];
    bool is_same = found->cut_count == range->cut_count;
    for (size_t i = 0; is_same && i < range->cut_count; i++) {
        is_same = found->cuts[i].begin == range->cuts[i].begin && found->cuts[i].end == range->cuts[i].end;
    }
    if (!is_same) {
        const struct tl_read *before = found->before != NULL ? found->before : found->read;
        *found = (struct tl_found){.unit = found->unit, .before = before, .cut_count = range->cut_count};
        found->cuts = tl_arena_alloc(stage->arena, range->cut_count, sizeof(*found->cuts));
        for (size_t i = 0; i < range->cut_count; i++) {
            found->cuts[i] = range->cuts[i];
        }
    }
    return found;
}

/* The range as it is read. */
static struct tl_range range_of(struct tl_stage *stage, struct tl_found *found, const struct tl_range *range)
{
    struct tl_range with = *range;
    if (found->read == NULL) {
        found->read = tl_arena_alloc(stage->arena, 1, sizeof(*found->read));
        tl_range_read(stage->arena, stage->cable, range, found->before, found->read);
    }
    with.read = found->read;
    return with;
}

const struct tl_matches *tl_found_matches(struct tl_stage *stage, size_t index, const struct tl_range *range)
{
    struct tl_found *found = found_of(stage, index, range);
    if (!found->has_matches && tl_rules_run_in(stage->policy, range->kind)) {
        const struct tl_range with = range_of(stage, found, range);
        tl_match_rules(stage->matcher, stage->arena, stage->cable, stage->policy, stage->options->judged_on,
                       &with, NULL, NULL, &found->matches);
    }
    found->has_matches = true;
    return &found->matches;
}

const struct tl_name_hits *tl_found_names(struct tl_stage *stage, size_t index, const struct tl_range *range)
{
    struct tl_found *found = found_of(stage, index, range);
    if (!found->has_names && stage->names.list.count > 0) {
        const struct tl_range with = range_of(stage, found, range);
        found->has_names = true;
        tl_match_names(stage->arena, stage->cable, &with, &stage->names, &found->names);
    }
    return &found->names;
}

/* --- whether rules read a text before */

static bool is_same_view(const struct tl_view *a, const struct tl_view *b)
{
    bool is_same = tl_slice_eq(a->text, b->text) && a->visible == b->visible && a->is_ascii == b->is_ascii &&
                   a->segments.count == b->segments.count;
    for (size_t i = 0; is_same && i < a->segments.count; i++) {
        is_same = a->segments.items[i].begin == b->segments.items[i].begin &&
                  a->segments.items[i].end == b->segments.items[i].end;
    }
    return is_same;
}

static bool are_same_views(const struct tl_views *a, const struct tl_views *b)
{
    bool is_same = true;
    for (size_t i = 0; is_same && i < TL_READING_COUNT; i++) {
        is_same = a->has[i] == b->has[i] && (!a->has[i] || is_same_view(&a->view[i], &b->view[i]));
    }
    return is_same;
}

/* True when all was looked for, and no more found than what may stay wherever it stands: what an exception or
 * a failed check keeps, and flags. */
static bool is_clean(const struct tl_stage *stage, const struct tl_found *found)
{
    bool is_clean = found->read != NULL && found->has_matches && found->matches.undecided == NULL &&
                    (found->has_names || stage->names.list.count == 0) && found->names.list.count == 0;
    for (size_t i = 0; is_clean && i < found->matches.list.count; i++) {
        const struct tl_match *match = &found->matches.list.items[i];
        is_clean =
            match->rule->action == TL_ACTION_FLAG || match->exception != NULL || match->is_check_failed;
    }
    return is_clean;
}

bool tl_found_nothing(struct tl_stage *stage, size_t place, enum tl_kind kind, const struct tl_views *views)
{
    while (stage->found_at < stage->found_count && stage->found[stage->found_at].unit->span.begin < place) {
        stage->found_at++;
    }
    for (size_t i = stage->found_at; i < stage->found_count && stage->found[i].unit->span.begin == place;
         i++) {
        const struct tl_found *found = &stage->found[i];
        if (found->unit->kind == kind && is_clean(stage, found) &&
            are_same_views(&found->read->views, views)) {
            return true;
        }
    }
    return false;
}

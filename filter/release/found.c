/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was matched before.  The same bytes with the same cuts give the same, so a unit in which nothing
 * changed is not matched again in the next round.  The second reading asks none of this: it matches afresh.
 */
#include "release/stage.h"

/* What rules and names found in a unit, around these cuts. */
struct tl_found {
    bool has_matches;
    bool has_names;
    struct tl_span *cuts;
    size_t cut_count;
    struct tl_views *views; /* where names may be looked for, once they are read */
    struct tl_matches matches;
    struct tl_name_hits names;
};

void tl_found_begin(struct tl_stage *stage, size_t units)
{
    for (size_t i = 0; i < stage->policy->rule_count; i++) {
        stage->finds_names = stage->finds_names || stage->policy->rules[i].propagates_full ||
                             stage->policy->rules[i].propagates_surname;
    }
    stage->found = tl_arena_alloc(stage->arena, units, sizeof(*stage->found));
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
        *found = (struct tl_found){.cut_count = range->cut_count};
        found->cuts = tl_arena_alloc(stage->arena, range->cut_count, sizeof(*found->cuts));
        for (size_t i = 0; i < range->cut_count; i++) {
            found->cuts[i] = range->cuts[i];
        }
    }
    return found;
}

/* The range with its views, which stay only where names may be looked for in them. */
static struct tl_range range_of(struct tl_stage *stage, struct tl_found *found, const struct tl_range *range)
{
    struct tl_range with = *range;
    if (stage->finds_names) {
        if (found->views == NULL) {
            found->views = tl_arena_alloc(stage->arena, 1, sizeof(*found->views));
            tl_range_read(stage->arena, stage->cable, range, found->views);
        }
        with.views = found->views;
    }
    return with;
}

const struct tl_matches *tl_found_matches(struct tl_stage *stage, size_t index, const struct tl_range *range)
{
    struct tl_found *found = found_of(stage, index, range);
    if (!found->has_matches) {
        const struct tl_range with = range_of(stage, found, range);
        found->has_matches = true;
        tl_match_rules(stage->matcher, stage->arena, stage->cable, stage->policy, stage->options->judged_on,
                       &with, NULL, NULL, &found->matches);
    }
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

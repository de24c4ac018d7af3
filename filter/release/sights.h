/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the literal filter sees in a text before any rule is asked: where literals end, and where openings
 * stand.
 *
 * That depends on the bytes alone.  So where a text is part of one that was seen before - after a cut, what
 * is left of it on either side - nothing is looked for again but at its two ends.
 */
#ifndef TL_RELEASE_SIGHTS_H
#define TL_RELEASE_SIGHTS_H

#include "cable/view.h"
#include "policy/filter.h"

/* All literals of `state`, and of its suffixes, end in front of `end`. */
struct tl_sight_literal {
    size_t end;
    size_t state; /* times the number of classes, as the automaton has it */
};

/* The openings of these rules of a group, as bits, stand at `at`. */
struct tl_sight_opening {
    size_t at;
    uint64_t rules;
};

struct tl_sight_openings {
    TL_VEC(struct tl_sight_opening) list;
};

/* Of all segments of a text, in its order; arena. */
struct tl_sights {
    TL_VEC(struct tl_sight_literal) literals;
    struct tl_sight_openings *openings; /* by group, those of `opening_groups` */
};

enum { TL_SIGHT_LANES = 4 };

/* What one worker needs to look; zeroed is ready, tl_looker_release frees. */
struct tl_looker {
    struct tl_sight_literal *found[TL_SIGHT_LANES]; /* owned */
    size_t room[TL_SIGHT_LANES];
};

void tl_looker_release(struct tl_looker *looker);

/*
 * Looks through all segments of the view.  What `seen` holds of another view is taken over wherever a segment
 * is part of a segment of that one, byte for byte; both NULL: all is looked for.  The result is the same.
 */
void tl_sights_make(struct tl_looker *looker, struct tl_arena *arena, const struct tl_filter *filter,
                    const struct tl_view *view, const struct tl_view *seen_view, const struct tl_sights *seen,
                    struct tl_sights *out);

#endif

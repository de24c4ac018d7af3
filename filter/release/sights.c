/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each step through the automaton waits for the one before, so a long segment is read in four lanes at once,
 * each on its own stretch, as if the text began there.  Then the lanes are joined: where a stretch begins,
 * the walk that comes from before goes on until it stands in the same state as the lane.  From there on both
 * are the same walk; before, what the lane found is forgotten.
 */
#include "release/sights.h"

#include <stdlib.h>

#include "base/check.h"
#include "base/search.h"

enum {
    LANES = TL_SIGHT_LANES,
    LANE_LEAST = 24, /* bytes that make a lane worth its while */
    FIRST_ROOM = 32,
    ASCII_RUN = 1024 /* bytes that are looked at ahead */
};

void tl_looker_release(struct tl_looker *looker)
{
    for (size_t i = 0; i < LANES; i++) {
        free(looker->found[i]);
    }
    *looker = (struct tl_looker){0};
}

/* --- literals ------------------------------------------------------------------------------------------- */

/* A walk through the automaton over bytes [begin, end) of a text. */
struct lane {
    size_t begin;
    size_t end;
    uint32_t state; /* where it stands */
    size_t count;   /* of what it found: looker->found */
};

static inline uint32_t state_after(const struct tl_filter *filter, uint32_t state, unsigned char byte)
{
    return filter->next[state + filter->class_of[byte]];
}

/* The first state in which literals end. */
static uint32_t first_found(const struct tl_filter *filter)
{
    return (uint32_t)(filter->first_found * filter->class_count);
}

static void lane_found(struct tl_looker *looker, size_t index, struct lane *lane, size_t end, uint32_t state)
{
    if (lane->count == looker->room[index]) {
        looker->room[index] = looker->room[index] == 0 ? FIRST_ROOM : looker->room[index] * 2;
        looker->found[index] =
            realloc(looker->found[index], looker->room[index] * sizeof(*looker->found[index]));
        if (looker->found[index] == NULL) {
            tl_out_of_memory();
        }
    }
    looker->found[index][lane->count++] = (struct tl_sight_literal){end, state};
}

/* What the lanes found in one step. */
static void step_found(struct tl_looker *looker, struct lane lanes[LANES], const uint32_t states[LANES],
                       size_t step, uint32_t found)
{
    for (size_t k = 0; k < LANES; k++) {
        if (states[k] >= found) {
            lane_found(looker, k, &lanes[k], lanes[k].begin + step, states[k]);
        }
    }
}

/* Walks all lanes side by side, as many steps; they begin as many bytes apart. */
static void lanes_walk(struct tl_looker *looker, const struct tl_filter *filter, const unsigned char *text,
                       struct lane lanes[LANES], size_t steps)
{
    const uint32_t *const next = filter->next;
    const uint8_t *const class_of = filter->class_of;
    const uint32_t found = first_found(filter);
    const unsigned char *at = text + lanes[0].begin;
    const unsigned char *const end = at + steps;
    uint32_t a = 0, b = 0, c = 0, d = 0; /* each in a register */
    while (at < end) {
        a = next[a + class_of[at[0]]];
        b = next[b + class_of[at[steps]]];
        c = next[c + class_of[at[2 * steps]]];
        d = next[d + class_of[at[3 * steps]]];
        at++;
        if (a >= found || b >= found || c >= found || d >= found) {
            const uint32_t states[LANES] = {a, b, c, d};
            step_found(looker, lanes, states, steps - (size_t)(end - at), found);
        }
    }
    lanes[0].state = a;
    lanes[1].state = b;
    lanes[2].state = c;
    lanes[3].state = d;
}

_Static_assert(LANES == 4, "lanes_walk names each of them");

/* Walks one lane from `at` to its end. */
static void lane_walk(struct tl_looker *looker, const struct tl_filter *filter, const unsigned char *text,
                      size_t index, struct lane *lane, size_t at)
{
    const uint32_t found = first_found(filter);
    uint32_t state = lane->state;
    while (at < lane->end) {
        state = state_after(filter, state, text[at++]);
        if (state >= found) {
            lane_found(looker, index, lane, at, state);
        }
    }
    lane->state = state;
}

static void literal_add(struct tl_arena *arena, struct tl_sights *out, struct tl_sight_literal literal)
{
    *TL_PUSH(arena, &out->literals) = literal;
}

/* Adds what stands in the lane, where the walk from before comes with `state`; returns the state at its end.
 */
static uint32_t lane_join(struct tl_arena *arena, const struct tl_filter *filter, const unsigned char *text,
                          const struct lane *lane, const struct tl_sight_literal *found, uint32_t state,
                          struct tl_sights *out)
{
    const uint32_t first = first_found(filter);
    size_t at = lane->begin;
    for (uint32_t alone = 0; alone != state && at < lane->end;) {
        state = state_after(filter, state, text[at]);
        alone = state_after(filter, alone, text[at]);
        at++;
        if (state >= first) {
            literal_add(arena, out, (struct tl_sight_literal){at, state});
        }
    }
    const bool is_joined = at < lane->end;
    for (size_t i = 0; i < lane->count; i++) {
        if (found[i].end > at) {
            literal_add(arena, out, found[i]);
        }
    }
    return is_joined ? lane->state : state;
}

static void literals_find(struct tl_looker *looker, struct tl_arena *arena, const struct tl_filter *filter,
                          tl_slice text, struct tl_span segment, struct tl_sights *out)
{
    const size_t len = tl_span_len(segment);
    const size_t count = len < (size_t)LANES * LANE_LEAST ? 1 : LANES;
    const size_t steps = len / count;
    struct lane lanes[LANES] = {0};
    uint32_t state = 0;
    for (size_t i = 0; i < count; i++) {
        lanes[i].begin = segment.begin + i * steps;
        lanes[i].end = i + 1 == count ? segment.end : lanes[i].begin + steps;
    }
    if (count == LANES) {
        lanes_walk(looker, filter, text.ptr, lanes, steps);
    }
    struct lane *last = &lanes[count - 1];
    lane_walk(looker, filter, text.ptr, count - 1, last, last->begin + (count == LANES ? steps : 0));
    for (size_t i = 0; i < count; i++) {
        state = lane_join(arena, filter, text.ptr, &lanes[i], looker->found[i], state, out);
    }
}

/* --- openings ------------------------------------------------------------------------------------------- */

/* The rules of the group whose opening stands at `at`, as bits; as tl_filter_may_open.  It looks at the byte
 * before `at` and at TL_OPENING bytes from there on. */
static uint64_t open_at(const struct tl_filter_group *group, tl_slice text, size_t at, size_t end)
{
    uint64_t open = group->at[0][text.ptr[at]];
    if (at > 0 && text.ptr[at - 1] < 0x80) {
        open &= group->before[text.ptr[at - 1]];
    }
    for (size_t i = 1; i < TL_OPENING && open != 0; i++) {
        if (at + i >= end) {
            return open & group->may_end[i];
        }
        const unsigned char c = text.ptr[at + i];
        if (c >= 0x80) {
            return open & group->other[i];
        }
        open &= group->at[i][c];
    }
    return open;
}

/* How many bytes of the text are ASCII; a few less when some are not. */
static size_t ascii_run(const unsigned char *bytes, size_t len)
{
    enum { WORD = sizeof(uint64_t) };
    const uint64_t high = 0x8080808080808080;
    size_t run = 0;
    uint64_t x = 0;
    for (; len - run >= WORD; run += WORD) {
        memcpy(&x, bytes + run, WORD);
        if ((x & high) != 0) {
            return run;
        }
    }
    if (len >= WORD) { /* the rest, and some once more */
        memcpy(&x, bytes + len - WORD, WORD);
        return (x & high) == 0 ? len : run;
    }
    while (run < len && bytes[run] < 0x80) {
        run++;
    }
    return run;
}

/* The next place from `at` on at which the group may open, or `end`.  All is ASCII from the byte before `at`
 * on up to the last telling byte of the place before `end`. */
static size_t telling_next(const struct tl_filter_group *group, const unsigned char *ptr, size_t at,
                           size_t end)
{
    const uint64_t *first = tl_filter_place(group, group->telling);
    const uint64_t *second = tl_filter_place(group, group->telling + 1);
    const uint64_t *third = tl_filter_place(group, group->telling + 2);
    for (; end - at >= 4; at += 4) {
        const unsigned char *c = ptr + at + group->telling - 1;
        if (((first[c[0]] & second[c[1]] & third[c[2]]) | (first[c[1]] & second[c[2]] & third[c[3]]) |
             (first[c[2]] & second[c[3]] & third[c[4]]) | (first[c[3]] & second[c[4]] & third[c[5]])) != 0) {
            break;
        }
    }
    for (; at < end; at++) {
        const unsigned char *c = ptr + at + group->telling - 1;
        if ((first[c[0]] & second[c[1]] & third[c[2]]) != 0) {
            break;
        }
    }
    return at;
}

static void opening_add(struct tl_arena *arena, struct tl_sight_openings *out, size_t at, uint64_t rules)
{
    if (rules != 0) {
        *TL_PUSH(arena, &out->list) = (struct tl_sight_opening){at, rules};
    }
}

/* Looks at one place. */
static void place_look(struct tl_arena *arena, const struct tl_filter_group *group, tl_slice text, size_t at,
                       size_t end, struct tl_sight_openings *out)
{
    if (text.ptr[at] < 0x80) {
        opening_add(arena, out, at, open_at(group, text, at, end));
    } else if ((text.ptr[at] & 0xc0) != 0x80) {
        opening_add(arena, out, at, group->other[0]);
    }
}

static void openings_find(struct tl_arena *arena, const struct tl_filter_group *group, tl_slice text,
                          struct tl_span segment, struct tl_sight_openings *out)
{
    const size_t far = group->telling + TL_TELLING - 2; /* to the last telling byte of a place */
    size_t ascii = segment.begin;                       /* all is, from `at` on to here */
    for (size_t at = segment.begin; at < segment.end; at++) {
        if (ascii <= at + far) {
            const size_t most = segment.end - at < ASCII_RUN ? segment.end - at : ASCII_RUN;
            ascii = ascii < segment.end ? at + ascii_run(text.ptr + at, most) : ascii;
        }
        if (ascii > at + far && at > 0 && text.ptr[at - 1] < 0x80) {
            at = telling_next(group, text.ptr, at, ascii - far);
            if (at == ascii - far) {
                at--; /* nothing up to there */
                continue;
            }
        }
        place_look(arena, group, text, at, segment.end, out);
    }
}

_Static_assert(TL_TELLING == 3, "telling_next looks at three bytes");

/* --- what was seen before ------------------------------------------------------------------------------- */

/* Where text[segment) of the view stands in one segment of another view, or TL_NONE. */
static size_t place_before(const struct tl_view *view, struct tl_span segment, const struct tl_view *before)
{
    const size_t original = tl_view_original(view, (struct tl_span){segment.begin, segment.begin + 1}).begin;
    const size_t at = tl_view_place(before, original);
    const size_t len = tl_span_len(segment);
    const size_t count =
        at == TL_NONE ? 0 : TL_COUNT_UP_TO(before->segments.items, before->segments.count, begin, at);
    if (count == 0 || before->segments.items[count - 1].end < at ||
        before->segments.items[count - 1].end - at < len ||
        !tl_slice_eq(tl_span_of(view->text, segment), tl_slice_sub(before->text, at, at + len))) {
        return TL_NONE;
    }
    return at;
}

/* What stands in a segment that was seen at `from` of another text.  A longer literal that began before
 * `from` may end in it too: who takes literals looks whether they stand whole in the segment. */
static void segment_take(struct tl_arena *arena, const struct tl_filter *filter, tl_slice text,
                         struct tl_span segment, const struct tl_sights *seen, size_t from,
                         struct tl_sights *out)
{
    const size_t len = tl_span_len(segment);
    for (size_t i = TL_COUNT_UP_TO(seen->literals.items, seen->literals.count, end, from);
         i < seen->literals.count && seen->literals.items[i].end <= from + len; i++) {
        const struct tl_sight_literal *literal = &seen->literals.items[i];
        literal_add(arena, out,
                    (struct tl_sight_literal){literal->end - from + segment.begin, literal->state});
    }
    for (size_t g = 0; g < filter->opening_groups; g++) {
        /* what stands before the first place, and behind the last ones, was something else there */
        const struct tl_sight_openings *openings = &seen->openings[g];
        const size_t last = len < TL_OPENING ? segment.begin + 1 : segment.end - TL_OPENING + 1;
        place_look(arena, &filter->groups[g], text, segment.begin, segment.end, &out->openings[g]);
        for (size_t i = TL_COUNT_UP_TO(openings->list.items, openings->list.count, at, from);
             i < openings->list.count && openings->list.items[i].at - from + segment.begin < last; i++) {
            const struct tl_sight_opening *opening = &openings->list.items[i];
            opening_add(arena, &out->openings[g], opening->at - from + segment.begin, opening->rules);
        }
        for (size_t at = last; at < segment.end; at++) {
            place_look(arena, &filter->groups[g], text, at, segment.end, &out->openings[g]);
        }
    }
}

void tl_sights_make(struct tl_looker *looker, struct tl_arena *arena, const struct tl_filter *filter,
                    const struct tl_view *view, const struct tl_view *seen_view, const struct tl_sights *seen,
                    struct tl_sights *out)
{
    *out = (struct tl_sights){.openings =
                                  tl_arena_alloc(arena, filter->opening_groups + 1, sizeof(*out->openings))};
    for (size_t i = 0; i < view->segments.count; i++) {
        const struct tl_span segment = view->segments.items[i];
        TL_CHECK(segment.begin < segment.end && segment.end <= view->text.len);
        const size_t from = seen == NULL ? TL_NONE : place_before(view, segment, seen_view);
        if (from != TL_NONE) {
            segment_take(arena, filter, view->text, segment, seen, from, out);
            continue;
        }
        if (filter->state_count > 0) {
            literals_find(looker, arena, filter, view->text, segment, out);
        }
        for (size_t g = 0; g < filter->opening_groups; g++) {
            openings_find(arena, &filter->groups[g], view->text, segment, &out->openings[g]);
        }
    }
}

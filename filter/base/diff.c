/* SPDX-License-Identifier: Apache-2.0 */
#include "base/diff.h"

#include "base/check.h"

enum { MOST_STEPS = 64 * 1024 * 1024 };

/* `ahead` and `back` hold, for each diagonal a - b, how far the two searches came; offset by `middle`. */
struct diff {
    tl_diff_same *same;
    const void *context;
    size_t *pairs;
    int64_t *ahead;
    int64_t *back;
    int64_t middle;
    int64_t steps; /* left */
};

/* A part of both sequences: [a0, a1) and [b0, b1). */
struct box {
    int64_t a0, a1, b0, b1;
};

static bool same_at(const struct diff *d, int64_t a, int64_t b)
{
    return d->same(d->context, (size_t)a, (size_t)b);
}

/* Pairs what the box begins and ends with. */
static void trim(struct diff *d, struct box *box)
{
    while (box->a0 < box->a1 && box->b0 < box->b1 && same_at(d, box->a0, box->b0)) {
        d->pairs[box->a0++] = (size_t)box->b0++;
    }
    while (box->a0 < box->a1 && box->b0 < box->b1 && same_at(d, box->a1 - 1, box->b1 - 1)) {
        d->pairs[--box->a1] = (size_t)--box->b1;
    }
}

/* One step of the search from the front on diagonal `k`; true when it meets the one from the back. */
static bool step_ahead(struct diff *d, const struct box *box, int64_t k)
{
    int64_t *v = d->ahead + d->middle;
    int64_t a = v[k - 1] < v[k + 1] ? v[k + 1] : v[k - 1] + 1;
    d->steps--;
    while (a < box->a1 && a - k < box->b1 && same_at(d, a, a - k)) {
        a++;
        d->steps--;
    }
    v[k] = a;
    return (d->back + d->middle)[k] <= a;
}

static bool step_back(struct diff *d, const struct box *box, int64_t k)
{
    int64_t *v = d->back + d->middle;
    int64_t a = v[k - 1] < v[k + 1] ? v[k - 1] : v[k + 1] - 1;
    d->steps--;
    while (a > box->a0 && a - k > box->b0 && same_at(d, a - 1, a - k - 1)) {
        a--;
        d->steps--;
    }
    v[k] = a;
    return a <= (d->ahead + d->middle)[k];
}

/* The diagonals that a search looks at, and their bounds: one more on either side each round, and one less
 * where the box ends.  `v` gets a value outside of what any path reaches at each new bound. */
static void widen(int64_t *v, int64_t *low, int64_t *high, const struct box *box, int64_t unreached)
{
    const int64_t first = box->a0 - box->b1;
    const int64_t last = box->a1 - box->b0;
    if (*low > first) {
        *low -= 1;
        v[*low - 1] = unreached;
    } else {
        *low += 1;
    }
    if (*high < last) {
        *high += 1;
        v[*high + 1] = unreached;
    } else {
        *high -= 1;
    }
}

/* The diagonals of one search, in steps of two. */
struct range {
    int64_t low, high;
};

static bool holds(struct range range, int64_t k)
{
    return range.low <= k && k <= range.high;
}

/* A point on a shortest way through the box; false when that is too much work. */
static bool find_middle(struct diff *d, const struct box *box, int64_t *a, int64_t *b)
{
    const int64_t begin = box->a0 - box->b0;
    const int64_t end = box->a1 - box->b1;
    const bool is_odd = ((begin - end) & 1) != 0;
    struct range ahead = {begin, begin};
    struct range back = {end, end};
    (d->ahead + d->middle)[begin] = box->a0;
    (d->back + d->middle)[end] = box->a1;
    while (d->steps > 0) {
        widen(d->ahead + d->middle, &ahead.low, &ahead.high, box, INT64_MIN / 2);
        for (int64_t k = ahead.high; k >= ahead.low; k -= 2) {
            if (step_ahead(d, box, k) && is_odd && holds(back, k)) {
                *a = (d->ahead + d->middle)[k];
                *b = *a - k;
                return true;
            }
        }
        widen(d->back + d->middle, &back.low, &back.high, box, INT64_MAX / 2);
        for (int64_t k = back.high; k >= back.low; k -= 2) {
            if (step_back(d, box, k) && !is_odd && holds(ahead, k)) {
                *a = (d->back + d->middle)[k];
                *b = *a - k;
                return true;
            }
        }
    }
    return false;
}

static bool is_smaller(const struct box *part, const struct box *box)
{
    return part->a0 >= box->a0 && part->a1 <= box->a1 && part->b0 >= box->b0 && part->b1 <= box->b1 &&
           part->a0 <= part->a1 && part->b0 <= part->b1 &&
           part->a1 - part->a0 + part->b1 - part->b0 < box->a1 - box->a0 + box->b1 - box->b0;
}

size_t *tl_diff(struct tl_arena *arena, size_t a_count, size_t b_count, tl_diff_same *same,
                const void *context)
{
    TL_VEC(struct box) boxes = {0};
    const size_t diagonals = a_count + b_count + 3;
    struct diff d = {.same = same,
                     .context = context,
                     .pairs = tl_arena_alloc(arena, a_count, sizeof(*d.pairs)),
                     .middle = (int64_t)b_count + 1,
                     .steps = MOST_STEPS};
    for (size_t i = 0; i < a_count; i++) {
        d.pairs[i] = TL_NONE;
    }
    d.ahead = tl_arena_alloc(arena, diagonals, sizeof(*d.ahead));
    d.back = tl_arena_alloc(arena, diagonals, sizeof(*d.back));
    *TL_PUSH(arena, &boxes) = (struct box){0, (int64_t)a_count, 0, (int64_t)b_count};
    while (boxes.count > 0) {
        struct box box = boxes.items[--boxes.count];
        int64_t a = 0;
        int64_t b = 0;
        trim(&d, &box);
        if (box.a0 == box.a1 || box.b0 == box.b1 || !find_middle(&d, &box, &a, &b)) {
            continue;
        }
        const struct box parts[] = {{box.a0, a, box.b0, b}, {a, box.a1, b, box.b1}};
        TL_CHECK(is_smaller(&parts[0], &box) && is_smaller(&parts[1], &box));
        *TL_PUSH(arena, &boxes) = parts[0];
        *TL_PUSH(arena, &boxes) = parts[1];
    }
    return d.pairs;
}

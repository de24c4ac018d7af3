/* SPDX-License-Identifier: Apache-2.0 */
/* What two sequences have in common, against the table of all pairs. */
#include <criterion/criterion.h>

#include "base/diff.h"

enum { LONGEST = 14, ROUNDS = 20000 };

struct sequences {
    const char *a, *b;
};

static bool same(const void *context, size_t a, size_t b)
{
    const struct sequences *of = context;
    return of->a[a] == of->b[b];
}

static size_t longest_common(const char *a, size_t m, const char *b, size_t n)
{
    size_t best[LONGEST + 1][LONGEST + 1] = {0};
    for (size_t i = m; i-- > 0;) {
        for (size_t j = n; j-- > 0;) {
            const size_t less = best[i + 1][j] > best[i][j + 1] ? best[i + 1][j] : best[i][j + 1];
            best[i][j] = a[i] == b[j] ? best[i + 1][j + 1] + 1 : less;
        }
    }
    return best[0][0];
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 16;
}

Test(diff, pairs_are_true_rise_and_are_the_most)
{
    uint32_t state = 7;
    for (size_t round = 0; round < ROUNDS; round++) {
        char a[LONGEST];
        char b[LONGEST];
        struct tl_arena arena = {0};
        const size_t m = next_random(&state) % LONGEST;
        const size_t n = next_random(&state) % LONGEST;
        const uint32_t letters = 1 + next_random(&state) % 5;
        for (size_t i = 0; i < LONGEST; i++) {
            a[i] = (char)('a' + next_random(&state) % letters);
            b[i] = (char)('a' + next_random(&state) % letters);
        }
        const size_t *pairs = tl_diff(&arena, m, n, same, &(struct sequences){a, b});
        size_t count = 0;
        size_t behind = 0;
        for (size_t i = 0; i < m; i++) {
            if (pairs[i] != TL_NONE) {
                cr_assert(pairs[i] >= behind && pairs[i] < n && a[i] == b[pairs[i]]);
                behind = pairs[i] + 1;
                count++;
            }
        }
        cr_assert_eq(count, longest_common(a, m, b, n), "round %zu", round);
        tl_arena_release(&arena);
    }
}

static bool never(const void *context, size_t a, size_t b)
{
    (void)context;
    return a == b + 50000 || (a < 10 && a == b);
}

/* What would be too much work is called different. */
Test(diff, work_has_an_end)
{
    struct tl_arena arena = {0};
    const size_t count = 100000;
    const size_t *pairs = tl_diff(&arena, count, count, never, NULL);
    for (size_t i = 0; i < count; i++) {
        cr_assert(pairs[i] == TL_NONE || never(NULL, i, pairs[i]));
    }
    cr_expect_eq(pairs[3], 3);
    tl_arena_release(&arena);
}

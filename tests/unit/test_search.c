/* SPDX-License-Identifier: Apache-2.0 */
/* Offsets found by halves are those found one by one. */
#include <criterion/criterion.h>

#include "base/search.h"
#include "base/slice.h"

Test(search, halves_find_what_a_walk_finds)
{
    static const struct tl_span spans[] = {{0, 2}, {2, 2}, {2, 5}, {7, 9}, {7, 9}, {12, SIZE_MAX}};
    static const size_t limits[] = {0, 1, 2, 3, 5, 6, 7, 9, 11, 12, 13, SIZE_MAX};
    for (size_t count = 0; count <= TL_COUNT(spans); count++) {
        for (size_t i = 0; i < TL_COUNT(limits); i++) {
            size_t below = 0;
            size_t up_to = 0;
            for (size_t k = 0; k < count; k++) {
                below += spans[k].end < limits[i];
                up_to += spans[k].end <= limits[i];
            }
            cr_expect_eq(TL_COUNT_BELOW(spans, count, end, limits[i]), below, "%zu of %zu", i, count);
            cr_expect_eq(TL_COUNT_UP_TO(spans, count, end, limits[i]), up_to, "%zu of %zu", i, count);
        }
    }
}

Test(search, no_items_may_be_no_pointer)
{
    const struct tl_span *none = NULL;
    const size_t count = 0;
    cr_expect_eq(TL_COUNT_BELOW(none, count, begin, 7), 0);
    cr_expect_eq(TL_COUNT_UP_TO(none, count, begin, SIZE_MAX), 0);
    cr_expect_eq(tl_last_of(0), 0);
    cr_expect_eq(tl_last_of(3), 2);
}

Test(search, words_are_found_as_a_walk_finds_them)
{
    const struct {
        int other;
        tl_slice word;
    } items[] = {{0, TL_LIT("")}, {0, TL_LIT("a")}, {0, TL_LIT("a")}, {0, TL_LIT("ab")}, {0, TL_LIT("c")}};
    const tl_slice asked[] = {TL_LIT(""), TL_LIT("a"), TL_LIT("aa"), TL_LIT("ab"), TL_LIT("c"), TL_LIT("d")};
    for (size_t count = 0; count <= TL_COUNT(items); count++) {
        for (size_t i = 0; i < TL_COUNT(asked); i++) {
            size_t walked = 0;
            while (walked < count && tl_slice_cmp(items[walked].word, asked[i]) < 0) {
                walked++;
            }
            cr_expect_eq(TL_COUNT_BEFORE(items, count, word, asked[i]), walked);
        }
    }
}

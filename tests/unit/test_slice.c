/* SPDX-License-Identifier: Apache-2.0 */
/* Slices: what is counted many bytes at once is what a walk counts. */
#include <criterion/criterion.h>

#include "base/slice.h"

static size_t words_by_walk(tl_slice s)
{
    size_t words = 0;
    for (size_t i = 0; i < s.len; i++) {
        words += tl_is_word(s.ptr[i]) && (i == 0 || !tl_is_word(s.ptr[i - 1]));
    }
    return words;
}

Test(slice, words_begin_where_none_goes_on)
{
    static const struct {
        tl_slice text;
        size_t words;
    } rows[] = {
        {TL_TEXT(""), 0},
        {TL_TEXT("a"), 1},
        {TL_TEXT(" "), 0},
        {TL_TEXT("one two-three 4\n"), 4},
        {TL_TEXT("Az09 [`{@/: \xc3\xa9t\xc3\xa9"), 2},
        {TL_TEXT("sixteen bytes is sixteen bytes is"), 6},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        cr_expect(tl_slice_words(rows[i].text) == rows[i].words, "row %zu: %zu", i,
                  tl_slice_words(rows[i].text));
    }
}

Test(slice, words_are_those_of_a_walk)
{
    static unsigned char bytes[9000];
    uint32_t state = 7;
    for (size_t i = 0; i < sizeof(bytes); i++) {
        state = state * 1664525 + 1013904223;
        bytes[i] = (unsigned char)(i < 300            ? i
                                   : i < 4000         ? state >> 24
                                   : state >> 31 == 0 ? (uint32_t)' '
                                                      : 'a');
    }
    for (size_t begin = 0; begin < 40; begin++) {
        for (size_t len = 0; len < 400; len++) {
            const tl_slice s = {bytes + begin * 199, len};
            cr_assert(tl_slice_words(s) == words_by_walk(s), "%zu bytes from %zu", len, begin * 199);
        }
        const tl_slice all = {bytes + begin, sizeof(bytes) - begin};
        cr_assert(tl_slice_words(all) == words_by_walk(all), "all from %zu", begin);
    }
    for (size_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = " a"[i % 2]; /* as many words as can be */
    }
    const tl_slice all = {bytes, sizeof(bytes)};
    cr_assert(tl_slice_words(all) == sizeof(bytes) / 2);
}

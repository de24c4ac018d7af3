/* SPDX-License-Identifier: Apache-2.0 */
/* Posts and numbers that come again. */
#include <criterion/criterion.h>

#include "base/seen.h"

Test(seen, the_last_cable_of_a_post_and_number_is_named)
{
    static const struct {
        const char *post;
        uint32_t number;
        uint64_t earlier;
    } rows[] = {
        {"PORT ARDENT", 301, 0},
        {"NOVA SELA", 301, 0},
        {"PORT ARDENT", 302, 0},
        {"PORT  ARDENT", 301, 1},
        {"PORTARDENT", 301, 4},
        {"", 301, 0},
        {"", 301, 6},
        {"NOVA SELA", 0, 0},
        {"NOVA SELA", 0, 0},
    };
    struct tl_seen seen;
    tl_seen_init(&seen, 100);
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        const uint64_t earlier = tl_seen_add(&seen, tl_str(rows[i].post), rows[i].number);
        cr_expect(earlier == rows[i].earlier, "row %zu: %llu", i, (unsigned long long)earlier);
    }
    tl_seen_release(&seen);
}

Test(seen, exactly_so_many_are_remembered)
{
    enum { MOST = 50, RUN = 1000 };
    struct tl_seen seen;
    tl_seen_init(&seen, MOST);
    for (uint32_t seq = 1; seq <= RUN; seq++) {
        /* a number comes again as the last that is remembered, then as the first that is not */
        const uint32_t period = seq <= RUN / 2 ? MOST : MOST + 1;
        const uint32_t number = 1 + seq % period + (seq <= RUN / 2 ? 0 : 1000);
        const uint64_t earlier = tl_seen_add(&seen, TL_LIT("KESTREL BAY"), number);
        const bool is_again = seq <= RUN / 2 && seq > MOST;
        cr_expect(earlier == (is_again ? seq - MOST : 0), "%u: %llu", seq, (unsigned long long)earlier);
    }
    tl_seen_release(&seen);
}

Test(seen, a_cable_without_a_number_takes_its_place_and_is_no_double)
{
    enum { MOST = 3 };
    static const struct {
        uint32_t number;
        uint64_t earlier;
    } rows[] = {{7, 0}, {0, 0}, {7, 1}, {0, 0}, {0, 0}, {7, 3}, {0, 0}, {0, 0}, {0, 0}, {7, 0}, {7, 10}};
    struct tl_seen seen;
    tl_seen_init(&seen, MOST);
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        const uint64_t earlier = tl_seen_add(&seen, TL_LIT("NOVA SELA"), rows[i].number);
        cr_expect(earlier == rows[i].earlier, "row %zu: %llu", i, (unsigned long long)earlier);
    }
    tl_seen_release(&seen);
}

Test(seen, a_long_run_forgets_nothing_of_the_last)
{
    enum { MOST = 3 * TL_SEEN_STREAM };
    struct tl_seen seen;
    tl_seen_init(&seen, MOST);
    for (uint32_t seq = 1; seq <= 3 * MOST; seq++) {
        const uint64_t earlier = tl_seen_add(&seen, TL_LIT("NOVA SELA"), 1 + (seq - 1) % MOST);
        cr_assert(earlier == (seq > MOST ? seq - MOST : 0), "%u: %llu", seq, (unsigned long long)earlier);
    }
    tl_seen_release(&seen);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands inside withheld portions does not show outside: other words there, of other lengths and counts,
 * give the same release and the same status (DESIGN M19).
 */
#include "prop/prop.h"

#include <stdio.h>

static enum tl_rank above(enum tl_rank max)
{
    return max == TL_RANK_U     ? TL_RANK_CUI
           : max == TL_RANK_CUI ? TL_RANK_C
           : max == TL_RANK_C   ? TL_RANK_S
                                : TL_RANK_TS;
}

static bool same_elements(const struct tl_cable *a, const struct tl_cable *b)
{
    if (a->portions.count != b->portions.count || a->captions.count != b->captions.count) {
        return false;
    }
    for (size_t i = 0; i < a->portions.count; i++) {
        if (a->portions.items[i].kind != b->portions.items[i].kind) {
            return false;
        }
    }
    return true;
}

static void test(uint64_t seed)
{
    /* no odd bytes: a doubtful byte in one of two texts is a difference that a reader sees */
    const unsigned allowed = GEN_ALL & ~(unsigned)(GEN_ODD | GEN_NAMES);
    static const enum prop_policy_name names[] = {PROP_PUBLIC, PROP_NAMES, PROP_CONFIDENTIAL, PROP_CUI,
                                                  PROP_PARTNER};
    for (size_t i = 0; i < TL_COUNT(names); i++) {
        const struct prop_policy *policy = prop_policy(names[i]);
        struct gen_cable a;
        struct gen_cable b;
        struct prop_run one;
        struct prop_run two;
        gen_cable(seed, seed * 2 + 1, above(policy->max), allowed, &a);
        gen_cable(seed, seed * 2 + 2, above(policy->max), allowed, &b);
        prop_run(policy, tl_buf_slice(&a.bytes), &one);
        prop_run(policy, tl_buf_slice(&b.bytes), &two);
        if (!same_elements(&one.cable, &two.cable)) {
            /* a wrap in one text may make a line that reads otherwise: not what is tested here, but told when
             * it is not rare */
        } else if (one.status != two.status) {
            char text[64];
            snprintf(text, sizeof(text), "%d and %d", (int)one.status, (int)two.status);
            prop_fail(policy, "withheld words change the status", text, one.cable.bytes);
        } else if (!tl_slice_eq(one.release.bytes, two.release.bytes)) {
            prop_fail(policy, "withheld words change the release", NULL, one.cable.bytes);
        }
        prop_run_end(&one);
        prop_run_end(&two);
        gen_release(&a);
        gen_release(&b);
    }
}

int main(void)
{
    return prop_main(400, test);
}

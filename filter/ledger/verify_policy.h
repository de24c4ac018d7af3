/* SPDX-License-Identifier: Apache-2.0 */
/* The logged changes of one cable against what a second opinion says.  Of verify.c alone. */
#ifndef TL_LEDGER_VERIFY_POLICY_H
#define TL_LEDGER_VERIFY_POLICY_H

#include "ledger/replay.h"
#include "ledger/second.h"
#include "ledger/verify.h"

/* What a second opinion expects of one span. */
struct tl_expected {
    struct tl_span in;
    enum tl_edit_action action;
    const struct tl_opinion *opinion; /* of a portion that is held; NULL: a cut */
    const struct tl_second_cut *cut;
    const struct tl_ruling *ruling; /* of a reviewer, that takes it out; NULL: none */
    size_t portion;
};

struct tl_comparison {
    const struct tl_logged_case *at_hand;
    struct tl_arena *arena;
    struct tl_second second;
    TL_VEC(struct tl_expected) expected;
    uint32_t persons; /* the highest number so far */
    enum tl_rank remains;
    struct tl_differences *out;
};

void tl_verify_decisions(const struct tl_logged_case *at_hand, tl_slice original, tl_slice release,
                         const struct tl_replay *replay, const struct tl_verify_policy *policy,
                         struct tl_differences *out);

/* Something differs at a byte of the original; `change` is its index, or TL_NONE. */
void tl_differ_at(struct tl_comparison *c, const char *slug, size_t change, size_t offset, const char *text);

/* --- verify_ruled.c */

/* True when the log says of this change that the ruling makes it; NULL: that none does. */
bool tl_is_ruled(const struct tl_logged_change *change, const struct tl_ruling *ruling);

/* The decisions of a reviewer that the log tells of the cable, against their file. */
void tl_compare_rulings(struct tl_comparison *c);

/* --- verify_banner.c */

/* True when the policy may write this change of a banner, a caption or a mark, for what remains. */
bool tl_is_remark(const struct tl_comparison *c, const struct tl_logged_change *change);

/* Every line that says more than what remains was re-marked. */
void tl_compare_banners(struct tl_comparison *c);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one policy lets out that another does not, from their meaning and not from their text.
 *
 * Doubt counts as letting out: where it cannot be told from the policies alone whether something more leaves
 * (a regex differs, a rule reads upper and lower case in another way), the difference stands on both sides.
 */
#ifndef TL_POLICY_DIFF_H
#define TL_POLICY_DIFF_H

#include "policy/policy.h"

/* Which way a difference goes.  Zeroed: more is let out. */
enum tl_diff_way { TL_DIFF_MORE = 0, TL_DIFF_LESS, TL_DIFF_OTHER, TL_DIFF_WAYS };

struct tl_policy_difference {
    enum tl_diff_way way;
    bool is_doubt;    /* it cannot be told; stands under MORE and under LESS */
    tl_slice key;     /* "release.max", "rule persons.diplomat", "exception" */
    const char *text; /* what it is, a clause; arena */
};

struct tl_policy_differences {
    struct tl_arena *arena; /* borrowed */
    TL_VEC(struct tl_policy_difference) list;
    size_t counts[TL_DIFF_WAYS];
};

/* What `b` lets out more, less, and has otherwise than `a`; two policies, or two packs.  Appends to `out`,
 * whose arena is set. */
void tl_policy_diff(const struct tl_policy *a, const struct tl_policy *b, struct tl_policy_differences *out);

/* Adds one difference; for the files diff*.c alone. */
void tl_diff_add(struct tl_policy_differences *out, enum tl_diff_way way, tl_slice key, const char *format,
                 ...) __attribute__((format(printf, 4, 5)));

/* Adds one that cannot be told, on both sides. */
void tl_diff_doubt(struct tl_policy_differences *out, tl_slice key, const char *text);

/* Of rules and of exceptions: diff_rules.c. */
void tl_diff_rules(const struct tl_policy *a, const struct tl_policy *b, struct tl_policy_differences *out);
void tl_diff_exceptions(const struct tl_policy *a, const struct tl_policy *b,
                        struct tl_policy_differences *out);

#endif

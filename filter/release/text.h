/* SPDX-License-Identifier: Apache-2.0 */
/* A text taken as one (U) paragraph: what rule tests and `explain rules` run on. */
#ifndef TL_RELEASE_TEXT_H
#define TL_RELEASE_TEXT_H

#include "release/match.h"

/* A cable of one paragraph that is all of `text`, with `hole_count` spans of furniture in it; borrowed. */
struct tl_text {
    struct tl_cable cable;
    const struct tl_span *holes;
    size_t hole_count;
};

void tl_text_init(struct tl_arena *arena, tl_slice text, struct tl_text *out);

/* Hits of the rules that `wanted` holds for, rules of every kind, around `cuts`. */
void tl_text_match(struct tl_matcher *matcher, struct tl_arena *arena, const struct tl_text *text,
                   const struct tl_policy *policy,
                   bool (*wanted)(const struct tl_rule *rule, const void *context), const void *context,
                   const struct tl_span *cuts, size_t cut_count, struct tl_matches *out);

#endif

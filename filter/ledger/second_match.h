/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The matching loop of the second opinion: plain PCRE2, one rule at a time, over the whole of every view.
 *
 * The regexes are compiled here again, from their text, and run by the interpreter: no JIT, no literal scan,
 * no windows, nothing that was found before.  A rule is first run within the least that `release/` grants;
 * where that is not enough, `release/` may have been unable to decide, the rule is told as hungry, and it is
 * run again with a hundred times the limits.  What then still cannot be decided it says.
 *
 * Shared with `release/`, since there is one meaning of each: views (cable/view.h), how letters compare
 * without case (caseless.h), what validators accept, and what spellings a found name has (tl_names_add, M13).
 */
#ifndef TL_LEDGER_SECOND_MATCH_H
#define TL_LEDGER_SECOND_MATCH_H

#include "cable/view.h"
#include "policy/policy.h"
#include "release/match.h"

struct tl_plain; /* opaque; owned, tl_plain_free; of one thread */

/* For the rules of one policy, which must outlive it. */
struct tl_plain *tl_plain_new(const struct tl_policy *policy);
void tl_plain_free(struct tl_plain *plain);

/* What one rule finds in one place; original bytes.  Arena of the call. */
struct tl_plain_hit {
    const struct tl_rule *rule;
    struct tl_span in;
    const struct tl_exception *exception; /* that keeps it, or NULL */
    bool is_failed;                       /* a check failed, and the rule keeps such hits */
    tl_slice text[TL_READING_COUNT];      /* by reading; empty: not in that one */
};

struct tl_plain_hits {
    TL_VEC(struct tl_plain_hit) list;      /* by place, then by rule */
    const struct tl_rule *undecided;       /* a rule without an answer, or NULL */
    TL_VEC(const struct tl_rule *) hungry; /* rules that `release/` may not have decided */
};

/* True when nothing keeps it. */
static inline bool tl_plain_is_live(const struct tl_plain_hit *hit)
{
    return hit->exception == NULL && !hit->is_failed;
}

bool tl_plain_is_hungry(const struct tl_plain_hits *hits, const struct tl_rule *rule);

/* Everything that the rules of elements of this kind find in a range, as it was read.  TL_KIND_COUNT:
 * all rules.  `judged_on`: of exceptions. */
void tl_plain_rules(struct tl_plain *plain, struct tl_arena *arena, const struct tl_views *views,
                    enum tl_kind kind, struct tl_date judged_on, struct tl_plain_hits *out);

/* Every place of every name in a range, as it was read: whole words; by place, then by name. */
struct tl_plain_place {
    const struct tl_name *name;
    struct tl_span in;
};

struct tl_plain_places {
    TL_VEC(struct tl_plain_place) list;
};

void tl_plain_names(struct tl_arena *arena, const struct tl_views *views, const struct tl_names *names,
                    struct tl_plain_places *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The matching loop of the second opinion: plain PCRE2, one rule at a time, over the whole of every view.
 *
 * The regexes are compiled here again, from their text, and run by the interpreter: no JIT, no literal scan,
 * no windows, nothing that was found before.  Its limits are a hundred times those of `release/`, and what it
 * still cannot decide it says.
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
    bool is_excepted;                /* an exception keeps it */
    bool is_failed;                  /* a check failed, and the rule keeps such hits */
    tl_slice text[TL_READING_COUNT]; /* by reading; empty: not in that one */
};

struct tl_plain_hits {
    TL_VEC(struct tl_plain_hit) list; /* by place, then by rule */
    const struct tl_rule *undecided;  /* a rule without an answer, or NULL */
};

/* Everything that the rules of elements of this kind find in a range, as it was read.  TL_KIND_COUNT:
 * all rules.  `judged_on`: of exceptions. */
void tl_plain_rules(struct tl_plain *plain, struct tl_arena *arena, const struct tl_views *views,
                    enum tl_kind kind, struct tl_date judged_on, struct tl_plain_hits *out);

/* Every place of every name in a range, as it was read: whole words.  Appends, in no order. */
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

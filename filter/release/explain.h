/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why the rules of a policy took what they took in a cable, and why they left what they nearly took.
 *
 * A near miss is found by rules that ask for less: all elements, no context, either case; what first makes
 * the hit go away is why it was left.  Nothing here decides anything: what leaves is tl_release_make's alone.
 */
#ifndef TL_RELEASE_EXPLAIN_H
#define TL_RELEASE_EXPLAIN_H

#include "release/release.h"

/* What became of a hit; behind TL_OUTCOME_ELEMENT, why it is none. */
enum tl_outcome {
    TL_OUTCOME_COVERED = 0, /* its portion is withheld anyway */
    TL_OUTCOME_TAKEN,
    TL_OUTCOME_PROPAGATED, /* a name that was found elsewhere */
    TL_OUTCOME_FLAGGED,
    TL_OUTCOME_UNDECIDED, /* PCRE2 came to no end: the portion is withheld */
    TL_OUTCOME_ELEMENT,   /* the rule does not run in this element */
    TL_OUTCOME_CASE,
    TL_OUTCOME_NEAR,
    TL_OUTCOME_CHECK,
    TL_OUTCOME_EXCEPTION,
    TL_OUTCOME_DISABLED,
    TL_OUTCOME_REGEX, /* a literal of the rule stands there, and its regex does not match */
    TL_OUTCOME_COUNT
};

/* "taken", "case", ...; what it means; and what would change it. */
const char *tl_outcome_name(enum tl_outcome outcome);
const char *tl_outcome_text(enum tl_outcome outcome);
const char *tl_outcome_change(enum tl_outcome outcome);

static inline bool tl_outcome_is_miss(enum tl_outcome outcome)
{
    return outcome >= TL_OUTCOME_ELEMENT;
}

struct tl_explained_rule {
    const struct tl_rule *rule;
    enum tl_outcome outcome;
    struct tl_span in; /* original bytes */
    size_t portion;
    tl_slice literal;                     /* of the rule, which led there; empty: its shape did */
    const struct tl_exception *exception; /* of EXCEPTION */
};

struct tl_explained_rules {
    TL_VEC(struct tl_explained_rule) list; /* by place, then rule */
    struct tl_release release;             /* what the policy makes of the cable */
};

/* Explains all rules of the policy, and those that it disables, on one cable.  What is found lives in the
 * arena and in the policy, and names rules of packs that live as long as `packs`, which the caller frees with
 * tl_explain_packs_free. */
struct tl_explain_packs {
    struct tl_policy **items; /* owned */
    size_t count;
};

enum tl_status tl_explain_rules(struct tl_arena *arena, const struct tl_cable *cable,
                                const struct tl_policy *policy, const struct tl_release_options *options,
                                struct tl_explain_packs *packs, struct tl_explained_rules *out,
                                struct tl_err *err);

void tl_explain_packs_free(struct tl_explain_packs *packs);

#endif

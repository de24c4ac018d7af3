/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Releasing one cable: decisions, edits, and the second reading (DESIGN sections 1 and 3, M8 to M21).
 *
 *   cable + policy -> decisions per portion -> spans of rules -> edits -> bytes -> second reading
 *
 * The release is the original with its edits applied; nothing else changes text.
 */
#ifndef TL_RELEASE_RELEASE_H
#define TL_RELEASE_RELEASE_H

#include "base/error.h"
#include "cable/cable.h"
#include "policy/decisions.h"
#include "policy/policy.h"

/* Everything on the command line that changes a decision. */
struct tl_release_options {
    struct tl_date as_of;     /* zeroed: none was given */
    struct tl_date judged_on; /* the date for `until`: as_of, else today (M18) */
    enum tl_rank assume;      /* UNKNOWN: none */
    bool records_covered;     /* somebody logs it: rules run in withheld portions too, for `covered` alone */
    const struct tl_rulings *rulings; /* decisions of a reviewer; borrowed; NULL: none */
};

/* How a cable is read, the original as well as its release: dates that this policy does not honour free
 * nothing. */
static inline struct tl_cable_options tl_reading_under(const struct tl_policy *policy,
                                                       const struct tl_release_options *options)
{
    return (struct tl_cable_options){.assume = options->assume, .frees_nothing = !policy->honours_dates};
}

enum tl_cause {
    TL_CAUSE_MARKING = 0, /* the portion's marking */
    TL_CAUSE_RULE,
    TL_CAUSE_PROPAGATED,
    TL_CAUSE_ELEMENT, /* drop: the policy removes this kind */
    TL_CAUSE_BANNER,  /* re-marking */
    TL_CAUSE_DOUBT,
    TL_CAUSE_DECISION
};

const char *tl_cause_name(enum tl_cause cause);

/* What was decided of one portion.  Zeroed: withheld. */
struct tl_decision {
    bool is_released;
    enum tl_cause cause;
    enum tl_reason reason;
    bool is_doubt;          /* M21: the lenient reading would have let it go */
    bool is_freed;          /* M10: its date has passed, or a reviewer released it; judged as `judged` */
    bool is_held_by_ruling; /* a reviewer alone withholds it: the policy would let it go */
    const struct tl_ruling *ruling; /* that decided it, or NULL */
    struct tl_marking judged;       /* the marking that was judged */
    const struct tl_rule *rule;     /* a withhold rule that closed it, or NULL */
};

/* Names of what edits did, as the log says them (DESIGN section 6). */
enum tl_edit_action {
    TL_EDIT_WITHHELD = 0,
    TL_EDIT_DROPPED,
    TL_EDIT_EXCISED,
    TL_EDIT_PSEUDONYM,
    TL_EDIT_MASKED,
    TL_EDIT_REMARKED,
    TL_EDIT_RESTORED /* in the log of a run that puts back what another took out */
};

const char *tl_edit_action_name(enum tl_edit_action action);

/* Replace bytes [in) of the original by `replacement`.  Sorted, disjoint. */
struct tl_edit {
    struct tl_span in;
    struct tl_span out; /* where the replacement stands in the release */
    tl_slice replacement;
    enum tl_edit_action action;
    enum tl_cause cause;
    size_t portion;
    const struct tl_rule *rule;         /* the first rule; NULL when none */
    const struct tl_rule *const *rules; /* all rules, by id */
    size_t rule_count;
    size_t from; /* propagated: index of the edit or TL_NONE when found in withheld text */
    struct tl_words exemptions;
    struct tl_words reasons;        /* 1.4(x) */
    const char *why;                /* one static or policy sentence, no cable text; arena */
    size_t first_line, last_line;   /* of the original, from 1 */
    uint64_t restores;              /* of RESTORED: the change of the earlier log */
    const char *by;                 /* of RESTORED: who had it put back */
    const struct tl_ruling *ruling; /* of cause DECISION; else NULL */
};

/* A reviewer's decision on this cable. */
struct tl_applied {
    const struct tl_ruling *ruling;
    size_t portion;
    bool has_effect; /* false: the policy does the same, or another thing closes the portion */
};

/* An exception or a failed check kept something. */
struct tl_kept {
    struct tl_span in;
    size_t portion;
    const struct tl_rule *rule;
    const struct tl_exception *exception; /* NULL: a check failed */
    size_t line;
};

/* A hit inside a withheld portion (M19): internal log only, and looked for only with `records_covered`. */
struct tl_covered {
    struct tl_span in;
    size_t portion;
    const struct tl_rule *rule;
    size_t line;
};

/* A finding of this stage; those of the parser stand in the cable. */
struct tl_note {
    const char *slug;
    size_t portion; /* or TL_NONE */
    size_t line;
    const struct tl_rule *rule; /* or NULL */
};

enum tl_verdict { TL_VERDICT_DENIED = 0, TL_VERDICT_WITHHELD, TL_VERDICT_CHANGED, TL_VERDICT_RELEASED };

const char *tl_verdict_name(enum tl_verdict verdict);

struct tl_names; /* release/match.h */

/* An earlier cable of the run with the post and number of this one (DESIGN 7). */
struct tl_earlier {
    uint64_t seq;       /* in its log; 0: there is none */
    const char *source; /* its input, where it is of another; else NULL */
};

struct tl_release {
    struct tl_arena *arena; /* borrowed: the cable's */
    const struct tl_cable *cable;
    const struct tl_policy *policy;
    struct tl_decision *decisions; /* one a portion */
    TL_VEC(struct tl_edit) edits;
    TL_VEC(struct tl_kept) kept;
    TL_VEC(struct tl_covered) covered;
    TL_VEC(struct tl_note) notes;
    TL_VEC(struct tl_applied) applied; /* in the order of their file */
    TL_VEC(const char *) unfit;      /* decisions that cannot be applied, a line each; then nothing leaves */
    enum tl_verdict verdict;         /* withheld: no portion of the body is left */
    bool is_doubt;                   /* exit 3 */
    const struct tl_rule *denied_by; /* the rule that denied it, or NULL */
    enum tl_rank released_as;        /* what remains */
    struct tl_marking remaining;     /* roll-up of what remains */
    tl_slice bytes;                  /* the release; empty when denied; arena */
    struct tl_earlier repeats;       /* given by the run, when the cable comes again */
    const struct tl_names *names;    /* what propagates (M13); of the arena */
};

/*
 * Releases one cable.  TL_OK: `out` is whole (look at verdict and is_doubt).  TL_INTERNAL: the second reading
 * refused it, slug "release.second_reading"; nothing of it may be written.  TL_CONFIG: `declassification:
 * dates` without an as-of date; or, slug "decision-unfit", decisions on this cable that cannot be applied,
 * all of which are in `out->unfit`.
 */
enum tl_status tl_release_make(struct tl_arena *arena, const struct tl_cable *cable,
                               const struct tl_policy *policy, const struct tl_release_options *options,
                               struct tl_release *out, struct tl_err *err);

struct tl_matcher; /* release/match.h */

/* The same with a matcher that a worker keeps from cable to cable. */
enum tl_status tl_release_make_with(struct tl_matcher *matcher, struct tl_arena *arena,
                                    const struct tl_cable *cable, const struct tl_policy *policy,
                                    const struct tl_release_options *options, struct tl_release *out,
                                    struct tl_err *err);

/*
 * The decisions alone, for a policy without rules and with `banner: keep`: no view is built, nothing is
 * matched and nothing written.  TL_OK: tl_release_make would change nothing.  TL_NO: something is withheld;
 * `out` has decisions and is_doubt, and neither edits nor bytes.
 */
enum tl_status tl_release_judge(struct tl_arena *arena, const struct tl_cable *cable,
                                const struct tl_policy *policy, const struct tl_release_options *options,
                                struct tl_release *out);

/* Denies a finished release: nothing of it leaves. */
void tl_release_deny(struct tl_release *release);

/* The status of a finished release: TL_OK, TL_DOUBT, or TL_NO when a rule denied it. */
enum tl_status tl_release_status(const struct tl_release *release);

/* What became of a text that goes with a cable and is no part of it.  Zeroed: withheld. */
enum tl_field { TL_FIELD_WITHHELD = 0, TL_FIELD_CHANGED, TL_FIELD_KEPT, TL_FIELD_DENIED };

/*
 * A field of the record that a cable came in (DESIGN 7): text at the overall level of the cable, with all its
 * captions.  Withheld when that may not leave, when it claims more itself or cannot be read; else the rules
 * and the cable's propagated names excise in it.  Appends what leaves to `out`; DENIED: a rule denies the
 * cable.
 */
enum tl_field tl_release_field(struct tl_arena *arena, const struct tl_release *release, tl_slice text,
                               struct tl_buf *out);

/* True when no rule and no propagated name finds anything in the text; for identifiers, which leave whole. */
bool tl_release_is_clean(struct tl_arena *arena, const struct tl_release *release, tl_slice text);

/* One hit of `explain rules`: what `rule` finds in the text. */
struct tl_hit {
    const struct tl_rule *rule;
    struct tl_span in; /* original bytes */
    tl_slice replacement;
};

struct tl_hits {
    TL_VEC(struct tl_hit) list;
    const struct tl_span *cuts; /* what goes: the union of the hits, arena */
    size_t cut_count;
};

/* All excising hits of all rules of the policy in `text`, taken as one paragraph; rules of other elements run
 * too. */
enum tl_status tl_rules_explain(struct tl_arena *arena, const struct tl_policy *policy, tl_slice text,
                                struct tl_hits *out, struct tl_err *err);

/*
 * Runs the tests of every rule of `policy`, each as written, folded at 69 columns, with a page break inside,
 * and in upper case where that is asked (DESIGN section 4).  Failures go to `diags` as errors; a todo that
 * passes and a `written` rule that misses its hits in upper case as warnings.
 *
 * Then other strings of the shape of each hit with seven digits or more, dates aside: the digits behind the
 * first four become others, the same in every run.  A rule that finds less than 99 % of them has learnt its
 * tests by heart: a warning.  Counts what ran.
 */
struct tl_rule_tests {
    size_t rules;
    size_t tests;
    size_t variants;
    size_t failures;
    size_t mutants;
    size_t mutants_found;
};

void tl_rules_test(const struct tl_policy *policy, struct tl_diags *diags, struct tl_rule_tests *out);

/* Warns of ids, titles and reasons of the policy and its packs that hold what one of its own rules removes. */
void tl_policy_lint_texts(const struct tl_policy *policy, struct tl_diags *diags);

#endif

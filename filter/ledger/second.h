/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A second opinion: what a policy takes out of a cable, decided again for `verify -p`.
 *
 *   second_judge.c    decisions per portion                                            M4, M8 to M10
 *   second_ruled.c    decisions of a reviewer                                          DESIGN 4
 *   second.c          spans of rules and names, their union                            M11 to M13
 *   second_match.c    the matching loop                                                M7, M11
 *   second_release.c  the release, read again                                          M17
 *
 * It is there to catch faults of `release/`, so it shares none of its code that decides or chooses spans:
 * judge.c, units.c, match.c, scan.c, cuts.c, edits.c, remark.c and reread.c have no part in it.  Shared are
 * the reading of cables, views and policies, the decision on one marking (marking/decide.h), and what
 * second_match.h names.  It is slow and says so little that it can be read against DESIGN 3 line by line.
 */
#ifndef TL_LEDGER_SECOND_H
#define TL_LEDGER_SECOND_H

#include "ledger/second_match.h"
#include "release/release.h"

/* What is decided of a portion.  Zeroed: it is held. */
struct tl_opinion {
    bool may_leave;
    bool is_freed; /* by its date */
    bool is_doubt; /* M21 */
    enum tl_cause cause;
    enum tl_reason reason;
    struct tl_marking judged;
    const struct tl_rule *rule;     /* that closed it; NULL: none */
    bool is_given;                  /* closed by what the log says */
    const struct tl_ruling *ruling; /* of a reviewer, that settled it; NULL: none */
    bool is_held_by_ruling;         /* the policy would let it go */
};

/* A span that rules or names take out of what leaves. */
struct tl_second_cut {
    struct tl_span in;
    enum tl_action action;
    bool is_propagated;    /* by names alone */
    bool is_tail;          /* a later piece of a hit: it leaves no mark */
    struct tl_words rules; /* ids, sorted */
    size_t portion;
    const struct tl_ruling *ruling; /* of a reviewer, that takes it out; NULL: none */
};

struct tl_second {
    struct tl_plain *plain; /* borrowed, as all it is given */
    struct tl_arena *arena;
    const struct tl_policy *policy;
    struct tl_release_options options;
    struct tl_cable cable;
    struct tl_opinion *opinions;       /* by portion */
    TL_VEC(struct tl_second_cut) cuts; /* sorted, disjoint, all in portions that leave */
    struct tl_names names;
    const struct tl_rule *denied_by; /* NULL: no rule denies it */
    bool is_doubt;
};

/* What the log holds for a reason that is not decided again, since it can only take out more: a rule that
 * could not be decided within the limits of `release/`, or text freed by its date that would not read as
 * free. */
struct tl_second_closed {
    struct tl_span in;
    bool is_freed; /* the latter: closes nothing but what its date frees */
};

void tl_second_decide(struct tl_second *second, struct tl_plain *plain, struct tl_arena *arena,
                      const struct tl_policy *policy, const struct tl_release_options *options,
                      tl_slice original, const struct tl_second_closed *closed, size_t closed_count);

/* Settles what a reviewer says of whole portions. */
void tl_second_rule(struct tl_second *second);

/* Cuts a hit out of every element that leaves; false when there was nothing to cut. */
bool tl_second_take(struct tl_second *second, struct tl_span hit, struct tl_second_cut like);

/* The bytes of a portion that go when it is held: all behind its label. */
struct tl_span tl_second_held(const struct tl_portion *portion);

/* The portion that a byte stands in. */
size_t tl_second_portion_at(const struct tl_cable *cable, size_t offset);

/* The judgement on one portion of a cable, from markings alone. */
struct tl_opinion tl_second_judge(const struct tl_second *second, const struct tl_cable *cable,
                                  const struct tl_portion *portion);

/* What the rules of a cable read as one, with furniture as holes. */
struct tl_second_unit {
    struct tl_span span;
    enum tl_kind kind;
    size_t first, last; /* portions */
};

struct tl_second_units {
    TL_VEC(struct tl_second_unit) list;
    struct tl_span *holes;
    size_t hole_count;
};

void tl_second_units(struct tl_arena *arena, const struct tl_cable *cable, struct tl_second_units *out);

/* The views of a unit, around `atoms`: sorted and disjoint. */
void tl_second_views(struct tl_arena *arena, const struct tl_cable *cable,
                     const struct tl_second_units *units, const struct tl_second_unit *unit,
                     const struct tl_span *atoms, size_t atom_count, struct tl_views *out);

/* Takes out what a reviewer takes out of the text of portions; true when that is something. */
bool tl_second_excise(struct tl_second *second, const struct tl_second_units *units);

/* True when all of the span is label or own mark of a portion, which rules do not take. */
bool tl_second_in_label(const struct tl_cable *cable, struct tl_span in);

/* What is wrong with the release, read again with the original as the floor (second_release.c). */
struct tl_second_fault {
    const char *slug; /* "verify.read.level" and its like; NULL: nothing is wrong */
    const char *text;
    size_t offset; /* in the release */
};

struct tl_replay; /* ledger/replay.h */

/* Appends what is wrong, at most one fault a portion or unit. */
struct tl_second_faults {
    TL_VEC(struct tl_second_fault) list;
};

/* What is wrong with a field that left beside the cable: text at its overall level (DESIGN 7).  NULL:
 * nothing.
 */
const char *tl_second_field(struct tl_second *second, tl_slice before, tl_slice after, bool is_identifier);

void tl_second_read(struct tl_second *second, const struct tl_replay *replay, tl_slice release,
                    struct tl_second_faults *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A second opinion: what a policy takes out of a cable, and what the log must say of it, decided again for
 * `verify -p`.
 *
 *   second_judge.c    decisions per portion                                            M4, M8 to M10
 *   second_ruled.c    decisions of a reviewer                                          DESIGN 4
 *   second_units.c    what rules read as one                                           M7
 *   second.c          spans of rules and names, their union                            M11 to M13
 *   second_match.c    the matching loop                                                M7, M11
 *   second_edits.c    the edits, their marks, and the bytes                            M14, M15
 *   second_remark.c   banners say what remains                                         M16
 *   second_beside.c   what is logged beside edits: kept, covered, findings             M19
 *   second_release.c  the release, read again                                          M10, M17
 *
 * It is there to catch faults of `release/`, so it shares none of its code that decides or chooses spans:
 * judge.c, units.c, match.c, scan.c, cuts.c, edits.c, remark.c and reread.c have no part in it.  Shared are
 * the reading of cables, views and policies, the decision on one marking (marking/decide.h), how marks are
 * spelt (marking/mark.h, marking/struck.h), and what second_match.h names.  It is slow and says so little
 * that it can be read against DESIGN 3 line by line.
 */
#ifndef TL_LEDGER_SECOND_H
#define TL_LEDGER_SECOND_H

#include "ledger/second_match.h"
#include "release/release.h"

/* What is decided of a portion.  Zeroed: it is held. */
struct tl_opinion {
    bool may_leave;
    bool is_freed; /* by its date, or by a reviewer */
    bool is_doubt; /* M21 */
    enum tl_cause cause;
    enum tl_reason reason;
    struct tl_marking judged;
    const struct tl_rule *rule;     /* that closed it; NULL: none */
    const struct tl_ruling *ruling; /* of a reviewer, that settled it; NULL: none */
    bool is_held_by_ruling;         /* the policy would let it go */
};

/* A span that rules or names take out of what leaves. */
struct tl_second_cut {
    struct tl_span in;
    enum tl_action action;
    bool is_propagated;    /* by names alone */
    bool is_tail;          /* a later piece of a hit: it leaves no mark */
    struct tl_words rules; /* ids */
    struct tl_span found;  /* of a name: where it was found */
    tl_slice person;       /* who it is, as text of the cable */
    size_t portion;
    size_t order;                   /* in which it was found */
    const struct tl_ruling *ruling; /* of a reviewer, that takes it out; NULL: none */
};

/* One edit, as the policy has it made. */
struct tl_second_edit {
    struct tl_span in, out;
    enum tl_edit_action action;
    enum tl_cause cause;
    size_t portion;
    tl_slice replacement;
    struct tl_words exemptions, reasons;
    struct tl_words rules; /* ids, sorted; the first is its `rule` */
    size_t from;           /* of what was propagated: the edit where the name was found, or TL_NONE */
    const char *why;
    size_t first_line, last_line;
    size_t order;                   /* in which it was made */
    const struct tl_ruling *ruling; /* of cause DECISION; else NULL */
};

/* What an exception or a failed check kept. */
struct tl_second_kept {
    struct tl_span in;
    const struct tl_rule *rule;
    const struct tl_exception *exception; /* NULL: a check failed */
    bool is_sure;                         /* false: `release/` may not have decided a rule here */
    size_t order;                         /* in which it was found */
};

/* A hit in a portion that is held. */
struct tl_second_covered {
    struct tl_span in;
    const struct tl_rule *rule;
    size_t portion;
    bool is_sure;
};

struct tl_second_note {
    const char *slug;
    size_t portion; /* or TL_NONE */
    size_t line;    /* 0: the whole cable */
    const struct tl_rule *rule;
};

/* What the log holds because a rule was not decided.  It is followed where plain PCRE2 would not have decided
 * that rule either within what `release/` grants at least: it can only take out more. */
struct tl_second_given {
    struct tl_span in;
    tl_slice rule;
};

/* What decides, and from `cable` on what was decided.  Given zeroed but for what is borrowed. */
struct tl_second {
    struct tl_plain *plain; /* borrowed, as all it is given */
    struct tl_arena *arena;
    const struct tl_policy *policy;
    struct tl_release_options options;
    const struct tl_second_given *given;
    size_t given_count;
    struct tl_cable cable;
    struct tl_opinion *opinions;       /* by portion */
    size_t closed_count;               /* portions that rules closed */
    TL_VEC(struct tl_second_cut) cuts; /* sorted, disjoint, all in portions that leave */
    struct tl_names names;
    TL_VEC(struct tl_second_kept) kept;
    TL_VEC(struct tl_second_covered) covered;
    TL_VEC(struct tl_second_note) notes;
    TL_VEC(struct tl_second_edit) edits; /* sorted, disjoint; of what is not denied */
    tl_slice bytes;                      /* the release; of what is not denied */
    enum tl_rank remains;                /* what is left of it */
    const struct tl_rule *denied_by;     /* NULL: no rule denies it */
    bool is_doubt;
};

void tl_second_decide(struct tl_second *second, tl_slice original);

/* True when the policy denies the cable, for a rule or for doubt. */
bool tl_second_denies(const struct tl_second *second);

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

/* Makes the edits and the bytes of what is decided so far, and notes what goes without a code. */
void tl_second_write(struct tl_second *second);

/* Adds one edit of re-marking or another; its place decides the rest (second_edits.c). */
struct tl_second_edit *tl_second_add(struct tl_second *second, struct tl_span in, enum tl_edit_action action,
                                     enum tl_cause cause, size_t portion);

/* Says of an edit that a decision of a reviewer makes it. */
void tl_second_rule_edit(struct tl_second *second, struct tl_second_edit *edit,
                         const struct tl_ruling *ruling);

/* The codes of the rules of these ids, in order. */
struct tl_words tl_second_codes(const struct tl_second *second, struct tl_words rules);

/* Adds the edits of M16; sets what remains. */
void tl_second_remark(struct tl_second *second);

/* A finding at the line of a portion, or of the whole cable. */
void tl_second_note(struct tl_second *second, const char *slug, size_t portion, const struct tl_rule *rule);

/* What is logged beside edits: what was kept, each once, and what rules find in portions that are held. */
void tl_second_beside(struct tl_second *second);

/* Holds text freed by its date that the release would not read as free (M10). */
void tl_second_hold_freed(struct tl_second *second);

/* Holds what a cut left unreadable, and writes again; of the notes, those before writing are kept (M6). */
void tl_second_hold_unreadable(struct tl_second *second, size_t note_count);

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

void tl_second_read(struct tl_second *second, const struct tl_replay *replay, tl_slice release,
                    struct tl_second_faults *out);

/* What is wrong with a field that left beside the cable: text at its overall level (DESIGN 7).  NULL:
 * nothing.
 */
const char *tl_second_field(struct tl_second *second, tl_slice before, tl_slice after, bool is_identifier);

/* What the policy does with a field that was to leave beside the cable. */
struct tl_second_fate {
    bool is_denied;  /* a rule denies the cable for what it says */
    bool is_refused; /* an identifier in which something is found, so that the line is rejected */
};

struct tl_second_fate tl_second_judge_field(struct tl_second *second, tl_slice before, bool is_identifier);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the steps of one release share; nobody outside this room includes it.
 *
 *   judge.c    decisions per portion              M3, M4, M8, M9, M10, M14
 *   ruled.c    a reviewer's decisions             DESIGN 4
 *   found.c    what was matched before            M17
 *   units.c    what rules read as one            M7
 *   cuts.c     spans of rules and names, rounds   M11, M12, M13, M17, M19
 *   remark.c   banners say what remains           M16
 *   edits.c    the edit list and the bytes        M15
 *   reread.c   the second reading                 M17
 */
#ifndef TL_RELEASE_STAGE_H
#define TL_RELEASE_STAGE_H

#include "marking/lift.h"
#include "release/match.h"
#include "release/release.h"

/* A span that goes, before marks are written. */
struct tl_cut {
    struct tl_span in;
    enum tl_action action;
    bool is_propagated;
    struct tl_span found; /* propagated: where the name was found */
    tl_slice person;      /* who it is, for pseudonyms; text of the cable */
    const struct tl_rule **rules;
    size_t rule_count;
    size_t portion;
    bool is_tail;                   /* a later piece of a hit that a page break cut: removed without a mark */
    const struct tl_ruling *ruling; /* that takes it out, with rules or without; NULL: none */
};

/* What a reviewer decided of one portion. */
struct tl_ruled {
    const struct tl_ruling *withhold; /* on it, or on the paragraph that it belongs to */
    const struct tl_ruling *release;
};

/* A place of the text that a reviewer takes out. */
struct tl_ruled_cut {
    const struct tl_ruling *ruling;
    struct tl_span in;
};

struct tl_stage {
    struct tl_arena *arena;
    const struct tl_cable *cable;
    const struct tl_policy *policy;
    const struct tl_release_options *options;
    struct tl_release *out;
    struct tl_matcher *matcher;
    struct tl_names names;
    tl_slice *persons;           /* by name: who it is */
    size_t *kept_slots;          /* by rule and place: index of what was kept, from 1 */
    size_t kept_slot_count;      /* a power of two, or 0 */
    TL_VEC(struct tl_cut) cuts;  /* sorted, disjoint */
    TL_VEC(struct tl_span) hits; /* every hit that must be gone, as it was found */
    struct tl_found *found;      /* by unit, from when cuts are made on (found.c) */
    size_t found_count;
    size_t found_at;       /* of the unit that is looked for next */
    struct tl_span *holes; /* furniture that stands inside portions, sorted */
    size_t hole_count;
    struct tl_ruled *ruled; /* by portion; NULL: nobody decided anything of this cable */
    TL_VEC(struct tl_ruled_cut) ruled_cuts;
};

/* --- judge.c */

enum { TL_JUDGED = 4 };

/*
 * One who judges portions of one cable, from their markings alone.  What the ceiling said of a marking is
 * kept, since most portions of a cable are marked alike.  The second reading has judges of its own.  Zeroed
 * but for what is borrowed is ready.
 */
struct tl_judge {
    struct tl_arena *arena;
    const struct tl_cable *cable;
    const struct tl_policy *policy;
    const struct tl_release_options *options;
    struct {
        struct tl_marking marking;
        enum tl_reason reason;
    } judged[TL_JUDGED];
    size_t count;                 /* of all that were judged; the last TL_JUDGED are kept */
    const struct tl_ruled *ruled; /* what a reviewer decided, by portion; NULL: nothing */
};

/* Decides one portion of the cable. */
struct tl_decision tl_judge_portion(struct tl_judge *judge, const struct tl_portion *portion);

/* The ceiling's answer for one marking that stands for a portion; used where a floor was joined. */
enum tl_reason tl_judge_marking(struct tl_judge *judge, const struct tl_marking *marking);

/* Decides all portions. */
void tl_judge_all(struct tl_stage *stage);

/* What a ruling to release would make of a portion that the policy withholds as `judged`. */
struct tl_lift tl_judge_lift(struct tl_judge *judge, const struct tl_portion *portion,
                             const struct tl_marking *judged, const struct tl_ruling *ruling);

/* --- ruled.c */

/* Finds which decisions of a reviewer are on this cable, and on which portions.  Those that do not fit are
 * told in `out->unfit`. */
void tl_rule_find(struct tl_stage *stage);

/* Tells the releases that lift nothing, once all portions are judged. */
void tl_rule_check(struct tl_stage *stage);

/* Adds to `out->unfit`: "FILE:LINE: portion NAME of CABLE: what". */
void tl_rule_unfit(struct tl_stage *stage, const struct tl_ruling *ruling, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Writes down that a reviewer's decision makes this edit. */
void tl_rule_edit(struct tl_stage *stage, struct tl_edit *edit, const struct tl_ruling *ruling);

/* Which decisions did something, when the release is made. */
void tl_rule_end(struct tl_stage *stage);

/* --- cuts.c */

/* Runs the rules; fills names, cuts, kept, covered and notes, closes portions and may deny. */
void tl_cut_all(struct tl_stage *stage);

/* Closes a portion, if it is released, for a rule or for doubt about what it leaves. */
void tl_close_portion(struct tl_stage *stage, size_t portion, enum tl_cause cause,
                      const struct tl_rule *rule);

/* Drops cuts inside portions that were closed later: the mark of the portion covers them (M19). */
void tl_cut_drop_covered(struct tl_stage *stage);

/* --- units.c */

/* A range of a cable that rules read as one: an element, or a paragraph with its sub-elements. */
struct tl_unit {
    struct tl_span span;
    enum tl_kind kind;
    size_t portion; /* its first */
};

struct tl_units {
    TL_VEC(struct tl_unit) list;
};

/* The units of a cable (M7): each portion, and each paragraph of several portions. */
void tl_units_of(struct tl_arena *arena, const struct tl_cable *cable, struct tl_units *out);

/* Furniture that stands inside portions, sorted; arena. */
struct tl_span *tl_holes_of(struct tl_arena *arena, const struct tl_cable *cable, size_t *count);

/* The portion that a byte belongs to; furniture inside a portion is its own. */
size_t tl_portion_of(const struct tl_cable *cable, size_t offset);

/* True when the span lies in the label or the own mark of a portion: no rule takes those. */
bool tl_is_in_label(const struct tl_cable *cable, struct tl_span in);

/* --- found.c */

/* Forgets everything; these are the units, which stay. */
void tl_found_begin(struct tl_stage *stage, const struct tl_units *units);

/* The hits of all rules in a unit: matched now, or when the same range was asked for last. */
const struct tl_matches *tl_found_matches(struct tl_stage *stage, size_t index, const struct tl_range *range);

/* The names in a unit, in the same way; no name may be added once they are asked for. */
const struct tl_name_hits *tl_found_names(struct tl_stage *stage, size_t index, const struct tl_range *range);

/*
 * True when rules and names were looked for in these very texts, in an element of this kind, when a unit that
 * begins at `place` of the original was matched last, and nothing that must go was found.  Units are asked
 * for in order.
 */
bool tl_found_nothing(struct tl_stage *stage, size_t place, enum tl_kind kind, const struct tl_views *views);

/* --- edits.c */

/* The bytes of a portion that go when it is withheld: after its label. */
struct tl_span tl_withheld_span(const struct tl_portion *portion);

/* M14: the cable's own 1.4 reasons, where the policy adds them and the rank is C or above. */
struct tl_words tl_reasons_of(const struct tl_cable *cable, const struct tl_policy *policy,
                              enum tl_rank rank);

/* The edit that takes the original byte `at`, or NULL; edits must be sorted. */
struct tl_edit *tl_edit_at(const struct tl_release *release, size_t at);

/* Makes the edits from decisions, cuts and banners, and the bytes. */
void tl_edit_all(struct tl_stage *stage);

/* Adds one edit; it is skipped when it touches one that is there.  Returns it or NULL. */
struct tl_edit *tl_add_edit(struct tl_stage *stage, struct tl_span in, enum tl_edit_action action,
                            enum tl_cause cause, size_t portion, tl_slice replacement);

/* --- remark.c */

void tl_remark_all(struct tl_stage *stage);

/* --- reread.c */

/* M10: text freed by its date that would still read as held, once it is marked again ("3.((C) text"), is
 * withheld; of text that a reviewer released this is told as a decision that does not fit. */
void tl_hold_freed(struct tl_stage *stage);

/*
 * A line of a header or a page that a rule cut a piece out of may no longer read as what it was, nor what it
 * stands beside: then it counts at the overall (M6).  Withholds what may not leave as it reads now, for the
 * sake of `rule`; only what the original lets go.  True when anything was: the edits have to be made again.
 */
bool tl_hold_cut(struct tl_stage *stage, const struct tl_rule *rule);

/* TL_OK, or TL_INTERNAL with the reason (no text of the cable). */
enum tl_status tl_reread(struct tl_stage *stage, struct tl_err *err);

#endif

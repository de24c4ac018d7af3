/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a reviewer's release lifts of a marking (DESIGN 4): its level, and of its controls those that are
 * named.  Pure functions on values.
 */
#ifndef TL_MARKING_LIFT_H
#define TL_MARKING_LIFT_H

#include "marking/marking.h"

/*
 * The controls of a marking as a reviewer names them, CUI words among them: words of the register,
 * compartments, "SAR-NAME", codes of foreign owners and sources ("FGI" for a concealed one), "REL TO" and
 * "DISPLAY ONLY" for lists.  Words that no table knows are left out.  Arena-owned.
 */
struct tl_words tl_marking_controls(struct tl_arena *arena, const struct tl_marking *m);

/* True when `word` names a control that a release may lift: what `allow` may list, REL TO, DISPLAY ONLY. */
bool tl_lift_known(tl_slice word);

/* The canonical form of such a word: "NOFORN" for "NF". */
tl_slice tl_lift_word(tl_slice word);

/* The word as messages may show it (M20): "?" for what no register knows, such as a compartment. */
tl_slice tl_lift_shown(tl_slice word);

struct tl_lift {
    struct tl_words lacking;   /* controls that nobody named; arena-owned */
    bool has_unknown;          /* a word that no table knows: nothing lifts it */
    struct tl_marking marking; /* what the text is then: U, or CUI where a CUI word was not named */
};

/* Lifts the level of `m` and its controls, all of which must be in `named` or in `kept`, which stay. */
struct tl_lift tl_marking_lift(struct tl_arena *arena, const struct tl_marking *m, struct tl_words named,
                               struct tl_words kept);

#endif

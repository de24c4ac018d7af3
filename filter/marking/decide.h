/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The release decision: may a portion of this marking leave? (DESIGN M8; markings.md 5, fixed order.)
 * Pure functions on values.
 */
#ifndef TL_MARKING_DECIDE_H
#define TL_MARKING_DECIDE_H

#include "marking/marking.h"

/* What may leave, and to whom.  Zeroed: nothing, to nobody. */
struct tl_ceiling {
    enum tl_rank max;         /* UNKNOWN (zeroed) releases nothing */
    bool is_public;           /* audience: public */
    struct tl_words audience; /* country codes, "USA" among them; ignored when public */
    struct tl_words allow;    /* canonical control words that may leave */
};

enum tl_reason {
    TL_REASON_UNDECIDED = 0, /* never a release */
    TL_REASON_OK,
    TL_REASON_INVALID,
    TL_REASON_LEVEL,
    TL_REASON_NOFORN,
    TL_REASON_COMPARTMENT,
    TL_REASON_SAP,
    TL_REASON_AEA,
    TL_REASON_FOREIGN,
    TL_REASON_CONTROL,
    TL_REASON_NOT_IN_REL_TO,
    TL_REASON_NO_RELEASE_DECISION,
    TL_REASON_RELIDO,
    TL_REASON_DISPLAY_ONLY,
    TL_REASON_REL_WITHOUT_LIST,
    TL_REASON_DECLASSIFIED,     /* a release: its date has passed */
    TL_REASON_CONTROL_SURVIVES, /* date passed but a control stands */
    TL_REASON_UNMARKED          /* no marking and no banner */
};

/* "ok", "level", "not_in_rel_to", ... as the vectors name them. */
const char *tl_reason_name(enum tl_reason reason);

/* One sentence for a person, e.g. "the level is above the maximum".  Static. */
const char *tl_reason_text(enum tl_reason reason);

/*
 * Decides in the order of markings.md 5; OK is the only reason that releases.  `banner` gives the list that
 * a REL without a list inherits; NULL: none.
 */
enum tl_reason tl_decide(const struct tl_marking *m, const struct tl_ceiling *ceiling,
                         const struct tl_marking *banner);

/* A step of the order that fails. */
struct tl_failure {
    enum tl_reason reason;
    struct tl_words lacking; /* what `allow` would have to name for it; arena-owned */
};

enum { TL_FAILURES_MAX = 9 }; /* the steps of the order */

/*
 * Every step that fails, in the order, each judged as if those before it had passed; the first is the answer
 * of tl_decide, and none is OK.  For explanations; returns how many.
 */
size_t tl_decide_all(struct tl_arena *arena, const struct tl_marking *m, const struct tl_ceiling *ceiling,
                     const struct tl_marking *banner, struct tl_failure out[TL_FAILURES_MAX]);

/* True when `word` names a control that `allow` may list: any registered word, a code, or a caption. */
bool tl_allow_known(tl_slice word);

#endif

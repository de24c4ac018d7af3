/* SPDX-License-Identifier: Apache-2.0 */
/* Banner roll-up over portions (markings.md 6; CAPCO Register and Manual 2016 D.2 table 3). */
#ifndef TL_MARKING_ROLLUP_H
#define TL_MARKING_ROLLUP_H

#include "marking/marking.h"

/* Which row of the release table (markings.md 6; CAPCO Manual 2016, D.2 table 3) made the release words. */
enum tl_rollup_release {
    TL_ROLLUP_NOTHING = 0,      /* no portion has a release word */
    TL_ROLLUP_NOFORN,           /* one carries NOFORN, EXDIS or NODIS */
    TL_ROLLUP_SENSITIVE_NOFORN, /* SBU-NF or LES-NF in a classified or mixed document */
    TL_ROLLUP_LIST,             /* the lists have countries in common */
    TL_ROLLUP_RELIDO,           /* all portions are RELIDO */
    TL_ROLLUP_UNLIKE            /* the release words have nothing in common: NOFORN */
};

/*
 * The marking a banner must carry over `count` portions; arena-owned sets.  `banner` gives what a REL or
 * JOINT without a list inherits, or NULL.  In the result rel_to and display_to are expanded and sorted, sci
 * holds leaves "SYS-COMP SUB".  Returns what made the release words, for explanations.
 */
enum tl_rollup_release tl_rollup(struct tl_arena *arena, const struct tl_marking *portions, size_t count,
                                 const struct tl_marking *banner, struct tl_marking *out);

#endif

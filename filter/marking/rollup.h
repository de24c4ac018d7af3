/* SPDX-License-Identifier: Apache-2.0 */
/* Banner roll-up over portions (markings.md 6; CAPCO Register and Manual 2016 D.2 table 3). */
#ifndef TL_MARKING_ROLLUP_H
#define TL_MARKING_ROLLUP_H

#include "marking/marking.h"

/*
 * The marking a banner must carry over `count` portions; arena-owned sets.  `banner` gives what a REL or
 * JOINT without a list inherits, or NULL.  In the result rel_to and display_to are expanded and sorted, sci
 * holds leaves "SYS-COMP SUB".
 */
void tl_rollup(struct tl_arena *arena, const struct tl_marking *portions, size_t count,
               const struct tl_marking *banner, struct tl_marking *out);

#endif

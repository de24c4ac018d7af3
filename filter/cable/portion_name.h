/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One name for every portion of a cable, by which a person speaks of it: `inspect`, decisions and the log use
 * the same.  A name holds letters, digits, dots, hyphens and # and no text of the cable but numbers.
 *
 *     3             paragraph 3
 *     3.A           its sub-paragraph A
 *     3.more        text of paragraph 3 that is a portion of its own: behind its sub-paragraphs, raised (M2)
 *                   or enclosed (M5)
 *     subject       what has no number, by its kind
 *     paragraph#2   the second of several that would be called alike; then none is called by the bare name
 */
#ifndef TL_CABLE_PORTION_NAME_H
#define TL_CABLE_PORTION_NAME_H

#include "cable/cable.h"

/* The names of all portions, by index; empty for furniture, which is no portion of its own; arena. */
const tl_slice *tl_portion_names(struct tl_arena *arena, const struct tl_cable *cable);

/* A number that is one, in letters, digits and dots, at most eight; else empty: text of the cable. */
tl_slice tl_plain_number(tl_slice number);

#endif

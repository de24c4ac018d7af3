/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every slug in words: why a marking is not valid, an instruction is not honoured, a portion stays, and what
 * was found in a cable.  One table, so that messages, log and explanations use the same words.
 */
#ifndef TL_MARKING_SLUG_H
#define TL_MARKING_SLUG_H

#include "base/slice.h"

struct tl_slug {
    const char *slug;
    const char *text;   /* a clause: "the level is above the maximum" */
    const char *source; /* order, manual or rule that says so, with its section */
    const char *help;   /* a sentence: what can be done about it; NULL: nothing */
};

/* The row of a slug, or NULL. */
const struct tl_slug *tl_slug_find(const char *slug);

/* The row at `index`, or NULL behind the last: to walk the table. */
const struct tl_slug *tl_slug_row(size_t index);

/* The rows of findings (slug_finding.c); part of the table above. */
extern const struct tl_slug tl_slug_findings[];
extern const size_t tl_slug_finding_count;

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Portion marks and banners: text to marking (markings.md 3 and 4; CAPCO Register and Manual 2016;
 * 5 FAH-2 for the State forms).
 *
 * Parsing never fails: what cannot be read gives an invalid marking with the highest level readable in it.
 */
#ifndef TL_MARKING_PORTION_H
#define TL_MARKING_PORTION_H

#include "base/buf.h"
#include "marking/marking.h"

/*
 * Parses "(S//NF)", with its parentheses.  `out->text` is `mark`.  Also reads what tl_portion_start calls
 * broken (invalid, with the highest level readable in it) and "C - ENTIRE TEXT" without parentheses; there a
 * damaged level word gives an invalid marking of the level it is near to.
 */
void tl_portion_parse(struct tl_arena *arena, tl_slice mark, struct tl_marking *out);

/* Parses a banner line "SECRET//NOFORN". */
void tl_banner_parse(struct tl_arena *arena, tl_slice line, struct tl_marking *out);

/*
 * True when a body (no parentheses, any case) begins with something that reads as a level or a known
 * control: used to tell "(ANNEX II)" from "(S//NOFORM)".  No repair, no judgement.
 */
bool tl_portion_looks_marked(tl_slice body);

/*
 * True when `text` begins with "C - ENTIRE TEXT", "CONFIDENTIAL ENTIRE TEXT" or "ENTIRE TEXT [IS]
 * CONFIDENTIAL", and only a stop or the end follows; `span` takes it without the stop.  `is_damaged`: the
 * level word is only near to a level.
 */
bool tl_entire_text_at(tl_slice text, struct tl_span *span, bool *is_damaged);

/* Renders a marking as a banner in register order (markings.md 6), e.g. "SECRET//NOFORN"; appends to `out`.
 */
void tl_banner_render(const struct tl_marking *m, struct tl_buf *out);

/*
 * Appends the marking for messages (DESIGN M20): level and registered words only, every other word as "?",
 * as "(S//NF)" with `is_portion`, else as a banner.
 */
void tl_marking_render_safe(const struct tl_marking *m, bool is_portion, struct tl_buf *out);

#endif

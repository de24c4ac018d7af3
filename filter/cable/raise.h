/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text that reads as a marking where no portion starts (DESIGN M2): it may raise, never lower.
 *
 *   -- C) text      PARA 3: (C) text      l3. (C) text      ... said. (S//NF) text      SECRET//NOFORN text
 */
#ifndef TL_CABLE_RAISE_H
#define TL_CABLE_RAISE_H

#include "cable/list.h"

/*
 * The join of all markings that the line at `context->line` reads as, whole or damaged, within its first 24
 * characters or after a sentence end, beyond `governing`; false when there is none.  Proven list and REF
 * letters and citations do not count.
 */
bool tl_find_raise(struct tl_reader *r, const struct tl_raise_context *context,
                   const struct tl_marking *governing, struct tl_marking *out);

/*
 * The same for the text of a portion, its own mark aside; when `is_anywhere`, behind any bracket.  Beside a
 * mark nothing is proven to be a list letter.
 */
bool tl_find_raise_in(struct tl_reader *r, const struct tl_portion *portion,
                      const struct tl_marking *governing, bool is_anywhere, struct tl_marking *out);

/*
 * The level of a mark or body whose first word is a misspelt or clipped level, "(CONFIDENTAL)", "SECRT//NF",
 * "CONF" (DESIGN M1: within edit distance two of one level); UNKNOWN when it is near to none.
 */
enum tl_level tl_damaged_level(tl_slice body);

/* How sure a place is to hold a mark. */
enum tl_mark_place {
    TL_PLACE_LINE = 0, /* the start of a line inside a paragraph */
    TL_PLACE_START     /* after a label, or set off by a blank line */
};

/*
 * True when `text` opens with what stands where a mark stands and cannot be read: "(CC/NF)", "(SBUU)",
 * "8S//NF)".  No list letter, number or word of prose does; at the start of a line only what is made of the
 * letters of marks, or holds a separator, does.
 */
bool tl_is_unreadable_mark(tl_slice text, enum tl_mark_place place);

#endif

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

/* False for a text in which nothing can read as a marking: a quick look before tl_find_raise. */
bool tl_may_raise(tl_slice text);

/*
 * The same for the text of a portion, its own mark aside; when `is_anywhere`, behind any bracket.  Beside a
 * mark nothing is proven to be a list letter.
 */
bool tl_find_raise_in(struct tl_reader *r, const struct tl_portion *portion,
                      const struct tl_marking *governing, bool is_anywhere, struct tl_marking *out);

#endif

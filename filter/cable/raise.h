/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text that reads as a marking where no portion starts (DESIGN M2): it may raise, never lower.
 *
 *   -- C) text      PARA 3: (C) text      l3. (C) text      ... said. (S//NF) text      SECRET//NOFORN text
 */
#ifndef TL_CABLE_RAISE_H
#define TL_CABLE_RAISE_H

#include "cable/reader.h"

/* Where list letters are looked up: the paragraph so far. */
struct tl_raise_context {
    size_t first_line; /* of the running paragraph */
    size_t line;       /* the line that is judged */
};

/*
 * The highest marking that the line at `context->line` reads as, beyond `governing`; false when there is
 * none. Proven list and REF letters and citations do not count.  `out` is the join of all that is found.
 */
bool tl_find_raise(struct tl_reader *r, const struct tl_raise_context *context,
                   const struct tl_marking *governing, struct tl_marking *out);

/* True when the letter in parentheses (or with ')' or '.') at the start of the line is proven to be of a
 * list. */
bool tl_is_list_letter(const struct tl_reader *r, const struct tl_raise_context *context, size_t at);

#endif

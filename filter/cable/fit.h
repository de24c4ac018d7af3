/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How far the grammar of a header element reads (DESIGN M6): codes in TAGS; order, date and code on the E.O.
 * line; post, number, date and NOTAL in REF; name, office, order, reasons and date in Classified By.
 *
 * What does not fit is not header: names in brackets, event texts, sentences.
 */
#ifndef TL_CABLE_FIT_H
#define TL_CABLE_FIT_H

#include "cable/envelope.h"
#include "marking/marking.h"

/* State of an element: in an authority names stand before reasons, never after; in a reference numbers stand
 * after a post. */
struct tl_fit {
    enum tl_label label;
    struct tl_words posts; /* that this cable names, beside those everybody knows */
    bool has_post;
    bool has_reason;
    size_t names;
    bool is_stopped; /* a word did not fit: nothing after it on this element does, but marks */
};

/* One piece of a line: what fits, or what does not. */
struct tl_piece {
    struct tl_span span; /* relative to the line; no blanks at its ends */
    bool fits;
};

/*
 * The next piece of `line` at or after `at`; false at the end.  Pieces come in order; blanks stand between
 * them. A bracket group that does not fit is a piece of its own; any other word that does not fit takes the
 * rest of the line.
 */
bool tl_fit_next(struct tl_fit *fit, tl_slice line, size_t at, struct tl_piece *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* The mark of a portion start: shared by start.c and start_mark.c only. */
#ifndef TL_MARKING_START_MARK_H
#define TL_MARKING_START_MARK_H

#include "marking/start.h"

struct tl_start_found {
    enum tl_start_mark kind;
    struct tl_span span;
    bool is_lower_case;
    bool is_damaged;
};

/* First byte at or after `at` that is no blank: space, tab, CR, form feed, NBSP.  A newline ends it. */
size_t tl_start_blanks(tl_slice line, size_t at);

/* Reads a mark at `at`.  `is_labelled`: a label stands before it, so that "C)" is a mark without its opening.
 */
bool tl_start_mark_at(tl_slice line, size_t at, bool is_labelled, struct tl_start_found *out);

/* The same question without the answer, with a label assumed. */
bool tl_start_has_mark(tl_slice line, size_t at);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Letters that are no marks: list letters, REF letters, citations (DESIGN M2; markings.md 2.3).
 *
 *   (A) go (B) stay (C) wait          1.4(c)   Article 5 (C)   member(s)
 */
#ifndef TL_CABLE_LIST_H
#define TL_CABLE_LIST_H

#include "cable/reader.h"

/* Where a letter stands: a line of the paragraph that begins at `first_line`. */
struct tl_raise_context {
    size_t first_line;
    size_t line;
};

/*
 * True when the letter at `at` of the line ("(C)", "C)" or "C.") is proven to be of a list: its predecessor
 * stands as a label, in the same form, of the same unbroken list.  A blank line breaks a list whose items do
 * not all stand apart.
 */
bool tl_is_list_letter(const struct tl_reader *r, const struct tl_raise_context *context, size_t at);

/* True when what stands left of the bracket at `open` is what it belongs to: "1.4(", "SECTION 408 (",
 * "member(". */
bool tl_is_citation(tl_slice line, size_t open);

/* True when a bracket that the paragraph opened in the lines before is not closed: "(including the / US)". */
bool tl_is_bracket_open(const struct tl_reader *r, const struct tl_raise_context *context);

/* True when a sentence ended before `at`, or a colon or semicolon stands there. */
bool tl_follows_sentence(tl_slice line, size_t at);

#endif

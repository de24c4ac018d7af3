/* SPDX-License-Identifier: Apache-2.0 */
/* What a line without label or mark looks like: openers, headings, the signature
 * (cable_anatomy.md 9.6, 9.7, 9.14). */
#ifndef TL_CABLE_PROSE_H
#define TL_CABLE_PROSE_H

#include "cable/reader.h"

/* "COMMENT: ...", "SUMMARY", "(ACTION ...": opens something that no mark of the paragraph covers (M3). */
bool tl_is_opener(tl_slice line);

/* "-----", "====": a line under a heading. */
bool tl_is_rule(tl_slice line);

/* Text that was set off opens with what a reader takes for a label, though no grammar of labels reads it:
 * "+ text", "3, text", "2a. text", "Para 3: text", "Embassy Comment: text" (M3). */
bool tl_opens_like_label(tl_slice line);

/* The same inside a list, without a blank line before it: "+ text", "B, text", "2) text". */
bool tl_opens_like_item(tl_slice line);

/* "... END SUMMARY.": what follows is not covered by the mark of what ends here. */
bool tl_is_closer(tl_slice line);

/* How many lines from `index` on are a heading, or 0: up to three short ones, set off, that end like no
 * sentence; one that is underlined. */
size_t tl_heading_lines(const struct tl_reader *r, size_t index);

/* True when nothing but blank lines stands between the line and the page break before it; from `index` on and
 * the next one. */
bool tl_is_after_break(const struct tl_reader *r, size_t index);
bool tl_is_before_break(const struct tl_reader *r, size_t index);

/* One to three capitalised words as the last text of the cable. */
bool tl_is_signature(const struct tl_reader *r, size_t index);

#endif

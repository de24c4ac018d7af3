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

/* A short line between blank lines, or underlined, that ends like no sentence. */
bool tl_is_heading(const struct tl_reader *r, size_t index);

/* One to three capitalised words as the last text of the cable. */
bool tl_is_signature(const struct tl_reader *r, size_t index);

#endif

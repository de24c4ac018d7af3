/* SPDX-License-Identifier: Apache-2.0 */
/* Claims inside a portion: an enclosed cable or paper, a stamp, a BEGIN SECRET (DESIGN M5). */
#ifndef TL_CABLE_ENCLOSURE_H
#define TL_CABLE_ENCLOSURE_H

#include "cable/reader.h"

/* True when line `index`, which is not furniture, claims a level or a caption for the text after it; the
 * claim is added to the cable's too. */
bool tl_enclosure_begins(struct tl_reader *r, size_t index, struct tl_marking *out);

/* The two halves of it: false for nearly every line; and what is read of a line that may. */
bool tl_enclosure_may_begin(const struct tl_reader *r, size_t index);
bool tl_enclosure_read(struct tl_reader *r, size_t index, struct tl_marking *out);

/* The line of END TEXT, END QUOTE or UNQUOTE after `index`, or TL_NONE: then it ends with the portion. */
size_t tl_enclosure_end(const struct tl_reader *r, size_t index);

/* The level after "Class:" of a stamp that says who classified when; UNKNOWN when there is none.  The stamp
 * may wrap over three lines. */
enum tl_level tl_stamp_level(const struct tl_reader *r, size_t index);

#endif

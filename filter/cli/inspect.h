/* SPDX-License-Identifier: Apache-2.0 */
/* The two forms of `tearline inspect`.  Both show markings as written: inspect is for the one who holds the
 * cable. */
#ifndef TL_CLI_INSPECT_H
#define TL_CLI_INSPECT_H

#include "base/buf.h"
#include "cable/cable.h"

/* One JSON object and a line end (DESIGN section 5). */
void tl_inspect_json(struct tl_arena *arena, const struct tl_cable *cable, const char *source,
                     struct tl_buf *out);

/* An outline in columns: one line per portion, then claims, declassification and findings. */
void tl_inspect_outline(struct tl_arena *arena, const struct tl_cable *cable, const char *source,
                        struct tl_buf *out);

enum { TL_DTG_TEXT = 32 };

/* "2008-11-07T08:23Z" of the date-time group, or "" when it is not known whole; returns `out`. */
const char *tl_dtg_render(const struct tl_cable *cable, char out[TL_DTG_TEXT]);

/* "own", "inherited", "overall". */
const char *tl_from_name(enum tl_from from);

/* The instruction that stands for the cable: that of the header, else the first; NULL when there is none. */
const struct tl_instruction *tl_main_instruction(const struct tl_cable *cable);

#endif

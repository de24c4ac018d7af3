/* SPDX-License-Identifier: Apache-2.0 */
/* SCI items as trees: system, compartments, sub-compartments (CAPCO Manual 2016, H.4). */
#ifndef TL_MARKING_SCI_H
#define TL_MARKING_SCI_H

#include "base/buf.h"
#include "marking/marking.h"

/*
 * The leaves of items as written: {"TK-BLFH ABCD-IDIT", "COMINT"} gives {"SI", "TK-BLFH ABCD", "TK-IDIT"};
 * sorted, digits before letters; a system or compartment that has something below it is no leaf. Arena-owned.
 */
struct tl_words tl_sci_leaves(struct tl_arena *arena, struct tl_words items);

/* Appends leaves as a banner writes them: "SI-G/TK-BLFH ABCD-IDIT". */
void tl_sci_render(struct tl_words leaves, struct tl_buf *out);

/* `words` sorted bytewise.  Arena-owned. */
struct tl_words tl_words_sorted(struct tl_arena *arena, struct tl_words words);

/* Country codes as the register lists them: trigraphs, then tetragraphs, each by the alphabet.  Arena-owned.
 */
struct tl_words tl_codes_sorted(struct tl_arena *arena, struct tl_words codes);

#endif

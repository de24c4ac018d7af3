/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words that markings are made of: levels, the register of controls, countries, and the words that join
 * them.  Whatever else stands in a marking is text that somebody wrote.
 */
#ifndef TL_MARKING_REGISTERED_H
#define TL_MARKING_REGISTERED_H

#include "base/slice.h"

/*
 * Length of the registered word or phrase that begins at `at` of a marking, a classification line or a
 * security line, longest first: "SECRET", "S E C R E T", "NF", "ORIGINATOR CONTROLLED", "GBR", "REL TO", "ZNY
 * CCCCC". 0: none does.  A damaged one is none.
 */
size_t tl_registered_at(tl_slice text, size_t at);

#endif

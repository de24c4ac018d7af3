/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Confusables folded to ASCII, for the second reading of DESIGN M7.
 *
 * What looks like an ASCII character to a reader becomes that character: full-width and other compatibility
 * forms (Unicode NFKD), look-alike letters (UTS #39 confusables), ligatures, quotes, dashes, decimal digits.
 */
#ifndef TL_CABLE_FOLD_H
#define TL_CABLE_FOLD_H

#include "base/slice.h"

enum { TL_FOLD_ROOM = 4 };

/* Folds `code` to at most TL_FOLD_ROOM ASCII characters and gives their number in `count`, 0 for a character
 * that vanishes.  False when it stays as it is; ASCII always does. */
bool tl_fold_char(uint32_t code, unsigned char out[TL_FOLD_ROOM], size_t *count);

/* The table itself, for its test: item `i` of tl_fold_size() in ascending order of code point. */
size_t tl_fold_size(void);
uint32_t tl_fold_code(size_t i);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* How often bytes stand in cables, roughly: what makes a literal rare.  It decides about speed alone. */
#ifndef TL_POLICY_FREQUENCY_H
#define TL_POLICY_FREQUENCY_H

#include <stdbool.h>
#include <stdint.h>

/* Of 65536 bytes, how many are this one; letters in either case count together. */
uint32_t tl_frequency_folded(unsigned char c);

/* The same for the byte as it is, in text in capitals or in prose, where few letters are capitals. */
uint32_t tl_frequency(unsigned char c, bool is_in_capitals);

/* Bytes at which a character beyond ASCII begins. */
enum { TL_FREQUENCY_OTHER = 200 };

#endif

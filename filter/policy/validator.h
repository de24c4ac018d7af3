/* SPDX-License-Identifier: Apache-2.0 */
/* Built-in validators of what a rule found: checksums and shapes (ISO/IEC 7812-1 for luhn, ISO 13616 and
 * ISO 7064 for mod97, ICAO 9303 for mrz, SSA numbering for us-ssn). */
#ifndef TL_POLICY_VALIDATOR_H
#define TL_POLICY_VALIDATOR_H

#include "policy/policy.h"

bool tl_validator_find(tl_slice name, enum tl_validator *out);
const char *tl_validator_name(enum tl_validator validator);

/* True when `text` (UTF-8) passes; blanks, dots and hyphens between digits are ignored where forms have them.
 * NONE always passes. */
bool tl_validator_check(enum tl_validator validator, tl_slice text);

#endif

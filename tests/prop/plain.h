/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules run the plain way: each regex alone over the whole of each segment, from left to right, with the
 * interpreter of PCRE2.  What is found fast must be the same.
 */
#ifndef TL_TESTS_PROP_PLAIN_H
#define TL_TESTS_PROP_PLAIN_H

#include "policy/filter.h"
#include "release/match.h"

/* What differs between tl_match_rules with the policy's filter and the plain way, or NULL.  A rule that the
 * plain way cannot decide is left out. */
const char *plain_differs(const struct tl_policy *policy, const struct tl_cable *cable,
                          const struct tl_range *range);

/* What a match of the rule in `text` has that the literals or the opening derived from its regex deny, or
 * NULL. `count` is raised by the matches that were looked at. */
const char *plain_denied(const struct tl_rule *rule, tl_slice text, size_t *count);

/* A rule of a pattern, or false when tl_regex_compile refuses it.  Free its code. */
bool plain_rule(const char *id, tl_slice pattern, bool is_caseless, struct tl_rule *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Findings of `policy lint` that only the matcher can tell. */
#ifndef TL_RELEASE_LINT_H
#define TL_RELEASE_LINT_H

#include "policy/lint.h"

/*
 * Rules that others make idle: whatever the hits of such a rule name is taken, in each of them, by another
 * rule too, in the same elements, by an action that is as strict, and spread as far.  Then what
 * tl_policy_lint_texts and tl_rules_test say.
 */
void tl_rules_lint(const struct tl_lint *lint);

#endif

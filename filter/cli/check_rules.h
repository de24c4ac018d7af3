/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every rule that `check` can name, in a fixed order: what the program judges by itself, then the rules of
 * the policy.  Ids of the first kind have a slash, which no rule of a policy can have.
 */
#ifndef TL_CLI_CHECK_RULES_H
#define TL_CLI_CHECK_RULES_H

#include "release/release.h"

struct tl_check_rule {
    tl_slice id;    /* "marking/level", "persons.diplomat" */
    tl_slice title; /* a clause */
    tl_slice help;  /* what it means and what can be done; arena */
};

size_t tl_check_rule_count(const struct tl_policy *policy);
tl_slice tl_check_rule_id(const struct tl_policy *policy, size_t index);
struct tl_check_rule tl_check_rule(struct tl_arena *arena, const struct tl_policy *policy, size_t index);

/* Which rule a portion that is withheld falls under, and an edit. */
size_t tl_check_rule_of_portion(const struct tl_policy *policy, const struct tl_portion *portion,
                                const struct tl_decision *decision);
size_t tl_check_rule_of_edit(const struct tl_policy *policy, const struct tl_edit *edit);
size_t tl_check_rule_of(const struct tl_policy *policy, const struct tl_rule *rule);

/* Rules of a whole cable or of its record; index among all rules. */
enum {
    TL_CHECK_UNREADABLE = 0,
    TL_CHECK_DROP,
    TL_CHECK_REMARK,
    TL_CHECK_DENIED,
    TL_CHECK_REPEATED,
    TL_CHECK_CHANGED,
    TL_CHECK_FIELD_DROPPED,
    TL_CHECK_FIELD_WITHHELD,
    TL_CHECK_FIELD_EXCISED,
    TL_CHECK_FIELD_DENIED,
    TL_CHECK_OWN /* how many; markings follow */
};

#endif

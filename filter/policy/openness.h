/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The settings of a policy with their values in order of how much they let out.  What a policy opens beyond
 * the defaults (loosening.c) and what one policy lets out that another does not (diff.c) follow from this
 * table.
 */
#ifndef TL_POLICY_OPENNESS_H
#define TL_POLICY_OPENNESS_H

#include "policy/policy.h"

struct tl_setting {
    const char *name;                                /* "unmarked.header" */
    const char *source;                              /* what says which value lets out more */
    size_t (*value)(const struct tl_policy *policy); /* the higher, the more is let out */
    const char *(*word)(size_t value);               /* the value as a policy writes it */
    const char *(*opened)(size_t value); /* the sentence of a loosening; NULL: the value opens nothing */
};

/* The row at `index`, or NULL behind the last. */
const struct tl_setting *tl_setting(size_t index);

#endif

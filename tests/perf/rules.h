/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules of the benchmark, in what ERE of GNU sed, Perl, PCRE2 and Rust's regex have in common and read
 * alike: alternatives of which none begins another that could match there, no possessive or lazy repeats,
 * ASCII.
 *
 * The first PERF_BASE are of the sorts that policies have: names after titles, caseless word lists, agencies,
 * codes, phrases in any case, shapes of digits; the first PERF_FIRST are of all sorts.  What comes after is
 * made from a seed as watch lists grow: 60 % names, 15 % offices, 10 % codes, 10 % phrases, 5 % shapes.
 */
#ifndef TL_PERF_RULES_H
#define TL_PERF_RULES_H

#include "random.h"

enum { PERF_RULES = 4000, PERF_FIRST = 10, PERF_BASE = 60, PERF_HIT = 96 };

/* Once, before anything else. */
void perf_rules_make(uint64_t seed);

/* Writes the first `count` rules to standard output: "yaml" (a pack), "sed" (a script), "perl" (statements),
 * "rg" (one alternation).  Returns 0, or 1 for another word. */
int perf_rules_put(size_t count, const char *how);

/* A text that the rule with this index, below PERF_BASE, finds as a whole. */
void perf_hit(struct rng *rng, size_t index, char out[PERF_HIT]);

/* A word that makes rules look and not find: a title without a name, half a phrase, a number. */
const char *perf_near_miss(struct rng *rng);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running rules over views: spans of original bytes, or "undecided" (DESIGN M7, M11, M13).
 *
 * A matcher belongs to one worker; it holds match data and a JIT stack and nothing of a cable.
 */
#ifndef TL_RELEASE_MATCH_H
#define TL_RELEASE_MATCH_H

#include "cable/view.h"
#include "policy/policy.h"
#include "release/caseless.h"
#include "release/sights.h"

struct tl_matcher; /* opaque; owned, tl_matcher_free */

struct tl_matcher *tl_matcher_new(void);
void tl_matcher_free(struct tl_matcher *matcher);

/* One hit of one rule in one range, in original bytes. */
struct tl_match {
    const struct tl_rule *rule;
    struct tl_span in;    /* what is excised: the group; original bytes */
    tl_slice text;        /* the same as the view shows it (UTF-8); text of the cable; arena */
    bool is_check_failed; /* the validator said no and the rule keeps such hits */
    const struct tl_exception *exception; /* an exception that keeps it, else NULL */
    tl_slice
        readings[TL_READING_COUNT]; /* its text in each reading that has it; `text` is the first of them */
};

/*
 * What is bounded: at each place where a match may begin, PCRE2's own count of steps, so that places times
 * steps stay under 2^23 for up to 14,000 places (600 steps a place beyond).  No clock decides.
 */
struct tl_matches {
    TL_VEC(struct tl_match) list;
    const struct tl_rule
        *undecided; /* a rule with a result that is neither match nor no match (M11), or NULL */
};

/*
 * Runs every rule for which `wanted(rule, context)` holds (NULL: every rule) over all readings of `range`,
 * unites the hits of the readings and appends them to `out` in order of original offset.  holes and cuts as
 * in view.h. Exceptions of the policy that hold on `judged_on` are noted in the hit; they do not remove it.
 * `kind` chooses the rules by their elements; TL_KIND_COUNT runs all.  A group that took no part in the
 * match, or is empty, stands for the whole match; one that reaches out of its segment is undecided.
 */
struct tl_range {
    struct tl_read *read; /* what tl_range_read made of it; NULL: it is read for one call */
    struct tl_span span;
    const struct tl_span *holes;
    size_t hole_count;
    const struct tl_span *cuts;
    size_t cut_count;
    enum tl_kind kind;
};

/* A range as it is read, and what the literal scan saw in it. */
struct tl_read {
    struct tl_views views;
    const struct tl_read *before; /* the same range around fewer cuts: what was seen there is not looked for
                                     again; or NULL */
    struct tl_sights sights[TL_READING_COUNT]; /* of the readings that rules ran over */
    bool has_sights[TL_READING_COUNT];
    struct tl_arena *arena; /* borrowed: where all this is */
};

/* Reads the range, once for all who match in it.  `before` must live as long. */
void tl_range_read(struct tl_arena *arena, const struct tl_cable *cable, const struct tl_range *range,
                   const struct tl_read *before, struct tl_read *out);

/* True when any rule of the policy runs in elements of this kind. */
bool tl_rules_run_in(const struct tl_policy *policy, enum tl_kind kind);

void tl_match_rules(struct tl_matcher *matcher, struct tl_arena *arena, const struct tl_cable *cable,
                    const struct tl_policy *policy, struct tl_date judged_on, const struct tl_range *range,
                    bool (*wanted)(const struct tl_rule *rule, const void *context), const void *context,
                    struct tl_matches *out);

/* A name that a propagating rule found; looked for in the whole cable. */
struct tl_name {
    tl_slice text;              /* UTF-8, one blank between words; arena */
    const struct tl_rule *rule; /* the rule that found it */
    struct tl_span in;          /* where it was found; original bytes */
    bool is_surname;
    struct tl_caseless key; /* `text` as it is compared */
    uint32_t hash;          /* of all of it */
    size_t next;            /* the next name with the same slot, from 1; 0: none */
};

/* Names and the index over them.  Zeroed is empty; only tl_names_add adds. */
struct tl_names {
    TL_VEC(struct tl_name) list;
    size_t *slots;     /* by hash: index of a name, from 1; arena */
    size_t slot_count; /* a power of two, or 0 */
    uint32_t *begins;  /* hashes of what names begin with, up to the end of each word; 0: free; arena */
    size_t begin_count;
    size_t begin_room; /* a power of two, or 0 */
    size_t longest;    /* bytes of text that a name may take, at most */
};

/*
 * Adds the names that a match makes (full, surname), without doubles, by M13: a single word needs four
 * letters and must not be in the stop list.  What other readings of the match say, the form without
 * confusables and the form without accents ("MULLER" in 7-bit copies) are names too.
 */
void tl_names_add(struct tl_arena *arena, const struct tl_match *match, struct tl_names *names);

/* One place where a name stands. */
struct tl_name_hit {
    const struct tl_name *name;
    struct tl_span in; /* original bytes */
};

struct tl_name_hits {
    TL_VEC(struct tl_name_hit) list;
};

/* Finds every name as whole words, in letters of any script, without regard to case, in all readings of the
 * range; appends in order of offset. */
void tl_match_names(struct tl_arena *arena, const struct tl_cable *cable, const struct tl_range *range,
                    const struct tl_names *names, struct tl_name_hits *out);

/* True for a word that propagation must not look for alone: titles, countries, months, common words. */
bool tl_stop_word(tl_slice word);

#endif

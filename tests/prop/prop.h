/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What properties are tested with: policies, one call from bytes to release, and reports that name the seed.
 *
 * TL_SEED=N runs that one seed; TL_COUNT=N says how many seeds are tried from the first on.  A case that
 * crashes or does not end names its seed too.
 */
#ifndef TL_TESTS_PROP_PROP_H
#define TL_TESTS_PROP_PROP_H

#include "prop/generate.h"
#include "release/release.h"

enum prop_policy_name {
    PROP_PUBLIC,       /* max U, roll-up, no rules */
    PROP_NAMES,        /* max U, names are excised and propagate */
    PROP_CONFIDENTIAL, /* max C for the USA, banners kept */
    PROP_PARTNER,      /* max S for USA and GBR, compilation by portions, captions allowed */
    PROP_PSEUDONYMS,   /* max C, pseudonyms and masks, header overall, amounts told */
    PROP_CUI,          /* max CUI, SBU and LOU allowed, all that may be opened is open */
    PROP_DATES,        /* dates honoured */
    PROP_STRIKE,       /* the same, the old words struck beside the new */
    PROP_STRIKE_CUI,   /* max CUI by portions, old words struck, names are excised */
    PROP_SHIPPED,      /* policies/public-release.yaml */
    PROP_SHIPPED_MAX,  /* policies/max-confidential.yaml */
    PROP_SHIPPED_PARTNER,
    PROP_POLICIES
};

struct prop_policy {
    const char *name;
    enum tl_rank max;
    bool is_telling; /* tells amounts: what is withheld shows in the release */
    bool has_rules;
    struct tl_policy *policy;
};

/* Loads all policies; ends the program when one has errors. */
void prop_open(void);
void prop_close(void);
const struct prop_policy *prop_policy(enum prop_policy_name name);

/* One cable released.  `status` is what the program would exit with. */
struct prop_run {
    struct tl_arena arena;
    struct tl_cable cable;
    struct tl_release release;
    enum tl_status status;
    struct tl_err err;
};

void prop_run(const struct prop_policy *policy, tl_slice bytes, struct prop_run *out);
/* The same with a reviewer's decisions. */
void prop_run_ruled(const struct prop_policy *policy, tl_slice bytes, const struct tl_rulings *rulings,
                    struct prop_run *out);
void prop_run_end(struct prop_run *run);

/* The first property that an invariant of every run breaks, or NULL: tiling, edits, bytes. */
const char *prop_broken_tiling(const struct tl_cable *cable);
const char *prop_broken_edits(const struct prop_run *run);

/* True when `word` stands in `text` as letters, whatever their case. */
bool prop_has_word(tl_slice text, const char *word);

/* As above with everything but letters left out of `text`. */
bool prop_has_squeezed(tl_slice text, const char *word);

/* Runs `test` on `count` seeds (TL_COUNT instead when set), or on TL_SEED alone; the exit status of main. */
int prop_main(size_t count, void (*test)(uint64_t seed));

/* Reports that the seed at hand broke a property.  With TL_SAVE=DIR the bytes go to DIR/SEED-WHAT.txt. */
void prop_fail(const struct prop_policy *policy, const char *what, const char *detail, tl_slice bytes);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A reviewer's decisions: a word on one portion of one cable each (DESIGN 4, last paragraph).
 *
 *     tearline-decisions: 1
 *     decisions:
 *       - cable: PORT ARDENT 380        post and number; "unknown" where a cable has none
 *         sha256: 3f0a...               of the original
 *         portion: '3'                  as `inspect` and `decisions new` call it (cable/portion_name.h)
 *         line: 27                      optional: where the portion begins
 *         do: release                   withhold | excise | release | policy (nothing is decided)
 *         controls: [NOFORN]            release alone: the controls that it lifts
 *         text: 'what goes'             excise alone
 *         exemptions: ['(b)(5)']        withhold and excise
 *         authority: ...                needed for a release
 *         by: ...
 *         why: ...
 *         date: 2026-11-24
 *
 * Read as policies are, with every error of the file in one run.  It may hold text of cables (`text`, `why`):
 * messages quote nothing of it and show no line that could hold any (config.h).
 *
 * In the code such a decision is a ruling; a `decision` is what was decided of a portion (release/release.h).
 */
#ifndef TL_POLICY_DECISIONS_H
#define TL_POLICY_DECISIONS_H

#include "base/date.h"
#include "base/digest.h"
#include "base/error.h"
#include "marking/marking.h"

enum tl_ruling_do { TL_RULING_WITHHOLD = 0, TL_RULING_EXCISE, TL_RULING_RELEASE, TL_RULING_POLICY };

/* "withhold", ...; static. */
const char *tl_ruling_name(enum tl_ruling_do does);

/* Everything is of the arena of its file. */
struct tl_ruling {
    tl_slice cable; /* "TOKYO 3100"; "unknown" for a cable without post and number */
    struct tl_hash original;
    tl_slice portion;
    uint32_t line; /* of the cable, where the portion begins; 0: not told */
    enum tl_ruling_do does;
    tl_slice text; /* EXCISE */
    struct tl_words exemptions;
    struct tl_words controls; /* RELEASE: canonical words */
    tl_slice authority;       /* empty: not told */
    tl_slice by;
    tl_slice why;
    struct tl_date date;
    struct tl_place place; /* in the file */
};

struct tl_rulings {
    struct tl_arena arena;
    const char *path;             /* as reached from where the user stands */
    struct tl_hash hash;          /* SHA-256 of the file */
    const struct tl_ruling *list; /* in the order of the file, those of `policy` left out */
    size_t count;
    size_t total;           /* with them */
    const size_t *by_hash;  /* indices, by hash and then as in the file */
    const size_t *by_cable; /* by post and number, and then as in the file */
};

/*
 * Reads a file of decisions.  NULL when there is an error: all of them are in `diags`, whose arena the caller
 * owns.  Owned: free it with tl_rulings_free.  `latest` is the last day that a decision may be of; zeroed:
 * any.
 */
struct tl_rulings *tl_rulings_load(const char *path, struct tl_date latest, struct tl_diags *diags);

void tl_rulings_free(struct tl_rulings *rulings);

/* Those for one cable: indices into `list`, borrowed. */
struct tl_ruled_on {
    const size_t *index;
    size_t count;
};

/* The rulings on the cable with this hash. */
struct tl_ruled_on tl_rulings_of_hash(const struct tl_rulings *rulings, const struct tl_hash *original);

/* The rulings on cables with this post and number; empty: unknown. */
struct tl_ruled_on tl_rulings_of_cable(const struct tl_rulings *rulings, tl_slice mrn);

/* What cables without post and number are called in a file of decisions. */
#define TL_CABLE_UNKNOWN TL_LIT("unknown")

#endif

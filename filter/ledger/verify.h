/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Does a release follow from its original and the log, and is it what the policy says?
 *
 * One cable at a time: its records are collected, and then held against original and release.
 *
 *   always          hashes; every change in its place; every commitment; edits give the release, byte for
 * byte with a policy   everything is decided again by code of its own (second.h), compared with the changes
 * that were logged, and the release is read again
 *
 * What differs is told with its place and never with its text.
 */
#ifndef TL_LEDGER_VERIFY_H
#define TL_LEDGER_VERIFY_H

#include "ledger/reading.h"
#include "ledger/second_match.h"

/* In which text a difference stands. */
enum tl_side { TL_SIDE_LOG = 0, TL_SIDE_ORIGINAL, TL_SIDE_RELEASE };

struct tl_difference {
    const char *slug;  /* static: "verify.release" and its like */
    const char *field; /* static or arena: of the record, as log.schema.json names it; NULL: none */
    uint64_t record;   /* line of the log; 0: none */
    uint64_t cable;    /* in the log, from 1; 0: none */
    uint64_t change;   /* of the cable; 0: none */
    enum tl_side side;
    size_t offset;    /* of the cable or of its release; meaningful with a side */
    size_t line;      /* from 1; 0: none */
    const char *text; /* arena */
};

enum { TL_MOST_DIFFERENCES = 200 }; /* that are kept; all are counted */

/* All that differs.  Zeroed is nothing. */
struct tl_differences {
    struct tl_arena arena; /* owned */
    TL_VEC(struct tl_difference) list;
    uint64_t count;
};

void tl_differ(struct tl_differences *differences, const struct tl_difference *difference);

/* A text that left beside a cable: a field of its record (DESIGN 7), as it was and as it left. */
struct tl_verify_field {
    tl_slice before, after;
    bool is_identifier; /* leaves whatever the level: rules alone judge it */
    bool is_odd;        /* an identifier that is no word: its line is rejected */
    enum tl_field fate; /* as it left */
};

/* An earlier cable of the run with the post and number of this one. */
struct tl_repeated {
    uint64_t seq;    /* in its log; 0: there is none */
    tl_slice source; /* its input, where it is of another; else empty */
    bool is_known;   /* it is in this log; else the log alone says so */
};

/* True when a release can stand as one frame of this kind again. */
typedef bool tl_frame_check(int framing, tl_slice release);

/* The records of one cable, copied.  Zeroed storage is empty; tl_logged_case_begin empties it. */
struct tl_logged_case {
    struct tl_arena arena; /* owned */
    uint64_t record;       /* line of the cable's record; 0: none */
    struct tl_logged_cable cable;
    TL_VEC(struct tl_logged_decision) decisions; /* of a reviewer */
    TL_VEC(uint64_t) decision_records;
    TL_VEC(struct tl_logged_change) changes;
    TL_VEC(uint64_t) records; /* lines of the changes */
    TL_VEC(struct tl_logged_kept) kept;
    TL_VEC(uint64_t) kept_records;
    TL_VEC(struct tl_logged_covered) covered;
    TL_VEC(uint64_t) covered_records;
    TL_VEC(struct tl_logged_finding) findings;
    TL_VEC(uint64_t) finding_records;
    const struct tl_verify_field *fields; /* given by whoever has them; borrowed */
    size_t field_count;
    struct tl_repeated repeated;
    tl_frame_check *holds; /* NULL: whatever is released can stand */
    int framing;           /* what `holds` is asked */
};

void tl_logged_case_begin(struct tl_logged_case *at_hand, const struct tl_logged *record);
void tl_logged_case_add(struct tl_logged_case *at_hand, const struct tl_logged *record);
void tl_logged_case_release(struct tl_logged_case *at_hand);

/* What decides again. */
struct tl_verify_policy {
    const struct tl_policy *policy;
    struct tl_release_options options;
    struct tl_plain *plain;
};

/*
 * Holds one cable against its texts.  `release` is ignored, and may be anything, where the log says that
 * nothing left.  `policy` NULL: edits only.
 */
void tl_verify_cable(const struct tl_logged_case *at_hand, tl_slice original, tl_slice release,
                     const struct tl_verify_policy *policy, struct tl_differences *out);

/* The policy and the packs of a run against those that are given: each hash that differs. */
void tl_verify_sources(const struct tl_logged_run *run, const struct tl_policy *policy,
                       struct tl_differences *out);

/* The file of decisions of a run against the one that is given (NULL: none). */
void tl_verify_rulings(const struct tl_logged_run *run, const struct tl_rulings *rulings,
                       struct tl_differences *out);

#endif

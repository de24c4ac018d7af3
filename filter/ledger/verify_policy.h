/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The records of one cable against what a second opinion says of them, field by field (known.h).  Of verify.c
 * alone.
 *
 *   verify_policy.c   what was to become of the cable, and its record
 *   verify_change.c   changes
 *   verify_beside.c   kept, covered, findings
 *   verify_ruled.c    decisions of a reviewer
 *   verify_field.c    one field, and what is told of it
 *   verify_run.c      the run
 */
#ifndef TL_LEDGER_VERIFY_POLICY_H
#define TL_LEDGER_VERIFY_POLICY_H

#include "ledger/replay.h"
#include "ledger/second.h"
#include "ledger/verify.h"

/* How a cable ends. */
enum tl_ending {
    TL_ENDING_RELEASED = 0,
    TL_ENDING_DENIED,
    TL_ENDING_FAILED /* its release cannot be written */
};

struct tl_comparison {
    const struct tl_logged_case *at_hand;
    struct tl_arena *arena;
    struct tl_second second;
    enum tl_ending ending;
    const char *failure; /* of FAILED: the slug of its finding */
    bool is_doubt;       /* its coming again among it */
    struct tl_differences *out;
};

void tl_verify_decisions(const struct tl_logged_case *at_hand, tl_slice original, tl_slice release,
                         const struct tl_replay *replay, const struct tl_verify_policy *policy,
                         struct tl_differences *out);

/* --- verify_field.c */

/* Where a field stands: its record, and the bytes of the original that it is about. */
struct tl_field_place {
    const char *slug;
    uint64_t record;
    uint64_t cable;
    uint64_t change; /* 0: it is of no change */
    bool has_place;
    size_t offset, line;
    struct tl_differences *out;
};

/* Something about the place that is no matter of one field. */
void tl_differ_at(const struct tl_field_place *place, const char *slug, const char *text);

/* Each tells when the two are not the same.  `expected` is what was decided again; it is told, unless it is
 * text of the cable.  Of the log nothing is told. */
void tl_expect_text(const struct tl_field_place *place, const char *field, tl_slice said, tl_slice expected);
void tl_expect_secret(const struct tl_field_place *place, const char *field, tl_slice said,
                      tl_slice expected);
void tl_expect_number(const struct tl_field_place *place, const char *field, uint64_t said,
                      uint64_t expected);
void tl_expect_words(const struct tl_field_place *place, const char *field, struct tl_words said,
                     struct tl_words expected);
void tl_expect_span(const struct tl_field_place *place, const char *field, struct tl_span said,
                    struct tl_span expected);
void tl_expect_date(const struct tl_field_place *place, const char *field, struct tl_date said,
                    struct tl_date expected);
void tl_expect_flag(const struct tl_field_place *place, const char *field, bool said, bool expected);

/* --- verify_change.c */

void tl_compare_changes(struct tl_comparison *c);

/* --- verify_ruled.c */

/* Who decided a change and when, against the ruling that makes it; NULL: none does. */
void tl_compare_ruled(const struct tl_field_place *place, const struct tl_logged_change *said,
                      const struct tl_ruling *ruling);

/* The decisions of a reviewer that the log tells of the cable, against their file. */
void tl_compare_rulings(struct tl_comparison *c);

/* True when a decision of the file is on this cable, or on one of its post and number. */
bool tl_has_rulings(const struct tl_comparison *c);

/* --- verify_beside.c */

void tl_compare_beside(struct tl_comparison *c);

#endif

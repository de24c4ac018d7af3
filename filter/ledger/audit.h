/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What change logs say, for the one who asks months later: cable by cable, and counted over all.
 *
 *     logs -> reading.h -> one cable at a time -> a sink for each cable
 *                                              -> counts and what needs a human, over all logs
 *
 * Memory holds one cable, the counts, and the list of what needs a human.  Nothing here has text of a cable
 * but what logs have: posts and numbers, labels, replacements (DESIGN M20).  An audit never reads a clock.
 */
#ifndef TL_LEDGER_AUDIT_H
#define TL_LEDGER_AUDIT_H

#include "cable/portion_name.h"
#include "ledger/reading.h"

/* What a person should look at, in the order in which it is told. */
enum tl_need_kind {
    TL_NEED_DECISION = 0, /* a reviewer's word */
    TL_NEED_ASSUMED,      /* --assume opened what claimed no level */
    TL_NEED_BROKEN,       /* the log itself is not whole */
    TL_NEED_DOUBT,
    TL_NEED_DENIED,
    TL_NEED_CONFLICT, /* claims differ, something is damaged, missing or there twice */
    TL_NEED_CODE,     /* withheld, and no exemption is named */
    TL_NEED_EXCEPTION,
    TL_NEED_LEFTOVER, /* withheld in one place, and stands in another */
    TL_NEED_AGE, /* reasons of an order that no longer carry a record of this age; dates that have passed */
    TL_NEED_ORDER, /* codes of an order that the cable was not classified under */
    TL_NEED_COUNT
};

/* "doubt", "exception used", ...; static. */
const char *tl_need_name(enum tl_need_kind kind);

struct tl_need {
    enum tl_need_kind kind;
    size_t log;      /* index of its log */
    uint64_t cable;  /* number in its log; 0: the whole log */
    tl_slice name;   /* what the cable is called (tl_audited_name) */
    uint64_t line;   /* of the original, from 1; 0: none */
    tl_slice place;  /* "paragraph 2"; empty: none */
    tl_slice text;   /* what is the matter, one clause */
    uint64_t record; /* of the log, from 1; 0: none */
};

/* A record with its number in the log. */
struct tl_audited_decision {
    uint64_t record;
    struct tl_logged_decision of;
};
struct tl_audited_change {
    uint64_t record;
    struct tl_logged_change of;
};
struct tl_audited_kept {
    uint64_t record;
    struct tl_logged_kept of;
};
struct tl_audited_finding {
    uint64_t record;
    struct tl_logged_finding of;
};

/* One cable with all its records.  Everything is of the arena of the cable. */
struct tl_audited_cable {
    size_t log; /* index among the logs */
    const char *log_name;
    uint64_t record;
    tl_slice name; /* its post and number, else its source and place */
    tl_slice to;   /* whom its release names as addressees; empty: no release is at hand */
    struct tl_logged_cable of;
    struct tl_date as_of;                         /* that ages are judged on; zeroed: none */
    TL_VEC(struct tl_audited_decision) decisions; /* of a reviewer */
    TL_VEC(struct tl_audited_change) changes;
    TL_VEC(struct tl_audited_kept) kept;
    TL_VEC(struct tl_audited_finding) findings;
    TL_VEC(struct tl_need) needs; /* of this cable; text may be of its arena */
    uint64_t covered;
};

/* How often something stands in the logs: changes, cables with at least one, logs with at least one.  A log
 * is a request. */
struct tl_audit_count {
    tl_slice word;
    uint64_t spans, documents, requests;
    uint64_t last_document, last_request; /* that were counted; from 1 */
};

struct tl_audit_counts {
    TL_VEC(struct tl_audit_count) list; /* by word */
};

/* One log. */
struct tl_audited_log {
    const char *name;
    bool has_run;
    struct tl_logged_run run; /* of the arena of the audit */
    uint64_t records, cables;
    bool is_whole;     /* chain, form and counts hold, to its end */
    char last[TL_HEX]; /* hash of its last record */
    bool is_signed;
};

struct tl_audit {
    struct tl_arena arena; /* owned */
    struct tl_date as_of;  /* given; zeroed: that of each log */
    TL_VEC(struct tl_audited_log) logs;
    TL_VEC(struct tl_need) needs;
    uint64_t cables;
    uint64_t verdicts[TL_VERDICT_RELEASED + 1];
    uint64_t doubts; /* cables with doubt */
    uint64_t portions, withheld;
    uint64_t words, words_gone;
    uint64_t undated; /* cables whose age nobody knows, or that nobody asked for */
    uint64_t kept[2]; /* by a failed check; by an exception */
    uint64_t covered;
    struct tl_audit_counts actions, causes, elements, exemptions, rules, findings;
    struct tl_audit_counts named; /* rules that any record names; how often it does, in `spans` alone */
};

/* What is shown of logs: of each cable once it is read, in order.  What is added to its needs may live in its
 * arena. */
typedef void tl_audit_sink(void *context, struct tl_audit *audit, struct tl_arena *arena,
                           struct tl_audited_cable *cable);

/* Begins an audit, in storage that need not be initialised.  Free with tl_audit_release. */
void tl_audit_init(struct tl_audit *audit, struct tl_date as_of);

/*
 * Reads one log, and gives its cables to `sink`, which may be NULL.  Mistakes of the log go to `told`, one
 * "tearline: ..." line each, and to the needs; what can be read is read on.  TL_OK, or the worst of TL_DATA,
 * TL_NO, TL_NOINPUT and TL_IO.  `path` must outlive the audit.
 */
enum tl_status tl_audit_log(struct tl_audit *audit, const char *path, tl_audit_sink *sink, void *context,
                            struct tl_buf *told);

/* True when any record of any log was read. */
bool tl_audit_has_records(const struct tl_audit *audit);

/* Sorts what needs a human.  After the last log. */
void tl_audit_end(struct tl_audit *audit);

void tl_audit_release(struct tl_audit *audit);

/* Looks at a cable for what needs a human; fills cable->needs.  Of audit.c alone. */
void tl_audit_look(struct tl_arena *arena, const struct tl_audit *audit, struct tl_audited_cable *cable);

/* Counts one more of a word, in a document and a request, both from 1; the word is copied. */
void tl_audit_count_word(struct tl_arena *arena, struct tl_audit_counts *counts, tl_slice word,
                         uint64_t document, uint64_t request);

/* Adds to cable->needs. */
struct tl_need *tl_need_add(struct tl_arena *arena, struct tl_audited_cable *cable, enum tl_need_kind kind);

/* "paragraph 2", "subject"; the number only where it is one.  Arena-owned. */
tl_slice tl_audit_place(struct tl_arena *arena, bool has_element, enum tl_kind element, tl_slice number);

/* True for what removes text: all but re-marking and what puts text back. */
bool tl_change_removes(const struct tl_logged_change *change);

/* How much is gone, as a bucket, "a few lines"; empty where the mark in the release does not tell it. */
tl_slice tl_change_amount(const struct tl_logged_change *change);

/* `part` of `whole` in tenths of a per cent, cut off; 1000 of nothing. */
uint64_t tl_per_mille(uint64_t part, uint64_t whole);

#endif

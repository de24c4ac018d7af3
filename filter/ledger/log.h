/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The change log (DESIGN section 6): JSON Lines, one hash chain a file.
 *
 * A record is `run`, `cable`, `decision`, `change`, `kept`, `covered`, `finding` or `end`.  Its values are
 * integers, strings, arrays and objects; what is not there is absent, never null; keys are sorted, so that a
 * line is its RFC 8785 form.  `hash` is the SHA-256 of the line without its `hash` member, `prev` that of the
 * line before (64 zeros at first).
 *
 * A log is as sensitive as its cables.  Of their text it holds markings, paragraph numbers, the MRN and the
 * replacements, and nothing else: what was removed is committed to, never quoted and never hashed alone.
 */
#ifndef TL_LEDGER_LOG_H
#define TL_LEDGER_LOG_H

#include "release/release.h"

struct tl_signing_key; /* ledger/signature.h */

/* What holds for the whole run: the policy and every option that changes a decision. */
struct tl_log_run {
    const struct tl_policy *policy;
    struct tl_date as_of;             /* as given; zeroed: none */
    struct tl_date judged_on;         /* the date that `until` was judged at; zeroed: none was needed */
    bool is_as_of_future;             /* --as-of-future was given */
    enum tl_rank assume;              /* UNKNOWN: none */
    const char *frame;                /* "file", as asked */
    size_t max_cable;                 /* bytes; 0: not told */
    const struct tl_rulings *rulings; /* decisions of a reviewer; NULL: none */
    tl_slice text_field;              /* of jsonl; empty: another framing */
    tl_slice id_field;                /* empty: none */
    struct tl_words kept_fields;
    const struct tl_hash *follows;    /* the last record of the log that this run follows; NULL: none */
    struct tl_words sealed_for;       /* SHA-256 of certificates, hexadecimal */
    const struct tl_signing_key *key; /* signs the end record; NULL: nobody does */
    bool is_secret_given;             /* --run-secret; else random */
    tl_slice secret;                  /* never written; borrowed for the life of the log */
};

/* How often a word was counted; arena of the log. */
struct tl_log_count {
    tl_slice word;
    uint64_t count;
};

struct tl_log_tally {
    TL_VEC(struct tl_log_count) list;
};

/* A record that is not yet chained: where its line lies, where the member `hash` goes in, and where the
 * digits of `prev` stand. */
struct tl_log_place {
    size_t begin, end;
    size_t hash_at, prev_at;
};

/* A word that a draft counted in one cable, and how often. */
enum tl_tally { TL_TALLY_ACTIONS = 0, TL_TALLY_EXEMPTIONS, TL_TALLY_RULES };

struct tl_log_word {
    enum tl_tally tally;
    tl_slice word;               /* arena of the draft */
    const unsigned char *origin; /* what it was copied from; compared while its cable is logged */
    uint64_t count;
};

/* One log being written.  The lines are appended to `out`; the caller stores and empties it when it likes. */
struct tl_log {
    struct tl_buf out;     /* owned; of a draft: lines without `hash` and line end */
    struct tl_buf line;    /* owned; the record at hand of a log that is no draft */
    struct tl_arena arena; /* owned */
    struct tl_log_run run;
    char prev[TL_HEX]; /* hash of the last line */
    uint64_t records;
    uint64_t cables;
    struct tl_log_tally actions;
    struct tl_log_tally exemptions; /* reasons among them */
    struct tl_log_tally rules;
    bool is_ended;
    bool is_draft;
    TL_VEC(struct tl_log_place) places; /* of a draft */
    TL_VEC(struct tl_log_word) words;   /* of a draft */
    size_t word_begin;                  /* of the cable at hand */
};

/* Where a cable came from. */
struct tl_log_source {
    const char *name;  /* as the user named it; "-" is standard input */
    uint64_t at;       /* its first byte in the source */
    const char *frame; /* what parts it from the next; NULL: nothing, it is a file */
};

/* Begins a log with its `run` record.  Storage need not be initialised; free it with tl_log_release. */
void tl_log_init(struct tl_log *log, const struct tl_log_run *run);

/* Appends all records of one finished release: cable, decisions, changes, kept, covered, findings. */
void tl_log_cable(struct tl_log *log, const struct tl_log_source *source, const struct tl_release *release);

/* Appends the records of a cable of which nothing leaves because an internal check failed: verdict `denied`,
 * and a finding with the slug of the failure (static or outliving the call). */
void tl_log_failed(struct tl_log *log, const struct tl_log_source *source, const struct tl_cable *cable,
                   const char *slug);

/* Appends the records of a frame that is no cable, or of a cable that is larger than the limit: verdict
 * `denied`, its length, and a finding with the slug (static).  Nothing is said of what was in it. */
void tl_log_rejected(struct tl_log *log, const struct tl_log_source *source, uint64_t length,
                     const char *slug);

/* Appends the `end` record. */
void tl_log_end(struct tl_log *log);

/*
 * Drafts.  Workers write the records of cables apart from the chain, and the log takes them in order later:
 *
 *     tl_log_draft_init(&draft, run);
 *     part = tl_log_part_begin(&draft, 17);         cable number 17 of its log
 *     tl_log_cable(&draft, ...);
 *     tl_log_part_end(&draft, &part);
 *     ...
 *     tl_log_join(&log, &draft, &part);             cables 1 to 16 are in the log
 *
 * A draft is never written anywhere.  Free it with tl_log_release.
 */
struct tl_log_part {
    uint64_t number;
    size_t place_begin, place_end;
    size_t word_begin, word_end;
};

void tl_log_draft_init(struct tl_log *draft, const struct tl_log_run *run);
void tl_log_draft_reset(struct tl_log *draft);
struct tl_log_part tl_log_part_begin(struct tl_log *draft, uint64_t number);
void tl_log_part_end(const struct tl_log *draft, struct tl_log_part *part);

/* Chains the records of a part to the log.  Its cable must be the next one.  Once a part. */
void tl_log_join(struct tl_log *log, struct tl_log *draft, const struct tl_log_part *part);

void tl_log_release(struct tl_log *log);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a change log: a stream of typed records, in memory that does not grow with the log.
 *
 *     struct tl_log_reader reader;
 *     const struct tl_logged *record;
 *     status = tl_log_reader_open(&reader, path, &err);            or tl_log_reader_memory
 *     while (status is TL_OK) {
 *         status = tl_log_next(&reader, &record, &err);
 *         if (status == TL_OK && record == NULL) { end of the log }
 *     }
 *     tl_log_reader_close(&reader);
 *
 * A log is input like any other and may be hostile.  A line is a record only when it is byte for byte what
 * the writer would have written: its one RFC 8785 form, its own hash, that of the line before as `prev`,
 * every member known, every needed one there, every number in its order and every count right.
 *
 * Messages read "NAME:LINE: ..." and never quote the log, which is as sensitive as its cables.
 *
 * Everything in a record is borrowed from the reader and ends with the next tl_log_next.
 */
#ifndef TL_LEDGER_READING_H
#define TL_LEDGER_READING_H

#include "base/lines.h"
#include "ledger/log.h"
#include "ledger/log_line.h"

enum tl_record_type {
    TL_RECORD_NONE = 0,
    TL_RECORD_RUN,
    TL_RECORD_CABLE,
    TL_RECORD_DECISION,
    TL_RECORD_CHANGE,
    TL_RECORD_KEPT,
    TL_RECORD_COVERED,
    TL_RECORD_FINDING,
    TL_RECORD_END
};

/* "run", "cable", ...; static. */
const char *tl_record_type_name(enum tl_record_type type);

/* A policy, a pack, or the log that a run follows: an id, where there is one, and a hash. */
struct tl_logged_source {
    tl_slice id;
    struct tl_hash sha256;
};

struct tl_logged_run {
    struct tl_date as_of; /* zeroed: none */
    bool is_as_of_given;  /* else it is the day of the run */
    bool is_as_of_future;
    enum tl_rank assume; /* UNKNOWN: none */
    bool has_decisions;
    struct tl_logged_source decisions; /* the file of a reviewer's decisions; meaningful with has_decisions */
    tl_slice text_field;               /* of jsonl; empty: another framing */
    tl_slice id_field;
    struct tl_words kept_fields;
    tl_slice frame; /* as asked: "auto", "file", ... */
    struct tl_words loosenings;
    uint64_t max_cable;             /* bytes; 0: not told */
    struct tl_logged_source policy; /* of a run that puts back: that of the log it follows */
    const struct tl_logged_source *packs;
    size_t pack_count;
    bool has_as_of_source, has_as_of_future; /* where there is a date */
    bool is_secret_given;
    struct tl_words sealed_for; /* SHA-256 of certificates, hexadecimal; empty: nothing is sealed */
    bool follows;               /* the run puts back what another run took out */
    struct tl_hash followed;    /* hash of the last record of its log */
    tl_slice version;
};

struct tl_logged_claim {
    tl_slice from; /* tl_claim_name */
    enum tl_rank level;
    uint64_t line;
    bool is_damaged;
    bool is_enclosed;
};

struct tl_logged_instruction {
    tl_slice type;       /* tl_decl_type_name */
    struct tl_date date; /* zeroed: none */
    uint64_t eo;         /* 0: none */
    struct tl_words codes;
    uint64_t line;
};

/* What stands behind the record of a cable.  Of a cable of which nothing is known all is zero. */
struct tl_logged_counts {
    uint64_t changes, covered, decisions, findings, kept, portions, withheld;
    uint64_t words;      /* of the original (tl_slice_words) */
    uint64_t words_gone; /* of those that changes took out, re-marking aside; all of a denied cable */
};

struct tl_logged_cable {
    uint64_t seq;
    tl_slice source;
    uint64_t at;         /* its first byte in the source */
    tl_slice frame;      /* what parts it from the next; empty: it is a whole file */
    tl_slice mrn;        /* empty: unknown */
    struct tl_date date; /* of its date-time group; zeroed: unknown */
    enum tl_rank overall;
    const struct tl_logged_claim *claims;
    size_t claim_count;
    const struct tl_logged_instruction *instructions;
    size_t instruction_count;
    enum tl_verdict verdict;
    bool is_doubt;
    bool has_counts; /* false: a frame that is no cable, `length` bytes long */
    bool is_failed;  /* its release could not be written: of it the findings alone are counted */
    struct tl_logged_counts counts;
    bool has_length;
    uint64_t length;
    bool has_original; /* false: the same */
    struct tl_hash original;
    bool has_release; /* false: denied */
    struct tl_hash release;
    bool has_rank; /* the same */
    enum tl_rank released_as;
};

/* A decision of a reviewer that was applied. */
struct tl_logged_decision {
    uint64_t cable;
    enum tl_ruling_do does;
    bool has_effect; /* false: the policy does the same, or another thing closes the portion */
    enum tl_kind element;
    tl_slice portion; /* its name (cable/portion_name.h) */
    uint64_t line;    /* of the cable, where it begins */
    struct tl_words controls;
    struct tl_words exemptions;
    tl_slice authority; /* empty: not told */
    tl_slice by, why;
    struct tl_date date;
};

struct tl_logged_change {
    uint64_t cable;
    uint64_t seq; /* in its cable, from 1 */
    enum tl_edit_action action;
    enum tl_cause cause;
    bool has_element; /* false: it stands in no portion */
    enum tl_kind element;
    tl_slice number;
    tl_slice marking; /* as the portion states it; text of the cable */
    bool has_rank;    /* false: the same */
    enum tl_rank rank;
    tl_slice reason; /* tl_reason_name; empty: none */
    struct tl_span in, out;
    uint64_t first_line, last_line;
    tl_slice rule; /* empty: none */
    struct tl_words rules;
    uint64_t from; /* the change that a propagation came from; 0: none, or in withheld text */
    struct tl_words exemptions;
    struct tl_words reasons;
    tl_slice why;
    bool has_hex;         /* it is no UTF-8, and stands there in hexadecimal digits */
    tl_slice replacement; /* its bytes */
    struct tl_hash commitment;
    struct tl_hash nonce;
    uint64_t restores;   /* the change of the log that is followed whose text is put back; 0: none */
    tl_slice by;         /* who had it put back, or decided it */
    tl_slice authority;  /* of cause DECISION, where it is told */
    struct tl_date date; /* of that decision; zeroed: none */
};

struct tl_logged_kept {
    uint64_t cable;
    bool is_exception; /* else a failed check kept it */
    bool has_element;
    enum tl_kind element;
    tl_slice number;
    struct tl_span in;
    uint64_t line;
    tl_slice rule;
    tl_slice by, why; /* of the exception */
    struct tl_date until;
};

struct tl_logged_covered {
    uint64_t cable;
    bool has_element;
    enum tl_kind element;
    tl_slice number;
    struct tl_span in;
    uint64_t line;
    tl_slice rule;
};

struct tl_logged_finding {
    uint64_t cable;
    bool has_element;
    enum tl_kind element;
    tl_slice number;
    uint64_t line;  /* 0: the whole cable */
    tl_slice rule;  /* empty: none */
    tl_slice slug;  /* tl_slug_find */
    uint64_t first; /* of a cable that came again: the first of them; else 0 */
    tl_slice first_source;
};

struct tl_logged_end {
    uint64_t records, cables;
    const struct tl_log_count *actions;
    size_t action_count;
    const struct tl_log_count *exemptions;
    size_t exemption_count;
    const struct tl_log_count *rules;
    size_t rule_count;
    bool is_signed;
    struct tl_hash signed_by; /* SHA-256 of the public key (DER); meaningful with a signature */
    tl_slice signature;       /* hexadecimal; empty: not signed */
    tl_slice signed_text;     /* the line without `hash` and `signature`; empty without one */
};

struct tl_logged {
    enum tl_record_type type;
    uint64_t line;       /* of the log, from 1; the number of the record */
    struct tl_hash hash; /* its own */
    union {
        struct tl_logged_run run;
        struct tl_logged_cable cable;
        struct tl_logged_decision decision;
        struct tl_logged_change change;
        struct tl_logged_kept kept;
        struct tl_logged_covered covered;
        struct tl_logged_finding finding;
        struct tl_logged_end end;
    };
};

/* Storage need not be initialised; all fields are private but those marked otherwise. */
struct tl_log_reader {
    const char *name; /* may be read: what messages call the log */
    uint64_t line;    /* may be read: lines so far */
    uint64_t cables;  /* may be read: cables so far */
    bool is_ended;    /* may be read: the end record was read; at the end false means: the log is cut off */
    struct tl_lines lines;
    uint64_t strange;   /* lines running that are no records of a log */
    bool is_chain_lost; /* the line before was no record: nothing is known of its hash */
    bool is_cable_open;
    bool is_cut_told;
    char prev[TL_HEX];
    struct tl_log_line parsed; /* owned */
    struct tl_arena arena;     /* owned; of the record at hand */
    struct tl_buf replacement; /* owned */
    struct tl_buf signed_text; /* owned */
    struct tl_logged record;
    struct tl_logged_counts counted; /* behind the cable at hand */
    struct tl_logged_counts promised;
    bool is_promised;
    struct tl_arena
        tally_arena; /* owned; words of the tallies: they grow with the policy, not with the log */
    struct tl_log_tally actions, exemptions, rules;
    enum tl_record_type part; /* of the last record: those of a cable stand in the order of their types */
};

/* Opens a log ("-": standard input).  `path` must outlive the reader.  TL_NOINPUT. */
enum tl_status tl_log_reader_open(struct tl_log_reader *reader, const char *path, struct tl_err *err);

/* Reads a log that lies in memory; `log` and `name` are borrowed. */
void tl_log_reader_memory(struct tl_log_reader *reader, tl_slice log, const char *name);

/*
 * The next record, or NULL at the end.
 *
 *     TL_OK
 *     TL_DATA  "log.form"    the line is no record; `out` is NULL
 *     TL_DATA  "log.cut"     the last line is cut off, or the log has no end record; `out` is NULL
 *     TL_NO    "log.chain"   it was changed, moved, or the line before was taken out or put in
 *     TL_NO    "log.counts"  its numbers are not those of the records that stand there
 *     TL_IO    "input.read"  cannot be read; nothing follows
 *
 * After TL_DATA and TL_NO the next call goes on with the next line.  With TL_NO `out` is the record as it
 * stands there.
 */
enum tl_status tl_log_next(struct tl_log_reader *reader, const struct tl_logged **out, struct tl_err *err);

void tl_log_reader_close(struct tl_log_reader *reader);

/* Records with all that they borrow copied to the arena, for whoever needs them longer. */
struct tl_logged_run tl_logged_run_copy(struct tl_arena *arena, const struct tl_logged_run *from);
struct tl_logged_cable tl_logged_cable_copy(struct tl_arena *arena, const struct tl_logged_cable *from);
struct tl_logged_decision tl_logged_decision_copy(struct tl_arena *arena,
                                                  const struct tl_logged_decision *from);
struct tl_logged_change tl_logged_change_copy(struct tl_arena *arena, const struct tl_logged_change *from);
struct tl_logged_kept tl_logged_kept_copy(struct tl_arena *arena, const struct tl_logged_kept *from);
struct tl_logged_covered tl_logged_covered_copy(struct tl_arena *arena, const struct tl_logged_covered *from);
struct tl_logged_finding tl_logged_finding_copy(struct tl_arena *arena, const struct tl_logged_finding *from);

#endif

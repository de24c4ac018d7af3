/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One record of a change log while it is written.
 *
 * A draft keeps its line where it is written, any other log in `line`: in one piece and without its member
 * `hash`, as it is hashed.  The log that it is chained to puts that in.  Keys are given in order: those
 * before "hash", then tl_record_hash, then the rest with `prev` among them.
 */
#ifndef TL_LEDGER_RECORD_H
#define TL_LEDGER_RECORD_H

#include "base/date.h"
#include "base/json.h"
#include "ledger/log.h"

struct tl_record {
    struct tl_log *log;
    struct tl_json json;
    struct tl_log_place place; /* as far as it is known; 0: not yet */
};

/* Begins a record in storage that need not be initialised; returns it. */
struct tl_record *tl_record_open(struct tl_record *record, struct tl_log *log);

/* Here the `hash` member will stand.  At least one key is before it. */
void tl_record_hash(struct tl_record *record);

/* The hash of the record before this one. */
void tl_record_prev(struct tl_record *record);

/* Ends the record; it is appended to the log, or kept by the draft. */
void tl_record_seal(struct tl_record *record);

/* Members of some types; what is empty or no date is left out. */
void tl_put_words(struct tl_json *json, const char *key, struct tl_words words);
void tl_put_hash(struct tl_json *json, const char *key, const struct tl_hash *hash);
void tl_put_date(struct tl_json *json, const char *key, struct tl_date date);

/* log_ruling.c: the file of decisions of a run, if there is one; who decided; and every decision applied. */
void tl_put_rulings(struct tl_json *json, const struct tl_rulings *rulings);
void tl_put_ruled_by(struct tl_json *json, const struct tl_ruling *ruling);
void tl_log_rulings(struct tl_log *log, const struct tl_release *release);

/* Counts one more of `word`, in a draft for the log that will take it.  Its bytes stay until the cable is
 * logged. */
void tl_log_count(struct tl_log *log, enum tl_tally tally, tl_slice word);

/* Adds to the count of a word; the list stays sorted. */
void tl_tally_add(struct tl_arena *arena, struct tl_log_tally *tally, tl_slice word, uint64_t count);
void tl_put_tally(struct tl_json *json, const char *key, const struct tl_log_tally *tally);

#endif

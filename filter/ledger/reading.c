/* SPDX-License-Identifier: Apache-2.0 */
/* The stream of lines, the chain, and the counts; what a record says is read in reading_record.c. */
#include "ledger/reading.h"

#include <inttypes.h>

#include "base/limits.h"
#include "ledger/keys.h"
#include "ledger/reading_record.h"
#include "ledger/record.h"

static void begin(struct tl_log_reader *reader)
{
    *reader = (struct tl_log_reader){.name = reader->lines.name, .lines = reader->lines};
    memset(reader->prev, '0', TL_HEX - 1);
}

void tl_log_reader_memory(struct tl_log_reader *reader, tl_slice log, const char *name)
{
    tl_lines_memory(&reader->lines, log, name);
    begin(reader);
}

enum tl_status tl_log_reader_open(struct tl_log_reader *reader, const char *path, struct tl_err *err)
{
    const enum tl_status status = tl_lines_open(&reader->lines, path, err);
    begin(reader);
    return status;
}

void tl_log_reader_close(struct tl_log_reader *reader)
{
    tl_lines_close(&reader->lines);
    tl_log_line_release(&reader->parsed);
    tl_arena_release(&reader->arena);
    tl_buf_release(&reader->replacement);
    tl_buf_release(&reader->signed_text);
    tl_arena_release(&reader->tally_arena);
}

/* The next line without its LF; a NULL pointer at the end. */
static enum tl_status next_line(struct tl_log_reader *reader, tl_slice *line, struct tl_err *err)
{
    struct tl_err why = {0};
    const enum tl_status status = tl_lines_next(&reader->lines, line, &why);
    reader->line = reader->lines.count;
    if (status == TL_DATA) {
        const bool is_cut = strcmp(why.slug, "lines.cut") == 0;
        const char *what = is_cut                                ? "the log is cut off in this record"
                           : strcmp(why.slug, "lines.long") == 0 ? "this line is longer than any record"
                                                                 : "this is no change log: it holds "
                                                                   "a NUL byte";
        return tl_fail(err, TL_DATA, is_cut ? "log.cut" : "log.form", "%s:%" PRIu64 ": %s", reader->name,
                       reader->line, what);
    }
    if (status != TL_OK) {
        *err = why;
    }
    return status;
}

/* --- counts */

static enum tl_status wrong_count(const struct tl_log_reader *reader, const char *what, uint64_t said,
                                  uint64_t seen, struct tl_err *err)
{
    return tl_fail(err, TL_NO, "log.counts",
                   "%s:%" PRIu64 ": the record of cable %" PRIu64 ", before this line, says %" PRIu64
                   " %s, and %" PRIu64 " stand behind it",
                   reader->name, reader->line, reader->cables, said, what, seen);
}

/* The cable before this record is over. */
static enum tl_status close_cable(struct tl_log_reader *reader, struct tl_err *err)
{
    const struct tl_logged_counts *said = &reader->promised;
    const struct tl_logged_counts *seen = &reader->counted;
    const bool is_open = reader->is_cable_open && reader->is_promised;
    reader->is_cable_open = false;
    if (!is_open) {
        return TL_OK;
    }
    if (said->decisions != seen->decisions) {
        return wrong_count(reader, "decisions", said->decisions, seen->decisions, err);
    }
    if (said->changes != seen->changes) {
        return wrong_count(reader, "changes", said->changes, seen->changes, err);
    }
    if (said->kept != seen->kept) {
        return wrong_count(reader, "kept hits", said->kept, seen->kept, err);
    }
    if (said->covered != seen->covered) {
        return wrong_count(reader, "covered hits", said->covered, seen->covered, err);
    }
    if (said->findings != seen->findings) {
        return wrong_count(reader, "findings", said->findings, seen->findings, err);
    }
    return TL_OK;
}

static void count_words(struct tl_log_reader *reader, const struct tl_logged_change *change)
{
    struct tl_arena *arena = &reader->tally_arena;
    tl_tally_add(arena, &reader->actions, tl_str(tl_edit_action_name(change->action)), 1);
    for (size_t i = 0; i < change->exemptions.count; i++) {
        tl_tally_add(arena, &reader->exemptions, change->exemptions.item[i], 1);
    }
    for (size_t i = 0; i < change->reasons.count; i++) {
        if (!tl_words_has(change->exemptions, change->reasons.item[i])) {
            tl_tally_add(arena, &reader->exemptions, change->reasons.item[i], 1);
        }
    }
    for (size_t i = 0; i < change->rules.count; i++) {
        tl_tally_add(arena, &reader->rules, change->rules.item[i], 1);
    }
}

static bool same_tally(const struct tl_log_tally *seen, const struct tl_log_count *said, size_t count)
{
    bool is_same = seen->list.count == count;
    for (size_t i = 0; is_same && i < count; i++) {
        is_same =
            said[i].count == seen->list.items[i].count && tl_slice_eq(said[i].word, seen->list.items[i].word);
    }
    return is_same;
}

static enum tl_status check_end(struct tl_log_reader *reader, const struct tl_logged_end *end,
                                struct tl_err *err)
{
    const char *what = NULL;
    if (end->records != reader->line) {
        what = "records";
    } else if (end->cables != reader->cables) {
        what = "cables";
    } else if (!same_tally(&reader->actions, end->actions, end->action_count)) {
        what = "actions";
    } else if (!same_tally(&reader->exemptions, end->exemptions, end->exemption_count)) {
        what = "exemptions";
    } else if (!same_tally(&reader->rules, end->rules, end->rule_count)) {
        what = "hits of rules";
    }
    return what == NULL ? TL_OK
                        : tl_fail(err, TL_NO, "log.counts",
                                  "%s:%" PRIu64 ": the end record counts other %s than the log has",
                                  reader->name, reader->line, what);
}

static enum tl_status out_of_place(const struct tl_log_reader *reader, const char *what, struct tl_err *err)
{
    return tl_fail(err, TL_NO, "log.counts", "%s:%" PRIu64 ": %s", reader->name, reader->line, what);
}

/* A record of a cable stands behind the record of that cable. */
static enum tl_status check_part(struct tl_log_reader *reader, uint64_t cable, uint64_t *count,
                                 struct tl_err *err)
{
    ++*count;
    if (!reader->is_cable_open || cable != reader->cables) {
        return out_of_place(reader, "this record is of another cable than the one before it", err);
    }
    if (reader->record.type < reader->part) {
        return out_of_place(reader, "this record stands behind records that it belongs before", err);
    }
    return TL_OK;
}

static enum tl_status check_change(struct tl_log_reader *reader, const struct tl_logged_change *change,
                                   struct tl_err *err)
{
    count_words(reader, change);
    const enum tl_status status = check_part(reader, change->cable, &reader->counted.changes, err);
    if (status == TL_OK && change->seq != reader->counted.changes) {
        return out_of_place(reader, "the number of this change is not that after the one before", err);
    }
    if (status == TL_OK && reader->is_promised && change->from > reader->promised.changes) {
        return out_of_place(reader, "this change comes from one that is not there", err);
    }
    return status;
}

static enum tl_status check_cable(struct tl_log_reader *reader, const struct tl_logged_cable *cable,
                                  struct tl_err *err)
{
    const enum tl_status status = close_cable(reader, err);
    reader->cables++;
    reader->is_cable_open = true;
    reader->counted = (struct tl_logged_counts){0};
    reader->promised = cable->counts;
    reader->is_promised = cable->has_counts;
    if (status == TL_OK && cable->seq != reader->cables) {
        reader->cables = cable->seq;
        return out_of_place(reader, "the number of this cable is not that after the one before", err);
    }
    return status;
}

/* What stands where, and how often. */
static enum tl_status check_counts(struct tl_log_reader *reader, struct tl_err *err)
{
    const struct tl_logged *record = &reader->record;
    const bool is_late = reader->is_ended;
    enum tl_status status = TL_OK;
    switch (record->type) {
    case TL_RECORD_CABLE:
        status = check_cable(reader, &record->cable, err);
        break;
    case TL_RECORD_DECISION:
        status = check_part(reader, record->decision.cable, &reader->counted.decisions, err);
        break;
    case TL_RECORD_CHANGE:
        status = check_change(reader, &record->change, err);
        break;
    case TL_RECORD_KEPT:
        status = check_part(reader, record->kept.cable, &reader->counted.kept, err);
        break;
    case TL_RECORD_COVERED:
        status = check_part(reader, record->covered.cable, &reader->counted.covered, err);
        break;
    case TL_RECORD_FINDING:
        status = check_part(reader, record->finding.cable, &reader->counted.findings, err);
        break;
    case TL_RECORD_END:
        status = close_cable(reader, err);
        reader->is_ended = true;
        if (status == TL_OK) {
            status = check_end(reader, &record->end, err);
        }
        break;
    case TL_RECORD_NONE:
    case TL_RECORD_RUN:
        break;
    }
    reader->part = record->type;
    if (is_late) {
        return out_of_place(reader, "this record stands behind the end record", err);
    }
    if ((record->type == TL_RECORD_RUN) != (reader->line == 1)) {
        return out_of_place(reader, "a log begins with its one run record", err);
    }
    return status;
}

/* --- records */

/* Takes the place of the line before; false when it does not follow from it. */
static bool chain(struct tl_log_reader *reader, bool is_own_hash)
{
    const bool follows =
        reader->is_chain_lost ||
        tl_slice_eq(reader->parsed.prev, (tl_slice){(unsigned char *)reader->prev, TL_HEX - 1});
    (void)tl_hash_hex(&reader->parsed.hash, reader->prev);
    reader->is_chain_lost = !is_own_hash;
    return follows;
}

static enum tl_status read_record(struct tl_log_reader *reader, tl_slice line, struct tl_err *err)
{
    enum tl_status status = tl_log_line_read(reader->name, line, reader->line, &reader->parsed, err);
    if (status == TL_DATA) {
        reader->is_chain_lost = true;
        return status;
    }
    const bool follows = chain(reader, status == TL_OK);
    struct tl_err more = {0};
    const enum tl_status form = tl_logged_read(reader, &more);
    if (form != TL_OK) {
        *err = more;
        return form;
    }
    if (reader->record.type == TL_RECORD_END) {
        tl_buf_reset(&reader->signed_text);
        tl_log_line_without(&reader->parsed, TL_KEY_SIGNATURE, &reader->signed_text);
        reader->record.end.signed_text = tl_buf_slice(&reader->signed_text);
    }
    const enum tl_status counts = check_counts(reader, &more);
    if (status == TL_OK && !follows) {
        return tl_fail(err, TL_NO, "log.chain",
                       "%s:%" PRIu64 ": this record does not follow from the one before: something was taken "
                       "out, put in, or moved",
                       reader->name, reader->line);
    }
    if (status == TL_OK && counts != TL_OK) {
        *err = more;
        return counts;
    }
    return status;
}

enum tl_status tl_log_next(struct tl_log_reader *reader, const struct tl_logged **out, struct tl_err *err)
{
    tl_slice line;
    *out = NULL;
    tl_log_line_release(&reader->parsed);
    tl_arena_clear(&reader->arena);
    enum tl_status status = next_line(reader, &line, err);
    if (status != TL_OK) {
        reader->is_cut_told = true;
        return status;
    }
    if (line.ptr == NULL) {
        const bool is_whole = reader->is_ended || reader->is_cut_told;
        reader->is_cut_told = true;
        return is_whole ? TL_OK
                        : tl_fail(err, TL_DATA, "log.cut",
                                  "%s: the log is cut off behind line %" PRIu64 ": it has no end record",
                                  reader->name, reader->line);
    }
    const bool was_ended = reader->is_ended;
    status = read_record(reader, line, err);
    reader->strange = status == TL_DATA || was_ended ? reader->strange + 1 : 0;
    if (reader->strange > TL_MAX_STRANGE_LINES) {
        tl_lines_stop(&reader->lines);
        reader->is_cut_told = true;
        return tl_fail(err, TL_DATA, "log.form",
                       "%s:%" PRIu64 ": the last %d lines are no records of a change log; no more is read",
                       reader->name, reader->line, TL_MAX_STRANGE_LINES);
    }
    *out = status == TL_OK || status == TL_NO ? &reader->record : NULL;
    return status;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "pipeline/restore.h"

#include <inttypes.h>

#include "base/limits.h"
#include "base/lines.h"
#include "ledger/commitment.h"
#include "ledger/verify.h"
#include "pipeline/feed.h"
#include "pipeline/jsonl.h"

/* One restoration. */
struct work {
    const struct tl_restore *restore;
    struct tl_err *err;
    struct tl_arena arena;
    struct tl_logged_case at_hand;
    uint64_t releases_before; /* cables before it that have a release */
    struct tl_hash last;      /* hash of the last record */
    struct tl_logged_source policy;
    tl_slice text_field;
    size_t max_cable;
    tl_slice release;   /* what the run released of the cable */
    struct tl_buf line; /* of the sealed file; owned */
    struct tl_sealed sealed;
};

/* --- the log */

static void take_run(struct work *work, const struct tl_logged_run *run)
{
    work->policy = run->policy;
    work->policy.id = tl_arena_dup(&work->arena, run->policy.id);
    work->text_field = tl_arena_dup(&work->arena, run->text_field);
    work->max_cable =
        run->max_cable > 0 && run->max_cable < TL_MOST_MAX_CABLE ? (size_t)run->max_cable : TL_MOST_MAX_CABLE;
}

static enum tl_status read_log(struct work *work)
{
    const uint64_t wanted = work->restore->cable;
    struct tl_log_reader reader;
    const struct tl_logged *record = NULL;
    uint64_t cables = 0;
    bool is_it = false;
    enum tl_status status = tl_log_reader_open(&reader, work->restore->log, work->err);
    while (status == TL_OK) {
        status = tl_log_next(&reader, &record, work->err);
        if (status != TL_OK || record == NULL) {
            break;
        }
        work->last = record->hash;
        if (record->type == TL_RECORD_RUN) {
            take_run(work, &record->run);
        } else if (record->type == TL_RECORD_CABLE) {
            cables++;
            is_it = wanted == 0 ? cables == 1 : record->cable.seq == wanted;
            if (is_it) {
                tl_logged_case_begin(&work->at_hand, record);
            } else if (work->at_hand.record == 0 && record->cable.has_release) {
                work->releases_before++;
            }
        } else if (is_it && record->type != TL_RECORD_END) {
            tl_logged_case_add(&work->at_hand, record);
        }
    }
    tl_log_reader_close(&reader);
    if (status == TL_OK && wanted == 0 && cables > 1) {
        return tl_fail(work->err, TL_USAGE, "restore.cable",
                       "restore: the log has %" PRIu64 " cables; say which one: --cable N", cables);
    }
    if (status == TL_OK && work->at_hand.record == 0) {
        return tl_fail(work->err, TL_DATA, "restore.cable", "%s has no cable number %" PRIu64,
                       work->restore->log, wanted);
    }
    if (status == TL_OK && !work->at_hand.cable.has_release) {
        return tl_fail(work->err, TL_DATA, "restore.cable",
                       "nothing of cable %" PRIu64 " was released; there is nothing to put text back into",
                       work->at_hand.cable.seq);
    }
    return status;
}

/* --- the release */

static bool is_release(const struct work *work, tl_slice bytes)
{
    const struct tl_hash hash = tl_sha256_one(bytes);
    return memcmp(hash.bytes, work->at_hand.cable.release.bytes, TL_HASH) == 0;
}

static tl_slice cable_of(struct work *work, enum tl_frame_kind kind, tl_slice bytes)
{
    if (kind == TL_FRAME_JSONL) {
        const struct tl_jsonl_fields fields = {.text = work->text_field};
        struct tl_jsonl object;
        (void)tl_jsonl_read(&fields, bytes, &object);
        bytes = tl_arena_dup(&work->arena, object.text);
        tl_jsonl_release(&object);
    } else if (kind == TL_FRAME_ZCZC && bytes.len > 0 && !is_release(work, bytes)) {
        bytes.len--; /* a line end that the stream was given */
    }
    return bytes;
}

/* No release is longer. */
static size_t most_of(const struct work *work)
{
    size_t most = work->max_cable + 1;
    for (size_t i = 0; i < work->at_hand.changes.count; i++) {
        most += work->at_hand.changes.items[i].replacement.len;
    }
    return most;
}

static enum tl_status read_release(struct work *work)
{
    const enum tl_frame_kind kind = tl_frame_of_name(work->at_hand.cable.frame);
    const struct tl_verify_text text = {work->restore->release, {NULL, 0}};
    struct tl_feed feed = {.text = &text};
    struct tl_frame frame = {.at = 0};
    bool has = true;
    enum tl_status status = tl_feed_open(&feed, kind, most_of(work), work->err);
    const uint64_t before = kind == TL_FRAME_FILE ? 0 : work->releases_before;
    for (uint64_t i = 0; status == TL_OK && has && i <= before; i++) {
        status = tl_feed_next(&feed, &frame, &has, work->err);
    }
    if (status == TL_OK && has) {
        work->release = tl_arena_dup(&work->arena, cable_of(work, kind, frame.bytes));
    }
    tl_feed_close(&feed);
    if (status == TL_OK && !is_release(work, work->release)) {
        return tl_fail(work->err, TL_NO, "restore.release",
                       "%s is not the release of cable %" PRIu64 " that was logged",
                       tl_input_name(work->restore->release), work->at_hand.cable.seq);
    }
    return status;
}

/* --- what is sealed */

static enum tl_status find_sealed(struct work *work)
{
    struct tl_lines lines;
    tl_slice line = {NULL, 0};
    enum tl_status status = tl_lines_open(&lines, work->restore->sealed, work->err);
    while (status == TL_OK) {
        status = tl_lines_next(&lines, &line, work->err);
        if (status != TL_OK || line.ptr == NULL) {
            break;
        }
        if (tl_seal_cable(line) == work->at_hand.cable.seq) {
            tl_buf_reset(&work->line);
            tl_buf_add(&work->line, line);
        }
    }
    tl_lines_close(&lines);
    if (status == TL_OK && work->line.len == 0) {
        status = tl_fail(work->err, TL_DATA, "restore.sealed",
                         "%s has nothing of cable %" PRIu64 "; was the run made with --seal?",
                         work->restore->sealed, work->at_hand.cable.seq);
    }
    if (status == TL_OK) {
        status = tl_seal_open(work->restore->key, &work->arena, tl_buf_slice(&work->line), &work->sealed,
                              work->err);
    }
    return status;
}

/* The text of a change, which must open its commitment. */
static enum tl_status text_of(struct work *work, uint64_t seq, const struct tl_logged_change **change,
                              tl_slice *text)
{
    *change = NULL;
    for (size_t i = 0; i < work->at_hand.changes.count; i++) {
        if (work->at_hand.changes.items[i].seq == seq) {
            *change = &work->at_hand.changes.items[i];
        }
    }
    if (*change == NULL) {
        return tl_fail(work->err, TL_DATA, "restore.change",
                       "cable %" PRIu64 " has no change number %" PRIu64 "; it has %zu",
                       work->at_hand.cable.seq, seq, work->at_hand.changes.count);
    }
    if ((*change)->action == TL_EDIT_REMARKED) {
        return tl_fail(work->err, TL_DATA, "restore.change",
                       "change %" PRIu64 " of cable %" PRIu64
                       " took nothing out: it re-marked a line for what remains",
                       seq, work->at_hand.cable.seq);
    }
    for (size_t i = 0; i < work->sealed.list.count; i++) {
        const struct tl_sealed_text *sealed = &work->sealed.list.items[i];
        const struct tl_hash commitment = tl_commitment_make(&(*change)->nonce, sealed->text);
        if (sealed->change == seq && memcmp(commitment.bytes, (*change)->commitment.bytes, TL_HASH) == 0) {
            *text = sealed->text;
            return TL_OK;
        }
    }
    return tl_fail(work->err, TL_NO, "restore.commitment",
                   "what is sealed as change %" PRIu64 " of cable %" PRIu64 " is not what was committed to",
                   seq, work->at_hand.cable.seq);
}

/* --- the new release and its log */

/* What comes back: a portion that was too high for the release is marked (U) by its declassification. */
static tl_slice comes_back(struct work *work, const struct tl_logged_change *change, tl_slice text)
{
    const bool is_declassified = tl_rank_above(change->rank, work->at_hand.cable.released_as);
    if (change->marking.len == 0 || !is_declassified || !tl_slice_starts(text, change->marking)) {
        return text;
    }
    struct tl_buf out = {0};
    tl_buf_str(&out, "(U)");
    tl_buf_add(&out, tl_slice_sub(text, change->marking.len, text.len));
    const tl_slice copy = tl_arena_dup(&work->arena, tl_buf_slice(&out));
    tl_buf_release(&out);
    return copy;
}

static size_t portion_at(const struct tl_cable *cable, size_t offset)
{
    size_t portion = TL_NONE;
    for (size_t i = 0; i < cable->elements.count && cable->elements.items[i].span.begin <= offset; i++) {
        portion = cable->elements.items[i].portion;
    }
    return portion;
}

static enum tl_status add_edits(struct work *work, const struct tl_cable *cable, struct tl_release *release,
                                struct tl_buf *out)
{
    size_t at = 0;
    for (size_t i = 0; i < work->restore->count; i++) {
        const struct tl_logged_change *change;
        tl_slice text = {NULL, 0};
        const enum tl_status status = text_of(work, work->restore->changes[i], &change, &text);
        if (status != TL_OK) {
            return status;
        }
        struct tl_edit *edit = TL_PUSH(&work->arena, &release->edits);
        tl_buf_add(out, tl_slice_sub(work->release, at, change->out.begin));
        *edit = (struct tl_edit){.in = change->out,
                                 .replacement = comes_back(work, change, text),
                                 .action = TL_EDIT_RESTORED,
                                 .cause = TL_CAUSE_DECISION,
                                 .portion = portion_at(cable, change->out.begin),
                                 .from = TL_NONE,
                                 .why = work->restore->why,
                                 .by = work->restore->by,
                                 .restores = change->seq};
        edit->first_line = tl_cable_line(cable, edit->in.begin);
        edit->last_line =
            tl_cable_line(cable, edit->in.end > edit->in.begin ? edit->in.end - 1 : edit->in.begin);
        edit->out.begin = out->len;
        tl_buf_add(out, edit->replacement);
        edit->out.end = out->len;
        at = change->out.end;
    }
    tl_buf_add(out, tl_slice_sub(work->release, at, work->release.len));
    return TL_OK;
}

static void write_log(struct work *work, const struct tl_release *release, struct tl_buf *out)
{
    const struct tl_hash secret = tl_random_secret();
    const struct tl_log_source from = {.name = work->restore->release};
    const struct tl_log_run run = {.policy = release->policy,
                                   .frame = "file",
                                   .follows = &work->last,
                                   .key = work->restore->signing_key,
                                   .secret = tl_hash_slice(&secret)};
    struct tl_log log;
    tl_log_init(&log, &run);
    tl_log_cable(&log, &from, release);
    tl_log_end(&log);
    tl_buf_add(out, tl_buf_slice(&log.out));
    tl_log_release(&log);
}

static enum tl_status make(struct work *work, struct tl_buf *bytes, struct tl_buf *log)
{
    const struct tl_cable_options options = {.frees_nothing = true};
    const struct tl_source source = {.id = work->policy.id, .hash = work->policy.sha256};
    const struct tl_policy policy = {
        .id = work->policy.id, .sources = &source, .source_count = 1, .hash = work->policy.sha256};
    struct tl_cable cable;
    struct tl_cable again;
    tl_cable_parse(&work->arena, work->release, &options, &cable);
    struct tl_release release = {
        .arena = &work->arena, .cable = &cable, .policy = &policy, .verdict = TL_VERDICT_CHANGED};
    release.decisions = tl_arena_alloc(&work->arena, cable.portions.count + 1, sizeof(*release.decisions));
    for (size_t i = 0; i < cable.portions.count; i++) {
        release.decisions[i] =
            (struct tl_decision){.is_released = true, .judged = cable.portions.items[i].effective};
    }
    const enum tl_status status = add_edits(work, &cable, &release, bytes);
    if (status != TL_OK) {
        return status;
    }
    release.bytes = tl_buf_slice(bytes);
    tl_cable_parse(&work->arena, release.bytes, &options, &again);
    release.released_as = tl_marking_rank(&again.overall);
    write_log(work, &release, log);
    return TL_OK;
}

enum tl_status tl_restore_run(const struct tl_restore *restore, struct tl_buf *release, struct tl_buf *log,
                              struct tl_err *err)
{
    struct work work = {.restore = restore, .err = err};
    enum tl_status status = read_log(&work);
    if (status == TL_OK) {
        status = read_release(&work);
    }
    if (status == TL_OK) {
        status = find_sealed(&work);
    }
    if (status == TL_OK) {
        status = make(&work, release, log);
    }
    tl_logged_case_release(&work.at_hand);
    tl_buf_release(&work.line);
    tl_arena_release(&work.arena);
    return status;
}

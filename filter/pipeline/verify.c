/* SPDX-License-Identifier: Apache-2.0 */
#include "pipeline/verify.h"

#include <inttypes.h>

#include "base/io.h"
#include "base/limits.h"
#include "base/path.h"
#include "ledger/signature.h"
#include "pipeline/feed.h"
#include "pipeline/jsonl.h"

struct run {
    const struct tl_verify_request *request;
    struct tl_verify_outcome *out;
    struct tl_err *err;
    struct tl_arena arena;
    struct tl_log_reader log;
    struct tl_verify_policy policy;
    bool has_policy;
    struct tl_feed original;
    struct tl_feed release;
    struct tl_logged_case at_hand;
    size_t max_cable;
    bool is_jsonl;
    struct tl_jsonl_fields fields;
    const char *source; /* of the log, that ORIGINAL is; NULL: not yet known */
};

static void differ(struct run *run, const char *slug, enum tl_side side, size_t offset, const char *text)
{
    const bool has_cable = run->at_hand.record > 0;
    const struct tl_difference difference = {.slug = slug,
                                             .record = has_cable ? run->at_hand.record : 0,
                                             .cable = has_cable ? run->at_hand.cable.seq : 0,
                                             .side = side,
                                             .offset = offset,
                                             .text = text};
    tl_differ(&run->out->differences, &difference);
}

/* --- jsonl: one cable is a field of a line */

/* What the line of a release says beside its cable. */
static void check_line(struct run *run, tl_slice original, tl_slice release)
{
    const char *what = tl_jsonl_compare(&run->fields, original, release);
    if (what != NULL) {
        differ(run, "verify.fields", TL_SIDE_RELEASE, 0, what);
    }
}

/* --- one cable */

/* The bytes of the cable that stands at its place in the original, or an empty slice when that was told. */
static enum tl_status find_original(struct run *run, struct tl_frame *frame, bool *has)
{
    const struct tl_logged_cable *cable = &run->at_hand.cable;
    const enum tl_status status = tl_feed_next(&run->original, frame, has, run->err);
    if (status != TL_OK) {
        return status;
    }
    if (!*has) {
        differ(run, "verify.original.missing", TL_SIDE_ORIGINAL, 0, "the original has no cable here");
    } else if (frame->at != cable->at) {
        differ(run, "verify.original.place", TL_SIDE_ORIGINAL, (size_t)frame->at,
               "the cable of the original does not begin where the log says");
        *has = false;
    } else if (!cable->has_original && frame->length != cable->length) {
        differ(run, "verify.original.length", TL_SIDE_ORIGINAL, (size_t)frame->at,
               "the rejected frame has another length than the log says");
        *has = false;
    } else if (cable->has_original && frame->slug != NULL) {
        differ(run, "verify.original.frame", TL_SIDE_ORIGINAL, (size_t)frame->at,
               "this is no whole cable, and the log says it was one");
        *has = false;
    }
    return TL_OK;
}

static bool hash_is(tl_slice text, const struct tl_hash *hash)
{
    const struct tl_hash own = tl_sha256_one(text);
    return memcmp(own.bytes, hash->bytes, TL_HASH) == 0;
}

/* In a stream every release ends its line. */
static bool lacks_end(const struct tl_feed *feed, const struct tl_frame *frame)
{
    const tl_slice bytes = frame->bytes;
    if (feed->kind == TL_FRAME_JSONL) {
        return frame->length != bytes.len + 1;
    }
    return feed->kind == TL_FRAME_ZCZC && bytes.len > 0 && bytes.ptr[bytes.len - 1] != '\n' &&
           bytes.ptr[bytes.len - 1] != '\r';
}

static enum tl_status find_release(struct run *run, struct tl_frame *frame, bool *has)
{
    struct tl_feed *feed = &run->release;
    *frame = (struct tl_frame){.at = 0};
    const enum tl_status status = tl_feed_next(feed, frame, has, run->err);
    if (status != TL_OK) {
        return status;
    }
    if (!*has) {
        differ(run, "verify.release.missing", TL_SIDE_RELEASE, 0, "the release of this cable is not there");
        return TL_OK;
    }
    if (frame->at != feed->behind) {
        differ(run, "verify.release.between", TL_SIDE_RELEASE, (size_t)feed->behind,
               "something stands between two cables of the release");
    }
    feed->behind = frame->at + frame->length;
    if (frame->slug != NULL) {
        differ(run, "verify.release.frame", TL_SIDE_RELEASE, (size_t)frame->at,
               "this is no whole cable, and no release is like that");
        *has = false;
    } else if (lacks_end(feed, frame)) {
        differ(run, "verify.release.frame", TL_SIDE_RELEASE, (size_t)feed->behind,
               "the last line end of this cable is not there");
    }
    return TL_OK;
}

/* A cable that lacked its last line end was given one in a stream. */
static tl_slice as_written(const struct run *run, tl_slice bytes)
{
    if (run->release.kind == TL_FRAME_ZCZC && bytes.len > 0 && bytes.ptr[bytes.len - 1] == '\n' &&
        !hash_is(bytes, &run->at_hand.cable.release)) {
        const tl_slice shorter = tl_slice_sub(bytes, 0, bytes.len - 1);
        return hash_is(shorter, &run->at_hand.cable.release) ? shorter : bytes;
    }
    return bytes;
}

static void hold_against(struct run *run, tl_slice original, tl_slice release)
{
    struct tl_jsonl before = {.json = NULL};
    struct tl_jsonl after = {.json = NULL};
    const struct tl_verify_policy *policy = run->has_policy ? &run->policy : NULL;
    if (run->is_jsonl) {
        const tl_slice lines[] = {original, release};
        const char *slug = tl_jsonl_read(&run->fields, original, &before);
        original = before.text;
        if (slug != NULL && run->at_hand.cable.has_original) {
            differ(run, "verify.original.frame", TL_SIDE_ORIGINAL, 0,
                   "this line holds no cable, and the log says it held one");
            goto out;
        }
        if (run->at_hand.cable.has_release) {
            check_line(run, lines[0], lines[1]);
            if (tl_jsonl_read(&run->fields, release, &after) != NULL && after.text.ptr == NULL) {
                goto out; /* told */
            }
            release = after.text;
            struct tl_verify_field *list = NULL;
            run->at_hand.field_count =
                tl_jsonl_fields(&run->at_hand.arena, &run->fields, &before, &after, &list);
            run->at_hand.fields = list;
        }
    } else {
        release = as_written(run, release);
    }
    tl_verify_cable(&run->at_hand, original, release, policy, &run->out->differences);
out:
    tl_jsonl_release(&before);
    tl_jsonl_release(&after);
}

static enum tl_status open_log(const struct run *run, struct tl_log_reader *reader)
{
    const struct tl_verify_text *log = &run->request->log;
    if (log->bytes.ptr == NULL) {
        return tl_log_reader_open(reader, log->path, run->err);
    }
    tl_log_reader_memory(reader, log->bytes, log->path);
    return TL_OK;
}

static bool names_original(const struct run *run, tl_slice source)
{
    return tl_slice_eq(tl_str(tl_base_name((const char *)source.ptr)),
                       tl_str(tl_base_name(run->request->original.path)));
}

/*
 * Whose cables are looked at: those of the input that is called as ORIGINAL is; or, since files are renamed,
 * all, when the log is of one input alone.  The log is read ahead only where its first cable leaves that
 * open.
 */
static enum tl_status find_source(struct run *run)
{
    struct tl_log_reader ahead;
    const struct tl_logged *record = NULL;
    enum tl_status status = TL_OK;
    bool is_alone = true;
    run->source = (const char *)tl_arena_dup(&run->arena, run->at_hand.cable.source).ptr;
    if (names_original(run, run->at_hand.cable.source) || strcmp(run->request->log.path, "-") == 0) {
        return TL_OK;
    }
    status = open_log(run, &ahead);
    while (status == TL_OK) {
        struct tl_err ignored = {0}; /* what is wrong is told when the log is read for good */
        const enum tl_status read = tl_log_next(&ahead, &record, &ignored);
        if ((read == TL_OK && record == NULL) || read == TL_IO || read == TL_NOINPUT) {
            break;
        }
        if (record == NULL || record->type != TL_RECORD_CABLE) {
            continue;
        }
        is_alone = is_alone && tl_slice_eq(record->cable.source, tl_str(run->source));
        if (names_original(run, record->cable.source)) {
            run->source = (const char *)tl_arena_dup(&run->arena, record->cable.source).ptr;
            is_alone = true;
            break;
        }
    }
    tl_log_reader_close(&ahead);
    if (status == TL_OK && !is_alone) {
        return tl_fail(run->err, TL_DATA, "verify.source",
                       "the log is of several inputs, and none of them is called %s; name the original as it "
                       "was named to redact",
                       tl_base_name(run->request->original.path));
    }
    return status;
}

static enum tl_status open_feeds(struct run *run)
{
    const enum tl_frame_kind kind = tl_frame_of_name(run->at_hand.cable.frame);
    enum tl_status status = TL_OK;
    run->is_jsonl = kind == TL_FRAME_JSONL;
    if (!run->original.is_open) {
        status = tl_feed_open(&run->original, kind, run->max_cable, run->err);
    }
    if (status == TL_OK && !run->release.is_open && run->at_hand.cable.has_release) {
        if (run->release.text->path == NULL) {
            return tl_fail(run->err, TL_USAGE, "verify.no_release",
                           "the log says that a release was written; name it behind the original");
        }
        status = tl_feed_open(&run->release, kind, TL_MOST_MAX_CABLE, run->err);
    }
    return status;
}

/* All records of a cable were read. */
static enum tl_status end_cable(struct run *run)
{
    struct tl_frame original = {.at = 0};
    struct tl_frame release = {.at = 0};
    bool has_original = false;
    bool has_release = false;
    enum tl_status status = TL_OK;
    if (run->at_hand.record == 0) {
        return TL_OK;
    }
    if (run->source == NULL) {
        status = find_source(run);
    }
    if (status != TL_OK || !tl_slice_eq(run->at_hand.cable.source, tl_str(run->source))) {
        return status;
    }
    status = open_feeds(run);
    if (status == TL_OK) {
        status = find_original(run, &original, &has_original);
    }
    if (status == TL_OK && run->at_hand.cable.has_release) {
        status = find_release(run, &release, &has_release);
    }
    if (status == TL_OK && has_original && has_release == run->at_hand.cable.has_release) {
        hold_against(run, original.bytes, release.bytes);
    }
    run->out->verified++;
    run->out->denied += !run->at_hand.cable.has_release;
    run->at_hand.record = 0;
    return status;
}

/* --- the log */

static enum tl_status take_run(struct run *run, const struct tl_logged_run *said)
{
    struct tl_verify_outcome *out = run->out;
    const struct tl_policy *policy = run->request->policy;
    out->as_of = said->as_of;
    out->is_as_of_given = said->is_as_of_given;
    out->assume = said->assume;
    out->follows = said->follows;
    run->max_cable = said->max_cable > 0 && said->max_cable <= TL_MOST_MAX_CABLE ? (size_t)said->max_cable
                                                                                 : TL_MOST_MAX_CABLE;
    run->fields.text = tl_arena_dup(&run->arena, said->text_field);
    run->fields.id = tl_arena_dup(&run->arena, said->id_field);
    tl_slice *keep = tl_arena_alloc(&run->arena, said->kept_fields.count, sizeof(*keep));
    for (size_t i = 0; i < said->kept_fields.count; i++) {
        keep[i] = tl_arena_dup(&run->arena, said->kept_fields.item[i]);
    }
    run->fields.keep = (struct tl_words){keep, said->kept_fields.count};
    if (policy == NULL) {
        return TL_OK;
    }
    if (said->follows) {
        return tl_fail(run->err, TL_USAGE, "verify.follows",
                       "this run puts text back that another took out, by somebody's decision and not by a "
                       "policy; verify it without -p, and the log that it follows with it");
    }
    if (policy->honours_dates && !said->is_as_of_given) {
        return tl_fail(
            run->err, TL_CONFIG, "verify.as_of",
            "the policy honours dates, and the run was given none: it was not made with this policy");
    }
    if (said->has_decisions && run->request->rulings == NULL) {
        return tl_fail(run->err, TL_USAGE, "verify.decisions.missing",
                       "this run applied decisions of a reviewer (%.*s): give the file with --decisions, or "
                       "verify without -p; without them nothing can be decided again",
                       (int)said->decisions.id.len, (const char *)said->decisions.id.ptr);
    }
    tl_verify_sources(said, policy, &out->differences);
    tl_verify_rulings(said, run->request->rulings, &out->differences);
    run->policy = (struct tl_verify_policy){.policy = policy, .plain = tl_plain_new(policy)};
    run->policy.options = (struct tl_release_options){
        .judged_on = said->as_of, .assume = said->assume, .rulings = run->request->rulings};
    if (said->is_as_of_given) {
        run->policy.options.as_of = said->as_of;
    }
    run->has_policy = true;
    return TL_OK;
}

static void take_end(struct run *run, const struct tl_logged *record)
{
    struct tl_verify_outcome *out = run->out;
    const struct tl_logged_end *end = &record->end;
    const struct tl_public_key *key = run->request->public_key;
    struct tl_buf signature = {0};
    struct tl_difference difference = {.slug = "verify.signature", .record = record->line};
    run->at_hand.record = 0;
    if (end->signature.len > 0) {
        (void)tl_hash_hex(&end->signed_by, out->signed_by);
        out->signature = TL_SIGNATURE_UNCHECKED;
    }
    if (key == NULL) {
        return;
    }
    const struct tl_hash id = tl_public_key_id(key);
    out->signature = TL_SIGNATURE_BAD;
    if (end->signature.len == 0) {
        difference.text = "the log is not signed, and a key was given";
    } else if (memcmp(id.bytes, end->signed_by.bytes, TL_HASH) != 0) {
        difference.text = "the log is signed with another key than the one given";
    } else if (!tl_buf_unhex(&signature, end->signature) ||
               !tl_signature_holds(key, end->signed_text, tl_buf_slice(&signature))) {
        difference.text = "the signature is not that of the key on this log";
    } else {
        out->signature = TL_SIGNATURE_GOOD;
    }
    if (difference.text != NULL) {
        tl_differ(&out->differences, &difference);
    }
    tl_buf_release(&signature);
}

static enum tl_status take_record(struct run *run, const struct tl_logged *record)
{
    enum tl_status status = TL_OK;
    run->out->records = run->log.line;
    (void)tl_hash_hex(&record->hash, run->out->log_hash);
    switch (record->type) {
    case TL_RECORD_RUN:
        status = take_run(run, &record->run);
        break;
    case TL_RECORD_CABLE:
        status = end_cable(run);
        tl_logged_case_begin(&run->at_hand, record);
        break;
    case TL_RECORD_CHANGE:
        run->out->changes++;
        tl_logged_case_add(&run->at_hand, record);
        break;
    case TL_RECORD_DECISION:
    case TL_RECORD_KEPT:
    case TL_RECORD_COVERED:
    case TL_RECORD_FINDING:
        tl_logged_case_add(&run->at_hand, record);
        break;
    case TL_RECORD_END:
        status = end_cable(run);
        take_end(run, record);
        break;
    case TL_RECORD_NONE:
        break;
    }
    return status;
}

/* The message of the reader, without the name of the log and the line, which the difference has. */
static void differ_log(struct run *run, const struct tl_err *err)
{
    const char *text = err->text;
    const size_t name = strlen(run->log.name);
    if (strncmp(text, run->log.name, name) == 0) {
        text += name;
        while (*text == ':' || tl_is_digit((unsigned char)*text)) {
            text++;
        }
        text += *text == ' ';
    }
    const struct tl_difference difference = {.slug = err->slug, .record = run->log.line, .text = text};
    tl_differ(&run->out->differences, &difference);
}

static enum tl_status read_log(struct run *run)
{
    const struct tl_logged *record = NULL;
    for (;;) {
        struct tl_err err = {0};
        const enum tl_status read = tl_log_next(&run->log, &record, &err);
        if (read == TL_IO || read == TL_NOINPUT) {
            *run->err = err;
            return read;
        }
        if (read != TL_OK) {
            differ_log(run, &err);
        }
        if (read == TL_OK && record == NULL) {
            return TL_OK;
        }
        const enum tl_status status = record == NULL ? TL_OK : take_record(run, record);
        if (status != TL_OK) {
            return status;
        }
    }
}

/* What no record speaks of. */
static enum tl_status check_rest(struct run *run)
{
    struct tl_feed *feeds[] = {&run->original, &run->release};
    for (size_t i = 0; i < TL_COUNT(feeds); i++) {
        struct tl_frame frame = {.at = 0};
        bool has = false;
        if (!feeds[i]->is_open) {
            continue;
        }
        const enum tl_status status = tl_feed_next(feeds[i], &frame, &has, run->err);
        if (status != TL_OK) {
            return status;
        }
        if (has) {
            run->at_hand.record = 0;
            differ(run, i == 0 ? "verify.original.more" : "verify.release.more",
                   i == 0 ? TL_SIDE_ORIGINAL : TL_SIDE_RELEASE, (size_t)frame.at,
                   i == 0 ? "the log says nothing of this cable of the original, and of none behind it"
                          : "the log says nothing of this cable of the release, and of none behind it");
        } else if (i == 1 && feeds[i]->kind != TL_FRAME_FILE && feeds[i]->framer.offset != feeds[i]->behind) {
            differ(run, "verify.release.more", TL_SIDE_RELEASE, (size_t)feeds[i]->behind,
                   "something stands behind the last cable of the release");
        }
    }
    return TL_OK;
}

/* A release of which the log knows nothing. */
static void check_unread(struct run *run)
{
    struct tl_buf bytes = {0};
    struct tl_err err = {0};
    const struct tl_verify_text *text = run->release.text;
    if (text->path == NULL || run->release.is_open || run->out->cables == 0) {
        return;
    }
    if (text->bytes.ptr == NULL
            ? tl_read_file(text->path, TL_MOST_MAX_CABLE, &bytes, &err) == TL_OK && bytes.len > 0
            : text->bytes.len > 0) {
        run->at_hand.record = 0;
        differ(run, "verify.release.more", TL_SIDE_RELEASE, 0,
               "there is a release, and the log says that nothing left");
    }
    tl_buf_release(&bytes);
}

enum tl_status tl_verify_run(const struct tl_verify_request *request, struct tl_verify_outcome *out,
                             struct tl_err *err)
{
    struct run run = {.request = request, .out = out, .err = err};
    run.original.text = &request->original;
    run.release.text = &request->release;
    run.max_cable = TL_MOST_MAX_CABLE;
    enum tl_status status = open_log(&run, &run.log);
    if (status == TL_OK) {
        status = read_log(&run);
        out->cables = run.log.cables;
    }
    if (status == TL_OK) {
        status = check_rest(&run);
        check_unread(&run);
    }
    tl_feed_close(&run.original);
    tl_feed_close(&run.release);
    tl_plain_free(run.policy.plain);
    tl_logged_case_release(&run.at_hand);
    tl_log_reader_close(&run.log);
    tl_arena_release(&run.arena);
    return status;
}

void tl_verify_outcome_release(struct tl_verify_outcome *out)
{
    tl_arena_release(&out->differences.arena);
    *out = (struct tl_verify_outcome){.records = 0};
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "base/io.h"
#include "base/limits.h"
#include "base/path.h"
#include "ledger/signature.h"
#include "pipeline/verifying.h"

static enum tl_status open_log(const struct tl_verifying *run, struct tl_log_reader *reader)
{
    const struct tl_verify_text *log = &run->request->log;
    if (log->bytes.ptr == NULL) {
        return tl_log_reader_open(reader, log->path, run->err);
    }
    tl_log_reader_memory(reader, log->bytes, log->path);
    return TL_OK;
}

static bool names_original(const struct tl_verifying *run, tl_slice source)
{
    return tl_slice_eq(tl_str(tl_base_name((const char *)source.ptr)),
                       tl_str(tl_base_name(run->request->original.path)));
}

/*
 * Whose cables are looked at: those of the input that is called as ORIGINAL is; or, since files are renamed,
 * all, when the log is of one input alone.  The log is read ahead only where its first cable leaves that
 * open.
 */
static enum tl_status find_source(struct tl_verifying *run)
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

/* All records of a cable were read. */
static enum tl_status end_cable(struct tl_verifying *run)
{
    enum tl_status status = TL_OK;
    if (run->at_hand.record == 0) {
        return TL_OK;
    }
    run->at_hand.repeated = tl_repeats_logged_see(&run->repeats, &run->at_hand);
    if (run->source == NULL) {
        status = find_source(run);
    }
    if (status != TL_OK || !tl_slice_eq(run->at_hand.cable.source, tl_str(run->source))) {
        return status;
    }
    status = tl_verifying_hold(run);
    run->out->verified++;
    run->out->denied += !run->at_hand.cable.has_release;
    run->at_hand.record = 0;
    return status;
}

/* --- the log */

static enum tl_status take_run(struct tl_verifying *run, const struct tl_logged_run *said)
{
    struct tl_verify_outcome *out = run->out;
    const struct tl_policy *policy = run->request->policy;
    out->as_of = said->as_of;
    out->is_as_of_given = said->is_as_of_given;
    out->assume = said->assume;
    out->follows = said->follows;
    run->max_cable = said->max_cable > 0 ? (size_t)said->max_cable : TL_MOST_MAX_CABLE;
    run->framing = TL_FRAME_KINDS;
    for (size_t i = 0; i < TL_FRAME_KINDS; i++) {
        run->framing =
            tl_slice_eq(said->frame, tl_str(tl_frame_names[i])) ? (enum tl_frame_kind)i : run->framing;
    }
    if (run->framing == TL_FRAME_KINDS || said->max_cable > TL_MOST_MAX_CABLE) {
        return tl_fail(run->err, TL_DATA, "verify.frame",
                       "%s:1: the frame or the max_cable of this run is none that redact takes",
                       run->log.name);
    }
    run->fields.text = tl_arena_dup(&run->arena, said->text_field);
    run->fields.id = tl_arena_dup(&run->arena, said->id_field);
    tl_slice *keep = tl_arena_alloc(&run->arena, said->kept_fields.count, sizeof(*keep));
    for (size_t i = 0; i < said->kept_fields.count; i++) {
        keep[i] = tl_arena_dup(&run->arena, said->kept_fields.item[i]);
    }
    run->fields.keep = (struct tl_words){keep, said->kept_fields.count};
    const char *why = NULL;
    if (run->framing == TL_FRAME_JSONL && !tl_jsonl_fields_valid(&run->fields, &why)) {
        return tl_fail(run->err, TL_DATA, "verify.fields", "%s:1: the fields of this run: %s", run->log.name,
                       why);
    }
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

static void take_end(struct tl_verifying *run, const struct tl_logged *record)
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

static enum tl_status take_record(struct tl_verifying *run, const struct tl_logged *record)
{
    enum tl_status status = TL_OK;
    run->out->records = run->log.line;
    (void)tl_hash_hex(&record->hash, run->out->log_hash);
    switch (record->type) {
    case TL_RECORD_RUN:
        status = run->has_run ? TL_OK : take_run(run, &record->run); /* a second one was told */
        run->has_run = true;
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
static void differ_log(struct tl_verifying *run, const struct tl_err *err)
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

static enum tl_status read_log(struct tl_verifying *run)
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
static enum tl_status check_rest(struct tl_verifying *run)
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
            tl_verifying_differ(
                run, i == 0 ? "verify.original.more" : "verify.release.more",
                i == 0 ? TL_SIDE_ORIGINAL : TL_SIDE_RELEASE, (size_t)frame.at,
                i == 0 ? "the log says nothing of this cable of the original, and of none behind it"
                       : "the log says nothing of this cable of the release, and of none behind it");
        } else if (i == 1 && feeds[i]->kind != TL_FRAME_FILE && feeds[i]->framer.offset != feeds[i]->behind) {
            tl_verifying_differ(run, "verify.release.more", TL_SIDE_RELEASE, (size_t)feeds[i]->behind,
                                "something stands behind the last cable of the release");
        }
    }
    return TL_OK;
}

/* A release of which the log knows nothing. */
static void check_unread(struct tl_verifying *run)
{
    struct tl_buf bytes = {0};
    struct tl_err err = {0};
    const struct tl_verify_text *text = run->release.text;
    if (text->path == NULL || run->release.is_open || run->out->cables == 0) {
        return;
    }
    if (text->bytes.ptr == NULL ? tl_read_file(text->path, 0, &bytes, &err) == TL_DATA /* there is a byte */
                                : text->bytes.len > 0) {
        run->at_hand.record = 0;
        tl_verifying_differ(run, "verify.release.more", TL_SIDE_RELEASE, 0,
                            "there is a release, and the log says that nothing left");
    }
    tl_buf_release(&bytes);
}

enum tl_status tl_verify_run(const struct tl_verify_request *request, struct tl_verify_outcome *out,
                             struct tl_err *err)
{
    struct tl_verifying run = {.request = request, .out = out, .err = err};
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
    tl_repeats_logged_release(&run.repeats);
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

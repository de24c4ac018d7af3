/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The gate over a stream: what exceeds is told by place, kind, number and marking; never by its text (DESIGN
 * M20).
 */
#include "cli/check.h"

#include <inttypes.h>

#include "base/sort.h"
#include "marking/portion.h"
#include "pipeline/input.h"
#include "pipeline/redact.h"
#include "pipeline/repeat.h"

enum { NUMBER_BYTES = 8 };

/* One cable at hand. */
struct check {
    const struct tl_check *config;
    struct tl_matcher *matcher;
    struct tl_arena *arena;
    struct tl_batch *batch;
    struct tl_parcel *parcel;
    const char *path;
    tl_slice bytes;
    struct tl_buf *out; /* of the batch */
    uint32_t number;    /* of the cable; 0: unknown */
    size_t line;        /* that byte `line_begin` begins, from 1; 0: no place was told yet */
    size_t line_begin;
    bool exceeds;
};

/* A place that is not in the text of the cable but in the record around it. */
#define RECORD TL_NONE

/* "NAME:27:1: ", with the line of the source; in a stream with "cable 3, number 301: " after it. */
static void put_place(struct check *check, size_t at)
{
    const struct tl_parcel *parcel = check->parcel;
    const bool is_jsonl = parcel->framing == TL_FRAME_JSONL; /* its lines are one line of the source */
    if (check->line == 0 || at < check->line_begin) {
        check->line = 1;
        check->line_begin = 0;
    }
    for (size_t i = check->line_begin; at != RECORD && i < at && i < check->bytes.len; i++) {
        if (check->bytes.ptr[i] == '\n') {
            check->line++;
            check->line_begin = i + 1;
        }
    }
    tl_buf_format(check->out, "%s:%" PRIu64 ":%zu: ", strcmp(check->path, "-") == 0 ? "<stdin>" : check->path,
                  parcel->frame.line + (is_jsonl ? 0 : check->line - 1),
                  is_jsonl ? 1 : at - check->line_begin + 1);
    if (parcel->framing != TL_FRAME_FILE) {
        tl_buf_format(check->out, "cable %" PRIu64, parcel->seq);
        if (check->number > 0) {
            tl_buf_format(check->out, ", number %" PRIu32, check->number);
        }
        tl_buf_str(check->out, ": ");
    }
    if (is_jsonl && at != RECORD) {
        tl_buf_format(check->out, "line %zu of its text: ", check->line);
    }
}

/* "paragraph 3 (S//NF)".  A number is shown when it is one. */
static void put_portion(struct check *check, const struct tl_portion *portion,
                        const struct tl_marking *judged)
{
    bool is_number = portion->number.len > 0 && portion->number.len <= NUMBER_BYTES;
    for (size_t i = 0; is_number && i < portion->number.len; i++) {
        is_number = tl_is_alnum(portion->number.ptr[i]) || portion->number.ptr[i] == '.';
    }
    tl_buf_str(check->out, tl_kind_name(portion->kind));
    if (is_number) {
        tl_buf_byte(check->out, ' ');
        tl_buf_add(check->out, portion->number);
    }
    if (judged != NULL) {
        tl_buf_byte(check->out, ' ');
        tl_marking_render_safe(judged, true, check->out);
    }
}

static void put_withheld(struct check *check, const struct tl_portion *portion,
                         const struct tl_decision *decision)
{
    const char *reason = tl_reason_name(decision->reason);
    put_place(check, portion->core.begin);
    put_portion(check, portion, &decision->judged);
    switch (decision->cause) {
    case TL_CAUSE_RULE:
    case TL_CAUSE_PROPAGATED:
        tl_buf_str(check->out, " is withheld by rule ");
        tl_buf_add(check->out, decision->rule != NULL ? decision->rule->id : TL_LIT("?"));
        break;
    case TL_CAUSE_ELEMENT:
        tl_buf_str(check->out, " is dropped by the policy");
        break;
    case TL_CAUSE_DOUBT:
        tl_buf_str(check->out, " is in doubt");
        break;
    case TL_CAUSE_MARKING:
    case TL_CAUSE_BANNER:
    case TL_CAUSE_DECISION:
        if (decision->reason == TL_REASON_LEVEL) {
            tl_buf_format(check->out, " exceeds %s: %s", tl_rank_title(check->config->policy->ceiling.max),
                          reason);
        } else {
            tl_buf_format(check->out, " may not pass: %s", reason);
        }
        break;
    }
    tl_buf_str(check->out, decision->is_doubt ? " (doubt: another reading would let it pass)\n" : "\n");
    check->exceeds = check->exceeds || !decision->is_doubt;
}

/* An edit in what is released: a rule's hit, a name, a dropped piece, a line that would be marked anew. */
static void put_edit(struct check *check, const struct tl_release *release, const struct tl_edit *edit)
{
    const struct tl_portion *portion = &release->cable->portions.items[edit->portion];
    put_place(check, edit->in.begin);
    put_portion(check, portion, NULL);
    tl_buf_format(check->out, " would be %s", tl_edit_action_name(edit->action));
    if (edit->rule != NULL) {
        tl_buf_str(check->out, ": rule ");
        tl_buf_add(check->out, edit->rule->id);
    } else {
        tl_buf_format(check->out, ": %s", tl_cause_name(edit->cause));
    }
    tl_buf_byte(check->out, '\n');
}

/* A portion that is withheld, or an edit of one that is not. */
struct place {
    size_t at;
    const struct tl_edit *edit; /* NULL: the portion */
    size_t portion;
};

static int place_order(const void *a, const void *b)
{
    const struct place *x = a;
    const struct place *y = b;
    if (x->at != y->at) {
        return x->at < y->at ? -1 : 1;
    }
    if (x->edit == NULL || y->edit == NULL) {
        return (x->edit != NULL) - (y->edit != NULL);
    }
    return (x->edit > y->edit) - (x->edit < y->edit);
}

/* Fills `out` with a line for each portion and each edit, by place. */
static void judge(struct check *check, const struct tl_release *release)
{
    const struct tl_cable *cable = release->cable;
    TL_VEC(struct place) places = {0};
    bool is_withheld = false;
    for (size_t i = 0; i < cable->portions.count; i++) {
        const struct tl_portion *portion = &cable->portions.items[i];
        const bool is_shown = portion->inside == TL_NONE && tl_span_len(portion->core) > 0;
        if (!release->decisions[i].is_released && is_shown) {
            *TL_PUSH(check->arena, &places) = (struct place){.at = portion->core.begin, .portion = i};
            is_withheld = true;
        }
    }
    for (size_t i = 0; i < release->edits.count; i++) {
        const struct tl_edit *edit = &release->edits.items[i];
        if (!release->decisions[edit->portion].is_released) {
            continue;
        }
        *TL_PUSH(check->arena, &places) = (struct place){.at = edit->in.begin, .edit = edit};
        /* A line is marked anew because something is withheld: that alone exceeds nothing that doubt did not.
         */
        check->exceeds = check->exceeds || edit->cause != TL_CAUSE_BANNER || !is_withheld;
    }
    tl_sort(places.items, places.count, sizeof(places.items[0]), place_order);
    for (size_t i = 0; i < places.count; i++) {
        const struct place *place = &places.items[i];
        if (place->edit != NULL) {
            put_edit(check, release, place->edit);
        } else {
            put_withheld(check, &cable->portions.items[place->portion], &release->decisions[place->portion]);
        }
    }
}

/* The answer for one finished release. */
static enum tl_status answer(struct check *check, const struct tl_release *release)
{
    if (release->verdict == TL_VERDICT_DENIED && release->denied_by != NULL) {
        put_place(check, 0);
        tl_buf_str(check->out, "the cable is denied by rule ");
        tl_buf_add(check->out, release->denied_by->id);
        tl_buf_byte(check->out, '\n');
        return TL_NO;
    }
    if (release->verdict == TL_VERDICT_RELEASED && release->edits.count == 0 &&
        tl_slice_eq(release->bytes, check->bytes)) {
        return release->is_doubt ? TL_DOUBT : TL_OK;
    }
    judge(check, release);
    return check->exceeds || !release->is_doubt ? TL_NO : TL_DOUBT;
}

/* Decides as redact would.  Without rules nothing is matched, and no release is made. */
static enum tl_status decide(struct check *check, struct tl_cable *cable, struct tl_release *release,
                             struct tl_err *err)
{
    const struct tl_check *config = check->config;
    const struct tl_cable_options options = {.assume = config->options->assume,
                                             .frees_nothing = !config->policy->honours_dates};
    tl_cable_parse(check->arena, check->bytes, &options, cable);
    check->number = cable->number;
    check->parcel->number = cable->number;
    check->parcel->post = tl_arena_dup(&check->batch->arena, cable->post);
    if (config->policy->rule_count > 0 || config->policy->banner != TL_BANNER_KEEP) {
        return tl_release_make_with(check->matcher, check->arena, cable, config->policy, config->options,
                                    release, err);
    }
    if (tl_release_judge(check->arena, cable, config->policy, config->options, release) == TL_OK) {
        release->verdict = TL_VERDICT_RELEASED;
        release->bytes = check->bytes;
    } else {
        release->verdict = TL_VERDICT_CHANGED;
    }
    return TL_OK;
}

static void put_fields(struct check *check, size_t count, const char *what)
{
    if (count > 0) {
        put_place(check, RECORD);
        tl_buf_format(check->out, "%zu field%s of its record would be %s\n", count, count == 1 ? "" : "s",
                      what);
    }
}

/* What else the line of a cable holds: `redact` would write none of it but what may leave. */
static enum tl_status answer_fields(struct check *check, const struct tl_jsonl *object,
                                    const struct tl_release *release)
{
    struct tl_jsonl_result result;
    struct tl_buf line = {0};
    if (release->verdict == TL_VERDICT_DENIED) {
        return TL_OK;
    }
    tl_jsonl_put(check->arena, check->config->fields, object, release, &result, &line);
    tl_buf_release(&line);
    if (result.slug != NULL) {
        tl_parcel_tell_rejected(check->batch, check->parcel, check->path, check->config->stream.max_cable,
                                result.slug);
        return check->parcel->status;
    }
    if (result.is_denied) {
        put_place(check, RECORD);
        tl_buf_str(check->out, "a rule denies the cable for a field of its record\n");
    }
    put_fields(check, result.dropped, "dropped");
    put_fields(check, result.withheld, "withheld");
    put_fields(check, result.changed, "excised in");
    return result.is_denied || result.dropped + result.withheld + result.changed > 0 ? TL_NO : TL_OK;
}

static enum tl_status check_cable(struct check *check, const struct tl_jsonl *object)
{
    struct tl_cable cable;
    struct tl_release release = {0};
    struct tl_err err = {0};
    enum tl_status status = decide(check, &cable, &release, &err);
    if (status != TL_OK) {
        tl_tell(&check->batch->told, "%s: %s", tl_parcel_name(check->arena, check->parcel, check->path),
                err.text);
        return status;
    }
    status = answer(check, &release);
    if (check->parcel->framing == TL_FRAME_JSONL) {
        status = tl_status_worse(status, answer_fields(check, object, &release));
    }
    return status;
}

static void check_parcel(const void *shared, struct tl_worker *worker, struct tl_batch *batch,
                         struct tl_parcel *parcel)
{
    const struct tl_check *config = shared;
    struct check check = {.config = config,
                          .arena = &worker->arena,
                          .matcher = tl_worker_matcher(worker),
                          .batch = batch,
                          .parcel = parcel,
                          .path = config->stream.paths[parcel->input],
                          .bytes = parcel->frame.bytes,
                          .out = &batch->out};
    struct tl_jsonl object = {.json = NULL};
    const char *slug = parcel->frame.slug;
    parcel->told.begin = batch->told.len;
    parcel->out.begin = batch->out.len;
    if (slug == NULL && parcel->framing == TL_FRAME_JSONL) {
        slug = tl_jsonl_read(config->fields, parcel->frame.bytes, &object);
        check.bytes = object.text;
    }
    if (slug != NULL) {
        tl_parcel_tell_rejected(batch, parcel, check.path, config->stream.max_cable, slug);
    } else {
        parcel->status = check_cable(&check, &object);
    }
    tl_jsonl_release(&object);
    parcel->told.end = batch->told.len;
    parcel->out.end = batch->out.len;
}

struct writer {
    const struct tl_check *config;
    struct tl_repeats repeats;
    struct tl_buf out;
    enum tl_status status;
    uint64_t cables;
    uint64_t read_before; /* bytes of the inputs before */
};

/* What comes again is doubt, as in `redact`; told before what else is told of it. */
static void look_for_repeat(struct writer *writer, struct tl_parcel *parcel)
{
    if (!tl_repeats_see(&writer->repeats, parcel)) {
        return;
    }
    struct check check = {.config = writer->config,
                          .parcel = parcel,
                          .path = writer->config->stream.paths[parcel->input],
                          .out = &writer->out,
                          .number = parcel->number};
    put_place(&check, parcel->framing == TL_FRAME_JSONL ? RECORD : 0);
    tl_repeat_tell(&writer->out, &parcel->repeats);
    tl_buf_byte(&writer->out, '\n');
    parcel->status = tl_status_worse(parcel->status, TL_DOUBT);
}

static bool write_batches(void *context, struct tl_batch *const *batches, size_t count)
{
    struct writer *writer = context;
    const struct tl_watch *watch = writer->config->watch;
    uint64_t read = writer->read_before;
    for (size_t b = 0; b < count; b++) {
        const struct tl_batch *batch = batches[b];
        tl_buf_reset(&writer->out);
        for (size_t i = 0; i < batch->parcels.count; i++) {
            struct tl_parcel *parcel = &batch->parcels.items[i];
            const bool is_end = parcel->kind == TL_PARCEL_END;
            if (!is_end) {
                look_for_repeat(writer, parcel);
                tl_buf_add(&writer->out, tl_span_of(tl_buf_slice(&batch->out), parcel->out));
            }
            writer->status = tl_status_worse(writer->status, parcel->status);
            writer->cables += !is_end;
            writer->read_before += is_end ? parcel->frame.at : 0;
            read = writer->read_before + (is_end ? 0 : parcel->frame.at + parcel->frame.length);
        }
        if (batch->told.len > 0) {
            watch->tell(watch->context, tl_buf_slice(&batch->told));
        }
        const enum tl_status emitted = tl_emit(tl_buf_slice(&writer->out));
        if (emitted != TL_OK) {
            writer->status = tl_status_worse(writer->status, emitted);
            return false;
        }
    }
    watch->progress(watch->context, writer->cables, read);
    return true;
}

enum tl_status tl_check_run(const struct tl_check *check)
{
    struct tl_err err = {0};
    struct writer writer = {.config = check};
    const struct tl_stream_job job = {
        .shared = check, .context = &writer, .work = check_parcel, .write = write_batches};
    tl_repeats_init(&writer.repeats, check->stream.paths);
    if (tl_stream_run(&check->stream, &job, &err) != TL_OK) {
        tl_err_print(&err);
        writer.status = tl_status_worse(writer.status, err.status);
    }
    tl_repeats_release(&writer.repeats);
    tl_buf_release(&writer.out);
    return writer.status;
}

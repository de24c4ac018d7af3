/* SPDX-License-Identifier: Apache-2.0 */
/* The worker's part of `redact`: everything of one cable but its place in the log and in the output. */
#include "pipeline/redact.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/check.h"
#include "marking/slug.h"
#include "pipeline/input.h"
#include "pipeline/repeat.h"

enum { LINES_SHOWN = 8 };

/* One cable at hand. */
struct work {
    const struct tl_redact *redact;
    struct tl_arena *arena;
    struct tl_matcher *matcher;
    struct tl_batch *batch;
    struct tl_parcel *parcel;
    const char *path;
    struct tl_cable cable;
    struct tl_release release;
};

const char *tl_parcel_name(struct tl_arena *arena, const struct tl_parcel *parcel, const char *path)
{
    const char *name = tl_input_name(path);
    if (parcel->framing == TL_FRAME_FILE) {
        return name;
    }
    return tl_arena_format(arena, "%s: cable %" PRIu64, name, parcel->seq);
}

void tl_parcel_tell_rejected(struct tl_batch *batch, struct tl_parcel *parcel, const char *path,
                             size_t max_cable, const char *slug)
{
    const char *name = tl_parcel_name(&batch->arena, parcel, path);
    const char *place = parcel->framing == TL_FRAME_FILE
                            ? ""
                            : tl_arena_format(&batch->arena, " at byte %" PRIu64, parcel->frame.at);
    parcel->status = strcmp(slug, "frame-stopped") == 0 ? TL_TEMPORARY
                     : strcmp(slug, "frame-lost") == 0  ? TL_NO
                                                        : TL_DATA;
    if (strcmp(slug, "frame-too-large") == 0) {
        tl_tell(&batch->told, "%s%s is larger than the limit of %zu bytes; nothing of it is written", name,
                place, max_cable);
    } else {
        tl_tell(&batch->told, "%s%s is rejected: %s; nothing of it is written", name, place,
                tl_slug_find(slug)->text);
    }
}

/* --- the log */

static struct tl_log_source source_of(const struct work *work)
{
    const struct tl_parcel *parcel = work->parcel;
    return (struct tl_log_source){
        .name = work->path,
        .at = parcel->frame.at,
        .frame = parcel->framing == TL_FRAME_FILE ? NULL : tl_frame_names[parcel->framing]};
}

/* The records of a cable; with a slug, of one of which nothing leaves. */
static void log_cable(struct work *work, const char *slug)
{
    struct tl_parcel *parcel = work->parcel;
    const struct tl_log_source source = source_of(work);
    if (work->batch->has_draft) {
        parcel->log = tl_log_part_begin(&work->batch->draft, parcel->seq);
        if (slug == NULL) {
            tl_log_cable(&work->batch->draft, &source, &work->release);
        } else {
            tl_log_failed(&work->batch->draft, &source, &work->cable, slug);
        }
        tl_log_part_end(&work->batch->draft, &parcel->log);
        parcel->has_log = true;
    }
}

static void reject(struct work *work, const char *slug)
{
    struct tl_parcel *parcel = work->parcel;
    const struct tl_log_source source = source_of(work);
    tl_parcel_tell_rejected(work->batch, parcel, work->path, work->redact->max_cable, slug);
    if (work->batch->has_draft) {
        parcel->log = tl_log_part_begin(&work->batch->draft, parcel->seq);
        tl_log_rejected(&work->batch->draft, &source, parcel->frame.length, slug);
        tl_log_part_end(&work->batch->draft, &parcel->log);
        parcel->has_log = true;
    }
}

/* --- what is told */

static void tell_doubt(struct work *work)
{
    const struct tl_release *release = &work->release;
    const bool is_file = work->parcel->framing == TL_FRAME_FILE;
    char lines[160] = "";
    size_t shown = 0;
    for (size_t i = 0; i < release->cable->portions.count; i++) {
        if (!release->decisions[i].is_doubt) {
            continue;
        }
        const size_t used = strlen(lines);
        if (shown == LINES_SHOWN) {
            (void)snprintf(lines + used, sizeof(lines) - used, ", ...");
            break;
        }
        (void)snprintf(lines + used, sizeof(lines) - used, "%s %zu",
                       shown > 0 ? ","
                       : is_file ? " at line"
                                 : " at its line",
                       release->cable->portions.items[i].line);
        shown++;
    }
    const char *name = tl_parcel_name(work->arena, work->parcel, work->path);
    if (release->repeats.seq > 0) {
        struct tl_buf which = {0};
        tl_repeat_tell(&which, &release->repeats);
        tl_tell(&work->batch->told, "%s: %.*s; look at both before they go on", name, (int)which.len,
                (const char *)which.ptr);
        tl_buf_release(&which);
    }
    if (shown > 0 || release->repeats.seq == 0) {
        tl_tell(&work->batch->told, "%s: doubt withheld something%s; look at it before it goes on%s", name,
                lines,
                release->cable->claims.count == 0
                    ? " (no classification is claimed: say --assume LEVEL if you know it)"
                    : "");
    }
}

static void tell_denied(struct work *work)
{
    const struct tl_rule *rule = work->release.denied_by;
    const char *name = tl_parcel_name(work->arena, work->parcel, work->path);
    if (rule != NULL) {
        tl_tell(&work->batch->told, "%s: denied by rule %.*s: there is no release", name, (int)rule->id.len,
                (const char *)rule->id.ptr);
    } else {
        tl_tell(&work->batch->told, "%s: denied: there is no release", name);
    }
}

/* --- the release */

static void note(struct work *work, const char *slug)
{
    struct tl_note *added = TL_PUSH(work->arena, &work->release.notes);
    *added = (struct tl_note){.slug = slug, .portion = TL_NONE};
}

/* Appends the release, framed as it came.  NULL, or the slug of why it cannot be; a field may deny it too. */
static const char *put_release(struct work *work, const struct tl_jsonl *object)
{
    struct tl_batch *batch = work->batch;
    const enum tl_frame_kind framing = work->parcel->framing;
    struct tl_jsonl_result result;
    if (framing != TL_FRAME_JSONL) {
        if (!tl_frame_holds(framing, work->release.bytes)) {
            return "frame-lost";
        }
        tl_frame_put(framing, work->release.bytes, &batch->out);
        return NULL;
    }
    tl_jsonl_put(work->arena, work->redact->fields, object, &work->release, &result, &batch->out);
    if (result.slug == NULL && result.is_denied) {
        tl_release_deny(&work->release);
        note(work, "field-denied");
    }
    if (result.withheld > 0) {
        note(work, "field-withheld");
    }
    if (result.changed > 0) {
        note(work, "field-changed");
    }
    return result.slug;
}

/* A cable whose release passed its second reading. */
static void finish(struct work *work, const struct tl_jsonl *object)
{
    struct tl_parcel *parcel = work->parcel;
    struct tl_release *release = &work->release;
    const char *slug = NULL;
    if (parcel->repeats.seq > 0) {
        release->repeats = parcel->repeats;
        release->is_doubt = true;
        if (release->policy->denies_on_doubt) {
            tl_release_deny(release);
        }
    }
    parcel->out.begin = work->batch->out.len;
    if (release->verdict != TL_VERDICT_DENIED) {
        slug = put_release(work, object);
    }
    parcel->out.end = work->batch->out.len;
    if (slug != NULL) {
        tl_parcel_tell_rejected(work->batch, parcel, work->path, work->redact->max_cable, slug);
        log_cable(work, slug);
        return;
    }
    parcel->status = tl_release_status(release);
    parcel->has_release = release->verdict != TL_VERDICT_DENIED;
    log_cable(work, NULL);
    if (!parcel->has_release) {
        parcel->status = parcel->status == TL_OK ? TL_NO : parcel->status;
        tell_denied(work);
    } else if (parcel->status == TL_DOUBT) {
        tell_doubt(work);
    }
}

static void release_cable(struct work *work, tl_slice bytes, const struct tl_jsonl *object)
{
    struct tl_parcel *parcel = work->parcel;
    const struct tl_redact *redact = work->redact;
    const struct tl_cable_options options = {.assume = redact->options->assume,
                                             .frees_nothing = !redact->run->policy->honours_dates};
    struct tl_err err = {0};
    tl_cable_parse(work->arena, bytes, &options, &work->cable);
    parcel->post = tl_arena_dup(&work->batch->arena, work->cable.post);
    parcel->number = work->cable.number;
    parcel->status = tl_release_make_with(work->matcher, work->arena, &work->cable, redact->run->policy,
                                          redact->options, &work->release, &err);
    if (parcel->status == TL_OK) {
        finish(work, object);
        return;
    }
    tl_tell(&work->batch->told, "%s: %s; nothing of it is written",
            tl_parcel_name(work->arena, parcel, work->path), err.text);
    if (parcel->status == TL_INTERNAL) {
        log_cable(work, err.slug);
    }
}

void tl_redact_parcel(const void *shared, struct tl_worker *worker, struct tl_batch *batch,
                      struct tl_parcel *parcel)
{
    const struct tl_redact *redact = shared;
    struct work work = {.redact = redact,
                        .arena = &worker->arena,
                        .matcher = tl_worker_matcher(worker),
                        .batch = batch,
                        .parcel = parcel,
                        .path = redact->targets[parcel->input].input};
    struct tl_jsonl object = {.json = NULL};
    const char *slug = parcel->frame.slug;
    tl_slice bytes = parcel->frame.bytes;
    parcel->told.begin = batch->told.len;
    parcel->has_log = false;
    parcel->has_release = false;
    if (slug == NULL && parcel->framing == TL_FRAME_JSONL) {
        slug = tl_jsonl_read(redact->fields, bytes, &object);
        bytes = object.text;
    }
    if (slug != NULL) {
        reject(&work, slug);
    } else {
        release_cable(&work, bytes, &object);
    }
    tl_jsonl_release(&object);
    parcel->told.end = batch->told.len;
}

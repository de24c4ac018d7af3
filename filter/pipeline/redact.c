/* SPDX-License-Identifier: Apache-2.0 */
/* The worker's part of `redact`: everything of one cable but its place in the log and in the output. */
#include "pipeline/redact.h"

#include <stdio.h>

#include "pipeline/parcel.h"
#include "pipeline/repeat.h"

enum { LINES_SHOWN = 8 };

/* One cable at hand. */
struct work {
    const struct tl_redact *redact;
    struct tl_matcher *matcher;
    struct tl_opened opened;
    struct tl_cable cable;
    struct tl_release release;
};

/* --- the log */

static struct tl_log_source source_of(const struct work *work)
{
    const struct tl_parcel *parcel = work->opened.parcel;
    return (struct tl_log_source){
        .name = work->opened.path,
        .at = parcel->frame.at,
        .frame = parcel->framing == TL_FRAME_FILE ? NULL : tl_frame_names[parcel->framing]};
}

/* The records of a cable; with a slug, of one of which nothing leaves. */
static void log_cable(struct work *work, const char *slug)
{
    struct tl_parcel *parcel = work->opened.parcel;
    const struct tl_log_source source = source_of(work);
    if (work->opened.batch->has_draft) {
        parcel->log = tl_log_part_begin(&work->opened.batch->draft, parcel->seq);
        if (slug == NULL) {
            tl_log_cable(&work->opened.batch->draft, &source, &work->release);
        } else {
            tl_log_failed(&work->opened.batch->draft, &source, &work->cable, slug);
        }
        tl_log_part_end(&work->opened.batch->draft, &parcel->log);
        parcel->has_log = true;
    }
}

/* The record of a frame that is no cable. */
static void log_rejected(struct work *work)
{
    struct tl_parcel *parcel = work->opened.parcel;
    const struct tl_log_source source = source_of(work);
    if (work->opened.batch->has_draft) {
        parcel->log = tl_log_part_begin(&work->opened.batch->draft, parcel->seq);
        tl_log_rejected(&work->opened.batch->draft, &source, parcel->frame.length, parcel->slug);
        tl_log_part_end(&work->opened.batch->draft, &parcel->log);
        parcel->has_log = true;
    }
}

/* --- what is told */

static void tell_doubt(struct work *work)
{
    const struct tl_release *release = &work->release;
    const bool is_file = work->opened.parcel->framing == TL_FRAME_FILE;
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
    if (release->repeats.seq > 0) {
        struct tl_buf which = {0};
        tl_repeat_tell(&which, &release->repeats);
        tl_parcel_tell(&work->opened, ": %.*s; look at both before they go on", (int)which.len,
                       (const char *)which.ptr);
        tl_buf_release(&which);
    }
    if (shown > 0 || release->repeats.seq == 0) {
        tl_parcel_tell(&work->opened, ": doubt withheld something%s; look at it before it goes on%s", lines,
                       release->cable->claims.count == 0
                           ? " (no classification is claimed: say --assume LEVEL if you know it)"
                           : "");
    }
}

static void tell_denied(struct work *work)
{
    const struct tl_rule *rule = work->release.denied_by;
    if (rule != NULL) {
        tl_parcel_tell(&work->opened, ": denied by rule %.*s: there is no release", (int)rule->id.len,
                       (const char *)rule->id.ptr);
    } else {
        tl_parcel_tell(&work->opened, ": denied: there is no release");
    }
}

/* --- the release */

static void note(struct work *work, const char *slug)
{
    struct tl_note *added = TL_PUSH(work->opened.arena, &work->release.notes);
    *added = (struct tl_note){.slug = slug, .portion = TL_NONE};
}

/* Appends the release, framed as it came.  NULL, or the slug of why it cannot be; a field may deny it too. */
static const char *put_release(struct work *work)
{
    struct tl_batch *batch = work->opened.batch;
    const enum tl_frame_kind framing = work->opened.parcel->framing;
    struct tl_jsonl_result result;
    if (framing != TL_FRAME_JSONL) {
        if (!tl_frame_holds(framing, work->release.bytes)) {
            return "frame-lost";
        }
        tl_frame_put(framing, work->release.bytes, &batch->out);
        return NULL;
    }
    tl_jsonl_put(work->opened.arena, work->redact->fields, &work->opened.object, &work->release, &result,
                 &batch->out);
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
static void finish(struct work *work)
{
    struct tl_parcel *parcel = work->opened.parcel;
    struct tl_release *release = &work->release;
    const char *slug = NULL;
    if (parcel->repeats.seq > 0) {
        release->repeats = parcel->repeats;
        release->is_doubt = true;
        if (release->policy->denies_on_doubt) {
            tl_release_deny(release);
        }
    }
    if (release->verdict != TL_VERDICT_DENIED) {
        slug = put_release(work);
    }
    if (slug != NULL) {
        tl_parcel_reject(&work->opened, slug);
        log_cable(work, slug);
        return;
    }
    parcel->status = tl_release_status(release);
    parcel->has_release = release->verdict != TL_VERDICT_DENIED;
    log_cable(work, NULL);
    if (parcel->has_release && work->redact->seal != NULL) {
        tl_seal_put(work->redact->seal, release, parcel->seq, &work->opened.batch->sealed);
        parcel->sealed.end = work->opened.batch->sealed.len;
    }
    if (!parcel->has_release) {
        parcel->status = parcel->status == TL_OK ? TL_NO : parcel->status;
        tell_denied(work);
    } else if (parcel->status == TL_DOUBT) {
        tell_doubt(work);
    }
}

/* A cable that was not released: a decision of a reviewer that does not fit, a failed check, or a policy that
 * needs what was not given. */
static void refuse_cable(struct work *work, const struct tl_err *err)
{
    const struct tl_release *release = &work->release;
    work->opened.parcel->slug = err->slug;
    for (size_t i = 0; i < release->unfit.count; i++) {
        tl_parcel_tell(&work->opened, ": %s", release->unfit.items[i]);
    }
    tl_parcel_tell(&work->opened, ": %s; nothing of it is written",
                   release->unfit.count > 0 ? "decisions do not fit" : err->text);
    if (work->opened.parcel->status == TL_INTERNAL || release->unfit.count > 0) {
        log_cable(work, err->slug);
    }
}

static void release_cable(struct work *work)
{
    struct tl_parcel *parcel = work->opened.parcel;
    const struct tl_redact *redact = work->redact;
    struct tl_err err = {0};
    tl_parcel_read(&work->opened, redact->run->policy, redact->options, &work->cable);
    parcel->status = tl_release_make_with(work->matcher, work->opened.arena, &work->cable,
                                          redact->run->policy, redact->options, &work->release, &err);
    if (parcel->status == TL_OK) {
        finish(work);
        return;
    }
    refuse_cable(work, &err);
}

void tl_redact_parcel(const void *shared, struct tl_worker *worker, struct tl_batch *batch,
                      struct tl_parcel *parcel)
{
    const struct tl_redact *redact = shared;
    struct work work = {.redact = redact, .matcher = tl_worker_matcher(worker)};
    if (tl_parcel_open(&work.opened, &redact->stream, redact->fields, worker, batch, parcel)) {
        release_cable(&work);
    } else {
        log_rejected(&work);
    }
    tl_parcel_close(&work.opened);
}

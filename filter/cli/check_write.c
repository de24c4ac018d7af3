/* SPDX-License-Identifier: Apache-2.0 */
/* The writer's part of the gate: cables in order, inputs that cannot be read, and the worst status. */
#include "base/io.h"
#include "cli/check_form.h"
#include "pipeline/repeat.h"
#include "pipeline/ruled.h"

const char *const tl_check_formats[] = {"text", "json", "sarif", "github", NULL};

const struct tl_check_form *tl_check_form_at(size_t index)
{
    static const struct tl_check_form *const forms[] = {&tl_check_text, &tl_check_json, &tl_check_sarif,
                                                        &tl_check_github};
    return forms[index];
}

struct writer {
    const struct tl_check *check;
    struct tl_check_report report;
    struct tl_repeats repeats;
    struct tl_ruled_cables ruled;
    struct tl_buf items; /* of the cable at hand */
    struct tl_buf out;
    enum tl_status status;
    bool is_broken; /* nothing more can be written */
    uint64_t cables;
    uint64_t read_before; /* bytes of the inputs before */
};

static bool emit(struct writer *writer)
{
    if (!writer->is_broken) {
        const enum tl_status status = tl_emit(tl_buf_slice(&writer->out));
        writer->status = tl_status_worse(writer->status, status);
        writer->is_broken = status != TL_OK;
    }
    tl_buf_reset(&writer->out);
    return !writer->is_broken;
}

/* What comes again is doubt, as in `redact`; told before what else is told of it. */
static void look_for_repeat(struct writer *writer, struct tl_parcel *parcel)
{
    if (!tl_repeats_see(&writer->repeats, parcel)) {
        return;
    }
    struct tl_buf told = {0};
    struct tl_buf text = {0};
    struct tl_check_at at = {
        .check = writer->check, .parcel = parcel, .cursor = {.bytes = parcel->frame.bytes}};
    tl_repeat_tell(&told, &parcel->repeats);
    tl_check_put_clean(tl_buf_slice(&told), &text); /* it names another input */
    tl_buf_release(&told);
    const struct tl_check_item item = {.rule = TL_CHECK_REPEATED,
                                       .is_record = tl_check_is_jsonl(parcel),
                                       .is_doubt = true,
                                       .action = "kept",
                                       .reason = "cable-repeated",
                                       .text = tl_buf_slice(&text)};
    writer->check->form->item(&at, &item, &writer->items);
    tl_buf_release(&text);
    parcel->status = tl_status_worse(parcel->status, TL_DOUBT);
}

/* The first of the lines for standard error, without what all of them begin with. */
static tl_slice why_of(tl_slice told)
{
    const tl_slice name = TL_LIT("tearline: ");
    const size_t begin = tl_slice_starts(told, name) ? name.len : 0;
    const size_t end = tl_slice_find(told, TL_LIT("\n"), 0);
    return tl_slice_sub(told, begin, end == TL_NONE ? told.len : end);
}

static void put_parcel(struct writer *writer, const struct tl_batch *batch, struct tl_parcel *parcel)
{
    const struct tl_check_form *form = writer->check->form;
    const tl_slice why = why_of(tl_span_of(tl_buf_slice(&batch->told), parcel->told));
    tl_buf_reset(&writer->items);
    if (parcel->kind == TL_PARCEL_FRAME) {
        look_for_repeat(writer, parcel);
        tl_ruled_cables_see(&writer->ruled, parcel);
        tl_buf_add(&writer->items, tl_span_of(tl_buf_slice(&batch->out), parcel->out));
        if (form->cable != NULL) {
            form->cable(&writer->report, parcel, tl_buf_slice(&writer->items), why, &writer->out);
            return;
        }
        tl_buf_add(&writer->out, tl_buf_slice(&writer->items));
    }
    if (parcel->slug != NULL && form->failure != NULL) {
        form->failure(&writer->report, parcel, parcel->status, parcel->slug, why, &writer->out);
    }
}

static bool write_batches(void *context, struct tl_batch *const *batches, size_t count)
{
    struct writer *writer = context;
    const struct tl_watch *watch = writer->check->watch;
    uint64_t read = writer->read_before;
    for (size_t b = 0; b < count; b++) {
        const struct tl_batch *batch = batches[b];
        for (size_t i = 0; i < batch->parcels.count; i++) {
            struct tl_parcel *parcel = &batch->parcels.items[i];
            const bool is_end = parcel->kind == TL_PARCEL_END;
            put_parcel(writer, batch, parcel);
            writer->status = tl_status_worse(writer->status, parcel->status);
            writer->cables += !is_end;
            writer->read_before += is_end ? parcel->frame.at : 0;
            read = writer->read_before + (is_end ? 0 : parcel->frame.at + parcel->frame.length);
        }
        if (batch->told.len > 0) {
            watch->tell(watch->context, tl_buf_slice(&batch->told));
        }
        if (!emit(writer)) {
            return false;
        }
    }
    watch->progress(watch->context, writer->cables, read);
    return true;
}

/* Decisions whose cable did not come: the answer is not whole. */
static void end_rulings(struct writer *writer)
{
    struct tl_buf told = {0};
    const enum tl_status status = tl_ruled_cables_end(&writer->ruled, &told);
    if (status != TL_OK) {
        writer->check->watch->tell(writer->check->watch->context, tl_buf_slice(&told));
        writer->status = tl_status_worse(writer->status, status);
        if (writer->check->form->failure != NULL) {
            writer->check->form->failure(&writer->report, NULL, status, "decision-unmet",
                                         why_of(tl_buf_slice(&told)), &writer->out);
        }
    }
    tl_buf_release(&told);
}

enum tl_status tl_check_run(const struct tl_check *check)
{
    struct tl_err err = {0};
    struct writer writer = {.check = check, .report = {.check = check}};
    const struct tl_stream_job job = {
        .shared = check, .context = &writer, .work = tl_check_parcel, .write = write_batches};
    tl_repeats_init(&writer.repeats, check->stream.paths);
    tl_ruled_cables_init(&writer.ruled, check->options->rulings);
    if (check->form->begin != NULL) {
        check->form->begin(&writer.report, &writer.out);
    }
    if (tl_stream_run(&check->stream, &job, &err) != TL_OK) {
        tl_err_print(&err);
        writer.status = tl_status_worse(writer.status, err.status);
        if (check->form->failure != NULL) {
            check->form->failure(&writer.report, NULL, err.status, err.slug, tl_str(err.text), &writer.out);
        }
    }
    end_rulings(&writer);
    if (check->form->end != NULL) {
        check->form->end(&writer.report, writer.status, &writer.out);
    }
    (void)emit(&writer);
    tl_repeats_release(&writer.repeats);
    tl_ruled_cables_release(&writer.ruled);
    tl_buf_release(&writer.report.notes);
    tl_buf_release(&writer.items);
    tl_buf_release(&writer.out);
    return writer.status;
}

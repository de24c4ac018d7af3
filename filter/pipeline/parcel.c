/* SPDX-License-Identifier: Apache-2.0 */
#include "pipeline/parcel.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "marking/slug.h"
#include "pipeline/input.h"

bool tl_parcel_open(struct tl_opened *opened, const struct tl_stream *stream,
                    const struct tl_jsonl_fields *fields, struct tl_worker *worker, struct tl_batch *batch,
                    struct tl_parcel *parcel)
{
    const char *slug = parcel->frame.slug;
    *opened = (struct tl_opened){.stream = stream,
                                 .batch = batch,
                                 .parcel = parcel,
                                 .arena = &worker->arena,
                                 .path = stream->paths[parcel->input],
                                 .text = parcel->frame.bytes};
    parcel->status = TL_OK;
    parcel->slug = NULL;
    parcel->told.begin = batch->told.len;
    parcel->out.begin = batch->out.len;
    parcel->sealed = (struct tl_span){batch->sealed.len, batch->sealed.len};
    parcel->has_log = false;
    parcel->has_release = false;
    parcel->has_original = false;
    if (slug == NULL && parcel->framing == TL_FRAME_JSONL) {
        slug = tl_jsonl_read(fields, parcel->frame.bytes, &opened->object);
        opened->text = opened->object.text;
    }
    if (slug != NULL) {
        tl_parcel_reject(opened, slug);
    }
    return slug == NULL;
}

void tl_parcel_close(struct tl_opened *opened)
{
    tl_jsonl_release(&opened->object);
    opened->parcel->told.end = opened->batch->told.len;
    opened->parcel->out.end = opened->batch->out.len;
}

void tl_parcel_read(const struct tl_opened *opened, const struct tl_policy *policy,
                    const struct tl_release_options *options, struct tl_cable *cable)
{
    const struct tl_cable_options how = tl_reading_under(policy, options);
    tl_cable_parse(opened->arena, opened->text, &how, cable);
    opened->parcel->post = tl_arena_dup(&opened->batch->arena, cable->post);
    opened->parcel->number = cable->number;
    if (options->rulings != NULL) {
        opened->parcel->original = tl_sha256_one(opened->text);
        opened->parcel->has_original = true;
    }
}

/* "NAME", or "NAME: cable 3" in a stream. */
static const char *name_of(const struct tl_opened *opened)
{
    const char *name = tl_input_name(opened->path);
    if (opened->parcel->framing == TL_FRAME_FILE) {
        return name;
    }
    return tl_arena_format(opened->arena, "%s: cable %" PRIu64, name, opened->parcel->seq);
}

void tl_parcel_tell(const struct tl_opened *opened, const char *format, ...)
{
    char text[400];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    tl_tell(&opened->batch->told, "%s%s", name_of(opened), text);
}

void tl_parcel_reject(const struct tl_opened *opened, const char *slug)
{
    struct tl_parcel *parcel = opened->parcel;
    const char *place = parcel->framing == TL_FRAME_FILE
                            ? ""
                            : tl_arena_format(opened->arena, " at byte %" PRIu64, parcel->frame.at);
    parcel->slug = slug;
    parcel->status = strcmp(slug, "frame-stopped") == 0 ? TL_TEMPORARY
                     : strcmp(slug, "frame-lost") == 0  ? TL_NO
                                                        : TL_DATA;
    if (strcmp(slug, "frame-too-large") == 0) {
        tl_parcel_tell(opened, "%s is larger than the limit of %zu bytes; nothing of it is written", place,
                       opened->stream->max_cable);
    } else {
        tl_parcel_tell(opened, "%s is rejected: %s; nothing of it is written", place,
                       tl_slug_find(slug)->text);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What every stage does alike with a parcel: opening it, reading its cable, and telling what is none. */
#ifndef TL_PIPELINE_PARCEL_H
#define TL_PIPELINE_PARCEL_H

#include "pipeline/jsonl.h"
#include "pipeline/stream.h"

/* A parcel of a frame at work. */
struct tl_opened {
    const struct tl_stream *stream; /* borrowed, as all below */
    struct tl_batch *batch;
    struct tl_parcel *parcel;
    struct tl_arena *arena; /* of the worker */
    const char *path;
    struct tl_jsonl object; /* owned; jsonl: the line */
    tl_slice text;          /* of the cable */
};

/*
 * Begins with a parcel, which forgets what was made of it before.  False: it is no cable; that is told, and
 * the parcel has the status and the slug.  Either way it ends with tl_parcel_close.
 */
bool tl_parcel_open(struct tl_opened *opened, const struct tl_stream *stream,
                    const struct tl_jsonl_fields *fields, struct tl_worker *worker, struct tl_batch *batch,
                    struct tl_parcel *parcel);
void tl_parcel_close(struct tl_opened *opened);

/* Parses the cable under what decides how it is read; the parcel learns who it is. */
void tl_parcel_read(const struct tl_opened *opened, const struct tl_policy *policy,
                    const struct tl_release_options *options, struct tl_cable *cable);

/* The frame is rejected with this slug: told, and the parcel has the status and the slug. */
void tl_parcel_reject(const struct tl_opened *opened, const char *slug);

/* Appends a line "tearline: NAME: cable 3: TEXT" to what the batch tells. */
void tl_parcel_tell(const struct tl_opened *opened, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif

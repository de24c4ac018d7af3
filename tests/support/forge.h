/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forged change logs: every field of every record changed in turn, with the chain rebuilt, so that nothing
 * but what a record says can give it away.
 *
 * What a field may say is taken from filter/schema/log.schema.json, so that a forged record is one that the
 * schema would let pass.
 */
#ifndef TL_TESTS_SUPPORT_FORGE_H
#define TL_TESTS_SUPPORT_FORGE_H

#include <jansson.h>

#include "base/buf.h"

/* One change of a log. */
struct forgery {
    size_t record;     /* line, from 1 */
    const char *type;  /* of the record */
    const char *field; /* as known.h names it: "claims.level"; "" for the record as a whole */
    const char *what;  /* "another value", "taken out", ... */
    tl_slice log;      /* forged; until the call ends */
};

typedef void forgery_taker(void *context, const struct forgery *forgery);

/* Calls `take` for each forgery of the log. */
void forge_all(tl_slice log, void *context, forgery_taker *take);

/* The log with one value changed: that of `field` (of the record itself, or "claims.level" of its first) in
 * the first record of this type that has it.  The value is taken. */
void forge_one(tl_slice log, const char *type, const char *field, json_t *value, struct tl_buf *out);

/* Calls `take` for each field that the schema knows: "run", "fields.id". */
void forge_schema(void *context, void (*take)(void *context, const char *type, const char *field));

#endif

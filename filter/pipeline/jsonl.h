/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One line of the framing `jsonl` (DESIGN 7): an object with the text of a cable in one field.
 *
 * The text field is the cable.  The id field, when one is named, is a whole number or a word of letters,
 * digits and
 * "._:/@-", and leaves as it is when no rule finds anything in it.  Listed fields are text at the overall
 * level of the cable (release.h, tl_release_field).  A listed field that is an object, an array or a
 * fraction, and every other field, is dropped, key and all.  Keys of the output are sorted.
 *
 * A line is rejected when it is no object, when a key is there twice at any depth, and for bad UTF-8, a NUL
 * or half a surrogate pair.
 */
#ifndef TL_PIPELINE_JSONL_H
#define TL_PIPELINE_JSONL_H

#include "ledger/verify.h"

enum { TL_JSONL_KEEP = 32, TL_JSONL_ID = 128 /* bytes of an identifier */ };

/* Names of fields.  Each at most TL_JSON_KEY bytes of UTF-8, all different. */
struct tl_jsonl_fields {
    tl_slice text;
    tl_slice id; /* empty: none */
    struct tl_words keep;
};

/* False with the reason when the names cannot stand together. */
bool tl_jsonl_fields_valid(const struct tl_jsonl_fields *fields, const char **why);

struct tl_jsonl {
    void *json;    /* owned; the parsed object */
    tl_slice text; /* the cable; borrowed from it */
};

/* Once, before several threads read lines: what the JSON library would else set up in one of them. */
void tl_jsonl_prepare(void);

/* NULL, or the slug of what is wrong. */
const char *tl_jsonl_read(const struct tl_jsonl_fields *fields, tl_slice line, struct tl_jsonl *out);
void tl_jsonl_release(struct tl_jsonl *object);

/* What else the line says, under the policy of the release. */
struct tl_jsonl_result {
    const char *slug; /* the line is rejected: its id may not leave; NULL: it is not */
    bool is_denied;   /* a rule denies the cable for what a field says */
    size_t withheld;  /* fields */
    size_t changed;   /* fields */
    size_t dropped;   /* fields, at the top */
};

/* Appends the line, with its LF, with the release as text.  Nothing is appended when it may not leave. */
void tl_jsonl_put(struct tl_arena *arena, const struct tl_jsonl_fields *fields, const struct tl_jsonl *object,
                  const struct tl_release *release, struct tl_jsonl_result *result, struct tl_buf *out);

/* The fields that leave beside the text, as they were and as they are; `after` NULL: the line did not leave.
 * Arena.  How many. */
size_t tl_jsonl_fields(struct tl_arena *arena, const struct tl_jsonl_fields *fields,
                       const struct tl_jsonl *before, const struct tl_jsonl *after,
                       struct tl_verify_field **out);

/* What a line that was put must be, beside its text; NULL, or a sentence about what it is not.  What a field
 * that was changed says is not judged. */
const char *tl_jsonl_compare(const struct tl_jsonl_fields *fields, tl_slice original, tl_slice release);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* The end record: what the log counts, and its signature. */
#include "ledger/keys.h"
#include "ledger/log.h"
#include "ledger/record.h"
#include "ledger/signature.h"

/* The members that stand before `hash`, and those behind `prev` up to the signature. */
static void put_first(struct tl_json *json, const struct tl_log *log)
{
    tl_put_tally(json, TL_KEY_ACTIONS, &log->actions);
    tl_json_put_int(json, TL_KEY_CABLES, log->cables);
    tl_put_tally(json, TL_KEY_EXEMPTIONS, &log->exemptions);
}

static void put_counts(struct tl_json *json, const struct tl_log *log)
{
    tl_json_put_int(json, TL_KEY_RECORDS, log->records + 1);
    tl_put_tally(json, TL_KEY_RULES, &log->rules);
}

static void put_last(struct tl_json *json, const struct tl_log *log)
{
    if (log->run.key != NULL) {
        const struct tl_hash id = tl_signing_key_id(log->run.key);
        tl_put_hash(json, TL_KEY_SIGNED_BY, &id);
    }
    tl_json_put_str(json, TL_KEY_TYPE, "end");
}

/* What is signed: the line without `hash` and `signature`. */
static void sign(const struct tl_log *log, struct tl_buf *hex)
{
    unsigned char signature[TL_SIGNATURE];
    struct tl_buf text = {0};
    struct tl_json json = {.out = &text};
    tl_json_object(&json);
    put_first(&json, log);
    tl_json_put_str(&json, TL_KEY_PREV, log->prev);
    put_counts(&json, log);
    put_last(&json, log);
    tl_json_object_end(&json);
    tl_sign(log->run.key, tl_buf_slice(&text), signature);
    tl_buf_hex(hex, (tl_slice){signature, sizeof(signature)});
    tl_buf_release(&text);
}

void tl_log_end(struct tl_log *log)
{
    struct tl_record record;
    struct tl_buf hex = {0};
    if (log->run.key != NULL) {
        sign(log, &hex);
    }
    struct tl_json *json = &tl_record_open(&record, log)->json;
    put_first(json, log);
    tl_record_hash(&record);
    tl_record_prev(&record);
    put_counts(json, log);
    if (log->run.key != NULL) {
        tl_json_put_slice(json, TL_KEY_SIGNATURE, tl_buf_slice(&hex));
    }
    put_last(json, log);
    tl_record_seal(&record);
    tl_buf_release(&hex);
    log->is_ended = true;
}

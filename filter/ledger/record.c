/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/record.h"

#include "base/check.h"

struct tl_record *tl_record_open(struct tl_record *record, struct tl_log *log)
{
    TL_CHECK(!log->is_ended);
    tl_buf_reset(&log->line);
    *record = (struct tl_record){.log = log, .json = {.out = &log->line}};
    tl_json_object(&record->json);
    return record;
}

/* The writer's own proof of the order must know of the key that is put in later. */
void tl_record_hash(struct tl_record *record)
{
    static const char key[] = "hash";
    char *last = record->json.last_key[0];
    TL_CHECK(record->json.depth == 1 && last[0] != '\0' && strcmp(last, key) < 0);
    memcpy(last, key, sizeof(key));
    record->hash_at = record->log->line.len;
}

void tl_record_prev(struct tl_record *record)
{
    tl_json_put_str(&record->json, "prev", record->log->prev);
}

void tl_record_seal(struct tl_record *record)
{
    struct tl_log *log = record->log;
    TL_CHECK(record->hash_at > 0);
    tl_json_object_end(&record->json);
    const tl_slice line = tl_buf_slice(&log->line);
    const struct tl_hash hash = tl_sha256_one(line);
    (void)tl_hash_hex(&hash, log->prev);
    tl_buf_add(&log->out, tl_slice_sub(line, 0, record->hash_at));
    tl_buf_format(&log->out, ",\"hash\":\"%s\"", log->prev);
    tl_buf_add(&log->out, tl_slice_sub(line, record->hash_at, line.len));
    tl_buf_byte(&log->out, '\n');
    log->records++;
}

void tl_put_words(struct tl_json *json, const char *key, struct tl_words words)
{
    if (words.count == 0) {
        return;
    }
    tl_json_key(json, key);
    tl_json_array(json);
    for (size_t i = 0; i < words.count; i++) {
        tl_json_slice(json, words.item[i]);
    }
    tl_json_array_end(json);
}

void tl_put_pair(struct tl_json *json, const char *key, size_t first, size_t second)
{
    tl_json_key(json, key);
    tl_json_array(json);
    tl_json_int(json, first);
    tl_json_int(json, second);
    tl_json_array_end(json);
}

void tl_put_hash(struct tl_json *json, const char *key, const struct tl_hash *hash)
{
    char hex[TL_HEX];
    tl_json_put_str(json, key, tl_hash_hex(hash, hex));
}

void tl_put_date(struct tl_json *json, const char *key, struct tl_date date)
{
    char text[TL_DATE_TEXT];
    if (tl_date_valid(date)) {
        tl_json_put_str(json, key, tl_date_render(date, text));
    }
}

void tl_tally_add(struct tl_arena *arena, struct tl_log_tally *tally, tl_slice word)
{
    size_t at = 0;
    while (at < tally->list.count && tl_slice_cmp(tally->list.items[at].word, word) < 0) {
        at++;
    }
    if (at < tally->list.count && tl_slice_eq(tally->list.items[at].word, word)) {
        tally->list.items[at].count++;
        return;
    }
    (void)TL_PUSH(arena, &tally->list);
    for (size_t i = tally->list.count - 1; i > at; i--) {
        tally->list.items[i] = tally->list.items[i - 1];
    }
    tally->list.items[at] = (struct tl_log_count){tl_arena_dup(arena, word), 1};
}

/* An array and not an object: a rule id may be longer than a key. */
void tl_put_tally(struct tl_json *json, const char *key, const struct tl_log_tally *tally)
{
    tl_json_key(json, key);
    tl_json_array(json);
    for (size_t i = 0; i < tally->list.count; i++) {
        tl_json_object(json);
        tl_json_put_int(json, "count", tally->list.items[i].count);
        tl_json_put_slice(json, "id", tally->list.items[i].word);
        tl_json_object_end(json);
    }
    tl_json_array_end(json);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/record.h"

#include "base/check.h"

static const tl_slice hash_opens = TL_LIT(",\"hash\":\"");

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
    record->prev_at = record->log->line.len - TL_HEX; /* 64 digits and the quotation mark */
}

void tl_record_seal(struct tl_record *record)
{
    struct tl_log *log = record->log;
    TL_CHECK(record->hash_at > 0);
    tl_json_object_end(&record->json);
    const tl_slice line = tl_buf_slice(&log->line);
    const size_t begin = log->out.len;
    if (!log->is_draft) {
        const struct tl_hash hash = tl_sha256_one(line);
        (void)tl_hash_hex(&hash, log->prev);
    }
    tl_buf_add(&log->out, tl_slice_sub(line, 0, record->hash_at));
    tl_buf_add(&log->out, hash_opens);
    const size_t hash_at = log->out.len;
    tl_buf_str(&log->out, log->prev);
    tl_buf_byte(&log->out, '"');
    TL_CHECK(record->prev_at > record->hash_at);
    const size_t prev_at = record->prev_at + (log->out.len - begin - record->hash_at) + begin;
    tl_buf_add(&log->out, tl_slice_sub(line, record->hash_at, line.len));
    tl_buf_byte(&log->out, '\n');
    log->records++;
    if (log->is_draft) {
        *TL_PUSH(&log->arena, &log->places) = (struct tl_log_place){begin, log->out.len, hash_at, prev_at};
    }
}

/* --- drafts */

void tl_log_draft_init(struct tl_log *draft, const struct tl_log_run *run)
{
    *draft = (struct tl_log){.run = *run, .is_draft = true};
    memset(draft->prev, '0', TL_HEX - 1);
}

void tl_log_draft_reset(struct tl_log *draft)
{
    TL_CHECK(draft->is_draft);
    tl_buf_reset(&draft->out);
    memset(&draft->places, 0, sizeof(draft->places));
    memset(&draft->words, 0, sizeof(draft->words));
    tl_arena_release(&draft->arena);
}

struct tl_log_part tl_log_part_begin(struct tl_log *draft, uint64_t number)
{
    TL_CHECK(draft->is_draft && number > 0);
    draft->cables = number - 1;
    return (struct tl_log_part){
        .number = number, .place_begin = draft->places.count, .word_begin = draft->words.count};
}

void tl_log_part_end(const struct tl_log *draft, struct tl_log_part *part)
{
    TL_CHECK(draft->cables == part->number);
    part->place_end = draft->places.count;
    part->word_end = draft->words.count;
}

/* Puts the chain into one line, which is hashed without its member `hash`. */
static void chain(struct tl_log *log, struct tl_log *draft, const struct tl_log_place *place)
{
    const size_t digits = TL_HEX - 1;
    memcpy(draft->out.ptr + place->prev_at, log->prev, digits);
    const tl_slice out = tl_buf_slice(&draft->out);
    const tl_slice parts[] = {tl_slice_sub(out, place->begin, place->hash_at - hash_opens.len),
                              tl_slice_sub(out, place->hash_at + digits + 1, place->end - 1)};
    const struct tl_hash hash = tl_sha256(parts, TL_COUNT(parts));
    (void)tl_hash_hex(&hash, log->prev);
    memcpy(draft->out.ptr + place->hash_at, log->prev, digits);
    log->records++;
}

void tl_log_join(struct tl_log *log, struct tl_log *draft, const struct tl_log_part *part)
{
    TL_CHECK(!log->is_draft && draft->is_draft && !log->is_ended && part->number == log->cables + 1);
    TL_CHECK(part->place_begin < part->place_end && part->place_end <= draft->places.count);
    for (size_t i = part->place_begin; i < part->place_end; i++) {
        chain(log, draft, &draft->places.items[i]);
    }
    tl_buf_add(&log->out,
               tl_slice_sub(tl_buf_slice(&draft->out), draft->places.items[part->place_begin].begin,
                            draft->places.items[part->place_end - 1].end));
    for (size_t i = part->word_begin; i < part->word_end; i++) {
        tl_log_count(log, draft->words.items[i].tally, draft->words.items[i].word);
    }
    log->cables++;
}

/* --- members */

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
    size_t low = 0; /* the first word that is not before it */
    for (size_t high = tally->list.count; low < high;) {
        const size_t middle = low + (high - low) / 2;
        if (tl_slice_cmp(tally->list.items[middle].word, word) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low < tally->list.count && tl_slice_eq(tally->list.items[low].word, word)) {
        tally->list.items[low].count++;
        return;
    }
    (void)TL_PUSH(arena, &tally->list);
    for (size_t i = tally->list.count - 1; i > low; i--) {
        tally->list.items[i] = tally->list.items[i - 1];
    }
    tally->list.items[low] = (struct tl_log_count){tl_arena_dup(arena, word), 1};
}

void tl_log_count(struct tl_log *log, enum tl_tally tally, tl_slice word)
{
    struct tl_log_tally *const tallies[] = {[TL_TALLY_ACTIONS] = &log->actions,
                                            [TL_TALLY_EXEMPTIONS] = &log->exemptions,
                                            [TL_TALLY_RULES] = &log->rules};
    if (log->is_draft) {
        struct tl_log_word *counted = TL_PUSH(&log->arena, &log->words);
        counted->tally = tally;
        counted->word = tl_arena_dup(&log->arena, word);
    } else {
        tl_tally_add(&log->arena, tallies[tally], word);
    }
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

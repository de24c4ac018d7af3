/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/record.h"

#include "base/check.h"
#include "base/search.h"
#include "ledger/keys.h"

enum {
    DIGITS = TL_HEX - 1,
    LAST_WORDS = 32 /* of a cable, that are looked at before one more is kept */
};

static const tl_slice hash_opens = TL_TEXT(",\"" TL_KEY_HASH "\":\"");

struct tl_record *tl_record_open(struct tl_record *record, struct tl_log *log)
{
    TL_CHECK(!log->is_ended);
    struct tl_buf *lines = log->is_draft ? &log->out : &log->line;
    *record = (struct tl_record){.log = log, .json = {.out = lines}, .place = {.begin = lines->len}};
    tl_json_object(&record->json);
    return record;
}

void tl_record_hash(struct tl_record *record)
{
    TL_CHECK(record->json.depth == 1 && record->json.next == TL_JSON_MORE);
    tl_json_skip(&record->json, TL_KEY_HASH);
    record->place.hash_at = record->json.out->len;
}

void tl_record_prev(struct tl_record *record)
{
    tl_json_member_plain(&record->json, TL_LIT(TL_KEY_PREV),
                         (tl_slice){(const unsigned char *)record->log->prev, DIGITS});
    record->place.prev_at = record->json.out->len - TL_HEX; /* they and the quotation mark */
}

/* Chains a line of `lines` to the log, and appends it.  It is hashed as it stands, without a member `hash`.
 */
static void chain(struct tl_log *log, struct tl_buf *lines, const struct tl_log_place *place)
{
    memcpy(lines->ptr + place->prev_at, log->prev, DIGITS);
    const tl_slice out = tl_buf_slice(lines);
    const struct tl_hash hash = tl_sha256_one(tl_slice_sub(out, place->begin, place->end));
    (void)tl_hash_hex(&hash, log->prev);
    tl_buf_add(&log->out, tl_slice_sub(out, place->begin, place->hash_at));
    tl_buf_add(&log->out, hash_opens);
    tl_buf_add(&log->out, (tl_slice){(const unsigned char *)log->prev, DIGITS});
    tl_buf_byte(&log->out, '"');
    tl_buf_add(&log->out, tl_slice_sub(out, place->hash_at, place->end));
    tl_buf_byte(&log->out, '\n');
    log->records++;
}

void tl_record_seal(struct tl_record *record)
{
    struct tl_log *log = record->log;
    tl_json_object_end(&record->json);
    record->place.end = record->json.out->len;
    TL_CHECK(record->json.depth == 0 && record->place.hash_at > record->place.begin &&
             record->place.prev_at >= record->place.hash_at);
    if (log->is_draft) {
        *TL_PUSH(&log->arena, &log->places) = record->place;
    } else {
        chain(log, &log->line, &record->place);
        tl_buf_reset(&log->line);
    }
}

/* --- what was counted */

void tl_tally_add(struct tl_arena *arena, struct tl_log_tally *tally, tl_slice word, uint64_t count)
{
    const size_t low = TL_COUNT_BEFORE(tally->list.items, tally->list.count, word, word);
    if (low < tally->list.count && tl_slice_eq(tally->list.items[low].word, word)) {
        tally->list.items[low].count += count;
        return;
    }
    (void)TL_PUSH(arena, &tally->list);
    for (size_t i = tally->list.count - 1; i > low; i--) {
        tally->list.items[i] = tally->list.items[i - 1];
    }
    tally->list.items[low] = (struct tl_log_count){tl_arena_dup(arena, word), count};
}

static void take_word(struct tl_log *log, const struct tl_log_word *word)
{
    struct tl_log_tally *const tallies[] = {[TL_TALLY_ACTIONS] = &log->actions,
                                            [TL_TALLY_EXEMPTIONS] = &log->exemptions,
                                            [TL_TALLY_RULES] = &log->rules};
    tl_tally_add(&log->arena, tallies[word->tally], word->word, word->count);
}

/* The same bytes of the policy, or of the cable at hand, are the same word: most are found among the last. */
static struct tl_log_word *word_of(struct tl_log *draft, enum tl_tally tally, tl_slice word)
{
    const size_t count = draft->words.count;
    const size_t first = count - draft->word_begin > LAST_WORDS ? count - LAST_WORDS : draft->word_begin;
    for (size_t i = count; i > first; i--) {
        struct tl_log_word *counted = &draft->words.items[i - 1];
        if (counted->origin == word.ptr && counted->word.len == word.len && counted->tally == tally) {
            return counted;
        }
    }
    struct tl_log_word *counted = TL_PUSH(&draft->arena, &draft->words);
    *counted = (struct tl_log_word){tally, tl_arena_dup(&draft->arena, word), word.ptr, 0};
    return counted;
}

void tl_log_count(struct tl_log *log, enum tl_tally tally, tl_slice word)
{
    if (log->is_draft) {
        word_of(log, tally, word)->count++;
    } else {
        take_word(log, &(struct tl_log_word){.tally = tally, .word = word, .count = 1});
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
    draft->word_begin = 0;
    tl_arena_clear(&draft->arena);
}

struct tl_log_part tl_log_part_begin(struct tl_log *draft, uint64_t number)
{
    TL_CHECK(draft->is_draft && number > 0);
    draft->cables = number - 1;
    draft->word_begin = draft->words.count;
    return (struct tl_log_part){
        .number = number, .place_begin = draft->places.count, .word_begin = draft->words.count};
}

void tl_log_part_end(const struct tl_log *draft, struct tl_log_part *part)
{
    TL_CHECK(draft->cables == part->number);
    part->place_end = draft->places.count;
    part->word_end = draft->words.count;
}

void tl_log_join(struct tl_log *log, struct tl_log *draft, const struct tl_log_part *part)
{
    TL_CHECK(!log->is_draft && draft->is_draft && !log->is_ended && part->number == log->cables + 1);
    TL_CHECK(part->place_begin < part->place_end && part->place_end <= draft->places.count);
    for (size_t i = part->place_begin; i < part->place_end; i++) {
        chain(log, &draft->out, &draft->places.items[i]);
    }
    for (size_t i = part->word_begin; i < part->word_end; i++) {
        take_word(log, &draft->words.items[i]);
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

void tl_put_hash(struct tl_json *json, const char *key, const struct tl_hash *hash)
{
    char hex[TL_HEX];
    tl_json_member_plain(json, tl_str(key),
                         (tl_slice){(const unsigned char *)tl_hash_hex(hash, hex), DIGITS});
}

void tl_put_date(struct tl_json *json, const char *key, struct tl_date date)
{
    char text[TL_DATE_TEXT];
    if (tl_date_valid(date)) {
        tl_json_put_str(json, key, tl_date_render(date, text));
    }
}

/* An array and not an object: a rule id may be longer than a key. */
void tl_put_tally(struct tl_json *json, const char *key, const struct tl_log_tally *tally)
{
    tl_json_key(json, key);
    tl_json_array(json);
    for (size_t i = 0; i < tally->list.count; i++) {
        tl_json_object(json);
        tl_json_put_int(json, TL_KEY_COUNT, tally->list.items[i].count);
        tl_json_put_slice(json, TL_KEY_ID, tally->list.items[i].word);
        tl_json_object_end(json);
    }
    tl_json_array_end(json);
}

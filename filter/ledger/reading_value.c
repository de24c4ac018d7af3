/* SPDX-License-Identifier: Apache-2.0 */
/* The values of members of a record, each in the one form that the writer gives it. */
#include "ledger/reading_value.h"

/* --- plain values */

static tl_slice string_of(const json_t *value)
{
    return (tl_slice){(const unsigned char *)json_string_value(value), json_string_length(value)};
}

bool tl_logged_text_read(struct tl_log_reader *reader, const json_t *value, void *into)
{
    (void)reader;
    *(tl_slice *)into = string_of(value);
    return json_is_string(value);
}

/* Text that is left out where there is none. */
bool tl_logged_word_read(struct tl_log_reader *reader, const json_t *value, void *into)
{
    return tl_logged_text_read(reader, value, into) && ((tl_slice *)into)->len > 0;
}

bool tl_logged_number_read(struct tl_log_reader *reader, const json_t *value, void *into)
{
    (void)reader;
    *(uint64_t *)into = (uint64_t)json_integer_value(value);
    return json_is_integer(value) && json_integer_value(value) >= 0;
}

/* A number that is left out where there is none. */
bool tl_logged_count_read(struct tl_log_reader *reader, const json_t *value, void *into)
{
    return tl_logged_number_read(reader, value, into) && *(uint64_t *)into > 0;
}

bool tl_logged_flag_read(struct tl_log_reader *reader, const json_t *value, void *into)
{
    (void)reader;
    *(bool *)into = json_integer_value(value) == 1;
    return json_is_integer(value) && (json_integer_value(value) == 0 || json_integer_value(value) == 1);
}

/* A flag that is left out where it does not hold. */
bool tl_logged_set_read(struct tl_log_reader *reader, const json_t *value, void *into)
{
    return tl_logged_flag_read(reader, value, into) && *(bool *)into;
}

bool tl_logged_pair_read(struct tl_log_reader *reader, const json_t *value, void *into)
{
    uint64_t *pair = into;
    return json_array_size(value) == 2 && tl_logged_number_read(reader, json_array_get(value, 0), &pair[0]) &&
           tl_logged_number_read(reader, json_array_get(value, 1), &pair[1]) && pair[0] <= pair[1];
}

bool tl_logged_span_read(struct tl_log_reader *reader, const json_t *value, void *into)
{
    uint64_t pair[2] = {0, 0};
    const bool is_good = tl_logged_pair_read(reader, value, pair);
    *(struct tl_span *)into = (struct tl_span){(size_t)pair[0], (size_t)pair[1]};
    return is_good;
}

bool tl_logged_hash_read(struct tl_log_reader *reader, const json_t *value, void *into)
{
    (void)reader;
    return tl_hash_from_hex(string_of(value), into);
}

bool tl_logged_date_read(struct tl_log_reader *reader, const json_t *value, void *into)
{
    (void)reader;
    return tl_date_parse_iso(string_of(value), into);
}

/* Text in hexadecimal digits. */
bool tl_logged_hex_read(struct tl_log_reader *reader, const json_t *value, void *into)
{
    struct tl_buf bytes = {0};
    const bool is_good = tl_buf_unhex(&bytes, string_of(value));
    tl_buf_release(&bytes);
    return is_good && tl_logged_text_read(reader, value, into);
}

bool tl_logged_words_read(struct tl_log_reader *reader, const json_t *value, void *into)
{
    const size_t count = json_array_size(value);
    tl_slice *list = tl_arena_alloc(&reader->arena, count, sizeof(*list));
    for (size_t i = 0; i < count; i++) {
        if (!tl_logged_text_read(reader, json_array_get(value, i), &list[i])) {
            return false;
        }
    }
    *(struct tl_words *)into = (struct tl_words){list, count};
    return count > 0;
}

/* --- words of the program */

/* The reader of an enum whose values run from 0 to `last`, by the names that the writer gives them. */
#define WORD_READER(reader_name, type, last, name_of)                                                        \
    bool reader_name(struct tl_log_reader *reader, const json_t *value, void *into)                          \
    {                                                                                                        \
        (void)reader;                                                                                        \
        for (size_t i = 0; i <= (last); i++) {                                                               \
            if (tl_slice_eq(string_of(value), tl_str(name_of((type)i)))) {                                   \
                *(type *)into = (type)i;                                                                     \
                return true;                                                                                 \
            }                                                                                                \
        }                                                                                                    \
        return false;                                                                                        \
    }

WORD_READER(tl_logged_rank_read, enum tl_rank, TL_RANK_TS, tl_rank_name)
WORD_READER(tl_logged_verdict_read, enum tl_verdict, TL_VERDICT_RELEASED, tl_verdict_name)
WORD_READER(tl_logged_do_read, enum tl_ruling_do, TL_RULING_RELEASE, tl_ruling_name)
WORD_READER(tl_logged_action_read, enum tl_edit_action, TL_EDIT_RESTORED, tl_edit_action_name)
WORD_READER(tl_logged_cause_read, enum tl_cause, TL_CAUSE_DECISION, tl_cause_name)

bool tl_logged_kind_read(struct tl_log_reader *reader, const json_t *value, void *into)
{
    (void)reader;
    return tl_kind_find(string_of(value), into);
}

/* A word of two: `into` says whether it is the first. */
static bool read_either(const json_t *value, const char *yes, const char *no, void *into)
{
    *(bool *)into = tl_slice_eq(string_of(value), tl_str(yes));
    return *(bool *)into || tl_slice_eq(string_of(value), tl_str(no));
}

bool tl_logged_as_of_source_read(struct tl_log_reader *reader, const json_t *value, void *into)
{
    (void)reader;
    return read_either(value, "given", "today", into);
}

bool tl_logged_secret_read(struct tl_log_reader *reader, const json_t *value, void *into)
{
    (void)reader;
    return read_either(value, "given", "random", into);
}

bool tl_logged_kept_cause_read(struct tl_log_reader *reader, const json_t *value, void *into)
{
    (void)reader;
    return read_either(value, "exception", "check", into);
}

bool tl_logged_tool_read(struct tl_log_reader *reader, const json_t *value, void *into)
{
    (void)reader;
    (void)into;
    return tl_slice_eq(string_of(value), TL_LIT("tearline"));
}

/* `hash`, `prev` and `type` were read with the line. */
bool tl_logged_nothing_read(struct tl_log_reader *reader, const json_t *value, void *into)
{
    (void)reader;
    (void)value;
    (void)into;
    return true;
}

/* One of two takes the place of the text. */
bool tl_logged_replacement_read(struct tl_log_reader *reader, const json_t *value, void *into)
{
    const bool is_first = ((tl_slice *)into)->ptr == NULL;
    return tl_logged_text_read(reader, value, into) && is_first;
}

bool tl_logged_replacement_hex_read(struct tl_log_reader *reader, const json_t *value, void *into)
{
    const bool is_first = ((tl_slice *)into)->ptr == NULL;
    tl_buf_reset(&reader->replacement);
    const bool is_good = tl_buf_unhex(&reader->replacement, string_of(value));
    *(tl_slice *)into = tl_buf_slice(&reader->replacement);
    return is_first && is_good && reader->replacement.len > 0;
}

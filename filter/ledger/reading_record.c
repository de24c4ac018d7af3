/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/reading_record.h"

#include <jansson.h>

#include "ledger/keys.h"

/* Reads a value into a member of the record; false when it is of another form. */
typedef bool value_reader(struct tl_log_reader *reader, const json_t *value, void *into);

struct member {
    const char *key;
    value_reader *read;
    size_t at;     /* offset in the struct */
    size_t has_at; /* offset of the bool that says that it is there, and 1; 0: none */
    bool is_needed;
};

/* The members of one kind of object. */
struct shape {
    const struct member *members;
    size_t count;
};

enum { MEMBERS_MAX = 32 };

/* What is wrong with an object; the key is one of ours. */
enum fault { FAULT_NONE = 0, FAULT_UNKNOWN, FAULT_MISSING, FAULT_VALUE };

static enum fault read_members(struct tl_log_reader *reader, const struct shape *shape, const json_t *object,
                               void *into, const char **key)
{
    bool is_there[MEMBERS_MAX] = {false};
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)object, name, value)
    {
        size_t i = 0;
        for (; i < shape->count && strcmp(shape->members[i].key, name) != 0; i++) {
        }
        if (i == shape->count) {
            return FAULT_UNKNOWN;
        }
        const struct member *member = &shape->members[i];
        *key = member->key;
        if (!member->read(reader, value, (char *)into + member->at)) {
            return FAULT_VALUE;
        }
        if (member->has_at > 0) {
            *(bool *)((char *)into + member->has_at - 1) = true;
        }
        is_there[i] = true;
    }
    for (size_t i = 0; i < shape->count; i++) {
        *key = shape->members[i].key;
        if (shape->members[i].is_needed && !is_there[i]) {
            return FAULT_MISSING;
        }
    }
    return FAULT_NONE;
}

/* --- plain values */

static tl_slice string_of(const json_t *value)
{
    return (tl_slice){(const unsigned char *)json_string_value(value), json_string_length(value)};
}

static bool read_text(struct tl_log_reader *reader, const json_t *value, void *into)
{
    (void)reader;
    *(tl_slice *)into = string_of(value);
    return json_is_string(value);
}

static bool read_number(struct tl_log_reader *reader, const json_t *value, void *into)
{
    (void)reader;
    *(uint64_t *)into = (uint64_t)json_integer_value(value);
    return json_is_integer(value) && json_integer_value(value) >= 0;
}

static bool read_flag(struct tl_log_reader *reader, const json_t *value, void *into)
{
    (void)reader;
    *(bool *)into = json_integer_value(value) == 1;
    return json_is_integer(value) && (json_integer_value(value) == 0 || json_integer_value(value) == 1);
}

static bool read_pair(struct tl_log_reader *reader, const json_t *value, void *into)
{
    uint64_t *pair = into;
    return json_array_size(value) == 2 && read_number(reader, json_array_get(value, 0), &pair[0]) &&
           read_number(reader, json_array_get(value, 1), &pair[1]) && pair[0] <= pair[1];
}

static bool read_span(struct tl_log_reader *reader, const json_t *value, void *into)
{
    uint64_t pair[2] = {0, 0};
    const bool is_good = read_pair(reader, value, pair);
    *(struct tl_span *)into = (struct tl_span){(size_t)pair[0], (size_t)pair[1]};
    return is_good;
}

static bool read_hash(struct tl_log_reader *reader, const json_t *value, void *into)
{
    (void)reader;
    return tl_hash_from_hex(string_of(value), into);
}

static bool read_date(struct tl_log_reader *reader, const json_t *value, void *into)
{
    (void)reader;
    return tl_date_parse_iso(string_of(value), into);
}

/* Text in hexadecimal digits. */
static bool read_hex(struct tl_log_reader *reader, const json_t *value, void *into)
{
    struct tl_buf bytes = {0};
    const bool is_good = tl_buf_unhex(&bytes, string_of(value));
    tl_buf_release(&bytes);
    return is_good && read_text(reader, value, into);
}

static bool read_words(struct tl_log_reader *reader, const json_t *value, void *into)
{
    const size_t count = json_array_size(value);
    tl_slice *list = tl_arena_alloc(&reader->arena, count, sizeof(*list));
    for (size_t i = 0; i < count; i++) {
        if (!read_text(reader, json_array_get(value, i), &list[i])) {
            return false;
        }
    }
    *(struct tl_words *)into = (struct tl_words){list, count};
    return count > 0;
}

/* --- words of the program */

/* The reader of an enum whose values run from 0 to `last`, by the names that the writer gives them. */
#define WORD_READER(reader_name, type, last, name_of)                                                        \
    static bool reader_name(struct tl_log_reader *reader, const json_t *value, void *into)                   \
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

WORD_READER(read_rank, enum tl_rank, TL_RANK_TS, tl_rank_name)
WORD_READER(read_verdict, enum tl_verdict, TL_VERDICT_RELEASED, tl_verdict_name)
WORD_READER(read_do, enum tl_ruling_do, TL_RULING_RELEASE, tl_ruling_name)
WORD_READER(read_action, enum tl_edit_action, TL_EDIT_RESTORED, tl_edit_action_name)
WORD_READER(read_cause, enum tl_cause, TL_CAUSE_DECISION, tl_cause_name)

static bool read_kind(struct tl_log_reader *reader, const json_t *value, void *into)
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

static bool read_as_of_source(struct tl_log_reader *reader, const json_t *value, void *into)
{
    (void)reader;
    return read_either(value, "given", "today", into);
}

static bool read_secret(struct tl_log_reader *reader, const json_t *value, void *into)
{
    (void)reader;
    return read_either(value, "given", "random", into);
}

static bool read_kept_cause(struct tl_log_reader *reader, const json_t *value, void *into)
{
    (void)reader;
    return read_either(value, "exception", "check", into);
}

static bool read_tool(struct tl_log_reader *reader, const json_t *value, void *into)
{
    (void)reader;
    (void)into;
    return tl_slice_eq(string_of(value), TL_LIT("tearline"));
}

/* `hash`, `prev` and `type` were read with the line. */
static bool read_nothing(struct tl_log_reader *reader, const json_t *value, void *into)
{
    (void)reader;
    (void)value;
    (void)into;
    return true;
}

/* One of two takes the place of the text. */
static bool read_replacement(struct tl_log_reader *reader, const json_t *value, void *into)
{
    const bool is_first = ((tl_slice *)into)->ptr == NULL;
    return read_text(reader, value, into) && is_first;
}

static bool read_replacement_hex(struct tl_log_reader *reader, const json_t *value, void *into)
{
    const bool is_first = ((tl_slice *)into)->ptr == NULL;
    tl_buf_reset(&reader->replacement);
    const bool is_good = tl_buf_unhex(&reader->replacement, string_of(value));
    *(tl_slice *)into = tl_buf_slice(&reader->replacement);
    return is_first && is_good && reader->replacement.len > 0;
}

/* --- objects and lists of them */

#define MEMBER(type, key, read, field)                                                                       \
    {                                                                                                        \
        key, read, offsetof(struct type, field), 0, true                                                     \
    }
#define MAYBE(type, key, read, field)                                                                        \
    {                                                                                                        \
        key, read, offsetof(struct type, field), 0, false                                                    \
    }
#define MAYBE_HAS(type, key, read, field, has)                                                               \
    {                                                                                                        \
        key, read, offsetof(struct type, field), offsetof(struct type, has) + 1, false                       \
    }
#define SHAPE(list)                                                                                          \
    {                                                                                                        \
        list, TL_COUNT(list)                                                                                 \
    }

static bool read_object(struct tl_log_reader *reader, const struct shape *shape, const json_t *value,
                        void *into)
{
    const char *key;
    return json_is_object(value) && read_members(reader, shape, value, into, &key) == FAULT_NONE;
}

/* A list of objects, each `size` bytes in the array that `list` receives. */
static bool read_list(struct tl_log_reader *reader, const struct shape *shape, const json_t *value,
                      size_t size, const void **list, size_t *count)
{
    const size_t length = json_array_size(value);
    char *items = tl_arena_alloc(&reader->arena, length, size);
    for (size_t i = 0; i < length; i++) {
        if (!read_object(reader, shape, json_array_get(value, i), items + i * size)) {
            return false;
        }
    }
    *list = items;
    *count = length;
    return json_is_array(value);
}

/* An array and its length, as they stand beside each other in the structs. */
struct listed {
    const void *items;
    size_t count;
};

static bool read_listed(struct tl_log_reader *reader, const struct shape *shape, const json_t *value,
                        size_t size, void *into)
{
    struct listed listed = {0};
    const bool is_good = read_list(reader, shape, value, size, &listed.items, &listed.count);
    memcpy(into, &listed, sizeof(listed));
    return is_good;
}

static bool read_claims(struct tl_log_reader *reader, const json_t *value, void *into)
{
    static const struct member members[] = {
        MAYBE(tl_logged_claim, TL_KEY_DAMAGED, read_flag, is_damaged),
        MAYBE(tl_logged_claim, TL_KEY_ENCLOSED, read_flag, is_enclosed),
        MEMBER(tl_logged_claim, TL_KEY_FROM, read_text, from),
        MEMBER(tl_logged_claim, TL_KEY_LEVEL, read_rank, level),
        MEMBER(tl_logged_claim, TL_KEY_LINE, read_number, line),
    };
    static const struct shape shape = SHAPE(members);
    return read_listed(reader, &shape, value, sizeof(struct tl_logged_claim), into);
}

static bool read_instructions(struct tl_log_reader *reader, const json_t *value, void *into)
{
    static const struct member members[] = {
        MAYBE(tl_logged_instruction, TL_KEY_CODES, read_words, codes),
        MAYBE(tl_logged_instruction, TL_KEY_DATE, read_date, date),
        MAYBE(tl_logged_instruction, TL_KEY_EO, read_number, eo),
        MEMBER(tl_logged_instruction, TL_KEY_LINE, read_number, line),
        MEMBER(tl_logged_instruction, TL_KEY_TYPE, read_text, type),
    };
    static const struct shape shape = SHAPE(members);
    return read_listed(reader, &shape, value, sizeof(struct tl_logged_instruction), into);
}

static bool read_counts(struct tl_log_reader *reader, const json_t *value, void *into)
{
    static const struct member members[] = {
        MAYBE(tl_logged_counts, TL_KEY_CHANGES, read_number, changes),
        MAYBE(tl_logged_counts, TL_KEY_COVERED, read_number, covered),
        MAYBE(tl_logged_counts, TL_KEY_DECISIONS, read_number, decisions),
        MEMBER(tl_logged_counts, TL_KEY_FINDINGS, read_number, findings),
        MAYBE(tl_logged_counts, TL_KEY_KEPT, read_number, kept),
        MEMBER(tl_logged_counts, TL_KEY_PORTIONS, read_number, portions),
        MAYBE(tl_logged_counts, TL_KEY_WITHHELD, read_number, withheld),
        MAYBE(tl_logged_counts, TL_KEY_WORDS, read_number, words),
        MAYBE(tl_logged_counts, TL_KEY_WORDS_GONE, read_number, words_gone),
    };
    static const struct shape shape = SHAPE(members);
    return read_object(reader, &shape, value, into);
}

static const struct member source_members[] = {
    MEMBER(tl_logged_source, TL_KEY_ID, read_text, id),
    MEMBER(tl_logged_source, TL_KEY_SHA256, read_hash, sha256),
};
static const struct shape source_shape = SHAPE(source_members);

static bool read_source(struct tl_log_reader *reader, const json_t *value, void *into)
{
    return read_object(reader, &source_shape, value, into);
}

static bool read_packs(struct tl_log_reader *reader, const json_t *value, void *into)
{
    return read_listed(reader, &source_shape, value, sizeof(struct tl_logged_source), into);
}

static bool read_tally(struct tl_log_reader *reader, const json_t *value, void *into)
{
    static const struct member members[] = {
        MEMBER(tl_log_count, TL_KEY_COUNT, read_number, count),
        MEMBER(tl_log_count, TL_KEY_ID, read_text, word),
    };
    static const struct shape shape = SHAPE(members);
    return read_listed(reader, &shape, value, sizeof(struct tl_log_count), into);
}

/* The whole run, since its fields stand apart. */
static bool read_fields(struct tl_log_reader *reader, const json_t *value, void *into)
{
    static const struct member members[] = {
        MAYBE(tl_logged_run, TL_KEY_ID, read_text, id_field),
        MAYBE(tl_logged_run, TL_KEY_KEEP, read_words, kept_fields),
        MEMBER(tl_logged_run, TL_KEY_TEXT, read_text, text_field),
    };
    static const struct shape shape = SHAPE(members);
    return read_object(reader, &shape, value, into);
}

/* --- records */

static const struct member run_members[] = {
    MAYBE(tl_logged_run, TL_KEY_AS_OF, read_date, as_of),
    MAYBE(tl_logged_run, TL_KEY_AS_OF_FUTURE, read_flag, is_as_of_future),
    MAYBE(tl_logged_run, TL_KEY_AS_OF_SOURCE, read_as_of_source, is_as_of_given),
    MAYBE(tl_logged_run, TL_KEY_ASSUME, read_rank, assume),
    MAYBE_HAS(tl_logged_run, TL_KEY_DECISIONS, read_source, decisions, has_decisions),
    {TL_KEY_FIELDS, read_fields, 0, 0, false},
    MAYBE_HAS(tl_logged_run, TL_KEY_FOLLOWS, read_hash, followed, follows),
    MEMBER(tl_logged_run, TL_KEY_FRAME, read_text, frame),
    MEMBER(tl_logged_run, TL_KEY_HASH, read_nothing, version),
    MAYBE(tl_logged_run, TL_KEY_LOOSENINGS, read_words, loosenings),
    MAYBE(tl_logged_run, TL_KEY_MAX_CABLE, read_number, max_cable),
    MAYBE(tl_logged_run, TL_KEY_PACKS, read_packs, packs),
    MEMBER(tl_logged_run, TL_KEY_POLICY, read_source, policy),
    MEMBER(tl_logged_run, TL_KEY_PREV, read_nothing, version),
    MEMBER(tl_logged_run, TL_KEY_RUN_SECRET, read_secret, is_secret_given),
    MAYBE(tl_logged_run, TL_KEY_SEALED_FOR, read_words, sealed_for),
    MEMBER(tl_logged_run, TL_KEY_TOOL, read_tool, version),
    MEMBER(tl_logged_run, TL_KEY_TYPE, read_nothing, version),
    MEMBER(tl_logged_run, TL_KEY_VERSION, read_text, version),
};

static const struct member cable_members[] = {
    MEMBER(tl_logged_cable, TL_KEY_AT, read_number, at),
    MAYBE(tl_logged_cable, TL_KEY_CLAIMS, read_claims, claims),
    MAYBE_HAS(tl_logged_cable, TL_KEY_COUNTS, read_counts, counts, has_counts),
    MAYBE(tl_logged_cable, TL_KEY_DATE, read_date, date),
    MAYBE(tl_logged_cable, TL_KEY_DECLASSIFICATION, read_instructions, instructions),
    MAYBE(tl_logged_cable, TL_KEY_DOUBT, read_flag, is_doubt),
    MAYBE(tl_logged_cable, TL_KEY_FRAME, read_text, frame),
    MEMBER(tl_logged_cable, TL_KEY_HASH, read_nothing, seq),
    MAYBE(tl_logged_cable, TL_KEY_LENGTH, read_number, length),
    MAYBE(tl_logged_cable, TL_KEY_MRN, read_text, mrn),
    MAYBE_HAS(tl_logged_cable, TL_KEY_ORIGINAL_SHA256, read_hash, original, has_original),
    MEMBER(tl_logged_cable, TL_KEY_OVERALL, read_rank, overall),
    MEMBER(tl_logged_cable, TL_KEY_PREV, read_nothing, seq),
    MAYBE_HAS(tl_logged_cable, TL_KEY_RELEASE_SHA256, read_hash, release, has_release),
    MAYBE(tl_logged_cable, TL_KEY_RELEASED_AS, read_rank, released_as),
    MEMBER(tl_logged_cable, TL_KEY_SEQ, read_number, seq),
    MEMBER(tl_logged_cable, TL_KEY_SOURCE, read_text, source),
    MEMBER(tl_logged_cable, TL_KEY_TYPE, read_nothing, seq),
    MEMBER(tl_logged_cable, TL_KEY_VERDICT, read_verdict, verdict),
};

static const struct member decision_members[] = {
    MAYBE(tl_logged_decision, TL_KEY_AUTHORITY, read_text, authority),
    MEMBER(tl_logged_decision, TL_KEY_BY, read_text, by),
    MEMBER(tl_logged_decision, TL_KEY_CABLE, read_number, cable),
    MAYBE(tl_logged_decision, TL_KEY_CONTROLS, read_words, controls),
    MEMBER(tl_logged_decision, TL_KEY_DATE, read_date, date),
    MEMBER(tl_logged_decision, TL_KEY_DO, read_do, does),
    MAYBE(tl_logged_decision, TL_KEY_EFFECT, read_flag, has_effect),
    MEMBER(tl_logged_decision, TL_KEY_ELEMENT, read_kind, element),
    MAYBE(tl_logged_decision, TL_KEY_EXEMPTIONS, read_words, exemptions),
    MEMBER(tl_logged_decision, TL_KEY_HASH, read_nothing, cable),
    MEMBER(tl_logged_decision, TL_KEY_LINE, read_number, line),
    MEMBER(tl_logged_decision, TL_KEY_PORTION, read_text, portion),
    MEMBER(tl_logged_decision, TL_KEY_PREV, read_nothing, cable),
    MEMBER(tl_logged_decision, TL_KEY_TYPE, read_nothing, cable),
    MEMBER(tl_logged_decision, TL_KEY_WHY, read_text, why),
};

static const struct member change_members[] = {
    MEMBER(tl_logged_change, TL_KEY_ACTION, read_action, action),
    MAYBE(tl_logged_change, TL_KEY_AUTHORITY, read_text, authority),
    MAYBE(tl_logged_change, TL_KEY_BY, read_text, by),
    MEMBER(tl_logged_change, TL_KEY_CABLE, read_number, cable),
    MEMBER(tl_logged_change, TL_KEY_CAUSE, read_cause, cause),
    MEMBER(tl_logged_change, TL_KEY_COMMITMENT, read_hash, commitment),
    MAYBE(tl_logged_change, TL_KEY_DATE, read_date, date),
    MAYBE_HAS(tl_logged_change, TL_KEY_ELEMENT, read_kind, element, has_element),
    MAYBE(tl_logged_change, TL_KEY_EXEMPTIONS, read_words, exemptions),
    MAYBE(tl_logged_change, TL_KEY_FROM, read_number, from),
    MEMBER(tl_logged_change, TL_KEY_HASH, read_nothing, seq),
    MEMBER(tl_logged_change, TL_KEY_IN, read_span, in),
    MEMBER(tl_logged_change, TL_KEY_LINES, read_pair, first_line),
    MAYBE(tl_logged_change, TL_KEY_MARKING, read_text, marking),
    MEMBER(tl_logged_change, TL_KEY_NONCE, read_hash, nonce),
    MAYBE(tl_logged_change, TL_KEY_NUMBER, read_text, number),
    MEMBER(tl_logged_change, TL_KEY_OUT, read_span, out),
    MEMBER(tl_logged_change, TL_KEY_PREV, read_nothing, seq),
    MAYBE(tl_logged_change, TL_KEY_RANK, read_rank, rank),
    MAYBE(tl_logged_change, TL_KEY_REASON, read_text, reason),
    MAYBE(tl_logged_change, TL_KEY_REASONS, read_words, reasons),
    MAYBE(tl_logged_change, TL_KEY_REPLACEMENT, read_replacement, replacement),
    MAYBE(tl_logged_change, TL_KEY_REPLACEMENT_HEX, read_replacement_hex, replacement),
    MAYBE(tl_logged_change, TL_KEY_RESTORES, read_number, restores),
    MAYBE(tl_logged_change, TL_KEY_RULE, read_text, rule),
    MAYBE(tl_logged_change, TL_KEY_RULES, read_words, rules),
    MEMBER(tl_logged_change, TL_KEY_SEQ, read_number, seq),
    MEMBER(tl_logged_change, TL_KEY_TYPE, read_nothing, seq),
    MAYBE(tl_logged_change, TL_KEY_WHY, read_text, why),
};

static const struct member kept_members[] = {
    MAYBE(tl_logged_kept, TL_KEY_BY, read_text, by),
    MEMBER(tl_logged_kept, TL_KEY_CABLE, read_number, cable),
    MEMBER(tl_logged_kept, TL_KEY_CAUSE, read_kept_cause, is_exception),
    MAYBE_HAS(tl_logged_kept, TL_KEY_ELEMENT, read_kind, element, has_element),
    MEMBER(tl_logged_kept, TL_KEY_HASH, read_nothing, cable),
    MEMBER(tl_logged_kept, TL_KEY_IN, read_span, in),
    MEMBER(tl_logged_kept, TL_KEY_LINE, read_number, line),
    MAYBE(tl_logged_kept, TL_KEY_NUMBER, read_text, number),
    MEMBER(tl_logged_kept, TL_KEY_PREV, read_nothing, cable),
    MEMBER(tl_logged_kept, TL_KEY_RULE, read_text, rule),
    MEMBER(tl_logged_kept, TL_KEY_TYPE, read_nothing, cable),
    MAYBE(tl_logged_kept, TL_KEY_UNTIL, read_date, until),
    MAYBE(tl_logged_kept, TL_KEY_WHY, read_text, why),
};

static const struct member covered_members[] = {
    MEMBER(tl_logged_covered, TL_KEY_CABLE, read_number, cable),
    MAYBE_HAS(tl_logged_covered, TL_KEY_ELEMENT, read_kind, element, has_element),
    MEMBER(tl_logged_covered, TL_KEY_HASH, read_nothing, cable),
    MEMBER(tl_logged_covered, TL_KEY_IN, read_span, in),
    MEMBER(tl_logged_covered, TL_KEY_LINE, read_number, line),
    MAYBE(tl_logged_covered, TL_KEY_NUMBER, read_text, number),
    MEMBER(tl_logged_covered, TL_KEY_PREV, read_nothing, cable),
    MEMBER(tl_logged_covered, TL_KEY_RULE, read_text, rule),
    MEMBER(tl_logged_covered, TL_KEY_TYPE, read_nothing, cable),
};

static const struct member finding_members[] = {
    MEMBER(tl_logged_finding, TL_KEY_CABLE, read_number, cable),
    MAYBE_HAS(tl_logged_finding, TL_KEY_ELEMENT, read_kind, element, has_element),
    MAYBE(tl_logged_finding, TL_KEY_FIRST, read_number, first),
    MAYBE(tl_logged_finding, TL_KEY_FIRST_SOURCE, read_text, first_source),
    MEMBER(tl_logged_finding, TL_KEY_HASH, read_nothing, cable),
    MAYBE(tl_logged_finding, TL_KEY_LINE, read_number, line),
    MAYBE(tl_logged_finding, TL_KEY_NUMBER, read_text, number),
    MEMBER(tl_logged_finding, TL_KEY_PREV, read_nothing, cable),
    MAYBE(tl_logged_finding, TL_KEY_RULE, read_text, rule),
    MEMBER(tl_logged_finding, TL_KEY_SLUG, read_text, slug),
    MEMBER(tl_logged_finding, TL_KEY_TYPE, read_nothing, cable),
};

static const struct member end_members[] = {
    MEMBER(tl_logged_end, TL_KEY_ACTIONS, read_tally, actions),
    MEMBER(tl_logged_end, TL_KEY_CABLES, read_number, cables),
    MEMBER(tl_logged_end, TL_KEY_EXEMPTIONS, read_tally, exemptions),
    MEMBER(tl_logged_end, TL_KEY_HASH, read_nothing, records),
    MEMBER(tl_logged_end, TL_KEY_PREV, read_nothing, records),
    MEMBER(tl_logged_end, TL_KEY_RECORDS, read_number, records),
    MEMBER(tl_logged_end, TL_KEY_RULES, read_tally, rules),
    MAYBE(tl_logged_end, TL_KEY_SIGNATURE, read_hex, signature),
    MAYBE(tl_logged_end, TL_KEY_SIGNED_BY, read_hash, signed_by),
    MEMBER(tl_logged_end, TL_KEY_TYPE, read_nothing, records),
};

/* By type. */
static const struct {
    const char *name;
    struct shape shape;
} types[] = {
    [TL_RECORD_NONE] = {"none", {NULL, 0}},
    [TL_RECORD_RUN] = {"run", SHAPE(run_members)},
    [TL_RECORD_CABLE] = {"cable", SHAPE(cable_members)},
    [TL_RECORD_DECISION] = {"decision", SHAPE(decision_members)},
    [TL_RECORD_CHANGE] = {"change", SHAPE(change_members)},
    [TL_RECORD_KEPT] = {"kept", SHAPE(kept_members)},
    [TL_RECORD_COVERED] = {"covered", SHAPE(covered_members)},
    [TL_RECORD_FINDING] = {"finding", SHAPE(finding_members)},
    [TL_RECORD_END] = {"end", SHAPE(end_members)},
};

const char *tl_record_type_name(enum tl_record_type type)
{
    return (size_t)type < TL_COUNT(types) ? types[type].name : types[0].name;
}

static enum tl_record_type type_of(tl_slice name)
{
    for (size_t i = TL_RECORD_RUN; i < TL_COUNT(types); i++) {
        if (tl_slice_eq(name, tl_str(types[i].name))) {
            return (enum tl_record_type)i;
        }
    }
    return TL_RECORD_NONE;
}

/* A change that a reviewer decided says who and when; no other has a day or an authority. */
static bool is_decided_whole(const struct tl_logged_change *change)
{
    const bool is_decided = change->cause == TL_CAUSE_DECISION && change->action != TL_EDIT_RESTORED;
    return is_decided ? change->by.len > 0 && tl_date_valid(change->date)
                      : change->authority.len == 0 && !tl_date_valid(change->date);
}

/* What no table says: members that go together. */
static bool is_whole(const struct tl_logged *record)
{
    const struct tl_logged_cable *cable = &record->cable;
    switch (record->type) {
    case TL_RECORD_RUN:
        return (record->run.text_field.len > 0) == tl_slice_eq(record->run.frame, TL_LIT("jsonl"));
    case TL_RECORD_CABLE:
        return cable->has_release == (cable->verdict != TL_VERDICT_DENIED) &&
               cable->has_counts == cable->has_original;
    case TL_RECORD_DECISION:
        return record->decision.by.len > 0 && record->decision.why.len > 0 &&
               (record->decision.does != TL_RULING_RELEASE || record->decision.authority.len > 0);
    case TL_RECORD_CHANGE:
        return record->change.replacement.ptr != NULL &&
               tl_span_len(record->change.out) == record->change.replacement.len &&
               (record->change.restores > 0) == (record->change.action == TL_EDIT_RESTORED) &&
               is_decided_whole(&record->change);
    case TL_RECORD_NONE:
    case TL_RECORD_KEPT:
    case TL_RECORD_COVERED:
    case TL_RECORD_FINDING:
    case TL_RECORD_END:
        break;
    }
    return true;
}

enum tl_status tl_logged_read(struct tl_log_reader *reader, struct tl_err *err)
{
    struct tl_logged *record = &reader->record;
    const char *key = "";
    const unsigned long long line = reader->line;
    *record = (struct tl_logged){.type = type_of(reader->parsed.type), .line = line};
    record->hash = reader->parsed.hash;
    const char *name = tl_record_type_name(record->type);
    if (record->type == TL_RECORD_NONE) {
        return tl_fail(err, TL_DATA, "log.form",
                       "%s:%llu: a record of a type that this version does not know", reader->name, line);
    }
    switch (read_members(reader, &types[record->type].shape, reader->parsed.json, &record->run, &key)) {
    case FAULT_NONE:
        break;
    case FAULT_UNKNOWN:
        return tl_fail(err, TL_DATA, "log.form",
                       "%s:%llu: this %s record has a member that this version does not know", reader->name,
                       line, name);
    case FAULT_MISSING:
        return tl_fail(err, TL_DATA, "log.form", "%s:%llu: this %s record has no %s", reader->name, line,
                       name, key);
    case FAULT_VALUE:
        return tl_fail(err, TL_DATA, "log.form", "%s:%llu: the %s of this %s record cannot be read",
                       reader->name, line, key, name);
    }
    if (!is_whole(record)) {
        return tl_fail(err, TL_DATA, "log.form", "%s:%llu: the members of this %s record do not go together",
                       reader->name, line, name);
    }
    return TL_OK;
}

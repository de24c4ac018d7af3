/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/reading_record.h"

#include "ledger/keys.h"
#include "ledger/reading_value.h"

struct member {
    const char *key;
    tl_value_reader *read;
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
        MAYBE(tl_logged_claim, TL_KEY_DAMAGED, tl_value_flag, is_damaged),
        MAYBE(tl_logged_claim, TL_KEY_ENCLOSED, tl_value_flag, is_enclosed),
        MEMBER(tl_logged_claim, TL_KEY_FROM, tl_value_text, from),
        MEMBER(tl_logged_claim, TL_KEY_LEVEL, tl_value_rank, level),
        MEMBER(tl_logged_claim, TL_KEY_LINE, tl_value_number, line),
    };
    static const struct shape shape = SHAPE(members);
    return read_listed(reader, &shape, value, sizeof(struct tl_logged_claim), into);
}

static bool read_instructions(struct tl_log_reader *reader, const json_t *value, void *into)
{
    static const struct member members[] = {
        MAYBE(tl_logged_instruction, TL_KEY_CODES, tl_value_words, codes),
        MAYBE(tl_logged_instruction, TL_KEY_DATE, tl_value_date, date),
        MAYBE(tl_logged_instruction, TL_KEY_EO, tl_value_number, eo),
        MEMBER(tl_logged_instruction, TL_KEY_LINE, tl_value_number, line),
        MEMBER(tl_logged_instruction, TL_KEY_TYPE, tl_value_text, type),
    };
    static const struct shape shape = SHAPE(members);
    return read_listed(reader, &shape, value, sizeof(struct tl_logged_instruction), into);
}

static bool read_counts(struct tl_log_reader *reader, const json_t *value, void *into)
{
    static const struct member members[] = {
        MAYBE(tl_logged_counts, TL_KEY_CHANGES, tl_value_number, changes),
        MAYBE(tl_logged_counts, TL_KEY_COVERED, tl_value_number, covered),
        MAYBE(tl_logged_counts, TL_KEY_DECISIONS, tl_value_number, decisions),
        MEMBER(tl_logged_counts, TL_KEY_FINDINGS, tl_value_number, findings),
        MAYBE(tl_logged_counts, TL_KEY_KEPT, tl_value_number, kept),
        MEMBER(tl_logged_counts, TL_KEY_PORTIONS, tl_value_number, portions),
        MAYBE(tl_logged_counts, TL_KEY_WITHHELD, tl_value_number, withheld),
        MAYBE(tl_logged_counts, TL_KEY_WORDS, tl_value_number, words),
        MAYBE(tl_logged_counts, TL_KEY_WORDS_GONE, tl_value_number, words_gone),
    };
    static const struct shape shape = SHAPE(members);
    return read_object(reader, &shape, value, into);
}

static const struct member source_members[] = {
    MEMBER(tl_logged_source, TL_KEY_ID, tl_value_text, id),
    MEMBER(tl_logged_source, TL_KEY_SHA256, tl_value_hash, sha256),
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
        MEMBER(tl_log_count, TL_KEY_COUNT, tl_value_number, count),
        MEMBER(tl_log_count, TL_KEY_ID, tl_value_text, word),
    };
    static const struct shape shape = SHAPE(members);
    return read_listed(reader, &shape, value, sizeof(struct tl_log_count), into);
}

/* The whole run, since its fields stand apart. */
static bool read_fields(struct tl_log_reader *reader, const json_t *value, void *into)
{
    static const struct member members[] = {
        MAYBE(tl_logged_run, TL_KEY_ID, tl_value_text, id_field),
        MAYBE(tl_logged_run, TL_KEY_KEEP, tl_value_words, kept_fields),
        MEMBER(tl_logged_run, TL_KEY_TEXT, tl_value_text, text_field),
    };
    static const struct shape shape = SHAPE(members);
    return read_object(reader, &shape, value, into);
}

/* --- records */

static const struct member run_members[] = {
    MAYBE(tl_logged_run, TL_KEY_AS_OF, tl_value_date, as_of),
    MAYBE(tl_logged_run, TL_KEY_AS_OF_FUTURE, tl_value_flag, is_as_of_future),
    MAYBE(tl_logged_run, TL_KEY_AS_OF_SOURCE, tl_value_as_of_source, is_as_of_given),
    MAYBE(tl_logged_run, TL_KEY_ASSUME, tl_value_rank, assume),
    MAYBE_HAS(tl_logged_run, TL_KEY_DECISIONS, read_source, decisions, has_decisions),
    {TL_KEY_FIELDS, read_fields, 0, 0, false},
    MAYBE_HAS(tl_logged_run, TL_KEY_FOLLOWS, tl_value_hash, followed, follows),
    MEMBER(tl_logged_run, TL_KEY_FRAME, tl_value_text, frame),
    MEMBER(tl_logged_run, TL_KEY_HASH, tl_value_nothing, version),
    MAYBE(tl_logged_run, TL_KEY_LOOSENINGS, tl_value_words, loosenings),
    MAYBE(tl_logged_run, TL_KEY_MAX_CABLE, tl_value_number, max_cable),
    MAYBE(tl_logged_run, TL_KEY_PACKS, read_packs, packs),
    MEMBER(tl_logged_run, TL_KEY_POLICY, read_source, policy),
    MEMBER(tl_logged_run, TL_KEY_PREV, tl_value_nothing, version),
    MEMBER(tl_logged_run, TL_KEY_RUN_SECRET, tl_value_secret, is_secret_given),
    MAYBE(tl_logged_run, TL_KEY_SEALED_FOR, tl_value_words, sealed_for),
    MEMBER(tl_logged_run, TL_KEY_TOOL, tl_value_tool, version),
    MEMBER(tl_logged_run, TL_KEY_TYPE, tl_value_nothing, version),
    MEMBER(tl_logged_run, TL_KEY_VERSION, tl_value_text, version),
};

static const struct member cable_members[] = {
    MEMBER(tl_logged_cable, TL_KEY_AT, tl_value_number, at),
    MAYBE(tl_logged_cable, TL_KEY_CLAIMS, read_claims, claims),
    MAYBE_HAS(tl_logged_cable, TL_KEY_COUNTS, read_counts, counts, has_counts),
    MAYBE(tl_logged_cable, TL_KEY_DATE, tl_value_date, date),
    MAYBE(tl_logged_cable, TL_KEY_DECLASSIFICATION, read_instructions, instructions),
    MAYBE(tl_logged_cable, TL_KEY_DOUBT, tl_value_flag, is_doubt),
    MAYBE(tl_logged_cable, TL_KEY_FRAME, tl_value_text, frame),
    MEMBER(tl_logged_cable, TL_KEY_HASH, tl_value_nothing, seq),
    MAYBE(tl_logged_cable, TL_KEY_LENGTH, tl_value_number, length),
    MAYBE(tl_logged_cable, TL_KEY_MRN, tl_value_text, mrn),
    MAYBE_HAS(tl_logged_cable, TL_KEY_ORIGINAL_SHA256, tl_value_hash, original, has_original),
    MEMBER(tl_logged_cable, TL_KEY_OVERALL, tl_value_rank, overall),
    MEMBER(tl_logged_cable, TL_KEY_PREV, tl_value_nothing, seq),
    MAYBE_HAS(tl_logged_cable, TL_KEY_RELEASE_SHA256, tl_value_hash, release, has_release),
    MAYBE(tl_logged_cable, TL_KEY_RELEASED_AS, tl_value_rank, released_as),
    MEMBER(tl_logged_cable, TL_KEY_SEQ, tl_value_number, seq),
    MEMBER(tl_logged_cable, TL_KEY_SOURCE, tl_value_text, source),
    MEMBER(tl_logged_cable, TL_KEY_TYPE, tl_value_nothing, seq),
    MEMBER(tl_logged_cable, TL_KEY_VERDICT, tl_value_verdict, verdict),
};

static const struct member decision_members[] = {
    MAYBE(tl_logged_decision, TL_KEY_AUTHORITY, tl_value_text, authority),
    MEMBER(tl_logged_decision, TL_KEY_BY, tl_value_text, by),
    MEMBER(tl_logged_decision, TL_KEY_CABLE, tl_value_number, cable),
    MAYBE(tl_logged_decision, TL_KEY_CONTROLS, tl_value_words, controls),
    MEMBER(tl_logged_decision, TL_KEY_DATE, tl_value_date, date),
    MEMBER(tl_logged_decision, TL_KEY_DO, tl_value_do, does),
    MAYBE(tl_logged_decision, TL_KEY_EFFECT, tl_value_flag, has_effect),
    MEMBER(tl_logged_decision, TL_KEY_ELEMENT, tl_value_kind, element),
    MAYBE(tl_logged_decision, TL_KEY_EXEMPTIONS, tl_value_words, exemptions),
    MEMBER(tl_logged_decision, TL_KEY_HASH, tl_value_nothing, cable),
    MEMBER(tl_logged_decision, TL_KEY_LINE, tl_value_number, line),
    MEMBER(tl_logged_decision, TL_KEY_PORTION, tl_value_text, portion),
    MEMBER(tl_logged_decision, TL_KEY_PREV, tl_value_nothing, cable),
    MEMBER(tl_logged_decision, TL_KEY_TYPE, tl_value_nothing, cable),
    MEMBER(tl_logged_decision, TL_KEY_WHY, tl_value_text, why),
};

static const struct member change_members[] = {
    MEMBER(tl_logged_change, TL_KEY_ACTION, tl_value_action, action),
    MAYBE(tl_logged_change, TL_KEY_AUTHORITY, tl_value_text, authority),
    MAYBE(tl_logged_change, TL_KEY_BY, tl_value_text, by),
    MEMBER(tl_logged_change, TL_KEY_CABLE, tl_value_number, cable),
    MEMBER(tl_logged_change, TL_KEY_CAUSE, tl_value_cause, cause),
    MEMBER(tl_logged_change, TL_KEY_COMMITMENT, tl_value_hash, commitment),
    MAYBE(tl_logged_change, TL_KEY_DATE, tl_value_date, date),
    MAYBE_HAS(tl_logged_change, TL_KEY_ELEMENT, tl_value_kind, element, has_element),
    MAYBE(tl_logged_change, TL_KEY_EXEMPTIONS, tl_value_words, exemptions),
    MAYBE(tl_logged_change, TL_KEY_FROM, tl_value_number, from),
    MEMBER(tl_logged_change, TL_KEY_HASH, tl_value_nothing, seq),
    MEMBER(tl_logged_change, TL_KEY_IN, tl_value_span, in),
    MEMBER(tl_logged_change, TL_KEY_LINES, tl_value_pair, first_line),
    MAYBE(tl_logged_change, TL_KEY_MARKING, tl_value_text, marking),
    MEMBER(tl_logged_change, TL_KEY_NONCE, tl_value_hash, nonce),
    MAYBE(tl_logged_change, TL_KEY_NUMBER, tl_value_text, number),
    MEMBER(tl_logged_change, TL_KEY_OUT, tl_value_span, out),
    MEMBER(tl_logged_change, TL_KEY_PREV, tl_value_nothing, seq),
    MAYBE(tl_logged_change, TL_KEY_RANK, tl_value_rank, rank),
    MAYBE(tl_logged_change, TL_KEY_REASON, tl_value_text, reason),
    MAYBE(tl_logged_change, TL_KEY_REASONS, tl_value_words, reasons),
    MAYBE(tl_logged_change, TL_KEY_REPLACEMENT, tl_value_replacement, replacement),
    MAYBE(tl_logged_change, TL_KEY_REPLACEMENT_HEX, tl_value_replacement_hex, replacement),
    MAYBE(tl_logged_change, TL_KEY_RESTORES, tl_value_number, restores),
    MAYBE(tl_logged_change, TL_KEY_RULE, tl_value_text, rule),
    MAYBE(tl_logged_change, TL_KEY_RULES, tl_value_words, rules),
    MEMBER(tl_logged_change, TL_KEY_SEQ, tl_value_number, seq),
    MEMBER(tl_logged_change, TL_KEY_TYPE, tl_value_nothing, seq),
    MAYBE(tl_logged_change, TL_KEY_WHY, tl_value_text, why),
};

static const struct member kept_members[] = {
    MAYBE(tl_logged_kept, TL_KEY_BY, tl_value_text, by),
    MEMBER(tl_logged_kept, TL_KEY_CABLE, tl_value_number, cable),
    MEMBER(tl_logged_kept, TL_KEY_CAUSE, tl_value_kept_cause, is_exception),
    MAYBE_HAS(tl_logged_kept, TL_KEY_ELEMENT, tl_value_kind, element, has_element),
    MEMBER(tl_logged_kept, TL_KEY_HASH, tl_value_nothing, cable),
    MEMBER(tl_logged_kept, TL_KEY_IN, tl_value_span, in),
    MEMBER(tl_logged_kept, TL_KEY_LINE, tl_value_number, line),
    MAYBE(tl_logged_kept, TL_KEY_NUMBER, tl_value_text, number),
    MEMBER(tl_logged_kept, TL_KEY_PREV, tl_value_nothing, cable),
    MEMBER(tl_logged_kept, TL_KEY_RULE, tl_value_text, rule),
    MEMBER(tl_logged_kept, TL_KEY_TYPE, tl_value_nothing, cable),
    MAYBE(tl_logged_kept, TL_KEY_UNTIL, tl_value_date, until),
    MAYBE(tl_logged_kept, TL_KEY_WHY, tl_value_text, why),
};

static const struct member covered_members[] = {
    MEMBER(tl_logged_covered, TL_KEY_CABLE, tl_value_number, cable),
    MAYBE_HAS(tl_logged_covered, TL_KEY_ELEMENT, tl_value_kind, element, has_element),
    MEMBER(tl_logged_covered, TL_KEY_HASH, tl_value_nothing, cable),
    MEMBER(tl_logged_covered, TL_KEY_IN, tl_value_span, in),
    MEMBER(tl_logged_covered, TL_KEY_LINE, tl_value_number, line),
    MAYBE(tl_logged_covered, TL_KEY_NUMBER, tl_value_text, number),
    MEMBER(tl_logged_covered, TL_KEY_PREV, tl_value_nothing, cable),
    MEMBER(tl_logged_covered, TL_KEY_RULE, tl_value_text, rule),
    MEMBER(tl_logged_covered, TL_KEY_TYPE, tl_value_nothing, cable),
};

static const struct member finding_members[] = {
    MEMBER(tl_logged_finding, TL_KEY_CABLE, tl_value_number, cable),
    MAYBE_HAS(tl_logged_finding, TL_KEY_ELEMENT, tl_value_kind, element, has_element),
    MAYBE(tl_logged_finding, TL_KEY_FIRST, tl_value_number, first),
    MAYBE(tl_logged_finding, TL_KEY_FIRST_SOURCE, tl_value_text, first_source),
    MEMBER(tl_logged_finding, TL_KEY_HASH, tl_value_nothing, cable),
    MAYBE(tl_logged_finding, TL_KEY_LINE, tl_value_number, line),
    MAYBE(tl_logged_finding, TL_KEY_NUMBER, tl_value_text, number),
    MEMBER(tl_logged_finding, TL_KEY_PREV, tl_value_nothing, cable),
    MAYBE(tl_logged_finding, TL_KEY_RULE, tl_value_text, rule),
    MEMBER(tl_logged_finding, TL_KEY_SLUG, tl_value_text, slug),
    MEMBER(tl_logged_finding, TL_KEY_TYPE, tl_value_nothing, cable),
};

static const struct member end_members[] = {
    MEMBER(tl_logged_end, TL_KEY_ACTIONS, read_tally, actions),
    MEMBER(tl_logged_end, TL_KEY_CABLES, tl_value_number, cables),
    MEMBER(tl_logged_end, TL_KEY_EXEMPTIONS, read_tally, exemptions),
    MEMBER(tl_logged_end, TL_KEY_HASH, tl_value_nothing, records),
    MEMBER(tl_logged_end, TL_KEY_PREV, tl_value_nothing, records),
    MEMBER(tl_logged_end, TL_KEY_RECORDS, tl_value_number, records),
    MEMBER(tl_logged_end, TL_KEY_RULES, read_tally, rules),
    MAYBE(tl_logged_end, TL_KEY_SIGNATURE, tl_value_hex, signature),
    MAYBE(tl_logged_end, TL_KEY_SIGNED_BY, tl_value_hash, signed_by),
    MEMBER(tl_logged_end, TL_KEY_TYPE, tl_value_nothing, records),
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

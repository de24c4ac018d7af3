/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/reading_record.h"

#include <jansson.h>

#include "base/utf8.h"
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
        MAYBE(tl_logged_claim, TL_KEY_DAMAGED, tl_logged_set_read, is_damaged),
        MAYBE(tl_logged_claim, TL_KEY_ENCLOSED, tl_logged_set_read, is_enclosed),
        MEMBER(tl_logged_claim, TL_KEY_FROM, tl_logged_text_read, from),
        MEMBER(tl_logged_claim, TL_KEY_LEVEL, tl_logged_rank_read, level),
        MEMBER(tl_logged_claim, TL_KEY_LINE, tl_logged_number_read, line),
    };
    static const struct shape shape = SHAPE(members);
    return read_listed(reader, &shape, value, sizeof(struct tl_logged_claim), into);
}

static bool read_instructions(struct tl_log_reader *reader, const json_t *value, void *into)
{
    static const struct member members[] = {
        MAYBE(tl_logged_instruction, TL_KEY_CODES, tl_logged_words_read, codes),
        MAYBE(tl_logged_instruction, TL_KEY_DATE, tl_logged_date_read, date),
        MAYBE(tl_logged_instruction, TL_KEY_EO, tl_logged_count_read, eo),
        MEMBER(tl_logged_instruction, TL_KEY_LINE, tl_logged_number_read, line),
        MEMBER(tl_logged_instruction, TL_KEY_TYPE, tl_logged_text_read, type),
    };
    static const struct shape shape = SHAPE(members);
    return read_listed(reader, &shape, value, sizeof(struct tl_logged_instruction), into);
}

/* All of them, or those two alone that a cable has whose release could not be written. */
static bool read_counts(struct tl_log_reader *reader, const json_t *value, void *into)
{
    enum { OF_FAILED = 2 };
    static const struct member members[] = {
        MAYBE(tl_logged_counts, TL_KEY_CHANGES, tl_logged_number_read, changes),
        MAYBE(tl_logged_counts, TL_KEY_COVERED, tl_logged_number_read, covered),
        MAYBE(tl_logged_counts, TL_KEY_DECISIONS, tl_logged_count_read, decisions),
        MEMBER(tl_logged_counts, TL_KEY_FINDINGS, tl_logged_number_read, findings),
        MAYBE(tl_logged_counts, TL_KEY_KEPT, tl_logged_number_read, kept),
        MEMBER(tl_logged_counts, TL_KEY_PORTIONS, tl_logged_number_read, portions),
        MAYBE(tl_logged_counts, TL_KEY_WITHHELD, tl_logged_number_read, withheld),
        MAYBE(tl_logged_counts, TL_KEY_WORDS, tl_logged_number_read, words),
        MAYBE(tl_logged_counts, TL_KEY_WORDS_GONE, tl_logged_number_read, words_gone),
    };
    static const struct shape shape = SHAPE(members);
    struct tl_logged_cable *cable = into;
    cable->is_failed = json_object_size(value) == OF_FAILED;
    return (cable->is_failed || json_object_size(value) == TL_COUNT(members)) &&
           read_object(reader, &shape, value, &cable->counts);
}

static const struct member source_members[] = {
    MEMBER(tl_logged_source, TL_KEY_ID, tl_logged_text_read, id),
    MEMBER(tl_logged_source, TL_KEY_SHA256, tl_logged_hash_read, sha256),
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
        MEMBER(tl_log_count, TL_KEY_COUNT, tl_logged_number_read, count),
        MEMBER(tl_log_count, TL_KEY_ID, tl_logged_text_read, word),
    };
    static const struct shape shape = SHAPE(members);
    return read_listed(reader, &shape, value, sizeof(struct tl_log_count), into);
}

/* The whole run, since its fields stand apart. */
static bool read_fields(struct tl_log_reader *reader, const json_t *value, void *into)
{
    static const struct member members[] = {
        MAYBE(tl_logged_run, TL_KEY_ID, tl_logged_word_read, id_field),
        MAYBE(tl_logged_run, TL_KEY_KEEP, tl_logged_words_read, kept_fields),
        MEMBER(tl_logged_run, TL_KEY_TEXT, tl_logged_text_read, text_field),
    };
    static const struct shape shape = SHAPE(members);
    return read_object(reader, &shape, value, into);
}

/* --- records */

static const struct member run_members[] = {
    MAYBE(tl_logged_run, TL_KEY_AS_OF, tl_logged_date_read, as_of),
    MAYBE_HAS(tl_logged_run, TL_KEY_AS_OF_FUTURE, tl_logged_flag_read, is_as_of_future, has_as_of_future),
    MAYBE_HAS(tl_logged_run, TL_KEY_AS_OF_SOURCE, tl_logged_as_of_source_read, is_as_of_given,
              has_as_of_source),
    MAYBE(tl_logged_run, TL_KEY_ASSUME, tl_logged_rank_read, assume),
    MAYBE_HAS(tl_logged_run, TL_KEY_DECISIONS, read_source, decisions, has_decisions),
    {TL_KEY_FIELDS, read_fields, 0, 0, false},
    MAYBE_HAS(tl_logged_run, TL_KEY_FOLLOWS, tl_logged_hash_read, followed, follows),
    MEMBER(tl_logged_run, TL_KEY_FRAME, tl_logged_text_read, frame),
    MEMBER(tl_logged_run, TL_KEY_HASH, tl_logged_nothing_read, version),
    MAYBE(tl_logged_run, TL_KEY_LOOSENINGS, tl_logged_words_read, loosenings),
    MAYBE(tl_logged_run, TL_KEY_MAX_CABLE, tl_logged_count_read, max_cable),
    MAYBE(tl_logged_run, TL_KEY_PACKS, read_packs, packs),
    MEMBER(tl_logged_run, TL_KEY_POLICY, read_source, policy),
    MEMBER(tl_logged_run, TL_KEY_PREV, tl_logged_nothing_read, version),
    MEMBER(tl_logged_run, TL_KEY_RUN_SECRET, tl_logged_secret_read, is_secret_given),
    MAYBE(tl_logged_run, TL_KEY_SEALED_FOR, tl_logged_words_read, sealed_for),
    MEMBER(tl_logged_run, TL_KEY_TOOL, tl_logged_tool_read, version),
    MEMBER(tl_logged_run, TL_KEY_TYPE, tl_logged_nothing_read, version),
    MEMBER(tl_logged_run, TL_KEY_VERSION, tl_logged_text_read, version),
};

static const struct member cable_members[] = {
    MEMBER(tl_logged_cable, TL_KEY_AT, tl_logged_number_read, at),
    MAYBE(tl_logged_cable, TL_KEY_CLAIMS, read_claims, claims),
    {TL_KEY_COUNTS, read_counts, 0, offsetof(struct tl_logged_cable, has_counts) + 1, false},
    MAYBE(tl_logged_cable, TL_KEY_DATE, tl_logged_date_read, date),
    MAYBE(tl_logged_cable, TL_KEY_DECLASSIFICATION, read_instructions, instructions),
    MAYBE(tl_logged_cable, TL_KEY_DOUBT, tl_logged_set_read, is_doubt),
    MAYBE(tl_logged_cable, TL_KEY_FRAME, tl_logged_word_read, frame),
    MEMBER(tl_logged_cable, TL_KEY_HASH, tl_logged_nothing_read, seq),
    MAYBE_HAS(tl_logged_cable, TL_KEY_LENGTH, tl_logged_number_read, length, has_length),
    MAYBE(tl_logged_cable, TL_KEY_MRN, tl_logged_word_read, mrn),
    MAYBE_HAS(tl_logged_cable, TL_KEY_ORIGINAL_SHA256, tl_logged_hash_read, original, has_original),
    MEMBER(tl_logged_cable, TL_KEY_OVERALL, tl_logged_rank_read, overall),
    MEMBER(tl_logged_cable, TL_KEY_PREV, tl_logged_nothing_read, seq),
    MAYBE_HAS(tl_logged_cable, TL_KEY_RELEASE_SHA256, tl_logged_hash_read, release, has_release),
    MAYBE_HAS(tl_logged_cable, TL_KEY_RELEASED_AS, tl_logged_rank_read, released_as, has_rank),
    MEMBER(tl_logged_cable, TL_KEY_SEQ, tl_logged_number_read, seq),
    MEMBER(tl_logged_cable, TL_KEY_SOURCE, tl_logged_text_read, source),
    MEMBER(tl_logged_cable, TL_KEY_TYPE, tl_logged_nothing_read, seq),
    MEMBER(tl_logged_cable, TL_KEY_VERDICT, tl_logged_verdict_read, verdict),
};

static const struct member decision_members[] = {
    MAYBE(tl_logged_decision, TL_KEY_AUTHORITY, tl_logged_word_read, authority),
    MEMBER(tl_logged_decision, TL_KEY_BY, tl_logged_text_read, by),
    MEMBER(tl_logged_decision, TL_KEY_CABLE, tl_logged_number_read, cable),
    MAYBE(tl_logged_decision, TL_KEY_CONTROLS, tl_logged_words_read, controls),
    MEMBER(tl_logged_decision, TL_KEY_DATE, tl_logged_date_read, date),
    MEMBER(tl_logged_decision, TL_KEY_DO, tl_logged_do_read, does),
    MAYBE(tl_logged_decision, TL_KEY_EFFECT, tl_logged_set_read, has_effect),
    MEMBER(tl_logged_decision, TL_KEY_ELEMENT, tl_logged_kind_read, element),
    MAYBE(tl_logged_decision, TL_KEY_EXEMPTIONS, tl_logged_words_read, exemptions),
    MEMBER(tl_logged_decision, TL_KEY_HASH, tl_logged_nothing_read, cable),
    MEMBER(tl_logged_decision, TL_KEY_LINE, tl_logged_number_read, line),
    MEMBER(tl_logged_decision, TL_KEY_PORTION, tl_logged_text_read, portion),
    MEMBER(tl_logged_decision, TL_KEY_PREV, tl_logged_nothing_read, cable),
    MEMBER(tl_logged_decision, TL_KEY_TYPE, tl_logged_nothing_read, cable),
    MEMBER(tl_logged_decision, TL_KEY_WHY, tl_logged_text_read, why),
};

static const struct member change_members[] = {
    MEMBER(tl_logged_change, TL_KEY_ACTION, tl_logged_action_read, action),
    MAYBE(tl_logged_change, TL_KEY_AUTHORITY, tl_logged_word_read, authority),
    MAYBE(tl_logged_change, TL_KEY_BY, tl_logged_text_read, by),
    MEMBER(tl_logged_change, TL_KEY_CABLE, tl_logged_number_read, cable),
    MEMBER(tl_logged_change, TL_KEY_CAUSE, tl_logged_cause_read, cause),
    MEMBER(tl_logged_change, TL_KEY_COMMITMENT, tl_logged_hash_read, commitment),
    MAYBE(tl_logged_change, TL_KEY_DATE, tl_logged_date_read, date),
    MAYBE_HAS(tl_logged_change, TL_KEY_ELEMENT, tl_logged_kind_read, element, has_element),
    MAYBE(tl_logged_change, TL_KEY_EXEMPTIONS, tl_logged_words_read, exemptions),
    MAYBE(tl_logged_change, TL_KEY_FROM, tl_logged_count_read, from),
    MEMBER(tl_logged_change, TL_KEY_HASH, tl_logged_nothing_read, seq),
    MEMBER(tl_logged_change, TL_KEY_IN, tl_logged_span_read, in),
    MEMBER(tl_logged_change, TL_KEY_LINES, tl_logged_pair_read, first_line),
    MAYBE(tl_logged_change, TL_KEY_MARKING, tl_logged_word_read, marking),
    MEMBER(tl_logged_change, TL_KEY_NONCE, tl_logged_hash_read, nonce),
    MAYBE(tl_logged_change, TL_KEY_NUMBER, tl_logged_word_read, number),
    MEMBER(tl_logged_change, TL_KEY_OUT, tl_logged_span_read, out),
    MEMBER(tl_logged_change, TL_KEY_PREV, tl_logged_nothing_read, seq),
    MAYBE_HAS(tl_logged_change, TL_KEY_RANK, tl_logged_rank_read, rank, has_rank),
    MAYBE(tl_logged_change, TL_KEY_REASON, tl_logged_word_read, reason),
    MAYBE(tl_logged_change, TL_KEY_REASONS, tl_logged_words_read, reasons),
    MAYBE(tl_logged_change, TL_KEY_REPLACEMENT, tl_logged_replacement_read, replacement),
    MAYBE_HAS(tl_logged_change, TL_KEY_REPLACEMENT_HEX, tl_logged_replacement_hex_read, replacement, has_hex),
    MAYBE(tl_logged_change, TL_KEY_RESTORES, tl_logged_count_read, restores),
    MAYBE(tl_logged_change, TL_KEY_RULE, tl_logged_word_read, rule),
    MAYBE(tl_logged_change, TL_KEY_RULES, tl_logged_words_read, rules),
    MEMBER(tl_logged_change, TL_KEY_SEQ, tl_logged_number_read, seq),
    MEMBER(tl_logged_change, TL_KEY_TYPE, tl_logged_nothing_read, seq),
    MAYBE(tl_logged_change, TL_KEY_WHY, tl_logged_text_read, why),
};

static const struct member kept_members[] = {
    MAYBE(tl_logged_kept, TL_KEY_BY, tl_logged_text_read, by),
    MEMBER(tl_logged_kept, TL_KEY_CABLE, tl_logged_number_read, cable),
    MEMBER(tl_logged_kept, TL_KEY_CAUSE, tl_logged_kept_cause_read, is_exception),
    MAYBE_HAS(tl_logged_kept, TL_KEY_ELEMENT, tl_logged_kind_read, element, has_element),
    MEMBER(tl_logged_kept, TL_KEY_HASH, tl_logged_nothing_read, cable),
    MEMBER(tl_logged_kept, TL_KEY_IN, tl_logged_span_read, in),
    MEMBER(tl_logged_kept, TL_KEY_LINE, tl_logged_number_read, line),
    MAYBE(tl_logged_kept, TL_KEY_NUMBER, tl_logged_word_read, number),
    MEMBER(tl_logged_kept, TL_KEY_PREV, tl_logged_nothing_read, cable),
    MEMBER(tl_logged_kept, TL_KEY_RULE, tl_logged_text_read, rule),
    MEMBER(tl_logged_kept, TL_KEY_TYPE, tl_logged_nothing_read, cable),
    MAYBE(tl_logged_kept, TL_KEY_UNTIL, tl_logged_date_read, until),
    MAYBE(tl_logged_kept, TL_KEY_WHY, tl_logged_text_read, why),
};

static const struct member covered_members[] = {
    MEMBER(tl_logged_covered, TL_KEY_CABLE, tl_logged_number_read, cable),
    MAYBE_HAS(tl_logged_covered, TL_KEY_ELEMENT, tl_logged_kind_read, element, has_element),
    MEMBER(tl_logged_covered, TL_KEY_HASH, tl_logged_nothing_read, cable),
    MEMBER(tl_logged_covered, TL_KEY_IN, tl_logged_span_read, in),
    MEMBER(tl_logged_covered, TL_KEY_LINE, tl_logged_number_read, line),
    MAYBE(tl_logged_covered, TL_KEY_NUMBER, tl_logged_word_read, number),
    MEMBER(tl_logged_covered, TL_KEY_PREV, tl_logged_nothing_read, cable),
    MEMBER(tl_logged_covered, TL_KEY_RULE, tl_logged_text_read, rule),
    MEMBER(tl_logged_covered, TL_KEY_TYPE, tl_logged_nothing_read, cable),
};

static const struct member finding_members[] = {
    MEMBER(tl_logged_finding, TL_KEY_CABLE, tl_logged_number_read, cable),
    MAYBE_HAS(tl_logged_finding, TL_KEY_ELEMENT, tl_logged_kind_read, element, has_element),
    MAYBE(tl_logged_finding, TL_KEY_FIRST, tl_logged_count_read, first),
    MAYBE(tl_logged_finding, TL_KEY_FIRST_SOURCE, tl_logged_text_read, first_source),
    MEMBER(tl_logged_finding, TL_KEY_HASH, tl_logged_nothing_read, cable),
    MAYBE(tl_logged_finding, TL_KEY_LINE, tl_logged_count_read, line),
    MAYBE(tl_logged_finding, TL_KEY_NUMBER, tl_logged_word_read, number),
    MEMBER(tl_logged_finding, TL_KEY_PREV, tl_logged_nothing_read, cable),
    MAYBE(tl_logged_finding, TL_KEY_RULE, tl_logged_word_read, rule),
    MEMBER(tl_logged_finding, TL_KEY_SLUG, tl_logged_text_read, slug),
    MEMBER(tl_logged_finding, TL_KEY_TYPE, tl_logged_nothing_read, cable),
};

static const struct member end_members[] = {
    MEMBER(tl_logged_end, TL_KEY_ACTIONS, read_tally, actions),
    MEMBER(tl_logged_end, TL_KEY_CABLES, tl_logged_number_read, cables),
    MEMBER(tl_logged_end, TL_KEY_EXEMPTIONS, read_tally, exemptions),
    MEMBER(tl_logged_end, TL_KEY_HASH, tl_logged_nothing_read, records),
    MEMBER(tl_logged_end, TL_KEY_PREV, tl_logged_nothing_read, records),
    MEMBER(tl_logged_end, TL_KEY_RECORDS, tl_logged_number_read, records),
    MEMBER(tl_logged_end, TL_KEY_RULES, read_tally, rules),
    MAYBE(tl_logged_end, TL_KEY_SIGNATURE, tl_logged_hex_read, signature),
    MAYBE_HAS(tl_logged_end, TL_KEY_SIGNED_BY, tl_logged_hash_read, signed_by, is_signed),
    MEMBER(tl_logged_end, TL_KEY_TYPE, tl_logged_nothing_read, records),
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

static bool is_whole_run(const struct tl_logged_run *run)
{
    const bool has_date = tl_date_valid(run->as_of);
    return (run->text_field.len > 0) == tl_slice_eq(run->frame, TL_LIT("jsonl")) &&
           run->has_as_of_source == has_date && run->has_as_of_future == has_date &&
           (!run->is_as_of_future || run->is_as_of_given);
}

static bool is_whole_cable(const struct tl_logged_cable *cable)
{
    const bool is_bare = cable->claim_count + cable->instruction_count == 0 && cable->mrn.len == 0 &&
                         !tl_date_valid(cable->date) && !cable->is_doubt && cable->overall == TL_RANK_UNKNOWN;
    return cable->has_release == (cable->verdict != TL_VERDICT_DENIED) &&
           cable->has_rank == cable->has_release && cable->has_counts == cable->has_original &&
           cable->has_length != cable->has_counts && (cable->has_counts || is_bare) &&
           (!cable->is_failed || !cable->has_release);
}

/* A change that a reviewer decided says who and when; of all others those alone that put text back say who. */
static bool is_decided_whole(const struct tl_logged_change *change)
{
    const bool is_restored = change->restores > 0;
    return change->cause == TL_CAUSE_DECISION && !is_restored
               ? change->by.len > 0 && tl_date_valid(change->date)
               : change->authority.len == 0 && !tl_date_valid(change->date) &&
                     (change->by.ptr == NULL || is_restored);
}

static bool is_whole_change(const struct tl_logged_change *change)
{
    return change->replacement.ptr != NULL && tl_span_len(change->out) == change->replacement.len &&
           change->has_hex != tl_utf8_valid(change->replacement) &&
           (change->restores > 0) == (change->action == TL_EDIT_RESTORED) && is_decided_whole(change);
}

/* What no table says: members that go together. */
static bool is_whole(const struct tl_logged *record)
{
    switch (record->type) {
    case TL_RECORD_RUN:
        return is_whole_run(&record->run);
    case TL_RECORD_CABLE:
        return is_whole_cable(&record->cable);
    case TL_RECORD_DECISION:
        return record->decision.by.len > 0 && record->decision.why.len > 0 &&
               (record->decision.does != TL_RULING_RELEASE || record->decision.authority.len > 0);
    case TL_RECORD_CHANGE:
        return is_whole_change(&record->change);
    case TL_RECORD_KEPT:
        return record->kept.is_exception == tl_date_valid(record->kept.until);
    case TL_RECORD_FINDING:
        return record->finding.first_source.len == 0 || record->finding.first > 0;
    case TL_RECORD_END:
        return (record->end.signature.len > 0) == record->end.is_signed;
    case TL_RECORD_NONE:
    case TL_RECORD_COVERED:
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

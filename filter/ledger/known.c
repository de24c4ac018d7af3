/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/known.h"

#include "ledger/keys.h"

#define RUN(field, known, how)                                                                               \
    {                                                                                                        \
        TL_RECORD_RUN, field, known, how                                                                     \
    }
#define CABLE(field, known, how)                                                                             \
    {                                                                                                        \
        TL_RECORD_CABLE, field, known, how                                                                   \
    }
#define DECISION(field, known, how)                                                                          \
    {                                                                                                        \
        TL_RECORD_DECISION, field, known, how                                                                \
    }
#define CHANGE(field, known, how)                                                                            \
    {                                                                                                        \
        TL_RECORD_CHANGE, field, known, how                                                                  \
    }
#define KEPT(field, known, how)                                                                              \
    {                                                                                                        \
        TL_RECORD_KEPT, field, known, how                                                                    \
    }
#define COVERED(field, known, how)                                                                           \
    {                                                                                                        \
        TL_RECORD_COVERED, field, known, how                                                                 \
    }
#define FINDING(field, known, how)                                                                           \
    {                                                                                                        \
        TL_RECORD_FINDING, field, known, how                                                                 \
    }
#define END(field, known, how)                                                                               \
    {                                                                                                        \
        TL_RECORD_END, field, known, how                                                                     \
    }

static const char place[] = "the place where it is found again";
static const char chain[] = "the chain";
static const char form[] = "the form of a record";
static const char order[] = "the order of records";
static const char ruled[] = "the file of decisions";
static const char tally[] = "counted over the log";
static const char read_again[] = "the original, read again";
static const char judged_again[] = "judged again";
static const char rules_again[] = "the rules of the policy, run again";
static const char said_by_policy[] = "what the policy says";

const struct tl_known_field tl_known_fields[] = {
    RUN(TL_KEY_AS_OF, TL_KNOWN_PARTLY, "all is judged on this day; another may decide the same"),
    RUN(TL_KEY_AS_OF_FUTURE, TL_KNOWN_NOT, "which day it was is not known"),
    RUN(TL_KEY_AS_OF_SOURCE, TL_KNOWN_PARTLY, "a policy that honours dates is given one"),
    RUN(TL_KEY_ASSUME, TL_KNOWN_PARTLY, "read again with it; it decides where nothing is claimed"),
    RUN(TL_KEY_DECISIONS "." TL_KEY_ID, TL_KNOWN_FILE, ruled),
    RUN(TL_KEY_DECISIONS "." TL_KEY_SHA256, TL_KNOWN_FILE, ruled),
    RUN(TL_KEY_FIELDS "." TL_KEY_ID, TL_KNOWN_PARTLY, "the fields of each line; one that no line has"),
    RUN(TL_KEY_FIELDS "." TL_KEY_KEEP, TL_KNOWN_PARTLY, "the fields of each line; one that no line has"),
    RUN(TL_KEY_FIELDS "." TL_KEY_TEXT, TL_KNOWN_FILE, "the field of each line that holds the cable"),
    RUN(TL_KEY_FOLLOWS, TL_KNOWN_LOG, "no run of a policy has it"),
    RUN(TL_KEY_FRAME, TL_KNOWN_PARTLY, "the original, taken apart again; `auto` may find the same"),
    RUN(TL_KEY_HASH, TL_KNOWN_LOG, chain),
    RUN(TL_KEY_LOOSENINGS, TL_KNOWN_AGAIN, said_by_policy),
    RUN(TL_KEY_MAX_CABLE, TL_KNOWN_PARTLY, "the original, taken apart again; another may do the same"),
    RUN(TL_KEY_PACKS "." TL_KEY_ID, TL_KNOWN_FILE, "the packs"),
    RUN(TL_KEY_PACKS "." TL_KEY_SHA256, TL_KNOWN_FILE, "the packs"),
    RUN(TL_KEY_POLICY "." TL_KEY_ID, TL_KNOWN_FILE, "the policy"),
    RUN(TL_KEY_POLICY "." TL_KEY_SHA256, TL_KNOWN_FILE, "the policy"),
    RUN(TL_KEY_PREV, TL_KNOWN_LOG, chain),
    RUN(TL_KEY_RUN_SECRET, TL_KNOWN_NOT, "the secret is not kept"),
    RUN(TL_KEY_SEALED_FOR, TL_KNOWN_NOT, "the certificates are not given"),
    RUN(TL_KEY_TOOL, TL_KNOWN_LOG, form),
    RUN(TL_KEY_TYPE, TL_KNOWN_LOG, form),
    RUN(TL_KEY_VERSION, TL_KNOWN_NOT, "any version may have written it"),

    CABLE(TL_KEY_AT, TL_KNOWN_FILE, "the original, taken apart again"),
    CABLE(TL_KEY_CLAIMS "." TL_KEY_DAMAGED, TL_KNOWN_AGAIN, read_again),
    CABLE(TL_KEY_CLAIMS "." TL_KEY_ENCLOSED, TL_KNOWN_AGAIN, read_again),
    CABLE(TL_KEY_CLAIMS "." TL_KEY_FROM, TL_KNOWN_AGAIN, read_again),
    CABLE(TL_KEY_CLAIMS "." TL_KEY_LEVEL, TL_KNOWN_AGAIN, read_again),
    CABLE(TL_KEY_CLAIMS "." TL_KEY_LINE, TL_KNOWN_AGAIN, read_again),
    CABLE(TL_KEY_COUNTS "." TL_KEY_CHANGES, TL_KNOWN_LOG, tally),
    CABLE(TL_KEY_COUNTS "." TL_KEY_COVERED, TL_KNOWN_LOG, tally),
    CABLE(TL_KEY_COUNTS "." TL_KEY_DECISIONS, TL_KNOWN_LOG, tally),
    CABLE(TL_KEY_COUNTS "." TL_KEY_FINDINGS, TL_KNOWN_LOG, tally),
    CABLE(TL_KEY_COUNTS "." TL_KEY_KEPT, TL_KNOWN_LOG, tally),
    CABLE(TL_KEY_COUNTS "." TL_KEY_PORTIONS, TL_KNOWN_AGAIN, read_again),
    CABLE(TL_KEY_COUNTS "." TL_KEY_WITHHELD, TL_KNOWN_AGAIN, judged_again),
    CABLE(TL_KEY_COUNTS "." TL_KEY_WORDS, TL_KNOWN_FILE, "the words of the original"),
    CABLE(TL_KEY_COUNTS "." TL_KEY_WORDS_GONE, TL_KNOWN_AGAIN, "the words of what is taken out"),
    CABLE(TL_KEY_DATE, TL_KNOWN_AGAIN, read_again),
    CABLE(TL_KEY_DECLASSIFICATION "." TL_KEY_CODES, TL_KNOWN_AGAIN, read_again),
    CABLE(TL_KEY_DECLASSIFICATION "." TL_KEY_DATE, TL_KNOWN_AGAIN, read_again),
    CABLE(TL_KEY_DECLASSIFICATION "." TL_KEY_EO, TL_KNOWN_AGAIN, read_again),
    CABLE(TL_KEY_DECLASSIFICATION "." TL_KEY_LINE, TL_KNOWN_AGAIN, read_again),
    CABLE(TL_KEY_DECLASSIFICATION "." TL_KEY_TYPE, TL_KNOWN_AGAIN, read_again),
    CABLE(TL_KEY_DOUBT, TL_KNOWN_AGAIN, judged_again),
    CABLE(TL_KEY_FRAME, TL_KNOWN_FILE, "the original, taken apart as the run says"),
    CABLE(TL_KEY_HASH, TL_KNOWN_LOG, chain),
    CABLE(TL_KEY_LENGTH, TL_KNOWN_FILE, "the original, taken apart again"),
    CABLE(TL_KEY_MRN, TL_KNOWN_AGAIN, read_again),
    CABLE(TL_KEY_ORIGINAL_SHA256, TL_KNOWN_FILE, "the original"),
    CABLE(TL_KEY_OVERALL, TL_KNOWN_AGAIN, read_again),
    CABLE(TL_KEY_PREV, TL_KNOWN_LOG, chain),
    CABLE(TL_KEY_RELEASE_SHA256, TL_KNOWN_FILE, "the release"),
    CABLE(TL_KEY_RELEASED_AS, TL_KNOWN_AGAIN, judged_again),
    CABLE(TL_KEY_SEQ, TL_KNOWN_LOG, order),
    CABLE(TL_KEY_SOURCE, TL_KNOWN_PARTLY, "files are renamed; of several inputs the one that is asked for"),
    CABLE(TL_KEY_TYPE, TL_KNOWN_LOG, form),
    CABLE(TL_KEY_VERDICT, TL_KNOWN_AGAIN, judged_again),

    DECISION(TL_KEY_AUTHORITY, TL_KNOWN_FILE, ruled),
    DECISION(TL_KEY_BY, TL_KNOWN_FILE, ruled),
    DECISION(TL_KEY_CABLE, TL_KNOWN_LOG, order),
    DECISION(TL_KEY_CONTROLS, TL_KNOWN_FILE, ruled),
    DECISION(TL_KEY_DATE, TL_KNOWN_FILE, ruled),
    DECISION(TL_KEY_DO, TL_KNOWN_FILE, ruled),
    DECISION(TL_KEY_EFFECT, TL_KNOWN_AGAIN, judged_again),
    DECISION(TL_KEY_ELEMENT, TL_KNOWN_AGAIN, read_again),
    DECISION(TL_KEY_EXEMPTIONS, TL_KNOWN_FILE, ruled),
    DECISION(TL_KEY_HASH, TL_KNOWN_LOG, chain),
    DECISION(TL_KEY_LINE, TL_KNOWN_AGAIN, read_again),
    DECISION(TL_KEY_PORTION, TL_KNOWN_FILE, ruled),
    DECISION(TL_KEY_PREV, TL_KNOWN_LOG, chain),
    DECISION(TL_KEY_TYPE, TL_KNOWN_LOG, form),
    DECISION(TL_KEY_WHY, TL_KNOWN_FILE, ruled),

    CHANGE(TL_KEY_ACTION, TL_KNOWN_AGAIN, judged_again),
    CHANGE(TL_KEY_AUTHORITY, TL_KNOWN_FILE, ruled),
    CHANGE(TL_KEY_BY, TL_KNOWN_FILE, ruled),
    CHANGE(TL_KEY_CABLE, TL_KNOWN_LOG, order),
    CHANGE(TL_KEY_CAUSE, TL_KNOWN_AGAIN, judged_again),
    CHANGE(TL_KEY_COMMITMENT, TL_KNOWN_FILE, "opened with the nonce and the original"),
    CHANGE(TL_KEY_DATE, TL_KNOWN_FILE, ruled),
    CHANGE(TL_KEY_ELEMENT, TL_KNOWN_AGAIN, read_again),
    CHANGE(TL_KEY_EXEMPTIONS, TL_KNOWN_AGAIN, said_by_policy),
    CHANGE(TL_KEY_FROM, TL_KNOWN_AGAIN, rules_again),
    CHANGE(TL_KEY_HASH, TL_KNOWN_LOG, chain),
    CHANGE(TL_KEY_IN, TL_KNOWN_AGAIN, judged_again),
    CHANGE(TL_KEY_LINES, TL_KNOWN_AGAIN, place),
    CHANGE(TL_KEY_MARKING, TL_KNOWN_AGAIN, read_again),
    CHANGE(TL_KEY_NONCE, TL_KNOWN_PARTLY, "must open the commitment; another pair of both may"),
    CHANGE(TL_KEY_NUMBER, TL_KNOWN_AGAIN, read_again),
    CHANGE(TL_KEY_OUT, TL_KNOWN_FILE, "the edits, applied again"),
    CHANGE(TL_KEY_PREV, TL_KNOWN_LOG, chain),
    CHANGE(TL_KEY_RANK, TL_KNOWN_AGAIN, judged_again),
    CHANGE(TL_KEY_REASON, TL_KNOWN_AGAIN, judged_again),
    CHANGE(TL_KEY_REASONS, TL_KNOWN_AGAIN, read_again),
    CHANGE(TL_KEY_REPLACEMENT, TL_KNOWN_AGAIN, "written again"),
    CHANGE(TL_KEY_REPLACEMENT_HEX, TL_KNOWN_AGAIN, "written again"),
    CHANGE(TL_KEY_RESTORES, TL_KNOWN_LOG, "no run of a policy has it"),
    CHANGE(TL_KEY_RULE, TL_KNOWN_AGAIN, rules_again),
    CHANGE(TL_KEY_RULES, TL_KNOWN_AGAIN, rules_again),
    CHANGE(TL_KEY_SEQ, TL_KNOWN_LOG, order),
    CHANGE(TL_KEY_TYPE, TL_KNOWN_LOG, form),
    CHANGE(TL_KEY_WHY, TL_KNOWN_AGAIN, judged_again),

    KEPT(TL_KEY_BY, TL_KNOWN_AGAIN, said_by_policy),
    KEPT(TL_KEY_CABLE, TL_KNOWN_LOG, order),
    KEPT(TL_KEY_CAUSE, TL_KNOWN_AGAIN, rules_again),
    KEPT(TL_KEY_ELEMENT, TL_KNOWN_AGAIN, read_again),
    KEPT(TL_KEY_HASH, TL_KNOWN_LOG, chain),
    KEPT(TL_KEY_IN, TL_KNOWN_AGAIN, rules_again),
    KEPT(TL_KEY_LINE, TL_KNOWN_AGAIN, place),
    KEPT(TL_KEY_NUMBER, TL_KNOWN_AGAIN, read_again),
    KEPT(TL_KEY_PREV, TL_KNOWN_LOG, chain),
    KEPT(TL_KEY_RULE, TL_KNOWN_AGAIN, rules_again),
    KEPT(TL_KEY_TYPE, TL_KNOWN_LOG, form),
    KEPT(TL_KEY_UNTIL, TL_KNOWN_AGAIN, said_by_policy),
    KEPT(TL_KEY_WHY, TL_KNOWN_AGAIN, said_by_policy),

    COVERED(TL_KEY_CABLE, TL_KNOWN_LOG, order),
    COVERED(TL_KEY_ELEMENT, TL_KNOWN_AGAIN, read_again),
    COVERED(TL_KEY_HASH, TL_KNOWN_LOG, chain),
    COVERED(TL_KEY_IN, TL_KNOWN_AGAIN, rules_again),
    COVERED(TL_KEY_LINE, TL_KNOWN_AGAIN, place),
    COVERED(TL_KEY_NUMBER, TL_KNOWN_AGAIN, read_again),
    COVERED(TL_KEY_PREV, TL_KNOWN_LOG, chain),
    COVERED(TL_KEY_RULE, TL_KNOWN_AGAIN, rules_again),
    COVERED(TL_KEY_TYPE, TL_KNOWN_LOG, form),

    FINDING(TL_KEY_CABLE, TL_KNOWN_LOG, order),
    FINDING(TL_KEY_ELEMENT, TL_KNOWN_AGAIN, read_again),
    FINDING(TL_KEY_FIRST, TL_KNOWN_PARTLY, "the cables of the log; not those of another"),
    FINDING(TL_KEY_FIRST_SOURCE, TL_KNOWN_PARTLY, "the cables of the log; not those of another"),
    FINDING(TL_KEY_HASH, TL_KNOWN_LOG, chain),
    FINDING(TL_KEY_LINE, TL_KNOWN_AGAIN, place),
    FINDING(TL_KEY_NUMBER, TL_KNOWN_AGAIN, read_again),
    FINDING(TL_KEY_PREV, TL_KNOWN_LOG, chain),
    FINDING(TL_KEY_RULE, TL_KNOWN_AGAIN, rules_again),
    FINDING(TL_KEY_SLUG, TL_KNOWN_AGAIN, judged_again),
    FINDING(TL_KEY_TYPE, TL_KNOWN_LOG, form),

    END(TL_KEY_ACTIONS "." TL_KEY_COUNT, TL_KNOWN_LOG, tally),
    END(TL_KEY_ACTIONS "." TL_KEY_ID, TL_KNOWN_LOG, tally),
    END(TL_KEY_CABLES, TL_KNOWN_LOG, tally),
    END(TL_KEY_EXEMPTIONS "." TL_KEY_COUNT, TL_KNOWN_LOG, tally),
    END(TL_KEY_EXEMPTIONS "." TL_KEY_ID, TL_KNOWN_LOG, tally),
    END(TL_KEY_HASH, TL_KNOWN_LOG, chain),
    END(TL_KEY_PREV, TL_KNOWN_LOG, chain),
    END(TL_KEY_RECORDS, TL_KNOWN_LOG, tally),
    END(TL_KEY_RULES "." TL_KEY_COUNT, TL_KNOWN_LOG, tally),
    END(TL_KEY_RULES "." TL_KEY_ID, TL_KNOWN_LOG, tally),
    END(TL_KEY_SIGNATURE, TL_KNOWN_FILE, "the public key; without one it is told as not checked"),
    END(TL_KEY_SIGNED_BY, TL_KNOWN_FILE, "the public key; without one it is told as not checked"),
    END(TL_KEY_TYPE, TL_KNOWN_LOG, form),
};

const size_t tl_known_field_count = TL_COUNT(tl_known_fields);

const char *tl_known_name(enum tl_known known)
{
    switch (known) {
    case TL_KNOWN_NOT:
        return "not known";
    case TL_KNOWN_PARTLY:
        return "partly";
    case TL_KNOWN_LOG:
        return "from the log alone";
    case TL_KNOWN_FILE:
        return "from a file";
    case TL_KNOWN_AGAIN:
        return "decided again";
    }
    return "not known";
}

const struct tl_known_field *tl_known_find(enum tl_record_type record, const char *field)
{
    for (size_t i = 0; i < tl_known_field_count; i++) {
        if (tl_known_fields[i].record == record && strcmp(tl_known_fields[i].field, field) == 0) {
            return &tl_known_fields[i];
        }
    }
    return NULL;
}

/* "run.version, cable.source": the fields of one kind. */
static void put_names(struct tl_buf *out, enum tl_known known)
{
    bool is_first = true;
    for (size_t i = 0; i < tl_known_field_count; i++) {
        const struct tl_known_field *row = &tl_known_fields[i];
        if (row->known != known) {
            continue;
        }
        tl_buf_format(out, "%s%s.%s", is_first ? "" : ", ", tl_record_type_name(row->record), row->field);
        is_first = false;
    }
}

void tl_known_sentence(struct tl_buf *out)
{
    tl_buf_str(out, "taken as the log has it, since nothing that was given shows it: ");
    put_names(out, TL_KNOWN_NOT);
    tl_buf_str(out, "; and where another value fits here as well: ");
    put_names(out, TL_KNOWN_PARTLY);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/audit.h"

#include "base/search.h"
#include "base/sort.h"
#include "marking/mark.h"

const char *tl_need_name(enum tl_need_kind kind)
{
    static const char *const names[TL_NEED_COUNT] = {
        [TL_NEED_ASSUMED] = "level assumed", [TL_NEED_BROKEN] = "log broken",
        [TL_NEED_DECISION] = "reviewer",     [TL_NEED_DOUBT] = "doubt",
        [TL_NEED_DENIED] = "denied",         [TL_NEED_CONFLICT] = "conflict",
        [TL_NEED_CODE] = "code needed",      [TL_NEED_EXCEPTION] = "exception used",
        [TL_NEED_LEFTOVER] = "left over",    [TL_NEED_AGE] = "age",
        [TL_NEED_ORDER] = "order"};
    return names[kind];
}

/* --- values of records */

bool tl_change_removes(const struct tl_logged_change *change)
{
    switch (change->action) {
    case TL_EDIT_WITHHELD:
    case TL_EDIT_DROPPED:
    case TL_EDIT_EXCISED:
    case TL_EDIT_PSEUDONYM:
    case TL_EDIT_MASKED:
        return true;
    case TL_EDIT_REMARKED:
    case TL_EDIT_RESTORED:
        break;
    }
    return false;
}

tl_slice tl_change_amount(const struct tl_logged_change *change)
{
    static const size_t buckets[] = {1, 4, 16}; /* a line count in each */
    static const tl_slice ends[] = {TL_LIT(" line]"), TL_LIT(" lines]")};
    const tl_slice mark = change->replacement;
    for (size_t i = 0; i < TL_COUNT(buckets); i++) {
        const tl_slice bucket = tl_str(tl_amount_bucket(buckets[i]));
        const size_t at = tl_slice_find(mark, bucket, 0);
        if (at != TL_NONE && at + bucket.len + 1 == mark.len) {
            return tl_slice_sub(bucket, 2, bucket.len);
        }
    }
    for (size_t i = 0; i < TL_COUNT(ends); i++) {
        const size_t comma = tl_slice_find(mark, TL_LIT(", "), 0);
        uint32_t lines = 0;
        if (comma != TL_NONE && tl_slice_ends(mark, ends[i]) &&
            tl_slice_number(tl_slice_sub(mark, comma + 2, mark.len - ends[i].len), &lines)) {
            const tl_slice bucket = tl_str(tl_amount_bucket(lines));
            return tl_slice_sub(bucket, 2, bucket.len);
        }
    }
    return (tl_slice){0};
}

uint64_t tl_per_mille(uint64_t part, uint64_t whole)
{
    return whole == 0 ? 1000 : part / whole * 1000 + part % whole * 1000 / whole;
}

tl_slice tl_audit_place(struct tl_arena *arena, bool has_element, enum tl_kind element, tl_slice number)
{
    const tl_slice shown = tl_plain_number(number);
    if (!has_element) {
        return (tl_slice){0};
    }
    return shown.len == 0 ? tl_str(tl_kind_name(element))
                          : tl_str(tl_arena_format(arena, "%s %.*s", tl_kind_name(element), (int)shown.len,
                                                   (const char *)shown.ptr));
}

/* --- counting */

void tl_audit_count_word(struct tl_arena *arena, struct tl_audit_counts *counts, tl_slice word,
                         uint64_t document, uint64_t request)
{
    const size_t low = TL_COUNT_BEFORE(counts->list.items, counts->list.count, word, word);
    if (low == counts->list.count || !tl_slice_eq(counts->list.items[low].word, word)) {
        (void)TL_PUSH(arena, &counts->list);
        for (size_t i = counts->list.count - 1; i > low; i--) {
            counts->list.items[i] = counts->list.items[i - 1];
        }
        counts->list.items[low] = (struct tl_audit_count){.word = tl_arena_dup(arena, word)};
    }
    struct tl_audit_count *at = &counts->list.items[low];
    at->spans++;
    at->documents += at->last_document != document;
    at->requests += at->last_request != request;
    at->last_document = document;
    at->last_request = request;
}

/* Where counting stands. */
struct now {
    uint64_t document, request;
};

static void count(struct tl_audit *audit, struct tl_audit_counts *counts, tl_slice word, struct now now)
{
    tl_audit_count_word(&audit->arena, counts, word, now.document, now.request);
}

static void count_change(struct tl_audit *audit, const struct tl_logged_change *change, struct now now)
{
    count(audit, &audit->actions, tl_str(tl_edit_action_name(change->action)), now);
    if (!tl_change_removes(change)) {
        return;
    }
    count(audit, &audit->causes, tl_str(tl_cause_name(change->cause)), now);
    count(audit, &audit->elements,
          change->has_element ? tl_str(tl_kind_name(change->element)) : TL_LIT("none"), now);
    for (size_t i = 0; i < change->exemptions.count; i++) {
        count(audit, &audit->exemptions, change->exemptions.item[i], now);
    }
    for (size_t i = 0; i < change->reasons.count; i++) {
        if (!tl_words_has(change->exemptions, change->reasons.item[i])) {
            count(audit, &audit->exemptions, change->reasons.item[i], now);
        }
    }
    for (size_t i = 0; i < change->rules.count; i++) {
        count(audit, &audit->rules, change->rules.item[i], now);
    }
}

static void count_cable(struct tl_audit *audit, const struct tl_audited_cable *cable)
{
    audit->cables++;
    const struct now now = {audit->cables, cable->log + 1};
    audit->verdicts[cable->of.verdict]++;
    audit->doubts += cable->of.is_doubt;
    audit->portions += cable->of.counts.portions;
    audit->withheld += cable->of.counts.withheld;
    audit->words += cable->of.counts.words;
    audit->words_gone += cable->of.counts.words_gone;
    audit->undated += !tl_date_valid(cable->as_of) || !tl_date_valid(cable->of.date);
    audit->covered += cable->covered;
    for (size_t i = 0; i < cable->changes.count; i++) {
        count_change(audit, &cable->changes.items[i].of, now);
    }
    for (size_t i = 0; i < cable->kept.count; i++) {
        audit->kept[cable->kept.items[i].of.is_exception]++;
    }
    for (size_t i = 0; i < cable->findings.count; i++) {
        count(audit, &audit->findings, cable->findings.items[i].of.slug, now);
    }
    for (size_t i = 0; i < cable->needs.count; i++) {
        struct tl_need need = cable->needs.items[i];
        need.name = tl_arena_dup(&audit->arena, need.name);
        need.place = tl_arena_dup(&audit->arena, need.place);
        need.text = tl_arena_dup(&audit->arena, need.text);
        *TL_PUSH(&audit->arena, &audit->needs) = need;
    }
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* --- one log */

struct reading {
    struct tl_audit *audit;
    size_t log;
    struct tl_arena arena; /* of the cable at hand */
    struct tl_audited_cable cable;
    bool is_open;
    tl_audit_sink *sink;
    void *context;
};

static void finish_cable(struct reading *reading)
{
    if (reading->is_open) {
        tl_audit_look(&reading->arena, reading->audit, &reading->cable);
        if (reading->sink != NULL) {
            reading->sink(reading->context, reading->audit, &reading->arena, &reading->cable);
        }
        count_cable(reading->audit, &reading->cable);
    }
    reading->is_open = false;
    tl_arena_clear(&reading->arena);
}

static void begin_cable(struct reading *reading, const struct tl_logged *record)
{
    struct tl_audit *audit = reading->audit;
    struct tl_audited_log *log = &audit->logs.items[reading->log];
    struct tl_audited_cable *cable = &reading->cable;
    finish_cable(reading);
    *cable = (struct tl_audited_cable){.log = reading->log, .log_name = log->name, .record = record->line};
    cable->of = tl_logged_cable_copy(&reading->arena, &record->cable);
    /* what a log counts is not proven by it: no share is more than the whole */
    cable->of.counts.words_gone = least(cable->of.counts.words_gone, cable->of.counts.words);
    cable->of.counts.withheld = least(cable->of.counts.withheld, cable->of.counts.portions);
    cable->as_of = tl_date_valid(audit->as_of) ? audit->as_of : log->run.as_of;
    cable->name =
        cable->of.mrn.len > 0
            ? cable->of.mrn
            : tl_str(tl_arena_format(&reading->arena, "%.*s, cable %llu", (int)cable->of.source.len,
                                     (const char *)cable->of.source.ptr, (unsigned long long)cable->of.seq));
    reading->is_open = true;
    log->cables++;
}

static void name_rule(struct tl_audit *audit, tl_slice rule)
{
    if (rule.len > 0) {
        tl_audit_count_word(&audit->arena, &audit->named, rule, 1, 1);
    }
}

static void take_record(struct reading *reading, const struct tl_logged *record)
{
    struct tl_arena *arena = &reading->arena;
    struct tl_audited_cable *cable = &reading->cable;
    struct tl_audited_log *log = &reading->audit->logs.items[reading->log];
    const bool is_open = reading->is_open;
    log->records++;
    (void)tl_hash_hex(&record->hash, log->last);
    switch (record->type) {
    case TL_RECORD_RUN:
        log->has_run = true;
        log->run = tl_logged_run_copy(&reading->audit->arena, &record->run);
        break;
    case TL_RECORD_CABLE:
        begin_cable(reading, record);
        break;
    case TL_RECORD_DECISION:
        if (is_open) {
            *TL_PUSH(arena, &cable->decisions) =
                (struct tl_audited_decision){record->line, tl_logged_decision_copy(arena, &record->decision)};
        }
        break;
    case TL_RECORD_CHANGE:
        for (size_t i = 0; i < record->change.rules.count; i++) {
            name_rule(reading->audit, record->change.rules.item[i]);
        }
        if (is_open) {
            struct tl_audited_change *change = TL_PUSH(arena, &cable->changes);
            *change = (struct tl_audited_change){record->line, tl_logged_change_copy(arena, &record->change)};
            change->of.marking = (tl_slice){0}; /* text of the cable: nothing here shows it */
        }
        break;
    case TL_RECORD_KEPT:
        name_rule(reading->audit, record->kept.rule);
        if (is_open) {
            *TL_PUSH(arena, &cable->kept) =
                (struct tl_audited_kept){record->line, tl_logged_kept_copy(arena, &record->kept)};
        }
        break;
    case TL_RECORD_COVERED:
        name_rule(reading->audit, record->covered.rule);
        cable->covered += is_open;
        break;
    case TL_RECORD_FINDING:
        name_rule(reading->audit, record->finding.rule);
        if (is_open) {
            *TL_PUSH(arena, &cable->findings) =
                (struct tl_audited_finding){record->line, tl_logged_finding_copy(arena, &record->finding)};
        }
        break;
    case TL_RECORD_END:
        log->is_signed = record->end.signature.len > 0;
        finish_cable(reading);
        break;
    case TL_RECORD_NONE:
        break;
    }
}

static void add_log_need(struct tl_audit *audit, size_t log, enum tl_need_kind kind, uint64_t record,
                         tl_slice text)
{
    *TL_PUSH(&audit->arena, &audit->needs) = (struct tl_need){.kind = kind,
                                                              .log = log,
                                                              .name = tl_str(audit->logs.items[log].name),
                                                              .text = tl_arena_dup(&audit->arena, text),
                                                              .record = record};
}

static void take_mistake(struct reading *reading, const struct tl_err *err, uint64_t line,
                         struct tl_buf *told)
{
    struct tl_audited_log *log = &reading->audit->logs.items[reading->log];
    tl_tell(told, "%s", err->text);
    if (log->is_whole) {
        add_log_need(reading->audit, reading->log, TL_NEED_BROKEN, line, tl_str(err->text));
    }
    log->is_whole = false;
}

enum tl_status tl_audit_log(struct tl_audit *audit, const char *path, tl_audit_sink *sink, void *context,
                            struct tl_buf *told)
{
    struct tl_log_reader reader;
    struct tl_err err = {0};
    struct reading reading = {.audit = audit, .log = audit->logs.count, .sink = sink, .context = context};
    enum tl_status worst = tl_log_reader_open(&reader, path, &err);
    if (worst != TL_OK) {
        tl_tell(told, "%s", err.text);
        return worst;
    }
    struct tl_audited_log *log = TL_PUSH(&audit->arena, &audit->logs);
    *log = (struct tl_audited_log){.name = path, .is_whole = true};
    for (;;) {
        const struct tl_logged *record = NULL;
        const enum tl_status status = tl_log_next(&reader, &record, &err);
        if (status != TL_OK) {
            take_mistake(&reading, &err, reader.line, told);
            worst = tl_status_worse(worst, status);
        }
        if (record != NULL) {
            take_record(&reading, record);
        } else if (status == TL_OK || status == TL_IO) {
            break;
        }
    }
    finish_cable(&reading);
    if (audit->logs.items[reading.log].run.assume != TL_RANK_UNKNOWN) {
        const char *level = tl_rank_name(audit->logs.items[reading.log].run.assume);
        add_log_need(audit, reading.log, TL_NEED_ASSUMED, 1,
                     tl_str(tl_arena_format(
                         &audit->arena, "cables that claim no level were taken for %s (--assume)", level)));
    }
    tl_arena_release(&reading.arena);
    tl_log_reader_close(&reader);
    return worst;
}

void tl_audit_init(struct tl_audit *audit, struct tl_date as_of)
{
    *audit = (struct tl_audit){.as_of = as_of};
}

bool tl_audit_has_records(const struct tl_audit *audit)
{
    bool has = false;
    for (size_t i = 0; i < audit->logs.count; i++) {
        has = has || audit->logs.items[i].records > 0;
    }
    return has;
}

static int need_order(const void *a, const void *b)
{
    const struct tl_need *x = a;
    const struct tl_need *y = b;
    if (x->kind != y->kind) {
        return x->kind < y->kind ? -1 : 1;
    }
    if (x->log != y->log) {
        return x->log < y->log ? -1 : 1;
    }
    if (x->cable != y->cable) {
        return x->cable < y->cable ? -1 : 1;
    }
    if (x->record != y->record) {
        return x->record < y->record ? -1 : 1;
    }
    if (x->line != y->line) {
        return x->line < y->line ? -1 : 1;
    }
    return tl_slice_cmp(x->text, y->text);
}

void tl_audit_end(struct tl_audit *audit)
{
    tl_sort(audit->needs.items, audit->needs.count, sizeof(struct tl_need), need_order);
}

void tl_audit_release(struct tl_audit *audit)
{
    tl_arena_release(&audit->arena);
}

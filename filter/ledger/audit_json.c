/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/audit_json.h"

#include "ledger/audit_public.h"
#include "ledger/record.h"

void tl_audit_json_begin(struct tl_audit_json *state, const struct tl_audit *audit)
{
    tl_json_object(&state->json);
    if (!state->is_public) {
        tl_put_date(&state->json, "as_of", audit->as_of);
    }
    tl_json_key(&state->json, "cables");
    tl_json_array(&state->json);
}

static void put_change(struct tl_json *json, const struct tl_audited_change *change)
{
    const struct tl_logged_change *of = &change->of;
    tl_json_object(json);
    tl_json_put_str(json, "action", tl_edit_action_name(of->action));
    if (of->authority.len > 0) {
        tl_json_put_slice(json, "authority", of->authority);
    }
    if (of->by.len > 0) {
        tl_json_put_slice(json, "by", of->by);
    }
    tl_json_put_str(json, "cause", tl_cause_name(of->cause));
    tl_put_hash(json, "commitment", &of->commitment);
    tl_put_date(json, "date", of->date);
    if (of->has_element) {
        tl_json_put_str(json, "element", tl_kind_name(of->element));
    }
    tl_put_words(json, "exemptions", of->exemptions);
    tl_json_put_pair(json, "lines", of->first_line, of->last_line);
    if (tl_plain_number(of->number).len > 0) {
        tl_json_put_slice(json, "number", tl_plain_number(of->number));
    }
    if (of->has_element) {
        tl_json_put_str(json, "rank", tl_rank_name(of->rank));
    }
    tl_put_words(json, "reasons", of->reasons);
    tl_json_put_int(json, "record", change->record);
    tl_put_words(json, "rules", of->rules);
    if (of->why.len > 0) {
        tl_json_put_slice(json, "why", of->why);
    }
    tl_json_object_end(json);
}

static void put_decision(struct tl_json *json, const struct tl_audited_decision *decision)
{
    const struct tl_logged_decision *of = &decision->of;
    tl_json_object(json);
    if (of->authority.len > 0) {
        tl_json_put_slice(json, "authority", of->authority);
    }
    tl_json_put_slice(json, "by", of->by);
    tl_put_words(json, "controls", of->controls);
    tl_put_date(json, "date", of->date);
    tl_json_put_str(json, "do", tl_ruling_name(of->does));
    tl_json_put_bool(json, "effect", of->has_effect);
    tl_json_put_str(json, "element", tl_kind_name(of->element));
    tl_put_words(json, "exemptions", of->exemptions);
    tl_json_put_int(json, "line", of->line);
    tl_json_put_slice(json, "portion", of->portion);
    tl_json_put_int(json, "record", decision->record);
    tl_json_put_slice(json, "why", of->why);
    tl_json_object_end(json);
}

static void put_kept(struct tl_json *json, const struct tl_audited_kept *kept)
{
    tl_json_object(json);
    if (kept->of.is_exception) {
        tl_json_put_slice(json, "by", kept->of.by);
    }
    tl_json_put_str(json, "cause", kept->of.is_exception ? "exception" : "check");
    if (kept->of.has_element) {
        tl_json_put_str(json, "element", tl_kind_name(kept->of.element));
    }
    tl_json_put_int(json, "line", kept->of.line);
    if (tl_plain_number(kept->of.number).len > 0) {
        tl_json_put_slice(json, "number", tl_plain_number(kept->of.number));
    }
    tl_json_put_int(json, "record", kept->record);
    tl_json_put_slice(json, "rule", kept->of.rule);
    if (kept->of.is_exception) {
        tl_put_date(json, "until", kept->of.until);
        tl_json_put_slice(json, "why", kept->of.why);
    }
    tl_json_object_end(json);
}

static void put_finding(struct tl_json *json, const struct tl_audited_finding *finding)
{
    tl_json_object(json);
    if (finding->of.line > 0) {
        tl_json_put_int(json, "line", finding->of.line);
    }
    tl_json_put_int(json, "record", finding->record);
    tl_json_put_slice(json, "slug", finding->of.slug);
    tl_json_object_end(json);
}

static void put_cable(struct tl_json *json, const struct tl_audit_filter *filter,
                      const struct tl_audited_cable *cable)
{
    const struct tl_logged_cable *of = &cable->of;
    tl_json_object(json);
    tl_json_key(json, "changes");
    tl_json_array(json);
    for (size_t i = 0; i < cable->changes.count; i++) {
        if (tl_audit_wants_change(filter, &cable->changes.items[i].of)) {
            put_change(json, &cable->changes.items[i]);
        }
    }
    tl_json_array_end(json);
    tl_json_put_int(json, "covered", cable->covered);
    tl_put_date(json, "date", of->date);
    if (cable->decisions.count > 0 && !tl_audit_is_narrow(filter)) {
        tl_json_key(json, "decisions");
        tl_json_array(json);
        for (size_t i = 0; i < cable->decisions.count; i++) {
            put_decision(json, &cable->decisions.items[i]);
        }
        tl_json_array_end(json);
    }
    tl_json_put_bool(json, "doubt", of->is_doubt);
    tl_json_key(json, "findings");
    tl_json_array(json);
    for (size_t i = 0; i < cable->findings.count; i++) {
        put_finding(json, &cable->findings.items[i]);
    }
    tl_json_array_end(json);
    tl_json_key(json, "kept");
    tl_json_array(json);
    for (size_t i = 0; i < cable->kept.count; i++) {
        if (tl_audit_wants_kept(filter, &cable->kept.items[i].of)) {
            put_kept(json, &cable->kept.items[i]);
        }
    }
    tl_json_array_end(json);
    tl_json_put_str(json, "log", cable->log_name);
    if (of->mrn.len > 0) {
        tl_json_put_slice(json, "mrn", of->mrn);
    }
    if (of->has_original) {
        tl_put_hash(json, "original_sha256", &of->original);
    }
    tl_json_put_str(json, "overall", tl_rank_name(of->overall));
    tl_json_put_int(json, "portions", of->counts.portions);
    tl_json_put_int(json, "record", cable->record);
    if (of->has_release) {
        tl_put_hash(json, "release_sha256", &of->release);
        tl_json_put_str(json, "released_as", tl_rank_name(of->released_as));
    }
    tl_json_put_int(json, "seq", of->seq);
    tl_json_put_slice(json, "source", of->source);
    tl_json_put_str(json, "verdict", tl_verdict_name(of->verdict));
    tl_json_put_int(json, "withheld", of->counts.withheld);
    tl_json_put_int(json, "words", of->counts.words);
    tl_json_put_int(json, "words_gone", of->counts.words_gone);
    tl_json_object_end(json);
}

static void put_public(struct tl_json *json, const struct tl_audited_cable *cable)
{
    struct tl_arena arena = {0};
    struct tl_public_cable public;
    tl_audit_publish(&arena, cable, &public);
    tl_json_object(json);
    tl_json_key(json, "changes");
    tl_json_array(json);
    for (size_t i = 0; i < public.change_count; i++) {
        const struct tl_public_change *change = &public.changes[i];
        tl_json_object(json);
        tl_json_put_str(json, "action", change->is_withheld ? "withheld" : "excised");
        if (change->amount.len > 0) {
            tl_json_put_slice(json, "amount", change->amount);
        }
        tl_put_hash(json, "commitment", &change->commitment);
        if (change->element != NULL) {
            tl_json_put_str(json, "element", change->element);
        }
        tl_put_words(json, "exemptions", change->exemptions);
        if (change->number.len > 0) {
            tl_json_put_slice(json, "number", change->number);
        }
        tl_json_object_end(json);
    }
    tl_json_array_end(json);
    if (public.mrn.len > 0) {
        tl_json_put_slice(json, "mrn", public.mrn);
    }
    tl_json_put_str(json, "verdict", public.verdict);
    tl_json_object_end(json);
    tl_arena_release(&arena);
}

void tl_audit_json_cable(struct tl_audit_json *state, const struct tl_audited_cable *cable)
{
    if (!tl_audit_wants_any(state->filter, cable)) {
        return;
    }
    if (state->is_public) {
        put_public(&state->json, cable);
    } else {
        put_cable(&state->json, state->filter, cable);
    }
}

static void put_counts(struct tl_json *json, const char *key, const struct tl_audit_counts *counts)
{
    tl_json_key(json, key);
    tl_json_array(json);
    for (size_t i = 0; i < counts->list.count; i++) {
        const struct tl_audit_count *count = &counts->list.items[i];
        tl_json_object(json);
        tl_json_put_int(json, "documents", count->documents);
        tl_json_put_slice(json, "id", count->word);
        tl_json_put_int(json, "requests", count->requests);
        tl_json_put_int(json, "spans", count->spans);
        tl_json_object_end(json);
    }
    tl_json_array_end(json);
}

static void put_source(struct tl_json *json, const struct tl_logged_source *source)
{
    tl_json_object(json);
    tl_json_put_slice(json, "id", source->id);
    tl_put_hash(json, "sha256", &source->sha256);
    tl_json_object_end(json);
}

static void put_log(struct tl_json *json, const struct tl_audited_log *log)
{
    tl_json_object(json);
    tl_put_date(json, "as_of", log->run.as_of);
    if (log->run.assume != TL_RANK_UNKNOWN) {
        tl_json_put_str(json, "assume", tl_rank_name(log->run.assume));
    }
    tl_json_put_int(json, "cables", log->cables);
    if (log->run.has_decisions) {
        tl_json_key(json, "decisions");
        put_source(json, &log->run.decisions);
    }
    if (log->run.follows) {
        tl_put_hash(json, "follows", &log->run.followed);
    }
    tl_json_put_str(json, "last_hash", log->last);
    tl_put_words(json, "loosenings", log->run.loosenings);
    tl_json_put_str(json, "name", log->name);
    if (log->has_run) {
        tl_json_key(json, "packs");
        tl_json_array(json);
        for (size_t i = 0; i < log->run.pack_count; i++) {
            put_source(json, &log->run.packs[i]);
        }
        tl_json_array_end(json);
        tl_json_key(json, "policy");
        put_source(json, &log->run.policy);
    }
    tl_json_put_int(json, "records", log->records);
    tl_json_put_bool(json, "signed", log->is_signed);
    tl_json_put_bool(json, "whole", log->is_whole);
    tl_json_object_end(json);
}

static void put_needs(struct tl_json *json, const struct tl_audit *audit)
{
    tl_json_key(json, "needs");
    tl_json_array(json);
    for (size_t i = 0; i < audit->needs.count; i++) {
        const struct tl_need *need = &audit->needs.items[i];
        tl_json_object(json);
        if (need->cable > 0) {
            tl_json_put_int(json, "cable", need->cable);
        }
        tl_json_put_str(json, "kind", tl_need_name(need->kind));
        if (need->line > 0) {
            tl_json_put_int(json, "line", need->line);
        }
        tl_json_put_str(json, "log", audit->logs.items[need->log].name);
        tl_json_put_slice(json, "name", need->name);
        if (need->place.len > 0) {
            tl_json_put_slice(json, "place", need->place);
        }
        if (need->record > 0) {
            tl_json_put_int(json, "record", need->record);
        }
        tl_json_put_slice(json, "text", need->text);
        tl_json_object_end(json);
    }
    tl_json_array_end(json);
}

static void put_totals(struct tl_json *json, const struct tl_audit *audit)
{
    tl_json_key(json, "totals");
    tl_json_object(json);
    tl_json_put_int(json, "ages_not_judged", audit->undated);
    tl_json_put_int(json, "cables", audit->cables);
    tl_json_put_int(json, "changed", audit->verdicts[TL_VERDICT_CHANGED]);
    tl_json_put_int(json, "covered", audit->covered);
    tl_json_put_int(json, "denied", audit->verdicts[TL_VERDICT_DENIED]);
    tl_json_put_int(json, "doubt", audit->doubts);
    tl_json_put_int(json, "kept_by_check", audit->kept[false]);
    tl_json_put_int(json, "kept_by_exception", audit->kept[true]);
    tl_json_put_int(json, "portions", audit->portions);
    tl_json_put_int(json, "portions_withheld", audit->withheld);
    tl_json_put_int(json, "released", audit->verdicts[TL_VERDICT_RELEASED]);
    tl_json_put_int(json, "withheld", audit->verdicts[TL_VERDICT_WITHHELD]);
    tl_json_put_int(json, "words", audit->words);
    tl_json_put_int(json, "words_gone", audit->words_gone);
    tl_json_put_int(json, "words_released_per_mille",
                    tl_per_mille(audit->words - audit->words_gone, audit->words));
    tl_json_object_end(json);
}

void tl_audit_json_end(struct tl_audit_json *state, const struct tl_audit *audit)
{
    struct tl_json *json = &state->json;
    tl_json_array_end(json);
    if (!state->is_public) {
        put_counts(json, "counts_actions", &audit->actions);
        put_counts(json, "counts_causes", &audit->causes);
        put_counts(json, "counts_elements", &audit->elements);
        put_counts(json, "counts_exemptions", &audit->exemptions);
        put_counts(json, "counts_findings", &audit->findings);
        put_counts(json, "counts_rules", &audit->rules);
        tl_json_key(json, "logs");
        tl_json_array(json);
        for (size_t i = 0; i < audit->logs.count; i++) {
            put_log(json, &audit->logs.items[i]);
        }
        tl_json_array_end(json);
        put_needs(json, audit);
        put_totals(json, audit);
    }
    tl_json_object_end(json);
    tl_buf_byte(json->out, '\n');
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/audit_text.h"

#include <inttypes.h>

#include "cli/wrap.h"
#include "ledger/audit_public.h"
#include "marking/exemption.h"

enum { COLUMN = 22, NEED_COLUMN = 16, SHOWN_NEEDS = 8 };

/* "86.5 %" */
static void put_per_cent(struct tl_buf *out, uint64_t part, uint64_t whole)
{
    const uint64_t tenths = tl_per_mille(part, whole);
    tl_buf_format(out, "%" PRIu64 ".%" PRIu64 " %%", tenths / 10, tenths % 10);
}

static void put_words(struct tl_buf *out, struct tl_words words)
{
    for (size_t i = 0; i < words.count; i++) {
        tl_buf_byte(out, ' ');
        tl_put_plain(out, words.item[i]);
    }
}

static void put_place(struct tl_buf *out, uint64_t line, bool has_element, enum tl_kind element,
                      tl_slice number)
{
    struct tl_arena arena = {0};
    const tl_slice place = tl_audit_place(&arena, has_element, element, number);
    tl_buf_format(out, "  line %-5" PRIu64 " ", line);
    tl_put_column(out, place.len > 0 ? place : TL_LIT("-"), COLUMN);
    tl_arena_release(&arena);
}

static void put_change(struct tl_buf *out, const struct tl_audited_change *change)
{
    const struct tl_logged_change *of = &change->of;
    put_place(out, of->first_line, of->has_element, of->element, of->number);
    tl_buf_str(out, tl_edit_action_name(of->action));
    put_words(out, tl_change_removes(of) ? of->exemptions : (struct tl_words){0});
    put_words(out, of->reasons);
    tl_buf_format(out, ", %s", tl_cause_name(of->cause));
    if (of->rule.len > 0) {
        tl_buf_byte(out, ' ');
        tl_put_plain(out, of->rule);
    }
    if (of->why.len > 0) {
        tl_buf_str(out, ": ");
        tl_put_plain(out, of->why);
    }
    if (of->by.len > 0) {
        tl_buf_str(out, " (by ");
        tl_put_plain(out, of->by);
        tl_buf_byte(out, ')');
    }
    tl_buf_format(out, " (record %" PRIu64 ")\n", change->record);
}

static void put_decision(struct tl_buf *out, const struct tl_audited_decision *decision)
{
    const struct tl_logged_decision *of = &decision->of;
    char date[TL_DATE_TEXT];
    tl_buf_format(out, "  line %-5" PRIu64 " ", of->line);
    tl_put_column(out, tl_str(tl_kind_name(of->element)), COLUMN);
    tl_buf_format(out, "decision: %s", tl_ruling_name(of->does));
    put_words(out, of->exemptions);
    tl_buf_str(out, " portion ");
    tl_put_plain(out, of->portion);
    if (of->controls.count > 0) {
        tl_buf_str(out, ", lifting");
        put_words(out, of->controls);
    }
    tl_buf_format(out, ", %s by ", tl_date_render(of->date, date));
    tl_put_plain(out, of->by);
    if (of->authority.len > 0) {
        tl_buf_str(out, ", authority ");
        tl_put_plain(out, of->authority);
    }
    tl_buf_str(out, ": ");
    tl_put_plain(out, of->why);
    tl_buf_format(out, "%s (record %" PRIu64 ")\n", of->has_effect ? "" : "; it changed nothing",
                  decision->record);
}

static void put_kept(struct tl_buf *out, const struct tl_audited_kept *kept)
{
    const struct tl_logged_kept *of = &kept->of;
    char until[TL_DATE_TEXT];
    put_place(out, of->line, of->has_element, of->element, of->number);
    tl_buf_str(out, "kept, ");
    tl_put_plain(out, of->rule);
    if (of->is_exception) {
        tl_buf_str(out, ": exception by ");
        tl_put_plain(out, of->by);
        tl_buf_format(out, " until %s: ", tl_date_render(of->until, until));
        tl_put_plain(out, of->why);
    } else {
        tl_buf_str(out, ": its check failed");
    }
    tl_buf_format(out, " (record %" PRIu64 ")\n", kept->record);
}

/* What the cable came to, as far as it is known. */
static void put_cable(struct tl_buf *out, const struct tl_audited_cable *cable)
{
    const struct tl_logged_cable *of = &cable->of;
    const struct tl_logged_counts *counts = &of->counts;
    char date[TL_DATE_TEXT];
    tl_put_plain(out, cable->name);
    if (tl_date_valid(of->date)) {
        tl_buf_format(out, " of %s", tl_date_render(of->date, date));
    }
    tl_buf_format(out, ": %s", tl_verdict_name(of->verdict));
    if (of->has_release) {
        tl_buf_format(out, ", %s to %s", tl_rank_name(of->overall), tl_rank_name(of->released_as));
    }
    if (of->has_counts && of->has_release) {
        tl_buf_format(out, "; %" PRIu64 " of %" PRIu64 " portions left", counts->portions - counts->withheld,
                      counts->portions);
    }
    if (counts->words > 0) {
        tl_buf_str(out, ", words released ");
        put_per_cent(out, counts->words - counts->words_gone, counts->words);
    }
    tl_buf_str(out, of->is_doubt ? "; doubt\n  from " : "\n  from ");
    tl_put_plain(out, of->source);
    tl_buf_str(out, ", log ");
    tl_put_plain(out, tl_str(cable->log_name));
    tl_buf_format(out, ", record %" PRIu64 "\n", cable->record);
}

static void put_need(struct tl_buf *out, const struct tl_need *need)
{
    tl_buf_str(out, "  ");
    tl_put_column(out, tl_str(tl_need_name(need->kind)), NEED_COLUMN);
    tl_put_plain(out, need->name);
    if (need->line > 0) {
        tl_buf_format(out, ", line %" PRIu64, need->line);
    }
    if (need->place.len > 0) {
        tl_buf_str(out, ", ");
        tl_put_plain(out, need->place);
    }
    tl_buf_str(out, ": ");
    tl_put_plain(out, need->text);
    if (need->record > 0) {
        tl_buf_format(out, " (record %" PRIu64 ")", need->record);
    }
    tl_buf_byte(out, '\n');
}

void tl_audit_text_cable(struct tl_buf *out, const struct tl_audit_filter *filter,
                         const struct tl_audited_cable *cable)
{
    if (!tl_audit_wants_any(filter, cable)) {
        return;
    }
    put_cable(out, cable);
    for (size_t i = 0; i < cable->decisions.count && !tl_audit_is_narrow(filter); i++) {
        put_decision(out, &cable->decisions.items[i]);
    }
    for (size_t i = 0; i < cable->changes.count; i++) {
        if (tl_audit_wants_change(filter, &cable->changes.items[i].of)) {
            put_change(out, &cable->changes.items[i]);
        }
    }
    for (size_t i = 0; i < cable->kept.count; i++) {
        if (tl_audit_wants_kept(filter, &cable->kept.items[i].of)) {
            put_kept(out, &cable->kept.items[i]);
        }
    }
    for (size_t i = 0; i < cable->needs.count && tl_audit_wants_causes(filter, cable); i++) {
        const enum tl_need_kind kind = cable->needs.items[i].kind;
        if (kind == TL_NEED_CONFLICT || kind == TL_NEED_DENIED) {
            put_need(out, &cable->needs.items[i]);
        }
    }
    tl_buf_byte(out, '\n');
}

void tl_audit_text_public(struct tl_buf *out, const struct tl_audited_cable *cable)
{
    struct tl_arena arena = {0};
    struct tl_public_cable public;
    tl_audit_publish(&arena, cable, &public);
    tl_put_plain(out, public.mrn.len > 0 ? public.mrn : TL_LIT("a cable"));
    tl_buf_format(out, ": %s\n", public.verdict);
    for (size_t i = 0; i < public.change_count; i++) {
        const struct tl_public_change *change = &public.changes[i];
        char hex[TL_HEX];
        tl_buf_format(out, "  %s", change->element == NULL ? "-" : change->element);
        if (change->number.len > 0) {
            tl_buf_byte(out, ' ');
            tl_put_plain(out, change->number);
        }
        tl_buf_format(out, ": %s", change->is_withheld ? "withheld" : "excised");
        put_words(out, change->exemptions);
        if (change->amount.len > 0) {
            tl_buf_str(out, ", ");
            tl_buf_add(out, change->amount);
        }
        tl_buf_format(out, ", commitment %s\n", tl_hash_hex(&change->commitment, hex));
    }
    tl_buf_byte(out, '\n');
    tl_arena_release(&arena);
}

/* --- the summary */

static void put_logs(struct tl_buf *out, const struct tl_audit *audit)
{
    for (size_t i = 0; i < audit->logs.count; i++) {
        const struct tl_audited_log *log = &audit->logs.items[i];
        char hex[TL_HEX];
        char date[TL_DATE_TEXT];
        tl_buf_str(out, "log ");
        tl_put_plain(out, tl_str(log->name));
        tl_buf_format(out, ": %" PRIu64 " records, %s%s, last hash %s\n", log->records,
                      log->is_whole ? "whole" : "NOT WHOLE", log->is_signed ? ", signed" : "", log->last);
        if (!log->has_run) {
            continue;
        }
        tl_buf_str(out, "  policy ");
        tl_put_plain(out, log->run.policy.id);
        tl_buf_format(out, " %s\n", tl_hash_hex(&log->run.policy.sha256, hex));
        for (size_t k = 0; k < log->run.pack_count; k++) {
            tl_buf_str(out, "  pack ");
            tl_put_plain(out, log->run.packs[k].id);
            tl_buf_format(out, " %s\n", tl_hash_hex(&log->run.packs[k].sha256, hex));
        }
        if (log->run.has_decisions) {
            tl_buf_str(out, "  decisions ");
            tl_put_plain(out, log->run.decisions.id);
            tl_buf_format(out, " %s\n", tl_hash_hex(&log->run.decisions.sha256, hex));
        }
        if (log->run.follows) {
            tl_buf_format(out, "  puts back text of the log whose last hash is %s\n",
                          tl_hash_hex(&log->run.followed, hex));
        }
        if (tl_date_valid(log->run.as_of)) {
            tl_buf_format(out, "  judged as of %s, %s\n", tl_date_render(log->run.as_of, date),
                          log->run.is_as_of_given ? "as given" : "the day of the run");
        }
        for (size_t k = 0; k < log->run.loosenings.count; k++) {
            tl_buf_str(out, "  opened: ");
            tl_put_plain(out, log->run.loosenings.item[k]);
            tl_buf_byte(out, '\n');
        }
    }
}

/* Some of each kind: what needs a look most stands first, and hides nothing of the rest. */
static void put_needs(struct tl_buf *out, const struct tl_audit *audit)
{
    tl_buf_format(out, "\nneeds a human: %zu\n", audit->needs.count);
    for (size_t i = 0; i < audit->needs.count;) {
        const enum tl_need_kind kind = audit->needs.items[i].kind;
        size_t of_kind = 0;
        for (; i < audit->needs.count && audit->needs.items[i].kind == kind; i++, of_kind++) {
            if (of_kind < SHOWN_NEEDS) {
                put_need(out, &audit->needs.items[i]);
            }
        }
        if (of_kind > SHOWN_NEEDS) {
            tl_buf_format(out, "  %-*sand %zu more: --format json or html shows all\n", (int)NEED_COLUMN,
                          tl_need_name(kind), of_kind - (size_t)SHOWN_NEEDS);
        }
    }
}

static void put_counts(struct tl_buf *out, const char *title, const struct tl_audit_counts *counts)
{
    if (counts->list.count == 0) {
        return;
    }
    tl_buf_byte(out, '\n');
    tl_put_column(out, tl_str(title), 32);
    tl_buf_str(out, "   spans  documents  requests\n");
    for (size_t i = 0; i < counts->list.count; i++) {
        const struct tl_audit_count *count = &counts->list.items[i];
        tl_buf_str(out, "  ");
        tl_put_column(out, count->word, 30);
        tl_buf_format(out, "%8" PRIu64 "  %9" PRIu64 "  %8" PRIu64, count->spans, count->documents,
                      count->requests);
        const struct tl_exemption *code = tl_exemption_find(count->word);
        if (code != NULL) {
            tl_buf_format(out, "  %s: %s", code->title, code->subject);
        }
        tl_buf_byte(out, '\n');
    }
}

static void put_verdicts(struct tl_buf *out, const struct tl_audit *audit)
{
    static const enum tl_verdict order[] = {TL_VERDICT_RELEASED, TL_VERDICT_CHANGED, TL_VERDICT_WITHHELD,
                                            TL_VERDICT_DENIED};
    tl_buf_format(out, "\n%" PRIu64 " %s in %zu %s:", audit->cables, audit->cables == 1 ? "cable" : "cables",
                  audit->logs.count, audit->logs.count == 1 ? "log" : "logs");
    for (size_t i = 0; i < TL_COUNT(order); i++) {
        tl_buf_format(out, "%s %" PRIu64 " %s", i == 0 ? "" : ",", audit->verdicts[order[i]],
                      tl_verdict_name(order[i]));
    }
    tl_buf_format(out, "; %" PRIu64 " with doubt\n", audit->doubts);
    tl_buf_format(out, "portions withheld: %" PRIu64 " of %" PRIu64 "\nwords released: ", audit->withheld,
                  audit->portions);
    put_per_cent(out, audit->words - audit->words_gone, audit->words);
    tl_buf_format(out, " (%" PRIu64 " of %" PRIu64 ")\n", audit->words - audit->words_gone, audit->words);
    tl_buf_format(out,
                  "kept by exceptions: %" PRIu64 "; by failed checks: %" PRIu64
                  "; hits inside withheld text: %" PRIu64 "\n",
                  audit->kept[true], audit->kept[false], audit->covered);
    if (audit->undated > 0) {
        tl_buf_format(out,
                      "ages not judged: %" PRIu64 " cables without a date, or without a day to judge on "
                      "(--as-of DATE)\n",
                      audit->undated);
    }
}

void tl_audit_text_summary(struct tl_buf *out, const struct tl_audit *audit)
{
    put_logs(out, audit);
    put_needs(out, audit);
    put_verdicts(out, audit);
    put_counts(out, "exemptions and reasons", &audit->exemptions);
    put_counts(out, "rules", &audit->rules);
    put_counts(out, "causes", &audit->causes);
    put_counts(out, "elements", &audit->elements);
    put_counts(out, "actions", &audit->actions);
    put_counts(out, "findings", &audit->findings);
}

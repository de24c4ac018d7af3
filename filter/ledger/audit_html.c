/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/audit_html.h"

#include <inttypes.h>

#include "ledger/audit_public.h"
#include "ledger/audit_side.h"
#include "ledger/audit_table.h"
#include "ledger/html.h"
#include "marking/exemption.h"

static void put_number_cell(struct tl_buf *out, uint64_t number)
{
    tl_buf_format(out, "<td class=\"number\">%" PRIu64 "</td>", number);
}

static void put_cell(struct tl_buf *out, tl_slice text)
{
    tl_buf_str(out, "<td>");
    tl_html_text(out, text);
    tl_buf_str(out, "</td>");
}

static void put_words(struct tl_buf *out, struct tl_words words)
{
    for (size_t i = 0; i < words.count; i++) {
        tl_buf_str(out, i == 0 ? "" : " ");
        tl_html_text(out, words.item[i]);
    }
}

/* --- one cable */

/* What of the words stays, as a number and as a bar. */
static void put_bar(struct tl_buf *out, const struct tl_logged_counts *counts)
{
    const uint64_t stays = tl_per_mille(counts->words - counts->words_gone, counts->words);
    tl_buf_format(out,
                  "<td class=\"number\">%" PRIu64 ".%" PRIu64 " %%</td><td><svg class=\"bar\" viewBox=\"0 0 "
                  "1000 10\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"%" PRIu64 ".%" PRIu64
                  " per cent of the words released\"><rect width=\"%" PRIu64 "\" height=\"10\"/></svg></td>",
                  stays / 10, stays % 10, stays / 10, stays % 10, stays);
}

static void put_bar_row(struct tl_audit_html *html, const struct tl_audited_cable *cable)
{
    static const char head[] =
        "<th class=\"cable\" scope=\"col\">Cable</th><th class=\"few\" scope=\"col\">Verdict</th><th "
        "class=\"number few\" scope=\"col\">Changes</th><th class=\"number few\" scope=\"col\">Needs</th><th "
        "class=\"number cable\" scope=\"col\">Words released</th><th class=\"share\" "
        "scope=\"col\">Share</th>";
    struct tl_buf *out = &html->bars;
    tl_html_rows(out, html->documents++, "bars", head);
    tl_buf_format(out, "<tr><td><a href=\"#c-%zu-%" PRIu64 "\">", cable->log + 1, cable->of.seq);
    tl_html_text(out, cable->name);
    tl_buf_str(out, "</a></td>");
    put_cell(out, tl_str(tl_verdict_name(cable->of.verdict)));
    put_number_cell(out, cable->changes.count);
    put_number_cell(out, cable->needs.count);
    put_bar(out, &cable->of.counts);
    tl_buf_str(out, "</tr>\n");
}

static void put_facts(struct tl_buf *out, const struct tl_audited_cable *cable)
{
    const struct tl_logged_cable *of = &cable->of;
    char date[TL_DATE_TEXT];
    char hex[TL_HEX];
    tl_buf_format(out, "<p>Verdict <strong>%s</strong>", tl_verdict_name(of->verdict));
    if (of->has_release) {
        tl_buf_format(out, ", from %s to %s", tl_rank_name(of->overall), tl_rank_name(of->released_as));
    }
    if (tl_date_valid(of->date)) {
        tl_buf_format(out, "; cable of %s", tl_date_render(of->date, date));
    }
    tl_buf_format(out, "; %" PRIu64 " of %" PRIu64 " portions withheld; source ", of->counts.withheld,
                  of->counts.portions);
    tl_html_text(out, of->source);
    tl_buf_format(out, "; record %" PRIu64 " of ", cable->record);
    tl_html_text(out, tl_str(cable->log_name));
    tl_buf_str(out, "</p>\n");
    if (of->has_original) {
        tl_buf_format(out, "<p class=\"soft\">Original <code>%s</code>", tl_hash_hex(&of->original, hex));
        if (of->has_release) {
            tl_buf_format(out, "<br>Release <code>%s</code>", tl_hash_hex(&of->release, hex));
        }
        tl_buf_str(out, "</p>\n");
    }
}

static void put_change_row(struct tl_buf *out, const struct tl_audited_cable *cable,
                           const struct tl_audited_change *change)
{
    const struct tl_logged_change *of = &change->of;
    struct tl_arena arena = {0};
    tl_buf_str(out, "<tr id=\"");
    tl_audit_anchor(out, cable, of->seq);
    tl_buf_str(out, "\">");
    put_number_cell(out, of->first_line);
    put_cell(out, tl_audit_place(&arena, of->has_element, of->element, of->number));
    tl_buf_format(out, "<td><span class=\"chip chip-%s\">%s</span></td>", tl_rank_name(of->rank),
                  tl_rank_name(of->rank));
    put_cell(out, tl_str(tl_edit_action_name(of->action)));
    tl_buf_str(out, "<td>");
    put_words(out, tl_words_union(&arena, of->exemptions, of->reasons));
    tl_buf_format(out, "</td><td>%s ", tl_cause_name(of->cause));
    put_words(out, of->rules);
    tl_buf_str(out, "</td>");
    put_cell(out, of->why);
    put_number_cell(out, change->record);
    tl_buf_str(out, "</tr>\n");
    tl_arena_release(&arena);
}

/* What a reviewer decided of a cable. */
static void put_decisions(struct tl_buf *out, const struct tl_audited_cable *cable)
{
    if (cable->decisions.count == 0) {
        return;
    }
    tl_buf_str(out, "<table>\n<caption>Decisions of a reviewer</caption>\n<thead><tr><th class=\"number\" "
                    "scope=\"col\">Line</th><th scope=\"col\">Portion</th><th scope=\"col\">Decision</th><th "
                    "scope=\"col\">Codes and controls</th><th scope=\"col\">By</th><th "
                    "scope=\"col\">Authority</th><th scope=\"col\">Date</th><th scope=\"col\">Why</th><th "
                    "class=\"number\" scope=\"col\">Record</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < cable->decisions.count; i++) {
        const struct tl_logged_decision *of = &cable->decisions.items[i].of;
        char date[TL_DATE_TEXT];
        tl_buf_str(out, "<tr>");
        put_number_cell(out, of->line);
        put_cell(out, of->portion);
        tl_buf_format(out, "<td>%s%s</td><td>", tl_ruling_name(of->does),
                      of->has_effect ? "" : ", which changed nothing");
        put_words(out, of->does == TL_RULING_RELEASE ? of->controls : of->exemptions);
        tl_buf_str(out, "</td>");
        put_cell(out, of->by);
        put_cell(out, of->authority);
        put_cell(out, tl_str(tl_date_render(of->date, date)));
        put_cell(out, of->why);
        put_number_cell(out, cable->decisions.items[i].record);
        tl_buf_str(out, "</tr>\n");
    }
    tl_buf_str(out, "</tbody>\n</table>\n");
}

static void put_changes(struct tl_buf *out, const struct tl_audited_cable *cable)
{
    if (cable->changes.count == 0) {
        tl_buf_str(out, "<p>Nothing was changed.</p>\n");
        return;
    }
    tl_buf_str(
        out,
        "<table class=\"changes\">\n<caption>Changes</caption>\n<thead><tr><th class=\"number line\" "
        "scope=\"col\">Line</th><th class=\"place\" scope=\"col\">Portion</th><th class=\"level\" "
        "scope=\"col\">Level</th><th class=\"few\" scope=\"col\">Action</th><th class=\"codes\" "
        "scope=\"col\">Codes</th><th class=\"cable\" scope=\"col\">Cause and rules</th><th "
        "scope=\"col\">Why</th><th class=\"number few\" scope=\"col\">Record</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < cable->changes.count; i++) {
        put_change_row(out, cable, &cable->changes.items[i]);
    }
    tl_buf_str(out, "</tbody>\n</table>\n");
}

/* Puts original and release side by side where both are at hand; true when they are. */
static bool put_side(struct tl_audit_html *html, const struct tl_audit *audit,
                     const struct tl_audited_cable *cable)
{
    tl_slice original;
    tl_slice release;
    const struct tl_logged_cable *of = &cable->of;
    if (html->originals == NULL || html->releases == NULL || !of->has_original || !of->has_release ||
        !tl_texts_find(html->originals, &of->original, &original) ||
        !tl_texts_find(html->releases, &of->release, &release)) {
        return false;
    }
    if (!tl_audit_follows(cable, original, release)) {
        tl_buf_str(&html->cables, "<p><strong>The changes of the log do not make this release of this "
                                  "original. Run tearline verify.</strong></p>\n");
        html->strange++;
        return false;
    }
    tl_audit_side(&html->cables, cable, original, audit->logs.items[cable->log].run.assume);
    html->shown++;
    return true;
}

static void put_public_cable(struct tl_audit_html *html, const struct tl_audited_cable *cable)
{
    struct tl_arena arena = {0};
    struct tl_public_cable public;
    struct tl_buf *out = &html->cables;
    tl_audit_publish(&arena, cable, &public);
    html->documents++;
    html->public_verdicts[cable->of.verdict]++;
    tl_buf_str(out, "<article>\n<h3>");
    tl_html_text(out, public.mrn.len > 0 ? public.mrn : TL_LIT("A cable"));
    tl_buf_format(out, "</h3>\n<p>Verdict <strong>%s</strong></p>\n", public.verdict);
    if (public.change_count > 0) {
        tl_buf_str(out, "<table>\n<thead><tr><th scope=\"col\">Portion</th><th "
                        "scope=\"col\">Action</th><th scope=\"col\">Exemptions</th><th "
                        "scope=\"col\">Amount</th><th scope=\"col\">Commitment</th></tr></thead>\n<tbody>\n");
    }
    for (size_t i = 0; i < public.change_count; i++) {
        const struct tl_public_change *change = &public.changes[i];
        char hex[TL_HEX];
        tl_buf_str(out, "<tr><td>");
        tl_html_text(out, tl_str(change->element));
        tl_buf_str(out, change->number.len > 0 ? " " : "");
        tl_html_text(out, change->number);
        tl_buf_format(out, "</td><td>%s</td><td>", change->is_withheld ? "withheld" : "excised");
        put_words(out, change->exemptions);
        tl_buf_str(out, "</td>");
        put_cell(out, change->amount);
        tl_buf_format(out, "<td><code>%s</code></td></tr>\n", tl_hash_hex(&change->commitment, hex));
        for (size_t k = 0; k < change->exemptions.count; k++) {
            tl_audit_count_word(&html->arena, &html->exemptions, change->exemptions.item[k], html->documents,
                                1);
        }
    }
    tl_buf_str(out, public.change_count > 0 ? "</tbody>\n</table>\n</article>\n" : "</article>\n");
    tl_arena_release(&arena);
}

void tl_audit_html_cable(struct tl_audit_html *html, const struct tl_audit *audit,
                         const struct tl_audited_cable *cable)
{
    if (html->is_public) {
        put_public_cable(html, cable);
        return;
    }
    struct tl_buf *out = &html->cables;
    put_bar_row(html, cable);
    tl_buf_format(out, "<article id=\"c-%zu-%" PRIu64 "\">\n<h3>", cable->log + 1, cable->of.seq);
    tl_html_text(out, cable->name);
    tl_buf_str(out, "</h3>\n");
    put_facts(out, cable);
    put_decisions(out, cable);
    if (!put_side(html, audit, cable)) {
        put_changes(out, cable);
    }
    tl_buf_str(out, "</article>\n");
}

/* --- the page */

static void put_needs(struct tl_buf *out, const struct tl_audit *audit)
{
    static const char head[] = "<th class=\"kind\" scope=\"col\">Kind</th><th class=\"cable\" "
                               "scope=\"col\">Cable</th><th class=\"number "
                               "few\" scope=\"col\">Line</th><th class=\"place\" "
                               "scope=\"col\">Portion</th><th scope=\"col\">What</th><th "
                               "class=\"number few\" scope=\"col\">Record</th>";
    tl_buf_format(out, "<section id=\"needs\">\n<h2>Needs a human: %zu</h2>\n", audit->needs.count);
    if (audit->needs.count == 0) {
        tl_buf_str(out, "<p>Nothing was found that needs a look.</p>\n</section>\n");
        return;
    }
    for (size_t i = 0; i < audit->needs.count; i++) {
        const struct tl_need *need = &audit->needs.items[i];
        tl_html_rows(out, i, "needs", head);
        tl_buf_format(out, "<tr><td class=\"kind\">%s</td><td>", tl_need_name(need->kind));
        if (need->cable > 0) {
            tl_buf_format(out, "<a href=\"#c-%zu-%" PRIu64 "\">", need->log + 1, need->cable);
        }
        tl_html_text(out, need->name);
        tl_buf_str(out, need->cable > 0 ? "</a></td>" : "</td>");
        if (need->line > 0) {
            put_number_cell(out, need->line);
        } else {
            tl_buf_str(out, "<td></td>");
        }
        put_cell(out, need->place);
        put_cell(out, need->text);
        put_number_cell(out, need->record);
        tl_buf_str(out, "</tr>\n");
    }
    tl_html_rows_end(out, audit->needs.count);
    tl_buf_str(out, "</section>\n");
}

static void put_counts(struct tl_buf *out, const char *title, const struct tl_audit_counts *counts,
                       bool has_requests)
{
    if (counts->list.count == 0) {
        return;
    }
    tl_buf_format(out,
                  "<table class=\"counts\">\n<caption>%s</caption>\n<thead><tr><th "
                  "scope=\"col\">What</th><th class=\"number\" scope=\"col\">Spans</th><th "
                  "class=\"number\" scope=\"col\">Documents</th>%s</tr></thead>\n<tbody>\n",
                  title, has_requests ? "<th class=\"number\" scope=\"col\">Requests</th>" : "");
    for (size_t i = 0; i < counts->list.count; i++) {
        const struct tl_audit_count *count = &counts->list.items[i];
        const struct tl_exemption *statute = tl_exemption_find(count->word);
        tl_buf_str(out, "<tr><td>");
        tl_html_text(out, count->word);
        if (statute != NULL) {
            tl_buf_format(out, " <span class=\"soft\">%s: %s</span>", statute->title, statute->subject);
        }
        tl_buf_str(out, "</td>");
        put_number_cell(out, count->spans);
        put_number_cell(out, count->documents);
        if (has_requests) {
            put_number_cell(out, count->requests);
        }
        tl_buf_str(out, "</tr>\n");
    }
    tl_buf_str(out, "</tbody>\n</table>\n");
}

static void put_verdicts(struct tl_buf *out, const uint64_t *verdicts, uint64_t cables)
{
    tl_buf_format(out,
                  "<p><strong>%" PRIu64 "</strong> cables: %" PRIu64 " released as they were, %" PRIu64
                  " changed, %" PRIu64 " with no portion of the body left, %" PRIu64 " denied.</p>\n",
                  cables, verdicts[TL_VERDICT_RELEASED], verdicts[TL_VERDICT_CHANGED],
                  verdicts[TL_VERDICT_WITHHELD], verdicts[TL_VERDICT_DENIED]);
}

static void put_totals(struct tl_buf *out, const struct tl_audit *audit)
{
    const uint64_t stays = tl_per_mille(audit->words - audit->words_gone, audit->words);
    tl_buf_str(out, "<section id=\"verdict\">\n<h2>Verdict and counts</h2>\n");
    put_verdicts(out, audit->verdicts, audit->cables);
    tl_buf_format(out,
                  "<p>Words released: <strong>%" PRIu64 ".%" PRIu64 " %%</strong> (%" PRIu64 " of %" PRIu64
                  "). Portions withheld: %" PRIu64 " of %" PRIu64 ". With doubt: %" PRIu64
                  ". Kept by exceptions: %" PRIu64 ", by failed checks: %" PRIu64
                  ". Hits inside withheld text: %" PRIu64 ".</p>\n",
                  stays / 10, stays % 10, audit->words - audit->words_gone, audit->words, audit->withheld,
                  audit->portions, audit->doubts, audit->kept[true], audit->kept[false], audit->covered);
    if (audit->undated > 0) {
        tl_buf_format(out,
                      "<p>The age of %" PRIu64 " cables was not judged: they have no date, or no day to "
                      "judge on was given.</p>\n",
                      audit->undated);
    }
    put_counts(out, "Exemptions and reasons", &audit->exemptions, true);
    put_counts(out, "Rules", &audit->rules, true);
    put_counts(out, "Causes", &audit->causes, true);
    put_counts(out, "Elements", &audit->elements, true);
    put_counts(out, "Findings", &audit->findings, true);
    tl_buf_str(out, "</section>\n");
}

static void put_annex(struct tl_buf *out, const struct tl_audit *audit)
{
    tl_buf_str(out, "<section id=\"annex\">\n<h2>Logs, policies and how to check</h2>\n");
    for (size_t i = 0; i < audit->logs.count; i++) {
        const struct tl_audited_log *log = &audit->logs.items[i];
        char hex[TL_HEX];
        tl_buf_str(out, "<h3>");
        tl_html_text(out, tl_str(log->name));
        tl_buf_format(out,
                      "</h3>\n<p>%" PRIu64 " records, chain and counts <strong>%s</strong>%s; last hash "
                      "<code>%s</code></p>\n<ul>\n",
                      log->records, log->is_whole ? "whole" : "NOT whole", log->is_signed ? ", signed" : "",
                      log->last);
        if (log->has_run) {
            tl_buf_str(out, "<li>policy ");
            tl_html_text(out, log->run.policy.id);
            tl_buf_format(out, " <code>%s</code></li>\n", tl_hash_hex(&log->run.policy.sha256, hex));
        }
        for (size_t k = 0; k < log->run.pack_count; k++) {
            tl_buf_str(out, "<li>pack ");
            tl_html_text(out, log->run.packs[k].id);
            tl_buf_format(out, " <code>%s</code></li>\n", tl_hash_hex(&log->run.packs[k].sha256, hex));
        }
        if (log->run.has_decisions) {
            tl_buf_str(out, "<li>decisions ");
            tl_html_text(out, log->run.decisions.id);
            tl_buf_format(out, " <code>%s</code></li>\n", tl_hash_hex(&log->run.decisions.sha256, hex));
        }
        for (size_t k = 0; k < log->run.loosenings.count; k++) {
            tl_buf_str(out, "<li>opened: ");
            tl_html_text(out, log->run.loosenings.item[k]);
            tl_buf_str(out, "</li>\n");
        }
        tl_buf_str(out, log->has_run ? "</ul>\n" : "<li>no run record</li></ul>\n");
    }
    tl_buf_str(out,
               "<p>Check files with <code>sha256sum</code> against the sums above, and whether a release "
               "follows from its original with <code>tearline verify --log LOG ORIGINAL "
               "RELEASE</code>.</p>\n</section>\n");
}

static void put_public_page(struct tl_audit_html *html, struct tl_buf *out)
{
    tl_html_begin(out, "Audit of redactions", "PUBLIC EDITION",
                  "Verdicts, portions, exemptions and commitments; no text, no rules.");
    tl_buf_str(out, "<main id=\"main\">\n<section id=\"verdict\">\n<h2>Verdict and counts</h2>\n");
    put_verdicts(out, html->public_verdicts, html->documents);
    put_counts(out, "Exemptions and reasons", &html->exemptions, false);
    tl_buf_str(out, "</section>\n<section id=\"cables\">\n<h2>Cables</h2>\n");
    tl_buf_add(out, tl_buf_slice(&html->cables));
    tl_buf_str(out, "</section>\n<p class=\"note\">A commitment is SHA-256 of a nonce and the text that was "
                    "removed. When a nonce is given away, anybody can see that the text is the one that was "
                    "withheld.</p>\n");
    tl_html_end(out);
}

void tl_audit_html_end(struct tl_audit_html *html, const struct tl_audit *audit, struct tl_buf *out)
{
    if (html->is_public) {
        put_public_page(html, out);
        return;
    }
    tl_html_begin(out, "Audit of redactions", "INTERNAL EDITION",
                  html->shown > 0 ? "It holds the text of originals: it is as sensitive as they are."
                                  : "It is as sensitive as the cables.");
    tl_buf_str(out, "<nav aria-label=\"sections\"><a href=\"#needs\">Needs a human</a><a "
                    "href=\"#verdict\">Counts</a><a href=\"#bars\">Overview</a><a "
                    "href=\"#cables\">Cables</a><a href=\"#annex\">Logs and policies</a></nav>\n<main "
                    "id=\"main\">\n");
    put_needs(out, audit);
    put_totals(out, audit);
    tl_buf_str(out, "<section id=\"bars\">\n<h2>Cable by cable</h2>\n");
    tl_buf_add(out, tl_buf_slice(&html->bars));
    tl_html_rows_end(out, html->documents);
    tl_buf_str(out, "</section>\n<section id=\"cables\">\n<h2>Cables</h2>\n");
    tl_buf_str(out, html->shown > 0
                        ? "<p>Each cut is a link to the next: Tab and Shift+Tab go from change to "
                          "change. Struck text is not in the release.</p>\n"
                        : "<p>Originals and releases were not at hand: changes are listed by "
                          "place.</p>\n");
    tl_buf_add(out, tl_buf_slice(&html->cables));
    tl_buf_str(out, "</section>\n");
    put_annex(out, audit);
    tl_html_end(out);
}

void tl_audit_html_release(struct tl_audit_html *html)
{
    tl_buf_release(&html->cables);
    tl_buf_release(&html->bars);
    tl_arena_release(&html->arena);
}

/* --- the Vaughn index */

void tl_vaughn_html_cable(struct tl_buf *rows, const struct tl_audit_filter *filter,
                          const struct tl_audited_cable *cable)
{
    struct tl_arena arena = {0};
    for (size_t i = 0; tl_audit_wants_cable(filter, cable) && i < cable->changes.count; i++) {
        const struct tl_audited_change *change = &cable->changes.items[i];
        tl_slice cells[TL_VAUGHN_CELLS];
        if (!tl_audit_wants_change(filter, &change->of) || !tl_change_removes(&change->of)) {
            continue;
        }
        tl_vaughn_row(&arena, cable, change, cells);
        tl_buf_str(rows, "<tr>");
        for (size_t k = 0; k < TL_VAUGHN_CELLS; k++) {
            put_cell(rows, cells[k]);
        }
        tl_buf_str(rows, "</tr>\n");
    }
    tl_arena_release(&arena);
}

void tl_vaughn_html_end(struct tl_buf *rows, struct tl_buf *out)
{
    tl_html_begin(out, "Vaughn index", "DRAFT",
                  "Generated from change logs. A person writes the justification of each entry.");
    tl_buf_str(out, "<main id=\"main\">\n<table class=\"vaughn\">\n<thead><tr>");
    for (size_t k = 0; k < TL_VAUGHN_CELLS; k++) {
        tl_buf_format(out, "<th scope=\"col\">%s</th>", tl_vaughn_titles[k]);
    }
    tl_buf_str(out, "</tr></thead>\n<tbody>\n");
    tl_buf_add(out, tl_buf_slice(rows));
    tl_buf_str(out, "</tbody>\n</table>\n");
    tl_html_end(out);
}

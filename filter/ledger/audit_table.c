/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/audit_table.h"

#include <inttypes.h>

#include "base/utf8.h"
#include "ledger/audit_public.h"
#include "marking/exemption.h"

const char *const tl_vaughn_titles[TL_VAUGHN_CELLS] = {
    "document",         "date",        "from",         "to", "portion", "decision", "exemption",
    "statute or order", "description", "justification"};

static const char *const change_titles[] = {
    "log",     "record", "cable",      "date",    "source",    "verdict",    "line",
    "element", "number", "rank",       "action",  "cause",     "exemptions", "reasons",
    "rule",    "why",    "commitment", "portion", "authority", "by",         "decided"};

static const char *const public_titles[] = {"mrn",    "verdict",    "element", "number",
                                            "action", "exemptions", "amount",  "commitment"};

void tl_csv_cell(struct tl_buf *out, tl_slice text, bool is_first)
{
    const unsigned char first = text.len > 0 ? text.ptr[0] : 0;
    const bool is_formula = first == '=' || first == '+' || first == '-' || first == '@' || first == '\t';
    bool is_quoted = false;
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char c = text.ptr[i];
        is_quoted = is_quoted || c == '"' || c == ',' || c < 0x20;
    }
    tl_buf_str(out, is_first ? "" : ",");
    tl_buf_str(out, is_quoted ? "\"" : "");
    tl_buf_str(out, is_formula ? "'" : "");
    for (size_t at = 0; at < text.len;) {
        const struct tl_char c = tl_char_at(text, at);
        tl_buf_str(out, c.code == '"' ? "\"" : "");
        tl_buf_char(out, c.code < 0x20 || c.code == 0x7f ? '?' : c.code);
        at += c.len;
    }
    tl_buf_str(out, is_quoted ? "\"" : "");
}

static void put_row(struct tl_buf *out, const tl_slice *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        tl_csv_cell(out, cells[i], i == 0);
    }
    tl_buf_str(out, "\r\n");
}

static void put_titles(struct tl_buf *out, const char *const *titles, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        tl_csv_cell(out, tl_str(titles[i]), i == 0);
    }
    tl_buf_str(out, "\r\n");
}

void tl_audit_table_head(struct tl_buf *out, enum tl_audit_table table)
{
    switch (table) {
    case TL_TABLE_CHANGES:
        put_titles(out, change_titles, TL_COUNT(change_titles));
        return;
    case TL_TABLE_PUBLIC:
        put_titles(out, public_titles, TL_COUNT(public_titles));
        return;
    case TL_TABLE_VAUGHN:
        put_titles(out, tl_vaughn_titles, TL_VAUGHN_CELLS);
        return;
    }
}

/* Words parted by blanks. */
static tl_slice joined(struct tl_arena *arena, struct tl_words words)
{
    struct tl_buf text = {0};
    for (size_t i = 0; i < words.count; i++) {
        tl_buf_str(&text, i == 0 ? "" : " ");
        tl_buf_add(&text, words.item[i]);
    }
    const tl_slice out = tl_arena_dup(arena, tl_buf_slice(&text));
    tl_buf_release(&text);
    return out;
}

static tl_slice number_of(struct tl_arena *arena, uint64_t number)
{
    return tl_str(tl_arena_format(arena, "%" PRIu64, number));
}

static tl_slice hex_of(struct tl_arena *arena, const struct tl_hash *hash)
{
    char hex[TL_HEX];
    return tl_arena_dup(arena, tl_str(tl_hash_hex(hash, hex)));
}

static tl_slice date_of(struct tl_arena *arena, struct tl_date date)
{
    char text[TL_DATE_TEXT];
    return tl_arena_dup(arena, tl_str(tl_date_render(date, text)));
}

static void put_change(struct tl_buf *out, struct tl_arena *arena, const struct tl_audited_cable *cable,
                       const struct tl_audited_change *change)
{
    const struct tl_logged_change *of = &change->of;
    const tl_slice cells[TL_COUNT(change_titles)] = {
        tl_str(cable->log_name),
        number_of(arena, change->record),
        cable->name,
        date_of(arena, cable->of.date),
        cable->of.source,
        tl_str(tl_verdict_name(cable->of.verdict)),
        number_of(arena, of->first_line),
        of->has_element ? tl_str(tl_kind_name(of->element)) : (tl_slice){0},
        tl_plain_number(of->number),
        of->has_element ? tl_str(tl_rank_name(of->rank)) : (tl_slice){0},
        tl_str(tl_edit_action_name(of->action)),
        tl_str(tl_cause_name(of->cause)),
        joined(arena, of->exemptions),
        joined(arena, of->reasons),
        joined(arena, of->rules),
        of->why,
        hex_of(arena, &of->commitment),
        {0},
        of->authority,
        of->by,
        date_of(arena, of->date)};
    put_row(out, cells, TL_COUNT(cells));
}

/* A decision of a reviewer: what it does stands as the action. */
static void put_decision(struct tl_buf *out, struct tl_arena *arena, const struct tl_audited_cable *cable,
                         const struct tl_audited_decision *decision)
{
    const struct tl_logged_decision *of = &decision->of;
    const tl_slice cells[TL_COUNT(change_titles)] = {tl_str(cable->log_name),
                                                     number_of(arena, decision->record),
                                                     cable->name,
                                                     date_of(arena, cable->of.date),
                                                     cable->of.source,
                                                     tl_str(tl_verdict_name(cable->of.verdict)),
                                                     number_of(arena, of->line),
                                                     tl_str(tl_kind_name(of->element)),
                                                     {0},
                                                     {0},
                                                     tl_str(tl_ruling_name(of->does)),
                                                     tl_str(tl_cause_name(TL_CAUSE_DECISION)),
                                                     joined(arena, of->exemptions),
                                                     {0},
                                                     {0},
                                                     of->why,
                                                     {0},
                                                     of->portion,
                                                     of->authority,
                                                     of->by,
                                                     date_of(arena, of->date)};
    put_row(out, cells, TL_COUNT(cells));
}

static void put_public(struct tl_buf *out, struct tl_arena *arena, const struct tl_audited_cable *cable)
{
    struct tl_public_cable public;
    tl_audit_publish(arena, cable, &public);
    for (size_t i = 0; i < public.change_count; i++) {
        const struct tl_public_change *change = &public.changes[i];
        const tl_slice cells[TL_COUNT(public_titles)] = {public.mrn,
                                                         tl_str(public.verdict),
                                                         tl_str(change->element),
                                                         change->number,
                                                         change->is_withheld ? TL_LIT("withheld")
                                                                             : TL_LIT("excised"),
                                                         joined(arena, change->exemptions),
                                                         change->amount,
                                                         hex_of(arena, &change->commitment)};
        put_row(out, cells, TL_COUNT(cells));
    }
    if (public.change_count == 0) {
        const tl_slice cells[TL_COUNT(public_titles)] = {public.mrn, tl_str(public.verdict)};
        put_row(out, cells, TL_COUNT(cells));
    }
}

/* --- the Vaughn index */

static const char *rank_words(enum tl_rank rank)
{
    return rank == TL_RANK_UNKNOWN ? "of unknown level" : tl_rank_title(rank);
}

/* "Text within paragraph 2, which is marked CONFIDENTIAL." */
static tl_slice description_of(struct tl_arena *arena, const struct tl_logged_change *change)
{
    const tl_slice place = tl_audit_place(arena, change->has_element, change->element, change->number);
    const bool is_whole = change->action == TL_EDIT_WITHHELD || change->action == TL_EDIT_DROPPED;
    const tl_slice amount = tl_change_amount(change);
    return tl_str(tl_arena_format(arena, "%s %.*s, %s%s%.*s", is_whole ? "All text of" : "Words within",
                                  (int)(place.len > 0 ? place.len : 8),
                                  place.len > 0 ? (const char *)place.ptr : "the text",
                                  rank_words(change->rank), amount.len > 0 ? ": " : "", (int)amount.len,
                                  amount.len > 0 ? (const char *)amount.ptr : ""));
}

static tl_slice statutes_of(struct tl_arena *arena, struct tl_words codes)
{
    struct tl_buf text = {0};
    for (size_t i = 0; i < codes.count; i++) {
        const struct tl_exemption *row = tl_exemption_find(codes.item[i]);
        tl_buf_str(&text, i == 0 ? "" : "; ");
        if (row != NULL) {
            tl_buf_format(&text, "%s (%s)", row->title, row->subject);
        } else {
            tl_buf_add(&text, codes.item[i]);
        }
    }
    const tl_slice out = tl_arena_dup(arena, tl_buf_slice(&text));
    tl_buf_release(&text);
    return out;
}

/* "PORT ARDENT" of "PORT ARDENT 301". */
static tl_slice post_of(tl_slice mrn)
{
    size_t end = mrn.len;
    while (end > 0 && tl_is_digit(mrn.ptr[end - 1])) {
        end--;
    }
    return tl_slice_trim(tl_slice_sub(mrn, 0, end));
}

void tl_vaughn_row(struct tl_arena *arena, const struct tl_audited_cable *cable,
                   const struct tl_audited_change *change, tl_slice cells[TL_VAUGHN_CELLS])
{
    const struct tl_logged_change *of = &change->of;
    const bool is_whole = of->action == TL_EDIT_WITHHELD || of->action == TL_EDIT_DROPPED;
    const struct tl_words codes = tl_words_union(arena, of->exemptions, of->reasons);
    size_t i = 0;
    cells[i++] = cable->name;
    cells[i++] = date_of(arena, cable->of.date);
    cells[i++] = post_of(cable->of.mrn);
    cells[i++] = cable->to;
    cells[i++] = tl_audit_place(arena, of->has_element, of->element, of->number);
    cells[i++] = is_whole ? TL_LIT("withheld in full") : TL_LIT("withheld in part");
    cells[i++] = codes.count > 0 ? joined(arena, codes) : TL_LIT("code needed");
    cells[i++] = statutes_of(arena, codes);
    cells[i++] = description_of(arena, of);
    cells[i++] = (tl_slice){0};
}

void tl_audit_table_cable(struct tl_buf *out, enum tl_audit_table table, const struct tl_audit_filter *filter,
                          const struct tl_audited_cable *cable)
{
    struct tl_arena arena = {0};
    if (!tl_audit_wants_cable(filter, cable)) {
        return;
    }
    if (table == TL_TABLE_PUBLIC) {
        put_public(out, &arena, cable);
    }
    for (size_t i = 0; table == TL_TABLE_CHANGES && i < cable->decisions.count && !tl_audit_is_narrow(filter);
         i++) {
        put_decision(out, &arena, cable, &cable->decisions.items[i]);
    }
    for (size_t i = 0; table != TL_TABLE_PUBLIC && i < cable->changes.count; i++) {
        const struct tl_audited_change *change = &cable->changes.items[i];
        if (!tl_audit_wants_change(filter, &change->of)) {
            continue;
        }
        if (table == TL_TABLE_CHANGES) {
            put_change(out, &arena, cable, change);
        } else if (tl_change_removes(&change->of)) {
            tl_slice cells[TL_VAUGHN_CELLS];
            tl_vaughn_row(&arena, cable, change, cells);
            put_row(out, cells, TL_VAUGHN_CELLS);
        }
    }
    tl_arena_release(&arena);
}

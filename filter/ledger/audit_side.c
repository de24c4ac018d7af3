/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/audit_side.h"

#include <inttypes.h>

#include "base/search.h"
#include "ledger/html.h"

bool tl_audit_follows(const struct tl_audited_cable *cable, tl_slice original, tl_slice release)
{
    size_t read = 0;
    size_t written = 0;
    for (size_t i = 0; i < cable->changes.count; i++) {
        const struct tl_logged_change *change = &cable->changes.items[i].of;
        const tl_slice kept = tl_slice_sub(original, read, change->in.begin);
        if (change->in.begin < read || change->in.end < change->in.begin || change->in.end > original.len ||
            change->out.begin != written + kept.len ||
            change->out.end != change->out.begin + change->replacement.len ||
            !tl_slice_eq(tl_slice_sub(release, written, written + kept.len), kept) ||
            !tl_slice_eq(tl_span_of(release, change->out), change->replacement)) {
            return false;
        }
        read = change->in.end;
        written = change->out.end;
    }
    return tl_slice_eq(tl_slice_sub(original, read, original.len),
                       tl_slice_sub(release, written, release.len)) &&
           original.len - read == release.len - written;
}

void tl_audit_anchor(struct tl_buf *out, const struct tl_audited_cable *cable, uint64_t change)
{
    tl_buf_format(out, "c-%zu-%" PRIu64 "-%" PRIu64, cable->log + 1, cable->of.seq, change);
}

struct side {
    struct tl_buf *out;
    const struct tl_audited_cable *cable;
    tl_slice original;
};

/* A cut, which is a link to the next one: the tabulator goes from change to change. */
static void put_cut(struct side *side, size_t index)
{
    struct tl_buf *out = side->out;
    const struct tl_audited_change *change = &side->cable->changes.items[index];
    const struct tl_logged_change *of = &change->of;
    const size_t next = index + 1 < side->cable->changes.count ? index + 1 : 0;
    tl_buf_str(out, "<a class=\"cut\" id=\"");
    tl_audit_anchor(out, side->cable, of->seq);
    tl_buf_str(out, "\" href=\"#");
    tl_audit_anchor(out, side->cable, side->cable->changes.items[next].of.seq);
    tl_buf_str(out, "\" title=\"");
    tl_html_text(out, of->why.len > 0 ? of->why : tl_str(tl_cause_name(of->cause)));
    tl_buf_str(out, "\">");
    tl_html_text(out, of->replacement.len > 0 ? of->replacement : TL_LIT("[removed]"));
    tl_buf_format(out, "<span class=\"by\">%s, %s", tl_edit_action_name(of->action),
                  tl_cause_name(of->cause));
    if (of->rule.len > 0) {
        tl_buf_byte(out, ' ');
        tl_html_text(out, of->rule);
    }
    tl_buf_format(out, ", record %" PRIu64 "</span></a>", change->record);
}

/* The bytes [begin, end) of the original: as they stand with what goes struck, or as they are released. */
static void put_range(struct side *side, struct tl_span range, bool is_release)
{
    const struct tl_audited_cable *cable = side->cable;
    size_t at = range.begin;
    size_t i = TL_COUNT_UP_TO(cable->changes.items, cable->changes.count, of.in.end, range.begin);
    for (; i < cable->changes.count && cable->changes.items[i].of.in.begin < range.end; i++) {
        const struct tl_span in = cable->changes.items[i].of.in;
        tl_html_text(side->out, tl_slice_sub(side->original, at, in.begin));
        const size_t begin = in.begin > range.begin ? in.begin : range.begin;
        const size_t end = in.end < range.end ? in.end : range.end;
        if (!is_release) {
            tl_buf_str(side->out, "<del>");
            tl_html_text(side->out, tl_slice_sub(side->original, begin, end));
            tl_buf_str(side->out, "</del>");
        } else if (in.begin >= range.begin) {
            put_cut(side, i);
        }
        at = end;
    }
    tl_html_text(side->out, tl_slice_sub(side->original, at, range.end));
}

static bool is_withheld(const struct tl_audited_cable *cable, struct tl_span core)
{
    for (size_t i = TL_COUNT_UP_TO(cable->changes.items, cable->changes.count, of.in.end, core.begin);
         i < cable->changes.count && cable->changes.items[i].of.in.begin < core.end; i++) {
        const enum tl_edit_action action = cable->changes.items[i].of.action;
        if (action == TL_EDIT_WITHHELD || action == TL_EDIT_DROPPED) {
            return true;
        }
    }
    return false;
}

static void put_level(struct side *side, const struct tl_portion *portion)
{
    const char *rank = tl_rank_name(tl_marking_rank(&portion->effective));
    const tl_slice number = portion->number;
    tl_buf_format(side->out, "<td class=\"level\"><span class=\"chip chip-%s\">%s</span> ", rank, rank);
    tl_html_text(side->out, tl_str(tl_kind_name(portion->kind)));
    if (tl_plain_number(number).len > 0) {
        tl_buf_byte(side->out, ' ');
        tl_html_text(side->out, number);
    }
    tl_buf_format(side->out, " <span class=\"soft\">line %zu%s</span></td>", portion->line,
                  is_withheld(side->cable, portion->core) ? ", <strong>withheld</strong>" : "");
}

/* Header lines of one kind and level that nothing was withheld of are one row. */
static bool goes_on(const struct side *side, const struct tl_portion *row, const struct tl_portion *portion)
{
    return tl_kind_is_header_fact(row->kind) && row->kind == portion->kind &&
           tl_marking_rank(&row->effective) == tl_marking_rank(&portion->effective) &&
           row->span.end == portion->span.begin && !is_withheld(side->cable, row->core) &&
           !is_withheld(side->cable, portion->core);
}

static void put_row(struct side *side, const struct tl_portion *portion, struct tl_span range)
{
    tl_buf_str(side->out, "<tr>");
    put_level(side, portion);
    tl_buf_str(side->out, "<td class=\"text\">");
    put_range(side, range, false);
    tl_buf_str(side->out, "</td><td class=\"text\">");
    put_range(side, range, true);
    tl_buf_str(side->out, "</td></tr>\n");
}

void tl_audit_side(struct tl_buf *out, const struct tl_audited_cable *cable, tl_slice original,
                   enum tl_rank assume)
{
    struct tl_arena arena = {0};
    struct tl_cable read;
    struct side side = {out, cable, original};
    tl_cable_parse(&arena, original, &(struct tl_cable_options){.assume = assume}, &read);
    tl_buf_str(out, "<table class=\"side\">\n<thead><tr><th class=\"level\" scope=\"col\">Level</th>"
                    "<th scope=\"col\">Original</th><th scope=\"col\">Release</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < read.portions.count;) {
        const struct tl_portion *first = &read.portions.items[i];
        const struct tl_portion *last = first;
        for (i++; i < read.portions.count && goes_on(&side, last, &read.portions.items[i]); i++) {
            last = &read.portions.items[i];
        }
        if (first->inside == TL_NONE && tl_span_len(first->core) > 0) {
            put_row(&side, first, (struct tl_span){first->core.begin, last->core.end});
        }
    }
    tl_buf_str(out, "</tbody>\n</table>\n");
    tl_arena_release(&arena);
}

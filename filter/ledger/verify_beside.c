/* SPDX-License-Identifier: Apache-2.0 */
/* The records of one cable that are no changes: kept hits, covered hits, findings. */
#include "ledger/keys.h"
#include "ledger/verify_policy.h"

enum { LOOK_AHEAD = 64 };

/* Two lists in the same order: what the log has, and what is expected. */
struct pairing {
    size_t said, expected;
    bool (*is_same)(const struct tl_comparison *c, size_t said, size_t expected);
    void (*compare)(const struct tl_comparison *c, size_t said, size_t expected);
    void (*tell_more)(const struct tl_comparison *c, size_t said);
    void (*tell_left)(const struct tl_comparison *c, size_t expected);
};

/* The expected one that a logged one is, from `next` on; `expected` when there is none. */
static size_t find(const struct tl_comparison *c, const struct pairing *p, size_t said, size_t next)
{
    for (size_t at = next; at < p->expected && at < next + LOOK_AHEAD; at++) {
        if (p->is_same(c, said, at)) {
            return at;
        }
    }
    const bool is_last = said + 1 == p->said && next + 1 == p->expected;
    const bool is_between = said + 1 < p->said && next + 1 < p->expected && p->is_same(c, said + 1, next + 1);
    return is_last || is_between ? next : p->expected;
}

static void pair(const struct tl_comparison *c, const struct pairing *p)
{
    size_t next = 0;
    for (size_t i = 0; i < p->said; i++) {
        const size_t at = find(c, p, i, next);
        if (at == p->expected) {
            p->tell_more(c, i);
            continue;
        }
        for (; next < at; next++) {
            p->tell_left(c, next);
        }
        p->compare(c, i, next++);
    }
    for (; next < p->expected; next++) {
        p->tell_left(c, next);
    }
}

static struct tl_field_place place_at(const struct tl_comparison *c, const char *slug, uint64_t record,
                                      size_t offset)
{
    return (struct tl_field_place){.slug = slug,
                                   .record = record,
                                   .cable = c->at_hand->cable.seq,
                                   .has_place = true,
                                   .offset = offset,
                                   .line = tl_cable_line(&c->second.cable, offset),
                                   .out = c->out};
}

static void compare_portion(const struct tl_comparison *c, const struct tl_field_place *place,
                            bool has_element, enum tl_kind element, tl_slice number, size_t index)
{
    const struct tl_portion *portion =
        index < c->second.cable.portions.count ? &c->second.cable.portions.items[index] : NULL;
    tl_expect_text(place, TL_KEY_ELEMENT, tl_str(has_element ? tl_kind_name(element) : NULL),
                   tl_str(portion == NULL ? NULL : tl_kind_name(portion->kind)));
    tl_expect_secret(place, TL_KEY_NUMBER, number, portion == NULL ? (tl_slice){NULL, 0} : portion->number);
}

static bool same_span(struct tl_span a, struct tl_span b)
{
    return a.begin == b.begin && a.end == b.end;
}

/* --- kept */

static bool is_same_kept(const struct tl_comparison *c, size_t said, size_t expected)
{
    return same_span(c->at_hand->kept.items[said].in, c->second.kept.items[expected].in);
}

static void compare_kept(const struct tl_comparison *c, size_t said, size_t expected)
{
    const struct tl_logged_kept *logged = &c->at_hand->kept.items[said];
    const struct tl_second_kept *kept = &c->second.kept.items[expected];
    const struct tl_exception *exception = kept->exception;
    const struct tl_field_place place =
        place_at(c, "verify.kept.field", c->at_hand->kept_records.items[said], kept->in.begin);
    tl_expect_span(&place, TL_KEY_IN, logged->in, kept->in);
    tl_expect_text(&place, TL_KEY_RULE, logged->rule, kept->rule->id);
    tl_expect_text(&place, TL_KEY_CAUSE, tl_str(logged->is_exception ? "exception" : "check"),
                   tl_str(exception != NULL ? "exception" : "check"));
    tl_expect_number(&place, TL_KEY_LINE, logged->line, place.line);
    compare_portion(c, &place, logged->has_element, logged->element, logged->number,
                    tl_second_portion_at(&c->second.cable, kept->in.begin));
    tl_expect_text(&place, TL_KEY_BY, logged->by, exception != NULL ? exception->by : tl_str(NULL));
    tl_expect_text(&place, TL_KEY_WHY, logged->why, exception != NULL ? exception->why : tl_str(NULL));
    tl_expect_date(&place, TL_KEY_UNTIL, logged->until,
                   exception != NULL ? exception->until : (struct tl_date){0, 0, 0});
}

static void tell_kept_more(const struct tl_comparison *c, size_t said)
{
    const struct tl_field_place place =
        place_at(c, NULL, c->at_hand->kept_records.items[said], c->at_hand->kept.items[said].in.begin);
    tl_differ_at(&place, "verify.kept.more", "no exception and no failed check keeps anything here");
}

static void tell_kept_left(const struct tl_comparison *c, size_t expected)
{
    const struct tl_second_kept *kept = &c->second.kept.items[expected];
    const struct tl_field_place place = place_at(c, NULL, c->at_hand->record, kept->in.begin);
    if (kept->is_sure) {
        tl_differ_at(&place, "verify.kept.left",
                     tl_arena_format(c->arena, "a hit of rule %.*s is kept here, and no record says so",
                                     (int)kept->rule->id.len, (const char *)kept->rule->id.ptr));
    }
}

/* --- covered */

static bool is_same_covered(const struct tl_comparison *c, size_t said, size_t expected)
{
    const struct tl_second_covered *covered = &c->second.covered.items[expected];
    return same_span(c->at_hand->covered.items[said].in, covered->in) &&
           (covered->is_sure || tl_slice_eq(c->at_hand->covered.items[said].rule, covered->rule->id));
}

static void compare_covered(const struct tl_comparison *c, size_t said, size_t expected)
{
    const struct tl_logged_covered *logged = &c->at_hand->covered.items[said];
    const struct tl_second_covered *covered = &c->second.covered.items[expected];
    const struct tl_field_place place =
        place_at(c, "verify.covered.field", c->at_hand->covered_records.items[said], covered->in.begin);
    tl_expect_span(&place, TL_KEY_IN, logged->in, covered->in);
    tl_expect_text(&place, TL_KEY_RULE, logged->rule, covered->rule->id);
    tl_expect_number(&place, TL_KEY_LINE, logged->line, place.line);
    compare_portion(c, &place, logged->has_element, logged->element, logged->number, covered->portion);
}

static void tell_covered_more(const struct tl_comparison *c, size_t said)
{
    const struct tl_field_place place =
        place_at(c, NULL, c->at_hand->covered_records.items[said], c->at_hand->covered.items[said].in.begin);
    tl_differ_at(&place, "verify.covered.more", "no rule finds this in withheld text");
}

static void tell_covered_left(const struct tl_comparison *c, size_t expected)
{
    const struct tl_second_covered *covered = &c->second.covered.items[expected];
    const struct tl_field_place place = place_at(c, NULL, c->at_hand->record, covered->in.begin);
    if (covered->is_sure) {
        tl_differ_at(&place, "verify.covered.left",
                     tl_arena_format(c->arena,
                                     "rule %.*s finds something here in withheld text, and no record says so",
                                     (int)covered->rule->id.len, (const char *)covered->rule->id.ptr));
    }
}

/* --- findings: in `notes` of the second opinion, once those of the cable stand before its own */

static bool is_same_finding(const struct tl_comparison *c, size_t said, size_t expected)
{
    return tl_slice_eq(c->at_hand->findings.items[said].slug, tl_str(c->second.notes.items[expected].slug)) &&
           c->at_hand->findings.items[said].line == c->second.notes.items[expected].line;
}

static struct tl_field_place place_of_finding(const struct tl_comparison *c, size_t said)
{
    return (struct tl_field_place){.slug = "verify.finding.field",
                                   .record = c->at_hand->finding_records.items[said],
                                   .cable = c->at_hand->cable.seq,
                                   .out = c->out};
}

static void compare_finding(const struct tl_comparison *c, size_t said, size_t expected)
{
    const struct tl_logged_finding *logged = &c->at_hand->findings.items[said];
    const struct tl_second_note *note = &c->second.notes.items[expected];
    const struct tl_field_place place = place_of_finding(c, said);
    const bool is_repeated = strcmp(note->slug, "cable-repeated") == 0;
    const struct tl_repeated *first = &c->at_hand->repeated;
    tl_expect_text(&place, TL_KEY_SLUG, logged->slug, tl_str(note->slug));
    tl_expect_number(&place, TL_KEY_LINE, logged->line, note->line);
    tl_expect_text(&place, TL_KEY_RULE, logged->rule, note->rule == NULL ? tl_str(NULL) : note->rule->id);
    compare_portion(c, &place, logged->has_element, logged->element, logged->number, note->portion);
    if (!is_repeated || first->is_known) {
        tl_expect_number(&place, TL_KEY_FIRST, logged->first, is_repeated ? first->seq : 0);
        tl_expect_secret(&place, TL_KEY_FIRST_SOURCE, logged->first_source,
                         is_repeated ? first->source : (tl_slice){NULL, 0});
    } else if (logged->first == 0) {
        tl_differ_at(&place, "verify.finding.field", "the finding names no earlier cable");
    }
}

static void tell_finding_more(const struct tl_comparison *c, size_t said)
{
    const struct tl_field_place place = place_of_finding(c, said);
    tl_differ_at(&place, "verify.finding.more", "nothing here is found again that this record says");
}

static void tell_finding_left(const struct tl_comparison *c, size_t expected)
{
    const struct tl_second_note *note = &c->second.notes.items[expected];
    const struct tl_field_place place = {
        .record = c->at_hand->record, .cable = c->at_hand->cable.seq, .out = c->out};
    tl_differ_at(&place, "verify.finding.left",
                 note->line > 0
                     ? tl_arena_format(c->arena,
                                       "%s at line %zu is found again, and no record "
                                       "says so",
                                       note->slug, note->line)
                     : tl_arena_format(c->arena, "%s is found again, and no record says so", note->slug));
}

void tl_compare_beside(struct tl_comparison *c)
{
    const struct pairing kept = {c->at_hand->kept.count, c->second.kept.count, is_same_kept,
                                 compare_kept,           tell_kept_more,       tell_kept_left};
    const struct pairing covered = {c->at_hand->covered.count, c->second.covered.count, is_same_covered,
                                    compare_covered,           tell_covered_more,       tell_covered_left};
    const struct pairing findings = {
        c->at_hand->findings.count, c->second.notes.count, is_same_finding, compare_finding,
        tell_finding_more,          tell_finding_left};
    pair(c, &kept);
    pair(c, &covered);
    pair(c, &findings);
}

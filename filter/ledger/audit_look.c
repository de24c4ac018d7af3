/* SPDX-License-Identifier: Apache-2.0 */
/* What of a cable a person should look at. */
#include "ledger/audit.h"
#include "marking/exemption.h"
#include "marking/slug.h"

/* Findings that a person should look at: claims that contradict each other, and what is damaged, missing or
 * there twice.  All others are counted. */
static const char *const conflicts[] = {
    "no-claim",       "unknown-level", "banner-below-portions",  "claims-differ",
    "damaged-claim",  "second-start",  "mark-stops-compilation", "incomplete",
    "corrected-copy", "number-gap",    "instruction-contested",  "flag",
    "cable-repeated", "field-denied",  "frame-stopped",          "person-mark-in-input",
};

struct tl_need *tl_need_add(struct tl_arena *arena, struct tl_audited_cable *cable, enum tl_need_kind kind)
{
    struct tl_need *need = TL_PUSH(arena, &cable->needs);
    *need = (struct tl_need){.kind = kind, .log = cable->log, .cable = cable->of.seq, .name = cable->name};
    return need;
}

static struct tl_need *add_at(struct tl_arena *arena, struct tl_audited_cable *cable, enum tl_need_kind kind,
                              const struct tl_audited_change *change)
{
    struct tl_need *need = tl_need_add(arena, cable, kind);
    need->line = change->of.first_line;
    need->record = change->record;
    need->place = tl_audit_place(arena, change->of.has_element, change->of.element, change->of.number);
    return need;
}

/* What a reviewer decided: one a decision, whatever it changed. */
static void look_at_decision(struct tl_arena *arena, struct tl_audited_cable *cable,
                             const struct tl_audited_decision *decision)
{
    const struct tl_logged_decision *of = &decision->of;
    char date[TL_DATE_TEXT];
    struct tl_need *need = tl_need_add(arena, cable, TL_NEED_DECISION);
    need->line = of->line;
    need->record = decision->record;
    need->place =
        tl_str(tl_arena_format(arena, "portion %.*s", (int)of->portion.len, (const char *)of->portion.ptr));
    need->text = tl_str(tl_arena_format(
        arena, "%s by %.*s%s%.*s on %s: %.*s%s", tl_ruling_name(of->does), (int)of->by.len,
        (const char *)of->by.ptr, of->authority.len > 0 ? ", " : "", (int)of->authority.len,
        of->authority.len > 0 ? (const char *)of->authority.ptr : "", tl_date_render(of->date, date),
        (int)of->why.len, (const char *)of->why.ptr, of->has_effect ? "" : " (it changed nothing)"));
}

static void look_at_change(struct tl_arena *arena, struct tl_audited_cable *cable,
                           const struct tl_audited_change *change)
{
    if (change->of.action == TL_EDIT_RESTORED) {
        add_at(arena, cable, TL_NEED_DECISION, change)->text = tl_str(tl_arena_format(
            arena, "%s by %.*s: %.*s", tl_edit_action_name(change->of.action), (int)change->of.by.len,
            (const char *)change->of.by.ptr, (int)change->of.why.len, (const char *)change->of.why.ptr));
    }
    if (change->of.cause == TL_CAUSE_DOUBT) {
        add_at(arena, cable, TL_NEED_DOUBT, change)->text =
            change->of.why.len > 0 ? change->of.why : TL_LIT("another reading would have let it go");
    }
    if (change->of.action == TL_EDIT_WITHHELD && change->of.exemptions.count == 0) {
        add_at(arena, cable, TL_NEED_CODE, change)->text =
            TL_LIT("withheld, and no exemption is named: a person has to");
    }
}

static void look_at_kept(struct tl_arena *arena, struct tl_audited_cable *cable,
                         const struct tl_audited_kept *kept)
{
    if (!kept->of.is_exception) {
        return;
    }
    char until[TL_DATE_TEXT];
    struct tl_need *need = tl_need_add(arena, cable, TL_NEED_EXCEPTION);
    need->line = kept->of.line;
    need->record = kept->record;
    need->place = tl_audit_place(arena, kept->of.has_element, kept->of.element, kept->of.number);
    need->text = tl_str(tl_arena_format(
        arena, "a hit of %.*s was kept: %.*s (%.*s, until %s)", (int)kept->of.rule.len,
        (const char *)kept->of.rule.ptr, (int)kept->of.why.len, (const char *)kept->of.why.ptr,
        (int)kept->of.by.len, (const char *)kept->of.by.ptr, tl_date_render(kept->of.until, until)));
}

static void look_at_finding(struct tl_arena *arena, struct tl_audited_cable *cable,
                            const struct tl_audited_finding *finding)
{
    bool is_conflict = cable->of.verdict == TL_VERDICT_DENIED;
    char slug[64];
    const size_t len = finding->of.slug.len < sizeof(slug) ? finding->of.slug.len : sizeof(slug) - 1;
    memcpy(slug, finding->of.slug.ptr, len);
    slug[len] = '\0';
    for (size_t i = 0; i < TL_COUNT(conflicts) && !is_conflict; i++) {
        is_conflict = strcmp(slug, conflicts[i]) == 0;
    }
    if (!is_conflict) {
        return;
    }
    const struct tl_slug *row = tl_slug_find(slug);
    struct tl_need *need = tl_need_add(arena, cable, TL_NEED_CONFLICT);
    need->line = finding->of.line;
    need->record = finding->record;
    need->place = tl_audit_place(arena, finding->of.has_element, finding->of.element, finding->of.number);
    need->text = row != NULL ? tl_str(row->text) : finding->of.slug;
}

/* What is wrong with a code of a cable of this age; empty: nothing. */
static tl_slice age_of_code(struct tl_arena *arena, const struct tl_audited_cable *cable,
                            const struct tl_exemption *code)
{
    const struct tl_order *order = tl_exemption_order(code);
    const struct tl_date from = tl_date_add_years(cable->of.date, order->age);
    const struct tl_date end = tl_date_add_years(cable->of.date, order->age_end);
    char text[TL_DATE_TEXT];
    if (!tl_date_valid(cable->as_of) || !tl_date_valid(cable->of.date)) {
        return (tl_slice){0};
    }
    if (tl_order_is_reason(order) && tl_date_cmp(cable->as_of, end) >= 0) {
        return tl_str(
            tl_arena_format(arena, "%s on a cable that was %d years old on %s: an exemption of 3.3 is needed",
                            code->code, order->age_end, tl_date_render(end, text)));
    }
    if (tl_date_cmp(cable->as_of, from) < 0) {
        return tl_str(tl_arena_format(arena,
                                      "%s on a cable that is %d years old on %s only: until then a reason of "
                                      "1.4 is needed",
                                      code->code, order->age, tl_date_render(from, text)));
    }
    return (tl_slice){0};
}

/* What is wrong with the order of a code.  A reason that the cable states is of the order that held on its
 * day; a code that a policy gives may also be of the order that holds when it is judged. */
static tl_slice order_of_code(struct tl_arena *arena, const struct tl_audited_cable *cable,
                              const struct tl_exemption *code, bool is_stated)
{
    const struct tl_order *order = tl_exemption_order(code);
    const bool is_judged_under =
        !is_stated && (!tl_date_valid(cable->as_of) || tl_order_held(order, cable->as_of));
    char text[TL_DATE_TEXT];
    if (is_judged_under || !tl_date_valid(cable->of.date) || tl_order_held(order, cable->of.date)) {
        return (tl_slice){0};
    }
    return tl_str(tl_arena_format(arena, "%s is a code of %s, under which no cable was marked on %s (%s)",
                                  code->code, order->title, tl_date_render(cable->of.date, text),
                                  code->subject));
}

/* Adds what is wrong with a code, once for each cable. */
static void add_code_need(struct tl_arena *arena, struct tl_audited_cable *cable,
                          const struct tl_audited_change *change, enum tl_need_kind kind, tl_slice text)
{
    for (size_t i = 0; i < cable->needs.count; i++) {
        if (cable->needs.items[i].kind == kind && tl_slice_eq(cable->needs.items[i].text, text)) {
            return;
        }
    }
    add_at(arena, cable, kind, change)->text = text;
}

/* Codes that do not belong to the cable, by its age or by the order that it was classified under. */
static void look_at_codes(struct tl_arena *arena, struct tl_audited_cable *cable,
                          const struct tl_audited_change *change)
{
    const struct tl_words reasons = change->of.reasons;
    for (size_t i = 0; i < reasons.count + change->of.exemptions.count; i++) {
        const bool is_stated = i < reasons.count;
        const tl_slice word = is_stated ? reasons.item[i] : change->of.exemptions.item[i - reasons.count];
        const struct tl_exemption *code = tl_exemption_find(word);
        if (code == NULL) {
            add_code_need(arena, cable, change, TL_NEED_ORDER,
                          tl_str(tl_arena_format(arena, "%.*s is a code of no statute or order that is known",
                                                 (int)word.len, (const char *)word.ptr)));
            continue;
        }
        const tl_slice age = age_of_code(arena, cable, code);
        const tl_slice order = order_of_code(arena, cable, code, is_stated);
        if (age.len > 0) {
            add_code_need(arena, cable, change, TL_NEED_AGE, age);
        }
        if (order.len > 0) {
            add_code_need(arena, cable, change, TL_NEED_ORDER, order);
        }
    }
}

static bool is_classified_withheld(const struct tl_audited_cable *cable)
{
    for (size_t i = 0; i < cable->changes.count; i++) {
        const struct tl_logged_change *change = &cable->changes.items[i].of;
        if (change->action == TL_EDIT_WITHHELD && tl_rank_above(change->rank, TL_RANK_CUI)) {
            return true;
        }
    }
    return false;
}

static void look_at_dates(struct tl_arena *arena, struct tl_audited_cable *cable)
{
    for (size_t i = 0; i < cable->of.instruction_count && is_classified_withheld(cable); i++) {
        const struct tl_logged_instruction *instruction = &cable->of.instructions[i];
        if (tl_date_valid(instruction->date) && tl_date_cmp(instruction->date, cable->as_of) <= 0) {
            char text[TL_DATE_TEXT];
            struct tl_need *need = tl_need_add(arena, cable, TL_NEED_AGE);
            need->line = instruction->line;
            need->record = cable->record;
            need->place = TL_LIT("declassification");
            need->text =
                tl_str(tl_arena_format(arena, "its date %s has passed, and classified text is withheld",
                                       tl_date_render(instruction->date, text)));
        }
    }
}

void tl_audit_look(struct tl_arena *arena, const struct tl_audit *audit, struct tl_audited_cable *cable)
{
    (void)audit;
    if (cable->of.verdict == TL_VERDICT_DENIED) {
        struct tl_need *need = tl_need_add(arena, cable, TL_NEED_DENIED);
        need->record = cable->record;
        need->text = TL_LIT("nothing of it was written");
    }
    for (size_t i = 0; i < cable->decisions.count; i++) {
        look_at_decision(arena, cable, &cable->decisions.items[i]);
    }
    for (size_t i = 0; i < cable->changes.count; i++) {
        look_at_change(arena, cable, &cable->changes.items[i]);
        look_at_codes(arena, cable, &cable->changes.items[i]);
    }
    for (size_t i = 0; i < cable->kept.count; i++) {
        look_at_kept(arena, cable, &cable->kept.items[i]);
    }
    for (size_t i = 0; i < cable->findings.count; i++) {
        look_at_finding(arena, cable, &cable->findings.items[i]);
    }
    if (tl_date_valid(cable->as_of)) {
        look_at_dates(arena, cable);
    }
}

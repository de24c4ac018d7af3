/* SPDX-License-Identifier: Apache-2.0 */
/* The logged changes of one cable against the edits of a second opinion. */
#include "ledger/keys.h"
#include "ledger/verify_policy.h"

static struct tl_field_place place_of(const struct tl_comparison *c, size_t index)
{
    const struct tl_logged_change *change = &c->at_hand->changes.items[index];
    return (struct tl_field_place){.slug = "verify.decision.field",
                                   .record = c->at_hand->records.items[index],
                                   .cable = c->at_hand->cable.seq,
                                   .change = change->seq,
                                   .has_place = true,
                                   .offset = change->in.begin,
                                   .line = tl_cable_line(&c->second.cable, change->in.begin),
                                   .out = c->out};
}

/* What the log says of the place. */
static void compare_description(const struct tl_comparison *c, const struct tl_field_place *place,
                                const struct tl_logged_change *said, const struct tl_second_edit *edit)
{
    const struct tl_portion *portion = &c->second.cable.portions.items[edit->portion];
    const bool is_marked = tl_span_len(portion->mark) > 0;
    tl_expect_text(place, TL_KEY_ELEMENT, tl_str(said->has_element ? tl_kind_name(said->element) : NULL),
                   tl_str(tl_kind_name(portion->kind)));
    tl_expect_secret(place, TL_KEY_NUMBER, said->number, portion->number);
    tl_expect_secret(place, TL_KEY_MARKING, said->marking,
                     is_marked ? portion->own.text : (tl_slice){NULL, 0});
    tl_expect_span(place, TL_KEY_LINES, (struct tl_span){(size_t)said->first_line, (size_t)said->last_line},
                   (struct tl_span){edit->first_line, edit->last_line});
}

static void compare_reasons(const struct tl_comparison *c, const struct tl_field_place *place,
                            const struct tl_logged_change *said, const struct tl_second_edit *edit)
{
    const struct tl_opinion *opinion = &c->second.opinions[edit->portion];
    const bool is_judged = edit->cause == TL_CAUSE_MARKING;
    const tl_slice none = {NULL, 0};
    tl_expect_text(place, TL_KEY_CAUSE, tl_str(tl_cause_name(said->cause)),
                   tl_str(tl_cause_name(edit->cause)));
    tl_expect_text(place, TL_KEY_RANK, tl_str(said->has_rank ? tl_rank_name(said->rank) : NULL),
                   tl_str(tl_rank_name(tl_marking_rank(&opinion->judged))));
    tl_expect_text(place, TL_KEY_REASON, said->reason,
                   is_judged ? tl_str(tl_reason_name(opinion->reason)) : none);
    tl_expect_text(place, TL_KEY_RULE, said->rule, edit->rules.count > 0 ? edit->rules.item[0] : none);
    tl_expect_words(place, TL_KEY_RULES, said->rules, edit->rules);
    tl_expect_number(place, TL_KEY_FROM, said->from,
                     edit->cause != TL_CAUSE_PROPAGATED || edit->from == TL_NONE ? 0 : edit->from + 1);
    tl_expect_words(place, TL_KEY_EXEMPTIONS, said->exemptions, edit->exemptions);
    tl_expect_words(place, TL_KEY_REASONS, said->reasons, edit->reasons);
    if (edit->ruling != NULL) { /* in the words of the reviewer, which may hold text of the cable */
        tl_expect_secret(place, TL_KEY_WHY, said->why, edit->ruling->why);
    } else {
        tl_expect_text(place, TL_KEY_WHY, said->why, tl_str(edit->why));
    }
    tl_compare_ruled(place, said, edit->ruling);
}

static void compare_change(const struct tl_comparison *c, size_t index, const struct tl_second_edit *edit)
{
    const struct tl_logged_change *said = &c->at_hand->changes.items[index];
    const struct tl_field_place place = place_of(c, index);
    if (!tl_span_holds(said->in, edit->in)) {
        tl_differ_at(&place, "verify.decision.left", "the policy takes out more than this change does");
    } else if (!tl_span_holds(edit->in, said->in)) {
        tl_differ_at(&place, "verify.decision.more", "this change takes out more than the policy does");
    }
    tl_expect_text(&place, TL_KEY_ACTION, tl_str(tl_edit_action_name(said->action)),
                   tl_str(tl_edit_action_name(edit->action)));
    compare_reasons(c, &place, said, edit);
    compare_description(c, &place, said, edit);
    tl_expect_secret(&place, TL_KEY_REPLACEMENT, said->replacement, edit->replacement);
}

static void tell_left(const struct tl_comparison *c, const struct tl_second_edit *edit)
{
    const struct tl_field_place place = {.record = c->at_hand->record,
                                         .cable = c->at_hand->cable.seq,
                                         .has_place = true,
                                         .offset = edit->in.begin,
                                         .line = tl_cable_line(&c->second.cable, edit->in.begin),
                                         .out = c->out};
    if (edit->action == TL_EDIT_REMARKED) {
        tl_differ_at(&place, "verify.banner", "this says more than what remains, and no change re-marks it");
    } else {
        tl_differ_at(&place, "verify.decision.left", "the policy takes this out, and no change does");
    }
}

static void tell_more(const struct tl_comparison *c, size_t index)
{
    const struct tl_field_place place = place_of(c, index);
    if (c->at_hand->changes.items[index].action == TL_EDIT_REMARKED) {
        tl_differ_at(&place, "verify.banner", "no re-marking of the policy writes this here");
    } else {
        tl_differ_at(&place, "verify.decision.more", "the policy does not take this out");
    }
}

/* Changes and edits are both in order of place: those that are in one place or meet are the same one. */
void tl_compare_changes(struct tl_comparison *c)
{
    const size_t count = c->at_hand->changes.count;
    size_t next = 0;
    for (size_t i = 0; i < count;) {
        const struct tl_second_edit *edit =
            next < c->second.edits.count ? &c->second.edits.items[next] : NULL;
        const struct tl_span said = c->at_hand->changes.items[i].in;
        if (edit == NULL) {
            tell_more(c, i++);
            continue;
        }
        const bool is_same = said.begin == edit->in.begin && said.end == edit->in.end;
        if (is_same || tl_span_meets(said, edit->in)) {
            compare_change(c, i++, edit);
            next++;
        } else if (said.begin < edit->in.begin || (said.begin == edit->in.begin && said.end < edit->in.end)) {
            tell_more(c, i++);
        } else {
            tell_left(c, edit);
            next++;
        }
    }
    for (; next < c->second.edits.count; next++) {
        tell_left(c, &c->second.edits.items[next]);
    }
}

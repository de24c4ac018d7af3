/* SPDX-License-Identifier: Apache-2.0 */
/* What the log says of a reviewer's decisions, against the decisions. */
#include "cable/portion_name.h"
#include "ledger/verify_policy.h"

bool tl_is_ruled(const struct tl_logged_change *change, const struct tl_ruling *ruling)
{
    const struct tl_date none = {0, 0, 0};
    const tl_slice nothing = {NULL, 0};
    const bool has_cause = (change->cause == TL_CAUSE_DECISION) == (ruling != NULL);
    return has_cause && tl_slice_eq(change->by, ruling == NULL ? nothing : ruling->by) &&
           tl_slice_eq(change->authority, ruling == NULL ? nothing : ruling->authority) &&
           tl_date_cmp(change->date, ruling == NULL ? none : ruling->date) == 0 &&
           (ruling == NULL || tl_slice_eq(change->why, ruling->why));
}

static bool same_words(struct tl_words a, struct tl_words b)
{
    return a.count == b.count && tl_words_within(a, b) && tl_words_within(b, a);
}

/* True when a portion or a span is as it is for this ruling. */
static bool has_effect(const struct tl_comparison *c, const struct tl_ruling *ruling)
{
    bool has = false;
    for (size_t i = 0; i < c->second.cable.portions.count; i++) {
        const struct tl_opinion *opinion = &c->second.opinions[i];
        has = has || (opinion->ruling == ruling && opinion->cause == TL_CAUSE_DECISION);
    }
    for (size_t i = 0; i < c->second.cuts.count; i++) {
        has = has || c->second.cuts.items[i].ruling == ruling;
    }
    return has && c->at_hand->cable.has_release;
}

static bool is_said(const struct tl_comparison *c, const struct tl_logged_decision *said,
                    const struct tl_ruling *ruling, const tl_slice *names)
{
    const struct tl_cable *cable = &c->second.cable;
    size_t index = 0;
    while (index < cable->portions.count && !tl_slice_eq(names[index], ruling->portion)) {
        index++;
    }
    return index < cable->portions.count && said->does == ruling->does &&
           tl_slice_eq(said->portion, ruling->portion) && said->line == cable->portions.items[index].line &&
           said->element == cable->portions.items[index].kind && tl_slice_eq(said->by, ruling->by) &&
           tl_slice_eq(said->why, ruling->why) && tl_slice_eq(said->authority, ruling->authority) &&
           tl_date_cmp(said->date, ruling->date) == 0 && same_words(said->controls, ruling->controls) &&
           same_words(said->exemptions, ruling->exemptions) && said->has_effect == has_effect(c, ruling);
}

void tl_compare_rulings(struct tl_comparison *c)
{
    const struct tl_rulings *rulings = c->second.options.rulings;
    const struct tl_logged_case *at_hand = c->at_hand;
    struct tl_ruled_on on = {NULL, 0};
    if (rulings != NULL && (at_hand->decisions.count > 0 || !at_hand->is_refused)) {
        on = tl_rulings_of_hash(rulings, &at_hand->cable.original);
    }
    bool is_same = on.count == at_hand->decisions.count;
    const tl_slice *names = tl_portion_names(c->arena, &c->second.cable);
    for (size_t i = 0; is_same && i < on.count; i++) {
        is_same = is_said(c, &at_hand->decisions.items[i], &rulings->list[on.index[i]], names);
    }
    if (!is_same) {
        const struct tl_difference difference = {
            .slug = "verify.decision.reviewer",
            .record = at_hand->record,
            .cable = at_hand->cable.seq,
            .text = "the log has other decisions of a reviewer on this cable than their file"};
        tl_differ(c->out, &difference);
    }
}

void tl_verify_rulings(const struct tl_logged_run *run, const struct tl_rulings *rulings,
                       struct tl_differences *out)
{
    struct tl_difference difference = {.slug = "verify.decisions", .record = 1};
    if (!run->has_decisions && rulings == NULL) {
        return;
    }
    if (!run->has_decisions) {
        difference.text = "decisions are given, and the run had none";
    } else if (rulings == NULL || memcmp(run->decisions.sha256.bytes, rulings->hash.bytes, TL_HASH) != 0) {
        difference.text = "the decisions are not those of the run: their SHA-256 is another";
    }
    if (difference.text != NULL) {
        tl_differ(out, &difference);
    }
}

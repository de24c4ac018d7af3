/* SPDX-License-Identifier: Apache-2.0 */
/* What the log says of a reviewer's decisions, against their file. */
#include "base/path.h"
#include "cable/portion_name.h"
#include "ledger/keys.h"
#include "ledger/verify_policy.h"

void tl_compare_ruled(const struct tl_field_place *place, const struct tl_logged_change *said,
                      const struct tl_ruling *ruling)
{
    static const struct tl_ruling none = {.by = {NULL, 0}};
    const struct tl_ruling *expected = ruling == NULL ? &none : ruling;
    tl_expect_secret(place, TL_KEY_AUTHORITY, said->authority, expected->authority);
    tl_expect_secret(place, TL_KEY_BY, said->by, expected->by);
    tl_expect_date(place, TL_KEY_DATE, said->date, expected->date);
}

/* --- the records of decisions */

/* True when a portion or a span is as it is for this ruling. */
static bool has_effect(const struct tl_comparison *c, const struct tl_ruling *ruling)
{
    bool has = false;
    for (size_t i = 0; i < c->second.cable.portions.count; i++) {
        const struct tl_opinion *opinion = &c->second.opinions[i];
        has = has || (opinion->ruling == ruling && opinion->cause == TL_CAUSE_DECISION);
    }
    for (size_t i = 0; i < c->second.edits.count; i++) {
        has = has || c->second.edits.items[i].ruling == ruling;
    }
    return has && c->ending == TL_ENDING_RELEASED;
}

static struct tl_field_place place_of(const struct tl_comparison *c, size_t index)
{
    return (struct tl_field_place){.slug = "verify.decision.reviewer",
                                   .record = c->at_hand->decision_records.items[index],
                                   .cable = c->at_hand->cable.seq,
                                   .out = c->out};
}

/* One record against the ruling, on a portion of this name. */
static void compare_one(const struct tl_comparison *c, size_t index, const struct tl_ruling *ruling,
                        const struct tl_portion *at, tl_slice name)
{
    const struct tl_logged_decision *said = &c->at_hand->decisions.items[index];
    const struct tl_field_place place = place_of(c, index);
    tl_expect_text(&place, TL_KEY_DO, tl_str(tl_ruling_name(said->does)),
                   tl_str(tl_ruling_name(ruling->does)));
    tl_expect_text(&place, TL_KEY_PORTION, said->portion, name);
    tl_expect_number(&place, TL_KEY_LINE, said->line, at->line);
    tl_expect_text(&place, TL_KEY_ELEMENT, tl_str(tl_kind_name(said->element)),
                   tl_str(tl_kind_name(at->kind)));
    tl_expect_secret(&place, TL_KEY_AUTHORITY, said->authority, ruling->authority);
    tl_expect_secret(&place, TL_KEY_BY, said->by, ruling->by);
    tl_expect_secret(&place, TL_KEY_WHY, said->why, ruling->why);
    tl_expect_date(&place, TL_KEY_DATE, said->date, ruling->date);
    tl_expect_words(&place, TL_KEY_CONTROLS, said->controls, ruling->controls);
    tl_expect_words(&place, TL_KEY_EXEMPTIONS, said->exemptions, ruling->exemptions);
    tl_expect_flag(&place, TL_KEY_EFFECT, said->has_effect, has_effect(c, ruling));
}

static struct tl_ruled_on rulings_on(const struct tl_comparison *c)
{
    const struct tl_rulings *rulings = c->second.options.rulings;
    return rulings == NULL ? (struct tl_ruled_on){NULL, 0}
                           : tl_rulings_of_hash(rulings, &c->at_hand->cable.original);
}

bool tl_has_rulings(const struct tl_comparison *c)
{
    const struct tl_rulings *rulings = c->second.options.rulings;
    const tl_slice mrn = tl_cable_mrn(c->arena, &c->second.cable);
    return rulings != NULL &&
           (rulings_on(c).count > 0 || (mrn.len > 0 && tl_rulings_of_cable(rulings, mrn).count > 0));
}

static void differ_count(const struct tl_comparison *c)
{
    const struct tl_difference difference = {
        .slug = "verify.decision.reviewer",
        .record = c->at_hand->record,
        .cable = c->at_hand->cable.seq,
        .text = "the log has other decisions of a reviewer on this cable than their file"};
    tl_differ(c->out, &difference);
}

void tl_compare_rulings(struct tl_comparison *c)
{
    const struct tl_cable *cable = &c->second.cable;
    const struct tl_ruled_on on =
        c->ending == TL_ENDING_FAILED ? (struct tl_ruled_on){NULL, 0} : rulings_on(c);
    if (on.count != c->at_hand->decisions.count) {
        differ_count(c);
        return;
    }
    if (on.count == 0) {
        return;
    }
    const tl_slice *names = tl_portion_names(c->arena, cable);
    for (size_t i = 0; i < on.count; i++) {
        const struct tl_ruling *ruling = &c->second.options.rulings->list[on.index[i]];
        size_t index = 0;
        while (index < cable->portions.count && !tl_slice_eq(names[index], ruling->portion)) {
            index++;
        }
        if (index == cable->portions.count) {
            differ_count(c);
        } else {
            compare_one(c, i, ruling, &cable->portions.items[index], names[index]);
        }
    }
}

/* --- the record of the run */

void tl_verify_rulings(const struct tl_logged_run *run, const struct tl_rulings *rulings,
                       struct tl_differences *out)
{
    const struct tl_field_place place = {.slug = "verify.decisions", .record = 1, .out = out};
    if (!run->has_decisions && rulings == NULL) {
        return;
    }
    if (!run->has_decisions) {
        tl_differ_at(&place, "verify.decisions", "decisions are given, and the run had none");
    } else if (rulings == NULL || memcmp(run->decisions.sha256.bytes, rulings->hash.bytes, TL_HASH) != 0) {
        tl_differ_at(&place, "verify.decisions",
                     "the decisions are not those of the run: their SHA-256 is another");
    } else {
        tl_expect_text(&place, TL_KEY_DECISIONS "." TL_KEY_ID, run->decisions.id,
                       tl_str(tl_base_name(rulings->path)));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What was to become of a cable, decided again, and its record against that. */
#include "ledger/verify_policy.h"

#include "ledger/keys.h"

static struct tl_field_place place_of(const struct tl_comparison *c)
{
    return (struct tl_field_place){.slug = "verify.cable.field",
                                   .record = c->at_hand->record,
                                   .cable = c->at_hand->cable.seq,
                                   .out = c->out};
}

static void differ_whole(const struct tl_comparison *c, const char *slug, const char *text)
{
    const struct tl_field_place place = place_of(c);
    tl_differ_at(&place, slug, text);
}

/* --- how it ends */

static void note(struct tl_comparison *c, const char *slug)
{
    tl_second_note(&c->second, slug, TL_NONE, NULL);
}

static bool is_found(const struct tl_comparison *c, const char *slug)
{
    for (size_t i = 0; i < c->at_hand->findings.count; i++) {
        if (tl_slice_eq(c->at_hand->findings.items[i].slug, tl_str(slug))) {
            return true;
        }
    }
    return false;
}

/* The fields beside a cable may refuse its line, or deny it. */
static void end_fields(struct tl_comparison *c)
{
    const struct tl_logged_case *at_hand = c->at_hand;
    size_t withheld = 0;
    size_t changed = 0;
    for (size_t i = 0; i < at_hand->field_count && c->ending != TL_ENDING_FAILED; i++) {
        const struct tl_verify_field *field = &at_hand->fields[i];
        const struct tl_second_fate fate =
            tl_second_judge_field(&c->second, field->before, field->is_identifier);
        if (field->is_odd || fate.is_refused) {
            c->ending = TL_ENDING_FAILED;
            c->failure = "frame-fields";
        } else if (fate.is_denied) {
            c->ending = TL_ENDING_DENIED;
        }
        withheld += field->fate == TL_FIELD_WITHHELD;
        changed += field->fate == TL_FIELD_CHANGED;
    }
    if (c->ending == TL_ENDING_FAILED) {
        return;
    }
    if (c->ending == TL_ENDING_DENIED) { /* what would have become of the others is not looked at */
        note(c, "field-denied");
        withheld = is_found(c, "field-withheld");
        changed = is_found(c, "field-changed");
    }
    if (withheld > 0) {
        note(c, "field-withheld");
    }
    if (changed > 0) {
        note(c, "field-changed");
    }
}

static void end_cable(struct tl_comparison *c)
{
    const struct tl_logged_case *at_hand = c->at_hand;
    const bool is_repeated = at_hand->repeated.seq > 0;
    c->is_doubt = c->second.is_doubt || is_repeated;
    if (tl_second_denies(&c->second) || (is_repeated && c->second.policy->denies_on_doubt)) {
        c->ending = TL_ENDING_DENIED;
    } else {
        end_fields(c);
        if (c->ending == TL_ENDING_RELEASED && at_hand->holds != NULL &&
            !at_hand->holds(at_hand->framing, c->second.bytes)) {
            c->ending = TL_ENDING_FAILED;
            c->failure = "frame-lost";
        }
    }
    if (is_repeated) {
        note(c, "cable-repeated");
    }
    if (at_hand->cable.is_failed && is_found(c, "release.second_reading")) {
        c->ending = TL_ENDING_FAILED; /* a check inside `release/`, of which a second opinion knows nothing */
        c->failure = "release.second_reading";
    }
    if (at_hand->cable.is_failed && is_found(c, "decision-unfit") && tl_has_rulings(c)) {
        c->ending = TL_ENDING_FAILED; /* whether a decision fits is checked inside `release/` too */
        c->failure = "decision-unfit";
    }
}

/* The findings of the parser, and behind them those of the second opinion; of a cable that failed its failure
 * alone. */
static void gather_findings(struct tl_comparison *c)
{
    const struct tl_cable *cable = &c->second.cable;
    const size_t own = c->second.notes.count;
    const struct tl_second_note *notes = c->second.notes.items;
    memset(&c->second.notes, 0, sizeof(c->second.notes));
    for (size_t i = 0; i < cable->findings.count; i++) {
        const struct tl_finding *finding = &cable->findings.items[i];
        *TL_PUSH(c->arena, &c->second.notes) =
            (struct tl_second_note){finding->slug, finding->portion, finding->line, NULL};
    }
    if (c->ending == TL_ENDING_FAILED) {
        note(c, c->failure);
        c->second.kept.count = 0;
        c->second.covered.count = 0;
        return;
    }
    for (size_t i = 0; i < own; i++) {
        *TL_PUSH(c->arena, &c->second.notes) = notes[i];
    }
}

/* --- the record of the cable */

static enum tl_verdict verdict_of(const struct tl_comparison *c)
{
    const struct tl_cable *cable = &c->second.cable;
    size_t body = 0;
    size_t left = 0;
    for (size_t i = 0; i < cable->portions.count; i++) {
        const enum tl_kind kind = cable->portions.items[i].kind;
        if (kind == TL_KIND_PARAGRAPH || kind == TL_KIND_SUB_PARAGRAPH || kind == TL_KIND_TABLE) {
            body++;
            left += c->second.opinions[i].may_leave;
        }
    }
    return c->ending != TL_ENDING_RELEASED ? TL_VERDICT_DENIED
           : c->second.edits.count == 0    ? TL_VERDICT_RELEASED
           : body > 0 && left == 0         ? TL_VERDICT_WITHHELD
                                           : TL_VERDICT_CHANGED;
}

static void compare_claims(const struct tl_comparison *c, const struct tl_field_place *place)
{
    const struct tl_logged_cable *said = &c->at_hand->cable;
    const struct tl_cable *cable = &c->second.cable;
    if (said->claim_count != cable->claims.count) {
        tl_expect_number(place, TL_KEY_CLAIMS, said->claim_count, cable->claims.count);
        return;
    }
    for (size_t i = 0; i < cable->claims.count; i++) {
        const struct tl_logged_claim *logged = &said->claims[i];
        const struct tl_claim *claim = &cable->claims.items[i];
        tl_expect_text(place, TL_KEY_CLAIMS "." TL_KEY_FROM, logged->from,
                       tl_str(tl_claim_name(claim->from)));
        tl_expect_text(place, TL_KEY_CLAIMS "." TL_KEY_LEVEL, tl_str(tl_rank_name(logged->level)),
                       tl_str(tl_rank_name(tl_marking_rank(&claim->marking))));
        tl_expect_number(place, TL_KEY_CLAIMS "." TL_KEY_LINE, logged->line, claim->line);
        tl_expect_flag(place, TL_KEY_CLAIMS "." TL_KEY_DAMAGED, logged->is_damaged, claim->is_damaged);
        tl_expect_flag(place, TL_KEY_CLAIMS "." TL_KEY_ENCLOSED, logged->is_enclosed, claim->is_enclosed);
    }
}

static void compare_instructions(const struct tl_comparison *c, const struct tl_field_place *place)
{
    const struct tl_logged_cable *said = &c->at_hand->cable;
    const struct tl_cable *cable = &c->second.cable;
    if (said->instruction_count != cable->instructions.count) {
        tl_expect_number(place, TL_KEY_DECLASSIFICATION, said->instruction_count, cable->instructions.count);
        return;
    }
    for (size_t i = 0; i < cable->instructions.count; i++) {
        const struct tl_logged_instruction *logged = &said->instructions[i];
        const struct tl_instruction *read = &cable->instructions.items[i];
        tl_expect_text(place, TL_KEY_DECLASSIFICATION "." TL_KEY_TYPE, logged->type,
                       tl_str(tl_decl_type_name(read->decl.type)));
        tl_expect_number(place, TL_KEY_DECLASSIFICATION "." TL_KEY_LINE, logged->line, read->line);
        tl_expect_number(place, TL_KEY_DECLASSIFICATION "." TL_KEY_EO, logged->eo,
                         read->decl.eo > 0 ? (uint64_t)read->decl.eo : 0);
        tl_expect_date(place, TL_KEY_DECLASSIFICATION "." TL_KEY_DATE, logged->date, read->decl.date);
        tl_expect_words(place, TL_KEY_DECLASSIFICATION "." TL_KEY_CODES, logged->codes, read->decl.codes);
    }
}

static size_t portions_held(const struct tl_comparison *c)
{
    size_t count = 0;
    for (size_t i = 0; i < c->second.cable.portions.count; i++) {
        count += !c->second.opinions[i].may_leave;
    }
    return count;
}

static size_t words_gone(const struct tl_comparison *c)
{
    size_t words = 0;
    if (c->ending != TL_ENDING_RELEASED) {
        return tl_slice_words(c->second.cable.bytes);
    }
    for (size_t i = 0; i < c->second.edits.count; i++) {
        const struct tl_second_edit *edit = &c->second.edits.items[i];
        if (edit->action != TL_EDIT_REMARKED) {
            words += tl_slice_words(tl_span_of(c->second.cable.bytes, edit->in));
        }
    }
    return words;
}

static void compare_counts(const struct tl_comparison *c, const struct tl_field_place *place)
{
    const struct tl_logged_counts *said = &c->at_hand->cable.counts;
    tl_expect_number(place, TL_KEY_COUNTS "." TL_KEY_PORTIONS, said->portions,
                     c->second.cable.portions.count);
    if (c->ending == TL_ENDING_FAILED) {
        return;
    }
    tl_expect_number(place, TL_KEY_COUNTS "." TL_KEY_WITHHELD, said->withheld, portions_held(c));
    tl_expect_number(place, TL_KEY_COUNTS "." TL_KEY_WORDS, said->words,
                     tl_slice_words(c->second.cable.bytes));
    tl_expect_number(place, TL_KEY_COUNTS "." TL_KEY_WORDS_GONE, said->words_gone, words_gone(c));
}

/* What the parser reads, whatever became of the cable. */
static void compare_reading(const struct tl_comparison *c, const struct tl_field_place *place)
{
    const struct tl_logged_cable *said = &c->at_hand->cable;
    const struct tl_cable *cable = &c->second.cable;
    tl_expect_text(place, TL_KEY_OVERALL, tl_str(tl_rank_name(said->overall)),
                   tl_str(tl_rank_name(tl_marking_rank(&cable->overall))));
    tl_expect_secret(place, TL_KEY_MRN, said->mrn, tl_cable_mrn(c->arena, cable));
    tl_expect_date(place, TL_KEY_DATE, said->date, cable->date);
    compare_claims(c, place);
    compare_instructions(c, place);
}

static void compare_cable(const struct tl_comparison *c)
{
    const struct tl_logged_cable *said = &c->at_hand->cable;
    const struct tl_field_place place = place_of(c);
    compare_reading(c, &place);
    compare_counts(c, &place);
    tl_expect_flag(&place, TL_KEY_DOUBT, said->is_doubt, c->is_doubt && c->ending != TL_ENDING_FAILED);
    tl_expect_text(&place, TL_KEY_VERDICT, tl_str(tl_verdict_name(said->verdict)),
                   tl_str(tl_verdict_name(verdict_of(c))));
    if (said->has_release) {
        tl_expect_text(&place, TL_KEY_RELEASED_AS, tl_str(tl_rank_name(said->released_as)),
                       tl_str(tl_rank_name(c->second.remains)));
    }
}

/* --- the whole */

static void compare_release(struct tl_comparison *c, const struct tl_replay *replay, tl_slice release)
{
    struct tl_second_faults faults = {0};
    tl_second_read(&c->second, replay, release, &faults);
    for (size_t i = 0; i < faults.list.count; i++) {
        const struct tl_second_fault *fault = &faults.list.items[i];
        size_t line = 1;
        for (size_t at = 0; at < fault->offset && at < release.len; at++) {
            line += release.ptr[at] == '\n';
        }
        const struct tl_difference difference = {.slug = fault->slug,
                                                 .record = c->at_hand->record,
                                                 .cable = c->at_hand->cable.seq,
                                                 .side = TL_SIDE_RELEASE,
                                                 .offset = fault->offset,
                                                 .line = line,
                                                 .text = fault->text};
        tl_differ(c->out, &difference);
    }
}

static void compare_ending(const struct tl_comparison *c)
{
    const bool is_released = c->at_hand->cable.has_release;
    if (is_released && c->ending == TL_ENDING_DENIED) {
        differ_whole(c, "verify.denied", "the policy denies this cable, and it was released");
    } else if (is_released && c->ending == TL_ENDING_FAILED) {
        differ_whole(c, "verify.denied", "a release of this cable cannot be written, and one was");
    } else if (!is_released && c->ending == TL_ENDING_RELEASED) {
        differ_whole(c, "verify.denied", "nothing was released, and the policy does not deny this cable");
    } else if (!is_released && c->at_hand->cable.is_failed != (c->ending == TL_ENDING_FAILED)) {
        differ_whole(c, "verify.denied", "nothing was released, and for another reason than the log has");
    }
}

static void compare_fields(struct tl_comparison *c)
{
    for (size_t i = 0; i < c->at_hand->field_count; i++) {
        const struct tl_verify_field *field = &c->at_hand->fields[i];
        const char *what = tl_second_field(&c->second, field->before, field->after, field->is_identifier);
        if (what != NULL) {
            differ_whole(c, "verify.field", what);
        }
    }
}

void tl_verify_decisions(const struct tl_logged_case *at_hand, tl_slice original, tl_slice release,
                         const struct tl_replay *replay, const struct tl_verify_policy *policy,
                         struct tl_differences *out)
{
    struct tl_arena arena = {0};
    TL_VEC(struct tl_second_given) given = {0};
    struct tl_comparison c = {.at_hand = at_hand, .arena = &arena, .out = out};
    for (size_t i = 0; i < at_hand->changes.count; i++) {
        const struct tl_logged_change *change = &at_hand->changes.items[i];
        if (change->action == TL_EDIT_WITHHELD && change->cause == TL_CAUSE_DOUBT && change->rule.len > 0) {
            *TL_PUSH(&arena, &given) = (struct tl_second_given){change->in, change->rule};
        }
    }
    c.second = (struct tl_second){.plain = policy->plain,
                                  .arena = &arena,
                                  .policy = policy->policy,
                                  .options = policy->options,
                                  .given = given.items,
                                  .given_count = given.count};
    tl_second_decide(&c.second, original);
    end_cable(&c);
    gather_findings(&c);
    compare_ending(&c);
    compare_cable(&c);
    tl_compare_rulings(&c);
    tl_compare_beside(&c);
    if (at_hand->cable.has_release) {
        tl_compare_changes(&c);
        compare_release(&c, replay, release);
        compare_fields(&c);
    }
    tl_arena_release(&arena);
}

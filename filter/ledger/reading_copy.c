/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/reading.h"

static struct tl_words copy_words(struct tl_arena *arena, struct tl_words words)
{
    tl_slice *item = tl_arena_alloc(arena, words.count, sizeof(*item));
    for (size_t i = 0; i < words.count; i++) {
        item[i] = tl_arena_dup(arena, words.item[i]);
    }
    return (struct tl_words){item, words.count};
}

struct tl_logged_run tl_logged_run_copy(struct tl_arena *arena, const struct tl_logged_run *from)
{
    struct tl_logged_run run = *from;
    struct tl_logged_source *packs = tl_arena_alloc(arena, from->pack_count, sizeof(*packs));
    for (size_t i = 0; i < from->pack_count; i++) {
        packs[i] = (struct tl_logged_source){tl_arena_dup(arena, from->packs[i].id), from->packs[i].sha256};
    }
    run.packs = packs;
    run.policy.id = tl_arena_dup(arena, from->policy.id);
    run.decisions.id = tl_arena_dup(arena, from->decisions.id);
    run.text_field = tl_arena_dup(arena, from->text_field);
    run.id_field = tl_arena_dup(arena, from->id_field);
    run.kept_fields = copy_words(arena, from->kept_fields);
    run.frame = tl_arena_dup(arena, from->frame);
    run.loosenings = copy_words(arena, from->loosenings);
    run.sealed_for = copy_words(arena, from->sealed_for);
    run.version = tl_arena_dup(arena, from->version);
    return run;
}

struct tl_logged_cable tl_logged_cable_copy(struct tl_arena *arena, const struct tl_logged_cable *from)
{
    struct tl_logged_cable cable = *from;
    struct tl_logged_claim *claims = tl_arena_alloc(arena, from->claim_count, sizeof(*claims));
    struct tl_logged_instruction *instructions =
        tl_arena_alloc(arena, from->instruction_count, sizeof(*instructions));
    for (size_t i = 0; i < from->claim_count; i++) {
        claims[i] = from->claims[i];
        claims[i].from = tl_arena_dup(arena, from->claims[i].from);
    }
    for (size_t i = 0; i < from->instruction_count; i++) {
        instructions[i] = from->instructions[i];
        instructions[i].type = tl_arena_dup(arena, from->instructions[i].type);
        instructions[i].codes = copy_words(arena, from->instructions[i].codes);
    }
    cable.claims = claims;
    cable.instructions = instructions;
    cable.source = tl_arena_dup(arena, from->source);
    cable.frame = tl_arena_dup(arena, from->frame);
    cable.mrn = tl_arena_dup(arena, from->mrn);
    return cable;
}

struct tl_logged_decision tl_logged_decision_copy(struct tl_arena *arena,
                                                  const struct tl_logged_decision *from)
{
    struct tl_logged_decision decision = *from;
    decision.portion = tl_arena_dup(arena, from->portion);
    decision.controls = copy_words(arena, from->controls);
    decision.exemptions = copy_words(arena, from->exemptions);
    decision.authority = tl_arena_dup(arena, from->authority);
    decision.by = tl_arena_dup(arena, from->by);
    decision.why = tl_arena_dup(arena, from->why);
    return decision;
}

struct tl_logged_change tl_logged_change_copy(struct tl_arena *arena, const struct tl_logged_change *from)
{
    struct tl_logged_change change = *from;
    change.number = tl_arena_dup(arena, from->number);
    change.marking = tl_arena_dup(arena, from->marking);
    change.reason = tl_arena_dup(arena, from->reason);
    change.rule = tl_arena_dup(arena, from->rule);
    change.rules = copy_words(arena, from->rules);
    change.exemptions = copy_words(arena, from->exemptions);
    change.reasons = copy_words(arena, from->reasons);
    change.why = tl_arena_dup(arena, from->why);
    change.replacement = tl_arena_dup(arena, from->replacement);
    change.by = tl_arena_dup(arena, from->by);
    change.authority = tl_arena_dup(arena, from->authority);
    return change;
}

struct tl_logged_kept tl_logged_kept_copy(struct tl_arena *arena, const struct tl_logged_kept *from)
{
    struct tl_logged_kept kept = *from;
    kept.number = tl_arena_dup(arena, from->number);
    kept.rule = tl_arena_dup(arena, from->rule);
    kept.by = tl_arena_dup(arena, from->by);
    kept.why = tl_arena_dup(arena, from->why);
    return kept;
}

struct tl_logged_covered tl_logged_covered_copy(struct tl_arena *arena, const struct tl_logged_covered *from)
{
    struct tl_logged_covered covered = *from;
    covered.number = tl_arena_dup(arena, from->number);
    covered.rule = tl_arena_dup(arena, from->rule);
    return covered;
}

struct tl_logged_finding tl_logged_finding_copy(struct tl_arena *arena, const struct tl_logged_finding *from)
{
    struct tl_logged_finding finding = *from;
    finding.number = tl_arena_dup(arena, from->number);
    finding.rule = tl_arena_dup(arena, from->rule);
    finding.slug = tl_arena_dup(arena, from->slug);
    finding.first_source = tl_arena_dup(arena, from->first_source);
    return finding;
}

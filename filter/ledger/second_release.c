/* SPDX-License-Identifier: Apache-2.0 */
/* The release, read again with the original as the floor of what has no mark of its own (DESIGN M17). */
#include "base/limits.h"
#include "base/search.h"
#include "ledger/replay.h"
#include "ledger/second.h"
#include "marking/mark.h"

static void fault(struct tl_second *second, struct tl_second_faults *faults, const char *slug,
                  const char *text, size_t offset)
{
    *TL_PUSH(second->arena, &faults->list) = (struct tl_second_fault){slug, text, offset};
}

/* The byte of the original that a byte of the release is, or TL_NONE in a replacement. */
static size_t original_of(const struct tl_replay *replay, size_t at)
{
    const size_t before = TL_COUNT_UP_TO(replay->list.items, replay->list.count, out.begin, at);
    if (before == 0) {
        return at;
    }
    const struct tl_replayed *last = &replay->list.items[before - 1];
    return at < last->out.end ? TL_NONE : last->in.end + (at - last->out.end);
}

static bool is_struck(const struct tl_cable *cable, size_t at)
{
    const size_t first = TL_COUNT_UP_TO(cable->struck.items, cable->struck.count, end, at);
    return first < cable->struck.count && cable->struck.items[first].begin <= at;
}

/* The first byte of a portion of the release that is text of the original. */
static size_t source_of(const struct tl_replay *replay, const struct tl_cable *again,
                        const struct tl_portion *portion)
{
    for (size_t at = portion->core.begin; at < portion->core.end; at++) {
        const size_t source = original_of(replay, at);
        if (source != TL_NONE && !tl_is_blank(again->bytes.ptr[at]) && !is_struck(again, at)) {
            return source;
        }
    }
    return TL_NONE;
}

/* True when a portion of the release may stand there, where its text came from byte `source`. */
static bool may_stand(const struct tl_second *second, const struct tl_cable *again,
                      const struct tl_portion *portion, size_t source)
{
    const size_t index = tl_second_portion_at(&second->cable, source);
    const struct tl_portion *before = &second->cable.portions.items[index];
    const struct tl_opinion *floor = &second->opinions[index];
    if (!floor->may_leave) {
        return portion->kind == TL_KIND_WITHHELD ||
               tl_span_holds(before->label, (struct tl_span){source, source + 1});
    }
    if (portion->kind == TL_KIND_WITHHELD || before->kind == TL_KIND_WITHHELD) {
        return true;
    }
    const struct tl_opinion now = tl_second_judge(second, again, portion);
    if (floor->is_freed) {
        return now.may_leave;
    }
    const struct tl_marking both = tl_marking_join(second->arena, &now.judged, &floor->judged);
    return portion->doubt == NULL &&
           tl_decide(&both, &second->policy->ceiling, &second->cable.overall) == TL_REASON_OK;
}

/* --- dates (M10) */

enum { MOST_ROUNDS = 8 }; /* in the last, all that is still freed is held */

static void replay_of(const struct tl_second *second, struct tl_replay *out)
{
    *out = (struct tl_replay){.original = second->cable.bytes};
    for (size_t i = 0; i < second->edits.count; i++) {
        const struct tl_second_edit *edit = &second->edits.items[i];
        *TL_PUSH(second->arena, &out->list) = (struct tl_replayed){.in = edit->in, .out = edit->out};
    }
}

/* The portion of the original whose text, freed by its date, is in this one of the release, or TL_NONE. */
static size_t freed_of(const struct tl_second *second, const struct tl_replay *replay,
                       const struct tl_cable *again, const struct tl_portion *portion)
{
    const size_t source = source_of(replay, again, portion);
    const size_t index = source == TL_NONE ? TL_NONE : tl_second_portion_at(&second->cable, source);
    const struct tl_opinion *opinion = index == TL_NONE ? NULL : &second->opinions[index];
    const bool is_freed =
        opinion != NULL && opinion->may_leave && opinion->is_freed && opinion->ruling == NULL;
    return is_freed ? index : TL_NONE;
}

/* Writes what is decided so far, reads it, and holds what is freed and does not read so; true when something
 * was held. */
static bool hold_once(struct tl_second *second, bool holds_all)
{
    const struct tl_cable_options reading = tl_reading_under(second->policy, &second->options);
    struct tl_second undated = *second;
    struct tl_replay replay;
    struct tl_cable again;
    bool has_held = false;
    tl_second_write(second);
    replay_of(second, &replay);
    tl_cable_parse(second->arena, second->bytes, &reading, &again);
    undated.options.as_of = (struct tl_date){0, 0, 0};
    for (size_t i = 0; i < again.portions.count; i++) {
        const size_t index = freed_of(second, &replay, &again, &again.portions.items[i]);
        if (index == TL_NONE ||
            (!holds_all && tl_second_judge(second, &again, &again.portions.items[i]).may_leave)) {
            continue;
        }
        second->opinions[index] =
            tl_second_judge(&undated, &second->cable, &second->cable.portions.items[index]);
        second->opinions[index].is_doubt = true;
        second->opinions[index].cause = TL_CAUSE_DOUBT;
        second->is_doubt = true;
        has_held = true;
    }
    second->edits.count = 0;
    second->notes.count = 0;
    return has_held;
}

static bool has_freed(const struct tl_second *second)
{
    for (size_t i = 0; i < second->cable.portions.count; i++) {
        if (second->opinions[i].may_leave && second->opinions[i].is_freed) {
            return true;
        }
    }
    return false;
}

void tl_second_hold_freed(struct tl_second *second)
{
    bool has_held = true;
    for (int round = 1; has_held && has_freed(second); round++) {
        has_held = hold_once(second, round >= MOST_ROUNDS);
    }
}

/* --- what a cut leaves unreadable (M6) */

/* Reads what is written, and holds what may not stand as it reads now; true when something was held. */
static bool hold_unreadable(struct tl_second *second, const struct tl_rule *rule)
{
    const struct tl_cable_options reading = tl_reading_under(second->policy, &second->options);
    struct tl_replay replay;
    struct tl_cable again;
    TL_VEC(size_t) held = {0};
    replay_of(second, &replay);
    tl_cable_parse(second->arena, second->bytes, &reading, &again);
    for (size_t i = 0; i < again.portions.count; i++) {
        const size_t source = source_of(&replay, &again, &again.portions.items[i]);
        const size_t index = source == TL_NONE ? TL_NONE : tl_second_portion_at(&second->cable, source);
        if (index != TL_NONE && second->opinions[index].may_leave &&
            !may_stand(second, &again, &again.portions.items[i], source)) {
            *TL_PUSH(second->arena, &held) = index;
        }
    }
    for (size_t i = 0; i < held.count; i++) {
        struct tl_opinion *opinion = &second->opinions[held.items[i]];
        opinion->may_leave = false;
        opinion->is_doubt = true;
        opinion->cause = TL_CAUSE_DOUBT;
        opinion->rule = rule;
        second->is_doubt = true;
    }
    return held.count > 0;
}

/* Cuts in what is held are no cuts. */
static void drop_held_cuts(struct tl_second *second)
{
    size_t kept = 0;
    for (size_t i = 0; i < second->cuts.count; i++) {
        if (second->opinions[second->cuts.items[i].portion].may_leave) {
            second->cuts.items[kept++] = second->cuts.items[i];
        }
    }
    second->cuts.count = kept;
}

/* The rule with the first id of those that made the first cut of a rule. */
static const struct tl_rule *rule_of_first_cut(const struct tl_second *second)
{
    struct tl_words ids = {0};
    const struct tl_rule *first = NULL;
    for (size_t i = 0; i < second->cuts.count && ids.count == 0; i++) {
        ids = second->cuts.items[i].rules;
    }
    for (size_t i = 0; i < second->policy->rule_count; i++) {
        const struct tl_rule *rule = &second->policy->rules[i];
        for (size_t k = 0; k < ids.count; k++) {
            if (tl_slice_eq(ids.item[k], rule->id) &&
                (first == NULL || tl_slice_cmp(rule->id, first->id) < 0)) {
                first = rule;
            }
        }
    }
    return first;
}

void tl_second_hold_unreadable(struct tl_second *second, size_t note_count)
{
    const struct tl_rule *rule = rule_of_first_cut(second);
    for (int round = 0; rule != NULL && round < TL_MAX_ROUNDS && hold_unreadable(second, rule); round++) {
        drop_held_cuts(second);
        second->notes.count = note_count;
        tl_second_write(second);
    }
}

/* --- the whole release */

static void read_portions(struct tl_second *second, const struct tl_replay *replay,
                          const struct tl_cable *again, struct tl_second_faults *faults)
{
    for (size_t i = 0; i < again->portions.count; i++) {
        const struct tl_portion *portion = &again->portions.items[i];
        const size_t source = source_of(replay, again, portion);
        if (source != TL_NONE && !may_stand(second, again, portion, source)) {
            fault(second, faults, "verify.read.portion", "the policy does not let this portion leave",
                  portion->core.begin);
        }
    }
}

static void read_unit(struct tl_second *second, const struct tl_cable *again,
                      const struct tl_second_unit *unit, const struct tl_views *views,
                      struct tl_arena *scratch, struct tl_second_faults *faults)
{
    struct tl_plain_hits hits;
    struct tl_plain_places places = {0};
    tl_plain_rules(second->plain, scratch, views, unit->kind, second->options.judged_on, &hits);
    tl_plain_names(scratch, views, &second->names, &places);
    if (hits.undecided != NULL) {
        fault(second, faults, "verify.read.undecided", "a rule cannot be decided here", unit->span.begin);
        return;
    }
    for (size_t i = 0; i < hits.list.count; i++) {
        const struct tl_plain_hit *hit = &hits.list.items[i];
        if (hit->rule->action != TL_ACTION_FLAG && tl_plain_is_live(hit) &&
            !tl_second_in_label(again, hit->in)) {
            fault(second, faults, "verify.read.rule",
                  tl_arena_format(second->arena, "rule %.*s still finds something here",
                                  (int)hit->rule->id.len, (const char *)hit->rule->id.ptr),
                  hit->in.begin);
            return;
        }
    }
    for (size_t i = 0; i < places.list.count; i++) {
        if (!tl_second_in_label(again, places.list.items[i].in)) {
            fault(second, faults, "verify.read.name", "a name that was taken out elsewhere stands here",
                  places.list.items[i].in.begin);
            return;
        }
    }
}

void tl_second_read(struct tl_second *second, const struct tl_replay *replay, tl_slice release,
                    struct tl_second_faults *out)
{
    const struct tl_cable_options reading = tl_reading_under(second->policy, &second->options);
    struct tl_second_units units;
    struct tl_cable again;
    struct tl_arena scratch = {0};
    tl_cable_parse(second->arena, release, &reading, &again);
    read_portions(second, replay, &again, out);
    tl_second_units(second->arena, &again, &units);
    for (size_t i = 0; i < units.list.count; i++) {
        struct tl_views views;
        tl_second_views(&scratch, &again, &units, &units.list.items[i], NULL, 0, &views);
        read_unit(second, &again, &units.list.items[i], &views, &scratch, out);
        tl_arena_clear(&scratch);
    }
    tl_arena_release(&scratch);
}

/* --- fields */

/* True when a text at the overall level of the cable, and at what it claims itself, may leave. */
static bool may_leave(const struct tl_second *second, tl_slice text)
{
    const struct tl_cable *cable = &second->cable;
    const struct tl_cable_options options = {.assume = tl_marking_rank(&cable->overall)};
    struct tl_portion portion = {.kind = TL_KIND_OTHER, .group = TL_NONE, .inside = TL_NONE};
    struct tl_second undated = *second;
    struct tl_cable own;
    tl_cable_parse(second->arena, text, &options, &own);
    portion.effective = tl_marking_join(second->arena, &cable->overall, &cable->handling);
    portion.effective = tl_marking_join(second->arena, &portion.effective, &own.overall);
    portion.effective = tl_marking_join(second->arena, &portion.effective, &own.handling);
    portion.lenient = portion.effective;
    undated.options.as_of = (struct tl_date){0, 0, 0};
    bool is_readable = true;
    for (size_t i = 0; i < own.portions.count; i++) {
        is_readable = is_readable && own.portions.items[i].doubt == NULL;
    }
    return is_readable && tl_second_judge(&undated, cable, &portion).may_leave;
}

/* What rules and names find in a text that stands alone; no exception keeps anything in it. */
static bool has_hit(struct tl_second *second, tl_slice text, bool *is_denied)
{
    const struct tl_date no_date = {0, 0, 0};
    const struct tl_cable cable = {.bytes = text};
    struct tl_views views;
    struct tl_plain_hits hits;
    struct tl_plain_places places = {0};
    tl_views_build(second->arena, &cable, (struct tl_span){0, text.len}, NULL, 0, NULL, 0, &views);
    tl_plain_rules(second->plain, second->arena, &views, TL_KIND_COUNT, no_date, &hits);
    tl_plain_names(second->arena, &views, &second->names, &places);
    bool has = hits.undecided != NULL || places.list.count > 0;
    *is_denied = false;
    for (size_t i = 0; i < hits.list.count; i++) {
        const struct tl_plain_hit *hit = &hits.list.items[i];
        if (hit->rule->action != TL_ACTION_FLAG && tl_plain_is_live(hit)) {
            has = true;
            *is_denied = *is_denied || hit->rule->action == TL_ACTION_DENY;
        }
    }
    return has;
}

static bool is_withheld(tl_slice text)
{
    const struct tl_mark mark = tl_mark_at(text, 0);
    return mark.kind == TL_MARK_WITHHELD && mark.len == text.len;
}

const char *tl_second_field(struct tl_second *second, tl_slice before, tl_slice after, bool is_identifier)
{
    bool is_denied = false;
    if (is_withheld(after) || tl_slice_trim(after).len == 0) {
        return NULL;
    }
    if (!is_identifier && !may_leave(second, before)) {
        return "the policy does not let this field leave";
    }
    return has_hit(second, after, &is_denied) ? "a rule or a name still finds something in a field" : NULL;
}

struct tl_second_fate tl_second_judge_field(struct tl_second *second, tl_slice before, bool is_identifier)
{
    struct tl_second_fate fate = {.is_denied = false};
    bool is_denied = false;
    if (is_identifier) {
        fate.is_refused = has_hit(second, before, &is_denied);
    } else if (tl_slice_trim(before).len > 0 && !is_withheld(before) && may_leave(second, before)) {
        (void)has_hit(second, before, &is_denied);
        fate.is_denied = is_denied;
    }
    return fate;
}

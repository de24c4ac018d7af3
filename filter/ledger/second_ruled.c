/* SPDX-License-Identifier: Apache-2.0 */
/* A reviewer's decisions, applied again (DESIGN 4): what each says of its portion, and nothing else. */
#include "cable/portion_name.h"
#include "ledger/second.h"
#include "marking/lift.h"

/* The rulings on this cable. */
static struct tl_ruled_on rulings_on(struct tl_second *second)
{
    const struct tl_hash original = tl_sha256_one(second->cable.bytes);
    if (second->options.rulings == NULL) {
        return (struct tl_ruled_on){NULL, 0};
    }
    return tl_rulings_of_hash(second->options.rulings, &original);
}

static size_t portion_named(const struct tl_cable *cable, const tl_slice *names, tl_slice name)
{
    for (size_t i = 0; i < cable->portions.count; i++) {
        if (tl_slice_eq(names[i], name)) {
            return i;
        }
    }
    return TL_NONE;
}

static void hold(struct tl_second *second, const struct tl_ruling *ruling, size_t index)
{
    const struct tl_portion *portions = second->cable.portions.items;
    for (size_t i = index; i < second->cable.portions.count; i++) {
        struct tl_opinion *opinion = &second->opinions[i];
        const bool belongs = i == index || (portions[index].group == index && portions[i].group == index);
        if (!belongs || portions[i].kind == TL_KIND_WITHHELD || opinion->cause == TL_CAUSE_ELEMENT) {
            continue;
        }
        if (opinion->cause != TL_CAUSE_DECISION || i == index) { /* a word on the part itself is the nearer */
            opinion->is_held_by_ruling = opinion->may_leave || opinion->is_held_by_ruling;
            opinion->ruling = ruling;
        }
        opinion->may_leave = false;
        opinion->is_doubt = false;
        opinion->cause = TL_CAUSE_DECISION;
    }
}

/* What stands over a portion beside its own marking: lines of CUI, and captions but over header facts. */
static struct tl_marking stands_over(struct tl_second *second, const struct tl_portion *portion,
                                     struct tl_marking marking)
{
    const struct tl_cable *cable = &second->cable;
    for (size_t i = 0; i < cable->claims.count; i++) {
        const struct tl_claim *claim = &cable->claims.items[i];
        const bool is_line = claim->from != TL_CLAIM_PORTION && !claim->is_enclosed;
        if (is_line && tl_marking_rank(&claim->marking) == TL_RANK_CUI) {
            marking.nonic = tl_words_union(second->arena, marking.nonic, claim->marking.nonic);
        }
    }
    if (!tl_kind_is_header_fact(portion->kind)) {
        marking.nonic = tl_words_union(second->arena, marking.nonic, cable->controls);
    }
    marking.is_no_rel = marking.is_no_rel && portion->effective.is_no_rel;
    return marking;
}

static void let_go(struct tl_second *second, const struct tl_ruling *ruling, size_t index)
{
    const struct tl_cable *cable = &second->cable;
    const struct tl_portion *portion = &cable->portions.items[index];
    const struct tl_ceiling *ceiling = &second->policy->ceiling;
    struct tl_opinion *opinion = &second->opinions[index];
    if (opinion->may_leave || portion->doubt != NULL || opinion->cause == TL_CAUSE_ELEMENT) {
        return;
    }
    const struct tl_marking all = stands_over(second, portion, opinion->judged);
    const struct tl_words kept = tl_kind_is_header_fact(portion->kind)
                                     ? (struct tl_words){NULL, 0}
                                     : tl_words_common(second->arena, cable->controls, ceiling->allow);
    const struct tl_lift lift = tl_marking_lift(second->arena, &all, ruling->controls, kept);
    if (!lift.has_unknown && lift.lacking.count == 0 &&
        tl_decide(&lift.marking, ceiling, &cable->overall) == TL_REASON_OK) {
        *opinion = (struct tl_opinion){.may_leave = true,
                                       .is_freed = true,
                                       .cause = TL_CAUSE_DECISION,
                                       .reason = TL_REASON_OK,
                                       .judged = lift.marking,
                                       .ruling = ruling};
    }
}

void tl_second_rule(struct tl_second *second)
{
    const struct tl_ruled_on on = rulings_on(second);
    if (on.count == 0) {
        return;
    }
    const tl_slice *names = tl_portion_names(second->arena, &second->cable);
    for (size_t i = 0; i < on.count; i++) {
        const struct tl_ruling *ruling = &second->options.rulings->list[on.index[i]];
        const size_t index = portion_named(&second->cable, names, ruling->portion);
        if (index != TL_NONE && ruling->does == TL_RULING_WITHHOLD) {
            hold(second, ruling, index);
        } else if (index != TL_NONE && ruling->does == TL_RULING_RELEASE) {
            let_go(second, ruling, index);
        }
    }
}

/* --- excisions */

/* Every place where one of the readings of `words` stands in one of the readings of a unit. */
static bool excise_in(struct tl_second *second, const struct tl_ruling *ruling, const struct tl_views *views,
                      const struct tl_views *words)
{
    bool has_any = false;
    for (size_t i = 0; i < (size_t)TL_READING_COUNT * TL_READING_COUNT; i++) {
        const struct tl_view *view = &views->view[i / TL_READING_COUNT];
        const tl_slice wanted = tl_slice_trim(words->view[i % TL_READING_COUNT].text);
        if (!views->has[i / TL_READING_COUNT] || !words->has[i % TL_READING_COUNT] || wanted.len == 0) {
            continue;
        }
        for (size_t s = 0; s < view->segments.count; s++) {
            const struct tl_span segment = view->segments.items[s];
            for (size_t at = segment.begin; at + wanted.len <= segment.end; at++) {
                if (memcmp(view->text.ptr + at, wanted.ptr, wanted.len) != 0) {
                    continue;
                }
                const struct tl_span in = tl_view_original(view, (struct tl_span){at, at + wanted.len});
                has_any =
                    (!tl_second_in_label(&second->cable, in) &&
                     tl_second_take(second, in,
                                    (struct tl_second_cut){.action = TL_ACTION_EXCISE, .ruling = ruling})) ||
                    has_any;
            }
        }
    }
    return has_any;
}

bool tl_second_excise(struct tl_second *second, const struct tl_second_units *units)
{
    const struct tl_ruled_on on = rulings_on(second);
    bool has_any = false;
    if (on.count == 0) {
        return false;
    }
    const tl_slice *names = tl_portion_names(second->arena, &second->cable);
    for (size_t i = 0; i < on.count; i++) {
        const struct tl_ruling *ruling = &second->options.rulings->list[on.index[i]];
        const size_t index = portion_named(&second->cable, names, ruling->portion);
        const struct tl_cable alone = {.bytes = ruling->text};
        struct tl_views words;
        if (ruling->does != TL_RULING_EXCISE || index == TL_NONE) {
            continue;
        }
        tl_views_build(second->arena, &alone, (struct tl_span){0, ruling->text.len}, NULL, 0, NULL, 0,
                       &words);
        for (size_t k = 0; k < units->list.count; k++) {
            struct tl_views views;
            if (units->list.items[k].first == index) {
                tl_second_views(second->arena, &second->cable, units, &units->list.items[k], NULL, 0, &views);
                has_any = excise_in(second, ruling, &views, &words) || has_any;
            }
        }
    }
    return has_any;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decisions of a reviewer on generated cables: to withhold and to excise never makes more leave; a release
 * lets no byte leave but of the portion that it names; and what they make is its own release.
 */
#include "prop/prop.h"

#include <stdio.h>

#include "cable/portion_name.h"

enum { MOST_RULINGS = 3 };

/* A file of decisions on one cable, as the reader of files would have it. */
struct ruled {
    struct tl_ruling list[MOST_RULINGS];
    size_t order[MOST_RULINGS];
    size_t portions[MOST_RULINGS];
    struct tl_rulings rulings;
};

static const tl_slice every_control[] = {
    TL_TEXT("NOFORN"), TL_TEXT("ORCON"),  TL_TEXT("NODIS"),  TL_TEXT("EXDIS"),     TL_TEXT("STADIS"),
    TL_TEXT("LIMDIS"), TL_TEXT("SBU"),    TL_TEXT("LOU"),    TL_TEXT("FOUO"),      TL_TEXT("CUI"),
    TL_TEXT("REL TO"), TL_TEXT("RELIDO"), TL_TEXT("PROPIN"), TL_TEXT("SENSITIVE"),
};

static bool is_taken(const struct ruled *ruled, size_t portion)
{
    for (size_t i = 0; i < ruled->rulings.count; i++) {
        if (ruled->portions[i] == portion) {
            return true;
        }
    }
    return false;
}

/* A word of the portion, or an empty slice. */
static tl_slice word_in(struct rng *rng, const struct tl_cable *cable, const struct tl_portion *portion)
{
    const tl_slice text = tl_slice_sub(
        cable->bytes, portion->mark.end > portion->label.end ? portion->mark.end : portion->label.end,
        portion->core.end);
    size_t begin = rng_below(rng, text.len + 1);
    while (begin < text.len && !tl_is_alpha(text.ptr[begin])) {
        begin++;
    }
    size_t end = begin;
    while (end < text.len && tl_is_alpha(text.ptr[end])) {
        end++;
    }
    return tl_slice_sub(text, begin, end);
}

static void decide(struct rng *rng, struct tl_arena *arena, const struct tl_cable *cable, struct ruled *out)
{
    const tl_slice *names = tl_portion_names(arena, cable);
    const tl_slice mrn = tl_cable_mrn(arena, cable);
    const size_t wanted = 1 + rng_below(rng, MOST_RULINGS);
    *out = (struct ruled){.rulings = {.path = "decisions.yaml"}};
    for (size_t tries = 0; tries < 12 && out->rulings.count < wanted; tries++) {
        const size_t index = rng_below(rng, cable->portions.count);
        struct tl_ruling ruling = {.cable = mrn.len > 0 ? mrn : TL_CABLE_UNKNOWN,
                                   .original = tl_sha256_one(cable->bytes),
                                   .portion = names[index],
                                   .does = (enum tl_ruling_do)rng_below(rng, TL_RULING_POLICY),
                                   .authority = TL_LIT("an order"),
                                   .by = TL_LIT("reviewer-7"),
                                   .why = TL_LIT("a reason"),
                                   .date = {2019, 1, 1}};
        if (names[index].len == 0 || is_taken(out, index)) {
            continue;
        }
        if (ruling.does == TL_RULING_EXCISE) {
            ruling.text = word_in(rng, cable, &cable->portions.items[index]);
        }
        if (ruling.does == TL_RULING_RELEASE) {
            ruling.controls = (struct tl_words){every_control, TL_COUNT(every_control)};
        }
        if (ruling.does == TL_RULING_EXCISE && ruling.text.len == 0) {
            continue;
        }
        out->portions[out->rulings.count] = index;
        out->order[out->rulings.count] = out->rulings.count;
        out->list[out->rulings.count++] = ruling;
    }
    out->rulings.list = out->list;
    out->rulings.by_hash = out->order;
    out->rulings.by_cable = out->order;
}

/* True when the byte of the original stands in the release. */
static bool is_left(const struct tl_release *release, size_t at, size_t *edit)
{
    while (*edit < release->edits.count && release->edits.items[*edit].in.end <= at) {
        ++*edit;
    }
    return *edit == release->edits.count || at < release->edits.items[*edit].in.begin;
}

/* True when a release names the portion that the byte stands in. */
static bool is_released(const struct ruled *ruled, const struct tl_cable *cable, size_t at)
{
    for (size_t i = 0; i < ruled->rulings.count; i++) {
        const struct tl_portion *portion = &cable->portions.items[ruled->portions[i]];
        if (ruled->list[i].does == TL_RULING_RELEASE && portion->span.begin <= at && at < portion->span.end) {
            return true;
        }
    }
    return false;
}

/* No byte leaves that did not leave without the decisions, but of what is released.  Where a date frees text,
 * less text may leave it more plainly free. */
static void nothing_more_leaves(const struct prop_policy *policy, const struct ruled *ruled,
                                const struct prop_run *plain, const struct prop_run *run)
{
    size_t edit = 0;
    size_t plain_edit = 0;
    for (size_t at = 0; at < run->cable.bytes.len && !policy->policy->honours_dates; at++) {
        const bool is_there = is_left(&run->release, at, &edit);
        const bool was_there = is_left(&plain->release, at, &plain_edit);
        if (is_there && !was_there && !is_released(ruled, &run->cable, at)) {
            char detail[80];
            snprintf(detail, sizeof(detail), "byte %zu", at);
            prop_fail(policy, "a decision lets another portion leave", detail, run->cable.bytes);
            return;
        }
    }
}

static void again_is_the_same(const struct prop_policy *policy, const struct prop_run *run)
{
    struct prop_run again;
    prop_run(policy, run->release.bytes, &again);
    if (again.status != TL_OK || !tl_slice_eq(again.release.bytes, run->release.bytes)) {
        prop_fail(policy, "what decisions made is not its own release", NULL, run->cable.bytes);
    }
    prop_run_end(&again);
}

static void judge(const struct prop_policy *policy, struct rng *rng, tl_slice bytes)
{
    struct prop_run plain;
    struct prop_run run;
    struct ruled ruled;
    prop_run(policy, bytes, &plain);
    decide(rng, &plain.arena, &plain.cable, &ruled);
    prop_run_ruled(policy, bytes, &ruled.rulings, &run);
    if (run.status == TL_OK || run.status == TL_DOUBT) {
        const char *broken = prop_broken_edits(&run);
        if (broken != NULL) {
            prop_fail(policy, broken, NULL, bytes);
        }
        if (plain.status == TL_OK || plain.status == TL_DOUBT) {
            nothing_more_leaves(policy, &ruled, &plain, &run);
        }
        again_is_the_same(policy, &run);
    } else if (run.status == TL_INTERNAL) {
        prop_fail(policy, "70 for a decision", run.err.text, bytes);
    }
    prop_run_end(&plain);
    prop_run_end(&run);
}

static void test(uint64_t seed)
{
    static const unsigned allowed[] = {GEN_TAIL, GEN_ALL & ~GEN_DAMAGE, GEN_ALL, GEN_ENCLOSED | GEN_BREAKS};
    struct rng rng = rng_of(seed, 77);
    struct gen_cable cable;
    gen_cable(seed, seed, TL_RANK_UNKNOWN, allowed[seed % TL_COUNT(allowed)], &cable);
    for (size_t i = 0; i < PROP_SHIPPED; i++) {
        judge(prop_policy((enum prop_policy_name)i), &rng, tl_buf_slice(&cable.bytes));
    }
    gen_release(&cable);
}

int main(void)
{
    return prop_main(400, test);
}

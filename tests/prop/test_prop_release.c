/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Generated cables: what may not leave does not, the same comes out twice, a release released again is the
 * same, and no second reading has to refuse what the first decided.
 */
#include "prop/prop.h"

#include <stdio.h>

static bool is_above(enum tl_rank a, enum tl_rank b)
{
    return b != TL_RANK_UNKNOWN && (a == TL_RANK_UNKNOWN || a > b);
}

static void no_word_leaks(const struct prop_policy *policy, const struct gen_cable *cable,
                          const struct prop_run *run)
{
    if (policy->policy->honours_dates) {
        return;
    }
    for (size_t i = 0; i < cable->parts.count; i++) {
        const struct gen_part *part = &cable->parts.items[i];
        const bool is_unmarked_u = part->rank == TL_RANK_U;
        if (is_unmarked_u || !is_above(part->rank, policy->max)) {
            continue;
        }
        for (size_t k = 0; k < part->word_count; k++) {
            const char *word = cable->words.items[part->first_word + k];
            if (prop_has_word(run->release.bytes, word)) {
                char detail[200];
                snprintf(detail, sizeof(detail), "%s of part %zu, kind %d, %s, marked %s, damage %zu", word,
                         i, (int)part->kind, tl_rank_name(part->rank),
                         part->mark_text == NULL ? "-" : part->mark_text, part->damage);
                prop_fail(policy, "a withheld word leaks", detail, tl_buf_slice(&cable->bytes));
                return;
            }
        }
    }
}

/* A name after its title goes everywhere, in withheld parts found too. */
static void no_name_leaks(const struct prop_policy *policy, const struct gen_cable *cable,
                          const struct prop_run *run)
{
    bool is_found = false;
    for (size_t i = 0; i < cable->parts.count; i++) {
        is_found = is_found || (cable->parts.items[i].name & 1) != 0;
    }
    if (is_found && policy->has_rules && policy->policy->rule_count == 2 &&
        prop_has_squeezed(run->release.bytes, cable->surname)) {
        prop_fail(policy, "a name leaks", cable->surname, tl_buf_slice(&cable->bytes));
    }
}

/* A clean cable loses no more than it must: marked (U) text without a caption leaves. */
static void what_may_leave_leaves(const struct prop_policy *policy, const struct gen_cable *cable,
                                  const struct prop_run *run)
{
    bool is_one_at_top = false;
    if ((cable->features & ~(unsigned)GEN_TAIL) != 0 || policy->has_rules || cable->overall > TL_RANK_TS) {
        return;
    }
    for (size_t i = 0; i < cable->parts.count; i++) {
        const struct gen_part *part = &cable->parts.items[i];
        is_one_at_top =
            is_one_at_top || (part->kind == GEN_PARAGRAPH && part->rank == cable->overall && !part->is_vague);
    }
    for (size_t i = 0; i < cable->parts.count && is_one_at_top; i++) {
        const struct gen_part *part = &cable->parts.items[i];
        if (part->kind != GEN_PARAGRAPH || part->mark_text == NULL || part->rank != TL_RANK_U ||
            part->is_vague) {
            continue;
        }
        for (size_t k = 0; k < part->word_count; k++) {
            const char *word = cable->words.items[part->first_word + k];
            if (!prop_has_word(run->release.bytes, word)) {
                prop_fail(policy, "a word that may leave is gone", word, tl_buf_slice(&cable->bytes));
                return;
            }
        }
    }
}

static void again_is_the_same(const struct prop_policy *policy, const struct prop_run *run)
{
    struct prop_run again;
    prop_run(policy, run->release.bytes, &again);
    if (again.status == TL_INTERNAL) {
        prop_fail(policy, "70 on a release", again.err.text, run->cable.bytes);
    } else if (again.release.edits.count != 0 || again.release.verdict != TL_VERDICT_RELEASED) {
        prop_fail(policy, "a release is edited again",
                  again.release.edits.count > 0 ? tl_edit_action_name(again.release.edits.items[0].action)
                                                : "denied",
                  run->cable.bytes);
    } else if (!tl_slice_eq(again.release.bytes, run->release.bytes)) {
        prop_fail(policy, "a release released again differs", NULL, run->cable.bytes);
    } else if (again.status != TL_OK) {
        prop_fail(policy, "check doubts a release", NULL, run->cable.bytes);
    }
    prop_run_end(&again);
}

static void the_same_twice(const struct prop_policy *policy, const struct prop_run *run)
{
    struct prop_run twin;
    prop_run(policy, run->cable.bytes, &twin);
    if (twin.status != run->status || !tl_slice_eq(twin.release.bytes, run->release.bytes)) {
        prop_fail(policy, "two runs differ", NULL, run->cable.bytes);
    }
    prop_run_end(&twin);
}

/* The old words stay, struck, and nothing else is another decision: the same places are edited as by roll-up.
 */
static void strike_is_roll_up(const struct prop_run *strike)
{
    struct prop_run rollup;
    prop_run(prop_policy(PROP_DATES), strike->cable.bytes, &rollup);
    bool is_same =
        strike->status == rollup.status && strike->release.edits.count == rollup.release.edits.count;
    for (size_t i = 0; is_same && i < strike->release.edits.count; i++) {
        const struct tl_edit *a = &strike->release.edits.items[i];
        const struct tl_edit *b = &rollup.release.edits.items[i];
        is_same = a->in.begin == b->in.begin && a->in.end == b->in.end && a->action == b->action;
    }
    if (!is_same) {
        prop_fail(prop_policy(PROP_STRIKE), "another decision than by roll-up", NULL, strike->cable.bytes);
    }
    prop_run_end(&rollup);
}

static void judge(const struct prop_policy *policy, const struct gen_cable *cable)
{
    struct prop_run run;
    prop_run(policy, tl_buf_slice(&cable->bytes), &run);
    if (run.status == TL_INTERNAL) {
        prop_fail(policy, "70", run.err.text, run.cable.bytes);
    } else if (run.status == TL_OK || run.status == TL_DOUBT) {
        const char *broken = prop_broken_edits(&run);
        if (broken != NULL) {
            prop_fail(policy, broken, NULL, run.cable.bytes);
        }
        no_word_leaks(policy, cable, &run);
        no_name_leaks(policy, cable, &run);
        what_may_leave_leaves(policy, cable, &run);
        again_is_the_same(policy, &run);
        the_same_twice(policy, &run);
        if (policy == prop_policy(PROP_STRIKE)) {
            strike_is_roll_up(&run);
        }
    }
    prop_run_end(&run);
}

static void test(uint64_t seed)
{
    static const unsigned allowed[] = {GEN_TAIL, GEN_ALL & ~GEN_DAMAGE, GEN_ALL, GEN_NAMES | GEN_BREAKS};
    struct gen_cable cable;
    gen_cable(seed, seed, TL_RANK_UNKNOWN, allowed[seed % TL_COUNT(allowed)], &cable);
    for (size_t i = 0; i < PROP_SHIPPED; i++) {
        judge(prop_policy((enum prop_policy_name)i), &cable);
    }
    if (seed % 6 == 0) {
        judge(prop_policy((enum prop_policy_name)(PROP_SHIPPED + seed / 6 % 3)), &cable);
    }
    gen_release(&cable);
}

int main(void)
{
    return prop_main(400, test);
}

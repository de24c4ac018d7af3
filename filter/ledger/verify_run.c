/* SPDX-License-Identifier: Apache-2.0 */
/* The record of a run against the policy and the packs that are given. */
#include "ledger/keys.h"
#include "ledger/verify_policy.h"

static void check_source(const struct tl_logged_source *said, const struct tl_source *given, const char *what,
                         const struct tl_field_place *place)
{
    struct tl_arena *arena = &place->out->arena;
    if (memcmp(said->sha256.bytes, given->hash.bytes, TL_HASH) != 0) {
        tl_differ_at(place, "verify.policy",
                     tl_arena_format(arena, "the %s %s is not the one of the run: its SHA-256 is another",
                                     what, given->path == NULL ? "given" : given->path));
    } else if (!tl_slice_eq(said->id, given->id)) {
        tl_expect_text(place, tl_arena_format(arena, "%s." TL_KEY_ID, what), said->id, given->id);
    }
}

static void check_dates(const struct tl_logged_run *run, const struct tl_policy *policy,
                        const struct tl_field_place *place)
{
    const bool has_date = tl_date_valid(run->as_of);
    const bool needs_date = policy->exception_count > 0 || run->has_decisions;
    if (has_date && !run->is_as_of_given && !needs_date) {
        tl_differ_at(place, "verify.run.field",
                     "the run asked for the day, and nothing in the policy depends on it");
    } else if (!has_date && needs_date) {
        tl_differ_at(place, "verify.run.field",
                     run->has_decisions ? "the run has no date, and its decisions need one"
                                        : "the run has no date, and exceptions of the policy need one");
    }
}

void tl_verify_sources(const struct tl_logged_run *run, const struct tl_policy *policy,
                       struct tl_differences *out)
{
    const struct tl_field_place place = {.slug = "verify.run.field", .record = 1, .out = out};
    check_source(&run->policy, &policy->sources[0], "policy", &place);
    for (size_t i = 0; i < run->pack_count && i + 1 < policy->source_count; i++) {
        check_source(&run->packs[i], &policy->sources[i + 1], "pack", &place);
    }
    if (run->pack_count + 1 != policy->source_count) {
        tl_differ_at(&place, "verify.policy", "the policy has another number of packs than the run");
    }
    tl_expect_words(&place, TL_KEY_LOOSENINGS, run->loosenings,
                    (struct tl_words){policy->loosenings, policy->loosening_count});
    check_dates(run, policy, &place);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two opinions on generated cables, with bytes changed at random: what `redact` writes is what `verify`
 * decides again by code of its own, and a release in which anything was changed is refused.
 */
#include "prop/prop.h"

#include <stdio.h>

#include "pipeline/verify.h"

/* Lines joined, split and doubled; marks doubled; bytes that are no text. */
static void mutate(struct rng *rng, const struct tl_buf *bytes, struct tl_buf *out)
{
    static const char *const odd[] = {"\r",   "\n\n", "(C)",          "((S)", "\xa0",
                                      "\xff", "  ",   "\xe2\x80\x8b", "-\n"};
    for (size_t i = 0; i < bytes->len; i++) {
        if (!rng_one_in(rng, 90)) {
            tl_buf_byte(out, bytes->ptr[i]);
            continue;
        }
        if (rng_one_in(rng, 3)) {
            tl_buf_str(out, odd[rng_below(rng, TL_COUNT(odd))]);
        }
        if (rng_one_in(rng, 2)) {
            tl_buf_byte(out, bytes->ptr[i] == '\n' ? ' ' : '\n');
        }
    }
}

static void log_of(const struct prop_run *run, struct tl_buf *out)
{
    const struct tl_log_source source = {.name = "cable"};
    struct tl_log_run of = {.policy = run->release.policy,
                            .frame = "file",
                            .is_secret_given = true,
                            .secret = TL_LIT("0123456789abcdef")};
    struct tl_log log;
    const struct tl_date day = {2020, 1, 1}; /* as prop_run has it */
    if (run->release.policy->honours_dates) {
        of.as_of = day;
    } else if (run->release.policy->exception_count > 0) {
        of.judged_on = day;
    }
    tl_log_init(&log, &of);
    tl_log_cable(&log, &source, &run->release);
    tl_log_end(&log);
    tl_buf_add(out, tl_buf_slice(&log.out));
    tl_log_release(&log);
}

/* How much differs; the first of it. */
static uint64_t verify(const struct prop_policy *policy, const struct prop_run *run, const struct tl_buf *log,
                       tl_slice release, char detail[200])
{
    const struct tl_verify_request request = {.log = {"log", tl_buf_slice(log)},
                                              .original = {"cable", run->cable.bytes},
                                              .release = {"release", release},
                                              .policy = policy->policy};
    struct tl_verify_outcome outcome = {.records = 0};
    struct tl_err err = {0};
    uint64_t count = 1;
    if (tl_verify_run(&request, &outcome, &err) == TL_OK) {
        count = outcome.differences.count;
    } else {
        (void)snprintf(detail, 200, "%s", err.text);
    }
    if (outcome.differences.list.count > 0) {
        const struct tl_difference *first = &outcome.differences.list.items[0];
        (void)snprintf(detail, 200, "%s: %s at byte %zu, line %zu", first->slug, first->text, first->offset,
                       first->line);
    }
    tl_verify_outcome_release(&outcome);
    return count;
}

static void judge(const struct prop_policy *policy, struct rng *rng, tl_slice bytes)
{
    static const unsigned char nothing[1] = {0};
    struct prop_run run;
    struct tl_buf log = {0};
    char detail[200] = "";
    prop_run(policy, bytes, &run);
    if (run.status == TL_OK || run.status == TL_DOUBT) {
        const tl_slice release = run.release.bytes.len > 0 ? run.release.bytes : (tl_slice){nothing, 0};
        log_of(&run, &log);
        if (verify(policy, &run, &log, release, detail) > 0) {
            prop_fail(policy, "verify refuses a release", detail, bytes);
        }
        if (release.len > 0) {
            const tl_slice copy = tl_arena_dup(&run.arena, release);
            unsigned char *byte = (unsigned char *)(uintptr_t)copy.ptr + rng_below(rng, copy.len);
            *byte ^= 0x11;
            if (verify(policy, &run, &log, copy, detail) == 0) {
                prop_fail(policy, "verify accepts a changed release", NULL, bytes);
            }
        }
    }
    tl_buf_release(&log);
    prop_run_end(&run);
}

static void test(uint64_t seed)
{
    struct rng rng = rng_of(seed, 77);
    struct gen_cable cable;
    struct tl_buf mutated = {0};
    gen_cable(seed, seed, TL_RANK_UNKNOWN, GEN_ALL, &cable);
    mutate(&rng, &cable.bytes, &mutated);
    for (size_t i = 0; i < PROP_SHIPPED; i++) {
        judge(prop_policy((enum prop_policy_name)i), &rng, tl_buf_slice(&cable.bytes));
        judge(prop_policy((enum prop_policy_name)i), &rng, tl_buf_slice(&mutated));
    }
    if (seed % 8 == 0) {
        judge(prop_policy((enum prop_policy_name)(PROP_SHIPPED + seed / 8 % 3)), &rng,
              tl_buf_slice(&mutated));
    }
    tl_buf_release(&mutated);
    gen_release(&cable);
}

int main(void)
{
    return prop_main(300, test);
}

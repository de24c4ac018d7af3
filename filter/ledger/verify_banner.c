/* SPDX-License-Identifier: Apache-2.0 */
/* The logged re-marking of one cable against DESIGN M16: lines and words that a policy may write there. */
#include "ledger/verify_policy.h"
#include "marking/struck.h"

static bool is_one_of(tl_slice text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (tl_slice_eq(text, tl_str(list[i]))) {
            return true;
        }
    }
    return false;
}

static bool same_span(struct tl_span a, struct tl_span b)
{
    return a.begin == b.begin && a.end == b.end;
}

/* True when `replacement` is `now`, alone or beside what was struck. */
static bool says(const struct tl_comparison *c, const struct tl_logged_change *change, tl_slice now,
                 tl_slice name)
{
    struct tl_buf struck = {0};
    bool is_good = tl_slice_eq(change->replacement, now);
    if (!is_good && c->second.policy->banner == TL_BANNER_STRIKE) {
        is_good = tl_struck_write(&struck, c->second.cable.bytes, change->in, now, name) &&
                  tl_slice_eq(change->replacement, tl_buf_slice(&struck));
    }
    tl_buf_release(&struck);
    return is_good;
}

static bool is_claim_remark(const struct tl_comparison *c, const struct tl_logged_change *change)
{
    static const char *const sensitive[] = {"\nSENSITIVE", "\r\nSENSITIVE"};
    const struct tl_rank_words *words = tl_rank_words(c->remains);
    const struct tl_cable *cable = &c->second.cable;
    for (size_t i = 0; i < cable->claims.count && words != NULL; i++) {
        const struct tl_claim *claim = &cable->claims.items[i];
        const struct tl_span after = {claim->span.end, claim->span.end};
        const struct tl_span zny = {claim->span.begin, claim->level.end};
        if (same_span(change->in, after) && c->remains == TL_RANK_CUI &&
            is_one_of(change->replacement, sensitive, TL_COUNT(sensitive))) {
            return true;
        }
        if (claim->from == TL_CLAIM_ZNY
                ? same_span(change->in, zny) && says(c, change, tl_str(words->zny), (tl_slice){NULL, 0})
                : same_span(change->in, claim->level) &&
                      (says(c, change, tl_str(words->class_line), (tl_slice){NULL, 0}) ||
                       says(c, change, tl_str(words->banner), (tl_slice){NULL, 0}) ||
                       (c->remains == TL_RANK_CUI &&
                        says(c, change, TL_LIT("LIMITED OFFICIAL USE"), (tl_slice){NULL, 0})))) {
            return true;
        }
    }
    return false;
}

bool tl_is_remark(const struct tl_comparison *c, const struct tl_logged_change *change)
{
    const struct tl_cable *cable = &c->second.cable;
    for (size_t i = 0; i < cable->captions.count; i++) {
        const struct tl_caption *caption = &cable->captions.items[i];
        const tl_slice name = caption->is_known ? caption->word : (tl_slice){NULL, 0};
        if (same_span(change->in, caption->span) && says(c, change, (tl_slice){NULL, 0}, name)) {
            return true;
        }
    }
    for (size_t i = 0; i < cable->portions.count; i++) {
        const struct tl_opinion *opinion = &c->second.opinions[i];
        const bool is_cui = tl_marking_rank(&opinion->judged) == TL_RANK_CUI;
        if (same_span(change->in, cable->portions.items[i].mark) && opinion->is_freed &&
            tl_is_ruled(change, opinion->ruling) &&
            says(c, change, is_cui ? TL_LIT("(SBU)") : TL_LIT("(U)"), (tl_slice){NULL, 0})) {
            return true;
        }
    }
    return is_claim_remark(c, change);
}

void tl_compare_banners(struct tl_comparison *c)
{
    const struct tl_cable *cable = &c->second.cable;
    size_t at = 0;
    for (size_t i = 0; i < cable->claims.count; i++) {
        const struct tl_claim *claim = &cable->claims.items[i];
        const bool is_line = claim->from == TL_CLAIM_CLASSIFICATION_LINE || claim->from == TL_CLAIM_ZNY ||
                             claim->from == TL_CLAIM_BANNER || claim->from == TL_CLAIM_PAGE_LINE;
        const size_t portion = tl_second_portion_at(cable, claim->level.begin);
        if (!is_line || claim->is_enclosed || tl_span_len(claim->level) == 0 ||
            !c->second.opinions[portion].may_leave ||
            !tl_rank_above(tl_marking_rank(&claim->marking), c->remains)) {
            continue;
        }
        const struct tl_rank_words *words = tl_rank_words(c->remains);
        const tl_slice stands = tl_span_of(cable->bytes, claim->level);
        bool is_there = words == NULL || tl_slice_eq(stands, tl_str(words->class_line)) ||
                        tl_slice_eq(stands, tl_str(words->banner));
        for (at = 0; at < c->at_hand->changes.count && !is_there; at++) {
            is_there = tl_span_meets(c->at_hand->changes.items[at].in, claim->level);
        }
        if (!is_there) {
            tl_differ_at(c, "verify.banner", TL_NONE, claim->level.begin,
                         "this line says more than what remains");
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Why a portion has its level: set where the level is set, finished when all claims are known. */
#include "cable/reader.h"

static const char *const names[] = {
    [TL_WHY_OVERALL] = "overall",     [TL_WHY_OWN] = "own",
    [TL_WHY_INHERITED] = "inherited", [TL_WHY_ENTIRE_TEXT] = "entire-text",
    [TL_WHY_RAISED] = "raised",       [TL_WHY_ENCLOSED] = "enclosed",
    [TL_WHY_DAMAGED] = "damaged",     [TL_WHY_SECOND_START] = "second-start",
};

const char *tl_why_name(enum tl_why why)
{
    return (size_t)why < TL_COUNT(names) ? names[why] : names[TL_WHY_OVERALL];
}

void tl_why_set(struct tl_portion *portion, enum tl_why why, size_t line)
{
    portion->why = why;
    portion->why_line = line;
}

enum { LOOK_BACK = 64 };

/* The line of what a portion inherits from: the last portion of its paragraph before it with this level, of
 * the nearest ones; else the paragraph's. */
static size_t governing_line(const struct tl_reader *r, const struct tl_portion *portion)
{
    const struct tl_cable *cable = r->cable;
    if (portion->group >= cable->portions.count) {
        return 0;
    }
    size_t i = (size_t)(portion - cable->portions.items);
    for (size_t seen = 0; i > portion->group && seen < LOOK_BACK; i--, seen++) {
        const struct tl_portion *other = &cable->portions.items[i - 1];
        if (other->group == portion->group && tl_marking_within(&other->effective, &portion->effective) &&
            tl_marking_within(&portion->effective, &other->effective)) {
            return other->why == TL_WHY_INHERITED && other->why_line > 0 ? other->why_line : other->line;
        }
    }
    return cable->portions.items[portion->group].line;
}

void tl_why_from(const struct tl_reader *r, struct tl_portion *portion, enum tl_from from)
{
    portion->from = from;
    switch (from) {
    case TL_FROM_OVERALL:
        tl_why_set(portion, TL_WHY_OVERALL, 0);
        break;
    case TL_FROM_INHERITED:
        tl_why_set(portion, TL_WHY_INHERITED, governing_line(r, portion));
        break;
    case TL_FROM_OWN:
        tl_why_set(portion, TL_WHY_OWN, portion->line);
        break;
    }
}

/* The claim that makes the overall: of those as high as it the first kind in the order of tl_claim_from. */
const struct tl_claim *tl_cable_highest_claim(const struct tl_cable *cable)
{
    const enum tl_rank overall = tl_marking_rank(&cable->overall);
    const struct tl_claim *best = NULL;
    for (size_t i = 0; i < cable->claims.count; i++) {
        const struct tl_claim *claim = &cable->claims.items[i];
        if (tl_marking_rank(&claim->marking) == overall && (best == NULL || claim->from < best->from)) {
            best = claim;
        }
    }
    return best;
}

static bool is_entire_text(const struct tl_cable *cable, const struct tl_claim *claim)
{
    if (claim->from != TL_CLAIM_PORTION || claim->marking.is_entire_text) {
        return claim->from == TL_CLAIM_PORTION;
    }
    for (size_t i = 0; i < cable->portions.count; i++) {
        const struct tl_portion *portion = &cable->portions.items[i];
        if (portion->mark.begin == claim->span.begin && tl_span_len(portion->mark) > 0) {
            return portion->own.is_entire_text;
        }
    }
    return false;
}

void tl_why_finish(struct tl_reader *r)
{
    struct tl_cable *cable = r->cable;
    const struct tl_claim *claim = tl_cable_highest_claim(cable);
    const size_t line = claim == NULL ? 0 : claim->line;
    const enum tl_why why =
        claim != NULL && is_entire_text(cable, claim) ? TL_WHY_ENTIRE_TEXT : TL_WHY_OVERALL;
    for (size_t i = 0; i < cable->portions.count; i++) {
        struct tl_portion *portion = &cable->portions.items[i];
        if (portion->why == TL_WHY_OVERALL) {
            tl_why_set(portion, why, line);
        }
    }
}

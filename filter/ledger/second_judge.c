/* SPDX-License-Identifier: Apache-2.0 */
/* The second opinion on one portion, from its markings alone: DESIGN M4, M8, M9, M10, M21. */
#include "ledger/second.h"

static bool is_text(enum tl_kind kind)
{
    return kind == TL_KIND_PARAGRAPH || kind == TL_KIND_SUB_PARAGRAPH;
}

/* What a portion counts as: opened by `unmarked`, closed by compilation (M4), or as it is read. */
static struct tl_marking counted(const struct tl_second *second, const struct tl_cable *cable,
                                 const struct tl_portion *portion, const struct tl_marking *read)
{
    const bool is_unmarked = portion->from == TL_FROM_OVERALL && portion->group == TL_NONE;
    if (is_unmarked && portion->kind != TL_KIND_OTHER &&
        tl_policy_unmarked(second->policy, portion->kind) == TL_UNMARKED_U) {
        return tl_kind_is_header_fact(portion->kind) ? tl_marking_of_level(TL_LEVEL_U) : cable->handling;
    }
    if (!cable->is_compiled || second->policy->is_compilation_by_portions || !is_text(portion->kind)) {
        return *read;
    }
    struct tl_marking all = tl_marking_join(second->arena, read, &cable->stated);
    all.rel_to = (struct tl_words){NULL, 0};
    all.is_no_rel = true;
    return all;
}

/* The words of M8 that the audience alone judges. */
static bool is_of_audience(tl_slice word)
{
    return tl_slice_eq(word, TL_LIT("NOFORN")) || tl_slice_eq(word, TL_LIT("RELIDO")) ||
           tl_slice_eq(word, TL_LIT("EYES")) || tl_slice_eq(word, TL_LIT("EYES ONLY"));
}

/* M9: a caption stands over the portion that `allow` does not lift. */
static bool has_caption(const struct tl_second *second, const struct tl_cable *cable, enum tl_kind kind)
{
    bool has = false;
    for (size_t i = 0; i < cable->controls.count && !tl_kind_is_header_fact(kind); i++) {
        const tl_slice word = cable->controls.item[i];
        has = has || (!is_of_audience(word) && !tl_words_has(second->policy->ceiling.allow, word));
    }
    return has;
}

static bool date_passed(const struct tl_second *second, const struct tl_cable *cable)
{
    if (!second->policy->honours_dates || cable->plain == NULL || !tl_date_valid(second->options.as_of)) {
        return false;
    }
    const struct tl_date date = tl_decl_honour_date(&cable->plain->decl, cable->date);
    return tl_date_valid(date) && tl_date_cmp(date, second->options.as_of) <= 0;
}

/* M10: what a date frees is U, but CUI where anything claims CUI. */
static struct tl_marking freed(const struct tl_cable *cable, const struct tl_portion *portion)
{
    bool is_cui = cable->overall.nonic.count > 0 || portion->effective.nonic.count > 0 ||
                  tl_marking_rank(&portion->effective) == TL_RANK_CUI;
    for (size_t i = 0; i < cable->claims.count; i++) {
        is_cui = is_cui || tl_marking_rank(&cable->claims.items[i].marking) == TL_RANK_CUI;
    }
    return tl_marking_of_rank(is_cui ? TL_RANK_CUI : TL_RANK_U);
}

static bool leaves_leniently(const struct tl_second *second, const struct tl_cable *cable,
                             const struct tl_portion *portion)
{
    const struct tl_marking marking = counted(second, cable, portion, &portion->lenient);
    return tl_decide(&marking, &second->policy->ceiling, &cable->overall) == TL_REASON_OK;
}

struct tl_opinion tl_second_judge(const struct tl_second *second, const struct tl_cable *cable,
                                  const struct tl_portion *portion)
{
    const struct tl_policy *policy = second->policy;
    struct tl_opinion opinion = {.cause = TL_CAUSE_MARKING};
    opinion.judged = counted(second, cable, portion, &portion->effective);
    if (portion->doubt != NULL) {
        opinion.cause = TL_CAUSE_DOUBT;
        opinion.is_doubt = leaves_leniently(second, cable, portion);
        return opinion;
    }
    if ((policy->drop & 1u << (unsigned)portion->kind) != 0) {
        opinion.cause = TL_CAUSE_ELEMENT;
        return opinion;
    }
    if (portion->kind == TL_KIND_WITHHELD) {
        opinion.judged = tl_marking_of_level(TL_LEVEL_U);
        opinion.reason = TL_REASON_OK;
        opinion.may_leave = true;
        return opinion;
    }
    opinion.reason = tl_decide(&opinion.judged, &policy->ceiling, &cable->overall);
    if (opinion.reason == TL_REASON_OK && has_caption(second, cable, portion->kind)) {
        opinion.reason = TL_REASON_CONTROL;
        return opinion;
    }
    if (opinion.reason != TL_REASON_OK && date_passed(second, cable)) {
        if (portion->is_freeable) {
            opinion.is_freed = true;
            opinion.judged = freed(cable, portion);
            opinion.reason = tl_decide(&opinion.judged, &policy->ceiling, &cable->overall);
        } else if (opinion.reason == TL_REASON_LEVEL && tl_marking_has_control(&portion->effective)) {
            opinion.reason = TL_REASON_CONTROL_SURVIVES;
        }
    }
    opinion.may_leave = opinion.reason == TL_REASON_OK;
    opinion.is_doubt = !opinion.may_leave && leaves_leniently(second, cable, portion);
    opinion.cause = opinion.is_doubt ? TL_CAUSE_DOUBT : TL_CAUSE_MARKING;
    return opinion;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Decisions per portion, by marking, element kind, date and doubt (DESIGN M3, M4, M8, M9, M10, M21). */
#include "release/stage.h"

static bool is_dropped(const struct tl_policy *policy, enum tl_kind kind)
{
    return (policy->drop >> (unsigned)kind & 1u) != 0;
}

static bool is_paragraph(enum tl_kind kind)
{
    return kind == TL_KIND_PARAGRAPH || kind == TL_KIND_SUB_PARAGRAPH;
}

/* The marking of a portion under the policy: what `unmarked` opens, and what compilation closes. */
static struct tl_marking marking_under(struct tl_arena *arena, const struct tl_cable *cable,
                                       const struct tl_portion *portion, const struct tl_marking *read,
                                       const struct tl_policy *policy)
{
    if (portion->from == TL_FROM_OVERALL && portion->kind != TL_KIND_OTHER && portion->group == TL_NONE &&
        tl_policy_unmarked(policy, portion->kind) == TL_UNMARKED_U) {
        return tl_kind_is_header_fact(portion->kind) ? tl_marking_of_level(TL_LEVEL_U) : cable->handling;
    }
    if (cable->is_compiled && !policy->is_compilation_by_portions && is_paragraph(portion->kind)) {
        struct tl_marking compiled = tl_marking_join(arena, read, &cable->stated);
        compiled.rel_to = (struct tl_words){NULL, 0};
        compiled.is_no_rel = true;
        return compiled;
    }
    return *read;
}

/* M9: a caption is a control of every portion whatever its level; `allow` alone lifts it.  Words of release
 * are judged by the audience. */
static bool is_held_by_caption(const struct tl_cable *cable, const struct tl_portion *portion,
                               const struct tl_policy *policy)
{
    static const char *const release_words[] = {"NOFORN", "RELIDO", "EYES", "EYES ONLY"};
    if (tl_kind_is_header_fact(portion->kind)) {
        return false;
    }
    for (size_t i = 0; i < cable->controls.count; i++) {
        bool is_release_word = false;
        for (size_t k = 0; k < TL_COUNT(release_words); k++) {
            is_release_word =
                is_release_word || tl_slice_eq(cable->controls.item[i], tl_str(release_words[k]));
        }
        if (!is_release_word && !tl_words_has(policy->ceiling.allow, cable->controls.item[i])) {
            return true;
        }
    }
    return false;
}

enum tl_reason tl_judge_marking(struct tl_judge *judge, const struct tl_marking *marking)
{
    const size_t kept = judge->count < TL_JUDGED ? judge->count : TL_JUDGED;
    for (size_t i = 0; i < kept; i++) {
        if (tl_marking_same(&judge->judged[i].marking, marking)) {
            return judge->judged[i].reason;
        }
    }
    const enum tl_reason reason = tl_decide(marking, &judge->policy->ceiling, &judge->cable->overall);
    const size_t at = judge->count++ % TL_JUDGED;
    judge->judged[at].marking = *marking;
    judge->judged[at].reason = reason;
    return reason;
}

/* M10: a CUI claim survives the date. */
static bool has_cui_claim(const struct tl_cable *cable, const struct tl_portion *portion)
{
    if (tl_marking_rank(&portion->effective) == TL_RANK_CUI) {
        return true;
    }
    for (size_t i = 0; i < cable->claims.count; i++) {
        const struct tl_claim *claim = &cable->claims.items[i];
        if (tl_marking_rank(&claim->marking) == TL_RANK_CUI) {
            return true;
        }
    }
    return cable->overall.nonic.count > 0 || portion->effective.nonic.count > 0;
}

static bool has_date_passed(const struct tl_cable *cable, const struct tl_release_options *options)
{
    const struct tl_instruction *instruction = cable->plain;
    if (instruction == NULL || !tl_date_valid(options->as_of)) {
        return false;
    }
    const struct tl_date date = tl_decl_honour_date(&instruction->decl, cable->date);
    return tl_date_valid(date) && tl_date_cmp(options->as_of, date) >= 0;
}

/* What the lenient reading would have said; decides whether doubt changed the answer (M21). */
static bool lenient_releases(struct tl_judge *judge, const struct tl_portion *portion)
{
    const struct tl_marking low =
        marking_under(judge->arena, judge->cable, portion, &portion->lenient, judge->policy);
    return tl_judge_marking(judge, &low) == TL_REASON_OK;
}

/* What the policy says of a portion, whatever a reviewer says. */
static struct tl_decision judge_by_policy(struct tl_judge *judge, const struct tl_portion *portion)
{
    const struct tl_cable *cable = judge->cable;
    const struct tl_policy *policy = judge->policy;
    struct tl_decision decision = {.cause = TL_CAUSE_MARKING};
    decision.judged = marking_under(judge->arena, cable, portion, &portion->effective, policy);
    if (portion->doubt != NULL) {
        decision.cause = TL_CAUSE_DOUBT;
        decision.is_doubt = lenient_releases(judge, portion);
        return decision;
    }
    if (is_dropped(policy, portion->kind)) {
        decision.cause = TL_CAUSE_ELEMENT;
        return decision;
    }
    if (portion->kind == TL_KIND_WITHHELD) {
        decision.judged = tl_marking_of_level(TL_LEVEL_U);
        decision.is_released = true;
        decision.reason = TL_REASON_OK;
        return decision;
    }
    decision.reason = tl_judge_marking(judge, &decision.judged);
    if (decision.reason == TL_REASON_OK && is_held_by_caption(cable, portion, policy)) {
        decision.reason = TL_REASON_CONTROL;
        return decision;
    }
    if (decision.reason != TL_REASON_OK && policy->honours_dates && has_date_passed(cable, judge->options)) {
        if (portion->is_freeable) {
            const struct tl_marking freed =
                tl_marking_of_rank(has_cui_claim(cable, portion) ? TL_RANK_CUI : TL_RANK_U);
            decision.judged = freed;
            decision.is_freed = true;
            decision.reason = tl_judge_marking(judge, &freed);
        } else if (decision.reason == TL_REASON_LEVEL && tl_marking_has_control(&portion->effective)) {
            decision.reason = TL_REASON_CONTROL_SURVIVES;
        }
    }
    decision.is_released = decision.reason == TL_REASON_OK;
    decision.is_doubt = !decision.is_released && lenient_releases(judge, portion);
    if (decision.is_doubt) {
        decision.cause = TL_CAUSE_DOUBT;
    }
    return decision;
}

/* --- what a reviewer says */

/* A line over the whole cable claims CUI: it stands over what is released too. */
static struct tl_marking with_cui_lines(struct tl_judge *judge, struct tl_marking marking)
{
    for (size_t i = 0; i < judge->cable->claims.count; i++) {
        const struct tl_claim *claim = &judge->cable->claims.items[i];
        if (claim->from != TL_CLAIM_PORTION && !claim->is_enclosed &&
            tl_marking_rank(&claim->marking) == TL_RANK_CUI) {
            marking.nonic = tl_words_union(judge->arena, marking.nonic, claim->marking.nonic);
        }
    }
    return marking;
}

struct tl_lift tl_judge_lift(struct tl_judge *judge, const struct tl_portion *portion,
                             const struct tl_marking *judged, const struct tl_ruling *ruling)
{
    const bool is_fact = tl_kind_is_header_fact(portion->kind);
    const struct tl_words captions = is_fact ? (struct tl_words){NULL, 0} : judge->cable->controls;
    struct tl_marking marking = with_cui_lines(judge, *judged);
    marking.nonic = tl_words_union(judge->arena, marking.nonic, captions);
    marking.is_no_rel = marking.is_no_rel && portion->effective.is_no_rel; /* not by compilation alone */
    return tl_marking_lift(judge->arena, &marking, ruling->controls,
                           tl_words_common(judge->arena, captions, judge->policy->ceiling.allow));
}

/* A release lifts level and date, and the controls that it names; nothing else. */
static void release_by_ruling(struct tl_judge *judge, const struct tl_portion *portion,
                              const struct tl_ruling *ruling, struct tl_decision *decision)
{
    const bool is_lifted = decision->cause == TL_CAUSE_MARKING || decision->cause == TL_CAUSE_DOUBT;
    if (decision->is_released || portion->doubt != NULL || !is_lifted) {
        return;
    }
    const struct tl_lift lift = tl_judge_lift(judge, portion, &decision->judged, ruling);
    if (lift.has_unknown || lift.lacking.count > 0 ||
        tl_judge_marking(judge, &lift.marking) != TL_REASON_OK) {
        return;
    }
    *decision = (struct tl_decision){.is_released = true,
                                     .is_freed = true,
                                     .cause = TL_CAUSE_DECISION,
                                     .reason = TL_REASON_OK,
                                     .judged = lift.marking,
                                     .ruling = ruling};
}

static void withhold_by_ruling(const struct tl_ruling *ruling, struct tl_decision *decision)
{
    if (decision->cause == TL_CAUSE_ELEMENT) {
        return; /* dropped: gone already */
    }
    decision->is_held_by_ruling = decision->is_released;
    decision->is_released = false;
    decision->is_doubt = false;
    decision->cause = TL_CAUSE_DECISION;
    decision->ruling = ruling;
}

struct tl_decision tl_judge_portion(struct tl_judge *judge, const struct tl_portion *portion)
{
    struct tl_decision decision = judge_by_policy(judge, portion);
    if (judge->ruled == NULL) {
        return decision;
    }
    const struct tl_ruled *ruled = &judge->ruled[portion - judge->cable->portions.items];
    if (ruled->withhold != NULL) {
        withhold_by_ruling(ruled->withhold, &decision);
    } else if (ruled->release != NULL) {
        release_by_ruling(judge, portion, ruled->release, &decision);
    }
    return decision;
}

void tl_judge_all(struct tl_stage *stage)
{
    struct tl_release *out = stage->out;
    struct tl_judge judge = {stage->arena,   stage->cable, stage->policy,
                             stage->options, .count = 0,   .ruled = stage->ruled};
    for (size_t i = 0; i < stage->cable->portions.count; i++) {
        out->decisions[i] = tl_judge_portion(&judge, &stage->cable->portions.items[i]);
        out->is_doubt = out->is_doubt || out->decisions[i].is_doubt;
    }
}

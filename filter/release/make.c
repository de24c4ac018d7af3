/* SPDX-License-Identifier: Apache-2.0 */
#include "base/check.h"
#include "base/limits.h"
#include "release/stage.h"

const char *tl_cause_name(enum tl_cause cause)
{
    switch (cause) {
    case TL_CAUSE_MARKING:
        return "marking";
    case TL_CAUSE_RULE:
        return "rule";
    case TL_CAUSE_PROPAGATED:
        return "propagated";
    case TL_CAUSE_ELEMENT:
        return "element";
    case TL_CAUSE_BANNER:
        return "banner";
    case TL_CAUSE_DOUBT:
        return "doubt";
    case TL_CAUSE_DECISION:
        return "decision";
    }
    return "doubt";
}

const char *tl_edit_action_name(enum tl_edit_action action)
{
    switch (action) {
    case TL_EDIT_WITHHELD:
        return "withheld";
    case TL_EDIT_DROPPED:
        return "dropped";
    case TL_EDIT_EXCISED:
        return "excised";
    case TL_EDIT_PSEUDONYM:
        return "pseudonym";
    case TL_EDIT_MASKED:
        return "masked";
    case TL_EDIT_REMARKED:
        return "remarked";
    case TL_EDIT_RESTORED:
        return "restored";
    }
    return "withheld";
}

const char *tl_verdict_name(enum tl_verdict verdict)
{
    switch (verdict) {
    case TL_VERDICT_DENIED:
        return "denied";
    case TL_VERDICT_WITHHELD:
        return "withheld";
    case TL_VERDICT_CHANGED:
        return "changed";
    case TL_VERDICT_RELEASED:
        return "released";
    }
    return "denied";
}

static bool is_body(enum tl_kind kind)
{
    return kind == TL_KIND_PARAGRAPH || kind == TL_KIND_SUB_PARAGRAPH || kind == TL_KIND_TABLE;
}

static enum tl_verdict verdict_of(const struct tl_stage *stage)
{
    size_t body = 0;
    size_t left = 0;
    if (stage->out->edits.count == 0) {
        return TL_VERDICT_RELEASED;
    }
    for (size_t i = 0; i < stage->cable->portions.count; i++) {
        if (is_body(stage->cable->portions.items[i].kind)) {
            body++;
            left += stage->out->decisions[i].is_released;
        }
    }
    return body > 0 && left == 0 ? TL_VERDICT_WITHHELD : TL_VERDICT_CHANGED;
}

void tl_release_deny(struct tl_release *release)
{
    release->verdict = TL_VERDICT_DENIED;
    release->edits.count = 0;
    release->bytes = (tl_slice){NULL, 0};
    for (size_t i = 0; i < release->applied.count; i++) {
        release->applied.items[i].has_effect = false;
    }
}

static const struct tl_names *keep_names(const struct tl_stage *stage)
{
    struct tl_names *names = tl_arena_alloc(stage->arena, 1, sizeof(*names));
    *names = stage->names;
    return names;
}

static enum tl_status check_options(const struct tl_policy *policy, const struct tl_release_options *options,
                                    struct tl_err *err)
{
    if (policy->honours_dates && !tl_date_valid(options->as_of)) {
        return tl_fail(
            err, TL_CONFIG, "policy.as_of",
            "the policy says `declassification: dates`, so a date is needed: give --as-of YYYY-MM-DD");
    }
    return TL_OK;
}

/* The rule with the first id of those that made the first cut of a rule; NULL: at most a reviewer cuts. */
static const struct tl_rule *rule_of_first_cut(const struct tl_stage *stage)
{
    const struct tl_rule *first = NULL;
    size_t at = 0;
    while (at < stage->cuts.count && stage->cuts.items[at].rule_count == 0) {
        at++;
    }
    for (size_t i = 0; at < stage->cuts.count && i < stage->cuts.items[at].rule_count; i++) {
        const struct tl_rule *rule = stage->cuts.items[at].rules[i];
        if (first == NULL || tl_slice_cmp(rule->id, first->id) < 0) {
            first = rule;
        }
    }
    return first;
}

/* Makes the edits and reads the release again; what a cut left unreadable is withheld, and all is done once
 * more. */
static enum tl_status edit_and_reread(struct tl_stage *stage, struct tl_err *err)
{
    struct tl_release *out = stage->out;
    const size_t notes = out->notes.count;
    const struct tl_rule *rule = rule_of_first_cut(stage);
    enum tl_status status = TL_INTERNAL;
    for (size_t round = 0;; round++) {
        tl_edit_all(stage);
        out->verdict = verdict_of(stage);
        status = tl_reread(stage, err);
        if (status == TL_OK || rule == NULL || round == TL_MAX_ROUNDS || !tl_hold_cut(stage, rule)) {
            return status;
        }
        tl_cut_drop_covered(stage);
        out->edits.count = 0;
        out->notes.count = notes;
        out->bytes = (tl_slice){NULL, 0};
    }
}

/* Decides everything that markings, dates and a reviewer decide; false when a decision of the reviewer does
 * not fit. */
static bool decide(struct tl_stage *stage)
{
    struct tl_release *out = stage->out;
    out->decisions = tl_arena_alloc(stage->arena, stage->cable->portions.count + 1, sizeof(*out->decisions));
    tl_rule_find(stage);
    tl_judge_all(stage);
    tl_rule_check(stage);
    if (out->unfit.count == 0) {
        tl_hold_freed(stage);
    }
    return out->unfit.count == 0;
}

/* What a reviewer's decisions make stands by itself: without them it is its own release (M18).  An excision
 * in a line of the header may have taken what the rest is read by. */
static enum tl_status check_ruled(struct tl_stage *stage, enum tl_status status, const struct tl_err *err)
{
    struct tl_release *out = stage->out;
    struct tl_release_options options = *stage->options;
    const struct tl_cable_options reading = tl_reading_under(stage->policy, &options);
    struct tl_cable cable;
    struct tl_release again;
    struct tl_err ignored = {0};
    if (stage->ruled == NULL || (status != TL_OK && status != TL_INTERNAL)) {
        return status;
    }
    if (status == TL_OK) {
        options.rulings = NULL;
        options.records_covered = false;
        tl_cable_parse(stage->arena, out->bytes, &reading, &cable);
        if (tl_release_make_with(stage->matcher, stage->arena, &cable, stage->policy, &options, &again,
                                 &ignored) == TL_OK &&
            tl_slice_eq(again.bytes, out->bytes)) {
            return TL_OK;
        }
    }
    *TL_PUSH(stage->arena, &out->unfit) = tl_arena_format(
        stage->arena,
        "%s: with all decisions on this cable what is left would be read otherwise than it is; take back "
        "those "
        "on lines of its header%s%s",
        stage->options->rulings->path, status == TL_OK ? "" : ": ", status == TL_OK ? "" : err->text);
    return TL_CONFIG;
}

static enum tl_status refuse_unfit(struct tl_release *out, struct tl_err *err)
{
    tl_release_deny(out);
    return tl_fail(err, TL_CONFIG, "decision-unfit", "%s", out->unfit.items[0]);
}

enum tl_status tl_release_make_with(struct tl_matcher *matcher, struct tl_arena *arena,
                                    const struct tl_cable *cable, const struct tl_policy *policy,
                                    const struct tl_release_options *options, struct tl_release *out,
                                    struct tl_err *err)
{
    *out = (struct tl_release){.arena = arena, .cable = cable, .policy = policy};
    enum tl_status status = check_options(policy, options, err);
    if (status != TL_OK) {
        return status;
    }
    struct tl_stage stage = {
        .arena = arena, .cable = cable, .policy = policy, .options = options, .out = out, .matcher = matcher};
    stage.holes = tl_holes_of(arena, cable, &stage.hole_count);
    if (!decide(&stage)) {
        return refuse_unfit(out, err);
    }
    tl_cut_all(&stage);
    if (out->denied_by != NULL || (policy->denies_on_doubt && out->is_doubt)) {
        tl_release_deny(out);
        goto out;
    }
    status = edit_and_reread(&stage, err);
    if (policy->denies_on_doubt && out->is_doubt) {
        status = TL_OK;
        tl_release_deny(out);
        goto out;
    }
    status = check_ruled(&stage, status, err);
    if (status == TL_CONFIG) {
        return refuse_unfit(out, err);
    }
    if (status != TL_OK) {
        tl_release_deny(out);
    }
out:
    tl_rule_end(&stage);
    out->names = keep_names(&stage);
    return status;
}

enum tl_status tl_release_make(struct tl_arena *arena, const struct tl_cable *cable,
                               const struct tl_policy *policy, const struct tl_release_options *options,
                               struct tl_release *out, struct tl_err *err)
{
    struct tl_matcher *matcher = tl_matcher_new();
    const enum tl_status status = tl_release_make_with(matcher, arena, cable, policy, options, out, err);
    tl_matcher_free(matcher);
    return status;
}

enum tl_status tl_release_judge(struct tl_arena *arena, const struct tl_cable *cable,
                                const struct tl_policy *policy, const struct tl_release_options *options,
                                struct tl_release *out)
{
    struct tl_stage stage = {
        .arena = arena, .cable = cable, .policy = policy, .options = options, .out = out};
    TL_CHECK(policy->rule_count == 0 && policy->banner == TL_BANNER_KEEP && options->rulings == NULL);
    *out = (struct tl_release){.arena = arena, .cable = cable, .policy = policy};
    out->decisions = tl_arena_alloc(arena, cable->portions.count + 1, sizeof(*out->decisions));
    tl_judge_all(&stage);
    tl_hold_freed(&stage);
    for (size_t i = 0; i < cable->portions.count; i++) {
        if (!out->decisions[i].is_released && tl_span_len(tl_withheld_span(&cable->portions.items[i])) > 0) {
            return TL_NO;
        }
    }
    return TL_OK;
}

enum tl_status tl_release_status(const struct tl_release *release)
{
    if (release->denied_by != NULL) {
        return TL_NO;
    }
    return release->is_doubt ? TL_DOUBT : TL_OK;
}

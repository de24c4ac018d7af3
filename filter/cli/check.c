/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The worker's part of the gate: what exceeds in one cable, by place, kind, number and marking; never by its
 * text (DESIGN M20).
 */
#include "cli/check.h"

#include "base/sort.h"
#include "cable/portion_name.h"
#include "cli/check_form.h"
#include "marking/portion.h"
#include "pipeline/parcel.h"

/* One cable at hand. */
struct work {
    const struct tl_check *check;
    struct tl_matcher *matcher;
    struct tl_opened opened;
    struct tl_check_at at;
    TL_VEC(struct tl_check_item) items;
    bool exceeds; /* for sure: not by doubt alone */
};

/* --- words */

/* What both kinds of items say of their portion. */
static struct tl_check_item item_of(const struct tl_cable *cable, size_t index)
{
    const struct tl_portion *portion = &cable->portions.items[index];
    struct tl_check_item item = {.in = portion->core,
                                 .element = tl_kind_name(portion->kind),
                                 .number = tl_plain_number(portion->number)};
    if (portion->group != TL_NONE && portion->group != index) {
        item.parent = tl_plain_number(cable->portions.items[portion->group].number);
    }
    return item;
}

/* "paragraph 3 (S//NF)" */
static void put_portion(const struct tl_check_item *item, struct tl_buf *out)
{
    tl_buf_str(out, item->element);
    if (item->number.len > 0) {
        tl_buf_byte(out, ' ');
        tl_buf_add(out, item->number);
    }
    if (item->marking.len > 0) {
        tl_buf_byte(out, ' ');
        tl_buf_add(out, item->marking);
    }
}

static tl_slice keep(const struct work *work, struct tl_buf *text)
{
    const tl_slice kept = tl_arena_dup(work->opened.arena, tl_buf_slice(text));
    tl_buf_release(text);
    return kept;
}

static void put_rule(const struct tl_rule *rule, struct tl_buf *out)
{
    tl_buf_str(out, "rule ");
    tl_buf_add(out, rule != NULL ? rule->id : TL_LIT("?"));
}

/* " exceeds UNCLASSIFIED: level" */
static void put_marking_reason(const struct work *work, enum tl_reason reason, struct tl_buf *out)
{
    if (reason == TL_REASON_LEVEL) {
        tl_buf_format(out, " exceeds %s: ", tl_rank_title(work->check->policy->ceiling.max));
    } else {
        tl_buf_str(out, " may not pass: ");
    }
    tl_buf_str(out, tl_reason_name(reason));
}

static void put_reason(const struct work *work, const struct tl_portion *portion,
                       const struct tl_decision *decision, struct tl_buf *out)
{
    switch (decision->cause) {
    case TL_CAUSE_RULE:
    case TL_CAUSE_PROPAGATED:
        tl_buf_str(out, " is withheld by ");
        put_rule(decision->rule, out);
        return;
    case TL_CAUSE_ELEMENT:
        tl_buf_str(out, " is dropped by the policy");
        return;
    case TL_CAUSE_DOUBT:
        if (portion->doubt != NULL) {
            tl_buf_format(out, " cannot be read with certainty: %s", portion->doubt);
        } else if (decision->rule != NULL) {
            tl_buf_str(out, " is in doubt: ");
            put_rule(decision->rule, out);
        } else if (decision->reason == TL_REASON_OK) {
            tl_buf_str(out, " is in doubt");
        } else {
            put_marking_reason(work, decision->reason, out);
        }
        return;
    case TL_CAUSE_DECISION:
        tl_buf_str(out, " is withheld by a decision of a reviewer");
        return;
    case TL_CAUSE_MARKING:
    case TL_CAUSE_BANNER:
        put_marking_reason(work, decision->reason, out);
        return;
    }
}

/* --- items */

static void add_withheld(struct work *work, const struct tl_release *release, size_t index)
{
    const struct tl_portion *portion = &release->cable->portions.items[index];
    const struct tl_decision *decision = &release->decisions[index];
    struct tl_check_item item = item_of(release->cable, index);
    struct tl_buf text = {0};
    tl_marking_render_safe(&decision->judged, true, &text);
    item.marking = keep(work, &text);
    item.rule = tl_check_rule_of_portion(work->check->policy, portion, decision);
    item.is_doubt = decision->is_doubt;
    item.action = decision->cause == TL_CAUSE_ELEMENT ? "dropped" : "withheld";
    item.reason = portion->doubt != NULL ? portion->doubt
                  : decision->cause == TL_CAUSE_MARKING ||
                          (decision->cause == TL_CAUSE_DOUBT && decision->reason != TL_REASON_OK)
                      ? tl_reason_name(decision->reason)
                      : tl_cause_name(decision->cause);
    text = (struct tl_buf){0};
    put_portion(&item, &text);
    put_reason(work, portion, decision, &text);
    if (item.is_doubt) {
        tl_buf_str(&text, " (doubt: another reading would let it pass)");
    }
    item.text = keep(work, &text);
    work->exceeds = work->exceeds || !item.is_doubt;
    *TL_PUSH(work->opened.arena, &work->items) = item;
}

/* An edit in what is released: a rule's hit, a name, a dropped piece, a line that would be marked anew. */
static void add_edit(struct work *work, const struct tl_release *release, const struct tl_edit *edit)
{
    struct tl_check_item item = item_of(release->cable, edit->portion);
    struct tl_buf text = {0};
    item.in = edit->in;
    item.rule = tl_check_rule_of_edit(work->check->policy, edit);
    item.action = tl_edit_action_name(edit->action);
    item.reason = tl_cause_name(edit->cause);
    put_portion(&item, &text);
    tl_buf_format(&text, " would be %s: ", item.action);
    if (edit->rule != NULL) {
        put_rule(edit->rule, &text);
    } else {
        tl_buf_str(&text, item.reason);
    }
    item.text = keep(work, &text);
    *TL_PUSH(work->opened.arena, &work->items) = item;
}

/* What holds for the whole cable (`element` NULL) or for the record that it came in. */
static void add_whole(struct work *work, size_t rule, bool is_record, const char *action, struct tl_buf *text)
{
    *TL_PUSH(work->opened.arena, &work->items) = (struct tl_check_item){
        .rule = rule, .is_record = is_record, .action = action, .text = keep(work, text)};
}

static int by_place(const void *a, const void *b)
{
    const struct tl_check_item *x = a;
    const struct tl_check_item *y = b;
    if (x->is_record != y->is_record) {
        return x->is_record - y->is_record;
    }
    if (x->in.begin != y->in.begin) {
        return x->in.begin < y->in.begin ? -1 : 1;
    }
    return (x->like > y->like) - (x->like < y->like); /* before `like` is known: as they were found */
}

/* Items of one rule, kind and numbers behind each other, by place. */
static int by_likeness(const void *a, const void *b)
{
    const struct tl_check_item *const *x = a;
    const struct tl_check_item *const *y = b;
    if ((*x)->rule != (*y)->rule) {
        return (*x)->rule < (*y)->rule ? -1 : 1;
    }
    const char *const elements[] = {(*x)->element, (*y)->element};
    if (elements[0] != elements[1]) {
        return elements[0] == NULL || elements[1] == NULL ? (elements[0] != NULL) - (elements[1] != NULL)
                                                          : strcmp(elements[0], elements[1]);
    }
    const int parents = tl_slice_cmp((*x)->parent, (*y)->parent);
    return parents != 0 ? parents : tl_slice_cmp((*x)->number, (*y)->number);
}

static int by_likeness_and_place(const void *a, const void *b)
{
    const struct tl_check_item *const *x = a;
    const struct tl_check_item *const *y = b;
    const int likeness = by_likeness(a, b);
    return likeness != 0 ? likeness : (*x > *y) - (*x < *y);
}

static void count_likes(struct work *work)
{
    const size_t count = work->items.count;
    struct tl_check_item **sorted = tl_arena_alloc(work->opened.arena, count, sizeof(*sorted));
    for (size_t i = 0; i < count; i++) {
        sorted[i] = &work->items.items[i];
    }
    tl_sort(sorted, count, sizeof(struct tl_check_item *), by_likeness_and_place);
    for (size_t i = 0; i < count; i++) {
        const bool is_like = i > 0 && by_likeness(&sorted[i - 1], &sorted[i]) == 0;
        sorted[i]->like = is_like ? sorted[i - 1]->like + 1 : 0;
    }
}

/* Hands all items on, by place. */
static void put_items(struct work *work)
{
    for (size_t i = 0; i < work->items.count; i++) {
        work->items.items[i].like = i;
    }
    tl_sort(work->items.items, work->items.count, sizeof(work->items.items[0]), by_place);
    count_likes(work);
    for (size_t i = 0; i < work->items.count; i++) {
        work->check->form->item(&work->at, &work->items.items[i], &work->opened.batch->out);
    }
}

/* --- the judgement */

/* An item for each portion that is withheld and for each edit of one that is not. */
static void judge(struct work *work, const struct tl_release *release)
{
    const struct tl_cable *cable = release->cable;
    bool is_withheld = false;
    for (size_t i = 0; i < cable->portions.count; i++) {
        const struct tl_portion *portion = &cable->portions.items[i];
        if (!release->decisions[i].is_released && portion->inside == TL_NONE &&
            tl_span_len(portion->core) > 0) {
            add_withheld(work, release, i);
            is_withheld = true;
        }
    }
    for (size_t i = 0; i < release->edits.count; i++) {
        const struct tl_edit *edit = &release->edits.items[i];
        if (!release->decisions[edit->portion].is_released) {
            continue;
        }
        add_edit(work, release, edit);
        /* A line is marked anew because something is withheld: that alone exceeds nothing that doubt did not.
         */
        work->exceeds = work->exceeds || edit->cause != TL_CAUSE_BANNER || !is_withheld;
    }
    if (!work->exceeds) { /* what is here is here by doubt */
        for (size_t i = 0; i < work->items.count; i++) {
            work->items.items[i].is_doubt = true;
        }
    }
}

static void add_denied(struct work *work, const struct tl_release *release)
{
    struct tl_buf text = {0};
    if (release->denied_by != NULL) {
        tl_buf_str(&text, "the cable is denied by ");
        put_rule(release->denied_by, &text);
        add_whole(work, tl_check_rule_of(work->check->policy, release->denied_by), false, "denied", &text);
    } else {
        tl_buf_str(&text, "the cable is denied: the policy denies on doubt");
        add_whole(work, TL_CHECK_DENIED, false, "denied", &text);
        work->items.items[work->items.count - 1].is_doubt = true;
    }
}

/* The answer for one finished release. */
static enum tl_status answer(struct work *work, const struct tl_release *release)
{
    const bool is_denied = release->verdict == TL_VERDICT_DENIED;
    if (is_denied && release->denied_by != NULL) {
        add_denied(work, release);
        return TL_NO;
    }
    if (release->verdict == TL_VERDICT_RELEASED && release->edits.count == 0 &&
        tl_slice_eq(release->bytes, work->opened.text)) {
        return release->is_doubt ? TL_DOUBT : TL_OK;
    }
    judge(work, release);
    if (is_denied) {
        add_denied(work, release);
    } else if (work->items.count == 0) {
        struct tl_buf text = {0};
        tl_buf_str(&text, "the cable would not be released as it is");
        add_whole(work, TL_CHECK_CHANGED, false, "changed", &text);
    }
    return work->exceeds || !release->is_doubt ? TL_NO : TL_DOUBT;
}

/* Decides as redact would.  Without rules nothing is matched, and no release is made. */
static enum tl_status decide(struct work *work, struct tl_cable *cable, struct tl_release *release,
                             struct tl_err *err)
{
    const struct tl_check *check = work->check;
    struct tl_arena *arena = work->opened.arena;
    tl_parcel_read(&work->opened, check->policy, check->options, cable);
    if (check->policy->rule_count > 0 || check->policy->banner != TL_BANNER_KEEP ||
        check->options->rulings != NULL) {
        return tl_release_make_with(work->matcher, arena, cable, check->policy, check->options, release, err);
    }
    if (tl_release_judge(arena, cable, check->policy, check->options, release) == TL_OK) {
        release->verdict = TL_VERDICT_RELEASED;
        release->bytes = work->opened.text;
    } else {
        release->verdict = TL_VERDICT_CHANGED;
    }
    return TL_OK;
}

static void add_fields(struct work *work, size_t rule, size_t count, const char *action, const char *what)
{
    struct tl_buf text = {0};
    if (count > 0) {
        tl_buf_format(&text, "%zu field%s of its record would be %s", count, count == 1 ? "" : "s", what);
        add_whole(work, rule, true, action, &text);
    }
}

/* What else the line of a cable holds: `redact` would write none of it but what may leave. */
static enum tl_status answer_fields(struct work *work, const struct tl_release *release)
{
    struct tl_jsonl_result result;
    struct tl_buf text = {0};
    if (release->verdict == TL_VERDICT_DENIED) {
        return TL_OK;
    }
    tl_jsonl_put(work->opened.arena, work->check->fields, &work->opened.object, release, &result, &text);
    tl_buf_reset(&text);
    if (result.slug != NULL) {
        tl_buf_release(&text);
        tl_parcel_reject(&work->opened, result.slug);
        return work->opened.parcel->status;
    }
    if (result.is_denied) {
        tl_buf_str(&text, "a rule denies the cable for a field of its record");
        add_whole(work, TL_CHECK_FIELD_DENIED, true, "denied", &text);
    }
    tl_buf_release(&text);
    add_fields(work, TL_CHECK_FIELD_DROPPED, result.dropped, "dropped", "dropped");
    add_fields(work, TL_CHECK_FIELD_WITHHELD, result.withheld, "withheld", "withheld");
    add_fields(work, TL_CHECK_FIELD_EXCISED, result.changed, "excised", "excised in");
    return result.is_denied || result.dropped + result.withheld + result.changed > 0 ? TL_NO : TL_OK;
}

/* Notes where marks stand in mid-sentence: what leaves may be more than its author meant. */
static void tell_sentences(const struct work *work, const struct tl_cable *cable)
{
    size_t line = 0;
    size_t more = 0;
    for (size_t i = 0; i < cable->findings.count && work->check->tells_notes; i++) {
        const struct tl_finding *finding = &cable->findings.items[i];
        if (strcmp(finding->slug, "mark-in-sentence") == 0) {
            more += line > 0;
            line = line == 0 ? finding->line : line;
        }
    }
    if (line > 0) {
        tl_parcel_tell(
            &work->opened,
            ": note: line %zu of it reads as a higher mark in mid-sentence (%zu more do), which is not "
            "judged; look whether a portion begins there",
            line, more);
    }
}

static enum tl_status check_cable(struct work *work)
{
    struct tl_cable cable;
    struct tl_release release = {0};
    struct tl_err err = {0};
    enum tl_status status = decide(work, &cable, &release, &err);
    if (status != TL_OK) {
        work->opened.parcel->slug = err.slug;
        for (size_t i = 0; i < release.unfit.count; i++) {
            tl_parcel_tell(&work->opened, ": %s", release.unfit.items[i]);
        }
        if (release.unfit.count == 0) {
            tl_parcel_tell(&work->opened, ": %s", err.text);
        }
        return status;
    }
    tell_sentences(work, &cable);
    status = answer(work, &release);
    if (tl_check_is_jsonl(work->opened.parcel)) {
        status = tl_status_worse(status, answer_fields(work, &release));
    }
    put_items(work);
    return status;
}

void tl_check_parcel(const void *shared, struct tl_worker *worker, struct tl_batch *batch,
                     struct tl_parcel *parcel)
{
    const struct tl_check *check = shared;
    struct work work = {
        .check = check, .matcher = tl_worker_matcher(worker), .at = {.check = check, .parcel = parcel}};
    if (tl_parcel_open(&work.opened, &check->stream, check->fields, worker, batch, parcel)) {
        work.at.cursor.bytes = work.opened.text;
        parcel->status = check_cable(&work);
    }
    tl_parcel_close(&work.opened);
}

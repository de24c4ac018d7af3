/* SPDX-License-Identifier: Apache-2.0 */
/* The edit list, the fixed marks, and the bytes (DESIGN section 1, M14, M15). */
#include "base/check.h"
#include "base/search.h"
#include "base/sort.h"
#include "marking/mark.h"
#include "release/stage.h"

struct tl_span tl_withheld_span(const struct tl_portion *portion)
{
    struct tl_span span = portion->core;
    if (portion->label.begin == span.begin && portion->label.end <= span.end) {
        span.begin = portion->label.end;
    }
    return span;
}

struct tl_edit *tl_add_edit(struct tl_stage *stage, struct tl_span in, enum tl_edit_action action,
                            enum tl_cause cause, size_t portion, tl_slice replacement)
{
    struct tl_edit *edit = TL_PUSH(stage->arena, &stage->out->edits);
    *edit = (struct tl_edit){.in = in, .action = action, .cause = cause, .portion = portion, .from = TL_NONE};
    edit->replacement = replacement;
    const struct tl_cable *cable = stage->cable;
    edit->first_line = tl_cable_line(cable, in.begin);
    const bool is_one_line =
        edit->first_line < cable->line_count && in.end <= cable->line_starts[edit->first_line];
    edit->last_line =
        is_one_line ? edit->first_line : tl_cable_line(cable, in.end > in.begin ? in.end - 1 : in.begin);
    return edit;
}

struct tl_edit *tl_edit_at(const struct tl_release *release, size_t at)
{
    const size_t low = TL_COUNT_UP_TO(release->edits.items, release->edits.count, in.end, at);
    return low < release->edits.count && release->edits.items[low].in.begin <= at ? &release->edits.items[low]
                                                                                  : NULL;
}

static tl_slice keep(struct tl_stage *stage, struct tl_buf *buf)
{
    const tl_slice copy = tl_arena_dup(stage->arena, tl_buf_slice(buf));
    tl_buf_release(buf);
    return copy;
}

/* --- withheld portions */

struct tl_words tl_reasons_of(const struct tl_cable *cable, const struct tl_policy *policy, enum tl_rank rank)
{
    const bool is_classified = tl_rank_above(rank, TL_RANK_R) && rank != TL_RANK_UNKNOWN;
    return policy->adds_reasons && is_classified ? cable->reasons : (struct tl_words){NULL, 0};
}

/* M14: codes of the rank; the cable's own 1.4 reasons at C and above only; those of a rule that closed it;
 * and those of a reviewer, which stand alone where the policy would let the portion go. */
static void set_codes(struct tl_stage *stage, struct tl_edit *edit, const struct tl_decision *decision)
{
    const enum tl_rank rank = tl_marking_rank(&decision->judged);
    if (!decision->is_held_by_ruling) {
        edit->exemptions = stage->policy->exemptions[rank];
        edit->reasons = tl_reasons_of(stage->cable, stage->policy, rank);
    }
    if (decision->rule != NULL) {
        edit->exemptions = tl_words_union(stage->arena, edit->exemptions, decision->rule->exemptions);
    }
    if (decision->ruling != NULL) {
        edit->exemptions = tl_words_union(stage->arena, edit->exemptions, decision->ruling->exemptions);
    }
}

static const char *amount_text(struct tl_stage *stage, struct tl_span span, const struct tl_edit *edit)
{
    const tl_slice text = tl_span_of(stage->cable->bytes, span);
    size_t words = 0;
    size_t lines = 0;
    bool in_word = false;
    bool in_line = false;
    for (size_t i = 0; i < text.len; i++) {
        const bool is_blank = tl_is_blank(text.ptr[i]);
        words += !is_blank && !in_word;
        lines += !is_blank && !in_line;
        in_word = !is_blank;
        in_line = text.ptr[i] == '\n' ? false : in_line || !is_blank;
    }
    (void)edit;
    switch (stage->policy->amount) {
    case TL_AMOUNT_NONE:
        return "";
    case TL_AMOUNT_BUCKET:
        return tl_amount_bucket(lines);
    case TL_AMOUNT_LINES:
        return tl_arena_format(stage->arena, ", %zu line%s", lines, lines == 1 ? "" : "s");
    case TL_AMOUNT_WORDS:
        return tl_arena_format(stage->arena, ", %zu word%s", words, words == 1 ? "" : "s");
    }
    return "";
}

static const char *why_withheld(const struct tl_decision *decision)
{
    switch (decision->cause) {
    case TL_CAUSE_ELEMENT:
        return "the policy drops this element";
    case TL_CAUSE_RULE:
        return "a rule withholds this portion";
    case TL_CAUSE_PROPAGATED:
        return "a name that a withholding rule found stands here";
    case TL_CAUSE_DOUBT:
        return decision->rule != NULL
                   ? "a rule could not be decided here, or what it leaves could not be read"
                   : "in doubt: withheld";
    case TL_CAUSE_MARKING:
    case TL_CAUSE_BANNER:
    case TL_CAUSE_DECISION:
        break;
    }
    return tl_reason_text(decision->reason);
}

static void withhold(struct tl_stage *stage, size_t index)
{
    const struct tl_portion *portion = &stage->cable->portions.items[index];
    const struct tl_decision *decision = &stage->out->decisions[index];
    const struct tl_span span = tl_withheld_span(portion);
    const bool is_dropped = decision->cause == TL_CAUSE_ELEMENT;
    if (is_dropped && (portion->kind == TL_KIND_ATTRIBUTES || portion->kind == TL_KIND_FURNITURE)) {
        /* what the archive added goes without a trace; all else leaves its mark, so that the line before it
         * does not take its place when the release is read again */
        struct tl_edit *edit =
            tl_add_edit(stage, portion->core, TL_EDIT_DROPPED, TL_CAUSE_ELEMENT, index, (tl_slice){NULL, 0});
        edit->why = why_withheld(decision);
        return;
    }
    if (tl_span_len(span) == 0) {
        return; /* a label alone tells nothing */
    }
    struct tl_edit *edit = tl_add_edit(stage, span, is_dropped ? TL_EDIT_DROPPED : TL_EDIT_WITHHELD,
                                       decision->cause, index, (tl_slice){NULL, 0});
    set_codes(stage, edit, decision);
    struct tl_buf mark = {0};
    if (tl_span_len(portion->label) == 0 && portion->number.len > 0 && portion->mark.begin == span.begin) {
        tl_buf_add(&mark, portion->number); /* "(C) 3. text": the number stays */
        tl_buf_str(&mark, ". ");
    }
    tl_mark_withheld(&mark, tl_marking_rank(&decision->judged),
                     tl_words_union(stage->arena, edit->exemptions, edit->reasons),
                     amount_text(stage, span, edit));
    edit->replacement = keep(stage, &mark);
    edit->why = why_withheld(decision);
    if (decision->ruling != NULL && decision->cause == TL_CAUSE_DECISION) {
        tl_rule_edit(stage, edit, decision->ruling);
    }
    edit->rule = decision->rule;
    if (decision->rule != NULL) {
        const struct tl_rule **rules = tl_arena_alloc(stage->arena, 1, sizeof(*rules));
        rules[0] = decision->rule;
        edit->rules = rules;
        edit->rule_count = 1;
    }
    if (edit->exemptions.count == 0 && edit->reasons.count == 0) {
        struct tl_note *note = TL_PUSH(stage->arena, &stage->out->notes);
        *note = (struct tl_note){"code-needed", index, portion->line, NULL};
    }
}

/* --- excised spans */

static int by_rule_id(const void *a, const void *b)
{
    return tl_slice_cmp((*(const struct tl_rule *const *)a)->id, (*(const struct tl_rule *const *)b)->id);
}

static enum tl_edit_action action_of(enum tl_action action)
{
    switch (action) {
    case TL_ACTION_MASK:
        return TL_EDIT_MASKED;
    case TL_ACTION_PSEUDONYM:
        return TL_EDIT_PSEUDONYM;
    case TL_ACTION_EXCISE:
    case TL_ACTION_WITHHOLD:
    case TL_ACTION_DENY:
    case TL_ACTION_FLAG:
        break;
    }
    return TL_EDIT_EXCISED;
}

enum { RULES_KEPT = 16 };

/* What an edit for one rule says. */
struct saying {
    const struct tl_rule *rule;
    const char *why;
    struct tl_words exemptions;
    tl_slice excised; /* the mark */
};

static tl_slice mark_excised(struct tl_stage *stage, struct tl_words exemptions)
{
    struct tl_buf mark = {0};
    tl_mark_excised(&mark, exemptions);
    return keep(stage, &mark);
}

/* What edits for this rule say; `kept` holds what was said lately. */
static const struct saying *say(struct tl_stage *stage, struct saying *kept, const struct tl_rule *rule)
{
    struct saying *saying = &kept[(size_t)(rule - stage->policy->rules) % RULES_KEPT];
    if (saying->rule != rule) {
        saying->rule = rule;
        saying->why = (const char *)tl_arena_dup(stage->arena, rule->why).ptr;
        saying->exemptions = tl_words_union(stage->arena, (struct tl_words){NULL, 0}, rule->exemptions);
        saying->excised = mark_excised(stage, saying->exemptions);
    }
    return saying;
}

/* What a reviewer takes out, and rules that hit in the same place with it. */
static void excise_by_ruling(struct tl_stage *stage, struct tl_edit *edit, const struct tl_cut *cut)
{
    tl_rule_edit(stage, edit, cut->ruling);
    edit->exemptions = cut->ruling->exemptions;
    edit->rules = cut->rules;
    edit->rule_count = cut->rule_count;
    for (size_t i = 0; i < cut->rule_count; i++) {
        edit->exemptions = tl_words_union(stage->arena, edit->exemptions, cut->rules[i]->exemptions);
    }
    edit->rule = cut->rule_count > 0 ? cut->rules[0] : NULL;
    if (!cut->is_tail) {
        edit->replacement = mark_excised(stage, edit->exemptions);
    }
}

static void excise(struct tl_stage *stage, struct saying *kept, const struct tl_cut *cut)
{
    struct tl_edit *edit = tl_add_edit(stage, cut->in, action_of(cut->action),
                                       cut->is_propagated ? TL_CAUSE_PROPAGATED : TL_CAUSE_RULE, cut->portion,
                                       (tl_slice){NULL, 0});
    tl_sort(cut->rules, cut->rule_count, sizeof(*cut->rules), by_rule_id);
    if (cut->ruling != NULL) {
        excise_by_ruling(stage, edit, cut);
        return;
    }
    const struct saying *saying = say(stage, kept, cut->rules[0]);
    edit->rules = cut->rules;
    edit->rule_count = cut->rule_count;
    edit->rule = cut->rules[0];
    edit->why = saying->why;
    edit->exemptions = saying->exemptions;
    for (size_t i = 1; i < cut->rule_count; i++) {
        edit->exemptions = tl_words_union(stage->arena, edit->exemptions, cut->rules[i]->exemptions);
    }
    if (cut->is_tail) {
        return; /* the first piece carries the mark */
    }
    if (edit->action == TL_EDIT_EXCISED) {
        edit->replacement = cut->rule_count == 1 ? saying->excised : mark_excised(stage, edit->exemptions);
    } else if (edit->action == TL_EDIT_MASKED) {
        struct tl_buf mark = {0};
        tl_mark_mask(&mark);
        edit->replacement = keep(stage, &mark);
    }
}

/* The highest [PERSON n] that already stands in the cable: new ones are numbered above it. */
static uint32_t highest_person(struct tl_stage *stage)
{
    const tl_slice bytes = stage->cable->bytes;
    uint32_t highest = 0;
    for (size_t at = tl_slice_find(bytes, TL_LIT("[PERSON "), 0); at != TL_NONE;
         at = tl_slice_find(bytes, TL_LIT("[PERSON "), at + 1)) {
        const struct tl_mark mark = tl_mark_at(bytes, at);
        highest = mark.kind == TL_MARK_PERSON && mark.person > highest ? mark.person : highest;
    }
    if (highest > 0) {
        struct tl_note *note = TL_PUSH(stage->arena, &stage->out->notes);
        *note = (struct tl_note){"person-mark-in-input", TL_NONE, 0, NULL};
    }
    return highest;
}

/* Equal for what tl_slice_eq_fold finds equal (FNV-1a). */
static size_t hash_fold(tl_slice text)
{
    uint32_t hash = 0x811c9dc5;
    for (size_t i = 0; i < text.len; i++) {
        hash = (hash ^ tl_to_lower(text.ptr[i])) * 0x01000193;
    }
    return hash;
}

/* Numbers persons by first appearance in the release (M15). */
static void number_persons(struct tl_stage *stage)
{
    size_t slot_count = 2; /* a power of two, more than there are persons */
    size_t *slots = NULL;  /* by folded hash: the number of a person, or 0 */
    TL_VEC(tl_slice) persons = {0};
    uint32_t base = 0;
    for (size_t i = 0; i < stage->cuts.count; i++) {
        const struct tl_cut *cut = &stage->cuts.items[i];
        if (cut->action != TL_ACTION_PSEUDONYM || cut->is_tail) {
            continue;
        }
        struct tl_edit *edit = tl_edit_at(stage->out, cut->in.begin);
        if (edit == NULL || edit->action != TL_EDIT_PSEUDONYM) {
            continue;
        }
        if (slots == NULL) {
            base = highest_person(stage);
            while (slot_count <= stage->cuts.count * 2) {
                slot_count *= 2;
            }
            slots = tl_arena_alloc(stage->arena, slot_count, sizeof(*slots));
        }
        size_t at = hash_fold(cut->person) & (slot_count - 1);
        while (slots[at] != 0 && !tl_slice_eq_fold(persons.items[slots[at] - 1], cut->person)) {
            at = (at + 1) & (slot_count - 1);
        }
        if (slots[at] == 0) {
            *TL_PUSH(stage->arena, &persons) = cut->person;
            slots[at] = persons.count;
        }
        struct tl_buf mark = {0};
        tl_mark_person(&mark, base + (uint32_t)slots[at]);
        edit->replacement = keep(stage, &mark);
    }
}

/* --- order, application, links */

static int by_edit(const void *a, const void *b)
{
    const struct tl_edit *x = a;
    const struct tl_edit *y = b;
    if (x->in.begin != y->in.begin) {
        return x->in.begin < y->in.begin ? -1 : 1;
    }
    return x->in.end < y->in.end ? -1 : x->in.end > y->in.end;
}

/* True when `edit` lies in `last` and needs nothing more: all of that text goes, furniture in it too. */
static bool is_covered(const struct tl_edit *edit, const struct tl_edit *last)
{
    const bool takes_all = last->action == TL_EDIT_WITHHELD || last->action == TL_EDIT_DROPPED;
    return edit->action == TL_EDIT_REMARKED || (takes_all && edit->in.end <= last->in.end);
}

/* The last edit that was kept takes what is left of the re-marking that it stands in, up to `rest`. */
static void take_rest(struct tl_edit *last, size_t *rest)
{
    if (last != NULL && last->in.end < *rest) {
        last->in.end = *rest;
    }
    *rest = 0;
}

/* Sorts, and drops what lies inside an earlier, larger edit.  Of a re-marking in which rules cut, nothing is
 * written: each cut takes what stands before it, and the last one what is left. */
static void settle(struct tl_stage *stage)
{
    struct tl_release *out = stage->out;
    size_t kept = 0;
    size_t rest = 0; /* the end of a re-marking in which the last edit stands */
    tl_sort(out->edits.items, out->edits.count, sizeof(*out->edits.items), by_edit);
    for (size_t i = 0; i < out->edits.count; i++) {
        struct tl_edit edit = out->edits.items[i];
        struct tl_edit *last = kept == 0 ? NULL : &out->edits.items[kept - 1];
        if (last == NULL || edit.in.begin >= (rest > last->in.end ? rest : last->in.end)) {
            take_rest(last, &rest);
            out->edits.items[kept++] = edit;
        } else if (last->action == TL_EDIT_REMARKED && edit.action != TL_EDIT_REMARKED) {
            TL_CHECK(edit.in.end >= last->in.end || edit.action != TL_EDIT_WITHHELD);
            rest = last->in.end;
            edit.in.begin = last->in.begin;
            *last = edit;
        } else if (edit.in.begin >= last->in.end && edit.action != TL_EDIT_REMARKED) {
            edit.in.begin = last->in.end;
            out->edits.items[kept++] = edit;
        } else {
            TL_CHECK(is_covered(&edit, last));
        }
    }
    take_rest(kept == 0 ? NULL : &out->edits.items[kept - 1], &rest);
    out->edits.count = kept;
}

/* `from` of a propagation: the edit that took the name where it was found. */
static void link_propagations(struct tl_stage *stage)
{
    struct tl_release *out = stage->out;
    for (size_t i = 0; i < stage->cuts.count; i++) {
        const struct tl_cut *cut = &stage->cuts.items[i];
        if (!cut->is_propagated) {
            continue;
        }
        struct tl_edit *edit = tl_edit_at(out, cut->in.begin);
        const struct tl_edit *source = tl_edit_at(out, cut->found.begin);
        if (edit != NULL && source != NULL) {
            edit->from = (size_t)(source - out->edits.items);
        }
    }
}

static void apply(struct tl_stage *stage)
{
    struct tl_release *out = stage->out;
    const tl_slice bytes = stage->cable->bytes;
    struct tl_buf buf = {0};
    size_t at = 0;
    for (size_t i = 0; i < out->edits.count; i++) {
        struct tl_edit *edit = &out->edits.items[i];
        TL_CHECK(edit->in.begin >= at && edit->in.end <= bytes.len);
        tl_buf_add(&buf, tl_slice_sub(bytes, at, edit->in.begin));
        edit->out.begin = buf.len;
        tl_buf_add(&buf, edit->replacement);
        edit->out.end = buf.len;
        at = edit->in.end;
    }
    tl_buf_add(&buf, tl_slice_sub(bytes, at, bytes.len));
    out->bytes = keep(stage, &buf);
}

void tl_edit_all(struct tl_stage *stage)
{
    struct saying kept[RULES_KEPT] = {0};
    for (size_t i = 0; i < stage->cable->portions.count; i++) {
        const size_t host = stage->cable->portions.items[i].inside;
        const bool is_covered = host != TL_NONE && !stage->out->decisions[host].is_released;
        if (!stage->out->decisions[i].is_released && !is_covered) {
            withhold(stage, i);
        }
    }
    for (size_t i = 0; i < stage->cuts.count; i++) {
        excise(stage, kept, &stage->cuts.items[i]);
    }
    tl_remark_all(stage);
    settle(stage);
    number_persons(stage);
    link_propagations(stage);
    apply(stage);
}

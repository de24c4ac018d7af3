/* SPDX-License-Identifier: Apache-2.0 */
/* The edits that a second opinion makes, their marks, and the bytes (DESIGN section 1, M14, M15). */
#include "base/search.h"
#include "base/sort.h"
#include "ledger/second.h"
#include "marking/mark.h"

struct tl_second_edit *tl_second_add(struct tl_second *second, struct tl_span in, enum tl_edit_action action,
                                     enum tl_cause cause, size_t portion)
{
    const size_t order = second->edits.count;
    const size_t last = tl_span_len(in) > 0 ? in.end - 1 : in.begin;
    struct tl_second_edit *edit = TL_PUSH(second->arena, &second->edits);
    *edit = (struct tl_second_edit){.in = in,
                                    .action = action,
                                    .cause = cause,
                                    .portion = portion,
                                    .from = TL_NONE,
                                    .first_line = tl_cable_line(&second->cable, in.begin),
                                    .last_line = tl_cable_line(&second->cable, last),
                                    .order = order};
    return edit;
}

static tl_slice kept_of(struct tl_second *second, struct tl_buf *buf)
{
    const tl_slice text = tl_arena_dup(second->arena, tl_buf_slice(buf));
    tl_buf_release(buf);
    return text;
}

/* --- portions that are held */

/* What the mark tells of how much is gone: runs of what is no blank, or lines with any. */
static const char *amount_of(struct tl_second *second, struct tl_span held)
{
    const tl_slice text = tl_span_of(second->cable.bytes, held);
    size_t words = 0;
    size_t lines = 0;
    for (size_t i = 0, line_begin = 0; i < text.len; i++) {
        const bool begins = !tl_is_blank(text.ptr[i]) && (i == 0 || tl_is_blank(text.ptr[i - 1]));
        words += begins;
        if (begins && tl_slice_trim(tl_slice_sub(text, line_begin, i)).len == 0) {
            lines++;
        }
        line_begin = text.ptr[i] == '\n' ? i + 1 : line_begin;
    }
    switch (second->policy->amount) {
    case TL_AMOUNT_NONE:
        break;
    case TL_AMOUNT_BUCKET:
        return tl_amount_bucket(lines);
    case TL_AMOUNT_LINES:
        return tl_arena_format(second->arena, ", %zu line%s", lines, lines == 1 ? "" : "s");
    case TL_AMOUNT_WORDS:
        return tl_arena_format(second->arena, ", %zu word%s", words, words == 1 ? "" : "s");
    }
    return "";
}

static const char *why_held(const struct tl_opinion *opinion)
{
    switch (opinion->cause) {
    case TL_CAUSE_MARKING:
        return tl_reason_text(opinion->reason);
    case TL_CAUSE_ELEMENT:
        return "the policy drops this element";
    case TL_CAUSE_RULE:
        return "a rule withholds this portion";
    case TL_CAUSE_DOUBT:
        return opinion->rule == NULL
                   ? "in doubt: withheld"
                   : "a rule could not be decided here, or what it leaves could not be read";
    case TL_CAUSE_PROPAGATED:
    case TL_CAUSE_BANNER:
    case TL_CAUSE_DECISION:
        break;
    }
    return "";
}

/* The 1.4 reasons of the cable stand at C and above alone (M14). */
static bool has_reasons(const struct tl_second *second, enum tl_rank rank)
{
    return second->policy->adds_reasons && (rank == TL_RANK_C || rank == TL_RANK_S || rank == TL_RANK_TS);
}

void tl_second_rule_edit(struct tl_second *second, struct tl_second_edit *edit,
                         const struct tl_ruling *ruling)
{
    edit->cause = TL_CAUSE_DECISION;
    edit->ruling = ruling;
    edit->why = (const char *)tl_arena_dup(second->arena, ruling->why).ptr;
}

/* Codes of the level and of the cable, where the policy holds the portion; those of a rule that closed it;
 * and those of a reviewer. */
static void set_codes(struct tl_second *second, struct tl_second_edit *edit, const struct tl_opinion *opinion)
{
    const enum tl_rank rank = tl_marking_rank(&opinion->judged);
    if (!opinion->is_held_by_ruling) {
        edit->exemptions = second->policy->exemptions[rank];
        edit->reasons = has_reasons(second, rank) ? second->cable.reasons : edit->reasons;
    }
    if (opinion->rule != NULL) {
        edit->rules = tl_words_with(second->arena, edit->rules, opinion->rule->id);
        edit->exemptions = tl_words_union(second->arena, edit->exemptions, opinion->rule->exemptions);
    }
    if (opinion->ruling != NULL) {
        edit->exemptions = tl_words_union(second->arena, edit->exemptions, opinion->ruling->exemptions);
    }
}

static void hold(struct tl_second *second, size_t index)
{
    const struct tl_portion *portion = &second->cable.portions.items[index];
    const struct tl_opinion *opinion = &second->opinions[index];
    const enum tl_rank rank = tl_marking_rank(&opinion->judged);
    const bool is_dropped = opinion->cause == TL_CAUSE_ELEMENT;
    const bool leaves_no_trace =
        is_dropped && (portion->kind == TL_KIND_ATTRIBUTES || portion->kind == TL_KIND_FURNITURE);
    const struct tl_span in = leaves_no_trace ? portion->core : tl_second_held(portion);
    struct tl_buf mark = {0};
    if (!leaves_no_trace && tl_span_len(in) == 0) {
        return;
    }
    struct tl_second_edit *edit =
        tl_second_add(second, in, is_dropped ? TL_EDIT_DROPPED : TL_EDIT_WITHHELD, opinion->cause, index);
    edit->why = why_held(opinion);
    if (leaves_no_trace) {
        return;
    }
    if (opinion->cause == TL_CAUSE_DECISION && opinion->ruling != NULL) {
        tl_second_rule_edit(second, edit, opinion->ruling);
    }
    set_codes(second, edit, opinion);
    if (tl_span_len(portion->label) == 0 && portion->number.len > 0 && portion->mark.begin == in.begin) {
        tl_buf_add(&mark, portion->number); /* "(C) 3. text" */
        tl_buf_str(&mark, ". ");
    }
    tl_mark_withheld(&mark, rank, tl_words_union(second->arena, edit->exemptions, edit->reasons),
                     amount_of(second, in));
    edit->replacement = kept_of(second, &mark);
    if (edit->exemptions.count + edit->reasons.count == 0) {
        tl_second_note(second, "code-needed", index, NULL);
    }
}

/* --- cuts */

static int by_word(const void *a, const void *b)
{
    return tl_slice_cmp(*(const tl_slice *)a, *(const tl_slice *)b);
}

static struct tl_words sorted(struct tl_arena *arena, struct tl_words words)
{
    tl_slice *list = tl_arena_alloc(arena, words.count, sizeof(*list));
    for (size_t i = 0; i < words.count; i++) {
        list[i] = words.item[i];
    }
    tl_sort(list, words.count, sizeof(*list), by_word);
    return (struct tl_words){list, words.count};
}

struct tl_words tl_second_codes(const struct tl_second *second, struct tl_words rules)
{
    struct tl_words codes = {NULL, 0};
    for (size_t i = 0; i < rules.count; i++) {
        const struct tl_rule *rule = tl_policy_rule(second->policy, rules.item[i]);
        codes = rule == NULL ? codes : tl_words_union(second->arena, codes, rule->exemptions);
    }
    return codes;
}

static enum tl_edit_action action_of(enum tl_action action)
{
    return action == TL_ACTION_MASK        ? TL_EDIT_MASKED
           : action == TL_ACTION_PSEUDONYM ? TL_EDIT_PSEUDONYM
                                           : TL_EDIT_EXCISED;
}

static void take(struct tl_second *second, const struct tl_second_cut *cut)
{
    struct tl_second_edit *edit =
        tl_second_add(second, cut->in, action_of(cut->action),
                      cut->is_propagated ? TL_CAUSE_PROPAGATED : TL_CAUSE_RULE, cut->portion);
    struct tl_buf mark = {0};
    edit->rules = sorted(second->arena, cut->rules);
    edit->exemptions = tl_second_codes(second, edit->rules);
    const struct tl_rule *rule =
        edit->rules.count == 0 ? NULL : tl_policy_rule(second->policy, edit->rules.item[0]);
    edit->why = rule == NULL ? "" : (const char *)tl_arena_dup(second->arena, rule->why).ptr;
    if (cut->ruling != NULL) {
        tl_second_rule_edit(second, edit, cut->ruling);
        edit->exemptions = tl_words_union(second->arena, cut->ruling->exemptions, edit->exemptions);
    }
    if (cut->is_tail) {
        return;
    }
    if (edit->action == TL_EDIT_EXCISED) {
        tl_mark_excised(&mark, edit->exemptions);
    } else if (edit->action == TL_EDIT_MASKED) {
        tl_mark_mask(&mark);
    }
    edit->replacement = kept_of(second, &mark); /* a person is numbered later */
}

/* --- all of them */

static int by_place(const void *a, const void *b)
{
    const struct tl_second_edit *x = a;
    const struct tl_second_edit *y = b;
    if (x->in.begin != y->in.begin) {
        return x->in.begin < y->in.begin ? -1 : 1;
    }
    if (x->in.end != y->in.end) {
        return x->in.end < y->in.end ? -1 : 1;
    }
    return x->order < y->order ? -1 : x->order > y->order;
}

/* Of edits that meet, re-marking gives way: those that cut into it share it, each from where the one before
 * ends, and the last up to its end.  All others lie whole in the one before. */
static void settle(struct tl_second *second)
{
    struct tl_second_edit *edits = second->edits.items;
    size_t kept = 0;
    size_t shared = 0; /* the end of the re-marking that gave way last */
    tl_sort(edits, second->edits.count, sizeof(*edits), by_place);
    for (size_t i = 0; i < second->edits.count; i++) {
        struct tl_second_edit edit = edits[i];
        struct tl_second_edit *last = kept == 0 ? NULL : &edits[kept - 1];
        const bool is_remark = edit.action == TL_EDIT_REMARKED;
        if (last == NULL || (last->in.end <= edit.in.begin && shared <= edit.in.begin)) {
            if (last != NULL && shared > last->in.end) {
                last->in.end = shared;
            }
            edits[kept++] = edit;
        } else if (last->action == TL_EDIT_REMARKED && !is_remark) {
            shared = last->in.end;
            edit.in.begin = last->in.begin;
            *last = edit;
        } else if (last->in.end <= edit.in.begin && !is_remark) {
            edit.in.begin = last->in.end;
            edits[kept++] = edit;
        }
    }
    if (kept > 0 && shared > edits[kept - 1].in.end) {
        edits[kept - 1].in.end = shared;
    }
    second->edits.count = kept;
}

/* The edit that takes a byte, or TL_NONE. */
static size_t edit_at(const struct tl_second *second, size_t at)
{
    const size_t index = TL_COUNT_UP_TO(second->edits.items, second->edits.count, in.end, at);
    return index < second->edits.count && second->edits.items[index].in.begin <= at ? index : TL_NONE;
}

static uint32_t highest_person(tl_slice bytes)
{
    uint32_t highest = 0;
    for (size_t at = tl_slice_find(bytes, TL_LIT("[PERSON "), 0); at != TL_NONE;
         at = tl_slice_find(bytes, TL_LIT("[PERSON "), at + 1)) {
        const struct tl_mark mark = tl_mark_at(bytes, at);
        highest = mark.kind == TL_MARK_PERSON && mark.person > highest ? mark.person : highest;
    }
    return highest;
}

/* --- who is who */

/* An edit that writes a person: which, and the first edit that writes the same. */
struct person {
    tl_slice name;
    size_t edit;
    size_t first;
    uint32_t number;
};

static int by_name(const void *a, const void *b)
{
    const struct person *x = a;
    const struct person *y = b;
    for (size_t i = 0; i < x->name.len && i < y->name.len; i++) {
        const int left = tl_to_upper(x->name.ptr[i]);
        const int right = tl_to_upper(y->name.ptr[i]);
        if (left != right) {
            return left - right;
        }
    }
    if (x->name.len != y->name.len) {
        return x->name.len < y->name.len ? -1 : 1;
    }
    return x->edit < y->edit ? -1 : x->edit > y->edit;
}

static int by_edit(const void *a, const void *b)
{
    const struct person *x = a;
    const struct person *y = b;
    return x->edit < y->edit ? -1 : x->edit > y->edit;
}

/* "[PERSON 2]", above all that stand there, numbered as they appear. */
static void number(struct tl_second *second, struct person *persons, size_t count)
{
    const uint32_t highest = highest_person(second->cable.bytes);
    uint32_t numbered = highest;
    if (highest > 0 && count > 0) {
        tl_second_note(second, "person-mark-in-input", TL_NONE, NULL);
    }
    tl_sort(persons, count, sizeof(*persons), by_name);
    for (size_t i = 0; i < count; i++) {
        const bool is_same = i > 0 && tl_slice_eq_fold(persons[i - 1].name, persons[i].name);
        persons[i].first = is_same ? persons[i - 1].first : persons[i].edit;
    }
    tl_sort(persons, count, sizeof(*persons), by_edit);
    for (size_t i = 0; i < count; i++) {
        const struct person key = {.edit = persons[i].first};
        const struct person *first = bsearch(&key, persons, count, sizeof(*persons), by_edit);
        persons[i].number = first == &persons[i] || first == NULL ? ++numbered : first->number;
        struct tl_buf mark = {0};
        tl_mark_person(&mark, persons[i].number);
        second->edits.items[persons[i].edit].replacement = kept_of(second, &mark);
    }
}

/* Numbers persons, and says where names came from. */
static void link_cuts(struct tl_second *second)
{
    struct person *persons = tl_arena_alloc(second->arena, second->cuts.count, sizeof(*persons));
    size_t count = 0;
    for (size_t i = 0; i < second->cuts.count; i++) {
        const struct tl_second_cut *cut = &second->cuts.items[i];
        const size_t at = edit_at(second, cut->in.begin);
        if (at == TL_NONE) {
            continue;
        }
        if (cut->is_propagated) {
            second->edits.items[at].from = edit_at(second, cut->found.begin);
        }
        if (!cut->is_tail && second->edits.items[at].action == TL_EDIT_PSEUDONYM) {
            persons[count++] = (struct person){.name = cut->person, .edit = at};
        }
    }
    number(second, persons, count);
}

static void apply(struct tl_second *second)
{
    struct tl_buf out = {0};
    size_t at = 0;
    for (size_t i = 0; i < second->edits.count; i++) {
        struct tl_second_edit *edit = &second->edits.items[i];
        tl_buf_add(&out, tl_slice_sub(second->cable.bytes, at, edit->in.begin));
        edit->out = (struct tl_span){out.len, out.len + edit->replacement.len};
        tl_buf_add(&out, edit->replacement);
        at = edit->in.end;
    }
    tl_buf_add(&out, tl_slice_sub(second->cable.bytes, at, second->cable.bytes.len));
    second->bytes = kept_of(second, &out);
}

void tl_second_write(struct tl_second *second)
{
    second->edits.count = 0;
    for (size_t i = 0; i < second->cable.portions.count; i++) {
        const size_t host = second->cable.portions.items[i].inside;
        const bool goes_with_host = host != TL_NONE && !second->opinions[host].may_leave;
        if (!second->opinions[i].may_leave && !goes_with_host) {
            hold(second, i);
        }
    }
    for (size_t i = 0; i < second->cuts.count; i++) {
        take(second, &second->cuts.items[i]);
    }
    tl_second_remark(second);
    settle(second);
    link_cuts(second);
    apply(second);
}

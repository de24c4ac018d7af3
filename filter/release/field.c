/* SPDX-License-Identifier: Apache-2.0 */
/* Fields of the record that a cable came in: text at the overall level, and never below (DESIGN 7). */
#include "base/sort.h"
#include "marking/mark.h"
#include "release/stage.h"
#include "release/text.h"

struct field {
    struct tl_arena *arena;
    const struct tl_release *release;
    TL_VEC(struct tl_hit) hits;
    bool is_undecided;
    bool is_closed; /* by a rule that withholds */
    bool is_denied;
};

static void add_hit(struct field *field, const struct tl_rule *rule, struct tl_span in, tl_slice replacement)
{
    *TL_PUSH(field->arena, &field->hits) = (struct tl_hit){rule, in, replacement};
    field->is_closed = field->is_closed || rule->action == TL_ACTION_WITHHOLD;
    field->is_denied = field->is_denied || rule->action == TL_ACTION_DENY;
}

static tl_slice excised(struct tl_arena *arena, const struct tl_rule *rule)
{
    struct tl_buf mark = {0};
    tl_mark_excised(&mark, rule->exemptions);
    const tl_slice copy = tl_arena_dup(arena, tl_buf_slice(&mark));
    tl_buf_release(&mark);
    return copy;
}

/* All that rules and names find in the text. */
static void find(struct field *field, tl_slice text)
{
    struct tl_hits hits = {0};
    struct tl_err err = {0};
    struct tl_text paragraph;
    struct tl_name_hits names = {0};
    const struct tl_range range = {.span = {0, text.len}, .kind = TL_KIND_COUNT};
    field->hits.count = 0;
    if (field->release->policy->rule_count == 0) {
        return;
    }
    field->is_undecided = tl_rules_explain(field->arena, field->release->policy, text, &hits, &err) != TL_OK;
    for (size_t i = 0; i < hits.list.count; i++) {
        const struct tl_hit *hit = &hits.list.items[i];
        add_hit(field, hit->rule, hit->in, hit->replacement);
    }
    tl_text_init(field->arena, text, &paragraph);
    tl_match_names(field->arena, &paragraph.cable, &range, field->release->names, &names);
    for (size_t i = 0; i < names.list.count; i++) {
        const struct tl_rule *rule = names.list.items[i].name->rule;
        *TL_PUSH(field->arena, &field->hits) =
            (struct tl_hit){rule, names.list.items[i].in, excised(field->arena, rule)};
    }
}

static int by_begin(const void *a, const void *b)
{
    const struct tl_hit *x = a;
    const struct tl_hit *y = b;
    return x->in.begin < y->in.begin ? -1 : x->in.begin > y->in.begin;
}

/* The text with each run of hits that touch replaced by the mark of its first. */
static tl_slice cut(struct field *field, tl_slice text)
{
    struct tl_buf out = {0};
    size_t at = 0;
    tl_sort(field->hits.items, field->hits.count, sizeof(*field->hits.items), by_begin);
    for (size_t i = 0; i < field->hits.count;) {
        const struct tl_hit *first = &field->hits.items[i];
        struct tl_span span = first->in;
        for (i++; i < field->hits.count && field->hits.items[i].in.begin < span.end; i++) {
            const size_t end = field->hits.items[i].in.end;
            span.end = end > span.end ? end : span.end;
        }
        tl_buf_add(&out, tl_slice_sub(text, at, span.begin));
        tl_buf_add(&out, first->replacement);
        at = span.end;
    }
    tl_buf_add(&out, tl_slice_sub(text, at, text.len));
    const tl_slice copy = tl_arena_dup(field->arena, tl_buf_slice(&out));
    tl_buf_release(&out);
    return copy;
}

/* Overall and captions of the cable, raised by what the text claims itself.  False when nobody can read it.
 */
static bool level_of(struct field *field, tl_slice text, struct tl_marking *out)
{
    const struct tl_cable *cable = field->release->cable;
    const struct tl_cable_options options = {.assume = tl_marking_rank(&cable->overall)};
    struct tl_cable own;
    bool is_readable = true;
    tl_cable_parse(field->arena, text, &options, &own);
    *out = tl_marking_join(field->arena, &cable->overall, &cable->handling);
    *out = tl_marking_join(field->arena, out, &own.overall);
    *out = tl_marking_join(field->arena, out, &own.handling);
    for (size_t i = 0; i < own.portions.count; i++) {
        is_readable = is_readable && own.portions.items[i].doubt == NULL;
    }
    return is_readable;
}

static enum tl_field withhold(struct field *field, const struct tl_marking *level, struct tl_buf *out)
{
    const struct tl_policy *policy = field->release->policy;
    const enum tl_rank rank = tl_marking_rank(level);
    tl_mark_withheld(out, rank,
                     tl_words_union(field->arena, policy->exemptions[rank],
                                    tl_reasons_of(field->release->cable, policy, rank)),
                     "");
    return TL_FIELD_WITHHELD;
}

bool tl_release_is_clean(struct tl_arena *arena, const struct tl_release *release, tl_slice text)
{
    struct field field = {.arena = arena, .release = release};
    find(&field, text);
    return field.hits.count == 0 && !field.is_undecided;
}

enum tl_field tl_release_field(struct tl_arena *arena, const struct tl_release *release, tl_slice text,
                               struct tl_buf *out)
{
    static const struct tl_release_options no_date = {.assume = TL_RANK_UNKNOWN};
    struct field field = {.arena = arena, .release = release};
    struct tl_portion portion = {.kind = TL_KIND_OTHER, .group = TL_NONE, .inside = TL_NONE};
    if (tl_slice_trim(text).len == 0) {
        tl_buf_add(out, text);
        return TL_FIELD_KEPT;
    }
    const struct tl_mark mark = tl_mark_at(text, 0);
    if (mark.kind == TL_MARK_WITHHELD && mark.len == text.len) {
        tl_buf_add(out, text);
        return TL_FIELD_KEPT;
    }
    const bool is_readable = level_of(&field, text, &portion.effective);
    portion.lenient = portion.effective;
    struct tl_judge judge = {arena, release->cable, release->policy, &no_date, .count = 0};
    if (!is_readable || !tl_judge_portion(&judge, &portion).is_released) {
        return withhold(&field, &portion.effective, out);
    }
    find(&field, text);
    if (field.is_denied) {
        return TL_FIELD_DENIED;
    }
    if (field.hits.count == 0 && !field.is_undecided) {
        tl_buf_add(out, text);
        return TL_FIELD_KEPT;
    }
    const tl_slice result = cut(&field, text);
    if (!field.is_undecided && !field.is_closed) {
        find(&field, result);
    }
    if (field.is_undecided || field.is_closed || field.hits.count > 0) {
        return withhold(&field, &portion.effective, out);
    }
    tl_buf_add(out, result);
    return TL_FIELD_CHANGED;
}

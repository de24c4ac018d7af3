/* SPDX-License-Identifier: Apache-2.0 */
#include "release/text.h"

#include "base/limits.h"
#include "base/sort.h"
#include "marking/mark.h"
#include "release/release.h"

void tl_text_init(struct tl_arena *arena, tl_slice text, struct tl_text *out)
{
    *out = (struct tl_text){.cable = {.bytes = text}};
    struct tl_portion *portion = TL_PUSH(arena, &out->cable.portions);
    *portion = (struct tl_portion){
        .kind = TL_KIND_PARAGRAPH, .span = {0, text.len}, .core = {0, text.len}, .line = 1};
    portion->inside = TL_NONE;
    struct tl_element *element = TL_PUSH(arena, &out->cable.elements);
    *element = (struct tl_element){TL_KIND_PARAGRAPH, {0, text.len}, 0, 1};
}

void tl_text_match(struct tl_matcher *matcher, struct tl_arena *arena, const struct tl_text *text,
                   const struct tl_policy *policy,
                   bool (*wanted)(const struct tl_rule *rule, const void *context), const void *context,
                   const struct tl_span *cuts, size_t cut_count, struct tl_matches *out)
{
    const struct tl_range range = {.span = {0, text->cable.bytes.len},
                                   .holes = text->holes,
                                   .hole_count = text->hole_count,
                                   .cuts = cuts,
                                   .cut_count = cut_count,
                                   .kind = TL_KIND_COUNT};
    tl_match_rules(matcher, arena, &text->cable, policy, (struct tl_date){0}, &range, wanted, context, out);
}

static bool removes(const struct tl_rule *rule, const void *context)
{
    (void)context;
    return rule->action != TL_ACTION_FLAG;
}

static tl_slice replacement_of(struct tl_arena *arena, const struct tl_rule *rule, uint32_t person)
{
    struct tl_buf mark = {0};
    switch (rule->action) {
    case TL_ACTION_EXCISE:
        tl_mark_excised(&mark, rule->exemptions);
        break;
    case TL_ACTION_PSEUDONYM:
        tl_mark_person(&mark, person);
        break;
    case TL_ACTION_MASK:
        tl_mark_mask(&mark);
        break;
    case TL_ACTION_WITHHOLD:
    case TL_ACTION_DENY:
    case TL_ACTION_FLAG:
        break;
    }
    const tl_slice text = tl_arena_dup(arena, tl_buf_slice(&mark));
    tl_buf_release(&mark);
    return text;
}

static void add_hit(struct tl_arena *arena, struct tl_hits *hits, const struct tl_rule *rule,
                    struct tl_span in)
{
    for (size_t i = 0; i < hits->list.count; i++) {
        if (hits->list.items[i].rule == rule && hits->list.items[i].in.begin == in.begin &&
            hits->list.items[i].in.end == in.end) {
            return;
        }
    }
    struct tl_hit *hit = TL_PUSH(arena, &hits->list);
    *hit = (struct tl_hit){rule, in, replacement_of(arena, rule, (uint32_t)hits->list.count)};
}

static int by_begin(const void *a, const void *b)
{
    const struct tl_hit *x = a;
    const struct tl_hit *y = b;
    if (x->in.begin != y->in.begin) {
        return x->in.begin < y->in.begin ? -1 : 1;
    }
    return x->in.end < y->in.end ? -1 : x->in.end > y->in.end;
}

/* The union of the spans of all hits: what is an atom in the next round. */
static struct tl_span *cuts_of(struct tl_arena *arena, const struct tl_hits *hits, size_t *count)
{
    struct tl_span *cuts = tl_arena_alloc(arena, hits->list.count + 1, sizeof(*cuts));
    *count = 0;
    for (size_t i = 0; i < hits->list.count; i++) {
        const struct tl_span in = hits->list.items[i].in;
        if (*count > 0 && in.begin < cuts[*count - 1].end) {
            cuts[*count - 1].end = in.end > cuts[*count - 1].end ? in.end : cuts[*count - 1].end;
        } else {
            cuts[(*count)++] = in;
        }
    }
    return cuts;
}

/* One round; how many hits it added. */
static enum tl_status run_round(struct tl_matcher *matcher, struct tl_arena *arena,
                                const struct tl_text *text, const struct tl_policy *policy,
                                struct tl_hits *out, struct tl_err *err)
{
    size_t cut_count = 0;
    const struct tl_span *cuts = cuts_of(arena, out, &cut_count);
    struct tl_matches matches = {0};
    struct tl_names names = {0};
    struct tl_name_hits found = {0};
    tl_text_match(matcher, arena, text, policy, removes, NULL, cuts, cut_count, &matches);
    if (matches.undecided != NULL) {
        return tl_fail(err, TL_DOUBT, "rules.undecided",
                       "rule %.*s cannot be decided on this text: it would be withheld",
                       (int)matches.undecided->id.len, (const char *)matches.undecided->id.ptr);
    }
    for (size_t i = 0; i < matches.list.count; i++) {
        const struct tl_match *match = &matches.list.items[i];
        if (match->is_check_failed || match->exception != NULL) {
            continue;
        }
        add_hit(arena, out, match->rule, match->in);
        if (match->rule->propagates_full || match->rule->propagates_surname) {
            tl_names_add(arena, match, &names);
        }
    }
    const struct tl_range range = {.span = {0, text->cable.bytes.len}, .kind = TL_KIND_COUNT};
    tl_match_names(arena, &text->cable, &range, &names, &found);
    for (size_t i = 0; i < found.list.count; i++) {
        add_hit(arena, out, found.list.items[i].name->rule, found.list.items[i].in);
    }
    tl_sort(out->list.items, out->list.count, sizeof(*out->list.items), by_begin);
    return TL_OK;
}

enum tl_status tl_rules_explain(struct tl_arena *arena, const struct tl_policy *policy, tl_slice text,
                                struct tl_hits *out, struct tl_err *err)
{
    struct tl_matcher *matcher = tl_matcher_new();
    struct tl_text paragraph;
    enum tl_status status = TL_OK;
    tl_text_init(arena, text, &paragraph);
    for (size_t round = 0, before = 1; round < TL_MAX_ROUNDS && status == TL_OK; round++) {
        before = out->list.count;
        status = run_round(matcher, arena, &paragraph, policy, out, err);
        if (out->list.count == before) {
            break;
        }
    }
    out->cuts = cuts_of(arena, out, &out->cut_count);
    tl_matcher_free(matcher);
    return status;
}

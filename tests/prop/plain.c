/* SPDX-License-Identifier: Apache-2.0 */
#include "prop/plain.h"

#include <stdlib.h>

#include "policy/literal.h"
#include "policy/regex.h"

enum { GROUPS = 64, STEPS = 200000 };

/* One span of one rule. */
struct found {
    const struct tl_rule *rule;
    struct tl_span in;
};

struct plain {
    struct tl_arena arena;
    TL_VEC(struct found) list;
    bool is_undecided;
};

static int found_cmp(const void *left, const void *right)
{
    const struct found *a = left;
    const struct found *b = right;
    if (a->rule != b->rule) {
        return a->rule < b->rule ? -1 : 1;
    }
    if (a->in.begin != b->in.begin) {
        return a->in.begin < b->in.begin ? -1 : 1;
    }
    return a->in.end < b->in.end ? -1 : a->in.end > b->in.end;
}

static void found_sort(struct plain *plain)
{
    size_t kept = 0;
    if (plain->list.count > 1) {
        qsort(plain->list.items, plain->list.count, sizeof(plain->list.items[0]), found_cmp);
    }
    for (size_t i = 0; i < plain->list.count; i++) {
        if (kept == 0 || found_cmp(&plain->list.items[kept - 1], &plain->list.items[i]) != 0) {
            plain->list.items[kept++] = plain->list.items[i];
        }
    }
    plain->list.count = kept;
}

/* All matches in text[segment] as [begin, end) of what is excised and, in `whole`, of the match; false when
 * PCRE2 cannot decide. */
static bool search(const struct tl_rule *rule, tl_slice text, struct tl_span segment, bool is_last,
                   void (*take)(struct tl_span span, struct tl_span whole, void *into), void *into)
{
    pcre2_match_data *data = pcre2_match_data_create(GROUPS, NULL);
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(data);
    const uint32_t options =
        PCRE2_NO_JIT | (segment.begin > 0 ? PCRE2_NOTBOL : 0) | (is_last ? 0 : PCRE2_NOTEOL);
    bool is_decided = true;
    pcre2_set_match_limit(context, STEPS);
    for (size_t at = segment.begin; at < segment.end;) {
        const int count = pcre2_match(rule->code, text.ptr, segment.end, at, options, data, context);
        if (count == PCRE2_ERROR_NOMATCH) {
            break;
        }
        struct tl_span span = {ends[0], ends[1]};
        if (count > 0 && (int)rule->group < count && rule->group > 0 &&
            ends[2 * rule->group] != ends[2 * rule->group + 1]) {
            span = (struct tl_span){ends[2 * rule->group], ends[2 * rule->group + 1]};
        }
        if (count < 1 || ends[0] > ends[1] || span.begin < segment.begin || span.end > segment.end ||
            span.begin > span.end) {
            is_decided = false;
            break;
        }
        take(span, (struct tl_span){ends[0], ends[1]}, into);
        at = ends[1] > at ? ends[1] : at + 1;
        while (at < segment.end && (text.ptr[at] & 0xc0) == 0x80) {
            at++;
        }
    }
    pcre2_match_context_free(context);
    pcre2_match_data_free(data);
    return is_decided;
}

/* --- what is found -------------------------------------------------------------------------------------- */

struct taking {
    struct plain *plain;
    const struct tl_rule *rule;
    const struct tl_view *view;
};

static void take_span(struct tl_span span, struct tl_span whole, void *into)
{
    struct taking *taking = into;
    (void)whole;
    if (span.begin < span.end) {
        *TL_PUSH(&taking->plain->arena, &taking->plain->list) =
            (struct found){taking->rule, tl_view_original(taking->view, span)};
    }
}

static bool is_rule(const struct tl_rule *rule, const void *context)
{
    return rule == context;
}

/* One rule both ways. */
static bool is_same(struct tl_matcher *matcher, const struct tl_policy *policy, const struct tl_rule *rule,
                    const struct tl_cable *cable, const struct tl_range *range)
{
    struct plain plain = {.is_undecided = false};
    struct plain fast = {.is_undecided = false};
    struct tl_matches matches = {0};
    for (int i = 0; i < TL_READING_COUNT; i++) {
        struct tl_view view;
        struct taking taking = {&plain, rule, &view};
        if (!tl_view_build(&plain.arena, cable, range->span, range->holes, range->hole_count, range->cuts,
                           range->cut_count, (enum tl_reading)i, &view)) {
            continue;
        }
        for (size_t k = 0; k < view.segments.count; k++) {
            const struct tl_span segment = view.segments.items[k];
            const bool is_last = segment.end == view.text.len || segment.end == view.visible;
            plain.is_undecided |= !search(rule, view.text, segment, is_last, take_span, &taking);
        }
    }
    tl_match_rules(matcher, &fast.arena, cable, policy, (struct tl_date){0}, range, is_rule, rule, &matches);
    for (size_t i = 0; i < matches.list.count; i++) {
        *TL_PUSH(&fast.arena, &fast.list) = (struct found){rule, matches.list.items[i].in};
    }
    found_sort(&plain);
    found_sort(&fast);
    bool is_equal = plain.list.count == fast.list.count && matches.undecided == NULL;
    for (size_t i = 0; is_equal && i < plain.list.count; i++) {
        is_equal = found_cmp(&plain.list.items[i], &fast.list.items[i]) == 0;
    }
    is_equal = is_equal || plain.is_undecided || rule->near_words.count > 0 ||
               matches.undecided != NULL; /* it stops earlier than the plain way, and withholds */
    tl_arena_release(&plain.arena);
    tl_arena_release(&fast.arena);
    return is_equal;
}

const char *plain_differs(const struct tl_policy *policy, const struct tl_cable *cable,
                          const struct tl_range *range)
{
    struct tl_matcher *matcher = tl_matcher_new();
    const char *id = NULL;
    for (size_t i = 0; i < policy->rule_count && id == NULL; i++) {
        if (!is_same(matcher, policy, &policy->rules[i], cable, range)) {
            id = (const char *)policy->rules[i].id.ptr;
        }
    }
    tl_matcher_free(matcher);
    return id;
}

/* --- what is derived ------------------------------------------------------------------------------------ */

struct denial {
    struct tl_literals literals;
    struct tl_opening opening;
    tl_slice text;
    size_t count;
    const char *what;
};

static bool literal_stands(const struct tl_literal *literal, tl_slice text, struct tl_span match)
{
    for (size_t at = match.begin + literal->least; at + literal->len <= match.end; at++) {
        bool is_here = literal->most == TL_FAR || at - match.begin <= literal->most;
        for (size_t i = 0; is_here && i < literal->len; i++) {
            is_here = tl_to_lower(text.ptr[at + i]) == literal->bytes[i];
        }
        for (size_t i = match.begin; is_here && i < at; i++) {
            is_here = tl_byte_set_has(&literal->gap, text.ptr[i]);
        }
        if (is_here) {
            return true;
        }
    }
    return false;
}

static bool opening_stands(const struct tl_opening *opening, tl_slice text, size_t at)
{
    for (size_t i = 0; i < TL_OPENING; i++) {
        if (at + i >= text.len) {
            return opening->may_end[i];
        }
        if (!tl_byte_set_has(&opening->at[i], text.ptr[at + i])) {
            return false;
        }
        if (text.ptr[at + i] >= 0x80) {
            return true;
        }
        if (i == 0 && at > 0 && text.ptr[at - 1] < 0x80 &&
            !tl_byte_set_has(&opening->before, text.ptr[at - 1])) {
            return false;
        }
    }
    return true;
}

static void take_match(struct tl_span span, struct tl_span whole, void *into)
{
    struct denial *denial = into;
    bool has_literal = denial->literals.list.count == 0;
    (void)span;
    denial->count++;
    for (size_t i = 0; i < denial->literals.list.count && !has_literal; i++) {
        has_literal = literal_stands(&denial->literals.list.items[i], denial->text, whole);
    }
    if (!has_literal) {
        denial->what = "a match holds no literal";
    } else if (!opening_stands(&denial->opening, denial->text, whole.begin)) {
        denial->what = "a match begins where no opening is";
    }
}

const char *plain_denied(const struct tl_rule *rule, tl_slice text, size_t *count)
{
    struct tl_arena arena = {0};
    struct tl_regex_classes classes = {.arena = &arena};
    struct denial denial = {.text = text};
    const struct tl_regex_node *tree =
        tl_regex_tree(&arena, &classes, rule->pattern, rule->case_ == TL_CASE_ANY);
    if (tree != NULL && !tl_regex_odd(text)) {
        tl_literals_of(&arena, &arena, tree, &denial.literals);
        tl_opening_of(tree, &denial.opening);
        (void)search(rule, text, (struct tl_span){0, text.len}, true, take_match, &denial);
    }
    *count += denial.count;
    tl_arena_release(&arena);
    return denial.what;
}

bool plain_rule(const char *id, tl_slice pattern, bool is_caseless, struct tl_rule *out)
{
    struct tl_regex_error error = {0};
    *out = (struct tl_rule){.id = tl_str(id),
                            .pattern = pattern,
                            .kinds = UINT32_MAX,
                            .case_ = is_caseless ? TL_CASE_ANY : TL_CASE_WRITTEN};
    out->code = tl_regex_compile(pattern, is_caseless, &error);
    return out->code != NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs rules over views (DESIGN M7, M11).  Each regex runs alone, over each segment of each reading; hits
 * become spans of original bytes, and hits of one rule on one span become one.
 *
 * PCRE2's match limit counts anew at each place where a match may begin, so the limit shrinks as the segment
 * grows: places times steps has one bound, and no clock decides.
 */
#include "release/match.h"

#include <stdlib.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/sort.h"
#include "policy/validator.h"

enum {
    WORK = 1 << 30,    /* places times steps of one rule in one segment */
    LEAST_LIMIT = 200, /* ten times what real rules need */
    JIT_STACK_FIRST = 32 * 1024,
    GROUPS = 16,           /* room for groups at first */
    SCRATCH = 1024 * 1024, /* original bytes of views after which their memory is given back */
    NEAR_LOOK = TL_NEAR_WORDS
};

struct tl_matcher {
    pcre2_match_context *context;
    pcre2_match_data *data;
    pcre2_jit_stack *stack;
    struct tl_arena scratch; /* views; nothing of it outlives a call */
    size_t used;             /* original bytes whose views lie in `scratch` */
};

/* A hit in one reading. */
struct hit {
    const struct tl_rule *rule;
    struct tl_span in;
    tl_slice text; /* of the view; scratch */
    enum tl_reading reading;
    bool is_check_failed;
    const struct tl_exception *exception;
};

/* One call of tl_match_rules. */
struct run {
    struct tl_matcher *matcher;
    const struct tl_policy *policy;
    struct tl_date judged_on;
    enum tl_reading reading;
    struct tl_view view;
    TL_VEC(struct hit) hits;
    const struct tl_rule *undecided;
    const struct tl_rule *near_rule; /* the rule whose context words are in `near` */
    TL_VEC(struct tl_span) near;     /* of the view, by begin */
};

struct tl_matcher *tl_matcher_new(void)
{
    struct tl_matcher *matcher = calloc(1, sizeof(*matcher));
    if (matcher == NULL) {
        tl_out_of_memory();
    }
    matcher->context = pcre2_match_context_create(NULL);
    matcher->data = pcre2_match_data_create(GROUPS, NULL);
    matcher->stack = pcre2_jit_stack_create(JIT_STACK_FIRST, TL_JIT_STACK, NULL);
    if (matcher->context == NULL || matcher->data == NULL) {
        tl_out_of_memory();
    }
    if (matcher->stack != NULL) { /* without JIT there is none */
        pcre2_jit_stack_assign(matcher->context, NULL, matcher->stack);
    }
    pcre2_set_depth_limit(matcher->context, TL_DEPTH_LIMIT);
    pcre2_set_heap_limit(matcher->context, TL_HEAP_LIMIT_KB);
    return matcher;
}

void tl_matcher_free(struct tl_matcher *matcher)
{
    if (matcher == NULL) {
        return;
    }
    tl_arena_release(&matcher->scratch);
    pcre2_match_data_free(matcher->data);
    pcre2_jit_stack_free(matcher->stack);
    pcre2_match_context_free(matcher->context);
    free(matcher);
}

/* Makes room for every group of the rule. */
static void matcher_fit(struct tl_matcher *matcher, const struct tl_rule *rule)
{
    uint32_t groups = 0;
    TL_CHECK(pcre2_pattern_info(rule->code, PCRE2_INFO_CAPTURECOUNT, &groups) == 0);
    if (groups + 1 > pcre2_get_ovector_count(matcher->data)) {
        pcre2_match_data_free(matcher->data);
        matcher->data = pcre2_match_data_create(groups + 1, NULL);
        if (matcher->data == NULL) {
            tl_out_of_memory();
        }
    }
}

static uint32_t limit_for(struct tl_span segment)
{
    const size_t limit = (size_t)WORK / (tl_span_len(segment) + 1);
    return limit > TL_MATCH_LIMIT ? TL_MATCH_LIMIT : limit < LEAST_LIMIT ? LEAST_LIMIT : (uint32_t)limit;
}

/* Finds the context words of the rule in the view, once. */
static void near_find(struct run *run, const struct tl_rule *rule)
{
    struct tl_arena *arena = &run->matcher->scratch;
    struct tl_caseless keys[TL_NEAR_WORDS];
    const size_t count = rule->near_words.count;
    TL_CHECK(count <= TL_NEAR_WORDS);
    for (size_t i = 0; i < count; i++) {
        keys[i] = tl_caseless_make(arena, rule->near_words.item[i]);
    }
    run->near_rule = rule;
    run->near.count = 0;
    const tl_slice text = run->view.text;
    for (size_t at = 0; at < text.len;) {
        size_t end = 0;
        const uint32_t hash = tl_caseless_hash(text, at, &end);
        for (size_t i = 0; end > at && i < count; i++) {
            const size_t to = keys[i].hash == hash ? tl_caseless_match(text, at, &keys[i]) : TL_NONE;
            if (to != TL_NONE) {
                *TL_PUSH(arena, &run->near) = (struct tl_span){at, to};
            }
        }
        at = end > at ? end : at + 1;
    }
}

/* True when at most `most` characters stand in text[begin, end). */
static bool is_within(const struct tl_view *view, size_t begin, size_t end, size_t most)
{
    return begin >= end || end - begin <= most ||
           ((end - begin) / 4 <= most && tl_view_characters(view, (struct tl_span){begin, end}) <= most);
}

/* True when the rule needs no context, or has it. */
static bool near_holds(struct run *run, const struct tl_rule *rule, struct tl_span hit)
{
    if (rule->near_words.count == 0) {
        return true;
    }
    if (run->near_rule != rule) {
        near_find(run, rule);
    }
    size_t low = 0; /* the first word that begins at or after the hit */
    for (size_t high = run->near.count; low < high;) {
        const size_t middle = low + (high - low) / 2;
        if (run->near.items[middle].begin < hit.begin) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low < run->near.count &&
        is_within(&run->view, hit.end, run->near.items[low].begin, rule->near_within)) {
        return true;
    }
    for (size_t i = 1; i <= low && i <= NEAR_LOOK; i++) {
        if (is_within(&run->view, run->near.items[low - i].end, hit.begin, rule->near_within)) {
            return true;
        }
    }
    return false;
}

/* True when the view of the text is the text itself: ASCII words with one space between. */
static bool is_plain(tl_slice text)
{
    bool was_space = true;
    for (size_t i = 0; i < text.len; i++) {
        const bool is_space = text.ptr[i] == ' ';
        if (text.ptr[i] < ' ' || text.ptr[i] >= 0x7f || (is_space && was_space)) {
            return false;
        }
        was_space = is_space;
    }
    return !was_space;
}

/* Equality of a hit with an exception's text, which is read as the hit was. */
static bool text_equals(struct run *run, tl_slice text, tl_slice kept)
{
    if (tl_slice_eq(text, kept) || is_plain(kept)) {
        return tl_slice_eq(text, kept);
    }
    const struct tl_cable cable = {.bytes = kept};
    const struct tl_span all = {0, kept.len};
    struct tl_arena *arena = &run->matcher->scratch;
    struct tl_view view;
    if (!tl_view_build(arena, &cable, all, NULL, 0, NULL, 0, run->reading, &view)) {
        (void)tl_view_build(arena, &cable, all, NULL, 0, NULL, 0, TL_READING_PLAIN, &view);
    }
    return tl_slice_eq(text, view.text);
}

static bool slices_have(const struct tl_words *words, tl_slice word)
{
    for (size_t i = 0; i < words->count; i++) {
        if (tl_slice_eq(words->item[i], word)) {
            return true;
        }
    }
    return false;
}

static const struct tl_exception *exception_find(struct run *run, const struct tl_rule *rule, tl_slice text)
{
    for (size_t i = 0; i < run->policy->exception_count; i++) {
        const struct tl_exception *exception = &run->policy->exceptions[i];
        if (!tl_date_valid(run->judged_on) || tl_date_cmp(exception->until, run->judged_on) < 0 ||
            !slices_have(&exception->rules, rule->id)) {
            continue;
        }
        for (size_t k = 0; k < exception->texts.count; k++) {
            if (text_equals(run, text, exception->texts.item[k])) {
                return exception;
            }
        }
    }
    return NULL;
}

static void hit_add(struct run *run, const struct tl_rule *rule, struct tl_span span)
{
    if (!near_holds(run, rule, span)) {
        return;
    }
    const tl_slice text = tl_span_of(run->view.text, span);
    struct hit *hit = TL_PUSH(&run->matcher->scratch, &run->hits);
    hit->rule = rule;
    hit->in = tl_view_original(&run->view, span);
    hit->text = text;
    hit->reading = run->reading;
    hit->is_check_failed = rule->is_kept_on_fail && !tl_validator_check(rule->validator, text);
    hit->exception = exception_find(run, rule, text);
}

/* What the match excises; false when it reaches out of the segment or ends before it begins. */
static bool match_span(const struct tl_rule *rule, struct tl_span segment, const PCRE2_SIZE *ends,
                       uint32_t groups, struct tl_span *out)
{
    *out = (struct tl_span){ends[0], ends[1]};
    if (rule->group > 0 && rule->group < groups) {
        const struct tl_span group = {ends[2 * rule->group], ends[2 * rule->group + 1]};
        const bool is_set = group.begin != PCRE2_UNSET && group.end != PCRE2_UNSET;
        if (is_set && group.begin != group.end) {
            *out = group;
        }
    }
    return ends[0] <= ends[1] && out->begin <= out->end && segment.begin <= out->begin &&
           out->end <= segment.end;
}

/* The start of the next search: behind the match, and always further on. */
static size_t next_start(tl_slice text, size_t start, size_t match_end)
{
    if (match_end > start) {
        return match_end;
    }
    do {
        start++;
    } while (start < text.len && (text.ptr[start] & 0xc0) == 0x80);
    return start;
}

/* All matches of one rule in one segment, left to right; false when PCRE2 could not decide. */
static bool segment_match(struct run *run, const struct tl_rule *rule, struct tl_span segment)
{
    struct tl_matcher *matcher = run->matcher;
    const tl_slice text = run->view.text;
    const bool is_last = segment.end == text.len || segment.end == run->view.visible;
    const uint32_t options =
        PCRE2_NO_UTF_CHECK | (segment.begin > 0 ? PCRE2_NOTBOL : 0) | (is_last ? 0 : PCRE2_NOTEOL);
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(matcher->data);
    const uint32_t groups = pcre2_get_ovector_count(matcher->data);
    pcre2_set_match_limit(matcher->context, limit_for(segment));
    for (size_t start = segment.begin; start < segment.end;) {
        const int count =
            pcre2_match(rule->code, text.ptr, segment.end, start, options, matcher->data, matcher->context);
        struct tl_span span;
        if (count == PCRE2_ERROR_NOMATCH) {
            return true;
        }
        if (count < 0 || !match_span(rule, segment, ends, groups, &span)) {
            return false;
        }
        if (span.begin < span.end) {
            hit_add(run, rule, span);
        }
        start = next_start(text, start, ends[1]);
    }
    return true;
}

static void rule_match(struct run *run, const struct tl_rule *rule)
{
    bool is_decided = rule->code != NULL;
    if (is_decided) {
        matcher_fit(run->matcher, rule);
    }
    for (size_t i = 0; is_decided && i < run->view.segments.count; i++) {
        is_decided = segment_match(run, rule, run->view.segments.items[i]);
    }
    if (!is_decided && run->undecided == NULL) {
        run->undecided = rule;
    }
}

/* By place, then rule, then reading. */
static int hit_cmp(const void *left, const void *right)
{
    const struct hit *a = left;
    const struct hit *b = right;
    if (a->in.begin != b->in.begin) {
        return a->in.begin < b->in.begin ? -1 : 1;
    }
    if (a->in.end != b->in.end) {
        return a->in.end < b->in.end ? -1 : 1;
    }
    const int order = tl_slice_cmp(a->rule->id, b->rule->id);
    return order != 0 ? order : (int)a->reading - (int)b->reading;
}

/* Makes one match of the hits of one rule on one span. */
static void hits_unite(struct run *run, struct tl_arena *arena, struct tl_matches *out)
{
    if (run->hits.count > 1) {
        tl_sort(run->hits.items, run->hits.count, sizeof(run->hits.items[0]), hit_cmp);
    }
    struct tl_match *match = NULL;
    for (size_t i = 0; i < run->hits.count; i++) {
        const struct hit *hit = &run->hits.items[i];
        if (match == NULL || match->rule != hit->rule || match->in.begin != hit->in.begin ||
            match->in.end != hit->in.end) {
            match = TL_PUSH(arena, &out->list);
            match->rule = hit->rule;
            match->in = hit->in;
            match->text = tl_arena_dup(arena, hit->text);
            match->is_check_failed = true;
        }
        match->is_check_failed &= hit->is_check_failed; /* one reading that passes is a hit */
        if (match->exception == NULL) {
            match->exception = hit->exception;
        }
        if (match->readings[hit->reading].len == 0) {
            match->readings[hit->reading] =
                tl_slice_eq(match->text, hit->text) ? match->text : tl_arena_dup(arena, hit->text);
        }
    }
}

void tl_match_rules(struct tl_matcher *matcher, struct tl_arena *arena, const struct tl_cable *cable,
                    const struct tl_policy *policy, struct tl_date judged_on, const struct tl_range *range,
                    bool (*wanted)(const struct tl_rule *rule, const void *context), const void *context,
                    struct tl_matches *out)
{
    struct run run = {.matcher = matcher, .policy = policy, .judged_on = judged_on};
    for (int i = 0; i < TL_READING_COUNT; i++) {
        run.reading = (enum tl_reading)i;
        run.near_rule = NULL;
        matcher->used += tl_span_len(range->span) + range->cut_count;
        if (!tl_view_build(&matcher->scratch, cable, range->span, range->holes, range->hole_count,
                           range->cuts, range->cut_count, run.reading, &run.view)) {
            continue;
        }
        for (size_t k = 0; k < policy->rule_count; k++) {
            const struct tl_rule *rule = &policy->rules[k];
            const bool is_of_kind = range->kind == TL_KIND_COUNT || (rule->kinds >> range->kind & 1u) != 0;
            if (is_of_kind && (wanted == NULL || wanted(rule, context))) {
                rule_match(&run, rule);
            }
        }
    }
    hits_unite(&run, arena, out);
    if (out->undecided == NULL) {
        out->undecided = run.undecided;
    }
    if (matcher->used > SCRATCH) {
        tl_arena_release(&matcher->scratch);
        matcher->used = 0;
    }
}

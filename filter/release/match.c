/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs rules over views (DESIGN M7, M11).  Each regex runs alone, over each segment of each reading, wherever
 * the literal scan says that a match may begin; hits become spans of original bytes, and hits of one rule on
 * one span become one.
 *
 * A search is cut into the windows of the scan, left to right: the first match that begins in a window at or
 * behind the place where the search stands is the one that a search of the whole text would find.
 *
 * PCRE2's match limit counts anew at each place where a match may begin, so the limit shrinks as places
 * become more: places times steps has one bound, and no clock decides.
 */
#include "release/match.h"

#include <stdlib.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/search.h"
#include "base/sort.h"
#include "policy/validator.h"
#include "release/scan.h"

enum {
    WORK = 1 << 23, /* places times steps of one rule in one segment: some 12 ms */
    JIT_STACK_FIRST = 32 * 1024,
    GROUPS = 16,         /* room for groups at first */
    SCRATCH = 64 * 1024, /* bytes of views after which their memory is used again */
    NEAR_LOOK = TL_NEAR_WORDS
};

struct tl_matcher {
    pcre2_match_context *context;
    pcre2_match_data *data;
    pcre2_jit_stack *stack; /* NULL until the machine's stack was too small */
    struct tl_scan scan;
    struct tl_looker looker;
    struct tl_arena scratch; /* views; nothing of it outlives a call */
    size_t used;             /* bytes of views in `scratch` */
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

/* A word of the view. */
struct word {
    size_t at;
    uint32_t hash;
};

/* One call of tl_match_rules. */
struct run {
    struct tl_matcher *matcher;
    const struct tl_policy *policy;
    struct tl_date judged_on;
    enum tl_reading reading;
    const struct tl_view *view;
    TL_VEC(struct hit) hits;
    const struct tl_rule *undecided;
    const struct tl_rule *near_rule; /* the rule whose context words are in `near` */
    TL_VEC(struct tl_span) near;     /* of the view, by begin */
    TL_VEC(struct word) words;       /* of the view, once a rule asks for context */
};

struct tl_matcher *tl_matcher_new(void)
{
    struct tl_matcher *matcher = calloc(1, sizeof(*matcher));
    if (matcher == NULL) {
        tl_out_of_memory();
    }
    matcher->context = pcre2_match_context_create(NULL);
    matcher->data = pcre2_match_data_create(GROUPS, NULL);
    if (matcher->context == NULL || matcher->data == NULL) {
        tl_out_of_memory();
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
    tl_scan_release(&matcher->scan);
    tl_looker_release(&matcher->looker);
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

/* The steps that PCRE2 may make at each of so many places. */
static uint32_t limit_for(size_t places)
{
    const size_t limit = (size_t)WORK / (places + 1);
    return limit > TL_MATCH_LIMIT         ? TL_MATCH_LIMIT
           : limit < TL_LEAST_MATCH_LIMIT ? TL_LEAST_MATCH_LIMIT
                                          : (uint32_t)limit;
}

/* Finds all words of the view, once. */
static void words_find(struct run *run)
{
    const tl_slice text = run->view->text;
    if (run->words.count > 0) {
        return;
    }
    for (size_t at = 0; at < text.len;) {
        size_t end = at;
        if (text.ptr[at] >= 0x80 || tl_is_alnum(text.ptr[at])) {
            const uint32_t hash = tl_caseless_hash(text, at, &end);
            if (end > at) {
                *TL_PUSH(&run->matcher->scratch, &run->words) = (struct word){at, hash};
            }
        }
        at = end > at ? end : at + 1;
    }
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
    words_find(run);
    run->near_rule = rule;
    run->near.count = 0;
    for (size_t k = 0; k < run->words.count; k++) {
        const struct word *word = &run->words.items[k];
        for (size_t i = 0; i < count; i++) {
            const size_t to =
                keys[i].hash == word->hash ? tl_caseless_match(run->view->text, word->at, &keys[i]) : TL_NONE;
            if (to != TL_NONE) {
                *TL_PUSH(arena, &run->near) = (struct tl_span){word->at, to};
            }
        }
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
    /* the first word that begins at or after the hit */
    const size_t low = TL_COUNT_BELOW(run->near.items, run->near.count, begin, hit.begin);
    if (low < run->near.count &&
        is_within(run->view, hit.end, run->near.items[low].begin, rule->near_within)) {
        return true;
    }
    for (size_t i = 1; i <= low && i <= NEAR_LOOK; i++) {
        if (is_within(run->view, run->near.items[low - i].end, hit.begin, rule->near_within)) {
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
    const tl_slice text = tl_span_of(run->view->text, span);
    struct hit *hit = TL_PUSH(&run->matcher->scratch, &run->hits);
    hit->rule = rule;
    hit->in = tl_view_original(run->view, span);
    hit->text = text;
    hit->reading = run->reading;
    hit->is_check_failed = tl_rule_keeps_failed(rule) && !tl_validator_check(rule->validator, text);
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

/* The search for one rule in one segment. */
struct search {
    const struct tl_rule *rule;
    struct tl_span segment;
    uint32_t options;
    size_t at; /* where it stands */
};

/* The first match that begins at or behind `from`, and not behind `last` unless that is TL_NONE. */
static int match_next(struct run *run, const struct search *search, size_t from, size_t last)
{
    struct tl_matcher *matcher = run->matcher;
    pcre2_set_offset_limit(matcher->context, last == TL_NONE ? PCRE2_UNSET : last);
    for (;;) {
        const int count = pcre2_match(search->rule->code, run->view->text.ptr, search->segment.end, from,
                                      search->options, matcher->data, matcher->context);
        if (count != PCRE2_ERROR_JIT_STACKLIMIT || matcher->stack != NULL) {
            return count;
        }
        matcher->stack = pcre2_jit_stack_create(JIT_STACK_FIRST, TL_JIT_STACK, NULL);
        if (matcher->stack == NULL) {
            tl_out_of_memory();
        }
        pcre2_jit_stack_assign(matcher->context, NULL, matcher->stack);
    }
}

/* All matches that begin in the places [first, last] (last TL_NONE: anywhere from first on), left to right;
 * false when PCRE2 could not decide. */
static bool window_match(struct run *run, struct search *search, size_t first, size_t last)
{
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(run->matcher->data);
    const uint32_t groups = pcre2_get_ovector_count(run->matcher->data);
    while (search->at < search->segment.end && search->at <= last) {
        const size_t from = search->at > first ? search->at : first;
        const int count = match_next(run, search, from, last);
        struct tl_span span;
        if (count == PCRE2_ERROR_NOMATCH) {
            return true;
        }
        if (count < 0 || !match_span(search->rule, search->segment, ends, groups, &span)) {
            return false;
        }
        if (span.begin < span.end) {
            hit_add(run, search->rule, span);
        }
        search->at = next_start(run->view->text, search->at, ends[1]);
    }
    return true;
}

/* All matches of one rule in one segment, left to right; false when PCRE2 could not decide.  `windows` are
 * those of the segment, or NULL: anywhere. */
static bool segment_match(struct run *run, const struct tl_rule *rule, struct tl_span segment,
                          const struct tl_span *windows, size_t count)
{
    const bool is_last = segment.end == run->view->text.len || segment.end == run->view->visible;
    struct search search = {.rule = rule,
                            .segment = segment,
                            .options = PCRE2_NO_UTF_CHECK | (segment.begin > 0 ? PCRE2_NOTBOL : 0) |
                                       (is_last ? 0 : PCRE2_NOTEOL),
                            .at = segment.begin};
    size_t places = windows == NULL ? tl_span_len(segment) : 0;
    for (size_t i = 0; i < count; i++) {
        places += windows[i].end - windows[i].begin + 1;
    }
    pcre2_set_match_limit(run->matcher->context, limit_for(places));
    if (windows == NULL) {
        return window_match(run, &search, segment.begin, TL_NONE);
    }
    bool is_decided = true;
    for (size_t i = 0; is_decided && i < count; i++) {
        is_decided = window_match(run, &search, windows[i].begin, windows[i].end);
    }
    return is_decided;
}

/* The first segment from `from` on that ends behind `at`. */
static size_t segment_of(const struct tl_view *view, size_t from, size_t at)
{
    size_t high = view->segments.count;
    while (from < high) {
        const size_t middle = from + (high - from) / 2;
        if (view->segments.items[middle].end <= at) {
            from = middle + 1;
        } else {
            high = middle;
        }
    }
    return from;
}

/* All matches of one rule in the view; `windows` NULL: anywhere. */
static void rule_match(struct run *run, const struct tl_rule *rule, const struct tl_windows *windows)
{
    const struct tl_view *view = run->view;
    bool is_decided = rule->code != NULL;
    if (is_decided) {
        matcher_fit(run->matcher, rule);
    }
    for (size_t i = 0; windows == NULL && is_decided && i < view->segments.count; i++) {
        is_decided = segment_match(run, rule, view->segments.items[i], NULL, 0);
    }
    for (size_t i = 0, at = 0; windows != NULL && is_decided && i < windows->count;) {
        at = segment_of(view, at, windows->items[i].begin);
        const struct tl_span segment = view->segments.items[at];
        size_t end = i + 1;
        while (end < windows->count && windows->items[end].begin < segment.end) {
            end++;
        }
        is_decided = segment_match(run, rule, segment, windows->items + i, end - i);
        i = end;
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

/* What one call of tl_match_rules asks for. */
struct wish {
    enum tl_kind kind;
    bool (*wanted)(const struct tl_rule *rule, const void *context);
    const void *context;
};

static void rule_match_wanted(struct run *run, const struct wish *wish, size_t index,
                              const struct tl_windows *windows)
{
    const struct tl_rule *rule = &run->policy->rules[index];
    const bool is_of_kind = wish->kind == TL_KIND_COUNT || (rule->kinds >> wish->kind & 1u) != 0;
    if (is_of_kind && (wish->wanted == NULL || wish->wanted(rule, wish->context))) {
        rule_match(run, rule, windows);
    }
}

/* What the scan sees in the view at hand, looked for once. */
static const struct tl_sights *sights_of(struct run *run, struct tl_read *read)
{
    const enum tl_reading reading = run->reading;
    const struct tl_read *before = read->before;
    const bool was_seen = before != NULL && before->has_sights[reading];
    if (!read->has_sights[reading]) {
        tl_sights_make(&run->matcher->looker, read->arena, run->policy->filter, run->view,
                       was_seen ? &before->views.view[reading] : NULL,
                       was_seen ? &before->sights[reading] : NULL, &read->sights[reading]);
        read->has_sights[reading] = true;
    }
    return &read->sights[reading];
}

/* Runs the rules over the view at hand, in their order: those that run whole, and those with windows. */
static void view_match(struct run *run, const struct wish *wish, struct tl_read *read)
{
    const struct tl_filter *filter = run->policy->filter;
    struct tl_scan *scan = &run->matcher->scan;
    if (filter == NULL || (!run->view->is_ascii && tl_regex_odd(run->view->text))) {
        for (size_t i = 0; i < run->policy->rule_count; i++) {
            rule_match_wanted(run, wish, i, NULL);
        }
        return;
    }
    const struct tl_sights *sights = sights_of(run, read);
    tl_scan_begin(scan, filter, wish->kind);
    for (size_t i = 0; i < run->view->segments.count; i++) {
        tl_scan_segment(scan, run->view->text, run->view->segments.items[i], sights);
    }
    for (size_t w = 0, t = 0; w < filter->whole_count || t < scan->touched_count;) {
        if (t == scan->touched_count || (w < filter->whole_count && filter->whole[w] < scan->touched[t])) {
            rule_match_wanted(run, wish, filter->whole[w++], NULL);
        } else {
            rule_match_wanted(run, wish, scan->touched[t], &scan->windows[scan->touched[t]]);
            t++;
        }
    }
}

void tl_range_read(struct tl_arena *arena, const struct tl_cable *cable, const struct tl_range *range,
                   const struct tl_read *before, struct tl_read *out)
{
    *out = (struct tl_read){.before = before, .arena = arena};
    tl_views_build(arena, cable, range->span, range->holes, range->hole_count, range->cuts, range->cut_count,
                   &out->views);
}

bool tl_rules_run_in(const struct tl_policy *policy, enum tl_kind kind)
{
    return kind == TL_KIND_COUNT || policy->filter == NULL || (policy->filter->kinds >> kind & 1u) != 0;
}

void tl_match_rules(struct tl_matcher *matcher, struct tl_arena *arena, const struct tl_cable *cable,
                    const struct tl_policy *policy, struct tl_date judged_on, const struct tl_range *range,
                    bool (*wanted)(const struct tl_rule *rule, const void *context), const void *context,
                    struct tl_matches *out)
{
    struct run run = {.matcher = matcher, .policy = policy, .judged_on = judged_on};
    const struct wish wish = {range->kind, wanted, context};
    struct tl_read own;
    if (!tl_rules_run_in(policy, range->kind)) {
        return;
    }
    if (range->read == NULL) {
        tl_range_read(&matcher->scratch, cable, range, NULL, &own);
    }
    struct tl_read *read = range->read != NULL ? range->read : &own;
    const struct tl_views *views = &read->views;
    for (int i = 0; i < TL_READING_COUNT; i++) {
        if (views->has[i]) {
            run.reading = (enum tl_reading)i;
            run.near_rule = NULL;
            run.words.count = 0;
            run.view = &views->view[i];
            matcher->used += run.view->text.len;
            view_match(&run, &wish, read);
        }
    }
    hits_unite(&run, arena, out);
    if (out->undecided == NULL) {
        out->undecided = run.undecided;
    }
    if (matcher->used > SCRATCH) {
        tl_arena_clear(&matcher->scratch);
        matcher->used = 0;
    }
}

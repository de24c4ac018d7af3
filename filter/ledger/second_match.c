/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/second_match.h"

#include <stdlib.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/search.h"
#include "base/sort.h"
#include "base/utf8.h"
#include "policy/validator.h"

enum {
    PATIENCE = 100,
    LEAST_HEAP_KB = 1024, /* of the interpreter: less room for what may be tried than TL_JIT_STACK is */
    GROUPS_AT_FIRST = 16,
    LOOK_BACK = 64 /* words of context before a hit */
};

struct tl_plain {
    const struct tl_policy *policy;
    pcre2_code **codes; /* owned; by rule; NULL: it does not compile, and decides nothing */
    pcre2_match_context *frugal;
    pcre2_match_context *patient;
    pcre2_match_data *data;
};

static pcre2_code *compile(const struct tl_rule *rule)
{
    int error = 0;
    PCRE2_SIZE offset = 0;
    const uint32_t options =
        PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | (rule->case_ == TL_CASE_ANY ? PCRE2_CASELESS : 0u);
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (context == NULL) {
        tl_out_of_memory();
    }
    TL_CHECK(pcre2_set_newline(context, PCRE2_NEWLINE_LF) == 0 &&
             pcre2_set_bsr(context, PCRE2_BSR_UNICODE) == 0);
    pcre2_code *code = pcre2_compile(rule->pattern.ptr, rule->pattern.len, options, &error, &offset, context);
    pcre2_compile_context_free(context);
    return code;
}

static pcre2_match_context *context_of(uint32_t matches, uint32_t depth, uint32_t heap)
{
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    if (context == NULL) {
        tl_out_of_memory();
    }
    pcre2_set_match_limit(context, matches);
    pcre2_set_depth_limit(context, depth);
    pcre2_set_heap_limit(context, heap);
    return context;
}

struct tl_plain *tl_plain_new(const struct tl_policy *policy)
{
    struct tl_plain *plain = calloc(1, sizeof(*plain));
    if (plain == NULL) {
        tl_out_of_memory();
    }
    plain->policy = policy;
    plain->codes = calloc(policy->rule_count + 1, sizeof(pcre2_code *));
    plain->frugal = context_of(TL_LEAST_MATCH_LIMIT, TL_DEPTH_LIMIT, LEAST_HEAP_KB);
    plain->patient = context_of((uint32_t)TL_MATCH_LIMIT * PATIENCE, (uint32_t)TL_DEPTH_LIMIT * PATIENCE,
                                (uint32_t)TL_HEAP_LIMIT_KB * PATIENCE);
    plain->data = pcre2_match_data_create(GROUPS_AT_FIRST, NULL);
    if (plain->codes == NULL || plain->data == NULL) {
        tl_out_of_memory();
    }
    for (size_t i = 0; i < policy->rule_count; i++) {
        plain->codes[i] = compile(&policy->rules[i]);
    }
    return plain;
}

void tl_plain_free(struct tl_plain *plain)
{
    if (plain == NULL) {
        return;
    }
    for (size_t i = 0; i < plain->policy->rule_count; i++) {
        pcre2_code_free(plain->codes[i]);
    }
    free(plain->codes);
    pcre2_match_data_free(plain->data);
    pcre2_match_context_free(plain->frugal);
    pcre2_match_context_free(plain->patient);
    free(plain);
}

/* --- one rule in one view */

struct look {
    struct tl_plain *plain;
    struct tl_arena *arena;
    const struct tl_view *view;
    enum tl_reading reading;
    struct tl_date judged_on;
    const struct tl_rule *rule;
    const pcre2_code *code;
    struct tl_plain_hits *out;
    TL_VEC(struct tl_span) context; /* where words of the rule's context stand in the view */
};

/* The next place at or behind `at` where a word begins; the end of the text when there is none. */
static size_t next_word(tl_slice text, size_t at)
{
    bool was_word = false;
    if (at > 0) {
        size_t before = at - 1;
        while (before > 0 && (text.ptr[before] & 0xc0) == 0x80) {
            before--;
        }
        was_word = tl_caseless_is_word(tl_char_at(text, before).code);
    }
    while (at < text.len) {
        const struct tl_char c = tl_char_at(text, at);
        const bool is_word = tl_caseless_is_word(c.code);
        if (is_word && !was_word) {
            return at;
        }
        was_word = is_word;
        at += c.len;
    }
    return text.len;
}

static int by_place(const void *a, const void *b)
{
    const struct tl_span *x = a;
    const struct tl_span *y = b;
    return x->begin != y->begin ? (x->begin < y->begin ? -1 : 1) : x->end < y->end ? -1 : x->end > y->end;
}

static void find_context(struct look *look)
{
    const struct tl_words words = look->rule->near_words;
    const tl_slice text = look->view->text;
    for (size_t i = 0; i < words.count; i++) {
        const struct tl_caseless key = tl_caseless_make(look->arena, words.item[i]);
        for (size_t at = next_word(text, 0); at < text.len; at = next_word(text, at + 1)) {
            const size_t end = tl_caseless_match(text, at, &key);
            if (end != TL_NONE) {
                *TL_PUSH(look->arena, &look->context) = (struct tl_span){at, end};
            }
        }
    }
    tl_sort(look->context.items, look->context.count, sizeof(struct tl_span), by_place);
}

/* True when no more characters stand in the gap than the rule allows. */
static bool is_near(const struct look *look, size_t begin, size_t end)
{
    return begin >= end ||
           tl_view_characters(look->view, (struct tl_span){begin, end}) <= look->rule->near_within;
}

/* True when some word of the rule's context stands near enough. */
static bool has_context(const struct look *look, struct tl_span hit)
{
    const struct tl_span *context = look->context.items;
    const size_t behind = TL_COUNT_BELOW(context, look->context.count, begin, hit.begin);
    if (look->rule->near_words.count == 0) {
        return true;
    }
    if (behind < look->context.count && is_near(look, hit.end, context[behind].begin)) {
        return true;
    }
    for (size_t i = behind; i > 0 && i + LOOK_BACK > behind; i--) {
        if (is_near(look, context[i - 1].end, hit.begin)) {
            return true;
        }
    }
    return false;
}

/* The text of an exception, read as the hit was. */
static tl_slice as_read(const struct look *look, tl_slice text)
{
    const struct tl_cable cable = {.bytes = text};
    const struct tl_span all = {0, text.len};
    struct tl_view view;
    if (!tl_view_build(look->arena, &cable, all, NULL, 0, NULL, 0, look->reading, &view)) {
        (void)tl_view_build(look->arena, &cable, all, NULL, 0, NULL, 0, TL_READING_PLAIN, &view);
    }
    return view.text;
}

static const struct tl_exception *exception_of(const struct look *look, tl_slice text)
{
    const struct tl_policy *policy = look->plain->policy;
    for (size_t i = 0; i < policy->exception_count; i++) {
        const struct tl_exception *exception = &policy->exceptions[i];
        const bool holds = tl_date_valid(look->judged_on) &&
                           tl_date_cmp(look->judged_on, exception->until) <= 0 &&
                           tl_words_has(exception->rules, look->rule->id);
        for (size_t k = 0; holds && k < exception->texts.count; k++) {
            const tl_slice kept = exception->texts.item[k];
            if (tl_slice_eq(text, kept) || tl_slice_eq(text, as_read(look, kept))) {
                return exception;
            }
        }
    }
    return NULL;
}

static void take(const struct look *look, struct tl_span span)
{
    const tl_slice text = tl_span_of(look->view->text, span);
    if (!has_context(look, span)) {
        return;
    }
    struct tl_plain_hit *hit = TL_PUSH(look->arena, &look->out->list);
    *hit = (struct tl_plain_hit){.rule = look->rule, .in = tl_view_original(look->view, span)};
    hit->is_failed = tl_rule_keeps_failed(look->rule) && !tl_validator_check(look->rule->validator, text);
    hit->exception = exception_of(look, text);
    hit->text[look->reading] = tl_arena_dup(look->arena, text);
}

bool tl_plain_is_hungry(const struct tl_plain_hits *hits, const struct tl_rule *rule)
{
    for (size_t i = 0; i < hits->hungry.count; i++) {
        if (hits->hungry.items[i] == rule) {
            return true;
        }
    }
    return false;
}

/* The next match at or behind `at`, as pcre2_match has it. */
static int match(const struct look *look, size_t end, size_t at, uint32_t options)
{
    const struct tl_plain *plain = look->plain;
    const unsigned char *text = look->view->text.ptr;
    const int count = pcre2_match(look->code, text, end, at, options, plain->data, plain->frugal);
    if (count > 0 || count == PCRE2_ERROR_NOMATCH) {
        return count;
    }
    if (!tl_plain_is_hungry(look->out, look->rule)) {
        *TL_PUSH(look->arena, &look->out->hungry) = look->rule;
    }
    return pcre2_match(look->code, text, end, at, options, plain->data, plain->patient);
}

static bool run_segment(const struct look *look, struct tl_span segment)
{
    const tl_slice text = look->view->text;
    const bool is_end = segment.end == text.len || segment.end == look->view->visible;
    const uint32_t options = PCRE2_NO_JIT | PCRE2_NO_UTF_CHECK | (segment.begin > 0 ? PCRE2_NOTBOL : 0u) |
                             (is_end ? 0u : PCRE2_NOTEOL);
    for (size_t at = segment.begin; at < segment.end;) {
        const int count = match(look, segment.end, at, options);
        const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(look->plain->data);
        if (count == PCRE2_ERROR_NOMATCH) {
            return true;
        }
        if (count <= 0) {
            return false;
        }
        struct tl_span span = {ends[0], ends[1]};
        const uint32_t group = look->rule->group;
        if (group > 0 && group < (uint32_t)count && ends[2 * group] != PCRE2_UNSET &&
            ends[2 * group] != ends[2 * group + 1]) {
            span = (struct tl_span){ends[2 * group], ends[2 * group + 1]};
        }
        if (ends[1] < ends[0] || span.end < span.begin || span.begin < segment.begin ||
            span.end > segment.end) {
            return false;
        }
        if (span.begin < span.end) {
            take(look, span);
        }
        at = ends[1] > at ? ends[1] : at + tl_char_at(text, at).len;
    }
    return true;
}

static bool run_rule(struct look *look)
{
    uint32_t groups = 0;
    if (look->code == NULL) {
        return false;
    }
    TL_CHECK(pcre2_pattern_info(look->code, PCRE2_INFO_CAPTURECOUNT, &groups) == 0);
    if (groups + 1 > pcre2_get_ovector_count(look->plain->data)) {
        pcre2_match_data_free(look->plain->data);
        look->plain->data = pcre2_match_data_create(groups + 1, NULL);
        if (look->plain->data == NULL) {
            tl_out_of_memory();
        }
    }
    find_context(look);
    for (size_t i = 0; i < look->view->segments.count; i++) {
        if (!run_segment(look, look->view->segments.items[i])) {
            return false;
        }
    }
    return true;
}

/* --- all rules in all views */

static int by_hit(const void *a, const void *b)
{
    const struct tl_plain_hit *x = a;
    const struct tl_plain_hit *y = b;
    const int order = by_place(&x->in, &y->in);
    return order != 0 ? order : tl_slice_cmp(x->rule->id, y->rule->id);
}

/* The same, and as they were found: in the order of the readings. */
static int by_hit_and_reading(const void *a, const void *b)
{
    const struct tl_plain_hit *x = a;
    const struct tl_plain_hit *y = b;
    const int order = by_hit(a, b);
    for (size_t i = 0; order == 0 && i < TL_READING_COUNT; i++) {
        if ((x->text[i].len > 0) != (y->text[i].len > 0)) {
            return x->text[i].len > 0 ? -1 : 1;
        }
    }
    return order;
}

/* What one rule finds in one place is one hit: an exception in any reading keeps it, a check only when it
 * fails in all. */
static void unite(struct tl_plain_hits *hits)
{
    size_t kept = 0;
    tl_sort(hits->list.items, hits->list.count, sizeof(*hits->list.items), by_hit_and_reading);
    for (size_t i = 0; i < hits->list.count; i++) {
        const struct tl_plain_hit *hit = &hits->list.items[i];
        struct tl_plain_hit *last = kept == 0 ? NULL : &hits->list.items[kept - 1];
        if (last == NULL || by_hit(last, hit) != 0) {
            hits->list.items[kept++] = *hit;
            continue;
        }
        last->exception = last->exception == NULL ? hit->exception : last->exception;
        last->is_failed = last->is_failed && hit->is_failed;
        for (size_t k = 0; k < TL_READING_COUNT; k++) {
            last->text[k] = last->text[k].len == 0 ? hit->text[k] : last->text[k];
        }
    }
    hits->list.count = kept;
}

void tl_plain_rules(struct tl_plain *plain, struct tl_arena *arena, const struct tl_views *views,
                    enum tl_kind kind, struct tl_date judged_on, struct tl_plain_hits *out)
{
    *out = (struct tl_plain_hits){.undecided = NULL};
    for (size_t i = 0; i < plain->policy->rule_count; i++) {
        const struct tl_rule *rule = &plain->policy->rules[i];
        const bool is_of_kind = kind == TL_KIND_COUNT || (rule->kinds >> (unsigned)kind & 1u) != 0;
        for (int r = 0; is_of_kind && r < TL_READING_COUNT; r++) {
            struct look look = {.plain = plain,
                                .arena = arena,
                                .view = &views->view[r],
                                .reading = (enum tl_reading)r,
                                .judged_on = judged_on,
                                .rule = rule,
                                .code = plain->codes[i],
                                .out = out};
            if (views->has[r] && !run_rule(&look) && out->undecided == NULL) {
                out->undecided = rule;
            }
        }
    }
    unite(out);
}

static int by_name(const void *a, const void *b)
{
    const struct tl_plain_place *x = a;
    const struct tl_plain_place *y = b;
    const int order = by_place(&x->in, &y->in);
    return order != 0 ? order : x->name < y->name ? -1 : x->name > y->name;
}

void tl_plain_names(struct tl_arena *arena, const struct tl_views *views, const struct tl_names *names,
                    struct tl_plain_places *out)
{
    for (int r = 0; r < TL_READING_COUNT && names->list.count > 0; r++) {
        const struct tl_view *view = &views->view[r];
        for (size_t i = 0; views->has[r] && i < view->segments.count; i++) {
            const struct tl_span segment = view->segments.items[i];
            const tl_slice text = tl_slice_sub(view->text, 0, segment.end);
            for (size_t at = next_word(text, segment.begin); at < text.len; at = next_word(text, at + 1)) {
                for (size_t k = 0; k < names->list.count; k++) {
                    const struct tl_name *name = &names->list.items[k];
                    const size_t end = tl_caseless_match(text, at, &name->key);
                    if (end != TL_NONE) {
                        *TL_PUSH(arena, &out->list) =
                            (struct tl_plain_place){name, tl_view_original(view, (struct tl_span){at, end})};
                    }
                }
            }
        }
    }
    tl_sort(out->list.items, out->list.count, sizeof(*out->list.items), by_name);
}

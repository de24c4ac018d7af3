/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Windows are never too small: where two meet they become one, and what lies between counts as theirs.
 *
 * The work is bounded by the text: behind a literal without near bound, the bytes that may stand before it
 * are read back to the place of the same literal before, and no further (`runs`).
 */
#include "release/scan.h"

#include <stdlib.h>

#include "base/check.h"
#include "base/sort.h"

enum {
    NARROW = 24, /* places of a window that are looked at one by one */
    FIRST_ROOM = 8
};

/* How far back from a literal the bytes are those that may stand before it. */
struct tl_scan_run {
    uint64_t stamp;
    size_t literal; /* where it stood */
    size_t begin;
};

void tl_scan_release(struct tl_scan *scan)
{
    for (size_t i = 0; i < scan->rule_count; i++) {
        free(scan->windows[i].items);
    }
    free(scan->windows);
    free(scan->touched);
    free(scan->runs);
    free(scan->opening_at);
    *scan = (struct tl_scan){0};
}

void tl_scan_begin(struct tl_scan *scan, const struct tl_filter *filter, enum tl_kind kind)
{
    if (scan->filter != filter || scan->rule_count != filter->rule_count ||
        scan->literal_count != filter->literal_count || scan->group_count != filter->opening_groups) {
        tl_scan_release(scan);
        scan->windows = calloc(filter->rule_count + 1, sizeof(scan->windows[0]));
        scan->touched = calloc(filter->rule_count + 1, sizeof(scan->touched[0]));
        scan->runs = calloc(filter->literal_count + 1, sizeof(scan->runs[0]));
        scan->opening_at = calloc(filter->opening_groups + 1, sizeof(scan->opening_at[0]));
        if (scan->windows == NULL || scan->touched == NULL || scan->runs == NULL ||
            scan->opening_at == NULL) {
            tl_out_of_memory();
        }
        scan->filter = filter;
        scan->rule_count = filter->rule_count;
        scan->literal_count = filter->literal_count;
        scan->group_count = filter->opening_groups;
    }
    for (size_t i = 0; i < scan->touched_count; i++) {
        scan->windows[scan->touched[i]].count = 0;
    }
    for (size_t g = 0; g < filter->opening_groups; g++) {
        scan->opening_at[g] = 0;
    }
    scan->touched_count = 0;
    scan->literal_at = 0;
    scan->kinds = 1u << kind;
}

/* Adds the places [begin, end] of a rule. */
static void window_add(struct tl_scan *scan, uint32_t rule, size_t begin, size_t end)
{
    struct tl_windows *windows = &scan->windows[rule];
    if (windows->count == 0) {
        scan->touched[scan->touched_count++] = rule;
    }
    while (windows->count > 0 && windows->items[windows->count - 1].end + 1 >= begin) {
        const struct tl_span last = windows->items[--windows->count];
        begin = last.begin < begin ? last.begin : begin;
        end = last.end > end ? last.end : end;
    }
    if (windows->count == windows->room) {
        windows->room = windows->room == 0 ? FIRST_ROOM : windows->room * 2;
        windows->items = realloc(windows->items, windows->room * sizeof(windows->items[0]));
        if (windows->items == NULL) {
            tl_out_of_memory();
        }
    }
    windows->items[windows->count++] = (struct tl_span){begin, end};
}

/* --- literals ------------------------------------------------------------------------------------------- */

/* The first place of a match that has the literal at `at`, not before `least`. */
static size_t first_place(struct tl_scan *scan, const struct tl_filter_literal *literal, tl_slice text,
                          size_t at, size_t least)
{
    struct tl_scan_run *run = &scan->runs[literal - scan->filter->literals];
    const bool is_known = run->stamp == scan->stamp;
    size_t begin = at;
    while (begin > least && tl_byte_set_has(&literal->gap, text.ptr[begin - 1])) {
        if (is_known && begin == run->literal) {
            begin = run->begin < least ? least : run->begin;
            break;
        }
        begin--;
    }
    *run = (struct tl_scan_run){scan->stamp, at, begin};
    return begin;
}

/* A literal of a rule stands at `at`. */
static void literal_found(struct tl_scan *scan, const struct tl_filter_literal *literal, tl_slice text,
                          struct tl_span segment, size_t at)
{
    const struct tl_filter *filter = scan->filter;
    if (at - segment.begin < literal->least) {
        return;
    }
    const size_t end = at - literal->least;
    const bool is_bounded = literal->most <= at - segment.begin;
    size_t begin = is_bounded ? at - literal->most : segment.begin;
    if (begin < end) {
        begin = first_place(scan, literal, text, at, begin);
    }
    if (end - begin > NARROW && begin < end) {
        while (begin < end && (text.ptr[begin] & 0xc0) == 0x80) {
            begin++; /* no place: inside a character */
        }
        window_add(scan, literal->rule, begin, end);
        return;
    }
    for (; begin <= end; begin++) {
        if ((text.ptr[begin] & 0xc0) != 0x80 &&
            tl_filter_may_open(filter, literal->rule, text, begin, segment.end)) {
            window_add(scan, literal->rule, begin, begin);
        }
    }
}

/* All literals that end at the sight, of those that stand whole in the segment. */
static void literals_take(struct tl_scan *scan, tl_slice text, struct tl_span segment,
                          const struct tl_sight_literal *sight)
{
    const struct tl_filter *filter = scan->filter;
    for (size_t state = sight->state / filter->class_count; state >= filter->first_found;
         state = filter->suffix[state - filter->first_found]) {
        const uint32_t *begins = filter->begins + (state - filter->first_found);
        for (size_t i = begins[0]; i < begins[1]; i++) {
            const struct tl_filter_literal *literal = &filter->literals[i];
            if ((filter->rules[literal->rule].kinds & scan->kinds) != 0 &&
                literal->len <= sight->end - segment.begin) {
                literal_found(scan, literal, text, segment, sight->end - literal->len);
            }
        }
    }
}

/* --- openings ------------------------------------------------------------------------------------------- */

static void openings_take(struct tl_scan *scan, size_t group, const struct tl_sight_opening *sight)
{
    const uint32_t *rules = scan->filter->group_rules + group * 64;
    for (uint64_t open = sight->rules; open != 0; open &= open - 1) {
        const uint32_t rule = rules[__builtin_ctzll(open)];
        if ((scan->filter->rules[rule].kinds & scan->kinds) != 0) {
            window_add(scan, rule, sight->at, sight->at);
        }
    }
}

static int rule_cmp(const void *left, const void *right)
{
    const uint32_t a = *(const uint32_t *)left;
    const uint32_t b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

void tl_scan_segment(struct tl_scan *scan, tl_slice text, struct tl_span segment,
                     const struct tl_sights *sights)
{
    const size_t touched = scan->touched_count;
    TL_CHECK(segment.begin <= segment.end && segment.end <= text.len);
    scan->stamp++;
    while (scan->literal_at < sights->literals.count &&
           sights->literals.items[scan->literal_at].end <= segment.end) {
        literals_take(scan, text, segment, &sights->literals.items[scan->literal_at++]);
    }
    for (size_t g = 0; g < scan->filter->opening_groups; g++) {
        const struct tl_sight_openings *openings = &sights->openings[g];
        while (scan->opening_at[g] < openings->list.count &&
               openings->list.items[scan->opening_at[g]].at < segment.end) {
            openings_take(scan, g, &openings->list.items[scan->opening_at[g]++]);
        }
    }
    if (scan->touched_count > touched) {
        tl_sort(scan->touched, scan->touched_count, sizeof(scan->touched[0]), rule_cmp);
    }
}

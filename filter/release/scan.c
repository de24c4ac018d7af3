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
    FIRST_ROOM = 8,
    ASCII_RUN = 1024 /* bytes that are looked at ahead */
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
    *scan = (struct tl_scan){0};
}

void tl_scan_begin(struct tl_scan *scan, const struct tl_filter *filter, enum tl_kind kind)
{
    if (scan->filter != filter || scan->rule_count != filter->rule_count ||
        scan->literal_count != filter->literal_count) {
        tl_scan_release(scan);
        scan->windows = calloc(filter->rule_count + 1, sizeof(scan->windows[0]));
        scan->touched = calloc(filter->rule_count + 1, sizeof(scan->touched[0]));
        scan->runs = calloc(filter->literal_count + 1, sizeof(scan->runs[0]));
        if (scan->windows == NULL || scan->touched == NULL || scan->runs == NULL) {
            tl_out_of_memory();
        }
        scan->filter = filter;
        scan->rule_count = filter->rule_count;
        scan->literal_count = filter->literal_count;
    }
    for (size_t i = 0; i < scan->touched_count; i++) {
        scan->windows[scan->touched[i]].count = 0;
    }
    scan->touched_count = 0;
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

/* All literals that end in `state`, behind which the text goes on at `end`. */
static void state_found(struct tl_scan *scan, size_t state, tl_slice text, struct tl_span segment, size_t end)
{
    const struct tl_filter *filter = scan->filter;
    for (; state >= filter->first_found; state = filter->suffix[state - filter->first_found]) {
        const uint32_t *begins = filter->begins + (state - filter->first_found);
        for (size_t i = begins[0]; i < begins[1]; i++) {
            const struct tl_filter_literal *literal = &filter->literals[i];
            if ((filter->rules[literal->rule].kinds & scan->kinds) != 0) {
                literal_found(scan, literal, text, segment, end - literal->len);
            }
        }
    }
}

/* A walk through the automaton. */
struct walk {
    const uint8_t *class_of;
    const uint32_t *next;
    uint32_t found; /* the first state in which literals end */
    uint32_t state;
    const unsigned char *at;
};

/* Reads one byte; false when a literal ends behind it. */
static inline bool walk_on(struct walk *walk)
{
    walk->state = walk->next[walk->state + walk->class_of[*walk->at++]];
    return walk->state < walk->found;
}

static void literals_find(struct tl_scan *scan, tl_slice text, struct tl_span segment)
{
    const struct tl_filter *filter = scan->filter;
    const unsigned char *const end = text.ptr + segment.end;
    struct walk walk = {.class_of = filter->class_of,
                        .next = filter->next,
                        .found = (uint32_t)(filter->first_found * filter->class_count),
                        .at = text.ptr + segment.begin};
    scan->stamp++;
    while (walk.at < end) {
        /* eight without a look at the end */
        const bool goes_on = end - walk.at < 8
                                 ? walk_on(&walk)
                                 : walk_on(&walk) && walk_on(&walk) && walk_on(&walk) && walk_on(&walk) &&
                                       walk_on(&walk) && walk_on(&walk) && walk_on(&walk) && walk_on(&walk);
        if (!goes_on) {
            state_found(scan, walk.state / filter->class_count, text, segment, (size_t)(walk.at - text.ptr));
        }
    }
}

/* --- openings ------------------------------------------------------------------------------------------- */

/* The rules of the group whose opening stands at `at`, as bits; as tl_filter_may_open. */
static uint64_t open_at(const struct tl_filter_group *group, tl_slice text, size_t at, size_t end)
{
    uint64_t open = group->at[0][text.ptr[at]];
    if (at > 0 && text.ptr[at - 1] < 0x80) {
        open &= group->before[text.ptr[at - 1]];
    }
    for (size_t i = 1; i < TL_OPENING && open != 0; i++) {
        if (at + i >= end) {
            return open & group->may_end[i];
        }
        const unsigned char c = text.ptr[at + i];
        if (c >= 0x80) {
            return open & group->other[i];
        }
        open &= group->at[i][c];
    }
    return open;
}

static inline void openings_add(struct tl_scan *scan, size_t index, uint64_t open, size_t at)
{
    const uint32_t *rules = scan->filter->group_rules + index * 64;
    for (; open != 0; open &= open - 1) {
        const uint32_t rule = rules[__builtin_ctzll(open)];
        if ((scan->filter->rules[rule].kinds & scan->kinds) != 0) {
            window_add(scan, rule, at, at);
        }
    }
}

/* How many bytes of the text are ASCII; a few less when some are not. */
static size_t ascii_run(const unsigned char *bytes, size_t len)
{
    enum { WORD = sizeof(uint64_t) };
    const uint64_t high = 0x8080808080808080;
    size_t run = 0;
    uint64_t x = 0;
    for (; len - run >= WORD; run += WORD) {
        memcpy(&x, bytes + run, WORD);
        if ((x & high) != 0) {
            return run;
        }
    }
    if (len >= WORD) { /* the rest, and some once more */
        memcpy(&x, bytes + len - WORD, WORD);
        return (x & high) == 0 ? len : run;
    }
    while (run < len && bytes[run] < 0x80) {
        run++;
    }
    return run;
}

/* The next place from `at` on at which the group may open, or `end`.  All is ASCII from the byte before `at`
 * on up to the last telling byte of the place before `end`. */
static size_t telling_next(const struct tl_filter_group *group, const unsigned char *ptr, size_t at,
                           size_t end)
{
    const uint64_t *first = tl_filter_place(group, group->telling);
    const uint64_t *second = tl_filter_place(group, group->telling + 1);
    const uint64_t *third = tl_filter_place(group, group->telling + 2);
    for (; end - at >= 4; at += 4) {
        const unsigned char *c = ptr + at + group->telling - 1;
        if (((first[c[0]] & second[c[1]] & third[c[2]]) | (first[c[1]] & second[c[2]] & third[c[3]]) |
             (first[c[2]] & second[c[3]] & third[c[4]]) | (first[c[3]] & second[c[4]] & third[c[5]])) != 0) {
            break;
        }
    }
    for (; at < end; at++) {
        const unsigned char *c = ptr + at + group->telling - 1;
        if ((first[c[0]] & second[c[1]] & third[c[2]]) != 0) {
            break;
        }
    }
    return at;
}

static void openings_find(struct tl_scan *scan, size_t index, tl_slice text, struct tl_span segment)
{
    const struct tl_filter_group *group = &scan->filter->groups[index];
    const size_t far = group->telling + TL_TELLING - 2; /* to the last telling byte of a place */
    size_t ascii = segment.begin;                       /* all is, from `at` on to here */
    for (size_t at = segment.begin; at < segment.end; at++) {
        if (ascii <= at + far) {
            const size_t most = segment.end - at < ASCII_RUN ? segment.end - at : ASCII_RUN;
            ascii = ascii < segment.end ? at + ascii_run(text.ptr + at, most) : ascii;
        }
        if (ascii > at + far && at > 0 && text.ptr[at - 1] < 0x80) {
            at = telling_next(group, text.ptr, at, ascii - far);
            if (at == ascii - far) {
                at--; /* nothing up to there */
                continue;
            }
        }
        if (text.ptr[at] < 0x80) {
            openings_add(scan, index, open_at(group, text, at, segment.end), at);
        } else if ((text.ptr[at] & 0xc0) != 0x80) {
            openings_add(scan, index, group->other[0], at);
        }
    }
}

_Static_assert(TL_TELLING == 3, "telling_next looks at three bytes");

static int rule_cmp(const void *left, const void *right)
{
    const uint32_t a = *(const uint32_t *)left;
    const uint32_t b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

void tl_scan_segment(struct tl_scan *scan, tl_slice text, struct tl_span segment)
{
    const size_t touched = scan->touched_count;
    TL_CHECK(segment.begin <= segment.end && segment.end <= text.len);
    if (scan->filter->state_count > 0) {
        literals_find(scan, text, segment);
    }
    for (size_t i = 0; i < scan->filter->opening_groups; i++) {
        openings_find(scan, i, text, segment);
    }
    if (scan->touched_count == touched) {
        return;
    }
    tl_sort(scan->touched, scan->touched_count, sizeof(scan->touched[0]), rule_cmp);
}

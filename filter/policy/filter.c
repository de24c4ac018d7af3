/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/filter.h"

#include <stdlib.h>

#include "base/check.h"
#include "policy/frequency.h"

enum {
    STATES_MOST = UINT16_MAX,
    GROUP = 64,        /* rules */
    FEW = 16,          /* rules */
    OPENING_COST = 40, /* nanoseconds to try one place */
    WHOLE_COST = 5     /* nanoseconds a byte of a rule that runs whole */
};

/* The longest literals that are tried in turn until the automaton is small enough. */
static const uint32_t lengths[] = {12, 8, 6, 5, 4, 3};

/* What is known of one rule before the filter is laid out. */
struct draft {
    struct tl_literals literals;
    struct tl_opening opening;
    enum tl_filter_kind kind;
};

struct maker {
    struct tl_arena *arena;
    struct tl_arena scratch; /* as long as the maker */
    struct tl_arena work;    /* as long as a few rules */
    const struct tl_rule *given;
    struct draft *drafts;
    struct tl_filter *filter;
    struct tl_filter_rule *rules;
    size_t count;
    TL_VEC(struct ending {
        struct tl_filter_literal literal;
        uint16_t state;
    })
    literals;
    /* the trie */
    uint16_t *next;
    unsigned shift; /* a row has room for 2^shift classes */
    size_t states;
};

/* --- which rule is found how ---------------------------------------------------------------------------- */

/* A search that PCRE2 anchors, or that begins at lines, tries other places than those that a filter names. */
static bool is_anchored(const struct tl_rule *rule)
{
    uint32_t options = 0;
    uint32_t first = 0;
    TL_CHECK(pcre2_pattern_info(rule->code, PCRE2_INFO_ALLOPTIONS, &options) == 0);
    TL_CHECK(pcre2_pattern_info(rule->code, PCRE2_INFO_FIRSTCODETYPE, &first) == 0);
    return (options & PCRE2_ANCHORED) != 0 || first == 2;
}

/* Without this option PCRE2 takes no window. */
static bool has_offset_limit(const struct tl_rule *rule)
{
    uint32_t options = 0;
    TL_CHECK(pcre2_pattern_info(rule->code, PCRE2_INFO_ALLOPTIONS, &options) == 0);
    return (options & PCRE2_USE_OFFSET_LIMIT) != 0;
}

static void draft_make(struct maker *m, struct tl_regex_classes *classes, const struct tl_rule *rule,
                       struct draft *draft)
{
    const struct tl_regex_node *tree = NULL;
    if (rule->code != NULL && !is_anchored(rule) && has_offset_limit(rule)) {
        tree = tl_regex_tree(&m->work, classes, rule->pattern, rule->case_ == TL_CASE_ANY);
    }
    draft->kind = TL_FILTER_WHOLE;
    if (tree != NULL) {
        tl_opening_of(tree, &draft->opening);
        tl_literals_of(&m->scratch, &m->work, tree, &draft->literals);
        const uint64_t opening = tl_opening_share(&draft->opening) * OPENING_COST;
        const uint64_t least = opening < (uint64_t)WHOLE_COST << 32 ? opening : (uint64_t)WHOLE_COST << 32;
        if (draft->literals.list.count > 0 && draft->literals.cost <= least) {
            draft->kind = TL_FILTER_LITERAL;
        } else if (opening == least) {
            draft->kind = TL_FILTER_OPENING;
        }
    }
}

/* --- openings ------------------------------------------------------------------------------------------- */

static void group_add(struct tl_filter_group *group, uint64_t bit, const struct tl_opening *opening)
{
    for (unsigned char c = 0; c < 0x80; c++) {
        group->before[c] |= tl_byte_set_has(&opening->before, c) ? bit : 0;
    }
    for (size_t i = 0; i < TL_OPENING; i++) {
        for (unsigned char c = 0; c < 0x80; c++) {
            group->at[i][c] |= tl_byte_set_has(&opening->at[i], c) ? bit : 0;
        }
        group->other[i] |= opening->at[i].has_other ? bit : 0;
        group->may_end[i] |= opening->may_end[i] ? bit : 0;
    }
}

static void openings_make(struct maker *m, struct tl_filter_group *groups, uint32_t *group_rules,
                          enum tl_filter_kind kind, size_t first)
{
    size_t used = 0;
    for (size_t i = 0; i < m->count; i++) {
        if (m->drafts[i].kind == kind) {
            m->rules[i] = (struct tl_filter_rule){.kind = kind,
                                                  .kinds = m->given[i].kinds | 1u << TL_KIND_COUNT,
                                                  .group = (uint32_t)(first + used / GROUP),
                                                  .bit = (uint64_t)1 << used % GROUP};
            group_add(&groups[m->rules[i].group], m->rules[i].bit, &m->drafts[i].opening);
            group_rules[first * GROUP + used] = (uint32_t)i;
            used++;
        }
    }
}

/* How often two bytes of a text, in capitals or not, will do for the openings at `place` and behind it. */
static uint64_t chance_at(const struct tl_filter_group *group, size_t place, bool is_in_capitals)
{
    uint64_t chance = 0;
    uint32_t share[0x80];
    for (unsigned char c = 0; c < 0x80; c++) {
        share[c] = tl_frequency(c, is_in_capitals);
    }
    for (size_t a = 0; a < 0x80; a++) {
        const uint64_t open = tl_filter_place(group, place)[a];
        uint64_t behind = 0;
        for (size_t b = 0; open != 0 && b < 0x80; b++) {
            behind += (open & tl_filter_place(group, place + 1)[b]) != 0 ? share[b] : 0;
        }
        chance += behind * share[a];
    }
    return chance;
}

/* Finds the places of the openings that the fewest texts will do for: the first two of them say it. */
static void telling_find(struct tl_filter_group *group)
{
    uint64_t least = UINT64_MAX;
    for (size_t i = 0; i + TL_TELLING <= 1 + TL_OPENING; i++) {
        const uint64_t chance = chance_at(group, i, false) + chance_at(group, i, true);
        if (chance < least) {
            least = chance;
            group->telling = i;
        }
    }
}

static size_t groups_of(const struct maker *m, enum tl_filter_kind kind)
{
    size_t used = 0;
    for (size_t i = 0; i < m->count; i++) {
        used += m->drafts[i].kind == kind;
    }
    return (used + GROUP - 1) / GROUP;
}

/* --- the automaton -------------------------------------------------------------------------------------- */

/* Gives every byte of a literal a class of its own; letters in either case are one. */
static void classes_make(struct maker *m)
{
    struct tl_filter *filter = m->filter;
    filter->class_count = 1;
    for (size_t i = 0; i < m->count; i++) {
        const struct tl_literals *literals = &m->drafts[i].literals;
        for (size_t k = 0; m->drafts[i].kind == TL_FILTER_LITERAL && k < literals->list.count; k++) {
            for (size_t j = 0; j < literals->list.items[k].len; j++) {
                const unsigned char c = literals->list.items[k].bytes[j];
                if (filter->class_of[c] == 0) {
                    filter->class_of[c] = (uint8_t)filter->class_count;
                    filter->class_of[tl_to_upper(c)] = (uint8_t)filter->class_count++;
                }
            }
        }
    }
}

/* Enters one literal; false when the automaton would be too large. */
static bool literal_enter(struct maker *m, uint32_t rule, const struct tl_literal *literal, uint32_t length)
{
    const uint32_t len = literal->len < length ? literal->len : length;
    size_t state = 0;
    for (uint32_t i = 0; i < len; i++) {
        uint16_t *next = &m->next[state << m->shift | m->filter->class_of[literal->bytes[i]]];
        if (*next == 0) {
            if (m->states == STATES_MOST) {
                return false;
            }
            *next = (uint16_t)m->states++;
        }
        state = *next;
    }
    *TL_PUSH(&m->scratch, &m->literals) =
        (struct ending){{rule, len, literal->least, literal->most, literal->gap}, (uint16_t)state};
    return true;
}

/* The trie of all literals, none longer than `length`.  When it is too large: false, or, with the last
 * length, what does not fit runs whole. */
static bool trie_make(struct maker *m, uint32_t length, bool is_last)
{
    memset(m->next, 0, (m->states << m->shift) * sizeof(m->next[0]));
    m->states = 1;
    m->literals.count = 0;
    for (size_t i = 0; i < m->count; i++) {
        const struct tl_literals *literals = &m->drafts[i].literals;
        for (size_t k = 0; m->drafts[i].kind == TL_FILTER_LITERAL && k < literals->list.count; k++) {
            if (literal_enter(m, (uint32_t)i, &literals->list.items[k], length)) {
                continue;
            }
            if (!is_last) {
                return false;
            }
            m->drafts[i].kind = TL_FILTER_WHOLE;
        }
    }
    return true;
}

/* Adds the ways back: the state after each byte, wherever it is read.  `fail` is the longest suffix that is a
 * state; states are reached by their length. */
static void ways_make(struct maker *m, uint16_t *fail)
{
    const size_t classes = m->filter->class_count;
    uint16_t *queue = tl_arena_alloc(&m->scratch, m->states, sizeof(*queue));
    size_t tail = 0;
    for (size_t c = 0; c < classes; c++) {
        if (m->next[c] != 0) {
            queue[tail++] = m->next[c];
        }
    }
    for (size_t head = 0; head < tail; head++) {
        uint16_t *next = m->next + ((size_t)queue[head] << m->shift);
        const uint16_t *back = m->next + ((size_t)fail[queue[head]] << m->shift);
        for (size_t c = 0; c < classes; c++) {
            if (next[c] == 0) {
                next[c] = back[c];
            } else {
                fail[next[c]] = back[c];
                queue[tail++] = next[c];
            }
        }
    }
}

/* Numbers the states anew, those in which literals end last. */
static uint16_t *states_number(struct maker *m, const uint16_t *fail)
{
    const size_t states = m->states;
    uint16_t *number = tl_arena_alloc(&m->scratch, states, sizeof(*number));
    bool *is_found = tl_arena_alloc(&m->scratch, states, sizeof(*is_found));
    for (size_t i = 0; i < m->literals.count; i++) {
        is_found[m->literals.items[i].state] = true;
    }
    for (bool has_changed = true; has_changed;) { /* as often as literals are long, at most */
        has_changed = false;
        for (size_t i = 0; i < states; i++) {
            if (!is_found[i] && is_found[fail[i]]) {
                is_found[i] = has_changed = true;
            }
        }
    }
    uint16_t used = 0;
    for (size_t i = 0; i < states; i++) {
        number[i] = is_found[i] ? 0 : used++;
    }
    m->filter->first_found = used;
    for (size_t i = 0; i < states; i++) {
        number[i] = is_found[i] ? used++ : number[i];
    }
    return number;
}

/* Puts the literals in the order of their states, and notes where those of each state begin. */
static void literals_lay(struct maker *m, const uint16_t *fail, const uint16_t *number)
{
    struct tl_filter *filter = m->filter;
    const size_t found = m->states - filter->first_found;
    uint32_t *begins = tl_arena_alloc(m->arena, found + 2, sizeof(*begins));
    uint16_t *suffix = tl_arena_alloc(m->arena, found + 1, sizeof(*suffix));
    struct tl_filter_literal *literals = tl_arena_alloc(m->arena, m->literals.count + 1, sizeof(*literals));
    for (size_t i = 0; i < m->literals.count; i++) {
        begins[number[m->literals.items[i].state] - filter->first_found + 2]++;
    }
    for (size_t i = 2; i < found + 2; i++) {
        begins[i] += begins[i - 1];
    }
    for (size_t i = 0; i < m->literals.count; i++) {
        uint32_t *at = &begins[number[m->literals.items[i].state] - filter->first_found + 1];
        literals[(*at)++] = m->literals.items[i].literal;
    }
    for (size_t i = 0; i < m->states; i++) {
        if (number[i] >= filter->first_found && number[fail[i]] >= filter->first_found) {
            suffix[number[i] - filter->first_found] = number[fail[i]];
        }
    }
    filter->begins = begins;
    filter->suffix = suffix;
    filter->literals = literals;
    filter->literal_count = m->literals.count;
}

static void automaton_make(struct maker *m)
{
    struct tl_filter *filter = m->filter;
    classes_make(m);
    if (filter->class_count == 1) {
        return;
    }
    while ((size_t)1 << m->shift < filter->class_count) {
        m->shift++;
    }
    m->next = calloc((size_t)STATES_MOST << m->shift, sizeof(m->next[0]));
    if (m->next == NULL) {
        tl_out_of_memory();
    }
    m->states = 1;
    for (size_t i = 0; i < TL_COUNT(lengths); i++) {
        if (trie_make(m, lengths[i], i + 1 == TL_COUNT(lengths))) {
            break;
        }
    }
    uint16_t *fail = tl_arena_alloc(&m->scratch, m->states, sizeof(*fail));
    ways_make(m, fail);
    const uint16_t *number = states_number(m, fail);
    uint32_t *next = tl_arena_alloc(m->arena, m->states * filter->class_count, sizeof(*next));
    for (size_t i = 0; i < m->states; i++) {
        const uint16_t *from = m->next + (i << m->shift);
        uint32_t *row = next + number[i] * filter->class_count;
        for (size_t c = 0; c < filter->class_count; c++) {
            row[c] = (uint32_t)(number[from[c]] * filter->class_count);
        }
    }
    filter->next = next;
    filter->state_count = m->states;
    literals_lay(m, fail, number);
    free(m->next);
}

/* --- the whole ------------------------------------------------------------------------------------------ */

const struct tl_filter *tl_filter_make(struct tl_arena *arena, const struct tl_rule *rules, size_t count)
{
    struct maker m = {.arena = arena, .given = rules, .count = count};
    struct tl_regex_classes classes = {.arena = &m.scratch};
    m.filter = tl_arena_alloc(arena, 1, sizeof(*m.filter));
    m.rules = tl_arena_alloc(arena, count + 1, sizeof(*m.rules));
    m.drafts = tl_arena_alloc(&m.scratch, count + 1, sizeof(*m.drafts));
    for (size_t i = 0; i < count; i++) {
        draft_make(&m, &classes, &rules[i], &m.drafts[i]);
        m.filter->kinds |= rules[i].kinds;
        if (i % FEW == FEW - 1) {
            tl_arena_release(&m.work);
        }
    }
    tl_arena_release(&m.work);
    automaton_make(&m);
    m.filter->opening_groups = groups_of(&m, TL_FILTER_OPENING);
    m.filter->group_count = m.filter->opening_groups + groups_of(&m, TL_FILTER_LITERAL);
    struct tl_filter_group *groups = tl_arena_alloc(arena, m.filter->group_count + 1, sizeof(*groups));
    uint32_t *group_rules = tl_arena_alloc(arena, (m.filter->group_count + 1) * GROUP, sizeof(*group_rules));
    openings_make(&m, groups, group_rules, TL_FILTER_OPENING, 0);
    openings_make(&m, groups, group_rules, TL_FILTER_LITERAL, m.filter->opening_groups);
    for (size_t i = 0; i < m.filter->opening_groups; i++) {
        telling_find(&groups[i]);
    }
    uint32_t *whole = tl_arena_alloc(arena, count + 1, sizeof(*whole));
    for (size_t i = 0; i < count; i++) {
        if (m.drafts[i].kind == TL_FILTER_WHOLE) {
            whole[m.filter->whole_count++] = (uint32_t)i;
        }
    }
    m.filter->rules = m.rules;
    m.filter->rule_count = count;
    m.filter->groups = groups;
    m.filter->group_rules = group_rules;
    m.filter->whole = whole;
    tl_arena_release(&m.scratch);
    return m.filter;
}

bool tl_rule_has_literal(const struct tl_policy *policy, const struct tl_rule *rule)
{
    const size_t index = (size_t)(rule - policy->rules);
    return policy->filter != NULL && index < policy->filter->rule_count &&
           policy->filter->rules[index].kind != TL_FILTER_WHOLE;
}

uint32_t tl_rule_cost(const struct tl_rule *rule)
{
    /* Measured on prose of cables: PCRE2 looks for a fixed first byte with vector instructions, for a set of
     * first bytes byte by byte, and else tries every place. */
    enum { FIXED = 1, SET = 3, EVERY = 8 };
    uint32_t first = 0;
    const uint8_t *bits = NULL;
    if (rule->code == NULL || pcre2_pattern_info(rule->code, PCRE2_INFO_FIRSTCODETYPE, &first) != 0 ||
        pcre2_pattern_info(rule->code, PCRE2_INFO_FIRSTBITMAP, &bits) != 0) {
        return EVERY;
    }
    if (is_anchored(rule)) {
        return 0;
    }
    return first == 1 ? FIXED : bits != NULL ? SET : EVERY;
}

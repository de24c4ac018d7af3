/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The literal filter of a policy: where in a text a match of each rule may begin (DESIGN 7).
 *
 * It is made once, when the policy is frozen, from the regexes alone, and is shared by all workers.  A rule
 * without literal and without a telling opening runs whole.
 *
 *   literals   one automaton (Aho-Corasick, dense, over classes of bytes) for the literals of all rules
 *   openings   for each place of an opening and each byte, one bit a rule, 64 rules a group
 */
#ifndef TL_POLICY_FILTER_H
#define TL_POLICY_FILTER_H

#include "policy/literal.h"
#include "policy/policy.h"

enum tl_filter_kind {
    TL_FILTER_WHOLE = 0, /* a match may begin anywhere */
    TL_FILTER_LITERAL,   /* only before one of its literals */
    TL_FILTER_OPENING    /* only where its opening stands */
};

/* Of one rule, by its index in the policy. */
struct tl_filter_rule {
    enum tl_filter_kind kind;
    uint32_t kinds; /* of elements, as in tl_rule, and the bit of TL_KIND_COUNT; none when it runs whole */
    uint32_t group; /* of its opening */
    uint64_t bit;
};

struct tl_filter_literal {
    uint32_t rule;
    uint32_t len;
    uint32_t least, most; /* as in literal.h */
    struct tl_byte_set gap;
};

/* The openings of up to 64 rules.  A bit that is set allows. */
struct tl_filter_group {
    uint64_t before[0x80];
    uint64_t at[TL_OPENING][0x80];
    uint64_t other[TL_OPENING];   /* a character beyond ASCII: what follows it is not judged */
    uint64_t may_end[TL_OPENING]; /* the text ends before this place */
    /* TL_TELLING places, one behind the other, that few texts will do for; 0: before the opening */
    size_t telling;
};

enum { TL_TELLING = 3 };

/* What each byte allows in place `i`, counted as `telling` is. */
static inline const uint64_t *tl_filter_place(const struct tl_filter_group *group, size_t i)
{
    return i == 0 ? group->before : group->at[i - 1];
}

struct tl_filter {
    const struct tl_filter_rule *rules;
    size_t rule_count;
    uint32_t kinds;        /* of elements in which any rule runs, as bits */
    const uint32_t *whole; /* the rules that run whole, in order */
    size_t whole_count;
    const struct tl_filter_group *groups;
    const uint32_t *group_rules; /* 64 a group, by bit */
    size_t group_count;
    size_t opening_groups; /* groups of rules that only an opening finds: the first ones */
    /* the automaton; state 0 is the begin */
    uint8_t class_of[256]; /* of a byte; both cases of an ASCII letter are one; 0: in no literal */
    size_t class_count;
    const uint32_t *next; /* by state * class_count + class: the next state times class_count */
    size_t state_count;   /* 0: no literal at all */
    size_t first_found;   /* literals end in this state and in all after it */
    const uint32_t
        *begins; /* where the literals that are all of state first_found + i begin; one more at the end */
    const uint16_t
        *suffix; /* of state first_found + i: a state with shorter literals that end there too, or 0 */
    const struct tl_filter_literal *literals; /* by the state in which they end */
    size_t literal_count;
};

/* The filter of rules with compiled regexes; arena. */
const struct tl_filter *tl_filter_make(struct tl_arena *arena, const struct tl_rule *rules, size_t count);

/* True when a match of the rule may begin at `at` of text[0, end), where a character begins. */
static inline bool tl_filter_may_open(const struct tl_filter *filter, uint32_t rule, tl_slice text, size_t at,
                                      size_t end)
{
    const struct tl_filter_group *group = &filter->groups[filter->rules[rule].group];
    uint64_t open = filter->rules[rule].bit;
    if (at >= end || text.ptr[at] >= 0x80) {
        return at >= end ? (open & group->may_end[0]) != 0 : (open & group->other[0]) != 0;
    }
    open &= group->at[0][text.ptr[at]];
    open &= at > 0 && text.ptr[at - 1] < 0x80 ? group->before[text.ptr[at - 1]] : UINT64_MAX;
    for (size_t i = 1; i < TL_OPENING && open != 0; i++) {
        if (at + i >= end || text.ptr[at + i] >= 0x80) {
            return (open & (at + i >= end ? group->may_end[i] : group->other[i])) != 0;
        }
        open &= group->at[i][text.ptr[at + i]];
    }
    return open != 0;
}

/* True when the rule has a literal or a telling opening. */
bool tl_rule_has_literal(const struct tl_policy *policy, const struct tl_rule *rule);

/* What a rule that runs whole costs, in milliseconds for 1 MB: an estimate by kind of regex.  0: nothing,
 * since PCRE2 tries one place alone. */
uint32_t tl_rule_cost(const struct tl_rule *rule);

#endif

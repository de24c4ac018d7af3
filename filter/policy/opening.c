/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Openings.  The tree is walked with the set of places at which a part may begin, as bits; what a part may
 * put at a place is united there.
 */
#include "policy/frequency.h"
#include "policy/literal.h"

enum { STEPS_MOST = 50000 /* of one regex; beyond, nothing is known */ };

/* Bit i: place i; the last bit: somewhere behind. */
typedef uint32_t places;

enum { BEHIND = 1u << TL_OPENING };

static const struct tl_byte_set anything = {{UINT64_MAX, UINT64_MAX}, true};

/* [0-9A-Za-z_] */
static const struct tl_byte_set word_bytes = {{0x03ff000000000000, 0x07fffffe87fffffe}, true};

struct walker {
    struct tl_opening *out;
    size_t steps;
};

/* Every place from the first of `at` on may be anything, and the text may end there. */
static places open_from(struct tl_opening *out, places at)
{
    places found = at;
    for (size_t i = 0; i < TL_OPENING; i++) {
        if ((at & ((2u << i) - 1)) != 0) {
            out->at[i] = anything;
            out->may_end[i] = true;
            found |= 1u << i;
        }
    }
    return found | (at != 0 ? BEHIND : 0);
}

static places walk(struct walker *w, const struct tl_regex_node *node, places at);

static places walk_set(struct walker *w, const struct tl_byte_set *set, places at)
{
    for (size_t i = 0; i < TL_OPENING; i++) {
        if ((at >> i & 1) != 0) {
            w->out->at[i].ascii[0] |= set->ascii[0];
            w->out->at[i].ascii[1] |= set->ascii[1];
            w->out->at[i].has_other |= set->has_other;
        }
    }
    return (at << 1 | (at & BEHIND)) & ((BEHIND << 1) - 1);
}

static places walk_repeat(struct walker *w, const struct tl_regex_node *node, places at)
{
    for (uint32_t i = 0; i < node->least && i <= TL_OPENING; i++) {
        at = walk(w, node->first, at);
    }
    places found = at;
    for (uint32_t i = node->least; i < node->most; i++) {
        at = walk(w, node->first, at);
        if ((found | at) == found) {
            break;
        }
        found |= at;
    }
    return found;
}

/* Returns the places behind the part. */
static places walk(struct walker *w, const struct tl_regex_node *node, places at)
{
    places found = 0;
    if (w->steps == STEPS_MOST) {
        return open_from(w->out, at);
    }
    w->steps++;
    switch (node->type) {
    case TL_NODE_ANY:
        return open_from(w->out, at);
    case TL_NODE_EMPTY:
        return at;
    case TL_NODE_SET:
        return walk_set(w, &node->set, at);
    case TL_NODE_CAT:
        for (const struct tl_regex_node *child = node->first; child != NULL; child = child->next) {
            at = walk(w, child, at);
        }
        return at;
    case TL_NODE_ALT:
        for (const struct tl_regex_node *child = node->first; child != NULL; child = child->next) {
            found |= walk(w, child, at);
        }
        return found;
    case TL_NODE_REPEAT:
        return walk_repeat(w, node, at);
    }
    return open_from(w->out, at);
}

static bool is_inside(const struct tl_byte_set *set, const struct tl_byte_set *of)
{
    return (set->ascii[0] & ~of->ascii[0]) == 0 && (set->ascii[1] & ~of->ascii[1]) == 0;
}

static void narrow(struct tl_byte_set *set, const struct tl_byte_set *to, bool is_outside)
{
    set->ascii[0] &= is_outside ? ~to->ascii[0] : to->ascii[0];
    set->ascii[1] &= is_outside ? ~to->ascii[1] : to->ascii[1];
}

/* The first byte of the match is known: what does an assertion at its begin say of the byte before? */
static void assert_before(struct tl_opening *out, const struct tl_regex_node *node)
{
    if (node->has_before) {
        narrow(&out->before, &node->set, false);
    }
    if (node->is_boundary && is_inside(&out->at[0], &word_bytes)) {
        narrow(&out->before, &word_bytes, true);
    }
}

/* Assertions at the begin of the whole; one of them may be in a group of its own. */
static void find_before(struct tl_opening *out, const struct tl_regex_node *node)
{
    while (node->type == TL_NODE_ALT && node->first->next == NULL) {
        node = node->first; /* a group, or the whole */
        if (node->type != TL_NODE_CAT) {
            return;
        }
        for (const struct tl_regex_node *child = node->first; child != NULL; child = child->next) {
            if (child->type == TL_NODE_EMPTY) {
                assert_before(out, child);
                continue;
            }
            node = child;
            break;
        }
    }
    /* every branch begins with \b */
    for (const struct tl_regex_node *child = node->type == TL_NODE_ALT ? node->first : NULL; child != NULL;
         child = child->next) {
        if (child->first == NULL || child->first->type != TL_NODE_EMPTY || !child->first->is_boundary) {
            return;
        }
    }
    if (node->type == TL_NODE_ALT && is_inside(&out->at[0], &word_bytes)) {
        narrow(&out->before, &word_bytes, true);
    }
}

void tl_opening_of(const struct tl_regex_node *root, struct tl_opening *out)
{
    struct walker w = {.out = out};
    *out = (struct tl_opening){.before = anything};
    const places end = walk(&w, root, 1);
    (void)open_from(out, end & ~(places)BEHIND); /* a match may be over there */
    if (w.steps < STEPS_MOST) {
        find_before(out, root);
    }
}

static uint64_t share_of(const struct tl_byte_set *set, bool is_in_capitals)
{
    uint64_t share = set->has_other ? TL_FREQUENCY_OTHER : 0;
    for (unsigned char c = ' '; c < 0x7f; c++) {
        share += tl_byte_set_has(set, c) ? tl_frequency(c, is_in_capitals) : 0;
    }
    return share < 65536 ? share : 65536;
}

static uint64_t share_in(const struct tl_opening *opening, bool is_in_capitals)
{
    uint64_t share = share_of(&opening->before, is_in_capitals) * share_of(&opening->at[0], is_in_capitals);
    for (size_t i = 1; i < TL_OPENING && !opening->may_end[i]; i++) {
        share = share * share_of(&opening->at[i], is_in_capitals) >> 16;
    }
    return share;
}

uint64_t tl_opening_share(const struct tl_opening *opening)
{
    const uint64_t prose = share_in(opening, false);
    const uint64_t capitals = share_in(opening, true);
    return prose > capitals ? prose : capitals;
}

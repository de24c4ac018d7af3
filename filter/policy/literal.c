/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Required literals.  Going through a concatenation, all texts of its last parts are kept while they are few;
 * when they would be too many, they are one choice for the literals of the whole, and a new row begins.  Of
 * an alternation, every branch gives its own.  The choice with the lowest cost wins.
 */
#include "policy/literal.h"

#include "policy/frequency.h"

enum {
    TEXTS_MOST = 128,     /* texts of one part that are kept */
    LITERALS_MOST = 1024, /* literals of one rule */
    SET_MOST = 5,         /* ASCII characters of a set that are kept as texts */
    FAR = 4096,           /* a distance above is no bound */
    DEPTH_MOST = 1000,    /* of the tree */
    HIT_COST = 25,        /* nanoseconds to look at a place, measured */
    PLACE_COST = 6,       /* nanoseconds to try one place more of its window */
    FAR_PLACES = 60       /* places of a window without bound, on average: a gap ends it */
};

/* What is known of a part of a regex. */
struct part {
    uint32_t least, most; /* bytes */
    struct tl_byte_set bytes;
    bool is_exact;            /* `texts` are all its matches */
    struct tl_literals texts; /* no distances */
    struct tl_literals best;  /* empty: none */
};

struct worker {
    struct tl_arena *arena;
    size_t depth;
};

static void part_of(struct worker *w, const struct tl_regex_node *node, struct part *out);

/* A sum of lower bounds: FAR is still one where there is more. */
static uint32_t least_sum(uint32_t a, uint32_t b)
{
    return a + b > FAR ? FAR : a + b;
}

/* A sum of upper bounds: above FAR there is none. */
static uint32_t most_sum(uint32_t a, uint32_t b)
{
    return a > FAR || b > FAR || a + b > FAR ? TL_FAR : a + b;
}

static void set_unite(struct tl_byte_set *set, const struct tl_byte_set *more)
{
    set->ascii[0] |= more->ascii[0];
    set->ascii[1] |= more->ascii[1];
    set->has_other |= more->has_other;
}

static const struct tl_byte_set everything = {{UINT64_MAX, UINT64_MAX}, true};

/* --- costs ---------------------------------------------------------------------------------------------- */

/* Of a literal that stands behind a part of `least` to `most` bytes. */
static uint64_t literal_cost(const struct tl_literal *literal, uint32_t least, uint32_t most)
{
    uint64_t share = (uint64_t)1 << 32;
    for (uint32_t i = 0; i < literal->len; i++) {
        share = share * tl_frequency_folded(literal->bytes[i]) >> 16;
    }
    least = least_sum(least, literal->least);
    most = most_sum(most, literal->most);
    const uint32_t places = most == TL_FAR || most - least > FAR_PLACES ? FAR_PLACES : most - least;
    return share * (HIT_COST + (uint64_t)PLACE_COST * places);
}

/* An empty list with room for so many: most lists are as short as they stay. */
static struct tl_literals list_new(struct worker *w, size_t room)
{
    struct tl_literals texts = {0};
    texts.list.items = tl_arena_alloc(w->arena, room, sizeof(texts.list.items[0]));
    texts.list.room = room;
    return texts;
}

/* Offers texts, or literals, that stand behind `before`: they become the literals of the whole when they are
 * cheaper than what is there.  The empty text is none. */
static void offer(struct worker *w, const struct tl_literals *texts, const struct part *before,
                  struct tl_literals *best)
{
    uint64_t cost = 0;
    for (size_t i = 0; i < texts->list.count; i++) {
        if (texts->list.items[i].len == 0) {
            return;
        }
        cost += literal_cost(&texts->list.items[i], before->least, before->most);
    }
    if (texts->list.count == 0 || texts->list.count > LITERALS_MOST ||
        (best->list.count > 0 && cost >= best->cost)) {
        return;
    }
    struct tl_literals list = list_new(w, texts->list.count);
    list.cost = cost;
    for (size_t i = 0; i < texts->list.count; i++) {
        struct tl_literal *literal = TL_PUSH(w->arena, &list.list);
        *literal = texts->list.items[i];
        literal->least = least_sum(before->least, literal->least);
        literal->most = most_sum(before->most, literal->most);
        set_unite(&literal->gap, &before->bytes);
    }
    *best = list;
}

/* --- lists of texts ------------------------------------------------------------------------------------- */

static bool has_text(const struct tl_literals *texts, const struct tl_literal *text)
{
    for (size_t i = 0; i < texts->list.count; i++) {
        const struct tl_literal *item = &texts->list.items[i];
        if (item->len == text->len && memcmp(item->bytes, text->bytes, text->len) == 0) {
            return true;
        }
    }
    return false;
}

static void text_add(struct worker *w, struct tl_literals *texts, const struct tl_literal *text)
{
    if (!has_text(texts, text)) {
        *TL_PUSH(w->arena, &texts->list) = *text;
    }
}

/* The list that holds the empty text alone. */
static struct tl_literals no_text(struct worker *w)
{
    struct tl_literals texts = list_new(w, 1);
    texts.list.count = 1;
    return texts;
}

/* Every text of `a` followed by every text of `b`; false when there are too many or one is too long. */
static bool cross(struct worker *w, const struct tl_literals *a, const struct tl_literals *b,
                  struct tl_literals *out)
{
    const size_t room = a->list.count * b->list.count;
    if (room > TEXTS_MOST) {
        return false;
    }
    *out = list_new(w, room);
    const bool has_doubles = a->list.count > 1 && b->list.count > 1;
    for (size_t i = 0; i < a->list.count; i++) {
        for (size_t k = 0; k < b->list.count; k++) {
            struct tl_literal text = a->list.items[i];
            const struct tl_literal *more = &b->list.items[k];
            if (text.len + more->len > TL_LITERAL_BYTES) {
                return false;
            }
            memcpy(text.bytes + text.len, more->bytes, more->len);
            text.len += more->len;
            if (!has_doubles || !has_text(out, &text)) {
                *TL_PUSH(w->arena, &out->list) = text;
            }
        }
    }
    return true;
}

/* --- parts ---------------------------------------------------------------------------------------------- */

static void part_of_set(struct worker *w, const struct tl_regex_node *node, struct part *out)
{
    struct tl_literals texts = list_new(w, SET_MOST + 1);
    out->bytes = node->set;
    out->least = 1;
    out->most = node->set.has_other ? 4 : 1;
    if (node->exact.len > 0) {
        struct tl_literal text = {.len = (uint32_t)node->exact.len};
        memcpy(text.bytes, node->exact.ptr, node->exact.len);
        text_add(w, &texts, &text);
        out->least = out->most = text.len;
    } else if (!node->set.has_other) {
        for (size_t half = 0; half < 2; half++) {
            uint64_t bits = node->set.ascii[half];
            for (; bits != 0 && texts.list.count <= SET_MOST; bits &= bits - 1) {
                const unsigned char c = (unsigned char)(half * 64 + (unsigned)__builtin_ctzll(bits));
                const struct tl_literal text = {.bytes = {tl_to_lower(c)}, .len = 1};
                text_add(w, &texts, &text);
            }
        }
    }
    out->is_exact = texts.list.count > 0 && texts.list.count <= SET_MOST;
    out->texts = texts;
}

static void part_of_cat(struct worker *w, const struct tl_regex_node *node, struct part *out)
{
    struct tl_literals row = no_text(w); /* all texts of the last parts */
    struct part begin = {0};             /* where the row begins, and what stands before it */
    bool is_whole = true;                /* the row is all that was read */
    for (const struct tl_regex_node *child = node->first; child != NULL; child = child->next) {
        struct part part = {0};
        struct tl_literals longer = {0};
        part_of(w, child, &part);
        if (part.best.list.count > 0) {
            offer(w, &part.best, out, &out->best);
        }
        if (part.is_exact && cross(w, &row, &part.texts, &longer)) {
            row = longer;
        } else {
            offer(w, &row, &begin, &out->best);
            is_whole = false;
            begin = *out;
            row = part.texts;
            if (!part.is_exact) {
                row = no_text(w);
                begin.least = least_sum(out->least, part.least);
                begin.most = most_sum(out->most, part.most);
                set_unite(&begin.bytes, &part.bytes);
            }
        }
        out->least = least_sum(out->least, part.least);
        out->most = most_sum(out->most, part.most);
        set_unite(&out->bytes, &part.bytes);
    }
    offer(w, &row, &begin, &out->best);
    out->is_exact = is_whole;
    out->texts = row;
}

static void part_of_alt(struct worker *w, const struct tl_regex_node *node, struct part *out)
{
    const struct part nothing = {0};
    struct tl_literals best = {0};
    bool has_best = true;
    out->least = FAR;
    out->is_exact = true;
    for (const struct tl_regex_node *child = node->first; child != NULL; child = child->next) {
        struct part part = {0};
        part_of(w, child, &part);
        out->least = part.least < out->least ? part.least : out->least;
        out->most = part.most > out->most ? part.most : out->most;
        set_unite(&out->bytes, &part.bytes);
        has_best = has_best && part.best.list.count > 0;
        for (size_t i = 0; has_best && i < part.best.list.count; i++) {
            *TL_PUSH(w->arena, &best.list) = part.best.list.items[i];
        }
        out->is_exact = out->is_exact && part.is_exact;
        for (size_t i = 0; out->is_exact && i < part.texts.list.count; i++) {
            text_add(w, &out->texts, &part.texts.list.items[i]);
            out->is_exact = out->texts.list.count <= TEXTS_MOST;
        }
    }
    if (has_best) {
        offer(w, &best, &nothing, &out->best);
    }
}

static void part_of_repeat(struct worker *w, const struct tl_regex_node *node, struct part *out)
{
    struct part part = {0};
    part_of(w, node->first, &part);
    out->bytes = part.bytes;
    out->is_exact = false;
    const uint64_t least = (uint64_t)part.least * node->least;
    out->least = least > FAR ? FAR : (uint32_t)least;
    const uint64_t most = (uint64_t)part.most * node->most;
    out->most = part.most == 0 || node->most == 0 ? 0 : most > FAR ? TL_FAR : (uint32_t)most;
    if (node->least > 0) {
        out->best = part.best; /* of the first time */
    }
    if (part.is_exact && node->most <= TL_LITERAL_BYTES && (node->least == node->most || node->most == 1)) {
        struct tl_literals texts = no_text(w);
        out->is_exact = true;
        for (uint32_t i = 0; i < node->most && out->is_exact; i++) {
            struct tl_literals longer = {0};
            out->is_exact = cross(w, &texts, &part.texts, &longer);
            texts = longer;
        }
        if (node->least == 0) {
            const struct tl_literal nothing = {.len = 0};
            text_add(w, &texts, &nothing);
        }
        out->texts = texts;
    }
}

static void part_of(struct worker *w, const struct tl_regex_node *node, struct part *out)
{
    *out = (struct part){0};
    enum tl_regex_node_type type = node->type;
    if (w->depth == DEPTH_MOST) {
        type = TL_NODE_ANY;
    }
    w->depth++;
    switch (type) {
    case TL_NODE_ANY:
        out->most = TL_FAR;
        out->bytes = everything;
        break;
    case TL_NODE_EMPTY:
        out->is_exact = true;
        out->texts = no_text(w);
        break;
    case TL_NODE_SET:
        part_of_set(w, node, out);
        break;
    case TL_NODE_CAT:
        part_of_cat(w, node, out);
        break;
    case TL_NODE_ALT:
        part_of_alt(w, node, out);
        break;
    case TL_NODE_REPEAT:
        part_of_repeat(w, node, out);
        break;
    }
    w->depth--;
}

/* True when another literal of the list stands at the begin of this one and as far away: it is enough. */
static bool is_covered(const struct tl_literals *literals, size_t index)
{
    const struct tl_literal *literal = &literals->list.items[index];
    for (size_t i = 0; i < literals->list.count; i++) {
        const struct tl_literal *other = &literals->list.items[i];
        const bool is_same = other->len == literal->len;
        if (i == index || other->len > literal->len || (is_same && i > index) ||
            memcmp(other->bytes, literal->bytes, other->len) != 0 || other->least > literal->least ||
            other->most < literal->most || (literal->gap.ascii[0] & ~other->gap.ascii[0]) != 0 ||
            (literal->gap.ascii[1] & ~other->gap.ascii[1]) != 0 ||
            (literal->gap.has_other && !other->gap.has_other)) {
            continue;
        }
        return true;
    }
    return false;
}

void tl_literals_of(struct tl_arena *arena, struct tl_arena *scratch, const struct tl_regex_node *root,
                    struct tl_literals *out)
{
    struct worker w = {.arena = scratch};
    struct part part;
    *out = (struct tl_literals){0};
    part_of(&w, root, &part);
    for (size_t i = 0; i < part.best.list.count; i++) {
        if (!is_covered(&part.best, i)) {
            *TL_PUSH(arena, &out->list) = part.best.list.items[i];
        }
    }
    out->cost = part.best.cost;
}

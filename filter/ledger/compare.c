/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/compare.h"

#include "base/buf.h"
#include "base/check.h"
#include "base/diff.h"
#include "base/search.h"
#include "ledger/tokens.h"

/* Outside of paired portions, words that are the same are the same text only in runs this long, or where they
 * go on from what is paired. */
enum { SHORTEST_RUN = 3 };

#define OPEN_SHOWN "\xc2\xab"
#define CLOSE_SHOWN "\xc2\xbb"

/* A portion with what stands inside it, and its tokens. */
struct unit {
    const struct tl_portion *portion;
    size_t begin, end;
    const struct unit *peer; /* that it is paired with; NULL: none */
};

struct side {
    const struct tl_cable *cable;
    struct tl_tokens tokens;
    TL_VEC(struct unit) units;
};

/* The tokens of both sides between two pairs. */
struct gap {
    size_t begin[TL_SIDES], end[TL_SIDES];
};

struct compare {
    struct tl_arena *arena;
    struct side side[TL_SIDES];
    struct tl_comparison *out;
    size_t *pairs;          /* for each token of A that of B, or TL_NONE; they rise */
    size_t begin[TL_SIDES]; /* of the tokens at hand */
    TL_VEC(struct gap) gaps;
};

static enum tl_side other_of(enum tl_side side)
{
    return side == TL_SIDE_A ? TL_SIDE_B : TL_SIDE_A;
}

static tl_slice text_of(const struct side *side, size_t token)
{
    return tl_span_of(side->cable->bytes, side->tokens.list.items[token].span);
}

static void read_side(struct tl_arena *arena, const struct tl_cable *cable, struct side *out)
{
    *out = (struct side){.cable = cable};
    tl_tokens_of(arena, cable, &out->tokens);
    for (size_t i = 0; i < cable->portions.count; i++) {
        const struct tl_portion *portion = &cable->portions.items[i];
        if (portion->inside != TL_NONE) {
            continue;
        }
        const struct tl_token *tokens = out->tokens.list.items;
        const size_t count = out->tokens.list.count;
        *TL_PUSH(arena, &out->units) =
            (struct unit){portion, TL_COUNT_BELOW(tokens, count, span.begin, portion->span.begin),
                          TL_COUNT_BELOW(tokens, count, span.begin, portion->span.end), NULL};
    }
}

/* --- pairing */

/* Portions are paired by label; without one by kind, where one side may have a mark for all of it. */
static bool same_unit(const void *context, size_t a, size_t b)
{
    const struct compare *compare = context;
    const struct side *sides = compare->side;
    const struct tl_portion *x = sides[TL_SIDE_A].units.items[a].portion;
    const struct tl_portion *y = sides[TL_SIDE_B].units.items[b].portion;
    const tl_slice label_x = tl_slice_trim(tl_span_of(sides[TL_SIDE_A].cable->bytes, x->label));
    const tl_slice label_y = tl_slice_trim(tl_span_of(sides[TL_SIDE_B].cable->bytes, y->label));
    if (label_x.len > 0 || label_y.len > 0) {
        return tl_slice_eq(label_x, label_y);
    }
    return x->kind == y->kind || x->kind == TL_KIND_WITHHELD || y->kind == TL_KIND_WITHHELD;
}

/* Words and signs are the same by their bytes; a mark may stand for the same text as any other mark. */
static bool same_token(const void *context, size_t a, size_t b)
{
    const struct compare *compare = context;
    const struct side *x = &compare->side[TL_SIDE_A];
    const struct side *y = &compare->side[TL_SIDE_B];
    const size_t i = compare->begin[TL_SIDE_A] + a;
    const size_t j = compare->begin[TL_SIDE_B] + b;
    const bool is_mark = x->tokens.list.items[i].class == TL_TOKEN_MARK;
    if (is_mark != (y->tokens.list.items[j].class == TL_TOKEN_MARK)) {
        return false;
    }
    return is_mark || tl_slice_eq(text_of(x, i), text_of(y, j));
}

/* Takes back pairs of a gap that stand in a run of few words and do not go on from its beginning or to its
 * end. */
static void drop_short_runs(const struct compare *compare, const struct gap *gap, size_t *pairs)
{
    const size_t count = gap->end[TL_SIDE_A] - gap->begin[TL_SIDE_A];
    const size_t other = gap->end[TL_SIDE_B] - gap->begin[TL_SIDE_B];
    for (size_t i = 0; i < count;) {
        size_t end = i;
        size_t words = 0;
        while (end < count && pairs[end] != TL_NONE && (end == i || pairs[end] == pairs[end - 1] + 1)) {
            const size_t token = gap->begin[TL_SIDE_A] + end;
            words += compare->side[TL_SIDE_A].tokens.list.items[token].class == TL_TOKEN_WORD;
            end++;
        }
        const bool goes_on =
            end > i && ((i == 0 && pairs[i] == 0) || (end == count && pairs[end - 1] == other - 1));
        for (size_t k = i; words < SHORTEST_RUN && !goes_on && k < end; k++) {
            pairs[k] = TL_NONE;
        }
        i = end > i ? end : i + 1;
    }
}

/* Pairs the tokens of a gap; `is_portion`: they are of one portion. */
static void pair_tokens(struct compare *compare, const struct gap *gap, bool is_portion)
{
    const size_t count = gap->end[TL_SIDE_A] - gap->begin[TL_SIDE_A];
    compare->begin[TL_SIDE_A] = gap->begin[TL_SIDE_A];
    compare->begin[TL_SIDE_B] = gap->begin[TL_SIDE_B];
    size_t *pairs =
        tl_diff(compare->arena, count, gap->end[TL_SIDE_B] - gap->begin[TL_SIDE_B], same_token, compare);
    if (!is_portion) {
        drop_short_runs(compare, gap, pairs);
    }
    for (size_t i = 0; i < count; i++) {
        if (pairs[i] != TL_NONE) {
            compare->pairs[gap->begin[TL_SIDE_A] + i] = gap->begin[TL_SIDE_B] + pairs[i];
        }
    }
}

static void pair_portions(struct compare *compare)
{
    const struct side *a = &compare->side[TL_SIDE_A];
    const struct side *b = &compare->side[TL_SIDE_B];
    const size_t *pairs = tl_diff(compare->arena, a->units.count, b->units.count, same_unit, compare);
    for (size_t i = 0; i < a->units.count; i++) {
        if (pairs[i] != TL_NONE) {
            struct unit *x = &a->units.items[i];
            struct unit *y = &b->units.items[pairs[i]];
            x->peer = y;
            y->peer = x;
            pair_tokens(compare, &(struct gap){{x->begin, y->begin}, {x->end, y->end}}, true);
        }
    }
}

/* Lists what is not paired. */
static void find_gaps(struct compare *compare)
{
    const size_t count = compare->side[TL_SIDE_A].tokens.list.count;
    struct gap gap = {0};
    memset(&compare->gaps, 0, sizeof(compare->gaps));
    for (size_t i = 0; i <= count; i++) {
        if (i < count && compare->pairs[i] == TL_NONE) {
            continue;
        }
        gap.end[TL_SIDE_A] = i;
        gap.end[TL_SIDE_B] = i < count ? compare->pairs[i] : compare->side[TL_SIDE_B].tokens.list.count;
        if (gap.end[TL_SIDE_A] > gap.begin[TL_SIDE_A] || gap.end[TL_SIDE_B] > gap.begin[TL_SIDE_B]) {
            *TL_PUSH(compare->arena, &compare->gaps) = gap;
        }
        gap.begin[TL_SIDE_A] = gap.end[TL_SIDE_A] + 1;
        gap.begin[TL_SIDE_B] = gap.end[TL_SIDE_B] + 1;
    }
}

/* --- what one side alone has */

struct content {
    size_t words, signs, markings;
    size_t first, last; /* tokens that are no mark; TL_NONE: there is none */
    size_t mark;        /* the first; TL_NONE: there is none */
};

static struct content content_of(const struct compare *compare, const struct gap *gap, enum tl_side which)
{
    const struct side *side = &compare->side[which];
    struct content content = {.first = TL_NONE, .last = TL_NONE, .mark = TL_NONE};
    for (size_t i = gap->begin[which]; i < gap->end[which]; i++) {
        const enum tl_token_class class = side->tokens.list.items[i].class;
        content.words += class == TL_TOKEN_WORD;
        content.signs += class == TL_TOKEN_SIGN;
        content.markings += class == TL_TOKEN_MARKING;
        if (class != TL_TOKEN_MARK) {
            content.first = content.first == TL_NONE ? i : content.first;
            content.last = i;
        } else if (content.mark == TL_NONE) {
            content.mark = i;
        }
    }
    return content;
}

static tl_slice mark_at(const struct side *side, size_t token)
{
    return token < side->tokens.list.count && side->tokens.list.items[token].class == TL_TOKEN_MARK
               ? text_of(side, token)
               : (tl_slice){0};
}

/* The mark in the gap, or else the one beside it. */
static tl_slice mark_beside(const struct compare *compare, const struct gap *gap, enum tl_side which,
                            const struct content *content)
{
    const struct side *side = &compare->side[which];
    tl_slice mark = content->mark == TL_NONE ? (tl_slice){0} : text_of(side, content->mark);
    if (mark.len == 0 && gap->begin[which] > 0) {
        mark = mark_at(side, gap->begin[which] - 1);
    }
    return mark.len == 0 ? mark_at(side, gap->end[which]) : mark;
}

/* Line of a token; behind the last, that of the last. */
static size_t line_of(const struct side *side, size_t token)
{
    const size_t count = side->tokens.list.count;
    if (count == 0) {
        return 0;
    }
    return tl_cable_line(side->cable, side->tokens.list.items[token < count ? token : count - 1].span.begin);
}

static const struct unit *unit_at(const struct side *side, size_t token)
{
    const size_t count = TL_COUNT_UP_TO(side->units.items, side->units.count, begin, token);
    return count == 0 ? NULL : &side->units.items[count - 1];
}

/* What the gap has on one side and not on the other. */
enum show { SHOWS_NOTHING = 0, SHOWS_TEXT, SHOWS_MARK };

/* True when `token` of this side is a mark, in the portion that is paired with that of `mark` of the other.
 */
static bool is_mark_for(const struct compare *compare, enum tl_side which, size_t token, size_t mark)
{
    const struct side *side = &compare->side[which];
    const struct unit *unit = unit_at(&compare->side[other_of(which)], mark);
    return mark_at(side, token).len > 0 && unit != NULL && unit->peer != NULL &&
           unit->peer == unit_at(side, token);
}

static enum show shows(const struct compare *compare, const struct gap *gap, enum tl_side which,
                       const struct content *content)
{
    const enum tl_side other = other_of(which);
    const size_t mark = content[which].mark;
    if (content[which].words + content[which].signs > 0) {
        return SHOWS_TEXT;
    }
    if (mark == TL_NONE || content[other].words + content[other].signs > 0 ||
        content[other].mark != TL_NONE ||
        (gap->begin[other] > 0 && is_mark_for(compare, other, gap->begin[other] - 1, mark)) ||
        is_mark_for(compare, other, gap->end[other], mark)) {
        return SHOWS_NOTHING;
    }
    return SHOWS_MARK;
}

static void add_shown(struct compare *compare, struct tl_compared *compared, const struct gap *gap,
                      enum tl_side side, const struct content *content)
{
    const enum tl_side other = other_of(side);
    const struct content *own = &content[side];
    const struct side *from = &compare->side[side];
    const bool is_mark = own->words + own->signs == 0;
    const size_t first = is_mark ? own->mark : own->first;
    const struct tl_span span = {from->tokens.list.items[first].span.begin,
                                 from->tokens.list.items[is_mark ? own->mark : own->last].span.end};
    struct tl_shown *shown = TL_PUSH(compare->arena, &compared->shown);
    *shown =
        (struct tl_shown){.side = side,
                          .text = tl_span_of(from->cable->bytes, span),
                          .mark = is_mark ? (tl_slice){0} : mark_beside(compare, gap, other, &content[other]),
                          .words = own->words,
                          .is_mark = is_mark};
    shown->line[side] = line_of(from, first);
    shown->line[other] = line_of(&compare->side[other], gap->begin[other]);
    compare->out->words[side] += own->words;
}

/* --- what both give together */

/* Tokens as they stand, blanks as one space; `is_tight`: none before the first. */
static void put_tokens(struct tl_buf *out, const struct side *side, size_t begin, size_t end, bool is_tight)
{
    for (size_t i = begin; i < end; i++) {
        const struct tl_token *tokens = side->tokens.list.items;
        const bool is_apart = i > 0 && tokens[i].span.begin > tokens[i - 1].span.end;
        if (is_apart && !(i == begin && is_tight) && out->len > 0) {
            tl_buf_byte(out, ' ');
        }
        tl_buf_add(out, text_of(side, i));
    }
}

static void put_gap(const struct compare *compare, struct tl_buf *out, const struct gap *gap)
{
    bool has_text = false;
    for (enum tl_side side = TL_SIDE_A; side < TL_SIDES; side++) {
        const struct content content = content_of(compare, gap, side);
        if (content.words + content.signs > 0) {
            tl_buf_str(out, out->len > 0 ? " " OPEN_SHOWN : OPEN_SHOWN);
            put_tokens(out, &compare->side[side], content.first, content.last + 1, true);
            tl_buf_str(out, CLOSE_SHOWN);
            has_text = true;
        }
    }
    for (enum tl_side side = TL_SIDE_A; side < TL_SIDES && !has_text; side++) {
        put_tokens(out, &compare->side[side], gap->begin[side], gap->end[side], false);
    }
}

/* True when what the gap has is of this portion, or of the one that it is paired with. */
static bool is_of(const struct compare *compare, const struct gap *gap, enum tl_side which,
                  const struct unit *unit)
{
    const enum tl_side other = other_of(which);
    if (gap->end[which] > gap->begin[which]) {
        return gap->begin[which] < unit->end && gap->end[which] > unit->begin;
    }
    return unit->begin < gap->begin[which] && gap->begin[which] < unit->end
               ? true
               : unit->peer != NULL && unit_at(&compare->side[other], gap->begin[other]) == unit->peer;
}

/* What the portion `unit` comes to with what the other side has in its gaps. */
static tl_slice together(const struct compare *compare, enum tl_side which, const struct unit *unit)
{
    const struct side *side = &compare->side[which];
    const size_t count = compare->gaps.count;
    struct tl_buf out = {0};
    size_t at = unit->begin;
    for (size_t g = TL_COUNT_BELOW(compare->gaps.items, count, end[which], unit->begin);
         g < count && compare->gaps.items[g].begin[which] <= unit->end; g++) {
        const struct gap *gap = &compare->gaps.items[g];
        if (is_of(compare, gap, which, unit)) {
            put_tokens(&out, side, at, gap->begin[which], false);
            put_gap(compare, &out, gap);
            at = gap->end[which];
        }
    }
    put_tokens(&out, side, at, unit->end, false);
    const tl_slice text = tl_arena_dup(compare->arena, tl_buf_slice(&out));
    tl_buf_release(&out);
    return text;
}

/* The portion that a token is told under: that of A, where it is paired. */
static const struct unit *unit_of(const struct compare *compare, enum tl_side *side, size_t token)
{
    const struct unit *unit = unit_at(&compare->side[*side], token);
    if (unit != NULL && *side == TL_SIDE_B && unit->peer != NULL) {
        *side = TL_SIDE_A;
        return unit->peer;
    }
    return unit;
}

/* What stands there when it is not withheld. */
static const struct tl_portion *portion_told(const struct unit *unit)
{
    return unit->portion->kind == TL_KIND_WITHHELD && unit->peer != NULL ? unit->peer->portion
                                                                         : unit->portion;
}

static void tell_gaps(struct compare *compare)
{
    const struct unit *unit = NULL; /* whose gaps are told */
    struct tl_compared *compared = NULL;
    for (size_t g = 0; g < compare->gaps.count; g++) {
        const struct gap *gap = &compare->gaps.items[g];
        const struct content content[TL_SIDES] = {content_of(compare, gap, TL_SIDE_A),
                                                  content_of(compare, gap, TL_SIDE_B)};
        const enum show show[TL_SIDES] = {shows(compare, gap, TL_SIDE_A, content),
                                          shows(compare, gap, TL_SIDE_B, content)};
        const bool is_text = show[TL_SIDE_A] == SHOWS_TEXT || show[TL_SIDE_B] == SHOWS_TEXT;
        compare->out->markings +=
            !is_text && content[TL_SIDE_A].markings + content[TL_SIDE_B].markings > 0 ? 1 : 0;
        for (enum tl_side side = TL_SIDE_A; side < TL_SIDES; side++) {
            if (show[side] == SHOWS_NOTHING) {
                continue;
            }
            enum tl_side told = side;
            const struct unit *here =
                unit_of(compare, &told, show[side] == SHOWS_MARK ? content[side].mark : content[side].first);
            TL_CHECK(here != NULL); /* portions cover the cable */
            if (here != unit) {
                unit = here;
                compared = TL_PUSH(compare->arena, &compare->out->portions);
                *compared = (struct tl_compared){.portion = portion_told(unit),
                                                 .together = together(compare, told, unit)};
            }
            add_shown(compare, compared, gap, side, content);
        }
    }
}

static bool is_other_cable(const struct tl_cable *a, const struct tl_cable *b)
{
    return a->number > 0 && b->number > 0 && a->post.len > 0 && b->post.len > 0 &&
           (a->number != b->number || !tl_slice_eq(a->post, b->post));
}

static size_t marks_in_both(const struct compare *compare)
{
    const struct side *side = &compare->side[TL_SIDE_A];
    size_t count = 0;
    for (size_t i = 0; i < side->tokens.list.count; i++) {
        count += compare->pairs[i] != TL_NONE && side->tokens.list.items[i].class == TL_TOKEN_MARK;
    }
    return count;
}

void tl_compare(struct tl_arena *arena, const struct tl_cable *a, const struct tl_cable *b,
                struct tl_comparison *out)
{
    struct compare compare = {.arena = arena, .out = out};
    *out = (struct tl_comparison){.is_other_cable = is_other_cable(a, b)};
    if (out->is_other_cable) {
        return;
    }
    read_side(arena, a, &compare.side[TL_SIDE_A]);
    read_side(arena, b, &compare.side[TL_SIDE_B]);
    const size_t count = compare.side[TL_SIDE_A].tokens.list.count;
    compare.pairs = tl_arena_alloc(arena, count, sizeof(*compare.pairs));
    for (size_t i = 0; i < count; i++) {
        compare.pairs[i] = TL_NONE;
    }
    pair_portions(&compare);
    find_gaps(&compare);
    for (size_t i = 0; i < compare.gaps.count; i++) {
        pair_tokens(&compare, &compare.gaps.items[i], false);
    }
    find_gaps(&compare);
    tell_gaps(&compare);
    out->marks = marks_in_both(&compare);
}

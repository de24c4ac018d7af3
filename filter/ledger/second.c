/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/second.h"

#include "base/limits.h"
#include "base/search.h"
#include "base/sort.h"

/* --- M11, M12: what rules take */

static void close_portion(struct tl_second *second, size_t index, enum tl_cause cause,
                          const struct tl_rule *rule)
{
    struct tl_opinion *opinion = &second->opinions[index];
    if (opinion->may_leave) {
        second->closed_count++;
        opinion->may_leave = false;
        opinion->cause = cause;
        opinion->rule = rule;
        opinion->is_doubt = cause == TL_CAUSE_DOUBT;
        second->is_doubt = second->is_doubt || opinion->is_doubt;
    }
}

/* The elements that a span touches, one after the other. */
static const struct tl_element *touched(const struct tl_cable *cable, struct tl_span span, size_t *at)
{
    if (*at == TL_NONE) {
        *at = TL_COUNT_UP_TO(cable->elements.items, cable->elements.count, span.end, span.begin);
    } else {
        ++*at;
    }
    const bool is_there = *at < cable->elements.count && cable->elements.items[*at].span.begin < span.end;
    return is_there ? &cable->elements.items[*at] : NULL;
}

/* Closes what the span touches; furniture stands for the portion it is in. */
static void close_all(struct tl_second *second, struct tl_span span, enum tl_cause cause,
                      const struct tl_rule *rule)
{
    const struct tl_portion *portions = second->cable.portions.items;
    const struct tl_element *element;
    for (size_t at = TL_NONE; (element = touched(&second->cable, span, &at)) != NULL;) {
        const size_t inside = portions[element->portion].inside;
        const size_t index = inside == TL_NONE ? element->portion : inside;
        if (portions[index].kind != TL_KIND_FURNITURE && tl_span_meets(span, portions[index].core)) {
            close_portion(second, index, cause, rule);
        }
    }
}

/* A piece of a hit without the label and the mark of the portion it is in. */
static struct tl_span without_mark(const struct tl_portion *portion, struct tl_span piece)
{
    const struct tl_span label = portion->label;
    const struct tl_span mark = portion->mark;
    if (tl_span_meets(piece, label)) {
        piece.begin = label.end;
    }
    if (!tl_span_meets(piece, mark)) {
        return piece;
    }
    if (piece.begin < mark.begin && mark.begin > label.end) { /* the mark stands behind the text */
        piece.end = mark.begin;
    } else {
        piece.begin = mark.end;
    }
    return piece;
}

/* Cuts a piece of a hit out of an element, but for level words in it and blanks round them; false when
 * nothing is left to cut. */
static bool cut_piece(struct tl_second *second, const struct tl_element *element, struct tl_span piece,
                      struct tl_second_cut *like)
{
    const struct tl_cable *cable = &second->cable;
    bool has_cut = false;
    while (piece.begin < piece.end) {
        const struct tl_span words = tl_cable_level_words(cable, piece);
        struct tl_span in = {piece.begin, words.begin};
        while (in.begin < in.end && tl_is_blank(cable->bytes.ptr[in.begin])) {
            in.begin++;
        }
        while (in.begin < in.end && tl_is_blank(cable->bytes.ptr[in.end - 1])) {
            in.end--;
        }
        if (in.begin < in.end) {
            struct tl_second_cut *added = TL_PUSH(second->arena, &second->cuts);
            *added = *like;
            added->in = in;
            added->portion = element->portion;
            added->order = second->cuts.count;
            like->is_tail = true;
            has_cut = true;
        }
        piece.begin = words.end;
    }
    return has_cut;
}

bool tl_second_take(struct tl_second *second, struct tl_span hit, struct tl_second_cut like)
{
    const struct tl_cable *cable = &second->cable;
    const struct tl_element *element;
    bool has_cut = false;
    for (size_t at = TL_NONE; (element = touched(cable, hit, &at)) != NULL;) {
        struct tl_span piece = hit;
        piece.begin = piece.begin < element->span.begin ? element->span.begin : piece.begin;
        piece.end = piece.end > element->span.end ? element->span.end : piece.end;
        if (element->kind == TL_KIND_FURNITURE && tl_span_len(piece) < tl_span_len(hit)) {
            continue;
        }
        piece = without_mark(&cable->portions.items[element->portion], piece);
        if (second->opinions[element->portion].may_leave) {
            has_cut = cut_piece(second, element, piece, &like) || has_cut;
        }
    }
    return has_cut;
}

static void take_out(struct tl_second *second, struct tl_span in, const struct tl_rule *rule,
                     struct tl_second_cut like)
{
    const bool closes = rule->action == TL_ACTION_DENY || rule->action == TL_ACTION_WITHHOLD;
    tl_slice *id = tl_arena_alloc(second->arena, 1, sizeof(*id));
    *id = rule->id;
    like.action = closes ? TL_ACTION_EXCISE : rule->action;
    like.rules = (struct tl_words){id, 1};
    if (!tl_second_take(second, in, like)) {
        close_all(second, in, TL_CAUSE_DOUBT, rule);
    }
}

static int by_cut(const void *a, const void *b)
{
    const struct tl_second_cut *x = a;
    const struct tl_second_cut *y = b;
    if (x->in.begin != y->in.begin) {
        return x->in.begin < y->in.begin ? -1 : 1;
    }
    if (x->in.end != y->in.end) {
        return x->in.end < y->in.end ? -1 : 1;
    }
    return x->order < y->order ? -1 : x->order > y->order;
}

/* M12: cuts that overlap are one, with the strictest action and all rules; none in what is held. */
static void unite(struct tl_second *second)
{
    struct tl_second_cut *cuts = second->cuts.items;
    size_t kept = 0;
    tl_sort(cuts, second->cuts.count, sizeof(*cuts), by_cut);
    for (size_t i = 0; i < second->cuts.count; i++) {
        struct tl_second_cut *last = kept == 0 ? NULL : &cuts[kept - 1];
        if (last == NULL || last->in.end <= cuts[i].in.begin) {
            cuts[kept++] = cuts[i];
            continue;
        }
        last->in.end = last->in.end < cuts[i].in.end ? cuts[i].in.end : last->in.end;
        last->is_propagated = last->is_propagated && cuts[i].is_propagated;
        last->is_tail = last->is_tail && cuts[i].is_tail;
        last->ruling = last->ruling == NULL ? cuts[i].ruling : last->ruling;
        last->action = cuts[i].action < last->action ? cuts[i].action : last->action;
        last->rules = tl_words_union(second->arena, last->rules, cuts[i].rules);
    }
    second->cuts.count = kept;
    kept = 0;
    for (size_t i = 0; i < second->cuts.count; i++) {
        if (second->opinions[cuts[i].portion].may_leave) {
            cuts[kept++] = cuts[i];
        }
    }
    second->cuts.count = kept;
}

static int by_span(const void *a, const void *b)
{
    const struct tl_span *x = a;
    const struct tl_span *y = b;
    return x->begin < y->begin ? -1 : x->begin > y->begin;
}

/* What is out by now: held portions and cuts. */
static struct tl_span *atoms_of(struct tl_second *second, size_t *count)
{
    const struct tl_cable *cable = &second->cable;
    struct tl_span *atoms =
        tl_arena_alloc(second->arena, cable->portions.count + second->cuts.count, sizeof(*atoms));
    size_t n = 0;
    for (size_t i = 0; i < cable->portions.count; i++) {
        const struct tl_span held = tl_second_held(&cable->portions.items[i]);
        if (!second->opinions[i].may_leave && cable->portions.items[i].kind != TL_KIND_FURNITURE &&
            held.begin < held.end) {
            atoms[n++] = held;
        }
    }
    for (size_t i = 0; i < second->cuts.count; i++) {
        atoms[n++] = second->cuts.items[i].in;
    }
    tl_sort(atoms, n, sizeof(*atoms), by_span);
    *count = 0;
    for (size_t i = 0; i < n; i++) {
        struct tl_span *last = *count == 0 ? NULL : &atoms[*count - 1];
        if (last == NULL || last->end <= atoms[i].begin) {
            atoms[(*count)++] = atoms[i];
        } else if (last->end < atoms[i].end) {
            last->end = atoms[i].end;
        }
    }
    return atoms;
}

/* One live hit of one rule; true when it changes what leaves. */
static bool take_hit(struct tl_second *second, const struct tl_plain_hit *hit, size_t round)
{
    const bool is_last = round == TL_MAX_ROUNDS;
    struct tl_second_cut like = {.is_propagated = false};
    switch (hit->rule->action) {
    case TL_ACTION_FLAG:
        if (round == 0) {
            tl_second_note(second, "flag", tl_second_portion_at(&second->cable, hit->in.begin), hit->rule);
        }
        return false;
    case TL_ACTION_DENY:
        if (!is_last) {
            second->denied_by = hit->rule;
            return false;
        }
        break;
    case TL_ACTION_WITHHOLD:
        if (!is_last) {
            close_all(second, hit->in, TL_CAUSE_RULE, hit->rule);
            return true;
        }
        break;
    case TL_ACTION_EXCISE:
    case TL_ACTION_PSEUDONYM:
    case TL_ACTION_MASK:
        if (!is_last) {
            for (size_t i = TL_READING_COUNT; i > 0; i--) {
                like.person =
                    hit->text[i - 1].len > 0 ? tl_arena_dup(second->arena, hit->text[i - 1]) : like.person;
            }
            take_out(second, hit->in, hit->rule, like);
            return true;
        }
        break;
    }
    close_all(second, hit->in, TL_CAUSE_DOUBT, hit->rule);
    return true;
}

static bool is_open(const struct tl_second *second, const struct tl_second_unit *unit)
{
    for (size_t i = unit->first;
         i < second->cable.portions.count && second->cable.portions.items[i].core.begin < unit->span.end;
         i++) {
        if (second->opinions[i].may_leave) {
            return true;
        }
    }
    return false;
}

/* Who a name is: the longest name that was found in the same place. */
static tl_slice person_of(const struct tl_second *second, const struct tl_name *name)
{
    tl_slice person = name->text;
    for (size_t i = 0; i < second->names.list.count; i++) {
        const struct tl_name *other = &second->names.list.items[i];
        const bool is_there = other->in.begin == name->in.begin && other->in.end == name->in.end;
        if (is_there && other->text.len > person.len) {
            person = other->text;
        }
    }
    return person;
}

static bool take_name(struct tl_second *second, const struct tl_plain_place *place, size_t round)
{
    const struct tl_second_cut like = {
        .is_propagated = true, .found = place->name->in, .person = person_of(second, place->name)};
    if (tl_second_in_label(&second->cable, place->in)) {
        return false;
    }
    if (round == TL_MAX_ROUNDS) {
        close_all(second, place->in, TL_CAUSE_DOUBT, place->name->rule);
    } else {
        take_out(second, place->in, place->name->rule, like);
    }
    return true;
}

/* Holds what the log holds because a rule was not decided, where that may have been so. */
static bool take_given(struct tl_second *second, const struct tl_second_unit *unit,
                       const struct tl_plain_hits *hits)
{
    const size_t before = second->closed_count;
    for (size_t i = 0; i < second->given_count; i++) {
        const struct tl_second_given *given = &second->given[i];
        const struct tl_rule *rule = tl_policy_rule(second->policy, given->rule);
        if (rule != NULL && tl_plain_is_hungry(hits, rule) && tl_span_meets(given->in, unit->span)) {
            close_all(second, given->in, TL_CAUSE_DOUBT, rule);
        }
    }
    return second->closed_count > before;
}

/* All rules and names over one unit of what still leaves; true when something more is taken out. */
static bool run_unit(struct tl_second *second, const struct tl_second_unit *unit,
                     const struct tl_views *views, struct tl_arena *scratch, size_t round)
{
    struct tl_plain_hits hits;
    struct tl_plain_places places = {0};
    bool has_changed = false;
    tl_plain_rules(second->plain, scratch, views, unit->kind, second->options.judged_on, &hits);
    tl_plain_names(scratch, views, &second->names, &places);
    if (hits.undecided != NULL) {
        close_all(second, unit->span, TL_CAUSE_DOUBT, hits.undecided);
        return true;
    }
    if (hits.hungry.count > 0 && take_given(second, unit, &hits)) {
        return true;
    }
    for (size_t k = 0; k < hits.list.count; k++) {
        const struct tl_plain_hit *hit = &hits.list.items[k];
        if (tl_second_in_label(&second->cable, hit->in)) {
            continue;
        }
        if (tl_plain_is_live(hit)) {
            has_changed = take_hit(second, hit, round) || has_changed;
        } else {
            *TL_PUSH(second->arena, &second->kept) = (struct tl_second_kept){
                hit->in, hit->rule, hit->exception, hits.hungry.count == 0, second->kept.count};
        }
    }
    for (size_t k = 0; k < places.list.count; k++) {
        has_changed = take_name(second, &places.list.items[k], round) || has_changed;
    }
    return has_changed;
}

/* All that still leaves, once; true when something more is taken out.  In the last round what still hits is
 * held whole (M17). */
static bool run_round(struct tl_second *second, const struct tl_second_units *units, size_t round)
{
    struct tl_arena scratch = {0};
    size_t atom_count = 0;
    const struct tl_span *atoms = atoms_of(second, &atom_count);
    bool has_changed = false;
    for (size_t i = 0; i < units->list.count; i++) {
        const struct tl_second_unit *unit = &units->list.items[i];
        struct tl_views views;
        if (!is_open(second, unit)) {
            continue;
        }
        tl_second_views(&scratch, &second->cable, units, unit, atoms, atom_count, &views);
        has_changed = run_unit(second, unit, &views, &scratch, round) || has_changed;
        tl_arena_clear(&scratch);
    }
    tl_arena_release(&scratch);
    if (round == 0 && tl_second_excise(second, units)) {
        has_changed = true;
    }
    unite(second);
    return has_changed;
}

/* M13: what propagating rules find anywhere, in what is held too. */
static void find_names(struct tl_second *second, const struct tl_second_units *units)
{
    struct tl_arena scratch = {0};
    for (size_t i = 0; i < units->list.count; i++) {
        const struct tl_second_unit *unit = &units->list.items[i];
        struct tl_views views;
        struct tl_plain_hits hits;
        tl_second_views(&scratch, &second->cable, units, unit, NULL, 0, &views);
        tl_plain_rules(second->plain, &scratch, &views, unit->kind, second->options.judged_on, &hits);
        for (size_t k = 0; k < hits.list.count; k++) {
            const struct tl_plain_hit *hit = &hits.list.items[k];
            struct tl_match match = {.rule = hit->rule, .in = hit->in};
            if (!tl_plain_is_live(hit) || hit->rule->action == TL_ACTION_FLAG ||
                (!hit->rule->propagates_full && !hit->rule->propagates_surname)) {
                continue;
            }
            for (size_t r = TL_READING_COUNT; r > 0; r--) {
                match.readings[r - 1] = hit->text[r - 1];
                match.text = hit->text[r - 1].len > 0 ? hit->text[r - 1] : match.text;
            }
            tl_names_add(second->arena, &match, &second->names);
        }
        tl_arena_clear(&scratch);
    }
    tl_arena_release(&scratch);
}

bool tl_second_denies(const struct tl_second *second)
{
    return second->denied_by != NULL || (second->policy->denies_on_doubt && second->is_doubt);
}

void tl_second_decide(struct tl_second *second, tl_slice original)
{
    const struct tl_cable_options reading = tl_reading_under(second->policy, &second->options);
    struct tl_second_units units;
    tl_cable_parse(second->arena, original, &reading, &second->cable);
    second->opinions =
        tl_arena_alloc(second->arena, second->cable.portions.count + 1, sizeof(*second->opinions));
    for (size_t i = 0; i < second->cable.portions.count; i++) {
        second->opinions[i] = tl_second_judge(second, &second->cable, &second->cable.portions.items[i]);
    }
    tl_second_rule(second);
    for (size_t i = 0; i < second->cable.portions.count; i++) {
        second->is_doubt = second->is_doubt || second->opinions[i].is_doubt;
    }
    tl_second_hold_freed(second);
    tl_second_units(second->arena, &second->cable, &units);
    find_names(second, &units);
    bool has_changed = true;
    for (size_t round = 0; has_changed && round <= TL_MAX_ROUNDS; round++) {
        has_changed = run_round(second, &units, round);
    }
    tl_second_beside(second);
    if (!tl_second_denies(second)) {
        const size_t note_count = second->notes.count;
        tl_second_write(second);
        tl_second_hold_unreadable(second, note_count);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/second.h"

#include "base/limits.h"
#include "base/search.h"
#include "base/sort.h"

/* --- places in a cable */

struct tl_span tl_second_held(const struct tl_portion *portion)
{
    const bool is_labelled =
        portion->label.begin == portion->core.begin && portion->label.end <= portion->core.end;
    return (struct tl_span){is_labelled ? portion->label.end : portion->core.begin, portion->core.end};
}

size_t tl_second_portion_at(const struct tl_cable *cable, size_t offset)
{
    const size_t count = TL_COUNT_UP_TO(cable->elements.items, cable->elements.count, span.begin, offset);
    return count == 0 ? 0 : cable->elements.items[count - 1].portion;
}

bool tl_second_in_label(const struct tl_cable *cable, struct tl_span in)
{
    const struct tl_portion *portion = &cable->portions.items[tl_second_portion_at(cable, in.begin)];
    const bool is_mark = portion->mark.begin < portion->mark.end && tl_span_holds(portion->mark, in);
    return is_mark || tl_span_holds(portion->label, in);
}

/* The text of a portion without label and mark. */
static struct tl_span read_of(const struct tl_portion *portion)
{
    const struct tl_span held = tl_second_held(portion);
    if (portion->mark.begin == held.begin) {
        return (struct tl_span){portion->mark.end, held.end};
    }
    return (struct tl_span){held.begin, portion->mark.end == held.end ? portion->mark.begin : held.end};
}

static void add_unit(struct tl_arena *arena, struct tl_second_units *out, struct tl_second_unit unit)
{
    if (unit.span.begin < unit.span.end) {
        *TL_PUSH(arena, &out->list) = unit;
    }
}

void tl_second_units(struct tl_arena *arena, const struct tl_cable *cable, struct tl_second_units *out)
{
    const struct tl_portion *portions = cable->portions.items;
    const size_t count = cable->portions.count;
    *out = (struct tl_second_units){.holes = tl_arena_alloc(arena, count, sizeof(*out->holes))};
    for (size_t i = 0; i < count; i++) {
        struct tl_second_unit unit = {read_of(&portions[i]), portions[i].kind, i, i};
        if (portions[i].kind == TL_KIND_FURNITURE) {
            out->holes[out->hole_count++] = portions[i].span;
        }
        if (portions[i].kind == TL_KIND_ATTRIBUTES) { /* one field a line */
            const tl_slice bytes = tl_slice_sub(cable->bytes, 0, portions[i].core.end);
            for (size_t at = portions[i].core.begin; at < portions[i].core.end;) {
                const size_t found = tl_slice_find(bytes, TL_LIT("\n"), at);
                const size_t end = found == TL_NONE ? bytes.len : found;
                unit.span = (struct tl_span){at, end};
                add_unit(arena, out, unit);
                at = end + 1;
            }
            continue;
        }
        add_unit(arena, out, unit);
        if (portions[i].group != i) {
            continue;
        }
        unit.kind = TL_KIND_PARAGRAPH; /* with all that belongs to it */
        for (size_t k = i + 1; k < count; k++) {
            if (portions[k].group == i) {
                unit.last = k;
                unit.span.end = read_of(&portions[k]).end;
            } else if (portions[k].kind != TL_KIND_FURNITURE && portions[k].inside == TL_NONE) {
                break;
            }
        }
        if (unit.last > i) {
            add_unit(arena, out, unit);
        }
    }
}

/* Those of sorted, disjoint spans that meet a range. */
static const struct tl_span *spans_in(const struct tl_span *spans, size_t count, struct tl_span range,
                                      size_t *found)
{
    const size_t first = TL_COUNT_UP_TO(spans, count, end, range.begin);
    size_t end = first;
    while (end < count && spans[end].begin < range.end) {
        end++;
    }
    *found = end - first;
    return *found == 0 ? NULL : spans + first;
}

void tl_second_views(struct tl_arena *arena, const struct tl_cable *cable,
                     const struct tl_second_units *units, const struct tl_second_unit *unit,
                     const struct tl_span *atoms, size_t atom_count, struct tl_views *out)
{
    size_t hole_count = 0;
    size_t cut_count = 0;
    const struct tl_span *cuts = spans_in(atoms, atom_count, unit->span, &cut_count);
    const struct tl_span *holes = spans_in(
        units->holes, unit->kind == TL_KIND_FURNITURE ? 0 : units->hole_count, unit->span, &hole_count);
    tl_views_build(arena, cable, unit->span, holes, hole_count, cuts, cut_count, out);
}

/* --- M11, M12: what rules take */

static void close_portion(struct tl_second *second, size_t index, enum tl_cause cause,
                          const struct tl_rule *rule)
{
    struct tl_opinion *opinion = &second->opinions[index];
    if (opinion->may_leave) {
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
        while (piece.begin < piece.end && tl_is_blank(cable->bytes.ptr[piece.begin])) {
            piece.begin++;
        }
        while (piece.begin < piece.end && tl_is_blank(cable->bytes.ptr[piece.end - 1])) {
            piece.end--;
        }
        if (piece.begin < piece.end && second->opinions[element->portion].may_leave) {
            struct tl_second_cut *added = TL_PUSH(second->arena, &second->cuts);
            *added = like;
            added->in = piece;
            added->portion = element->portion;
            like.is_tail = true;
            has_cut = true;
        }
    }
    return has_cut;
}

static void take_out(struct tl_second *second, struct tl_span in, const struct tl_rule *rule,
                     bool is_propagated)
{
    const bool closes = rule->action == TL_ACTION_DENY || rule->action == TL_ACTION_WITHHOLD;
    tl_slice *id = tl_arena_alloc(second->arena, 1, sizeof(*id));
    *id = rule->id;
    const struct tl_second_cut like = {
        .action = closes ? TL_ACTION_EXCISE : rule->action, .is_propagated = is_propagated, .rules = {id, 1}};
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
    return x->in.end < y->in.end ? -1 : x->in.end > y->in.end;
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

/* One hit of one rule; true when it changes what leaves. */
static bool take_hit(struct tl_second *second, const struct tl_plain_hit *hit, bool is_last)
{
    if (tl_second_in_label(&second->cable, hit->in) || hit->is_excepted || hit->is_failed) {
        return false;
    }
    switch (hit->rule->action) {
    case TL_ACTION_FLAG:
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
            take_out(second, hit->in, hit->rule, false);
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

/* All rules and names over all that still leaves; true when something more is taken out.  In the last round
 * what still hits is held whole (M17). */
static bool run_round(struct tl_second *second, const struct tl_second_units *units, bool is_first,
                      bool is_last)
{
    struct tl_arena scratch = {0};
    size_t atom_count = 0;
    const struct tl_span *atoms = atoms_of(second, &atom_count);
    bool has_changed = false;
    for (size_t i = 0; i < units->list.count; i++) {
        const struct tl_second_unit *unit = &units->list.items[i];
        struct tl_views views;
        struct tl_plain_hits hits;
        struct tl_plain_places places = {0};
        if (!is_open(second, unit)) {
            continue;
        }
        tl_second_views(&scratch, &second->cable, units, unit, atoms, atom_count, &views);
        tl_plain_rules(second->plain, &scratch, &views, unit->kind, second->options.judged_on, &hits);
        tl_plain_names(&scratch, &views, &second->names, &places);
        if (hits.undecided != NULL) {
            close_all(second, unit->span, TL_CAUSE_DOUBT, hits.undecided);
            has_changed = true;
        }
        for (size_t k = 0; k < hits.list.count && hits.undecided == NULL; k++) {
            has_changed = take_hit(second, &hits.list.items[k], is_last) || has_changed;
        }
        for (size_t k = 0; k < places.list.count && hits.undecided == NULL; k++) {
            const struct tl_plain_place *place = &places.list.items[k];
            if (tl_second_in_label(&second->cable, place->in)) {
                continue;
            }
            has_changed = true;
            if (is_last) {
                close_all(second, place->in, TL_CAUSE_DOUBT, place->name->rule);
            } else {
                take_out(second, place->in, place->name->rule, true);
            }
        }
        tl_arena_clear(&scratch);
    }
    tl_arena_release(&scratch);
    if (is_first && tl_second_excise(second, units)) {
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
            if (hit->is_excepted || hit->is_failed || hit->rule->action == TL_ACTION_FLAG ||
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

/* Holds what the log holds. */
static void take_given(struct tl_second *second, const struct tl_second_closed *closed)
{
    for (size_t i = 0; i < second->cable.portions.count; i++) {
        struct tl_opinion *opinion = &second->opinions[i];
        if (tl_span_meets(tl_second_held(&second->cable.portions.items[i]), closed->in) &&
            opinion->may_leave && (!closed->is_freed || opinion->is_freed)) {
            close_portion(second, i, TL_CAUSE_DOUBT, NULL);
            opinion->is_given = true;
        }
    }
}

void tl_second_decide(struct tl_second *second, struct tl_plain *plain, struct tl_arena *arena,
                      const struct tl_policy *policy, const struct tl_release_options *options,
                      tl_slice original, const struct tl_second_closed *closed, size_t closed_count)
{
    const struct tl_cable_options reading = {.assume = options->assume,
                                             .frees_nothing = !policy->honours_dates};
    struct tl_second_units units;
    *second = (struct tl_second){.plain = plain, .arena = arena, .policy = policy, .options = *options};
    tl_cable_parse(arena, original, &reading, &second->cable);
    second->opinions = tl_arena_alloc(arena, second->cable.portions.count + 1, sizeof(*second->opinions));
    for (size_t i = 0; i < second->cable.portions.count; i++) {
        second->opinions[i] = tl_second_judge(second, &second->cable, &second->cable.portions.items[i]);
    }
    tl_second_rule(second);
    for (size_t i = 0; i < second->cable.portions.count; i++) {
        second->is_doubt = second->is_doubt || second->opinions[i].is_doubt;
    }
    for (size_t i = 0; i < closed_count; i++) {
        take_given(second, &closed[i]);
    }
    tl_second_units(arena, &second->cable, &units);
    find_names(second, &units);
    bool has_changed = true;
    for (size_t round = 0; has_changed && round <= TL_MAX_ROUNDS; round++) {
        has_changed = run_round(second, &units, round == 0, round == TL_MAX_ROUNDS);
    }
}

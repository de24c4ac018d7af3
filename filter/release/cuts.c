/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Spans that rules and names take out of what is released (DESIGN M7, M11, M12, M13, M17, M19).
 *
 *   names      propagating rules over everything, withheld text too
 *   closing    withhold and deny rules, and rules that cannot be decided, over what is released
 *   rounds     excising rules and names over what is left, until nothing hits
 *   covered    what rules find in withheld portions: the internal log alone
 */
#include "base/limits.h"
#include "base/search.h"
#include "base/sort.h"
#include "release/stage.h"

/* --- ranges with what is cut out of them */

static int by_span(const void *a, const void *b)
{
    const struct tl_span *x = a;
    const struct tl_span *y = b;
    if (x->begin != y->begin) {
        return x->begin < y->begin ? -1 : 1;
    }
    return x->end < y->end ? -1 : x->end > y->end;
}

/* Everything that is an atom for matching: withheld portions and cuts so far; sorted and disjoint. */
static struct tl_span *atoms_of(struct tl_stage *stage, size_t *count)
{
    const struct tl_cable *cable = stage->cable;
    struct tl_span *atoms =
        tl_arena_alloc(stage->arena, cable->portions.count + stage->cuts.count + 1, sizeof(*atoms));
    size_t n = 0;
    for (size_t i = 0; i < cable->portions.count; i++) {
        if (!stage->out->decisions[i].is_released && cable->portions.items[i].kind != TL_KIND_FURNITURE) {
            const struct tl_span span = tl_withheld_span(&cable->portions.items[i]);
            if (tl_span_len(span) > 0) {
                atoms[n++] = span;
            }
        }
    }
    for (size_t i = 0; i < stage->cuts.count; i++) {
        atoms[n++] = stage->cuts.items[i].in;
    }
    tl_sort(atoms, n, sizeof(*atoms), by_span);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && atoms[i].begin < atoms[kept - 1].end) {
            atoms[kept - 1].end = atoms[i].end > atoms[kept - 1].end ? atoms[i].end : atoms[kept - 1].end;
        } else {
            atoms[kept++] = atoms[i];
        }
    }
    *count = kept;
    return atoms;
}

/* The run of `spans` that meets `range`: first index, and how many. */
static size_t window(const struct tl_span *spans, size_t count, struct tl_span range, size_t *length)
{
    const size_t low = TL_COUNT_UP_TO(spans, count, end, range.begin);
    size_t end = low;
    while (end < count && spans[end].begin < range.end) {
        end++;
    }
    *length = end - low;
    return low;
}

static struct tl_range range_of(const struct tl_stage *stage, const struct tl_unit *unit,
                                const struct tl_span *atoms, size_t atom_count)
{
    struct tl_range range = {.span = unit->span, .kind = unit->kind};
    if (unit->kind != TL_KIND_FURNITURE) {
        range.holes = stage->holes + window(stage->holes, stage->hole_count, unit->span, &range.hole_count);
    }
    if (atom_count > 0) {
        range.cuts = atoms + window(atoms, atom_count, unit->span, &range.cut_count);
    }
    return range;
}

static bool is_live(const struct tl_match *match)
{
    return match->exception == NULL && !match->is_check_failed;
}

/* --- recording */

static void note(struct tl_stage *stage, const char *slug, size_t portion, const struct tl_rule *rule)
{
    struct tl_note *item = TL_PUSH(stage->arena, &stage->out->notes);
    const size_t line = portion == TL_NONE ? 0 : stage->cable->portions.items[portion].line;
    *item = (struct tl_note){slug, portion, line, rule};
}

/* The slot of what this rule found in this place, or a free one. */
static size_t *kept_slot(const struct tl_stage *stage, const struct tl_rule *rule, struct tl_span in)
{
    const size_t place = in.begin * 31 + in.end;
    size_t at = (place * 31 + (size_t)(rule - stage->policy->rules)) & (stage->kept_slot_count - 1);
    for (;; at = (at + 1) & (stage->kept_slot_count - 1)) {
        const size_t index = stage->kept_slots[at];
        const struct tl_kept *kept = index == 0 ? NULL : &stage->out->kept.items[index - 1];
        if (kept == NULL || (kept->rule == rule && kept->in.begin == in.begin && kept->in.end == in.end)) {
            return &stage->kept_slots[at];
        }
    }
}

/* Makes room for another one among what was kept: its slots are by rule and place. */
static void kept_grow(struct tl_stage *stage)
{
    const struct tl_release *out = stage->out;
    if (out->kept.count * 2 < stage->kept_slot_count) {
        return;
    }
    stage->kept_slot_count = stage->kept_slot_count == 0 ? 16 : stage->kept_slot_count * 2;
    stage->kept_slots = tl_arena_alloc(stage->arena, stage->kept_slot_count, sizeof(*stage->kept_slots));
    for (size_t i = 0; i < out->kept.count; i++) {
        *kept_slot(stage, out->kept.items[i].rule, out->kept.items[i].in) = i + 1;
    }
}

static void record_kept(struct tl_stage *stage, const struct tl_match *match)
{
    struct tl_release *out = stage->out;
    kept_grow(stage);
    size_t *slot = kept_slot(stage, match->rule, match->in);
    if (*slot != 0) {
        return;
    }
    struct tl_kept *kept = TL_PUSH(stage->arena, &out->kept);
    *kept = (struct tl_kept){match->in, tl_portion_of(stage->cable, match->in.begin), match->rule,
                             match->exception, tl_cable_line(stage->cable, match->in.begin)};
    *slot = out->kept.count;
}

void tl_close_portion(struct tl_stage *stage, size_t portion, enum tl_cause cause, const struct tl_rule *rule)
{
    struct tl_decision *decision = &stage->out->decisions[portion];
    if (decision->is_released) {
        decision->is_released = false;
        decision->cause = cause;
        decision->rule = rule;
        decision->is_doubt = cause == TL_CAUSE_DOUBT;
        stage->out->is_doubt = stage->out->is_doubt || decision->is_doubt;
    }
}

/* The first element that ends behind `at`. */
static size_t element_behind(const struct tl_cable *cable, size_t at)
{
    return TL_COUNT_UP_TO(cable->elements.items, cable->elements.count, span.end, at);
}

/* Closes every released portion that the span touches. */
static void close_span(struct tl_stage *stage, struct tl_span span, enum tl_cause cause,
                       const struct tl_rule *rule)
{
    const struct tl_cable *cable = stage->cable;
    for (size_t i = element_behind(cable, span.begin);
         i < cable->elements.count && cable->elements.items[i].span.begin < span.end; i++) {
        const size_t own = cable->elements.items[i].portion;
        const size_t host = cable->portions.items[own].inside;
        const size_t index = host == TL_NONE ? own : host; /* what furniture stands in */
        const struct tl_portion *portion = &cable->portions.items[index];
        if (tl_span_meets(portion->core, span) && portion->kind != TL_KIND_FURNITURE) {
            tl_close_portion(stage, index, cause, rule);
        }
    }
}

/* --- cuts */

static void add_rule(struct tl_stage *stage, struct tl_cut *cut, const struct tl_rule *rule)
{
    for (size_t i = 0; i < cut->rule_count; i++) {
        if (cut->rules[i] == rule) {
            return;
        }
    }
    const struct tl_rule **rules = tl_arena_alloc(stage->arena, cut->rule_count + 1, sizeof(*rules));
    for (size_t i = 0; i < cut->rule_count; i++) {
        rules[i] = cut->rules[i];
    }
    rules[cut->rule_count++] = rule;
    cut->rules = rules;
}

/* One piece of a hit, whole inside one portion. */
static void add_piece(struct tl_stage *stage, struct tl_span span, size_t portion, const struct tl_cut *like)
{
    struct tl_cut *cut = TL_PUSH(stage->arena, &stage->cuts);
    *cut = *like;
    cut->in = span;
    cut->portion = portion;
}

/* The parts of a portion that no rule may take: label and own mark. */
static struct tl_span after_mark(const struct tl_portion *portion, struct tl_span span)
{
    if (span.begin < portion->label.end && portion->label.begin < span.end) {
        span.begin = portion->label.end;
    }
    if (span.begin < portion->mark.end && portion->mark.begin < span.end) {
        if (span.begin >= portion->mark.begin || portion->mark.begin <= portion->label.end) {
            span.begin = portion->mark.end;
        } else {
            span.end = portion->mark.begin; /* a mark at the end of a subject */
        }
    }
    return span;
}

/* Splits a hit at elements and labels, and adds its pieces; the first carries the mark. */
static bool add_hit(struct tl_stage *stage, struct tl_span in, struct tl_cut like)
{
    const struct tl_cable *cable = stage->cable;
    bool has_any = false;
    for (size_t i = element_behind(cable, in.begin);
         i < cable->elements.count && cable->elements.items[i].span.begin < in.end; i++) {
        const struct tl_element *element = &cable->elements.items[i];
        const struct tl_portion *portion = &cable->portions.items[element->portion];
        struct tl_span piece = {in.begin > element->span.begin ? in.begin : element->span.begin,
                                in.end < element->span.end ? in.end : element->span.end};
        const bool crosses = piece.begin != in.begin || piece.end != in.end;
        if (element->kind == TL_KIND_FURNITURE && crosses) {
            continue; /* a hit goes on behind a page break */
        }
        piece = after_mark(portion, piece);
        while (tl_span_len(piece) > 0 && stage->out->decisions[element->portion].is_released) {
            const struct tl_span words = tl_cable_level_words(cable, piece);
            const tl_slice text = tl_slice_trim(tl_slice_sub(cable->bytes, piece.begin, words.begin));
            if (text.len > 0) {
                const size_t begin = (size_t)(text.ptr - cable->bytes.ptr);
                add_piece(stage, (struct tl_span){begin, begin + text.len}, element->portion, &like);
                like.is_tail = true;
                has_any = true;
            }
            piece.begin = tl_span_len(words) == 0 ? piece.end : words.end;
        }
    }
    return has_any;
}

static int by_cut(const void *a, const void *b)
{
    const struct tl_cut *x = a;
    const struct tl_cut *y = b;
    return by_span(&x->in, &y->in);
}

/* M12: the union of overlapping spans, the strictest action, all rules. */
static void unite(struct tl_stage *stage)
{
    size_t kept = 0;
    tl_sort(stage->cuts.items, stage->cuts.count, sizeof(*stage->cuts.items), by_cut);
    for (size_t i = 0; i < stage->cuts.count; i++) {
        struct tl_cut *cut = &stage->cuts.items[i];
        struct tl_cut *last = kept == 0 ? NULL : &stage->cuts.items[kept - 1];
        if (last == NULL || cut->in.begin >= last->in.end) {
            stage->cuts.items[kept++] = *cut;
            continue;
        }
        last->in.end = cut->in.end > last->in.end ? cut->in.end : last->in.end;
        if (last->is_propagated && !cut->is_propagated) {
            last->is_propagated = false;
        }
        last->is_tail = last->is_tail && cut->is_tail;
        last->ruling = last->ruling != NULL ? last->ruling : cut->ruling;
        if (cut->action < last->action) {
            last->action = cut->action;
        }
        for (size_t k = 0; k < cut->rule_count; k++) {
            add_rule(stage, last, cut->rules[k]);
        }
    }
    stage->cuts.count = kept;
}

/* --- the steps */

static void find_names(struct tl_stage *stage, const struct tl_units *units)
{
    for (size_t i = 0; i < units->list.count; i++) {
        const struct tl_range range = range_of(stage, &units->list.items[i], NULL, 0);
        const struct tl_matches *matches = tl_found_matches(stage, i, &range);
        for (size_t k = 0; k < matches->list.count; k++) {
            const struct tl_match *match = &matches->list.items[k];
            const bool propagates = match->rule->propagates_full || match->rule->propagates_surname;
            if (propagates && is_live(match) && match->rule->action != TL_ACTION_FLAG) {
                tl_names_add(stage->arena, match, &stage->names);
            }
        }
    }
}

static void record_covered(struct tl_stage *stage)
{
    for (size_t i = 0; i < stage->cable->portions.count; i++) {
        const struct tl_portion *portion = &stage->cable->portions.items[i];
        if (stage->out->decisions[i].is_released || portion->inside != TL_NONE) {
            continue;
        }
        const struct tl_unit unit = {portion->core, portion->kind, i};
        const struct tl_range range = range_of(stage, &unit, NULL, 0);
        struct tl_matches matches = {0};
        tl_match_rules(stage->matcher, stage->arena, stage->cable, stage->policy, stage->options->judged_on,
                       &range, NULL, NULL, &matches);
        for (size_t k = 0; k < matches.list.count; k++) {
            struct tl_covered *covered = TL_PUSH(stage->arena, &stage->out->covered);
            *covered = (struct tl_covered){matches.list.items[k].in, i, matches.list.items[k].rule,
                                           tl_cable_line(stage->cable, matches.list.items[k].in.begin)};
        }
    }
}

bool tl_is_in_label(const struct tl_cable *cable, struct tl_span in)
{
    const struct tl_portion *portion = &cable->portions.items[tl_portion_of(cable, in.begin)];
    return tl_span_holds(portion->label, in) ||
           (tl_span_len(portion->mark) > 0 && tl_span_holds(portion->mark, in)) ||
           tl_span_holds(tl_cable_level_words(cable, in), in);
}

/* One hit of an excising, masking, pseudonym, flagging or closing rule in released text; true when it adds a
 * cut. */
static bool take_match(struct tl_stage *stage, const struct tl_match *match, bool is_first_round)
{
    const struct tl_rule *rule = match->rule;
    if (tl_is_in_label(stage->cable, match->in)) {
        return false;
    }
    if (!is_live(match)) {
        record_kept(stage, match);
        return false;
    }
    switch (rule->action) {
    case TL_ACTION_DENY:
        stage->out->denied_by = rule;
        return false;
    case TL_ACTION_WITHHOLD:
        close_span(stage, match->in, TL_CAUSE_RULE, rule);
        return true;
    case TL_ACTION_FLAG:
        if (is_first_round) {
            note(stage, "flag", tl_portion_of(stage->cable, match->in.begin), rule);
        }
        return false;
    case TL_ACTION_EXCISE:
    case TL_ACTION_PSEUDONYM:
    case TL_ACTION_MASK:
        break;
    }
    struct tl_cut like = {.action = rule->action, .person = match->text};
    *TL_PUSH(stage->arena, &stage->hits) = match->in;
    add_rule(stage, &like, rule);
    if (!add_hit(stage, match->in, like)) {
        close_span(stage, match->in, TL_CAUSE_DOUBT, rule); /* it lies in what cannot be cut */
    }
    return true;
}

/* By the place where they were found, then as they were added. */
static int by_found(const void *a, const void *b)
{
    const struct tl_name *x = *(const struct tl_name *const *)a;
    const struct tl_name *y = *(const struct tl_name *const *)b;
    const int order = by_span(&x->in, &y->in);
    return order != 0 ? order : x < y ? -1 : x > y;
}

/* Who each name is: the longest name of the same place. */
static void find_persons(struct tl_stage *stage)
{
    const size_t count = stage->names.list.count;
    const struct tl_name **names = tl_arena_alloc(stage->arena, count, sizeof(struct tl_name *));
    stage->persons = tl_arena_alloc(stage->arena, count, sizeof(*stage->persons));
    for (size_t i = 0; i < count; i++) {
        names[i] = &stage->names.list.items[i];
    }
    tl_sort(names, count, sizeof(struct tl_name *), by_found);
    for (size_t i = 0; i < count;) {
        tl_slice best = {NULL, 0};
        size_t end = i;
        for (; end < count && by_span(&names[end]->in, &names[i]->in) == 0; end++) {
            best = names[end]->text.len > best.len ? names[end]->text : best;
        }
        for (; i < end; i++) {
            const tl_slice text = names[i]->text;
            stage->persons[names[i] - stage->names.list.items] = best.len > text.len ? best : text;
        }
    }
}

static bool take_name_hit(struct tl_stage *stage, const struct tl_name_hit *hit)
{
    const struct tl_rule *rule = hit->name->rule;
    if (tl_is_in_label(stage->cable, hit->in)) {
        return false;
    }
    /* a rule that closes the portion it hits takes the name alone elsewhere */
    const bool is_closing = rule->action == TL_ACTION_WITHHOLD || rule->action == TL_ACTION_DENY;
    struct tl_cut like = {.action = is_closing ? TL_ACTION_EXCISE : rule->action,
                          .is_propagated = true,
                          .found = hit->name->in,
                          .person = stage->persons[hit->name - stage->names.list.items]};
    *TL_PUSH(stage->arena, &stage->hits) = hit->in;
    add_rule(stage, &like, rule);
    if (!add_hit(stage, hit->in, like)) {
        close_span(stage, hit->in, TL_CAUSE_DOUBT, rule);
    }
    return true;
}

/* True when the unit has something that is released. */
static bool is_open(const struct tl_stage *stage, const struct tl_unit *unit)
{
    const struct tl_cable *cable = stage->cable;
    for (size_t i = unit->portion;
         i < cable->portions.count && cable->portions.items[i].core.begin < unit->span.end; i++) {
        if (stage->out->decisions[i].is_released) {
            return true;
        }
    }
    return false;
}

/* What a reviewer takes out, beside what the rules found in the text as it was.  What stands in a withheld
 * portion goes with it. */
static bool take_rulings(struct tl_stage *stage)
{
    bool has_any = false;
    for (size_t i = 0; i < stage->ruled_cuts.count; i++) {
        const struct tl_ruled_cut *ruled = &stage->ruled_cuts.items[i];
        *TL_PUSH(stage->arena, &stage->hits) = ruled->in;
        has_any =
            add_hit(stage, ruled->in, (struct tl_cut){.action = TL_ACTION_EXCISE, .ruling = ruled->ruling}) ||
            has_any;
    }
    return has_any;
}

/* One round over everything that is released; true when something was found that changes the release. */
static bool run_round(struct tl_stage *stage, const struct tl_units *units, bool is_first, bool is_last)
{
    size_t atom_count = 0;
    const struct tl_span *atoms = atoms_of(stage, &atom_count);
    bool has_changed = false;
    for (size_t i = 0; i < units->list.count; i++) {
        const struct tl_unit *unit = &units->list.items[i];
        if (!is_open(stage, unit)) {
            continue;
        }
        const struct tl_range range = range_of(stage, unit, atoms, atom_count);
        const struct tl_matches *matches = tl_found_matches(stage, i, &range);
        const struct tl_name_hits *names = tl_found_names(stage, i, &range);
        if (matches->undecided != NULL) {
            close_span(stage, unit->span, TL_CAUSE_DOUBT, matches->undecided);
            has_changed = true;
            continue;
        }
        for (size_t k = 0; k < matches->list.count; k++) {
            const struct tl_match *match = &matches->list.items[k];
            if (is_last && is_live(match) && match->rule->action != TL_ACTION_FLAG &&
                !tl_is_in_label(stage->cable, match->in)) {
                close_span(stage, match->in, TL_CAUSE_DOUBT, match->rule);
                has_changed = true;
                continue;
            }
            has_changed = take_match(stage, match, is_first) || has_changed;
        }
        for (size_t k = 0; k < names->list.count; k++) {
            if (is_last && !tl_is_in_label(stage->cable, names->list.items[k].in)) {
                close_span(stage, names->list.items[k].in, TL_CAUSE_DOUBT, names->list.items[k].name->rule);
                has_changed = true;
                continue;
            }
            has_changed = take_name_hit(stage, &names->list.items[k]) || has_changed;
        }
    }
    has_changed = (is_first && take_rulings(stage)) || has_changed;
    unite(stage);
    return has_changed;
}

void tl_cut_drop_covered(struct tl_stage *stage)
{
    size_t kept = 0;
    for (size_t i = 0; i < stage->cuts.count; i++) {
        if (stage->out->decisions[stage->cuts.items[i].portion].is_released) {
            stage->cuts.items[kept++] = stage->cuts.items[i];
        }
    }
    stage->cuts.count = kept;
}

void tl_cut_all(struct tl_stage *stage)
{
    struct tl_units units = {0};
    tl_units_of(stage->arena, stage->cable, &units);
    tl_found_begin(stage, &units);
    find_names(stage, &units);
    find_persons(stage);
    bool has_changed = true;
    for (size_t round = 0; has_changed && round <= TL_MAX_ROUNDS; round++) {
        has_changed = run_round(stage, &units, round == 0, round == TL_MAX_ROUNDS);
        tl_cut_drop_covered(stage);
    }
    if (stage->options->records_covered) {
        record_covered(stage);
    }
}

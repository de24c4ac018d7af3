/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The second reading (DESIGN M17): the release is read again from scratch, with the original as the floor.
 *
 *   1. every byte that left stands in a portion decided "release", or is a label or blank of one that is not
 *   2. every byte of every hit of a rule or a name lies in an edit
 *   3. every portion of the release is judged again, joined with what the original said of its bytes
 *   4. no rule that removes hits, and no propagated name stands
 *
 * It decides afresh: it looks at decisions only to compare.  A failure lets nothing of the cable leave.
 *
 * Of 4, what the rules read is made anew: the release is parsed, and texts of its units are made of its bytes
 * alone, without cuts, decisions or edits.  Rules and names are run on such a text, unless they were run on
 * the same text before and found nothing that must go (found.c): the same text to the byte, with the same
 * segments, in the same readings, in an element of the same kind.  That is all that a match depends on beside
 * the policy and the date, so to run them again could only say the same again; a matcher that is wrong about
 * a text is wrong about it twice, and is held against plain regexes by tests instead.  It does not matter
 * which unit the text was of, nor what has been decided of it:
 *
 *   a span that was mapped to wrong bytes, or cut short, lost, or not written, leaves text that differs from
 *   the text with an atom in that place: it is matched
 *   text that comes together in the release, by a lost line or a mark that is none, or an element that is
 *   read as another kind, differs: it is matched
 *   a rule that looks beyond its match sees no further than the text, atoms and what is behind them included
 *   a name is looked for everywhere once all names are known; a unit in which it was not is not passed over
 */
#include "release/stage.h"

#include "base/search.h"

enum { MOST_ROUNDS = 8 }; /* of holding; in the last all that is still freed is held (M17) */

enum { FLOORS = 4 };

/* Whether what reads as one marking may stay where another is the floor. */
struct floor {
    struct tl_marking now;
    struct tl_marking floor;
    bool may_stay;
};

struct reread {
    struct tl_stage *stage;
    struct tl_cable again;
    struct tl_arena scratch;     /* of one unit */
    struct tl_judge judge;       /* of the original */
    struct tl_judge again_judge; /* of the release */
    struct tl_decision *fresh;   /* of each portion of the original, decided here */
    struct floor floors[FLOORS]; /* the last that were joined */
    size_t floor_count;          /* of all */
    struct tl_err *err;
};

/* Judges for a second reading. */
static void seat_judges(struct reread *rr)
{
    const struct tl_stage *stage = rr->stage;
    rr->judge = (struct tl_judge){stage->arena,   stage->cable, stage->policy,
                                  stage->options, .count = 0,   .ruled = stage->ruled};
    rr->again_judge = (struct tl_judge){stage->arena, &rr->again, stage->policy, stage->options, .count = 0};
}

static enum tl_status refuse(struct reread *rr, const char *what, size_t line)
{
    return tl_fail(
        rr->err, TL_INTERNAL, "release.second_reading",
        "the second reading refused the release: %s near line %zu; nothing of this cable was released", what,
        line);
}

/* The last edit whose replacement begins at or before byte `at` of the release, or NULL. */
static const struct tl_edit *edit_before(const struct tl_release *release, size_t at)
{
    const size_t count = TL_COUNT_UP_TO(release->edits.items, release->edits.count, out.begin, at);
    return count == 0 ? NULL : &release->edits.items[count - 1];
}

/* The original byte behind a byte of the release; of a replacement, the first that it stands for. */
static size_t place_of(const struct tl_release *release, size_t at)
{
    const struct tl_edit *edit = edit_before(release, at);
    return edit == NULL ? at : at < edit->out.end ? edit->in.begin : edit->in.end + (at - edit->out.end);
}

/* The same, or TL_NONE inside a replacement. */
static size_t original_of(const struct tl_release *release, size_t at)
{
    const struct tl_edit *edit = edit_before(release, at);
    return edit != NULL && at < edit->out.end ? TL_NONE : place_of(release, at);
}

/* 1: what the edits left, held against decisions made afresh. */
static enum tl_status check_bytes(struct reread *rr)
{
    struct tl_stage *stage = rr->stage;
    const struct tl_release *release = stage->out;
    size_t edit = 0;
    rr->fresh = tl_arena_alloc(stage->arena, stage->cable->portions.count, sizeof(*rr->fresh));
    for (size_t i = 0; i < stage->cable->portions.count; i++) {
        const struct tl_portion *portion = &stage->cable->portions.items[i];
        rr->fresh[i] = tl_judge_portion(&rr->judge, portion);
        if (rr->fresh[i].is_released && release->decisions[i].is_released) {
            continue;
        }
        if (portion->inside != TL_NONE && !release->decisions[portion->inside].is_released) {
            continue; /* goes with the portion it stands in, which is checked */
        }
        /* every byte after the label must lie in edits */
        struct tl_span open = tl_withheld_span(portion);
        while (edit < release->edits.count && release->edits.items[edit].in.end <= open.begin) {
            edit++;
        }
        for (size_t k = edit; k < release->edits.count && open.begin < open.end; k++) {
            const struct tl_edit *covering = &release->edits.items[k];
            if (covering->in.begin > open.begin) {
                break;
            }
            if (covering->action != TL_EDIT_WITHHELD && covering->action != TL_EDIT_DROPPED) {
                break;
            }
            open.begin = covering->in.end > open.begin ? covering->in.end : open.begin;
        }
        if (open.begin < open.end) {
            return refuse(rr, "text of a withheld portion is left", portion->line);
        }
    }
    return TL_OK;
}

/* 2: what was found is gone, byte for byte. */
static enum tl_status check_hits(struct reread *rr)
{
    struct tl_stage *stage = rr->stage;
    const struct tl_cable *cable = stage->cable;
    for (size_t i = 0; i < stage->hits.count; i++) {
        const struct tl_span hit = stage->hits.items[i];
        for (size_t at = hit.begin; at < hit.end; at++) {
            const struct tl_edit *edit = tl_edit_at(stage->out, at);
            const struct tl_span byte = {at, at + 1};
            if (edit != NULL) {
                at = edit->in.end - 1;
                continue;
            }
            const struct tl_portion *portion = &cable->portions.items[tl_portion_of(cable, at)];
            if (!tl_is_blank(cable->bytes.ptr[at]) && portion->kind != TL_KIND_FURNITURE &&
                !tl_is_in_label(cable, byte)) {
                return refuse(rr, "part of a hit is left", portion->line);
            }
        }
    }
    return TL_OK;
}

/* True when the byte stands in a struck mark of the release: registered words that say nothing. */
static bool is_struck(const struct tl_cable *cable, size_t at)
{
    const size_t low = TL_COUNT_UP_TO(cable->struck.items, cable->struck.count, end, at);
    return low < cable->struck.count && cable->struck.items[low].begin <= at;
}

/* The first original byte of a portion of the release, past marks of ours. */
static size_t source_of(const struct reread *rr, const struct tl_portion *portion)
{
    for (size_t at = portion->core.begin; at < portion->core.end; at++) {
        const size_t source = original_of(rr->stage->out, at);
        if (source != TL_NONE && !tl_is_blank(rr->again.bytes.ptr[at]) && !is_struck(&rr->again, at)) {
            return source;
        }
    }
    return TL_NONE;
}

/* True when text that reads as `now` may leave, where the original said `floor` of it. */
static bool is_within(struct reread *rr, const struct tl_marking *now, const struct tl_marking *floor)
{
    const size_t kept = rr->floor_count < FLOORS ? rr->floor_count : FLOORS;
    for (size_t i = 0; i < kept; i++) {
        const struct floor *known = &rr->floors[i];
        if (tl_marking_same(&known->now, now) && tl_marking_same(&known->floor, floor)) {
            return known->may_stay;
        }
    }
    const struct tl_marking joined = tl_marking_join(rr->stage->arena, now, floor);
    const bool may_stay = tl_judge_marking(&rr->judge, &joined) == TL_REASON_OK;
    rr->floors[rr->floor_count++ % FLOORS] = (struct floor){*now, *floor, may_stay};
    return may_stay;
}

/* 3: one portion of the release against the floor of the original portion with byte `source`. */
static bool may_stay(struct reread *rr, const struct tl_portion *portion, size_t source)
{
    const struct tl_cable *cable = rr->stage->cable;
    const size_t index = tl_portion_of(cable, source);
    const struct tl_portion *before = &cable->portions.items[index];
    const struct tl_decision *floor = &rr->fresh[index];
    if (!floor->is_released) {
        return portion->kind == TL_KIND_WITHHELD ||
               tl_span_holds(before->label, (struct tl_span){source, source + 1});
    }
    if (before->kind == TL_KIND_WITHHELD || portion->kind == TL_KIND_WITHHELD) {
        return true;
    }
    const struct tl_decision now = tl_judge_portion(&rr->again_judge, portion);
    if (floor->is_freed) {
        return now.is_released;
    }
    return portion->doubt == NULL && is_within(rr, &now.judged, &floor->judged);
}

/* Withholds the original of a freed portion that the release does not read as free; false when it may stay.
 */
static bool hold_freed(struct reread *rr, const struct tl_portion *portion, bool holds_all)
{
    struct tl_stage *stage = rr->stage;
    const size_t source = source_of(rr, portion);
    const size_t index = source == TL_NONE ? 0 : tl_portion_of(stage->cable, source);
    struct tl_decision *decision = &stage->out->decisions[index];
    struct tl_release_options undated = *stage->options;
    if (source == TL_NONE || !decision->is_released || !decision->is_freed || decision->ruling != NULL) {
        return false;
    }
    if (!holds_all && tl_judge_portion(&rr->again_judge, portion).is_released) {
        return false;
    }
    undated.as_of = (struct tl_date){0, 0, 0};
    struct tl_judge judge = {stage->arena, stage->cable, stage->policy, &undated, .count = 0};
    *decision = tl_judge_portion(&judge, &stage->cable->portions.items[index]);
    decision->is_doubt = true;
    decision->cause = TL_CAUSE_DOUBT;
    stage->out->is_doubt = true;
    return true;
}

/* Tells of text that a reviewer released and that the release would not read as free: something in it, or a
 * line over it, claims more.  Nobody but the reader of the whole says that it may leave. */
static void tell_held(struct reread *rr, const struct tl_portion *portion)
{
    struct tl_stage *stage = rr->stage;
    const size_t source = source_of(rr, portion);
    const size_t index = source == TL_NONE ? 0 : tl_portion_of(stage->cable, source);
    const struct tl_decision *decision = &stage->out->decisions[index];
    if (source != TL_NONE && decision->is_released && decision->ruling != NULL &&
        !tl_judge_portion(&rr->again_judge, portion).is_released) {
        tl_rule_unfit(stage, decision->ruling,
                      "it would still read as more than may leave, marked anew: something in it or over it "
                      "reads as a marking (with `banner: keep`, the lines of the cable do)");
    }
}

static bool has_freed(const struct tl_stage *stage)
{
    for (size_t i = 0; i < stage->cable->portions.count; i++) {
        if (stage->out->decisions[i].is_released && stage->out->decisions[i].is_freed) {
            return true;
        }
    }
    return false;
}

void tl_hold_freed(struct tl_stage *stage)
{
    struct tl_release *out = stage->out;
    const struct tl_cable_options options = tl_reading_under(stage->policy, stage->options);
    bool is_settled = false;
    for (int round = 1; !is_settled && has_freed(stage); round++) {
        struct reread rr = {.stage = stage};
        const size_t notes = out->notes.count;
        tl_edit_all(stage);
        tl_cable_parse(stage->arena, out->bytes, &options, &rr.again);
        seat_judges(&rr);
        is_settled = true;
        for (size_t i = 0; i < rr.again.portions.count; i++) {
            is_settled = !hold_freed(&rr, &rr.again.portions.items[i], round >= MOST_ROUNDS) && is_settled;
        }
        for (size_t i = 0; is_settled && i < rr.again.portions.count; i++) {
            tell_held(&rr, &rr.again.portions.items[i]);
        }
        out->edits.count = 0;
        out->notes.count = notes;
        out->bytes = (tl_slice){NULL, 0};
    }
}

static enum tl_status check_portions(struct reread *rr)
{
    for (size_t i = 0; i < rr->again.portions.count; i++) {
        const struct tl_portion *portion = &rr->again.portions.items[i];
        const size_t source = source_of(rr, portion);
        if (source != TL_NONE && !may_stay(rr, portion, source)) {
            return refuse(rr, "a portion that may not leave is left", portion->line);
        }
    }
    return TL_OK;
}

bool tl_hold_cut(struct tl_stage *stage, const struct tl_rule *rule)
{
    struct tl_release *out = stage->out;
    const struct tl_cable_options options = tl_reading_under(stage->policy, stage->options);
    struct tl_err err = {0};
    struct reread rr = {.stage = stage, .err = &err};
    bool has_held = false;
    seat_judges(&rr);
    if (check_bytes(&rr) != TL_OK) {
        return false;
    }
    tl_cable_parse(stage->arena, out->bytes, &options, &rr.again);
    for (size_t i = 0; i < rr.again.portions.count; i++) {
        const struct tl_portion *portion = &rr.again.portions.items[i];
        const size_t source = source_of(&rr, portion);
        const size_t index = source == TL_NONE ? 0 : tl_portion_of(stage->cable, source);
        if (source != TL_NONE && out->decisions[index].is_released && rr.fresh[index].is_released &&
            !may_stay(&rr, portion, source)) {
            tl_close_portion(stage, index, TL_CAUSE_DOUBT, rule);
            has_held = true;
        }
    }
    return has_held;
}

static bool removes(const struct tl_rule *rule, const void *context)
{
    (void)context;
    return rule->action != TL_ACTION_FLAG;
}

/* What of the unit still hits. */
static enum tl_status check_unit(struct reread *rr, const struct tl_unit *unit, struct tl_range range)
{
    struct tl_stage *stage = rr->stage;
    const size_t line = rr->again.portions.items[unit->portion].line;
    struct tl_read read;
    struct tl_matches matches = {0};
    struct tl_name_hits names = {0};
    if (stage->names.list.count == 0 && !tl_rules_run_in(stage->policy, unit->kind)) {
        return TL_OK; /* nobody reads it */
    }
    tl_range_read(&rr->scratch, &rr->again, &range, NULL, &read);
    if (tl_found_nothing(stage, place_of(stage->out, unit->span.begin), unit->kind, &read.views)) {
        return TL_OK;
    }
    range.read = &read;
    tl_match_rules(stage->matcher, &rr->scratch, &rr->again, stage->policy, stage->options->judged_on, &range,
                   removes, NULL, &matches);
    tl_match_names(&rr->scratch, &rr->again, &range, &stage->names, &names);
    if (matches.undecided != NULL) {
        return refuse(rr, "a rule cannot be decided", line);
    }
    for (size_t i = 0; i < matches.list.count; i++) {
        const struct tl_match *match = &matches.list.items[i];
        if (match->exception == NULL && !match->is_check_failed && !tl_is_in_label(&rr->again, match->in)) {
            return refuse(rr, "a rule still hits", line);
        }
    }
    for (size_t i = 0; i < names.list.count; i++) {
        if (!tl_is_in_label(&rr->again, names.list.items[i].in)) {
            return refuse(rr, "a propagated name still stands", line);
        }
    }
    return TL_OK;
}

/* 4: no rule and no name. */
static enum tl_status check_rules(struct reread *rr)
{
    struct tl_stage *stage = rr->stage;
    struct tl_units units = {0};
    size_t hole_count = 0;
    enum tl_status status = TL_OK;
    tl_units_of(stage->arena, &rr->again, &units);
    const struct tl_span *holes = tl_holes_of(stage->arena, &rr->again, &hole_count);
    for (size_t i = 0, hole = 0; i < units.list.count && status == TL_OK; i++) {
        const struct tl_unit *unit = &units.list.items[i];
        struct tl_range range = {.span = unit->span, .kind = unit->kind};
        while (hole < hole_count && holes[hole].end <= unit->span.begin) {
            hole++;
        }
        if (unit->kind != TL_KIND_FURNITURE) {
            range.holes = holes + hole;
            while (hole + range.hole_count < hole_count &&
                   holes[hole + range.hole_count].begin < unit->span.end) {
                range.hole_count++;
            }
        }
        status = check_unit(rr, unit, range);
        tl_arena_clear(&rr->scratch);
    }
    return status;
}

enum tl_status tl_reread(struct tl_stage *stage, struct tl_err *err)
{
    struct reread rr = {.stage = stage, .err = err};
    const struct tl_cable_options options = tl_reading_under(stage->policy, stage->options);
    seat_judges(&rr);
    enum tl_status status = check_bytes(&rr);
    status = status == TL_OK ? check_hits(&rr) : status;
    if (status != TL_OK) {
        return status;
    }
    tl_cable_parse(stage->arena, stage->out->bytes, &options, &rr.again);
    status = check_portions(&rr);
    status = status == TL_OK ? check_rules(&rr) : status;
    tl_arena_release(&rr.scratch);
    return status;
}

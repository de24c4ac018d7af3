/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A reviewer's decisions on one cable (DESIGN 4): which portions they are on, and whether they fit.
 *
 *   withhold   takes a portion, and with a paragraph all that belongs to it
 *   excise     takes a text out wherever it stands in the portion, and with a paragraph in all that belongs
 *              to it, as a person reads it
 *   release    lifts level and date of that one portion, and the controls that it names; rules and names go
 * on to take out of it what they find
 *
 * A decision that does not fit is told, and nothing of the cable leaves: what was decided of another text, or
 * of another portion, decides nothing here.  No text of the cable is told.
 */
#include <stdarg.h>
#include <stdio.h>

#include "cable/portion_name.h"
#include "release/stage.h"

/* What is asked once of a cable. */
struct finder {
    struct tl_stage *stage;
    const tl_slice *names;
    struct tl_units units;
    tl_slice mrn;    /* TL_CABLE_UNKNOWN: none */
    bool meets_line; /* a text to excise stands in a line that a release says anew */
};

void tl_rule_unfit(struct tl_stage *stage, const struct tl_ruling *ruling, const char *format, ...)
{
    char text[300];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    *TL_PUSH(stage->arena, &stage->out->unfit) = tl_arena_format(
        stage->arena, "%s:%zu: portion %.*s: %s", stage->options->rulings->path, ruling->place.line,
        (int)ruling->portion.len, (const char *)ruling->portion.ptr, text);
}

void tl_rule_edit(struct tl_stage *stage, struct tl_edit *edit, const struct tl_ruling *ruling)
{
    edit->cause = TL_CAUSE_DECISION;
    edit->ruling = ruling;
    edit->why = (const char *)tl_arena_dup(stage->arena, ruling->why).ptr;
}

/* --- which portion */

static const char *plural_hint(const struct finder *finder, tl_slice name)
{
    for (size_t i = 0; i < finder->stage->cable->portions.count; i++) {
        const tl_slice other = finder->names[i];
        if (other.len > name.len && tl_slice_starts(other, name) && other.ptr[name.len] == '#') {
            return "several are called so: say #1, #2, ... behind it, as `tearline inspect` shows them";
        }
    }
    return "the cable has no such portion; `tearline inspect` shows their names";
}

/* The portion of a ruling, or TL_NONE when that was told. */
static size_t find_portion(const struct finder *finder, const struct tl_ruling *ruling)
{
    const struct tl_cable *cable = finder->stage->cable;
    size_t index = 0;
    while (index < cable->portions.count && !tl_slice_eq(finder->names[index], ruling->portion)) {
        index++;
    }
    if (index == cable->portions.count) {
        tl_rule_unfit(finder->stage, ruling, "%s", plural_hint(finder, ruling->portion));
        return TL_NONE;
    }
    const struct tl_portion *portion = &cable->portions.items[index];
    if (ruling->line > 0 && ruling->line != portion->line) {
        tl_rule_unfit(finder->stage, ruling,
                      "it begins on line %zu of the cable, and the decision says line %u: look at what it is "
                      "now",
                      portion->line, (unsigned)ruling->line);
        return TL_NONE;
    }
    if (portion->kind == TL_KIND_WITHHELD) {
        tl_rule_unfit(finder->stage, ruling, "it is the mark of an earlier release; nothing stands there");
        return TL_NONE;
    }
    return index;
}

/* --- withhold */

static void rule_withhold(struct finder *finder, const struct tl_ruling *ruling, size_t index)
{
    const struct tl_cable *cable = finder->stage->cable;
    struct tl_ruled *ruled = finder->stage->ruled;
    ruled[index].withhold = ruling;
    for (size_t i = index + 1; cable->portions.items[index].group == index && i < cable->portions.count;
         i++) {
        const struct tl_portion *other = &cable->portions.items[i];
        if (other->group == index && other->kind != TL_KIND_WITHHELD && ruled[i].withhold == NULL) {
            ruled[i].withhold = ruling;
        }
    }
}

/* --- release */

static void rule_release(struct finder *finder, const struct tl_ruling *ruling, size_t index)
{
    struct tl_stage *stage = finder->stage;
    const struct tl_portion *portion = &stage->cable->portions.items[index];
    if (portion->doubt != NULL) {
        tl_rule_unfit(stage, ruling, "nobody can read it with certainty (%s), so no decision releases it",
                      portion->doubt);
    } else if ((stage->policy->drop >> (unsigned)portion->kind & 1u) != 0) {
        tl_rule_unfit(stage, ruling,
                      "the policy drops every %s; a release lifts levels and dates, and not that",
                      tl_kind_name(portion->kind));
    } else {
        stage->ruled[index].release = ruling;
    }
}

/* --- excise */

/* A text as its own cable of one paragraph, in all readings. */
static void read_needle(struct tl_arena *arena, tl_slice text, struct tl_views *out)
{
    const struct tl_cable cable = {.bytes = text};
    tl_views_build(arena, &cable, (struct tl_span){0, text.len}, NULL, 0, NULL, 0, out);
}

/* True for what a release says anew: lines of level, and captions.  A piece out of them would not be read. */
static bool is_said_anew(const struct tl_cable *cable, struct tl_span in)
{
    bool is_one = false;
    for (size_t i = 0; i < cable->captions.count; i++) {
        is_one = is_one || tl_span_meets(cable->captions.items[i].span, in);
    }
    for (size_t i = 0; i < cable->claims.count; i++) {
        const struct tl_claim *claim = &cable->claims.items[i];
        const enum tl_kind kind = cable->portions.items[tl_portion_of(cable, claim->span.begin)].kind;
        is_one = is_one || (tl_span_len(claim->level) > 0 && tl_span_meets(claim->span, in) &&
                            claim->from != TL_CLAIM_PORTION && !claim->is_enclosed &&
                            kind != TL_KIND_FURNITURE); /* a text goes on behind a page break */
    }
    return is_one;
}

static void add_place(struct finder *finder, const struct tl_ruling *ruling, struct tl_span in)
{
    struct tl_stage *stage = finder->stage;
    if (is_said_anew(stage->cable, in)) {
        finder->meets_line = true;
    } else if (!tl_is_in_label(stage->cable, in)) {
        *TL_PUSH(stage->arena, &stage->ruled_cuts) = (struct tl_ruled_cut){ruling, in};
    }
}

/* All places of `needle` in one view; they may overlap. */
static void find_in_view(struct finder *finder, const struct tl_ruling *ruling, const struct tl_view *view,
                         tl_slice needle)
{
    for (size_t i = 0; needle.len > 0 && i < view->segments.count; i++) {
        const struct tl_span segment = view->segments.items[i];
        const tl_slice text = tl_slice_sub(view->text, 0, segment.end);
        for (size_t at = tl_slice_find(text, needle, segment.begin); at != TL_NONE;
             at = tl_slice_find(text, needle, at + 1)) {
            add_place(finder, ruling, tl_view_original(view, (struct tl_span){at, at + needle.len}));
        }
    }
}

static void find_in_unit(struct finder *finder, const struct tl_ruling *ruling, const struct tl_unit *unit,
                         const struct tl_views *needle)
{
    const struct tl_stage *stage = finder->stage;
    struct tl_views views;
    tl_views_build(stage->arena, stage->cable, unit->span, stage->holes, stage->hole_count, NULL, 0, &views);
    for (size_t i = 0; i < TL_READING_COUNT; i++) {
        for (size_t k = 0; views.has[i] && k < TL_READING_COUNT; k++) {
            if (needle->has[k]) {
                find_in_view(finder, ruling, &views.view[i], tl_slice_trim(needle->view[k].text));
            }
        }
    }
}

static void rule_excise(struct finder *finder, const struct tl_ruling *ruling, size_t index)
{
    struct tl_stage *stage = finder->stage;
    const size_t before = stage->ruled_cuts.count;
    struct tl_views needle;
    finder->meets_line = false;
    read_needle(stage->arena, ruling->text, &needle);
    if (needle.view[TL_READING_PLAIN].segments.count != 1) {
        tl_rule_unfit(stage, ruling, "the text to excise holds a mark of a release, or nothing that is seen");
        return;
    }
    for (size_t i = 0; i < finder->units.list.count; i++) {
        if (finder->units.list.items[i].portion == index) {
            find_in_unit(finder, ruling, &finder->units.list.items[i], &needle);
        }
    }
    if (finder->meets_line) {
        tl_rule_unfit(
            stage, ruling,
            "the text to excise stands in a line that says a level or a caption; withhold the whole "
            "line, or name more of the text");
    } else if (stage->ruled_cuts.count == before) {
        tl_rule_unfit(stage, ruling,
                      "the text to excise does not stand in it, letter by letter as a person reads it");
    }
}

/* --- all of a cable */

/* Decisions on this post and number, and none on this very cable: it is not what the reviewer saw. */
static void check_cable(struct finder *finder, struct tl_ruled_on of_hash)
{
    struct tl_stage *stage = finder->stage;
    const struct tl_ruled_on of_cable = tl_rulings_of_cable(stage->options->rulings, finder->mrn);
    if (of_hash.count == 0 && of_cable.count > 0 && !tl_slice_eq(finder->mrn, TL_CABLE_UNKNOWN)) {
        *TL_PUSH(stage->arena, &stage->out->unfit) = tl_arena_format(
            stage->arena,
            "%s:%zu: this decision is on a cable of this post and number with another SHA-256: here is not "
            "the "
            "text that was decided on",
            stage->options->rulings->path, stage->options->rulings->list[of_cable.index[0]].place.line);
    }
}

static void find_one(struct finder *finder, const struct tl_ruling *ruling)
{
    struct tl_stage *stage = finder->stage;
    if (!tl_slice_eq(ruling->cable, finder->mrn)) {
        tl_rule_unfit(stage, ruling, "the cable with this SHA-256 is not %.*s",
                      (int)(ruling->cable.len < 60 ? ruling->cable.len : 60),
                      (const char *)ruling->cable.ptr);
        return;
    }
    const size_t index = find_portion(finder, ruling);
    if (index == TL_NONE) {
        return;
    }
    *TL_PUSH(stage->arena, &stage->out->applied) = (struct tl_applied){ruling, index, false};
    switch (ruling->does) {
    case TL_RULING_WITHHOLD:
        rule_withhold(finder, ruling, index);
        return;
    case TL_RULING_EXCISE:
        rule_excise(finder, ruling, index);
        return;
    case TL_RULING_RELEASE:
        rule_release(finder, ruling, index);
        return;
    case TL_RULING_POLICY:
        return;
    }
}

/* A paragraph is withheld with all that belongs to it, and a part of it is released. */
static void check_parts(struct tl_stage *stage)
{
    for (size_t i = 0; i < stage->cable->portions.count; i++) {
        const struct tl_ruled *ruled = &stage->ruled[i];
        if (ruled->withhold != NULL && ruled->release != NULL) {
            tl_rule_unfit(
                stage, ruled->release,
                "line %zu withholds %.*s with all that belongs to it; say withhold of each part that "
                "stays, or leave one of the two",
                ruled->withhold->place.line, (int)ruled->withhold->portion.len,
                (const char *)ruled->withhold->portion.ptr);
        }
    }
}

void tl_rule_find(struct tl_stage *stage)
{
    const struct tl_rulings *rulings = stage->options->rulings;
    struct finder finder = {.stage = stage};
    if (rulings == NULL || rulings->count == 0) {
        return;
    }
    const struct tl_hash original = tl_sha256_one(stage->cable->bytes);
    const struct tl_ruled_on of_hash = tl_rulings_of_hash(rulings, &original);
    finder.mrn = tl_cable_mrn(stage->arena, stage->cable);
    finder.mrn = finder.mrn.len > 0 ? finder.mrn : TL_CABLE_UNKNOWN;
    check_cable(&finder, of_hash);
    if (of_hash.count == 0) {
        return;
    }
    stage->ruled = tl_arena_alloc(stage->arena, stage->cable->portions.count, sizeof(*stage->ruled));
    finder.names = tl_portion_names(stage->arena, stage->cable);
    tl_units_of(stage->arena, stage->cable, &finder.units);
    for (size_t i = 0; i < of_hash.count; i++) {
        find_one(&finder, &rulings->list[of_hash.index[i]]);
    }
    check_parts(stage);
}

/* --- once all is judged */

static tl_slice shown_words(struct tl_arena *arena, struct tl_words words)
{
    struct tl_buf text = {0};
    for (size_t i = 0; i < words.count; i++) {
        tl_buf_str(&text, i == 0 ? "" : ", ");
        tl_buf_add(&text, tl_lift_shown(words.item[i]));
    }
    const tl_slice copy = tl_arena_dup(arena, tl_buf_slice(&text));
    tl_buf_release(&text);
    return copy;
}

/* Why a release lifts nothing. */
static void tell_held(struct tl_stage *stage, const struct tl_applied *applied)
{
    const struct tl_decision *decision = &stage->out->decisions[applied->portion];
    struct tl_judge judge = {stage->arena, stage->cable, stage->policy, stage->options, .count = 0};
    const struct tl_lift lift = tl_judge_lift(&judge, &stage->cable->portions.items[applied->portion],
                                              &decision->judged, applied->ruling);
    const tl_slice words = shown_words(stage->arena, lift.lacking);
    if (lift.has_unknown) {
        tl_rule_unfit(stage, applied->ruling,
                      "its marking has a word that no register knows, which no decision lifts");
    } else if (words.len > 0) {
        tl_rule_unfit(stage, applied->ruling,
                      "%.*s stands over it, and a release lifts only the controls that it names in "
                      "`controls`",
                      (int)words.len, (const char *)words.ptr);
    } else {
        tl_rule_unfit(stage, applied->ruling,
                      "without its level it is still more than the policy lets go: %s (a CUI word goes where "
                      "`controls` names it)",
                      tl_reason_text(tl_judge_marking(&judge, &lift.marking)));
    }
}

void tl_rule_check(struct tl_stage *stage)
{
    for (size_t i = 0; i < stage->out->applied.count; i++) {
        const struct tl_applied *applied = &stage->out->applied.items[i];
        const struct tl_ruled *ruled = &stage->ruled[applied->portion];
        if (ruled->release == applied->ruling && ruled->withhold == NULL &&
            !stage->out->decisions[applied->portion].is_released) {
            tell_held(stage, applied);
        }
    }
}

void tl_rule_end(struct tl_stage *stage)
{
    struct tl_release *out = stage->out;
    for (size_t i = 0; i < out->applied.count; i++) {
        struct tl_applied *applied = &out->applied.items[i];
        for (size_t k = 0; k < out->cable->portions.count && out->verdict != TL_VERDICT_DENIED; k++) {
            const struct tl_decision *decision = &out->decisions[k];
            applied->has_effect = applied->has_effect || (decision->ruling == applied->ruling &&
                                                          decision->cause == TL_CAUSE_DECISION);
        }
        for (size_t k = 0; k < out->edits.count; k++) {
            applied->has_effect = applied->has_effect || out->edits.items[k].ruling == applied->ruling;
        }
    }
}

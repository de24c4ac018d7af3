/* SPDX-License-Identifier: Apache-2.0 */
/* The questions of `explain`; nothing here decides anything that `marking` does not. */
#include "cli/explain.h"

#include "cable/cable.h"
#include "marking/classline.h"
#include "marking/control.h"
#include "marking/portion.h"

void tl_explain_portion(struct tl_arena *arena, tl_slice text, bool is_line, struct tl_explained_portion *out)
{
    *out = (struct tl_explained_portion){.is_line = is_line, .line = text};
    if (!is_line) {
        tl_portion_parse(arena, text, &out->marking);
        return;
    }
    if (tl_portion_start(text, &out->start) && out->start.mark_kind != TL_START_UNMARKED) {
        tl_portion_parse(arena, tl_span_of(text, out->start.mark), &out->marking);
        if (out->start.mark_kind == TL_START_BROKEN && out->marking.is_valid) {
            out->marking.is_valid = false; /* "(C)text": the body reads, its place does not */
            out->marking.reason = "unbalanced";
        }
        return;
    }
    out->marking = (struct tl_marking){.reason = "unmarked"};
}

static void take_classline(const struct tl_classline *line, struct tl_explained_banner *out)
{
    out->marking = line->marking;
    out->section = line->section;
    out->sections = line->sections;
    if (line->is_damaged || !line->is_whole) {
        out->marking.is_valid = false;
        out->marking.reason = line->is_damaged ? "unknown_level" : "unknown_control";
    }
}

/* The banner has words of no banner: only then may it be the classification line of a cable. */
static bool has_other_words(const struct tl_marking *m)
{
    return strcmp(m->reason, "unknown_level") == 0 || strcmp(m->reason, "unknown_control") == 0;
}

void tl_explain_banner(struct tl_arena *arena, tl_slice line, struct tl_explained_banner *out)
{
    *out = (struct tl_explained_banner){0};
    tl_banner_parse(arena, line, &out->marking);
    if (out->marking.is_valid || !has_other_words(&out->marking)) {
        return;
    }
    struct tl_classline class;
    tl_classline_parse(arena, line, &class);
    if (class.is_found && class.is_whole && !class.is_damaged && class.marking.level != TL_LEVEL_R) {
        take_classline(&class, out);
    }
}

static void add_control(struct tl_arena *arena, const struct tl_control *row, struct tl_marking *m)
{
    struct tl_words *set = row->class == TL_CONTROL_DISSEM ? &m->dissem : &m->nonic;
    if (!row->is_distribution) {
        *set = tl_words_with(arena, *set, tl_str(row->name));
    }
}

/* A line of captions: "EXDIS", "STADIS//////"; false when another word stands there. */
static bool take_captions(struct tl_arena *arena, tl_slice line, struct tl_marking *m)
{
    line = tl_slice_trim(line);
    while (line.len > 0) {
        size_t len;
        const struct tl_control *row = tl_caption_at(line, &len);
        if (row == NULL) {
            return false;
        }
        add_control(arena, row, m);
        line = tl_slice_sub(line, len, line.len);
        while (line.len > 0 && (tl_is_blank(line.ptr[0]) || memchr(",;/", line.ptr[0], 3) != NULL)) {
            line = tl_slice_sub(line, 1, line.len);
        }
    }
    return true;
}

/* Where the window of captions ends (markings.md 3.2). */
static bool is_field(tl_slice line)
{
    static const char *const words[] = {"E.O", "EO ", "TAGS", "SUBJ", "DEPT FOR", "REF", "PAGE "};
    line = tl_slice_trim(line);
    for (size_t i = 0; i < TL_COUNT(words); i++) {
        if (tl_slice_starts_fold(line, tl_str(words[i]))) {
            return true;
        }
    }
    return line.len > 0 && tl_is_digit(line.ptr[0]);
}

static void judge_transmission(struct tl_explained_banner *out)
{
    const enum tl_level level = tl_marking_of_rank(out->transmission).level;
    if (!out->has_transmission || level == out->marking.level) {
        return;
    }
    out->marking.reason = tl_level_above(level, out->marking.level) ? "transmission_level_mismatch"
                                                                    : "transmission_level_below_banner";
    out->marking.level = tl_level_max(level, out->marking.level);
    out->marking.is_valid = false;
}

/* Each section repeats the line: all must agree, the higher holds. */
static void take_section(struct tl_arena *arena, const struct tl_classline *class,
                         struct tl_explained_banner *out)
{
    struct tl_explained_banner next = {0};
    take_classline(class, &next);
    const bool is_same = next.marking.level == out->marking.level;
    out->marking = tl_marking_join(arena, &out->marking, &next.marking);
    if (!is_same) {
        out->marking.is_valid = false;
        out->marking.reason = "section_levels_disagree";
    }
}

void tl_explain_lines(struct tl_arena *arena, const tl_slice *lines, size_t count,
                      struct tl_explained_banner *out)
{
    bool is_found = false;
    bool is_window = false;
    *out = (struct tl_explained_banner){.marking.reason = "not_a_banner"};
    for (size_t i = 0; i < count; i++) {
        struct tl_zny zny;
        struct tl_classline class;
        tl_zny_parse(lines[i], &zny);
        tl_classline_parse(arena, lines[i], &class);
        if (zny.is_found) {
            out->transmission = out->has_transmission ? tl_rank_max(out->transmission, zny.rank) : zny.rank;
            out->transmission = zny.is_special ? TL_RANK_UNKNOWN : out->transmission;
            out->has_transmission = true;
        } else if (class.is_found && is_found) {
            take_section(arena, &class, out);
        } else if (class.is_found) {
            take_classline(&class, out);
            is_found = true;
            is_window = true;
        } else if (is_window && tl_slice_trim(lines[i]).len > 0) {
            is_window = !is_field(lines[i]);
            if (is_window && !take_captions(arena, lines[i], &out->marking)) {
                out->marking.unknown = tl_words_with(arena, out->marking.unknown, tl_slice_trim(lines[i]));
                out->marking.is_valid = false;
                out->marking.reason = "unknown_control";
            }
        }
    }
    if (is_found) {
        judge_transmission(out);
    }
}

/* What remains when the date has passed: level U, and the words that make it CUI (DESIGN M10). */
static struct tl_marking freed(const struct tl_marking *m)
{
    struct tl_marking out = *m;
    out.level = TL_LEVEL_U;
    return out;
}

/* Reads the instruction, and whether its day has come. */
static void read_date(struct tl_arena *arena, const struct tl_release_question *q,
                      struct tl_explained_release *out)
{
    tl_decl_parse(arena, q->decl, q->doc_date, out->marking.level, &out->decl);
    out->free_from = tl_decl_honour_date(&out->decl, q->doc_date);
    out->has_passed = q->honours_dates && q->as_of.year > 0 && out->free_from.year > 0 &&
                      (q->doc_date.year == 0 || out->decl.is_honorable) &&
                      tl_date_cmp(q->as_of, out->free_from) >= 0;
}

void tl_explain_release(struct tl_arena *arena, const struct tl_release_question *question,
                        struct tl_explained_release *out)
{
    struct tl_explained_banner banner;
    struct tl_marking *m = &out->marking;
    const bool has_banner = question->banner.len > 0;
    *out = (struct tl_explained_release){.reason = TL_REASON_UNMARKED};
    tl_explain_banner(arena, question->banner, &banner);
    if (question->portion.len > 0) {
        tl_portion_parse(arena, question->portion, m);
    } else if (has_banner) {
        *m = banner.marking;
    } else {
        return;
    }
    const struct tl_marking *list = has_banner ? &banner.marking : NULL;
    out->reason = tl_decide(m, &question->ceiling, list);
    out->failure_count = tl_decide_all(arena, m, &question->ceiling, list, out->failures);
    read_date(arena, question, out);
    if (out->reason == TL_REASON_OK || !m->is_valid || !out->has_passed) {
        return;
    }
    if (has_banner && (!banner.marking.is_valid || tl_level_above(m->level, banner.marking.level))) {
        return; /* the claims of level do not agree */
    }
    if (tl_marking_has_control(m) || (has_banner && tl_marking_has_control(&banner.marking))) {
        out->reason = out->reason == TL_REASON_LEVEL ? TL_REASON_CONTROL_SURVIVES : out->reason;
        return;
    }
    const struct tl_marking rest = freed(m);
    const enum tl_reason again = tl_decide(&rest, &question->ceiling, NULL);
    out->reason = again == TL_REASON_OK ? TL_REASON_DECLASSIFIED : again;
}

bool tl_explain_is_marking(struct tl_arena *arena, tl_slice text)
{
    const struct tl_cable_options options = {0};
    struct tl_cable cable;
    tl_cable_parse(arena, text, &options, &cable);
    for (size_t i = 0; i < cable.portions.count; i++) {
        if (tl_span_len(cable.portions.items[i].mark) > 0) {
            return true;
        }
    }
    return false;
}

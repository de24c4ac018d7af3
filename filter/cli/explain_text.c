/* SPDX-License-Identifier: Apache-2.0 */
/* Portion marks and banners in words: what they mean, who may have it, and which paper says so. */
#include "cli/explain.h"
#include "cli/explain_words.h"
#include "cli/wrap.h"
#include "marking/portion.h"

static void put_valid(struct tl_buf *out, const struct tl_marking *m, bool is_portion)
{
    struct tl_buf mark = {0};
    const enum tl_rank rank = tl_marking_rank(m);
    tl_marking_render_safe(m, is_portion, &mark);
    tl_buf_byte(&mark, '\0');
    tl_put_line(out, 0, "%s is a valid %s: level %s%s.", (const char *)mark.ptr,
                is_portion ? "portion mark" : "banner", tl_level_title(m->level),
                rank == TL_RANK_CUI ? ", counted as CUI, above U" : "");
    tl_put_level(out, m->level);
    tl_put_controls(out, m);
    tl_put_readers(out, m);
    tl_buf_release(&mark);
}

static void put_invalid(struct tl_buf *out, tl_slice text, const struct tl_marking *m, bool is_portion)
{
    const struct tl_slug *row = tl_slug_find(m->reason);
    tl_put_line(out, 0, "This %s is NOT VALID (%s): %s (%s).", is_portion ? "portion mark" : "banner",
                m->reason == NULL ? "unreadable" : m->reason,
                row == NULL ? "nothing could be read" : row->text,
                row == NULL ? "doubt never lowers" : row->source);
    tl_put_way_out(out, text, m, is_portion);
    if (m->level != TL_LEVEL_UNKNOWN) {
        tl_put_level(out, m->level);
    }
    tl_put_controls(out, m);
    tl_put_readers(out, m);
}

/* A bracket in an unmarked line that reads as a mark in another place, or in small letters. */
static void put_near_mark(struct tl_buf *out, tl_slice line)
{
    struct tl_arena arena = {0};
    struct tl_marking m;
    const size_t open = tl_slice_find(line, TL_LIT("("), 0);
    const size_t close = open == TL_NONE ? TL_NONE : tl_slice_find(line, TL_LIT(")"), open);
    const tl_slice body = close == TL_NONE ? (tl_slice){NULL, 0} : tl_slice_sub(line, open + 1, close);
    if (body.len > 0 && tl_portion_looks_marked(body)) {
        tl_portion_parse(&arena, tl_slice_sub(line, open, close + 1), &m);
        tl_put_line(out, 2,
                    "The bracket at character %zu %s: there it may raise what follows, and never lowers.",
                    open + 1,
                    m.is_valid ? "reads as a mark that stands in no place for one"
                               : "looks like a mark that cannot be read");
    }
    tl_arena_release(&arena);
}

static void put_unmarked(struct tl_buf *out, tl_slice line)
{
    const struct tl_slug *row = tl_slug_find("unmarked");
    tl_put_line(
        out, 0,
        "This line begins with no portion mark (unmarked): its text inherits, and nothing in it may lower.");
    tl_put_slug(out, 2, "unmarked");
    put_near_mark(out, line);
    tl_put_line(out, 2, "Way out: %s", row->help);
}

/* What is told of a line besides its mark. */
static void put_start(struct tl_buf *out, const struct tl_start *start)
{
    if (start->is_swapped) {
        tl_put_line(out, 2, "The mark stands before the label; it counts all the same (5 FAH-1 H-230).");
    }
    if (start->is_lower_case) {
        tl_put_line(out, 2, "Its level is in small letters: in a cable it may raise, and never lowers.");
    }
    if (start->is_damaged) {
        tl_put_line(out, 2, "Its level word is misspelt: in a cable it may raise, and never lowers.");
    }
}

void tl_explain_portion_text(const struct tl_explained_portion *answer, struct tl_buf *out)
{
    if (answer->is_line && answer->start.mark_kind == TL_START_UNMARKED) {
        put_unmarked(out, answer->line);
        return;
    }
    if (answer->marking.is_valid) {
        put_valid(out, &answer->marking, true);
    } else {
        put_invalid(out, answer->marking.text, &answer->marking, true);
    }
    if (answer->is_line) {
        put_start(out, &answer->start);
    }
}

void tl_explain_banner_text(tl_slice line, const struct tl_explained_banner *answer, struct tl_buf *out)
{
    if (answer->marking.is_valid) {
        put_valid(out, &answer->marking, false);
    } else {
        put_invalid(out, line, &answer->marking, false);
    }
    if (answer->sections > 0) {
        tl_put_line(
            out, 2,
            "Section %u of %u: every section repeats the line, and the highest holds (32 CFR 2001.21(b)).",
            (unsigned)answer->section, (unsigned)answer->sections);
    }
}

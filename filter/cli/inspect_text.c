/* SPDX-License-Identifier: Apache-2.0 */
/* The outline of `inspect`: at most 79 characters a line, but for file names and words that are longer. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "cable/portion_name.h"
#include "cli/common.h"
#include "cli/inspect.h"
#include "cli/wrap.h"
#include "marking/portion.h"
#include "marking/slug.h"
#include "pipeline/input.h"

enum {
    NAME_WIDTH = 26,
    MARKING_WIDTH = 14,
    WHY_WIDTH = 22,
    CLAIM_WIDTH = 50,
    NOTE_INDENT = 8,
    WHY_TEXT = 96,
    CAPTIONS_SHOWN = 60
};

static const char *const columns = "  line  portion                   marking       level    why\n";

static void why_text(const struct tl_portion *portion, char out[WHY_TEXT])
{
    static const struct {
        enum tl_why why;
        const char *text;
        bool has_line;
    } texts[] = {
        {TL_WHY_OVERALL, "overall,", true},      {TL_WHY_OWN, "own mark", false},
        {TL_WHY_INHERITED, "inherits,", true},   {TL_WHY_ENTIRE_TEXT, "entire text,", true},
        {TL_WHY_RAISED, "raised,", true},        {TL_WHY_ENCLOSED, "enclosed,", true},
        {TL_WHY_DAMAGED, "damaged mark,", true}, {TL_WHY_SECOND_START, "second start", false},
    };
    out[0] = '\0';
    for (size_t i = 0; i < TL_COUNT(texts); i++) {
        if (texts[i].why != portion->why) {
            continue;
        }
        if (texts[i].has_line && portion->why_line > 0) {
            (void)snprintf(out, WHY_TEXT, "%s line %zu", texts[i].text, portion->why_line);
        } else {
            const size_t len = strlen(texts[i].text);
            (void)snprintf(out, WHY_TEXT, "%.*s", (int)(len - texts[i].has_line), texts[i].text);
        }
    }
}

/* "+ NODIS": the captions over the portions of a cable (markings.md 3.1); a long list stands at the head
 * only. */
static tl_slice captions_of(struct tl_arena *arena, const struct tl_cable *cable)
{
    struct tl_buf text = {0};
    for (size_t i = 0; i < cable->controls.count; i++) {
        tl_buf_str(&text, i == 0 ? "+ " : ", ");
        tl_buf_add(&text, cable->controls.item[i]);
    }
    const tl_slice out =
        text.len > CAPTIONS_SHOWN ? TL_LIT("+ the captions above") : tl_arena_dup(arena, tl_buf_slice(&text));
    tl_buf_release(&text);
    return out;
}

static void put_note(struct tl_buf *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put_note(struct tl_buf *out, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    tl_put_wrapped(out, NOTE_INDENT, tl_str(text));
}

/* What does not fit the columns, below its line. */
static void put_notes(struct tl_buf *out, const struct tl_cable *cable, const struct tl_portion *portion)
{
    const bool is_text = portion->kind == TL_KIND_PARAGRAPH || portion->kind == TL_KIND_SUB_PARAGRAPH;
    if (tl_span_len(portion->mark) > 0 && portion->own.text.len >= MARKING_WIDTH) {
        tl_put_wrapped(out, NOTE_INDENT, portion->own.text);
    }
    if (tl_span_len(portion->mark) > 0 && !portion->own.is_valid) {
        const struct tl_slug *row = tl_slug_find(portion->own.reason);
        put_note(out, "the mark is not valid, %s: %s", portion->own.reason == NULL ? "" : portion->own.reason,
                 row == NULL ? "" : row->text);
    }
    if (portion->why == TL_WHY_RAISED || (portion->why == TL_WHY_INHERITED && cable->controls.count == 0 &&
                                          tl_marking_has_control(&portion->effective))) {
        struct tl_buf text = {0};
        tl_buf_str(&text, "counts as ");
        tl_marking_render_safe(&portion->effective, true, &text);
        tl_put_wrapped(out, NOTE_INDENT, tl_buf_slice(&text));
        tl_buf_release(&text);
    }
    if (cable->is_compiled && is_text) {
        put_note(out, "counts as %s by compilation, unless a policy says `compilation: portions`",
                 tl_rank_title(tl_marking_rank(&cable->overall)));
    }
    if (portion->doubt != NULL) {
        const struct tl_slug *row = tl_slug_find(portion->doubt);
        put_note(out, "doubt, %s: %s; it is withheld", portion->doubt,
                 row == NULL ? "it cannot be read" : row->text);
    }
}

/* The beginning of a mark that is too long for its column; the whole stands below. */
static void put_cut(struct tl_buf *out, tl_slice mark)
{
    size_t end = MARKING_WIDTH - 4;
    while (end > 0 && (mark.ptr[end] & 0xc0) == 0x80) {
        end--;
    }
    tl_put_column(out, tl_slice_sub(mark, 0, end), 0);
    out->len--;
    tl_put_column(out, TL_LIT("..."), MARKING_WIDTH - end);
}

/* What it is called: "subject", "envelope#2", "paragraph 3", "sub-paragraph 3.A"; the last word names it, for
 * decisions too.  Furniture has no name. */
static void put_name(struct tl_buf *out, const struct tl_portion *portion, tl_slice name)
{
    const tl_slice kind = tl_str(tl_kind_name(portion->kind));
    struct tl_buf text = {0};
    if (!tl_slice_starts(name, kind)) {
        tl_buf_add(&text, kind);
        tl_buf_str(&text, name.len > 0 ? " " : "");
    }
    tl_buf_add(&text, name);
    tl_put_column(out, tl_buf_slice(&text), NAME_WIDTH);
    tl_buf_release(&text);
}

static void put_portion(struct tl_buf *out, const struct tl_cable *cable, const struct tl_portion *portion,
                        tl_slice name, tl_slice captions)
{
    char why[WHY_TEXT];
    const tl_slice over = tl_kind_is_header_fact(portion->kind) ? TL_LIT("") : captions;
    const tl_slice mark = tl_span_len(portion->mark) > 0 ? portion->own.text : TL_LIT("-");
    const bool is_long = mark.len >= MARKING_WIDTH;
    why_text(portion, why);
    tl_buf_format(out, "%6zu  ", portion->line);
    put_name(out, portion, name);
    if (is_long) {
        put_cut(out, mark);
    } else {
        tl_put_column(out, mark, MARKING_WIDTH);
    }
    tl_put_column(out, tl_str(tl_rank_name(tl_marking_rank(&portion->effective))), 9);
    tl_buf_str(out, why);
    if (over.len > 0 && strlen(why) + 2 + over.len <= WHY_WIDTH) {
        tl_buf_str(out, ", ");
        tl_put_column(out, over, 0);
        out->len--;
    }
    tl_buf_byte(out, '\n');
    if (over.len > 0 && strlen(why) + 2 + over.len > WHY_WIDTH) {
        tl_put_wrapped(out, NOTE_INDENT, over);
    }
    put_notes(out, cable, portion);
}

static int claim_order(const void *a, const void *b)
{
    const struct tl_claim *x = *(const struct tl_claim *const *)a;
    const struct tl_claim *y = *(const struct tl_claim *const *)b;
    if (x->line != y->line) {
        return x->line < y->line ? -1 : 1;
    }
    return x < y ? -1 : x > y;
}

static int finding_order(const void *a, const void *b)
{
    const struct tl_finding *x = *(const struct tl_finding *const *)a;
    const struct tl_finding *y = *(const struct tl_finding *const *)b;
    if (x->line != y->line) {
        return x->line < y->line ? -1 : 1;
    }
    return x < y ? -1 : x > y;
}

static void put_line_number(struct tl_buf *out, size_t line)
{
    if (line > 0) {
        tl_buf_format(out, "%6zu  ", line);
    } else {
        tl_buf_str(out, "     -  ");
    }
}

static void put_claim(struct tl_buf *out, const struct tl_claim *claim, const struct tl_claim *highest)
{
    struct tl_buf text = {0};
    if (tl_marking_rank(&claim->marking) == TL_RANK_CUI && !tl_marking_has_control(&claim->marking)) {
        tl_buf_str(&text, "CUI");
    } else {
        tl_marking_render_safe(&claim->marking, false, &text);
    }
    tl_buf_str(&text, claim->is_damaged ? ", damaged" : "");
    tl_buf_str(&text, claim->is_enclosed ? ", enclosed in the text" : "");
    tl_buf_str(&text, claim->from == TL_CLAIM_AUTHORITY ? ", only where nothing else claims" : "");
    tl_buf_str(&text, claim == highest ? ", the overall" : "");
    put_line_number(out, claim->line);
    if (text.len <= CLAIM_WIDTH) {
        tl_put_column(out, tl_str(tl_claim_name(claim->from)), 21);
        tl_buf_add(out, tl_buf_slice(&text));
        tl_buf_byte(out, '\n');
    } else {
        tl_buf_format(out, "%s\n", tl_claim_name(claim->from));
        tl_put_wrapped(out, NOTE_INDENT, tl_buf_slice(&text));
    }
    tl_buf_release(&text);
}

static void put_claims(struct tl_arena *arena, struct tl_buf *out, const struct tl_cable *cable)
{
    const struct tl_claim **sorted = tl_arena_alloc(arena, cable->claims.count + 1, sizeof(*sorted));
    const struct tl_claim *highest = tl_cable_highest_claim(cable);
    for (size_t i = 0; i < cable->claims.count; i++) {
        sorted[i] = &cable->claims.items[i];
    }
    qsort(sorted, cable->claims.count, sizeof(*sorted), claim_order);
    tl_buf_str(out, cable->claims.count > 0 ? "claims\n" : "claims: none\n");
    for (size_t i = 0; i < cable->claims.count; i++) {
        put_claim(out, sorted[i], highest);
    }
}

/* Whether a policy that honours dates could free anything, or the first thing that keeps it from it. */
static void put_verdict(struct tl_buf *out, const struct tl_cable *cable)
{
    char date[TL_DATE_TEXT];
    const char *kept_by = cable->kept_by;
    const struct tl_slug *row = tl_slug_find(kept_by);
    const struct tl_instruction *main = tl_main_instruction(cable);
    const struct tl_slug *why = main == NULL ? NULL : tl_slug_find(main->decl.reason);
    if (kept_by == NULL) {
        tl_put_line(out, NOTE_INDENT,
                    "could free text from %s under `declassification: dates`, in portions without a control",
                    tl_date_render(tl_decl_honour_date(&main->decl, cable->date), date));
    } else if (strcmp(kept_by, "decl-not-plain") == 0 && why != NULL) {
        tl_put_line(out, NOTE_INDENT, "frees nothing: %s", why->text);
    } else {
        tl_put_line(out, NOTE_INDENT, "frees nothing: %s", row == NULL ? kept_by : row->text);
    }
}

static void put_instructions(struct tl_buf *out, const struct tl_cable *cable)
{
    char date[TL_DATE_TEXT];
    tl_buf_str(out, cable->instructions.count > 0 ? "declassification\n" : "declassification: none\n");
    for (size_t i = 0; i < cable->instructions.count; i++) {
        const struct tl_instruction *instruction = &cable->instructions.items[i];
        const char *day = tl_date_render(instruction->decl.date, date);
        tl_buf_format(out, "%6zu  %s%s%s%s%s\n", instruction->line, tl_decl_type_name(instruction->decl.type),
                      day[0] != '\0' ? " " : "", day, instruction->decl.reason == NULL ? "" : ", ",
                      instruction->decl.reason == NULL ? "" : instruction->decl.reason);
    }
    put_verdict(out, cable);
}

/* The sentence stands below the first finding of a kind. */
static void put_findings(struct tl_arena *arena, struct tl_buf *out, const struct tl_cable *cable)
{
    const struct tl_finding **sorted = tl_arena_alloc(arena, cable->findings.count + 1, sizeof(*sorted));
    struct tl_words told = {NULL, 0};
    for (size_t i = 0; i < cable->findings.count; i++) {
        sorted[i] = &cable->findings.items[i];
    }
    qsort(sorted, cable->findings.count, sizeof(*sorted), finding_order);
    tl_buf_str(out, cable->findings.count > 0 ? "findings\n" : "findings: none\n");
    for (size_t i = 0; i < cable->findings.count; i++) {
        const tl_slice slug = tl_str(sorted[i]->slug);
        const struct tl_slug *row = tl_slug_find(sorted[i]->slug);
        put_line_number(out, sorted[i]->line);
        tl_buf_format(out, "%s\n", sorted[i]->slug);
        if (row != NULL && !tl_words_has(told, slug)) {
            told = tl_words_with(arena, told, slug);
            tl_put_line(out, NOTE_INDENT, "%s (%s). %s", row->text, row->source,
                        row->help == NULL ? "" : row->help);
        }
    }
}

static void put_head(struct tl_arena *arena, const struct tl_cable *cable, const char *source,
                     struct tl_buf *out)
{
    char dtg[TL_DTG_TEXT];
    struct tl_buf captions = {0};
    const tl_slice mrn = tl_cable_mrn(arena, cable);
    const struct tl_claim *claim = tl_cable_highest_claim(cable);
    tl_put_column(out, tl_str(tl_input_name(source)), 0);
    tl_put_column(out, mrn.len > 0 ? mrn : TL_LIT("(no number)"), 0);
    tl_buf_format(out, "%s\n", tl_dtg_render(cable, dtg)[0] != '\0' ? dtg : "(no date)");
    tl_buf_format(out, "overall %s", tl_rank_title(tl_marking_rank(&cable->overall)));
    if (claim == NULL) {
        tl_buf_str(out, cable->claims.count == 0 ? ", since nothing claims a level" : "");
    } else if (claim->line > 0) {
        tl_buf_format(out, ", by the %s of line %zu", tl_claim_name(claim->from), claim->line);
    } else {
        tl_buf_str(out, ", assumed");
    }
    tl_buf_byte(out, '\n');
    for (size_t i = 0; i < cable->controls.count; i++) {
        tl_buf_str(&captions, i == 0 ? "captions: " : ", ");
        tl_buf_add(&captions, cable->controls.item[i]);
    }
    if (captions.len > 0) {
        tl_buf_str(&captions, " over all but the facts of the header");
        tl_put_wrapped(out, 0, tl_buf_slice(&captions));
    }
    tl_buf_release(&captions);
}

void tl_inspect_outline(struct tl_arena *arena, const struct tl_cable *cable, const char *source,
                        struct tl_buf *out)
{
    put_head(arena, cable, source, out);
    tl_buf_str(out, columns);
    const tl_slice captions = captions_of(arena, cable);
    const tl_slice *names = tl_portion_names(arena, cable);
    for (size_t i = 0; i < cable->portions.count; i++) {
        put_portion(out, cable, &cable->portions.items[i], names[i], captions);
    }
    put_claims(arena, out, cable);
    put_instructions(out, cable);
    put_findings(arena, out, cable);
}

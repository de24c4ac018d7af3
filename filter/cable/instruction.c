/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every declassification instruction, stated reason and stamp of a cable, wherever it stands.
 *
 * One plain instruction in the header may free text under M10; any other anywhere blocks it.  A stated reason
 * or a value claims C where nothing else claims (M1); a stamp's Class: raises and never lowers.
 */
#include "cable/enclosure.h"
#include "cable/envelope.h"
#include "cable/reader.h"
#include "marking/exemption.h"

enum { CONTINUATIONS = 2 };

/* The portion, furniture aside, that holds `offset`; the reader added them in the order of the text. */
static const struct tl_portion *portion_at(const struct tl_cable *cable, size_t offset)
{
    size_t low = 0;
    size_t high = cable->portions.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const struct tl_portion *portion = &cable->portions.items[middle];
        if (portion->kind == TL_KIND_FURNITURE ||
            portion->core.end <= offset) { /* furniture was found first */
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const struct tl_portion *portion = &cable->portions.items[low];
    return low < cable->portions.count && portion->core.begin <= offset ? portion : NULL;
}

/* The same for one offset after another: nearly always the portion is that of the offset before, or the next.
 */
static const struct tl_portion *next_portion_at(const struct tl_cable *cable, size_t offset,
                                                const struct tl_portion **near)
{
    const struct tl_portion *end = cable->portions.items + cable->portions.count;
    for (const struct tl_portion *next = *near; next != NULL && next < end && next <= *near + 1; next++) {
        if (next->core.begin <= offset && offset < next->core.end) {
            *near = next;
            return next;
        }
    }
    *near = portion_at(cable, offset);
    return *near;
}

/*
 * The date of the document, when the envelope states one and no other: a date-time group in quoted text dates
 * that text.
 */
static struct tl_date own_date(struct tl_reader *r)
{
    struct tl_date own = {0};
    for (size_t i = 0; i < r->cable->portions.count; i++) {
        const struct tl_portion *portion = &r->cable->portions.items[i];
        const tl_slice text = tl_span_of(r->lines.bytes, portion->core);
        if (portion->kind != TL_KIND_ENVELOPE || text.len == 0 || tl_group_read(r, text) != text.len) {
            continue;
        }
        if (own.year > 0 && tl_date_cmp(own, r->group.date) != 0) {
            return (struct tl_date){0};
        }
        own = r->group.date;
    }
    return tl_date_cmp(own, r->cable->date) == 0 ? own : (struct tl_date){0};
}

static struct tl_instruction *add_instruction(struct tl_reader *r, tl_slice text, size_t index,
                                              bool is_header)
{
    const struct tl_span core = tl_line_core(r, index);
    struct tl_instruction *instruction = TL_PUSH(r->arena, &r->cable->instructions);
    tl_decl_parse(r->arena, text, is_header ? own_date(r) : r->cable->date, r->overall.level,
                  &instruction->decl);
    instruction->span = core;
    instruction->line = index + 1;
    instruction->is_header = is_header;
    return instruction;
}

/* The E.O. line with its continuations, as one line; `*last` is the last of them. */
static tl_slice whole_instruction(struct tl_reader *r, size_t index, size_t *last)
{
    *last = index;
    struct tl_span span = tl_line_core(r, index);
    for (size_t i = index + 1; i < r->lines.list.count && i <= index + CONTINUATIONS; i++) {
        const tl_slice line = tl_line_trim(&r->lines, i);
        size_t len = 0;
        const struct tl_portion *portion =
            line.len == 0 ? NULL : portion_at(r->cable, (size_t)(line.ptr - r->lines.bytes.ptr));
        if (portion == NULL || tl_header_label(line, &len) != TL_LABEL_NONE ||
            (portion->kind != TL_KIND_DECLASSIFICATION && portion->kind != TL_KIND_OTHER)) {
            break;
        }
        span.end = tl_line_core(r, i).end;
        *last = i;
    }
    tl_slice text = tl_arena_dup(r->arena, tl_span_of(r->lines.bytes, span));
    unsigned char *bytes = (unsigned char *)(uintptr_t)text.ptr;
    for (size_t i = 0; i < text.len; i++) {
        bytes[i] = bytes[i] == '\n' || bytes[i] == '\r' ? ' ' : bytes[i];
    }
    return text;
}

/* Text between the E.O. line and the next label may go on with it, over a page break or a blank line. */
static void read_stray_lines(struct tl_reader *r, size_t index)
{
    for (size_t i = index + 1; i < r->tail_line; i++) {
        const tl_slice line = tl_line_trim(&r->lines, i);
        size_t len = 0;
        if (line.len == 0 || tl_line_is_furniture(&r->lines.list.items[i])) {
            continue;
        }
        const struct tl_portion *portion = portion_at(r->cable, (size_t)(line.ptr - r->lines.bytes.ptr));
        if (portion == NULL || tl_header_label(line, &len) != TL_LABEL_NONE ||
            (portion->kind != TL_KIND_DECLASSIFICATION && portion->kind != TL_KIND_OTHER)) {
            return;
        }
        (void)add_instruction(r, line, i, false);
    }
}

static bool instructs(const struct tl_decl *decl)
{
    return decl->type != TL_DECL_NA && decl->type != TL_DECL_MISSING &&
           !(decl->type == TL_DECL_INVALID && decl->reason == NULL);
}

static void claim_authority(struct tl_reader *r, size_t index)
{
    const struct tl_marking claim = tl_marking_of_level(TL_LEVEL_C);
    const struct tl_span core = tl_line_core(r, index);
    tl_add_claim(r, TL_CLAIM_AUTHORITY, &claim, core, (struct tl_span){core.begin, core.begin}, index + 1);
}

/* "(5)" behind "1.3(a)": E.O. 12356 numbers its reasons. */
static bool take_number(struct tl_cursor *c, tl_slice *out)
{
    struct tl_cursor at = *c;
    if (!tl_take(&at, TL_LIT("(")) || (*out = tl_take_digits(&at)).len == 0 || !tl_take(&at, TL_LIT(")"))) {
        return false;
    }
    *c = at;
    return true;
}

/* Takes "b", "a)(5)" behind "1.4(" as the code "1.4(b)", "1.3(a)(5)"; NULL when no such letter stands there.
 */
static const char *take_reason(struct tl_reader *r, struct tl_cursor *c, unsigned char section)
{
    const unsigned char b = c->text.ptr[c->at];
    const bool is_last = c->at + 1 >= c->text.len || !tl_is_alpha(c->text.ptr[c->at + 1]);
    tl_slice number;
    if (!tl_is_alpha(b) || !is_last || tl_to_lower(b) > 'h') {
        return NULL;
    }
    c->at++;
    struct tl_cursor behind = *c;
    if (tl_take(&behind, TL_LIT(")")) && take_number(&behind, &number)) {
        *c = behind;
        return tl_arena_format(r->arena, "1.%c(%c)(%.*s)", section, tl_to_lower(b), (int)number.len,
                               (const char *)number.ptr);
    }
    return tl_arena_format(r->arena, "1.%c(%c)", section, tl_to_lower(b));
}

/* "1.4(b) and (d)", "1.4 (B,D)", "1.4(B), 1.4(D)": adds "1.4(b)", "1.4(d)".  What is a code of no order says
 * nothing that a mark could show. */
static void read_reasons(struct tl_reader *r, tl_slice line, size_t index)
{
    struct tl_cursor c = {line, 0};
    bool is_unknown = false;
    while ((c.at = tl_slice_find(line, TL_LIT("1."), c.at)) != TL_NONE) {
        const bool is_word = c.at > 0 && tl_is_alnum(line.ptr[c.at - 1]);
        c.at += 2;
        const tl_slice section = tl_take_digits(&c);
        if (is_word || section.len != 1 || section.ptr[0] < '3' || section.ptr[0] > '6') {
            continue;
        }
        while (c.at < line.len) {
            const char *code = take_reason(r, &c, section.ptr[0]);
            if (code != NULL && tl_exemption_find(tl_str(code)) != NULL) {
                r->cable->reasons = tl_words_with(r->arena, r->cable->reasons, tl_str(code));
            } else if (code != NULL) {
                is_unknown = true;
            } else if (tl_take_fold(&c, TL_LIT("and")) || tl_take_fold(&c, TL_LIT("or"))) {
                continue;
            } else if (memchr(" ,;()/&\t\r\n", line.ptr[c.at], 10) != NULL) {
                c.at++;
            } else {
                break;
            }
        }
    }
    if (is_unknown) {
        tl_add_finding(r, "reason-unknown", index + 1);
    }
}

/* A date beside the texts that may have one: on the authority line, a stamp, a line that no grammar reads. */
static bool states_date(enum tl_kind kind, enum tl_label label, tl_slice line)
{
    const bool is_open = kind == TL_KIND_AUTHORITY || kind == TL_KIND_OTHER || kind == TL_KIND_SIGNATURE ||
                         label == TL_LABEL_AUTHORITY;
    return is_open && (label == TL_LABEL_NONE || label == TL_LABEL_AUTHORITY) && tl_decl_states_date(line);
}

/* An instruction that stands outside the E.O. line of the header. */
static void read_other_instruction(struct tl_reader *r, size_t index, bool has_date)
{
    const tl_slice line = tl_line_trim(&r->lines, index);
    const bool has_opener = (r->lines.list.items[index].signs & TL_SIGN_OPENER) != 0;
    size_t opener = 0;
    for (size_t at = 0; has_opener && (at = tl_opener_at(line, &opener)) != TL_NONE;) {
        tl_slice rest = tl_slice_sub(line, at, line.len);
        struct tl_cursor c = {rest, 0};
        if (tl_take_fold(&c,
                         TL_LIT("EXECUTIVE ORDER:"))) { /* the archive's field: "GS 19850511 NAME" or "n/a" */
            rest = tl_slice_trim(tl_slice_sub(rest, c.at, rest.len));
            if (rest.len == 0 || tl_slice_starts_fold(rest, TL_LIT("n/a"))) {
                continue;
            }
        }
        (void)add_instruction(r, rest, index, false);
        return;
    }
    const size_t damaged = has_opener ? tl_damaged_opener_at(line) : TL_NONE;
    if (damaged != TL_NONE || has_date) {
        (void)add_instruction(r, tl_slice_sub(line, damaged != TL_NONE ? damaged : 0, line.len), index,
                              false);
    }
}

/* "EO 12958 authorises ..." at the start of a line of text; a colon behind the number makes it an
 * instruction. */
static bool is_prose(const struct tl_decl *decl, tl_slice line)
{
    size_t at = 0;
    while (at < line.len && !tl_is_digit(line.ptr[at])) {
        at++;
    }
    while (at < line.len && tl_is_digit(line.ptr[at])) {
        at++;
    }
    tl_slice rest = tl_slice_trim(tl_slice_sub(line, at, line.len));
    const bool has_mark = rest.len > 0 && memchr(":;", rest.ptr[0], 2) != NULL;
    return decl->type == TL_DECL_EVENT && !has_mark && tl_slice_find_fold(line, TL_LIT("DECL"), 0) == TL_NONE;
}

/* True for nearly every line: it is of the paragraph that the line before was of, and says nothing. */
static bool is_mere_text(const struct tl_reader *r, size_t index, const struct tl_portion *near)
{
    const size_t begin = tl_line_core(r, index).begin;
    return near != NULL && (near->kind == TL_KIND_PARAGRAPH || near->kind == TL_KIND_SUB_PARAGRAPH) &&
           near->core.begin <= begin && begin < near->core.end && !tl_may(r, index, TL_MAY_HAVE_LABEL) &&
           !tl_may(r, index, TL_MAY_INSTRUCT);
}

static void read_instruction_line(struct tl_reader *r, size_t index, const struct tl_portion **near)
{
    const tl_slice line = tl_line_trim(&r->lines, index);
    const struct tl_span core = tl_line_core(r, index);
    const struct tl_portion *portion = next_portion_at(r->cable, core.begin, near);
    const enum tl_kind kind = portion == NULL ? TL_KIND_OTHER : portion->kind;
    const bool has_opener = (r->lines.list.items[index].signs & TL_SIGN_OPENER) != 0;
    size_t len = 0;
    const enum tl_label label =
        tl_may(r, index, TL_MAY_HAVE_LABEL) ? tl_header_label(line, &len) : TL_LABEL_NONE;
    if (label == TL_LABEL_NONE && !has_opener &&
        (kind == TL_KIND_PARAGRAPH || kind == TL_KIND_SUB_PARAGRAPH)) {
        return; /* nearly every line */
    }
    if (kind == TL_KIND_DECLASSIFICATION && label == TL_LABEL_EO) {
        size_t last = index;
        const tl_slice text = whole_instruction(r, index, &last);
        const struct tl_decl decl = add_instruction(r, text, index, true)->decl;
        if (instructs(&decl)) {
            claim_authority(r, index);
        }
        if (decl.is_honorable) {
            read_stray_lines(r, last);
        }
        return;
    }
    if (kind == TL_KIND_AUTHORITY || (kind == TL_KIND_OTHER && label == TL_LABEL_AUTHORITY)) {
        claim_authority(r, index);
        read_reasons(r, kind == TL_KIND_AUTHORITY ? tl_span_of(r->lines.bytes, portion->core) : line, index);
    }
    if (label == TL_LABEL_EO && kind != TL_KIND_DECLASSIFICATION) {
        struct tl_decl decl;
        tl_decl_parse(r->arena, line, r->cable->date, r->overall.level, &decl);
        if (!is_prose(&decl, line)) {
            (void)add_instruction(r, line, index, false);
        }
        return;
    }
    read_other_instruction(r, index, states_date(kind, label, line));
    const enum tl_level stamped = tl_stamp_level(r, index);
    if (stamped != TL_LEVEL_UNKNOWN && kind != TL_KIND_PARAGRAPH && kind != TL_KIND_SUB_PARAGRAPH) {
        const struct tl_marking claim = tl_marking_of_level(stamped);
        tl_add_claim(r, TL_CLAIM_STAMP, &claim, core, (struct tl_span){core.begin, core.begin}, index + 1);
    }
}

/* "Original Classification: CONFIDENTIAL" of the archive's attributes may raise; "Current" is no evidence
 * (R5). */
static void read_attributes(struct tl_reader *r, size_t index)
{
    static const char field[] = "Original Classification:";
    const tl_slice line = tl_line_trim(&r->lines, index);
    const size_t handling = tl_slice_find(line, TL_LIT("Handling Restrictions:"), 0);
    if (handling != TL_NONE) {
        const tl_slice words = tl_slice_trim(tl_slice_sub(line, handling + 22, line.len));
        if (words.len > 0 && !tl_slice_eq_fold(words, TL_LIT("n/a"))) {
            (void)add_instruction(r, words, index, false); /* it was handled as no date lifts */
        }
    }
    struct tl_classline found;
    if (!tl_slice_starts(line, tl_str(field))) {
        return;
    }
    tl_classline_parse(r->arena, tl_slice_trim(tl_slice_sub(line, sizeof(field) - 1, line.len)), &found);
    if (found.is_found && !found.is_damaged) {
        const struct tl_span core = tl_line_core(r, index);
        tl_add_claim(r, TL_CLAIM_STAMP, &found.marking, core, (struct tl_span){core.begin, core.begin},
                     index + 1);
    }
}

void tl_read_instructions(struct tl_reader *r)
{
    const struct tl_portion *near = NULL;
    r->instructed = r->overall.level;
    for (size_t i = 0; i < r->lines.list.count; i++) {
        const enum tl_line_role role = r->lines.list.items[i].role;
        if (role == TL_LINE_STAMP) {
            read_other_instruction(r, i, false);
        }
        if (role == TL_LINE_BLANK || tl_line_is_furniture(&r->lines.list.items[i])) {
            continue;
        }
        if (!is_mere_text(r, i, near)) {
            read_instruction_line(r, i, &near);
        }
        if (i >= r->tail_line) {
            read_attributes(r, i);
        }
    }
}

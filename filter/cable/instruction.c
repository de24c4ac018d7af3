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

enum { CONTINUATIONS = 2 };

/* What states an instruction outside the E.O. line (E.O. 11652 to 13526; 32 CFR 2001.20 to 2001.26).
 * `is_word`: only as a whole word in capitals; else any case, anywhere. */
static const struct {
    const char *text;
    bool is_word;
} openers[] = {
    {"EXECUTIVE ORDER:", false},
    {"DECLASSIF", false},
    {"DERIVED FROM", false},
    {"DECL", true},
    {"OADR", true},
    {"GDS", true},
    {"XGDS", true},
    {"RDS", true},
    {"XDS", true},
    {"ADS", true},
    {"25X", true},
    {"50X", true},
    {"75X", true},
    {"X1", true},
    {"X2", true},
    {"X3", true},
    {"X4", true},
    {"X5", true},
    {"X6", true},
    {"X7", true},
    {"X8", true},
    {"MANUAL REVIEW", false},
};

/* Where the opener stands in `line`, or TL_NONE. */
static size_t find_opener(tl_slice line, size_t index)
{
    const tl_slice text = tl_str(openers[index].text);
    if (!openers[index].is_word) {
        return tl_slice_find_fold(line, text, 0);
    }
    for (size_t at = tl_slice_find(line, text, 0); at != TL_NONE; at = tl_slice_find(line, text, at + 1)) {
        const size_t end = at + text.len;
        const bool is_code = tl_is_digit(text.ptr[0]); /* "25X1" goes on with its number */
        if ((at == 0 || !tl_is_alnum(line.ptr[at - 1])) &&
            (is_code || end == line.len || !tl_is_alnum(line.ptr[end]))) {
            return at;
        }
    }
    return TL_NONE;
}

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

static struct tl_instruction *add_instruction(struct tl_reader *r, tl_slice text, size_t index,
                                              bool is_header)
{
    const struct tl_span core = tl_line_core(r, index);
    struct tl_instruction *instruction = TL_PUSH(r->arena, &r->cable->instructions);
    tl_decl_parse(r->arena, text, r->cable->date, r->cable->overall.level, &instruction->decl);
    instruction->span = core;
    instruction->line = index + 1;
    instruction->is_header = is_header;
    return instruction;
}

/* The E.O. line with its continuations, as one line. */
static tl_slice whole_instruction(struct tl_reader *r, size_t index)
{
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
    }
    tl_slice text = tl_arena_dup(r->arena, tl_span_of(r->lines.bytes, span));
    unsigned char *bytes = (unsigned char *)(uintptr_t)text.ptr;
    for (size_t i = 0; i < text.len; i++) {
        bytes[i] = bytes[i] == '\n' || bytes[i] == '\r' ? ' ' : bytes[i];
    }
    return text;
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

/* "1.4(b) and (d)", "1.4 (B,D)", "1.4(B), 1.4(D)": adds "1.4(b)", "1.4(d)". */
static void read_reasons(struct tl_reader *r, tl_slice line)
{
    struct tl_cursor c = {line, 0};
    while ((c.at = tl_slice_find(line, TL_LIT("1."), c.at)) != TL_NONE) {
        const bool is_word = c.at > 0 && tl_is_alnum(line.ptr[c.at - 1]);
        c.at += 2;
        const tl_slice section = tl_take_digits(&c);
        if (is_word || section.len != 1 || section.ptr[0] < '3' || section.ptr[0] > '6') {
            continue;
        }
        while (c.at < line.len) {
            const unsigned char b = line.ptr[c.at];
            const bool is_last = c.at + 1 >= line.len || !tl_is_alpha(line.ptr[c.at + 1]);
            if (tl_is_alpha(b) && is_last && tl_to_lower(b) <= 'h') {
                const char *code = tl_arena_format(r->arena, "1.%c(%c)", section.ptr[0], tl_to_lower(b));
                r->cable->reasons = tl_words_with(r->arena, r->cable->reasons, tl_str(code));
                c.at++;
            } else if (tl_take_fold(&c, TL_LIT("and")) || tl_take_fold(&c, TL_LIT("or"))) {
                continue;
            } else if (memchr(" ,;()/&\t\r\n", b, 10) != NULL) {
                c.at++;
            } else {
                break;
            }
        }
    }
}

/* An instruction that stands outside the E.O. line of the header. */
static void read_other_instruction(struct tl_reader *r, size_t index)
{
    const tl_slice line = tl_line_trim(&r->lines, index);
    for (size_t i = 0; i < TL_COUNT(openers); i++) {
        const size_t at = find_opener(line, i);
        if (at == TL_NONE) {
            continue;
        }
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
}

static void read_instruction_line(struct tl_reader *r, size_t index)
{
    const tl_slice line = tl_line_trim(&r->lines, index);
    const struct tl_span core = tl_line_core(r, index);
    const struct tl_portion *portion = portion_at(r->cable, core.begin);
    const enum tl_kind kind = portion == NULL ? TL_KIND_OTHER : portion->kind;
    size_t len = 0;
    const enum tl_label label = tl_header_label(line, &len);
    if (kind == TL_KIND_DECLASSIFICATION && label == TL_LABEL_EO) {
        const struct tl_instruction *instruction =
            add_instruction(r, whole_instruction(r, index), index, true);
        if (instructs(&instruction->decl)) {
            claim_authority(r, index);
        }
        return;
    }
    if (kind == TL_KIND_AUTHORITY || (kind == TL_KIND_OTHER && label == TL_LABEL_AUTHORITY)) {
        claim_authority(r, index);
        read_reasons(r, kind == TL_KIND_AUTHORITY ? tl_span_of(r->lines.bytes, portion->core) : line);
    }
    if (label == TL_LABEL_EO && kind != TL_KIND_DECLASSIFICATION) {
        struct tl_decl decl;
        tl_decl_parse(r->arena, line, r->cable->date, r->cable->overall.level, &decl);
        const bool is_prose =
            decl.type == TL_DECL_EVENT && tl_slice_find_fold(line, TL_LIT("DECL"), 0) == TL_NONE;
        if (!is_prose) {
            (void)add_instruction(r, line, index, false);
        }
        return;
    }
    read_other_instruction(r, index);
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
    for (size_t i = 0; i < r->lines.list.count; i++) {
        const enum tl_line_role role = r->lines.list.items[i].role;
        if (role == TL_LINE_BLANK || tl_line_is_furniture(&r->lines.list.items[i])) {
            continue;
        }
        read_instruction_line(r, i);
        if (i >= r->tail_line) {
            read_attributes(r, i);
        }
    }
}

/* M10: all claims of level agree; a portion may be below them, never above. */
static bool claims_agree(const struct tl_cable *cable)
{
    bool has_document_claim = false;
    for (size_t i = 0; i < cable->claims.count; i++) {
        const struct tl_claim *claim = &cable->claims.items[i];
        switch (claim->from) {
        case TL_CLAIM_CLASSIFICATION_LINE:
        case TL_CLAIM_ZNY:
        case TL_CLAIM_BANNER:
        case TL_CLAIM_PAGE_LINE:
        case TL_CLAIM_STAMP:
            has_document_claim = true;
            if (claim->is_damaged || claim->is_enclosed || claim->marking.level != cable->overall.level) {
                return false;
            }
            break;
        case TL_CLAIM_PORTION:
        case TL_CLAIM_CAPTION:
        case TL_CLAIM_AUTHORITY:
        case TL_CLAIM_ASSUMED:
            break;
        }
    }
    for (size_t i = 0; i < cable->portions.count; i++) {
        if (tl_level_above(cable->portions.items[i].effective.level, cable->overall.level)) {
            return false; /* something in it was raised above them */
        }
    }
    return has_document_claim && cable->overall.level != TL_LEVEL_UNKNOWN;
}

/* What keeps the cable's instruction from being the one plain instruction of M10; NULL: nothing. */
static const char *not_plain_by(const struct tl_cable *cable)
{
    if (cable->instructions.count != 1) {
        return cable->instructions.count == 0 ? "decl-none" : "decl-several";
    }
    if (!cable->instructions.items[0].is_header) {
        return "decl-not-in-header";
    }
    if (!cable->instructions.items[0].decl.is_honorable) {
        return "decl-not-plain";
    }
    if (!claims_agree(cable)) {
        return "decl-claims-differ";
    }
    return tl_cable_has_finding(cable, "second-start") ? "decl-second-start" : NULL;
}

const struct tl_instruction *tl_cable_plain_instruction(const struct tl_cable *cable)
{
    return not_plain_by(cable) == NULL ? &cable->instructions.items[0] : NULL;
}

const char *tl_cable_kept_by(const struct tl_cable *cable)
{
    const char *plain = not_plain_by(cable);
    if (plain != NULL) {
        return plain;
    }
    return tl_marking_has_control(&cable->overall) || cable->controls.count > 0 ? "decl-controls" : NULL;
}

bool tl_portion_is_freeable(const struct tl_cable *cable, const struct tl_portion *portion)
{
    struct tl_marking bare = tl_marking_of_level(cable->overall.level);
    bare.nonic = cable->overall.nonic;
    return tl_cable_plain_instruction(cable) != NULL && portion->doubt == NULL &&
           portion->effective.is_valid && !tl_marking_has_control(&portion->effective) &&
           !tl_marking_has_control(&cable->overall) && cable->controls.count == 0 &&
           portion->effective.owner.len == 0 && !tl_level_above(portion->effective.level, bare.level) &&
           !tl_level_above(portion->effective.level, portion->lenient.level);
}

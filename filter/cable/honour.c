/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the one plain instruction of a cable may free (DESIGN M10; markings.md 7.3).
 *
 * Decided once, when everything is read: zeroed means that nothing is freed.  A portion in which anything
 * reads as a marking stays as it is: behind such text may stand what its classifier did not date, and a
 * release that kept it would claim it again.
 */
#include "cable/raise.h"
#include "cable/reader.h"

/* All claims of level agree; a portion may be below them, never above. */
static bool claims_agree(const struct tl_cable *cable)
{
    bool has_document_claim = false;
    for (size_t i = 0; i < cable->claims.count; i++) {
        const struct tl_claim *claim = &cable->claims.items[i];
        switch (claim->from) {
        case TL_CLAIM_STAMP:
            return false; /* a later hand judged it; re-marking does not reach it either */
        case TL_CLAIM_CLASSIFICATION_LINE:
        case TL_CLAIM_ZNY:
        case TL_CLAIM_BANNER:
        case TL_CLAIM_PAGE_LINE:
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

/* A mark of ours stands where text was: it may have stated what contests the date. */
static bool has_withheld(const struct tl_cable *cable)
{
    for (size_t i = 0; i < cable->portions.count; i++) {
        if (cable->portions.items[i].kind == TL_KIND_WITHHELD) {
            return true;
        }
    }
    return false;
}

/* The header's instruction, when it is of a kind that may be honoured. */
static const struct tl_instruction *header_instruction(const struct tl_cable *cable)
{
    for (size_t i = 0; i < cable->instructions.count; i++) {
        if (cable->instructions.items[i].is_header && cable->instructions.items[i].decl.is_honorable) {
            return &cable->instructions.items[i];
        }
    }
    return NULL;
}

/* True when text of the portion reads as a marking, in whatever form, beside its own mark. */
static bool reads_as_marked(struct tl_reader *r, const struct tl_portion *portion)
{
    const bool is_title = portion->kind == TL_KIND_SUBJECT || portion->kind == TL_KIND_HEADING;
    const bool is_after_mark =
        tl_span_len(portion->mark) > 0 && portion->mark.begin <= portion->label.end + 1;
    const size_t open = is_after_mark ? portion->mark.end : portion->label.end;
    const tl_slice opening = tl_slice_trim(tl_slice_sub(r->lines.bytes, open, portion->core.end));
    const bool may_be_marked = portion->kind != TL_KIND_OTHER && !tl_kind_is_header_fact(portion->kind) &&
                               portion->kind != TL_KIND_REFERENCE && portion->kind != TL_KIND_AUTHORITY;
    const struct tl_marking unclassified = tl_marking_of_level(TL_LEVEL_U);
    struct tl_marking marking = {0};
    enum tl_level level = TL_LEVEL_UNKNOWN;
    return (may_be_marked && tl_unreadable_mark_at(opening, &level)) ||
           tl_find_raise_in(r, portion, &unclassified, is_title, &marking);
}

static bool is_freeable(struct tl_reader *r, const struct tl_portion *portion)
{
    const struct tl_cable *cable = r->cable;
    return portion->doubt == NULL && !portion->is_uncertain && portion->effective.is_valid &&
           portion->kind != TL_KIND_ATTRIBUTES && !tl_marking_has_control(&portion->effective) &&
           !tl_marking_has_control(&cable->overall) && cable->controls.count == 0 &&
           !tl_level_above(portion->effective.level, cable->overall.level) &&
           !tl_level_above(portion->effective.level, portion->lenient.level) && !reads_as_marked(r, portion);
}

/* The first thing that keeps the date from freeing anything; NULL: nothing does.  Slugs of marking/slug.h. */
static const char *kept_by(const struct tl_reader *r, const struct tl_instruction *plain)
{
    const struct tl_cable *cable = r->cable;
    if (cable->instructions.count == 0) {
        return "decl-none";
    }
    if (cable->instructions.count != 1) {
        return "decl-several";
    }
    if (!cable->instructions.items[0].is_header) {
        return "decl-not-in-header";
    }
    if (plain == NULL) {
        return "decl-not-plain";
    }
    if (!claims_agree(cable) || r->instructed != cable->overall.level) {
        return "decl-claims-differ";
    }
    if (has_withheld(cable)) {
        return "decl-withheld";
    }
    return tl_cable_has_finding(cable, "second-start") ? "decl-second-start" : NULL;
}

void tl_read_honour(struct tl_reader *r, bool frees_nothing)
{
    struct tl_cable *cable = r->cable;
    for (size_t i = 0; i < cable->instructions.count; i++) {
        const struct tl_instruction *instruction = &cable->instructions.items[i];
        if (instruction->is_header && instruction->decl.warning != NULL) {
            tl_add_finding(r, instruction->decl.warning, instruction->line);
        }
    }
    const struct tl_instruction *plain = header_instruction(cable);
    cable->kept_by = kept_by(r, plain);
    if (cable->kept_by != NULL) {
        if (plain != NULL) {
            tl_add_finding(r, "instruction-contested", plain->line);
        }
        return;
    }
    cable->plain = plain;
    for (size_t i = 0; !frees_nothing && i < cable->portions.count; i++) {
        cable->portions.items[i].is_freeable = is_freeable(r, &cable->portions.items[i]);
    }
    if (tl_marking_has_control(&cable->overall) || cable->controls.count > 0) {
        cable->kept_by = "decl-controls";
    }
}

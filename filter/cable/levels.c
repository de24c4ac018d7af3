/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Levels: own marks, the overall from all claims (DESIGN M1), captions as controls (M9), compilation (M4).
 */
#include "base/limits.h"
#include "cable/eye.h"
#include "cable/raise.h"
#include "cable/reader.h"
#include "marking/control.h"
#include "marking/mark.h"
#include "marking/portion.h"

enum { SHORT_MARK = 3 }; /* "(C)", which reads at once */

bool tl_unreadable_mark_at(tl_slice text, enum tl_level *level)
{
    struct tl_buf folded = {0};
    bool is_it = false;
    size_t end = 0;
    while (end < text.len && text.ptr[end] != ' ') {
        end++;
    }
    const unsigned any = TL_SIGN_BRACKET | TL_SIGN_SLASH | TL_SIGN_ODD;
    if ((tl_signs_of(tl_slice_sub(text, 0, end)) & any) == 0) {
        return false; /* nearly every text: its first word has no bracket and no delimiter */
    }
    if (tl_mark_at(text, 0).kind == TL_MARK_NONE) {
        tl_eye_fold(tl_slice_sub(text, 0, 2 * TL_MAX_MARK), &folded);
        is_it = tl_damaged_mark_at(tl_slice_trim(tl_buf_slice(&folded)), TL_PLACE_START, level);
    }
    tl_buf_release(&folded);
    return is_it;
}

static bool is_paragraph(enum tl_kind kind)
{
    return kind == TL_KIND_PARAGRAPH || kind == TL_KIND_SUB_PARAGRAPH;
}

/* A portion mark claims its rank for the cable; one that nobody can read claims what is unknown (M1). */
static void claim_mark(struct tl_reader *r, const struct tl_portion *portion, struct tl_span mark,
                       enum tl_rank rank, bool is_damaged)
{
    const struct tl_marking claim =
        rank == TL_RANK_UNKNOWN ? tl_marking_damaged(TL_LEVEL_UNKNOWN) : tl_marking_of_rank(rank);
    tl_add_claim(r, TL_CLAIM_PORTION, &claim, mark, (struct tl_span){mark.begin, mark.begin}, portion->line);
    struct tl_claim *made = &r->cable->claims.items[r->cable->claims.count - 1];
    made->is_damaged = is_damaged;
    made->is_unread = rank == TL_RANK_UNKNOWN && is_paragraph(portion->kind);
}

void tl_take_damaged_mark(struct tl_reader *r, struct tl_portion *portion, struct tl_span mark,
                          const struct tl_marking *read)
{
    portion->effective = tl_marking_join(r->arena, &portion->effective, read);
    portion->lenient = tl_marking_of_level(read->level == TL_LEVEL_UNKNOWN ? TL_LEVEL_U : read->level);
    portion->is_uncertain = true;
    tl_why_set(portion, TL_WHY_DAMAGED, portion->line);
    /* what nobody can read beside a U may make it a CUI */
    claim_mark(r, portion, mark, read->level == TL_LEVEL_U ? TL_RANK_CUI : tl_marking_rank(read), true);
}

/* True when what stands in brackets at the start of a portion may be a mark, though it does not parse. */
static bool may_be_mark(tl_slice mark, enum tl_level *level)
{
    struct tl_buf folded = {0};
    tl_eye_fold(mark, &folded);
    const tl_slice text = tl_slice_trim(tl_buf_slice(&folded));
    const tl_slice body = tl_slice_trim(tl_slice_sub(text, 1, text.len == 0 ? 0 : text.len - 1));
    const bool is_word = tl_is_all_caps(body) && tl_slice_find(body, TL_LIT(" "), 0) == TL_NONE;
    const bool may = tl_damaged_mark_at(text, TL_PLACE_START, level) ||
                     (is_word && tl_portion_looks_marked(body)); /* "(NF)", "(C/XQ)" */
    tl_buf_release(&folded);
    return may;
}

/* The mark as it reads, which is the same wherever it stands. */
static void read_mark(struct tl_reader *r, tl_slice mark, struct tl_marking *out)
{
    const size_t known = r->mark_count < TL_KNOWN_MARKS ? r->mark_count : TL_KNOWN_MARKS;
    for (size_t i = 0; i < known && mark.len > SHORT_MARK; i++) {
        if (tl_slice_eq(r->marks[i].text, mark)) {
            *out = r->marks[i];
            out->text = mark;
            return;
        }
    }
    tl_portion_parse(r->arena, mark, out);
    if (mark.len > SHORT_MARK) {
        r->marks[r->mark_count++ % TL_KNOWN_MARKS] = *out;
    }
}

void tl_take_own_mark(struct tl_reader *r, struct tl_portion *portion)
{
    const tl_slice mark = tl_span_of(r->lines.bytes, portion->mark);
    read_mark(r, mark, &portion->own);
    tl_why_from(r, portion, TL_FROM_OWN);
    if (portion->own.is_valid) {
        portion->effective = portion->own;
        portion->lenient = portion->own;
        portion->is_uncertain = false;
        enum tl_rank rank = tl_marking_rank(&portion->own);
        if (rank == TL_RANK_U && portion->own.unknown.count > 0) {
            rank = TL_RANK_CUI; /* a word nobody knows may be one that makes it so */
        }
        claim_mark(r, portion, portion->mark, rank, false);
        return;
    }
    tl_add_finding(r, "invalid-marking", portion->line);
    portion->effective = r->overall;
    portion->lenient = r->lenient; /* "(ANNEX II)": words, no mark */
    tl_take_broken_mark(r, portion, portion->mark);
}

/* Parses a mark with brackets lost, doubled or of another sort; valid only when all between them reads. */
static void read_broken(struct tl_reader *r, tl_slice mark, struct tl_marking *out)
{
    struct tl_buf folded = {0};
    struct tl_buf bare = {0};
    tl_eye_fold(mark, &folded);
    const tl_slice text = tl_slice_trim(tl_buf_slice(&folded));
    const bool is_closed = text.len > 0 && memchr(")]}", text.ptr[text.len - 1], 3) != NULL;
    tl_buf_byte(&bare, '(');
    for (size_t i = 0; i < text.len; i++) {
        if (memchr("()[]{}", text.ptr[i], 6) == NULL) {
            tl_buf_byte(&bare, text.ptr[i]);
        }
    }
    tl_buf_byte(&bare, ')');
    tl_portion_parse(r->arena, tl_arena_dup(r->arena, tl_buf_slice(&bare)), out);
    if (!is_closed && out->is_valid) { /* what else stood in it is not known */
        out->is_valid = false;
        out->reason = "unbalanced";
    }
    tl_buf_release(&bare);
    tl_buf_release(&folded);
}

void tl_take_broken_mark(struct tl_reader *r, struct tl_portion *portion, struct tl_span mark)
{
    const tl_slice text = tl_span_of(r->lines.bytes, mark);
    enum tl_level damaged = TL_LEVEL_UNKNOWN;
    struct tl_marking read;
    read_broken(r, text, &read);
    if (read.is_valid) { /* all but its brackets is whole: never below what it inherits, nor its own word */
        const enum tl_rank rank = tl_marking_rank(&read);
        const bool is_lower = !tl_rank_above(rank, tl_marking_rank(&portion->lenient));
        portion->effective = tl_marking_join(r->arena, &portion->effective, &read);
        portion->lenient = is_lower ? tl_marking_of_rank(rank) : portion->lenient;
        portion->is_uncertain = true;
        tl_why_set(portion, TL_WHY_DAMAGED, portion->line);
        claim_mark(r, portion, mark, rank, true);
    } else if (may_be_mark(text, &damaged) || read.level != TL_LEVEL_UNKNOWN) {
        read.level = read.level == TL_LEVEL_UNKNOWN ? damaged : read.level;
        tl_take_damaged_mark(r, portion, mark, &read);
    }
}

/* How a claim takes part: portions raise the level only; the others claim for the whole cable. */
static bool is_document_claim(enum tl_claim_from from)
{
    switch (from) {
    case TL_CLAIM_CLASSIFICATION_LINE:
    case TL_CLAIM_ZNY:
    case TL_CLAIM_BANNER:
    case TL_CLAIM_PAGE_LINE:
    case TL_CLAIM_STAMP:
        return true;
    case TL_CLAIM_PORTION:
    case TL_CLAIM_CAPTION:
    case TL_CLAIM_AUTHORITY:
    case TL_CLAIM_ASSUMED:
        return false;
    }
    return false;
}

/* ZNR UUUUU over SENSITIVE, LOU or a caption is normal: there is no transmission level between U and C but E.
 */
static bool conflicts(const struct tl_claim *a, const struct tl_claim *b)
{
    const enum tl_rank x = tl_marking_rank(&a->marking);
    const enum tl_rank y = tl_marking_rank(&b->marking);
    const bool is_soft = (x == TL_RANK_U || x == TL_RANK_CUI) && (y == TL_RANK_U || y == TL_RANK_CUI) &&
                         (a->from == TL_CLAIM_ZNY) != (b->from == TL_CLAIM_ZNY);
    return x != y && !is_soft;
}

static void join_claim(struct tl_reader *r, struct tl_marking *sum, bool *has_any,
                       const struct tl_claim *claim)
{
    const bool is_bare = tl_marking_is_bare(&claim->marking);
    if (*has_any && sum->is_valid && claim->marking.level != TL_LEVEL_UNKNOWN && is_bare &&
        tl_marking_is_bare(sum)) { /* nearly every claim */
        sum->level = tl_level_max(sum->level, claim->marking.level);
        return;
    }
    struct tl_marking marking = claim->marking;
    if (!is_document_claim(claim->from)) {
        marking = tl_marking_of_rank(tl_marking_rank(&claim->marking));
    }
    marking.is_valid = marking.is_valid || marking.level != TL_LEVEL_UNKNOWN;
    *sum = *has_any ? tl_marking_join(r->arena, sum, &marking) : marking;
    *has_any = true;
}

/* A mark or a caption that makes CUI of a U says nothing of a cable that is classified. */
static bool is_cui_of_text(const struct tl_claim *claim)
{
    return !is_document_claim(claim->from) && tl_marking_rank(&claim->marking) == TL_RANK_CUI;
}

/* The join of the claims that `takes` wants: the highest of them, with what stands beside it on lines of the
 * cable. */
static bool join_all(struct tl_reader *r, bool (*takes)(const struct tl_claim *claim), struct tl_marking *sum)
{
    const struct tl_cable *cable = r->cable;
    bool has_any = false;
    for (size_t i = 0; i < cable->claims.count; i++) {
        const struct tl_claim *claim = &cable->claims.items[i];
        if (takes(claim) && !is_cui_of_text(claim)) {
            join_claim(r, sum, &has_any, claim);
        }
    }
    for (size_t i = 0; i < cable->claims.count && (!has_any || sum->level == TL_LEVEL_U); i++) {
        const struct tl_claim *claim = &cable->claims.items[i];
        if (takes(claim) && is_cui_of_text(claim)) {
            join_claim(r, sum, &has_any, claim);
        }
    }
    return has_any;
}

static bool takes_any(const struct tl_claim *claim)
{
    return claim->from != TL_CLAIM_ASSUMED;
}

static bool takes_stated(const struct tl_claim *claim)
{
    return claim->from != TL_CLAIM_AUTHORITY && claim->from != TL_CLAIM_ASSUMED;
}

static bool takes_readable(const struct tl_claim *claim)
{
    return claim->from != TL_CLAIM_AUTHORITY && !claim->is_unread;
}

/* The lowest claim for the whole cable: what a reader might take for the overall. */
static struct tl_marking lowest_claim(struct tl_reader *r, bool *has_conflict)
{
    const struct tl_claim *lowest = NULL;
    for (size_t i = 0; i < r->cable->claims.count; i++) {
        const struct tl_claim *claim = &r->cable->claims.items[i];
        if (!is_document_claim(claim->from) || claim->is_enclosed) {
            continue;
        }
        if (lowest == NULL) {
            lowest = claim;
        } else if (conflicts(lowest, claim)) {
            *has_conflict = true;
            if (tl_rank_above(tl_marking_rank(&lowest->marking), tl_marking_rank(&claim->marking))) {
                lowest = claim;
            }
        }
    }
    if (lowest == NULL || tl_marking_rank(&lowest->marking) == TL_RANK_UNKNOWN) {
        return tl_marking_of_level(TL_LEVEL_U);
    }
    return lowest->marking;
}

void tl_join_claims(struct tl_reader *r, const struct tl_cable_options *options)
{
    struct tl_cable *cable = r->cable;
    struct tl_marking sum = {0};
    bool has_conflict = false;
    bool has_any = join_all(r, takes_stated, &sum) || join_all(r, takes_any, &sum);
    if (options->assume != TL_RANK_UNKNOWN) {
        const struct tl_marking assumed = tl_marking_of_rank(options->assume);
        tl_add_claim(r, TL_CLAIM_ASSUMED, &assumed, (struct tl_span){0, 0}, (struct tl_span){0, 0}, 0);
        join_claim(r, &sum, &has_any, &cable->claims.items[cable->claims.count - 1]);
    }
    cable->overall = sum;
    cable->stated = (struct tl_marking){0}; /* the overall where no claim can be read */
    cable->stated = join_all(r, takes_readable, &cable->stated) ? cable->stated : cable->overall;
    cable->lenient = lowest_claim(r, &has_conflict);
    if (tl_marking_rank(&sum) != TL_RANK_UNKNOWN && has_any && !has_conflict) {
        cable->lenient = sum;
    }
    if (!has_any || sum.level == TL_LEVEL_UNKNOWN) {
        tl_add_finding(r, has_any ? "unknown-level" : "no-claim", 0);
    }
    if (has_conflict) {
        tl_add_finding(r, "claims-differ", 0);
    }
    for (size_t i = 0; i < cable->claims.count; i++) {
        if (cable->claims.items[i].is_damaged) {
            tl_add_finding(r, "damaged-claim", cable->claims.items[i].line);
        }
    }
}

static bool portion_carries(const struct tl_cable *cable, tl_slice word)
{
    for (size_t i = 0; i < cable->portions.count; i++) {
        const struct tl_portion *portion = &cable->portions.items[i];
        if (portion->from == TL_FROM_OWN && tl_marking_has_word(&portion->own, word)) {
            return true;
        }
    }
    return false;
}

/* The kinds that a policy opens as facts of the header; captions do not close them. */
bool tl_kind_is_header_fact(enum tl_kind kind)
{
    switch (kind) {
    case TL_KIND_ENVELOPE:
    case TL_KIND_ADDRESS:
    case TL_KIND_CLASSIFICATION_LINE:
    case TL_KIND_CAPTION:
    case TL_KIND_DECLASSIFICATION:
    case TL_KIND_TAGS:
    case TL_KIND_FURNITURE:
    case TL_KIND_END:
    case TL_KIND_WITHHELD:
        return true;
    case TL_KIND_OTHER:
    case TL_KIND_PASS_LINE:
    case TL_KIND_SUBJECT:
    case TL_KIND_REFERENCE:
    case TL_KIND_AUTHORITY:
    case TL_KIND_PARAGRAPH:
    case TL_KIND_SUB_PARAGRAPH:
    case TL_KIND_HEADING:
    case TL_KIND_TABLE:
    case TL_KIND_SIGNATURE:
    case TL_KIND_ATTRIBUTES:
    case TL_KIND_COUNT:
        return false;
    }
    return false;
}

/* Puts a canonical caption into the set it belongs to; a word nobody knows into `unknown`. */
static void add_word(struct tl_arena *arena, struct tl_marking *m, tl_slice word)
{
    const struct tl_control *control = tl_control_find(word);
    struct tl_words *set = tl_control_set(m, control == NULL ? TL_CONTROL_UNKNOWN : control->class);
    *set = tl_words_with(arena, *set, word);
}

/* `m` with the controls of `controls` besides its own; level, lists and validity stay. */
static struct tl_marking with_controls(struct tl_arena *arena, const struct tl_marking *m,
                                       const struct tl_marking *controls)
{
    struct tl_marking sum = *m;
    sum.sci = tl_words_union(arena, m->sci, controls->sci);
    sum.sap = tl_words_union(arena, m->sap, controls->sap);
    sum.aea = tl_words_union(arena, m->aea, controls->aea);
    sum.dissem = tl_words_union(arena, m->dissem, controls->dissem);
    sum.nonic = tl_words_union(arena, m->nonic, controls->nonic);
    sum.nato_ctl = tl_words_union(arena, m->nato_ctl, controls->nato_ctl);
    sum.unknown = tl_words_union(arena, m->unknown, controls->unknown);
    return sum;
}

static void read_captions(struct tl_reader *r)
{
    struct tl_cable *cable = r->cable;
    struct tl_marking controls = tl_marking_of_level(TL_LEVEL_U);
    for (size_t i = 0; i < cable->captions.count; i++) {
        const struct tl_caption *caption = &cable->captions.items[i];
        if (caption->is_distribution || caption->is_sensitive ||
            (caption->is_banner_word && portion_carries(cable, caption->word))) {
            continue;
        }
        cable->controls = tl_words_with(r->arena, cable->controls, caption->word);
        add_word(r->arena, &controls, caption->word);
    }
    cable->handling = controls;
    if (cable->controls.count == 0) {
        return;
    }
    struct tl_marking known = tl_marking_of_level(TL_LEVEL_U);
    for (size_t i = 0; i < cable->captions.count; i++) {
        const struct tl_caption *caption = &cable->captions.items[i];
        if (caption->is_known && tl_words_has(cable->controls, caption->word)) {
            add_word(r->arena, &known, caption->word);
        }
    }
    for (size_t i = 0; i < cable->portions.count; i++) {
        struct tl_portion *portion = &cable->portions.items[i];
        if (!tl_kind_is_header_fact(portion->kind)) {
            portion->effective = with_controls(r->arena, &portion->effective, &controls);
            portion->lenient = with_controls(r->arena, &portion->lenient, &known);
        }
    }
}

/* M4: the overall is above every paragraph; a withheld mark counts as a paragraph of its rank. */
static void look_at_compilation(struct tl_reader *r)
{
    struct tl_cable *cable = r->cable;
    const enum tl_rank overall = tl_marking_rank(&cable->stated);
    size_t texts = 0; /* paragraphs that still have their text */
    size_t marks_at_overall = 0;
    for (size_t i = 0; i < cable->portions.count; i++) {
        const struct tl_portion *portion = &cable->portions.items[i];
        enum tl_rank rank = tl_marking_rank(portion->is_uncertain ? &portion->lenient : &portion->effective);
        if (portion->kind == TL_KIND_WITHHELD && portion->group != TL_NONE) {
            rank = portion->withheld;
            marks_at_overall += !tl_rank_above(overall, rank);
        } else if (!is_paragraph(portion->kind)) {
            continue;
        } else if (!tl_rank_above(overall, rank)) {
            return;
        } else {
            texts++;
        }
    }
    if (marks_at_overall > 0) {
        if (texts > 0) {
            tl_add_finding(r, "mark-stops-compilation", 0);
        }
        return;
    }
    if (texts > 0 && overall != TL_RANK_U) {
        cable->is_compiled = true;
        tl_add_finding(r, "compilation", 0);
    }
}

/* A line that speaks for the cable and says less than a mark of a portion (markings.md 0, rule 4): never
 * trusted, and said. */
static void look_at_banners(struct tl_reader *r)
{
    const struct tl_cable *cable = r->cable;
    enum tl_rank highest = TL_RANK_U;
    for (size_t i = 0; i < cable->portions.count; i++) {
        const struct tl_portion *portion = &cable->portions.items[i];
        if (portion->from == TL_FROM_OWN && portion->own.is_valid) {
            highest = tl_rank_max(highest, tl_marking_rank(&portion->own));
        }
    }
    const enum tl_level level = tl_marking_of_rank(highest).level;
    for (size_t i = 0; i < cable->claims.count; i++) {
        const struct tl_claim *claim = &cable->claims.items[i];
        const bool is_banner = claim->from == TL_CLAIM_CLASSIFICATION_LINE || claim->from == TL_CLAIM_BANNER;
        const bool is_below = tl_level_above(level, claim->marking.level);
        if (is_banner && is_below && !claim->is_enclosed && !claim->is_damaged) {
            tl_add_finding(r, "banner-below-portions", claim->line);
        }
    }
}

/* M2 outside the body: a title or free text of the header that reads as a higher marking has it. */
static void raise_headers(struct tl_reader *r)
{
    for (size_t i = 0; i < r->cable->portions.count; i++) {
        struct tl_portion *portion = &r->cable->portions.items[i];
        const bool is_text = portion->kind == TL_KIND_SUBJECT || portion->kind == TL_KIND_PASS_LINE ||
                             portion->kind == TL_KIND_OTHER;
        if (!is_text) {
            continue;
        }
        struct tl_marking higher = {0};
        if (tl_find_raise_in(r, portion, &portion->effective, portion->kind == TL_KIND_SUBJECT, &higher)) {
            portion->effective = tl_marking_join(r->arena, &portion->effective, &higher);
            tl_add_finding(r, "raised", portion->line);
        }
    }
}

void tl_finish_levels(struct tl_reader *r)
{
    raise_headers(r);
    look_at_banners(r);
    look_at_compilation(r);
    if (r->is_second_cable) {
        tl_add_finding(r, "second-start", 0);
        for (size_t i = 0; i < r->cable->portions.count; i++) {
            struct tl_portion *portion = &r->cable->portions.items[i];
            if (portion->from != TL_FROM_OVERALL) {
                if (!tl_marking_within(&r->cable->overall, &portion->effective)) {
                    tl_why_set(portion, TL_WHY_SECOND_START, 0);
                }
                portion->effective = tl_marking_join(r->arena, &portion->effective, &r->cable->overall);
            }
        }
    }
    tl_why_finish(r);
    read_captions(r);
    tl_look_at_sentences(r);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Re-marking: a release says what it is (DESIGN M16; 32 CFR 2001.24).
 *
 * The roll-up of what remains rewrites classification lines, ZNY letters, banners and page lines that claim
 * more, and removes captions and banner words that nothing remaining carries.  No line is ever raised.
 */
#include "marking/control.h"
#include "marking/rollup.h"
#include "marking/struck.h"
#include "release/stage.h"

enum { LOOK_BACK = 4 };

struct remains {
    enum tl_rank rank;
    bool is_lou_only;             /* every CUI portion that remains is LOU and nothing else */
    struct tl_marking all;        /* their roll-up */
    TL_VEC(struct tl_marking) of; /* their markings; few stand twice */
};

/* Everything that is released and is no header fact. */
static bool counts(const struct tl_stage *stage, size_t index)
{
    const enum tl_kind kind = stage->cable->portions.items[index].kind;
    return stage->out->decisions[index].is_released && !tl_kind_is_header_fact(kind);
}

static bool is_lou(const struct tl_marking *m)
{
    return m->nonic.count == 1 && tl_slice_eq(m->nonic.item[0], TL_LIT("LOU")) && m->dissem.count == 0;
}

/* True when the same marking was among the last that were taken. */
static bool is_known(const struct remains *remains, const struct tl_marking *marking)
{
    const size_t count = remains->of.count;
    for (size_t i = count > LOOK_BACK ? count - LOOK_BACK : 0; i < count; i++) {
        if (tl_marking_same(&remains->of.items[i], marking)) {
            return true;
        }
    }
    return false;
}

static struct remains what_remains(struct tl_stage *stage)
{
    struct remains remains = {.rank = TL_RANK_U, .is_lou_only = true};
    for (size_t i = 0; i < stage->cable->portions.count; i++) {
        const struct tl_marking *judged = &stage->out->decisions[i].judged;
        if (!counts(stage, i) || is_known(&remains, judged)) {
            continue; /* a roll-up takes no marking twice */
        }
        const enum tl_rank rank = tl_marking_rank(judged);
        *TL_PUSH(stage->arena, &remains.of) = *judged;
        remains.rank = tl_rank_max(remains.rank, rank);
        remains.is_lou_only = remains.is_lou_only && (rank != TL_RANK_CUI || is_lou(judged));
    }
    remains.all = tl_marking_of_level(TL_LEVEL_U);
    if (remains.of.count > 0) {
        tl_rollup(stage->arena, remains.of.items, remains.of.count, &stage->cable->overall, &remains.all);
    }
    return remains;
}

static bool is_carried(const struct remains *remains, tl_slice word)
{
    for (size_t i = 0; i < remains->of.count; i++) {
        if (tl_marking_has_word(&remains->of.items[i], word)) {
            return true;
        }
    }
    return false;
}

static struct tl_edit *remark(struct tl_stage *stage, struct tl_span in, tl_slice replacement,
                              const char *why)
{
    const size_t portion = tl_portion_of(stage->cable, in.begin);
    if (!stage->out->decisions[portion].is_released ||
        tl_slice_eq(tl_span_of(stage->cable->bytes, in), replacement)) {
        return NULL;
    }
    struct tl_edit *edit = tl_add_edit(stage, in, TL_EDIT_REMARKED, TL_CAUSE_BANNER, portion, replacement);
    edit->why = why;
    return edit;
}

/* Re-marks `in` so that it says `now`; `banner: strike` leaves the old words beside it.  `name`: of a known
 * caption. */
static struct tl_edit *replace(struct tl_stage *stage, struct tl_span in, tl_slice now, tl_slice name,
                               const char *why)
{
    struct tl_buf struck = {0};
    const bool is_same = tl_slice_eq(tl_span_of(stage->cable->bytes, in), now);
    if (!is_same && stage->policy->banner == TL_BANNER_STRIKE &&
        tl_struck_write(&struck, stage->cable->bytes, in, now, name)) {
        now = tl_arena_dup(stage->arena, tl_buf_slice(&struck));
    }
    tl_buf_release(&struck);
    return remark(stage, in, now, why);
}

static tl_slice level_text(const struct tl_claim *claim, const struct remains *remains)
{
    const struct tl_rank_words *words = tl_rank_words(remains->rank);
    const bool is_lou = remains->rank == TL_RANK_CUI && remains->is_lou_only;
    switch (claim->from) {
    case TL_CLAIM_CLASSIFICATION_LINE:
        return is_lou ? TL_LIT("LIMITED OFFICIAL USE") : tl_str(words->class_line);
    case TL_CLAIM_BANNER:
    case TL_CLAIM_PAGE_LINE:
        return is_lou ? TL_LIT("LIMITED OFFICIAL USE") : tl_str(words->banner);
    case TL_CLAIM_ZNY:
        return tl_str(words->zny);
    case TL_CLAIM_PORTION:
    case TL_CLAIM_CAPTION:
    case TL_CLAIM_STAMP:
    case TL_CLAIM_AUTHORITY:
    case TL_CLAIM_ASSUMED:
        break;
    }
    return (tl_slice){NULL, 0};
}

/* The ZNY line is rewritten from its prosign on: "ZNY CCCCC" becomes "ZNR UUUUU". */
static struct tl_span claim_span(const struct tl_claim *claim)
{
    if (claim->from == TL_CLAIM_ZNY) {
        return (struct tl_span){claim->span.begin, claim->level.end};
    }
    return claim->level;
}

static bool ends_in_crlf(tl_slice bytes, size_t at)
{
    return at < bytes.len && bytes.ptr[at] == '\r';
}

/* CUI remains under a line that no longer says so: the caption SENSITIVE stands below it. */
static void add_sensitive(struct tl_stage *stage, const struct tl_claim *claim)
{
    for (size_t i = 0; i < stage->cable->captions.count; i++) {
        if (stage->cable->captions.items[i].is_sensitive && !stage->cable->captions.items[i].is_banner_word) {
            return;
        }
    }
    const size_t at = claim->span.end;
    const bool is_crlf = ends_in_crlf(stage->cable->bytes, at);
    (void)remark(stage, (struct tl_span){at, at}, is_crlf ? TL_LIT("\r\nSENSITIVE") : TL_LIT("\nSENSITIVE"),
                 "what remains is sensitive but unclassified");
}

static void remark_claims(struct tl_stage *stage, const struct remains *remains)
{
    bool has_sensitive = false;
    for (size_t i = 0; i < stage->cable->claims.count; i++) {
        const struct tl_claim *claim = &stage->cable->claims.items[i];
        const tl_slice text = level_text(claim, remains);
        const struct tl_span span = claim_span(claim);
        if (text.len == 0 || tl_span_len(span) == 0 || claim->is_enclosed ||
            !tl_rank_above(tl_marking_rank(&claim->marking), remains->rank)) {
            continue;
        }
        (void)replace(stage, span, text, (tl_slice){NULL, 0}, "the line says what remains");
        if (claim->from == TL_CLAIM_CLASSIFICATION_LINE && remains->rank == TL_RANK_CUI &&
            !remains->is_lou_only && !has_sensitive) {
            add_sensitive(stage, claim);
            has_sensitive = true;
        }
    }
}

static void remark_captions(struct tl_stage *stage, const struct remains *remains)
{
    for (size_t i = 0; i < stage->cable->captions.count; i++) {
        const struct tl_caption *caption = &stage->cable->captions.items[i];
        const bool is_kept =
            caption->is_distribution ||
            (caption->is_sensitive ? remains->rank != TL_RANK_U : is_carried(remains, caption->word));
        if (!is_kept) {
            (void)replace(stage, caption->span, (tl_slice){NULL, 0},
                          caption->is_known ? caption->word : (tl_slice){NULL, 0},
                          "nothing that remains carries this word");
        }
    }
}

static void remark_freed(struct tl_stage *stage)
{
    for (size_t i = 0; i < stage->cable->portions.count; i++) {
        const struct tl_portion *portion = &stage->cable->portions.items[i];
        const struct tl_decision *decision = &stage->out->decisions[i];
        if (decision->is_released && decision->is_freed && tl_span_len(portion->mark) > 0) {
            const bool is_cui = tl_marking_rank(&decision->judged) == TL_RANK_CUI;
            struct tl_edit *edit = replace(stage, portion->mark, is_cui ? TL_LIT("(SBU)") : TL_LIT("(U)"),
                                           (tl_slice){NULL, 0}, "its declassification date has passed");
            if (edit != NULL && decision->ruling != NULL) {
                tl_rule_edit(stage, edit, decision->ruling);
            }
        }
    }
}

void tl_remark_all(struct tl_stage *stage)
{
    const struct remains remains = what_remains(stage);
    stage->out->remaining = remains.all;
    stage->out->released_as = remains.rank;
    remark_freed(stage);
    if (stage->policy->banner == TL_BANNER_KEEP || tl_rank_words(remains.rank) == NULL) {
        return;
    }
    remark_claims(stage, &remains);
    remark_captions(stage, &remains);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The re-marking that a second opinion makes: a release says what it is, and no line is raised (DESIGN M16).
 */
#include "ledger/second.h"
#include "marking/struck.h"

/* What is left of a cable, header facts aside. */
static bool is_left(const struct tl_second *second, size_t index)
{
    return second->opinions[index].may_leave &&
           !tl_kind_is_header_fact(second->cable.portions.items[index].kind);
}

/* All CUI that is left is LIMITED OFFICIAL USE and nothing else. */
static bool is_lou(const struct tl_second *second)
{
    if (second->remains != TL_RANK_CUI) {
        return false;
    }
    for (size_t i = 0; i < second->cable.portions.count; i++) {
        const struct tl_marking *judged = &second->opinions[i].judged;
        if (is_left(second, i) && tl_marking_rank(judged) == TL_RANK_CUI &&
            (judged->nonic.count != 1 || judged->dissem.count > 0 ||
             !tl_slice_eq(judged->nonic.item[0], TL_LIT("LOU")))) {
            return false;
        }
    }
    return true;
}

static bool is_carried(const struct tl_second *second, tl_slice word)
{
    for (size_t i = 0; i < second->cable.portions.count; i++) {
        if (is_left(second, i) && tl_marking_has_word(&second->opinions[i].judged, word)) {
            return true;
        }
    }
    return false;
}

/* Writes `words` over `in`, where that is in what leaves and says something else. */
static struct tl_second_edit *write_over(struct tl_second *second, struct tl_span in, tl_slice words,
                                         const char *why)
{
    struct tl_second_edit *edit = NULL;
    const size_t portion = tl_second_portion_at(&second->cable, in.begin);
    if (second->opinions[portion].may_leave && !tl_slice_eq(tl_span_of(second->cable.bytes, in), words)) {
        edit = tl_second_add(second, in, TL_EDIT_REMARKED, TL_CAUSE_BANNER, portion);
        edit->replacement = words;
        edit->why = why;
    }
    return edit;
}

/* The same, with the old words struck beside the new where the policy asks for it. */
static struct tl_second_edit *strike(struct tl_second *second, struct tl_span in, tl_slice words,
                                     tl_slice name, const char *why)
{
    struct tl_buf struck = {0};
    if (second->policy->banner == TL_BANNER_STRIKE &&
        !tl_slice_eq(tl_span_of(second->cable.bytes, in), words) &&
        tl_struck_write(&struck, second->cable.bytes, in, words, name)) {
        words = tl_arena_dup(second->arena, tl_buf_slice(&struck));
    }
    tl_buf_release(&struck);
    return write_over(second, in, words, why);
}

static void mark_freed(struct tl_second *second)
{
    for (size_t i = 0; i < second->cable.portions.count; i++) {
        const struct tl_opinion *opinion = &second->opinions[i];
        const struct tl_span mark = second->cable.portions.items[i].mark;
        if (opinion->may_leave && opinion->is_freed && tl_span_len(mark) > 0) {
            const bool is_cui = tl_marking_rank(&opinion->judged) == TL_RANK_CUI;
            struct tl_second_edit *edit =
                strike(second, mark, is_cui ? TL_LIT("(SBU)") : TL_LIT("(U)"), (tl_slice){NULL, 0},
                       "its declassification date has passed");
            if (edit != NULL && opinion->ruling != NULL) {
                tl_second_rule_edit(second, edit, opinion->ruling);
            }
        }
    }
}

/* What a line of this kind says of what is left, and where; empty: it is no such line. */
static tl_slice line_words(const struct tl_second *second, const struct tl_claim *claim, struct tl_span *in)
{
    const struct tl_rank_words *words = tl_rank_words(second->remains);
    *in = claim->level;
    switch (claim->from) {
    case TL_CLAIM_CLASSIFICATION_LINE:
        return is_lou(second) ? TL_LIT("LIMITED OFFICIAL USE") : tl_str(words->class_line);
    case TL_CLAIM_BANNER:
    case TL_CLAIM_PAGE_LINE:
        return is_lou(second) ? TL_LIT("LIMITED OFFICIAL USE") : tl_str(words->banner);
    case TL_CLAIM_ZNY:
        in->begin = claim->span.begin;
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

static bool has_sensitive(const struct tl_cable *cable)
{
    for (size_t i = 0; i < cable->captions.count; i++) {
        if (cable->captions.items[i].is_sensitive && !cable->captions.items[i].is_banner_word) {
            return true;
        }
    }
    return false;
}

static void mark_lines(struct tl_second *second)
{
    const struct tl_cable *cable = &second->cable;
    bool needs_sensitive = second->remains == TL_RANK_CUI && !is_lou(second);
    for (size_t i = 0; i < cable->claims.count; i++) {
        const struct tl_claim *claim = &cable->claims.items[i];
        struct tl_span in;
        const tl_slice words = line_words(second, claim, &in);
        if (words.len == 0 || claim->is_enclosed || tl_span_len(in) == 0 ||
            !tl_rank_above(tl_marking_rank(&claim->marking), second->remains)) {
            continue;
        }
        (void)strike(second, in, words, (tl_slice){NULL, 0}, "the line says what remains");
        if (needs_sensitive && claim->from == TL_CLAIM_CLASSIFICATION_LINE) {
            const size_t end = claim->span.end;
            const bool is_crlf = end < cable->bytes.len && cable->bytes.ptr[end] == '\r';
            needs_sensitive = false;
            if (!has_sensitive(cable)) {
                (void)write_over(second, (struct tl_span){end, end},
                                 is_crlf ? TL_LIT("\r\nSENSITIVE") : TL_LIT("\nSENSITIVE"),
                                 "what remains is sensitive but unclassified");
            }
        }
    }
}

static void mark_captions(struct tl_second *second)
{
    for (size_t i = 0; i < second->cable.captions.count; i++) {
        const struct tl_caption *caption = &second->cable.captions.items[i];
        const bool stays =
            caption->is_distribution ||
            (caption->is_sensitive ? second->remains != TL_RANK_U : is_carried(second, caption->word));
        if (!stays) {
            (void)strike(second, caption->span, (tl_slice){NULL, 0},
                         caption->is_known ? caption->word : (tl_slice){NULL, 0},
                         "nothing that remains carries this word");
        }
    }
}

void tl_second_remark(struct tl_second *second)
{
    second->remains = TL_RANK_U;
    for (size_t i = 0; i < second->cable.portions.count; i++) {
        if (is_left(second, i)) {
            second->remains = tl_rank_max(second->remains, tl_marking_rank(&second->opinions[i].judged));
        }
    }
    mark_freed(second);
    if (second->policy->banner != TL_BANNER_KEEP && tl_rank_words(second->remains) != NULL) {
        mark_lines(second);
        mark_captions(second);
    }
}

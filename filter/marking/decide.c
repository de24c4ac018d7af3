/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The release decision: ten questions in the fixed order of markings.md 5; the first that fails is the
 * reason. Every question is asked of the marking alone; nothing here knows text.
 */
#include "marking/decide.h"

#include "marking/control.h"
#include "marking/grammar.h"
#include "marking/slug.h"

struct question {
    struct tl_arena *arena; /* scratch */
    const struct tl_marking *m;
    const struct tl_ceiling *ceiling;
    const struct tl_marking *banner;
    struct tl_words *lacking; /* takes every word that `allow` does not name; NULL: the first is enough */
};

static const char *const names[] = {
    [TL_REASON_UNDECIDED] = "undecided",
    [TL_REASON_OK] = "ok",
    [TL_REASON_INVALID] = "invalid",
    [TL_REASON_LEVEL] = "level",
    [TL_REASON_NOFORN] = "noforn",
    [TL_REASON_COMPARTMENT] = "compartment",
    [TL_REASON_SAP] = "sap",
    [TL_REASON_AEA] = "aea",
    [TL_REASON_FOREIGN] = "foreign",
    [TL_REASON_CONTROL] = "control",
    [TL_REASON_NOT_IN_REL_TO] = "not_in_rel_to",
    [TL_REASON_NO_RELEASE_DECISION] = "no_release_decision",
    [TL_REASON_RELIDO] = "relido_needs_decision",
    [TL_REASON_DISPLAY_ONLY] = "display_only",
    [TL_REASON_REL_WITHOUT_LIST] = "rel_without_list",
    [TL_REASON_DECLASSIFIED] = "declassified",
    [TL_REASON_CONTROL_SURVIVES] = "control_survives",
    [TL_REASON_UNMARKED] = "unmarked_no_banner",
};

const char *tl_reason_name(enum tl_reason reason)
{
    return (size_t)reason < TL_COUNT(names) ? names[reason] : names[0];
}

const char *tl_reason_text(enum tl_reason reason)
{
    const struct tl_slug *row = tl_slug_find(tl_reason_name(reason));
    return row != NULL ? row->text : "nothing was decided, so it stays";
}

/*
 * Words that leave for the public may lift: SBU, LOU, FOUO, and the captions of a telegram (DESIGN M8, M9).
 * No compartment, foreign source or control of intelligence ever goes there (markings.md 5: "no control at
 * all").
 */
static bool is_public_word(tl_slice word)
{
    bool is_caption = tl_slice_eq(word, TL_LIT("SBU")) || tl_slice_eq(word, TL_LIT("LOU"));
    bool is_banner_word = false;
    const struct tl_control *row;
    for (size_t i = 0; (row = tl_control_row(i)) != NULL; i++) {
        const bool is_same = tl_slice_eq(tl_str(row->name), word);
        is_caption = is_caption || (is_same && row->is_caption);
        is_banner_word = is_banner_word || (is_same && row->is_banner_word);
    }
    return is_caption && !is_banner_word;
}

/* `allow` names the word, in any spelling of the register. */
static bool is_named(struct tl_words allow, tl_slice word)
{
    if (tl_words_has(allow, word)) {
        return true;
    }
    for (size_t i = 0; i < allow.count; i++) {
        const struct tl_control *row = tl_control_find(allow.item[i]);
        if (row != NULL && tl_slice_eq(tl_str(row->name), word)) {
            return true;
        }
    }
    return false;
}

static bool is_allowed(const struct question *q, tl_slice word)
{
    return is_named(q->ceiling->allow, word) && (!q->ceiling->is_public || is_public_word(word));
}

/* Notes a word that `allow` lacks.  True when the search for more such words goes on. */
static bool note_lack(const struct question *q, tl_slice word)
{
    if (q->lacking != NULL) {
        *q->lacking = tl_words_with(q->arena, *q->lacking, word);
    }
    return q->lacking != NULL;
}

static bool are_allowed(const struct question *q, struct tl_words words)
{
    bool is_all = true;
    for (size_t i = 0; i < words.count; i++) {
        if (!is_allowed(q, words.item[i])) {
            is_all = false;
            if (!note_lack(q, words.item[i])) {
                break;
            }
        }
    }
    return is_all;
}

/* True when somebody of the audience is foreign. */
static bool is_foreign_audience(const struct tl_ceiling *ceiling)
{
    for (size_t i = 0; i < ceiling->audience.count; i++) {
        if (!tl_slice_eq(ceiling->audience.item[i], TL_LIT("USA"))) {
            return true;
        }
    }
    return ceiling->is_public;
}

/* A word of the grammar that lost its place, "(S FGI//NF)": no unknown word that `allow` may name, but
 * damage. */
static bool has_place(tl_slice word)
{
    static const char *const words[] = {"FGI",  "FOREIGN", "NATO", "JOINT",  "REL",     "DISPLAY",
                                        "EYES", "SAR",     "ACCM", "ATOMAL", "BOHEMIA", "BALK"};
    for (size_t i = 0; i < TL_COUNT(words); i++) {
        const tl_slice known = tl_str(words[i]);
        if (tl_slice_starts(word, known) && (word.len == known.len || !tl_is_alnum(word.ptr[known.len]))) {
            return true;
        }
    }
    return false;
}

/* Valid, or with words nobody knows that are allowed by name; a stray code is no such word. */
static bool is_readable(const struct question *q)
{
    const bool is_unknown_word = q->m->reason != NULL && strcmp(q->m->reason, "unknown_control") == 0;
    for (size_t i = 0; i < q->m->unknown.count; i++) {
        if (tl_country_known(q->m->unknown.item[i]) || has_place(q->m->unknown.item[i])) {
            return false;
        }
    }
    return q->m->is_valid || (is_unknown_word && q->m->unknown.count > 0 && are_allowed(q, q->m->unknown));
}

/* A CUI counts as U here: whether its control may pass is asked below. */
static bool is_level_within(const struct question *q)
{
    static const enum tl_rank ranks[] = {
        [TL_LEVEL_UNKNOWN] = TL_RANK_UNKNOWN,
        [TL_LEVEL_U] = TL_RANK_U,
        [TL_LEVEL_R] = TL_RANK_R,
        [TL_LEVEL_C] = TL_RANK_C,
        [TL_LEVEL_S] = TL_RANK_S,
        [TL_LEVEL_TS] = TL_RANK_TS,
    };
    const enum tl_rank rank = (size_t)q->m->level < TL_COUNT(ranks) ? ranks[q->m->level] : TL_RANK_UNKNOWN;
    if (rank == TL_RANK_UNKNOWN || q->ceiling->max == TL_RANK_UNKNOWN) {
        return false;
    }
    return !tl_rank_above(rank, q->ceiling->max) && !(q->ceiling->is_public && rank != TL_RANK_U);
}

static bool is_not_noforn(const struct question *q)
{
    static const char *const words[] = {"NOFORN", "SBU-NF", "LES-NF"};
    for (size_t i = 0; i < TL_COUNT(words) && is_foreign_audience(q->ceiling); i++) {
        const tl_slice word = tl_str(words[i]);
        if (tl_words_has(q->m->dissem, word) || tl_words_has(q->m->nonic, word) ||
            tl_words_has(q->m->unknown, word)) {
            return false;
        }
    }
    return true;
}

static bool is_sci_allowed(const struct question *q)
{
    bool is_all = true;
    for (size_t i = 0; i < q->m->sci.count; i++) {
        const tl_slice item = q->m->sci.item[i];
        if (!is_allowed(q, item) && !is_allowed(q, tl_sci_canonical(q->arena, item))) {
            is_all = false;
            if (!note_lack(q, tl_sci_canonical(q->arena, item))) {
                break;
            }
        }
    }
    return is_all;
}

static bool is_sap_allowed(const struct question *q)
{
    bool is_all = true;
    for (size_t i = 0; i < q->m->sap.count; i++) {
        const tl_slice name = q->m->sap.item[i];
        const char *full = tl_arena_format(q->arena, "SAR-%.*s", (int)name.len, name.ptr);
        if (!is_allowed(q, name) && !is_allowed(q, tl_str(full))) {
            is_all = false;
            if (!note_lack(q, tl_str(full))) {
                break;
            }
        }
    }
    return is_all;
}

static bool is_aea_allowed(const struct question *q)
{
    return are_allowed(q, q->m->aea);
}

/* A code, FGI for any country (never for NATO or a bare JOINT), JOINT for a joint marking as a whole. */
static bool is_foreign_allowed(const struct question *q)
{
    const struct tl_words words = tl_marking_foreign(q->arena, q->m);
    const bool is_joint = tl_slice_eq(q->m->owner, TL_LIT("JOINT"));
    bool is_all = are_allowed(q, q->m->nato_ctl);
    for (size_t i = 0; i < words.count; i++) {
        const tl_slice word = words.item[i];
        const bool is_special = tl_slice_eq(word, TL_LIT("NATO")) || tl_slice_eq(word, TL_LIT("JOINT"));
        const bool is_partner = is_joint && tl_words_has(q->m->joint, word) && is_allowed(q, TL_LIT("JOINT"));
        if (!is_allowed(q, word) && !is_partner && (is_special || !is_allowed(q, TL_LIT("FGI")))) {
            is_all = false;
            if (!note_lack(q, tl_slice_eq(word, TL_LIT("*")) ? TL_LIT("FGI") : word)) {
                break;
            }
        }
    }
    return is_all;
}

/* NOFORN, RELIDO and EYES with a list are judged by the audience alone (DESIGN M8). */
static bool is_audience_word(const struct tl_marking *m, tl_slice word)
{
    return tl_slice_eq(word, TL_LIT("NOFORN")) || tl_slice_eq(word, TL_LIT("RELIDO")) ||
           (tl_slice_eq(word, TL_LIT("EYES")) && m->rel_to.count > 0);
}

/* Controls of CUI that pass to US readers above level U without leave (markings.md 5). */
static bool passes_as_cui(const struct question *q, tl_slice word)
{
    static const char *const words[] = {"SBU", "SBU-NF", "LOU", "FOUO",   "CUI",
                                        "LES", "LES-NF", "SSI", "LIMDIS", "EFTO"};
    if (q->m->level != TL_LEVEL_U && tl_slice_eq(word, TL_LIT("LIMDIS"))) {
        return false; /* State's LIMDIS on a classified cable limits who may read it (5 FAH-2 H-440) */
    }
    for (size_t i = 0; i < TL_COUNT(words); i++) {
        if (tl_slice_eq(word, tl_str(words[i]))) {
            return q->ceiling->max != TL_RANK_U && !is_foreign_audience(q->ceiling);
        }
    }
    return false;
}

static bool is_control_allowed(const struct question *q)
{
    const struct tl_words sets[] = {q->m->dissem, q->m->nonic, q->m->unknown};
    bool is_all = true;
    for (size_t i = 0; i < TL_COUNT(sets); i++) {
        for (size_t k = 0; k < sets[i].count; k++) {
            const tl_slice word = sets[i].item[k];
            if (!is_audience_word(q->m, word) && !passes_as_cui(q, word) && !is_allowed(q, word)) {
                is_all = false;
                if (!note_lack(q, word)) {
                    return false;
                }
            }
        }
    }
    return is_all;
}

/* Why a foreign reader may not have what no list names. */
static enum tl_reason closed_reason(const struct tl_marking *m)
{
    if (m->display_to.count > 0) {
        return TL_REASON_DISPLAY_ONLY;
    }
    if (tl_words_has(m->dissem, TL_LIT("RELIDO"))) {
        return TL_REASON_RELIDO;
    }
    return m->is_no_rel ? TL_REASON_NOT_IN_REL_TO : TL_REASON_NO_RELEASE_DECISION;
}

static enum tl_reason judge_audience(const struct question *q)
{
    if (!is_foreign_audience(q->ceiling)) {
        return TL_REASON_OK;
    }
    struct tl_marking m = *q->m; /* with an unknown word, allowed by name, it reaches no foreign reader */
    if (m.is_rel_inherit) {
        if (q->banner == NULL || q->banner->rel_to.count == 0) {
            return TL_REASON_REL_WITHOUT_LIST;
        }
        m.is_rel_inherit = false;
        m.rel_to = q->banner->rel_to;
    }
    const struct tl_reach reach = tl_marking_reach(q->arena, &m);
    if (reach.is_all) {
        return TL_REASON_OK;
    }
    if (reach.codes.count == 0) {
        return closed_reason(&m);
    }
    const struct tl_words readers =
        tl_words_without(q->arena, tl_codes_expand(q->arena, q->ceiling->audience), TL_LIT("USA"));
    return !q->ceiling->is_public && tl_words_within(readers, reach.codes) ? TL_REASON_OK
                                                                           : TL_REASON_NOT_IN_REL_TO;
}

/* The steps before the audience, in their order (markings.md 5). */
static const struct {
    bool (*is_within)(const struct question *);
    enum tl_reason reason;
} steps[] = {
    {is_readable, TL_REASON_INVALID},        {is_level_within, TL_REASON_LEVEL},
    {is_not_noforn, TL_REASON_NOFORN},       {is_sci_allowed, TL_REASON_COMPARTMENT},
    {is_sap_allowed, TL_REASON_SAP},         {is_aea_allowed, TL_REASON_AEA},
    {is_foreign_allowed, TL_REASON_FOREIGN}, {is_control_allowed, TL_REASON_CONTROL},
};

static bool has_readers(const struct tl_ceiling *ceiling)
{
    return ceiling->is_public || ceiling->audience.count > 0;
}

enum tl_reason tl_decide(const struct tl_marking *m, const struct tl_ceiling *ceiling,
                         const struct tl_marking *banner)
{
    struct tl_arena scratch = {0};
    const struct question q = {&scratch, m, ceiling, banner, NULL};
    enum tl_reason reason = TL_REASON_UNDECIDED;
    if (has_readers(ceiling)) {
        reason = TL_REASON_OK;
        for (size_t i = 0; i < TL_COUNT(steps) && reason == TL_REASON_OK; i++) {
            reason = steps[i].is_within(&q) ? TL_REASON_OK : steps[i].reason;
        }
        reason = reason == TL_REASON_OK ? judge_audience(&q) : reason;
    }
    tl_arena_release(&scratch);
    return reason;
}

size_t tl_decide_all(struct tl_arena *arena, const struct tl_marking *m, const struct tl_ceiling *ceiling,
                     const struct tl_marking *banner, struct tl_failure out[TL_FAILURES_MAX])
{
    size_t count = 0;
    if (!has_readers(ceiling)) {
        out[0] = (struct tl_failure){.reason = TL_REASON_UNDECIDED};
        return 1;
    }
    for (size_t i = 0; i < TL_COUNT(steps); i++) {
        struct tl_failure failure = {.reason = steps[i].reason};
        const struct question q = {arena, m, ceiling, banner, &failure.lacking};
        if (!steps[i].is_within(&q)) {
            out[count++] = failure;
        }
    }
    const struct question q = {arena, m, ceiling, banner, NULL};
    const enum tl_reason reason = judge_audience(&q);
    if (reason != TL_REASON_OK) {
        out[count++] = (struct tl_failure){.reason = reason};
    }
    return count;
}

bool tl_allow_known(tl_slice word)
{
    static const char *const more[] = {"NATO", "JOINT", "FGI"};
    for (size_t i = 0; i < TL_COUNT(more); i++) {
        if (tl_slice_eq(word, tl_str(more[i]))) {
            return true;
        }
    }
    struct tl_arena scratch = {0};
    const bool is_sci = !tl_slice_eq(tl_sci_canonical(&scratch, word), word) ||
                        tl_slice_starts(word, TL_LIT("SI-")) || tl_slice_starts(word, TL_LIT("TK-")) ||
                        tl_slice_starts(word, TL_LIT("HCS-")) || tl_slice_starts(word, TL_LIT("RSV-"));
    tl_arena_release(&scratch);
    uint32_t sigma;
    const bool is_sigma =
        tl_slice_starts(word, TL_LIT("SG")) && tl_slice_number(tl_slice_sub(word, 2, word.len), &sigma);
    return is_sci || is_sigma || tl_slice_starts(word, TL_LIT("SAR-")) ||
           tl_slice_starts(word, TL_LIT("ACCM-")) || tl_control_find(word) != NULL ||
           tl_control_named(word) != NULL || tl_country_known(word);
}

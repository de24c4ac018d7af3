/* SPDX-License-Identifier: Apache-2.0 */
#include "marking/marking.h"

#include "base/check.h"
#include "marking/control.h"

bool tl_words_has(struct tl_words words, tl_slice word)
{
    for (size_t i = 0; i < words.count; i++) {
        if (tl_slice_eq(words.item[i], word)) {
            return true;
        }
    }
    return false;
}

struct tl_words tl_words_with(struct tl_arena *arena, struct tl_words words, tl_slice word)
{
    if (tl_words_has(words, word)) {
        return words;
    }
    tl_slice *item = tl_arena_alloc(arena, words.count + 1, sizeof(*item));
    for (size_t i = 0; i < words.count; i++) {
        item[i] = words.item[i];
    }
    item[words.count] = word;
    return (struct tl_words){item, words.count + 1};
}

struct tl_words tl_words_union(struct tl_arena *arena, struct tl_words a, struct tl_words b)
{
    for (size_t i = 0; i < b.count; i++) {
        a = tl_words_with(arena, a, b.item[i]);
    }
    return a;
}

struct tl_words tl_words_common(struct tl_arena *arena, struct tl_words words, struct tl_words other)
{
    struct tl_words out = {NULL, 0};
    for (size_t i = 0; i < words.count; i++) {
        if (tl_words_has(other, words.item[i])) {
            out = tl_words_with(arena, out, words.item[i]);
        }
    }
    return out;
}

struct tl_words tl_words_without(struct tl_arena *arena, struct tl_words words, tl_slice word)
{
    struct tl_words out = {NULL, 0};
    for (size_t i = 0; i < words.count; i++) {
        if (!tl_slice_eq(words.item[i], word)) {
            out = tl_words_with(arena, out, words.item[i]);
        }
    }
    return out;
}

bool tl_words_within(struct tl_words words, struct tl_words other)
{
    for (size_t i = 0; i < words.count; i++) {
        if (!tl_words_has(other, words.item[i])) {
            return false;
        }
    }
    return true;
}

struct tl_words tl_codes_expand(struct tl_arena *arena, struct tl_words codes)
{
    struct tl_words out = {NULL, 0};
    for (size_t i = 0; i < codes.count; i++) {
        const char *const *member = tl_country_members(codes.item[i]);
        if (member == NULL) {
            out = tl_words_with(arena, out, codes.item[i]);
        }
        for (; member != NULL && *member != NULL; member++) {
            out = tl_words_with(arena, out, tl_str(*member));
        }
    }
    return out;
}

bool tl_marking_is_bare(const struct tl_marking *m)
{
    return m->owner.len == 0 &&
           m->sci.count + m->sap.count + m->aea.count + m->fgi.count + m->dissem.count + m->nonic.count +
                   m->rel_to.count + m->display_to.count + m->joint.count + m->nato_ctl.count +
                   m->unknown.count ==
               0 &&
           !m->is_rel_inherit && !m->is_no_rel;
}

#define BARE(l)                                                                                              \
    {                                                                                                        \
        .is_valid = true, .level = (l)                                                                       \
    }
#define UNKNOWN                                                                                              \
    {                                                                                                        \
        .reason = "unknown_level"                                                                            \
    }

struct tl_marking tl_marking_of_level(enum tl_level level)
{
    static const struct tl_marking levels[] = {
        [TL_LEVEL_UNKNOWN] = UNKNOWN,    [TL_LEVEL_U] = BARE(TL_LEVEL_U), [TL_LEVEL_R] = BARE(TL_LEVEL_R),
        [TL_LEVEL_C] = BARE(TL_LEVEL_C), [TL_LEVEL_S] = BARE(TL_LEVEL_S), [TL_LEVEL_TS] = BARE(TL_LEVEL_TS),
    };
    TL_CHECK((size_t)level < TL_COUNT(levels));
    return levels[level];
}

struct tl_marking tl_marking_damaged(enum tl_level level)
{
    return (struct tl_marking){.level = level, .reason = "unknown_level"};
}

struct tl_marking tl_marking_of_rank(enum tl_rank rank)
{
    static const tl_slice cui[] = {TL_TEXT("CUI")};
    static const struct tl_marking ranks[] = {
        [TL_RANK_UNKNOWN] = UNKNOWN,
        [TL_RANK_U] = BARE(TL_LEVEL_U),
        [TL_RANK_CUI] = {.is_valid = true, .level = TL_LEVEL_U, .nonic = {cui, TL_COUNT(cui)}},
        [TL_RANK_R] = BARE(TL_LEVEL_R),
        [TL_RANK_C] = BARE(TL_LEVEL_C),
        [TL_RANK_S] = BARE(TL_LEVEL_S),
        [TL_RANK_TS] = BARE(TL_LEVEL_TS),
    };
    return ranks[(size_t)rank < TL_COUNT(ranks) ? rank : TL_RANK_UNKNOWN];
}

#undef BARE
#undef UNKNOWN

static bool has_cui(struct tl_words words)
{
    for (size_t i = 0; i < words.count; i++) {
        const struct tl_control *row = tl_control_named(words.item[i]);
        if (row != NULL && row->is_cui) {
            return true;
        }
    }
    return false;
}

enum tl_rank tl_marking_rank(const struct tl_marking *m)
{
    switch (m->level) {
    case TL_LEVEL_UNKNOWN:
        break;
    case TL_LEVEL_U:
        return has_cui(m->dissem) || has_cui(m->nonic) || has_cui(m->aea) ? TL_RANK_CUI : TL_RANK_U;
    case TL_LEVEL_R:
        return TL_RANK_R;
    case TL_LEVEL_C:
        return TL_RANK_C;
    case TL_LEVEL_S:
        return TL_RANK_S;
    case TL_LEVEL_TS:
        return TL_RANK_TS;
    }
    return TL_RANK_UNKNOWN;
}

/*
 * True when no word is more than a CUI word.  Beside a classified level only the administrative ones count as
 * that: LIMDIS, LES, SSI and those with NOFORN in them are handling controls there.
 */
static bool is_all_cui(enum tl_level level, struct tl_words words)
{
    static const char *const plain[] = {"SBU", "LOU", "FOUO", "CUI", "EFTO"};
    for (size_t i = 0; i < words.count; i++) {
        const struct tl_control *row = tl_control_named(words.item[i]);
        bool is_plain = level == TL_LEVEL_U && row != NULL && row->is_cui;
        for (size_t k = 0; k < TL_COUNT(plain); k++) {
            is_plain = is_plain || tl_slice_eq(words.item[i], tl_str(plain[k]));
        }
        if (!is_plain) {
            return false;
        }
    }
    return true;
}

bool tl_marking_has_control(const struct tl_marking *m)
{
    const struct tl_words *const sets[] = {&m->sci,        &m->sap,   &m->fgi,      &m->rel_to,
                                           &m->display_to, &m->joint, &m->nato_ctl, &m->unknown};
    for (size_t i = 0; i < TL_COUNT(sets); i++) {
        if (sets[i]->count > 0) {
            return true;
        }
    }
    return m->owner.len > 0 || m->is_rel_inherit || m->is_no_rel || !is_all_cui(m->level, m->aea) ||
           !is_all_cui(m->level, m->dissem) || !is_all_cui(m->level, m->nonic);
}

bool tl_marking_has_word(const struct tl_marking *m, tl_slice word)
{
    const struct tl_words *const sets[] = {&m->sci,    &m->sap,      &m->aea,    &m->fgi,
                                           &m->dissem, &m->nonic,    &m->rel_to, &m->display_to,
                                           &m->joint,  &m->nato_ctl, &m->unknown};
    for (size_t i = 0; i < TL_COUNT(sets); i++) {
        if (tl_words_has(*sets[i], word)) {
            return true;
        }
    }
    return tl_slice_eq(m->owner, word);
}

static bool words_equal(struct tl_words a, struct tl_words b)
{
    for (size_t i = 0; a.item != b.item && i < a.count; i++) {
        if (!tl_slice_eq(a.item[i], b.item[i])) {
            return false;
        }
    }
    return true;
}

static inline bool words_same(struct tl_words a, struct tl_words b)
{
    return a.count == b.count && (a.count == 0 || words_equal(a, b));
}

bool tl_marking_same(const struct tl_marking *a, const struct tl_marking *b)
{
    if (a->level != b->level || a->is_valid != b->is_valid || a->is_entire_text != b->is_entire_text ||
        a->is_rel_inherit != b->is_rel_inherit || a->is_no_rel != b->is_no_rel ||
        !tl_slice_eq(a->owner, b->owner) ||
        (a->reason != b->reason && !tl_slice_eq(tl_str(a->reason), tl_str(b->reason)))) {
        return false;
    }
    if (tl_marking_is_bare(a) && tl_marking_is_bare(b)) {
        return true; /* nearly always: no words at all */
    }
    return words_same(a->sci, b->sci) && words_same(a->sap, b->sap) && words_same(a->aea, b->aea) &&
           words_same(a->fgi, b->fgi) && words_same(a->dissem, b->dissem) && words_same(a->nonic, b->nonic) &&
           words_same(a->rel_to, b->rel_to) && words_same(a->display_to, b->display_to) &&
           words_same(a->joint, b->joint) && words_same(a->nato_ctl, b->nato_ctl) &&
           words_same(a->unknown, b->unknown);
}

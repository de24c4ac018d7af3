/* SPDX-License-Identifier: Apache-2.0 */
#include "marking/lift.h"

#include "marking/control.h"
#include "marking/decide.h"

#define REL_TO TL_LIT("REL TO")
#define DISPLAY_ONLY TL_LIT("DISPLAY ONLY")

struct tl_words tl_marking_controls(struct tl_arena *arena, const struct tl_marking *m)
{
    const struct tl_words sets[] = {m->sci, m->aea, m->nato_ctl, m->dissem, m->nonic};
    const struct tl_words foreign = tl_marking_foreign(arena, m);
    struct tl_words out = {NULL, 0};
    for (size_t i = 0; i < TL_COUNT(sets); i++) {
        out = tl_words_union(arena, out, sets[i]);
    }
    for (size_t i = 0; i < m->sap.count; i++) {
        out = tl_words_with(arena, out,
                            tl_str(tl_arena_format(arena, "SAR-%.*s", (int)m->sap.item[i].len,
                                                   (const char *)m->sap.item[i].ptr)));
    }
    for (size_t i = 0; i < foreign.count; i++) {
        const bool is_concealed = tl_slice_eq(foreign.item[i], TL_LIT("*"));
        out = tl_words_with(arena, out, is_concealed ? TL_LIT("FGI") : foreign.item[i]);
    }
    if (m->rel_to.count > 0 || m->is_rel_inherit || m->is_no_rel) {
        out = tl_words_with(arena, out, REL_TO);
    }
    return m->display_to.count > 0 ? tl_words_with(arena, out, DISPLAY_ONLY) : out;
}

bool tl_lift_known(tl_slice word)
{
    return tl_slice_eq(word, REL_TO) || tl_slice_eq(word, DISPLAY_ONLY) || tl_allow_known(word);
}

tl_slice tl_lift_word(tl_slice word)
{
    const struct tl_control *row = tl_control_find(word);
    return row == NULL ? word : tl_str(row->name);
}

tl_slice tl_lift_shown(tl_slice word)
{
    const bool is_known = tl_control_named(word) != NULL || tl_country_known(word) ||
                          tl_slice_eq(word, REL_TO) || tl_slice_eq(word, DISPLAY_ONLY);
    return is_known ? word : TL_LIT("?");
}

/* The administrative words of M10: what carries them becomes CUI.  All other words are handling controls
 * beside a classified level, and "(SBU)" would say less than they do. */
static bool survives_as_cui(tl_slice word)
{
    static const char *const words[] = {"SBU", "LOU", "FOUO", "CUI", "EFTO"};
    for (size_t i = 0; i < TL_COUNT(words); i++) {
        if (tl_slice_eq(word, tl_str(words[i]))) {
            return true;
        }
    }
    return false;
}

struct tl_lift tl_marking_lift(struct tl_arena *arena, const struct tl_marking *m, struct tl_words named,
                               struct tl_words kept)
{
    const struct tl_words words = tl_marking_controls(arena, m);
    struct tl_lift lift = {.marking = tl_marking_of_level(TL_LEVEL_U)};
    for (size_t i = 0; i < m->unknown.count; i++) {
        lift.has_unknown = lift.has_unknown || !tl_words_has(kept, m->unknown.item[i]);
    }
    for (size_t i = 0; i < words.count; i++) {
        const tl_slice word = words.item[i];
        if (tl_words_has(kept, word) || tl_words_has(named, word)) {
            continue;
        }
        if (survives_as_cui(word)) {
            lift.marking = tl_marking_of_rank(TL_RANK_CUI);
        } else {
            lift.lacking = tl_words_with(arena, lift.lacking, word);
        }
    }
    lift.marking.nonic = tl_words_union(arena, lift.marking.nonic, kept);
    return lift;
}

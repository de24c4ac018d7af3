/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lattice over markings (markings.md 5): join and order.
 *
 * A join writes releasability out: its rel_to is the expanded intersection, and `is_no_rel` says that the
 * intersection is empty although no word of it says NOFORN.  Foreign owners of unlike portions become FGI, so
 * that the result is a US marking with foreign sources, which no decision finds easier to release.
 */
#include "marking/marking.h"

#define USA TL_LIT("USA")

static bool has(struct tl_words words, const char *word)
{
    return tl_words_has(words, tl_str(word));
}

/* EYES ONLY that names nobody: a control, where a list would be judged by the audience. */
static bool is_bare_eyes(const struct tl_marking *m)
{
    return has(m->dissem, "EYES") && m->rel_to.count == 0;
}

/* Words that close a portion to every foreign reader (CAPCO H.8, H.9; 5 FAH-2). */
static bool is_closed(const struct tl_marking *m)
{
    static const char *const dissem[] = {"NOFORN"};
    static const char *const nonic[] = {"SBU-NF", "LES-NF", "EXDIS", "NODIS", "STADIS"};
    for (size_t i = 0; i < TL_COUNT(dissem); i++) {
        if (has(m->dissem, dissem[i])) {
            return true;
        }
    }
    for (size_t i = 0; i < TL_COUNT(nonic); i++) {
        if (has(m->nonic, nonic[i])) {
            return true;
        }
    }
    return m->is_no_rel || !m->is_valid || is_bare_eyes(m);
}

struct tl_reach tl_marking_reach(struct tl_arena *arena, const struct tl_marking *m)
{
    struct tl_reach out = {0};
    if (is_closed(m)) {
        return out;
    }
    if (m->is_rel_inherit) {
        out.is_unknown_list = true;
    } else if (m->rel_to.count > 0) {
        out.codes = tl_words_without(arena, tl_codes_expand(arena, m->rel_to), USA);
    } else if (tl_slice_eq(m->owner, TL_LIT("JOINT"))) {
        out.codes = tl_words_without(arena, tl_codes_expand(arena, m->joint), USA);
    } else if (m->owner.len == 0 && m->level == TL_LEVEL_U && m->display_to.count == 0 &&
               !has(m->dissem, "RELIDO")) {
        out.is_all = true;
    }
    return out;
}

struct tl_words tl_marking_foreign(struct tl_arena *arena, const struct tl_marking *m)
{
    struct tl_words out = m->fgi;
    if (tl_slice_eq(m->owner, TL_LIT("JOINT"))) {
        const struct tl_words partners = tl_words_without(arena, m->joint, USA);
        return m->joint.count == 0 ? tl_words_with(arena, out, m->owner)
                                   : tl_words_union(arena, out, partners);
    }
    size_t at = 0;
    while (at < m->owner.len) {
        size_t end = at;
        while (end < m->owner.len && m->owner.ptr[end] != ' ' && m->owner.ptr[end] != ',') {
            end++;
        }
        const tl_slice code = tl_slice_sub(m->owner, at, end);
        if (tl_slice_eq(code, TL_LIT("FGI"))) {
            out = tl_words_with(arena, out, TL_LIT("*"));
        } else if (code.len > 0) {
            out = tl_words_with(arena, out, code);
        }
        at = end + 1;
    }
    return out;
}

static bool is_same_set(struct tl_words a, struct tl_words b)
{
    return tl_words_within(a, b) && tl_words_within(b, a);
}

static bool is_same_owner(const struct tl_marking *a, const struct tl_marking *b)
{
    return tl_slice_eq(a->owner, b->owner) && is_same_set(a->joint, b->joint);
}

static void join_owner(struct tl_arena *arena, const struct tl_marking *a, const struct tl_marking *b,
                       struct tl_marking *out)
{
    if (is_same_owner(a, b)) {
        out->owner = a->owner;
        out->joint = a->joint;
        out->fgi = tl_words_union(arena, a->fgi, b->fgi);
        return;
    }
    out->fgi = tl_words_union(arena, tl_marking_foreign(arena, a), tl_marking_foreign(arena, b));
}

static void join_reach(struct tl_arena *arena, const struct tl_marking *a, const struct tl_marking *b,
                       struct tl_marking *out)
{
    const struct tl_reach x = tl_marking_reach(arena, a);
    const struct tl_reach y = tl_marking_reach(arena, b);
    if (x.is_all && y.is_all) {
        return;
    }
    if (x.is_unknown_list || y.is_unknown_list) {
        out->is_rel_inherit = (x.is_unknown_list || x.is_all) && (y.is_unknown_list || y.is_all);
        out->is_no_rel = !out->is_rel_inherit;
        return;
    }
    const struct tl_words codes = x.is_all   ? y.codes
                                  : y.is_all ? x.codes
                                             : tl_words_common(arena, x.codes, y.codes);
    out->is_no_rel = codes.count == 0;
    if (codes.count > 0) {
        out->rel_to = tl_words_union(arena, tl_words_with(arena, (struct tl_words){NULL, 0}, USA), codes);
    }
}

/* What may be shown: what both may show; a portion for all takes nothing away. */
static struct tl_words join_display(struct tl_arena *arena, const struct tl_marking *a,
                                    const struct tl_marking *b)
{
    const struct tl_words x = tl_codes_expand(arena, a->display_to);
    const struct tl_words y = tl_codes_expand(arena, b->display_to);
    if (tl_marking_reach(arena, a).is_all) {
        return y;
    }
    return tl_marking_reach(arena, b).is_all ? x : tl_words_common(arena, x, y);
}

/* The smaller of two reasons, so that the order of joining does not show; the one that leave may lift last.
 */
static const char *join_reason(const char *a, const char *b)
{
    if (a == NULL || (b != NULL && strcmp(a, "unknown_control") == 0)) {
        return b;
    }
    if (b == NULL || strcmp(b, "unknown_control") == 0) {
        return a;
    }
    return strcmp(a, b) <= 0 ? a : b;
}

struct tl_marking tl_marking_join(struct tl_arena *arena, const struct tl_marking *a,
                                  const struct tl_marking *b)
{
    struct tl_marking out = {.text = a->text};
    out.is_valid = a->is_valid && b->is_valid;
    out.reason =
        out.is_valid ? NULL : join_reason(a->is_valid ? NULL : a->reason, b->is_valid ? NULL : b->reason);
    out.level = tl_level_max(a->level, b->level);
    out.sci = tl_words_union(arena, a->sci, b->sci);
    out.sap = tl_words_union(arena, a->sap, b->sap);
    out.aea = tl_words_union(arena, a->aea, b->aea);
    out.dissem = tl_words_union(arena, a->dissem, b->dissem);
    out.nonic = tl_words_union(arena, a->nonic, b->nonic);
    out.nato_ctl = tl_words_union(arena, a->nato_ctl, b->nato_ctl);
    out.unknown = tl_words_union(arena, a->unknown, b->unknown);
    out.is_entire_text = a->is_entire_text || b->is_entire_text;
    join_owner(arena, a, b, &out);
    join_reach(arena, a, b, &out);
    out.display_to = join_display(arena, a, b);
    if (!is_bare_eyes(a) && !is_bare_eyes(b) && is_bare_eyes(&out)) {
        out.dissem = tl_words_without(arena, out.dissem, TL_LIT("EYES")); /* lists with nobody in common */
    }
    if (out.is_no_rel) { /* said only where the marking itself does not say so */
        struct tl_marking bare = out;
        bare.is_no_rel = false;
        const struct tl_reach reach = tl_marking_reach(arena, &bare);
        out.is_no_rel = reach.is_all || reach.is_unknown_list || reach.codes.count > 0;
    }
    return out;
}

static bool is_release_word(tl_slice word)
{
    return tl_slice_eq(word, TL_LIT("NOFORN")) || tl_slice_eq(word, TL_LIT("RELIDO")) ||
           tl_slice_eq(word, TL_LIT("EYES"));
}

static bool is_dissem_within(const struct tl_marking *a, const struct tl_marking *b)
{
    for (size_t i = 0; i < a->dissem.count; i++) {
        if (!is_release_word(a->dissem.item[i]) && !tl_words_has(b->dissem, a->dissem.item[i])) {
            return false;
        }
    }
    return !is_bare_eyes(a) || is_bare_eyes(b);
}

static bool is_reach_within(struct tl_reach inner, struct tl_reach outer)
{
    if (outer.is_all || (inner.codes.count == 0 && !inner.is_all && !inner.is_unknown_list)) {
        return true;
    }
    if (inner.is_unknown_list || outer.is_unknown_list) {
        return inner.is_unknown_list && outer.is_unknown_list;
    }
    return !inner.is_all && tl_words_within(inner.codes, outer.codes);
}

bool tl_marking_within(const struct tl_marking *a, const struct tl_marking *b)
{
    if (a->is_valid && b->is_valid && tl_marking_is_bare(a) && tl_marking_is_bare(b)) {
        return !tl_level_above(a->level, b->level); /* who may read what is higher may read what is not */
    }
    if (tl_marking_same(a, b)) {
        return true;
    }
    struct tl_arena scratch = {0};
    const struct tl_reach reach_a = tl_marking_reach(&scratch, a);
    const struct tl_reach reach_b = tl_marking_reach(&scratch, b);
    const bool is_within =
        (a->is_valid || !b->is_valid) && !tl_level_above(a->level, b->level) &&
        tl_words_within(a->sci, b->sci) && tl_words_within(a->sap, b->sap) &&
        tl_words_within(a->aea, b->aea) && is_dissem_within(a, b) && tl_words_within(a->nonic, b->nonic) &&
        tl_words_within(a->nato_ctl, b->nato_ctl) && tl_words_within(a->unknown, b->unknown) &&
        tl_words_within(tl_marking_foreign(&scratch, a), tl_marking_foreign(&scratch, b)) &&
        is_reach_within(reach_b, reach_a);
    tl_arena_release(&scratch);
    return is_within;
}

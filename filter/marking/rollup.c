/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The banner over portions: levels and controls by union, releasability by the table of markings.md 6.
 *
 *   portions -> resolved (lists a REL or JOINT inherits) -> union of controls -> FD&R -> what drops out
 */
#include "marking/rollup.h"

#include "marking/control.h"
#include "marking/sci.h"

#define USA TL_LIT("USA")

/* How one portion takes part in the release table. */
struct release {
    bool takes_part;
    bool is_explicit;    /* carries a release word of its own */
    bool is_noforn;      /* NOFORN, EXDIS, NODIS */
    bool is_relido;      /* RELIDO, or an intelligence control on U, which counts as it */
    struct tl_words rel; /* foreign codes, expanded */
    struct tl_words show;
};

struct rollup {
    struct tl_arena *arena;
    const struct tl_marking *portions;
    size_t count;
    struct tl_marking *out;
};

static bool has(struct tl_words words, const char *word)
{
    return tl_words_has(words, tl_str(word));
}

static void add(struct rollup *r, struct tl_words *set, tl_slice word)
{
    *set = tl_words_with(r->arena, *set, word);
}

static struct tl_words drop(struct rollup *r, struct tl_words words, const char *word)
{
    return tl_words_without(r->arena, words, tl_str(word));
}

/* Gives a REL or a JOINT without a list that of the banner. */
static void resolve(struct tl_arena *arena, const struct tl_marking *banner, struct tl_marking *m)
{
    if (banner != NULL && m->is_rel_inherit && banner->rel_to.count > 0) {
        m->is_rel_inherit = false;
        m->rel_to = tl_words_union(arena, m->rel_to, banner->rel_to);
    }
    if (banner != NULL && tl_slice_eq(m->owner, TL_LIT("JOINT")) && m->joint.count == 0) {
        m->joint = banner->joint;
    }
}

static bool is_bare_u(const struct tl_marking *m)
{
    return m->level == TL_LEVEL_U && !tl_marking_has_control(m) && tl_marking_rank(m) == TL_RANK_U;
}

/* JOINT stays JOINT when every portion is of the same partners, or bare U. */
static bool is_joint(const struct rollup *r)
{
    const struct tl_marking *first = NULL;
    for (size_t i = 0; i < r->count; i++) {
        const struct tl_marking *m = &r->portions[i];
        if (is_bare_u(m)) {
            continue;
        }
        if (!tl_slice_eq(m->owner, TL_LIT("JOINT"))) {
            return false;
        }
        if (first != NULL &&
            !(tl_words_within(m->joint, first->joint) && tl_words_within(first->joint, m->joint))) {
            return false;
        }
        first = first == NULL ? m : first;
    }
    return first != NULL;
}

static void unite_controls(struct rollup *r)
{
    struct tl_marking *out = r->out;
    for (size_t i = 0; i < r->count; i++) {
        const struct tl_marking *m = &r->portions[i];
        out->is_valid = out->is_valid && m->is_valid;
        out->reason = out->reason == NULL && !m->is_valid ? m->reason : out->reason;
        out->level = tl_level_max(out->level, m->level);
        out->sci = tl_words_union(r->arena, out->sci, m->sci);
        out->sap = tl_words_union(r->arena, out->sap, m->sap);
        out->aea = tl_words_union(r->arena, out->aea, m->aea);
        out->nato_ctl = tl_words_union(r->arena, out->nato_ctl, m->nato_ctl);
        out->unknown = tl_words_union(r->arena, out->unknown, m->unknown);
    }
    out->sci = tl_sci_leaves(r->arena, out->sci);
    out->sap = tl_words_sorted(r->arena, out->sap);
}

static void unite_owners(struct rollup *r)
{
    struct tl_marking *out = r->out;
    const bool stays_joint = is_joint(r);
    for (size_t i = 0; i < r->count; i++) {
        const struct tl_marking *m = &r->portions[i];
        if (stays_joint) {
            out->owner = m->owner.len > 0 ? m->owner : out->owner;
            out->joint = tl_words_union(r->arena, out->joint, m->joint);
            out->fgi = tl_words_union(r->arena, out->fgi, m->fgi);
        } else {
            out->fgi = tl_words_union(r->arena, out->fgi, tl_marking_foreign(r->arena, m));
        }
    }
    if (!stays_joint && out->level == TL_LEVEL_R) {
        out->level = TL_LEVEL_C; /* a US banner has no RESTRICTED */
    }
    if (has(out->fgi, "*")) { /* one concealed source conceals all */
        out->fgi = tl_words_with(r->arena, (struct tl_words){NULL, 0}, TL_LIT("*"));
    }
    out->fgi = tl_codes_sorted(r->arena, out->fgi);
    out->joint = tl_codes_sorted(r->arena, out->joint);
}

static bool is_classified(const struct tl_marking *m)
{
    return m->level != TL_LEVEL_U;
}

/* True when an intelligence control other than FOUO and the release words stands on it. */
static bool has_ic_control(const struct tl_marking *m)
{
    for (size_t i = 0; i < m->dissem.count; i++) {
        const tl_slice word = m->dissem.item[i];
        if (!tl_slice_eq(word, TL_LIT("FOUO")) && !tl_slice_eq(word, TL_LIT("NOFORN")) &&
            !tl_slice_eq(word, TL_LIT("RELIDO")) && !tl_slice_eq(word, TL_LIT("EYES"))) {
            return true;
        }
    }
    return false;
}

static struct release release_of(struct rollup *r, const struct tl_marking *m)
{
    struct release out = {0};
    const bool is_u = !is_classified(m);
    out.is_noforn = has(m->dissem, "NOFORN") || has(m->nonic, "EXDIS") || has(m->nonic, "NODIS");
    out.rel = tl_words_without(r->arena, tl_codes_expand(r->arena, m->rel_to), USA);
    out.show = tl_words_union(r->arena, out.rel, tl_codes_expand(r->arena, m->display_to));
    out.is_explicit = out.is_noforn || m->is_rel_inherit || m->rel_to.count > 0 || m->display_to.count > 0 ||
                      has(m->dissem, "RELIDO") || has(m->dissem, "EYES");
    out.is_relido = has(m->dissem, "RELIDO") || (is_u && !out.is_explicit && has_ic_control(m));
    out.takes_part = !is_u || out.is_explicit || out.is_relido;
    return out;
}

/* What all portions that take part have in common. */
struct common {
    bool has_explicit, has_noforn, has_display;
    bool is_all_relido;
    struct tl_words rel, show;
    size_t count;
};

static struct common common_release(struct rollup *r)
{
    struct common all = {.is_all_relido = true};
    for (size_t i = 0; i < r->count; i++) {
        const struct release one = release_of(r, &r->portions[i]);
        if (!one.takes_part) {
            continue;
        }
        all.has_explicit = all.has_explicit || one.is_explicit;
        all.has_noforn = all.has_noforn || one.is_noforn;
        all.has_display = all.has_display || r->portions[i].display_to.count > 0;
        all.is_all_relido = all.is_all_relido && one.is_relido;
        all.rel = all.count == 0 ? one.rel : tl_words_common(r->arena, all.rel, one.rel);
        all.show = all.count == 0 ? one.show : tl_words_common(r->arena, all.show, one.show);
        all.count++;
    }
    return all;
}

static bool any_nonic(const struct rollup *r, const char *word)
{
    for (size_t i = 0; i < r->count; i++) {
        if (has(r->portions[i].nonic, word)) {
            return true;
        }
    }
    return false;
}

static enum tl_rollup_release set_release(struct rollup *r)
{
    struct tl_marking *out = r->out;
    const struct common all = common_release(r);
    const bool is_sensitive_noforn = any_nonic(r, "SBU-NF") || any_nonic(r, "LES-NF");
    /* In a U banner SBU-NF says it itself, unless another release word stands there. */
    if (all.has_noforn || (is_sensitive_noforn && (out->level != TL_LEVEL_U || all.has_explicit))) {
        add(r, &out->dissem, TL_LIT("NOFORN"));
        return all.has_noforn ? TL_ROLLUP_NOFORN : TL_ROLLUP_SENSITIVE_NOFORN;
    }
    if (!all.has_explicit) {
        return TL_ROLLUP_NOTHING;
    }
    if (all.rel.count > 0) {
        out->rel_to = tl_words_union(r->arena, tl_words_with(r->arena, out->rel_to, USA),
                                     tl_codes_sorted(r->arena, all.rel));
    }
    if (all.is_all_relido) {
        add(r, &out->dissem, TL_LIT("RELIDO"));
        return TL_ROLLUP_RELIDO;
    }
    for (size_t i = 0; all.has_display && i < all.show.count; i++) {
        if (!tl_words_has(all.rel, all.show.item[i])) {
            add(r, &out->display_to, all.show.item[i]);
        }
    }
    out->display_to = tl_codes_sorted(r->arena, out->display_to);
    if (out->rel_to.count == 0 && out->display_to.count == 0) {
        add(r, &out->dissem, TL_LIT("NOFORN"));
        return TL_ROLLUP_UNLIKE;
    }
    return TL_ROLLUP_LIST;
}

static bool is_release_word(tl_slice word)
{
    return tl_slice_eq(word, TL_LIT("NOFORN")) || tl_slice_eq(word, TL_LIT("RELIDO")) ||
           tl_slice_eq(word, TL_LIT("EYES"));
}

/* Dissemination controls always convey, but FOUO and what ORCON covers. */
static void unite_dissem(struct rollup *r)
{
    struct tl_marking *out = r->out;
    for (size_t i = 0; i < r->count; i++) {
        const struct tl_words words = r->portions[i].dissem;
        for (size_t k = 0; k < words.count; k++) {
            if (!is_release_word(words.item[k]) && !tl_slice_eq(words.item[k], TL_LIT("FOUO"))) {
                add(r, &out->dissem, words.item[k]);
            }
        }
    }
    if (has(out->dissem, "ORCON")) {
        out->dissem = drop(r, out->dissem, "ORCON-USGOV");
    }
}

/*
 * Words that vanish from a classified banner (markings.md 6): SBU and SBU-NF always; LIMDIS, LOU and EFTO
 * when an unclassified portion carries them, for LIMDIS of State limits a classified cable too.  CUI stays:
 * the banner of a mixed document says that it holds some (32 CFR 2002.20(g)).
 */
static bool vanishes(const struct tl_marking *m, tl_slice word)
{
    static const char *const always[] = {"SBU", "SBU-NF"};
    static const char *const unclassified[] = {"LIMDIS", "LOU", "EFTO"};
    bool is_gone = false;
    for (size_t i = 0; i < TL_COUNT(always); i++) {
        is_gone = is_gone || tl_slice_eq(word, tl_str(always[i]));
    }
    for (size_t i = 0; i < TL_COUNT(unclassified) && !is_classified(m); i++) {
        is_gone = is_gone || tl_slice_eq(word, tl_str(unclassified[i]));
    }
    return is_gone;
}

static void unite_nonic(struct rollup *r)
{
    struct tl_marking *out = r->out;
    for (size_t i = 0; i < r->count; i++) {
        const struct tl_words words = r->portions[i].nonic;
        for (size_t k = 0; k < words.count; k++) {
            if (out->level == TL_LEVEL_U || !vanishes(&r->portions[i], words.item[k])) {
                add(r, &out->nonic, words.item[k]);
            }
        }
    }
    static const char *const pairs[][2] = {{"SBU-NF", "SBU"}, {"LES-NF", "LES"}};
    for (size_t i = 0; i < TL_COUNT(pairs); i++) {
        if (!has(out->nonic, pairs[i][0])) {
            continue;
        }
        if (has(out->dissem, "NOFORN")) { /* the NOFORN part stands in its own place already */
            out->nonic = drop(r, out->nonic, pairs[i][0]);
            add(r, &out->nonic, tl_str(pairs[i][1]));
        } else {
            out->nonic = drop(r, out->nonic, pairs[i][1]);
        }
    }
    if (has(out->nonic, "NODIS")) {
        out->nonic = drop(r, out->nonic, "EXDIS");
    }
}

/* FOUO only in a U banner over nothing else; UCNI only in a U banner. */
static void settle_unclassified(struct rollup *r)
{
    struct tl_marking *out = r->out;
    bool has_fouo = false;
    size_t others = out->nonic.count + out->aea.count + out->sci.count + out->sap.count;
    for (size_t i = 0; i < r->count; i++) {
        has_fouo = has_fouo || has(r->portions[i].dissem, "FOUO");
    }
    for (size_t i = 0; i < out->dissem.count; i++) {
        others += !is_release_word(out->dissem.item[i]);
    }
    if (out->level != TL_LEVEL_U) {
        out->aea = drop(r, drop(r, out->aea, "DCNI"), "UCNI");
    } else if (has_fouo && others == 0) {
        add(r, &out->dissem, TL_LIT("FOUO"));
    }
}

enum tl_rollup_release tl_rollup(struct tl_arena *arena, const struct tl_marking *portions, size_t count,
                                 const struct tl_marking *banner, struct tl_marking *out)
{
    struct tl_marking *resolved = tl_arena_alloc(arena, count + 1, sizeof(*resolved));
    for (size_t i = 0; i < count; i++) {
        resolved[i] = portions[i];
        resolve(arena, banner, &resolved[i]);
    }
    *out = (struct tl_marking){.is_valid = count > 0, .level = count > 0 ? TL_LEVEL_U : TL_LEVEL_UNKNOWN};
    struct rollup r = {arena, resolved, count, out};
    unite_controls(&r);
    unite_owners(&r);
    const enum tl_rollup_release release = set_release(&r);
    unite_dissem(&r);
    unite_nonic(&r);
    settle_unclassified(&r);
    return release;
}

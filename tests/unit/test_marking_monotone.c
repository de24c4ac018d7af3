/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lattice and the decision by exhaustion: the join is the lowest above two, what is within another leaves
 * before it, and no control that is added and no level that is raised turns "no" into "yes".
 *
 * The domain is what a marking can hold: every name of the register, a word nobody knows, items with names of
 * their own (SI-G, SAR-BP, SG14, ACCM-FIRE), lists of REL TO, EYES and DISPLAY ONLY, sources, owners, JOINT.
 * `leave` holds nothing or one word.
 * - One control: all levels, all maxima, all audiences of up to three of five codes and the public, all
 * leave.
 * - Two and three: the same levels and audiences; the maxima between which a decision differs; leave that
 * names something of the set or a source: the rest is shown to make no difference on one.
 *
 * Three things widen the reach and are no controls that are added (markings.md 5):
 * - a list of REL TO, EYES ONLY or the banner's REL, on a marking whose releasability nobody decided, or
 * which deferred it (RELIDO) or only shows (DISPLAY ONLY): no_release_decision, relido_needs_decision and
 * display_only may become yes;
 * - JOINT, whose partners are such a list while no other stands there;
 * - EYES with a list where EYES stood alone, which is a control then: the audience judges it from there on.
 */
#include <criterion/criterion.h>

#include "marking/control.h"
#include "marking/decide.h"

enum kind { WORD, UNKNOWN_WORD, LIST, OWNER, SOURCE, SHOW };

struct atom {
    enum kind kind;
    enum tl_control_class class;
    tl_slice word; /* of WORD and UNKNOWN_WORD, the owner, the source */
    struct tl_words codes;
    bool is_eyes;
};

enum { MOST_ATOMS = 128, MOST_SET = 3 };

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum {
    STRIDE = 5
}; /* a fifth of the leave, the audiences, the sets of three: the sanitizers watch memory, not the rule */
#else
enum { STRIDE = 1 };
#endif

static struct atom atoms[MOST_ATOMS];
static size_t atom_count;
static struct tl_arena arena, audience_arena;

static const tl_slice usa_gbr[] = {TL_LIT("USA"), TL_LIT("GBR")};
static const tl_slice usa_fvey[] = {TL_LIT("USA"), TL_LIT("FVEY")};
static const tl_slice usa_nato[] = {TL_LIT("USA"), TL_LIT("NATO")};
static const tl_slice codes[] = {TL_LIT("USA"), TL_LIT("GBR"), TL_LIT("JPN"), TL_LIT("AUS"), TL_LIT("NATO")};
static const tl_slice more_leave[] = {TL_LIT("FGI"), TL_LIT("JOINT"), TL_LIT("GBR"), TL_LIT("DEU"),
                                      TL_LIT("NATO")};

static void add_atom(struct atom atom)
{
    cr_assert_lt(atom_count, MOST_ATOMS);
    atoms[atom_count++] = atom;
}

static void build_atoms(void)
{
    static const struct {
        enum tl_control_class class;
        const char *word;
    } named[] = {{TL_CONTROL_SCI, "SI-G"},
                 {TL_CONTROL_SAP, "BP"},
                 {TL_CONTROL_AEA, "SG14"},
                 {TL_CONTROL_NONIC, "ACCM-FIRE"}};
    const struct tl_control *row;
    atom_count = 0;
    for (size_t i = 0; (row = tl_control_row(i)) != NULL; i++) {
        if (!row->is_distribution && tl_control_named(tl_str(row->name)) == row) {
            add_atom((struct atom){.kind = WORD, .class = row->class, .word = tl_str(row->name)});
        }
    }
    for (size_t i = 0; i < TL_COUNT(named); i++) {
        add_atom((struct atom){.kind = WORD, .class = named[i].class, .word = tl_str(named[i].word)});
    }
    add_atom((struct atom){.kind = UNKNOWN_WORD, .word = TL_LIT("ZORRO")});
    add_atom((struct atom){.kind = LIST, .codes = {usa_gbr, 2}});
    add_atom((struct atom){.kind = LIST, .codes = {usa_fvey, 2}});
    add_atom((struct atom){.kind = LIST, .codes = {usa_nato, 2}});
    add_atom((struct atom){.kind = LIST, .codes = {usa_gbr, 2}, .is_eyes = true});
    add_atom((struct atom){.kind = LIST}); /* REL of the banner */
    add_atom((struct atom){.kind = SOURCE, .word = TL_LIT("DEU")});
    add_atom((struct atom){.kind = SOURCE, .word = TL_LIT("*")});
    add_atom((struct atom){.kind = OWNER, .word = TL_LIT("GBR")});
    add_atom((struct atom){.kind = OWNER, .word = TL_LIT("NATO")});
    add_atom((struct atom){.kind = OWNER, .word = TL_LIT("FGI")});
    add_atom((struct atom){.kind = OWNER, .word = TL_LIT("JOINT"), .codes = {usa_gbr, 2}});
    add_atom((struct atom){.kind = OWNER, .word = TL_LIT("JOINT")});
    add_atom((struct atom){.kind = SHOW, .codes = {usa_gbr + 1, 1}});
}

static void apply(const struct atom *atom, struct tl_marking *m)
{
    switch (atom->kind) {
    case UNKNOWN_WORD:
        m->is_valid = false;
        m->reason = "unknown_control";
        m->unknown = tl_words_with(&arena, m->unknown, atom->word);
        break;
    case WORD:
        *tl_control_set(m, atom->class) = tl_words_with(&arena, *tl_control_set(m, atom->class), atom->word);
        break;
    case LIST:
        m->rel_to = atom->codes;
        m->is_rel_inherit = atom->codes.count == 0;
        m->dissem = atom->is_eyes ? tl_words_with(&arena, m->dissem, TL_LIT("EYES")) : m->dissem;
        break;
    case OWNER:
        m->owner = atom->word;
        m->joint = atom->codes;
        break;
    case SOURCE:
        m->fgi = tl_words_with(&arena, m->fgi, atom->word);
        break;
    case SHOW:
        m->display_to = atom->codes;
        break;
    }
}

/* Up to three atoms, by index; `count` of them. */
struct set {
    size_t at[MOST_SET];
    size_t count;
};

static struct tl_marking marking_of(struct set set, enum tl_level level, size_t without)
{
    struct tl_marking m = tl_marking_of_level(level);
    for (size_t i = 0; i < set.count; i++) {
        if (i != without) {
            apply(&atoms[set.at[i]], &m);
        }
    }
    return m;
}

/* A marking has one owner and one list. */
static bool is_possible(struct set set)
{
    for (size_t i = 0; i < set.count; i++) {
        for (size_t k = 0; k < i; k++) {
            const enum kind kind = atoms[set.at[i]].kind;
            if (kind == atoms[set.at[k]].kind && (kind == OWNER || kind == LIST)) {
                return false;
            }
        }
    }
    return true;
}

/* The reasons that a list may answer; see the head of this file. */
static bool is_answered(const struct atom *atom, enum tl_reason reason, const struct tl_marking *base)
{
    const bool is_list =
        atom->kind == LIST || (atom->kind == OWNER && tl_slice_eq(atom->word, TL_LIT("JOINT")));
    const bool is_eyes = tl_words_has(base->dissem, TL_LIT("EYES")) && atom->kind == LIST;
    return (is_list && (reason == TL_REASON_NO_RELEASE_DECISION || reason == TL_REASON_RELIDO ||
                        reason == TL_REASON_DISPLAY_ONLY)) ||
           (is_eyes && reason == TL_REASON_CONTROL) ||
           (atom->kind == LIST && tl_slice_eq(base->owner, TL_LIT("JOINT")) &&
            reason == TL_REASON_NOT_IN_REL_TO);
}

static struct tl_marking banner;
static struct tl_words everyone[32]; /* the audiences */
static size_t audience_count;
static size_t asked, left;

/* True when it leaves.  What leaves, leaves with each part of it taken away and at the level below. */
static bool hold_set(struct set set, const struct tl_marking *m, const struct tl_ceiling *ceiling)
{
    const enum tl_level level = m->level;
    asked++;
    if (tl_decide(m, ceiling, &banner) != TL_REASON_OK) {
        return false;
    }
    left++;
    for (size_t i = 0; i < set.count; i++) {
        const struct tl_marking base = marking_of(set, level, i);
        const enum tl_reason reason = tl_decide(&base, ceiling, &banner);
        cr_expect(reason == TL_REASON_OK || is_answered(&atoms[set.at[i]], reason, &base),
                  "%s: atom %zu (%.*s) turned %s into yes", tl_level_name(level), set.at[i],
                  (int)atoms[set.at[i]].word.len, (const char *)atoms[set.at[i]].word.ptr,
                  tl_reason_name(reason));
    }
    if (level > TL_LEVEL_U) {
        const struct tl_marking lower = marking_of(set, (enum tl_level)(level - 1), MOST_SET);
        const enum tl_reason reason = tl_decide(&lower, ceiling, &banner);
        cr_expect_eq(reason, TL_REASON_OK, "raised to %s: %s", tl_level_name(level), tl_reason_name(reason));
    }
    return true;
}

/* Audiences: all sets of one to three of five codes, then the public; in an arena that outlives each set. */
static size_t audiences(struct tl_words out[32])
{
    size_t count = 0;
    for (size_t bits = 1; bits < 1u << TL_COUNT(codes); bits++) {
        struct tl_words words = {NULL, 0};
        for (size_t i = 0; i < TL_COUNT(codes); i++) {
            words = (bits >> i & 1) != 0 ? tl_words_with(&audience_arena, words, codes[i]) : words;
        }
        if (words.count <= 3) {
            out[count++] = words;
        }
    }
    out[count++] = (struct tl_words){NULL, 0};
    return count;
}

static size_t leave_for_all(tl_slice out[MOST_ATOMS + 8])
{
    size_t count = 0;
    for (size_t i = 0; i < atom_count; i++) {
        if (atoms[i].word.len > 0 && !tl_slice_eq(atoms[i].word, TL_LIT("*"))) {
            out[count++] = atoms[i].word;
        }
    }
    for (size_t i = 0; i < TL_COUNT(more_leave); i++) {
        out[count++] = more_leave[i];
    }
    return count;
}

static void open_domain(void)
{
    static const tl_slice list[] = {TL_LIT("USA"), TL_LIT("GBR")};
    build_atoms();
    banner = tl_marking_of_level(TL_LEVEL_TS);
    banner.rel_to = (struct tl_words){list, 2};
    audience_count = audiences(everyone);
}

static void close_domain(void)
{
    tl_arena_release(&arena);
    tl_arena_release(&audience_arena);
}

TestSuite(monotone, .init = open_domain, .fini = close_domain);

/* Leave for codes, FGI and JOINT bears on owners, sources and what NATO controls. */
static bool is_foreign(struct set set)
{
    for (size_t i = 0; i < set.count; i++) {
        const struct atom *atom = &atoms[set.at[i]];
        if (atom->kind == OWNER || atom->kind == SOURCE || atom->class == TL_CONTROL_NATO) {
            return true;
        }
    }
    return false;
}

/* True when leave of this one word can bear on the set: it names something of it, or a source it may have. */
static bool bears_on(tl_slice leave, struct set set)
{
    for (size_t i = 0; i < set.count; i++) {
        if (tl_slice_eq(atoms[set.at[i]].word, leave) || atoms[set.at[i]].is_eyes) {
            return true;
        }
    }
    for (size_t i = 0; i < TL_COUNT(more_leave) && is_foreign(set); i++) {
        if (tl_slice_eq(more_leave[i], leave)) {
            return true;
        }
    }
    return false;
}

Test(monotone, one_control_at_every_ceiling)
{
    tl_slice leave[MOST_ATOMS + 8];
    const size_t leave_count = leave_for_all(leave);
    for (size_t i = 0; i <= atom_count; i++) {
        const struct set set = {{i}, i < atom_count};
        for (size_t a = 0; a < audience_count; a++) {
            for (size_t n = 0; n <= leave_count; n += STRIDE) {
                struct tl_ceiling ceiling = {.is_public = everyone[a].count == 0,
                                             .audience = everyone[a],
                                             .allow = {&leave[n], n < leave_count}};
                for (size_t level = TL_LEVEL_U; level <= TL_LEVEL_TS; level++) {
                    const struct tl_marking m = marking_of(set, (enum tl_level)level, MOST_SET);
                    bool was_yes = false;
                    for (size_t max = TL_RANK_UNKNOWN; max <= TL_RANK_TS; max++) {
                        ceiling.max = (enum tl_rank)max;
                        const bool is_yes = hold_set(set, &m, &ceiling);
                        cr_expect(is_yes || !was_yes, "a higher maximum holds what a lower one lets go");
                        was_yes = is_yes;
                        if (is_yes && n < leave_count && !bears_on(leave[n], set)) {
                            ceiling.allow.count = 0;
                            cr_expect_eq(tl_decide(&m, &ceiling, &banner), TL_REASON_OK,
                                         "leave for another word");
                            ceiling.allow.count = 1;
                        }
                    }
                }
            }
        }
    }
    tl_arena_release(&arena);
}

/* Maxima between which a decision differs, at this level. */
static size_t maxima(enum tl_level level, enum tl_rank out[2])
{
    out[0] = level == TL_LEVEL_U ? TL_RANK_U : TL_RANK_TS;
    out[1] = TL_RANK_TS;
    return level == TL_LEVEL_U ? 2 : 1;
}

static void hold_at_ceilings(struct set set, enum tl_level level)
{
    enum tl_rank ranks[2];
    const size_t count = maxima(level, ranks);
    const struct tl_marking m = marking_of(set, level, MOST_SET);
    const size_t more = is_foreign(set) ? TL_COUNT(more_leave) : 0;
    for (size_t n = 0; n <= set.count + more; n++) {
        const tl_slice leave = n == 0           ? (tl_slice){NULL, 0}
                               : n <= set.count ? atoms[set.at[n - 1]].word
                                                : more_leave[n - set.count - 1];
        for (size_t a = 0; a < audience_count; a += STRIDE) {
            for (size_t i = 0; i < count; i++) {
                const struct tl_ceiling ceiling = {.max = ranks[i],
                                                   .is_public = everyone[a].count == 0,
                                                   .audience = everyone[a],
                                                   .allow = {&leave, leave.len > 0}};
                hold_set(set, &m, &ceiling);
            }
        }
    }
}

Test(monotone, two_controls_at_every_level)
{
    for (size_t i = 0; i < atom_count; i++) {
        for (size_t k = i + 1; k < atom_count; k++) {
            const struct set set = {{i, k}, 2};
            for (size_t level = TL_LEVEL_U; level <= TL_LEVEL_TS && is_possible(set); level++) {
                hold_at_ceilings(set, (enum tl_level)level);
            }
        }
        tl_arena_release(&arena);
    }
}

Test(monotone, three_controls)
{
    for (size_t i = 0; i < atom_count; i++) {
        for (size_t k = i + 1; k < atom_count; k++) {
            for (size_t n = k + 1; n < atom_count; n += STRIDE) {
                const struct set set = {{i, k, n}, 3};
                for (size_t level = TL_LEVEL_U; level <= TL_LEVEL_TS && is_possible(set); level++) {
                    hold_at_ceilings(set, (enum tl_level)level);
                }
            }
            tl_arena_release(&arena);
        }
    }
    cr_expect_gt(left, 1000, "too few to tell: %zu of %zu leave", left, asked);
    cr_log_info("%zu of %zu leave", left, asked);
}

/* Bare levels and one control each, at U, S and TS. */
static size_t singles(struct tl_marking *out)
{
    static const enum tl_level levels[] = {TL_LEVEL_U, TL_LEVEL_S, TL_LEVEL_TS};
    size_t count = 0;
    for (size_t i = 0; i <= atom_count; i++) {
        for (size_t l = 0; l < TL_COUNT(levels); l++) {
            out[count++] = marking_of((struct set){{i}, i < atom_count}, levels[l], MOST_SET);
        }
    }
    return count;
}

static bool is_same(const struct tl_marking *a, const struct tl_marking *b)
{
    return tl_marking_within(a, b) && tl_marking_within(b, a) && a->is_valid == b->is_valid &&
           a->level == b->level;
}

static struct tl_marking elements[3 * (MOST_ATOMS + 1)];

Test(monotone, join_is_the_lowest_above_two)
{
    const size_t count = singles(elements);
    for (size_t i = 0; i < count; i++) {
        struct tl_arena scratch = {0};
        const struct tl_marking self = tl_marking_join(&scratch, &elements[i], &elements[i]);
        cr_expect(is_same(&self, &elements[i]), "%zu with itself", i);
        for (size_t k = 0; k < i; k++) {
            const struct tl_marking ab = tl_marking_join(&scratch, &elements[i], &elements[k]);
            const struct tl_marking ba = tl_marking_join(&scratch, &elements[k], &elements[i]);
            cr_expect(is_same(&ab, &ba), "%zu and %zu commute", i, k);
            cr_expect(tl_marking_within(&elements[i], &ab) && tl_marking_within(&elements[k], &ab),
                      "%zu and %zu are within their join", i, k);
        }
        tl_arena_release(&scratch);
    }
}

/* One of each kind and class, and those the rules name. */
static size_t samples(struct tl_marking *out)
{
    static const char *const words[] = {"SI",     "BP",     "RD",     "DCNI", "ORCON", "NOFORN",
                                        "RELIDO", "FOUO",   "FISA",   "EYES", "SBU",   "EXDIS",
                                        "LIMDIS", "SBU-NF", "ATOMAL", "ZORRO"};
    static const enum tl_level levels[] = {TL_LEVEL_U, TL_LEVEL_S};
    size_t count = 0;
    for (size_t i = 0; i <= atom_count; i++) {
        bool is_sample = i == atom_count || (atoms[i].kind != WORD && atoms[i].kind != UNKNOWN_WORD);
        for (size_t k = 0; k < TL_COUNT(words); k++) {
            is_sample = is_sample || tl_slice_eq(atoms[i].word, tl_str(words[k]));
        }
        for (size_t l = 0; l < TL_COUNT(levels) && is_sample; l++) {
            out[count++] = marking_of((struct set){{i}, i < atom_count}, levels[l], MOST_SET);
        }
    }
    return count;
}

Test(monotone, join_and_order_agree_on_three)
{
    const size_t count = samples(elements);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < count; k++) {
            struct tl_arena scratch = {0};
            const struct tl_marking ab = tl_marking_join(&scratch, &elements[i], &elements[k]);
            const bool is_within = tl_marking_within(&elements[i], &elements[k]);
            for (size_t n = 0; n < count; n += STRIDE) {
                const struct tl_marking bc = tl_marking_join(&scratch, &elements[k], &elements[n]);
                const struct tl_marking left_first = tl_marking_join(&scratch, &ab, &elements[n]);
                const struct tl_marking right_first = tl_marking_join(&scratch, &elements[i], &bc);
                cr_expect(is_same(&left_first, &right_first), "%zu, %zu, %zu are joined in any order", i, k,
                          n);
                cr_expect(!is_within || !tl_marking_within(&elements[k], &elements[n]) ||
                              tl_marking_within(&elements[i], &elements[n]),
                          "%zu, %zu, %zu in order", i, k, n);
                cr_expect(!tl_marking_within(&elements[i], &elements[n]) ||
                              !tl_marking_within(&elements[k], &elements[n]) ||
                              tl_marking_within(&ab, &elements[n]),
                          "nothing lower than the join of %zu and %zu is above both: %zu", i, k, n);
                const struct tl_marking ac = tl_marking_join(&scratch, &elements[i], &elements[n]);
                cr_expect(!is_within || tl_marking_within(&ac, &bc), "%zu within %zu, both with %zu", i, k,
                          n);
            }
            tl_arena_release(&scratch);
        }
    }
}

/* JOINT in the leave lifts the partners of a joint marking as a whole, and of no other: it is left out. */
Test(monotone, what_is_within_leaves_first)
{
    static const struct tl_words few[] = {{codes, 1}, {codes + 1, 1}, {codes, 2}, {codes, 3}, {NULL, 0}};
    tl_slice leave[MOST_ATOMS + 8];
    const size_t leave_count = leave_for_all(leave);
    const size_t count = singles(elements);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < count; k++) {
            if (!tl_marking_within(&elements[i], &elements[k])) {
                continue;
            }
            for (size_t n = 0; n <= leave_count; n += STRIDE) {
                for (size_t a = 0; a < TL_COUNT(few) * 2; a++) {
                    const struct tl_ceiling ceiling = {.max = a % 2 == 0 ? TL_RANK_TS : TL_RANK_U,
                                                       .is_public = few[a / 2].count == 0,
                                                       .audience = few[a / 2],
                                                       .allow = {&leave[n], n < leave_count}};
                    const bool is_joint = n < leave_count && tl_slice_eq(leave[n], TL_LIT("JOINT"));
                    cr_expect(is_joint || tl_decide(&elements[k], &ceiling, &banner) != TL_REASON_OK ||
                                  tl_decide(&elements[i], &ceiling, &banner) == TL_REASON_OK,
                              "%zu is within %zu, which leaves, and is held", i, k);
                }
            }
        }
    }
}

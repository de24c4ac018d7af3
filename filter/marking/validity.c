/* SPDX-License-Identifier: Apache-2.0 */
/* Rules over a whole marking (markings.md 4; CAPCO Register 2016; DoDM 5200.01 V2): one row a rule. */
#include "marking/grammar.h"

static bool has(struct tl_words words, const char *word)
{
    return words.count > 0 && tl_words_has(words, tl_str(word));
}

static bool is_owner(const struct tl_marking *m, const char *owner)
{
    return tl_slice_eq(m->owner, tl_str(owner));
}

static bool is_foreign(const struct tl_marking *m)
{
    return m->owner.len > 0;
}

static bool below(const struct tl_marking *m, enum tl_level level)
{
    return m->level < level;
}

static bool has_sci_system(const struct tl_marking *m, const char *system)
{
    const size_t len = strlen(system);
    for (size_t i = 0; i < m->sci.count; i++) {
        const tl_slice item = m->sci.item[i];
        if (tl_slice_starts(item, tl_str(system)) && tl_word_ends(item, len)) {
            return true;
        }
    }
    return false;
}

static bool has_noforn(const struct tl_marking *m)
{
    return has(m->dissem, "NOFORN");
}

static bool has_rel(const struct tl_marking *m)
{
    return m->is_rel_inherit || (m->rel_to.count > 0 && !has(m->dissem, "EYES"));
}

static bool nato_ts(const struct tl_grammar *g)
{
    return g->is_nato_ts;
}

static bool noforn_on_nato(const struct tl_grammar *g)
{
    return is_owner(g->m, "NATO") && has_noforn(g->m);
}

static bool nato_control_elsewhere(const struct tl_grammar *g)
{
    return g->m->nato_ctl.count > 0 && !is_owner(g->m, "NATO");
}

static bool nato_control_needs_cosmic(const struct tl_grammar *g)
{
    return !g->is_cosmic && (has(g->m->nato_ctl, "BALK") || has(g->m->nato_ctl, "BOHEMIA"));
}

static bool joint_usa_restricted(const struct tl_grammar *g)
{
    return is_owner(g->m, "JOINT") && g->m->level == TL_LEVEL_R && has(g->m->joint, "USA");
}

static bool joint_with_hcs(const struct tl_grammar *g)
{
    return is_owner(g->m, "JOINT") && has_sci_system(g->m, "HCS");
}

/* True when `list` names `code`, itself or by a tetragraph that may be expanded. */
static bool list_covers(struct tl_words list, tl_slice code)
{
    for (size_t i = 0; i < list.count; i++) {
        const char *const *member = tl_country_members(list.item[i]);
        for (; member != NULL && *member != NULL; member++) {
            if (tl_slice_eq(code, tl_str(*member))) {
                return true;
            }
        }
    }
    return tl_words_has(list, code);
}

static bool joint_rel_to_missing_owner(const struct tl_grammar *g)
{
    for (size_t i = 0; i < g->m->joint.count && g->m->rel_to.count > 0; i++) {
        if (!list_covers(g->m->rel_to, g->m->joint.item[i])) {
            return true;
        }
    }
    return false;
}

static bool hcs_without_noforn(const struct tl_grammar *g)
{
    return has_sci_system(g->m, "HCS") && !has_noforn(g->m);
}

static bool klondike_without_noforn(const struct tl_grammar *g)
{
    return (has_sci_system(g->m, "KDK") || has_sci_system(g->m, "KLONDIKE")) && !has_noforn(g->m);
}

static bool waived_without_sap(const struct tl_grammar *g)
{
    return has(g->m->dissem, "WAIVED") && g->m->sap.count == 0;
}

static bool frd_below_c(const struct tl_grammar *g)
{
    return has(g->m->aea, "FRD") && below(g->m, TL_LEVEL_C);
}

static bool aea_below_c(const struct tl_grammar *g)
{
    return (has(g->m->aea, "RD") || has(g->m->aea, "TFNI") || has(g->m->aea, "CNWDI")) &&
           below(g->m, TL_LEVEL_C);
}

static bool ucni_on_classified(const struct tl_grammar *g)
{
    return (has(g->m->aea, "UCNI") || has(g->m->aea, "DCNI")) && g->m->level != TL_LEVEL_U;
}

static bool fgi_in_non_us(const struct tl_grammar *g)
{
    return g->m->fgi.count > 0 && is_foreign(g->m) && !is_owner(g->m, "JOINT");
}

static bool fgi_usa(const struct tl_grammar *g)
{
    return has(g->m->fgi, "USA");
}

static bool orcon_below_c(const struct tl_grammar *g)
{
    return (has(g->m->dissem, "ORCON") || has(g->m->dissem, "ORCON-USGOV")) && below(g->m, TL_LEVEL_C);
}

static bool imcon_below_s(const struct tl_grammar *g)
{
    return has(g->m->dissem, "IMCON") && below(g->m, TL_LEVEL_S);
}

static bool rsen_below_s(const struct tl_grammar *g)
{
    return has(g->m->dissem, "RSEN") && below(g->m, TL_LEVEL_S);
}

static bool fouo_on_classified(const struct tl_grammar *g)
{
    return g->is_portion && has(g->m->dissem, "FOUO") && g->m->level != TL_LEVEL_U;
}

static bool exdis_with_nodis(const struct tl_grammar *g)
{
    return has(g->m->nonic, "EXDIS") && has(g->m->nonic, "NODIS");
}

static bool exdis_with_rel(const struct tl_grammar *g)
{
    return has(g->m->nonic, "EXDIS") && has_rel(g->m);
}

static bool nodis_with_rel(const struct tl_grammar *g)
{
    return has(g->m->nonic, "NODIS") && has_rel(g->m);
}

static bool noforn_with_rel(const struct tl_grammar *g)
{
    return has_noforn(g->m) && (has_rel(g->m) || has(g->m->dissem, "EYES"));
}

static bool noforn_with_relido(const struct tl_grammar *g)
{
    return has_noforn(g->m) && has(g->m->dissem, "RELIDO");
}

static bool noforn_with_display(const struct tl_grammar *g)
{
    return has_noforn(g->m) && g->m->display_to.count > 0;
}

static bool relido_with_display(const struct tl_grammar *g)
{
    return has(g->m->dissem, "RELIDO") && g->m->display_to.count > 0;
}

static bool rel_to_usa_only(const struct tl_grammar *g)
{
    return g->m->rel_to.count == 1 && has(g->m->rel_to, "USA");
}

static const struct {
    bool (*is_broken)(const struct tl_grammar *);
    const char *reason;
} rules[] = {
    {nato_ts, "nato_ts_must_be_cosmic"},
    {noforn_on_nato, "noforn_on_nato"},
    {nato_control_elsewhere, "nato_control_on_non_nato"},
    {nato_control_needs_cosmic, "nato_control_needs_cosmic"},
    {joint_usa_restricted, "joint_usa_restricted"},
    {joint_with_hcs, "joint_with_hcs"},
    {joint_rel_to_missing_owner, "joint_rel_to_missing_owner"},
    {hcs_without_noforn, "hcs_requires_noforn"},
    {klondike_without_noforn, "klondike_requires_noforn"},
    {waived_without_sap, "waived_without_sap"},
    {frd_below_c, "frd_below_c"},
    {aea_below_c, "aea_below_c"},
    {ucni_on_classified, "ucni_on_classified"},
    {fgi_in_non_us, "fgi_in_non_us"},
    {fgi_usa, "fgi_usa"},
    {orcon_below_c, "orcon_below_c"},
    {imcon_below_s, "imcon_below_s"},
    {rsen_below_s, "rsen_below_s"},
    {fouo_on_classified, "fouo_on_classified"},
    {exdis_with_nodis, "exdis_with_nodis"},
    {exdis_with_rel, "exdis_with_rel_to"},
    {nodis_with_rel, "nodis_with_rel_to"},
    {noforn_with_rel, "noforn_with_rel_to"},
    {noforn_with_relido, "noforn_with_relido"},
    {noforn_with_display, "noforn_with_display_only"},
    {relido_with_display, "relido_with_display_only"},
    {rel_to_usa_only, "rel_to_usa_only"},
};

/* Every rule but the one of NATO TOP SECRET is of an owner or of a word. */
const char *tl_grammar_validity(const struct tl_grammar *g)
{
    const size_t count = g->is_nato_ts || !tl_marking_is_bare(g->m) ? TL_COUNT(rules) : 0;
    for (size_t i = 0; i < count; i++) {
        if (rules[i].is_broken(g)) {
            return rules[i].reason;
        }
    }
    return g->m->level == TL_LEVEL_UNKNOWN ? "unknown_level" : NULL;
}

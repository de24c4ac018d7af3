/* SPDX-License-Identifier: Apache-2.0 */
/* The answers of `explain` in words: what it means, who may see it, and which paper says so. */
#include "cli/explain.h"
#include "marking/control.h"
#include "marking/portion.h"

/* What a control asks of its reader, in one clause. */
static const struct {
    const char *name;
    const char *meaning;
} meanings[] = {
    {"NOFORN", "not for any foreign reader"},
    {"ORCON", "the originator decides every further release"},
    {"ORCON-USGOV", "the originator decides releases beyond the US executive branch"},
    {"IMCON", "controlled imagery"},
    {"PROPIN", "holds proprietary information"},
    {"RSEN", "risk sensitive: reveals a source or method"},
    {"RELIDO", "a disclosure officer may decide on foreign release; it is no release by itself"},
    {"FOUO", "for official use only; counts as CUI"},
    {"FISA", "from collection under the Foreign Intelligence Surveillance Act"},
    {"DSEN", "DEA sensitive; counts as CUI"},
    {"EYES", "for the readers it names"},
    {"WAIVED", "a special access program with waived reporting"},
    {"NOCONTRACT", "not for contractors"},
    {"WNINTEL", "intelligence sources or methods involved"},
    {"LIMDIS", "limited distribution"},
    {"EXDIS", "exclusive distribution; never to foreign readers"},
    {"NODIS", "no distribution beyond the addressee; never to foreign readers"},
    {"STADIS", "distribution within the Department of State only"},
    {"ROGER", "Roger Channel: intelligence matters of the Department of State"},
    {"SBU", "sensitive but unclassified; counts as CUI"},
    {"SBU-NF", "sensitive but unclassified, not for any foreign reader; counts as CUI"},
    {"LES", "law enforcement sensitive; counts as CUI"},
    {"LES-NF", "law enforcement sensitive, not for any foreign reader; counts as CUI"},
    {"SSI", "sensitive security information; counts as CUI"},
    {"LOU", "limited official use, the word for SBU until about 1995; counts as CUI"},
    {"CUI", "controlled unclassified information"},
    {"EFTO", "encrypted for transmission only; counts as CUI"},
    {"RD", "Restricted Data"},
    {"FRD", "Formerly Restricted Data"},
    {"TFNI", "transclassified foreign nuclear information"},
    {"CNWDI", "critical nuclear weapon design information"},
    {"DCNI", "DoD unclassified controlled nuclear information; counts as CUI"},
    {"UCNI", "DOE unclassified controlled nuclear information; counts as CUI"},
};

static const char *meaning_of(tl_slice name)
{
    for (size_t i = 0; i < TL_COUNT(meanings); i++) {
        if (tl_slice_eq(name, tl_str(meanings[i].name))) {
            return meanings[i].meaning;
        }
    }
    return "a control that the allow list of a policy must name";
}

static void put_slice(struct tl_buf *out, tl_slice text)
{
    tl_buf_add(out, text);
}

static void put_words(struct tl_buf *out, const char *title, struct tl_words words)
{
    for (size_t i = 0; i < words.count; i++) {
        const struct tl_control *row = tl_control_named(words.item[i]);
        tl_buf_format(out, "  %s ", title);
        put_slice(out, words.item[i]);
        tl_buf_format(out, ": %s (%s).\n", meaning_of(words.item[i]),
                      row != NULL ? row->source : "in no register");
    }
}

static void put_codes(struct tl_buf *out, const char *title, struct tl_words codes)
{
    if (codes.count == 0) {
        return;
    }
    tl_buf_format(out, "  %s:", title);
    for (size_t i = 0; i < codes.count; i++) {
        tl_buf_str(out, i == 0 ? " " : ", ");
        put_slice(out, codes.item[i]);
    }
    tl_buf_str(out, ".\n");
}

/* Who may see it, by the marking alone. */
static void put_readers(struct tl_buf *out, const struct tl_marking *m)
{
    struct tl_arena arena = {0};
    const struct tl_reach reach = tl_marking_reach(&arena, m);
    const bool is_bare = reach.is_all && !tl_marking_has_control(m) && tl_marking_rank(m) == TL_RANK_U;
    if (!m->is_valid) {
        tl_buf_str(out, "  Readers: none, until a person has read the original (doubt never lowers).\n");
    } else if (is_bare) {
        tl_buf_str(
            out, "  Readers: no marking stands against anybody; public release still needs the originator's "
                 "approval (CAPCO Manual 2016, H.6).\n");
    } else if (reach.is_all) {
        tl_buf_str(out, "  Readers: US; others only where the policy allows its controls by name.\n");
    } else if (reach.is_unknown_list) {
        tl_buf_str(
            out,
            "  Readers: US, and the countries that the banner's REL TO names (CAPCO Manual 2016, H.8).\n");
    } else if (reach.codes.count > 0) {
        tl_buf_str(out, "  Readers: US, and those of its release list (CAPCO Manual 2016, H.8):");
        for (size_t i = 0; i < reach.codes.count; i++) {
            tl_buf_byte(out, ' ');
            put_slice(out, reach.codes.item[i]);
        }
        tl_buf_str(out, ".\n");
    } else {
        tl_buf_str(
            out, "  Readers: US only; no one has released it to foreign readers (CAPCO Manual 2016, B.3).\n");
    }
}

static void put_marking(struct tl_buf *out, const struct tl_marking *m)
{
    tl_buf_format(out, "level %s, rank %s", tl_level_title(m->level), tl_rank_name(tl_marking_rank(m)));
    tl_buf_str(out, m->is_valid ? ".\n" : ", NOT VALID: ");
    if (!m->is_valid) {
        tl_buf_format(out, "%s.\n", m->reason == NULL ? "nothing could be read" : m->reason);
        tl_buf_str(out, "  What cannot be read is withheld; the level is the highest that stands in it.\n");
    }
    tl_buf_str(
        out,
        m->level == TL_LEVEL_U || m->level == TL_LEVEL_UNKNOWN
            ? "  Levels: E.O. 13526 1.2(a); portion marks: 32 CFR 2001.21(c).\n"
            : "  Classified: unauthorized disclosure is expected to damage the national security (E.O. 13526 "
              "1.2(a)).\n");
    if (m->owner.len > 0) {
        tl_buf_str(out, "  Owner: ");
        put_slice(out, m->owner);
        tl_buf_str(out, ", not the United States (CAPCO Manual 2016, H.7).\n");
    }
    put_codes(out, "SCI (CAPCO Register 2016, 2)", m->sci);
    put_codes(out, "Special access programs (CAPCO Register 2016, 3)", m->sap);
    put_words(out, "AEA", m->aea);
    put_codes(out, "Joint owners (CAPCO Manual 2016, H.3)", m->joint);
    put_codes(out, "Foreign sources (CAPCO Manual 2016, H.7)", m->fgi);
    put_codes(out, "NATO controls", m->nato_ctl);
    put_words(out, "Control", m->dissem);
    put_words(out, "Control", m->nonic);
    put_codes(out, "May be shown to", m->display_to);
    put_codes(out, "Words in no register", m->unknown);
    if (m->is_entire_text) {
        tl_buf_str(out, "  It is the mark of every later portion that has none of its own.\n");
    }
    put_readers(out, m);
}

void tl_explain_portion_text(const struct tl_explained_portion *answer, struct tl_buf *out)
{
    if (answer->is_line && answer->start.mark_kind == TL_START_UNMARKED) {
        tl_buf_str(
            out, "This line begins with no portion mark: its text inherits, and nothing in it may lower.\n");
        return;
    }
    put_slice(out, answer->marking.text);
    tl_buf_str(out, ": ");
    put_marking(out, &answer->marking);
}

void tl_explain_banner_text(const struct tl_explained_banner *answer, struct tl_buf *out)
{
    put_slice(out, answer->marking.text);
    tl_buf_str(out, ": ");
    put_marking(out, &answer->marking);
    if (answer->sections > 0) {
        tl_buf_format(out, "  Section %u of %u; every section repeats the line and the highest holds.\n",
                      (unsigned)answer->section, (unsigned)answer->sections);
    }
}

void tl_explain_rollup_text(const struct tl_marking *rolled, struct tl_buf *out)
{
    tl_buf_str(out, "The banner over these portions is ");
    tl_banner_render(rolled, out);
    tl_buf_str(out, ": ");
    put_marking(out, rolled);
    tl_buf_str(out, "  Roll-up: CAPCO Manual 2016, D.2 table 3; 32 CFR 2001.21(b).\n");
}

static const struct {
    enum tl_decl_type type;
    const char *text;
} decl_texts[] = {
    {TL_DECL_INVALID, "no instruction that can be read; it frees nothing"},
    {TL_DECL_MISSING, "no instruction; a report counts 25 years (32 CFR 2001.22(e))"},
    {TL_DECL_DATE, "declassify on a date"},
    {TL_DECL_GDS, "general declassification schedule (E.O. 11652 5(A); E.O. 12065 1-401)"},
    {TL_DECL_XGDS, "exempt from the general schedule (E.O. 11652 5(B)); never honoured"},
    {TL_DECL_ADS, "advanced declassification schedule (E.O. 11652 5(A)); never honoured"},
    {TL_DECL_RDS, "review on a date, not declassification (E.O. 12065 1-402); never honoured"},
    {TL_DECL_OADR, "originating agency's determination required (E.O. 12356 1.4(a)); never honoured"},
    {TL_DECL_X, "exempt under E.O. 12958 1.6(d); never honoured"},
    {TL_DECL_MR, "manual review; never honoured"},
    {TL_DECL_DNI_ONLY, "only the DNI or DCI declassifies; never honoured"},
    {TL_DECL_TREATY, "subject to treaty or international agreement; never honoured"},
    {TL_DECL_EXEMPT, "exempt from automatic declassification (E.O. 13526 3.3); never honoured"},
    {TL_DECL_COMMINGLED, "holds RD, FRD, TFNI or NATO portions, for which there is no date; never honoured"},
    {TL_DECL_EVENT, "declassify on an event, which no machine can judge; never honoured"},
    {TL_DECL_DURATION, "declassify after so many years"},
    {TL_DECL_NA, "not applicable: right for unclassified text, counts as missing on classified"},
    {TL_DECL_GROUP, "downgrading group of E.O. 10501; never honoured"},
};

static void put_date(struct tl_buf *out, const char *title, struct tl_date date)
{
    char text[TL_DATE_TEXT];
    if (date.year > 0) {
        tl_buf_format(out, "  %s: %s.\n", title, tl_date_render(date, text));
    }
}

void tl_explain_decl_text(const struct tl_decl *decl, struct tl_buf *out)
{
    for (size_t i = 0; i < TL_COUNT(decl_texts); i++) {
        if (decl_texts[i].type == decl->type) {
            tl_buf_format(out, "%s: %s", tl_decl_type_name(decl->type), decl_texts[i].text);
        }
    }
    tl_buf_format(out, "%s%s.\n", decl->reason != NULL ? "; " : "", decl->reason != NULL ? decl->reason : "");
    if (decl->eo != 0) {
        tl_buf_format(out, "  Order: E.O. %d.\n", decl->eo);
    }
    put_codes(out, "Codes", decl->codes);
    put_date(out, "Date on the line", decl->date);
    put_date(out, "Calculated for reports (32 CFR 2001.22(e)), frees nothing", decl->calc_date);
    put_date(out, "Automatic for permanent records (E.O. 13526 3.3(a)), frees nothing", decl->auto_date);
    tl_buf_str(out,
               decl->is_honorable
                   ? "  A policy with `declassification: dates` may honour it on bare US portions.\n"
                   : "  No policy honours it as it stands (it needs a plain date later than a known document "
                     "date).\n");
}

void tl_explain_release_text(enum tl_reason reason, struct tl_buf *out)
{
    const bool is_yes = reason == TL_REASON_OK || reason == TL_REASON_DECLASSIFIED;
    tl_buf_format(out, "%s: %s (%s).\n", is_yes ? "It may leave" : "It stays", tl_reason_text(reason),
                  tl_reason_name(reason));
}

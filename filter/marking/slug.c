/* SPDX-License-Identifier: Apache-2.0 */
#include "marking/slug.h"

#define CAPCO "CAPCO Manual 2016, "
#define NATO CAPCO "appendix B; USSAN 1-07"
#define SYNTAX CAPCO "C.1 and D.1"
#define ISOO "32 CFR 2001.21(c)"
#define OURS "doubt never lowers"
#define ORDERS "the declassification line of the order"

static const struct tl_slug reasons[] = {
    /* --- why a marking is not valid */
    {"unknown_level", "it does not begin with a level: U, C, S or TS", "E.O. 13526 1.2(a); " ISOO,
     "Put the level first and in capitals: (C), (S//NF)."},
    {"missing_level", "a control stands there without a level before it", SYNTAX,
     "Put the level before it: (NF) is no mark, (S//NF) is."},
    {"missing_owner", "two slashes at the front promise a foreign owner, and none is named",
     CAPCO "appendix A",
     "Name the owner, as in (//DEU S), or leave the slashes out for a marking of the United States."},
    {"dual_classification", "two levels stand in one marking", SYNTAX,
     "One marking has one level: mark two portions, or write the higher one."},
    {"empty_segment", "nothing stands between two slashes, so a control may be lost", SYNTAX,
     "Find out what stood there; only if nothing did, leave the empty place out."},
    {"empty", "nothing stands in it", ISOO, "Write the level: (U), (C), (S//NF)."},
    {"unbalanced", "its brackets do not open and close once, with a blank behind", ISOO,
     "Write it whole, in round brackets, at the start of the portion."},
    {"unknown_control", "it holds a word that is in no register", CAPCO "G.1; 5 FAH-2 H-440",
     "An unknown word is never skipped: correct it, or let a policy name it in `allow`."},
    {"cosmic_not_ts", "COSMIC stands only before TOP SECRET", NATO,
     "Write (//CTS), or (//NS) for NATO SECRET."},
    {"nato_ts_must_be_cosmic", "TOP SECRET of NATO is COSMIC TOP SECRET", NATO, "Write (//CTS)."},
    {"nonus_without_slashes", "a marking that is not of the United States begins with two slashes",
     CAPCO "D.1 and appendix A", "Put two slashes first: (//DEU S)."},
    {"noforn_on_nato", "NOFORN cannot stand on information of NATO, which is foreign already", NATO,
     "Drop NOFORN, or mark the US portion by itself."},
    {"nato_control_on_non_nato", "ATOMAL, BALK and BOHEMIA belong to markings of NATO only", NATO,
     "Mark the NATO portion by itself: (//NS//ATOMAL)."},
    {"nato_control_needs_cosmic", "BALK and BOHEMIA stand only with COSMIC TOP SECRET", NATO,
     "Write (//CTS//BALK) or (//CTS//BOHEMIA)."},
    {"joint_usa_restricted", "a JOINT marking of the United States cannot be RESTRICTED", CAPCO "H.3",
     "Write the level that the partners agreed on: C, S or TS."},
    {"joint_with_hcs", "HCS cannot stand on JOINT information", CAPCO "H.3",
     "Mark the HCS portion by itself."},
    {"joint_rel_to_missing_owner", "its release list leaves out one of the joint owners", CAPCO "H.3",
     "Name every owner in REL TO."},
    {"hcs_requires_noforn", "HCS requires NOFORN", CAPCO "H.4", "Add NF and drop any release list."},
    {"klondike_requires_noforn", "KLONDIKE requires NOFORN", CAPCO "H.4",
     "Add NF and drop any release list."},
    {"waived_without_sap", "WAIVED stands only on a special access program", CAPCO "H.5",
     "Name the program before it: SAR-NAME."},
    {"frd_below_c", "Formerly Restricted Data is CONFIDENTIAL at least", CAPCO "H.6", "Write C, S or TS."},
    {"aea_below_c", "Restricted Data, CNWDI and TFNI are CONFIDENTIAL at least", CAPCO "H.6",
     "Write C, S or TS."},
    {"sigma_out_of_range", "SIGMA is followed by numbers from 1 to 99", CAPCO "H.6",
     "Write the numbers with blanks between: RD-SG 14 18."},
    {"sigma_below_s", "SIGMA stands only at SECRET and TOP SECRET", CAPCO "H.6; DOE O 452.8",
     "Write S or TS."},
    {"cnwdi_on_frd", "CNWDI belongs to Restricted Data only", CAPCO "H.6",
     "Write RD-CNWDI, or FRD without it."},
    {"ucni_on_classified", "UCNI stands only on unclassified text", CAPCO "H.6",
     "Drop it: the level protects the portion already."},
    {"fgi_in_non_us", "FGI stands only in markings of the United States", CAPCO "H.7",
     "Name the owner at the front, (//DEU S), without FGI."},
    {"fgi_usa", "the United States are no foreign source", CAPCO "H.7", "Take USA out of the FGI list."},
    {"orcon_below_c", "ORCON stands only on classified text", CAPCO "H.8",
     "Write C, S or TS, or drop ORCON."},
    {"imcon_below_s", "IMCON stands only at SECRET and TOP SECRET", CAPCO "H.8", "Write S or TS."},
    {"rsen_below_s", "RSEN stands only at SECRET and TOP SECRET", CAPCO "H.8", "Write S or TS."},
    {"fouo_on_classified", "FOUO stands only on unclassified portions", CAPCO "H.8",
     "Drop it: the level protects the portion already."},
    {"noforn_with_rel_to", "NOFORN and a release list contradict each other", CAPCO "H.8",
     "NOFORN wins until the originator decides: drop the list."},
    {"noforn_with_relido", "NOFORN and RELIDO contradict each other", CAPCO "H.8",
     "NOFORN wins until the originator decides: drop RELIDO."},
    {"noforn_with_display_only", "NOFORN and DISPLAY ONLY contradict each other", CAPCO "H.8",
     "NOFORN wins until the originator decides: drop DISPLAY ONLY."},
    {"relido_with_display_only", "RELIDO and DISPLAY ONLY contradict each other", CAPCO "H.8",
     "Ask the originator which one was meant; until then it is as NOFORN."},
    {"rel_to_usa_only", "REL TO names nobody but the USA", CAPCO "H.8",
     "Name the others; if there are none, NOFORN says it."},
    {"rel_to_empty", "a release list without any country", CAPCO "H.8",
     "Name the countries, USA first: REL TO USA, GBR."},
    {"bad_country_code", "a release list holds a code that no country or organization has",
     CAPCO "G.1, annexes A and B; ISO 3166-1",
     "Use three letters for a country (GBR, not UK), four for the rest."},
    {"exdis_with_nodis", "EXDIS and NODIS cannot stand together", CAPCO "H.9; 5 FAH-2 H-440",
     "NODIS supersedes EXDIS: drop EXDIS."},
    {"exdis_with_rel_to", "EXDIS never goes to foreign readers, so no release list stands with it",
     CAPCO "H.9; 5 FAH-2 H-440", "Drop the list."},
    {"nodis_with_rel_to", "NODIS never goes to foreign readers, so no release list stands with it",
     CAPCO "H.9; 5 FAH-2 H-440", "Drop the list."},

    /* --- lines */
    {"unmarked", "no portion mark stands at the start of this line", ISOO,
     "A mark stands in round brackets right after the label: 1. (C) text."},
    {"not_a_banner", "no line of these reads as a classification line", "32 CFR 2001.21(b)",
     "It begins with a level: CONFIDENTIAL, S E C R E T, UNCLAS."},
    {"transmission_level_mismatch", "the ZNY letters say a higher level than the classification line",
     "ACP 127 US SUPP-1; " OURS, "The higher level holds: find out which one is right."},
    {"transmission_level_below_banner",
     "the ZNY or ZNR letters say a lower level than the classification line", "ACP 127 US SUPP-1; " OURS,
     "The higher level holds: find out which one is right."},
    {"section_levels_disagree", "the sections of the telegram do not say the same level",
     "32 CFR 2001.21(b); " OURS, "The highest level holds: find out which one is right."},

    /* --- why a declassification instruction cannot be read */
    {"missing_eo", "it names no executive order by its number", ORDERS,
     "Write it: E.O. 12958: DECL: 11/06/2018."},
    {"unknown_eo", "no order on classified information has this number", ORDERS,
     "The orders are 10501, 10964, 11652, 12065, 12356, 12958, 13292 and 13526."},
    {"bad_date", "its date is on no calendar, or cannot be read one way only", "32 CFR 2001.21(a)(4)",
     "Write month, day and year: 11/06/2018, or 20181106."},
    {"bad_code", "no exemption has this number", "E.O. 13526 3.3(b) and (h); E.O. 12958 1.6(d)",
     "The codes are X1 to X8, 25X1 to 25X9, 50X1 to 50X9 and 75X1 to 75X9."},
    {"unparsed", "something in it cannot be read, and nothing is skipped to reach a date", OURS,
     "A person has to read the original; the cable stays as classified as it is."},
    {"multiple_values", "it gives two values, which no reader may choose between", CAPCO "E.3",
     "A person has to say which one binds; `explain --jsonl` with `merge` names the strictest."},
    {"date_with_50X1_HUM", "50X1-HUM and 50X2-WMD take no date", "E.O. 13526 3.3(h)(1); ISM-ID-00133",
     "Drop the date."},
    {"date_not_after_document", "its date is not after the date of the document, so one of them is wrong",
     OURS, "Look at the original: dates of this kind are often misread."},
    {"exemption_without_date", "the exemption has no date or event; reports count 50 years",
     CAPCO "E.3 and E.6", NULL},

    /* --- why a portion stays, or leaves (decide.h) */
    {"undecided", "nothing was decided, so it stays", OURS, "Say who is to read it: `audience`."},
    {"ok", "level, controls and audience are within what may leave", "the policy", NULL},
    {"invalid", "the marking cannot be read with certainty", OURS,
     "Correct the marking in the original, or let a person decide."},
    {"level", "the level is above the maximum", "E.O. 13526 4.1(a)", NULL},
    {"noforn", "it may not go to any foreign reader", CAPCO "H.8 and H.9",
     "No policy key lifts this: only readers of the USA, `audience: [USA]`, may have it."},
    {"compartment", "an SCI compartment is not in the allow list", CAPCO "H.4", NULL},
    {"sap", "a special access program is not in the allow list", CAPCO "H.5", NULL},
    {"aea", "an Atomic Energy Act marking is not in the allow list", CAPCO "H.6; 10 CFR 1045", NULL},
    {"foreign", "it is of a foreign owner or source that is not in the allow list", CAPCO "H.7", NULL},
    {"control", "a control is not in the allow list", CAPCO "H.8 and H.9; 5 FAH-2 H-440", NULL},
    {"not_in_rel_to", "the audience is not within its release list", CAPCO "H.8",
     "`allow` cannot widen a release list: take the others out of `audience`, or ask the originator."},
    {"no_release_decision", "no one has decided that foreign readers may have it", CAPCO "B.3",
     "Classified text without a release word counts as NOFORN abroad: ask the originator, or "
     "`audience: [USA]`."},
    {"relido_needs_decision", "RELIDO leaves the release to a disclosure officer", CAPCO "H.8",
     "A disclosure officer has to decide; until then `audience: [USA]`."},
    {"display_only", "it may be shown and not given", CAPCO "H.8",
     "Show it without a copy, or `audience: [USA]`."},
    {"rel_without_list", "its release list stands in a banner that is not there", CAPCO "H.8",
     "Give the banner (--banner 'SECRET//REL TO USA, GBR'), or write the list into the mark."},
    {"declassified", "its declassification date has passed", "E.O. 13526 1.5 and 3.1(a)", NULL},
    {"control_survives", "its date has passed but a control stands",
     "E.O. 13526 3.1(a); CAPCO Manual 2016, E.6",
     "A date lifts the level only: the owner of the control has to release it."},
    {"unmarked_no_banner", "it has no marking and nothing to inherit one from", OURS,
     "Say --banner LINE, or `--assume LEVEL` for a cable."},
};

const struct tl_slug *tl_slug_row(size_t index)
{
    if (index < TL_COUNT(reasons)) {
        return &reasons[index];
    }
    index -= TL_COUNT(reasons);
    return index < tl_slug_finding_count ? &tl_slug_findings[index] : NULL;
}

const struct tl_slug *tl_slug_find(const char *slug)
{
    const struct tl_slug *row = NULL;
    for (size_t i = 0; slug != NULL && (row = tl_slug_row(i)) != NULL; i++) {
        if (strcmp(row->slug, slug) == 0) {
            return row;
        }
    }
    return NULL;
}

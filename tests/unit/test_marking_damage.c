/* SPDX-License-Identifier: Apache-2.0 */
/* What may once have been a mark, and what never was (DESIGN M1, M2; markings.md 2.3, 4 and 8). */
#include <criterion/criterion.h>

#include "marking/damage.h"

static const char *read_at(const char *text, enum tl_mark_place place)
{
    enum tl_level level = TL_LEVEL_UNKNOWN;
    return tl_damaged_mark_at(tl_str(text), place, &level) ? tl_level_name(level) : "-";
}

Test(damage, a_mark_in_pieces_is_seen_where_marks_stand)
{
    static const struct {
        const char *text;
        const char *at_start; /* the level still readable; "-": no mark */
        const char *at_line;
    } rows[] = {
        /* letters and delimiters that changed places */
        {"(SF/N/) text", "UNKNOWN", "UNKNOWN"},
        {"(CFN/) text", "UNKNOWN", "UNKNOWN"},
        {"(CN/F) text", "UNKNOWN", "UNKNOWN"},
        {"(C/F) text", "UNKNOWN", "UNKNOWN"},
        {"(//SNF) text", "UNKNOWN", "UNKNOWN"},
        {"(SO/ORC/N/NOFORN) text", "UNKNOWN", "UNKNOWN"},
        /* delimiters that are gone or doubled */
        {"(CNF) text", "UNKNOWN", "UNKNOWN"},
        {"(CcNF) text", "UNKNOWN", "UNKNOWN"},
        {"(CANF) text", "UNKNOWN", "UNKNOWN"},
        {"(CC) text", "UNKNOWN", "UNKNOWN"},
        {"(TSC) text", "UNKNOWN", "UNKNOWN"},
        /* brackets that are gone, doubled or moved */
        {"US) text", "UNKNOWN", "UNKNOWN"},
        {")C( text", "UNKNOWN", "UNKNOWN"},
        {"()BUS text", "UNKNOWN", "UNKNOWN"},
        {"( ) text", "UNKNOWN", "UNKNOWN"},
        {"T(S) text", "UNKNOWN", "UNKNOWN"},
        {"(T)S text", "UNKNOWN", "-"},
        {"5S) text", "UNKNOWN", "UNKNOWN"},
        {"xS) text", "UNKNOWN", "UNKNOWN"},
        {"/S(/SI//NF) text", "UNKNOWN", "-"},
        {"NS//(F) text", "UNKNOWN", "-"},
        {"ULO() text", "UNKNOWN", "-"},
        {"GATT(S) text", "-", "-"},
        {"xx) text", "-", "-"},
        {"(S5 text", "UNKNOWN", "UNKNOWN"},
        /* titles that are misspelt, clipped or cut */
        {"(CONFIDENTAL) text", "C", "C"},
        {"(CONFIDEN)IALT text", "C", "C"},
        {"(SECxET) text", "S", "S"},
        {"(SEC)RET text", "S", "S"},
        {"CSE(RET) text", "S", "S"},
        {"ICONFIDENT(AL) text", "C", "C"},
        {"sUNCLASSIFIED) text", "U", "U"},
        {"(UN/LASSIFIED) text", "U", "U"},
        {"/CONFIDENTIAL) text", "C", "C"},
        /* sure only where a mark is due */
        {"(OU) text", "UNKNOWN", "-"},
        {"(UOL) text", "UNKNOWN", "-"},
        {"(Tx) text", "UNKNOWN", "-"},
        {"(T) text", "UNKNOWN", "-"},
        {"(5) text", "UNKNOWN", "-"},
        {"(/) text", "UNKNOWN", "-"},
        {"(US) text", "UNKNOWN", "-"},
        {"(TAS) text", "UNKNOWN", "-"},
        {"(lTS) text", "UNKNOWN", "-"},
        {"(FO UO) text", "UNKNOWN", "-"},
        {"(L OU) text", "UNKNOWN", "-"},
        {"(CON]FIDENTIAL) text", "C", "C"},
        /* words, lists and numbers */
        {"(ANNEX II) text", "-", "-"},
        {"(I ASK FOR) text", "-", "-"},
        {"(UNGA) text", "-", "-"},
        {"(UNGA/SC) text", "-", "-"},
        {"(ART.3) text", "-", "-"},
        {"ANN) text", "UNKNOWN", "-"},
        {"NATO(SN) text", "-", "-"},
        {"ANNEX(ES) text", "-", "-"},
        {"SECRETARY(IES) text", "-", "-"},
        {"(GOBR) text", "-", "-"},
        {"(USSR) text", "-", "-"},
        {"(EU) text", "-", "-"},
        {"(1) text", "-", "-"},
        {"(see reftel) text", "-", "-"},
        {"Text of it", "-", "-"},
        {"HTTP://PORT.EXAMPLE text", "-", "-"},
        {"", "-", "-"},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        cr_expect_str_eq(read_at(rows[i].text, TL_PLACE_START), rows[i].at_start, "start: %s", rows[i].text);
        cr_expect_str_eq(read_at(rows[i].text, TL_PLACE_LINE), rows[i].at_line, "line: %s", rows[i].text);
    }
}

Test(damage, a_misspelt_title_keeps_its_level)
{
    cr_expect_eq(tl_damaged_level(tl_str("(CONFIDFNTIAL")), TL_LEVEL_C);
    cr_expect_eq(tl_damaged_level(tl_str("SECRT//NF")), TL_LEVEL_S);
    cr_expect_eq(tl_damaged_level(tl_str("CONF")), TL_LEVEL_C);
    cr_expect_eq(tl_damaged_level(tl_str("TOPSECRET")), TL_LEVEL_TS);
    cr_expect_eq(tl_damaged_level(tl_str("CONFERENCE")), TL_LEVEL_UNKNOWN);
    cr_expect_eq(tl_damaged_level(tl_str("SECRETARY")), TL_LEVEL_UNKNOWN);
    cr_expect_eq(tl_damaged_level(tl_str("C")), TL_LEVEL_UNKNOWN);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Portion marks and banners: what reads, as what, and what must not read. */
#include <criterion/criterion.h>

#include "marking/portion.h"

struct row {
    const char *text;
    const char *banner; /* as tl_banner_render gives it; NULL: not valid */
    enum tl_level level;
    const char *reason;
};

static const struct row portions[] = {
    {"(U)", "UNCLASSIFIED", TL_LEVEL_U, NULL},
    {"(TS)", "TOP SECRET", TL_LEVEL_TS, NULL},
    {"( C )", "CONFIDENTIAL", TL_LEVEL_C, NULL},
    {"(C/NF)", "CONFIDENTIAL//NOFORN", TL_LEVEL_C, NULL},
    {"(C-NF)", "CONFIDENTIAL//NOFORN", TL_LEVEL_C, NULL},
    {"(S NF)", "SECRET//NOFORN", TL_LEVEL_S, NULL},
    {"(S//NOFORN, PROPIN)", "SECRET//NOFORN/PROPIN", TL_LEVEL_S, NULL},
    {"(S//SI-G ABCD/TK-KAND//OC/NF)", "SECRET//SI-G ABCD/TK-KAND//ORCON/NOFORN", TL_LEVEL_S, NULL},
    {"(SBU)", "UNCLASSIFIED//SBU", TL_LEVEL_U, NULL},
    {"(SBU/NF)", "UNCLASSIFIED//SBU-NF", TL_LEVEL_U, NULL},
    {"(L)", "UNCLASSIFIED//LOU", TL_LEVEL_U, NULL},
    {"(CUI//SP-CTI)", "UNCLASSIFIED//CUI/SP-CTI", TL_LEVEL_U, NULL},
    {"(S//REL TO USA, GBR and CAN)", "SECRET//REL TO USA, GBR, CAN", TL_LEVEL_S, NULL},
    {"(S//NF//25X1)", "SECRET//NOFORN", TL_LEVEL_S, NULL},
    {"(S//NF//50X1-HUM, 20301231)", "SECRET//NOFORN", TL_LEVEL_S, NULL},
    {"(S//USA/GBR EYES ONLY)", "SECRET//USA/GBR EYES ONLY", TL_LEVEL_S, NULL},
    {"(//NIS)", "//NATO ISAF SECRET", TL_LEVEL_S, NULL},
    {"(S//HVSACO)", "SECRET//HVSACO", TL_LEVEL_S, NULL},
    {"(S//TFNI/RD-SG 18 2)", "SECRET//RD-SIGMA 2 18/TFNI", TL_LEVEL_S, NULL},
    {"(S//SSI/ACCM-FIRE)", "SECRET//SSI/ACCM-FIRE", TL_LEVEL_S, NULL},
    {"(CUI//PRVCY)", "UNCLASSIFIED//CUI/PRVCY", TL_LEVEL_U, NULL},
    {"(//GBR TOP SECRET)", "//GBR TOP SECRET", TL_LEVEL_TS, NULL},
    {"(//CTS//BOHEMIA)", "//COSMIC TOP SECRET//BOHEMIA", TL_LEVEL_TS, NULL},
    {"(NS)", "//NATO SECRET", TL_LEVEL_S, NULL},
    {"(S//RD-N//NF)", "SECRET//RD-CNWDI//NOFORN", TL_LEVEL_S, NULL},
    {"(S//FRD-SG 14 18)", "SECRET//FRD-SIGMA 14 18", TL_LEVEL_S, NULL},
    {"(TS//SAR-BP/GB//NF)", "TOP SECRET//SAR-BP/GB//NOFORN", TL_LEVEL_TS, NULL},
    {"(C ENTIRE TEXT.)", "CONFIDENTIAL", TL_LEVEL_C, NULL},
    {"C - ENTIRE TEXT", "CONFIDENTIAL", TL_LEVEL_C, NULL},
    {"ENTIRE TEXT IS SECRET", "SECRET", TL_LEVEL_S, NULL},
    {"(S//NOFORM)", NULL, TL_LEVEL_S, "unknown_control"},
    {"(S//TK-)", NULL, TL_LEVEL_S, "unknown_control"},
    {"(S////NF)", NULL, TL_LEVEL_S, "empty_segment"},
    {"(S/)", NULL, TL_LEVEL_S, "empty_segment"},
    {"(S//C)", NULL, TL_LEVEL_S, "dual_classification"},
    {"(//GBR TOP)", NULL, TL_LEVEL_UNKNOWN, "unknown_level"},
    {"(//NATO TS)", NULL, TL_LEVEL_TS, "nato_ts_must_be_cosmic"},
    {"(NATO SECRET)", NULL, TL_LEVEL_S, "nonus_without_slashes"},
    {"(R)", NULL, TL_LEVEL_R, "unknown_level"},
    {"(NF)", NULL, TL_LEVEL_UNKNOWN, "missing_level"},
    {"(s//nf)", NULL, TL_LEVEL_S, "unknown_level"},
    {"(C\t)", NULL, TL_LEVEL_C, "unknown_level"},
    {"(\xD0\xA1)", NULL, TL_LEVEL_UNKNOWN, "unknown_level"},
    {"(S//N\xC2\xA0"
     "F)",
     NULL, TL_LEVEL_S, "unknown_level"},
    {"((S)", NULL, TL_LEVEL_S, "unbalanced"},
    {"[U]", NULL, TL_LEVEL_U, "unbalanced"},
    {"(S//REL TO USA, U SA)", NULL, TL_LEVEL_S, "bad_country_code"},
    {"(S//REL UK)", NULL, TL_LEVEL_S, "bad_country_code"},
    {"(S//SI-X//HCS-P)", NULL, TL_LEVEL_S, "hcs_requires_noforn"},
    {"(S//FOUO)", NULL, TL_LEVEL_S, "fouo_on_classified"},
    {"(U//REL TO ,)", NULL, TL_LEVEL_U, "rel_to_empty"},
    {"(U//FGI AND)", NULL, TL_LEVEL_U, "rel_to_empty"},
    {"(S//FGIDEU)", NULL, TL_LEVEL_S, "unknown_control"},
    {"(S//REL TOUSA, GBR)", NULL, TL_LEVEL_S, "bad_country_code"},
    {"(S//DISPLAY ONLYGBR)", NULL, TL_LEVEL_S, "unknown_control"},
    {"(SBU--NF)", NULL, TL_LEVEL_U, "unknown_control"},
    {"(C//X1)", NULL, TL_LEVEL_C, "unknown_control"},
    {"(S//25X1, NF)", NULL, TL_LEVEL_S, "unknown_control"},
    {"(S//FOO//NF/RELIDO)", NULL, TL_LEVEL_S, "noforn_with_relido"},
    {"(U - S)", NULL, TL_LEVEL_S, "unknown_control"},
    {"(U OR TS)", NULL, TL_LEVEL_TS, "unknown_control"},
    {"(U//CTS)", NULL, TL_LEVEL_TS, "dual_classification"},
    {"(C//JOINT S GBR USA)", NULL, TL_LEVEL_S, "dual_classification"},
    {"(ANNEX C)", NULL, TL_LEVEL_UNKNOWN, "unknown_level"},
    {"CONFIDFNTIAL ENTIRE TEXT", NULL, TL_LEVEL_C, "unknown_level"},
};

Test(portion, reads_the_grammar)
{
    for (size_t i = 0; i < TL_COUNT(portions); i++) {
        const struct row *row = &portions[i];
        struct tl_arena arena = {0};
        struct tl_buf text = {0};
        struct tl_marking m;
        tl_portion_parse(&arena, tl_str(row->text), &m);
        tl_banner_render(&m, &text);
        cr_expect_eq(m.level, row->level, "%s: level %s", row->text, tl_level_name(m.level));
        cr_expect_eq(m.is_valid, row->banner != NULL, "%s: valid", row->text);
        if (row->banner != NULL) {
            cr_expect(tl_slice_eq(tl_buf_slice(&text), tl_str(row->banner)), "%s: %.*s", row->text,
                      (int)text.len, (const char *)text.ptr);
        } else {
            cr_expect_str_eq(m.reason, row->reason, "%s: %s", row->text, m.reason);
        }
        tl_buf_release(&text);
        tl_arena_release(&arena);
    }
}

Test(portion, banner_render_reads_back)
{
    for (size_t i = 0; i < TL_COUNT(portions); i++) {
        struct tl_arena arena = {0};
        struct tl_buf text = {0};
        struct tl_buf again = {0};
        struct tl_marking m;
        struct tl_marking back;
        tl_portion_parse(&arena, tl_str(portions[i].text), &m);
        if (m.is_valid) {
            tl_banner_render(&m, &text);
            tl_banner_parse(&arena, tl_buf_slice(&text), &back);
            tl_banner_render(&back, &again);
            cr_expect(back.is_valid && tl_slice_eq(tl_buf_slice(&text), tl_buf_slice(&again)), "%s",
                      portions[i].text);
        }
        tl_buf_release(&text);
        tl_buf_release(&again);
        tl_arena_release(&arena);
    }
}

/* The marks that read at once read as the same letters in a dress that the grammar takes apart. */
Test(portion, a_letter_reads_as_the_grammar_has_it)
{
    static const char *const pairs[][2] = {{"(U)", "( U)"}, {"(C)", "(C )"}, {"(S)", "( S )"}};
    struct tl_arena arena = {0};
    for (size_t i = 0; i < TL_COUNT(pairs); i++) {
        struct tl_marking plain;
        struct tl_marking dressed;
        tl_portion_parse(&arena, tl_str(pairs[i][0]), &plain);
        tl_portion_parse(&arena, tl_str(pairs[i][1]), &dressed);
        cr_expect(plain.is_valid && tl_slice_eq(plain.text, tl_str(pairs[i][0])));
        cr_expect(tl_marking_same(&plain, &dressed), "%s", pairs[i][0]);
        cr_expect(tl_marking_is_bare(&plain) && !plain.is_entire_text);
    }
    tl_arena_release(&arena);
}

Test(portion, a_long_mark_is_not_read)
{
    char mark[512] = "(S//NF";
    struct tl_arena arena = {0};
    struct tl_marking m;
    memset(mark + 6, ' ', 300);
    memcpy(mark + 306, ")", 2);
    tl_portion_parse(&arena, tl_str(mark), &m);
    cr_expect(!m.is_valid);
    cr_expect_eq(m.level, TL_LEVEL_S);
    tl_arena_release(&arena);
}

/* One letter off never gives a valid marking that is lower than what was meant. */
Test(portion, a_slip_never_lowers_in_silence)
{
    static const char *const marks[] = {"(TS//SI//NF)", "(S//NF)", "(C//REL TO USA, GBR)", "(//CTS//BALK)",
                                        "(SECRET//NOFORN)"};
    for (size_t i = 0; i < TL_COUNT(marks); i++) {
        struct tl_arena arena = {0};
        struct tl_marking meant;
        tl_portion_parse(&arena, tl_str(marks[i]), &meant);
        for (size_t at = 1; at + 1 < strlen(marks[i]); at++) {
            char slip[64];
            struct tl_marking m;
            strcpy(slip, marks[i]);
            slip[at] = 'Q';
            tl_portion_parse(&arena, tl_str(slip), &m);
            cr_expect(!m.is_valid || tl_marking_within(&meant, &m) || m.level == meant.level, "%s", slip);
        }
        tl_arena_release(&arena);
    }
}

Test(portion, looks_marked_is_no_judgement)
{
    static const struct {
        const char *body;
        bool is_marked;
    } rows[] = {
        {"S//NOFORM", true}, {"C", true},       {"c", true},         {"SBU/NF", true},
        {"NF", true},        {"//GBR S", true}, {"ANNEX II", false}, {"I ASK FOR", false},
        {"A", false},        {"U.S.", false},   {"UK", false},       {"SECRETARY", false},
        {"G", false},        {"", false},       {"CTs", false},      {"D", false},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        cr_expect_eq(tl_portion_looks_marked(tl_str(rows[i].body)), rows[i].is_marked, "%s", rows[i].body);
    }
}

Test(portion, messages_hide_unknown_words)
{
    struct tl_arena arena = {0};
    struct tl_buf out = {0};
    struct tl_marking m;
    tl_portion_parse(&arena, TL_LIT("(TS//SI-WIDGET//NF)"), &m);
    tl_marking_render_safe(&m, true, &out);
    cr_expect_eq(tl_slice_find(tl_buf_slice(&out), TL_LIT("WIDGET"), 0), TL_NONE);
    cr_expect(tl_slice_eq(tl_buf_slice(&out), TL_LIT("(TS//?//NF)")), "%.*s", (int)out.len,
              (const char *)out.ptr);
    tl_buf_release(&out);
    tl_arena_release(&arena);
}

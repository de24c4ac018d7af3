/* SPDX-License-Identifier: Apache-2.0 */
/* Classification lines, ZNY, declassification lines, roll-up and the fixed marks. */
#include <criterion/criterion.h>

#include "marking/classline.h"
#include "marking/decl.h"
#include "marking/mark.h"
#include "marking/portion.h"
#include "marking/rollup.h"

struct line {
    const char *text;
    bool is_found, is_damaged, is_whole;
    enum tl_level level;
    const char *post;
    uint32_t number, section, sections;
    const char *word; /* the first control */
};

static const struct line lines[] = {
    {"C O N F I D E N T I A L MOROVIA 003100", true, false, true, TL_LEVEL_C, "MOROVIA", 3100, 0, 0, NULL},
    {"S E C R E T SECTION 01 OF 03 NEW MOROVIA 123/1", true, false, true, TL_LEVEL_S, "NEW MOROVIA", 123, 1,
     3, NULL},
    {"UNCLAS MOROVIA 2238 SECTION 2 ON 2", true, false, true, TL_LEVEL_U, "MOROVIA", 2238, 2, 2, NULL},
    {"UNCLAS FINAL SECTION OF 2 MOROVIA 2576/2", true, false, true, TL_LEVEL_U, "MOROVIA", 2576, 2, 2, NULL},
    {"UNCLAS E F T O STATE 286983 TOSEC 110023", true, false, true, TL_LEVEL_U, "STATE", 286983, 0, 0,
     "EFTO"},
    {"T O P  S E C R E T STATE 99", true, false, true, TL_LEVEL_TS, "STATE", 99, 0, 0, NULL},
    {"S E C R E T N O F O R N", true, false, true, TL_LEVEL_S, "", 0, 0, 0, "NOFORN"},
    {"S E C R E T//SI//NOFORN STATE 12", true, false, true, TL_LEVEL_S, "STATE", 12, 0, 0, "SI"},
    {"CONFIDENTIAL//NOFORN", true, false, true, TL_LEVEL_C, "", 0, 0, 0, "NOFORN"},
    {"SECRET//ORCON/NOFORN STATE 12", true, false, true, TL_LEVEL_S, "STATE", 12, 0, 0, "ORCON"},
    {"LIMITED OFFICIAL USE 0526", true, false, true, TL_LEVEL_U, "", 526, 0, 0, NULL},
    {"CONFIDENTIAL POSS DUPE", true, false, true, TL_LEVEL_C, "", 0, 0, 0, NULL},
    {"CONFIDENTIAL STATE 12 EXDIS////////", true, false, true, TL_LEVEL_C, "STATE", 12, 0, 0, "EXDIS"},
    {"LIMITED OFFFICIAL USE MOROVIA 1325", true, true, true, TL_LEVEL_U, "MOROVIA", 1325, 0, 0, NULL},
    {"CONFIDFNTIAL", true, true, true, TL_LEVEL_C, "", 0, 0, 0, NULL},
    {"C O N F I D E N T I  L MOROVIA 12", true, true, true, TL_LEVEL_C, "MOROVIA", 12, 0, 0, NULL},
    {"C O N F I D E N T I A L (WORDS) MOROVIA 12", true, false, false, TL_LEVEL_C, "", 0, 0, 0, NULL},
    {"SECRETARY OF STATE", false, false, false, TL_LEVEL_UNKNOWN, "", 0, 0, 0, NULL},
    {"S E C R E T A R Y", false, false, false, TL_LEVEL_UNKNOWN, "", 0, 0, 0, NULL},
    {"CONFIDENTIALITY OF SOURCES", false, false, false, TL_LEVEL_UNKNOWN, "", 0, 0, 0, NULL},
    {"SECRET AND", false, false, false, TL_LEVEL_UNKNOWN, "", 0, 0, 0, NULL},
    {"UNCLASSIFIED PRESS", false, false, false, TL_LEVEL_UNKNOWN, "", 0, 0, 0, NULL},
    {"C O R R E C T E D C O P Y", false, false, false, TL_LEVEL_UNKNOWN, "", 0, 0, 0, NULL},
    {"", false, false, false, TL_LEVEL_UNKNOWN, "", 0, 0, 0, NULL},
};

Test(classline, reads_levels_and_items)
{
    for (size_t i = 0; i < TL_COUNT(lines); i++) {
        const struct line *row = &lines[i];
        struct tl_arena arena = {0};
        struct tl_classline line;
        tl_classline_parse(&arena, tl_str(row->text), &line);
        cr_expect_eq(line.is_found, row->is_found, "%s: found", row->text);
        cr_expect_eq(line.is_damaged, row->is_damaged, "%s: damaged", row->text);
        cr_expect_eq(line.is_whole, row->is_whole, "%s: whole, fits to %zu", row->text, line.fit_end);
        cr_expect_eq(line.marking.level, row->level, "%s: level", row->text);
        cr_expect(tl_slice_eq(line.post, tl_str(row->post)), "%s: post", row->text);
        cr_expect_eq(line.number, row->number, "%s: number", row->text);
        cr_expect(line.section == row->section && line.sections == row->sections, "%s: section", row->text);
        cr_expect_eq(line.word_count > 0, row->word != NULL, "%s: words", row->text);
        if (row->word != NULL && line.word_count > 0) {
            cr_expect(tl_slice_eq(line.names[0], tl_str(row->word)), "%s: word", row->text);
        }
        tl_arena_release(&arena);
    }
}

Test(classline, reads_zny)
{
    static const struct {
        const char *line;
        bool is_found;
        enum tl_rank rank;
        bool is_special;
    } rows[] = {
        {"ZNR UUUUU ZZH", true, TL_RANK_U, false},     {"ZNY EEEEE", true, TL_RANK_CUI, false},
        {"ZNY CCCCC ZZH", true, TL_RANK_C, false},     {"ZNY TTTTT", true, TL_RANK_TS, false},
        {"ZNY SSSSS/AAAAA", true, TL_RANK_S, true},    {"ZNY CCCSC", true, TL_RANK_UNKNOWN, false},
        {"ZNY CCCC", true, TL_RANK_UNKNOWN, false},    {"ZNY QQQQQ", true, TL_RANK_UNKNOWN, false},
        {"ZNY UUUUU", true, TL_RANK_CUI, false},       {"ZNY", true, TL_RANK_UNKNOWN, false},
        {"ZNYX CCCCC", false, TL_RANK_UNKNOWN, false},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct tl_zny zny;
        tl_zny_parse(tl_str(rows[i].line), &zny);
        cr_expect_eq(zny.is_found, rows[i].is_found, "%s", rows[i].line);
        cr_expect_eq(zny.rank, rows[i].rank, "%s: %s", rows[i].line, tl_rank_name(zny.rank));
        cr_expect_eq(zny.is_special, rows[i].is_special, "%s: special", rows[i].line);
    }
}

static const struct {
    const char *line;
    enum tl_decl_type type;
    const char *date;
    bool is_honorable;
    const char *reason;
} instructions[] = {
    {"E.O. 12958: DECL: 11/06/2018", TL_DECL_DATE, "2018-11-06", true, NULL},
    {"EO 12958 DECL: 6/3/18", TL_DECL_DATE, "2018-06-03", true, NULL},
    {"Declassify On: 31 December 2033", TL_DECL_DATE, "2033-12-31", true, NULL},
    {"DEPT FOR X E.O. 12958: DECL: 03/02/2017 TAGS: PREL", TL_DECL_DATE, "2017-03-02", true, NULL},
    {"E.O. 12958: DECL: 10 YEARS", TL_DECL_DURATION, "", true, NULL},
    {"E.O. 12958: DECL: 11/06/2018 OR 11/06/2028", TL_DECL_INVALID, NULL, false, "multiple_values"},
    {"E.O. 12958: DECL: X1, 11/06/2018", TL_DECL_INVALID, NULL, false, "multiple_values"},
    {"E.O. 12958: DECL: 02/30/2018", TL_DECL_INVALID, NULL, false, "bad_date"},
    {"E.O. 12958: DECL: 03/01/2008", TL_DECL_INVALID, NULL, false, "date_not_after_document"},
    {"E.O. 12958: DECL: X9", TL_DECL_INVALID, NULL, false, "bad_code"},
    {"E.O. 19258: DECL: 11/06/2018", TL_DECL_INVALID, NULL, false, "unknown_eo"},
    {"E.O. XGDS", TL_DECL_INVALID, NULL, false, "missing_eo"},
    {"E.O. 12958: DECL: OADR", TL_DECL_OADR, "", false, NULL},
    {"E.O. 12958: DECL: 1.6X6", TL_DECL_X, "", false, NULL},
    {"E.O. 12958: DECL: UPON CLOSURE", TL_DECL_EVENT, "", false, NULL},
    {"E.O. 12958: DECL: 11/06/2018 UNLESS EXTENDED", TL_DECL_INVALID, NULL, false, "unparsed"},
    {"E.O. 13526: DECL: 25X3, 20501231", TL_DECL_EXEMPT, "2050-12-31", false, NULL},
    {"Declassify On: 50X1 - HUM", TL_DECL_EXEMPT, "", false, NULL},
    {"Declassify On: 50X1-HUM, 20501231", TL_DECL_INVALID, NULL, false, "date_with_50X1_HUM"},
    {"E.O. 12958: N/A", TL_DECL_NA, "", false, NULL},
    {"N/A to FRD portions. See source list for NSI portions.", TL_DECL_COMMINGLED, "", false, NULL},
    {"E.O. 12958:", TL_DECL_MISSING, "", false, NULL},
    {"", TL_DECL_MISSING, "", false, NULL},
};

Test(decl, reads_instructions)
{
    const struct tl_date doc_date = {2008, 3, 1};
    for (size_t i = 0; i < TL_COUNT(instructions); i++) {
        struct tl_arena arena = {0};
        struct tl_decl decl;
        char date[TL_DATE_TEXT];
        const char *line = instructions[i].line;
        tl_decl_parse(&arena, tl_str(line), doc_date, TL_LEVEL_C, &decl);
        cr_expect_eq(decl.type, instructions[i].type, "%s: %s", line, tl_decl_type_name(decl.type));
        cr_expect_eq(decl.is_honorable, instructions[i].is_honorable, "%s: honorable", line);
        if (instructions[i].date != NULL) {
            cr_expect_str_eq(tl_date_render(decl.date, date), instructions[i].date, "%s", line);
        }
        if (instructions[i].reason != NULL) {
            cr_expect_str_eq(decl.reason, instructions[i].reason, "%s: %s", line, decl.reason);
        }
        tl_decl_parse(&arena, tl_str(line), (struct tl_date){0}, TL_LEVEL_C, &decl);
        cr_expect(!decl.is_honorable, "%s: without a document date", line);
        tl_arena_release(&arena);
    }
}

Test(rollup, gives_the_banner_of_the_register)
{
    static const struct {
        const char *portions[4];
        const char *banner;
    } rows[] = {
        {{"(U)", "(S//NF)"}, "SECRET//NOFORN"},
        {{"(U//FOUO)", "(U)"}, "UNCLASSIFIED//FOUO"},
        {{"(U//FOUO)", "(C)"}, "CONFIDENTIAL"},
        {{"(S//REL TO USA, FVEY)", "(S//REL TO USA, NZL)"}, "SECRET//REL TO USA, NZL"},
        {{"(S//REL TO USA, AUS)", "(C//REL TO USA, JPN)"}, "SECRET//NOFORN"},
        {{"(S//REL TO USA, AUS)", "(C)"}, "SECRET//NOFORN"},
        {{"(S//RELIDO)", "(C//REL TO USA, AUS/RELIDO)"}, "SECRET//RELIDO"},
        {{"(S//REL TO USA, IRQ)", "(S//DISPLAY ONLY IRQ)"}, "SECRET//DISPLAY ONLY IRQ"},
        {{"(TS//SI-G ABC//OC/NF)", "(S//SI/TK//NF)"}, "TOP SECRET//SI-G ABC/TK//ORCON/NOFORN"},
        {{"(//CAN R)", "(U)"}, "CONFIDENTIAL//FGI CAN"},
        {{"(S//FGI)", "(S//FGI DEU)"}, "SECRET//FGI"},
        {{"(//JOINT S GBR USA//REL TO USA, GBR)", "(U)"}, "//JOINT SECRET GBR USA//REL TO USA, GBR"},
        {{"(S//NF//XD)", "(S//NF//ND)"}, "SECRET//NOFORN//NODIS"},
        {{"(C//DS)", "(U)"}, "CONFIDENTIAL//LIMDIS"},
        {{"(SBU)", "(U//SBU-NF)"}, "UNCLASSIFIED//SBU-NF"},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct tl_arena arena = {0};
        struct tl_marking portions[4];
        struct tl_marking rolled;
        struct tl_buf text = {0};
        size_t count = 0;
        for (; count < 4 && rows[i].portions[count] != NULL; count++) {
            tl_portion_parse(&arena, tl_str(rows[i].portions[count]), &portions[count]);
        }
        tl_rollup(&arena, portions, count, NULL, &rolled);
        tl_banner_render(&rolled, &text);
        cr_expect(tl_slice_eq(tl_buf_slice(&text), tl_str(rows[i].banner)), "%s: %.*s", rows[i].banner,
                  (int)text.len, (const char *)text.ptr);
        tl_buf_release(&text);
        tl_arena_release(&arena);
    }
}

Test(mark, is_what_the_writer_writes)
{
    static const tl_slice codes[] = {TL_LIT("(b)(1)"), TL_LIT("1.4(b)"), TL_LIT("(b)(7)(C)")};
    static const char *const amounts[] = {"",           ", 1 line",      ", 12 lines",   ", 1 word",
                                          ", 40 words", ", a few lines", ", some lines", ", many lines"};
    for (size_t rank = TL_RANK_UNKNOWN; rank <= TL_RANK_TS; rank++) {
        for (size_t i = 0; i < TL_COUNT(amounts) * 4; i++) {
            struct tl_buf out = {0};
            tl_mark_withheld(&out, (enum tl_rank)rank, (struct tl_words){codes, i % 4}, amounts[i / 4]);
            const struct tl_mark mark = tl_mark_at(tl_buf_slice(&out), 0);
            cr_expect(mark.kind == TL_MARK_WITHHELD && mark.rank == (enum tl_rank)rank && mark.len == out.len,
                      "%.*s", (int)out.len, (const char *)out.ptr);
            tl_buf_release(&out);
        }
    }
}

Test(mark, is_nothing_else)
{
    static const char *const forged[] = {
        "[WITHHELD TS (b)(1) a name]",
        "[WITHHELD X (b)(1)]",
        "[WITHHELD C]",
        "[WITHHELD C  (b)(1)]",
        "[WITHHELD C (b)(1), 1 lines]",
        "[WITHHELD C (b)(1), 2 line]",
        "[WITHHELD C (b)(1), 02 lines]",
        "[WITHHELD C (b)(1),2 lines]",
        "[PERSON 0]",
        "[PERSON 02]",
        "[(z)(1)]",
        "[(b)(1) ]",
        "[EXCISED ]",
        "[]",
        "XXXX",
        "XXXXXX",
        "[withheld C (b)(1)]",
        "[WITHHELD C code needed",
    };
    for (size_t i = 0; i < TL_COUNT(forged); i++) {
        cr_expect_eq(tl_mark_at(tl_str(forged[i]), 0).kind, TL_MARK_NONE, "%s", forged[i]);
    }
    cr_expect_eq(tl_mark_at(TL_LIT("[PERSON 12]"), 0).person, 12);
    cr_expect_eq(tl_mark_at(TL_LIT("a XXXXX b"), 2).kind, TL_MARK_MASK);
    cr_expect_eq(tl_mark_at(TL_LIT("[(b)(6) (b)(7)(C)]"), 0).kind, TL_MARK_EXCISED);
}

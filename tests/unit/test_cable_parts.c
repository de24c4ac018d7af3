/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the reader that judge one line: lines, envelope, labels, how far a grammar reads. */
#include <criterion/criterion.h>

#include "base/buf.h"
#include "cable/envelope.h"
#include "cable/fit.h"
#include "cable/line.h"
#include "cable/reader.h"

Test(line, ends_of_every_kind_split)
{
    static const struct {
        const char *text;
        size_t lines;
    } rows[] = {
        {"", 0},     {"a", 1},      {"a\n", 1},  {"a\nb", 2},   {"a\r\nb\r\n", 2},   {"a\r\r\nb", 2},
        {"a\rb", 2}, {"a\n\nb", 3}, {"\n\n", 2}, {"a\fb\n", 1}, {"a\r\r\r\nb\n", 2},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct tl_arena arena = {0};
        struct tl_lines lines;
        tl_lines_split(&arena, tl_str(rows[i].text), &lines);
        cr_expect(lines.list.count == rows[i].lines, "row %zu: %zu lines", i, lines.list.count);
        size_t at = 0;
        for (size_t k = 0; k < lines.list.count; k++) {
            cr_expect(lines.list.items[k].span.begin == at, "row %zu has a gap", i);
            at = lines.list.items[k].next;
        }
        cr_expect(at == strlen(rows[i].text), "row %zu does not end", i);
        tl_arena_release(&arena);
    }
}

Test(envelope, date_time_groups_are_read)
{
    static const struct {
        const char *line;
        const char *date; /* NULL: none */
        int hour, minute;
    } rows[] = {
        {"P 070823Z NOV 08", "2008-11-07", 8, 23},
        {"O R 091743Z JAN 74", "1974-01-09", 17, 43},
        {"R 101327Z JAN 74 ZFF4", "1974-01-10", 13, 27},
        {"R 312561Z JAN 74", NULL, 0, 0},
        {"P 300823Z FEB 08", NULL, 0, 0},
        {"PARA 070823Z NOV 08", NULL, 0, 0},
        {"P 251346 Z JUN 7 3", "1973-06-25", 13, 46},
        {"R 0716 00Z NO V 79", "1979-11-07", 16, 0},
        {"R071600ZNOV79", "1979-11-07", 16, 0},
        {"PP O71600Z NOVEMBER 1979", "1979-11-07", 16, 0},
        {"R 071600 NOV 79", "1979-11-07", 16, 0},
        {"071600 NOV 79", NULL, 0, 0},
        {"O 071600Z NOV 79 ZFF4 //", "1979-11-07", 16, 0},
        {"R 071600Z NOV 791", NULL, 0, 0},
        {"P 070823Z NOV 08 and more", NULL, 0, 0},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct tl_date date = {0};
        int hour = 0;
        int minute = 0;
        char text[TL_DATE_TEXT];
        const bool is_read = tl_dtg_parse(tl_str(rows[i].line), &date, &hour, &minute);
        cr_expect(is_read == (rows[i].date != NULL), "%s", rows[i].line);
        if (is_read && rows[i].date != NULL) {
            cr_expect_str_eq(tl_date_render(date, text), rows[i].date);
            cr_expect(hour == rows[i].hour && minute == rows[i].minute, "%s", rows[i].line);
        }
    }
}

Test(envelope, address_lines_need_a_known_first_word)
{
    static const struct {
        const char *line;
        bool is_open;
        bool is_address;
    } rows[] = {
        {"FM AMEMBASSY PORT ARDENT", false, true},  {"TO RUEHC/SECSTATE WASHDC PRIORITY 8634", false, true},
        {"INFO OCT-01 ISO-00 /026 W", false, true}, {"AMEMBASSY NOVA SELA", true, true},
        {"AMEMBASSY NOVA SELA", false, false},      {"TO PATRICK SOMEBODY OF SOMEWHERE", false, false},
        {"NIGHTJAR IS OUR SOURCE", true, false},    {"DRAFTED BY ARA/AND:SOMEBODY", true, false},
        {"ACTION BY NIGHTJAR", false, false},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        cr_expect(tl_is_address_line(tl_str(rows[i].line), rows[i].is_open) == rows[i].is_address, "%s",
                  rows[i].line);
    }
}

Test(envelope, labels_need_their_delimiter)
{
    static const struct {
        const char *line;
        enum tl_label label;
    } rows[] = {
        {"E.O. 12958: DECL: 03/02/2017", TL_LABEL_EO},
        {"EO 12065; NA", TL_LABEL_EO},
        {"E.OM 11652: N/A", TL_LABEL_EO},
        {"EMO. 11652: N/A", TL_LABEL_EO},
        {"E.O. XGDS", TL_LABEL_EO},
        {"EOD WILL SWEEP THE PIER", TL_LABEL_NONE},
        {"TAGS: PREL", TL_LABEL_TAGS},
        {"TAGS-MASS, XV", TL_LABEL_TAGS},
        {"SUBJ: HARBOUR", TL_LABEL_SUBJECT},
        {"Subject: Harbour", TL_LABEL_SUBJECT},
        {"REF: A) 10 KESTREL 858", TL_LABEL_REF},
        {"REFORM OF THE PORT", TL_LABEL_NONE},
        {"REFUGEES: MANY", TL_LABEL_NONE},
        {"Classified By: Someone", TL_LABEL_AUTHORITY},
        {"Reason: 1.4 (b)", TL_LABEL_AUTHORITY},
        {"REASONABLE MEN", TL_LABEL_NONE},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        size_t len = 0;
        cr_expect(tl_header_label(tl_str(rows[i].line), &len) == rows[i].label, "%s", rows[i].line);
    }
}

/* Joins what fits by '+', and puts what does not between brackets. */
static void render_pieces(enum tl_label label, const char *line, struct tl_buf *out)
{
    struct tl_fit fit = {.label = label};
    struct tl_piece piece = {{0, 0}, false};
    while (tl_fit_next(&fit, tl_str(line), piece.span.end, &piece)) {
        tl_buf_str(out, piece.fits ? "+" : "[");
        tl_buf_add(out, tl_span_of(tl_str(line), piece.span));
        tl_buf_str(out, piece.fits ? "" : "]");
    }
}

Test(fit, header_grammars_read_so_far_and_no_further)
{
    static const struct {
        enum tl_label label;
        const char *line;
        const char *want;
    } rows[] = {
        {TL_LABEL_TAGS, "PREL, PINR (NIGHTJAR, X), XV", "+PREL, PINR[(NIGHTJAR, X)]+, XV"},
        {TL_LABEL_TAGS, "[PREL](#) [XV](#)", "+[PREL](#) [XV](#)"},
        {TL_LABEL_TAGS, "PREL and NIGHTJAR", "+PREL[and NIGHTJAR]"},
        {TL_LABEL_EO, "12958: DECL: 03/02/2017", "+12958: DECL: 03/02/2017"},
        {TL_LABEL_EO, "12065: GDS 3/13/85 (NIGHTJAR, R.M.) OR-P",
         "+12065: GDS 3/13/85[(NIGHTJAR, R.M.)]+OR-P"},
        {TL_LABEL_EO, "12958: DECL: UPON DEFECTION OF NIGHTJAR", "+12958: DECL:[UPON DEFECTION OF NIGHTJAR]"},
        {TL_LABEL_EO, "11652: GDS DECLAS DEC 31, 1980", "+11652: GDS DECLAS DEC 31, 1980"},
        {TL_LABEL_REF, "(A) LA PAZ 435; (B) STATE 44 (NOTAL)", "+(A) LA PAZ 435; (B) STATE 44 (NOTAL)"},
        {TL_LABEL_REF, "A) 05 SAO PAULO 405, 406 AND USUN NEW YORK 12",
         "+A) 05 SAO PAULO 405, 406 AND USUN NEW YORK 12"},
        {TL_LABEL_REF, "AGENT NIGHTJAR 7", "[AGENT NIGHTJAR 7]"},
        {TL_LABEL_REF, "STATE 44, NIGHTJAR 7", "+STATE 44,[NIGHTJAR 7]"},
        {TL_LABEL_REF, "LA PAZ NIGHTJAR 7", "[LA PAZ NIGHTJAR 7]"},
        {TL_LABEL_REF, "5550143", "[5550143]"},
        {TL_LABEL_REF, "This cable reports NIGHTJAR.", "[This cable reports NIGHTJAR.]"},
        {TL_LABEL_REF, "STATE 3 NIGHTJAR told us", "+STATE 3[NIGHTJAR told us]"},
        {TL_LABEL_AUTHORITY, "Amb. J. A. Someone for reasons 1.4(b) and (d)",
         "+Amb. J. A. Someone for reasons 1.4(b) and (d)"},
        {TL_LABEL_AUTHORITY, "POL/C Jane Roe, reason 1.4 (B,D)", "+POL/C Jane Roe, reason 1.4 (B,D)"},
        {TL_LABEL_AUTHORITY, "SUMMARY: Minister is NIGHTJAR.", "[SUMMARY: Minister is NIGHTJAR.]"},
        {TL_LABEL_AUTHORITY, "A. Signer who met NIGHTJAR for reasons 1.4(b)",
         "+A. Signer[who met NIGHTJAR for reasons 1.4(b)]"},
        {TL_LABEL_TAGS, "PREL [WITHHELD C (b)(1)] XV", "+PREL[[WITHHELD C (b)(1)]]+XV"},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct tl_buf buf = {0};
        render_pieces(rows[i].label, rows[i].line, &buf);
        tl_buf_byte(&buf, '\0');
        cr_expect_str_eq((const char *)buf.ptr, rows[i].want, "%s", rows[i].line);
        tl_buf_release(&buf);
    }
}

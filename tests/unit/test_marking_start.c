/* SPDX-License-Identifier: Apache-2.0 */
/* How a portion starts: labels, marks, and what is neither. */
#include <criterion/criterion.h>

#include "marking/start.h"

struct row {
    const char *line;
    enum tl_start_label label_kind;
    const char *label;
    const char *number;
    enum tl_start_mark mark_kind;
    const char *mark;
    const char *text;
};

#define NO TL_START_NONE, "", ""
#define UNMARKED TL_START_UNMARKED, ""

static const struct row rows[] = {
    {"1. (C) Alpha", TL_START_NUMBER, "1. ", "1", TL_START_MARKED, "(C)", "Alpha"},
    {"  12.(SBU) Alpha", TL_START_NUMBER, "12.", "12", TL_START_MARKED, "(SBU)", "Alpha"},
    {"[\xC2\xB6"
     "1.](#) (C) Alpha",
     TL_START_NUMBER,
     "[\xC2\xB6"
     "1.](#) ",
     "1", TL_START_MARKED, "(C)", "Alpha"},
    {"(7) (S//NF) Alpha", TL_START_NUMBER, "(7) ", "7", TL_START_MARKED, "(S//NF)", "Alpha"},
    {"3. A. (S) Alpha", TL_START_LETTER, "3. A. ", "A", TL_START_MARKED, "(S)", "Alpha"},
    {"ii. (C) Alpha", TL_START_ROMAN, "ii. ", "ii", TL_START_MARKED, "(C)", "Alpha"},
    {"XXXXX. Alpha", NO, UNMARKED, "XXXXX. Alpha"},
    {"-- (C) Alpha", TL_START_BULLET, "-- ", "", TL_START_MARKED, "(C)", "Alpha"},
    {"SUBJECT: (U) ALPHA", TL_START_HEADING, "SUBJECT: ", "SUBJECT", TL_START_MARKED, "(U)", "ALPHA"},
    {"Comment (C): Alpha", TL_START_HEADING, "Comment ", "Comment", TL_START_MARKED, "(C)", "Alpha"},
    {"(C) 3. Alpha", TL_START_NUMBER, "3. ", "3", TL_START_MARKED, "(C)", "Alpha"},
    {"(C) Summary", NO, TL_START_MARKED, "(C)", "Summary"},
    {"1. (C ENTIRE TEXT).", TL_START_NUMBER, "1. ", "1", TL_START_MARKED, "(C ENTIRE TEXT)", ""},
    {"1. C-ENTIRE TEXT.", TL_START_NUMBER, "1. ", "1", TL_START_ENTIRE, "C-ENTIRE TEXT", ""},
    {"1. C) Alpha", TL_START_NUMBER, "1. ", "1", TL_START_BROKEN, "C)", "Alpha"},
    {"7. ((S) Alpha", TL_START_NUMBER, "7. ", "7", TL_START_BROKEN, "((S)", "Alpha"},
    {"2. [U] Alpha", TL_START_NUMBER, "2. ", "2", TL_START_BROKEN, "[U]", "Alpha"},
    {"1. (C)alpha", TL_START_NUMBER, "1. ", "1", TL_START_BROKEN, "(C)", "alpha"},
    {"1. \xE2\x80\x8B(U) Alpha", TL_START_NUMBER, "1. ", "1", TL_START_BROKEN, "(U)", "Alpha"},
    {"1. (\xD0\xA1) Alpha", TL_START_NUMBER, "1. ", "1", TL_START_MARKED, "(\xD0\xA1)", "Alpha"},
    {"1. (ANNEX II) alpha", TL_START_NUMBER, "1. ", "1", UNMARKED, "(ANNEX II) alpha"},
    {"(A) alpha", TL_START_LETTER, "(A) ", "A", UNMARKED, "alpha"},
    {"A. Alpha", TL_START_LETTER, "A. ", "A", UNMARKED, "Alpha"},
    {"1.4(c) alpha", NO, UNMARKED, "1.4(c) alpha"},
    {"1.4 (C) and (D)", NO, UNMARKED, "1.4 (C) and (D)"},
    {"2.5 MILLION", NO, UNMARKED, "2.5 MILLION"},
    {"COMMENT ON ALPHA", NO, UNMARKED, "COMMENT ON ALPHA"},
    {"U.S. ALPHA", NO, UNMARKED, "U.S. ALPHA"},
    {"", NO, UNMARKED, ""},
};

static bool is(tl_slice line, struct tl_span span, const char *text)
{
    return tl_slice_eq(tl_span_of(line, span), tl_str(text));
}

Test(start, reads_labels_and_marks)
{
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        const struct row *row = &rows[i];
        const tl_slice line = tl_str(row->line);
        struct tl_start start;
        const bool is_start = tl_portion_start(line, &start);
        cr_expect_eq(is_start, row->label_kind != TL_START_NONE || row->mark_kind != TL_START_UNMARKED, "%s",
                     row->line);
        cr_expect_eq(start.label_kind, row->label_kind, "%s: label kind %d", row->line,
                     (int)start.label_kind);
        cr_expect_eq(start.mark_kind, row->mark_kind, "%s: mark kind %d", row->line, (int)start.mark_kind);
        cr_expect(is(line, start.label, row->label), "%s: label", row->line);
        cr_expect(is(line, start.number, row->number), "%s: number", row->line);
        cr_expect(is(line, start.mark, row->mark), "%s: mark", row->line);
        cr_expect(is(line, (struct tl_span){start.text_begin, line.len}, row->text), "%s: text", row->line);
    }
}

Test(start, says_what_may_not_lower)
{
    struct tl_start start;
    tl_portion_start(TL_LIT("1. (u) alpha"), &start);
    cr_expect(start.is_lower_case);
    tl_portion_start(TL_LIT("3 (C) alpha"), &start);
    cr_expect(!start.has_delimiter);
    tl_portion_start(TL_LIT("CONFIDFNTIAL ENTIRE TEXT"), &start);
    cr_expect(start.is_damaged);
}

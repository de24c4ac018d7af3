/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a line may be (cable/may.h) is never less than what it is: on damaged, cut and joined lines of every
 * kind each reader that says yes was let through.  The generator is seeded: a failure comes back.
 */
#include <criterion/criterion.h>

#include "base/buf.h"
#include "base/nearest.h"
#include "cable/enclosure.h"
#include "cable/envelope.h"
#include "cable/prose.h"
#include "cable/raise.h"
#include "cable/reader.h"
#include "marking/control.h"
#include "marking/level_word.h"
#include "marking/mark.h"
#include "marking/start.h"

enum { ROUNDS = 150000, LONGEST = 200, LEAST_HITS = 100 };

static const char *const seeds[] = {
    "ZCZC ABC000",
    "JJJJJSSSSSVV VZCZC 12",
    "\x07ZCZC",
    "NNNN",
    "NNNNMAFVVZCZ",
    "<< END OF DOCUMENT >>",
    "DE RUEHXV #0123 0611405",
    "ZNY CCCCC ZZH",
    "ZNR UUUUU",
    "P 021405Z MAR 07",
    "O R 091743Z JAN 74 ZFF4",
    "O71600Z JAN 75",
    "FM AMEMBASSY ORLEVAY",
    "From: AMEMBASSY ORLEVAY",
    "PAGE 02  PORT ARDENT 04170 121318Z",
    "PAGE 01 RUEHXV 0123 01 OF 02 C O N F I D E N T I A L",
    "ORLEVAY 00003100  002 OF 003",
    "PAGE 01 [(b)(1)] 04170 121318Z",
    "[(b)(1)] 00003100  002 OF 003",
    "UNCLASSIFIED U.S. Department of State Case No. F-2001-00001 Doc No. C00000001 Date: 01/02/2003",
    "Message Text",
    "Message Attributes",
    "JANE P. DOE Declassified/Released US Department of State EO Systematic Review 30 JUN 2005",
    "C O N F I D E N T I A L SECTION 1 OF 2 PORT ARDENT 3507/1",
    "UNCLAS E F T O ORLEVAY 286983",
    "CONFIDFNTIAL ORLEVAY 0158",
    "SECRET//NOFORN",
    "SECRET SI",
    "TS//SI",
    "LIMITED OFFICIAL USE POSS DUPE",
    "SENSITIVE BUT UNCLASSIFIED",
    "S-E-C-R-E-T",
    "NODIS",
    "EXDIS, EYES ONLY",
    "SIPDIS",
    "EYES ONLY FOR THE AMBASSADOR",
    "E.O. 12958: DECL: 03/02/2017",
    "EO 11652: GDS",
    "E O. 11652 GDS",
    "TAGS: PREL",
    "SUBJECT: HARBOUR TALKS",
    "REF: A. ORLEVAY 44",
    "CLASSIFIED BY: A. NAME",
    "Classified By: A. Name, reason 1.4(b)",
    "Reason: 1.4(b) and (d)",
    "DERIVED FROM: MULTIPLE SOURCES",
    "DECLASSIFY ON: 20301231",
    "MRN: 09 PORT ARDENT 1234",
    "[WITHHELD C (b)(1) 1.4(b)]",
    "[WITHHELD S (b)(1), 2 lines]",
    "BRENDISH",
    "O'NEILL-DOE ##12",
    "--------",
    "=== ---",
    "END SUMMARY.",
    "goes on. End comment)",
    "BEGIN SECRET",
    "BEGIN TEXT",
    "QUOTE S E C R E T ORLEVAY 44",
    "> SECRET",
    "\"Confidential\" ...",
    "Confidential .............................",
    "Secret",
    "NATO SECRET",
    "Classification: SECRET",
    "Class: CONFIDENTIAL by somebody",
    "exempt from automatic downgrading, 25X1, gds and XDS",
    "executive order: excluded from auto downgrade",
    "manual review, OADR; RECLASSIFIED",
    "DECIASSIFY it, DECLASS1FIED",
    "1. (U) draft talks",
    "visit port of harbour and begin secret text",
    "morning review which the port noted, rather",
    "the council will be after no text",
    "C) text",
    "S//NF) text",
    "NOFORN: text",
    "a. item",
    "of the port. (C) More",
};

static const char *const scraps[] = {
    " ",
    "  ",
    ".",
    ":",
    "-",
    "--",
    "/",
    "//",
    "(",
    ")",
    "[",
    "]",
    "\"",
    ">",
    "*",
    "=",
    "&",
    "1",
    "02",
    "Z",
    "A",
    "E",
    "C",
    "S",
    "e",
    "o",
    "\t",
    "0",
    "O",
    "OF",
    "X1",
    "END ",
    ",",
    ";",
    "\f",
    "\x01",
    "\xC2\xA0",
    "\xE9",
    "\xEF\xBB\xBF",
    "[EXCISED]",
    "(C)",
    "XXXXX",
    "SECRET",
    "PAGE ",
    "[(b)(6)]",
    "[(b)(1) 1.4(b)]",
    "[PERSON 2]",
    "[WITHHELD S (b)(1)]",
    " [(b)(7)(C)] ",
};

static uint64_t state;

static size_t pick(size_t below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(state >> 33) % below;
}

static void put(struct tl_buf *line, size_t at, tl_slice text)
{
    struct tl_buf whole = {0};
    tl_buf_add(&whole, tl_slice_sub(tl_buf_slice(line), 0, at));
    tl_buf_add(&whole, text);
    tl_buf_add(&whole, tl_slice_sub(tl_buf_slice(line), at, line->len));
    tl_buf_release(line);
    *line = whole;
}

static void cut(struct tl_buf *line, size_t begin, size_t end)
{
    struct tl_buf whole = {0};
    tl_buf_add(&whole, tl_slice_sub(tl_buf_slice(line), 0, begin));
    tl_buf_add(&whole, tl_slice_sub(tl_buf_slice(line), end, line->len));
    tl_buf_release(line);
    *line = whole;
}

static void change_case(struct tl_buf *line)
{
    const bool is_upper = pick(2) == 0;
    unsigned char *bytes = (unsigned char *)(uintptr_t)tl_buf_slice(line).ptr;
    for (size_t i = 0; i < line->len; i++) {
        bytes[i] = is_upper ? tl_to_upper(bytes[i]) : tl_to_lower(bytes[i]);
    }
}

/* A line of the seeds, as it is or changed up to four times; never with a line end. */
static void make_line(struct tl_buf *line)
{
    line->len = 0;
    tl_buf_str(line, seeds[pick(TL_COUNT(seeds))]);
    for (size_t changes = pick(5); changes > 0; changes--) {
        const size_t at = pick(line->len + 1);
        switch (pick(6)) {
        case 0:
        case 1:
            put(line, at, tl_str(scraps[pick(TL_COUNT(scraps))]));
            break;
        case 2:
            cut(line, at, at + 1);
            break;
        case 3:
            put(line, pick(2) == 0 ? 0 : line->len, tl_str(seeds[pick(TL_COUNT(seeds))]));
            break;
        case 4:
            change_case(line);
            break;
        case 5:
            cut(line, pick(2) == 0 ? at : 0, pick(2) == 0 ? line->len : at);
            break;
        }
    }
    cut(line, LONGEST, line->len);
}

/* --- the readers, each of the line by itself */

struct one {
    struct tl_reader r;
    tl_slice line;
};

static bool is_message_start(struct one *one)
{
    return tl_is_message_start(one->line);
}
static bool is_message_end(struct one *one)
{
    return tl_is_message_end(one->line);
}
static bool is_de(struct one *one)
{
    uint32_t serial = 0;
    return tl_de_parse(one->line, &serial);
}
static bool is_page(struct one *one)
{
    struct tl_page_line page;
    return tl_page_line_parse(one->line, &page);
}
static bool is_first_page(struct one *one)
{
    struct tl_page_line page;
    return tl_page_line_parse(one->line, &page) && page.page == 1;
}
static bool is_group(struct one *one)
{
    struct tl_date date;
    int hour = 0;
    int minute = 0;
    return tl_dtg_read(one->line, &date, &hour, &minute) > 0;
}
static bool names_from(struct one *one)
{
    return tl_from_post(one->line).len > 0;
}
static bool is_head(struct one *one)
{
    return tl_is_running_head(one->line);
}
static bool is_stamp(struct one *one)
{
    return tl_is_stamp(one->line);
}
static bool is_class_line(struct one *one)
{
    struct tl_classline line;
    return tl_class_line_parse(&one->r, one->line, &line) != TL_CLASS_NONE;
}
static bool is_level(struct one *one)
{
    struct tl_classline line;
    return tl_level_line_parse(one->r.arena, one->line, &line);
}
static bool is_caption(struct one *one)
{
    return tl_is_caption_line(one->line);
}
static bool has_label(struct one *one)
{
    size_t len = 0;
    return tl_header_label(one->line, &len) != TL_LABEL_NONE;
}
static bool is_mrn(struct one *one)
{
    size_t len = 0;
    return tl_smart_label(one->line, &len) == TL_SMART_MRN;
}
static bool is_attributes(struct one *one)
{
    return tl_slice_eq(one->line, TL_LIT("Message Attributes"));
}
static bool is_withheld(struct one *one)
{
    const struct tl_mark mark = tl_mark_at(one->line, 0);
    return mark.kind == TL_MARK_WITHHELD && mark.len == one->line.len;
}
static bool encloses(struct one *one)
{
    struct tl_marking marking;
    return tl_enclosure_read(&one->r, 0, &marking);
}
static bool instructs(struct one *one)
{
    size_t next = 0;
    return tl_opener_at(one->line, &next) != TL_NONE || tl_damaged_opener_at(one->line) != TL_NONE;
}
static bool is_signature(struct one *one)
{
    return tl_is_signature(&one->r, 0);
}
static bool is_rule(struct one *one)
{
    return tl_is_rule(one->line);
}
static bool is_closer(struct one *one)
{
    return tl_is_closer(one->line);
}

static const struct {
    const char *name;
    bool (*reads)(struct one *one);
    enum tl_may may;
} readers[] = {
    {"start of message", is_message_start, TL_MAY_START_MESSAGE},
    {"end of message", is_message_end, TL_MAY_END_MESSAGE},
    {"DE line", is_de, TL_MAY_BE_DE},
    {"page line", is_page, TL_MAY_BE_PAGE},
    {"first page", is_first_page, TL_MAY_BE_FIRST_PAGE},
    {"date-time group", is_group, TL_MAY_BE_GROUP},
    {"FM line", names_from, TL_MAY_NAME_FROM},
    {"running head", is_head, TL_MAY_BE_HEAD},
    {"stamp", is_stamp, TL_MAY_BE_STAMP},
    {"classification line", is_class_line, TL_MAY_BE_CLASS_LINE},
    {"level line", is_level, TL_MAY_BE_LEVEL},
    {"caption line", is_caption, TL_MAY_BE_CAPTION},
    {"header label", has_label, TL_MAY_HAVE_LABEL},
    {"MRN", is_mrn, TL_MAY_BE_MRN},
    {"attributes", is_attributes, TL_MAY_BE_ATTRIBUTES},
    {"withheld line", is_withheld, TL_MAY_BE_WITHHELD},
    {"instruction", instructs, TL_MAY_INSTRUCT},
    {"signature", is_signature, TL_MAY_SIGN},
    {"rule", is_rule, TL_MAY_BE_RULE},
    {"closer", is_closer, TL_MAY_CLOSE},
};

static void one_make(struct one *one, struct tl_arena *arena, struct tl_cable *cable, tl_slice text)
{
    *cable = (struct tl_cable){.bytes = text, .hour = -1};
    *one = (struct one){.r = {.arena = arena, .cable = cable, .class_line = TL_NONE, .smart_line = TL_NONE}};
    tl_lines_split(arena, text, &one->r.lines);
    one->r.tail_line = one->r.lines.list.count;
    tl_find_openers(&one->r);
    one->line = one->r.lines.list.count == 0 ? text : tl_line_trim(&one->r.lines, 0);
}

/* Walks over ROUNDS lines; `look` sees each that is one line. */
static void each_line(void (*look)(struct one *one, void *data), void *data)
{
    struct tl_arena arena = {0};
    struct tl_cable cable;
    struct tl_buf line = {0};
    state = 1;
    for (size_t round = 0; round < ROUNDS; round++) {
        struct one one;
        make_line(&line);
        one_make(&one, &arena, &cable, tl_buf_slice(&line));
        if (one.r.lines.list.count == 1) {
            look(&one, data);
        }
        tl_arena_clear(&arena);
    }
    tl_buf_release(&line);
    tl_arena_release(&arena);
}

struct tally {
    size_t read[TL_COUNT(readers)];
    size_t refused[TL_COUNT(readers)];
};

static void ask_readers(struct one *one, void *data)
{
    struct tally *tally = data;
    for (size_t i = 0; i < TL_COUNT(readers); i++) {
        const bool may = tl_may(&one->r, 0, readers[i].may);
        const bool reads = readers[i].reads(one);
        tally->read[i] += reads;
        tally->refused[i] += !may;
        cr_assert(may || !reads, "a %s was refused: %.*s", readers[i].name, (int)one->line.len,
                  (const char *)one->line.ptr);
    }
}

Test(may, no_reader_misses_a_line)
{
    struct tally tally = {{0}, {0}};
    each_line(ask_readers, &tally);
    for (size_t i = 0; i < TL_COUNT(readers); i++) {
        cr_expect(tally.read[i] >= LEAST_HITS, "%s: only %zu were read", readers[i].name, tally.read[i]);
        cr_expect(tally.refused[i] >= LEAST_HITS, "%s: only %zu were refused", readers[i].name,
                  tally.refused[i]);
    }
}

/* A long line in small letters begins an enclosure only with one of these, behind what decorates it. */
static bool may_lead(tl_slice line)
{
    while (line.len > 0 && memchr("\"'>|* \t", line.ptr[0], 7) != NULL) {
        line = tl_slice_sub(line, 1, line.len);
    }
    return line.len > 0 && memchr("QBCZE", tl_to_upper(line.ptr[0]), 5) != NULL;
}

struct enclosures {
    size_t read;
    size_t refused;
};

static void ask_enclosure(struct one *one, void *data)
{
    struct enclosures *tally = data;
    const unsigned signs = one->r.lines.list.items[0].signs;
    const bool is_long_prose =
        (signs & TL_SIGN_LOWER) != 0 && (signs & (TL_SIGN_OPENER | TL_SIGN_ODD)) == 0 && one->line.len > 32;
    const bool may = tl_enclosure_may_begin(&one->r, 0);
    const bool reads = (!is_long_prose || may_lead(one->line)) && encloses(one);
    tally->read += reads;
    tally->refused += !may;
    cr_assert(may || !reads, "refused: %.*s", (int)one->line.len, (const char *)one->line.ptr);
}

Test(may, no_enclosure_is_missed)
{
    struct enclosures tally = {0, 0};
    each_line(ask_enclosure, &tally);
    cr_expect(tally.read >= LEAST_HITS && tally.refused >= LEAST_HITS);
}

static void ask_rest(struct one *one, void *data)
{
    size_t *more = data;
    struct tl_start start;
    if (!tl_may(&one->r, 0, TL_MAY_BE_MORE)) {
        return;
    }
    (*more)++;
    const tl_slice line = one->line;
    cr_assert(!tl_portion_start(line, &start) && start.label_kind == TL_START_NONE &&
                  start.mark_kind == TL_START_UNMARKED,
              "a start: %.*s", (int)line.len, (const char *)line.ptr);
    cr_assert(!is_message_end(one) && !is_signature(one) && !is_closer(one) && !is_rule(one) &&
                  tl_mark_at(line, 0).kind == TL_MARK_NONE && !tl_may_raise(line),
              "no mere text: %.*s", (int)line.len, (const char *)line.ptr);
}

Test(may, plain_prose_is_nothing_else)
{
    size_t more = 0;
    each_line(ask_rest, &more);
    cr_expect(more >= LEAST_HITS, "only %zu lines", more);
}

/* A line with a figure or a colon is no line of captions (may.h). */
Test(may, no_caption_has_a_figure)
{
    for (size_t i = 0; tl_control_row(i) != NULL; i++) {
        const struct tl_control *row = tl_control_row(i);
        size_t len = 0;
        if (tl_caption_at(tl_str(row->word), &len) == row) {
            cr_expect((tl_sorts_of(tl_str(row->word)) & (TL_SIGN_DIGIT | TL_SIGN_COLON)) == 0, "%s",
                      row->word);
        }
    }
}

/* --- signs and clues */

static void look_at_signs(struct one *one, void *data)
{
    size_t *clues = data;
    const tl_slice line = one->line;
    const unsigned signs = one->r.lines.list.items[0].signs;
    cr_assert((signs & TL_SIGN_BEGIN) != 0 || tl_slice_find_fold(line, TL_LIT("BEGIN "), 0) == TL_NONE);
    cr_assert((signs & TL_SIGN_END) != 0 || tl_slice_find_fold(line, TL_LIT("END "), 0) == TL_NONE);
    const unsigned beside = one->r.lines.list.items[0].beside;
    cr_assert((signs & TL_SIGN_OF) != 0 || (beside & TL_SIGN_LOWER) != 0 ||
              (signs & (TL_SIGN_LAST_DIGIT | TL_SIGN_SQUARE)) == 0 ||
              tl_slice_find(line, TL_LIT("OF "), 0) == TL_NONE);
    bool has_lower = false;
    bool has_square = false;
    for (size_t i = 0; i < line.len; i++) {
        has_lower = has_lower || tl_is_lower(line.ptr[i]);
        has_square = has_square || line.ptr[i] == '[';
    }
    cr_assert_eq((signs & TL_SIGN_LOWER) != 0, has_lower);
    cr_assert_eq((signs & TL_SIGN_SQUARE) != 0, has_square);
    *clues += (signs & TL_SIGN_CLUE) != 0;
}

Test(sign, what_is_looked_for_in_full_has_its_sign)
{
    size_t clues = 0;
    each_line(look_at_signs, &clues);
    cr_expect(clues >= LEAST_HITS);
}

/* What stands beside the marks of a release, looked for byte by byte. */
static void look_beside_marks(struct one *one, void *data)
{
    size_t *marks = data;
    const tl_slice line = one->line;
    const struct tl_line *item = &one->r.lines.list.items[0];
    bool has_lower = false;
    bool has_bracket = false;
    bool has_withheld = false;
    for (size_t at = 0; at < line.len; at++) {
        const struct tl_mark mark = tl_mark_at(line, at);
        if (mark.kind != TL_MARK_NONE && mark.kind != TL_MARK_MASK) {
            (*marks)++;
            has_withheld = has_withheld || mark.kind == TL_MARK_WITHHELD;
            at += mark.len - 1;
            continue;
        }
        has_lower = has_lower || tl_is_lower(line.ptr[at]);
        has_bracket = has_bracket || memchr("()[]{}<>", line.ptr[at], 8) != NULL;
    }
    cr_assert_eq((item->beside & TL_SIGN_LOWER) != 0, has_lower);
    cr_assert_eq((item->beside & TL_SIGN_BRACKET) != 0, has_bracket);
    cr_assert_eq((item->beside & TL_SIGN_WITHHELD) != 0, has_withheld);
    cr_assert_eq(item->beside & ~item->signs, 0u);
    cr_assert_eq(item->signs & ~TL_SIGN_WITHHELD & tl_signs_of(line), tl_signs_of(line), "%.*s",
                 (int)line.len, (const char *)line.ptr);
    if (has_lower) { /* as furniture and headers of other cables take it for granted */
        cr_assert(!is_page(one) && !is_de(one), "%.*s", (int)line.len, (const char *)line.ptr);
        cr_assert(has_bracket || (item->signs & TL_SIGN_SQUARE) == 0 || tl_may(&one->r, 0, TL_MAY_BE_LEVEL) ||
                      (!is_level(one) && !is_caption(one)),
                  "%.*s", (int)line.len, (const char *)line.ptr);
    }
}

Test(sign, marks_of_a_release_stand_apart)
{
    size_t marks = 0;
    each_line(look_beside_marks, &marks);
    cr_expect(marks >= LEAST_HITS);
}

/* A clue is seen wherever it stands, at the first byte of a step and at the second. */
Test(sign, a_clue_is_seen_at_every_place)
{
    static const struct {
        const char *text;
        unsigned sign;
    } rows[] = {{"DECL", TL_SIGN_CLUE | TL_SIGN_NEAR},
                {"class", TL_SIGN_CLUE | TL_SIGN_NEAR},
                {"EXEC", TL_SIGN_CLUE},
                {"excl", TL_SIGN_CLUE},
                {"DOWNG", TL_SIGN_CLUE},
                {"DERIV", TL_SIGN_CLUE},
                {"MANUAL", TL_SIGN_CLUE},
                {"OADR", TL_SIGN_CLUE},
                {"GDS", TL_SIGN_CLUE},
                {"xds", TL_SIGN_CLUE},
                {"25X", TL_SIGN_CLUE},
                {"X8", TL_SIGN_CLUE},
                {"begi", TL_SIGN_BEGIN},
                {"END ", TL_SIGN_END},
                {"LAS", TL_SIGN_NEAR},
                {"lca", TL_SIGN_NEAR},
                {"SIF", TL_SIGN_NEAR}};
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        const tl_slice clue = tl_str(rows[i].text);
        for (size_t len = clue.len; len < clue.len + 4; len++) {
            for (size_t at = 0; at + clue.len <= len; at++) {
                unsigned char text[16];
                memset(text, '.', sizeof(text));
                memcpy(text + at, clue.ptr, clue.len);
                const unsigned signs = tl_signs_of((tl_slice){text, len});
                cr_expect_eq(signs & rows[i].sign, rows[i].sign, "%s at %zu of %zu", rows[i].text, at, len);
                memset(text, '.', sizeof(text));
                cr_expect_eq(tl_signs_of((tl_slice){text, len}), (unsigned)TL_SIGN_OTHER);
            }
        }
    }
}

Test(sign, a_long_word_is_seen_wherever_it_stands)
{
    unsigned char text[3 * TL_LONG_WORD];
    for (size_t begin = 0; begin < TL_LONG_WORD; begin++) {
        for (size_t len = TL_LONG_WORD - 1; len <= TL_LONG_WORD + 1; len++) {
            memset(text, ' ', sizeof(text));
            memset(text + begin, 'x', len);
            const unsigned signs = tl_signs_of((tl_slice){text, sizeof(text)});
            cr_expect_eq((signs & TL_SIGN_LONG_WORD) != 0, len >= TL_LONG_WORD, "%zu at %zu", len, begin);
        }
    }
}

/* --- damaged words: two edits, then what may stand round them */

/* One edit with capitals, or with what is neither letter nor digit where `with_signs` says so. */
static void edit(struct tl_buf *word, bool with_signs)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const char signs[] = ".-,:(*\"";
    const size_t at = pick(word->len);
    const bool is_sign = with_signs && pick(3) == 0;
    const char *from = is_sign ? signs : letters;
    const tl_slice one = {(const unsigned char *)from + pick(strlen(from)), 1};
    switch (pick(4)) {
    case 0:
        put(word, at, one);
        break;
    case 1:
        cut(word, at, at + 1);
        break;
    case 2:
        cut(word, at, at + 1);
        put(word, at, one);
        break;
    case 3:
        if (at + 1 < word->len) {
            const tl_slice next = {(const unsigned char[]){tl_buf_slice(word).ptr[at + 1]}, 1};
            cut(word, at + 1, at + 2);
            put(word, at, next);
        }
        break;
    }
}

Test(level_word, no_damaged_word_is_missed)
{
    static const char *const tails[] = {"",    ".", " ***", " ORLEVAY 0158", " SECTION 1 OF 2 ORLEVAY 0158",
                                        "\t//"};
    struct tl_buf word = {0};
    size_t damaged = 0;
    state = 2;
    for (size_t round = 0; round < ROUNDS; round++) {
        const struct tl_level_word *row = &tl_level_words[pick(TL_LEVEL_WORDS)];
        word.len = 0;
        tl_buf_add(&word, row->letters);
        cr_assert_eq(tl_letter_set(row->letters), row->letter_set);
        const size_t edits = row->letters.len < 6 ? 0 : pick(TL_LEVEL_EDITS + 1);
        for (size_t i = 0; i < edits; i++) {
            edit(&word, true);
        }
        damaged += tl_edit_distance(tl_buf_slice(&word), row->letters) > 0;
        for (size_t blanks = row->letters.len < 6 ? 0 : pick(4); blanks > 0; blanks--) {
            put(&word, 1 + pick(word.len), TL_LIT(" "));
        }
        tl_buf_str(&word, tails[pick(TL_COUNT(tails))]);
        cr_assert(tl_level_word_may_open(tl_buf_slice(&word)), "missed: %.*s", (int)word.len,
                  (const char *)tl_buf_slice(&word).ptr);
    }
    cr_expect(damaged >= LEAST_HITS);
    cr_expect(tl_level_word_may_open(TL_LIT("S E C R E T//NOFORN")) && tl_level_word_may_open(TL_LIT("TS")));
    cr_expect(!tl_level_word_may_open(TL_LIT("HARBOUR TALKS GO ON")) &&
              !tl_level_word_may_open(TL_LIT("Secret talks")));
    tl_buf_release(&word);
}

Test(level_word, letters_bound_the_distance)
{
    struct tl_buf word = {0};
    size_t refused = 0;
    state = 3;
    for (size_t round = 0; round < ROUNDS; round++) {
        const tl_slice to = tl_level_words[pick(TL_LEVEL_WORDS)].letters;
        const size_t most = pick(4);
        word.len = 0;
        tl_buf_add(&word, tl_level_words[pick(TL_LEVEL_WORDS)].letters);
        for (size_t edits = pick(6); edits > 0 && word.len > 0; edits--) {
            edit(&word, true);
        }
        const tl_slice from = tl_buf_slice(&word);
        const size_t distance = tl_edit_distance(from, to);
        cr_assert_eq(tl_edit_distance_within(from, to, most), distance <= most ? distance : SIZE_MAX);
        refused += !tl_edits_may_do(from, to, most);
    }
    cr_expect(refused >= LEAST_HITS);
    tl_buf_release(&word);
}

Test(opener, no_damaged_word_is_missed)
{
    static const char *const words[] = {"DECLASSIFY", "DECLASSIFIED", "DECLASSIFICATION"};
    struct tl_arena arena = {0};
    struct tl_cable cable;
    struct tl_buf line = {0};
    state = 4;
    for (size_t round = 0; round < ROUNDS / 10; round++) {
        struct tl_buf word = {0};
        struct one one;
        tl_buf_str(&word, words[pick(TL_COUNT(words))]);
        for (size_t edits = pick(3); edits > 0; edits--) {
            edit(&word, false);
        }
        if (pick(2) == 0) {
            change_case(&word);
        }
        line.len = 0;
        tl_buf_str(&line, seeds[pick(TL_COUNT(seeds))]);
        tl_buf_str(&line, " a b-c ");
        tl_buf_add(&line, tl_buf_slice(&word));
        tl_buf_str(&line, pick(2) == 0 ? "" : ", text");
        one_make(&one, &arena, &cable, tl_buf_slice(&line));
        cr_assert((one.r.lines.list.items[0].signs & TL_SIGN_OPENER) != 0, "missed: %.*s", (int)line.len,
                  (const char *)tl_buf_slice(&line).ptr);
        tl_buf_release(&word);
        tl_arena_clear(&arena);
    }
    tl_buf_release(&line);
    tl_arena_release(&arena);
}

/* The conditions of captions rest on this: every word of the register begins with a capital and has no small
 * letter. */
Test(control, words_of_the_register_are_capitals)
{
    const struct tl_control *row = NULL;
    size_t rows = 0;
    for (; (row = tl_control_row(rows)) != NULL; rows++) {
        cr_expect(tl_is_upper((unsigned char)row->word[0]) && tl_slice_letters(tl_str(row->word)).lower == 0,
                  "%s", row->word);
    }
    cr_expect(rows > 0);
}

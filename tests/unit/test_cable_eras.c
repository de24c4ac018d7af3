/* SPDX-License-Identifier: Apache-2.0 */
/* Headers of every era: who the cable is, what it claims, what of its parts is missing (cable_anatomy.md 2 to
 * 8). */
#include <criterion/criterion.h>

#include "base/buf.h"
#include "cable/cable.h"

struct read {
    struct tl_arena arena;
    struct tl_cable cable;
    struct tl_buf text;
};

static void read_cable(struct read *read)
{
    const struct tl_cable_options options = {0};
    tl_cable_parse(&read->arena, tl_buf_slice(&read->text), &options, &read->cable);
}

static void close_cable(struct read *read)
{
    tl_arena_release(&read->arena);
    tl_buf_release(&read->text);
}

static bool is_mrn(struct read *read, const char *mrn)
{
    return tl_slice_eq(tl_cable_mrn(&read->arena, &read->cable), tl_str(mrn));
}

static const char *overall(const struct read *read)
{
    return tl_rank_name(tl_marking_rank(&read->cable.overall));
}

/* The portion that holds the first `needle`. */
static const struct tl_portion *portion_at(const struct read *read, const char *needle)
{
    const size_t at = tl_slice_find(read->cable.bytes, tl_str(needle), 0);
    for (size_t i = 0; at != TL_NONE && i < read->cable.elements.count; i++) {
        const struct tl_element *element = &read->cable.elements.items[i];
        if (element->span.begin <= at && at < element->span.end) {
            return &read->cable.portions.items[element->portion];
        }
    }
    return NULL;
}

static bool is_at(const struct read *read, const char *needle, enum tl_kind kind, const char *rank)
{
    const struct tl_portion *portion = portion_at(read, needle);
    return portion != NULL && portion->kind == kind &&
           strcmp(tl_rank_name(tl_marking_rank(&portion->effective)), rank) == 0;
}

/* The archive's print of 1973 to 1979. */
static void print_of_1974(struct read *read, const char *banner, const char *line)
{
    *read = (struct read){0};
    tl_buf_format(
        &read->text,
        "%s\n\n\nPAGE 01 PORT ARDENT 00158 091826Z\n\n\n53\nACTION ARA-20\n\n\nINFO OCT-01 ISO-00 /104 W\n"
        "            --------------------- 054575\nO R 091743Z JAN 74\nFM AMEMBASSY PORT ARDENT\n"
        "TO SECSTATE WASHDC IMMEDIATE 1888\nINFO AMEMBASSY NOVA SELA\n\n\n%s\n\n\nE.O. 11652: GDS\n"
        "TAGS: PINT XV\nSUBJ: ALPHA\n\n\nREF: NOVA SELA 110\n\n\n1. BRAVO IS\n%s\n\n\n%s\n\n\n"
        "PAGE 02 PORT ARDENT 00158 091826Z\n\n\nCHARLIE.\n\n\n%s\n\n\nNNN\n",
        banner, line, banner, banner, banner);
    read_cable(read);
}

Test(eras, classification_lines_of_the_archive)
{
    static const struct {
        const char *banner;
        const char *line;
        const char *rank;
    } rows[] = {
        {"LIMITED OFFICIAL USE", "LIMITED OFFFICIAL USE PORT ARDENT 0158", "CUI"},
        {"LIMITED OFFICIAL USE", "LIMITED OFFICIAL USE 0158", "CUI"},
        {"LIMITED OFFICIAL USE", "LIMITED OFFICIAL USE PORT ARDENT", "CUI"},
        {"UNCLASSIFIED", "UNCLAS PORT ARDENT 158 SECTION 1 OF 1", "U"},
        {"UNCLASSIFIED", "UNCLAS PORT ARDENT 000158 TOSEC 110023", "U"},
        {"UNCLASSIFIED", "UNCLAS FINAL SECTION OF 1 PORT ARDENT 0158/1", "U"},
        {"CONFIDENTIAL", "C O N F I D E N T I  L PORT ARDENT 0158", "C"},
        {"CONFIDENTIAL", "C O N F I D E N T I A L PORTARDENT 0158", "C"},
        {"CONFIDENTIAL", "C O N F I D E N T I A L PORT ARDENT 0158-", "C"},
        {"CONFIDENTIAL", "C O N F I D E N T I A L PORT ARDENT O158", "C"},
        {"CONFIDENTIAL", "C O N F I D E N T I A L PORT ARDENT 01 58", "C"},
        {"CONFIDENTIAL", "C O N F I D E N T I A L SECT 1 OF 2 PORT ARDENT 0158", "C"},
        {"CONFIDENTIAL", "C O N F I D E N T I A L", "C"},
        {"CONFIDENTIAL", "", "C"},
        /* a line that cannot be read to its end still claims */
        {"CONFIDENTIAL", "S E C R E T PORT ARDENT 0158.", "S"},
        {"CONFIDENTIAL", "S E C R E T PORT ARDENT", "S"},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct read read;
        print_of_1974(&read, rows[i].banner, rows[i].line);
        cr_expect_str_eq(overall(&read), rows[i].rank, "%s", rows[i].line);
        cr_expect(is_mrn(&read, "PORT ARDENT 158"), "%s", rows[i].line);
        cr_expect(is_at(&read, "PAGE 02", TL_KIND_FURNITURE, rows[i].rank), "%s", rows[i].line);
        cr_expect(is_at(&read, "CHARLIE", TL_KIND_PARAGRAPH, rows[i].rank), "%s", rows[i].line);
        close_cable(&read);
    }
}

Test(eras, marks_of_a_release_stand_for_post_and_number)
{
    static const char *const lines[] = {"UNCLAS [(b)(6)] 0158", "UNCLAS PORT ARDENT [(b)(6)]",
                                        "UNCLAS [EXCISED]", "UNCLAS [PERSON 1] ARDENT 0158",
                                        "UNCLAS [WITHHELD S (b)(1)] PORT ARDENT 0158"};
    for (size_t i = 0; i < TL_COUNT(lines); i++) {
        struct read read;
        print_of_1974(&read, "UNCLASSIFIED", lines[i]);
        cr_expect_str_eq(overall(&read), "U", "%s", lines[i]);
        cr_expect(is_at(&read, "UNCLAS ", TL_KIND_CLASSIFICATION_LINE, "U"), "%s", lines[i]);
        cr_expect(read.cable.captions.count == 0, "%s", lines[i]);
        cr_expect(is_at(&read, "PAGE 02", TL_KIND_FURNITURE, "U"), "%s", lines[i]);
        close_cable(&read);
    }
}

Test(eras, marks_of_a_release_stand_in_page_lines)
{
    static const char *const lines[] = {"PAGE 02 [(b)(6)] 0158", "PAGE 02 PORT ARDENT [(b)(6)]",
                                        "PAGE 02 [EXCISED] ARDENT 0158"};
    for (size_t i = 0; i < TL_COUNT(lines); i++) {
        struct read read = {0};
        tl_buf_format(
            &read.text,
            "UNCLAS PORT ARDENT 0158\n\n1. (U) CHARLIE\nUNCLASSIFIED\n\nUNCLASSIFIED\n\n%s\n\nGOES ON.\n",
            lines[i]);
        read_cable(&read);
        cr_expect(is_at(&read, "PAGE 02", TL_KIND_FURNITURE, "U"), "%s", lines[i]);
        cr_expect(!tl_cable_has_finding(&read.cable, "enclosed-claim"), "%s", lines[i]);
        cr_expect(is_at(&read, "GOES ON", TL_KIND_PARAGRAPH, "U"), "%s", lines[i]);
        close_cable(&read);
    }
}

Test(eras, words_nobody_registered_on_a_banner_are_a_control)
{
    struct read read;
    print_of_1974(&read, "SECRET ZARF", "S E C R E T PORT ARDENT 0158");
    cr_expect(tl_words_has(read.cable.controls, TL_LIT("ZARF")));
    cr_expect(is_at(&read, "SECRET ZARF\n\n\nPAGE 02", TL_KIND_FURNITURE, "S"));
    close_cable(&read);
    /* text that follows a page break is text */
    read = (struct read){0};
    tl_buf_str(
        &read.text,
        "CONFIDENTIAL\n\n\nPAGE 01 PORT ARDENT 00158 091826Z\n\nC O N F I D E N T I A L PORT ARDENT 0158\n\n"
        "1. (U) HE SPOKE OF THE\n\nPAGE 02 PORT ARDENT 00158 091826Z\n\nSECRET POLICE\nAND LEFT.\n");
    read_cable(&read);
    cr_expect(is_at(&read, "SECRET POLICE", TL_KIND_PARAGRAPH, "U"));
    close_cable(&read);
}

/* The labelled block of 2009 and later. */
static void block_of_2009(struct read *read, const char *banner, const char *captions)
{
    *read = (struct read){0};
    tl_buf_format(
        &read->text,
        "%s\n\n\nMRN:                  09 PORT ARDENT 1234\n"
        "DatelDTG:             Mar 02, 2009 / 021405Z MAR 09\n"
        "From:                 AMEMBASSY PORT ARDENT\nAction:               WASHDC, SECSTATE PRIORITY\n"
        "E.O.:                 13526\nTAGS:                 PREL, PGOV\n%s"
        "Reference:            A) 09 STATE 1234\n                      B) AGENT DELTA 7\n"
        "Pass Line:            EAP for ECHO,\n                      INR for FOXTROT\n"
        "Subject:              (U) ALPHA\n\n\n1. (U) BRAVO.\n\n2. (SBU) CHARLIE.\n\n"
        "Signature:            GOLF\n\nDrafted By:           POL:HOTEL\nCleared By:           "
        "ECON:INDIA\n\n%s\n",
        banner, captions, banner);
    read_cable(read);
}

Test(eras, the_labelled_block_is_a_header)
{
    static const struct {
        const char *needle;
        enum tl_kind kind;
    } rows[] = {
        {"09 PORT", TL_KIND_ENVELOPE}, {"021405Z", TL_KIND_ENVELOPE},     {"AMEMBASSY", TL_KIND_ADDRESS},
        {"SECSTATE", TL_KIND_ADDRESS}, {"STATE 1234", TL_KIND_REFERENCE}, {"DELTA", TL_KIND_OTHER},
        {"ECHO", TL_KIND_PASS_LINE},   {"FOXTROT", TL_KIND_PASS_LINE},    {"ALPHA", TL_KIND_SUBJECT},
        {"BRAVO", TL_KIND_PARAGRAPH},  {"GOLF", TL_KIND_SIGNATURE},       {"HOTEL", TL_KIND_ATTRIBUTES},
        {"INDIA", TL_KIND_ATTRIBUTES},
    };
    struct read read;
    block_of_2009(&read, "UNCLASSIFIED\nSBU", "Captions:             SENSITIVE\n");
    cr_expect(is_mrn(&read, "PORT ARDENT 1234"));
    cr_expect(read.cable.date.year == 2009 && read.cable.hour == 14 && read.cable.minute == 5);
    cr_expect_str_eq(overall(&read), "CUI");
    cr_expect(!tl_cable_has_finding(&read.cable, "claims-differ"), "two lines are one banner");
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        const struct tl_portion *portion = portion_at(&read, rows[i].needle);
        cr_expect(portion != NULL && portion->kind == rows[i].kind, "%s is %d", rows[i].needle,
                  portion == NULL ? -1 : (int)portion->kind);
    }
    close_cable(&read);
}

Test(eras, captions_of_the_block_are_controls)
{
    static const struct {
        const char *line;
        const char *control; /* NULL: none */
    } rows[] = {
        {"Captions:             NODIS\n", "NODIS"},
        {"Captions:             SIPDIS, EXDIS\n", "EXDIS"},
        {"Captions:             ZARF\n", "ZARF"},
        {"Captions:             SIPDIS\n", NULL},
        {"Captions:             N/A\n", NULL},
        {"Captions:\n", NULL},
        {"Captions:             SENSITIVE\n", NULL},
        {"Captions:             SIPDIS,\n                      NODIS\n", "NODIS"},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct read read;
        block_of_2009(&read, "SECRET", rows[i].line);
        cr_expect(read.cable.controls.count == (rows[i].control != NULL), "%s", rows[i].line);
        cr_expect(rows[i].control == NULL || tl_words_has(read.cable.controls, tl_str(rows[i].control)), "%s",
                  rows[i].line);
        close_cable(&read);
    }
}

Test(eras, stamps_raise_however_they_wrap)
{
    static const char *const stamps[] = {
        "Classified by DAS, A/GIS, DoS on 11/30/2015 - Class: SECRET - Reason: 1.4(B) - Declassify on: "
        "12/04/2037",
        "Classified by DAS, A/GIS, DoS on 11/30/2015 - Class:\nSECRET - Reason: 1.4(B)",
        "Classified by DAS, A/GIS, DoS on\n11/30/2015 - Class: SECRET -\nReason: 1.4(B)",
        "Classified by DAS, A/GIS, DoS on 11/30/2015 - Class\n: SECRET",
        "Classified by DAS, A/GIS, DoS on 11/30/2015 - Class:\nRELEASE IN PART\nB1\nSECRET - Reason: 1.4(B)",
        "Classified by DAS, A/GIS, DoS on 11/30/2015 - Class: SECRFT - Reason: 1.4(B)",
    };
    for (size_t i = 0; i < TL_COUNT(stamps); i++) {
        for (int at = 0; at < 2; at++) {
            struct read read;
            struct tl_buf text = {0};
            block_of_2009(&read, "UNCLASSIFIED\nSBU", "");
            tl_buf_format(&text, "%s%s", at == 0 ? stamps[i] : "", at == 0 ? "\n\n" : "");
            tl_buf_add(&text, tl_buf_slice(&read.text));
            tl_buf_format(&text, "\n%s\n", at == 0 ? "" : stamps[i]);
            close_cable(&read);
            read = (struct read){.text = text};
            read_cable(&read);
            cr_expect_str_eq(overall(&read), "S", "%d %s", at, stamps[i]);
            close_cable(&read);
        }
    }
}

/* One section of a cable of 1979; the first has the labels. */
static void add_section(struct tl_buf *out, const char *section, const char *mrn, const char *group,
                        const char *body)
{
    tl_buf_format(
        out,
        "CONFIDENTIAL\n\n\nPAGE 01 %s  01 OF 02 071800Z\n\n\nACTION ARA-15\n\n\nINFO OCT-01 ISO-00 /026 W\n"
        "            ------------------014714 071327Z /47\n%s\nFM AMEMBASSY PORT ARDENT\n"
        "TO SECSTATE WASHDC PRIORITY 512\n\n\nC O N F I D E N T I A L %s "
        "%s\n\n\n%s\n\n\nCONFIDENTIAL\n\n\nNNN\n",
        mrn, group, section, mrn, body);
}

#define LABELS "E.O. 12065: GDS 11/7/85\nTAGS: PINT XV\nSUBJECT: (U) ALPHA\n\n"
#define GROUP "R 071600Z NOV 79"
#define MRN "PORT ARDENT 0158"

Test(eras, sections_are_joined_and_what_is_missing_is_said)
{
    static const struct {
        const char *first; /* NULL: it is missing */
        const char *second;
        const char *mrn;
        const char *group;
        bool is_incomplete;
        bool is_second;
        const char *bravo; /* rank of the (U) paragraph that the seam cuts */
    } rows[] = {
        {"SECTION 1 OF 2", "SECTION 2 OF 2", MRN, GROUP, false, false, "U"},
        {"SECTION 1 OF 2", "FINAL SECTION OF 2", MRN, GROUP, false, false, "U"},
        {"SECTION 1 OF 2", NULL, MRN, GROUP, true, false, "C"},
        {"SECTION 1 OF 3", "SECTION 3 OF 3", MRN, GROUP, true, false, "C"},
        {"SECTION 1 OF 3", "SECTION 2 OF 3", MRN, GROUP, true, false, "U"},
        {"SECTION 1 OF 2", "SECTION 1 OF 2", MRN, GROUP, true, true, "C"},
        {"SECTION 1 OF 2", "SECTION 2 OF 2", "PORT ARDENT 0159", GROUP, true, true, "C"},
        {"SECTION 1 OF 2", "SECTION 2 OF 2", "NOVA SELA 0158", GROUP, true, true, "C"},
        {"SECTION 1 OF 2", "SECTION 2 OF 2", MRN, "R 081600Z NOV 79", false, true, "C"},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct read read = {0};
        add_section(&read.text, rows[i].first, MRN, GROUP, LABELS "1. (C) X.\n\n2. (U) BRAVO GOES ON");
        if (rows[i].second != NULL) {
            add_section(&read.text, rows[i].second, rows[i].mrn, rows[i].group,
                        "AFTER THE SEAM.\n\n3. (U) CHARLIE.\nSIGNERNAME");
        }
        read_cable(&read);
        cr_expect(is_mrn(&read, "PORT ARDENT 158"), "row %zu", i);
        cr_expect(tl_cable_has_finding(&read.cable, "incomplete") == rows[i].is_incomplete ||
                      rows[i].is_second,
                  "row %zu", i);
        cr_expect(tl_cable_has_finding(&read.cable, "second-start") == rows[i].is_second, "row %zu", i);
        cr_expect(is_at(&read, "BRAVO", TL_KIND_PARAGRAPH, rows[i].bravo), "row %zu", i);
        cr_expect(rows[i].second == NULL || rows[i].is_second ||
                      is_at(&read, "AFTER THE", TL_KIND_PARAGRAPH, "C"),
                  "row %zu", i);
        cr_expect(read.cable.captions.count == 0 || rows[i].is_second, "row %zu", i);
        close_cable(&read);
    }
}

/* The page line of another cable, of a post that nothing names, or what a release left of it. */
Test(eras, another_header_begins_at_its_page_line_or_the_mark_of_one)
{
    static const struct {
        const char *page;
        bool is_envelope;
    } rows[] = {
        {"PAGE 01 PORT ARDENT 0159  02 OF 02 071800Z", true},
        {"PAGE 01 XAVO BEND 0159  02 OF 02 071800Z", false},
        {"[WITHHELD C (b)(1)]", false},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct read read = {0};
        add_section(&read.text, "SECTION 1 OF 2", MRN, GROUP, LABELS "1. (C) X.\n\n2. (U) BRAVO ENDS.");
        tl_buf_format(
            &read.text,
            "CONFIDENTIAL\n\n\n%s\n\n\nACTION ARA-15\n\n\n" GROUP "\nFM AMEMBASSY PORT ARDENT\n"
            "TO SECSTATE WASHDC PRIORITY 513\n\n\nC O N F I D E N T I A L SECTION 2 OF 2 PORT ARDENT "
            "0159\n\n\n3. (U) CHARLIE.\n\n\nCONFIDENTIAL\n\n\nNNN\n",
            rows[i].page);
        read_cable(&read);
        cr_expect(tl_cable_has_finding(&read.cable, "second-start"), "row %zu", i);
        cr_expect(!tl_cable_has_finding(&read.cable, "enclosed-claim"), "row %zu", i);
        cr_expect(is_at(&read, "PRIORITY 513", TL_KIND_ADDRESS, "C"), "row %zu", i);
        cr_expect(!rows[i].is_envelope || is_at(&read, rows[i].page, TL_KIND_ENVELOPE, "C"), "row %zu", i);
        cr_expect(i != 1 || is_at(&read, rows[i].page, TL_KIND_OTHER, "C"));
        cr_expect(is_at(&read, "CHARLIE", TL_KIND_PARAGRAPH, "C"), "row %zu", i);
        close_cable(&read);
    }
}

/* "(C) 3. text" goes with its number: the mark that is left may stand for any that follows. */
Test(eras, marks_without_a_label_take_numbers_of_the_sequence)
{
    static const struct {
        const char *body;
        const char *charlie; /* rank of its paragraph */
    } rows[] = {
        {"1. (C) X.\n\n[WITHHELD C (b)(1)]\n\n[WITHHELD C (b)(1)]\n\n6. (U) CHARLIE.", "U"},
        {"1. (C) X.\n\n[WITHHELD C (b)(1)]\n\n7. (U) CHARLIE.", "U"},
        {"1. (C) X.\n\n[WITHHELD C (b)(1)]\n\n8. (U) CHARLIE.", "C"},
        {"1. (C) X.\n\n[WITHHELD C (b)(1)]\n\n2. (U) Y.\n\n6. (U) CHARLIE.", "C"},
        {"1. (C) X.\n\n6. (U) CHARLIE.", "C"},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct read read = {0};
        tl_buf_format(&read.text, "C O N F I D E N T I A L PORT ARDENT 0158\n" LABELS "%s\n", rows[i].body);
        read_cable(&read);
        cr_expect(is_at(&read, "CHARLIE", TL_KIND_PARAGRAPH, rows[i].charlie), "row %zu", i);
        close_cable(&read);
    }
}

Test(eras, a_label_behind_its_mark_is_a_label)
{
    struct read read = {0};
    tl_buf_str(&read.text,
               "ZNY CCCCC ZZH\nP 021405Z MAR 07\nFM AMEMBASSY PORT ARDENT\n\n"
               "C O N F I D E N T I A L PORT ARDENT 000301\n\nE.O. 12958: DECL: 03/02/2017\n"
               "(U) SUBJECT: ALPHA\nREF: AGENT BRAVO 7\n\n(U) Classified By: DCM for reasons 1.4(b).\n\n"
               "1. (C) CHARLIE.\n");
    read_cable(&read);
    cr_expect(is_at(&read, "ALPHA", TL_KIND_SUBJECT, "U"));
    cr_expect(is_at(&read, "BRAVO", TL_KIND_OTHER, "C"));
    cr_expect(is_at(&read, "DCM", TL_KIND_AUTHORITY, "C"));
    cr_expect(is_at(&read, "CHARLIE", TL_KIND_PARAGRAPH, "C"));
    close_cable(&read);
}

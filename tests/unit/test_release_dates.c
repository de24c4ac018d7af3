/* SPDX-License-Identifier: Apache-2.0 */
/* What a passed date frees (DESIGN M10), and everything that keeps it from doing so. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "base/io.h"
#include "policy_text.h"
#include "release/stage.h"

#define POLICY                                                                                               \
    "tearline-policy: 1\nid: test\ntitle: test\nrelease: {max: U, audience: public}\n"                       \
    "unmarked: {header: U, reference: U, authority: U}\ndeclassification: dates\n"

#define TOP_WITH(zny, dtg, line)                                                                             \
    zny "P 021405Z " dtg "\nFM AMEMBASSY PORT ARDENT\nTO RUEHC/SECSTATE WASHDC\n\n" line "\n\n"
#define CLASS "C O N F I D E N T I A L PORT ARDENT 000504"
#define TOP TOP_WITH("ZNY CCCCC ZZH\n", "MAR 07", CLASS "\n\nSIPDIS")
#define DATED "E.O. 12958: DECL: 03/02/2017\n"
#define REST "TAGS: PREL\nSUBJECT: (U) TALKS\n\nClassified By: A. Signer for reasons 1.4(b) and (d)\n\n"
#define HEAD TOP DATED REST
#define BODY "1. (U) alpha\n\n2. (C) NIGHTJAR\n"

/* The release of `text` on a day long after every date in these tests, and again of what came out. */
static bool frees(const char *policy_text, const char *text, const char *as_of, const char *word)
{
    struct tl_arena arena = {0};
    struct tl_policy *policy = policy_of_text(&arena, policy_text);
    const struct tl_cable_options read = {0};
    struct tl_release_options options = {0};
    struct tl_err err = {0};
    tl_slice bytes = tl_str(text);
    bool is_free = false;
    cr_assert(tl_date_parse_iso(tl_str(as_of), &options.as_of));
    options.judged_on = options.as_of;
    for (size_t pass = 0; pass < 2; pass++) {
        struct tl_cable cable;
        struct tl_release release;
        tl_cable_parse(&arena, bytes, &read, &cable);
        cr_assert(tl_release_make(&arena, &cable, policy, &options, &release, &err) == TL_OK, "%s in\n%.*s",
                  err.text, (int)bytes.len, (const char *)bytes.ptr);
        cr_expect(pass == 0 || release.edits.count == 0, "released again, it is edited:\n%.*s",
                  (int)bytes.len, (const char *)bytes.ptr);
        bytes = tl_arena_dup(&arena, release.bytes);
        is_free = tl_slice_find(bytes, tl_str(word), 0) != TL_NONE;
    }
    tl_policy_free(policy);
    tl_arena_release(&arena);
    return is_free;
}

Test(release_dates, a_passed_date_frees)
{
    static const struct {
        const char *text;
        const char *as_of;
        bool is_free;
    } rows[] = {
        {HEAD BODY, "2017-03-01", false},
        {HEAD BODY, "2017-03-02", true},
        {HEAD BODY, "2040-01-01", true},
        {HEAD "1. (U) alpha\n\n2. NIGHTJAR, unmarked.\n", "2017-03-02", true},
        {HEAD "1. (C) alpha\n\nA. NIGHTJAR\n", "2017-03-02", true},
        {TOP "E.O. 12958: DECL:\n03/02/2017\n" REST BODY, "2017-03-02", true},
        {TOP_WITH("", "MAY 74", "C O N F I D E N T I A L PORT ARDENT 0504") "E.O. 11652: GDS\nTAGS: PINT\n"
                                                                            "SUBJECT: TALKS\n\n1. NIGHTJAR\n",
         "1980-12-31", true},
        {TOP_WITH("", "MAY 74", "S E C R E T PORT ARDENT 0504") "E.O. 11652: GDS\nTAGS: PINT\n"
                                                                "SUBJECT: TALKS\n\n1. NIGHTJAR\n",
         "1980-12-31", false},
        {TOP_WITH(
             "", "MAY 79",
             "C O N F I D E N T I A L PORT ARDENT 0504") "E.O. 12065: GDS 5/2/85 (MARLOWE,\nANN) OR-M\nTAGS: "
                                                         "PINT\nSUBJECT: TALKS\n\n1. NIGHTJAR\n",
         "1985-05-02", true},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        cr_expect_eq(frees(POLICY, rows[i].text, rows[i].as_of, "NIGHTJAR"), rows[i].is_free, "row %zu", i);
        cr_expect_eq(frees(POLICY "banner: keep\n", rows[i].text, rows[i].as_of, "NIGHTJAR"), rows[i].is_free,
                     "row %zu, banners kept", i);
    }
}

/* Each is HEAD and BODY with one thing that contests the date, wherever it stands. */
Test(release_dates, anything_else_that_is_stated_keeps_it)
{
    static const char *const texts[] = {
        /* the instruction itself */
        TOP "E.O. 12958: DECL: 03/02/2017 OR\n03/02/2027\n" REST BODY,
        TOP "E.O. 12958: DECL: 03/02/2017\nOR UPON CLOSURE OF EMBASSY\n" REST BODY,
        TOP "E.O. 12958: DECL: 03/02/2017\n\n03/02/2027\n" REST BODY,
        TOP "E.O. 12958: DECL: 03/02/2017\n\nUNLESS RENEWED\n" REST BODY,
        TOP "E.O. 12958: DECL: 03/02/2017 (X1)\n" REST BODY,
        TOP "E.O. 12958: DECL: 03/02/2017 (03/02/2027)\n" REST BODY,
        TOP "E.O. 12958: DECL: 03/02/2017 25X1\n" REST BODY,
        TOP "E.O. 12958: DECL: 03/02/20\n27\n" REST BODY,
        TOP DATED DATED REST BODY,
        TOP DATED "E.O. 12958: DECL: 03/02/2027\n" REST BODY,
        TOP DATED "Declassify on: 25X1\n" REST BODY,
        TOP DATED "TAGS: PREL\nSUBJECT: (U) DECL 03/02/2027\n\n" BODY,
        TOP DATED "TAGS: PREL\nSUBJECT: (U) TALKS\n\nClassified By: A. Signer 1.4(b), 03/02/2027\n\n" BODY,
        TOP DATED
        "TAGS: PREL\nSUBJECT: (U) TALKS\n\nClassified By: A. Signer 1.4(b).\nDeciassify on 2027\n\n" BODY,
        TOP DATED
        "TAGS: PREL\nSUBJECT: (U) TALKS\n\nClassified By: A. Signer 1.4(b).\nDecl on: 12/04/2037\n\n" BODY,
        /* another order, another day */
        TOP "E.O. 13526: DECL: 03/02/2017\n" REST BODY,
        TOP "E.O. 12356: DECL: 03/02/2017\n" REST BODY,
        TOP "E.O. 12065: GDS 03/02/2012\n" REST BODY,
        TOP "E.O. 12958: DECL: 03/02/2037\n" REST BODY,
        TOP_WITH("ZNY CCCCC ZZH\n", "MAR 90", CLASS) "E.O. 12958: DECL: 03/02/2000\n" REST BODY,
        /* no document date, or one of quoted text, or two */
        "ZNY CCCCC ZZH\nFM AMEMBASSY PORT ARDENT\n\n" CLASS "\n\n" DATED REST BODY,
        "ZNY CCCCC ZZH\nFM AMEMBASSY PORT ARDENT\n\n" CLASS "\n\n" DATED REST BODY "P 021405Z MAR 07\n",
        "ZNY CCCCC ZZH\nP 021405Z MAR 07\nP 021405Z MAR 08\nFM AMEMBASSY PORT ARDENT\n\n" CLASS
        "\n\n" DATED REST BODY,
        /* text and tail */
        HEAD BODY "\nClassified by DAS, A/GIS on 11/30/2015 - Class: CONFIDENTIAL\n",
        HEAD BODY "\nCLASSIFIED BY DAS 11/30/2015\n",
        HEAD BODY "\nDECLASS1FY ON: 12/04/2037\n",
        HEAD BODY "\ndecl: 12/04/2037\n",
        HEAD BODY "\nE.O. 12958: UPON WITHDRAWAL OF FORCES\n",
        HEAD BODY "\n3. (U) Quote: E.O. 12356: DECL: OADR\n",
        HEAD BODY "\n3. (U) Text follows.\nBEGIN TEXT\nE.O. 12356: OADR\nEND TEXT\n",
        HEAD BODY "\n3. (U) Downgrade to U in 2050.\n",
        HEAD BODY "\n3. (U) x1 applies.\n",
        HEAD BODY "\nMessage Attributes\nExecutive Order: GS 20370511 MARLOWE\n",
        HEAD BODY "\nMessage Attributes\nOriginal Handling Restrictions: EXDIS\n",
        HEAD BODY "\nMessage Attributes\nOriginal Classification: CONFIDENTIAL\n",
        /* a release, in which what contests it may be gone */
        HEAD BODY "\n3. [WITHHELD C 1.4(b)]\n",
        TOP DATED "[WITHHELD C code needed]\n" REST BODY,
        /* claims that do not agree */
        TOP_WITH("ZNY SSSSS ZZH\n", "MAR 07", CLASS) DATED REST BODY,
        TOP_WITH("ZNY CCCCC ZZH\n", "MAR 07", "C O N F I D E N T I L PORT ARDENT 000504") DATED REST BODY,
        HEAD BODY "\n3. (S) golf\n",
        HEAD BODY "\nSECRET\n",
        /* controls and captions */
        TOP_WITH("ZNY CCCCC ZZH\n", "MAR 07", CLASS " NOFORN") DATED REST BODY,
        TOP_WITH("ZNY CCCCC ZZH\n", "MAR 07", CLASS "\n\nEXDIS") DATED REST BODY,
        TOP_WITH("ZNY CCCCC ZZH\n", "MAR 07", CLASS "\n\nWALRUS ONLY") DATED REST BODY,
        TOP_WITH("ZNY CCCCC ZZH\n", "MAR 07", CLASS "\n\nSENSITIVE") DATED REST BODY,
        HEAD "1. (U) alpha\n\n2. (C//NF) NIGHTJAR\n",
        HEAD "1. (U) alpha\n\n2. (C//REL TO USA, GBR) NIGHTJAR\n",
        HEAD "1. (U) alpha\n\n2. (C) charlie\n(C//NF) NIGHTJAR\n",
        HEAD "1. (U) alpha\n\n2. (C) charlie. (c//nf) NIGHTJAR\n",
        HEAD "1. (U) alpha\n\n2. (C) charlie\n\xef\xbc\x88S//NF\xef\xbc\x89 NIGHTJAR\n",
        HEAD "1. (U) alpha\n\n2. (CC/NF) NIGHTJAR\n",
        HEAD "1. (U) alpha\n\n2. (u//fouo) NIGHTJAR\n",
        HEAD "1. (U) alpha\n\n2. (SBU) NIGHTJAR\n",
        TOP DATED "TAGS: PREL\nSUBJECT: \xef\xbc\x88S//SI\xef\xbc\x89 NIGHTJAR\n\n1. (C) alpha\n",
        TOP DATED "TAGS: PREL\nSUBJECT: NIGHTJAR \xef\xbc\x88S//SI\xef\xbc\x89\n\n1. (C) alpha\n",
        TOP DATED "TAGS: PREL\nSUBJECT: \xef\xbc\x88S//SI\xef\xbc\x89 NIGHTJAR (C)\n\n1. (C) alpha\n",
    };
    for (size_t i = 0; i < TL_COUNT(texts); i++) {
        cr_expect(!frees(POLICY, texts[i], "2060-01-01", "NIGHTJAR"), "row %zu:\n%s", i, texts[i]);
    }
}

Test(release_dates, cables_of_the_corpus)
{
    static const struct {
        const char *name;
        bool is_free;
    } rows[] = {
        {"40-date-passed", true},     {"41-date-and-stamp", false},   {"42-date-and-25x", false},
        {"44-date-sensitive", false}, {"45-date-orcon", false},       {"46-two-dates", false},
        {"48-xgds", false},           {"49-na-on-classified", false}, {"49a-order-to-come", false},
        {"49b-date-goes-on", false},  {"49c-mark-in-title", false},   {"49d-name-is-a-date", false},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        char path[600];
        struct tl_buf text = {0};
        struct tl_err err = {0};
        snprintf(path, sizeof(path), "%s/corpus/%s.txt", TL_TEST_ROOT, rows[i].name);
        cr_assert_eq(tl_read_file(path, 1 << 20, &text, &err), TL_OK, "%s", path);
        tl_buf_byte(&text, 0);
        cr_expect_eq(frees(POLICY, (const char *)text.ptr, "2060-01-01", "NIGHTJAR"), rows[i].is_free, "%s",
                     rows[i].name);
        tl_buf_release(&text);
    }
}

/* A finding says why an order or a second statement kept the date from being honoured. */
Test(release_dates, what_keeps_it_is_a_finding)
{
    static const struct {
        const char *text;
        const char *slug;
    } rows[] = {
        {TOP "E.O. 13526: DECL: 03/02/2017\n" REST BODY, "order_not_in_force"},
        {TOP "E.O. 12356: DECL: 03/02/2017\n" REST BODY, "order_superseded"},
        {TOP "E.O. 12958: DECL: 03/02/2037\n" REST BODY, "date_beyond_order"},
        {HEAD BODY "\nDeclassify on: 25X1\n", "instruction-contested"},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct tl_arena arena = {0};
        struct tl_cable cable;
        const struct tl_cable_options read = {0};
        tl_cable_parse(&arena, tl_str(rows[i].text), &read, &cable);
        cr_expect(cable.plain == NULL && tl_cable_has_finding(&cable, rows[i].slug), "row %zu", i);
        tl_arena_release(&arena);
    }
}

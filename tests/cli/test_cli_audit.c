/* SPDX-License-Identifier: Apache-2.0 */
/* An auditor has nothing but logs: each question is one command. */
#include <jansson.h>

#include "cli/cli.h"

enum { CABLES = 200, DOUBTFUL = 50 };

#define POLICY                                                                                               \
    "tearline-policy: 1\n"                                                                                   \
    "id: harbour\n"                                                                                          \
    "release: {max: U, audience: public}\n"                                                                  \
    "unmarked: {header: U, subject: overall, reference: U, authority: U}\n"                                  \
    "withhold: {exemptions: ['(b)(1)'], amount: bucket}\n"                                                   \
    "rules:\n"                                                                                               \
    "  - id: harbour.envoy\n"                                                                                \
    "    why: Envoys are not named\n"                                                                        \
    "    match: 'Envoy (?<hit>[A-Z]\\w+)'\n"                                                                 \
    "    excise: hit\n"                                                                                      \
    "    exemptions: ['(b)(6)']\n"                                                                           \
    "exceptions:\n"                                                                                          \
    "  - {text: [Vetch], rules: [harbour.envoy], why: it is an office, by: reviewer-7, until: 2027-06-30}\n"

/* 200 cables in one stream: paragraph 2 is C in all, every fourth has a damaged label, every tenth the
 * exception. */
static void put_cables(struct scene *s)
{
    struct tl_buf all = {0};
    for (int i = 1; i <= CABLES; i++) {
        tl_buf_format(
            &all,
            "VZCZCXYZ%04d\nPP RUEHC\nDE RUEHPD #%04d 0611405\nZNY CCCCC ZZH\nP 021405Z MAR 07\n"
            "FM AMEMBASSY PORT ARDENT\nTO RUEHC/SECSTATE WASHDC 4455\n\n"
            "C O N F I D E N T I A L PORT ARDENT %06d\n\nE.O. 12958: DECL: 03/02/2017\n"
            "SUBJECT: (U) LARKSPUR\n\nClassified By: A. Signer for reasons 1.4(b) and (d)\n\n"
            "1. (U) Envoy %s opened the LARKSPUR session.\n%s\n2. (C) The NIGHTJAR berth is empty.\n"
            "\nNNNN\n",
            i, i, i, i % 10 == 0 ? "Vetch" : "Marlow", i % 4 == 0 ? "l3. (C) The NIGHTJAR pier.\n" : "");
    }
    file_put(&s->folder, "day", tl_buf_slice(&all));
    tl_buf_release(&all);
}

/* The run, whose originals and releases are then gone. */
static void begin_run(struct scene *s)
{
    scene_begin(s);
    put_cables(s);
    file_put_text(&s->folder, "p.yaml", POLICY);
    EXPECT_STATUS(s, 3, "redact", "-q", "-p", "p.yaml", "--as-of", "2026-01-01", "--frame", "zczc", "--log",
                  "l.jsonl", "-o", "r", "day");
    cr_assert(remove(in_folder(&s->folder, "day")) == 0 && remove(in_folder(&s->folder, "r")) == 0);
}

static size_t count_of(const struct tl_buf *buf, const char *text)
{
    size_t count = 0;
    for (size_t at = 0; (at = tl_slice_find(tl_buf_slice(buf), tl_str(text), at)) != TL_NONE; at++) {
        count++;
    }
    return count;
}

/* What left of cable X; what rule R removed; what rested on doubt; what exceptions kept. */
Test(cli_audit, each_question_is_one_command)
{
    struct scene s;
    begin_run(&s);
    EXPECT_STATUS(&s, 0, "audit", "--cable", "port ardent 000137", "l.jsonl");
    EXPECT_OUT(&s, "PORT ARDENT 137 of 2007-03-02: changed, C to U; ");
    EXPECT_OUT(&s, "paragraph 2           withheld (b)(1)");
    EXPECT_OUT(&s, "excised (b)(6), rule harbour.envoy: Envoys are not named");
    EXPECT_OUT(&s, "cables with what was asked for: 1 of 200\n");
    EXPECT_STATUS(&s, 0, "audit", "--rule", "harbour.envoy", "l.jsonl");
    cr_expect_eq(count_of(&s.result.out, "excised (b)(6)"), CABLES - CABLES / 10);
    cr_expect_eq(count_of(&s.result.out, "kept, harbour.envoy"), CABLES / 10);
    EXPECT_STATUS(&s, 0, "audit", "--doubt", "l.jsonl");
    cr_expect_eq(count_of(&s.result.out, ", doubt: "), DOUBTFUL);
    EXPECT_OUT(&s, "cables with what was asked for: 50 of 200\n");
    EXPECT_STATUS(&s, 0, "audit", "--kept", "l.jsonl");
    cr_expect_eq(count_of(&s.result.out, "exception by reviewer-7 until 2027-06-30: it is an office"),
                 CABLES / 10);
    cr_expect_eq(count_of(&s.result.out, "withheld ("), 0);
    EXPECT_STATUS(&s, 1, "audit", "--cable", "PORT ARDENT 1370", "l.jsonl");
    EXPECT_TOLD(&s, "no cable of the logs has what was asked for");
    scene_end(&s);
}

/* Which exemptions were used how often. */
Test(cli_audit, the_summary_counts_spans_documents_and_requests)
{
    struct scene s;
    begin_run(&s);
    EXPECT_STATUS(&s, 0, "audit", "l.jsonl");
    EXPECT_OUT(&s, "200 cables in 1 log: 0 released, 200 changed, 0 withheld, 0 denied; 50 with doubt\n");
    EXPECT_OUT(&s, "  (b)(1)                             250        200         1  5 U.S.C. 552(b)(1): "
                   "matter properly classified");
    EXPECT_OUT(&s, "  (b)(6)                             180        180         1  5 U.S.C. 552(b)(6): ");
    EXPECT_OUT(&s, "  doubt           PORT ARDENT 4, line ");
    EXPECT_OUT(&s, "  doubt           and 42 more");
    EXPECT_OUT(
        &s,
        "  exception used  PORT ARDENT 10, line 16, paragraph 1: a hit of harbour.envoy was kept: it is an "
        "office (reviewer-7, until 2027-06-30)");
    EXPECT_OUT(&s,
               "  age             PORT ARDENT 1, line 11, declassification: its date 2017-03-02 has passed");
    EXPECT_OUT(&s, "kept by exceptions: 20; by failed checks: 0;");
    EXPECT_STATUS(&s, 0, "audit", "l.jsonl", "l.jsonl");
    EXPECT_OUT(&s, "  (b)(6)                             360        360         2  5 U.S.C.");
    EXPECT_STATUS(&s, 0, "audit", "--as-of", "2040-01-01", "l.jsonl");
    EXPECT_OUT(&s, "1.4(b) on a cable that was 25 years old on 2032-03-02");
    cr_expect(!buf_has(&s.result.out, "\n  order"), "1.4(b) is of the order of 2003");
    scene_end(&s);
}

/* Whether anything changed since policy P. */
Test(cli_audit, a_policy_is_compared_by_hash)
{
    struct scene s;
    begin_run(&s);
    EXPECT_STATUS(&s, 0, "audit", "--since-policy", "p.yaml", "l.jsonl");
    EXPECT_OUT(&s, "policy harbour: the same\nnothing changed since\n");
    file_put_text(&s.folder, "p.yaml", POLICY "# a word more\n");
    EXPECT_STATUS(&s, 1, "audit", "--since-policy", "p.yaml", "l.jsonl");
    EXPECT_OUT(&s, "policy harbour: changed, was ");
    scene_end(&s);
}

/* All that is public: members and their values, at every depth. */
static void walk(const json_t *value, struct scene *s)
{
    static const char *const allowed[] = {"cables", "changes",    "mrn",    "verdict",    "element",
                                          "number", "exemptions", "amount", "commitment", "action"};
    const char *key;
    json_t *member;
    json_object_foreach((json_t *)(uintptr_t)value, key, member)
    {
        bool is_allowed = false;
        for (size_t i = 0; i < TL_COUNT(allowed); i++) {
            is_allowed = is_allowed || strcmp(key, allowed[i]) == 0;
        }
        cr_expect(is_allowed, "%s is public", key);
        walk(member, s);
    }
    for (size_t i = 0; i < json_array_size(value); i++) {
        walk(json_array_get(value, i), s);
    }
}

Test(cli_audit, the_public_edition_has_no_other_member)
{
    static const char *const formats[] = {"text", "json", "csv", "html"};
    static const char *const secrets[] = {"harbour", "Envoy", "reviewer", "l.jsonl",  "2026-01-01",
                                          "doubt",   "kept",  "nonce\"",  "LARKSPUR", "record"};
    struct scene s;
    begin_run(&s);
    for (size_t i = 0; i < TL_COUNT(formats); i++) {
        EXPECT_STATUS(&s, 0, "audit", "--public", "--format", formats[i], "l.jsonl");
        EXPECT_OUT(&s, "PORT ARDENT 137");
        EXPECT_OUT(&s, "a few lines");
        for (size_t k = 0; k < TL_COUNT(secrets); k++) {
            cr_expect(!buf_has(&s.result.out, secrets[k]), "%s in %s", secrets[k], formats[i]);
        }
        if (strcmp(formats[i], "json") == 0) {
            json_t *value =
                json_loadb((const char *)s.result.out.ptr, s.result.out.len, JSON_REJECT_DUPLICATES, NULL);
            cr_assert(json_is_object(value));
            cr_expect_eq(json_array_size(json_object_get(value, "cables")), CABLES);
            walk(value, &s);
            json_decref(value);
        }
    }
    scene_end(&s);
}

Test(cli_audit, a_vaughn_index_leaves_the_justification_to_a_person)
{
    struct scene s;
    begin_run(&s);
    EXPECT_STATUS(&s, 0, "audit", "--format", "vaughn", "--cable", "PORT ARDENT 7", "l.jsonl");
    EXPECT_OUT(
        &s,
        "document,date,from,to,portion,decision,exemption,statute or order,description,justification\r\n");
    EXPECT_OUT(&s,
               "PORT ARDENT 7,2007-03-02,PORT ARDENT,,paragraph 1,withheld in part,(b)(6),5 U.S.C. 552(b)(6) "
               "(personal information whose disclosure would invade privacy),\"Words within paragraph 1, "
               "UNCLASSIFIED\",\r\n");
    EXPECT_OUT(&s, "All text of paragraph 2, CONFIDENTIAL: a few lines");
    EXPECT_STATUS(&s, 0, "audit", "--format", "vaughn-html", "l.jsonl");
    EXPECT_OUT(&s, "<td>withheld in full</td>");
    scene_end(&s);
}

/* A log that is not whole is told, first of all, and what can be read is read. */
Test(cli_audit, a_broken_log_is_told)
{
    struct scene s;
    struct tl_buf log = {0};
    begin_run(&s);
    file_read(in_folder(&s.folder, "l.jsonl"), &log);
    const size_t at = tl_slice_find(tl_buf_slice(&log), TL_LIT("\"verdict\":\"changed\""), 0);
    cr_assert_neq(at, TL_NONE);
    log.ptr[at + 11] = 'x';
    file_put(&s.folder, "bad.jsonl", tl_buf_slice(&log));
    EXPECT_STATUS(&s, 65, "audit", "bad.jsonl");
    EXPECT_TOLD(&s, "bad.jsonl:2: ");
    EXPECT_OUT(&s, "NOT WHOLE");
    EXPECT_OUT(&s, "  log broken      bad.jsonl: ");
    EXPECT_STATUS(&s, 66, "audit", "missing.jsonl");
    tl_buf_release(&log);
    scene_end(&s);
}

Test(cli_audit, original_and_release_stand_side_by_side)
{
    struct scene s;
    scene_begin(&s);
    EXPECT_STATUS(&s, 0, "redact", "-q", "-p", in_project(PUBLIC), "--log", "l.jsonl", "-o", "r",
                  in_project(PLAIN));
    cr_expect_eq(run(&s, WORDS("audit", "--format", "html", "--original", in_project(PLAIN), "--release", "r",
                               "l.jsonl")),
                 0);
    EXPECT_OUT(&s, "<del>(C) The minister admitted that the NIGHTJAR berth is empty.</del>");
    EXPECT_OUT(&s, ">[WITHHELD C (b)(1) 1.4(b) 1.4(d)]<span class=\"by\">withheld, marking, record ");
    /* without them it has no text */
    EXPECT_STATUS(&s, 0, "audit", "--format", "html", "l.jsonl");
    cr_expect(!buf_has(&s.result.out, "LARKSPUR"));
    EXPECT_STATUS(&s, 0, "audit", "--format", "vaughn", "--release", "r", "l.jsonl");
    EXPECT_OUT(&s, "PORT ARDENT,RUEHC/SECSTATE WASHDC PRIORITY 4455,");
    scene_end(&s);
}

Test(cli_audit, residue_is_told)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "o",
                  "UNCLAS PORT ARDENT 000301\n\n1. (U) Mr. Marlow left.\n\n2. (U) Ask Marlow.\n");
    file_put_text(&s.folder, "r",
                  "UNCLAS PORT ARDENT 000301\n\n1. (U) Mr. [(b)(6)] left.\n\n2. (U) Ask Marlow.\n");
    EXPECT_STATUS(&s, 1, "audit", "--residue", "--original", "o", "--release", "r");
    EXPECT_OUT(
        &s, "name       Marlow              withheld at line 3, paragraph 1 (1 times); released at line 5, "
            "paragraph 2 (1 times)\n");
    EXPECT_STATUS(&s, 0, "audit", "--residue", "--original", "o", "--release", "o");
    EXPECT_STATUS(&s, 2, "audit", "--residue", "--original", "o");
    EXPECT_TOLD(&s, "--residue takes --original FILE and --release FILE, and no log");
    scene_end(&s);
}

Test(cli_audit, mistakes_are_told)
{
    struct scene s;
    scene_begin(&s);
    EXPECT_STATUS(&s, 2, "audit");
    EXPECT_TOLD(&s, "name a change log");
    EXPECT_STATUS(&s, 2, "audit", "--public", "--rule", "x", "l.jsonl");
    EXPECT_TOLD(&s, "--public and --rule do not go together");
    EXPECT_STATUS(&s, 2, "audit", "--public", "--format", "vaughn", "l.jsonl");
    EXPECT_STATUS(&s, 2, "audit", "--format", "html", "--doubt", "l.jsonl");
    EXPECT_TOLD(&s, "--format html, which shows all");
    EXPECT_STATUS(&s, 2, "audit", "--format", "htm", "l.jsonl");
    EXPECT_STATUS(&s, 2, "audit", "--as-of", "yesterday", "l.jsonl");
    EXPECT_STATUS(&s, 0, "audit", "--help");
    scene_end(&s);
}

#define DATED(dtg, order, reasons)                                                                           \
    "ZNY CCCCC ZZH\n" dtg "\nFM AMEMBASSY PORT ARDENT\nTO RUEHC/SECSTATE WASHDC 4455\n\n"                    \
    "C O N F I D E N T I A L PORT ARDENT 000007\n\n" order "SUBJECT: (U) LARKSPUR\n\n"                       \
    "Classified By: A. Signer for reasons " reasons "\n\n1. (C) The NIGHTJAR berth is empty.\n"

/* Codes belong to the order that held on the day of the cable, or when it is judged, and to its age. */
Test(cli_audit, codes_of_another_order_or_age_need_a_person)
{
    static const struct {
        const char *text, *codes, *as_of, *says;
    } rows[] = {
        {DATED("P 021405Z MAR 07", "E.O. 12958: DECL: 03/02/2017\n", "1.5(b)"), "'(b)(1)'", "2020-01-01",
         "order           PORT ARDENT 7, line 11, authority: 1.5(b) is a code of E.O. 12958 1.5, under "
         "which no "
         "cable was marked on 2007-03-02"},
        {DATED("P 021405Z MAR 97", "E.O. 12958: DECL: 03/02/2007\n", "1.5(b)"), "'(b)(1)'", "2020-01-01",
         NULL},
        {DATED("P 021405Z MAR 07", "E.O. 12958: DECL: 03/02/2017\n", "1.4(b)"), "'1.3(a)(5)'", "2020-01-01",
         "1.3(a)(5) is a code of E.O. 12356 1.3(a), under which no cable was marked on 2007-03-02"},
        {DATED("P 021405Z MAR 88", "E.O. 12356: DECL: OADR\n", "1.3(a)(5)"), "'1.3(a)(5)'", "2010-01-01",
         NULL},
        {DATED("P 021405Z MAR 07", "E.O. 12958: DECL: 03/02/2017\n", "1.4(b)"), "'25X6'", "2020-01-01",
         "25X6 on a cable that is 25 years old on 2032-03-02 only"},
        {DATED("P 021405Z MAR 07", "E.O. 12958: DECL: 03/02/2017\n", "1.4(b)"), "'3.3(b)(6)'", "2033-01-01",
         "1.4(b) on a cable that was 25 years old on 2032-03-02: an exemption of 3.3 is needed"},
    };
    struct scene s;
    scene_begin(&s);
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        char policy[400];
        (void)snprintf(
            policy, sizeof(policy),
            "tearline-policy: 1\nid: x\nrelease: {max: U, audience: public}\nunmarked: {header: U}\n"
            "withhold: {exemptions: [%s]}\n",
            rows[i].codes);
        file_put_text(&s.folder, "c.txt", rows[i].text);
        file_put_text(&s.folder, "p.yaml", policy);
        EXPECT_STATUS(&s, 0, "redact", "-q", "-p", "p.yaml", "--force", "--log", "l.jsonl", "-o", "r",
                      "c.txt");
        EXPECT_STATUS(&s, 0, "audit", "--as-of", rows[i].as_of, "l.jsonl");
        if (rows[i].says != NULL) {
            EXPECT_OUT(&s, rows[i].says);
        } else {
            cr_expect(!buf_has(&s.result.out, "  order  ") && !buf_has(&s.result.out, "a code of"), "%s",
                      buf_text(&s.result.out));
        }
        EXPECT_STATUS(&s, 0, "redact", "-q", "-p", "p.yaml", "--force", "--log", "l2.jsonl", "-o", "r2", "r");
        cr_expect(run(&s, WORDS("compare", "r", "r2")) == 0, "a release changes when it is redacted again");
    }
    scene_end(&s);
}

/* A reason that is a code of no order would make a mark that nothing reads as one. */
Test(cli_audit, a_reason_of_no_order_is_a_finding_and_no_code)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "c.txt",
                  DATED("P 021405Z MAR 07", "E.O. 12958: DECL: 03/02/2017\n", "1.6(b) and 1.4(d)"));
    EXPECT_STATUS(&s, 0, "redact", "-q", "-p", in_project(PUBLIC), "--log", "l.jsonl", "-o", "r", "c.txt");
    struct tl_buf release = {0};
    file_read(in_folder(&s.folder, "r"), &release);
    cr_expect(buf_has(&release, "[WITHHELD C (b)(1) 1.4(d)]"), "%s", buf_text(&release));
    EXPECT_STATUS(&s, 0, "audit", "l.jsonl");
    EXPECT_OUT(&s, "reason-unknown ");
    EXPECT_STATUS(&s, 0, "redact", "-q", "-p", in_project(PUBLIC), "--log", "l2.jsonl", "-o", "r2", "r");
    cr_expect(run(&s, WORDS("compare", "r", "r2")) == 0);
    tl_buf_release(&release);
    scene_end(&s);
}

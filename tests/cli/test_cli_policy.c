/* SPDX-License-Identifier: Apache-2.0 */
/* What `policy test` says of rules. */
#include "cli/cli.h"

#define PACK "tearline-rules: 1\nid: p\nexemptions: ['(b)(6)']\nrules:\n"

/* A serial of four digits written as a list of where its zeros are not: it misses 0143. */
#define BY_HEART                                                                                             \
    PACK "  - id: p.number\n    why: x\n    match: '\\b\\d{3}-\\d{2}-[1-9][1-9]\\d\\d\\b'\n    tests:\n"     \
         "      - hit: 'no. «219-09-9999» is'\n      - miss: 'x'\n"

#define WRONG                                                                                                \
    PACK "  - id: p.word\n    why: x\n    match: 'doe\\b'\n    tests:\n"                                     \
         "      - hit: 'a «doe» & <b>'\n      - miss: 'roe doe'\n"

Test(cli_policy, a_rule_that_knows_its_tests_by_heart_is_told)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "heart.yaml", BY_HEART);
    EXPECT_STATUS(&s, 0, "policy", "test", "heart.yaml");
    cr_expect(buf_has(&s.result.err, "[rule.mutation]"), "%s", buf_text(&s.result.err));
    cr_expect(buf_has(&s.result.err, "p.number finds "), "%s", buf_text(&s.result.err));
    cr_expect(buf_has(&s.result.out, " of 64 mutants found, 0 failures"), "%s", buf_text(&s.result.out));
    struct tl_buf first = s.result.out;
    s.result.out = (struct tl_buf){0};
    EXPECT_STATUS(&s, 0, "policy", "test", "heart.yaml"); /* the same in every run */
    cr_expect(buf_same(&s.result.out, &first));
    tl_buf_release(&first);
    scene_end(&s);
}

Test(cli_policy, junit_has_a_case_for_each_test)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "wrong.yaml", WRONG);
    file_put_text(&s.folder, "broken.yaml", PACK "  - {id: p.a, match: '('}\n");
    EXPECT_STATUS(&s, 78, "policy", "test", "--format", "junit", "wrong.yaml", "broken.yaml");
    static const char *const wanted[] = {
        "<testsuite name=\"wrong.yaml\" tests=\"2\" failures=\"1\" errors=\"0\">",
        "<testcase classname=\"p.word\" name=\"miss in line 10\" file=\"wrong.yaml\">",
        "<failure type=\"rule.test_hits\"",
        "<testsuite name=\"broken.yaml\" tests=\"1\" failures=\"0\" errors=\"1\">",
        "<error type=\"policy.regex.compile\"",
        "</testsuites>\n",
    };
    for (size_t i = 0; i < TL_COUNT(wanted); i++) {
        cr_expect(buf_has(&s.result.out, wanted[i]), "%s is missing in: %s", wanted[i],
                  buf_text(&s.result.out));
    }
    EXPECT_STATUS(&s, 2, "policy", "lint", "--format", "junit", "wrong.yaml");
    scene_end(&s);
}

Test(cli_policy, what_a_policy_wants_proven_is_kept_by_verify_too)
{
    struct scene s;
    struct tl_buf cable = {0};
    struct tl_buf log = {0};
    scene_begin(&s);
    file_read(in_project(PLAIN), &cable);
    tl_buf_str(&cable, "\n4. (U) The card 4111 1111 1111 1112 was used.\n");
    file_put(&s.folder, "cable.txt", tl_buf_slice(&cable));
    file_put_text(&s.folder, "pack.yaml",
                  PACK "  - {id: p.card, why: x, match: '\\b\\d{4}(?: \\d{4}){3}\\b', check: luhn}\n");
    file_put_text(&s.folder, "policy.yaml", POLICY_TEXT "packs:\n  - {file: pack.yaml, proven: [p.card]}\n");
    EXPECT_STATUS(&s, 0, "redact", "-p", "policy.yaml", "--log", "log.jsonl", "-o", "release", "cable.txt");
    file_read(in_folder(&s.folder, "log.jsonl"), &log);
    cr_expect(buf_has(&log, "\"type\":\"kept\""), "%s", buf_text(&log));
    EXPECT_STATUS(&s, 0, "verify", "--log", "log.jsonl", "-p", "policy.yaml", "cable.txt", "release");
    tl_buf_release(&cable);
    tl_buf_release(&log);
    scene_end(&s);
}

Test(cli_policy, what_is_shipped_has_no_findings)
{
    static const char *const files[] = {
        "rules/contact.yaml",
        "rules/exemption-codes.yaml",
        "rules/foreign-government.yaml",
        "rules/identifiers.yaml",
        "rules/network.yaml",
        "rules/persons.yaml",
        "rules/places-times.yaml",
        "rules/sources-methods.yaml",
        "policies/audit-only.yaml",
        "policies/everything.yaml",
        "policies/max-confidential.yaml",
        "policies/declassified-record.yaml",
        "policies/partner-fvey.yaml",
        "policies/public-release.yaml",
    };
    struct scene s;
    scene_begin(&s);
    for (size_t i = 0; i < TL_COUNT(files); i++) {
        const int status = run(&s, WORDS("policy", "lint", in_project(files[i])));
        cr_expect(status == 0, "%s: %s", files[i], buf_text(&s.result.err));
    }
    scene_end(&s);
}

#define SLOW                                                                                                 \
    PACK "  - id: p.word\n    why: x\n    match: 'q(?:a+)+z'\n    tests:\n"                                  \
         "      - hit: '«qaz»'\n      - hit: 'a «qaaz»'\n      - hit: '«qaz».'\n"                      \
         "      - miss: 'q'\n      - miss: 'z'\n      - miss: 'qz'\n"

/* For a person with the time that this machine took, for programs the same in every run. */
Test(cli_policy, lint_shows_a_text_that_costs_much)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "slow.yaml", SLOW);
    EXPECT_STATUS(&s, 1, "policy", "lint", "slow.yaml");
    cr_expect(
        buf_has(&s.result.err, "slow.yaml:7:12: warning: p.word takes exponential steps on 'q', then 'a'"),
        "%s", buf_text(&s.result.err));
    cr_expect(buf_has(&s.result.err, " ms on this machine"), "%s", buf_text(&s.result.err));
    EXPECT_STATUS(&s, 1, "policy", "lint", "--format", "json", "slow.yaml");
    cr_expect(buf_has(&s.result.out, "\"slug\":\"lint.rule.steps\"") && s.result.err.len == 0);
    cr_expect(buf_has(&s.result.out, "\"way_out\":\"Bound what repeats"), "%s", buf_text(&s.result.out));
    cr_expect(!buf_has(&s.result.out, "on this machine"), "%s", buf_text(&s.result.out));
    EXPECT_STATUS(&s, 2, "policy", "show", "--format", "sarif", "slow.yaml");
    scene_end(&s);
}

Test(cli_policy, diff_says_what_more_is_let_out)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "a.yaml", POLICY_TEXT);
    file_put_text(&s.folder, "b.yaml", POLICY_TEXT "compilation: portions\n");
    file_put_text(&s.folder, "pack.yaml", SLOW);
    EXPECT_STATUS(&s, 1, "policy", "diff", "a.yaml", "b.yaml");
    EXPECT_OUT(&s,
               "a.yaml -> b.yaml\nlets out more: 1\n  compilation: overall -> portions\nlets out less: 0\n");
    EXPECT_STATUS(&s, 0, "policy", "diff", "b.yaml", "a.yaml");
    EXPECT_OUT(&s, "lets out more: 0\nlets out less: 1\n");
    EXPECT_STATUS(&s, 0, "policy", "diff", "--format", "json", "b.yaml", "a.yaml");
    EXPECT_OUT(&s, "\"key\":\"compilation\",\"text\":\"portions -> overall\",\"way\":\"less\"");
    EXPECT_OUT(&s, "\"lets_out_more\":false");
    EXPECT_STATUS(&s, 0, "policy", "diff", "pack.yaml", "pack.yaml");
    EXPECT_STATUS(&s, 2, "policy", "diff", "a.yaml", "pack.yaml");
    EXPECT_STATUS(&s, 2, "policy", "diff", "a.yaml");
    EXPECT_STATUS(&s, 66, "policy", "diff", "a.yaml", "missing.yaml");
    scene_end(&s);
}

Test(cli_policy, codes_that_the_program_does_not_know_so_are_refused)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "codes.yaml",
                  "tearline-rules: 1\nid: p\nrules: []\ncodes:\n  - {code: '(b)(1)', order: foia, title: "
                  "'5 U.S.C. 552(b)(1)', means: 'whatever'}\n");
    EXPECT_STATUS(&s, 78, "policy", "lint", "codes.yaml");
    cr_expect(buf_has(&s.result.err, "codes.yaml:5:5: error: the program was built with another entry for"),
              "%s", buf_text(&s.result.err));
    scene_end(&s);
}

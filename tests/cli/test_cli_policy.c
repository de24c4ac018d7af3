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

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

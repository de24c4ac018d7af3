/* SPDX-License-Identifier: Apache-2.0 */
/* Findings of lint, one policy each; and what show says. */
#include "policy_files.h"

#define GOOD                                                                                                 \
    POLICY_HEAD "drop: [attributes]\nwithhold: {exemptions: ['(b)(1)']}\nrules:\n"                           \
                "  - id: person.title\n    why: persons\n    exemptions: ['(b)(6)']\n"
#define TESTS "    tests:\n      - hit: 'DCM «Jim Foo» 12'\n      - miss: 'nobody'\n"

/* What lint tells about a policy on 1 January 2026. */
static void expect_lint(const char *text, const char *wanted)
{
    struct policy_files files;
    files_begin(&files);
    struct tl_policy *policy = files_load(&files, text);
    cr_assert(policy != NULL, "%s", files_told(&files));
    const struct tl_lint lint = {policy, {2026, 1, 1}, false, &files.diags};
    tl_policy_lint(&lint);
    const char *told = files_told(&files);
    if (wanted == NULL) {
        cr_expect(files.diags.list.count == 0, "told: %s", told);
    } else {
        cr_expect(strstr(told, wanted) != NULL, "wanted: %s\ntold: %s", wanted, told);
    }
    cr_expect(files.diags.errors == 0, "lint finds warnings only");
    tl_policy_free(policy);
    files_end(&files);
}

Test(policy_lint, a_good_policy_has_no_findings)
{
    expect_lint(GOOD "    match: 'DCM (Jim \\w+)'\n    excise: 1\n" TESTS, NULL);
}

Test(policy_lint, rules_need_tests_of_both_kinds)
{
    expect_lint(GOOD "    match: 'x'\n", "p.yaml:7:5: warning: person.title has no 'hit' and no 'miss' test");
    expect_lint(GOOD "    match: 'x'\n    tests:\n      - hit: '«x»'\n", "has no 'miss' test");
    expect_lint(GOOD "    match: 'x'\n    tests:\n      - miss: 'y'\n", "has no 'hit' test");
}

Test(policy_lint, stars_need_bounds)
{
    expect_lint(GOOD "    match: 'a.*b'\n" TESTS, "[lint.rule.star]");
    expect_lint(GOOD "    match: 'a.+?b'\n" TESTS, "[lint.rule.star]");
    expect_lint(GOOD "    match: 'a.{3,}b'\n" TESTS, "[lint.rule.star]");
    expect_lint(GOOD "    match: 'a.{3,5}b\\.*[.*]*'\n" TESTS, NULL);
}

Test(policy_lint, rules_without_literal_are_named)
{
    expect_lint(
        GOOD "    match: '\\w+ [a-z]+'\n" TESTS,
        "person.title holds no text that every match must have, so it runs on every byte: about 8 ms");
    expect_lint(GOOD "    match: '[a-z]{4,}'\n" TESTS, "about 3 ms for 1 MB");
    expect_lint(GOOD "    match: '\\A\\w+ [a-z]+'\n" TESTS, NULL);
    expect_lint(GOOD "    match: '\\d{3}-\\d{2}'\n" TESTS, NULL);
}

Test(policy_lint, ids_do_not_tell_what_goes)
{
    expect_lint(POLICY_HEAD "rules:\n  - {id: name.curveball, match: '(?i:Curveball)'}\n",
                "p.yaml:5:5: warning: the id name.curveball holds 'Curveball'");
    expect_lint(GOOD "    match: 'person (\\w+)'\n    excise: 1\n" TESTS, NULL);
}

Test(policy_lint, groups_checks_and_near_words)
{
    expect_lint(GOOD "    match: 'DCM(?<g> ?)'\n    excise: g\n" TESTS, "[lint.rule.group]");
    expect_lint(GOOD "    match: 'x'\n    check: luhn\n" TESTS, "[lint.rule.check]");
    expect_lint(GOOD "    match: 'x'\n    near: {words: [DCM, visa], within: 9}\n" TESTS,
                "wants 'visa' near");
}

Test(policy_lint, codes_and_reasons)
{
    expect_lint(POLICY_HEAD "rules:\n  - {id: a, match: 'x'}\n", "[lint.rule.exemption]");
    expect_lint(POLICY_HEAD "rules:\n  - {id: a, match: 'x'}\n", "[lint.rule.why]");
    expect_lint(GOOD "    match: 'x'\n    action: flag\n    propagate: [full]\n" TESTS,
                "[lint.rule.propagate]");
    expect_lint(POLICY_HEAD "rules:\n  - {id: a, match: 'x'}\n  - {id: b, match: 'x'}\n",
                "b has the regex of a");
}

Test(policy_lint, exceptions_end)
{
#define EXCEPTION(text, until)                                                                               \
    GOOD "    match: 'DCM (Jim \\w+)'\n    excise: 1\n" TESTS "exceptions:\n  - {text: [" text               \
         "], rules: [person.title], why: w, by: r, until: " until "}\n"
    expect_lint(EXCEPTION("SECSTATE", "2025-12-31"),
                "p.yaml:16:5: warning: this exception ended on 2025-12-31");
    expect_lint(EXCEPTION("SECSTATE", "2026-01-01"), "[lint.exception.expiring]");
    expect_lint(EXCEPTION("SECSTATE", "2026-01-30"), "[lint.exception.expiring]");
    expect_lint(EXCEPTION("SECSTATE", "2026-01-31"), NULL);
    expect_lint(EXCEPTION("of", "2030-01-01"), "[lint.exception.short]");
    expect_lint(
        EXCEPTION("a text that is a whole sentence and more than any name could ever be", "2030-01-01"),
        "[lint.exception.long]");
}

Test(policy_lint, policies)
{
    expect_lint(POLICY_HEAD, "[lint.policy.attributes]");
    expect_lint(POLICY_HEAD, "[lint.policy.rules]");
    expect_lint(POLICY_HEAD, "[lint.policy.exemptions]");
    expect_lint("tearline-policy: 1\nid: x\nrelease: {max: S, audience: [USA], allow: [NOFORN]}\n",
                "[lint.policy.allow]");
}

Test(policy_lint, a_pack_alone_is_judged_by_its_rules)
{
    struct policy_files files;
    files_begin(&files);
    struct tl_policy *policy = tl_policy_load_pack(
        files_put(&files, "p.yaml", PACK_HEAD "rules:\n  - {id: a, why: w, match: 'x.*'}\n"), &files.diags);
    cr_assert(policy != NULL);
    const struct tl_lint lint = {policy, {2026, 1, 1}, false, &files.diags};
    tl_policy_lint(&lint);
    cr_expect(strstr(files_told(&files), "lint.policy") == NULL, "%s", files_told(&files));
    cr_expect(files.diags.list.count == 2, "%s", files_told(&files));
    tl_policy_free(policy);
    files_end(&files);
}

Test(policy_lint, show_names_every_setting)
{
    static const char *const wanted[] = {
        "policy test\n",
        "max              U\n",
        "audience         public\n",
        "unmarked\n",
        "subject        overall\n",
        "on-doubt         withhold\n",
        "C              (b)(1)\n",
        "loosenings:\n  none\n",
        "rules: 1\n  person.title: excise group 1, exemptions (b)(6), case written, 2 tests\n",
        "match    DCM (Jim \\w+)\n",
        "amount         none\n"};
    struct policy_files files;
    struct tl_buf out = {0};
    files_begin(&files);
    struct tl_policy *policy = files_load(&files, GOOD "    match: 'DCM (Jim \\w+)'\n    excise: 1\n" TESTS);
    cr_assert(policy != NULL);
    tl_policy_show(policy, &out);
    tl_buf_byte(&out, 0);
    for (size_t i = 0; i < TL_COUNT(wanted); i++) {
        cr_expect(strstr((const char *)out.ptr, wanted[i]) != NULL, "wanted: %s\nin: %s", wanted[i],
                  (char *)out.ptr);
    }
    tl_buf_release(&out);
    tl_policy_free(policy);
    files_end(&files);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Findings of lint, one policy each; and what show says. */
#include "policy_files.h"
#include "release/lint.h"
#include "release/release.h"

#define GOOD                                                                                                 \
    POLICY_HEAD "drop: [attributes]\nwithhold: {exemptions: ['(b)(1)']}\nrules:\n"                           \
                "  - id: person.title\n    why: persons\n    exemptions: ['(b)(6)']\n"
#define MISSES "      - miss: 'nobody'\n      - miss: 'no one'\n      - miss: 'nil'\n"
#define TESTS                                                                                                \
    "    tests:\n      - hit: 'DCM «Jim Foo» 12'\n      - hit: 'a DCM «Jim Bar»'\n"                      \
    "      - hit: 'DCM «Jim Baz».'\n" MISSES

static struct tl_lint lint_of(const struct tl_policy *policy, struct policy_files *files)
{
    return (struct tl_lint){policy, {2026, 1, 1}, false, &files->diags};
}

/* What lint tells about a policy on 1 January 2026. */
static void expect_lint(const char *text, const char *wanted)
{
    struct policy_files files;
    files_begin(&files);
    struct tl_policy *policy = files_load(&files, text);
    cr_assert(policy != NULL, "%s", files_told(&files));
    const struct tl_lint lint = lint_of(policy, &files);
    tl_policy_lint(&lint);
    tl_policy_lint_texts(policy, &files.diags);
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

Test(policy_lint, rules_need_three_tests_of_both_kinds)
{
    expect_lint(GOOD "    match: 'x'\n",
                "p.yaml:7:5: warning: person.title has 0 'hit' and 0 'miss' tests: a rule needs 3 of each");
    expect_lint(GOOD "    match: 'x'\n    tests:\n      - hit: '«x»'\n", "has 1 'hit' and 0 'miss' tests");
    expect_lint(GOOD "    match: 'x'\n    tests:\n      - hit: '«x»'\n      - hit: 'a «x»'\n" MISSES,
                "has 2 'hit' and 3 'miss' tests");
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
    expect_lint(GOOD "    match: '\\A\\w+ [a-z]+ \\d'\n" TESTS, NULL);
    expect_lint(GOOD "    match: '\\d{3}-\\d{2}'\n" TESTS, NULL);
}

Test(policy_lint, ids_do_not_tell_what_goes)
{
    expect_lint(POLICY_HEAD "rules:\n  - {id: name.curveball, match: '(?i:Curveball)'}\n",
                "p.yaml:5:5: warning: the id name.curveball holds 'Curveball'");
    expect_lint(GOOD "    match: 'the person (\\w+)'\n    excise: 1\n" TESTS, NULL);
#define WORD(keys) POLICY_HEAD keys "rules:\n  - {id: name.one, match: 'Curveball|Longshore', why: "
    expect_lint(WORD("") "who Curveball is}\n", "the reason of name.one holds 'Curveball'");
    expect_lint(WORD("title: On longshore\n") "x}\n", "the title or id of the file with name.one holds");
    /* words of a description are no secret of a rule for a shape */
    expect_lint(GOOD "    match: '(?:persons|men) \\d{4}'\n" TESTS, NULL);
}

Test(policy_lint, texts_that_cost_more_and_more_are_shown)
{
    static const struct {
        const char *match, *says;
    } rows[] = {
        {"q(?:a+)+z", "takes exponential steps on 'q', then 'a' again and again"},
        {"q(?:a|a){14}[XY]", "takes exponential steps on 'q', then 'a'"},
        {"GDS\\(Aa(?:, (?:[A-Z]+\\.?,? ?){1,3})?\\)", "takes quadratic steps on 'GDS(Aa, "},
        {"[a-z]+ ?[a-z]+[XY]", "reads a run to its end from every place of it: 1024 times 'a'"},
        {"\\w+@\\w+", "reads a run to its end"},
        {"\\b\\w+@\\w+", NULL},
        {"(?<![\\w.])[\\w.]{1,64}@\\w{1,60}", NULL},
        {"q(?:a++)+z", NULL},
        {"q(?:, (?:[A-Z]++\\.?,? ?){1,3})?\\)", NULL},
        {"\\A\\W*[A-Z]{3,9}", NULL},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        char text[600];
        snprintf(text, sizeof(text), GOOD "    match: '%s'\n" TESTS, rows[i].match);
        struct policy_files files;
        files_begin(&files);
        struct tl_policy *policy = files_load(&files, text);
        cr_assert(policy != NULL, "%s: %s", rows[i].match, files_told(&files));
        const struct tl_lint lint = lint_of(policy, &files);
        tl_lint_steps(&lint, &policy->rules[0]);
        const char *told = files_told(&files);
        cr_expect(rows[i].says == NULL ? files.diags.list.count == 0 : strstr(told, rows[i].says) != NULL,
                  "%s: told: %s", rows[i].match, told);
        tl_policy_free(policy);
        files_end(&files);
    }
}

Test(policy_lint, marks_groups_of_one_name_and_idle_rules)
{
    expect_lint(GOOD "    match: '\\[[^\\]]{1,40}\\]'\n" TESTS, "takes of the mark [WITHHELD");
    expect_lint(GOOD "    match: 'TEXT|\\bX{5}\\b'\n    action: mask\n" TESTS, "takes of the mark XXXXX");
    expect_lint(GOOD "    match: '(?J)(?:DCM (?<n>a+)|Jim (?<n>b+))'\n" TESTS, "[lint.rule.names]");
    expect_lint(GOOD "    match: 'DCM (Jim \\w+)'\n    excise: 1\n    elements: [attributes]\n" TESTS,
                "[lint.rule.elements]");
    expect_lint(GOOD "    match: 'DCM (Jim \\w+)'\n    excise: 1\n    elements: [attributes]\n"
                     "    propagate: [full]\n" TESTS,
                NULL);
    expect_lint(GOOD "    match: 'DCM (Jim [a-z]+)'\n    excise: 1\n    check: luhn\n" TESTS,
                "what it excises cannot hold a digit");
}

Test(policy_lint, codes_belong_to_an_order_that_holds)
{
#define CODES(codes)                                                                                         \
    POLICY_HEAD "drop: [attributes]\nwithhold: {exemptions: " codes "}\nrules:\n"                            \
                "  - id: a\n    why: w\n    exemptions: ['(b)(6)']\n    match: 'DCM (Jim \\w+)'\n"           \
                "    excise: 1\n" TESTS
    expect_lint(CODES("['(b)(1)', '1.4(d)']"), NULL);
    expect_lint(CODES("['1.3(a)(5)']"), "p.yaml:5:1: warning: withhold.exemptions: 1.3(a)(5) is a code of "
                                        "E.O. 12356 1.3(a), which ended on 1995-10-14");
    expect_lint(CODES("{C: ['1.5(d)']}"), "[lint.policy.codes]");
    expect_lint(CODES("['1.4(d)', '25X6']"), "1.4(d) and 25X6 never hold for one cable");
    expect_lint(POLICY_HEAD "rules:\n  - {id: a, match: 'x', exemptions: ['1-301(c)']}\n",
                "[lint.rule.codes]");
}

/* What the matcher tells. */
static void expect_rules_lint(const char *text, const char *wanted)
{
    struct policy_files files;
    files_begin(&files);
    struct tl_policy *policy = files_load(&files, text);
    cr_assert(policy != NULL, "%s", files_told(&files));
    const struct tl_lint lint = lint_of(policy, &files);
    tl_rules_lint(&lint);
    const char *told = files_told(&files);
    cr_expect(wanted == NULL ? files.diags.list.count == 0 : strstr(told, wanted) != NULL, "told: %s", told);
    tl_policy_free(policy);
    files_end(&files);
}

Test(policy_lint, rules_that_others_make_idle_and_tests_that_pass)
{
#define RULE(id, match, keys, hit)                                                                           \
    "  - id: " id "\n    match: '" match "'\n    case: exact\n" keys "    tests:\n      - hit: '" hit "'\n"
    expect_rules_lint(POLICY_HEAD "rules:\n" RULE("a", "DCM \\w+", "", "«DCM Foo»")
                          RULE("b", "(?<=DCM )Foo", "", "DCM «Foo»"),
                      "a takes whatever the tests of b name");
    expect_rules_lint(POLICY_HEAD "rules:\n" RULE("a", "DCM \\w+", "    elements: [subject]\n", "«DCM Foo»")
                          RULE("b", "(?<=DCM )Foo", "", "DCM «Foo»"),
                      NULL);
    expect_rules_lint(POLICY_HEAD "rules:\n" RULE("a", "DCM \\w+", "    action: flag\n", "«DCM Foo»")
                          RULE("b", "(?<=DCM )Foo", "", "DCM «Foo»"),
                      NULL);
    expect_rules_lint(POLICY_HEAD "rules:\n" RULE("a", "DCM \\w+", "", "«DCM Foo»")
                          RULE("b", "(?<=DCM )Foo", "    propagate: [full]\n", "DCM «Foo»"),
                      NULL);
    expect_rules_lint(POLICY_HEAD "rules:\n" RULE("a", "DCM", "", "«DCM»") "      - todo-hit: 'a «DCM»'\n",
                      "[rule.todo_passes]");
}

Test(policy_lint, each_kind_has_a_row_with_a_way_out)
{
    size_t count = 0;
    for (const struct tl_lint_check *check; (check = tl_lint_check(count)) != NULL; count++) {
        cr_expect(strlen(check->title) > 0 && strlen(check->way) > 0 && strlen(check->source) > 0, "%s",
                  check->slug);
        for (size_t i = 0; i < count; i++) {
            cr_expect(strcmp(tl_lint_check(i)->slug, check->slug) != 0, "%s has two rows", check->slug);
        }
    }
    cr_expect(count > 25);
}

/* What stands in logs and answers is read by those who may not read what goes. */
Test(policy_lint, texts_do_not_tell_what_goes)
{
    static const char *const rules[] = {
        "  - {id: pier, why: the Nightjar pier, match: '(?i:nightjar pier)'}\n",
        "  - {id: berth, why: berths, match: '(?i:nightjar pier)'}\n  - {id: x, why: 'at NIGHTJAR Pier 9', "
        "match: 'y'}\n",
        "  - {id: nightjar-pier, why: berths, match: '(?i:nightjar pier)', propagate: [full]}\n",
        "  - {id: berth, why: berths, match: '(?i:nightjar pier)', action: withhold}\n"
        "exceptions:\n  - {text: [x], rules: [berth], why: not at Nightjar pier, by: r, until: 2030-01-01}\n",
    };
    for (size_t i = 0; i < TL_COUNT(rules); i++) {
        char text[1024];
        (void)snprintf(text, sizeof(text), POLICY_HEAD "rules:\n%s", rules[i]);
        expect_lint(text, "[lint.text.leak]");
    }
    expect_lint(
        "tearline-policy: 1\nid: p\ntitle: All of the Nightjar pier\nrelease: {max: U, audience: public}\n"
        "rules:\n  - {id: berth, why: berths, match: '(?i:nightjar pier)'}\n",
        "the title of p holds what berth removes");
    expect_lint(GOOD "    match: 'DCM (Jim \\w+)'\n    excise: 1\n    action: flag\n" TESTS, NULL);
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
                "p.yaml:20:5: warning: this exception ended on 2025-12-31");
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
    const struct tl_lint lint = lint_of(policy, &files);
    tl_policy_lint(&lint);
    cr_expect(strstr(files_told(&files), "lint.policy") == NULL, "%s", files_told(&files));
    cr_expect(files.diags.list.count == 4, "%s", files_told(&files));
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
        "rules: 1\n  person.title: excise group 1, exemptions (b)(6), case written, 6 tests\n",
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

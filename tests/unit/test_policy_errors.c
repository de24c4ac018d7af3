/* SPDX-License-Identifier: Apache-2.0 */
/* Every error of DESIGN section 4, with its place. */
#include "policy_files.h"

#include "base/limits.h"

#define RULE POLICY_HEAD "rules:\n  - id: a\n    match: 'x'\n"
#define MATCH(regex) POLICY_HEAD "rules:\n  - id: a\n    match: " regex "\n"
#define EXCEPTION(body) RULE "exceptions:\n  - " body "\n"

struct row {
    const char *text;
    const char *wanted;
};

static void expect_errors(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        expect_error(rows[i].text, rows[i].wanted);
    }
}

Test(policy_errors, keys)
{
    static const struct row rows[] = {
        {POLICY_HEAD "baner: keep\n",
         "p.yaml:4:1: error: a policy has no key 'baner' (did you mean 'banner'?)"},
        {POLICY_HEAD "zzzzzz: keep\n", "known are tearline-policy, id, title"},
        {POLICY_HEAD "id: again\n", "p.yaml:4:1: error: a policy has the key 'id' twice, first in line 2"},
        {"tearline-policy: 1\nid: x\n", "a policy lacks the key 'release'"},
        {"tearline-policy: 1\nrelease: {max: U, audience: public}\n", "a policy lacks the key 'id'"},
        {"id: tearline-x\nrelease: {max: U, audience: public}\n", "a policy lacks the key 'tearline-policy'"},
        {"tearline-policy: 2\nid: x\nrelease: {max: U, audience: public}\n",
         "p.yaml:1:18: error: this program reads"},
        {"tearline-policy: 1\nid: x\nrelease: {audience: public}\n",
         "p.yaml:3:10: error: release lacks the key 'max'"},
        {"tearline-policy: 1\nid: x\nrelease: {max: U}\n", "release lacks the key 'audience'"},
        {"tearline-policy: 1\nid: x\nrelease: {max: U, max: C, audience: public}\n",
         "release has the key 'max' twice"},
        {"tearline-policy: 1\nid: x\nrelease: U\n", "p.yaml:3:10: error: release must be a mapping"},
        {"tearline-policy: 1\nid: a b\nrelease: {max: U, audience: public}\n", "[policy.id]"},
        {POLICY_HEAD "title: [a]\n", "title must be a text"},
        {POLICY_HEAD "title:\n", "title is empty"},
        {PACK_HEAD "rules: []\n", "this is a rule pack, not a policy"},
    };
    expect_errors(rows, TL_COUNT(rows));
}

Test(policy_errors, release)
{
    static const char head[] = "tearline-policy: 1\nid: test\nrelease: ";
    static const struct row rows[] = {
        {"{max: X, audience: public}", "p.yaml:3:16: error: 'X' is no level"},
        {"{max: SECRETT, audience: public}", "[policy.level]"},
        {"{max: CUJ, audience: public}", "did you mean 'CUI'?"},
        {"{max: C, audience: public}", "to the public nothing above U may leave"},
        {"{max: CUI, audience: public}", "add SBU, LOU or FOUO to allow"},
        {"{max: CUI, audience: public, allow: [EXDIS]}", "[policy.public]"},
        {"{max: U, audience: everyone}", "audience is 'public' or a list"},
        {"{max: U, audience: [USA, ZZZ]}", "p.yaml:3:35: error: 'ZZZ' is no country code"},
        {"{max: U, audience: [public]}", "write audience: public, without brackets"},
        {"{max: U, audience: [GBR]}", "the audience lacks USA"},
        {"{max: U, audience: []}", "the audience lacks USA"},
        {"{max: U, audience: [USA, USA]}", "names 'USA' twice"},
        {"{max: U, audience: public, allow: [EXDISS]}", "is no control word (did you mean 'EXDIS'?)"},
        {"{max: U, audience: public, allow: EXDIS}", "allow must be a list"},
        {"{max: U, audience: public, allow: [EXDIS, EXDIS]}", "allow names 'EXDIS' twice"},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        char text[400];
        snprintf(text, sizeof(text), "%s%s\n", head, rows[i].text);
        expect_error(text, rows[i].wanted);
    }
    expect_fine("tearline-policy: 1\nid: x\nrelease: {max: CUI, audience: public, allow: [SBU]}\n");
    expect_fine("tearline-policy: 1\nid: x\nrelease: {max: FOUO, audience: public, allow: [FOUO]}\n");
    expect_fine("tearline-policy: 1\nid: x\nrelease: {max: TS, audience: [USA, GBR, AUS], allow: [EXDIS, SI, "
                "ORCON]}\n");
}

Test(policy_errors, settings)
{
    static const struct row rows[] = {
        {POLICY_HEAD "declassification: date\n", "declassification cannot be 'date' (did you mean 'dates'?)"},
        {POLICY_HEAD "banner: rolup\n", "did you mean 'rollup'?"},
        {POLICY_HEAD "compilation: portion\n", "did you mean 'portions'?"},
        {POLICY_HEAD "on-doubt: release\n",
         "p.yaml:4:11: error: on-doubt cannot be 'release'; known are withhold, deny"},
        {POLICY_HEAD "drop: [attribute]\n", "no element is called 'attribute' (did you mean 'attributes'?)"},
        {POLICY_HEAD "drop: [tags, tags]\n", "the element tags is named twice"},
        {POLICY_HEAD "drop: tags\n", "a list of elements must be a list"},
        {POLICY_HEAD "unmarked: {paragraph: U}\n", "p.yaml:4:12: error: unmarked has no key 'paragraph'"},
        {POLICY_HEAD "unmarked: {sub-paragraph: overall}\n", "[policy.key.unknown]"},
        {POLICY_HEAD "unmarked: {other: U}\n", "[policy.key.unknown]"},
        {POLICY_HEAD "unmarked: {withheld: U}\n", "[policy.key.unknown]"},
        {POLICY_HEAD "unmarked: {heading: U}\n", "without a marking heading counts at the overall"},
        {POLICY_HEAD "unmarked: {table: U}\n", "[policy.unmarked]"},
        {POLICY_HEAD "unmarked: {pass-line: U}\n", "[policy.unmarked]"},
        {POLICY_HEAD "unmarked: {attributes: U}\n", "[policy.unmarked]"},
        {POLICY_HEAD "unmarked: {header: C}\n", "[policy.value]"},
        {POLICY_HEAD "withhold: {amount: line}\n", "did you mean 'lines'?"},
        {POLICY_HEAD "withhold: {reasons: cable}\n", "reasons cannot be 'cable'"},
        {POLICY_HEAD "withhold: {exemptions: ['(z)(1)']}\n", "'(z)(1)' is no exemption"},
        {POLICY_HEAD "withhold: {exemptions: {X: ['(b)(1)']}}\n", "exemptions by level has no key 'X'"},
        {POLICY_HEAD "withhold: {exemptions: {C: '(b)(1)'}}\n", "exemptions must be a list"},
        {POLICY_HEAD "withhold: {exemptions: {C: ['(b)(10)']}}\n", "[policy.exemption]"},
    };
    expect_errors(rows, TL_COUNT(rows));
}

Test(policy_errors, rules)
{
    static const struct row rows[] = {
        {POLICY_HEAD "rules:\n  - match: 'x'\n", "p.yaml:5:5: error: a rule lacks the key 'id'"},
        {POLICY_HEAD "rules:\n  - id: a\n", "a rule lacks the key 'match'"},
        {POLICY_HEAD "rules: {a: b}\n", "rules must be a list"},
        {POLICY_HEAD "rules: [x]\n", "a rule must be a mapping"},
        {RULE "    excize: 0\n", "a rule has no key 'excize' (did you mean 'excise'?)"},
        {RULE "    match: 'y'\n", "has the key 'match' twice"},
        {RULE "    action: remove\n", "action cannot be 'remove'"},
        {RULE "    action: maks\n", "did you mean 'mask'?"},
        {RULE "    case: upper\n", "case cannot be 'upper'"},
        {RULE "    check: lunh\n", "check cannot be 'lunh' (did you mean 'luhn'?)"},
        {RULE "    check: none\n", "check cannot be 'none'"},
        {RULE "    check: luhn\n    on-check-fail: drop\n", "on-check-fail cannot be 'drop'"},
        {RULE "    on-check-fail: keep\n", "on-check-fail says nothing without 'check'"},
        {RULE "    propagate: [first]\n", "propagate cannot be 'first'"},
        {RULE "    propagate: [full, full]\n", "propagate names 'full' twice"},
        {RULE "    elements: [para]\n", "no element is called 'para'"},
        {RULE "    elements: []\n", "elements is empty"},
        {RULE "    exemptions: ['(b)(10)']\n", "'(b)(10)' is no exemption"},
        {RULE "    near: {words: [a]}\n", "near lacks the key 'within'"},
        {RULE "    near: {words: [], within: 40}\n", "near takes 1 to 16 words"},
        {RULE "    near: {words: [a], within: 0}\n", "within must be a whole number from 1"},
        {RULE "    near: {words: [a], within: many}\n", "[policy.number]"},
        {RULE "    excise: hit\n", "p.yaml:7:13: error: the regex has no group called 'hit'"},
        {RULE "    excise: 1\n", "there is no group '1': the regex has 0"},
        {RULE "    excise: 99999999999\n", "there is no group"},
        {RULE "  - id: a\n    match: 'y'\n", "p.yaml:7:5: error: the rule id 'a' stands in p.yaml:5 already"},
    };
    expect_errors(rows, TL_COUNT(rows));
    expect_fine(RULE "    excise: 0\n    elements: all\n    propagate: none\n    action: deny\n");
}

Test(policy_errors, regexes)
{
    static const struct row rows[] = {
        {MATCH("\"x\""), "p.yaml:6:12: error: a regex stands in single quotes"},
        {MATCH("x"), "this one has no quotes"},
        {MATCH(">-\n      x\n      y"), "[policy.regex.block]"},
        {MATCH("|\n      x"), "[policy.regex.block]"},
        {MATCH("'a(b'"), "p.yaml:6:16: error: the regex does not compile: missing closing parenthesis"},
        {MATCH("'''(b'"), "p.yaml:6:17: error: the regex does not compile"},
        {MATCH("|-\n      ab(cd"), "p.yaml:7:12: error: the regex does not compile"},
        {MATCH("'[z-a]'"), "range out of order"},
        {MATCH("'x*'"), "can match the empty string"},
        {MATCH("'a|'"), "[policy.regex.empty]"},
        {MATCH("'\\b'"), "[policy.regex.empty]"},
        {MATCH("'(?=a)'"), "[policy.regex.empty]"},
        {MATCH("'(a?)(b?)'"), "[policy.regex.empty]"},
        {MATCH("'a\\Cb'"), "[policy.regex.byte]"},
        {MATCH("'a\\Kb'"), "p.yaml:6:14: error: \\K hides"},
        {MATCH("'a(?C1)b'"), "[policy.regex.callout]"},
        {MATCH("'a(?C)b'"), "[policy.regex.callout]"},
        {MATCH("'(*LIMIT_MATCH=5)a'"), "[policy.regex.verb]"},
        {MATCH("'(*CRLF)a'"), "[policy.regex.verb]"},
        {MATCH("'(*UTF)a'"), "[policy.regex.verb]"},
        {MATCH("'a(*SKIP)(*FAIL)|b'"), "p.yaml:6:14: error: (*...) verbs"},
        {MATCH("'a(*ACCEPT)b'"), "[policy.regex.verb]"},
        {MATCH("'(?<a>x)(?<a>y)'"), "two named subpatterns have the same name"},
        {MATCH("'(?J)(?<a>x)|(?<a>y)'\n    excise: a"), "more than one group called 'a'"},
    };
    expect_errors(rows, TL_COUNT(rows));
    expect_fine(MATCH("'\\R^x$'"));
    expect_fine(MATCH("'[(*]A[]*(]\\(*B\\Q(*C\\E\\\\K'"));
    expect_fine(MATCH("'(*atomic:ab)(*pla:c)c'"));
    expect_fine(MATCH("|-\n      \\bDCM\\b"));
    expect_fine(MATCH("'(?<hit>a)(b)'\n    excise: 2"));
}

Test(policy_errors, rule_tests)
{
    static const struct row rows[] = {
        {RULE "    tests:\n      - hit: 'x'\n",
         "p.yaml:8:14: error: a 'hit' test names what goes exactly once"},
        {RULE "    tests:\n      - hit: '«x» «x»'\n", "[policy.test.span]"},
        {RULE "    tests:\n      - hit: '«»x'\n", "[policy.test.span]"},
        {RULE "    tests:\n      - hit: '»x«'\n", "[policy.test.span]"},
        {RULE "    tests:\n      - hit: '«x'\n", "[policy.test.span]"},
        {RULE "    tests:\n      - todo-hit: 'x'\n", "a 'todo-hit' test names what goes"},
        {RULE "    tests:\n      - miss: '«y»'\n", "a 'miss' test finds nothing"},
        {RULE "    tests:\n      - todo-miss: '«y»'\n", "a 'todo-miss' test finds nothing"},
        {RULE "    tests:\n      - hot: '«x»'\n", "a test cannot be 'hot' (did you mean 'hit'?)"},
        {RULE "    tests:\n      - hit: ''\n", "a test is empty"},
        {RULE "    tests:\n      - 'x'\n", "a test is one key and its text"},
        {RULE "    tests:\n      - {hit: '«x»', miss: y}\n", "a test is one key and its text"},
        {RULE "    tests: {hit: '«x»'}\n", "tests must be a list"},
        {RULE "    tests:\n      - miss: y\n      - miss: y\n",
         "p.yaml:9:15: error: the same test stands in line 8"},
        {RULE "    tests:\n      - hit: '«x» y'\n      - hit: '«x» y'\n", "[policy.test.twice]"},
        {RULE "    tests:\n      - hit: '«x» y'\n      - miss: 'x y'\n",
         "the same text is a 'hit' in line 8"},
    };
    expect_errors(rows, TL_COUNT(rows));
    expect_fine(RULE "    tests:\n      - hit: '«x» x'\n      - hit: 'x «x»'\n      - todo-miss: 'xx'\n");
}

Test(policy_errors, exceptions)
{
    static const struct row rows[] = {
        {EXCEPTION("{text: [x], rules: [a], by: r, until: 2030-01-01}"),
         "p.yaml:8:5: error: an exception lacks the key 'why'"},
        {EXCEPTION("{text: [x], rules: [a], why: w, until: 2030-01-01}"), "an exception lacks the key 'by'"},
        {EXCEPTION("{text: [x], rules: [a], why: w, by: r}"), "an exception lacks the key 'until'"},
        {EXCEPTION("{rules: [a], why: w, by: r, until: 2030-01-01}"), "an exception lacks the key 'text'"},
        {EXCEPTION("{text: [x], why: w, by: r, until: 2030-01-01}"), "an exception lacks the key 'rules'"},
        {EXCEPTION("{text: [x], rules: [b], why: w, by: r, until: 2030-01-01}"), "there is no rule 'b'"},
        {EXCEPTION("{text: [], rules: [a], why: w, by: r, until: 2030-01-01}"), "text is empty"},
        {EXCEPTION("{text: [x], rules: [], why: w, by: r, until: 2030-01-01}"), "rules is empty"},
        {EXCEPTION("{text: [x], rules: [a], why: w, by: r, until: 2030-02-30}"), "a day of the calendar"},
        {EXCEPTION("{text: [x], rules: [a], why: w, by: r, until: 30 June}"), "[policy.date]"},
        {EXCEPTION("{text: [x], rules: [a], why: '', by: r, until: 2030-01-01}"), "why is empty"},
        {POLICY_HEAD "rules:\n  - {id: person.title, match: 'x'}\nexceptions:\n"
                     "  - {text: [x], rules: [person.titel], why: w, by: r, until: 2030-01-01}\n",
         "there is no rule 'person.titel' (did you mean 'person.title'?)"},
        {POLICY_HEAD "exceptions: [x]\n", "an exception must be a mapping"},
    };
    expect_errors(rows, TL_COUNT(rows));
}

Test(policy_errors, all_errors_come_in_one_run_in_order)
{
    struct policy_files files;
    files_begin(&files);
    files_put(&files, "pack.yaml", PACK_HEAD "rules:\n  - {id: b, match: \"x\"}\n  - {id: c, match: 'x*'}\n");
    cr_expect(files_load(&files, POLICY_HEAD "baner: keep\npacks:\n  - {file: pack.yaml}\nrules:\n"
                                             "  - {id: d, match: '(', action: del}\ndrop: [nope]\n") == NULL);
    static const char *const wanted[] = {
        "p.yaml:4:1:", "pack.yaml:5:20:", "pack.yaml:6:21:", "p.yaml:8:22:", "p.yaml:8:33:", "p.yaml:9:8:"};
    const char *told = files_told(&files);
    const char *at = told;
    for (size_t i = 0; i < TL_COUNT(wanted) && at != NULL; i++) {
        at = strstr(at, wanted[i]);
        cr_expect(at != NULL, "%s is missing or out of order in\n%s", wanted[i], told);
    }
    cr_expect(files.diags.errors == TL_COUNT(wanted), "%s", told);
    files_end(&files);
}

Test(policy_errors, the_line_and_a_caret_are_shown)
{
    expect_error(POLICY_HEAD "title: Übung\nunmarked: {überschrift: U}\n",
                 "p.yaml:5:12: error: unmarked has no key 'überschrift'");
    expect_error(POLICY_HEAD "drop: [Ümläut, nope]\n", "  drop: [Ümläut, nope]\n"
                                                       "                 ^\n");
    expect_error(MATCH("'(?<hit>Ä''(b'"), "  ");
    expect_error(MATCH("'Ä''[b'"), "    match: 'Ä''[b'\n"
                                   "                   ^\n");
}

Test(policy_errors, no_more_than_the_cap_are_told)
{
    struct policy_files files;
    struct tl_buf text = {0};
    files_begin(&files);
    tl_buf_str(&text, POLICY_HEAD);
    for (int i = 0; i < 300; i++) {
        tl_buf_format(&text, "key%d: 1\n", i);
    }
    tl_buf_byte(&text, 0);
    cr_expect(files_load(&files, (const char *)text.ptr) == NULL);
    cr_expect(files.diags.list.count == TL_MAX_ERRORS + 1);
    cr_expect(strstr(files_told(&files), "[policy.too_many_errors]") != NULL);
    cr_expect(tl_policy_load(files.path, &files.diags) == NULL);
    tl_buf_release(&text);
    files_end(&files);
}

Test(policy_errors, long_lines_and_long_words_are_cut)
{
    struct policy_files files;
    struct tl_buf text = {0};
    files_begin(&files);
    tl_buf_str(&text, POLICY_HEAD "banner: ");
    for (int i = 0; i < 50000; i++) {
        tl_buf_byte(&text, 'a');
    }
    tl_buf_byte(&text, 0);
    cr_expect(files_load(&files, (const char *)text.ptr) == NULL);
    cr_expect(strlen(files_told(&files)) < 400, "%s", files_told(&files));
    tl_buf_release(&text);
    files_end(&files);
}

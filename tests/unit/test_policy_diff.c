/* SPDX-License-Identifier: Apache-2.0 */
/* What one policy lets out that another does not. */
#include "policy/diff.h"
#include "policy/openness.h"
#include "policy_files.h"

#define BASE "tearline-policy: 1\nid: x\n"
#define CLASSIFIED BASE "release: {max: C, audience: [USA, GBR]}\n"

/* The counts of B against A; "MORE key: text" must be told. */
static void expect_diff(const char *a, const char *b, size_t more, size_t less, size_t other,
                        const char *wanted)
{
    struct policy_files files;
    struct tl_buf told = {0};
    files_begin(&files);
    struct tl_policy *before = files_load(&files, a);
    cr_assert(before != NULL, "%s", files_told(&files));
    struct tl_policy *after = files_load(&files, b);
    cr_assert(after != NULL, "%s", files_told(&files));
    struct tl_policy_differences diff = {.arena = &files.arena};
    tl_policy_diff(before, after, &diff);
    for (size_t i = 0; i < diff.list.count; i++) {
        static const char *const ways[] = {"MORE", "LESS", "OTHER"};
        const struct tl_policy_difference *one = &diff.list.items[i];
        tl_buf_format(&told, "%s %.*s: %s\n", ways[one->way], (int)one->key.len, (const char *)one->key.ptr,
                      one->text);
    }
    tl_buf_byte(&told, 0);
    cr_expect(diff.counts[TL_DIFF_MORE] == more && diff.counts[TL_DIFF_LESS] == less &&
                  diff.counts[TL_DIFF_OTHER] == other,
              "%s\n->\n%s\ngives\n%s", a, b, (const char *)told.ptr);
    cr_expect(wanted == NULL || strstr((const char *)told.ptr, wanted) != NULL, "wanted: %s\ntold: %s",
              wanted, (const char *)told.ptr);
    tl_buf_release(&told);
    tl_policy_free(before);
    tl_policy_free(after);
    files_end(&files);
}

Test(policy_diff, a_policy_does_not_differ_from_itself)
{
    expect_diff(CLASSIFIED, CLASSIFIED, 0, 0, 0, NULL);
}

Test(policy_diff, settings_go_both_ways)
{
    static const struct {
        const char *strict, *loose, *says;
    } rows[] = {
        {CLASSIFIED, BASE "release: {max: S, audience: [USA, GBR]}\n", "MORE release.max: C -> S"},
        {CLASSIFIED, CLASSIFIED "declassification: dates\n", "MORE declassification: ignore -> dates"},
        {CLASSIFIED, CLASSIFIED "banner: strike\n", "MORE banner: rollup -> strike"},
        {CLASSIFIED "banner: strike\n", CLASSIFIED "banner: keep\n", "MORE banner: strike -> keep"},
        {CLASSIFIED, CLASSIFIED "unmarked: {subject: U}\n", "MORE unmarked.subject: overall -> U"},
        {CLASSIFIED, CLASSIFIED "unmarked: {signature: U}\n", "MORE unmarked.signature: overall -> U"},
        {CLASSIFIED, CLASSIFIED "compilation: portions\n", "MORE compilation: overall -> portions"},
        {CLASSIFIED, CLASSIFIED "withhold: {amount: bucket}\n", "MORE withhold.amount: none -> bucket"},
        {CLASSIFIED "withhold: {reasons: none}\n", CLASSIFIED, "MORE withhold.reasons: none -> authority"},
        {CLASSIFIED "on-doubt: deny\n", CLASSIFIED, "MORE on-doubt: deny -> withhold"},
        {CLASSIFIED "drop: [subject]\n", CLASSIFIED, "MORE drop: subject is no longer dropped"},
        {CLASSIFIED, BASE "release: {max: C, audience: [USA, GBR], allow: [EXDIS]}\n",
         "MORE release.allow: EXDIS may leave"},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        expect_diff(rows[i].strict, rows[i].loose, 1, 0, 0, rows[i].says);
        expect_diff(rows[i].loose, rows[i].strict, 0, 1, 0, NULL);
    }
}

Test(policy_diff, another_audience_always_lets_something_out)
{
    expect_diff(CLASSIFIED, BASE "release: {max: C, audience: [USA]}\n", 1, 1, 0,
                "MORE release.audience: GBR no longer holds back what it may not read");
    expect_diff(CLASSIFIED, BASE "release: {max: C, audience: [USA, GBR, AUS]}\n", 1, 1, 0,
                "MORE release.audience: AUS reads it too");
    expect_diff(BASE "release: {max: U, audience: [USA]}\n", BASE "release: {max: U, audience: public}\n", 1,
                1, 0, "MORE release.audience: everybody reads it");
}

#define RULED(keys) CLASSIFIED "rules:\n  - {id: r, why: w, match: 'DCM (\\w+)'" keys "}\n"

Test(policy_diff, rules_by_what_they_take)
{
    static const struct {
        const char *strict, *loose, *says;
    } rows[] = {
        {RULED(""), CLASSIFIED, "MORE rule r: is gone or disabled (excise)"},
        {RULED(", action: deny"), RULED(", action: withhold"), "MORE rule r: action deny -> withhold"},
        {RULED(", action: excise"), RULED(", action: flag"), "MORE rule r: action excise -> flag"},
        {RULED(""), RULED(", near: {words: [visa], within: 9}"), "MORE rule r: more context is asked for"},
        {RULED(", near: {words: [visa, pass], within: 9}"), RULED(", near: {words: [visa], within: 9}"),
         "MORE rule r: more context"},
        {RULED(", near: {words: [visa], within: 10}"), RULED(", near: {words: [visa], within: 9}"),
         "MORE rule r: more context"},
        {RULED(", check: luhn"), RULED(", check: luhn, on-check-fail: keep"),
         "MORE rule r: what fails the check luhn is kept"},
        {RULED(", propagate: [full]"), RULED(""), "MORE rule r: no longer looks again for the full name"},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        expect_diff(rows[i].strict, rows[i].loose, 1, 0, 0, rows[i].says);
        expect_diff(rows[i].loose, rows[i].strict, 0, 1, 0, NULL);
    }
    expect_diff(RULED(""), RULED(", elements: [paragraph]"), TL_KIND_COUNT - 1, 0, 0,
                "MORE rule r: no longer runs in subject");
}

Test(policy_diff, what_nobody_can_tell_counts_as_let_out)
{
    expect_diff(RULED(""), CLASSIFIED "rules:\n  - {id: r, why: w, match: 'DCM \\w+'}\n", 1, 1, 0,
                "MORE rule r: another regex");
    expect_diff(RULED(", case: any"), RULED(""), 1, 1, 0, "MORE rule r: upper and lower case");
    expect_diff(RULED(", near: {words: [visa], within: 9}"), RULED(", near: {words: [pass], within: 9}"), 1,
                1, 0, "other words must be near");
    expect_diff(RULED(""), RULED(", excise: 1"), 1, 1, 0, "another group goes");
    expect_diff(RULED(", excise: 1"), RULED(""), 0, 1, 0, "the whole match goes");
    expect_diff(RULED(", excise: 1, propagate: [full]"), RULED(", propagate: [full]"), 1, 1, 0,
                "another group");
}

Test(policy_diff, what_lets_nothing_out_is_told_apart)
{
    expect_diff(RULED(", action: flag"), CLASSIFIED, 0, 0, 1, "OTHER rule r: is gone");
    expect_diff(RULED(", action: flag"), RULED(", action: flag, elements: [subject]"), 0, 0,
                TL_KIND_COUNT - 1, NULL);
    expect_diff(RULED(""), RULED(", exemptions: ['(b)(6)']"), 0, 0, 1, "OTHER rule r: other exemptions");
    expect_diff(CLASSIFIED, CLASSIFIED "withhold: {exemptions: {TS: ['(b)(1)']}}\n", 0, 0, 1,
                "OTHER withhold.exemptions: other codes stand for what is withheld at TS");
    expect_diff(CLASSIFIED, CLASSIFIED "title: t\n", 0, 0, 1, "OTHER title");
}

#define KEPT(text, until)                                                                                    \
    RULED("") "exceptions:\n  - {text: [" text "], rules: [r], why: w, by: b, until: " until "}\n"

Test(policy_diff, exceptions_by_text_rule_and_end)
{
    expect_diff(RULED(""), KEPT("Foo", "2030-01-01"), 1, 0, 0, "MORE exception: 'Foo' of r is kept until");
    expect_diff(KEPT("Foo", "2030-01-01"), RULED(""), 0, 1, 0, NULL);
    expect_diff(KEPT("Foo", "2030-01-01"), KEPT("Foo", "2031-01-01"), 1, 0, 0, "until 2031-01-01");
    expect_diff(KEPT("Foo, Bar", "2030-01-01"), KEPT("Foo", "2030-01-01"), 0, 1, 0, NULL);
}

Test(policy_diff, each_setting_has_an_order_and_a_source)
{
    struct policy_files files;
    files_begin(&files);
    struct tl_policy *policy = files_load(&files, CLASSIFIED);
    cr_assert(policy != NULL);
    size_t count = 0;
    for (const struct tl_setting *setting; (setting = tl_setting(count)) != NULL; count++) {
        cr_expect(strlen(setting->source) > 0 && strlen(setting->word(setting->value(policy))) > 0, "%s",
                  setting->name);
    }
    cr_expect(count >= 12);
    tl_policy_free(policy);
    files_end(&files);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What a loaded policy holds: defaults, every key, packs, pins, what is turned off, hashes, loosenings. */
#include "policy_files.h"

#include "policy/validator.h"

static bool has_loosening(const struct tl_policy *policy, const char *text)
{
    for (size_t i = 0; i < policy->loosening_count; i++) {
        if (tl_slice_eq(policy->loosenings[i], tl_str(text))) {
            return true;
        }
    }
    return false;
}

static bool is(tl_slice slice, const char *text)
{
    return tl_slice_eq(slice, tl_str(text));
}

Test(policy_load, defaults_are_those_of_the_design)
{
    struct policy_files files;
    files_begin(&files);
    struct tl_policy *policy = files_load(&files, POLICY_HEAD "rules:\n  - {id: a, match: 'x'}\n");
    cr_assert(policy != NULL, "%s", files_told(&files));
    cr_expect(is(policy->id, "test"));
    cr_expect(policy->ceiling.max == TL_RANK_U && policy->ceiling.is_public &&
              policy->ceiling.allow.count == 0);
    cr_expect(!policy->honours_dates && policy->banner == TL_BANNER_ROLLUP &&
              !policy->is_compilation_by_portions);
    cr_expect(policy->adds_reasons && policy->amount == TL_AMOUNT_NONE && !policy->denies_on_doubt);
    cr_expect(policy->drop == 0 && policy->exception_count == 0 && policy->loosening_count == 0);
    for (size_t rank = 0; rank <= TL_RANK_TS; rank++) {
        cr_expect(policy->exemptions[rank].count == 0);
    }
    for (size_t kind = 0; kind < TL_KIND_COUNT; kind++) {
        cr_expect(tl_policy_unmarked(policy, (enum tl_kind)kind) == TL_UNMARKED_OVERALL);
    }
    const struct tl_rule *rule = &policy->rules[0];
    cr_expect(rule->action == TL_ACTION_EXCISE && rule->group == 0 && rule->case_ == TL_CASE_WRITTEN);
    cr_expect(rule->kinds == (1u << TL_KIND_COUNT) - 1 && rule->code != NULL &&
              rule->validator == TL_VALIDATOR_NONE);
    cr_expect(!rule->propagates_full && !rule->propagates_surname && rule->near_words.count == 0);
    cr_expect(rule->place.line == 5 && rule->place.col == 5 && rule->source == 0);
    tl_policy_free(policy);
    files_end(&files);
}

Test(policy_load, every_key_is_read)
{
    static const char text[] =
        "tearline-policy: 1\nid: all\ntitle: All keys\nrelease: {max: C, audience: [USA, GBR], allow: "
        "[EXDIS]}\n"
        "declassification: dates\nbanner: strike\n"
        "unmarked: {header: U, subject: U, reference: U, authority: U, signature: U, heading: overall}\n"
        "compilation: portions\ndrop: [attributes, signature]\n"
        "withhold: {exemptions: {CUI: ['(b)(5)'], C: ['(b)(1)']}, reasons: none, amount: lines}\non-doubt: "
        "deny\n"
        "rules:\n  - id: a.b\n    why: because\n    match: '(x)(?<hit>y)'\n    excise: hit\n"
        "    elements: [subject, paragraph]\n    near: {words: [passport, no], within: 40}\n    check: luhn\n"
        "    on-check-fail: keep\n    action: pseudonym\n    case: any\n    propagate: [full, surname]\n"
        "    exemptions: ['(b)(6)']\n    tests:\n      - hit: 'x«y» z'\n      - miss: 'z'\n"
        "exceptions:\n  - {text: [TOKYO, SECSTATE], rules: [a.b], why: offices, by: r-7, until: "
        "2027-06-30}\n";
    struct policy_files files;
    files_begin(&files);
    struct tl_policy *policy = files_load(&files, text);
    cr_assert(policy != NULL, "%s", files_told(&files));
    cr_expect(policy->ceiling.max == TL_RANK_C && !policy->ceiling.is_public &&
              policy->ceiling.audience.count == 2);
    cr_expect(policy->honours_dates && policy->banner == TL_BANNER_STRIKE &&
              policy->is_compilation_by_portions);
    cr_expect(policy->denies_on_doubt && policy->amount == TL_AMOUNT_LINES && !policy->adds_reasons);
    cr_expect(policy->drop == ((1u << TL_KIND_ATTRIBUTES) | (1u << TL_KIND_SIGNATURE)));
    cr_expect(tl_policy_unmarked(policy, TL_KIND_TAGS) == TL_UNMARKED_U);
    cr_expect(tl_policy_unmarked(policy, TL_KIND_SUBJECT) == TL_UNMARKED_U);
    cr_expect(tl_policy_unmarked(policy, TL_KIND_PARAGRAPH) == TL_UNMARKED_OVERALL);
    cr_expect(tl_policy_unmarked(policy, TL_KIND_OTHER) == TL_UNMARKED_OVERALL);
    cr_expect(is(policy->exemptions[TL_RANK_CUI].item[0], "(b)(5)") &&
              policy->exemptions[TL_RANK_R].count == 0);
    cr_expect(is(policy->exemptions[TL_RANK_TS].item[0], "(b)(1)"));
    cr_expect(is(policy->exemptions[TL_RANK_UNKNOWN].item[0], "(b)(1)"));
    const struct tl_rule *rule = tl_policy_rule(policy, TL_LIT("a.b"));
    cr_assert(rule != NULL);
    cr_expect(rule->group == 2 && rule->action == TL_ACTION_PSEUDONYM && rule->case_ == TL_CASE_ANY);
    cr_expect(rule->validator == TL_VALIDATOR_LUHN && rule->is_kept_on_fail && rule->near_within == 40);
    cr_expect(rule->propagates_full && rule->propagates_surname && rule->near_words.count == 2);
    cr_expect(rule->test_count == 2 && is(rule->tests[0].text, "xy z"));
    cr_expect(rule->tests[0].span.begin == 1 && rule->tests[0].span.end == 2);
    const struct tl_exception *exception = &policy->exceptions[0];
    cr_expect(exception->texts.count == 2 && is(exception->by, "r-7") && exception->until.month == 6);
    static const char *const loosenings[] = {"EXDIS may leave",
                                             "declassification dates are honoured",
                                             "subject without a marking counts as U",
                                             "compilation is judged by portions",
                                             "the amount withheld is told, in lines",
                                             "a.b keeps what fails the check luhn",
                                             "a.b keeps 2 excepted texts until 2027-06-30"};
    for (size_t i = 0; i < TL_COUNT(loosenings); i++) {
        cr_expect(has_loosening(policy, loosenings[i]), "%s", loosenings[i]);
    }
    tl_policy_free(policy);
    files_end(&files);
}

Test(policy_load, a_plain_list_of_exemptions_means_c_and_above)
{
    struct policy_files files;
    files_begin(&files);
    struct tl_policy *policy = files_load(&files, POLICY_HEAD "withhold: {exemptions: ['(b)(1)']}\n");
    cr_assert(policy != NULL);
    cr_expect(policy->exemptions[TL_RANK_U].count == 0 && policy->exemptions[TL_RANK_CUI].count == 0);
    cr_expect(policy->exemptions[TL_RANK_R].count == 0 && policy->exemptions[TL_RANK_C].count == 1);
    cr_expect(policy->exemptions[TL_RANK_S].count == 1 && policy->exemptions[TL_RANK_UNKNOWN].count == 1);
    tl_policy_free(policy);
    files_end(&files);
}

Test(policy_load, packs_are_found_beside_the_policy)
{
    struct policy_files files;
    char folder[128];
    files_begin(&files);
    snprintf(folder, sizeof(folder), "%s/rules", files.dir);
    cr_assert(mkdir(folder, 0700) == 0);
    files_put(&files, "rules/a.yaml",
              PACK_HEAD "rules:\n  - {id: pack.one, match: 'x'}\n  - {id: pack.two, match: 'y', "
                        "exemptions: ['(b)(1)']}\n  - {id: pack.three, match: 'z'}\n");
    struct tl_policy *policy = files_load(
        &files, POLICY_HEAD
        "packs:\n  - {file: rules/a.yaml, disable: [pack.three]}\nrules:\n  - {id: own, match: 'w'}\n");
    cr_assert(policy != NULL, "%s", files_told(&files));
    cr_expect(policy->source_count == 2 && policy->rule_count == 3);
    cr_expect(is(policy->sources[1].id, "pack") && policy->rules[0].source == 1);
    cr_expect(is(policy->rules[0].exemptions.item[0], "(b)(6)"));
    cr_expect(is(policy->rules[1].exemptions.item[0], "(b)(1)"));
    cr_expect(tl_policy_rule(policy, TL_LIT("pack.three")) == NULL);
    cr_expect(policy->rules[2].exemptions.count == 0 && policy->rules[2].source == 0);
    cr_expect(has_loosening(policy, "pack.three is disabled"));
    const tl_slice hashes[] = {tl_hash_slice(&policy->sources[0].hash),
                               tl_hash_slice(&policy->sources[1].hash)};
    const struct tl_hash hash = tl_sha256(hashes, 2);
    cr_expect(memcmp(&hash, &policy->hash, sizeof(hash)) == 0);
    tl_policy_free(policy);
    files_end(&files);
}

Test(policy_load, a_policy_may_ask_for_proof)
{
    struct policy_files files;
    files_begin(&files);
    files_put(&files, "a.yaml",
              PACK_HEAD
              "rules:\n  - {id: pack.one, match: '\\d{16}', check: luhn}\n  - {id: pack.two, match: 'y'}\n");
    struct tl_policy *policy =
        files_load(&files, POLICY_HEAD "packs:\n  - {file: a.yaml, proven: [pack.one]}\n");
    cr_assert(policy != NULL, "%s", files_told(&files));
    cr_expect(policy->rules[0].is_to_prove && !policy->rules[1].is_to_prove);
    cr_expect(has_loosening(policy, "pack.one keeps what fails the check luhn"));
    tl_policy_free(policy);
    cr_expect(files_load(&files, POLICY_HEAD "packs:\n  - {file: a.yaml, proven: [pack.two]}\n") == NULL);
    cr_expect(strstr(files_told(&files), "'pack.two' has no check that could prove a hit") != NULL, "%s",
              files_told(&files));
    cr_expect(files_load(&files, POLICY_HEAD "packs:\n  - {file: a.yaml, proven: [pack.on]}\n") == NULL);
    cr_expect(strstr(files_told(&files), "did you mean 'pack.one'?") != NULL);
    files_end(&files);
}

Test(policy_load, pack_exemptions_hold_wherever_they_stand)
{
    struct policy_files files;
    files_begin(&files);
    struct tl_policy *policy = tl_policy_load_pack(
        files_put(&files, "a.yaml",
                  "tearline-rules: 1\nid: p\nrules:\n  - {id: a, match: 'x'}\nexemptions: ['(b)(6)']\n"),
        &files.diags);
    cr_assert(policy != NULL, "%s", files_told(&files));
    cr_expect(policy->rules[0].exemptions.count == 1);
    cr_expect(policy->ceiling.max == TL_RANK_UNKNOWN && is(policy->id, "p"));
    tl_policy_free(policy);
    files_end(&files);
}

/* Loads a policy with packs beside one good pack, and wants an error. */
static void expect_pack_error(const char *packs, const char *wanted)
{
    struct policy_files files;
    struct tl_buf text = {0};
    files_begin(&files);
    files_put(&files, "a.yaml", PACK_HEAD "rules:\n  - {id: pack.one, match: 'x'}\n");
    files_put(&files, "b.yaml", PACK_HEAD "rules:\n  - {id: pack.one, match: 'y'}\n");
    files_put(&files, "policy.yaml", POLICY_HEAD);
    tl_buf_format(&text, POLICY_HEAD "packs:\n%s", packs);
    tl_buf_byte(&text, 0);
    cr_expect(files_load(&files, (const char *)text.ptr) == NULL);
    cr_expect(strstr(files_told(&files), wanted) != NULL, "wanted: %s\ntold: %s", wanted, files_told(&files));
    tl_buf_release(&text);
    files_end(&files);
}

Test(policy_load, packs_that_do_not_fit_are_refused)
{
    expect_pack_error("  - {file: none.yaml}\n", "p.yaml:5:12: error: cannot open");
    expect_pack_error("  - {file: .}\n", "[policy.pack.file]");
    expect_pack_error("  - {disable: [x]}\n", "a pack lacks the key 'file'");
    expect_pack_error("  - {file: a.yaml, disable: [pack.onee]}\n", "did you mean 'pack.one'?");
    expect_pack_error("  - {file: a.yaml, disable: pack.one}\n", "disable must be a list");
    expect_pack_error("  - {file: a.yaml, disable: [pack.one, pack.one]}\n", "twice");
    expect_pack_error("  - {file: a.yaml, sha256: 00}\n", "p.yaml:5:28: error: the pin does not fit");
    expect_pack_error("  - {file: a.yaml}\n  - {file: ./a.yaml}\n", "[policy.pack.twice]");
    expect_pack_error("  - {file: p.yaml}\n", "[policy.pack.twice]");
    expect_pack_error("  - {file: policy.yaml}\n", "this is a policy, not a rule pack");
    expect_pack_error("  - {file: a.yaml}\n  - {file: b.yaml}\n",
                      "b.yaml:5:5: error: the rule id 'pack.one' stands in a.yaml:5");
    expect_pack_error("  - {file: a.yaml, disable: [pack.one]}\nrules:\n  - {id: pack.one, match: 'z'}\n",
                      "[policy.rule.twice]");
    expect_pack_error("  - {file: a.yaml, disable: [pack.one]}\nexceptions:\n"
                      "  - {text: [x], rules: [pack.one], why: w, by: r, until: 2030-01-01}\n",
                      "is disabled in this policy");
}

Test(policy_load, a_pin_that_fits_is_fine)
{
    struct policy_files files;
    char text[400];
    char hex[TL_HEX];
    static const char pack[] = PACK_HEAD "rules:\n  - {id: a, match: 'x'}\n";
    files_begin(&files);
    files_put(&files, "a.yaml", pack);
    const struct tl_hash hash = tl_sha256_one(tl_str(pack));
    snprintf(text, sizeof(text), POLICY_HEAD "packs:\n  - {file: a.yaml, sha256: %s}\n",
             tl_hash_hex(&hash, hex));
    struct tl_policy *policy = files_load(&files, text);
    cr_expect(policy != NULL, "%s", files_told(&files));
    tl_policy_free(policy);
    files_end(&files);
}

Test(policy_load, a_missing_policy_is_told)
{
    struct policy_files files;
    files_begin(&files);
    cr_expect(tl_policy_load("/nonexistent/p.yaml", &files.diags) == NULL);
    cr_expect(files.diags.errors == 1 && strcmp(files.diags.list.items[0].slug, "input.open") == 0);
    cr_expect(!tl_policy_is_pack("/nonexistent/p.yaml"));
    files_end(&files);
}

Test(policy_load, packs_and_policies_are_told_apart)
{
    struct policy_files files;
    files_begin(&files);
    cr_expect(tl_policy_is_pack(files_put(&files, "a", PACK_HEAD)));
    cr_expect(tl_policy_is_pack(files_put(&files, "b", "# x\nid: p\n\"tearline-rules\": 1\n")));
    cr_expect(!tl_policy_is_pack(files_put(&files, "c", POLICY_HEAD)));
    cr_expect(!tl_policy_is_pack(files_put(&files, "d", "# tearline-rules: 1\n" POLICY_HEAD)));
    files_end(&files);
}

Test(policy_load, the_built_in_policy_is_strict)
{
    const tl_slice words[] = {TL_LIT("USA"), TL_LIT("GBR")};
    struct tl_policy *policy =
        tl_policy_of_max(TL_RANK_C, false, (struct tl_words){NULL, 0}, (struct tl_words){words + 1, 1});
    cr_expect(policy->ceiling.audience.count == 1 && is(policy->ceiling.audience.item[0], "USA"));
    cr_expect(policy->ceiling.allow.count == 1 && policy->banner == TL_BANNER_KEEP);
    cr_expect(tl_policy_unmarked(policy, TL_KIND_TAGS) == TL_UNMARKED_U);
    cr_expect(tl_policy_unmarked(policy, TL_KIND_SUBJECT) == TL_UNMARKED_OVERALL);
    cr_expect(tl_policy_unmarked(policy, TL_KIND_REFERENCE) == TL_UNMARKED_OVERALL);
    tl_policy_free(policy);
}

Test(policy_load, regexes_work_on_unicode_and_case_any_folds)
{
    struct policy_files files;
    files_begin(&files);
    struct tl_policy *policy =
        files_load(&files, POLICY_HEAD
                   "rules:\n  - {id: a, match: '\\bm\\wller\\b', case: any}\n  - {id: b, match: 'm.ller'}\n");
    cr_assert(policy != NULL, "%s", files_told(&files));
    pcre2_match_data *data = pcre2_match_data_create(2, NULL);
    const tl_slice text = TL_LIT("x MÜLLER y");
    cr_expect(pcre2_match(policy->rules[0].code, text.ptr, text.len, 0, 0, data, NULL) > 0);
    cr_expect(pcre2_match(policy->rules[1].code, text.ptr, text.len, 0, 0, data, NULL) ==
              PCRE2_ERROR_NOMATCH);
    pcre2_match_data_free(data);
    tl_policy_free(policy);
    files_end(&files);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* A reviewer's file of decisions: every error with its place, and not a word of what it holds. */
#include "policy/decisions.h"
#include "policy_files.h"

#define HEAD "tearline-decisions: 1\ndecisions:\n"
#define HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define WHO "by: reviewer-7, why: a reason, date: 2026-01-05"
#define PLACE "cable: PORT ARDENT 1, sha256: " HASH ", portion: '1'"
#define ONE(rest) HEAD "  - {" PLACE ", " rest "}\n"

static struct tl_rulings *load(struct policy_files *files, const char *text)
{
    files_put(files, "d.yaml", text);
    return tl_rulings_load(files->path, (struct tl_date){2026, 11, 24}, &files->diags);
}

struct row {
    const char *text;
    const char *wanted;
};

static void expect_refused(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct policy_files files;
        files_begin(&files);
        struct tl_rulings *rulings = load(&files, rows[i].text);
        const char *told = files_told(&files);
        cr_expect(rulings == NULL, "read although it must not be: %s", rows[i].text);
        cr_expect(strstr(told, rows[i].wanted) != NULL, "wanted: %s\ntold: %s", rows[i].wanted, told);
        cr_expect(strstr(told, "NIGHTJAR") == NULL, "told: %s", told);
        tl_rulings_free(rulings);
        files_end(&files);
    }
}

Test(decisions, are_read_as_they_are_written)
{
    struct policy_files files;
    files_begin(&files);
    struct tl_rulings *rulings = load(
        &files, ONE("do: policy") "  - {" PLACE ", do: release, controls: [NF, REL TO, SI-G], authority: "
                                  "an order, line: 20, " WHO "}\n"
                                  "  - {" PLACE ", do: excise, text: ' x ', exemptions: ['(b)(5)'], " WHO
                                  "}\n  - {cable: unknown, sha256: " HASH ", portion: subject#2, do: "
                                  "withhold, " WHO "}\n");
    cr_assert(rulings != NULL, "%s", files_told(&files));
    cr_expect(rulings->total == 4 && rulings->count == 3);
    const struct tl_ruling *release = &rulings->list[0];
    cr_expect(release->does == TL_RULING_RELEASE && release->line == 20 && release->controls.count == 3);
    cr_expect(tl_slice_eq(release->controls.item[0], TL_LIT("NOFORN")));
    cr_expect(tl_slice_eq(release->authority, TL_LIT("an order")) && release->date.year == 2026);
    cr_expect(tl_slice_eq(rulings->list[1].text, TL_LIT("x")) && rulings->list[1].exemptions.count == 1);
    cr_expect(tl_slice_eq(rulings->list[2].portion, TL_LIT("subject#2")));
    cr_expect(tl_rulings_of_hash(rulings, &release->original).count == 3);
    cr_expect(tl_rulings_of_cable(rulings, TL_LIT("PORT ARDENT 1")).count == 2);
    cr_expect(tl_rulings_of_cable(rulings, (tl_slice){NULL, 0}).count == 1);
    cr_expect(tl_rulings_of_cable(rulings, TL_LIT("PORT ARDENT 2")).count == 0);
    tl_rulings_free(rulings);
    files_end(&files);
}

Test(decisions, keys_and_values)
{
    static const struct row rows[] = {
        {"", "the file holds no decisions"},
        {"tearline-decisions: 2\ndecisions: []\n", "d.yaml:1:21: error: this program reads version 1"},
        {"tearline-decisions: 1\n", "a file of decisions lacks the key 'decisions'"},
        {HEAD "  - 7\n", "a decision must be a mapping"},
        {HEAD "  - {sha256: " HASH ", portion: '1', do: policy}\n", "a decision lacks the key 'cable'"},
        {ONE("do: relase"), "do cannot be '...' (did you mean 'release'?)"},
        {ONE("NIGHTJAR: x, do: policy"), "a decision has no key '...'"},
        {ONE("do: policy, do: policy"), "a decision has the key 'do' twice"},
        {HEAD "  - {cable: A 1, sha256: 12, portion: '1', do: policy}\n", "[decisions.sha256]"},
        {HEAD "  - {cable: A 1, sha256: " HASH ", portion: the first, do: policy}\n", "[decisions.portion]"},
        {ONE("do: withhold, why: a, date: 2026-01-05"), "a decision to withhold lacks the key 'by'"},
        {ONE("do: withhold, by: a, date: 2026-01-05"), "a decision to withhold lacks the key 'why'"},
        {ONE("do: withhold, by: a, why: a"), "a decision to withhold lacks the key 'date'"},
        {ONE("do: release, " WHO), "a decision to release lacks the key 'authority'"},
        {ONE("do: excise, " WHO), "a decision to excise lacks the key 'text'"},
        {ONE("do: withhold, text: NIGHTJAR, " WHO), "say `do: excise` to take this text out"},
        {ONE("do: release, authority: a, text: NIGHTJAR, " WHO), "a release is of the whole portion"},
        {ONE("do: release, authority: a, exemptions: ['(b)(5)'], " WHO), "'exemptions' says nothing"},
        {ONE("do: withhold, controls: [NF], " WHO), "'controls' says nothing"},
        {ONE("do: policy, by: a"), "'by' says nothing beside `do: policy`"},
        {ONE("do: release, authority: a, controls: [NIGHTJAR], " WHO), "[decisions.control]"},
        {ONE("do: release, authority: a, controls: [NOFRON], " WHO), "did you mean 'NOFORN'?"},
        {ONE("do: withhold, exemptions: ['(b)(11)'], " WHO), "[policy.exemption]"},
        {ONE("do: withhold, by: a, why: a, date: 2026-02-30"), "[policy.date]"},
        {ONE("do: withhold, by: a, why: a, date: 2026-11-25"), "this day is after 2026-11-24"},
    };
    expect_refused(rows, TL_COUNT(rows));
}

Test(decisions, two_words_on_one_portion)
{
    static const struct row rows[] = {
        {ONE("do: withhold, " WHO) "  - {" PLACE ", do: withhold, " WHO "}\n",
         "d.yaml:4:5: error: this portion has this very decision already, in line 3"},
        {ONE("do: withhold, " WHO) "  - {" PLACE ", do: release, authority: a, " WHO "}\n",
         "line 3 decides otherwise"},
        {ONE("do: excise, text: a, " WHO) "  - {" PLACE ", do: withhold, " WHO "}\n",
         "line 3 decides otherwise"},
        {ONE("do: excise, text: a, " WHO) "  - {" PLACE ", do: excise, text: a, " WHO "}\n",
         "this very decision already"},
    };
    expect_refused(rows, TL_COUNT(rows));
}

Test(decisions, form_of_the_file)
{
    static const struct row rows[] = {
        {"1. (C) NIGHTJAR\n", "[config.foreign]"},
        {POLICY_HEAD, "[config.foreign]"},
        {HEAD "  - &a NIGHTJAR\n", "[yaml.anchor]"},
        {HEAD "  - *NIGHTJAR\n", "[yaml.alias]"},
        {HEAD "  - !x NIGHTJAR\n", "[yaml.tag]"},
        {HEAD "  []\n---\nNIGHTJAR: x\n", "[yaml.second_document]"},
        {HEAD "  - {NIGHTJAR: \"NIGHTJAR\n", "[yaml.syntax]"},
        {HEAD "  - text: NIGHTJAR\xff\n", "[config.utf8]"},
        {HEAD "  - text: |\n      NIGHTJAR\n      by: NIGHTJAR\x01\n", "[config.control]"},
        {HEAD "  - text: NIGHTJAR \xe2\x80\xae\n", "[config.bidi]"},
        {HEAD "  - {cable: A 1, text: NIGHTJAR, do: NIGHTJAR}\n", "[policy.value]"},
    };
    expect_refused(rows, TL_COUNT(rows));
}

Test(decisions, are_no_policy)
{
    expect_error(ONE("do: excise, text: NIGHTJAR, " WHO), "give it with --decisions");
}

Test(decisions, all_errors_are_told_in_one_run)
{
    struct policy_files files;
    files_begin(&files);
    cr_expect(load(&files, ONE("do: excise") "  - {" PLACE ", do: nothing}\n  - {}\n") == NULL);
    cr_expect(files.diags.errors == 9, "%s", files_told(&files));
    files_end(&files);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Why rules took what they took in a cable, and why they left what they nearly took. */
#include "policy_files.h"
#include "release/explain.h"

#define CABLE                                                                                                \
    "ZNY CCCCC ZZH\nP 021405Z MAR 07\nFM AMEMBASSY PORT ARDENT\nTO RUEHC/SECSTATE WASHDC PRIORITY 4455\n\n"  \
    "C O N F I D E N T I A L PORT ARDENT 000504\n\nE.O. 12958: DECL: 03/02/2017\nTAGS: PREL\n"               \
    "SUBJECT: (U) LEGATE BRUN ARRIVES\n\n"                                                                   \
    "1. (U) Envoy Mina Holtar came. Holtar spoke. The legate Otto Brun did not.\n\n"                         \
    "2. (C) Envoy Sven Quill is ill.\n\n"                                                                    \
    "3. (U) Envoy Ida Kept stayed. The number 4111 1111 1111 1112 rang.\n\n"                                 \
    "4. (U) He asked about file 778 of the visa, and of a KEYWORD, and ORCHARD, and\nat last of file 779.  " \
    "Envoy 7 wrote of nothing else.\n"

#define POLICY_OF_PACK                                                                                       \
    POLICY_HEAD                                                                                              \
    "unmarked: {header: U, reference: U}\nwithhold: {exemptions: ['(b)(1)']}\n"                              \
    "packs:\n  - {file: pack.yaml, disable: [pack.off]}\n"                                                   \
    "exceptions:\n  - {text: [Ida Kept], rules: [pack.envoy], why: w, by: b, until: 2030-01-01}\n"

#define PACK                                                                                                 \
    PACK_HEAD "rules:\n"                                                                                     \
              "  - {id: pack.envoy, match: '\\bEnvoy (?<hit>[A-Z]\\w+ [A-Z]\\w+)', excise: hit, "            \
              "propagate: [full, surname]}\n"                                                                \
              "  - {id: pack.legate, match: '\\bLegate ([A-Z]\\w+ [A-Z]\\w+)', excise: 1}\n"                 \
              "  - {id: pack.subject, match: '\\bLEGATE [A-Z]+', elements: [paragraph]}\n"                   \
              "  - {id: pack.card, match: '\\b\\d{4}(?: \\d{4}){3}\\b', check: luhn, on-check-fail: keep}\n" \
              "  - {id: pack.file, match: '\\bfile \\d{3}', near: {words: [visa], within: 12}}\n"            \
              "  - {id: pack.flag, match: '\\bKEYWORD\\b', action: flag}\n"                                  \
              "  - {id: pack.off, match: '\\bORCHARD\\b'}\n"

struct scene {
    struct policy_files files;
    struct tl_arena arena;
    struct tl_policy *policy;
    struct tl_cable cable;
    struct tl_explain_packs packs;
    struct tl_explained_rules explained;
};

static void scene_begin(struct scene *s)
{
    const struct tl_cable_options read = {0};
    const struct tl_release_options options = {.judged_on = {2026, 1, 1}, .records_covered = true};
    struct tl_err err = {0};
    *s = (struct scene){0};
    files_begin(&s->files);
    (void)files_put(&s->files, "pack.yaml", PACK);
    s->policy = files_load(&s->files, POLICY_OF_PACK);
    cr_assert(s->policy != NULL, "%s", files_told(&s->files));
    tl_cable_parse(&s->arena, tl_str(CABLE), &read, &s->cable);
    cr_assert_eq(tl_explain_rules(&s->arena, &s->cable, s->policy, &options, &s->packs, &s->explained, &err),
                 TL_OK, "%s", err.text);
}

static void scene_end(struct scene *s)
{
    tl_explain_packs_free(&s->packs);
    tl_policy_free(s->policy);
    tl_arena_release(&s->arena);
    files_end(&s->files);
}

/* What is said of the rule at the first place of `text` in the cable from `after` on; NULL: nothing. */
static const struct tl_explained_rule *said(const struct scene *s, const char *rule, const char *text,
                                            const char *after)
{
    const tl_slice all = tl_str(CABLE);
    const size_t at = tl_slice_find(all, tl_str(text), tl_slice_find(all, tl_str(after), 0));
    for (size_t i = 0; i < s->explained.list.count; i++) {
        const struct tl_explained_rule *one = &s->explained.list.items[i];
        if (tl_slice_eq(one->rule->id, tl_str(rule)) && one->in.begin == at &&
            one->in.end == at + strlen(text)) {
            return one;
        }
    }
    return NULL;
}

Test(explain_rules, hits_and_near_misses_have_a_reason)
{
    static const struct {
        const char *rule, *text, *after;
        enum tl_outcome outcome;
        const char *literal;
    } rows[] = {
        {"pack.envoy", "Mina Holtar", "1. (U)", TL_OUTCOME_TAKEN, "envoy "},
        {"pack.envoy", "Holtar", "Holtar spoke", TL_OUTCOME_PROPAGATED, NULL},
        {"pack.envoy", "Sven Quill", "2. (C)", TL_OUTCOME_COVERED, "envoy "},
        {"pack.envoy", "Ida Kept", "3. (U)", TL_OUTCOME_EXCEPTION, "envoy "},
        {"pack.legate", "Otto Brun", "1. (U)", TL_OUTCOME_CASE, "legate "},
        {"pack.subject", "LEGATE BRUN", "SUBJECT", TL_OUTCOME_ELEMENT, "legate "},
        {"pack.card", "4111 1111 1111 1112", "3. (U)", TL_OUTCOME_CHECK, NULL},
        {"pack.file", "file 778", "4. (U)", TL_OUTCOME_TAKEN, "file "},
        {"pack.flag", "KEYWORD", "4. (U)", TL_OUTCOME_FLAGGED, "keyword"},
        {"pack.off", "ORCHARD", "4. (U)", TL_OUTCOME_DISABLED, NULL},
    };
    struct scene s;
    scene_begin(&s);
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        const struct tl_explained_rule *one = said(&s, rows[i].rule, rows[i].text, rows[i].after);
        cr_assert_not_null(one, "nothing is said of %s at %s", rows[i].rule, rows[i].text);
        cr_expect(one->outcome == rows[i].outcome, "%s at %s: %s", rows[i].rule, rows[i].text,
                  tl_outcome_name(one->outcome));
        cr_expect(rows[i].literal == NULL || tl_slice_eq(one->literal, tl_str(rows[i].literal)),
                  "%s at %s: led by '%.*s'", rows[i].rule, rows[i].text, (int)one->literal.len,
                  (const char *)one->literal.ptr);
    }
    cr_expect(said(&s, "pack.envoy", "Ida Kept", "3. (U)")->exception != NULL);
    scene_end(&s);
}

Test(explain_rules, a_rule_that_wants_context_says_where_it_lacks)
{
    struct scene s;
    scene_begin(&s);
    const struct tl_explained_rule *one = said(&s, "pack.file", "file 779", "4. (U)");
    cr_assert_not_null(one);
    cr_expect(one->outcome == TL_OUTCOME_NEAR, "%s", tl_outcome_name(one->outcome));
    scene_end(&s);
}

Test(explain_rules, a_literal_without_its_regex_is_told)
{
    struct scene s;
    scene_begin(&s);
    bool is_told = false;
    for (size_t i = 0; i < s.explained.list.count; i++) {
        const struct tl_explained_rule *one = &s.explained.list.items[i];
        is_told = is_told || one->outcome == TL_OUTCOME_REGEX;
        cr_expect(!tl_outcome_is_miss(one->outcome) || one->outcome >= TL_OUTCOME_ELEMENT);
        cr_expect(strlen(tl_outcome_text(one->outcome)) > 0 && strlen(tl_outcome_change(one->outcome)) > 0);
    }
    cr_expect(is_told);
    scene_end(&s);
}

Test(explain_rules, what_is_said_to_go_goes)
{
    struct scene s;
    scene_begin(&s);
    for (size_t i = 0; i < s.explained.list.count; i++) {
        const struct tl_explained_rule *one = &s.explained.list.items[i];
        bool is_gone = false;
        for (size_t k = 0; k < s.explained.release.edits.count; k++) {
            is_gone = is_gone || tl_span_meets(s.explained.release.edits.items[k].in, one->in);
        }
        const bool goes = one->outcome == TL_OUTCOME_TAKEN || one->outcome == TL_OUTCOME_COVERED ||
                          one->outcome == TL_OUTCOME_PROPAGATED;
        cr_expect(!goes || is_gone, "%.*s: %s", (int)one->rule->id.len, (const char *)one->rule->id.ptr,
                  tl_outcome_name(one->outcome));
    }
    scene_end(&s);
}

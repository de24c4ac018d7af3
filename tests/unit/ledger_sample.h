/* SPDX-License-Identifier: Apache-2.0 */
/* A finished release made by hand, so that the ledger is tested without any reader or rule. */
#ifndef TL_TESTS_LEDGER_SAMPLE_H
#define TL_TESTS_LEDGER_SAMPLE_H

#include "ledger/log.h"

static const char sample_original[] = "1. (C) The harbour is mined.\n2. (U) Told DCM Ivo Marlow so.\n";
static const char sample_release[] = "1. [WITHHELD C (b)(1) 1.4(b)]\n2. (U) Told DCM [(b)(6)] so.\n";

struct sample {
    struct tl_arena arena;
    struct tl_policy policy;
    struct tl_source source;
    struct tl_rule rule;
    const struct tl_rule *rules[1];
    struct tl_portion portions[2];
    struct tl_decision decisions[2];
    struct tl_edit edits[2];
    struct tl_claim claims[1];
    struct tl_finding findings[1];
    struct tl_covered covered[1];
    tl_slice exemptions[2];
    tl_slice reasons[1];
    struct tl_cable cable;
    struct tl_release release;
    struct tl_log_run run;
};

static inline struct tl_span sample_span(const char *text, const char *part)
{
    const size_t at = tl_slice_find(tl_str(text), tl_str(part), 0);
    return (struct tl_span){at, at + strlen(part)};
}

static inline void sample_edits(struct sample *s)
{
    s->exemptions[0] = TL_LIT("(b)(1)");
    s->exemptions[1] = TL_LIT("(b)(6)");
    s->reasons[0] = TL_LIT("1.4(b)");
    s->edits[0] = (struct tl_edit){.in = sample_span(sample_original, "(C) The harbour is mined."),
                                   .out = sample_span(sample_release, "[WITHHELD C (b)(1) 1.4(b)]"),
                                   .replacement = TL_LIT("[WITHHELD C (b)(1) 1.4(b)]"),
                                   .exemptions = {s->exemptions, 1},
                                   .reasons = {s->reasons, 1},
                                   .from = TL_NONE,
                                   .why = "the level is above the maximum",
                                   .first_line = 1,
                                   .last_line = 1};
    s->edits[1] = (struct tl_edit){.in = sample_span(sample_original, "Ivo Marlow"),
                                   .out = sample_span(sample_release, "[(b)(6)]"),
                                   .replacement = TL_LIT("[(b)(6)]"),
                                   .action = TL_EDIT_EXCISED,
                                   .cause = TL_CAUSE_RULE,
                                   .portion = 1,
                                   .rule = &s->rule,
                                   .rules = s->rules,
                                   .rule_count = 1,
                                   .from = TL_NONE,
                                   .exemptions = {s->exemptions + 1, 1},
                                   .why = "A person named after a title",
                                   .first_line = 2,
                                   .last_line = 2};
}

static inline void sample_cable(struct sample *s)
{
    const struct tl_span second = sample_span(sample_original, "2. (U) Told DCM Ivo Marlow so.\n");
    s->portions[0] =
        (struct tl_portion){.kind = TL_KIND_PARAGRAPH,
                            .span = {0, second.begin},
                            .mark = sample_span(sample_original, "(C)"),
                            .number = TL_LIT("1"),
                            .own = {.text = TL_LIT("(C)"), .is_valid = true, .level = TL_LEVEL_C},
                            .line = 1};
    s->portions[1] =
        (struct tl_portion){.kind = TL_KIND_PARAGRAPH,
                            .span = second,
                            .mark = sample_span(sample_original, "(U)"),
                            .number = TL_LIT("2"),
                            .own = {.text = TL_LIT("(U)"), .is_valid = true, .level = TL_LEVEL_U},
                            .line = 2};
    s->decisions[0] = (struct tl_decision){.reason = TL_REASON_LEVEL, .judged = s->portions[0].own};
    s->decisions[1] =
        (struct tl_decision){.is_released = true, .reason = TL_REASON_OK, .judged = s->portions[1].own};
    s->claims[0] = (struct tl_claim){.from = TL_CLAIM_PORTION, .marking = s->portions[0].own, .line = 1};
    s->findings[0] = (struct tl_finding){.slug = "sample.finding", .line = 2, .portion = 1};
    s->covered[0] = (struct tl_covered){.in = {7, 10}, .portion = 0, .rule = &s->rule, .line = 1};
    s->cable = (struct tl_cable){.bytes = tl_str(sample_original),
                                 .overall = s->portions[0].own,
                                 .post = TL_LIT("TOKYO"),
                                 .number = 3100,
                                 .hour = -1,
                                 .minute = -1,
                                 .line_count = 2};
    s->cable.portions.items = s->portions;
    s->cable.portions.count = 2;
    s->cable.claims.items = s->claims;
    s->cable.claims.count = 1;
    s->cable.findings.items = s->findings;
    s->cable.findings.count = 1;
}

/* Fills `s`, which stays where it is; free its arena with tl_arena_release. */
static inline void sample_init(struct sample *s)
{
    *s = (struct sample){0};
    s->source = (struct tl_source){.path = "p.yaml", .id = TL_LIT("sample"), .hash = {{1}}};
    s->policy =
        (struct tl_policy){.id = TL_LIT("sample"), .sources = &s->source, .source_count = 1, .hash = {{2}}};
    s->rule = (struct tl_rule){.id = TL_LIT("person.title"), .why = TL_LIT("A person named after a title")};
    s->rules[0] = &s->rule;
    sample_cable(s);
    sample_edits(s);
    s->release = (struct tl_release){.arena = &s->arena,
                                     .cable = &s->cable,
                                     .policy = &s->policy,
                                     .decisions = s->decisions,
                                     .verdict = TL_VERDICT_CHANGED,
                                     .released_as = TL_RANK_U,
                                     .bytes = tl_str(sample_release)};
    s->release.edits.items = s->edits;
    s->release.edits.count = 2;
    s->release.covered.items = s->covered;
    s->release.covered.count = 1;
    s->run = (struct tl_log_run){.policy = &s->policy,
                                 .frame = "file",
                                 .is_secret_given = true,
                                 .secret = TL_LIT("0123456789abcdef0123456789abcdef")};
}

/* A whole log of the sample, as a fresh buffer that the caller releases. */
static inline struct tl_buf sample_log(struct sample *s)
{
    struct tl_log log;
    struct tl_buf out = {0};
    const struct tl_log_source source = {.name = "sample.txt"};
    tl_log_init(&log, &s->run);
    tl_log_cable(&log, &source, &s->release);
    tl_log_end(&log);
    tl_buf_add(&out, tl_buf_slice(&log.out));
    tl_log_release(&log);
    return out;
}

#endif

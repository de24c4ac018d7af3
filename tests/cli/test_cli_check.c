/* SPDX-License-Identifier: Apache-2.0 */
/* The gate: 0 or 1, a line for each portion or hit, and never a word of the text. */
#include <stdio.h>

#include "cli/cli.h"

static size_t count_of(const struct tl_buf *buf, const char *text)
{
    size_t count = 0;
    for (size_t at = 0; (at = tl_slice_find(tl_buf_slice(buf), tl_str(text), at)) != TL_NONE; at++) {
        count++;
    }
    return count;
}

/* Words of the text of corpus/01-plain.txt. */
static void expect_no_text(struct scene *s)
{
    static const char *const words[] = {"NIGHTJAR", "LARKSPUR", "berth",   "harbour",    "minister",  "Ilsa",
                                        "HARBOUR",  "ARDENT",   "session", "QUENTHORPE", "Quenthorpe"};
    for (size_t i = 0; i < TL_COUNT(words); i++) {
        cr_expect(!buf_has(&s->result.out, words[i]), "%s in %s", words[i], buf_text(&s->result.out));
        cr_expect(!buf_has(&s->result.err, words[i]), "%s in %s", words[i], buf_text(&s->result.err));
    }
}

Test(cli_check, a_level_passes_or_not)
{
    struct scene s;
    scene_begin(&s);
    EXPECT_STATUS(&s, 0, "check", "--max", "C", in_project(PLAIN));
    cr_expect(s.result.out.len == 0, "%s", buf_text(&s.result.out));
    EXPECT_TOLD(&s, "release to others was not judged");
    EXPECT_STATUS(&s, 0, "check", "--max", "SECRET", in_project(PLAIN));
    EXPECT_STATUS(&s, 1, "check", "--max", "U", in_project(PLAIN));
    cr_expect(buf_has(&s.result.out, "01-plain.txt:26:1: paragraph 2 (C) exceeds"), "%s",
              buf_text(&s.result.out));
    cr_expect(count_of(&s.result.out, "exceeds") >= 1);
    cr_expect(!buf_has(&s.result.out, "paragraph 1 ") && !buf_has(&s.result.out, "paragraph 3 "));
    expect_no_text(&s);
    EXPECT_STATUS(&s, 1, "check", "--max", "U", "--audience", "public", in_project(PLAIN));
    expect_no_text(&s);
    scene_end(&s);
}

/* It would be written unchanged, so the answer is 0; a person is told where to look. */
Test(cli_check, a_mark_in_mid_sentence_is_noted)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(
        &s.folder, "a",
        "UNCLAS PORT ARDENT 000301\n\n1. (U) The minister said today that (S//NF) the crane fell.\n");
    EXPECT_STATUS(&s, 0, "check", "--max", "U", "--audience", "public", "a");
    cr_expect(s.result.out.len == 0);
    EXPECT_TOLD(
        &s, "a: note: line 3 of it reads as a higher mark in mid-sentence (0 more do), which is not judged");
    cr_expect(!buf_has(&s.result.err, "crane"));
    EXPECT_STATUS(&s, 0, "check", "-q", "--max", "U", "--audience", "public", "a");
    cr_expect(s.result.err.len == 0);
    scene_end(&s);
}

Test(cli_check, a_policy_tells_each_portion_and_each_hit)
{
    struct scene s;
    scene_begin(&s);
    EXPECT_STATUS(&s, 1, "check", "-p", in_project(PUBLIC), in_project(PLAIN));
    cr_expect(buf_has(&s.result.out, ":26:1: paragraph 2 (C) exceeds"), "%s", buf_text(&s.result.out));
    cr_expect(buf_has(&s.result.out, ":20:"), "%s", buf_text(&s.result.out));
    cr_expect(buf_has(&s.result.out, "rule persons."), "%s", buf_text(&s.result.out));
    unsigned last = 0; /* by place, whatever they are */
    for (const char *at = buf_text(&s.result.out); (at = strstr(at, ".txt:")) != NULL; at += 5) {
        const unsigned line = (unsigned)strtoul(at + 5, NULL, 10);
        cr_expect(line >= last, "%u behind %u", line, last);
        last = line;
    }
    cr_expect(last > 0);
    expect_no_text(&s);
    scene_end(&s);
}

Test(cli_check, standard_input_and_several_files)
{
    struct scene s;
    const struct spawn_request from = {.input_path = in_project(PLAIN)};
    scene_begin(&s);
    cr_expect(run_with(&s, &from, WORDS("check", "--max", "U")) == 1);
    cr_expect(buf_has(&s.result.out, "<stdin>:26:1: "), "%s", buf_text(&s.result.out));
    cr_expect(run_with(&s, &from, WORDS("check", "--max", "C", "-")) == 0);
    file_put_text(&s.folder, "open", "UNCLAS NOVA SELA 000002\n\n1. (U) The pier is open.\n");
    EXPECT_STATUS(&s, 0, "check", "--max", "U", "open");
    EXPECT_STATUS(&s, 1, "check", "--max", "U", "open", in_project(PLAIN), "open");
    EXPECT_STATUS(&s, 66, "check", "--max", "U", "missing", in_project(PLAIN));
    scene_end(&s);
}

Test(cli_check, text_without_a_claim_does_not_pass)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "note", "The pier NIGHTJAR is closed.\n");
    const int status = run(&s, WORDS("check", "--max", "TS", "note"));
    cr_expect(status == 1 || status == 3, "status %d", status);
    expect_quiet(&s);
    cr_expect(run(&s, WORDS("check", "--max", "S", "--assume", "C", "note")) == 0, "%s",
              buf_text(&s.result.out));
    scene_end(&s);
}

/* For each cable: 0 exactly when redact writes it unchanged (and is 0 itself). */
Test(cli_check, zero_exactly_when_redact_changes_nothing)
{
    static const char *const cables[] = {"corpus/01-plain.txt",         "corpus/02-tags-name.txt",
                                         "corpus/10-bullet-raise.txt",  "corpus/30-unnumbered.txt",
                                         "corpus/50-stadis-unclas.txt", "corpus/60-sipdis-only.txt",
                                         "corpus/90-two-sections.txt",  "corpus/95-header-less.txt",
                                         "corpus/d1-rel-fvey.txt",      "corpus/c5-identifiers.txt"};
    static const char *const policies[] = {"policies/public-release.yaml", "policies/max-confidential.yaml",
                                           "policies/audit-only.yaml", "policies/partner-fvey.yaml"};
    struct scene s;
    struct tl_buf cable = {0};
    scene_begin(&s);
    for (size_t i = 0; i < TL_COUNT(cables) * TL_COUNT(policies); i++) {
        const char *name = cables[i / TL_COUNT(policies)];
        const char *policy = policies[i % TL_COUNT(policies)];
        file_read(in_project(name), &cable);
        const int redacted =
            run(&s, WORDS("redact", "-p", in_project(policy), "--log", "none", in_project(name)));
        const bool is_same = redacted == 0 && buf_same(&cable, &s.result.out);
        const int checked = run(&s, WORDS("check", "-p", in_project(policy), in_project(name)));
        cr_expect((checked == 0) == is_same, "%s under %s: redact %d, %s; check %d: %s", name, policy,
                  redacted, is_same ? "unchanged" : "changed", checked, buf_text(&s.result.out));
        expect_quiet(&s);
    }
    tl_buf_release(&cable);
    scene_end(&s);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Inputs without an end, of the wrong kind, and empty: each has one decided outcome, told in one line. */
#include <sys/stat.h>

#include "cli/stream.h"
#include "support/keys.h"

static void scene_of_log(struct scene *s)
{
    struct tl_buf bytes = {0};
    scene_begin(s);
    file_read(in_project(PLAIN), &bytes);
    file_put(&s->folder, "cable", tl_buf_slice(&bytes));
    file_put_text(&s->folder, "empty", "");
    EXPECT_STATUS(s, 0, "redact", "-p", in_project(PUBLIC), "--log", "log", "-o", "release", "cable");
    tl_buf_release(&bytes);
}

#define EXPECT_SILENT(scene)                                                                                 \
    cr_expect((scene)->result.out.len == 0, "on standard output: %s", buf_text(&(scene)->result.out))

Test(cli_limits, a_log_without_an_end_is_no_log)
{
    struct scene s;
    scene_of_log(&s);
    EXPECT_STATUS(&s, 65, "audit", "/dev/zero");
    EXPECT_TOLD(&s, "/dev/zero:1: this is no change log: it holds a NUL byte");
    EXPECT_STATUS(&s, 65, "verify", "--log", "/dev/zero", "cable", "release");
    EXPECT_TOLD(&s, "/dev/zero is no change log");
    EXPECT_STATUS(&s, 65, "reveal", "/dev/zero", "1", "x");
    EXPECT_TOLD(&s, "/dev/zero:1: this is no change log");
    EXPECT_STATUS(&s, 65, "audit", "/dev/urandom");
    scene_end(&s);
}

Test(cli_limits, lines_that_are_no_records_are_no_log)
{
    struct scene s;
    struct tl_buf lines = {0};
    scene_of_log(&s);
    for (size_t i = 0; i < 3000; i++) {
        tl_buf_str(&lines, "y\n");
    }
    file_put(&s.folder, "lines", tl_buf_slice(&lines));
    EXPECT_STATUS(&s, 65, "audit", "lines");
    EXPECT_TOLD(&s, "lines:1001: the last 1000 lines are no records of a change log; no more is read");
    cr_expect(!buf_has(&s.result.err, "lines:1002"));
    tl_buf_release(&lines);
    scene_end(&s);
}

Test(cli_limits, a_text_without_an_end_is_refused)
{
    struct scene s;
    scene_of_log(&s);
    EXPECT_STATUS(&s, 1, "verify", "--log", "log", "/dev/zero", "release");
    EXPECT_STATUS(&s, 1, "verify", "--log", "log", "cable", "/dev/zero");
    cr_expect(buf_has(&s.result.out, "the release is longer than its original and the changes can make it"));
    EXPECT_STATUS(&s, 65, "compare", "release", "/dev/zero");
    EXPECT_TOLD(&s, "larger than the limit");
    EXPECT_STATUS(&s, 65, "check", "--max", "U", "/dev/zero");
    EXPECT_STATUS(&s, 65, "redact", "-p", in_project(PUBLIC), "--log", "log2", "-o", "out", "/dev/zero");
    EXPECT_TOLD(&s, "larger than the limit of 16777216 bytes; nothing of it is written");
    cr_expect(!file_exists(&s.folder, "out"));
    EXPECT_STATUS(&s, 0, "verify", "-p", in_project(PUBLIC), "--log", "log2", "/dev/zero");
    EXPECT_STATUS(&s, 65, "redact", "-p", in_project(PUBLIC), "--frame", "len32", "--log", "log3", "-o",
                  "out", "/dev/zero");
    EXPECT_STATUS(&s, 65, "redact", "-p", in_project(PUBLIC), "--frame", "zczc", "--max-cable", "64K",
                  "--log", "log4", "-o", "out", "/dev/zero");
    EXPECT_TOLD(&s, "no end of it came, so nothing after it was looked for");
    scene_end(&s);
}

Test(cli_limits, reveal_reads_no_more_than_a_text_can_be)
{
    struct scene s;
    struct tl_buf endless = {0};
    scene_of_log(&s);
    EXPECT_STATUS(&s, 2, "reveal", "log", "1", "");
    EXPECT_TOLD(&s, "the text is empty");
    struct spawn_request request = {.input = {NULL, 0}};
    cr_expect_eq(run_with(&s, &request, WORDS("reveal", "log", "1", "-")), 65);
    EXPECT_TOLD(&s, "standard input is empty: there is no text to hold against the change");
    for (size_t i = 0; i < 100000; i++) {
        tl_buf_str(&endless, "more ");
    }
    request.input = tl_buf_slice(&endless);
    cr_expect_eq(run_with(&s, &request, WORDS("reveal", "log", "1", "-")), 1);
    cr_expect(buf_has(&s.result.out, "this is not the text"));
    tl_buf_release(&endless);
    scene_end(&s);
}

Test(cli_limits, an_empty_log_is_65_everywhere)
{
    struct scene s;
    scene_of_log(&s);
    keys_put_certificate(&s.folder, "rsa", true);
    EXPECT_STATUS(&s, 65, "audit", "empty");
    EXPECT_STATUS(&s, 65, "verify", "--log", "empty", "cable", "release");
    EXPECT_STATUS(&s, 65, "reveal", "empty", "1", "x");
    EXPECT_STATUS(&s, 65, "restore", "--log", "empty", "--key", "rsa.key", "--cert", "rsa.crt", "--changes",
                  "1", "--by", "r-7", "--why", "appeal", "--new-log", "new", "-o", "out", "release");
    EXPECT_STATUS(&s, 65, "restore", "--log", "log", "--sealed", "/dev/zero", "--key", "rsa.key", "--cert",
                  "rsa.crt", "--changes", "1", "--by", "r-7", "--why", "appeal", "--new-log", "new", "-o",
                  "out", "release");
    EXPECT_STATUS(&s, 65, "restore", "--log", "log", "--key", "rsa.key", "--cert", "rsa.crt", "--changes",
                  "1", "--by", "r-7", "--why", "appeal", "--new-log", "new", "-o", "out", "/dev/zero");
    scene_end(&s);
}

Test(cli_limits, an_empty_key_is_told_as_that)
{
    struct scene s;
    scene_of_log(&s);
    cr_assert(chmod(in_folder(&s.folder, "empty"), 0600) == 0);
    EXPECT_STATUS(&s, 78, "redact", "-p", in_project(PUBLIC), "--sign", "empty", "--log", "log2", "cable");
    EXPECT_TOLD(&s, "the signing key empty is empty: there is no key in it");
    EXPECT_STATUS(&s, 78, "redact", "-p", in_project(PUBLIC), "--run-secret", "empty", "--log", "log2",
                  "cable");
    EXPECT_TOLD(&s, "fewer than 16 bytes");
    EXPECT_STATUS(&s, 78, "verify", "--log", "log", "--public-key", "empty", "cable", "release");
    EXPECT_TOLD(&s, "empty is no Ed25519 public key");
    scene_end(&s);
}

/* A release of UTF-16 has NULs between its marks. */
Test(cli_limits, a_nul_is_compared_and_never_printed)
{
    struct scene s;
    scene_of_log(&s);
    file_put(&s.folder, "one", TL_LIT("SUBJECT: (U) A\n\n1. (U) LARK\0SPUR day.\n"));
    file_put(&s.folder, "two", TL_LIT("SUBJECT: (U) A\n\n1. (U) [(b)(6)] day.\n"));
    EXPECT_STATUS(&s, 1, "compare", "one", "two");
    cr_expect(buf_has(&s.result.out, "LARK?SPUR"), "%s", buf_text(&s.result.out));
    cr_expect(memchr(s.result.out.ptr, '\0', s.result.out.len) == NULL);
    EXPECT_STATUS(&s, 1, "compare", "--json", "one", "two");
    cr_expect(buf_has(&s.result.out, "LARK\\u0000SPUR"));
    EXPECT_STATUS(&s, 0, "compare", "one", "one");
    scene_end(&s);
}

Test(cli_limits, audit_of_nothing_says_nothing)
{
    struct scene s;
    scene_of_log(&s);
    EXPECT_STATUS(&s, 66, "audit", "nosuchfile");
    EXPECT_TOLD(&s, "cannot open nosuchfile");
    EXPECT_SILENT(&s);
    EXPECT_STATUS(&s, 66, "audit", "--format", "json", "nosuchfile");
    EXPECT_SILENT(&s);
    EXPECT_STATUS(&s, 66, "audit", "--format", "html", "nosuchfile");
    EXPECT_SILENT(&s);
    EXPECT_STATUS(&s, 66, "audit", "--since-policy", in_project(PUBLIC), "nosuchfile");
    EXPECT_SILENT(&s);
    EXPECT_STATUS(&s, 65, "audit", "empty");
    EXPECT_SILENT(&s);
    scene_end(&s);
}

Test(cli_limits, a_rule_that_no_log_names_is_a_mistake)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "policy.yaml",
                  POLICY_TEXT "rules:\n  - {id: t.number, why: n, match: '\\d{4} \\d{4}'}\n"
                              "  - {id: t.flag, why: f, match: 'harbour', action: flag}\n");
    file_put_text(&s.folder, "one", "SUBJECT: (U) A\n\n1. (U) The harbour, 1234 5678.\n");
    file_put_text(&s.folder, "two", "SUBJECT: (U) A\n\n1. (U) Nothing.\n");
    EXPECT_STATUS(&s, 0, "redact", "-p", "policy.yaml", "--assume", "U", "--log", "log1", "-o", "r1", "one");
    EXPECT_STATUS(&s, 0, "redact", "-p", "policy.yaml", "--assume", "U", "--log", "log2", "-o", "r2", "two");
    EXPECT_STATUS(&s, 0, "audit", "--rule", "t.number", "log1");
    EXPECT_STATUS(&s, 0, "audit", "--rule", "t.flag", "log1");
    EXPECT_STATUS(&s, 0, "audit", "--rule", "t.number", "log1", "log2");
    EXPECT_STATUS(&s, 2, "audit", "--rule", "t.nunber", "log1");
    EXPECT_TOLD(&s, "the log names no rule t.nunber; did you mean t.number?");
    EXPECT_STATUS(&s, 2, "audit", "--rule", "other", "log1", "log2");
    EXPECT_TOLD(&s, "none of the logs names a rule other");
    scene_end(&s);
}

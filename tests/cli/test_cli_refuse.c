/* SPDX-License-Identifier: Apache-2.0 */
/* What must not happen does not: each failure has its status, and leaves nothing behind that could be used.
 */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

static void scene_of_plain(struct scene *s)
{
    struct tl_buf plain = {0};
    scene_begin(s);
    file_read(in_project(PLAIN), &plain);
    file_put(&s->folder, "cable", tl_buf_slice(&plain));
    file_put_text(&s->folder, "policy.yaml", POLICY_TEXT);
    tl_buf_release(&plain);
}

Test(cli_refuse, an_empty_file_is_65_and_nothing_is_written)
{
    static const char *const texts[] = {"", "\n", " \r\n\t\n"};
    struct scene s;
    scene_of_plain(&s);
    for (size_t i = 0; i < TL_COUNT(texts); i++) {
        file_put_text(&s.folder, "empty", texts[i]);
        EXPECT_STATUS(&s, 65, "redact", "-p", "policy.yaml", "--log", "log", "-o", "release", "empty");
        EXPECT_STATUS(&s, 65, "redact", "-p", "policy.yaml", "--log", "log", "empty");
        cr_expect(s.result.out.len == 0);
        cr_expect(!file_exists(&s.folder, "release") && !file_exists(&s.folder, "log"));
        EXPECT_STATUS(&s, 65, "check", "-p", "policy.yaml", "empty");
        EXPECT_STATUS(&s, 65, "inspect", "empty");
    }
    cr_expect(folder_count(s.folder.path) == 3);
    scene_end(&s);
}

Test(cli_refuse, a_broken_policy_is_78_with_place_line_and_caret)
{
    struct scene s;
    scene_of_plain(&s);
    file_put_text(&s.folder, "bad.yaml", POLICY_TEXT "banner: rolup\nrules:\n  - id: x.y\n    match: '(a'\n");
    EXPECT_STATUS(&s, 78, "redact", "-p", "bad.yaml", "--log", "log", "-o", "release", "cable");
    EXPECT_TOLD(&s, "bad.yaml:6:9: error: ");
    EXPECT_TOLD(&s, "banner: rolup\n");
    EXPECT_TOLD(&s, "        ^");
    EXPECT_TOLD(&s, "bad.yaml:9:"); /* and all errors in one run */
    cr_expect(folder_count(s.folder.path) == 3, "something was written");
    EXPECT_STATUS(&s, 78, "check", "-p", "bad.yaml", "cable");
    EXPECT_STATUS(&s, 78, "redact", "-p", "none.yaml", "--log", "log", "-o", "release", "cable");
    cr_expect(folder_count(s.folder.path) == 3, "something was written");
    scene_end(&s);
}

Test(cli_refuse, dates_without_a_day_to_judge_on_are_78)
{
    struct scene s;
    scene_of_plain(&s);
    file_put_text(&s.folder, "dates.yaml", POLICY_TEXT "declassification: dates\n");
    EXPECT_STATUS(&s, 78, "redact", "-p", "dates.yaml", "--log", "log", "-o", "release", "cable");
    EXPECT_TOLD(&s, "--as-of DATE");
    EXPECT_STATUS(&s, 78, "check", "-p", "dates.yaml", "cable");
    cr_expect(folder_count(s.folder.path) == 3, "something was written");
    EXPECT_STATUS(&s, 0, "redact", "-p", "dates.yaml", "--log", "none", "--as-of", "2010-01-01", "cable");
    scene_end(&s);
}

Test(cli_refuse, a_full_disk_under_the_release_is_74)
{
    const struct spawn_request full = {.output_path = "/dev/full"};
    struct scene s;
    scene_of_plain(&s);
    cr_expect(run_with(&s, &full, WORDS("redact", "-p", "policy.yaml", "--log", "none", "cable")) == 74);
    EXPECT_TOLD(&s, "standard output");
    EXPECT_STATUS(&s, 74, "redact", "-p", "policy.yaml", "--log", "none", "-o", "/dev/full", "cable");
    cr_expect(run_with(&s, &full, WORDS("check", "-p", "policy.yaml", "cable")) == 74);
    cr_expect(run_with(&s, &full, WORDS("inspect", "cable")) == 74);
    cr_expect(run_with(&s, &full, WORDS("--help")) == 74);
    cr_expect(run_with(&s, &full, WORDS("--version")) == 74);
    cr_expect(run_with(&s, &full, WORDS("redact", "--help")) == 74);
    scene_end(&s);
}

Test(cli_refuse, a_full_disk_under_the_log_releases_nothing)
{
    struct scene s;
    scene_of_plain(&s);
    for (int to_file = 0; to_file < 2; to_file++) {
        const int status = run(
            &s, to_file ? WORDS("redact", "-p", "policy.yaml", "--log", "/dev/full", "-o", "release", "cable")
                        : WORDS("redact", "-p", "policy.yaml", "--log", "/dev/full", "cable"));
        cr_expect(status == 73 || status == 74, "status %d", status);
        cr_expect(s.result.out.len == 0);
        cr_expect(!file_exists(&s.folder, "release"));
        expect_quiet(&s);
    }
    scene_end(&s);
}

Test(cli_refuse, a_reader_that_went_away_is_74)
{
    const struct spawn_request gone = {.output = SPAWN_NO_READER};
    const struct spawn_request closed = {.output = SPAWN_CLOSED};
    struct scene s;
    scene_of_plain(&s);
    cr_expect(run_with(&s, &gone, WORDS("redact", "-p", "policy.yaml", "--log", "none", "cable")) == 74);
    expect_quiet(&s);
    cr_expect(run_with(&s, &closed, WORDS("redact", "-p", "policy.yaml", "--log", "none", "cable")) == 74);
    expect_quiet(&s);
    cr_expect(run_with(&s, &closed, WORDS("--version")) == 74);
    cr_expect(run_with(&s, &gone, WORDS("check", "--max", "U", "cable")) == 74);
    /* With the release in a file, nobody needs standard output. */
    cr_expect(
        run_with(&s, &gone, WORDS("redact", "-p", "policy.yaml", "--log", "none", "-o", "r", "cable")) == 0);
    scene_end(&s);
}

Test(cli_refuse, an_input_that_cannot_be_read_is_66_and_the_others_go_on)
{
    struct scene s;
    scene_of_plain(&s);
    cr_assert(mkdir(in_folder(&s.folder, "out"), 0700) == 0);
    cr_assert(mkdir(in_folder(&s.folder, "folder"), 0700) == 0);
    EXPECT_STATUS(&s, 66, "redact", "-p", "policy.yaml", "--log", "log", "-o", "out", "missing", "cable");
    EXPECT_TOLD(&s, "missing");
    cr_expect(file_exists(&s.folder, "out/cable"));
    cr_expect(folder_count(in_folder(&s.folder, "out")) == 1);
    EXPECT_STATUS(&s, 66, "redact", "-p", "policy.yaml", "--log", "none", "folder");
    EXPECT_STATUS(&s, 66, "check", "-p", "policy.yaml", "missing");
    EXPECT_STATUS(&s, 66, "inspect", "missing");
    scene_end(&s);
}

Test(cli_refuse, a_log_is_never_overwritten_without_force)
{
    struct scene s;
    struct tl_buf log = {0};
    scene_of_plain(&s);
    file_put_text(&s.folder, "log", "an older log\n");
    EXPECT_STATUS(&s, 73, "redact", "-p", "policy.yaml", "--log", "log", "-o", "release", "cable");
    EXPECT_TOLD(&s, "--force");
    file_read(in_folder(&s.folder, "log"), &log);
    cr_expect(buf_is(&log, "an older log\n"));
    cr_expect(!file_exists(&s.folder, "release"));
    EXPECT_STATUS(&s, 0, "redact", "-p", "policy.yaml", "--force", "--log", "log", "-o", "release", "cable");
    file_read(in_folder(&s.folder, "log"), &log);
    cr_expect(!buf_has(&log, "older") && buf_has(&log, "\"type\":\"end\""));
    tl_buf_release(&log);
    scene_end(&s);
}

Test(cli_refuse, a_log_that_cannot_be_created_is_73)
{
    struct scene s;
    scene_of_plain(&s);
    EXPECT_STATUS(&s, 73, "redact", "-p", "policy.yaml", "--log", "no/such/log", "-o", "release", "cable");
    cr_expect(!file_exists(&s.folder, "release"));
    EXPECT_STATUS(&s, 73, "redact", "-p", "policy.yaml", "--log", "none", "-o", "no/such/release", "cable");
    scene_end(&s);
}

Test(cli_refuse, two_inputs_of_one_name_are_73)
{
    struct scene s;
    scene_of_plain(&s);
    cr_assert(mkdir(in_folder(&s.folder, "out"), 0700) == 0);
    cr_assert(mkdir(in_folder(&s.folder, "a"), 0700) == 0);
    file_put_text(&s.folder, "a/cable", "UNCLAS POST 000001\n\n1. (U) Text.\n");
    EXPECT_STATUS(&s, 73, "redact", "-p", "policy.yaml", "--log", "none", "-o", "out", "cable", "a/cable");
    EXPECT_TOLD(&s, "both be written");
    cr_expect(folder_count(in_folder(&s.folder, "out")) == 0);
    EXPECT_STATUS(&s, 73, "redact", "-p", "policy.yaml", "--log", "none", "-o", "out", "cable", "cable");
    scene_end(&s);
}

Test(cli_refuse, nothing_overwrites_what_was_read)
{
    struct scene s;
    struct tl_buf before = {0};
    struct tl_buf after = {0};
    scene_of_plain(&s);
    file_put_text(&s.folder, "key", "0123456789abcdef0123456789abcdef");
    cr_assert(chmod(in_folder(&s.folder, "key"), 0600) == 0);
    cr_assert(link(in_folder(&s.folder, "cable"), in_folder(&s.folder, "hard")) == 0);
    cr_assert(symlink("cable", in_folder(&s.folder, "soft")) == 0);
    file_read(in_folder(&s.folder, "cable"), &before);
    static const char *const outputs[] = {"cable", "./cable", "hard", "soft", "policy.yaml", "key"};
    for (size_t i = 0; i < TL_COUNT(outputs); i++) {
        EXPECT_STATUS(&s, 77, "redact", "-p", "policy.yaml", "--run-secret", "key", "--log", "none", "-o",
                      outputs[i], "cable");
        EXPECT_STATUS(&s, 77, "redact", "-p", "policy.yaml", "--run-secret", "key", "--force", "--log",
                      outputs[i], "cable");
    }
    EXPECT_STATUS(&s, 77, "redact", "-p", "policy.yaml", "--log", "none", "-o", ".", "cable");
    EXPECT_STATUS(&s, 77, "redact", "-p", "policy.yaml", "--log", "same", "-o", "same", "cable");
    file_read(in_folder(&s.folder, "cable"), &after);
    cr_expect(buf_same(&before, &after));
    const struct spawn_request onto = {.output_path = in_folder(&s.folder, "cable")};
    cr_expect(run_with(&s, &onto, WORDS("redact", "-p", "policy.yaml", "--log", "none", "cable")) == 77);
    file_read(in_folder(&s.folder, "cable"), &after);
    cr_expect(buf_same(&before, &after));
    tl_buf_release(&before);
    tl_buf_release(&after);
    scene_end(&s);
}

Test(cli_refuse, a_secret_that_others_can_read_is_77)
{
    struct scene s;
    scene_of_plain(&s);
    file_put_text(&s.folder, "key", "0123456789abcdef0123456789abcdef");
    cr_assert(chmod(in_folder(&s.folder, "key"), 0640) == 0);
    EXPECT_STATUS(&s, 77, "redact", "-p", "policy.yaml", "--run-secret", "key", "--log", "log", "cable");
    cr_expect(s.result.out.len == 0 && !file_exists(&s.folder, "log"));
    cr_assert(chmod(in_folder(&s.folder, "key"), 0600) == 0);
    EXPECT_STATUS(&s, 0, "redact", "-p", "policy.yaml", "--run-secret", "key", "--log", "log", "cable");
    file_put_text(&s.folder, "key", "short");
    EXPECT_STATUS(&s, 78, "redact", "-p", "policy.yaml", "--run-secret", "key", "--log", "log2", "cable");
    EXPECT_STATUS(&s, 78, "redact", "-p", "policy.yaml", "--run-secret", "nokey", "--log", "log2", "cable");
    scene_end(&s);
}

Test(cli_refuse, a_cable_denied_by_a_rule_is_1_and_has_no_release)
{
    struct scene s;
    struct tl_buf log = {0};
    scene_of_plain(&s);
    file_put_text(&s.folder, "deny.yaml",
                  POLICY_TEXT "rules:\n  - id: mini.day\n    why: a day\n    match: 'LARKSPUR day'\n"
                              "    action: deny\n    exemptions: ['(b)(1)']\n");
    EXPECT_STATUS(&s, 1, "redact", "-p", "deny.yaml", "--log", "log", "-o", "release", "cable");
    EXPECT_TOLD(&s, "mini.day");
    cr_expect(!file_exists(&s.folder, "release"));
    file_read(in_folder(&s.folder, "log"), &log);
    cr_expect(buf_has(&log, "\"verdict\":\"denied\""));
    EXPECT_STATUS(&s, 1, "check", "-p", "deny.yaml", "cable");
    tl_buf_release(&log);
    scene_end(&s);
}

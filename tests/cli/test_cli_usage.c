/* SPDX-License-Identifier: Apache-2.0 */
/* How the program is asked: help, versions, slips, and requests that make no sense (status 2). */
#include <stdio.h>
#include <sys/stat.h>

#include "cli/cli.h"

Test(cli_usage, help_is_everywhere)
{
    static const char *const commands[] = {"redact", "check", "inspect", "policy", "explain"};
    struct scene s;
    scene_begin(&s);
    EXPECT_STATUS(&s, 0, "--help");
    for (size_t i = 0; i < TL_COUNT(commands); i++) {
        cr_expect(buf_has(&s.result.out, commands[i]), "%s is missing in the help", commands[i]);
    }
    for (size_t i = 0; i < TL_COUNT(commands); i++) {
        char usage[64];
        (void)snprintf(usage, sizeof(usage), "usage: tearline %s", commands[i]);
        EXPECT_STATUS(&s, 0, commands[i], "--help");
        cr_expect(buf_has(&s.result.out, usage), "%s --help: %s", commands[i], buf_text(&s.result.out));
        cr_expect(s.result.err.len == 0);
        EXPECT_STATUS(&s, 0, "help", commands[i]);
        cr_expect(buf_has(&s.result.out, usage), "help %s: %s", commands[i], buf_text(&s.result.out));
        EXPECT_STATUS(&s, 0, commands[i], "-h");
    }
    scene_end(&s);
}

Test(cli_usage, version_names_what_it_is_built_on)
{
    struct scene s;
    scene_begin(&s);
    EXPECT_STATUS(&s, 0, "--version");
    cr_expect(buf_has(&s.result.out, "tearline 0."));
    cr_expect(buf_has(&s.result.out, "PCRE2 10."));
    cr_expect(buf_has(&s.result.out, "JIT "));
    EXPECT_STATUS(&s, 0, "-V");
    scene_end(&s);
}

Test(cli_usage, version_is_everywhere)
{
    static const char *const commands[] = {"redact", "check", "inspect", "policy", "explain"};
    struct scene s;
    scene_begin(&s);
    for (size_t i = 0; i < TL_COUNT(commands); i++) {
        EXPECT_STATUS(&s, 0, commands[i], "--version");
        cr_expect(buf_has(&s.result.out, "PCRE2 10."), "%s --version", commands[i]);
    }
    scene_end(&s);
}

Test(cli_usage, slips_are_answered_with_the_nearest_word)
{
    static const struct {
        const char *words[8];
        const char *guess;
    } rows[] = {
        {{"redcat"}, "redact"},
        {{"chek"}, "check"},
        {{"redact", "--polcy", "x"}, "--policy"},
        {{"redact", "--as-off", "2018-01-01"}, "--as-of"},
        {{"check", "--maxx", "C"}, "--max"},
        {{"check", "--max", "SECRTE"}, "SECRET"},
        {{"check", "--max", "UNCLASIFIED"}, "UNCLASSIFIED"},
        {{"redact", "-p", "x", "--log", "none", "--assume", "CONFIDENTAIL"}, "CONFIDENTIAL"},
        {{"redact", "-p", "x", "--log", "none", "--frame", "fil"}, "file"},
        {{"inspect", "--jsn"}, "--json"},
        {{"policy", "lnit"}, "lint"},
    };
    struct scene s;
    scene_begin(&s);
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        const int status = run(&s, rows[i].words);
        cr_expect(status == 2, "row %zu: status %d", i, status);
        cr_expect(buf_has(&s.result.err, "did you mean"), "row %zu: %s", i, buf_text(&s.result.err));
        cr_expect(buf_has(&s.result.err, rows[i].guess), "row %zu: %s", i, buf_text(&s.result.err));
        cr_expect(s.result.out.len == 0);
    }
    scene_end(&s);
}

Test(cli_usage, what_makes_no_sense_is_refused_before_anything_is_read)
{
    static const struct {
        const char *words[12];
        const char *told;
    } rows[] = {
        {{NULL}, "say what to do"},
        {{"redact", "--log", "log", "cable"}, "-p POLICY"},
        {{"redact", "-p", "policy.yaml", "cable"}, "--log FILE"},
        {{"redact", "-p", "policy.yaml", "--log"}, "--log needs"},
        {{"redact", "-p", "policy.yaml", "--log", "--force", "cable"}, "--log needs"},
        {{"redact", "-p", "policy.yaml", "-p", "policy.yaml", "--log", "none", "cable"}, "twice"},
        {{"redact", "-p", "policy.yaml", "--log", "-", "cable"}, "standard output"},
        {{"redact", "-p", "policy.yaml", "--log", "none", "-", "-"}, "twice"},
        {{"redact", "-p", "policy.yaml", "--log", "none", "-o", "one", "cable", "other"}, "directory"},
        {{"redact", "-p", "policy.yaml", "--log", "log", "-o", "out/"}, "standard input"},
        {{"redact", "-p", "policy.yaml", "--log", "out/log", "-o", "out", "cable"}, "elsewhere"},
        {{"redact", "-p", "policy.yaml", "--log", "out", "-o", "out", "cable"}, "elsewhere"},
        {{"redact", "-p", "policy.yaml", "--log", "out/logs/", "-o", "out", "cable"}, "elsewhere"},
        {{"redact", "-p", "policy.yaml", "--log", "out/../out/logs/log", "-o", "out/", "cable"}, "elsewhere"},
        {{"redact", "-p", "policy.yaml", "--log", "none", "--as-of", "8 NOV 2008", "cable"}, "2008-11-07"},
        {{"redact", "-p", "policy.yaml", "--log", "none", "--as-of", "2008-02-30", "cable"}, "not a date"},
        {{"redact", "-p", "policy.yaml", "--log", "none", "--as-of", "2999-01-01", "cable"}, "after today"},
        {{"redact", "-p", "policy.yaml", "--log", "none", "--as-of-future", "cable"}, "--as-of DATE"},
        {{"redact", "-p", "policy.yaml", "--log", "none", "--force=yes", "cable"}, "no argument"},
        {{"check", "cable"}, "--max LEVEL"},
        {{"check", "--max", "C", "-p", "policy.yaml", "cable"}, "do not go together"},
        {{"check", "--max", "Q", "cable"}, "not a level"},
        {{"check", "--max", "C", "--audience", "public", "cable"}, "public may read U"},
        {{"check", "--max", "C", "--audience", "XQ", "cable"}, "country"},
        {{"check", "--max", "C", "--as-of", "2999-01-01", "cable"}, "after today"},
        {{"check", "--max", "C", "--format", "yaml", "cable"}, "not known"},
    };
    struct scene s;
    struct tl_buf plain = {0};
    scene_begin(&s);
    file_read(in_project(PLAIN), &plain);
    file_put(&s.folder, "cable", tl_buf_slice(&plain));
    file_put(&s.folder, "other", tl_buf_slice(&plain));
    file_put_text(&s.folder, "policy.yaml", POLICY_TEXT);
    cr_assert(mkdir(in_folder(&s.folder, "out"), 0700) == 0);
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        const int status = run(&s, rows[i].words);
        cr_expect(status == 2, "row %zu (%s): status %d: %s", i, rows[i].told, status,
                  buf_text(&s.result.err));
        cr_expect(buf_has(&s.result.err, rows[i].told), "row %zu, \"%s\": %s", i, rows[i].told,
                  buf_text(&s.result.err));
        cr_expect(s.result.out.len == 0, "row %zu: %s", i, buf_text(&s.result.out));
        expect_quiet(&s);
    }
    cr_expect(folder_count(s.folder.path) == 4, "something was written");
    cr_expect(folder_count(in_folder(&s.folder, "out")) == 0, "something was written");
    tl_buf_release(&plain);
    scene_end(&s);
}

Test(cli_usage, a_future_date_can_be_meant)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "policy.yaml", POLICY_TEXT);
    EXPECT_STATUS(&s, 0, "redact", "-p", "policy.yaml", "--log", "none", "--as-of", "2999-01-01",
                  "--as-of-future", in_project(PLAIN));
    scene_end(&s);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* A cable with the post and number of an earlier one: both are written, and the finding names both. */
#include <sys/stat.h>

#include "cli/stream.h"

#define FIRST "corpus/99a-original.txt"
#define AGAIN "corpus/99b-corrected-copy.txt"
#define REDACT "redact", "-p", in_project(PUBLIC)
#define TOLD "99b-corrected-copy.txt: it has the post and number of cable 1, in "

Test(cli_repeat, files_of_one_run)
{
    struct scene s;
    scene_begin(&s);
    cr_assert(mkdir(in_folder(&s.folder, "out"), 0700) == 0 &&
              mkdir(in_folder(&s.folder, "logs"), 0700) == 0);
    EXPECT_STATUS(&s, 3, REDACT, "--log", "log", "-o", "out", in_project(FIRST), in_project(AGAIN));
    EXPECT_TOLD(&s, TOLD);
    expect_quiet(&s);
    cr_expect(folder_count(in_folder(&s.folder, "out")) == 2);
    cr_expect(file_has(&s, "log", "{\"cable\":2,\"first\":1,\"first_source\":", 1));
    cr_expect(file_has(&s, "log", "\"slug\":\"cable-repeated\"", 1));
    EXPECT_STATUS(&s, 3, REDACT, "--log", "logs", "-o", "out", in_project(FIRST), in_project(AGAIN));
    EXPECT_TOLD(&s, TOLD);
    cr_expect(
        file_has(&s, "logs/99b-corrected-copy.txt.jsonl", "{\"cable\":1,\"first\":1,\"first_source\":", 1));
    cr_expect(file_has(&s, "logs/99a-original.txt.jsonl", "cable-repeated", 0));
    /* what was written is doubt again, in one run and only there */
    EXPECT_STATUS(&s, 3, "check", "-p", in_project(PUBLIC), "out/99a-original.txt",
                  "out/99b-corrected-copy.txt");
    cr_expect(buf_has(&s.result.out,
                      "out/99b-corrected-copy.txt:1:1: it has the post and number of cable 1, in out/"),
              "%s", buf_text(&s.result.out));
    EXPECT_STATUS(&s, 0, "check", "-p", in_project(PUBLIC), "out/99a-original.txt");
    EXPECT_STATUS(&s, 0, "check", "-p", in_project(PUBLIC), "out/99b-corrected-copy.txt");
    scene_end(&s);
}

Test(cli_repeat, any_number_of_workers_says_the_same_of_a_stream)
{
    static const char *const jobs[] = {"1", "3"};
    struct scene s;
    struct tl_buf input = {0};
    stream_begin(&s);
    put_cables(&input, 1, 300);
    put_cables(&input, 7, 7);
    put_cables(&input, 301, 302);
    put_cables(&input, 7, 7);
    for (size_t i = 0; i < TL_COUNT(jobs); i++) {
        cr_expect(run_on(&s, &input,
                         WORDS("redact", "-p", "policy.yaml", "--frame", "zczc", "--log", jobs[i], "-j",
                               jobs[i])) == 3);
        cr_expect(count_of(&s.result.out, "NNNN") == 304);
        EXPECT_TOLD(&s, "cable 301: it has the post and number of cable 7;");
        EXPECT_TOLD(&s, "cable 304: it has the post and number of cable 301;");
        cr_expect(count_of(&s.result.err, "it has the post") == 2);
        cr_expect(file_has(&s, jobs[i], "{\"cable\":301,\"first\":7,\"hash\"", 1));
        cr_expect(file_has(&s, jobs[i], "{\"cable\":304,\"first\":301,\"hash\"", 1));
        cr_expect(run_on(&s, &input, WORDS("check", "-q", "--max", "S", "-j", jobs[i])) == 3);
        cr_expect(buf_has(&s.result.out,
                          "<stdin>:4501:1: cable 301, number 7: it has the post and number of cable 7\n"),
                  "%s", buf_text(&s.result.out));
        cr_expect(count_of(&s.result.out, "\n") == 2);
    }
    tl_buf_release(&input);
    scene_end(&s);
}

Test(cli_repeat, a_policy_that_denies_on_doubt_denies_it)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "deny.yaml", POLICY_TEXT "on-doubt: deny\n");
    cr_expect(run(&s, WORDS("redact", "-p", "deny.yaml", "--log", "log", in_project(FIRST),
                            in_project(AGAIN))) == 3,
              "%s", buf_text(&s.result.err));
    cr_expect(count_of(&s.result.out, "PORT ARDENT 000399") == 1, "%s", buf_text(&s.result.out));
    cr_expect(file_has(&s, "log", "\"verdict\":\"denied\"", 1));
    scene_end(&s);
}

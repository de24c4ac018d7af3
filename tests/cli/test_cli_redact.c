/* SPDX-License-Identifier: Apache-2.0 */
/* A cable becomes a release and a log: where both go, that one follows from the other, and that it stays so.
 */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "cli/cli.h"
#include "support/log_check.h"

static const char *const cables[] = {"corpus/01-plain.txt",
                                     "corpus/03-eo-event.txt",
                                     "corpus/06-drafting-block.txt",
                                     "corpus/10-bullet-raise.txt",
                                     "corpus/14-comment-mark.txt",
                                     "corpus/29-subparagraph-raise.txt",
                                     "corpus/35-entire-text.txt",
                                     "corpus/47-gds-1974.txt",
                                     "corpus/62-zero-width-and-stray-byte.txt",
                                     "corpus/71-nul.txt",
                                     "corpus/74-cr-cr-lf.txt",
                                     "corpus/80-enclosed-cable.txt",
                                     "corpus/85-name-cut-by-page.txt",
                                     "corpus/90-two-sections.txt",
                                     "corpus/a2-attributes-tail.txt",
                                     "corpus/b1-planted-mark.txt",
                                     "corpus/c1-names.txt",
                                     "corpus/c6-sources.txt",
                                     "corpus/d1-rel-fvey.txt",
                                     "corpus/d3-rel-wrapped.txt"};

static const char *const policies[] = {"policies/public-release.yaml", "policies/max-confidential.yaml",
                                       "policies/audit-only.yaml", "policies/partner-fvey.yaml"};

static bool is_done(int status)
{
    return status == 0 || status == 3;
}

Test(cli_redact, release_goes_where_it_is_sent)
{
    const struct spawn_request from = {.input_path = in_project(PLAIN)};
    struct scene s;
    struct tl_buf first = {0};
    struct tl_buf other = {0};
    scene_begin(&s);
    file_put_text(&s.folder, "policy.yaml", POLICY_TEXT);
    EXPECT_STATUS(&s, 0, "redact", "-p", "policy.yaml", "--log", "log1", in_project(PLAIN));
    tl_buf_add(&first, tl_buf_slice(&s.result.out));
    cr_expect(buf_has(&first, "UNCLAS PORT ARDENT 000301") && buf_has(&first, "ZNR UUUUU ZZH"));
    cr_expect(buf_has(&first, "LARKSPUR session") && !buf_has(&first, "NIGHTJAR"));

    cr_expect(run_with(&s, &from, WORDS("redact", "-p", "policy.yaml", "--log", "log2")) == 0);
    cr_expect(buf_same(&first, &s.result.out), "standard input gives another release");
    cr_expect(run_with(&s, &from, WORDS("redact", "-p", "policy.yaml", "--log", "log3", "-")) == 0);
    cr_expect(buf_same(&first, &s.result.out));

    EXPECT_STATUS(&s, 0, "redact", "-p", "policy.yaml", "--log", "log4", "-o", "release", in_project(PLAIN));
    cr_expect(s.result.out.len == 0 && s.result.err.len == 0);
    file_read(in_folder(&s.folder, "release"), &other);
    cr_expect(buf_same(&first, &other));

    cr_assert(mkdir(in_folder(&s.folder, "out"), 0700) == 0);
    EXPECT_STATUS(&s, 0, "redact", "-p", "policy.yaml", "--log", "log5", "-o", "out", in_project(PLAIN));
    file_read(in_folder(&s.folder, "out/01-plain.txt"), &other);
    cr_expect(buf_same(&first, &other));
    cr_expect(folder_count(in_folder(&s.folder, "out")) == 1, "something else lies among the releases");
    tl_buf_release(&first);
    tl_buf_release(&other);
    scene_end(&s);
}

Test(cli_redact, several_inputs_have_one_log_or_one_each)
{
    struct scene s;
    struct tl_buf log = {0};
    uint64_t seen = 0;
    uint64_t records = 0;
    struct tl_err err = {0};
    scene_begin(&s);
    cr_assert(mkdir(in_folder(&s.folder, "out"), 0700) == 0);
    cr_assert(mkdir(in_folder(&s.folder, "logs"), 0700) == 0);
    EXPECT_STATUS(&s, 0, "redact", "-p", in_project(PUBLIC), "--log", "log", "-o", "out",
                  in_project("corpus/01-plain.txt"), in_project("corpus/c1-names.txt"));
    file_read(in_folder(&s.folder, "log"), &log);
    cr_expect(log_check(tl_buf_slice(&log), &seen, &records, &err) == TL_OK, "%s", err.text);
    cr_expect(seen == 2);
    cr_expect(folder_count(in_folder(&s.folder, "out")) == 2);

    EXPECT_STATUS(&s, 0, "redact", "-p", in_project(PUBLIC), "--log", "logs", "-o", "out",
                  in_project("corpus/01-plain.txt"), in_project("corpus/c1-names.txt"));
    static const char *const names[] = {"logs/01-plain.txt.jsonl", "logs/c1-names.txt.jsonl"};
    for (size_t i = 0; i < TL_COUNT(names); i++) {
        cr_assert(file_exists(&s.folder, names[i]));
        cr_expect(file_mode(&s.folder, names[i]) == 0600);
        file_read(in_folder(&s.folder, names[i]), &log);
        cr_expect(log_check(tl_buf_slice(&log), &seen, &records, &err) == TL_OK, "%s", err.text);
        cr_expect(seen == 1);
    }
    cr_expect(folder_count(in_folder(&s.folder, "logs")) == 2);
    tl_buf_release(&log);
    scene_end(&s);
}

Test(cli_redact, a_log_is_for_its_owner_alone)
{
    const mode_t mask = umask(0);
    struct scene s;
    scene_begin(&s);
    EXPECT_STATUS(&s, 0, "redact", "-p", in_project(PUBLIC), "--log", "log", in_project(PLAIN));
    cr_expect(file_mode(&s.folder, "log") == 0600);
    (void)umask(mask);
    scene_end(&s);
}

Test(cli_redact, no_log_must_be_said_and_is_told)
{
    struct scene s;
    scene_begin(&s);
    EXPECT_STATUS(&s, 2, "redact", "-p", in_project(PUBLIC), in_project(PLAIN));
    cr_expect(s.result.out.len == 0);
    EXPECT_STATUS(&s, 0, "redact", "-p", in_project(PUBLIC), "--log", "none", in_project(PLAIN));
    EXPECT_TOLD(&s, "no change log is written");
    cr_expect(folder_count(s.folder.path) == 0);
    scene_end(&s);
}

Test(cli_redact, text_without_a_claim_is_withheld_with_status_3)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "note", "The pier NIGHTJAR is closed.\n\nTell NIGHTJAR nobody.\n");
    EXPECT_STATUS(&s, 3, "redact", "-p", in_project(PUBLIC), "--log", "log", "note");
    EXPECT_TOLD(&s, "no classification is claimed");
    cr_expect(buf_has(&s.result.out, "[WITHHELD UNKNOWN"), "%s", buf_text(&s.result.out));
    cr_expect(!buf_has(&s.result.out, "pier") && !buf_has(&s.result.out, "nobody"));
    EXPECT_STATUS(&s, 3, "redact", "-p", in_project("policies/audit-only.yaml"), "--log", "log2", "note");
    cr_expect(!buf_has(&s.result.out, "pier"));
    scene_end(&s);
}

Test(cli_redact, a_known_secret_makes_the_log_reproducible)
{
    struct scene s;
    struct tl_buf one = {0};
    struct tl_buf two = {0};
    scene_begin(&s);
    file_put_text(&s.folder, "key", "0123456789abcdef0123456789abcdef");
    cr_assert(chmod(in_folder(&s.folder, "key"), 0600) == 0);
    EXPECT_STATUS(&s, 0, "redact", "-p", in_project(PUBLIC), "--run-secret", "key", "--log", "one",
                  in_project(PLAIN));
    EXPECT_STATUS(&s, 0, "redact", "-p", in_project(PUBLIC), "--run-secret", "key", "--log", "two",
                  in_project(PLAIN));
    file_read(in_folder(&s.folder, "one"), &one);
    file_read(in_folder(&s.folder, "two"), &two);
    cr_expect(buf_same(&one, &two), "the same run has another log");
    cr_expect(!buf_has(&one, "0123456789abcdef0123456789abcdef"), "the secret stands in the log");
    EXPECT_STATUS(&s, 0, "redact", "-p", in_project(PUBLIC), "--log", "three", in_project(PLAIN));
    file_read(in_folder(&s.folder, "three"), &two);
    cr_expect(!buf_same(&one, &two), "a random secret is not random");
    tl_buf_release(&one);
    tl_buf_release(&two);
    scene_end(&s);
}

/* One cable under one policy: the log gives the release, the release gives itself, check accepts it. */
static void expect_settled(struct scene *s, const char *cable, const char *policy)
{
    struct tl_buf original = {0};
    struct tl_buf release = {0};
    struct tl_buf log = {0};
    struct tl_buf replayed = {0};
    struct tl_err err = {0};
    (void)remove(in_folder(&s->folder, "release"));
    file_read(in_project(cable), &original);
    const int status = run(s, WORDS("redact", "-p", in_project(policy), "--force", "--log", "log", "-o",
                                    "release", in_project(cable)));
    cr_expect(is_done(status), "%s under %s: status %d: %s", cable, policy, status, buf_text(&s->result.err));
    expect_quiet(s);
    if (is_done(status)) {
        file_read(in_folder(&s->folder, "release"), &release);
        file_read(in_folder(&s->folder, "log"), &log);
        cr_expect(log_replay(tl_buf_slice(&log), tl_buf_slice(&original), &replayed, &err) == TL_OK,
                  "%s under %s: %s", cable, policy, err.text);
        cr_expect(buf_same(&release, &replayed), "%s under %s: the log gives another release", cable, policy);

        const int again = run(s, WORDS("redact", "-p", in_project(policy), "--log", "none", "release"));
        cr_expect(is_done(again), "%s under %s: its own output: status %d: %s", cable, policy, again,
                  buf_text(&s->result.err));
        cr_expect(buf_same(&release, &s->result.out), "%s under %s: its own output is changed", cable,
                  policy);
        const int checked = run(s, WORDS("check", "-p", in_project(policy), "release"));
        cr_expect(checked == 0 || (checked == 3 && status == 3), "%s under %s: check %d: %s", cable, policy,
                  checked, buf_text(&s->result.out));
        expect_quiet(s);
    }
    tl_buf_release(&original);
    tl_buf_release(&release);
    tl_buf_release(&log);
    tl_buf_release(&replayed);
}

static void expect_all_settled(const char *policy)
{
    struct scene s;
    scene_begin(&s);
    for (size_t i = 0; i < TL_COUNT(cables); i++) {
        expect_settled(&s, cables[i], policy);
    }
    scene_end(&s);
}

Test(cli_redact, releases_under_public_release_are_settled)
{
    expect_all_settled(policies[0]);
}

Test(cli_redact, releases_under_max_confidential_are_settled)
{
    expect_all_settled(policies[1]);
}

Test(cli_redact, releases_under_audit_only_are_settled)
{
    expect_all_settled(policies[2]);
}

Test(cli_redact, releases_under_partner_fvey_are_settled)
{
    expect_all_settled(policies[3]);
}

Test(cli_redact, a_release_that_stood_there_is_replaced_at_once)
{
    struct scene s;
    struct tl_buf release = {0};
    scene_begin(&s);
    file_put_text(&s.folder, "release", "what stood there\n");
    cr_assert(link(in_folder(&s.folder, "release"), in_folder(&s.folder, "older")) == 0);
    EXPECT_STATUS(&s, 0, "redact", "-p", in_project(PUBLIC), "--log", "none", "-o", "release",
                  in_project(PLAIN));
    file_read(in_folder(&s.folder, "release"), &release);
    cr_expect(buf_has(&release, "UNCLAS"));
    file_read(in_folder(&s.folder, "older"), &release);
    cr_expect(buf_is(&release, "what stood there\n"), "the old file was written into");
    tl_buf_release(&release);
    scene_end(&s);
}

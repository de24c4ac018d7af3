/* SPDX-License-Identifier: Apache-2.0 */
/* Decisions of a reviewer on the command line: forms, runs, logs, audits, streams. */
#include <dirent.h>
#include <stdio.h>

#include "base/digest.h"
#include "cli/cli.h"

#define CABLE "corpus/22-sub-unmarked.txt"
#define NAME "PORT ARDENT 322"

/* One decision on a cable; `rest` goes on with what it does. */
static void put_decision(struct tl_buf *out, const char *cable, tl_slice bytes, const char *rest)
{
    const struct tl_hash hash = tl_sha256_one(bytes);
    char hex[TL_HEX];
    tl_buf_format(out,
                  "  - {cable: %s, sha256: %s, by: reviewer-7, why: no harm is left, date: 2026-01-05, %s}\n",
                  cable, tl_hash_hex(&hash, hex), rest);
}

/* Writes d.yaml: one decision on each text. */
static void put_file(struct scene *s, const char *cable, tl_slice bytes, const char *rest)
{
    struct tl_buf text = {0};
    tl_buf_str(&text, "tearline-decisions: 1\ndecisions:\n");
    put_decision(&text, cable, bytes, rest);
    file_put(&s->folder, "d.yaml", tl_buf_slice(&text));
    tl_buf_release(&text);
}

/* A policy, and d.yaml with one decision on CABLE. */
static void settle(struct scene *s, const char *rest)
{
    struct tl_buf bytes = {0};
    file_put_text(&s->folder, "p.yaml", POLICY_TEXT);
    file_read(in_project(CABLE), &bytes);
    put_file(s, NAME, tl_buf_slice(&bytes), rest);
    tl_buf_release(&bytes);
}

#define RELEASE "portion: '2', do: release, authority: an order"
#define WITHHOLD "portion: '2', do: withhold, exemptions: ['(b)(5)']"

Test(cli_decisions, a_form_left_alone_changes_nothing_and_tells_no_text)
{
    struct scene s;
    DIR *dir = opendir(in_project("corpus"));
    const struct dirent *entry;
    size_t forms = 0;
    scene_begin(&s);
    cr_assert(dir != NULL);
    file_put_text(&s.folder, "p.yaml", POLICY_TEXT);
    while ((entry = readdir(dir)) != NULL) {
        char name[300];
        struct tl_buf plain = {0};
        const char *dot = strrchr(entry->d_name, '.');
        snprintf(name, sizeof(name), "corpus/%s", entry->d_name);
        if (dot == NULL || strcmp(dot, ".txt") != 0 || strcmp(entry->d_name, "96-blank.txt") == 0) {
            continue;
        }
        const int status = run(&s, WORDS("redact", "-q", "-p", "p.yaml", "--log", "none", in_project(name)));
        tl_buf_add(&plain, tl_buf_slice(&s.result.out));
        EXPECT_STATUS(&s, 0, "decisions", "new", "-p", "p.yaml", in_project(name));
        file_put(&s.folder, "form.yaml", tl_buf_slice(&s.result.out));
        EXPECT_STATUS(&s, 0, "decisions", "lint", "form.yaml");
        cr_expect(run(&s, WORDS("redact", "-q", "-p", "p.yaml", "-d", "form.yaml", "--log", "none",
                                in_project(name))) == status);
        cr_expect(buf_same(&plain, &s.result.out), "%s: the form changes the release", name);
        tl_buf_release(&plain);
        forms++;
    }
    cr_expect(forms > 100);
    closedir(dir);
    scene_end(&s);
}

Test(cli_decisions, a_form_says_what_the_policy_does)
{
    static const char *const there[] = {
        "tearline-decisions: 1\ndecisions:\n",
        "    portion: '1.B'\n    line: 25\n    # sub-paragraph, CONFIDENTIAL, "
        "without a mark: inherited\n    # the policy withholds it: ",
        "    portion: '2'\n    line: 27\n    # paragraph, UNCLASSIFIED, (U)\n"
        "    # the policy lets it go\n    do: policy\n",
        "    # what stands over it: NODIS\n"};
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "p.yaml", POLICY_TEXT);
    EXPECT_STATUS(&s, 0, "decisions", "new", "-p", "p.yaml", in_project(CABLE),
                  in_project("corpus/51-nodis-u.txt"));
    for (size_t i = 0; i < TL_COUNT(there); i++) {
        cr_expect(buf_has(&s.result.out, there[i]), "%s in %s", there[i], buf_text(&s.result.out));
    }
    EXPECT_STATUS(&s, 2, "decisions", "new");
    EXPECT_STATUS(&s, 2, "decisions", "lint");
    EXPECT_STATUS(&s, 2, "decisions", "old", "x");
    EXPECT_STATUS(&s, 66, "decisions", "new", "nowhere.txt");
    EXPECT_STATUS(&s, 78, "decisions", "lint", in_project(CABLE));
    EXPECT_TOLD(&s, "no file of decisions");
    scene_end(&s);
}

Test(cli_decisions, verify_wants_the_same_file)
{
    struct scene s;
    scene_begin(&s);
    settle(&s, WITHHOLD);
    EXPECT_STATUS(&s, 0, "redact", "-p", "p.yaml", "-d", "d.yaml", "--log", "log", "-o", "out",
                  in_project(CABLE));
    EXPECT_STATUS(&s, 2, "verify", "--log", "log", "-p", "p.yaml", in_project(CABLE), "out");
    EXPECT_TOLD(&s, "this run applied decisions of a reviewer (d.yaml)");
    EXPECT_STATUS(&s, 0, "verify", "--log", "log", in_project(CABLE), "out");
    EXPECT_STATUS(&s, 0, "verify", "--log", "log", "-p", "p.yaml", "-d", "d.yaml", in_project(CABLE), "out");
    cr_expect(buf_has(&s.result.out, "decided again"));
    EXPECT_STATUS(&s, 2, "verify", "--log", "log", "-d", "d.yaml", in_project(CABLE), "out");
    settle(&s, "portion: '2', do: withhold, exemptions: ['(b)(4)']");
    EXPECT_STATUS(&s, 1, "verify", "--log", "log", "-p", "p.yaml", "-d", "d.yaml", in_project(CABLE), "out");
    cr_expect(buf_has(&s.result.out, "[verify.decisions]") &&
                  buf_has(&s.result.out, "[verify.decision.cause]"),
              "%s", buf_text(&s.result.out));
    EXPECT_STATUS(&s, 0, "redact", "-p", "p.yaml", "--log", "plain", "-o", "out", in_project(CABLE));
    EXPECT_STATUS(&s, 1, "verify", "--log", "plain", "-p", "p.yaml", "-d", "d.yaml", in_project(CABLE),
                  "out");
    cr_expect(buf_has(&s.result.out, "decisions are given, and the run had none"));
    scene_end(&s);
}

Test(cli_decisions, check_is_the_gate_with_them_too)
{
    struct scene s;
    scene_begin(&s);
    settle(&s, WITHHOLD);
    EXPECT_STATUS(&s, 1, "check", "-q", "-p", "p.yaml", "-d", "d.yaml", in_project(CABLE));
    cr_expect(buf_has(&s.result.out, "paragraph 2 (U) is withheld by a decision of a reviewer"), "%s",
              buf_text(&s.result.out));
    EXPECT_STATUS(&s, 2, "check", "--max", "U", "-d", "d.yaml", in_project(CABLE));
    EXPECT_TOLD(&s, "--decisions goes with -p");
    EXPECT_STATUS(&s, 78, "check", "-q", "-p", "p.yaml", "-d", "d.yaml", in_project(PLAIN));
    EXPECT_TOLD(&s, "no cable of this run has the SHA-256 of this decision");
    scene_end(&s);
}

Test(cli_decisions, what_cannot_be_decided_is_refused)
{
    struct scene s;
    scene_begin(&s);
    settle(&s, RELEASE);
    EXPECT_STATUS(&s, 78, "redact", "-p", "p.yaml", "--as-of", "2025-12-31", "-d", "d.yaml", "--log", "none",
                  in_project(CABLE));
    EXPECT_TOLD(&s, "this day is after 2025-12-31");
    EXPECT_STATUS(&s, 77, "redact", "-p", "p.yaml", "-d", "d.yaml", "--log", "d.yaml", "-f", "-o", "out",
                  in_project(CABLE));
    EXPECT_STATUS(&s, 78, "redact", "-p", "d.yaml", "--log", "none", in_project(CABLE));
    EXPECT_STATUS(&s, 78, "redact", "-p", "p.yaml", "-d", "nowhere.yaml", "--log", "none", in_project(CABLE));
    EXPECT_STATUS(&s, 0, "redact", "-q", "-p", "p.yaml", "-d", "d.yaml", "--log", "none", in_project(CABLE));
    scene_end(&s);
}

/* A stream: the text that was decided on leaves as it was decided, its corrected copy does not leave at all,
 * and the cable behind them does. */
Test(cli_decisions, a_stream_stops_what_was_not_decided_on)
{
    struct scene s;
    struct tl_buf first = {0};
    struct tl_buf other = {0};
    struct tl_buf stream = {0};
    struct tl_buf text = {0};
    scene_begin(&s);
    file_put_text(&s.folder, "p.yaml", POLICY_TEXT);
    file_read(in_project(CABLE), &first);
    file_read(in_project(PLAIN), &other);
    tl_buf_add(&stream, tl_buf_slice(&first));
    tl_buf_byte(&stream, 0);
    tl_buf_add(&stream, tl_buf_slice(&first));
    tl_buf_str(&stream, "\n4. (U) LARKSPUR corrected.\n");
    tl_buf_byte(&stream, 0);
    tl_buf_add(&stream, tl_buf_slice(&other));
    tl_buf_byte(&stream, 0);
    file_put(&s.folder, "stream", tl_buf_slice(&stream));
    tl_buf_str(&text, "tearline-decisions: 1\ndecisions:\n");
    put_decision(&text, NAME, tl_buf_slice(&first), WITHHOLD);
    put_decision(&text, "PORT ARDENT 999", tl_buf_slice(&text), WITHHOLD);
    file_put(&s.folder, "d.yaml", tl_buf_slice(&text));
    for (int workers = 1; workers <= 4; workers += 3) {
        char jobs[16];
        snprintf(jobs, sizeof(jobs), "-j%d", workers);
        EXPECT_STATUS(&s, 78, "redact", "-p", "p.yaml", "-d", "d.yaml", "--frame", "nul", jobs, "--log",
                      "log", "-f", "-o", "out", "stream");
        EXPECT_TOLD(&s,
                    "stream: cable 2: d.yaml:3: this decision is on a cable of this post and number with");
        EXPECT_TOLD(&s, "d.yaml:4: no cable of this run has the SHA-256");
        file_read(in_folder(&s.folder, "out"), &text);
        cr_expect(buf_has(&text, "[WITHHELD U (b)(5)]") && !buf_has(&text, "LARKSPUR corrected"));
        cr_expect(buf_has(&text, "PORT ARDENT 000301"));
        EXPECT_STATUS(&s, 0, "verify", "--log", "log", "-p", "p.yaml", "-d", "d.yaml", "stream", "out");
    }
    tl_buf_release(&first);
    tl_buf_release(&other);
    tl_buf_release(&stream);
    tl_buf_release(&text);
    scene_end(&s);
}

Test(cli_decisions, every_audit_tells_them_and_the_public_one_does_not)
{
    static const char *const forms[] = {"text", "csv", "json", "html"};
    struct scene s;
    scene_begin(&s);
    settle(&s, "portion: '1', do: release, authority: an order");
    EXPECT_STATUS(&s, 0, "redact", "-p", "p.yaml", "-d", "d.yaml", "--log", "log", "-o", "out",
                  in_project(CABLE));
    for (size_t i = 0; i < TL_COUNT(forms); i++) {
        EXPECT_STATUS(&s, 0, "audit", "--format", forms[i], "log");
        cr_expect(buf_has(&s.result.out, "reviewer-7") && buf_has(&s.result.out, "no harm is left") &&
                      buf_has(&s.result.out, "an order"),
                  "%s: %s", forms[i], buf_text(&s.result.out));
        EXPECT_STATUS(&s, 0, "audit", "--public", "--format", forms[i], "log");
        cr_expect(!buf_has(&s.result.out, "reviewer") && !buf_has(&s.result.out, "no harm") &&
                      !buf_has(&s.result.out, "an order") && !buf_has(&s.result.out, "d.yaml"),
                  "%s: %s", forms[i], buf_text(&s.result.out));
    }
    EXPECT_STATUS(&s, 0, "audit", "log");
    cr_expect(buf_has(&s.result.out, "  reviewer        " NAME ", line 23, portion 1: release by reviewer-7"),
              "%s", buf_text(&s.result.out));
    scene_end(&s);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One stream through one, two and eight workers, with all rules and names: releases and logs are the same,
 * byte for byte.  Run under ThreadSanitizer it says whether workers share anything but the policy.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "base/path.h"
#include "pipeline/redact.h"
#include "pipeline/stop.h"

enum { CABLES = 60 };

/* Every seventh has the number of the one before, so that cables are done again. */
static void put_cables(struct tl_buf *out)
{
    for (unsigned i = 1; i <= CABLES; i++) {
        tl_buf_format(
            out,
            "VZCZCXYZ%04u\nPP RUEHC\nDE RUEHPD #%04u 0611405\nZNY CCCCC ZZH\nP 021405Z MAR 07\n"
            "FM AMEMBASSY PORT ARDENT\nTO RUEHC/SECSTATE WASHDC PRIORITY\n\n"
            "C O N F I D E N T I A L PORT ARDENT %06u\n\nE.O. 12958: DECL: 03/02/2017\n"
            "SUBJECT: (U) THE PIER\n\nClassified By: Ambassador Ilsa Quenthorpe for reason 1.4(b)\n\n"
            "1. (U) We met Minister Orlan Vetch%s.\nCall 202-555-0%u.\n\n"
            "2. (C) Minister Vetch spoke of the caf\xc3\xa9.\n\n",
            i, i, i % 7 == 0 ? i - 1 : i, i % 7 == 0 ? " twice" : "", 100 + i);
        if (i % 5 != 0) {
            tl_buf_str(out, "NNNN\n"); /* without it, the next start rejects both */
        }
    }
}

static void tell(void *context, tl_slice lines)
{
    (void)context;
    (void)lines;
}

struct run {
    struct tl_buf release, log;
};

static bool run_with(struct tl_arena *arena, const struct tl_policy *policy, const char *dir, size_t workers,
                     struct run *out)
{
    static const struct tl_watch watch = {NULL, tell, NULL};
    static const struct tl_release_options options = {.assume = TL_RANK_UNKNOWN};
    struct tl_err err = {0};
    const char *input = tl_path_join(arena, dir, "input", "");
    const struct tl_target target = {.output = tl_path_join(arena, dir, "output", ""),
                                     .log = tl_path_join(arena, dir, "log", "")};
    const struct tl_log_run run = {.policy = policy,
                                   .frame = "zczc",
                                   .is_secret_given = true,
                                   .secret = TL_LIT("0123456789abcdef0123456789abcdef")};
    const struct tl_redact redact = {.stream = {.paths = &input,
                                                .count = 1,
                                                .frame = TL_FRAME_ZCZC,
                                                .max_cable = 100000,
                                                .workers = workers},
                                     .targets = &target,
                                     .is_forced = true,
                                     .mode = 0600,
                                     .run = &run,
                                     .options = &options,
                                     .watch = &watch};
    *out = (struct run){{0}, {0}};
    const enum tl_status status = tl_redact_run(&redact);
    if (status != TL_DATA) { /* rejected frames, and doubt, which is less */
        fprintf(stderr, "%zu workers: status %d\n", workers, (int)status);
        return false;
    }
    return tl_read_file(target.output, SIZE_MAX, &out->release, &err) == TL_OK &&
           tl_read_file(target.log, SIZE_MAX, &out->log, &err) == TL_OK;
}

int main(int argc, char **argv)
{
    static const size_t workers[] = {1, 2, 8};
    struct tl_arena arena = {0};
    struct tl_diags diags = {.arena = &arena};
    struct tl_buf input = {0};
    struct tl_err err = {0};
    struct tl_outfile file;
    struct run first = {{0}, {0}};
    bool is_same = true;
    char *dir = (char *)(uintptr_t)tl_path_join(&arena, argc == 2 ? argv[1] : ".", "race-XXXXXX", "");
    struct tl_policy *policy = tl_policy_load(TL_TEST_ROOT "/policies/public-release.yaml", &diags);
    if (policy == NULL || mkdtemp(dir) == NULL || !tl_stop_install()) {
        fprintf(stderr, "cannot begin\n");
        return 1;
    }
    put_cables(&input);
    if (tl_outfile_open(&file, tl_path_join(&arena, dir, "input", ""), 0600, &err) != TL_OK ||
        tl_outfile_write(&file, tl_buf_slice(&input), &err) != TL_OK ||
        tl_outfile_commit(&file, &err) != TL_OK) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    for (size_t i = 0; i < TL_COUNT(workers); i++) {
        struct run run;
        is_same = run_with(&arena, policy, dir, workers[i], &run) && is_same;
        if (i == 0) {
            first = run;
            is_same =
                is_same && run.release.len > 0 &&
                tl_slice_find(tl_buf_slice(&run.log), TL_LIT("\"slug\":\"cable-repeated\""), 0) != TL_NONE;
            continue;
        }
        if (!tl_slice_eq(tl_buf_slice(&first.release), tl_buf_slice(&run.release)) ||
            !tl_slice_eq(tl_buf_slice(&first.log), tl_buf_slice(&run.log))) {
            fprintf(stderr, "%zu workers give another release or log\n", workers[i]);
            is_same = false;
        }
        tl_buf_release(&run.release);
        tl_buf_release(&run.log);
    }
    static const char *const names[] = {"input", "output", "log"};
    for (size_t i = 0; i < TL_COUNT(names); i++) {
        (void)unlink(tl_path_join(&arena, dir, names[i], ""));
    }
    (void)rmdir(dir);
    tl_buf_release(&first.release);
    tl_buf_release(&first.log);
    tl_buf_release(&input);
    tl_policy_free(policy);
    tl_arena_release(&arena);
    puts(is_same ? "the same bytes with 1, 2 and 8 workers" : "not the same");
    return is_same ? 0 : 1;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One stream through one, two and eight workers, with all rules and names, sealed or not: releases and logs
 * are the same, byte for byte, and of each cable as much is sealed.  (What is sealed is encrypted anew each
 * time.)  Run under ThreadSanitizer it says whether workers share anything but the policy and the seal.
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
#include "support/keys.h"

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
    struct tl_buf sealed; /* the cables of which something is sealed */
};

/* The cables that have lines of a sealed file, in order. */
static void sealed_cables(tl_slice sealed, struct tl_buf *out)
{
    for (size_t at = 0; at < sealed.len;) {
        const size_t end = tl_slice_find(sealed, TL_LIT("\n"), at);
        tl_buf_format(out, "%llu ", (unsigned long long)tl_seal_cable(tl_slice_sub(sealed, at, end)));
        at = end == TL_NONE ? sealed.len : end + 1;
    }
}

static bool run_with(struct tl_arena *arena, const struct tl_policy *policy, const struct tl_seal *seal,
                     const char *dir, size_t workers, struct run *out)
{
    static const struct tl_watch watch = {NULL, tell, NULL};
    static const struct tl_release_options options = {.assume = TL_RANK_UNKNOWN};
    struct tl_err err = {0};
    const char *input = tl_path_join(arena, dir, "input", "");
    const struct tl_target target = {.output = tl_path_join(arena, dir, "output", ""),
                                     .log = tl_path_join(arena, dir, "log", ""),
                                     .sealed = seal == NULL ? NULL : tl_path_join(arena, dir, "sealed", "")};
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
                                     .watch = &watch,
                                     .seal = seal};
    struct tl_buf sealed = {0};
    *out = (struct run){.release = {0}};
    const enum tl_status status = tl_redact_run(&redact);
    if (status != TL_DATA) { /* rejected frames, and doubt, which is less */
        fprintf(stderr, "%zu workers: status %d\n", workers, (int)status);
        return false;
    }
    const bool is_read = tl_read_file(target.output, SIZE_MAX, &out->release, &err) == TL_OK &&
                         tl_read_file(target.log, SIZE_MAX, &out->log, &err) == TL_OK &&
                         (seal == NULL || tl_read_file(target.sealed, SIZE_MAX, &sealed, &err) == TL_OK);
    sealed_cables(tl_buf_slice(&sealed), &out->sealed);
    tl_buf_release(&sealed);
    return is_read && (seal == NULL || out->sealed.len > 0);
}

static void release_run(struct run *run)
{
    tl_buf_release(&run->release);
    tl_buf_release(&run->log);
    tl_buf_release(&run->sealed);
}

static bool is_same_run(const struct run *a, const struct run *b)
{
    return tl_slice_eq(tl_buf_slice(&a->release), tl_buf_slice(&b->release)) &&
           tl_slice_eq(tl_buf_slice(&a->log), tl_buf_slice(&b->log)) &&
           tl_slice_eq(tl_buf_slice(&a->sealed), tl_buf_slice(&b->sealed));
}

/* The same with 1, 2 and 8 workers. */
static bool is_same_with_all(struct tl_arena *arena, const struct tl_policy *policy,
                             const struct tl_seal *seal, const char *dir)
{
    static const size_t workers[] = {1, 2, 8};
    struct run first = {{0}, {0}, {0}};
    bool is_same = true;
    for (size_t i = 0; i < TL_COUNT(workers); i++) {
        struct run run;
        is_same = run_with(arena, policy, seal, dir, workers[i], &run) && is_same;
        if (i == 0) {
            first = run;
            is_same =
                is_same && run.release.len > 0 &&
                tl_slice_find(tl_buf_slice(&run.log), TL_LIT("\"slug\":\"cable-repeated\""), 0) != TL_NONE;
            continue;
        }
        if (!is_same_run(&first, &run)) {
            fprintf(stderr, "%zu workers give another release, log or seal\n", workers[i]);
            is_same = false;
        }
        release_run(&run);
    }
    release_run(&first);
    return is_same;
}

static struct tl_seal *seal_of(const char *dir)
{
    struct folder folder;
    struct tl_buf pem = {0};
    struct tl_err err = {0};
    struct tl_seal *seal = tl_seal_new();
    (void)snprintf(folder.path, sizeof(folder.path), "%s", dir);
    keys_put_certificate(&folder, "holder", false);
    file_read(in_folder(&folder, "holder.crt"), &pem);
    if (tl_seal_add(seal, tl_buf_slice(&pem), "holder.crt", &err) != TL_OK) {
        fprintf(stderr, "%s\n", err.text);
    }
    tl_buf_release(&pem);
    return seal;
}

int main(int argc, char **argv)
{
    struct tl_arena arena = {0};
    struct tl_diags diags = {.arena = &arena};
    struct tl_buf input = {0};
    struct tl_err err = {0};
    struct tl_outfile file;
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
    struct tl_seal *seal = seal_of(dir);
    const bool is_same =
        is_same_with_all(&arena, policy, NULL, dir) && is_same_with_all(&arena, policy, seal, dir);
    static const char *const names[] = {"input", "output", "log", "sealed", "holder.key", "holder.crt"};
    for (size_t i = 0; i < TL_COUNT(names); i++) {
        (void)unlink(tl_path_join(&arena, dir, names[i], ""));
    }
    (void)rmdir(dir);
    tl_seal_free(seal);
    tl_buf_release(&input);
    tl_policy_free(policy);
    tl_arena_release(&arena);
    puts(is_same ? "the same bytes with 1, 2 and 8 workers" : "not the same");
    return is_same ? 0 : 1;
}

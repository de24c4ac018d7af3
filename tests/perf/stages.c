/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The stages of a release, run in process: what the program does, taken apart, so that the program that
 * people run needs no switch that leaves something out.
 *
 *     perf_stages split POLICY FILE REPEAT   a line a stage: its name, best nanoseconds of processor time a
 * byte perf_stages alone POLICY FILE          redacts the stream in one worker and writes it to standard
 * output, without log, commitments and second reading perf_stages hostile DIR REPEAT         a line a
 * pattern: the pattern, best milliseconds for one cable with a portion of 10 KB, what became of the portion;
 * DIR is written to
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/check.h"
#include "base/io.h"
#include "ledger/commitment.h"
#include "pipeline/redact.h"
#include "release/stage.h"

enum { PORTION = 10240, CAP = 16 * 1024 * 1024 };

static const struct tl_release_options options = {.judged_on = {2007, 3, 2}};

static struct tl_policy *load(struct tl_arena *arena, const char *path)
{
    struct tl_diags diags = {.arena = arena};
    struct tl_policy *policy = tl_policy_load(path, &diags);
    if (policy == NULL) {
        fprintf(stderr, "perf_stages: %s: %s\n", path,
                diags.list.count > 0 ? diags.list.items[0].text : "no policy");
        exit(1);
    }
    return policy;
}

/* Nanoseconds of processor time of this thread. */
static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* --- the steps of tl_release_make_with */

static void begin(struct tl_stage *stage, struct tl_matcher *matcher, struct tl_arena *arena,
                  const struct tl_cable *cable, const struct tl_policy *policy, struct tl_release *out)
{
    *out = (struct tl_release){.arena = arena, .cable = cable, .policy = policy};
    *stage =
        (struct tl_stage){.arena = arena, .cable = cable, .policy = policy, .options = &options, .out = out};
    stage->matcher = matcher;
    stage->holes = tl_holes_of(arena, cable, &stage->hole_count);
    out->decisions = tl_arena_alloc(arena, cable->portions.count + 1, sizeof(*out->decisions));
    tl_judge_all(stage);
    tl_hold_freed(stage);
}

/* --- split */

enum part { PARSE, DECIDE, MATCH, WRITE, REREAD, RECORDS, CHAIN, HASH, PARTS };

static const char *const part_names[PARTS] = {
    "reading the cable", "deciding portions",        "matching: scan and confirm",
    "edits and writing", "second reading",           "log: records and commitments",
    "log: chain",        "of the log: hashing alone"};

struct split {
    struct tl_arena arena;
    struct tl_matcher *matcher;
    const struct tl_policy *policy;
    struct tl_log log;
    struct tl_log draft;
    struct tl_hash secret;
    uint64_t number;
    uint64_t spent[PARTS];
    uint64_t mark;
};

static void lap(struct split *split, enum part part)
{
    const uint64_t time = now();
    split->spent[part] += time - split->mark;
    split->mark = time;
}

/* What a log hashes: original and release, a nonce and a commitment a change, each line. */
static void hash_again(struct split *split, const struct tl_release *release)
{
    const tl_slice secret = tl_hash_slice(&split->secret);
    const struct tl_log *draft = &split->draft;
    const struct tl_hash original = tl_sha256_one(release->cable->bytes);
    (void)tl_sha256_one(release->bytes);
    for (size_t i = 0; i < release->edits.count; i++) {
        const struct tl_hash nonce = tl_nonce_make(secret, &original, &original, split->number, i);
        (void)tl_commitment_make(&nonce, tl_span_of(release->cable->bytes, release->edits.items[i].in));
    }
    for (size_t i = 0; i < draft->places.count; i++) {
        const struct tl_log_place *place = &draft->places.items[i];
        (void)tl_sha256_one(tl_slice_sub(tl_buf_slice(&draft->out), place->begin, place->end));
    }
}

static void split_cable(struct split *split, tl_slice bytes)
{
    static const struct tl_cable_options read = {0};
    const struct tl_log_source source = {.name = "-", .frame = tl_frame_names[TL_FRAME_ZCZC]};
    struct tl_cable cable;
    struct tl_release release;
    struct tl_stage stage;
    struct tl_err err = {0};
    split->mark = now();
    tl_cable_parse(&split->arena, bytes, &read, &cable);
    lap(split, PARSE);
    begin(&stage, split->matcher, &split->arena, &cable, split->policy, &release);
    lap(split, DECIDE);
    tl_cut_all(&stage);
    lap(split, MATCH);
    tl_edit_all(&stage);
    release.verdict = TL_VERDICT_CHANGED;
    lap(split, WRITE);
    const enum tl_status status = tl_reread(&stage, &err);
    TL_CHECK(status == TL_OK);
    lap(split, REREAD);
    struct tl_log_part part = tl_log_part_begin(&split->draft, ++split->number);
    tl_log_cable(&split->draft, &source, &release);
    tl_log_part_end(&split->draft, &part);
    lap(split, RECORDS);
    tl_log_join(&split->log, &split->draft, &part);
    lap(split, CHAIN);
    hash_again(split, &release);
    lap(split, HASH);
    tl_buf_reset(&split->log.out);
    tl_log_draft_reset(&split->draft);
    tl_arena_clear(&split->arena);
}

static uint64_t split_all(struct split *split, tl_slice bytes)
{
    struct tl_framer framer;
    struct tl_frame frame;
    uint64_t total = 0;
    tl_framer_init(&framer, TL_FRAME_ZCZC, CAP);
    tl_framer_feed(&framer, bytes);
    tl_framer_end(&framer);
    while (tl_framer_next(&framer, &frame)) {
        TL_CHECK(frame.slug == NULL);
        total += frame.bytes.len;
        split_cable(split, frame.bytes);
    }
    tl_framer_release(&framer);
    return total;
}

static int run_split(const char *policy_path, const char *path, size_t repeat)
{
    struct tl_arena arena = {0};
    struct tl_buf bytes = {0};
    struct tl_err err = {0};
    struct tl_policy *policy = load(&arena, policy_path);
    struct split split = {.policy = policy, .matcher = tl_matcher_new()};
    uint64_t best[PARTS];
    uint64_t total = 0;
    if (tl_read_file(path, SIZE_MAX, &bytes, &err) != TL_OK) {
        fprintf(stderr, "perf_stages: %s\n", err.text);
        exit(1);
    }
    const struct tl_log_run run = {.policy = policy, .frame = "zczc", .secret = tl_hash_slice(&split.secret)};
    for (size_t i = 0; i < repeat; i++) {
        memset(split.spent, 0, sizeof(split.spent));
        split.number = 0;
        tl_log_init(&split.log, &run);
        tl_log_draft_init(&split.draft, &run);
        total = split_all(&split, tl_buf_slice(&bytes));
        tl_log_release(&split.draft);
        tl_log_release(&split.log);
        for (size_t part = 0; part < PARTS; part++) {
            best[part] = i == 0 || split.spent[part] < best[part] ? split.spent[part] : best[part];
        }
    }
    for (size_t part = 0; repeat > 0 && part < PARTS; part++) {
        printf("%s\t%.3f\n", part_names[part], (double)best[part] / (double)(total > 0 ? total : 1));
    }
    tl_matcher_free(split.matcher);
    tl_arena_release(&split.arena);
    tl_buf_release(&bytes);
    tl_policy_free(policy);
    tl_arena_release(&arena);
    return 0;
}

/* --- alone */

static void alone_work(const void *shared, struct tl_worker *worker, struct tl_batch *batch,
                       struct tl_parcel *parcel)
{
    static const struct tl_cable_options read = {0};
    struct tl_cable cable;
    struct tl_release release;
    struct tl_stage stage;
    TL_CHECK(parcel->frame.slug == NULL);
    tl_cable_parse(&worker->arena, parcel->frame.bytes, &read, &cable);
    begin(&stage, tl_worker_matcher(worker), &worker->arena, &cable, shared, &release);
    tl_cut_all(&stage);
    tl_edit_all(&stage);
    tl_frame_put(parcel->framing, release.bytes, &batch->out);
}

static bool alone_write(void *context, struct tl_batch *const *batches, size_t count)
{
    (void)context;
    for (size_t i = 0; i < count; i++) {
        const tl_slice out = tl_buf_slice(&batches[i]->out);
        for (size_t at = 0; at < out.len;) {
            const ssize_t wrote = write(STDOUT_FILENO, out.ptr + at, out.len - at);
            if (wrote < 0) {
                return false;
            }
            at += (size_t)wrote;
        }
    }
    return true;
}

static int run_alone(const char *policy_path, const char *path)
{
    struct tl_arena arena = {0};
    struct tl_err err = {0};
    struct tl_policy *policy = load(&arena, policy_path);
    const struct tl_stream stream = {
        .paths = &path, .count = 1, .frame = TL_FRAME_ZCZC, .max_cable = CAP, .workers = 1};
    const struct tl_stream_job job = {.shared = policy, .work = alone_work, .write = alone_write};
    const enum tl_status status = tl_stream_run(&stream, &job, &err);
    if (status != TL_OK) {
        fprintf(stderr, "perf_stages: %s\n", err.text);
    }
    tl_policy_free(policy);
    tl_arena_release(&arena);
    return (int)status;
}

/* --- hostile */

/* Patterns that take ages in a plain search, each with what is repeated to make its text. */
static const struct {
    const char *pattern;
    const char *unit;
} hostile[] = {
    {"(a+)+$", "a"},
    {"(?:a|a){14}[XY]", "a"},
    {"[a-z]+ ?[a-z]+[XY]", "a"},
    {"[a-z]+ ?[a-z]+[XY]", "harbour "},
    {"^(?:(a)|b)*[XY]", "ab"},
    {"(a|aa)+$", "a"},
    {"(a*)*b", "a"},
    {"(.*a){12}[XY]", "a"},
    {"(x+x+)+y", "x"},
    {"(\\w+\\s?)+[XY]", "harbour "},
    {"(a?){30}a{30}[XY]", "a"},
    {"(?:\\w+ ){1,20}\\w+[XY]", "harbour "},
};

static void write_policy(const char *path, const char *pattern)
{
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    fprintf(
        file,
        "tearline-policy: 1\nid: hostile\ntitle: One pattern\nrelease: {max: C, audience: [USA]}\n"
        "banner: keep\nrules:\n  - id: hostile.pattern\n    why: a pattern of the benchmark\n"
        "    match: '%s'\n    elements: [paragraph]\n    exemptions: ['(b)(6)']\n    tests: [{miss: '?'}]\n",
        pattern);
    fclose(file);
}

static tl_slice hostile_cable(struct tl_arena *arena, const char *unit)
{
    struct tl_buf buf = {0};
    tl_buf_add(&buf, TL_LIT("ZNY CCCCC ZZH\nP 021405Z MAR 07\nFM AMEMBASSY PORT ARDENT\n"
                            "TO RUEHC/SECSTATE WASHDC PRIORITY 4455\n\n"
                            "C O N F I D E N T I A L PORT ARDENT 000504\n\nSIPDIS\n\n"
                            "E.O. 12958: DECL: 03/02/2017\nTAGS: PREL\nSUBJECT: (U) TALKS\n\n1. (C) "));
    for (size_t at = 0; at < PORTION; at += strlen(unit)) {
        tl_buf_add(&buf, tl_str(unit));
    }
    tl_buf_add(&buf, TL_LIT("!\nBRENDISH\n"));
    const tl_slice cable = tl_arena_dup(arena, tl_buf_slice(&buf));
    tl_buf_release(&buf);
    return cable;
}

static const char *outcome_of(const struct tl_release *release)
{
    for (size_t i = 0; i < release->cable->portions.count; i++) {
        if (!release->decisions[i].is_released) {
            return "withheld";
        }
    }
    return "decided";
}

static int run_hostile(const char *folder, size_t repeat)
{
    static const struct tl_cable_options read = {0};
    struct tl_arena arena = {0};
    struct tl_matcher *matcher = tl_matcher_new();
    const char *path = tl_arena_format(&arena, "%s/hostile.yaml", folder);
    for (size_t i = 0; i < TL_COUNT(hostile); i++) {
        write_policy(path, hostile[i].pattern);
        struct tl_policy *policy = load(&arena, path);
        const tl_slice bytes = hostile_cable(&arena, hostile[i].unit);
        const char *outcome = "refused";
        uint64_t best = UINT64_MAX;
        for (size_t k = 0; k < repeat; k++) {
            struct tl_arena scratch = {0};
            struct tl_cable cable;
            struct tl_release release;
            struct tl_err err = {0};
            tl_cable_parse(&scratch, bytes, &read, &cable);
            const uint64_t mark = now();
            const enum tl_status status =
                tl_release_make_with(matcher, &scratch, &cable, policy, &options, &release, &err);
            const uint64_t spent = now() - mark;
            best = spent < best ? spent : best;
            outcome = status == TL_OK ? outcome_of(&release) : outcome;
            tl_arena_release(&scratch);
        }
        printf("%s on %.7s\t%.3f\t%s\n", hostile[i].pattern, hostile[i].unit, (double)best / 1e6, outcome);
        tl_policy_free(policy);
    }
    tl_matcher_free(matcher);
    tl_arena_release(&arena);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 5 && strcmp(argv[1], "split") == 0) {
        return run_split(argv[2], argv[3], strtoull(argv[4], NULL, 10));
    }
    if (argc == 4 && strcmp(argv[1], "alone") == 0) {
        return run_alone(argv[2], argv[3]);
    }
    if (argc == 4 && strcmp(argv[1], "hostile") == 0) {
        return run_hostile(argv[2], strtoull(argv[3], NULL, 10));
    }
    fputs("usage: perf_stages split POLICY FILE REPEAT | alone POLICY FILE | hostile DIR REPEAT\n", stderr);
    return 2;
}

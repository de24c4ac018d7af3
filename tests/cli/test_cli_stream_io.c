/* SPDX-License-Identifier: Apache-2.0 */
/* Streams and the world around them: slow producers, signals, readers that go away, full disks. */
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/stream.h"

#define REDACT "redact", "-p", "policy.yaml"

/* Starts the program on a pipe that stays open. */
static void begin(struct scene *s, struct spawned *live, const char *const *words)
{
    const char *argv[24] = {program_path()};
    size_t count = 1;
    for (; words[count - 1] != NULL && count < TL_COUNT(argv) - 1; count++) {
        argv[count] = words[count - 1];
    }
    const struct spawn_request request = {.argv = argv, .dir = s->folder.path};
    spawn_release(&s->result);
    s->result = (struct spawn_result){0};
    cr_assert(spawn_begin(&request, live));
}

static void send_cables(const struct spawned *live, unsigned first, unsigned last)
{
    struct tl_buf bytes = {0};
    put_cables(&bytes, first, last);
    spawn_send(live, tl_buf_slice(&bytes));
    tl_buf_release(&bytes);
}

Test(cli_stream_io, a_cable_goes_on_while_the_pipe_stays_open)
{
    struct scene s;
    struct spawned live;
    stream_begin(&s);
    begin(&s, &live, WORDS(REDACT, "--log", "log", "--frame", "zczc"));
    send_cables(&live, 1, 1);
    cr_expect(spawn_wait_for(&live, &s.result, "NNNN\n"), "%s", buf_text(&s.result.err));
    cr_expect(buf_has(&s.result.out, "pier 1 is open") && buf_has(&s.result.out, "[WITHHELD S (b)(1)]"));
    cr_expect(file_has(&s, "log", "\"type\":\"cable\"", 1), "it is out and not yet in the log");
    send_cables(&live, 2, 3);
    cr_expect(spawn_wait_for(&live, &s.result, "pier 3 is open"));
    spawn_end_input(&live);
    spawn_finish(&live, &s.result);
    cr_expect(s.result.status == 0, "%d: %s", s.result.status, buf_text(&s.result.err));
    cr_expect(file_has(&s, "log", "\"type\":\"end\"", 1));
    scene_end(&s);
}

static void expect_stopped(int signal_number, const char *cut, int status)
{
    struct scene s;
    struct spawned live;
    stream_begin(&s);
    begin(&s, &live, WORDS(REDACT, "--log", "log", "--frame", "zczc"));
    send_cables(&live, 1, 2);
    spawn_send(&live, tl_str(cut));
    cr_expect(spawn_wait_for(&live, &s.result, "pier 2 is open"));
    (void)usleep(50 * 1000); /* the piece is taken in, or not: then it stays in the pipe for somebody else */
    spawn_signal(&live, signal_number);
    spawn_finish(&live, &s.result);
    cr_expect(s.result.status == status, "%d: %s", s.result.status, buf_text(&s.result.err));
    cr_expect(count_of(&s.result.out, "is open") == 2);
    cr_expect(file_has(&s, "log", "\"type\":\"end\"", 1), "the log is not ended");
    expect_quiet(&s);
    scene_end(&s);
}

Test(cli_stream_io, a_signal_ends_the_reading_and_nothing_else)
{
    expect_stopped(SIGTERM, "", 0);
    expect_stopped(SIGINT, "\n\n", 0);
    expect_stopped(SIGTERM, "VZCZCXYZ3\nUNCLAS\n\n1. (U) The NIGHTJAR", 75);
}

Test(cli_stream_io, a_signal_before_the_first_cable_is_no_error)
{
    struct scene s;
    struct spawned live;
    stream_begin(&s);
    begin(&s, &live, WORDS(REDACT, "--log", "log", "--frame", "zczc", "-", "other"));
    (void)usleep(200 * 1000); /* it has taken the signal over */
    spawn_signal(&live, SIGTERM);
    spawn_finish(&live, &s.result);
    cr_expect(s.result.status == 75, "an input was not read: %d", s.result.status);
    EXPECT_TOLD(&s, "inputs not read: 1");
    scene_end(&s);
}

Test(cli_stream_io, a_reader_that_went_away_is_74)
{
    struct scene s;
    struct tl_buf input = {0};
    stream_begin(&s);
    put_cables(&input, 1, 500);
    const struct spawn_request request = {.input = tl_buf_slice(&input), .output = SPAWN_NO_READER};
    cr_expect(run_with(&s, &request, WORDS(REDACT, "--log", "log")) == 74);
    EXPECT_TOLD(&s, "cannot write standard output");
    cr_expect(count_of(&s.result.err, "\n") == 1, "%s", buf_text(&s.result.err));
    cr_expect(run_with(&s, &request, WORDS("check", "-q", "--max", "U")) == 74);
    tl_buf_release(&input);
    scene_end(&s);
}

Test(cli_stream_io, a_reader_that_goes_away_ends_a_run_that_waits_for_bytes)
{
    struct scene s;
    struct spawned live;
    stream_begin(&s);
    begin(&s, &live, WORDS(REDACT, "--log", "log", "--frame", "zczc"));
    send_cables(&live, 1, 1);
    cr_expect(spawn_wait_for(&live, &s.result, "NNNN\n"));
    (void)close(live.out);
    live.out = -1;
    send_cables(&live, 2, 2);
    spawn_finish(&live, &s.result);
    cr_expect(s.result.status == 74, "%d: %s", s.result.status, buf_text(&s.result.err));
    scene_end(&s);
}

Test(cli_stream_io, a_full_disk_is_74)
{
    struct scene s;
    struct tl_buf input = {0};
    stream_begin(&s);
    put_cables(&input, 1, 50);
    const struct spawn_request request = {.input = tl_buf_slice(&input), .output_path = "/dev/full"};
    cr_expect(run_with(&s, &request, WORDS(REDACT, "--log", "log")) == 74, "%s", buf_text(&s.result.err));
    EXPECT_TOLD(&s, "No space left");
    cr_expect(run_on(&s, &input, WORDS(REDACT, "--log", "none", "-o", "/dev/full")) == 74);
    cr_expect(run_on(&s, &input, WORDS(REDACT, "--log", "/dev/full")) == 74);
    cr_expect(s.result.out.len == 0, "what is not logged is out");
    EXPECT_TOLD(&s, "/dev/full");
    tl_buf_release(&input);
    scene_end(&s);
}

/* A pipe by name: opened before anybody writes, and a signal is heard while it waits. */
Test(cli_stream_io, a_named_pipe_without_a_writer_can_be_stopped)
{
    struct scene s;
    struct spawned live;
    stream_begin(&s);
    cr_assert(mkfifo(in_folder(&s.folder, "pipe"), 0600) == 0);
    begin(&s, &live, WORDS(REDACT, "--log", "log", "--frame", "zczc", "pipe"));
    (void)usleep(200 * 1000); /* it has taken the signal over */
    spawn_signal(&live, SIGTERM);
    spawn_finish(&live, &s.result);
    cr_expect(s.result.status == 0, "%d: %s", s.result.status, buf_text(&s.result.err));
    scene_end(&s);
}

Test(cli_stream_io, notes_can_be_silenced_and_progress_is_for_terminals)
{
    struct scene s;
    struct tl_buf input = {0};
    stream_begin(&s);
    put_cables(&input, 1, 50);
    cr_expect(run_on(&s, &input, WORDS(REDACT, "--log", "none")) == 0);
    cr_expect(count_of(&s.result.err, "\n") == 1 && !buf_has(&s.result.err, "MB/s"), "%s",
              buf_text(&s.result.err));
    cr_expect(run_on(&s, &input, WORDS(REDACT, "--log", "none", "--quiet")) == 0);
    cr_expect(s.result.err.len == 0, "%s", buf_text(&s.result.err));
    cr_expect(run_on(&s, &input, WORDS("check", "--max", "S", "-q")) == 0);
    cr_expect(s.result.err.len == 0, "%s", buf_text(&s.result.err));
    tl_buf_release(&input);
    scene_end(&s);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Streams of cables: framings, what is rejected, and that the number of workers changes nothing. */
#include <stdio.h>
#include <sys/stat.h>

#include "cli/stream.h"
#include "pipeline/frame.h"
#include "support/log_check.h"

#define REDACT "redact", "-q", "-p", "policy.yaml"

static void expect_chain(const struct scene *s, const char *name, uint64_t cables)
{
    struct tl_buf log = {0};
    uint64_t seen = 0;
    uint64_t records = 0;
    struct tl_err err = {0};
    file_read(in_folder(&s->folder, name), &log);
    cr_expect(log_check(tl_buf_slice(&log), &seen, &records, &err) == TL_OK, "%s: %s", name, err.text);
    cr_expect(seen == cables, "%zu cables in %s", (size_t)seen, name);
    tl_buf_release(&log);
}

Test(cli_stream, any_number_of_workers_gives_the_same_bytes)
{
    static const char *const jobs[] = {"1", "2", "5"};
    struct scene s;
    struct tl_buf input = {0};
    struct tl_buf first = {0};
    struct tl_buf log = {0};
    struct tl_buf other = {0};
    stream_begin(&s);
    file_put_text(&s.folder, "key", "0123456789abcdef0123456789abcdef");
    cr_assert(chmod(in_folder(&s.folder, "key"), 0600) == 0);
    put_cables(&input, 1, 1000);
    for (size_t i = 0; i < TL_COUNT(jobs); i++) {
        cr_expect(run_on(&s, &input, WORDS(REDACT, "--log", jobs[i], "--run-secret", "key", "-j", jobs[i])) ==
                      0,
                  "%s", buf_text(&s.result.err));
        expect_quiet(&s);
        if (i == 0) {
            tl_buf_add(&first, tl_buf_slice(&s.result.out));
            file_read(in_folder(&s.folder, jobs[i]), &log);
            cr_expect(count_of(&first, "\nNNNN\n") == 1000 &&
                      count_of(&first, "[WITHHELD S (b)(1)]") == 1000);
            cr_expect(buf_has(&first, "The LARKSPUR pier 1000 is open."));
            expect_chain(&s, "1", 1000);
        }
        file_read(in_folder(&s.folder, jobs[i]), &other);
        cr_expect(buf_same(&first, &s.result.out), "-j %s gives another release", jobs[i]);
        cr_expect(buf_same(&log, &other), "-j %s gives another log", jobs[i]);
    }
    cr_expect(run_on(&s, &first, WORDS("check", "-q", "-p", "policy.yaml")) == 0, "%s",
              buf_text(&s.result.out));
    cr_expect(run_on(&s, &first, WORDS(REDACT, "--log", "none")) == 0);
    cr_expect(buf_same(&first, &s.result.out), "a release is changed when it is redacted again");
    tl_buf_release(&input);
    tl_buf_release(&first);
    tl_buf_release(&log);
    tl_buf_release(&other);
    scene_end(&s);
}

/* Each way in which a stream can be broken: what it is called, and which cables still leave. */
struct broken {
    const char *frame;
    const char *max_cable;
    const char *before, *after; /* cable 1, `before`, cable 2, `after` */
    const char *slug;
    const char *told;
    bool has_first, has_second;
};

static const struct broken broken[] = {
    {"zczc", "16M", "", "VZCZCXYZ3\nUNCLAS\n\n1. (U) NIGHTJAR cut", "frame-truncated",
     "ends before this cable", true, true},
    {"zczc", "16M", "NIGHTJAR between\n", "", "frame-garbage", "between cables", true, true},
    {"zczc", "16M", "VZCZCXYZ3\nUNCLAS\n\n1. (U) NIGHTJAR\n", "", "frame-start-inside",
     "another cable starts", true, false},
    {"zczc", "600",
     "VZCZCXYZ3\nUNCLAS\n\n1. (U) NIGHTJAR 456789012345678901234567890123456789012345678901234567890\n"
     "2. (U) NIGHTJAR 456789012345678901234567890123456789012345678901234567890\n"
     "3. (U) NIGHTJAR 456789012345678901234567890123456789012345678901234567890\n"
     "4. (U) NIGHTJAR 456789012345678901234567890123456789012345678901234567890\n"
     "5. (U) NIGHTJAR 456789012345678901234567890123456789012345678901234567890\n"
     "6. (U) NIGHTJAR 456789012345678901234567890123456789012345678901234567890\n"
     "7. (U) NIGHTJAR 456789012345678901234567890123456789012345678901234567890\n"
     "8. (U) NIGHTJAR 456789012345678901234567890123456789012345678901234567890\nNNNN\n",
     "", "frame-too-large", "larger than the limit of 600 bytes", true, true},
    {"nul", "16M", "", "UNCLAS\n\n1. (U) NIGHTJAR cut", "frame-truncated", "ends before this cable", true,
     true},
    {"nul", "16M", " \n\1", "", "frame-empty", "no cable in it", true, true},
    {"len32", "16M", "", "\1\1\2\60NIGHTJAR", "frame-truncated", "ends before this cable", true, true},
    {"len32", "600", "\1\1\3\1NIGHTJAR", "", "frame-length", "its length is", true, false},
    {"jsonl", "16M", "{\"text\":\"NIGHTJAR\\u0000\"}\n", "", "frame-json", "no object of JSON", true, true},
    {"jsonl", "16M", "{\"text\":\"NIGHTJAR \\ud83d\"}\n", "", "frame-json", "no object of JSON", true, true},
    {"jsonl", "16M", "{\"text\":\"NIGHTJAR\",\"text\":\"UNCLAS\"}\n", "", "frame-json", "no object of JSON",
     true, true},
    {"jsonl", "16M", "{\"text\":\"NIGHTJAR\",\"a\":{\"b\":1,\"b\":2}}\n", "", "frame-json", "no object", true,
     true},
    {"jsonl", "16M", "{\"text\":\"NIGHTJAR \xff\"}\n", "", "frame-json", "no object of JSON", true, true},
    {"jsonl", "16M", "[\"NIGHTJAR\"]\n", "", "frame-json", "no object of JSON", true, true},
    {"jsonl", "16M", "NIGHTJAR\n", "", "frame-json", "no object of JSON", true, true},
    {"jsonl", "16M", "{\"text\":[\"NIGHTJAR\"]}\n", "", "frame-json-text", "no text field", true, true},
    {"jsonl", "16M", "{\"txt\":\"NIGHTJAR\"}\n", "", "frame-json-text", "no text field", true, true},
    {"jsonl", "16M", "", "{\"text\":\"NIGHTJAR", "frame-json", "no object of JSON", true, true},
    {"file", "400", "", "", "frame-too-large", "larger than the limit of 400 bytes", false, false},
};

/* The text with \1 as NUL and \3 as a byte that makes a length too large: strings of the table end at NUL. */
static void put_raw(struct tl_buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        tl_buf_byte(out, *text == '\1' ? 0 : *text == '\3' ? 0x7f : *text == '\2' ? 1 : (unsigned char)*text);
    }
}

static void put_framed(struct tl_buf *out, const char *frame, unsigned number)
{
    struct tl_buf cable = {0};
    put_cable(&cable, number);
    if (strcmp(frame, "jsonl") == 0) {
        tl_buf_str(out, "{\"text\":\"");
        for (size_t i = 0; i < cable.len; i++) {
            tl_buf_str(out, cable.ptr[i] == '\n' ? "\\n" : "");
            if (cable.ptr[i] != '\n') {
                tl_buf_byte(out, cable.ptr[i]);
            }
        }
        tl_buf_str(out, "\"}\n");
    } else {
        tl_frame_put(strcmp(frame, "nul") == 0     ? TL_FRAME_NUL
                     : strcmp(frame, "len32") == 0 ? TL_FRAME_LEN32
                                                   : TL_FRAME_ZCZC,
                     tl_buf_slice(&cable), out);
    }
    tl_buf_release(&cable);
}

Test(cli_stream, what_is_broken_is_rejected_and_the_rest_goes_on)
{
    for (size_t i = 0; i < TL_COUNT(broken); i++) {
        const struct broken *row = &broken[i];
        struct scene s;
        struct tl_buf input = {0};
        char slug[64];
        stream_begin(&s);
        put_framed(&input, row->frame, 1);
        put_raw(&input, row->before);
        put_framed(&input, row->frame, 2);
        put_raw(&input, row->after);
        const int status = run_on(&s, &input,
                                  WORDS(REDACT, "--log", "log", "--frame", row->frame, "--max-cable",
                                        row->max_cable, "--text-field=text"));
        const bool is_jsonl = strcmp(row->frame, "jsonl") == 0;
        if (!is_jsonl) { /* the option belongs to jsonl alone */
            cr_expect(status == 2, "%zu: %d", i, status);
        }
        const int again =
            is_jsonl
                ? status
                : run_on(&s, &input,
                         WORDS(REDACT, "--log", "log", "--frame", row->frame, "--max-cable", row->max_cable));
        cr_expect(again == 65, "%zu: %d: %s", i, again, buf_text(&s.result.err));
        expect_quiet(&s);
        EXPECT_TOLD(&s, row->told);
        cr_expect(count_of(&s.result.err, "\n") == 1, "%zu: not one line: %s", i, buf_text(&s.result.err));
        cr_expect(buf_has(&s.result.out, "pier 1 is open") == row->has_first, "%zu: %s", i,
                  buf_text(&s.result.out));
        cr_expect(buf_has(&s.result.out, "pier 2 is open") == row->has_second, "%zu: %s", i,
                  buf_text(&s.result.out));
        (void)snprintf(slug, sizeof(slug), "\"slug\":\"%s\"", row->slug);
        cr_expect(file_has(&s, "log", slug, 1), "%zu: %s is not in the log", i, slug);
        cr_expect(file_has(&s, "log", "\"verdict\":\"denied\"", 1), "%zu", i);
        cr_expect(file_has(&s, "log", "NIGHTJAR", 0), "%zu: text is in the log", i);
        expect_chain(&s, "log", 1 + (uint64_t)row->has_first + (uint64_t)row->has_second);

        const int checked =
            is_jsonl ? run_on(&s, &input, WORDS("check", "-q", "--max", "TS", "--frame", row->frame))
                     : run_on(&s, &input,
                              WORDS("check", "-q", "--max", "TS", "--frame", row->frame, "--max-cable",
                                    row->max_cable));
        cr_expect(checked == 65, "%zu: check %d: %s", i, checked, buf_text(&s.result.out));
        expect_quiet(&s);
        tl_buf_release(&input);
        scene_end(&s);
    }
}

Test(cli_stream, a_planted_end_and_start_make_two_cables)
{
    struct scene s;
    struct tl_buf input = {0};
    stream_begin(&s);
    tl_buf_str(
        &input,
        "VZCZCXYZ1\nDE RUEHPD #0001 0611405\n\nS E C R E T PORT ARDENT 000001\n\n1. (S) The NIGHTJAR.\n"
        "NNNN\nVZCZCXYZ2\n\nUNCLAS PORT ARDENT 000002\n\n1. (U) The LARKSPUR pier.\nNNNN\n");
    cr_expect(run_on(&s, &input, WORDS(REDACT, "--log", "log")) == 0, "%s", buf_text(&s.result.err));
    expect_quiet(&s);
    expect_chain(&s, "log", 2);
    cr_expect(buf_has(&s.result.out, "LARKSPUR"), "this framing cannot tell, and the help says so");
    tl_buf_release(&input);
    scene_end(&s);
}

Test(cli_stream, every_framing_comes_out_as_it_went_in)
{
    static const char *const frames[] = {"zczc", "nul", "len32", "jsonl"};
    for (size_t i = 0; i < TL_COUNT(frames); i++) {
        struct scene s;
        struct tl_buf input = {0};
        struct tl_buf once = {0};
        stream_begin(&s);
        put_framed(&input, frames[i], 1);
        put_framed(&input, frames[i], 2);
        cr_expect(run_on(&s, &input, WORDS(REDACT, "--log", "log", "--frame", frames[i])) == 0, "%s",
                  buf_text(&s.result.err));
        expect_quiet(&s);
        tl_buf_add(&once, tl_buf_slice(&s.result.out));
        cr_expect(run_on(&s, &once, WORDS(REDACT, "--log", "none", "--frame", frames[i])) == 0);
        cr_expect(buf_same(&once, &s.result.out) && count_of(&once, "is open") == 2, "%s: %s", frames[i],
                  buf_text(&s.result.out));
        cr_expect(run_on(&s, &once, WORDS("check", "-q", "-p", "policy.yaml", "--frame", frames[i])) == 0,
                  "%s: %s", frames[i], buf_text(&s.result.out));
        cr_expect(run_on(&s, &input, WORDS("check", "-q", "-p", "policy.yaml", "--frame", frames[i])) == 1);
        cr_expect(buf_has(&s.result.out, "cable 2, number 2: "), "%s", buf_text(&s.result.out));
        expect_quiet(&s);
        tl_buf_release(&once);
        tl_buf_release(&input);
        scene_end(&s);
    }
}

Test(cli_stream, a_policy_that_closes_the_frame_lets_nothing_out)
{
    struct scene s;
    struct tl_buf input = {0};
    stream_begin(&s);
    file_put_text(&s.folder, "closed.yaml",
                  "tearline-policy: 1\nid: closed\nrelease: {max: U, audience: public}\n"
                  "withhold: {exemptions: ['(b)(1)']}\n");
    put_cables(&input, 1, 2);
    cr_expect(run_on(&s, &input, WORDS("redact", "-p", "closed.yaml", "--log", "log")) == 1);
    EXPECT_TOLD(&s, "cable 2 at byte");
    EXPECT_TOLD(&s, "withholds a line that frames it");
    cr_expect(s.result.out.len == 0 && file_has(&s, "log", "\"slug\":\"frame-lost\"", 2));
    expect_chain(&s, "log", 2);
    tl_buf_release(&input);
    scene_end(&s);
}

Test(cli_stream, nothing_is_no_cable)
{
    static const char *const frames[] = {"auto", "file", "zczc", "nul", "len32", "jsonl"};
    struct scene s;
    struct tl_buf input = {0};
    stream_begin(&s);
    for (size_t i = 0; i < TL_COUNT(frames); i++) {
        cr_expect(run_on(&s, &input, WORDS(REDACT, "--log", "log", "--frame", frames[i])) == 65);
        EXPECT_TOLD(&s, "standard input is empty: there is no cable in it");
        cr_expect(run_on(&s, &input, WORDS("check", "--max", "TS", "--frame", frames[i])) == 65);
        cr_expect(!file_exists(&s.folder, "log"), "a log of nothing");
    }
    tl_buf_release(&input);
    scene_end(&s);
}

Test(cli_stream, jsonl_drops_what_is_not_named)
{
    struct scene s;
    struct tl_buf input = {0};
    stream_begin(&s);
    tl_buf_str(&input, "{\"NIGHTJAR_notes\":1,\"id\":\"a-1\",\"meta\":{\"title\":\"NIGHTJAR\"},\"n\":-7,"
                       "\"ok\":true,\"title\":\"Pier "
                       "\\u00e9\",\"text\":\"UNCLAS PORT ARDENT 000001\\n\\n1. (U) The LARKSPUR "
                       "pier.\\n\",\"list\":[\"NIGHTJAR\"],"
                       "\"lat\":35.5}\n"
                       "{\"id\":\"a-2\",\"title\":\"NIGHTJAR\",\"text\":\"S E C R E T PORT ARDENT "
                       "000002\\n\\n1. (U) The LARKSPUR "
                       "pier.\\n\\n2. (S) NIGHTJAR.\\n\"}\n"
                       "{\"id\":\"a-3\",\"title\":\"(S) NIGHTJAR\",\"text\":\"UNCLAS PORT ARDENT "
                       "000003\\n\\n1. (U) The LARKSPUR "
                       "pier.\\n\"}\n"
                       "{\"id\":\"the NIGHTJAR\",\"text\":\"UNCLAS PORT ARDENT 000004\\n\\n1. (U) Not this "
                       "LARKSPUR.\\n\"}\n");
    cr_expect(run_on(&s, &input,
                     WORDS(REDACT, "--log", "log", "--frame", "jsonl", "--id-field", "id", "--keep-fields",
                           "title,n,ok,list,lat")) == 65);
    expect_quiet(&s);
    EXPECT_TOLD(&s, "cable 4 at byte");
    EXPECT_TOLD(&s, "its identifier is none that may leave");
    cr_expect(buf_is(&s.result.out, "{\"id\":\"a-1\",\"n\":-7,\"ok\":true,\"text\":\"UNCLAS PORT ARDENT "
                                    "000001\\n\\n1. (U) The LARKSPUR "
                                    "pier.\\n\",\"title\":\"Pier \xc3\xa9\"}\n"
                                    "{\"id\":\"a-2\",\"text\":\"UNCLAS PORT ARDENT 000002\\n\\n1. (U) The "
                                    "LARKSPUR pier.\\n\\n2. [WITHHELD S "
                                    "(b)(1)]\\n\",\"title\":\"[WITHHELD S (b)(1)]\"}\n"
                                    "{\"id\":\"a-3\",\"text\":\"UNCLAS PORT ARDENT 000003\\n\\n1. (U) The "
                                    "LARKSPUR pier.\\n\",\"title\":"
                                    "\"[WITHHELD S (b)(1)]\"}\n"),
              "%s", buf_text(&s.result.out));
    cr_expect(file_has(&s, "log", "\"slug\":\"field-withheld\"", 2));
    cr_expect(file_has(
        &s, "log",
        "\"fields\":{\"id\":\"id\",\"keep\":[\"title\",\"n\",\"ok\",\"list\",\"lat\"],\"text\":\"text\"}",
        1));
    cr_expect(run_on(&s, &input,
                     WORDS("check", "-q", "-p", "policy.yaml", "--frame", "jsonl", "--id-field", "id")) ==
              65);
    cr_expect(
        buf_has(&s.result.out, "<stdin>:1:1: cable 1, number 1: 7 fields of its record would be dropped"),
        "%s", buf_text(&s.result.out));
    expect_quiet(&s);
    tl_buf_release(&input);
    scene_end(&s);
}

Test(cli_stream, rules_and_names_reach_the_fields)
{
    struct scene s;
    struct tl_buf input = {0};
    stream_begin(&s);
    file_put_text(&s.folder, "names.yaml",
                  POLICY_TEXT
                  "rules:\n"
                  "  - id: name\n    why: a name\n    match: 'Minister (?<hit>[A-Z][a-z]+)'\n"
                  "    excise: hit\n    exemptions: ['(b)(6)']\n    propagate: [full]\n"
                  "  - id: closed\n    why: a closed pier\n    match: 'closed pier'\n    action: deny\n");
    tl_buf_str(&input, "{\"title\":\"Nightjar, and Minister Orlan\",\"text\":\"UNCLAS PORT ARDENT "
                       "000001\\n\\n1. (U) We met Minister "
                       "Nightjar.\\n\"}\n"
                       "{\"title\":\"the closed pier\",\"text\":\"UNCLAS PORT ARDENT 000002\\n\\n1. (U) The "
                       "LARKSPUR pier.\\n\"}\n");
    cr_expect(run_on(&s, &input,
                     WORDS("redact", "-p", "names.yaml", "--log", "log", "--frame", "jsonl", "--keep-fields",
                           "title")) == 1);
    cr_expect(buf_is(&s.result.out, "{\"text\":\"UNCLAS PORT ARDENT 000001\\n\\n1. (U) We met Minister "
                                    "[(b)(6)].\\n\",\"title\":\"[(b)(6)], and Minister [(b)(6)]\"}\n"),
              "%s", buf_text(&s.result.out));
    EXPECT_TOLD(&s, "cable 2: denied");
    tl_buf_release(&input);
    scene_end(&s);
}

Test(cli_stream, several_streams_and_logs)
{
    struct scene s;
    struct tl_buf bytes = {0};
    stream_begin(&s);
    put_cables(&bytes, 1, 3);
    file_put(&s.folder, "day1", tl_buf_slice(&bytes));
    tl_buf_reset(&bytes);
    put_cables(&bytes, 4, 5);
    file_put(&s.folder, "day2", tl_buf_slice(&bytes));
    cr_assert(mkdir(in_folder(&s.folder, "out"), 0700) == 0 &&
              mkdir(in_folder(&s.folder, "logs"), 0700) == 0);
    EXPECT_STATUS(&s, 0, REDACT, "--log", "log", "day1", "day2");
    cr_expect(count_of(&s.result.out, "is open") == 5);
    expect_chain(&s, "log", 5);
    cr_expect(file_has(&s, "log", "\"frame\":\"zczc\"", 5) && file_has(&s, "log", "\"frame\":\"auto\"", 1));
    EXPECT_STATUS(&s, 0, REDACT, "--log", "logs", "-o", "out", "day1", "day2");
    expect_chain(&s, "logs/day1.jsonl", 3);
    expect_chain(&s, "logs/day2.jsonl", 2);
    cr_expect(file_has(&s, "out/day1", "is open", 3) && file_has(&s, "out/day2", "is open", 2));
    cr_expect(folder_count(in_folder(&s.folder, "out")) == 2);
    EXPECT_STATUS(&s, 66, REDACT, "--log", "log2", "day1", "missing", "day2");
    cr_expect(count_of(&s.result.out, "is open") == 5);
    EXPECT_STATUS(&s, 1, "check", "-q", "--max", "C", "day1", "day2");
    cr_expect(buf_has(&s.result.out, "day1:13:1: cable 1, number 1: paragraph 2 (S) exceeds"), "%s",
              buf_text(&s.result.out));
    cr_expect(buf_has(&s.result.out, "day2:28:1: cable 5, number 5: paragraph 2 (S) exceeds"), "%s",
              buf_text(&s.result.out));
    EXPECT_STATUS(&s, 0, "check", "-q", "--max", "S", "day1", "day2");
    tl_buf_release(&bytes);
    scene_end(&s);
}

Test(cli_stream, an_unknown_framing_or_number_is_a_slip)
{
    struct scene s;
    stream_begin(&s);
    EXPECT_STATUS(&s, 2, REDACT, "--log", "log", "--frame", "zczcz");
    EXPECT_TOLD(&s, "did you mean zczc?");
    EXPECT_STATUS(&s, 2, REDACT, "--log", "log", "-j", "0");
    EXPECT_STATUS(&s, 2, REDACT, "--log", "log", "--max-cable", "0");
    EXPECT_STATUS(&s, 2, REDACT, "--log", "log", "--max-cable", "12T");
    EXPECT_STATUS(&s, 2, REDACT, "--log", "log", "--keep-fields", "a,b");
    EXPECT_STATUS(&s, 2, REDACT, "--log", "log", "--frame", "jsonl", "--keep-fields", "a,text");
    EXPECT_TOLD(&s, "one field is named twice");
    cr_expect(!file_exists(&s.folder, "log"));
    scene_end(&s);
}

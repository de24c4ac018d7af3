/* SPDX-License-Identifier: Apache-2.0 */
/* The forms of the gate: JSON, SARIF and annotations say the same as the text, of every input, and no text.
 */
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/digest.h"
#include "cli/stream.h"

/* A name with all that means something in a URI, a workflow command or a line of text. */
#define ODD_NAME "a b:c,d%e\nf\xc3\xbc\xff#?.txt"

static const char *const forms[] = {"text", "json", "sarif", "github"};

/* A short cable that may pass at U, and one that may not. */
#define OPEN "UNCLAS NOVA SELA 000002\n\n1. (U) The pier is open.\n"
#define SHUT "SECRET NOVA SELA 000003\n\n1. (S) The NIGHTJAR pier is shut.\n\n2. (U) LARKSPUR.\n"

static json_t *parse(struct scene *s)
{
    json_error_t error;
    json_t *json =
        json_loadb((const char *)s->result.out.ptr, s->result.out.len, JSON_REJECT_DUPLICATES, &error);
    cr_assert(json != NULL, "line %d: %s in %s", error.line, error.text, buf_text(&s->result.out));
    return json;
}

/* What stands at "locations|0|message": keys of objects and indexes of arrays. */
static const json_t *at(const json_t *json, const char *path)
{
    while (json != NULL && *path != '\0') {
        char key[80];
        const size_t len = strcspn(path, "|");
        cr_assert(len < sizeof(key));
        memcpy(key, path, len);
        key[len] = '\0';
        json =
            json_is_array(json) ? json_array_get(json, strtoul(key, NULL, 10)) : json_object_get(json, key);
        path += len + (path[len] == '|');
    }
    return json;
}

static const char *string_at(const json_t *json, const char *path)
{
    const char *text = json_string_value(at(json, path));
    return text != NULL ? text : "";
}

static long long number_at(const json_t *json, const char *path)
{
    const json_t *number = at(json, path);
    return json_is_integer(number) ? (long long)json_integer_value(number) : -1;
}

static const json_t *results_of(const json_t *sarif)
{
    return at(sarif, "runs|0|results");
}

/* --- json */

Test(cli_check_forms, json_has_an_entry_for_each_cable_and_each_input)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "open", OPEN);
    file_put_text(&s.folder, "shut", SHUT);
    file_put_text(&s.folder, "blank", " \n");
    EXPECT_STATUS(&s, 66, "check", "-q", "--max", "U", "--format", "json", "open", "missing", "shut", "blank",
                  ".");
    json_t *json = parse(&s);
    const json_t *results = at(json, "results");
    cr_expect(json_array_size(results) == 5, "%zu", json_array_size(results));
    cr_expect(number_at(json, "status") == 66 && number_at(results, "0|status") == 0);
    cr_expect(json_array_size(at(results, "0|findings")) == 0);
    cr_expect_str_eq(string_at(results, "1|error|slug"), "input.open");
    cr_expect_str_eq(string_at(results, "1|error|message"), "cannot open missing: No such file or directory");
    cr_expect_str_eq(string_at(results, "1|source"), "missing");
    cr_expect(number_at(results, "2|status") == 1 && number_at(results, "2|number") == 3);
    cr_expect_str_eq(string_at(results, "2|findings|0|marking"), "(S)");
    cr_expect_str_eq(string_at(results, "2|findings|0|rule"), "marking/level");
    cr_expect(number_at(results, "2|findings|0|line") == 3 && number_at(results, "2|findings|0|in|0") == 25);
    cr_expect(number_at(results, "3|status") == 65 && number_at(results, "4|status") == 66);
    json_decref(json);
    scene_end(&s);
}

Test(cli_check_forms, all_forms_have_one_status)
{
    static const char *const inputs[] = {"open", "shut", "blank", "missing", ".", "doubt"};
    static const int statuses[] = {0, 1, 65, 66, 66, 3};
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "open", OPEN);
    file_put_text(&s.folder, "shut", SHUT);
    file_put_text(&s.folder, "blank", "");
    file_put_text(&s.folder, "doubt", "UNCLAS NOVA SELA 000004\n\n1. (U) One.\nl2. (S) The NIGHTJAR pier.\n");
    for (size_t i = 0; i < TL_COUNT(inputs); i++) {
        for (size_t f = 0; f < TL_COUNT(forms); f++) {
            const int status = run(&s, WORDS("check", "--max", "U", "--format", forms[f], inputs[i]));
            cr_expect(status == statuses[i], "%s, %s: %d, not %d", inputs[i], forms[f], status, statuses[i]);
            expect_quiet(&s);
            if (f == 1 || f == 2) {
                json_decref(parse(&s));
            }
        }
    }
    scene_end(&s);
}

static void put_frame(struct tl_buf *out, const char *text)
{
    unsigned char head[8];
    tl_buf_add(out, tl_slice_sub(tl_u64be(strlen(text), head), 4, 8));
    tl_buf_str(out, text);
}

/* Where the finding is that names the cable of SHUT. */
static void expect_place(struct scene *s, const char *frame, const struct tl_buf *input, long long cable,
                         long long line, long long column, long long offset)
{
    file_put(&s->folder, "stream", tl_buf_slice(input));
    cr_expect(run(s, WORDS("check", "-q", "--max", "U", "--frame", frame, "--format", "json", "stream")) ==
              1);
    json_t *json = parse(s);
    const json_t *found = at(json, "results|1|findings|0");
    cr_expect(number_at(json, "results|1|cable") == cable && number_at(json, "results|1|number") == 3);
    cr_expect(number_at(found, "line") == line && number_at(found, "column") == column, "%s: %s", frame,
              buf_text(&s->result.out));
    cr_expect(number_at(found, "in|0") == 25);
    json_decref(json);
    cr_expect(run(s, WORDS("check", "-q", "--max", "U", "--frame", frame, "--format", "sarif", "stream")) ==
              1);
    json = parse(s);
    const json_t *region = at(results_of(json), "0|locations|0|physicalLocation|region");
    cr_expect(number_at(region, "byteOffset") == offset && number_at(region, "startLine") == line, "%s: %s",
              frame, buf_text(&s->result.out));
    cr_expect(number_at(region, "startColumn") == column);
    cr_expect(strstr(string_at(results_of(json), "0|message|text"),
                     "cable 2, number 3: paragraph 1 (S) exceeds") != NULL);
    json_decref(json);
}

Test(cli_check_forms, places_in_a_stream_are_those_of_the_source)
{
    struct scene s;
    struct tl_buf input = {0};
    scene_begin(&s);
    tl_buf_str(&input, OPEN);
    tl_buf_byte(&input, 0);
    tl_buf_str(&input, SHUT);
    tl_buf_byte(&input, 0);
    expect_place(&s, "nul", &input, 2, 6, 1, (long long)strlen(OPEN) + 1 + 25);
    tl_buf_reset(&input);
    put_frame(&input, OPEN);
    put_frame(&input, SHUT);
    expect_place(&s, "len32", &input, 2, 6, 1, (long long)strlen(OPEN) + 8 + 25);
    tl_buf_release(&input);
    scene_end(&s);
}

Test(cli_check_forms, a_line_of_json_is_named_and_the_line_of_its_text)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "records",
                  "{\"text\":\"UNCLAS NOVA SELA 000002\\n\\n1. (U) Open.\\n\"}\n"
                  "{\"extra\":\"NIGHTJAR\",\"text\":\"SECRET NOVA SELA 000003\\n\\n1. (S) NIGHTJAR.\\n\"}\n"
                  "{\"text\":7}\n");
    EXPECT_STATUS(&s, 65, "check", "-q", "--max", "U", "--frame", "jsonl", "--format", "json", "records");
    json_t *json = parse(&s);
    const json_t *results = at(json, "results");
    cr_expect(number_at(results, "0|status") == 0 && number_at(results, "1|status") == 1);
    cr_expect(number_at(results, "1|findings|0|line") == 2 &&
              number_at(results, "1|findings|0|text_line") == 3);
    cr_expect_str_eq(string_at(results, "1|findings|1|rule"), "record/dropped");
    cr_expect_str_eq(string_at(results, "2|error|slug"), "frame-json-text");
    json_decref(json);
    EXPECT_STATUS(&s, 65, "check", "-q", "--max", "U", "--frame", "jsonl", "--format", "sarif", "records");
    json = parse(&s);
    cr_expect(number_at(results_of(json), "0|locations|0|physicalLocation|region|startLine") == 2);
    cr_expect(json_is_false(at(json, "runs|0|invocations|0|executionSuccessful")));
    json_decref(json);
    scene_end(&s);
}

/* What was read before the signal is answered, and the answer is whole. */
Test(cli_check_forms, an_answer_that_was_stopped_is_whole)
{
    for (size_t f = 1; f <= 2; f++) {
        struct scene s;
        struct spawned spawned;
        struct tl_buf input = {0};
        scene_begin(&s);
        const struct spawn_request request = {.argv = WORDS(program_path(), "check", "-q", "--max", "U",
                                                            "--frame", "zczc", "--format", forms[f]),
                                              .dir = s.folder.path};
        put_cable(&input, 1);
        tl_buf_str(&input, "VZCZCXYZ0002\nPP RUEHC\n");
        cr_assert(spawn_begin(&request, &spawned));
        spawn_send(&spawned, tl_buf_slice(&input));
        cr_expect(spawn_wait_for(&spawned, &s.result, "paragraph 2"));
        spawn_signal(&spawned, SIGTERM);
        spawn_finish(&spawned, &s.result);
        cr_expect(s.result.status == 75, "%d", s.result.status);
        json_t *json = parse(&s);
        cr_expect(f == 1
                      ? number_at(json, "status") == 75
                      : number_at(json, "runs|0|invocations|0|exitCode") == 75 &&
                            json_array_size(at(json, "runs|0|invocations|0|toolExecutionNotifications")) > 0);
        json_decref(json);
        tl_buf_release(&input);
        scene_end(&s);
    }
}

Test(cli_check_forms, a_full_disk_is_no_answer)
{
    struct scene s;
    const struct spawn_request full = {.output_path = "/dev/full"};
    struct stat info;
    scene_begin(&s);
    file_put_text(&s.folder, "open", OPEN);
    for (size_t f = 1; stat("/dev/full", &info) == 0 && f <= 2; f++) {
        const int status =
            run_with(&s, &full, WORDS("check", "-q", "--max", "U", "--format", forms[f], "open"));
        cr_expect(status == 74, "%s: %d", forms[f], status);
    }
    scene_end(&s);
}

/* A cable that is refused as a whole, or comes again, has a finding too: no answer but 0 is without a reason.
 */
Test(cli_check_forms, whole_cables_have_findings)
{
    static const struct {
        const char *policy, *cable, *entry, *rule;
        int status;
    } rows[] = {
        {"rules:\n  - {id: pier, why: a pier, match: 'pier', action: deny}\n", OPEN, "0", "pier", 1},
        {"on-doubt: deny\n", "UNCLAS NOVA SELA 000004\n\n1. (U) One.\nl2. (S) The NIGHTJAR pier.\n", "0",
         "cable/denied", 3},
        {"", OPEN, "1", "cable/repeated", 3},
    };
    struct scene s;
    scene_begin(&s);
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        char policy[600];
        (void)snprintf(policy, sizeof(policy), "%s%s", POLICY_TEXT, rows[i].policy);
        file_put_text(&s.folder, "policy.yaml", policy);
        file_put_text(&s.folder, "a", rows[i].cable);
        file_put_text(&s.folder, "b", rows[i].cable);
        EXPECT_STATUS(&s, rows[i].status, "check", "-p", "policy.yaml", "--format", "json", "a", "b");
        json_t *json = parse(&s);
        const json_t *entry = at(at(json, "results"), rows[i].entry);
        cr_expect_str_eq(string_at(entry, "findings|0|rule"), rows[i].rule, "%s", buf_text(&s.result.out));
        cr_expect(number_at(entry, "status") == rows[i].status);
        json_decref(json);
    }
    scene_end(&s);
}

/* --- names of files */

Test(cli_check_forms, names_are_escaped_as_each_form_asks)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, ODD_NAME, SHUT);
    EXPECT_STATUS(&s, 1, "check", "-q", "--max", "U", ODD_NAME);
    cr_expect(buf_is(&s.result.out,
                     "a b:c,d%e?f\xc3\xbc\xff#?.txt:3:1: paragraph 1 (S) exceeds UNCLASSIFIED: level\n"),
              "%s", buf_text(&s.result.out));
    EXPECT_STATUS(&s, 1, "check", "-q", "--max", "U", "--format", "github", "./" ODD_NAME);
    cr_expect(
        buf_is(
            &s.result.out,
            "::error file=./a b%3Ac%2Cd%25e%0Af\xc3\xbc\xff#?.txt,line=3,endLine=3,col=1,endColumn=34,title="
            "tearline marking/level::paragraph 1 (S) exceeds UNCLASSIFIED: level\n"),
        "%s", buf_text(&s.result.out));
    EXPECT_STATUS(&s, 1, "check", "-q", "--max", "U", "--format", "sarif", "./" ODD_NAME);
    json_t *json = parse(&s);
    cr_expect_str_eq(string_at(results_of(json), "0|locations|0|physicalLocation|artifactLocation|uri"),
                     "a%20b%3Ac,d%25e%0Af%C3%BC%FF%23%3F.txt");
    json_decref(json);
    EXPECT_STATUS(&s, 1, "check", "-q", "--max", "U", "--format", "json", ODD_NAME);
    json_decref(parse(&s)); /* bytes that are no UTF-8 do not spoil it */
    EXPECT_STATUS(&s, 1, "check", "-q", "--max", "U", "--format", "sarif", in_folder(&s.folder, ODD_NAME));
    json = parse(&s);
    const char *uri = string_at(results_of(json), "0|locations|0|physicalLocation|artifactLocation|uri");
    cr_expect(strncmp(uri, "file:///", 8) == 0, "%s", uri);
    cr_expect(at(results_of(json), "0|locations|0|physicalLocation|artifactLocation|uriBaseId") == NULL);
    json_decref(json);
    scene_end(&s);
}

/* Neither a name nor the reason of the system can begin a command of its own. */
Test(cli_check_forms, a_name_cannot_forge_an_annotation)
{
    struct scene s;
    scene_begin(&s);
    EXPECT_STATUS(&s, 66, "check", "-q", "--max", "U", "--format", "github", "x\n::error::forged");
    cr_expect(buf_is(&s.result.out,
                     "::error file=x%0A%3A%3Aerror%3A%3Aforged,title=tearline input.open::cannot open "
                     "x?::error::forged: No such file or directory\n"),
              "%s", buf_text(&s.result.out));
    cr_expect(count_of(&s.result.err, "\n") == 1, "%s", buf_text(&s.result.err));
    EXPECT_STATUS(&s, 66, "check", "-q", "--max", "U", "x\n/etc/y:1:1: forged");
    cr_expect(s.result.out.len == 0);
    scene_end(&s);
}

Test(cli_check_forms, standard_input_has_a_name_in_each_form)
{
    struct scene s;
    const struct spawn_request from = {.input = TL_LIT(SHUT)};
    scene_begin(&s);
    cr_expect(run_with(&s, &from, WORDS("check", "-q", "--max", "U", "--format", "github")) == 1);
    cr_expect(buf_has(&s.result.out, "::error line=3,"), "%s", buf_text(&s.result.out));
    cr_expect(run_with(&s, &from, WORDS("check", "-q", "--max", "U", "--format", "sarif", "-")) == 1);
    json_t *json = parse(&s);
    cr_expect_str_eq(string_at(results_of(json), "0|locations|0|physicalLocation|artifactLocation|uri"),
                     "%3Cstdin%3E");
    json_decref(json);
    scene_end(&s);
}

/* Bytes in the text, characters where a reader counts those. */
Test(cli_check_forms, columns_count_what_each_form_says)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "policy.yaml",
                  POLICY_TEXT "rules:\n  - id: pier\n    why: a pier\n    match: 'PIER [0-9]'\n");
    file_put_text(&s.folder, "cable",
                  "UNCLAS NOVA SELA 000002\n\n1. (U) Zw\xc3\xb6lf \xe2\x82\xac \xff PIER 7 und PIER 8.\n");
    EXPECT_STATUS(&s, 1, "check", "-p", "policy.yaml", "cable");
    cr_expect(buf_has(&s.result.out, "cable:3:21: ") && buf_has(&s.result.out, "cable:3:32: "), "%s",
              buf_text(&s.result.out));
    EXPECT_STATUS(&s, 1, "check", "-p", "policy.yaml", "--format", "sarif", "cable");
    json_t *json = parse(&s);
    cr_expect(number_at(results_of(json), "0|locations|0|physicalLocation|region|startColumn") == 18);
    cr_expect(number_at(results_of(json), "0|locations|0|physicalLocation|region|endColumn") == 24);
    cr_expect(number_at(results_of(json), "0|locations|0|physicalLocation|region|byteOffset") == 45);
    cr_expect(number_at(results_of(json), "1|locations|0|physicalLocation|region|startColumn") == 29);
    cr_expect(number_at(results_of(json), "0|ruleIndex") == number_at(results_of(json), "1|ruleIndex"));
    cr_expect_str_eq(string_at(results_of(json), "0|ruleId"), "pier");
    json_decref(json);
    EXPECT_STATUS(&s, 1, "check", "-p", "policy.yaml", "--format", "github", "cable");
    cr_expect(buf_has(&s.result.out, ",col=18,endColumn=24,"), "%s", buf_text(&s.result.out));
    scene_end(&s);
}

/* --- fingerprints */

enum { MOST_RESULTS = 100 };

struct prints {
    char of[MOST_RESULTS][TL_HEX];
    size_t count;
};

static void prints_of(struct scene *s, const char *frame, const char *text, struct prints *out)
{
    file_put_text(&s->folder, "cable", text);
    (void)run(s, WORDS("check", "-p", in_project(PUBLIC), "--frame", frame, "--format", "sarif", "cable"));
    json_t *json = parse(s);
    out->count = json_array_size(results_of(json));
    cr_assert(out->count > 0 && out->count <= MOST_RESULTS);
    for (size_t i = 0; i < out->count; i++) {
        const char *print = string_at(json_array_get(results_of(json), i), "partialFingerprints|tearline/v1");
        cr_assert(strlen(print) == TL_HEX - 1);
        memcpy(out->of[i], print, TL_HEX);
        for (size_t k = 0; k < i; k++) {
            cr_expect_str_neq(out->of[k], out->of[i], "%zu and %zu", k, i);
        }
    }
    json_decref(json);
}

Test(cli_check_forms, fingerprints_stay_when_lines_move)
{
    struct scene s;
    struct tl_buf cable = {0};
    struct tl_buf moved = {0};
    struct prints before;
    struct prints after;
    scene_begin(&s);
    tl_buf_str(
        &cable,
        "SECRET NOVA SELA 000003\n\n1. (U) Ambassador Odo Farwick met Ambassador Odo Farwick.\n\n"
        "2. (S) NIGHTJAR.\nA. (S) NIGHTJAR.\nB. (U) LARKSPUR.\n\n3. (S) NIGHTJAR.\nA. (S) NIGHTJAR.\n");
    prints_of(&s, "file", buf_text(&cable), &before);
    cr_expect(before.count >= 6, "%zu", before.count);
    tl_buf_str(&moved, "\n\n\n");
    for (size_t i = 0; i < cable.len; i++) {
        tl_buf_byte(&moved, cable.ptr[i]);
        if (i > 0 && cable.ptr[i] == '\n' && cable.ptr[i - 1] == '\n') {
            tl_buf_str(&moved, "\n\n");
        }
    }
    prints_of(&s, "file", buf_text(&moved), &after);
    cr_expect(after.count == before.count && memcmp(&before.of, &after.of, before.count * TL_HEX) == 0);
    tl_buf_release(&cable);
    tl_buf_release(&moved);
    scene_end(&s);
}

Test(cli_check_forms, fingerprints_stay_when_cables_come_before)
{
    struct scene s;
    struct tl_buf cables = {0};
    struct prints before;
    struct prints after;
    scene_begin(&s);
    put_cables(&cables, 2, 3);
    prints_of(&s, "zczc", buf_text(&cables), &before);
    tl_buf_reset(&cables);
    put_cables(&cables, 1, 3);
    prints_of(&s, "zczc", buf_text(&cables), &after);
    cr_assert(after.count * 2 == before.count * 3);
    cr_expect(memcmp(&before.of, &after.of[after.count / 3], before.count * TL_HEX) == 0);
    tl_buf_release(&cables);
    scene_end(&s);
}

/* --- sarif */

Test(cli_check_forms, all_rules_are_listed_with_help)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "open", OPEN);
    EXPECT_STATUS(&s, 0, "check", "-p", in_project(PUBLIC), "--format", "sarif", "open");
    json_t *json = parse(&s);
    const json_t *rules = at(json, "runs|0|tool|driver|rules");
    cr_expect(json_array_size(results_of(json)) == 0 && json_is_array(results_of(json)));
    cr_expect(json_array_size(rules) > 60);
    bool has_own = false;
    bool has_policys = false;
    for (size_t i = 0; i < json_array_size(rules); i++) {
        const json_t *rule = json_array_get(rules, i);
        cr_expect(strlen(string_at(rule, "help|text")) > 10 &&
                      strlen(string_at(rule, "shortDescription|text")) > 0,
                  "%s", string_at(rule, "id"));
        has_own = has_own || strcmp(string_at(rule, "id"), "marking/not_in_rel_to") == 0;
        has_policys = has_policys || strcmp(string_at(rule, "id"), "persons.diplomat") == 0;
    }
    cr_expect(has_own && has_policys);
    cr_expect(json_is_true(at(json, "runs|0|invocations|0|executionSuccessful")));
    cr_expect(number_at(json, "runs|0|invocations|0|exitCode") == 0);
    json_decref(json);
    scene_end(&s);
}

/* --max is the policy that the manual says it is: what redact leaves as it is passes. */
Test(cli_check_forms, a_maximum_is_a_policy)
{
    static const char *const cables[] = {
        "01-plain",        "10-bullet-raise", "30-unnumbered",    "50-stadis-unclas",
        "51-nodis-u",      "56-sensitive",    "60-sipdis-only",   "80-enclosed-cable",
        "90-two-sections", "95-header-less",  "a7-compilation",   "d1-rel-fvey",
        "d2-noforn-line",  "d3-rel-wrapped",  "b7-release-again", "g3-banner-word"};
    static const char *const ranks[] = {"U", "CUI", "C", "S", "TS"};
    struct scene s;
    struct tl_buf cable = {0};
    scene_begin(&s);
    for (size_t r = 0; r < TL_COUNT(ranks); r++) {
        char policy[300];
        (void)snprintf(policy, sizeof(policy),
                       "tearline-policy: 1\nid: max\nrelease: {max: %s, audience: [USA]}\nbanner: keep\n"
                       "unmarked: {header: U}\nwithhold: {exemptions: ['(b)(1)']}\n",
                       ranks[r]);
        file_put_text(&s.folder, "max.yaml", policy);
        for (size_t i = 0; i < TL_COUNT(cables); i++) {
            char name[80];
            (void)snprintf(name, sizeof(name), "corpus/%s.txt", cables[i]);
            file_read(in_project(name), &cable);
            const int redacted =
                run(&s, WORDS("redact", "-p", "max.yaml", "--log", "none", in_project(name)));
            const bool is_same = redacted == 0 && buf_same(&cable, &s.result.out);
            const int checked = run(&s, WORDS("check", "--max", ranks[r], in_project(name)));
            cr_expect((checked == 0) == is_same, "%s, max %s: redact %d, check %d: %s", name, ranks[r],
                      redacted, checked, buf_text(&s.result.out));
        }
    }
    tl_buf_release(&cable);
    scene_end(&s);
}

Test(cli_check_forms, mistakes_are_one_line_each)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "open", OPEN);
    EXPECT_STATUS(&s, 2, "check", "--max", "U", "--format", "sarf", "open");
    EXPECT_TOLD(&s, "did you mean sarif?");
    cr_expect(s.result.out.len == 0 && count_of(&s.result.err, "\n") == 1);
    EXPECT_STATUS(&s, 2, "check", "--format", "json", "open");
    cr_expect(s.result.out.len == 0 && count_of(&s.result.err, "\n") == 1);
    EXPECT_STATUS(&s, 0, "check", "--max", "U", "--as-of", "2020-01-01", "open");
    EXPECT_TOLD(&s, "--as-of changes nothing with --max");
    scene_end(&s);
}

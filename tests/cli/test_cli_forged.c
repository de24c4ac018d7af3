/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forged logs: each field of each record changed, its chain and its counts made whole again, is refused by
 * `verify -p`, but for what known.h says that nobody can know.
 */
#include <unistd.h>

#include "cli/stream.h"
#include "ledger/known.h"
#include "pipeline/verify.h"
#include "support/forge.h"

/* What a run wrote, and what it was made of. */
struct trial {
    const char *name;
    struct tl_policy *policy;
    struct tl_rulings *rulings; /* decisions of a reviewer; NULL: none */
    const char *source;
    struct tl_buf original, release, log;
    size_t tried;
    size_t accepted; /* of what cannot be known */
    char said[400];  /* of the last that was refused */
};

static bool is_refused(struct trial *trial, tl_slice log)
{
    static const unsigned char nothing[1] = {0};
    const tl_slice release = tl_buf_slice(&trial->release);
    const struct tl_verify_request request = {
        .log = {"log", log},
        .original = {trial->source, tl_buf_slice(&trial->original)},
        .release = {release.len == 0 ? NULL : "release", release.len == 0 ? (tl_slice){nothing, 0} : release},
        .policy = trial->policy,
        .rulings = trial->rulings};
    struct tl_verify_outcome outcome = {.records = 0};
    struct tl_err err = {0};
    const enum tl_status status = tl_verify_run(&request, &outcome, &err);
    const bool refused = status != TL_OK || outcome.differences.count > 0 || outcome.log_hash[0] == '\0' ||
                         outcome.verified == 0;
    const char *said = status != TL_OK                      ? err.text
                       : outcome.differences.list.count > 0 ? outcome.differences.list.items[0].text
                                                            : "";
    (void)snprintf(trial->said, sizeof(trial->said), "%s", said);
    cr_expect(strstr(said, "NIGHTJAR") == NULL && strstr(said, "Quenthorpe") == NULL, "%s", said);
    tl_verify_outcome_release(&outcome);
    return refused;
}

/* True when nothing shows this field, or when another value may fit. */
static bool is_unknown(const struct forgery *forgery)
{
    const size_t len = strlen(forgery->field);
    bool is_any = false;
    bool is_all = true;
    for (size_t i = 0; i < tl_known_field_count; i++) {
        const struct tl_known_field *row = &tl_known_fields[i];
        const bool is_of_type = strcmp(tl_record_type_name(row->record), forgery->type) == 0;
        const bool is_row = strncmp(row->field, forgery->field, len) == 0 &&
                            (row->field[len] == '\0' || row->field[len] == '.');
        if (len > 0 && is_of_type && is_row) {
            is_any = true;
            is_all = is_all && (row->known == TL_KNOWN_NOT || row->known == TL_KNOWN_PARTLY);
        }
    }
    return is_any && is_all;
}

static void take(void *context, const struct forgery *forgery)
{
    struct trial *trial = context;
    const bool refused = is_refused(trial, forgery->log);
    trial->tried++;
    trial->accepted += !refused;
    cr_expect(refused || is_unknown(forgery), "%s:%zu: %s %s: %s is accepted", trial->name, forgery->record,
              forgery->type, forgery->field[0] == '\0' ? "record" : forgery->field, forgery->what);
}

/* Runs redact in the scene, with `input` as what it reads, and takes what it wrote. */
static void trial_of(struct scene *s, const char *policy, const char *input, const char *const *more,
                     struct trial *out)
{
    const char *words[24] = {"redact", "-q", "-f", "-p", policy, "--log", "log", "-o", "release"};
    size_t count = 9;
    struct tl_arena arena = {0};
    struct tl_diags diags = {.arena = &arena};
    for (const char *const *word = more; word != NULL && *word != NULL; word++) {
        words[count++] = *word;
    }
    words[count] = input;
    *out = (struct trial){.name = input, .source = input};
    const int status = run(s, words);
    cr_expect(status == 0 || status == 3 || status == 1 || status == 65, "%d: %s", status,
              buf_text(&s->result.err));
    out->policy = tl_policy_load(policy[0] == '/' ? policy : in_folder(&s->folder, policy), &diags);
    cr_assert(out->policy != NULL, "%s", diags.list.count > 0 ? diags.list.items[0].text : policy);
    if (more != NULL && more[0] != NULL && strcmp(more[0], "-d") == 0) {
        out->rulings = tl_rulings_load(in_folder(&s->folder, more[1]), (struct tl_date){0, 0, 0}, &diags);
        cr_assert(out->rulings != NULL);
    }
    file_read(in_folder(&s->folder, input), &out->original);
    file_read(in_folder(&s->folder, "log"), &out->log);
    if (file_exists(&s->folder, "release")) {
        file_read(in_folder(&s->folder, "release"), &out->release);
        cr_assert(unlink(in_folder(&s->folder, "release")) == 0);
    }
    tl_arena_release(&arena);
}

static void trial_end(struct trial *trial)
{
    tl_policy_free(trial->policy);
    tl_rulings_free(trial->rulings);
    tl_buf_release(&trial->original);
    tl_buf_release(&trial->release);
    tl_buf_release(&trial->log);
}

/* All forgeries of what a run writes; returns how many were accepted. */
static size_t expect_refused(struct scene *s, const char *policy, const char *input, const char *const *more)
{
    struct trial trial;
    trial_of(s, policy, input, more, &trial);
    cr_expect(!is_refused(&trial, tl_buf_slice(&trial.log)), "%s: %s", input, trial.said);
    forge_all(tl_buf_slice(&trial.log), &trial, take);
    cr_expect(trial.tried > 100, "%s: %zu", input, trial.tried);
    const size_t accepted = trial.accepted;
    trial_end(&trial);
    return accepted;
}

/* --- a policy and a cable with something of everything */

#define FULL_POLICY                                                                                          \
    "tearline-policy: 1\nid: full\ntitle: full\nrelease: {max: U, audience: public}\n"                       \
    "unmarked: {header: U, subject: overall, reference: U, authority: U}\ndrop: [attributes]\n"              \
    "withhold: {exemptions: {C: ['(b)(1)']}, amount: words}\n"                                               \
    "rules:\n"                                                                                               \
    "  - id: t.name\n    why: names\n    match: 'Envoy (?<hit>[A-Z]\\w+ [A-Z]\\w+)'\n    excise: hit\n"      \
    "    exemptions: ['(b)(6)']\n    propagate: [full, surname]\n    action: pseudonym\n"                    \
    "  - id: t.number\n    why: numbers\n    match: '\\d{4} \\d{4}'\n    exemptions: ['(b)(3)']\n"           \
    "  - id: t.digits\n    why: digits\n    match: '71 22\\d+'\n    exemptions: ['(b)(7)(C)']\n"             \
    "  - id: t.card\n    why: cards\n    match: '\\b\\d{16}\\b'\n    check: luhn\n"                          \
    "    on-check-fail: keep\n    exemptions: ['(b)(6)']\n"                                                  \
    "  - id: t.mask\n    why: codes\n    match: 'code [a-z]+'\n    action: mask\n"                           \
    "  - id: t.flag\n    why: look\n    match: 'harbour'\n    action: flag\n"                                \
    "  - id: t.shut\n    why: shut\n    match: 'SHUTDOWN'\n    action: withhold\n    exemptions: "           \
    "['(b)(5)']\n"                                                                                           \
    "exceptions:\n"                                                                                          \
    "  - {text: ['5555 6666'], rules: [t.number], why: an office, by: r-7, until: 2999-01-01}\n"

#define FULL_HEAD                                                                                            \
    "ZNY CCCCC ZZH\nP 021405Z MAR 07\nFM AMEMBASSY PORT ARDENT\nTO RUEHC/SECSTATE WASHDC PRIORITY 4455\n\n"  \
    "C O N F I D E N T I A L PORT ARDENT 000504\n\nSIPDIS\n\n"

#define FULL_BODY                                                                                            \
    "E.O. 12958: DECL: 03/02/2017\nTAGS: PREL\nSUBJECT: (U) TALKS\n\nREF: NOVA SELA 44\n\n"                  \
    "Classified By: A. Signer for reasons 1.4(b) and (d)\n\n"                                                \
    "1. (U) Envoy Rana Holmqvist and Envoy Otto\nBrandvik saw the harbour, code lark. Holmqvist left. "      \
    "Number 4471 2290, card 4111111111111112.\nThe office is 5555 6666.\n\n"                                 \
    "2. (C) Envoy Rana Holmqvist is NIGHTJAR, number 9999 8888.\n\n"                                         \
    "3. (U) SHUTDOWN tomorrow.\n\n4. (S) Higher than the line.\n\nUnmarked Heading\n\n"                      \
    "5. (U) Brandvik again, and [PERSON 4].\n"

#define DATED_BODY                                                                                           \
    "E.O. 12958: DECL: 03/02/2017\nTAGS: PREL\nSUBJECT: (U) TALKS\n\n"                                       \
    "Classified By: A. Signer for reasons 1.4(b) and (d)\n\n1. (U) Alpha.\n\n2. (C) Bravo.\n"

static void put_full(const struct scene *s)
{
    file_put_text(&s->folder, "full.yaml", FULL_POLICY);
    file_put_text(&s->folder, "full", FULL_HEAD FULL_BODY);
}

static void expect_row(void *context, const char *type, const char *field)
{
    size_t *count = context;
    bool is_there = false;
    for (size_t i = 0; i < tl_known_field_count; i++) {
        is_there = is_there || (strcmp(tl_record_type_name(tl_known_fields[i].record), type) == 0 &&
                                strcmp(tl_known_fields[i].field, field) == 0);
    }
    cr_expect(is_there, "%s.%s of log.schema.json has no row in known.c", type, field);
    ++*count;
}

Test(cli_forged, every_field_of_the_schema_has_a_row)
{
    size_t count = 0;
    forge_schema(&count, expect_row);
    cr_expect_eq(count, tl_known_field_count, "known.c has rows of no field");
}

/* "| run | `as_of` | partly | all is judged ... |" */
Test(cli_forged, the_table_stands_in_the_readme_of_the_schemas)
{
    struct tl_buf readme = {0};
    file_read(in_project("filter/schema/README.md"), &readme);
    for (size_t i = 0; i < tl_known_field_count; i++) {
        const struct tl_known_field *row = &tl_known_fields[i];
        struct tl_buf line = {0};
        tl_buf_format(&line, "\n| %s | `%s` | %s | %s |\n", tl_record_type_name(row->record), row->field,
                      tl_known_name(row->known), row->how);
        cr_expect(tl_slice_find(tl_buf_slice(&readme), tl_buf_slice(&line), 0) != TL_NONE,
                  "filter/schema/README.md lacks: %s", buf_text(&line));
        tl_buf_release(&line);
    }
    tl_buf_release(&readme);
}

Test(cli_forged, something_of_everything)
{
    struct scene s;
    scene_begin(&s);
    put_full(&s);
    cr_expect(expect_refused(&s, "full.yaml", "full", NULL) > 0);
    scene_end(&s);
}

Test(cli_forged, cables_of_the_corpus)
{
    static const char *const cables[] = {"corpus/49-na-on-classified.txt", "corpus/73-latin1.txt",
                                         "corpus/57-sensitive-unmarked.txt", "corpus/80-enclosed-cable.txt",
                                         "corpus/93-damaged-line.txt"};
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "full.yaml", FULL_POLICY);
    for (size_t i = 0; i < TL_COUNT(cables); i++) {
        struct tl_buf bytes = {0};
        file_read(in_project(cables[i]), &bytes);
        file_put(&s.folder, "cable", tl_buf_slice(&bytes));
        (void)expect_refused(&s, "full.yaml", "cable", NULL);
        tl_buf_release(&bytes);
    }
    scene_end(&s);
}

Test(cli_forged, a_policy_that_is_shipped)
{
    struct scene s;
    struct tl_buf bytes = {0};
    scene_begin(&s);
    file_read(in_project("corpus/a7-compilation.txt"), &bytes);
    file_put(&s.folder, "cable", tl_buf_slice(&bytes));
    (void)expect_refused(&s, in_project(PUBLIC), "cable", NULL);
    tl_buf_release(&bytes);
    scene_end(&s);
}

Test(cli_forged, dates_and_strikes)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "dates.yaml", POLICY_TEXT "declassification: dates\nbanner: strike\n");
    file_put_text(&s.folder, "dated", FULL_HEAD DATED_BODY);
    (void)expect_refused(&s, "dates.yaml", "dated", WORDS("--as-of", "2020-05-05"));
    (void)expect_refused(&s, "dates.yaml", "dated", WORDS("--as-of", "2010-05-05"));
    scene_end(&s);
}

Test(cli_forged, what_is_denied)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "deny.yaml",
                  POLICY_TEXT "rules:\n  - {id: t.deny, why: deny, match: 'SHUTDOWN', action: deny}\n"
                              "  - {id: t.card, why: cards, match: '\\d{4} \\d{4}'}\n");
    file_put_text(&s.folder, "doubt.yaml", POLICY_TEXT "on-doubt: deny\n");
    file_put_text(&s.folder, "denied", FULL_HEAD FULL_BODY);
    (void)expect_refused(&s, "deny.yaml", "denied", NULL);
    struct tl_buf bytes = {0};
    file_read(in_project("corpus/68-bidi.txt"), &bytes);
    file_put(&s.folder, "doubtful", tl_buf_slice(&bytes));
    (void)expect_refused(&s, "doubt.yaml", "doubtful", NULL);
    tl_buf_release(&bytes);
    scene_end(&s);
}

/* A decision on the cable in FULL_HEAD FULL_BODY. */
static void put_ruling(struct tl_buf *out, const char *rest)
{
    const struct tl_hash hash = tl_sha256_one(tl_str(FULL_HEAD FULL_BODY));
    char hex[TL_HEX];
    tl_buf_format(out,
                  "  - {cable: PORT ARDENT 504, sha256: %s, by: r-7, why: looked at, date: 2026-01-05, %s}\n",
                  tl_hash_hex(&hash, hex), rest);
}

Test(cli_forged, decisions_of_a_reviewer)
{
    struct scene s;
    struct tl_buf text = {0};
    scene_begin(&s);
    put_full(&s);
    tl_buf_str(&text, "tearline-decisions: 1\ndecisions:\n");
    put_ruling(&text,
               "portion: '1', do: excise, text: 'saw the', exemptions: ['(b)(5)'], authority: an order");
    put_ruling(&text, "portion: '2', do: release, authority: an order, controls: [NOFORN]");
    put_ruling(&text, "portion: '4', do: withhold, exemptions: ['(b)(7)(A)']");
    put_ruling(&text, "portion: '5', do: withhold, exemptions: ['(b)(4)'], authority: an order");
    file_put(&s.folder, "d.yaml", tl_buf_slice(&text));
    (void)expect_refused(&s, "full.yaml", "full", WORDS("-d", "d.yaml"));
    tl_buf_release(&text);
    scene_end(&s);
}

Test(cli_forged, a_stream_with_a_double_and_rubbish)
{
    struct scene s;
    struct tl_buf input = {0};
    stream_begin(&s);
    put_cables(&input, 1, 2);
    tl_buf_str(&input, "between\n");
    put_cable(&input, 1);
    file_put(&s.folder, "stream", tl_buf_slice(&input));
    (void)expect_refused(&s, "policy.yaml", "stream", WORDS("--frame", "zczc"));
    tl_buf_release(&input);
    scene_end(&s);
}

#define RECORD(id, text, more) "{\"body\":\"" text "\",\"n\":" id more "}\n"

Test(cli_forged, lines_of_records)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "full.yaml", FULL_POLICY);
    file_put_text(
        &s.folder, "lines",
        RECORD("1", "SUBJECT: (U) TALKS\\n\\n1. (U) Envoy Rana Holmqvist called.\\n",
               ",\"note\":\"plain\",\"who\":\"Envoy Rana Holmqvist\"")
            RECORD("2", "C O N F I D E N T I A L\\n\\n1. (C) Bravo.\\n", ",\"note\":\"held\"") "no\n");
    (void)expect_refused(&s, "full.yaml", "lines",
                         WORDS("--frame", "jsonl", "--assume", "U", "--text-field", "body", "--id-field", "n",
                               "--keep-fields", "note,who"));
    scene_end(&s);
}

/* --- fields of which another value may fit: it is refused where it does not */

static void expect_one(struct trial *trial, const char *type, const char *field, json_t *value, bool refused)
{
    struct tl_buf log = {0};
    forge_one(tl_buf_slice(&trial->log), type, field, value, &log);
    cr_expect_eq(is_refused(trial, tl_buf_slice(&log)), refused, "%s.%s: %s", type, field, trial->said);
    tl_buf_release(&log);
}

Test(cli_forged, what_nobody_can_know_is_accepted)
{
    struct scene s;
    struct trial trial;
    scene_begin(&s);
    put_full(&s);
    trial_of(&s, "full.yaml", "full", WORDS("--as-of", "2020-05-05"), &trial);
    expect_one(&trial, "run", "version", json_string("9.9"), false);
    expect_one(&trial, "run", "run_secret", json_string("given"), false);
    expect_one(&trial, "run", "as_of_future", json_integer(1), false);
    expect_one(&trial, "run", "as_of", json_string("2020-05-06"), false);
    expect_one(&trial, "run", "as_of", json_string("2999-05-06"), true);
    expect_one(&trial, "run", "frame", json_string("file"), false);
    expect_one(&trial, "run", "frame", json_string("nul"), true);
    expect_one(&trial, "run", "frame", json_string("other"), true);
    expect_one(&trial, "run", "max_cable", json_integer(65536), false);
    expect_one(&trial, "run", "max_cable", json_integer(100), true);
    expect_one(&trial, "cable", "source", json_string("renamed"), false);
    trial_end(&trial);
    scene_end(&s);
}

Test(cli_forged, what_another_value_decides_is_refused)
{
    struct scene s;
    struct trial trial;
    struct tl_buf input = {0};
    scene_begin(&s);
    file_put_text(&s.folder, "dates.yaml", POLICY_TEXT "declassification: dates\n");
    file_put_text(&s.folder, "policy.yaml", POLICY_TEXT);
    file_put_text(&s.folder, "dated", FULL_HEAD DATED_BODY);
    file_put_text(&s.folder, "bare", "SUBJECT: TALKS\n\n1. Bravo.\n");
    put_cables(&input, 1, 2);
    put_cable(&input, 1);
    file_put(&s.folder, "stream", tl_buf_slice(&input));
    trial_of(&s, "dates.yaml", "dated", WORDS("--as-of", "2020-05-05"), &trial);
    expect_one(&trial, "run", "as_of", json_string("2009-05-06"), true);
    expect_one(&trial, "run", "as_of_source", json_string("today"), true);
    trial_end(&trial);
    trial_of(&s, "policy.yaml", "bare", WORDS("--assume", "U"), &trial);
    expect_one(&trial, "run", "assume", json_string("S"), true);
    trial_end(&trial);
    trial_of(&s, "policy.yaml", "stream", NULL, &trial);
    expect_one(&trial, "cable", "source", json_string("other"), true);
    expect_one(&trial, "finding", "first", json_integer(2), true);
    expect_one(&trial, "run", "frame", json_string("file"), true);
    trial_end(&trial);
    tl_buf_release(&input);
    scene_end(&s);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* `tearline explain`: one question about a marking, a line or a rule (DESIGN section 5). */
#include <sys/stat.h>

#include "base/io.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "cli/explain.h"
#include "cli/explain_rules.h"
#include "marking/portion.h"
#include "marking/rollup.h"
#include "pipeline/input.h"

enum {
    OPT_JSONL,
    OPT_POLICY,
    OPT_MAX,
    OPT_AUDIENCE,
    OPT_ALLOW,
    OPT_BANNER,
    OPT_DECL,
    OPT_AS_OF,
    OPT_DOC_DATE,
    OPT_LEVEL,
    OPT_JSON,
    OPT_TEXT,
    OPT_COUNT
};

static const struct tl_option options[OPT_COUNT] = {
    [OPT_JSONL] = {"jsonl", 0, NULL, "answer questions {\"id\",\"kind\",\"input\"}, one a line"},
    [OPT_POLICY] = {"policy", 'p', "POLICY", "rules: the policy whose rules run"},
    [OPT_MAX] = {"max", 0, "LEVEL", "release: the highest level that may leave (default U)"},
    [OPT_AUDIENCE] = {"audience", 0, "LIST", "release: public, or country codes (default USA)"},
    [OPT_ALLOW] = {"allow", 0, "LIST", "release: controls that may leave"},
    [OPT_BANNER] = {"banner", 0, "LINE", "release, rollup: what REL without a list inherits from"},
    [OPT_DECL] = {"decl", 0, "LINE", "release: a declassification instruction to honour"},
    [OPT_AS_OF] = {"as-of", 0, "DATE", "release, rules: the day on which that is judged; any day"},
    [OPT_DOC_DATE] = {"doc-date", 0, "DATE", "decl, release: the date of the document"},
    [OPT_LEVEL] = {"level", 0, "LEVEL", "decl: the level of the document"},
    [OPT_JSON] = {"json", 0, NULL, "rules: of a file, one JSON object"},
    [OPT_TEXT] = {"text", 0, NULL, "rules: what follows is a text, even where a file has that name"},
};

static const struct tl_command command = {
    .name = "explain",
    .synopsis = "portion|banner|decl|rollup|release|rules [options] TEXT... | --jsonl [FILE]",
    .summary = "answers one question about a marking, a line or a rule",
    .details = "portion  '(S//NF)', or a line that begins with one\n"
               "banner   'SECRET//NOFORN', or a classification line\n"
               "decl     'E.O. 12958: DECL: 11/06/2018'\n"
               "rollup   '(S//NF)' '(U)' ...: the banner over portions\n"
               "release  '(S//NF)': may it leave, why not, and what would change it\n"
               "rules    'text': what the rules of a policy find in it; or FILE, a cable: which rule takes\n"
               "         what and why, and what the rules nearly take, by line and byte, without its text\n"
               "Exit status 1 when the answer is no: not valid, not released, or something was found.\n",
    .options = options,
    .option_count = OPT_COUNT,
};

enum { MAX_QUESTIONS = 64 * 1024 * 1024 }; /* bytes of --jsonl input */

struct explain {
    struct tl_arena arena; /* owned */
    struct tl_buf out;     /* owned */
    struct tl_args args;
};

static tl_slice text_at(const struct explain *e, size_t index)
{
    return index < e->args.file_count ? tl_str(e->args.files[index]) : (tl_slice){NULL, 0};
}

static enum tl_status ask_portion(struct explain *e)
{
    struct tl_explained_portion answer;
    const tl_slice text = text_at(e, 1);
    const bool is_mark = text.len > 1 && text.ptr[0] == '(' && text.ptr[text.len - 1] == ')';
    tl_explain_portion(&e->arena, text, !is_mark, &answer);
    tl_explain_portion_text(&answer, &e->out);
    return answer.marking.is_valid ? TL_OK : TL_NO;
}

static enum tl_status ask_banner(struct explain *e)
{
    struct tl_explained_banner answer;
    tl_explain_banner(&e->arena, text_at(e, 1), &answer);
    tl_explain_banner_text(text_at(e, 1), &answer, &e->out);
    return answer.marking.is_valid ? TL_OK : TL_NO;
}

static enum tl_level level_of(enum tl_rank rank)
{
    return rank == TL_RANK_CUI ? TL_LEVEL_U : tl_marking_of_rank(rank).level;
}

static enum tl_status ask_decl(struct explain *e)
{
    struct tl_decl decl;
    struct tl_date doc_date = {0};
    enum tl_rank rank = TL_RANK_UNKNOWN;
    enum tl_status status = tl_args_date(&e->args, OPT_DOC_DATE, &doc_date);
    if (status == TL_OK) {
        status = tl_args_rank(&e->args, OPT_LEVEL, &rank);
    }
    if (status != TL_OK) {
        return status;
    }
    tl_decl_parse(&e->arena, text_at(e, 1), doc_date, level_of(rank), &decl);
    tl_explain_decl_text(text_at(e, 1), &decl, doc_date, level_of(rank), &e->out);
    return decl.type == TL_DECL_INVALID ? TL_NO : TL_OK;
}

static enum tl_status ask_rollup(struct explain *e)
{
    const size_t count = e->args.file_count - 1;
    struct tl_marking *portions = tl_arena_alloc(&e->arena, count, sizeof(*portions));
    struct tl_explained_rollup answer = {.portions = portions, .count = count};
    struct tl_explained_banner banner;
    const tl_slice line = tl_str(e->args.values[OPT_BANNER]);
    for (size_t i = 0; i < count; i++) {
        tl_portion_parse(&e->arena, text_at(e, i + 1), &portions[i]);
    }
    tl_explain_banner(&e->arena, line, &banner);
    answer.release =
        tl_rollup(&e->arena, portions, count, line.len > 0 ? &banner.marking : NULL, &answer.rolled);
    tl_explain_rollup_text(&answer, &e->out);
    return answer.rolled.is_valid ? TL_OK : TL_NO;
}

static enum tl_status ask_release(struct explain *e)
{
    struct tl_release_question q = {.portion = text_at(e, 1),
                                    .banner = tl_str(e->args.values[OPT_BANNER]),
                                    .decl = tl_str(e->args.values[OPT_DECL]),
                                    .honours_dates = e->args.values[OPT_DECL] != NULL,
                                    .ceiling.max = TL_RANK_U};
    enum tl_status status = tl_args_rank(&e->args, OPT_MAX, &q.ceiling.max);
    if (status == TL_OK) {
        status = tl_args_date(&e->args, OPT_AS_OF, &q.as_of);
    }
    if (status == TL_OK) {
        status = tl_args_date(&e->args, OPT_DOC_DATE, &q.doc_date);
    }
    if (status != TL_OK) {
        return status;
    }
    q.ceiling.allow = tl_args_list(&e->arena, &e->args, OPT_ALLOW);
    q.ceiling.audience = tl_args_list(&e->arena, &e->args, OPT_AUDIENCE);
    q.ceiling.is_public = tl_words_has(q.ceiling.audience, TL_LIT("public"));
    if (q.ceiling.audience.count == 0) {
        q.ceiling.audience = tl_words_with(&e->arena, q.ceiling.audience, TL_LIT("USA"));
        tl_buf_str(&e->out, "No --audience was given: release to foreign readers was not judged.\n");
    }
    struct tl_explained_release answer;
    tl_explain_release(&e->arena, &q, &answer);
    tl_explain_release_text(&q, &answer, &e->out);
    return answer.reason == TL_REASON_OK || answer.reason == TL_REASON_DECLASSIFIED ? TL_OK : TL_NO;
}

/* The policy that --policy names; none is no error. */
static enum tl_status open_policy(const struct explain *e, struct tl_policy **out)
{
    return e->args.values[OPT_POLICY] == NULL ? TL_OK : tl_open_policy(e->args.values[OPT_POLICY], out);
}

/* A cable, as a file or on standard input. */
static bool is_cable(const struct explain *e)
{
    struct stat info;
    const char *name = e->args.files[1];
    return e->args.values[OPT_TEXT] == NULL &&
           (strcmp(name, "-") == 0 || (stat(name, &info) == 0 && S_ISREG(info.st_mode)));
}

static enum tl_status explain_cable(struct explain *e, const struct tl_policy *policy)
{
    const char *path = e->args.files[1];
    struct tl_buf bytes = {0};
    struct tl_cable cable;
    struct tl_cable_options how = {0};
    struct tl_release_options given = {.records_covered = true};
    struct tl_explained_rules explained = {0};
    struct tl_explain_packs packs = {0};
    struct tl_err err = {0};
    enum tl_status status = tl_open_cable(path, &bytes);
    if (status == TL_OK) {
        status = tl_args_date(&e->args, OPT_AS_OF, &given.as_of);
    }
    if (status == TL_OK) {
        status = tl_settle_dates(policy, &given);
    }
    if (status == TL_OK) {
        tl_cable_parse(&e->arena, tl_buf_slice(&bytes), &how, &cable);
        status = tl_explain_rules(&e->arena, &cable, policy, &given, &packs, &explained, &err);
        if (status != TL_OK) {
            tl_err_print(&err);
        }
    }
    if (status == TL_OK && e->args.values[OPT_JSON] != NULL) {
        tl_explain_rules_json(tl_input_name(path), &cable, &explained, &e->out);
    } else if (status == TL_OK) {
        tl_explain_rules_text(tl_input_name(path), &cable, &explained, &e->out);
    }
    for (size_t i = 0; status == TL_OK && i < explained.list.count; i++) {
        status = tl_outcome_is_miss(explained.list.items[i].outcome) ? TL_OK : TL_NO;
    }
    tl_explain_packs_free(&packs);
    tl_buf_release(&bytes);
    return status;
}

static enum tl_status ask_rules(struct explain *e)
{
    struct tl_policy *policy = NULL;
    struct tl_hits hits = {0};
    struct tl_err err = {0};
    enum tl_status status = open_policy(e, &policy);
    if (status == TL_OK && policy == NULL) {
        return tl_usage(&command, "rules needs a policy: --policy FILE");
    }
    if (status == TL_OK && is_cable(e)) {
        status = explain_cable(e, policy);
        tl_policy_free(policy);
        return status;
    }
    if (status == TL_OK && e->args.values[OPT_JSON] != NULL) {
        status = tl_usage(&command, "--json goes with a cable as a file; for texts there is --jsonl");
    }
    if (status == TL_OK) {
        status = tl_rules_explain(&e->arena, policy, text_at(e, 1), &hits, &err);
        if (status != TL_OK) {
            tl_err_print(&err);
        }
    }
    for (size_t i = 0; status == TL_OK && i < hits.list.count; i++) {
        const struct tl_hit *hit = &hits.list.items[i];
        tl_buf_format(&e->out, "%.*s finds bytes %zu to %zu, \"", (int)hit->rule->id.len,
                      (const char *)hit->rule->id.ptr, hit->in.begin, hit->in.end);
        tl_buf_add(&e->out, tl_span_of(text_at(e, 1), hit->in));
        tl_buf_format(&e->out, "\": %.*s.\n", (int)hit->rule->why.len, (const char *)hit->rule->why.ptr);
    }
    if (status == TL_OK && hits.list.count == 0) {
        tl_buf_str(&e->out, "No rule finds anything.\n");
    }
    status = status == TL_OK && hits.list.count > 0 ? TL_NO : status;
    if (status == TL_OK || status == TL_NO) {
        const enum tl_status written = tl_emit_buf(&e->out);
        status = tl_status_worse(status, written);
    }
    tl_policy_free(policy);
    return status;
}

/* One line in, one line out; what is no question is answered with what is wrong, the others as they are. */
static size_t answer_all(struct explain *e, const struct tl_policy *policy, tl_slice input, size_t *count)
{
    size_t bad = 0;
    *count = 0;
    for (size_t at = 0; at < input.len;) {
        const unsigned char *end = memchr(input.ptr + at, '\n', input.len - at);
        const size_t stop = end == NULL ? input.len : (size_t)(end - input.ptr);
        const tl_slice line = tl_slice_trim(tl_slice_sub(input, at, stop));
        if (line.len > 0) {
            bad += !tl_explain_json(&e->arena, policy, line, &e->out);
            (*count)++;
        }
        tl_arena_release(&e->arena);
        at = stop + 1;
    }
    return bad;
}

static enum tl_status answer_lines(struct explain *e)
{
    struct tl_policy *policy = NULL;
    struct tl_buf input = {0};
    struct tl_err err = {0};
    const char *path = e->args.file_count > 0 ? e->args.files[0] : "-";
    enum tl_status status = open_policy(e, &policy);
    if (status == TL_OK) {
        status = tl_read_file(path, MAX_QUESTIONS, &input, &err);
        if (status != TL_OK) {
            tl_err_print(&err);
        }
    }
    if (status == TL_OK) {
        size_t count = 0;
        const size_t bad = answer_all(e, policy, tl_buf_slice(&input), &count);
        status = bad > 0 ? TL_DATA : TL_OK;
        if (bad > 0) {
            tl_warn("%s: %zu of %zu lines are no question that can be answered; their answers have `error`",
                    tl_input_name(path), bad, count);
        }
    }
    const enum tl_status written = tl_emit_buf(&e->out);
    tl_buf_release(&input);
    tl_policy_free(policy);
    return tl_status_worse(status, written);
}

static const struct {
    const char *word;
    enum tl_status (*ask)(struct explain *);
    bool takes_many;
} questions[] = {
    {"portion", ask_portion, false}, {"banner", ask_banner, false},   {"decl", ask_decl, false},
    {"rollup", ask_rollup, true},    {"release", ask_release, false}, {"rules", ask_rules, false},
};

static enum tl_status ask_one(struct explain *e)
{
    if (e->args.file_count == 0) {
        return tl_usage(&command, "what is to be explained? portion, banner, decl, rollup, release or rules");
    }
    for (size_t i = 0; i < TL_COUNT(questions); i++) {
        if (strcmp(e->args.files[0], questions[i].word) != 0) {
            continue;
        }
        if (e->args.file_count < 2 || (e->args.file_count > 2 && !questions[i].takes_many)) {
            return tl_usage(&command, "%s takes %s", questions[i].word,
                            questions[i].takes_many ? "at least one text" : "one text; put it in quotes");
        }
        return questions[i].ask(e);
    }
    const char *words[TL_COUNT(questions) + 1] = {NULL};
    for (size_t i = 0; i < TL_COUNT(questions); i++) {
        words[i] = questions[i].word;
    }
    const char *guess = tl_did_you_mean(e->args.files[0], words);
    return tl_usage(&command, "`%s` is none of portion, banner, decl, rollup, release, rules%s%s%s",
                    e->args.files[0], guess == NULL ? "" : "; did you mean ", guess == NULL ? "" : guess,
                    guess == NULL ? "" : "?");
}

int tl_cmd_explain(int argc, char **argv)
{
    struct explain e = {0};
    enum tl_status status = TL_OK;
    if (!tl_args_read(&command, argc, argv, &e.args, &status)) {
        return (int)status;
    }
    if (e.args.values[OPT_JSONL] != NULL) {
        status = e.args.file_count > 1 ? tl_usage(&command, "--jsonl reads one file") : answer_lines(&e);
    } else {
        status = ask_one(&e);
        if (status == TL_OK || status == TL_NO) {
            status = tl_status_worse(status, tl_emit_buf(&e.out));
        }
    }
    tl_buf_release(&e.out);
    tl_arena_release(&e.arena);
    return (int)status;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* `tearline policy lint|test|show|diff FILE...`: policies and packs under the eye of their author (DESIGN
 * section 5). */
#include "base/io.h"
#include "base/json.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/junit.h"
#include "cli/lint_report.h"
#include "cli/options.h"
#include "policy/diff.h"
#include "release/lint.h"
#include "release/release.h"

enum { OPT_FORMAT, OPT_COUNT };

static const struct tl_option options[OPT_COUNT] = {
    [OPT_FORMAT] = {"format", 0, "text|junit|json|sarif",
                    "lint: text, json, sarif; test: text, junit;\ndiff: text, json; show: text"},
};

enum format { FORMAT_TEXT = 0, FORMAT_JUNIT, FORMAT_JSON, FORMAT_SARIF };

static const char *const format_names[] = {"text", "junit", "json", "sarif", NULL};

static const struct tl_command command = {
    .name = "policy",
    .synopsis = "[options] lint|test|show FILE... | diff A B",
    .summary =
        "checks policies and rule packs, tests their rules, shows what a policy comes to, compares two",
    .details =
        "lint  findings that are not errors, each with a way out; notes name every loosening\n"
        "test  runs the tests of all rules: as written, folded, over a page break, in upper case; then\n"
        "      tries strings of the same shape with other digits\n"
        "show  the effective policy, with everything that was left at its default\n"
        "diff  what B lets out more, less and has otherwise than A; exit status 1 when it lets out more, or\n"
        "      when nobody can tell\n",
    .options = options,
    .option_count = OPT_COUNT,
};

/* One run over files. */
struct run {
    enum format format;
    struct tl_buf junit;          /* suites of all files */
    struct tl_lint_report report; /* findings of all files */
};

/* Diags are messages: they go to standard error. */
static enum tl_status print_diags(const struct tl_diags *diags)
{
    struct tl_buf out = {0};
    struct tl_err err = {0};
    tl_diags_render(diags, &out);
    const enum tl_status status = tl_write_all(2, "standard error", tl_buf_slice(&out), &err);
    tl_buf_release(&out);
    return status;
}

/* --- lint */

static enum tl_status lint_file(struct run *run, const char *path, const struct tl_policy *policy,
                                struct tl_diags *diags)
{
    struct tl_buf out = {0};
    const struct tl_lint lint = {policy, tl_date_today(), run->format == FORMAT_TEXT, diags};
    const size_t before = diags->list.count;
    tl_policy_lint(&lint);
    tl_rules_lint(&lint);
    const size_t findings = diags->list.count - before;
    const enum tl_status answer = findings > 0 ? TL_NO : TL_OK;
    if (run->format != FORMAT_TEXT) {
        return answer;
    }
    for (size_t i = 0; i < policy->loosening_count; i++) {
        tl_buf_format(&out, "%s: note: %.*s\n", path, (int)policy->loosenings[i].len,
                      (const char *)policy->loosenings[i].ptr);
    }
    tl_buf_format(&out, "%s: %zu rules, %zu findings, %zu loosenings\n", path, policy->rule_count, findings,
                  policy->loosening_count);
    const enum tl_status status = tl_emit_buf(&out);
    tl_buf_release(&out);
    return tl_status_worse(status, answer);
}

static enum tl_status lint_told(struct run *run, const char *path, const struct tl_policy *policy,
                                const struct tl_diags *diags)
{
    if (run->format == FORMAT_TEXT) {
        return print_diags(diags);
    }
    tl_lint_report_file(&run->report, diags);
    if (policy == NULL) {
        tl_lint_report_fault(&run->report, path, TL_CONFIG);
    }
    return TL_OK;
}

static enum tl_status lint_end(struct run *run, enum tl_status status)
{
    struct tl_buf out = {0};
    if (run->format == FORMAT_TEXT) {
        return TL_OK;
    }
    tl_lint_report_end(&run->report, status, &out);
    const enum tl_status written = tl_emit_buf(&out);
    tl_buf_release(&out);
    return written;
}

/* --- test */

static enum tl_status test_file(struct run *run, const char *path, const struct tl_policy *policy,
                                struct tl_diags *diags)
{
    struct tl_rule_tests counts = {0};
    struct tl_buf out = {0};
    tl_rules_test(policy, diags, &counts);
    if (run->format == FORMAT_JUNIT) {
        return counts.failures > 0 ? TL_NO : TL_OK;
    }
    tl_buf_format(&out, "%s: %zu rules, %zu tests, %zu variants, ", path, counts.rules, counts.tests,
                  counts.variants);
    if (counts.mutants > 0) {
        tl_buf_format(&out, "%zu of %zu mutants found, ", counts.mutants_found, counts.mutants);
    }
    tl_buf_format(&out, "%zu failures\n", counts.failures);
    const enum tl_status status = tl_emit_buf(&out);
    tl_buf_release(&out);
    return tl_status_worse(status, counts.failures > 0 ? TL_NO : TL_OK);
}

static enum tl_status test_told(struct run *run, const char *path, const struct tl_policy *policy,
                                const struct tl_diags *diags)
{
    if (run->format == FORMAT_JUNIT) {
        tl_junit_suite(&run->junit, path, policy, diags);
    }
    return print_diags(diags);
}

static enum tl_status test_end(struct run *run, enum tl_status status)
{
    struct tl_buf out = {0};
    (void)status;
    if (run->format != FORMAT_JUNIT) {
        return TL_OK;
    }
    tl_buf_str(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    tl_buf_add(&out, tl_buf_slice(&run->junit));
    tl_buf_str(&out, "</testsuites>\n");
    const enum tl_status written = tl_emit_buf(&out);
    tl_buf_release(&out);
    return written;
}

/* --- show */

static enum tl_status show_file(struct run *run, const char *path, const struct tl_policy *policy,
                                struct tl_diags *diags)
{
    struct tl_buf out = {0};
    (void)run;
    (void)path;
    (void)diags;
    tl_policy_show(policy, &out);
    const enum tl_status status = tl_emit_buf(&out);
    tl_buf_release(&out);
    return status;
}

/* --- all files alike */

/* True when the file can be opened; a typo in a name is 66, never a policy error. */
static bool is_readable(const char *path)
{
    struct tl_buf buf = {0};
    struct tl_err err = {0};
    if (strcmp(path, "-") == 0) {
        return true; /* read once only, by the loader */
    }
    const enum tl_status status = tl_read_file(path, TL_MAX_CONFIG, &buf, &err);
    tl_buf_release(&buf);
    if (status == TL_NOINPUT || status == TL_IO) {
        tl_err_print(&err);
        return false;
    }
    return true;
}

static struct tl_policy *load(const char *path, struct tl_diags *diags)
{
    return tl_policy_is_pack(path) ? tl_policy_load_pack(path, diags) : tl_policy_load(path, diags);
}

/* What a word after `policy` does: with each file, with what was told of it, and at the end.  NULL: nothing.
 */
struct verb {
    const char *word;
    unsigned formats; /* bits */
    enum tl_status (*file)(struct run *run, const char *path, const struct tl_policy *policy,
                           struct tl_diags *diags);
    enum tl_status (*told)(struct run *run, const char *path, const struct tl_policy *policy,
                           const struct tl_diags *diags);
    enum tl_status (*end)(struct run *run, enum tl_status status);
};

static enum tl_status run_file(const struct verb *verb, struct run *run, const char *path)
{
    struct tl_arena arena = {0};
    struct tl_diags diags = {.arena = &arena};
    enum tl_status status = TL_CONFIG;
    if (!is_readable(path)) {
        tl_lint_report_fault(&run->report, path, TL_NOINPUT);
        return TL_NOINPUT;
    }
    struct tl_policy *policy = load(path, &diags);
    if (policy != NULL) {
        status = verb->file(run, path, policy, &diags);
    }
    status = tl_status_worse(status, verb->told != NULL ? verb->told(run, path, policy, &diags)
                                                        : print_diags(&diags));
    tl_policy_free(policy);
    tl_arena_release(&arena);
    return status;
}

static enum tl_status run_files(const struct verb *verb, enum format format, const struct tl_args *args)
{
    struct run run = {.format = format, .report = {.is_sarif = format == FORMAT_SARIF}};
    enum tl_status status = TL_OK;
    for (size_t i = 1; i < args->file_count; i++) {
        status = tl_status_worse(status, run_file(verb, &run, args->files[i]));
    }
    if (verb->end != NULL) {
        const enum tl_status ended = verb->end(&run, status);
        status = tl_status_worse(status, ended);
    }
    tl_buf_release(&run.junit);
    return status;
}

/* --- diff */

static const char *const way_titles[TL_DIFF_WAYS] = {
    [TL_DIFF_MORE] = "lets out more", [TL_DIFF_LESS] = "lets out less", [TL_DIFF_OTHER] = "has otherwise"};

static void put_diff_text(const struct tl_policy_differences *diff, struct tl_buf *out)
{
    for (enum tl_diff_way way = TL_DIFF_MORE; way < TL_DIFF_WAYS; way++) {
        tl_buf_format(out, "%s: %zu\n", way_titles[way], diff->counts[way]);
        for (size_t i = 0; i < diff->list.count; i++) {
            const struct tl_policy_difference *one = &diff->list.items[i];
            if (one->way == way) {
                tl_buf_format(out, "  %.*s: %s%s\n", (int)one->key.len, (const char *)one->key.ptr, one->text,
                              one->is_doubt ? " (nobody can tell)" : "");
            }
        }
    }
}

static void put_diff_json(const struct tl_policy_differences *diff, const char *a, const char *b,
                          struct tl_buf *out)
{
    static const char *const keys[TL_DIFF_WAYS] = {
        [TL_DIFF_MORE] = "more", [TL_DIFF_LESS] = "less", [TL_DIFF_OTHER] = "other"};
    struct tl_json json = {.out = out};
    tl_json_object(&json);
    tl_json_put_str(&json, "a", a);
    tl_json_put_str(&json, "b", b);
    tl_json_key(&json, "differences");
    tl_json_array(&json);
    for (size_t i = 0; i < diff->list.count; i++) {
        const struct tl_policy_difference *one = &diff->list.items[i];
        tl_json_object(&json);
        tl_json_put_bool(&json, "doubt", one->is_doubt);
        tl_json_put_slice(&json, "key", one->key);
        tl_json_put_str(&json, "text", one->text);
        tl_json_put_str(&json, "way", keys[one->way]);
        tl_json_object_end(&json);
    }
    tl_json_array_end(&json);
    tl_json_put_bool(&json, "lets_out_more", diff->counts[TL_DIFF_MORE] > 0);
    tl_json_object_end(&json);
    tl_buf_str(out, "\n");
}

/* Both are policies, or both are packs. */
static enum tl_status diff_loaded(const char *const paths[2], struct tl_policy *const policies[2],
                                  enum format format)
{
    struct tl_arena arena = {0};
    struct tl_policy_differences diff = {.arena = &arena};
    struct tl_buf out = {0};
    if ((policies[0]->ceiling.max == TL_RANK_UNKNOWN) != (policies[1]->ceiling.max == TL_RANK_UNKNOWN)) {
        return tl_usage(&command, "diff compares two policies or two packs, not one with the other");
    }
    tl_policy_diff(policies[0], policies[1], &diff);
    if (format == FORMAT_JSON) {
        put_diff_json(&diff, paths[0], paths[1], &out);
    } else {
        tl_buf_format(&out, "%s -> %s\n", paths[0], paths[1]);
        put_diff_text(&diff, &out);
    }
    const enum tl_status status = tl_emit_buf(&out);
    const bool lets_out_more = diff.counts[TL_DIFF_MORE] > 0;
    tl_buf_release(&out);
    tl_arena_release(&arena);
    return tl_status_worse(status, lets_out_more ? TL_NO : TL_OK);
}

static enum tl_status run_diff(const struct tl_args *args, enum format format)
{
    struct tl_arena arena = {0};
    struct tl_diags diags = {.arena = &arena};
    struct tl_policy *policies[2] = {NULL, NULL};
    const char *const paths[2] = {args->files[1], args->files[2]};
    enum tl_status status = TL_OK;
    for (size_t i = 0; i < 2; i++) {
        if (!is_readable(paths[i])) {
            status = tl_status_worse(status, TL_NOINPUT);
        } else if ((policies[i] = load(paths[i], &diags)) == NULL) {
            status = tl_status_worse(status, TL_CONFIG);
        }
    }
    const enum tl_status told = print_diags(&diags);
    if (status == TL_OK) {
        status = diff_loaded(paths, policies, format);
    }
    for (size_t i = 0; i < 2; i++) {
        tl_policy_free(policies[i]);
    }
    tl_arena_release(&arena);
    return tl_status_worse(status, told);
}

/* --- the command */

static const struct verb verbs[] = {
    {"lint", 1u << FORMAT_TEXT | 1u << FORMAT_JSON | 1u << FORMAT_SARIF, lint_file, lint_told, lint_end},
    {"test", 1u << FORMAT_TEXT | 1u << FORMAT_JUNIT, test_file, test_told, test_end},
    {"show", 1u << FORMAT_TEXT, show_file, NULL, NULL},
    {"diff", 1u << FORMAT_TEXT | 1u << FORMAT_JSON, NULL, NULL, NULL},
};

static enum tl_status run_verb(const struct verb *verb, const struct tl_args *args)
{
    size_t format = FORMAT_TEXT;
    const enum tl_status status = tl_args_choice(args, OPT_FORMAT, format_names, &format);
    if (status != TL_OK) {
        return status;
    }
    if ((verb->formats >> format & 1u) == 0) {
        return tl_usage(&command, "--format %s does not go with 'policy %s'", format_names[format],
                        verb->word);
    }
    if (verb->file == NULL) {
        return args->file_count != 3 ? tl_usage(&command, "diff takes two files: policy diff A B")
                                     : run_diff(args, (enum format)format);
    }
    return args->file_count == 1 ? tl_usage(&command, "name a policy or a pack to %s", verb->word)
                                 : run_files(verb, (enum format)format, args);
}

int tl_cmd_policy(int argc, char **argv)
{
    struct tl_args args = {0};
    enum tl_status status = TL_OK;
    const char *words[TL_COUNT(verbs) + 1] = {NULL};
    if (!tl_args_read(&command, argc, argv, &args, &status)) {
        return (int)status;
    }
    if (args.file_count == 0) {
        return (int)tl_usage(&command, "say what to do: lint, test, show or diff");
    }
    for (size_t i = 0; i < TL_COUNT(verbs); i++) {
        words[i] = verbs[i].word;
        if (strcmp(args.files[0], verbs[i].word) == 0) {
            return (int)run_verb(&verbs[i], &args);
        }
    }
    const char *near = tl_did_you_mean(args.files[0], words);
    return (int)(near != NULL
                     ? tl_usage(&command, "there is no 'policy %s'; did you mean '%s'?", args.files[0], near)
                     : tl_usage(&command, "there is no 'policy %s'; use lint, test, show or diff",
                                args.files[0]));
}

/* SPDX-License-Identifier: Apache-2.0 */
/* `tearline policy lint|test|show FILE...`: policies and packs under the eye of their author (DESIGN section
 * 5). */
#include "base/io.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/junit.h"
#include "cli/options.h"
#include "policy/policy.h"
#include "release/lint.h"
#include "release/release.h"

static const char *const verbs[] = {"lint", "test", "show", NULL};

enum verb { VERB_LINT = 0, VERB_TEST, VERB_SHOW };

enum { OPT_FORMAT, OPT_COUNT };

static const struct tl_option options[OPT_COUNT] = {
    [OPT_FORMAT] = {"format", 0, "FORMAT", "how `test` answers: text, junit"},
};

enum format { FORMAT_TEXT = 0, FORMAT_JUNIT };

static const struct tl_command command = {
    .name = "policy",
    .synopsis = "[options] lint|test|show FILE...",
    .summary = "checks policies and rule packs, runs the tests of their rules, shows what a policy comes to",
    .details =
        "lint  findings that are not errors; notes name every loosening\n"
        "test  runs the tests of all rules: as written, folded, over a page break, in upper case; then\n"
        "      tries strings of the same shape with other digits\n"
        "show  the effective policy, with everything that was left at its default\n",
    .options = options,
    .option_count = OPT_COUNT,
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

static enum tl_status do_lint(const char *path, const struct tl_policy *policy, struct tl_diags *diags)
{
    struct tl_buf out = {0};
    const size_t before = diags->list.count;
    const struct tl_lint lint = {policy, tl_date_today(), true, diags};
    tl_policy_lint(&lint);
    tl_rules_lint(&lint);
    const size_t findings = diags->list.count - before;
    for (size_t i = 0; i < policy->loosening_count; i++) {
        tl_buf_format(&out, "%s: note: %.*s\n", path, (int)policy->loosenings[i].len,
                      (const char *)policy->loosenings[i].ptr);
    }
    tl_buf_format(&out, "%s: %zu rules, %zu findings, %zu loosenings\n", path, policy->rule_count, findings,
                  policy->loosening_count);
    const enum tl_status status = tl_emit_buf(&out);
    tl_buf_release(&out);
    return tl_status_worse(status, findings > 0 ? TL_NO : TL_OK);
}

static enum tl_status do_test(const char *path, const struct tl_policy *policy, enum format format,
                              struct tl_diags *diags)
{
    struct tl_rule_tests counts = {0};
    struct tl_buf out = {0};
    tl_rules_test(policy, diags, &counts);
    if (format == FORMAT_JUNIT) {
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

static enum tl_status do_show(const struct tl_policy *policy)
{
    struct tl_buf out = {0};
    tl_policy_show(policy, &out);
    const enum tl_status status = tl_emit_buf(&out);
    tl_buf_release(&out);
    return status;
}

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

/* `junit` collects the suites of all files. */
static enum tl_status run_file(enum verb verb, enum format format, const char *path, struct tl_buf *junit)
{
    struct tl_arena arena = {0};
    struct tl_diags diags = {.arena = &arena};
    enum tl_status status = TL_CONFIG;
    if (!is_readable(path)) {
        return TL_NOINPUT;
    }
    struct tl_policy *policy =
        tl_policy_is_pack(path) ? tl_policy_load_pack(path, &diags) : tl_policy_load(path, &diags);
    if (policy != NULL) {
        switch (verb) {
        case VERB_LINT:
            status = do_lint(path, policy, &diags);
            break;
        case VERB_TEST:
            status = do_test(path, policy, format, &diags);
            break;
        case VERB_SHOW:
            status = do_show(policy);
            break;
        }
    }
    if (verb == VERB_TEST && format == FORMAT_JUNIT) {
        tl_junit_suite(junit, path, policy, &diags);
    }
    status = tl_status_worse(status, print_diags(&diags));
    tl_policy_free(policy);
    tl_arena_release(&arena);
    return status;
}

static enum tl_status run_files(const struct tl_args *args, enum verb verb)
{
    static const char *const formats[] = {"text", "junit", NULL};
    size_t format = FORMAT_TEXT;
    struct tl_buf junit = {0};
    enum tl_status status = tl_args_choice(args, OPT_FORMAT, formats, &format);
    if (status == TL_OK && format == FORMAT_JUNIT && verb != VERB_TEST) {
        status = tl_usage(&command, "--format junit goes with 'policy test'");
    }
    if (status != TL_OK) {
        return status;
    }
    tl_buf_str(&junit, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    for (size_t i = 1; i < args->file_count; i++) {
        status = tl_status_worse(status, run_file(verb, (enum format)format, args->files[i], &junit));
    }
    tl_buf_str(&junit, "</testsuites>\n");
    if (format == FORMAT_JUNIT) {
        status = tl_status_worse(status, tl_emit_buf(&junit));
    }
    tl_buf_release(&junit);
    return status;
}

int tl_cmd_policy(int argc, char **argv)
{
    struct tl_args args = {0};
    enum tl_status status = TL_OK;
    if (!tl_args_read(&command, argc, argv, &args, &status)) {
        return (int)status;
    }
    if (args.file_count == 0) {
        return (int)tl_usage(&command, "say what to do: lint, test or show");
    }
    size_t verb = 0;
    while (verbs[verb] != NULL && strcmp(args.files[0], verbs[verb]) != 0) {
        verb++;
    }
    if (verbs[verb] == NULL) {
        const char *near = tl_did_you_mean(args.files[0], verbs);
        return (
            int)(near != NULL
                     ? tl_usage(&command, "there is no 'policy %s'; did you mean '%s'?", args.files[0], near)
                     : tl_usage(&command, "there is no 'policy %s'; use lint, test or show", args.files[0]));
    }
    if (args.file_count == 1) {
        return (int)tl_usage(&command, "name a policy or a pack to %s", verbs[verb]);
    }
    return (int)run_files(&args, (enum verb)verb);
}

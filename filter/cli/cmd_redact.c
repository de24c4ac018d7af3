/* SPDX-License-Identifier: Apache-2.0 */
/* tearline redact: the release, and the log of every change. */
#include "cli/commands.h"
#include "cli/common.h"
#include "cli/redact.h"

enum {
    OPT_POLICY,
    OPT_LOG,
    OPT_OUTPUT,
    OPT_AS_OF,
    OPT_AS_OF_FUTURE,
    OPT_ASSUME,
    OPT_FRAME,
    OPT_FORCE,
    OPT_RUN_SECRET,
    OPT_COUNT
};

static const struct tl_option options[OPT_COUNT] = {
    [OPT_POLICY] = {"policy", 'p', "POLICY", "the policy that says what may leave"},
    [OPT_LOG] =
        {"log", 'l', "FILE|DIR|none",
         "where the change log goes: one file for all inputs, or a\ndirectory for NAME.jsonl each; it is as "
         "sensitive as the cables"},
    [OPT_OUTPUT] =
        {"output", 'o', "FILE|DIR",
         "where releases go: a file, or a directory for one under the\nname of each input; default: standard "
         "output"},
    [OPT_AS_OF] = {"as-of", 0, "DATE", "the day that declassification dates are judged on"},
    [OPT_AS_OF_FUTURE] = {"as-of-future", 0, NULL, "allow an --as-of after today"},
    [OPT_ASSUME] = {"assume", 0, "LEVEL", "the level of a cable that claims none; never lowers a claim"},
    [OPT_FRAME] = {"frame", 0, "FRAME", "how cables follow each other in an input: auto (default) or file"},
    [OPT_FORCE] = {"force", 'f', NULL, "replace an existing log"},
    [OPT_RUN_SECRET] = {"run-secret", 0, "FILE",
                        "key for the commitments of the log, instead of a random one"},
};

static const struct tl_command command = {
    "redact",
    "-p POLICY --log FILE|DIR|none [-o FILE|DIR] [options] [FILE...]",
    "Writes the releasable version of each cable, and a log of every change.",
    "The log of a cable is on disk before its release is.  Exit status 0 and 3 leave usable\n"
    "output; with 3 a person should look first.  With any other, use nothing of this run.",
    options,
    OPT_COUNT,
};

static enum tl_status check_request(const struct tl_args *args)
{
    static const char *const frames[] = {"auto", "file", NULL};
    size_t frame = 0;
    if (args->values[OPT_POLICY] == NULL) {
        return tl_usage(&command, "say what may leave: -p POLICY");
    }
    if (args->values[OPT_LOG] == NULL) {
        return tl_usage(&command,
                        "say where the change log goes: --log FILE.  It is as sensitive as the cable, so no "
                        "place is chosen for you; --log none writes none");
    }
    return tl_args_choice(args, OPT_FRAME, frames, &frame);
}

static enum tl_status open_secret(const struct tl_args *args, struct tl_buf *secret)
{
    if (args->values[OPT_RUN_SECRET] != NULL) {
        return tl_secret_read(args->values[OPT_RUN_SECRET], secret);
    }
    const struct tl_hash random = tl_random_secret();
    tl_buf_add(secret, tl_hash_slice(&random));
    return TL_OK;
}

static enum tl_status redact(const struct tl_args *args, const struct tl_plan *plan, struct tl_arena *arena,
                             struct tl_release_options *release_options)
{
    struct tl_policy *policy = NULL;
    struct tl_buf secret = {0};
    enum tl_status status = tl_open_policy(args->values[OPT_POLICY], &policy);
    if (status == TL_OK) {
        status = tl_settle_dates(policy, release_options);
    }
    if (status == TL_OK) {
        status = open_secret(args, &secret);
    }
    if (status == TL_OK) {
        status = tl_plan_check(arena, plan, policy, args->values[OPT_RUN_SECRET]);
    }
    if (status == TL_OK) {
        if (strcmp(args->values[OPT_LOG], "none") == 0) {
            tl_warn("redact: --log none: no change log is written; nobody can show later what was removed, "
                    "and why");
        }
        const struct tl_log_run run = {.policy = policy,
                                       .as_of = release_options->as_of,
                                       .judged_on = release_options->judged_on,
                                       .is_as_of_future = args->values[OPT_AS_OF_FUTURE] != NULL,
                                       .assume = release_options->assume,
                                       .frame = "file",
                                       .is_secret_given = args->values[OPT_RUN_SECRET] != NULL,
                                       .secret = tl_buf_slice(&secret)};
        status = tl_plan_run(plan, &run, release_options);
    }
    if (secret.len > 0) {
        explicit_bzero(secret.ptr, secret.len);
    }
    tl_buf_release(&secret);
    if (policy != NULL) {
        tl_policy_free(policy);
    }
    return status;
}

int tl_cmd_redact(int argc, char **argv)
{
    static const struct tl_date_options dates = {OPT_AS_OF, OPT_AS_OF_FUTURE};
    struct tl_args args;
    struct tl_arena arena = {0};
    struct tl_release_options release_options = {0};
    struct tl_plan plan = {0};
    enum tl_status status;
    if (!tl_args_read(&command, argc, argv, &args, &status)) {
        return (int)status;
    }
    status = check_request(&args);
    if (status == TL_OK) {
        status = tl_open_dates(&args, &dates, &release_options);
    }
    if (status == TL_OK) {
        status = tl_args_rank(&args, OPT_ASSUME, &release_options.assume);
    }
    if (status == TL_OK) {
        status = tl_open_inputs(&args);
    }
    if (status == TL_OK) {
        const struct tl_plan_request request = {.command = &command,
                                                .inputs = args.files,
                                                .count = args.file_count,
                                                .output = args.values[OPT_OUTPUT],
                                                .log = args.values[OPT_LOG],
                                                .is_forced = args.values[OPT_FORCE] != NULL};
        status = tl_plan_make(&arena, &request, &plan);
    }
    if (status == TL_OK) {
        status = redact(&args, &plan, &arena, &release_options);
    }
    tl_arena_release(&arena);
    return (int)status;
}

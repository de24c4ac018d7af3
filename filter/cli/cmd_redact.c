/* SPDX-License-Identifier: Apache-2.0 */
/* tearline redact: the release, and the log of every change. */
#include "base/io.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "cli/progress.h"
#include "cli/redact.h"
#include "cli/stream_options.h"
#include "ledger/signature.h"

enum {
    OPT_POLICY,
    OPT_DECISIONS,
    OPT_LOG,
    OPT_OUTPUT,
    OPT_AS_OF,
    OPT_AS_OF_FUTURE,
    OPT_ASSUME,
    OPT_FRAME,
    OPT_JOBS,
    OPT_MAX_CABLE,
    OPT_TEXT_FIELD,
    OPT_ID_FIELD,
    OPT_KEEP_FIELDS,
    OPT_FORCE,
    OPT_RUN_SECRET,
    OPT_SIGN,
    OPT_SEAL,
    OPT_QUIET,
    OPT_COUNT
};

static const struct tl_option options[OPT_COUNT] = {
    [OPT_POLICY] = {"policy", 'p', "POLICY", "the policy that says what may leave"},
    [OPT_DECISIONS] = {"decisions", 'd', "FILE",
                       "what a reviewer decided of single portions (tearline decisions)"},
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
    [OPT_FRAME] = TL_FRAME_ROW,
    [OPT_JOBS] = TL_JOBS_ROW,
    [OPT_MAX_CABLE] = TL_MAX_CABLE_ROW,
    [OPT_TEXT_FIELD] = TL_TEXT_FIELD_ROW,
    [OPT_ID_FIELD] = TL_ID_FIELD_ROW,
    [OPT_KEEP_FIELDS] = TL_KEEP_FIELDS_ROW,
    [OPT_FORCE] = {"force", 'f', NULL, "replace an existing log"},
    [OPT_RUN_SECRET] = {"run-secret", 0, "FILE",
                        "key for the commitments of the log, instead of a random one"},
    [OPT_SIGN] = {"sign", 0, "KEY", "sign the log with this key (Ed25519, PEM); chmod 600 it"},
    [OPT_SEAL] = {"seal", 0, "CERT...",
                  "keep what is removed in LOG.sealed, for the holder of this\ncertificate (PEM), so that "
                  "restore can put it back; may be given more than once"},
    [OPT_QUIET] = {"quiet", 'q', NULL, "no notes and no progress on standard error; errors are told"},
};

static const struct tl_command command = {
    "redact",
    "-p POLICY --log FILE|DIR|none [-o FILE|DIR] [options] [FILE...]",
    "Writes the releasable version of each cable, and a log of every change.",
    "The log of a cable is on disk before its release is.  Exit status 0 and 3 leave usable output;\n"
    "with 3 a person should look first.  With any other, use nothing that this run did not finish:\n"
    "of a stream that stopped early, what is out is whole cables, each of them logged.  -o takes one\n"
    "file an input, a stream too; it appears when the input has ended.\n\n" TL_FRAME_HELP,
    options,
    OPT_COUNT,
};

static const struct tl_stream_options stream_options = {.frame = OPT_FRAME,
                                                        .jobs = OPT_JOBS,
                                                        .max_cable = OPT_MAX_CABLE,
                                                        .text_field = OPT_TEXT_FIELD,
                                                        .id_field = OPT_ID_FIELD,
                                                        .keep_fields = OPT_KEEP_FIELDS};

/* The command line as read. */
struct request {
    const struct tl_args *args;
    struct tl_arena arena;
    struct tl_plan plan;
    struct tl_stream_settings stream;
    struct tl_release_options release;
    struct tl_buf secret;
    struct tl_signing_key *key; /* NULL: nobody signs */
    struct tl_seal *seal;       /* NULL: nothing is sealed */
    struct tl_rulings *rulings; /* NULL: no reviewer decided */
};

static bool is_without_log(const struct tl_args *args)
{
    return strcmp(args->values[OPT_LOG], "none") == 0;
}

static enum tl_status check_request(const struct tl_args *args)
{
    if (args->values[OPT_POLICY] == NULL) {
        return tl_usage(&command, "say what may leave: -p POLICY");
    }
    if (args->values[OPT_LOG] == NULL) {
        return tl_usage(&command,
                        "say where the change log goes: --log FILE.  It is as sensitive as the cable, so no "
                        "place is chosen for you; --log none writes none");
    }
    if (is_without_log(args) && (args->values[OPT_SIGN] != NULL || args->values[OPT_SEAL] != NULL)) {
        return tl_usage(&command, "--%s needs a log: --log FILE",
                        args->values[OPT_SIGN] != NULL ? "sign" : "seal");
    }
    return TL_OK;
}

static enum tl_status open_key(const struct tl_args *args, struct tl_signing_key **out)
{
    struct tl_buf pem = {0};
    struct tl_err err = {0};
    if (args->values[OPT_SIGN] == NULL) {
        return TL_OK;
    }
    enum tl_status status = tl_private_read("signing key", args->values[OPT_SIGN], &pem);
    if (status == TL_OK) {
        status = tl_signing_key_read(tl_buf_slice(&pem), args->values[OPT_SIGN], out, &err);
        if (status != TL_OK) {
            tl_err_print(&err);
        }
    }
    if (pem.len > 0) {
        explicit_bzero(pem.ptr, pem.len);
    }
    tl_buf_release(&pem);
    return status;
}

static enum tl_status open_seal(const struct tl_args *args, struct tl_seal **out)
{
    enum tl_status status = TL_OK;
    if (args->repeat_count == 0) {
        return TL_OK;
    }
    *out = tl_seal_new();
    for (size_t i = 0; i < args->repeat_count && status == TL_OK; i++) {
        struct tl_buf pem = {0};
        struct tl_err err = {0};
        status = tl_read_file(args->repeats[i], TL_MAX_SECRET, &pem, &err);
        if (status == TL_OK) {
            status = tl_seal_add(*out, tl_buf_slice(&pem), args->repeats[i], &err);
        } else {
            status = TL_CONFIG; /* no input, but what the run needs */
        }
        if (status != TL_OK) {
            tl_err_print(&err);
        }
        tl_buf_release(&pem);
    }
    return status;
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

static struct tl_log_run run_of(struct request *request, const struct tl_policy *policy)
{
    const struct tl_args *args = request->args;
    const struct tl_stream_settings *settings = &request->stream;
    struct tl_log_run run = {.policy = policy,
                             .as_of = request->release.as_of,
                             .judged_on = request->release.judged_on,
                             .is_as_of_future = args->values[OPT_AS_OF_FUTURE] != NULL,
                             .assume = request->release.assume,
                             .frame = tl_frame_names[settings->stream.frame],
                             .max_cable = settings->stream.max_cable,
                             .rulings = request->rulings,
                             .is_secret_given = args->values[OPT_RUN_SECRET] != NULL,
                             .secret = tl_buf_slice(&request->secret),
                             .key = request->key};
    if (request->seal != NULL) {
        run.sealed_for = tl_seal_ids(request->seal, &request->arena);
    }
    if (settings->stream.frame == TL_FRAME_JSONL) {
        run.text_field = settings->fields.text;
        run.id_field = settings->fields.id;
        run.kept_fields = settings->fields.keep;
    }
    return run;
}

static enum tl_status run_stream(const struct request *request, const struct tl_log_run *run)
{
    const struct tl_args *args = request->args;
    const bool is_quiet = args->values[OPT_QUIET] != NULL;
    struct tl_progress progress = {0};
    const struct tl_watch watch = tl_progress_watch(&progress);
    struct tl_redact redact = {.stream = request->stream.stream,
                               .targets = request->plan.targets,
                               .is_forced = request->plan.is_forced,
                               .mode = tl_release_mode(),
                               .run = run,
                               .options = &request->release,
                               .fields = &request->stream.fields,
                               .watch = &watch,
                               .seal = request->seal};
    redact.stream.is_numbered_anew = request->plan.is_log_per_target;
    if (is_without_log(args) && !is_quiet) {
        tl_warn("redact: --log none: no change log is written; nobody can show later what was removed, "
                "and why");
    }
    enum tl_status status = tl_progress_open(&progress, is_quiet, &redact.stream);
    if (status == TL_OK) {
        status = tl_redact_run(&redact);
    }
    tl_progress_end(&progress);
    return status;
}

static enum tl_status redact(struct request *request)
{
    const struct tl_args *args = request->args;
    const char *const keys[] = {args->values[OPT_RUN_SECRET], args->values[OPT_SIGN],
                                args->values[OPT_DECISIONS]};
    struct tl_policy *policy = NULL;
    enum tl_status status = tl_open_policy(args->values[OPT_POLICY], &policy);
    if (status == TL_OK) {
        status = tl_settle_dates(policy, &request->release);
    }
    if (status == TL_OK) {
        status = tl_open_rulings(args->values[OPT_DECISIONS], &request->release, &request->rulings);
    }
    if (status == TL_OK) {
        status = open_secret(args, &request->secret);
    }
    if (status == TL_OK) {
        status = open_key(args, &request->key);
    }
    if (status == TL_OK) {
        status = open_seal(args, &request->seal);
    }
    if (status == TL_OK) {
        status = tl_plan_check(&request->arena, &request->plan, policy, keys, TL_COUNT(keys));
    }
    if (status == TL_OK) {
        const struct tl_log_run run = run_of(request, policy);
        status = run_stream(request, &run);
    }
    if (request->secret.len > 0) {
        explicit_bzero(request->secret.ptr, request->secret.len);
    }
    tl_buf_release(&request->secret);
    tl_signing_key_free(request->key);
    tl_seal_free(request->seal);
    tl_rulings_free(request->rulings);
    if (policy != NULL) {
        tl_policy_free(policy);
    }
    return status;
}

int tl_cmd_redact(int argc, char **argv)
{
    static const struct tl_date_options dates = {OPT_AS_OF, OPT_AS_OF_FUTURE};
    struct tl_args args;
    struct request request = {.args = &args};
    enum tl_status status;
    if (!tl_args_read(&command, argc, argv, &args, &status)) {
        return (int)status;
    }
    status = check_request(&args);
    if (status == TL_OK) {
        request.release.records_covered = !is_without_log(&args);
        status = tl_open_dates(&args, &dates, &request.release);
    }
    if (status == TL_OK) {
        status = tl_args_rank(&args, OPT_ASSUME, &request.release.assume);
    }
    if (status == TL_OK) {
        status = tl_open_stream(&request.arena, &args, &stream_options, &request.stream);
    }
    if (status == TL_OK) {
        const struct tl_plan_request plan = {.command = &command,
                                             .inputs = request.stream.stream.paths,
                                             .count = request.stream.stream.count,
                                             .output = args.values[OPT_OUTPUT],
                                             .log = args.values[OPT_LOG],
                                             .is_forced = args.values[OPT_FORCE] != NULL,
                                             .is_sealed = args.values[OPT_SEAL] != NULL};
        status = tl_plan_make(&request.arena, &plan, &request.plan);
    }
    if (status == TL_OK) {
        status = redact(&request);
    }
    tl_arena_release(&request.arena);
    return (int)status;
}

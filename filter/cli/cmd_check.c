/* SPDX-License-Identifier: Apache-2.0 */
/* tearline check: the gate.  0 exactly when `redact` with the same options would write the input unchanged.
 */
#include "cli/check.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "cli/progress.h"
#include "cli/stream_options.h"
#include "marking/control.h"

enum {
    OPT_POLICY,
    OPT_DECISIONS,
    OPT_MAX,
    OPT_AUDIENCE,
    OPT_ALLOW,
    OPT_FORMAT,
    OPT_AS_OF,
    OPT_AS_OF_FUTURE,
    OPT_ASSUME,
    OPT_FRAME,
    OPT_JOBS,
    OPT_MAX_CABLE,
    OPT_TEXT_FIELD,
    OPT_ID_FIELD,
    OPT_KEEP_FIELDS,
    OPT_QUIET,
    OPT_COUNT
};

static const struct tl_option options[OPT_COUNT] = {
    [OPT_POLICY] = {"policy", 'p', "POLICY", "judge by this policy, rules and all"},
    [OPT_DECISIONS] = {"decisions", 'd', "FILE", "with -p: what a reviewer decided of single portions"},
    [OPT_MAX] = {"max", 'm', "LEVEL", "or judge by level alone: U, CUI, R, C, S or TS"},
    [OPT_AUDIENCE] = {"audience", 0, "A,B",
                      "with --max: who may read it, public or USA,GBR,...; default USA"},
    [OPT_ALLOW] = {"allow", 0, "A,B", "with --max: controls that may pass, such as EXDIS,SI"},
    [OPT_FORMAT] = {"format", 0, "text|json|sarif|github", "how to answer; default text; see below"},
    [OPT_AS_OF] = {"as-of", 0, "DATE", "the day that declassification dates are judged on"},
    [OPT_AS_OF_FUTURE] = {"as-of-future", 0, NULL, "allow an --as-of after today"},
    [OPT_ASSUME] = {"assume", 0, "LEVEL", "the level of a cable that claims none; never lowers a claim"},
    [OPT_FRAME] = TL_FRAME_ROW,
    [OPT_JOBS] = TL_JOBS_ROW,
    [OPT_MAX_CABLE] = TL_MAX_CABLE_ROW,
    [OPT_TEXT_FIELD] = TL_TEXT_FIELD_ROW,
    [OPT_ID_FIELD] = TL_ID_FIELD_ROW,
    [OPT_KEEP_FIELDS] = TL_KEEP_FIELDS_ROW,
    [OPT_QUIET] = {"quiet", 'q', NULL, "no notes and no progress on standard error; errors are told"},
};

static const struct tl_command command = {
    "check",
    "(-p POLICY | --max LEVEL) [options] [FILE...]",
    "The gate: says whether each cable may pass as it is, and if not, what exceeds and where.",
    "Exit status 0: redact would change nothing.  1: something exceeds.  3: nothing exceeds for sure,\n"
    "but doubt would withhold something.  An input that cannot be read or judged is never 0.  Lines are\n"
    "those of the input; in a stream the cable is named by its place, and by its number where it has\n"
    "one.  No form says a word of any text.\n\n"
    "Forms:\n"
    "  text    FILE:LINE:COLUMN: what exceeds, a line each; columns count bytes\n"
    "  json    one object; an entry of \"results\" for each cable and each input that cannot be read\n"
    "  sarif   SARIF 2.1.0 for code scanning: all rules, fingerprints that stay when lines move\n"
    "  github  annotations for the log of a workflow: ::error file=FILE,line=LINE,...::what "
    "exceeds\n\n" TL_FRAME_HELP,
    options,
    OPT_COUNT,
};

static enum tl_status known_words(const struct tl_args *args, size_t option, struct tl_words words,
                                  bool (*is_known)(tl_slice word), const char *what)
{
    for (size_t i = 0; i < words.count; i++) {
        if (!is_known(words.item[i])) {
            return tl_usage(&command, "--%s: %.*s is not %s", options[option].name, (int)words.item[i].len,
                            (const char *)words.item[i].ptr, what);
        }
    }
    if (args->values[option] != NULL && words.count == 0) {
        return tl_usage(&command, "--%s names nothing", options[option].name);
    }
    return TL_OK;
}

/* What may be public (DESIGN 4): U, or CUI where each of its words is allowed by name. */
static bool may_be_public(enum tl_rank max, struct tl_words allow)
{
    static const tl_slice words[] = {TL_LIT("SBU"), TL_LIT("LOU"), TL_LIT("FOUO")};
    for (size_t i = 0; max == TL_RANK_CUI && i < TL_COUNT(words); i++) {
        if (tl_words_has(allow, words[i])) {
            return true;
        }
    }
    return max == TL_RANK_U;
}

/* The policy of --max, --audience and --allow; its words live in the arena. */
static enum tl_status policy_of_max(struct tl_arena *arena, const struct tl_args *args,
                                    struct tl_policy **out)
{
    enum tl_rank max = TL_RANK_UNKNOWN;
    const char *audience = args->values[OPT_AUDIENCE];
    const bool is_public = audience != NULL && strcmp(audience, "public") == 0;
    const struct tl_words readers =
        is_public ? (struct tl_words){0} : tl_args_list(arena, args, OPT_AUDIENCE);
    const struct tl_words allow = tl_args_list(arena, args, OPT_ALLOW);
    enum tl_status status = tl_args_rank(args, OPT_MAX, &max);
    if (status == TL_OK && !is_public) {
        status = known_words(args, OPT_AUDIENCE, readers, tl_country_known,
                             "a country code such as USA or GBR (public stands alone)");
    }
    if (status == TL_OK) {
        status = known_words(args, OPT_ALLOW, allow, tl_allow_known, "a control word such as EXDIS or SI");
    }
    if (status == TL_OK && is_public && !may_be_public(max, allow)) {
        return tl_usage(&command, "the public may read U, or CUI with --allow SBU, LOU or FOUO; not %s",
                        tl_rank_name(max));
    }
    if (status == TL_OK) {
        *out = tl_policy_of_max(max, is_public, readers, allow);
        if (audience == NULL && args->values[OPT_QUIET] == NULL) {
            tl_warn(
                "check: judged for readers in the USA; release to others was not judged (say --audience)");
        }
        if (args->values[OPT_AS_OF] != NULL && args->values[OPT_QUIET] == NULL) {
            tl_warn("check: --as-of changes nothing with --max: only a policy that says `declassification: "
                    "dates` goes by dates");
        }
    }
    return status;
}

static enum tl_status open_gate(struct tl_arena *arena, const struct tl_args *args, struct tl_policy **out)
{
    static const size_t of_max[] = {OPT_MAX, OPT_AUDIENCE, OPT_ALLOW};
    if (args->values[OPT_POLICY] == NULL && args->values[OPT_DECISIONS] != NULL) {
        return tl_usage(&command, "--decisions goes with -p POLICY");
    }
    if (args->values[OPT_POLICY] == NULL) {
        return args->values[OPT_MAX] != NULL
                   ? policy_of_max(arena, args, out)
                   : tl_usage(&command, "say what may pass: -p POLICY or --max LEVEL");
    }
    for (size_t i = 0; i < TL_COUNT(of_max); i++) {
        if (args->values[of_max[i]] != NULL) {
            return tl_usage(&command, "--%s and -p do not go together: the policy says it",
                            options[of_max[i]].name);
        }
    }
    return tl_open_policy(args->values[OPT_POLICY], out);
}

static enum tl_status check(const struct tl_args *args, const struct tl_check_form *form,
                            const struct tl_policy *policy, const struct tl_stream_settings *settings,
                            const struct tl_release_options *release_options)
{
    struct tl_progress progress = {0};
    const struct tl_watch watch = tl_progress_watch(&progress);
    const struct tl_check run = {.stream = settings->stream,
                                 .policy = policy,
                                 .options = release_options,
                                 .fields = &settings->fields,
                                 .watch = &watch,
                                 .form = form,
                                 .tells_notes = args->values[OPT_QUIET] == NULL};
    enum tl_status status = tl_progress_open(&progress, args->values[OPT_QUIET] != NULL, &run.stream);
    if (status == TL_OK) {
        status = tl_check_run(&run);
    }
    tl_progress_end(&progress);
    return status;
}

int tl_cmd_check(int argc, char **argv)
{
    static const struct tl_date_options dates = {OPT_AS_OF, OPT_AS_OF_FUTURE};
    static const struct tl_stream_options stream_options = {.frame = OPT_FRAME,
                                                            .jobs = OPT_JOBS,
                                                            .max_cable = OPT_MAX_CABLE,
                                                            .text_field = OPT_TEXT_FIELD,
                                                            .id_field = OPT_ID_FIELD,
                                                            .keep_fields = OPT_KEEP_FIELDS};
    struct tl_args args;
    struct tl_arena arena = {0};
    struct tl_policy *policy = NULL;
    struct tl_rulings *rulings = NULL;
    struct tl_stream_settings settings;
    size_t format = 0;
    struct tl_release_options release_options = {0};
    enum tl_status status;
    if (!tl_args_read(&command, argc, argv, &args, &status)) {
        return (int)status;
    }
    status = tl_args_choice(&args, OPT_FORMAT, tl_check_formats, &format);
    if (status == TL_OK) {
        status = tl_open_dates(&args, &dates, &release_options);
    }
    if (status == TL_OK) {
        status = tl_args_rank(&args, OPT_ASSUME, &release_options.assume);
    }
    if (status == TL_OK) {
        status = tl_open_stream(&arena, &args, &stream_options, &settings);
    }
    if (status == TL_OK) {
        status = open_gate(&arena, &args, &policy);
    }
    if (status == TL_OK) {
        status = tl_settle_dates(policy, &release_options);
    }
    if (status == TL_OK) {
        status = tl_open_rulings(args.values[OPT_DECISIONS], &release_options, &rulings);
    }
    if (status == TL_OK) {
        status = check(&args, tl_check_form_at(format), policy, &settings, &release_options);
    }
    tl_rulings_free(rulings);
    if (policy != NULL) {
        tl_policy_free(policy);
    }
    tl_arena_release(&arena);
    return (int)status;
}

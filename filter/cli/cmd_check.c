/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tearline check: the gate.  0 exactly when `redact` with the same options would write the input unchanged.
 * What exceeds is told by place, kind, number and marking; never by its text (DESIGN M20).
 */
#include "cli/commands.h"
#include "cli/common.h"
#include "marking/control.h"
#include "marking/portion.h"
#include "pipeline/input.h"

enum {
    OPT_POLICY,
    OPT_MAX,
    OPT_AUDIENCE,
    OPT_ALLOW,
    OPT_FORMAT,
    OPT_AS_OF,
    OPT_AS_OF_FUTURE,
    OPT_ASSUME,
    OPT_COUNT
};

enum { NUMBER_BYTES = 8 };

static const struct tl_option options[OPT_COUNT] = {
    [OPT_POLICY] = {"policy", 'p', "POLICY", "judge by this policy, rules and all"},
    [OPT_MAX] = {"max", 'm', "LEVEL", "or judge by level alone: U, CUI, R, C, S or TS"},
    [OPT_AUDIENCE] = {"audience", 0, "A,B",
                      "with --max: who may read it, public or USA,GBR,...; default USA"},
    [OPT_ALLOW] = {"allow", 0, "A,B", "with --max: controls that may pass, such as EXDIS,SI"},
    [OPT_FORMAT] = {"format", 0, "FORMAT", "how to answer: text"},
    [OPT_AS_OF] = {"as-of", 0, "DATE", "the day that declassification dates are judged on"},
    [OPT_AS_OF_FUTURE] = {"as-of-future", 0, NULL, "allow an --as-of after today"},
    [OPT_ASSUME] = {"assume", 0, "LEVEL", "the level of a cable that claims none; never lowers a claim"},
};

static const struct tl_command command = {
    "check",
    "(-p POLICY | --max LEVEL) [options] [FILE...]",
    "The gate: says whether each cable may pass as it is, and if not, what exceeds and where.",
    "Exit status 0: redact would change nothing.  1: something exceeds.  3: nothing exceeds for sure, but "
    "doubt\n"
    "would withhold something.",
    options,
    OPT_COUNT,
};

struct check {
    const struct tl_policy *policy;
    const char *name; /* of the input */
    tl_slice bytes;
    struct tl_buf out;
    bool exceeds;
};

/* "NAME:27:1: " */
static void put_place(struct check *check, size_t at)
{
    size_t line = 1;
    size_t begin = 0;
    for (size_t i = 0; i < at && i < check->bytes.len; i++) {
        if (check->bytes.ptr[i] == '\n') {
            line++;
            begin = i + 1;
        }
    }
    tl_buf_format(&check->out, "%s:%zu:%zu: ", check->name, line, at - begin + 1);
}

/* "paragraph 3 (S//NF)".  A number is shown when it is one. */
static void put_portion(struct check *check, const struct tl_portion *portion,
                        const struct tl_marking *judged)
{
    bool is_number = portion->number.len > 0 && portion->number.len <= NUMBER_BYTES;
    for (size_t i = 0; is_number && i < portion->number.len; i++) {
        is_number = tl_is_alnum(portion->number.ptr[i]) || portion->number.ptr[i] == '.';
    }
    tl_buf_str(&check->out, tl_kind_name(portion->kind));
    if (is_number) {
        tl_buf_byte(&check->out, ' ');
        tl_buf_add(&check->out, portion->number);
    }
    if (judged != NULL) {
        tl_buf_byte(&check->out, ' ');
        tl_marking_render_safe(judged, true, &check->out);
    }
}

static void put_withheld(struct check *check, const struct tl_portion *portion,
                         const struct tl_decision *decision)
{
    const char *reason = tl_reason_name(decision->reason);
    put_place(check, portion->core.begin);
    put_portion(check, portion, &decision->judged);
    switch (decision->cause) {
    case TL_CAUSE_RULE:
    case TL_CAUSE_PROPAGATED:
        tl_buf_str(&check->out, " is withheld by rule ");
        tl_buf_add(&check->out, decision->rule != NULL ? decision->rule->id : TL_LIT("?"));
        break;
    case TL_CAUSE_ELEMENT:
        tl_buf_str(&check->out, " is dropped by the policy");
        break;
    case TL_CAUSE_DOUBT:
        tl_buf_str(&check->out, " is in doubt");
        break;
    case TL_CAUSE_MARKING:
    case TL_CAUSE_BANNER:
    case TL_CAUSE_DECISION:
        if (decision->reason == TL_REASON_LEVEL) {
            tl_buf_format(&check->out, " exceeds %s: %s", tl_rank_title(check->policy->ceiling.max), reason);
        } else {
            tl_buf_format(&check->out, " may not pass: %s", reason);
        }
        break;
    }
    tl_buf_str(&check->out, decision->is_doubt ? " (doubt: another reading would let it pass)\n" : "\n");
    check->exceeds = check->exceeds || !decision->is_doubt;
}

/* An edit in what is released: a rule's hit, a name, a dropped piece, a line that would be marked anew. */
static void put_edit(struct check *check, const struct tl_release *release, const struct tl_edit *edit)
{
    const struct tl_portion *portion = &release->cable->portions.items[edit->portion];
    put_place(check, edit->in.begin);
    put_portion(check, portion, NULL);
    tl_buf_format(&check->out, " would be %s", tl_edit_action_name(edit->action));
    if (edit->rule != NULL) {
        tl_buf_str(&check->out, ": rule ");
        tl_buf_add(&check->out, edit->rule->id);
    } else {
        tl_buf_format(&check->out, ": %s", tl_cause_name(edit->cause));
    }
    tl_buf_byte(&check->out, '\n');
}

/* Fills `out` with a line for each portion and each edit, by place. */
static void judge(struct check *check, const struct tl_release *release)
{
    const struct tl_cable *cable = release->cable;
    bool is_withheld = false;
    for (size_t i = 0; i < cable->portions.count; i++) {
        const struct tl_portion *portion = &cable->portions.items[i];
        const bool is_shown = portion->inside == TL_NONE && tl_span_len(portion->core) > 0;
        if (!release->decisions[i].is_released && is_shown) {
            put_withheld(check, portion, &release->decisions[i]);
            is_withheld = true;
        }
    }
    for (size_t i = 0; i < release->edits.count; i++) {
        const struct tl_edit *edit = &release->edits.items[i];
        if (!release->decisions[edit->portion].is_released) {
            continue;
        }
        put_edit(check, release, edit);
        /* A line is marked anew because something is withheld: that alone exceeds nothing that doubt did not.
         */
        check->exceeds = check->exceeds || edit->cause != TL_CAUSE_BANNER || !is_withheld;
    }
}

/* The answer for one finished release. */
static enum tl_status answer(struct check *check, const struct tl_release *release)
{
    if (release->verdict == TL_VERDICT_DENIED && release->denied_by != NULL) {
        put_place(check, 0);
        tl_buf_str(&check->out, "the cable is denied by rule ");
        tl_buf_add(&check->out, release->denied_by->id);
        tl_buf_byte(&check->out, '\n');
        return TL_NO;
    }
    if (release->verdict == TL_VERDICT_RELEASED && release->edits.count == 0 &&
        tl_slice_eq(release->bytes, check->bytes)) {
        return release->is_doubt ? TL_DOUBT : TL_OK;
    }
    judge(check, release);
    return check->exceeds || !release->is_doubt ? TL_NO : TL_DOUBT;
}

static enum tl_status check_file(const struct tl_policy *policy, const char *path,
                                 const struct tl_release_options *release_options)
{
    struct tl_buf bytes = {0};
    struct tl_arena arena = {0};
    struct tl_cable cable;
    struct tl_release release = {0};
    struct tl_err err = {0};
    struct check check = {.policy = policy, .name = strcmp(path, "-") == 0 ? "<stdin>" : path};
    enum tl_status status = tl_open_cable(path, &bytes);
    if (status != TL_OK) {
        goto out;
    }
    const struct tl_cable_options cable_options = {.assume = release_options->assume};
    check.bytes = tl_buf_slice(&bytes);
    tl_cable_parse(&arena, check.bytes, &cable_options, &cable);
    status = tl_release_make(&arena, &cable, policy, release_options, &release, &err);
    if (status != TL_OK) {
        tl_warn("%s: %s", tl_input_name(path), err.text);
        goto out;
    }
    status = answer(&check, &release);
    const enum tl_status emitted = tl_emit_buf(&check.out);
    status = tl_status_worse(status, emitted);
out:
    tl_arena_release(&arena);
    tl_buf_release(&check.out);
    tl_buf_release(&bytes);
    return status;
}

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
        if (audience == NULL) {
            tl_warn(
                "check: judged for readers in the USA; release to others was not judged (say --audience)");
        }
    }
    return status;
}

static enum tl_status open_gate(struct tl_arena *arena, const struct tl_args *args, struct tl_policy **out)
{
    static const char *const formats[] = {"text", NULL};
    static const size_t of_max[] = {OPT_MAX, OPT_AUDIENCE, OPT_ALLOW};
    size_t format = 0;
    const enum tl_status status = tl_args_choice(args, OPT_FORMAT, formats, &format);
    if (status != TL_OK) {
        return status;
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

int tl_cmd_check(int argc, char **argv)
{
    static const struct tl_date_options dates = {OPT_AS_OF, OPT_AS_OF_FUTURE};
    struct tl_args args;
    struct tl_arena arena = {0};
    struct tl_policy *policy = NULL;
    struct tl_release_options release_options = {0};
    enum tl_status status;
    if (!tl_args_read(&command, argc, argv, &args, &status)) {
        return (int)status;
    }
    status = tl_open_dates(&args, &dates, &release_options);
    if (status == TL_OK) {
        status = tl_args_rank(&args, OPT_ASSUME, &release_options.assume);
    }
    if (status == TL_OK) {
        status = tl_open_inputs(&args);
    }
    if (status == TL_OK) {
        status = open_gate(&arena, &args, &policy);
    }
    if (status == TL_OK) {
        status = tl_settle_dates(policy, &release_options);
    }
    const size_t count = status == TL_OK ? args.file_count : 0;
    for (size_t i = 0; i < count; i++) {
        status = tl_status_worse(status, check_file(policy, args.files[i], &release_options));
    }
    if (policy != NULL) {
        tl_policy_free(policy);
    }
    tl_arena_release(&arena);
    return (int)status;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* `tearline decisions new|lint FILE...`: a form for what a reviewer decides of single portions, and a check
 * of one.  Neither shows any text of a cable (DESIGN M20). */
#include "base/io.h"
#include "cable/portion_name.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "marking/lift.h"
#include "marking/portion.h"
#include "policy/decisions.h"

enum { OPT_POLICY, OPT_AS_OF, OPT_AS_OF_FUTURE, OPT_ASSUME, OPT_COUNT };

static const struct tl_option options[OPT_COUNT] = {
    [OPT_POLICY] = {"policy", 'p', "POLICY", "new: say of each portion what this policy does"},
    [OPT_AS_OF] = {"as-of", 0, "DATE", "the day that declassification dates are judged on"},
    [OPT_AS_OF_FUTURE] = {"as-of-future", 0, NULL, "allow an --as-of after today"},
    [OPT_ASSUME] = {"assume", 0, "LEVEL", "the level of a cable that claims none; never lowers a claim"},
};

static const struct tl_command command = {
    "decisions",
    "new [-p POLICY] CABLE... | lint FILE...",
    "Writes a form for what a reviewer decides of single portions of a cable, or checks such a file.",
    "new   every portion of each cable, with its name, its hash, its marking and what the policy does;\n"
    "      all say `do: policy`, which decides nothing.  No text of the cable is in it\n"
    "lint  what is wrong with a file of decisions, without the cables\n\n"
    "redact, check and verify take the file with --decisions.",
    options,
    OPT_COUNT,
};

/* --- new */

static const char form_head[] =
    "# What a reviewer decides of single portions.  `do: policy` decides nothing.\n"
    "#\n"
    "#   do: withhold    the portion goes; of a paragraph, all that belongs to it\n"
    "#   do: excise      goes on with `text: '...'`: this text goes wherever it stands in the portion\n"
    "#   do: release     lifts level and date of this portion; `controls: [...]` names what else it lifts;\n"
    "#                   needs `authority: ...`\n"
    "#\n"
    "# Each of the three needs `by`, `why` and `date: YYYY-MM-DD`; withhold and excise take\n"
    "# `exemptions: ['(b)(5)']`.\n"
    "tearline-decisions: 1\n"
    "decisions:\n";

/* One cable at hand. */
struct form {
    const struct tl_policy *policy; /* NULL: none was given */
    const struct tl_release_options *options;
    struct tl_arena *arena;
    struct tl_cable cable;
    struct tl_release release; /* with a policy */
    const tl_slice *names;
    struct tl_buf *out;
};

static void put_quoted(struct tl_buf *out, tl_slice text)
{
    tl_buf_byte(out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        tl_buf_str(out, text.ptr[i] == '\'' ? "'" : "");
        tl_buf_byte(out, text.ptr[i]);
    }
    tl_buf_byte(out, '\'');
}

static size_t changes_in(const struct tl_release *release, size_t index)
{
    size_t count = 0;
    for (size_t i = 0; i < release->edits.count; i++) {
        const struct tl_edit *edit = &release->edits.items[i];
        count += edit->portion == index && edit->action != TL_EDIT_REMARKED;
    }
    return count;
}

/* "the policy withholds it: the level is above the maximum, [(b)(1) 1.4(b)]" */
static void put_verdict(const struct form *form, size_t index)
{
    const struct tl_decision *decision = &form->release.decisions[index];
    if (form->release.verdict == TL_VERDICT_DENIED) {
        tl_buf_str(form->out, "    # the policy denies the cable: nothing of it leaves\n");
        return;
    }
    if (decision->is_released) {
        const size_t changes = changes_in(&form->release, index);
        tl_buf_str(form->out, "    # the policy lets it go");
        if (changes > 0) {
            tl_buf_format(form->out, ", but for %zu place%s", changes, changes == 1 ? "" : "s");
        }
        tl_buf_str(form->out, decision->is_freed ? ": its date has passed\n" : "\n");
        return;
    }
    tl_buf_str(form->out, "    # the policy withholds it");
    for (size_t i = 0; i < form->release.edits.count; i++) {
        const struct tl_edit *edit = &form->release.edits.items[i];
        if (edit->portion == index && edit->action != TL_EDIT_REMARKED && edit->why != NULL) {
            tl_buf_format(form->out, ": %s", edit->why);
            break;
        }
    }
    tl_buf_byte(form->out, '\n');
}

/* Controls that a release has to name. */
static void put_controls(const struct form *form, const struct tl_portion *portion)
{
    struct tl_words words = tl_marking_controls(form->arena, &portion->effective);
    if (!tl_kind_is_header_fact(portion->kind)) {
        words = tl_words_union(form->arena, words, form->cable.controls);
    }
    for (size_t i = 0; i < form->cable.claims.count; i++) {
        const struct tl_claim *claim = &form->cable.claims.items[i];
        if (claim->from != TL_CLAIM_PORTION && tl_marking_rank(&claim->marking) == TL_RANK_CUI) {
            words = tl_words_union(form->arena, words, claim->marking.nonic); /* SENSITIVE over the cable */
        }
    }
    for (size_t i = 0; i < words.count; i++) {
        tl_buf_str(form->out, i == 0 ? "    # what stands over it: " : ", ");
        tl_buf_add(form->out, tl_lift_shown(words.item[i]));
    }
    tl_buf_str(form->out, words.count > 0 ? "\n" : "");
}

static void put_portion(const struct form *form, const char *hash, tl_slice mrn, size_t index)
{
    const struct tl_portion *portion = &form->cable.portions.items[index];
    struct tl_buf *out = form->out;
    tl_buf_str(out, "  - cable: ");
    put_quoted(out, mrn);
    tl_buf_format(out, "\n    sha256: %s\n    portion: ", hash);
    put_quoted(out, form->names[index]);
    tl_buf_format(out, "\n    line: %zu\n    # %s, %s, ", portion->line, tl_kind_name(portion->kind),
                  tl_rank_title(tl_marking_rank(&portion->effective)));
    if (portion->from == TL_FROM_OWN) {
        tl_marking_render_safe(&portion->own, true, out);
    } else {
        tl_buf_format(out, "without a mark: %s", tl_why_name(portion->why));
    }
    tl_buf_byte(out, '\n');
    put_controls(form, portion);
    if (form->policy != NULL) {
        put_verdict(form, index);
    }
    tl_buf_str(out, "    do: policy\n");
}

static void put_cable(struct form *form, tl_slice bytes)
{
    const struct tl_hash original = tl_sha256_one(bytes);
    char hash[TL_HEX];
    const tl_slice mrn = tl_cable_mrn(form->arena, &form->cable);
    (void)tl_hash_hex(&original, hash);
    form->names = tl_portion_names(form->arena, &form->cable);
    for (size_t i = 0; i < form->cable.portions.count; i++) {
        const struct tl_portion *portion = &form->cable.portions.items[i];
        if (form->names[i].len > 0 && portion->kind != TL_KIND_WITHHELD && tl_span_len(portion->core) > 0) {
            put_portion(form, hash, mrn.len > 0 ? mrn : TL_CABLE_UNKNOWN, i);
        }
    }
}

static enum tl_status write_cable(const char *path, const struct tl_policy *policy,
                                  const struct tl_release_options *release, struct tl_buf *out)
{
    struct tl_buf bytes = {0};
    struct tl_arena arena = {0};
    struct tl_err err = {0};
    struct form form = {.policy = policy, .options = release, .arena = &arena, .out = out};
    const struct tl_cable_options reading = {.assume = release->assume,
                                             .frees_nothing = policy == NULL || !policy->honours_dates};
    enum tl_status status = tl_open_cable(path, &bytes);
    if (status != TL_OK) {
        goto out;
    }
    tl_cable_parse(&arena, tl_buf_slice(&bytes), &reading, &form.cable);
    if (policy != NULL) {
        status = tl_release_make(&arena, &form.cable, policy, release, &form.release, &err);
    }
    if (status == TL_OK) {
        put_cable(&form, tl_buf_slice(&bytes));
    } else {
        tl_err_print(&err);
    }
out:
    tl_arena_release(&arena);
    tl_buf_release(&bytes);
    return status;
}

static enum tl_status write_form(struct tl_args *args)
{
    static const struct tl_date_options dates = {OPT_AS_OF, OPT_AS_OF_FUTURE};
    struct tl_release_options release = {0};
    struct tl_policy *policy = NULL;
    struct tl_buf out = {0};
    enum tl_status status = tl_open_dates(args, &dates, &release);
    if (status == TL_OK) {
        status = tl_args_rank(args, OPT_ASSUME, &release.assume);
    }
    if (status == TL_OK && args->values[OPT_POLICY] != NULL) {
        status = tl_open_policy(args->values[OPT_POLICY], &policy);
    }
    if (status == TL_OK && policy != NULL) {
        status = tl_settle_dates(policy, &release);
    }
    if (status == TL_OK) {
        tl_buf_str(&out, form_head);
    }
    for (size_t i = 1; i < args->file_count && status == TL_OK; i++) {
        status = write_cable(args->files[i], policy, &release, &out);
    }
    if (status == TL_OK) {
        status = tl_emit_buf(&out);
    }
    if (policy != NULL) {
        tl_policy_free(policy);
    }
    tl_buf_release(&out);
    return status;
}

/* --- lint */

static enum tl_status lint_file(const char *path)
{
    struct tl_release_options release = {0};
    struct tl_rulings *rulings = NULL;
    struct tl_buf out = {0};
    enum tl_status status = tl_open_rulings(path, &release, &rulings);
    if (status == TL_OK) {
        size_t counts[TL_RULING_POLICY + 1] = {0};
        for (size_t i = 0; i < rulings->count; i++) {
            counts[rulings->list[i].does]++;
        }
        tl_buf_format(&out, "%s: %zu to withhold, %zu to excise, %zu to release, %zu left to the policy\n",
                      path, counts[TL_RULING_WITHHOLD], counts[TL_RULING_EXCISE], counts[TL_RULING_RELEASE],
                      rulings->total - rulings->count);
        status = tl_emit_buf(&out);
    }
    tl_buf_release(&out);
    tl_rulings_free(rulings);
    return status;
}

int tl_cmd_decisions(int argc, char **argv)
{
    struct tl_args args;
    enum tl_status status = TL_OK;
    if (!tl_args_read(&command, argc, argv, &args, &status)) {
        return (int)status;
    }
    const bool is_new = args.file_count > 0 && strcmp(args.files[0], "new") == 0;
    const bool is_lint = args.file_count > 0 && strcmp(args.files[0], "lint") == 0;
    if (!is_new && !is_lint) {
        return (int)tl_usage(&command, "say what to do: new or lint");
    }
    if (args.file_count == 1) {
        return (int)tl_usage(&command, is_new ? "name a cable, or - for standard input"
                                              : "name a file of decisions to lint");
    }
    if (is_new) {
        return (int)write_form(&args);
    }
    for (size_t i = 1; i < args.file_count; i++) {
        status = tl_status_worse(status, lint_file(args.files[i]));
    }
    return (int)status;
}

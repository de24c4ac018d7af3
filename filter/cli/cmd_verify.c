/* SPDX-License-Identifier: Apache-2.0 */
/* tearline verify: does a release follow from its original and the log, and is it what the policy says? */
#include <inttypes.h>
#include <stdio.h>

#include "base/io.h"
#include "base/json.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "ledger/known.h"
#include "ledger/signature.h"
#include "pipeline/verify.h"

enum { OPT_LOG, OPT_POLICY, OPT_DECISIONS, OPT_PUBLIC_KEY, OPT_JSON, OPT_COUNT };

static const struct tl_option options[OPT_COUNT] = {
    [OPT_LOG] = {"log", 'l', "LOG", "the change log of the run"},
    [OPT_POLICY] = {"policy", 'p', "POLICY", "the policy of the run: everything is decided again"},
    [OPT_DECISIONS] = {"decisions", 'd', "FILE", "with -p: the decisions of a reviewer that the run had"},
    [OPT_PUBLIC_KEY] = {"public-key", 0, "FILE", "the log must be signed with this key (Ed25519, PEM)"},
    [OPT_JSON] = {"json", 0, NULL, "one JSON object"},
};

static const struct tl_command command = {
    "verify",
    "--log LOG [-p POLICY] [options] ORIGINAL [RELEASE]",
    "Shows whether a release follows from its original and the log, and where it does not.",
    "Without -p: the chain and the counts of the log; that the texts are those that were logged; that\n"
    "every commitment opens; that the logged edits, applied to ORIGINAL, give RELEASE byte for byte.\n"
    "With -p, of a run with that very policy: every portion is judged and every rule run again, one at a\n"
    "time by plain PCRE2, with other code than redact's; every field of every record is compared with\n"
    "that, and the release is read again.  What differs is told with its place and without its text; what\n"
    "of a log nothing shows is named at the end.\n\n"
    "Of a stream, ORIGINAL and RELEASE are the whole streams, framed as they were.  Of a log of several\n"
    "inputs, the cables of the input that is called as ORIGINAL is are looked at.  RELEASE may be left out\n"
    "where nothing was released.  One of the three may be `-`.\n\n"
    "Exit status: 0 it follows; 1 it differs; 65 no change log; 66 cannot be read; 78 the policy.",
    options,
    OPT_COUNT,
};

struct verify {
    const struct tl_args *args;
    const char *original;
    const char *release; /* NULL: none */
    const struct tl_verify_outcome *outcome;
};

static const char *const signature_words[] = {[TL_SIGNATURE_NONE] = "none",
                                              [TL_SIGNATURE_UNCHECKED] = "not checked",
                                              [TL_SIGNATURE_GOOD] = "good",
                                              [TL_SIGNATURE_BAD] = "bad"};

/* --- text */

static const char *name_of(const char *path)
{
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

static void put_difference(const struct verify *verify, const struct tl_difference *difference,
                           struct tl_buf *out)
{
    const char *log = name_of(verify->args->values[OPT_LOG]);
    const char *separator = " (";
    if (difference->side == TL_SIDE_LOG) {
        tl_buf_str(out, log);
        if (difference->record > 0) {
            tl_buf_format(out, ":%" PRIu64, difference->record);
        }
    } else {
        const bool is_original = difference->side == TL_SIDE_ORIGINAL || verify->release == NULL;
        tl_buf_str(out, name_of(is_original ? verify->original : verify->release));
        if (difference->line > 0) {
            tl_buf_format(out, ":%zu", difference->line);
        }
    }
    tl_buf_format(out, ": %s", difference->text);
    if (difference->side != TL_SIDE_LOG) {
        tl_buf_format(out, "%sbyte %zu", separator, difference->offset);
        separator = ", ";
    }
    if (difference->cable > 0) {
        tl_buf_format(out, "%scable %" PRIu64, separator, difference->cable);
        separator = ", ";
    }
    if (difference->change > 0) {
        tl_buf_format(out, "%schange %" PRIu64, separator, difference->change);
        separator = ", ";
    }
    if (difference->side != TL_SIDE_LOG && difference->record > 0) {
        tl_buf_format(out, "%s%s:%" PRIu64, separator, log, difference->record);
        separator = ", ";
    }
    tl_buf_format(out, "%s [%s]\n", strcmp(separator, ", ") == 0 ? ")" : "", difference->slug);
}

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

static void put_text(const struct verify *verify, struct tl_buf *out)
{
    const struct tl_verify_outcome *outcome = verify->outcome;
    const struct tl_differences *differences = &outcome->differences;
    char date[TL_DATE_TEXT];
    for (size_t i = 0; i < differences->list.count; i++) {
        put_difference(verify, &differences->list.items[i], out);
    }
    if (differences->count > differences->list.count) {
        tl_buf_format(out, "... and %" PRIu64 " more\n", differences->count - differences->list.count);
    }
    tl_buf_format(out, "log: %" PRIu64 " record%s, %" PRIu64 " cable%s, %" PRIu64 " change%s, last hash %s\n",
                  outcome->records, plural(outcome->records), outcome->cables, plural(outcome->cables),
                  outcome->changes, plural(outcome->changes), outcome->log_hash);
    switch (outcome->signature) {
    case TL_SIGNATURE_NONE:
        break;
    case TL_SIGNATURE_UNCHECKED:
        tl_buf_format(out, "signature: not checked; it says it is of key %s (give --public-key)\n",
                      outcome->signed_by);
        break;
    case TL_SIGNATURE_GOOD:
        tl_buf_format(out, "signature: good, of key %s\n", outcome->signed_by);
        break;
    case TL_SIGNATURE_BAD:
        tl_buf_str(out, "signature: not good\n");
        break;
    }
    if (outcome->assume != TL_RANK_UNKNOWN) {
        tl_buf_format(out, "the run assumed %s where nothing was claimed\n", tl_rank_name(outcome->assume));
    }
    if (verify->args->values[OPT_POLICY] == NULL) {
        tl_buf_str(out, outcome->follows ? "edits only: somebody decided, and no policy\n"
                                         : "edits only: decisions not checked (give -p POLICY)\n");
    } else if (tl_date_valid(outcome->as_of)) {
        tl_buf_format(out, "decided again as of %s, which was %s\n", tl_date_render(outcome->as_of, date),
                      outcome->is_as_of_given ? "given" : "the day of the run");
    } else {
        tl_buf_str(out, "decided again\n");
    }
    if (verify->args->values[OPT_POLICY] != NULL) {
        tl_known_sentence(out);
        tl_buf_byte(out, '\n');
    }
    const char *verb = outcome->verified == 1 ? "follows" : "follow";
    if (differences->count > 0) {
        tl_buf_format(out, "%" PRIu64 " difference%s: what was released does not follow\n",
                      differences->count, plural(differences->count));
    } else {
        tl_buf_format(out, "%" PRIu64 " cable%s %s from the original and the log", outcome->verified,
                      plural(outcome->verified), verb);
        if (outcome->denied > 0) {
            tl_buf_format(out, "; of %" PRIu64 " nothing was released", outcome->denied);
        }
        if (outcome->cables > outcome->verified) {
            tl_buf_format(out, "; %" PRIu64 " of other inputs not looked at",
                          outcome->cables - outcome->verified);
        }
        tl_buf_str(out, "\n");
    }
}

/* --- JSON */

static void put_json_difference(struct tl_json *json, const struct tl_difference *difference)
{
    static const char *const sides[] = {
        [TL_SIDE_LOG] = "log", [TL_SIDE_ORIGINAL] = "original", [TL_SIDE_RELEASE] = "release"};
    tl_json_object(json);
    if (difference->cable > 0) {
        tl_json_put_int(json, "cable", difference->cable);
    }
    if (difference->change > 0) {
        tl_json_put_int(json, "change", difference->change);
    }
    if (difference->field != NULL) {
        tl_json_put_str(json, "field", difference->field);
    }
    tl_json_put_str(json, "in", sides[difference->side]);
    if (difference->line > 0) {
        tl_json_put_int(json, "line", difference->line);
    }
    if (difference->side != TL_SIDE_LOG) {
        tl_json_put_int(json, "offset", difference->offset);
    }
    if (difference->record > 0) {
        tl_json_put_int(json, "record", difference->record);
    }
    tl_json_put_str(json, "slug", difference->slug);
    tl_json_put_str(json, "text", difference->text);
    tl_json_object_end(json);
}

/* What of the log nothing shows, by the names of the table. */
static void put_known(struct tl_json *json, const char *key, enum tl_known known)
{
    char name[64];
    tl_json_key(json, key);
    tl_json_array(json);
    for (size_t i = 0; i < tl_known_field_count; i++) {
        if (tl_known_fields[i].known == known) {
            (void)snprintf(name, sizeof(name), "%s.%s", tl_record_type_name(tl_known_fields[i].record),
                           tl_known_fields[i].field);
            tl_json_slice(json, tl_str(name));
        }
    }
    tl_json_array_end(json);
}

static void put_json(const struct verify *verify, struct tl_buf *out)
{
    const struct tl_verify_outcome *outcome = verify->outcome;
    struct tl_json json = {.out = out};
    tl_json_object(&json);
    tl_json_put_int(&json, "cables", outcome->cables);
    tl_json_put_int(&json, "changes", outcome->changes);
    tl_json_put_str(&json, "decisions",
                    verify->args->values[OPT_POLICY] == NULL ? "not checked" : "decided again");
    tl_json_put_int(&json, "denied", outcome->denied);
    tl_json_put_int(&json, "difference_count", outcome->differences.count);
    tl_json_key(&json, "differences");
    tl_json_array(&json);
    for (size_t i = 0; i < outcome->differences.list.count; i++) {
        put_json_difference(&json, &outcome->differences.list.items[i]);
    }
    tl_json_array_end(&json);
    tl_json_put_str(&json, "last_hash", outcome->log_hash);
    if (verify->args->values[OPT_POLICY] != NULL) {
        put_known(&json, "not_known", TL_KNOWN_NOT);
        put_known(&json, "partly_known", TL_KNOWN_PARTLY);
    }
    tl_json_put_int(&json, "records", outcome->records);
    tl_json_put_str(&json, "result", outcome->differences.count > 0 ? "differs" : "follows");
    tl_json_put_str(&json, "signature", signature_words[outcome->signature]);
    if (outcome->signature != TL_SIGNATURE_NONE && outcome->signed_by[0] != '\0') {
        tl_json_put_str(&json, "signed_by", outcome->signed_by);
    }
    tl_json_put_int(&json, "verified", outcome->verified);
    tl_json_object_end(&json);
    tl_buf_byte(out, '\n');
}

/* --- the command */

static enum tl_status open_key(const char *path, struct tl_public_key **out)
{
    struct tl_buf pem = {0};
    struct tl_err err = {0};
    if (path == NULL) {
        return TL_OK;
    }
    enum tl_status status = tl_read_file(path, TL_MAX_SECRET, &pem, &err);
    if (status == TL_OK) {
        status = tl_public_key_read(tl_buf_slice(&pem), path, out, &err);
    }
    if (status != TL_OK) {
        tl_err_print(&err);
    }
    tl_buf_release(&pem);
    return status;
}

static enum tl_status run(struct verify *verify, const struct tl_policy *policy,
                          const struct tl_rulings *rulings, const struct tl_public_key *key)
{
    const struct tl_verify_request request = {.log = {verify->args->values[OPT_LOG], {NULL, 0}},
                                              .original = {verify->original, {NULL, 0}},
                                              .release = {verify->release, {NULL, 0}},
                                              .policy = policy,
                                              .rulings = rulings,
                                              .public_key = key};
    struct tl_verify_outcome outcome = {.records = 0};
    struct tl_err err = {0};
    struct tl_buf out = {0};
    verify->outcome = &outcome;
    enum tl_status status = tl_verify_run(&request, &outcome, &err);
    if (status == TL_OK && outcome.log_hash[0] == '\0') {
        status = tl_fail(&err, TL_DATA, "verify.log", "%s is no change log: no line of it is a record",
                         name_of(request.log.path));
    }
    if (status != TL_OK) {
        tl_err_print(&err);
    } else {
        (verify->args->values[OPT_JSON] != NULL ? put_json : put_text)(verify, &out);
        status = outcome.differences.count > 0 ? TL_NO : TL_OK;
        status = tl_status_worse(status, tl_emit_buf(&out));
    }
    tl_buf_release(&out);
    tl_verify_outcome_release(&outcome);
    return status;
}

static enum tl_status check_request(const struct tl_args *args)
{
    size_t standard = strcmp(args->values[OPT_LOG] == NULL ? "" : args->values[OPT_LOG], "-") == 0;
    for (size_t i = 0; i < args->file_count; i++) {
        standard += strcmp(args->files[i], "-") == 0;
    }
    if (args->values[OPT_LOG] == NULL) {
        return tl_usage(&command, "say which log: --log LOG");
    }
    if (args->file_count == 0) {
        return tl_usage(&command, "name the original, and behind it the release");
    }
    if (args->file_count > 2) {
        return tl_usage(&command, "one original and one release at a time; %zu files were named",
                        args->file_count);
    }
    if (args->values[OPT_DECISIONS] != NULL && args->values[OPT_POLICY] == NULL) {
        return tl_usage(&command, "--decisions goes with -p POLICY: both decide again");
    }
    if (standard > 1) {
        return tl_usage(&command, "standard input can be only one of log, original and release");
    }
    return TL_OK;
}

int tl_cmd_verify(int argc, char **argv)
{
    struct tl_args args;
    struct tl_policy *policy = NULL;
    struct tl_rulings *rulings = NULL;
    struct tl_public_key *key = NULL;
    enum tl_status status;
    if (!tl_args_read(&command, argc, argv, &args, &status)) {
        return (int)status;
    }
    status = check_request(&args);
    if (status == TL_OK && args.values[OPT_POLICY] != NULL) {
        status = tl_open_policy(args.values[OPT_POLICY], &policy);
    }
    if (status == TL_OK) {
        status = tl_open_rulings(args.values[OPT_DECISIONS], NULL, &rulings);
    }
    if (status == TL_OK) {
        status = open_key(args.values[OPT_PUBLIC_KEY], &key);
    }
    if (status == TL_OK) {
        struct verify verify = {
            .args = &args, .original = args.files[0], .release = args.file_count > 1 ? args.files[1] : NULL};
        status = run(&verify, policy, rulings, key);
    }
    tl_public_key_free(key);
    tl_rulings_free(rulings);
    if (policy != NULL) {
        tl_policy_free(policy);
    }
    return (int)status;
}

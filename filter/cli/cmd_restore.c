/* SPDX-License-Identifier: Apache-2.0 */
/* tearline restore: put back what was sealed, as a new release with a log of its own. */
#include "pipeline/restore.h"

#include <sys/stat.h>

#include "base/io.h"
#include "base/limits.h"
#include "base/sort.h"
#include "cli/commands.h"
#include "cli/redact.h"
#include "ledger/signature.h"
#include "pipeline/logfile.h"

enum {
    OPT_LOG,
    OPT_SEALED,
    OPT_KEY,
    OPT_CERT,
    OPT_CABLE,
    OPT_CHANGES,
    OPT_BY,
    OPT_WHY,
    OPT_NEW_LOG,
    OPT_OUTPUT,
    OPT_SIGN,
    OPT_FORCE,
    OPT_COUNT
};

static const struct tl_option options[OPT_COUNT] = {
    [OPT_LOG] = {"log", 'l', "LOG", "the change log of the run that took it out"},
    [OPT_SEALED] = {"sealed", 0, "FILE", "what that run sealed; default: LOG.sealed"},
    [OPT_KEY] = {"key", 0, "KEY",
                 "the private key of a certificate that it was sealed for (PEM);\nchmod 600 it"},
    [OPT_CERT] = {"cert", 0, "CERT", "that certificate (PEM)"},
    [OPT_CABLE] = {"cable", 0, "N", "the cable of the log; needed when it has several"},
    [OPT_CHANGES] = {"changes", 0, "N,M", "the numbers of the changes to take back"},
    [OPT_BY] = {"by", 0, "NAME", "who decided it, for the new log"},
    [OPT_WHY] = {"why", 0, "TEXT", "why, for the new log"},
    [OPT_NEW_LOG] = {"new-log", 0, "FILE",
                     "where the log of the new release goes; it is as sensitive as the old"},
    [OPT_OUTPUT] = {"output", 'o', "FILE", "where the new release goes; default: standard output"},
    [OPT_SIGN] = {"sign", 0, "KEY", "sign the new log with this key (Ed25519, PEM)"},
    [OPT_FORCE] = {"force", 'f', NULL, "replace an existing log"},
};

static const struct tl_command command = {
    "restore",
    "--log LOG --key KEY --cert CERT --changes N,M --by NAME --why TEXT --new-log FILE [-o FILE] [RELEASE]",
    "Puts chosen changes of a release back, from what redact --seal kept, as a new release.",
    "The original is not needed.  A text comes back only when it opens the commitment of its change.  A\n"
    "portion that was above what the release was released as comes back marked (U).  The new log names\n"
    "the log that it follows, who decided and why; `verify --log NEWLOG RELEASE NEWRELEASE` checks it.\n"
    "Of a stream, RELEASE is the whole stream; the one cable is written.\n\n"
    "Exit status: 0 done; 1 the key does not open it, or log, release and sealed file do not belong\n"
    "together; 65 no such cable or change; 66 cannot be read; 73, 74 cannot be written; 77 permission.",
    options,
    OPT_COUNT,
};

struct request {
    const struct tl_args *args;
    struct tl_arena arena;
    struct tl_restore restore;
    struct tl_seal_key *key;
    struct tl_signing_key *signing_key;
};

static int by_number(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a;
    const uint64_t y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static enum tl_status read_changes(struct request *request)
{
    const struct tl_words words = tl_args_list(&request->arena, request->args, OPT_CHANGES);
    uint64_t *numbers = tl_arena_alloc(&request->arena, words.count, sizeof(*numbers));
    for (size_t i = 0; i < words.count; i++) {
        uint32_t number = 0;
        if (!tl_slice_number(words.item[i], &number) || number == 0) {
            return tl_usage(&command, "--changes: %.*s is no number of a change; they count from 1",
                            (int)words.item[i].len, (const char *)words.item[i].ptr);
        }
        numbers[i] = number;
    }
    tl_sort(numbers, words.count, sizeof(*numbers), by_number);
    for (size_t i = 1; i < words.count; i++) {
        if (numbers[i] == numbers[i - 1]) {
            return tl_usage(&command, "--changes: %u is named twice", (unsigned)numbers[i]);
        }
    }
    if (words.count == 0) {
        return tl_usage(&command, "--changes names none");
    }
    request->restore.changes = numbers;
    request->restore.count = words.count;
    return TL_OK;
}

static enum tl_status check_request(struct request *request)
{
    static const struct {
        size_t option;
        const char *say;
    } needed[] = {
        {OPT_LOG, "say which log: --log LOG"},
        {OPT_KEY, "say with which key: --key KEY"},
        {OPT_CERT, "say for which certificate it was sealed: --cert CERT"},
        {OPT_CHANGES, "say what to put back: --changes N,M"},
        {OPT_BY, "say who decided it: --by NAME"},
        {OPT_WHY, "say why: --why TEXT"},
        {OPT_NEW_LOG, "say where the log of the new release goes: --new-log FILE"},
    };
    const struct tl_args *args = request->args;
    struct tl_restore *restore = &request->restore;
    uint32_t cable = 0;
    for (size_t i = 0; i < TL_COUNT(needed); i++) {
        if (args->values[needed[i].option] == NULL || args->values[needed[i].option][0] == '\0') {
            return tl_usage(&command, "%s", needed[i].say);
        }
    }
    if (args->file_count > 1) {
        return tl_usage(&command, "one release at a time; %zu were named", args->file_count);
    }
    if (args->values[OPT_CABLE] != NULL &&
        (!tl_slice_number(tl_str(args->values[OPT_CABLE]), &cable) || cable == 0)) {
        return tl_usage(&command, "--cable: %s is no number of a cable; they count from 1",
                        args->values[OPT_CABLE]);
    }
    if (strcmp(args->values[OPT_NEW_LOG], "-") == 0) {
        return tl_usage(&command, "a log never goes to standard output, where releases go; name a file");
    }
    restore->cable = cable;
    restore->log = args->values[OPT_LOG];
    restore->sealed = args->values[OPT_SEALED] != NULL
                          ? args->values[OPT_SEALED]
                          : tl_arena_format(&request->arena, "%s.sealed", restore->log);
    restore->release = args->file_count > 0 ? args->files[0] : "-";
    restore->by = args->values[OPT_BY];
    restore->why = args->values[OPT_WHY];
    return read_changes(request);
}

/* What is written must be nothing that is read. */
static enum tl_status check_files(struct request *request)
{
    const struct tl_args *args = request->args;
    const char *read[] = {request->restore.log,  request->restore.sealed, request->restore.release,
                          args->values[OPT_KEY], args->values[OPT_CERT],  args->values[OPT_SIGN]};
    const char *written[] = {args->values[OPT_NEW_LOG], args->values[OPT_OUTPUT]};
    struct tl_fileset kept = {0};
    struct stat info;
    for (size_t i = 0; i < TL_COUNT(read); i++) {
        if (read[i] != NULL) {
            tl_fileset_add(&request->arena, &kept, read[i]);
        }
    }
    for (size_t i = 0; i < TL_COUNT(written); i++) {
        const char *other = written[i] == NULL ? NULL : tl_fileset_find(&kept, written[i]);
        if (other != NULL) {
            tl_warn("restore: %s is the same file as %s, which would be overwritten; name another one",
                    written[i], other);
            return TL_PERMISSION;
        }
    }
    if (written[1] != NULL && tl_same_target(written[0], written[1])) {
        tl_warn("restore: log and release would be one file, %s; name another one", written[0]);
        return TL_PERMISSION;
    }
    if (args->values[OPT_FORCE] == NULL && lstat(written[0], &info) == 0) {
        tl_warn("restore: the log %s exists and is never overwritten; name another one, or say --force",
                written[0]);
        return TL_CANTCREATE;
    }
    return TL_OK;
}

static void wipe(struct tl_buf *buf)
{
    if (buf->len > 0) {
        explicit_bzero(buf->ptr, buf->len);
    }
    tl_buf_release(buf);
}

static enum tl_status open_keys(struct request *request)
{
    const struct tl_args *args = request->args;
    struct tl_buf key = {0};
    struct tl_buf signing = {0};
    struct tl_buf cert = {0};
    struct tl_err err = {0};
    enum tl_status status = tl_private_read("key", args->values[OPT_KEY], &key);
    if (status == TL_OK && args->values[OPT_SIGN] != NULL) {
        status = tl_private_read("signing key", args->values[OPT_SIGN], &signing);
    }
    if (status == TL_OK) {
        status = tl_read_file(args->values[OPT_CERT], TL_MAX_SECRET, &cert, &err);
        if (status == TL_OK) {
            status = tl_seal_key_read(tl_buf_slice(&key), args->values[OPT_KEY], tl_buf_slice(&cert),
                                      args->values[OPT_CERT], &request->key, &err);
        }
        if (status == TL_OK && args->values[OPT_SIGN] != NULL) {
            status = tl_signing_key_read(tl_buf_slice(&signing), args->values[OPT_SIGN],
                                         &request->signing_key, &err);
        }
        if (status != TL_OK) {
            tl_err_print(&err);
        }
    }
    wipe(&key);
    wipe(&signing);
    tl_buf_release(&cert);
    return status;
}

/* The log is on disk before the release is. */
static enum tl_status write_all(const struct request *request, tl_slice release, tl_slice log,
                                struct tl_err *err)
{
    const struct tl_args *args = request->args;
    const char *output = args->values[OPT_OUTPUT];
    struct tl_logfile file = {0};
    struct tl_outfile out = {0};
    enum tl_status status =
        tl_logfile_open(&file, args->values[OPT_NEW_LOG], args->values[OPT_FORCE] != NULL, log, err);
    if (status == TL_OK) {
        status = tl_logfile_close(&file, err);
    }
    if (status != TL_OK) {
        return status;
    }
    if (output == NULL || strcmp(output, "-") == 0) {
        return tl_write_all(1, "standard output", release, err);
    }
    status = tl_outfile_open(&out, output, tl_release_mode(), err);
    if (status == TL_OK) {
        status = tl_outfile_write(&out, release, err);
    }
    if (status == TL_OK) {
        status = tl_outfile_commit(&out, err);
    }
    tl_outfile_discard(&out);
    return status;
}

static enum tl_status restore(struct request *request)
{
    struct tl_buf release = {0};
    struct tl_buf log = {0};
    struct tl_err err = {0};
    request->restore.key = request->key;
    request->restore.signing_key = request->signing_key;
    enum tl_status status = tl_restore_run(&request->restore, &release, &log, &err);
    if (status == TL_OK) {
        status = write_all(request, tl_buf_slice(&release), tl_buf_slice(&log), &err);
    }
    if (status != TL_OK) {
        tl_err_print(&err);
    }
    wipe(&release);
    wipe(&log);
    return status;
}

int tl_cmd_restore(int argc, char **argv)
{
    struct tl_args args;
    struct request request = {.args = &args};
    enum tl_status status;
    if (!tl_args_read(&command, argc, argv, &args, &status)) {
        return (int)status;
    }
    status = check_request(&request);
    if (status == TL_OK) {
        status = check_files(&request);
    }
    if (status == TL_OK) {
        status = open_keys(&request);
    }
    if (status == TL_OK) {
        status = restore(&request);
    }
    tl_seal_key_free(request.key);
    tl_signing_key_free(request.signing_key);
    tl_arena_release(&request.arena);
    return (int)status;
}

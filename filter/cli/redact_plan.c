/* SPDX-License-Identifier: Apache-2.0 */
/* Where releases and logs go, and what they must not be (DESIGN 5 and M20). */
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "base/path.h"
#include "base/sort.h"
#include "cli/common.h"
#include "cli/redact.h"
#include "pipeline/input.h"

static int name_order(const void *a, const void *b)
{
    const char *const *x = a;
    const char *const *y = b;
    return strcmp(tl_base_name(*x), tl_base_name(*y));
}

/* Two inputs of one name would give one file. */
static enum tl_status check_names(struct tl_arena *arena, const struct tl_plan *plan)
{
    const char **sorted = tl_arena_alloc(arena, plan->count, sizeof(*sorted));
    for (size_t i = 0; i < plan->count; i++) {
        sorted[i] = plan->inputs[i];
    }
    tl_sort(sorted, plan->count, sizeof(sorted[0]), name_order);
    for (size_t i = 1; i < plan->count; i++) {
        if (name_order(&sorted[i - 1], &sorted[i]) == 0) {
            tl_warn("redact: %s and %s would both be written as %s; rename one or redact them apart",
                    sorted[i - 1], sorted[i], tl_base_name(sorted[i]));
            return TL_CANTCREATE;
        }
    }
    return TL_OK;
}

static bool names_folder(const char *path)
{
    const size_t len = strlen(path);
    return tl_is_directory(path) || (len > 0 && path[len - 1] == '/');
}

static enum tl_status check_folders(struct tl_arena *arena, const struct tl_plan_request *request,
                                    bool is_output_folder, bool is_log_folder)
{
    const struct tl_command *command = request->command;
    const bool has_log = strcmp(request->log, "none") != 0;
    if (strcmp(request->log, "-") == 0) {
        return tl_usage(command, "a log never goes to standard output, where releases go; name a file");
    }
    if (request->count > 1 && request->output != NULL && !is_output_folder) {
        return tl_usage(command,
                        "%zu inputs and -o %s, which is no directory; name a directory, or one input",
                        request->count, request->output);
    }
    for (size_t i = 0; (is_output_folder || is_log_folder) && i < request->count; i++) {
        if (strcmp(request->inputs[i], "-") == 0) {
            return tl_usage(
                command, "standard input has no name to write under; name the output and the log as files");
        }
    }
    if (has_log && is_output_folder) {
        const char *folder = is_log_folder ? request->log : tl_path_parent(arena, request->log);
        if (tl_path_inside(folder, request->output)) {
            return tl_usage(command,
                            "the log would lie among the releases in %s, and is as sensitive as the cables; "
                            "put it elsewhere",
                            request->output);
        }
    }
    return TL_OK;
}

enum tl_status tl_plan_make(struct tl_arena *arena, const struct tl_plan_request *request,
                            struct tl_plan *out)
{
    const bool has_log = strcmp(request->log, "none") != 0;
    const bool is_output_folder = request->output != NULL && names_folder(request->output);
    const bool is_log_folder = has_log && names_folder(request->log);
    const enum tl_status status = check_folders(arena, request, is_output_folder, is_log_folder);
    if (status != TL_OK) {
        return status;
    }
    *out = (struct tl_plan){.inputs = request->inputs,
                            .count = request->count,
                            .is_forced = request->is_forced,
                            .is_log_per_target = is_log_folder,
                            .log = has_log && !is_log_folder ? request->log : NULL};
    out->targets = tl_arena_alloc(arena, request->count, sizeof(*out->targets));
    for (size_t i = 0; i < request->count; i++) {
        struct tl_target *target = &out->targets[i];
        const char *name = tl_base_name(request->inputs[i]);
        const bool is_named = request->output != NULL && strcmp(request->output, "-") != 0;
        if (is_output_folder) {
            target->output = tl_path_join(arena, request->output, name, "");
        } else {
            target->output = is_named ? request->output : NULL;
        }
        target->log = is_log_folder ? tl_path_join(arena, request->log, name, ".jsonl") : out->log;
        target->sealed = request->is_sealed && target->log != NULL
                             ? tl_arena_format(arena, "%s.sealed", target->log)
                             : NULL;
    }
    return is_output_folder || is_log_folder ? check_names(arena, out) : TL_OK;
}

static enum tl_status refuse(const char *what, const char *path, const char *other)
{
    tl_warn("redact: the %s %s is the same file as %s, which would be overwritten; name another one", what,
            tl_input_name(path), tl_input_name(other));
    return TL_PERMISSION;
}

/* A log on the very pipe or terminal that releases go to, by way of /dev/stdout or its like. */
static bool is_standard_output(const char *path)
{
    struct stat log;
    struct stat standard;
    return stat(path, &log) == 0 && fstat(STDOUT_FILENO, &standard) == 0 && log.st_dev == standard.st_dev &&
           log.st_ino == standard.st_ino &&
           (S_ISREG(log.st_mode) || S_ISFIFO(log.st_mode) || S_ISSOCK(log.st_mode) ||
            isatty(STDOUT_FILENO) == 1);
}

/* A log or what is sealed beside it. */
static enum tl_status check_log(const struct tl_plan *plan, struct tl_fileset *kept,
                                const struct tl_target *target, const char *path)
{
    struct stat info;
    const char *other = tl_fileset_find(kept, path);
    if (other != NULL) {
        return refuse("log", path, other);
    }
    if (target->output != NULL && tl_same_target(path, target->output)) {
        return refuse("log", path, "the release");
    }
    if (target->output == NULL && is_standard_output(path)) {
        return refuse("log", path, "standard output, where the release goes");
    }
    if (!plan->is_forced && lstat(path, &info) == 0 && (S_ISREG(info.st_mode) || S_ISLNK(info.st_mode))) {
        if (stat(path, &info) != 0 || S_ISREG(info.st_mode)) {
            tl_warn("redact: the log %s exists and is never overwritten; name another one, or say --force",
                    path);
            return TL_CANTCREATE;
        }
    }
    return TL_OK;
}

enum tl_status tl_plan_check(struct tl_arena *arena, const struct tl_plan *plan,
                             const struct tl_policy *policy, const char *const *keys, size_t key_count)
{
    struct tl_fileset kept = {0};
    for (size_t i = 0; i < plan->count; i++) {
        tl_fileset_add(arena, &kept, plan->inputs[i]);
    }
    for (size_t i = 0; i < policy->source_count; i++) {
        tl_fileset_add(arena, &kept, policy->sources[i].path);
    }
    for (size_t i = 0; i < key_count; i++) {
        if (keys[i] != NULL) {
            tl_fileset_add(arena, &kept, keys[i]);
        }
    }
    for (size_t i = 0; i < plan->count; i++) {
        const struct tl_target *target = &plan->targets[i];
        const char *output = target->output == NULL ? "-" : target->output;
        const char *other = tl_fileset_find(&kept, output);
        if (other != NULL) {
            return strcmp(output, "-") == 0 ? refuse("release on", "standard output", other)
                                            : refuse("release", output, other);
        }
        const bool is_first = i == 0 || plan->is_log_per_target || target->output != NULL;
        if (target->log != NULL && is_first) {
            enum tl_status status = check_log(plan, &kept, target, target->log);
            if (status == TL_OK && target->sealed != NULL) {
                status = check_log(plan, &kept, target, target->sealed);
            }
            if (status != TL_OK) {
                return status;
            }
        }
    }
    return TL_OK;
}

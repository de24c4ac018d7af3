/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/common.h"

#include <unistd.h>

#include "base/io.h"
#include "base/limits.h"
#include "pipeline/input.h"

enum tl_status tl_open_policy(const char *path, struct tl_policy **out)
{
    struct tl_arena arena = {0};
    struct tl_diags diags = {.arena = &arena};
    struct tl_buf text = {0};
    struct tl_err err;
    *out = tl_policy_load(path, &diags);
    tl_diags_render(&diags, &text);
    (void)tl_write_all(STDERR_FILENO, "standard error", tl_buf_slice(&text), &err);
    tl_buf_release(&text);
    tl_arena_release(&arena);
    return *out == NULL ? TL_CONFIG : TL_OK;
}

enum tl_status tl_open_rulings(const char *path, struct tl_release_options *options, struct tl_rulings **out)
{
    struct tl_arena arena = {0};
    struct tl_diags diags = {.arena = &arena};
    struct tl_buf text = {0};
    struct tl_err err;
    *out = NULL;
    if (path == NULL) {
        return TL_OK;
    }
    if (options != NULL && !tl_date_valid(options->judged_on)) {
        options->judged_on = tl_date_today();
    }
    *out = tl_rulings_load(path, options == NULL ? (struct tl_date){0, 0, 0} : options->judged_on, &diags);
    if (options != NULL) {
        options->rulings = *out;
    }
    tl_diags_render(&diags, &text);
    (void)tl_write_all(STDERR_FILENO, "standard error", tl_buf_slice(&text), &err);
    tl_buf_release(&text);
    tl_arena_release(&arena);
    return *out == NULL ? TL_CONFIG : TL_OK;
}

enum tl_status tl_open_dates(const struct tl_args *args, const struct tl_date_options *options,
                             struct tl_release_options *out)
{
    const enum tl_status status = tl_args_date(args, options->as_of, &out->as_of);
    const bool is_given = tl_date_valid(out->as_of);
    if (status != TL_OK) {
        return status;
    }
    if (!is_given && args->values[options->as_of_future] != NULL) {
        return tl_usage(args->command, "--as-of-future allows a date that is not given; add --as-of DATE");
    }
    if (is_given && args->values[options->as_of_future] == NULL &&
        tl_date_cmp(out->as_of, tl_date_today()) > 0) {
        return tl_usage(args->command,
                        "--as-of %s is after today: what is classified today would be freed; say "
                        "--as-of-future if that is meant",
                        args->values[options->as_of]);
    }
    return TL_OK;
}

enum tl_status tl_settle_dates(const struct tl_policy *policy, struct tl_release_options *options)
{
    const bool is_given = tl_date_valid(options->as_of);
    if (policy->honours_dates && !is_given) {
        tl_warn("the policy says `declassification: dates`: say which day it is judged on with --as-of DATE");
        return TL_CONFIG;
    }
    if (is_given) {
        options->judged_on = options->as_of;
    } else if (policy->exception_count > 0) {
        options->judged_on = tl_date_today();
    }
    return TL_OK;
}

enum tl_status tl_open_cable(const char *path, struct tl_buf *out)
{
    struct tl_err err = {0};
    enum tl_status status = tl_read_file(path, TL_MAX_CABLE, out, &err);
    if (status == TL_OK && tl_slice_trim(tl_buf_slice(out)).len == 0) {
        status = tl_fail(&err, TL_DATA, "input.empty", "%s is empty: there is no cable in it",
                         tl_input_name(path));
    }
    if (status != TL_OK) {
        tl_err_print(&err);
    }
    return status;
}

enum tl_status tl_open_inputs(struct tl_args *args)
{
    static char standard_input[] = "-";
    static char *one[] = {standard_input};
    size_t count = 0;
    for (size_t i = 0; i < args->file_count; i++) {
        count += strcmp(args->files[i], "-") == 0 ? 1 : 0;
    }
    if (count > 1) {
        return tl_usage(args->command, "- is given twice; standard input can be read once");
    }
    if (args->file_count == 0) {
        args->files = one;
        args->file_count = 1;
    }
    return TL_OK;
}

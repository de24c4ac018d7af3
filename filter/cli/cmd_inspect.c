/* SPDX-License-Identifier: Apache-2.0 */
/* tearline inspect: what the parser sees. */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/common.h"
#include "cli/inspect.h"

enum { OPT_JSON, OPT_ASSUME, OPT_COUNT };

static const struct tl_option options[OPT_COUNT] = {
    [OPT_JSON] = {"json", 'j', NULL, "one JSON object per cable"},
    [OPT_ASSUME] = {"assume", 0, "LEVEL", "the level of a cable that claims none; never lowers a claim"},
};

static const struct tl_command command = {
    "inspect",
    "[--json] [FILE...]",
    "Shows what is read in each cable: its parts, their levels and why they have them, claims, findings.",
    "It decides nothing, and shows markings as they are written: its output is as sensitive as the cable's "
    "markings.",
    options,
    OPT_COUNT,
};

const char *tl_from_name(enum tl_from from)
{
    static const char *const names[] = {
        [TL_FROM_OVERALL] = "overall", [TL_FROM_INHERITED] = "inherited", [TL_FROM_OWN] = "own"};
    return names[from];
}

const char *tl_dtg_render(const struct tl_cable *cable, char out[TL_DTG_TEXT])
{
    char date[TL_DATE_TEXT];
    out[0] = '\0';
    if (tl_date_valid(cable->date) && cable->hour >= 0 && cable->minute >= 0) {
        (void)snprintf(out, TL_DTG_TEXT, "%sT%02d:%02dZ", tl_date_render(cable->date, date),
                       cable->hour % 100, cable->minute % 100);
    }
    return out;
}

const struct tl_instruction *tl_main_instruction(const struct tl_cable *cable)
{
    for (size_t i = 0; i < cable->instructions.count; i++) {
        if (cable->instructions.items[i].is_header) {
            return &cable->instructions.items[i];
        }
    }
    return cable->instructions.count > 0 ? &cable->instructions.items[0] : NULL;
}

static enum tl_status inspect_file(const struct tl_args *args, const char *path,
                                   const struct tl_cable_options *cable_options, bool *has_shown)
{
    struct tl_buf bytes = {0};
    struct tl_buf out = {0};
    struct tl_arena arena = {0};
    struct tl_cable cable;
    enum tl_status status = tl_open_cable(path, &bytes);
    if (status != TL_OK) {
        goto out;
    }
    tl_cable_parse(&arena, tl_buf_slice(&bytes), cable_options, &cable);
    if (args->values[OPT_JSON] != NULL) {
        tl_inspect_json(&arena, &cable, path, &out);
    } else {
        tl_buf_str(&out, *has_shown ? "\n" : "");
        tl_inspect_outline(&arena, &cable, path, &out);
    }
    status = tl_emit_buf(&out);
    *has_shown = true;
out:
    tl_arena_release(&arena);
    tl_buf_release(&out);
    tl_buf_release(&bytes);
    return status;
}

int tl_cmd_inspect(int argc, char **argv)
{
    struct tl_args args;
    struct tl_cable_options cable_options = {0};
    enum tl_status status;
    if (!tl_args_read(&command, argc, argv, &args, &status)) {
        return (int)status;
    }
    status = tl_args_rank(&args, OPT_ASSUME, &cable_options.assume);
    if (status == TL_OK) {
        status = tl_open_inputs(&args);
    }
    if (status != TL_OK) {
        return (int)status;
    }
    bool has_shown = false;
    for (size_t i = 0; i < args.file_count; i++) {
        status = tl_status_worse(status, inspect_file(&args, args.files[i], &cable_options, &has_shown));
    }
    return (int)status;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/stream_options.h"

#include "base/limits.h"
#include "base/pool.h"
#include "cli/common.h"

static enum tl_status read_size(const struct tl_args *args, size_t option, size_t *out)
{
    const char *value = args->values[option];
    static const char units[] = "KMG";
    uint32_t number = 0;
    size_t size = 0;
    if (value == NULL) {
        return TL_OK;
    }
    tl_slice digits = tl_str(value);
    unsigned shift = 0;
    for (unsigned i = 0; digits.len > 0 && units[i] != '\0'; i++) {
        if (tl_to_upper(digits.ptr[digits.len - 1]) == (unsigned char)units[i]) {
            digits.len--;
            shift = 10 * (i + 1);
            break;
        }
    }
    if (tl_slice_number(digits, &number)) {
        size = (size_t)number << shift;
    }
    if (size == 0 || size > TL_MOST_MAX_CABLE) {
        return tl_usage(args->command,
                        "--max-cable: %s is no size from 1 to 1G; write it as 65536, 64K or 16M", value);
    }
    *out = size;
    return TL_OK;
}

static enum tl_status read_jobs(const struct tl_args *args, size_t option, size_t *out)
{
    const char *value = args->values[option];
    uint32_t number = 0;
    if (value == NULL) {
        *out = tl_pool_processors();
        return TL_OK;
    }
    if (!tl_slice_number(tl_str(value), &number) || number < 1 || number > TL_POOL_WORKERS) {
        return tl_usage(args->command, "--jobs: %s is no number from 1 to %d", value, TL_POOL_WORKERS);
    }
    *out = number;
    return TL_OK;
}

static enum tl_status read_fields(struct tl_arena *arena, const struct tl_args *args,
                                  const struct tl_stream_options *options, struct tl_stream_settings *out)
{
    const size_t rows[] = {options->text_field, options->id_field, options->keep_fields};
    const char *why = NULL;
    for (size_t i = 0; i < TL_COUNT(rows) && out->stream.frame != TL_FRAME_JSONL; i++) {
        if (args->values[rows[i]] != NULL) {
            return tl_usage(args->command, "--%s is for --frame jsonl", args->command->options[rows[i]].name);
        }
    }
    const char *text = args->values[options->text_field];
    out->fields = (struct tl_jsonl_fields){.text = tl_str(text == NULL ? "text" : text),
                                           .id = tl_str(args->values[options->id_field]),
                                           .keep = tl_args_list(arena, args, options->keep_fields)};
    if (args->values[options->id_field] != NULL && out->fields.id.len == 0) {
        return tl_usage(args->command, "--id-field names nothing");
    }
    if (!tl_jsonl_fields_valid(&out->fields, &why)) {
        return tl_usage(args->command, "%s: look at --text-field, --id-field and --keep-fields", why);
    }
    return TL_OK;
}

enum tl_status tl_open_stream(struct tl_arena *arena, struct tl_args *args,
                              const struct tl_stream_options *options, struct tl_stream_settings *out)
{
    size_t frame = TL_FRAME_AUTO;
    *out = (struct tl_stream_settings){.stream.max_cable = TL_MAX_CABLE};
    enum tl_status status = tl_args_choice(args, options->frame, tl_frame_names, &frame);
    if (status == TL_OK) {
        out->stream.frame = (enum tl_frame_kind)frame;
        status = read_size(args, options->max_cable, &out->stream.max_cable);
    }
    if (status == TL_OK) {
        status = read_jobs(args, options->jobs, &out->stream.workers);
    }
    if (status == TL_OK) {
        status = read_fields(arena, args, options, out);
    }
    if (status == TL_OK) {
        status = tl_open_inputs(args);
        out->stream.paths = (const char *const *)args->files;
        out->stream.count = args->file_count;
    }
    return status;
}

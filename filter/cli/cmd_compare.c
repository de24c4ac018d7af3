/* SPDX-License-Identifier: Apache-2.0 */
/* tearline compare: what one release of a cable withholds and another shows. */
#include <inttypes.h>

#include "base/digest.h"
#include "base/json.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "cli/wrap.h"
#include "ledger/compare.h"

enum { OPT_JSON, OPT_COUNT };

static const struct tl_option options[OPT_COUNT] = {
    [OPT_JSON] = {"json", 'j', NULL, "one JSON object"},
};

static const struct tl_command command = {
    "compare",
    "[--json] RELEASE_A RELEASE_B",
    "Shows what one release of a cable withholds and the other shows, portion by portion, and what somebody\n"
    "who holds both can read.",
    "Exit status 0: neither shows what the other does not.  1: something is shown by one alone.\n"
    "65: the two are not releases of one cable.\n\n"
    "Levels, portion marks and captions that differ are told, and are no text; words in them that are in no\n"
    "register are text.  A mark where the other has nothing is shown by one alone.  The output holds text "
    "of\n"
    "the releases: it is as sensitive as the higher of the two.",
    options,
    OPT_COUNT,
};

/* The two releases. */
struct input {
    const char *path;
    struct tl_buf bytes;
    struct tl_cable cable;
};

static const char side_letters[TL_SIDES] = {[TL_SIDE_A] = 'A', [TL_SIDE_B] = 'B'};
static const char *const side_keys[TL_SIDES] = {[TL_SIDE_A] = "a", [TL_SIDE_B] = "b"};

static enum tl_side other_of(enum tl_side side)
{
    return side == TL_SIDE_A ? TL_SIDE_B : TL_SIDE_A;
}

/* --- text */

/* Text of a cable with its line ends as spaces. */
static void put_quoted(struct tl_buf *out, tl_slice text)
{
    struct tl_buf line = {0};
    for (size_t i = 0; i < text.len; i++) {
        tl_buf_byte(&line, tl_is_blank(text.ptr[i]) ? ' ' : text.ptr[i]);
    }
    tl_put_wrapped(out, 6, tl_buf_slice(&line));
    tl_buf_release(&line);
}

static void put_shown(struct tl_buf *out, const struct tl_shown *shown)
{
    const enum tl_side other = other_of(shown->side);
    tl_buf_format(out, "  line %zu of %c", shown->line[shown->side], side_letters[shown->side]);
    if (shown->is_mark) {
        tl_buf_format(out, ": a mark where %c has nothing", side_letters[other]);
    } else if (shown->words > 0) {
        tl_buf_format(out, ": %zu %s that %c ", shown->words, shown->words == 1 ? "word" : "words",
                      side_letters[other]);
    } else {
        tl_buf_format(out, ": signs that %c ", side_letters[other]);
    }
    if (shown->mark.len > 0) {
        tl_buf_format(out, "withholds at line %zu, %.*s", shown->line[other], (int)shown->mark.len,
                      (const char *)shown->mark.ptr);
    } else if (!shown->is_mark) {
        tl_buf_str(out, "does not have, without a mark");
    }
    tl_buf_byte(out, '\n');
    put_quoted(out, shown->text);
}

static void put_text(struct tl_buf *out, const struct tl_comparison *comparison, const struct input *inputs)
{
    for (enum tl_side side = TL_SIDE_A; side < TL_SIDES; side++) {
        tl_buf_format(out, "%c = %s\n", side_letters[side], inputs[side].path);
    }
    for (size_t i = 0; i < comparison->portions.count; i++) {
        const struct tl_compared *compared = &comparison->portions.items[i];
        tl_buf_byte(out, '\n');
        tl_buf_str(out, tl_kind_name(compared->portion->kind));
        if (compared->portion->number.len > 0) {
            tl_buf_byte(out, ' ');
            tl_buf_add(out, compared->portion->number);
        }
        tl_buf_byte(out, '\n');
        for (size_t k = 0; k < compared->shown.count; k++) {
            put_shown(out, &compared->shown.items[k]);
        }
        tl_buf_str(out, "  together\n");
        put_quoted(out, compared->together);
    }
    tl_buf_format(out, "\nwords that only A shows: %zu; only B: %zu; marks that stay closed in both: %zu",
                  comparison->words[TL_SIDE_A], comparison->words[TL_SIDE_B], comparison->marks);
    if (comparison->markings > 0) {
        tl_buf_format(out, "; markings that differ: %zu", comparison->markings);
    }
    tl_buf_byte(out, '\n');
}

/* --- JSON */

static void put_json_input(struct tl_json *json, struct tl_arena *arena, const struct input *input)
{
    const struct tl_hash hash = tl_sha256_one(input->cable.bytes);
    const tl_slice mrn = tl_cable_mrn(arena, &input->cable);
    char hex[TL_HEX];
    tl_json_object(json);
    if (mrn.len > 0) {
        tl_json_put_slice(json, "mrn", mrn);
    }
    tl_json_put_str(json, "sha256", tl_hash_hex(&hash, hex));
    tl_json_put_str(json, "source", input->path);
    tl_json_object_end(json);
}

static void put_json_shown(struct tl_json *json, const struct tl_shown *shown)
{
    tl_json_object(json);
    tl_json_put_int(json, "line_a", shown->line[TL_SIDE_A]);
    tl_json_put_int(json, "line_b", shown->line[TL_SIDE_B]);
    if (shown->mark.len > 0) {
        tl_json_put_slice(json, "mark", shown->mark);
    }
    tl_json_put_str(json, "shown_by", side_keys[shown->side]);
    tl_json_put_str(json, "shows", shown->is_mark ? "mark" : shown->words > 0 ? "text" : "signs");
    tl_json_put_slice(json, "text", shown->text);
    tl_json_put_int(json, "words", shown->words);
    tl_json_object_end(json);
}

static void put_json_portion(struct tl_json *json, const struct tl_compared *compared)
{
    tl_json_object(json);
    tl_json_put_str(json, "element", tl_kind_name(compared->portion->kind));
    if (compared->portion->number.len > 0) {
        tl_json_put_slice(json, "number", compared->portion->number);
    }
    tl_json_key(json, "shown");
    tl_json_array(json);
    for (size_t i = 0; i < compared->shown.count; i++) {
        put_json_shown(json, &compared->shown.items[i]);
    }
    tl_json_array_end(json);
    tl_json_put_slice(json, "together", compared->together);
    tl_json_object_end(json);
}

static void put_json(struct tl_buf *out, struct tl_arena *arena, const struct tl_comparison *comparison,
                     const struct input *inputs)
{
    struct tl_json json = {.out = out};
    tl_json_object(&json);
    for (enum tl_side side = TL_SIDE_A; side < TL_SIDES; side++) {
        tl_json_key(&json, side_keys[side]);
        put_json_input(&json, arena, &inputs[side]);
    }
    tl_json_put_int(&json, "markings_that_differ", comparison->markings);
    tl_json_put_int(&json, "marks_in_both", comparison->marks);
    tl_json_key(&json, "portions");
    tl_json_array(&json);
    for (size_t i = 0; i < comparison->portions.count; i++) {
        put_json_portion(&json, &comparison->portions.items[i]);
    }
    tl_json_array_end(&json);
    tl_json_put_int(&json, "words_only_a", comparison->words[TL_SIDE_A]);
    tl_json_put_int(&json, "words_only_b", comparison->words[TL_SIDE_B]);
    tl_json_object_end(&json);
    tl_buf_byte(out, '\n');
}

static enum tl_status compare(const struct tl_args *args, struct tl_arena *arena, struct input *inputs)
{
    const struct tl_cable_options none = {0};
    struct tl_comparison comparison;
    struct tl_buf out = {0};
    for (enum tl_side side = TL_SIDE_A; side < TL_SIDES; side++) {
        inputs[side].path = args->files[side];
        const enum tl_status opened = tl_open_cable(inputs[side].path, &inputs[side].bytes);
        if (opened != TL_OK) {
            return opened;
        }
        tl_cable_parse(arena, tl_buf_slice(&inputs[side].bytes), &none, &inputs[side].cable);
    }
    tl_compare(arena, &inputs[TL_SIDE_A].cable, &inputs[TL_SIDE_B].cable, &comparison);
    if (comparison.is_other_cable) {
        tl_warn("compare: %s and %s are not releases of one cable: post or number differ; give two releases "
                "of one",
                inputs[TL_SIDE_A].path, inputs[TL_SIDE_B].path);
        return TL_DATA;
    }
    if (args->values[OPT_JSON] != NULL) {
        put_json(&out, arena, &comparison, inputs);
    } else {
        put_text(&out, &comparison, inputs);
    }
    const enum tl_status emitted = tl_emit_buf(&out);
    tl_buf_release(&out);
    if (emitted != TL_OK) {
        return emitted;
    }
    return comparison.portions.count > 0 ? TL_NO : TL_OK;
}

int tl_cmd_compare(int argc, char **argv)
{
    struct tl_args args;
    struct tl_arena arena = {0};
    struct input inputs[TL_SIDES] = {0};
    enum tl_status status;
    if (!tl_args_read(&command, argc, argv, &args, &status)) {
        return (int)status;
    }
    if (args.file_count != TL_SIDES) {
        return (int)tl_usage(&command, "give two releases of one cable: RELEASE_A RELEASE_B");
    }
    status = tl_open_inputs(&args);
    if (status == TL_OK) {
        status = compare(&args, &arena, inputs);
    }
    for (enum tl_side side = TL_SIDE_A; side < TL_SIDES; side++) {
        tl_buf_release(&inputs[side].bytes);
    }
    tl_arena_release(&arena);
    return (int)status;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* tearline inspect: what the parser sees. */
#include <stdio.h>

#include "base/utf8.h"
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
    "Shows what is read in each cable: its parts, their levels and where they come from, claims, findings.",
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

/* Text of the cable for a terminal: no control character reaches it.  Pads to `width` characters. */
static void put_column(struct tl_buf *out, tl_slice text, size_t width)
{
    size_t used = 0;
    for (size_t at = 0; at < text.len;) {
        const struct tl_char c = tl_char_at(text, at);
        const bool is_control =
            c.code < 0x20 || (c.code >= 0x7f && c.code < 0xa0) || (c.code >= 0x200b && c.code <= 0x200f) ||
            (c.code >= 0x2028 && c.code <= 0x202e) || (c.code >= 0x2066 && c.code <= 0x2069);
        tl_buf_char(out, is_control ? '?' : c.code);
        at += c.len;
        used++;
    }
    do {
        tl_buf_byte(out, ' ');
        used++;
    } while (used < width);
}

static void put_portion(struct tl_buf *out, const struct tl_portion *portion)
{
    const bool is_marked = tl_span_len(portion->mark) > 0;
    tl_buf_format(out, "%6zu  ", portion->line);
    put_column(out, tl_str(tl_kind_name(portion->kind)), 21);
    put_column(out, portion->number, 5);
    put_column(out, is_marked ? portion->own.text : TL_LIT("-"), 16);
    put_column(out, tl_str(tl_rank_name(tl_marking_rank(&portion->effective))), 9);
    tl_buf_str(out, tl_from_name(portion->from));
    if (portion->doubt != NULL) {
        tl_buf_format(out, ", doubt: %s", portion->doubt);
    }
    tl_buf_byte(out, '\n');
}

static void put_claims(struct tl_buf *out, const struct tl_cable *cable)
{
    tl_buf_str(out, cable->claims.count > 0 ? "claims\n" : "claims: none\n");
    for (size_t i = 0; i < cable->claims.count; i++) {
        const struct tl_claim *claim = &cable->claims.items[i];
        tl_buf_format(out, "%6zu  ", claim->line);
        put_column(out, tl_str(tl_claim_name(claim->from)), 21);
        tl_buf_format(out, "%s%s%s\n", tl_rank_name(tl_marking_rank(&claim->marking)),
                      claim->is_damaged ? ", damaged" : "", claim->is_enclosed ? ", enclosed" : "");
    }
}

static void put_instructions(struct tl_buf *out, const struct tl_cable *cable)
{
    char date[TL_DATE_TEXT];
    tl_buf_str(out, cable->instructions.count > 0 ? "declassification\n" : "declassification: none\n");
    for (size_t i = 0; i < cable->instructions.count; i++) {
        const struct tl_instruction *instruction = &cable->instructions.items[i];
        const char *day = tl_date_render(instruction->decl.date, date);
        tl_buf_format(out, "%6zu  %s%s%s\n", instruction->line, tl_decl_type_name(instruction->decl.type),
                      day[0] != '\0' ? " " : "", day);
    }
}

static void put_findings(struct tl_buf *out, const struct tl_cable *cable)
{
    tl_buf_str(out, cable->findings.count > 0 ? "findings\n" : "findings: none\n");
    for (size_t i = 0; i < cable->findings.count; i++) {
        const struct tl_finding *finding = &cable->findings.items[i];
        if (finding->line > 0) {
            tl_buf_format(out, "%6zu  %s\n", finding->line, finding->slug);
        } else {
            tl_buf_format(out, "     -  %s\n", finding->slug);
        }
    }
}

void tl_inspect_outline(struct tl_arena *arena, const struct tl_cable *cable, const char *source,
                        struct tl_buf *out)
{
    char dtg[TL_DTG_TEXT];
    const tl_slice mrn = tl_cable_mrn(arena, cable);
    put_column(out, tl_str(source), 0);
    put_column(out, mrn.len > 0 ? mrn : TL_LIT("(no number)"), 0);
    tl_buf_format(out, "%s overall %s\n", tl_dtg_render(cable, dtg)[0] != '\0' ? dtg : "(no date)",
                  tl_rank_title(tl_marking_rank(&cable->overall)));
    if (cable->controls.count > 0) {
        tl_buf_str(out, "captions: ");
        for (size_t i = 0; i < cable->controls.count; i++) {
            put_column(out, cable->controls.item[i], 0);
        }
        tl_buf_byte(out, '\n');
    }
    tl_buf_format(out, "%6s  %-21s%-5s%-16s%-9s%s\n", "line", "element", "no.", "marking", "level", "from");
    for (size_t i = 0; i < cable->portions.count; i++) {
        put_portion(out, &cable->portions.items[i]);
    }
    put_claims(out, cable);
    put_instructions(out, cable);
    put_findings(out, cable);
}

static enum tl_status inspect_file(const struct tl_args *args, const char *path,
                                   const struct tl_cable_options *cable_options, bool is_first)
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
        tl_buf_str(&out, is_first ? "" : "\n");
        tl_inspect_outline(&arena, &cable, path, &out);
    }
    status = tl_emit_buf(&out);
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
    for (size_t i = 0; i < args.file_count; i++) {
        status = tl_status_worse(status, inspect_file(&args, args.files[i], &cable_options, i == 0));
    }
    return (int)status;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/lint_report.h"

#include "base/utf8.h"
#include "cli/sarif.h"
#include "policy/lint.h"

/* What every error of a file falls under: its own slug stands in the properties. */
#define ERROR_ID "policy.error"

/* The row of a slug; TL_NONE: it is an error. */
static size_t row_of(const char *slug)
{
    for (size_t i = 0; tl_lint_check(i) != NULL; i++) {
        if (strcmp(tl_lint_check(i)->slug, slug) == 0) {
            return i;
        }
    }
    return TL_NONE;
}

static const char *level_of(const struct tl_diag *diag)
{
    return diag->is_warning ? "warning" : "error";
}

/* How many findings before this one say the same of the same file. */
static size_t like_of(const struct tl_diags *diags, size_t index)
{
    const struct tl_diag *diag = &diags->list.items[index];
    size_t like = 0;
    for (size_t i = 0; i < index; i++) {
        const struct tl_diag *other = &diags->list.items[i];
        like += strcmp(other->slug, diag->slug) == 0 && strcmp(other->file, diag->file) == 0 &&
                        strcmp(other->text, diag->text) == 0
                    ? 1
                    : 0;
    }
    return like;
}

/* The column in characters (SARIF 3.14.17); places count bytes. */
static size_t character_of(const struct tl_diag *diag)
{
    const tl_slice line = diag->line == NULL ? (tl_slice){0} : tl_str(diag->line);
    size_t characters = 0;
    for (size_t at = 0; at < line.len && at + 1 < diag->place.col;) {
        at += tl_char_at(line, at).len;
        characters++;
    }
    return characters + 1;
}

/* --- json */

static void put_json(const struct tl_diag *diag, struct tl_buf *out)
{
    struct tl_json json = {.out = out};
    const size_t row = row_of(diag->slug);
    tl_json_object(&json);
    tl_json_put_int(&json, "column", diag->place.col);
    tl_json_put_str(&json, "file", diag->file);
    tl_json_put_str(&json, "level", level_of(diag));
    tl_json_put_int(&json, "line", diag->place.line);
    tl_json_put_str(&json, "slug", diag->slug);
    if (row != TL_NONE) {
        tl_json_put_str(&json, "source", tl_lint_check(row)->source);
    }
    tl_json_put_str(&json, "text", diag->text);
    if (row != TL_NONE) {
        tl_json_put_str(&json, "way_out", tl_lint_check(row)->way);
    }
    tl_json_object_end(&json);
}

/* --- sarif */

static void put_place(const struct tl_diag *diag, struct tl_json *json)
{
    tl_json_key(json, "locations");
    tl_json_array(json);
    tl_json_object(json);
    tl_json_key(json, "physicalLocation");
    tl_json_object(json);
    tl_sarif_artifact(json, diag->file);
    if (diag->place.line > 0) {
        tl_json_key(json, "region");
        tl_json_object(json);
        tl_json_put_int(json, "endLine", diag->place.line);
        tl_json_put_int(json, "startColumn", character_of(diag));
        tl_json_put_int(json, "startLine", diag->place.line);
        tl_json_object_end(json);
    }
    tl_json_object_end(json);
    tl_json_object_end(json);
    tl_json_array_end(json);
}

/* The same when lines move: the file, what is the matter, and the how manieth of its like. */
static void put_fingerprint(const struct tl_diags *diags, size_t index, struct tl_json *json)
{
    const struct tl_diag *diag = &diags->list.items[index];
    struct tl_buf key = {0};
    tl_sarif_uri(diag->file, &key);
    tl_buf_byte(&key, '\0');
    tl_buf_str(&key, diag->slug);
    tl_buf_byte(&key, '\0');
    tl_buf_format(&key, "%s %zu", diag->text, like_of(diags, index));
    tl_sarif_fingerprint(json, tl_buf_slice(&key));
    tl_buf_release(&key);
}

static void put_sarif(const struct tl_diags *diags, size_t index, struct tl_buf *out)
{
    const struct tl_diag *diag = &diags->list.items[index];
    const size_t row = row_of(diag->slug);
    struct tl_json json = {.out = out};
    struct tl_buf message = {0};
    size_t rules = 0;
    while (tl_lint_check(rules) != NULL) {
        rules++;
    }
    tl_json_object(&json);
    tl_json_put_str(&json, "level", level_of(diag));
    put_place(diag, &json);
    tl_buf_format(&message, row == TL_NONE ? "%s [%s]" : "%s", diag->text, diag->slug);
    tl_sarif_text(&json, "message", tl_buf_slice(&message));
    tl_buf_release(&message);
    put_fingerprint(diags, index, &json);
    tl_json_put_str(&json, "ruleId", row == TL_NONE ? ERROR_ID : diag->slug);
    tl_json_put_int(&json, "ruleIndex", row == TL_NONE ? rules : row);
    tl_json_object_end(&json);
}

static void put_driver(struct tl_json *json)
{
    tl_sarif_driver(json, "tearline policy lint");
    for (size_t i = 0; tl_lint_check(i) != NULL; i++) {
        const struct tl_lint_check *check = tl_lint_check(i);
        struct tl_buf help = {0};
        tl_buf_format(&help, "%s (%s)", check->way, check->source);
        tl_sarif_rule(json, tl_str(check->slug), tl_str(check->title), tl_buf_slice(&help));
        tl_buf_release(&help);
    }
    tl_sarif_rule(json, TL_LIT(ERROR_ID), TL_LIT("the file is no policy or pack that can be used"),
                  TL_LIT("Nothing is released under it. Correct what the message says."));
    tl_sarif_driver_end(json);
}

static void put_run(const struct tl_lint_report *report, enum tl_status status, struct tl_buf *out)
{
    struct tl_json json = {.out = out};
    const bool is_whole = status == TL_OK || status == TL_NO;
    tl_sarif_begin(out);
    put_driver(&json);
    tl_buf_str(out, "},\n\"results\":[");
    tl_buf_add(out, tl_buf_slice(&report->items));
    tl_buf_str(out, "\n],\n\"invocations\":[");
    struct tl_json invocation = {.out = out};
    tl_json_object(&invocation);
    tl_json_put_bool(&invocation, "executionSuccessful", is_whole);
    tl_json_put_int(&invocation, "exitCode", (uint64_t)status);
    tl_json_put_str(&invocation, "exitCodeDescription",
                    status == TL_OK   ? "nothing was found"
                    : status == TL_NO ? "something was found"
                                      : "not everything was judged");
    tl_json_key(&invocation, "toolExecutionNotifications");
    tl_json_array(&invocation);
    tl_buf_add(out, tl_buf_slice(&report->notes));
    tl_json_array_end(&invocation);
    tl_json_object_end(&invocation);
    tl_buf_str(out, "]}]}\n");
}

void tl_lint_report_fault(struct tl_lint_report *report, const char *path, enum tl_status status)
{
    struct tl_json json = {.out = &report->notes};
    const bool is_unread = status != TL_CONFIG;
    if (report->is_sarif) {
        tl_buf_str(&report->notes, report->notes.len > 0 ? ",\n" : "\n");
        tl_sarif_note(&json, &(struct tl_sarif_fault){
                                 .status = status,
                                 .path = path,
                                 .slug = is_unread ? "input.open" : ERROR_ID,
                                 .why = is_unread ? TL_LIT("the file cannot be read")
                                                  : TL_LIT("the file has errors: see the results")});
    }
}

void tl_lint_report_file(struct tl_lint_report *report, const struct tl_diags *diags)
{
    for (size_t i = 0; i < diags->list.count; i++) {
        struct tl_buf item = {0};
        if (report->is_sarif) {
            put_sarif(diags, i, &item);
        } else {
            put_json(&diags->list.items[i], &item);
        }
        /* a pack of several policies is told once */
        if (tl_slice_find(tl_buf_slice(&report->items), tl_buf_slice(&item), 0) == TL_NONE) {
            tl_buf_str(&report->items, report->items.len > 0 ? ",\n" : "\n");
            tl_buf_add(&report->items, tl_buf_slice(&item));
        }
        tl_buf_release(&item);
    }
}

void tl_lint_report_end(struct tl_lint_report *report, enum tl_status status, struct tl_buf *out)
{
    if (report->is_sarif) {
        put_run(report, status, out);
    } else {
        tl_buf_str(out, "{\"findings\":[");
        tl_buf_add(out, tl_buf_slice(&report->items));
        tl_buf_format(out, "\n],\"status\":%d}\n", (int)status);
    }
    tl_buf_release(&report->items);
    tl_buf_release(&report->notes);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The form `sarif`: SARIF 2.1.0 (OASIS Standard, with Errata 01), one run.
 *
 *     head with tool and all rules -> a line for each result, as cables come -> invocation -> end
 *
 * All rules are listed, with results or without, so that a reader can close what is gone (3.19.23).  Columns
 * count characters (3.14.17).  What could not be judged is a notification of the invocation (3.20.21), with
 * executionSuccessful false; there is no snippet, no content, and no hash of any text.
 */
#include <inttypes.h>

#include "cli/check_form.h"
#include "cli/sarif.h"

/* Notifications are held until the end of the run: so many are, and the last says how many more there were.
 */
enum { NOTES = 1000 };

/* --- the tool */

static void put_driver(const struct tl_policy *policy, struct tl_json *json)
{
    struct tl_arena arena = {0};
    tl_sarif_driver(json, "tearline");
    for (size_t i = 0; i < tl_check_rule_count(policy); i++) {
        const struct tl_check_rule rule = tl_check_rule(&arena, policy, i);
        tl_sarif_rule(json, rule.id, rule.title, rule.help);
        tl_arena_clear(&arena);
    }
    tl_sarif_driver_end(json);
    tl_arena_release(&arena);
}

static void begin(struct tl_check_report *report, struct tl_buf *out)
{
    struct tl_json json = {.out = out};
    tl_sarif_begin(out);
    put_driver(report->check->policy, &json);
    tl_buf_str(out, "},\n\"results\":[");
}

/* --- places */

static void put_region(struct tl_check_at *at, const struct tl_check_item *item, struct tl_json *json)
{
    const bool is_jsonl = tl_check_is_jsonl(at->parcel);
    const struct tl_check_place first = tl_check_move(at, item->in.begin);
    const struct tl_check_place last = tl_check_end(at, item);
    tl_json_key(json, "region");
    tl_json_object(json);
    tl_json_put_int(json, "byteLength", is_jsonl ? at->parcel->frame.length : last.at - first.at);
    tl_json_put_int(json, "byteOffset", first.at);
    if (!is_jsonl && first.character > 0 && last.character > 0) {
        tl_json_put_int(json, "endColumn", last.character);
    }
    tl_json_put_int(json, "endLine", last.line);
    if (!is_jsonl && first.character > 0) {
        tl_json_put_int(json, "startColumn", first.character);
    }
    tl_json_put_int(json, "startLine", first.line);
    tl_json_object_end(json);
}

/* "paragraph 3", in a stream "cable 2, paragraph 3" */
static void put_logical(const struct tl_check_at *at, const struct tl_check_item *item, struct tl_json *json)
{
    struct tl_buf name = {0};
    if (at->parcel->framing != TL_FRAME_FILE) {
        tl_buf_format(&name, "cable %" PRIu64, at->parcel->seq);
    }
    if (item->element != NULL) {
        tl_buf_format(&name, "%s%s%s", name.len > 0 ? ", " : "", item->element,
                      item->number.len > 0 ? " " : "");
        tl_buf_add(&name, item->number);
    } else if (name.len == 0) {
        tl_buf_str(&name, "cable");
    }
    tl_json_key(json, "logicalLocations");
    tl_json_array(json);
    tl_json_object(json);
    tl_json_put_slice(json, "fullyQualifiedName", tl_buf_slice(&name));
    tl_json_put_str(json, "kind", item->element != NULL ? "element" : "cable");
    tl_json_object_end(json);
    tl_json_array_end(json);
    tl_buf_release(&name);
}

/*
 * What stays the same when lines move (3.27.17): the name of the input, which cable of it, which rule, which
 * portion, and the how manieth of its like.  Not a word of the text is in it: not even what a hit was.
 */
static void put_fingerprint(const struct tl_check_at *at, const struct tl_check_item *item,
                            struct tl_json *json)
{
    const struct tl_parcel *parcel = at->parcel;
    struct tl_buf key = {0};
    tl_sarif_uri(tl_check_path(at->check, parcel), &key);
    tl_buf_byte(&key, '\0');
    if (parcel->number > 0) {
        tl_buf_add(&key, parcel->post);
        tl_buf_format(&key, " number %" PRIu32, parcel->number);
    } else if (parcel->framing != TL_FRAME_FILE) {
        tl_buf_format(&key, "cable %" PRIu64, parcel->nth);
    }
    const tl_slice parts[] = {tl_check_rule_id(at->check->policy, item->rule),
                              tl_str(item->element != NULL ? item->element : ""), item->parent, item->number};
    for (size_t i = 0; i < TL_COUNT(parts); i++) {
        tl_buf_byte(&key, '\0');
        tl_buf_add(&key, parts[i]);
    }
    tl_buf_format(&key, " %zu", item->like);
    tl_sarif_fingerprint(json, tl_buf_slice(&key));
    tl_buf_release(&key);
}

static void put_result(struct tl_check_at *at, const struct tl_check_item *item, struct tl_buf *out)
{
    struct tl_buf message = {0};
    struct tl_json json = {.out = out};
    tl_buf_str(out, ",\n");
    tl_json_object(&json);
    tl_json_put_str(&json, "level", item->is_doubt ? "warning" : "error");
    tl_json_key(&json, "locations");
    tl_json_array(&json);
    tl_json_object(&json);
    put_logical(at, item, &json);
    tl_json_key(&json, "physicalLocation");
    tl_json_object(&json);
    tl_sarif_artifact(&json, tl_check_path(at->check, at->parcel));
    put_region(at, item, &json);
    tl_json_object_end(&json);
    tl_json_object_end(&json);
    tl_json_array_end(&json);
    tl_check_put_message(at, item, &message);
    tl_sarif_text(&json, "message", tl_buf_slice(&message));
    put_fingerprint(at, item, &json);
    tl_json_put_slice(&json, "ruleId", tl_check_rule_id(at->check->policy, item->rule));
    tl_json_put_int(&json, "ruleIndex", item->rule);
    tl_json_object_end(&json);
    tl_buf_release(&message);
}

/* --- the invocation */

static void put_failed(struct tl_check_report *report, const struct tl_parcel *parcel, enum tl_status status,
                       const char *slug, tl_slice why, struct tl_buf *out)
{
    struct tl_json json = {.out = &report->notes};
    (void)out;
    if (report->note_count++ >= NOTES) {
        return;
    }
    const bool has_frame =
        parcel != NULL && parcel->kind == TL_PARCEL_FRAME && parcel->framing != TL_FRAME_FILE;
    tl_buf_str(&report->notes, report->note_count > 1 ? ",\n" : "\n");
    tl_sarif_note(
        &json, &(struct tl_sarif_fault){.status = status,
                                        .path = parcel == NULL ? NULL : tl_check_path(report->check, parcel),
                                        .at = has_frame ? parcel->frame.at : 0,
                                        .length = has_frame ? parcel->frame.length : 0,
                                        .has_place = has_frame,
                                        .slug = slug,
                                        .why = why});
}

static void put_cable(struct tl_check_report *report, const struct tl_parcel *parcel, tl_slice items,
                      tl_slice why, struct tl_buf *out)
{
    if (items.len > 0) {
        tl_buf_add(out, tl_slice_sub(items, report->entries++ == 0 ? 1 : 0, items.len));
    }
    if (parcel->slug != NULL) {
        put_failed(report, parcel, parcel->status, parcel->slug, why, out);
    }
}

/* What the answer says, in words of the manual. */
static const char *status_text(enum tl_status status)
{
    switch (status) {
    case TL_OK:
        return "all may pass as it is";
    case TL_NO:
        return "something exceeds";
    case TL_DOUBT:
        return "nothing exceeds for sure, but something is in doubt";
    case TL_USAGE:
    case TL_DATA:
    case TL_NOINPUT:
    case TL_INTERNAL:
    case TL_CANTCREATE:
    case TL_IO:
    case TL_TEMPORARY:
    case TL_PERMISSION:
    case TL_CONFIG:
        break;
    }
    return "not everything was judged";
}

static void end(struct tl_check_report *report, enum tl_status status, struct tl_buf *out)
{
    const bool is_whole = status == TL_OK || status == TL_NO || status == TL_DOUBT;
    struct tl_json json = {.out = out};
    if (report->note_count > NOTES) {
        tl_buf_format(
            &report->notes,
            ",\n{\"level\":\"error\",\"message\":{\"text\":\"%zu more are told on standard error\"}}",
            report->note_count - NOTES);
    }
    tl_buf_str(out, "\n],\n\"invocations\":[");
    tl_json_object(&json);
    tl_json_put_bool(&json, "executionSuccessful", is_whole && report->note_count == 0);
    tl_json_put_int(&json, "exitCode", (uint64_t)status);
    tl_json_put_str(&json, "exitCodeDescription", status_text(status));
    tl_json_key(&json, "toolExecutionNotifications");
    tl_json_array(&json);
    tl_buf_add(out, tl_buf_slice(&report->notes));
    tl_json_array_end(&json);
    tl_json_object_end(&json);
    tl_buf_str(out, "]}]}\n");
}

const struct tl_check_form tl_check_sarif = {
    .begin = begin, .item = put_result, .cable = put_cable, .failure = put_failed, .end = end};

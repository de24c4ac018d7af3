/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The form `json`: one object, written as cables come, with a line for each of them.
 *
 *     {"policy":{...},"results":[
 *     {"at":0,"cable":1,"findings":[...],"number":301,"source":"x.txt","status":1},
 *     {"error":{"message":"...","slug":"input.open"},"source":"y.txt","status":66}
 *     ],"status":66,"tool":{...}}
 *
 * A run that was killed leaves no end: what does not parse is no answer.
 */
#include "base/json.h"
#include "cli/check_form.h"
#include "pipeline/input.h"
#include "tearline.h"

static void put_policy(const struct tl_policy *policy, struct tl_json *json)
{
    char hex[TL_HEX];
    tl_json_object(json);
    if (policy->source_count > 0) {
        tl_json_put_slice(json, "id", policy->id);
    }
    tl_json_put_str(json, "max", tl_rank_name(policy->ceiling.max));
    if (policy->source_count > 0) {
        tl_json_put_str(json, "sha256", tl_hash_hex(&policy->hash, hex));
    }
    tl_json_object_end(json);
}

static void begin(struct tl_check_report *report, struct tl_buf *out)
{
    struct tl_json json = {.out = out};
    char as_of[TL_DATE_TEXT];
    tl_buf_byte(out, '{');
    if (tl_date_valid(report->check->options->as_of)) {
        tl_buf_str(out, "\"as_of\":");
        tl_json_str(&json, tl_date_render(report->check->options->as_of, as_of));
        tl_buf_byte(out, ',');
    }
    tl_buf_str(out, "\"policy\":");
    json = (struct tl_json){.out = out};
    put_policy(report->check->policy, &json);
    tl_buf_str(out, ",\"results\":[");
}

static void put_finding(struct tl_check_at *at, const struct tl_check_item *item, struct tl_buf *out)
{
    struct tl_buf message = {0};
    struct tl_json json = {.out = out};
    const struct tl_check_place place = tl_check_move(at, item->in.begin);
    const bool has_column = !tl_check_is_jsonl(at->parcel);
    tl_check_put_message(at, item, &message);
    tl_buf_byte(out, ',');
    tl_json_object(&json);
    tl_json_put_str(&json, "action", item->action);
    if (has_column) {
        tl_json_put_int(&json, "column", place.column);
    }
    tl_json_put_bool(&json, "doubt", item->is_doubt);
    if (item->element != NULL) {
        tl_json_put_str(&json, "element", item->element);
    }
    if (!item->is_record && tl_span_len(item->in) > 0) {
        tl_json_key(&json, "in");
        tl_json_array(&json);
        tl_json_int(&json, item->in.begin);
        tl_json_int(&json, item->in.end);
        tl_json_array_end(&json);
    }
    tl_json_put_int(&json, "line", place.line);
    if (item->marking.len > 0) {
        tl_json_put_slice(&json, "marking", item->marking);
    }
    tl_json_put_slice(&json, "message", tl_buf_slice(&message));
    if (item->number.len > 0) {
        tl_json_put_slice(&json, "number", item->number);
    }
    if (item->reason != NULL) {
        tl_json_put_str(&json, "reason", item->reason);
    }
    tl_json_put_slice(&json, "rule", tl_check_rule_id(at->check->policy, item->rule));
    if (!has_column && !item->is_record) {
        tl_json_put_int(&json, "text_line", at->cursor.lines + 1);
    }
    tl_json_object_end(&json);
    tl_buf_release(&message);
}

static void put_error(struct tl_json *json, const char *slug, tl_slice why)
{
    tl_json_key(json, "error");
    tl_json_object(json);
    tl_json_put_slice(json, "message", why);
    tl_json_put_str(json, "slug", slug);
    tl_json_object_end(json);
}

static void next_entry(struct tl_check_report *report, struct tl_buf *out)
{
    tl_buf_str(out, report->entries++ == 0 ? "\n" : ",\n");
}

static void put_cable(struct tl_check_report *report, const struct tl_parcel *parcel, tl_slice items,
                      tl_slice why, struct tl_buf *out)
{
    struct tl_json json = {.out = out};
    next_entry(report, out);
    tl_json_object(&json);
    tl_json_put_int(&json, "at", parcel->frame.at);
    tl_json_put_int(&json, "cable", parcel->seq);
    if (parcel->slug != NULL) {
        put_error(&json, parcel->slug, why);
    }
    tl_json_key(&json, "findings");
    tl_json_array(&json);
    tl_buf_add(out, tl_slice_sub(items, items.len > 0 ? 1 : 0, items.len)); /* without its first comma */
    tl_json_array_end(&json);
    if (parcel->number > 0) {
        tl_json_put_int(&json, "number", parcel->number);
    }
    tl_json_put_str(&json, "source", tl_check_path(report->check, parcel));
    tl_json_put_int(&json, "status", parcel->status);
    tl_json_object_end(&json);
}

static void put_failed(struct tl_check_report *report, const struct tl_parcel *parcel, enum tl_status status,
                       const char *slug, tl_slice why, struct tl_buf *out)
{
    struct tl_json json = {.out = out};
    next_entry(report, out);
    tl_json_object(&json);
    put_error(&json, slug, why);
    if (parcel != NULL) {
        tl_json_put_str(&json, "source", tl_check_path(report->check, parcel));
    }
    tl_json_put_int(&json, "status", status);
    tl_json_object_end(&json);
}

static void end(struct tl_check_report *report, enum tl_status status, struct tl_buf *out)
{
    struct tl_json json = {.out = out};
    tl_buf_str(out, report->entries == 0 ? "],\"status\":" : "\n],\"status\":");
    tl_buf_number(out, (uint64_t)status);
    tl_buf_str(out, ",\"tool\":");
    tl_json_object(&json);
    tl_json_put_str(&json, "name", "tearline");
    tl_json_put_str(&json, "version", TEARLINE_VERSION);
    tl_json_object_end(&json);
    tl_buf_str(out, "}\n");
}

const struct tl_check_form tl_check_json = {
    .begin = begin, .item = put_finding, .cable = put_cable, .failure = put_failed, .end = end};

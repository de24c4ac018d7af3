/* SPDX-License-Identifier: Apache-2.0 */
/* The forms `text`, a line each for people and editors, and `github`, for the log of a workflow. */
#include <inttypes.h>

#include "cli/check_form.h"

/* "NAME:27:1: paragraph 2 (C) exceeds UNCLASSIFIED: level" */
static void put_line(struct tl_check_at *at, const struct tl_check_item *item, struct tl_buf *out)
{
    const struct tl_check_place place = tl_check_move(at, item->in.begin);
    tl_check_put_name(tl_check_path(at->check, at->parcel), out);
    tl_buf_format(out, ":%" PRIu64 ":%" PRIu64 ": ", place.line, place.column);
    tl_check_put_message(at, item, out);
    tl_buf_byte(out, '\n');
}

const struct tl_check_form tl_check_text = {.item = put_line};

/* --- github: workflow commands, "::error file=NAME,line=27,col=1::TEXT" */

/* Escapes as the runner reads them back: % CR LF, and in a property : and , too. */
static void put_escaped(tl_slice text, bool is_property, struct tl_buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char c = text.ptr[i];
        if ((c < 0x20 && c != '\r' && c != '\n') || c == 0x7f) {
            tl_buf_byte(out, '?'); /* a terminal shows the log of a workflow too */
        } else if (c == '%' || c == '\r' || c == '\n' || (is_property && (c == ':' || c == ','))) {
            tl_buf_format(out, "%%%02X", (unsigned)c);
        } else {
            tl_buf_byte(out, c);
        }
    }
}

/* "::error file=NAME"; standard input has no file. */
static void put_command(const char *path, bool is_error, struct tl_buf *out)
{
    tl_buf_str(out, is_error ? "::error " : "::warning ");
    if (path != NULL && strcmp(path, "-") != 0) {
        tl_buf_str(out, "file=");
        put_escaped(tl_str(path), true, out);
        tl_buf_byte(out, ',');
    }
}

static void put_title(tl_slice id, struct tl_buf *out)
{
    tl_buf_str(out, "title=tearline ");
    put_escaped(id, true, out);
    tl_buf_str(out, "::");
}

static void put_annotation(struct tl_check_at *at, const struct tl_check_item *item, struct tl_buf *out)
{
    struct tl_buf message = {0};
    const char *path = tl_check_path(at->check, at->parcel);
    const struct tl_check_place begin = tl_check_move(at, item->in.begin);
    const struct tl_check_place end = tl_check_end(at, item);
    put_command(path, !item->is_doubt, out);
    tl_buf_format(out, "line=%" PRIu64 ",", begin.line);
    if (!tl_check_is_jsonl(at->parcel)) {
        tl_buf_format(out, "endLine=%" PRIu64 ",", end.line);
        if (begin.character > 0) {
            tl_buf_format(out, "col=%" PRIu64 ",", begin.character);
        }
        if (begin.line == end.line && end.character > begin.character) { /* the runner takes it on one line */
            tl_buf_format(out, "endColumn=%" PRIu64 ",", end.character);
        }
    }
    put_title(tl_check_rule_id(at->check->policy, item->rule), out);
    tl_check_put_message(at, item, &message);
    put_escaped(tl_buf_slice(&message), false, out);
    tl_buf_byte(out, '\n');
    tl_buf_release(&message);
}

static void put_failed(struct tl_check_report *report, const struct tl_parcel *parcel, enum tl_status status,
                       const char *slug, tl_slice why, struct tl_buf *out)
{
    (void)status;
    put_command(parcel == NULL ? NULL : tl_check_path(report->check, parcel), true, out);
    if (parcel != NULL && parcel->kind == TL_PARCEL_FRAME) {
        tl_buf_format(out, "line=%" PRIu64 ",", parcel->frame.line);
    }
    put_title(tl_str(slug), out);
    put_escaped(why, false, out);
    tl_buf_byte(out, '\n');
}

const struct tl_check_form tl_check_github = {.item = put_annotation, .failure = put_failed};

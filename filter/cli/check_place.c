/* SPDX-License-Identifier: Apache-2.0 */
/* Places of items in the source, and the words that all forms share. */
#include <inttypes.h>

#include "base/utf8.h"
#include "cli/check_form.h"

bool tl_check_is_jsonl(const struct tl_parcel *parcel)
{
    return parcel->framing == TL_FRAME_JSONL;
}

const char *tl_check_path(const struct tl_check *check, const struct tl_parcel *parcel)
{
    return check->stream.paths[parcel->input];
}

static void move(struct tl_cursor *cursor, size_t offset)
{
    if (offset < cursor->at) {
        *cursor = (struct tl_cursor){.bytes = cursor->bytes};
    }
    const size_t end = offset < cursor->bytes.len ? offset : cursor->bytes.len;
    while (cursor->at < end) {
        const size_t len = tl_char_at(cursor->bytes, cursor->at).len;
        const bool is_end = cursor->bytes.ptr[cursor->at] == '\n';
        cursor->at += len < end - cursor->at ? len : end - cursor->at;
        cursor->chars++;
        if (is_end) {
            cursor->lines++;
            cursor->line_begin = cursor->at;
            cursor->chars = 0;
        }
    }
}

static struct tl_check_place place_of(const struct tl_check_at *at, const struct tl_cursor *cursor)
{
    const struct tl_frame *frame = &at->parcel->frame;
    if (tl_check_is_jsonl(at->parcel)) { /* its lines are one line of the source */
        return (struct tl_check_place){frame->line, 1, 1, frame->at};
    }
    const uint64_t before = cursor->lines == 0 ? frame->column - 1 : 0;
    return (struct tl_check_place){.line = frame->line + cursor->lines,
                                   .column = before + cursor->at - cursor->line_begin + 1,
                                   .character = before == 0 ? cursor->chars + 1 : 0,
                                   .at = frame->at + frame->skip + cursor->at};
}

struct tl_check_place tl_check_move(struct tl_check_at *at, size_t offset)
{
    move(&at->cursor, offset);
    return place_of(at, &at->cursor);
}

struct tl_check_place tl_check_end(const struct tl_check_at *at, const struct tl_check_item *item)
{
    struct tl_cursor cursor = at->cursor;
    move(&cursor, item->in.end);
    return place_of(at, &cursor);
}

void tl_check_put_message(const struct tl_check_at *at, const struct tl_check_item *item, struct tl_buf *out)
{
    const struct tl_parcel *parcel = at->parcel;
    if (parcel->framing != TL_FRAME_FILE) {
        tl_buf_format(out, "cable %" PRIu64, parcel->seq);
        if (parcel->number > 0) {
            tl_buf_format(out, ", number %" PRIu32, parcel->number);
        }
        tl_buf_str(out, ": ");
    }
    if (tl_check_is_jsonl(parcel) && !item->is_record) {
        tl_buf_format(out, "line %zu of its text: ", at->cursor.lines + 1);
    }
    tl_buf_add(out, item->text);
}

void tl_check_put_clean(tl_slice text, struct tl_buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        tl_buf_byte(out, text.ptr[i] < 0x20 || text.ptr[i] == 0x7f ? '?' : text.ptr[i]);
    }
}

void tl_check_put_name(const char *path, struct tl_buf *out)
{
    tl_check_put_clean(strcmp(path, "-") == 0 ? TL_LIT("<stdin>") : tl_str(path), out);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "cable/line.h"

#include "base/check.h"

/* Length of the line end at `at`, or 0: CR* LF, LF, or a CR that no LF follows.  `crs` is where the run of
 * CRs ends that was looked at last, so that a long run is looked at once. */
static size_t line_end(tl_slice bytes, size_t at, size_t *crs)
{
    if (bytes.ptr[at] == '\n') {
        return 1;
    }
    if (bytes.ptr[at] != '\r') {
        return 0;
    }
    if (*crs <= at) {
        for (*crs = at; *crs < bytes.len && bytes.ptr[*crs] == '\r';) {
            (*crs)++;
        }
    }
    return *crs < bytes.len && bytes.ptr[*crs] == '\n' ? *crs - at + 1 : 1;
}

/* What a reader takes for an empty line: blanks, and controls that print nothing. */
static bool is_empty(tl_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char c = text.ptr[i];
        if (c > 0x20 && c != 0x7f) {
            return false;
        }
    }
    return true;
}

void tl_lines_split(struct tl_arena *arena, tl_slice bytes, struct tl_lines *out)
{
    *out = (struct tl_lines){.bytes = bytes};
    size_t begin = 0;
    size_t crs = 0;
    for (size_t at = 0; at < bytes.len;) {
        const size_t end = line_end(bytes, at, &crs);
        if (end == 0) {
            at++;
            if (at < bytes.len) {
                continue;
            }
        }
        struct tl_line *line = TL_PUSH(arena, &out->list);
        line->span = (struct tl_span){begin, at};
        at += end;
        line->next = at;
        line->role = is_empty(tl_span_of(bytes, line->span)) ? TL_LINE_BLANK : TL_LINE_TEXT;
        begin = at;
    }
}

tl_slice tl_line_text(const struct tl_lines *lines, size_t index)
{
    TL_CHECK(index < lines->list.count);
    return tl_span_of(lines->bytes, lines->list.items[index].span);
}

tl_slice tl_line_trim(const struct tl_lines *lines, size_t index)
{
    tl_slice text = tl_line_text(lines, index);
    if (index == 0 && tl_slice_starts(text, TL_LIT("\xEF\xBB\xBF"))) {
        text = tl_slice_sub(text, 3, text.len); /* the byte order mark */
    }
    return tl_slice_trim(text);
}

size_t tl_line_indent(const struct tl_lines *lines, size_t index)
{
    const tl_slice text = tl_line_text(lines, index);
    size_t columns = 0;
    for (size_t i = 0; i < text.len && tl_is_blank(text.ptr[i]); i++) {
        if (text.ptr[i] == '\t') {
            columns = columns / 8 * 8 + 8;
        } else if (text.ptr[i] == ' ') {
            columns++;
        }
    }
    return columns;
}

size_t tl_line_at(const struct tl_lines *lines, size_t offset)
{
    size_t low = 0;
    size_t high = lines->list.count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (lines->list.items[middle].span.begin <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

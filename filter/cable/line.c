/* SPDX-License-Identifier: Apache-2.0 */
#include "cable/line.h"

#include "base/check.h"
#include "base/search.h"
#include "cable/envelope.h"
#include "marking/level_word.h"
#include "marking/start.h"

enum { USUAL_LINE = 32 }; /* the bytes for which a line is expected */

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
static bool is_empty(tl_slice text, unsigned signs)
{
    for (size_t i = 0; (signs & ~(unsigned)TL_SIGN_ODD) == 0 && i < text.len; i++) {
        const unsigned char c = text.ptr[i];
        if (c > 0x20 && c != 0x7f) {
            return false;
        }
    }
    return (signs & ~(unsigned)TL_SIGN_ODD) == 0;
}

/* What is asked of the text of a line by itself; `signs` are those of its bytes. */
static unsigned signs_of_line(tl_slice core, struct tl_signs signs)
{
    if (core.len == 0) {
        return 0;
    }
    const unsigned char last = core.ptr[core.len - 1];
    const unsigned end = tl_is_alpha(last) ? 0u : tl_is_digit(last) ? TL_SIGN_LAST_DIGIT : TL_SIGN_LAST_OTHER;
    const bool is_small = tl_is_lower(core.ptr[0]);
    const bool is_word = (is_small || (signs.all & TL_SIGN_LOWER) != 0) && tl_opens_as_prose(core);
    const unsigned word = !is_word ? 0u : is_small ? TL_SIGN_SMALL_WORD : TL_SIGN_WORD;
    /* of page lines, which are capitals but for marks of a release: "ORLEVAY 00003100  002 OF 003" */
    const bool has_of = (signs.beside & TL_SIGN_LOWER) == 0 &&
                        (end == TL_SIGN_LAST_DIGIT || (signs.all & TL_SIGN_SQUARE) != 0) &&
                        tl_slice_find(core, TL_LIT("OF"), 0) != TL_NONE;
    return (has_of ? TL_SIGN_OF : 0u) | (!is_small && tl_level_word_may_open(core) ? TL_SIGN_LEVEL : 0u) |
           word | (tl_may_have_header_label(core) ? TL_SIGN_LABEL : 0u) | end;
}

static struct tl_span core_of(tl_slice bytes, struct tl_span span)
{
    tl_slice text = tl_span_of(bytes, span);
    if (span.begin == 0 && tl_slice_starts(text, TL_LIT("\xEF\xBB\xBF"))) {
        text = tl_slice_sub(text, 3, text.len); /* the byte order mark */
    }
    text = tl_slice_trim(text);
    const size_t begin = text.len == 0 ? span.begin : (size_t)(text.ptr - bytes.ptr);
    return (struct tl_span){begin, begin + text.len};
}

/* Where `byte` stands at or after `at`, or the end; `*next` is where it was found last and is looked for
 * once. */
static size_t find_byte(tl_slice bytes, size_t at, int byte, size_t *next)
{
    if (*next < at || at == 0) {
        const unsigned char *found = memchr(bytes.ptr + at, byte, bytes.len - at);
        *next = found == NULL ? bytes.len : (size_t)(found - bytes.ptr);
    }
    return *next;
}

void tl_lines_split(struct tl_arena *arena, tl_slice bytes, struct tl_lines *out)
{
    const struct tl_look *look = tl_look();
    *out = (struct tl_lines){.bytes = bytes};
    TL_EXPECT(arena, &out->list, bytes.len / USUAL_LINE + 1);
    size_t crs = 0;
    size_t cr = 0;
    size_t lf = 0;
    size_t square = 0;
    for (size_t at = 0; at < bytes.len;) {
        const size_t next_lf = find_byte(bytes, at, '\n', &lf);
        const size_t next_cr = find_byte(bytes, at, '\r', &cr);
        const size_t end = next_cr < next_lf ? next_cr : next_lf;
        struct tl_line *line = TL_PUSH(arena, &out->list);
        line->span = (struct tl_span){at, end};
        line->core = core_of(bytes, line->span);
        const tl_slice core = tl_span_of(bytes, line->core);
        line->initial = tl_initial_of(look, core);
        const tl_slice text = tl_span_of(bytes, line->span);
        struct tl_signs signs;
        if (find_byte(bytes, at, '[', &square) < end) {
            signs = tl_signs_beside_marks(text);
        } else {
            signs.all = tl_look_at(look, text);
            signs.beside = signs.all;
        }
        line->role = is_empty(text, signs.all) ? TL_LINE_BLANK : TL_LINE_TEXT;
        const unsigned of_line = signs_of_line(core, signs);
        line->signs = signs.all | of_line;
        line->beside = signs.beside | of_line;
        out->signs |= line->signs;
        at = end + (end < bytes.len ? line_end(bytes, end, &crs) : 0);
        line->next = at;
    }
}

tl_slice tl_line_text(const struct tl_lines *lines, size_t index)
{
    TL_CHECK(index < lines->list.count);
    return tl_span_of(lines->bytes, lines->list.items[index].span);
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
    return tl_last_of(TL_COUNT_UP_TO(lines->list.items, lines->list.count, span.begin, offset));
}

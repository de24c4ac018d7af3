/* SPDX-License-Identifier: Apache-2.0 */
#include "cable/prose.h"

#include "cable/envelope.h"

enum { HEADING_BYTES = 70, SIGNATURE_BYTES = 28 };

/* "COMMENT", "SUMMARY", "ACTION", "BEGIN" open something that no mark of the paragraph covers (M3). */
bool tl_is_opener(tl_slice line)
{
    static const char *const words[] = {"COMMENT", "SUMMARY", "ACTION", "BEGIN"};
    while (line.len > 0 &&
           (line.ptr[0] == '(' || line.ptr[0] == '-' || line.ptr[0] == '[' || line.ptr[0] == ' ')) {
        line.ptr++;
        line.len--;
    }
    for (size_t i = 0; i < TL_COUNT(words); i++) {
        const tl_slice word = tl_str(words[i]);
        if (tl_slice_starts_fold(line, word) && (line.len == word.len || !tl_is_alpha(line.ptr[word.len]) ||
                                                 tl_slice_starts_fold(line, TL_LIT("COMMENTS")))) {
            return true;
        }
    }
    return false;
}

/* "-----" under a heading. */
bool tl_is_rule(tl_slice line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (memchr("-=_*~ ", line.ptr[i], 6) == NULL) {
            return false;
        }
    }
    return line.len >= 3;
}

/* A short line alone between blank lines, or underlined, that ends like no sentence. */
bool tl_is_heading(const struct tl_reader *r, size_t index)
{
    const tl_slice line = tl_line_trim(&r->lines, index);
    const bool blank_after =
        index + 1 < r->lines.list.count && (r->lines.list.items[index + 1].role == TL_LINE_BLANK ||
                                            tl_is_rule(tl_line_trim(&r->lines, index + 1)));
    const bool blank_before = index > 0 && (r->lines.list.items[index - 1].role == TL_LINE_BLANK ||
                                            tl_is_rule(tl_line_trim(&r->lines, index - 1)));
    return blank_before && blank_after && line.len <= HEADING_BYTES &&
           memchr(".,;:?!)-", line.ptr[line.len - 1], 8) == NULL;
}

bool tl_is_signature(const struct tl_reader *r, size_t index)
{
    tl_slice line = tl_line_trim(&r->lines, index);
    for (size_t i = index + 1; i < r->tail_line; i++) {
        if (r->lines.list.items[i].role == TL_LINE_TEXT) {
            if (tl_is_message_end(tl_line_trim(&r->lines, i))) {
                break;
            }
            return false;
        }
    }
    while (line.len > 0 && (line.ptr[line.len - 1] == '#' || tl_is_digit(line.ptr[line.len - 1]))) {
        line.len--;
    }
    size_t words = 1;
    for (size_t i = 0; i < line.len; i++) {
        if (!tl_is_upper(line.ptr[i]) && memchr("' .-", line.ptr[i], 4) == NULL) {
            return false;
        }
        words += line.ptr[i] == ' ';
    }
    return line.len >= 2 && line.len <= SIGNATURE_BYTES && words <= 3 && tl_is_upper(line.ptr[line.len - 1]);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "golden/lines.h"

#include <stdint.h>
#include <stdlib.h>

struct lines {
    tl_slice *items; /* each with its newline */
    size_t count;
};

static struct lines split(tl_slice text)
{
    struct lines lines = {0};
    lines.items = calloc(text.len + 1, sizeof(*lines.items));
    if (lines.items == NULL) {
        abort();
    }
    for (size_t begin = 0; begin < text.len;) {
        const size_t newline = tl_slice_find(text, TL_LIT("\n"), begin);
        const size_t end = newline == TL_NONE ? text.len : newline + 1;
        lines.items[lines.count++] = tl_slice_sub(text, begin, end);
        begin = end;
    }
    return lines;
}

static void put_line(char sign, tl_slice line, struct tl_buf *out)
{
    const bool is_ended = tl_slice_ends(line, TL_LIT("\n"));
    const size_t len = is_ended ? line.len - 1 : line.len;
    tl_buf_byte(out, (unsigned char)(is_ended ? sign : '>'));
    tl_buf_byte(out, ' ');
    for (size_t i = 0; i < len; i++) {
        const unsigned char c = line.ptr[i];
        if (c == 0xc2 && i + 1 < len && line.ptr[i + 1] == 0xb6) {
            tl_buf_str(out, "\xc2\xb6");
            i++;
        } else if (c == '\r' || c == '\t' || c == '\\') {
            tl_buf_str(out, c == '\r' ? "\\r" : (c == '\t' ? "\\t" : "\\\\"));
        } else if (c < 0x20 || c > 0x7e || (c == ' ' && i + 1 == len)) {
            tl_buf_format(out, "\\x%02x", c); /* a blank at the end is told, so that none gets lost */
        } else {
            tl_buf_byte(out, c);
        }
    }
    tl_buf_byte(out, '\n');
}

static void put_count(char sign, size_t *count, struct tl_buf *out)
{
    if (*count > 0) {
        tl_buf_format(out, "%c %zu\n", sign, *count);
        *count = 0;
    }
}

void lines_tell(tl_slice original, tl_slice release, struct tl_buf *out)
{
    struct lines a = split(original);
    struct lines b = split(release);
    const size_t width = b.count + 1;
    size_t same = 0;
    size_t gone = 0;
    /* common[i * width + j]: lines in common of what follows line i of a and line j of b */
    uint32_t *common = calloc((a.count + 1) * width, sizeof(*common));
    if (common == NULL) {
        abort();
    }
    for (size_t i = a.count; i-- > 0;) {
        for (size_t j = b.count; j-- > 0;) {
            const uint32_t down = common[(i + 1) * width + j];
            const uint32_t right = common[i * width + j + 1];
            common[i * width + j] = tl_slice_eq(a.items[i], b.items[j]) ? common[(i + 1) * width + j + 1] + 1
                                                                        : (down > right ? down : right);
        }
    }
    for (size_t i = 0, j = 0; i < a.count || j < b.count;) {
        if (i < a.count && j < b.count && tl_slice_eq(a.items[i], b.items[j])) {
            put_count('-', &gone, out);
            same++;
            i++;
            j++;
        } else if (j == b.count ||
                   (i < a.count && common[(i + 1) * width + j] >= common[i * width + j + 1])) {
            put_count('=', &same, out);
            gone++;
            i++;
        } else {
            put_count('=', &same, out);
            put_count('-', &gone, out);
            put_line('+', b.items[j++], out);
        }
    }
    put_count('=', &same, out);
    put_count('-', &gone, out);
    free(common);
    free(a.items);
    free(b.items);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "cable/eye.h"

#include <utf8proc.h>

#include "base/utf8.h"
#include "cable/fold.h"

/* Blocks of letters that carry their own bracket (Unicode: Enclosed Alphanumerics and their supplement). */
static const struct {
    uint32_t first;
    uint32_t last;
} enclosed[] = {{0x249c, 0x24b5},   {0x24b6, 0x24cf},   {0x24d0, 0x24e9},  {0x1f110, 0x1f129},
                {0x1f130, 0x1f149}, {0x1f150, 0x1f169}, {0x1f170, 0x1f189}};

/* What a character reads as by its general category (Unicode standard 4.5); NOT_SEEN: nothing. */
enum { NOT_SEEN = -1 };

static const struct {
    utf8proc_category_t category;
    int reads_as;
} categories[] = {
    {UTF8PROC_CATEGORY_ZS, ' '},      {UTF8PROC_CATEGORY_PS, '('},      {UTF8PROC_CATEGORY_PE, ')'},
    {UTF8PROC_CATEGORY_MN, NOT_SEEN}, {UTF8PROC_CATEGORY_ME, NOT_SEEN}, {UTF8PROC_CATEGORY_CF, NOT_SEEN},
    {UTF8PROC_CATEGORY_CC, NOT_SEEN},
};

static int by_category(uint32_t code)
{
    const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
    for (size_t i = 0; i < TL_COUNT(categories); i++) {
        if (categories[i].category == category) {
            return categories[i].reads_as;
        }
    }
    return 0;
}

static void fold_character(uint32_t code, struct tl_buf *out)
{
    unsigned char ascii[TL_FOLD_ROOM];
    size_t count = 0;
    for (size_t i = 0; i < TL_COUNT(enclosed); i++) {
        if (code >= enclosed[i].first && code <= enclosed[i].last) {
            tl_buf_format(out, "(%c)", (int)('A' + (code - enclosed[i].first)));
            return;
        }
    }
    const int plain = by_category(code);
    if (plain > 0) {
        tl_buf_byte(out, (unsigned char)plain);
    } else if (plain == 0 && tl_fold_char(code, ascii, &count)) {
        tl_buf_add(out, (tl_slice){ascii, count});
    } else if (plain == 0) {
        tl_buf_char(out, code);
    }
}

void tl_eye_fold(tl_slice line, struct tl_buf *out)
{
    for (size_t at = 0; at < line.len;) {
        const struct tl_char c = tl_char_at(line, at);
        at += c.len;
        if (c.code >= 0x80) {
            fold_character(c.code, out);
        } else if (c.code >= 0x20 && c.code != 0x7f) {
            tl_buf_byte(out, (unsigned char)c.code);
        } else if (c.code == '\t') {
            tl_buf_byte(out, ' ');
        }
    }
}

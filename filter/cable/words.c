/* SPDX-License-Identifier: Apache-2.0 */
#include "cable/reader.h"

tl_slice tl_next_word(struct tl_cursor *c)
{
    tl_skip_blanks(c);
    const size_t begin = c->at;
    while (c->at < c->text.len && !tl_is_blank(c->text.ptr[c->at])) {
        c->at++;
    }
    return tl_slice_sub(c->text, begin, c->at);
}

tl_slice tl_take_letters(struct tl_cursor *c)
{
    const size_t begin = c->at;
    while (c->at < c->text.len && tl_is_alpha(c->text.ptr[c->at])) {
        c->at++;
    }
    return tl_slice_sub(c->text, begin, c->at);
}

tl_slice tl_take_digits(struct tl_cursor *c)
{
    const size_t begin = c->at;
    while (c->at < c->text.len && tl_is_digit(c->text.ptr[c->at])) {
        c->at++;
    }
    return tl_slice_sub(c->text, begin, c->at);
}

bool tl_is_all_caps(tl_slice text)
{
    bool has_letter = false;
    for (size_t i = 0; i < text.len; i++) {
        if (tl_is_lower(text.ptr[i])) {
            return false;
        }
        has_letter = has_letter || tl_is_upper(text.ptr[i]);
    }
    return has_letter;
}

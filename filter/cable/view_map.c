/* SPDX-License-Identifier: Apache-2.0 */
/* From a view back to the original bytes. */
#include "base/check.h"
#include "cable/compose.h"
#include "cable/view.h"

/* The original bytes of the character that text[at] is part of. */
static struct tl_span character_at(const struct tl_view *view, size_t at)
{
    size_t low = 0;
    size_t high = view->piece_count;
    while (high - low > 1) { /* the last piece that begins at or before `at` */
        const size_t middle = low + (high - low) / 2;
        if (view->pieces[middle].at <= at) {
            low = middle;
        } else {
            high = middle;
        }
    }
    const struct tl_piece *piece = &view->pieces[low];
    if (piece->is_run) {
        const size_t from = piece->from + (at - piece->at);
        return (struct tl_span){from, from + 1};
    }
    return (struct tl_span){piece->from, piece->to};
}

struct tl_span tl_view_original(const struct tl_view *view, struct tl_span span)
{
    const size_t len = view->text.len;
    if (len == 0) {
        return (struct tl_span){0, 0};
    }
    if (span.begin >= span.end) {
        const size_t at =
            span.begin < len ? character_at(view, span.begin).begin : character_at(view, len - 1).end;
        return (struct tl_span){at, at};
    }
    TL_CHECK(span.end <= len);
    return (struct tl_span){character_at(view, span.begin).begin, character_at(view, span.end - 1).end};
}

size_t tl_view_place(const struct tl_view *view, size_t original)
{
    size_t low = 0;
    size_t high = view->piece_count;
    while (low < high) { /* visible pieces stand in the order of the original */
        const size_t middle = low + (high - low) / 2;
        const struct tl_piece *piece = &view->pieces[middle];
        if (piece->at < view->visible && piece->from <= original) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == 0 || !view->pieces[low - 1].is_run) {
        return TL_NONE;
    }
    const size_t end = low < view->piece_count ? view->pieces[low].at : view->text.len;
    const size_t at = view->pieces[low - 1].at + (original - view->pieces[low - 1].from);
    return at < end ? at : TL_NONE;
}

size_t tl_view_characters(const struct tl_view *view, struct tl_span span)
{
    size_t count = 0;
    for (size_t i = span.begin; i < span.end && i < view->text.len; i++) {
        count += (view->text.ptr[i] & 0xc0) != 0x80;
    }
    return count;
}

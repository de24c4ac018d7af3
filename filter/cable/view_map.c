/* SPDX-License-Identifier: Apache-2.0 */
/* From a view back to the original bytes. */
#include "base/check.h"
#include "cable/view.h"

struct tl_span tl_view_original(const struct tl_view *view, struct tl_span span)
{
    const size_t len = view->text.len;
    if (len == 0) {
        return (struct tl_span){0, 0};
    }
    if (span.begin >= span.end) {
        const size_t at = span.begin < len ? view->from[span.begin] : view->to[len - 1];
        return (struct tl_span){at, at};
    }
    TL_CHECK(span.end <= len);
    struct tl_span original = {view->from[span.begin], view->to[span.end - 1]};
    return original;
}

size_t tl_view_characters(const struct tl_view *view, struct tl_span span)
{
    size_t count = 0;
    for (size_t i = span.begin; i < span.end && i < view->text.len; i++) {
        count += (view->text.ptr[i] & 0xc0) != 0x80;
    }
    return count;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Marks, banners and starts of portions: what is read lies in the text, and a banner that is written reads
 * the same when it is read. */
#include "fuzz/fuzz.h"
#include "marking/portion.h"
#include "marking/start.h"

static void hold_span(struct tl_span span, size_t len)
{
    HOLD(span.begin <= span.end && span.end <= len, "a span lies in the text");
}

static void hold_start(tl_slice text)
{
    struct tl_start start;
    const bool is_any = tl_portion_start(text, &start);
    hold_span(start.label, text.len);
    hold_span(start.number, text.len);
    hold_span(start.outer, text.len);
    hold_span(start.mark, text.len);
    HOLD(start.text_begin <= text.len, "the text begins in the line");
    HOLD(is_any || (tl_span_len(start.mark) == 0 && tl_span_len(start.label) == 0), "nothing is nothing");
    HOLD((start.mark_kind == TL_START_UNMARKED) == (tl_span_len(start.mark) == 0), "a mark has bytes");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const tl_slice text = {data, size};
    struct tl_arena arena = {0};
    struct tl_marking mark;
    struct tl_marking banner;
    struct tl_marking again;
    struct tl_buf line = {0};
    struct tl_buf safe = {0};
    struct tl_span span;
    bool is_damaged;
    hold_start(text);
    if (tl_entire_text_at(text, &span, &is_damaged)) {
        hold_span(span, size);
    }
    tl_portion_parse(&arena, text, &mark);
    tl_banner_parse(&arena, text, &banner);
    HOLD(mark.is_valid == (mark.reason == NULL), "what is not valid says why");
    HOLD(banner.is_valid == (banner.reason == NULL), "what is not valid says why");
    tl_marking_render_safe(&mark, true, &safe);
    const struct tl_marking joined = tl_marking_join(&arena, &mark, &banner);
    HOLD(tl_marking_within(&mark, &mark) || !mark.is_valid, "a marking is within itself");
    HOLD(!joined.is_valid || (tl_marking_rank(&joined) >= tl_marking_rank(&mark) &&
                              tl_marking_rank(&joined) >= tl_marking_rank(&banner)),
         "a join is above both");
    if (banner.is_valid) {
        tl_banner_render(&banner, &line);
        tl_banner_parse(&arena, tl_buf_slice(&line), &again);
        HOLD(again.level == banner.level, "a banner written keeps its level");
        tl_buf_reset(&line);
    }
    tl_buf_release(&line);
    tl_buf_release(&safe);
    tl_arena_release(&arena);
    return 0;
}

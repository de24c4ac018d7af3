/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Struck marks (DESIGN M16) are taken out before a cable is read, and the places of all that was found are
 * given back as places of the cable that was given.  So no part of the reader ever sees one, and a cable with
 * struck marks reads as the one without them.
 *
 * A place that falls together with a struck mark lies before or behind it: texts and labels take the marks
 * round them along, words that may be marked again do not.
 */
#include "marking/struck.h"
#include "base/search.h"
#include "cable/reader.h"

/* Number of marks whose place, in what was read, is below `at`. */
static size_t marks_below(const struct tl_struck_marks *marks, size_t at)
{
    return TL_COUNT_BELOW(marks->list.items, marks->list.count, at, at);
}

static size_t gone_below(const struct tl_struck_marks *marks, size_t count)
{
    return count == 0 ? 0 : marks->list.items[count - 1].gone;
}

/* The place in the cable of byte `at` of what was read, before or behind the marks that stand there. */
static size_t before(const struct tl_struck_marks *marks, size_t at)
{
    return at + gone_below(marks, marks_below(marks, at));
}

static size_t behind(const struct tl_struck_marks *marks, size_t at)
{
    return at + gone_below(marks, marks_below(marks, at + 1));
}

static struct tl_span with_marks(const struct tl_struck_marks *marks, struct tl_span span)
{
    return (struct tl_span){before(marks, span.begin), behind(marks, span.end)};
}

static struct tl_span up_to_marks(const struct tl_struck_marks *marks, struct tl_span span)
{
    return (struct tl_span){before(marks, span.begin), before(marks, span.end)};
}

static struct tl_span without_marks(const struct tl_struck_marks *marks, struct tl_span span)
{
    const size_t begin = behind(marks, span.begin);
    return (struct tl_span){begin, tl_span_len(span) == 0 ? begin : before(marks, span.end)};
}

tl_slice tl_struck_take(struct tl_arena *arena, tl_slice bytes, struct tl_struck_marks *out)
{
    struct tl_buf rest = {0};
    size_t done = 0;
    *out = (struct tl_struck_marks){.bytes = bytes};
    for (size_t at = tl_slice_find(bytes, TL_LIT("[-"), 0); at != TL_NONE;
         at = tl_slice_find(bytes, TL_LIT("[-"), at + 1)) {
        const struct tl_struck mark = tl_struck_at(bytes, at);
        if (mark.len == 0) {
            continue;
        }
        const size_t begin = mark.gone.begin > done ? mark.gone.begin : done;
        tl_buf_add(&rest, tl_slice_sub(bytes, done, begin));
        done = mark.gone.end;
        struct tl_struck_mark *item = TL_PUSH(arena, &out->list);
        *item = (struct tl_struck_mark){{at, at + mark.len}, rest.len, done - rest.len};
    }
    tl_buf_add(&rest, tl_slice_sub(bytes, done, bytes.len));
    if (out->list.count == 0 || rest.len == 0) {
        out->list.count = 0; /* nothing but struck marks: there is no cable to read without them */
        tl_buf_release(&rest);
        return bytes;
    }
    const tl_slice text = tl_arena_dup(arena, tl_buf_slice(&rest));
    tl_buf_release(&rest);
    return text;
}

static void restore_portions(const struct tl_struck_marks *marks, struct tl_cable *cable, size_t read)
{
    for (size_t i = 0; i < cable->portions.count; i++) {
        struct tl_portion *portion = &cable->portions.items[i];
        portion->span = portion->span.end == read
                            ? (struct tl_span){before(marks, portion->span.begin), marks->bytes.len}
                            : up_to_marks(marks, portion->span);
        portion->core = with_marks(marks, portion->core);
        portion->core.end = portion->core.end < portion->span.end ? portion->core.end : portion->span.end;
        portion->label = up_to_marks(marks, portion->label);
        portion->mark = up_to_marks(marks, portion->mark);
    }
    for (size_t i = 0; i < cable->elements.count; i++) {
        cable->elements.items[i].span = up_to_marks(marks, cable->elements.items[i].span);
    }
    if (cable->elements.count > 0) {
        cable->elements.items[cable->elements.count - 1].span.end = marks->bytes.len;
    }
}

void tl_struck_restore(struct tl_arena *arena, const struct tl_struck_marks *marks, struct tl_cable *cable)
{
    const size_t read = cable->bytes.len;
    if (marks->list.count == 0) {
        return;
    }
    restore_portions(marks, cable, read);
    for (size_t i = 0; i < cable->claims.count; i++) {
        struct tl_claim *claim = &cable->claims.items[i];
        claim->span = (struct tl_span){behind(marks, claim->span.begin), behind(marks, claim->span.end)};
        claim->level = without_marks(marks, claim->level);
    }
    for (size_t i = 0; i < cable->captions.count; i++) {
        cable->captions.items[i].span = without_marks(marks, cable->captions.items[i].span);
    }
    for (size_t i = 0; i < cable->instructions.count; i++) {
        cable->instructions.items[i].span = without_marks(marks, cable->instructions.items[i].span);
    }
    size_t *starts = tl_arena_alloc(arena, cable->line_count + 1, sizeof(*starts));
    for (size_t i = 0; i < cable->line_count; i++) {
        starts[i] = before(marks, cable->line_starts[i]);
    }
    cable->line_starts = starts;
    cable->bytes = marks->bytes;
    for (size_t i = 0; i < marks->list.count; i++) {
        *TL_PUSH(arena, &cable->struck) = marks->list.items[i].mark;
    }
    struct tl_finding *finding = TL_PUSH(arena, &cable->findings);
    *finding =
        (struct tl_finding){"struck-mark", tl_cable_line(cable, cable->struck.items[0].begin), TL_NONE};
}

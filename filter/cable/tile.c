/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tiling: every byte belongs to exactly one element (DESIGN M6).
 *
 * Portions are sorted by where their text begins.  The blanks before a text on its line are its own; what
 * follows it, blank lines too, up to the line of the next, is its own as well.  Furniture whose line lies
 * between the first and the last byte of another portion stands inside it and cuts it into pieces.
 */
#include "base/check.h"
#include "base/sort.h"
#include "cable/reader.h"
#include "marking/mark.h"

struct order {
    size_t begin;
    size_t was;
};

static int by_begin(const void *a, const void *b)
{
    const struct order *x = a;
    const struct order *y = b;
    if (x->begin != y->begin) {
        return x->begin < y->begin ? -1 : 1;
    }
    return x->was < y->was ? -1 : x->was > y->was;
}

static void sort_portions(struct tl_reader *r)
{
    struct tl_cable *cable = r->cable;
    const size_t count = cable->portions.count;
    size_t sorted = 1;
    while (sorted < count &&
           cable->portions.items[sorted - 1].core.begin <= cable->portions.items[sorted].core.begin) {
        sorted++;
    }
    if (sorted >= count) {
        return; /* the reader adds them in this order, but for furniture */
    }
    struct order *order = tl_arena_alloc(r->arena, count + 1, sizeof(*order));
    size_t *now = tl_arena_alloc(r->arena, count + 1, sizeof(*now));
    for (size_t i = 0; i < count; i++) {
        order[i] = (struct order){cable->portions.items[i].core.begin, i};
    }
    tl_sort(order, count, sizeof(*order), by_begin);
    for (size_t i = 0; i < count; i++) {
        now[order[i].was] = i;
    }
    const struct tl_portion *before = cable->portions.items;
    cable->portions.items = NULL;
    cable->portions.count = 0;
    cable->portions.room = 0;
    TL_EXPECT(r->arena, &cable->portions, count);
    for (size_t i = 0; i < count; i++) {
        struct tl_portion *portion = TL_PUSH(r->arena, &cable->portions);
        *portion = before[order[i].was];
        portion->group = portion->group == TL_NONE ? TL_NONE : now[portion->group];
    }
}

/* Index of the line on which the portion begins. */
static size_t line_of(const struct tl_reader *r, const struct tl_portion *portion)
{
    const size_t line = portion->line - 1;
    TL_CHECK(line < r->lines.list.count && r->lines.list.items[line].span.begin <= portion->core.begin &&
             portion->core.begin <= r->lines.list.items[line].next);
    return line;
}

/* Where the share of the portion `next` begins, after a text that ended at `end`. */
static size_t boundary(const struct tl_reader *r, size_t end, const struct tl_portion *next)
{
    const size_t line = r->lines.list.items[line_of(r, next)].span.begin;
    return line >= end ? line : next->core.begin;
}

/* Spans of portions and of furniture; `inside` of furniture. */
static void set_spans(struct tl_reader *r)
{
    struct tl_cable *cable = r->cable;
    struct tl_portion *host = NULL; /* the last portion that is not inside another */
    struct tl_portion *inner = NULL;
    for (size_t i = 0; i < cable->portions.count; i++) {
        struct tl_portion *portion = &cable->portions.items[i];
        if (host != NULL && portion->kind == TL_KIND_FURNITURE && portion->core.begin < host->core.end) {
            portion->inside = (size_t)(host - cable->portions.items);
            size_t line = line_of(r, portion);
            portion->span.begin = r->lines.list.items[line].span.begin;
            if (inner != NULL) {
                inner->span.end =
                    inner->span.end < portion->span.begin ? inner->span.end : portion->span.begin;
            }
            inner = portion;
            /* blank lines after it are its own */
            line++;
            while (line < r->lines.list.count && r->lines.list.items[line].role == TL_LINE_BLANK) {
                line++;
            }
            portion->span.end =
                line < r->lines.list.count ? r->lines.list.items[line].span.begin : host->core.end;
            continue;
        }
        inner = NULL;
        portion->span.begin = host == NULL ? 0 : boundary(r, host->core.end, portion);
        if (host != NULL) {
            TL_CHECK(portion->core.begin >= host->core.end);
            host->span.end = portion->span.begin;
        }
        host = portion;
    }
    if (host != NULL) {
        host->span.end = cable->bytes.len;
    }
}

static void add_element(struct tl_reader *r, enum tl_kind kind, size_t begin, size_t end, size_t portion)
{
    if (begin < end) {
        struct tl_element *element = TL_PUSH(r->arena, &r->cable->elements);
        *element = (struct tl_element){kind, {begin, end}, portion, 0};
        size_t text = begin;
        while (text < end && tl_is_blank(r->lines.bytes.ptr[text])) {
            text++;
        }
        const struct tl_portion *whose = &r->cable->portions.items[portion];
        element->line =
            text == whose->core.begin ? whose->line : tl_line_number(r, text < end ? text : begin);
    }
}

static void make_elements(struct tl_reader *r)
{
    const struct tl_cable *cable = r->cable;
    size_t at = 0;
    for (size_t i = 0; i < cable->portions.count; i++) {
        const struct tl_portion *host = &cable->portions.items[i];
        if (host->inside != TL_NONE) {
            continue;
        }
        at = host->span.begin;
        for (size_t k = i + 1; k < cable->portions.count && cable->portions.items[k].inside == i; k++) {
            const struct tl_portion *inner = &cable->portions.items[k];
            add_element(r, host->kind, at, inner->span.begin, i);
            add_element(r, inner->kind, inner->span.begin, inner->span.end, k);
            at = inner->span.end;
        }
        add_element(r, host->kind, at, host->span.end, i);
    }
}

static void check_tiling(const struct tl_cable *cable)
{
    size_t at = 0;
    for (size_t i = 0; i < cable->elements.count; i++) {
        TL_CHECK(cable->elements.items[i].span.begin == at);
        at = cable->elements.items[i].span.end;
    }
    TL_CHECK(at == cable->bytes.len || cable->elements.count == 0);
}

/* An element that is exactly a label and a mark that withholds, wherever it stands, is `withheld` (M15). */
static void find_withheld(struct tl_reader *r)
{
    for (size_t i = 0; i < r->cable->portions.count; i++) {
        struct tl_portion *portion = &r->cable->portions.items[i];
        const size_t label = portion->label.begin == portion->core.begin ? tl_span_len(portion->label) : 0;
        const tl_slice text = tl_span_of(r->lines.bytes, portion->core);
        const struct tl_mark mark = tl_mark_at(text, label);
        if (mark.kind == TL_MARK_WITHHELD && label + mark.len == text.len) {
            portion->kind = TL_KIND_WITHHELD;
            portion->withheld = mark.rank;
        }
    }
}

void tl_tile(struct tl_reader *r)
{
    if (r->cable->portions.count == 0 && r->lines.bytes.len > 0) {
        (void)tl_add_portion(r, TL_KIND_OTHER, (struct tl_span){0, r->lines.bytes.len});
    }
    find_withheld(r);
    sort_portions(r);
    set_spans(r);
    make_elements(r);
    check_tiling(r->cable);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "cable/reader.h"

#include "base/check.h"

struct tl_span tl_trim_span(const struct tl_reader *r, size_t begin, size_t end)
{
    const tl_slice text = tl_slice_trim(tl_slice_sub(r->lines.bytes, begin, end));
    const size_t at = text.len == 0 ? begin : (size_t)(text.ptr - r->lines.bytes.ptr);
    return (struct tl_span){at, at + text.len};
}

struct tl_portion *tl_add_portion(struct tl_reader *r, enum tl_kind kind, struct tl_span core)
{
    TL_CHECK(core.begin <= core.end && core.end <= r->lines.bytes.len);
    struct tl_portion *portion = TL_PUSH(r->arena, &r->cable->portions);
    portion->kind = kind;
    portion->core = core;
    portion->span = core;
    portion->label = (struct tl_span){core.begin, core.begin};
    portion->mark = portion->label;
    portion->group = TL_NONE;
    portion->inside = TL_NONE;
    portion->line = tl_line_number(r, core.begin);
    portion->effective = r->overall;
    portion->lenient = r->lenient;
    portion->from = TL_FROM_OVERALL;
    return portion;
}

void tl_add_claim(struct tl_reader *r, enum tl_claim_from from, const struct tl_marking *marking,
                  struct tl_span span, struct tl_span level, size_t line)
{
    struct tl_claim *claim = TL_PUSH(r->arena, &r->cable->claims);
    claim->from = from;
    claim->marking = *marking;
    claim->span = span;
    claim->level = level;
    claim->line = line;
}

void tl_add_finding(struct tl_reader *r, const char *slug, size_t line)
{
    struct tl_finding *finding = TL_PUSH(r->arena, &r->cable->findings);
    *finding = (struct tl_finding){slug, line, TL_NONE};
}

static bool is_on_line(const struct tl_lines *lines, size_t index, size_t offset)
{
    return index < lines->list.count && lines->list.items[index].span.begin <= offset &&
           offset < lines->list.items[index].next;
}

size_t tl_line_number(struct tl_reader *r, size_t offset)
{
    if (r->lines.list.count == 0) {
        return 1;
    }
    if (is_on_line(&r->lines, r->near_line + 1, offset)) {
        r->near_line++;
    } else if (!is_on_line(&r->lines, r->near_line, offset)) {
        r->near_line = tl_line_at(&r->lines, offset);
    }
    return r->near_line + 1;
}

const char *tl_claim_name(enum tl_claim_from from)
{
    switch (from) {
    case TL_CLAIM_CLASSIFICATION_LINE:
        return "classification-line";
    case TL_CLAIM_ZNY:
        return "zny";
    case TL_CLAIM_BANNER:
        return "banner";
    case TL_CLAIM_PAGE_LINE:
        return "page-line";
    case TL_CLAIM_PORTION:
        return "portion";
    case TL_CLAIM_CAPTION:
        return "caption";
    case TL_CLAIM_STAMP:
        return "stamp";
    case TL_CLAIM_AUTHORITY:
        return "authority";
    case TL_CLAIM_ASSUMED:
        return "assumed";
    }
    return "unknown";
}

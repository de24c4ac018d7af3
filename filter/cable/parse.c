/* SPDX-License-Identifier: Apache-2.0 */
#include "base/search.h"
#include "base/sort.h"
#include "base/utf8.h"
#include "cable/reader.h"
#include "cable/view.h"
#include "marking/portion.h"

enum { READINGS = 2, LINES_OF_PORTION = 2 /* as portions are expected */ };

/* The archive's attributes begin here and go to the end (cable_anatomy.md 9.15). */
static size_t find_tail(const struct tl_reader *r)
{
    for (size_t i = 0; i < r->lines.list.count; i++) {
        if (tl_may(r, i, TL_MAY_BE_ATTRIBUTES) &&
            tl_slice_eq(tl_line_trim(&r->lines, i), TL_LIT("Message Attributes"))) {
            return i;
        }
    }
    return tl_smart_tail(r);
}

/* The tail without the banners and running heads that end the page. */
static void read_tail(struct tl_reader *r)
{
    const size_t begin = tl_read_smart_signature(r, r->tail_line);
    size_t end = r->lines.list.count;
    while (end > begin && r->lines.list.items[end - 1].role != TL_LINE_TEXT) {
        end--;
    }
    if (begin < end) {
        const struct tl_span core = {tl_line_core(r, begin).begin, tl_line_core(r, end - 1).end};
        (void)tl_add_portion(r, TL_KIND_ATTRIBUTES, core);
    }
}

/* What the classification line says is the overall of nearly every cable: the first reading takes it for
 * that. */
static void guess_overall(struct tl_reader *r)
{
    if (r->class_line != TL_NONE) {
        r->overall = r->class_read.marking;
        r->lenient = r->class_read.marking;
    }
}

/* One reading with what is taken for the overall; fills all but levels that need every claim. */
static void read_all(struct tl_reader *r, bool guesses)
{
    struct tl_cable *cable = r->cable;
    const tl_slice bytes = r->lines.bytes;
    *cable = (struct tl_cable){.bytes = bytes, .line_count = r->lines.list.count};
    TL_EXPECT(r->arena, &cable->portions, r->lines.list.count / LINES_OF_PORTION + 1);
    r->last_number = 0;
    r->withheld_since = 0;
    r->is_second_cable = false;
    r->section = (struct tl_section){0};
    r->is_foia = false;
    tl_read_identity(r);
    if (guesses) {
        guess_overall(r);
    }
    r->tail_line = find_tail(r);
    tl_read_furniture(r);
    for (size_t line = 0; line < r->tail_line;) {
        const size_t body = tl_read_header(r, line);
        line = body < r->tail_line ? tl_read_body(r, body) : body;
    }
    tl_sections_end(r);
    read_tail(r);
}

/* The signs of all lines on which text of the portion stands. */
static unsigned signs_of_portion(const struct tl_reader *r, const struct tl_portion *portion)
{
    unsigned signs = 0;
    for (size_t i = portion->line - 1;
         i < r->lines.list.count && r->lines.list.items[i].span.begin < portion->core.end; i++) {
        signs |= r->lines.list.items[i].signs;
    }
    return signs;
}

static void look_for_doubt(struct tl_reader *r)
{
    struct tl_cable *cable = r->cable;
    /* without these no test can find anything */
    const unsigned any = TL_SIGN_ODD | TL_SIGN_CODED | TL_SIGN_LONG_WORD;
    bool has_stray = (r->lines.signs & TL_SIGN_ODD) == 0;
    const size_t count = (r->lines.signs & any) == 0 ? 0 : cable->portions.count;
    for (size_t i = 0; i < count; i++) {
        struct tl_portion *portion = &cable->portions.items[i];
        if ((signs_of_portion(r, portion) & any) == 0) {
            continue;
        }
        portion->doubt = tl_view_doubt(tl_span_of(cable->bytes, portion->core));
        if (portion->doubt != NULL) {
            tl_add_finding(r, portion->doubt, portion->line);
        }
    }
    for (size_t at = 0; at < cable->bytes.len && !has_stray;) {
        const struct tl_char c = tl_char_at(cable->bytes, at);
        if (c.is_stray) {
            has_stray = true;
            tl_add_finding(r, "stray-bytes", tl_line_number(r, at));
        }
        at += c.len;
    }
}

static const size_t *line_starts(struct tl_reader *r)
{
    size_t *starts = tl_arena_alloc(r->arena, r->lines.list.count + 1, sizeof(*starts));
    for (size_t i = 0; i < r->lines.list.count; i++) {
        starts[i] = r->lines.list.items[i].span.begin;
    }
    return starts;
}

static bool is_same(const struct tl_marking *a, const struct tl_marking *b)
{
    return a->is_valid == b->is_valid && a->level == b->level && tl_marking_within(a, b) &&
           tl_marking_within(b, a);
}

static int by_begin(const void *a, const void *b)
{
    const struct tl_span *x = a;
    const struct tl_span *y = b;
    return x->begin < y->begin ? -1 : x->begin > y->begin;
}

/* Where lines of the cable itself say a level. */
static void find_level_words(struct tl_arena *arena, struct tl_cable *cable)
{
    size_t kept = 0;
    for (size_t i = 0; i < cable->claims.count; i++) {
        const struct tl_claim *claim = &cable->claims.items[i];
        const bool is_line = claim->from == TL_CLAIM_CLASSIFICATION_LINE || claim->from == TL_CLAIM_ZNY ||
                             claim->from == TL_CLAIM_BANNER || claim->from == TL_CLAIM_PAGE_LINE;
        if (is_line && !claim->is_enclosed && tl_span_len(claim->level) > 0) {
            *TL_PUSH(arena, &cable->level_words) = claim->level;
        }
    }
    struct tl_span *words = cable->level_words.items;
    tl_sort(words, cable->level_words.count, sizeof(*words), by_begin);
    for (size_t i = 0; i < cable->level_words.count; i++) {
        if (kept > 0 && words[i].begin < words[kept - 1].end) {
            words[kept - 1].end = words[i].end > words[kept - 1].end ? words[i].end : words[kept - 1].end;
        } else {
            words[kept++] = words[i];
        }
    }
    cable->level_words.count = kept;
}

void tl_cable_parse(struct tl_arena *arena, tl_slice bytes, const struct tl_cable_options *options,
                    struct tl_cable *out)
{
    struct tl_reader r = {.arena = arena, .cable = out, .lenient = tl_marking_of_level(TL_LEVEL_U)};
    struct tl_struck_marks struck;
    tl_lines_split(arena, tl_struck_take(arena, bytes, &struck), &r.lines);
    tl_find_openers(&r);
    /* what is above the governing level depends on the overall, which is known when all is read: where it is
     * another than was taken, all is read again */
    bool is_settled = false;
    for (int reading = 0; reading < READINGS && !is_settled; reading++) {
        read_all(&r, reading == 0);
        tl_read_instructions(&r);
        tl_join_claims(&r, options);
        is_settled = is_same(&r.overall, &out->overall) && is_same(&r.lenient, &out->lenient);
        r.overall = out->overall;
        r.lenient = out->lenient;
    }
    out->line_starts = line_starts(&r);
    tl_tile(&r);
    tl_finish_levels(&r);
    look_for_doubt(&r);
    tl_read_honour(&r, options->frees_nothing);
    tl_struck_restore(arena, &struck, out);
    find_level_words(arena, out);
}

size_t tl_cable_line(const struct tl_cable *cable, size_t offset)
{
    return tl_last_of(tl_offsets_up_to(cable->line_starts, cable->line_count, sizeof(size_t), offset)) + 1;
}

struct tl_span tl_cable_level_words(const struct tl_cable *cable, struct tl_span in)
{
    const struct tl_span *words = cable->level_words.items;
    const size_t first = TL_COUNT_UP_TO(words, cable->level_words.count, end, in.begin);
    return first < cable->level_words.count && words[first].begin < in.end ? words[first]
                                                                           : (struct tl_span){in.end, in.end};
}

tl_slice tl_cable_mrn(struct tl_arena *arena, const struct tl_cable *cable)
{
    if (cable->number == 0) {
        return (tl_slice){NULL, 0};
    }
    return tl_str(tl_arena_format(arena, "%.*s%s%u", (int)cable->post.len, (const char *)cable->post.ptr,
                                  cable->post.len == 0 ? "" : " ", cable->number));
}

bool tl_cable_has_finding(const struct tl_cable *cable, const char *slug)
{
    for (size_t i = 0; i < cable->findings.count; i++) {
        if (strcmp(cable->findings.items[i].slug, slug) == 0) {
            return true;
        }
    }
    return false;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The classification line of a cable: found among the lines of a header, and read into its portions, its
 * claim and its controls (cable_anatomy.md 5; DESIGN M1, M6, M9).
 *
 * A line that begins as one and cannot be read to its end still claims its level; what does not read is a
 * control nobody knows, unless it is the post with a damaged number.
 */
#include "cable/envelope.h"
#include "cable/posts.h"
#include "cable/reader.h"
#include "marking/level_word.h"
#include "marking/mark.h"

/* "C O N F I D E N T I A L PORT ARDENT" without its number: the level, then the post as the FM line calls it.
 */
static bool parse_level_and_post(const struct tl_reader *r, tl_slice line, struct tl_classline *out)
{
    const tl_slice post = r->cable->from_post;
    if (post.len == 0 || !tl_slice_ends(line, post) || line.len == post.len) {
        return false;
    }
    tl_classline_parse(r->arena, tl_slice_trim(tl_slice_sub(line, 0, line.len - post.len)), out);
    out->post = tl_slice_sub(line, line.len - post.len, line.len);
    out->fit_end = line.len;
    return out->is_found && out->is_whole && !out->is_damaged && out->number == 0;
}

/* The words behind a post that stand where its number should: "0158-", "O158", "A-158". */
static bool is_damaged_number(tl_slice text)
{
    return text.len <= 12 && tl_is_digits_and(text, TL_LIT("OILA -./"));
}

static bool is_post_and_damaged_number(const struct tl_reader *r, tl_slice text)
{
    const tl_slice post = r->cable->from_post;
    return is_damaged_number(text) || (post.len > 0 && text.len > post.len && tl_slice_starts(text, post) &&
                                       is_damaged_number(tl_slice_sub(text, post.len, text.len)));
}

/* "PORT ARDENT 01 58", "SECT 1 OF 2 PORT ARDENT 0158": what was taken for the number is a part of something
 * else. */
static bool is_doubtful_number(const struct tl_reader *r, tl_slice line, const struct tl_classline *found)
{
    const tl_slice rest = tl_slice_trim(tl_slice_sub(line, found->fit_end, line.len));
    const tl_slice post = r->cable->from_post;
    return is_damaged_number(rest) ||
           (post.len > 0 && !tl_same_post(found->post, post) && tl_slice_find(rest, post, 0) != TL_NONE);
}

enum tl_class_fit tl_class_line_parse(const struct tl_reader *r, tl_slice line, struct tl_classline *out)
{
    unsigned char *copy = tl_arena_alloc(r->arena, line.len + 1, 1);
    const bool is_marked = tl_marks_read_as_words(line, copy, line.len);
    if (is_marked && !tl_level_word_may_open((tl_slice){copy, line.len})) {
        *out = (struct tl_classline){0};
        return TL_CLASS_NONE;
    }
    tl_classline_parse(r->arena, is_marked ? (tl_slice){copy, line.len} : line, out);
    if (is_marked) {
        out->marking.text = line;
        out->post = tl_marked_post(line, copy, out->post);
    }
    if (tl_is_stamp(line)) {
        return TL_CLASS_NONE;
    }
    if (out->is_found && !out->is_whole && is_doubtful_number(r, line, out)) {
        out->number = 0;
        out->post = (tl_slice){NULL, 0};
    }
    if (out->is_found && (out->number != 0 || out->section != 0 || (is_marked && out->is_whole))) {
        return TL_CLASS_LINE;
    }
    struct tl_classline posted;
    if (!is_marked && parse_level_and_post(r, line, &posted)) {
        *out = posted;
        return TL_CLASS_LINE;
    }
    if (!out->is_found || out->is_damaged) {
        return TL_CLASS_NONE;
    }
    if (!out->is_whole) {
        return TL_CLASS_PARTLY;
    }
    const tl_slice level = tl_span_of(line, out->level);
    const bool is_spaced = tl_slice_find(level, TL_LIT(" "), 0) == 1;
    return is_spaced || tl_slice_eq(level, TL_LIT("UNCLAS")) ? TL_CLASS_BARE : TL_CLASS_TITLE;
}

enum tl_class_fit tl_class_line_at(const struct tl_reader *r, size_t index, struct tl_classline *out)
{
    const tl_slice line = tl_line_trim(&r->lines, index);
    const tl_slice post = r->cable->from_post;
    const bool may_be = tl_may(r, index, TL_MAY_BE_CLASS_LINE) ||
                        (post.len > 0 && tl_slice_ends(line, post) &&
                         tl_level_word_may_open(tl_slice_sub(line, 0, line.len - post.len)));
    return may_be ? tl_class_line_parse(r, line, out) : TL_CLASS_NONE;
}

/* Words on the classification line that no grammar reads: a control nobody knows (M9), unless it is our own
 * mark. */
static void add_unknown_words(struct tl_reader *r, size_t begin, size_t end)
{
    const tl_slice rest = tl_slice_trim(tl_slice_sub(r->lines.bytes, begin, end));
    if (rest.len == 0) {
        return;
    }
    const size_t at = (size_t)(rest.ptr - r->lines.bytes.ptr);
    const struct tl_span span = {at, at + rest.len};
    const struct tl_mark mark = tl_mark_at(rest, 0);
    (void)tl_add_portion(r, TL_KIND_OTHER, span);
    if (mark.kind != TL_MARK_WITHHELD || mark.len != rest.len) {
        struct tl_caption *caption = TL_PUSH(r->arena, &r->cable->captions);
        *caption = (struct tl_caption){.word = rest, .span = span};
        tl_add_finding(r, "unknown-caption", tl_line_number(r, at));
    }
}

/* Bytes before the post that are not of it: the FM line says how the post is called. */
static size_t foreign_words(const struct tl_reader *r, tl_slice post)
{
    const tl_slice named = r->cable->from_post;
    const bool is_longer = named.len > 0 && post.len > named.len && tl_slice_ends(post, named) &&
                           post.ptr[post.len - named.len - 1] == ' ';
    return is_longer ? post.len - named.len : 0;
}

/* What the grammar reads of the line, the marks of a release in it for themselves. */
static void add_class_pieces(struct tl_reader *r, size_t begin, size_t end)
{
    const tl_slice bytes = r->lines.bytes;
    for (size_t at = begin; at < end; at++) {
        const struct tl_mark mark = bytes.ptr[at] == '[' ? tl_mark_at(bytes, at) : (struct tl_mark){0};
        if (mark.kind != TL_MARK_WITHHELD || at + mark.len > end) {
            continue;
        }
        const struct tl_span before = tl_trim_span(r, begin, at);
        if (tl_span_len(before) > 0) {
            (void)tl_add_portion(r, TL_KIND_CLASSIFICATION_LINE, before);
        }
        (void)tl_add_portion(r, TL_KIND_OTHER, (struct tl_span){at, at + mark.len});
        begin = at + mark.len;
        at = begin - 1;
    }
    const struct tl_span rest = tl_trim_span(r, begin, end);
    if (tl_span_len(rest) > 0) {
        (void)tl_add_portion(r, TL_KIND_CLASSIFICATION_LINE, rest);
    }
}

/* What stands behind the part that reads. */
static void add_class_rest(struct tl_reader *r, size_t begin, size_t end)
{
    const struct tl_span rest = tl_trim_span(r, begin, end);
    if (tl_span_len(rest) > 0 && is_post_and_damaged_number(r, tl_span_of(r->lines.bytes, rest))) {
        (void)tl_add_portion(r, TL_KIND_OTHER, rest); /* no control: the number, damaged */
    } else {
        add_unknown_words(r, begin, end);
    }
}

uint32_t tl_add_class_line(struct tl_reader *r, size_t index)
{
    const struct tl_span core = tl_line_core(r, index);
    const tl_slice text = tl_span_of(r->lines.bytes, core);
    struct tl_classline line = r->class_read;
    if (index != r->class_line) {
        (void)tl_class_line_parse(r, text, &line);
    }
    const size_t fit = core.begin + (line.is_whole ? text.len : line.fit_end);
    const size_t foreign = foreign_words(r, line.post);
    size_t begin = core.begin;
    if (foreign > 0) {
        const size_t post = (size_t)(line.post.ptr - r->lines.bytes.ptr);
        add_class_pieces(r, begin, post);
        add_unknown_words(r, post, post + foreign);
        begin = post + foreign;
    }
    add_class_pieces(r, begin, fit);
    add_class_rest(r, fit, core.end);
    tl_add_claim(r, TL_CLAIM_CLASSIFICATION_LINE, &line.marking, core,
                 (struct tl_span){core.begin + line.level.begin, core.begin + line.level.end}, index + 1);
    r->cable->claims.items[r->cable->claims.count - 1].is_damaged = line.is_damaged;
    tl_add_banner_words(r, &line, core.begin);
    tl_section_begins(r, &line, index);
    return line.section;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Builds views (DESIGN M7).  One pass over the original bytes:
 *
 *   cut, mark   -> an atom, U+FFFC, that no rule matches
 *   hole, struck mark, blank -> a gap; what it reads as is known when the next visible character comes
 *   `[X](#Y)`   -> X; Y follows at the end of the text, since its bytes would leave too
 *   ignorable   -> nothing
 *   the rest    -> the composer (compose.h), which folds and normalises
 */
#include "cable/view.h"

#include <utf8proc.h>

#include "base/check.h"
#include "base/utf8.h"
#include "cable/compose.h"
#include "marking/mark.h"

enum { ATOM = 0xfffc, REPLACEMENT = 0xfffd, SOFT_HYPHEN = 0xad };
enum { LINK_TEXT = 40, LINK_TARGET = 200 }; /* characters of a link's text; bytes of its target */
enum { MARK_LOOK = 512 };                   /* bytes in which a mark must end */
enum { BYTES_PER_BYTE = 4 }; /* most a byte above 0x7f can grow to: NFC triples, a fold gives four */

/* What a character is to the gap beside it. */
enum letter_class { CLASS_OTHER = 0, CLASS_LETTER, CLASS_DIGIT, CLASS_MARK };

enum blank { BLANK_NONE = 0, BLANK_SPACE, BLANK_LINE };

struct builder {
    struct tl_arena *arena;
    tl_slice bytes;
    struct tl_span range;
    const struct tl_span *holes, *hole_end; /* what is still ahead */
    const struct tl_span *cuts, *cut_end;
    const struct tl_span *struck, *struck_end;
    bool joins; /* a hyphen at a line end goes */
    struct tl_composer composer;
    struct tl_view *view;
    size_t segment_begin;
    enum letter_class last; /* of the last visible character */
    bool has_text;
    bool has_gap;
    bool has_wrap; /* the gap holds a line end or a hole */
    struct tl_span gap;
    bool has_hyphen; /* held back until the next visible character */
    struct tl_glyph hyphen;
    bool has_soft_hyphen;
    bool is_joined_different;
    size_t link_close; /* where "](#...)" begins, when inside a link */
    size_t link_end;
    TL_VEC(struct tl_span) targets; /* link targets that hold text */
};

static struct tl_glyph glyph_of(uint32_t code, size_t from, size_t to)
{
    return (struct tl_glyph){code, (uint32_t)from, (uint32_t)to};
}

static enum blank blank_of(uint32_t code)
{
    if (code == ' ' || code == '\t') {
        return BLANK_SPACE;
    }
    if ((code >= '\n' && code <= '\r') || code == 0x85 || code == 0x2028 || code == 0x2029) {
        return BLANK_LINE;
    }
    if (code < 0xa0) {
        return BLANK_NONE;
    }
    /* Zs of Unicode, and the braille pattern without dots */
    const bool is_space = code == 0xa0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200a) ||
                          code == 0x202f || code == 0x205f || code == 0x2800 || code == 0x3000;
    return is_space ? BLANK_SPACE : BLANK_NONE;
}

static bool is_ignorable(uint32_t code)
{
    if (code < 0xa0) {
        return code < 0x20 || code >= 0x7f;
    }
    return utf8proc_get_property((utf8proc_int32_t)code)->ignorable || code == 0x2065 ||
           (code >= 0xfff0 && code <= 0xfffb) || (code >= 0xe0000 && code <= 0xe0fff);
}

static enum letter_class class_of(uint32_t code)
{
    if (code < 0x80) {
        const unsigned char c = (unsigned char)code;
        return tl_is_alpha(c) ? CLASS_LETTER : tl_is_digit(c) ? CLASS_DIGIT : CLASS_OTHER;
    }
    const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
    if (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) {
        return CLASS_LETTER;
    }
    if (category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME) {
        return CLASS_MARK;
    }
    return category == UTF8PROC_CATEGORY_ND ? CLASS_DIGIT : CLASS_OTHER;
}

/* True for visible ASCII that is only itself wherever it stands: no hyphen, no "[", and no X, with which a
 * mask begins. */
static inline bool is_simple(unsigned char c)
{
    return c > ' ' && c < 0x7f && c != '-' && c != '[' && c != 'X';
}

static bool is_hyphen(uint32_t code)
{
    return code == '-' || (code >= 0x2010 && code <= 0x2013) || code == 0x2212 || code == 0xfe63 ||
           code == 0xff0d;
}

static void gap_add(struct builder *b, size_t from, size_t to, bool is_wrap)
{
    if (!b->has_gap) {
        b->has_gap = true;
        b->gap.begin = from;
    }
    b->gap.end = to;
    b->has_wrap |= is_wrap;
}

static void gap_reset(struct builder *b)
{
    b->has_gap = false;
    b->has_wrap = false;
    b->has_hyphen = false;
    b->has_soft_hyphen = false;
}

/* Writes what stands between the last visible character and the next one, which is of class `next`. */
static void gap_resolve(struct builder *b, enum letter_class next)
{
    const bool is_wrap = b->has_gap && b->has_wrap;
    const bool are_letters = b->last == CLASS_LETTER && next == CLASS_LETTER;
    const bool is_next_word = next == CLASS_LETTER || next == CLASS_DIGIT;
    bool has_space = b->has_gap && b->has_text;
    if (b->has_hyphen) {
        const bool is_hyphenated = is_wrap && are_letters;
        if (!is_hyphenated || !b->joins) {
            tl_composer_add(&b->composer, b->hyphen);
        }
        b->is_joined_different |= is_hyphenated;
        has_space = has_space && !(is_wrap && is_next_word);
    } else if (b->has_soft_hyphen && is_wrap && are_letters) {
        b->is_joined_different = true;
        has_space = has_space && !b->joins;
    }
    if (has_space) {
        tl_composer_add(&b->composer, glyph_of(' ', b->gap.begin, b->gap.end));
    }
    if (b->has_hyphen || b->has_gap) {
        b->last = CLASS_OTHER;
    }
    gap_reset(b);
}

static void visible_add(struct builder *b, struct tl_glyph glyph)
{
    const enum letter_class class = class_of(glyph.code);
    gap_resolve(b, class);
    b->has_text = true;
    if (is_hyphen(glyph.code) && (b->last == CLASS_LETTER || b->last == CLASS_DIGIT)) {
        b->has_hyphen = true; /* `last` stays what stood before it, for gap_resolve */
        b->hyphen = glyph;
        return;
    }
    tl_composer_add(&b->composer, glyph);
    if (class != CLASS_MARK) {
        b->last = class;
    }
}

static void segment_end(struct builder *b)
{
    tl_composer_flush(&b->composer);
    if (b->composer.len > b->segment_begin) {
        *TL_PUSH(b->arena, &b->view->segments) = (struct tl_span){b->segment_begin, b->composer.len};
    }
    b->segment_begin = b->composer.len;
}

static void atom_add(struct builder *b, size_t from, size_t to)
{
    gap_resolve(b, CLASS_OTHER);
    segment_end(b);
    tl_composer_put(&b->composer, glyph_of(ATOM, from, to));
    b->segment_begin = b->composer.len;
    b->has_text = true;
    b->last = CLASS_OTHER;
}

/* Writes a hyphen that was held back; blanks at the end go. */
static void text_end(struct builder *b)
{
    if (b->has_hyphen) {
        tl_composer_add(&b->composer, b->hyphen);
    }
    gap_reset(b);
    segment_end(b);
    b->last = CLASS_OTHER;
}

/*
 * Enters a markdown link that begins at `at` and ends before `stop`: "[", up to 40 characters without "]",
 * "[" or a line end, "](", nothing or "#" and a target, ")".
 */
static bool link_enter(struct builder *b, size_t at, size_t stop)
{
    size_t close = at + 1;
    for (size_t n = 0; close < stop && b->bytes.ptr[close] != ']'; n++) {
        const unsigned char c = b->bytes.ptr[close];
        if (n == LINK_TEXT || c == '\n' || c == '\r' || c == '[') {
            return false;
        }
        close += tl_char_at(tl_slice_sub(b->bytes, 0, stop), close).len;
    }
    if (stop - at < 4 || close > stop - 3 || b->bytes.ptr[close + 1] != '(') {
        return false;
    }
    size_t end = close + 2;
    if (b->bytes.ptr[end] != '#' && b->bytes.ptr[end] != ')') {
        return false;
    }
    while (end < stop && end - close < LINK_TARGET && b->bytes.ptr[end] != ')' && b->bytes.ptr[end] != '\n' &&
           b->bytes.ptr[end] != '\r') {
        end++;
    }
    if (end == stop || b->bytes.ptr[end] != ')') {
        return false;
    }
    b->link_close = close;
    b->link_end = end + 1;
    return true;
}

/* Leaves the link; a target with text is kept for the end. */
static size_t link_leave(struct builder *b)
{
    const struct tl_span target = {b->link_close + 3, b->link_end - 1}; /* between "](#" and ")" */
    if (target.begin < target.end) {
        *TL_PUSH(b->arena, &b->targets) = target;
    }
    b->link_close = TL_NONE;
    return b->link_end;
}

/* Reads the character at `at`; returns the offset after it. */
static size_t character_add(struct builder *b, size_t at, size_t stop)
{
    const struct tl_char c = tl_char_at(tl_slice_sub(b->bytes, 0, stop), at);
    const size_t next = at + c.len;
    const enum blank blank = blank_of(c.code);
    if (blank != BLANK_NONE) {
        gap_add(b, at, next, blank == BLANK_LINE);
    } else if (c.code == SOFT_HYPHEN) {
        b->has_soft_hyphen |= !b->has_gap;
    } else if (!is_ignorable(c.code)) {
        visible_add(b, glyph_of(c.code == ATOM ? REPLACEMENT : c.code, at, next));
    }
    return next;
}

/* True when `c` needs no thought behind `before`: one blank between words, a hyphen, an X; what may not
 * follow those is here, and words_end leaves none of them at the end. */
static inline bool may_follow(unsigned char before, unsigned char c)
{
    if (c == ' ' || c == '\n') {
        return before != ' ' && before != '\n' && before != '-';
    }
    return is_simple(c) || c == '-' || (c == 'X' && before != 'X');
}

/* True when each of sixteen bytes surely may follow the one before it; there is one before the first. */
static inline bool may_all_follow(const unsigned char *bytes)
{
    tl_bytes16 c;
    tl_bytes16 before;
    uint64_t bad[2];
    memcpy(&c, bytes, sizeof(c));
    memcpy(&before, bytes - 1, sizeof(before));
    const tl_bytes16 blank = (tl_bytes16)(c == ' ') | (tl_bytes16)(c == '\n');
    const tl_bytes16 loose =
        (tl_bytes16)(before == ' ') | (tl_bytes16)(before == '\n') | (tl_bytes16)(before == '-');
    const tl_bytes16 mask = (tl_bytes16)(c == 'X') & (tl_bytes16)(before == 'X');
    const tl_bytes16 visible = (tl_bytes16)(c - '!' < 0x7f - '!') & (tl_bytes16)(c != '[');
    const tl_bytes16 all = ~(visible | blank) | (blank & loose) | mask;
    memcpy(bad, &all, sizeof(bad));
    return (bad[0] | bad[1]) == 0;
}

/* The end of words that need no thought; the first byte at `at` is simple, and so is the last. */
static size_t words_end(const unsigned char *ptr, size_t at, size_t end)
{
    enum { STEP = sizeof(tl_bytes16) };
    size_t to = at + 1;
    for (;;) {
        while (end - to >= STEP && may_all_follow(ptr + to)) {
            to += STEP;
        }
        const size_t most = end - to > STEP ? to + STEP : end;
        while (to < most && may_follow(ptr[to - 1], ptr[to])) {
            to++;
        }
        if (to < most || to == end) {
            break;
        }
    }
    while (!is_simple(ptr[to - 1])) { /* what follows it decides */
        to--;
    }
    return to;
}

/* Reads what needs no thought: words with one blank between.  Returns the offset after them. */
static size_t words_add(struct builder *b, size_t at, size_t stop)
{
    const unsigned char *ptr = b->bytes.ptr;
    if (!is_simple(ptr[at])) {
        return at;
    }
    gap_resolve(b, class_of(ptr[at]));
    const size_t to = words_end(ptr, at, at < b->link_close && b->link_close < stop ? b->link_close : stop);
    tl_composer_words(&b->composer, tl_slice_sub(b->bytes, at, to), (uint32_t)at);
    b->has_text = true;
    b->last = class_of(ptr[to - 1]);
    return to;
}

/* True when a struck mark stands at `at`; it is `b->struck` then. */
static bool is_struck(struct builder *b, size_t at)
{
    while (b->struck < b->struck_end && b->struck->end <= at) {
        b->struck++;
    }
    return b->struck < b->struck_end && b->struck->begin <= at;
}

/* Reads bytes [at, stop), in which no hole or cut stands. */
static void bytes_add(struct builder *b, size_t at, size_t stop, bool has_links)
{
    while (at < stop) {
        const unsigned char c = b->bytes.ptr[at];
        if (at == b->link_close) {
            at = link_leave(b);
            continue;
        }
        if (c == '[' && is_struck(b, at)) {
            const size_t end = b->struck->end < stop ? b->struck->end : stop;
            gap_add(b, at, end, false);
            at = end;
            continue;
        }
        if (c == '[' || (c == 'X' && at + 1 < stop && b->bytes.ptr[at + 1] == 'X')) {
            const size_t end = stop - at > MARK_LOOK ? at + MARK_LOOK : stop;
            const struct tl_mark mark = tl_mark_at(tl_slice_sub(b->bytes, 0, end), at);
            if (mark.kind != TL_MARK_NONE) {
                atom_add(b, at, at + mark.len);
                at += mark.len;
                continue;
            }
        }
        if (c == '[' && has_links && b->link_close == TL_NONE && link_enter(b, at, stop)) {
            at++;
            continue;
        }
        const size_t next = words_add(b, at, stop);
        at = next > at ? next : character_add(b, at, stop);
    }
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void range_add(struct builder *b)
{
    size_t at = b->range.begin;
    const size_t end = b->range.end;
    while (at < end || (b->cuts < b->cut_end && b->cuts->begin <= at)) {
        const size_t cut = b->cuts < b->cut_end ? least(b->cuts->begin, end) : end;
        const size_t hole = b->holes < b->hole_end ? least(b->holes->begin, end) : end;
        if (b->cuts < b->cut_end && cut <= at && b->cuts->begin <= at) {
            const size_t to = least(b->cuts->end, end);
            atom_add(b, at, to > at ? to : at);
            at = to > at ? to : at;
            b->cuts++;
        } else if (b->holes < b->hole_end && hole <= at) {
            const size_t to = least(b->holes->end, cut);
            if (to > at) {
                gap_add(b, at, to, true);
                at = to;
            }
            b->holes += b->holes->end <= at;
        } else {
            const size_t stop = least(cut, hole);
            bytes_add(b, at, stop, true);
            at = stop;
        }
    }
}

/* The first span of a sorted list that ends after `at`. */
static const struct tl_span *first_after(const struct tl_span *spans, size_t count, size_t at)
{
    size_t low = 0;
    while (low < count) {
        const size_t middle = low + (count - low) / 2;
        if (spans[middle].end > at) {
            count = middle;
        } else {
            low = middle + 1;
        }
    }
    return low == 0 ? spans : spans + low; /* an empty list has no address */
}

/* How many bytes are no ASCII. */
static size_t count_high(tl_slice bytes)
{
    const uint64_t ones =
        0x0101010101010101; /* one in each byte: a product adds the bytes up in the highest */
    size_t count = 0;
    size_t i = 0;
    for (; i + sizeof(uint64_t) <= bytes.len; i += sizeof(uint64_t)) {
        uint64_t word = 0;
        memcpy(&word, bytes.ptr + i, sizeof(word));
        count += (size_t)((word >> 7 & ones) * ones >> 56);
    }
    for (; i < bytes.len; i++) {
        count += bytes.ptr[i] >> 7;
    }
    return count;
}

static void targets_add(struct builder *b)
{
    for (size_t i = 0; i < b->targets.count; i++) {
        atom_add(b, b->targets.items[i].begin, b->targets.items[i].begin);
        bytes_add(b, b->targets.items[i].begin, b->targets.items[i].end, false);
        text_end(b);
    }
}

/* The view of a range that needs no thought: words with one blank between, and blanks around them.  False
 * when it is none. */
static bool build_words(struct tl_arena *arena, tl_slice bytes, struct tl_span range, struct tl_view *out)
{
    while (range.begin < range.end && blank_of(bytes.ptr[range.begin]) != BLANK_NONE) {
        range.begin++;
    }
    while (range.begin < range.end && blank_of(bytes.ptr[range.end - 1]) != BLANK_NONE) {
        range.end--;
    }
    if (range.begin == range.end || !is_simple(bytes.ptr[range.begin]) ||
        words_end(bytes.ptr, range.begin, range.end) < range.end) {
        return false;
    }
    const size_t len = tl_span_len(range);
    unsigned char *text = tl_arena_alloc(arena, len, 1);
    struct tl_piece *piece = tl_arena_alloc(arena, 1, sizeof(*piece));
    tl_composer_copy(text, tl_span_of(bytes, range));
    *piece = (struct tl_piece){0, (uint32_t)range.begin, 0, true};
    out->segments.items = tl_arena_alloc(arena, 1, sizeof(struct tl_span));
    out->segments.items[0] = (struct tl_span){0, len};
    out->segments.count = out->segments.room = 1;
    out->text = (tl_slice){text, len};
    out->visible = len;
    out->pieces = piece;
    out->piece_count = 1;
    out->is_ascii = true;
    return true;
}

bool tl_view_build(struct tl_arena *arena, const struct tl_cable *cable, struct tl_span range,
                   const struct tl_span *holes, size_t hole_count, const struct tl_span *cuts,
                   size_t cut_count, enum tl_reading reading, struct tl_view *out)
{
    TL_CHECK(cable->bytes.len < UINT32_MAX);
    *out = (struct tl_view){0};
    range.end = least(range.end, cable->bytes.len);
    range.begin = least(range.begin, range.end);
    const tl_slice bytes = tl_span_of(cable->bytes, range);
    const bool joins = reading == TL_READING_JOINED || reading == TL_READING_FOLDED_JOINED;
    const bool folds = reading == TL_READING_FOLDED || reading == TL_READING_FOLDED_JOINED;
    if (!joins && !folds && hole_count == 0 && cut_count == 0 && cable->struck.count == 0 &&
        build_words(arena, cable->bytes, range, out)) {
        return true;
    }
    const size_t high = count_high(bytes);
    struct builder b = {.arena = arena,
                        .bytes = cable->bytes,
                        .range = range,
                        .joins = joins,
                        .view = out,
                        .link_close = TL_NONE};
    b.holes = first_after(holes, hole_count, range.begin);
    b.hole_end = hole_count == 0 ? holes : holes + hole_count;
    b.cuts = first_after(cuts, cut_count, range.begin);
    b.cut_end = b.cuts;
    b.struck = first_after(cable->struck.items, cable->struck.count, range.begin);
    b.struck_end = cable->struck.count == 0 ? b.struck : cable->struck.items + cable->struck.count;
    while (cut_count > 0 && b.cut_end < cuts + cut_count && b.cut_end->begin < range.end) {
        b.cut_end++;
    }
    tl_composer_init(&b.composer, arena,
                     bytes.len + high * (BYTES_PER_BYTE - 1) + (size_t)(b.cut_end - b.cuts) * 3 + 4, folds);
    range_add(&b);
    text_end(&b);
    out->visible = b.composer.len;
    targets_add(&b);
    out->text = (tl_slice){b.composer.text, b.composer.len};
    out->pieces = b.composer.pieces.items;
    out->piece_count = b.composer.pieces.count;
    out->is_ascii = high == 0;
    /* whether a hyphen may go, and whether a character would be folded, each reading knows alike */
    out->others = (b.is_joined_different ? 1u << TL_READING_JOINED : 0) |
                  (b.composer.has_folded ? 1u << TL_READING_FOLDED : 0) |
                  (b.is_joined_different && b.composer.has_folded ? 1u << TL_READING_FOLDED_JOINED : 0);
    return (!joins || b.is_joined_different) && (!folds || b.composer.has_folded);
}

void tl_views_build(struct tl_arena *arena, const struct tl_cable *cable, struct tl_span range,
                    const struct tl_span *holes, size_t hole_count, const struct tl_span *cuts,
                    size_t cut_count, struct tl_views *out)
{
    *out = (struct tl_views){0};
    for (int i = 0; i < TL_READING_COUNT; i++) {
        const enum tl_reading reading = (enum tl_reading)i;
        if (reading == TL_READING_PLAIN || (out->view[TL_READING_PLAIN].others >> i & 1u) != 0) {
            out->has[i] = tl_view_build(arena, cable, range, holes, hole_count, cuts, cut_count, reading,
                                        &out->view[i]);
        }
    }
}

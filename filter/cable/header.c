/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The header: from the start of message to the first line of the body.
 *
 *   ENVELOPE --class line--> WINDOW --label--> LABELS --text--> body
 *
 * ENVELOPE holds envelope and address lines, WINDOW captions and pass lines, LABELS the labelled elements and
 * their continuations.  Any of them may be missing.  A line that no grammar reads is `other` (DESIGN M6) and
 * never lost.
 */
#include "base/limits.h"
#include "cable/envelope.h"
#include "cable/fit.h"
#include "cable/list.h"
#include "cable/posts.h"
#include "cable/reader.h"
#include "marking/mark.h"
#include "marking/portion.h"
#include "marking/start.h"

enum state { IN_ENVELOPE, IN_WINDOW, IN_LABELS };

enum { LABEL_AHEAD = 14, LINES_AHEAD = 200 };

struct header {
    struct tl_reader *r;
    enum state state;
    enum tl_label label; /* the element that a continuation belongs to */
    struct tl_fit fit;
    size_t element;    /* index of its portion */
    size_t label_line; /* where its label stands */
    size_t eo_lines;
    size_t brackets;     /* how many the element has opened and not closed: what stands in them goes on being
                            `other` */
    enum tl_smart smart; /* the label of a block of 2009 and later that is open */
    bool is_address_open;
    bool has_group;        /* a date-time group stands in this header */
    bool is_later_section; /* text follows the classification line at once */
    bool after_blank;
    bool has_class_line; /* a classification line stands in this header */
};

static const enum tl_kind kind_of_label[] = {
    [TL_LABEL_NONE] = TL_KIND_OTHER,    [TL_LABEL_EO] = TL_KIND_DECLASSIFICATION,
    [TL_LABEL_TAGS] = TL_KIND_TAGS,     [TL_LABEL_SUBJECT] = TL_KIND_SUBJECT,
    [TL_LABEL_REF] = TL_KIND_REFERENCE, [TL_LABEL_AUTHORITY] = TL_KIND_AUTHORITY,
};

/* True when `index` holds a classification line of this header. */
static bool is_class_line(const struct header *h, size_t index)
{
    struct tl_classline line;
    return index == h->r->class_line || tl_class_line_at(h->r, index, &line) == TL_CLASS_LINE;
}

/* "(U) SUBJECT: TEXT": the label behind a mark; `len` counts from the start of the line. */
static enum tl_label marked_label(tl_slice line, struct tl_start *start, size_t *len)
{
    if (!tl_portion_start(line, start) || start->label_kind != TL_START_NONE ||
        start->mark_kind != TL_START_MARKED || start->is_lower_case) {
        return TL_LABEL_NONE;
    }
    const enum tl_label label = tl_header_label(tl_slice_sub(line, start->text_begin, line.len), len);
    *len += start->text_begin;
    return label;
}

/* Any label of a header, of any era. */
static bool has_label(const struct tl_reader *r, size_t index)
{
    const tl_slice line = tl_line_trim(&r->lines, index);
    struct tl_start start;
    size_t len = 0;
    return tl_header_label(line, &len) != TL_LABEL_NONE ||
           marked_label(line, &start, &len) != TL_LABEL_NONE ||
           (r->smart_line != TL_NONE && index >= r->smart_line &&
            tl_smart_label(line, &len) != TL_SMART_NONE);
}

/* A header label stands within reach, before anything opens the body. */
static bool label_ahead(const struct header *h, size_t index)
{
    size_t seen = 0;
    for (size_t i = index + 1; i < h->r->tail_line && seen < LABEL_AHEAD && i < index + LINES_AHEAD; i++) {
        const tl_slice line = tl_line_trim(&h->r->lines, i);
        if (line.len == 0 || tl_line_is_furniture(&h->r->lines.list.items[i]) ||
            tl_mark_at(line, 0).len == line.len) { /* a release withholds any number of header lines */
            continue;
        }
        seen++;
        if (has_label(h->r, i)) {
            return true;
        }
        if (tl_opens_body(h->r, i)) {
            return false;
        }
    }
    return false;
}

static void read_class_line(struct header *h, size_t index)
{
    h->is_later_section = tl_add_class_line(h->r, index) > 1;
    h->state = IN_WINDOW;
}

/* What the grammar of an envelope line does not read is no envelope. */
static void add_envelope(struct tl_reader *r, struct tl_span core, size_t end)
{
    (void)tl_add_portion(r, TL_KIND_ENVELOPE, (struct tl_span){core.begin, core.begin + end});
    const struct tl_span rest = tl_trim_span(r, core.begin + end, core.end);
    if (tl_span_len(rest) > 0) {
        (void)tl_add_portion(r, TL_KIND_OTHER, rest);
    }
}

/* A security line ends with its letters and operating signals, one of them with the station it answers. */
static size_t security_end(tl_slice line, size_t letters_end)
{
    struct tl_cursor c = {line, letters_end};
    size_t end = c.at;
    for (tl_slice word = tl_next_word(&c); word.len > 0; word = tl_next_word(&c)) {
        const bool is_signal = word.len <= 5 && (word.ptr[0] == 'Z' || word.ptr[0] == '/');
        if (!is_signal) {
            break;
        }
        end = c.at;
    }
    return end;
}

/* The page line that another cable in this input begins with; this cable's is furniture. */
static bool is_page_of_another(const struct tl_reader *r, size_t index)
{
    struct tl_page_line page;
    return tl_may(r, index, TL_MAY_BE_FIRST_PAGE) &&
           tl_page_line_parse(tl_line_trim(&r->lines, index), &page) && page.page == 1 &&
           tl_span_len(page.level) == 0 && tl_is_post(page.post, r->posts);
}

static bool read_envelope_line(struct header *h, size_t index)
{
    struct tl_reader *r = h->r;
    const struct tl_span core = tl_line_core(r, index);
    const tl_slice line = tl_span_of(r->lines.bytes, core);
    struct tl_zny zny;
    tl_zny_parse(line, &zny);
    if (zny.is_found) {
        struct tl_marking claim = tl_marking_of_rank(zny.rank);
        if (zny.is_special) {
            claim.unknown = tl_words_with(r->arena, claim.unknown, TL_LIT("SPECIAL"));
        }
        tl_add_claim(r, TL_CLAIM_ZNY, &claim, core,
                     (struct tl_span){core.begin + zny.letters.begin, core.begin + zny.letters.end},
                     index + 1);
        add_envelope(r, core, security_end(line, zny.letters.end));
        return true;
    }
    const size_t group = tl_may(r, index, TL_MAY_BE_GROUP) ? tl_group_read(r, line) : 0;
    if (group > 0) {
        r->is_second_cable = r->is_second_cable || (!h->has_group && !tl_same_group(r->cable, &r->group));
        h->has_group = true;
        h->is_address_open = false;
        add_envelope(r, core, group);
        return true;
    }
    if (tl_is_envelope_line(line) || is_page_of_another(r, index)) {
        h->is_address_open = false;
        (void)tl_add_portion(r, TL_KIND_ENVELOPE, core);
        return true;
    }
    if (tl_address_at(r, index, h->is_address_open)) {
        h->is_address_open = true;
        (void)tl_add_portion(r, TL_KIND_ADDRESS, core);
        return true;
    }
    return false;
}

/* One piece of a header line. */
static struct tl_portion *add_piece(struct tl_reader *r, enum tl_kind kind, struct tl_span span, bool fits)
{
    return tl_add_portion(r, fits ? kind : TL_KIND_OTHER, span);
}

/* The element that is open ended with the last portion: what fits on the next line goes on with it. */
static bool extends_element(const struct header *h, enum tl_kind kind)
{
    const struct tl_cable *cable = h->r->cable;
    return cable->portions.count > h->element &&
           cable->portions.items[cable->portions.count - 1].kind == kind;
}

/* Adds what the grammar reads of a line whose label ends at `begin` as `kind`, and the rest as `other`. */
static void add_fitting(struct header *h, enum tl_kind kind, struct tl_span core, size_t begin)
{
    const tl_slice line = tl_span_of(h->r->lines.bytes, core);
    struct tl_piece piece = {{begin, begin}, true};
    struct tl_span head = {core.begin, core.begin + begin}; /* the label, until a piece takes it along */
    while (tl_fit_next(&h->fit, line, piece.span.end, &piece)) {
        struct tl_span span = {core.begin + piece.span.begin, core.begin + piece.span.end};
        if (piece.fits && tl_span_len(head) > 0) {
            span.begin = head.begin;
        } else if (tl_span_len(head) > 0) {
            add_piece(h->r, kind, head, true)->label = head;
        }
        if (begin == 0 && piece.fits && extends_element(h, kind)) {
            h->r->cable->portions.items[h->r->cable->portions.count - 1].core.end = span.end;
            continue;
        }
        struct tl_portion *portion = add_piece(h->r, kind, span, piece.fits);
        if (piece.fits) {
            portion->label = head.end > head.begin ? head : portion->label;
        }
        head.end = head.begin;
    }
    if (tl_span_len(head) > 0) {
        add_piece(h->r, kind, head, true)->label = head;
    }
}

/* The subject: its label, its own mark before or after, and the text. */
static void read_subject(struct header *h, size_t index, size_t len, struct tl_span outer)
{
    struct tl_reader *r = h->r;
    const struct tl_span core = tl_line_core(r, index);
    const tl_slice line = tl_span_of(r->lines.bytes, core);
    struct tl_portion *portion = tl_add_portion(r, TL_KIND_SUBJECT, core);
    struct tl_start start;
    if (tl_span_len(outer) > 0) { /* it goes with the label, which says nothing without it */
        portion->mark = (struct tl_span){core.begin + outer.begin, core.begin + outer.end};
        tl_take_own_mark(r, portion);
        return;
    }
    portion->label.end = core.begin + len;
    portion->mark = (struct tl_span){portion->label.end, portion->label.end};
    const tl_slice text = tl_slice_sub(line, len, line.len);
    (void)tl_portion_start(text, &start);
    const struct tl_span mark = {portion->label.end + start.mark.begin, portion->label.end + start.mark.end};
    enum tl_level level = TL_LEVEL_UNKNOWN;
    if (start.mark_kind == TL_START_MARKED && !start.is_lower_case && start.label_kind == TL_START_NONE) {
        portion->mark = mark;
        tl_take_own_mark(r, portion);
    } else if (start.mark_kind == TL_START_BROKEN && !start.is_lower_case) {
        tl_take_broken_mark(r, portion, mark);
    } else if (start.label_kind == TL_START_LETTER &&
               text.ptr[start.number.end] == ')') { /* "SUBJECT: C) X" */
        tl_take_broken_mark(r, portion,
                            (struct tl_span){portion->label.end + start.number.begin,
                                             portion->label.end + start.number.end + 1});
    } else if (start.mark_kind == TL_START_UNMARKED && tl_unreadable_mark_at(tl_slice_trim(text), &level)) {
        const struct tl_marking damaged = tl_marking_damaged(level);
        tl_take_damaged_mark(r, portion, portion->mark, &damaged);
        tl_add_finding(r, "unreadable-marking", index + 1);
    }
}

/* "SUBJECT: TEXT (U)": the mark at the end, looked for when the subject is whole. */
static void finish_subject(struct header *h)
{
    struct tl_reader *r = h->r;
    struct tl_portion *portion = &r->cable->portions.items[h->element];
    const tl_slice text = tl_span_of(r->lines.bytes, portion->core);
    if (tl_span_len(portion->mark) > 0 || text.len < 3 || text.ptr[text.len - 1] != ')') {
        return;
    }
    size_t open = text.len - 1;
    while (open > 0 && text.ptr[open] != '(' && text.len - open < TL_MAX_MARK) {
        open--;
    }
    struct tl_marking marking;
    tl_portion_parse(r->arena, tl_slice_sub(text, open, text.len), &marking);
    const bool is_apart = open > 0 && tl_is_blank(text.ptr[open - 1]);
    if (text.ptr[open] == '(' && is_apart && open > tl_span_len(portion->label) && marking.is_valid) {
        portion->mark = (struct tl_span){portion->core.begin + open, portion->core.end};
        tl_take_own_mark(r, portion);
    }
}

static void close_label(struct header *h)
{
    if (h->label == TL_LABEL_SUBJECT) {
        finish_subject(h);
    }
    h->label = TL_LABEL_NONE;
}

static void count_brackets(struct header *h, tl_slice line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == '(') {
            h->brackets++;
        } else if (line.ptr[i] == ')' && h->brackets > 0) {
            h->brackets--;
        }
    }
}

static void open_label(struct header *h, size_t index, enum tl_label label, size_t len, struct tl_span mark)
{
    struct tl_reader *r = h->r;
    close_label(h);
    h->state = IN_LABELS;
    h->label = label;
    h->label_line = index;
    h->fit = (struct tl_fit){.label = label, .posts = r->posts};
    h->element = r->cable->portions.count;
    h->eo_lines = 0;
    h->brackets = 0;
    count_brackets(h, tl_line_trim(&r->lines, index));
    if (label == TL_LABEL_SUBJECT) {
        read_subject(h, index, len, mark);
    } else {
        add_fitting(h, kind_of_label[label], tl_line_core(r, index), len);
    }
}

/* A further line of references reads whole, and opens with a label or follows a comma or semicolon. */
static bool goes_on_with_references(const struct header *h, tl_slice line)
{
    const struct tl_cable *cable = h->r->cable;
    struct tl_fit fit = h->fit;
    struct tl_piece piece;
    if (!tl_fit_next(&fit, line, 0, &piece) || !piece.fits || piece.span.end != line.len) {
        return tl_mark_at(line, 0).kind == TL_MARK_WITHHELD;
    }
    const struct tl_portion *last = &cable->portions.items[cable->portions.count - 1];
    const tl_slice before = tl_span_of(cable->bytes, last->core);
    const size_t letter = line.ptr[0] == '(';
    const bool has_label = line.len > letter + 1 && tl_is_alpha(line.ptr[letter]) &&
                           memchr(").:", line.ptr[letter + 1], 3) != NULL;
    return has_label || (before.len > 0 && memchr(",;&:", before.ptr[before.len - 1], 4) != NULL) ||
           tl_slice_ends(before, TL_LIT(" AND"));
}

/* "(C) LIMA 22" behind "(B) QUITO 4": the letter of a reference, which begins no portion (DESIGN M2). */
static bool is_reference_letter(const struct header *h, size_t index)
{
    const struct tl_raise_context context = {h->label_line, index};
    return h->label == TL_LABEL_REF && !h->after_blank && tl_is_list_letter(h->r, &context, 0) &&
           goes_on_with_references(h, tl_span_of(h->r->lines.bytes, tl_line_core(h->r, index)));
}

/* The line goes on with the element that is open; false when it is not of it. */
static bool continue_label(struct header *h, size_t index)
{
    struct tl_reader *r = h->r;
    const struct tl_span core = tl_line_core(r, index);
    const tl_slice line = tl_span_of(r->lines.bytes, core);
    if (h->label == TL_LABEL_NONE) {
        return false;
    }
    if (h->after_blank) {
        /* only a list of references, and the orphan bracket of an authority, go on after a blank line */
        struct tl_fit fit = h->fit;
        struct tl_piece piece;
        const bool is_item = h->label == TL_LABEL_REF && tl_fit_next(&fit, line, 0, &piece) && piece.fits &&
                             piece.span.end == line.len;
        if (!is_item && !(h->label == TL_LABEL_AUTHORITY && tl_slice_eq(line, TL_LIT(")")))) {
            return false;
        }
    }
    if (h->label == TL_LABEL_SUBJECT) {
        const struct tl_mark mark = tl_mark_at(line, 0);
        if (mark.kind == TL_MARK_WITHHELD && mark.len == line.len) {
            return false; /* text that was no part of the subject */
        }
        r->cable->portions.items[h->element].core.end = core.end;
        return true;
    }
    const bool is_in_bracket = h->brackets > 0;
    count_brackets(h, line);
    if (is_in_bracket || (h->label == TL_LABEL_REF && !goes_on_with_references(h, line))) {
        (void)tl_add_portion(r, TL_KIND_OTHER, core);
        return true;
    }
    if (h->label == TL_LABEL_EO && ++h->eo_lines > 2) {
        return false;
    }
    add_fitting(h, kind_of_label[h->label], core, 0);
    return true;
}

/* One line of the window or of the labels; false when it opens the body. */
static bool read_label_line(struct header *h, size_t index)
{
    struct tl_reader *r = h->r;
    const struct tl_span core = tl_line_core(r, index);
    const tl_slice line = tl_span_of(r->lines.bytes, core);
    size_t len = 0;
    struct tl_start start = {0};
    enum tl_label label = tl_header_label(line, &len);
    if (label == TL_LABEL_NONE) {
        label = marked_label(line, &start, &len);
    }
    if (label != TL_LABEL_NONE) {
        h->smart = TL_SMART_NONE;
        open_label(h, index, label, len, start.mark);
        return true;
    }
    if (tl_read_smart_line(r, index, h->after_blank, &h->smart)) {
        close_label(h);
        return true;
    }
    if (tl_opens_body(r, index) && !is_reference_letter(h, index)) {
        return false;
    }
    if (continue_label(h, index)) {
        return true;
    }
    close_label(h);
    const bool is_window = h->state == IN_WINDOW &&
                           (!h->is_later_section || label_ahead(h, index) || tl_may_be_caption(r, index));
    if (is_window && tl_read_caption_line(r, index)) {
        return true;
    }
    if (tl_slice_eq(line, TL_LIT("BT"))) {
        (void)tl_add_portion(r, TL_KIND_ENVELOPE, core);
        return true;
    }
    if (!label_ahead(h, index)) {
        return false;
    }
    if (!tl_read_caption_line(r, index)) {
        (void)tl_add_portion(r, TL_KIND_OTHER, core);
    }
    return true;
}

static bool class_line_ahead(const struct header *h, size_t from)
{
    size_t seen = 0;
    if (h->r->class_line != TL_NONE && h->r->class_line >= from) {
        return true;
    }
    for (size_t i = from; i < h->r->tail_line && seen < 80; i++) {
        const tl_slice line = tl_line_trim(&h->r->lines, i);
        if (line.len == 0 || tl_line_is_furniture(&h->r->lines.list.items[i])) {
            continue;
        }
        seen++;
        if (is_class_line(h, i)) {
            return true;
        }
        if (has_label(h->r, i) || tl_opens_body(h->r, i)) {
            return false;
        }
    }
    return false;
}

size_t tl_read_header(struct tl_reader *r, size_t from)
{
    struct header h = {.r = r};
    h.has_class_line = class_line_ahead(&h, from);
    size_t i = from;
    for (; i < r->tail_line; i++) {
        const struct tl_line *line = &r->lines.list.items[i];
        if (tl_line_is_furniture(line)) {
            continue;
        }
        if (line->role == TL_LINE_BLANK) {
            h.after_blank = true;
            continue;
        }
        if (h.state == IN_ENVELOPE && h.has_class_line) {
            if (is_class_line(&h, i)) {
                read_class_line(&h, i);
            } else if (!read_envelope_line(&h, i)) {
                (void)tl_add_portion(r, TL_KIND_OTHER, tl_line_core(r, i));
            }
        } else if (h.state == IN_ENVELOPE && read_envelope_line(&h, i)) {
            h.after_blank = false;
            continue;
        } else if (h.state == IN_ENVELOPE && !has_label(r, i) &&
                   (tl_opens_body(r, i) || !label_ahead(&h, i))) {
            break;
        } else {
            if (h.state == IN_ENVELOPE) {
                h.state = IN_WINDOW;
            }
            if (h.state == IN_WINDOW && is_class_line(&h, i)) {
                read_class_line(&h, i);
            } else if (!read_label_line(&h, i)) {
                break;
            }
        }
        h.after_blank = false;
    }
    close_label(&h);
    return i;
}

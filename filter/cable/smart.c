/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The labelled block of cables since 2009 (cable_anatomy.md 2, E5; 9.16):
 *
 *   MRN:        09 PORT ARDENT 1234        Captions:   SENSITIVE
 *   Date/DTG:   Mar 02, 2009 / 021405Z MAR 09
 *   From:       AMEMBASSY PORT ARDENT      Pass Line:  EAP for the desk
 *
 * E.O., TAGS, Reference and Subject are the labels of every era.  A value is open only as far as its own
 * grammar reads (DESIGN M6).  Below the text stand signature, drafters, clearers and addressees: persons, all
 * of them.
 */
#include "cable/envelope.h"
#include "cable/reader.h"
#include "marking/mark.h"

enum { BLOCK_REACH = 60, CONTINUATION_INDENT = 8, LONGEST_LABEL = 20 };

static const struct {
    const char *word;
    enum tl_smart label;
} labels[] = {
    {"MRN", TL_SMART_MRN},        {"From", TL_SMART_ADDRESS},     {"Action", TL_SMART_ADDRESS},
    {"To", TL_SMART_ADDRESS},     {"Info", TL_SMART_ADDRESS},     {"XMT", TL_SMART_ADDRESS},
    {"Pass Line", TL_SMART_PASS}, {"Captions", TL_SMART_CAPTION}, {"Caption", TL_SMART_CAPTION},
};

/* What stands below the text. */
static const char *const tail_labels[] = {"Signature", "Drafted By", "Cleared By", "Approved By",
                                          "Released By"};

/* The word before the colon, and the length of "Word:   ". */
static tl_slice label_word(tl_slice line, size_t *len)
{
    const size_t colon = tl_slice_find(line, TL_LIT(":"), 0);
    struct tl_cursor c = {line, colon == TL_NONE ? 0 : colon + 1};
    if (colon == TL_NONE || colon > LONGEST_LABEL) {
        return (tl_slice){NULL, 0};
    }
    tl_skip_blanks(&c);
    *len = c.at;
    return tl_slice_trim(tl_slice_sub(line, 0, colon));
}

enum tl_smart tl_smart_label(tl_slice line, size_t *len)
{
    const tl_slice word = label_word(line, len);
    for (size_t i = 0; i < TL_COUNT(labels); i++) {
        if (tl_slice_eq_fold(word, tl_str(labels[i].word))) {
            return labels[i].label;
        }
    }
    /* "Date!DTG" and "DatelDTG" are what a scanner reads */
    return tl_slice_starts(word, TL_LIT("Date")) && tl_slice_ends(word, TL_LIT("DTG")) && word.len <= 9
               ? TL_SMART_DATE
               : TL_SMART_NONE;
}

static bool is_withheld(tl_slice text)
{
    const struct tl_mark mark = tl_mark_at(text, 0);
    return mark.kind == TL_MARK_WITHHELD && mark.len == text.len;
}

/* "09 PORT ARDENT 1234"; the year may be lost. */
static bool read_mrn(tl_slice text, tl_slice *post, uint32_t *number)
{
    struct tl_cursor c = {text, 0};
    const tl_slice year = tl_take_digits(&c);
    tl_skip_blanks(&c);
    const size_t begin = c.at;
    size_t end = begin;
    while (c.at < text.len && tl_is_upper(text.ptr[c.at])) {
        if (!tl_is_all_caps(tl_next_word(&c))) {
            return false;
        }
        end = c.at;
        tl_skip_blanks(&c);
    }
    *post = tl_slice_sub(text, begin, end);
    const tl_slice digits = tl_take_digits(&c);
    return (year.len == 0 || year.len == 2 || year.len == 4) && post->len >= 2 && post->len <= 30 &&
           digits.len > 0 && digits.len <= 8 && c.at == text.len && tl_slice_number(digits, number);
}

/* "Mar 02, 2009 / 021405Z MAR 09": both dates, and nothing else. */
static bool read_date(tl_slice text, struct tl_date *date, int *hour, int *minute)
{
    const size_t slash = tl_slice_find(text, TL_LIT("/"), 0);
    struct tl_cursor c = {tl_slice_sub(text, 0, slash == TL_NONE ? 0 : slash), 0};
    if (slash != TL_NONE) {
        const bool is_date = tl_month_find(tl_next_word(&c)) != 0 &&
                             (tl_skip_blanks(&c), tl_take_digits(&c).len > 0) &&
                             (tl_take(&c, TL_LIT(",")), tl_skip_blanks(&c), tl_take_digits(&c).len == 4);
        tl_skip_blanks(&c);
        if (!is_date || c.at < c.text.len) {
            return false;
        }
    }
    return tl_dtg_parse(tl_slice_trim(tl_slice_sub(text, slash == TL_NONE ? 0 : slash + 1, text.len)), date,
                        hour, minute);
}

static tl_slice value_of(tl_slice line, size_t len)
{
    return tl_slice_trim(tl_slice_sub(line, len, line.len));
}

void tl_smart_find(struct tl_reader *r)
{
    struct tl_cable *cable = r->cable;
    r->smart_line = TL_NONE;
    for (size_t i = 0; i < r->lines.list.count; i++) {
        if (r->smart_line == TL_NONE && i > BLOCK_REACH * 4) {
            return;
        }
        if (r->smart_line == TL_NONE && !tl_may(r, i, TL_MAY_BE_MRN)) {
            continue;
        }
        const tl_slice line = tl_line_trim(&r->lines, i);
        tl_slice post = {NULL, 0};
        uint32_t number = 0;
        size_t len = 0;
        const enum tl_smart label = tl_smart_label(line, &len);
        if (r->smart_line == TL_NONE) {
            if (label != TL_SMART_MRN) {
                continue;
            }
            if (read_mrn(value_of(line, len), &post, &number)) {
                cable->post = post;
                cable->number = number;
                r->smart_line = i;
            } else if (is_withheld(value_of(line, len))) {
                r->smart_line = i;
            }
            continue;
        }
        if (label == TL_SMART_DATE && cable->hour < 0) {
            int hour = 0;
            int minute = 0;
            struct tl_date date;
            if (read_date(value_of(line, len), &date, &hour, &minute)) {
                cable->date = date;
                cable->hour = hour;
                cable->minute = minute;
            }
        }
        if (tl_opens_body(r, i) || i > r->smart_line + BLOCK_REACH) {
            return;
        }
    }
}

/* A line of the block: its label and what fits as `kind`; a value that does not fit is `other`. */
static void add_line(struct tl_reader *r, enum tl_kind kind, struct tl_span core, size_t len, bool fits)
{
    const struct tl_span label = {core.begin, core.begin + len};
    struct tl_span value = {label.end, core.end};
    if (!fits && tl_span_len(value) > 0) {
        if (len > 0) {
            tl_add_portion(r, kind, label)->label = label;
        }
        (void)tl_add_portion(r, TL_KIND_OTHER, value);
        return;
    }
    tl_add_portion(r, kind, core)->label = label;
}

static bool is_address(tl_slice text)
{
    return text.len == 0 || tl_is_address_line(text, true);
}

static void read_value(struct tl_reader *r, size_t index, enum tl_smart label, size_t len)
{
    const struct tl_span core = tl_line_core(r, index);
    const tl_slice value = tl_slice_sub(tl_span_of(r->lines.bytes, core), len, tl_span_len(core));
    struct tl_date date;
    tl_slice post;
    uint32_t number;
    int hour;
    int minute;
    switch (label) {
    case TL_SMART_MRN:
        add_line(r, TL_KIND_ENVELOPE, core, len, read_mrn(value, &post, &number) || is_withheld(value));
        break;
    case TL_SMART_DATE:
        add_line(r, TL_KIND_ENVELOPE, core, len,
                 read_date(value, &date, &hour, &minute) || is_withheld(value));
        break;
    case TL_SMART_ADDRESS:
        add_line(r, TL_KIND_ADDRESS, core, len, is_address(value) || is_withheld(value));
        break;
    case TL_SMART_CAPTION:
        tl_read_caption_value(r, core, len);
        break;
    case TL_SMART_PASS:
        tl_read_pass_value(r, core, len);
        break;
    case TL_SMART_NONE:
        break;
    }
}

bool tl_read_smart_line(struct tl_reader *r, size_t index, bool after_blank, enum tl_smart *open)
{
    size_t len = 0;
    const tl_slice line = tl_line_trim(&r->lines, index);
    if (r->smart_line == TL_NONE || index < r->smart_line) {
        return false;
    }
    const enum tl_smart label = tl_smart_label(line, &len);
    if (label != TL_SMART_NONE) {
        *open = label;
        read_value(r, index, label, len);
        return true;
    }
    size_t other = 0;
    if (*open != TL_SMART_NONE && !after_blank && tl_header_label(line, &other) == TL_LABEL_NONE &&
        tl_line_indent(&r->lines, index) >= CONTINUATION_INDENT) {
        read_value(r, index, *open, 0);
        return true;
    }
    *open = TL_SMART_NONE;
    return false;
}

/* --- what stands below the text */

static bool is_tail(tl_slice line, size_t *len)
{
    const tl_slice word = label_word(line, len);
    for (size_t i = 0; i < TL_COUNT(tail_labels); i++) {
        if (tl_slice_eq(word, tl_str(tail_labels[i]))) {
            return true;
        }
    }
    return false;
}

size_t tl_smart_tail(const struct tl_reader *r)
{
    size_t len = 0;
    size_t i = r->smart_line == TL_NONE ? r->lines.list.count : r->smart_line;
    while (i < r->lines.list.count && !is_tail(tl_line_trim(&r->lines, i), &len)) {
        i++;
    }
    return i;
}

size_t tl_read_smart_signature(struct tl_reader *r, size_t index)
{
    size_t len = 0;
    if (r->smart_line == TL_NONE || index >= r->lines.list.count ||
        !tl_slice_starts(tl_line_trim(&r->lines, index), TL_LIT("Signature:"))) {
        return index;
    }
    (void)label_word(tl_line_trim(&r->lines, index), &len);
    const struct tl_span core = tl_line_core(r, index);
    tl_add_portion(r, TL_KIND_SIGNATURE, core)->label = (struct tl_span){core.begin, core.begin + len};
    return index + 1;
}

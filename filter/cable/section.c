/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sections of one cable in one file (cable_anatomy.md 8.5): joined on post, number and date-time group.
 *
 *   SECTION 1 OF 3 ... NNN   SECTION 2 OF 3 ... NNN   FINAL SECTION OF 3 ... NNN
 *
 * A part that is missing is a finding, and the paragraph it cuts counts at the overall too: nobody knows what
 * stood there.  What differs in post, number or group is another cable.
 */
#include "cable/envelope.h"
#include "cable/posts.h"
#include "cable/reader.h"
#include "marking/mark.h"

enum { HEADER_REACH = 150, START_AHEAD = 6, MOST_SECTIONS = 63 };

/* The text goes on: no stop ends it.  A mark of a release may have taken the stop. */
static bool is_open_ended(tl_slice text)
{
    for (size_t at = 0; at < text.len; at++) {
        const struct tl_mark mark = tl_mark_at(text, at);
        if (mark.kind != TL_MARK_NONE && at + mark.len == text.len) {
            return false;
        }
    }
    return text.len > 0 && memchr(".?!\")", text.ptr[text.len - 1], 5) == NULL;
}

/* The paragraph that the missing part cuts: the last that was read, unless it is whole. */
static void raise_cut_paragraph(struct tl_reader *r)
{
    struct tl_cable *cable = r->cable;
    for (size_t i = cable->portions.count; i > 0; i--) {
        struct tl_portion *portion = &cable->portions.items[i - 1];
        if (portion->kind == TL_KIND_SIGNATURE || portion->kind == TL_KIND_WITHHELD) {
            return;
        }
        if (portion->kind != TL_KIND_PARAGRAPH && portion->kind != TL_KIND_SUB_PARAGRAPH) {
            continue;
        }
        if (is_open_ended(tl_span_of(cable->bytes, portion->core))) {
            portion->effective = tl_marking_join(r->arena, &portion->effective, &r->overall);
            tl_why_from(r, portion, TL_FROM_OVERALL);
        }
        return;
    }
}

static void note_missing(struct tl_reader *r, size_t line)
{
    tl_add_finding(r, "incomplete", line);
    raise_cut_paragraph(r);
}

/* Sections beyond the last bit share it: the second of them counts as one that was read before. */
static uint64_t section_bit(uint32_t number)
{
    return (uint64_t)1 << (number < MOST_SECTIONS ? number : MOST_SECTIONS);
}

static bool has_read(const struct tl_section *section, uint32_t number)
{
    return (section->read & section_bit(number)) != 0;
}

void tl_section_begins(struct tl_reader *r, const struct tl_classline *line, size_t index)
{
    const struct tl_cable *cable = r->cable;
    const bool is_number_other = line->number != 0 && cable->number != 0 && line->number != cable->number;
    const bool is_post_other = line->post.len > 0 && cable->post.len > 0 &&
                               !tl_same_post(line->post, cable->post) &&
                               !(tl_slice_ends(line->post, cable->post) && line->post.len > cable->post.len);
    if (is_number_other || is_post_other) {
        r->is_second_cable = true;
    }
    if (line->section == 0) {
        return;
    }
    if (has_read(&r->section, line->section) ||
        (r->section.count != 0 && line->sections != r->section.count)) {
        r->is_second_cable = true; /* one part twice, or of another whole */
    } else if (line->section != r->section.number + 1) {
        note_missing(r, index + 1);
    }
    r->section.number = line->section;
    r->section.count = line->sections;
    r->section.read |= section_bit(line->section);
}

void tl_sections_end(struct tl_reader *r)
{
    uint32_t n = 1;
    while (n <= r->section.count && has_read(&r->section, n)) {
        n++;
    }
    if (n <= r->section.count) {
        note_missing(r, r->lines.list.count);
    }
}

bool tl_same_group(const struct tl_cable *cable, const struct tl_group *group)
{
    return cable->hour < 0 || (tl_date_cmp(group->date, cable->date) == 0 && group->hour == cable->hour &&
                               group->minute == cable->minute);
}

static bool is_next_section(const struct tl_reader *r, size_t index)
{
    for (size_t i = index; i < r->lines.list.count && i < index + HEADER_REACH; i++) {
        const tl_slice line = tl_line_trim(&r->lines, i);
        struct tl_classline class;
        struct tl_group group;
        group.len = tl_dtg_read(line, &group.date, &group.hour, &group.minute);
        if (group.len > 0 && !tl_same_group(r->cable, &group)) {
            return false;
        }
        if (tl_class_line_at(r, i, &class) == TL_CLASS_LINE) {
            return class.section != 0 && !has_read(&r->section, class.section) &&
                   class.sections == r->section.count && class.number == r->cable->number &&
                   (class.post.len == 0 || tl_same_post(class.post, r->cable->post));
        }
    }
    return false;
}

/* "PAGE 01  KESTREL BAY 00611": the first page of a cable; whose, the caller knows. */
static bool is_first_page(tl_slice text)
{
    struct tl_page_line page;
    return tl_page_line_parse(text, &page) && page.page == 1 && (page.post.len > 0 || page.is_marked);
}

static bool is_withheld_line(tl_slice text)
{
    const struct tl_mark mark = tl_mark_at(text, 0);
    return mark.kind == TL_MARK_WITHHELD && mark.len == text.len;
}

static bool is_start_line(tl_slice text)
{
    uint32_t serial = 0;
    return tl_is_message_start(text) || tl_de_parse(text, &serial) || is_first_page(text);
}

/*
 * The mark of a release where a header of another cable began with a line that nobody could read: only lines
 * of a header, one address or group among them, stand between it and the next classification line.
 */
static bool is_withheld_start(const struct tl_reader *r, size_t index)
{
    bool has_address = false;
    for (size_t i = index + 1; i < r->tail_line && i < index + HEADER_REACH; i++) {
        const tl_slice text = tl_line_trim(&r->lines, i);
        struct tl_classline class;
        struct tl_zny zny;
        struct tl_date date;
        int hour = 0;
        int minute = 0;
        if (is_start_line(text)) {
            return false; /* this line is the start, if one is there */
        }
        if (text.len == 0 || r->lines.list.items[i].role != TL_LINE_TEXT || is_withheld_line(text)) {
            continue;
        }
        if (tl_class_line_at(r, i, &class) == TL_CLASS_LINE) {
            return has_address;
        }
        tl_zny_parse(text, &zny);
        const bool is_address =
            tl_dtg_read(text, &date, &hour, &minute) > 0 || tl_is_address_line(text, has_address);
        if (!is_address && !zny.is_found && !tl_is_envelope_line(text)) {
            return false;
        }
        has_address = has_address || is_address;
    }
    return false;
}

bool tl_header_begins(const struct tl_reader *r, size_t index, bool *is_other)
{
    const struct tl_line *line = &r->lines.list.items[index];
    const tl_slice text = tl_line_trim(&r->lines, index);
    struct tl_page_line page;
    *is_other = false;
    if ((line->beside & TL_SIGN_LOWER) != 0 && !tl_line_may(line, TL_MAY_BE_WITHHELD)) {
        return false; /* page lines and starts of messages are capitals, but for marks of a release */
    }
    if (line->role == TL_LINE_PAGE) {
        return tl_page_line_parse(text, &page) && page.page == 1;
    }
    if (line->role != TL_LINE_TEXT) {
        return false;
    }
    if ((tl_line_may(line, TL_MAY_BE_FIRST_PAGE) && is_first_page(text)) ||
        (tl_line_may(line, TL_MAY_BE_WITHHELD) && is_withheld_line(text) && is_withheld_start(r, index))) {
        *is_other = true;
        return true;
    }
    uint32_t serial = 0;
    const bool is_start = tl_line_may(line, TL_MAY_START_MESSAGE) && tl_is_message_start(text);
    if (!is_start && !(tl_line_may(line, TL_MAY_BE_DE) && tl_de_parse(text, &serial))) {
        return false;
    }
    if (is_next_section(r, index)) {
        return true;
    }
    size_t seen = 0;
    for (size_t i = index + 1; is_start && i < r->lines.list.count && seen < START_AHEAD; i++) {
        const tl_slice next = tl_line_trim(&r->lines, i);
        struct tl_zny zny;
        if (next.len == 0) {
            continue;
        }
        seen++;
        tl_zny_parse(next, &zny);
        if (zny.is_found || tl_de_parse(next, &serial)) {
            *is_other = true;
            return true;
        }
    }
    return false;
}

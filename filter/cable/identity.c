/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who the cable is: its classification line, post, number and date-time group.
 *
 * These identify; they never lower.  A date-time group that cannot be read fails nothing
 * (cable_anatomy.md 4.5).
 */
#include "cable/envelope.h"
#include "cable/posts.h"
#include "cable/reader.h"
#include "marking/start.h"

static bool opens_body(tl_slice line)
{
    struct tl_start start;
    if (!tl_portion_start(line, &start)) {
        return false;
    }
    if (start.label_kind == TL_START_NUMBER) {
        return (start.has_delimiter && start.text_begin < line.len) || start.mark_kind != TL_START_UNMARKED;
    }
    return start.label_kind == TL_START_NONE && start.mark_kind != TL_START_UNMARKED;
}

size_t tl_group_read(struct tl_reader *r, tl_slice line)
{
    struct tl_group group = {.line = line};
    if (line.len > 0 && line.ptr == r->group.line.ptr && line.len == r->group.line.len) {
        return r->group.len;
    }
    group.len = tl_dtg_read(line, &group.date, &group.hour, &group.minute);
    r->group = group.len > 0 ? group : r->group;
    return group.len;
}

bool tl_opens_body(const struct tl_reader *r, size_t index)
{
    struct tl_line *line = &r->lines.list.items[index];
    if (line->opens_body == TL_KNOWN_NOT_YET) {
        const tl_slice text = tl_line_trim(&r->lines, index);
        const bool opens = !tl_opens_with_word(text) && opens_body(text);
        line->opens_body = opens ? TL_KNOWN_YES : TL_KNOWN_NO;
    }
    return line->opens_body == TL_KNOWN_YES;
}

bool tl_address_at(const struct tl_reader *r, size_t index, bool is_open)
{
    struct tl_line *line = &r->lines.list.items[index];
    if (line->address == TL_ADDRESS_NOT_YET) {
        const tl_slice text = tl_line_trim(&r->lines, index);
        line->address = tl_is_address_line(text, false)  ? TL_ADDRESS_ALWAYS
                        : tl_is_address_line(text, true) ? TL_ADDRESS_BELOW
                                                         : TL_ADDRESS_NEVER;
    }
    return line->address == TL_ADDRESS_ALWAYS || (is_open && line->address == TL_ADDRESS_BELOW);
}

/* The first line of the header that gives level and number; else the first of a level alone as such lines
 * spell it; else the first that begins as one and cannot be read to its end; else a title behind the
 * addresses. */
static void find_class_line(struct tl_reader *r)
{
    size_t found[] = {[TL_CLASS_NONE] = TL_NONE,
                      [TL_CLASS_TITLE] = TL_NONE,
                      [TL_CLASS_PARTLY] = TL_NONE,
                      [TL_CLASS_BARE] = TL_NONE,
                      [TL_CLASS_LINE] = TL_NONE};
    struct tl_classline read[TL_COUNT(found)] = {{0}};
    bool has_address = false;
    for (size_t i = 0; i < r->lines.list.count && found[TL_CLASS_LINE] == TL_NONE; i++) {
        const tl_slice line = tl_line_trim(&r->lines, i);
        struct tl_classline class;
        size_t len = 0;
        const enum tl_label label = tl_header_label(line, &len);
        if (label == TL_LABEL_EO || label == TL_LABEL_TAGS || label == TL_LABEL_SUBJECT ||
            tl_opens_body(r, i)) {
            break;
        }
        const enum tl_class_fit fit = tl_class_line_at(r, i, &class);
        const bool is_banner = fit == TL_CLASS_TITLE && !has_address;
        if (fit != TL_CLASS_NONE && found[fit] == TL_NONE && !is_banner) {
            found[fit] = i;
            read[fit] = class;
        }
        has_address = has_address || (line.len > 0 && tl_address_at(r, i, false));
        if (fit == TL_CLASS_LINE) {
            r->cable->post = class.post;
            r->cable->number = class.number;
        }
    }
    enum tl_class_fit best = TL_CLASS_LINE;
    while (best != TL_CLASS_NONE && found[best] == TL_NONE) {
        best--;
    }
    r->class_line = found[best];
    r->class_read = read[best];
}

/* What the address lines call posts; a reference may name them. */
static void find_posts(struct tl_reader *r)
{
    r->posts = tl_words_with(r->arena, (struct tl_words){NULL, 0}, r->cable->post);
    for (size_t i = 0; i < r->lines.list.count && (r->class_line == TL_NONE || i < r->class_line); i++) {
        const tl_slice line = tl_line_trim(&r->lines, i);
        if (tl_opens_body(r, i)) {
            break;
        }
        const tl_slice post = tl_address_at(r, i, true) ? tl_post_of_address(line) : (tl_slice){NULL, 0};
        if (post.len > 0) {
            r->posts = tl_words_with(r->arena, r->posts, post);
        }
    }
}

/* The FM line says how the post is called, unless a name was taken out of it. */
static void find_from_post(struct tl_reader *r)
{
    for (size_t i = 0; i < r->lines.list.count && r->cable->from_post.len == 0; i++) {
        if (!tl_may(r, i, TL_MAY_NAME_FROM)) {
            continue;
        }
        const tl_slice post = tl_from_post(tl_line_trim(&r->lines, i));
        r->cable->from_post =
            tl_is_all_caps(post) && memchr(post.ptr, '[', post.len) == NULL ? post : (tl_slice){NULL, 0};
    }
}

static void read_dates(struct tl_reader *r)
{
    struct tl_cable *cable = r->cable;
    uint32_t serial = 0;
    for (size_t i = 0; i < r->lines.list.count; i++) {
        const tl_slice line = tl_line_trim(&r->lines, i);
        struct tl_page_line page;
        if (cable->hour < 0 && line.len >= 12 && tl_may(r, i, TL_MAY_BE_GROUP)) {
            if (tl_group_read(r, line) > 0) {
                cable->date = r->group.date;
                cable->hour = r->group.hour;
                cable->minute = r->group.minute;
            }
        }
        if (cable->number == 0 && tl_may(r, i, TL_MAY_BE_PAGE) && tl_page_line_parse(line, &page) &&
            page.number != 0) {
            cable->post = page.post;
            cable->number = page.number;
        }
        if (serial == 0 && tl_may(r, i, TL_MAY_BE_DE)) {
            (void)tl_de_parse(line, &serial);
        }
        if (r->class_line != TL_NONE && i > r->class_line && cable->hour >= 0) {
            break;
        }
    }
    if (cable->number == 0) {
        cable->number = serial;
    }
    const bool has_more = cable->from_post.len > 0 && cable->post.len > cable->from_post.len &&
                          tl_slice_ends(cable->post, cable->from_post);
    if (cable->post.len == 0 || has_more || tl_same_post(cable->post, cable->from_post)) {
        cable->post = cable->from_post;
    }
}

void tl_read_identity(struct tl_reader *r)
{
    r->cable->hour = -1;
    r->cable->minute = -1;
    find_from_post(r);
    find_class_line(r);
    tl_smart_find(r);
    read_dates(r);
    find_posts(r);
}

bool tl_names_this_cable(const struct tl_reader *r, const struct tl_page_line *page)
{
    const bool is_number = page->is_marked || (page->number != 0 && page->number == r->cable->number);
    return is_number &&
           (r->cable->post.len == 0 || page->post.len == 0 || tl_same_post(page->post, r->cable->post));
}

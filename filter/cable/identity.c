/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who the cable is: its classification line, post, number and date-time group.
 *
 * These identify; they never lower.  A date-time group that cannot be read fails nothing
 * (cable_anatomy.md 4.5).
 */
#include "cable/envelope.h"
#include "cable/reader.h"
#include "marking/start.h"

/* A number label opens the body: nothing after it is a header of this cable. */
static bool opens_body(tl_slice line)
{
    struct tl_start start;
    return tl_portion_start(line, &start) && start.label_kind == TL_START_NUMBER && start.has_delimiter &&
           start.text_begin < line.len;
}

static bool is_class_line(const struct tl_classline *line)
{
    return line->is_found && !tl_slice_eq(line->post, TL_LIT("U.S")) &&
           (line->number != 0 || line->section != 0) && (line->is_whole || line->fit_end > line->level.end);
}

/* The first line of the header that gives level and number; else the first spaced level line of it. */
static void find_class_line(struct tl_reader *r)
{
    size_t bare = TL_NONE;
    r->class_line = TL_NONE;
    for (size_t i = 0; i < r->lines.list.count; i++) {
        const tl_slice line = tl_line_trim(&r->lines, i);
        struct tl_classline found;
        size_t len = 0;
        const enum tl_label label = tl_header_label(line, &len);
        if (label == TL_LABEL_EO || label == TL_LABEL_TAGS || label == TL_LABEL_SUBJECT || opens_body(line)) {
            break;
        }
        tl_classline_parse(r->arena, line, &found);
        if (is_class_line(&found)) {
            r->class_line = i;
            r->cable->post = found.post;
            r->cable->number = found.number;
            return;
        }
        if (found.is_found && found.is_whole && bare == TL_NONE && tl_span_len(found.level) > 0 &&
            tl_slice_find(tl_span_of(line, found.level), TL_LIT(" "), 0) == 1) {
            bare = i;
        }
    }
    r->class_line = bare;
}

static void read_dates(struct tl_reader *r)
{
    struct tl_cable *cable = r->cable;
    uint32_t serial = 0;
    cable->hour = -1;
    cable->minute = -1;
    for (size_t i = 0; i < r->lines.list.count; i++) {
        const tl_slice line = tl_line_trim(&r->lines, i);
        struct tl_page_line page;
        if (cable->hour < 0 && line.len >= 12) {
            struct tl_date date;
            int hour = 0;
            int minute = 0;
            if (tl_dtg_parse(line, &date, &hour, &minute)) {
                cable->date = date;
                cable->hour = hour;
                cable->minute = minute;
            }
        }
        if (cable->number == 0 && tl_page_line_parse(line, &page)) {
            cable->post = page.post;
            cable->number = page.number;
        }
        if (serial == 0) {
            (void)tl_de_parse(line, &serial);
        }
        if (cable->from_post.len == 0) {
            cable->from_post = tl_from_post(line);
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
    if (cable->post.len == 0 || has_more) {
        cable->post = cable->from_post;
    }
}

void tl_read_identity(struct tl_reader *r)
{
    find_class_line(r);
    read_dates(r);
}

/* Posts compare without regard to runs of blanks. */
static bool same_post(tl_slice a, tl_slice b)
{
    struct tl_cursor x = {a, 0};
    struct tl_cursor y = {b, 0};
    for (;;) {
        const tl_slice p = tl_next_word(&x);
        const tl_slice q = tl_next_word(&y);
        if (!tl_slice_eq(p, q)) {
            return false;
        }
        if (p.len == 0) {
            return true;
        }
    }
}

bool tl_names_this_cable(const struct tl_reader *r, tl_slice post, uint32_t number)
{
    return number != 0 && number == r->cable->number &&
           (r->cable->post.len == 0 || post.len == 0 || same_post(post, r->cable->post));
}

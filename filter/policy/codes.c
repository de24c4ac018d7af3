/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lists `orders` and `codes` of a pack.  The program is built with those of rules/exemption-codes.yaml; a
 * pack that says something else about a code would be believed by its reader and by nobody else, so it is
 * refused.
 */
#include "marking/exemption.h"
#include "policy/fields.h"

/* An entry while it is read. */
struct draft {
    tl_slice name, order, title, means;
};

static void read_name(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    (void)tl_read_text(reading, node, "the code or order", &((struct draft *)into)->name);
}

static void read_order(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    (void)tl_read_text(reading, node, "order", &((struct draft *)into)->order);
}

static void read_title(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    (void)tl_read_text(reading, node, "title", &((struct draft *)into)->title);
}

static void read_means(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    (void)tl_read_text(reading, node, "means", &((struct draft *)into)->means);
}

/* The build has read it; nothing in it is for a policy. */
static void read_nothing(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    tl_slice text;
    (void)into;
    (void)tl_read_text(reading, node, "a day or an age", &text);
}

static const struct tl_field code_fields[] = {
    {"code", true, read_name},
    {"order", true, read_order},
    {"title", true, read_title},
    {"means", true, read_means},
};

static const struct tl_field order_fields[] = {
    {"order", true, read_name},    {"title", true, read_title},  {"from", true, read_nothing},
    {"until", true, read_nothing}, {"ages", true, read_nothing},
};

static void tell_difference(struct tl_reading *reading, const struct tl_yaml *item, tl_slice name)
{
    tl_node_error(reading, item, "policy.codes",
                  "the program was built with another entry for %s; build it again with this file, or take "
                  "the file that it came with",
                  tl_quote(reading->config->arena, name));
}

void tl_orders_read(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    (void)into;
    if (!tl_read_list(reading, node, "orders")) {
        return;
    }
    for (const struct tl_yaml *item = node->first; item != NULL; item = item->next) {
        struct draft draft = {0};
        if (!tl_fields_read(reading, item, "an order", order_fields, TL_COUNT(order_fields), &draft)) {
            continue;
        }
        const struct tl_order *order = tl_order_find(draft.name);
        if (draft.name.len > 0 && (order == NULL || !tl_slice_eq(draft.title, tl_str(order->title)))) {
            tell_difference(reading, item, draft.name);
        }
    }
}

void tl_codes_read(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    (void)into;
    if (!tl_read_list(reading, node, "codes")) {
        return;
    }
    for (const struct tl_yaml *item = node->first; item != NULL; item = item->next) {
        struct draft draft = {0};
        if (!tl_fields_read(reading, item, "a code", code_fields, TL_COUNT(code_fields), &draft)) {
            continue;
        }
        const struct tl_exemption *row = tl_exemption_find(draft.name);
        if (draft.name.len > 0 && (row == NULL || !tl_slice_eq(draft.order, tl_str(row->order)) ||
                                   !tl_slice_eq(draft.title, tl_str(row->title)) ||
                                   !tl_slice_eq(draft.means, tl_str(row->subject)))) {
            tell_difference(reading, item, draft.name);
        }
    }
}

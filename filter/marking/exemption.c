/* SPDX-License-Identifier: Apache-2.0 */
#include "marking/exemption.h"

#include "base/check.h"
#include "marking/exemption_codes.h"

#define ORDER_ROW(name, title, y, m, d, to_y, to_m, to_d, age, age_end)                                      \
    {name, title, {y, m, d}, {to_y, to_m, to_d}, age, age_end},
static const struct tl_order orders[] = {TL_ORDER_ROWS(ORDER_ROW)};

#define CODE_ROW(code, order, title, subject) {code, sizeof(code) - 1, order, title, subject},
static const struct tl_exemption codes[] = {TL_CODE_ROWS(CODE_ROW)};

enum {
    REASON_YEARS = 25, /* E.O. 13526 1.5(d) and 3.3(a) */
    CODE_LEAST = 4     /* bytes: 25X1 */
};

const struct tl_exemption *tl_exemption_row(size_t index)
{
    return index < TL_COUNT(codes) ? &codes[index] : NULL;
}

const struct tl_exemption *tl_exemption_find(tl_slice code)
{
    if (code.len < CODE_LEAST || (code.ptr[0] != '(' && !tl_is_digit(code.ptr[0]))) {
        return NULL; /* nearly every text in brackets */
    }
    for (size_t i = 0; i < TL_COUNT(codes); i++) {
        if (code.len == codes[i].len && memcmp(code.ptr, codes[i].code, code.len) == 0) {
            return &codes[i];
        }
    }
    return NULL;
}

const struct tl_order *tl_order_find(tl_slice name)
{
    for (size_t i = 0; i < TL_COUNT(orders); i++) {
        if (tl_slice_eq(name, tl_str(orders[i].name))) {
            return &orders[i];
        }
    }
    return NULL;
}

const struct tl_order *tl_exemption_order(const struct tl_exemption *exemption)
{
    const struct tl_order *order = tl_order_find(tl_str(exemption->order));
    TL_CHECK(order != NULL);
    return order;
}

bool tl_order_held(const struct tl_order *order, struct tl_date day)
{
    return tl_date_cmp(day, order->from) >= 0 &&
           (!tl_date_valid(order->end) || tl_date_cmp(day, order->end) < 0);
}

bool tl_order_is_reason(const struct tl_order *order)
{
    return order->age == 0 && order->age_end == REASON_YEARS;
}

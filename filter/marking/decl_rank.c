/* SPDX-License-Identifier: Apache-2.0 */
/* Which of several instructions binds (markings.md 7.2; CAPCO Manual E.6): one row a class, strongest last.
 */
#include "marking/decl.h"

enum strength {
    STRENGTH_CALCULATED = 0, /* X1-X8, OADR, MR, missing: 25 years */
    STRENGTH_EVENT,
    STRENGTH_DATE,
    STRENGTH_25X_UNDATED,
    STRENGTH_25X_DATED,
    STRENGTH_25X_IMAGERY, /* 25X1, EO 12951 */
    STRENGTH_50X_DATED,
    STRENGTH_HUMAN, /* 50X1-HUM, 50X2-WMD, 75X */
    STRENGTH_COMMINGLED
};

static bool is_code(const struct tl_decl *d, const char *prefix)
{
    return d->codes.count > 0 && tl_slice_starts(d->codes.item[0], tl_str(prefix));
}

static enum strength exemption_strength(const struct tl_decl *d)
{
    if (is_code(d, "75X") || is_code(d, "50X1-HUM") || is_code(d, "50X2-WMD")) {
        return STRENGTH_HUMAN;
    }
    if (is_code(d, "50X")) {
        return STRENGTH_50X_DATED;
    }
    if (is_code(d, "25X1-EO12951")) {
        return STRENGTH_25X_IMAGERY;
    }
    return d->date.year > 0 || d->event.len > 0 ? STRENGTH_25X_DATED : STRENGTH_25X_UNDATED;
}

static enum strength strength_of(const struct tl_decl *d)
{
    switch (d->type) {
    case TL_DECL_COMMINGLED:
        return STRENGTH_COMMINGLED;
    case TL_DECL_EXEMPT:
        return exemption_strength(d);
    case TL_DECL_DATE:
    case TL_DECL_GDS:
    case TL_DECL_DURATION:
        return STRENGTH_DATE;
    case TL_DECL_EVENT:
        return STRENGTH_EVENT;
    case TL_DECL_INVALID:
    case TL_DECL_MISSING:
    case TL_DECL_XGDS:
    case TL_DECL_ADS:
    case TL_DECL_RDS:
    case TL_DECL_OADR:
    case TL_DECL_X:
    case TL_DECL_MR:
    case TL_DECL_DNI_ONLY:
    case TL_DECL_TREATY:
    case TL_DECL_NA:
    case TL_DECL_GROUP:
        break;
    }
    return STRENGTH_CALCULATED;
}

/* The lowest of its codes. */
static tl_slice lowest_code(const struct tl_decl *d)
{
    tl_slice lowest = d->codes.item[0];
    for (size_t i = 1; i < d->codes.count; i++) {
        lowest = tl_slice_cmp(d->codes.item[i], lowest) < 0 ? d->codes.item[i] : lowest;
    }
    return lowest;
}

/* Later date first, then the lower code; durations without a date compare by their years. */
static bool binds_more(const struct tl_decl *a, const struct tl_decl *b)
{
    const enum strength x = strength_of(a);
    const enum strength y = strength_of(b);
    if (x != y) {
        return x > y;
    }
    const struct tl_date date_a = a->date.year > 0 ? a->date : a->calc_date;
    const struct tl_date date_b = b->date.year > 0 ? b->date : b->calc_date;
    int order = x == STRENGTH_HUMAN ? 0 : tl_date_cmp(date_a, date_b);
    order = order == 0 ? a->years - b->years : order;
    if (order != 0 || a->codes.count == 0 || b->codes.count == 0) {
        return order > 0;
    }
    return tl_slice_cmp(lowest_code(a), lowest_code(b)) < 0;
}

size_t tl_decl_most_restrictive(const struct tl_decl *decls, size_t count)
{
    size_t best = 0;
    for (size_t i = 1; i < count; i++) {
        if (binds_more(&decls[i], &decls[best])) {
            best = i;
        }
    }
    return best;
}

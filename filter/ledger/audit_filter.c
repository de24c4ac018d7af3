/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/audit_filter.h"

bool tl_audit_is_asked(const struct tl_audit_filter *filter)
{
    return filter->cable.len > 0 || filter->rule.len > 0 || filter->wants_doubt || filter->wants_kept;
}

/* The next letter or digit, small, from `*at` on; 0 at the end.  Blanks are nothing, and so are the noughts
 * that a number begins with. */
static unsigned char next_sign(tl_slice name, size_t *at)
{
    while (*at < name.len) {
        const unsigned char c = name.ptr[(*at)++];
        const bool follows_digit = *at >= 2 && tl_is_digit(name.ptr[*at - 2]);
        const bool leads = c == '0' && !follows_digit && *at < name.len && tl_is_digit(name.ptr[*at]);
        if (leads) {
            while (*at < name.len && name.ptr[*at] == '0') {
                (*at)++;
            }
            continue;
        }
        if (!tl_is_blank(c)) {
            return tl_to_lower(c);
        }
    }
    return 0;
}

static bool same_name(tl_slice a, tl_slice b)
{
    size_t i = 0;
    size_t k = 0;
    for (;;) {
        const unsigned char x = next_sign(a, &i);
        const unsigned char y = next_sign(b, &k);
        if (x != y) {
            return false;
        }
        if (x == 0) {
            return true;
        }
    }
}

bool tl_audit_wants_cable(const struct tl_audit_filter *filter, const struct tl_audited_cable *cable)
{
    return filter->cable.len == 0 || same_name(filter->cable, cable->name);
}

bool tl_audit_wants_change(const struct tl_audit_filter *filter, const struct tl_logged_change *change)
{
    if (filter->wants_kept) {
        return false;
    }
    if (filter->rule.len > 0 && !tl_words_has(change->rules, filter->rule) &&
        !tl_slice_eq(change->rule, filter->rule)) {
        return false;
    }
    return !filter->wants_doubt || change->cause == TL_CAUSE_DOUBT;
}

bool tl_audit_wants_kept(const struct tl_audit_filter *filter, const struct tl_logged_kept *kept)
{
    if (filter->wants_doubt) {
        return false;
    }
    return filter->rule.len == 0 || tl_slice_eq(kept->rule, filter->rule);
}

bool tl_audit_wants_causes(const struct tl_audit_filter *filter, const struct tl_audited_cable *cable)
{
    if (!filter->wants_doubt || filter->wants_kept || filter->rule.len > 0 || !cable->of.is_doubt) {
        return false;
    }
    for (size_t i = 0; i < cable->changes.count; i++) {
        if (cable->changes.items[i].of.cause == TL_CAUSE_DOUBT) {
            return false;
        }
    }
    return true;
}

bool tl_audit_is_narrow(const struct tl_audit_filter *filter)
{
    return filter->rule.len > 0 || filter->wants_doubt || filter->wants_kept;
}

bool tl_audit_wants_any(const struct tl_audit_filter *filter, const struct tl_audited_cable *cable)
{
    if (!tl_audit_wants_cable(filter, cable)) {
        return false;
    }
    if (tl_audit_wants_causes(filter, cable)) {
        return true;
    }
    for (size_t i = 0; i < cable->changes.count; i++) {
        if (tl_audit_wants_change(filter, &cable->changes.items[i].of)) {
            return true;
        }
    }
    for (size_t i = 0; i < cable->kept.count; i++) {
        if (tl_audit_wants_kept(filter, &cable->kept.items[i].of)) {
            return true;
        }
    }
    return !tl_audit_is_narrow(filter);
}

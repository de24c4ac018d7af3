/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/audit_public.h"

/* Post and number stand on the classification line and on the page lines: what is gone there is not told
 * here. */
static bool hides_name(const struct tl_logged_change *change)
{
    return change->has_element &&
           (change->element == TL_KIND_CLASSIFICATION_LINE || change->element == TL_KIND_FURNITURE ||
            change->element == TL_KIND_ENVELOPE || change->element == TL_KIND_ADDRESS);
}

/* Post and number are told where a release tells them: something left, and the log has every change of it. */
static bool tells_name(const struct tl_audited_cable *cable)
{
    const bool is_whole = cable->of.has_counts && cable->of.counts.changes == cable->changes.count;
    bool tells = is_whole && cable->of.verdict != TL_VERDICT_DENIED;
    for (size_t i = 0; tells && i < cable->changes.count; i++) {
        const struct tl_logged_change *change = &cable->changes.items[i].of;
        tells = !tl_change_removes(change) || !hides_name(change);
    }
    return tells;
}

void tl_audit_publish(struct tl_arena *arena, const struct tl_audited_cable *cable,
                      struct tl_public_cable *out)
{
    *out = (struct tl_public_cable){
        .mrn = tells_name(cable) ? cable->of.mrn : (tl_slice){0},
        .verdict = tl_verdict_name(cable->of.verdict),
        .changes = tl_arena_alloc(arena, cable->changes.count, sizeof(*out->changes)),
    };
    for (size_t i = 0; i < cable->changes.count; i++) {
        const struct tl_logged_change *change = &cable->changes.items[i].of;
        if (!tl_change_removes(change)) {
            continue;
        }
        /* a denied cable has no release: nothing tells what a rule would have found in it */
        if (cable->of.verdict != TL_VERDICT_DENIED) {
            out->changes[out->change_count++] = (struct tl_public_change){
                .is_withheld = change->action == TL_EDIT_WITHHELD || change->action == TL_EDIT_DROPPED,
                .element = change->has_element ? tl_kind_name(change->element) : NULL,
                .number = tl_plain_number(change->number),
                .exemptions = tl_words_union(arena, change->exemptions, change->reasons),
                .amount = tl_change_amount(change),
                .commitment = change->commitment};
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The public edition of an audit (DESIGN section 6): a list of what it lets through, and nothing else.  All
 * renderers of the public edition take these values and never a record of a log.
 */
#ifndef TL_LEDGER_AUDIT_PUBLIC_H
#define TL_LEDGER_AUDIT_PUBLIC_H

#include "ledger/audit.h"

struct tl_public_change {
    bool is_withheld;    /* a portion is gone; else words are ("excised") */
    const char *element; /* kind of the portion; NULL: none */
    tl_slice number;     /* its label, where that is a number or a letter */
    struct tl_words exemptions;
    tl_slice amount; /* as the release tells it, as a bucket; empty: it does not */
    struct tl_hash commitment;
};

struct tl_public_cable {
    tl_slice mrn; /* empty: unknown, or a part of it is gone from the release */
    const char *verdict;
    struct tl_public_change *changes;
    size_t change_count;
};

/* Arena-owned; borrows from the cable. */
void tl_audit_publish(struct tl_arena *arena, const struct tl_audited_cable *cable,
                      struct tl_public_cable *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Original and release side by side, portion by portion, with every cut.  Internal edition only. */
#ifndef TL_LEDGER_AUDIT_SIDE_H
#define TL_LEDGER_AUDIT_SIDE_H

#include "ledger/audit.h"

/* True when the changes of the log make this release of this original, byte for byte. */
bool tl_audit_follows(const struct tl_audited_cable *cable, tl_slice original, tl_slice release);

/* Appends the table.  Only with texts for which tl_audit_follows is true.  `assume` is that of the run. */
void tl_audit_side(struct tl_buf *out, const struct tl_audited_cable *cable, tl_slice original,
                   enum tl_rank assume);

/* Appends the anchor of a change, "c-1-2-3": log, cable, change. */
void tl_audit_anchor(struct tl_buf *out, const struct tl_audited_cable *cable, uint64_t change);

#endif

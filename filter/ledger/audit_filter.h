/* SPDX-License-Identifier: Apache-2.0 */
/* What an auditor asks for: one cable, one rule, doubt, exceptions. */
#ifndef TL_LEDGER_AUDIT_FILTER_H
#define TL_LEDGER_AUDIT_FILTER_H

#include "ledger/audit.h"

/* Zeroed asks for everything.  What is set narrows down, all at once. */
struct tl_audit_filter {
    tl_slice cable; /* post and number, as people write them: "TOKYO 3100", "tokyo 003100" */
    tl_slice rule;
    bool wants_doubt; /* what rested on doubt */
    bool wants_kept;  /* what exceptions and failed checks kept */
};

bool tl_audit_is_asked(const struct tl_audit_filter *filter);

/* True when only some records of a cable are asked for. */
bool tl_audit_is_narrow(const struct tl_audit_filter *filter);

bool tl_audit_wants_cable(const struct tl_audit_filter *filter, const struct tl_audited_cable *cable);
bool tl_audit_wants_change(const struct tl_audit_filter *filter, const struct tl_logged_change *change);
bool tl_audit_wants_kept(const struct tl_audit_filter *filter, const struct tl_logged_kept *kept);

/* True when doubt is asked for and the cable has some that changed nothing, or denied it: what needs a look
 * says why. */
bool tl_audit_wants_causes(const struct tl_audit_filter *filter, const struct tl_audited_cable *cable);

/* True when something of the cable is wanted: the cable itself was asked for, or one of its records. */
bool tl_audit_wants_any(const struct tl_audit_filter *filter, const struct tl_audited_cable *cable);

#endif

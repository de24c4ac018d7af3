/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An audit as one JSON object, in the form of base/json.h (filter/schema/audit.schema.json): cables as they
 * come, then what they come to.  The public edition has the members of ledger/audit_public.h and no other.
 */
#ifndef TL_LEDGER_AUDIT_JSON_H
#define TL_LEDGER_AUDIT_JSON_H

#include "base/json.h"
#include "ledger/audit_filter.h"

struct tl_audit_json {
    struct tl_json json; /* `out` is set by the caller, and may be emptied between calls */
    const struct tl_audit_filter *filter;
    bool is_public;
};

void tl_audit_json_begin(struct tl_audit_json *state, const struct tl_audit *audit);
void tl_audit_json_cable(struct tl_audit_json *state, const struct tl_audited_cable *cable);
void tl_audit_json_end(struct tl_audit_json *state, const struct tl_audit *audit);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* An audit for people at a terminal.  Nothing of a cable is shown but its post and number, and labels. */
#ifndef TL_CLI_AUDIT_TEXT_H
#define TL_CLI_AUDIT_TEXT_H

#include "ledger/audit_filter.h"

/* Appends a cable and its records, as far as the filter wants them. */
void tl_audit_text_cable(struct tl_buf *out, const struct tl_audit_filter *filter,
                         const struct tl_audited_cable *cable);

/* The same of the public edition: what ledger/audit_public.h lets through. */
void tl_audit_text_public(struct tl_buf *out, const struct tl_audited_cable *cable);

/* Appends what the logs come to. */
void tl_audit_text_summary(struct tl_buf *out, const struct tl_audit *audit);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An audit as tables (RFC 4180): a row a change, and the draft of a Vaughn index (Vaughn v. Rosen, 484 F.2d
 * 820): document, date, from and to, portion, exemption, statute or order, a description that tells no more
 * than element and level, and an empty place for the justification, which a person writes.
 */
#ifndef TL_LEDGER_AUDIT_TABLE_H
#define TL_LEDGER_AUDIT_TABLE_H

#include "ledger/audit_filter.h"

enum tl_audit_table {
    TL_TABLE_CHANGES = 0,
    TL_TABLE_PUBLIC, /* what ledger/audit_public.h lets through */
    TL_TABLE_VAUGHN
};

/* The line of titles, and the rows of a cable. */
void tl_audit_table_head(struct tl_buf *out, enum tl_audit_table table);
void tl_audit_table_cable(struct tl_buf *out, enum tl_audit_table table, const struct tl_audit_filter *filter,
                          const struct tl_audited_cable *cable);

/* The cells of a row of the Vaughn index, in the order of its titles; arena-owned. */
enum { TL_VAUGHN_CELLS = 10 };
extern const char *const tl_vaughn_titles[TL_VAUGHN_CELLS];
void tl_vaughn_row(struct tl_arena *arena, const struct tl_audited_cable *cable,
                   const struct tl_audited_change *change, tl_slice cells[TL_VAUGHN_CELLS]);

/* Appends a cell: in quotation marks where it must be; a first character that a spreadsheet takes for a
 * formula has an apostrophe before it. */
void tl_csv_cell(struct tl_buf *out, tl_slice text, bool is_first);

#endif

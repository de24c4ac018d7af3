/* SPDX-License-Identifier: Apache-2.0 */
/* From a line of a change log, parsed, to its record: every member by table.  Of reading.c alone. */
#ifndef TL_LEDGER_READING_RECORD_H
#define TL_LEDGER_READING_RECORD_H

#include "ledger/reading.h"

/* Fills reader->record from reader->parsed.  TL_DATA, slug "log.form". */
enum tl_status tl_logged_read(struct tl_log_reader *reader, struct tl_err *err);

#endif

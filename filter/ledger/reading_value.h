/* SPDX-License-Identifier: Apache-2.0 */
/* From a value of a change log to a member of a record.  Of reading_record.c alone. */
#ifndef TL_LEDGER_READING_VALUE_H
#define TL_LEDGER_READING_VALUE_H

#include <jansson.h>

#include "ledger/reading.h"

/* Reads a value into a member of the record; false when it is of another form. */
typedef bool tl_value_reader(struct tl_log_reader *reader, const json_t *value, void *into);

/* Each for a member of the type that its name says: tl_slice, uint64_t, bool, two uint64_t, struct tl_span,
 * ... */
tl_value_reader tl_value_text;
tl_value_reader tl_value_number;
tl_value_reader tl_value_flag;
tl_value_reader tl_value_pair;
tl_value_reader tl_value_span;
tl_value_reader tl_value_hash;
tl_value_reader tl_value_date;
tl_value_reader tl_value_hex;
tl_value_reader tl_value_words;
tl_value_reader tl_value_rank;
tl_value_reader tl_value_verdict;
tl_value_reader tl_value_do;
tl_value_reader tl_value_action;
tl_value_reader tl_value_cause;
tl_value_reader tl_value_kind;
tl_value_reader tl_value_as_of_source;
tl_value_reader tl_value_secret;
tl_value_reader tl_value_kept_cause;
tl_value_reader tl_value_tool;
tl_value_reader tl_value_nothing;
tl_value_reader tl_value_replacement;
tl_value_reader tl_value_replacement_hex;

#endif

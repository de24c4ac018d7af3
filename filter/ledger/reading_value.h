/* SPDX-License-Identifier: Apache-2.0 */
/* Readers of the values of members; of reading_record.c alone. */
#ifndef TL_LEDGER_READING_VALUE_H
#define TL_LEDGER_READING_VALUE_H

#include <jansson.h>

#include "ledger/reading.h"

/* Reads a value into a member of the record; false when it is of another form. */
typedef bool tl_value_reader(struct tl_log_reader *reader, const json_t *value, void *into);

tl_value_reader tl_logged_text_read;
tl_value_reader tl_logged_word_read;
tl_value_reader tl_logged_number_read;
tl_value_reader tl_logged_count_read;
tl_value_reader tl_logged_flag_read;
tl_value_reader tl_logged_set_read;
tl_value_reader tl_logged_pair_read;
tl_value_reader tl_logged_span_read;
tl_value_reader tl_logged_hash_read;
tl_value_reader tl_logged_date_read;
tl_value_reader tl_logged_hex_read;
tl_value_reader tl_logged_words_read;
tl_value_reader tl_logged_kind_read;
tl_value_reader tl_logged_as_of_source_read;
tl_value_reader tl_logged_secret_read;
tl_value_reader tl_logged_kept_cause_read;
tl_value_reader tl_logged_tool_read;
tl_value_reader tl_logged_nothing_read;
tl_value_reader tl_logged_replacement_read;
tl_value_reader tl_logged_replacement_hex_read;
tl_value_reader tl_logged_rank_read;
tl_value_reader tl_logged_verdict_read;
tl_value_reader tl_logged_do_read;
tl_value_reader tl_logged_action_read;
tl_value_reader tl_logged_cause_read;

#endif

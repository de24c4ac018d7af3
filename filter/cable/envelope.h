/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines of the envelope and the address block (ACP 127 format lines 1 to 8; cable_anatomy.md 4), and the
 * labels of the header (cable_anatomy.md 7).  Pure functions on one trimmed line.
 */
#ifndef TL_CABLE_ENVELOPE_H
#define TL_CABLE_ENVELOPE_H

#include "base/date.h"
#include "base/slice.h"

/* Start of message: "VZCZCXYZ0013", "ZCZC ABC123". */
bool tl_is_message_start(tl_slice line);

/* End of message: NNN, NNNN. */
bool tl_is_message_end(tl_slice line);

/* Routing, DE, BT, serial, counter lines: anything of the envelope but ZNY and the date-time group. */
bool tl_is_envelope_line(tl_slice line);

/* At least one digit, and nothing but digits and the bytes of `others`. */
bool tl_is_digits_and(tl_slice line, tl_slice others);

/* "DE RUEHKO #3100 3120823": true, with the station serial. */
bool tl_de_parse(tl_slice line, uint32_t *serial);

/*
 * A date-time group, "P 070823Z NOV 08" or "O R 091743Z JAN 74 ZFF4", through the noise of the channel:
 * blanks inside it ("251346 Z JUN 7 3"), glued parts, O for 0.  Returns how far it reads, or 0.
 */
size_t tl_dtg_read(tl_slice line, struct tl_date *date, int *hour, int *minute);

/* True when the line is a date-time group and nothing else. */
bool tl_dtg_parse(tl_slice line, struct tl_date *date, int *hour, int *minute);

/* FM, TO, INFO, XMT lines, their continuations, and distribution ("ACTION ARA-15", "/118 W").  `is_open`: the
 * line before was of the address block, so that a continuation may stand here. */
bool tl_is_address_line(tl_slice line, bool is_open);

/* The post of "FM AMEMBASSY TOKYO", "From: AMEMBASSY TOKYO", or empty. */
tl_slice tl_from_post(tl_slice line);

enum tl_label {
    TL_LABEL_NONE = 0,
    TL_LABEL_EO,
    TL_LABEL_TAGS,
    TL_LABEL_SUBJECT,
    TL_LABEL_REF,
    TL_LABEL_AUTHORITY
};

/* The header label that a line opens with; `len` is the length of "SUBJECT: ", with the blanks after it. */
enum tl_label tl_header_label(tl_slice line, size_t *len);

/* False for nearly every line: by its first three letters it has none. */
bool tl_may_have_header_label(tl_slice line);

#endif

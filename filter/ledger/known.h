/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `verify -p` knows of each field of a change log, from the original, the release and the policy.
 *
 * The one place that says so: the closing lines of `verify` are made of it, filter/schema/README.md has its
 * rows, and a test changes every field of every record and takes from here which of them it may do without
 * being found.
 */
#ifndef TL_LEDGER_KNOWN_H
#define TL_LEDGER_KNOWN_H

#include "base/buf.h"
#include "ledger/reading.h"

enum tl_known {
    TL_KNOWN_NOT = 0, /* nothing that is given shows it */
    TL_KNOWN_PARTLY,  /* another value is refused where it would decide something else here */
    TL_KNOWN_LOG,     /* from the log alone: its form, its chain, its counts */
    TL_KNOWN_FILE,    /* from the bytes of a file that is given */
    TL_KNOWN_AGAIN    /* decided again */
};

struct tl_known_field {
    enum tl_record_type record;
    const char *field; /* "rule"; "claims.level" for a member of an object or of a list of them */
    enum tl_known known;
    const char *how; /* how it is compared, or why it cannot be */
};

extern const struct tl_known_field tl_known_fields[];
extern const size_t tl_known_field_count;

/* "from the log alone", ...; the words of the table in filter/schema/README.md.  Static. */
const char *tl_known_name(enum tl_known known);

/* The row of a field, or NULL. */
const struct tl_known_field *tl_known_find(enum tl_record_type record, const char *field);

/* Appends the one sentence about what is not known, without a line end. */
void tl_known_sentence(struct tl_buf *out);

#endif

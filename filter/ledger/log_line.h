/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One line of a change log as it is read: strictly.  It is a record only when it is an object of integers,
 * strings, arrays and objects in RFC 8785 form, with `type`, `prev` and a `hash` that is that of the rest.
 */
#ifndef TL_LEDGER_LOG_LINE_H
#define TL_LEDGER_LOG_LINE_H

#include "base/digest.h"
#include "base/error.h"

/* Zeroed storage is empty.  Slices are borrowed from it and end with tl_log_line_release. */
struct tl_log_line {
    void *json;      /* owned; the parsed object */
    uint64_t number; /* of the line, from 1 */
    tl_slice type;
    tl_slice prev;
    struct tl_hash hash; /* computed, and equal to the one in the line */
};

/* TL_DATA, slug "log.form", when it is no record; TL_NO, slug "log.chain", when its hash is not its own. */
enum tl_status tl_log_line_read(tl_slice text, uint64_t number, struct tl_log_line *out, struct tl_err *err);
void tl_log_line_release(struct tl_log_line *line);

/* Members.  Text that is not there is empty; the others say false when the member is absent or of another
 * form. */
tl_slice tl_log_line_text(const struct tl_log_line *line, const char *key);
bool tl_log_line_int(const struct tl_log_line *line, const char *key, uint64_t *out);
bool tl_log_line_span(const struct tl_log_line *line, const char *key, struct tl_span *out);
bool tl_log_line_hash(const struct tl_log_line *line, const char *key, struct tl_hash *out);

/* Appends the bytes of `replacement` or `replacement_hex`. */
bool tl_log_line_replacement(const struct tl_log_line *line, struct tl_buf *out);

#endif

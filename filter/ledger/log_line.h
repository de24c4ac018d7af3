/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One line of a change log as it is read: strictly.  It is a record only when it is an object of integers,
 * strings, arrays and objects in RFC 8785 form, with `type`, `prev` and `hash`.
 */
#ifndef TL_LEDGER_LOG_LINE_H
#define TL_LEDGER_LOG_LINE_H

#include "base/digest.h"
#include "base/error.h"

/* Zeroed storage is empty.  Slices are borrowed from it and end with tl_log_line_release. */
struct tl_log_line {
    void *json; /* owned; the parsed object */
    tl_slice type;
    tl_slice prev;
    struct tl_hash hash; /* computed */
};

/*
 * Reads line `number`, from 1, of the log `name`.  TL_DATA, slug "log.form", when it is no record; TL_NO,
 * slug "log.chain", when its hash is not its own: `out` is filled all the same.
 */
enum tl_status tl_log_line_read(const char *name, tl_slice text, uint64_t number, struct tl_log_line *out,
                                struct tl_err *err);
void tl_log_line_release(struct tl_log_line *line);

/* Appends the line without its members `hash` and `key`. */
void tl_log_line_without(const struct tl_log_line *line, const char *key, struct tl_buf *out);

#endif

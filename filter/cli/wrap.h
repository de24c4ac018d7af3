/* SPDX-License-Identifier: Apache-2.0 */
/* Text for people: lines of at most 79 characters, on a terminal and in a pipe alike; no colours. */
#ifndef TL_CLI_WRAP_H
#define TL_CLI_WRAP_H

#include "base/buf.h"

/*
 * Appends `text` with `indent` blanks before each line, broken between words; ends with a line end.  A word
 * longer than the line stands on a line of its own.  Control and direction characters become "?".
 */
void tl_put_wrapped(struct tl_buf *out, size_t indent, tl_slice text);

/* The same for a format. */
void tl_put_line(struct tl_buf *out, size_t indent, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Appends `text` for a terminal, as it is but for such characters. */
void tl_put_plain(struct tl_buf *out, tl_slice text);

/* Appends `text` for a terminal, at least `width` characters wide and followed by one blank at least. */
void tl_put_column(struct tl_buf *out, tl_slice text, size_t width);

#endif

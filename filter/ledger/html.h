/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTML that stands by itself: one file, no script, nothing from a network, one style sheet whose hash is in
 * its own Content-Security-Policy.  Every text that is not a literal of the program goes through
 * tl_html_text; nothing else escapes.
 */
#ifndef TL_LEDGER_HTML_H
#define TL_LEDGER_HTML_H

#include "base/buf.h"

/* Appends text, in content or in a quoted attribute alike: the characters of markup as references, controls
 * and characters that change direction or cannot be seen by their number, and bytes that are no UTF-8 as
 * their cp1252 characters. */
void tl_html_text(struct tl_buf *out, tl_slice text);

/* The page up to its <main>, and its end.  `edition` stands under the title, and is a class of the body. */
void tl_html_begin(struct tl_buf *out, const char *title, const char *edition, const char *note);
/*
 * Goes before the row at `index` of a long table, which is many tables of a few rows with the cells of `head`
 * over each: a browser lays out those that are seen.  tl_html_rows_end goes behind the last of `count`.
 */
void tl_html_rows(struct tl_buf *out, size_t index, const char *class, const char *head);
void tl_html_rows_end(struct tl_buf *out, size_t count);

void tl_html_end(struct tl_buf *out);

#endif

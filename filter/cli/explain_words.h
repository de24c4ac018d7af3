/* SPDX-License-Identifier: Apache-2.0 */
/* What the answers of `explain` for people share: words of a marking, levels, who may read, ways out. */
#ifndef TL_CLI_EXPLAIN_WORDS_H
#define TL_CLI_EXPLAIN_WORDS_H

#include "base/buf.h"
#include "marking/decide.h"
#include "marking/slug.h"

/* Appends a word of a marking (DESIGN M20): registered words as they are, "TK-?" for a name under a
 * registered system, every other word as "?". */
void tl_put_safe_word(struct tl_buf *out, tl_slice word);

/* Appends words with ", " between. */
void tl_put_safe_words(struct tl_buf *out, struct tl_words words);

/* What a level means, and the paper that says so. */
void tl_put_level(struct tl_buf *out, enum tl_level level);

/* A line for each control, owner and list of a marking: what it means, and which paper says so. */
void tl_put_controls(struct tl_buf *out, const struct tl_marking *m);

/* Who may have it, and what a policy must say so that it leaves. */
void tl_put_readers(struct tl_buf *out, const struct tl_marking *m);

/* "clause (source)." of a slug, indented; nothing for a slug without a row. */
void tl_put_slug(struct tl_buf *out, size_t indent, const char *slug);

/* The way out of a slug, and the marking that was likely meant when it is a valid one (explain_fix.c). */
void tl_put_way_out(struct tl_buf *out, tl_slice text, const struct tl_marking *m, bool is_portion);

#endif

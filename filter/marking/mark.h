/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fixed marks that a release carries (DESIGN M15), written and recognised in one place:
 *
 *   [WITHHELD C (b)(1) 1.4(b), 2 lines]   [(b)(6)]   [EXCISED]   [PERSON 2]   XXXXX
 *
 * A text is a mark only when it is byte for byte what this file can write.
 */
#ifndef TL_MARKING_MARK_H
#define TL_MARKING_MARK_H

#include "base/buf.h"
#include "marking/marking.h"

enum tl_mark_kind { TL_MARK_NONE = 0, TL_MARK_WITHHELD, TL_MARK_EXCISED, TL_MARK_PERSON, TL_MARK_MASK };

struct tl_mark {
    enum tl_mark_kind kind;
    size_t len;        /* bytes */
    enum tl_rank rank; /* of WITHHELD */
    uint32_t person;   /* of PERSON */
};

/* The mark that begins at `at`, where one of its first bytes stands. */
struct tl_mark tl_mark_read(tl_slice text, size_t at);

/* The mark that begins at `at`, or kind NONE. */
static inline struct tl_mark tl_mark_at(tl_slice text, size_t at)
{
    const bool may_be = at < text.len && (text.ptr[at] == '[' || text.ptr[at] == 'X');
    return may_be ? tl_mark_read(text, at) : (struct tl_mark){0};
}

/* Appends "[WITHHELD C (b)(1) 1.4(b)AMOUNT]"; without codes "[WITHHELD C code needed]".  `amount` is "" or ",
 * 2 lines". */
void tl_mark_withheld(struct tl_buf *out, enum tl_rank rank, struct tl_words codes, const char *amount);

/* The amount of a bucket: ", a few lines" (1 to 3), ", some lines" (4 to 15), ", many lines" (16 and more).
 */
const char *tl_amount_bucket(size_t lines);

/* Appends "[(b)(6)]" or "[EXCISED]". */
void tl_mark_excised(struct tl_buf *out, struct tl_words codes);
void tl_mark_person(struct tl_buf *out, uint32_t number);
void tl_mark_mask(struct tl_buf *out);

#endif

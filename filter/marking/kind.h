/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a unit of a cable can be (DESIGN section 2).  It stands here, left of both `cable`, which finds
 * elements, and `policy`, which names their kinds.
 */
#ifndef TL_MARKING_KIND_H
#define TL_MARKING_KIND_H

#include "base/slice.h"

enum tl_kind {
    TL_KIND_OTHER = 0, /* what no grammar reads: at the overall, always */
    TL_KIND_ENVELOPE,
    TL_KIND_ADDRESS,
    TL_KIND_CLASSIFICATION_LINE,
    TL_KIND_CAPTION,
    TL_KIND_PASS_LINE,
    TL_KIND_DECLASSIFICATION,
    TL_KIND_TAGS,
    TL_KIND_SUBJECT,
    TL_KIND_REFERENCE,
    TL_KIND_AUTHORITY,
    TL_KIND_PARAGRAPH,
    TL_KIND_SUB_PARAGRAPH,
    TL_KIND_HEADING,
    TL_KIND_TABLE,
    TL_KIND_FURNITURE,
    TL_KIND_SIGNATURE,
    TL_KIND_ATTRIBUTES,
    TL_KIND_WITHHELD,
    TL_KIND_END,
    TL_KIND_COUNT /* not a kind */
};

/* "other", "classification-line", ...; the words of policies, logs and inspect. */
const char *tl_kind_name(enum tl_kind kind);

/* The kind of a name; false when there is none. */
bool tl_kind_find(tl_slice name, enum tl_kind *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "marking/kind.h"

static const char *const names[TL_KIND_COUNT] = {
    [TL_KIND_OTHER] = "other",
    [TL_KIND_ENVELOPE] = "envelope",
    [TL_KIND_ADDRESS] = "address",
    [TL_KIND_CLASSIFICATION_LINE] = "classification-line",
    [TL_KIND_CAPTION] = "caption",
    [TL_KIND_PASS_LINE] = "pass-line",
    [TL_KIND_DECLASSIFICATION] = "declassification",
    [TL_KIND_TAGS] = "tags",
    [TL_KIND_SUBJECT] = "subject",
    [TL_KIND_REFERENCE] = "reference",
    [TL_KIND_AUTHORITY] = "authority",
    [TL_KIND_PARAGRAPH] = "paragraph",
    [TL_KIND_SUB_PARAGRAPH] = "sub-paragraph",
    [TL_KIND_HEADING] = "heading",
    [TL_KIND_TABLE] = "table",
    [TL_KIND_FURNITURE] = "furniture",
    [TL_KIND_SIGNATURE] = "signature",
    [TL_KIND_ATTRIBUTES] = "attributes",
    [TL_KIND_WITHHELD] = "withheld",
    [TL_KIND_END] = "end",
};

const char *tl_kind_name(enum tl_kind kind)
{
    return (size_t)kind < TL_COUNT(names) ? names[kind] : names[TL_KIND_OTHER];
}

bool tl_kind_find(tl_slice name, enum tl_kind *out)
{
    for (size_t i = 0; i < TL_COUNT(names); i++) {
        if (tl_slice_eq(name, tl_str(names[i]))) {
            *out = (enum tl_kind)i;
            return true;
        }
    }
    return false;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What the codes of exemptions stand for: the statute or order, and its subject in neutral words. */
#ifndef TL_LEDGER_STATUTE_H
#define TL_LEDGER_STATUTE_H

#include "base/slice.h"

struct tl_statute {
    const char *code;    /* "(b)(1)" */
    const char *title;   /* "5 U.S.C. 552(b)(1)" */
    const char *subject; /* "matter properly classified under an Executive order" */
};

/* The row of a code; NULL: none. */
const struct tl_statute *tl_statute_find(tl_slice code);

/* The row at `index`, or NULL behind the last. */
const struct tl_statute *tl_statute_row(size_t index);

/* True for a reason for classification, 1.4(a) to 1.4(h) or 1.5(a) to 1.5(g): they carry a record for 25
 * years, unlike the exemptions 3.3, 25X and 50X. */
bool tl_code_is_reason(tl_slice code);

#endif

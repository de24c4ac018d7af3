/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An audit as one page (ledger/html.h): first what needs a human, then verdict and counts, a bar a cable, and
 * each cable with its changes; side by side where original and release are at hand.  The public edition has
 * what ledger/audit_public.h lets through, and what can be counted from that.
 */
#ifndef TL_LEDGER_AUDIT_HTML_H
#define TL_LEDGER_AUDIT_HTML_H

#include "ledger/audit_filter.h"
#include "ledger/texts.h"

/* Zeroed storage, with what the caller sets; free with tl_audit_html_release. */
struct tl_audit_html {
    bool is_public;                        /* set by the caller */
    struct tl_texts *originals, *releases; /* the same; may be NULL */
    struct tl_buf cables;                  /* owned: articles */
    struct tl_buf bars;                    /* owned: rows */
    struct tl_arena arena;                 /* owned */
    struct tl_audit_counts exemptions;     /* of the public edition */
    uint64_t public_verdicts[TL_VERDICT_RELEASED + 1];
    uint64_t documents;
    uint64_t shown;   /* cables that stand side by side */
    uint64_t strange; /* texts at hand that do not follow from the log */
};

void tl_audit_html_cable(struct tl_audit_html *html, const struct tl_audit *audit,
                         const struct tl_audited_cable *cable);
void tl_audit_html_end(struct tl_audit_html *html, const struct tl_audit *audit, struct tl_buf *out);
void tl_audit_html_release(struct tl_audit_html *html);

/* The draft of a Vaughn index as a page: rows of cables go to `rows`. */
void tl_vaughn_html_cable(struct tl_buf *rows, const struct tl_audit_filter *filter,
                          const struct tl_audited_cable *cable);
void tl_vaughn_html_end(struct tl_buf *rows, struct tl_buf *out);

#endif

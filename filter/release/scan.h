/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The literal scan: from what the filter saw in a text (sights.h), for every rule that has literals or an
 * opening, the places at which a match may begin.  Elsewhere none begins; there, nothing is run (DESIGN 7,
 * M11).
 */
#ifndef TL_RELEASE_SCAN_H
#define TL_RELEASE_SCAN_H

#include "release/sights.h"

/* Places [begin, end], both included, of one rule; in order, apart from each other. */
struct tl_windows {
    struct tl_span *items; /* owned */
    size_t count;
    size_t room;
};

/* What one worker needs; zeroed is ready, tl_scan_release frees. */
struct tl_scan {
    const struct tl_filter *filter; /* of the last scan; borrowed */
    struct tl_windows *windows;     /* by rule */
    size_t rule_count;
    size_t literal_count;
    size_t group_count;
    uint32_t *touched; /* the rules with windows, in order */
    size_t touched_count;
    struct tl_scan_run *runs; /* by literal */
    size_t literal_at;        /* the sights that are taken next: of literals, */
    size_t *opening_at;       /* and of openings, by group */
    uint32_t kinds;           /* of elements at hand, as a bit */
    uint64_t stamp;           /* of the segment at hand, for `runs` */
};

/* Makes ready for another text: forgets all windows.  `filter` must live until the next call.  The rules that
 * run in elements of this kind are looked for; TL_KIND_COUNT: all. */
void tl_scan_begin(struct tl_scan *scan, const struct tl_filter *filter, enum tl_kind kind);

/*
 * Adds the windows of one segment of the text, UTF-8 without odd letters (tl_regex_odd), in which this was
 * seen.  Segments come in order.  Afterwards `touched` names the rules that have windows.
 */
void tl_scan_segment(struct tl_scan *scan, tl_slice text, struct tl_span segment,
                     const struct tl_sights *sights);

void tl_scan_release(struct tl_scan *scan);

#endif

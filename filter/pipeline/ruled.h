/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which decisions of a reviewer met their cable in a run.  One whose cable never comes decided nothing, and
 * somebody thinks that it did: the run is told at its end, and is no success (DESIGN 4: 78).
 */
#ifndef TL_PIPELINE_RULED_H
#define TL_PIPELINE_RULED_H

#include "pipeline/stream.h"

/* For the writer, which sees all cables. */
struct tl_ruled_cables {
    const struct tl_rulings *rulings; /* borrowed; NULL: none */
    struct tl_arena arena;
    bool *is_met; /* one a ruling */
};

/* Free with tl_ruled_cables_release. */
void tl_ruled_cables_init(struct tl_ruled_cables *cables, const struct tl_rulings *rulings);
void tl_ruled_cables_release(struct tl_ruled_cables *cables);

/* Takes the next cable. */
void tl_ruled_cables_see(struct tl_ruled_cables *cables, const struct tl_parcel *parcel);

/* Tells every ruling whose cable did not come, at most a few lines; TL_CONFIG when there is one. */
enum tl_status tl_ruled_cables_end(const struct tl_ruled_cables *cables, struct tl_buf *told);

#endif

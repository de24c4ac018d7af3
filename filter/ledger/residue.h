/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Residual disclosure: names, numbers and rare words that are withheld in one place of a cable and stand in
 * its release elsewhere.  A word is judged by itself; facts of the header are no place.
 */
#ifndef TL_LEDGER_RESIDUE_H
#define TL_LEDGER_RESIDUE_H

#include "cable/cable.h"

enum tl_leftover_kind {
    TL_LEFTOVER_NAME = 0, /* begins with a capital letter, in a text that has small ones */
    TL_LEFTOVER_NUMBER,   /* has three digits or more, and is no year */
    TL_LEFTOVER_RARE      /* any other word that stands few times in the original */
};

/* "name", "number", "rare word"; static. */
const char *tl_leftover_name(enum tl_leftover_kind kind);

struct tl_leftover {
    enum tl_leftover_kind kind;
    tl_slice word;                    /* as it stands in the original; borrowed from it */
    size_t line;                      /* of the original, where it is withheld first; from 1 */
    const struct tl_portion *portion; /* of the original, there */
    size_t release_line;              /* where it stands first in the release */
    const struct tl_portion *release_portion;
    size_t withheld, released; /* how often */
};

struct tl_residue {
    TL_VEC(struct tl_leftover) list; /* in the order of the original */
    bool is_other_cable;             /* nothing was compared */
};

/* Everything lives in the arena and borrows from the two cables. */
void tl_residue_find(struct tl_arena *arena, const struct tl_cable *original, const struct tl_cable *release,
                     struct tl_residue *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "pipeline/ruled.h"

enum { LINES_TOLD = 20 };

void tl_ruled_cables_init(struct tl_ruled_cables *cables, const struct tl_rulings *rulings)
{
    *cables = (struct tl_ruled_cables){.rulings = rulings};
    if (rulings != NULL) {
        cables->is_met = tl_arena_alloc(&cables->arena, rulings->count + 1, sizeof(*cables->is_met));
    }
}

void tl_ruled_cables_release(struct tl_ruled_cables *cables)
{
    tl_arena_release(&cables->arena);
}

void tl_ruled_cables_see(struct tl_ruled_cables *cables, const struct tl_parcel *parcel)
{
    if (cables->rulings == NULL || !parcel->has_original) {
        return;
    }
    const struct tl_ruled_on on = tl_rulings_of_hash(cables->rulings, &parcel->original);
    for (size_t i = 0; i < on.count; i++) {
        cables->is_met[on.index[i]] = true;
    }
}

/* True when an earlier ruling is on the same cable: one line says it of all. */
static bool is_told(const struct tl_rulings *rulings, size_t index)
{
    return tl_rulings_of_hash(rulings, &rulings->list[index].original).index[0] != index;
}

enum tl_status tl_ruled_cables_end(const struct tl_ruled_cables *cables, struct tl_buf *told)
{
    size_t missing = 0;
    for (size_t i = 0; cables->rulings != NULL && i < cables->rulings->count; i++) {
        const struct tl_ruling *ruling = &cables->rulings->list[i];
        if (cables->is_met[i] || is_told(cables->rulings, i)) {
            continue;
        }
        if (missing < LINES_TOLD) {
            tl_tell(told,
                    "%s:%zu: no cable of this run has the SHA-256 of this decision, so it decided nothing; "
                    "look whether the cable was changed, or left out",
                    cables->rulings->path, ruling->place.line);
        } else if (missing == LINES_TOLD) {
            tl_tell(told, "%s: more decisions met no cable", cables->rulings->path);
        }
        missing++;
    }
    return missing > 0 ? TL_CONFIG : TL_OK;
}

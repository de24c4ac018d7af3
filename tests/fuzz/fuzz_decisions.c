/* SPDX-License-Identifier: Apache-2.0 */
/* Files of decisions: a file gives decisions or errors, and no message has a line that could hold text. */
#include "fuzz/file.h"
#include "fuzz/fuzz.h"
#include "policy/config.h"
#include "policy/decisions.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tl_arena arena = {0};
    struct tl_diags diags = {.arena = &arena};
    struct tl_buf text = {0};
    const char *path = put_file(data, size);
    struct tl_rulings *rulings = tl_rulings_load(path, (struct tl_date){2026, 1, 1}, &diags);
    HOLD((rulings == NULL) == (diags.errors > 0), "decisions or errors");
    tl_diags_render(&diags, &text);
    const tl_slice told = tl_config_hide(&arena, (tl_slice){data, size});
    HOLD(told.len == size, "what is hidden keeps its length");
    for (size_t i = 0; rulings != NULL && i < rulings->count; i++) {
        const struct tl_ruling *ruling = &rulings->list[i];
        HOLD(ruling->does != TL_RULING_POLICY && ruling->by.len > 0 && ruling->why.len > 0, "it is whole");
        HOLD(ruling->does != TL_RULING_RELEASE || ruling->authority.len > 0, "a release has an authority");
        HOLD(tl_rulings_of_hash(rulings, &ruling->original).count > 0, "it is found by its hash");
        HOLD(tl_rulings_of_cable(rulings, ruling->cable).count > 0, "it is found by its cable");
    }
    tl_rulings_free(rulings);
    tl_buf_release(&text);
    tl_arena_release(&arena);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Cables: the elements tile the bytes. */
#include "fuzz/fuzz.h"
#include "prop/prop.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct tl_cable_options options = {.assume = TL_RANK_UNKNOWN};
    struct tl_arena arena = {0};
    struct tl_cable cable;
    tl_cable_parse(&arena, (tl_slice){data, size}, &options, &cable);
    const char *broken = prop_broken_tiling(&cable);
    HOLD(broken == NULL, broken);
    for (size_t i = 0; i <= size; i += 1 + size / 16) {
        const size_t line = tl_cable_line(&cable, i);
        HOLD(line >= 1 && line <= cable.line_count + 1, "a byte stands on a line");
    }
    tl_cable_mrn(&arena, &cable);
    tl_arena_release(&arena);
    return 0;
}

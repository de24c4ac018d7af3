/* SPDX-License-Identifier: Apache-2.0 */
/* Declassification instructions: only a date that is one may be honoured. */
#include "fuzz/fuzz.h"
#include "marking/decl.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct tl_date dates[] = {{0, 0, 0}, {1974, 4, 2}, {2007, 3, 2}, {2020, 2, 29}};
    struct tl_arena arena = {0};
    if (size == 0) {
        return 0;
    }
    const struct tl_date date = dates[data[0] % TL_COUNT(dates)];
    const enum tl_level level = (enum tl_level)(data[0] / 4 % 6);
    struct tl_decl decl;
    tl_decl_parse(&arena, (tl_slice){data + 1, size - 1}, date, level, &decl);
    HOLD(tl_decl_type_name(decl.type) != NULL, "a type has a name");
    HOLD(decl.type != TL_DECL_INVALID || decl.reason != NULL, "what is not valid says why");
    const struct tl_date honour = tl_decl_honour_date(&decl, date);
    HOLD(!decl.is_honorable || decl.type != TL_DECL_INVALID, "what is not valid is not honoured");
    if (honour.year != 0) {
        HOLD(tl_date_valid(honour), "a date that is honoured is one");
        HOLD(!tl_date_valid(date) || tl_date_cmp(honour, date) > 0, "it is later than the document");
    }
    HOLD(tl_decl_most_restrictive(&decl, 1) == 0, "one is the most restrictive of one");
    tl_arena_release(&arena);
    return 0;
}

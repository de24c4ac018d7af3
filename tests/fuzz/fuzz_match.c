/* SPDX-License-Identifier: Apache-2.0 */
/* Any regex on any text: what the literal scan finds is what the regex alone finds.  The first line is the
 * regex, caseless when it begins with an i; the rest is the text. */
#include "fuzz/fuzz.h"
#include "prop/plain.h"

enum { PATTERN_MOST = 200, TEXT_MOST = 2000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const tl_slice all = {data, size};
    const size_t line = tl_slice_find(all, TL_LIT("\n"), 0);
    if (line == TL_NONE || line == 0 || line > PATTERN_MOST || size - line > TEXT_MOST) {
        return 0;
    }
    struct tl_arena arena = {0};
    struct tl_rule rule;
    const tl_slice pattern = tl_arena_dup(&arena, tl_slice_sub(all, 1, line));
    if (plain_rule("r", pattern, data[0] == 'i', &rule)) {
        const struct tl_cable cable = {.bytes = tl_slice_sub(all, line + 1, size)};
        const struct tl_range range = {.span = {0, cable.bytes.len}, .kind = TL_KIND_COUNT};
        const struct tl_policy policy = {
            .rules = &rule, .rule_count = 1, .filter = tl_filter_make(&arena, &rule, 1)};
        struct tl_view view;
        size_t count = 0;
        HOLD(plain_differs(&policy, &cable, &range) == NULL, "the spans are those of the regex alone");
        (void)tl_view_build(&arena, &cable, range.span, NULL, 0, NULL, 0, TL_READING_PLAIN, &view);
        HOLD(plain_denied(&rule, view.text, &count) == NULL, "a match holds a literal behind an opening");
    }
    pcre2_code_free(rule.code);
    tl_arena_release(&arena);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Names of portions, by which a reviewer speaks of them. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "cable/portion_name.h"

static void expect_name(const struct tl_cable *cable, const tl_slice *names, size_t line, const char *name)
{
    for (size_t i = 0; i < cable->portions.count; i++) {
        if (cable->portions.items[i].line == line && names[i].len > 0) {
            cr_expect(tl_slice_eq(names[i], tl_str(name)), "line %zu: %.*s, not %s", line, (int)names[i].len,
                      (const char *)names[i].ptr, name);
            return;
        }
    }
    cr_expect(false, "no portion with a name begins on line %zu", line);
}

Test(portion_name, every_portion_has_one_of_its_own)
{
    static const char text[] = "CONFIDENTIAL PORT ARDENT 301\n"
                               "SUBJECT: (U) A\n"
                               "\n"
                               "1. (U) Alpha.\n"
                               "   A. (C) Bravo.\n"
                               "   B. (U) Charlie.\n"
                               "\n"
                               "2. (U) Delta.\n"
                               "Text of it. (C) Echo.\n"
                               "\n"
                               "3. (U) Foxtrot.\n"
                               "   A. (U) One.\n"
                               "\n"
                               "PAGE 02        PORT ARDENT 00301  021405Z\n"
                               "\n"
                               "   A. (U) Two.\n"
                               "\n"
                               "3. (C) Golf.\n";
    struct tl_arena arena = {0};
    struct tl_cable cable;
    tl_cable_parse(&arena, tl_str(text), &(struct tl_cable_options){.assume = TL_RANK_UNKNOWN}, &cable);
    const tl_slice *names = tl_portion_names(&arena, &cable);
    expect_name(&cable, names, 2, "subject");
    expect_name(&cable, names, 4, "1");
    expect_name(&cable, names, 5, "1.A");
    expect_name(&cable, names, 6, "1.B");
    expect_name(&cable, names, 8, "2");
    expect_name(&cable, names, 9, "2.more");
    expect_name(&cable, names, 12, "3.A#1");
    expect_name(&cable, names, 16, "3.A#2");
    for (size_t i = 0; i < cable.portions.count; i++) {
        const bool is_furniture = cable.portions.items[i].kind == TL_KIND_FURNITURE;
        cr_expect((names[i].len == 0) == is_furniture);
        for (size_t k = 0; k < i && names[i].len > 0; k++) {
            cr_expect(!tl_slice_eq(names[i], names[k]), "%.*s twice", (int)names[i].len,
                      (const char *)names[i].ptr);
        }
    }
    tl_arena_release(&arena);
}

Test(portion_name, a_number_is_letters_digits_and_dots)
{
    cr_expect(tl_slice_eq(tl_plain_number(TL_LIT("3.A")), TL_LIT("3.A")));
    cr_expect(tl_plain_number(TL_LIT("NIGHTJARS")).len == 0 && tl_plain_number(TL_LIT("a b")).len == 0);
    cr_expect(tl_plain_number(TL_LIT("")).len == 0);
}

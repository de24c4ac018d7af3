/* SPDX-License-Identifier: Apache-2.0 */
/* compare: the union of two releases, as text and as JSON. */
#include "cli/cli.h"

#define STRICT "UNCLAS PORT ARDENT 000301\n\n1. (U) Envoy [(b)(6)] left.\n\n2. [WITHHELD C (b)(1)]\n"
#define LOOSE "UNCLAS PORT ARDENT 000301\n\n1. (U) Envoy Ivo Marlow left.\n\n2. [WITHHELD C (b)(1)]\n"

Test(cli_compare, what_the_union_reveals)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "a", STRICT);
    file_put_text(&s.folder, "b", LOOSE);
    EXPECT_STATUS(&s, 1, "compare", "a", "b");
    cr_expect(buf_has(&s.result.out,
                      "paragraph 1\n  line 3 of B: 2 words that A withholds at line 3, [(b)(6)]\n"
                      "      Ivo Marlow\n"),
              "%s", buf_text(&s.result.out));
    cr_expect(buf_has(&s.result.out, "only A shows: 0; only B: 2; marks that stay closed in both: 1\n"), "%s",
              buf_text(&s.result.out));
    EXPECT_STATUS(&s, 1, "compare", "--json", "b", "a");
    cr_expect(
        buf_has(&s.result.out, "\"shown_by\":\"a\",\"shows\":\"text\",\"text\":\"Ivo Marlow\",\"words\":2"),
        "%s", buf_text(&s.result.out));
    EXPECT_STATUS(&s, 0, "compare", "a", "a");
    EXPECT_STATUS(&s, 0, "compare", "--json", "b", "b");
    scene_end(&s);
}

Test(cli_compare, a_mark_does_not_hide_text)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "a", STRICT);
    file_put_text(&s.folder, "b",
                  "UNCLAS PORT ARDENT 000301\n\n1. (U//VETCH OWNS THE PIER) Envoy [(b)(6)] left.\n");
    EXPECT_STATUS(&s, 1, "compare", "a", "b");
    cr_expect(
        buf_has(&s.result.out, "line 3 of B: 4 words that A does not have, without a mark\n"
                               "      //VETCH OWNS THE PIER\n") &&
            buf_has(&s.result.out, "line 5 of A: a mark where B has nothing\n      [WITHHELD C (b)(1)]\n"),
        "%s", buf_text(&s.result.out));
    EXPECT_STATUS(&s, 1, "compare", "--json", "a", "b");
    cr_expect(buf_has(&s.result.out, "\"shows\":\"mark\",\"text\":\"[WITHHELD C (b)(1)]\",\"words\":0"), "%s",
              buf_text(&s.result.out));
    scene_end(&s);
}

/* No byte of a release reaches the terminal as a control. */
Test(cli_compare, controls_do_not_leave)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "a", STRICT);
    file_put_text(&s.folder, "b",
                  "UNCLAS PORT ARDENT 000301\n\n1. (U) Envoy \033]0;x\007Ivo left.\n\n2. [EXCISED]\n");
    EXPECT_STATUS(&s, 1, "compare", "a", "b");
    cr_expect(!buf_has(&s.result.out, "\033") && !buf_has(&s.result.out, "\007"));
    scene_end(&s);
}

Test(cli_compare, mistakes_are_told)
{
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "a", STRICT);
    file_put_text(&s.folder, "c", "UNCLAS NOVA SELA 000044\n\n1. (U) Vetch left.\n");
    EXPECT_STATUS(&s, 65, "compare", "a", "c");
    EXPECT_TOLD(&s, "a and c are not releases of one cable: post or number differ");
    EXPECT_STATUS(&s, 2, "compare", "a");
    EXPECT_TOLD(&s, "give two releases of one cable");
    EXPECT_STATUS(&s, 2, "compare", "-", "-");
    EXPECT_STATUS(&s, 66, "compare", "a", "missing");
    EXPECT_STATUS(&s, 0, "compare", "--help");
    scene_end(&s);
}

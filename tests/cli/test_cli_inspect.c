/* SPDX-License-Identifier: Apache-2.0 */
/* What `inspect` shows of a cable, to people and to programs. */
#include "cli/cli.h"

#define HEAD                                                                                                 \
    "ZNY CCCCC ZZH\nP 021405Z MAR 07\nFM AMEMBASSY PORT ARDENT\nTO RUEHC/SECSTATE WASHDC PRIORITY 4455\n\n"  \
    "C O N F I D E N T I A L PORT ARDENT 000504\n\nNODIS\n\nE.O. 12958: DECL: 03/02/2017\n"                  \
    "TAGS: PREL\nSUBJECT: (U) TALKS\n\n"

static void inspect_text(struct scene *s, const char *text)
{
    file_put_text(&s->folder, "cable", text);
    cr_expect(run(s, WORDS("inspect", "cable")) == 0, "%s", buf_text(&s->result.err));
}

#define EXPECT_SHOWN(s, text)                                                                                \
    cr_expect(buf_has(&(s)->result.out, text), "\"%s\" is missing in: %s", text, buf_text(&(s)->result.out))

Test(cli_inspect, every_portion_says_why_it_has_its_level)
{
    struct scene s;
    scene_begin(&s);
    inspect_text(&s, HEAD "1. (U) alpha\n\nThe (S//NF) bravo\n\n2. (C//REL TO USA, GBR, AUS) charlie\n\n"
                          "3. (U//GREY) delta\n\n4. (U) x\n  A. foxtrot\n  B. golf\n");
    EXPECT_SHOWN(&s, "overall CONFIDENTIAL, by the classification-line of line 6\n");
    EXPECT_SHOWN(&s, "captions: NODIS");
    EXPECT_SHOWN(&s, "own mark, + NODIS\n");
    EXPECT_SHOWN(&s, "raised, line 16");
    EXPECT_SHOWN(&s, "(C//REL TO...");
    EXPECT_SHOWN(&s, "        (C//REL TO USA, GBR, AUS)\n");
    EXPECT_SHOWN(&s, "damaged mark, line 20");
    EXPECT_SHOWN(&s, "unknown_control: it holds a word");
    EXPECT_SHOWN(&s, "inherits, line 22");
    scene_end(&s);
}

Test(cli_inspect, claims_stand_by_line_and_the_date_has_a_verdict)
{
    struct scene s;
    scene_begin(&s);
    inspect_text(&s, HEAD "1. (U) alpha\nQUOTE\nS E C R E T NOVA SELA 000077\nbravo\nUNQUOTE\n");
    EXPECT_SHOWN(&s,
                 "     1  zny                  CONFIDENTIAL\n     6  classification-line  CONFIDENTIAL\n");
    EXPECT_SHOWN(&s, "classification-line  SECRET, enclosed in the text, the overall\n");
    EXPECT_SHOWN(&s, "frees nothing: the claims of level do not agree");
    EXPECT_SHOWN(&s, "enclosed-claim\n        a classification line, caption or stamp");
    EXPECT_STATUS(&s, 0, "inspect", in_project(PLAIN));
    EXPECT_SHOWN(&s, "could free text from 2017-03-02 under `declassification: dates`");
    EXPECT_SHOWN(&s, "findings: none\n");
    scene_end(&s);
}

Test(cli_inspect, json_has_why_beside_what_it_had)
{
    struct scene s;
    scene_begin(&s);
    EXPECT_STATUS(&s, 0, "inspect", "--json", in_project(PLAIN));
    EXPECT_SHOWN(&s, "\"effective_from\":\"own\"");
    EXPECT_SHOWN(&s, "\"rank\":\"C\",\"why\":\"own\",\"why_line\":26}");
    EXPECT_SHOWN(&s, "\"rank\":\"C\",\"why\":\"overall\",\"why_line\":10}");
    EXPECT_SHOWN(&s, "\"overall\":\"C\"");
    scene_end(&s);
}

Test(cli_inspect, several_inputs_and_the_worst_is_the_answer)
{
    const struct spawn_request piped = {.input = TL_LIT(HEAD "1. (U) alpha\n")};
    struct scene s;
    scene_begin(&s);
    file_put_text(&s.folder, "a", HEAD "1. (U) alpha\n");
    file_put_text(&s.folder, "empty", "\n");
    EXPECT_STATUS(&s, 0, "inspect", "a", "a");
    EXPECT_SHOWN(&s, "\n\na PORT ARDENT 504");
    EXPECT_STATUS(&s, 66, "inspect", "missing", "a", "empty");
    EXPECT_TOLD(&s, "missing");
    EXPECT_TOLD(&s, "empty is empty");
    cr_expect(s.result.out.ptr[0] == 'a', "a blank line stands first: %s", buf_text(&s.result.out));
    EXPECT_STATUS(&s, 65, "inspect", "--json", "a", "empty");
    cr_expect(run_with(&s, &piped, WORDS("inspect")) == 0);
    EXPECT_SHOWN(&s, "standard input PORT ARDENT 504");
    cr_expect(run_with(&s, &piped, WORDS("inspect", "--json", "-")) == 0);
    EXPECT_SHOWN(&s, "\"source\":\"-\"");
    EXPECT_STATUS(&s, 2, "inspect", "-", "-");
    scene_end(&s);
}

Test(cli_inspect, lines_fit_a_terminal_and_hold_no_controls)
{
    static const char *const cables[] = {"corpus/01-plain.txt", "corpus/51-nodis-u.txt", "corpus/68-bidi.txt",
                                         "corpus/80-enclosed-cable.txt", "corpus/d3-rel-wrapped.txt"};
    struct scene s;
    scene_begin(&s);
    for (size_t i = 0; i < TL_COUNT(cables); i++) {
        size_t column = 0;
        (void)run(&s, WORDS("inspect", in_project(cables[i])));
        const unsigned char *begin =
            memchr(s.result.out.ptr, '\n', s.result.out.len); /* the name is as it is */
        for (const unsigned char *p = begin; p < s.result.out.ptr + s.result.out.len; p++) {
            column = *p == '\n' ? 0 : column + ((*p & 0xc0) != 0x80);
            cr_expect(column < 80, "%s: a long line", cables[i]);
            cr_expect(*p == '\n' || *p >= ' ', "%s: byte %d", cables[i], *p);
        }
    }
    inspect_text(&s, HEAD "1. (S//\x1b[31mNF) alpha\n");
    cr_expect(memchr(s.result.out.ptr, 0x1b, s.result.out.len) == NULL);
    scene_end(&s);
}

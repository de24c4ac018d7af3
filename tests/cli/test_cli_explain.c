/* SPDX-License-Identifier: Apache-2.0 */
/* Answers of `explain` for people and for programs. */
#include "cli/cli.h"

/* The answer as one line, so that wrapping hides no words. */
static const char *answer(struct scene *s, const char *const *words, int expected)
{
    const int status = run(s, words);
    cr_expect(status == expected, "%s %s: status %d: %s", words[1], words[2], status,
              buf_text(&s->result.err));
    for (size_t i = 0, column = 0; i < s->result.out.len; i++) {
        column = s->result.out.ptr[i] == '\n' ? 0 : column + 1;
        cr_expect(column < 80, "%s: a line of more than 79 characters", words[2]);
        cr_expect(s->result.out.ptr[i] != 0x1b, "%s: an escape sequence", words[2]);
    }
    char *text = (char *)(uintptr_t)buf_text(&s->result.out);
    char *to = text;
    for (const char *from = text; *from != '\0'; from++) {
        const char byte = *from == '\n' ? ' ' : *from;
        if (byte != ' ' || to == text || to[-1] != ' ') {
            *to++ = byte;
        }
    }
    *to = '\0';
    return text;
}

struct row {
    const char *words[12];
    int status;
    const char *says[5];
};

static void expect_rows(const struct row *rows, size_t count)
{
    struct scene s;
    scene_begin(&s);
    for (size_t i = 0; i < count; i++) {
        const char *text = answer(&s, rows[i].words, rows[i].status);
        for (size_t k = 0; k < 5 && rows[i].says[k] != NULL; k++) {
            cr_expect(strstr(text, rows[i].says[k]) != NULL, "row %zu: \"%s\" is missing in: %s", i,
                      rows[i].says[k], text);
        }
    }
    scene_end(&s);
}

Test(cli_explain, a_valid_mark_says_what_it_means_who_may_read_and_what_lets_it_leave)
{
    static const struct row rows[] = {
        {{"explain", "portion", "(S//NF)"},
         0,
         {"level SECRET", "1.2(a)(2)", "NOFORN: not for any foreign reader (CAPCO Manual 2016, H.8)",
          "max: S, audience: [USA].", "To foreign readers: under no policy"}},
        {{"explain", "portion", "(TS//SI/TK//OC/REL TO USA, GBR)"},
         0,
         {"allow: [SI, TK, ORCON]", "audience: [USA, GBR], allow: [SI, TK, ORCON]",
          "To the public: under no policy"}},
        {{"explain", "portion", "(U)"}, 0, {"max: U, audience: public.", "the originator has to approve it"}},
        {{"explain", "portion", "(SBU)"}, 0, {"counted as CUI", "audience: public, allow: [SBU]"}},
        {{"explain", "portion", "(S//SAR-NIGHTJAR//NF)"},
         0,
         {"(S//?//NF)", "SAR-?", "A ? stands for a word"}},
        {{"explain", "banner", "SECRET//NOFORN"}, 0, {"valid banner", "audience: [USA]"}},
        {{"explain", "banner", "S E C R E T PORT ARDENT 000301 SECTION 1 OF 2"}, 0, {"Section 1 of 2"}},
    };
    expect_rows(rows, TL_COUNT(rows));
}

Test(cli_explain, an_invalid_mark_says_why_what_is_kept_and_a_way_out)
{
    static const struct row rows[] = {
        {{"explain", "portion", "(S//NOFORM)"},
         1,
         {"unknown_control", "in no register (CAPCO", "looks like NOFORN", "Kept: SECRET", "write (S//NF)."}},
        {{"explain", "portion", "(S//FOUO)"}, 1, {"fouo_on_classified", "H.8", "Kept: SECRET", "write (S)."}},
        {{"explain", "portion", "(SECRTE//NF)"}, 1, {"looks like S", "write (S//NF)."}},
        {{"explain", "portion", "(s//nf)"}, 1, {"in capitals", "write (S//NF)."}},
        {{"explain", "portion", "(\xd0\xa1//NF)"}, 1, {"only look like", "write (C//NF)."}},
        {{"explain", "portion", "(\xef\xbc\xb3//NF)"}, 1, {"only look like", "write (S//NF)."}},
        {{"explain", "portion", "(DEU S)"}, 1, {"nonus_without_slashes", "write (//DEU S)."}},
        {{"explain", "portion", "(S//REL TO USA, UK)"}, 1, {"UK is no code", "write (S//REL TO USA, GBR)."}},
        {{"explain", "portion", "(S//NF//REL TO USA, GBR)"}, 1, {"contradict", "write (S//NF)."}},
        {{"explain", "portion", "(S//HCS-P)"}, 1, {"HCS requires NOFORN", "Add NF"}},
        {{"explain", "portion", "(ANNEX II)"}, 1, {"unknown_level", "looks like no marking", "Way out:"}},
        {{"explain", "portion", "(NF)"}, 1, {"missing_level", "Way out: Put the level before it"}},
        {{"explain", "portion", "2. S//NF) text"}, 1, {"unbalanced", "write (S//NF)."}},
        {{"explain", "portion", "2. The (C) text"}, 1, {"unmarked", "character 8", "Way out:"}},
        {{"explain", "banner", "CONFIDENTAL"}, 1, {"looks like CONFIDENTIAL", "write CONFIDENTIAL."}},
        {{"explain", "banner", "LIMITED OFFFICIAL USE"}, 1, {"write LIMITED OFFICIAL USE."}},
        {{"explain", "banner", "SECRET//NOFORM"}, 1, {"write SECRET//NOFORN."}},
        {{"explain", "banner", ""}, 1, {"Way out:"}},
        {{"explain", "portion", "()"}, 1, {"NOT VALID", "Way out:"}},
    };
    expect_rows(rows, TL_COUNT(rows));
}

/* M20: a word of no register is never shown, and no guess is lower than what was read. */
Test(cli_explain, unknown_words_are_not_repeated)
{
    static const char *const texts[] = {"(S//NIGHTJAR)",      "(NIGHTJAR)",
                                        "(U//FOUO/NIGHTJAR)", "1. (S//NIGHTJAR) x",
                                        "(S//SAR-NIGHTJAR)",  "(S//REL TO USA, NIGHTJAR)"};
    struct scene s;
    scene_begin(&s);
    for (size_t i = 0; i < TL_COUNT(texts); i++) {
        (void)answer(&s, WORDS("explain", "portion", texts[i]), i == 4 ? 0 : 1);
        expect_quiet(&s);
        (void)run(&s, WORDS("explain", "banner", texts[i]));
        expect_quiet(&s);
        (void)run(&s, WORDS("explain", "rollup", texts[i], "(C)"));
        expect_quiet(&s);
        (void)run(&s, WORDS("explain", "release", texts[i]));
        expect_quiet(&s);
    }
    scene_end(&s);
}

Test(cli_explain, decl_says_order_codes_dates_and_why_not)
{
    static const struct row rows[] = {
        {{"explain", "decl", "E.O. 12958: DECL: 11/06/2018"},
         0,
         {"E.O. 12958, in force from 14 October 1995", "2018-11-06", "Say --doc-date DATE"}},
        {{"explain", "decl", "--doc-date", "2008-11-07", "E.O. 12958: DECL: 11/06/2018"},
         0,
         {"`declassification: dates` may honour it, judged with --as-of 2018-11-06", "2033-12-31",
          "reports only"}},
        {{"explain", "decl", "--doc-date", "1974-11-07", "E.O. 11652: GDS"}, 0, {"Say --level C, S or TS"}},
        {{"explain", "decl", "--doc-date", "1974-11-07", "--level", "S", "E.O. 11652: GDS"},
         0,
         {"1982-12-31"}},
        {{"explain", "decl", "E.O. 11652: XGDS-2"}, 0, {"XGDS-2:", "5(B)(2)", "No policy honours it"}},
        {{"explain", "decl", "E.O. 12065: RDS-1 8/7/99"}, 0, {"review on a date", "1-402"}},
        {{"explain", "decl", "--doc-date", "1990-01-02", "E.O. 12356: DECL: OADR"},
         0,
         {"originating agency", "1.5(a)(4)", "Calculated: 2015-01-02", "reports only"}},
        {{"explain", "decl", "Declassify On: X1,X6"}, 0, {"X1:", "1.6(d)(1)", "X6:", "1.6(d)(6)"}},
        {{"explain", "decl", "E.O. 13526: DECL: 25X1, 20501231"}, 0, {"25X1:", "3.3(b)(1)", "2050-12-31"}},
        {{"explain", "decl", "E.O. 13526: DECL: 50X1-HUM"}, 0, {"50X1-HUM:", "3.3(h)(1)(A)"}},
        {{"explain", "decl", "E.O. 19258: DECL: 1/1/20"}, 1, {"unknown_eo", "looks like 12958", "Way out:"}},
        {{"explain", "decl", "E.O. 12958: DECL: 13/45/2018"}, 1, {"bad_date", "on no calendar", "Way out:"}},
        {{"explain", "decl", ""}, 0, {"missing", "Way out:"}},
    };
    expect_rows(rows, TL_COUNT(rows));
}

Test(cli_explain, rollup_says_which_rule_made_each_part)
{
    static const struct row rows[] = {
        {{"explain", "rollup", "(S//NF)", "(U)", "(TS//SI-G//OC/NF)", "(U//FOUO)", "(//DEU S)"},
         0,
         {"TOP SECRET//SI-G//FGI DEU//ORCON/NOFORN", "of portion 3", "DEU: of portion 5", "rules 1 and 2",
          "Not in it: FOUO of portion 4"}},
        {{"explain", "rollup", "(S//REL TO USA, GBR)", "(C//REL TO USA, GBR, AUS)", "(SBU)"},
         0,
         {"SECRET//REL TO USA, GBR", "what their lists share", "Not in it: SBU of portion 3"}},
        {{"explain", "rollup", "(S//REL TO USA, GBR)", "(S//REL TO USA, JPN)"},
         0,
         {"nothing in common", "rules 9 to 13"}},
        {{"explain", "rollup", "(S)", "(C)"}, 0, {"no portion carries a release word"}},
        {{"explain", "rollup", "(S//RELIDO)", "(C//RELIDO)"}, 0, {"every portion that takes part is RELIDO"}},
        {{"explain", "rollup", "(S//NOFORM)", "(C)"},
         1,
         {"Portion 1 is NOT VALID (unknown_control)", "write (S//NF)."}},
    };
    expect_rows(rows, TL_COUNT(rows));
}

Test(cli_explain, release_names_the_failing_steps_in_order_and_what_changes_them)
{
    static const struct row rows[] = {
        {{"explain", "release", "--max", "C", "--audience", "USA,GBR", "(TS//SI//OC/NF)"},
         1,
         {"stays: the level is above the maximum (level)",
          "1. level:", "2. noforn:", "3. compartment:", "allow: [ORCON]"}},
        {{"explain", "release", "--max", "S", "(S)"},
         0,
         {"may leave", "release to foreign readers was not judged"}},
        {{"explain", "release", "--audience", "public", "(C)"}, 1, {"the public gets U only"}},
        {{"explain", "release", "--max", "S", "--audience", "USA,GBR", "(S//REL)"},
         1,
         {"rel_without_list", "--banner"}},
        {{"explain", "release", "(S//FOUO)"}, 1, {"1. invalid:", "write (S)."}},
        {{"explain", "release", ""}, 1, {"unmarked_no_banner", "--banner LINE"}},
        {{"explain", "release", "--decl", "E.O. 12958: DECL: 11/06/2018", "--doc-date", "2008-11-07",
          "--as-of", "2019-01-01", "(C)"},
         0,
         {"declassified", "from 2018-11-06 on"}},
        {{"explain", "release", "--decl", "E.O. 12958: DECL: 11/06/2018", "--doc-date", "2008-11-07",
          "--as-of", "2018-11-05", "(C)"},
         1,
         {"nothing before 2018-11-06"}},
        {{"explain", "release", "--decl", "OADR", "--as-of", "2019-01-01", "(C)"},
         1,
         {"(oadr) frees nothing"}},
    };
    expect_rows(rows, TL_COUNT(rows));
}

/* One line of questions, and what answers it. */
Test(cli_explain, jsonl_answers_every_line_once)
{
    static const struct {
        const char *question;
        const char *reply;
        int status;
    } rows[] = {
        {"{\"id\":1,\"kind\":\"not_marking\",\"input\":{\"text\":\"20 (C) here\"}}",
         "{\"id\":1,\"kind\":\"not_marking\",\"result\":{\"is_marking\":false}}\n", 0},
        {"{\"id\":\"a\",\"kind\":\"portion\",\"input\":\"(S//NF)\"}",
         "{\"id\":\"a\",\"kind\":\"portion\",\"result\":{\"dissem\":[\"NOFORN\"],\"level\":\"S\",\"rank\":"
         "\"S\","
         "\"valid\":true}}\n",
         0},
        {"{\"id\":2,\"kind\":\"portin\",\"input\":\"(C)\"}",
         "{\"error\":\"the `kind` is one of portion, banner, not_marking, rollup, decl, release, "
         "rules\",\"id\":2,"
         "\"kind\":\"portin\"}\n",
         65},
        {"{\"id\":3,\"kind\":\"portion\"}",
         "{\"error\":\"a question has an `input`\",\"id\":3,\"kind\":\"portion\"}\n", 65},
        {"{\"kind\":\"portion\",\"input\":\"(C)\"}",
         "{\"error\":\"a question has an `id`, a string or a number from 0\",\"kind\":\"portion\"}\n", 65},
        {"no question", "{\"error\":\"it is not a JSON object\"}\n", 65},
        {"[1]", "{\"error\":\"it is not a JSON object\"}\n", 65},
        {"{\"id\":4,\"kind\":\"portion\",\"input\":7}",
         "{\"error\":\"the input of a portion is a mark, or {\\\"line\\\": "
         "text}\",\"id\":4,\"kind\":\"portion\"}\n",
         65},
        {"{\"id\":5,\"kind\":\"release\",\"input\":{\"portion\":\"(C)\",\"max\":\"X\"}}",
         "{\"error\":\"`max` is one of U, CUI, R, C, S, TS\",\"id\":5,\"kind\":\"release\"}\n", 65},
        {"{\"id\":6,\"kind\":\"decl\",\"input\":{\"line\":\"x\",\"doc_date\":\"2008-02-30\"}}",
         "{\"error\":\"`doc_date` is a date such as 2008-11-07\",\"id\":6,\"kind\":\"decl\"}\n", 65},
        {"{\"id\":7,\"kind\":\"rules\",\"input\":\"x\"}",
         "{\"error\":\"rules needs a policy: --policy FILE\",\"id\":7,\"kind\":\"rules\"}\n", 65},
    };
    struct scene s;
    scene_begin(&s);
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        const struct spawn_request request = {.input = tl_str(rows[i].question)};
        const int status = run_with(&s, &request, WORDS("explain", "--jsonl"));
        cr_expect(status == rows[i].status, "row %zu: status %d", i, status);
        cr_expect(buf_is(&s.result.out, rows[i].reply), "row %zu: %s", i, buf_text(&s.result.out));
    }
    scene_end(&s);
}

Test(cli_explain, a_bad_line_does_not_stop_the_others)
{
    static const char lines[] = "{\"id\":1,\"kind\":\"decl\",\"input\":\"OADR\"}\n\nwrong\n"
                                "{\"id\":2,\"kind\":\"banner\",\"input\":\"SECRET\"}\n";
    const struct spawn_request request = {.input = tl_str(lines)};
    struct scene s;
    scene_begin(&s);
    cr_expect(run_with(&s, &request, WORDS("explain", "--jsonl")) == 65);
    cr_expect(buf_has(&s.result.out, "{\"id\":1,"));
    cr_expect(buf_has(&s.result.out, "{\"error\":\"it is not a JSON object\"}\n"));
    cr_expect(buf_has(&s.result.out, "{\"id\":2,"));
    EXPECT_TOLD(&s, "1 of 3 lines");
    EXPECT_STATUS(&s, 66, "explain", "--jsonl", "missing");
    scene_end(&s);
}

Test(cli_explain, slips_of_the_user_are_usage)
{
    struct scene s;
    scene_begin(&s);
    EXPECT_STATUS(&s, 2, "explain");
    EXPECT_STATUS(&s, 2, "explain", "portin", "(C)");
    EXPECT_TOLD(&s, "did you mean portion");
    EXPECT_STATUS(&s, 2, "explain", "portion");
    EXPECT_STATUS(&s, 2, "explain", "portion", "(S//REL", "TO USA, GBR)");
    EXPECT_TOLD(&s, "put it in quotes");
    EXPECT_STATUS(&s, 2, "explain", "decl", "--doc-date", "7 NOV 2008", "OADR");
    EXPECT_STATUS(&s, 2, "explain", "rules", "text");
    EXPECT_TOLD(&s, "--policy FILE");
    scene_end(&s);
}

/* Which rule, where and why, and never the text. */
Test(cli_explain, rules_are_explained_on_a_cable)
{
    struct scene s;
    scene_begin(&s);
    EXPECT_STATUS(&s, 1, "explain", "rules", "-p", in_project(PUBLIC), in_project(PLAIN));
    EXPECT_OUT(&s, "authority: persons.diplomat (excise): the rule takes it\n");
    EXPECT_OUT(&s, "signature: persons.signature (excise): the portion is withheld whole\n");
    EXPECT_OUT(&s, " near misses\n");
    EXPECT_OUT(&s, ": the rule does not run in this element\n");
    cr_expect(!buf_has(&s.result.out, "uenthorpe") && !buf_has(&s.result.out, "QUENTHORPE"), "%s",
              buf_text(&s.result.out));
    expect_quiet(&s);
    EXPECT_STATUS(&s, 1, "explain", "rules", "--json", "-p", in_project(PUBLIC), in_project(PLAIN));
    EXPECT_OUT(&s, "\"outcome\":\"taken\",\"rule\":\"persons.diplomat\"");
    EXPECT_OUT(&s, "\"near_misses\":[{");
    expect_quiet(&s);
    EXPECT_STATUS(&s, 0, "explain", "rules", "--text", "-p", in_project(PUBLIC), in_project(PLAIN));
    EXPECT_OUT(&s, "No rule finds anything.\n");
    EXPECT_STATUS(&s, 2, "explain", "rules", "--json", "-p", in_project(PUBLIC), "no file of that name");
    scene_end(&s);
}

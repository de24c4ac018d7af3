/* SPDX-License-Identifier: Apache-2.0 */
/* Struck marks: what is one, what is not, and that nothing is written that is not read. */
#include <criterion/criterion.h>

#include "marking/struck.h"

Test(struck, only_what_is_written_is_read)
{
    static const struct {
        const char *text;
        size_t at;
        const char *rest; /* the text without the mark; NULL: there is none */
    } rows[] = {
        {"[-(C)-] (U) alpha", 0, "(U) alpha"},
        {"1. [-(C)-] (U) alpha", 3, "1. (U) alpha"},
        {"[-(TOP SECRET)-] (SBU) alpha", 0, "(SBU) alpha"},
        {"[-(C - ENTIRE TEXT)-] (U) alpha", 0, "(U) alpha"},
        {"[-C O N F I D E N T I A L-] UNCLAS PORT ARDENT 000504", 0, "UNCLAS PORT ARDENT 000504"},
        {"[-T O P  S E C R E T-] S E C R E T KESTREL BAY 9", 0, "S E C R E T KESTREL BAY 9"},
        {"[-SECRET-] CONFIDENTIAL//NOFORN", 0, "CONFIDENTIAL//NOFORN"},
        {"[-SECRET-] [-CONFIDENTIAL-] UNCLASSIFIED", 0, "[-CONFIDENTIAL-] UNCLASSIFIED"},
        {"[-LIMITED OFFICIAL USE-] UNCLAS", 0, "UNCLAS"},
        {"[-ZNY CCCCC-] ZNR UUUUU ZZH", 0, "ZNR UUUUU ZZH"},
        {"[-ZNY SSSSS-] [-ZNY CCCCC-] ZNY EEEEE", 0, "[-ZNY CCCCC-] ZNY EEEEE"},
        {"[-NODIS-]", 0, ""},
        {"[-NODIS-] EXDIS", 0, "EXDIS"},
        {"UNCLAS [-NOFORN-] PORT ARDENT 1", 7, "UNCLAS PORT ARDENT 1"},
        {"a\n[-ROGER CHANNEL-]\nb", 2, "a\n\nb"},
        /* the new words are missing, not lower, not of the same place, or go on */
        {"[-(C)-] alpha", 0, NULL},
        {"[-(C)-]", 0, NULL},
        {"[-(C)-](U) alpha", 0, NULL},
        {"[-(C)-]  (U) alpha", 0, NULL},
        {"[-(C)-]\n(U) alpha", 0, NULL},
        {"[-(C)-] (C) alpha", 0, NULL},
        {"[-(C)-] [-(C)-] (U) alpha", 0, NULL},
        {"[-(U)-] (U) alpha", 0, NULL},
        {"[-(C)-] UNCLAS", 0, NULL},
        {"[-CONFIDENTIAL-] SECRET", 0, NULL},
        {"[-CONFIDENTIAL-] (U)", 0, NULL},
        {"[-CONFIDENTIAL-] UNCLASSY", 0, NULL},
        {"[-CONFIDENTIAL-] the talks", 0, NULL},
        {"[-ZNY CCCCC-] UNCLAS", 0, NULL},
        {"[-ZNY CCCCC-] ZNR UUUUUX", 0, NULL},
        {"[-SECRET-] [-SECRET-] UNCLASSIFIED", 0, NULL},
        /* words that nobody registered */
        {"[-any text NIGHTJAR-] (U) alpha", 0, NULL},
        {"[-NIGHTJAR-]", 0, NULL},
        {"[-(C//NIGHTJAR)-] (U) alpha", 0, NULL},
        {"[-(S//REL TO USA, GBR)-] (U) alpha", 0, NULL},
        {"[-(c)-] (U) alpha", 0, NULL},
        {"[-( C )-] (U) alpha", 0, NULL},
        {"[-C  O N F I D E N T I A L-] UNCLAS", 0, NULL},
        {"[-nodis-]", 0, NULL},
        {"[-N O D I S-]", 0, NULL},
        {"[-NODIS", 0, NULL},
        {"[--]", 0, NULL},
        {"[-", 0, NULL},
        {"[- NODIS -]", 0, NULL},
        {"[-[-NODIS-]-]", 0, NULL},
        /* inside words */
        {"NIGHT[-NODIS-] JAR", 5, NULL},
        {"NIGHT [-NODIS-]JAR", 6, NULL},
        {"x[-(C)-] (U) alpha", 1, NULL},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        const tl_slice text = tl_str(rows[i].text);
        const struct tl_struck struck = tl_struck_at(text, rows[i].at);
        cr_expect((struck.len > 0) == (rows[i].rest != NULL), "%s", rows[i].text);
        if (struck.len == 0 || rows[i].rest == NULL) {
            continue;
        }
        struct tl_buf rest = {0};
        tl_buf_add(&rest, tl_slice_sub(text, 0, struck.gone.begin));
        tl_buf_add(&rest, tl_slice_sub(text, struck.gone.end, text.len));
        cr_expect(tl_slice_eq(tl_buf_slice(&rest), tl_str(rows[i].rest)), "%s gives '%.*s'", rows[i].text,
                  (int)rest.len, (const char *)rest.ptr);
        tl_buf_release(&rest);
    }
}

Test(struck, unregistered_words_are_never_written)
{
    static const struct {
        const char *text;
        struct tl_span old;
        const char *now;
        const char *name;
        const char *written; /* NULL: nothing */
    } rows[] = {
        {"1. (C) a", {3, 6}, "(U)", "", "[-(C)-] (U)"},
        {"1.(C) a", {2, 5}, "(U)", "", " [-(C)-] (U)"},
        {"1. (C)a", {3, 6}, "(U)", "", "[-(C)-] (U)"},
        {"(S) a", {0, 3}, "(SBU)", "", "[-(S)-] (SBU)"},
        {"(C//NIGHTJAR) a", {0, 13}, "(U)", "", NULL},
        {"(CONFIDENTAL) a", {0, 13}, "(U)", "", NULL},
        {"S E C R E T POST 1", {0, 11}, "UNCLAS", "", "[-S E C R E T-] UNCLAS"},
        {"T O P   S E C R E T POST 1", {0, 19}, "UNCLAS", "", "[-T O P  S E C R E T-] UNCLAS"},
        {"C O N F I D E N T A L POST 1", {0, 21}, "UNCLAS", "", NULL},
        {"RESTRICTED", {0, 10}, "CONFIDENTIAL", "", NULL},
        {"SECRET//NF", {0, 6}, "UNCLASSIFIED", "", "[-SECRET-] UNCLASSIFIED"},
        {"ZNY  SSSSS ZZH", {0, 10}, "ZNR UUUUU", "", "[-ZNY SSSSS-] ZNR UUUUU"},
        {"ZNY SSSXS ZZH", {0, 9}, "ZNR UUUUU", "", NULL},
        {"SECRET//NOFORN", {6, 14}, "", "NOFORN", " [-NOFORN-]"},
        {"SECRET NOFORN POST 1", {6, 13}, "", "NOFORN", " [-NOFORN-]"},
        {"N O D I S", {0, 9}, "", "NODIS", "[-NODIS-]"},
        {"NODIS/EXDIS", {0, 6}, "", "NODIS", "[-NODIS-] "},
        {"NIGHTJAR", {0, 8}, "", "", NULL},
        {"FOR NODIS", {0, 0}, "", "", NULL},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct tl_buf out = {0};
        const bool is_written = tl_struck_write(&out, tl_str(rows[i].text), rows[i].old, tl_str(rows[i].now),
                                                tl_str(rows[i].name));
        cr_expect(is_written == (rows[i].written != NULL), "%s", rows[i].text);
        cr_expect(tl_slice_eq(tl_buf_slice(&out), tl_str(rows[i].written)), "%s: '%.*s'", rows[i].text,
                  (int)out.len, (const char *)out.ptr);
        tl_buf_release(&out);
    }
}

Test(struck, no_line_says_unknown)
{
    cr_expect(tl_rank_words(TL_RANK_UNKNOWN) == NULL);
    cr_expect_str_eq(tl_rank_words(TL_RANK_U)->zny, "ZNR UUUUU");
}

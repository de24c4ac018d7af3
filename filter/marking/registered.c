/* SPDX-License-Identifier: Apache-2.0 */
#include "marking/registered.h"

#include "marking/control.h"
#include "marking/level_word.h"

/* Words of the grammar (CAPCO Manual 2016, A to H and appendix B; markings.md 3) and of security lines
 * (ACP 127). */
static const char *const grammar_words[] = {"REL",
                                            "REL TO",
                                            "RELEASABLE TO",
                                            "AUTHORIZED FOR RELEASE TO",
                                            "AND",
                                            "OR",
                                            "DISPLAY ONLY",
                                            "FGI",
                                            "JOINT",
                                            "COSMIC",
                                            "NATO",
                                            "FOREIGN GOVERNMENT INFORMATION",
                                            "CTS",
                                            "NS",
                                            "NC",
                                            "NR",
                                            "NU",
                                            "SIGMA",
                                            "ENTIRE TEXT",
                                            "ENTIRE MESSAGE",
                                            "TEXT IS",
                                            "ENTIRE CABLE",
                                            "ENTIRE TEXT IS",
                                            "ZNY TTTTT",
                                            "ZNY SSSSS",
                                            "ZNY CCCCC",
                                            "ZNY RRRRR",
                                            "ZNY EEEEE",
                                            "ZNR UUUUU"};

static bool ends_at(tl_slice text, size_t at)
{
    return at >= text.len || !tl_is_word(text.ptr[at]);
}

/* Length of `words` at the start of `text`, where a blank of either is as many as there are; with `is_spaced`
 * blanks may stand between the letters too. */
static size_t words_at(tl_slice text, tl_slice words, bool is_spaced)
{
    size_t at = 0;
    for (size_t i = 0; i < words.len; i++) {
        const size_t begin = at;
        while (at > 0 && at < text.len && tl_is_blank(text.ptr[at]) && (is_spaced || words.ptr[i] == ' ')) {
            at++;
        }
        if (words.ptr[i] == ' ') {
            if (at == begin) {
                return 0;
            }
            continue;
        }
        if (at >= text.len || text.ptr[at] != words.ptr[i]) {
            return 0;
        }
        at++;
    }
    return ends_at(text, at) ? at : 0;
}

static size_t longer(size_t a, size_t b)
{
    return a > b ? a : b;
}

size_t tl_registered_at(tl_slice text, size_t at)
{
    const tl_slice rest = tl_slice_sub(text, at, text.len);
    enum tl_level level;
    size_t len = tl_level_at(rest, &level);
    size_t end = 0;
    for (size_t i = 0; i < TL_LEVEL_WORDS; i++) {
        len = longer(len, words_at(rest, tl_level_words[i].letters, true));
    }
    for (size_t i = 0; i < TL_COUNT(grammar_words); i++) {
        len = longer(len, words_at(rest, tl_str(grammar_words[i]), false));
    }
    const struct tl_control *row = NULL;
    for (size_t i = 0; (row = tl_control_row(i)) != NULL; i++) {
        len = longer(len, words_at(rest, tl_str(row->word), false));
        len = longer(len, words_at(rest, tl_str(row->name), false)); /* "SI-G" */
    }
    while (!ends_at(rest, end)) {
        end++;
    }
    return tl_country_known(tl_slice_sub(rest, 0, end)) ? longer(len, end) : len;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a line may be, by its signs, its first byte and its length: nearly every line is prose, and a reader
 * that asks here first looks at none of it.
 *
 * Each way is a necessary condition for what it is named after: where the reader says yes, one of them holds
 * (tests/unit/test_cable_may.c proves it on damaged lines).  It decides nothing by itself; when in doubt it
 * holds.  What is prose is judged beside the marks of a release, which say nothing to any reader.
 */
#ifndef TL_CABLE_MAY_H
#define TL_CABLE_MAY_H

#include "cable/line.h"

enum tl_may {
    TL_MAY_START_MESSAGE = 0, /* tl_is_message_start */
    TL_MAY_END_MESSAGE,       /* tl_is_message_end */
    TL_MAY_BE_DE,             /* tl_de_parse */
    TL_MAY_BE_PAGE,           /* tl_page_line_parse */
    TL_MAY_BE_FIRST_PAGE,     /* the same, with page 1 */
    TL_MAY_BE_GROUP,          /* tl_dtg_read */
    TL_MAY_NAME_FROM,         /* tl_from_post */
    TL_MAY_BE_HEAD,           /* tl_is_running_head */
    TL_MAY_BE_STAMP,          /* tl_is_stamp */
    TL_MAY_BE_CLASS_LINE,     /* tl_class_line_parse, the level before the post aside */
    TL_MAY_BE_LEVEL,          /* tl_level_line_parse */
    TL_MAY_BE_CAPTION,        /* tl_is_caption_line */
    TL_MAY_HAVE_LABEL,        /* tl_header_label */
    TL_MAY_BE_MRN,            /* tl_smart_label gives TL_SMART_MRN */
    TL_MAY_BE_ATTRIBUTES,     /* "Message Attributes" */
    TL_MAY_BE_WITHHELD,       /* a mark of a release that withholds, and nothing else */
    TL_MAY_ENCLOSE,           /* tl_enclosure_begins */
    TL_MAY_BE_LEAD,           /* the same, where it is in small letters and long */
    TL_MAY_BE_RANK,           /* the same there, the name of a rank with signs behind it, and letters parted by
                               * signs */
    TL_MAY_BE_SHORT,          /* the same, where it is in small letters and short: what may be such a line */
    TL_MAY_BE_SHORT_LEAD,     /* and what begins one there, labels and the name of a rank by itself aside */
    TL_MAY_INSTRUCT,          /* tl_opener_at, tl_damaged_opener_at, tl_stamp_level */
    TL_MAY_SIGN,              /* tl_is_signature */
    TL_MAY_BE_RULE,           /* tl_is_rule */
    TL_MAY_CLOSE,             /* tl_is_closer */
    TL_MAY_BE_MORE            /* prose with nothing in it that any reader looks for, enclosures aside: not a
                               * condition but the rest that all others leave */
};

enum { TL_MOST_WAYS = 6 };

/* One way to be it: the line begins with one of `initials`, has `all` of these signs and `none` of those, and
 * is no longer than `longest`. */
struct tl_way {
    uint32_t initials;
    unsigned all;
    unsigned none;
    size_t longest;
};

#define TL_IN(letter) (TL_INITIAL_A << ((letter) - 'A'))
#define TL_ANY_INITIAL UINT32_MAX

/* clang-format off */
static const struct tl_way tl_ways[][TL_MOST_WAYS] = {
    /* controls of the channel, then JJJJJSSSSS, VV, VZCZC or ZCZC */
    [TL_MAY_START_MESSAGE] = {{TL_IN('J') | TL_IN('V') | TL_IN('Z') | TL_INITIAL_ODD, 0, 0, 40}},
    [TL_MAY_END_MESSAGE] = {{TL_IN('N') | TL_INITIAL_BRACKET, 0, TL_SIGN_LOWER, 21}},
    [TL_MAY_BE_DE] = {{TL_IN('D'), TL_SIGN_DIGIT, 0, SIZE_MAX}},
    /* capitals and numbers, but for marks of a release: "PAGE ...", or "... OF 003" */
    [TL_MAY_BE_PAGE] = {{TL_IN('P'), TL_SIGN_DIGIT, TL_SIGN_LOWER, SIZE_MAX},
                        {TL_ANY_INITIAL, TL_SIGN_LAST_DIGIT | TL_SIGN_OF, TL_SIGN_LOWER, SIZE_MAX},
                        {TL_ANY_INITIAL, TL_SIGN_SQUARE | TL_SIGN_OF, 0, SIZE_MAX},
                        {TL_IN('P'), TL_SIGN_SQUARE, 0, SIZE_MAX}},
    [TL_MAY_BE_FIRST_PAGE] = {{TL_IN('P'), TL_SIGN_DIGIT, TL_SIGN_LOWER, SIZE_MAX},
                              {TL_IN('P'), TL_SIGN_SQUARE, 0, SIZE_MAX}},
    /* precedences, or the group; its year has digits, and its day may have O for 0 */
    [TL_MAY_BE_GROUP] = {{TL_IN('Z') | TL_IN('O') | TL_IN('P') | TL_IN('R') | TL_IN('Y') | TL_INITIAL_DIGIT,
                          TL_SIGN_DIGIT, 0, SIZE_MAX}},
    [TL_MAY_NAME_FROM] = {{TL_IN('F'), 0, 0, SIZE_MAX}},
    [TL_MAY_BE_HEAD] = {{TL_IN('U'), TL_SIGN_LOWER | TL_SIGN_COLON, 0, SIZE_MAX}},
    /* "Message Text" and the running head; "... Declassified/Released ..." */
    [TL_MAY_BE_STAMP] = {{TL_IN('M') | TL_IN('U'), TL_SIGN_LOWER, 0, SIZE_MAX},
                         {TL_ANY_INITIAL, TL_SIGN_LOWER | TL_SIGN_SLASH | TL_SIGN_OPENER, 0, SIZE_MAX}},
    [TL_MAY_BE_CLASS_LINE] = {{TL_ANY_INITIAL, TL_SIGN_LEVEL, 0, SIZE_MAX},
                              {TL_ANY_INITIAL, TL_SIGN_SQUARE, 0, SIZE_MAX}},
    /* a level, or a banner with its slashes */
    [TL_MAY_BE_LEVEL] = {{TL_ANY_INITIAL, TL_SIGN_LEVEL, 0, SIZE_MAX},
                         {TL_ANY_INITIAL, TL_SIGN_SLASH, 0, SIZE_MAX}},
    /* no word of the register that is one has a figure in it */
    [TL_MAY_BE_CAPTION] = {{TL_INITIAL_LETTER, 0, TL_SIGN_LOWER | TL_SIGN_DIGIT | TL_SIGN_COLON, SIZE_MAX}},
    [TL_MAY_HAVE_LABEL] = {{TL_ANY_INITIAL, TL_SIGN_LABEL, 0, SIZE_MAX}},
    [TL_MAY_BE_MRN] = {{TL_IN('M'), TL_SIGN_COLON, 0, SIZE_MAX}},
    [TL_MAY_BE_ATTRIBUTES] = {{TL_IN('M'), TL_SIGN_LOWER, 0, 18}},
    [TL_MAY_BE_WITHHELD] = {{TL_INITIAL_BRACKET, TL_SIGN_SQUARE, 0, SIZE_MAX}},
    /* capitals; a lead, a rank in any case, a ZNY line, a label, or what quotes one; a banner; a stamp */
    [TL_MAY_ENCLOSE] = {{TL_ANY_INITIAL, 0, TL_SIGN_LOWER, SIZE_MAX},
                        {TL_IN('Q') | TL_IN('C') | TL_IN('Z') | TL_IN('E') | TL_IN('D') | TL_IN('R') |
                             TL_IN('U') | TL_IN('S') | TL_IN('T') | TL_IN('L') | TL_IN('F') |
                             TL_INITIAL_BRACKET | TL_INITIAL_ODD | TL_INITIAL_OTHER,
                         0, 0, SIZE_MAX},
                        {TL_ANY_INITIAL, TL_SIGN_LEVEL, 0, SIZE_MAX},
                        {TL_ANY_INITIAL, TL_SIGN_SLASH, 0, SIZE_MAX},
                        {TL_ANY_INITIAL, TL_SIGN_OPENER, 0, SIZE_MAX},
                        {TL_IN('B'), TL_SIGN_BEGIN, 0, SIZE_MAX}},
    /* QUOTE, ZNY, E.O.; BEGIN; CLASSIFIED BY; a level, a banner */
    [TL_MAY_BE_LEAD] = {{TL_IN('Q') | TL_IN('Z'), 0, 0, SIZE_MAX},
                        {TL_IN('E'), TL_SIGN_LABEL, 0, SIZE_MAX},
                        {TL_IN('B'), TL_SIGN_BEGIN, 0, SIZE_MAX},
                        {TL_IN('C'), TL_SIGN_CLUE, 0, SIZE_MAX},
                        {TL_IN('B') | TL_IN('C'), TL_SIGN_LEVEL, 0, SIZE_MAX},
                        {TL_IN('B') | TL_IN('C'), TL_SIGN_SLASH, 0, SIZE_MAX}},
    /* "Confidential ....."; "E-C-R-E-T" */
    [TL_MAY_BE_RANK] = {{TL_IN('C'), TL_SIGN_LAST_OTHER, 0, SIZE_MAX}, {TL_IN('E'), 0, 0, SIZE_MAX}},
    [TL_MAY_BE_SHORT] = {{TL_INITIAL_LETTER, TL_SIGN_LOWER,
                          TL_SIGN_OPENER | TL_SIGN_ODD | TL_SIGN_LEVEL | TL_SIGN_SLASH, SIZE_MAX}},
    /* QUOTE, ZNY; BEGIN; CLASSIFICATION */
    [TL_MAY_BE_SHORT_LEAD] = {{TL_IN('Q') | TL_IN('Z'), 0, 0, SIZE_MAX},
                              {TL_IN('B'), TL_SIGN_BEGIN, 0, SIZE_MAX},
                              {TL_IN('C'), TL_SIGN_CLUE, 0, SIZE_MAX}},
    /* capitals, quotes, points, dashes, blanks; digits at its end */
    [TL_MAY_SIGN] = {{TL_ANY_INITIAL, TL_SIGN_UPPER,
                      TL_SIGN_LOWER | TL_SIGN_BRACKET | TL_SIGN_SLASH | TL_SIGN_COLON |
                          TL_SIGN_CODED,
                      SIZE_MAX}},
    [TL_MAY_INSTRUCT] = {{TL_ANY_INITIAL, TL_SIGN_OPENER, 0, SIZE_MAX}},
    [TL_MAY_BE_RULE] = {{TL_ANY_INITIAL, 0,
                         TL_SIGN_LOWER | TL_SIGN_UPPER | TL_SIGN_DIGIT | TL_SIGN_BRACKET | TL_SIGN_SLASH |
                             TL_SIGN_COLON,
                         SIZE_MAX}},
    /* a colon or a dash may stand behind a level word in capitals; "Message Text", "UNCLASSIFIED U.S. ...", and
     * X for the mask of a release */
    [TL_MAY_BE_MORE] = {{TL_INITIAL_LETTER, TL_SIGN_LOWER | TL_SIGN_SMALL_WORD,
                         TL_SIGN_BRACKET | TL_SIGN_SLASH | TL_SIGN_ODD | TL_SIGN_OPENER | TL_SIGN_LEVEL |
                             TL_SIGN_BEGIN | TL_SIGN_END | TL_SIGN_WITHHELD,
                         SIZE_MAX},
                        {TL_INITIAL_LETTER & ~(TL_IN('M') | TL_IN('U') | TL_IN('X')),
                         TL_SIGN_LOWER | TL_SIGN_WORD,
                         TL_SIGN_BRACKET | TL_SIGN_SLASH | TL_SIGN_COLON | TL_SIGN_DASH | TL_SIGN_ODD |
                             TL_SIGN_OPENER | TL_SIGN_LEVEL | TL_SIGN_BEGIN | TL_SIGN_END |
                             TL_SIGN_WITHHELD,
                         SIZE_MAX}},
    [TL_MAY_CLOSE] = {{TL_ANY_INITIAL, TL_SIGN_END, 0, SIZE_MAX}},
};
/* clang-format on */

#undef TL_IN
#undef TL_ANY_INITIAL

static inline __attribute__((always_inline)) bool tl_line_fits(const struct tl_line *line, unsigned signs,
                                                               const struct tl_way *way)
{
    return (line->initial & way->initials) != 0 && (signs & (way->all | way->none)) == way->all &&
           tl_span_len(line->core) <= way->longest;
}

/* False: it is not.  True: it has to be asked.  `what` is a constant, and little is left of the table. */
static inline __attribute__((always_inline)) bool tl_line_may(const struct tl_line *line, enum tl_may what)
{
    const unsigned signs = what == TL_MAY_BE_MORE ? line->beside : line->signs;
    return tl_line_fits(line, signs, &tl_ways[what][0]) || tl_line_fits(line, signs, &tl_ways[what][1]) ||
           tl_line_fits(line, signs, &tl_ways[what][2]) || tl_line_fits(line, signs, &tl_ways[what][3]) ||
           tl_line_fits(line, signs, &tl_ways[what][4]) || tl_line_fits(line, signs, &tl_ways[what][5]);
}

#endif

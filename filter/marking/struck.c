/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One grammar for both directions, as in mark.c: what is written is read at once, and is written only when it
 * reads.
 */
#include "marking/struck.h"

#include "marking/control.h"

#define OPEN "[-"
#define CLOSE "-]"

enum { LONGEST_WORDS = 64 };

static const struct tl_rank_words words_of_rank[] = {
    {TL_RANK_U, "UNCLAS", "UNCLASSIFIED", "ZNR UUUUU"},
    {TL_RANK_CUI, "UNCLAS", "UNCLASSIFIED", "ZNY EEEEE"},
    {TL_RANK_R, "C O N F I D E N T I A L", "CONFIDENTIAL", "ZNY CCCCC"},
    {TL_RANK_C, "C O N F I D E N T I A L", "CONFIDENTIAL", "ZNY CCCCC"},
    {TL_RANK_S, "S E C R E T", "SECRET", "ZNY SSSSS"},
    {TL_RANK_TS, "T O P  S E C R E T", "TOP SECRET", "ZNY TTTTT"},
};

/* Level words as lines carry them, with the rank they claim (ACP 127; 5 FAH-2 H-440; markings.md 3.2). */
static const struct {
    const char *words;
    enum tl_rank rank;
} level_words[] = {
    {"T O P  S E C R E T", TL_RANK_TS},
    {"TOP SECRET", TL_RANK_TS},
    {"S E C R E T", TL_RANK_S},
    {"SECRET", TL_RANK_S},
    {"C O N F I D E N T I A L", TL_RANK_C},
    {"CONFIDENTIAL", TL_RANK_C},
    {"R E S T R I C T E D", TL_RANK_R},
    {"RESTRICTED", TL_RANK_R},
    {"L I M I T E D  O F F I C I A L  U S E", TL_RANK_CUI},
    {"LIMITED OFFICIAL USE", TL_RANK_CUI},
    {"SENSITIVE BUT UNCLASSIFIED", TL_RANK_CUI},
    {"SBU", TL_RANK_CUI},
    {"LOU", TL_RANK_CUI},
    {"U N C L A S S I F I E D", TL_RANK_U},
    {"UNCLASSIFIED", TL_RANK_U},
    {"U N C L A S", TL_RANK_U},
    {"UNCLAS", TL_RANK_U},
};

/* Security lines; the letters of ZNR claim as those of ZNY do. */
static const struct {
    const char *words;
    enum tl_rank rank;
} zny_words[] = {
    {"ZNY TTTTT", TL_RANK_TS}, {"ZNY SSSSS", TL_RANK_S},   {"ZNY CCCCC", TL_RANK_C},
    {"ZNY RRRRR", TL_RANK_R},  {"ZNY EEEEE", TL_RANK_CUI}, {"ZNR UUUUU", TL_RANK_U},
};

/* A portion's own mark is freed to U, or to CUI (DESIGN M10). */
static const struct {
    const char *words;
    enum tl_rank rank;
} freed_words[] = {{"(U)", TL_RANK_U}, {"(SBU)", TL_RANK_CUI}};

enum place { PLACE_NONE = 0, PLACE_LINE, PLACE_ZNY, PLACE_PORTION };

/* Registered words, the place where they stand and the rank they claim. */
struct claim {
    enum place place;
    enum tl_rank rank;
};

const struct tl_rank_words *tl_rank_words(enum tl_rank rank)
{
    for (size_t i = 0; i < TL_COUNT(words_of_rank); i++) {
        if (words_of_rank[i].rank == rank) {
            return &words_of_rank[i];
        }
    }
    return NULL;
}

/* "(C)", "(TOP SECRET)", "(C - ENTIRE TEXT)": a level and nothing else.  Codewords and countries are never
 * printed again. */
static bool is_portion_mark(tl_slice words, enum tl_rank *rank)
{
    static const char *const ends[] = {"", " - ENTIRE TEXT", " -- ENTIRE TEXT", "-ENTIRE TEXT",
                                       " ENTIRE TEXT"};
    enum tl_level level;
    bool has_end = false;
    if (words.len < 3 || words.ptr[0] != '(' || words.ptr[words.len - 1] != ')') {
        return false;
    }
    const tl_slice inner = tl_slice_sub(words, 1, words.len - 1);
    const tl_slice end = tl_slice_sub(inner, tl_level_at(inner, &level), inner.len);
    for (size_t i = 0; i < TL_COUNT(ends); i++) {
        has_end = has_end || tl_slice_eq(end, tl_str(ends[i]));
    }
    if (!has_end) {
        return false;
    }
    switch (level) {
    case TL_LEVEL_R:
        *rank = TL_RANK_R;
        return true;
    case TL_LEVEL_C:
        *rank = TL_RANK_C;
        return true;
    case TL_LEVEL_S:
        *rank = TL_RANK_S;
        return true;
    case TL_LEVEL_TS:
        *rank = TL_RANK_TS;
        return true;
    case TL_LEVEL_UNKNOWN:
    case TL_LEVEL_U:
        break;
    }
    return false;
}

static struct claim claim_of(tl_slice words)
{
    struct claim claim = {PLACE_NONE, TL_RANK_UNKNOWN};
    for (size_t i = 0; i < TL_COUNT(level_words); i++) {
        if (tl_slice_eq(words, tl_str(level_words[i].words))) {
            return (struct claim){PLACE_LINE, level_words[i].rank};
        }
    }
    for (size_t i = 0; i < TL_COUNT(zny_words); i++) {
        if (tl_slice_eq(words, tl_str(zny_words[i].words))) {
            return (struct claim){PLACE_ZNY, zny_words[i].rank};
        }
    }
    if (is_portion_mark(words, &claim.rank)) {
        claim.place = PLACE_PORTION;
    }
    return claim;
}

static bool is_caption(tl_slice words)
{
    if (tl_control_named(words) != NULL) {
        return true;
    }
    const struct tl_control *control = tl_control_find(words);
    return control != NULL && tl_slice_eq(words, tl_str(control->word));
}

/* The words of a mark that begins at `at`, or nothing. */
static tl_slice words_at(tl_slice text, size_t at)
{
    const tl_slice rest = tl_slice_sub(text, at, at + LONGEST_WORDS);
    if ((at > 0 && !tl_is_blank(text.ptr[at - 1])) || !tl_slice_starts(rest, TL_LIT(OPEN))) {
        return (tl_slice){0};
    }
    const size_t end = tl_slice_find(rest, TL_LIT(CLOSE), sizeof(OPEN) - 1);
    return end == TL_NONE ? (tl_slice){0} : tl_slice_sub(rest, sizeof(OPEN) - 1, end);
}

static size_t length_of(tl_slice words)
{
    return words.len + sizeof(OPEN) - 1 + sizeof(CLOSE) - 1;
}

/* True when a word of a line ends before `at`. */
static bool ends_word(tl_slice text, size_t at)
{
    return at >= text.len || tl_is_blank(text.ptr[at]) || text.ptr[at] == '/' || text.ptr[at] == ',';
}

/* The words that took the place of `old` stand at `at`, and are lower; struck ones may stand between. */
static bool is_replaced_at(tl_slice text, size_t at, struct claim old)
{
    const tl_slice rest = tl_slice_sub(text, at, text.len);
    for (size_t i = 0; i < TL_COUNT(freed_words) && old.place == PLACE_PORTION; i++) {
        if (tl_slice_starts(rest, tl_str(freed_words[i].words)) &&
            tl_rank_above(old.rank, freed_words[i].rank)) {
            return true;
        }
    }
    for (size_t i = 0; i < TL_COUNT(zny_words) && old.place == PLACE_ZNY; i++) {
        if (tl_slice_starts(rest, tl_str(zny_words[i].words)) &&
            ends_word(rest, strlen(zny_words[i].words)) && tl_rank_above(old.rank, zny_words[i].rank)) {
            return true;
        }
    }
    for (size_t i = 0; i < TL_COUNT(level_words) && old.place == PLACE_LINE; i++) {
        if (tl_slice_starts(rest, tl_str(level_words[i].words)) &&
            ends_word(rest, strlen(level_words[i].words)) && tl_rank_above(old.rank, level_words[i].rank)) {
            return true;
        }
    }
    const tl_slice words = words_at(text, at);
    const struct claim next = claim_of(words);
    const size_t behind = at + length_of(words);
    return words.len > 0 && next.place == old.place && tl_rank_above(old.rank, next.rank) &&
           behind < text.len && text.ptr[behind] == ' ' && is_replaced_at(text, behind + 1, next);
}

struct tl_struck tl_struck_at(tl_slice text, size_t at)
{
    const tl_slice words = words_at(text, at);
    const size_t end = at + length_of(words);
    if (words.len == 0) {
        return (struct tl_struck){0};
    }
    const bool is_before_blank = end < text.len && text.ptr[end] == ' ';
    const struct claim claim = claim_of(words);
    if (claim.place != PLACE_NONE && is_before_blank && is_replaced_at(text, end + 1, claim)) {
        return (struct tl_struck){length_of(words), {at, end + 1}};
    }
    if (!is_caption(words) || (end < text.len && !tl_is_blank(text.ptr[end]))) {
        return (struct tl_struck){0};
    }
    if (at > 0 && text.ptr[at - 1] == ' ') {
        return (struct tl_struck){length_of(words), {at - 1, end}};
    }
    return (struct tl_struck){length_of(words), {at, end + is_before_blank}};
}

/* Equality that takes a run of blanks for one. */
static bool same_words(tl_slice a, tl_slice b)
{
    size_t i = 0;
    size_t k = 0;
    while (i < a.len && k < b.len && a.ptr[i] == b.ptr[k]) {
        const bool is_blank = a.ptr[i] == ' ';
        i++;
        k++;
        while (is_blank && i < a.len && a.ptr[i] == ' ') {
            i++;
        }
        while (is_blank && k < b.len && b.ptr[k] == ' ') {
            k++;
        }
    }
    return i == a.len && k == b.len;
}

/* `old` as the register spells it; empty when it does not. */
static tl_slice registered(tl_slice old, bool is_alone, tl_slice name)
{
    if (is_alone) {
        const struct tl_control *control = tl_control_find(old);
        return control != NULL ? tl_str(control->word) : name;
    }
    for (size_t i = 0; i < TL_COUNT(level_words); i++) {
        if (same_words(old, tl_str(level_words[i].words))) {
            return tl_str(level_words[i].words);
        }
    }
    for (size_t i = 0; i < TL_COUNT(zny_words); i++) {
        if (same_words(old, tl_str(zny_words[i].words))) {
            return tl_str(zny_words[i].words);
        }
    }
    enum tl_rank rank;
    return is_portion_mark(old, &rank) ? old : (tl_slice){0};
}

/* `text` without the separators that stand round a caption on a shared line. */
static tl_slice without_separators(tl_slice text)
{
    while (text.len > 0 && (tl_is_blank(text.ptr[0]) || memchr(",;/", text.ptr[0], 3) != NULL)) {
        text = tl_slice_sub(text, 1, text.len);
    }
    while (text.len > 0 &&
           (tl_is_blank(text.ptr[text.len - 1]) || memchr(",;/", text.ptr[text.len - 1], 3) != NULL)) {
        text.len--;
    }
    return text;
}

bool tl_struck_write(struct tl_buf *out, tl_slice text, struct tl_span old, tl_slice now, tl_slice name)
{
    const bool is_alone = now.len == 0;
    const tl_slice words = registered(without_separators(tl_span_of(text, old)), is_alone, name);
    const bool is_close_before = old.begin > 0 && !tl_is_blank(text.ptr[old.begin - 1]);
    const bool is_close_behind = old.end < text.len && !tl_is_blank(text.ptr[old.end]);
    struct tl_buf mark = {0};
    tl_buf_str(&mark, is_close_before ? " " OPEN : OPEN);
    tl_buf_add(&mark, words);
    tl_buf_str(&mark, is_alone ? CLOSE : CLOSE " ");
    tl_buf_add(&mark, now);
    if (is_alone && is_close_behind) {
        tl_buf_byte(&mark, ' ');
    }
    const size_t len = mark.len;
    tl_buf_add(&mark, tl_slice_sub(text, old.end, old.end + 1));
    const bool is_read = words.len > 0 && tl_struck_at(tl_buf_slice(&mark), is_close_before).len > 0;
    if (is_read) {
        tl_buf_add(out, tl_slice_sub(tl_buf_slice(&mark), 0, len));
    }
    tl_buf_release(&mark);
    return is_read;
}

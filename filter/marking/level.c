/* SPDX-License-Identifier: Apache-2.0 */
#include "marking/level.h"

#include "base/nearest.h"

enum { MOST_EDITS = 2 };

/* Indexed by level; the order of E.O. 13526 1.2(a), with RESTRICTED of foreign systems below CONFIDENTIAL. */
static const struct {
    const char *name;
    const char *title;
} levels[] = {
    [TL_LEVEL_UNKNOWN] = {"UNKNOWN", "UNKNOWN"},
    [TL_LEVEL_U] = {"U", "UNCLASSIFIED"},
    [TL_LEVEL_R] = {"R", "RESTRICTED"},
    [TL_LEVEL_C] = {"C", "CONFIDENTIAL"},
    [TL_LEVEL_S] = {"S", "SECRET"},
    [TL_LEVEL_TS] = {"TS", "TOP SECRET"},
};

static const struct {
    const char *name;
    const char *title;
} ranks[] = {
    [TL_RANK_UNKNOWN] = {"UNKNOWN", "UNKNOWN"},
    [TL_RANK_U] = {"U", "UNCLASSIFIED"},
    [TL_RANK_CUI] = {"CUI", "CONTROLLED UNCLASSIFIED"},
    [TL_RANK_R] = {"R", "RESTRICTED"},
    [TL_RANK_C] = {"C", "CONFIDENTIAL"},
    [TL_RANK_S] = {"S", "SECRET"},
    [TL_RANK_TS] = {"TS", "TOP SECRET"},
};

/* What a user may call a rank, besides its name and title. */
static const struct {
    const char *word;
    enum tl_rank rank;
} rank_words[] = {
    {"SBU", TL_RANK_CUI},
    {"LOU", TL_RANK_CUI},
    {"FOUO", TL_RANK_CUI},
    {"SENSITIVE BUT UNCLASSIFIED", TL_RANK_CUI},
    {"LIMITED OFFICIAL USE", TL_RANK_CUI},
    {"FOR OFFICIAL USE ONLY", TL_RANK_CUI},
    {"UNCLAS", TL_RANK_U},
    {"TOP-SECRET", TL_RANK_TS},
    {"TOPSECRET", TL_RANK_TS},
};

bool tl_level_above(enum tl_level a, enum tl_level b)
{
    if (a == b || b == TL_LEVEL_UNKNOWN) {
        return false;
    }
    return a == TL_LEVEL_UNKNOWN || a > b;
}

bool tl_rank_above(enum tl_rank a, enum tl_rank b)
{
    if (a == b || b == TL_RANK_UNKNOWN) {
        return false;
    }
    return a == TL_RANK_UNKNOWN || a > b;
}

enum tl_level tl_level_max(enum tl_level a, enum tl_level b)
{
    return tl_level_above(a, b) ? a : b;
}

enum tl_rank tl_rank_max(enum tl_rank a, enum tl_rank b)
{
    return tl_rank_above(a, b) ? a : b;
}

const char *tl_level_name(enum tl_level level)
{
    return (size_t)level < TL_COUNT(levels) ? levels[level].name : levels[0].name;
}

const char *tl_rank_name(enum tl_rank rank)
{
    return (size_t)rank < TL_COUNT(ranks) ? ranks[rank].name : ranks[0].name;
}

const char *tl_level_title(enum tl_level level)
{
    return (size_t)level < TL_COUNT(levels) ? levels[level].title : levels[0].title;
}

const char *tl_rank_title(enum tl_rank rank)
{
    return (size_t)rank < TL_COUNT(ranks) ? ranks[rank].title : ranks[0].title;
}

/* True when `name` is `word`, whose first letter as a capital is `initial`, but for the case of letters. */
static inline bool is_word(tl_slice word, unsigned char initial, const char *name)
{
    return (unsigned char)*name == initial && tl_slice_eq_fold(word, tl_str(name));
}

bool tl_rank_find(tl_slice word, enum tl_rank *out)
{
    const unsigned char initial = word.len == 0 ? '\0' : tl_to_upper(word.ptr[0]);
    for (size_t i = TL_RANK_U; i < TL_COUNT(ranks); i++) {
        if (is_word(word, initial, ranks[i].name) || is_word(word, initial, ranks[i].title)) {
            *out = (enum tl_rank)i;
            return true;
        }
    }
    for (size_t i = 0; i < TL_COUNT(rank_words); i++) {
        if (is_word(word, initial, rank_words[i].word)) {
            *out = rank_words[i].rank;
            return true;
        }
    }
    return false;
}

bool tl_word_ends(tl_slice text, size_t at)
{
    return at >= text.len || !(tl_is_alnum(text.ptr[at]) || text.ptr[at] == '\'' || text.ptr[at] >= 0x80);
}

/* Length of `title` at the start of `text`, where one blank of the title stands for one or more. */
static size_t title_at(tl_slice text, const char *title)
{
    size_t at = 0;
    for (; *title != '\0'; title++) {
        if (at >= text.len || text.ptr[at] != (unsigned char)*title) {
            return 0;
        }
        at++;
        while (*title == ' ' && at < text.len && text.ptr[at] == ' ') {
            at++;
        }
    }
    return tl_word_ends(text, at) ? at : 0;
}

size_t tl_level_at(tl_slice text, enum tl_level *out)
{
    /* From the top, so that TOP SECRET and TS are tried before SECRET and S. */
    for (size_t i = TL_COUNT(levels) - 1; i >= TL_LEVEL_U; i--) {
        if (text.len == 0 || text.ptr[0] != (unsigned char)levels[i].name[0]) {
            continue; /* title and name begin alike */
        }
        size_t len = title_at(text, levels[i].title);
        if (len == 0) {
            len = title_at(text, levels[i].name);
        }
        if (len == 0 && i == TL_LEVEL_U) {
            len = title_at(text, "UNCLAS");
        }
        if (len > 0) {
            *out = (enum tl_level)i;
            return len;
        }
    }
    *out = TL_LEVEL_UNKNOWN;
    return 0;
}

enum tl_level tl_level_near(tl_slice word, bool *is_lou)
{
    static const struct {
        tl_slice title;
        enum tl_level level;
        bool is_lou;
    } titles[] = {
        {TL_TEXT("UNCLASSIFIED"), TL_LEVEL_U, false},        {TL_TEXT("UNCLAS"), TL_LEVEL_U, false},
        {TL_TEXT("LIMITED OFFICIAL USE"), TL_LEVEL_U, true}, {TL_TEXT("RESTRICTED"), TL_LEVEL_R, false},
        {TL_TEXT("CONFIDENTIAL"), TL_LEVEL_C, false},        {TL_TEXT("SECRET"), TL_LEVEL_S, false},
        {TL_TEXT("TOP SECRET"), TL_LEVEL_TS, false},
    };
    size_t best = TL_NONE;
    size_t best_distance = MOST_EDITS + 1;
    bool is_tie = false;
    for (size_t i = 0; i < TL_COUNT(titles); i++) {
        const size_t distance = tl_edit_distance_within(word, titles[i].title, MOST_EDITS);
        if (distance < best_distance) {
            best = i;
            best_distance = distance;
            is_tie = false;
        } else if (distance == best_distance && best != TL_NONE && titles[i].level != titles[best].level) {
            is_tie = true;
        }
    }
    *is_lou = false;
    if (best == TL_NONE || best_distance == 0 || is_tie) {
        return TL_LEVEL_UNKNOWN;
    }
    *is_lou = titles[best].is_lou;
    return titles[best].level;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Heads of markings that are not US: NATO, JOINT, FGI, countries.  TOP is reserved: "GBR TOP SECRET" is TS of
 * GBR and never S of an owner "GBR TOP" (markings.md 0, rule 3).
 */
#include "marking/grammar.h"

/* NATO in one word, old forms with their control in it (CAPCO Manual 2016, appendix B). */
static const struct {
    tl_slice word;
    enum tl_level level;
    bool is_cosmic;
    const char *control;
} nato_words[] = {
    {TL_TEXT("COSMIC TOP SECRET"), TL_LEVEL_TS, true, NULL},
    {TL_TEXT("CTS-BOHEMIA"), TL_LEVEL_TS, true, "BOHEMIA"},
    {TL_TEXT("CTS-BALK"), TL_LEVEL_TS, true, "BALK"},
    {TL_TEXT("CTS-B"), TL_LEVEL_TS, true, "BALK"},
    {TL_TEXT("CTS-A"), TL_LEVEL_TS, true, "ATOMAL"},
    {TL_TEXT("CTSA"), TL_LEVEL_TS, true, "ATOMAL"},
    {TL_TEXT("CTS"), TL_LEVEL_TS, true, NULL},
    {TL_TEXT("NSAT"), TL_LEVEL_S, false, "ATOMAL"},
    {TL_TEXT("NS-A"), TL_LEVEL_S, false, "ATOMAL"},
    {TL_TEXT("NCA"), TL_LEVEL_C, false, "ATOMAL"},
    {TL_TEXT("NC-A"), TL_LEVEL_C, false, "ATOMAL"},
    {TL_TEXT("NIS"), TL_LEVEL_S, false, "ISAF"},
    {TL_TEXT("NS"), TL_LEVEL_S, false, NULL},
    {TL_TEXT("NC"), TL_LEVEL_C, false, NULL},
    {TL_TEXT("NR"), TL_LEVEL_R, false, NULL},
    {TL_TEXT("NU"), TL_LEVEL_U, false, NULL},
};

static bool starts_word(tl_slice text, const char *word)
{
    const tl_slice w = tl_str(word);
    return tl_slice_starts(text, w) && (text.len == w.len || text.ptr[w.len] == ' ');
}

static tl_slice after_word(tl_slice text, const char *word)
{
    return tl_slice_trim(tl_slice_sub(text, strlen(word), text.len));
}

/* A code and the rest behind it; false when `text` begins with none. */
static bool take_code(tl_slice text, tl_slice *code, tl_slice *rest)
{
    size_t end = 0;
    while (end < text.len && text.ptr[end] != ' ' && text.ptr[end] != ',') {
        end++;
    }
    *code = tl_slice_sub(text, 0, end);
    while (end < text.len && (text.ptr[end] == ' ' || text.ptr[end] == ',')) {
        end++;
    }
    *rest = tl_slice_sub(text, end, text.len);
    return tl_country_known(*code);
}

/* The level that fills all of `text`. */
static enum tl_level whole_level(tl_slice text)
{
    enum tl_level level;
    const size_t len = tl_level_at(text, &level);
    return len > 0 && len == text.len ? level : TL_LEVEL_UNKNOWN;
}

size_t tl_grammar_nato_at(tl_slice text, enum tl_level *level)
{
    size_t end = 0;
    while (end < text.len && (tl_is_alnum(text.ptr[end]) || text.ptr[end] == '-')) {
        end++;
    }
    *level = TL_LEVEL_UNKNOWN;
    for (size_t i = 0; i < TL_COUNT(nato_words); i++) {
        if (tl_slice_eq(tl_slice_sub(text, 0, end), nato_words[i].word)) {
            *level = nato_words[i].level;
            return end;
        }
    }
    return 0;
}

static void set_level(struct tl_grammar *g, tl_slice text)
{
    g->m->level = whole_level(text);
    if (g->m->level == TL_LEVEL_UNKNOWN) {
        tl_grammar_fail(g, text.len == 0 ? "missing_level" : "unknown_level");
    }
}

static bool parse_nato_word(struct tl_grammar *g, tl_slice head)
{
    for (size_t i = 0; i < TL_COUNT(nato_words); i++) {
        if (tl_slice_eq(head, nato_words[i].word)) {
            g->m->owner = TL_LIT("NATO");
            g->m->level = nato_words[i].level;
            g->is_cosmic = nato_words[i].is_cosmic;
            if (nato_words[i].control != NULL) {
                g->m->nato_ctl = tl_words_with(g->arena, g->m->nato_ctl, tl_str(nato_words[i].control));
            }
            return true;
        }
    }
    return false;
}

/* "NATO SECRET", "NATO S", "NATO ISAF SECRET" */
static void parse_nato(struct tl_grammar *g, tl_slice text)
{
    tl_slice act;
    tl_slice rest;
    g->m->owner = TL_LIT("NATO");
    if (whole_level(text) == TL_LEVEL_UNKNOWN && take_code(text, &act, &rest)) {
        g->m->nato_ctl = tl_words_with(g->arena, g->m->nato_ctl, act);
        text = rest;
    }
    set_level(g, text);
    g->is_nato_ts = g->m->level == TL_LEVEL_TS;
}

static void parse_joint(struct tl_grammar *g, tl_slice text)
{
    enum tl_level level;
    const size_t len = tl_level_at(text, &level);
    g->m->owner = TL_LIT("JOINT");
    g->m->level = level;
    if (len == 0) {
        tl_grammar_fail(g, "unknown_level");
        return;
    }
    tl_grammar_codes(g, tl_slice_sub(text, len, text.len), &g->m->joint);
}

/* Length of the owner codes that `head` begins with; `rest` is what follows them. */
static size_t owner_len(tl_slice head, tl_slice *rest)
{
    tl_slice code;
    tl_slice next;
    size_t len = 0;
    *rest = head;
    while (rest->len > 0 && (take_code(*rest, &code, &next) || tl_slice_eq(code, TL_LIT("FGI")))) {
        len = (size_t)(code.ptr + code.len - head.ptr);
        *rest = next;
    }
    return len;
}

static void parse_owner(struct tl_grammar *g, tl_slice head)
{
    tl_slice rest;
    const size_t len = owner_len(head, &rest);
    g->m->owner = tl_slice_sub(head, 0, len);
    if (len == 0) {
        g->m->level = whole_level(head);
        tl_grammar_fail(g, g->m->level == TL_LEVEL_UNKNOWN ? "unknown_level" : "missing_owner");
        return;
    }
    set_level(g, rest);
    if (tl_slice_find(head, TL_LIT(","), 0) != TL_NONE) {
        tl_grammar_fail(g, "bad_country_code"); /* owners are parted by blanks: "NATO,ISAF" is no NATO ISAF */
    }
}

static bool parse_one(struct tl_grammar *g, tl_slice head)
{
    if (parse_nato_word(g, head)) {
        return true;
    }
    if (starts_word(head, "COSMIC")) {
        g->m->owner = TL_LIT("NATO");
        set_level(g, after_word(head, "COSMIC"));
        tl_grammar_fail(g, "cosmic_not_ts");
        return true;
    }
    if (starts_word(head, "NATO")) {
        parse_nato(g, after_word(head, "NATO"));
        return true;
    }
    if (starts_word(head, "JOINT")) {
        parse_joint(g, after_word(head, "JOINT"));
        return true;
    }
    return false;
}

void tl_grammar_foreign_head(struct tl_grammar *g, tl_slice head)
{
    const size_t slash = tl_slice_find(head, TL_LIT("/"), 0);
    const tl_slice first = tl_slice_trim(tl_slice_sub(head, 0, slash));
    if (!parse_one(g, first)) {
        parse_owner(g, first);
    }
    if (slash != TL_NONE) {
        tl_grammar_segment(g, (tl_slice){head.ptr + slash + 1, head.len - slash - 1});
    }
}

bool tl_grammar_is_foreign_head(tl_slice head)
{
    tl_slice rest;
    const tl_slice first = tl_slice_trim(tl_slice_sub(head, 0, tl_slice_find(head, TL_LIT("/"), 0)));
    for (size_t i = 0; i < TL_COUNT(nato_words); i++) {
        if (tl_slice_eq(first, nato_words[i].word)) {
            return true;
        }
    }
    if (starts_word(first, "COSMIC") || starts_word(first, "JOINT")) {
        return true;
    }
    return owner_len(first, &rest) > 0 && whole_level(rest) != TL_LEVEL_UNKNOWN;
}

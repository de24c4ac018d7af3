/* SPDX-License-Identifier: Apache-2.0 */
#include "marking/damage.h"

#include "base/nearest.h"
#include "marking/control.h"
#include "marking/portion.h"

enum {
    LONGEST_BODY = 120,
    LONGEST_TITLE = 16,
    CLIPPED = 4,      /* letters that a clipped level still has: "CONF" */
    MOST_LETTERS = 8, /* of short marks whose letters were mixed: "S//SI/NF" */
    GLUED = 12,       /* letters that may hang on a bracket */
    MOST_BEFORE = 2,  /* of a short mark whose first letters slipped out of the bracket: "T(S)" */
    LETTERS = 26
};

/* --- levels that are misspelt or clipped */

/* "CONF", "CONFIDEN", "SECR": the beginning of one title. */
static enum tl_level clipped_level(tl_slice word)
{
    static const struct {
        const char *title;
        enum tl_level level;
    } titles[] = {{"CONFIDENTIAL", TL_LEVEL_C},
                  {"SECRET", TL_LEVEL_S},
                  {"TOPSECRET", TL_LEVEL_TS},
                  {"TOP SECRET", TL_LEVEL_TS}};
    for (size_t i = 0; i < TL_COUNT(titles); i++) {
        const tl_slice title = tl_str(titles[i].title);
        if (word.len >= CLIPPED && tl_slice_starts(title, word)) {
            return titles[i].level;
        }
    }
    return TL_LEVEL_UNKNOWN;
}

/* As marks are written: most letters are capitals, the first or the second among them ("sUNCLASSIFIED"). */
static bool is_capitals(tl_slice text)
{
    const struct tl_letters letters = tl_slice_letters(text);
    return letters.upper > 0 && letters.upper >= letters.lower;
}

enum tl_level tl_damaged_level(tl_slice body)
{
    bool is_lou = false;
    size_t end = 0;
    while (body.len > 0 && memchr("([{</", body.ptr[0], 5) != NULL) {
        body.ptr++;
        body.len--;
    }
    while (end < body.len && memchr("/-,)]}>", body.ptr[end], 7) == NULL) {
        end++;
    }
    const tl_slice word = tl_slice_trim(tl_slice_sub(body, 0, end));
    const enum tl_level clipped = clipped_level(word);
    if (clipped != TL_LEVEL_UNKNOWN) {
        return clipped;
    }
    return word.len >= CLIPPED && is_capitals(word) ? tl_level_near(word, &is_lou) : TL_LEVEL_UNKNOWN;
}

/* The level of a title that a delimiter or a bracket cut in two: "UN/LASSIFIED", "(SEC)RET", "CONFID-NTIAL".
 */
static enum tl_level torn_level(tl_slice body, tl_slice glued)
{
    unsigned char letters[LONGEST_TITLE];
    bool is_lou = false;
    size_t count = 0;
    for (size_t i = 0; i < body.len + glued.len; i++) {
        const unsigned char c = i < body.len ? body.ptr[i] : glued.ptr[i - body.len];
        if (tl_is_alpha(c)) {
            if (count == LONGEST_TITLE) {
                return TL_LEVEL_UNKNOWN;
            }
            letters[count++] = tl_to_upper(c);
        }
    }
    enum tl_level level = TL_LEVEL_UNKNOWN;
    const tl_slice word = {letters, count};
    if (count > CLIPPED && tl_level_at(word, &level) == count) {
        return level;
    }
    return count > CLIPPED ? tl_level_near(word, &is_lou) : TL_LEVEL_UNKNOWN;
}

/* --- letters of short marks */

struct letters {
    unsigned char text[MOST_LETTERS + 1];
    size_t len;
};

/* The letters of `body` and of what is glued to it, in capitals; false when there are none or too many. */
static bool letters_of(tl_slice body, tl_slice glued, struct letters *out)
{
    out->len = 0;
    for (size_t i = 0; i < body.len + glued.len; i++) {
        const unsigned char c = i < body.len ? body.ptr[i] : glued.ptr[i - body.len];
        if (tl_is_alpha(c)) {
            if (out->len == MOST_LETTERS) {
                return false;
            }
            out->text[out->len++] = tl_to_upper(c);
        }
    }
    return out->len > 0;
}

/* "CC", "TSC", "UU": nothing but letters of levels; "US" is a word of prose where no mark is looked for. */
static bool is_made_of_levels(const struct letters *letters, bool may_be_us)
{
    for (size_t i = 0; i < letters->len; i++) {
        if (memchr("UCSTR", letters->text[i], 5) == NULL) {
            return false;
        }
    }
    const bool is_us = letters->len == 2 && letters->text[0] == 'U' && letters->text[1] == 'S';
    return letters->len >= 2 && letters->len <= 3 && (!is_us || may_be_us);
}

/* A level's letters and, where `word` is not empty, those of a control behind them. */
static struct letters letters_with(const char *level, tl_slice word)
{
    struct letters sum = {.len = 0};
    for (; *level != '\0'; level++) {
        sum.text[sum.len++] = (unsigned char)*level;
    }
    for (size_t i = 0; i < word.len && sum.len < MOST_LETTERS; i++) {
        sum.text[sum.len++] = word.ptr[i];
    }
    return sum;
}

/* How many letters have to be changed, added or taken away, whatever their order. */
static size_t mixed_distance(const struct letters *a, const struct letters *b)
{
    int count[LETTERS] = {0};
    size_t more = 0;
    size_t less = 0;
    for (size_t i = 0; i < a->len; i++) {
        count[a->text[i] - 'A']++;
    }
    for (size_t i = 0; i < b->len; i++) {
        count[b->text[i] - 'A']--;
    }
    for (size_t i = 0; i < LETTERS; i++) {
        more += count[i] > 0 ? (size_t)count[i] : 0;
        less += count[i] < 0 ? (size_t)-count[i] : 0;
    }
    return more > less ? more : less;
}

/* Names that often stand in brackets and are made of letters of marks. */
static bool is_name(const struct letters *letters)
{
    static const char *const names[] = {"UK", "UN", "EU", "EC", "USSR"};
    for (size_t i = 0; i < TL_COUNT(names); i++) {
        if (tl_slice_eq((tl_slice){letters->text, letters->len}, tl_str(names[i]))) {
            return true;
        }
    }
    return false;
}

/* "FO UO", "L OU": a blank fell into a word that alone makes a mark. */
static bool is_parted_word(tl_slice body)
{
    static const char *const words[] = {"SBU", "LOU", "FOUO", "CUI", "NOFORN"};
    unsigned char letters[MOST_LETTERS];
    size_t count = 0;
    size_t blanks = 0;
    for (size_t i = 0; i < body.len; i++) {
        if (tl_is_blank(body.ptr[i])) {
            blanks++;
        } else if (count < MOST_LETTERS) {
            letters[count++] = body.ptr[i];
        } else {
            return false;
        }
    }
    for (size_t i = 0; i < TL_COUNT(words) && blanks > 0; i++) {
        if (tl_slice_eq((tl_slice){letters, count}, tl_str(words[i]))) {
            return true;
        }
    }
    return false;
}

/* "TAS", "lTS": TS and one letter beside it. */
static bool is_top_with_a_letter(const struct letters *letters)
{
    return letters->len == 3 &&
           tl_edit_distance_within((tl_slice){letters->text, letters->len}, TL_LIT("TS"), 1) == 1;
}

/* "Tx", "CA": two letters, one of a level. */
static bool is_level_with_a_letter(const struct letters *letters)
{
    return letters->len == 2 &&
           (memchr("UCST", letters->text[0], 4) != NULL || memchr("UCST", letters->text[1], 4) != NULL);
}

/* "CCNF" is "CNF" with a letter doubled. */
static struct letters without_doubles(const struct letters *letters)
{
    struct letters out = {.len = 0};
    for (size_t i = 0; i < letters->len; i++) {
        if (out.len == 0 || out.text[out.len - 1] != letters->text[i]) {
            out.text[out.len++] = letters->text[i];
        }
    }
    return out;
}

static bool is_run_together(const struct letters *letters, const struct letters *mark)
{
    const struct letters a = without_doubles(letters);
    const struct letters b = without_doubles(mark);
    const bool is_grown =
        mark->len > 2 && mark->text[mark->len - 1] == 'F' && a.len == b.len + 1; /* "CANF" */
    return a.len > 2 && (is_grown || mixed_distance(&a, &b) == 0) &&
           tl_edit_distance_within((tl_slice){a.text, a.len}, (tl_slice){b.text, b.len}, 1) <= 1;
}

/* A word of the register that stands in short portion marks: "NF", "ORCON" does not. */
static bool is_short_word(tl_slice word)
{
    for (size_t i = 0; i < word.len; i++) {
        if (!tl_is_upper(word.ptr[i])) {
            return false;
        }
    }
    return word.len >= 2 && word.len <= 4;
}

/*
 * The letters are those of a level and of `word`.  Where a delimiter still stands between them, in any order
 * and but for one letter; where none does, one behind the other but for one swap.
 */
static bool is_near_levels_with(const struct letters *letters, tl_slice word, bool has_delimiter)
{
    static const char *const level_letters[] = {"U", "R", "C", "S", "TS"};
    for (size_t i = 0; i < TL_COUNT(level_letters); i++) {
        const struct letters mark = letters_with(level_letters[i], word);
        if (has_delimiter ? mixed_distance(letters, &mark) <= 1 : is_run_together(letters, &mark)) {
            return true;
        }
    }
    return false;
}

static bool is_near_short_mark(const struct letters *letters, bool has_delimiter)
{
    bool is_near = is_near_levels_with(letters, TL_LIT(""), has_delimiter);
    const struct tl_control *row = NULL;
    for (size_t i = 0; !is_near && (row = tl_control_row(i)) != NULL; i++) {
        const tl_slice word = tl_str(row->word);
        is_near = is_short_word(word) && is_near_levels_with(letters, word, has_delimiter);
    }
    return is_near;
}

/* One letter off a word that alone makes a mark, or its letters in another order: "SBUU", "OU", "UOL". */
static bool is_near_word(const struct letters *letters)
{
    static const char *const words[] = {"SBU", "LOU", "FOUO", "CUI", "NOFORN"};
    const tl_slice text = {letters->text, letters->len};
    for (size_t i = 0; i < TL_COUNT(words); i++) {
        const struct letters word = letters_with(words[i], TL_LIT(""));
        if (text.len >= 2 && (tl_edit_distance_within(text, tl_str(words[i]), 1) <= 1 ||
                              mixed_distance(letters, &word) == 0)) {
            return true;
        }
    }
    return false;
}

/* "SO/ORC/N/NOFORN": a word of the register stands between the delimiters still. */
static bool has_control_word(tl_slice body)
{
    for (size_t at = 0; at < body.len;) {
        size_t end = at;
        while (end < body.len && tl_is_upper(body.ptr[end])) {
            end++;
        }
        const tl_slice word = tl_slice_sub(body, at, end);
        if (tl_slice_eq(word, TL_LIT("NF")) || tl_slice_eq(word, TL_LIT("REL")) ||
            (word.len > 2 && tl_control_find(word) != NULL)) {
            return true;
        }
        at = end + 1;
    }
    return false;
}

/* --- the text where a mark stands */

/* What the text opens with: its brackets, and what stands between them. */
struct opening {
    tl_slice body;
    tl_slice glued; /* letters that hang on the closing bracket: "(T)S", "(SEC)RET" */
    bool opens;
    bool closes;
    bool has_word_before; /* three capitals or more before the first bracket: "CSE(RET)" */
};

static bool is_open(unsigned char c)
{
    return c == '(' || c == '[' || c == '{';
}

static bool is_close(unsigned char c)
{
    return c == ')' || c == ']' || c == '}';
}

/* "T(S)", "CSE(RET)": `at` capitals, and nothing else, before the bracket. */
static bool is_letters_before_bracket(tl_slice text, size_t at)
{
    size_t letters = 0;
    while (letters < at && at <= GLUED && tl_is_upper(text.ptr[letters])) {
        letters++;
    }
    return at > 0 && letters == at;
}

static struct opening opening_of(tl_slice text)
{
    struct opening out = {0};
    size_t begin = 0;
    while (begin < text.len && is_open(text.ptr[begin])) {
        begin++;
    }
    out.opens = begin > 0;
    size_t end = begin;
    while (end < text.len && end - begin <= LONGEST_BODY && !is_close(text.ptr[end]) &&
           (out.opens || !tl_is_blank(text.ptr[end])) &&
           (!is_open(text.ptr[end]) || is_letters_before_bracket(text, end))) {
        out.has_word_before |= is_open(text.ptr[end]) && end > MOST_BEFORE;
        end++;
    }
    out.closes = end < text.len && is_close(text.ptr[end]);
    if (out.opens && !out.closes) { /* never closed: its first word */
        for (end = begin; end < text.len && !tl_is_blank(text.ptr[end]); end++) {
        }
    }
    out.body = tl_slice_trim(tl_slice_sub(text, begin, end));
    if (out.opens && out.closes) {
        size_t glued = end + 1;
        while (glued < text.len && tl_is_upper(text.ptr[glued])) {
            glued++;
        }
        const bool ends = glued >= text.len || tl_is_blank(text.ptr[glued]) || is_close(text.ptr[glued]);
        out.glued = ends && glued - end <= GLUED ? tl_slice_sub(text, end + 1, glued) : (tl_slice){NULL, 0};
    }
    return out;
}

static bool has_any(tl_slice text, const char *bytes)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '\0' && strchr(bytes, text.ptr[i]) != NULL) {
            return true;
        }
    }
    return false;
}

/* "S//NF": what only marks have between words; "HTTP://" is none. */
static bool has_separator(tl_slice body)
{
    const size_t at = tl_slice_find(body, TL_LIT("//"), 0);
    return at != TL_NONE && !(at > 0 && body.ptr[at - 1] == ':') && is_capitals(body);
}

/* "(5)", "($)", "(8//NF)": a figure that reads as S. */
static bool is_figure_for_letter(tl_slice body)
{
    const bool is_first = body.len > 0 && memchr("58$", body.ptr[0], 3) != NULL;
    return is_first && (body.len == 1 || body.ptr[1] == '/');
}

/* "(C/)", "(T1)", "(5S)": one letter, of a level, and something beside it. */
static bool has_level_letter(const struct letters *letters)
{
    return memchr("UCST", letters->text[0], 4) != NULL;
}

static bool has_letter_or_digit(tl_slice body)
{
    for (size_t i = 0; i < body.len; i++) {
        if (tl_is_alnum(body.ptr[i]) || body.ptr[i] >= 0x80) {
            return true;
        }
    }
    return false;
}

static bool is_damaged_body(const struct opening *opening, enum tl_mark_place place, enum tl_level readable)
{
    const tl_slice body = opening->body;
    const bool is_bracketed = opening->opens || opening->closes;
    const bool is_sure = place == TL_PLACE_START;
    const bool has_delimiter = has_any(body, "/\\|()[]{}");
    struct letters letters;
    if (!is_bracketed) {
        return has_separator(body) && !tl_portion_looks_marked(body);
    }
    if (has_separator(body)) {
        return true;
    }
    if (body.len == 0 || (is_sure && !has_letter_or_digit(body))) {
        return opening->closes; /* "( )", "()BUS", "(/)" */
    }
    if (is_figure_for_letter(body) || tl_slice_eq(body, TL_LIT("T"))) {
        return is_sure && opening->opens && opening->closes;
    }
    if (readable != TL_LEVEL_UNKNOWN) {
        return true;
    }
    if (opening->has_word_before) { /* "NATO(SN)": only a level's title is torn so */
        return false;
    }
    if (is_capitals(body) && has_delimiter && has_control_word(body)) {
        return true;
    }
    if (is_sure && is_parted_word(body)) {
        return true;
    }
    if (!is_capitals(body) || has_any(body, " ") || !letters_of(body, opening->glued, &letters)) {
        return false;
    }
    const bool is_half_bracketed = opening->opens != opening->closes;
    const bool lost_its_first = opening->closes && !opening->opens; /* "xS) text" */
    if (is_name(&letters) && !is_half_bracketed) {
        return false;
    }
    if (letters.len == 1) {
        return body.len > 1 && (is_half_bracketed || (is_sure && has_level_letter(&letters)));
    }
    return is_made_of_levels(&letters, is_sure || is_half_bracketed) ||
           is_near_short_mark(&letters, has_delimiter) ||
           (lost_its_first && is_level_with_a_letter(&letters)) ||
           (is_sure && ((is_half_bracketed && letters.len <= 3) || is_near_word(&letters) ||
                        is_top_with_a_letter(&letters) || is_level_with_a_letter(&letters)));
}

/* "/S(/SI//NF)", "NS//(F)", "ULO()": a first word of nothing but capitals, slashes and brackets, in which a
 * bracket stands inside.  "GATT(S)" has no slash and no empty pair. */
static bool is_mixed_with_brackets(tl_slice text)
{
    size_t letters = 0;
    size_t brackets = 0;
    size_t slashes = 0;
    bool has_inner = false;
    bool has_empty_pair = false;
    size_t end = 0;
    for (; end < text.len && !tl_is_blank(text.ptr[end]); end++) {
        const unsigned char c = text.ptr[end];
        letters += tl_is_upper(c);
        brackets += is_open(c) || is_close(c);
        slashes += c == '/';
        has_inner |=
            (is_open(c) && end > 0) || (is_close(c) && end + 1 < text.len && !tl_is_blank(text.ptr[end + 1]));
        has_empty_pair |= is_close(c) && end > 0 && is_open(text.ptr[end - 1]);
    }
    return letters > 0 && has_inner && letters + brackets + slashes == end && (slashes > 0 || has_empty_pair);
}

bool tl_damaged_mark_at(tl_slice text, enum tl_mark_place place, enum tl_level *level)
{
    *level = TL_LEVEL_UNKNOWN;
    if (text.len == 0) {
        return false;
    }
    if (is_close(text.ptr[0]) && text.len > 1) { /* ")C(": its brackets changed places */
        size_t open = 1;
        while (open < text.len && !is_open(text.ptr[open]) && !tl_is_blank(text.ptr[open])) {
            open++;
        }
        return place == TL_PLACE_START || (open < text.len && open > 1 && is_open(text.ptr[open]));
    }
    const struct opening opening = opening_of(text);
    *level = TL_LEVEL_UNKNOWN;
    if (opening.opens || opening.closes) {
        const bool is_word = is_capitals(opening.body) && !has_any(opening.body, " ");
        *level = tl_damaged_level(opening.body);
        if (*level == TL_LEVEL_UNKNOWN && is_word) {
            *level = torn_level(opening.body, opening.glued);
        }
    }
    return is_damaged_body(&opening, place, *level) ||
           (place == TL_PLACE_START && is_mixed_with_brackets(text));
}

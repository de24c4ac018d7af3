/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Entry to the marking grammar: parentheses, ENTIRE TEXT, forbidden bytes, and what is kept of a marking that
 * cannot be read (markings.md 4, last line: the highest level readable in it).
 */
#include "marking/portion.h"

#include "base/limits.h"
#include "marking/grammar.h"

/* A copy with runs of blanks folded to one and none at the ends. */
static tl_slice fold_blanks(struct tl_arena *arena, tl_slice text)
{
    text = tl_slice_trim(text);
    unsigned char *out = tl_arena_alloc(arena, text.len + 1, 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!tl_is_blank(text.ptr[i])) {
            out[len++] = text.ptr[i];
        } else if (out[len - 1] != ' ') {
            out[len++] = ' ';
        }
    }
    return (tl_slice){out, len};
}

/* Bytes that no marking holds: a tab, NUL, any control but a line end, anything beyond ASCII. */
static bool has_foreign_bytes(tl_slice body)
{
    for (size_t i = 0; i < body.len; i++) {
        const unsigned char byte = body.ptr[i];
        if (byte >= 0x7F || (byte < ' ' && byte != '\n' && byte != '\r')) {
            return true;
        }
    }
    return false;
}

static tl_slice upper_copy(struct tl_arena *arena, tl_slice text)
{
    unsigned char *out = tl_arena_alloc(arena, text.len + 1, 1);
    for (size_t i = 0; i < text.len; i++) {
        out[i] = tl_to_upper(text.ptr[i]);
    }
    return (tl_slice){out, text.len};
}

/* True when a token may begin at `at`: single letters count as levels only there. */
static bool is_token_begin(tl_slice text, size_t at)
{
    return at == 0 || (!tl_is_alnum(text.ptr[at - 1]) && text.ptr[at - 1] != '\'' && text.ptr[at - 1] < 0x80);
}

/* Length of a word that joins two levels, "U AND S", at the start of `text`; 0: none. */
static size_t joining_word_at(tl_slice text)
{
    static const char *const words[] = {"AND", "OR", "TO", "JOINT"};
    for (size_t i = 0; i < TL_COUNT(words); i++) {
        if (tl_slice_starts(text, tl_str(words[i])) && tl_word_ends(text, strlen(words[i]))) {
            return strlen(words[i]);
        }
    }
    return 0;
}

/*
 * The highest level that a person could read in a body nobody can parse.  Titles count anywhere; letters and
 * the words of NATO only as the first of a segment, behind another level, or after an owner code, so that the
 * "C" of "ANNEX C" is none.
 */
static enum tl_level highest_readable(struct tl_arena *arena, tl_slice body)
{
    const tl_slice text = upper_copy(arena, body);
    enum tl_level best = TL_LEVEL_UNKNOWN;
    bool is_segment_begin = true;
    for (size_t at = 0; at < text.len; at++) {
        const tl_slice rest = tl_slice_sub(text, at, text.len);
        const bool is_begin = is_token_begin(text, at);
        enum tl_level level = TL_LEVEL_UNKNOWN;
        size_t len = is_begin ? tl_level_at(rest, &level) : 0;
        const bool is_title = len > 2;
        if (len == 0 && is_begin) {
            len = tl_grammar_nato_at(rest, &level);
        }
        const bool is_after_code =
            at >= 4 && text.ptr[at - 1] == ' ' && tl_country_known(tl_slice_sub(text, at - 4, at - 1));
        if (is_title || (len > 0 && (is_segment_begin || is_after_code))) {
            best = best == TL_LEVEL_UNKNOWN ? level : tl_level_max(best, level);
            at += len - 1; /* another level may follow: "U - S" */
            is_segment_begin = true;
        } else if (is_begin && is_segment_begin && joining_word_at(rest) > 0) {
            at += joining_word_at(rest) - 1;
        } else if (strchr("/([{", text.ptr[at]) != NULL && text.ptr[at] != '\0') {
            is_segment_begin = true;
        } else if (tl_is_alnum(text.ptr[at]) || text.ptr[at] >= 0x80) {
            is_segment_begin = false;
        }
    }
    return best;
}

static void set_invalid(struct tl_arena *arena, tl_slice body, const char *reason, struct tl_marking *out)
{
    const enum tl_level readable = highest_readable(arena, body);
    out->is_valid = false;
    out->reason = reason;
    /* What the grammar read stays a floor: "(//CTS//BALK//NF)" is TS although no such letters stand there. */
    if (out->level == TL_LEVEL_UNKNOWN || (readable != TL_LEVEL_UNKNOWN && readable > out->level)) {
        out->level = readable;
    }
}

/* Takes "- ENTIRE TEXT." off the end, or "ENTIRE TEXT IS" off the front; true when it was there. */
static bool strip_entire_text(tl_slice *body)
{
    static const char *const phrases[] = {"ENTIRE TEXT", "ENTIRE MESSAGE", "ENTIRE CABLE"};
    tl_slice text = *body;
    while (text.len > 0 && (text.ptr[text.len - 1] == '.' || text.ptr[text.len - 1] == ' ')) {
        text.len--;
    }
    for (size_t i = 0; i < TL_COUNT(phrases); i++) {
        const tl_slice phrase = tl_str(phrases[i]);
        if (text.len > phrase.len && tl_slice_ends(text, phrase)) {
            size_t end = text.len - phrase.len;
            while (end > 0 && strchr(" -:,", text.ptr[end - 1]) != NULL) {
                end--;
            }
            *body = tl_slice_sub(text, 0, end);
            return end < text.len - phrase.len;
        }
        if (text.len > phrase.len && tl_slice_starts(text, phrase) && text.ptr[phrase.len] == ' ') {
            text = tl_slice_trim(tl_slice_sub(text, phrase.len, text.len));
            *body = tl_slice_starts(text, TL_LIT("IS ")) ? tl_slice_sub(text, 3, text.len) : text;
            return true;
        }
    }
    return false;
}

static void parse_body(struct tl_arena *arena, tl_slice body, bool is_portion, struct tl_marking *out)
{
    struct tl_grammar g = {.arena = arena, .m = out, .is_portion = is_portion};
    if (has_foreign_bytes(body)) {
        set_invalid(arena, body, "unknown_level", out);
        return;
    }
    body = fold_blanks(arena, body);
    tl_slice bare = body;
    if (bare.len == 0) {
        set_invalid(arena, body, "empty", out);
        return;
    }
    out->is_entire_text = strip_entire_text(&bare);
    tl_grammar_body(&g, bare);
    const char *reason = tl_grammar_validity(&g);
    if (reason != NULL) {
        tl_grammar_fail(&g, reason);
    }
    if (g.reason != NULL) {
        set_invalid(arena, bare, g.reason, out);
        return;
    }
    out->is_valid = true;
}

/* "CONFIDFNTIAL ENTIRE TEXT": near to one level; never valid, so that it can raise and not lower. */
static void parse_bare(struct tl_arena *arena, tl_slice mark, bool is_damaged, struct tl_marking *out)
{
    parse_body(arena, mark, true, out);
    if (is_damaged && !out->is_valid) {
        tl_slice word = fold_blanks(arena, mark);
        bool is_lou = false;
        strip_entire_text(&word);
        out->level = tl_level_near(word, &is_lou);
        if (is_lou) {
            out->nonic = tl_words_with(arena, out->nonic, TL_LIT("LOU"));
        }
    }
}

/* "(C)": nearly every mark.  UNKNOWN for all others. */
static enum tl_level level_of_letter(tl_slice mark)
{
    if (mark.len != 3 || mark.ptr[0] != '(' || mark.ptr[2] != ')') {
        return TL_LEVEL_UNKNOWN;
    }
    return mark.ptr[1] == 'U'   ? TL_LEVEL_U
           : mark.ptr[1] == 'C' ? TL_LEVEL_C
           : mark.ptr[1] == 'S' ? TL_LEVEL_S
                                : TL_LEVEL_UNKNOWN;
}

void tl_portion_parse(struct tl_arena *arena, tl_slice mark, struct tl_marking *out)
{
    const enum tl_level letter = level_of_letter(mark);
    if (letter != TL_LEVEL_UNKNOWN) {
        *out = tl_marking_of_level(letter);
        out->text = mark;
        return;
    }
    *out = (struct tl_marking){.text = mark};
    const tl_slice text = tl_slice_trim(mark);
    struct tl_span span;
    bool is_damaged = false;
    if (text.len > 0 && text.ptr[0] != '(' && tl_entire_text_at(text, &span, &is_damaged)) {
        parse_bare(arena, tl_span_of(text, span), is_damaged, out);
        return;
    }
    const bool is_enclosed = text.len >= 2 && text.ptr[0] == '(' && text.ptr[text.len - 1] == ')';
    const tl_slice body = is_enclosed ? tl_slice_sub(text, 1, text.len - 1) : text;
    bool is_balanced = is_enclosed && body.len <= TL_MAX_MARK;
    for (size_t i = 0; i < body.len; i++) {
        is_balanced = is_balanced && strchr("()[]{}", body.ptr[i] == '\0' ? 'x' : body.ptr[i]) == NULL;
    }
    if (!is_balanced) {
        set_invalid(arena, tl_slice_sub(body, 0, TL_MAX_MARK), "unbalanced", out);
        return;
    }
    parse_body(arena, body, true, out);
}

void tl_banner_parse(struct tl_arena *arena, tl_slice line, struct tl_marking *out)
{
    *out = (struct tl_marking){.text = line};
    if (line.len > 2 * TL_MAX_MARK) {
        set_invalid(arena, tl_slice_sub(line, 0, TL_MAX_MARK), "unbalanced", out);
        return;
    }
    parse_body(arena, line, false, out);
}

/* Words that may head a portion besides levels and controls. */
static bool is_foreign_word(tl_slice word)
{
    static const tl_slice words[] = {TL_TEXT("COSMIC"), TL_TEXT("NATO"), TL_TEXT("JOINT"), TL_TEXT("CTS"),
                                     TL_TEXT("NS"),     TL_TEXT("NC"),   TL_TEXT("NR"),    TL_TEXT("NU"),
                                     TL_TEXT("L"),      TL_TEXT("REL")};
    for (size_t i = 0; i < TL_COUNT(words); i++) {
        if (tl_slice_eq(word, words[i])) {
            return true;
        }
    }
    return false;
}

bool tl_portion_looks_marked(tl_slice body)
{
    unsigned char buffer[TL_MAX_MARK];
    body = tl_slice_trim(body);
    if (body.len == 0 || body.len > TL_MAX_MARK) {
        return false;
    }
    if (body.len == 1 && memchr("UCSucs", body.ptr[0], 6) != NULL) {
        return true; /* nearly every mark */
    }
    for (size_t i = 0; i < body.len; i++) {
        buffer[i] = tl_to_upper(body.ptr[i]);
    }
    const tl_slice text = {buffer, body.len};
    if (tl_slice_starts(text, TL_LIT("//"))) {
        return true;
    }
    enum tl_level level;
    size_t end = tl_level_at(text, &level);
    if (end > 0) {
        /* "U.S. EMBASSY" begins with no level; "C." does */
        return end >= text.len || text.ptr[end] != '.' || end + 1 >= text.len ||
               tl_is_blank(text.ptr[end + 1]);
    }
    size_t len;
    if (tl_control_at(text, &len) != NULL) {
        return true;
    }
    for (end = 0; end < text.len && tl_is_alnum(text.ptr[end]); end++) {
    }
    const tl_slice word = tl_slice_sub(text, 0, end);
    const bool is_ended = end == text.len || strchr(" /-,", text.ptr[end]) != NULL;
    return is_ended && (is_foreign_word(tl_slice_sub(body, 0, end)) || tl_control_find(word) != NULL);
}

/* Length of "ENTIRE TEXT" at the start of `text`, or 0. */
static size_t entire_phrase_at(tl_slice text)
{
    static const char *const nouns[] = {"TEXT", "MESSAGE", "CABLE"};
    const tl_slice entire = TL_LIT("ENTIRE");
    size_t at = entire.len;
    if (!tl_slice_starts(text, entire)) {
        return 0;
    }
    while (at < text.len && text.ptr[at] == ' ') {
        at++;
    }
    for (size_t i = 0; i < TL_COUNT(nouns) && at > entire.len; i++) {
        if (tl_slice_starts(tl_slice_sub(text, at, text.len), tl_str(nouns[i])) &&
            tl_word_ends(text, at + strlen(nouns[i]))) {
            return at + strlen(nouns[i]);
        }
    }
    return 0;
}

static size_t skip_any(tl_slice text, size_t at, const char *bytes)
{
    while (at < text.len && text.ptr[at] != '\0' && strchr(bytes, text.ptr[at]) != NULL) {
        at++;
    }
    return at;
}

/* The level, or word that makes level U a CUI, at the start of `text`; a near miss sets `is_damaged`. */
static size_t entire_level_at(tl_slice text, bool *is_damaged)
{
    enum tl_level level;
    size_t end = tl_level_at(text, &level);
    *is_damaged = false;
    if (end > 0) {
        return end;
    }
    static const char *const heads[] = {"LIMITED OFFICIAL USE", "LOU", "SBU", "FOUO"};
    for (size_t i = 0; i < TL_COUNT(heads); i++) {
        if (tl_slice_starts(text, tl_str(heads[i])) && tl_word_ends(text, strlen(heads[i]))) {
            return strlen(heads[i]);
        }
    }
    for (end = 0; end < text.len && text.ptr[end] != ' ' && text.ptr[end] != '.'; end++) {
    }
    bool is_lou;
    *is_damaged = end >= 5 && tl_level_near(tl_slice_sub(text, 0, end), &is_lou) != TL_LEVEL_UNKNOWN;
    return *is_damaged ? end : 0;
}

bool tl_entire_text_at(tl_slice text, struct tl_span *span, bool *is_damaged)
{
    *is_damaged = false;
    *span = (struct tl_span){0, 0};
    if (tl_slice_find(tl_slice_sub(text, 0, TL_MAX_MARK), TL_LIT("ENTIRE"), 0) == TL_NONE) {
        return false; /* nearly every line; the search for damaged words below is dear */
    }
    size_t end = entire_phrase_at(text);
    if (end > 0) {
        end = skip_any(text, end, " -:,");
        if (tl_slice_starts(tl_slice_sub(text, end, text.len), TL_LIT("IS "))) {
            end = skip_any(text, end + 2, " ");
        }
        const size_t level = entire_level_at(tl_slice_sub(text, end, text.len), is_damaged);
        end = level == 0 ? 0 : end + level;
    } else {
        end = entire_level_at(text, is_damaged);
        const size_t phrase = end == 0 ? 0 : skip_any(text, end, " -:,");
        const size_t len = phrase == end ? 0 : entire_phrase_at(tl_slice_sub(text, phrase, text.len));
        end = len == 0 ? 0 : phrase + len;
    }
    *span = (struct tl_span){0, end};
    const size_t stop = skip_any(text, end, ".");
    const size_t next = skip_any(text, stop, " \t\r");
    return end > 0 && (stop > end || next >= text.len || text.ptr[next] == '\n');
}

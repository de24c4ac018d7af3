/* SPDX-License-Identifier: Apache-2.0 */
#include "cable/raise.h"

#include "base/utf8.h"
#include "cable/fold.h"
#include "marking/portion.h"

enum { HEAD_CHARACTERS = 24, LONGEST_BODY = 120, LOOK_BACK_LINES = 60, LINE_BYTES = 4096 };

/* A line folded to what the eye reads: look-alikes as ASCII, blanks as blanks, invisible characters gone. */
struct folded {
    unsigned char *text;
    size_t len;
};

static struct folded fold_line(struct tl_reader *r, tl_slice line)
{
    if (line.len > LINE_BYTES) {
        line.len = LINE_BYTES; /* only the head of a line and its sentence ends are judged */
    }
    struct folded out = {tl_arena_alloc(r->arena, line.len * TL_FOLD_ROOM + TL_FOLD_ROOM, 1), 0};
    for (size_t at = 0; at < line.len;) {
        const struct tl_char c = tl_char_at(line, at);
        at += c.len;
        if (c.code < 0x80) {
            if (c.code >= 0x20 || c.code == '\t') {
                out.text[out.len++] = (unsigned char)c.code;
            }
            continue;
        }
        size_t count = 0;
        if (tl_fold_char(c.code, out.text + out.len, &count)) {
            out.len += count;
            continue;
        }
        out.len += tl_utf8_encode(c.code, out.text + out.len);
    }
    return out;
}

/* "1.4(c)", "Article 5 (C)", "SECTION 408 (C)", "para 3 (C)", "member(s)": left of the parenthesis stands
 * what it belongs to. */
static bool is_citation(tl_slice line, size_t open)
{
    static const char *const words[] = {
        "ARTICLE", "ART",        "SECTION",   "SEC",   "POINT",      "PARA",   "PARAGRAPH",
        "ACT",     "RULE",       "CHAPTER",   "TITLE", "PARAGRAPHS", "PARAS",  "REASON",
        "REASONS", "CLAUSE",     "ITEM",      "ANNEX", "REF",        "REFTEL", "USC",
        "SUBPARA", "SUBSECTION", "COPYRIGHT", "TAB",   "OPTION",     "PART"};
    size_t end = open;
    if (end > 0 &&
        (tl_is_alnum(line.ptr[end - 1]) || line.ptr[end - 1] == '\'' || line.ptr[end - 1] == ')')) {
        /* no blank: 1.4(c), member(s), (a)(1)(C); but not a number that ran into its mark: "3(C)" */
        size_t digits = end;
        while (digits > 0 && tl_is_digit(line.ptr[digits - 1])) {
            digits--;
        }
        return digits > 0 || digits == end;
    }
    while (end > 0 && tl_is_blank(line.ptr[end - 1])) {
        end--;
    }
    size_t begin = end;
    while (begin > 0 && (tl_is_alnum(line.ptr[begin - 1]) || line.ptr[begin - 1] == '.')) {
        begin--;
    }
    tl_slice word = tl_slice_sub(line, begin, end);
    const bool has_dot = tl_slice_find(word, TL_LIT("."), 0) != TL_NONE && word.len > 2;
    if (has_dot && tl_is_digit(word.ptr[0]) && tl_is_digit(word.ptr[word.len - 1])) {
        return true; /* 1.4 (B) */
    }
    if (word.len > 0 && tl_is_digit(word.ptr[0]) && tl_is_digit(word.ptr[word.len - 1])) {
        end = begin; /* a number: the word before it decides */
        while (end > 0 && tl_is_blank(line.ptr[end - 1])) {
            end--;
        }
        begin = end;
        while (begin > 0 && tl_is_alpha(line.ptr[begin - 1])) {
            begin--;
        }
        word = tl_slice_sub(line, begin, end);
    }
    for (size_t i = 0; i < TL_COUNT(words); i++) {
        if (tl_slice_eq_fold(word, tl_str(words[i]))) {
            return true;
        }
    }
    return false;
}

/* Does `letter` stand as a label in this line, at its start or after a blank or an opening?  The same form is
 * asked. */
static bool has_label(tl_slice line, unsigned char letter, unsigned char close, bool is_open)
{
    for (size_t i = 0; i + 1 < line.len; i++) {
        const size_t at = is_open ? i + 1 : i;
        if (is_open && line.ptr[i] != '(') {
            continue;
        }
        if (at + 1 < line.len && line.ptr[at] == letter && line.ptr[at + 1] == close &&
            (i == 0 || !tl_is_alnum(line.ptr[i - 1]))) {
            return true;
        }
    }
    return false;
}

bool tl_is_list_letter(const struct tl_reader *r, const struct tl_raise_context *context, size_t at)
{
    const tl_slice line = tl_line_trim(&r->lines, context->line);
    const bool is_open = at < line.len && line.ptr[at] == '(';
    const size_t letter = at + is_open;
    if (letter + 1 >= line.len || !tl_is_alpha(line.ptr[letter]) ||
        (line.ptr[letter + 1] != ')' && line.ptr[letter + 1] != '.')) {
        return false;
    }
    const unsigned char close = line.ptr[letter + 1];
    const unsigned char before = (unsigned char)(line.ptr[letter] - 1);
    if (!tl_is_alpha(before)) {
        return false;
    }
    if (has_label(tl_slice_sub(line, 0, at), before, close, is_open)) {
        return true;
    }
    /* back through the paragraph: a blank line breaks the list, unless its items stand apart by blank lines
     */
    const bool was_blank = context->line > 0 && r->lines.list.items[context->line - 1].role == TL_LINE_BLANK;
    size_t blanks = 0;
    for (size_t i = context->line, seen = 0; i > context->first_line && seen < LOOK_BACK_LINES; seen++) {
        const struct tl_line *other = &r->lines.list.items[--i];
        const tl_slice text = tl_line_trim(&r->lines, i);
        if (tl_line_is_furniture(other)) {
            continue;
        }
        if (other->role == TL_LINE_BLANK) {
            const bool is_near_furniture = (i > 0 && tl_line_is_furniture(&r->lines.list.items[i - 1])) ||
                                           tl_line_is_furniture(&r->lines.list.items[i + 1]);
            blanks += !is_near_furniture && (i == 0 || r->lines.list.items[i - 1].role != TL_LINE_BLANK);
            continue;
        }
        const bool starts = text.len > letter - at + 1 && text.ptr[is_open ? 1 : 0] == before &&
                            text.ptr[is_open ? 2 : 1] == close && (!is_open || text.ptr[0] == '(');
        if (starts) {
            /* items apart by blank lines: the item before must stand apart too */
            const bool stood_apart = i > 0 && r->lines.list.items[i - 1].role == TL_LINE_BLANK;
            return blanks == 0 || (was_blank && stood_apart && i > context->first_line);
        }
        if (blanks == 0 && has_label(text, before, close, is_open)) {
            return true;
        }
    }
    return false;
}

/* "[.!?] (S": a sentence ended before it. */
static bool follows_sentence(tl_slice line, size_t open)
{
    size_t end = open;
    while (end > 0 && tl_is_blank(line.ptr[end - 1])) {
        end--;
    }
    if (end == open) {
        return false;
    }
    while (end > 0 && memchr("\"')]", line.ptr[end - 1], 4) != NULL) {
        end--;
    }
    return end > 0 && memchr(".!?:;", line.ptr[end - 1], 5) != NULL;
}

static tl_slice upper_copy(struct tl_arena *arena, tl_slice text)
{
    unsigned char *copy = tl_arena_alloc(arena, text.len + 1, 1);
    for (size_t i = 0; i < text.len; i++) {
        copy[i] = tl_to_upper(text.ptr[i]);
    }
    return (tl_slice){copy, text.len};
}

/* Joins the marking of "(body)" into `sum` when it reads as one that `governing` does not cover. */
static void judge(struct tl_reader *r, tl_slice body, const struct tl_marking *governing,
                  struct tl_marking *sum, bool *has_any)
{
    struct tl_marking marking;
    body = tl_slice_trim(body);
    if (body.len == 0 || !tl_portion_looks_marked(body)) {
        return;
    }
    const tl_slice mark = tl_str(tl_arena_format(r->arena, "(%.*s)", (int)body.len, (const char *)body.ptr));
    tl_portion_parse(r->arena, upper_copy(r->arena, mark), &marking);
    if (!marking.is_valid) {
        const enum tl_level level = marking.level;
        marking = tl_marking_of_level(level == TL_LEVEL_UNKNOWN ? TL_LEVEL_U : level);
    }
    if (tl_marking_within(&marking, governing)) {
        return;
    }
    *sum = *has_any ? tl_marking_join(r->arena, sum, &marking) : marking;
    *has_any = true;
}

/* The body of what opens at `open`: to the closing bracket, or what a broken mark could hold. */
static tl_slice body_at(tl_slice line, size_t open)
{
    size_t begin = open;
    while (begin < line.len && memchr("([{", line.ptr[begin], 3) != NULL) {
        begin++;
    }
    size_t end = begin;
    while (end < line.len && end - begin < LONGEST_BODY && memchr(")]}", line.ptr[end], 3) == NULL) {
        end++;
    }
    if (end < line.len && end - begin < LONGEST_BODY) {
        return tl_slice_sub(line, begin, end);
    }
    /* never closed: the first word is read, "(S//NF text", "(C text" */
    end = begin;
    while (end < line.len && !tl_is_blank(line.ptr[end])) {
        end++;
    }
    return tl_slice_sub(line, begin, end);
}

static bool is_lower_letter(tl_slice body)
{
    body = tl_slice_trim(body);
    return body.len == 1 && tl_is_lower(body.ptr[0]);
}

/* A level word followed by "//", "C)" after a label, "S//NF)": marks without their bracket, at a word's
 * start. */
static void judge_bare(struct tl_reader *r, const struct tl_raise_context *context, tl_slice line, size_t at,
                       const struct tl_marking *governing, struct tl_marking *sum, bool *has_any)
{
    size_t end = at;
    while (end < line.len && memchr(")]}", line.ptr[end], 3) == NULL && end - at < LONGEST_BODY &&
           (!tl_is_blank(line.ptr[end]) || tl_slice_starts(tl_slice_sub(line, at, end), TL_LIT("TOP")))) {
        end++;
    }
    const tl_slice word = tl_slice_sub(line, at, end);
    const bool is_closed = end < line.len && memchr(")]}", line.ptr[end], 3) != NULL;
    const bool has_slash = tl_slice_find(word, TL_LIT("//"), 0) != TL_NONE;
    if (word.len == 0 || (!is_closed && !has_slash) || is_lower_letter(word) || !tl_is_all_caps(word)) {
        return;
    }
    if (is_closed && !has_slash && word.len == 1 &&
        (tl_is_list_letter(r, context, at) || is_citation(line, at))) {
        return;
    }
    judge(r, word, governing, sum, has_any);
}

bool tl_find_raise(struct tl_reader *r, const struct tl_raise_context *context,
                   const struct tl_marking *governing, struct tl_marking *out)
{
    const struct folded folded = fold_line(r, tl_line_trim(&r->lines, context->line));
    const tl_slice line = {folded.text, folded.len};
    bool has_any = false;
    for (size_t at = 0; at < line.len; at++) {
        const bool is_head = at < HEAD_CHARACTERS;
        const unsigned char c = line.ptr[at];
        const bool opens = c == '(' || c == '[' || c == '{';
        const bool starts_word = at == 0 || !(tl_is_alnum(line.ptr[at - 1]) || line.ptr[at - 1] == '(');
        if (!is_head && !opens) {
            continue;
        }
        if (opens && (is_head || follows_sentence(line, at))) {
            const tl_slice body = body_at(line, at);
            const bool is_single = tl_slice_trim(body).len == 1;
            if (is_lower_letter(body) || (is_single && tl_is_list_letter(r, context, at)) ||
                is_citation(line, at)) {
                continue;
            }
            judge(r, body, governing, out, &has_any);
        } else if (is_head && starts_word && tl_is_upper(c)) {
            judge_bare(r, context, line, at, governing, out, &has_any);
        }
    }
    return has_any;
}

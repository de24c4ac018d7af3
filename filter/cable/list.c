/* SPDX-License-Identifier: Apache-2.0 */
#include "cable/list.h"

#include "marking/start.h"

enum { LOOK_BACK_LINES = 60, BRACKET_LINES = 12, LABEL_BYTES = 8192 };

/* Words that a number or letter in brackets belongs to. */
static const tl_slice cited[] = {
    TL_TEXT("ARTICLE"), TL_TEXT("ART"),        TL_TEXT("SECTION"),    TL_TEXT("SEC"),    TL_TEXT("POINT"),
    TL_TEXT("PARA"),    TL_TEXT("PARAGRAPH"),  TL_TEXT("ACT"),        TL_TEXT("RULE"),   TL_TEXT("CHAPTER"),
    TL_TEXT("TITLE"),   TL_TEXT("PARAGRAPHS"), TL_TEXT("PARAS"),      TL_TEXT("REASON"), TL_TEXT("REASONS"),
    TL_TEXT("CLAUSE"),  TL_TEXT("ITEM"),       TL_TEXT("ANNEX"),      TL_TEXT("REF"),    TL_TEXT("REFTEL"),
    TL_TEXT("USC"),     TL_TEXT("SUBPARA"),    TL_TEXT("SUBSECTION"), TL_TEXT("TAB"),    TL_TEXT("OPTION"),
    TL_TEXT("PART"),    TL_TEXT("COPYRIGHT")};

static size_t skip_blanks_back(tl_slice line, size_t end)
{
    while (end > 0 && tl_is_blank(line.ptr[end - 1])) {
        end--;
    }
    return end;
}

/* No blank before the bracket: "1.4(c)", "member(s)", "(a)(1)(C)"; but "3(C)" ran together, and "(U)(C)"
 * marks twice. */
static bool is_glued_citation(tl_slice line, size_t end)
{
    if (line.ptr[end - 1] == ')') {
        size_t inner = end - 1;
        while (inner > 0 && line.ptr[inner - 1] != '(') {
            inner--;
        }
        return !tl_is_upper(line.ptr[inner]);
    }
    size_t digits = end;
    while (digits > 0 && tl_is_digit(line.ptr[digits - 1])) {
        digits--;
    }
    struct tl_start start;
    const tl_slice before = tl_slice_sub(line, 0, digits);
    const bool is_behind_label = digits > 0 && tl_is_blank(line.ptr[digits - 1]) &&
                                 tl_portion_start(before, &start) && start.text_begin == digits;
    return digits == end || (digits > 0 && !is_behind_label); /* "2. 8(S)" is no citation either */
}

bool tl_is_citation(tl_slice line, size_t open)
{
    if (open > 0 &&
        (tl_is_alnum(line.ptr[open - 1]) || line.ptr[open - 1] == '\'' || line.ptr[open - 1] == ')')) {
        return is_glued_citation(line, open);
    }
    const size_t end = skip_blanks_back(line, open);
    size_t begin = end;
    while (begin > 0 && (tl_is_alnum(line.ptr[begin - 1]) || line.ptr[begin - 1] == '.')) {
        begin--;
    }
    tl_slice word = tl_slice_sub(line, begin, end);
    if (word.len > 0 && tl_is_digit(word.ptr[0]) && tl_is_digit(word.ptr[word.len - 1])) {
        if (begin > 0 && tl_slice_find(word, TL_LIT("."), 0) != TL_NONE) {
            return true; /* "1.4 (B)"; at the start of a line it may be a label */
        }
        const size_t before = skip_blanks_back(line, begin); /* a number: the word before it decides */
        begin = before;
        while (begin > 0 && tl_is_alpha(line.ptr[begin - 1])) {
            begin--;
        }
        word = tl_slice_sub(line, begin, before);
    }
    for (size_t i = 0; i < TL_COUNT(cited); i++) {
        if (tl_slice_eq_fold(word, cited[i])) {
            return true;
        }
    }
    return false;
}

bool tl_follows_sentence(tl_slice line, size_t at)
{
    size_t end = skip_blanks_back(line, at);
    if (end == at) {
        return false;
    }
    while (end > 0 && memchr("\"')]", line.ptr[end - 1], 4) != NULL) {
        end--;
    }
    return end > 0 && memchr(".!?:;", line.ptr[end - 1], 5) != NULL;
}

bool tl_is_bracket_open(const struct tl_reader *r, const struct tl_raise_context *context)
{
    size_t closed = 0;
    for (size_t i = context->line, seen = 0; i > context->first_line && seen < BRACKET_LINES; seen++) {
        const tl_slice text = tl_line_trim(&r->lines, --i);
        for (size_t at = text.len; at > 0 && !tl_line_is_furniture(&r->lines.list.items[i]); at--) {
            closed += text.ptr[at - 1] == ')';
            if (text.ptr[at - 1] == '(' && closed-- == 0) {
                return true;
            }
        }
    }
    return false;
}

/* A label in one of its forms. */
struct form {
    unsigned char letter;
    unsigned char close; /* ')' or '.' */
    bool is_open;        /* with '(' before it */
};

/* Where the label stands in `line` before `until`, 8 KB back at most; TL_NONE: nowhere. */
static size_t find_label(tl_slice line, size_t until, struct form form)
{
    for (size_t at = until > LABEL_BYTES ? until - LABEL_BYTES : 0;
         at + 1 + form.is_open < line.len && at < until; at++) {
        const size_t inner = at + form.is_open;
        const bool starts = at == 0 || !(tl_is_alnum(line.ptr[at - 1]) || line.ptr[at - 1] == '(');
        if (starts && (!form.is_open || line.ptr[at] == '(') && line.ptr[inner] == form.letter &&
            line.ptr[inner + 1] == form.close) {
            return at;
        }
    }
    return TL_NONE;
}

/* Does the letter at `at` of line `index` stand as a label: at the start, after a stop, or as the next of its
 * list? */
static bool stands_as_label(const struct tl_reader *r, size_t first_line, size_t index, size_t at)
{
    const tl_slice line = tl_line_trim(&r->lines, index);
    const struct tl_raise_context context = {first_line, index};
    const unsigned char letter = line.ptr[at + (line.ptr[at] == '(')];
    const size_t end = skip_blanks_back(line, at);
    if (at == 0) {
        return true;
    }
    if (tl_is_citation(line, at)) {
        return false;
    }
    return letter == 'A' || letter == 'a' || tl_follows_sentence(line, at) ||
           (end > 0 && line.ptr[end - 1] == ',') || tl_is_list_letter(r, &context, at);
}

/* Looks for the label in the lines before; a blank line breaks the list, unless all its items stand apart. */
static bool stands_before(const struct tl_reader *r, const struct tl_raise_context *context, struct form form)
{
    const struct tl_line *lines = r->lines.list.items;
    const bool was_blank = context->line > 0 && lines[context->line - 1].role == TL_LINE_BLANK;
    bool has_blank = false;
    for (size_t i = context->line, seen = 0; i > context->first_line && seen < LOOK_BACK_LINES; seen++) {
        const tl_slice text = tl_line_trim(&r->lines, --i);
        if (tl_line_is_furniture(&lines[i])) {
            continue;
        }
        if (lines[i].role == TL_LINE_BLANK) {
            const bool is_by_furniture =
                (i > 0 && tl_line_is_furniture(&lines[i - 1])) || tl_line_is_furniture(&lines[i + 1]);
            has_blank = has_blank || !is_by_furniture;
            continue;
        }
        const size_t found = find_label(text, text.len, form);
        if (found == 0) {
            const bool stood_apart = i > context->first_line && lines[i - 1].role == TL_LINE_BLANK;
            return !has_blank || (was_blank && stood_apart);
        }
        if (found != TL_NONE && !has_blank && stands_as_label(r, context->first_line, i, found)) {
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
    const struct form before = {(unsigned char)(line.ptr[letter] - 1), line.ptr[letter + 1], is_open};
    if (!tl_is_alpha(before.letter)) {
        return false;
    }
    const size_t same = find_label(line, at, before);
    return (same != TL_NONE && stands_as_label(r, context->first_line, context->line, same)) ||
           stands_before(r, context, before);
}

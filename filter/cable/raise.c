/* SPDX-License-Identifier: Apache-2.0 */
#include "cable/raise.h"

#include "base/buf.h"
#include "cable/eye.h"
#include "marking/control.h"
#include "marking/damage.h"
#include "marking/mark.h"
#include "marking/portion.h"
#include "marking/start.h"

enum { HEAD_CHARACTERS = 24, LONGEST_BODY = 120, LONGEST_LABEL = 30, CELL_BLANKS = 3 };

/* One line that is judged: as the eye reads it, against what governs it. */
struct judgement {
    struct tl_reader *r;
    const struct tl_raise_context *context;
    tl_slice line;
    size_t plain; /* how far `line` is the cable's line, byte for byte */
    const struct tl_marking *governing;
    struct tl_marking *sum;
    bool has_delimiter; /* of a level word: a colon or a dash stands in `line` */
    bool has_any;
};

static tl_slice upper_copy(struct tl_arena *arena, tl_slice text)
{
    unsigned char *copy = tl_arena_alloc(arena, text.len + 1, 1);
    for (size_t i = 0; i < text.len; i++) {
        copy[i] = tl_to_upper(text.ptr[i]);
    }
    return (tl_slice){copy, text.len};
}

/* What a body reads as; false when it is none.  What does not parse keeps the level readable in it. */
static bool read_body(struct tl_arena *arena, tl_slice body, struct tl_marking *out)
{
    const enum tl_level damaged = tl_damaged_level(body);
    if (damaged != TL_LEVEL_UNKNOWN) {
        *out = tl_marking_of_level(damaged);
        return true;
    }
    if (!tl_portion_looks_marked(body)) {
        return false;
    }
    const tl_slice upper = upper_copy(arena, body);
    tl_portion_parse(arena, tl_str(tl_arena_format(arena, "(%.*s)", (int)upper.len, (const char *)upper.ptr)),
                     out);
    if (!out->is_valid) {
        const bool is_bare_control =
            out->level == TL_LEVEL_UNKNOWN && tl_is_all_caps(body) && tl_control_find(body) != NULL;
        const bool is_prose = tl_slice_find(body, TL_LIT(" "), 0) != TL_NONE || !tl_is_all_caps(body);
        const bool has_separator = tl_slice_find(body, TL_LIT("//"), 0) != TL_NONE;
        if ((out->level != TL_LEVEL_UNKNOWN || has_separator) && !is_prose) {
            return true; /* "(S//SI//XX)": nobody knows what else it holds back */
        }
        *out = tl_marking_of_level(out->level == TL_LEVEL_UNKNOWN ? TL_LEVEL_U : out->level);
        if (is_bare_control) { /* "(NF) text": a control without its level */
            out->unknown = tl_words_with(arena, out->unknown, upper);
        }
    }
    return true;
}

/* Joins a marking into the sum when what governs does not cover it. */
static void add_marking(struct judgement *j, const struct tl_marking *marking)
{
    if (!tl_marking_within(marking, j->governing)) {
        *j->sum = j->has_any ? tl_marking_join(j->r->arena, j->sum, marking) : *marking;
        j->has_any = true;
    }
}

/* Joins the marking of "(body)"; false when it reads as none. */
static bool judge(struct judgement *j, tl_slice body)
{
    struct tl_marking marking;
    body = tl_slice_trim(body);
    if (body.len == 0 || !read_body(j->r->arena, body, &marking)) {
        return false;
    }
    add_marking(j, &marking);
    return true;
}

/* The body of what opens at `open`: to the closing bracket, or the first word of what is never closed. */
static tl_slice body_at(tl_slice line, size_t open)
{
    size_t begin = open;
    while (begin < line.len && memchr("([{<", line.ptr[begin], 4) != NULL) {
        begin++;
    }
    size_t end = begin;
    while (end < line.len && end - begin < LONGEST_BODY && memchr(")]}>", line.ptr[end], 4) == NULL) {
        end++;
    }
    if (end == line.len || end - begin == LONGEST_BODY) {
        end = begin;
        while (end < line.len && !tl_is_blank(line.ptr[end])) {
            end++;
        }
    }
    return tl_slice_sub(line, begin, end);
}

/* A bracket: "(C)", "[S//NF]", "(C text". */
static void judge_bracket(struct judgement *j, size_t at)
{
    const tl_slice body = tl_slice_trim(body_at(j->line, at));
    const bool is_plain = at + 3 <= j->plain; /* places of the line are places of the cable's line */
    if (body.len == 1 &&
        ((is_plain && tl_is_list_letter(j->r, j->context, at)) || tl_is_citation(j->line, at))) {
        return;
    }
    enum tl_level level = TL_LEVEL_UNKNOWN;
    if (!judge(j, body) &&
        tl_damaged_mark_at(tl_slice_sub(j->line, at, j->line.len), TL_PLACE_LINE, &level)) {
        const struct tl_marking damaged = tl_marking_damaged(level);
        add_marking(j, &damaged);
    }
}

/* "SECRET: text", "C - text", "NOFORN: text" at the start of a line, or behind its label and mark. */
static bool judge_level_word(struct judgement *j, size_t at)
{
    enum tl_level level = TL_LEVEL_UNKNOWN;
    size_t end = at + tl_level_at(tl_slice_sub(j->line, at, j->line.len), &level);
    while (level == TL_LEVEL_UNKNOWN && end < j->line.len && tl_is_upper(j->line.ptr[end])) {
        end++;
    }
    const tl_slice word = tl_slice_sub(j->line, at, end);
    const tl_slice rest = tl_slice_sub(j->line, end, j->line.len);
    const bool is_control = level == TL_LEVEL_UNKNOWN && word.len > 1 && tl_control_find(word) != NULL;
    if (!(level != TL_LEVEL_UNKNOWN || is_control) ||
        !(tl_slice_starts(rest, TL_LIT(":")) || tl_slice_starts(rest, TL_LIT(" - ")) ||
          tl_slice_starts(rest, TL_LIT(" -- ")))) {
        return false;
    }
    if (is_control) {
        struct tl_marking marking = tl_marking_of_level(TL_LEVEL_U);
        const struct tl_control *control = tl_control_find(word);
        struct tl_words *set = tl_control_set(&marking, control->class);
        *set = tl_words_with(j->r->arena, *set, tl_str(control->name));
        add_marking(j, &marking);
        return true;
    }
    return judge(j, word);
}

/* True when nothing but labels and marks of portions stands before `at`. */
static bool is_behind_start(tl_slice line, size_t at)
{
    struct tl_start start;
    return at == 0 || (tl_portion_start(line, &start) && start.text_begin == at);
}

/* "... goes on. -- (C) text", "... Comment (C): text": behind a sentence a label, and the mark it leads to.
 */
static bool follows_label(tl_slice line, size_t at)
{
    struct tl_start start;
    for (size_t begin = at; begin > 0 && at - begin < LONGEST_LABEL; begin--) {
        const tl_slice text = tl_slice_sub(line, begin, line.len);
        if (tl_is_blank(line.ptr[begin - 1]) && tl_follows_sentence(line, begin) &&
            tl_portion_start(text, &start) && start.label_kind != TL_START_NONE &&
            start.mark.begin + begin == at) {
            return true;
        }
    }
    return false;
}

/* A mark stands there where a portion may begin inside a line: behind a sentence, with or without a blank or
 * a label between them; behind a quote that opens; at the start of a table's cell. */
static bool is_place_inside(tl_slice line, size_t at)
{
    size_t open = at;
    while (open > 0 && at - open < 2 && memchr("\"'*_,-", line.ptr[open - 1], 7) != NULL) {
        open--;
    }
    size_t end = at;
    while (end > 0 && tl_is_blank(line.ptr[end - 1])) {
        end--;
    }
    const bool is_glued =
        at > 1 && memchr(".!?;", line.ptr[at - 1], 4) != NULL && tl_is_lower(line.ptr[at - 2]);
    const bool is_cell = end > 0 && (line.ptr[end - 1] == '|' || at - end >= CELL_BLANKS);
    return tl_follows_sentence(line, open) || is_glued || is_cell || follows_label(line, at);
}

/* "BEGIN SECRET. text", "(Begin Secret) text": raises at once (cable_anatomy.md 9.8). */
static void judge_begin(struct judgement *j, size_t at)
{
    struct tl_cursor c = {j->line, at};
    enum tl_level level = TL_LEVEL_UNKNOWN;
    if (!tl_take_fold(&c, TL_LIT("BEGIN "))) {
        return;
    }
    tl_skip_blanks(&c);
    const tl_slice rest = upper_copy(j->r->arena, tl_slice_sub(j->line, c.at, j->line.len));
    const size_t len = tl_level_at(rest, &level);
    if (len > 1) {
        (void)judge(j, tl_slice_sub(rest, 0, len));
    } else if (tl_slice_starts(rest, TL_LIT("LIMITED OFFICIAL USE"))) {
        (void)judge(j, TL_LIT("LOU"));
    }
}

/* A word without its opening bracket: "C) text" after a label, "S//NF) text", "SECRET//NOFORN text". */
static void judge_bare(struct judgement *j, size_t at)
{
    const tl_slice line = j->line;
    size_t end = at;
    if (j->has_delimiter && is_behind_start(line, at) && judge_level_word(j, at)) {
        return;
    }
    while (end < line.len && memchr(")]}", line.ptr[end], 3) == NULL && end - at < LONGEST_BODY &&
           (!tl_is_blank(line.ptr[end]) || tl_slice_starts(tl_slice_sub(line, at, end), TL_LIT("TOP")))) {
        end++;
    }
    const tl_slice word = tl_slice_sub(line, at, end);
    const bool is_closed = end < line.len && memchr(")]}", line.ptr[end], 3) != NULL;
    const bool has_slash = tl_slice_find(word, TL_LIT("//"), 0) != TL_NONE;
    if (word.len == 0 || (!is_closed && !has_slash) || !tl_is_all_caps(word)) {
        return;
    }
    if (!has_slash && word.len == 1 &&
        (tl_is_list_letter(j->r, j->context, at) || tl_is_citation(line, at))) {
        return;
    }
    (void)judge(j, word);
}

/* "US) text", "xS) text": the line opens with what lost its bracket, and the lines before have none open. */
static void judge_torn(struct judgement *j)
{
    enum tl_level level = TL_LEVEL_UNKNOWN;
    struct tl_cursor c = {j->line, 0};
    const tl_slice word = tl_next_word(&c);
    const size_t close = tl_slice_find(word, TL_LIT(")"), 0);
    if (j->line.len > 0 && memchr("([{", j->line.ptr[0], 3) == NULL &&
        tl_damaged_mark_at(j->line, TL_PLACE_LINE, &level) &&
        !tl_portion_looks_marked(tl_slice_sub(word, 0, close == TL_NONE ? word.len : close)) &&
        !tl_is_bracket_open(j->r, j->context)) {
        const struct tl_marking damaged = tl_marking_damaged(level);
        add_marking(j, &damaged);
    }
}

static inline bool is_opening(unsigned char c)
{
    return c == '(' || c == '[' || c == '{';
}

static void judge_place(struct judgement *j, size_t at, bool is_head)
{
    const unsigned char c = j->line.ptr[at];
    const bool opens = is_opening(c) || (c == '<' && is_head);
    const bool starts_word =
        tl_is_upper(c) &&
        (at == 0 || !(tl_is_alnum(j->line.ptr[at - 1]) || memchr("(/-", j->line.ptr[at - 1], 3) != NULL));
    if (opens && (is_head || is_place_inside(j->line, at))) {
        judge_bracket(j, at);
    } else if (is_head && starts_word) {
        judge_bare(j, at);
    }
}

/* How many bytes two texts begin with in common; all there are where they are the same. */
static size_t common_length(tl_slice a, tl_slice b)
{
    size_t len = a.ptr == b.ptr ? (a.len < b.len ? a.len : b.len) : 0;
    while (len < a.len && len < b.len && a.ptr[len] == b.ptr[len]) {
        len++;
    }
    return len == a.len && len == b.len ? SIZE_MAX : len;
}

/* True for a text that the eye reads as it is written: visible ASCII and spaces. */
static bool is_seen_as_written(tl_slice text)
{
    bool is_it = true;
    for (size_t i = 0; i < text.len; i++) {
        is_it = is_it && text.ptr[i] >= 0x20 && text.ptr[i] < 0x7f;
    }
    return is_it;
}

/* Judges every place of `text`, a line of the cable or its end. */
static bool judge_text(struct judgement *j, tl_slice text, bool is_anywhere)
{
    struct tl_buf folded = {0};
    size_t characters = 0;
    if (!is_seen_as_written(text)) {
        tl_eye_fold(text, &folded);
        text = tl_buf_slice(&folded);
    }
    j->line = tl_slice_trim(text);
    j->has_delimiter = (tl_sorts_of(j->line) & (TL_SIGN_COLON | TL_SIGN_DASH)) != 0;
    j->plain = common_length(j->line, tl_line_trim(&j->r->lines, j->context->line));
    judge_torn(j);
    for (size_t at = 0; at < j->line.len; at++) {
        const bool is_head = characters < HEAD_CHARACTERS;
        const bool is_bracket = is_opening(j->line.ptr[at]);
        characters += (j->line.ptr[at] & 0xc0) != 0x80;
        if ((j->line.ptr[at] | 0x20) == 'b' && (at == 0 || !tl_is_alnum(j->line.ptr[at - 1]))) {
            judge_begin(j, at);
        }
        if (is_head || is_bracket) {
            judge_place(j, at, is_head || (is_anywhere && is_bracket));
        }
    }
    tl_buf_release(&folded);
    return j->has_any;
}

/* False for a line in which nothing can read as a marking: no bracket, no slash, no level word with its
 * delimiter. */
static bool may_raise(unsigned beside, tl_slice text)
{
    if ((beside & (TL_SIGN_BRACKET | TL_SIGN_SLASH | TL_SIGN_ODD | TL_SIGN_WITHHELD)) != 0) {
        return true;
    }
    struct tl_start start;
    const bool has_delimiter = (beside & (TL_SIGN_COLON | TL_SIGN_DASH)) != 0;
    const bool is_worded = has_delimiter && text.len > 0 &&
                           ((text.len > 1 && tl_is_upper(text.ptr[0]) && !tl_is_lower(text.ptr[1])) ||
                            tl_portion_start(text, &start));
    return is_worded ||
           ((beside & TL_SIGN_BEGIN) != 0 && tl_slice_find_fold(text, TL_LIT("BEGIN "), 0) != TL_NONE);
}

bool tl_may_raise(tl_slice text)
{
    return may_raise(tl_signs_beside_marks(text).beside, tl_slice_trim(text));
}

bool tl_find_raise(struct tl_reader *r, const struct tl_raise_context *context,
                   const struct tl_marking *governing, struct tl_marking *out)
{
    if (!may_raise(r->lines.list.items[context->line].beside, tl_line_trim(&r->lines, context->line))) {
        return false;
    }
    struct judgement j = {.r = r, .context = context, .governing = governing, .sum = out};
    return judge_text(&j, tl_line_trim(&r->lines, context->line), false);
}

/* The bytes of `line` that are text of the portion: its own mark stands at the front or at the end. */
static tl_slice text_of(const struct tl_reader *r, const struct tl_portion *portion, struct tl_span line)
{
    const struct tl_span mark = portion->mark;
    line.begin = line.begin > portion->core.begin ? line.begin : portion->core.begin;
    line.end = line.end < portion->core.end ? line.end : portion->core.end;
    if (tl_span_len(mark) > 0 && mark.begin < line.end && mark.end > line.begin) {
        const bool is_behind = mark.end >= portion->core.end;
        line.begin = is_behind ? line.begin : mark.end;
        line.end = is_behind ? mark.begin : line.end;
    }
    return line.begin < line.end ? tl_slice_trim(tl_span_of(r->lines.bytes, line)) : (tl_slice){NULL, 0};
}

bool tl_find_raise_in(struct tl_reader *r, const struct tl_portion *portion,
                      const struct tl_marking *governing, bool is_anywhere, struct tl_marking *out)
{
    const size_t first = tl_line_at(&r->lines, portion->core.begin);
    struct judgement j = {.r = r, .governing = governing, .sum = out};
    for (size_t i = first; i < r->lines.list.count; i++) {
        const struct tl_span line = tl_line_core(r, i);
        const struct tl_raise_context context = {first, i};
        j.context = &context;
        if (line.begin >= portion->core.end) {
            break;
        }
        const tl_slice text = text_of(r, portion, line);
        const unsigned beside = text.len == tl_span_len(line) ? r->lines.list.items[i].beside
                                                              : tl_signs_beside_marks(text).beside;
        if (!tl_line_is_furniture(&r->lines.list.items[i]) && may_raise(beside, text)) {
            (void)judge_text(&j, text, is_anywhere);
        }
    }
    return j.has_any;
}

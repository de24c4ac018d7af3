/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The caption window: what stands between the classification line and the first header label
 * (cable_anatomy.md 6; 5 FAH-2 H-440).  Captions are controls of every portion; a word nobody knows is a
 * control too (DESIGN M9).
 */
#include "cable/envelope.h"
#include "cable/reader.h"
#include "marking/control.h"
#include "marking/mark.h"

enum { UNKNOWN_WORDS = 4, LONGEST_UNKNOWN = 40 };

static bool is_separator(unsigned char c)
{
    return tl_is_blank(c) || memchr(",;/", c, 3) != NULL;
}

static struct tl_caption *add_caption(struct tl_reader *r, tl_slice word, struct tl_span span)
{
    struct tl_caption *caption = TL_PUSH(r->arena, &r->cable->captions);
    *caption = (struct tl_caption){.word = word, .span = span};
    return caption;
}

const struct tl_control *tl_next_caption(tl_slice line, size_t *at)
{
    size_t len = 0;
    const struct tl_control *control = tl_caption_at(tl_slice_sub(line, *at, line.len), &len);
    if (control != NULL) {
        *at += len;
        while (*at < line.len && is_separator(line.ptr[*at])) {
            (*at)++;
        }
    }
    return control;
}

/* Reads known captions from the start of `line`; returns how far they go. */
static size_t take_captions(struct tl_reader *r, struct tl_span core)
{
    const tl_slice line = tl_span_of(r->lines.bytes, core);
    size_t at = 0;
    while (at < line.len) {
        size_t end = at;
        const struct tl_control *control = tl_next_caption(line, &end);
        if (control == NULL) {
            break;
        }
        struct tl_caption *caption =
            add_caption(r, tl_str(control->name), (struct tl_span){core.begin + at, core.begin + end});
        caption->is_known = true;
        caption->is_distribution = control->is_distribution;
        caption->is_sensitive = tl_slice_eq(tl_str(control->name), TL_LIT("SENSITIVE")) ||
                                (control->is_cui && tl_slice_eq(tl_str(control->name), TL_LIT("SBU")));
        if (caption->is_sensitive) {
            const struct tl_marking cui = tl_marking_of_rank(TL_RANK_CUI);
            tl_add_claim(r, TL_CLAIM_CAPTION, &cui, caption->span, (struct tl_span){core.begin, core.begin},
                         tl_line_number(r, core.begin));
        }
        at = end;
    }
    return at;
}

void tl_add_captions(struct tl_reader *r, size_t index)
{
    (void)take_captions(r, tl_line_core(r, index));
}

void tl_add_banner_words(struct tl_reader *r, const struct tl_classline *line, size_t base)
{
    for (size_t i = 0; i < line->word_count; i++) {
        const struct tl_span span = {base + line->words[i].begin, base + line->words[i].end};
        struct tl_caption *caption = add_caption(r, line->names[i], span);
        const struct tl_control *control = tl_control_find(line->names[i]);
        caption->is_known = control != NULL;
        caption->is_distribution = control != NULL && control->is_distribution;
        caption->is_banner_word = control != NULL && (control->is_banner_word || !control->is_caption);
        caption->is_sensitive = control != NULL && control->is_cui;
    }
}

/* "DEPT FOR EAP/J", "STATE PASS USTR", "FOR THE AMBASSADOR" */
static bool is_pass_line(tl_slice line)
{
    static const char *const verbs[] = {"FOR", "PASS", "PLEASE", "ALSO", "FROM"};
    struct tl_cursor c = {line, 0};
    for (size_t words = 0; words < 6; words++) {
        tl_slice word = tl_next_word(&c);
        while (word.len > 0 && memchr(",:;", word.ptr[word.len - 1], 3) != NULL) {
            word.len--;
        }
        for (size_t i = 0; i < TL_COUNT(verbs); i++) {
            if (tl_slice_eq(word, tl_str(verbs[i])) && c.at < line.len) {
                return true;
            }
        }
        if (word.len == 0 || !tl_is_all_caps(word)) {
            return false;
        }
    }
    return false;
}

/* "C O R R E C T E D  C O P Y (MRN 729 VICE 716)": how long the words are, or 0. */
static size_t corrected_copy(tl_slice line)
{
    static const char word[] = "CORRECTEDCOPY";
    size_t letters = 0;
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == ' ') {
            continue;
        }
        if (line.ptr[i] != (unsigned char)word[letters]) {
            return 0;
        }
        if (++letters == sizeof(word) - 1) {
            return i + 1;
        }
    }
    return 0;
}

/* How many words a line has, and whether each is one letter: "N O D I S". */
struct shape {
    size_t words;
    bool is_spaced;
};

static struct shape shape_of(tl_slice line)
{
    struct tl_cursor c = {line, 0};
    struct shape shape = {0, true};
    for (tl_slice word = tl_next_word(&c); word.len > 0; word = tl_next_word(&c)) {
        shape.words++;
        shape.is_spaced = shape.is_spaced && word.len == 1;
    }
    return shape;
}

/* A short line where captions stand: handling nobody knows, however it is spelt ("N O D I S", "EXD1S",
 * "*nodis*"). */
static bool is_unknown_caption(tl_slice line)
{
    const struct shape shape = shape_of(line);
    return line.len <= LONGEST_UNKNOWN &&
           (shape.is_spaced || shape.words <= 2 || (shape.words <= UNKNOWN_WORDS && tl_is_all_caps(line)));
}

/* Captions inside a pass line: "FOR THE SECRETARY EYES ONLY" is both. */
static void take_captions_within(struct tl_reader *r, struct tl_span core)
{
    const tl_slice line = tl_span_of(r->lines.bytes, core);
    for (size_t at = 0; at < line.len; at++) {
        size_t len = 0;
        const bool starts = at == 0 || !tl_is_alnum(line.ptr[at - 1]);
        const struct tl_control *control =
            starts ? tl_caption_at(tl_slice_sub(line, at, line.len), &len) : NULL;
        if (control != NULL && !control->is_distribution) {
            struct tl_caption *caption =
                add_caption(r, tl_str(control->name), (struct tl_span){core.begin, core.begin});
            caption->is_known = true;
        }
    }
}

/* A line of captions: what is known, `known` bytes behind the label, and the rest, which is a control nobody
 * knows. */
static void add_caption_line(struct tl_reader *r, struct tl_span core, size_t label, size_t known,
                             bool is_control)
{
    const tl_slice line = tl_span_of(r->lines.bytes, core);
    const struct tl_mark mark = tl_mark_at(line, label + known);
    if (mark.kind != TL_MARK_NONE && mark.kind != TL_MARK_WITHHELD && label + known + mark.len == line.len) {
        known += mark.len; /* a rule took a caption */
    }
    const size_t end = tl_slice_trim(tl_slice_sub(line, 0, label + known)).len;
    const struct tl_span rest = {core.begin + label + known, core.end};
    if (label + known > 0) {
        const struct tl_span read = {core.begin, core.begin + (end < label ? label : end)};
        tl_add_portion(r, TL_KIND_CAPTION, read)->label = (struct tl_span){core.begin, core.begin + label};
    }
    if (tl_span_len(rest) > 0) {
        (void)tl_add_portion(r, TL_KIND_OTHER, rest);
        if (is_control && mark.kind != TL_MARK_WITHHELD) {
            (void)add_caption(r, tl_slice_trim(tl_span_of(r->lines.bytes, rest)), rest);
            tl_add_finding(r, "unknown-caption", tl_line_number(r, core.begin));
        }
    }
}

void tl_read_caption_value(struct tl_reader *r, struct tl_span core, size_t label)
{
    static const char *const empty[] = {"N/A", "NA", "NONE"};
    const struct tl_span value = {core.begin + label, core.end};
    const tl_slice text = tl_span_of(r->lines.bytes, value);
    for (size_t i = 0; i < TL_COUNT(empty); i++) {
        if (tl_slice_eq_fold(text, tl_str(empty[i]))) {
            add_caption_line(r, core, label, text.len, false);
            return;
        }
    }
    add_caption_line(r, core, label, take_captions(r, value), true);
}

void tl_read_pass_value(struct tl_reader *r, struct tl_span core, size_t label)
{
    tl_add_portion(r, TL_KIND_PASS_LINE, core)->label = (struct tl_span){core.begin, core.begin + label};
    take_captions_within(r, (struct tl_span){core.begin + label, core.end});
}

/* Between blank lines or furniture, one or two words or spaced letters, and no stop at its end: what a
 * caption looks like where text may stand too. */
static bool stands_alone(const struct tl_reader *r, size_t index)
{
    const struct tl_line *lines = r->lines.list.items;
    const tl_slice line = tl_line_trim(&r->lines, index);
    const struct shape shape = shape_of(line);
    return (index == 0 || lines[index - 1].role != TL_LINE_TEXT) &&
           (index + 1 >= r->lines.list.count || lines[index + 1].role != TL_LINE_TEXT) &&
           tl_is_all_caps(line) && (shape.is_spaced || shape.words <= 2) &&
           memchr(".,?!\":;)-", line.ptr[line.len - 1], 9) == NULL;
}

bool tl_is_caption_line(tl_slice line)
{
    size_t at = 0;
    while (at < line.len) {
        if (tl_next_caption(line, &at) == NULL) {
            return false;
        }
    }
    return line.len > 0;
}

bool tl_may_be_caption(const struct tl_reader *r, size_t index)
{
    const tl_slice line = tl_line_trim(&r->lines, index);
    return tl_is_caption_line(line) || corrected_copy(line) > 0 || stands_alone(r, index);
}

bool tl_read_caption_line(struct tl_reader *r, size_t index)
{
    const struct tl_span core = tl_line_core(r, index);
    const tl_slice line = tl_span_of(r->lines.bytes, core);
    const size_t copy = corrected_copy(line);
    const size_t known = copy > 0 ? copy : take_captions(r, core);
    if (copy > 0) {
        tl_add_finding(r, "corrected-copy", index + 1);
    }
    if (known > 0) {
        add_caption_line(r, core, 0, known, copy == 0);
        return true;
    }
    if (is_pass_line(line)) {
        tl_read_pass_value(r, core, 0);
        return true;
    }
    if (is_unknown_caption(line)) {
        add_caption_line(r, core, 0, 0, true);
        return true;
    }
    take_captions_within(r, core); /* "QUENTHORPE TO ROSE EYES ONLY" */
    return false;
}

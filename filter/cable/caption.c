/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The caption window: what stands between the classification line and the first header label
 * (cable_anatomy.md 6; 5 FAH-2 H-440).  Captions are controls of every portion; a word nobody knows is a
 * control too (DESIGN M9).
 */
#include "cable/envelope.h"
#include "cable/reader.h"
#include "marking/control.h"

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

/* A short line where captions stand: handling nobody knows, however it is spelt ("N O D I S", "EXD1S",
 * "*nodis*"). */
static bool is_unknown_caption(tl_slice line)
{
    struct tl_cursor c = {line, 0};
    size_t words = 0;
    bool is_spaced = true;
    for (tl_slice word = tl_next_word(&c); word.len > 0; word = tl_next_word(&c)) {
        words++;
        is_spaced = is_spaced && word.len == 1;
    }
    return line.len <= LONGEST_UNKNOWN &&
           (is_spaced || words <= 2 || (words <= UNKNOWN_WORDS && tl_is_all_caps(line)));
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

bool tl_read_caption_line(struct tl_reader *r, size_t index)
{
    const struct tl_span core = tl_line_core(r, index);
    const tl_slice line = tl_span_of(r->lines.bytes, core);
    const size_t copy = corrected_copy(line);
    size_t known = copy > 0 ? copy : take_captions(r, core);
    if (copy > 0) {
        tl_add_finding(r, "corrected-copy", index + 1);
    }
    if (known > 0) {
        struct tl_portion *portion =
            tl_add_portion(r, TL_KIND_CAPTION, (struct tl_span){core.begin, core.begin + known});
        portion->core.end = portion->span.end =
            portion->core.begin + tl_slice_trim(tl_span_of(r->lines.bytes, portion->core)).len;
        if (known < line.len) {
            const struct tl_span rest = {core.begin + known, core.end};
            const tl_slice text = tl_slice_trim(tl_span_of(r->lines.bytes, rest));
            (void)tl_add_portion(r, TL_KIND_OTHER, rest);
            if (copy == 0 && text.len > 0) {
                (void)add_caption(r, text, rest);
                tl_add_finding(r, "unknown-caption", index + 1);
            }
        }
        return true;
    }
    if (is_pass_line(line)) {
        (void)tl_add_portion(r, TL_KIND_PASS_LINE, core);
        take_captions_within(r, core);
        return true;
    }
    if (is_unknown_caption(line)) {
        (void)tl_add_portion(r, TL_KIND_OTHER, core);
        (void)add_caption(r, line, core);
        tl_add_finding(r, "unknown-caption", index + 1);
        return true;
    }
    return false;
}

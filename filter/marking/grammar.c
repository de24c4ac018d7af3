/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Heads of markings: US levels, State words that imply U, and the order of segments.
 *
 *   us    := LEVEL ( '//' segment )*           S//NF   C/NF   S - NF   SBU/NF   CUI//SP-CTI
 *   other := '//' OWNER LEVEL ( '//' segment )*        (grammar_foreign.c)
 */
#include "marking/grammar.h"

void tl_grammar_fail(struct tl_grammar *g, const char *reason)
{
    if (g->reason == NULL || strcmp(g->reason, "unknown_control") == 0) {
        g->reason = reason;
    }
}

bool tl_part_next(tl_slice *rest, const char *separator, tl_slice *part)
{
    if (rest->ptr == NULL) {
        return false;
    }
    const tl_slice sep = tl_str(separator);
    const size_t at = tl_slice_find(*rest, sep, 0);
    if (at == TL_NONE) {
        *part = tl_slice_trim(*rest);
        *rest = (tl_slice){NULL, 0};
        return true;
    }
    *part = tl_slice_trim(tl_slice_sub(*rest, 0, at));
    *rest = (tl_slice){rest->ptr + at + sep.len, rest->len - at - sep.len};
    return true;
}

/* Every word of `text`, parted by blanks, commas or slashes, is a known control: "(S NF)", "(C-NF)". */
static bool is_all_controls(tl_slice text)
{
    while (text.len > 0) {
        size_t len;
        if (tl_control_at(text, &len) == NULL) {
            return false;
        }
        text = tl_slice_sub(text, len, text.len);
        while (text.len > 0 && strchr(" ,/", text.ptr[0]) != NULL && text.ptr[0] != '\0') {
            text = tl_slice_sub(text, 1, text.len);
        }
    }
    return true;
}

/* What follows a level in the head without "//". */
static void parse_head_rest(struct tl_grammar *g, tl_slice rest)
{
    if (rest.len == 0) {
        return;
    }
    if (rest.ptr[0] == '/') {
        tl_grammar_segment(g, tl_slice_sub(rest, 1, rest.len));
        return;
    }
    rest = tl_slice_trim(rest); /* "S NF", "S-NF", "S, NF", "S - NF" */
    if (rest.len > 0 && (rest.ptr[0] == '-' || rest.ptr[0] == ',')) {
        rest = tl_slice_trim(tl_slice_sub(rest, 1, rest.len));
    }
    if (rest.len > 0 && is_all_controls(rest)) {
        while (rest.len > 0) {
            size_t len;
            tl_control_at(rest, &len);
            tl_grammar_segment(g, tl_slice_sub(rest, 0, len));
            rest = tl_slice_sub(rest, len, rest.len);
            while (rest.len > 0 && (rest.ptr[0] == ' ' || rest.ptr[0] == ',' || rest.ptr[0] == '/')) {
                rest = tl_slice_sub(rest, 1, rest.len);
            }
        }
        return;
    }
    g->m->unknown = tl_words_with(g->arena, g->m->unknown, rest);
    tl_grammar_fail(g, "unknown_control");
}

/*
 * Words that stand for level U with a control (markings.md 3.1).  The slash forms of SBU NOFORN are one word:
 * the N is no control of its own.
 */
static const struct {
    const char *word;
    const char *name;
    bool is_portion_only;
} heads[] = {
    {"SBU/NOFORN", "SBU-NF", false},
    {"SBU/NF", "SBU-NF", false},
    {"SBU/N", "SBU-NF", false},
    {"SBU-NOFORN", "SBU-NF", false},
    {"SBU-NF", "SBU-NF", false},
    {"SBU-N", "SBU-NF", false},
    {"SBU NOFORN", "SBU-NF", false},
    {"SENSITIVE BUT UNCLASSIFIED", "SBU", false},
    {"SBU", "SBU", false},
    {"LIMITED OFFICIAL USE", "LOU", false},
    {"LOU", "LOU", false},
    {"L", "LOU", true},
    {"FOR OFFICIAL USE ONLY", "FOUO", false},
    {"FOUO", "FOUO", false},
    {"CONTROLLED", "CUI", false},
    {"CUI", "CUI", false},
};

/* True when the head is such a word; what follows it is parsed. */
static bool parse_implied(struct tl_grammar *g, tl_slice head)
{
    for (size_t i = 0; i < TL_COUNT(heads); i++) {
        const tl_slice word = tl_str(heads[i].word);
        if (!tl_slice_starts(head, word) || !tl_word_ends(head, word.len) ||
            (heads[i].is_portion_only && !g->is_portion)) {
            continue;
        }
        const tl_slice name = tl_str(heads[i].name);
        g->m->level = TL_LEVEL_U;
        if (tl_slice_eq(name, TL_LIT("FOUO"))) {
            g->m->dissem = tl_words_with(g->arena, g->m->dissem, name);
        } else {
            g->m->nonic = tl_words_with(g->arena, g->m->nonic, name);
        }
        g->is_cui_head = tl_slice_eq(name, TL_LIT("CUI"));
        parse_head_rest(g, tl_slice_sub(head, word.len, head.len));
        return true;
    }
    return false;
}

/* "(NS)" and "(NC)" in old papers: NATO, with a lint; every other foreign form needs its slashes. */
static void parse_unslashed(struct tl_grammar *g, tl_slice head)
{
    const bool is_old = g->is_portion && (tl_slice_eq(head, TL_LIT("NS")) || tl_slice_eq(head, TL_LIT("NC")));
    tl_grammar_foreign_head(g, head);
    if (!is_old) {
        g->reason = "nonus_without_slashes";
    }
}

static void parse_us_head(struct tl_grammar *g, tl_slice head)
{
    enum tl_level level;
    size_t len = tl_level_at(head, &level);
    if (len > 0) {
        g->m->level = level;
        if (level == TL_LEVEL_R) {
            tl_grammar_fail(g, "unknown_level"); /* RESTRICTED is no US level since 1953 */
        }
        parse_head_rest(g, tl_slice_sub(head, len, head.len));
    } else if (tl_grammar_is_foreign_head(head)) {
        parse_unslashed(g, head);
    } else if (!parse_implied(g, head)) {
        const bool is_control = tl_control_at(head, &len) != NULL || tl_slice_starts(head, TL_LIT("REL "));
        tl_grammar_fail(g, is_control ? "missing_level" : "unknown_level");
        if (!is_control) {
            g->m->unknown = tl_words_with(g->arena, g->m->unknown, head);
        }
    }
}

void tl_grammar_body(struct tl_grammar *g, tl_slice body)
{
    const bool is_foreign = tl_slice_starts(body, TL_LIT("//"));
    tl_slice rest = is_foreign ? (tl_slice){body.ptr + 2, body.len - 2} : body;
    tl_slice part;
    while (tl_part_next(&rest, "//", &part)) {
        g->is_last = rest.ptr == NULL;
        if (part.len == 0) {
            tl_grammar_fail(g, "empty_segment");
        } else if (g->segment > 0) {
            tl_grammar_segment(g, part);
        } else if (is_foreign) {
            tl_grammar_foreign_head(g, part);
        } else {
            parse_us_head(g, part);
        }
        g->segment++;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a marking that is not valid was likely meant to be.  A guess is shown only when it parses as a valid
 * marking of no lower level; nothing but this text comes of it.
 */
#include "base/nearest.h"
#include "cable/eye.h"
#include "cable/raise.h"
#include "cli/explain_words.h"
#include "cli/wrap.h"
#include "marking/control.h"
#include "marking/portion.h"

enum { LONGEST_GUESS = 200, CLOSE = 1, NEAR = 2, SHORT_WORD = 4, CONTROLS_MAX = 256 };

struct fix {
    struct tl_arena *arena;
    bool is_portion;
    const char *looks;  /* what the text looks like, for the reader; NULL: nothing to tell */
    bool is_level_near; /* its head is a slip of a level */
};

/* What to change in a marking that breaks one rule. */
static const struct {
    const char *slug;
    const char *drops; /* a word, or "lists" */
    const char *adds;
} repairs[] = {
    {"hcs_requires_noforn", "lists", "NOFORN"}, {"klondike_requires_noforn", "lists", "NOFORN"},
    {"ucni_on_classified", "UCNI", NULL},       {"fouo_on_classified", "FOUO", NULL},
    {"noforn_with_rel_to", "lists", NULL},      {"noforn_with_display_only", "lists", NULL},
    {"noforn_with_relido", "RELIDO", NULL},     {"rel_to_usa_only", "lists", "NOFORN"},
    {"exdis_with_nodis", "EXDIS", NULL},        {"exdis_with_rel_to", "lists", NULL},
    {"nodis_with_rel_to", "lists", NULL},
};

/* Codes that people write and the register does not have (ISO 3166-1 alpha-3). */
static const struct {
    const char *word;
    const char *code;
} codes[] = {{"UK", "GBR"},  {"US", "USA"}, {"GER", "DEU"},    {"FR", "FRA"},
             {"JAP", "JPN"}, {"NZ", "NZL"}, {"CANADA", "CAN"}, {"AUSTRALIA", "AUS"}};

static void repair(struct fix *f, struct tl_marking *m)
{
    for (size_t i = 0; m->reason != NULL && i < TL_COUNT(repairs); i++) {
        if (strcmp(m->reason, repairs[i].slug) != 0) {
            continue;
        }
        const tl_slice word = tl_str(repairs[i].drops);
        if (tl_slice_eq(word, TL_LIT("lists"))) {
            m->rel_to = m->display_to = (struct tl_words){NULL, 0};
            m->is_rel_inherit = false;
            m->dissem = tl_words_without(f->arena, m->dissem, TL_LIT("EYES"));
        } else {
            m->dissem = tl_words_without(f->arena, m->dissem, word);
            m->nonic = tl_words_without(f->arena, m->nonic, word);
            m->aea = tl_words_without(f->arena, m->aea, word);
        }
        if (repairs[i].adds != NULL) {
            m->dissem = tl_words_with(f->arena, m->dissem, tl_str(repairs[i].adds));
        }
    }
}

/* "HCS-P", "SAR-A", "SI-G ABCD": what begins with a known system is a name under it, and no slip. */
static bool is_under_system(tl_slice token)
{
    for (size_t end = 1; end < token.len; end++) {
        if ((token.ptr[end] == '-' || token.ptr[end] == ' ') &&
            tl_control_find(tl_slice_sub(token, 0, end)) != NULL) {
            return true;
        }
    }
    return false;
}

/* The control that a token is a slip of; NULL when it is one, or is near to none. */
static const char *near_control(tl_slice token)
{
    const char *words[CONTROLS_MAX] = {NULL};
    size_t count = 0;
    size_t len;
    if (token.len < 2 || tl_control_at(token, &len) != NULL || tl_country_known(token) ||
        is_under_system(token)) {
        return NULL;
    }
    const struct tl_control *row;
    for (size_t i = 0; (row = tl_control_row(i)) != NULL && count < CONTROLS_MAX; i++) {
        if (strlen(row->word) > 2) {
            words[count++] = row->word;
        }
    }
    return tl_nearest(token, words, count, token.len <= SHORT_WORD ? CLOSE : NEAR);
}

/* The level that a head is a slip of, "SECRTE", "CONF"; NULL when it is one, or is near to none. */
static const char *near_level(tl_slice head, bool is_portion)
{
    enum tl_level level = TL_LEVEL_UNKNOWN;
    bool is_lou = false;
    if (tl_level_at(head, &level) > 0) {
        return NULL;
    }
    level = head.len > SHORT_WORD ? tl_level_near(head, &is_lou) : TL_LEVEL_UNKNOWN;
    if (is_lou) {
        return is_portion ? "LOU" : "LIMITED OFFICIAL USE";
    }
    level = level == TL_LEVEL_UNKNOWN ? tl_damaged_level(head) : level;
    return level == TL_LEVEL_UNKNOWN ? NULL : is_portion ? tl_level_name(level) : tl_level_title(level);
}

static tl_slice fixed_codes(struct fix *f, tl_slice token)
{
    struct tl_buf out = {0};
    for (size_t at = 0; at < token.len;) {
        size_t end = at;
        while (end < token.len && token.ptr[end] != ' ' && token.ptr[end] != ',') {
            end++;
        }
        tl_slice word = tl_slice_sub(token, at, end);
        for (size_t i = 0; i < TL_COUNT(codes); i++) {
            if (tl_slice_eq(word, tl_str(codes[i].word))) {
                word = tl_str(codes[i].code);
                f->looks = tl_arena_format(f->arena, "%s is no code: it is written %s.", codes[i].word,
                                           codes[i].code);
                break;
            }
        }
        tl_buf_add(&out, word);
        tl_buf_add(&out, tl_slice_sub(token, end, end + 1));
        at = end + 1;
    }
    const tl_slice fixed = tl_arena_dup(f->arena, tl_buf_slice(&out));
    tl_buf_release(&out);
    return fixed;
}

static void put_token(struct fix *f, tl_slice token, size_t place, struct tl_buf *out)
{
    const char *found = place == 0 ? near_level(token, f->is_portion) : near_control(token);
    f->is_level_near = f->is_level_near || (found != NULL && place == 0);
    if (found == NULL && place == 0) {
        found = near_control(token);
    }
    if (found != NULL) {
        f->looks = place == 0
                       ? tl_arena_format(f->arena, "Its first word looks like %s.", found)
                       : tl_arena_format(f->arena, "Its word number %zu looks like %s.", place + 1, found);
        tl_buf_str(out, found);
    } else if (tl_slice_starts(token, TL_LIT("REL ")) || tl_slice_starts(token, TL_LIT("DISPLAY "))) {
        tl_buf_add(out, fixed_codes(f, token));
    } else {
        tl_buf_add(out, token);
    }
}

/* The body with each token that is a slip of a word put right; an empty place is left out. */
static void put_body(struct fix *f, tl_slice body, struct tl_buf *out)
{
    const bool is_foreign = tl_slice_starts(body, TL_LIT("//"));
    size_t place = is_foreign ? 1 : 0; /* the head of a foreign marking is no level */
    size_t slashes = 0;
    for (size_t at = 0; at <= body.len;) {
        size_t end = at;
        while (end < body.len && body.ptr[end] != '/') {
            end++;
        }
        const tl_slice token = tl_slice_trim(tl_slice_sub(body, at, end));
        if (token.len > 0) {
            const bool is_first = out->len == 0 && !is_foreign;
            tl_buf_str(out, is_first ? "" : slashes > 1 ? "//" : "/");
            put_token(f, token, place, out);
            place++;
            slashes = 0;
        }
        slashes++;
        at = end + 1;
    }
}

/* As the eye reads it, in capitals, without brackets round it; notes what of that was needed. */
static tl_slice plain_body(struct fix *f, tl_slice text)
{
    struct tl_buf folded = {0};
    bool has_lower = false;
    tl_eye_fold(tl_slice_sub(text, 0, LONGEST_GUESS), &folded);
    tl_slice seen = tl_slice_trim(tl_buf_slice(&folded));
    if (!tl_slice_eq(seen, tl_slice_trim(text))) {
        f->looks = "It holds characters that only look like the letters or brackets of a mark.";
    }
    unsigned char *upper = tl_arena_alloc(f->arena, seen.len + 1, 1);
    size_t len = 0;
    for (size_t i = 0; i < seen.len; i++) {
        if (memchr("()[]{}<>", seen.ptr[i], 8) == NULL) {
            has_lower = has_lower || tl_is_lower(seen.ptr[i]);
            upper[len++] = tl_to_upper(seen.ptr[i]);
        }
    }
    tl_buf_release(&folded);
    if (has_lower) {
        f->looks = "Marks are in capitals: small letters never lower.";
    }
    return tl_slice_trim((tl_slice){upper, len});
}

static void parse(struct fix *f, tl_slice body, struct tl_marking *out)
{
    if (!f->is_portion) {
        tl_banner_parse(f->arena, body, out);
        return;
    }
    tl_portion_parse(f->arena,
                     tl_str(tl_arena_format(f->arena, "(%.*s)", (int)body.len, (const char *)body.ptr)), out);
}

/* Renders the guess; false when it is no valid marking, holds a word of no register, or is below `floor`. */
static bool guess(struct fix *f, tl_slice text, enum tl_level floor, struct tl_buf *out)
{
    struct tl_buf body = {0};
    struct tl_marking m;
    put_body(f, plain_body(f, text), &body);
    parse(f, tl_buf_slice(&body), &m);
    repair(f, &m);
    tl_buf_reset(out);
    tl_marking_render_safe(&m, f->is_portion, out);
    const bool is_word = m.is_valid && m.level == TL_LEVEL_U && m.nonic.count == 1 && m.unknown.count == 0;
    if (is_word && tl_slice_find(tl_buf_slice(out), TL_LIT("?"), 0) == TL_NONE) {
        tl_buf_reset(out); /* "(SBU)" as State writes it, and not "(U//SBU)" */
        tl_buf_format(out, f->is_portion ? "(%.*s)" : "%.*s", (int)body.len, (const char *)body.ptr);
    }
    tl_buf_release(&body);
    const tl_slice rendered = tl_buf_slice(out);
    struct tl_marking again;
    if (f->is_portion) {
        tl_portion_parse(f->arena, rendered, &again);
    } else {
        tl_banner_parse(f->arena, rendered, &again);
    }
    return again.is_valid && tl_slice_find(rendered, TL_LIT("?"), 0) == TL_NONE &&
           (floor == TL_LEVEL_UNKNOWN || !tl_level_above(floor, again.level));
}

void tl_put_way_out(struct tl_buf *out, tl_slice text, const struct tl_marking *m, bool is_portion)
{
    struct tl_arena arena = {0};
    struct tl_buf rendered = {0};
    struct fix f = {.arena = &arena, .is_portion = is_portion};
    const struct tl_slug *row = tl_slug_find(m->reason);
    const bool is_guessed = text.len <= LONGEST_GUESS && guess(&f, text, m->level, &rendered);
    const bool is_prose = is_portion && !is_guessed && f.looks == NULL && m->reason != NULL &&
                          strcmp(m->reason, "unknown_level") == 0 && m->level == TL_LEVEL_UNKNOWN;
    if (f.looks != NULL) {
        tl_put_line(out, 2, "%s", f.looks);
    }
    if (is_prose) {
        tl_put_line(out, 2,
                    "It looks like no marking: text in brackets that begins with no level is prose, and the "
                    "portion inherits.");
    }
    if (m->level != TL_LEVEL_UNKNOWN) {
        tl_put_line(out, 2, "Kept: %s, the highest level that can be read in it; nothing lower is assumed.",
                    tl_level_title(m->level));
    } else if (f.is_level_near) {
        tl_put_line(out, 2,
                    "Kept: alone it counts above everything; in a cable as the level it looks like, at "
                    "least.");
    } else {
        tl_put_line(out, 2, "Kept: the level of what stands over it; alone it counts above everything.");
    }
    tl_buf_byte(&rendered, '\0');
    tl_put_line(out, 2, "Way out: %s%s%s%s", row == NULL || row->help == NULL ? "" : row->help,
                is_guessed ? " If that is what was meant, write " : "",
                is_guessed ? (const char *)rendered.ptr : "", is_guessed ? "." : "");
    tl_buf_release(&rendered);
    tl_arena_release(&arena);
}

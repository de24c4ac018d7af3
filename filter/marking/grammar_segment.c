/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Segments of a marking: tokens between single slashes.  A token is tried against the readers in order; what
 * none takes is an unknown word, and the marking is then invalid: an unknown segment is never skipped.
 *
 * Two kinds of token change how those after them read: SAR-X (bare program names follow) and ACCM-X (bare
 * names follow until a word of the same category).
 */
#include "marking/grammar.h"

struct segment {
    struct tl_grammar *g;
    bool is_sci; /* one token of it is a known SCI control: unknown words beside it are SCI too */
    bool is_sap;
    bool is_accm;
    bool is_cui;           /* CUI stood in it: its categories follow */
    struct tl_words codes; /* countries that wait for EYES ONLY: "USA/GBR EYES ONLY" */
};

static void add(struct segment *s, struct tl_words *set, tl_slice word)
{
    *set = tl_words_with(s->g->arena, *set, word);
}

static bool take_prefix(tl_slice token, const char *prefix, tl_slice *rest)
{
    if (!tl_slice_starts(token, tl_str(prefix))) {
        return false;
    }
    *rest = tl_slice_trim(tl_slice_sub(token, strlen(prefix), token.len));
    return true;
}

static bool is_code_like(tl_slice text, const char *more)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!tl_is_upper(text.ptr[i]) && !tl_is_digit(text.ptr[i]) &&
            (text.ptr[i] == '\0' || strchr(more, text.ptr[i]) == NULL)) {
            return false;
        }
    }
    return text.len > 0;
}

/* `prefix` as a whole word at the start: what follows goes to `rest`.  "FGIDEU" has no such word. */
static bool take_word(tl_slice token, const char *prefix, tl_slice *rest)
{
    const size_t len = strlen(prefix);
    if (!take_prefix(token, prefix, rest)) {
        return false;
    }
    return len == token.len || token.ptr[len] == ' ' || token.ptr[len] == ',';
}

void tl_grammar_codes(struct tl_grammar *g, tl_slice list, struct tl_words *out)
{
    size_t at = 0;
    bool is_empty = true;
    while (at < list.len) {
        size_t end = at;
        while (end < list.len && list.ptr[end] != ' ' && list.ptr[end] != ',') {
            end++;
        }
        const tl_slice code = tl_slice_sub(list, at, end);
        if (code.len > 0 && !tl_slice_eq_fold(code, TL_LIT("AND"))) {
            if (!tl_country_known(code)) {
                tl_grammar_fail(g, "bad_country_code");
            }
            *out = tl_words_with(g->arena, *out, code);
            is_empty = false;
        }
        at = end + 1;
    }
    if (list.len > 0 && is_empty) { /* "REL TO ," and "FGI AND" name nobody */
        tl_grammar_fail(g, "rel_to_empty");
    }
}

/* "REL", "REL TO USA, X and Y", "AUTHORIZED FOR RELEASE TO ..", "DISPLAY ONLY .." */
static bool read_release(struct segment *s, tl_slice token)
{
    static const char *const prefixes[] = {"REL TO", "AUTHORIZED FOR RELEASE TO", "RELEASABLE TO", "REL"};
    struct tl_marking *m = s->g->m;
    tl_slice list;
    if (tl_slice_eq(token, TL_LIT("REL"))) {
        m->is_rel_inherit = true;
        return true;
    }
    for (size_t i = 0; i < TL_COUNT(prefixes); i++) {
        if (take_word(token, prefixes[i], &list)) {
            tl_grammar_codes(s->g, list, &m->rel_to);
            if (list.len == 0) {
                tl_grammar_fail(s->g, "rel_to_empty");
            }
            return true;
        }
    }
    if (take_word(token, "DISPLAY ONLY", &list)) {
        tl_grammar_codes(s->g, list, &m->display_to);
        if (list.len == 0) {
            tl_grammar_fail(s->g, "rel_to_empty");
        }
        return true;
    }
    return false;
}

static bool read_fgi(struct segment *s, tl_slice token)
{
    tl_slice list;
    if (!take_word(token, "FOREIGN GOVERNMENT INFORMATION", &list) && !take_word(token, "FGI", &list)) {
        return false;
    }
    if (list.len == 0) {
        add(s, &s->g->m->fgi, TL_LIT("*"));
    } else {
        tl_grammar_codes(s->g, list, &s->g->m->fgi);
    }
    return true;
}

static bool read_sap(struct segment *s, tl_slice token)
{
    tl_slice name = token;
    const bool is_prefixed =
        take_prefix(token, "SAR-", &name) || take_prefix(token, "SPECIAL ACCESS REQUIRED-", &name);
    if (tl_slice_eq(token, TL_LIT("HVSACO"))) {
        add(s, &s->g->m->sap, token);
        return true;
    }
    if (!(is_prefixed || s->is_sap) || !is_code_like(name, " -")) {
        return false;
    }
    s->is_sap = true;
    add(s, &s->g->m->sap, name);
    return true;
}

/* " 14 18" after SIGMA or SG: 1..99 each. */
static void read_sigma(struct segment *s, tl_slice list)
{
    struct tl_grammar *g = s->g;
    while (list.len > 0) {
        size_t end = 0;
        while (end < list.len && list.ptr[end] != ' ') {
            end++;
        }
        uint32_t number = 0;
        if (!tl_slice_number(tl_slice_sub(list, 0, end), &number) || number < 1 || number > 99) {
            tl_grammar_fail(g, "sigma_out_of_range");
        }
        add(s, &g->m->aea, tl_str(tl_arena_format(g->arena, "SG%u", (unsigned)number)));
        list = tl_slice_trim(tl_slice_sub(list, end, list.len));
    }
    if (g->m->level != TL_LEVEL_S && g->m->level != TL_LEVEL_TS) {
        tl_grammar_fail(g, "sigma_below_s");
    }
}

/* "RD-N", "FRD-SIGMA 14 18", "RESTRICTED DATA-CNWDI-SG 1" */
static bool read_aea(struct segment *s, tl_slice token)
{
    static const char *const bases[] = {"RESTRICTED DATA", "FORMERLY RESTRICTED DATA", "RD", "FRD", "TFNI"};
    for (size_t i = 0; i < TL_COUNT(bases); i++) {
        tl_slice rest;
        tl_slice list;
        tl_slice part;
        if (!take_prefix(token, bases[i], &rest) || rest.len == 0 || rest.ptr[0] != '-') {
            continue;
        }
        const tl_slice name = tl_str(tl_control_find(tl_str(bases[i]))->name);
        add(s, &s->g->m->aea, name);
        rest = (tl_slice){rest.ptr + 1, rest.len - 1};
        while (tl_part_next(&rest, "-", &part)) {
            if (tl_slice_eq(part, TL_LIT("N")) || tl_slice_eq(part, TL_LIT("CNWDI"))) {
                add(s, &s->g->m->aea, TL_LIT("CNWDI"));
                if (!tl_slice_eq(name, TL_LIT("RD"))) {
                    tl_grammar_fail(s->g, "cnwdi_on_frd");
                }
            } else if ((take_prefix(part, "SIGMA", &list) || take_prefix(part, "SG", &list)) &&
                       list.len > 0) {
                read_sigma(s, list);
            } else {
                add(s, &s->g->m->unknown, part);
                tl_grammar_fail(s->g, "unknown_control");
            }
        }
        return true;
    }
    return false;
}

/* The register row of the system that an SCI item begins with: "SI-G ABCD" -> SI. */
static const struct tl_control *sci_system(tl_slice token)
{
    const struct tl_control *row = tl_control_find(token);
    for (size_t end = 0; row == NULL && end < token.len; end++) {
        if (token.ptr[end] == '-' || token.ptr[end] == ' ') {
            const struct tl_control *system = tl_control_find(tl_slice_sub(token, 0, end));
            row = system != NULL && system->class == TL_CONTROL_SCI ? system : NULL;
        }
    }
    return row != NULL && row->class == TL_CONTROL_SCI ? row : NULL;
}

/* "SI-G ABCD" and not "TK-" or "SI--G": every separator stands between two names. */
static bool is_sci_shape(tl_slice token)
{
    for (size_t i = 0; i < token.len; i++) {
        const bool is_separator = token.ptr[i] == '-' || token.ptr[i] == ' ';
        if (is_separator && (i == 0 || i + 1 == token.len || !tl_is_alnum(token.ptr[i + 1]))) {
            return false;
        }
    }
    return is_code_like(token, " -");
}

static bool read_sci(struct segment *s, tl_slice token)
{
    if (sci_system(token) == NULL || !is_sci_shape(token)) {
        return false;
    }
    add(s, &s->g->m->sci, token);
    return true;
}

static bool read_accm(struct segment *s, tl_slice token)
{
    tl_slice name = token;
    const bool is_prefixed = take_prefix(token, "ACCM-", &name);
    if (!(is_prefixed || (s->is_accm && tl_control_find(token) == NULL)) || !is_code_like(name, " -")) {
        return false;
    }
    s->is_accm = true;
    add(s, &s->g->m->nonic, tl_str(tl_arena_format(s->g->arena, "ACCM-%.*s", (int)name.len, name.ptr)));
    return true;
}

/* Exactly a word of the register.  NC is NOCONTRACT here, but only beside other words (alone it is NATO). */
static bool read_word(struct segment *s, tl_slice token)
{
    if (tl_slice_eq(token, TL_LIT("NC"))) {
        add(s, &s->g->m->dissem, TL_LIT("NOCONTRACT"));
        return true;
    }
    const struct tl_control *row = tl_control_find(token);
    if (row == NULL || row->class == TL_CONTROL_SCI || tl_slice_eq(token, TL_LIT("SAR")) ||
        tl_slice_eq(token, TL_LIT("ACCM"))) {
        return false;
    }
    s->is_cui = s->is_cui || strcmp(row->name, "CUI") == 0;
    if (!row->is_distribution) {
        add(s, tl_control_set(s->g->m, row->class), tl_str(row->name));
    }
    return true;
}

/* "USA/GBR EYES ONLY": the codes before it are its list. */
static bool read_eyes(struct segment *s, tl_slice token)
{
    static const char *const endings[] = {" EYES ONLY", " EYES"};
    for (size_t i = 0; i < TL_COUNT(endings); i++) {
        const tl_slice ending = tl_str(endings[i]);
        if (tl_slice_ends(token, ending)) {
            s->g->m->rel_to = tl_words_union(s->g->arena, s->g->m->rel_to, s->codes);
            tl_grammar_codes(s->g, tl_slice_sub(token, 0, token.len - ending.len), &s->g->m->rel_to);
            s->codes = (struct tl_words){NULL, 0};
            add(s, &s->g->m->dissem, TL_LIT("EYES"));
            return true;
        }
    }
    return false;
}

/* One value of a declassification instruction: 20351231, X1, 25X1, 50X1-HUM, MR, OADR. */
static bool is_instruction(tl_slice value, bool is_portion)
{
    static const char *const words[] = {"MR", "OADR"};
    static const char *const tails[] = {"", "-HUM", "-WMD"};
    size_t at = 0;
    for (size_t i = 0; i < TL_COUNT(words); i++) {
        if (tl_slice_eq(value, tl_str(words[i]))) {
            return !is_portion;
        }
    }
    while (at < value.len && tl_is_digit(value.ptr[at])) {
        at++;
    }
    if (at == value.len) {
        return at == 8;
    }
    if ((at == 0 ? is_portion : at != 2) || at + 2 > value.len || value.ptr[at] != 'X' ||
        value.ptr[at + 1] < '1' || value.ptr[at + 1] > '9') {
        return false;
    }
    const tl_slice tail = tl_slice_sub(value, at + 2, value.len);
    for (size_t i = 0; i < TL_COUNT(tails); i++) {
        if (tl_slice_eq(tail, tl_str(tails[i]))) {
            return true;
        }
    }
    return false;
}

/*
 * A declassification value as last segment, legal in banners before February 2008: 25X1, 20351231, MR, X1. In
 * a portion the short ones are words nobody knows: X1 is a slip away from XD.
 */
static bool read_declassification(struct segment *s, tl_slice token)
{
    tl_slice rest = token;
    tl_slice value;
    if (!s->g->is_last || s->g->segment == 0) {
        return false;
    }
    while (tl_part_next(&rest, ",", &value)) {
        if (!is_instruction(value, s->g->is_portion)) {
            return false;
        }
    }
    return true;
}

/* CUI//SP-CTI, CUI/PRVCY: category words after CUI; each is a control of its own. */
static bool read_category(struct segment *s, tl_slice token)
{
    const bool is_first = s->is_cui || (s->g->is_cui_head && s->g->segment <= 1);
    const bool is_specified =
        tl_slice_starts(token, TL_LIT("SP-")) && tl_words_has(s->g->m->nonic, TL_LIT("CUI"));
    if (!(is_first || is_specified) || !is_code_like(token, "-") || tl_country_known(token)) {
        return false;
    }
    add(s, &s->g->m->nonic, token);
    return true;
}

static bool read_code(struct segment *s, tl_slice token)
{
    if (!tl_country_known(token)) {
        return false;
    }
    add(s, &s->codes, token);
    return true;
}

static bool read_near_sci(struct segment *s, tl_slice token)
{
    if (!s->is_sci || !is_sci_shape(token)) {
        return false;
    }
    add(s, &s->g->m->sci, token);
    return true;
}

static void read_token(struct segment *s, tl_slice token)
{
    static bool (*const readers[])(struct segment *, tl_slice) = {
        read_release, read_fgi,      read_word,
        read_accm,    read_sap,      read_aea,
        read_sci,     read_eyes,     read_declassification,
        read_code,    read_near_sci, read_category,
    };
    for (;;) {
        if (token.len == 0) {
            tl_grammar_fail(s->g, "empty_segment");
            return;
        }
        for (size_t i = 0; i < TL_COUNT(readers); i++) {
            if (readers[i](s, token)) {
                return;
            }
        }
        /* Before 2005 commas parted words: "NOFORN, PROPIN" */
        size_t len;
        const struct tl_control *row = tl_control_at(token, &len);
        if (row == NULL || len >= token.len || token.ptr[len] != ',') {
            break;
        }
        read_word(s, tl_slice_sub(token, 0, len));
        token = tl_slice_trim(tl_slice_sub(token, len + 1, token.len));
    }
    add(s, &s->g->m->unknown, token);
    tl_grammar_fail(s->g, "unknown_control");
}

/* A second level: "SECRET//NS", "S//C". */
static bool is_second_level(tl_slice segment)
{
    enum tl_level level;
    const size_t len = tl_level_at(segment, &level);
    return (len > 0 && len == segment.len) || tl_grammar_is_foreign_head(segment);
}

void tl_grammar_segment(struct tl_grammar *g, tl_slice segment)
{
    struct segment s = {.g = g};
    tl_slice rest = segment;
    tl_slice token;
    const bool is_single = tl_slice_find(segment, TL_LIT("/"), 0) == TL_NONE;
    if (is_single && is_second_level(tl_slice_trim(segment))) {
        tl_grammar_fail(g, "dual_classification");
        return;
    }
    while (tl_part_next(&rest, "/", &token)) {
        s.is_sci = s.is_sci || sci_system(token) != NULL;
    }
    rest = segment;
    if (rest.ptr == NULL || segment.len == 0) {
        tl_grammar_fail(g, "empty_segment");
    }
    while (tl_part_next(&rest, "/", &token)) {
        read_token(&s, token);
    }
    if (s.codes.count > 0) {
        g->m->unknown = tl_words_union(g->arena, g->m->unknown, s.codes);
        tl_grammar_fail(g, "unknown_control");
    }
}

tl_slice tl_sci_canonical(struct tl_arena *arena, tl_slice item)
{
    for (size_t end = item.len; end > 0; end--) {
        const bool is_system_end = end == item.len || item.ptr[end] == '-' || item.ptr[end] == ' ';
        const struct tl_control *row = is_system_end ? tl_control_find(tl_slice_sub(item, 0, end)) : NULL;
        if (row != NULL && row->class == TL_CONTROL_SCI) {
            return tl_str(tl_arena_format(arena, "%s%.*s", row->name, (int)(item.len - end), item.ptr + end));
        }
    }
    return item;
}

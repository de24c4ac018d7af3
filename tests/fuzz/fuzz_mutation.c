/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Damaged marks: no slip of a typist, a printer or an attacker in a valid mark makes it easier to release.
 *
 * The first two bytes choose a mark, the others its mutations: up to four of case, blanks, delimiters missing
 * or doubled, letters swapped, inserted, deleted or replaced, brackets, and look-alikes.  The result is read
 * as a portion and as a banner; where the mark itself is held, the result is held too, and what does not read
 * is never released.
 *
 * Left out, because no reader could tell them from a mark that was meant:
 * - a letter of a level replaced or deleted: (S) for (U), (TS) for (S);
 * - a token deleted whole, "//NF": one run deletes or blanks at most one byte, and no token of the list is
 * one letter behind a blank;
 * - a slip that writes another word of the register, code, number or date that the mark did not hold: ND for
 * NF, 25X1. The mark is then judged as what does not read is: only when it is not valid.
 */
#include "fuzz/fuzz.h"
#include "marking/control.h"
#include "marking/decide.h"
#include "marking/portion.h"

static const char *const marks[] = {
#include "fuzz/marks.inc"
};

enum { MARKS = TL_COUNT(marks), MOST_BYTES = 256, MOST_SLIPS = 4, RANKS = 6, AUDIENCES = 4, ALLOWS = 4 };
enum { CEILINGS = RANKS * AUDIENCES * ALLOWS };

static const tl_slice readers[] = {TL_LIT("USA"), TL_LIT("GBR"), TL_LIT("AUS"), TL_LIT("CAN"), TL_LIT("NZL")};
/* SBU-NF beside SBU: "SBU//NF" says in two words what "SBU/NF" says in one. */
static const tl_slice cui[] = {TL_LIT("SBU"), TL_LIT("SBU-NF"), TL_LIT("LOU"),   TL_LIT("FOUO"),
                               TL_LIT("CUI"), TL_LIT("LES"),    TL_LIT("LES-NF")};
static const tl_slice captions[] = {TL_LIT("EXDIS"), TL_LIT("ORCON"), TL_LIT("PROPIN"), TL_LIT("FISA"),
                                    TL_LIT("FOUO")};
static const tl_slice many[] = {TL_LIT("SI"),     TL_LIT("TK"),     TL_LIT("SI-G"),  TL_LIT("HCS-P"),
                                TL_LIT("SAR-BP"), TL_LIT("RD"),     TL_LIT("FRD"),   TL_LIT("CNWDI"),
                                TL_LIT("SG14"),   TL_LIT("FGI"),    TL_LIT("NATO"),  TL_LIT("GBR"),
                                TL_LIT("JOINT"),  TL_LIT("ORCON"),  TL_LIT("IMCON"), TL_LIT("NODIS"),
                                TL_LIT("SBU"),    TL_LIT("SBU-NF"), TL_LIT("BALK"),  TL_LIT("LIMDIS")};
static const struct tl_words allows[ALLOWS] = {
    {NULL, 0}, {cui, TL_COUNT(cui)}, {captions, TL_COUNT(captions)}, {many, TL_COUNT(many)}};

/* Maxima U to TS; the public, USA, USA and GBR, FVEY; four lists of leave. */
static struct tl_ceiling ceiling_at(size_t index)
{
    static const size_t counts[AUDIENCES] = {0, 1, 2, 5};
    const size_t audience = index / RANKS % AUDIENCES;
    return (struct tl_ceiling){.max = (enum tl_rank)(TL_RANK_U + index % RANKS),
                               .is_public = audience == 0,
                               .audience = {readers, counts[audience]},
                               .allow = allows[index / RANKS / AUDIENCES]};
}

/* What is being damaged. */
struct slip {
    char text[MOST_BYTES * 2];
    size_t len;
    size_t level_begin, level_end; /* its level, which no slip replaces or deletes */
    bool has_erased;
};

static bool is_held(size_t at, const struct slip *s)
{
    return at >= s->level_begin && at < s->level_end;
}

static void cut(struct slip *s, size_t at)
{
    memmove(s->text + at, s->text + at + 1, s->len - at - 1);
    s->len--;
    s->level_begin -= at < s->level_begin;
    s->level_end -= at < s->level_end;
}

static void put(struct slip *s, size_t at, const char *bytes)
{
    const size_t len = strlen(bytes);
    if (s->len + len >= sizeof(s->text)) {
        return;
    }
    memmove(s->text + at + len, s->text + at, s->len - at);
    memcpy(s->text + at, bytes, len);
    s->len += len;
    s->level_begin += at <= s->level_begin ? len : 0;
    s->level_end += at < s->level_end ? len : 0;
}

/* The next byte at or behind `at` that is one of `bytes`, or the length. */
static size_t find_any(const struct slip *s, size_t at, const char *bytes)
{
    while (at < s->len && (s->text[at] == '\0' || strchr(bytes, s->text[at]) == NULL)) {
        at++;
    }
    return at;
}

/* A whole-width form, a look-alike or a wide blank in place of the byte, or something without width behind
 * it. */
static void disguise(struct slip *s, size_t at, uint8_t how)
{
    static const char *const blanks[] = {"\xC2\xA0", "\xE2\x80\x89", "\xE3\x80\x80", "\t"};
    static const char *const nothing[] = {"\xE2\x80\x8B", "\xC2\xAD", "\xE2\x80\x8D", "\xEF\xBB\xBF",
                                          "\xE2\x80\xAE"};
    static const char *const alike[][2] = {{"S", "\xD0\x85"},    {"C", "\xD0\xA1"}, {"O", "\xD0\x9E"},
                                           {"T", "\xCE\xA4"},    {"N", "\xCE\x9D"}, {"U", "\xD5\x8D"},
                                           {"/", "\xE2\x81\x84"}};
    const char byte = s->text[at];
    char wide[4] = "\xEF\xBC";
    const char *form = nothing[how % TL_COUNT(nothing)];
    for (size_t i = 0; i < TL_COUNT(alike); i++) {
        form = how % 3 == 0 && byte == alike[i][0][0] ? alike[i][1] : form;
    }
    if (byte == ' ') {
        form = blanks[how % TL_COUNT(blanks)];
    } else if (how % 3 == 1 && byte > ' ' && byte < '`') {
        wide[2] = (char)(byte - ' ' + 0x80);
        form = wide;
    }
    const bool replaces = byte == ' ' || form == wide || form[0] == '\xD0' || form[0] == '\xCE' ||
                          form[0] == '\xD5' || strcmp(form, "\xE2\x81\x84") == 0;
    if (replaces) {
        cut(s, at);
    }
    put(s, at, form);
}

static void replace(struct slip *s, size_t at, char byte)
{
    const bool erases = byte == ' ' || byte == '/' || byte == ',' || byte == '-';
    if (is_held(at, s) || (erases && s->has_erased)) {
        return;
    }
    s->has_erased = s->has_erased || erases;
    s->text[at] = byte;
}

static void erase(struct slip *s, size_t at)
{
    if (!is_held(at, s) && !s->has_erased) {
        s->has_erased = true;
        cut(s, at);
    }
}

static void swap(struct slip *s, size_t at)
{
    if (at + 1 < s->len) {
        const char byte = s->text[at];
        s->text[at] = s->text[at + 1];
        s->text[at + 1] = byte;
        s->level_begin -= at + 1 == s->level_begin; /* a letter of the level moved out: it stays held */
        s->level_end += at + 1 == s->level_end;
    }
}

/* One slip: what, where, how. */
static void damage(struct slip *s, uint8_t what, uint8_t where, uint8_t how)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-, .()[]{}\n\r";
    static const char *const blanks[] = {" ", "  ", "\n", "\t"};
    const size_t at = where % s->len;
    const char any = how < 0xC0 ? letters[how % (sizeof(letters) - 1)] : (char)how;
    const char one[2] = {any, '\0'};
    const size_t delimiter = find_any(s, at, "/-, ");
    switch (what % 10) {
    case 0:
        s->text[at] ^= s->text[at] >= 'A' && s->text[at] <= 'Z' ? ' ' : 0;
        break;
    case 1:
        put(s, at, blanks[how % TL_COUNT(blanks)]);
        break;
    case 2:
        if (delimiter < s->len) {
            put(s, delimiter, (char[2]){s->text[delimiter], '\0'});
        }
        break;
    case 3:
        if (delimiter < s->len) {
            erase(s, delimiter);
        }
        break;
    case 4:
        swap(s, at);
        break;
    case 5:
        put(s, at, one);
        break;
    case 6:
        erase(s, at);
        break;
    case 7:
        replace(s, at, any);
        break;
    case 8:
        if (how % 2 == 0) {
            replace(s, how % 4 == 0 ? 0 : s->len - 1, "([{<|)]}>"[how / 4 % 9]);
        } else {
            put(s, at, (char[2]){"()[]{}"[how / 2 % 6], '\0'});
        }
        break;
    default:
        disguise(s, at, how);
    }
}

static bool is_token_byte(char byte)
{
    return tl_is_alnum((unsigned char)byte) || byte == '-';
}

/* A word of the register, a code, a country, a number or a date. */
static bool is_known(tl_slice token)
{
    static const char *const more[] = {"MR", "OADR", "NC", "X1"};
    uint32_t number;
    bool is_any =
        tl_control_find(token) != NULL || tl_country_known(token) || tl_slice_number(token, &number) ||
        (token.len >= 2 && token.ptr[token.len - 2] == 'X' && tl_is_digit(token.ptr[token.len - 1]));
    for (size_t i = 0; i < TL_COUNT(more); i++) {
        is_any = is_any || tl_slice_eq(token, tl_str(more[i]));
    }
    return is_any;
}

static size_t count_token(const char *text, size_t len, tl_slice token)
{
    size_t count = 0;
    for (size_t at = 0; at + token.len <= len; at++) {
        count += memcmp(text + at, token.ptr, token.len) == 0 && (at == 0 || !is_token_byte(text[at - 1])) &&
                 (at + token.len == len || !is_token_byte(text[at + token.len]));
    }
    return count;
}

/* True when the damage wrote a known word that the mark did not hold, or not as often. */
static bool writes_another_word(const struct slip *s, const char *mark)
{
    for (size_t at = 0; at < s->len;) {
        size_t end = at;
        while (end < s->len && is_token_byte(s->text[end])) {
            end++;
        }
        const tl_slice token = {(const unsigned char *)s->text + at, end - at};
        if (end > at && is_known(token) &&
            count_token(s->text, s->len, token) > count_token(mark, strlen(mark), token)) {
            return true;
        }
        at = end + 1;
    }
    return false;
}

/* Where the level of a mark stands: the first level word of its head, the word of NATO, or what implies U. */
static void find_level(struct slip *s, const char *mark)
{
    static const char *const heads[] = {"CTSA", "CTS-BALK", "CTS-B", "CTS", "NSAT", "NCA",
                                        "NIS",  "NS",       "NC",    "NR",  "NU",   "SBU-NF",
                                        "SBU",  "LOU",      "FOUO",  "CUI", "L"};
    const tl_slice text = tl_str(mark);
    for (size_t at = 1; at < text.len; at++) {
        enum tl_level level;
        size_t len = is_token_byte(mark[at - 1]) ? 0 : tl_level_at(tl_slice_sub(text, at, text.len), &level);
        for (size_t i = 0; len == 0 && at <= 3 && i < TL_COUNT(heads); i++) {
            len = tl_slice_starts(tl_slice_sub(text, at, text.len), tl_str(heads[i])) &&
                          !is_token_byte(mark[at + strlen(heads[i])])
                      ? strlen(heads[i])
                      : 0;
        }
        if (len > 0) {
            s->level_begin = at;
            s->level_end = at + len;
            return;
        }
    }
    HOLD(false, "a mark of the list has a level");
}

/* Which ceilings the marks of the list pass: as portion, as banner. */
static bool passes[MARKS][2][CEILINGS];
static bool is_judged;

static void read_mark(struct tl_arena *arena, tl_slice text, bool is_banner, struct tl_marking *out)
{
    if (is_banner) {
        tl_banner_parse(arena, text, out);
    } else {
        tl_portion_parse(arena, text, out);
    }
}

/* The list itself: every mark is valid in both places. */
static void judge_list(void)
{
    for (size_t i = 0; i < MARKS; i++) {
        for (size_t place = 0; place < 2; place++) {
            struct tl_arena arena = {0};
            struct tl_marking m;
            const tl_slice text = tl_str(marks[i]);
            read_mark(&arena, place == 0 ? text : tl_slice_sub(text, 1, text.len - 1), place == 1, &m);
            HOLD(m.is_valid || place == 1, marks[i]);
            for (size_t c = 0; c < CEILINGS; c++) {
                const struct tl_ceiling ceiling = ceiling_at(c);
                passes[i][place][c] = m.is_valid && tl_decide(&m, &ceiling, NULL) == TL_REASON_OK;
            }
            tl_arena_release(&arena);
        }
    }
    is_judged = true;
}

static void show(const struct slip *s, size_t mark, size_t place, size_t c)
{
    fprintf(stderr, "%s became \"%.*s\" (%s), ceiling %zu\n", marks[mark], (int)s->len, s->text,
            place == 0 ? "portion" : "banner", c);
}

static void hold_place(const struct slip *s, size_t mark, size_t place, bool is_other)
{
    struct tl_arena arena = {0};
    struct tl_marking m;
    const tl_slice text = {(const unsigned char *)s->text, s->len};
    read_mark(&arena, text, place == 1, &m);
    for (size_t group = 0; group < CEILINGS; group += RANKS) {
        /* from the highest maximum down: what is held there is held below (test_marking_lattice.c) */
        for (size_t c = group + RANKS; c-- > group;) {
            const struct tl_ceiling ceiling = ceiling_at(c);
            const bool is_held_first = !passes[mark][place][c] && !(m.is_valid && is_other);
            if (tl_decide(&m, &ceiling, NULL) != TL_REASON_OK) {
                break;
            }
            if (is_held_first || !m.is_valid) {
                show(s, mark, place, c);
                HOLD(false, "a damaged mark is never easier to release");
            }
        }
    }
    tl_arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slip s = {0};
    if (!is_judged) {
        judge_list();
    }
    if (size < 2) {
        return 0;
    }
    const size_t mark = (size_t)(data[0] + 256 * data[1]) % MARKS;
    s.len = strlen(marks[mark]);
    memcpy(s.text, marks[mark], s.len);
    find_level(&s, marks[mark]);
    for (size_t i = 2; i + 2 < size && i < 2 + 3 * MOST_SLIPS; i += 3) {
        damage(&s, data[i], data[i + 1], data[i + 2]);
    }
    const bool is_other = writes_another_word(&s, marks[mark]);
    hold_place(&s, mark, 0, is_other);
    if (s.text[0] == '(') { /* a banner has no brackets */
        cut(&s, 0);
    }
    if (s.len > 0 && s.text[s.len - 1] == ')') {
        s.len--;
    }
    hold_place(&s, mark, 1, is_other);
    return 0;
}

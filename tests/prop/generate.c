/* SPDX-License-Identifier: Apache-2.0 */
#include "prop/generate.h"

#include <stdio.h>

struct rng rng_of(uint64_t seed, uint64_t stream)
{
    struct rng rng = {seed * 0x9e3779b97f4a7c15u + stream * 0xd1342543de82ef95u + 1};
    rng_next(&rng);
    rng_next(&rng);
    return rng;
}

/* SplitMix64. */
uint64_t rng_next(struct rng *rng)
{
    uint64_t z = rng->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

size_t rng_below(struct rng *rng, size_t bound)
{
    return (size_t)(rng_next(rng) % bound);
}

bool rng_one_in(struct rng *rng, size_t n)
{
    return rng_below(rng, n) == 0;
}

#define PICK(rng, array) ((array)[rng_below((rng), TL_COUNT(array))])

struct mark {
    const char *text;
    enum tl_rank rank;
};

static const struct mark marks[] = {
    {"(U)", TL_RANK_U},
    {"(U)", TL_RANK_U},
    {"(U)", TL_RANK_U},
    {"(U)", TL_RANK_U},
    {"(C)", TL_RANK_C},
    {"(C)", TL_RANK_C},
    {"(C)", TL_RANK_C},
    {"(S)", TL_RANK_S},
    {"(SBU)", TL_RANK_CUI},
    {"(LOU)", TL_RANK_CUI},
    {"(U//FOUO)", TL_RANK_CUI},
    {"(C//NF)", TL_RANK_C},
    {"(C/NF)", TL_RANK_C},
    {"(S//NF)", TL_RANK_S},
    {"(S//SI//NF)", TL_RANK_S},
    {"(C//REL TO USA, GBR)", TL_RANK_C},
    {"(S//REL TO USA, AUS, GBR)", TL_RANK_S},
    {"(S//ORCON/NOFORN)", TL_RANK_S},
    {"(TS)", TL_RANK_TS},
    {"(UNCLASSIFIED)", TL_RANK_U},
    {"(CONFIDENTIAL)", TL_RANK_C},
    {"(SECRET)", TL_RANK_S},
};

struct level {
    enum tl_rank rank;
    const char *spaced;
    const char *plain;
    const char *zny;
};

static const struct level levels[] = {
    {TL_RANK_U, "UNCLAS", "UNCLASSIFIED", "ZNR UUUUU ZZH"},
    {TL_RANK_U, "UNCLAS", "UNCLASSIFIED", "ZNR UUUUU ZZH"},
    {TL_RANK_CUI, "LIMITED OFFICIAL USE", "LIMITED OFFICIAL USE", "ZNY EEEEE ZZH"},
    {TL_RANK_C, "C O N F I D E N T I A L", "CONFIDENTIAL", "ZNY CCCCC ZZH"},
    {TL_RANK_C, "C O N F I D E N T I A L", "CONFIDENTIAL", "ZNY CCCCC ZZH"},
    {TL_RANK_C, "C O N F I D E N T I A L", "CONFIDENTIAL", "ZNY CCCCC ZZH"},
    {TL_RANK_S, "S E C R E T", "SECRET", "ZNY SSSSS ZZH"},
};

/* The order of the ranks, with nobody's claim above all. */
static bool is_above(enum tl_rank a, enum tl_rank b)
{
    if (a == TL_RANK_UNKNOWN || b == TL_RANK_UNKNOWN) {
        return a == TL_RANK_UNKNOWN && b != TL_RANK_UNKNOWN;
    }
    return a > b;
}

enum { UNNUMBERED = 5 };

/* The cable in the making. */
struct maker {
    struct gen_cable *out;
    struct rng plan;
    uint64_t words;
    enum tl_rank secret;
    const struct level *level; /* of the classification line; NULL: none */
    const char *newline;
    const char *post;
    unsigned number;
    unsigned page;
    size_t column;
    size_t width;
    size_t style; /* of the paragraphs' labels */
};

static void put(struct maker *maker, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            tl_buf_str(&maker->out->bytes, maker->newline);
            maker->column = 0;
        } else {
            tl_buf_byte(&maker->out->bytes, (unsigned char)*text);
            maker->column++;
        }
    }
}

#define PUT(maker, ...)                                                                                      \
    do {                                                                                                     \
        char line_[400];                                                                                     \
        snprintf(line_, sizeof(line_), __VA_ARGS__);                                                         \
        put((maker), line_);                                                                                 \
    } while (0)

static bool has(const struct maker *maker, unsigned feature)
{
    return (maker->out->features & feature) != 0;
}

/* A pronounceable token in letters that ordinary words and names of this generator do not mix so. */
static void make_token(struct rng *rng, const char *consonants, size_t syllables, char *out)
{
    const size_t count = strlen(consonants);
    for (size_t i = 0; i < syllables; i++) {
        out[2 * i] = consonants[rng_below(rng, count)];
        out[2 * i + 1] = "aiou"[rng_below(rng, 4)];
    }
    out[2 * syllables] = '\0';
}

static char *new_word(struct maker *maker, struct rng *rng)
{
    char *word = tl_arena_alloc(&maker->out->arena, GEN_WORD, 1);
    make_token(rng, "bdfgjkpqvwxz", 5 + rng_below(rng, 3), word);
    *TL_PUSH(&maker->out->arena, &maker->out->words) = word;
    return word;
}

static void put_upper(struct maker *maker, const char *word)
{
    char text[64];
    size_t n = 0;
    for (; word[n] != '\0' && n + 1 < sizeof(text); n++) {
        text[n] = (char)tl_to_upper((unsigned char)word[n]);
    }
    text[n] = '\0';
    put(maker, text);
}

static void put_cased(struct maker *maker, const char *word, bool is_capital)
{
    char text[64];
    if (maker->out->is_archive) {
        put_upper(maker, word);
        return;
    }
    snprintf(text, sizeof(text), "%s", word);
    text[0] = is_capital ? (char)tl_to_upper((unsigned char)text[0]) : text[0];
    put(maker, text);
}

/* A blank, or a line end where the line is full. */
static void put_gap(struct maker *maker, struct rng *rng, const char *indent)
{
    if (maker->column > maker->width) {
        put(maker, "\n");
        put(maker, indent);
    } else if (has(maker, GEN_ODD) && rng_one_in(rng, 40)) {
        put(maker, "\xc2\xa0");
    } else {
        put(maker, " ");
    }
}

static void put_break(struct maker *maker)
{
    const char *banner = maker->level == NULL ? "UNCLASSIFIED" : maker->level->plain;
    maker->page++;
    if (maker->column > 0) {
        put(maker, "\n");
    }
    PUT(maker, "%s\n\n\n%s\n\n\nPAGE %02u        %s %05u  021530Z\n\n", banner, banner, maker->page,
        maker->post, maker->number);
}

static const char *const fillers[] = {"the",     "of",   "minister", "opened", "and",   "was",      "told",
                                      "us",      "that", "in",       "a",      "visit", "fishery",  "talks",
                                      "harbour", "will", "be",       "port",   "after", "tomorrow", "noted"};

/* Traps that ordinary prose holds; none is a marking at a portion start. */
static const char *const traps[] = {
    "1.4 million",  "U.S.",  "para 3", "(see reftel)",  "Article 5",    "A.M.",       "and/or",
    "1.4(b)",       "(1)",   "No. 7",  "(USD 3,000)",   "e.g. rubber,", "(ANNEX II)", "3:30 p.m.",
    "section 2(a)", "[sic]", "50/50",  "\"quotation\"", "--",           "C-130"};

static void put_odd(struct maker *maker, struct rng *rng)
{
    static const char *const odd[] = {"\x92s",        "\xe2\x80\x99s", "\xc2\xad",
                                      "\xe2\x80\x8b", "\xe9t\xe9",     "\xc3\xa9"};
    if (has(maker, GEN_ODD) && rng_one_in(rng, 12)) {
        put(maker, PICK(rng, odd));
    }
}

static void put_name(struct maker *maker, struct rng *rng, unsigned name, const char *indent)
{
    const struct gen_cable *out = maker->out;
    if (name & 1) {
        put_gap(maker, rng, indent);
        put_cased(maker, "envoy", true);
    }
    if (name & 3) {
        put_gap(maker, rng, indent);
        put_cased(maker, out->given, true);
    }
    if (has(maker, GEN_BREAKS) && out->is_archive && (name & 2) && rng_one_in(rng, 2)) {
        put_break(maker);
    } else {
        put_gap(maker, rng, indent);
    }
    if (rng_one_in(rng, 4) && !(name & 1)) { /* parted by a hyphen at a line end */
        char half[GEN_WORD];
        snprintf(half, sizeof(half), "%.6s", out->surname);
        put_cased(maker, half, true);
        put(maker, "-\n");
        put(maker, indent);
        if (out->is_archive) {
            put_upper(maker, out->surname + 6);
        } else {
            put(maker, out->surname + 6);
        }
    } else if (rng_one_in(rng, 4)) {
        put_upper(maker, out->surname);
    } else {
        put_cased(maker, out->surname, true);
    }
}

/* Prose of one part: tokens of its own between ordinary words. */
static void put_text(struct maker *maker, struct gen_part *part, size_t at, const char *indent, size_t most)
{
    struct gen_cable *out = maker->out;
    const bool is_secret = !is_above(maker->secret, part->rank) && part->rank != TL_RANK_U;
    struct rng rng = rng_of(is_secret ? maker->words : out->seed, 100 + at);
    const size_t count = 1 + rng_below(&rng, most);
    const size_t break_at = part->has_break ? rng_below(&rng, count) : count;
    const size_t name_at = part->name != 0 ? rng_below(&rng, count) : count;
    part->text.begin = out->bytes.len;
    part->first_word = out->words.count;
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            put_gap(maker, &rng, indent);
        }
        put_cased(maker, new_word(maker, &rng), i == 0);
        put_odd(maker, &rng);
        if (i == name_at) {
            put_name(maker, &rng, part->name, indent);
        }
        for (size_t k = rng_below(&rng, 4); k > 0; k--) {
            put_gap(maker, &rng, indent);
            put_cased(maker, PICK(&rng, fillers), false);
        }
        if (!is_secret && rng_one_in(&rng, 6)) {
            put_gap(maker, &rng, indent);
            put_cased(maker, PICK(&rng, traps), false);
        }
        if (i == break_at) {
            put_break(maker);
        } else if (rng_one_in(&rng, 5) && i + 1 < count) {
            put(maker, ".");
        }
    }
    put(maker, ".");
    part->word_count = out->words.count - part->first_word;
    part->text.end = out->bytes.len;
}

/* The mark as the plan has it, damaged where it says so. */
static void put_mark(struct maker *maker, struct gen_part *part)
{
    char text[64];
    char body[64];
    if (part->mark_text == NULL) {
        return;
    }
    snprintf(text, sizeof(text), "%s", part->mark_text);
    snprintf(body, sizeof(body), "%.*s", (int)strlen(text) - 2, text + 1);
    switch (part->damage) {
    case 1:
        snprintf(text, sizeof(text), "(%s", body);
        break;
    case 2:
        snprintf(text, sizeof(text), "%s)", body);
        break;
    case 3:
        snprintf(text, sizeof(text), "((%s)", body);
        break;
    case 4:
        snprintf(text, sizeof(text), "[%s]", body);
        break;
    case 5:
        snprintf(text, sizeof(text), "( %s )", body);
        break;
    case 6:
        snprintf(text, sizeof(text), "\xef\xbc\x88%s\xef\xbc\x89", body);
        break;
    case 7:
        for (char *at = text; *at != '\0'; at++) {
            *at = (char)tl_to_lower((unsigned char)*at);
        }
        break;
    case 8:
        snprintf(text, sizeof(text), "{%s}", body);
        break;
    default:
        break;
    }
    part->mark.begin = maker->out->bytes.len;
    put(maker, text);
    part->mark.end = maker->out->bytes.len;
    put(maker, part->damage == 0 && rng_one_in(&maker->plan, 20) ? "  " : " ");
}

static struct gen_part *plan_part(struct maker *maker, enum gen_part_kind kind)
{
    struct gen_part *part = TL_PUSH(&maker->out->arena, &maker->out->parts);
    part->kind = kind;
    part->is_overall = true;
    return part;
}

/* Marks most parts; an unmarked one has the level of the cable. */
static void plan_mark(struct maker *maker, struct gen_part *part)
{
    const struct mark *mark = &PICK(&maker->plan, marks);
    part->mark_text = mark->text;
    part->rank = mark->rank;
    part->is_overall = false;
    if (has(maker, GEN_DAMAGE) && rng_one_in(&maker->plan, 5)) {
        part->damage = 1 + rng_below(&maker->plan, 8);
        part->is_vague = true;
    }
}

static void plan_inherit(struct gen_part *part, const struct gen_part *parent)
{
    part->is_overall = parent->is_overall;
    part->rank = parent->rank;
    part->is_vague = parent->is_vague;
}

/* What comes after a paragraph's own text and belongs to it. */
static void plan_below(struct maker *maker, size_t paragraph)
{
    struct gen_cable *out = maker->out;
    struct rng *rng = &maker->plan;
    const size_t first = out->parts.count;
    const size_t kind = rng_below(rng, 6);
    if (kind == 0) {
        for (size_t i = rng_below(rng, 3) + 1; i > 0; i--) {
            struct gen_part *part = plan_part(maker, GEN_SUB);
            if (rng_one_in(rng, 3)) {
                plan_inherit(part, &out->parts.items[paragraph]);
            } else {
                plan_mark(maker, part);
            }
        }
    } else if (kind == 1) {
        plan_mark(maker, plan_part(maker, GEN_BULLET));
    } else if (kind == 2 && has(maker, GEN_SETS)) {
        struct gen_part *part = plan_part(maker, rng_one_in(rng, 2) ? GEN_COMMENT : GEN_CONTINUED);
        if (part->kind == GEN_CONTINUED) {
            plan_inherit(part, &out->parts.items[paragraph]);
        }
    } else if (kind == 3 && has(maker, GEN_SETS)) {
        struct gen_part *part = plan_part(maker, GEN_RAISED);
        plan_mark(maker, part);
        part->damage = 0;
    } else if (kind == 4 && has(maker, GEN_ENCLOSED)) {
        struct gen_part *part = plan_part(maker, GEN_QUOTED);
        part->rank = rng_one_in(rng, 2) ? TL_RANK_C : TL_RANK_S;
        part->is_overall = false;
        part->label = part->rank == TL_RANK_C ? "C O N F I D E N T I A L" : "S E C R E T";
        if (rng_one_in(rng, 2)) {
            plan_inherit(plan_part(maker, GEN_AFTER_QUOTE), &out->parts.items[paragraph]);
        }
    } else if (kind == 5 && has(maker, GEN_SETS)) {
        plan_inherit(plan_part(maker, GEN_TABLE), &out->parts.items[paragraph]);
    }
    /* what stands inside a paragraph, not at its start, only raises */
    for (size_t i = first; i < out->parts.count; i++) {
        struct gen_part *part = &out->parts.items[i];
        const struct gen_part *parent = &out->parts.items[paragraph];
        if (part->kind == GEN_RAISED || part->kind == GEN_QUOTED) {
            part->is_overall = part->is_overall || parent->is_overall;
            part->rank = is_above(parent->rank, part->rank) ? parent->rank : part->rank;
            part->is_vague = part->kind == GEN_RAISED;
        }
    }
}

static void plan_parts(struct maker *maker)
{
    struct gen_cable *out = maker->out;
    struct rng *rng = &maker->plan;
    if (has(maker, GEN_HEADERS)) {
        static const enum gen_part_kind kinds[] = {GEN_PASS_LINE, GEN_EO_EVENT, GEN_TAGS_TAIL, GEN_REF_TAIL,
                                                   GEN_AUTHORITY_TAIL};
        for (size_t i = 0; i < TL_COUNT(kinds); i++) {
            if (rng_one_in(rng, 3)) {
                plan_part(maker, kinds[i]);
            }
        }
    }
    struct gen_part *subject = plan_part(maker, GEN_SUBJECT);
    if (!rng_one_in(rng, 3)) {
        plan_mark(maker, subject);
    }
    for (size_t i = 2 + rng_below(rng, 6); i > 0; i--) {
        const size_t at = out->parts.count;
        struct gen_part *part = plan_part(maker, GEN_PARAGRAPH);
        if (maker->style == UNNUMBERED || !rng_one_in(rng, 5)) { /* without number and mark it is no start */
            plan_mark(maker, part);
        }
        part->has_break = has(maker, GEN_BREAKS) && out->is_archive && rng_one_in(rng, 3);
        if (has(maker, GEN_NAMES) && rng_one_in(rng, 2)) {
            part->name = 1u << rng_below(rng, 3);
        }
        if (rng_one_in(rng, 2)) {
            plan_below(maker, at);
        }
    }
    if (has(maker, GEN_TAIL)) {
        plan_part(maker, out->is_archive ? GEN_ATTRIBUTES : GEN_SIGNATURE);
    }
}

/* The highest claim is that of the cable, and of all that has no mark. */
static void settle_overall(struct maker *maker)
{
    struct gen_cable *out = maker->out;
    bool is_claimed = maker->level != NULL;
    out->overall = is_claimed ? maker->level->rank : TL_RANK_UNKNOWN;
    for (size_t i = 0; i < out->parts.count; i++) {
        const struct gen_part *part = &out->parts.items[i];
        if (!part->is_overall && !part->is_vague) {
            out->overall = !is_claimed || is_above(part->rank, out->overall) ? part->rank : out->overall;
            is_claimed = true;
        }
    }
    for (size_t i = 0; i < out->parts.count; i++) {
        struct gen_part *part = &out->parts.items[i];
        part->rank = part->is_overall ? out->overall : part->rank;
    }
}

static struct gen_part *part_of(struct maker *maker, enum gen_part_kind kind)
{
    for (size_t i = 0; i < maker->out->parts.count; i++) {
        if (maker->out->parts.items[i].kind == kind) {
            return &maker->out->parts.items[i];
        }
    }
    return NULL;
}

static void put_part(struct maker *maker, struct gen_part *part, const char *before, const char *after,
                     size_t most)
{
    if (part == NULL) {
        return;
    }
    put(maker, before);
    put_mark(maker, part);
    put_text(maker, part, (size_t)(part - maker->out->parts.items), "", most);
    put(maker, after);
}

static void put_envelope(struct maker *maker)
{
    struct rng *rng = &maker->plan;
    if (maker->out->is_archive) {
        PUT(maker, "%s\n\n\nPAGE 01        %s %05u  021530Z\n\n\n44\nACTION EA-10\n\n\n",
            maker->level == NULL ? "UNCLASSIFIED" : maker->level->plain, maker->post, maker->number);
        PUT(maker,
            "INFO OCT-01 ISO-00 SS-15 NSC-05  /031 W\n                       --------------------- 041122\n"
            "R 021440Z APR 74\nFM AMEMBASSY %s\nTO SECSTATE WASHDC 2231\n",
            maker->post);
        put(maker, rng_one_in(rng, 2) ? "INFO AMEMBASSY NOVA SELA\n\n\n" : "\n\n");
        return;
    }
    PUT(maker, "VZCZCXYZ%04u\nPP RUEHC RUEHXV\nDE RUEHPD #%04u 0611405\n", maker->number, maker->number);
    if (maker->level != NULL) {
        PUT(maker, "%s\n", maker->level->zny);
    }
    PUT(maker, "P 021405Z MAR 07\nFM AMEMBASSY %s\n", maker->post);
    put(maker, "TO RUEHC/SECSTATE WASHDC PRIORITY 4455\n");
    put(maker, rng_one_in(rng, 2) ? "INFO RUEHXV/AMEMBASSY NOVA SELA 0098\n\n" : "\n");
}

static void put_header(struct maker *maker)
{
    static const char *const captions[] = {"SIPDIS", "SIPDIS", "SENSITIVE\nSIPDIS", "NODIS", "EXDIS",
                                           "STADIS", "NOFORN", "ROGER CHANNEL"};
    const bool is_archive = maker->out->is_archive;
    struct rng *rng = &maker->plan;
    if (maker->level != NULL) {
        const char *words = rng_one_in(rng, 3) ? maker->level->plain : maker->level->spaced;
        PUT(maker, is_archive ? "%s %s %u\n\n" : "%s %s %06u\n\n", words, maker->post, maker->number);
    }
    if (has(maker, GEN_CAPTIONS) || !is_archive) {
        PUT(maker, "%s\n\n", has(maker, GEN_CAPTIONS) ? PICK(rng, captions) : "SIPDIS");
    }
    put_part(maker, part_of(maker, GEN_PASS_LINE), "STATE PASS TO ", "\n\n", 3);
    put(maker, is_archive ? "E.O. 11652: GDS" : "E.O. 12958: DECL: 03/02/2017");
    put_part(maker, part_of(maker, GEN_EO_EVENT), " UPON ", "", 3);
    put(maker, is_archive ? "\nTAGS: PFOR, XV" : "\nTAGS: PREL, PGOV, XV");
    put_part(maker, part_of(maker, GEN_TAGS_TAIL), " (", ")", 2);
    put_part(maker, part_of(maker, GEN_SUBJECT), is_archive ? "\nSUBJ: " : "\nSUBJECT: ", "\n", 6);
    put(maker, is_archive ? "REF: STATE 12345" : "\nREF: NOVA SELA 0044");
    put_part(maker, part_of(maker, GEN_REF_TAIL), "\n", "", 4);
    put(maker, "\n");
    if (!is_archive && maker->level != NULL && is_above(maker->level->rank, TL_RANK_CUI)) {
        put(maker, "\nClassified By: DCM for reasons 1.4(b)\nand (d).\n");
        put_part(maker, part_of(maker, GEN_AUTHORITY_TAIL), "", "\n", 4);
    }
    put(maker, "\n");
}

static void put_paragraph(struct maker *maker, struct gen_part *part, unsigned number)
{
    const size_t style = maker->style;
    const size_t at = (size_t)(part - maker->out->parts.items);
    switch (style) {
    case 0:
        PUT(maker, "%u. ", number);
        break;
    case 1:
        PUT(maker, "[\xc2\xb6%u.](#) ", number);
        break;
    case 2:
        PUT(maker, "%u.", number);
        break;
    case 3:
        PUT(maker, "%u.  ", number);
        break;
    case 4:
        if (part->mark_text != NULL) {
            put_mark(maker, part);
        }
        PUT(maker, "%u. ", number);
        break;
    default:
        break;
    }
    if (style != 4 || part->mark_text == NULL) {
        if (style == 2 && part->mark_text == NULL) {
            put(maker, " ");
        }
        put_mark(maker, part);
    }
    put_text(maker, part, at, "", 20);
    put(maker, "\n");
}

static void put_body(struct maker *maker)
{
    struct gen_cable *out = maker->out;
    unsigned number = 0;
    unsigned letter = 0;
    for (size_t i = 0; i < out->parts.count; i++) {
        struct gen_part *part = &out->parts.items[i];
        switch (part->kind) {
        case GEN_PARAGRAPH:
            put(maker, number > 0 ? "\n" : "");
            put_paragraph(maker, part, ++number);
            letter = 0;
            break;
        case GEN_SUB:
            PUT(maker, "   %c. ", 'A' + letter++);
            put_mark(maker, part);
            put_text(maker, part, i, "   ", 8);
            put(maker, "\n");
            break;
        case GEN_BULLET:
            put(maker, "-- ");
            put_mark(maker, part);
            put_text(maker, part, i, "", 8);
            put(maker, "\n");
            break;
        case GEN_COMMENT:
            put_part(maker, part, "\nCOMMENT: ", " END COMMENT.\n", 8);
            break;
        case GEN_CONTINUED:
            put_part(maker, part, "\n", "\n", 8);
            break;
        case GEN_RAISED:
            put_part(maker, part, "", "\n", 8);
            break;
        case GEN_QUOTED:
            PUT(maker, "BEGIN TEXT\n%s NOVA SELA 00044\n", part->label);
            put_part(maker, part, "", "\nEND TEXT\n", 8);
            break;
        case GEN_AFTER_QUOTE:
            put_part(maker, part, "", "\n", 8);
            break;
        case GEN_TABLE:
            put_part(maker, part, "\n   Berth   Fee    Year\n   15.     102.   ", "   2006\n", 2);
            break;
        case GEN_SIGNATURE:
            part->first_word = out->words.count;
            part->text.begin = out->bytes.len;
            put_upper(maker, new_word(maker, &maker->plan));
            part->text.end = out->bytes.len;
            part->word_count = 1;
            break;
        case GEN_SUBJECT:
        case GEN_PASS_LINE:
        case GEN_EO_EVENT:
        case GEN_TAGS_TAIL:
        case GEN_REF_TAIL:
        case GEN_AUTHORITY_TAIL:
        case GEN_ATTRIBUTES:
            break;
        }
    }
}

static void put_tail(struct maker *maker)
{
    if (!maker->out->is_archive) {
        put(maker, rng_one_in(&maker->plan, 3) && !has(maker, GEN_TAIL) ? "\nNNNN\n" : "");
        return;
    }
    PUT(maker, "\n\n%s\n\n\nNNN\n", maker->level == NULL ? "UNCLASSIFIED" : maker->level->plain);
    put_part(
        maker, part_of(maker, GEN_ATTRIBUTES),
        "\nMessage Attributes\n\nAutomatic Decaptioning: X\nCurrent Classification: UNCLASSIFIED\nConcepts: ",
        "\nDraft Date: 02 apr 1974\nTAGS: PFOR, XV\nTo: STATE\n", 4);
}

void gen_cable(uint64_t seed, uint64_t words, enum tl_rank secret, unsigned allowed, struct gen_cable *out)
{
    static const char *const newlines[] = {"\n", "\n", "\n", "\r\n", "\r\r\n"};
    static const char *const posts[] = {"PORT ARDENT", "KESTREL BAY", "TUMARRA"};
    *out = (struct gen_cable){.seed = seed};
    struct maker maker = {.out = out, .plan = rng_of(seed, 1), .words = words, .secret = secret, .page = 1};
    struct rng *rng = &maker.plan;
    for (unsigned bit = 1; bit < GEN_ALL; bit <<= 1) {
        out->features |= rng_one_in(rng, bit == GEN_NO_CLASS ? 12 : 2) ? bit & allowed : 0;
    }
    out->is_archive = rng_one_in(rng, 3);
    maker.level = &PICK(rng, levels);
    if (has(&maker, GEN_NO_CLASS) && !out->is_archive) {
        maker.level = NULL;
    }
    maker.newline = PICK(rng, newlines);
    maker.post = PICK(rng, posts);
    maker.number = 100 + (unsigned)rng_below(rng, 9000);
    maker.width = 40 + rng_below(rng, 30);
    make_token(rng, "hlmnrt", 3, out->given);
    make_token(rng, "hlmnrt", 6, out->surname);
    maker.style = rng_below(rng, 8);
    maker.style = maker.style > UNNUMBERED ? 0 : maker.style;
    plan_parts(&maker);
    settle_overall(&maker);
    put_envelope(&maker);
    put_header(&maker);
    put_body(&maker);
    put_tail(&maker);
}

void gen_release(struct gen_cable *cable)
{
    tl_buf_release(&cable->bytes);
    tl_arena_release(&cable->arena);
}

void gen_mutate(struct rng *rng, tl_slice text, struct tl_buf *out)
{
    static const char *const pieces[] = {"(S)",
                                         "(C",
                                         "\n",
                                         "\r",
                                         "\f",
                                         "\n\n",
                                         "PAGE 02 ",
                                         "SECRET\n",
                                         "\xff",
                                         "\xe2\x80",
                                         "1. ",
                                         "(U) ",
                                         "BEGIN TEXT\n",
                                         "END TEXT",
                                         "UNCLAS",
                                         "SUBJECT: ",
                                         "[WITHHELD C]",
                                         "[(b)(6)]",
                                         "NNNN\n",
                                         "ZCZC\n",
                                         "\xd0\xa1",
                                         "\xe2\x80\xae",
                                         "//NF)",
                                         "REL TO USA,\n",
                                         "\x08",
                                         "[-(C)-]",
                                         "[-(C)-] (U) ",
                                         " [-NODIS-] ",
                                         "[-SECRET-] UNCLASSIFIED\n",
                                         "[-ZNY CCCCC-] ZNR UUUUU "};
    size_t at = 0;
    for (size_t i = 1 + rng_below(rng, 4); i > 0; i--) {
        const size_t left = text.len - at;
        const size_t stop = at + (left == 0 ? 0 : rng_below(rng, left + 1));
        tl_buf_add(out, tl_slice_sub(text, at, stop));
        at = stop;
        switch (rng_below(rng, 6)) {
        case 0: /* drop */
            at += rng_below(rng, 1 + (text.len - at < 40 ? text.len - at : 40));
            break;
        case 1: /* double */
            at -= rng_below(rng, 1 + (at < 40 ? at : 40));
            break;
        case 2: /* change */
            if (at < text.len) {
                tl_buf_byte(out, (unsigned char)rng_next(rng));
                at++;
            }
            break;
        case 3: /* swap */
            if (at + 1 < text.len) {
                tl_buf_byte(out, text.ptr[at + 1]);
                tl_buf_byte(out, text.ptr[at]);
                at += 2;
            }
            break;
        case 4: /* a piece of another place */
            if (text.len > 0) {
                const size_t from = rng_below(rng, text.len);
                tl_buf_add(out, tl_slice_sub(text, from, from + rng_below(rng, 60)));
            }
            break;
        default:
            tl_buf_str(out, PICK(rng, pieces));
            break;
        }
    }
    tl_buf_add(out, tl_slice_sub(text, at, text.len));
}

void gen_noise(struct rng *rng, size_t count, struct tl_buf *out)
{
    static const char common[] = "()[]//.: \n\n\r-1234ABCSU";
    const size_t plain = rng_below(rng, 3);
    for (size_t i = 0; i < count; i++) {
        if (plain == 0 || (plain == 1 && rng_one_in(rng, 3))) {
            tl_buf_byte(out, (unsigned char)rng_next(rng));
        } else {
            tl_buf_byte(out, (unsigned char)common[rng_below(rng, sizeof(common) - 1)]);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a pattern into a tree (pcre2pattern(3), PCRE2 10.42).  Where versions of PCRE2 differ, or where a
 * construct could let a match be what the tree does not say, the reader gives up: `is_lost`.
 */
#include "policy/regex_tree.h"

#include "base/utf8.h"
#include "policy/regex.h"

enum { DEPTH_MOST = 200, REPEAT_DIGITS = 5 };

struct reader {
    struct tl_arena *arena;
    struct tl_regex_classes *classes;
    tl_slice pattern;
    size_t at;
    size_t depth;
    bool is_caseless;
    bool is_lost;
    size_t skipping;            /* inside so many assertions of what follows: they are read over */
    struct tl_regex_node *node; /* stands for all nodes of what is skipped */
};

static struct tl_regex_node *read_alternatives(struct reader *r);

/* The byte `ahead` of the reader, or 0; a pattern holds no NUL that is not lost. */
static unsigned char peek(const struct reader *r, size_t ahead)
{
    return r->at + ahead < r->pattern.len ? r->pattern.ptr[r->at + ahead] : 0;
}

static bool is_quantifier(unsigned char c)
{
    return c == '*' || c == '+' || c == '?' || c == '{';
}

static bool take(struct reader *r, tl_slice text)
{
    if (!tl_slice_starts(tl_slice_sub(r->pattern, r->at, r->pattern.len), text)) {
        return false;
    }
    r->at += text.len;
    return true;
}

static struct tl_regex_node *node_new(struct reader *r, enum tl_regex_node_type type)
{
    if (r->skipping > 0) {
        return r->node;
    }
    struct tl_regex_node *node = tl_arena_alloc(r->arena, 1, sizeof(*node));
    node->type = type;
    return node;
}

static struct tl_regex_node *lose(struct reader *r)
{
    r->is_lost = true;
    return node_new(r, TL_NODE_ANY);
}

static void child_add(struct tl_regex_node *parent, struct tl_regex_node *child)
{
    if (parent == child) { /* skipped */
        return;
    }
    if (parent->first == NULL) {
        parent->first = child;
    } else {
        parent->last->next = child;
    }
    parent->last = child;
}

static void set_add(struct tl_byte_set *set, unsigned char c)
{
    set->ascii[c >> 6] |= (uint64_t)1 << (c & 63);
}

/* --- characters ----------------------------------------------------------------------------------------- */

/* One character of plain text. */
static struct tl_regex_node *character(struct reader *r, uint32_t code)
{
    struct tl_regex_node *node = node_new(r, TL_NODE_SET);
    if (code < 0x80) {
        set_add(&node->set, (unsigned char)code);
        if (r->is_caseless) {
            set_add(&node->set, tl_to_lower((unsigned char)code));
            set_add(&node->set, tl_to_upper((unsigned char)code));
        }
        return node;
    }
    node->set.has_other = true;
    if (r->is_caseless) { /* its partners may be ASCII letters: U+212A is k, U+017F is s */
        for (unsigned char c = 'a'; c <= 'z'; c++) {
            set_add(&node->set, c);
            set_add(&node->set, tl_to_upper(c));
        }
        node->is_wide = true;
        return node;
    }
    unsigned char bytes[4];
    node->exact = tl_arena_dup(r->arena, (tl_slice){bytes, tl_utf8_encode(code, bytes)});
    return node;
}

/* What stands at the reader and ends at `end` is one character of a class: PCRE2 itself says which. */
static struct tl_regex_node *class_of(struct reader *r, size_t end, bool has_other)
{
    const tl_slice text = tl_slice_sub(r->pattern, r->at, end);
    struct tl_regex_node *node = node_new(r, TL_NODE_SET);
    const struct tl_regex_class *known = NULL;
    for (size_t i = 0; i < r->classes->list.count && known == NULL; i++) {
        const struct tl_regex_class *item = &r->classes->list.items[i];
        if (item->is_caseless == r->is_caseless && tl_slice_eq(item->text, text)) {
            known = item;
        }
    }
    if (known == NULL) {
        struct tl_regex_class *item = TL_PUSH(r->classes->arena, &r->classes->list);
        item->text = tl_arena_dup(r->classes->arena, text);
        item->is_caseless = r->is_caseless;
        item->is_known = tl_regex_ascii(text, r->is_caseless, item->set.ascii);
        known = item;
    }
    r->at = end;
    if (!known->is_known) { /* its end is not where it seemed to be */
        return lose(r);
    }
    node->set = known->set;
    node->set.has_other = has_other;
    return node;
}

/* A class in brackets.  Lost: \Q, \c, and brackets inside that are no name of a POSIX class. */
static struct tl_regex_node *bracket(struct reader *r)
{
    static const char *const names[] = {"alpha", "lower", "upper", "alnum", "ascii", "blank", "cntrl",
                                        "digit", "graph", "print", "punct", "space", "word",  "xdigit"};
    const tl_slice pattern = r->pattern;
    size_t at = r->at + 1;
    bool has_other = at < pattern.len && pattern.ptr[at] == '^';
    at += has_other ? 1 : 0;
    for (bool is_first = true; at < pattern.len && (is_first || pattern.ptr[at] != ']'); is_first = false) {
        const unsigned char c = pattern.ptr[at];
        const unsigned char next = at + 1 < pattern.len ? pattern.ptr[at + 1] : 0;
        if (c == '[' && next == ':') {
            const size_t close = tl_slice_find(pattern, TL_LIT(":]"), at + 2);
            tl_slice name = tl_slice_sub(pattern, at + 2, close == TL_NONE ? at + 2 : close);
            name = name.len > 0 && name.ptr[0] == '^' ? tl_slice_sub(name, 1, name.len) : name;
            bool is_name = false;
            for (size_t i = 0; i < TL_COUNT(names); i++) {
                is_name = is_name || tl_slice_eq(name, tl_str(names[i]));
            }
            if (!is_name) {
                return lose(r);
            }
            has_other = true;
            at = close + 2;
        } else if (c == '\\') {
            if (next == 0 || next == 'Q' || next == 'E' || next == 'c' || next >= 0x80) {
                return lose(r);
            }
            has_other = has_other || tl_is_alnum(next);
            at += 2;
        } else if (c == '[' && (next == '.' || next == '=')) {
            return lose(r);
        } else {
            has_other = has_other || c >= 0x80;
            at++;
        }
    }
    return at < pattern.len ? class_of(r, at + 1, has_other) : lose(r);
}

/* --- escapes -------------------------------------------------------------------------------------------- */

static uint32_t hex_value(unsigned char c)
{
    return tl_is_digit(c) ? (uint32_t)(c - '0') : (uint32_t)(tl_to_lower(c) - 'a' + 10);
}

static bool is_hex(unsigned char c)
{
    return tl_is_digit(c) || (tl_to_lower(c) >= 'a' && tl_to_lower(c) <= 'f');
}

/* \xhh and \x{h...}; the reader stands behind the x. */
static struct tl_regex_node *hex_escape(struct reader *r)
{
    const bool has_braces = take(r, TL_LIT("{"));
    uint32_t code = 0;
    size_t digits = 0;
    while (is_hex(peek(r, 0)) && digits < (has_braces ? 6 : 2)) {
        code = code * 16 + hex_value(peek(r, 0));
        r->at++;
        digits++;
    }
    if (digits == 0 || (has_braces && !take(r, TL_LIT("}"))) || code == 0 || code > 0x10ffff) {
        return lose(r);
    }
    return character(r, code);
}

/* \p and \P with one letter or braces. */
static struct tl_regex_node *property(struct reader *r)
{
    size_t end = r->at + 3;
    if (peek(r, 2) == '{') {
        const size_t close = tl_slice_find(r->pattern, TL_LIT("}"), r->at);
        end = close == TL_NONE ? r->pattern.len + 1 : close + 1;
    }
    return end <= r->pattern.len ? class_of(r, end, true) : lose(r);
}

static struct tl_regex_node *escape(struct reader *r)
{
    static const char controls[][2] = {{'a', 7}, {'e', 27}, {'f', 12}, {'n', 10}, {'r', 13}, {'t', 9}};
    const unsigned char c = peek(r, 1);
    struct tl_regex_node *node = NULL;
    if (c == 0 || c >= 0x80) {
        return lose(r);
    }
    if (!tl_is_alnum(c)) {
        r->at += 2;
        return character(r, c);
    }
    if (c >= '1' && c <= '9') { /* what a group matched, or an octal number: anything */
        for (r->at++; tl_is_digit(peek(r, 0)); r->at++) {
        }
        return node_new(r, TL_NODE_ANY);
    }
    if (strchr("dDwWsShHvV", c) != NULL || (c == 'N' && peek(r, 2) != '{')) {
        return class_of(r, r->at + 2, true);
    }
    if (c == 'p' || c == 'P') {
        return property(r);
    }
    r->at += 2;
    if (c == 'x') {
        return hex_escape(r);
    }
    if (c == 'X' || c == 'R') {
        return node_new(r, TL_NODE_ANY);
    }
    if (strchr("bBAzZ", c) != NULL) {
        node = node_new(r, TL_NODE_EMPTY);
        node->is_boundary = c == 'b';
        return node;
    }
    for (size_t i = 0; i < TL_COUNT(controls); i++) {
        if (c == (unsigned char)controls[i][0]) {
            return character(r, (unsigned char)controls[i][1]);
        }
    }
    return lose(r); /* \G, \K, \C, \Q, \E, \g, \k, \o, \0, \c, \N{...}: rare, and easy to get wrong */
}

/* --- groups --------------------------------------------------------------------------------------------- */

/* Reads to the parenthesis that closes the group, and over it. */
static struct tl_regex_node *group_rest(struct reader *r)
{
    const bool is_caseless = r->is_caseless;
    struct tl_regex_node *node = read_alternatives(r);
    r->is_caseless = is_caseless;
    return take(r, TL_LIT(")")) ? node : lose(r);
}

/* What a lookbehind says of the one byte before it. */
static void note_before(struct tl_regex_node *node, const struct tl_regex_node *inside, bool is_negative)
{
    for (const struct tl_regex_node *branch = inside->first; branch != NULL; branch = branch->next) {
        const struct tl_regex_node *one = branch->first;
        const bool is_one = one != NULL && one->next == NULL && one->type == TL_NODE_SET;
        if (is_negative && is_one && !one->is_wide) { /* no branch may stand there */
            node->has_before = true;
            node->set.ascii[0] |= one->set.ascii[0];
            node->set.ascii[1] |= one->set.ascii[1];
        } else if (!is_negative && is_one && branch == inside->first && branch->next == NULL) {
            node->has_before = true;
            node->set = one->set;
        }
    }
    if (node->has_before && is_negative) {
        node->set.ascii[0] = ~node->set.ascii[0];
        node->set.ascii[1] = ~node->set.ascii[1];
    }
}

static struct tl_regex_node *assertion(struct reader *r, bool is_behind, bool is_negative)
{
    const bool is_skipped = !is_behind || r->skipping > 0;
    r->skipping += is_skipped ? 1 : 0;
    const struct tl_regex_node *inside = group_rest(r);
    r->skipping -= is_skipped ? 1 : 0;
    struct tl_regex_node *node = node_new(r, TL_NODE_EMPTY);
    if (!is_skipped && !r->is_lost) {
        note_before(node, inside, is_negative);
    }
    return node;
}

/* (?i), (?-i:...) and their like; the reader stands behind "(?".  x and n change how a pattern is read, ^ all
 * of them. */
static struct tl_regex_node *option(struct reader *r)
{
    const bool was_caseless = r->is_caseless;
    bool is_caseless = was_caseless;
    bool is_on = true;
    for (;; r->at++) {
        const unsigned char c = peek(r, 0);
        if (c == '-' && is_on) {
            is_on = false;
        } else if (c == 'i') {
            is_caseless = is_on;
        } else if (c != 'm' && c != 's' && c != 'U' && c != 'J') {
            break;
        }
    }
    r->is_caseless = is_caseless;
    if (take(r, TL_LIT(")"))) { /* holds to the end of the group around it */
        return is_quantifier(peek(r, 0)) ? lose(r) : node_new(r, TL_NODE_EMPTY);
    }
    if (!take(r, TL_LIT(":"))) {
        return lose(r);
    }
    struct tl_regex_node *node = group_rest(r);
    r->is_caseless = was_caseless;
    return node;
}

static struct tl_regex_node *group_name(struct reader *r, tl_slice close)
{
    const size_t end = tl_slice_find(r->pattern, close, r->at);
    if (end == TL_NONE) {
        return lose(r);
    }
    r->at = end + 1;
    return group_rest(r);
}

static struct tl_regex_node *group(struct reader *r)
{
    r->at++;
    if (!take(r, TL_LIT("?"))) {
        return peek(r, 0) == '*' ? lose(r) : group_rest(r);
    }
    if (take(r, TL_LIT(":")) || take(r, TL_LIT(">")) || take(r, TL_LIT("|"))) {
        return group_rest(r);
    }
    if (take(r, TL_LIT("=")) || take(r, TL_LIT("!"))) {
        return assertion(r, false, false);
    }
    if (take(r, TL_LIT("<="))) {
        return assertion(r, true, false);
    }
    if (take(r, TL_LIT("<!"))) {
        return assertion(r, true, true);
    }
    if (take(r, TL_LIT("<")) || take(r, TL_LIT("P<"))) {
        return peek(r, 0) == '*' ? lose(r) : group_name(r, TL_LIT(">"));
    }
    if (take(r, TL_LIT("'"))) {
        return group_name(r, TL_LIT("'"));
    }
    if (take(r, TL_LIT("#"))) {
        const size_t end = tl_slice_find(r->pattern, TL_LIT(")"), r->at);
        r->at = end == TL_NONE ? r->pattern.len : end + 1;
        /* a quantifier behind a comment belongs to what stands before it */
        return end == TL_NONE || is_quantifier(peek(r, 0)) ? lose(r) : node_new(r, TL_NODE_EMPTY);
    }
    return option(r); /* conditions, calls and callouts are lost there */
}

/* --- the whole ------------------------------------------------------------------------------------------ */

static struct tl_regex_node *atom(struct reader *r)
{
    const unsigned char c = peek(r, 0);
    if (c == '(') {
        return group(r);
    }
    if (c == '[') {
        return bracket(r);
    }
    if (c == '\\') {
        return escape(r);
    }
    if (c == '.') {
        struct tl_regex_node *node = class_of(r, r->at + 1, true);
        set_add(&node->set, '\n'); /* with (?s) */
        node->is_wide = true;
        return node;
    }
    if (c == '^' || c == '$') {
        r->at++;
        return node_new(r, TL_NODE_EMPTY);
    }
    if (c == 0 || is_quantifier(c)) { /* a brace that is text in some versions */
        return lose(r);
    }
    if (c < 0x80) {
        r->at++;
        return character(r, c);
    }
    const struct tl_char plain = tl_char_at(r->pattern, r->at);
    r->at += plain.len;
    return character(r, plain.code);
}

/* Digits of a quantifier; false without any. */
static bool read_count(struct reader *r, uint32_t *out)
{
    size_t digits = 0;
    *out = 0;
    for (; tl_is_digit(peek(r, 0)) && digits < REPEAT_DIGITS; digits++, r->at++) {
        *out = *out * 10 + (uint32_t)(peek(r, 0) - '0');
    }
    return digits > 0;
}

/* Reads a quantifier; false when none stands here. */
static bool quantifier(struct reader *r, uint32_t *least, uint32_t *most)
{
    const unsigned char c = peek(r, 0);
    if (c == '*' || c == '+' || c == '?') {
        *least = c == '+' ? 1 : 0;
        *most = c == '?' ? 1 : TL_REPEAT_FOREVER;
        r->at++;
    } else if (c == '{') {
        r->at++;
        bool is_read = read_count(r, least);
        *most = *least;
        if (is_read && take(r, TL_LIT(",")) && !read_count(r, most)) {
            *most = TL_REPEAT_FOREVER;
        }
        if (!is_read || !take(r, TL_LIT("}")) || *most < *least) {
            r->is_lost = true; /* text in some versions of PCRE2, a quantifier in others */
            return false;
        }
    } else {
        return false;
    }
    if (peek(r, 0) == '?' || peek(r, 0) == '+') {
        r->at++;
    }
    return true;
}

static struct tl_regex_node *read_sequence(struct reader *r)
{
    struct tl_regex_node *sequence = node_new(r, TL_NODE_CAT);
    while (!r->is_lost && r->at < r->pattern.len && peek(r, 0) != '|' && peek(r, 0) != ')') {
        struct tl_regex_node *node = atom(r);
        uint32_t least = 0;
        uint32_t most = 0;
        while (!r->is_lost && quantifier(r, &least, &most)) {
            struct tl_regex_node *repeat = node_new(r, TL_NODE_REPEAT);
            repeat->least = least;
            repeat->most = most;
            child_add(repeat, node);
            node = repeat;
        }
        child_add(sequence, node);
    }
    return sequence;
}

static struct tl_regex_node *read_alternatives(struct reader *r)
{
    struct tl_regex_node *alternatives = node_new(r, TL_NODE_ALT);
    if (r->depth == DEPTH_MOST) {
        return lose(r);
    }
    r->depth++;
    do {
        child_add(alternatives, read_sequence(r));
    } while (!r->is_lost && take(r, TL_LIT("|")));
    r->depth--;
    return alternatives;
}

struct tl_regex_node *tl_regex_tree(struct tl_arena *arena, struct tl_regex_classes *classes,
                                    tl_slice pattern, bool is_caseless)
{
    struct reader r = {.arena = arena, .classes = classes, .pattern = pattern, .is_caseless = is_caseless};
    struct tl_regex_node skipped = {.type = TL_NODE_ANY};
    r.node = &skipped;
    struct tl_regex_node *root = read_alternatives(&r);
    return r.is_lost || r.at < pattern.len ? NULL : root;
}

bool tl_regex_odd(tl_slice text)
{
    static const char odd[][4] = {"\xc5\xbf", "\xe2\x84\xaa"};
    for (size_t i = 0; i < TL_COUNT(odd); i++) {
        if (tl_slice_find(text, tl_str(odd[i]), 0) != TL_NONE) {
            return true;
        }
    }
    return false;
}

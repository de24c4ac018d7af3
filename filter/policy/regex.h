/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The regex of a rule: what its text holds, and its compilation (performance.md 6 for what PCRE2 does).
 *
 * The scanner knows just enough of the syntax to tell text from classes, groups and escapes.
 */
#ifndef TL_POLICY_REGEX_H
#define TL_POLICY_REGEX_H

#include "policy/policy.h"

enum tl_regex_token_type {
    TL_REGEX_END = 0,
    TL_REGEX_LITERAL, /* one byte of plain text, an escaped punctuation mark among it */
    TL_REGEX_DOT,
    TL_REGEX_CLASS,   /* [...] */
    TL_REGEX_ESCAPE,  /* \d, \b, \x{..}, ...; begins with the backslash */
    TL_REGEX_OPEN,    /* ( of a group that does not capture, a lookaround or a condition */
    TL_REGEX_CAPTURE, /* ( of a capturing group */
    TL_REGEX_CLOSE,
    TL_REGEX_OR,
    TL_REGEX_VERB,   /* (*NAME...) */
    TL_REGEX_OPTION, /* (?i), (?#comment), (?C1), (?R): nothing is opened */
    TL_REGEX_REPEAT, /* *, +, ?, {n,m}, with what makes it lazy or possessive */
    TL_REGEX_ANCHOR  /* ^ or $ */
};

struct tl_regex_token {
    enum tl_regex_token_type type;
    struct tl_span span; /* in the pattern */
    unsigned char byte;  /* of a literal */
    bool is_unbounded;   /* of a repeat */
};

/* Walks a pattern; zeroed with `pattern` set is ready. */
struct tl_regex_scan {
    tl_slice pattern;
    size_t at;
    bool is_quoted; /* between \Q and \E */
};

/* The next token; END at the end. */
struct tl_regex_token tl_regex_next(struct tl_regex_scan *scan);

/* What is wrong with a pattern. */
struct tl_regex_error {
    const char *slug; /* NULL: nothing */
    size_t offset;    /* in the pattern */
    char text[256];
};

/*
 * Compiles a pattern, with JIT where there is JIT and both engines of PCRE2 do the pattern alike.  Refused:
 * what does not compile, what can match the empty string, \C, \K, callouts, and (*VERBS), which change
 * limits, newlines or what other matches see.  NULL and `error` when refused; else owned, pcre2_code_free.
 */
pcre2_code *tl_regex_compile(tl_slice pattern, bool is_caseless, struct tl_regex_error *error);

/* The ASCII characters that `item`, a class or an escape for one character, matches, as bits.  False when
 * PCRE2 does not take it as one character. */
bool tl_regex_ascii(tl_slice item, bool is_caseless, uint64_t out[2]);

/* The span in the pattern of capturing group `number`, without its parentheses; all of it for 0 or when it is
 * not to be found. */
struct tl_span tl_regex_group(tl_slice pattern, uint32_t number);

#endif

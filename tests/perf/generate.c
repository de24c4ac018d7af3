/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the benchmark runs on, from a seed: cables as they stand on a wire, and rules for each of the programs
 * that are compared.
 *
 *     perf_generate cables BYTES SEED           cables of about 2.5 KB, ZCZC to NNNN, until BYTES are reached
 *     perf_generate rules N SEED yaml|sed|perl|rg   the same N rules, each program's way
 *     perf_generate text KIND N                 one cable: line (a line of N bytes), paragraphs, hits (N of
 * them)
 *
 * Rules are of the sorts that policies have: 60 % names, 15 % offices, 10 % codes, 10 % phrases in any case,
 * 5 % shapes of digits.  Seven of ten hits are of the first ten rules, the others of the next fifty, so that
 * the same text serves every number of rules.  Nothing here depends on the machine.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RULES = 4000, WORD = 32, HITS_LEAST = 8, HITS_MORE = 14, FIRST = 10, COMMON = 60 };

struct rng {
    uint64_t state;
};

/* SplitMix64. */
static uint64_t next(struct rng *rng)
{
    uint64_t z = rng->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static size_t below(struct rng *rng, size_t bound)
{
    return (size_t)(next(rng) % bound);
}

enum sort { NAME, OFFICE, CODE, PHRASE, SHAPE };

struct rule {
    enum sort sort;
    char a[WORD];
    char b[WORD];
};

static struct rule rules[RULES];

static void make_word(struct rng *rng, size_t syllables, bool is_capital, char *out)
{
    static const char consonants[] = "bcdfghklmnprstvz";
    static const char vowels[] = "aeiou";
    size_t n = 0;
    for (size_t i = 0; i < syllables; i++) {
        out[n++] = consonants[below(rng, sizeof(consonants) - 1)];
        out[n++] = vowels[below(rng, sizeof(vowels) - 1)];
        if (below(rng, 3) == 0) {
            out[n++] = "nrslm"[below(rng, 5)];
        }
    }
    out[n] = '\0';
    if (is_capital) {
        out[0] = (char)(out[0] - 'a' + 'A');
    }
}

static void make_rules(uint64_t seed)
{
    static const enum sort sorts[20] = {NAME, NAME,   NAME,   OFFICE, NAME,   CODE, NAME,
                                        NAME, PHRASE, NAME,   NAME,   OFFICE, NAME, NAME,
                                        CODE, NAME,   PHRASE, OFFICE, NAME,   SHAPE};
    struct rng rng = {seed};
    for (size_t i = 0; i < RULES; i++) {
        rules[i].sort = sorts[i % 20];
        make_word(&rng, 2 + below(&rng, 2), rules[i].sort != PHRASE, rules[i].a);
        make_word(&rng, 2 + below(&rng, 3), rules[i].sort != PHRASE, rules[i].b);
    }
}

/* The pattern of a rule in what ERE of GNU sed, Perl, PCRE2 and Rust's regex have in common. */
static void put_pattern(const struct rule *rule, size_t index)
{
    static const char *const digits[] = {"[0-9]{3}-[0-9]{3}-[0-9]{4}", "[0-9]{3}-[0-9]{2}-[0-9]{4}",
                                         "[0-9]{4} [0-9]{4} [0-9]{4} [0-9]{4}", "[0-9]{2}-[0-9]{7}"};
    switch (rule->sort) {
    case NAME:
        printf("\\b%s %s\\b", rule->a, rule->b);
        break;
    case OFFICE:
        printf("\\b%s (Office|Bureau|Institute)\\b", rule->a);
        break;
    case CODE:
        printf("\\b%.3s-[0-9]{4,6}\\b", rule->a);
        break;
    case PHRASE:
        printf("\\b%s %s\\b", rule->a, rule->b);
        break;
    case SHAPE:
        if (index / 20 < 4) {
            printf("\\b%s\\b", digits[index / 20]);
        } else {
            printf("\\b%.2s[0-9]{%zu}\\b", rule->a, 5 + index / 20 % 4);
        }
        break;
    }
}

static void put_hit(struct rng *rng)
{
    const size_t index = below(rng, 10) < 7 ? below(rng, FIRST) : FIRST + below(rng, COMMON - FIRST);
    const struct rule *rule = &rules[index];
    switch (rule->sort) {
    case NAME:
        printf("%s %s", rule->a, rule->b);
        break;
    case OFFICE:
        printf("%s Bureau", rule->a);
        break;
    case CODE:
        printf("%.3s-%04zu", rule->a, below(rng, 10000));
        break;
    case PHRASE:
        printf("%s %s", rule->a, rule->b);
        break;
    case SHAPE:
        printf("%03zu-%03zu-%04zu", below(rng, 1000), below(rng, 1000), below(rng, 10000));
        break;
    }
}

static void put_rules(size_t count, const char *how)
{
    const bool is_yaml = strcmp(how, "yaml") == 0;
    if (is_yaml) {
        printf(
            "tearline-rules: 1\nid: bench\ntitle: Rules of the benchmark\nexemptions: ['(b)(6)']\nrules:\n");
    } else if (strcmp(how, "rg") == 0) {
        printf("(?:");
    }
    for (size_t i = 0; i < count; i++) {
        const bool is_any = rules[i].sort == PHRASE;
        if (is_yaml) {
            printf("  - id: bench.r%zu\n    why: a rule of the benchmark\n    match: '", i);
            put_pattern(&rules[i], i);
            printf("'\n%s    tests: [{miss: 'nothing'}]\n", is_any ? "    case: any\n" : "");
        } else if (strcmp(how, "rg") == 0) {
            printf("%s%s", i > 0 ? "|" : "", is_any ? "(?i:" : "(?:");
            put_pattern(&rules[i], i);
            printf(")");
        } else {
            printf("s/");
            put_pattern(&rules[i], i);
            printf("/[(b)(6)]/g%s%s\n", is_any ? (strcmp(how, "sed") == 0 ? "I" : "i") : "",
                   strcmp(how, "perl") == 0 ? ";" : "");
        }
    }
    if (strcmp(how, "rg") == 0) {
        printf(")\n");
    }
}

static const char *const fillers[] = {
    "the",      "of",       "minister", "opened",    "and",     "was",       "told",    "us",
    "that",     "in",       "a",        "visit",     "fishery", "talks",     "harbour", "will",
    "be",       "port",     "after",    "noted",     "which",   "during",    "between", "economic",
    "council",  "approach", "review",   "committee", "meeting", "quota",     "morning", "rather",
    "question", "position", "results",  "draft",     "paper",   "agreement", "vessel",  "cargo"};

/* Prose of about `words` words, wrapped, with `hits` hits spread over it. */
static void put_prose(struct rng *rng, size_t words, size_t hits)
{
    size_t column = 12;
    for (size_t i = 0; i < words; i++) {
        if (hits > 0 && below(rng, words - i) < hits) {
            put_hit(rng);
            column += 14;
            hits--;
        } else {
            char word[WORD];
            if (below(rng, 4) == 0) {
                make_word(rng, 1 + below(rng, 4), below(rng, 12) == 0, word);
            } else {
                snprintf(word, sizeof(word), "%s", fillers[below(rng, sizeof(fillers) / sizeof(fillers[0]))]);
            }
            fputs(word, stdout);
            column += strlen(word);
        }
        if (below(rng, 14) == 0) {
            putchar('.');
        }
        if (column > 62) {
            putchar('\n');
            column = 0;
        } else if (i + 1 < words) {
            putchar(' ');
            column++;
        }
    }
    puts(column == 0 ? "It was so." : ".");
}

static void put_head(size_t number, const char *level, const char *zny)
{
    printf("ZCZC ABC%03zu\nPP RUEHC RUEHXV\nDE RUEHPD #%04zu 0611405\n%s ZZH\nP 021405Z MAR 07\n"
           "FM AMEMBASSY PORT ARDENT\nTO RUEHC/SECSTATE WASHDC PRIORITY 4455\nINFO RUEHXV/AMEMBASSY NOVA "
           "SELA 0098\n"
           "BT\n%s PORT ARDENT %06zu\n\nSIPDIS\n\nE.O. 12958: DECL: 03/02/2017\nTAGS: PREL, PGOV, XV\n"
           "SUBJECT: (U) HARBOUR TALKS\n\nREF: NOVA SELA 0044\n\n",
           number % 1000, number % 10000, zny, level, number % 1000000);
}

static void put_cable(struct rng *rng, size_t number)
{
    static const char *const marks[] = {"(U)", "(C)", "(C)", "(U)", "(SBU)", "(C)"};
    size_t hits = HITS_LEAST + below(rng, HITS_MORE);
    put_head(number, "C O N F I D E N T I A L", "ZNY CCCCC");
    for (size_t i = 0; i < 6; i++) {
        const size_t here = i == 5 ? hits : below(rng, hits / 2 + 1);
        printf("%zu. %s ", i + 1, marks[i]);
        put_prose(rng, 58, here);
        putchar('\n');
        hits -= here;
    }
    puts("QUENTHORPE\nNNNN\n");
}

static void put_cables(size_t bytes, uint64_t seed)
{
    struct rng rng = {seed ^ 0x5eed};
    enum { ABOUT = 2560 };
    for (size_t i = 0; i * ABOUT < bytes; i++) {
        put_cable(&rng, i + 1);
    }
}

static void put_text(const char *kind, size_t n)
{
    struct rng rng = {7};
    put_head(1, "C O N F I D E N T I A L", "ZNY CCCCC");
    if (strcmp(kind, "paragraphs") == 0) {
        for (size_t i = 0; i < n; i++) {
            printf("%zu. (C) The talks went on.\n\n", i + 1);
        }
    } else if (strcmp(kind, "hits") == 0) {
        printf("1. (C) ");
        for (size_t i = 0; i < n; i++) {
            put_hit(&rng);
            printf(i % 4 == 3 ? " and\n" : " of ");
        }
        printf("more.\n\n");
    } else {
        printf("1. (C) ");
        for (size_t i = 0; i < n; i += 8) {
            printf("harbour ");
        }
        printf("\n\n");
    }
    puts("QUENTHORPE\nNNNN\n");
}

int main(int argc, char **argv)
{
    static char buffer[1 << 16];
    setvbuf(stdout, buffer, _IOFBF, sizeof(buffer));
    make_rules(argc > 3 ? strtoull(argv[3], NULL, 10) : 1);
    if (argc == 4 && strcmp(argv[1], "cables") == 0) {
        put_cables(strtoull(argv[2], NULL, 10), strtoull(argv[3], NULL, 10));
    } else if (argc == 5 && strcmp(argv[1], "rules") == 0) {
        const size_t count = strtoull(argv[2], NULL, 10);
        put_rules(count < RULES ? count : RULES, argv[4]);
    } else if (argc == 4 && strcmp(argv[1], "text") == 0) {
        make_rules(1);
        put_text(argv[2], strtoull(argv[3], NULL, 10));
    } else {
        fprintf(stderr,
                "usage: perf_generate cables BYTES SEED | rules N SEED yaml|sed|perl|rg | text KIND N\n");
        return 2;
    }
    return fflush(stdout) == 0 ? 0 : 1;
}

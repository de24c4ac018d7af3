/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the benchmark runs on, from a seed: cables as they stand on a wire, and rules for each of the programs
 * that are compared (rules.h).
 *
 *     perf_generate cables BYTES SEED              cables of about 2.5 KB, ZCZC to NNNN, until BYTES are
 * reached perf_generate rules N SEED yaml|sed|perl|rg  the same N rules, each program's way perf_generate
 * text KIND N                    one cable of one sort N times: line (a line of N bytes), paragraphs, hits
 *
 * A cable has 8 to 21 hits and about as many near misses.  Seven of ten hits are of the first ten rules, the
 * others of the next fifty, so that the same text serves every number of rules.  No hit goes over a line end:
 * the programs that are compared read lines.  Nothing here depends on the machine.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules.h"

enum { HITS_LEAST = 8, HITS_MORE = 14, PARAGRAPHS = 6, WORDS = 47, WIDTH = 64, NAMESAKES = 500000 };

/* How far the text has come. */
static size_t written;
static size_t column;

static void put(const char *text)
{
    const size_t len = strlen(text);
    fputs(text, stdout);
    written += len;
    column += len;
}

static void put_line(const char *text)
{
    put(text);
    put("\n");
    column = 0;
}

/* A blank, or the end of the line before what would not fit. */
static void put_gap(size_t next)
{
    if (column + 1 + next > WIDTH) {
        put_line("");
    } else if (column > 0) {
        put(" ");
    }
}

static void put_hit(struct rng *rng)
{
    char hit[PERF_HIT];
    perf_hit(rng,
             below(rng, 10) < 7 ? below(rng, PERF_FIRST) : PERF_FIRST + below(rng, PERF_BASE - PERF_FIRST),
             hit);
    put_gap(strlen(hit));
    put(hit);
}

static void put_filler(struct rng *rng)
{
    static const char *const fillers[] = {
        "the",      "of",       "minister", "opened",    "and",     "was",       "told",    "us",
        "that",     "in",       "a",        "visit",     "fishery", "talks",     "harbour", "will",
        "be",       "port",     "after",    "noted",     "which",   "during",    "between", "economic",
        "council",  "approach", "review",   "committee", "meeting", "quota",     "morning", "rather",
        "question", "position", "results",  "draft",     "paper",   "agreement", "vessel",  "cargo"};
    char word[PERF_WORD];
    if (below(rng, 4) == 0) {
        make_word(rng, 1 + below(rng, 4), word);
    } else {
        snprintf(word, sizeof(word), "%s", fillers[below(rng, sizeof(fillers) / sizeof(fillers[0]))]);
    }
    put_gap(strlen(word));
    put(word);
}

/* Prose of about `words` words, wrapped, with `hits` hits spread over it, each between words in small
 * letters. */
static void put_prose(struct rng *rng, size_t words, size_t hits)
{
    for (size_t i = 0; i < words; i++) {
        put_filler(rng);
        if (below(rng, words - i) < hits) {
            put_hit(rng);
            put_filler(rng);
            hits--;
        } else if (below(rng, 10) == 0) {
            const char *miss = perf_near_miss(rng);
            put_gap(strlen(miss));
            put(miss);
            put_filler(rng);
        } else if (below(rng, 24) == 0) {
            char name[PERF_WORD];
            make_name(rng, 2 + below(rng, 3), name);
            put_gap(strlen(name));
            put(name);
            put_filler(rng);
        }
        if (below(rng, 14) == 0) {
            put(below(rng, 3) == 0 ? "." : ",");
        }
    }
    put_line(".");
}

/* Each cable has a post and number of its own. */
static void put_head(size_t number, const char *subject)
{
    static const char *const posts[] = {"PORT ARDENT", "NOVA SELA", "EAST HALVARD", "TARNMOUTH"};
    const char *post = posts[number / NAMESAKES % 4];
    char head[1024];
    snprintf(
        head, sizeof(head),
        "ZCZC ABC%03zu\nPP RUEHC RUEHXV\nDE RUEHPD #%04zu 0611405\nZNY CCCCC ZZH\nP 021405Z MAR 07\n"
        "FM AMEMBASSY %s\nTO RUEHC/SECSTATE WASHDC PRIORITY 4455\nINFO RUEHXV/AMEMBASSY ORLEVAY 0098\nBT\n"
        "C O N F I D E N T I A L %s %06zu\n\nSIPDIS\n\nE.O. 12958: DECL: 03/02/2017\nTAGS: PREL, PGOV, XV\n"
        "SUBJECT: (U) %s\n\nREF: ORLEVAY 0044\n",
        number % 1000, number % 10000, post, post, number % NAMESAKES + 1, subject);
    put_line(head);
}

static void put_end(void)
{
    put_line("BRENDISH");
    put_line("NNNN");
}

static void put_label(size_t number, const char *mark)
{
    char label[PERF_WORD];
    snprintf(label, sizeof(label), "%zu. %s", number, mark);
    put(label);
}

static void put_cable(struct rng *rng, size_t number)
{
    static const char *const marks[PARAGRAPHS] = {"(U)", "(C)", "(C)", "(U)", "(SBU)", "(C)"};
    const size_t hits = HITS_LEAST + below(rng, HITS_MORE);
    put_head(number, "HARBOUR TALKS");
    for (size_t i = 0; i < PARAGRAPHS; i++) {
        put_label(i + 1, marks[i]);
        put_prose(rng, WORDS, hits * (i + 1) / PARAGRAPHS - hits * i / PARAGRAPHS);
        put_line("");
    }
    put_end();
}

static void put_cables(size_t bytes, uint64_t seed)
{
    struct rng rng = {seed ^ 0x5eed};
    for (size_t i = 0; written < bytes; i++) {
        put_cable(&rng, i);
    }
}

static void put_text(const char *kind, size_t n)
{
    struct rng rng = {7};
    put_head(1, "HARBOUR TALKS");
    if (strcmp(kind, "paragraphs") == 0) {
        for (size_t i = 0; i < n; i++) {
            put_label(i + 1, "(C)");
            put_line(" The talks went on.\n");
        }
    } else {
        put_label(1, "(C)");
        const size_t begin = written;
        if (strcmp(kind, "hits") == 0) {
            for (size_t i = 0; i < n; i++) {
                put_hit(&rng);
                put_filler(&rng);
            }
        } else {
            while (written - begin < n) {
                put(" harbour");
            }
        }
        put_line(".\n");
    }
    put_end();
}

int main(int argc, char **argv)
{
    static char buffer[1 << 16];
    setvbuf(stdout, buffer, _IOFBF, sizeof(buffer));
    int status = 2;
    perf_rules_make(argc == 5 ? strtoull(argv[3], NULL, 10) : 1);
    if (argc == 4 && strcmp(argv[1], "cables") == 0) {
        put_cables(strtoull(argv[2], NULL, 10), strtoull(argv[3], NULL, 10));
        status = 0;
    } else if (argc == 5 && strcmp(argv[1], "rules") == 0) {
        const size_t count = strtoull(argv[2], NULL, 10);
        status = 2 * perf_rules_put(count < PERF_RULES ? count : PERF_RULES, argv[4]);
    } else if (argc == 4 && strcmp(argv[1], "text") == 0) {
        put_text(argv[2], strtoull(argv[3], NULL, 10));
        status = 0;
    }
    if (status == 2) {
        fputs("usage: perf_generate cables BYTES SEED | rules N SEED yaml|sed|perl|rg | "
              "text line|paragraphs|hits N\n",
              stderr);
    }
    return fflush(stdout) == 0 ? status : 1;
}

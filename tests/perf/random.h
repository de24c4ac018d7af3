/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers and words from a seed, the same on every machine. */
#ifndef TL_PERF_RANDOM_H
#define TL_PERF_RANDOM_H

#include <stddef.h>
#include <stdint.h>

enum { PERF_WORD = 32 };

struct rng {
    uint64_t state;
};

/* A number below `bound` (SplitMix64). */
static inline size_t below(struct rng *rng, size_t bound)
{
    uint64_t z = rng->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (size_t)((z ^ (z >> 31)) % bound);
}

/* An invented word of lower-case letters, at most six syllables. */
static inline void make_word(struct rng *rng, size_t syllables, char out[PERF_WORD])
{
    size_t n = 0;
    for (size_t i = 0; i < syllables && n + 4 < PERF_WORD; i++) {
        out[n++] = "bcdfghklmnprstvz"[below(rng, 16)];
        out[n++] = "aeiou"[below(rng, 5)];
        if (below(rng, 3) == 0) {
            out[n++] = "nrslm"[below(rng, 5)];
        }
    }
    out[n] = '\0';
}

/* The same, beginning with a capital. */
static inline void make_name(struct rng *rng, size_t syllables, char out[PERF_WORD])
{
    make_word(rng, syllables, out);
    out[0] = (char)(out[0] - 'a' + 'A');
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "base/nearest.h"

enum { LONGEST = 63 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t tl_edit_distance(tl_slice a, tl_slice b)
{
    size_t rows[3][LONGEST + 1];
    if (a.len > LONGEST || b.len > LONGEST) {
        return SIZE_MAX;
    }
    size_t *before = rows[0]; /* row i - 2 */
    size_t *above = rows[1];  /* row i - 1 */
    size_t *row = rows[2];
    for (size_t j = 0; j <= b.len; j++) {
        above[j] = j;
        before[j] = j;
    }
    for (size_t i = 1; i <= a.len; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            const unsigned char x = tl_to_upper(a.ptr[i - 1]);
            const unsigned char y = tl_to_upper(b.ptr[j - 1]);
            row[j] = least(above[j - 1] + (x != y), least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && x == tl_to_upper(b.ptr[j - 2]) && y == tl_to_upper(a.ptr[i - 2])) {
                row[j] = least(row[j], before[j - 2] + 1);
            }
        }
        size_t *spare = before;
        before = above;
        above = row;
        row = spare;
    }
    return above[b.len];
}

const char *tl_nearest(tl_slice word, const char *const *words, size_t count, size_t most)
{
    const char *best = NULL;
    for (size_t i = 0; i < count; i++) {
        const tl_slice other = tl_str(words[i]);
        if (other.ptr == NULL || (word.len > other.len && word.len - other.len > most) ||
            (other.len > word.len && other.len - word.len > most)) {
            continue; /* each letter more or less is an edit */
        }
        const size_t distance = tl_edit_distance(word, other);
        if (distance <= most && (best == NULL || distance < most)) {
            best = words[i];
            most = distance;
        }
    }
    return best;
}

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

/* Each edit takes one letter of `b` at most and brings one at most, wherever they stand: the letters of one
 * that the other lacks are a bound from below. */
bool tl_edits_may_do(tl_slice a, tl_slice b, size_t most)
{
    unsigned char count[32] = {0}; /* of letters that share five bits */
    size_t missing = 0;
    if (a.len > LONGEST || b.len > LONGEST || a.len > b.len + most || b.len > a.len + most) {
        return false;
    }
    for (size_t i = 0; i < a.len; i++) {
        count[a.ptr[i] & 31]++;
    }
    for (size_t i = 0; i < b.len; i++) {
        if (count[b.ptr[i] & 31] > 0) {
            count[b.ptr[i] & 31]--;
        } else {
            missing++;
        }
    }
    return missing <= most && a.len + missing <= b.len + most;
}

size_t tl_edit_distance_within(tl_slice a, tl_slice b, size_t most)
{
    const size_t distance = tl_edits_may_do(a, b, most) ? tl_edit_distance(a, b) : SIZE_MAX;
    return distance <= most ? distance : SIZE_MAX;
}

const char *tl_nearest(tl_slice word, const char *const *words, size_t count, size_t most)
{
    const char *best = NULL;
    for (size_t i = 0; i < count; i++) {
        const size_t distance =
            words[i] == NULL ? SIZE_MAX : tl_edit_distance_within(word, tl_str(words[i]), most);
        if (distance <= most && (best == NULL || distance < most)) {
            best = words[i];
            most = distance;
        }
    }
    return best;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/frequency.h"

#include "base/slice.h"

enum { RARE = 12, FEW = 16 /* one letter in so many is a capital in prose, or none in capitals */ };

/* Letters as in English prose; digits and marks as in the bodies and headers of cables. */
static const uint16_t letters[26] = {4400, 800,  1900, 2100, 6600, 1200, 1150, 2300, 4100,
                                     90,   350,  2200, 1450, 3900, 4100, 1300, 60,   3700,
                                     3700, 4900, 1500, 600,  850,  130,  950,  60};

uint32_t tl_frequency_folded(unsigned char c)
{
    static const struct {
        unsigned char byte;
        uint16_t count;
    } marks[] = {{' ', 10500}, {'.', 700}, {',', 650}, {'-', 350},  {'/', 200},
                 {'(', 180},   {')', 180}, {':', 150}, {'\'', 120}, {'"', 60},
                 {';', 40},    {'#', 15},  {'@', 6},   {'_', 6},    {'+', 4}};
    if (tl_is_alpha(c)) {
        return letters[tl_to_lower(c) - 'a'];
    }
    if (tl_is_digit(c)) {
        return 220;
    }
    for (size_t i = 0; i < TL_COUNT(marks); i++) {
        if (marks[i].byte == c) {
            return marks[i].count;
        }
    }
    return RARE;
}

uint32_t tl_frequency(unsigned char c, bool is_in_capitals)
{
    const uint32_t count = tl_frequency_folded(c);
    if (!tl_is_alpha(c)) {
        return count;
    }
    return tl_is_upper(c) == is_in_capitals ? count - count / FEW : count / FEW;
}

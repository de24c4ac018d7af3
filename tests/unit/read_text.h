/* SPDX-License-Identifier: Apache-2.0 */
/* A cable read from text without options. */
#ifndef TL_TESTS_READ_TEXT_H
#define TL_TESTS_READ_TEXT_H

#include "cable/cable.h"

struct read {
    struct tl_arena arena;
    struct tl_cable cable;
};

/* The arena is released by the caller. */
static inline void read_text(struct read *read, const char *text)
{
    const struct tl_cable_options options = {0};
    *read = (struct read){0};
    tl_cable_parse(&read->arena, tl_str(text), &options, &read->cable);
}

#endif

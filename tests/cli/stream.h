/* SPDX-License-Identifier: Apache-2.0 */
/* Streams for tests: short cables of an invented post, and a policy without rules. */
#ifndef TL_TESTS_CLI_STREAM_H
#define TL_TESTS_CLI_STREAM_H

#include "cli/cli.h"

/* One cable, from its start to its NNNN.  Paragraph 2 is SECRET and says NIGHTJAR. */
static inline void put_cable(struct tl_buf *out, unsigned number)
{
    tl_buf_format(out,
                  "VZCZCXYZ%04u\nPP RUEHC\nDE RUEHPD #%04u 0611405\nZNY SSSSS ZZH\nP 021405Z MAR 07\n"
                  "FM AMEMBASSY PORT ARDENT\nTO RUEHC/SECSTATE WASHDC PRIORITY\n\n"
                  "S E C R E T PORT ARDENT %06u\n\n1. (U) The LARKSPUR pier %u is open.\n\n"
                  "2. (S) The NIGHTJAR pier is closed.\n\nNNNN\n",
                  number % 10000, number % 10000, number, number);
}

static inline void put_cables(struct tl_buf *out, unsigned first, unsigned last)
{
    for (unsigned i = first; i <= last; i++) {
        put_cable(out, i);
    }
}

static inline void stream_begin(struct scene *s)
{
    scene_begin(s);
    file_put_text(&s->folder, "policy.yaml", POLICY_TEXT);
}

/* Runs words over `input` on standard input. */
static inline int run_on(struct scene *s, const struct tl_buf *input, const char *const *words)
{
    const struct spawn_request request = {.input = tl_buf_slice(input), .timeout_s = 60};
    return run_with(s, &request, words);
}

static inline size_t count_of(const struct tl_buf *buf, const char *text)
{
    size_t count = 0;
    for (size_t at = 0; (at = tl_slice_find(tl_buf_slice(buf), tl_str(text), at)) != TL_NONE; at++) {
        count++;
    }
    return count;
}

/* True when the file has `text` `count` times. */
static inline bool file_has(const struct scene *s, const char *name, const char *text, size_t count)
{
    struct tl_buf bytes = {0};
    file_read(in_folder(&s->folder, name), &bytes);
    const bool has = count_of(&bytes, text) == count;
    tl_buf_release(&bytes);
    return has;
}

#endif

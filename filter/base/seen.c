/* SPDX-License-Identifier: Apache-2.0 */
#include "base/seen.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/check.h"
#include "base/digest.h"

enum { PAGE_BYTES = 4096 };

void tl_seen_init(struct tl_seen *seen, size_t most)
{
    *seen = (struct tl_seen){.most = most == 0 ? 1 : most};
    TL_CHECK(seen->most < UINT32_MAX);
    seen->prints = calloc(seen->most, sizeof(*seen->prints));
    seen->nexts = calloc(seen->most, sizeof(*seen->nexts));
    seen->heads = calloc(seen->most, sizeof(*seen->heads));
    if (seen->prints == NULL || seen->nexts == NULL || seen->heads == NULL) {
        tl_out_of_memory();
    }
}

void tl_seen_release(struct tl_seen *seen)
{
    free(seen->prints);
    free(seen->nexts);
    free(seen->heads);
    *seen = (struct tl_seen){0};
}

/* Writes to each page what stands there. */
static void touch(void *memory, size_t size)
{
    volatile unsigned char *bytes = memory;
    for (size_t at = 0; at < size; at += PAGE_BYTES) {
        bytes[at] = bytes[at];
    }
}

static uint64_t print_of(tl_slice post, uint32_t number)
{
    unsigned char digits[8];
    struct tl_buf name = {0};
    uint64_t print = 0;
    for (size_t i = 0; i < post.len; i++) {
        if (!tl_is_blank(post.ptr[i])) {
            tl_buf_byte(&name, tl_to_upper(post.ptr[i]));
        }
    }
    const tl_slice parts[] = {tl_buf_slice(&name), tl_u64be(number, digits)};
    const struct tl_hash hash = tl_sha256(parts, TL_COUNT(parts));
    for (size_t i = 0; i < 8; i++) {
        print = print << 8 | hash.bytes[i];
    }
    tl_buf_release(&name);
    return print == 0 ? 1 : print;
}

static uint32_t *head_of(const struct tl_seen *seen, uint64_t print)
{
    return &seen->heads[print % seen->most];
}

/* Takes entry `index`, the oldest of the ring, out of its chain, where it is the last. */
static void forget(struct tl_seen *seen, uint32_t index)
{
    if (seen->prints[index - 1] == 0) {
        return;
    }
    uint32_t *link = head_of(seen, seen->prints[index - 1]);
    while (*link != index) {
        TL_CHECK(*link != 0);
        link = &seen->nexts[*link - 1];
    }
    TL_CHECK(seen->nexts[index - 1] == 0);
    *link = 0;
}

/* Which cable lies in entry `index`: of those before cable `added`, the last that can. */
static uint64_t cable_in(const struct tl_seen *seen, uint32_t index)
{
    const uint64_t newest = (seen->added - 1) % seen->most + 1;
    const uint64_t back = newest >= index ? newest - index : newest + seen->most - index;
    return seen->added - back;
}

uint64_t tl_seen_add(struct tl_seen *seen, tl_slice post, uint32_t number)
{
    const uint64_t print = number == 0 ? 0 : print_of(post, number);
    const uint32_t index = (uint32_t)(seen->added % seen->most) + 1;
    uint64_t earlier = 0;
    if (seen->added == TL_SEEN_STREAM) {
        touch(seen->prints, seen->most * sizeof(*seen->prints));
        touch(seen->nexts, seen->most * sizeof(*seen->nexts));
        touch(seen->heads, seen->most * sizeof(*seen->heads));
    }
    for (uint32_t at = print == 0 ? 0 : *head_of(seen, print); at != 0 && earlier == 0;
         at = seen->nexts[at - 1]) {
        if (seen->prints[at - 1] == print) {
            earlier = cable_in(seen, at); /* the newest stands first */
        }
    }
    if (seen->added >= seen->most) {
        forget(seen, index);
    }
    seen->prints[index - 1] = print;
    seen->nexts[index - 1] = 0;
    seen->added++;
    if (print != 0) {
        seen->nexts[index - 1] = *head_of(seen, print);
        *head_of(seen, print) = index;
    }
    return earlier;
}

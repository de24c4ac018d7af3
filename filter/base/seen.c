/* SPDX-License-Identifier: Apache-2.0 */
#include "base/seen.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/check.h"
#include "base/digest.h"

enum { KEY = 16 };

struct tl_seen_entry {
    unsigned char key[KEY]; /* of the SHA-256 of post and number */
    uint64_t seq;
    uint32_t next; /* in its chain, from 1; 0: the last */
};

void tl_seen_init(struct tl_seen *seen, size_t most)
{
    *seen = (struct tl_seen){.most = most == 0 ? 1 : most};
    TL_CHECK(seen->most < UINT32_MAX);
    seen->entries = calloc(seen->most, sizeof(*seen->entries));
    seen->heads = calloc(seen->most, sizeof(*seen->heads));
    TL_CHECK(seen->entries != NULL && seen->heads != NULL);
}

void tl_seen_release(struct tl_seen *seen)
{
    free(seen->entries);
    free(seen->heads);
    *seen = (struct tl_seen){0};
}

static struct tl_hash key_of(tl_slice post, uint32_t number)
{
    unsigned char digits[8];
    struct tl_buf name = {0};
    for (size_t i = 0; i < post.len; i++) {
        if (!tl_is_blank(post.ptr[i])) {
            tl_buf_byte(&name, tl_to_upper(post.ptr[i]));
        }
    }
    const tl_slice parts[] = {tl_buf_slice(&name), tl_u64be(number, digits)};
    const struct tl_hash hash = tl_sha256(parts, TL_COUNT(parts));
    tl_buf_release(&name);
    return hash;
}

static uint32_t *head_of(const struct tl_seen *seen, const unsigned char *key)
{
    uint64_t word = 0;
    for (size_t i = 0; i < 8; i++) {
        word = word << 8 | key[i];
    }
    return &seen->heads[word % seen->most];
}

/* Takes entry `index`, the oldest of the ring, out of its chain. */
static void forget(struct tl_seen *seen, uint32_t index)
{
    uint32_t *link = head_of(seen, seen->entries[index - 1].key);
    while (*link != index) {
        TL_CHECK(*link != 0);
        link = &seen->entries[*link - 1].next;
    }
    *link = seen->entries[index - 1].next;
}

uint64_t tl_seen_add(struct tl_seen *seen, tl_slice post, uint32_t number, uint64_t seq)
{
    if (number == 0) {
        return 0;
    }
    const struct tl_hash hash = key_of(post, number);
    const uint32_t index = (uint32_t)(seen->added % seen->most) + 1;
    uint64_t earlier = 0;
    for (uint32_t at = *head_of(seen, hash.bytes); at != 0 && earlier == 0; at = seen->entries[at - 1].next) {
        if (memcmp(seen->entries[at - 1].key, hash.bytes, KEY) == 0) {
            earlier = seen->entries[at - 1].seq; /* the newest stands first */
        }
    }
    if (seen->added >= seen->most) {
        forget(seen, index);
    }
    struct tl_seen_entry *entry = &seen->entries[index - 1];
    uint32_t *head = head_of(seen, hash.bytes);
    memcpy(entry->key, hash.bytes, KEY);
    entry->seq = seq;
    entry->next = *head;
    *head = index;
    seen->added++;
    return earlier;
}

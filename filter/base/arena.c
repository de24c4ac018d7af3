/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"

struct tl_arena_block {
    struct tl_arena_block *next;
    size_t used;
    size_t size;
    _Alignas(max_align_t) unsigned char bytes[];
};

enum { BLOCK_BYTES = 64 * 1024, SPARE_BLOCKS = 16, FIRST_ROOM = 8 };

/* A block with room for `need` bytes, not zeroed. */
static struct tl_arena_block *block_new(struct tl_arena *arena, size_t need)
{
    struct tl_arena_block *block = arena->spare;
    if (need <= BLOCK_BYTES && block != NULL) {
        arena->spare = block->next;
        block->used = 0;
        block->next = NULL;
        return block;
    }
    const size_t size = need > BLOCK_BYTES ? need : BLOCK_BYTES;
    if (size > SIZE_MAX - sizeof(struct tl_arena_block)) {
        tl_out_of_memory();
    }
    block = malloc(sizeof(struct tl_arena_block) + size);
    if (block == NULL) {
        tl_out_of_memory();
    }
    *block = (struct tl_arena_block){.size = size};
    return block;
}

/* Memory for `need` bytes, in a block that is new or of its own. */
static __attribute__((noinline)) void *take_new(struct tl_arena *arena, size_t need)
{
    struct tl_arena_block *block = block_new(arena, need);
    block->used = need;
    if (need > BLOCK_BYTES && arena->head != NULL) { /* keep filling the current block */
        block->next = arena->head->next;
        arena->head->next = block;
    } else {
        block->next = arena->head;
        arena->head = block;
    }
    return block->bytes;
}

/* Memory for `need` bytes, aligned, not zeroed. */
static inline void *take(struct tl_arena *arena, size_t need)
{
    enum { ALIGN = _Alignof(max_align_t) };
    struct tl_arena_block *head = arena->head;
    if (need > SIZE_MAX - ALIGN) {
        tl_out_of_memory();
    }
    need = (need + ALIGN - 1) / ALIGN * ALIGN;
    if (head == NULL || head->size - head->used < need) {
        return take_new(arena, need);
    }
    void *memory = head->bytes + head->used;
    head->used += need;
    return memory;
}

void *tl_arena_alloc(struct tl_arena *arena, size_t count, size_t size)
{
    size_t need = 0;
    if (__builtin_mul_overflow(count, size, &need)) {
        tl_out_of_memory();
    }
    void *memory = take(arena, need);
    memset(memory, 0, need);
    return memory;
}

tl_slice tl_arena_dup(struct tl_arena *arena, tl_slice s)
{
    unsigned char *copy = take(arena, s.len + 1);
    if (s.len > 0) {
        memcpy(copy, s.ptr, s.len);
    }
    copy[s.len] = '\0';
    return (tl_slice){copy, s.len};
}

const char *tl_arena_format(struct tl_arena *arena, const char *format, ...)
{
    char first[128]; /* most are shorter: they are formatted once */
    va_list args;
    va_start(args, format);
    const int length = vsnprintf(first, sizeof(first), format, args);
    va_end(args);
    TL_CHECK(length >= 0);
    char *text = take(arena, (size_t)length + 1);
    if ((size_t)length < sizeof(first)) {
        memcpy(text, first, (size_t)length + 1);
        return text;
    }
    va_start(args, format);
    (void)vsnprintf(text, (size_t)length + 1, format, args);
    va_end(args);
    return text;
}

static void free_blocks(struct tl_arena_block *block)
{
    while (block != NULL) {
        struct tl_arena_block *next = block->next;
        free(block);
        block = next;
    }
}

void tl_arena_clear(struct tl_arena *arena)
{
    size_t kept = 0;
    for (const struct tl_arena_block *block = arena->spare; block != NULL; block = block->next) {
        kept++;
    }
    for (struct tl_arena_block *block = arena->head; block != NULL;) {
        struct tl_arena_block *next = block->next;
        if (block->size == BLOCK_BYTES && kept < SPARE_BLOCKS) {
            block->next = arena->spare;
            arena->spare = block;
            kept++;
        } else {
            free(block);
        }
        block = next;
    }
    arena->head = NULL;
}

void tl_arena_release(struct tl_arena *arena)
{
    free_blocks(arena->head);
    free_blocks(arena->spare);
    *arena = (struct tl_arena){0};
}

void *tl_arena_grow(struct tl_arena *arena, const void *items, size_t count, size_t more, size_t *room,
                    size_t size)
{
    size_t least = 0;
    size_t need = 0;
    *room = *room == 0 ? FIRST_ROOM : *room * 2;
    if (__builtin_add_overflow(count, more, &least)) {
        tl_out_of_memory();
    }
    *room = *room < least ? least : *room;
    if (__builtin_mul_overflow(*room, size, &need)) {
        tl_out_of_memory();
    }
    void *grown = take(arena, need);
    if (count > 0) {
        memcpy(grown, items, count * size);
    }
    return grown;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An arena: memory that lives as long as one cable (or one policy) and goes in one step.
 *
 * Allocations are zeroed, aligned for any type, and never NULL: exhaustion ends the process (check.h).
 */
#ifndef TL_BASE_ARENA_H
#define TL_BASE_ARENA_H

#include "base/slice.h"

struct tl_arena_block;

/* Zeroed storage is an empty arena. */
struct tl_arena {
    struct tl_arena_block *head;  /* owned; newest block first */
    struct tl_arena_block *spare; /* owned; blocks that tl_arena_clear kept */
};

/* Zeroed memory for `count` items of `size` bytes; arena-owned.  The product is checked. */
void *tl_arena_alloc(struct tl_arena *arena, size_t count, size_t size);

/* A copy of `s`, followed by one NUL that is not counted; arena-owned. */
tl_slice tl_arena_dup(struct tl_arena *arena, tl_slice s);

/* A formatted string, NUL-terminated; arena-owned. */
const char *tl_arena_format(struct tl_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Empties the arena and keeps a few of its blocks for what comes next; the bytes in them stay until then. */
void tl_arena_clear(struct tl_arena *arena);

/* Frees everything; the arena is empty and usable again. */
void tl_arena_release(struct tl_arena *arena);

/*
 * Growing arrays inside an arena.  Declare `TL_VEC(struct x) xs;` (zeroed is empty), then
 * `struct x *item = TL_PUSH(arena, &xs);` gives a new zeroed item.  Pointers to items move when it grows.
 */
#define TL_VEC(type)                                                                                         \
    struct {                                                                                                 \
        type *items;                                                                                         \
        size_t count;                                                                                        \
        size_t room;                                                                                         \
    }

#define TL_PUSH(arena, vec)                                                                                  \
    (TL_EXPECT((arena), (vec), 1), memset(&(vec)->items[(vec)->count], 0, sizeof(*(vec)->items)),            \
     &(vec)->items[(vec)->count++])

/* Makes room for `more` items that are known to come. */
#define TL_EXPECT(arena, vec, more)                                                                          \
    ((void)((vec)->room - (vec)->count >= (more) ||                                                          \
            ((vec)->items = tl_arena_grow((arena), (vec)->items, (vec)->count, (more), &(vec)->room,         \
                                          sizeof(*(vec)->items)),                                            \
             true)))

/* The array, moved to where `more` items find room behind its `count`; they are not zeroed.  Used by these.
 */
void *tl_arena_grow(struct tl_arena *arena, const void *items, size_t count, size_t more, size_t *room,
                    size_t size);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "marking/sci.h"

#include "marking/grammar.h"

/* Sorts by insertion: sets of a marking are small. */
static struct tl_words sorted(struct tl_arena *arena, struct tl_words words,
                              int (*compare)(tl_slice, tl_slice))
{
    tl_slice *item = tl_arena_alloc(arena, words.count + 1, sizeof(*item));
    for (size_t i = 0; i < words.count; i++) {
        size_t at = i;
        for (; at > 0 && compare(words.item[i], item[at - 1]) < 0; at--) {
            item[at] = item[at - 1];
        }
        item[at] = words.item[i];
    }
    return (struct tl_words){item, words.count};
}

struct tl_words tl_words_sorted(struct tl_arena *arena, struct tl_words words)
{
    return sorted(arena, words, tl_slice_cmp);
}

static int compare_codes(tl_slice a, tl_slice b)
{
    return a.len != b.len ? (a.len < b.len ? -1 : 1) : tl_slice_cmp(a, b);
}

struct tl_words tl_codes_sorted(struct tl_arena *arena, struct tl_words codes)
{
    return sorted(arena, codes, compare_codes);
}

static size_t find_byte(tl_slice text, unsigned char byte)
{
    const unsigned char *hit = text.len == 0 ? NULL : memchr(text.ptr, byte, text.len);
    return hit == NULL ? text.len : (size_t)(hit - text.ptr);
}

/* "SYS-A X Y-B" -> SYS-A X, SYS-A Y, SYS-B */
static void add_leaves(struct tl_arena *arena, tl_slice item, struct tl_words *out)
{
    item = tl_sci_canonical(arena, item);
    const size_t dash = find_byte(item, '-');
    const tl_slice system = tl_slice_sub(item, 0, dash);
    tl_slice rest = tl_slice_sub(item, dash + 1, item.len);
    tl_slice compartment;
    if (rest.len == 0) {
        *out = tl_words_with(arena, *out, system);
        return;
    }
    while (tl_part_next(&rest, "-", &compartment)) {
        const size_t blank = find_byte(compartment, ' ');
        const tl_slice name = tl_slice_sub(compartment, 0, blank);
        tl_slice subs = tl_slice_sub(compartment, blank + 1, compartment.len);
        tl_slice sub;
        if (subs.len == 0) {
            const char *leaf =
                tl_arena_format(arena, "%.*s-%.*s", (int)system.len, system.ptr, (int)name.len, name.ptr);
            *out = tl_words_with(arena, *out, tl_str(leaf));
        }
        while (subs.len > 0 && tl_part_next(&subs, " ", &sub)) {
            const char *leaf = tl_arena_format(arena, "%.*s-%.*s %.*s", (int)system.len, system.ptr,
                                               (int)name.len, name.ptr, (int)sub.len, sub.ptr);
            *out = tl_words_with(arena, *out, tl_str(leaf));
        }
    }
}

/* True when another leaf stands below it: "SI" below "SI-G". */
static bool is_inner(struct tl_words leaves, tl_slice leaf)
{
    for (size_t i = 0; i < leaves.count; i++) {
        const tl_slice other = leaves.item[i];
        if (other.len > leaf.len && tl_slice_starts(other, leaf) &&
            (other.ptr[leaf.len] == ' ' ||
             (other.ptr[leaf.len] == '-' && find_byte(leaf, '-') == leaf.len))) {
            return true;
        }
    }
    return false;
}

struct tl_words tl_sci_leaves(struct tl_arena *arena, struct tl_words items)
{
    struct tl_words all = {NULL, 0};
    struct tl_words out = {NULL, 0};
    for (size_t i = 0; i < items.count; i++) {
        add_leaves(arena, items.item[i], &all);
    }
    for (size_t i = 0; i < all.count; i++) {
        if (!is_inner(all, all.item[i])) {
            out = tl_words_with(arena, out, all.item[i]);
        }
    }
    return tl_words_sorted(arena, out);
}

/* Length of what a leaf shares with the one before it: its system, or system and compartment, with the
 * separator. */
static size_t shared_len(tl_slice before, tl_slice leaf, unsigned char separator)
{
    const size_t end = find_byte(leaf, separator);
    const tl_slice head = tl_slice_sub(leaf, 0, end);
    const bool is_shared =
        end < leaf.len && tl_slice_starts(before, head) && before.len > end && before.ptr[end] == separator;
    return is_shared ? end : 0;
}

void tl_sci_render(struct tl_words leaves, struct tl_buf *out)
{
    for (size_t i = 0; i < leaves.count; i++) {
        const tl_slice leaf = leaves.item[i];
        const tl_slice before = i == 0 ? (tl_slice){NULL, 0} : leaves.item[i - 1];
        size_t from = shared_len(before, leaf, ' ');
        if (from == 0) {
            from = shared_len(before, leaf, '-');
        }
        if (i > 0 && from == 0) {
            tl_buf_byte(out, '/');
        }
        tl_buf_add(out, tl_slice_sub(leaf, from, leaf.len));
    }
}

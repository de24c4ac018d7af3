/* SPDX-License-Identifier: Apache-2.0 */
#include "cable/portion_name.h"

#include "base/sort.h"

enum { NUMBER_BYTES = 8 };

tl_slice tl_plain_number(tl_slice number)
{
    bool is_number = number.len > 0 && number.len <= NUMBER_BYTES;
    for (size_t i = 0; is_number && i < number.len; i++) {
        is_number = tl_is_alnum(number.ptr[i]) || number.ptr[i] == '.';
    }
    return is_number ? number : (tl_slice){NULL, 0};
}

/* The same for names: a number behind which a dot stands is the number. */
static tl_slice number_of(const struct tl_portion *portion)
{
    tl_slice number = tl_plain_number(portion->number);
    while (number.len > 0 && number.ptr[number.len - 1] == '.') {
        number.len--;
    }
    return number;
}

/* The name before others that are called alike are known. */
static tl_slice base_name(struct tl_arena *arena, const struct tl_cable *cable, size_t index)
{
    const struct tl_portion *portion = &cable->portions.items[index];
    const bool is_text = portion->kind == TL_KIND_PARAGRAPH || portion->kind == TL_KIND_SUB_PARAGRAPH;
    const bool is_member = is_text && portion->group != TL_NONE && portion->group != index;
    tl_slice number = is_text ? number_of(portion) : (tl_slice){NULL, 0};
    if (portion->kind == TL_KIND_FURNITURE) {
        return (tl_slice){NULL, 0};
    }
    if (!is_member) {
        return number.len > 0 ? number : tl_str(tl_kind_name(portion->kind));
    }
    tl_slice head = number_of(&cable->portions.items[portion->group]);
    head = head.len > 0 ? head : tl_str(tl_kind_name(cable->portions.items[portion->group].kind));
    number = number.len > 0 && !portion->is_continuation ? number : TL_LIT("more");
    return tl_str(tl_arena_format(arena, "%.*s.%.*s", (int)head.len, (const char *)head.ptr, (int)number.len,
                                  (const char *)number.ptr));
}

struct named {
    tl_slice name;
    size_t index;
};

static int by_name(const void *a, const void *b)
{
    const struct named *x = a;
    const struct named *y = b;
    const int order = tl_slice_cmp(x->name, y->name);
    return order != 0 ? order : x->index < y->index ? -1 : x->index > y->index;
}

const tl_slice *tl_portion_names(struct tl_arena *arena, const struct tl_cable *cable)
{
    const size_t count = cable->portions.count;
    tl_slice *names = tl_arena_alloc(arena, count, sizeof(*names));
    struct named *sorted = tl_arena_alloc(arena, count, sizeof(*sorted));
    for (size_t i = 0; i < count; i++) {
        sorted[i] = (struct named){base_name(arena, cable, i), i};
    }
    tl_sort(sorted, count, sizeof(*sorted), by_name);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && tl_slice_eq(sorted[end].name, sorted[i].name); end++) {
            continue;
        }
        for (size_t k = i; k < end; k++) {
            const tl_slice name = sorted[k].name;
            names[sorted[k].index] = end == i + 1 || name.len == 0
                                         ? name
                                         : tl_str(tl_arena_format(arena, "%.*s#%zu", (int)name.len,
                                                                  (const char *)name.ptr, k - i + 1));
        }
    }
    return names;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "ledger/verify_policy.h"

static void differ(const struct tl_field_place *place, const char *slug, const char *field, const char *text)
{
    const struct tl_difference difference = {.slug = slug,
                                             .field = field,
                                             .record = place->record,
                                             .cable = place->cable,
                                             .change = place->change,
                                             .side = place->has_place ? TL_SIDE_ORIGINAL : TL_SIDE_LOG,
                                             .offset = place->offset,
                                             .line = place->line,
                                             .text = text};
    tl_differ(place->out, &difference);
}

void tl_differ_at(const struct tl_field_place *place, const char *slug, const char *text)
{
    differ(place, slug, NULL, text);
}

/* `expected` NULL: it is not told. */
static void differ_field(const struct tl_field_place *place, const char *field, const char *expected)
{
    struct tl_arena *arena = &place->out->arena;
    differ(place, place->slug, field,
           expected == NULL ? tl_arena_format(arena, "the field %s is not what is found again", field)
                            : tl_arena_format(arena, "the field %s is not what is found again: %s", field,
                                              expected[0] == '\0' ? "none" : expected));
}

void tl_expect_text(const struct tl_field_place *place, const char *field, tl_slice said, tl_slice expected)
{
    if (!tl_slice_eq(said, expected)) {
        differ_field(place, field, (const char *)tl_arena_dup(&place->out->arena, expected).ptr);
    }
}

void tl_expect_secret(const struct tl_field_place *place, const char *field, tl_slice said, tl_slice expected)
{
    if (!tl_slice_eq(said, expected)) {
        differ_field(place, field, NULL);
    }
}

void tl_expect_number(const struct tl_field_place *place, const char *field, uint64_t said, uint64_t expected)
{
    if (said != expected) {
        differ_field(place, field, tl_arena_format(&place->out->arena, "%" PRIu64, expected));
    }
}

void tl_expect_words(const struct tl_field_place *place, const char *field, struct tl_words said,
                     struct tl_words expected)
{
    struct tl_buf text = {0};
    bool is_same = said.count == expected.count;
    for (size_t i = 0; i < expected.count; i++) {
        is_same = is_same && tl_slice_eq(said.item[i], expected.item[i]);
        tl_buf_str(&text, i == 0 ? "" : ", ");
        tl_buf_add(&text, expected.item[i]);
    }
    if (!is_same) {
        differ_field(place, field, (const char *)tl_arena_dup(&place->out->arena, tl_buf_slice(&text)).ptr);
    }
    tl_buf_release(&text);
}

void tl_expect_span(const struct tl_field_place *place, const char *field, struct tl_span said,
                    struct tl_span expected)
{
    if (said.begin != expected.begin || said.end != expected.end) {
        differ_field(place, field,
                     tl_arena_format(&place->out->arena, "[%zu, %zu]", expected.begin, expected.end));
    }
}

void tl_expect_date(const struct tl_field_place *place, const char *field, struct tl_date said,
                    struct tl_date expected)
{
    char text[TL_DATE_TEXT] = "";
    if (tl_date_valid(said) != tl_date_valid(expected) ||
        (tl_date_valid(said) && tl_date_cmp(said, expected) != 0)) {
        differ_field(place, field, tl_date_valid(expected) ? tl_date_render(expected, text) : text);
    }
}

void tl_expect_flag(const struct tl_field_place *place, const char *field, bool said, bool expected)
{
    if (said != expected) {
        differ_field(place, field, expected ? "1" : "");
    }
}

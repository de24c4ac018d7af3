/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One grammar for both directions: what is recognised here is byte for byte what the writers below can give.
 * A forged "[WITHHELD TS (b)(1) and more]" is therefore text like any other.
 */
#include "marking/mark.h"

#include "marking/exemption.h"

#define OPEN_WITHHELD "[WITHHELD "
#define NO_CODE "code needed"
#define EXCISED "[EXCISED]"
#define OPEN_PERSON "[PERSON "
#define MASK "XXXXX"

const char *tl_amount_bucket(size_t lines)
{
    return lines <= 3 ? ", a few lines" : lines <= 15 ? ", some lines" : ", many lines";
}

static void put_codes(struct tl_buf *out, struct tl_words codes)
{
    for (size_t i = 0; i < codes.count; i++) {
        tl_buf_str(out, i == 0 ? "" : " ");
        tl_buf_add(out, codes.item[i]);
    }
}

void tl_mark_withheld(struct tl_buf *out, enum tl_rank rank, struct tl_words codes, const char *amount)
{
    tl_buf_str(out, OPEN_WITHHELD);
    tl_buf_str(out, tl_rank_name(rank));
    tl_buf_byte(out, ' ');
    tl_buf_str(out, codes.count == 0 ? NO_CODE : "");
    put_codes(out, codes);
    tl_buf_str(out, amount);
    tl_buf_byte(out, ']');
}

void tl_mark_excised(struct tl_buf *out, struct tl_words codes)
{
    if (codes.count == 0) {
        tl_buf_str(out, EXCISED);
        return;
    }
    tl_buf_byte(out, '[');
    put_codes(out, codes);
    tl_buf_byte(out, ']');
}

void tl_mark_person(struct tl_buf *out, uint32_t number)
{
    tl_buf_format(out, OPEN_PERSON "%u]", (unsigned)number);
}

void tl_mark_mask(struct tl_buf *out)
{
    tl_buf_str(out, MASK);
}

/* Takes a literal off the front of `*text`. */
static inline bool take(tl_slice *text, tl_slice word)
{
    if (!tl_slice_starts(*text, word)) {
        return false;
    }
    *text = (tl_slice){text->ptr + word.len, text->len - word.len};
    return true;
}

/* A number as printf writes it: no leading zero, 1 to 9 digits. */
static bool take_number(tl_slice *text, uint32_t *out)
{
    size_t end = 0;
    while (end < text->len && tl_is_digit(text->ptr[end])) {
        end++;
    }
    if (end == 0 || text->ptr[0] == '0' || !tl_slice_number(tl_slice_sub(*text, 0, end), out)) {
        return false;
    }
    *text = (tl_slice){text->ptr + end, text->len - end};
    return true;
}

/* Codes parted by one blank; false when there is none. */
static bool take_codes(tl_slice *text)
{
    for (;;) {
        size_t end = 0;
        while (end < text->len && text->ptr[end] != ' ' && text->ptr[end] != ']' && text->ptr[end] != ',') {
            end++;
        }
        if (tl_exemption_find(tl_slice_sub(*text, 0, end)) == NULL) {
            return false;
        }
        *text = (tl_slice){text->ptr + end, text->len - end};
        if (!take(text, TL_LIT(" "))) {
            return true;
        }
    }
}

/* "", ", 2 lines", ", 1 word", ", a few lines" */
static bool take_amount(tl_slice *text)
{
    static const tl_slice buckets[] = {TL_TEXT(", a few lines"), TL_TEXT(", some lines"),
                                       TL_TEXT(", many lines")};
    static const tl_slice units[][2] = {{TL_TEXT(" line]"), TL_TEXT(" lines]")},
                                        {TL_TEXT(" word]"), TL_TEXT(" words]")}};
    uint32_t number;
    if (text->len > 0 && text->ptr[0] == ']') {
        return true;
    }
    for (size_t i = 0; i < TL_COUNT(buckets); i++) {
        if (take(text, buckets[i])) {
            return true;
        }
    }
    if (!take(text, TL_LIT(", ")) || !take_number(text, &number)) {
        return false;
    }
    for (size_t i = 0; i < TL_COUNT(units); i++) {
        const tl_slice unit = units[i][number != 1];
        if (tl_slice_starts(*text, unit)) {
            *text = (tl_slice){text->ptr + unit.len - 1, text->len - unit.len + 1};
            return true;
        }
    }
    return false;
}

static bool take_rank(tl_slice *text, enum tl_rank *out)
{
    for (size_t rank = TL_RANK_UNKNOWN; rank <= TL_RANK_TS; rank++) {
        tl_slice rest = *text;
        if (take(&rest, tl_str(tl_rank_name((enum tl_rank)rank))) && take(&rest, TL_LIT(" "))) {
            *text = rest;
            *out = (enum tl_rank)rank;
            return true;
        }
    }
    return false;
}

struct tl_mark tl_mark_read(tl_slice text, size_t at)
{
    struct tl_mark mark = {0};
    const tl_slice begin = tl_slice_sub(text, at, text.len);
    tl_slice rest = begin;
    if (begin.len == 0 || (begin.ptr[0] != '[' && begin.ptr[0] != MASK[0])) {
        return mark; /* most places, at once */
    }
    const unsigned char second = begin.len > 1 ? begin.ptr[1] : '\0';
    if (second == OPEN_WITHHELD[1] && take(&rest, TL_LIT(OPEN_WITHHELD))) {
        if (take_rank(&rest, &mark.rank) && (take(&rest, TL_LIT(NO_CODE)) || take_codes(&rest)) &&
            take_amount(&rest) && take(&rest, TL_LIT("]"))) {
            mark.kind = TL_MARK_WITHHELD;
        }
    } else if (second == EXCISED[1] && take(&rest, TL_LIT(EXCISED))) {
        mark.kind = TL_MARK_EXCISED;
    } else if (second == OPEN_PERSON[1] && take(&rest, TL_LIT(OPEN_PERSON))) {
        mark.kind =
            take_number(&rest, &mark.person) && take(&rest, TL_LIT("]")) ? TL_MARK_PERSON : TL_MARK_NONE;
    } else if (take(&rest, TL_LIT("["))) {
        mark.kind = take_codes(&rest) && take(&rest, TL_LIT("]")) ? TL_MARK_EXCISED : TL_MARK_NONE;
    } else if (take(&rest, TL_LIT(MASK))) {
        const bool is_word =
            (at == 0 || !tl_is_alnum(text.ptr[at - 1])) && (rest.len == 0 || !tl_is_alnum(rest.ptr[0]));
        mark.kind = is_word ? TL_MARK_MASK : TL_MARK_NONE;
    }
    if (mark.kind == TL_MARK_NONE) {
        return (struct tl_mark){0};
    }
    mark.len = begin.len - rest.len;
    return mark;
}

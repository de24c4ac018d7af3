/* SPDX-License-Identifier: Apache-2.0 */
/* Writing JSON in RFC 8785 form: strings of every length and byte, numbers, commas, and the order of keys. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "base/json.h"

static bool is_text(struct tl_buf *out, const char *text)
{
    const bool is_same = tl_slice_eq(tl_buf_slice(out), tl_str(text));
    tl_buf_reset(out);
    return is_same;
}

static void put_one(struct tl_buf *out, tl_slice text)
{
    struct tl_json json = {.out = out};
    tl_json_slice(&json, text);
}

Test(json, bytes_that_do_not_stand_for_themselves)
{
    static const struct {
        tl_slice text;
        const char *json;
    } rows[] = {{TL_LIT(""), "\"\""},
                {TL_LIT("\"\\/"), "\"\\\"\\\\/\""},
                {TL_LIT("\b\t\n\f\r"), "\"\\b\\t\\n\\f\\r\""},
                {TL_LIT("\0\x01\x0b\x1f\x7f"), "\"\\u0000\\u0001\\u000b\\u001f\x7f\""},
                {TL_LIT("\xc3\xa9\xe2\x82\xac"), "\"\xc3\xa9\xe2\x82\xac\""},
                {TL_LIT("\xf0\x9f\x98\x80 a"), "\"\xf0\x9f\x98\x80 a\""},
                {TL_LIT("\xe9t\xe9"), "\"\xc3\xa9t\xc3\xa9\""}, /* cp1252 */
                {TL_LIT("\x80\x99\xe2\x82"), "\"\xe2\x82\xac\xe2\x84\xa2\xc3\xa2\xe2\x80\x9a\""}};
    struct tl_buf out = {0};
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        put_one(&out, rows[i].text);
        cr_expect(is_text(&out, rows[i].json), "row %zu", i);
    }
    tl_buf_release(&out);
}

/* Strings are looked at by several bytes at once: each byte at each place of strings of some length. */
Test(json, a_byte_is_written_alike_wherever_it_stands)
{
    enum { LONGEST = 20 };
    struct tl_buf out = {0};
    struct tl_buf alone = {0};
    for (unsigned byte = 0; byte < 256; byte++) {
        const unsigned char one = (unsigned char)byte;
        put_one(&alone, (tl_slice){&one, 1});
        const tl_slice written = tl_slice_sub(tl_buf_slice(&alone), 1, alone.len - 1);
        for (size_t len = 1; len <= LONGEST; len++) {
            for (size_t at = 0; at < len; at++) {
                unsigned char text[LONGEST];
                memset(text, 'x', sizeof(text));
                text[at] = one;
                put_one(&out, (tl_slice){text, len});
                const tl_slice have = tl_buf_slice(&out);
                cr_expect_eq(have.len, len + 1 + written.len);
                cr_expect(tl_slice_starts(tl_slice_sub(have, at + 1, have.len), written),
                          "byte %u at %zu of %zu", byte, at, len);
                for (size_t i = 0; i < at; i++) {
                    cr_expect_eq(have.ptr[i + 1], 'x');
                }
                for (size_t i = at + 1 + written.len; i + 1 < have.len; i++) {
                    cr_expect_eq(have.ptr[i], 'x');
                }
                tl_buf_reset(&out);
            }
        }
        tl_buf_reset(&alone);
    }
    tl_buf_release(&alone);
    tl_buf_release(&out);
}

Test(json, numbers_and_commas)
{
    struct tl_buf out = {0};
    struct tl_json json = {.out = &out};
    tl_json_object(&json);
    tl_json_put_bool(&json, "a", true);
    tl_json_key(&json, "ab");
    tl_json_array(&json);
    tl_json_int(&json, 0);
    tl_json_int(&json, 10);
    tl_json_int(&json, UINT64_MAX);
    tl_json_signed(&json, INT64_MIN);
    tl_json_signed(&json, INT64_MAX);
    tl_json_signed(&json, -1);
    tl_json_array(&json);
    tl_json_array_end(&json);
    tl_json_object(&json);
    tl_json_object_end(&json);
    tl_json_null(&json);
    tl_json_array_end(&json);
    tl_json_key_slice(&json, TL_LIT("b\"\n"));
    tl_json_str(&json, "0f");
    tl_json_put_str(&json, "c", NULL);
    tl_json_object_end(&json);
    cr_expect(is_text(&out, "{\"a\":true,\"ab\":[0,10,18446744073709551615,-9223372036854775808,"
                            "9223372036854775807,-1,[],{},null],\"b\\\"\\n\":\"0f\",\"c\":\"\"}"));
    tl_buf_release(&out);
}

/* Names are copied by several bytes at once, whatever their length. */
Test(json, names_of_every_length_are_written_alike)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    struct tl_buf out = {0};
    struct tl_json json = {.out = &out};
    char wanted[3 * sizeof(letters)];
    char name[sizeof(letters)];
    for (size_t len = 1; len < sizeof(letters); len++) {
        memcpy(name, letters, len);
        name[len] = '\0';
        tl_json_object(&json);
        tl_json_put_plain(&json, name, name);
        tl_json_object_end(&json);
        (void)snprintf(wanted, sizeof(wanted), "{\"%s\":\"%s\"}", name, name);
        cr_expect(is_text(&out, wanted), "%zu", len);
        json.next = TL_JSON_FIRST;
    }
    tl_buf_release(&out);
}

Test(json, numbers_of_every_length)
{
    struct tl_buf out = {0};
    struct tl_json json = {.out = &out};
    char wanted[80];
    uint64_t high = 1;
    for (size_t digits = 1; digits <= TL_DIGITS; digits++, high *= 10) {
        const unsigned long long first = high - 1;
        const unsigned long long second = high;
        tl_json_object(&json);
        tl_json_put_pair(&json, "k", first, second);
        tl_json_object_end(&json);
        (void)snprintf(wanted, sizeof(wanted), "{\"k\":[%llu,%llu]}", first, second);
        cr_expect(is_text(&out, wanted), "%zu", digits);
        json.next = TL_JSON_FIRST;
    }
    tl_buf_release(&out);
}

Test(json, what_is_put_in_later_leaves_no_trace)
{
    struct tl_buf out = {0};
    struct tl_json json = {.out = &out};
    tl_json_object(&json);
    tl_json_put_int(&json, "a", 1);
    tl_json_skip(&json, "b");
    tl_json_put_int(&json, "c", 2);
    tl_json_object_end(&json);
    cr_expect(is_text(&out, "{\"a\":1,\"c\":2}"));
    tl_buf_release(&out);
}

static void put_two(const char *first, const char *second)
{
    struct tl_buf out = {0};
    struct tl_json json = {.out = &out};
    tl_json_object(&json);
    tl_json_put_int(&json, first, 1);
    tl_json_put_int(&json, second, 2);
    tl_json_object_end(&json);
    tl_buf_release(&out);
}

/* A broken invariant ends the process with status 70 (check.h). */
Test(json, keys_out_of_order_end_the_process, .exit_code = 70)
{
    put_two("ab", "a");
}

Test(json, keys_given_twice_end_the_process, .exit_code = 70)
{
    put_two("ab", "ab");
}

static void skip_between(const char *first, const char *skipped, const char *last)
{
    struct tl_buf out = {0};
    struct tl_json json = {.out = &out};
    tl_json_object(&json);
    tl_json_put_int(&json, first, 1);
    tl_json_skip(&json, skipped);
    tl_json_put_int(&json, last, 2);
    tl_buf_release(&out);
}

Test(json, a_key_that_is_put_in_later_has_its_place, .exit_code = 70)
{
    skip_between("a", "c", "b");
}

Test(json, a_key_that_is_put_in_later_is_no_second_one, .exit_code = 70)
{
    skip_between("a", "a", "b");
}

Test(json, keys_of_an_object_begin_anew)
{
    struct tl_buf out = {0};
    struct tl_json json = {.out = &out};
    tl_json_object(&json);
    tl_json_key(&json, "m");
    tl_json_object(&json);
    tl_json_put_int(&json, "a", 1);
    tl_json_object_end(&json);
    tl_json_put_int(&json, "n", 2);
    tl_json_object_end(&json);
    cr_expect(is_text(&out, "{\"m\":{\"a\":1},\"n\":2}"));
    tl_buf_release(&out);
}

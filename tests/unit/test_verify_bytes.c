/* SPDX-License-Identifier: Apache-2.0 */
/* No byte of a release or of its log can be changed, and no record moved, without being found. */
#include <criterion/criterion.h>

#include "base/io.h"
#include "base/limits.h"
#include "pipeline/verify.h"
#include "tearline.h"

#define POLICY TL_TEST_ROOT "/policies/public-release.yaml"

/* Every byte of these is changed; of the others every 61st. */
static const char *const exhaustive[] = {"c2-names-capitals", "87-names-folded-67", "b7-release-again"};
static const char *const sampled[] = {"01-plain",
                                      "20-sentence-end-raise",
                                      "30-unnumbered",
                                      "35-entire-text",
                                      "50-stadis-unclas",
                                      "59-lou-1974",
                                      "62-zero-width-and-stray-byte",
                                      "68-bidi",
                                      "71-nul",
                                      "73-latin1",
                                      "74-cr-cr-lf",
                                      "80-enclosed-cable",
                                      "85-name-cut-by-page",
                                      "95-header-less",
                                      "a2-attributes-tail",
                                      "b3-person-token",
                                      "f2-labelled-block"};

struct redacted {
    struct tl_buf original;
    struct tearline_result result;
};

static uint64_t verify(tl_slice log, tl_slice original, tl_slice release)
{
    static const unsigned char nothing[1] = {0};
    const struct tl_verify_request request = {
        .log = {"log", log.ptr == NULL ? (tl_slice){nothing, 0} : log},
        .original = {"original", original},
        .release = {"release", release.ptr == NULL ? (tl_slice){nothing, 0} : release}};
    struct tl_verify_outcome outcome = {.records = 0};
    struct tl_err err = {0};
    const enum tl_status status = tl_verify_run(&request, &outcome, &err);
    const uint64_t count = status == TL_OK && outcome.log_hash[0] != '\0' ? outcome.differences.count : 1;
    tl_verify_outcome_release(&outcome);
    return count;
}

static bool redact(const char *name, struct redacted *out)
{
    struct tl_err err = {0};
    struct tl_arena arena = {0};
    const char *path = tl_arena_format(&arena, "%s/corpus/%s.txt", TL_TEST_ROOT, name);
    struct tearline_policy *policy = tearline_policy_load(POLICY, NULL);
    *out = (struct redacted){.original = {0}};
    cr_assert(policy != NULL);
    const bool is_there = tl_read_file(path, TL_MAX_CABLE, &out->original, &err) == TL_OK;
    if (is_there) {
        const int status = tearline_redact(policy, NULL, out->original.ptr, out->original.len, &out->result);
        cr_assert(status == TEARLINE_OK || status == TEARLINE_DOUBT, "%s: %d", name, status);
    }
    tearline_policy_free(policy);
    tl_arena_release(&arena);
    return is_there;
}

static void release(struct redacted *redacted)
{
    tl_buf_release(&redacted->original);
    tearline_result_release(&redacted->result);
}

static tl_slice slice_of(const struct tearline_bytes *bytes)
{
    return (tl_slice){bytes->ptr, bytes->len};
}

/* Each byte, `stride` apart: changed in three ways, taken out, doubled. */
static void expect_bytes_matter(const char *name, const struct redacted *redacted, bool is_log, size_t stride)
{
    static const unsigned char changes[] = {0x01, 0x20, 0x80};
    const tl_slice original = tl_buf_slice(&redacted->original);
    const tl_slice other = slice_of(is_log ? &redacted->result.release : &redacted->result.log);
    const tl_slice text = slice_of(is_log ? &redacted->result.log : &redacted->result.release);
    struct tl_buf changed = {0};
    for (size_t at = 0; at < text.len; at += stride) {
        for (size_t i = 0; i < TL_COUNT(changes) + 2; i++) {
            tl_buf_reset(&changed);
            tl_buf_add(&changed, tl_slice_sub(text, 0, at));
            if (i < TL_COUNT(changes)) {
                tl_buf_byte(&changed, text.ptr[at] ^ changes[i]);
            } else if (i > TL_COUNT(changes)) {
                tl_buf_byte(&changed, text.ptr[at]);
                tl_buf_byte(&changed, text.ptr[at]);
            }
            tl_buf_add(&changed, tl_slice_sub(text, at + 1, text.len));
            const tl_slice bad = tl_buf_slice(&changed);
            cr_expect(verify(is_log ? bad : other, original, is_log ? other : bad) > 0,
                      "%s: byte %zu of the %s, change %zu", name, at, is_log ? "log" : "release", i);
        }
    }
    tl_buf_release(&changed);
}

/* The lines of a log in an order given by index; TL_NONE ends it. */
static tl_slice lines_in(tl_slice log, const size_t *order, struct tl_buf *out)
{
    tl_buf_reset(out);
    for (size_t i = 0; order[i] != TL_NONE; i++) {
        size_t begin = 0;
        for (size_t line = 0; line < order[i]; line++) {
            begin = tl_slice_find(log, TL_LIT("\n"), begin) + 1;
        }
        tl_buf_add(out, tl_slice_sub(log, begin, tl_slice_find(log, TL_LIT("\n"), begin) + 1));
    }
    return tl_buf_slice(out);
}

/* Each record removed, doubled, swapped with the next, or the last that is left. */
static void expect_records_matter(const char *name, const struct redacted *redacted)
{
    const tl_slice log = slice_of(&redacted->result.log);
    const tl_slice original = tl_buf_slice(&redacted->original);
    const tl_slice released = slice_of(&redacted->result.release);
    struct tl_arena arena = {0};
    struct tl_buf changed = {0};
    size_t count = 0;
    for (size_t at = 0; at < log.len; at++) {
        count += log.ptr[at] == '\n';
    }
    size_t *order = tl_arena_alloc(&arena, count + 2, sizeof(*order));
    for (size_t line = 0; line < count; line++) {
        for (int kind = 0; kind < 4; kind++) {
            size_t n = 0;
            for (size_t i = 0; i < count && !(kind == 3 && i == line); i++) {
                if (kind == 0 && i == line) {
                    continue;
                }
                order[n++] = kind == 2 && i == line ? i + 1 : kind == 2 && i == line + 1 ? i - 1 : i;
                if (kind == 1 && i == line) {
                    order[n++] = i;
                }
            }
            order[n] = TL_NONE;
            if (kind == 2 && line + 1 == count) {
                continue;
            }
            cr_expect(verify(lines_in(log, order, &changed), original, released) > 0,
                      "%s: record %zu, change %d", name, line + 1, kind);
        }
    }
    tl_buf_release(&changed);
    tl_arena_release(&arena);
}

static void expect_all_found(const char *name, size_t stride)
{
    struct redacted redacted;
    cr_assert(redact(name, &redacted), "%s", name);
    cr_expect(verify(slice_of(&redacted.result.log), tl_buf_slice(&redacted.original),
                     slice_of(&redacted.result.release)) == 0,
              "%s", name);
    expect_records_matter(name, &redacted);
    expect_bytes_matter(name, &redacted, true, stride);
    expect_bytes_matter(name, &redacted, false, stride);
    release(&redacted);
}

Test(verify_bytes, every_byte_of_the_first_matters)
{
    expect_all_found(exhaustive[0], 1);
}

Test(verify_bytes, every_byte_of_the_second_matters)
{
    expect_all_found(exhaustive[1], 1);
}

Test(verify_bytes, every_byte_of_the_third_matters)
{
    expect_all_found(exhaustive[2], 1);
}

Test(verify_bytes, every_record_matters)
{
    for (size_t i = 0; i < TL_COUNT(sampled); i++) {
        expect_all_found(sampled[i], 61);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "pipeline/frame.h"

#include "base/check.h"
#include "base/digest.h"
#include "base/limits.h"
#include "pipeline/framing.h"

const char *const tl_frame_names[TL_FRAME_KINDS + 1] = {"auto",  "file",  "zczc", "nul",
                                                        "len32", "jsonl", NULL};

enum tl_frame_kind tl_frame_of_name(tl_slice name)
{
    for (size_t i = TL_FRAME_ZCZC; i < TL_FRAME_KINDS; i++) {
        if (tl_slice_eq(name, tl_str(tl_frame_names[i]))) {
            return (enum tl_frame_kind)i;
        }
    }
    return TL_FRAME_FILE;
}

void tl_framer_init(struct tl_framer *framer, enum tl_frame_kind kind, size_t cap)
{
    *framer = (struct tl_framer){.kind = kind, .cap = cap};
}

void tl_framer_release(struct tl_framer *framer)
{
    tl_buf_release(&framer->buf);
}

void tl_framer_feed(struct tl_framer *framer, tl_slice bytes)
{
    TL_CHECK(!framer->is_ended);
    if (framer->begin > 0) {
        const tl_slice rest = tl_framer_rest(framer);
        if (rest.len > 0) {
            memmove(framer->buf.ptr, rest.ptr, rest.len);
        }
        framer->buf.len = rest.len;
        framer->begin = 0;
    }
    tl_buf_add(&framer->buf, bytes);
}

void tl_framer_end(struct tl_framer *framer)
{
    framer->is_ended = true;
}

void tl_framer_take(struct tl_framer *framer, size_t count)
{
    const tl_slice taken = tl_slice_sub(tl_framer_rest(framer), 0, count);
    TL_CHECK(taken.len == count);
    for (size_t at = 0; at < count;) {
        const unsigned char *found = memchr(taken.ptr + at, '\n', count - at);
        if (found == NULL) {
            break;
        }
        framer->lines++;
        at = (size_t)(found - taken.ptr) + 1;
        framer->line_at = framer->offset + at;
    }
    framer->begin += count;
    framer->offset += count;
    framer->scanned -= framer->scanned < count ? framer->scanned : count;
}

void tl_framer_open(struct tl_framer *framer)
{
    framer->at = (struct tl_frame){
        .at = framer->offset, .line = framer->lines + 1, .column = framer->offset - framer->line_at + 1};
    framer->slug = NULL;
}

void tl_framer_close(struct tl_framer *framer, size_t count, size_t skip, size_t cable, struct tl_frame *out)
{
    const tl_slice rest = tl_framer_rest(framer);
    *out = framer->at;
    out->slug = framer->slug;
    out->length = framer->offset + count - framer->at.at;
    if (out->slug == NULL) {
        TL_CHECK(framer->offset == framer->at.at && skip + cable <= count);
        out->bytes = tl_slice_sub(rest, skip, skip + cable);
        tl_framer_take(framer, skip); /* a length may hold what reads as a line end */
        out->skip = skip;
        out->line = framer->lines + 1;
        out->column = framer->offset - framer->line_at + 1;
        count -= skip;
    }
    tl_framer_take(framer, count);
    framer->slug = NULL;
}

static bool next_of_kind(struct tl_framer *framer, struct tl_frame *out)
{
    if (framer->kind == TL_FRAME_AUTO) {
        framer->kind = tl_frame_decide(framer);
    }
    switch (framer->kind) {
    case TL_FRAME_FILE:
        return tl_frame_next_file(framer, out);
    case TL_FRAME_ZCZC:
        return tl_frame_next_zczc(framer, out);
    case TL_FRAME_NUL:
        return tl_frame_next_nul(framer, out);
    case TL_FRAME_LEN32:
        return tl_frame_next_len32(framer, out);
    case TL_FRAME_JSONL:
        return tl_frame_next_jsonl(framer, out);
    case TL_FRAME_AUTO:
    case TL_FRAME_KINDS:
        break;
    }
    return false;
}

static uint64_t most_skipped(const struct tl_framer *framer)
{
    return (uint64_t)framer->cap * TL_SKIPPED_CABLES;
}

/* A rejected frame whose end is not waited for: no frame can follow. */
static bool give_up(struct tl_framer *framer, struct tl_frame *out)
{
    out->slug = "frame-endless";
    out->length = most_skipped(framer);
    framer->slug = NULL;
    framer->is_dead = true;
    return true;
}

bool tl_framer_next(struct tl_framer *framer, struct tl_frame *out)
{
    if (framer->is_dead) {
        tl_framer_take(framer, tl_framer_rest(framer).len);
        return false;
    }
    if (next_of_kind(framer, out)) {
        return out->slug == NULL || out->length <= most_skipped(framer) || give_up(framer, out);
    }
    if (framer->slug != NULL &&
        framer->offset + tl_framer_rest(framer).len - framer->at.at > most_skipped(framer)) {
        *out = framer->at;
        return give_up(framer, out);
    }
    return false;
}

bool tl_framer_cut(struct tl_framer *framer, const char *slug, struct tl_frame *out)
{
    const tl_slice rest = tl_framer_rest(framer);
    const size_t left = framer->kind == TL_FRAME_LEN32 ? rest.len : tl_slice_trim(rest).len;
    if (framer->is_dead || (framer->slug == NULL && left == 0)) {
        return false;
    }
    if (framer->slug == NULL) {
        tl_framer_open(framer);
        framer->slug = slug;
    }
    tl_framer_close(framer, rest.len, 0, 0, out);
    framer->is_dead = true;
    return true;
}

/* The last line NNNN of an input may lack its end; in an output another cable may follow. */
static bool lacks_line_end(tl_slice release)
{
    return release.len == 0 || (release.ptr[release.len - 1] != '\n' && release.ptr[release.len - 1] != '\r');
}

void tl_frame_put(enum tl_frame_kind kind, tl_slice release, struct tl_buf *out)
{
    TL_CHECK(kind != TL_FRAME_AUTO && kind != TL_FRAME_JSONL);
    if (kind == TL_FRAME_LEN32) {
        unsigned char head[8];
        tl_buf_add(out, tl_slice_sub(tl_u64be(release.len, head), 4, 8));
    }
    tl_buf_add(out, release);
    if (kind == TL_FRAME_NUL) {
        tl_buf_byte(out, '\0');
    } else if (kind == TL_FRAME_ZCZC && lacks_line_end(release)) {
        tl_buf_byte(out, '\n');
    }
}

/* One cable, all of it, when it is read as part of a stream: with another cable before and behind it. */
static bool is_one_frame(tl_slice release)
{
    static const char *const around = "ZCZC\nNNNN\n";
    struct tl_framer framer;
    struct tl_frame frame = {0};
    size_t count = 0;
    bool is_whole = false;
    tl_framer_init(&framer, TL_FRAME_ZCZC, release.len + 2 * strlen(around));
    tl_framer_feed(&framer, tl_str(around));
    tl_framer_feed(&framer, release);
    if (lacks_line_end(release)) {
        tl_framer_feed(&framer, TL_LIT("\n"));
    }
    tl_framer_feed(&framer, tl_str(around));
    tl_framer_end(&framer);
    while (tl_framer_next(&framer, &frame)) {
        is_whole = is_whole || (count == 1 && frame.slug == NULL && tl_slice_starts(frame.bytes, release) &&
                                frame.bytes.len <= release.len + 1);
        count++;
    }
    tl_framer_release(&framer);
    return is_whole && count == 3;
}

bool tl_frame_holds(enum tl_frame_kind kind, tl_slice release)
{
    switch (kind) {
    case TL_FRAME_FILE:
    case TL_FRAME_JSONL:
        return true;
    case TL_FRAME_ZCZC:
        return is_one_frame(release);
    case TL_FRAME_NUL:
        return tl_slice_trim(release).len > 0 && memchr(release.ptr, '\0', release.len) == NULL;
    case TL_FRAME_LEN32:
        return release.len > 0 && release.len <= UINT32_MAX;
    case TL_FRAME_AUTO:
    case TL_FRAME_KINDS:
        break;
    }
    return false;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a log again: the release follows from original and log, and no change to either goes unseen. */
#include <criterion/criterion.h>

#include "ledger_sample.h"
#include "support/log_check.h"

/* The log with its first `from` replaced by `to`; the hash of the line is left as it was. */
static struct tl_buf forged(const struct tl_buf *log, const char *from, const char *to)
{
    struct tl_buf out = {0};
    const tl_slice text = tl_buf_slice(log);
    const size_t at = tl_slice_find(text, tl_str(from), 0);
    cr_assert_neq(at, TL_NONE, "%s", from);
    tl_buf_add(&out, tl_slice_sub(text, 0, at));
    tl_buf_str(&out, to);
    tl_buf_add(&out, tl_slice_sub(text, at + strlen(from), text.len));
    return out;
}

Test(ledger_replay, changes_give_the_release)
{
    struct sample s;
    struct tl_buf out = {0};
    struct tl_err err = {0};
    sample_init(&s);
    struct tl_buf log = sample_log(&s);
    cr_expect_eq(log_replay(tl_buf_slice(&log), tl_str(sample_original), &out, &err), TL_OK, "%s", err.text);
    cr_expect(tl_slice_eq(tl_buf_slice(&out), tl_str(sample_release)));
    tl_buf_release(&out);
    tl_buf_release(&log);
    tl_arena_release(&s.arena);
}

Test(ledger_replay, bytes_that_are_no_utf8_come_back)
{
    static const char release[] = "1. [\xb6\xff]\n2. (U) Told DCM [(b)(6)] so.\n";
    struct sample s;
    struct tl_buf out = {0};
    struct tl_err err = {0};
    sample_init(&s);
    s.release.bytes = tl_str(release);
    s.edits[0].replacement = TL_LIT("[\xb6\xff]");
    s.edits[0].out = (struct tl_span){3, 7};
    s.edits[1].out = sample_span(release, "[(b)(6)]");
    struct tl_buf log = sample_log(&s);
    cr_expect_eq(log_replay(tl_buf_slice(&log), tl_str(sample_original), &out, &err), TL_OK, "%s", err.text);
    cr_expect(tl_slice_eq(tl_buf_slice(&out), tl_str(release)));
    tl_buf_release(&out);
    tl_buf_release(&log);
    tl_arena_release(&s.arena);
}

Test(ledger_replay, another_original_is_refused)
{
    static const struct {
        const char *original;
        const char *slug;
    } rows[] = {{"1. (C) The harbour is mined.\n2. (U) Told DCM Ivo Marlox so.\n", "replay.commitment"},
                {"", "replay.change"}};
    struct sample s;
    sample_init(&s);
    struct tl_buf log = sample_log(&s);
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct tl_buf out = {0};
        struct tl_err err = {0};
        cr_expect_eq(log_replay(tl_buf_slice(&log), tl_str(rows[i].original), &out, &err), TL_NO);
        cr_expect_str_eq(err.slug, rows[i].slug);
        tl_buf_release(&out);
    }
    tl_buf_release(&log);
    tl_arena_release(&s.arena);
}

Test(ledger_replay, log_that_does_not_follow_is_refused)
{
    struct sample s;
    sample_init(&s);
    const struct tl_span in = s.edits[1].in;
    for (size_t i = 0; i < 3; i++) {
        static const char *const slugs[] = {"replay.change", "replay.change", "replay.change"};
        struct tl_buf out = {0};
        struct tl_err err = {0};
        sample_init(&s);
        switch (i) {
        case 0:
            s.edits[1].in = (struct tl_span){s.edits[0].in.begin, in.end}; /* overlaps */
            break;
        case 1:
            s.edits[1].out.begin++; /* stands elsewhere */
            s.edits[1].out.end++;
            break;
        default:
            s.edits[1].in.end = sizeof(sample_original) + 5; /* past the end */
            break;
        }
        struct tl_buf log = sample_log(&s);
        cr_expect_eq(log_replay(tl_buf_slice(&log), tl_str(sample_original), &out, &err), TL_NO, "%zu", i);
        cr_expect_str_eq(err.slug, slugs[i], "%zu: %s", i, err.slug);
        tl_buf_release(&out);
        tl_buf_release(&log);
        tl_arena_release(&s.arena);
    }
}

Test(ledger_chain, whole_log_is_accepted)
{
    struct sample s;
    uint64_t cables = 0;
    uint64_t records = 0;
    struct tl_err err = {0};
    sample_init(&s);
    struct tl_buf log = sample_log(&s);
    cr_expect_eq(log_check(tl_buf_slice(&log), &cables, &records, &err), TL_OK, "%s", err.text);
    cr_expect_eq(records, 7);
    cr_expect_eq(cables, 1);
    tl_buf_release(&log);
    tl_arena_release(&s.arena);
}

Test(ledger_chain, any_change_breaks_it)
{
    static const struct {
        const char *from;
        const char *to;
    } rows[] = {{"\"number\":\"2\"", "\"number\":\"3\""},
                {"\"TOKYO 3100\"", "\"TOKYO 3101\""},
                {"\"seq\":1", "\"seq\":2"},
                {"\"type\":\"run\"", "\"type\":\"cable\""},
                {"\"seq\":1", "\"seq\": 1"},
                {"\"seq\":1", "\"seq\":null"},
                {"\"seq\":1", "\"seq\":true"},
                {"\"seq\":1", "\"seq\":1.0"},
                {"\"seq\":1", "\"seq\":-1"},
                {"\"seq\":1", "\"zeq\":1"},
                {"\"seq\":1", "\"seq\":1,\"seq\":1"},
                {"\"line\"", "\"\\u006cine\""},
                {"{\"as_of", "["},
                {"\"hash\":\"", "\"hash\":\"x"},
                {"\n{", "\n\n{"}};
    struct sample s;
    sample_init(&s);
    s.run.as_of = (struct tl_date){2018, 11, 6};
    struct tl_buf log = sample_log(&s);
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        uint64_t cables = 0;
        uint64_t records = 0;
        struct tl_err err = {0};
        struct tl_buf bad = forged(&log, rows[i].from, rows[i].to);
        cr_expect_neq(log_check(tl_buf_slice(&bad), &cables, &records, &err), TL_OK, "%s", rows[i].to);
        tl_buf_release(&bad);
    }
    tl_buf_release(&log);
    tl_arena_release(&s.arena);
}

Test(ledger_chain, lines_cannot_be_lost_or_swapped)
{
    struct sample s;
    sample_init(&s);
    struct tl_buf log = sample_log(&s);
    for (size_t begin = 0; begin < log.len;) {
        uint64_t cables = 0;
        uint64_t records = 0;
        struct tl_err err = {0};
        struct tl_buf cut = {0};
        const tl_slice text = tl_buf_slice(&log);
        const size_t end = tl_slice_find(text, TL_LIT("\n"), begin) + 1;
        tl_buf_add(&cut, tl_slice_sub(text, 0, begin));
        tl_buf_add(&cut, tl_slice_sub(text, end, text.len));
        const enum tl_status status = log_check(tl_buf_slice(&cut), &cables, &records, &err);
        cr_expect_neq(status, TL_OK, "at %zu", begin);
        tl_buf_release(&cut);
        begin = end;
    }
    tl_buf_release(&log);
    tl_arena_release(&s.arena);
}

Test(ledger_chain, cut_off_line_is_no_record)
{
    struct sample s;
    uint64_t cables = 0;
    uint64_t records = 0;
    struct tl_err err = {0};
    sample_init(&s);
    struct tl_buf log = sample_log(&s);
    log.len--;
    cr_expect_eq(log_check(tl_buf_slice(&log), &cables, &records, &err), TL_DATA);
    tl_buf_release(&log);
    tl_arena_release(&s.arena);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Framings: what comes out of a stream, and that it is the same however the stream was cut into pieces. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>

#include "pipeline/frame.h"

#define BYTES(s)                                                                                             \
    {                                                                                                        \
        (const unsigned char *)(s), sizeof(s) - 1                                                            \
    }

/* A start with an envelope, as `auto` asks for. */
#define HEAD(n) "VZCZCXYZ000" n "\nDE RUEHPD #030" n " 0611405\n"

/* Blanks, more than anybody looks ahead at once. */
#define SPACES "                                                  "
#define LONG SPACES SPACES SPACES

struct stream {
    enum tl_frame_kind kind;
    size_t cap; /* 0: 1000 */
    tl_slice input;
    const char *frames; /* "[cable]" and "!slug" in order */
};

static const struct stream streams[] = {
    /* file: the whole is one */
    {TL_FRAME_FILE, 0, BYTES("one\ntwo\n"), "[one\ntwo\n]"},
    {TL_FRAME_FILE, 0, BYTES(""), ""},
    {TL_FRAME_FILE, 0, BYTES(" \r\n\n"), ""},
    {TL_FRAME_FILE, 4, BYTES("1234"), "[1234]"},
    {TL_FRAME_FILE, 4, BYTES("12345"), "!frame-too-large"},
    {TL_FRAME_FILE, 0, BYTES("ZCZC\na\nNNNN\nZCZC\nb\nNNNN\n"), "[ZCZC\na\nNNNN\nZCZC\nb\nNNNN\n]"},
    /* nul */
    {TL_FRAME_NUL, 0, BYTES("one\0two\0"), "[one][two]"},
    {TL_FRAME_NUL, 0, BYTES("one\0two"), "[one]!frame-truncated"},
    {TL_FRAME_NUL, 0, BYTES("one\0\n"), "[one]!frame-truncated"},
    {TL_FRAME_NUL, 0, BYTES("\0 \n\0two\0"), "!frame-empty!frame-empty[two]"},
    {TL_FRAME_NUL, 4, BYTES("1234\00012345\0ab\0"), "[1234]!frame-too-large[ab]"},
    {TL_FRAME_NUL, 4, BYTES("12345"), "!frame-too-large"},
    {TL_FRAME_NUL, 0, BYTES(""), ""},
    /* len32 */
    {TL_FRAME_LEN32, 0, BYTES("\0\0\0\003one\0\0\0\005a\0b\nc"), "[one][a%00b\nc]"},
    {TL_FRAME_LEN32, 0, BYTES("\0\0\0\003one\0\0\0\005a"), "[one]!frame-truncated"},
    {TL_FRAME_LEN32, 0, BYTES("\0\0\0\003one\0\0\0"), "[one]!frame-truncated"},
    {TL_FRAME_LEN32, 0, BYTES("\0\0\0\0\0\0\0\003one"), "!frame-length"},
    {TL_FRAME_LEN32, 4, BYTES("\0\0\0\0041234\0\0\0\00512345\0\0\0\003one"), "[1234]!frame-length"},
    {TL_FRAME_LEN32, 0, BYTES("\xff\xff\xff\xffone"), "!frame-length"},
    {TL_FRAME_LEN32, 0, BYTES("\0\0\0\002\n \0\0\0\001x"), "!frame-empty[x]"},
    {TL_FRAME_LEN32, 0, BYTES(""), ""},
    /* jsonl: lines; what they hold is read later */
    {TL_FRAME_JSONL, 0, BYTES("{}\n\n  \r\n{\"a\":1}\r\n{}"), "[{}][{\"a\":1}\r][{}]"},
    {TL_FRAME_JSONL, 4, BYTES("{  }\n{   }\n{}\n"), "[{  }]!frame-too-large[{}]"},
    /* zczc */
    {TL_FRAME_ZCZC, 0, BYTES("ZCZC 1\na\nNNNN\nVZCZC 2\nb\nNNNN\n"),
     "[ZCZC 1\na\nNNNN\n][VZCZC 2\nb\nNNNN\n]"},
    {TL_FRAME_ZCZC, 0, BYTES("ZCZC 1\r\r\na\r\r\nNNNN\r\r\nZCZC 2\r\r\nNNNN  \r\n"),
     "[ZCZC 1\r\r\na\r\r\nNNNN\r\r\n][ZCZC 2\r\r\nNNNN  \r\n]"},
    {TL_FRAME_ZCZC, 0, BYTES("ZCZC 1\ra\rNNNN\rZCZC 2\rNNNN\r"), "[ZCZC 1\ra\rNNNN\r][ZCZC 2\rNNNN\r]"},
    {TL_FRAME_ZCZC, 0, BYTES("ZCZC 1\na\nNNNN"), "[ZCZC 1\na\nNNNN]"},
    {TL_FRAME_ZCZC, 0, BYTES("\n\n \r\nZCZC 1\na\nNNNN\n\n\n"), "[ZCZC 1\na\nNNNN\n]"},
    {TL_FRAME_ZCZC, 0, BYTES("ZCZC 1\n\nVZCZC 1\na\nNNNN\n"), "[ZCZC 1\n\nVZCZC 1\na\nNNNN\n]"},
    {TL_FRAME_ZCZC, 0, BYTES("\aVV ZCZC 1\na\nNNNN\n"), "[\aVV ZCZC 1\na\nNNNN\n]"},
    {TL_FRAME_ZCZC, 0, BYTES("ZCZC 1\na\nZCZC 2\nb\nNNNN\nZCZC 3\nNNNN\n"),
     "!frame-start-inside[ZCZC 3\nNNNN\n]"},
    {TL_FRAME_ZCZC, 0, BYTES("ZCZC 1\na\n  VZCZC 2\nb\nNNNN\nZCZC 3\nNNNN\n"),
     "!frame-start-inside[ZCZC 3\nNNNN\n]"},
    {TL_FRAME_ZCZC, 0, BYTES("ZCZC 1\na\nZCZC 2\nb"), "!frame-start-inside"},
    {TL_FRAME_ZCZC, 0, BYTES("ZCZC 1\na\n"), "!frame-truncated"},
    {TL_FRAME_ZCZC, 0, BYTES("ZCZC 1\na\nNNNN\nZCZC 2\nb\nNNN"), "[ZCZC 1\na\nNNNN\n]!frame-truncated"},
    {TL_FRAME_ZCZC, 0, BYTES("ZCZC 1\n NNNN\nx NNNN\nNNNN.\nNNNNN\nNNNN\n"),
     "[ZCZC 1\n NNNN\nx NNNN\nNNNN.\nNNNNN\nNNNN\n]"},
    {TL_FRAME_ZCZC, 0, BYTES("hello\n\nZCZC 1\na\nNNNN\nmore\nNNNN\n"),
     "!frame-garbage[ZCZC 1\na\nNNNN\n]!frame-garbage"},
    {TL_FRAME_ZCZC, 0, BYTES("hello"), "!frame-garbage"},
    {TL_FRAME_ZCZC, 0,
     BYTES("hello\nZCZC 1 with a line that is far longer than what is kept of it\na\nNNNN\n"),
     "!frame-garbage[ZCZC 1 with a line that is far longer than what is kept of it\na\nNNNN\n]"},
    {TL_FRAME_ZCZC, 0, BYTES("ZCZC 1\nZCZ\nVV\nJJJJJSSSSS\nNNN\nN\nNNNNVZCZC\n\tNNNN\n  x ZCZC\nNNNN\n"),
     "[ZCZC 1\nZCZ\nVV\nJJJJJSSSSS\nNNN\nN\nNNNNVZCZC\n\tNNNN\n  x ZCZC\nNNNN\n]"},
    {TL_FRAME_ZCZC, 0,
     BYTES("ZCZC 1\na" LONG "\rNNNN" LONG "\r\r\nZCZC 2\n" LONG "b\n" LONG "ZCZC 3\nNNNN\n"),
     "[ZCZC 1\na" LONG "\rNNNN" LONG "\r\r\n]!frame-start-inside"},
    {TL_FRAME_ZCZC, 0, BYTES(""), ""},
    /* a forged end and start cannot be told from two cables */
    {TL_FRAME_ZCZC, 0, BYTES("ZCZC 1\n1. (S) a\nNNNN\nZCZC 2\nUNCLAS\nNNNN\n"),
     "[ZCZC 1\n1. (S) a\nNNNN\n][ZCZC 2\nUNCLAS\nNNNN\n]"},
    /* too long: dropped up to its end, and on */
    {TL_FRAME_ZCZC, 12, BYTES("ZCZC\nab\nNNNN\nZCZC\nabcdefgh\nNNNN\nZCZC\nNNNN\n"),
     "!frame-too-large!frame-too-large[ZCZC\nNNNN\n]"},
    {TL_FRAME_ZCZC, 13, BYTES("ZCZC\nab\nNNNN\nZCZC\nabcdefgh\nNNNN\nZCZC\nNNNN\n"),
     "[ZCZC\nab\nNNNN\n]!frame-too-large[ZCZC\nNNNN\n]"},
    {TL_FRAME_ZCZC, 12, BYTES("ZCZC\nabcdefgh\nZCZC\nNNNN\nZCZC\nNNNN\n"), "!frame-too-large[ZCZC\nNNNN\n]"},
    {TL_FRAME_ZCZC, 12, BYTES("ZCZC\nabcdefgh"), "!frame-too-large"},
    {TL_FRAME_ZCZC, 4, BYTES("abcdefgh\nZCZC 7890\nNNNN\n        ZCZC\n"),
     "!frame-garbage!frame-too-large!frame-garbage"},
    /* auto */
    {TL_FRAME_AUTO, 0, BYTES("\n" HEAD("1") "a\nNNNN\n\n" HEAD("2") "b\nNNNN\n"),
     "[" HEAD("1") "a\nNNNN\n][" HEAD("2") "b\nNNNN\n]"},
    {TL_FRAME_AUTO, 0, BYTES("\n" HEAD("1") "a\nNNNN\n\n"), "[\n" HEAD("1") "a\nNNNN\n\n]"},
    {TL_FRAME_AUTO, 0, BYTES("ZCZC\n1\n2\n3\n4\n5\n6\nPP RUEHC\nNNNN\nZCZC\n"),
     "[ZCZC\n1\n2\n3\n4\n5\n6\nPP RUEHC\nNNNN\nZCZC\n]"},
    {TL_FRAME_AUTO, 0, BYTES("ZCZC\n1\n2\n3\n4\n5\nPP RUEHC\nNNNN\nZCZC\n"),
     "[ZCZC\n1\n2\n3\n4\n5\nPP RUEHC\nNNNN\n]!frame-truncated"},
    {TL_FRAME_AUTO, 0, BYTES("ZCZC\nZNY CCCCC ZZH\nNNNN\ntext\nNNNN\nZCZC\nNNNN\n"),
     "[ZCZC\nZNY CCCCC ZZH\nNNNN\n]!frame-garbage[ZCZC\nNNNN\n]"},
    {TL_FRAME_AUTO, 0, BYTES("text\n" HEAD("1") "NNNN\n" HEAD("2") "NNNN\n"),
     "[text\n" HEAD("1") "NNNN\n" HEAD("2") "NNNN\n]"},
    {TL_FRAME_AUTO, 0, BYTES(HEAD("1") "NNNN\ntext\n" HEAD("2") "b\n"),
     "[" HEAD("1") "NNNN\ntext\n" HEAD("2") "b\n]"},
    {TL_FRAME_AUTO, 20, BYTES(HEAD("1") "NNNN\n" HEAD("2") "NNNN\n"), "!frame-too-large"},
    {TL_FRAME_AUTO, 0, BYTES(""), ""},
    {TL_FRAME_AUTO, 0, BYTES("{}\n"), "[{}\n]"},
};

/* Appends the frames that are there; `places` with where they stand. */
static void put_frames(struct tl_framer *framer, struct tl_buf *frames, struct tl_buf *places)
{
    struct tl_frame frame;
    while (tl_framer_next(framer, &frame)) {
        tl_buf_format(places, "%" PRIu64 "+%" PRIu64 " line %" PRIu64 " %s\n", frame.at, frame.length,
                      frame.line, frame.slug == NULL ? "cable" : frame.slug);
        cr_expect(frame.slug == NULL || frame.bytes.len == 0, "a rejected frame is handed out");
        if (frame.slug != NULL) {
            tl_buf_format(frames, "!%s", frame.slug);
            continue;
        }
        tl_buf_byte(frames, '[');
        for (size_t i = 0; i < frame.bytes.len; i++) {
            if (frame.bytes.ptr[i] == '\0') {
                tl_buf_str(frames, "%00");
            } else {
                tl_buf_byte(frames, frame.bytes.ptr[i]);
            }
        }
        tl_buf_byte(frames, ']');
    }
}

/* Feeds pieces of `step` bytes after a first one of `first`. */
static void read_stream(const struct stream *stream, size_t first, size_t step, struct tl_buf *frames,
                        struct tl_buf *places)
{
    struct tl_framer framer;
    tl_framer_init(&framer, stream->kind, stream->cap == 0 ? 1000 : stream->cap);
    for (size_t at = 0; at < stream->input.len;) {
        const size_t end = at == 0 ? first : at + step;
        tl_framer_feed(&framer, tl_slice_sub(stream->input, at, end));
        put_frames(&framer, frames, places);
        at = end;
    }
    tl_framer_end(&framer);
    put_frames(&framer, frames, places);
    put_frames(&framer, frames, places);
    tl_framer_release(&framer);
}

Test(frame, streams_come_apart_as_they_should)
{
    for (size_t i = 0; i < TL_COUNT(streams); i++) {
        struct tl_buf frames = {0};
        struct tl_buf places = {0};
        read_stream(&streams[i], SIZE_MAX, 1, &frames, &places);
        cr_expect(tl_slice_eq(tl_buf_slice(&frames), tl_str(streams[i].frames)), "%zu: %.*s, not %s", i,
                  (int)frames.len, (const char *)frames.ptr, streams[i].frames);
        tl_buf_release(&frames);
        tl_buf_release(&places);
    }
}

static void expect_same(size_t stream, size_t first, size_t step, const struct tl_buf *frames,
                        const struct tl_buf *places)
{
    struct tl_buf other = {0};
    struct tl_buf other_places = {0};
    read_stream(&streams[stream], first, step, &other, &other_places);
    cr_expect(tl_slice_eq(tl_buf_slice(frames), tl_buf_slice(&other)) &&
                  tl_slice_eq(tl_buf_slice(places), tl_buf_slice(&other_places)),
              "%zu cut after %zu, then every %zu: %.*s\n%.*s\nand not\n%.*s", stream, first, step,
              (int)other.len, (const char *)other.ptr, (int)other_places.len, (const char *)other_places.ptr,
              (int)places->len, (const char *)places->ptr);
    tl_buf_release(&other);
    tl_buf_release(&other_places);
}

Test(frame, pieces_change_nothing)
{
    for (size_t i = 0; i < TL_COUNT(streams); i++) {
        struct tl_buf frames = {0};
        struct tl_buf places = {0};
        read_stream(&streams[i], SIZE_MAX, 1, &frames, &places);
        for (size_t step = 1; step <= 7; step++) {
            expect_same(i, step, step, &frames, &places);
        }
        for (size_t cut = 1; cut < streams[i].input.len; cut++) {
            expect_same(i, cut, SIZE_MAX / 2, &frames, &places);
        }
        tl_buf_release(&frames);
        tl_buf_release(&places);
    }
}

/* With any cap too: what is let through is never longer. */
Test(frame, pieces_change_nothing_whatever_the_cap)
{
    for (size_t i = 0; i < TL_COUNT(streams); i++) {
        for (size_t cap = 1; cap < 40; cap++) {
            const struct stream capped = {streams[i].kind, cap, streams[i].input, NULL};
            struct tl_buf frames[2] = {{0}, {0}};
            struct tl_buf places[2] = {{0}, {0}};
            read_stream(&capped, SIZE_MAX, 1, &frames[0], &places[0]);
            read_stream(&capped, 1, 1, &frames[1], &places[1]);
            cr_expect(tl_slice_eq(tl_buf_slice(&frames[0]), tl_buf_slice(&frames[1])) &&
                          tl_slice_eq(tl_buf_slice(&places[0]), tl_buf_slice(&places[1])),
                      "%zu with cap %zu: %.*s\n%.*s\nand not\n%.*s", i, cap, (int)frames[1].len,
                      (const char *)frames[1].ptr, (int)places[1].len, (const char *)places[1].ptr,
                      (int)places[0].len, (const char *)places[0].ptr);
            for (size_t k = 0; k < 2; k++) {
                tl_buf_release(&frames[k]);
                tl_buf_release(&places[k]);
            }
        }
    }
}

Test(frame, an_endless_input_takes_no_more_memory_than_the_cap)
{
    static const char *const fillers[] = {"x",      "\r",     " ",       "\n", "N",
                                          "text\n", "ZCZC\n", "ZCZC   ", "\0", "{}"};
    for (int kind = TL_FRAME_AUTO; kind < TL_FRAME_KINDS; kind++) {
        for (size_t i = 0; i < TL_COUNT(fillers); i++) {
            struct tl_framer framer;
            struct tl_frame frame;
            struct tl_buf piece = {0};
            while (piece.len < 10000) {
                tl_buf_add(&piece,
                           (tl_slice){(const unsigned char *)fillers[i], strlen(fillers[i]) + (i == 8)});
            }
            tl_framer_init(&framer, (enum tl_frame_kind)kind, 5000);
            for (size_t k = 0; k < 20; k++) {
                tl_framer_feed(&framer, tl_buf_slice(&piece));
                while (tl_framer_next(&framer, &frame)) {
                    cr_expect(frame.bytes.len <= 5000);
                }
            }
            cr_expect(framer.buf.room <= 40000, "%s with %s: %zu", tl_frame_names[kind], fillers[i],
                      framer.buf.room);
            tl_framer_release(&framer);
            tl_buf_release(&piece);
        }
    }
}

Test(frame, what_is_put_is_read_back)
{
    static const char *const cables[] = {"ZCZC 1\na\nNNNN\n", "ZCZC 2\nNNNN", "VZCZC 3\r\nNNNN\r\n"};
    for (int kind = TL_FRAME_ZCZC; kind < TL_FRAME_JSONL; kind++) {
        struct tl_buf stream = {0};
        struct tl_framer framer;
        struct tl_frame frame;
        for (size_t i = 0; i < TL_COUNT(cables); i++) {
            cr_expect(tl_frame_holds((enum tl_frame_kind)kind, tl_str(cables[i])));
            tl_frame_put((enum tl_frame_kind)kind, tl_str(cables[i]), &stream);
        }
        tl_framer_init(&framer, (enum tl_frame_kind)kind, 1000);
        tl_framer_feed(&framer, tl_buf_slice(&stream));
        tl_framer_end(&framer);
        for (size_t i = 0; i < TL_COUNT(cables); i++) {
            cr_expect(tl_framer_next(&framer, &frame) && frame.slug == NULL &&
                      tl_slice_starts(frame.bytes, tl_str(cables[i])));
        }
        cr_expect(!tl_framer_next(&framer, &frame));
        tl_framer_release(&framer);
        tl_buf_release(&stream);
    }
}

Test(frame, what_a_reader_would_take_apart_is_no_frame)
{
    static const char *const broken[] = {"",
                                         "text\nNNNN\n",
                                         "ZCZC 1\ntext\n",
                                         "[WITHHELD C (b)(1)]\ntext\nNNNN\n",
                                         "ZCZC 1\na\nZCZC 2\nNNNN\n",
                                         "ZCZC 1\na\nNNNN\nb\nNNNN\n",
                                         "ZCZC 1\na\nNNNN\nZCZC 2\nNNNN\n",
                                         "\nZCZC 1\na\nNNNN\n"};
    for (size_t i = 0; i < TL_COUNT(broken); i++) {
        cr_expect(!tl_frame_holds(TL_FRAME_ZCZC, tl_str(broken[i])), "%s", broken[i]);
    }
    cr_expect(!tl_frame_holds(TL_FRAME_NUL, (tl_slice)BYTES("a\0b")));
    cr_expect(!tl_frame_holds(TL_FRAME_NUL, (tl_slice){NULL, 0}));
    cr_expect(!tl_frame_holds(TL_FRAME_LEN32, (tl_slice){NULL, 0}));
    cr_expect(tl_frame_holds(TL_FRAME_LEN32, (tl_slice)BYTES("a\0b")));
}

Test(frame, what_is_in_hand_can_be_given_up)
{
    struct tl_framer framer;
    struct tl_frame frame;
    tl_framer_init(&framer, TL_FRAME_ZCZC, 1000);
    tl_framer_feed(&framer, TL_LIT("ZCZC 1\nNNNN\n\n"));
    cr_expect(tl_framer_next(&framer, &frame) && frame.slug == NULL);
    cr_expect(!tl_framer_next(&framer, &frame));
    cr_expect(!tl_framer_cut(&framer, "frame-stopped", &frame), "blank lines are nothing that is lost");
    tl_framer_feed(&framer, TL_LIT("ZCZC 2\ntext"));
    cr_expect(!tl_framer_next(&framer, &frame));
    cr_expect(tl_framer_cut(&framer, "frame-stopped", &frame));
    cr_expect_str_eq(frame.slug, "frame-stopped");
    cr_expect(frame.at == 13 && frame.bytes.len == 0);
    cr_expect(!tl_framer_next(&framer, &frame));
    tl_framer_release(&framer);
}

/* Framing in the line of a cable counts for its column, and a length that reads as a line end for its line.
 */
Test(frame, places_are_those_of_the_cable)
{
    static const struct {
        enum tl_frame_kind kind;
        tl_slice input;
        uint64_t at, skip, line, column; /* of the second frame */
    } rows[] = {
        {TL_FRAME_NUL, BYTES("one\ntwo\0three\0"), 8, 0, 2, 5},
        {TL_FRAME_NUL, BYTES("one\n\0three\0"), 5, 0, 2, 2},
        {TL_FRAME_LEN32, BYTES("\0\0\0\003one\0\0\0\002ab"), 7, 4, 1, 12},
        {TL_FRAME_LEN32, BYTES("\0\0\0\003one\0\0\0\n0123456789"), 7, 4, 2, 1},
        {TL_FRAME_ZCZC, BYTES("ZCZC 1\nNNNN\n\nZCZC 2\nNNNN\n"), 13, 0, 4, 1},
        {TL_FRAME_JSONL, BYTES("{}\n\n{}\n"), 4, 0, 3, 1},
    };
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        struct tl_framer framer;
        struct tl_frame frame = {0};
        tl_framer_init(&framer, rows[i].kind, 100);
        tl_framer_feed(&framer, rows[i].input);
        tl_framer_end(&framer);
        cr_expect(tl_framer_next(&framer, &frame) && tl_framer_next(&framer, &frame));
        cr_expect(frame.at == rows[i].at && frame.skip == rows[i].skip && frame.line == rows[i].line &&
                      frame.column == rows[i].column,
                  "row %zu: at %" PRIu64 ", skip %" PRIu64 ", %" PRIu64 ":%" PRIu64, i, frame.at, frame.skip,
                  frame.line, frame.column);
        tl_framer_release(&framer);
    }
}

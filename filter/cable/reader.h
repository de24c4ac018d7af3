/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state of one reading, shared by the parts of this room; nobody outside includes it.
 *
 *   identity (who is this cable)  ->  furniture  ->  header  ->  body  ->  claims and levels  ->  tiling
 *
 * The body is read a second time when it raised the overall, since what is above the governing level depends
 * on it.
 */
#ifndef TL_CABLE_READER_H
#define TL_CABLE_READER_H

#include "cable/cable.h"
#include "cable/line.h"
#include "cable/may.h"
#include "marking/classline.h"
#include "marking/control.h"
#include "marking/damage.h"

/* SECTION n OF m, of the header read last; 0: it said nothing. */
struct tl_section {
    uint32_t number;
    uint32_t count;
    uint64_t read; /* a bit for each that was read */
};

/* A date-time group. */
struct tl_group {
    tl_slice line; /* on which it was read */
    size_t len;    /* how far it reads; 0: there is none */
    struct tl_date date;
    int hour, minute;
};

enum { TL_KNOWN_MARKS = 4 };

struct tl_reader {
    struct tl_arena *arena;
    struct tl_cable *cable;
    struct tl_lines lines;
    size_t class_line;              /* index of the first classification line of the header, or TL_NONE */
    struct tl_classline class_read; /* what it says; nothing when there is none */
    size_t tail_line;               /* first line of the archive's attributes, or the number of lines */
    struct tl_marking overall;      /* what the reading takes for the overall */
    struct tl_marking lenient;      /* the lowest overall that a person could defend */
    enum tl_level instructed;       /* the level that computed dates were computed with */
    struct tl_words posts;          /* that the address lines name */
    uint32_t last_number;           /* of the numbered paragraphs so far, over all sections; 0: none */
    uint32_t withheld_since;        /* marks of a release without a label since that number */
    bool is_foia;                   /* a running head of the release stands on its pages */
    size_t smart_line;              /* the MRN line of a labelled block of 2009 and later, or TL_NONE */
    size_t near_line; /* that was asked for last: the next is nearly always the same or the one behind it */
    struct tl_section section;
    struct tl_group group;                   /* the one read last: several parts of the reader ask for it */
    struct tl_marking marks[TL_KNOWN_MARKS]; /* what was read last of marks of portions, which recur */
    size_t mark_count;
    bool is_second_cable; /* another cable began in this input: own marks no longer lower */
};

/* --- identity.c */

/* Finds the classification line, post, number and date-time group. */
void tl_read_identity(struct tl_reader *r);

/* tl_dtg_read of a line; what it reads is r->group. */
size_t tl_group_read(struct tl_reader *r, tl_slice line);

/* tl_is_address_line of line `index`. */
bool tl_address_at(const struct tl_reader *r, size_t index, bool is_open);

/* True when line `index` opens the body: a number label or a mark. */
bool tl_opens_body(const struct tl_reader *r, size_t index);

/* --- class_line.c */

/* What a line is as a classification line; better last. */
enum tl_class_fit {
    TL_CLASS_NONE = 0,
    TL_CLASS_TITLE,  /* a level spelt as on banners, and nothing else */
    TL_CLASS_PARTLY, /* begins as one; its end cannot be read */
    TL_CLASS_BARE,   /* a letter-spaced level or UNCLAS, and nothing else */
    TL_CLASS_LINE    /* level with number, section, or the post of this cable */
};

/* Reads a line as a classification line; marks of a release stand for the post or number they took. */
enum tl_class_fit tl_class_line_parse(const struct tl_reader *r, tl_slice line, struct tl_classline *out);

/* The same for line `index`; `out` is filled only where it is one. */
enum tl_class_fit tl_class_line_at(const struct tl_reader *r, size_t index, struct tl_classline *out);

/* Adds the portions, claim and controls of the classification line `index`; returns its section, 0: none. */
uint32_t tl_add_class_line(struct tl_reader *r, size_t index);

/* --- furniture.c */

/* Marks the lines that are furniture of this cable, and makes their claims. */
void tl_read_furniture(struct tl_reader *r);

/* A page line: "PAGE 02 LA PAZ 01225 100731Z", "TOKYO 00003100  002 OF 003", "PAGE 2 RUEHKO 3100 UNCLAS". */
struct tl_page_line {
    uint32_t page;
    tl_slice post;
    uint32_t number;
    struct tl_span level; /* of the ACP form: the level words at its end, relative to the line */
    bool is_marked;       /* a mark of a release stands for post or number */
};

bool tl_page_line_parse(tl_slice line, struct tl_page_line *out);

/* True when the page line names this cable; either of post and number may be what the cable does not say. */
bool tl_names_this_cable(const struct tl_reader *r, const struct tl_page_line *page);

/*
 * Copies `line` with the marks of a release that stand in it read as what they took: a post before a number,
 * else a number.  What is withheld reads as blanks.  False when it holds none or is longer than `size`.
 */
bool tl_marks_read_as_words(tl_slice line, unsigned char *copy, size_t size);

/* The post found in such a copy as it stands in `line`; empty when a mark took it. */
tl_slice tl_marked_post(tl_slice line, const unsigned char *copy, tl_slice post);

/* A bare level line: "CONFIDENTIAL", "SECRET//NOFORN", "UNCLASSIFIED POSS DUPE"; no post, no number. */
bool tl_level_line_parse(struct tl_arena *arena, tl_slice line, struct tl_classline *out);

/* --- stamp.c */

/* Running heads and stamps that say who released it; they are no evidence of a level (anatomy R5). */
bool tl_is_stamp(tl_slice line);

/* The running head of the release: "UNCLASSIFIED U.S. Department of State Case No. F-... Doc No. ... Date:
 * ...". */
bool tl_is_running_head(tl_slice line);

/* Nothing but codes of exemptions in the margin: "B6", "1.4(D), B1", "RELEASE IN PART B5". */
bool tl_is_margin_line(tl_slice line);

/* --- header.c */

/* Reads a header from line `from`; returns the first line that is not of it. */
size_t tl_read_header(struct tl_reader *r, size_t from);

/* --- section.c */

/* A section begins with this classification line: another cable, or the next part of this one. */
void tl_section_begins(struct tl_reader *r, const struct tl_classline *line, size_t index);

/* All is read: the last sections may be missing. */
void tl_sections_end(struct tl_reader *r);

/* False when the cable has a date-time group, and another than this. */
bool tl_same_group(const struct tl_cable *cable, const struct tl_group *group);

/* True when a header begins at line `index`, after the first: a section of this cable, or another cable. */
bool tl_header_begins(const struct tl_reader *r, size_t index, bool *is_other);

/* --- smart.c */

/* A label of the block of 2009 and later; E.O., TAGS, Reference and Subject are tl_label. */
enum tl_smart {
    TL_SMART_NONE = 0,
    TL_SMART_MRN,
    TL_SMART_DATE,
    TL_SMART_ADDRESS,
    TL_SMART_CAPTION,
    TL_SMART_PASS
};

/* The label that a line opens with; `len` is the length of "Pass Line:   ". */
enum tl_smart tl_smart_label(tl_slice line, size_t *len);

/* Finds the MRN line that begins a block, and what it says of the cable. */
void tl_smart_find(struct tl_reader *r);

/* Reads a line of the block; `open` is the label that continuations belong to.  False: it is none. */
bool tl_read_smart_line(struct tl_reader *r, size_t index, bool after_blank, enum tl_smart *open);

/* The first line of what stands below the text, or the number of lines. */
size_t tl_smart_tail(const struct tl_reader *r);

/* Reads the signature that the tail begins with; returns the line after it. */
size_t tl_read_smart_signature(struct tl_reader *r, size_t index);

/* --- caption.c */

/* Reads a line of the caption window: captions, channel words, pass lines, unknown words.  False: it is none.
 */
bool tl_read_caption_line(struct tl_reader *r, size_t index);

/* In a later section text follows the classification line at once: true for what cannot be its first line. */
bool tl_may_be_caption(const struct tl_reader *r, size_t index);

/* Nothing but known captions. */
bool tl_is_caption_line(tl_slice line);

/* The value behind "Captions:" and "Pass Line:"; `label` is the length of the label in the line `core`. */
void tl_read_caption_value(struct tl_reader *r, struct tl_span core, size_t label);
void tl_read_pass_value(struct tl_reader *r, struct tl_span core, size_t label);

/* Adds the control words of a classification or page line as captions that cover the cable (M9). */
void tl_add_banner_words(struct tl_reader *r, const struct tl_classline *line, size_t base);

/* The known caption at `*at`; moves past it and the separators behind it.  NULL: there is none, `*at` stays.
 */
const struct tl_control *tl_next_caption(tl_slice line, size_t *at);

/* Adds the known captions of a line that holds nothing else. */
void tl_add_captions(struct tl_reader *r, size_t index);

/* --- body.c */

/* Reads the body from line `from` to the next header or the tail; returns the first line that is not of it.
 */
size_t tl_read_body(struct tl_reader *r, size_t from);

/* --- opener.c */

/* Gives the sign TL_SIGN_OPENER to every line on which an instruction or a stamp may stand. */
void tl_find_openers(struct tl_reader *r);

/* Where an opener of an instruction stands in the line, or TL_NONE.  They are asked in the order of their
 * register, from `*next` on, which goes on behind the one found. */
size_t tl_opener_at(tl_slice line, size_t *next);

/* Where a word stands that is a damaged DECLASSIFY, or TL_NONE. */
size_t tl_damaged_opener_at(tl_slice line);

/* --- instruction.c */

/* Finds every declassification instruction, stated reason and stamp of the cable. */
void tl_read_instructions(struct tl_reader *r);

/* --- honour.c */

/* Says what M10 may free: the last step, when levels, controls and doubt stand. */
void tl_read_honour(struct tl_reader *r, bool frees_nothing);

/* --- levels.c */

/* Parses the mark of a portion and gives it its own level; a claim of the cable. */
void tl_take_own_mark(struct tl_reader *r, struct tl_portion *portion);

/* True when `text`, which begins where a mark stands, opens with one that nobody can read; the level still
 * readable in it, or UNKNOWN, goes to `level`.  Marks of a release are none. */
bool tl_unreadable_mark_at(tl_slice text, enum tl_level *level);

/* A mark that nobody can read, with what is still readable in it: nothing releases its portion, and it is a
 * claim of the cable (M1).  The portion's effective marking is what it would inherit. */
void tl_take_damaged_mark(struct tl_reader *r, struct tl_portion *portion, struct tl_span mark,
                          const struct tl_marking *read);

/* "((S) text", "C) text": inherits, and never less than what stands in its brackets. */
void tl_take_broken_mark(struct tl_reader *r, struct tl_portion *portion, struct tl_span mark);

/* Joins the claims: the overall, its lenient reading, the findings of their conflicts. */
void tl_join_claims(struct tl_reader *r, const struct tl_cable_options *options);

/* Captions become controls of every portion (M9); M4 is looked at; second cables are raised. */
void tl_finish_levels(struct tl_reader *r);

/* --- sentence.c */

/* Findings for higher marks that stand in mid-sentence and raise nothing; after all levels are known. */
void tl_look_at_sentences(struct tl_reader *r);

/* --- why.c */

/* Says where a new portion has its level from, and why. */
void tl_why_from(const struct tl_reader *r, struct tl_portion *portion, enum tl_from from);
void tl_why_set(struct tl_portion *portion, enum tl_why why, size_t line);

/* Names the claims that the overall comes from, and what could not be read; after all levels are known. */
void tl_why_finish(struct tl_reader *r);

/* --- tile.c */

/* Sorts the portions, gives every byte to one, and makes the elements (M6). */
void tl_tile(struct tl_reader *r);

/* --- struck.c */

struct tl_struck_mark {
    struct tl_span mark; /* in the cable as given */
    size_t at;           /* its place in what is read */
    size_t gone;         /* bytes taken out up to and with it */
};

struct tl_struck_marks {
    tl_slice bytes; /* as given */
    TL_VEC(struct tl_struck_mark) list;
};

/* What is read of `bytes`: all but the struck marks; arena, or `bytes` itself where there is none. */
tl_slice tl_struck_take(struct tl_arena *arena, tl_slice bytes, struct tl_struck_marks *out);

/* Gives everything that was found its place in the bytes as given. */
void tl_struck_restore(struct tl_arena *arena, const struct tl_struck_marks *marks, struct tl_cable *cable);

/* --- shared by all: reader.c */

/* A new portion whose text is `core`, trimmed of blanks; level: the overall.  The pointer holds until the
 * next. */
struct tl_portion *tl_add_portion(struct tl_reader *r, enum tl_kind kind, struct tl_span core);

/* The bytes without the blanks at their ends. */
struct tl_span tl_trim_span(const struct tl_reader *r, size_t begin, size_t end);

/* Bytes of line `index` without the blanks round its text. */
static inline struct tl_span tl_line_core(const struct tl_reader *r, size_t index)
{
    TL_CHECK(index < r->lines.list.count);
    return r->lines.list.items[index].core;
}

void tl_add_claim(struct tl_reader *r, enum tl_claim_from from, const struct tl_marking *marking,
                  struct tl_span span, struct tl_span level, size_t line);
void tl_add_finding(struct tl_reader *r, const char *slug, size_t line);

/* What line `index` may be (may.h). */
static inline __attribute__((always_inline)) bool tl_may(const struct tl_reader *r, size_t index,
                                                         enum tl_may what)
{
    TL_CHECK(index < r->lines.list.count);
    return tl_line_may(&r->lines.list.items[index], what);
}

/* Line number, from 1, of a byte. */
size_t tl_line_number(struct tl_reader *r, size_t offset);

/* --- helpers on lines: words.c */

/* A cursor over the words of a line. */
struct tl_cursor {
    tl_slice text;
    size_t at;
};

/* Skips blanks. */
static inline void tl_skip_blanks(struct tl_cursor *c)
{
    while (c->at < c->text.len && tl_is_blank(c->text.ptr[c->at])) {
        c->at++;
    }
}

/* The next run of bytes that are not blank; empty at the end.  Moves past it. */
tl_slice tl_next_word(struct tl_cursor *c);

/* Takes the literal, case as written, when it stands at the cursor. */
static inline bool tl_take(struct tl_cursor *c, tl_slice literal)
{
    const bool stands = tl_slice_starts(tl_slice_sub(c->text, c->at, c->text.len), literal);
    c->at += stands ? literal.len : 0;
    return stands;
}
static inline bool tl_take_fold(struct tl_cursor *c, tl_slice literal)
{
    const bool stands = tl_slice_starts_fold(tl_slice_sub(c->text, c->at, c->text.len), literal);
    c->at += stands ? literal.len : 0;
    return stands;
}

/* A run of letters, or of digits, at the cursor; empty when there is none.  Moves past it. */
tl_slice tl_take_letters(struct tl_cursor *c);
tl_slice tl_take_digits(struct tl_cursor *c);

/* True when every letter is upper case and there is one at least. */
bool tl_is_all_caps(tl_slice text);

#endif

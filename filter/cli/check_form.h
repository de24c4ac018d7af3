/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `check` found, and the forms that say it.
 *
 *   worker   judge -> items, by place -> form->item, into the batch
 *   writer   form->begin, then in order form->cable and form->failure, then form->end
 *
 * An item has places, kinds, numbers, registered words and ids of rules; no form is given a word of a text
 * (DESIGN M20).  Nothing grows with the input: what is said of a cable is written when it is its turn.
 */
#ifndef TL_CLI_CHECK_FORM_H
#define TL_CLI_CHECK_FORM_H

#include "cli/check.h"
#include "cli/check_rules.h"

/* A place in the text of a cable, moved forward byte by byte.  Lines end at LF. */
struct tl_cursor {
    tl_slice bytes;
    size_t at;
    size_t lines;      /* line ends before it */
    size_t line_begin; /* where its line begins */
    size_t chars;      /* characters before it in that line */
};

/* What stands at a cable of the run, and where in the input that is. */
struct tl_check_at {
    const struct tl_check *check;
    const struct tl_parcel *parcel;
    struct tl_cursor cursor; /* moves with the items */
};

/* One thing that `redact` would not leave as it is.  Zeroed words are left out. */
struct tl_check_item {
    size_t rule;         /* index among all rules of the run */
    bool is_record;      /* it stands in the record around the text */
    struct tl_span in;   /* bytes of the text */
    bool is_doubt;       /* another reading would let it pass */
    const char *action;  /* what `redact` would do: "withheld", "excised" */
    const char *element; /* kind of the portion */
    tl_slice number;     /* of the portion, where it is one */
    tl_slice parent;     /* number of the paragraph that the portion belongs to */
    tl_slice marking;    /* as it may be shown: "(S//NF)" */
    const char *reason;  /* a slug of why */
    tl_slice text;       /* "paragraph 2 (C) exceeds UNCLASSIFIED: level" */
    size_t like;         /* how many of its rule, kind and numbers stand before it in the cable */
};

/* Writer's side: what was written so far. */
struct tl_check_report {
    const struct tl_check *check;
    struct tl_buf notes; /* sarif: notifications, which stand behind the results */
    size_t note_count;
    size_t entries; /* that were written */
};

struct tl_check_form {
    /* One item of the cable at hand. */
    void (*item)(struct tl_check_at *at, const struct tl_check_item *item, struct tl_buf *out);

    /* Each of these may be NULL. */
    void (*begin)(struct tl_check_report *report, struct tl_buf *out);

    /* A cable with its items, as `item` wrote them; `why` when it was not judged, or not all of it.  NULL:
     * its items as they are, and `failure`. */
    void (*cable)(struct tl_check_report *report, const struct tl_parcel *parcel, tl_slice items,
                  tl_slice why, struct tl_buf *out);

    /* A cable or an input (`parcel`; NULL: the run) was not judged: `slug`, `why` and `status` say it. */
    void (*failure)(struct tl_check_report *report, const struct tl_parcel *parcel, enum tl_status status,
                    const char *slug, tl_slice why, struct tl_buf *out);

    void (*end)(struct tl_check_report *report, enum tl_status status, struct tl_buf *out);
};

extern const struct tl_check_form tl_check_text;
extern const struct tl_check_form tl_check_github;
extern const struct tl_check_form tl_check_json;
extern const struct tl_check_form tl_check_sarif;

/* Places (check_place.c). */

/* A place in the source; lines and columns from 1. */
struct tl_check_place {
    uint64_t line;
    uint64_t column;    /* in bytes */
    uint64_t character; /* column in characters; 0: bytes that are no text stand before it in its line */
    uint64_t at;        /* byte of the source */
};

/* Moves the cursor to `offset` and says where that is.  jsonl: where the line is that holds the text. */
struct tl_check_place tl_check_move(struct tl_check_at *at, size_t offset);

/* The place where an item ends, behind its last byte; the cursor stays. */
struct tl_check_place tl_check_end(const struct tl_check_at *at, const struct tl_check_item *item);

/* True when the parcel is a line of JSON, whose places are none of the text. */
bool tl_check_is_jsonl(const struct tl_parcel *parcel);

/* The name of the parcel's input, as it was given. */
const char *tl_check_path(const struct tl_check *check, const struct tl_parcel *parcel);

/* Appends "cable 3, number 301: line 2 of its text: TEXT": the item, and in a stream of which cable. */
void tl_check_put_message(const struct tl_check_at *at, const struct tl_check_item *item, struct tl_buf *out);

/* Appends text with its control bytes as '?', and so the name of an input: "<stdin>" for "-". */
void tl_check_put_clean(tl_slice text, struct tl_buf *out);
void tl_check_put_name(const char *path, struct tl_buf *out);

#endif

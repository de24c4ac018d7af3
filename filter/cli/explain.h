/* SPDX-License-Identifier: Apache-2.0 */
/* The questions of `explain`, asked once and answered twice: for people and as JSON. */
#ifndef TL_CLI_EXPLAIN_H
#define TL_CLI_EXPLAIN_H

#include "base/json.h"
#include "marking/decide.h"
#include "marking/decl.h"
#include "marking/rollup.h"
#include "marking/start.h"
#include "policy/policy.h"

/* A portion mark, alone or at the start of a line. */
struct tl_explained_portion {
    struct tl_start start; /* of a line */
    bool is_line;
    tl_slice line;
    struct tl_marking marking; /* invalid with reason "unmarked" when a line has none */
};

/* A banner, alone or as the lines of a cable's head. */
struct tl_explained_banner {
    struct tl_marking marking;
    uint32_t section, sections; /* 0: none */
    bool has_transmission;      /* a ZNR or ZNY line stands there */
    enum tl_rank transmission;
};

/* What `explain release` judges. */
struct tl_release_question {
    tl_slice portion; /* empty: unmarked */
    tl_slice banner;  /* empty: none */
    struct tl_ceiling ceiling;
    bool honours_dates;
    tl_slice decl;
    struct tl_date doc_date;
    struct tl_date as_of;
};

void tl_explain_portion(struct tl_arena *arena, tl_slice text, bool is_line,
                        struct tl_explained_portion *out);
void tl_explain_banner(struct tl_arena *arena, tl_slice line, struct tl_explained_banner *out);

/* Lines of a cable's head: ZNR or ZNY, class lines, captions; address lines before and fields after are
 * passed. */
void tl_explain_lines(struct tl_arena *arena, const tl_slice *lines, size_t count,
                      struct tl_explained_banner *out);

/* What `explain release` answers. */
struct tl_explained_release {
    enum tl_reason reason;     /* OK and DECLASSIFIED release */
    struct tl_marking marking; /* what was judged: the portion's, or the banner's when it has none */
    struct tl_failure failures[TL_FAILURES_MAX]; /* every step that fails without the date, in order */
    size_t failure_count;
    struct tl_decl decl;      /* of the instruction; meaningful when one was given */
    struct tl_date free_from; /* the day on which the instruction frees; zeroed: never */
    bool has_passed;          /* that day is not after the as-of date */
};

void tl_explain_release(struct tl_arena *arena, const struct tl_release_question *question,
                        struct tl_explained_release *out);

/* True when the body parser takes any mark in the text as a portion's mark. */
bool tl_explain_is_marking(struct tl_arena *arena, tl_slice text);

/*
 * Answers one line of questions (explain_json.c): {"id","kind","result"}, or {"error","id","kind"} with
 * what of id and kind can be read.  False for an error.
 */
bool tl_explain_json(struct tl_arena *arena, const struct tl_policy *policy, tl_slice line,
                     struct tl_buf *out);

/* A roll-up: the portions and what comes of them. */
struct tl_explained_rollup {
    const struct tl_marking *portions;
    size_t count;
    struct tl_marking rolled;
    enum tl_rollup_release release; /* which row of the release table made it */
};

/* The answers in words (explain_text.c, explain_decl.c, explain_rollup.c, explain_release.c). */
void tl_explain_portion_text(const struct tl_explained_portion *answer, struct tl_buf *out);
void tl_explain_banner_text(tl_slice line, const struct tl_explained_banner *answer, struct tl_buf *out);
void tl_explain_rollup_text(const struct tl_explained_rollup *answer, struct tl_buf *out);
void tl_explain_release_text(const struct tl_release_question *question,
                             const struct tl_explained_release *answer, struct tl_buf *out);

/* `doc_date` and `level` as they were given: zeroed and UNKNOWN when not. */
void tl_explain_decl_text(tl_slice line, const struct tl_decl *decl, struct tl_date doc_date,
                          enum tl_level level, struct tl_buf *out);

#endif

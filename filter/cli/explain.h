/* SPDX-License-Identifier: Apache-2.0 */
/* The questions of `explain`, asked once and answered twice: for people and as JSON. */
#ifndef TL_CLI_EXPLAIN_H
#define TL_CLI_EXPLAIN_H

#include "base/json.h"
#include "marking/decide.h"
#include "marking/decl.h"
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

/* The reason; OK and DECLASSIFIED release. */
enum tl_reason tl_explain_release(struct tl_arena *arena, const struct tl_release_question *question);

/* True when the body parser takes any mark in the text as a portion's mark. */
bool tl_explain_is_marking(struct tl_arena *arena, tl_slice text);

/* Answers one line of questions (explain_json.c); false with a reason for the message when it is no question.
 */
bool tl_explain_json(struct tl_arena *arena, const struct tl_policy *policy, tl_slice line,
                     struct tl_buf *out, const char **reason);

/* The answers in words (explain_text.c). */
void tl_explain_portion_text(const struct tl_explained_portion *answer, struct tl_buf *out);
void tl_explain_banner_text(const struct tl_explained_banner *answer, struct tl_buf *out);
void tl_explain_decl_text(const struct tl_decl *decl, struct tl_buf *out);
void tl_explain_rollup_text(const struct tl_marking *rolled, struct tl_buf *out);
void tl_explain_release_text(enum tl_reason reason, struct tl_buf *out);

#endif

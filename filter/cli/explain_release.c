/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a portion may leave: the steps that fail, in the order in which they are asked, and what changes
 * them. */
#include "cli/explain.h"
#include "cli/explain_words.h"
#include "cli/wrap.h"
#include "marking/portion.h"

static bool is_release(enum tl_reason reason)
{
    return reason == TL_REASON_OK || reason == TL_REASON_DECLASSIFIED;
}

static void put_level_step(struct tl_buf *text, const struct tl_release_question *q,
                           const struct tl_marking *m)
{
    if (m->level == TL_LEVEL_UNKNOWN) {
        tl_buf_str(text, " Its level is not known, which is above everything.");
    } else if (q->ceiling.is_public) {
        tl_buf_format(text, " It is %s, and the public gets U only: no policy key changes that.",
                      tl_level_title(m->level));
    } else {
        tl_buf_format(text, " It is %s. It would pass with `max: %s`.", tl_level_title(m->level),
                      tl_rank_name(tl_marking_rank(m)));
    }
}

/* What would change a step: keys of a policy where one does, else what the table of slugs says. */
static void put_step(struct tl_buf *out, size_t number, const struct tl_release_question *q,
                     const struct tl_explained_release *answer, const struct tl_failure *failure)
{
    const struct tl_slug *row = tl_slug_find(tl_reason_name(failure->reason));
    struct tl_buf text = {0};
    tl_buf_format(&text, "%zu. %s: %s (%s).", number, row->slug, row->text, row->source);
    if (failure->reason == TL_REASON_LEVEL) {
        put_level_step(&text, q, &answer->marking);
    } else if (failure->lacking.count > 0) {
        tl_buf_str(&text, " It would pass with `allow: [");
        tl_put_safe_words(&text, failure->lacking);
        tl_buf_str(&text, "]`.");
    } else if (row->help != NULL) {
        tl_buf_format(&text, " %s", row->help);
    }
    tl_put_wrapped(out, 2, tl_buf_slice(&text));
    tl_buf_release(&text);
}

/* NOFORN says already why the audience does not fit. */
static bool is_said(const struct tl_explained_release *answer, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (answer->failures[i].reason == TL_REASON_NOFORN &&
            answer->failures[index].reason == TL_REASON_NO_RELEASE_DECISION) {
            return true;
        }
    }
    return false;
}

static void put_date(struct tl_buf *out, const struct tl_release_question *q,
                     const struct tl_explained_release *answer)
{
    char from[TL_DATE_TEXT];
    char as_of[TL_DATE_TEXT];
    (void)tl_date_render(answer->free_from, from);
    (void)tl_date_render(q->as_of, as_of);
    if (!q->honours_dates) {
        return;
    }
    if (answer->free_from.year == 0) {
        tl_put_line(out, 2, "Date: the instruction (%s) frees nothing; `tearline explain decl` says why.",
                    tl_decl_type_name(answer->decl.type));
    } else if (q->as_of.year == 0) {
        tl_put_line(out, 2,
                    "Date: the instruction could free it from %s; no clock is read, so say --as-of DATE.",
                    from);
    } else if (!answer->has_passed) {
        tl_put_line(out, 2, "Date: the instruction frees nothing before %s, and it is judged on %s.", from,
                    as_of);
    } else if (answer->reason == TL_REASON_DECLASSIFIED) {
        tl_put_line(out, 2,
                    "Date: from %s on it is unclassified; it is judged on %s.  This is so under "
                    "`declassification: dates`, when the whole cable agrees.",
                    from, as_of);
    } else {
        tl_put_line(out, 2,
                    "Date: %s has passed on %s, but a date lifts the level alone and no control "
                    "(E.O. 13526 3.1(a)).",
                    from, as_of);
    }
}

void tl_explain_release_text(const struct tl_release_question *q, const struct tl_explained_release *answer,
                             struct tl_buf *out)
{
    const struct tl_slug *row = tl_slug_find(tl_reason_name(answer->reason));
    struct tl_buf mark = {0};
    if (answer->reason != TL_REASON_UNMARKED) {
        tl_marking_render_safe(&answer->marking, q->portion.len > 0, &mark);
        tl_buf_byte(&mark, ' ');
    }
    tl_buf_byte(&mark, '\0');
    tl_put_line(out, 0, "%s%s: %s (%s).", (const char *)mark.ptr,
                is_release(answer->reason) ? "may leave" : "stays", row->text, row->slug);
    tl_buf_release(&mark);
    size_t number = 0;
    for (size_t i = 0; i < answer->failure_count && answer->reason != TL_REASON_DECLASSIFIED; i++) {
        if (!is_said(answer, i)) {
            put_step(out, ++number, q, answer, &answer->failures[i]);
        }
    }
    if (number > 1) {
        tl_put_line(out, 2, "This is the order in which it is asked; the log names the first.");
    }
    if (answer->reason == TL_REASON_UNMARKED) {
        tl_put_line(out, 2, "%s", row->help);
    } else if (!answer->marking.is_valid) {
        tl_put_slug(out, 2, answer->marking.reason);
        tl_put_way_out(out, answer->marking.text, &answer->marking, q->portion.len > 0);
    }
    if (answer->reason == TL_REASON_OK && q->ceiling.is_public) {
        tl_put_line(out, 2,
                    "Unclassified is not public: the originator has to approve it (CAPCO Manual 2016, H.1).");
    }
    put_date(out, q, answer);
}

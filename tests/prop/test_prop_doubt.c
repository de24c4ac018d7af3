/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Doubt never lowers: one marking damaged in a clean cable lets no word out that was withheld before, unless
 * what is left is itself a valid lower mark at the start of its portion.
 */
#include "prop/prop.h"

#include <stdio.h>

static void damage(struct rng *rng, struct tl_buf *mark)
{
    const size_t at = rng_below(rng, mark->len);
    const size_t next = rng_below(rng, mark->len);
    const unsigned char byte = mark->ptr[at];
    switch (rng_below(rng, 4)) {
    case 0: /* drop */
        memmove(mark->ptr + at, mark->ptr + at + 1, mark->len - at - 1);
        mark->len--;
        break;
    case 1: /* double */
        tl_buf_byte(mark, ' ');
        memmove(mark->ptr + at + 1, mark->ptr + at, mark->len - at - 1);
        break;
    case 2: /* swap */
        mark->ptr[at] = mark->ptr[next];
        mark->ptr[next] = byte;
        break;
    default: /* change */
        mark->ptr[at] = (unsigned char)"ABCSUT0158)(/ .,xcs"[rng_below(rng, 19)];
        break;
    }
}

/* The mark that the portion at `at` has in the cable, when it is a valid one. */
static const struct tl_portion *marked_at(const struct tl_cable *cable, size_t at)
{
    for (size_t i = 0; i < cable->portions.count; i++) {
        const struct tl_portion *portion = &cable->portions.items[i];
        if (portion->mark.begin == at && tl_span_len(portion->mark) > 0 && portion->own.is_valid) {
            return portion;
        }
    }
    return NULL;
}

static size_t part_of(const struct gen_cable *cable, size_t word)
{
    size_t at = 0;
    while (at < cable->parts.count &&
           (word < cable->parts.items[at].first_word ||
            word >= cable->parts.items[at].first_word + cable->parts.items[at].word_count)) {
        at++;
    }
    return at;
}

/*
 * There is no mark any more and nothing to doubt: what is left reads as the label of a list, "(1)", "(B)",
 * "(s)", or stands in the middle of a text and no longer names a level, "(OU)".
 */
static bool is_no_mark(const struct gen_part *part, const struct tl_buf *mark)
{
    const bool is_label = mark->len == 3 && mark->ptr[0] == '(' && mark->ptr[2] == ')' &&
                          (tl_is_alnum(mark->ptr[1])) && memchr("CSURT", mark->ptr[1], 5) == NULL;
    return is_label || (part->kind == GEN_RAISED && strcmp(part->mark_text, "(LOU)") == 0) ||
           (part->kind == GEN_RAISED && strcmp(part->mark_text, "(SBU)") == 0);
}

static void try(const struct prop_policy *policy, const struct gen_cable *cable, const struct gen_part *part,
                struct rng *rng)
{
    struct tl_buf mark = {0};
    struct tl_buf bytes = {0};
    struct prop_run before;
    struct prop_run after;
    const tl_slice text = tl_buf_slice(&cable->bytes);
    tl_buf_add(&mark, tl_slice_sub(text, part->mark.begin, part->mark.end));
    damage(rng, &mark);
    tl_buf_add(&bytes, tl_slice_sub(text, 0, part->mark.begin));
    tl_buf_add(&bytes, tl_buf_slice(&mark));
    tl_buf_add(&bytes, tl_slice_sub(text, part->mark.end, text.len));
    prop_run(policy, text, &before);
    prop_run(policy, tl_buf_slice(&bytes), &after);
    const struct tl_portion *lower = marked_at(&after.cable, part->mark.begin);
    const bool is_judged = lower == NULL && !is_no_mark(part, &mark);
    for (size_t i = 0; i < cable->words.count && is_judged; i++) {
        const char *word = cable->words.items[i];
        if (before.status != TL_INTERNAL && !prop_has_word(before.release.bytes, word) &&
            prop_has_word(after.release.bytes, word)) {
            const size_t of = (size_t)(part - cable->parts.items);
            char detail[300];
            snprintf(detail, sizeof(detail),
                     "%s of part %zu after %.*s of part %zu, kind %d, became %.*s; overall %s and %s, "
                     "compiled %d and %d",
                     word, part_of(cable, i), (int)tl_span_len(part->mark),
                     (const char *)text.ptr + part->mark.begin, of, (int)part->kind, (int)mark.len,
                     (const char *)mark.ptr, tl_rank_name(tl_marking_rank(&before.cable.overall)),
                     tl_rank_name(tl_marking_rank(&after.cable.overall)), before.cable.is_compiled,
                     after.cable.is_compiled);
            prop_fail(policy, "a damaged mark lets a word out", detail, tl_buf_slice(&bytes));
            break;
        }
    }
    prop_run_end(&before);
    prop_run_end(&after);
    tl_buf_release(&mark);
    tl_buf_release(&bytes);
}

static void test(uint64_t seed)
{
    static const enum prop_policy_name names[] = {PROP_PUBLIC, PROP_CONFIDENTIAL, PROP_PARTNER, PROP_CUI};
    struct rng rng = rng_of(seed, 3);
    struct gen_cable cable;
    gen_cable(seed, seed, TL_RANK_UNKNOWN, GEN_BREAKS | GEN_SETS | GEN_ENCLOSED | GEN_TAIL, &cable);
    for (size_t i = 0; i < cable.parts.count; i++) {
        if (tl_span_len(cable.parts.items[i].mark) > 0) {
            try(prop_policy(names[rng_below(&rng, TL_COUNT(names))]), &cable, &cable.parts.items[i], &rng);
        }
    }
    gen_release(&cable);
}

int main(void)
{
    return prop_main(300, test);
}

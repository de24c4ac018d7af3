/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts on which a regex takes more and more steps.
 *
 * For each part of the regex that repeats, texts are made from its tree: what leads there, the part many
 * times, and something that does not go on.  The steps are PCRE2's own count in its interpreter, at the one
 * place where it makes most of them: the same on every machine.  Steps that grow faster than the text are
 * told.
 *
 * What that count does not see: a possessive run is one step, however long it is.  Where a match can begin in
 * the middle of a run without end, each place reads the rest of it; that follows from the tree alone.
 */
#include "policy/filter.h"
#include "policy/lint.h"

enum {
    PUMP_LEAST = 8,       /* a part that repeats less often than this is no danger */
    PUMPS = 4,            /* texts that are tried for one part */
    SMALL = 64,           /* how many times, when growth is measured; twice as often then */
    TINY = 8,             /* the same for what repeats by a bound */
    LONG = 1024,          /* how many times, when it is timed */
    STEPS_FEW = 2000,     /* of SMALL times twice: no danger */
    FASTER = 3,           /* twice the text, so many times the steps: faster than the text */
    STEPS_MOST = 1 << 18, /* counted no further */
    TRIES = 4000,         /* texts for one regex */
    SHOWN = 40            /* bytes of a part that are shown */
};

/* A text: head, pump as often as wanted, tail. */
struct witness {
    tl_slice head;
    tl_slice pump;
    tl_slice tail;
    size_t times;
    uint32_t few, more; /* steps of so many times, and of twice as many */
};

struct search {
    struct tl_arena *arena;
    const struct tl_rule *rule;
    pcre2_match_data *data;
    pcre2_match_context *context;
    tl_slice whole; /* a text that the regex matches: what must stand somewhere in every match is there */
    struct tl_buf head;
    struct witness worst;
    bool has_worst;
    bool is_exponential; /* nothing can be worse */
    size_t tries;
    struct tl_opening opening; /* of the regex */
    unsigned char run;         /* what a run is made of that is read from every place; 0: there is none */
    tl_slice run_head;
};

/* --- texts of the tree */

/* A character of the set that people write, else any of it; 0: only characters beyond ASCII. */
static unsigned char letter_of(const struct tl_byte_set *set, size_t nth)
{
    static const char usual[] = "aA0 .-,/_";
    for (const char *c = usual; *c != '\0'; c++) {
        if (tl_byte_set_has(set, (unsigned char)*c) && nth-- == 0) {
            return (unsigned char)*c;
        }
    }
    for (unsigned char c = 'a'; nth == 0 && c <= 'z'; c++) {
        if (tl_byte_set_has(set, c)) {
            return c;
        }
    }
    for (unsigned char c = '!'; nth == 0 && c < 0x7f; c++) {
        if (tl_byte_set_has(set, c)) {
            return c;
        }
    }
    return 0;
}

/* A shortest text of a node, but for choices: the first is taken. */
static void add_text(const struct tl_regex_node *node, struct tl_buf *out)
{
    switch (node->type) {
    case TL_NODE_ANY:
    case TL_NODE_EMPTY:
        return;
    case TL_NODE_SET:
        if (node->exact.len > 0) {
            tl_buf_add(out, node->exact);
        } else if (letter_of(&node->set, 0) != 0) {
            tl_buf_byte(out, letter_of(&node->set, 0));
        } else {
            tl_buf_str(out, "\xc3\xa9");
        }
        return;
    case TL_NODE_CAT:
        for (const struct tl_regex_node *child = node->first; child != NULL; child = child->next) {
            add_text(child, out);
        }
        return;
    case TL_NODE_ALT:
        if (node->first != NULL) {
            add_text(node->first, out);
        }
        return;
    case TL_NODE_REPEAT:
        for (uint32_t i = 0; i < node->least && i < SMALL; i++) {
            add_text(node->first, out);
        }
        return;
    }
}

static tl_slice text_of(struct tl_arena *arena, const struct tl_regex_node *node)
{
    struct tl_buf text = {0};
    add_text(node, &text);
    const tl_slice copy = tl_arena_dup(arena, tl_buf_slice(&text));
    tl_buf_release(&text);
    return copy;
}

/* --- steps */

static void write_text(const struct witness *witness, size_t times, struct tl_buf *out)
{
    tl_buf_reset(out);
    tl_buf_add(out, witness->head);
    for (size_t i = 0; i < times; i++) {
        tl_buf_add(out, witness->pump);
    }
    tl_buf_add(out, witness->tail);
}

/* True when so many steps at each place do. */
static bool suffices(struct search *search, tl_slice text, uint32_t limit)
{
    pcre2_set_match_limit(search->context, limit);
    return pcre2_match(search->rule->code, text.ptr, text.len, 0, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT,
                       search->data, search->context) != PCRE2_ERROR_MATCHLIMIT;
}

/* The steps at the place that needs most of them; STEPS_MOST: so many or more. */
static uint32_t steps_of(struct search *search, const struct witness *witness, size_t times)
{
    struct tl_buf text = {0};
    uint32_t low = 0;
    uint32_t high = 64;
    write_text(witness, times, &text);
    while (high < STEPS_MOST && !suffices(search, tl_buf_slice(&text), high)) {
        low = high;
        high *= 2;
    }
    if (high >= STEPS_MOST && !suffices(search, tl_buf_slice(&text), STEPS_MOST)) {
        low = high; /* counted no further */
    }
    while (low + 1 < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (suffices(search, tl_buf_slice(&text), middle)) {
            high = middle;
        } else {
            low = middle;
        }
    }
    tl_buf_release(&text);
    return high;
}

static void try_witness(struct search *search, struct witness witness, size_t times)
{
    struct tl_buf text = {0};
    if (search->tries++ >= TRIES || search->is_exponential) {
        return;
    }
    write_text(&witness, 2 * times, &text);
    const bool is_fine = suffices(search, tl_buf_slice(&text), STEPS_FEW);
    tl_buf_release(&text);
    if (is_fine) {
        return;
    }
    witness.times = times;
    witness.few = steps_of(search, &witness, times);
    witness.more = steps_of(search, &witness, 2 * times);
    if (witness.few < STEPS_MOST && witness.more < FASTER * witness.few) {
        return;
    }
    if (!search->has_worst || witness.more > search->worst.more) {
        search->worst = witness;
        search->worst.head = tl_arena_dup(search->arena, witness.head);
        search->worst.tail = tl_arena_dup(search->arena, witness.tail);
        search->has_worst = true;
        search->is_exponential = times == TINY && witness.more / 9 > witness.few;
    }
}

/* A part that repeats: its text, or each usual letter of its set, many times. */
static void try_repeat(struct search *search, const struct tl_regex_node *node)
{
    static const char *const stops[] = {"!", "\n"};
    const struct tl_regex_node *part = node->first;
    for (size_t i = 0; i < PUMPS; i++) {
        const unsigned char letter = part->type == TL_NODE_SET ? letter_of(&part->set, i) : 0;
        const tl_slice pump =
            letter != 0 ? tl_arena_dup(search->arena, (tl_slice){&letter, 1}) : text_of(search->arena, part);
        if (pump.len == 0 || (i > 0 && letter == 0)) {
            return;
        }
        for (size_t k = 0; k < TL_COUNT(stops); k++) {
            struct tl_buf tail = {0};
            tl_buf_str(&tail, stops[k]);
            tl_buf_add(&tail, search->whole);
            const struct witness witness = {
                .head = tl_buf_slice(&search->head), .pump = pump, .tail = tl_buf_slice(&tail)};
            try_witness(search, witness, TINY);
            try_witness(search, witness, SMALL);
            tl_buf_release(&tail);
        }
    }
}

/* A run without end whose head is of the run itself: it can begin at every place of it. */
static void try_run(struct search *search, const struct tl_regex_node *node)
{
    const struct tl_regex_node *part = node->first;
    const unsigned char letter = part->type == TL_NODE_SET ? letter_of(&part->set, 0) : 0;
    bool is_inside = letter != 0 && node->most == TL_REPEAT_FOREVER && search->run == 0 &&
                     tl_rule_cost(search->rule) > 0; /* it is tried at more places than the first */
    for (size_t i = 0; i < search->head.len && is_inside; i++) {
        is_inside = tl_byte_set_has(&part->set, search->head.ptr[i]);
    }
    const unsigned char first = search->head.len > 0 ? search->head.ptr[0] : letter;
    if (is_inside && tl_byte_set_has(&search->opening.before, letter) &&
        tl_byte_set_has(&search->opening.at[0], first)) {
        search->run = letter;
        search->run_head = tl_arena_dup(search->arena, tl_buf_slice(&search->head));
    }
}

/* Tries all that repeats in a node; search->head is what stands before it. */
static void walk(struct search *search, const struct tl_regex_node *node)
{
    const size_t before = search->head.len;
    if (node->type == TL_NODE_REPEAT && node->most >= PUMP_LEAST) {
        try_repeat(search, node);
        try_run(search, node);
    }
    for (const struct tl_regex_node *child = node->first; child != NULL; child = child->next) {
        walk(search, child);
        if (node->type == TL_NODE_CAT) {
            add_text(child, &search->head);
        }
    }
    search->head.len = before;
}

/* --- what is told */

static const char *growth_of(const struct witness *witness)
{
    const uint32_t ratio = witness->more / (witness->few > 0 ? witness->few : 1);
    return witness->few >= STEPS_MOST || ratio >= 3 * FASTER ? "exponential"
           : ratio >= 2 * FASTER                             ? "cubic"
                                                             : "quadratic";
}

/* 'a', cut for a message; arena. */
static const char *quoted(struct tl_arena *arena, tl_slice text)
{
    const bool is_long = text.len > SHOWN;
    const char *copy = tl_arena_format(arena, "'%.*s'%s", (int)(is_long ? SHOWN : text.len),
                                       (const char *)text.ptr, is_long ? "..." : "");
    return text.len == 0 ? "nothing" : copy;
}

/* " (64 KB took 3.1 ms on this machine)", or nothing; arena. */
static const char *timed(const struct tl_lint *lint, const struct tl_rule *rule,
                         const struct witness *witness)
{
    struct tl_buf text = {0};
    if (!lint->tells_time) {
        return "";
    }
    write_text(witness, LONG / witness->pump.len, &text);
    const char *took = tl_arena_format(lint->diags->arena, "; %zu bytes took %.1f ms on this machine",
                                       text.len, tl_lint_time(rule, tl_buf_slice(&text)));
    tl_buf_release(&text);
    return took;
}

static void tell(const struct tl_lint *lint, const struct search *search)
{
    const struct witness *worst = &search->worst;
    struct tl_arena *arena = lint->diags->arena;
    TL_TELL_REGEX(
        lint, search->rule, "lint.rule.steps",
        "%.*s takes %s steps on %s, then %s again and again, then '!': %u at one place for %zu times, "
        "%u%s for %zu times%s; bound what repeats, or make it possessive (++)",
        TL_ID(search->rule), growth_of(worst), quoted(arena, worst->head), quoted(arena, worst->pump),
        (unsigned)worst->few, worst->times, (unsigned)worst->more,
        worst->more >= STEPS_MOST ? " or more" : "", 2 * worst->times, timed(lint, search->rule, worst));
}

static void tell_run(const struct tl_lint *lint, const struct search *search)
{
    const tl_slice pump = {&search->run, 1};
    struct tl_buf part = {0};
    tl_buf_add(&part, search->run_head);
    tl_buf_add(&part, pump);
    struct tl_buf tail = {0};
    tl_buf_str(&tail, "!");
    tl_buf_add(&tail, search->whole);
    const struct witness witness = {.pump = tl_buf_slice(&part), .tail = tl_buf_slice(&tail)};
    TL_TELL_REGEX(
        lint, search->rule, "lint.rule.steps",
        "%.*s reads a run to its end from every place of it: %d times %s cost %d steps, twice as many "
        "four times that (quadratic)%s; bound the run ({1,40}), or let nothing of it stand before a "
        "match (\\b, (?<!...))",
        TL_ID(search->rule), LONG, quoted(lint->diags->arena, witness.pump), LONG / 2 * LONG,
        timed(lint, search->rule, &witness));
    tl_buf_release(&part);
    tl_buf_release(&tail);
}

void tl_lint_steps(const struct tl_lint *lint, const struct tl_rule *rule)
{
    struct tl_arena arena = {0};
    struct tl_regex_classes classes = {.arena = &arena};
    struct search search = {.arena = &arena, .rule = rule};
    const struct tl_regex_node *root =
        rule->code == NULL ? NULL
                           : tl_regex_tree(&arena, &classes, rule->pattern, rule->case_ == TL_CASE_ANY);
    search.context = pcre2_match_context_create(NULL);
    search.data = root == NULL ? NULL : pcre2_match_data_create_from_pattern(rule->code, NULL);
    if (search.context != NULL && search.data != NULL) {
        search.whole = text_of(&arena, root);
        tl_opening_of(root, &search.opening);
        walk(&search, root);
    }
    if (search.has_worst) {
        tell(lint, &search);
    } else if (search.run != 0) {
        tell_run(lint, &search);
    }
    pcre2_match_data_free(search.data);
    pcre2_match_context_free(search.context);
    tl_buf_release(&search.head);
    tl_arena_release(&arena);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "release/explain.h"

#include <stdlib.h>

#include "base/check.h"
#include "base/sort.h"
#include "policy/filter.h"
#include "policy/regex.h"
#include "release/stage.h"

enum {
    LITERAL_LEAST = 3, /* bytes of a literal that is worth a near miss */
    CLOSE = 48         /* bytes between a literal and a hit that it may have led to */
};

/* DESIGN M12, M13, M19, section 4. */
static const struct {
    const char *name, *text, *change;
} outcomes[TL_OUTCOME_COUNT] = {
    [TL_OUTCOME_COVERED] = {"covered", "the portion is withheld whole",
                            "the marking of the portion, or what else withholds it"},
    [TL_OUTCOME_TAKEN] = {"taken", "the rule takes it",
                          "an exception for this text, or `disable` for the rule"},
    [TL_OUTCOME_PROPAGATED] = {"propagated", "the rule found the name elsewhere, and it is looked for again",
                               "what goes for the place where it was found"},
    [TL_OUTCOME_FLAGGED] = {"flagged", "the rule calls a person, and takes nothing",
                            "another `action` of the rule"},
    [TL_OUTCOME_UNDECIDED] = {"undecided", "the regex came to no end, so the portion is withheld",
                              "a regex that takes fewer steps: see `policy lint`"},
    [TL_OUTCOME_ELEMENT] = {"element", "the rule does not run in this element",
                            "the element among the `elements` of the rule"},
    [TL_OUTCOME_CASE] = {"case", "it stands there in another case", "`case: any` for the rule"},
    [TL_OUTCOME_NEAR] = {"near", "none of the words that the rule wants near is near",
                         "no `near`, more words, or more characters `within`"},
    [TL_OUTCOME_CHECK] = {"check", "it fails the check, and the policy keeps what fails",
                          "the rule without `on-check-fail: keep`, the pack without `proven` for it"},
    [TL_OUTCOME_EXCEPTION] = {"exception", "an exception keeps this text", "the end of the exception"},
    [TL_OUTCOME_DISABLED] = {"disabled", "the policy disables the rule", "the pack without `disable` for it"},
    [TL_OUTCOME_REGEX] = {"regex",
                          "a word of the rule stands there, and the rest of its regex does not match",
                          "a regex that takes what stands around it; add it to the tests first"},
};

const char *tl_outcome_name(enum tl_outcome outcome)
{
    return outcomes[outcome].name;
}

const char *tl_outcome_text(enum tl_outcome outcome)
{
    return outcomes[outcome].text;
}

const char *tl_outcome_change(enum tl_outcome outcome)
{
    return outcomes[outcome].change;
}

/* --- one run */

/* What is looked for in one policy: its rules as they are, and as they would be if they asked for less. */
enum variant { AS_IS = 0, NO_NEAR, NO_CASE, VARIANTS };

struct run {
    struct tl_arena *arena;
    const struct tl_cable *cable;
    const struct tl_policy *policy;
    const struct tl_release_options *options;
    struct tl_matcher *matcher;
    struct tl_explained_rules *out;
    struct tl_policy loose[VARIANTS]; /* rules by the index that they have in `policy` */
    struct tl_literals *literals;     /* by rule */
    struct tl_span *holes;
    size_t hole_count;
};

/* The rule of the policy that a rule of a variant was made of. */
static const struct tl_rule *rule_of(const struct run *run, enum variant variant, const struct tl_rule *rule)
{
    return &run->policy->rules[rule - run->loose[variant].rules];
}

static void make_loose(struct run *run)
{
    const size_t count = run->policy->rule_count;
    for (enum variant variant = AS_IS; variant < VARIANTS; variant++) {
        struct tl_rule *rules = tl_arena_alloc(run->arena, count + 1, sizeof(*rules));
        for (size_t i = 0; i < count; i++) {
            struct tl_regex_error error = {0};
            rules[i] = run->policy->rules[i];
            if (variant >= NO_NEAR) {
                rules[i].near_words.count = 0;
            }
            if (variant == NO_CASE) {
                rules[i].code = rules[i].case_ == TL_CASE_ANY
                                    ? NULL /* nothing to be looser in */
                                    : tl_regex_compile(rules[i].pattern, true, &error);
            }
        }
        run->loose[variant] = *run->policy;
        run->loose[variant].rules = rules;
        run->loose[variant].filter = NULL;
    }
}

static void free_loose(struct run *run)
{
    for (size_t i = 0; i < run->policy->rule_count; i++) {
        pcre2_code_free(run->loose[NO_CASE].rules[i].code);
    }
}

static void find_literals(struct run *run)
{
    struct tl_regex_classes classes = {.arena = run->arena};
    run->literals = tl_arena_alloc(run->arena, run->policy->rule_count + 1, sizeof(*run->literals));
    for (size_t i = 0; i < run->policy->rule_count; i++) {
        const struct tl_rule *rule = &run->policy->rules[i];
        const struct tl_regex_node *root =
            tl_regex_tree(run->arena, &classes, rule->pattern, rule->case_ == TL_CASE_ANY);
        if (root != NULL) {
            tl_literals_of(run->arena, run->arena, root, &run->literals[i]);
        }
    }
}

/* --- what was found */

static bool is_known(const struct run *run, const struct tl_rule *rule, struct tl_span in)
{
    for (size_t i = run->out->list.count; i > 0; i--) {
        const struct tl_explained_rule *known = &run->out->list.items[i - 1];
        if (known->rule == rule && known->in.begin == in.begin && known->in.end == in.end) {
            return true;
        }
    }
    return false;
}

static struct tl_explained_rule *add(struct run *run, const struct tl_rule *rule, struct tl_span in,
                                     enum tl_outcome outcome)
{
    struct tl_explained_rule *one = TL_PUSH(run->arena, &run->out->list);
    *one = (struct tl_explained_rule){.rule = rule, .outcome = outcome, .in = in};
    one->portion = tl_portion_of(run->cable, in.begin);
    return one;
}

static bool is_withheld(const struct run *run, struct tl_span in)
{
    return !run->out->release.decisions[tl_portion_of(run->cable, in.begin)].is_released;
}

static enum tl_outcome fate_of(const struct run *run, const struct tl_match *match)
{
    const size_t portion = tl_portion_of(run->cable, match->in.begin);
    if (match->exception != NULL) {
        return TL_OUTCOME_EXCEPTION;
    }
    if (match->is_check_failed) {
        return TL_OUTCOME_CHECK;
    }
    if (match->rule->action == TL_ACTION_FLAG) {
        return TL_OUTCOME_FLAGGED;
    }
    return is_withheld(run, match->in) && run->out->release.decisions[portion].rule != match->rule
               ? TL_OUTCOME_COVERED
               : TL_OUTCOME_TAKEN;
}

static struct tl_range range_of(const struct run *run, const struct tl_unit *unit, enum tl_kind kind)
{
    return (struct tl_range){
        .span = unit->span, .holes = run->holes, .hole_count = run->hole_count, .kind = kind};
}

static void explain_hits(struct run *run, const struct tl_unit *unit)
{
    struct tl_matches matches = {0};
    const struct tl_range range = range_of(run, unit, unit->kind);
    tl_match_rules(run->matcher, run->arena, run->cable, run->policy, run->options->judged_on, &range, NULL,
                   NULL, &matches);
    for (size_t i = 0; i < matches.list.count; i++) {
        const struct tl_match *match = &matches.list.items[i];
        if (!tl_is_in_label(run->cable, match->in) && !is_known(run, match->rule, match->in)) {
            add(run, match->rule, match->in, fate_of(run, match))->exception = match->exception;
        }
    }
    if (matches.undecided != NULL) {
        (void)add(run, matches.undecided, unit->span, TL_OUTCOME_UNDECIDED);
    }
}

/* What rules that ask for less find and the rules do not. */
static void explain_near_misses(struct run *run, const struct tl_unit *unit)
{
    static const enum tl_outcome reasons[VARIANTS] = {
        [AS_IS] = TL_OUTCOME_ELEMENT, [NO_NEAR] = TL_OUTCOME_NEAR, [NO_CASE] = TL_OUTCOME_CASE};
    for (enum variant variant = AS_IS; variant < VARIANTS; variant++) {
        struct tl_matches matches = {0};
        const struct tl_range range = range_of(run, unit, TL_KIND_COUNT);
        tl_match_rules(run->matcher, run->arena, run->cable, &run->loose[variant], (struct tl_date){0},
                       &range, NULL, NULL, &matches);
        for (size_t i = 0; i < matches.list.count; i++) {
            const struct tl_match *match = &matches.list.items[i];
            const struct tl_rule *rule = rule_of(run, variant, match->rule);
            if (!tl_is_in_label(run->cable, match->in) && !is_known(run, rule, match->in)) {
                (void)add(run, rule, match->in, reasons[variant]);
            }
        }
    }
}

/* --- literals */

/* True when the rule has a hit or a near miss that the literal may have led to. */
static bool has_hit_near(const struct run *run, const struct tl_rule *rule, struct tl_span literal)
{
    for (size_t i = 0; i < run->out->list.count; i++) {
        const struct tl_explained_rule *known = &run->out->list.items[i];
        const struct tl_span wide = {known->in.begin > CLOSE ? known->in.begin - CLOSE : 0,
                                     known->in.end + CLOSE};
        if (known->rule == rule && known->outcome != TL_OUTCOME_REGEX && tl_span_meets(wide, literal)) {
            return true;
        }
    }
    return false;
}

/* Where a literal of the rule stands in the plain view of the unit, not inside a word, and led nowhere. */
static void find_literal(struct run *run, const struct tl_view *view, size_t index)
{
    const struct tl_rule *rule = &run->policy->rules[index];
    for (size_t k = 0; k < run->literals[index].list.count; k++) {
        const struct tl_literal *literal = &run->literals[index].list.items[k];
        const tl_slice text = {literal->bytes, literal->len};
        for (size_t at = tl_slice_find_fold(view->text, text, 0); at != TL_NONE && text.len >= LITERAL_LEAST;
             at = tl_slice_find_fold(view->text, text, at + 1)) {
            const struct tl_span in = tl_view_original(view, (struct tl_span){at, at + text.len});
            if (!has_hit_near(run, rule, in) && !is_known(run, rule, in) && !tl_is_in_label(run->cable, in)) {
                add(run, rule, in, TL_OUTCOME_REGEX)->literal = text;
            }
        }
    }
}

/* The literal of a hit: the last that begins before its end and not far before its begin. */
static void name_literals(struct run *run, const struct tl_unit *unit, const struct tl_view *view)
{
    for (size_t i = 0; i < run->out->list.count; i++) {
        struct tl_explained_rule *one = &run->out->list.items[i];
        const size_t index = (size_t)(one->rule - run->policy->rules);
        if (one->literal.len > 0 || !tl_span_holds(unit->span, one->in) || index >= run->policy->rule_count) {
            continue;
        }
        size_t best = 0;
        for (size_t k = 0; k < run->literals[index].list.count; k++) {
            const struct tl_literal *literal = &run->literals[index].list.items[k];
            const tl_slice text = {literal->bytes, literal->len};
            for (size_t at = tl_slice_find_fold(view->text, text, 0); at != TL_NONE;
                 at = tl_slice_find_fold(view->text, text, at + 1)) {
                const struct tl_span in = tl_view_original(view, (struct tl_span){at, at + text.len});
                if (in.begin < one->in.end + CLOSE && in.end + CLOSE > one->in.begin && in.begin >= best) {
                    best = in.begin;
                    one->literal = text;
                }
            }
        }
    }
}

static void explain_literals(struct run *run, const struct tl_units *units)
{
    for (size_t u = 0; u < units->list.count; u++) {
        const struct tl_unit *unit = &units->list.items[u];
        const struct tl_range range = range_of(run, unit, unit->kind);
        struct tl_read read = {0};
        tl_range_read(run->arena, run->cable, &range, NULL, &read);
        for (size_t i = 0; i < run->policy->rule_count; i++) {
            if ((run->policy->rules[i].kinds >> unit->kind & 1u) != 0) {
                find_literal(run, &read.views.view[TL_READING_PLAIN], i);
            }
        }
        name_literals(run, unit, &read.views.view[TL_READING_PLAIN]);
    }
}

/* --- names, and rules that are turned off */

static void explain_propagated(struct run *run)
{
    for (size_t i = 0; i < run->out->release.edits.count; i++) {
        const struct tl_edit *edit = &run->out->release.edits.items[i];
        if (edit->cause == TL_CAUSE_PROPAGATED && edit->rule != NULL &&
            !is_known(run, edit->rule, edit->in)) {
            (void)add(run, edit->rule, edit->in, TL_OUTCOME_PROPAGATED);
        }
    }
}

static void explain_disabled(struct run *run, const struct tl_units *units, struct tl_explain_packs *packs)
{
    const size_t count = run->policy->source_count;
    packs->items = calloc(count + 1, sizeof(struct tl_policy *));
    if (packs->items == NULL) {
        tl_out_of_memory();
    }
    for (size_t i = 1; i < count; i++) {
        struct tl_diags diags = {.arena = run->arena};
        struct tl_policy *pack = tl_policy_load_pack(run->policy->sources[i].path, &diags);
        if (pack == NULL) {
            continue; /* it changed since the policy was read: its rules are explained as they were */
        }
        packs->items[packs->count++] = pack;
        for (size_t u = 0; u < units->list.count; u++) {
            struct tl_matches matches = {0};
            const struct tl_range range = range_of(run, &units->list.items[u], units->list.items[u].kind);
            tl_match_rules(run->matcher, run->arena, run->cable, pack, (struct tl_date){0}, &range, NULL,
                           NULL, &matches);
            for (size_t k = 0; k < matches.list.count; k++) {
                const struct tl_match *match = &matches.list.items[k];
                if (tl_policy_rule(run->policy, match->rule->id) == NULL &&
                    !tl_is_in_label(run->cable, match->in) && !is_known(run, match->rule, match->in)) {
                    (void)add(run, match->rule, match->in, TL_OUTCOME_DISABLED);
                }
            }
        }
    }
}

void tl_explain_packs_free(struct tl_explain_packs *packs)
{
    for (size_t i = 0; i < packs->count; i++) {
        tl_policy_free(packs->items[i]);
    }
    free(packs->items);
}

static int by_place(const void *left, const void *right)
{
    const struct tl_explained_rule *a = left;
    const struct tl_explained_rule *b = right;
    if (a->in.begin != b->in.begin) {
        return a->in.begin < b->in.begin ? -1 : 1;
    }
    if (a->in.end != b->in.end) {
        return a->in.end < b->in.end ? -1 : 1;
    }
    return tl_slice_cmp(a->rule->id, b->rule->id);
}

enum tl_status tl_explain_rules(struct tl_arena *arena, const struct tl_cable *cable,
                                const struct tl_policy *policy, const struct tl_release_options *options,
                                struct tl_explain_packs *packs, struct tl_explained_rules *out,
                                struct tl_err *err)
{
    struct run run = {.arena = arena, .cable = cable, .policy = policy, .options = options, .out = out};
    struct tl_units units = {0};
    const enum tl_status status = tl_release_make(arena, cable, policy, options, &out->release, err);
    if (status != TL_OK) {
        return status;
    }
    run.matcher = tl_matcher_new();
    run.holes = tl_holes_of(arena, cable, &run.hole_count);
    tl_units_of(arena, cable, &units);
    make_loose(&run);
    find_literals(&run);
    for (size_t i = 0; i < units.list.count; i++) {
        explain_hits(&run, &units.list.items[i]);
    }
    explain_propagated(&run);
    for (size_t i = 0; i < units.list.count; i++) {
        explain_near_misses(&run, &units.list.items[i]);
    }
    explain_disabled(&run, &units, packs);
    explain_literals(&run, &units);
    if (out->list.count > 1) {
        tl_sort(out->list.items, out->list.count, sizeof(out->list.items[0]), by_place);
    }
    free_loose(&run);
    tl_matcher_free(run.matcher);
    return TL_OK;
}

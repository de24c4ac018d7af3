/* SPDX-License-Identifier: Apache-2.0 */
/* What can be said of a rule from its tests, its words and its codes. */
#include "marking/exemption.h"
#include "marking/mark.h"
#include "policy/lint.h"
#include "policy/regex.h"
#include "policy/regex_tree.h"
#include "policy/validator.h"

enum {
    TESTS_LEAST = 3,   /* of hits, and of misses */
    LITERAL_LEAST = 4, /* letters of a literal that an id can give away */
    WORD_MOST = 64
};

/* --- tests */

static bool is_hit(const struct tl_rule_test *test)
{
    return test->kind == TL_TEST_HIT || test->kind == TL_TEST_TODO_HIT;
}

void tl_lint_untested(const struct tl_lint *lint, const struct tl_rule *rule)
{
    size_t hits = 0;
    size_t misses = 0;
    for (size_t i = 0; i < rule->test_count; i++) {
        hits += rule->tests[i].kind == TL_TEST_HIT ? 1 : 0;
        misses += rule->tests[i].kind == TL_TEST_MISS ? 1 : 0;
    }
    if (hits < TESTS_LEAST || misses < TESTS_LEAST) {
        TL_TELL_RULE(
            lint, rule, "lint.rule.untested",
            "%.*s has %zu 'hit' and %zu 'miss' tests: a rule needs %d of each; add one for each form "
            "and each look-alike",
            TL_ID(rule), hits, misses, TESTS_LEAST);
    }
}

/* True when a text of the tree may hold an ASCII digit. */
static bool may_hold_digit(const struct tl_regex_node *node)
{
    bool may = node->type == TL_NODE_ANY;
    for (unsigned char c = '0'; c <= '9' && node->type == TL_NODE_SET; c++) {
        may = may || tl_byte_set_has(&node->set, c);
    }
    for (const struct tl_regex_node *child = node->first; child != NULL && !may; child = child->next) {
        may = may_hold_digit(child);
    }
    return may;
}

static bool group_may_hold_digit(const struct tl_rule *rule)
{
    struct tl_arena arena = {0};
    struct tl_regex_classes classes = {.arena = &arena};
    const struct tl_span group = tl_regex_group(rule->pattern, rule->group);
    const struct tl_regex_node *root =
        tl_regex_tree(&arena, &classes, tl_span_of(rule->pattern, group), rule->case_ == TL_CASE_ANY);
    const bool may = root == NULL || may_hold_digit(root);
    tl_arena_release(&arena);
    return may;
}

void tl_lint_check_digits(const struct tl_lint *lint, const struct tl_rule *rule)
{
    bool has_digit = false;
    bool has_hit = false;
    if (rule->validator == TL_VALIDATOR_NONE) {
        return;
    }
    if (!group_may_hold_digit(rule)) {
        TL_TELL_RULE(lint, rule, "lint.rule.check",
                     "%.*s checks %s, but what it excises cannot hold a digit; remove the check", TL_ID(rule),
                     tl_validator_name(rule->validator));
        return;
    }
    for (size_t i = 0; i < rule->test_count; i++) {
        const tl_slice found = tl_span_of(rule->tests[i].text, rule->tests[i].span);
        has_hit = has_hit || is_hit(&rule->tests[i]);
        for (size_t j = 0; j < found.len && is_hit(&rule->tests[i]); j++) {
            has_digit = has_digit || tl_is_digit(found.ptr[j]);
        }
    }
    if (has_hit && !has_digit) {
        TL_TELL_RULE(lint, rule, "lint.rule.check",
                     "%.*s checks %s, but no 'hit' of its tests has a digit; remove the check or add one",
                     TL_ID(rule), tl_validator_name(rule->validator));
    }
}

void tl_lint_near(const struct tl_lint *lint, const struct tl_rule *rule)
{
    for (size_t i = 0; i < rule->near_words.count; i++) {
        const tl_slice word = rule->near_words.item[i];
        bool is_seen = false;
        for (size_t j = 0; j < rule->test_count; j++) {
            is_seen = is_seen || (is_hit(&rule->tests[j]) &&
                                  tl_slice_find_fold(rule->tests[j].text, word, 0) != TL_NONE);
        }
        if (!is_seen) {
            TL_TELL_RULE(
                lint, rule, "lint.rule.near",
                "%.*s wants '%.*s' near, but no 'hit' of its tests has it; add one, or remove the word",
                TL_ID(rule), (int)word.len, (const char *)word.ptr);
        }
    }
}

/* --- what names give away */

/* The id without its pack's: `persons.title` of the pack `persons` is `title`. */
static tl_slice own_id(const struct tl_lint *lint, const struct tl_rule *rule)
{
    const tl_slice pack = lint->policy->sources[rule->source].id;
    const bool has_pack = pack.len > 0 && rule->id.len > pack.len + 1 && tl_slice_starts(rule->id, pack) &&
                          rule->id.ptr[pack.len] == '.';
    return has_pack ? tl_slice_sub(rule->id, pack.len + 1, rule->id.len) : rule->id;
}

/* True when the word stands in a sentence as a word of its own. */
static bool has_word(tl_slice text, tl_slice word)
{
    for (size_t at = tl_slice_find_fold(text, word, 0); at != TL_NONE;
         at = tl_slice_find_fold(text, word, at + 1)) {
        const size_t end = at + word.len;
        if ((at == 0 || !tl_is_alnum(text.ptr[at - 1])) && (end == text.len || !tl_is_alnum(text.ptr[end]))) {
            return true;
        }
    }
    return false;
}

/* True when what goes is fixed text, a word or a list of words: no class of characters stands in it. */
static bool is_fixed_text(tl_slice pattern)
{
    struct tl_regex_scan scan = {.pattern = pattern};
    for (;;) {
        const struct tl_regex_token token = tl_regex_next(&scan);
        if (token.type == TL_REGEX_END) {
            return true;
        }
        if (token.type == TL_REGEX_DOT || token.type == TL_REGEX_CLASS || token.type == TL_REGEX_VERB ||
            (token.type == TL_REGEX_ESCAPE && tl_span_of(pattern, token.span).ptr[1] != 'b')) {
            return false;
        }
    }
}

/* Tells that the literal stands where all can read it; the reason and the titles of files only where they
 * could not say anything else of a rule for just this text. */
static bool tell_leak(const struct tl_lint *lint, const struct tl_rule *rule, tl_slice literal, bool is_fixed)
{
    const struct tl_source *source = &lint->policy->sources[rule->source];
    const struct {
        const char *name, *where;
        bool leaks;
    } places[] = {
        {"id", "ids stand", tl_slice_find_fold(own_id(lint, rule), literal, 0) != TL_NONE},
        {"reason of", "it stands", is_fixed && has_word(rule->why, literal)},
        {"title or id of the file with", "it stands",
         is_fixed && (has_word(source->title, literal) || has_word(source->id, literal))},
    };
    for (size_t i = 0; i < TL_COUNT(places) && literal.len >= LITERAL_LEAST; i++) {
        if (places[i].leaks) {
            TL_TELL_RULE(lint, rule, "lint.rule.id",
                         "the %s %.*s holds '%.*s', which the rule removes: %s in logs; rename it",
                         places[i].name, TL_ID(rule), (int)literal.len, (const char *)literal.ptr,
                         places[i].where);
            return true;
        }
    }
    return false;
}

/* What a name tells must not be what the rule is there to remove. */
void tl_lint_id(const struct tl_lint *lint, const struct tl_rule *rule)
{
    const tl_slice group = tl_span_of(rule->pattern, tl_regex_group(rule->pattern, rule->group));
    const bool is_fixed = tl_action_removes(rule->action) && is_fixed_text(group);
    struct tl_regex_scan scan = {.pattern = group};
    unsigned char word[WORD_MOST];
    size_t len = 0;
    for (;;) {
        const struct tl_regex_token token = tl_regex_next(&scan);
        const bool is_letter =
            token.type == TL_REGEX_LITERAL && (tl_is_alnum(token.byte) || token.byte >= 0x80);
        if (is_letter && len < sizeof(word)) {
            word[len++] = token.byte;
            continue;
        }
        if (tell_leak(lint, rule, (tl_slice){word, len}, is_fixed) || token.type == TL_REGEX_END) {
            return;
        }
        len = 0;
    }
}

void tl_lint_why(const struct tl_lint *lint, const struct tl_rule *rule)
{
    if (rule->why.len == 0) {
        TL_TELL_RULE(lint, rule, "lint.rule.why",
                     "%.*s does not say why; add 'why': reviewers read that sentence", TL_ID(rule));
    }
}

/* --- codes and actions */

bool tl_action_removes(enum tl_action action)
{
    return action == TL_ACTION_WITHHOLD || action == TL_ACTION_EXCISE || action == TL_ACTION_PSEUDONYM ||
           action == TL_ACTION_MASK;
}

void tl_lint_exemption(const struct tl_lint *lint, const struct tl_rule *rule)
{
    if (tl_action_removes(rule->action) && rule->exemptions.count == 0) {
        TL_TELL_RULE(lint, rule, "lint.rule.exemption",
                     "%.*s removes text and neither it nor its pack names an exemption; add 'exemptions'",
                     TL_ID(rule));
    }
}

const char *tl_codes_fault(struct tl_arena *arena, struct tl_words codes, struct tl_date today)
{
    for (size_t i = 0; i < codes.count; i++) {
        const struct tl_exemption *code = tl_exemption_find(codes.item[i]);
        const struct tl_order *order = code == NULL ? NULL : tl_exemption_order(code);
        char text[TL_DATE_TEXT];
        if (order != NULL && tl_date_valid(order->end) && tl_date_cmp(today, order->end) >= 0) {
            return tl_arena_format(
                arena,
                "%s is a code of %s, which ended on %s (%s); a release names a code of the "
                "order that holds when it is judged",
                code->code, order->title, tl_date_render(order->end, text), code->subject);
        }
        for (size_t k = 0; k < i && order != NULL; k++) {
            const struct tl_exemption *other = tl_exemption_find(codes.item[k]);
            const struct tl_order *its = other == NULL ? order : tl_exemption_order(other);
            const bool is_apart = (its->age_end > 0 && its->age_end <= order->age) ||
                                  (order->age_end > 0 && order->age_end <= its->age);
            if (is_apart) {
                return tl_arena_format(
                    arena,
                    "%s and %s never hold for one cable: one is of %s, the other of %s, for "
                    "other ages; keep one",
                    other->code, code->code, its->title, order->title);
            }
        }
    }
    return NULL;
}

void tl_lint_codes(const struct tl_lint *lint, const struct tl_rule *rule)
{
    const char *fault = tl_codes_fault(lint->diags->arena, rule->exemptions, lint->today);
    if (fault != NULL) {
        TL_TELL_RULE(lint, rule, "lint.rule.codes", "%.*s: %s", TL_ID(rule), fault);
    }
}

void tl_lint_propagate(const struct tl_lint *lint, const struct tl_rule *rule)
{
    if (!tl_action_removes(rule->action) && (rule->propagates_full || rule->propagates_surname)) {
        TL_TELL_RULE(lint, rule, "lint.rule.propagate",
                     "%.*s propagates, but its action is %s; remove 'propagate'", TL_ID(rule),
                     tl_action_name(rule->action));
    }
}

void tl_lint_same(const struct tl_lint *lint, const struct tl_rule *rule)
{
    for (const struct tl_rule *other = lint->policy->rules; other < rule; other++) {
        if (other->case_ == rule->case_ && tl_slice_eq(other->pattern, rule->pattern)) {
            TL_TELL_RULE(lint, rule, "lint.rule.same", "%.*s has the regex of %.*s; keep one of them",
                         TL_ID(rule), TL_ID(other));
            return;
        }
    }
}

/* --- marks */

/* All marks that a release under this policy can carry, one a piece of `out`, with a word around each. */
static void add_marks(struct tl_arena *arena, const struct tl_policy *policy, struct tl_buf *out)
{
    const struct tl_words stated = tl_words_with(arena, (struct tl_words){0}, TL_LIT("1.4(b)"));
    for (enum tl_rank rank = TL_RANK_UNKNOWN; rank <= TL_RANK_TS; rank++) {
        tl_buf_str(out, " text ");
        tl_mark_withheld(out, rank, tl_words_union(arena, policy->exemptions[rank], stated), ", 2 lines");
    }
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct tl_rule *rule = &policy->rules[i];
        if (!tl_action_removes(rule->action)) {
            continue;
        }
        tl_buf_str(out, " text ");
        if (rule->action == TL_ACTION_PSEUDONYM) {
            tl_mark_person(out, 12);
        } else if (rule->action == TL_ACTION_MASK) {
            tl_mark_mask(out);
        } else {
            tl_mark_excised(out, rule->exemptions);
        }
    }
    tl_buf_str(out, " text");
}

/* The first mark in `text` that meets the span; NULL: none does. */
static bool meets_mark(tl_slice text, struct tl_span span, tl_slice *out)
{
    for (size_t at = 0; at < span.end; at++) {
        const struct tl_mark mark = tl_mark_at(text, at);
        const struct tl_span in = {at, at + mark.len};
        if (mark.kind != TL_MARK_NONE && tl_span_meets(in, span)) {
            *out = tl_span_of(text, in);
            return true;
        }
    }
    return false;
}

void tl_lint_mark(const struct tl_lint *lint, const struct tl_rule *rule)
{
    struct tl_arena arena = {0};
    struct tl_buf marks = {0};
    tl_slice mark = {0};
    if (!tl_action_removes(rule->action) || rule->code == NULL) {
        return;
    }
    add_marks(&arena, lint->policy, &marks);
    const tl_slice text = tl_buf_slice(&marks);
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(rule->code, NULL);
    for (size_t at = 0; data != NULL && mark.len == 0 && at < text.len;) {
        const int count = pcre2_match(rule->code, text.ptr, text.len, at, PCRE2_NO_UTF_CHECK, data, NULL);
        const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(data);
        if (count <= 0) {
            break;
        }
        const size_t group = rule->group < (uint32_t)count ? rule->group : 0;
        const struct tl_span span = {ends[2 * group], ends[2 * group + 1]};
        if (meets_mark(text, span, &mark)) {
            TL_TELL_REGEX(lint, rule, "lint.rule.mark",
                          "%.*s takes of the mark %.*s, which a release carries: redacted again, it would "
                          "change; let the regex not match there",
                          TL_ID(rule), (int)mark.len, (const char *)mark.ptr);
        }
        at = ends[1] > at ? ends[1] : at + 1;
    }
    pcre2_match_data_free(data);
    tl_buf_release(&marks);
    tl_arena_release(&arena);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The tests that a rule carries: `hit: 'told DCM «Jim Foo» today'` (DESIGN section 4). */
#include "policy/fields.h"

static const char *const test_names[] = {
    [TL_TEST_HIT] = "hit",
    [TL_TEST_MISS] = "miss",
    [TL_TEST_TODO_HIT] = "todo-hit",
    [TL_TEST_TODO_MISS] = "todo-miss",
};

static bool names_span(enum tl_test_kind kind)
{
    return kind == TL_TEST_HIT || kind == TL_TEST_TODO_HIT;
}

static size_t count_of(tl_slice text, tl_slice mark)
{
    size_t count = 0;
    for (size_t at = tl_slice_find(text, mark, 0); at != TL_NONE;
         at = tl_slice_find(text, mark, at + mark.len)) {
        count++;
    }
    return count;
}

/* Takes the « » out of a text and gives the span between them, in the text without them. */
static bool cut_marks(struct tl_arena *arena, tl_slice text, struct tl_rule_test *test)
{
    const tl_slice open = TL_LIT("«");
    const tl_slice close = TL_LIT("»");
    const size_t begin = tl_slice_find(text, open, 0);
    const size_t end = tl_slice_find(text, close, 0);
    if (count_of(text, open) != 1 || count_of(text, close) != 1 || begin + open.len >= end) {
        return false;
    }
    struct tl_buf plain = {0};
    tl_buf_add(&plain, tl_slice_sub(text, 0, begin));
    tl_buf_add(&plain, tl_slice_sub(text, begin + open.len, end));
    tl_buf_add(&plain, tl_slice_sub(text, end + close.len, text.len));
    test->text = tl_arena_dup(arena, tl_buf_slice(&plain));
    test->span = (struct tl_span){begin, end - open.len};
    tl_buf_release(&plain);
    return true;
}

static bool read_marks(struct tl_reading *reading, const struct tl_yaml *node, tl_slice text,
                       struct tl_rule_test *test)
{
    const char *name = test_names[test->kind];
    if (names_span(test->kind)) {
        if (!cut_marks(reading->config->arena, text, test)) {
            tl_node_error(reading, node, "policy.test.span",
                          "a '%s' test names what goes exactly once, between « and »: 'told «Zumwalt» today'",
                          name);
            return false;
        }
        return true;
    }
    if (count_of(text, TL_LIT("«")) + count_of(text, TL_LIT("»")) > 0) {
        tl_node_error(reading, node, "policy.test.span",
                      "a '%s' test finds nothing, so it has no « »; write 'hit' or remove them", name);
        return false;
    }
    test->text = text;
    return true;
}

/* The same text with the same answer twice, or with two answers. */
static void check_double(struct tl_reading *reading, const struct tl_yaml *node,
                         const struct tl_rule_test *tests, size_t count, const struct tl_rule_test *test)
{
    for (size_t i = 0; i < count; i++) {
        if (!tl_slice_eq(tests[i].text, test->text)) {
            continue;
        }
        const bool is_same_side = names_span(tests[i].kind) == names_span(test->kind);
        if (!is_same_side) {
            tl_node_error(reading, node, "policy.test.contrary",
                          "the same text is a '%s' in line %zu; keep one of them", test_names[tests[i].kind],
                          tests[i].place.line);
            return;
        }
        if (tests[i].span.begin == test->span.begin && tests[i].span.end == test->span.end) {
            tl_node_error(reading, node, "policy.test.twice", "the same test stands in line %zu; remove one",
                          tests[i].place.line);
            return;
        }
    }
}

/* One item: a mapping with a single key. */
static bool read_test(struct tl_reading *reading, const struct tl_yaml *item, struct tl_rule_test *test)
{
    struct tl_arena *arena = reading->config->arena;
    if (item->type != TL_YAML_MAPPING || item->count != 1) {
        if (item->type != TL_YAML_BAD) {
            tl_node_error(reading, item, "policy.test.form",
                          "a test is one key and its text: - hit: 'told «Zumwalt» today'");
        }
        return false;
    }
    const struct tl_yaml *value = item->first;
    tl_slice text;
    for (size_t i = 0; i < TL_COUNT(test_names); i++) {
        if (tl_slice_eq(value->key->text, tl_str(test_names[i]))) {
            test->kind = (enum tl_test_kind)i;
            test->place = value->place;
            return tl_read_text(reading, value, "a test", &text) && read_marks(reading, value, text, test);
        }
    }
    tl_node_error(reading, value->key, "policy.key.unknown", "a test cannot be %s%s",
                  tl_quote(arena, value->key->text),
                  tl_suggest(arena, value->key->text, test_names, TL_COUNT(test_names)));
    return false;
}

void tl_rule_tests_read(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    struct tl_rule *rule = into;
    TL_VEC(struct tl_rule_test) tests = {0};
    if (!tl_read_list(reading, node, "tests")) {
        return;
    }
    for (const struct tl_yaml *item = node->first; item != NULL; item = item->next) {
        struct tl_rule_test test = {0};
        if (read_test(reading, item, &test)) {
            check_double(reading, item->first, tests.items, tests.count, &test);
            *TL_PUSH(reading->config->arena, &tests) = test;
        }
    }
    rule->tests = tests.items;
    rule->test_count = tests.count;
}

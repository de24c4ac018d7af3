/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/junit.h"

#include <stdio.h>

static const char *const kind_names[] = {[TL_TEST_HIT] = "hit",
                                         [TL_TEST_MISS] = "miss",
                                         [TL_TEST_TODO_HIT] = "todo-hit",
                                         [TL_TEST_TODO_MISS] = "todo-miss"};

/* ` name="text"`; a control byte, which XML cannot hold, becomes '?'. */
static void put_attribute(struct tl_buf *out, const char *name, tl_slice text)
{
    tl_buf_format(out, " %s=\"", name);
    for (size_t i = 0; i < text.len; i++) {
        switch (text.ptr[i]) {
        case '&':
            tl_buf_str(out, "&amp;");
            break;
        case '<':
            tl_buf_str(out, "&lt;");
            break;
        case '>':
            tl_buf_str(out, "&gt;");
            break;
        case '"':
            tl_buf_str(out, "&quot;");
            break;
        default:
            tl_buf_add(out, text.ptr[i] < 0x20 || text.ptr[i] == 0x7f ? TL_LIT("?")
                                                                      : tl_slice_sub(text, i, i + 1));
        }
    }
    tl_buf_str(out, "\"");
}

/* Failures of what stands at `place` of `file`; with `out` NULL only counts. */
static size_t put_failures(struct tl_buf *out, const struct tl_diags *diags, const char *file,
                           struct tl_place place)
{
    size_t count = 0;
    for (size_t i = 0; i < diags->list.count; i++) {
        const struct tl_diag *diag = &diags->list.items[i];
        if (diag->is_warning || diag->place.line != place.line || diag->place.col != place.col ||
            strcmp(diag->file, file) != 0) {
            continue;
        }
        count++;
        if (out != NULL) {
            tl_buf_str(out, "      <failure");
            put_attribute(out, "type", tl_str(diag->slug));
            put_attribute(out, "message", tl_str(diag->text));
            tl_buf_str(out, "/>\n");
        }
    }
    return count;
}

static void put_case(struct tl_buf *out, const struct tl_policy *policy, const struct tl_diags *diags,
                     const struct tl_rule *rule, const struct tl_rule_test *test)
{
    char name[64];
    const char *file = policy->sources[rule->source].path;
    (void)snprintf(name, sizeof(name), "%s in line %zu", kind_names[test->kind], test->place.line);
    tl_buf_str(out, "    <testcase");
    put_attribute(out, "classname", rule->id);
    put_attribute(out, "name", tl_str(name));
    put_attribute(out, "file", tl_str(file));
    if (put_failures(NULL, diags, file, test->place) == 0) {
        tl_buf_str(out, "/>\n");
        return;
    }
    tl_buf_str(out, ">\n");
    (void)put_failures(out, diags, file, test->place);
    tl_buf_str(out, "    </testcase>\n");
}

/* A file that does not load: one case that fails for each error. */
static void put_errors(struct tl_buf *out, const struct tl_diags *diags)
{
    tl_buf_str(out, " tests=\"1\" failures=\"0\" errors=\"1\">\n    <testcase name=\"loads\">\n");
    for (size_t i = 0; i < diags->list.count; i++) {
        const struct tl_diag *diag = &diags->list.items[i];
        if (!diag->is_warning) {
            tl_buf_str(out, "      <error");
            put_attribute(out, "type", tl_str(diag->slug));
            put_attribute(out, "message", tl_str(diag->text));
            tl_buf_str(out, "/>\n");
        }
    }
    tl_buf_str(out, "    </testcase>\n");
}

void tl_junit_suite(struct tl_buf *out, const char *path, const struct tl_policy *policy,
                    const struct tl_diags *diags)
{
    size_t tests = 0;
    size_t failed = 0;
    tl_buf_str(out, "  <testsuite");
    put_attribute(out, "name", tl_str(path));
    if (policy == NULL) {
        put_errors(out, diags);
        tl_buf_str(out, "  </testsuite>\n");
        return;
    }
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct tl_rule *rule = &policy->rules[i];
        tests += rule->test_count;
        for (size_t k = 0; k < rule->test_count; k++) {
            const char *file = policy->sources[rule->source].path;
            failed += put_failures(NULL, diags, file, rule->tests[k].place) > 0 ? 1 : 0;
        }
    }
    tl_buf_format(out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n", tests, failed);
    for (size_t i = 0; i < policy->rule_count; i++) {
        for (size_t k = 0; k < policy->rules[i].test_count; k++) {
            put_case(out, policy, diags, &policy->rules[i], &policy->rules[i].tests[k]);
        }
    }
    tl_buf_str(out, "  </testsuite>\n");
}

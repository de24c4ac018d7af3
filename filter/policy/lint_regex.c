/* SPDX-License-Identifier: Apache-2.0 */
/* What can be said of a rule from its regex alone. */
#include <time.h>

#include "base/limits.h"
#include "policy/filter.h"
#include "policy/lint.h"
#include "policy/regex.h"

enum { SAMPLE = 64 * 1024 }; /* bytes of text that a rule is timed on */

void tl_lint_star(const struct tl_lint *lint, const struct tl_rule *rule)
{
    struct tl_regex_scan scan = {.pattern = rule->pattern};
    enum tl_regex_token_type before = TL_REGEX_END;
    for (;;) {
        const struct tl_regex_token token = tl_regex_next(&scan);
        if (token.type == TL_REGEX_END) {
            return;
        }
        if (token.type == TL_REGEX_REPEAT && token.is_unbounded && before == TL_REGEX_DOT) {
            TL_TELL_REGEX(lint, rule, "lint.rule.star",
                          "%.*s repeats . without bound: it runs to the end of the element; write .{0,40}",
                          TL_ID(rule));
            return;
        }
        before = token.type;
    }
}

/* A group that may be empty lets a match go by with nothing removed. */
void tl_lint_group(const struct tl_lint *lint, const struct tl_rule *rule)
{
    struct tl_regex_error error = {0};
    const struct tl_span group = tl_regex_group(rule->pattern, rule->group);
    if (rule->group == 0 || tl_span_len(group) == rule->pattern.len) {
        return;
    }
    pcre2_code *code = tl_regex_compile(tl_span_of(rule->pattern, group), false, &error);
    pcre2_code_free(code);
    if (code == NULL && strcmp(error.slug, "policy.regex.empty") == 0) {
        TL_TELL_REGEX(lint, rule, "lint.rule.group",
                      "the group that %.*s excises can be empty; let it require something", TL_ID(rule));
    }
}

void tl_lint_names(const struct tl_lint *lint, const struct tl_rule *rule)
{
    uint32_t count = 0;
    uint32_t size = 0;
    PCRE2_SPTR table = NULL; /* sorted by name: two bytes of number, the name, a NUL */
    if (rule->code == NULL || pcre2_pattern_info(rule->code, PCRE2_INFO_NAMECOUNT, &count) != 0 ||
        pcre2_pattern_info(rule->code, PCRE2_INFO_NAMEENTRYSIZE, &size) != 0 ||
        pcre2_pattern_info(rule->code, PCRE2_INFO_NAMETABLE, &table) != 0) {
        return;
    }
    for (uint32_t i = 1; i < count; i++) {
        const char *name = (const char *)table + (size_t)i * size + 2;
        const char *before = (const char *)table + (size_t)(i - 1) * size + 2;
        if (strcmp(name, before) == 0) {
            TL_TELL_REGEX(
                lint, rule, "lint.rule.names",
                "two groups of %.*s are called '%s': which one counts depends on the text; rename one",
                TL_ID(rule), name);
            return;
        }
    }
}

double tl_lint_time(const struct tl_rule *rule, tl_slice text)
{
    struct timespec from;
    struct timespec to;
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(rule->code, NULL);
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    (void)clock_gettime(CLOCK_MONOTONIC, &from);
    if (context != NULL) {
        pcre2_set_match_limit(context, TL_MATCH_LIMIT); /* where the matcher gives up */
    }
    for (size_t at = 0; data != NULL && context != NULL && at < text.len;) {
        const int count = pcre2_match(rule->code, text.ptr, text.len, at, PCRE2_NO_UTF_CHECK, data, context);
        const size_t end = count > 0 ? pcre2_get_ovector_pointer(data)[1] : text.len;
        at = end > at ? end : at + 1;
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &to);
    pcre2_match_data_free(data);
    pcre2_match_context_free(context);
    return (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
}

/* Text like a cable's, as often as it fits. */
static const char *measured(const struct tl_lint *lint, const struct tl_rule *rule)
{
    static const char prose[] =
        "3. (U) The harbour master of Port Ardent told us on Tuesday that the second pier would open before "
        "the end of the month, if the cranes came in time.  He said that 14 of 20 berths were in use.\n";
    struct tl_buf sample = {0};
    if (!lint->tells_time) {
        return "";
    }
    while (sample.len + sizeof(prose) < SAMPLE) {
        tl_buf_str(&sample, prose);
    }
    const double took = tl_lint_time(rule, tl_buf_slice(&sample));
    const double share = (double)(1 << 20) / (double)sample.len;
    tl_buf_release(&sample);
    return tl_arena_format(lint->diags->arena, ", %.1f ms on this machine", took * share);
}

/* A rule that no literal finds is tried at every byte of every cable. */
void tl_lint_speed(const struct tl_lint *lint, const struct tl_rule *rule)
{
    const uint32_t cost = tl_rule_cost(rule);
    if (cost > 0 && !tl_rule_has_literal(lint->policy, rule)) {
        TL_TELL_REGEX(
            lint, rule, "lint.rule.speed",
            "%.*s holds no text that every match must have, so it runs on every byte: about %u ms for "
            "1 MB%s; let it require a word, a mark or a shape of digits",
            TL_ID(rule), (unsigned)cost, measured(lint, rule));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The effective policy as a person reads it: every setting, also those that were left at their default. */
#include "policy/fields.h"
#include "policy/validator.h"

static void line(struct tl_buf *out, const char *name, const char *value)
{
    tl_buf_format(out, "  %-16s %s\n", name, value);
}

static void add_words(struct tl_buf *out, struct tl_words words, const char *none)
{
    for (size_t i = 0; i < words.count; i++) {
        tl_buf_str(out, i > 0 ? ", " : "");
        tl_buf_add(out, words.item[i]);
    }
    tl_buf_str(out, words.count == 0 ? none : "");
}

static void words_line(struct tl_buf *out, const char *name, struct tl_words words, const char *none)
{
    tl_buf_format(out, "  %-16s ", name);
    add_words(out, words, none);
    tl_buf_str(out, "\n");
}

static void add_kinds(struct tl_buf *out, uint32_t kinds)
{
    const char *comma = "";
    for (size_t i = 0; i < TL_KIND_COUNT; i++) {
        if (kinds & (1u << i)) {
            tl_buf_format(out, "%s%s", comma, tl_kind_name((enum tl_kind)i));
            comma = ", ";
        }
    }
}

static void show_release(const struct tl_policy *policy, struct tl_buf *out)
{
    static const char *const banners[] = {
        [TL_BANNER_ROLLUP] = "rollup", [TL_BANNER_STRIKE] = "strike", [TL_BANNER_KEEP] = "keep"};
    line(out, "max", tl_rank_name(policy->ceiling.max));
    if (policy->ceiling.is_public) {
        line(out, "audience", "public");
    } else {
        words_line(out, "audience", policy->ceiling.audience, "nobody");
    }
    words_line(out, "allow", policy->ceiling.allow, "no controls");
    line(out, "declassification", policy->honours_dates ? "dates" : "ignore");
    line(out, "banner", banners[policy->banner]);
    line(out, "compilation", policy->is_compilation_by_portions ? "portions" : "overall");
    line(out, "on-doubt", policy->denies_on_doubt ? "deny" : "withhold");
    tl_buf_format(out, "  %-16s ", "drop");
    add_kinds(out, policy->drop);
    tl_buf_str(out, policy->drop == 0 ? "nothing\n" : "\n");
}

static void show_unmarked(const struct tl_policy *policy, struct tl_buf *out)
{
    const struct {
        const char *name;
        enum tl_unmarked level;
    } rows[] = {
        {"header", policy->header},         {"subject", policy->subject},
        {"reference", policy->reference},   {"authority", policy->authority},
        {"pass-line", policy->pass_line},   {"heading", policy->heading},
        {"table", policy->table},           {"signature", policy->signature},
        {"attributes", policy->attributes},
    };
    tl_buf_str(out, "  unmarked\n");
    for (size_t i = 0; i < TL_COUNT(rows); i++) {
        tl_buf_format(out, "    %-14s %s\n", rows[i].name, rows[i].level == TL_UNMARKED_U ? "U" : "overall");
    }
    tl_buf_format(out, "    %-14s %s\n", "all else", "overall");
}

static void show_withhold(const struct tl_policy *policy, struct tl_buf *out)
{
    static const char *const amounts[] = {[TL_AMOUNT_NONE] = "none",
                                          [TL_AMOUNT_BUCKET] = "bucket",
                                          [TL_AMOUNT_LINES] = "lines",
                                          [TL_AMOUNT_WORDS] = "words"};
    tl_buf_str(out, "  withhold\n");
    for (enum tl_rank rank = TL_RANK_U; rank <= TL_RANK_TS; rank++) {
        if (policy->exemptions[rank].count > 0) {
            tl_buf_format(out, "    %-14s ", tl_rank_name(rank));
            add_words(out, policy->exemptions[rank], "");
            tl_buf_str(out, "\n");
        }
    }
    tl_buf_format(out, "    %-14s %s\n", "reasons", policy->adds_reasons ? "authority" : "none");
    tl_buf_format(out, "    %-14s %s\n", "amount", amounts[policy->amount]);
}

static void show_rule(const struct tl_rule *rule, struct tl_buf *out)
{
    static const char *const cases[] = {
        [TL_CASE_WRITTEN] = "written", [TL_CASE_ANY] = "any", [TL_CASE_EXACT] = "exact"};
    tl_buf_format(out, "  %.*s: %s", (int)rule->id.len, (const char *)rule->id.ptr,
                  tl_action_name(rule->action));
    if (rule->group > 0) {
        tl_buf_format(out, " group %u", (unsigned)rule->group);
    }
    tl_buf_str(out, ", exemptions ");
    add_words(out, rule->exemptions, "none");
    tl_buf_format(out, ", case %s", cases[rule->case_]);
    if (rule->validator != TL_VALIDATOR_NONE) {
        tl_buf_format(out, ", check %s (%s on failure)", tl_validator_name(rule->validator),
                      tl_rule_keeps_failed(rule) ? "keep" : "excise");
    }
    if (rule->near_words.count > 0) {
        tl_buf_format(out, ", within %zu of ", rule->near_within);
        add_words(out, rule->near_words, "");
    }
    if (rule->propagates_full || rule->propagates_surname) {
        tl_buf_format(out, ", propagates%s%s", rule->propagates_full ? " full" : "",
                      rule->propagates_surname ? " surname" : "");
    }
    tl_buf_format(out, ", %zu test%s\n", rule->test_count, rule->test_count == 1 ? "" : "s");
    if (rule->why.len > 0) {
        tl_buf_format(out, "    why      %.*s\n", (int)rule->why.len, (const char *)rule->why.ptr);
    }
    if (rule->kinds != TL_KINDS_ALL) {
        tl_buf_str(out, "    elements ");
        add_kinds(out, rule->kinds);
        tl_buf_str(out, "\n");
    }
    tl_buf_format(out, "    match    %.*s\n", (int)rule->pattern.len, (const char *)rule->pattern.ptr);
}

static void show_exception(const struct tl_exception *exception, struct tl_buf *out)
{
    char until[TL_DATE_TEXT];
    tl_buf_str(out, "  ");
    add_words(out, exception->texts, "nothing");
    tl_buf_str(out, " under ");
    add_words(out, exception->rules, "no rule");
    tl_buf_format(out, " until %s, by %.*s: %.*s\n", tl_date_render(exception->until, until),
                  (int)exception->by.len, (const char *)exception->by.ptr, (int)exception->why.len,
                  (const char *)exception->why.ptr);
}

static void show_lists(const struct tl_policy *policy, struct tl_buf *out)
{
    tl_buf_format(out, "rules: %zu\n", policy->rule_count);
    for (size_t i = 0; i < policy->rule_count; i++) {
        show_rule(&policy->rules[i], out);
    }
    if (policy->exception_count > 0) {
        tl_buf_str(out, "exceptions:\n");
    }
    for (size_t i = 0; i < policy->exception_count; i++) {
        show_exception(&policy->exceptions[i], out);
    }
}

void tl_policy_show(const struct tl_policy *policy, struct tl_buf *out)
{
    char hex[TL_HEX];
    const bool is_pack = policy->ceiling.max == TL_RANK_UNKNOWN;
    tl_buf_format(out, "%s %.*s", is_pack ? "rule pack" : "policy", (int)policy->id.len,
                  (const char *)policy->id.ptr);
    if (policy->title.len > 0) {
        tl_buf_format(out, ": %.*s", (int)policy->title.len, (const char *)policy->title.ptr);
    }
    tl_buf_format(out, "\n  %-16s %s\n", "hash", tl_hash_hex(&policy->hash, hex));
    if (!is_pack) {
        show_release(policy, out);
        show_unmarked(policy, out);
        show_withhold(policy, out);
    }
    tl_buf_str(out, "loosenings:\n");
    for (size_t i = 0; i < policy->loosening_count; i++) {
        tl_buf_format(out, "  %.*s\n", (int)policy->loosenings[i].len,
                      (const char *)policy->loosenings[i].ptr);
    }
    tl_buf_str(out, policy->loosening_count == 0 ? "  none\n" : "");
    tl_buf_str(out, "files:\n");
    for (size_t i = 0; i < policy->source_count; i++) {
        tl_buf_format(out, "  %s  %s\n", tl_hash_hex(&policy->sources[i].hash, hex), policy->sources[i].path);
    }
    show_lists(policy, out);
}

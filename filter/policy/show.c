/* SPDX-License-Identifier: Apache-2.0 */
/* The effective policy as a person reads it: every setting, also those that were left at their default. */
#include "policy/fields.h"
#include "policy/openness.h"
#include "policy/validator.h"

enum { PATTERN_SHOWN = 200 /* bytes of a regex */ };

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

/* How many rules take each action. */
static void add_actions(struct tl_buf *out, const struct tl_policy *policy)
{
    const char *comma = "";
    for (enum tl_action action = TL_ACTION_DENY; action <= TL_ACTION_FLAG; action++) {
        size_t count = 0;
        for (size_t i = 0; i < policy->rule_count; i++) {
            count += policy->rules[i].action == action ? 1 : 0;
        }
        if (count > 0) {
            tl_buf_format(out, "%s%zu %s", comma, count, tl_action_name(action));
            comma = ", ";
        }
    }
}

static void add_unmarked(struct tl_buf *out, const struct tl_policy *policy)
{
    const char *comma = "  without a marking: ";
    for (size_t i = 0; tl_setting(i) != NULL; i++) {
        const struct tl_setting *setting = tl_setting(i);
        const tl_slice name = tl_str(setting->name);
        const tl_slice prefix = TL_LIT("unmarked.");
        if (tl_slice_starts(name, prefix) && setting->value(policy) == (size_t)TL_UNMARKED_U) {
            tl_buf_str(out, comma);
            tl_buf_add(out, tl_slice_sub(name, prefix.len, name.len));
            comma = ", ";
        }
    }
    tl_buf_str(out, strcmp(comma, ", ") == 0 ? "; all else counts as the cable does\n"
                                             : "  without a marking: nothing; it counts as the cable does\n");
}

/* In sentences: what leaves, and what goes. */
static void show_meaning(const struct tl_policy *policy, struct tl_buf *out)
{
    tl_buf_format(out, "leaves\n  text up to %s, %s", tl_rank_name(policy->ceiling.max),
                  policy->ceiling.is_public ? "to everybody" : "to readers of ");
    if (!policy->ceiling.is_public) {
        add_words(out, policy->ceiling.audience, "no country");
    }
    tl_buf_str(out, policy->ceiling.allow.count > 0 ? "; with " : "");
    add_words(out, policy->ceiling.allow, "; without controls and captions");
    tl_buf_str(out, "\n");
    add_unmarked(out, policy);
    if (policy->honours_dates) {
        tl_buf_str(out, "  text whose date has passed at --as-of, where nothing stands against it\n");
    }
    tl_buf_format(out, "goes\n  text above %s, or with a control that is not named above, or in doubt%s\n",
                  tl_rank_name(policy->ceiling.max),
                  policy->denies_on_doubt ? ": then the whole cable is denied" : "");
    if (policy->drop != 0) {
        tl_buf_str(out, "  whatever its level: ");
        add_kinds(out, policy->drop);
        tl_buf_str(out, "\n");
    }
    if (policy->rule_count > 0) {
        tl_buf_format(out, "  what %zu rules find: ", policy->rule_count);
        add_actions(out, policy);
        tl_buf_str(out, "\n");
    }
    tl_buf_str(out, "settings\n");
}

/* The value of a setting as a policy writes it. */
static const char *word_of(const struct tl_policy *policy, const char *name)
{
    size_t i = 0;
    while (strcmp(tl_setting(i)->name, name) != 0) {
        i++;
    }
    return tl_setting(i)->word(tl_setting(i)->value(policy));
}

static void show_release(const struct tl_policy *policy, struct tl_buf *out)
{
    line(out, "max", tl_rank_name(policy->ceiling.max));
    if (policy->ceiling.is_public) {
        line(out, "audience", "public");
    } else {
        words_line(out, "audience", policy->ceiling.audience, "nobody");
    }
    words_line(out, "allow", policy->ceiling.allow, "no controls");
    line(out, "declassification", word_of(policy, "declassification"));
    line(out, "banner", word_of(policy, "banner"));
    line(out, "compilation", word_of(policy, "compilation"));
    line(out, "on-doubt", word_of(policy, "on-doubt"));
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
    tl_buf_str(out, "  withhold\n");
    for (enum tl_rank rank = TL_RANK_U; rank <= TL_RANK_TS; rank++) {
        if (policy->exemptions[rank].count > 0) {
            tl_buf_format(out, "    %-14s ", tl_rank_name(rank));
            add_words(out, policy->exemptions[rank], "");
            tl_buf_str(out, "\n");
        }
    }
    tl_buf_format(out, "    %-14s %s\n", "reasons", word_of(policy, "withhold.reasons"));
    tl_buf_format(out, "    %-14s %s\n", "amount", word_of(policy, "withhold.amount"));
}

/* The regex, or its begin where nobody would read it to its end. */
static void show_pattern(const struct tl_policy *policy, const struct tl_rule *rule, struct tl_buf *out)
{
    size_t end = rule->pattern.len;
    if (end > PATTERN_SHOWN) {
        end = PATTERN_SHOWN;
        while (end > 0 && (rule->pattern.ptr[end] & 0xc0) == 0x80) {
            end--;
        }
    }
    tl_buf_format(out, "    match    %.*s", (int)end, (const char *)rule->pattern.ptr);
    if (end < rule->pattern.len) {
        tl_buf_format(out, "... (%zu bytes, in %s:%zu)", rule->pattern.len,
                      policy->sources[rule->source].path, rule->match_place.line);
    }
    tl_buf_str(out, "\n");
}

static void show_rule(const struct tl_policy *policy, const struct tl_rule *rule, struct tl_buf *out)
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
    tl_buf_str(out, "    elements ");
    if (rule->kinds == TL_KINDS_ALL) {
        tl_buf_str(out, "all");
    } else {
        add_kinds(out, rule->kinds);
    }
    tl_buf_str(out, "\n");
    show_pattern(policy, rule, out);
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
        show_rule(policy, &policy->rules[i], out);
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
        show_meaning(policy, out);
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

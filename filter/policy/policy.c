/* SPDX-License-Identifier: Apache-2.0 */
/* Loading a policy, freezing it, and asking it. */
#include "policy/policy.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/sort.h"
#include "policy/fields.h"
#include "policy/filter.h"

/* --- sources -------------------------------------------------------------------------------------------- */

struct tl_config *tl_source_open(struct tl_reading *reading, const char *path, struct tl_err *err)
{
    struct tl_policy *policy = reading->policy;
    struct tl_config *config = tl_arena_alloc(&policy->arena, 1, sizeof(*config));
    config->arena = &policy->arena;
    config->diags = reading->config->diags;
    if (!tl_config_read(config, path, err)) {
        return NULL;
    }
    struct tl_source *source = TL_PUSH(&policy->arena, &reading->sources);
    source->path = config->path;
    source->hash = tl_sha256_one(config->bytes);
    source->text = config->shown;
    *TL_PUSH(&policy->arena, &reading->configs) = config;
    reading->source = reading->sources.count - 1;
    reading->config = config;
    return config;
}

/* --- the file of a policy ------------------------------------------------------------------------------- */

static void read_id(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    struct tl_policy *policy = into;
    if (tl_read_id(reading, node, "the id", &policy->id)) {
        reading->sources.items[reading->source].id = policy->id;
    }
}

static void read_title(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    struct tl_policy *policy = into;
    if (tl_read_text(reading, node, "title", &policy->title)) {
        reading->sources.items[reading->source].title = policy->title;
    }
}

static const struct tl_field policy_fields[] = {
    {"tearline-policy", true, tl_read_version},
    {"id", true, read_id},
    {"title", false, read_title},
    {"release", true, tl_release_read},
    {"declassification", false, tl_declassification_read},
    {"banner", false, tl_banner_read},
    {"unmarked", false, tl_unmarked_read},
    {"compilation", false, tl_compilation_read},
    {"drop", false, tl_drop_read},
    {"withhold", false, tl_withhold_read},
    {"on-doubt", false, tl_on_doubt_read},
    {"packs", false, tl_packs_read},
    {"rules", false, tl_rules_read},
    {"exceptions", false, tl_exceptions_read},
};

/* --- what is judged when all is read -------------------------------------------------------------------- */

static int compare_rules(const void *a, const void *b)
{
    const struct tl_rule *x = *(const struct tl_rule *const *)a;
    const struct tl_rule *y = *(const struct tl_rule *const *)b;
    const int by_id = tl_slice_cmp(x->id, y->id);
    return by_id != 0 ? by_id : x < y ? -1 : x > y;
}

/* Ids are unique over all packs and inline rules: the log names rules by id alone. */
static void check_ids(struct tl_reading *reading)
{
    const size_t count = reading->rules.count;
    struct tl_rule **sorted = tl_arena_alloc(&reading->policy->arena, count + 1, sizeof(struct tl_rule *));
    for (size_t i = 0; i < count; i++) {
        sorted[i] = &reading->rules.items[i];
    }
    tl_sort(sorted, count, sizeof(struct tl_rule *), compare_rules);
    for (size_t i = 1; i < count; i++) {
        const struct tl_rule *first = sorted[i - 1];
        const struct tl_rule *rule = sorted[i];
        if (tl_slice_eq(first->id, rule->id)) {
            tl_config_error(reading->configs.items[rule->source], rule->place, "policy.rule.twice",
                            "the rule id %s stands in %s:%zu already; ids are unique over all packs",
                            tl_quote(&reading->policy->arena, rule->id),
                            reading->sources.items[first->source].path, first->place.line);
        }
    }
}

static void remove_disabled(struct tl_reading *reading)
{
    const struct tl_words disabled = {reading->disabled.items, reading->disabled.count};
    size_t kept = 0;
    for (size_t i = 0; i < reading->rules.count; i++) {
        if (tl_words_has(disabled, reading->rules.items[i].id)) {
            pcre2_code_free(reading->rules.items[i].code);
        } else {
            reading->rules.items[kept++] = reading->rules.items[i];
        }
    }
    reading->rules.count = kept;
}

static void hash_sources(struct tl_policy *policy)
{
    tl_slice *parts = tl_arena_alloc(&policy->arena, policy->source_count + 1, sizeof(*parts));
    for (size_t i = 0; i < policy->source_count; i++) {
        parts[i] = tl_hash_slice(&policy->sources[i].hash);
    }
    policy->hash = tl_sha256(parts, policy->source_count);
}

static void freeze(struct tl_reading *reading)
{
    struct tl_policy *policy = reading->policy;
    policy->rules = reading->rules.items;
    policy->rule_count = reading->rules.count;
    policy->filter = tl_filter_make(&policy->arena, policy->rules, policy->rule_count);
    policy->exceptions = reading->exceptions.items;
    policy->exception_count = reading->exceptions.count;
    policy->sources = reading->sources.items;
    policy->source_count = reading->sources.count;
    hash_sources(policy);
    tl_loosenings_find(policy, (struct tl_words){reading->disabled.items, reading->disabled.count});
}

/* Errors in the order of files and lines, from `first` on; an insertion sort keeps equals as they came. */
static void sort_diags(struct tl_diags *diags, size_t first)
{
    struct tl_diag *items = diags->list.items;
    for (size_t i = first + 1; i < diags->list.count; i++) {
        const struct tl_diag moving = items[i];
        size_t at = i;
        for (; at > first && moving.place.line > 0; at--) {
            const struct tl_diag *before = &items[at - 1];
            if (strcmp(before->file, moving.file) != 0 || before->place.line < moving.place.line ||
                (before->place.line == moving.place.line && before->place.col <= moving.place.col)) {
                break;
            }
            items[at] = *before;
        }
        items[at] = moving;
    }
}

static struct tl_policy *policy_new(void)
{
    struct tl_policy *policy = calloc(1, sizeof(*policy));
    if (policy == NULL) {
        tl_out_of_memory();
    }
    return policy;
}

static void read_policy_file(struct tl_reading *reading, struct tl_config *config)
{
    struct tl_policy *policy = reading->policy;
    const struct tl_yaml *root = tl_yaml_parse(config);
    if (root == NULL && !config->is_partial) {
        tl_config_error(config, (struct tl_place){1, 1}, "policy.empty_file", "the file holds no policy");
    }
    if (root != NULL && tl_yaml_find(root, "tearline-rules") != NULL) {
        tl_node_error(reading, root, "policy.kind",
                      "this is a rule pack, not a policy; name it under 'packs' of a policy");
    } else if (root != NULL) {
        policy->adds_reasons = true; /* reasons: authority */
        (void)tl_fields_read(reading, root, "a policy", policy_fields, TL_COUNT(policy_fields), policy);
    }
    reading->is_partial = reading->is_partial || config->is_partial;
    check_ids(reading);
    tl_exceptions_check(reading, root);
}

static struct tl_policy *load(const char *path, struct tl_diags *diags, bool is_pack)
{
    struct tl_policy *policy = policy_new();
    struct tl_config outside = {.arena = &policy->arena, .diags = diags, .path = path};
    struct tl_reading reading = {.policy = policy, .config = &outside};
    const size_t errors = diags->errors;
    const size_t first = diags->list.count;
    struct tl_err err = {0};
    if (is_pack) {
        if (!tl_pack_read(&reading, path, &err)) {
            tl_config_error(&outside, (struct tl_place){0, 0}, err.slug, "%s", err.text);
        }
        check_ids(&reading);
    } else {
        struct tl_config *config = tl_source_open(&reading, path, &err);
        if (config == NULL) {
            tl_config_error(&outside, (struct tl_place){0, 0}, err.slug, "%s", err.text);
        } else {
            read_policy_file(&reading, config);
        }
    }
    if (is_pack && reading.sources.count > 0) {
        policy->id = reading.sources.items[0].id;
        policy->title = reading.sources.items[0].title;
    }
    remove_disabled(&reading);
    freeze(&reading);
    if (diags->errors > errors) {
        sort_diags(diags, first);
        tl_policy_free(policy);
        return NULL;
    }
    return policy;
}

struct tl_policy *tl_policy_load(const char *path, struct tl_diags *diags)
{
    return load(path, diags, false);
}

struct tl_policy *tl_policy_load_pack(const char *path, struct tl_diags *diags)
{
    return load(path, diags, true);
}

/* True when a line begins with the key, quoted or not. */
static bool has_key_line(tl_slice text, tl_slice key)
{
    for (size_t at = tl_slice_find(text, key, 0); at != TL_NONE; at = tl_slice_find(text, key, at + 1)) {
        size_t begin = at;
        begin -= begin > 0 && (text.ptr[begin - 1] == '"' || text.ptr[begin - 1] == '\'') ? 1 : 0;
        begin -= begin >= 3 && memcmp(text.ptr + begin - 3, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
        if (begin == 0 || text.ptr[begin - 1] == '\n') {
            return true;
        }
    }
    return false;
}

bool tl_policy_is_pack(const char *path)
{
    struct tl_buf buf = {0};
    struct tl_err err = {0};
    bool is_pack = false;
    if (strcmp(path, "-") != 0 && tl_read_file(path, TL_MAX_CONFIG, &buf, &err) == TL_OK) {
        const tl_slice text = tl_buf_slice(&buf);
        is_pack =
            has_key_line(text, TL_LIT("tearline-rules")) && !has_key_line(text, TL_LIT("tearline-policy"));
    }
    tl_buf_release(&buf);
    return is_pack;
}

static struct tl_words copy_words(struct tl_arena *arena, struct tl_words words)
{
    tl_slice *items = tl_arena_alloc(arena, words.count + 1, sizeof(*items));
    for (size_t i = 0; i < words.count; i++) {
        items[i] = tl_arena_dup(arena, words.item[i]);
    }
    return (struct tl_words){items, words.count};
}

struct tl_policy *tl_policy_of_max(enum tl_rank max, bool is_public, struct tl_words audience,
                                   struct tl_words allow)
{
    static const tl_slice usa = {(const unsigned char *)"USA", 3};
    struct tl_policy *policy = policy_new();
    policy->id = TL_LIT("built-in");
    policy->title = TL_LIT("the maximum given on the command line");
    policy->ceiling.max = max;
    policy->ceiling.is_public = is_public;
    policy->ceiling.audience =
        copy_words(&policy->arena, audience.count > 0 ? audience : (struct tl_words){&usa, 1});
    policy->ceiling.allow = copy_words(&policy->arena, allow);
    policy->banner = TL_BANNER_KEEP;
    policy->header = TL_UNMARKED_U;
    hash_sources(policy);
    tl_loosenings_find(policy, (struct tl_words){NULL, 0});
    return policy;
}

void tl_policy_free(struct tl_policy *policy)
{
    if (policy == NULL) {
        return;
    }
    for (size_t i = 0; i < policy->rule_count; i++) {
        pcre2_code_free(policy->rules[i].code);
    }
    struct tl_arena arena = policy->arena;
    free(policy);
    tl_arena_release(&arena);
}

/* --- questions ------------------------------------------------------------------------------------------ */

enum tl_unmarked tl_policy_unmarked(const struct tl_policy *policy, enum tl_kind kind)
{
    switch (kind) {
    case TL_KIND_ENVELOPE:
    case TL_KIND_ADDRESS:
    case TL_KIND_CLASSIFICATION_LINE:
    case TL_KIND_CAPTION:
    case TL_KIND_DECLASSIFICATION:
    case TL_KIND_TAGS:
    case TL_KIND_FURNITURE:
    case TL_KIND_END:
        return policy->header;
    case TL_KIND_SUBJECT:
        return policy->subject;
    case TL_KIND_PASS_LINE:
        return policy->pass_line;
    case TL_KIND_HEADING:
        return policy->heading;
    case TL_KIND_TABLE:
        return policy->table;
    case TL_KIND_SIGNATURE:
        return policy->signature;
    case TL_KIND_ATTRIBUTES:
        return policy->attributes;
    case TL_KIND_REFERENCE:
        return policy->reference;
    case TL_KIND_AUTHORITY:
        return policy->authority;
    case TL_KIND_OTHER:
    case TL_KIND_PARAGRAPH:
    case TL_KIND_SUB_PARAGRAPH:
    case TL_KIND_WITHHELD:
    case TL_KIND_COUNT:
        break;
    }
    return TL_UNMARKED_OVERALL;
}

const struct tl_rule *tl_policy_rule(const struct tl_policy *policy, tl_slice id)
{
    for (size_t i = 0; i < policy->rule_count; i++) {
        if (tl_slice_eq(policy->rules[i].id, id)) {
            return &policy->rules[i];
        }
    }
    return NULL;
}

void tl_policy_tell(const struct tl_policy *policy, size_t source, struct tl_place place, bool is_warning,
                    const char *slug, struct tl_diags *diags, const char *format, ...)
{
    char text[600];
    va_list args;
    va_start(args, format);
    const int length = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (length < 0 || (size_t)length >= sizeof(text)) {
        memcpy(text + sizeof(text) - 4, "...", 4);
    }
    const bool has_source = source < policy->source_count;
    tl_diag_add(diags, is_warning, slug, has_source ? policy->sources[source].path : "policy",
                has_source ? policy->sources[source].text : (tl_slice){NULL, 0}, place, text);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Rule packs: the list in a policy, with pins and what it turns off; and a pack as a file (DESIGN section 4).
 */
#include "base/io.h"
#include "policy/fields.h"

/* An item of `packs` while it is read. */
struct draft {
    const struct tl_yaml *file;
    const struct tl_yaml *pin;
    const struct tl_yaml *disable;
    const struct tl_yaml *proven;
};

static void note_file(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    tl_slice text;
    if (tl_read_text(reading, node, "file", &text)) {
        ((struct draft *)into)->file = node;
    }
}

static void note_pin(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    tl_slice text;
    if (tl_read_text(reading, node, "sha256", &text)) {
        ((struct draft *)into)->pin = node;
    }
}

static void note_disable(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    if (tl_read_list(reading, node, "disable")) {
        ((struct draft *)into)->disable = node;
    }
}

static void note_proven(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    if (tl_read_list(reading, node, "proven")) {
        ((struct draft *)into)->proven = node;
    }
}

/* A path as the user reaches it: relative to the file that names it. */
static const char *path_from(struct tl_arena *arena, const char *base, tl_slice name)
{
    const char *slash = strrchr(base, '/');
    if (name.ptr[0] == '/') {
        return (const char *)name.ptr;
    }
    if (slash == NULL) {
        return tl_arena_format(arena, "%s%s", name.ptr[0] == '-' ? "./" : "", (const char *)name.ptr);
    }
    return tl_arena_format(arena, "%.*s/%s", (int)(slash - base), base, (const char *)name.ptr);
}

static bool is_known_source(const struct tl_reading *reading, const char *path)
{
    for (size_t i = 0; i < reading->sources.count; i++) {
        if (tl_same_file(reading->sources.items[i].path, path)) {
            return true;
        }
    }
    return false;
}

static void check_pin(struct tl_reading *reading, const struct tl_yaml *pin, const struct tl_source *source)
{
    char hex[TL_HEX];
    (void)tl_hash_hex(&source->hash, hex);
    if (!tl_slice_eq_fold(pin->text, tl_str(hex))) {
        tl_node_error(reading, pin, "policy.pin",
                      "the pin does not fit: %s has sha256 %s; review what changed, then pin that",
                      source->path, hex);
    }
}

/* The rule that an item of `list` names among those of the pack, from `first` on; NULL after an error. */
static struct tl_rule *pack_rule(struct tl_reading *reading, const struct tl_yaml *item, size_t first)
{
    struct tl_arena *arena = reading->config->arena;
    const size_t count = reading->rules.count - first;
    const char **names = tl_arena_alloc(arena, count + 1, sizeof(*names));
    for (size_t i = 0; i < count; i++) {
        struct tl_rule *rule = &reading->rules.items[first + i];
        if (tl_slice_eq(item->text, rule->id)) {
            return rule;
        }
        names[i] = (const char *)rule->id.ptr;
    }
    if (item->type == TL_YAML_SCALAR && item->text.len > 0) {
        tl_node_error(reading, item, "policy.disable", "this pack has no rule %s%s",
                      tl_quote(arena, item->text), tl_suggest(arena, item->text, names, count));
    }
    return NULL;
}

/* Notes what the policy turns off; rules from `first` on are those of the pack. */
static void disable_rules(struct tl_reading *reading, const struct tl_yaml *list, size_t first)
{
    struct tl_words ids = {0};
    if (!tl_read_words(reading, list, "disable", &ids) || reading->is_partial) {
        return;
    }
    for (const struct tl_yaml *item = list->first; item != NULL; item = item->next) {
        if (pack_rule(reading, item, first) != NULL) {
            *TL_PUSH(reading->config->arena, &reading->disabled) = item->text;
        }
    }
}

/* Of these rules only what passes the check goes.  Their tests say what the pack does, so they stay as they
 * are. */
static void keep_unproven(struct tl_reading *reading, const struct tl_yaml *list, size_t first)
{
    struct tl_words ids = {0};
    if (!tl_read_words(reading, list, "proven", &ids) || reading->is_partial) {
        return;
    }
    for (const struct tl_yaml *item = list->first; item != NULL; item = item->next) {
        struct tl_rule *rule = pack_rule(reading, item, first);
        if (rule != NULL && rule->validator == TL_VALIDATOR_NONE) {
            tl_node_error(reading, item, "policy.proven",
                          "%s has no check that could prove a hit; remove it here",
                          tl_quote(reading->config->arena, item->text));
        } else if (rule != NULL) {
            rule->is_to_prove = true;
        }
    }
}

static void read_pack_item(struct tl_reading *reading, const struct tl_yaml *node)
{
    static const struct tl_field fields[] = {
        {"file", true, note_file},
        {"sha256", false, note_pin},
        {"disable", false, note_disable},
        {"proven", false, note_proven},
    };
    struct draft draft = {NULL, NULL, NULL, NULL};
    if (!tl_fields_read(reading, node, "a pack", fields, TL_COUNT(fields), &draft) || draft.file == NULL) {
        reading->is_partial = true;
        return;
    }
    struct tl_config *policy_file = reading->config;
    const size_t policy_source = reading->source;
    const size_t first = reading->rules.count;
    struct tl_err err = {0};
    const char *path = path_from(policy_file->arena, policy_file->path, draft.file->text);
    if (is_known_source(reading, path)) {
        tl_node_error(reading, draft.file, "policy.pack.twice", "%s is read already; name each pack once",
                      tl_quote(policy_file->arena, draft.file->text));
        return;
    }
    const bool is_read = tl_pack_read(reading, path, &err);
    const size_t pack_source = reading->source;
    reading->config = policy_file;
    reading->source = policy_source;
    if (!is_read) {
        tl_node_error(reading, draft.file, "policy.pack.file", "%s", err.text);
        reading->is_partial = true;
        return;
    }
    if (draft.pin != NULL) {
        check_pin(reading, draft.pin, &reading->sources.items[pack_source]);
    }
    if (draft.disable != NULL) {
        disable_rules(reading, draft.disable, first);
    }
    if (draft.proven != NULL) {
        keep_unproven(reading, draft.proven, first);
    }
}

void tl_packs_read(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    (void)into;
    if (!tl_read_list(reading, node, "packs")) {
        return;
    }
    for (const struct tl_yaml *item = node->first; item != NULL; item = item->next) {
        read_pack_item(reading, item);
    }
}

/* --- the file ------------------------------------------------------------------------------------------- */

struct pack_draft {
    struct tl_words exemptions;
    const struct tl_yaml *rules; /* read last: they need the exemptions */
};

static void read_id(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    (void)into;
    (void)tl_read_id(reading, node, "the id", &reading->sources.items[reading->source].id);
}

static void read_title(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    (void)into;
    (void)tl_read_text(reading, node, "title", &reading->sources.items[reading->source].title);
}

static void read_exemptions(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    (void)tl_read_exemptions(reading, node, &((struct pack_draft *)into)->exemptions);
}

static void note_rules(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    (void)reading;
    ((struct pack_draft *)into)->rules = node;
}

bool tl_pack_read(struct tl_reading *reading, const char *path, struct tl_err *err)
{
    static const struct tl_field fields[] = {
        {"tearline-rules", true, tl_read_version}, {"id", true, read_id},       {"title", false, read_title},
        {"exemptions", false, read_exemptions},    {"orders", false, tl_orders_read},
        {"codes", false, tl_codes_read},           {"rules", true, note_rules},
    };
    struct pack_draft draft = {{NULL, 0}, NULL};
    struct tl_config *config = tl_source_open(reading, path, err);
    if (config == NULL) {
        return false;
    }
    const struct tl_yaml *root = tl_yaml_parse(config);
    if (root == NULL && !config->is_partial) {
        tl_config_error(config, (struct tl_place){1, 1}, "policy.empty_file", "the file holds no rule pack");
    }
    if (root != NULL && tl_yaml_find(root, "tearline-policy") != NULL) {
        tl_node_error(reading, root, "policy.pack.kind",
                      "this is a policy, not a rule pack; name a pack here");
    } else if (root != NULL) {
        (void)tl_fields_read(reading, root, "a rule pack", fields, TL_COUNT(fields), &draft);
    }
    if (draft.rules != NULL) {
        reading->pack_exemptions = draft.exemptions;
        tl_rules_read(reading, draft.rules, NULL);
        reading->pack_exemptions = (struct tl_words){NULL, 0};
    }
    reading->is_partial = reading->is_partial || config->is_partial || draft.rules == NULL;
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a file of decisions. */
#include <stdlib.h>

#include "base/check.h"
#include "base/sort.h"
#include "marking/lift.h"
#include "policy/decisions.h"
#include "policy/fields.h"

enum { PORTION_BYTES = 64 };

/* A ruling while it is read: which keys it has. */
struct draft {
    struct tl_ruling ruling;
    const struct tl_yaml *text, *exemptions, *controls, *authority, *by, *why, *date;
    bool is_complete; /* `do` and the hash could be read */
};

struct drafts {
    struct tl_rulings *rulings;
    struct tl_date latest;
    TL_VEC(struct tl_ruling) list;
};

static struct draft *draft_of(void *into)
{
    return into;
}

/* --- the keys of one ruling */

static void read_cable(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    tl_slice text;
    if (tl_read_text(reading, node, "cable", &text)) {
        draft_of(into)->ruling.cable = tl_slice_trim(text);
    }
}

static void read_hash(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    tl_slice text;
    if (!tl_read_text(reading, node, "sha256", &text)) {
        return;
    }
    if (!tl_hash_from_hex(text, &draft_of(into)->ruling.original)) {
        tl_node_error(reading, node, "decisions.sha256",
                      "sha256 must be the SHA-256 of the original, 64 digits of 0-9 and a-f, as sha256sum or "
                      "`tearline decisions new` writes it");
        return;
    }
    draft_of(into)->is_complete = true;
}

/* Names of portions are words of ours (cable/portion_name.h). */
static void read_portion(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    tl_slice text;
    if (!tl_read_text(reading, node, "portion", &text)) {
        return;
    }
    bool is_name = text.len <= PORTION_BYTES;
    for (size_t i = 0; is_name && i < text.len; i++) {
        is_name = tl_is_alnum(text.ptr[i]) || memchr(".-#", text.ptr[i], 3) != NULL;
    }
    if (!is_name) {
        tl_node_error(reading, node, "decisions.portion",
                      "this is no name of a portion; `tearline inspect` shows the names, such as '3', '3.A' "
                      "or subject");
        return;
    }
    draft_of(into)->ruling.portion = text;
}

static void read_line(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    (void)tl_read_number(reading, node, "line", 1, 999999999, &draft_of(into)->ruling.line);
}

static void read_do(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    static const char *const names[] = {[TL_RULING_WITHHOLD] = "withhold",
                                        [TL_RULING_EXCISE] = "excise",
                                        [TL_RULING_RELEASE] = "release",
                                        [TL_RULING_POLICY] = "policy"};
    size_t does = TL_RULING_WITHHOLD;
    if (tl_read_choice(reading, node, "do", names, TL_COUNT(names), &does)) {
        draft_of(into)->ruling.does = (enum tl_ruling_do)does;
    } else {
        draft_of(into)->is_complete = false;
    }
}

static void read_said(struct tl_reading *reading, const struct tl_yaml *node, const char *what, tl_slice *out)
{
    tl_slice text;
    if (tl_read_text(reading, node, what, &text)) {
        *out = tl_slice_trim(text);
    }
}

static void read_text(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    draft_of(into)->text = node;
    read_said(reading, node, "text", &draft_of(into)->ruling.text);
}

static void read_exemptions(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    draft_of(into)->exemptions = node;
    (void)tl_read_exemptions(reading, node, &draft_of(into)->ruling.exemptions);
}

static void read_controls(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    static const char *const names[] = {"NOFORN", "ORCON",  "REL TO", "DISPLAY ONLY", "SI",  "TK",   "EXDIS",
                                        "NODIS",  "STADIS", "LIMDIS", "SBU",          "LOU", "FOUO", "CUI"};
    struct draft *draft = draft_of(into);
    struct tl_words written = {NULL, 0};
    TL_VEC(tl_slice) words = {0};
    draft->controls = node;
    if (!tl_read_words(reading, node, "controls", &written)) {
        return;
    }
    for (const struct tl_yaml *item = node->first; item != NULL; item = item->next) {
        if (item->type != TL_YAML_SCALAR || tl_slice_trim(item->text).len == 0) {
            continue; /* told */
        }
        if (!tl_lift_known(item->text)) {
            tl_node_error(reading, item, "decisions.control", "this is no control word of the register%s",
                          tl_suggest(reading->config->arena, item->text, names, TL_COUNT(names)));
            continue;
        }
        *TL_PUSH(reading->config->arena, &words) = tl_lift_word(item->text);
    }
    draft->ruling.controls = (struct tl_words){words.items, words.count};
}

static void read_authority(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    draft_of(into)->authority = node;
    read_said(reading, node, "authority", &draft_of(into)->ruling.authority);
}

static void read_by(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    draft_of(into)->by = node;
    read_said(reading, node, "by", &draft_of(into)->ruling.by);
}

static void read_why(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    draft_of(into)->why = node;
    read_said(reading, node, "why", &draft_of(into)->ruling.why);
}

static void read_date(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    struct draft *draft = draft_of(into);
    tl_slice text;
    struct tl_date date = {0, 0, 0};
    draft->date = node;
    if (!tl_read_text(reading, node, "date", &text)) {
        return;
    }
    if (!tl_date_parse_iso(text, &date) || !tl_date_valid(date)) {
        tl_node_error(reading, node, "policy.date", "date must be a day of the calendar as YYYY-MM-DD");
        return;
    }
    draft->ruling.date = date;
}

/* --- what goes together */

/* A key that has no meaning beside this `do`. */
static void refuse_key(struct tl_reading *reading, const struct tl_yaml *node, const struct draft *draft,
                       const char *name, const char *way_out)
{
    if (node != NULL) {
        tl_node_error(reading, node->key, "decisions.key", "'%s' says nothing beside `do: %s`; %s", name,
                      tl_ruling_name(draft->ruling.does), way_out);
    }
}

static void need_key(struct tl_reading *reading, const struct tl_yaml *item, const struct tl_yaml *node,
                     const struct draft *draft, const char *name)
{
    if (node == NULL && !reading->config->is_partial) {
        tl_node_error(reading, item, "policy.key.missing", "a decision to %s lacks the key '%s'",
                      tl_ruling_name(draft->ruling.does), name);
    }
}

static void check_policy(struct tl_reading *reading, const struct draft *draft)
{
    const struct {
        const struct tl_yaml *node;
        const char *name;
    } keys[] = {{draft->text, "text"},
                {draft->exemptions, "exemptions"},
                {draft->controls, "controls"},
                {draft->authority, "authority"},
                {draft->by, "by"},
                {draft->why, "why"},
                {draft->date, "date"}};
    for (size_t i = 0; i < TL_COUNT(keys); i++) {
        refuse_key(reading, keys[i].node, draft, keys[i].name,
                   "say withhold, excise or release, or leave it out");
    }
}

static void check_together(struct tl_reading *reading, const struct tl_yaml *item, const struct draft *draft)
{
    switch (draft->ruling.does) {
    case TL_RULING_POLICY:
        check_policy(reading, draft);
        return;
    case TL_RULING_WITHHOLD:
        refuse_key(reading, draft->text, draft, "text",
                   "say `do: excise` to take this text out, or leave it out to withhold the whole portion");
        refuse_key(reading, draft->controls, draft, "controls", "leave it out");
        break;
    case TL_RULING_EXCISE:
        need_key(reading, item, draft->text, draft, "text");
        refuse_key(reading, draft->controls, draft, "controls", "leave it out");
        break;
    case TL_RULING_RELEASE:
        refuse_key(reading, draft->text, draft, "text",
                   "a release is of the whole portion: release it, and excise what must not leave");
        refuse_key(reading, draft->exemptions, draft, "exemptions", "leave it out");
        need_key(reading, item, draft->authority, draft, "authority");
        break;
    }
    need_key(reading, item, draft->by, draft, "by");
    need_key(reading, item, draft->why, draft, "why");
    need_key(reading, item, draft->date, draft, "date");
}

static void check_date(struct tl_reading *reading, const struct draft *draft, struct tl_date latest)
{
    char day[TL_DATE_TEXT];
    if (draft->date != NULL && tl_date_valid(draft->ruling.date) && tl_date_valid(latest) &&
        tl_date_cmp(draft->ruling.date, latest) > 0) {
        tl_node_error(reading, draft->date, "decisions.date",
                      "this day is after %s, the day that the run is judged on; a decision that is not made "
                      "yet decides nothing",
                      tl_date_render(latest, day));
    }
}

/* --- the file */

static void read_ruling(struct tl_reading *reading, const struct tl_yaml *item, struct drafts *drafts)
{
    static const struct tl_field fields[] = {
        {"cable", true, read_cable},
        {"sha256", true, read_hash},
        {"portion", true, read_portion},
        {"line", false, read_line},
        {"do", true, read_do},
        {"text", false, read_text},
        {"exemptions", false, read_exemptions},
        {"controls", false, read_controls},
        {"authority", false, read_authority},
        {"by", false, read_by},
        {"why", false, read_why},
        {"date", false, read_date},
    };
    struct draft draft = {.ruling = {.place = item->place}};
    if (!tl_fields_read(reading, item, "a decision", fields, TL_COUNT(fields), &draft)) {
        return;
    }
    drafts->rulings->total++;
    if (!draft.is_complete || tl_yaml_find(item, "do") == NULL) {
        return; /* told */
    }
    check_together(reading, item, &draft);
    check_date(reading, &draft, drafts->latest);
    if (draft.ruling.does != TL_RULING_POLICY) {
        *TL_PUSH(reading->config->arena, &drafts->list) = draft.ruling;
    }
}

static void read_rulings(struct tl_reading *reading, const struct tl_yaml *node, void *into)
{
    if (!tl_read_list(reading, node, "decisions")) {
        return;
    }
    for (const struct tl_yaml *item = node->first; item != NULL; item = item->next) {
        read_ruling(reading, item, into);
    }
}

/* qsort has no context: the rulings themselves are sorted by way of pointers. */
static int by_hash(const void *a, const void *b)
{
    const struct tl_ruling *x = *(const struct tl_ruling *const *)a;
    const struct tl_ruling *y = *(const struct tl_ruling *const *)b;
    const int order = memcmp(x->original.bytes, y->original.bytes, TL_HASH);
    return order != 0 ? order : x < y ? -1 : x > y;
}

static int by_cable(const void *a, const void *b)
{
    const struct tl_ruling *x = *(const struct tl_ruling *const *)a;
    const struct tl_ruling *y = *(const struct tl_ruling *const *)b;
    const int order = tl_slice_cmp(x->cable, y->cable);
    return order != 0 ? order : x < y ? -1 : x > y;
}

static const size_t *sorted(struct tl_rulings *rulings, int (*order)(const void *, const void *))
{
    size_t *out = tl_arena_alloc(&rulings->arena, rulings->count + 1, sizeof(*out));
    const struct tl_ruling **list =
        tl_arena_alloc(&rulings->arena, rulings->count + 1, sizeof(struct tl_ruling *));
    for (size_t i = 0; i < rulings->count; i++) {
        list[i] = &rulings->list[i];
    }
    tl_sort(list, rulings->count, sizeof(struct tl_ruling *), order);
    for (size_t i = 0; i < rulings->count; i++) {
        out[i] = (size_t)(list[i] - rulings->list);
    }
    return out;
}

static bool is_same_place(const struct tl_ruling *a, const struct tl_ruling *b)
{
    return memcmp(a->original.bytes, b->original.bytes, TL_HASH) == 0 && tl_slice_eq(a->cable, b->cable) &&
           tl_slice_eq(a->portion, b->portion);
}

/* Tells of two words on one portion that do not go together, as a release and excisions do. */
static bool tell_quarrel(struct tl_config *config, const struct tl_ruling *first,
                         const struct tl_ruling *second)
{
    const bool is_alike = first->does == second->does;
    const bool is_strict = first->does == TL_RULING_WITHHOLD || second->does == TL_RULING_WITHHOLD;
    if (is_alike && (first->does != TL_RULING_EXCISE || tl_slice_eq(first->text, second->text))) {
        tl_config_error(config, second->place, "decisions.twice",
                        "this portion has this very decision already, in line %zu; remove one",
                        first->place.line);
        return true;
    }
    if (!is_alike && is_strict) {
        tl_config_error(config, second->place, "decisions.twice",
                        "line %zu decides otherwise on this portion; leave the one that holds",
                        first->place.line);
    }
    return !is_alike && is_strict;
}

static void check_quarrels(struct tl_config *config, const struct tl_rulings *rulings)
{
    for (size_t i = 0; i < rulings->count; i++) {
        const struct tl_ruling *ruling = &rulings->list[i];
        const struct tl_ruled_on others = tl_rulings_of_hash(rulings, &ruling->original);
        bool is_told = false;
        for (size_t k = 0; k < others.count && others.index[k] < i && !is_told; k++) {
            const struct tl_ruling *other = &rulings->list[others.index[k]];
            is_told = is_same_place(ruling, other) && tell_quarrel(config, other, ruling);
        }
    }
}

static void read_file(struct tl_reading *reading, struct drafts *drafts)
{
    static const struct tl_field fields[] = {
        {"tearline-decisions", true, tl_read_version},
        {"decisions", true, read_rulings},
    };
    struct tl_config *config = reading->config;
    struct tl_rulings *rulings = drafts->rulings;
    const struct tl_yaml *root = tl_yaml_parse(config);
    if (root == NULL && !config->is_partial) {
        tl_config_error(config, (struct tl_place){1, 1}, "decisions.empty", "the file holds no decisions");
    }
    if (root != NULL) {
        (void)tl_fields_read(reading, root, "a file of decisions", fields, TL_COUNT(fields), drafts);
    }
    rulings->list = drafts->list.items;
    rulings->count = drafts->list.count;
    rulings->by_hash = sorted(rulings, by_hash);
    rulings->by_cable = sorted(rulings, by_cable);
    check_quarrels(config, rulings);
}

struct tl_rulings *tl_rulings_load(const char *path, struct tl_date latest, struct tl_diags *diags)
{
    struct tl_rulings *rulings = calloc(1, sizeof(*rulings));
    if (rulings == NULL) {
        tl_out_of_memory();
    }
    struct tl_config config = {.arena = &rulings->arena, .diags = diags, .path = path, .is_decisions = true};
    struct tl_reading reading = {.config = &config};
    struct drafts drafts = {.rulings = rulings, .latest = latest};
    const size_t errors = diags->errors;
    struct tl_err err = {0};
    if (tl_config_read(&config, path, &err)) {
        rulings->hash = tl_sha256_one(config.bytes);
        rulings->path = config.path;
        read_file(&reading, &drafts);
    } else {
        tl_config_error(&config, (struct tl_place){0, 0}, err.slug, "%s", err.text);
    }
    if (diags->errors > errors) {
        tl_rulings_free(rulings);
        return NULL;
    }
    return rulings;
}

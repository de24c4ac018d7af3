/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `explain --jsonl`: {"id","kind","input"} in, {"id","kind","result"} out, one a line.  Keys are written in
 * byte order, empty sets are left out.
 */
#include <jansson.h>

#include "cli/explain.h"
#include "marking/portion.h"
#include "marking/rollup.h"
#include "release/release.h"

struct question {
    struct tl_arena *arena;
    const struct tl_policy *policy;
    const json_t *input;
    struct tl_json *out;
};

static tl_slice text_of(const json_t *value)
{
    return (tl_slice){(const unsigned char *)json_string_value(value), json_string_length(value)};
}

static tl_slice field(const struct question *q, const char *name)
{
    return text_of(json_object_get(q->input, name));
}

/* The input itself, or its member. */
static tl_slice input_or(const struct question *q, const char *name)
{
    return json_is_string(q->input) ? text_of(q->input) : field(q, name);
}

static struct tl_date date_field(const struct question *q, const char *name)
{
    struct tl_date date = {0};
    if (!tl_date_parse_iso(field(q, name), &date)) {
        date = (struct tl_date){0};
    }
    return date;
}

static struct tl_words words_field(const struct question *q, const char *name)
{
    const json_t *list = json_object_get(q->input, name);
    struct tl_words words = {NULL, 0};
    for (size_t i = 0; i < json_array_size(list); i++) {
        words = tl_words_with(q->arena, words, text_of(json_array_get(list, i)));
    }
    return words;
}

static void put_words(struct tl_json *out, const char *key, struct tl_words words)
{
    if (words.count == 0) {
        return;
    }
    tl_json_key(out, key);
    tl_json_array(out);
    for (size_t i = 0; i < words.count; i++) {
        tl_json_slice(out, words.item[i]);
    }
    tl_json_array_end(out);
}

static void put_text(struct tl_json *out, const char *key, tl_slice text)
{
    if (text.len > 0) {
        tl_json_put_slice(out, key, text);
    }
}

static void put_static(struct tl_json *out, const char *key, const char *text)
{
    if (text != NULL) {
        tl_json_put_str(out, key, text);
    }
}

static void put_date(struct tl_json *out, const char *key, struct tl_date date)
{
    char text[TL_DATE_TEXT];
    if (date.year > 0) {
        tl_json_put_str(out, key, tl_date_render(date, text));
    }
}

/* What stands beside a marking: the fields of a portion's line or of a banner's window. */
struct beside {
    tl_slice banner; /* rolled up */
    tl_slice label;
    tl_slice mark;
    const struct tl_explained_banner *window;
};

static void put_marking(struct tl_json *out, const struct tl_marking *m, const struct beside *beside)
{
    tl_json_object(out);
    put_words(out, "aea", m->aea);
    put_text(out, "banner", beside->banner);
    put_words(out, "display_to", m->display_to);
    put_words(out, "dissem", m->dissem);
    if (m->is_entire_text) {
        tl_json_put_bool(out, "entire_text", true);
    }
    put_words(out, "fgi", m->fgi);
    put_words(out, "joint", m->joint);
    put_text(out, "label", beside->label);
    tl_json_put_str(out, "level", tl_level_name(m->level));
    put_text(out, "mark", beside->mark);
    put_words(out, "nato_ctl", m->nato_ctl);
    put_words(out, "nonic", m->nonic);
    put_text(out, "owner", m->owner);
    tl_json_put_str(out, "rank", tl_rank_name(tl_marking_rank(m)));
    put_static(out, "reason", m->is_valid ? NULL : m->reason);
    put_words(out, "rel_to", m->rel_to);
    if (m->is_rel_inherit) {
        tl_json_put_str(out, "rel_to", "inherit");
    }
    put_words(out, "sap", m->sap);
    put_words(out, "sci", m->sci);
    if (beside->window != NULL && beside->window->sections > 0) {
        tl_json_key(out, "section");
        tl_json_array(out);
        tl_json_int(out, beside->window->section);
        tl_json_int(out, beside->window->sections);
        tl_json_array_end(out);
    }
    if (beside->window != NULL && beside->window->has_transmission) {
        tl_json_put_str(out, "transmission_level", tl_rank_name(beside->window->transmission));
    }
    put_words(out, "unknown", m->unknown);
    tl_json_put_bool(out, "valid", m->is_valid);
    tl_json_object_end(out);
}

static void answer_portion(const struct question *q)
{
    struct tl_explained_portion portion;
    const bool is_line = json_is_object(q->input);
    tl_explain_portion(q->arena, input_or(q, "line"), is_line, &portion);
    const struct beside beside = {.label = tl_span_of(portion.line, portion.start.number),
                                  .mark = tl_span_of(portion.line, portion.start.mark)};
    put_marking(q->out, &portion.marking, &beside);
}

static void answer_banner(const struct question *q)
{
    struct tl_explained_banner banner;
    const json_t *lines = json_object_get(q->input, "lines");
    if (lines == NULL) {
        tl_explain_banner(q->arena, input_or(q, "line"), &banner);
    } else {
        const size_t count = json_array_size(lines);
        tl_slice *texts = tl_arena_alloc(q->arena, count + 1, sizeof(*texts));
        for (size_t i = 0; i < count; i++) {
            texts[i] = text_of(json_array_get(lines, i));
        }
        tl_explain_lines(q->arena, texts, count, &banner);
    }
    const struct beside beside = {.window = &banner};
    put_marking(q->out, &banner.marking, &beside);
}

static void answer_not_marking(const struct question *q)
{
    tl_json_object(q->out);
    tl_json_put_bool(q->out, "is_marking", tl_explain_is_marking(q->arena, input_or(q, "text")));
    tl_json_object_end(q->out);
}

static void answer_rollup(const struct question *q)
{
    const struct tl_words texts = words_field(q, "portions");
    const json_t *list = json_object_get(q->input, "portions");
    const size_t count = texts.count == 0 ? 0 : json_array_size(list);
    struct tl_marking *portions = tl_arena_alloc(q->arena, count + 1, sizeof(*portions));
    struct tl_marking rolled;
    struct tl_explained_banner banner;
    struct tl_buf text = {0};
    for (size_t i = 0; i < count; i++) {
        tl_portion_parse(q->arena, text_of(json_array_get(list, i)), &portions[i]);
    }
    tl_explain_banner(q->arena, field(q, "banner"), &banner);
    tl_rollup(q->arena, portions, count, field(q, "banner").len > 0 ? &banner.marking : NULL, &rolled);
    tl_banner_render(&rolled, &text);
    const struct beside beside = {.banner = tl_buf_slice(&text)};
    put_marking(q->out, &rolled, &beside);
    tl_buf_release(&text);
}

static enum tl_level level_field(const struct question *q)
{
    enum tl_rank rank = TL_RANK_UNKNOWN;
    return tl_rank_find(field(q, "level"), &rank) ? tl_marking_of_rank(rank).level : TL_LEVEL_UNKNOWN;
}

static void answer_merge(const struct question *q, const json_t *values)
{
    const size_t count = json_array_size(values);
    struct tl_decl *decls = tl_arena_alloc(q->arena, count + 1, sizeof(*decls));
    for (size_t i = 0; i < count; i++) {
        tl_decl_parse(q->arena, text_of(json_array_get(values, i)), date_field(q, "doc_date"), level_field(q),
                      &decls[i]);
    }
    tl_json_object(q->out);
    if (count > 0) {
        const size_t best = tl_decl_most_restrictive(decls, count);
        tl_json_put_slice(q->out, "most_restrictive", text_of(json_array_get(values, best)));
    }
    tl_json_object_end(q->out);
}

static void answer_decl(const struct question *q)
{
    struct tl_decl decl;
    struct tl_json *out = q->out;
    const json_t *merge = json_object_get(q->input, "merge");
    if (merge != NULL) {
        answer_merge(q, merge);
        return;
    }
    tl_decl_parse(q->arena, input_or(q, "line"), date_field(q, "doc_date"), level_field(q), &decl);
    tl_json_object(out);
    put_date(out, "auto_date", decl.auto_date);
    put_text(out, "by", decl.by);
    put_date(out, "calc_date", decl.calc_date);
    put_words(out, "codes", decl.codes);
    put_date(out, "date", decl.date);
    if (decl.eo != 0) {
        tl_json_put_int(out, "eo", (uint64_t)decl.eo);
    }
    put_text(out, "event", decl.event);
    tl_json_put_bool(out, "honor", decl.is_honorable);
    put_static(out, "reason", decl.reason);
    put_date(out, "source_date", decl.source_date);
    tl_json_put_str(out, "type", tl_decl_type_name(decl.type));
    put_static(out, "warning", decl.warning);
    if (decl.years > 0) {
        tl_json_put_int(out, "years", (uint64_t)decl.years);
    }
    tl_json_object_end(out);
}

static void answer_release(const struct question *q)
{
    struct tl_release_question release = {
        .portion = field(q, "portion"),
        .banner = field(q, "banner"),
        .ceiling = {.audience = words_field(q, "audience"), .allow = words_field(q, "allow")},
        .honours_dates = json_is_true(json_object_get(q->input, "honor_decl")),
        .decl = field(q, "decl"),
        .doc_date = date_field(q, "doc_date"),
        .as_of = date_field(q, "as_of"),
    };
    if (!tl_rank_find(field(q, "max"), &release.ceiling.max)) {
        release.ceiling.max = TL_RANK_UNKNOWN;
    }
    release.ceiling.is_public = tl_slice_eq_fold(field(q, "audience"), TL_LIT("public")) ||
                                tl_words_has(release.ceiling.audience, TL_LIT("PUBLIC"));
    if (json_object_get(q->input, "audience") == NULL) {
        release.ceiling.audience = tl_words_with(q->arena, release.ceiling.audience, TL_LIT("USA"));
    }
    struct tl_explained_release answer;
    tl_explain_release(q->arena, &release, &answer);
    tl_json_object(q->out);
    tl_json_put_str(q->out, "reason", tl_reason_name(answer.reason));
    tl_json_put_bool(q->out, "release",
                     answer.reason == TL_REASON_OK || answer.reason == TL_REASON_DECLASSIFIED);
    tl_json_object_end(q->out);
}

static void put_span(struct tl_json *out, struct tl_span span)
{
    tl_json_array(out);
    tl_json_int(out, span.begin);
    tl_json_int(out, span.end);
    tl_json_array_end(out);
}

static void answer_rules(const struct question *q)
{
    struct tl_hits hits = {0};
    struct tl_err err = {0};
    struct tl_json *out = q->out;
    tl_json_object(out);
    if (tl_rules_explain(q->arena, q->policy, input_or(q, "text"), &hits, &err) != TL_OK) {
        tl_json_put_str(out, "error", err.slug);
        tl_json_object_end(out);
        return;
    }
    tl_json_key(out, "hits");
    tl_json_array(out);
    for (size_t i = 0; i < hits.list.count; i++) {
        tl_json_object(out);
        tl_json_put_slice(out, "replacement", hits.list.items[i].replacement);
        tl_json_put_slice(out, "rule", hits.list.items[i].rule->id);
        tl_json_key(out, "span");
        put_span(out, hits.list.items[i].in);
        tl_json_object_end(out);
    }
    tl_json_array_end(out);
    tl_json_key(out, "spans");
    tl_json_array(out);
    for (size_t i = 0; i < hits.cut_count; i++) {
        put_span(out, hits.cuts[i]);
    }
    tl_json_array_end(out);
    tl_json_object_end(out);
}

/* Members of an input object, and what each must be. */
enum form { FORM_TEXT, FORM_LIST, FORM_DATE, FORM_LEVEL, FORM_BOOL, FORM_READERS };

static const struct {
    const char *name;
    enum form form;
    const char *error;
} members[] = {
    {"line", FORM_TEXT, "`line` is a string"},
    {"text", FORM_TEXT, "`text` is a string"},
    {"lines", FORM_LIST, "`lines` is a list of strings"},
    {"portions", FORM_LIST, "`portions` is a list of strings"},
    {"merge", FORM_LIST, "`merge` is a list of strings"},
    {"portion", FORM_TEXT, "`portion` is a string"},
    {"banner", FORM_TEXT, "`banner` is a string"},
    {"decl", FORM_TEXT, "`decl` is a string"},
    {"max", FORM_LEVEL, "`max` is one of U, CUI, R, C, S, TS"},
    {"audience", FORM_READERS, "`audience` is \"public\" or a list of country codes"},
    {"allow", FORM_LIST, "`allow` is a list of strings"},
    {"doc_date", FORM_DATE, "`doc_date` is a date such as 2008-11-07"},
    {"as_of", FORM_DATE, "`as_of` is a date such as 2008-11-07"},
    {"level", FORM_LEVEL, "`level` is one of U, CUI, R, C, S, TS"},
    {"honor_decl", FORM_BOOL, "`honor_decl` is true or false"},
};

static bool is_list(const json_t *value)
{
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (!json_is_string(json_array_get(value, i))) {
            return false;
        }
    }
    return json_is_array(value);
}

static bool has_form(const json_t *value, enum form form)
{
    struct tl_date date;
    enum tl_rank rank;
    switch (form) {
    case FORM_TEXT:
        return json_is_string(value);
    case FORM_LIST:
        return is_list(value);
    case FORM_DATE:
        return tl_date_parse_iso(text_of(value), &date);
    case FORM_LEVEL:
        return tl_rank_find(text_of(value), &rank);
    case FORM_BOOL:
        return json_is_boolean(value);
    case FORM_READERS:
        return is_list(value) || tl_slice_eq_fold(text_of(value), TL_LIT("public"));
    }
    return false;
}

static const struct {
    const char *kind;
    void (*answer)(const struct question *);
    bool takes_text;      /* the input may be the text itself */
    const char *needs[3]; /* of an object, one at least */
    const char *error;
} kinds[] = {
    {"portion", answer_portion, true, {"line"}, "the input of a portion is a mark, or {\"line\": text}"},
    {"banner",
     answer_banner,
     true,
     {"lines", "line"},
     "the input of a banner is a line, or {\"lines\": [...]}"},
    {"not_marking", answer_not_marking, true, {"text"}, "the input of not_marking is {\"text\": text}"},
    {"rollup",
     answer_rollup,
     false,
     {"portions"},
     "the input of rollup is {\"portions\": [...], \"banner\"?}"},
    {"decl",
     answer_decl,
     true,
     {"line", "merge"},
     "the input of decl is a line, or {\"line\", \"doc_date\"?, \"level\"?}, or {\"merge\": [...]}"},
    {"release",
     answer_release,
     false,
     {"portion", "banner"},
     "the input of release is {\"portion\", \"max\", \"audience\"?, \"allow\"?, \"banner\"?, \"decl\"?, "
     "\"as_of\"?, \"honor_decl\"?}"},
    {"rules", answer_rules, true, {"text"}, "the input of rules is a text, or {\"text\": text}"},
};

/* What is wrong with the input of a kind; NULL: nothing. */
static const char *input_error(const struct question *q, size_t kind)
{
    bool has_needed = false;
    if (json_is_string(q->input)) {
        return kinds[kind].takes_text ? NULL : kinds[kind].error;
    }
    for (size_t i = 0; i < TL_COUNT(kinds[kind].needs); i++) {
        has_needed = has_needed || (kinds[kind].needs[i] != NULL &&
                                    json_object_get(q->input, kinds[kind].needs[i]) != NULL);
    }
    if (!has_needed) {
        return kinds[kind].error;
    }
    for (size_t i = 0; i < TL_COUNT(members); i++) {
        const json_t *value = json_object_get(q->input, members[i].name);
        if (value != NULL && !has_form(value, members[i].form)) {
            return members[i].error;
        }
    }
    return NULL;
}

/* An id is a string or a number; it comes back as it came. */
static void put_id(struct tl_json *out, const json_t *id)
{
    if (json_is_integer(id) && json_integer_value(id) >= 0) {
        tl_json_key(out, "id");
        tl_json_int(out, (uint64_t)json_integer_value(id));
    } else if (json_is_string(id)) {
        tl_json_key(out, "id");
        tl_json_slice(out, text_of(id));
    }
}

static size_t find_kind(const json_t *kind)
{
    for (size_t i = 0; i < TL_COUNT(kinds); i++) {
        if (tl_slice_eq(text_of(kind), tl_str(kinds[i].kind))) {
            return i;
        }
    }
    return TL_NONE;
}

static const char *question_error(const struct question *q, const json_t *line, size_t kind)
{
    const json_t *id = json_object_get(line, "id");
    if (!json_is_object(line)) {
        return "it is not a JSON object";
    }
    if (!json_is_string(id) && !(json_is_integer(id) && json_integer_value(id) >= 0)) {
        return "a question has an `id`, a string or a number from 0";
    }
    if (kind == TL_NONE) {
        return "the `kind` is one of portion, banner, not_marking, rollup, decl, release, rules";
    }
    if (q->input == NULL) {
        return "a question has an `input`";
    }
    if (kinds[kind].answer == answer_rules && q->policy == NULL) {
        return "rules needs a policy: --policy FILE";
    }
    return input_error(q, kind);
}

bool tl_explain_json(struct tl_arena *arena, const struct tl_policy *policy, tl_slice line,
                     struct tl_buf *out)
{
    json_t *value =
        json_loadb((const char *)line.ptr, line.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    struct tl_json json = {.out = out};
    const struct question q = {arena, policy, json_object_get(value, "input"), &json};
    const json_t *word = json_object_get(value, "kind");
    const size_t kind = find_kind(word);
    const char *error = question_error(&q, value, kind);
    tl_json_object(&json);
    put_static(&json, "error", error);
    put_id(&json, json_object_get(value, "id"));
    if (json_is_string(word)) {
        tl_json_put_slice(&json, "kind", text_of(word));
    }
    if (error == NULL) {
        tl_json_key(&json, "result");
        kinds[kind].answer(&q);
    }
    tl_json_object_end(&json);
    tl_buf_byte(out, '\n');
    json_decref(value);
    return error == NULL;
}

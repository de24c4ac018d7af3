/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events of libfyaml to a tree.  The library is kept from printing (its messages quote the file), from
 * loading what policies may not hold, and from being the judge of characters: the whole text was checked
 * before.
 */
#include "policy/yaml.h"

#include <libfyaml.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/utf8.h"

struct builder {
    struct tl_config *config;
    struct tl_yaml *root;
    struct tl_yaml *stack[TL_MAX_YAML_DEPTH]; /* open containers */
    struct tl_yaml *keys[TL_MAX_YAML_DEPTH];  /* of a mapping: the key that waits for its value */
    size_t depth;
    size_t documents;
    bool is_second; /* a second document began without a mark of its own: its first event shows where */
    bool is_over;   /* stop: an error that nothing can follow */
};

static void quiet(struct fy_diag *diag, void *user, const char *text, size_t len)
{
    (void)diag;
    (void)user;
    (void)text;
    (void)len;
}

static struct tl_place place_of(struct tl_config *config, const struct fy_mark *mark)
{
    return mark == NULL ? (struct tl_place){0, 0} : tl_config_place(config, mark->input_pos);
}

/* The same, one byte before: the library points behind the quote, the & and the *. */
static struct tl_place place_before(struct tl_config *config, const struct fy_mark *mark)
{
    struct tl_place place = place_of(config, mark);
    place.col -= place.col > 1 ? 1 : 0;
    return place;
}

/* A key that no policy uses; false when the value under it must be dropped. */
static bool check_key(struct tl_config *config, const struct tl_yaml *key)
{
    if (key->type == TL_YAML_BAD) {
        return false;
    }
    if (key->type != TL_YAML_SCALAR) {
        tl_config_error(config, key->place, "yaml.key", "a key must be a word, not a list or a mapping");
        return false;
    }
    if (key->style == TL_YAML_PLAIN && tl_slice_eq(key->text, TL_LIT("<<"))) {
        tl_config_error(config, key->place, "yaml.merge",
                        "merge keys (<<) are not allowed: write the keys out, so that a reader sees them");
        return false;
    }
    return true;
}

/* Puts a finished scalar or an opened container where it belongs. */
static void attach(struct builder *builder, struct tl_yaml *node)
{
    if (builder->depth == 0) {
        if (builder->root == NULL) {
            builder->root = node;
        }
        return;
    }
    struct tl_yaml *parent = builder->stack[builder->depth - 1];
    struct tl_yaml **key = &builder->keys[builder->depth - 1];
    if (parent->type == TL_YAML_MAPPING) {
        if (*key == NULL) {
            *key = node;
            return;
        }
        node->key = *key;
        *key = NULL;
        if (!check_key(builder->config, node->key)) {
            return;
        }
    }
    if (parent->last == NULL) {
        parent->first = node;
    } else {
        parent->last->next = node;
    }
    parent->last = node;
    parent->count++;
}

static void push(struct builder *builder, struct tl_yaml *node)
{
    if (builder->depth == TL_MAX_YAML_DEPTH) {
        tl_config_error(builder->config, node->place, "yaml.depth",
                        "nested deeper than %d levels; nothing needs that", TL_MAX_YAML_DEPTH);
        builder->is_over = true;
        return;
    }
    attach(builder, node);
    builder->keys[builder->depth] = NULL;
    builder->stack[builder->depth++] = node;
}

static void pop(struct builder *builder)
{
    TL_CHECK(builder->depth > 0);
    builder->depth--;
}

/* The text of a scalar must not hold what an escape such as "\0" or "\u202e" puts there. */
static bool check_text(struct tl_config *config, const struct tl_yaml *node)
{
    if (node->style != TL_YAML_DOUBLE) {
        return true;
    }
    for (size_t at = 0; at < node->text.len;) {
        const struct tl_char c = tl_char_at(node->text, at);
        const bool is_control =
            (c.code < 0x20 && c.code != '\t' && c.code != '\n') || (c.code >= 0x7f && c.code < 0xa0);
        if (is_control || c.is_stray || tl_is_bidi(c.code)) {
            tl_config_error(config, node->place, c.code == 0 ? "yaml.nul" : "yaml.escape",
                            "an escape makes the control character U+%04X; remove it, or use single quotes, "
                            "where a backslash is a backslash",
                            (unsigned)c.code);
            return false;
        }
        at += c.len;
    }
    return true;
}

/* Tells anchors and tags; true when there was none. */
static bool check_properties(struct tl_config *config, struct fy_event *event)
{
    bool is_fine = true;
    struct fy_token *anchor = fy_event_get_anchor_token(event);
    struct fy_token *tag = fy_event_get_tag_token(event);
    if (anchor != NULL) {
        tl_config_error(config, place_before(config, fy_token_start_mark(anchor)), "yaml.anchor",
                        "anchors (&name) are not allowed: write the text where it belongs");
        is_fine = false;
    }
    if (tag != NULL) {
        tl_config_error(config, place_of(config, fy_token_start_mark(tag)), "yaml.tag",
                        "tags (!name) are not allowed: every value here is text, a list or a mapping");
        is_fine = false;
    }
    return is_fine;
}

static struct tl_yaml *node_new(struct builder *builder, enum tl_yaml_type type, const struct fy_mark *mark)
{
    struct tl_yaml *node = tl_arena_alloc(builder->config->arena, 1, sizeof(*node));
    node->type = type;
    node->begin = mark == NULL ? 0 : mark->input_pos;
    node->place = place_of(builder->config, mark);
    return node;
}

/* The text of a scalar as the library reads it. */
static void read_text(struct tl_config *config, struct fy_event *event, struct tl_yaml *node)
{
    size_t len = 0;
    const char *text = fy_token_get_text(event->scalar.value, &len);
    node->text = tl_arena_dup(config->arena, (tl_slice){(const unsigned char *)text, text == NULL ? 0 : len});
}

/* What stands between single quotes.  The library misreads two quotes behind each other, which stand as four:
 * a text of one line is read from the file.  False after an error. */
static bool read_single(struct tl_config *config, struct fy_event *event, struct tl_yaml *node)
{
    const struct fy_mark *end = fy_event_end_mark(event);
    TL_CHECK(end != NULL && node->begin <= end->input_pos && end->input_pos <= config->shown.len);
    const tl_slice raw = tl_slice_sub(config->shown, node->begin, end->input_pos);
    const bool has_lines =
        tl_slice_find(raw, TL_LIT("\n"), 0) != TL_NONE || tl_slice_find(raw, TL_LIT("\r"), 0) != TL_NONE;
    if (has_lines && tl_slice_find(raw, TL_LIT("''''"), 0) != TL_NONE) {
        tl_config_error(config, node->place, "yaml.quotes",
                        "two quotes behind each other in a text of several lines; write it in one line");
        return false;
    }
    if (has_lines) {
        read_text(config, event, node);
        return true;
    }
    struct tl_buf text = {0};
    for (size_t i = 0; i < raw.len; i++) {
        tl_buf_add(&text, tl_slice_sub(raw, i, i + 1));
        i += raw.ptr[i] == '\'' ? 1 : 0; /* a quote stands twice */
    }
    node->text = tl_arena_dup(config->arena, tl_buf_slice(&text));
    tl_buf_release(&text);
    return true;
}

static void add_scalar(struct builder *builder, struct fy_event *event)
{
    static const enum tl_yaml_style styles[] = {
        [FYSS_PLAIN] = TL_YAML_PLAIN,          [FYSS_SINGLE_QUOTED] = TL_YAML_SINGLE,
        [FYSS_DOUBLE_QUOTED] = TL_YAML_DOUBLE, [FYSS_LITERAL] = TL_YAML_LITERAL,
        [FYSS_FOLDED] = TL_YAML_FOLDED,
    };
    struct tl_yaml *node = node_new(builder, TL_YAML_SCALAR, fy_event_start_mark(event));
    const int style = (int)fy_token_scalar_style(event->scalar.value);
    node->style = style >= 0 && (size_t)style < TL_COUNT(styles) ? styles[style] : TL_YAML_PLAIN;
    if (node->style == TL_YAML_SINGLE || node->style == TL_YAML_DOUBLE) {
        node->place = place_before(builder->config, fy_event_start_mark(event));
    }
    bool is_read = true;
    if (node->style == TL_YAML_SINGLE) {
        is_read = read_single(builder->config, event, node);
    } else {
        read_text(builder->config, event, node);
    }
    const bool has_text = is_read && check_text(builder->config, node);
    const bool has_no_properties = check_properties(builder->config, event);
    if (!has_text || !has_no_properties) {
        node->type = TL_YAML_BAD;
    }
    attach(builder, node);
}

static void add_container(struct builder *builder, struct fy_event *event, enum tl_yaml_type type)
{
    struct tl_yaml *node = node_new(builder, type, fy_event_start_mark(event));
    (void)check_properties(builder->config, event); /* told; its items are read all the same */
    push(builder, node);
}

static void add_alias(struct builder *builder, struct fy_event *event)
{
    struct tl_yaml *node = node_new(builder, TL_YAML_BAD, fy_event_start_mark(event));
    node->place = place_before(builder->config, fy_event_start_mark(event));
    tl_config_error(builder->config, node->place, "yaml.alias",
                    "aliases (*name) are not allowed: write the text out, or quote it if it is meant");
    attach(builder, node);
}

static void tell_second(struct builder *builder, struct tl_place place)
{
    tl_config_error(builder->config, place, "yaml.second_document",
                    "a second document begins here; one file holds one");
    builder->is_over = true;
}

static void start_document(struct builder *builder, struct fy_event *event)
{
    const struct fy_mark *mark = fy_event_start_mark(event);
    builder->documents++;
    if (builder->documents > 1 && mark == NULL) {
        builder->is_second = true;
        return;
    }
    if (builder->documents > 1) {
        tell_second(builder, place_of(builder->config, mark));
        return;
    }
    struct fy_document_state *state = event->document_start.document_state;
    if (state != NULL &&
        (fy_document_state_version_explicit(state) || fy_document_state_tags_explicit(state))) {
        tl_config_error(builder->config, place_of(builder->config, mark), "yaml.directive",
                        "directives (%%YAML, %%TAG) are not allowed: remove the line above");
    }
}

static void add_event(struct builder *builder, struct fy_event *event)
{
    if (builder->is_second) {
        tell_second(builder, place_of(builder->config, fy_event_start_mark(event)));
        return;
    }
    switch (event->type) {
    case FYET_NONE:
    case FYET_STREAM_START:
    case FYET_STREAM_END:
    case FYET_DOCUMENT_END:
        break;
    case FYET_DOCUMENT_START:
        start_document(builder, event);
        break;
    case FYET_MAPPING_START:
        add_container(builder, event, TL_YAML_MAPPING);
        break;
    case FYET_SEQUENCE_START:
        add_container(builder, event, TL_YAML_SEQUENCE);
        break;
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END:
        pop(builder);
        break;
    case FYET_SCALAR:
        add_scalar(builder, event);
        break;
    case FYET_ALIAS:
        add_alias(builder, event);
        break;
    }
}

/* What the library found wrong with the form of the text; the first one only, the rest follow from it. */
static void tell_syntax(struct tl_config *config, struct fy_diag *diag)
{
    void *at = NULL;
    const struct fy_diag_error *error = fy_diag_errors_iterate(diag, &at);
    struct tl_place place = {0, 0};
    if (error != NULL && error->line > 0 && error->column > 0) {
        place = (struct tl_place){(size_t)error->line, (size_t)error->column};
    }
    const bool is_told = error != NULL && error->msg != NULL && !config->is_decisions;
    tl_config_error(config, place, "yaml.syntax",
                    "this is not well-formed YAML: %s; nothing after it is read",
                    is_told ? error->msg : "the reader gave up");
}

static void run_parser(struct builder *builder, struct fy_parser *parser, struct fy_diag *diag)
{
    bool is_ended = false;
    while (!builder->is_over && !is_ended) {
        struct fy_event *event = fy_parser_parse(parser);
        if (event == NULL) {
            tell_syntax(builder->config, diag);
            builder->is_over = true;
            break;
        }
        is_ended = event->type == FYET_STREAM_END;
        add_event(builder, event);
        fy_parser_event_free(parser, event);
    }
    const bool has_first = is_ended || builder->documents > 1;
    builder->config->is_partial = builder->config->is_partial || !has_first;
}

const struct tl_yaml *tl_yaml_parse(struct tl_config *config)
{
    struct builder builder = {.config = config};
    if (config->is_partial) {
        return NULL; /* not a text: told already */
    }
    struct fy_diag_cfg diag_cfg;
    fy_diag_cfg_default(&diag_cfg);
    diag_cfg.fp = NULL;
    diag_cfg.output_fn = quiet;
    diag_cfg.level = FYET_ERROR;
    struct fy_diag *diag = fy_diag_create(&diag_cfg);
    TL_CHECK(diag != NULL);
    fy_diag_set_collect_errors(diag, true);
    const struct fy_parse_cfg cfg = {
        .flags = (enum fy_parse_cfg_flags)((unsigned)FYPCF_QUIET | (unsigned)FYPCF_COLLECT_DIAG |
                                           (unsigned)FYPCF_JSON_NONE | (unsigned)FYPCF_DEFAULT_VERSION_1_2),
        .diag = diag,
    };
    struct fy_parser *parser = fy_parser_create(&cfg);
    TL_CHECK(parser != NULL);
    TL_CHECK(fy_parser_set_string(parser, (const char *)config->shown.ptr, config->shown.len) == 0);
    run_parser(&builder, parser, diag);
    fy_parser_destroy(parser);
    fy_diag_destroy(diag);
    return builder.root;
}

const struct tl_yaml *tl_yaml_find(const struct tl_yaml *mapping, const char *key)
{
    if (mapping == NULL || mapping->type != TL_YAML_MAPPING) {
        return NULL;
    }
    for (const struct tl_yaml *value = mapping->first; value != NULL; value = value->next) {
        if (tl_slice_eq(value->key->text, tl_str(key))) {
            return value;
        }
    }
    return NULL;
}

/* Blanks that a literal scalar has before each line: those of its first line with text. */
static size_t indentation(tl_slice raw, size_t at)
{
    size_t begin = at;
    while (at < raw.len && (raw.ptr[at] == ' ' || raw.ptr[at] == '\n')) {
        begin = raw.ptr[at] == '\n' ? at + 1 : begin;
        at++;
    }
    return at - begin;
}

struct tl_place tl_yaml_place_at(struct tl_config *config, const struct tl_yaml *scalar, size_t offset)
{
    const tl_slice raw = config->shown;
    size_t at = scalar->begin;
    if (scalar->style == TL_YAML_DOUBLE || scalar->style == TL_YAML_FOLDED) {
        return scalar->place;
    }
    const bool is_literal = scalar->style == TL_YAML_LITERAL;
    const size_t indent = is_literal ? indentation(raw, at) : 0;
    at += indent;
    for (size_t i = 0; i < offset && at < raw.len; i++) {
        const unsigned char c = raw.ptr[at];
        if (c == '\n' && !is_literal) {
            return scalar->place; /* folded lines: the offset is not worth guessing */
        }
        at += scalar->style == TL_YAML_SINGLE && c == '\'' ? 2 : 1;
        if (c == '\n' && at < raw.len && raw.ptr[at] != '\n') {
            at += indent;
        }
    }
    return tl_config_place(config, at);
}

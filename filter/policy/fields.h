/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mappings read by table: key -> reader.  Unknown, doubled and missing keys fall out of tl_fields_read alone.
 *
 * A reader that finds something wrong tells it and leaves its target as it was, so that all errors of a file
 * come out in one run.
 */
#ifndef TL_POLICY_FIELDS_H
#define TL_POLICY_FIELDS_H

#include "policy/policy.h"
#include "policy/yaml.h"

/* One load: the policy being built and the file at hand. */
struct tl_reading {
    struct tl_policy *policy;
    struct tl_config *config; /* the file at hand */
    size_t source;            /* its index */
    struct tl_words pack_exemptions;
    bool is_partial; /* some file broke off: references into it cannot be judged */
    TL_VEC(struct tl_rule) rules;
    TL_VEC(struct tl_exception) exceptions;
    TL_VEC(struct tl_source) sources;
    TL_VEC(struct tl_config *) configs; /* one a source */
    TL_VEC(tl_slice) disabled;          /* ids of rules that the policy turns off */
};

typedef void tl_field_reader(struct tl_reading *reading, const struct tl_yaml *node, void *into);

struct tl_field {
    const char *name;
    bool is_required;
    tl_field_reader *read;
};

enum { TL_FIELDS_MAX = 24 };

/* Reads a mapping by its table; `what` names it in messages ("a rule").  False when it is no mapping. */
bool tl_fields_read(struct tl_reading *reading, const struct tl_yaml *node, const char *what,
                    const struct tl_field *fields, size_t count, void *into);

/* Tells an error at a node. */
#define tl_node_error(reading, node, slug, ...)                                                              \
    tl_config_error((reading)->config, (node)->place, (slug), __VA_ARGS__)

/* The text of a scalar with something in it; false when told. */
bool tl_read_text(struct tl_reading *reading, const struct tl_yaml *node, const char *what, tl_slice *out);

/* The index of a scalar among `names` (NULLs skipped); false when told, with the nearest name. */
bool tl_read_choice(struct tl_reading *reading, const struct tl_yaml *node, const char *what,
                    const char *const *names, size_t count, size_t *out);

/* A whole number from `least` to `most`. */
bool tl_read_number(struct tl_reading *reading, const struct tl_yaml *node, const char *what, uint32_t least,
                    uint32_t most, uint32_t *out);

/* A list; an empty one is fine.  False when told. */
bool tl_read_list(struct tl_reading *reading, const struct tl_yaml *node, const char *what);

/* A list of texts without doubles; items that are none are told and left out. */
bool tl_read_words(struct tl_reading *reading, const struct tl_yaml *node, const char *what,
                   struct tl_words *out);

/* A list of exemption codes that tl_exemption_find knows. */
bool tl_read_exemptions(struct tl_reading *reading, const struct tl_yaml *node, struct tl_words *out);

/* A list of element kinds as bits; `word` as a scalar stands for `bits` ("all"). */
bool tl_read_kinds(struct tl_reading *reading, const struct tl_yaml *node, uint32_t *out);

/* An id: letters, digits, dots, hyphens, underscores. */
bool tl_read_id(struct tl_reading *reading, const struct tl_yaml *node, const char *what, tl_slice *out);

/* The version key of a file: 1. */
void tl_read_version(struct tl_reading *reading, const struct tl_yaml *node, void *into);

/* Every kind but TL_KIND_COUNT. */
#define TL_KINDS_ALL ((1u << TL_KIND_COUNT) - 1u)

/* --- the parts of a policy, one file each --------------------------------------------------------------- */

/* rules.c: the list `rules` of a policy or a pack, appended to the reading. */
void tl_rules_read(struct tl_reading *reading, const struct tl_yaml *node, void *into);

/* rule_test.c: the list `tests` of a rule; into is the rule. */
void tl_rule_tests_read(struct tl_reading *reading, const struct tl_yaml *node, void *into);

/* settings.c: the parts of a policy that are no rules; into is the policy. */
void tl_release_read(struct tl_reading *reading, const struct tl_yaml *node, void *into);
void tl_declassification_read(struct tl_reading *reading, const struct tl_yaml *node, void *into);
void tl_banner_read(struct tl_reading *reading, const struct tl_yaml *node, void *into);
void tl_unmarked_read(struct tl_reading *reading, const struct tl_yaml *node, void *into);
void tl_compilation_read(struct tl_reading *reading, const struct tl_yaml *node, void *into);
void tl_drop_read(struct tl_reading *reading, const struct tl_yaml *node, void *into);
void tl_withhold_read(struct tl_reading *reading, const struct tl_yaml *node, void *into);
void tl_on_doubt_read(struct tl_reading *reading, const struct tl_yaml *node, void *into);

/* exceptions.c: the list `exceptions`; and, once all rules are read, whether their rules exist. */
void tl_exceptions_read(struct tl_reading *reading, const struct tl_yaml *node, void *into);
void tl_exceptions_check(struct tl_reading *reading, const struct tl_yaml *root);

/* pack.c: the list `packs`; a pack alone.  The policy's file comes back as the file at hand. */
void tl_packs_read(struct tl_reading *reading, const struct tl_yaml *node, void *into);
bool tl_pack_read(struct tl_reading *reading, const char *path, struct tl_err *err);

/* codes.c: the lists `orders` and `codes` of the pack that the program is built with; what differs is told. */
void tl_orders_read(struct tl_reading *reading, const struct tl_yaml *node, void *into);
void tl_codes_read(struct tl_reading *reading, const struct tl_yaml *node, void *into);

/* policy.c: reads a file and makes it the file at hand and a source; NULL when it cannot be read. */
struct tl_config *tl_source_open(struct tl_reading *reading, const char *path, struct tl_err *err);

/* loosening.c: fills policy->loosenings. */
void tl_loosenings_find(struct tl_policy *policy, struct tl_words disabled);

#endif

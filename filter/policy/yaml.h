/* SPDX-License-Identifier: Apache-2.0 */
/*
 * YAML as policies use it: one document of mappings, sequences and scalars, nothing else (DESIGN section 4).
 *
 * yaml.c is the only file that knows the YAML library.  What comes out is an own tree that borrows nothing
 * from it.  Tags, anchors, aliases, merge keys, directives, keys that are no scalars, nesting beyond
 * TL_MAX_YAML_DEPTH, control characters made by escapes and a second document are told as errors.
 */
#ifndef TL_POLICY_YAML_H
#define TL_POLICY_YAML_H

#include "policy/config.h"

enum tl_yaml_type {
    TL_YAML_BAD = 0, /* an error was told about it: readers say nothing more */
    TL_YAML_SCALAR,
    TL_YAML_SEQUENCE,
    TL_YAML_MAPPING
};

enum tl_yaml_style { TL_YAML_PLAIN = 0, TL_YAML_SINGLE, TL_YAML_DOUBLE, TL_YAML_LITERAL, TL_YAML_FOLDED };

/* A node; arena-owned, as everything it points to. */
struct tl_yaml {
    enum tl_yaml_type type;
    enum tl_yaml_style style;  /* of a scalar */
    struct tl_place place;     /* where it begins, at its quote where it has one */
    size_t begin;              /* offset in the file of the first byte of a scalar's content */
    tl_slice text;             /* of a scalar, decoded; followed by a NUL that is not counted */
    const struct tl_yaml *key; /* of a value in a mapping: its key, a scalar */
    struct tl_yaml *first;     /* items of a sequence, values of a mapping, in order */
    struct tl_yaml *last;
    struct tl_yaml *next; /* the next item or value */
    size_t count;
};

/* Parses a file that was read; NULL when there is no document at all.  Errors are told; after one that ends
 * the reading `config->is_partial` is set and the tree holds what came before. */
const struct tl_yaml *tl_yaml_parse(struct tl_config *config);

/* The value of a key in a mapping, or NULL. */
const struct tl_yaml *tl_yaml_find(const struct tl_yaml *mapping, const char *key);

/* The place in the file of byte `offset` of a scalar's text: exact for single-quoted and literal scalars and
 * plain ones on one line, else the place of the scalar. */
struct tl_place tl_yaml_place_at(struct tl_config *config, const struct tl_yaml *scalar, size_t offset);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A configuration file as text: its bytes, its places, and what is told about it.
 *
 * Messages may quote a policy or a pack; control bytes and bidi controls never reach a terminal.
 */
#ifndef TL_POLICY_CONFIG_H
#define TL_POLICY_CONFIG_H

#include "base/error.h"

/* One file while it is read.  Zeroed with arena and diags set is ready for tl_config_read. */
struct tl_config {
    struct tl_arena *arena; /* borrowed: the policy's; all text lives there */
    struct tl_diags *diags; /* borrowed */
    const char *path;       /* as reached from where the user stands; arena */
    tl_slice bytes;         /* as read, for the hash */
    tl_slice shown;         /* same length; what no terminal or parser may see is '?' */
    tl_slice told;          /* same length; the lines that messages show; empty: `shown` */
    bool is_partial;        /* broken off: what is missing says nothing */
    bool is_decisions; /* given: a file of decisions, which may hold text of cables: see tl_config_hide */
    struct {
        size_t offset, line, begin;
    } cursor; /* of tl_config_place: the last line looked up */
};

/*
 * Reads the file and tells NUL, bad UTF-8 and bidi controls with their places.  False when it cannot be read
 * or is not text at all; `err` says why.  Errors that leave a text to go on with are only told.
 */
bool tl_config_read(struct tl_config *config, const char *path, struct tl_err *err);

/* The place of a byte offset. */
struct tl_place tl_config_place(struct tl_config *config, size_t offset);

/* Tells one error at a place; all text is cleaned for a terminal.  At most TL_MAX_ERRORS are kept. */
void tl_config_error(struct tl_config *config, struct tl_place place, const char *slug, const char *format,
                     ...) __attribute__((format(printf, 4, 5)));

/*
 * The lines of a file of decisions as messages may show them: those of keys that never hold text of a cable.
 * Everything else is '?', same length; arena-owned.
 */
tl_slice tl_config_hide(struct tl_arena *arena, tl_slice bytes);

/* 'text' for a message about this file; '...' where nothing of it may be quoted. */
const char *tl_config_quote(const struct tl_config *config, tl_slice text);

/* 'text', cut to a size for messages; arena-owned. */
const char *tl_quote(struct tl_arena *arena, tl_slice text);

/* The words joined as "a, b, c", NULLs skipped; arena-owned. */
const char *tl_join_names(struct tl_arena *arena, const char *const *names, size_t count);

/* " (did you mean 'x'?)" or, when nothing is near, "; known are a, b, c"; arena-owned. */
const char *tl_suggest(struct tl_arena *arena, tl_slice word, const char *const *names, size_t count);

/* True for a bidi control: it makes a text look like another (U+061C, 200E, 200F, 202A-202E, 2066-2069). */
bool tl_is_bidi(uint32_t code);

/* `bytes` with every byte that a terminal must not see as '?', same length; arena-owned. */
tl_slice tl_config_clean(struct tl_arena *arena, tl_slice bytes);

/* Adds a diag with the line of `shown` that holds `place`; everything is copied to the arena of `diags`. */
void tl_diag_add(struct tl_diags *diags, bool is_warning, const char *slug, const char *file, tl_slice shown,
                 struct tl_place place, const char *text);

#endif

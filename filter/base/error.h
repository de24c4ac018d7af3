/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Status and messages.
 *
 * A function that can fail returns `enum tl_status`; what a person should read goes into a `struct tl_err`
 * or, where many errors are told in one run (policies), into a `struct tl_diags`.  Message text may quote a
 * policy; it NEVER quotes a cable.
 */
#ifndef TL_BASE_ERROR_H
#define TL_BASE_ERROR_H

#include "base/arena.h"
#include "base/buf.h"

/* The exit statuses of DESIGN section 5.  Zero is success; all else means "do not release without a look". */
enum tl_status {
    TL_OK = 0,
    TL_NO = 1,          /* the answer is no */
    TL_USAGE = 2,       /* the command line is wrong */
    TL_DOUBT = 3,       /* done and safe, but doubt withheld something */
    TL_DATA = 65,       /* input is not what it should be */
    TL_NOINPUT = 66,    /* input cannot be read */
    TL_INTERNAL = 70,   /* an internal check failed */
    TL_CANTCREATE = 73, /* output cannot be created */
    TL_IO = 74,         /* read or write error */
    TL_TEMPORARY = 75,  /* try again later */
    TL_PERMISSION = 77, /* refused for safety of files */
    TL_CONFIG = 78      /* policy or configuration */
};

/* The worse of two statuses: 70, 74, 73, 77, 78, 66, 65, 75, 2, 1, 3, 0 (DESIGN section 5). */
enum tl_status tl_status_worse(enum tl_status a, enum tl_status b);

/* One message.  Zeroed is "no error". */
struct tl_err {
    enum tl_status status;
    const char *slug; /* static and stable, such as "policy.regex.empty" */
    char text[400];   /* one line, NUL-terminated, truncated with "..." */
};

/* Fills `err` and returns `status`.  The text must not hold bytes of a cable. */
enum tl_status tl_fail(struct tl_err *err, enum tl_status status, const char *slug, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Prints "tearline: TEXT" as one line in one write; control bytes become '?'. */
void tl_err_print(const struct tl_err *err);

/* Prints one line "tearline: ..." to standard error; control bytes become '?'. */
void tl_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Appends the same line to a buffer, for whoever prints in order. */
void tl_tell(struct tl_buf *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A place in a configuration file; line and column count from 1, zero means unknown. */
struct tl_place {
    size_t line;
    size_t col; /* in bytes */
};

/* One error or warning in a configuration file. */
struct tl_diag {
    bool is_warning;
    const char *slug;
    struct tl_place place;
    const char *file; /* arena */
    const char *text; /* arena */
    const char *line; /* the line of the file, arena, or NULL */
};

/* All that was found in one run; owned by the arena it was made in. */
struct tl_diags {
    struct tl_arena *arena;
    TL_VEC(struct tl_diag) list;
    size_t errors;
};

/* Renders "file:line:col: error: text [slug]", the line and a caret, for every diag in order. */
void tl_diags_render(const struct tl_diags *diags, struct tl_buf *out);

#endif

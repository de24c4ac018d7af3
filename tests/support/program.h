/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The real program in a folder of its own.  Words of a command line are one string each, NULL at the end;
 * the working directory is the folder, so names in messages are short.  What goes wrong here ends the test.
 */
#ifndef TL_TESTS_SUPPORT_PROGRAM_H
#define TL_TESTS_SUPPORT_PROGRAM_H

#include "support/spawn.h"

/* The program under test: $TEARLINE_PROGRAM, or the one of this build. */
const char *program_path(void);

struct folder {
    char path[512];
};

void folder_make(struct folder *folder);
void folder_remove(const struct folder *folder); /* with all that is in it */

/* The path of `name` in the folder, or of a file of the project; in static storage, eight at a time. */
const char *in_folder(const struct folder *folder, const char *name);
const char *in_project(const char *name);

void file_put(const struct folder *folder, const char *name, tl_slice bytes);
void file_put_text(const struct folder *folder, const char *name, const char *text);
bool file_exists(const struct folder *folder, const char *name);
unsigned file_mode(const struct folder *folder, const char *name);

/* Number of names in the folder, hidden ones too. */
size_t folder_count(const char *path);

/* Reads a whole file into `out`, which is emptied first; `path` as it is. */
void file_read(const char *path, struct tl_buf *out);

/* Runs the program; `request` gives all but argv and dir, and may be NULL. */
int program_run(const struct folder *folder, const struct spawn_request *request, struct spawn_result *result,
                const char *const *words);

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

bool buf_has(const struct tl_buf *buf, const char *text);
bool buf_is(const struct tl_buf *buf, const char *text);
bool buf_same(const struct tl_buf *a, const struct tl_buf *b);

/* What the buffer holds, as a string for messages: borrowed, NUL-terminated. */
const char *buf_text(struct tl_buf *buf);

#endif

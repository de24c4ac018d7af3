/* SPDX-License-Identifier: Apache-2.0 */
/* Inputs: files, standard input, pipes, sockets, read as bytes come.  Belongs to the reader's thread. */
#ifndef TL_PIPELINE_INPUT_H
#define TL_PIPELINE_INPUT_H

#include "base/error.h"

struct tl_input {
    int fd;
    bool is_open;
    bool is_regular; /* a file, whose size is known */
    const char *path;
};

/* Opens a path ("-": standard input).  TL_NOINPUT when it cannot be read, a directory among that. */
enum tl_status tl_input_open(struct tl_input *input, const char *path, struct tl_err *err);
void tl_input_close(struct tl_input *input);

enum tl_input_result {
    TL_INPUT_DATA = 0,
    TL_INPUT_END,
    TL_INPUT_WAIT,    /* nothing is there now */
    TL_INPUT_STOPPED, /* the run shall stop */
    TL_INPUT_FAILED   /* `err` says why: TL_IO, TL_NOINPUT */
};

/* Reads up to `room` bytes.  With `may_wait` it waits for bytes, for the end, or for a stop. */
enum tl_input_result tl_input_read(struct tl_input *input, bool may_wait, unsigned char *bytes, size_t room,
                                   size_t *got, struct tl_err *err);

/* The name of an input in messages: "standard input" for "-". */
const char *tl_input_name(const char *path);

/* The size of a regular file, or false. */
bool tl_input_size(const char *path, uint64_t *size);

#endif
